//! `report trace`: shows the rows behind a figure.

use anyhow::{anyhow, bail};

use super::Exit;
use super::arguments::{Trace, TraceFormat};
use super::folder::ProjectFolder;
use super::keys::{all_wanted, logs_of, unseen};
use super::output::Output;
use super::terminal::Terminal;
use crate::count::{Formula, TraceQuestion};
use crate::figures::Figures;
use crate::form::Form;
use crate::render::{table, trace, xlsx};
use crate::report;
use crate::vocabulary::nearest_key;
use crate::{Office, Options, Outcome};

pub(super) fn run(
    typed: &Trace,
    folder: &ProjectFolder,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(&typed.output, Some(folder), words)?;
    let format = output.format(typed.format, TraceFormat::Table, words)?;
    let office = Office::open(folder);
    let wanted = match all_wanted(std::slice::from_ref(&typed.key)) {
        Ok(wanted) => wanted,
        Err(_) if names_cell(&typed.key, &office) => {
            return cell(
                typed,
                (&office, folder),
                options,
                (&output, format),
                terminal,
            );
        }
        Err(unknown) => return Ok(terminal.report(&unknown)),
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
    let statistics = office.figures(typed.year, options);
    let Some((year, figures)) = last_of(&statistics) else {
        return Ok(terminal.report(&statistics.diagnostics));
    };
    let unseen = unseen(&wanted, &[(*year, figures.clone())]);
    if !unseen.is_empty() {
        return Ok(terminal.report(&unseen));
    }

    let question = TraceQuestion {
        key,
        is_denominator: typed.denominator,
    };
    let answer = folder.shown(terminal, || office.trace(*year, &[question], options));
    let exit = terminal.report(&answer.diagnostics);
    let answer = answer
        .value
        .filter(|_| exit.allows_answer(typed.keep_going));
    let Some(trace) = answer.iter().flatten().next() else {
        return Ok(exit);
    };
    shown(trace, (*year, office.name()), (&output, format), terminal)?;
    Ok(exit)
}

/// Whether a key is that of a form cell, or is more similar to one than to the key of a figure.
fn names_cell(key: &str, office: &Office<'_>) -> bool {
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
    Form::all().iter().any(is_named) || office.own_form().is_some_and(is_named) || is_near()
}

/// Traces a cell of a form.
fn cell(
    typed: &Trace,
    (office, folder): (&Office<'_>, &ProjectFolder),
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
        let statistics = office.figures(None, options);
        let Some((year, _)) = last_of(&statistics) else {
            return Ok(terminal.report(&statistics.diagnostics));
        };
        *year
    };
    let answer = folder.shown(terminal, || office.trace_cell(year, &typed.key, options));
    let exit = terminal.report(&answer.diagnostics);
    let traced = answer
        .value
        .filter(|_| exit.allows_answer(typed.keep_going));
    let Some(traced) = traced else {
        return Ok(exit);
    };
    shown(&traced, (year, office.name()), to, terminal)?;
    Ok(exit)
}

/// Returns the last year that has figures.
fn last_of(figures: &Outcome<Vec<(i32, Figures)>>) -> Option<&(i32, Figures)> {
    figures.value.as_ref()?.last()
}

/// Shows the rows that were found.
fn shown(
    traced: &report::Trace,
    (year, office): (i32, &str),
    (output, format): (&Output, TraceFormat),
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let words = terminal.words();
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
                xlsx::trace(traced, year, office, language, scratch)
            });
            let workbook =
                workbook.map_err(|error| anyhow!(words.cannot_render("xlsx", &error)))?;
            return output.write(&workbook, words);
        }
    };
    output.write(&text, words)
}
