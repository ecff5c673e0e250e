//! Reads hand-written text files: settings, calendars, forms and narratives.

use std::io::{self, Read};
use std::sync::Arc;

use crate::count::Span;
use crate::diagnostic::{
    Diagnostic, FileTooLarge, NoNarrative, Place, TextNotUtf8, UnreadableFile,
};
use crate::files::Files;
use crate::project::Narrative;

/// The folder of the narratives, in the project folder.
pub(super) const NARRATIVES: &str = "narrative";

/// Returns the path of a narrative: `narrative/2017.md`, or `narrative/2017-Q1.md` for a part of a
/// year.
pub(super) fn narrative_file(span: Span) -> String {
    format!("{NARRATIVES}/{}.md", span.in_file_name())
}

/// Reads the narrative of a year or of a part of one. `Some(None)` if there is no such file, `None`
/// if it cannot be read.
#[expect(
    clippy::option_option,
    reason = "having no narrative is no failure to read one"
)]
pub(super) fn read_narrative(
    files: &dyn Files,
    span: Span,
    found: &mut Vec<Diagnostic>,
) -> Option<Option<Narrative>> {
    let file = narrative_file(span);
    match read_text(files, &file) {
        Ok(Some(text)) => Some(Some(Narrative::new(file.into(), text))),
        Ok(None) => {
            // For a part of a year the figures are enough.
            if let Span::Year(year) = span {
                let place = Place::file(&file.into());
                found.push(Diagnostic::at(place, NoNarrative { year }));
            }
            Some(None)
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            None
        }
    }
}

/// Maximum size of a hand-written file, in bytes.
const LONGEST_TEXT: usize = 16 << 20;

/// Reads a hand-written file as UTF-8. `None` if there is no such file.
pub(super) fn read_text(files: &dyn Files, name: &str) -> Result<Option<String>, Diagnostic> {
    let file: Arc<str> = name.into();
    let unreadable = |error: &io::Error| {
        Diagnostic::at(
            Place::file(&file),
            UnreadableFile {
                reason: error.to_string(),
            },
        )
    };
    // Only `NotFound` on opening means that the file is absent; a disk may also return it while
    // reading.
    let mut reader = match files.open(name) {
        Ok(reader) => reader,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    let mut bytes = Vec::new();
    let read = reader
        .by_ref()
        .take(LONGEST_TEXT as u64 + 1)
        .read_to_end(&mut bytes);
    if let Err(error) = read {
        return Err(unreadable(&error));
    }
    if bytes.len() > LONGEST_TEXT {
        let bytes = files.size(name).filter(|size| *size > LONGEST_TEXT as u64);
        let problem = FileTooLarge {
            bytes,
            limit_mib: LONGEST_TEXT >> 20,
        };
        return Err(Diagnostic::at(Place::file(&file), problem));
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(error) => {
            let before = String::from_utf8_lossy(&text[..error.valid_up_to()]);
            let place = Place::span(&file, &before, before.len()..before.len());
            Err(Diagnostic::at(place, TextNotUtf8))
        }
    }
}
