//! The logs of an office: finds their files and counts them, in parallel if they are long.
//!
//! Counters and rules come from the callers. This module visits every row once, reads a log again where
//! a pass turns out to be wrong, and merges the results of the files in their order.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;

use super::cell_words::{self, CellWords, is_remark};
use super::declarations::Declarations;
use super::event_years::EventYears;
use super::findings::judged_on;
use super::items;
use super::{Office, Options, patterns, sheets};
use crate::check::{
    EnvironmentRules, NoRules, ProcurementRules, PublishedRules, RequestRules, RowChecks, RowRules,
    waived_lines, weight_of_kind,
};
use crate::count::{
    Both, Counted, Counter, EnvironmentCounter, EventCounter, GuideCounter, Identity, Listener,
    OnceCounter, PassHints, ProcurementCounter, PublishedCounter, RequestCounter, RequestEvents,
    Retry, RowCache, Scope, Tally,
};
use crate::diagnostic::{
    BlankRows, Cap, Diagnostic, DividerRows, EndMark, ExcludedRows, FileNamedTwice,
    FileWithoutRows, Findings, MappedHeaderMissing, MissingLog, MoreFindings, NameNotUtf8, NoLogs,
    Place, Problem, RangeOfIds, Severity, SkippedFiles, Surplus, TotalDiffers, UnreadableFile,
};
use crate::figures::Coverage;
use crate::form::Form;
use crate::logs::{
    self, Books, DecisionLog, DisputeLog, DocumentLog, Entry, GuideLog, RequestLog, Row, RowsAbove,
    Source, Step, Table, Words,
};
use crate::project::pattern::{is_pattern, matches, plain};
use crate::project::{Encoding, LogFile, LogSettings, Project};
use crate::record::{Log, RequestKind};
use crate::report::Input;
use crate::vocabulary::Metric;

/// The result of counting logs: the tally, and facts about the logs themselves.
#[derive(Default)]
pub(super) struct Count {
    pub(super) tally: Tally,
    pub(super) coverage: Coverage,
    pub(super) inputs: Vec<Input>,
    /// The logs that were read, with the years of their rows.
    pub(super) kept: BTreeMap<Log, Kept>,
    /// The logs that the question does not need; read only for the years of their rows.
    others: Option<Box<Self>>,
    /// Columns whose header is set in `report.toml` and found in a file.
    mapped: BTreeSet<(Log, &'static str)>,
    /// Findings over the cap, counted only.
    surplus: Surplus,
}

/// Row counts of one log.
#[derive(Default)]
pub(super) struct Kept {
    /// Number of rows, of all years.
    rows: u64,
    /// Every year with a dated row.
    years: BTreeSet<i32>,
    /// Rows by the year of their event.
    events: EventYears,
}

impl Kept {
    /// Whether the log covers `year`, even if nothing happened in it: it has a header and no rows, a
    /// row of the year, or rows before and after it.
    fn tells_of(&self, year: i32) -> bool {
        let has_before = self.years.range(..=year).next().is_some();
        let has_after = self.years.range(year..).next().is_some();
        self.rows == 0 || has_before && has_after
    }

    /// Whether the log begins after `year`. Always false if no row is dated.
    fn begins_after(&self, year: i32) -> bool {
        self.years.first().is_some_and(|first| *first > year)
    }
}

/// A unit of work for one log.
type Task<'t> = Box<dyn FnOnce() + Send + 't>;

/// Wraps `work` as a task that stores its result in `slot`.
fn task<'t, T: Send>(
    log: Log,
    slot: &'t mut T,
    work: impl FnOnce() -> T + Send + 't,
) -> (Log, Task<'t>) {
    (log, Box::new(move || *slot = work()))
}

/// Result of counting one log on its own.
pub(super) struct Part<T> {
    /// `None` until the log is counted.
    outcome: Option<T>,
    count: Count,
    found: Vec<Diagnostic>,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self {
            outcome: None,
            count: Count::default(),
            found: Vec::new(),
        }
    }
}

impl<T> Part<T> {
    /// Maps the outcome.
    fn map<U>(self, other: impl FnOnce(T) -> U) -> Part<U> {
        Part {
            outcome: self.outcome.map(other),
            count: self.count,
            found: self.found,
        }
    }

    /// Appends the counts and findings to those of earlier logs and returns the outcome.
    pub(super) fn join(mut self, count: &mut Count, found: &mut Vec<Diagnostic>) -> Option<T> {
        self.count.join(count);
        found.append(&mut self.found);
        self.outcome
    }
}

/// Whether logs of this many bytes are worth more than one thread.
fn is_long(bytes: u64) -> bool {
    bytes >= 4 << 20
}

impl Count {
    /// Records the facts about a table after its last row: coverage, years and input.
    fn keep<L: Entry>(&mut self, table: &Table, input: Input, events: EventYears) {
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
    fn join(mut self, count: &mut Self) {
        count.coverage.merge(self.coverage);
        count.inputs.append(&mut self.inputs);
        count.mapped.append(&mut self.mapped);
        for (log, mut kept) in self.kept {
            let all = count.kept.entry(log).or_default();
            all.rows += kept.rows;
            all.years.append(&mut kept.years);
            all.events.merge(kept.events);
        }
        count.surplus.merge(self.surplus);
    }

    /// Records which columns a table has.
    fn note_columns(&mut self, log: Log, table: &Table) {
        self.coverage.add(log, table.columns());
        self.coverage.add_kinds(table.request_kinds());
        let mapped = table.mapped_columns().map(|key| (log, key));
        self.mapped.extend(mapped);
    }

    pub(super) fn rows_left_out(&self) -> u64 {
        self.inputs.iter().map(|input| input.excluded).sum()
    }

    /// Returns every year with a dated row, in any log.
    pub(super) fn years(&self) -> BTreeSet<i32> {
        let years = self.kept.values().flat_map(|kept| &kept.years);
        let others = self.others.iter().flat_map(|others| others.years());
        years.copied().chain(others).collect()
    }

    /// Whether the office has any log.
    pub(super) fn has_logs(&self) -> bool {
        !self.inputs.is_empty() || self.others.iter().any(|others| others.has_logs())
    }

    /// Whether the logs cover `year`, which was counted: a row or a carried-in request belongs to it,
    /// or a log shows that nothing happened.
    pub(super) fn tells_of(&self, year: i32) -> bool {
        let is_carried_in = |kind: &RequestKind| {
            let kind = [kind.code()];
            self.tally.count_of(Metric::RequestsCarriedIn, &kind) > 0
        };
        self.kept.values().any(|kept| kept.tells_of(year))
            || RequestKind::ALL.iter().any(is_carried_in)
            || self.others.iter().any(|others| others.tells_of(year))
    }

    /// Whether declared figures are all that is known about `year`.
    pub(super) fn knows_only(&self, year: i32, declared: &Declarations) -> bool {
        !declared.figures.is_empty() && !self.tells_of(year) && self.rows_left_out() == 0
    }

    /// Keeps the list of inputs and drops everything that was counted.
    pub(super) fn without_figures(self) -> Self {
        Self {
            inputs: self.inputs,
            ..Self::default()
        }
    }

    /// Whether the requests of `year`, which was counted, are in the log only because they were carried
    /// over to a later year: none was replied to in `year`, and the log does not go back further.
    pub(super) fn only_carries_on(&self, year: i32) -> bool {
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
    pub(super) fn has_only_last_weeks(&self, year: i32) -> bool {
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

    /// Returns the logs that begin after `year`: they cannot show what happened then.
    pub(super) fn begin_after(&self, year: i32) -> BTreeSet<Log> {
        let later = self.kept.iter().filter(|(_, kept)| kept.begins_after(year));
        later.map(|(log, _)| *log).collect()
    }
}

/// Counts every requested log. `None` if one could not be read; `found` then has the reasons.
pub(super) fn count(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    form: Option<&Form>,
    found: &mut Vec<Diagnostic>,
) -> Option<Count> {
    let mut count = Count::default();
    let first_new = found.len();
    count.tally = logs.listen(scope, form, Tally::default, &mut count, found);
    let is_empty = count.inputs.is_empty() && logs.asked.is_none() && !logs.declares(scope);
    if is_empty && !found[first_new..].iter().any(is_lost) {
        found.push(Diagnostic::new(NoLogs));
    }
    (!found[first_new..].iter().any(is_lost)).then_some(count)
}

/// Whether a finding means that a log, or the rest of it, cannot be read.
fn is_lost(finding: &Diagnostic) -> bool {
    finding.severity() >= Severity::Error && !finding.problem.costs_a_row()
}

/// The logs of an office.
pub(super) struct Logs<'a> {
    pub(super) office: &'a Office<'a>,
    pub(super) project: &'a Project,
    pub(super) words: Arc<Words>,
    /// The logs that the question needs; `None` means all.
    asked: Option<BTreeSet<Log>>,
    /// Open workbooks that hold several logs.
    books: Arc<Books>,
    /// Whether an earlier pass already reported how cells were read.
    pub(super) is_read: bool,
    /// Counter for findings over the cap; each pass starts with a copy.
    surplus: Surplus,
    /// The findings over the cap of all passes.
    beyond: Mutex<Surplus>,
    /// The row checks to run in the next count; taken once.
    pub(super) looks: Mutex<Option<Look>>,
    /// Whether rows with errors are left out instead of stopping the compilation.
    pub(super) keep_going: bool,
}

/// Selects the rows to check: those of a year, up to a day.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) year: i32,
    pub(super) as_of: Option<NaiveDate>,
}

/// Row checks for a log that has no rules of its own.
fn no_rules<L: Entry>(
    look: Option<Look>,
) -> Option<impl Fn(&PassHints) -> RowChecks<L, NoRules> + Sync> {
    look.map(|look| move |_: &PassHints| look.by(NoRules))
}

impl Look {
    fn by<L: Entry, R: RowRules<L>>(self, rules: R) -> RowChecks<L, R> {
        RowChecks::new(rules, Some(self.year), self.as_of)
    }
}

/// Why a log must be read again.
enum Mistaken {
    /// A file turned out to have another encoding; with its index.
    Encoding(usize, Encoding),
    /// The assumptions of the pass were wrong.
    Retry(Retry),
}

impl<'a> Logs<'a> {
    /// Creates the logs of an office; nothing is read yet.
    pub(super) fn new(office: &'a Office<'a>, project: &'a Project, options: &Options) -> Self {
        Self {
            office,
            project,
            words: Arc::new(
                Words::new(&project.values).with_answers(&project.answers, &project.identities),
            ),
            asked: None,
            books: Arc::default(),
            is_read: false,
            surplus: Surplus::new(options.kept_per_kind, waived_lines(&project.rules).into()),
            beyond: Mutex::default(),
            looks: Mutex::default(),
            keep_going: options.keep_going,
        }
    }

    /// Returns the same logs for a secondary count: warnings and notes are suppressed.
    pub(super) fn aside(&self) -> Self {
        let cap = Cap {
            errors: usize::MAX,
            others: 0,
        };
        Self {
            office: self.office,
            project: self.project,
            words: Arc::clone(&self.words),
            asked: self.asked.clone(),
            books: Arc::clone(&self.books),
            is_read: self.is_read,
            surplus: Surplus::new(Some(cap), Arc::default()),
            beyond: Mutex::default(),
            looks: Mutex::default(),
            keep_going: self.keep_going,
        }
    }

    /// Restricts the logs to those in `asked`; `None` means all.
    pub(super) fn only(self, asked: Option<BTreeSet<Log>>) -> Self {
        Self { asked, ..self }
    }

    /// Whether all of `logs` are read.
    pub(super) fn are_read(&self, logs: &BTreeSet<Log>) -> bool {
        let asked = self.asked.as_ref();
        asked.is_none_or(|asked| logs.is_subset(asked))
    }

    /// Whether logs are requested and none of them exists.
    pub(super) fn lack_asked(&self, count: &Count) -> bool {
        let is_asked = self.asked.as_ref().is_none_or(|asked| !asked.is_empty());
        is_asked && count.inputs.is_empty()
    }

    /// Whether figures are declared for the year: it may have totals and no logs.
    fn declares(&self, scope: &Scope<'_>) -> bool {
        let year = scope.period().end.year();
        self.project.figures.contains_key(&year)
    }

    /// Also reads the logs that were not requested: whether the year can be reported on may depend on
    /// them. Their rows are not counted, and their findings are dropped.
    ///
    /// Returns `None` and reports it if the office has no log at all.
    pub(super) fn hear_others(
        &self,
        scope: &Scope<'_>,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Option<()> {
        let Some(asked) = &self.asked else {
            return Some(());
        };
        let rest = Log::ALL.iter().filter(|log| !asked.contains(log));
        let rest = self.aside().only(Some(rest.copied().collect()));
        let (mut others, mut unheard) = (Count::default(), Vec::new());
        others.tally = rest.listen(scope, None, Tally::default, &mut others, &mut unheard);
        count.others = Some(Box::new(others));
        let is_declared = self.declares(scope);
        if count.has_logs() || is_declared || unheard.iter().any(is_lost) {
            return Some(());
        }
        found.push(Diagnostic::new(NoLogs));
        None
    }

    /// Returns the findings of all passes that were counted and not stored.
    pub(super) fn beyond(&self) -> MutexGuard<'_, Surplus> {
        self.beyond.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reports the number of findings over the cap, by file and code.
    pub(super) fn tell_beyond(&self, year: i32, options: &Options, found: &mut Vec<Diagnostic>) {
        let rules = &self.project.rules;
        let day = judged_on(self.project, year, options);
        for (file, code, usual, count) in self.beyond().counts(found) {
            if weight_of_kind((code, usual), &file, rules, day).is_some() {
                let place = Place::file(&file);
                found.push(Diagnostic::at(place, MoreFindings { code, count }));
            }
        }
    }

    /// Counts every requested log, each with a listener from `start`, and merges the listeners.
    pub(super) fn listen<L: Listener + Send>(
        &self,
        scope: &Scope<'_>,
        form: Option<&Form>,
        start: impl Fn() -> L + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> L {
        let published = |identity| PublishedCounter::new(scope, &self.words, start(), identity);
        let procurement = |identity| ProcurementCounter::new(scope, start(), identity);
        let environment = |identity| EnvironmentCounter::new(scope, start(), identity);
        let (events, of_events) = self.events_if_asked();
        let requests = |identity| {
            let rules = RequestRules::new(scope, form);
            RequestCounter::new(scope, self.project, rules, start(), identity).with_events(&events)
        };
        let documents = |identity| OnceCounter::<DocumentLog, L>::new(scope, start(), identity);
        let decisions = |identity| OnceCounter::<DecisionLog, L>::new(scope, start(), identity);
        let disputes = |identity| OnceCounter::<DisputeLog, L>::new(scope, start(), identity);
        let guides = |identity| GuideCounter::new(scope, start(), identity);
        let look = self.look();
        let (rules, is_asked) = (&self.project.rules, self.is_published_log_asked());
        let entries = OnceLock::new();
        let of_published = |log| {
            let is_included = self.project.published_includes.contains(&log);
            entries.get().filter(|_| is_included)
        };
        let look_at_published = look.map(|look| {
            move |hints: &PassHints| look.by(PublishedRules::new(rules, is_asked, hints))
        });
        let look_at_procurement = look.map(|look| {
            move |hints: &PassHints| {
                let published = of_published(Log::Procurement);
                look.by(ProcurementRules::new(published, rules, hints))
            }
        });
        let look_at_environment = look.map(|look| {
            move |hints: &PassHints| {
                look.by(EnvironmentRules::new(of_published(Log::Environment), hints))
            }
        });

        let mut parts: [Part<L>; 8] = Default::default();
        let [
            of_items,
            of_procurement,
            of_environment,
            of_requests,
            of_guides,
            of_documents,
            of_decisions,
            of_disputes,
        ] = &mut parts;
        let mut tasks = vec![
            task(Log::Published, of_items, || {
                let (looked, part) = self.part_looked_at(look_at_published, published);
                // If the log is missing or unreadable, every entry would seem to be missing from it.
                let is_fixed = |found: &Diagnostic| found.code().is_fixed();
                let is_there = !part.count.inputs.is_empty() && !part.found.iter().any(is_fixed);
                if let Some(looked) = looked.filter(|_| is_there) {
                    let _ = entries.set(looked);
                }
                part
            }),
            task(Log::Procurement, of_procurement, || {
                self.part_looked_at(look_at_procurement, procurement).1
            }),
            task(Log::Environment, of_environment, || {
                self.part_looked_at(look_at_environment, environment).1
            }),
            task(Log::Requests, of_requests, || {
                let part = self
                    .part_looked_at(no_rules::<RequestLog>(look), requests)
                    .1;
                part.map(|(listener, ())| listener)
            }),
            task(Log::Guides, of_guides, || {
                self.part_looked_at(no_rules::<GuideLog>(look), guides).1
            }),
            task(Log::Documents, of_documents, || {
                let look = no_rules::<DocumentLog>(look);
                self.part_looked_at(look, documents).1
            }),
            task(Log::Decisions, of_decisions, || {
                let look = no_rules::<DecisionLog>(look);
                self.part_looked_at(look, decisions).1
            }),
            task(Log::Disputes, of_disputes, || {
                let look = no_rules::<DisputeLog>(look);
                self.part_looked_at(look, disputes).1
            }),
        ];
        tasks.retain(|(log, _)| self.asked.as_ref().is_none_or(|asked| asked.contains(log)));
        let first = tasks.iter().position(|(log, _)| *log == Log::Published);
        if let Some(first) = first.filter(|_| look.is_some() && is_asked) {
            // Other logs are compared with the published log, so it is read first.
            let (_, published) = tasks.remove(first);
            published();
        }
        self.share_out(tasks);
        let mut listener = start();
        for part in parts {
            if let Some(counted) = part.join(count, found) {
                listener.merge(counted);
            }
        }
        // An events log without any other log counts for nothing.
        if !count.inputs.is_empty() {
            of_events.join(count, found);
        }
        listener
    }

    /// Reads the events of requests, with the findings of their log. The years of the events are
    /// dropped: an event alone does not show that a year has rows.
    pub(super) fn events(&self) -> (RequestEvents, Part<()>) {
        let mut part = self.part(|_| EventCounter::default());
        part.count.kept.remove(&Log::Events);
        let events = part.outcome.take().unwrap_or_default();
        (events, part.map(|_| ()))
    }

    /// Reads the events if the requests are needed.
    fn events_if_asked(&self) -> (RequestEvents, Part<()>) {
        let asked = self.asked.as_ref();
        if asked.is_none_or(|asked| asked.contains(&Log::Requests)) {
            return self.events();
        }
        Default::default()
    }

    /// Whether other logs are compared with the published log.
    pub(super) fn is_published_log_asked(&self) -> bool {
        !self.project.published_includes.is_empty()
    }

    /// Takes the row checks for the next count, if there are any.
    pub(super) fn look(&self) -> Option<Look> {
        let mut look = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        look.take()
    }

    /// Runs the tasks, in parallel if the logs are long. The longest log starts first, so that no
    /// thread waits for another at the end.
    fn share_out(&self, mut tasks: Vec<(Log, Task<'_>)>) {
        let size = |log: Log| self.size_of(&self.project.logs[&log].files);
        // Query each size once: it is a system call.
        let sizes: BTreeMap<Log, u64> = Log::ALL.iter().map(|&log| (log, size(log))).collect();
        if !is_long(sizes.values().sum()) {
            for (_, task) in tasks {
                task();
            }
            return;
        }
        tasks.sort_by_key(|(log, _)| std::cmp::Reverse(sizes[log]));
        rayon::scope_fifo(|threads| {
            for (_, task) in tasks {
                threads.spawn_fifo(|_| task());
            }
        });
    }

    /// Returns the total size of some files in bytes; files of unknown size count as 0.
    fn size_of(&self, files: &[LogFile]) -> u64 {
        let sizes = files
            .iter()
            .filter_map(|file| self.office.files.size(&file.path));
        sizes.sum()
    }

    /// Counts all files of one log on its own, and checks their rows if `look` is given.
    fn part_looked_at<R: Counter + Send, C: Counter<Log = R::Log> + Send>(
        &self,
        look: Option<impl Fn(&PassHints) -> R + Sync>,
        start: impl Fn(Identity) -> C + Sync,
    ) -> (Option<R::Outcome>, Part<C::Outcome>) {
        let Some(look) = look else {
            return (None, self.part(|hints| start(hints.identity)));
        };
        let part = self.part(|hints| Both(look(&hints), start(hints.identity)));
        let mut looked = None;
        let part = part.map(|(found, counted)| {
            looked = Some(found);
            counted
        });
        (looked, part)
    }

    /// Counts all files of one log on its own.
    fn part<C: Counter + Send>(&self, start: impl Fn(PassHints) -> C + Sync) -> Part<C::Outcome> {
        let (mut count, mut found) = (Count::default(), Vec::new());
        let outcome = self.count(start, &mut count, &mut found);
        Part {
            outcome: Some(outcome),
            count,
            found,
        }
    }

    /// Counts all files of one log, and repeats the pass if one of its assumptions was wrong.
    pub(super) fn count<C: Counter + Send>(
        &self,
        start: impl Fn(PassHints) -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> C::Outcome {
        let mut files = self.files_of(&self.project.logs[&C::Log::LOG], found);
        let first_hints = PassHints {
            // Files may overlap in time: a day can come back in a later file.
            days_return: files.len() > 1,
            identity: Identity::new(C::Log::LOG, &self.project.identities),
        };
        let mut hints = first_hints.clone();
        loop {
            let mut pass = Count {
                surplus: self.surplus.clone(),
                ..Count::default()
            };
            let mut pass_found = Vec::new();
            // After a wrong encoding, `hints` are reset.
            let start = || start(hints.clone());
            match self.count_once(&files, start, &mut pass, &mut pass_found) {
                Ok(outcome) => {
                    // A configured header has to be in one of the files, not in all.
                    let log = C::Log::LOG;
                    pass_found.retain(|found| {
                        let missing = found.problem.get::<MappedHeaderMissing>();
                        !missing.is_some_and(|missing| pass.mapped.contains(&(log, missing.key)))
                    });
                    pass.surplus.skim(&mut pass_found);
                    pass.join(count);
                    self.beyond().merge(std::mem::take(&mut count.surplus));
                    found.append(&mut pass_found);
                    return outcome;
                }
                Err(Mistaken::Encoding(index, encoding)) => {
                    files[index].encoding = Some(encoding);
                    hints = first_hints.clone();
                }
                Err(Mistaken::Retry(retry)) => hints = hints.with(retry),
            }
        }
    }

    /// Lists the files of a log; patterns in `report.toml` are expanded.
    fn files_of(&self, log: &LogSettings, found: &mut Vec<Diagnostic>) -> Vec<LogFile> {
        let mut files: Vec<LogFile> = Vec::new();
        for file in &log.files {
            let (folder, pattern) = patterns::parts(&file.path);
            if !is_pattern(pattern) {
                files.push(file.clone());
                continue;
            }
            let listed = self.office.files.list(folder);
            let listed =
                listed.and_then(|names| Ok((names, self.office.files.names_not_utf8(folder)?)));
            let (mut names, not_utf8) = match listed {
                Ok(listed) => listed,
                Err(error) if error.kind() == io::ErrorKind::NotFound => Default::default(),
                Err(error) => {
                    found.push(unreadable(&file.path.as_str().into(), &error));
                    continue;
                }
            };
            names.retain(|name| matches(name, pattern));
            let is_hidden = |name: &mut String| patterns::is_hidden(name);
            let hidden: Vec<String> = names.extract_if(.., is_hidden).collect();
            if !hidden.is_empty() {
                found.push(Diagnostic::at(
                    place_of(file),
                    SkippedFiles { files: hidden },
                ));
            }
            let unreadable = not_utf8
                .iter()
                .filter(|name| patterns::may_match(name, pattern));
            let unreadable: Vec<_> = unreadable.map(|name| name_not_utf8(file, name)).collect();
            if names.is_empty() && unreadable.is_empty() {
                found.push(missing(file));
            }
            found.extend(unreadable);
            files.extend(names.into_iter().map(|name| {
                let path = file.path[..file.path.len() - pattern.len()].to_owned() + &name;
                let file = LogFile {
                    path,
                    ..file.clone()
                };
                file.with(&log.of_files)
            }));
        }
        sheets::settle(&mut files, self.project);
        // A file without ids would be counted twice.
        let mut known = BTreeSet::new();
        files.retain(|file| {
            let path = plain(&file.path).to_owned();
            let is_new = known.insert((path, file.sheets.clone()));
            if !is_new {
                let problem = Problem::from(FileNamedTwice {
                    file: file.path.clone(),
                });
                let place = file.place.clone().unwrap_or_else(|| place_of(file));
                found.push(Diagnostic::at(place, problem));
            }
            is_new
        });
        files
    }

    fn count_once<C: Counter + Send>(
        &self,
        files: &[LogFile],
        start: impl Fn() -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<C::Outcome, Mistaken> {
        let counting = if files.len() > 1 && is_long(self.size_of(files)) {
            self.count_side_by_side(files, start, count, found)?
        } else {
            let mut counting = start();
            for (index, file) in files.iter().enumerate() {
                self.count_file(file, &mut counting, count, found)
                    .map_err(|encoding| Mistaken::Encoding(index, encoding))?;
            }
            counting
        };
        let mut settled = Vec::new();
        let outcome = counting
            .finish(&mut settled, &mut Findings::new(found, &mut count.surplus))
            .map_err(Mistaken::Retry)?;
        for (file, counted) in settled {
            if let Some(input) = count.inputs.iter_mut().find(|input| input.file == file) {
                note(input, counted);
            }
        }
        if !self.is_read {
            for kept in count.kept.values() {
                kept.events.report(found);
            }
            self.words.report_answers(C::Log::LOG, found);
        }
        Ok(outcome)
    }

    /// Counts the files in parallel and merges the results in file order.
    fn count_side_by_side<C: Counter + Send>(
        &self,
        files: &[LogFile],
        start: impl Fn() -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<C, Mistaken> {
        let parts = files.par_iter().enumerate().map(|(index, file)| {
            let mut counting = start();
            let mut part = Count {
                surplus: count.surplus.clone(),
                ..Count::default()
            };
            let mut part_found = Vec::new();
            self.count_file(file, &mut counting, &mut part, &mut part_found)
                .map_err(|encoding| Mistaken::Encoding(index, encoding))?;
            part.surplus.skim(&mut part_found);
            Ok((counting, part, part_found))
        });
        let parts: Vec<Result<_, Mistaken>> = parts.collect();
        let mut all = start();
        for part in parts {
            let (counting, part, mut part_found) = part?;
            all.merge(counting);
            part.join(count);
            found.append(&mut part_found);
        }
        Ok(all)
    }

    /// Opens the tables of a file. Returns an empty list and reports it if the file is missing or
    /// unreadable.
    fn open(&self, log: Log, file: &LogFile, found: &mut Vec<Diagnostic>) -> Vec<Table> {
        let own_words = (!file.values.is_empty())
            .then(|| Arc::new(self.words.of_file(&self.project.values, &file.values)));
        let source = Source {
            log,
            file,
            settings: &self.project.logs[&log],
            words: own_words.as_ref().unwrap_or(&self.words),
        };
        let open = || self.office.files.open(&file.path);
        let opened = if sheets::is_named_again(&file.path, self.project) {
            Table::open_once(open, &self.books, &source, found)
        } else {
            open().map(|bytes| Table::open(bytes, &source, found))
        };
        // Only `NotFound` on opening means that the file is absent; a disk may also return it while
        // reading.
        match opened {
            Ok(Ok(tables)) => return tables,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                found.extend(file.named.then(|| missing(file)));
            }
            Ok(Err(error)) | Err(error) => {
                found.push(unreadable(&file.path.as_str().into(), &error));
            }
        }
        Vec::new()
    }

    /// Counts the tables of one file.
    ///
    /// # Errors
    /// The actual encoding, if the file was read in another.
    fn count_file<C: Counter>(
        &self,
        file: &LogFile,
        counter: &mut C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<(), Encoding> {
        let mut opened = Vec::new();
        let tables = self.open(C::Log::LOG, file, &mut opened);
        found.extend(cell_words::of_sheets(opened));
        let (mut at_end, first_new) = (Vec::new(), found.len());
        for table in tables {
            self.count_table((file, table), counter, count, (found, &mut at_end))?;
        }
        let is_of_total = |found: &&Diagnostic| found.problem.is::<TotalDiffers>();
        let of_rows = found.get(first_new..).unwrap_or_default().iter();
        let mut differing: Vec<Place> = (of_rows.chain(&at_end).filter(is_of_total))
            .filter_map(|found| found.place.as_deref().cloned())
            .collect();
        if !differing.is_empty() {
            let tables = self.open(C::Log::LOG, file, &mut Vec::new());
            let items: Vec<_> = tables
                .into_iter()
                .flat_map(|table| items::above::<C::Log>(table, &mut differing))
                .collect();
            let is_other = |found: &Diagnostic| !items.iter().any(|items| items.is_total(found));
            found.retain(is_other);
            at_end.retain(is_other);
        }
        found.extend(cell_words::of_sheets(at_end));
        Ok(())
    }

    /// Counts one table of a file. Findings at its end go to `at_end`: the file may have more sheets.
    ///
    /// # Errors
    /// The actual encoding, if the file was read in another.
    fn count_table<C: Counter>(
        &self,
        (file, mut table): (&LogFile, Table),
        counter: &mut C,
        count: &mut Count,
        (found, at_end): (&mut Vec<Diagnostic>, &mut Vec<Diagnostic>),
    ) -> Result<(), Encoding> {
        let log = C::Log::LOG;
        count.note_columns(log, &table);
        let mut input = Input::new(Arc::clone(table.label()));
        let (mut told_before, mut below) = (Vec::new(), Vec::new());
        let (mut events, mut cache) = (EventYears::default(), RowCache::default());
        let mut unusual = UnusualRows::of(log, file);
        loop {
            let mut rows = match table.read_on() {
                Ok(logs::Part::Rows(rows)) => rows,
                Ok(logs::Part::End) => {
                    at_end.extend(at_end_of(&table, &input));
                    below = table.below(&unusual.parts.above(input.rows));
                    break;
                }
                Ok(logs::Part::Broken(diagnostic)) => {
                    found.push(diagnostic);
                    break;
                }
                Ok(logs::Part::Reread(encoding)) => return Err(encoding),
                Err(error) => {
                    found.push(unreadable(&file.path.as_str().into(), &error));
                    break;
                }
            };
            let rows_before = input.rows;
            loop {
                count.surplus.skim(found);
                let findings = &mut Findings::new(found, &mut count.surplus);
                let noted = |counted, day: Option<NaiveDate>, row: &Row<'_>| {
                    input.rows += 1;
                    note(&mut input, counted);
                    if let Some(day) = day {
                        events.add::<C::Log>(day, row);
                    }
                };
                if !cache.count_known(&mut rows, counter, findings, noted) {
                    break;
                }
                let Some(step) = rows.step() else {
                    unusual.blank.add(rows.row());
                    continue;
                };
                let row = match step {
                    Step::Row(row) => row,
                    Step::Bad(diagnostic) => {
                        input.rows += 1;
                        input.excluded += 1;
                        if !self.is_read {
                            found.push(*diagnostic);
                        }
                        continue;
                    }
                };
                let several = C::Log::several(row);
                if let Some(several) = &several {
                    unusual.ranges.add(row, several.len() as u64);
                }
                let alone = several.is_none().then(|| (*row, rows.goes_on()));
                let of_range = several.iter().flatten().map(|row| (row.row(), false));
                for (row, goes_on) in of_range.chain(alone) {
                    told_before.clear();
                    let told = found.len();
                    let reading = if self.is_read {
                        &mut told_before
                    } else {
                        &mut *found
                    };
                    let Some(record) = C::Log::read(&row, reading) else {
                        let is_excluded = reading.last().is_some_and(is_row_excluded);
                        if row.is_blank() {
                            found.truncate(told);
                            unusual.blank.add(&row);
                        } else if is_excluded {
                            unusual.leave_out(&mut input);
                        } else {
                            note_unread(&row, told, &mut unusual, &mut input, found);
                        }
                        unusual.words.take(found, told);
                        continue;
                    };
                    input.rows += 1;
                    if let Some(day) = counter.event_day(&record) {
                        events.add::<C::Log>(day, &row);
                    }
                    let cached = unusual.words.take(found, told);
                    let cached = cached.filter(|_| told_before.iter().all(is_remark));
                    let findings = &mut Findings::new(found, &mut count.surplus);
                    let row = (&row, goes_on);
                    note(
                        &mut input,
                        cache.count(row, &record, cached, counter, findings),
                    );
                }
            }
            self.office.files.rows_read(input.rows - rows_before);
        }
        unusual.words.add_remarked(cache.remarked());
        at_end.extend(unusual.finish(&table, input.rows).chain(below));
        count.keep::<C::Log>(&table, input, events);
        Ok(())
    }
}

/// Whether a finding means that its row is excluded from the count, which is not an error.
fn is_row_excluded(found: &Diagnostic) -> bool {
    found.problem.is::<ExcludedRows>()
}

/// Handles a row that is not a record: a divider, a total, or a row with errors. Its findings are
/// `found[told..]`.
fn note_unread(
    row: &Row<'_>,
    told: usize,
    unusual: &mut UnusualRows,
    input: &mut Input,
    found: &mut Vec<Diagnostic>,
) {
    if let Some(words) = row.as_divider() {
        found.truncate(told);
        unusual.dividers.add(row, words);
    } else if let Some(total) = row.as_total() {
        found.truncate(told);
        unusual.words.add(total);
        found.extend(row.compare_total(&unusual.parts.above(input.rows)));
        unusual.parts.begin(input.rows);
    } else {
        input.rows += 1;
        input.excluded += 1;
    }
}

/// Returns the findings of a table that was read to its end.
fn at_end_of(table: &Table, input: &Input) -> impl Iterator<Item = Diagnostic> + use<> {
    let place = table.place();
    let nothing = (input.rows == 0).then(|| Problem::from(FileWithoutRows));
    let mark = table.has_end_mark().then(|| Problem::from(EndMark));
    let problems = [nothing, mark].into_iter().flatten();
    problems.map(move |problem| Diagnostic::at(place.clone(), problem))
}

/// Rows of a file that are neither a single record nor an error.
#[derive(Default)]
struct UnusualRows {
    blank: Blanks,
    dividers: Dividers,
    ranges: Ranges,
    words: CellWords,
    parts: Parts,
}

/// Row counts between the totals of a table.
#[derive(Default)]
struct Parts {
    /// Number of rows left out of the count.
    left_out: u64,
    /// Rows above the last total, and how many of them were left out.
    before: (u64, u64),
}

impl Parts {
    /// Returns the counts above the current row; `rows` is the number of rows read so far.
    fn above(&self, rows: u64) -> RowsAbove {
        RowsAbove {
            all: rows,
            left_out: self.left_out,
            of_part: rows - self.before.0,
            left_out_of_part: self.left_out - self.before.1,
        }
    }

    /// Starts a new part below a total.
    fn begin(&mut self, rows: u64) {
        self.before = (rows, self.left_out);
    }
}

impl UnusualRows {
    /// Creates an empty collection for a file of `log`.
    fn of(log: Log, file: &LogFile) -> Self {
        Self {
            words: CellWords::of(log, file),
            ..Self::default()
        }
    }

    /// Counts a row that its cells exclude from the count.
    fn leave_out(&mut self, input: &mut Input) {
        input.rows += 1;
        self.parts.left_out += 1;
    }

    /// Returns the findings about these rows.
    fn finish(self, table: &Table, rows: u64) -> impl Iterator<Item = Diagnostic> + use<> {
        let found = [
            self.blank.finish(),
            self.dividers.finish(),
            self.ranges.finish(),
        ];
        self.words
            .finish(rows, table.year_said())
            .into_iter()
            .chain(found.into_iter().flatten())
    }
}

/// Rows of a file that contain only separators.
#[derive(Default)]
struct Blanks {
    first: Option<Place>,
    rows: u64,
}

impl Blanks {
    /// Adds a blank row. A line without separators is not a row.
    fn add(&mut self, row: &Row<'_>) {
        if row.has_separators() {
            self.first.get_or_insert_with(|| row.place());
            self.rows += 1;
        }
    }

    /// Returns the finding, or `None` if there are no such rows.
    fn finish(self) -> Option<Diagnostic> {
        let problem = Problem::from(BlankRows { rows: self.rows });
        Some(Diagnostic::at(self.first?, problem))
    }
}

/// Rows of a file that each stand for several records, such as a range of ids.
#[derive(Default)]
struct Ranges {
    first: Option<(Place, String)>,
    rows: u64,
    records: u64,
}

impl Ranges {
    fn add(&mut self, row: &Row<'_>, records: u64) {
        self.first
            .get_or_insert_with(|| (row.place(), row.id().unwrap_or_default().to_owned()));
        self.rows += 1;
        self.records += records;
    }

    /// Returns the finding, or `None` if there are no such rows.
    fn finish(self) -> Option<Diagnostic> {
        let (place, id) = self.first?;
        let problem = Problem::from(RangeOfIds {
            id,
            rows: self.rows,
            records: self.records,
        });
        Some(Diagnostic::at(place, problem))
    }
}

/// Divider rows: headings above a group of records.
#[derive(Default)]
struct Dividers {
    first: Option<Place>,
    rows: u64,
    words: BTreeSet<String>,
}

impl Dividers {
    fn add(&mut self, row: &Row<'_>, words: &str) {
        self.first.get_or_insert_with(|| row.place());
        self.rows += 1;
        self.words.insert(words.to_owned());
    }

    /// Returns the finding, or `None` if there are no such rows.
    fn finish(self) -> Option<Diagnostic> {
        let problem = Problem::from(DividerRows {
            rows: self.rows,
            words: self.words.into_iter().collect(),
        });
        Some(Diagnostic::at(self.first?, problem))
    }
}

/// Returns the place of a file, or of the sheet that `report.toml` names.
fn place_of(file: &LogFile) -> Place {
    Place {
        sheet: file.sheet().map(Into::into),
        ..Place::file(&file.path.as_str().into())
    }
}

/// Adds the result of one row to the counts of its file.
fn note(input: &mut Input, counted: Counted) {
    match counted {
        Counted::InPeriod => input.counted += 1,
        Counted::NotInPeriod | Counted::Held => {}
        Counted::Refused => input.excluded += 1,
    }
}

/// Returns the finding that a log file is missing.
fn missing(file: &LogFile) -> Diagnostic {
    let named_at = file.place.clone();
    let place = named_at.unwrap_or_else(|| Place::file(&file.path.as_str().into()));
    let file = file.path.clone();
    Diagnostic::at(place, MissingLog { file })
}

/// Returns the finding that a pattern matches a file whose name is not UTF-8.
fn name_not_utf8(file: &LogFile, name: &[u8]) -> Diagnostic {
    let named_at = file.place.clone();
    let place = named_at.unwrap_or_else(|| Place::file(&file.path.as_str().into()));
    let name = name.escape_ascii().to_string();
    Diagnostic::at(place, NameNotUtf8 { name })
}

fn unreadable(file: &Arc<str>, error: &io::Error) -> Diagnostic {
    Diagnostic::at(
        Place::file(file),
        UnreadableFile {
            reason: error.to_string(),
        },
    )
}
