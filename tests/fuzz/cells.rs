//! Cells: days and sums of money.

use chrono::Datelike as _;
use report::{Office, Options, Severity, inside::day_of};
use rust_decimal::Decimal;

use crate::memory::{Folder, figure};
use crate::naive::{self, Verdict};
use crate::{Target, fuzz, located};

/// The text with its digits in the width of Chinese characters.
fn wide(text: &str) -> String {
    let wide = |digit: char| char::from_u32(u32::from(digit) - 0x30 + 0xFF10).unwrap_or(digit);
    let each = text.chars();
    each.map(|one| if one.is_ascii_digit() { wide(one) } else { one })
        .collect()
}

/// A date is read as a plain reader reads it. A parsed date that is printed can be parsed again, and
/// full-width digits make no difference.
fn date_check(bytes: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(bytes);
    let day = day_of(&text);
    let other = wide(&text);
    if day_of(&other) != day {
        return Err(format!("{day:?}, but {other} is {:?}", day_of(&other)));
    }
    let parts = day.map(|day| (day.year(), day.month(), day.day()));
    let expected = naive::day(&text);
    if expected != Verdict::Doubtful && expected != Verdict::from(parts) {
        return Err(format!("{parts:?}, but it is {expected:?}"));
    }
    let Some(day) = day else {
        return Ok("no day".to_owned());
    };
    let narrow = naive::narrow(&text);
    let is_number = narrow
        .trim()
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.');
    // With an offset, the day in China may belong to the next year.
    let years = [day.pred_opt(), Some(day), day.succ_opt()].map(|day| day.map(|day| day.year()));
    let has_year = |year: &i32| narrow.contains(&format!("{year:04}"));
    if !is_number && !years.iter().flatten().any(has_year) {
        return Err(format!("{day} is not of a year in the text"));
    }
    for spelled in [
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y年%-m月%-d日",
        "%Y.%-m.%-d",
        "%Y%m%d",
    ] {
        let printed = day.format(spelled).to_string();
        if day_of(&printed) != Some(day) {
            return Err(format!("{day}, but {printed} is {:?}", day_of(&printed)));
        }
    }
    Ok(day.to_string())
}

#[test]
fn dates() {
    fuzz(&Target {
        name: "dates",
        seeds: include_str!("dates.seeds"),
        words: &[
            "2017", "-", "/", ".", "年", "月", "日", "号", "3", "05", "T", "Z", " ", "10:22",
            "下午", "+08:00", "42799", "０",
        ],
        check: date_check,
    });
}

/// Returns the sum of the contracts of 2017, `count` contracts with the same amount, and the errors.
fn sum(text: &str, count: u32) -> (Option<Decimal>, Vec<String>) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["项目编号", "标题", "公告类型", "成交金额", "发布日期"])
        .unwrap();
    for number in 1..=count {
        let (id, title) = (format!("P{number}"), format!("第{number}项成交公告"));
        writer
            .write_record([&id, &title, "成交公告", text, "2017-03-05"])
            .unwrap();
    }
    let folder = Folder::new().with("procurement.csv", writer.into_inner().unwrap());
    let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
    let found = statistics.diagnostics.iter();
    let errors = found.filter(|found| found.severity() >= Severity::Error);
    let errors = errors.map(located).collect();
    let sum = statistics.value.as_deref().unwrap_or_default().first();
    let sum = sum.map(|(_, figures)| figure(figures, "procurement.award_yuan"));
    (sum.and_then(|sum| sum.parse().ok()), errors)
}

/// Whether `sum` is `count` times an amount, digit by digit.
fn is_exact(sum: Decimal, (units, scale): (u128, u32), count: u128) -> bool {
    let (own, own_scale) = (sum.mantissa().unsigned_abs(), sum.scale());
    let most = scale.max(own_scale);
    let at_scale = |units: u128, scale: u32| units.checked_mul(10_u128.checked_pow(most - scale)?);
    let units = units
        .checked_mul(count)
        .and_then(|units| at_scale(units, scale));
    units.is_some() && at_scale(own, own_scale) == units
}

/// An amount is read exactly as a plain reader reads it, or it is an error; two equal ones add up to
/// twice the amount, and full-width digits make no difference.
///
/// Returns the sum of one and of two contracts with the amount, or the errors.
fn amount_check(bytes: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(bytes).replace(['\0', '\r', '\n'], "");
    let (one, errors) = sum(&text, 1);
    let (two, errors_of_two) = sum(&text, 2);
    let (other, _) = sum(&wide(&text), 1);
    if other != one {
        return Err(format!("{one:?}, but {other:?} in another width"));
    }
    let has_mark = text.trim().starts_with(['\'', '=']);
    let expected = naive::amount(&text);
    let is_missing = naive::content(&text) == Verdict::Nothing
        || ["无", "不适用", "暂无", "没有"].contains(&text.trim());
    let is_right = |one, expected| {
        is_exact(one, expected, 1) && two.is_none_or(|two| is_exact(two, expected, 2))
    };
    match (one, expected) {
        (Some(one), Some(expected)) if errors.is_empty() && !is_right(one, expected) => {
            return Err(format!("{one:?} and {two:?}, not {expected:?}"));
        }
        (Some(one), None) if errors.is_empty() && !is_missing && !has_mark && !one.is_zero() => {
            return Err(format!("{one:?}, but it is not an amount"));
        }
        (None, Some(expected)) if errors.is_empty() => {
            return Err(format!(
                "nothing is read, and nothing is wrong: {expected:?}"
            ));
        }
        // A small one with few digits is always read.
        (_, Some((units, scale))) if !errors.is_empty() && units < 1_000_000_000 && scale < 9 => {
            return Err(format!("{errors:?}, but it is an amount"));
        }
        (_, None) if errors.is_empty() && !is_missing && !has_mark => {
            return Err("neither an amount nor an error".to_owned());
        }
        _ => {}
    }
    let shown = |sum: Option<Decimal>, errors: &[String]| match sum {
        _ if !errors.is_empty() => errors.join(", "),
        Some(sum) => sum.normalize().to_string(),
        None => "no amount".to_owned(),
    };
    Ok(format!(
        "{} | {}",
        shown(one, &errors),
        shown(two, &errors_of_two)
    ))
}

#[test]
fn amounts() {
    fuzz(&Target {
        name: "amounts",
        seeds: include_str!("amounts.seeds"),
        words: &[
            "1", "0", ",", ".", "万", "元", "亿", "，", "￥", "-", "e5", " ", "约", "美元", "９",
        ],
        check: amount_check,
    });
}
