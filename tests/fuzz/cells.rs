//! Cells: days and sums of money.

use report::{Office, Options, inside::day_of};
use rust_decimal::Decimal;

use crate::fuzz;
use crate::memory::{Folder, figure};

/// The text with its digits in the width of Chinese characters.
fn wide(text: &str) -> String {
    let wide = |digit: char| char::from_u32(u32::from(digit) - 0x30 + 0xFF10).unwrap_or(digit);
    let each = text.chars();
    each.map(|one| if one.is_ascii_digit() { wide(one) } else { one })
        .collect()
}

/// A parsed date that is printed can be parsed again, and full-width digits make no difference.
fn date_check(bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    let day = day_of(&text);
    let other = wide(&text);
    if day_of(&other) != day {
        return Err(format!("{day:?}, but {other} is {:?}", day_of(&other)));
    }
    let Some(day) = day else { return Ok(()) };
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
    Ok(())
}

#[test]
fn dates() {
    let words = &[
        "2017", "-", "/", ".", "年", "月", "日", "号", "3", "05", "T", "Z", " ", "10:22", "下午",
        "+08:00", "42799", "０",
    ];
    fuzz("dates", include_str!("dates.seeds"), words, date_check);
}

/// Returns the sum of the contracts of 2017: `count` contracts with the same amount.
fn sum(text: &str, count: u32) -> Option<Decimal> {
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
    let (_, figures) = statistics.value.as_deref().unwrap_or_default().first()?;
    figure(figures, "procurement.award_yuan").parse().ok()
}

/// Two equal amounts add up to twice the amount, and full-width digits make no difference.
fn amount_check(bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes).replace(['\0', '\r', '\n'], "");
    let one = sum(&text, 1);
    let (two, other) = (sum(&text, 2), sum(&wide(&text), 1));
    if other != one {
        return Err(format!("{one:?}, but {other:?} in another width"));
    }
    if one.map(|one| one * Decimal::TWO) != two {
        return Err(format!("{one:?}, but two are {two:?}"));
    }
    if one.is_some_and(|one| one.is_sign_negative() && !one.is_zero()) {
        return Err(format!("{one:?} is below zero"));
    }
    Ok(())
}

#[test]
fn amounts() {
    let words = &[
        "1", "0", ",", ".", "万", "元", "亿", "，", "￥", "-", "e5", " ", "约", "美元", "９",
    ];
    fuzz(
        "amounts",
        include_str!("amounts.seeds"),
        words,
        amount_check,
    );
}
