//! `report trace`: the rows behind a figure.

use anyhow::{anyhow, bail};

use super::Exit;
use super::arguments::{Trace, TraceFormat};
use super::files::Folder;
use super::keys::{all_wanted, logs_of, unseen};
use super::output::Output;
use super::terminal::Terminal;
use crate::Options;
use crate::count::{Formula, Question};
use crate::render::{table, trace, xlsx};

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
        Err(unknown) => return Ok(terminal.tell(&unknown)),
    };
    let Some(key) = wanted.iter().find_map(|wanted| wanted.figure.clone()) else {
        bail!(words.names_several(&typed.key));
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
    let exit = terminal.tell(&answer.diagnostics);
    let Some(traced) = answer
        .traces
        .first()
        .filter(|_| exit.allows_answer(typed.keep_going))
    else {
        return Ok(exit);
    };
    let as_table = || trace::table(traced, *year, terminal.language);
    let text = match format {
        TraceFormat::Table => {
            table::text(&as_table(), terminal.width) + &trace::summary(traced, terminal.language)
        }
        TraceFormat::Csv => table::csv(&as_table()),
        TraceFormat::Json => trace::json(traced, *year),
        TraceFormat::Xlsx => {
            let workbook = tempfile::tempdir().and_then(|scratch| {
                let (language, scratch) = (terminal.language, scratch.path());
                xlsx::trace(traced, *year, &answer.office, language, scratch)
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
