//! Reads `[layout]`: how a printed report looks.

use rust_decimal::Decimal;

use super::walk::{Setting, TomlTable};
use crate::diagnostic::Expected;
use crate::layout::{Fonts, Layout, Margins, PageNumber, Sizes};

/// Named character sizes (字号) in half-points.
const NAMED_SIZES: &[(&str, u32)] = &[
    ("小初", 72),
    ("一号", 52),
    ("小一", 48),
    ("二号", 44),
    ("小二", 36),
    ("三号", 32),
    ("小三", 30),
    ("四号", 28),
    ("小四", 24),
    ("五号", 21),
    ("小五", 18),
];

/// Longest font name that Word accepts.
const FONT_NAME_LENGTH: usize = 31;

/// Reads the table `[layout]`.
pub(super) fn read(mut table: TomlTable) -> Layout {
    let default = Layout::default();
    let layout = Layout {
        margins: margins(table.table("margins")),
        sizes: sizes(table.table("sizes")),
        fonts: fonts(table.table("fonts")),
        page_number: table
            .take("page-number")
            .and_then(|position| position.word(PageNumber::WORDS))
            .and_then(PageNumber::from_word)
            .unwrap_or_default(),
        is_sealed: table
            .take("seal")
            .and_then(|seal| seal.flag())
            .unwrap_or(default.is_sealed),
        bold_headings: table
            .take("bold-headings")
            .map_or_else(Vec::new, |levels| bold_headings(&levels)),
        charts: table.take("charts").and_then(|charts| charts.flag()),
    };
    table.finish();
    layout
}

fn margins(mut table: TomlTable) -> Margins {
    let default = Margins::default();
    let mut margin = |name, default| {
        let margin = table.take(name).and_then(|margin| twips(&margin));
        margin.unwrap_or(default)
    };
    let margins = Margins {
        top: margin("top", default.top),
        right: margin("right", default.right),
        bottom: margin("bottom", default.bottom),
        left: margin("left", default.left),
    };
    table.finish();
    margins
}

/// Converts millimetres to twips. At least 10, so that the page can be printed; at most 60, so that there is
/// room for text.
fn twips(setting: &Setting) -> Option<u32> {
    let range = Decimal::from(10)..=Decimal::from(60);
    let millimetres = number_within(setting, range, Expected::Margin)?;
    let twips = millimetres * Decimal::from(1440) / Decimal::new(254, 1);
    u32::try_from(twips.round()).ok()
}

fn sizes(mut table: TomlTable) -> Sizes {
    let default = Sizes::default();
    let mut size = |name, default| {
        let size = table.take(name).and_then(|size| half_points(&size));
        size.unwrap_or(default)
    };
    let sizes = Sizes {
        title: size("title", default.title),
        body: size("body", default.body),
        table: size("table", default.table),
        page_number: size("page-number", default.page_number),
    };
    table.finish();
    sizes
}

/// Parses a size in points, whole or half, or a Chinese size name.
fn half_points(setting: &Setting) -> Option<u32> {
    let mut named = NAMED_SIZES.iter();
    if let Some((_, size)) = named.find(|(name, _)| setting.as_text() == Some(name)) {
        return Some(*size);
    }
    let range = Decimal::from(8)..=Decimal::from(36);
    let half_points = number_within(setting, range, Expected::FontSize)? * Decimal::from(2);
    if !half_points.is_integer() {
        setting.bad(Expected::FontSize);
        return None;
    }
    u32::try_from(half_points).ok()
}

fn number_within(
    setting: &Setting,
    range: std::ops::RangeInclusive<Decimal>,
    expected: Expected,
) -> Option<Decimal> {
    let number = setting.number_or(expected)?;
    if !range.contains(&number) {
        setting.bad(expected);
        return None;
    }
    Some(number)
}

fn fonts(mut table: TomlTable) -> Fonts {
    let default = Fonts::default();
    let mut font = |name| table.take(name).and_then(|font| font_name(&font));
    let fonts = Fonts {
        title: font("title").unwrap_or(default.title),
        body: font("body").unwrap_or(default.body),
        heading_1: font("heading-1").unwrap_or(default.heading_1),
        heading_2: font("heading-2").unwrap_or(default.heading_2),
        table: font("table"),
        page_number: font("page-number").unwrap_or(default.page_number),
        digits: font("digits"),
    };
    table.finish();
    fonts
}

fn font_name(setting: &Setting) -> Option<String> {
    let name = setting.text_or(Expected::FontName)?;
    if name.encode_utf16().count() > FONT_NAME_LENGTH || name.contains(char::is_control) {
        setting.bad(Expected::FontName);
        return None;
    }
    Some(name)
}

/// Reads the levels of bold headings, without repetitions.
fn bold_headings(setting: &Setting) -> Vec<u8> {
    let mut levels = Vec::new();
    for element in setting.elements() {
        let level = element
            .as_count()
            .and_then(|level| u8::try_from(level).ok());
        match level.filter(|level| (1..=4).contains(level)) {
            Some(level) if !levels.contains(&level) => levels.push(level),
            Some(_) => {}
            None => element.bad(Expected::HeadingLevel),
        }
    }
    levels
}
