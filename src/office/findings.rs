//! Findings of a question: their order, the rules of the office for them, and whether they forbid an
//! answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Options;
use crate::check::judged;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::project::Project;

/// Takes what is only a detail of how files were read, in file order.
pub(super) fn take_details(found: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_detail = |diagnostic: &mut Diagnostic| diagnostic.code().is_detail();
    in_file_order(found.extract_if(.., is_detail).collect())
}

/// Findings in file order, as the rules of the office have them for the report of `year`.
pub(super) fn by_the_rules(
    found: Vec<Diagnostic>,
    project: &Project,
    year: i32,
    options: &Options,
) -> Vec<Diagnostic> {
    let day = judged_on(project, year, options);
    in_file_order(judged(found, &project.rules, day, false))
}

/// Whether findings forbid that anything is made of the figures.
pub(super) fn forbid(diagnostics: &[Diagnostic], options: &Options) -> bool {
    diagnostics.iter().any(|diagnostic| {
        let is_forgiven = options.keep_going && diagnostic.problem.costs_a_row();
        diagnostic.weighs(Severity::Error) && !is_forgiven
    })
}

/// The day with which the last days of waivers are compared.
pub(super) fn judged_on(project: &Project, year: i32, options: &Options) -> Option<NaiveDate> {
    let settings = project.reports.get(&year);
    let signed_on = settings.and_then(|settings| settings.signed_on);
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31);
    options.as_of.or(signed_on).or(last_day)
}

/// Findings file by file, as the files were come upon, and from top to bottom in each; what
/// concerns no file comes last.
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

/// The findings, each once: a row is read for every year, and what is wrong with it told each time.
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
