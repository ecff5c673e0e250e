//! Web pages: a report, figures and findings, each as a page in one file; and a report as a fragment to
//! paste into the editor of a portal.
//!
//! A page loads nothing from outside, so that it looks the same on a USB stick, in an archive or in an
//! intranet; only the links in its text lead elsewhere. All input is escaped where it becomes `markup`.
//! A fragment has only the elements that editors keep: `p`, `table`, `tr`, `td`, `th`, `strong` and
//! their attributes. It has no ids, classes or drawings, and no title, which portals have a separate
//! field for.

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

use super::FormatDefinition;
use crate::language::Bilingual;
use crate::report::Report;

pub use check::check;
pub use due::due;
pub use stats::stats;

use document::Writer;
use frame::Frame;
use markup::Markup;

/// A page for a browser, in one file.
pub(super) const FORMAT: FormatDefinition = FormatDefinition {
    name: "html",
    extensions: &["html", "htm"],
    summary: Bilingual {
        zh: "网页，一个文件",
        en: "a page for a browser, in one file",
    },
    is_binary: false,
    is_of_pages: true,
    about: Some(Bilingual {
        zh: "网页\n\
            \n\
            网页不引用外部地址：有目录，图表注明画的是什么，表格的数字连着表头，窄屏和打印（A4）各\
            有样式。[site] 写出政府网站要求的页面标签，index-number 写出索引号、发布机构、生成日期\
            一栏。--fragment 只写贴进网站编辑器后保留得住的内容：段落、表格和加粗，没有标题、样式\
            和图。stats -o 指标.html 写出指标和按月、按分类的图，check -o 问题.html 按文件写出\
            问题，便于在浏览器里看。",
        en: "Web pages\n\
            \n\
            The page names no address outside of it: a table of contents, charts that say what \
            they draw, tables whose numbers name their headings, a style sheet for narrow screens \
            and one for print (A4). [site] gives it the tags that a government web site wants, and \
            index-number the table of index number, publisher and day. --fragment writes what the \
            editor of a portal keeps when it is pasted there: paragraphs, tables and bold text, \
            without title, styles and drawings. stats -o figures.html gives the figures with \
            charts by month and category, check -o findings.html the findings by file, for who \
            reads in a browser.",
    }),
    render: |document, _| Ok(report(document).into_bytes()),
};

/// The two forms of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageShape {
    /// A whole page, with aids for reading and printing.
    Page,
    /// A part of another page, without anything that its editor strips.
    Fragment,
}

/// Renders the report as a whole page.
#[must_use]
pub fn report(report: &Report) -> String {
    let document = &report.document;
    let title = document.title.concat();
    let mut head = Markup::block("h1", &[], title_lines(&document.title));
    head.push(meta::table(report));
    let mut main = Markup::outer("header", &[], head);
    main.push(contents::of_sections(&document.sections));
    main.push(Writer::new(PageShape::Page).document(document));
    Frame {
        language: "zh-CN",
        title: &title,
        meta: meta::tags(report, &title),
        skip: "跳到正文",
    }
    .page(main)
}

/// Renders the report as a fragment, without its title.
#[must_use]
pub fn fragment(report: &Report) -> String {
    let fragment = Writer::new(PageShape::Fragment).document(&report.document);
    let fragment = fragment.into_string();
    if fragment.is_empty() {
        "\n".to_owned()
    } else {
        fragment
    }
}

/// The lines of a title. On a narrow screen they break only before the year and between phrases.
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

/// The byte offsets at which a title may be broken: never inside a word.
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
