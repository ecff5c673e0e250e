//! Parses days as offices write them, with the time of day if there is one.

use std::borrow::Cow;

use chrono::{Days, NaiveDate, NaiveTime};
use unicode_normalization::UnicodeNormalization;

use super::time;

use crate::diagnostic::{BadDate, DateWithoutDay, DateWithoutYear, Problem, TwoDigitYear};
use crate::logs::Moment;

/// Parses a day in the usual spelling, `2017-03-05`. Fast path for nearly every cell.
#[inline]
pub(super) fn usual(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| u32::from(tens * 10 + ones))
    };
    of_numbers(
        two(y1, y2)? * 100 + two(y3, y4)?,
        two(m1, m2)?,
        two(d1, d2)?,
    )
}

/// Parses a day: `2017-03-05`, `2017/3/5`, `2017.3.5`, `2017年3月5日` (or 号), `20170305`, each in full or
/// half width and with or without a time of day, and 42799, an Excel serial number. A time with an
/// offset, `2016-12-31T16:00:00Z`, is converted to day and time in China. The flag says whether the cell
/// was a serial number.
///
/// # Errors
/// The problem of the cell.
pub(super) fn read(text: &str) -> Result<(Moment, bool), Problem> {
    if let Some(date) = usual(text) {
        return Ok(((date, None), false));
    }
    if let Some(moment) = usual_moment(text) {
        return Ok((moment, false));
    }
    let normal = normal(text);
    let normal = normal.trim();
    if let Some(moment) = serial(normal) {
        return Ok((moment, true));
    }
    if let Some(moment) = moment(normal) {
        return Ok((moment, false));
    }
    let date = without_time(normal);
    match parts(date) {
        Some([year, month, day]) if year.len() == 2 && of_parts("2000", month, day).is_some() => {
            Err(Problem::from(TwoDigitYear {
                text: text.to_owned(),
            }))
        }
        None if is_month(date) => Err(Problem::from(DateWithoutDay {
            text: text.to_owned(),
        })),
        None if day_of_some_year(date).is_some() => Err(Problem::from(DateWithoutYear {
            text: text.to_owned(),
            rows: 1,
            file: None,
            year: None,
        })),
        _ => Err(bad(text)),
    }
}

/// Parses a day with the time of day as exported by systems: `2017-03-05 10:22`. Fast path.
fn usual_moment(text: &str) -> Option<Moment> {
    let (date, time) = text.split_at_checked("2017-03-05".len())?;
    let time = time::usual(time.strip_prefix([' ', 'T'])?)?;
    Some((usual(date)?, Some(time)))
}

/// Parses a day with a four-digit year, with or without a time.
fn moment(text: &str) -> Option<Moment> {
    let day = |date| match parts(date)? {
        [year, month, day] if year.len() == 4 => of_parts(year, month, day),
        _ => None,
    };
    if let Some(date) = day(text) {
        return Some((date, None));
    }
    splits(text).find_map(|(date, time)| {
        let is_basic = date.len() == 8 && number(date.as_bytes()).is_some();
        time::read(time, is_basic)?.on(day(date)?)
    })
}

/// A date without the time after it, if there is one.
fn without_time(text: &str) -> &str {
    let mut splits = splits(text);
    let date = splits.find_map(|(date, time)| time::read(time, false).map(|_| date));
    date.unwrap_or(text)
}

/// All ways to split a text into a date and a time.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.char_indices().filter_map(|(at, c)| {
        let (before, rest) = match c {
            ' ' => (at, at),
            'T' | 't' => (at, at + 1),
            '日' | '号' => (at + c.len_utf8(), at + c.len_utf8()),
            _ => return None,
        };
        let (date, time) = (text[..before].trim_end(), text[rest..].trim_start());
        // `2017-03-05 T10:22`: split at the blank first, then at the letter.
        (!date.is_empty() && !time.is_empty()).then_some((date, time))
    })
}

/// A text in half width, with one kind of dash.
fn normal(text: &str) -> Cow<'_, str> {
    // Fast path: nearly every text is ASCII.
    if text.is_ascii() {
        return text.into();
    }
    let is_dash = |c: char| matches!(c, '–' | '—' | '−' | '‐');
    let normal = text.nfkc().map(|c| if is_dash(c) { '-' } else { c });
    normal.collect()
}

fn bad(text: &str) -> Problem {
    Problem::from(BadDate {
        text: text.to_owned(),
    })
}

/// Year, month and day as written, with any separator.
fn parts(date: &str) -> Option<[&str; 3]> {
    if date.len() == 8 && number(date.as_bytes()).is_some() {
        return Some([&date[..4], &date[4..6], &date[6..]]);
    }
    for separator in ['-', '/', '.'] {
        let mut parts = date.split(separator).map(str::trim);
        if let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            return Some([year, month, day]);
        }
    }
    let (year, rest) = date.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix(['日', '号'])?;
    Some([year.trim(), month.trim(), day.trim()])
}

/// Whether `date` is a month without a day: `2017年3月`, `2017-03`.
fn is_month(date: &str) -> bool {
    let parts = match date.split_once('年') {
        Some((year, month)) => month.strip_suffix(['月', '份']).map(|month| (year, month)),
        None => date.split_once(['-', '/', '.']),
    };
    parts.is_some_and(|(year, month)| {
        let month = month.trim().trim_end_matches('月');
        year.trim().len() == 4 && of_parts(year.trim(), month, "1").is_some()
    })
}

/// Month and day of a day without a year: `3月5日`, `12月31号`, `3.5`, `3/5`.
fn day_of_some_year(date: &str) -> Option<(&str, &str)> {
    let parts = date.strip_suffix(['日', '号']).unwrap_or(date);
    let parts = parts
        .split_once('月')
        .or_else(|| date.split_once(['-', '/', '.']));
    let (month, day) = parts?;
    let (month, day) = (month.trim(), day.trim());
    // The year 2000 has a February 29.
    of_parts("2000", month, day).map(|_| (month, day))
}

/// Parses a day that is written without a year, `3月5日`, `3.5`, as a day of `year`.
pub(super) fn of_year(text: &str, year: i32) -> Option<Moment> {
    let normal = normal(text);
    let text = normal.trim();
    let day = |date| {
        let (month, day) = day_of_some_year(date)?;
        of_parts(&year.to_string(), month, day)
    };
    if let Some(date) = day(text) {
        return Some((date, None));
    }
    splits(text).find_map(|(date, time)| time::read(time, false)?.on(day(date)?))
}

/// The day that Excel may have shortened to this number: 12.30 becomes 12.3.
pub(super) fn cut_short(text: &str) -> Option<String> {
    let normal = normal(text);
    let (month, day) = normal.trim().split_once('.')?;
    let is_short = matches!(day, "1" | "2" | "3");
    let whole = format!("{day}0");
    (is_short && of_parts("2000", month, &whole).is_some()).then(|| format!("{month}.{whole}"))
}

/// Parses an Excel serial number, where 1 is 1900-01-01. Only days of this century are accepted, because
/// other numbers are more likely to mean something else.
fn serial(text: &str) -> Option<Moment> {
    const FIRST: u32 = 36_526; // 2000-01-01
    const LAST: u32 = 73_415; // 2100-12-31
    let (days, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let days = number(days.as_bytes()).filter(|days| is_number && (FIRST..=LAST).contains(days))?;
    // Excel treats 1900 as a leap year; starting one day earlier corrects this from March 1900 on.
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let date = first.checked_add_days(Days::new(u64::from(days)))?;
    if fraction.is_empty() {
        return Some((date, None));
    }
    let of_day: f64 = format!("0.{fraction}").parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a fraction of a day has less than 86 400 seconds"
    )]
    let seconds = (of_day * 86_400.0).round() as u32;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds.min(86_399), 0);
    Some((date, time))
}

fn of_parts(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let short = |text: &str| {
        (1..=2)
            .contains(&text.len())
            .then(|| number(text.as_bytes()))?
    };
    of_numbers(number(year.as_bytes())?, short(month)?, short(day)?)
}

fn of_numbers(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Parses one to eight digits.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    digits.iter().try_fold(0u32, |sum, digit| {
        digit
            .is_ascii_digit()
            .then(|| sum * 10 + u32::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u32, minute: u32, second: u32) -> Option<NaiveTime> {
        NaiveTime::from_hms_opt(hour, minute, second)
    }

    #[test]
    fn days_are_read_as_offices_write_them() {
        let day = NaiveDate::from_ymd_opt(2017, 3, 5).unwrap();
        for (text, time) in [
            ("2017-03-05", None),
            ("2017-3-5", None),
            ("2017/3/5", None),
            ("2017/03/05", None),
            ("2017.3.5", None),
            ("2017. 3. 5", None),
            ("2017年3月5日", None),
            ("2017年03月05日", None),
            ("2017年3月5号", None),
            ("2017 年 3 月 5 日", None),
            ("20170305", None),
            ("２０１７－０３－０５", None),
            ("２０１７年３月５日", None),
            ("2017—3—5", None),
            ("42799", None),
            ("42799.43194444445", time(10, 22, 0)),
            ("2017-03-05 10:22:00", time(10, 22, 0)),
            ("2017-03-05  10:22", time(10, 22, 0)),
            ("2017/3/5 9:05", time(9, 5, 0)),
            ("2017-03-05T10:22:00", time(10, 22, 0)),
            ("2017-03-05 00:00:00.000", time(0, 0, 0)),
            ("2017年3月5日10:22", time(10, 22, 0)),
            ("2017年3月5日　10：22", time(10, 22, 0)),
            ("2017-03-05 24:00", time(23, 59, 59)),
            ("20170305T102200", time(10, 22, 0)),
            ("20170305T1022", time(10, 22, 0)),
            ("20170305 10:22", time(10, 22, 0)),
            ("2017-03-05t10:22:00,25", time(10, 22, 0)),
            ("2017/3/5 上午 9:30:00", time(9, 30, 0)),
            ("2017/3/5 上午9:30", time(9, 30, 0)),
            ("2017年3月5日下午3:20", time(15, 20, 0)),
            ("2017-03-05 03:20:00 下午", time(15, 20, 0)),
            ("2017-03-05 9:30 AM", time(9, 30, 0)),
            ("2017/3/5 3:20:05 p.m.", time(15, 20, 5)),
            ("2017/3/5 PM 9:30", time(21, 30, 0)),
            ("2017-03-05 T10:22", time(10, 22, 0)),
        ] {
            assert_eq!(
                read(text).map(|(moment, _)| moment),
                Ok((day, time)),
                "{text}"
            );
        }
        assert!(read("42799").unwrap().1 && !read("20170305").unwrap().1);
    }

    /// The same instant in all spellings: 2017-01-01 00:00 in China.
    #[test]
    fn offsets_give_the_day_in_china() {
        let day = NaiveDate::from_ymd_opt(2017, 1, 1).unwrap();
        for text in [
            "2016-12-31T16:00:00.000Z",
            "2016-12-31T16:00:00Z",
            "2016-12-31t16:00:00z",
            "2016-12-31T16:00Z",
            "2016-12-31 16:00:00 UTC",
            "2016-12-31 16:00:00 utc",
            "2016-12-31 16:00 GMT",
            "2016-12-31 16:00:00 +0000",
            "2016-12-31T16:00:00+00:00",
            "2016-12-31T16:00:00-00:00",
            "2016-12-31T16:00:00.5+00",
            "20161231T160000Z",
            "20161231T160000.000+0000",
            "20161231T1600Z",
            "2016/12/31 16:00:00 UTC+0",
            "2016-12-31T11:00:00-0500",
            "2016-12-31T21:30:00+05:30",
            "2017-01-01T00:00:00+08:00",
            "2017-01-01T00:00:00.000+0800",
            "2017-01-01 00:00:00 +0800",
            "2017-01-01T00:00:00+08",
            "2017-01-01 00:00:00 GMT+8",
            "2017-01-01 00:00 UTC+08:00",
            "2017-01-01 12:00 AM GMT+8",
            "2017年1月1日 00:00:00 +08:00",
            "２０１７－０１－０１Ｔ００：００：００＋０８：００",
            "2016-12-31T08:00:00\u{2212}08:00",
        ] {
            let read = read(text).map(|(moment, _)| moment);
            assert_eq!(read, Ok((day, time(0, 0, 0))), "{text}");
        }
        for (text, expected) in [
            ("2017-03-05T08:00:00+08:00", ("2017-03-05", time(8, 0, 0))),
            ("2017-02-28T23:30:00Z", ("2017-03-01", time(7, 30, 0))),
            ("2016-02-28T23:30:00Z", ("2016-02-29", time(7, 30, 0))),
            ("2017-03-01T00:30:00+14:00", ("2017-02-28", time(18, 30, 0))),
            ("2016-12-31T23:59:60Z", ("2017-01-01", time(7, 59, 59))),
            (
                "2017-03-05T24:00:00+08:00",
                ("2017-03-05", time(23, 59, 59)),
            ),
            ("2017-03-05T24:00:00Z", ("2017-03-06", time(7, 59, 59))),
        ] {
            let read = read(text).map(|((date, time), _)| (date.to_string(), time));
            let expected = (expected.0.to_owned(), expected.1);
            assert_eq!(read, Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused_for_what_it_is() {
        let code = |text| read(text).unwrap_err().code().name();
        for text in [
            "2017210日",
            "201711日",
            "2017-02-30",
            "2017-13-01",
            "2017-03-05x",
            "2017-03-05 25:00",
            "2017-03-05 10:22:00:00",
            "2017-03-05 10:22:xx",
            "2017-03-05 10:22:99",
            "2017-03-05 10:22:",
            "2017-03-05 10:22:0",
            "2017-03-05 10:5",
            "2017-03-05 10:22.5",
            "2017-03-05 10:22:00.",
            "2017-03-05 10:22:00.abc",
            "2017-03-05 10:22:00（已撤回）",
            "2017-03-05 10:22:未知",
            "2017-03-05 10:22 10:23",
            "2017-03-05 1022",
            "2017-03-05T",
            "2017-03-05T10:22:00+25:00",
            "2017-03-05T10:22:00+08:60",
            "2017-03-05T10:22:00+8",
            "2017-03-05T10:22:00+08:",
            "2017-03-05T10:22:00ZZ",
            "2017-03-05T10:22:00 CST",
            "2017-03-05T10:22:60",
            "2017-03-05Z",
            "2017-03-05+08:00",
            "2017-03-05 13:00 AM",
            "2017-03-05 13:00 PM",
            "2017-03-05 0:30 AM",
            "2017-03-05 AM 9:30 PM",
            "2017-03-05 上午 13:30",
            "2017-03-05 下午",
            "2017-03-05 PM",
            "已公开",
            "########",
            "",
            "二〇一七年三月五日",
            "2017-+3-05",
            "2017-03-005",
            "12345",
            "99999",
            "1.23E+17",
            "42799.1e400",
            "42799.5e-1",
            "2017",
            "日",
        ] {
            assert_eq!(code(text), "bad-date", "{text}");
        }
        for text in ["17-3-5", "17/03/05", "17年3月5日"] {
            assert_eq!(code(text), "two-digit-year", "{text}");
        }
        for text in ["2017年3月", "2017-03", "2017/3", "2017年3月份", "2017.3"] {
            assert_eq!(code(text), "date-without-day", "{text}");
        }
        for text in [
            "3月5日",
            "12月31号",
            "3-5",
            "2月29日",
            "3/5",
            "3.5",
            "12.30",
            "3月5日 10:22",
        ] {
            assert_eq!(code(text), "date-without-year", "{text}");
        }
    }

    #[test]
    fn days_take_the_year_of_their_file() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
        for text in [
            "3月5日",
            "3月5号",
            "03月05日",
            "3.5",
            "3.05",
            "3/5",
            "3-5",
            "３．５",
            " 3 月 5 日 ",
        ] {
            assert_eq!(of_year(text, 2024), Some((day, None)), "{text}");
        }
        assert_eq!(of_year("3月5日 10:22", 2024), Some((day, time(10, 22, 0))));
        for text in ["2月30日", "13.1", "3", "3.", "约3月", "3月"] {
            assert_eq!(of_year(text, 2024), None, "{text}");
        }
        assert!(of_year("2月29日", 2024).is_some() && of_year("2月29日", 2023).is_none());
    }

    #[test]
    fn numbers_lose_the_last_zero_of_a_day() {
        for (text, whole) in [
            ("12.3", "12.30"),
            ("1.1", "1.10"),
            ("9.2", "9.20"),
            ("１２．３", "12.30"),
        ] {
            assert_eq!(cut_short(text).as_deref(), Some(whole), "{text}");
        }
        for text in [
            "2.3",
            "3.5",
            "12.30",
            "12.03",
            "12/3",
            "12月3日",
            "13.1",
            "0.1",
        ] {
            assert_eq!(cut_short(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_text_is_too_strange(text in "[0-9年月日号TE:./ +０-９-]{0,20}", any in proptest::prelude::any::<String>()) {
            let _ = (read(&text), read(&any));
            let _ = (of_year(&text, 2024), of_year(&any, 2023));
            let _ = (cut_short(&text), cut_short(&any));
        }
    }
}
