//! What the office logged of one request, and from when on each of it is known.

use chrono::NaiveDate;

use super::{Arrival, Finding, Receipt, Regime, Reply};

/// The course of one request as logged; days that the log leaves blank are none.
///
/// Field names are the keys of the log. Made with [`Course::received_on`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Course {
    /// The day of receipt, which is day zero of every count.
    pub received: NaiveDate,
    /// Which logged day that is, and by which rule; none where the log has only one.
    pub receipt: Option<Receipt>,
    /// The days logged of the receipt.
    pub arrival: Arrival,
    /// The regime, where the log says that another than that of the day of receipt applies.
    pub law: Option<&'static Regime>,
    /// The due date in the log: of a service request it decides, of a disclosure request it is
    /// only compared.
    pub due: Option<LoggedDue>,
    /// The applicant was told that the answer takes longer.
    pub extended_on: Option<NaiveDate>,
    /// The day until which that is; the longest that is allowed where the log does not say.
    pub extended_until: Option<NaiveDate>,
    /// A later day that the applicant of too many requests was told.
    pub deferred_until: Option<NaiveDate>,
    /// The applicant was asked to clarify the request.
    pub clarification_asked_on: Option<NaiveDate>,
    /// The last day given for that.
    pub clarify_by: Option<NaiveDate>,
    /// The clarified request came in.
    pub clarified_on: Option<NaiveDate>,
    /// Who was consulted.
    pub consulted: Consulted,
    /// The letter went out to them.
    pub consultation_from: Option<NaiveDate>,
    /// They got it.
    pub consultation_delivered_on: Option<NaiveDate>,
    /// Their answer came in.
    pub consultation_to: Option<NaiveDate>,
    /// The applicant got the notice of a fee.
    pub fee_notice_on: Option<NaiveDate>,
    /// The fee was paid in full.
    pub fee_paid_on: Option<NaiveDate>,
    /// The request was answered.
    pub replied_on: Option<NaiveDate>,
    /// Which logged day that is, and by which rule; none where the log does not say how it went out.
    pub reply: Option<Reply>,
    /// The request was closed; without an answer this is its end.
    pub closed_on: Option<NaiveDate>,
    /// Reply and logged due date fall on one day, both with a time, and the reply's is later. All
    /// else is counted in days.
    pub replied_past_the_hour: bool,
}

/// When the log says a request is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoggedDue {
    /// On a date. Hours are turned into one by whoever reads the log.
    On(NaiveDate),
    /// So many working days after receipt.
    WorkingDays(u16),
}

/// Who is asked before an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Consulted {
    /// A third party whose rights are touched; also where the log does not say.
    #[default]
    ThirdParty,
    /// Another organ.
    OtherOrgan,
    /// An organ that made the record together with the office.
    CoProducer,
}

/// A dated cell of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// [`Course::received`].
    Received,
    /// [`Arrival::submitted`].
    Submitted,
    /// [`Arrival::signed`].
    Signed,
    /// [`Arrival::confirmed`].
    Confirmed,
    /// [`Course::extended_on`].
    ExtendedOn,
    /// [`Course::extended_until`].
    ExtendedUntil,
    /// [`Course::deferred_until`].
    DeferredUntil,
    /// [`Course::clarification_asked_on`].
    ClarificationAskedOn,
    /// [`Course::clarify_by`].
    ClarifyBy,
    /// [`Course::clarified_on`].
    ClarifiedOn,
    /// [`Course::consultation_from`].
    ConsultationFrom,
    /// [`Course::consultation_delivered_on`].
    ConsultationDeliveredOn,
    /// [`Course::consultation_to`].
    ConsultationTo,
    /// [`Course::fee_notice_on`].
    FeeNoticeOn,
    /// [`Course::fee_paid_on`].
    FeePaidOn,
    /// [`Course::replied_on`].
    RepliedOn,
    /// The reply was handed to the post.
    Posted,
    /// The applicant signed for the reply.
    ReplySigned,
    /// [`Course::closed_on`].
    ClosedOn,
}

/// Pairs of events of which the first cannot be the later one, those without waits first.
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

/// How many pairs have no wait in them.
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

impl Course {
    /// A request of which only the day of receipt is logged.
    #[must_use]
    pub const fn received_on(received: NaiveDate) -> Self {
        Self {
            received,
            receipt: None,
            arrival: Arrival::logged_on(received),
            law: None,
            due: None,
            extended_on: None,
            extended_until: None,
            deferred_until: None,
            clarification_asked_on: None,
            clarify_by: None,
            clarified_on: None,
            consulted: Consulted::ThirdParty,
            consultation_from: None,
            consultation_delivered_on: None,
            consultation_to: None,
            fee_notice_on: None,
            fee_paid_on: None,
            replied_on: None,
            reply: None,
            closed_on: None,
            replied_past_the_hour: false,
        }
    }

    /// The day of an event, where the log has one.
    #[must_use]
    pub const fn date_of(&self, event: Event) -> Option<NaiveDate> {
        match event {
            Event::Received => Some(self.received),
            Event::Submitted | Event::Signed | Event::Confirmed => self.arrival.date_of(event),
            Event::ExtendedOn => self.extended_on,
            Event::ExtendedUntil => self.extended_until,
            Event::DeferredUntil => self.deferred_until,
            Event::ClarificationAskedOn => self.clarification_asked_on,
            Event::ClarifyBy => self.clarify_by,
            Event::ClarifiedOn => self.clarified_on,
            Event::ConsultationFrom => self.consultation_from,
            Event::ConsultationDeliveredOn => self.consultation_delivered_on,
            Event::ConsultationTo => self.consultation_to,
            Event::FeeNoticeOn => self.fee_notice_on,
            Event::FeePaidOn => self.fee_paid_on,
            Event::RepliedOn => self.replied_on,
            // They decide the day of the reply, and move nothing else.
            Event::Posted | Event::ReplySigned => None,
            Event::ClosedOn => self.closed_on,
        }
    }

    /// The course as it was known on `as_of`: what happened later has not happened yet.
    ///
    /// A day that was set (`clarify_by`, `extended_until`) is known with the event that set it; of
    /// a deferral the log has no such event, so it is taken as known from the start.
    pub(super) fn seen_from(&self, as_of: NaiveDate) -> Self {
        let seen = |date: Option<NaiveDate>| date.filter(|date| *date <= as_of);
        let not_yet = |date: Option<NaiveDate>| date.is_some_and(|date| date > as_of);
        let set_with = |event, day: Option<NaiveDate>| day.filter(|_| !not_yet(event));
        Self {
            extended_on: seen(self.extended_on),
            extended_until: set_with(self.extended_on, self.extended_until),
            clarification_asked_on: seen(self.clarification_asked_on),
            clarify_by: set_with(self.clarification_asked_on, self.clarify_by),
            clarified_on: seen(self.clarified_on),
            consultation_from: seen(self.consultation_from),
            consultation_delivered_on: seen(self.consultation_delivered_on),
            consultation_to: seen(self.consultation_to),
            fee_notice_on: seen(self.fee_notice_on),
            fee_paid_on: seen(self.fee_paid_on),
            replied_on: seen(self.replied_on),
            reply: self.reply.filter(|reply| reply.on <= as_of),
            closed_on: seen(self.closed_on),
            ..*self
        }
    }

    /// Whether the log has anything that moves the due date but an extension.
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

    /// The pairs of events that are the wrong way round.
    pub(super) fn disorder(&self) -> impl Iterator<Item = Finding> {
        // Most requests have little that could be in disorder.
        let count = if self.has_waits() {
            ORDER.len()
        } else {
            WITHOUT_WAITS
        };
        ORDER[..count].iter().filter_map(|&(earlier, later)| {
            let dates = (self.date_of(earlier)?, self.date_of(later)?);
            (dates.0 > dates.1).then_some(Finding::OutOfOrder {
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
            let course = Course {
                clarification_asked_on: (event == Event::ClarificationAskedOn).then_some(day),
                clarified_on: (event == Event::ClarifiedOn).then_some(day),
                consultation_from: (event == Event::ConsultationFrom).then_some(day),
                consultation_delivered_on: (event == Event::ConsultationDeliveredOn).then_some(day),
                consultation_to: (event == Event::ConsultationTo).then_some(day),
                fee_notice_on: (event == Event::FeeNoticeOn).then_some(day),
                fee_paid_on: (event == Event::FeePaidOn).then_some(day),
                ..Course::received_on(day)
            };
            course.has_waits()
        };
        for (index, &(earlier, later)) in ORDER.iter().enumerate() {
            let has_wait = has_wait(earlier) || has_wait(later);
            assert_eq!(has_wait, index >= WITHOUT_WAITS, "{earlier:?}, {later:?}");
        }
    }
}
