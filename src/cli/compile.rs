//! `report compile`: the report of a year.

use super::Exit;
use super::arguments::Compile;
use super::files::Folder;
use super::output::Output;
use super::terminal::Terminal;
use crate::Options;
use crate::render::{DEFAULT_WIDTH, render};

pub(super) fn run(
    typed: &Compile,
    folder: &Folder,
    options: Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(typed.output.as_deref(), folder, words)?;
    let format = output.format(typed.format, words)?;
    let width = if output == Output::Stdout {
        terminal.width
    } else {
        DEFAULT_WIDTH
    };
    let options = Options {
        keep_going: typed.keep_going,
        compared_with: typed.compare,
        ..options
    };

    let compile = || crate::compile(folder, typed.year, &options);
    let compilation = folder.shown(terminal, compile);
    terminal.tell_details(&compilation.details);
    let exit = terminal.tell(&compilation.diagnostics);
    match compilation.report {
        Some(report) if exit == Exit::Done || typed.keep_going => {
            if terminal.is_verbose {
                let inputs = report.inputs.iter();
                inputs.for_each(|input| terminal.remark(&words.rows_of(input)));
            }
            output.write(&render(&report, format, width), words)?;
        }
        _ => {
            // Whatever the rules make of its cause, a report that was not written is a failure.
            let exit = exit.max(Exit::ErrorsFound);
            if exit == Exit::ErrorsFound {
                terminal.remark(words.nothing_written());
            }
            return Ok(exit);
        }
    }
    Ok(exit)
}
