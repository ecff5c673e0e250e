//! Findings about whole files.

use std::io;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, MissingLog, NameNotUtf8, Place, Severity, UnreadableFile};
use crate::project::LogFile;

/// Whether a finding means that a log, or the rest of it, cannot be read.
pub(super) fn is_lost(finding: &Diagnostic) -> bool {
    finding.severity() >= Severity::Error && !finding.problem.costs_a_row()
}

/// Returns the place of a file, or of the sheet that `report.toml` names.
pub(super) fn place_of(file: &LogFile) -> Place {
    Place {
        sheet: file.sheet().map(Into::into),
        ..Place::file(&file.path.as_str().into())
    }
}

/// Returns the finding that a log file is missing.
pub(super) fn missing(file: &LogFile) -> Diagnostic {
    let named_at = file.place.clone();
    let place = named_at.unwrap_or_else(|| Place::file(&file.path.as_str().into()));
    let file = file.path.clone();
    Diagnostic::at(place, MissingLog { file })
}

/// Returns the finding that a pattern matches a file whose name is not UTF-8.
pub(super) fn name_not_utf8(file: &LogFile, name: &[u8]) -> Diagnostic {
    let named_at = file.place.clone();
    let place = named_at.unwrap_or_else(|| Place::file(&file.path.as_str().into()));
    let name = name.escape_ascii().to_string();
    Diagnostic::at(place, NameNotUtf8 { name })
}

pub(super) fn unreadable(file: &Arc<str>, error: &io::Error) -> Diagnostic {
    Diagnostic::at(
        Place::file(file),
        UnreadableFile {
            reason: error.to_string(),
        },
    )
}
