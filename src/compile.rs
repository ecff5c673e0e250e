//! The whole pipeline, over files that are opened by name.
//!
//! The only place where the stages meet. It opens nothing itself: [`Files`] is the file system in
//! the program and memory in a test.

mod declarations;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{Datelike, NaiveDate};

use crate::calendar::Calendar;
use crate::check::{
    EnvironmentRules, Looking, NoRules, ProcurementRules, PublishedRules, RequestRules,
    calendar_finding, check_contents, check_identities, judged, waived_lines, weight_of_kind,
};
use crate::diagnostic::{Diagnostic, Place, Problem, Severity, Surplus, identity};
use crate::form::{Form, Setting, compose};
use crate::project::{
    self, Encoding, Goal, LogFile, LogSettings, Narrative, Project, ReportSettings,
};
use crate::record::Log;
use crate::report::{Beyond, Check, Input, Report};
use crate::source::{
    DecisionLog, DisputeLog, DocumentLog, Entry, GuideLog, RequestLog, Source, Step, Table, Words,
    columns,
};
use crate::statistics::{
    Counted, Counting, Coverage, EnvironmentCounting, Figures, GuideCounting, Identity,
    OnceCounting, OpenCases, OpenRequest, ProcurementCounting, PublishedCounting, RequestCounting,
    Scope, Tally, Value, declare, figures,
};
use crate::vocabulary::{Key, Metric, segments_of};

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
    /// How many findings of one kind a check keeps of each file; the rest is counted. By default all.
    pub kept_per_kind: Option<usize>,
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
    let report = project
        .as_ref()
        .and_then(|project| report(&Logs::new(files, project), year, options, &mut found));
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
        .and_then(|project| figures_by_year(&Logs::new(files, project), year, options, &mut found))
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
    let settings = project.reports.get(&year).cloned().unwrap_or_default();
    if settings.signed_on.is_none() {
        found.push(Diagnostic::at(
            Place::file(&PROJECT_FILE.into()),
            Problem::NoSigningDate { year },
        ));
    }
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
    };
    let document = compose(form, narrative.as_ref(), &setting, found)?;
    let level = project.office.level;
    check_contents(form, &cells, level, &document, narrative.as_ref(), found);
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
    let surplus = Surplus::new(options.kept_per_kind, waived_lines(&project.rules).into());
    let mut logs = Logs {
        surplus,
        ..Logs::new(files, &project)
    };
    let years = look_at_rows(&logs, year, options, &mut found);
    logs.is_read = true;
    // Each year is counted by itself; what is found in several is told once.
    let mut identities = HashSet::new();
    found.retain(|diagnostic| identities.insert(identity(diagnostic)));
    for &counted in &years {
        let mut of_year = Vec::new();
        if year.is_some() || has_report(files, &project, counted) {
            check_report(&logs, counted, options, &mut of_year);
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
    let beyond = logs.beyond.into_inner();
    let beyond = beyond
        .unwrap_or_else(PoisonError::into_inner)
        .counts(&identities);
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
        |_| Looking::new(PublishedRules::new(&project.rules), year, as_of),
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

/// Finds what is wrong with the figures of a year and with its report. Where logs keep the figures
/// from being had, the narrative is looked at without them.
fn check_report(
    logs: &Logs<'_>,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    if report(logs, year, options, found).is_some() {
        return Some(());
    }
    let (files, project) = (logs.files, logs.project);
    let mut in_narrative = Vec::new();
    let narrative = read_narrative(files, year, &mut in_narrative);
    found.append(&mut in_narrative);
    let forms = Forms::read(files, project, &mut Vec::new())?;
    let form = forms.choose(year, options, &mut Vec::new())?;
    let calendar = read_calendar(files, project, found)?;
    let scope = scope_of(year, options, project, &calendar, found)?;
    let nothing = figures(&Tally::default(), &scope, &Coverage::default());
    let filled = Filled::new(
        form,
        year,
        nothing,
        BTreeMap::new(),
        Declarations::default(),
    );
    let setting = Setting {
        office: &project.office,
        report: &ReportSettings::default(),
        year,
        period: scope.period(),
        as_of: scope.as_of,
        rows_left_out: 0,
        figures: &filled.figures,
        cells: filled.cells(),
        settings: &project.form,
    };
    let _ = compose(form, narrative?.as_ref(), &setting, &mut in_narrative);
    // A figure that was not counted may stand under a word of the office's own.
    let is_counted = |diagnostic: &Diagnostic| match &diagnostic.problem {
        Problem::UnknownPlaceholder { name, .. } => {
            let segments = segments_of(name);
            segments.is_some_and(|segments| Key::from_segments(&segments).is_some())
        }
        _ => false,
    };
    found.extend(
        in_narrative
            .into_iter()
            .filter(|finding| !is_counted(finding)),
    );
    Some(())
}

/// The requests that are open on `as_of`, in the order in which they are due.
#[must_use]
pub fn open_requests(files: &dyn Files, as_of: NaiveDate) -> OpenRequests {
    let mut found = Vec::new();
    let project = read_project(files, &mut found);
    let requests = project
        .as_ref()
        .and_then(|project| requests_open_on(as_of, &Logs::new(files, project), &mut found))
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
    let start = |identity| RequestCounting::new(&scope, project, OpenCases::new(&scope), identity);
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
        let counted = count(logs, &scope, None, found)?;
        check_rows(&counted, year, found)?;
        let declared = Declarations::of(project, year, &forms, found);
        let (figures, _) = all_figures(&counted, project, &declared, &scope, found);
        by_year.push((year, figures));
    }
    Some(by_year)
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

impl Count {
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
    let project = logs.project;
    let words = &logs.words;
    let published = |identity| PublishedCounting::new(scope, words, identity);
    let procurement = |identity| ProcurementCounting::new(scope, identity);
    let environment = |identity| EnvironmentCounting::new(scope, identity);
    let requests =
        |identity| RequestCounting::new(scope, project, RequestRules::new(scope, form), identity);
    let guides = |identity| GuideCounting::new(scope, identity);
    let tallies = [
        logs.count(published, &mut count, found),
        logs.count(procurement, &mut count, found),
        logs.count(environment, &mut count, found),
        logs.count(requests, &mut count, found).0,
        logs.count(guides, &mut count, found),
        logs.count(
            |identity| OnceCounting::<DocumentLog>::new(scope, identity),
            &mut count,
            found,
        ),
        logs.count(
            |identity| OnceCounting::<DecisionLog>::new(scope, identity),
            &mut count,
            found,
        ),
        logs.count(
            |identity| OnceCounting::<DisputeLog>::new(scope, identity),
            &mut count,
            found,
        ),
    ];
    for tally in tallies {
        count.tally.merge(tally);
    }
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
}

/// What must be read again, because it was read on a mistaken premise.
enum Mistaken {
    /// The encoding of a file of the log, by its index.
    Encoding(usize, Encoding),
    /// Which rows are one item.
    Identity(Box<Identity>),
}

impl<'a> Logs<'a> {
    /// The logs of an office, not read yet, of which every finding is kept.
    fn new(files: &'a dyn Files, project: &'a Project) -> Self {
        Self {
            files,
            project,
            words: Arc::new(Words::new(&project.values)),
            is_read: false,
            surplus: Surplus::default(),
            beyond: Mutex::default(),
        }
    }

    /// Counts all files of one log, again where encoding or identity asks for it.
    fn count<C: Counting>(
        &self,
        start: impl Fn(Identity) -> C,
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
            let counting = start(std::mem::take(&mut identity));
            match self.count_once(&files, counting, &mut pass, &mut pass_found) {
                Ok(outcome) => {
                    pass.surplus.skim(&mut pass_found);
                    let mut beyond = self.beyond.lock().unwrap_or_else(PoisonError::into_inner);
                    beyond.merge(pass.surplus);
                    count.coverage.merge(pass.coverage);
                    count.inputs.append(&mut pass.inputs);
                    count.years.append(&mut pass.years);
                    found.append(&mut pass_found);
                    return outcome;
                }
                Err(Mistaken::Encoding(index, encoding)) => {
                    files[index].encoding = Some(encoding);
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

    fn count_once<C: Counting>(
        &self,
        files: &[LogFile],
        mut counting: C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<C::Outcome, Mistaken> {
        for (index, file) in files.iter().enumerate() {
            self.count_file(file, &mut counting, count, found)
                .map_err(|encoding| Mistaken::Encoding(index, encoding))?;
        }
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
        loop {
            count.surplus.skim(found);
            told_before.clear();
            match table.advance() {
                Ok(Step::End) => break,
                Ok(Step::Row) => {
                    input.rows += 1;
                    let row = table.row();
                    let reading = if self.is_read {
                        &mut told_before
                    } else {
                        &mut *found
                    };
                    let Some(record) = C::Log::read(&row, reading) else {
                        input.excluded += 1;
                        continue;
                    };
                    count
                        .years
                        .extend(C::Log::day(&record).map(|day| day.year()));
                    note(&mut input, counting.add(&row, &record, found));
                }
                Ok(Step::PassedOver(diagnostic)) => found.push(diagnostic),
                Ok(Step::Bad(diagnostic)) => {
                    input.rows += 1;
                    input.excluded += 1;
                    if !self.is_read {
                        found.push(diagnostic);
                    }
                }
                Ok(Step::Broken(diagnostic)) => {
                    found.push(diagnostic);
                    break;
                }
                Ok(Step::Reread(encoding)) => return Err(encoding),
                Err(error) => {
                    found.push(unreadable(&name, &error));
                    break;
                }
            }
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
