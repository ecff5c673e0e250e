//! The command line: arguments, file system, terminal and environment.
//!
//! Takes the words of a command. Each command has a file, which asks the library and prints the answer.
//! Gives output, messages and an exit code.
//! The only module that knows any of these; does not know how a figure, a finding or a page is made.

mod arguments;
mod check;
mod compile;
mod completions;
mod discovery;
mod due;
mod early;
mod explain;
mod folder;
mod forms;
mod help;
mod init;
mod init_from;
mod inputs;
mod key_list;
mod keys;
mod output;
mod paths;
mod periods;
mod progress;
mod stats;
mod terminal;
mod topics;
mod trace;
mod unfinished;
mod usage;
mod words;

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;

use clap::FromArgMatches;

use crate::Options;
use crate::diagnostic::{Cap, Diagnostic, Severity};
use crate::language::Language;
use crate::logs::is_reading_workbook;
use arguments::{Arguments, Command};
use early::Early;
use folder::ProjectFolder;
use terminal::{Terminal, is_coloured, print_error};
use words::CommandWords;

/// Runs the command of the process arguments and returns the exit code.
#[must_use]
pub fn run() -> ExitCode {
    unfinished::watch_for_interruption();
    silence_damaged_workbooks();
    let words: Vec<OsString> = env::args_os().collect();
    let early = match Early::of(&words) {
        Ok(early) => early,
        Err((early, error)) => {
            let is_coloured = is_coloured(early.color, &io::stderr());
            return print_error(&error, CommandWords(early.language), is_coloured).into();
        }
    };
    let mut command = help::command(early.language, terminal::width()).color(early.color);
    let arguments = command
        .try_get_matches_from_mut(&words)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(message) => return answered(&message, &command, &words, early).into(),
    };
    let (counting, _) = arguments.command.counting();
    let terminal = Terminal::new(&arguments.global, counting.strict, early.language);
    let exit =
        carry_out(&arguments, &terminal).unwrap_or_else(|error| terminal.print_error(&error));
    exit.into()
}

/// Prints help, the version, or why the arguments are invalid.
fn answered(
    message: &clap::Error,
    command: &clap::Command,
    words: &[OsString],
    early: Early,
) -> Exit {
    if usage::is_refusal(message) && early.language == Language::Chinese {
        let text = usage::refusal(message, command, words);
        terminal::print(&text, is_coloured(early.color, &io::stderr()));
        return Exit::CouldNotRun;
    }
    let printed = message.print().and_then(|()| io::stdout().flush());
    match printed {
        _ if message.use_stderr() => Exit::CouldNotRun,
        // A closed pipe is not an error.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::CouldNotRun,
        _ => Exit::Done,
    }
}

/// Hides panics of the workbook crate, which become findings. Other panics are shown.
fn silence_damaged_workbooks() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !is_reading_workbook() {
            usual(panic);
        }
    }));
}

/// Findings kept per kind and file, unless all are requested: so many are enough to see what they
/// have in common.
const TOLD_PER_KIND: Cap = Cap {
    errors: 10_000,
    others: 100,
};

/// How many are listed where more are asked for, and for programs: a million would take a gigabyte.
const LISTED_PER_KIND: Cap = Cap {
    errors: 10_000,
    others: 10_000,
};

fn carry_out(arguments: &Arguments, terminal: &Terminal) -> anyhow::Result<Exit> {
    let global = &arguments.global;
    let (counting, form) = arguments.command.counting();
    let options = Options {
        as_of: counting.as_of,
        form: form.map(str::to_owned),
        kept_per_kind: Some(if global.verbose {
            LISTED_PER_KIND
        } else {
            TOLD_PER_KIND
        }),
        ..Options::default()
    };
    let project = || {
        let folder = ProjectFolder::find(global.data.as_deref(), terminal.words())?;
        terminal.print_project_folder(&folder);
        anyhow::Ok(folder)
    };
    match &arguments.command {
        Command::Compile(typed) => compile::run(typed, &project()?, options, terminal),
        Command::Check(typed) => check::run(typed, &project()?, options, terminal),
        Command::Stats(typed) => stats::run(typed, &project()?, &options, terminal),
        Command::Trace(typed) => trace::run(typed, &project()?, &options, terminal),
        Command::Due(typed) => due::run(typed, project, &options, terminal),
        Command::Explain(typed) => explain::run(typed, project, &options, terminal),
        Command::Keys(typed) => key_list::run(typed, project().ok().as_ref(), terminal),
        Command::Forms(typed) => forms::run(typed, project().ok().as_ref(), terminal),
        Command::Init(typed) => init::run(typed, global.data.as_deref(), &options, terminal),
        Command::Completions(typed) => completions::run(typed, project().ok().as_ref(), terminal),
        Command::Help(typed) => help::run(typed, terminal),
    }
}

/// Exit code of a run; the higher one takes precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Done, and no error was found.
    Done = 0,
    /// Logs, figures or prose have errors.
    ErrorsFound = 1,
    /// It could not run: usage, configuration, or a file that cannot be read or written.
    CouldNotRun = 2,
}

impl Exit {
    /// Every exit code.
    const ALL: &'static [Self] = &[Self::Done, Self::ErrorsFound, Self::CouldNotRun];

    /// Whether the answer can be written: there are no errors, or `keep_going` leaves out their rows.
    fn allows_answer(self, keep_going: bool) -> bool {
        self == Self::Done || keep_going && self == Self::ErrorsFound
    }

    /// Returns the exit code for findings, of which those from `errors_from` on count as errors.
    fn of(found: &[Diagnostic], errors_from: Severity) -> Self {
        let reported = found.iter().filter(|finding| finding.waiver().is_none());
        Self::of_worst(reported.map(Diagnostic::severity).max(), errors_from)
    }

    /// Returns the exit code for the worst severity found.
    fn of_worst(worst: Option<Severity>, errors_from: Severity) -> Self {
        match worst {
            Some(Severity::Trouble) => Self::CouldNotRun,
            Some(worst) if worst >= errors_from => Self::ErrorsFound,
            _ => Self::Done,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{NoHeader, NoLimit, NoLogs, Problem, RowsLeftOut};

    #[test]
    fn the_worst_finding_decides_how_a_run_ends() {
        let check = |problems: &[Problem], usual, strict| {
            let found: Vec<_> = problems.iter().cloned().map(Diagnostic::new).collect();
            assert_eq!(Exit::of(&found, Severity::Error), usual, "{problems:?}");
            assert_eq!(Exit::of(&found, Severity::Warning), strict, "{problems:?}");
        };
        let note = Problem::from(NoLimit { requests: 1 });
        let warning = Problem::from(RowsLeftOut { rows: 1 });
        check(&[], Exit::Done, Exit::Done);
        check(&[warning, note], Exit::Done, Exit::ErrorsFound);
        let (error, trouble) = (Problem::from(NoHeader), Problem::from(NoLogs));
        check(&[trouble, error], Exit::CouldNotRun, Exit::CouldNotRun);
        check(
            &[Problem::from(NoHeader)],
            Exit::ErrorsFound,
            Exit::ErrorsFound,
        );
        check(
            &[Problem::from(NoLimit { requests: 1 })],
            Exit::Done,
            Exit::Done,
        );
        let waived = Diagnostic::new(NoHeader).waived_for("空表", None);
        assert_eq!(Exit::of(&[waived], Severity::Warning), Exit::Done);
    }
}
