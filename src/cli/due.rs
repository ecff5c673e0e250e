//! `report due`: what is due, and one deadline explained day by day.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::bail;
use chrono::{Days, NaiveDate};

use super::Exit;
use super::arguments::{Due, DueFormat};
use super::files::Folder;
use super::output::{FileFormat, Output};
use super::terminal::Terminal;
use crate::check::unknown_year;
use crate::count::{OpenRequest, OpenState};
use crate::diagnostic::Diagnostic;
use crate::law::{Clock, Law, Question};
use crate::render::{due, html, table};
use crate::{Options, calendar_of};

pub(super) fn run(
    typed: &Due,
    folder: impl FnOnce() -> anyhow::Result<Folder>,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let folder = folder();
    match typed.received {
        // One deadline needs no project; where there is one, its calendar counts.
        Some(received) => explain(received, typed, folder.ok().as_ref(), terminal),
        None => list(typed, options, &folder?, terminal),
    }
}

/// Where it is written to, and as what.
fn output(
    typed: &Due,
    folder: Option<&Folder>,
    terminal: &Terminal,
) -> anyhow::Result<(Output, DueFormat)> {
    let words = terminal.words();
    let output = Output::of(&typed.output, folder, words)?;
    let format = output.format(typed.format, DueFormat::Table, words)?;
    Ok((output, format))
}

/// The open requests.
fn list(
    typed: &Due,
    options: &Options,
    folder: &Folder,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let (output, format) = output(typed, Some(folder), terminal)?;
    let day = options.as_of.unwrap_or_else(today);
    if options.as_of.is_none() {
        terminal.remark(&terminal.words().seen_from(day));
    }
    let options = Options {
        // One bad row hides no other request.
        keep_going: true,
        ..options.clone()
    };
    let mut open = folder.shown(terminal, || crate::open_requests(folder, day, &options));
    terminal.tell_details(&open.details);
    let exit = terminal.tell(&open.diagnostics);
    if !open.is_known || !exit.allows_answer(true) {
        return Ok(exit);
    }
    let all = open.requests.len();
    open.requests.retain(|request| is_wanted(request, typed));
    if open.requests.len() < all {
        let others = all - open.requests.len();
        terminal.remark(&terminal.words().others_open(others));
    }
    let as_table = || due::table(&open.requests, day, terminal.language);
    let text = match format {
        DueFormat::Table => {
            let table = due::short_table(&open.requests, day, terminal.language);
            table::text(&table, terminal.width)
        }
        DueFormat::Csv => table::csv(&as_table()),
        DueFormat::Json => due::json(&open.requests, day),
        DueFormat::Html => html::due(&as_table(), &open.office, terminal.language),
        DueFormat::Ics => due::ics(&open.requests, &open.office, day, terminal.language),
    };
    output.write(&text, terminal.words())?;
    Ok(exit)
}

/// Whether `--within` and `--overdue` ask for it.
fn is_wanted(request: &OpenRequest, typed: &Due) -> bool {
    let is_near = |most: u16| {
        let left = request.working_days_left;
        left.is_some_and(|left| left <= most.into())
    };
    let is_overdue = request.state == OpenState::Overdue;
    typed.within.is_none_or(is_near) && (!typed.overdue || is_overdue)
}

/// One deadline.
fn explain(
    received: NaiveDate,
    typed: &Due,
    folder: Option<&Folder>,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let (output, format) = output(typed, folder, terminal)?;
    let settled = calendar_of(folder.map(|folder| folder as _));
    let exit = terminal.tell(&settled.diagnostics);
    let Some(calendar) = settled.calendar else {
        return Ok(exit);
    };
    let clock = Clock {
        calendar: &calendar,
        law: Law::china(),
        options: settled.law,
    };
    let question = Question {
        received,
        days: typed.days,
        replied: typed.replied,
        extended: typed.extended,
    };
    if let Some(replied) = typed.replied.filter(|replied| *replied < received) {
        bail!(terminal.words().replied_before_received(replied, received));
    }
    let explanation = clock.explain(&question);
    let last_day = explanation
        .lines
        .last()
        .map_or(received, |line| line.day.date);
    let missing = calendar.missing_years(received, last_day.max(typed.replied.unwrap_or(received)));
    let found: Vec<Diagnostic> = missing
        .map(|year| unknown_year(&calendar, year, 0, 0))
        .map(Diagnostic::new)
        .collect();
    let exit = exit.max(terminal.tell(&found));
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

/// Today in China, UTC+8 without summer time: the machine's zone says nothing of the office's day.
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
