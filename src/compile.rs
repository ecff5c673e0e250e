//! The whole pipeline, over files that are opened by name.
//!
//! The only place where the stages meet. It opens nothing itself: [`Files`] is the file system in
//! the program and memory in a test.

mod account;
mod declarations;
mod prose;
mod trace;

pub use account::account;
pub use prose::prose;
pub use trace::{Traces, trace};

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;

use crate::calendar::Calendar;
use crate::check::{
    EnvironmentRules, Looking, LookingAndCounting, NoRules, ProcurementRules, PublishedRules,
    RequestRules, RowRules, calendar_finding, check_contents, check_identities, judged,
    speaks_of_year_before, waived_lines, weight_of_kind,
};
use crate::diagnostic::{Cap, Code, Diagnostic, Place, Problem, Severity, Surplus, identity};
use crate::form::{Form, Setting, compose};
use crate::project::{self, Encoding, Goal, LogFile, LogSettings, Narrative, Project, Target};
use crate::record::Log;
use crate::report::{Beyond, Check, Input, Report};
use crate::source::{
    self, DecisionLog, DisputeLog, DocumentLog, Entry, GuideLog, RequestLog, Source, Step, Table,
    Words, columns,
};
use crate::statistics::{
    Counted, Counting, Coverage, EnvironmentCounting, Figures, GuideCounting, Identity, Listener,
    OnceCounting, OpenCases, OpenRequest, ProcurementCounting, PublishedCounting, RequestCounting,
    Scope, Tally, Value, declare, figures,
};
use crate::vocabulary::{Key, Metric};

use declarations::{Declarations, Filled, Forms, log_files};

/// The name of the file in which an office configures its reports.
pub const PROJECT_FILE: &str = "report.toml";

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
    /// Another year, to be set beside the report's in tables that can bear it.
    pub compared_with: Option<i32>,
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
        Self {
            as_of: in_year.and_then(same_day),
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
            let logs = Logs::new(files, project, options);
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
        years,
        diagnostics,
        details,
    }
}

/// Whether findings forbid that anything is made of the figures.
fn forbid(diagnostics: &[Diagnostic], options: &Options) -> bool {
    diagnostics.iter().any(|diagnostic| {
        let is_forgiven = options.keep_going && diagnostic.code().loses_a_row();
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

fn report(
    logs: &Logs<'_>,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Report> {
    let (files, project) = (logs.files, logs.project);
    let forms = Forms::read(files, project, found)?;
    let form = forms.choose(year, options, found)?;
    let calendar = read_calendar(files, project, found)?;
    let scope = scope_of(year, options, project, &calendar, found)?;
    let Some(counted) = count(logs, &scope, Some(form), found) else {
        look_at_prose(files, form, &forms, project, &scope, found);
        return None;
    };
    check_rows(&counted, year, found)?;
    let declared = Declarations::of(project, year, &forms, found);
    let (figures, places) = all_figures(&counted, project, &declared, &scope, found);
    let filled = Filled::new(form, year, figures, places, declared);
    let cells = filled.cells();
    cells.disagreements(found);
    let source = |key: &Key| log_files(project, key);
    check_identities(form, &cells, year, &project.form, &source, found);
    let narrative = read_narrative(files, year, found)?;
    let before = narrative
        .as_ref()
        .filter(|narrative| speaks_of_year_before(narrative))
        .and_then(|_| prose::figures_before(logs, &scope, &forms, options));
    prose::check(
        logs,
        &scope,
        &filled.figures,
        before.as_ref(),
        narrative.as_ref(),
        found,
    );
    let settings = project.reports.get(&year).cloned().unwrap_or_default();
    if settings.signed_on.is_none() {
        found.push(Diagnostic::at(
            Place::file(&PROJECT_FILE.into()),
            Problem::NoSigningDate { year },
        ));
    }
    let compared = options.compared_with.and_then(|other| {
        let options = options.beside(year, other);
        let figures = prose::figures_beside(logs, &calendar, &forms, other, &options)?;
        Some((other, figures))
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
        compared: compared.as_ref().map(|(year, figures)| (*year, figures)),
    };
    let document = compose(form, narrative.as_ref(), &setting, found)?;
    // The skeleton of a year without a narrative is told of as a whole.
    if let Some(narrative) = &narrative {
        check_contents(
            form,
            &cells,
            project.office.level,
            &document,
            narrative,
            found,
        );
        tell_fees_once(found);
    }
    Some(Report {
        office: project.office.name.clone(),
        year,
        period: scope.period(),
        as_of: scope.as_of,
        form: form.id.clone(),
        declared: filled.declared(),
        statistics: filled.figures,
        document,
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
    let details = take_details(&mut found);
    let day = judged_on(&project, years.last().copied().unwrap_or_default(), options);
    let is_unread = |diagnostic: &Diagnostic| diagnostic.code().is_fixed();
    let is_everything = year.is_none() && options.as_of.is_none() && !found.iter().any(is_unread);
    let beyond = logs.beyond().counts(&found);
    let beyond = beyond.into_iter().filter_map(|(file, code, count)| {
        let severity = weight_of_kind(code, &file, &project.rules, day)?;
        Some(Beyond {
            file,
            code,
            severity,
            count,
        })
    });
    Check {
        beyond: beyond.collect(),
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
        |_| {
            let is_asked = logs.is_published_log_asked();
            Looking::new(PublishedRules::new(&project.rules, is_asked), year, as_of)
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
        |_| {
            let published = published(Log::Procurement);
            Looking::new(
                ProcurementRules::new(published, &project.rules),
                year,
                as_of,
            )
        },
        &mut count,
        found,
    );
    logs.count(
        |_| {
            let published = published(Log::Environment);
            Looking::new(EnvironmentRules::new(published), year, as_of)
        },
        &mut count,
        found,
    );
    logs.count(
        |_| Looking::<RequestLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| Looking::<GuideLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| Looking::<DocumentLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| Looking::<DecisionLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    logs.count(
        |_| Looking::<DisputeLog, _>::new(NoRules, year, as_of),
        &mut count,
        found,
    );
    if count.inputs.is_empty() && !found.iter().any(|found| found.code().is_fixed()) {
        found.push(Diagnostic::new(Problem::NoLogs));
    }
    let mut years = year.map_or(count.years, |year| BTreeSet::from([year]));
    years.retain(|seen| year.is_some() || as_of.is_none_or(|as_of| *seen <= as_of.year()));
    years.into_iter().collect()
}

/// Whether the office has written anything for its report of `year`.
fn has_report(files: &dyn Files, project: &Project, year: i32) -> bool {
    project.reports.contains_key(&year) || files.open(&narrative_file(year)).is_ok()
}

/// The requests that are open on `as_of`, in the order in which they are due.
#[must_use]
pub fn open_requests(files: &dyn Files, as_of: NaiveDate) -> OpenRequests {
    let mut found = Vec::new();
    let project = read_project(files, &mut found);
    let requests = project
        .as_ref()
        .and_then(|project| {
            let logs = Logs::new(files, project, &Options::default());
            requests_open_on(as_of, &logs, &mut found)
        })
        .unwrap_or_default();
    let options = Options {
        as_of: Some(as_of),
        ..Options::default()
    };
    let details = take_details(&mut found);
    let diagnostics = by_the_rules(found, project.as_ref(), as_of.year(), &options);
    let requests = if forbid(&diagnostics, &options) {
        Vec::new()
    } else {
        requests
    };
    OpenRequests {
        requests,
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
    let start = |identity| {
        let observer = OpenCases::new(&scope);
        RequestCounting::new(&scope, project, observer, Tally::default(), identity)
    };
    let (_, requests) = logs.count(start, &mut count, found);
    if count.inputs.is_empty() && found.is_empty() {
        found.push(Diagnostic::new(Problem::NoRequestLog));
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
    let Some(Some(narrative)) = read_narrative(files, scope.year, &mut of_prose) else {
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
        match count(logs, &any_year, None, &mut first_found) {
            Some(count) => years = count.years,
            None => found.append(&mut first_found),
        }
        years.retain(|year| *year <= last_year);
    }
    let mut by_year = Vec::new();
    if years.is_empty() && found.is_empty() {
        found.push(Diagnostic::new(Problem::NoRows));
    }
    for year in years {
        let scope = scope_of(year, options, project, &calendar, found)?;
        let (_, figures) = figures_of(logs, &scope, &forms, found)?;
        by_year.push((year, figures));
    }
    Some(by_year)
}

/// What was counted of a year, and its figures; none where errors forbid them.
fn figures_of(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &Forms,
    found: &mut Vec<Diagnostic>,
) -> Option<(Count, Figures)> {
    let counted = count(logs, scope, None, found)?;
    check_rows(&counted, scope.year, found)?;
    let declared = Declarations::of(logs.project, scope.year, forms, found);
    let (figures, _) = all_figures(&counted, logs.project, &declared, scope, found);
    Some((counted, figures))
}

fn scope_of<'a>(
    year: i32,
    options: &Options,
    project: &Project,
    calendar: &'a Calendar,
    found: &mut Vec<Diagnostic>,
) -> Option<Scope<'a>> {
    let scope = Scope::new(year, options.as_of, calendar, project.law);
    if scope.is_none() {
        found.push(Diagnostic::new(match options.as_of {
            Some(as_of) => Problem::AsOfBeforeYear { year, as_of },
            // A year beyond all calendars.
            None => Problem::YearWithoutRows {
                year,
                years: Vec::new(),
            },
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
            found.push(Diagnostic::at(place.clone(), Problem::MissingFile { file }));
            return None;
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            return None;
        }
    };
    let name: Arc<str> = file.as_str().into();
    let mut tell = |findings: Vec<_>| {
        let told = findings
            .into_iter()
            .map(|finding| calendar_finding(&name, &text, finding));
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
                Problem::MissingProject,
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

fn narrative_file(year: i32) -> String {
    format!("narrative/{year}.md")
}

/// The narrative of `year`; the inner none where it has none, the outer where it cannot be read.
#[expect(
    clippy::option_option,
    reason = "having no narrative is no failure to read one"
)]
fn read_narrative(
    files: &dyn Files,
    year: i32,
    found: &mut Vec<Diagnostic>,
) -> Option<Option<Narrative>> {
    let file = narrative_file(year);
    match read_text(files, &file) {
        Ok(Some(text)) => Some(Some(Narrative {
            file: file.into(),
            text,
        })),
        Ok(None) => {
            found.push(Diagnostic::at(
                Place::file(&file.into()),
                Problem::NoNarrative { year },
            ));
            Some(None)
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            None
        }
    }
}

/// The text of a file that somebody wrote by hand; none where there is no such file.
fn read_text(files: &dyn Files, name: &str) -> Result<Option<String>, Diagnostic> {
    let file: Arc<str> = name.into();
    let unreadable = |error: &io::Error| {
        Diagnostic::at(
            Place::file(&file),
            Problem::UnreadableFile {
                reason: error.to_string(),
            },
        )
    };
    let mut bytes = Vec::new();
    match files
        .open(name)
        .and_then(|mut reader| reader.read_to_end(&mut bytes))
    {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(error) => {
            let before = String::from_utf8_lossy(&text[..error.valid_up_to()]);
            let place = Place::span(&file, &before, before.len()..before.len());
            Err(Diagnostic::at(place, Problem::TextNotUtf8))
        }
    }
}

/// What was counted, and what the logs showed of themselves.
#[derive(Default)]
struct Count {
    tally: Tally,
    coverage: Coverage,
    inputs: Vec<Input>,
    /// Every year in which a row is dated.
    years: BTreeSet<i32>,
    /// What was found beyond what is kept.
    surplus: Surplus,
}

/// Something to do for one log.
type Task<'t> = Box<dyn FnOnce() + Send + 't>;

/// Doing `work` for a log, what comes of it put into `slot`.
fn task<'t, T: Send>(
    log: Log,
    slot: &'t mut T,
    work: impl FnOnce() -> T + Send + 't,
) -> (Log, Task<'t>) {
    (log, Box::new(move || *slot = work()))
}

/// What came of one log that was counted by itself.
struct Part<T> {
    /// None before it was counted.
    outcome: Option<T>,
    count: Count,
    found: Vec<Diagnostic>,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self {
            outcome: None,
            count: Count::default(),
            found: Vec::new(),
        }
    }
}

impl<T> Part<T> {
    /// The same with another outcome.
    fn map<U>(self, other: impl FnOnce(T) -> U) -> Part<U> {
        Part {
            outcome: self.outcome.map(other),
            count: self.count,
            found: self.found,
        }
    }

    /// Puts what was seen and found to that of the logs before, and gives the outcome.
    fn join(mut self, count: &mut Count, found: &mut Vec<Diagnostic>) -> Option<T> {
        self.count.join(count);
        found.append(&mut self.found);
        self.outcome
    }
}

/// Whether logs of so many bytes are worth more than one thread.
fn is_long(bytes: u64) -> bool {
    bytes >= 4 << 20
}

impl Count {
    /// Puts what was seen to that of the files before; what was counted is put together elsewhere.
    fn join(mut self, count: &mut Self) {
        count.coverage.merge(self.coverage);
        count.inputs.append(&mut self.inputs);
        count.years.append(&mut self.years);
        count.surplus.merge(self.surplus);
    }

    fn rows_left_out(&self) -> u64 {
        self.inputs.iter().map(|input| input.excluded).sum()
    }
}

/// Counts every log. None where one could not be read; then `found` says why, of each.
fn count(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    form: Option<&Form>,
    found: &mut Vec<Diagnostic>,
) -> Option<Count> {
    let mut count = Count::default();
    let first_new = found.len();
    count.tally = logs.listen(scope, form, Tally::default, &mut count, found);
    let is_lost = |diagnostic: &Diagnostic| {
        diagnostic.severity() >= Severity::Error && !diagnostic.code().loses_a_row()
    };
    if count.inputs.is_empty() && !found[first_new..].iter().any(is_lost) {
        found.push(Diagnostic::new(Problem::NoLogs));
    }
    (!found[first_new..].iter().any(is_lost)).then_some(count)
}

struct Logs<'a> {
    files: &'a dyn Files,
    project: &'a Project,
    words: Arc<Words>,
    /// Whether it was told before how the cells of each row read.
    is_read: bool,
    /// Takes what goes beyond the findings that are kept.
    surplus: Surplus,
    /// What was taken in all passes.
    beyond: Mutex<Surplus>,
    /// What is looked at while the logs are counted, once.
    looks: Mutex<Option<Look>>,
}

/// Which rows are looked at: those of a year, until a day.
#[derive(Clone, Copy)]
struct Look {
    year: i32,
    as_of: Option<NaiveDate>,
}

/// Looking at a log that no rules are for.
fn no_rules<L: Entry>(look: Option<Look>) -> Option<impl Fn() -> Looking<L, NoRules> + Sync> {
    look.map(|look| move || look.by(NoRules))
}

impl Look {
    fn by<L: Entry, R: RowRules<L>>(self, rules: R) -> Looking<L, R> {
        Looking::new(rules, Some(self.year), self.as_of)
    }
}

/// What must be read again, because it was read on a mistaken premise.
enum Mistaken {
    /// The encoding of a file of the log, by its index.
    Encoding(usize, Encoding),
    /// Which rows are one item.
    Identity(Box<Identity>),
}

impl<'a> Logs<'a> {
    /// The logs of an office, not read yet.
    fn new(files: &'a dyn Files, project: &'a Project, options: &Options) -> Self {
        Self {
            files,
            project,
            words: Arc::new(Words::new(&project.values)),
            is_read: false,
            surplus: Surplus::new(options.kept_per_kind, waived_lines(&project.rules).into()),
            beyond: Mutex::default(),
            looks: Mutex::default(),
        }
    }

    /// The same logs, to be counted for something else: what is only unusual in them is not told.
    fn aside(&self) -> Self {
        let cap = Cap {
            errors: usize::MAX,
            others: 0,
        };
        Self {
            files: self.files,
            project: self.project,
            words: Arc::clone(&self.words),
            is_read: self.is_read,
            surplus: Surplus::new(Some(cap), Arc::default()),
            beyond: Mutex::default(),
            looks: Mutex::default(),
        }
    }

    /// What was found in all passes and not kept.
    fn beyond(&self) -> MutexGuard<'_, Surplus> {
        self.beyond.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells how many findings were not kept beside those that were.
    fn tell_beyond(&self, year: i32, options: &Options, found: &mut Vec<Diagnostic>) {
        let rules = &self.project.rules;
        let day = judged_on(self.project, year, options);
        for (file, code, count) in self.beyond().counts(found) {
            if weight_of_kind(code, &file, rules, day).is_some() {
                let place = Place::file(&file);
                found.push(Diagnostic::at(place, Problem::MoreFindings { code, count }));
            }
        }
    }

    /// Counts every log, told to listeners that `start` makes, which then merge.
    fn listen<L: Listener + Send>(
        &self,
        scope: &Scope<'_>,
        form: Option<&Form>,
        start: impl Fn() -> L + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> L {
        let published = |identity| PublishedCounting::new(scope, &self.words, start(), identity);
        let procurement = |identity| ProcurementCounting::new(scope, start(), identity);
        let environment = |identity| EnvironmentCounting::new(scope, start(), identity);
        let requests = |identity| {
            let rules = RequestRules::new(scope, form);
            RequestCounting::new(scope, self.project, rules, start(), identity)
        };
        let documents = |identity| OnceCounting::<DocumentLog, L>::new(scope, start(), identity);
        let decisions = |identity| OnceCounting::<DecisionLog, L>::new(scope, start(), identity);
        let disputes = |identity| OnceCounting::<DisputeLog, L>::new(scope, start(), identity);
        let guides = |identity| GuideCounting::new(scope, start(), identity);
        let look = self.look();
        let (rules, is_asked) = (&self.project.rules, self.is_published_log_asked());
        let entries = OnceLock::new();
        let of_published = |log| {
            let is_included = self.project.published_includes.contains(&log);
            entries.get().filter(|_| is_included)
        };
        let look_at_published =
            look.map(|look| move || look.by(PublishedRules::new(rules, is_asked)));
        let look_at_procurement = look.map(|look| {
            move || look.by(ProcurementRules::new(of_published(Log::Procurement), rules))
        });
        let look_at_environment =
            look.map(|look| move || look.by(EnvironmentRules::new(of_published(Log::Environment))));

        let mut parts: [Part<L>; 8] = Default::default();
        let [
            of_items,
            of_procurement,
            of_environment,
            of_requests,
            of_guides,
            of_documents,
            of_decisions,
            of_disputes,
        ] = &mut parts;
        let mut tasks = vec![
            task(Log::Published, of_items, || {
                let (looked, part) = self.part_looked_at(look_at_published, published);
                // Where the log is not there or cannot be read, all would seem to be missing from
                // it.
                let is_fixed = |found: &Diagnostic| found.code().is_fixed();
                let is_there = !part.count.inputs.is_empty() && !part.found.iter().any(is_fixed);
                if let Some(looked) = looked.filter(|_| is_there) {
                    let _ = entries.set(looked);
                }
                part
            }),
            task(Log::Procurement, of_procurement, || {
                self.part_looked_at(look_at_procurement, procurement).1
            }),
            task(Log::Environment, of_environment, || {
                self.part_looked_at(look_at_environment, environment).1
            }),
            task(Log::Requests, of_requests, || {
                let part = self
                    .part_looked_at(no_rules::<RequestLog>(look), requests)
                    .1;
                part.map(|(listener, ())| listener)
            }),
            task(Log::Guides, of_guides, || {
                self.part_looked_at(no_rules::<GuideLog>(look), guides).1
            }),
            task(Log::Documents, of_documents, || {
                let look = no_rules::<DocumentLog>(look);
                self.part_looked_at(look, documents).1
            }),
            task(Log::Decisions, of_decisions, || {
                let look = no_rules::<DecisionLog>(look);
                self.part_looked_at(look, decisions).1
            }),
            task(Log::Disputes, of_disputes, || {
                let look = no_rules::<DisputeLog>(look);
                self.part_looked_at(look, disputes).1
            }),
        ];
        if look.is_some() && is_asked {
            // Other logs are held against what it holds.
            let (_, published) = tasks.remove(0);
            published();
        }
        self.share_out(tasks);
        let mut listener = start();
        for part in parts {
            if let Some(counted) = part.join(count, found) {
                listener.merge(counted);
            }
        }
        listener
    }

    /// Whether other logs are held against what the published log holds.
    fn is_published_log_asked(&self) -> bool {
        !self.project.published_includes.is_empty()
    }

    /// What is to be looked at while the logs are counted the next time.
    fn look(&self) -> Option<Look> {
        let mut look = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        look.take()
    }

    /// Does what there is to do for each log: side by side where the logs are long, the longest
    /// first, so that no thread waits for another at the end.
    fn share_out(&self, mut tasks: Vec<(Log, Task<'_>)>) {
        let size = |log: Log| self.size_of(&self.project.logs[&log].files);
        if !is_long(Log::ALL.iter().map(|log| size(*log)).sum()) {
            for (_, task) in tasks {
                task();
            }
            return;
        }
        tasks.sort_by_cached_key(|(log, _)| std::cmp::Reverse(size(*log)));
        rayon::scope_fifo(|threads| {
            for (_, task) in tasks {
                threads.spawn_fifo(|_| task());
            }
        });
    }

    /// How many bytes some files have together, as far as that is known.
    fn size_of(&self, files: &[LogFile]) -> u64 {
        let sizes = files.iter().filter_map(|file| self.files.size(&file.path));
        sizes.sum()
    }

    /// Counts all files of one log by itself, and looks at their rows where that is asked for.
    fn part_looked_at<R: Counting + Send, C: Counting<Log = R::Log> + Send>(
        &self,
        look: Option<impl Fn() -> R + Sync>,
        start: impl Fn(Identity) -> C + Sync,
    ) -> (Option<R::Outcome>, Part<C::Outcome>) {
        let Some(look) = look else {
            return (None, self.part(start));
        };
        let part = self.part(|identity| LookingAndCounting {
            looking: look(),
            counting: start(identity),
        });
        let mut looked = None;
        let part = part.map(|(found, counted)| {
            looked = Some(found);
            counted
        });
        (looked, part)
    }

    /// Counts all files of one log by itself.
    fn part<C: Counting + Send>(&self, start: impl Fn(Identity) -> C + Sync) -> Part<C::Outcome> {
        let (mut count, mut found) = (Count::default(), Vec::new());
        let outcome = self.count(start, &mut count, &mut found);
        Part {
            outcome: Some(outcome),
            count,
            found,
        }
    }

    /// Counts all files of one log, again where encoding or identity asks for it.
    fn count<C: Counting + Send>(
        &self,
        start: impl Fn(Identity) -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> C::Outcome {
        let mut files = self.files_of(&self.project.logs[&C::Log::LOG], found);
        let mut identity = Identity::default();
        loop {
            let mut pass = Count {
                surplus: self.surplus.clone(),
                ..Count::default()
            };
            let mut pass_found = Vec::new();
            // Where an encoding was mistaken, what was learnt before is learnt again.
            let start = || start(identity.clone());
            match self.count_once(&files, start, &mut pass, &mut pass_found) {
                Ok(outcome) => {
                    pass.surplus.skim(&mut pass_found);
                    pass.join(count);
                    self.beyond().merge(std::mem::take(&mut count.surplus));
                    found.append(&mut pass_found);
                    return outcome;
                }
                Err(Mistaken::Encoding(index, encoding)) => {
                    files[index].encoding = Some(encoding);
                    identity = Identity::default();
                }
                Err(Mistaken::Identity(learnt)) => identity = *learnt,
            }
        }
    }

    /// The files of a log: those that `report.toml` names, patterns replaced by what they match.
    fn files_of(&self, log: &LogSettings, found: &mut Vec<Diagnostic>) -> Vec<LogFile> {
        let mut files = Vec::new();
        for file in &log.files {
            let (folder, pattern) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            if !pattern.contains(['*', '?']) {
                files.push(file.clone());
                continue;
            }
            let mut names = match self.files.list(folder) {
                Ok(names) => names,
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                Err(error) => {
                    found.push(unreadable(&file.path.as_str().into(), &error));
                    continue;
                }
            };
            // Excel keeps a file of its own beside one that is open: `~$台账.xlsx`.
            names.retain(|name| matches_pattern(name, pattern) && !name.starts_with(['.', '~']));
            names.sort();
            if names.is_empty() {
                found.push(missing(file));
            }
            files.extend(names.into_iter().map(|name| LogFile {
                path: file.path[..file.path.len() - pattern.len()].to_owned() + &name,
                ..file.clone()
            }));
        }
        files
    }

    fn count_once<C: Counting + Send>(
        &self,
        files: &[LogFile],
        start: impl Fn() -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<C::Outcome, Mistaken> {
        let counting = if files.len() > 1 && is_long(self.size_of(files)) {
            self.count_side_by_side(files, start, count, found)?
        } else {
            let mut counting = start();
            for (index, file) in files.iter().enumerate() {
                self.count_file(file, &mut counting, count, found)
                    .map_err(|encoding| Mistaken::Encoding(index, encoding))?;
            }
            counting
        };
        let mut settled = Vec::new();
        let outcome = counting
            .finish(&mut settled, found)
            .map_err(Mistaken::Identity)?;
        for (file, counted) in settled {
            if let Some(input) = count.inputs.iter_mut().find(|input| input.file == file) {
                note(input, counted);
            }
        }
        Ok(outcome)
    }

    /// Counts files each by itself, and puts together what came of them in their order.
    fn count_side_by_side<C: Counting + Send>(
        &self,
        files: &[LogFile],
        start: impl Fn() -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<C, Mistaken> {
        let parts = files.par_iter().enumerate().map(|(index, file)| {
            let mut counting = start();
            let mut part = Count {
                surplus: count.surplus.clone(),
                ..Count::default()
            };
            let mut part_found = Vec::new();
            self.count_file(file, &mut counting, &mut part, &mut part_found)
                .map_err(|encoding| Mistaken::Encoding(index, encoding))?;
            part.surplus.skim(&mut part_found);
            Ok((counting, part, part_found))
        });
        let parts: Vec<Result<_, Mistaken>> = parts.collect();
        let mut all = start();
        for part in parts {
            let (counting, part, mut part_found) = part?;
            all.merge(counting);
            part.join(count);
            found.append(&mut part_found);
        }
        Ok(all)
    }

    /// Counts one file.
    ///
    /// # Errors
    /// The encoding it turned out to be in, where it was read in another.
    fn count_file<C: Counting>(
        &self,
        file: &LogFile,
        counting: &mut C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<(), Encoding> {
        let log = C::Log::LOG;
        let name: Arc<str> = file.path.as_str().into();
        let source = Source {
            log,
            file,
            settings: &self.project.logs[&log],
            words: &self.words,
        };
        let table = self
            .files
            .open(&file.path)
            .and_then(|bytes| Table::open(bytes, &source, found));
        let mut table = match table {
            Ok(Some(table)) => table,
            Ok(None) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                found.extend(file.named.then(|| missing(file)));
                return Ok(());
            }
            Err(error) => {
                found.push(unreadable(&name, &error));
                return Ok(());
            }
        };
        count.coverage.add(log, table.columns());
        let mut input = Input::new(Arc::clone(table.label()));
        let mut told_before = Vec::new();
        let mut last_year = None;
        loop {
            let rows = match table.read_on() {
                Ok(source::Part::Rows(rows)) => rows,
                Ok(source::Part::End) => break,
                Ok(source::Part::Broken(diagnostic)) => {
                    found.push(diagnostic);
                    break;
                }
                Ok(source::Part::Reread(encoding)) => return Err(encoding),
                Err(error) => {
                    found.push(unreadable(&name, &error));
                    break;
                }
            };
            let rows_before = input.rows;
            for step in rows {
                count.surplus.skim(found);
                told_before.clear();
                let row = match step {
                    Step::Row(row) => row,
                    Step::Bad(diagnostic) => {
                        input.rows += 1;
                        input.excluded += 1;
                        if !self.is_read {
                            found.push(diagnostic);
                        }
                        continue;
                    }
                };
                let told = found.len();
                let reading = if self.is_read {
                    &mut told_before
                } else {
                    &mut *found
                };
                let Some(record) = C::Log::read(&row, reading) else {
                    if row.is_blank() {
                        found.truncate(told);
                    } else if let Some(diagnostic) = row.as_total() {
                        found.truncate(told);
                        found.push(diagnostic);
                    } else {
                        input.rows += 1;
                        input.excluded += 1;
                    }
                    continue;
                };
                input.rows += 1;
                if let Some(year) = C::Log::day(&record).map(|day| day.year())
                    && last_year != Some(year)
                {
                    last_year = Some(year);
                    count.years.insert(year);
                }
                note(&mut input, counting.add(&row, &record, found));
            }
            self.files.rows_read(input.rows - rows_before);
        }
        count.inputs.push(input);
        Ok(())
    }
}

/// Notes what became of one row of a file.
fn note(input: &mut Input, counted: Counted) {
    match counted {
        Counted::InPeriod => input.counted += 1,
        Counted::NotInPeriod | Counted::Held => {}
        Counted::Refused => input.excluded += 1,
    }
}

/// Whether `name` is one that `pattern` stands for: `*` is any text, `?` any one character.
fn matches_pattern(name: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => name.is_empty(),
        Some('*') => {
            let ends = name.char_indices().map(|(index, _)| index);
            ends.chain([name.len()])
                .any(|index| matches_pattern(&name[index..], rest.as_str()))
        }
        Some(wanted) => {
            let mut characters = name.chars();
            let is_match = |character| wanted == '?' || wanted == character;
            characters.next().is_some_and(is_match)
                && matches_pattern(characters.as_str(), rest.as_str())
        }
    }
}

/// Tells a log that is not there.
fn missing(file: &LogFile) -> Diagnostic {
    let named_at = file.place.clone();
    let place = named_at.unwrap_or_else(|| Place::file(&file.path.as_str().into()));
    let file = file.path.clone();
    Diagnostic::at(place, Problem::MissingLog { file })
}

fn unreadable(file: &Arc<str>, error: &io::Error) -> Diagnostic {
    Diagnostic::at(
        Place::file(file),
        Problem::UnreadableFile {
            reason: error.to_string(),
        },
    )
}

/// Tells of a year without rows, and of rows that were left out.
fn check_rows(counted: &Count, year: i32, found: &mut Vec<Diagnostic>) -> Option<()> {
    let rows = counted.rows_left_out();
    if rows > 0 {
        found.push(Diagnostic::new(Problem::RowsLeftOut { rows }));
    }
    if counted.years.contains(&year) {
        return Some(());
    }
    let years = counted.years.iter().copied().collect();
    found.push(Diagnostic::new(Problem::YearWithoutRows { year, years }));
    None
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
    let places = declare(&mut all, &declared.figures, &declared.last_year, found);
    for target in project.targets.get(&scope.year).into_iter().flatten() {
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
        .filter(|finding| finding.code() == Code::FeeStatement);
    let places: Vec<Option<Box<Place>>> = of_form.map(|finding| finding.place.clone()).collect();
    let is_told = |finding: &Diagnostic| {
        let line = |place: &Option<Box<Place>>| place.as_ref().and_then(|place| place.line);
        let is_claim = finding.code() == Code::ClaimContradicted;
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
    let problem = Problem::TargetMissed {
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
