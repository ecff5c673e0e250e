//! The events of requests: notices, answers and payments. A request may have several of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Counted, Counter, Retry, RowName, Settled};
use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostic, EventWithoutRequest, EventsNotUsed, Findings, Place};
use crate::law::{Consulted, Course, Event, LoggedDays};
use crate::logs::{EventLog, Row, name_key};
use crate::logs::{LoggedLimit, RequestEvent};
use crate::record::Log;

/// The events of all requests, by request id.
#[derive(Debug, Default)]
pub struct RequestEvents {
    by_id: HashMap<Box<[u8]>, Vec<LoggedEvent>>,
}

/// One event.
#[derive(Debug, Clone)]
struct LoggedEvent {
    code: &'static str,
    party: Option<Box<str>>,
    consulted: Consulted,
    sent: Option<NaiveDate>,
    delivered: Option<NaiveDate>,
    answered: Option<NaiveDate>,
    limit: Option<LoggedLimit>,
    id: Box<str>,
    place: Place,
}

/// Result of joining the events of a request to its course.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// One course for each clarification, consultation and fee notice after the first.
    pub(super) further: Vec<Course>,
    /// Events on which course and event log disagree: the event, the day in the course, and the day in
    /// the event log.
    pub(super) differing: Vec<(Event, NaiveDate, NaiveDate)>,
}

/// Normalized bytes of an id, for comparison.
fn key(id: &str) -> Cow<'_, [u8]> {
    if id.is_ascii() {
        Cow::Borrowed(id.as_bytes())
    } else {
        Cow::Owned(name_key(id).into_owned().into_bytes())
    }
}

impl LoggedEvent {
    fn first_day(&self) -> Option<NaiveDate> {
        self.sent.or(self.delivered).or(self.answered)
    }

    /// The day of the question or notice; the day the letter was sent comes first.
    fn asked(&self) -> Option<NaiveDate> {
        self.sent.or(self.delivered)
    }

    /// The code of the event that this event answers.
    fn answers(&self) -> Option<&'static str> {
        match self.code {
            "consultation_answer" => Some("consultation"),
            "clarified" => Some("clarification"),
            "fee_paid" => Some("fee"),
            _ => None,
        }
    }

    fn limit_day(&self, calendar: &Calendar) -> Option<NaiveDate> {
        match self.limit? {
            LoggedLimit::Date(day) => Some(day),
            LoggedLimit::WorkingDays(days) => {
                Some(calendar.add(self.delivered.or(self.sent)?, days))
            }
            LoggedLimit::Hours(_) => None,
        }
    }

    /// A course that contains only this event.
    fn course(&self, received: NaiveDate, calendar: &Calendar) -> Course {
        let mut course = Course::received_on(received);
        let days = &mut course.days;
        match self.code {
            "consultation" => {
                course.consulted = self.consulted;
                days.consultation_from = self.sent;
                days.consultation_delivered_on = self.delivered;
                days.consultation_to = self.answered;
            }
            "clarification" => {
                days.clarification_asked_on = self.asked();
                days.clarify_by = self.limit_day(calendar);
                days.clarified_on = self.answered;
            }
            "fee" => {
                // The period to pay runs from the day the applicant receives the notice.
                days.fee_notice_on = self.delivered.or(self.sent);
                days.fee_paid_on = self.answered;
            }
            "extension" => {
                days.extended_on = self.asked();
                days.extended_until = self.limit_day(calendar);
            }
            "reply" => course.replied = self.first_day(),
            "closing" => days.closed_on = self.first_day(),
            _ => {}
        }
        course
    }
}

/// Begin and end of one kind of wait.
fn wait_of(code: &str, days: &LoggedDays) -> (Option<NaiveDate>, Option<NaiveDate>) {
    match code {
        "consultation" => (
            days.consultation_from.or(days.consultation_delivered_on),
            days.consultation_to,
        ),
        "clarification" => (days.clarification_asked_on, days.clarified_on),
        "fee" => (days.fee_notice_on, days.fee_paid_on),
        _ => (None, None),
    }
}

/// Fills the blank days of one kind of wait from `one`, which has no other days.
fn fill(code: &str, course: &mut Course, one: &Course) {
    let is_blank = wait_of(code, &course.days) == (None, None);
    if code == "consultation" && is_blank && course.consulted == Consulted::default() {
        course.consulted = one.consulted;
    }
    course.days = course.days.filled_from(&one.days);
}

impl RequestEvents {
    /// Whether there are no events.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The key under which the events of a request are stored, if it has any.
    pub(super) fn known(&self, id: &str) -> Option<&[u8]> {
        let (known, _) = self.by_id.get_key_value(&*key(id))?;
        Some(known)
    }

    /// Joins the events of a request to its course. If the course has an event already, only its blank
    /// days are filled.
    pub(super) fn join(&self, id: &str, course: &mut Course, calendar: &Calendar) -> Joined {
        let mut joined = Joined::default();
        let events = self.by_id.get(&*key(id)).map_or(&[][..], Vec::as_slice);
        // Whom each wait is for, if the events say so; the first entry is for the course itself.
        let mut parties: Vec<[Option<&str>; 3]> = vec![[None; 3]];
        for event in events {
            let one = event.course(course.received, calendar);
            let Some(kind) = WAITS.iter().position(|code| *code == event.code) else {
                joined.join_single(course, &one);
                continue;
            };
            let party = event.party.as_deref();
            let (asked, answered) = wait_of(event.code, &one.days);
            let all = [&*course].into_iter().chain(&joined.further);
            let may_be_one = |(known, parties): (&Course, &[Option<&str>; 3])| {
                let (own_asked, own_answered) = wait_of(event.code, &known.days);
                let is_none = own_asked.is_none() && own_answered.is_none();
                let agree = |one: Option<NaiveDate>, other: Option<NaiveDate>| {
                    one.is_none() || other.is_none() || one == other
                };
                let is_of_party =
                    parties[kind].is_none() || party.is_none() || parties[kind] == party;
                is_none
                    || asked.is_some()
                        && asked == own_asked
                        && agree(answered, own_answered)
                        && is_of_party
                    || (asked.is_none() || own_asked.is_none())
                        && answered.is_some()
                        && agree(answered, own_answered)
                        && is_of_party
            };
            let known = all.zip(&parties).position(may_be_one);
            match known {
                Some(0) => fill(event.code, course, &one),
                Some(index) => fill(event.code, &mut joined.further[index - 1], &one),
                None => {
                    joined.further.push(one);
                    parties.push([None; 3]);
                }
            }
            let index = known.unwrap_or(parties.len() - 1);
            parties[index][kind] = parties[index][kind].or(party);
        }
        joined
    }

    /// Reports events whose request is in no log. `met` holds the ids of the requests that were read.
    pub(super) fn report_unmatched(
        &self,
        met: &std::collections::HashSet<Box<[u8]>>,
        found: &mut Findings<'_>,
    ) {
        let mut by_file: BTreeMap<Arc<str>, Vec<(&LoggedEvent, usize)>> = BTreeMap::new();
        for (id, events) in &self.by_id {
            let first = events.iter().min_by_key(|event| event.place.line);
            if let Some(first) = first.filter(|_| !met.contains(id)) {
                let of_file = by_file.entry(Arc::clone(&first.place.file));
                of_file.or_default().push((first, events.len()));
            }
        }
        for mut unmatched in by_file.into_values() {
            unmatched.sort_by_key(|(event, _)| event.place.line);
            let rows: usize = unmatched.iter().map(|(_, rows)| rows).sum();
            let Some((first, _)) = unmatched.first() else {
                continue;
            };
            let problem = EventWithoutRequest {
                rows: rows as u64,
                requests: unmatched
                    .iter()
                    .map(|(event, _)| event.id.to_string())
                    .collect(),
            };
            found.push(Diagnostic::at(first.place.clone(), problem));
        }
    }
}

/// The events that can occur several times in a request.
const WAITS: [&str; 3] = ["consultation", "clarification", "fee"];

impl Joined {
    /// Joins an event that can occur only once in a request.
    fn join_single(&mut self, course: &mut Course, one: &Course) {
        let mut join = |event, day: &mut Option<NaiveDate>, other: Option<NaiveDate>| {
            if let (Some(day), Some(other)) = (*day, other)
                && day != other
            {
                self.differing.push((event, day, other));
            }
            *day = day.or(other);
        };
        join(Event::RepliedOn, &mut course.replied, one.replied);
        let (days, others) = (&mut course.days, &one.days);
        join(Event::ClosedOn, &mut days.closed_on, others.closed_on);
        join(Event::ExtendedOn, &mut days.extended_on, others.extended_on);
        let until = others.extended_until;
        join(Event::ExtendedUntil, &mut days.extended_until, until);
    }
}

/// Collects the events of a log.
#[derive(Default)]
pub struct EventCounter {
    events: HashMap<Box<[u8]>, Vec<LoggedEvent>>,
    /// Rows with an unknown word, by file: the first place, and the count of each word.
    unused: BTreeMap<Arc<str>, (Place, BTreeMap<String, u64>)>,
}

impl Counter for EventCounter {
    type Log = EventLog;
    type Outcome = RequestEvents;
    type Words = ();
    type Days = ();

    fn classify_words(&mut self, (): &()) -> Option<()> {
        None
    }

    fn classify_days(&mut self, _: usize, (): &()) -> Option<()> {
        None
    }

    fn add(&mut self, _: &Row<'_>, _: RowName<'_>, _: (&(), &()), _: &mut Findings<'_>) -> Counted {
        Counted::NotInPeriod
    }

    fn count(&mut self, row: &Row<'_>, event: &RequestEvent<'_>, _: &mut Findings<'_>) -> Counted {
        let place = row.place_of(Log::Events, "id");
        let Some(code) = event.event else {
            let place = row.place_of(Log::Events, "event");
            let of_file = self.unused.entry(Arc::clone(row.file()));
            let (_, words) = of_file.or_insert_with(|| (place, BTreeMap::new()));
            *words.entry(event.word.to_owned()).or_default() += 1;
            return Counted::NotInPeriod;
        };
        let of_request = self.events.entry(key(event.id).into());
        of_request.or_default().push(LoggedEvent {
            code,
            party: event.party.map(Into::into),
            consulted: event.consulted,
            sent: event.sent_on,
            delivered: event.delivered_on,
            answered: event.answered_on,
            limit: event.limit,
            id: event.id.into(),
            place,
        });
        Counted::InPeriod
    }

    fn merge(&mut self, later: Self) {
        for (id, mut events) in later.events {
            self.events.entry(id).or_default().append(&mut events);
        }
        for (file, (place, words)) in later.unused {
            let (_, own) = self.unused.entry(file).or_insert((place, BTreeMap::new()));
            for (word, rows) in words {
                *own.entry(word).or_default() += rows;
            }
        }
    }

    fn finish(self, _: &mut Settled, found: &mut Findings<'_>) -> Result<RequestEvents, Retry> {
        for (place, words) in self.unused.into_values() {
            let words: Vec<(String, u64)> = words.into_iter().collect();
            let rows = words.iter().map(|(_, rows)| rows).sum();
            found.push(Diagnostic::at(place, EventsNotUsed { rows, words }));
        }
        let mut by_id = self.events;
        for events in by_id.values_mut() {
            events.sort_by_key(LoggedEvent::first_day);
            *events = with_answers(std::mem::take(events));
        }
        Ok(RequestEvents { by_id })
    }
}

/// Moves answers from rows of their own to the event they answer: the earliest unanswered one of its
/// kind, by the same party if both name one.
fn with_answers(events: Vec<LoggedEvent>) -> Vec<LoggedEvent> {
    let mut paired: Vec<LoggedEvent> = Vec::with_capacity(events.len());
    for event in events {
        let Some(code) = event.answers() else {
            paired.push(event);
            continue;
        };
        let day = event.answered.or(event.sent).or(event.delivered);
        let awaits = |known: &&mut LoggedEvent, is_same: bool| {
            let of_party = known.party == event.party || event.party.is_none() && !is_same;
            known.code == code && known.answered.is_none() && (of_party || known.party.is_none())
        };
        let index = paired.iter_mut().position(|known| awaits(&known, true));
        let index = index.or_else(|| paired.iter_mut().position(|known| awaits(&known, false)));
        match index {
            Some(index) => paired[index].answered = day,
            None => paired.push(LoggedEvent {
                code,
                sent: None,
                delivered: None,
                answered: day,
                ..event
            }),
        }
    }
    paired
}
