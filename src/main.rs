//! The process: calls [`report::cli`] and returns the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    report::cli::run()
}
