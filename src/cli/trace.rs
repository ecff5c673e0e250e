//! `report trace`: the rows behind a figure.

use anyhow::{anyhow, bail};

use super::Exit;
use super::arguments::{Trace, TraceFormat};
use super::files::Folder;
use super::keys::{all_wanted, logs_of, unseen};
use super::output::Output;
use super::terminal::Terminal;
use crate::count::{Formula, Question};
use crate::form::Form;
use crate::render::{table, trace, xlsx};
use crate::vocabulary::nearest_key;
use crate::{Options, Traces};

pub(super) fn run(
    typed: &Trace,
    folder: &Folder,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(&typed.output, Some(folder), words)?;
    let format = output.format(typed.format, TraceFormat::Table, words)?;
    let wanted = match all_wanted(std::slice::from_ref(&typed.key)) {
        Ok(wanted) => wanted,
        Err(_) if names_cell(&typed.key, folder) => {
            return cell(typed, folder, options, (&output, format), terminal);
        }
        Err(unknown) => return Ok(terminal.tell(&unknown)),
    };
    let Some(key) = wanted.iter().find_map(|wanted| wanted.figure.clone()) else {
        bail!(words.names_several(&typed.key, &[]));
    };
    if typed.denominator && Formula::of(key.metric).denominator().is_none() {
        bail!(words.no_denominator(&typed.key));
    }
    let options = &Options {
        keep_going: typed.keep_going,
        logs: logs_of(&wanted),
        ..options.clone()
    };
    let statistics = crate::statistics(folder, typed.year, options);
    let Some((year, figures)) = statistics.years.last() else {
        return Ok(terminal.tell(&statistics.diagnostics));
    };
    let unseen = unseen(&wanted, &[(*year, figures.clone())]);
    if !unseen.is_empty() {
        return Ok(terminal.tell(&unseen));
    }

    let question = Question {
        key,
        is_denominator: typed.denominator,
    };
    let trace = || crate::trace(folder, *year, &[question], options);
    let answer = folder.shown(terminal, trace);
    shown(&answer, *year, typed, (&output, format), terminal)
}

/// Whether a key is that of a cell of some form, or looks like one more than like that of a figure.
fn names_cell(key: &str, folder: &Folder) -> bool {
    let is_named = |form: &Form| {
        let behind = key.strip_prefix(&form.id);
        form.cell_named(key).is_some() || behind.is_some_and(|rest| rest.starts_with('.'))
    };
    let is_near = || {
        nearest_key(key).is_none()
            && Form::all()
                .iter()
                .any(|form| form.nearest_cell(key).is_some())
    };
    Form::all().iter().any(is_named)
        || crate::own_form(folder).0.as_ref().is_some_and(is_named)
        || is_near()
}

/// The rows behind a cell of a form.
fn cell(
    typed: &Trace,
    folder: &Folder,
    options: &Options,
    to: (&Output, TraceFormat),
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    if typed.denominator {
        bail!(terminal.words().no_denominator(&typed.key));
    }
    let options = &Options {
        keep_going: typed.keep_going,
        ..options.clone()
    };
    let year = if let Some(year) = typed.year {
        year
    } else {
        let statistics = crate::statistics(folder, None, options);
        let Some((year, _)) = statistics.years.last() else {
            return Ok(terminal.tell(&statistics.diagnostics));
        };
        *year
    };
    let trace = || crate::trace_cell(folder, year, &typed.key, options);
    let answer = folder.shown(terminal, trace);
    shown(&answer, year, typed, to, terminal)
}

/// Shows the rows that were found.
fn shown(
    answer: &Traces,
    year: i32,
    typed: &Trace,
    (output, format): (&Output, TraceFormat),
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let exit = terminal.tell(&answer.diagnostics);
    let Some(traced) = answer
        .traces
        .first()
        .filter(|_| exit.allows_answer(typed.keep_going))
    else {
        return Ok(exit);
    };
    let as_table = || trace::table(traced, year, terminal.language);
    let text = match format {
        TraceFormat::Table => {
            let rows = trace::text(traced, year, terminal.width, terminal.language);
            rows + &trace::summary(traced, terminal.language)
        }
        TraceFormat::Csv => table::csv(&as_table()),
        TraceFormat::Json => trace::json(traced, year),
        TraceFormat::Xlsx => {
            let workbook = tempfile::tempdir().and_then(|scratch| {
                let (language, scratch) = (terminal.language, scratch.path());
                xlsx::trace(traced, year, &answer.office, language, scratch)
            });
            let workbook =
                workbook.map_err(|error| anyhow!(words.cannot_render("xlsx", &error)))?;
            output.write(&workbook, words)?;
            return Ok(exit);
        }
    };
    output.write(&text, words)?;
    Ok(exit)
}
