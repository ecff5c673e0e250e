//! Workbooks: a report with its tables, figures, identities and findings; figures; findings; the rows
//! behind a figure; and the empty logs of an office.
//!
//! Numbers are written as numbers, so that Excel can calculate with them; input is always written as
//! text, whatever it begins with. Only the identities are formulas, and each contains its result.
//! `book` wraps the crate that writes the file; the other modules write the sheets.

mod book;
mod evidence;
mod figures;
mod findings;
mod identities;
mod listing;
mod logbook;
mod number;
mod paste;
mod tables;

use std::io;
use std::path::Path;

use chrono::NaiveDate;

use super::FormatDefinition;
use crate::count::Span;
use crate::diagnostic::{Diagnostic, Suppressed};
use crate::figures::Figures;
use crate::language::{Bilingual, Language};
use crate::report::{Check, Report, Trace};

pub use logbook::{LOGBOOK, logbook};

use book::{BookProperties, OutputBook};
use figures::NumberPlaces;

/// A workbook.
pub(super) const FORMAT: FormatDefinition = FormatDefinition {
    name: "xlsx",
    extensions: &["xlsx"],
    summary: Bilingual {
        zh: "工作簿：表格、指标、勾稽、问题",
        en: "a workbook: tables, figures, identities, findings",
    },
    is_binary: true,
    is_of_pages: false,
    about: Some(Bilingual {
        zh: "工作簿\n\
            \n\
            用于 Excel 和 LibreOffice，数字是数字，登记的内容一律是文本。各工作表：\n\
            \n\
            - 表二、表三、表四：法定表格，合并单元格与格式一致，表头冻结并在每页重复。2014至2018年\
            的附表以题名为工作表名。\n\
            - 指标：每个指标的单位、分子、分母、上年数和含义；申报的上年数与台账不同的，上年数空着。\n\
            - 勾稽：每条勾稽关系写成这些工作表的公式，旁边是程序的结论：手工改了一个数，立即看得出\
            哪里不平。\n\
            - 粘贴：各表的数字，没有合并单元格，便于贴入填报系统：10×1、25×7、1×15。在名称框里选粘\
            贴1、粘贴2 等即可选中。\n\
            - 依据：表格各格和台账合计是由哪些行计出的：指标、文件、行、编号、日期、计多少；计入几\
            个指标的行，各列一次。没有标题，没有姓名。\n\
            - 问题：查出什么、在哪里、怎样改、为何豁免。\n\
            \n\
            stats -o 指标.xlsx 只写指标一张表，每年一列；check -o 问题.xlsx 只写问题，便于逐条处理；\
            trace 指标 -o 明细.xlsx 写出一个指标的各行，一张放不下的分几张，20 万行用 64 MiB 内\
            存。工作簿的属性只写单位和落款日期（没有的写年末），不写个人。\n\
            \n\
            init --workbook 把空白台账写成台账.xlsx：一张说明，每本台账一张，有下拉选项和日期检查；\
            report.toml 写明各张。列表以外的用语有警告，可以保留，因为单位可能有自己的叫法。",
        en: "Workbooks\n\
            \n\
            In a workbook for Excel and LibreOffice numbers are numbers, and whatever somebody \
            typed stays text. Its sheets:\n\
            \n\
            - \"表二\", \"表三\", \"表四\": each statutory table as the form prints it, with its \
            spans; the header stays in view and is printed on each page. The annex of 2014 to 2018 \
            has its caption as name.\n\
            - \"指标\": every figure with its unit, numerator, denominator, last year's value and \
            what it counts; last year's is empty where the office declares another one than its \
            logs give.\n\
            - \"勾稽\": each identity of the form as a formula over these sheets, beside the \
            verdict of the program: whoever corrects a number by hand sees at once what no longer \
            adds up.\n\
            - \"粘贴\": the numbers of each table without merged cells, as the reporting system \
            takes them: 10×1, 25×7, 1×15. The names \"粘贴1\", \"粘贴2\" and so on in the name box \
            select them.\n\
            - \"依据\": the log rows behind the figures that the form's cells are counted from and \
            the totals of the logs: figure, file, line, id, day and what the row adds; a row that \
            counts for several figures stands at each. No titles, no names.\n\
            - \"问题\": what was found, where, what to do, and why it was waived.\n\
            \n\
            stats -o figures.xlsx writes the sheet of figures alone, with a column for each year; \
            check -o findings.xlsx the sheet of findings, to be worked off one by one; trace KEY \
            -o rows.xlsx the rows behind a figure, on as many sheets as they need, in 64 MiB of \
            memory for 200 000 rows. The properties of a workbook name the office and the day of \
            signing, or the last day of the year, and nobody else.\n\
            \n\
            init --workbook writes the empty logs as \"台账.xlsx\": a sheet that explains, one for \
            each log with lists to choose from and checked days, and a report.toml that names the \
            sheets. A word outside a list is warned of and may be kept, for the office may have \
            words of its own.",
    }),
    render: |document, _| report(document, None),
};

/// Writes the report: its statutory tables, figures, identities, plain numbers for pasting, the rows
/// behind its main figures, and findings. These rows are buffered in files in the folder `scratch` if
/// it is given, so that a million of them need little memory.
///
/// # Errors
/// A limit of the format is exceeded, or the folder cannot be written to.
pub fn report(report: &Report, scratch: Option<&Path>) -> io::Result<Vec<u8>> {
    let document = &report.document;
    let mut book = OutputBook::new(&BookProperties {
        office: &report.office,
        title: &document.title.concat(),
        day: document.sign_off.date.unwrap_or(report.as_of),
    });
    let tables = tables::of(document);
    let cells = tables::sheets(&tables, &mut book)?;
    listing::main_figures(document, &mut book)?;
    let last_year = report.last_year.clone().unwrap_or_default();
    let before = report.span.moved_by(-1).unwrap_or(report.span);
    let mut years = vec![(before, &last_year), (report.span, &report.statistics)];
    if let Some((span, figures)) = &report.compared {
        if *span == before {
            years[0].1 = figures;
        } else {
            years.insert(0, (*span, figures));
        }
    }
    let numbers = figures::sheet(&years, Language::Chinese, &mut book)?;
    identities::sheet(
        &report.identities,
        &NumberPlaces { cells, numbers },
        &mut book,
    )?;
    paste::sheet(&tables, &mut book)?;
    evidence::sheet(&report.evidence, scratch, &mut book)?;
    findings::sheet(
        [&report.diagnostics, &[]],
        Language::Chinese,
        None,
        &mut book,
    )?;
    book.into_bytes()
}

/// Writes the findings of a check, one per row. Very many are buffered in files in the folder
/// `scratch`.
///
/// # Errors
/// The folder cannot be written to.
pub fn check(check: &Check, language: Language, scratch: &Path) -> io::Result<Vec<u8>> {
    let mut book = OutputBook::new(&BookProperties {
        office: &check.office,
        title: findings::title(language),
        day: end_of(check.years.last().copied().unwrap_or_default()),
    });
    let more: Vec<Diagnostic> = check.suppressed.iter().map(Suppressed::finding).collect();
    let found = [&check.diagnostics, &more[..]];
    findings::sheet(found, language, Some(scratch), &mut book)?;
    book.into_bytes()
}

/// Writes the figures of `years` with their definitions, as one sheet.
///
/// # Errors
/// A limit of the format is exceeded.
pub fn stats(years: &[(Span, &Figures)], office: &str, language: Language) -> io::Result<Vec<u8>> {
    let last_day = years.last().map(|(span, _)| match span {
        Span::Year(year) => end_of(*year),
        Span::Days(_, last) => *last,
    });
    let mut book = OutputBook::new(&BookProperties {
        office,
        title: figures::title(language),
        day: last_day.unwrap_or_default(),
    });
    figures::sheet(years, language, &mut book)?;
    book.into_bytes()
}

/// Writes the rows behind a figure. They are buffered in files in the folder `scratch`, so that a
/// million of them need little memory.
///
/// # Errors
/// The folder cannot be written to.
pub fn trace(
    trace: &Trace,
    year: i32,
    office: &str,
    language: Language,
    scratch: &Path,
) -> io::Result<Vec<u8>> {
    let mut book = OutputBook::new(&BookProperties {
        office,
        title: &format!("{} {year}", trace.subject.key()),
        day: end_of(year),
    });
    listing::rows_of(trace, language, scratch, &mut book)?;
    book.into_bytes()
}

/// The last day of a year, used as the date of a workbook without a sign-off.
fn end_of(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default()
}
