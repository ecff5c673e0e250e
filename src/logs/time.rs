//! Parses times of day as offices write them: 24-hour or 12-hour, in China or with an offset from UTC.
//!
//! The whole text must be a time: `10:22:00（已撤回）` is not one.

use chrono::{FixedOffset, NaiveDate, NaiveTime};

use super::date::number;
use crate::logs::Moment;

/// Hours by which China is ahead of UTC, all year round.
const CHINA_HOURS: i32 = 8;

/// A time of day with its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    time: NaiveTime,
    /// `None` is a time in China.
    offset: Option<FixedOffset>,
}

impl Time {
    /// Converts this time on `date` to day and time in China.
    pub(super) fn on(self, date: NaiveDate) -> Option<Moment> {
        let Some(offset) = self.offset else {
            return Some((date, Some(self.time)));
        };
        let china = FixedOffset::east_opt(CHINA_HOURS * 3600)?;
        let utc = date.and_time(self.time).checked_sub_offset(offset)?;
        let local = utc.checked_add_offset(china)?;
        Some((local.date(), Some(local.time())))
    }
}

/// Parses a 24-hour time without an offset, `10:22` or `10:22:00.000`.
pub(super) fn usual(text: &str) -> Option<NaiveTime> {
    ClockTime::extended(text)?.time()
}

/// Parses a time in any spelling: 24-hour, or with `AM`, `PM`, 上午 or 下午 before or after it; with
/// `Z`, `UTC`, `GMT+8` or `+08:00` at its end. With `is_basic`, for times after a date like `20170305`,
/// also `102200`.
pub(super) fn read(text: &str, is_basic: bool) -> Option<Time> {
    let (text, offset) = split_offset(text);
    let (text, half) = split_half(text.trim())?;
    let clock = match ClockTime::extended(text) {
        None if is_basic => ClockTime::basic(text)?,
        clock => clock?,
    };
    let clock = match half {
        Some(half) => ClockTime {
            hour: half.hour(clock.hour)?,
            ..clock
        },
        // A leap second belongs to UTC; the second before it is on the same day.
        None if offset.is_some() && (clock.minute, clock.second) == (59, 60) => ClockTime {
            second: 59,
            ..clock
        },
        None => clock,
    };
    Some(Time {
        time: clock.time()?,
        offset,
    })
}

/// Hour, minute and second as written.
struct ClockTime {
    hour: u32,
    minute: u32,
    second: u32,
}

impl ClockTime {
    /// Parses `9:30`, `10:22:00`, `10:22:00.000`. A fraction of a second is dropped.
    fn extended(text: &str) -> Option<Self> {
        let (hour, rest) = text.split_once(':')?;
        let (minute, second) = match rest.split_once(':') {
            Some((minute, second)) => (minute, Some(second)),
            None => (rest, None),
        };
        let hour = (hour.len() <= 2).then(|| number(hour.as_bytes()))??;
        Some(Self {
            hour,
            minute: two_digits(minute)?,
            second: second.map_or(Some(0), |second| two_digits(without_fraction(second)?))?,
        })
    }

    /// Parses `1022`, `102200`, `102200.000`.
    fn basic(text: &str) -> Option<Self> {
        let (hour, rest) = text.split_at_checked(2)?;
        let (minute, second) = rest.split_at_checked(2)?;
        Some(Self {
            hour: two_digits(hour)?,
            minute: two_digits(minute)?,
            second: match second {
                "" => 0,
                second => two_digits(without_fraction(second)?)?,
            },
        })
    }

    fn time(&self) -> Option<NaiveTime> {
        // 24:00 is the end of a day, as used for deadlines.
        if (self.hour, self.minute, self.second) == (24, 0, 0) {
            return NaiveTime::from_hms_opt(23, 59, 59);
        }
        NaiveTime::from_hms_opt(self.hour, self.minute, self.second)
    }
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2).then(|| number(text.as_bytes()))?
}

/// Seconds without their fraction; `None` if the text after the point or comma is not a number.
fn without_fraction(second: &str) -> Option<&str> {
    let Some((second, fraction)) = second.split_once(['.', ',']) else {
        return Some(second);
    };
    let is_number = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(second)
}

/// Part of the day of a 12-hour time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    /// `AM` and 上午, as Excel writes both: 12:30 is half past midnight.
    Morning,
    /// `PM`.
    Afternoon,
    /// 下午, which clerks also write before 24-hour times.
    ChineseAfternoon,
    /// 凌晨, from midnight.
    BeforeDawn,
    /// 早上, before noon.
    EarlyMorning,
    /// 中午, around noon.
    Noon,
    /// 晚上, before midnight.
    Evening,
}

impl Half {
    /// All spellings, in upper case.
    const WORDS: [(&'static str, Self); 10] = [
        ("A.M.", Self::Morning),
        ("AM", Self::Morning),
        ("P.M.", Self::Afternoon),
        ("PM", Self::Afternoon),
        ("上午", Self::Morning),
        ("下午", Self::ChineseAfternoon),
        ("凌晨", Self::BeforeDawn),
        ("早上", Self::EarlyMorning),
        ("中午", Self::Noon),
        ("晚上", Self::Evening),
    ];

    /// Converts `hour` in this part of the day to 24 hours; `None` if there is no such hour or it is
    /// ambiguous.
    fn hour(self, hour: u32) -> Option<u32> {
        match (self, hour) {
            (Self::Morning | Self::BeforeDawn, 12) => Some(0),
            (Self::Morning | Self::EarlyMorning, 1..=11)
            | (Self::BeforeDawn, 0..=6)
            | (Self::Noon, 11..=14)
            | (Self::Afternoon | Self::ChineseAfternoon, 12)
            | (Self::ChineseAfternoon, 13..=23)
            | (Self::Evening, 17..=24) => Some(hour),
            (Self::Afternoon | Self::ChineseAfternoon, 1..=11)
            | (Self::Noon, 1..=2)
            | (Self::Evening, 5..=11) => Some(hour + 12),
            _ => None,
        }
    }
}

/// Splits off the part of the day before or after a time; `None` if there is one at both ends.
fn split_half(text: &str) -> Option<(&str, Option<Half>)> {
    let words = || Half::WORDS.into_iter();
    let before = words().find_map(|(word, half)| Some((strip_start(text, word)?, half)));
    let text = before.map_or(text, |(text, _)| text);
    let behind = words().find_map(|(word, half)| Some((strip_end(text, word)?, half)));
    match (before, behind) {
        (None, None) => Some((text, None)),
        (Some((text, half)), None) => Some((text.trim_start(), Some(half))),
        (None, Some((text, half))) => Some((text.trim_end(), Some(half))),
        (Some(_), Some(_)) => None,
    }
}

/// Strips `word` from the start of `text`, ignoring case.
fn strip_start<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// Strips `word` from the end of `text`, ignoring case.
fn strip_end<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    end.eq_ignore_ascii_case(word).then_some(rest)
}

/// Splits off the offset at the end. An invalid offset stays and makes the time invalid.
fn split_offset(text: &str) -> (&str, Option<FixedOffset>) {
    let utc = FixedOffset::east_opt(0);
    if let Some(time) = strip_end(text, "Z") {
        return (time, utc);
    }
    for name in ["UTC", "GMT"] {
        if let Some(time) = strip_end(text, name) {
            return (time, utc);
        }
    }
    let Some((before, is_west, digits)) = text.rfind(['+', '-']).map(|at| {
        let (before, offset) = text.split_at(at);
        (before, offset.starts_with('-'), &offset[1..])
    }) else {
        return (text, None);
    };
    let named = ["UTC", "GMT"]
        .iter()
        .find_map(|name| strip_end(before, name));
    match seconds_of(digits, named.is_some()) {
        Some(seconds) => {
            let seconds = if is_west { -seconds } else { seconds };
            (named.unwrap_or(before), FixedOffset::east_opt(seconds))
        }
        None => (text, None),
    }
}

/// Seconds of an offset: `08`, `0800`, `08:00`; after a name also `8` and `8:00`.
fn seconds_of(digits: &str, is_named: bool) -> Option<i32> {
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    let is_whole = hours.len() == 2 || is_named && hours.len() == 1;
    let hours = is_whole.then(|| number(hours.as_bytes()))??;
    let minutes = two_digits(minutes)?;
    let seconds = (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)?;
    i32::try_from(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u32, u32)>) {
        let expected = expected.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0));
        assert_eq!(read(text, false).map(|time| time.time), expected, "{text}");
    }

    #[test]
    fn twelve_hour_times() {
        for (text, expected) in [
            ("12:30 AM", (0, 30)),
            ("12:30 PM", (12, 30)),
            ("1:05pm", (13, 5)),
            ("pm 1:05", (13, 5)),
            ("11:59 a.m.", (11, 59)),
            ("上午 9:30", (9, 30)),
            ("上午12:30", (0, 30)),
            ("下午12:30", (12, 30)),
            ("下午 3:20", (15, 20)),
            ("3:20 下午", (15, 20)),
            ("下午15:20", (15, 20)),
            ("凌晨12:30", (0, 30)),
            ("凌晨0:30", (0, 30)),
            ("凌晨5:00", (5, 0)),
            ("早上8:00", (8, 0)),
            ("中午12:30", (12, 30)),
            ("中午11:30", (11, 30)),
            ("中午1:30", (13, 30)),
            ("晚上8:00", (20, 0)),
            ("晚上20:00", (20, 0)),
        ] {
            check(text, Some(expected));
        }
        for text in [
            "13:00 AM",
            "0:30 AM",
            "0:30 PM",
            "13:00 PM",
            "上午13:00",
            "凌晨7:00",
            "早上12:00",
            "中午9:00",
            "晚上12:00",
            "晚上3:00",
            "下午0:30",
            "上午",
            "9 PM",
            "上午9:30下午",
            "AMPM 9:30",
            "9:30 AM PM",
        ] {
            check(text, None);
        }
    }
}
