//! `report compile`: the report of a year.

use super::Exit;
use super::arguments::Compile;
use super::files::Folder;
use super::output::Output;
use super::terminal::Terminal;
use crate::Options;
use crate::render::{DEFAULT_WIDTH, Format, render};

pub(super) fn run(
    typed: &Compile,
    folder: &Folder,
    options: Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(typed.output.as_deref());
    let format = typed.format.unwrap_or_else(|| format_of(&output));
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

/// The format that the name of the file asks for.
fn format_of(output: &Output) -> Format {
    output
        .extension()
        .and_then(Format::from_extension)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_extension_tells_the_format() {
        let format = |file| format_of(&Output::of(Some(Path::new(file))));
        assert_eq!(format("a.txt"), Format::Text);
        assert_eq!(format("a.MD"), Format::Markdown);
        assert_eq!(format("2017.json"), Format::Json);
        assert_eq!(format("a.docx"), Format::Text);
        assert_eq!(format("json"), Format::Text);
    }
}
