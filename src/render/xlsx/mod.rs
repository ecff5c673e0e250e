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

use crate::count::Span;
use crate::diagnostic::{Diagnostic, Suppressed};
use crate::figures::Figures;
use crate::language::Language;
use crate::report::{Check, Report, Trace};

pub use logbook::{LOGBOOK, logbook, sheet_of_log};

use book::{BookProperties, OutputBook};
use figures::NumberPlaces;

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
