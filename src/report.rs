//! What a compilation hands to a renderer.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::statistics::{Figures, Period};

/// A compiled report with all that a reader or a program may ask about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Full name of the office.
    pub office: String,
    /// The report year.
    pub year: i32,
    /// The days it is about.
    pub period: Period,
    /// The day as seen from: what happened later has not happened yet.
    pub as_of: NaiveDate,
    /// Id of the statutory form, e.g. `cn-2008`.
    pub form: String,
    /// Every figure.
    pub statistics: Figures,
    /// The document itself.
    pub document: Document,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// What was found on the way, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

/// One log file and what became of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file, by its path relative to the project folder.
    pub file: Arc<str>,
    /// Rows with anything in them, without the header.
    pub rows: u64,
    /// Rows that belong to the period.
    pub counted: u64,
    /// Rows left out because of an error.
    pub excluded: u64,
}

impl Input {
    /// A file of which nothing was read yet.
    #[must_use]
    pub fn new(file: Arc<str>) -> Self {
        Self {
            file,
            rows: 0,
            counted: 0,
            excluded: 0,
        }
    }
}
