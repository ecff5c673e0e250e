//! The figures of a year, or of every year with rows.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::compile::whole_year_figures;
use super::figures::{figures_of, report_unused_orders};
use super::findings::without_repeats;
use super::logs::{Count, Logs, count};
use super::session::scope_of;
use super::{Office, Options, Outcome};
use crate::count::Scope;
use crate::diagnostic::{Code, Diagnostic, NoRows, Severity, UnknownCalendar};
use crate::figures::Figures;
use crate::project::Project;

impl Office<'_> {
    /// Computes the figures of `year`, or of every year in which a log has a row, in order.
    #[must_use]
    pub fn figures(&self, year: Option<i32>, options: &Options) -> Outcome<Vec<(i32, Figures)>> {
        let project = match self.project() {
            Ok(project) => project,
            Err(wrong) => return Outcome::without_project(wrong),
        };
        let mut found = Vec::new();
        let logs = self.logs(project, options).only(options.logs.clone());
        let years = figures_by_year(&logs, year, options, &mut found);
        let last = years.as_ref().and_then(|years| years.last());
        let last_year = year.or(last.map(|(year, _)| *year)).unwrap_or_default();
        if years.is_some() {
            logs.report_suppressed(last_year, options, &mut found);
        }
        let mut outcome = Outcome::judged(years, found, project, last_year, options);
        // Every year reads all rows, so their findings repeat.
        outcome.diagnostics = without_repeats(outcome.diagnostics);
        outcome.details = without_repeats(outcome.details);
        outcome
    }
}

/// Computes the figures by year. The office's rules are not yet applied to the findings.
pub(super) fn figures_by_year(
    logs: &Logs<'_>,
    year: Option<i32>,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<(i32, Figures)>> {
    let project = logs.project;
    let calendar = logs.office.calendar_of(project, found)?;
    let forms = logs.office.forms_of(project, found)?;
    let mut years = BTreeSet::from_iter(year);
    if year.is_none() {
        // The logs show which years there are; their findings are reported below.
        let any_year = Scope::new(1, options.as_of, calendar, project.law)?;
        let mut first_found = Vec::new();
        let last_year = options.as_of.map_or(i32::MAX, |as_of| as_of.year());
        if let Some(mut count) = count(logs, &any_year, None, &mut first_found) {
            if count.years().is_empty() {
                logs.read_other_logs(&any_year, &mut count, &mut first_found);
            }
            years = reported(&count, project);
        }
        years.retain(|year| *year <= last_year);
        if years.is_empty() {
            // Year 1 was only a placeholder: its missing calendar is not worth a finding.
            first_found.retain(|finding| finding.code() != Code::of::<UnknownCalendar>());
            found.append(&mut first_found);
        }
    }
    let mut by_year = Vec::new();
    let is_error = |finding: &Diagnostic| finding.severity() >= Severity::Error;
    if years.is_empty() && !found.iter().any(is_error) {
        found.push(Diagnostic::new(NoRows));
    }
    for year in years {
        let scope = scope_of(year, options, project, calendar, found)?;
        let (_, figures, _) = figures_of(logs, &scope, forms, found)?;
        // A question about some figures reads only their logs.
        let asks_all = options.logs.is_none();
        found.extend(whole_year_figures(project, &scope).filter(|_| asks_all));
        by_year.push((year, figures));
    }
    let figures: Vec<&Figures> = by_year.iter().map(|(_, figures)| figures).collect();
    if !figures.is_empty() {
        report_unused_orders(logs, &figures, found);
    }
    Some(by_year)
}

/// Returns the years to report on if none is requested: those of dated rows, or else those with
/// declared figures or settings of their own.
pub(super) fn reported(count: &Count, project: &Project) -> BTreeSet<i32> {
    let mut years = count.years();
    if years.is_empty() {
        years.extend(project.figures.keys().chain(project.cells.keys()));
    }
    if years.is_empty() && count.has_logs() {
        years.extend(project.reports.keys());
    }
    years
}
