//! The whole pipeline, over files that are opened by name.
//!
//! The only place where the stages meet. It opens nothing itself: [`Files`] is the file system in
//! the program and memory in a test.

mod account;
mod cell_words;
mod declarations;
mod event_years;
mod inputs;
mod items;
mod logs;
mod one_deadline;
mod patterns;
mod prose;
mod sheets;
mod trace;

pub use crate::diagnostic::PROJECT_FILE;
pub use account::account;
pub use inputs::{Input, Role, inputs};
pub use one_deadline::{FoundRequests, Sought, deadlines};
pub use prose::prose;
pub use trace::{Traces, trace, trace_cell};

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use chrono::{Datelike, NaiveDate};

use crate::calendar::Calendar;
use crate::check::{
    EnvironmentRules, NoRules, ProcurementRules, PublishedRules, RowChecks, calendar_finding,
    check_channels, check_contents, check_identities, check_labels, judged, judged_together,
    speaks_of_year_before,
};
use crate::count::{OpenCases, OpenRequest, PassHints, RequestCounter, Scope, Span, Tally, Tracer};
use crate::diagnostic::{
    AsOfBeforeYear, Cap, ClaimContradicted, Code, Diagnostic, ExcludedRequests, FeesContradicted,
    FileTooLarge, ImplausibleAmount, Lines, MissingFile, MissingProject, NoLogs, NoNarrative,
    NoRequestLog, NoRows, NoSigningDate, Place, Problem, RowsLeftOut, Severity, TargetMissed,
    TextNotUtf8, UnknownCalendar, UnreadableFile, UnsafeAmount, UnusedOrder, WholeYearFigures,
    YearWithoutRows, identity,
};
use crate::figures::{Figures, Value, declare, figures, logs_behind};
use crate::form::{Form, Setting, compose};
use crate::layout::Layout;
use crate::logs::{DecisionLog, DisputeLog, DocumentLog, GuideLog, RequestLog, columns, name_key};
use crate::project::{self, Goal, LabelOrder, Narrative, Project, ReportSettings, Target};
use crate::record::{Log, RequestKind};
use crate::report::{Check, Publication, Report};
use crate::vocabulary::{Key, Metric};

use declarations::{Declarations, Filled, Forms, log_files};
use logs::{Count, Logs, Look, count};

/// The folder of the narratives, in the project folder.
const NARRATIVES: &str = "narrative";

/// The files of a project folder, opened by their path relative to it.
pub trait Files: Sync {
    /// Opens a file.
    ///
    /// # Errors
    /// What the system says; `NotFound` where there is no such file.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>>;

    /// The names of the files in a folder, without the folder; `""` is the project folder itself.
    ///
    /// Asked only where a log is named by a pattern such as `published-*.csv`.
    ///
    /// # Errors
    /// What the system says; `NotFound` where there is no such folder. By default, that folders
    /// cannot be listed.
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("the folder \"{folder}\" cannot be listed"),
        ))
    }

    /// The names in a folder that are not UTF-8 and that [`list`](Self::list) cannot give. By
    /// default there are none.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    fn names_not_utf8(&self, _folder: &str) -> io::Result<Vec<Vec<u8>>> {
        Ok(Vec::new())
    }

    /// How many bytes a file has; none where that is not known. Logs that are known to be long are
    /// read side by side.
    fn size(&self, _name: &str) -> Option<u64> {
        None
    }

    /// Told now and then that so many more rows of logs were read. By default nothing is made of it.
    fn rows_read(&self, _rows: u64) {}
}

/// What is asked of a compilation.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day as seen from; by default the last day of the report year.
    pub as_of: Option<NaiveDate>,
    /// The id of a form to use instead of the year's own.
    pub form: Option<String>,
    /// Whether rows with errors are left out instead of stopping the compilation.
    pub keep_going: bool,
    /// How many findings of one kind are kept of each file; the rest is counted. By default all.
    pub kept_per_kind: Option<Cap>,
    /// Whether [`check`] lists what was left out of files or converted among its findings, and not as
    /// a detail.
    pub lists_details: bool,
    /// A part of the year that is asked for, or days of two years of which that is the later; then what
    /// is declared or wanted of the whole year is left out, and what a form demands of an annual report is
    /// not checked. Only [`statistics`] and [`compile`] know parts.
    pub part: Option<(NaiveDate, NaiveDate)>,
    /// Another year, to be set beside the report's in tables that can bear it.
    pub compared_with: Option<i32>,
    /// What a report holds beside its document and its figures.
    pub with: Extras,
    /// The logs that [`statistics`] reads: those of [`logs_behind`](crate::figures::logs_behind) if
    /// only some figures are asked for. By default all.
    pub logs: Option<BTreeSet<Log>>,
}

/// What only some formats ask of a report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras {
    /// The figures of the year before.
    pub last_year: bool,
    /// The rows behind its main figures.
    pub evidence: bool,
}

impl Options {
    /// The options for the year `other` beside `year`: where `year` is not over, the same part of
    /// it is counted, so that like is compared with like.
    #[must_use]
    pub fn beside(&self, year: i32, other: i32) -> Self {
        let same_day = |day: NaiveDate| {
            // 29 February has none in most years.
            day.with_year(other)
                .or_else(|| day.pred_opt()?.with_year(other))
        };
        let in_year = self.as_of.filter(|as_of| as_of.year() == year);
        let span = |(first, last)| Span::days(first, last)?.moved_by(other - year);
        let part = self.part.and_then(span).and_then(|span| match span {
            Span::Days(first, last) => Some((first, last)),
            Span::Year(_) => None,
        });
        Self {
            as_of: in_year.and_then(same_day),
            part,
            ..self.clone()
        }
    }
}

/// What came of a compilation.
#[derive(Debug, Clone, Default)]
pub struct Compilation {
    /// The report; none where errors forbid one.
    pub report: Option<Report>,
    /// Everything that was found, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// How the files were read, for who asks.
    pub details: Vec<Diagnostic>,
}

/// The figures of a year, or of several.
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    /// Full name of the office; empty where the project cannot be read.
    pub office: String,
    /// Each year with its figures, in order; none where errors forbid them.
    pub years: Vec<(i32, Figures)>,
    /// Everything that was found, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// How the files were read, for who asks.
    pub details: Vec<Diagnostic>,
}

/// The open requests of an office.
#[derive(Debug, Clone, Default)]
pub struct OpenRequests {
    /// Full name of the office; empty where the project cannot be read.
    pub office: String,
    /// Whether the requests could be listed: errors that cost more than a row forbid it.
    pub is_known: bool,
    /// Each of them: the overdue first, then by due date, then those without one, last those that
    /// wait for somebody else; none where errors forbid them.
    pub requests: Vec<OpenRequest>,
    /// Everything that was found, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// How the files were read, for who asks.
    pub details: Vec<Diagnostic>,
}

/// The working days and the answers to open questions of law that an office goes by.
#[derive(Debug, Clone, Default)]
pub struct OfficeCalendar {
    /// The national calendar, with the office's own file on top; none where that cannot be read.
    pub calendar: Option<Cow<'static, Calendar>>,
    /// How the office answers what the law leaves open.
    pub law: crate::law::Options,
    /// Everything that was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// The form of the office's own, where `report.toml` names one; and what is wrong with it.
#[must_use]
pub fn own_form(files: &dyn Files) -> (Option<Form>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let project = read_project(files, &mut found);
    let forms = project.and_then(|project| Forms::read(files, &project, &mut found));
    (forms.and_then(Forms::into_own), found)
}

/// What an office goes by; without a project, the nation's calendar and the usual answers.
#[must_use]
pub fn calendar_of(files: Option<&dyn Files>) -> OfficeCalendar {
    let mut diagnostics = Vec::new();
    let has_project = |files: &&dyn Files| files.open(PROJECT_FILE).is_ok();
    let Some(files) = files.filter(has_project) else {
        return OfficeCalendar {
            calendar: Some(Cow::Borrowed(Calendar::china())),
            ..OfficeCalendar::default()
        };
    };
    let project = read_project(files, &mut diagnostics);
    OfficeCalendar {
        calendar: project
            .as_ref()
            .and_then(|project| read_calendar(files, project, &mut diagnostics)),
        law: project.map(|project| project.law).unwrap_or_default(),
        diagnostics,
    }
}

/// Compiles the report of `year`.
#[must_use]
pub fn compile(files: &dyn Files, year: i32, options: &Options) -> Compilation {
    let mut found = Vec::new();
    let project = read_project(files, &mut found);
    let report = project.as_ref().and_then(|project| {
        let logs = Logs::new(files, project, options);
        let report = report(&logs, year, options, &mut found);
        logs.tell_beyond(year, options, &mut found);
        report
    });
    let details = take_details(&mut found);
    let diagnostics = by_the_rules(found, project.as_ref(), year, options);
    let is_of_the_report = |diagnostic: &&Diagnostic| !diagnostic.code().is_about_layout();
    let report = report
        .filter(|_| !forbid(&diagnostics, options))
        .map(|report| Report {
            diagnostics: diagnostics
                .iter()
                .filter(is_of_the_report)
                .cloned()
                .collect(),
            ..report
        });
    Compilation {
        report,
        diagnostics,
        details,
    }
}

/// The figures of `year`, or of every year in which a log has a row.
#[must_use]
pub fn statistics(files: &dyn Files, year: Option<i32>, options: &Options) -> Statistics {
    let mut found = Vec::new();
    let project = read_project(files, &mut found);
    let years = project
        .as_ref()
        .and_then(|project| {
            let logs = Logs::new(files, project, options).only(options.logs.clone());
            let years = figures_by_year(&logs, year, options, &mut found);
            let last_year = year.or(years.as_ref()?.last().map(|(year, _)| *year));
            logs.tell_beyond(last_year.unwrap_or_default(), options, &mut found);
            years
        })
        .unwrap_or_default();
    let last_year = year.or(years.last().map(|(year, _)| *year));
    let last_year = last_year.unwrap_or_default();
    let details = without_repeats(take_details(&mut found));
    let diagnostics = by_the_rules(found, project.as_ref(), last_year, options);
    let diagnostics = without_repeats(diagnostics);
    let years = if forbid(&diagnostics, options) {
        Vec::new()
    } else {
        years
    };
    Statistics {
        office: project
            .map(|project| project.office.name)
            .unwrap_or_default(),
        years,
        diagnostics,
        details,
    }
}

/// Whether findings forbid that anything is made of the figures.
fn forbid(diagnostics: &[Diagnostic], options: &Options) -> bool {
    diagnostics.iter().any(|diagnostic| {
        let is_forgiven = options.keep_going && diagnostic.problem.costs_a_row();
        diagnostic.weighs(Severity::Error) && !is_forgiven
    })
}

/// Findings in file order, as the rules of the office have them for the report of `year`.
fn by_the_rules(
    found: Vec<Diagnostic>,
    project: Option<&Project>,
    year: i32,
    options: &Options,
) -> Vec<Diagnostic> {
    let found = match project {
        Some(project) => {
            let day = judged_on(project, year, options);
            judged(found, &project.rules, day, false)
        }
        None => found,
    };
    in_file_order(found)
}

/// The day with which the last days of waivers are compared.
fn judged_on(project: &Project, year: i32, options: &Options) -> Option<NaiveDate> {
    let settings = project.reports.get(&year);
    let signed_on = settings.and_then(|settings| settings.signed_on);
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31);
    options.as_of.or(signed_on).or(last_day)
}

/// The figures of the year that stands beside the report's, or of the same part of it, if one does.
fn figures_compared(
    logs: &Logs<'_>,
    calendar: &Calendar,
    forms: &Forms,
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

/// The finding that figures of the whole year say nothing of the part that is counted.
fn whole_year_figures(project: &Project, scope: &Scope<'_>) -> Option<Diagnostic> {
    let year = scope.year;
    let figures = project.figures.get(&year).map_or(0, Vec::len);
    let cells = project.cells.get(&year).map_or(0, Vec::len);
    let targets = project.targets.get(&year).map_or(0, Vec::len);
    let figures = (figures + cells + targets) as u64;
    let problem = WholeYearFigures { year, figures };
    let place = Place::file(&PROJECT_FILE.into());
    (scope.is_part() && figures > 0).then(|| Diagnostic::at(place, problem))
}

/// The finding that a year has no rows, with those that have.
fn year_without_rows(year: i32, counted: &Count) -> Diagnostic {
    let years = counted.years().into_iter().collect();
    Diagnostic::new(YearWithoutRows { year, years })
}

/// The settings of a report year. Tells where they have no day of signing. They are those of the annual
/// report: a part of a year has none.
fn settings_of(
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
    settings
}

fn report(
    logs: &Logs<'_>,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Report> {
    let Logs { files, project, .. } = *logs;
    let forms = Forms::read(files, project, found)?;
    let form = forms.choose(year, options, found)?;
    let calendar = read_calendar(files, project, found)?;
    let scope = scope_of(year, options, project, &calendar, found)?;
    let Some(counted) = count(logs, &scope, Some(form), found) else {
        look_at_prose(files, form, &forms, project, &scope, found);
        return None;
    };
    check_rows(&counted, logs, &scope, found)?;
    found.extend(whole_year_figures(project, &scope));
    let declared = Declarations::of(project, year, &forms, found).for_scope(&scope);
    let (figures, places) = all_figures(&counted, project, &declared, &scope, found);
    tell_channels(&counted, logs, &figures, found);
    check_labels(&figures, found);
    tell_excluded(&counted, logs, found);
    tell_orders(logs, &[&figures], found);
    let filled = Filled::new(form, year, figures, places, declared);
    let cells = filled.cells();
    cells.disagreements(found);
    let of_log = |key: &Key| log_files(project, key);
    let identities = check_identities(form, &cells, year, &project.form, &of_log, found);
    let narrative = read_narrative(files, scope.span(), found)?;
    let before = narrative
        .as_ref()
        .filter(|prose| speaks_of_year_before(prose));
    let before = before.and_then(|_| prose::figures_before(logs, &scope, &forms, options, found));
    let undisputed = || prose::undisputed_before(logs, &scope, &forms, options);
    let last_year = || before.clone().or_else(undisputed);
    prose::check(
        logs,
        &scope,
        &filled.figures,
        before.as_ref(),
        narrative.as_ref(),
        found,
    );
    let settings = settings_of(project, &scope, found);
    let compared = figures_compared(logs, &calendar, &forms, (&scope, options), &counted, found);
    let evidence = options.with.evidence.then(|| {
        let asked = trace::evidence_keys(form, &cells, &filled.figures);
        let known = trace::Known {
            forms: &forms,
            inputs: &counted.inputs,
            figures: &filled.figures,
            places: &filled.places,
        };
        let asked = (&*asked, Tracer::new as trace::ListensFor);
        trace::rows_behind(&logs.aside(), &scope, asked, known)
    });
    let setting = Setting {
        office: &project.office,
        report: &settings,
        year,
        period: scope.period(),
        as_of: scope.as_of,
        rows_left_out: counted.rows_left_out(),
        figures: &filled.figures,
        cells,
        settings: &project.form,
        before: before.as_ref(),
        span: scope.span(),
        compared: compared.as_ref().map(|(other, figures)| (*other, figures)),
    };
    let document = compose(form, narrative.as_ref(), &setting, found)?;
    // The skeleton of a year without a narrative is told of as a whole.
    if let Some(narrative) = narrative.as_ref().filter(|_| !scope.is_part()) {
        let level = project.office.level;
        check_contents(form, &cells, level, &document, narrative, found);
        tell_fees_once(found);
    }
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
        document,
        layout: Layout {
            // The forms that fix their sections have no charts.
            charts: Some(project.layout.charts.unwrap_or(!form.is_fixed)),
            ..project.layout.clone()
        },
        site: project.site.clone(),
        publication: Publication {
            index_number: settings.index_number,
            published_on: settings.published_on,
        },
        inputs: counted.inputs,
        diagnostics: Vec::new(),
    })
}

/// Everything that can be found in the logs, the figures and the prose of `year`, or of every year
/// in which a log has a row.
///
/// What [`compile`] tells is told, and what its rules see in the rows beyond that. The report itself
/// is looked at in years that were asked for, have settings of their own or a narrative: an office
/// may keep logs of years it reports on elsewhere. A log that cannot be read keeps no other from
/// being checked.
#[must_use]
pub fn check(files: &dyn Files, year: Option<i32>, options: &Options) -> Check {
    let mut found = Vec::new();
    let Some(project) = read_project(files, &mut found) else {
        return Check {
            diagnostics: in_file_order(found),
            ..Check::default()
        };
    };
    let mut logs = Logs::new(files, &project, options);
    let years = match year {
        // The rows are looked at while they are counted.
        Some(year) => {
            let as_of = options.as_of;
            logs.looks = Mutex::new(Some(Look { year, as_of }));
            report(&logs, year, options, &mut found);
            if logs.look().is_some() {
                // They were not counted, for something else is wrong.
                look_at_rows(&logs, Some(year), options, &mut found);
            }
            vec![year]
        }
        None => look_at_rows(&logs, None, options, &mut found),
    };
    logs.is_read = true;
    // Each year is counted by itself; what is found in several is told once.
    let mut identities = HashSet::new();
    found.retain(|diagnostic| identities.insert(identity(diagnostic)));
    for &counted in years.iter().filter(|_| year.is_none()) {
        let mut of_year = Vec::new();
        if has_report(files, &project, counted) {
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
    let day = judged_on(&project, years.last().copied().unwrap_or_default(), options);
    let is_unread = |diagnostic: &Diagnostic| diagnostic.code().is_fixed();
    let is_everything = year.is_none() && options.as_of.is_none() && !found.iter().any(is_unread);
    let beyond = logs.beyond().beyond(&found).into_iter();
    let judged_together = |beyond| judged_together(beyond, &project.rules, day);
    Check {
        office: project.office.name.clone(),
        beyond: beyond.filter_map(judged_together).collect(),
        diagnostics: in_file_order(judged(found, &project.rules, day, is_everything)),
        details,
        years,
    }
}

/// Looks at every row once; the years to look at then.
fn look_at_rows(
    logs: &Logs<'_>,
    year: Option<i32>,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Vec<i32> {
    let (as_of, project) = (options.as_of, logs.project);
    let mut count = Count::default();
    let entries = logs.count(
        |hints| {
            let is_asked = logs.is_published_log_asked();
            let rules = PublishedRules::new(&project.rules, is_asked, &hints);
            RowChecks::new(rules, year, as_of)
        },
        &mut count,
        found,
    );
    // Where the published log is not there or cannot be read, all would seem to be missing from it.
    let is_there = !count.inputs.is_empty() && !found.iter().any(|found| found.code().is_fixed());
    let published = |log| {
        let is_included = project.published_includes.contains(&log);
        (is_included && is_there).then_some(&entries)
    };
    logs.count(
        |hints| {
            let published = published(Log::Procurement);
            let rules = ProcurementRules::new(published, &project.rules, &hints);
            RowChecks::new(rules, year, as_of)
        },
        &mut count,
        found,
    );
    logs.count(
        |hints| {
            let rules = EnvironmentRules::new(published(Log::Environment), &hints);
            RowChecks::new(rules, year, as_of)
        },
        &mut count,
        found,
    );
    logs.count(
        |_| RowChecks::<RequestLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| RowChecks::<GuideLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| RowChecks::<DocumentLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| RowChecks::<DecisionLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| RowChecks::<DisputeLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    let is_declared = match year {
        Some(year) => project.figures.contains_key(&year),
        None => !project.figures.is_empty(),
    };
    if count.inputs.is_empty() && !is_declared && !found.iter().any(|found| found.code().is_fixed())
    {
        found.push(Diagnostic::new(NoLogs));
    }
    if !count.inputs.is_empty() {
        logs.events().1.join(&mut count, found);
    }
    let mut years = year.map_or_else(|| reported(&count, project), |year| [year].into());
    years.retain(|seen| year.is_some() || as_of.is_none_or(|as_of| *seen <= as_of.year()));
    years.into_iter().collect()
}

/// Whether the office has written anything for its report of `year`.
fn has_report(files: &dyn Files, project: &Project, year: i32) -> bool {
    project.reports.contains_key(&year) || files.open(&narrative_file(year.into())).is_ok()
}

/// The requests that are open on `as_of`, in the order in which they are due.
#[must_use]
pub fn open_requests(files: &dyn Files, as_of: NaiveDate, options: &Options) -> OpenRequests {
    let mut found = Vec::new();
    let project = read_project(files, &mut found);
    let requests = project.as_ref().and_then(|project| {
        let logs = Logs::new(files, project, options);
        let requests = requests_open_on(as_of, &logs, &mut found);
        logs.tell_beyond(as_of.year(), options, &mut found);
        requests
    });
    let options = Options {
        as_of: Some(as_of),
        ..options.clone()
    };
    let details = take_details(&mut found);
    let diagnostics = by_the_rules(found, project.as_ref(), as_of.year(), &options);
    let requests = requests.filter(|_| !forbid(&diagnostics, &options));
    OpenRequests {
        office: project
            .map(|project| project.office.name)
            .unwrap_or_default(),
        is_known: requests.is_some(),
        requests: requests.unwrap_or_default(),
        diagnostics,
        details,
    }
}

fn requests_open_on(
    as_of: NaiveDate,
    logs: &Logs<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<OpenRequest>> {
    let project = logs.project;
    let calendar = read_calendar(logs.files, project, found)?;
    let scope = Scope::new(as_of.year(), Some(as_of), &calendar, project.law)?;
    let mut count = Count::default();
    let (events, of_events) = logs.events();
    let start = |hints: PassHints| {
        let (observer, tally) = (OpenCases::new(&scope), Tally::default());
        RequestCounter::new(&scope, project, observer, tally, hints.identity).with_events(&events)
    };
    let (_, requests) = logs.count(start, &mut count, found);
    let has_requests = !count.inputs.is_empty();
    of_events.join(&mut count, found);
    tell_rows_left_out(&count, found);
    if !has_requests && found.is_empty() {
        found.push(Diagnostic::new(NoRequestLog));
    }
    Some(requests)
}

/// Tells what is wrong with the narrative when there are no figures to put into it: everything
/// wrong is told in one run.
fn look_at_prose(
    files: &dyn Files,
    form: &Form,
    forms: &Forms,
    project: &Project,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let mut of_prose = Vec::new();
    let Some(Some(narrative)) = read_narrative(files, scope.span(), &mut of_prose) else {
        return;
    };
    let declared = Declarations::of(project, scope.year, forms, &mut of_prose);
    let nothing = Count::default();
    let (figures, places) = all_figures(&nothing, project, &declared, scope, &mut of_prose);
    let filled = Filled::new(form, scope.year, figures, places, declared);
    let setting = Setting {
        office: &project.office,
        report: &project
            .reports
            .get(&scope.year)
            .cloned()
            .unwrap_or_default(),
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
    };
    compose(form, Some(&narrative), &setting, found);
}

fn figures_by_year(
    logs: &Logs<'_>,
    year: Option<i32>,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<(i32, Figures)>> {
    let project = logs.project;
    let calendar = read_calendar(logs.files, project, found)?;
    let forms = Forms::read(logs.files, project, found)?;
    let mut years = BTreeSet::from_iter(year);
    if year.is_none() {
        // The logs tell which years there are; what is wrong with them is told below.
        let any_year = Scope::new(1, options.as_of, &calendar, project.law)?;
        let mut first_found = Vec::new();
        let last_year = options.as_of.map_or(i32::MAX, |as_of| as_of.year());
        if let Some(mut count) = count(logs, &any_year, None, &mut first_found) {
            if count.years().is_empty() {
                logs.hear_others(&any_year, &mut count, &mut first_found);
            }
            years = reported(&count, project);
        }
        years.retain(|year| *year <= last_year);
        if years.is_empty() {
            // Nobody asked for the year that was counted: its calendar is of no interest.
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
        let scope = scope_of(year, options, project, &calendar, found)?;
        let (_, figures, _) = figures_of(logs, &scope, &forms, found)?;
        // Who asks for some figures reads only their logs.
        let asks_all = options.logs.is_none();
        found.extend(whole_year_figures(project, &scope).filter(|_| asks_all));
        by_year.push((year, figures));
    }
    let figures: Vec<&Figures> = by_year.iter().map(|(_, figures)| figures).collect();
    if !figures.is_empty() {
        tell_orders(logs, &figures, found);
    }
    Some(by_year)
}

/// The count of a year, its figures, and the place of each declared one. `None` if errors forbid them.
fn figures_of(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &Forms,
    found: &mut Vec<Diagnostic>,
) -> Option<(Count, Figures, BTreeMap<Key, Place>)> {
    let mut counted = count(logs, scope, None, found)?;
    let declared = Declarations::of(logs.project, scope.year, forms, found).for_scope(scope);
    let is_reported = logs.project.reports.contains_key(&scope.year);
    let is_unknown = !is_reported && !counted.tells_of(scope.year);
    if is_unknown || logs.lack_asked(&counted) {
        logs.hear_others(scope, &mut counted, found)?;
    }
    if !is_reported && counted.knows_only(scope.year, &declared) {
        counted = counted.without_figures();
    } else {
        check_rows(&counted, logs, scope, found)?;
    }
    let (figures, places) = all_figures(&counted, logs.project, &declared, scope, found);
    tell_channels(&counted, logs, &figures, found);
    check_labels(&figures, found);
    tell_excluded(&counted, logs, found);
    Some((counted, figures, places))
}

/// The years to report on if none is asked for: those of dated rows, or else those with settings of
/// their own.
fn reported(count: &Count, project: &Project) -> BTreeSet<i32> {
    let years = count.years();
    if years.is_empty() && count.has_logs() {
        return project.reports.keys().copied().collect();
    }
    years
}

/// Reports channels of publication whose group is not known.
fn tell_channels(counted: &Count, logs: &Logs<'_>, figures: &Figures, found: &mut Vec<Diagnostic>) {
    let place = only_file_of(Log::Published, counted, logs);
    check_channels(figures, &logs.words, place.as_ref(), found);
}

/// Reports labels of the office's own orders that none of the figures has.
fn tell_orders(logs: &Logs<'_>, figures: &[&Figures], found: &mut Vec<Diagnostic>) {
    let is_read = |order: &&LabelOrder| {
        let Key { metric, labels } = &order.breakdown;
        logs.are_read(&logs_behind(*metric, labels))
    };
    for order in logs.project.orders.iter().filter(is_read) {
        let met = figures
            .iter()
            .flat_map(|figures| figures.places_met(&order.breakdown));
        let met: BTreeSet<usize> = met.collect();
        let labels = order.labels.iter().enumerate();
        let labels = labels.filter(|(place, _)| !met.contains(place));
        let labels: Vec<String> = labels.map(|(_, label)| label.clone()).collect();
        if !labels.is_empty() {
            let key = order.breakdown.to_string();
            let problem = UnusedOrder { key, labels };
            found.push(Diagnostic::at(order.place.clone(), problem));
        }
    }
}

/// Reports requests that their status takes out of the count.
fn tell_excluded(counted: &Count, logs: &Logs<'_>, found: &mut Vec<Diagnostic>) {
    let of_kind = |kind: RequestKind| {
        let kind = [kind.code()];
        counted.tally.count_of(Metric::RequestsExcluded, &kind)
    };
    let requests = RequestKind::ALL.into_iter().map(of_kind).sum();
    if requests > 0 {
        let problem = ExcludedRequests { requests };
        found.push(match only_file_of(Log::Requests, counted, logs) {
            Some(place) => Diagnostic::at(place, problem),
            None => Diagnostic::new(problem),
        });
    }
}

/// The place of the file of a log that was read; several have no place in common.
fn only_file_of(log: Log, counted: &Count, logs: &Logs<'_>) -> Option<Place> {
    let [file] = &logs.project.logs[&log].files[..] else {
        return None;
    };
    let mut inputs = counted.inputs.iter();
    let is_read = inputs.any(|input| input.file.starts_with(&file.path));
    is_read.then(|| Place::file(&file.path.as_str().into()))
}

fn scope_of<'a>(
    year: i32,
    options: &Options,
    project: &Project,
    calendar: &'a Calendar,
    found: &mut Vec<Diagnostic>,
) -> Option<Scope<'a>> {
    let part = options
        .part
        .and_then(|(first, last)| Span::days(first, last));
    let span = part.unwrap_or(Span::Year(year));
    let scope = Scope::of(span, options.as_of, calendar, project.law);
    if scope.is_none() {
        found.push(Diagnostic::new(match options.as_of {
            Some(as_of) => Problem::from(AsOfBeforeYear { year, as_of }),
            // A year beyond all calendars.
            None => Problem::from(YearWithoutRows {
                year,
                years: Vec::new(),
            }),
        }));
    }
    scope
}

/// The national calendar, with the office's own file on top.
fn read_calendar<'c>(
    files: &dyn Files,
    project: &Project,
    found: &mut Vec<Diagnostic>,
) -> Option<Cow<'c, Calendar>> {
    let national = Calendar::china();
    let Some((file, place)) = &project.calendar else {
        return Some(Cow::Borrowed(national));
    };
    let text = match read_text(files, file) {
        Ok(Some(text)) => text,
        Ok(None) => {
            let file = file.clone();
            found.push(Diagnostic::at(place.clone(), MissingFile { file }));
            return None;
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            return None;
        }
    };
    let name: Arc<str> = file.as_str().into();
    let lines = Lines::of(&text);
    let mut tell = |findings: Vec<_>| {
        let told = findings
            .into_iter()
            .map(|finding| calendar_finding(&name, (&text, &lines), finding));
        found.extend(told);
    };
    match national.extended_with(file, &text) {
        Ok((calendar, warnings)) => {
            tell(warnings);
            Some(Cow::Owned(calendar))
        }
        Err(findings) => {
            tell(findings);
            None
        }
    }
}

fn read_project(files: &dyn Files, found: &mut Vec<Diagnostic>) -> Option<Project> {
    let text = match read_text(files, PROJECT_FILE) {
        Ok(Some(text)) => text,
        Ok(None) => {
            found.push(Diagnostic::at(
                Place::file(&PROJECT_FILE.into()),
                MissingProject,
            ));
            return None;
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            return None;
        }
    };
    let columns = |log| columns(log).iter().map(|column| column.key).collect();
    project::read(&text, columns)
        .map_err(|wrong| found.extend(wrong))
        .ok()
}

/// The file of the text of a year, or of a part of one: `narrative/2017-Q1.md`.
fn narrative_file(span: Span) -> String {
    format!("{NARRATIVES}/{}.md", span.in_file_name())
}

/// The narrative of a year or of a part of one; the inner none where it has none, the outer where it cannot be read.
#[expect(
    clippy::option_option,
    reason = "having no narrative is no failure to read one"
)]
fn read_narrative(
    files: &dyn Files,
    span: Span,
    found: &mut Vec<Diagnostic>,
) -> Option<Option<Narrative>> {
    let file = narrative_file(span);
    match read_text(files, &file) {
        Ok(Some(text)) => Some(Some(Narrative::new(file.into(), text))),
        Ok(None) => {
            // Of a part of a year the figures are enough.
            if let Span::Year(year) = span {
                let place = Place::file(&file.into());
                found.push(Diagnostic::at(place, NoNarrative { year }));
            }
            Some(None)
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            None
        }
    }
}

/// The longest file that somebody wrote by hand, in bytes.
const LONGEST_TEXT: usize = 16 << 20;

/// The text of a file that somebody wrote by hand; none where there is no such file.
fn read_text(files: &dyn Files, name: &str) -> Result<Option<String>, Diagnostic> {
    let file: Arc<str> = name.into();
    let unreadable = |error: &io::Error| {
        Diagnostic::at(
            Place::file(&file),
            UnreadableFile {
                reason: error.to_string(),
            },
        )
    };
    // Only a file that cannot be opened is absent: a disk may fail in the middle with `NotFound`.
    let mut reader = match files.open(name) {
        Ok(reader) => reader,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    let mut bytes = Vec::new();
    let read = reader
        .by_ref()
        .take(LONGEST_TEXT as u64 + 1)
        .read_to_end(&mut bytes);
    if let Err(error) = read {
        return Err(unreadable(&error));
    }
    if bytes.len() > LONGEST_TEXT {
        let bytes = files.size(name).filter(|size| *size > LONGEST_TEXT as u64);
        let problem = FileTooLarge {
            bytes,
            limit_mib: LONGEST_TEXT >> 20,
        };
        return Err(Diagnostic::at(Place::file(&file), problem));
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(error) => {
            let before = String::from_utf8_lossy(&text[..error.valid_up_to()]);
            let place = Place::span(&file, &before, before.len()..before.len());
            Err(Diagnostic::at(place, TextNotUtf8))
        }
    }
}

/// Reports rows that were left out, and a year of the period of which nothing is known.
fn check_rows(
    counted: &Count,
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    let rows = tell_rows_left_out(counted, found);
    let (first_year, year) = (scope.period().start.year(), scope.year);
    if first_year != year && !counted.tells_of(first_year) {
        let years = counted.years().into_iter().collect();
        let year = first_year;
        found.push(Diagnostic::new(YearWithoutRows { year, years }));
        return None;
    }
    if counted.tells_of(year) || logs.project.reports.contains_key(&year) {
        return Some(());
    }
    // Rows with errors may be of the year; they are reported. Without them the logs may have no row.
    let years: Vec<i32> = counted.years().into_iter().collect();
    if rows == 0 || logs.keep_going && !years.is_empty() {
        found.push(Diagnostic::new(YearWithoutRows { year, years }));
    }
    None
}

/// Reports rows with errors, and how many they are.
fn tell_rows_left_out(counted: &Count, found: &mut Vec<Diagnostic>) -> u64 {
    let rows = counted.rows_left_out();
    if rows > 0 {
        found.push(Diagnostic::new(RowsLeftOut { rows }));
    }
    rows
}

/// The figures of the logs, with what the office declared and what it set itself as targets; and
/// where each declared figure is declared.
fn all_figures(
    counted: &Count,
    project: &Project,
    declared: &Declarations,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> (Figures, BTreeMap<Key, Place>) {
    let mut all = figures(&counted.tally, scope, &counted.coverage);
    found.extend(counted.tally.inexact_sums().map(|key| {
        let key = key.to_string();
        Diagnostic::new(ImplausibleAmount {
            amount: UnsafeAmount::Sum { key },
        })
    }));
    // A log that begins later counts nothing of the year; where figures of it are declared, they are
    // the ones known.
    let disagreeing = declared.figures.iter().filter(|declared| {
        let counted = all.get(&declared.key);
        counted.is_some_and(|value| {
            !matches!(value, Value::Absent | Value::Empty) && !value.equals(declared.value)
        })
    });
    let disagreeing: BTreeSet<Log> = disagreeing
        .filter_map(|declared| Log::of_key(declared.key.metric.definition().key))
        .collect();
    let mut later = counted.begin_after(scope.year);
    if counted.only_carries_on(scope.year) {
        later.insert(Log::Requests);
    }
    let unknown: BTreeSet<Log> = disagreeing.intersection(&later).copied().collect();
    if !unknown.is_empty() {
        all = figures(&counted.tally, scope, &counted.coverage.without(&unknown));
    }
    let begun = counted.begin_after(scope.period().start.year() - 1);
    for key in &declared.unknown {
        if Log::of_key(key.metric.definition().key).is_some_and(|log| begun.contains(&log)) {
            all.set(key.clone(), Value::Absent);
        }
    }
    let places = declare(&mut all, &declared.figures, &declared.last_year, found);
    let targets = project.targets.get(&scope.year);
    for target in targets.filter(|_| !scope.is_part()).into_iter().flatten() {
        let actual = all.get(&target.key).cloned().unwrap_or(Value::Absent);
        let (goal, is_met) = match target.goal {
            Goal::AtLeast(goal) => (goal, actual.at_least(goal)),
            Goal::AtMost(goal) => (goal, actual.at_most(goal)),
        };
        let label = target.key.to_string();
        found.extend(missed(target, &actual, is_met, scope));
        let goal = Value::of_unit(goal, target.key.metric.definition().unit);
        all.set(Key::new(Metric::TargetGoal, &[&label]), goal);
        all.set(Key::new(Metric::TargetActual, &[&label]), actual);
        all.set(
            Key::new(Metric::TargetMet, &[&label]),
            is_met.map_or(Value::Absent, Value::Truth),
        );
    }
    for LabelOrder {
        breakdown, labels, ..
    } in &project.orders
    {
        let names: Vec<_> = labels.iter().map(|label| name_key(label)).collect();
        all.set_order(breakdown, |label| {
            let name = name_key(label);
            names.iter().position(|listed| *listed == name)
        });
    }
    (all, places)
}

/// The findings, each once: a row is read for every year, and what is wrong with it told each time.
fn without_repeats(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
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

/// What is said of fees is looked at as a claim and as a content that the form demands: what is wrong
/// with it is told once, with the article.
fn tell_fees_once(found: &mut Vec<Diagnostic>) {
    let of_form = found
        .iter()
        .filter(|finding| finding.code() == Code::of::<FeesContradicted>());
    let places: Vec<Option<Box<Place>>> = of_form.map(|finding| finding.place.clone()).collect();
    let is_told = |finding: &Diagnostic| {
        let line = |place: &Option<Box<Place>>| place.as_ref().and_then(|place| place.line);
        let is_claim = finding.code() == Code::of::<ClaimContradicted>();
        is_claim
            && places
                .iter()
                .any(|place| line(place) == line(&finding.place))
    };
    found.retain(|finding| !is_told(finding));
}

/// That a target was missed. Before the year is over only what is too much already is.
fn missed(
    target: &Target,
    actual: &Value,
    is_met: Option<bool>,
    scope: &Scope<'_>,
) -> Option<Diagnostic> {
    let (goal, is_above) = match target.goal {
        Goal::AtLeast(goal) => (goal, false),
        Goal::AtMost(goal) => (goal, true),
    };
    let last_day = scope.period().end;
    let is_over = (last_day.month(), last_day.day()) == (12, 31);
    let problem = TargetMissed {
        key: target.key.to_string(),
        goal: goal.to_string(),
        actual: actual.to_string(),
        is_above,
    };
    (is_met == Some(false) && (is_over || is_above))
        .then(|| Diagnostic::at(target.place.clone(), problem))
}

/// Takes what is only a detail of how files were read, in file order.
fn take_details(found: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_detail = |diagnostic: &mut Diagnostic| diagnostic.code().is_detail();
    in_file_order(found.extract_if(.., is_detail).collect())
}

/// Findings file by file, as the files were come upon, and from top to bottom in each; what
/// concerns no file comes last.
fn in_file_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
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
