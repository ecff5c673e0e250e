//! The logged course of one request, and from which day on each event is known.

use chrono::NaiveDate;

use super::{Arrival, DeadlineFinding, Receipt, Regime, Reply};

/// The course of one request: its logged days, and what is determined from them.
///
/// Created with [`Course::received_on`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Course {
    /// The day of receipt, which is day zero of every count.
    pub received: NaiveDate,
    /// The logged day that was used, and the rule for it. `None` if the log has only one.
    pub receipt: Option<Receipt>,
    /// The logged days of receipt if a rule chose one of them, else only the day of receipt.
    pub arrival: Arrival,
    /// The regime, if the log names another than that of the day of receipt.
    pub law: Option<&'static Regime>,
    /// The due date in the log. It decides for a service request; for a disclosure request it is only
    /// compared.
    pub due: Option<LoggedDue>,
    /// Who was consulted.
    pub consulted: Consulted,
    /// The logged days between receipt and reply, and of its closing.
    pub days: LoggedDays,
    /// The day of the reply.
    pub replied: Option<NaiveDate>,
    /// The logged day that was used, and the rule for it. `None` if the log does not say how the reply
    /// was sent.
    pub reply: Option<Reply>,
    /// Reply and logged due date are on the same day, both with a time, and the reply is later. Apart
    /// from this, only days count.
    pub replied_past_the_hour: bool,
}

/// The logged days of a request, without those of receipt and reply, of which a rule chooses one. Blank
/// days are `None`. Field names are the keys of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct LoggedDays {
    /// The applicant was notified of an extension.
    pub extended_on: Option<NaiveDate>,
    /// The day to which the period is extended. If the log does not say, the longest allowed extension
    /// is used.
    pub extended_until: Option<NaiveDate>,
    /// A later due date that was notified to an applicant with too many requests.
    pub deferred_until: Option<NaiveDate>,
    /// The applicant was asked to clarify the request.
    pub clarification_asked_on: Option<NaiveDate>,
    /// The last day for the clarification.
    pub clarify_by: Option<NaiveDate>,
    /// The clarified request came in.
    pub clarified_on: Option<NaiveDate>,
    /// The letter was sent to the consulted party.
    pub consultation_from: Option<NaiveDate>,
    /// The letter was delivered to the consulted party.
    pub consultation_delivered_on: Option<NaiveDate>,
    /// The answer of the consulted party was received.
    pub consultation_to: Option<NaiveDate>,
    /// The applicant received the notice of a fee.
    pub fee_notice_on: Option<NaiveDate>,
    /// The fee was paid in full.
    pub fee_paid_on: Option<NaiveDate>,
    /// The request was closed. Without a reply, this is its end.
    pub closed_on: Option<NaiveDate>,
}

/// The due date in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoggedDue {
    /// A date. The reader of the log converts hours to a date.
    On(NaiveDate),
    /// A number of working days after receipt.
    WorkingDays(u16),
}

/// Who is consulted before an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Consulted {
    /// A third party whose rights are affected; also if the log does not say.
    #[default]
    ThirdParty,
    /// Another organ.
    OtherOrgan,
    /// An organ that created the record together with the office.
    CoProducer,
}

/// A dated cell of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// [`Course::received`].
    Received,
    /// [`Arrival::submitted_on`].
    Submitted,
    /// [`Arrival::signed_on`].
    Signed,
    /// [`Arrival::confirmed_on`].
    Confirmed,
    /// [`LoggedDays::extended_on`].
    ExtendedOn,
    /// [`LoggedDays::extended_until`].
    ExtendedUntil,
    /// [`LoggedDays::deferred_until`].
    DeferredUntil,
    /// [`LoggedDays::clarification_asked_on`].
    ClarificationAskedOn,
    /// [`LoggedDays::clarify_by`].
    ClarifyBy,
    /// [`LoggedDays::clarified_on`].
    ClarifiedOn,
    /// [`LoggedDays::consultation_from`].
    ConsultationFrom,
    /// [`LoggedDays::consultation_delivered_on`].
    ConsultationDeliveredOn,
    /// [`LoggedDays::consultation_to`].
    ConsultationTo,
    /// [`LoggedDays::fee_notice_on`].
    FeeNoticeOn,
    /// [`LoggedDays::fee_paid_on`].
    FeePaidOn,
    /// [`Course::replied`].
    RepliedOn,
    /// The reply was posted.
    Posted,
    /// The applicant signed for the reply.
    ReplySigned,
    /// [`LoggedDays::closed_on`].
    ClosedOn,
}

/// Pairs of events of which the first cannot be later than the second. Pairs without waits come first.
const ORDER: [(Event, Event); 26] = {
    use Event::{
        ClarificationAskedOn, ClarifiedOn, ClarifyBy, ClosedOn, Confirmed, ConsultationDeliveredOn,
        ConsultationFrom, ConsultationTo, ExtendedOn, ExtendedUntil, FeeNoticeOn, FeePaidOn,
        Received, RepliedOn, Signed, Submitted,
    };
    [
        (Submitted, Signed),
        (Submitted, Confirmed),
        (Received, RepliedOn),
        (Received, ClosedOn),
        (Received, ExtendedOn),
        (ExtendedOn, ExtendedUntil),
        (ExtendedOn, RepliedOn),
        (ExtendedOn, ClosedOn),
        (RepliedOn, ClosedOn),
        (Received, ClarificationAskedOn),
        (Received, ConsultationFrom),
        (Received, FeeNoticeOn),
        (ClarificationAskedOn, ClarifyBy),
        (ClarificationAskedOn, ClarifiedOn),
        (Received, ConsultationDeliveredOn),
        (ConsultationFrom, ConsultationDeliveredOn),
        (ConsultationDeliveredOn, ConsultationTo),
        (ConsultationFrom, ConsultationTo),
        (FeeNoticeOn, FeePaidOn),
        (ClarificationAskedOn, RepliedOn),
        (ClarifiedOn, RepliedOn),
        (ConsultationFrom, RepliedOn),
        (FeeNoticeOn, RepliedOn),
        (ClarificationAskedOn, ClosedOn),
        (ConsultationFrom, ClosedOn),
        (FeeNoticeOn, ClosedOn),
    ]
};

/// Number of pairs in [`ORDER`] without waits.
const WITHOUT_WAITS: usize = 9;

impl Event {
    /// The key of its column in the log.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Received => "received_on",
            Self::Submitted => "submitted_on",
            Self::Signed => "signed_on",
            Self::Confirmed => "confirmed_on",
            Self::ExtendedOn => "extended_on",
            Self::ExtendedUntil => "extended_until",
            Self::DeferredUntil => "deferred_until",
            Self::ClarificationAskedOn => "clarification_asked_on",
            Self::ClarifyBy => "clarify_by",
            Self::ClarifiedOn => "clarified_on",
            Self::ConsultationFrom => "consultation_from",
            Self::ConsultationDeliveredOn => "consultation_delivered_on",
            Self::ConsultationTo => "consultation_to",
            Self::FeeNoticeOn => "fee_notice_on",
            Self::FeePaidOn => "fee_paid_on",
            Self::RepliedOn => "replied_on",
            Self::Posted => "posted_on",
            Self::ReplySigned => "reply_signed_on",
            Self::ClosedOn => "closed_on",
        }
    }
}

impl LoggedDays {
    /// Fills blank days from another row of the same request. Days that are set stay.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        Self {
            extended_on: self.extended_on.or(other.extended_on),
            extended_until: self.extended_until.or(other.extended_until),
            deferred_until: self.deferred_until.or(other.deferred_until),
            clarification_asked_on: self.clarification_asked_on.or(other.clarification_asked_on),
            clarify_by: self.clarify_by.or(other.clarify_by),
            clarified_on: self.clarified_on.or(other.clarified_on),
            consultation_from: self.consultation_from.or(other.consultation_from),
            consultation_delivered_on: self
                .consultation_delivered_on
                .or(other.consultation_delivered_on),
            consultation_to: self.consultation_to.or(other.consultation_to),
            fee_notice_on: self.fee_notice_on.or(other.fee_notice_on),
            fee_paid_on: self.fee_paid_on.or(other.fee_paid_on),
            closed_on: self.closed_on.or(other.closed_on),
        }
    }

    /// The days as they were known on `as_of`, without later events.
    ///
    /// A day that was set (`clarify_by`, `extended_until`) is known from the event that set it. The log
    /// has no such event for a deferral, so it is known from the start.
    fn seen_from(&self, as_of: NaiveDate) -> Self {
        let seen = |date: Option<NaiveDate>| date.filter(|date| *date <= as_of);
        let not_yet = |date: Option<NaiveDate>| date.is_some_and(|date| date > as_of);
        let set_with = |event, day: Option<NaiveDate>| day.filter(|_| !not_yet(event));
        Self {
            extended_on: seen(self.extended_on),
            extended_until: set_with(self.extended_on, self.extended_until),
            deferred_until: self.deferred_until,
            clarification_asked_on: seen(self.clarification_asked_on),
            clarify_by: set_with(self.clarification_asked_on, self.clarify_by),
            clarified_on: seen(self.clarified_on),
            consultation_from: seen(self.consultation_from),
            consultation_delivered_on: seen(self.consultation_delivered_on),
            consultation_to: seen(self.consultation_to),
            fee_notice_on: seen(self.fee_notice_on),
            fee_paid_on: seen(self.fee_paid_on),
            closed_on: seen(self.closed_on),
        }
    }

    /// Whether the log has events other than an extension that move the due date.
    pub(super) fn has_waits(&self) -> bool {
        let events = [
            self.clarification_asked_on,
            self.clarified_on,
            self.consultation_from,
            self.consultation_delivered_on,
            self.consultation_to,
            self.fee_notice_on,
            self.fee_paid_on,
        ];
        events.iter().any(Option::is_some)
    }
}

impl Course {
    /// A request with no logged days but that of receipt.
    #[must_use]
    pub fn received_on(received: NaiveDate) -> Self {
        Self {
            received,
            receipt: None,
            arrival: Arrival::logged_on(received),
            law: None,
            due: None,
            consulted: Consulted::ThirdParty,
            days: LoggedDays::default(),
            replied: None,
            reply: None,
            replied_past_the_hour: false,
        }
    }

    /// The day of an event.
    #[must_use]
    pub const fn date_of(&self, event: Event) -> Option<NaiveDate> {
        let days = &self.days;
        match event {
            Event::Received => Some(self.received),
            Event::Submitted | Event::Signed | Event::Confirmed => self.arrival.date_of(event),
            Event::ExtendedOn => days.extended_on,
            Event::ExtendedUntil => days.extended_until,
            Event::DeferredUntil => days.deferred_until,
            Event::ClarificationAskedOn => days.clarification_asked_on,
            Event::ClarifyBy => days.clarify_by,
            Event::ClarifiedOn => days.clarified_on,
            Event::ConsultationFrom => days.consultation_from,
            Event::ConsultationDeliveredOn => days.consultation_delivered_on,
            Event::ConsultationTo => days.consultation_to,
            Event::FeeNoticeOn => days.fee_notice_on,
            Event::FeePaidOn => days.fee_paid_on,
            Event::RepliedOn => self.replied,
            // These days decide the day of the reply, and nothing else.
            Event::Posted | Event::ReplySigned => None,
            Event::ClosedOn => days.closed_on,
        }
    }

    /// The course as it was known on `as_of`, without later events.
    pub(super) fn seen_from(&self, as_of: NaiveDate) -> Self {
        Self {
            days: self.days.seen_from(as_of),
            replied: self.replied.filter(|on| *on <= as_of),
            reply: self.reply.filter(|reply| reply.on <= as_of),
            ..*self
        }
    }

    /// The pairs of events that are in the wrong order.
    pub(super) fn disorder(&self) -> impl Iterator<Item = DeadlineFinding> {
        // Most requests have no waits, so fewer pairs need a check.
        let count = if self.days.has_waits() {
            ORDER.len()
        } else {
            WITHOUT_WAITS
        };
        ORDER[..count].iter().filter_map(|&(earlier, later)| {
            let dates = (self.date_of(earlier)?, self.date_of(later)?);
            (dates.0 > dates.1).then_some(DeadlineFinding::OutOfOrder {
                earlier: (earlier, dates.0),
                later: (later, dates.1),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pairs_have_no_wait_in_them() {
        let day = NaiveDate::default();
        let has_wait = |event| {
            let days = LoggedDays {
                clarification_asked_on: (event == Event::ClarificationAskedOn).then_some(day),
                clarified_on: (event == Event::ClarifiedOn).then_some(day),
                consultation_from: (event == Event::ConsultationFrom).then_some(day),
                consultation_delivered_on: (event == Event::ConsultationDeliveredOn).then_some(day),
                consultation_to: (event == Event::ConsultationTo).then_some(day),
                fee_notice_on: (event == Event::FeeNoticeOn).then_some(day),
                fee_paid_on: (event == Event::FeePaidOn).then_some(day),
                ..LoggedDays::default()
            };
            days.has_waits()
        };
        for (index, &(earlier, later)) in ORDER.iter().enumerate() {
            let has_wait = has_wait(earlier) || has_wait(later);
            assert_eq!(has_wait, index >= WITHOUT_WAITS, "{earlier:?}, {later:?}");
        }
    }
}
