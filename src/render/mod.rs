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

/// Properties of a format for the command line.
struct FormatDefinition {
    /// Its name on the command line.
    name: &'static str,
    /// The extensions of its files, without the dot.
    extensions: &'static [&'static str],
    /// A short description of its use.
    summary: Bilingual,
    /// Whether it is a binary format.
    is_binary: bool,
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
        let text = |name, extensions, zh, en| FormatDefinition {
            name,
            extensions,
            summary: Bilingual { zh, en },
            is_binary: false,
        };
        let binary = |name, extensions, zh, en| FormatDefinition {
            is_binary: true,
            ..text(name, extensions, zh, en)
        };
        match self {
            Self::Text => text(
                "text",
                &["txt"],
                "纯文本",
                "the finished report as plain text",
            ),
            Self::Markdown => text(
                "markdown",
                &["md", "markdown"],
                "Markdown 文件",
                "the report as Markdown",
            ),
            Self::Json => text(
                "json",
                &["json"],
                "报告和全部指标，给程序读",
                "the report with every figure, for programs",
            ),
            Self::Html => text(
                "html",
                &["html", "htm"],
                "网页，一个文件",
                "a page for a browser, in one file",
            ),
            Self::Docx => binary(
                "docx",
                &["docx"],
                "Word 文件，公文版式（GB/T 9704）",
                "a Word file in the layout of GB/T 9704",
            ),
            #[cfg(feature = "xlsx")]
            Self::Xlsx => binary(
                "xlsx",
                &["xlsx"],
                "工作簿：表格、指标、勾稽、问题",
                "a workbook: tables, figures, identities, findings",
            ),
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
}

/// Renders the report in `format`; text formats end with one newline.
///
/// `width` is the number of columns of plain text; other formats ignore it.
///
/// # Errors
/// The report exceeds a limit of a binary format.
pub fn render(report: &Report, format: Format, width: usize) -> io::Result<Vec<u8>> {
    Ok(match format {
        Format::Text => text::text(&report.document, width).into_bytes(),
        Format::Markdown => markdown::markdown(&report.document).into_bytes(),
        Format::Json => json::report(report).into_bytes(),
        Format::Html => html::report(report).into_bytes(),
        Format::Docx => docx::docx(report)?,
        #[cfg(feature = "xlsx")]
        Format::Xlsx => xlsx::report(report, None)?,
    })
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
