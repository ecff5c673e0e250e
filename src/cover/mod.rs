//! The cover sheet (送签说明) for the signing official: one page on what a report says and what is missing.
//!
//! Takes a report and its check.
//! Gives a document like the report, so that renderers need no special case. A figure without data is `—`, with the
//! reason below. `main_figures` has the table of two years, `open_points` what is late, missing, wrong or waived.
//! Does not know logs or output formats.

mod main_figures;
mod open_points;

use chrono::NaiveDate;

use crate::document::{Block, Document, Inline, Section, SignOff};
use crate::layout::{Layout, Margins, PageNumber, Sizes};
use crate::report::{Check, Publication, Report};
use crate::site::Site;

/// The cover sheet of a report, as a report with its own document. `check` contains the findings in the
/// logs, the figures and the prose of its year.
#[must_use]
pub fn cover(report: &Report, check: &Check) -> Report {
    let sections = [
        ("主要数字", main_figures::blocks(report)),
        ("需要说明的情况", open_points::blocks(report, check)),
        ("签批", signatures()),
    ];
    let sections = sections.into_iter().zip(["一、", "二、", "三、"]);
    let section = |((heading, blocks), number): ((&str, Vec<Block>), &str)| Section {
        number: number.to_owned(),
        heading: vec![Inline::Text(heading.to_owned())],
        id: None,
        level: 1,
        blocks,
        sections: Vec::new(),
    };
    let year = report.year;
    Report {
        document: Document {
            title: vec![format!("{year}年政府信息公开工作年度报告送签说明")],
            preface: preface(report),
            sections: sections.map(section).collect(),
            sign_off: SignOff::default(),
        },
        layout: layout(&report.layout),
        // It is not published.
        site: Site::default(),
        publication: Publication::default(),
        ..report.clone()
    }
}

/// Identifies the report: office, year, form, period and date of signing.
fn preface(report: &Report) -> Vec<Block> {
    let period = report.period;
    let signed_on = report.document.sign_off.date;
    let signed_on = signed_on.map_or_else(|| "—（report.toml 没有写明）".to_owned(), in_words);
    let lines = [
        labelled("单位", &report.office),
        labelled(
            "年度",
            &format!(
                "{}年。格式：{}（{}）",
                report.year, report.form_name, report.form
            ),
        ),
        labelled(
            "统计期",
            &format!(
                "{}至{}，{}天，{}个工作日。数字截至{}",
                in_words(period.start),
                in_words(period.end),
                period.days,
                period.working_days,
                in_words(report.as_of)
            ),
        ),
        labelled("落款日期", &signed_on),
    ];
    lines.into()
}

/// Lines for the signatures of the author, the reviewer and the signing official.
fn signatures() -> Vec<Block> {
    /// Blanks to fill in; this character is as wide as a Chinese one in every font.
    const NAME: &str = "＿＿＿＿＿＿＿＿";
    const DAY: &str = "＿＿＿＿年＿＿月＿＿日";
    let line = |role: &str| Block::Paragraph(vec![text(&format!("{role}：{NAME}　日期：{DAY}"))]);
    ["经办人", "审核人", "签发人"].map(line).into()
}

/// The office's layout, scaled to fit one page.
fn layout(of: &Layout) -> Layout {
    /// In half-points: 小二, 五号, 小五.
    const SIZES: [u32; 3] = [36, 21, 18];
    /// In twips: 20 mm and 15 mm.
    const MARGINS: [u32; 2] = [1134, 850];
    Layout {
        margins: Margins {
            top: of.margins.top.min(MARGINS[0]),
            bottom: of.margins.bottom.min(MARGINS[1]),
            ..of.margins
        },
        sizes: Sizes {
            title: of.sizes.title.min(SIZES[0]),
            body: of.sizes.body.min(SIZES[1]),
            table: of.sizes.table.min(SIZES[2]),
            ..of.sizes
        },
        page_number: PageNumber::None,
        ..of.clone()
    }
}

fn text(text: &str) -> Inline {
    Inline::Value(text.to_owned())
}

/// A paragraph that begins with a label.
fn labelled(label: &str, content: &str) -> Block {
    Block::Paragraph(vec![
        Inline::Strong(vec![text(label)]),
        text(&format!("：{content}。")),
    ])
}

fn in_words(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

/// A text of at most `longest` characters; a longer one ends with `…`.
fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept = text.chars().take(longest.saturating_sub(1));
    kept.chain(['…']).collect()
}

/// The first names, followed by the total if there are more.
fn some_of(names: &[String], counting_word: &str) -> String {
    const SHOWN: usize = 3;
    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    let shown = shown.join("、");
    if names.len() > SHOWN {
        format!("{shown}等{}{counting_word}", names.len())
    } else {
        shown
    }
}
