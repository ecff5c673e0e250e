//! Web pages: a report, figures and findings, each a whole page in one file; and a report as the
//! fragment that survives the editor of a portal.
//!
//! A page names no address outside of it but the links of its text, so that it opens alike from a
//! stick, an archive or an intranet. What was typed or computed is escaped where it becomes
//! `markup`. A fragment has only what editors keep: `p`, `table`, `tr`, `td`, `th`, `strong` and
//! their attributes; neither ids nor classes, drawings or the title, which has a field of its own.

mod chart;
mod check;
mod contents;
mod document;
mod due;
mod frame;
mod inline;
mod markup;
mod meta;
mod stats;
mod statutory;
mod table;

use crate::report::Report;

pub use check::check;
pub use due::due;
pub use stats::stats;

use document::Writer;
use frame::Frame;
use markup::Markup;

/// Which of the two a document becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A whole page, with all that helps who reads and prints it.
    Page,
    /// A part of somebody else's page, with nothing that their editor strips.
    Fragment,
}

/// The report as a whole page.
#[must_use]
pub fn report(report: &Report) -> String {
    let document = &report.document;
    let title = document.title.concat();
    let mut head = Markup::block("h1", &[], title_lines(&document.title));
    head.push(meta::table(report));
    let mut main = Markup::outer("header", &[], head);
    main.push(contents::of_sections(&document.sections));
    main.push(Writer::new(Shape::Page).document(document));
    Frame {
        language: "zh-CN",
        title: &title,
        meta: meta::tags(report, &title),
        skip: "跳到正文",
    }
    .page(main)
}

/// The report as a fragment, without its title.
#[must_use]
pub fn fragment(report: &Report) -> String {
    let fragment = Writer::new(Shape::Fragment).document(&report.document);
    let fragment = fragment.into_string();
    if fragment.is_empty() {
        "\n".to_owned()
    } else {
        fragment
    }
}

/// The lines of a title, which a narrow screen breaks before its year and its phrases only.
fn title_lines(lines: &[String]) -> Markup {
    let mut title = Markup::default();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            title.push(Markup::void("br", &[]));
        }
        let mut from = 0;
        for at in title_breaks(line) {
            title.push(Markup::text(&line[from..at]));
            title.push(Markup::void("wbr", &[]));
            from = at;
        }
        title.push(Markup::text(&line[from..]));
    }
    title
}

/// Where a title may be broken, in bytes: never inside a word.
fn title_breaks(line: &str) -> Vec<usize> {
    const PHRASES: [&str; 3] = ["政府信息", "工作年度报告", "年度报告"];
    let mut breaks: Vec<usize> = Vec::new();
    for (start, _) in line.char_indices().skip(1) {
        let is_phrase = PHRASES
            .iter()
            .any(|phrase| line[start..].starts_with(phrase));
        let follows = |before: &str| line[..start].ends_with(before);
        let is_digit = |c: char| c.is_ascii_digit();
        let is_year = line[start..].starts_with(is_digit) && !line[..start].ends_with(is_digit);
        if is_year || is_phrase && !(follows("工作") && line[start..].starts_with("年度报告"))
        {
            breaks.push(start);
        }
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_break_between_phrases() {
        let check = |title: &str, expected: &str| {
            let broken = title_lines(&[title.to_owned()]).into_string();
            assert_eq!(broken, expected.replace('|', "<wbr>"));
        };
        check(
            "清溪市水务局2022年政府信息公开工作年度报告",
            "清溪市水务局|2022年|政府信息公开|工作年度报告",
        );
        check("年度报告", "年度报告");
        check("二〇一七年度", "二〇一七年度");
    }
}
