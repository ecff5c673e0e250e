//! The deadline of one request: what came out, and everything to be told about it.

use chrono::NaiveDate;

use super::{Event, LoggedDue, Regime, SecondClarification, Text, UnsettledClarification};

/// By when a request must be answered, and how that stands on the day it is seen from.
///
/// The same type for both kinds of requests, so that they are counted the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What sets the limit.
    pub basis: Basis,
    /// The due date by the day of receipt alone. None without a limit.
    pub base_due: Option<NaiveDate>,
    /// What stopped the clock or started it anew, in order of time.
    pub stops: Vec<Stop>,
    /// Whether the period was extended.
    pub extension: Extension,
    /// The last day on which an answer is in time, all things considered. None without a limit, and
    /// while the request is suspended: until the answer awaited is there, no one knows it. A wait
    /// that the end of the request cut short is left out of the period like any other.
    pub due: Option<NaiveDate>,
    /// How the request ended. None while it has not.
    pub ended: Option<Ending>,
    /// How it stands.
    pub state: State,
    /// Working days since receipt. None when it ended before it was received.
    pub elapsed: Option<Elapsed>,
    /// What someone should look at.
    pub findings: Vec<Finding>,
}

/// What sets the limit of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The law, for a disclosure request.
    Law(&'static Regime),
    /// The log's own due date, for a service request.
    Logged(LoggedDue),
    /// The limit that the office configured, for a service request.
    Configured(ServiceLimit),
    /// Nothing: a disclosure request from before the law, a service request without either.
    Nothing,
}

impl Basis {
    /// The law that applies; none for a service request.
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
    /// By how many at most that can be extended.
    pub extension: u16,
}

/// How a request stands on the day it is seen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Ended on or before its due date.
    OnTime {
        /// It needed the extension for that.
        within_extension: bool,
    },
    /// Ended after its due date.
    Late,
    /// Not ended, and not due before today.
    Open,
    /// Not ended; the office awaits someone else and the clock stands still.
    Suspended {
        /// Whom.
        awaiting: Awaited,
        /// The last day they have; none where neither law nor log sets one.
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
    /// The applicant, to say what is meant.
    Clarification,
    /// A third party whose rights are touched.
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

/// What ended a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndedBy {
    /// An answer.
    Reply,
    /// It was closed without one: withdrawn, not clarified, not paid for.
    Closing,
}

/// A time that is not counted: the days after `from`, up to and including `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Whom the office waited for.
    pub awaited: Awaited,
    /// The day the office asked.
    pub from: NaiveDate,
    /// The day of the answer, the last day it had, the request's end, or the day seen from,
    /// whichever came first.
    pub to: NaiveDate,
    /// The last day for the answer, if it has one.
    pub answer_by: Option<NaiveDate>,
    /// Neither an answer nor a limit ended it: the office still waits, or did until the end.
    pub running: bool,
    /// The period starts afresh with the answer, once there is one; otherwise, and until then, the
    /// days are left out of it.
    pub restarts: bool,
    /// Working days of the stop that no earlier stop has.
    pub working_days: u32,
    /// The article that allows it.
    pub article: &'static Text,
}

/// What became of an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// None was notified.
    None,
    /// It counts.
    Granted {
        /// Working days added.
        working_days: u32,
    },
    /// It was notified and does not count; a finding says why.
    WithoutEffect,
}

/// Working days since receipt, up to the end or the day seen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    /// All of them.
    pub gross: u32,
    /// Without the stops.
    pub net: u32,
}

/// An answer to what the law leaves open beside the other, where they part in on time and late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The due date by the answer taken.
    pub due: NaiveDate,
    /// By it the request is late, and not by the other; or the reverse.
    pub is_late: bool,
    /// The due date by the other.
    pub other_due: NaiveDate,
}

/// Something about one request that someone should look at; the wording is left to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// The log says how the reply went out, and lacks the day that is that of the reply then; another is
    /// taken.
    ReplyNotLogged {
        /// The day that is missing.
        event: Event,
    },
    /// Two events are the wrong way round; the stop they bound is not counted.
    OutOfOrder {
        /// What should come first, and its day.
        earlier: (Event, NaiveDate),
        /// What should not come before it, and its day.
        later: (Event, NaiveDate),
    },
    /// The log has what follows `event`, and not `event` itself. An extension without the day of
    /// its notice does not count; a stop counts from its end.
    Missing {
        /// What is missing.
        event: Event,
    },
    /// The period was already over: the event has no effect.
    AfterDue {
        /// The event: an extension, or the beginning of a stop.
        event: Event,
        /// Its day.
        on: NaiveDate,
        /// The last day for it.
        due: NaiveDate,
    },
    /// Someone had a limit of their own and was later. The event has its effect all the same, but
    /// for a consultation: its days after the limit are counted.
    AfterLimit {
        /// The event.
        event: Event,
        /// Its day.
        on: NaiveDate,
        /// The last day for it.
        by: NaiveDate,
    },
    /// A consultation went on for longer than most do, and no limit ends it: all its days are left out.
    LongConsultation {
        /// The last of its days that is not worth a remark.
        by: NaiveDate,
        /// The consulted had a limit, if only the log said when they got the letter.
        lacks_delivery: bool,
    },
    /// The applicant was asked to clarify, and did not within the period given: the request can be
    /// closed.
    ClarificationExpired {
        /// The last day given.
        by: NaiveDate,
    },
    /// The applicant was asked to pay, and did not within the period: the request can be closed.
    FeeUnpaid {
        /// The last day for it.
        by: NaiveDate,
    },
    /// The law does not say what a notice to clarify does, and that decides between on time and late.
    UnsettledClarification {
        /// The answer taken.
        taken: UnsettledClarification,
        /// What follows from it, and from the other.
        reading: Reading,
    },
    /// The applicant was asked to clarify more than once, and whether that starts the period afresh
    /// decides between on time and late.
    SecondClarification {
        /// The answer taken.
        taken: SecondClarification,
        /// What follows from it, and from the other.
        reading: Reading,
    },
    /// The request was confirmed with the applicant later than the rule for its day of receipt allows.
    LateConfirmation {
        /// The day it came.
        came: NaiveDate,
        /// The day it was confirmed, which starts the clock.
        confirmed: NaiveDate,
        /// The due date by that day.
        due: NaiveDate,
        /// The due date by the day it came.
        other_due: NaiveDate,
    },
    /// The log has other days of receipt, and lacks the one that the rule asks for; the day that the
    /// office calls that of receipt is taken.
    ReceiptNotLogged {
        /// The day that is missing.
        event: Event,
    },
    /// The law that applies knows no such thing: the event has no effect.
    NotInForce {
        /// The event.
        event: Event,
        /// Its day.
        on: NaiveDate,
    },
    /// A later due date was set that is not later.
    NotLater {
        /// The event that set it.
        event: Event,
        /// The date.
        on: NaiveDate,
        /// The due date without it, which stays.
        due: NaiveDate,
    },
    /// Extended beyond what is allowed, and cut to that.
    ExtensionTooLong {
        /// The day logged.
        until: NaiveDate,
        /// The last day allowed.
        allowed: NaiveDate,
    },
    /// The log's due date is not the law's, neither at receipt nor now.
    DueDisagrees {
        /// The log's.
        logged: NaiveDate,
        /// The law's, now.
        due: NaiveDate,
    },
    /// Days were counted that depend on notices of holidays that are not known.
    UncertainCalendar {
        /// The first year without its notice.
        first: i32,
        /// The last.
        last: i32,
    },
}
