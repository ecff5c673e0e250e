//! Counting the request log: requests of both kinds, their state and how long they took.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;

use super::classes::{CrossTab, Histogram, Interner, Word};
use super::events::{Joined, RequestEvents};
use super::identity::{Identity, PendingRows, Repeats, with_record};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counter, Retry, RowName, Settled};
use crate::diagnostic::{
    Code, Diagnostic, DuplicateId, EventDiffers, Findings, NoLimit, Place, PossibleDuplicates,
    Problem, RepeatedRequest, RepliedBeforeReceived, RequestOfTwoYears,
};
use crate::law::{
    Arrival, Clock, Consulted, Course, Deadline, Delivery, Elapsed, EndedBy, Extension, Law,
    LoggedDays, LoggedDue, Means, Receipt, Regime, Reply, Sending, ServiceLimit, State,
};
use crate::logs::{Decided, LoggedLimit, Moment, Request, RequestDays, RequestWords, Times};
use crate::logs::{Entry, OwnedRow, RequestLog, Row, header};
use crate::project::Project;
use crate::record::{Log, RequestKind};
use crate::vocabulary::{MONTHS, Metric, UNSPECIFIED};

/// A request with its deadline, on the reference day of the scope.
pub struct Case<'a> {
    /// The request.
    pub request: &'a Request<'a>,
    /// Its course.
    pub course: &'a Course,
    /// Additional waits that do not fit into the course: one entry for each further clarification,
    /// consultation or fee notice.
    pub further: &'a [Course],
    /// Its deadline and state.
    pub deadline: &'a Deadline,
    /// Its row, or the first of several.
    pub row: &'a Row<'a>,
    /// Whether it was received in the period or carried into it.
    pub is_in_period: bool,
}

impl Case<'_> {
    /// The subject of the request, without personal data.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let title = self.request.title?;
        Some(self.row.without_applicant(title).into_owned())
    }
}

/// Checks or collects requests while they are counted.
pub trait Observer {
    /// The result.
    type Outcome;

    /// Whether it observes all open requests.
    const OBSERVES_OPEN: bool;

    /// Observes one request.
    fn observe(&mut self, case: &Case<'_>, found: &mut Findings<'_>);

    /// Whether requests with these words need only [`observe_deadline`](Self::observe_deadline).
    fn is_classed(&self, words: &RequestWords<'_>) -> bool;

    /// Observes the deadline of a request of the period, if the deadline has findings.
    fn observe_deadline(&mut self, deadline: &Deadline, row: &Row<'_>, found: &mut Findings<'_>);

    /// Adds a later part of the log.
    fn merge(&mut self, later: Self);

    /// Reports findings that are known only after the last request.
    fn finish(self, found: &mut Findings<'_>) -> Self::Outcome;
}

/// The counter of a request log.
pub struct RequestCounter<'s, O, L> {
    scope: &'s Scope<'s>,
    project: &'s Project,
    observer: O,
    listener: L,
    /// Service requests without a limit.
    undetermined: u64,
    /// The events of requests. `None` if no log has any.
    events: Option<&'s RequestEvents>,
    /// The ids of requests that were read and have events.
    met: HashSet<Box<[u8]>>,
    pending: PendingRows,
    interner: Interner,
    /// Requests not reported to the listener yet: by all words and days, by topic, by department (there
    /// may be many of both), by the rows of the statutory table, and by gross and net duration.
    requests: CrossTab<WordsOfAll, DaysOfAll>,
    by_topic: CrossTab<WordsOfPart, DaysOfAll>,
    by_department: CrossTab<WordsOfPart, DaysOfAll>,
    in_table: CrossTab<WordsOfTable, DaysOfTable>,
    days: [[Histogram; 2]; 2],
    /// The rules for days seen so far.
    rules: Vec<RequestRule>,
    deadlines: Deadlines,
}

/// The facts in the words of a request that affect its deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RequestRule {
    kind: RequestKind,
    law: Option<&'static Regime>,
    limit: Option<ServiceLimit>,
    means: Means,
    delivery: Delivery,
    consulted: Consulted,
    has_outcome: bool,
    /// Whether the status says that the request was completed.
    is_finished: bool,
}

/// Caches the classes of days, by rule and course.
///
/// Computing a deadline along the calendar takes longer than everything else about a request.
type Deadlines = HashMap<(usize, Course), RequestDaysClass, FixedState>;

/// Maximum number of cached deadlines.
const MOST_DEADLINES: usize = 1 << 12;

impl<'s, O: Observer, L: Listener> RequestCounter<'s, O, L> {
    /// A counter that reports to `listener` and `observer`. `identity` holds the identities known from
    /// earlier passes.
    #[must_use]
    pub fn new(
        scope: &'s Scope<'s>,
        project: &'s Project,
        observer: O,
        listener: L,
        identity: Identity,
    ) -> Self {
        Self {
            scope,
            project,
            observer,
            listener,
            undetermined: 0,
            events: None,
            met: HashSet::new(),
            pending: PendingRows::new(identity),
            interner: Interner::default(),
            requests: CrossTab::default(),
            by_topic: CrossTab::default(),
            by_department: CrossTab::default(),
            in_table: CrossTab::default(),
            days: Default::default(),
            rules: Vec::new(),
            deadlines: Deadlines::default(),
        }
    }

    /// Adds the events of the requests to count.
    #[must_use]
    pub fn with_events(self, events: &'s RequestEvents) -> Self {
        Self {
            events: Some(events).filter(|events| !events.is_empty()),
            ..self
        }
    }

    /// Notes a request by its id. Returns whether it has events, so that it must be counted on its own.
    #[inline(never)]
    fn has_events(&mut self, events: &RequestEvents, id: Option<&str>) -> bool {
        let Some(known) = id.and_then(|id| events.known(id)) else {
            return false;
        };
        if !self.met.contains(known) {
            self.met.insert(known.into());
        }
        true
    }

    /// Counts a row that has no class.
    fn count_named(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        request: &Request<'_>,
        found: &mut Findings<'_>,
    ) -> Counted {
        let received = received_of(request, self.scope);
        if !self.scope.has_seen(received) {
            return Counted::NotInPeriod;
        }
        let RequestWords { kind, delivery, .. } = request.words;
        if let Some((key, problem)) = contradiction((kind, delivery), &request.days) {
            row.report(found, (Log::Requests, key), problem.code(), || problem);
            return Counted::Refused;
        }
        if self.pending.keeps(name, row) {
            return Counted::Pending;
        }
        self.count_one(request, std::slice::from_ref(row), found);
        Counted::in_period(self.scope.contains(received))
    }

    /// Counts a request that occupies `rows`.
    fn count_one(&mut self, request: &Request<'_>, rows: &[Row<'_>], found: &mut Findings<'_>) {
        let Some(row) = rows.first() else { return };
        let words = self.class_of_words(&request.words, request.repeat_of);
        let mut course = course_of(&self.rules[words.rule], &request.days, self.scope);
        let joined = match self.events.zip(request.id) {
            Some((events, id)) => events.join(id, &mut course, self.scope.calendar),
            None => Joined::default(),
        };
        for &(event, logged, other) in &joined.differing {
            let problem = || {
                Problem::from(EventDiffers {
                    event: header(Log::Requests, event.key()),
                    logged,
                    other,
                })
            };
            let at = (Log::Requests, event.key());
            row.report(found, at, Code::of::<EventDiffers>(), problem);
        }
        let further = joined.further.as_slice();
        let (deadline, days) = self.class_of_days(words.rule, (&course, further));
        if !request.words.excluded {
            let case = Case {
                request,
                course: &course,
                further,
                deadline: &deadline,
                row,
                is_in_period: days.standing.is_in_period(),
            };
            self.observer.observe(&case, found);
        }
        self.add_one(rows, &words, &days);
        if days.standing.is_received && !request.words.excluded {
            report_fees(request, &mut self.listener);
        }
    }

    /// Classifies the words of a request.
    fn class_of_words(
        &mut self,
        words: &RequestWords<'_>,
        repeat_of: Option<&str>,
    ) -> RequestWordsClass {
        let interner = &mut self.interner;
        let has_place = words.kind == RequestKind::Disclosure
            && !words.excluded
            && words.decided != Decided::Undetermined;
        let in_table = has_place.then(|| WordsOfTable {
            applicant: interner.word(words.applicant),
            outcome: interner.word(words.outcome),
        });
        let of_all = WordsOfAll {
            kind: words.kind,
            channel: interner.word(words.channel),
            is_excluded: words.excluded,
            is_repeat: repeat_of.is_some(),
            has_department: words.department.is_some(),
            satisfied: words.satisfied,
        };
        let mut of_part = |word| WordsOfPart {
            kind: words.kind,
            label: interner.word(word),
        };
        let of_topic = of_part(words.topic);
        let department = words.department.filter(|_| !words.excluded);
        let of_department = department.map(|department| of_part(Some(department)));
        RequestWordsClass {
            of_all: self.requests.words(of_all),
            of_topic: self.by_topic.words(of_topic),
            of_department: of_department.map(|words| self.by_department.words(words)),
            in_table: in_table.map(|words| self.in_table.words(words)),
            kind: words.kind,
            is_excluded: words.excluded,
            rule: self.rule_of(words),
        }
    }

    /// The number of the rule for the days of requests with these words, added if it is new.
    fn rule_of(&mut self, words: &RequestWords<'_>) -> usize {
        let rule = RequestRule {
            kind: words.kind,
            law: regime_named(words.law),
            means: words.means,
            delivery: words.delivery,
            limit: service_limit(words, self.project),
            consulted: words.consulted,
            has_outcome: words.outcome.is_some() || words.decided == Decided::Undetermined,
            is_finished: words.finished,
        };
        let known = self.rules.iter().position(|known| *known == rule);
        known.unwrap_or_else(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        })
    }

    /// Computes the deadline of a request, and classifies its days.
    fn class_of_days(
        &mut self,
        rule: usize,
        (course, further): (&Course, &[Course]),
    ) -> (Deadline, RequestDaysClass) {
        let scope = self.scope;
        let deadline = deadline_of(&self.rules[rule], (course, further), scope);
        let ended = deadline.ended.map(|ending| ending.by);
        // One rule must decide what ends a request, or it could be both ended and carried over.
        let has_ended = |day| clock(scope).has_ended(course, deadline.basis, day);
        let standing = RequestStanding::of(course.received, has_ended, scope);
        let is_counted = standing.is_in_period() && ended == Some(EndedBy::Reply);
        let of_all = DaysOfAll::of(course, &deadline, standing);
        let of_table = DaysOfTable {
            standing,
            has_ended: ended.is_some(),
        };
        let is_observed = standing.is_in_period() && !deadline.findings.is_empty();
        let class = RequestDaysClass {
            is_seen: scope.has_seen(course.received),
            standing,
            end: of_all.end,
            of_all: self.requests.days(of_all),
            of_topic: self.by_topic.days(of_all),
            of_department: self.by_department.days(of_all),
            in_table: self.in_table.days(of_table),
            elapsed: deadline.elapsed.filter(|_| is_counted),
            due: deadline.due,
            receipt: course.receipt.map(|receipt| receipt.on),
            observed: is_observed.then(|| Arc::new(deadline.clone())),
        };
        (deadline, class)
    }

    /// Adds a request that occupies `rows` to its class.
    #[inline]
    fn add_one(&mut self, rows: &[Row<'_>], words: &RequestWordsClass, days: &RequestDaysClass) {
        if L::NEEDS_ROWS {
            let mark = |row| self.listener.mark(Log::Requests, row);
            let marks: Vec<_> = rows.iter().map(mark).collect();
            self.listener.about(&marks);
            if let Some(due) = &days.due {
                self.listener.fact("due", due);
            }
            if let Some(receipt) = &days.receipt {
                self.listener.fact("clock_starts", receipt);
            }
        }
        self.requests.add(words.of_all, days.of_all);
        if !words.is_excluded {
            self.by_topic.add(words.of_topic, days.of_topic);
        }
        if let Some(words) = words.of_department {
            self.by_department.add(words, days.of_department);
        }
        if let Some(words) = words.in_table {
            self.in_table.add(words, days.in_table);
        }
        if let Some(Elapsed { gross, net }) = days.elapsed.filter(|_| !words.is_excluded) {
            let [by_gross, by_net] = &mut self.days[words.kind as usize];
            by_gross.add(gross);
            by_net.add(net);
        }
        if L::NEEDS_ROWS {
            self.report();
        }
    }

    /// Reports the requests that the listener has not received yet.
    fn report(&mut self) {
        for (words, days, times) in self.requests.take() {
            let class = ClassOfAll { words, days };
            class.report(&self.interner, times, &mut self.listener);
            if class.is_undetermined() {
                self.undetermined += times;
            }
        }
        let parts = [
            (&mut self.by_topic, &BY_TOPIC),
            (&mut self.by_department, &BY_DEPARTMENT),
        ];
        for (classes, part) in parts {
            for (words, days, times) in classes.take() {
                let labels = [words.kind.code(), self.interner.text(words.label)];
                part.report(&labels, &days, times, &mut self.listener);
            }
        }
        for (words, days, times) in self.in_table.take() {
            let class = ClassOfTable { words, days };
            class.report(&self.interner, times, &mut self.listener);
        }
        for (kind, [gross, net]) in RequestKind::ALL.into_iter().zip(&mut self.days) {
            let kind = &[kind.code()];
            gross.report(&mut self.listener, Metric::RequestsDaysHistogram, kind);
            net.report(&mut self.listener, Metric::RequestsNetDaysHistogram, kind);
        }
    }
}

impl<O: Observer, L: Listener> Counter for RequestCounter<'_, O, L> {
    type Log = RequestLog;
    type Outcome = (L, O::Outcome);
    type Words = RequestWordsClass;
    type Days = RequestDaysClass;

    fn classify_words(&mut self, words: &RequestWords<'_>) -> Option<RequestWordsClass> {
        let is_classed = words.decided == Decided::ByWords && self.observer.is_classed(words);
        is_classed.then(|| self.class_of_words(words, None))
    }

    fn rule(words: &RequestWordsClass) -> usize {
        words.rule
    }

    fn classify_days(&mut self, rule: usize, days: &RequestDays) -> Option<RequestDaysClass> {
        let RequestRule {
            kind,
            delivery,
            has_outcome,
            is_finished,
            ..
        } = self.rules[rule];
        // A completed request without an end date is reported.
        if contradiction((kind, delivery), days).is_some() || is_finished && !days.has_end() {
            return None;
        }
        let course = course_of(&self.rules[rule], days, self.scope);
        let key = (rule, course);
        let known = self.deadlines.get(&key).cloned();
        let class = known.unwrap_or_else(|| {
            let (_, class) = self.class_of_days(rule, (&course, &[]));
            if self.deadlines.len() == MOST_DEADLINES {
                self.deadlines.clear();
            }
            self.deadlines.insert(key, class.clone());
            class
        });
        // A request that ended without an outcome, or has an outcome but no end, is observed on its
        // own.
        let is_settled = match class.end {
            RequestEnd::Seen => has_outcome,
            RequestEnd::Later => true,
            RequestEnd::None => !has_outcome,
        };
        let is_classed = kind == RequestKind::Service || is_settled || !class.is_seen;
        let is_observed_open = O::OBSERVES_OPEN && class.end != RequestEnd::Seen && class.is_seen;
        (is_classed && !is_observed_open).then_some(class)
    }

    fn day(&self, rule: usize, days: &RequestDays) -> Option<NaiveDate> {
        let RequestRule {
            kind, means, law, ..
        } = self.rules[rule];
        Some(received(kind, (means, law), &days.arrival, self.scope).1)
    }

    fn event_day(&self, request: &Request<'_>) -> Option<NaiveDate> {
        Some(received_of(request, self.scope))
    }

    #[inline]
    fn add(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        (words, days): (&RequestWordsClass, &RequestDaysClass),
        found: &mut Findings<'_>,
    ) -> Counted {
        if let Some(events) = self.events
            && self.has_events(events, name.id)
            && let Some(request) = RequestLog::read(row, &mut Vec::new())
        {
            return self.count_named(row, name, &request, found);
        }
        if !days.is_seen {
            return Counted::NotInPeriod;
        }
        if self.pending.keeps(name, row) {
            return Counted::Pending;
        }
        if let Some(deadline) = days.observed.as_ref().filter(|_| !words.is_excluded) {
            self.observer.observe_deadline(deadline, row, found);
        }
        self.add_one(std::slice::from_ref(row), words, days);
        Counted::in_period(days.standing.is_received)
    }

    fn count(&mut self, row: &Row<'_>, request: &Request<'_>, found: &mut Findings<'_>) -> Counted {
        if let Some(events) = self.events {
            self.has_events(events, request.id);
        }
        let buffer = &mut Vec::new();
        let name = RowName::of::<RequestLog>(row, request, buffer);
        self.count_named(row, name, request, found)
    }

    fn merge(&mut self, mut later: Self) {
        later.report();
        self.listener.merge(later.listener);
        self.undetermined += later.undetermined;
        self.met.extend(later.met);
        self.observer.merge(later.observer);
        self.pending.merge(later.pending);
    }

    fn finish(
        mut self,
        settled: &mut Settled,
        found: &mut Findings<'_>,
    ) -> Result<Self::Outcome, Retry> {
        let mut repeats = Repeats::default();
        let mut duplicates = Duplicates::default();
        for rows in self.pending.take_items::<RequestLog>(found)? {
            let mut rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
            let is_decided = rows
                .first()
                .is_some_and(|row| self.pending.identity.is_decided(row));
            if !is_decided && rows.first().is_some_and(|row| row.id().is_none()) {
                for rows in duplicates.split(&rows) {
                    repeats.leave_out(rows.iter().filter_map(with_record::<RequestLog>));
                    if let Some((row, request)) = rows.first().and_then(with_record::<RequestLog>) {
                        let day = received_of(&request, self.scope);
                        let counted = Counted::in_period(self.scope.contains(day));
                        settled.extend(rows.iter().map(|row| (Arc::clone(row.file()), counted)));
                        self.count_one(&request, std::slice::from_ref(row), found);
                    }
                }
                continue;
            }
            let refused = if is_decided {
                Vec::new()
            } else {
                refuse_conflicting(&mut rows, self.scope, found)
            };
            for refused in refused {
                settled.push((Arc::clone(refused.file()), Counted::Refused));
            }
            if rows.iter().any(|row| row.file() != rows[0].file()) {
                repeats.leave_out(rows.iter().filter_map(with_record::<RequestLog>));
            }
            let Some((request, rows_in_one_file)) = united(&rows) else {
                continue;
            };
            if rows_in_one_file > 1 && !is_decided {
                let problem = || {
                    Problem::from(RepeatedRequest {
                        id: request.id.unwrap_or_default().to_owned(),
                        rows: rows_in_one_file,
                    })
                };
                let at = (Log::Requests, "id");
                rows[0].report(found, at, Code::of::<RepeatedRequest>(), problem);
            }
            let day = received_of(&request, self.scope);
            let counted = Counted::in_period(self.scope.contains(day));
            settled.extend(rows.iter().map(|row| (Arc::clone(row.file()), counted)));
            self.count_one(&request, &rows, found);
        }
        repeats.report(found);
        duplicates.report(found);
        if let Some(events) = self.events {
            events.report_unmatched(&self.met, found);
        }
        self.report();
        let requests = self.undetermined;
        if requests > 0 {
            found.push(Diagnostic::new(NoLimit { requests }));
        }
        Ok((self.listener, self.observer.finish(found)))
    }
}

/// Requests without an id that occur several times in a file, cell for cell. They may be different
/// requests: three callers can ask the same on one day.
#[derive(Default)]
struct Duplicates {
    by_file: BTreeMap<Arc<str>, DuplicatesOfFile>,
}

/// The rows of a file that repeat another.
struct DuplicatesOfFile {
    rows: u64,
    first: Place,
    /// Lines of the first few, each after the line of the row it repeats.
    lines: Vec<(u64, u64)>,
}

impl Duplicates {
    /// Maximum number of pairs of lines that a finding names.
    const SHOWN: usize = 3;

    /// Splits rows that are equal cell for cell into requests. Equal rows of one file are separate
    /// requests; the n-th row of each file belongs to the same request.
    fn split<'row>(&mut self, rows: &[Row<'row>]) -> Vec<Vec<Row<'row>>> {
        let mut requests: Vec<Vec<Row<'row>>> = Vec::new();
        for of_file in rows.chunk_by(|one, next| one.file() == next.file()) {
            for (number, row) in of_file.iter().enumerate() {
                if number > 0 {
                    self.add(row, &of_file[0]);
                }
                match requests.get_mut(number) {
                    Some(request) => request.push(*row),
                    None => requests.push(vec![*row]),
                }
            }
        }
        requests
    }

    fn add(&mut self, row: &Row<'_>, first: &Row<'_>) {
        let of_file = self.by_file.entry(Arc::clone(row.file()));
        let of_file = of_file.or_insert_with(|| DuplicatesOfFile {
            rows: 0,
            first: row.place(),
            lines: Vec::new(),
        });
        of_file.rows += 1;
        if of_file.lines.len() < Self::SHOWN {
            of_file.lines.push((first.line(), row.line()));
        }
    }

    /// Reports the rows, once for each file.
    fn report(self, found: &mut Findings<'_>) {
        for DuplicatesOfFile { rows, first, lines } in self.by_file.into_values() {
            let problem = PossibleDuplicates { rows, lines };
            found.push(Diagnostic::at(first, problem));
        }
    }
}

/// A contradiction in the days of a request, with the column it is in.
fn contradiction(
    (kind, delivery): (RequestKind, Delivery),
    days: &RequestDays,
) -> Option<(&'static str, Problem)> {
    let (reply, replied) = replied_at((kind, delivery), days);
    let key = match reply {
        Some(reply) => reply.day.key(),
        None if days.sending.replied_on.is_some() => "replied_on",
        None => "closed_on",
    };
    let Arrival {
        received_on: received,
        submitted_on: sent,
        ..
    } = days.arrival;
    // A reply may precede the confirmation of a letter, but not its sending.
    let received = sent.map_or(received, |sent| received.min(sent));
    let (replied, _) = replied?;
    (replied < received).then_some((
        key,
        Problem::from(RepliedBeforeReceived { replied, received }),
    ))
}

/// Removes and returns the rows that have the id of the first but cannot be the same request.
///
/// A work order keeps its number when it is passed on, so a service request may have several rows in a
/// file. For a disclosure request, or with another day of receipt, a second row is an error in the log.
fn refuse_conflicting<'row>(
    rows: &mut Vec<Row<'row>>,
    scope: &Scope<'_>,
    found: &mut Findings<'_>,
) -> Vec<Row<'row>> {
    let Some(first_row) = rows.first().copied() else {
        return Vec::new();
    };
    let Some(first) = RequestLog::read(&first_row, &mut Vec::new()) else {
        return Vec::new();
    };
    let (mut kept, mut refused): (Vec<Row<'row>>, Vec<Row<'row>>) = Default::default();
    for row in std::mem::take(rows) {
        let request = RequestLog::read(&row, &mut Vec::new());
        let is_same = request.is_some_and(|request| {
            RequestLog::may_be_one(&first, &request) && request.words.kind == first.words.kind
        });
        let is_in_file_already = kept.iter().any(|other| other.file() == row.file());
        let may_repeat = first.words.kind == RequestKind::Service;
        if is_same && (may_repeat || !is_in_file_already) {
            kept.push(row);
        } else {
            let years = request.map(|request| {
                let [one, other] = [&first, &request].map(|one| received_of(one, scope).year());
                (one, other)
            });
            let problem = match years {
                Some((first_year, year)) if first_year != year => {
                    Problem::from(RequestOfTwoYears {
                        id: first.id.unwrap_or_default().to_owned(),
                        first_file: first_row.file().to_string(),
                        first_line: first_row.line(),
                        first_year,
                        year,
                    })
                }
                _ => Problem::from(DuplicateId {
                    id: first.id.unwrap_or_default().to_owned(),
                    first_file: first_row.file().to_string(),
                    first_line: first_row.line(),
                }),
            };
            row.report(found, (Log::Requests, "id"), problem.code(), || problem);
            refused.push(row);
        }
    }
    *rows = kept;
    refused
}

/// Merges several rows into one request. Also returns the maximum number of its rows in one file.
///
/// Within a file the value that was filled in first stays and the last reply counts; across files the
/// filled cells of the later one win.
fn united<'row>(rows: &'row [Row<'row>]) -> Option<(Request<'row>, usize)> {
    let mut united: Option<Request<'row>> = None;
    let mut rows_in_one_file = 0;
    for part in rows.chunk_by(|one, next| one.file() == next.file()) {
        let requests = part
            .iter()
            .filter_map(|row| RequestLog::read(row, &mut Vec::new()));
        let of_file = requests.reduce(|first, later| {
            let filled = first.filled_from(&later);
            let replied = first.days.replied().max(later.days.replied());
            let closed = first.days.closed().max(later.days.closed());
            let (last, other) = by_end(&first, &later);
            Request {
                words: RequestWords {
                    department: last.words.department.or(other.words.department),
                    satisfied: last.words.satisfied.or(other.words.satisfied),
                    excluded: first.words.excluded && later.words.excluded,
                    ..filled.words
                },
                days: RequestDays {
                    sending: Sending {
                        replied_on: replied.map(|(day, _)| day),
                        ..filled.days.sending
                    },
                    logged: LoggedDays {
                        closed_on: closed.map(|(day, _)| day),
                        ..filled.days.logged
                    },
                    times: Times {
                        replied: replied.and_then(|(_, time)| time),
                        closed: closed.and_then(|(_, time)| time),
                        ..filled.days.times
                    },
                    ..filled.days
                },
                ..filled
            }
        });
        rows_in_one_file = rows_in_one_file.max(part.len());
        united = match (united, of_file) {
            (Some(earlier), Some(later)) => Some(later.filled_from(&earlier)),
            (earlier, later) => later.or(earlier),
        };
    }
    Some((united?, rows_in_one_file))
}

/// Orders two rows of a work order that was passed on: the one that ended it, and the other. Department
/// and rating are those of the row with the last end; a row that was returned or transferred is not an
/// end.
fn by_end<'r, 'row>(
    first: &'r Request<'row>,
    later: &'r Request<'row>,
) -> (&'r Request<'row>, &'r Request<'row>) {
    let end = |request: &Request<'_>| request.days.replied().max(request.days.closed());
    let rank = |request: &Request<'_>| (!request.words.excluded, end(request));
    if rank(first) > rank(later) {
        (first, later)
    } else {
        (later, first)
    }
}

/// The clock with the calendar and options of the scope.
fn clock<'s>(scope: &Scope<'s>) -> Clock<'s> {
    Clock {
        calendar: scope.calendar,
        law: Law::china(),
        options: scope.options,
    }
}

/// The deadline of a request on the reference day of the scope.
fn deadline_of(rule: &RequestRule, courses: (&Course, &[Course]), scope: &Scope<'_>) -> Deadline {
    let (course, _) = courses;
    match rule.kind {
        RequestKind::Disclosure => clock(scope).disclosure_of(courses, scope.as_of),
        RequestKind::Service => clock(scope).service(course, rule.limit, scope.as_of),
    }
}

/// The limit that the office configured for a service request.
fn service_limit(words: &RequestWords<'_>, project: &Project) -> Option<ServiceLimit> {
    let in_days = |days: u32| u16::try_from(days).unwrap_or(u16::MAX);
    let limit = match words.kind {
        RequestKind::Service => project.service_limit(words.topic)?,
        RequestKind::Disclosure => return None,
    };
    Some(ServiceLimit {
        days: in_days(limit.days),
        extension: in_days(limit.extension),
    })
}

/// The regime that a cell names.
fn regime_named(name: Option<&str>) -> Option<&'static Regime> {
    name.and_then(|name| Law::china().regime_named(name))
}

/// The day of receipt, and the rule that determined it.
fn received(
    kind: RequestKind,
    (means, law): (Means, Option<&'static Regime>),
    arrival: &Arrival,
    scope: &Scope<'_>,
) -> (Option<Receipt>, NaiveDate) {
    let receipt = match kind {
        RequestKind::Disclosure => clock(scope).receipt(means, arrival, law),
        RequestKind::Service => None,
    };
    let on = receipt.map_or(arrival.received_on, |receipt| receipt.on);
    (receipt, on)
}

/// The day of receipt of a request.
fn received_of(request: &Request<'_>, scope: &Scope<'_>) -> NaiveDate {
    let RequestWords {
        kind, means, law, ..
    } = request.words;
    let how = (means, regime_named(law));
    received(kind, how, &request.days.arrival, scope).1
}

fn course_of(rule: &RequestRule, days: &RequestDays, scope: &Scope<'_>) -> Course {
    let due = match days.due_on {
        Some(LoggedLimit::WorkingDays(days)) => Some(LoggedDue::WorkingDays(
            u16::try_from(days).unwrap_or(u16::MAX),
        )),
        _ => days.logged_due().map(|(day, _)| LoggedDue::On(day)),
    };
    let (reply, replied) = replied_at((rule.kind, rule.delivery), days);
    let (receipt, received) = received(rule.kind, (rule.means, rule.law), &days.arrival, scope);
    Course {
        receipt,
        arrival: receipt.map_or(Arrival::logged_on(received), |_| days.arrival),
        law: rule.law,
        due,
        consulted: rule.consulted,
        days: days.logged,
        replied: replied.map(|(day, _)| day),
        reply,
        replied_past_the_hour: is_past_the_hour(days.logged_due(), replied),
        ..Course::received_on(received)
    }
}

/// The day and time of the reply, and the rule that determined the day. A platform's work order is
/// answered when it is closed, and many exports have only that day.
fn replied_at(
    (kind, delivery): (RequestKind, Delivery),
    days: &RequestDays,
) -> (Option<Reply>, Option<Moment>) {
    if kind == RequestKind::Service {
        return (None, days.replied().or(days.closed()));
    }
    let RequestDays { sending, times, .. } = days;
    let reply = Law::china().reply(delivery, sending);
    let day = reply.map_or(sending.any_day(), |reply| Some(reply.on));
    // The logged time belongs to the office's own day.
    let time = times.replied.filter(|_| day == sending.replied_on);
    (reply, day.map(|day| (day, time)))
}

/// Whether due date and reply are on the same day, both with a time, and the reply is later.
fn is_past_the_hour(due: Option<Moment>, replied: Option<Moment>) -> bool {
    match (due, replied) {
        (Some((due_on, Some(due))), Some((replied_on, Some(replied)))) => {
            due_on == replied_on && replied > due
        }
        _ => false,
    }
}

/// How a request relates to the period, independent of its limit.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is counted by itself, in any combination"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RequestStanding {
    is_received: bool,
    is_carried_in: bool,
    is_carried_out: bool,
    is_of_earlier_year: bool,
}

impl RequestStanding {
    /// Carried-over figures are taken on the last day of the period, and on the day before its first,
    /// whatever the reference day.
    fn of(received: NaiveDate, has_ended: impl Fn(NaiveDate) -> bool, scope: &Scope<'_>) -> Self {
        let period = scope.period();
        let is_of_earlier_year = received < period.start;
        let had_ended_before = || period.start.pred_opt().is_some_and(&has_ended);
        Self {
            is_received: scope.contains(received),
            is_carried_in: is_of_earlier_year && !had_ended_before(),
            is_carried_out: received <= period.end && !has_ended(period.end),
            is_of_earlier_year,
        }
    }

    /// Whether it was received in the period or carried into it, so that its state counts.
    fn is_in_period(self) -> bool {
        self.is_received || self.is_carried_in
    }
}

/// The class of a request by its words: interned values, and the facts needed to count it.
#[derive(Debug, Clone, Copy)]
pub struct RequestWordsClass {
    of_all: u32,
    of_topic: u32,
    /// `None` for a request that does not count, and for one without a department.
    of_department: Option<u32>,
    /// `None` for a request that is not part of the statutory table.
    in_table: Option<u32>,
    kind: RequestKind,
    is_excluded: bool,
    /// The rule for its days.
    rule: usize,
}

/// Whether a request has an end in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum RequestEnd {
    None,
    /// It has an end after the reference day.
    Later,
    Seen,
}

/// The class of a request by its days.
#[derive(Debug, Clone)]
pub struct RequestDaysClass {
    is_seen: bool,
    standing: RequestStanding,
    end: RequestEnd,
    of_all: u32,
    of_topic: u32,
    of_department: u32,
    in_table: u32,
    /// How long the request took, if that counts.
    elapsed: Option<Elapsed>,
    due: Option<NaiveDate>,
    /// The day of receipt, if a rule selected it among several.
    receipt: Option<NaiveDate>,
    /// Its deadline, if that has findings.
    observed: Option<Arc<Deadline>>,
}

/// The class of a request, apart from its duration, its fees and its place in the statutory table.
struct ClassOfAll {
    words: WordsOfAll,
    days: DaysOfAll,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct WordsOfAll {
    kind: RequestKind,
    channel: Word,
    is_excluded: bool,
    is_repeat: bool,
    /// Requests without a department count under [`UNSPECIFIED`]. Most logs have no departments; their
    /// rows are not added to the table by department.
    has_department: bool,
    satisfied: Option<bool>,
}

/// The words of a request in a breakdown by topic or department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct WordsOfPart {
    kind: RequestKind,
    /// The topic or the department.
    label: Word,
}

/// The figures of a breakdown of requests, by kind and label.
struct BreakdownMetrics {
    received: Metric,
    on_time: Metric,
    late: Metric,
    overdue: Metric,
}

const BY_TOPIC: BreakdownMetrics = BreakdownMetrics {
    received: Metric::RequestsByTopic,
    on_time: Metric::RequestsTopicOnTime,
    late: Metric::RequestsTopicLate,
    overdue: Metric::RequestsTopicOverdue,
};
const BY_DEPARTMENT: BreakdownMetrics = BreakdownMetrics {
    received: Metric::RequestsByDepartment,
    on_time: Metric::RequestsDepartmentOnTime,
    late: Metric::RequestsDepartmentLate,
    overdue: Metric::RequestsDepartmentOverdue,
};

impl BreakdownMetrics {
    /// Reports `times` requests.
    fn report(&self, labels: &[&str], days: &DaysOfAll, times: u64, listener: &mut impl Listener) {
        if days.standing.is_received {
            listener.count(self.received, labels, times);
        }
        if !days.standing.is_in_period() {
            return;
        }
        let metric = match days.state {
            State::OnTime { .. } => self.on_time,
            State::Late => self.late,
            State::Overdue => self.overdue,
            State::Suspended { .. } | State::Undetermined | State::Open => return,
        };
        listener.count(metric, labels, times);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct DaysOfAll {
    /// The month of receipt, from 0.
    month: usize,
    standing: RequestStanding,
    is_extended: bool,
    end: RequestEnd,
    state: State,
}

impl DaysOfAll {
    fn of(course: &Course, deadline: &Deadline, standing: RequestStanding) -> Self {
        Self {
            month: course.received.month0() as usize,
            standing,
            is_extended: matches!(deadline.extension, Extension::Granted { .. }),
            end: if deadline.ended.is_some() {
                RequestEnd::Seen
            } else if course.replied.is_some() || course.days.closed_on.is_some() {
                RequestEnd::Later
            } else {
                RequestEnd::None
            },
            state: match deadline.state {
                // The day until which it is suspended is reported elsewhere.
                State::Suspended { awaiting, .. } => State::Suspended {
                    awaiting,
                    until: None,
                },
                state => state,
            },
        }
    }
}

impl ClassOfAll {
    /// Whether its state counts: it is not excluded, and was received in the period or carried into it.
    fn is_in_scope(&self) -> bool {
        !self.words.is_excluded && self.days.standing.is_in_period()
    }

    /// Whether it is a service request without a limit.
    fn is_undetermined(&self) -> bool {
        self.is_in_scope()
            && self.words.kind == RequestKind::Service
            && self.days.state == State::Undetermined
    }

    /// Reports `times` requests of the class.
    fn report(&self, interner: &Interner, times: u64, listener: &mut impl Listener) {
        let kind = self.words.kind.code();
        let standing = self.days.standing;
        let mut count = |metric, labels: &[&str]| listener.count(metric, labels, times);
        if self.words.is_excluded {
            if standing.is_received {
                count(Metric::RequestsExcluded, &[kind]);
            }
            return;
        }
        if standing.is_of_earlier_year {
            count(Metric::RequestsReceivedEarlier, &[kind]);
        }
        if standing.is_carried_out {
            count(Metric::RequestsCarriedOut, &[kind]);
        }
        if standing.is_carried_in {
            count(Metric::RequestsCarriedIn, &[kind]);
        }
        let channel = interner.text(self.words.channel);
        if standing.is_received {
            count(Metric::RequestsReceived, &[kind]);
            count(Metric::RequestsByChannel, &[kind, channel]);
            let month = MONTHS[self.days.month].code;
            count(Metric::RequestsByMonth, &[kind, month]);
            if self.words.is_repeat {
                count(Metric::RequestsRepeated, &[kind]);
            }
        }
        if self.is_in_scope() {
            self.report_state(channel, &mut count);
            if let Some(is_satisfied) = self.words.satisfied.filter(|_| self.is_rated_by_now()) {
                count(Metric::RequestsRated, &[]);
                if is_satisfied {
                    count(Metric::RequestsSatisfied, &[]);
                }
            }
        }
        if !self.words.has_department {
            BY_DEPARTMENT.report(&[kind, UNSPECIFIED], &self.days, times, listener);
        }
    }

    /// Whether a rating counts in the period. A rating counts once the request has ended. If the log
    /// has no end, it counts in the year of receipt, so that it counts once.
    fn is_rated_by_now(&self) -> bool {
        match self.days.end {
            RequestEnd::Seen => true,
            RequestEnd::Later => false,
            RequestEnd::None => self.days.standing.is_received,
        }
    }

    /// Reports the states of the requests.
    fn report_state(&self, channel: &str, mut count: impl FnMut(Metric, &[&str])) {
        let kind = self.words.kind.code();
        if self.days.end == RequestEnd::Seen {
            count(Metric::RequestsReplied, &[kind]);
            if self.days.standing.is_received {
                count(Metric::RequestsReceivedReplied, &[kind]);
            }
        } else {
            count(Metric::RequestsOpen, &[kind]);
        }
        if self.days.is_extended {
            count(Metric::RequestsExtended, &[kind]);
        }
        let mut count_both = |total, of_channel| {
            count(total, &[kind]);
            count(of_channel, &[kind, channel]);
        };
        match self.days.state {
            State::OnTime { within_extension } => {
                count_both(Metric::RequestsOnTime, Metric::RequestsChannelOnTime);
                if self.days.standing.is_received {
                    count(Metric::RequestsReceivedOnTime, &[kind]);
                }
                if within_extension && self.words.kind == RequestKind::Disclosure {
                    count(Metric::RequestsOnTimeExtended, &[]);
                }
            }
            State::Late => count_both(Metric::RequestsLate, Metric::RequestsChannelLate),
            State::Overdue => count_both(Metric::RequestsOverdue, Metric::RequestsChannelOverdue),
            State::Suspended { .. } => count(Metric::RequestsSuspended, &[kind]),
            State::Undetermined => count(Metric::RequestsUndetermined, &[kind]),
            State::Open => {}
        }
    }
}

/// The values that decide in which rows of the statutory table a disclosure request counts.
struct ClassOfTable {
    words: WordsOfTable,
    days: DaysOfTable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct WordsOfTable {
    applicant: Word,
    outcome: Word,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct DaysOfTable {
    standing: RequestStanding,
    has_ended: bool,
}

impl ClassOfTable {
    /// Reports `times` requests: each row of the table for their kind of applicant and for the total.
    fn report(&self, interner: &Interner, times: u64, listener: &mut impl Listener) {
        let text = |word| interner.text(word);
        let (applicant, outcome) = (text(self.words.applicant), text(self.words.outcome));
        let is_in_scope = self.days.standing.is_in_period();
        let mut count = |row: &str| {
            for column in [applicant, "total"] {
                listener.count(Metric::RequestsTable, &[row, column], times);
            }
        };
        if self.days.standing.is_received {
            count("new");
        }
        if self.days.standing.is_carried_in {
            count("carried_in");
        }
        if self.days.standing.is_carried_out {
            count("carried_out");
        } else if is_in_scope {
            count(outcome);
            count("total");
        }
        if is_in_scope && self.days.has_ended {
            listener.count(Metric::RequestsByOutcome, &[outcome], times);
        }
    }
}

/// Reports the fees of a request received in the period.
fn report_fees(request: &Request<'_>, listener: &mut impl Listener) {
    let kind = &[request.words.kind.code()];
    if let Some(yuan) = request.fee_yuan {
        listener.amount(Metric::RequestsFeesYuan, kind, yuan);
    }
    if let Some(yuan) = request.fee_waived_yuan {
        listener.amount(Metric::RequestsFeesWaivedYuan, kind, yuan);
    }
}
