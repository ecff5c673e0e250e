//! The sheet of identities: each as a live formula over the tables of the workbook, beside the verdict
//! of the program.
//!
//! A formula counts its operands first, because Excel treats an empty cell as 0, while an identity with
//! a missing number is not evaluated. Numbers that are on no sheet, such as those of last year's
//! report, are in a list below the identities.

use std::collections::BTreeMap;
use std::io;

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, Formula as Live,
    Worksheet,
};

use super::book::{Formats, OutputBook, cannot, formats, lines, set_lines, write_text};
use super::figures::NumberPlaces;
use super::number::{NumberWriter, exact};
use super::tables::{CellAddress, column, reference};
use crate::document::{
    Cell, CheckedIdentity, IdentityFormula, IdentityKind, IdentitySide, Operand, OperandSource,
    Operator, Relation,
};

const NAME: &str = "勾稽";

/// The columns: heading and width in characters.
const COLUMNS: [(&str, u32); 9] = [
    ("编号", 10),
    ("内容", 44),
    ("算式", 44),
    ("左边", 12),
    ("关系", 6),
    ("右边", 12),
    ("表内复核", 10),
    ("程序结论", 10),
    ("不符时", 8),
];
const LEFT: u16 = 3;
const SIGN: u16 = 4;
const RIGHT: u16 = 5;
const LIVE: u16 = 6;
const VERDICT: u16 = 7;

/// Number of decimals to which sides are compared, as Excel computes in binary.
const DIGITS: u32 = 6;

/// Maximum length of a formula in Excel.
const LONGEST: usize = 8_000;

/// Maximum number of arguments of a function in Excel.
const OPERANDS: usize = 255;

/// Writes the identities and the numbers they need; no sheet if the form has none.
pub(super) fn sheet(
    identities: &[CheckedIdentity],
    values: &NumberPlaces,
    book: &mut OutputBook,
) -> io::Result<()> {
    if identities.is_empty() {
        return Ok(());
    }
    let (sheet, name) = book.sheet(NAME)?;
    let rows = u32::try_from(identities.len()).map_err(io::Error::other)?;
    let mut writer = IdentityWriter {
        sheet,
        pen: NumberWriter::new(&formats().plain),
        formats: formats(),
        name,
        values,
        // Below the identities: an empty row, a title and headings.
        first_of_list: rows + 4,
        list: Vec::new(),
        places: BTreeMap::new(),
    };
    writer.headings()?;
    for (row, identity) in (1..).zip(identities) {
        writer.identity(row, identity)?;
    }
    writer.list()?;
    writer.marks(rows)?;
    book.add(writer.sheet);
    Ok(())
}

struct IdentityWriter<'v> {
    sheet: Worksheet,
    pen: NumberWriter,
    formats: Formats,
    name: String,
    values: &'v NumberPlaces,
    first_of_list: u32,
    /// Operands in the list below, in order.
    list: Vec<Operand>,
    /// Their indices in the list, by source and id.
    places: BTreeMap<(bool, String), usize>,
}

/// A side as an Excel formula.
struct ExcelFormula {
    text: String,
    /// The cells that must contain a number.
    needed: Vec<String>,
}

impl IdentityWriter<'_> {
    fn headings(&mut self) -> io::Result<()> {
        for (index, (heading, width)) in COLUMNS.into_iter().enumerate() {
            let at = (0, column(index));
            write_text(&mut self.sheet, at, heading, &self.formats.heading)?;
            let sheet = self.sheet.set_column_width(at.1, f64::from(width));
            sheet.map_err(cannot)?;
        }
        self.sheet.set_freeze_panes(1, 1).map_err(cannot)?;
        self.sheet.set_repeat_rows(0, 0).map_err(cannot)?;
        self.sheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }

    fn identity(&mut self, row: u32, identity: &CheckedIdentity) -> io::Result<()> {
        let (left, right) = (&identity.left, &identity.right);
        let sign = identity.relation.sign();
        let rule = format!("{} {sign} {}", left.text, right.text);
        let texts = [&identity.id, &identity.about, &rule];
        let rooms = COLUMNS.map(|(_, width)| width as usize);
        let lines = texts
            .iter()
            .zip(rooms)
            .map(|(text, room)| lines(text, room));
        set_lines(&mut self.sheet, row, lines.max().unwrap_or(1))?;
        for (index, text) in texts.into_iter().enumerate() {
            let at = (row, column(index));
            write_text(&mut self.sheet, at, text, &self.formats.plain)?;
        }
        self.side((row, LEFT), left)?;
        self.side((row, RIGHT), right)?;
        let centred = self.formats.plain.clone().set_align(FormatAlign::Center);
        write_text(&mut self.sheet, (row, SIGN), sign, &centred)?;
        let verdict = match identity.holds {
            Some(true) => HOLDS,
            Some(false) => FAILS,
            None => ABSENT,
        };
        let live = comparison(identity.relation, row + 1);
        self.formula((row, LIVE), &live, verdict, &centred)?;
        write_text(&mut self.sheet, (row, VERDICT), verdict, &centred)?;
        let kind = match identity.kind {
            IdentityKind::Error => "错误",
            IdentityKind::Warning => "警告",
            IdentityKind::Note => "提示",
        };
        write_text(&mut self.sheet, (row, VERDICT + 1), kind, &centred)
    }

    /// Writes a side as a formula, or as a number if the formula is too long for Excel.
    fn side(&mut self, at: (u32, u16), side: &IdentitySide) -> io::Result<()> {
        let written = self.written(&side.formula);
        let formula = guarded(&written, &format!("\"{ABSENT}\""));
        let number = side.number.map(|number| number.normalize());
        if formula.len() > LONGEST {
            let cell = number.map_or(Cell::Text(ABSENT.to_owned()), Cell::Decimal);
            return self.pen.write(&mut self.sheet, at, &cell);
        }
        let result = number.map_or(ABSENT.to_owned(), |number| number.to_string());
        let right = self.formats.plain.clone().set_align(FormatAlign::Right);
        self.formula(at, &formula, &result, &right)
    }

    fn formula(
        &mut self,
        (row, column): (u32, u16),
        formula: &str,
        result: &str,
        format: &Format,
    ) -> io::Result<()> {
        let formula = Live::new(format!("={formula}")).set_result(result);
        let written = self
            .sheet
            .write_formula_with_format(row, column, formula, format);
        written.map(|_| ()).map_err(cannot)
    }

    fn written(&mut self, formula: &IdentityFormula) -> ExcelFormula {
        match formula {
            IdentityFormula::Number(number) => ExcelFormula {
                text: number.to_string(),
                needed: Vec::new(),
            },
            IdentityFormula::Operand(operand) => {
                let CellAddress {
                    reference, factor, ..
                } = self.place(operand);
                ExcelFormula {
                    text: match factor {
                        1 => reference.clone(),
                        factor => format!("({reference}*{factor})"),
                    },
                    needed: vec![reference],
                }
            }
            IdentityFormula::Binary(operator, one, other) => {
                let sign = match operator {
                    Operator::Plus => "+",
                    Operator::Minus => "-",
                    Operator::Times => "*",
                    Operator::By => "/",
                };
                let (one, other) = (self.written(one), self.written(other));
                // Only a sum of sums needs no parentheses.
                let text = match operator {
                    Operator::Plus => format!("{}+{}", one.text, other.text),
                    _ => format!("({}){sign}({})", one.text, other.text),
                };
                ExcelFormula {
                    text,
                    needed: [one.needed, other.needed].concat(),
                }
            }
            IdentityFormula::Maximum(parts) => self.function("MAX", parts),
            IdentityFormula::Minimum(parts) => self.function("MIN", parts),
            IdentityFormula::OrZero(part) => ExcelFormula {
                text: guarded(&self.written(part), "0"),
                needed: Vec::new(),
            },
        }
    }

    fn function(&mut self, name: &str, parts: &[IdentityFormula]) -> ExcelFormula {
        let parts: Vec<_> = parts.iter().map(|part| self.written(part)).collect();
        let texts: Vec<_> = parts.iter().map(|part| part.text.as_str()).collect();
        ExcelFormula {
            text: format!("{name}({})", texts.join(",")),
            needed: parts.into_iter().flat_map(|part| part.needed).collect(),
        }
    }

    /// The position of an operand: in its table or among the figures, or else in the list below.
    fn place(&mut self, operand: &Operand) -> CellAddress {
        let places = match operand.source {
            OperandSource::Cell => Some(&self.values.cells),
            OperandSource::Figure => Some(&self.values.numbers),
            OperandSource::List | OperandSource::LastYear => None,
        };
        // A cell marked as not applicable contains no number, but counts as 0.
        let place = places.and_then(|places| places.get(&operand.id));
        if let Some(place) = place.filter(|place| place.is_number == operand.number.is_some()) {
            return place.clone();
        }
        let is_of_last_year = operand.source == OperandSource::LastYear;
        let index = self.places.entry((is_of_last_year, operand.id.clone()));
        let index = *index.or_insert_with(|| {
            self.list.push(operand.clone());
            self.list.len() - 1
        });
        let row = self.first_of_list + u32::try_from(index).unwrap_or(u32::MAX / 2);
        CellAddress {
            reference: reference(&self.name, row, LEFT),
            factor: 1,
            is_number: operand.number.is_some(),
        }
    }

    /// Writes the list of numbers that are on no other sheet.
    fn list(&mut self) -> io::Result<()> {
        if self.list.is_empty() {
            return Ok(());
        }
        let title = self.formats.plain.clone().set_bold();
        let at = (self.first_of_list - 2, 0);
        write_text(&mut self.sheet, at, "算式用到的其他数", &title)?;
        for (index, heading) in ["来源", "名称", "代号", "数值"].into_iter().enumerate() {
            let at = (self.first_of_list - 1, column(index));
            write_text(&mut self.sheet, at, heading, &self.formats.heading)?;
        }
        for (row, operand) in (self.first_of_list..).zip(&self.list) {
            let source = match operand.source {
                OperandSource::LastYear => "上年报告",
                OperandSource::Cell => "统计表",
                OperandSource::Figure => "指标",
                OperandSource::List => "按词归类",
            };
            let number = operand.number.filter(|number| exact(*number).is_some());
            let cells = [
                Cell::Text(source.to_owned()),
                Cell::Text(operand.label.clone()),
                Cell::Text(operand.id.clone()),
                number.map_or(Cell::Absent, |number: Decimal| {
                    Cell::Decimal(number.normalize())
                }),
            ];
            for (index, cell) in cells.iter().enumerate() {
                self.pen
                    .write(&mut self.sheet, (row, column(index)), cell)?;
            }
        }
        Ok(())
    }

    /// Marks failing identities in red, also after a number was edited.
    fn marks(&mut self, rows: u32) -> io::Result<()> {
        let red = Format::new()
            .set_font_color(Color::RGB(0x009C_0006))
            .set_background_color(Color::RGB(0x00FF_C7CE));
        let mark = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(FAILS))
            .set_format(red);
        let sheet = self
            .sheet
            .add_conditional_format(1, LIVE, rows, VERDICT, &mark);
        sheet.map(|_| ()).map_err(cannot)
    }
}

const HOLDS: &str = "相符";
const FAILS: &str = "不符";
const ABSENT: &str = "缺数";

/// A formula that returns `instead` if one of the cells it needs contains no number.
fn guarded(written: &ExcelFormula, instead: &str) -> String {
    if written.needed.is_empty() {
        return written.text.clone();
    }
    let counts = written.needed.chunks(OPERANDS);
    let counts: Vec<_> = counts
        .map(|cells| format!("COUNT({})", cells.join(",")))
        .collect();
    let (counts, needed) = (counts.join("+"), written.needed.len());
    format!("IF({counts}<{needed},{instead},{})", written.text)
}

/// The formula that compares both sides in a row; `row` counts from 1.
fn comparison(relation: Relation, row: u32) -> String {
    let sign = match relation {
        Relation::Equal => "=",
        Relation::AtMost => "<=",
        Relation::AtLeast => ">=",
    };
    let [left, right] = [LEFT, RIGHT].map(|column| format!("{}{row}", letter(column)));
    format!(
        "IF(COUNT({left},{right})<2,\"{ABSENT}\",IF(ROUND({left}-{right},{DIGITS}){sign}0,\"{HOLDS}\",\"{FAILS}\"))"
    )
}

/// The letter of one of the first 26 columns.
fn letter(column: u16) -> char {
    char::from_digit(u32::from(column) + 10, 36).map_or('A', |letter| letter.to_ascii_uppercase())
}
