//! A report, or a table, or findings, as bytes: one format, one file.
//!
//! No renderer knows another; what two of them share stands in `lines`, `escape` and `json_values`. Rounding and
//! the look of a number are decided here and in [`Cell::text`](crate::document::Cell::text), never
//! before. Same input, same bytes: nothing here asks for a clock, a locale or a terminal.

pub mod account;
pub mod check;
pub mod diagnostics;
pub mod due;
mod escape;
pub mod html;
pub mod json;
mod json_values;
mod lines;
mod markdown;
pub mod stats;
mod statutory;
pub mod table;
mod text;
pub mod trace;

use crate::report::Report;

/// Columns of a text that goes into a file or a pipe.
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
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Text, Self::Markdown, Self::Json, Self::Html];

    /// Its name on the command line, and the extensions of its files without the dot.
    fn definition(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Text => ("text", &["txt"]),
            Self::Markdown => ("markdown", &["md", "markdown"]),
            Self::Json => ("json", &["json"]),
            Self::Html => ("html", &["html", "htm"]),
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.definition().0
    }

    /// The extensions of its files, without the dot.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        self.definition().1
    }

    /// The format that a file with this extension (`md`, without its dot) holds.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let is_meant = |known: &&str| known.eq_ignore_ascii_case(extension);
        let mut formats = Self::ALL.iter().copied();
        formats.find(|format| format.extensions().iter().any(is_meant))
    }
}

/// The report in `format`, ending in one newline.
///
/// Text is `width` columns wide; the other formats have no width.
#[must_use]
pub fn render(report: &Report, format: Format, width: usize) -> String {
    match format {
        Format::Text => text::text(&report.document, width),
        Format::Markdown => markdown::markdown(&report.document),
        Format::Json => json::report(report),
        Format::Html => html::report(report),
    }
}

#[cfg(test)]
mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_ends_in_one_newline() {
        for &format in Format::ALL {
            for report in [sample::report(), sample::empty_report()] {
                let output = render(&report, format, DEFAULT_WIDTH);
                assert!(
                    output.ends_with('\n') && !output.ends_with("\n\n"),
                    "{format:?}"
                );
            }
        }
    }

    #[test]
    fn a_file_name_tells_the_format() {
        assert_eq!(Format::from_extension("MD"), Some(Format::Markdown));
        assert_eq!(Format::from_extension("docx"), None);
    }
}
