//! The table of logs: how each is counted, and how its rows are checked.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::count::{Count, LogCount};
use super::{Logs, is_long};
use crate::check::{
    Entries, EnvironmentRules, NoRules, ProcurementRules, PublishedRules, RequestRules, RowChecks,
    RowRules,
};
use crate::count::{
    Both, Counter, EnvironmentCounter, GuideCounter, Identity, Listener, OnceCounter, PassHints,
    ProcurementCounter, PublishedCounter, RequestCounter, RequestEvents, Scope,
};
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::logs::{
    DecisionLog, DisputeLog, DocumentLog, Entry, EnvironmentLog, GuideLog, ProcurementLog,
    PublishedLog, RequestLog,
};
use crate::record::Log;

/// Selects the rows to check: those of a year, or of every year, up to a day.
#[derive(Clone, Copy)]
pub(in crate::office) struct YearFilter {
    pub(in crate::office) year: Option<i32>,
    pub(in crate::office) as_of: Option<NaiveDate>,
}

impl YearFilter {
    fn checks<L: Entry, R: RowRules<L>>(self, rules: R) -> RowChecks<L, R> {
        RowChecks::new(rules, self.year, self.as_of)
    }
}

/// The checks of the rows of each log.
pub(in crate::office) struct Checks<'c> {
    pub(super) logs: &'c Logs<'c>,
    /// The rows that are checked.
    pub(super) filter: YearFilter,
    /// The entries of the published log, with which the logs that it includes are compared. Empty before
    /// it is read, and if it is missing or unreadable: every entry would seem to be missing from it.
    pub(super) entries: OnceLock<Entries>,
}

impl<'c> Checks<'c> {
    pub(in crate::office) fn new(logs: &'c Logs<'c>, filter: YearFilter) -> Self {
        Self {
            logs,
            filter,
            entries: OnceLock::new(),
        }
    }

    /// Checks the rows of every log, without counting any figure.
    pub(in crate::office) fn check_rows(&self, count: &mut Count, found: &mut Vec<Diagnostic>) {
        // Other logs are compared with the published log, which is the first.
        for &log in Log::ALL {
            self.check_rows_of(log, count, found);
        }
    }

    fn check_rows_of(&self, log: Log, count: &mut Count, found: &mut Vec<Diagnostic>) {
        let logs = self.logs;
        match log {
            Log::Published => {
                let entries = logs.count(|hints| self.published(&hints), count, found);
                self.keep(entries, count, found);
            }
            Log::Procurement => logs.count(|hints| self.procurement(&hints), count, found),
            Log::Environment => logs.count(|hints| self.environment(&hints), count, found),
            Log::Requests => logs.count(|_| self.of::<RequestLog>(), count, found),
            Log::Guides => logs.count(|_| self.of::<GuideLog>(), count, found),
            Log::Documents => logs.count(|_| self.of::<DocumentLog>(), count, found),
            Log::Decisions => logs.count(|_| self.of::<DecisionLog>(), count, found),
            Log::Disputes => logs.count(|_| self.of::<DisputeLog>(), count, found),
            // Events are read with the requests.
            Log::Events => {}
        }
    }

    /// The checks of the published log.
    fn published(&self, hints: &PassHints) -> RowChecks<PublishedLog, PublishedRules<'c>> {
        let is_asked = self.logs.is_published_log_asked();
        let rules = &self.logs.project.rules;
        self.filter
            .checks(PublishedRules::new(rules, is_asked, hints))
    }

    /// Keeps the entries of the published log, unless it is missing or unreadable.
    fn keep(&self, entries: Entries, count: &Count, found: &[Diagnostic]) {
        let is_fixed = |found: &Diagnostic| found.code().is_fixed();
        if !count.inputs.is_empty() && !found.iter().any(is_fixed) {
            let _ = self.entries.set(entries);
        }
    }

    /// The entries of the published log, if it includes those of `log`.
    fn entries_for(&self, log: Log) -> Option<&Entries> {
        let is_included = self.logs.project.published_includes.contains(&log);
        self.entries.get().filter(|_| is_included)
    }

    /// The checks of the procurement log.
    fn procurement(&self, hints: &PassHints) -> RowChecks<ProcurementLog, ProcurementRules<'_>> {
        let entries = self.entries_for(Log::Procurement);
        let rules = &self.logs.project.rules;
        self.filter
            .checks(ProcurementRules::new(entries, rules, hints))
    }

    /// The checks of the environment log.
    fn environment(&self, hints: &PassHints) -> RowChecks<EnvironmentLog, EnvironmentRules<'_>> {
        let entries = self.entries_for(Log::Environment);
        self.filter.checks(EnvironmentRules::new(entries, hints))
    }

    /// The checks of a log that has no rules of its own.
    fn of<L: Entry>(&self) -> RowChecks<L, NoRules> {
        self.filter.checks(NoRules)
    }
}

/// One pass over the logs: each is counted for a question, and its rows are checked if that is asked for.
pub(super) struct Pass<'p, S> {
    pub(super) logs: &'p Logs<'p>,
    pub(super) scope: &'p Scope<'p>,
    pub(super) form: Option<&'p Form>,
    /// Makes a listener for each log.
    pub(super) start: S,
    pub(super) checks: Option<Checks<'p>>,
    pub(super) events: &'p RequestEvents,
}

impl<L: Listener + Send, S: Fn() -> L + Sync> Pass<'_, S> {
    /// Counts every log, side by side where they are long, the longest first, so that no thread waits for
    /// another at the end.
    pub(super) fn count(&self, logs: &[Log]) -> Vec<LogCount<L>> {
        let size = |log: Log| self.logs.size_of(&self.logs.project.logs[&log].files);
        // Each size is a question to the file system.
        let sizes: Vec<u64> = logs.iter().map(|&log| size(log)).collect();
        let mut parts: Vec<LogCount<L>> = logs.iter().map(|_| LogCount::default()).collect();
        let mut slots: Vec<_> = logs.iter().zip(&mut parts).zip(&sizes).collect();
        let is_first = |&((log, _), _): &((&Log, _), _)| *log == Log::Published;
        if self.checks.is_some() && self.logs.is_published_log_asked() {
            // Other logs are compared with the published log, so it is read first.
            for ((log, part), _) in slots.extract_if(.., |slot| is_first(slot)) {
                *part = self.part_of(*log);
            }
        }
        if !is_long(sizes.iter().sum()) {
            for ((log, part), _) in slots {
                *part = self.part_of(*log);
            }
            return parts;
        }
        slots.sort_by_key(|(_, size)| std::cmp::Reverse(**size));
        rayon::scope_fifo(|threads| {
            for ((log, part), _) in slots {
                threads.spawn_fifo(|_| *part = self.part_of(*log));
            }
        });
        parts
    }

    /// Counts one log on its own.
    fn part_of(&self, log: Log) -> LogCount<L> {
        let (scope, start) = (self.scope, &self.start);
        match log {
            Log::Published => self.published(),
            Log::Procurement => self.part(Checks::procurement, |identity| {
                ProcurementCounter::new(scope, start(), identity)
            }),
            Log::Environment => self.part(Checks::environment, |identity| {
                EnvironmentCounter::new(scope, start(), identity)
            }),
            Log::Requests => self.requests(),
            Log::Guides => self.part(no_rules::<GuideLog>, |identity| {
                GuideCounter::new(scope, start(), identity)
            }),
            Log::Documents => self.part(no_rules, |identity| {
                OnceCounter::<DocumentLog, L>::new(scope, start(), identity)
            }),
            Log::Decisions => self.part(no_rules, |identity| {
                OnceCounter::<DecisionLog, L>::new(scope, start(), identity)
            }),
            Log::Disputes => self.part(no_rules, |identity| {
                OnceCounter::<DisputeLog, L>::new(scope, start(), identity)
            }),
            // Events are read with the requests.
            Log::Events => LogCount::default(),
        }
    }

    fn published(&self) -> LogCount<L> {
        let counter = |identity| {
            PublishedCounter::new(self.scope, &self.logs.words, (self.start)(), identity)
        };
        let Some(checks) = &self.checks else {
            return self.logs.part(|hints| counter(hints.identity));
        };
        let part = self
            .logs
            .part(|hints| Both(checks.published(&hints), counter(hints.identity)));
        let (count, found) = (&part.count, &part.found);
        let (entries, listener) = part.outcome.unzip();
        if let Some(entries) = entries {
            checks.keep(entries, count, found);
        }
        LogCount {
            outcome: listener,
            count: part.count,
            found: part.found,
        }
    }

    fn requests(&self) -> LogCount<L> {
        let part = self.part(no_rules::<RequestLog>, |identity| {
            let rules = RequestRules::new(self.scope, self.form);
            let project = self.logs.project;
            RequestCounter::new(self.scope, project, rules, (self.start)(), identity)
                .with_events(self.events)
        });
        part.map(|(listener, ())| listener)
    }

    /// Counts the files of one log with `counter`, and checks their rows by `rules` if that is asked for.
    fn part<'s, R, C>(
        &'s self,
        rules: impl Fn(&'s Checks<'s>, &PassHints) -> R + Sync,
        counter: impl Fn(Identity) -> C + Sync,
    ) -> LogCount<C::Outcome>
    where
        R: Counter + Send,
        C: Counter<Log = R::Log> + Send,
    {
        let Some(checks) = &self.checks else {
            return self.logs.part(|hints| counter(hints.identity));
        };
        let both = |hints: PassHints| Both(rules(checks, &hints), counter(hints.identity));
        self.logs.part(both).map(|(_, counted)| counted)
    }
}

/// The checks of a log that has no rules of its own.
fn no_rules<L: Entry>(checks: &Checks<'_>, _: &PassHints) -> RowChecks<L, NoRules> {
    checks.of()
}
