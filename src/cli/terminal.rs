//! Who reads, and how: language, colour, width, and how much is told.

use std::io::{self, IsTerminal, Write};

use annotate_snippets::{Group, Level, Renderer};
use anstream::AutoStream;
use clap::ColorChoice;

use super::Exit;
use super::arguments::Global;
use super::discovery::By;
use super::files::Folder;
use super::words::Words;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::render::check::Look;
use crate::render::{DEFAULT_WIDTH, diagnostics};
use crate::report::Check;

/// How many findings are shown on a terminal; more would push the first out of sight.
const SHOWN_ON_A_TERMINAL: usize = 20;

/// The person, or the program, at the other end.
#[derive(Debug)]
pub(super) struct Terminal {
    /// The language in which a person is spoken to.
    pub(super) language: Language,
    /// Columns of text on standard output.
    pub(super) width: usize,
    /// Whether what became of each file is told.
    pub(super) is_verbose: bool,
    /// What is less bad is not told.
    told_from: Severity,
    /// From which severity on a finding is an error.
    errors_from: Severity,
    is_coloured: bool,
    cap: Option<usize>,
    /// Whether standard output, which findings of a check go to, takes colour.
    is_output_coloured: bool,
}

impl Terminal {
    /// What the options, the environment and the streams say.
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
            // What makes the run fail is told in any case.
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

    /// The words of the command line in this language.
    pub(super) fn words(&self) -> Words {
        Words(self.language)
    }

    /// Whether somebody sits before standard error who wants to see how far the work has come.
    pub(super) fn shows_progress(&self) -> bool {
        io::stderr().is_terminal() && self.told_from <= Severity::Note
    }

    /// How findings of a check are shown on standard output.
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

    /// How a check ends that found this.
    pub(super) fn exit_of(&self, check: &Check) -> Exit {
        let beyond = check.beyond.iter();
        let beyond = beyond.filter(|beyond| beyond.waiver.is_none());
        let beyond = beyond.map(|beyond| beyond.severity).max();
        let of_beyond = Exit::of_worst(beyond, self.errors_from);
        Exit::of(&check.diagnostics, self.errors_from).max(of_beyond)
    }

    /// Tells findings, and how a run with them ends.
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
        ));
        Exit::of(found, self.errors_from)
    }

    /// Tells how files were read, to who asks for more.
    pub(super) fn tell_details(&self, details: &[Diagnostic]) {
        if self.is_verbose {
            let (language, colour) = (self.language, self.is_coloured);
            self.print(&diagnostics::details(details, language, colour));
        }
    }

    /// Tells why the run could not be made.
    pub(super) fn complain(&self, error: &anyhow::Error) -> Exit {
        complain(error, self.words(), self.is_coloured)
    }

    /// Tells what went as it should, to whoever has not asked for silence.
    pub(super) fn remark(&self, text: &str) {
        if self.told_from <= Severity::Note {
            self.print(&format!("{text}\n"));
        }
    }

    /// Tells which folder the project is in, where that is not plain, to who asks for more.
    pub(super) fn remark_where(&self, folder: &Folder) {
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

/// Tells why the run could not be made, where there is no [`Terminal`] yet.
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
    // There is nobody left to tell that standard error is closed.
    let _ = AutoStream::new(io::stderr(), choice).write_all(text.as_bytes());
}

/// Whether a stream takes colour.
pub(super) fn is_coloured(choice: ColorChoice, stream: &impl anstream::stream::RawStream) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        // It asks whether this is a terminal, NO_COLOR and their kin.
        ColorChoice::Auto => AutoStream::choice(stream) != anstream::ColorChoice::Never,
    }
}

/// The width of the terminal that standard output is; a file and a pipe are always of one width.
pub(super) fn width() -> usize {
    let size = terminal_size::terminal_size_of(io::stdout());
    size.map_or(DEFAULT_WIDTH, |(width, _)| width.0.into())
}
