//! Counting the request log: requests of both kinds, how they stand and how long they took.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::alike::{Classes, Lexicon, RowsByDays, Word};
use super::identity::{Held, Identity, Repeats, with_record};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counting, Lesson, Settled};
use crate::diagnostic::{Code, Diagnostic, Findings, Problem};
use crate::law::{
    Clock, Consulted, Course, Deadline, Elapsed, EndedBy, Extension, Law, LoggedDue, ServiceLimit,
    State,
};
use crate::project::Project;
use crate::record::{Log, LoggedLimit, Moment, Request, RequestKind, Times};
use crate::source::{Entry, OwnedRow, RequestLog, Row, Written};
use crate::vocabulary::{MONTHS, Metric};

/// A request with its deadline, as seen from the scope's day.
pub struct Case<'a> {
    /// The request.
    pub request: &'a Request<'a>,
    /// By when it had to be answered and how it stands.
    pub deadline: &'a Deadline,
    /// Its row; the first of several.
    pub row: &'a Row<'a>,
    /// Whether it was received in the period or carried into it.
    pub is_in_period: bool,
}

/// Somebody who looks at every request while it is counted.
pub trait Observer {
    /// What it has to show when all are seen.
    type Outcome;

    /// Adds what was seen of a later part of the log.
    fn merge(&mut self, later: Self);

    /// Whether it has something to tell of every request that has not ended.
    const HEARS_OF_OPEN: bool;

    /// Looks at one request.
    fn observe(&mut self, case: &Case<'_>, found: &mut Findings<'_>);

    /// Whether of a request with these words, whatever its days, it looks at nothing but what the law
    /// finds in these, unless it has ended without an outcome, or has one and no end.
    fn passes_over(&self, request: &Request<'_>) -> bool;

    /// Looks at what the law finds in the days of a request of the period.
    fn observe_days(&mut self, deadline: &Deadline, row: &Row<'_>, found: &mut Findings<'_>);

    /// Says what could only be said when all were seen.
    fn finish(self, found: &mut Findings<'_>) -> Self::Outcome;
}

/// The counting of a request log.
pub struct RequestCounting<'s, O, L> {
    scope: &'s Scope<'s>,
    project: &'s Project,
    observer: O,
    listener: L,
    /// Service requests without a limit.
    undetermined: u64,
    held: Held,
    lexicon: Lexicon,
    /// Requests that were not told yet: by what they are and how they stand, by the rows of the
    /// statutory table, and by how long they took, gross and net.
    requests: Classes<RequestWords, RequestDays>,
    in_table: Classes<TableWords, TableDays>,
    days: [[RowsByDays; 2]; 2],
    /// The rules that words set for days, as they were met.
    rules: Vec<Rules>,
}

/// What of the words of a request decides by when it had to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rules {
    kind: RequestKind,
    law: Option<Box<str>>,
    limit: Option<ServiceLimit>,
    consulted_other_organ: bool,
}

impl<'s, O: Observer, L: Listener> RequestCounting<'s, O, L> {
    /// Counting from the first row, told to `listener`, with what an earlier pass learnt of
    /// identity.
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
            held: Held::new(identity),
            lexicon: Lexicon::default(),
            requests: Classes::default(),
            in_table: Classes::default(),
            days: Default::default(),
            rules: Vec::new(),
        }
    }

    /// Counts a request that stands in `rows`.
    fn count(&mut self, request: &Request<'_>, rows: &[Row<'_>], found: &mut Findings<'_>) {
        let (deadline, standing) =
            placed(request, service_limit(request, self.project), self.scope);
        if let (Some(row), false) = (rows.first(), request.excluded) {
            let case = Case {
                request,
                deadline: &deadline,
                row,
                is_in_period: standing.is_in_period(),
            };
            self.observer.observe(&case, found);
        }
        if L::HEARS_ROWS {
            let mark = |row| self.listener.mark(Log::Requests, row);
            let marks: Vec<_> = rows.iter().map(mark).collect();
            self.listener.about(&marks);
            if let Some(due) = &deadline.due {
                self.listener.fact("due", due);
            }
        }
        let words = self.known_words(request);
        let days = self.known_days(request, &deadline, standing);
        self.count_known(&words, &days);
        if L::HEARS_ROWS {
            self.tell();
        }
        if standing.is_received && !request.excluded {
            tell_fees(request, &mut self.listener);
        }
    }

    /// What the words of a request decide.
    fn known_words(&mut self, request: &Request<'_>) -> KnownWords {
        let lexicon = &mut self.lexicon;
        let has_place = request.kind == RequestKind::Disclosure && !request.excluded;
        let in_table = has_place.then(|| TableWords {
            applicant: lexicon.word(request.applicant),
            outcome: lexicon.word(request.outcome),
        });
        let for_all = RequestWords {
            kind: request.kind,
            channel: lexicon.word(request.channel),
            topic: lexicon.word(request.topic),
            is_excluded: request.excluded,
            is_repeat: request.repeat_of.is_some(),
        };
        KnownWords {
            for_all: self.requests.words(for_all),
            in_table: in_table.map(|words| self.in_table.words(words)),
            kind: request.kind,
            is_excluded: request.excluded,
            has_outcome: request.outcome.is_some(),
            rules: self.rules_of(request),
        }
    }

    /// What its days decide.
    fn known_days(
        &mut self,
        request: &Request<'_>,
        deadline: &Deadline,
        standing: Standing,
    ) -> KnownDays {
        let ended = deadline.ended.map(|ending| ending.by);
        let is_counted = standing.is_in_period() && ended == Some(EndedBy::Reply);
        let table_days = TableDays {
            standing,
            has_ended: ended.is_some(),
        };
        KnownDays {
            is_seen: self.scope.has_seen(request.received_on),
            is_received: standing.is_received,
            end: if ended.is_some() {
                End::Seen
            } else if request.has_end() {
                End::Later
            } else {
                End::None
            },
            for_all: self
                .requests
                .days(RequestDays::of(request, deadline, standing)),
            in_table: self.in_table.days(table_days),
            elapsed: deadline.elapsed.filter(|_| is_counted),
            observed: None,
        }
    }

    /// What the days of a request decide, with what there is to look at in them; `limit` is the one
    /// that the office configured for it. None where they contradict themselves.
    fn observed_days(
        &mut self,
        request: &Request<'_>,
        limit: Option<ServiceLimit>,
    ) -> Option<KnownDays> {
        if contradiction(request).is_some() {
            return None;
        }
        let (deadline, standing) = placed(request, limit, self.scope);
        let mut days = self.known_days(request, &deadline, standing);
        let is_observed = standing.is_in_period() && !deadline.findings.is_empty();
        days.observed = is_observed.then(|| Box::new(deadline));
        Some(days)
    }

    /// Counts a request by what its words and days decide.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn count_known(&mut self, words: &KnownWords, days: &KnownDays) {
        self.requests.add(words.for_all, days.for_all);
        if let Some(words) = words.in_table {
            self.in_table.add(words, days.in_table);
        }
        if let Some(Elapsed { gross, net }) = days.elapsed.filter(|_| !words.is_excluded) {
            let [by_gross, by_net] = &mut self.days[words.kind as usize];
            by_gross.add(gross);
            by_net.add(net);
        }
    }

    /// The number of the rules that the words of a request set for its days.
    fn rules_of(&mut self, request: &Request<'_>) -> usize {
        let rules = Rules {
            kind: request.kind,
            law: request.law.map(Into::into),
            limit: service_limit(request, self.project),
            consulted_other_organ: request.consulted_other_organ,
        };
        let known = self.rules.iter().position(|known| *known == rules);
        known.unwrap_or_else(|| {
            self.rules.push(rules);
            self.rules.len() - 1
        })
    }

    /// Tells the listener of the requests it was not told yet.
    fn tell(&mut self) {
        for (words, days, times) in self.requests.take() {
            let class = RequestClass { words, days };
            class.tell(&self.lexicon, times, &mut self.listener);
            if class.is_undetermined() {
                self.undetermined += times;
            }
        }
        for (words, days, times) in self.in_table.take() {
            let class = TableClass { words, days };
            class.tell(&self.lexicon, times, &mut self.listener);
        }
        for (kind, [gross, net]) in RequestKind::ALL.into_iter().zip(&mut self.days) {
            let kind = &[kind.code()];
            gross.tell(&mut self.listener, Metric::RequestsDaysHistogram, kind);
            net.tell(&mut self.listener, Metric::RequestsNetDaysHistogram, kind);
        }
    }
}

impl<O: Observer, L: Listener> Counting for RequestCounting<'_, O, L> {
    type Log = RequestLog;
    type Outcome = (L, O::Outcome);
    type Words = KnownWords;
    type Days = KnownDays;

    fn add(&mut self, row: &Row<'_>, request: &Request<'_>, found: &mut Findings<'_>) -> Counted {
        if !self.scope.has_seen(request.received_on) {
            return Counted::NotInPeriod;
        }
        if let Some((key, problem)) = contradiction(request) {
            row.tell(found, (Log::Requests, key), problem.code(), || problem);
            return Counted::Refused;
        }
        match request.id {
            Some(id) if self.held.keeps(id.as_bytes(), || row.to_owned()) => Counted::Held,
            _ => {
                self.count(request, std::slice::from_ref(row), found);
                Counted::in_period(self.scope.contains(request.received_on))
            }
        }
    }

    fn decided(&mut self, _: &Row<'_>, request: &Request<'_>) -> Option<(KnownWords, KnownDays)> {
        let is_paid = request.fee_yuan.is_some() || request.fee_waived_yuan.is_some();
        let is_passed_over = self.observer.passes_over(request);
        if L::HEARS_ROWS || is_paid || !is_passed_over {
            return None;
        }
        let days = self.observed_days(request, service_limit(request, self.project))?;
        Some((self.known_words(request), days))
    }

    fn decided_days(
        &mut self,
        row: &Row<'_>,
        words: &KnownWords,
    ) -> Option<(KnownDays, NaiveDate)> {
        let rules = self.rules[words.rules].clone();
        let mut found = Vec::new();
        let request = Request {
            law: rules.law.as_deref(),
            consulted_other_organ: rules.consulted_other_organ,
            ..RequestLog::read_days(row, rules.kind, &mut found)?
        };
        // What is to be told of a cell is told when the row is read.
        let is_quiet = found.is_empty();
        let days = is_quiet.then(|| self.observed_days(&request, rules.limit));
        Some((days??, request.received_on))
    }

    fn rules(words: &KnownWords) -> usize {
        words.rules
    }

    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn add_known(
        &mut self,
        written: &Written<'_, '_>,
        words: &KnownWords,
        days: &KnownDays,
        found: &mut Findings<'_>,
    ) -> Option<Counted> {
        if !days.is_seen {
            return Some(Counted::NotInPeriod);
        }
        // A request that ended without an outcome, or has one and no end, is looked at by itself.
        let is_settled = match days.end {
            End::Seen => words.has_outcome,
            End::Later => true,
            End::None => !words.has_outcome,
        };
        let is_usual = words.kind == RequestKind::Service || is_settled;
        if !is_usual || O::HEARS_OF_OPEN && days.end != End::Seen {
            return None;
        }
        if self.held.keeps(written.id(), || written.row().to_owned()) {
            return Some(Counted::Held);
        }
        if let Some(deadline) = days.observed.as_ref().filter(|_| !words.is_excluded) {
            self.observer.observe_days(deadline, &written.row(), found);
        }
        self.count_known(words, days);
        Some(Counted::in_period(days.is_received))
    }

    fn merge(&mut self, mut later: Self) {
        later.tell();
        self.listener.merge(later.listener);
        self.undetermined += later.undetermined;
        self.observer.merge(later.observer);
        self.held.merge(later.held);
    }

    fn finish(
        mut self,
        settled: &mut Settled,
        found: &mut Findings<'_>,
    ) -> Result<Self::Outcome, Lesson> {
        let mut repeats = Repeats::default();
        for rows in self.held.take_items()? {
            let mut rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
            for refused in refuse_conflicting(&mut rows, found) {
                settled.push((Arc::clone(refused.file()), Counted::Refused));
            }
            if rows.iter().any(|row| row.file() != rows[0].file()) {
                repeats.leave_out(rows.iter().filter_map(with_record::<RequestLog>));
            }
            let Some((request, rows_in_one_file)) = united(&rows) else {
                continue;
            };
            if rows_in_one_file > 1 {
                let problem = || Problem::RepeatedRequest {
                    id: request.id.unwrap_or_default().to_owned(),
                    rows: rows_in_one_file,
                };
                let at = (Log::Requests, "id");
                rows[0].tell(found, at, Code::RepeatedRequest, problem);
            }
            let counted = Counted::in_period(self.scope.contains(request.received_on));
            settled.extend(rows.iter().map(|row| (Arc::clone(row.file()), counted)));
            self.count(&request, &rows, found);
        }
        repeats.tell(found);
        self.tell();
        let requests = self.undetermined;
        if requests > 0 {
            found.push(Diagnostic::new(Problem::NoLimit { requests }));
        }
        Ok((self.listener, self.observer.finish(found)))
    }
}

/// What cannot be true of a request, and the column that says it.
fn contradiction(request: &Request<'_>) -> Option<(&'static str, Problem)> {
    let key = if request.replied_on.is_some() {
        "replied_on"
    } else {
        "closed_on"
    };
    let (replied, received) = (replied_on(request)?, request.received_on);
    (replied < received).then_some((key, Problem::RepliedBeforeReceived { replied, received }))
}

/// Takes out the rows that cannot be the same request as the first, though they have its id.
///
/// A work order is handed on under one number, so a service request may stand in a file twice. Of
/// a disclosure request, and of one received on another day, that is a slip in the log.
fn refuse_conflicting<'row>(rows: &mut Vec<Row<'row>>, found: &mut Findings<'_>) -> Vec<Row<'row>> {
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
            request.received_on == first.received_on && request.kind == first.kind
        });
        let is_in_file_already = kept.iter().any(|other| other.file() == row.file());
        let may_repeat = first.kind == RequestKind::Service;
        if is_same && (may_repeat || !is_in_file_already) {
            kept.push(row);
        } else {
            let problem = || Problem::DuplicateId {
                id: first.id.unwrap_or_default().to_owned(),
                first_file: first_row.file().to_string(),
                first_line: first_row.line(),
            };
            row.tell(found, (Log::Requests, "id"), Code::DuplicateId, problem);
            refused.push(row);
        }
    }
    *rows = kept;
    refused
}

/// The one request that several rows tell of, and the most rows it has in one file.
///
/// Within a file what was filled first stays and the last reply counts; of several files the later
/// one's filled cells win.
fn united<'row>(rows: &'row [Row<'row>]) -> Option<(Request<'row>, usize)> {
    let mut united: Option<Request<'row>> = None;
    let mut rows_in_one_file = 0;
    for part in rows.chunk_by(|one, next| one.file() == next.file()) {
        let requests = part
            .iter()
            .filter_map(|row| RequestLog::read(row, &mut Vec::new()));
        let of_file = requests.reduce(|first, later| {
            let filled = first.filled_from(&later);
            let replied = first.replied().max(later.replied());
            let closed = first.closed().max(later.closed());
            Request {
                replied_on: replied.map(|(day, _)| day),
                closed_on: closed.map(|(day, _)| day),
                times: Times {
                    replied: replied.and_then(|(_, time)| time),
                    closed: closed.and_then(|(_, time)| time),
                    ..filled.times
                },
                excluded: first.excluded && later.excluded,
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

/// By when a request had to be answered, as seen from the scope's day, and how it lies to the period;
/// `limit` is the one that the office configured for it.
fn placed(
    request: &Request<'_>,
    limit: Option<ServiceLimit>,
    scope: &Scope<'_>,
) -> (Deadline, Standing) {
    let clock = Clock {
        calendar: scope.calendar,
        law: Law::china(),
        options: scope.options,
    };
    let course = course_of(request);
    let deadline = match request.kind {
        RequestKind::Disclosure => clock.disclosure(&course, scope.as_of),
        RequestKind::Service => clock.service(&course, limit, scope.as_of),
    };
    // One rule says what ends a request, or it would be both ended and carried over.
    let has_ended = |day| clock.has_ended(&course, deadline.basis, day);
    let standing = Standing::of(request.received_on, has_ended, scope);
    (deadline, standing)
}

/// The limit that the office configured for a service request.
fn service_limit(request: &Request<'_>, project: &Project) -> Option<ServiceLimit> {
    let in_days = |days: u32| u16::try_from(days).unwrap_or(u16::MAX);
    let limit = match request.kind {
        RequestKind::Service => project.service_limit(request.topic)?,
        RequestKind::Disclosure => return None,
    };
    Some(ServiceLimit {
        days: in_days(limit.days),
        extension: in_days(limit.extension),
    })
}

fn course_of(request: &Request<'_>) -> Course {
    let due = match request.due_on {
        Some(LoggedLimit::WorkingDays(days)) => Some(LoggedDue::WorkingDays(
            u16::try_from(days).unwrap_or(u16::MAX),
        )),
        _ => request.logged_due().map(|(day, _)| LoggedDue::On(day)),
    };
    let replied = replied_at(request);
    Course {
        law: request.law.and_then(|name| Law::china().regime_named(name)),
        due,
        extended_on: request.extended_on,
        extended_until: request.extended_until,
        deferred_until: request.deferred_until,
        clarification_asked_on: request.clarification_asked_on,
        clarify_by: request.clarify_by,
        clarified_on: request.clarified_on,
        consulted: if request.consulted_other_organ {
            Consulted::OtherOrgan
        } else {
            Consulted::ThirdParty
        },
        consultation_from: request.consultation_from,
        consultation_to: request.consultation_to,
        fee_notice_on: request.fee_notice_on,
        fee_paid_on: request.fee_paid_on,
        replied_on: replied.map(|(day, _)| day),
        closed_on: request.closed_on,
        replied_past_the_hour: is_past_the_hour(request.logged_due(), replied),
        ..Course::received_on(request.received_on)
    }
}

/// The day of the reply, and its time. A platform's work order is answered when it is closed, and
/// many export that day alone.
fn replied_at(request: &Request<'_>) -> Option<Moment> {
    match request.kind {
        RequestKind::Service => request.replied().or(request.closed()),
        RequestKind::Disclosure => request.replied(),
    }
}

/// The day of the reply.
fn replied_on(request: &Request<'_>) -> Option<NaiveDate> {
    Some(replied_at(request)?.0)
}

/// Whether due date and reply fall on one day, both with a time, and the reply's is later.
fn is_past_the_hour(due: Option<Moment>, replied: Option<Moment>) -> bool {
    match (due, replied) {
        (Some((due_on, Some(due))), Some((replied_on, Some(replied)))) => {
            due_on == replied_on && replied > due
        }
        _ => false,
    }
}

/// How a request lies to the period, whatever its limit.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is counted by itself, in any combination"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Standing {
    is_received: bool,
    is_carried_in: bool,
    is_carried_out: bool,
    is_of_earlier_year: bool,
}

impl Standing {
    /// Carried figures are those of the period's last day, and of the day before its first, wherever
    /// they are looked at from.
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

    /// Whether it was received in the period or carried into it, so that it counts how it stands.
    fn is_in_period(self) -> bool {
        self.is_received || self.is_carried_in
    }
}

/// What the words of a request decide: numbers of what they decide of its class, and more.
#[derive(Debug, Clone, Copy)]
pub struct KnownWords {
    for_all: u32,
    /// None for a request that has no place in the statutory table.
    in_table: Option<u32>,
    kind: RequestKind,
    is_excluded: bool,
    has_outcome: bool,
    /// The number of the rules they set for days.
    rules: usize,
}

/// Whether a request has an end in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    None,
    /// One later than the day as seen from.
    Later,
    Seen,
}

/// What the days of a request decide, likewise.
#[derive(Debug)]
pub struct KnownDays {
    is_seen: bool,
    is_received: bool,
    end: End,
    for_all: u32,
    in_table: u32,
    /// How long the request took, where that is counted.
    elapsed: Option<Elapsed>,
    /// Its deadline, where there is something to look at in it.
    observed: Option<Box<Deadline>>,
}

/// What decides what a request counts toward, but how long it took, what it cost and how it is put
/// into the statutory table.
struct RequestClass {
    words: RequestWords,
    days: RequestDays,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RequestWords {
    kind: RequestKind,
    channel: Word,
    topic: Word,
    is_excluded: bool,
    is_repeat: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RequestDays {
    /// The place of the month of receipt in the year.
    month: usize,
    standing: Standing,
    is_extended: bool,
    ended: Option<EndedBy>,
    state: State,
}

impl RequestDays {
    fn of(request: &Request<'_>, deadline: &Deadline, standing: Standing) -> Self {
        Self {
            month: request.received_on.month0() as usize,
            standing,
            is_extended: matches!(deadline.extension, Extension::Granted { .. }),
            ended: deadline.ended.map(|ending| ending.by),
            state: match deadline.state {
                // Until when is told elsewhere.
                State::Suspended { awaiting, .. } => State::Suspended {
                    awaiting,
                    until: None,
                },
                state => state,
            },
        }
    }
}

impl RequestClass {
    /// Whether it is looked at how the request stands.
    fn is_looked_at(&self) -> bool {
        !self.words.is_excluded && self.days.standing.is_in_period()
    }

    /// Whether it is a service request without a limit.
    fn is_undetermined(&self) -> bool {
        self.is_looked_at()
            && self.words.kind == RequestKind::Service
            && self.days.state == State::Undetermined
    }

    /// Tells `listener` what so many requests of this class count toward.
    fn tell(&self, lexicon: &Lexicon, times: u64, listener: &mut impl Listener) {
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
        let (channel, topic) = (
            lexicon.text(self.words.channel),
            lexicon.text(self.words.topic),
        );
        if standing.is_received {
            count(Metric::RequestsReceived, &[kind]);
            count(Metric::RequestsByChannel, &[kind, channel]);
            count(Metric::RequestsByTopic, &[kind, topic]);
            let month = MONTHS[self.days.month].code;
            count(Metric::RequestsByMonth, &[kind, month]);
            if self.words.is_repeat {
                count(Metric::RequestsRepeated, &[kind]);
            }
        }
        if self.is_looked_at() {
            self.tell_state(channel, topic, count);
        }
    }

    /// Tells how the request stands.
    fn tell_state(&self, channel: &str, topic: &str, mut count: impl FnMut(Metric, &[&str])) {
        let kind = self.words.kind.code();
        if self.days.ended.is_some() {
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
        let mut count_three = |total, of_channel, of_topic| {
            count(total, &[kind]);
            count(of_channel, &[kind, channel]);
            count(of_topic, &[kind, topic]);
        };
        match self.days.state {
            State::OnTime { within_extension } => {
                count_three(
                    Metric::RequestsOnTime,
                    Metric::RequestsChannelOnTime,
                    Metric::RequestsTopicOnTime,
                );
                if self.days.standing.is_received {
                    count(Metric::RequestsReceivedOnTime, &[kind]);
                }
                if within_extension && self.words.kind == RequestKind::Disclosure {
                    count(Metric::RequestsOnTimeExtended, &[]);
                }
            }
            State::Late => count_three(
                Metric::RequestsLate,
                Metric::RequestsChannelLate,
                Metric::RequestsTopicLate,
            ),
            State::Overdue => count_three(
                Metric::RequestsOverdue,
                Metric::RequestsChannelOverdue,
                Metric::RequestsTopicOverdue,
            ),
            State::Suspended { .. } => count(Metric::RequestsSuspended, &[kind]),
            State::Undetermined => count(Metric::RequestsUndetermined, &[kind]),
            State::Open => {}
        }
    }
}

/// What decides in which rows of the statutory table a disclosure request counts, and by outcome.
struct TableClass {
    words: TableWords,
    days: TableDays,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct TableWords {
    applicant: Word,
    outcome: Word,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct TableDays {
    standing: Standing,
    has_ended: bool,
}

impl TableClass {
    /// Tells `listener` of so many requests: each row under their kind of applicant and in all.
    fn tell(&self, lexicon: &Lexicon, times: u64, listener: &mut impl Listener) {
        let text = |word| lexicon.text(word);
        let (applicant, outcome) = (text(self.words.applicant), text(self.words.outcome));
        let is_looked_at = self.days.standing.is_in_period();
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
        } else if is_looked_at {
            count(outcome);
            count("total");
        }
        if is_looked_at && self.days.has_ended {
            listener.count(Metric::RequestsByOutcome, &[outcome], times);
        }
    }
}

/// Tells `listener` what a request received in the period cost.
fn tell_fees(request: &Request<'_>, listener: &mut impl Listener) {
    let kind = &[request.kind.code()];
    if let Some(yuan) = request.fee_yuan {
        listener.amount(Metric::RequestsFeesYuan, kind, yuan);
    }
    if let Some(yuan) = request.fee_waived_yuan {
        listener.amount(Metric::RequestsFeesWaivedYuan, kind, yuan);
    }
}
