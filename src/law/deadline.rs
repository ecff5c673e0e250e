//! The deadline of one request: the result, and the findings about it.

use chrono::NaiveDate;

use super::{
    BilingualText, Event, LoggedDue, Regime, SecondClarificationRule, UnsettledClarificationRule,
};

/// The due date of a request, and its state on a reference day.
///
/// Both kinds of requests use this type, so that they are counted in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The source of the limit.
    pub basis: Basis,
    /// The due date without stops and extension. `None` without a limit.
    pub base_due: Option<NaiveDate>,
    /// The periods in which the clock stopped, and after which it may have restarted, in order of time.
    pub stops: Vec<Stop>,
    /// Whether the period was extended.
    pub extension: Extension,
    /// The last day on which an answer is in time, including stops and extension. `None` without a
    /// limit, and while the request is suspended, as it then depends on the answer that the office
    /// waits for. If the request ended during a wait, the days of the wait are excluded like those of
    /// any other.
    pub due: Option<NaiveDate>,
    /// How the request ended. `None` while it is open.
    pub ended: Option<Ending>,
    /// Its state.
    pub state: State,
    /// Working days since receipt. `None` if it ended before it was received.
    pub elapsed: Option<Elapsed>,
    /// Problems that someone should look at.
    pub findings: Vec<DeadlineFinding>,
}

/// The source of a request's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The law, for a disclosure request.
    Law(&'static Regime),
    /// The log's own due date, for a service request.
    Logged(LoggedDue),
    /// The limit that the office configured, for a service request.
    Configured(ServiceLimit),
    /// No limit: a disclosure request from before the law, or a service request without due date and
    /// configured limit.
    Nothing,
}

impl Basis {
    /// The law that applies. `None` for a service request.
    #[must_use]
    pub fn regime(self) -> Option<&'static Regime> {
        match self {
            Self::Law(regime) => Some(regime),
            _ => None,
        }
    }
}

/// A limit for service requests, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLimit {
    /// From receipt to answer.
    pub days: u16,
    /// The longest extension.
    pub extension: u16,
}

/// The state of a request on a reference day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Ended on or before its due date.
    OnTime {
        /// Whether it is on time only because of the extension.
        within_extension: bool,
    },
    /// Ended after its due date.
    Late,
    /// Not ended; its due date is not past.
    Open,
    /// Not ended; the office waits for someone else and the clock is stopped.
    Suspended {
        /// Whom the office waits for.
        awaiting: Awaited,
        /// The last day for the answer. `None` if neither law nor log sets one.
        until: Option<NaiveDate>,
    },
    /// Not ended, and its due date is past.
    Overdue,
    /// Without a limit, ended or not.
    Undetermined,
}

/// Whom an office waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Awaited {
    /// The applicant, to clarify the request.
    Clarification,
    /// A third party whose rights are affected.
    ThirdParty,
    /// Another organ.
    OtherOrgan,
    /// The applicant, to pay.
    Fee,
}

/// The end of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Its day.
    pub on: NaiveDate,
    /// Its kind.
    pub by: EndedBy,
}

/// The kind of event that ended a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndedBy {
    /// An answer.
    Reply,
    /// It was closed without an answer: withdrawn, not clarified, or not paid for.
    Closing,
}

/// A period that does not count: the days after `from`, up to and including `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Whom the office waited for.
    pub awaited: Awaited,
    /// The day of the office's question.
    pub from: NaiveDate,
    /// The day of the answer, the last day for it, the end of the request, or the reference day,
    /// whichever is first.
    pub to: NaiveDate,
    /// The last day for the answer, if it has one.
    pub answer_by: Option<NaiveDate>,
    /// Whether it was ended neither by an answer nor by a limit: the office still waits, or waited
    /// until the end of the request.
    pub running: bool,
    /// Whether the period restarts with the answer. If not, and until there is an answer, the days are
    /// excluded from it.
    pub restarts: bool,
    /// Working days of the stop that are in no earlier stop.
    pub working_days: u32,
    /// The article that it is based on.
    pub article: &'static BilingualText,
}

/// The effect of an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// No extension was notified.
    None,
    /// It counts.
    Granted {
        /// Working days added.
        working_days: u32,
    },
    /// It was notified but does not count; a finding says why.
    WithoutEffect,
}

/// Working days since receipt, up to the end or the reference day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    /// All working days.
    pub gross: u32,
    /// Working days outside the stops.
    pub net: u32,
}

/// A question that the law leaves open, if its answer decides between on time and late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The due date under the answer used.
    pub due: NaiveDate,
    /// Whether the request is late under the answer used. Under the other answer it is the opposite.
    pub is_late: bool,
    /// The due date under the other answer.
    pub other_due: NaiveDate,
}

/// A problem of one request that someone should look at; the caller words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeadlineFinding {
    /// The log says how the reply was sent, but not the day that counts for this way; another day is
    /// used.
    ReplyNotLogged {
        /// The missing day.
        event: Event,
    },
    /// Two events are in the wrong order; the stop between them does not count.
    OutOfOrder {
        /// The event that should be first, and its day.
        earlier: (Event, NaiveDate),
        /// The event that should be second, and its day.
        later: (Event, NaiveDate),
    },
    /// The log has the event after `event`, but not `event` itself. An extension without the day of its
    /// notice does not count; a stop counts from its end.
    Missing {
        /// The missing event.
        event: Event,
    },
    /// The event has no effect as the period was over.
    AfterDue {
        /// The event: an extension, or the beginning of a stop.
        event: Event,
        /// Its day.
        on: NaiveDate,
        /// The last day for it.
        due: NaiveDate,
    },
    /// Someone answered after their own limit. The event still has its effect, except for a
    /// consultation: its days after the limit count.
    AfterLimit {
        /// The event.
        event: Event,
        /// Its day.
        on: NaiveDate,
        /// The last day for it.
        by: NaiveDate,
    },
    /// A consultation was longer than usual, and no limit ends it: all its days are excluded.
    LongConsultation {
        /// The last day of the usual length.
        by: NaiveDate,
        /// Whether there would be a limit if the log said when the letter was delivered.
        lacks_delivery: bool,
    },
    /// The applicant was asked to clarify, and did not within the period: the request can be closed.
    ClarificationExpired {
        /// The last day given.
        by: NaiveDate,
    },
    /// The applicant was asked to pay, and did not within the period: the request can be closed.
    FeeUnpaid {
        /// The last day for it.
        by: NaiveDate,
    },
    /// The law does not say how a notice to clarify affects the period, and that decides between on
    /// time and late.
    UnsettledClarification {
        /// The answer used.
        taken: UnsettledClarificationRule,
        /// The due dates under both answers.
        reading: Reading,
    },
    /// The applicant was asked to clarify more than once, and whether that restarts the period decides
    /// between on time and late.
    SecondClarification {
        /// The answer used.
        taken: SecondClarificationRule,
        /// The due dates under both answers.
        reading: Reading,
    },
    /// The request was confirmed with the applicant later than the rule for its day of receipt allows.
    LateConfirmation {
        /// The day it arrived.
        came: NaiveDate,
        /// The day it was confirmed, which starts the clock.
        confirmed: NaiveDate,
        /// The due date by the day of confirmation.
        due: NaiveDate,
        /// The due date by the day of arrival.
        other_due: NaiveDate,
    },
    /// The log has other days of receipt, but not the one that the rule requires; the office's own day
    /// of receipt is used.
    ReceiptNotLogged {
        /// The missing day.
        event: Event,
    },
    /// The event has no effect as the law that applies does not provide for it.
    NotInForce {
        /// The event.
        event: Event,
        /// Its day.
        on: NaiveDate,
    },
    /// A later due date was set that is not later than the current one.
    NotLater {
        /// The event that set it.
        event: Event,
        /// The date.
        on: NaiveDate,
        /// The due date without it, which stays in force.
        due: NaiveDate,
    },
    /// An extension was longer than allowed, and was shortened.
    ExtensionTooLong {
        /// The day logged.
        until: NaiveDate,
        /// The last day allowed.
        allowed: NaiveDate,
    },
    /// The due date in the log differs from the legal one, both at receipt and now.
    DueDisagrees {
        /// The date in the log.
        logged: NaiveDate,
        /// The current legal date.
        due: NaiveDate,
    },
    /// The count includes days that depend on missing holiday notices.
    UncertainCalendar {
        /// The first year without its notice.
        first: i32,
        /// The last such year.
        last: i32,
    },
}
