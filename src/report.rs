//! What a compilation hands to a renderer.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::count::{Period, Question, Span, TracedRows};
use crate::diagnostic::{Beyond, Diagnostic, Severity};
use crate::document::{CheckedIdentity, Document};
use crate::figures::{Figures, Value};
use crate::law::Regime;
use crate::layout::Layout;
use crate::site::Site;
use crate::vocabulary::Key;

/// A compiled report with all that a reader or a program may ask about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Full name of the office.
    pub office: String,
    /// The report year.
    pub year: i32,
    /// The same, or the part of it that the report is about.
    pub span: Span,
    /// The days it is about.
    pub period: Period,
    /// The day as seen from: what happened later has not happened yet.
    pub as_of: NaiveDate,
    /// Id of the statutory form, e.g. `cn-2008`.
    pub form: String,
    /// What the form is called, in Chinese.
    pub form_name: String,
    /// Every figure.
    pub statistics: Figures,
    /// Figures and cells of the form that the office declared, in the order of their keys.
    pub declared: Vec<DeclaredValue>,
    /// What must hold between the cells of the form, with verdicts, in the order of the form.
    pub identities: Vec<CheckedIdentity>,
    /// The figures of the year before; none where nothing is known of it, or nobody asked.
    pub last_year: Option<Figures>,
    /// The year, or the same part of it, that was asked to stand beside, with its figures.
    pub compared: Option<(Span, Figures)>,
    /// The rows behind its main figures: those that the cells of the form are counted from, and the
    /// totals of the logs. Empty unless asked for.
    pub evidence: Vec<Trace>,
    /// The document itself.
    pub document: Document,
    /// How it is printed; whether charts have bars is decided.
    pub layout: Layout,
    /// The web site on which it is published.
    pub site: Site,
    /// How it is published there.
    pub publication: Publication,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// What was found on the way, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

/// How the report of a year is published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publication {
    /// Its index number (索引号).
    pub index_number: Option<String>,
    /// The day of publication; the day of signing where it is not given.
    pub published_on: Option<NaiveDate>,
}

/// What a check found in the logs, the figures and the prose of an office.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Check {
    /// Full name of the office; empty where the project cannot be read.
    pub office: String,
    /// The years that were looked at.
    pub years: Vec<i32>,
    /// What was found, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// What was found besides, and only counted.
    pub beyond: Vec<Beyond>,
    /// How the files were read, for who asks.
    pub details: Vec<Diagnostic>,
}

impl Check {
    /// How many findings there are of a severity, those that were only counted among them.
    ///
    /// What stops the run is an error to who reads it; what is waived is not counted.
    #[must_use]
    pub fn count_of(&self, severity: Severity) -> u64 {
        let is_of = |other: Severity| other.min(Severity::Error) == severity.min(Severity::Error);
        let kept = self
            .diagnostics
            .iter()
            .filter(|finding| finding.waiver().is_none() && is_of(finding.severity()))
            .count() as u64;
        let beyond = self.beyond.iter();
        let beyond = beyond.filter(|beyond| beyond.waiver.is_none() && is_of(beyond.severity));
        kept + beyond.map(|beyond| beyond.count).sum::<u64>()
    }

    /// How many findings the office waives, those that were only counted among them.
    #[must_use]
    pub fn waived(&self) -> u64 {
        let kept = self.diagnostics.iter();
        let kept = kept.filter(|finding| finding.waiver().is_some()).count() as u64;
        let beyond = self.beyond.iter();
        let beyond = beyond.filter(|beyond| beyond.waiver.is_some());
        kept + beyond.map(|beyond| beyond.count).sum::<u64>()
    }
}

/// A figure, or a cell of the form, that does not come from a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredValue {
    /// The key of the figure, or the id of the cell with that of the form.
    pub key: String,
    /// The value.
    pub value: String,
    /// The file in which it is declared.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: Option<u64>,
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

/// A figure of a year with all that went into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The figure's key.
    pub key: Key,
    /// The figure.
    pub value: Value,
    /// What was counted for it: the numerator, and then what it is divided by.
    pub parts: Vec<(Key, Value)>,
    /// The days it is about.
    pub period: Period,
    /// Version of the national calendar, the last year it covers, and the office's own files.
    pub calendar: (Option<String>, Option<i32>, Vec<String>),
    /// The Regulations that were in force for requests of the period, the oldest first.
    pub regimes: Vec<&'static Regime>,
    /// How the office answers what they leave open.
    pub law: crate::law::Options,
    /// The files that were read for the log of the figure.
    pub inputs: Vec<Input>,
}

/// A figure with the rows behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// What was asked for.
    pub subject: Subject,
    /// The figure.
    pub value: Value,
    /// The rows, in file order. What they count adds up to the figure, or to the part of it that
    /// was asked for; of a median, a percentile or a mean each row tells its number of days.
    pub rows: TracedRows,
}

/// A figure, or a cell of a form, whose rows are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A figure.
    Figure(Question),
    /// A cell of a form.
    Cell {
        /// Its id with that of the form.
        key: String,
        /// What it is measured in, as the form prints it.
        unit: String,
        /// The first segment of the figures that it is made of; none where it is made of none.
        part: Option<&'static str>,
    },
}

impl Subject {
    /// The figure; none of a cell.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match self {
            Self::Figure(question) => Some(question),
            Self::Cell { .. } => None,
        }
    }

    /// The key as it is typed.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Figure(question) => question.key.to_string(),
            Self::Cell { key, .. } => key.clone(),
        }
    }

    /// The first segment of the figures it is about.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Figure(question) => question.key.segments().first().copied(),
            Self::Cell { part, .. } => *part,
        }
    }
}
