//! Readers that are slow and plain, to compare with: each reads only what is beyond doubt.

use unicode_normalization::UnicodeNormalization as _;

/// What a plain reader says of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Verdict<T> {
    /// It is this.
    Is(T),
    /// It is nothing.
    Nothing,
    /// It is beyond a plain reader.
    Doubtful,
}

impl<T> From<Option<T>> for Verdict<T> {
    fn from(read: Option<T>) -> Self {
        read.map_or(Self::Nothing, Self::Is)
    }
}

/// The rows of a text, each with its line, by the plain rules of quoting. `None` if a quote is never
/// closed.
pub(crate) fn rows(text: &str, separator: char) -> Option<Vec<(u64, Vec<String>)>> {
    let line_break = if text.contains('\r') && !text.contains('\n') {
        '\r'
    } else {
        '\n'
    };
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let (mut line, mut first_line) = (1, 1);
    let (mut is_quoted, mut is_at_start) = (false, true);
    let mut rest = text.chars().peekable();
    while let Some(one) = rest.next() {
        line += u64::from(one == line_break);
        if is_quoted {
            if one != '"' {
                cell.push(one);
            } else if rest.next_if_eq(&'"').is_some() {
                cell.push('"');
            } else {
                is_quoted = false;
            }
        } else if one == separator {
            row.push(std::mem::take(&mut cell));
            is_at_start = true;
            continue;
        } else if one == '\n' || one == '\r' {
            if one == '\r' && rest.next_if_eq(&'\n').is_some() {
                line += 1;
            }
            row.push(std::mem::take(&mut cell));
            rows.push((first_line, std::mem::take(&mut row)));
            first_line = line;
            is_at_start = true;
            continue;
        } else if one == '"' && is_at_start {
            is_quoted = true;
        } else {
            cell.push(one);
        }
        is_at_start = false;
    }
    if !cell.is_empty() || !row.is_empty() || !is_at_start {
        row.push(cell);
        rows.push((first_line, row));
    }
    (!is_quoted).then_some(rows)
}

/// The content of a cell, without the signs for a missing one. Marks of its own are doubtful.
pub(crate) fn content(cell: &str) -> Verdict<&str> {
    let cell = cell.trim();
    match cell {
        "" | "/" | "-" | "／" | "－" | "—" | "——" => Verdict::Nothing,
        _ if cell.starts_with(['\'', '=']) => Verdict::Doubtful,
        _ => Verdict::Is(cell),
    }
}

/// A text in half width.
pub(crate) fn narrow(text: &str) -> String {
    text.nfkc().collect()
}

/// The day of a text of three numbers, of eight digits, or of five. Any other text is doubtful.
pub(crate) fn day(text: &str) -> Verdict<(i32, u32, u32)> {
    let text = narrow(text);
    let text = text.trim();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 8 && is_number(text) {
        return day_of_parts(&text[..4], &text[4..6], &text[6..]).into();
    }
    if is_number(text) {
        return text.parse().ok().and_then(day_of_serial).into();
    }
    let mut separators = text.chars().filter(|c| !c.is_ascii_digit());
    let Some(separator @ ('-' | '/' | '.')) = separators.next() else {
        return Verdict::Doubtful;
    };
    if separators.any(|other| other != separator) {
        return Verdict::Doubtful;
    }
    let parts: Vec<&str> = text.split(separator).collect();
    match *parts {
        // It may be a serial number with a time.
        [_, _] => Verdict::Doubtful,
        [year, month, day] if parts.iter().all(|part| is_number(part)) => {
            day_of_parts(year, month, day).into()
        }
        _ => Verdict::Nothing,
    }
}

fn day_of_parts(year: &str, month: &str, day: &str) -> Option<(i32, u32, u32)> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day))
        .then_some((year, month, day))
}

/// The day that a spreadsheet stores as this number, if it is a day of this century.
fn day_of_serial(serial: u32) -> Option<(i32, u32, u32)> {
    // 36526 is 2000-01-01.
    let mut left = serial.checked_sub(36_526)?;
    for year in 2000..=2100 {
        for month in 1..=12 {
            let days = days_of(year, month);
            if left < days {
                return Some((year, month, left + 1));
            }
            left -= days;
        }
    }
    None
}

fn days_of(year: i32, month: u32) -> u32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Units of money, each with its power of ten; one comes before those that it ends with.
const UNITS: [(&str, u32); 10] = [
    ("百万元", 6),
    ("千万元", 7),
    ("亿元", 8),
    ("万元", 4),
    ("千元", 3),
    ("百元", 2),
    ("元", 0),
    ("亿", 8),
    ("万", 4),
    ("", 0),
];

/// An amount of money: `1,234.50`, `5.58万元`, `￥5000元`, in units of 10^-scale yuan. `None` for any
/// other text.
pub(crate) fn amount(text: &str) -> Option<(u128, u32)> {
    let text = narrow(text);
    let text = text.trim();
    let (number, power) = UNITS
        .iter()
        .find_map(|(unit, power)| Some((text.strip_suffix(unit)?, power)))?;
    let number = number.trim_end();
    let number = number.strip_suffix("人民币").unwrap_or(number);
    let number = number.trim_start_matches(['¥', '￥']);
    let number = number.strip_prefix("人民币").unwrap_or(number).trim();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_grouped = groups.len() == 1
        || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let digits = groups.concat() + fraction;
    let is_number = is_grouped && digits.bytes().all(|byte| byte.is_ascii_digit());
    let units: u128 = digits.parse().ok().filter(|_| is_number)?;
    let scale = u32::try_from(fraction.len()).ok()?;
    Some((units.checked_mul(10_u128.pow(*power))?, scale))
}

#[test]
fn readers_are_right() {
    assert_eq!(
        rows("a,\"b\"\"\n\"\nc,d\"e", ','),
        Some(vec![
            (1, vec!["a".to_owned(), "b\"\n".to_owned()]),
            (3, vec!["c".to_owned(), "d\"e".to_owned()]),
        ])
    );
    assert_eq!(rows("a,\"b", ','), None);
    assert_eq!(day("2017-02-29"), Verdict::Nothing);
    assert_eq!(day("２０１６/2/29"), Verdict::Is((2016, 2, 29)));
    assert_eq!(day("42799"), Verdict::Is((2017, 3, 5)));
    assert_eq!(day("3月5日"), Verdict::Doubtful);
    assert_eq!(amount("￥1,234.50万元"), Some((1_234_500_000, 2)));
    assert_eq!(amount("1,23"), None);
}
