//! The terminal: language, colour, width, and which messages are shown.

use std::io::{self, IsTerminal, Write};

use annotate_snippets::{Group, Level, Renderer};
use anstream::AutoStream;
use clap::ColorChoice;

use super::Exit;
use super::arguments::Global;
use super::discovery::By;
use super::folder::ProjectFolder;
use super::words::CommandWords;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::render::check::DisplayOptions;
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
    min_severity: Severity,
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
            min_severity: if options.quiet {
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
    pub(super) fn words(&self) -> CommandWords {
        CommandWords(self.language)
    }

    /// Whether standard error is a terminal and progress is wanted.
    pub(super) fn shows_progress(&self) -> bool {
        io::stderr().is_terminal() && self.min_severity <= Severity::Note
    }

    /// Returns how `check` shows findings on standard output.
    pub(super) fn display_options(&self) -> DisplayOptions {
        let is_capped = io::stdout().is_terminal() && !self.is_verbose;
        DisplayOptions {
            language: self.language,
            colour: self.is_output_coloured,
            cap: is_capped.then_some(SHOWN_ON_A_TERMINAL),
            from: self.min_severity,
            shows_waived: self.is_verbose,
        }
    }

    /// Returns the exit code of a check.
    pub(super) fn exit_of(&self, check: &Check) -> Exit {
        let suppressed = check.suppressed.iter();
        let suppressed = suppressed.filter(|suppressed| suppressed.waiver.is_none());
        let suppressed = suppressed.map(|suppressed| suppressed.severity).max();
        let of_suppressed = Exit::of_worst(suppressed, self.errors_from);
        Exit::of(&check.diagnostics, self.errors_from).max(of_suppressed)
    }

    /// Prints findings and returns the exit code for them.
    pub(super) fn report(&self, found: &[Diagnostic]) -> Exit {
        let is_shown = |finding: &Diagnostic| match finding.waiver() {
            Some(_) => self.is_verbose,
            None => finding.severity() >= self.min_severity,
        };
        self.print(&diagnostics::human(
            found,
            is_shown,
            self.language,
            self.is_coloured,
            self.cap,
            self.is_verbose,
        ));
        Exit::of(found, self.errors_from)
    }

    /// Prints details of how files were read, with `--verbose`.
    pub(super) fn print_details(&self, details: &[Diagnostic]) {
        if self.is_verbose {
            let (language, colour) = (self.language, self.is_coloured);
            self.print(&diagnostics::details(details, language, colour));
        }
    }

    /// Prints the error that stopped the run.
    pub(super) fn print_error(&self, error: &anyhow::Error) -> Exit {
        print_error(error, self.words(), self.is_coloured)
    }

    /// Prints a remark, unless `--quiet`.
    pub(super) fn print_note(&self, text: &str) {
        if self.min_severity <= Severity::Note {
            self.print(&format!("{text}\n"));
        }
    }

    /// Prints the project folder with `--verbose`, if it was found in a folder above or named by
    /// `REPORT_DATA`.
    pub(super) fn print_project_folder(&self, folder: &ProjectFolder) {
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
pub(super) fn print_error(error: &anyhow::Error, words: CommandWords, is_coloured: bool) -> Exit {
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
