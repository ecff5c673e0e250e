//! Numbers in cells, and their Excel formats.

use std::collections::BTreeMap;
use std::io;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::book::{cannot, excel_day, write_text};
use crate::document::{Cell, Standing, StatutoryValue};

/// Number of significant digits in Excel.
const DIGITS: u32 = 15;

/// A number as Excel stores it. `None` if it has more significant digits.
pub(super) fn exact(number: Decimal) -> Option<f64> {
    let number = number.normalize();
    let is_short = number.mantissa().unsigned_abs() < 10u128.pow(DIGITS);
    is_short.then(|| number.to_string().parse().ok()).flatten()
}

/// The number of a cell, if it is one.
pub(super) fn number_of(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Count(count) => Some((*count).into()),
        Cell::Change(change) => Some((*change).into()),
        Cell::Decimal(number) => Some(*number),
        _ => None,
    }
}

/// A number of a statutory table, displayed as printed in the form.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FormattedNumber {
    /// The number in the cell.
    pub(super) number: f64,
    /// The factor from the cell to the value: 10000 if the cell is in 万元.
    pub(super) factor: u32,
    /// The Excel format that displays it as printed.
    pub(super) format: String,
}

impl FormattedNumber {
    /// The number and format of a value whose cell prints `text`. `None` if it must be text.
    pub(super) fn of(value: &StatutoryValue, text: &str) -> Option<Self> {
        /// Maximum length of an Excel format.
        const LONGEST: usize = 255;
        if matches!(value.standing, Standing::Absent | Standing::NotApplicable) {
            return None;
        }
        let number = number_of(&value.cell)?.normalize();
        let in_wan = number.checked_div(Decimal::from(10_000));
        let in_wan = in_wan.map(|number| (number.normalize(), 10_000));
        let shown = [Some((number, 1)), in_wan].into_iter().flatten();
        let shown = shown.filter_map(|(number, factor)| {
            let suffix = text.strip_prefix(&number.to_string())?;
            Some((number, factor, digits(number) + &literal(suffix)))
        });
        let (shown, factor, format) = shown.min_by_key(|(.., format)| format.len()).unwrap_or({
            let as_printed = match text.strip_prefix('+') {
                Some(_) => "+0;-0;0".to_owned(),
                // The text printed for a zero.
                None => [&*literal(text); 3].join(";"),
            };
            (number, 1, as_printed)
        });
        (format.chars().count() <= LONGEST).then_some(())?;
        Some(Self {
            number: exact(shown)?,
            factor,
            format,
        })
    }
}

/// The format of a number with as many decimals as it has.
fn digits(number: Decimal) -> String {
    match number.scale() {
        0 => "0".to_owned(),
        scale => format!("0.{}", "0".repeat(scale as usize)),
    }
}

/// A literal text in a format.
fn literal(text: &str) -> String {
    text.chars().flat_map(|c| ['\\', c]).collect()
}

/// Writes the cells of a list, and caches their formats.
pub(super) struct NumberWriter {
    plain: Format,
    /// Formats of numbers and dates, by Excel format.
    formats: BTreeMap<String, Format>,
}

impl NumberWriter {
    pub(super) fn new(plain: &Format) -> Self {
        Self {
            plain: plain.clone(),
            formats: BTreeMap::new(),
        }
    }

    /// Writes a cell; a cell without data stays empty.
    pub(super) fn write(
        &mut self,
        sheet: &mut Worksheet,
        at: (u32, u16),
        cell: &Cell,
    ) -> io::Result<()> {
        let number = match cell {
            Cell::Absent => return Ok(()),
            Cell::Text(text) => return write_text(sheet, at, text, &self.plain),
            Cell::Truth(_) => None,
            Cell::Date(day) => excel_day(*day).map(|day| (day.to_excel(), "yyyy-mm-dd".to_owned())),
            Cell::Share(ratio) => Some((ratio.to_f64(), "0.00%".to_owned())),
            Cell::Quotient(ratio) => Some((ratio.to_f64(), "0.000".to_owned())),
            Cell::Count(_) | Cell::Change(_) | Cell::Decimal(_) => {
                let number = number_of(cell).unwrap_or_default().normalize();
                exact(number).map(|shown| (shown, digits(number)))
            }
        };
        let Some((number, number_format)) = number else {
            return write_text(sheet, at, &cell.text(), &self.plain);
        };
        let plain = &self.plain;
        let format = self
            .formats
            .entry(number_format)
            .or_insert_with_key(|number_format| {
                let right = plain.clone().set_align(FormatAlign::Right);
                right.set_num_format(number_format)
            });
        let written = sheet.write_number_with_format(at.0, at.1, number, format);
        written.map(|_| ()).map_err(cannot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: Cell, text: &str) -> Option<(f64, u32, String)> {
        let value = StatutoryValue {
            id: "H1".to_owned(),
            cell,
            standing: Standing::Counted,
        };
        let shown = FormattedNumber::of(&value, text)?;
        Some((shown.number, shown.factor, shown.format))
    }

    #[test]
    fn a_number_looks_as_it_is_printed() {
        let decimal = |text: &str| Cell::Decimal(text.parse().unwrap());
        let check = |cell, text, number, factor, format: &str| {
            assert_eq!(shown(cell, text), Some((number, factor, format.to_owned())));
        };
        check(Cell::Count(12), "12", 12.0, 1, "0");
        check(Cell::Count(0), "/", 0.0, 1, r"\/;\/;\/");
        check(Cell::Count(0), "", 0.0, 1, ";;");
        check(decimal("1.50"), "1.5", 1.5, 1, "0.0");
        check(Cell::Change(3), "+3", 3.0, 1, "+0;-0;0");
        check(Cell::Change(-3), "-3", -3.0, 1, "0");
        check(decimal("120000"), "12万元", 12.0, 10_000, r"0\万\元");
        check(decimal("120000"), "120000元", 120_000.0, 1, r"0\元");
        assert_eq!(shown(Cell::Absent, "—"), None);
        assert_eq!(
            shown(decimal("1234567890123456.78"), "1234567890123456.78"),
            None
        );
    }

    #[test]
    fn what_excel_would_round_is_no_number() {
        let exact = |text: &str| exact(text.parse().unwrap());
        assert_eq!(exact("999999999999999"), Some(999_999_999_999_999.0));
        assert_eq!(exact("1234567890123.45"), Some(1_234_567_890_123.45));
        assert_eq!(exact("1000000000000001"), None);
        assert_eq!(exact("100000000000000000000"), None);
    }
}
