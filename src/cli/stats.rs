//! `report stats`: the figures of one year, or of every year side by side.

use anyhow::{anyhow, bail};
use chrono::NaiveDate;

use super::Exit;
use super::arguments::{Stats, StatsFormat};
use super::folder::ProjectFolder;
use super::keys::{all_wanted, logs_of, pruned, unseen};
use super::output::{FileFormat, Output};
use super::periods::{Asked, asked};
use super::terminal::Terminal;
use crate::count::Span;
use crate::figures::{Figures, Value};
use crate::render::{DEFAULT_WIDTH, html, json, stats, table, xlsx};
use crate::{Office, Options, Outcome};

pub(super) fn run(
    typed: &Stats,
    folder: &ProjectFolder,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(&typed.output, Some(folder), words)?;
    let format = output.format(typed.format, StatsFormat::Table, words)?;
    if typed.long && format != StatsFormat::Csv {
        bail!(words.long_is_csv(format.name()));
    }
    let wanted = match all_wanted(&typed.keys) {
        Ok(wanted) => wanted,
        Err(unknown) => return Ok(terminal.report(&unknown)),
    };
    let Asked { year, part, other } = asked(typed.part, typed.year, typed.compare, options, words)?;
    let only_figure = match (year, wanted.as_slice()) {
        (Some(_), [only]) => only.figure.as_ref(),
        _ => None,
    };
    if format == StatsFormat::Plain && only_figure.is_none() {
        bail!(words.plain_is_one_figure());
    }

    let options = &Options {
        keep_going: typed.keep_going,
        logs: logs_of(&wanted),
        part,
        ..options.clone()
    };
    let office = Office::open(folder);
    let asked = (year, other);
    let (statistics, before) = folder.shown(terminal, || figures_of(&office, asked, options));
    terminal.print_details(&statistics.details);
    let exit = terminal.report(&statistics.diagnostics);
    let years = statistics.value.unwrap_or_default();
    if !exit.allows_answer(typed.keep_going) || years.is_empty() && exit != Exit::Done {
        return Ok(exit);
    }
    let unseen = unseen(&wanted, &years);
    if !unseen.is_empty() {
        return Ok(terminal.report(&unseen));
    }

    let pruned: Vec<_> = years
        .iter()
        .map(|(year, figures)| (*year, pruned(figures, &wanted)))
        .collect();
    let span_of = |year: i32| {
        let part = if Some(year) == other { before } else { part };
        let days = part.and_then(|(first, last)| Span::days(first, last));
        days.unwrap_or(Span::Year(year))
    };
    let years: Vec<_> = pruned
        .iter()
        .map(|(year, figures)| (span_of(*year), figures))
        .collect();
    let is_compared = other.is_some();
    let as_table = || match (is_compared, &*years) {
        (true, &[then, now]) => stats::compared(then, now, terminal.language),
        _ => stats::table(&years, terminal.language),
    };
    let text = match format {
        StatsFormat::Table => {
            let overview = stats::overview(&years, is_compared, terminal.language);
            stats::text(&overview, terminal_options(typed, &output, terminal))
        }
        StatsFormat::Csv if typed.long => stats::long(&years),
        StatsFormat::Csv => table::csv(&as_table()),
        StatsFormat::Json => json::stats(&years, year.is_none()),
        StatsFormat::Plain => {
            let value = only_figure.and_then(|key| years.last()?.1.get(key));
            stats::plain(value.unwrap_or(&Value::Absent)) + "\n"
        }
        StatsFormat::Html => html::stats(&years, is_compared, terminal.language),
        StatsFormat::Xlsx => {
            let workbook = xlsx::stats(&years, office.name(), terminal.language);
            let workbook =
                workbook.map_err(|error| anyhow!(words.cannot_render("xlsx", &error)))?;
            output.write(&workbook, words)?;
            return Ok(exit);
        }
    };
    output.write(&text, words)?;
    Ok(exit)
}

/// The figures of a year, or of every year; those of another year stand in front of them, in the order of
/// years, with the part of that year if only a part is counted.
fn figures_of(
    office: &Office<'_>,
    (year, other): (Option<i32>, Option<i32>),
    options: &Options,
) -> (FiguresOfYears, Option<(NaiveDate, NaiveDate)>) {
    let mut figures = office.figures(year, options);
    let (Some(year), Some(other)) = (year, other) else {
        return (figures, None);
    };
    let options = options.beside(year, other);
    let beside = office.figures(Some(other), &options);
    figures.diagnostics.extend(beside.diagnostics);
    figures.diagnostics.dedup();
    let years = figures.value.get_or_insert_default();
    years.splice(0..0, beside.value.unwrap_or_default());
    (figures, options.part)
}

type FiguresOfYears = Outcome<Vec<(i32, Figures)>>;

/// How the figures are laid out: a file is no terminal.
fn terminal_options(typed: &Stats, output: &Output, terminal: &Terminal) -> stats::TerminalOptions {
    let is_shown = *output == Output::Stdout;
    stats::TerminalOptions {
        width: if is_shown {
            terminal.width
        } else {
            DEFAULT_WIDTH
        },
        colour: is_shown && terminal.display_options().colour,
        bars: !typed.no_bars,
    }
}
