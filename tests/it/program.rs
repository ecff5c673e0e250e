//! Runs the program as a process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use report::{DEFAULT_WIDTH, Format, Report, render::render};

/// Result of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// Exit code.
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

/// Returns the command with these arguments, run in the repository, without environment variables
/// that could change its messages.
pub(crate) fn report<'a>(words: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_report"));
    command
        .args(words)
        .current_dir(root())
        .env_clear()
        .env("LC_ALL", "en_US.UTF-8");
    command
}

/// Renders a report in a text format, as in a file.
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

/// Runs the program with space-separated arguments.
pub(crate) fn run(words: &str) -> Outcome {
    outcome(&mut report(words.split_whitespace()))
}
