//! Renders a report, a table or findings as bytes; each format has its own file.
//!
//! Takes reports, checks, traces, deadlines and figures.
//! Gives bytes. The same input gives the same bytes: nothing depends on the time, the locale or the terminal. Numbers are
//! rounded and formatted only here and in [`Cell::text`](crate::Cell::text).
//! Renderers do not know each other; they share `lines`, `grid`, `escape` and `json_values`.

pub mod account;
pub mod check;
pub mod diagnostics;
mod docx;
pub mod due;
mod escape;
mod grid;
pub mod html;
pub mod json;
mod json_values;
pub mod keys;
mod lines;
mod markdown;
pub mod stats;
mod statutory;
pub mod table;
mod text;
pub mod trace;
#[cfg(feature = "xlsx")]
pub mod xlsx;

use std::io;

#[cfg(feature = "cli")]
pub(crate) use lines::hanging;

use crate::language::Bilingual;
use crate::report::Report;

/// Width in columns of text for a file or a pipe.
pub const DEFAULT_WIDTH: usize = 80;

/// An output format of a whole report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// The finished official document as plain text.
    #[default]
    Text,
    /// `CommonMark` with pipe tables, as a forge shows it.
    Markdown,
    /// Everything about the report, for programs; see [`json`].
    Json,
    /// A page for a browser, in one file.
    Html,
    /// A Word file in the official layout of GB/T 9704.
    Docx,
    /// A workbook of tables, figures, identities and findings.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

/// A format, as the command line and its help know it. Each has one in its module.
struct FormatDefinition {
    /// Its name on the command line.
    name: &'static str,
    /// The extensions of its files, without the dot.
    extensions: &'static [&'static str],
    /// A short description of its use.
    summary: Bilingual,
    /// Whether it is a binary format.
    is_binary: bool,
    /// Whether people read it page by page, so that a cover sheet may have it.
    is_of_pages: bool,
    /// Its section of `report explain formats`: a heading, an empty line, paragraphs. `None` if its
    /// summary says everything.
    about: Option<Bilingual>,
    /// Renders a report. The number is the width of plain text.
    render: fn(&Report, usize) -> io::Result<Vec<u8>>,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Text,
        Self::Markdown,
        Self::Json,
        Self::Html,
        Self::Docx,
        #[cfg(feature = "xlsx")]
        Self::Xlsx,
    ];

    fn definition(self) -> FormatDefinition {
        match self {
            Self::Text => text::FORMAT,
            Self::Markdown => markdown::FORMAT,
            Self::Json => json::FORMAT,
            Self::Html => html::FORMAT,
            Self::Docx => docx::FORMAT,
            #[cfg(feature = "xlsx")]
            Self::Xlsx => xlsx::FORMAT,
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.definition().name
    }

    /// The extensions of its files, without the dot.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        self.definition().extensions
    }

    /// A short description of its use.
    #[must_use]
    pub fn summary(self) -> Bilingual {
        self.definition().summary
    }

    /// Whether it is a binary format, which a terminal cannot show.
    #[must_use]
    pub fn is_binary(self) -> bool {
        self.definition().is_binary
    }

    /// Whether people read it page by page, so that a cover sheet may have it.
    #[must_use]
    pub fn is_of_pages(self) -> bool {
        self.definition().is_of_pages
    }

    /// Its section of `report explain formats`; `None` if its summary says everything.
    #[must_use]
    pub fn about(self) -> Option<Bilingual> {
        self.definition().about
    }
}

/// Renders the report in `format`; text formats end with one newline.
///
/// `width` is the number of columns of plain text; other formats ignore it.
///
/// # Errors
/// The report exceeds a limit of a binary format.
pub fn render(report: &Report, format: Format, width: usize) -> io::Result<Vec<u8>> {
    (format.definition().render)(report, width)
}

#[cfg(test)]
mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_format_ends_in_one_newline() {
        for &format in Format::ALL.iter().filter(|format| !format.is_binary()) {
            for report in [sample::report(), sample::empty_report()] {
                let output = render(&report, format, DEFAULT_WIDTH).unwrap();
                assert!(
                    output.ends_with(b"\n") && !output.ends_with(b"\n\n"),
                    "{format:?}"
                );
            }
        }
    }
}
