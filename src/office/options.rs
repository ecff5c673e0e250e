//! The options of a question.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::count::Span;
use crate::diagnostic::Cap;
use crate::record::Log;

/// How a question about an office is answered.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day as of which everything is counted; by default the last day of the report year.
    pub as_of: Option<NaiveDate>,
    /// Id of the form to use instead of the form for the year.
    pub form: Option<String>,
    /// Whether rows with errors are left out instead of stopping the compilation.
    pub keep_going: bool,
    /// How many findings of one kind are stored per file; further ones are only counted. By default
    /// all.
    pub kept_per_kind: Option<Cap>,
    /// Whether [`Office::check`](crate::Office::check) lists among its findings what was left out of
    /// files or converted, instead of as details.
    pub lists_details: bool,
    /// A part of the year, or a span of days over two years, of which the later is the report year.
    /// Declarations and targets of the whole year are then left out, and the content that a form
    /// requires of an annual report is not checked. Used only by
    /// [`Office::figures`](crate::Office::figures) and [`Office::compile`](crate::Office::compile).
    pub part: Option<(NaiveDate, NaiveDate)>,
    /// Another year to show next to the report year in tables that support it.
    pub compared_with: Option<i32>,
    /// Optional parts of a report, besides its document and figures.
    pub with: Extras,
    /// The logs that [`Office::figures`](crate::Office::figures) reads. If only some figures are
    /// needed, pass their [`logs_behind`](crate::figures::logs_behind). By default all.
    pub logs: Option<BTreeSet<Log>>,
}

/// Parts of a report that only some formats need.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras {
    /// The figures of the year before.
    pub last_year: bool,
    /// The rows behind the main figures.
    pub evidence: bool,
}

impl Options {
    /// Returns the options for counting `other` next to `year`. If `year` is not over, the same part of
    /// `other` is counted, so that the two are comparable.
    #[must_use]
    pub fn beside(&self, year: i32, other: i32) -> Self {
        let same_day = |day: NaiveDate| {
            // 29 February does not exist in most years.
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
