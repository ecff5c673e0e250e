//! The terminal: language, colour, width, and which messages are shown.

use std::io::{self, IsTerminal, Write};

use annotate_snippets::{Group, Level, Renderer};
use anstream::AutoStream;
use clap::ColorChoice;

use super::Exit;
use super::arguments::Global;
use super::discovery::By;
use super::folder::ProjectFolder;
use super::words::Words;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::render::check::Look;
use crate::render::{DEFAULT_WIDTH, diagnostics};
use crate::report::Check;

/// Maximum number of findings on a terminal; more would scroll the first out of sight.
const SHOWN_ON_A_TERMINAL: usize = 20;

/// Settings for everything printed for the user.
#[derive(Debug)]
pub(super) struct Terminal {
    /// Language of messages.
    pub(super) language: Language,
    /// Width of standard output, in columns.
    pub(super) width: usize,
    /// Whether details about each file are shown.
    pub(super) is_verbose: bool,
    /// Findings below this severity are not shown.
    told_from: Severity,
    /// The lowest severity that counts as an error.
    errors_from: Severity,
    is_coloured: bool,
    cap: Option<usize>,
    /// Whether standard output, which `check` writes findings to, is coloured.
    is_output_coloured: bool,
}

impl Terminal {
    /// Reads the settings from the options, the environment and the streams.
    pub(super) fn new(options: &Global, is_strict: bool, language: Language) -> Self {
        let stderr = io::stderr();
        let errors_from = if is_strict {
            Severity::Warning
        } else {
            Severity::Error
        };
        Self {
            language,
            width: width(),
            is_verbose: options.verbose,
            // Findings that make the run fail are always shown.
            told_from: if options.quiet {
                errors_from
            } else {
                Severity::Note
            },
            errors_from,
            is_coloured: is_coloured(options.color, &stderr),
            is_output_coloured: is_coloured(options.color, &io::stdout()),
            cap: (stderr.is_terminal() && !options.verbose).then_some(SHOWN_ON_A_TERMINAL),
        }
    }

    /// The messages of the command line in this language.
    pub(super) fn words(&self) -> Words {
        Words(self.language)
    }

    /// Whether standard error is a terminal and progress is wanted.
    pub(super) fn shows_progress(&self) -> bool {
        io::stderr().is_terminal() && self.told_from <= Severity::Note
    }

    /// Returns how `check` shows findings on standard output.
    pub(super) fn look(&self) -> Look {
        let is_capped = io::stdout().is_terminal() && !self.is_verbose;
        Look {
            language: self.language,
            colour: self.is_output_coloured,
            cap: is_capped.then_some(SHOWN_ON_A_TERMINAL),
            from: self.told_from,
            shows_waived: self.is_verbose,
        }
    }

    /// Returns the exit code of a check.
    pub(super) fn exit_of(&self, check: &Check) -> Exit {
        let beyond = check.beyond.iter();
        let beyond = beyond.filter(|beyond| beyond.waiver.is_none());
        let beyond = beyond.map(|beyond| beyond.severity).max();
        let of_beyond = Exit::of_worst(beyond, self.errors_from);
        Exit::of(&check.diagnostics, self.errors_from).max(of_beyond)
    }

    /// Prints findings and returns the exit code for them.
    pub(super) fn tell(&self, found: &[Diagnostic]) -> Exit {
        let is_told = |finding: &Diagnostic| match finding.waiver() {
            Some(_) => self.is_verbose,
            None => finding.severity() >= self.told_from,
        };
        self.print(&diagnostics::human(
            found,
            is_told,
            self.language,
            self.is_coloured,
            self.cap,
            self.is_verbose,
        ));
        Exit::of(found, self.errors_from)
    }

    /// Prints details of how files were read, with `--verbose`.
    pub(super) fn tell_details(&self, details: &[Diagnostic]) {
        if self.is_verbose {
            let (language, colour) = (self.language, self.is_coloured);
            self.print(&diagnostics::details(details, language, colour));
        }
    }

    /// Prints the error that stopped the run.
    pub(super) fn complain(&self, error: &anyhow::Error) -> Exit {
        complain(error, self.words(), self.is_coloured)
    }

    /// Prints a remark, unless `--quiet`.
    pub(super) fn remark(&self, text: &str) {
        if self.told_from <= Severity::Note {
            self.print(&format!("{text}\n"));
        }
    }

    /// Prints the project folder with `--verbose`, if it was found in a folder above or named by
    /// `REPORT_DATA`.
    pub(super) fn remark_where(&self, folder: &ProjectFolder) {
        if self.is_verbose && matches!(folder.by(), By::Above | By::Variable) {
            self.print(&format!(
                "{}\n",
                self.words().project_is_in(folder.path(), folder.by())
            ));
        }
    }

    fn print(&self, text: &str) {
        print(text, self.is_coloured);
    }
}

/// Prints the error that stopped the run, without a [`Terminal`].
pub(super) fn complain(error: &anyhow::Error, words: Words, is_coloured: bool) -> Exit {
    let message = format!("{error:#}");
    let title = Level::ERROR
        .with_name(words.error())
        .primary_title(&message);
    let renderer = if is_coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let text = renderer.render(&[Group::with_title(title)]);
    print(&format!("{text}\n"), is_coloured);
    Exit::CouldNotRun
}

/// Prints on standard error.
pub(super) fn print(text: &str, is_coloured: bool) {
    let choice = if is_coloured {
        anstream::ColorChoice::Always
    } else {
        anstream::ColorChoice::Never
    };
    // An error of standard error itself cannot be reported.
    let _ = AutoStream::new(io::stderr(), choice).write_all(text.as_bytes());
}

/// Whether a stream is coloured.
pub(super) fn is_coloured(choice: ColorChoice, stream: &impl anstream::stream::RawStream) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        // It checks for a terminal, NO_COLOR and similar variables.
        ColorChoice::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}

/// Returns the width of the terminal on standard output, in columns; files and pipes have a fixed
/// width.
pub(super) fn width() -> usize {
    let size = terminal_size::terminal_size_of(io::stdout());
    size.map_or(DEFAULT_WIDTH, |(width, _)| width.0.into())
}
