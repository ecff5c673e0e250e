//! Checks the prose of a report against its figures, its settings and last year's prose.

use std::ops::Range;

use super::declarations::{AvailableForms, Declarations, FilledForm};
use super::figures::{all_figures, figures_of};
use super::findings::in_file_order;
use super::logs::{Logs, count};
use super::session::scope_of;
use super::texts::{narrative_file, read_text};
use super::{Office, Options, PROJECT_FILE};
use crate::calendar::Calendar;
use crate::check::{
    Prose, check_prose, check_settings, compares_with_year_before, mentions_year_before,
};
use crate::count::{Scope, Span};
use crate::diagnostic::{Code, DeclaredDisagrees, Diagnostic, few};
use crate::figures::{Figures, Value};
use crate::files::Files;
use crate::form::{Composed, DocumentContext, Form, compose};
use crate::project::{Narrative, Project, ReportSettings};
use crate::record::Log;
use crate::vocabulary::{Key, segments_of};

/// A narrative, and which parts of it are printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printed<'a> {
    /// The form of its year.
    pub(super) form: &'a Form,
    /// The narrative as written.
    pub(super) narrative: &'a Narrative,
    /// Byte ranges of it that are not printed.
    pub(super) unprinted: &'a [Range<usize>],
}

impl<'a> Printed<'a> {
    /// A narrative and the document that was composed of it, if one was.
    pub(super) fn of(
        form: &'a Form,
        narrative: Option<&'a Narrative>,
        composed: Option<&'a Composed>,
    ) -> Option<Self> {
        Some(Self {
            form,
            narrative: narrative?,
            unprinted: composed.map_or(&[], |composed| &composed.unprinted),
        })
    }
}

impl Office<'_> {
    /// Checks the prose of `year` alone. Findings about logs are left out.
    ///
    /// A compilation reports the same findings.
    #[must_use]
    pub fn prose(&self, year: i32, options: &Options) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let _ = self.checked_prose(year, options, &mut found);
        in_file_order(found)
    }

    fn checked_prose(
        &self,
        year: i32,
        options: &Options,
        found: &mut Vec<Diagnostic>,
    ) -> Option<()> {
        let elsewhere = &mut Vec::new();
        let project = self.project().ok()?;
        let logs = self.logs(project, options);
        let forms = self.forms_of(project, elsewhere)?;
        let calendar = self.calendar_of(project, elsewhere)?;
        let scope = scope_of(year, options, project, calendar, elsewhere)?;
        let form = forms.choose(year, options, elsewhere)?;
        let (_, figures, places) = figures_of(&logs, &scope, forms, elsewhere)?;
        let declared = Declarations::of(project, year, forms, elsewhere).for_scope(&scope);
        let narrative = narrative_of(self.files, year.into());
        let before = narrative
            .as_ref()
            .and_then(|narrative| figures_for(narrative, &logs, &scope, forms, options, found));
        let filled = FilledForm::new(form, year, figures, places, declared);
        let report = project.reports.get(&year).cloned().unwrap_or_default();
        let setting = DocumentContext {
            before: before.as_ref(),
            ..bare_setting(project, &report, &scope, &filled)
        };
        let composed = compose(form, narrative.as_ref(), &setting, elsewhere);
        let printed = Printed::of(form, narrative.as_ref(), composed.as_ref());
        check(
            &logs,
            &scope,
            &filled.figures,
            before.as_ref(),
            printed,
            found,
        );
        Some(())
    }
}

/// The context for a document that is composed only to check its prose.
pub(super) fn bare_setting<'a>(
    project: &'a Project,
    report: &'a ReportSettings,
    scope: &Scope<'_>,
    filled: &'a FilledForm<'a>,
) -> DocumentContext<'a> {
    DocumentContext {
        office: &project.office,
        report,
        year: scope.year,
        period: scope.period(),
        as_of: scope.as_of,
        rows_left_out: 0,
        figures: &filled.figures,
        cells: filled.cells(),
        settings: &project.form,
        before: None,
        span: scope.span(),
        compared: None,
    }
}

/// Checks the prose of a report whose figures are known.
pub(super) fn check(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    figures: &Figures,
    figures_before: Option<&Figures>,
    printed: Option<Printed<'_>>,
    found: &mut Vec<Diagnostic>,
) {
    let (files, project, year) = (logs.office.files, logs.project, scope.year);
    if !scope.is_part()
        && let (Some(settings), Ok(Some(text))) =
            (project.reports.get(&year), read_text(files, PROJECT_FILE))
    {
        check_settings(settings, year, &PROJECT_FILE.into(), &text, found);
    }
    let Some(Printed {
        form,
        narrative,
        unprinted,
    }) = printed
    else {
        return;
    };
    let narrative = &narrative.as_printed(unprinted, form.sections_by_heading());
    let before = scope.span().moved_by(-1);
    let narrative_before = before.and_then(|before| narrative_of(files, before));
    // A declared figure that contradicts the logs is absent, because either may be wrong.
    let disputed = found.iter().filter_map(|finding| {
        let DeclaredDisagrees { key, .. } = finding.problem.get()?;
        Key::from_segments(&segments_of(key)?)
    });
    let mut disputed = disputed.peekable();
    let undisputed = figures_before
        .filter(|_| disputed.peek().is_some())
        .map(|before| {
            let mut before = before.clone();
            for key in disputed {
                before.set(key, Value::Absent);
            }
            before
        });
    let figures_before = undisputed.as_ref().or(figures_before);
    let prose = Prose {
        office: [&project.office.name, &project.office.short_name],
        narrative,
        year,
        figures,
        figures_before,
        narrative_before: narrative_before.as_ref(),
        published_includes: &project.published_includes,
        form_fills_sections: form.is_fixed,
    };
    let mut of_prose = Vec::new();
    check_prose(&prose, &mut of_prose);
    found.extend(few(of_prose));
}

/// Returns the figures of the year before, if the narrative speaks of it. A figure that the logs contradict
/// is reported if the narrative compares figures, and is absent otherwise.
pub(super) fn figures_for(
    narrative: &Narrative,
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &AvailableForms,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Figures> {
    if compares_with_year_before(narrative) {
        figures_before(logs, scope, forms, options, found)
    } else if mentions_year_before(narrative) {
        undisputed_before(logs, scope, forms, options)
    } else {
        None
    }
}

/// Returns the figures of the year before, or of the same part of it if the year is not over.
/// `None` if neither a log nor a declaration covers that year. Findings about its rows are left to
/// the report of that year.
pub(super) fn figures_before(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &AvailableForms,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Figures> {
    let options = options.beside(scope.year, scope.year - 1);
    figures_beside(logs, scope.calendar, forms, scope.year - 1, &options, found)
}

/// Returns the figures of the year before for display. A declared figure that contradicts the logs
/// is absent, because either may be wrong.
pub(super) fn undisputed_before(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &AvailableForms,
    options: &Options,
) -> Option<Figures> {
    let mut disputed = Vec::new();
    let mut figures = figures_before(logs, scope, forms, options, &mut disputed)?;
    for finding in disputed {
        let Some(DeclaredDisagrees { key, .. }) = finding.problem.get() else {
            continue;
        };
        let segments = segments_of(key).unwrap_or_default();
        if let Some(key) = Key::from_segments(&segments) {
            figures.set(key, Value::Absent);
        }
    }
    Some(figures)
}

/// Returns the figures of a year shown next to the report's. If no log covers the year, these are
/// the declared figures; `None` if there are none either. Reports declared figures that contradict
/// the logs.
pub(super) fn figures_beside(
    logs: &Logs<'_>,
    calendar: &Calendar,
    forms: &AvailableForms,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Figures> {
    let elsewhere = &mut Vec::new();
    let logs = &logs.errors_only();
    let scope = scope_of(year, options, logs.project, calendar, elsewhere)?;
    let mut counted = count(logs, &scope, None, elsewhere)?;
    let declared = Declarations::of(logs.project, year, forms, elsewhere).for_scope(&scope);
    if !counted.covers_year(year) {
        if declared.figures.is_empty() {
            return None;
        }
        counted = counted.without_figures();
    }
    // A log that begins after the year, or contains only its last weeks, does not cover it.
    let mut later = counted.begin_after(year);
    let is_known = logs.project.reports.contains_key(&year);
    if counted.only_carries_on(year) || !is_known && counted.has_only_last_weeks(year) {
        later.insert(Log::Requests);
    }
    counted.coverage = counted.coverage.without(&later);
    let before = elsewhere.len();
    let (figures, _) = all_figures(&counted, logs.project, &declared, &scope, elsewhere);
    // A reader of the comparison must know that there are two values.
    for finding in elsewhere.drain(before..) {
        if finding.code() == Code::of::<DeclaredDisagrees>() && !found.contains(&finding) {
            found.push(finding);
        }
    }
    Some(figures)
}

/// Reads the narrative of a year or of a part of one. `None` if it is missing or unreadable.
fn narrative_of(files: &dyn Files, span: Span) -> Option<Narrative> {
    let file = narrative_file(span);
    let text = read_text(files, &file).ok().flatten()?;
    Some(Narrative::new(file.into(), text))
}
