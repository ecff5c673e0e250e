//! The options of a question.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::count::Span;
use crate::diagnostic::Cap;
use crate::record::Log;

/// How a question about an office is answered.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day as seen from; by default the last day of the report year.
    pub as_of: Option<NaiveDate>,
    /// The id of a form to use instead of the year's own.
    pub form: Option<String>,
    /// Whether rows with errors are left out instead of stopping the compilation.
    pub keep_going: bool,
    /// How many findings of one kind are kept of each file; the rest is counted. By default all.
    pub kept_per_kind: Option<Cap>,
    /// Whether [`Office::check`](crate::Office::check) lists what was left out of files or converted among its findings, and not as
    /// a detail.
    pub lists_details: bool,
    /// A part of the year that is asked for, or days of two years of which that is the later; then what
    /// is declared or wanted of the whole year is left out, and what a form demands of an annual report is
    /// not checked. Only [`Office::figures`](crate::Office::figures) and [`Office::compile`](crate::Office::compile) know parts.
    pub part: Option<(NaiveDate, NaiveDate)>,
    /// Another year, to be set beside the report's in tables that can bear it.
    pub compared_with: Option<i32>,
    /// What a report holds beside its document and its figures.
    pub with: Extras,
    /// The logs that [`Office::figures`](crate::Office::figures) reads: those of [`logs_behind`](crate::figures::logs_behind) if
    /// only some figures are asked for. By default all.
    pub logs: Option<BTreeSet<Log>>,
}

/// What only some formats ask of a report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras {
    /// The figures of the year before.
    pub last_year: bool,
    /// The rows behind its main figures.
    pub evidence: bool,
}

impl Options {
    /// The options for the year `other` beside `year`: where `year` is not over, the same part of
    /// it is counted, so that like is compared with like.
    #[must_use]
    pub fn beside(&self, year: i32, other: i32) -> Self {
        let same_day = |day: NaiveDate| {
            // 29 February has none in most years.
            day.with_year(other)
                .or_else(|| day.pred_opt()?.with_year(other))
        };
        let in_year = self.as_of.filter(|as_of| as_of.year() == year);
        let span = |(first, last)| Span::days(first, last)?.moved_by(other - year);
        let part = self.part.and_then(span).and_then(|span| match span {
            Span::Days(first, last) => Some((first, last)),
            Span::Year(_) => None,
        });
        Self {
            as_of: in_year.and_then(same_day),
            part,
            ..self.clone()
        }
    }
}
