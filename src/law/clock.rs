//! The clock that runs against an office: it starts, stops, restarts, and ends with an answer.

use chrono::NaiveDate;
use serde::Deserialize;

use super::deadline::{
    Awaited, Basis, Deadline, DeadlineFinding, Elapsed, EndedBy, Ending, Extension, Reading,
    ServiceLimit, State, Stop,
};
use super::run::Run;
use super::wait::{self, Wait};
use super::{Course, Event, Law, Receipt, Regime};
use crate::calendar::Calendar;

/// Computes deadlines from a calendar, a law, and the answers to the questions that the law leaves
/// open.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'c> {
    /// The calendar that working days are counted by.
    pub calendar: &'c Calendar,
    /// The law that sets the limits.
    pub law: &'static Law,
    /// The answers to open questions.
    pub options: LawOptions,
}

/// Answers to questions that the law leaves open. Each has a default answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LawOptions {
    /// How the payment of a fee affects the period.
    pub fee_clock: FeeClock,
    /// How a notice to clarify affects the period under a regime that does not say, such as that of
    /// 2007.
    pub unsettled_clarification: UnsettledClarificationRule,
    /// The day of receipt of a web form.
    pub web_receipt: WebReceipt,
    /// How a second notice to clarify affects the period if the first one restarts it.
    pub second_clarification: SecondClarificationRule,
}

/// The day of receipt of a web form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebReceipt {
    /// The day the system received it.
    #[default]
    System,
    /// The day both sides confirm it.
    Confirmed,
}

/// How a second notice to clarify affects the period. Art. 30 requires the office to ask everything at
/// once (一次性告知).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondClarificationRule {
    /// The period restarts again.
    #[default]
    Restarts,
    /// It has no effect: the clock runs on.
    DoesNot,
}

/// How the payment of a fee affects the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FeeClock {
    /// The period is counted anew from the day after payment.
    #[default]
    CountedAnew,
    /// The days from notice to payment are excluded. This differs from 国办函〔2020〕109号, which counts
    /// anew.
    SpanExcluded,
}

/// How a notice to clarify affects the period under a regime that does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnsettledClarificationRule {
    /// It counts as an answer and ends the request; a clarified request is a new one.
    #[default]
    Closes,
    /// The period restarts, as under a regime that says so.
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

impl UnsettledClarificationRule {
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

    /// The other answer.
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

impl SecondClarificationRule {
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

    /// The other answer.
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
    /// The deadline of a disclosure request on the reference day `as_of`, under the law of its day of
    /// receipt.
    ///
    /// Events after `as_of` are ignored; a request received later is open.
    #[must_use]
    pub fn disclosure(&self, course: &Course, as_of: NaiveDate) -> Deadline {
        self.disclosure_of((course, &[]), as_of)
    }

    /// Like [`disclosure`](Self::disclosure), for a request with several waits of a kind: each course
    /// in `further` holds one more clarification, consultation or fee notice.
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
        let is_asked = |course: &&Course| {
            let asked = course.days.clarification_asked_on;
            asked.is_some_and(|on| on <= as_of)
        };
        let times_asked = further.iter().chain([course]).filter(is_asked).count();
        let is_unsettled = regime.is_some_and(Regime::leaves_clarification_open);
        if times_asked > 0 && is_unsettled {
            self.compare_unsettled(courses, as_of, &mut deadline);
        } else if times_asked > 1 {
            self.compare_second(courses, as_of, &mut deadline);
        }
        if let Some(reply) = course.reply.filter(|reply| reply.day != reply.asked) {
            let event = reply.asked;
            deadline
                .findings
                .push(DeadlineFinding::ReplyNotLogged { event });
        }
        if let Some(receipt) = course.receipt {
            self.check_receipt(receipt, courses, as_of, &mut deadline);
        }
        deadline
    }

    /// The deadline of a service request on the reference day `as_of`: by the due date in the log, or
    /// else by the `configured` limit. No law sets a limit, and nothing stops the clock.
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

    /// The last day on which an item made or changed on `made_on` is published in time. `None` before
    /// the first regime.
    #[must_use]
    pub fn publication_due(&self, made_on: NaiveDate) -> Option<NaiveDate> {
        let limit = &self.law.regime_on(made_on)?.publication;
        Some(self.calendar.add(made_on, limit.days.into()))
    }

    /// Whether a request had ended on `day`, as far as was known then. `basis` is the source of its
    /// limit.
    ///
    /// If it had ended, it has ended on every later day too.
    #[must_use]
    pub fn has_ended(&self, course: &Course, basis: Basis, day: NaiveDate) -> bool {
        self.ending(&course.seen_from(day), basis).is_some()
    }

    /// Computes the deadline under other answers to open questions. Returns both due dates if the
    /// answers decide between on time and late.
    fn other_reading(
        &self,
        options: LawOptions,
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

    /// Reports a clarification under the law of 2007 if its unsettled effect decides between on time
    /// and late.
    fn compare_unsettled(
        &self,
        courses: (&Course, &[Course]),
        as_of: NaiveDate,
        deadline: &mut Deadline,
    ) {
        let taken = self.options.unsettled_clarification;
        let options = LawOptions {
            unsettled_clarification: taken.other(),
            ..self.options
        };
        if let Some(reading) = self.other_reading(options, courses, as_of, deadline) {
            // This finding replaces the one that says the clarification has no effect.
            deadline.findings.retain(|finding| {
                let event = Event::ClarifiedOn;
                !matches!(finding, DeadlineFinding::NotInForce { event: of, .. } if *of == event)
            });
            let finding = DeadlineFinding::UnsettledClarification { taken, reading };
            deadline.findings.push(finding);
        }
    }

    /// Reports a second notice to clarify if its unsettled effect decides between on time and late.
    fn compare_second(
        &self,
        courses: (&Course, &[Course]),
        as_of: NaiveDate,
        deadline: &mut Deadline,
    ) {
        let taken = self.options.second_clarification;
        let options = LawOptions {
            second_clarification: taken.other(),
            ..self.options
        };
        if let Some(reading) = self.other_reading(options, courses, as_of, deadline) {
            let finding = DeadlineFinding::SecondClarification { taken, reading };
            deadline.findings.push(finding);
        }
    }

    /// Reports a day of receipt that is not logged, and a confirmation that came too late.
    fn check_receipt(
        &self,
        receipt: Receipt,
        (course, further): (&Course, &[Course]),
        as_of: NaiveDate,
        deadline: &mut Deadline,
    ) {
        if receipt.is_lacking() {
            let event = receipt.asked;
            deadline
                .findings
                .push(DeadlineFinding::ReceiptNotLogged { event });
        }
        let Some(came) = receipt.came else { return };
        let course = Course {
            received: came,
            ..*course
        };
        let other = self.deadline((&course, further), deadline.basis, as_of);
        let dues = deadline.due.zip(other.due);
        if let Some((due, other_due)) = dues.or(deadline.base_due.zip(other.base_due)) {
            deadline.findings.push(DeadlineFinding::LateConfirmation {
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

    /// Applies the events of the courses to the clock, in order of time.
    fn apply_events(
        &self,
        run: &mut Run<'_>,
        (course, further): (&Course, &[Course]),
        basis: Basis,
    ) {
        let mut waits = Vec::new();
        if let Some(regime) = basis.regime() {
            run.defer(course, regime);
            if course.days.has_waits() || !further.is_empty() {
                let courses = [course].into_iter().chain(further);
                waits = wait::waits(self, courses, regime, &mut run.findings);
            }
        }
        let before_extension =
            |wait: &Wait| course.days.extended_on.is_none_or(|on| wait.asked.1 < on);
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

    /// Reports the years between `from` and `to` whose holiday notice is missing.
    fn uncertainty(&self, from: NaiveDate, to: NaiveDate) -> Option<DeadlineFinding> {
        let mut years = self.calendar.missing_years(from, to);
        let first = years.next()?;
        Some(DeadlineFinding::UncertainCalendar {
            first,
            last: years.next_back().unwrap_or(first),
        })
    }

    /// The end of the request, as far as `course` is known.
    ///
    /// A reply takes precedence: an office that replies after a notice to clarify has not treated the
    /// notice as an answer, and closing the file after the reply has no effect.
    fn ending(&self, course: &Course, basis: Basis) -> Option<Ending> {
        let notice_closes = basis
            .regime()
            .is_some_and(|regime| wait::clarification_closes(self, regime));
        let notice = course.days.clarification_asked_on.filter(|_| notice_closes);
        let ending = |by| move |on| Ending { on, by };
        course
            .replied
            .or(notice)
            .map(ending(EndedBy::Reply))
            .or_else(|| course.days.closed_on.map(ending(EndedBy::Closing)))
    }
}

/// Reports requests of the office that the applicant did not fulfil within the period: first a
/// clarification, then a fee.
fn expired(deadline: &Deadline, as_of: NaiveDate) -> Vec<DeadlineFinding> {
    let by = |awaited| {
        let running = |stop: &&Stop| stop.running && stop.awaited == awaited;
        let mut limits = deadline.stops.iter().filter(running);
        limits.find_map(|stop| stop.answer_by.filter(|by| *by < as_of))
    };
    if deadline.ended.is_some() {
        return Vec::new();
    }
    let clarification =
        by(Awaited::Clarification).map(|by| DeadlineFinding::ClarificationExpired { by });
    let fee = by(Awaited::Fee).map(|by| DeadlineFinding::FeeUnpaid { by });
    clarification.into_iter().chain(fee).collect()
}
