//! The waits in the course of a request: for whom the law stops the clock, and for how long.

use chrono::NaiveDate;

use super::clock::{Clock, FeeClock, SecondClarificationRule, UnsettledClarificationRule};
use super::deadline::{Awaited, DeadlineFinding};
use super::{BilingualText, Consulted, Course, Event, Regime};

/// An event and its day.
type Dated = (Event, NaiveDate);

/// The office asks someone and waits for the answer.
pub(super) struct Wait {
    pub(super) awaited: Awaited,
    /// The event that starts it.
    pub(super) asked: Dated,
    /// The last day on which the office may ask, apart from the due date.
    pub(super) ask_by: Option<NaiveDate>,
    /// The event that ends it.
    pub(super) answered: Option<Dated>,
    /// The last day for the answer.
    pub(super) answer_by: Option<NaiveDate>,
    /// If the wait has no limit and is longer, it is reported.
    pub(super) remark: Option<WaitRemark>,
    /// Whether the clock runs on after `answer_by` without an answer.
    pub(super) silence_ends_it: bool,
    /// Whether the period restarts with the answer.
    pub(super) restarts: bool,
    pub(super) article: &'static BilingualText,
}

/// When a wait without a limit is reported as long, and why it has no limit.
#[derive(Clone, Copy)]
pub(super) struct WaitRemark {
    pub(super) after: NaiveDate,
    /// Whether the log does not say when the letter was delivered.
    pub(super) lacks_delivery: bool,
}

/// The waits of `courses` that stop the clock under `regime`, in order of time. Logged waits that stop
/// nothing are reported in `findings`.
pub(super) fn waits<'a>(
    clock: &Clock<'_>,
    courses: impl Iterator<Item = &'a Course>,
    regime: &'static Regime,
    findings: &mut Vec<DeadlineFinding>,
) -> Vec<Wait> {
    let mut waits: Vec<Wait> = Vec::new();
    for course in courses {
        let found = [
            clarification(clock, course, regime, findings),
            consultation(clock, course, regime, findings),
            fee(clock, course, regime, findings),
        ];
        waits.extend(found.into_iter().flatten());
    }
    waits.sort_by_key(|wait| wait.asked.1);
    settle_second_clarification(clock, regime, &mut waits);
    waits
}

/// Removes further notices to clarify if the office's options give them no effect.
fn settle_second_clarification(clock: &Clock<'_>, regime: &Regime, waits: &mut Vec<Wait>) {
    let has_effect = regime.leaves_clarification_open()
        || clock.options.second_clarification == SecondClarificationRule::Restarts;
    let mut clarifications = 0;
    waits.retain_mut(|wait| {
        if wait.awaited != Awaited::Clarification {
            return true;
        }
        clarifications += 1;
        if clarifications > 1 {
            // Only the first notice has a last day to ask.
            wait.ask_by = None;
        }
        clarifications == 1 || has_effect
    });
}

fn clarification(
    clock: &Clock<'_>,
    course: &Course,
    regime: &'static Regime,
    findings: &mut Vec<DeadlineFinding>,
) -> Option<Wait> {
    let rule = &regime.clarification;
    if clarification_closes(clock, regime) {
        let on = course.days.clarified_on?;
        findings.push(DeadlineFinding::NotInForce {
            event: Event::ClarifiedOn,
            on,
        });
        return None;
    }
    let (asked, answered) = span(
        course,
        Event::ClarificationAskedOn,
        Event::ClarifiedOn,
        findings,
    )?;
    let ask_within = rule
        .ask_within
        .filter(|_| course.days.clarification_asked_on.is_some());
    Some(Wait {
        awaited: Awaited::Clarification,
        asked,
        ask_by: ask_within.map(|days| clock.calendar.add(course.received, days.into())),
        answered,
        answer_by: course.days.clarify_by,
        remark: None,
        silence_ends_it: false,
        restarts: true,
        article: &rule.article,
    })
}

/// Whether a notice to clarify ends a request instead of suspending it.
pub(super) fn clarification_closes(clock: &Clock<'_>, regime: &Regime) -> bool {
    regime.leaves_clarification_open()
        && clock.options.unsettled_clarification == UnsettledClarificationRule::Closes
}

fn consultation(
    clock: &Clock<'_>,
    course: &Course,
    regime: &'static Regime,
    findings: &mut Vec<DeadlineFinding>,
) -> Option<Wait> {
    let delivered = course.days.consultation_delivered_on;
    // If the sending is not logged, at least the delivery is known.
    let lacks_sending = course.days.consultation_from.is_none() && delivered.is_some();
    let from = if lacks_sending {
        findings.push(DeadlineFinding::Missing {
            event: Event::ConsultationFrom,
        });
        Event::ConsultationDeliveredOn
    } else {
        Event::ConsultationFrom
    };
    let (asked, answered) = span(course, from, Event::ConsultationTo, findings)?;
    let (awaited, rule) = match course.consulted {
        Consulted::ThirdParty => (Awaited::ThirdParty, Some(&regime.third_party)),
        Consulted::OtherOrgan => (Awaited::OtherOrgan, regime.other_organ.as_ref()),
        Consulted::CoProducer => (Awaited::OtherOrgan, regime.co_producer.as_ref()),
    };
    let Some(rule) = rule else {
        findings.push(DeadlineFinding::NotInForce {
            event: asked.0,
            on: asked.1,
        });
        return None;
    };
    // The limit starts with delivery, which cannot precede sending.
    let delivered = delivered.filter(|on| asked.1 <= *on);
    let after = |day, days: u16| clock.calendar.add(day, days.into());
    let remark = match (delivered, rule.answer_within, rule.remark_after) {
        (None, Some(days), _) => Some(WaitRemark {
            after: after(asked.1, days),
            lacks_delivery: true,
        }),
        (_, None, Some(days)) => Some(WaitRemark {
            after: after(asked.1, days),
            lacks_delivery: false,
        }),
        _ => None,
    };
    Some(Wait {
        awaited,
        asked,
        ask_by: None,
        answered,
        answer_by: delivered
            .zip(rule.answer_within)
            .map(|(day, days)| after(day, days)),
        remark,
        silence_ends_it: true,
        restarts: false,
        article: &rule.article,
    })
}

fn fee(
    clock: &Clock<'_>,
    course: &Course,
    regime: &'static Regime,
    findings: &mut Vec<DeadlineFinding>,
) -> Option<Wait> {
    let (asked, answered) = span(course, Event::FeeNoticeOn, Event::FeePaidOn, findings)?;
    let Some(rule) = regime.fee.as_ref().filter(|rule| rule.from <= asked.1) else {
        findings.push(DeadlineFinding::NotInForce {
            event: asked.0,
            on: asked.1,
        });
        return None;
    };
    Some(Wait {
        awaited: Awaited::Fee,
        asked,
        ask_by: None,
        answered,
        answer_by: Some(clock.calendar.add(asked.1, rule.pay_within.into())),
        remark: None,
        silence_ends_it: false,
        restarts: clock.options.fee_clock == FeeClock::CountedAnew,
        article: &rule.article,
    })
}

/// Start and end of a wait as logged. `None` if it is not logged or out of order.
///
/// A wait without a start began at its end at the latest, so it starts there.
fn span(
    course: &Course,
    asked: Event,
    answered: Event,
    findings: &mut Vec<DeadlineFinding>,
) -> Option<(Dated, Option<Dated>)> {
    let answer = course.date_of(answered).map(|on| (answered, on));
    let ask = course.date_of(asked).map(|on| (asked, on));
    if ask.is_none() && answer.is_some() {
        findings.push(DeadlineFinding::Missing { event: asked });
    }
    let ask = ask.or(answer)?;
    let in_order = course.received <= ask.1 && answer.is_none_or(|answer| ask.1 <= answer.1);
    in_order.then_some((ask, answer))
}
