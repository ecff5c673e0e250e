//! The logs of an office: which files they are, and their counting, side by side where they are long.
//!
//! Counters and rules come from the callers. This module visits every row once, reads a log again where
//! a pass turns out to be wrong, and merges the results of the files in their order.

mod by_log;
mod count;
mod files;
mod findings;
mod table_count;
mod unusual;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Datelike;
use rayon::prelude::*;

use super::findings::judged_on;
use super::{Office, Options};
use crate::check::{judged_together, waived_lines};
use crate::count::{
    Counted, Counter, EventCounter, Identity, Listener, PassHints, RequestEvents, Retry, Scope,
    Tally,
};
use crate::diagnostic::{BoundedSink, Cap, Diagnostic, Findings, MappedHeaderMissing, NoLogs};
use crate::form::Form;
use crate::logs::{Books, Entry, Words};
use crate::project::{Encoding, LogFile, Project};
use crate::record::Log;
use crate::report::InputFile;

use by_log::Pass;
pub(super) use by_log::{Checks, YearFilter};
pub(super) use count::{Count, LogCount, count};
use findings::is_lost;

/// Whether logs of this many bytes are worth more than one thread.
fn is_long(bytes: u64) -> bool {
    bytes >= 4 << 20
}

/// The logs of an office.
pub(in crate::office) struct Logs<'a> {
    pub(in crate::office) office: &'a Office<'a>,
    pub(in crate::office) project: &'a Project,
    pub(in crate::office) words: Arc<Words>,
    /// The logs that the question needs; `None` means all.
    asked: Option<BTreeSet<Log>>,
    /// Open workbooks that hold several logs.
    books: Arc<Books>,
    /// Whether an earlier pass already reported how cells were read.
    pub(in crate::office) is_read: bool,
    /// Counter for findings over the cap; each pass starts with a copy.
    sink: BoundedSink,
    /// The findings over the cap of all passes.
    suppressed: Mutex<BoundedSink>,
    /// The row checks to run in the next count; taken once.
    pub(in crate::office) next_filter: Mutex<Option<YearFilter>>,
    /// Whether rows with errors are left out instead of stopping the compilation.
    pub(in crate::office) keep_going: bool,
}

/// Why a log must be read again.
enum RereadReason {
    /// A file turned out to have another encoding; with its index.
    Encoding(usize, Encoding),
    /// The assumptions of the pass were wrong.
    Retry(Retry),
}

impl<'a> Logs<'a> {
    /// Creates the logs of an office; nothing is read yet.
    pub(in crate::office) fn new(
        office: &'a Office<'a>,
        project: &'a Project,
        options: &Options,
    ) -> Self {
        Self {
            office,
            project,
            words: Arc::new(
                Words::new(&project.values).with_answers(&project.answers, &project.identities),
            ),
            asked: None,
            books: Arc::default(),
            is_read: false,
            sink: BoundedSink::new(options.kept_per_kind, waived_lines(&project.rules).into()),
            suppressed: Mutex::default(),
            next_filter: Mutex::default(),
            keep_going: options.keep_going,
        }
    }

    /// Returns the same logs for a secondary count: warnings and notes are suppressed.
    pub(in crate::office) fn errors_only(&self) -> Self {
        // One error shows as much as a million of its kind.
        let cap = Cap {
            errors: 100,
            others: 0,
        };
        Self {
            office: self.office,
            project: self.project,
            words: Arc::clone(&self.words),
            asked: self.asked.clone(),
            books: Arc::clone(&self.books),
            is_read: self.is_read,
            sink: BoundedSink::new(Some(cap), Arc::default()),
            suppressed: Mutex::default(),
            next_filter: Mutex::default(),
            keep_going: self.keep_going,
        }
    }

    /// Restricts the logs to those in `asked`; `None` means all.
    pub(in crate::office) fn only(self, asked: Option<BTreeSet<Log>>) -> Self {
        Self { asked, ..self }
    }

    /// Whether all of `logs` are read.
    pub(in crate::office) fn are_read(&self, logs: &BTreeSet<Log>) -> bool {
        let asked = self.asked.as_ref();
        asked.is_none_or(|asked| logs.is_subset(asked))
    }

    /// Whether logs are requested and none of them exists.
    pub(in crate::office) fn lack_asked(&self, count: &Count) -> bool {
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
    pub(in crate::office) fn read_other_logs(
        &self,
        scope: &Scope<'_>,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Option<()> {
        let Some(asked) = &self.asked else {
            return Some(());
        };
        let rest = Log::ALL.iter().filter(|log| !asked.contains(log));
        let rest = self.errors_only().only(Some(rest.copied().collect()));
        let (mut others, mut ignored) = (Count::default(), Vec::new());
        others.tally = rest.count_all(scope, None, Tally::default, &mut others, &mut ignored);
        count.others = Some(Box::new(others));
        let is_declared = self.declares(scope);
        if count.has_logs() || is_declared || ignored.iter().any(is_lost) {
            return Some(());
        }
        found.push(Diagnostic::new(NoLogs));
        None
    }

    /// Returns the findings of all passes that were counted and not stored.
    pub(in crate::office) fn suppressed(&self) -> MutexGuard<'_, BoundedSink> {
        self.suppressed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Reports the number of findings over the cap, by file and code.
    pub(in crate::office) fn report_suppressed(
        &self,
        year: i32,
        options: &Options,
        found: &mut Vec<Diagnostic>,
    ) {
        let rules = &self.project.rules;
        let day = judged_on(self.project, year, options);
        let suppressed = self.suppressed().suppressed(found).into_iter();
        let suppressed =
            suppressed.filter_map(|suppressed| judged_together(suppressed, rules, day));
        let reported = suppressed.filter(|suppressed| suppressed.waiver.is_none());
        found.extend(reported.map(|suppressed| suppressed.finding()));
    }

    /// Counts every log that is asked for. `start` makes a listener for each; the results are merged.
    pub(in crate::office) fn count_all<L: Listener + Send>(
        &self,
        scope: &Scope<'_>,
        form: Option<&Form>,
        start: impl Fn() -> L + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> L {
        let (events, of_events) = self.events_if_asked();
        let logs = Log::ALL.iter().copied();
        let logs = logs.filter(|log| self.asked.as_ref().is_none_or(|asked| asked.contains(log)));
        let mut listener = start();
        let pass = Pass {
            logs: self,
            scope,
            form,
            start,
            checks: self.take_filter().map(|filter| Checks::new(self, filter)),
            events: &events,
        };
        for part in pass.count(&logs.collect::<Vec<_>>()) {
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
    pub(in crate::office) fn events(&self) -> (RequestEvents, LogCount<()>) {
        let mut part = self.part(|_| EventCounter::default());
        part.count.kept.remove(&Log::Events);
        let events = part.outcome.take().unwrap_or_default();
        (events, part.map(|_| ()))
    }

    /// Reads the events if the requests are needed.
    fn events_if_asked(&self) -> (RequestEvents, LogCount<()>) {
        let asked = self.asked.as_ref();
        if asked.is_none_or(|asked| asked.contains(&Log::Requests)) {
            return self.events();
        }
        Default::default()
    }

    /// Whether other logs are compared with the published log.
    pub(in crate::office) fn is_published_log_asked(&self) -> bool {
        !self.project.published_includes.is_empty()
    }

    /// Takes the row checks for the next count, if there are any.
    pub(in crate::office) fn take_filter(&self) -> Option<YearFilter> {
        let mut filter = self
            .next_filter
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        filter.take()
    }

    /// Counts all files of one log on its own.
    fn part<C: Counter + Send>(
        &self,
        start: impl Fn(PassHints) -> C + Sync,
    ) -> LogCount<C::Outcome> {
        let (mut count, mut found) = (Count::default(), Vec::new());
        let outcome = self.count(start, &mut count, &mut found);
        LogCount {
            outcome: Some(outcome),
            count,
            found,
        }
    }

    /// Counts all files of one log, and repeats the pass if one of its assumptions was wrong.
    pub(in crate::office) fn count<C: Counter + Send>(
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
                sink: self.sink.clone().shared_by(files.len()),
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
                    pass.sink.apply_cap(&mut pass_found);
                    pass.join(count);
                    self.suppressed().merge(std::mem::take(&mut count.sink));
                    found.append(&mut pass_found);
                    return outcome;
                }
                Err(RereadReason::Encoding(index, encoding)) => {
                    files[index].encoding = Some(encoding);
                    hints = first_hints.clone();
                }
                Err(RereadReason::Retry(retry)) => hints = hints.with(retry),
            }
        }
    }

    fn count_once<C: Counter + Send>(
        &self,
        files: &[LogFile],
        start: impl Fn() -> C + Sync,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<C::Outcome, RereadReason> {
        let counting = if files.len() > 1 && is_long(self.size_of(files)) {
            self.count_side_by_side(files, start, count, found)?
        } else {
            let mut counting = start();
            for (index, file) in files.iter().enumerate() {
                self.count_file(file, &mut counting, count, found)
                    .map_err(|encoding| RereadReason::Encoding(index, encoding))?;
            }
            counting
        };
        let mut settled = Vec::new();
        let outcome = counting
            .finish(&mut settled, &mut Findings::new(found, &mut count.sink))
            .map_err(RereadReason::Retry)?;
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
    ) -> Result<C, RereadReason> {
        let parts = files.par_iter().enumerate().map(|(index, file)| {
            let mut counting = start();
            let mut part = Count {
                sink: count.sink.clone(),
                ..Count::default()
            };
            let mut part_found = Vec::new();
            self.count_file(file, &mut counting, &mut part, &mut part_found)
                .map_err(|encoding| RereadReason::Encoding(index, encoding))?;
            part.sink.apply_cap(&mut part_found);
            Ok((counting, part, part_found))
        });
        let parts: Vec<Result<_, RereadReason>> = parts.collect();
        let mut all = start();
        for part in parts {
            let (counting, part, mut part_found) = part?;
            all.merge(counting);
            part.join(count);
            found.append(&mut part_found);
        }
        Ok(all)
    }
}

/// Adds the result of one row to the counts of its file.
fn note(input: &mut InputFile, counted: Counted) {
    match counted {
        Counted::InPeriod => input.counted += 1,
        Counted::NotInPeriod | Counted::Pending => {}
        Counted::Refused => input.excluded += 1,
    }
}
