//! The `check` question: everything in the logs, figures and prose that a person should look at.

use std::collections::HashSet;
use std::sync::Mutex;

use chrono::Datelike;

use super::compile::report;
use super::findings::{in_file_order, judged_on, take_details};
use super::logs::{Checks, Count, Logs, YearFilter};
use super::stats::{figures_by_year, reported};
use super::texts::narrative_file;
use super::{Office, Options};
use crate::check::{judged, judged_together};
use crate::diagnostic::{Diagnostic, NoLogs, identity};
use crate::files::Files;
use crate::project::Project;
use crate::report::Check;

impl Office<'_> {
    /// Checks the logs, the figures and the prose of `year`, or of every year in which a log has a row.
    ///
    /// Includes the findings of [`compile`](Self::compile) and those of the row rules. The report
    /// itself is checked only for years that were asked for, have their own settings, or have a
    /// narrative: an office may keep logs of years it reports on elsewhere. A log that cannot be read
    /// does not stop the others from being checked.
    #[must_use]
    pub fn check(&self, year: Option<i32>, options: &Options) -> Check {
        let project = match self.project() {
            Ok(project) => project,
            Err(wrong) => {
                return Check {
                    diagnostics: in_file_order(wrong.to_vec()),
                    ..Check::default()
                };
            }
        };
        let mut found = Vec::new();
        let mut logs = self.logs(project, options);
        let years = match year {
            // The rows are checked in the same pass that counts them.
            Some(year) => {
                let filter = YearFilter {
                    year: Some(year),
                    as_of: options.as_of,
                };
                logs.next_filter = Mutex::new(Some(filter));
                report(&logs, year, options, &mut found);
                if logs.take_filter().is_some() {
                    // An error stopped the compilation before the logs were counted.
                    check_log_rows(&logs, Some(year), options, &mut found);
                }
                vec![year]
            }
            None => check_log_rows(&logs, None, options, &mut found),
        };
        logs.is_read = true;
        // Each year is counted separately; a finding that several years share is reported once.
        let mut identities = HashSet::new();
        found.retain(|diagnostic| identities.insert(identity(diagnostic)));
        for &counted in years.iter().filter(|_| year.is_none()) {
            let mut of_year = Vec::new();
            if has_report(self.files, project, counted) {
                report(&logs, counted, options, &mut of_year);
            } else {
                figures_by_year(&logs, Some(counted), options, &mut of_year);
            }
            of_year.retain(|diagnostic| identities.insert(identity(diagnostic)));
            found.append(&mut of_year);
        }
        let mut details = take_details(&mut found);
        if options.lists_details {
            let is_listed = |detail: &mut Diagnostic| !detail.code().is_about_opening();
            found.extend(details.extract_if(.., is_listed));
        }
        let day = judged_on(project, years.last().copied().unwrap_or_default(), options);
        let is_unread = |diagnostic: &Diagnostic| diagnostic.code().is_fixed();
        let is_everything =
            year.is_none() && options.as_of.is_none() && !found.iter().any(is_unread);
        let suppressed = logs.suppressed().suppressed(&found).into_iter();
        let judged_together = |suppressed| judged_together(suppressed, &project.rules, day);
        Check {
            office: project.office.name.clone(),
            suppressed: suppressed.filter_map(judged_together).collect(),
            diagnostics: in_file_order(judged(found, &project.rules, day, is_everything)),
            details,
            switched_off: project.rules.switched_off().collect(),
            years,
        }
    }
}

/// Runs the row checks on every log. Returns the years to check.
fn check_log_rows(
    logs: &Logs<'_>,
    year: Option<i32>,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Vec<i32> {
    let (as_of, project) = (options.as_of, logs.project);
    let count = &mut Count::default();
    Checks::new(logs, YearFilter { year, as_of }).check_rows(count, found);
    let is_declared = match year {
        Some(year) => project.figures.contains_key(&year),
        None => !project.figures.is_empty(),
    };
    if count.inputs.is_empty() && !is_declared && !found.iter().any(|found| found.code().is_fixed())
    {
        found.push(Diagnostic::new(NoLogs));
    }
    if !count.inputs.is_empty() {
        logs.events().1.join(count, found);
    }
    let mut years = year.map_or_else(|| reported(count, project), |year| [year].into());
    years.retain(|seen| year.is_some() || as_of.is_none_or(|as_of| *seen <= as_of.year()));
    years.into_iter().collect()
}

/// Whether `year` has settings of its own or a narrative.
fn has_report(files: &dyn Files, project: &Project, year: i32) -> bool {
    project.reports.contains_key(&year) || files.open(&narrative_file(year.into())).is_ok()
}
