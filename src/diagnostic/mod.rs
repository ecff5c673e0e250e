//! The findings of a run as values: the problem, its place, and a hint.
//!
//! Takes what a stage found as the data of a [`Problem`].
//! Gives its message and hint in both languages, by the [`Rule`] of its kind in `areas`, and its severity, which the
//! office's rules may change (`check`). A [`BoundedSink`] keeps so many of a kind and counts the rest with its lines.
//! Does not know how findings are laid out (`render`), or which of them stop a run (`office`, `cli`).

pub(crate) mod areas;
mod display;
mod personal;
mod rule;
#[cfg(test)]
mod samples;
mod sink;
mod text;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

pub use areas::*;
pub use personal::PersonalNumber;
pub(crate) use personal::{mask, masked, personal_numbers};
pub use rule::{Code, Problem, Rule, Severity};
pub use sink::{BoundedSink, Cap, Findings, LineRanges, Spot, Suppressed};
pub(crate) use sink::{FEW, few, identity};
pub use text::Message;
pub(crate) use text::toml_string;

/// The name of the file in which an office configures its reports.
pub const PROJECT_FILE: &str = "report.toml";

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The problem.
    pub problem: Problem,
    /// Its place; `None` if it concerns no single file.
    pub place: Option<Box<Place>>,
    /// Its severity: that of its code, unless the office's rules change it.
    severity: Severity,
    /// The office's waiver. Behind a pointer, because very few findings are waived.
    waived: Option<Arc<Waived>>,
}

/// Why a finding is waived, and until when.
#[derive(Debug, Clone, PartialEq)]
struct Waived {
    reason: String,
    until: Option<NaiveDate>,
}

impl Diagnostic {
    /// A finding that concerns no single place.
    #[must_use]
    pub fn new(problem: impl Into<Problem>) -> Self {
        let problem = problem.into();
        Self {
            severity: problem.severity(),
            problem,
            place: None,
            waived: None,
        }
    }

    /// A finding at `place`. Personal numbers in its excerpt are masked.
    #[must_use]
    pub fn at(mut place: Place, problem: impl Into<Problem>) -> Self {
        if let Some(excerpt) = &mut place.excerpt
            && let Cow::Owned(text) = masked(&excerpt.text)
        {
            excerpt.text = text;
        }
        Self {
            place: Some(Box::new(place)),
            ..Self::new(problem)
        }
    }

    /// The finding with another severity than its code's.
    #[must_use]
    pub fn with_severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The finding as waived by the office for `reason`, optionally until a last day.
    #[must_use]
    pub fn waived_for(self, reason: &str, until: Option<NaiveDate>) -> Self {
        let reason = reason.to_owned();
        Self {
            waived: Some(Arc::new(Waived { reason, until })),
            ..self
        }
    }

    /// The stable kebab-case name of this kind of finding.
    #[must_use]
    pub fn code(&self) -> Code {
        self.problem.code()
    }

    /// Its severity.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The reason for the waiver; `None` if it is not waived. A waived finding stops no run and is not
    /// counted.
    #[must_use]
    pub fn waiver(&self) -> Option<&str> {
        self.waived.as_ref().map(|waived| waived.reason.as_str())
    }

    /// The last day of the waiver; `None` if it is not waived or the waiver has no end.
    #[must_use]
    pub fn waived_until(&self) -> Option<NaiveDate> {
        self.waived.as_ref()?.until
    }

    /// Whether it is at least as severe as `severity` and not waived.
    #[must_use]
    pub fn weighs(&self, severity: Severity) -> bool {
        self.waived.is_none() && self.severity >= severity
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The file, by its path relative to the project folder.
    pub file: Arc<str>,
    /// The sheet of a workbook, if several could be meant.
    pub sheet: Option<Arc<str>>,
    /// The line of the file or the row of the sheet, from 1; `None` for the whole file.
    pub line: Option<u64>,
    /// The column from 1: in characters of a text, in cells of a sheet.
    pub column: Option<u64>,
    /// The header of the log's column, as the office wrote it.
    pub header: Option<String>,
    /// The text at this place.
    pub excerpt: Option<Excerpt>,
}

/// The text at a place. For a log it is only the offending cell, never the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// The text to show.
    pub text: String,
    /// The byte range of the offending part.
    pub marked: Range<usize>,
}

impl Place {
    /// The whole file.
    #[must_use]
    pub fn file(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            sheet: None,
            line: None,
            column: None,
            header: None,
            excerpt: None,
        }
    }

    /// A line of `file`.
    #[must_use]
    pub fn line(file: &Arc<str>, line: u64) -> Self {
        Self {
            line: Some(line),
            ..Self::file(file)
        }
    }

    /// The byte range `span` of a text file with the content `text`, with the line as excerpt.
    ///
    /// A span that crosses lines is cut at the end of its first line.
    #[must_use]
    pub fn span(file: &Arc<str>, text: &str, span: Range<usize>) -> Self {
        Lines::of(text).place(file, text, span)
    }
}

/// Index of the line starts of a text, to find many places without reading it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The first byte of each line.
    starts: Vec<usize>,
    /// Number of characters before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

/// Block size in bytes of the character index.
const BLOCK: usize = 4 << 10;

/// Number of bytes of a long line shown on each side of the offending part.
const SHOWN_BESIDE: usize = 1000;

impl Lines {
    /// Indexes the lines of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let mut count = 0;
        let characters = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = count;
            count += characters_in(block);
            before
        });
        Self {
            characters: characters.collect(),
            starts: std::iter::once(0)
                .chain(breaks.map(|(index, _)| index + 1))
                .collect(),
        }
    }

    /// The number, from 1, of the line that contains the byte `index`.
    #[must_use]
    pub fn line_of(&self, index: usize) -> u64 {
        self.starts.partition_point(|&line| line <= index).max(1) as u64
    }

    /// The place of the byte range `span` in `text`, which must be the indexed text.
    ///
    /// A span that crosses lines is cut at the end of its first line; of a very long line only the
    /// part around the span is shown.
    #[must_use]
    pub fn place(&self, file: &Arc<str>, text: &str, span: Range<usize>) -> Place {
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        let number = self.starts.partition_point(|&line| line <= start).max(1);
        let line_start = self.starts[number - 1];
        let line_end = self.starts.get(number).map_or(text.len(), |next| next - 1);
        let column = self.characters_before(text, start) - self.characters_before(text, line_start);
        let is_returned = text[line_start..line_end].ends_with('\r');
        let line_end = line_end - usize::from(is_returned);
        let (start, end) = (start.min(line_end), end.min(line_end));
        let mut shown = line_start..line_end;
        if shown.len() > 4 * SHOWN_BESIDE {
            let from = floor_boundary(text, start.saturating_sub(SHOWN_BESIDE));
            let to = floor_boundary(text, end.min(start + SHOWN_BESIDE) + SHOWN_BESIDE);
            shown = from.max(line_start)..to.min(line_end);
        }
        Place {
            line: Some(number as u64),
            column: Some(1 + column as u64),
            excerpt: Some(Excerpt {
                marked: start - shown.start..end.min(shown.end) - shown.start,
                text: text[shown].to_owned(),
            }),
            ..Place::file(file)
        }
    }

    fn characters_before(&self, text: &str, index: usize) -> usize {
        let block = index / BLOCK;
        let before = self.characters.get(block).copied();
        match before {
            Some(before) => before + characters_in(&text.as_bytes()[block * BLOCK..index]),
            // `index` is the end of a text that ends on a block boundary.
            None => self.characters.last().map_or(0, |before| {
                let last = (self.characters.len() - 1) * BLOCK;
                before + characters_in(&text.as_bytes()[last..index])
            }),
        }
    }
}

/// Number of characters that start in these bytes of a UTF-8 text.
fn characters_in(bytes: &[u8]) -> usize {
    // Continuation bytes are 10xxxxxx.
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The last character boundary of `text` at or before `index`.
fn floor_boundary(text: &str, index: usize) -> usize {
    (0..=index.min(text.len()))
        .rev()
        .find(|&index| text.is_char_boundary(index))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_reported_in_lines_and_characters() {
        let file: Arc<str> = "report.toml".into();
        let text = "一行\r\n第二行x\n";
        let start = text.find('x').unwrap();
        let place = Place::span(&file, text, start..start + 1);
        assert_eq!((place.line, place.column), (Some(2), Some(4)));
        let excerpt = place.excerpt.unwrap();
        assert_eq!(&excerpt.text[excerpt.marked], "x");
    }

    #[test]
    fn a_span_beyond_the_text_is_cut_to_it() {
        let file: Arc<str> = "report.toml".into();
        let place = Place::span(&file, "字", 1..99);
        assert_eq!((place.line, place.column), (Some(1), Some(1)));
    }
}
