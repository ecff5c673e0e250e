//! The logs of an office: which files they are, and their counting, side by side where they are long.
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
use super::items;
use super::{Files, Options, judged_on, patterns, sheets};
use crate::check::{
    EnvironmentRules, NoRules, ProcurementRules, PublishedRules, RequestRules, RowChecks, RowRules,
    judged_together, waived_lines,
};
use crate::count::{
    Both, Counted, Counter, EnvironmentCounter, EventCounter, GuideCounter, Identity, Listener,
    OnceCounter, PassHints, ProcurementCounter, PublishedCounter, RequestCounter, RequestEvents,
    Retry, RowCache, Scope, Tally,
};
use crate::diagnostic::{
    BlankRows, Cap, Diagnostic, DividerRows, EndMark, ExcludedRows, FileNamedTwice,
    FileWithoutRows, Findings, MappedHeaderMissing, MissingLog, NameNotUtf8, NoLogs, Place,
    Problem, RangeOfIds, Severity, SkippedFiles, Surplus, TotalDiffers, UnreadableFile,
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

/// What was counted, and what the logs showed of themselves.
#[derive(Default)]
pub(super) struct Count {
    pub(super) tally: Tally,
    pub(super) coverage: Coverage,
    pub(super) inputs: Vec<Input>,
    /// The logs that were read, and in which years they have rows.
    pub(super) kept: BTreeMap<Log, Kept>,
    /// The logs that the question does not need, read for the years they have rows of.
    others: Option<Box<Self>>,
    /// The columns whose header `report.toml` names, and a file has.
    mapped: BTreeSet<(Log, &'static str)>,
    /// What was found beyond what is kept.
    surplus: Surplus,
}

/// The rows of one log.
#[derive(Default)]
pub(super) struct Kept {
    /// How many there are, of any year.
    rows: u64,
    /// Every year in which one is dated.
    years: BTreeSet<i32>,
    /// The years of their events.
    events: EventYears,
}

impl Kept {
    /// Whether the log says something of `year`, be it that nothing happened: it has a header and no
    /// rows, a row of the year, or rows before and after it.
    fn tells_of(&self, year: i32) -> bool {
        let has_before = self.years.range(..=year).next().is_some();
        let has_after = self.years.range(year..).next().is_some();
        self.rows == 0 || has_before && has_after
    }

    /// Whether the log begins after `year`. Rows without a day are of every year.
    fn begins_after(&self, year: i32) -> bool {
        self.years.first().is_some_and(|first| *first > year)
    }
}

/// Something to do for one log.
type Task<'t> = Box<dyn FnOnce() + Send + 't>;

/// Doing `work` for a log, what comes of it put into `slot`.
fn task<'t, T: Send>(
    log: Log,
    slot: &'t mut T,
    work: impl FnOnce() -> T + Send + 't,
) -> (Log, Task<'t>) {
    (log, Box::new(move || *slot = work()))
}

/// What came of one log that was counted by itself.
pub(super) struct Part<T> {
    /// None before it was counted.
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
    /// The same with another outcome.
    fn map<U>(self, other: impl FnOnce(T) -> U) -> Part<U> {
        Part {
            outcome: self.outcome.map(other),
            count: self.count,
            found: self.found,
        }
    }

    /// Puts what was seen and found to that of the logs before, and gives the outcome.
    pub(super) fn join(mut self, count: &mut Count, found: &mut Vec<Diagnostic>) -> Option<T> {
        self.count.join(count);
        found.append(&mut self.found);
        self.outcome
    }
}

/// Whether logs of so many bytes are worth more than one thread.
fn is_long(bytes: u64) -> bool {
    bytes >= 4 << 20
}

impl Count {
    /// Keeps what a table of a log is known by.
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

    /// Puts what was seen to that of the files before; what was counted is put together elsewhere.
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

    /// Notes which columns a table has.
    fn note_columns(&mut self, log: Log, table: &Table) {
        self.coverage.add(log, table.columns());
        self.coverage.add_kinds(table.request_kinds());
        let mapped = table.mapped_columns().map(|key| (log, key));
        self.mapped.extend(mapped);
    }

    pub(super) fn rows_left_out(&self) -> u64 {
        self.inputs.iter().map(|input| input.excluded).sum()
    }

    /// Every year in which a row is dated.
    pub(super) fn years(&self) -> BTreeSet<i32> {
        let years = self.kept.values().flat_map(|kept| &kept.years);
        let others = self.others.iter().flat_map(|others| others.years());
        years.copied().chain(others).collect()
    }

    /// Whether the office has any log.
    pub(super) fn has_logs(&self) -> bool {
        !self.inputs.is_empty() || self.others.iter().any(|others| others.has_logs())
    }

    /// Whether a row or a request carried in belongs to `year`, which was counted, or a log says that
    /// nothing does.
    pub(super) fn tells_of(&self, year: i32) -> bool {
        let is_carried_in = |kind: &RequestKind| {
            let kind = [kind.code()];
            self.tally.count_of(Metric::RequestsCarriedIn, &kind) > 0
        };
        self.kept.values().any(|kept| kept.tells_of(year))
            || RequestKind::ALL.iter().any(is_carried_in)
            || self.others.iter().any(|others| others.tells_of(year))
    }

    /// Whether nothing is known of `year` but what is declared of it.
    pub(super) fn knows_only(&self, year: i32, declared: &Declarations) -> bool {
        !declared.figures.is_empty() && !self.tells_of(year) && self.rows_left_out() == 0
    }

    /// The files that were read, with nothing counted.
    pub(super) fn without_figures(self) -> Self {
        Self {
            inputs: self.inputs,
            ..Self::default()
        }
    }

    /// Whether the requests of `year`, which was counted, stand in the log of a later year only because it
    /// carries them on: none of them ended in `year`, and the log goes back no further.
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

    /// Whether the requests of `year`, which was counted, are the first of their log and only those of its
    /// last weeks: none is of its first three quarters, and the next year has more.
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

    /// The logs that begin after `year`: it is not known what happened then.
    pub(super) fn begin_after(&self, year: i32) -> BTreeSet<Log> {
        let later = self.kept.iter().filter(|(_, kept)| kept.begins_after(year));
        later.map(|(log, _)| *log).collect()
    }
}

/// Counts every log that is asked for. None where one could not be read; then `found` says why, of
/// each.
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

/// Whether a finding says that a log, or the rest of it, cannot be read.
fn is_lost(finding: &Diagnostic) -> bool {
    finding.severity() >= Severity::Error && !finding.problem.costs_a_row()
}

/// The logs of an office.
pub(super) struct Logs<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) project: &'a Project,
    pub(super) words: Arc<Words>,
    /// The logs that the question needs; all if there is no set.
    asked: Option<BTreeSet<Log>>,
    /// The workbooks that several logs are kept in.
    books: Arc<Books>,
    /// Whether it was told before how the cells of each row read.
    pub(super) is_read: bool,
    /// Takes what goes beyond the findings that are kept.
    surplus: Surplus,
    /// What was taken in all passes.
    beyond: Mutex<Surplus>,
    /// What is looked at while the logs are counted, once.
    pub(super) looks: Mutex<Option<Look>>,
    /// Whether rows with errors are left out instead of stopping the compilation.
    pub(super) keep_going: bool,
}

/// Which rows are looked at: those of a year, until a day.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) year: i32,
    pub(super) as_of: Option<NaiveDate>,
}

/// Checks of a log that no rules are for.
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
    /// The encoding of a file of the log, by its index.
    Encoding(usize, Encoding),
    /// The pass.
    Retry(Retry),
}

impl<'a> Logs<'a> {
    /// The logs of an office, not read yet.
    pub(super) fn new(files: &'a dyn Files, project: &'a Project, options: &Options) -> Self {
        Self {
            files,
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

    /// The same logs, to be counted for something else: what is only unusual in them is not told.
    pub(super) fn aside(&self) -> Self {
        // One error tells as much as a million of its kind.
        let cap = Cap {
            errors: 100,
            others: 0,
        };
        Self {
            files: self.files,
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

    /// The same logs, of which only those in `asked` are read; all if there is no set.
    pub(super) fn only(self, asked: Option<BTreeSet<Log>>) -> Self {
        Self { asked, ..self }
    }

    /// Whether some logs are all read.
    pub(super) fn are_read(&self, logs: &BTreeSet<Log>) -> bool {
        let asked = self.asked.as_ref();
        asked.is_none_or(|asked| logs.is_subset(asked))
    }

    /// Whether logs are asked for and none of them is there.
    pub(super) fn lack_asked(&self, count: &Count) -> bool {
        let is_asked = self.asked.as_ref().is_none_or(|asked| !asked.is_empty());
        is_asked && count.inputs.is_empty()
    }

    /// Whether figures of the year are declared: it may have nothing but totals.
    fn declares(&self, scope: &Scope<'_>) -> bool {
        let year = scope.period().end.year();
        self.project.figures.contains_key(&year)
    }

    /// Reads the logs that are not asked for as well: whether a year is one to report on may depend on
    /// them. Their rows count toward nothing, and their findings concern other questions.
    ///
    /// Reports an office without any log; then there is no answer.
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

    /// What was found in all passes and not kept.
    pub(super) fn beyond(&self) -> MutexGuard<'_, Surplus> {
        self.beyond.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells how many findings were not kept beside those that were.
    pub(super) fn tell_beyond(&self, year: i32, options: &Options, found: &mut Vec<Diagnostic>) {
        let rules = &self.project.rules;
        let day = judged_on(self.project, year, options);
        let beyond = self.beyond().beyond(found).into_iter();
        let beyond = beyond.filter_map(|beyond| judged_together(beyond, rules, day));
        let told = beyond.filter(|beyond| beyond.waiver.is_none());
        found.extend(told.map(|beyond| beyond.finding()));
    }

    /// Counts every log that is asked for, told to listeners that `start` makes, which then merge.
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
                // Where the log is not there or cannot be read, all would seem to be missing from
                // it.
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
            // Other logs are held against what it holds.
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
        // Events alone are no log of anything.
        if !count.inputs.is_empty() {
            of_events.join(count, found);
        }
        listener
    }

    /// The events of the requests, with what was found in their log. It says of no year that something
    /// happened in it.
    pub(super) fn events(&self) -> (RequestEvents, Part<()>) {
        let mut part = self.part(|_| EventCounter::default());
        part.count.kept.remove(&Log::Events);
        let events = part.outcome.take().unwrap_or_default();
        (events, part.map(|_| ()))
    }

    /// The same, if the requests are asked for.
    fn events_if_asked(&self) -> (RequestEvents, Part<()>) {
        let asked = self.asked.as_ref();
        if asked.is_none_or(|asked| asked.contains(&Log::Requests)) {
            return self.events();
        }
        Default::default()
    }

    /// Whether other logs are held against what the published log holds.
    pub(super) fn is_published_log_asked(&self) -> bool {
        !self.project.published_includes.is_empty()
    }

    /// What is to be looked at while the logs are counted the next time.
    pub(super) fn look(&self) -> Option<Look> {
        let mut look = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        look.take()
    }

    /// Does what there is to do for each log: side by side where the logs are long, the longest
    /// first, so that no thread waits for another at the end.
    fn share_out(&self, mut tasks: Vec<(Log, Task<'_>)>) {
        let size = |log: Log| self.size_of(&self.project.logs[&log].files);
        // Each is asked for once, for it is a question to the file system.
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

    /// How many bytes some files have together, as far as that is known.
    fn size_of(&self, files: &[LogFile]) -> u64 {
        let sizes = files.iter().filter_map(|file| self.files.size(&file.path));
        sizes.sum()
    }

    /// Counts all files of one log by itself, and looks at their rows where that is asked for.
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

    /// Counts all files of one log by itself.
    fn part<C: Counter + Send>(&self, start: impl Fn(PassHints) -> C + Sync) -> Part<C::Outcome> {
        let (mut count, mut found) = (Count::default(), Vec::new());
        let outcome = self.count(start, &mut count, &mut found);
        Part {
            outcome: Some(outcome),
            count,
            found,
        }
    }

    /// Counts all files of one log, again where that turns out to be asked for.
    pub(super) fn count<C: Counter + Send>(
        &self,
        start: impl Fn(PassHints) -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> C::Outcome {
        let mut files = self.files_of(&self.project.logs[&C::Log::LOG], found);
        let first_hints = PassHints {
            // Each file is looked at by itself.
            days_return: files.len() > 1,
            identity: Identity::new(C::Log::LOG, &self.project.identities),
        };
        let mut hints = first_hints.clone();
        loop {
            let mut pass = Count {
                surplus: self.surplus.clone().shared_by(files.len()),
                ..Count::default()
            };
            let mut pass_found = Vec::new();
            // After a wrong encoding, identity begins anew.
            let start = || start(hints.clone());
            match self.count_once(&files, start, &mut pass, &mut pass_found) {
                Ok(outcome) => {
                    // A header that one file has need not be in all.
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

    /// The files of a log: those that `report.toml` names, patterns replaced by what they match.
    fn files_of(&self, log: &LogSettings, found: &mut Vec<Diagnostic>) -> Vec<LogFile> {
        let mut files: Vec<LogFile> = Vec::new();
        for file in &log.files {
            let (folder, pattern) = patterns::parts(&file.path);
            if !is_pattern(pattern) {
                files.push(file.clone());
                continue;
            }
            let listed = self.files.list(folder);
            let listed = listed.and_then(|names| Ok((names, self.files.names_not_utf8(folder)?)));
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
        // A file without ids would count twice.
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

    /// Counts files each by itself, and puts together what came of them in their order.
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

    /// The tables of a file; none if it is missing or cannot be read, which is reported.
    fn open(&self, log: Log, file: &LogFile, found: &mut Vec<Diagnostic>) -> Vec<Table> {
        let own_words = (!file.values.is_empty())
            .then(|| Arc::new(self.words.of_file(&self.project.values, &file.values)));
        let source = Source {
            log,
            file,
            settings: &self.project.logs[&log],
            words: own_words.as_ref().unwrap_or(&self.words),
        };
        let open = || self.files.open(&file.path);
        let opened = if sheets::is_named_again(&file.path, self.project) {
            Table::open_once(open, &self.books, &source, found)
        } else {
            open().map(|bytes| Table::open(bytes, &source, found))
        };
        // Only a file that cannot be opened is absent: a disk may fail in the middle with `NotFound`.
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
    /// The encoding it turned out to be in, where it was read in another.
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

    /// Counts one table of a file. What is found at its end is put apart: the file may have other sheets.
    ///
    /// # Errors
    /// The encoding it turned out to be in, where it was read in another.
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
            self.files.rows_read(input.rows - rows_before);
        }
        unusual.words.add_remarked(cache.remarked());
        at_end.extend(unusual.finish(&table, input.rows).chain(below));
        count.keep::<C::Log>(&table, input, events);
        Ok(())
    }
}

/// Whether a finding says that its row is taken out of the count, which is no error.
fn is_row_excluded(found: &Diagnostic) -> bool {
    found.problem.is::<ExcludedRows>()
}

/// Notes a row that is no record: a divider, a total, or a row with errors. Its findings begin at
/// `told`.
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

/// The findings at the end of a file that was read to there.
fn at_end_of(table: &Table, input: &Input) -> impl Iterator<Item = Diagnostic> + use<> {
    let place = table.place();
    let nothing = (input.rows == 0).then(|| Problem::from(FileWithoutRows));
    let mark = table.has_end_mark().then(|| Problem::from(EndMark));
    let problems = [nothing, mark].into_iter().flatten();
    problems.map(move |problem| Diagnostic::at(place.clone(), problem))
}

/// The rows of a file that are not one record each, and no errors.
#[derive(Default)]
struct UnusualRows {
    blank: Blanks,
    dividers: Dividers,
    ranges: Ranges,
    words: CellWords,
    parts: Parts,
}

/// The parts of a table between its totals.
#[derive(Default)]
struct Parts {
    /// How many rows are left out of the count.
    left_out: u64,
    /// How many rows stand above the last total, and how many of them are left out.
    before: (u64, u64),
}

impl Parts {
    /// The rows above the row at hand, of which there are so many.
    fn above(&self, rows: u64) -> RowsAbove {
        RowsAbove {
            all: rows,
            left_out: self.left_out,
            of_part: rows - self.before.0,
            left_out_of_part: self.left_out - self.before.1,
        }
    }

    /// Begins the part below a total.
    fn begin(&mut self, rows: u64) {
        self.before = (rows, self.left_out);
    }
}

impl UnusualRows {
    /// None yet, of a file of `log`.
    fn of(log: Log, file: &LogFile) -> Self {
        Self {
            words: CellWords::of(log, file),
            ..Self::default()
        }
    }

    /// Takes a row that its words take out of the count.
    fn leave_out(&mut self, input: &mut Input) {
        input.rows += 1;
        self.parts.left_out += 1;
    }

    /// The findings about them.
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

/// The rows of a file that have separators and nothing else.
#[derive(Default)]
struct Blanks {
    first: Option<Place>,
    rows: u64,
}

impl Blanks {
    /// Adds a blank row; a line without separators is only empty space.
    fn add(&mut self, row: &Row<'_>) {
        if row.has_separators() {
            self.first.get_or_insert_with(|| row.place());
            self.rows += 1;
        }
    }

    /// The finding, if there are any.
    fn finish(self) -> Option<Diagnostic> {
        let problem = Problem::from(BlankRows { rows: self.rows });
        Some(Diagnostic::at(self.first?, problem))
    }
}

/// The rows of a file that each stand for several records.
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

    /// The finding, if there are any.
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

/// The rows of a file that stand above a group of records.
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

    /// The finding, if there are any.
    fn finish(self) -> Option<Diagnostic> {
        let problem = Problem::from(DividerRows {
            rows: self.rows,
            words: self.words.into_iter().collect(),
        });
        Some(Diagnostic::at(self.first?, problem))
    }
}

/// The place of a file, or of its sheet that `report.toml` names.
fn place_of(file: &LogFile) -> Place {
    Place {
        sheet: file.sheet().map(Into::into),
        ..Place::file(&file.path.as_str().into())
    }
}

/// Notes what became of one row of a file.
fn note(input: &mut Input, counted: Counted) {
    match counted {
        Counted::InPeriod => input.counted += 1,
        Counted::NotInPeriod | Counted::Held => {}
        Counted::Refused => input.excluded += 1,
    }
}

/// Tells a log that is not there.
fn missing(file: &LogFile) -> Diagnostic {
    let named_at = file.place.clone();
    let place = named_at.unwrap_or_else(|| Place::file(&file.path.as_str().into()));
    let file = file.path.clone();
    Diagnostic::at(place, MissingLog { file })
}

/// Tells a file that a pattern stands for and that cannot be named.
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
