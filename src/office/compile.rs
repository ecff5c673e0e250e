//! Compiles the report of a year.

use std::collections::HashSet;
use std::sync::Arc;

use super::declarations::{AvailableForms, Declarations, FilledForm, log_files};
use super::figures::{
    all_figures, check_rows, report_channels, report_excluded, report_unused_orders,
    year_without_rows,
};
use super::logs::{Count, Logs, count};
use super::session::scope_of;
use super::texts::read_narrative;
use super::{Office, Options, Outcome, PROJECT_FILE, prose, trace};
use crate::calendar::Calendar;
use crate::check::{
    check_cells, check_contents, check_dates, check_identities, check_labels, check_personal,
    check_template, nothing_carried_in,
};
use crate::count::{Scope, Span, TraceQuestion, Tracer};
use crate::diagnostic::{
    AbsentValue, ClaimContradicted, Code, Diagnostic, FeesContradicted, FigureContradicted,
    NoSigningDate, Place, RateOverNothing, WholeYearFigures,
};
use crate::figures::Figures;
use crate::form::{Composed, DocumentContext, Form, compose};
use crate::layout::Layout;
use crate::project::{Narrative, Project, ReportSettings};
use crate::report::{Publication, Report, Trace};
use crate::vocabulary::Key;

impl Office<'_> {
    /// Compiles the report of `year`.
    #[must_use]
    pub fn compile(&self, year: i32, options: &Options) -> Outcome<Report> {
        let mut outcome = self.answer(year, options, |project, found| {
            let logs = self.logs(project, options);
            let report = report(&logs, year, options, found);
            logs.report_suppressed(year, options, found);
            report
        });
        if let Some(report) = &mut outcome.value {
            let of_report = outcome.diagnostics.iter();
            let of_report = of_report.filter(|finding| !finding.code().is_about_layout());
            report.diagnostics = of_report.cloned().collect();
        }
        outcome
    }
}

/// Compiles a report. The office's rules are not yet applied to the findings.
pub(super) fn report(
    logs: &Logs<'_>,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Report> {
    let (office, project) = (logs.office, logs.project);
    let forms = office.forms_of(project, found)?;
    let form = forms.choose(year, options, found)?;
    let calendar = office.calendar_of(project, found)?;
    let scope = scope_of(year, options, project, calendar, found)?;
    let (counted, filled) = filled_form(logs, &scope, (forms, form), found)?;
    let cells = filled.cells();
    cells.disagreements(found);
    let of_log = |key: &Key| log_files(project, key);
    let identities = check_identities(form, &cells, year, &project.form, &of_log, found);
    let narrative = read_narrative(office.files, scope.span(), found)?;
    let before = narrative
        .as_ref()
        .and_then(|text| prose::figures_for(text, logs, &scope, forms, options, found));
    let undisputed = || prose::undisputed_before(logs, &scope, forms, options);
    let last_year = || before.clone().or_else(undisputed);
    let settings = settings_of(form, project, &scope, found);
    let compared = figures_compared(logs, calendar, forms, (&scope, options), &counted, found);
    let evidence = options.with.evidence.then(|| {
        let asked = trace::evidence_keys(form, &cells, &filled.figures);
        evidence(logs, &scope, &asked, (forms, &counted, &filled))
    });
    let setting = DocumentContext {
        rows_left_out: counted.rows_left_out(),
        before: before.as_ref(),
        compared: compared.as_ref().map(|(other, figures)| (*other, figures)),
        ..prose::bare_setting(project, &settings, &scope, &filled)
    };
    let composed = compose(form, narrative.as_ref(), &setting, found);
    let printed = prose::Printed::of(form, narrative.as_ref(), composed.as_ref());
    prose::check(
        logs,
        &scope,
        &filled.figures,
        before.as_ref(),
        printed,
        found,
    );
    remove_duplicate_absence_findings(found);
    let composed = composed?;
    check_document(&composed, narrative.as_ref(), form, &setting, found);
    Some(Report {
        office: project.office.name.clone(),
        year,
        span: scope.span(),
        period: scope.period(),
        as_of: scope.as_of,
        form: form.id.clone(),
        form_name: form.name.zh.clone(),
        declared: filled.declared(),
        identities,
        last_year: options.with.last_year.then(last_year).flatten(),
        compared,
        evidence: evidence.unwrap_or_default(),
        statistics: filled.figures,
        document: composed.document,
        layout: layout(project, form),
        site: project.site.clone(),
        publication: Publication {
            index_number: settings.index_number,
            published_on: settings.published_on,
        },
        inputs: counted.inputs,
        diagnostics: Vec::new(),
    })
}

/// Counts the logs of a report, and fills the cells of its form.
fn filled_form<'f>(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    (forms, form): (&AvailableForms, &'f Form),
    found: &mut Vec<Diagnostic>,
) -> Option<(Count, FilledForm<'f>)> {
    let (project, year) = (logs.project, scope.year);
    let Some(counted) = count(logs, scope, Some(form), found) else {
        check_prose_without_figures(logs, form, scope, found);
        return None;
    };
    check_rows(&counted, logs, scope, found)?;
    found.extend(whole_year_figures(project, scope));
    let declared = Declarations::of(project, year, forms, found).for_scope(scope);
    let (figures, places) = all_figures(&counted, project, &declared, scope, found);
    report_channels(&counted, logs, &figures, found);
    check_labels(&figures, found);
    report_excluded(&counted, logs, found);
    if !scope.is_part() && !declared.say_carried_in() && counted.shows_nothing_before(year) {
        found.extend(nothing_carried_in(form, &figures, year));
    }
    report_unused_orders(logs, &[&figures], found);
    let filled = FilledForm::new(form, year, figures, places, declared);
    Some((counted, filled))
}

/// The rows behind the main figures of a report.
fn evidence(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    asked: &[TraceQuestion],
    (forms, counted, filled): (&AvailableForms, &Count, &FilledForm<'_>),
) -> Vec<Trace> {
    let known = trace::KnownFigures {
        forms,
        inputs: &counted.inputs,
        figures: &filled.figures,
        places: &filled.places,
    };
    let asked = (asked, Tracer::new as trace::MakeTracer);
    trace::rows_behind(&logs.errors_only(), scope, asked, known)
}

/// How the report is printed: forms that fix their sections have no charts by default.
fn layout(project: &Project, form: &Form) -> Layout {
    Layout {
        charts: Some(project.layout.charts.unwrap_or(!form.is_fixed)),
        ..project.layout.clone()
    }
}

/// Checks a document against what its form and the law ask of it.
fn check_document(
    composed: &Composed,
    narrative: Option<&Narrative>,
    form: &Form,
    setting: &DocumentContext<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let document = &composed.document;
    check_personal(document, narrative, found);
    let Span::Year(year) = setting.span else {
        return;
    };
    let cells = &setting.cells;
    check_cells(form, cells, document, year, found);
    // A year without a narrative already has a finding for the whole skeleton.
    if let Some(narrative) = narrative.filter(|_| composed.has_sections) {
        let level = setting.office.level;
        check_contents(form, cells, level, document, narrative, year, found);
        remove_duplicate_fee_findings(found);
    }
    if setting.report.signed_on.is_some() {
        check_template(form, &setting.office.name, narrative, found);
    }
}

/// Checks the narrative when the figures cannot be computed, so that one run reports all errors.
fn check_prose_without_figures(
    logs: &Logs<'_>,
    form: &Form,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let (office, project) = (logs.office, logs.project);
    let mut of_prose = Vec::new();
    let Some(Some(narrative)) = read_narrative(office.files, scope.span(), &mut of_prose) else {
        return;
    };
    let Some(forms) = office.forms_of(project, &mut Vec::new()) else {
        return;
    };
    let declared = Declarations::of(project, scope.year, forms, &mut of_prose);
    let nothing = Count::default();
    let (figures, places) = all_figures(&nothing, project, &declared, scope, &mut of_prose);
    let filled = FilledForm::new(form, scope.year, figures, places, declared);
    let report = project.reports.get(&scope.year).cloned();
    let report = report.unwrap_or_default();
    let setting = prose::bare_setting(project, &report, scope, &filled);
    let first_new = found.len();
    compose(form, Some(&narrative), &setting, found);
    // Without figures every value is absent.
    let mut of_prose = found.split_off(first_new);
    of_prose.retain(|finding| finding.code() != Code::of::<AbsentValue>());
    found.append(&mut of_prose);
}

/// Returns the settings of a report year; reports a missing signing date. They belong to the annual
/// report: part of a year has default settings.
fn settings_of(
    form: &Form,
    project: &Project,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> ReportSettings {
    let year = scope.year;
    if scope.is_part() {
        return ReportSettings::default();
    }
    let settings = project.reports.get(&year).cloned().unwrap_or_default();
    if settings.signed_on.is_none() {
        let place = Place::file(&PROJECT_FILE.into());
        found.push(Diagnostic::at(place, NoSigningDate { year }));
    }
    check_dates(form, &settings, project.office.level, year, found);
    settings
}

/// Returns the figures of the year set beside the report's (`compared_with`), or of the same part
/// of it.
fn figures_compared(
    logs: &Logs<'_>,
    calendar: &Calendar,
    forms: &AvailableForms,
    (scope, options): (&Scope<'_>, &Options),
    counted: &Count,
    found: &mut Vec<Diagnostic>,
) -> Option<(Span, Figures)> {
    let other = options.compared_with?;
    let span = scope.span().moved_by(other - scope.year)?;
    let options = options.beside(scope.year, other);
    let figures = prose::figures_beside(logs, calendar, forms, other, &options, found);
    if figures.is_none() {
        found.push(year_without_rows(other, counted));
    }
    Some((span, figures?))
}

/// Returns the finding that declarations and targets of the whole year do not apply to a part of
/// it.
pub(super) fn whole_year_figures(project: &Project, scope: &Scope<'_>) -> Option<Diagnostic> {
    let year = scope.year;
    let figures = project.figures.get(&year).map_or(0, Vec::len);
    let cells = project.cells.get(&year).map_or(0, Vec::len);
    let targets = project.targets.get(&year).map_or(0, Vec::len);
    let figures = (figures + cells + targets) as u64;
    let problem = WholeYearFigures { year, figures };
    let place = Place::file(&PROJECT_FILE.into());
    (scope.is_part() && figures > 0).then(|| Diagnostic::at(place, problem))
}

/// Removes claim findings about fees that the form's own check also reports: statements about fees
/// are checked both as a claim and as required content, and the latter finding names the article.
fn remove_duplicate_fee_findings(found: &mut Vec<Diagnostic>) {
    let of_form = found
        .iter()
        .filter(|finding| finding.code() == Code::of::<FeesContradicted>());
    let places: Vec<Option<Box<Place>>> = of_form.map(|finding| finding.place.clone()).collect();
    let is_reported = |finding: &Diagnostic| {
        let line = |place: &Option<Box<Place>>| place.as_ref().and_then(|place| place.line);
        let is_claim = finding.code() == Code::of::<ClaimContradicted>();
        let figure = finding.problem.get();
        let is_fee =
            figure.is_some_and(|FigureContradicted { key, .. }| key.ends_with("fees_yuan"));
        (is_claim || is_fee)
            && places
                .iter()
                .any(|place| line(place) == line(&finding.place))
    };
    found.retain(|finding| !is_reported(finding));
}

/// Removes absent values that are rates of nothing: that finding explains the dash.
fn remove_duplicate_absence_findings(found: &mut Vec<Diagnostic>) {
    let at = |finding: &Diagnostic| {
        let place = finding.place.as_ref()?;
        Some((Arc::clone(&place.file), place.line, place.column))
    };
    let explained = found
        .iter()
        .filter(|finding| finding.code() == Code::of::<RateOverNothing>());
    let explained: HashSet<_> = explained.filter_map(at).collect();
    found.retain(|finding| {
        finding.code() != Code::of::<AbsentValue>()
            || at(finding).is_none_or(|place| !explained.contains(&place))
    });
}
