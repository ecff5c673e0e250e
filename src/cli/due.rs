//! `report due`: lists what is due, and explains one deadline day by day.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::bail;
use chrono::{Days, NaiveDate};

use super::Exit;
use super::arguments::{Due, DueFormat};
use super::folder::ProjectFolder;
use super::output::{FileFormat, Output};
use super::terminal::Terminal;
use crate::calendar::Calendar;
use crate::check::unknown_year;
use crate::count::{CourseOfRequest, OpenRequest, OpenState, day_by_day};
use crate::diagnostic::Diagnostic;
use crate::law::{Clock, Course, DeadlineQuestion, Law, LoggedDays};
use crate::render::{due, html, table};
use crate::{Files, Office, OfficeCalendar, Options, Outcome, PROJECT_FILE, RequestSelector};

pub(super) fn run(
    typed: &Due,
    folder: impl FnOnce() -> anyhow::Result<ProjectFolder>,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let folder = folder();
    if let Some(id) = &typed.id {
        return explain_logged(id, typed, options, &folder?, terminal);
    }
    match typed.received {
        // One deadline needs no project; if there is one, its calendar is used.
        Some(received) => explain(received, typed, options, folder.ok().as_ref(), terminal),
        None => list(typed, options, &folder?, terminal),
    }
}

/// Returns the output and its format.
fn output(
    typed: &Due,
    folder: Option<&ProjectFolder>,
    terminal: &Terminal,
) -> anyhow::Result<(Output, DueFormat)> {
    let words = terminal.words();
    let output = Output::of(&typed.output, folder, words)?;
    let format = output.format(typed.format, DueFormat::Table, words)?;
    Ok((output, format))
}

/// Returns the as-of date, today by default, and the options with it. Prints the date if it is the
/// default.
fn seen_from(options: &Options, terminal: &Terminal) -> (NaiveDate, Options) {
    let day = options.as_of.unwrap_or_else(today);
    if options.as_of.is_none() {
        terminal.print_note(&terminal.words().seen_from(day));
    }
    let options = Options {
        // A row with errors must not hide the other requests.
        keep_going: true,
        ..options.clone()
    };
    (day, options)
}

/// Lists the open requests.
fn list(
    typed: &Due,
    options: &Options,
    folder: &ProjectFolder,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let (output, format) = output(typed, Some(folder), terminal)?;
    let (day, options) = seen_from(options, terminal);
    let office = Office::open(folder);
    let open = folder.shown(terminal, || office.open_requests(day, &options));
    terminal.print_details(&open.details);
    let exit = terminal.report(&open.diagnostics);
    let Some(mut requests) = open.value.filter(|_| exit.allows_answer(true)) else {
        return Ok(exit);
    };
    let all = requests.len();
    requests.retain(|request| is_wanted(request, typed));
    if requests.len() < all {
        let others = all - requests.len();
        terminal.print_note(&terminal.words().others_open(others));
    }
    let as_table = || due::table(&requests, day, terminal.language);
    let text = match format {
        DueFormat::Table => {
            let table = due::short_table(&requests, day, terminal.language);
            table::text(&table, terminal.width)
        }
        DueFormat::Csv => table::csv(&as_table()),
        DueFormat::Json => due::json(&requests, day),
        DueFormat::Html => html::due(&as_table(), office.name(), terminal.language),
        DueFormat::Ics => due::ics(&requests, office.name(), day, terminal.language),
    };
    output.write(&text, terminal.words())?;
    Ok(exit)
}

/// Whether a request matches `--within` and `--overdue`.
fn is_wanted(request: &OpenRequest, typed: &Due) -> bool {
    let is_near = |most: u16| {
        let left = request.working_days_left;
        left.is_some_and(|left| left <= most.into())
    };
    let is_overdue = request.state == OpenState::Overdue;
    typed.within.is_none_or(is_near) && (!typed.overdue || is_overdue)
}

/// Explains the deadline of a request in the log.
fn explain_logged(
    id: &str,
    typed: &Due,
    options: &Options,
    folder: &ProjectFolder,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let (output, format) = output(typed, Some(folder), terminal)?;
    let (as_of, options) = seen_from(options, terminal);
    let mut sought = vec![RequestSelector::Id(id.to_owned())];
    if let Some((file, line)) = id.rsplit_once(':')
        && let Ok(line) = line.parse()
    {
        sought.push(RequestSelector::Line(file.to_owned(), line));
    }
    let office = Office::open(folder);
    let seek = || office.deadlines(&sought, as_of, &options);
    let found = folder.shown(terminal, seek);
    let exit = terminal.report(&found.diagnostics);
    let (Some(requests), true) = (found.value, exit.allows_answer(true)) else {
        return Ok(exit);
    };
    let Some(request) = requests.first() else {
        bail!(terminal.words().no_such_request(id, as_of));
    };
    let Some(settled) = office.calendar().value else {
        return Ok(exit);
    };
    let text = course_text(request, &settled.calendar, as_of, format, terminal)?;
    output.write(&text, terminal.words())?;
    Ok(exit)
}

/// Explains the deadline of a request that is given on the command line.
fn explain(
    received: NaiveDate,
    typed: &Due,
    options: &Options,
    folder: Option<&ProjectFolder>,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let (output, format) = output(typed, folder, terminal)?;
    let settled = calendar_of(folder);
    let exit = terminal.report(&settled.diagnostics);
    let Some(settled) = settled.value else {
        return Ok(exit);
    };
    let calendar = &settled.calendar;
    let clock = Clock {
        calendar,
        law: Law::china(),
        options: settled.law,
    };
    if let Some((later, earlier)) = out_of_order(received, typed) {
        bail!(terminal.words().out_of_order(later, earlier));
    }
    if typed.clarification_asked.is_some() || typed.consulted.is_some() {
        let text = with_events(received, typed, options, &clock, format, terminal)?;
        output.write(&text, terminal.words())?;
        return Ok(exit);
    }
    let question = DeadlineQuestion {
        received,
        days: typed.days,
        replied: typed.replied,
        extended: typed.extended,
    };
    let explanation = clock.explain(&question);
    let last_day = explanation
        .lines
        .last()
        .map_or(received, |line| line.day.date);
    let missing = calendar.missing_years(received, last_day.max(typed.replied.unwrap_or(received)));
    let found: Vec<Diagnostic> = missing
        .map(|year| unknown_year(calendar, year, 0, 0))
        .map(Diagnostic::new)
        .collect();
    let exit = exit.max(terminal.report(&found));
    let as_table = || due::explanation_table(&explanation, terminal.language);
    let text = match format {
        DueFormat::Json => due::explanation_json(&question, &explanation),
        DueFormat::Csv => table::csv(&as_table()),
        DueFormat::Table => {
            let summary = due::explanation_summary(&question, &explanation, terminal.language);
            summary + "\n" + &table::text(&as_table(), terminal.width)
        }
        DueFormat::Html | DueFormat::Ics => bail!(terminal.words().is_of_list(format.name())),
    };
    output.write(&text, terminal.words())?;
    Ok(exit)
}

/// Returns the calendar of the project, or the national one without a project.
fn calendar_of(folder: Option<&ProjectFolder>) -> Outcome<OfficeCalendar> {
    let has_project = |folder: &&ProjectFolder| Files::open(*folder, PROJECT_FILE).is_ok();
    match folder.filter(has_project) {
        Some(folder) => Office::open(folder).calendar(),
        None => Outcome::from(OfficeCalendar::default()),
    }
}

/// An option and its day.
type TypedDay = (&'static str, NaiveDate);

/// Returns the first option whose day is before the day it must follow, with the option of that
/// day.
fn out_of_order(received: NaiveDate, typed: &Due) -> Option<(TypedDay, TypedDay)> {
    let received = ("--received", Some(received));
    let asked = ("--clarification-asked", typed.clarification_asked);
    let consulted = ("--consulted", typed.consulted.map(|(from, _)| from));
    let answered = ("--consulted", typed.consulted.and_then(|(_, to)| to));
    let follow = [
        (asked, received),
        (("--clarified", typed.clarified), asked),
        (consulted, received),
        (answered, consulted),
        (("--replied", typed.replied), received),
    ];
    follow
        .into_iter()
        .filter_map(|((later, day), (earlier, first))| Some(((later, day?), (earlier, first?))))
        .find(|((_, day), (_, first))| day < first)
}

/// Explains a deadline with events that suspend or restart the period.
fn with_events(
    received: NaiveDate,
    typed: &Due,
    options: &Options,
    clock: &Clock<'_>,
    format: DueFormat,
    terminal: &Terminal,
) -> anyhow::Result<String> {
    let (consultation_from, consultation_to) = match typed.consulted {
        Some((from, to)) => (Some(from), to),
        None => (None, None),
    };
    let course = Course {
        days: LoggedDays {
            clarification_asked_on: typed.clarification_asked,
            clarified_on: typed.clarified,
            consultation_from,
            consultation_to,
            // The longest extension; the day of its notice does not matter.
            extended_on: typed.extended.then_some(received),
            ..LoggedDays::default()
        },
        replied: typed.replied,
        ..Course::received_on(received)
    };
    let days = [
        typed.clarification_asked,
        typed.clarified,
        consultation_from,
        consultation_to,
        typed.replied,
    ];
    // Events may be planned, so the default as-of date is not before the last of them.
    let last = days.into_iter().flatten().max();
    let as_of = options
        .as_of
        .unwrap_or_else(|| last.unwrap_or(received).max(today()));
    let request = CourseOfRequest {
        id: None,
        title: None,
        place: None,
        course,
        further: Vec::new(),
        deadline: clock.disclosure(&course, as_of),
    };
    course_text(&request, clock.calendar, as_of, format, terminal)
}

/// Formats the course of a request.
fn course_text(
    request: &CourseOfRequest,
    calendar: &Calendar,
    as_of: NaiveDate,
    format: DueFormat,
    terminal: &Terminal,
) -> anyhow::Result<String> {
    let days = day_by_day(request, calendar, as_of);
    let missing = request.missing_notices(calendar);
    let as_table = || due::course_table(&days, terminal.language);
    Ok(match format {
        DueFormat::Json => due::course_json(request, &missing, &days),
        DueFormat::Csv => table::csv(&as_table()),
        DueFormat::Table => {
            let summary = due::course_summary(request, &missing, as_of, terminal.language);
            summary + "\n" + &table::text(&as_table(), terminal.width)
        }
        DueFormat::Html | DueFormat::Ics => bail!(terminal.words().is_of_list(format.name())),
    })
}

/// Returns today in China (UTC+8, no summer time): the machine may be in another time zone.
fn today() -> NaiveDate {
    const DAY: u64 = 24 * 60 * 60;
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let days = (since.as_secs() + 8 * 60 * 60) / DAY;
    NaiveDate::default()
        .checked_add_days(Days::new(days))
        .unwrap_or_default()
}
