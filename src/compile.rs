//! The whole pipeline, over files that are opened by name.
//!
//! The only place where the stages meet. It opens nothing itself: [`Files`] is the file system in
//! the program and memory in a test.

mod account;
mod prose;
mod trace;

pub use account::{Account, account};
pub use prose::prose;
pub use trace::{Trace, Traces, trace};

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::calendar::Calendar;
use crate::check::{RequestRules, calendar_finding, speaks_of_year_before};
use crate::diagnostic::{Diagnostic, Place, Problem, Severity};
use crate::form::{Form, Setting, compose};
use crate::project::{self, Goal, LogFile, Narrative, Project, Target};
use crate::report::{Input, Report};
use crate::source::{Entry, Step, Table, columns};
use crate::statistics::{
    Counted, Counting, Coverage, EnvironmentCounting, Figures, GuideCounting, Identity, Listener,
    OpenCases, OpenRequest, ProcurementCounting, PublishedCounting, RequestCounting, Scope, Tally,
    Value, figures,
};
use crate::vocabulary::{Key, Metric};

/// The name of the file in which an office configures its reports.
pub const PROJECT_FILE: &str = "report.toml";

/// The files of a project folder, opened by their path relative to it.
pub trait Files: Sync {
    /// Opens a file.
    ///
    /// # Errors
    /// What the system says; `NotFound` where there is no such file.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>>;
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
}

/// The figures of a year, or of several.
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    /// Each year with its figures, in order; none where errors forbid them.
    pub years: Vec<(i32, Figures)>,
    /// Everything that was found, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The open requests of an office.
#[derive(Debug, Clone, Default)]
pub struct OpenRequests {
    /// Each of them: the overdue first, then by due date, then those without one, last those that
    /// wait for somebody else; none where errors forbid them.
    pub requests: Vec<OpenRequest>,
    /// Everything that was found, in file order.
    pub diagnostics: Vec<Diagnostic>,
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
    let report = report(files, year, options, &mut found);
    let diagnostics = in_file_order(found);
    let report = report
        .filter(|_| !forbid(&diagnostics, options))
        .map(|report| Report {
            diagnostics: diagnostics.clone(),
            ..report
        });
    Compilation {
        report,
        diagnostics,
    }
}

/// The figures of `year`, or of every year in which a log has a row.
#[must_use]
pub fn statistics(files: &dyn Files, year: Option<i32>, options: &Options) -> Statistics {
    let mut found = Vec::new();
    let years = figures_by_year(files, year, options, &mut found).unwrap_or_default();
    let mut diagnostics = in_file_order(found);
    // A row is read for every year; what is wrong with it is told once.
    diagnostics.dedup();
    let years = if forbid(&diagnostics, options) {
        Vec::new()
    } else {
        years
    };
    Statistics { years, diagnostics }
}

/// Whether findings forbid that anything is made of the figures.
fn forbid(diagnostics: &[Diagnostic], options: &Options) -> bool {
    diagnostics.iter().any(|diagnostic| {
        let is_forgiven = options.keep_going && diagnostic.code().loses_a_row();
        diagnostic.severity() >= Severity::Error && !is_forgiven
    })
}

fn report(
    files: &dyn Files,
    year: i32,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Report> {
    let project = read_project(files, found)?;
    let form = form_of(year, options, found)?;
    let calendar = read_calendar(files, &project, found)?;
    let scope = scope_of(year, options, &project, &calendar, found)?;
    let counted = count(files, &project, &scope, found)?;
    check_rows(&counted, year, found)?;
    let statistics = all_figures(&counted, &project, &scope, found);
    let narrative = read_narrative(files, year, found)?;
    let before = narrative
        .as_ref()
        .filter(|narrative| speaks_of_year_before(narrative))
        .and_then(|_| prose::figures_before(files, &project, &calendar, &scope, options));
    prose::check(
        files,
        &project,
        &scope,
        &statistics,
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
        let figures = prose::figures_of(files, &project, &calendar, other, &options)?;
        Some((other, figures))
    });
    let setting = Setting {
        office: &project.office,
        report: &settings,
        year,
        period: scope.period(),
        as_of: scope.as_of,
        rows_left_out: counted.rows_left_out(),
        figures: &statistics,
        before: before.as_ref(),
        compared: compared.as_ref().map(|(year, figures)| (*year, figures)),
    };
    let document = compose(form, narrative.as_ref(), &setting, found)?;
    Some(Report {
        office: project.office.name,
        year,
        period: scope.period(),
        as_of: scope.as_of,
        form: form.id.clone(),
        statistics,
        document,
        inputs: counted.inputs,
        diagnostics: Vec::new(),
    })
}

/// The requests that are open on `as_of`, in the order in which they are due.
#[must_use]
pub fn open_requests(files: &dyn Files, as_of: NaiveDate) -> OpenRequests {
    let mut found = Vec::new();
    let requests = requests_open_on(as_of, files, &mut found).unwrap_or_default();
    let diagnostics = in_file_order(found);
    let requests = if forbid(&diagnostics, &Options::default()) {
        Vec::new()
    } else {
        requests
    };
    OpenRequests {
        requests,
        diagnostics,
    }
}

fn requests_open_on(
    as_of: NaiveDate,
    files: &dyn Files,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<OpenRequest>> {
    let project = read_project(files, found)?;
    let calendar = read_calendar(files, &project, found)?;
    let scope = Scope::new(as_of.year(), Some(as_of), &calendar, project.law)?;
    let logs = Logs {
        files,
        project: &project,
    };
    let mut count = Count::default();
    let start = |identity| {
        let observer = OpenCases::new(&scope);
        RequestCounting::new(&scope, &project, observer, Tally::default(), identity)
    };
    let (_, requests) = logs.count(start, &mut count, found);
    if count.inputs.is_empty() && found.is_empty() {
        found.push(Diagnostic::new(Problem::NoLogs));
    }
    Some(requests)
}

fn figures_by_year(
    files: &dyn Files,
    year: Option<i32>,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<(i32, Figures)>> {
    let project = read_project(files, found)?;
    let calendar = read_calendar(files, &project, found)?;
    let mut years = BTreeSet::from_iter(year);
    if year.is_none() {
        // The logs tell which years there are; what is wrong with them is told below.
        let any_year = Scope::new(1, options.as_of, &calendar, project.law)?;
        let last_year = options.as_of.map_or(i32::MAX, |as_of| as_of.year());
        years = count(files, &project, &any_year, &mut Vec::new())
            .map_or_else(BTreeSet::new, |count| count.years);
        years.retain(|year| *year <= last_year);
    }
    let mut by_year = Vec::new();
    for year in years {
        let scope = scope_of(year, options, &project, &calendar, found)?;
        let counted = count(files, &project, &scope, found)?;
        check_rows(&counted, year, found)?;
        by_year.push((year, all_figures(&counted, &project, &scope, found)));
    }
    Some(by_year)
}

fn form_of(year: i32, options: &Options, found: &mut Vec<Diagnostic>) -> Option<&'static Form> {
    let form = options
        .form
        .as_deref()
        .map_or_else(|| Form::of_year(year), Form::by_id);
    if form.is_none() {
        found.push(Diagnostic::new(Problem::NoForm { year }));
    }
    form
}

fn scope_of<'a>(
    year: i32,
    options: &Options,
    project: &Project,
    calendar: &'a Calendar,
    found: &mut Vec<Diagnostic>,
) -> Option<Scope<'a>> {
    let scope = Scope::new(year, options.as_of, calendar, project.law);
    if let (None, Some(as_of)) = (&scope, options.as_of) {
        found.push(Diagnostic::new(Problem::AsOfBeforeYear { year, as_of }));
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
    let file = format!("narrative/{year}.md");
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
}

impl Count {
    fn rows_left_out(&self) -> u64 {
        self.inputs.iter().map(|input| input.excluded).sum()
    }
}

/// Counts every log. None where one could not be read; then `found` says why, of each.
fn count(
    files: &dyn Files,
    project: &Project,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Count> {
    let mut count = Count::default();
    let first_new = found.len();
    let logs = Logs { files, project };
    count.tally = logs.listen(scope, Tally::default, &mut count, found);
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
}

impl Logs<'_> {
    /// Counts every log, told to listeners that `start` makes, which then merge.
    fn listen<L: Listener>(
        &self,
        scope: &Scope<'_>,
        start: impl Fn() -> L,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> L {
        let published = |identity| PublishedCounting::new(scope, start(), identity);
        let procurement = |_| ProcurementCounting::new(scope, start());
        let environment = |_| EnvironmentCounting::new(scope, start());
        let requests = |identity| {
            let rules = RequestRules::new(scope);
            RequestCounting::new(scope, self.project, rules, start(), identity)
        };
        let guides = |_| GuideCounting::new(scope, start());
        let mut listener = self.count(published, count, found);
        listener.merge(self.count(procurement, count, found));
        listener.merge(self.count(environment, count, found));
        listener.merge(self.count(requests, count, found).0);
        listener.merge(self.count(guides, count, found));
        listener
    }

    /// Counts all files of one log, again where identity asks for it.
    fn count<C: Counting>(
        &self,
        start: impl Fn(Identity) -> C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> C::Outcome {
        let mut identity = Identity::default();
        loop {
            let mut pass = Count::default();
            let mut pass_found = Vec::new();
            let mut counting = start(identity);
            for file in &self.project.logs[&C::Log::LOG].files {
                self.count_file(file, &mut counting, &mut pass, &mut pass_found);
            }
            match counting.finish(&mut pass_found) {
                Ok(outcome) => {
                    count.coverage.merge(pass.coverage);
                    count.inputs.append(&mut pass.inputs);
                    count.years.append(&mut pass.years);
                    found.append(&mut pass_found);
                    return outcome;
                }
                Err(learnt) => identity = *learnt,
            }
        }
    }

    fn count_file<C: Counting>(
        &self,
        file: &LogFile,
        counting: &mut C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) {
        let log = C::Log::LOG;
        let name: Arc<str> = file.path.as_str().into();
        let table = self
            .files
            .open(&file.path)
            .and_then(|bytes| Table::open(bytes, log, file, &self.project.logs[&log]));
        let mut table = match table {
            Ok(Ok(table)) => table,
            Ok(Err(wrong)) => return found.extend(wrong),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !file.named => return,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let place = file.place.clone().unwrap_or_else(|| Place::file(&name));
                return found.push(Diagnostic::at(
                    place,
                    Problem::MissingLog {
                        file: file.path.clone(),
                    },
                ));
            }
            Err(error) => return found.push(unreadable(&name, &error)),
        };
        count.coverage.add(log, table.columns());
        let mut input = Input::new(name);
        loop {
            match table.advance() {
                Ok(Step::End) => break,
                Ok(Step::Row) => {
                    input.rows += 1;
                    let row = table.row();
                    let Some(record) = C::Log::read(&row, found) else {
                        input.excluded += 1;
                        continue;
                    };
                    count
                        .years
                        .extend(C::Log::day(&record).map(|day| day.year()));
                    match counting.add(&row, &record, found) {
                        Counted::InPeriod => input.counted += 1,
                        Counted::NotInPeriod => {}
                        Counted::Refused => input.excluded += 1,
                    }
                }
                Ok(Step::Bad(diagnostic)) => {
                    input.rows += 1;
                    input.excluded += 1;
                    found.push(diagnostic);
                }
                Ok(Step::Broken(diagnostic)) => {
                    found.push(diagnostic);
                    break;
                }
                Err(error) => {
                    found.push(unreadable(&input.file, &error));
                    break;
                }
            }
        }
        count.inputs.push(input);
    }
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

/// The figures of the logs, with what the office declared and what it set itself as targets.
fn all_figures(
    counted: &Count,
    project: &Project,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Figures {
    let mut all = figures(&counted.tally, scope, &counted.coverage);
    for declared in project.figures.get(&scope.year).into_iter().flatten() {
        match all.get(&declared.key) {
            None | Some(Value::Absent) => {
                let unit = declared.key.metric.definition().unit;
                all.set(declared.key.clone(), Value::of_unit(declared.value, unit));
            }
            Some(counted) if counted.equals(declared.value) => {}
            Some(counted) => found.push(Diagnostic::at(
                declared.place.clone(),
                Problem::DeclaredDisagrees {
                    key: declared.key.to_string(),
                    declared: declared.value.to_string(),
                    counted: counted.to_string(),
                },
            )),
        }
    }
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
    all
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
    let last_day = scope.last_day();
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

/// Findings file by file, as the files were come upon, and from top to bottom in each; what
/// concerns no file comes last.
fn in_file_order(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut ranks: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for diagnostic in &found {
        if let Some(place) = &diagnostic.place {
            let rank = ranks.len();
            ranks.entry(Arc::clone(&place.file)).or_insert(rank);
        }
    }
    found.sort_by_key(|diagnostic| match &diagnostic.place {
        Some(place) => (
            ranks.get(&place.file).copied().unwrap_or(usize::MAX),
            place.line,
            place.column,
        ),
        None => (usize::MAX, None, None),
    });
    found
}
