//! `report compile`: compiles the report of a year.

use anyhow::{anyhow, bail};

use super::arguments::Compile;
use super::folder::ProjectFolder;
use super::output::Output;
use super::periods::{Asked, asked};
use super::terminal::Terminal;
use super::{Exit, LISTED_PER_KIND};
use crate::cover::cover;
use crate::render::{DEFAULT_WIDTH, Format, html, render, xlsx};
use crate::report::Report;
use crate::{Extras, Office, Options};

pub(super) fn run(
    typed: &Compile,
    folder: &ProjectFolder,
    options: Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(&typed.output, Some(folder), words)?;
    let format = output.format(typed.format, Format::default(), words)?;
    if typed.fragment && format != Format::Html {
        bail!(words.fragment_is_html(format));
    }
    if typed.cover && !format.is_of_pages() {
        bail!(words.no_cover(format));
    }
    let Asked { year, part, other } =
        asked(typed.part, typed.year, typed.compare, &options, words)?;
    // The argument parser requires a year.
    let year = year.unwrap_or_default();
    let width = if output == Output::Stdout {
        terminal.width
    } else {
        DEFAULT_WIDTH
    };
    let options = Options {
        keep_going: typed.keep_going,
        part,
        compared_with: other,
        with: Extras {
            last_year: format == Format::Xlsx || typed.cover,
            evidence: format == Format::Xlsx,
        },
        ..options
    };

    let office = Office::open(folder);
    let compiled = folder.shown(terminal, || office.compile(year, &options));
    terminal.print_details(&compiled.details);
    let exit = terminal.report(&compiled.diagnostics);
    match compiled.value {
        Some(report) if exit == Exit::Done || typed.keep_going => {
            if terminal.is_verbose {
                let inputs = report.inputs.iter();
                inputs.for_each(|input| terminal.print_note(&words.rows_of(input)));
            }
            let report = if typed.cover {
                cover_of(&report, &office, &options)
            } else {
                report
            };
            let rendered = if typed.fragment {
                Ok(html::fragment(&report).into_bytes())
            } else if format == Format::Xlsx {
                let scratch = tempfile::tempdir();
                scratch.and_then(|scratch| xlsx::report(&report, Some(scratch.path())))
            } else {
                render(&report, format, width)
            };
            let rendered =
                rendered.map_err(|error| anyhow!(words.cannot_render(format.name(), &error)))?;
            output.write(&rendered, words)?;
        }
        _ => {
            // A report that was not written is a failure, even if the office's rules waive the cause.
            let exit = exit.max(Exit::ErrorsFound);
            if exit == Exit::ErrorsFound {
                terminal.print_note(words.nothing_written());
            }
            return Ok(exit);
        }
    }
    Ok(exit)
}

/// Creates the cover sheet of a report. It counts all findings of `check`, including those that
/// compiling does not look for.
fn cover_of(report: &Report, office: &Office<'_>, options: &Options) -> Report {
    let options = Options {
        kept_per_kind: Some(LISTED_PER_KIND),
        ..options.clone()
    };
    let check = office.check(Some(report.year), &options);
    cover(report, &check)
}
