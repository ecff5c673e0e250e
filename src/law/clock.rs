//! The clock that runs against an office: it starts, stops, starts anew, and ends with an answer.

use chrono::NaiveDate;
use serde::Deserialize;

use super::deadline::{
    Awaited, Basis, Deadline, Elapsed, EndedBy, Ending, Extension, Finding, Reading, ServiceLimit,
    State, Stop,
};
use super::run::Run;
use super::wait::{self, Wait};
use super::{Course, Event, Law, Receipt, Regime};
use crate::calendar::Calendar;

/// Computes deadlines by a calendar, a law, and the answers to what the law leaves open.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'c> {
    /// Whose working days are counted.
    pub calendar: &'c Calendar,
    /// Whose limits apply.
    pub law: &'static Law,
    /// How open questions are answered.
    pub options: Options,
}

/// Questions that the law leaves open, each with the answer taken by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// What the payment of a fee does to the period.
    pub fee_clock: FeeClock,
    /// What a notice to clarify does under a regime that does not say, the one of 2007.
    pub unsettled_clarification: UnsettledClarification,
    /// On which day a form on the web is received.
    pub web_receipt: WebReceipt,
    /// What a second notice to clarify does under a regime by which the first starts the period afresh.
    pub second_clarification: SecondClarification,
}

/// On which day a form on the web is received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebReceipt {
    /// On the day the system has it.
    #[default]
    System,
    /// On the day both sides confirm it.
    Confirmed,
}

/// What a second notice to clarify does: Art. 30 has the office say all at once (一次性告知).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondClarification {
    /// The period starts afresh again.
    #[default]
    Restarts,
    /// Nothing: the clock runs on.
    DoesNot,
}

/// What the payment of a fee does to the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FeeClock {
    /// It is counted anew from the day after payment.
    #[default]
    CountedAnew,
    /// The days from notice to payment are left out. No reading of 国办函〔2020〕109号, which counts anew.
    SpanExcluded,
}

/// What a notice to clarify does under a regime that does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnsettledClarification {
    /// It is an answer and ends the request; what comes in later is a request of its own.
    #[default]
    Closes,
    /// The period starts afresh, as under a regime that says so.
    Restarts,
}

impl FeeClock {
    /// The words for the answers in `report.toml`.
    pub const WORDS: &'static [&'static str] = &["counted-anew", "span-excluded"];

    /// The answer whose word is `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let answers = [Self::CountedAnew, Self::SpanExcluded];
        Self::WORDS
            .iter()
            .position(|known| *known == word)
            .map(|index| answers[index])
    }
}

impl UnsettledClarification {
    /// The words for the answers in `report.toml`.
    pub const WORDS: &'static [&'static str] = &["closes", "restarts"];

    /// The word for the answer in `report.toml`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Closes => "closes",
            Self::Restarts => "restarts",
        }
    }

    /// The answer that was not taken.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Closes => Self::Restarts,
            Self::Restarts => Self::Closes,
        }
    }

    /// The answer whose word is `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let answers = [Self::Closes, Self::Restarts];
        Self::WORDS
            .iter()
            .position(|known| *known == word)
            .map(|index| answers[index])
    }
}

impl WebReceipt {
    /// The words for the answers in `report.toml`.
    pub const WORDS: &'static [&'static str] = &["system", "confirmed"];

    /// The answer whose word is `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let answers = [Self::System, Self::Confirmed];
        let known = Self::WORDS.iter().position(|known| *known == word);
        known.map(|index| answers[index])
    }
}

impl SecondClarification {
    /// The words for the answers in `report.toml`.
    pub const WORDS: &'static [&'static str] = &["restarts", "does-not"];

    /// The word for the answer in `report.toml`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Restarts => "restarts",
            Self::DoesNot => "does-not",
        }
    }

    /// The answer that was not taken.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Restarts => Self::DoesNot,
            Self::DoesNot => Self::Restarts,
        }
    }

    /// The answer whose word is `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let answers = [Self::Restarts, Self::DoesNot];
        let known = Self::WORDS.iter().position(|known| *known == word);
        known.map(|index| answers[index])
    }
}

impl Clock<'_> {
    /// The deadline of a disclosure request as seen from `as_of`, by the law of its day of receipt.
    ///
    /// What happened after `as_of` has not happened yet; a request that is received later is open.
    #[must_use]
    pub fn disclosure(&self, course: &Course, as_of: NaiveDate) -> Deadline {
        self.disclosure_of((course, &[]), as_of)
    }

    /// The same of a request for which the office waited more often than its course says: each of
    /// `further` holds one more clarification, consultation or fee notice.
    #[must_use]
    pub fn disclosure_of(
        &self,
        (course, further): (&Course, &[Course]),
        as_of: NaiveDate,
    ) -> Deadline {
        let regime = course.law.or_else(|| self.law.regime_on(course.received));
        let basis = regime.map_or(Basis::Nothing, Basis::Law);
        let courses = (course, further);
        let mut deadline = self.deadline(courses, basis, as_of);
        let is_asked =
            |course: &&Course| course.clarification_asked_on.is_some_and(|on| on <= as_of);
        let times_asked = further.iter().chain([course]).filter(is_asked).count();
        let is_unsettled = regime.is_some_and(Regime::leaves_clarification_open);
        if times_asked > 0 && is_unsettled {
            self.compare_unsettled(courses, as_of, &mut deadline);
        } else if times_asked > 1 {
            self.compare_second(courses, as_of, &mut deadline);
        }
        if let Some(reply) = course.reply.filter(|reply| reply.day != reply.asked) {
            let event = reply.asked;
            deadline.findings.push(Finding::ReplyNotLogged { event });
        }
        if let Some(receipt) = course.receipt {
            self.check_receipt(receipt, courses, as_of, &mut deadline);
        }
        deadline
    }

    /// The deadline of a service request as seen from `as_of`: by the log's own due date, else by
    /// the `configured` limit. No law sets one, and none stops the clock.
    #[must_use]
    pub fn service(
        &self,
        course: &Course,
        configured: Option<ServiceLimit>,
        as_of: NaiveDate,
    ) -> Deadline {
        let basis = match (course.due, configured) {
            (Some(due), _) => Basis::Logged(due),
            (None, Some(limit)) => Basis::Configured(limit),
            (None, None) => Basis::Nothing,
        };
        self.deadline((course, &[]), basis, as_of)
    }

    /// The last day to publish in time what was made or changed on `made_on`; none before the law.
    #[must_use]
    pub fn publication_due(&self, made_on: NaiveDate) -> Option<NaiveDate> {
        let limit = &self.law.regime_on(made_on)?.publication;
        Some(self.calendar.add(made_on, limit.days.into()))
    }

    /// Whether a request whose limit `basis` sets had ended on `day`, as it was known then.
    ///
    /// Once it has, it has on every later day.
    #[must_use]
    pub fn has_ended(&self, course: &Course, basis: Basis, day: NaiveDate) -> bool {
        self.ending(&course.seen_from(day), basis).is_some()
    }

    /// The deadline by other answers to what the law leaves open, and both due dates, if that decides
    /// between on time and late.
    fn other_reading(
        &self,
        options: Options,
        courses: (&Course, &[Course]),
        as_of: NaiveDate,
        deadline: &Deadline,
    ) -> Option<Reading> {
        let other = Clock { options, ..*self }.deadline(courses, deadline.basis, as_of);
        let is_late = |deadline: &Deadline| matches!(deadline.state, State::Late | State::Overdue);
        if is_late(deadline) == is_late(&other) {
            return None;
        }
        Some(Reading {
            due: deadline.due?,
            is_late: is_late(deadline),
            other_due: other.due?,
        })
    }

    /// Tells that what the law of 2007 leaves open about a clarification decides.
    fn compare_unsettled(
        &self,
        courses: (&Course, &[Course]),
        as_of: NaiveDate,
        deadline: &mut Deadline,
    ) {
        let taken = self.options.unsettled_clarification;
        let options = Options {
            unsettled_clarification: taken.other(),
            ..self.options
        };
        if let Some(reading) = self.other_reading(options, courses, as_of, deadline) {
            // This says more of the clarification than that it has no effect.
            deadline.findings.retain(|finding| {
                let event = Event::ClarifiedOn;
                !matches!(finding, Finding::NotInForce { event: of, .. } if *of == event)
            });
            let finding = Finding::UnsettledClarification { taken, reading };
            deadline.findings.push(finding);
        }
    }

    /// Tells that the effect of a second notice to clarify decides.
    fn compare_second(
        &self,
        courses: (&Course, &[Course]),
        as_of: NaiveDate,
        deadline: &mut Deadline,
    ) {
        let taken = self.options.second_clarification;
        let options = Options {
            second_clarification: taken.other(),
            ..self.options
        };
        if let Some(reading) = self.other_reading(options, courses, as_of, deadline) {
            let finding = Finding::SecondClarification { taken, reading };
            deadline.findings.push(finding);
        }
    }

    /// Tells a day of receipt that is not logged, and one that was confirmed too late.
    fn check_receipt(
        &self,
        receipt: Receipt,
        (course, further): (&Course, &[Course]),
        as_of: NaiveDate,
        deadline: &mut Deadline,
    ) {
        if receipt.is_lacking() {
            let event = receipt.asked;
            deadline.findings.push(Finding::ReceiptNotLogged { event });
        }
        let Some(came) = receipt.came else { return };
        let course = Course {
            received: came,
            ..*course
        };
        let other = self.deadline((&course, further), deadline.basis, as_of);
        let dues = deadline.due.zip(other.due);
        if let Some((due, other_due)) = dues.or(deadline.base_due.zip(other.base_due)) {
            deadline.findings.push(Finding::LateConfirmation {
                came,
                confirmed: receipt.on,
                due,
                other_due,
            });
        }
    }

    fn deadline(
        &self,
        (course, further): (&Course, &[Course]),
        basis: Basis,
        as_of: NaiveDate,
    ) -> Deadline {
        let course = &course.seen_from(as_of);
        let further = further.iter().map(|course| course.seen_from(as_of));
        let further: Vec<Course> = further.collect();
        let ended = self.ending(course, basis);
        let last_day = ended.map_or(as_of, |end| end.on);
        let mut deadline = Deadline {
            basis,
            base_due: None,
            stops: Vec::new(),
            extension: Extension::None,
            due: None,
            ended,
            state: State::Undetermined,
            elapsed: None,
            findings: course.disorder().collect(),
        };
        let of_further = further.iter().flat_map(Course::disorder);
        deadline.findings.extend(of_further);
        let mut counted_until = ended.map(|end| end.on);
        if let Some(mut run) = Run::start(self.calendar, course.received, basis, last_day) {
            deadline.base_due = Some(run.due());
            self.apply_events(&mut run, (course, &further), basis);
            deadline.state = run.state(course, ended, as_of);
            if !matches!(deadline.state, State::Suspended { .. }) {
                deadline.due = Some(run.due());
                run.compare_logged_due(course.received, course.due);
            }
            counted_until = counted_until.max(run.counted_until());
            deadline.extension = run.extension();
            deadline.findings.append(&mut run.findings);
            deadline.stops = run.stops;
        }
        let expired = expired(&deadline, as_of);
        deadline.findings.extend(expired);
        deadline.elapsed = self.elapsed(course.received, last_day, &deadline.stops);
        let uncertainty = counted_until.and_then(|to| self.uncertainty(course.received, to));
        deadline.findings.extend(uncertainty);
        deadline
    }

    /// Lets the clock run through the events of `course`, in order of time.
    fn apply_events(
        &self,
        run: &mut Run<'_>,
        (course, further): (&Course, &[Course]),
        basis: Basis,
    ) {
        let mut waits = Vec::new();
        if let Some(regime) = basis.regime() {
            run.defer(course, regime);
            if course.has_waits() || !further.is_empty() {
                let courses = [course].into_iter().chain(further);
                waits = wait::waits(self, courses, regime, &mut run.findings);
            }
        }
        let before_extension = |wait: &Wait| course.extended_on.is_none_or(|on| wait.asked.1 < on);
        let (before, after) = waits.split_at(waits.partition_point(before_extension));
        for wait in before {
            run.wait(wait);
        }
        run.extend(course);
        for wait in after {
            run.wait(wait);
        }
    }

    /// Working days from receipt to `last_day`, with and without the stops.
    fn elapsed(&self, received: NaiveDate, last_day: NaiveDate, stops: &[Stop]) -> Option<Elapsed> {
        let gross = u32::try_from(self.calendar.count(received, last_day)).ok()?;
        let stopped: u32 = stops.iter().map(|stop| stop.working_days).sum();
        (received <= last_day).then_some(Elapsed {
            gross,
            net: gross.saturating_sub(stopped),
        })
    }

    /// The years whose missing notice leaves the count `from` to `to` unsettled.
    fn uncertainty(&self, from: NaiveDate, to: NaiveDate) -> Option<Finding> {
        let mut years = self.calendar.missing_years(from, to);
        let first = years.next()?;
        Some(Finding::UncertainCalendar {
            first,
            last: years.next_back().unwrap_or(first),
        })
    }

    /// How the request ended, as far as `course` goes.
    ///
    /// A reply goes before everything else: an office that replies after a notice to clarify has
    /// not taken the notice for an answer, and closing the file after the reply ends nothing.
    fn ending(&self, course: &Course, basis: Basis) -> Option<Ending> {
        let notice_closes = basis
            .regime()
            .is_some_and(|regime| wait::clarification_closes(self, regime));
        let notice = course.clarification_asked_on.filter(|_| notice_closes);
        let ending = |by| move |on| Ending { on, by };
        course
            .replied_on
            .or(notice)
            .map(ending(EndedBy::Reply))
            .or_else(|| course.closed_on.map(ending(EndedBy::Closing)))
    }
}

/// What the applicant was asked for, and did not give within the period: first a clarification, then a fee.
fn expired(deadline: &Deadline, as_of: NaiveDate) -> Vec<Finding> {
    let by = |awaited| {
        let running = |stop: &&Stop| stop.running && stop.awaited == awaited;
        let mut limits = deadline.stops.iter().filter(running);
        limits.find_map(|stop| stop.answer_by.filter(|by| *by < as_of))
    };
    if deadline.ended.is_some() {
        return Vec::new();
    }
    let clarification = by(Awaited::Clarification).map(|by| Finding::ClarificationExpired { by });
    let fee = by(Awaited::Fee).map(|by| Finding::FeeUnpaid { by });
    clarification.into_iter().chain(fee).collect()
}
