//! The count of the logs, and which years they know.

use std::collections::{BTreeMap, BTreeSet};

use super::Logs;
use super::findings::is_lost;
use crate::count::{Scope, Tally};
use crate::diagnostic::{BoundedSink, Diagnostic, NoLogs};
use crate::figures::Coverage;
use crate::form::Form;
use crate::logs::{Entry, LogTable};
use crate::office::declarations::Declarations;
use crate::office::event_years::EventYears;
use crate::record::{Log, RequestKind};
use crate::report::InputFile;
use crate::vocabulary::Metric;

/// The result of counting logs: the tally, and facts about the logs themselves.
#[derive(Default)]
pub(in crate::office) struct Count {
    pub(in crate::office) tally: Tally,
    pub(in crate::office) coverage: Coverage,
    pub(in crate::office) inputs: Vec<InputFile>,
    /// The logs that were read, with the years of their rows.
    pub(in crate::office) kept: BTreeMap<Log, Kept>,
    /// The logs that the question does not need; read only for the years of their rows.
    pub(super) others: Option<Box<Self>>,
    /// Columns whose header is set in `report.toml` and found in a file.
    pub(super) mapped: BTreeSet<(Log, &'static str)>,
    /// Findings over the cap, counted only.
    pub(super) sink: BoundedSink,
}

/// Row counts of one log.
#[derive(Default)]
pub(in crate::office) struct Kept {
    /// Number of rows, of all years.
    rows: u64,
    /// Every year with a dated row.
    years: BTreeSet<i32>,
    /// Rows by the year of their event.
    pub(super) events: EventYears,
}

impl Kept {
    /// Whether the log covers `year`, even if nothing happened in it: it has a header and no rows, a
    /// row of the year, or rows before and after it.
    fn covers_year(&self, year: i32) -> bool {
        let has_before = self.years.range(..=year).next().is_some();
        let has_after = self.years.range(year..).next().is_some();
        self.rows == 0 || has_before && has_after
    }

    /// Whether the log begins after `year`. Always false if no row is dated.
    fn begins_after(&self, year: i32) -> bool {
        self.years.first().is_some_and(|first| *first > year)
    }
}

/// Result of counting one log on its own.
pub(in crate::office) struct LogCount<T> {
    /// `None` until the log is counted.
    pub(super) outcome: Option<T>,
    pub(super) count: Count,
    pub(super) found: Vec<Diagnostic>,
}

impl<T> Default for LogCount<T> {
    fn default() -> Self {
        Self {
            outcome: None,
            count: Count::default(),
            found: Vec::new(),
        }
    }
}

impl<T> LogCount<T> {
    /// Maps the outcome.
    pub(super) fn map<U>(self, other: impl FnOnce(T) -> U) -> LogCount<U> {
        LogCount {
            outcome: self.outcome.map(other),
            count: self.count,
            found: self.found,
        }
    }

    /// Appends the counts and findings to those of earlier logs and returns the outcome.
    pub(in crate::office) fn join(
        mut self,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        self.count.join(count);
        found.append(&mut self.found);
        self.outcome
    }
}

impl Count {
    /// Records the facts about a table after its last row: coverage, years and input.
    pub(super) fn keep<L: Entry>(
        &mut self,
        table: &LogTable,
        input: InputFile,
        events: EventYears,
    ) {
        if table.lacks_ends() && input.rows > 0 {
            self.coverage.add_without_ends(table.request_kinds());
        }
        let kept = self.kept.entry(L::LOG).or_default();
        kept.rows += input.rows;
        if L::IS_DATED {
            kept.years.extend(events.years());
        }
        kept.events.merge(events);
        self.inputs.push(input);
    }

    /// Adds the facts about these files to those of earlier files. The tally is merged elsewhere.
    pub(super) fn join(mut self, count: &mut Self) {
        count.coverage.merge(self.coverage);
        count.inputs.append(&mut self.inputs);
        count.mapped.append(&mut self.mapped);
        for (log, mut kept) in self.kept {
            let all = count.kept.entry(log).or_default();
            all.rows += kept.rows;
            all.years.append(&mut kept.years);
            all.events.merge(kept.events);
        }
        count.sink.merge(self.sink);
    }

    /// Records which columns a table has.
    pub(super) fn note_columns(&mut self, log: Log, table: &LogTable) {
        self.coverage.add(log, table.columns());
        self.coverage.add_kinds(table.request_kinds());
        let mapped = table.mapped_columns().map(|key| (log, key));
        self.mapped.extend(mapped);
    }

    pub(in crate::office) fn rows_left_out(&self) -> u64 {
        self.inputs.iter().map(|input| input.excluded).sum()
    }

    /// Returns every year with a dated row, in any log.
    pub(in crate::office) fn years(&self) -> BTreeSet<i32> {
        let years = self.kept.values().flat_map(|kept| &kept.years);
        let others = self.others.iter().flat_map(|others| others.years());
        years.copied().chain(others).collect()
    }

    /// Whether the office has any log.
    pub(in crate::office) fn has_logs(&self) -> bool {
        !self.inputs.is_empty() || self.others.iter().any(|others| others.has_logs())
    }

    /// Whether the logs cover `year`, which was counted: a row or a carried-in request belongs to it,
    /// or a log shows that nothing happened.
    pub(in crate::office) fn covers_year(&self, year: i32) -> bool {
        let is_carried_in = |kind: &RequestKind| {
            let kind = [kind.code()];
            self.tally.count_of(Metric::RequestsCarriedIn, &kind) > 0
        };
        self.kept.values().any(|kept| kept.covers_year(year))
            || RequestKind::ALL.iter().any(is_carried_in)
            || self.others.iter().any(|others| others.covers_year(year))
    }

    /// Whether declared figures are all that is known about `year`.
    pub(in crate::office) fn knows_only(&self, year: i32, declared: &Declarations) -> bool {
        !declared.figures.is_empty() && !self.covers_year(year) && self.rows_left_out() == 0
    }

    /// Keeps the list of inputs and drops everything that was counted.
    pub(in crate::office) fn without_figures(self) -> Self {
        Self {
            inputs: self.inputs,
            ..Self::default()
        }
    }

    /// Whether the requests of `year`, which was counted, are in the log only because they were carried
    /// over to a later year: none was replied to in `year`, and the log does not go back further.
    pub(in crate::office) fn only_carries_on(&self, year: i32) -> bool {
        let years = self.kept.get(&Log::Requests).map(|kept| &kept.years);
        let is_later = years.is_some_and(|years| {
            years.first() == Some(&year) && years.last().is_some_and(|last| *last > year)
        });
        let count = |metric| {
            let kinds = RequestKind::ALL.iter();
            let counts = kinds.map(|kind| self.tally.count_of(metric, &[kind.code()]));
            counts.sum::<u64>()
        };
        is_later && count(Metric::RequestsReplied) == 0 && count(Metric::RequestsCarriedIn) == 0
    }

    /// Whether the request log begins in the last weeks of `year`, which was counted: it has no
    /// requests in the first three quarters of the year, and fewer than in the next year.
    pub(in crate::office) fn has_only_last_weeks(&self, year: i32) -> bool {
        let Some(kept) = self.kept.get(&Log::Requests) else {
            return false;
        };
        let month = |kind: RequestKind, month: u32| {
            let labels = [kind.code(), &format!("{month:02}")];
            self.tally.count_of(Metric::RequestsByMonth, &labels)
        };
        let is_early = |kind: RequestKind| (1..=9).any(|number| month(kind, number) > 0);
        kept.years.first() == Some(&year)
            && !RequestKind::ALL.into_iter().any(is_early)
            && kept.events.rows_of(year) < kept.events.rows_of(year + 1)
    }

    /// Whether the request log has disclosure requests of `year`, which was counted, and none of the years before.
    pub(in crate::office) fn shows_nothing_before(&self, year: i32) -> bool {
        let received = self
            .tally
            .count_of(Metric::RequestsReceived, &["disclosure"]);
        received > 0 && self.begin_after(year - 1).contains(&Log::Requests)
    }

    /// Returns the logs that begin after `year`: they cannot show what happened then.
    pub(in crate::office) fn begin_after(&self, year: i32) -> BTreeSet<Log> {
        let later = self.kept.iter().filter(|(_, kept)| kept.begins_after(year));
        later.map(|(log, _)| *log).collect()
    }
}

/// Counts every requested log. `None` if one could not be read; `found` then has the reasons.
pub(in crate::office) fn count(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    form: Option<&Form>,
    found: &mut Vec<Diagnostic>,
) -> Option<Count> {
    let mut count = Count::default();
    let first_new = found.len();
    count.tally = logs.count_all(scope, form, Tally::default, &mut count, found);
    let is_empty = count.inputs.is_empty() && logs.asked.is_none() && !logs.declares(scope);
    if is_empty && !found[first_new..].iter().any(is_lost) {
        found.push(Diagnostic::new(NoLogs));
    }
    (!found[first_new..].iter().any(is_lost)).then_some(count)
}
