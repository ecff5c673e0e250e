//! The result of a compilation, which the renderers use.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::count::{Period, Span, TraceQuestion, TracedRows};
use crate::diagnostic::{Code, Diagnostic, Severity, Suppressed};
use crate::document::{CheckedIdentity, Document};
use crate::figures::{Figures, Value};
use crate::law::Regime;
use crate::layout::Layout;
use crate::site::Site;
use crate::vocabulary::Key;

/// A compiled report with all the data that output formats need.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Full name of the office.
    pub office: String,
    /// The report year.
    pub year: i32,
    /// The year, or the part of it that the report covers.
    pub span: Span,
    /// The days it covers.
    pub period: Period,
    /// The reference day: later events are ignored.
    pub as_of: NaiveDate,
    /// Id of the statutory form, e.g. `cn-2008`.
    pub form: String,
    /// The name of the form, in Chinese.
    pub form_name: String,
    /// Every figure.
    pub statistics: Figures,
    /// Figures and cells of the form that the office declared, in the order of their keys.
    pub declared: Vec<DeclaredValue>,
    /// The identities of the form with verdicts, in the order of the form.
    pub identities: Vec<CheckedIdentity>,
    /// The figures of the year before. `None` if there are no data, or if they were not requested.
    pub last_year: Option<Figures>,
    /// The year, or the same part of it, to compare with, and its figures.
    pub compared: Option<(Span, Figures)>,
    /// The rows behind its main figures: those that the cells of the form are counted from, and the
    /// totals of the logs. Empty unless requested.
    pub evidence: Vec<Trace>,
    /// The document itself.
    pub document: Document,
    /// The layout; whether charts have bars is already resolved.
    pub layout: Layout,
    /// The web site on which it is published.
    pub site: Site,
    /// The details of its publication.
    pub publication: Publication,
    /// The files that were read.
    pub inputs: Vec<InputFile>,
    /// The findings, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The publication of a year's report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publication {
    /// Its index number (索引号).
    pub index_number: Option<String>,
    /// The day of publication; if missing, the day of signing is used.
    pub published_on: Option<NaiveDate>,
}

/// The findings of a check in the logs, the figures and the prose of an office.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Check {
    /// Full name of the office; empty if the project could not be read.
    pub office: String,
    /// The years that were checked.
    pub years: Vec<i32>,
    /// The findings, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings over the cap, which are counted but not stored.
    pub suppressed: Vec<Suppressed>,
    /// Details of how the files were read.
    pub details: Vec<Diagnostic>,
    /// Findings that the office switches off in `[rules]`.
    pub switched_off: Vec<Code>,
}

impl Check {
    /// The number of findings of a severity, including those that were not stored.
    ///
    /// Findings that stop the run count as errors; waived findings are not counted.
    #[must_use]
    pub fn count_of(&self, severity: Severity) -> u64 {
        let is_of = |other: Severity| other.min(Severity::Error) == severity.min(Severity::Error);
        let kept = self
            .diagnostics
            .iter()
            .filter(|finding| finding.waiver().is_none() && is_of(finding.severity()))
            .count() as u64;
        let suppressed = self.suppressed.iter();
        let suppressed = suppressed
            .filter(|suppressed| suppressed.waiver.is_none() && is_of(suppressed.severity));
        kept + suppressed.map(|suppressed| suppressed.count).sum::<u64>()
    }

    /// How many findings the office waives, those that were only counted among them.
    #[must_use]
    pub fn waived(&self) -> u64 {
        let kept = self.diagnostics.iter();
        let kept = kept.filter(|finding| finding.waiver().is_some()).count() as u64;
        let suppressed = self.suppressed.iter();
        let suppressed = suppressed.filter(|suppressed| suppressed.waiver.is_some());
        kept + suppressed.map(|suppressed| suppressed.count).sum::<u64>()
    }
}

/// A figure, or a cell of the form, that does not come from a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredValue {
    /// The key of the figure, or the id of the form followed by that of the cell.
    pub key: String,
    /// The value.
    pub value: String,
    /// The file in which it is declared.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: Option<u64>,
}

/// One log file with the counts of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// The file, by its path relative to the project folder.
    pub file: Arc<str>,
    /// Rows that are not blank, without the header.
    pub rows: u64,
    /// Rows that belong to the period.
    pub counted: u64,
    /// Rows left out because of an error.
    pub excluded: u64,
}

impl InputFile {
    /// The counts of a file before it is read.
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

/// A figure of a year with the data it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The figure's key.
    pub key: Key,
    /// The figure.
    pub value: Value,
    /// The counts behind it: the numerator, then the denominator.
    pub parts: Vec<(Key, Value)>,
    /// The days it covers.
    pub period: Period,
    /// Version of the national calendar, the last year it covers, and the office's own calendar files.
    pub calendar: (Option<String>, Option<i32>, Vec<String>),
    /// The Regulations in force for requests of the period, the oldest first.
    pub regimes: Vec<&'static Regime>,
    /// The office's answers to the questions they leave open.
    pub law: crate::law::LawOptions,
    /// The files that were read for the log of the figure.
    pub inputs: Vec<InputFile>,
}

/// A figure with the rows behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The figure or cell that was requested.
    pub subject: Subject,
    /// The value of the figure.
    pub value: Value,
    /// The rows, in file order. Their contributions add up to the figure, or to the requested part of
    /// it; for a median, a percentile or a mean, each row has its number of days.
    pub rows: TracedRows,
}

/// A figure, or a cell of a form, whose rows are requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A figure.
    Figure(TraceQuestion),
    /// A cell of a form.
    Cell {
        /// The id of the form followed by that of the cell.
        key: String,
        /// Its unit, as the form prints it.
        unit: String,
        /// The first segment of the figures it is computed from. `None` if it is not computed from
        /// figures.
        part: Option<&'static str>,
    },
}

impl Subject {
    /// The question about a figure. `None` for a cell.
    #[must_use]
    pub fn question(&self) -> Option<&TraceQuestion> {
        match self {
            Self::Figure(question) => Some(question),
            Self::Cell { .. } => None,
        }
    }

    /// The key as users type it.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Figure(question) => question.key.to_string(),
            Self::Cell { key, .. } => key.clone(),
        }
    }

    /// The first segment of the figures involved.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Figure(question) => question.key.segments().first().copied(),
            Self::Cell { part, .. } => *part,
        }
    }
}
