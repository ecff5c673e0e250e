//! `report check`: reports everything wrong in the logs, figures and prose in one run.

use std::env;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::arguments::{Check, CheckFormat};
use super::folder::ProjectFolder;
use super::output::Output;
use super::terminal::Terminal;
use super::{Exit, LISTED_PER_KIND};
use crate::diagnostic::{Cap, Severity};
use crate::render::check::{DisplayOptions, closing_line, github, human, json, sarif};
use crate::render::{html, xlsx};
use crate::{Office, Options, report};

/// Findings shown on a terminal per kind and file; more would hide the others.
const SHOWN_PER_KIND: Cap = Cap {
    errors: 5,
    others: 5,
};

pub(super) fn run(
    typed: &Check,
    folder: &ProjectFolder,
    options: Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(&typed.output, Some(folder), words)?;
    let format = output.format(typed.format, CheckFormat::Human, words)?;
    let is_read_whole = matches!(format, CheckFormat::Human | CheckFormat::Html);
    let is_for_a_person = is_read_whole || format == CheckFormat::Xlsx;
    let is_on_a_terminal = format == CheckFormat::Human
        && output == Output::Stdout
        && terminal.display_options().cap.is_some();
    let options = Options {
        kept_per_kind: match is_read_whole {
            true if is_on_a_terminal => Some(SHOWN_PER_KIND),
            true => options.kept_per_kind,
            // Programs have the lines of the others, and a sheet can be filtered.
            false => Some(LISTED_PER_KIND),
        },
        lists_details: !is_for_a_person,
        ..options
    };
    let check = folder.shown(terminal, || {
        Office::open(folder).check(typed.year, &options)
    });
    let display = match output {
        Output::Stdout => terminal.display_options(),
        Output::File(_) => DisplayOptions {
            colour: false,
            cap: None,
            ..terminal.display_options()
        },
    };
    output.write_by(words, |out| write(out, format, &check, folder, display))?;
    terminal.print_details(&check.details);
    let exit = terminal.exit_of(&check);
    if matches!(output, Output::File(_)) {
        terminal.print_note(&closing_line(&check, display.language));
    }
    if exit == Exit::ErrorsFound && check.count_of(Severity::Error) == 0 && is_for_a_person {
        terminal.print_note(words.warnings_are_errors());
    }
    if check.diagnostics.is_empty() && is_for_a_person {
        terminal.print_note(&words.nothing_found(&check.years));
    }
    Ok(exit)
}

/// Writes the findings piece by piece: they may be as long as the logs.
fn write(
    out: &mut dyn Write,
    format: CheckFormat,
    check: &report::Check,
    folder: &ProjectFolder,
    display: DisplayOptions,
) -> io::Result<()> {
    let path = || path_of(folder.path());
    match format {
        CheckFormat::Human => human(out, check, display),
        CheckFormat::Json => json(out, check),
        CheckFormat::Github => github(out, check, &path(), display.language),
        CheckFormat::Sarif => sarif(out, check, &path(), display.language),
        CheckFormat::Html => out.write_all(html::check(check, display.language).as_bytes()),
        CheckFormat::Xlsx => {
            let scratch = tempfile::tempdir()?;
            out.write_all(&xlsx::check(check, display.language, scratch.path())?)
        }
    }
}

/// Returns the path from the current folder (in a workflow, the repository) to the project folder.
///
/// Empty for an absolute path outside the current folder: its files are then named as in
/// `report.toml`.
fn path_of(folder: &Path) -> String {
    let here = env::current_dir().and_then(|here| here.canonicalize());
    let folder = match (folder.is_absolute(), here) {
        (false, _) => Some(folder.to_owned()),
        (true, Ok(here)) => below(&here, folder),
        (true, Err(_)) => None,
    };
    let segments = folder.iter().flat_map(|folder| folder.components());
    let segments = segments.filter_map(|segment| match segment {
        Component::CurDir => None,
        segment => Some(segment.as_os_str().to_string_lossy()),
    });
    segments.collect::<Vec<_>>().join("/")
}

fn below(here: &Path, folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.strip_prefix(here).ok().map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_folder_is_relative() {
        assert_eq!(path_of(Path::new("./data")), "data");
        assert_eq!(path_of(Path::new("../office/data/")), "../office/data");
        let here = env::current_dir().unwrap();
        assert_eq!(path_of(&here.join("src")), "src");
        assert_eq!(path_of(&env::temp_dir()), "");
    }
}
