//! What the prose of a report says, against its figures, its settings and last year's prose.

use super::declarations::{Declarations, Forms};
use super::{
    Files, Logs, Options, PROJECT_FILE, all_figures, count, figures_of, in_file_order,
    narrative_file, read_calendar, read_project, read_text, scope_of,
};
use crate::calendar::Calendar;
use crate::check::{Prose, check_prose, check_settings, speaks_of_year_before};
use crate::count::{Scope, Span};
use crate::diagnostic::{Code, DeclaredDisagrees, Diagnostic, few};
use crate::figures::{Figures, Value};
use crate::project::Narrative;
use crate::record::Log;
use crate::vocabulary::{Key, segments_of};

/// The first report year whose form fills sections by itself.
const FORMS_FILL_SECTIONS_FROM: i32 = 2019;

/// What is wrong with the prose of `year`; the logs' own findings are left out.
///
/// A compilation tells the same; this is for whoever wants the prose alone.
#[must_use]
pub fn prose(files: &dyn Files, year: i32, options: &Options) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let _ = checked(files, year, options, &mut found);
    in_file_order(found)
}

fn checked(
    files: &dyn Files,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    let elsewhere = &mut Vec::new();
    let project = read_project(files, elsewhere)?;
    let logs = Logs::new(files, &project, options);
    let forms = Forms::read(files, &project, elsewhere)?;
    let calendar = read_calendar(files, &project, elsewhere)?;
    let scope = scope_of(year, options, &project, &calendar, elsewhere)?;
    let (_, figures, _) = figures_of(&logs, &scope, &forms, elsewhere)?;
    let narrative = narrative_of(files, year.into());
    let before = narrative
        .as_ref()
        .filter(|narrative| speaks_of_year_before(narrative))
        .and_then(|_| figures_before(&logs, &scope, &forms, options, found));
    check(
        &logs,
        &scope,
        &figures,
        before.as_ref(),
        narrative.as_ref(),
        found,
    );
    Some(())
}

/// Checks the prose of a report whose figures are known.
pub(super) fn check(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    figures: &Figures,
    figures_before: Option<&Figures>,
    narrative: Option<&Narrative>,
    found: &mut Vec<Diagnostic>,
) {
    let (files, project, year) = (logs.files, logs.project, scope.year);
    if !scope.is_part()
        && let (Some(settings), Ok(Some(text))) =
            (project.reports.get(&year), read_text(files, PROJECT_FILE))
    {
        check_settings(settings, year, &PROJECT_FILE.into(), &text, found);
    }
    let Some(narrative) = narrative else { return };
    let before = scope.span().moved_by(-1);
    let narrative_before = before.and_then(|before| narrative_of(files, before));
    let prose = Prose {
        narrative,
        year,
        figures,
        figures_before,
        narrative_before: narrative_before.as_ref(),
        published_includes: &project.published_includes,
        form_fills_sections: year >= FORMS_FILL_SECTIONS_FROM,
    };
    let mut of_prose = Vec::new();
    check_prose(&prose, &mut of_prose);
    found.extend(few(of_prose));
}

/// The figures of the year before, of the same part of the year where that is not over; none
/// where no log has a row of it. What is wrong with its rows is told when it is reported on.
pub(super) fn figures_before(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &Forms,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Figures> {
    let options = options.beside(scope.year, scope.year - 1);
    figures_beside(logs, scope.calendar, forms, scope.year - 1, &options, found)
}

/// The same for whoever only shows them: a declared figure that the logs contradict is absent, for
/// nobody knows which of the two is right.
pub(super) fn undisputed_before(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &Forms,
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

/// The figures of a year beside the report's; of one that no log knows, those that are declared. None
/// where there are none either. A declared figure that the logs contradict is reported.
pub(super) fn figures_beside(
    logs: &Logs<'_>,
    calendar: &Calendar,
    forms: &Forms,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Figures> {
    let elsewhere = &mut Vec::new();
    let logs = &logs.aside();
    let scope = scope_of(year, options, logs.project, calendar, elsewhere)?;
    let mut counted = count(logs, &scope, None, elsewhere)?;
    let declared = Declarations::of(logs.project, year, forms, elsewhere).for_scope(&scope);
    if !counted.tells_of(year) {
        if declared.figures.is_empty() {
            return None;
        }
        counted = counted.without_figures();
    }
    // A log that begins later, or with what was left of the year, does not know it.
    let mut later = counted.begin_after(year);
    let is_known = logs.project.reports.contains_key(&year);
    if counted.only_carries_on(year) || !is_known && counted.has_only_last_weeks(year) {
        later.insert(Log::Requests);
    }
    counted.coverage = counted.coverage.without(&later);
    let before = elsewhere.len();
    let (figures, _) = all_figures(&counted, logs.project, &declared, &scope, elsewhere);
    // Whoever reads the figure beside this year's must know that two of it are at hand.
    for finding in elsewhere.drain(before..) {
        if finding.code() == Code::of::<DeclaredDisagrees>() && !found.contains(&finding) {
            found.push(finding);
        }
    }
    Some(figures)
}

/// The narrative of a year or a part of one, if it can be read.
fn narrative_of(files: &dyn Files, span: Span) -> Option<Narrative> {
    let file = narrative_file(span);
    let text = read_text(files, &file).ok().flatten()?;
    Some(Narrative::new(file.into(), text))
}
