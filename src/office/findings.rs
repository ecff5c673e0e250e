//! Findings of a question: their order, the severities set by the office, and whether they prevent
//! an answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Options;
use crate::check::judged;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::project::Project;

/// Removes the details of how files were read and returns them in file order.
pub(super) fn take_details(found: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_detail = |diagnostic: &mut Diagnostic| diagnostic.code().is_detail();
    in_file_order(found.extract_if(.., is_detail).collect())
}

/// Applies the office's rules for the report of `year` and sorts the findings in file order.
pub(super) fn by_the_rules(
    found: Vec<Diagnostic>,
    project: &Project,
    year: i32,
    options: &Options,
) -> Vec<Diagnostic> {
    let day = judged_on(project, year, options);
    in_file_order(judged(found, &project.rules, day, false))
}

/// Whether errors prevent an answer. With `keep_going`, errors that cost only a row do not.
pub(super) fn forbid(diagnostics: &[Diagnostic], options: &Options) -> bool {
    diagnostics.iter().any(|diagnostic| {
        let is_forgiven = options.keep_going && diagnostic.problem.costs_a_row();
        diagnostic.weighs(Severity::Error) && !is_forgiven
    })
}

/// Returns the day that decides whether a waiver has expired.
pub(super) fn judged_on(project: &Project, year: i32, options: &Options) -> Option<NaiveDate> {
    let settings = project.reports.get(&year);
    let signed_on = settings.and_then(|settings| settings.signed_on);
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31);
    options.as_of.or(signed_on).or(last_day)
}

/// Sorts findings by file, in order of first occurrence, then by line and column. Findings without
/// a place come last.
pub(super) fn in_file_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut ranks: BTreeMap<(Arc<str>, Option<Arc<str>>), usize> = BTreeMap::new();
    let part = |place: &Place| (Arc::clone(&place.file), place.sheet.clone());
    for diagnostic in &found {
        if let Some(place) = &diagnostic.place {
            let rank = ranks.len();
            ranks.entry(part(place)).or_insert(rank);
        }
    }
    found.sort_by_cached_key(|diagnostic| match &diagnostic.place {
        Some(place) => (
            ranks.get(&part(place)).copied().unwrap_or(usize::MAX),
            place.line,
            place.column,
        ),
        None => (usize::MAX, None, None),
    });
    found
}

/// Removes repeated findings: a row is read once per year, and its findings are reported each time.
pub(super) fn without_repeats(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut once: Vec<Diagnostic> = Vec::with_capacity(found.len());
    for diagnostic in found {
        let mut of_place = once
            .iter()
            .rev()
            .take_while(|other| other.place == diagnostic.place);
        if !of_place.any(|other| *other == diagnostic) {
            once.push(diagnostic);
        }
    }
    once
}
