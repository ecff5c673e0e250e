//! Cells of a row as values: dates, sums of money, limits, codes.
//!
//! Every cell of a row is read even when one before it could not be, so that all is told at once.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::synonyms::List;
use super::table::Row;
use crate::diagnostic::{Diagnostic, Problem};
use crate::record::LoggedLimit;

/// The cells of one row, read one by one.
pub(super) struct Cells<'row, 'found> {
    row: &'row Row<'row>,
    found: &'found mut Vec<Diagnostic>,
    failed: bool,
}

impl<'row, 'found> Cells<'row, 'found> {
    pub(super) fn new(row: &'row Row<'_>, found: &'found mut Vec<Diagnostic>) -> Self {
        Self {
            row,
            found,
            failed: false,
        }
    }

    /// `record`, unless one of its cells could not be read.
    pub(super) fn finish<T>(self, record: T) -> Option<T> {
        (!self.failed).then_some(record)
    }

    pub(super) fn text(&self, column: usize) -> Option<&'row str> {
        self.row.cell(column)
    }

    pub(super) fn required_text(&mut self, column: usize) -> &'row str {
        self.row.cell(column).unwrap_or_else(|| {
            self.fail(column, Problem::MissingCell);
            ""
        })
    }

    pub(super) fn date(&mut self, column: usize) -> Option<NaiveDate> {
        // 无 in a column of dates says that there is none.
        let cell = self.row.cell(column).filter(|cell| *cell != "无")?;
        match date(cell) {
            Some(date) if is_plausible(date) => Some(date),
            Some(date) => {
                self.fail(column, Problem::ImplausibleDate { date });
                None
            }
            None => {
                let text = cell.to_owned();
                self.fail(column, Problem::BadDate { text });
                None
            }
        }
    }

    pub(super) fn required_date(&mut self, column: usize) -> NaiveDate {
        if matches!(self.row.cell(column), None | Some("无")) {
            self.fail(column, Problem::MissingCell);
        }
        self.date(column).unwrap_or_default()
    }

    pub(super) fn yuan(&mut self, column: usize) -> Option<Decimal> {
        let cell = self.row.cell(column).filter(|cell| *cell != "无")?;
        let yuan = yuan(cell, self.row.factor(column));
        if yuan.is_none() {
            self.fail(
                column,
                Problem::BadAmount {
                    text: cell.to_owned(),
                },
            );
        }
        yuan
    }

    pub(super) fn limit(&mut self, column: usize) -> Option<LoggedLimit> {
        let cell = self.row.cell(column).filter(|cell| *cell != "无")?;
        let limit = limit(cell);
        if limit.is_none() {
            self.fail(
                column,
                Problem::BadLimit {
                    text: cell.to_owned(),
                },
            );
        }
        limit
    }

    /// Yes or no; any other word is told and says nothing.
    pub(super) fn flag(&mut self, column: usize) -> Option<bool> {
        let word = self.row.cell(column)?;
        match word {
            "是" | "超期" | "已超期" | "逾期" | "已逾期" => Some(true),
            "否" | "未超期" | "未逾期" | "无" => Some(false),
            _ => {
                self.unknown_word(column, word, vec!["是", "否"]);
                None
            }
        }
    }

    /// The code of a cell, or its word as it is where no code is known for it: that is told.
    pub(super) fn word(&mut self, column: usize, list: List) -> Option<&'row str> {
        let word = self.row.cell(column)?;
        Some(list.code_of(word).unwrap_or_else(|| {
            self.unknown_word(column, word, list.words());
            word
        }))
    }

    /// Tells once of a word that a column does not know.
    fn unknown_word(&mut self, column: usize, word: &str, known: Vec<&'static str>) {
        if self.row.is_new(column, word) {
            let word = word.to_owned();
            self.tell(column, Problem::UnknownWord { word, known });
        }
    }

    /// The code of a cell that may be blank and holds nothing else.
    pub(super) fn code(&mut self, column: usize, list: List) -> Option<&'static str> {
        self.row.cell(column)?;
        self.required_code(column, list)
    }

    /// The code of a cell that must hold one.
    pub(super) fn required_code(&mut self, column: usize, list: List) -> Option<&'static str> {
        let Some(word) = self.row.cell(column) else {
            self.fail(column, Problem::MissingCell);
            return None;
        };
        let code = list.code_of(word);
        if code.is_none() {
            self.fail(
                column,
                Problem::UnknownCode {
                    text: word.to_owned(),
                    known: list.words(),
                },
            );
        }
        code
    }

    /// Tells something about a cell; the row still counts.
    pub(super) fn tell(&mut self, column: usize, problem: Problem) {
        self.found
            .push(Diagnostic::at(self.row.cell_place(column), problem));
    }

    fn fail(&mut self, column: usize, problem: Problem) {
        self.failed = true;
        self.tell(column, problem);
    }
}

/// Whether an office's log can hold a date: a mistyped century would take the row out of its year
/// unseen. What offices publish may be as old as the state.
fn is_plausible(date: NaiveDate) -> bool {
    (1949..=2100).contains(&date.year())
}

/// A day as offices write it; a time of day behind it is cut off.
///
/// `2017-03-05`, `2017/3/5`, `2017.3.5`, `2017年3月5日` (or 号), `20170305`.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    // The spelling of nearly every cell, without looking for any other.
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() {
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0u32, |sum, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + u32::from(digit - b'0'))
            })
        };
        let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
        return NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?);
    }
    let text = without_time(text);
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return ymd(&text[..4], &text[4..6], &text[6..]);
    }
    for separator in ['-', '/', '.'] {
        let parts: Vec<&str> = text.split(separator).collect();
        if let [year, month, day] = *parts {
            return ymd(year, month, day);
        }
    }
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest
        .strip_suffix('日')
        .or_else(|| rest.strip_suffix('号'))?;
    ymd(year.trim(), month.trim(), day.trim())
}

/// The text before a time of day such as `10:22` or `T10:22:00`.
fn without_time(text: &str) -> &str {
    let Some((date, time)) = text.split_once([' ', 'T', '\u{3000}']) else {
        return text;
    };
    let parts: Vec<&str> = time.trim().split(':').collect();
    let is_below = |part: &str, bound: u32| {
        (1..=2).contains(&part.len()) && part.parse::<u32>().is_ok_and(|value| value < bound)
    };
    let is_time = match *parts {
        [hour, minute] => is_below(hour, 24) && is_below(minute, 60),
        [hour, minute, second] => {
            let whole = second.split('.').next().unwrap_or_default();
            is_below(hour, 24) && is_below(minute, 60) && is_below(whole, 60)
        }
        _ => false,
    };
    if is_time { date.trim_end() } else { text }
}

fn ymd(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        let is_number =
            lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    // A year of two digits could be of two centuries: a person must say which.
    let year = i32::try_from(number(year, 4..=4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month, 1..=2)?, number(day, 1..=2)?)
}

/// A sum of money in yuan: `1234.5`, `1,234.50`, `55.8万元`, with what the header multiplies it by.
///
/// A unit in the cell goes before the header's.
fn yuan(text: &str, header_factor: u32) -> Option<Decimal> {
    let units = [("万元", 10_000), ("元", 1)];
    let unit = units
        .iter()
        .find_map(|&(unit, factor)| Some((text.strip_suffix(unit)?, factor)));
    let (number, factor) = unit.unwrap_or((text, header_factor));
    let number = number
        .trim()
        .strip_prefix(['¥', '￥'])
        .unwrap_or(number.trim());
    let digits = without_thousands(number)?;
    let is_plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount: Decimal = is_plain.then(|| digits.parse().ok()).flatten()?;
    amount.checked_mul(Decimal::from(factor))
}

/// A number without its thousands separators; none where they do not part it by threes.
fn without_thousands(number: &str) -> Option<String> {
    let (whole, fraction) = number
        .split_once('.')
        .map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.split([',', '，']);
    let first = groups.next()?;
    let is_right = whole == first || (1..=3).contains(&first.len());
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits += group;
    }
    if let Some(fraction) = fraction {
        digits += ".";
        digits += fraction;
    }
    is_right.then_some(digits)
}

/// A limit: a day, `5个工作日`, `120小时`.
fn limit(text: &str) -> Option<LoggedLimit> {
    if let Some(date) = date(text) {
        return Some(LoggedLimit::Date(date));
    }
    let number = |unit: &str| text.strip_suffix(unit)?.trim().parse::<u32>().ok();
    let working_days = ["个工作日", "工作日"].iter().find_map(|unit| number(unit));
    let hours = ["个小时", "小时"].iter().find_map(|unit| number(unit));
    working_days
        .map(LoggedLimit::WorkingDays)
        .or(hours.map(LoggedLimit::Hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_offices_write_them() {
        let day = NaiveDate::from_ymd_opt(2017, 3, 5);
        for text in [
            "2017-03-05",
            "2017-3-5",
            "2017/3/5",
            "2017/03/05",
            "2017.3.5",
            "2017年3月5日",
            "2017年03月05日",
            "2017年3月5号",
            "20170305",
            "2017-03-05 10:22:00",
            "2017/3/5 10:22",
            "2017-03-05T10:22:00",
            "2017-03-05 00:00:00.000",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "2017210日",
            "201711日",
            "2017-02-30",
            "2017-13-01",
            "17-3-5",
            "3月5日",
            "2017年3月",
            "2017-03",
            "2017-03-05x",
            "2017-03-05 25:00",
            "已公开",
            "",
            "二〇一七年三月五日",
            "2017-+3-05",
            "2017- 3-05",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn sums_are_exact_and_keep_their_factor() {
        for (text, factor, expected) in [
            ("558000", 1, "558000"),
            ("558000.10", 1, "558000.10"),
            ("1,234,567.89", 1, "1234567.89"),
            ("55.8万元", 1, "558000.0"),
            ("55.8", 10_000, "558000.0"),
            ("558000元", 10_000, "558000"),
            ("￥12", 1, "12"),
        ] {
            assert_eq!(
                yuan(text, factor).map(|sum| sum.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in ["12,34", "1.2.3", "约55万元", "-5", "1e3", "", "."] {
            assert_eq!(yuan(text, 1), None, "{text}");
        }
    }

    #[test]
    fn limits_are_days_working_days_or_hours() {
        assert_eq!(limit("5个工作日"), Some(LoggedLimit::WorkingDays(5)));
        assert_eq!(limit("10工作日"), Some(LoggedLimit::WorkingDays(10)));
        assert_eq!(limit("120小时"), Some(LoggedLimit::Hours(120)));
        assert_eq!(
            limit("2017-03-05 17:00"),
            date("2017-03-05").map(LoggedLimit::Date)
        );
        assert_eq!(limit("5"), None);
        assert_eq!(limit("尽快"), None);
    }
}
