//! The program as a process: how it is called, and what comes of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use report::render::{DEFAULT_WIDTH, Format, render};
use report::report::Report;

/// What a run of the program came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// What it printed.
    pub(crate) stdout: String,
    /// What it said.
    pub(crate) stderr: String,
    /// How it ended.
    pub(crate) status: i32,
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder below `tests`.
pub(crate) fn below_tests(path: &str) -> PathBuf {
    root().join("tests").join(path)
}

/// The program with these words, in the repository, with nothing in its environment that could
/// change what it says.
pub(crate) fn report<'a>(words: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_report"));
    command
        .args(words)
        .current_dir(root())
        .env_clear()
        .env("LC_ALL", "en_US.UTF-8");
    command
}

/// A report in a format that is text, as a file has it.
pub(crate) fn rendered_text(report: &Report, format: Format) -> String {
    String::from_utf8(render(report, format, DEFAULT_WIDTH).unwrap()).unwrap()
}

/// Runs a command to its end.
pub(crate) fn outcome(command: &mut Command) -> Outcome {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    Outcome {
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
        status: status.code().unwrap(),
    }
}

/// Runs the program with words that are parted by blanks.
pub(crate) fn run(words: &str) -> Outcome {
    outcome(&mut report(words.split_whitespace()))
}
