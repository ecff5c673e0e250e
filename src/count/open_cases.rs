//! The requests that are open on a given day, in the order in which they are due.

use std::sync::Arc;

use chrono::NaiveDate;

use super::day_by_day::missing_notices;
use super::requests::{Case, Observer};
use super::scope::Scope;
use crate::diagnostic::Findings;
use crate::law::{Awaited, Basis, Deadline, Extension, LoggedDue, Receipt, State};
use crate::logs::RequestWords;
use crate::logs::Row;
use crate::record::RequestKind;

/// A request that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// Its id. `None` if the log has no ids.
    pub id: Option<String>,
    /// Service or disclosure.
    pub kind: RequestKind,
    /// Its subject.
    pub title: Option<String>,
    /// The department that handles it.
    pub department: Option<String>,
    /// Code of the kind of applicant, never a name. `None` for a service request.
    pub applicant: Option<&'static str>,
    /// Day of receipt, from which the clock runs.
    pub received_on: NaiveDate,
    /// The logged day that was used, and the rule for it. `None` if the log has only one.
    pub receipt: Option<Receipt>,
    /// The last day on which a reply is in time. `None` without a limit, and while it is suspended.
    pub due: Option<NaiveDate>,
    /// Working days left until then, not counting today; negative if the day is past.
    pub working_days_left: Option<i64>,
    /// The years whose holiday notice is missing and could still move the due date.
    pub missing_notices: Vec<i32>,
    /// Whether an extension counts.
    pub is_extended: bool,
    /// Its state.
    pub state: OpenState,
    /// The file of its row.
    pub file: Arc<str>,
    /// The line of its row.
    pub line: u64,
}

/// The state of an open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenState {
    /// Its due date is past.
    Overdue,
    /// It can still be answered in time.
    Open,
    /// Neither the log nor the configuration gives a limit.
    Undetermined,
    /// The office waits for someone else.
    Suspended {
        /// Whom the office waits for.
        awaited: Awaited,
        /// The day of the office's question.
        since: Option<NaiveDate>,
        /// The last day for the answer. `None` if no limit is set.
        until: Option<NaiveDate>,
    },
}

impl OpenState {
    /// Its code in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Undetermined => "undetermined",
            Self::Suspended { .. } => "suspended",
        }
    }
}

/// The day on which an unfinished wait began.
fn waits_since(deadline: &Deadline, awaited: Awaited) -> Option<NaiveDate> {
    let mut running = deadline.stops.iter().filter(|stop| stop.running);
    running
        .rfind(|stop| stop.awaited == awaited)
        .map(|stop| stop.from)
}

/// Collects the open requests.
pub struct OpenCases<'s> {
    scope: &'s Scope<'s>,
    requests: Vec<OpenRequest>,
}

impl<'s> OpenCases<'s> {
    /// Collects the requests that are open on the reference day of `scope`.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>) -> Self {
        Self {
            scope,
            requests: Vec::new(),
        }
    }
}

impl Observer for OpenCases<'_> {
    type Outcome = Vec<OpenRequest>;

    const OBSERVES_OPEN: bool = true;

    fn observe(&mut self, case: &Case<'_>, _: &mut Findings<'_>) {
        let deadline = case.deadline;
        if deadline.ended.is_some() {
            return;
        }
        let state = match deadline.state {
            State::Overdue => OpenState::Overdue,
            State::Undetermined => OpenState::Undetermined,
            State::Suspended { awaiting, until } => OpenState::Suspended {
                awaited: awaiting,
                since: waits_since(deadline, awaiting),
                until,
            },
            State::Open | State::OnTime { .. } | State::Late => OpenState::Open,
        };
        // A due date stated in the log is not moved by holiday notices.
        let is_counted = !matches!(deadline.basis, Basis::Logged(LoggedDue::On(_)));
        let days_left = |due| self.scope.calendar.count(self.scope.as_of, due);
        let words = &case.request.words;
        self.requests.push(OpenRequest {
            id: case.request.id.map(str::to_owned),
            kind: words.kind,
            title: case.title(),
            department: words.department.map(str::to_owned),
            applicant: words.applicant,
            received_on: case.course.received,
            receipt: case.course.receipt,
            due: deadline.due,
            working_days_left: deadline.due.map(days_left),
            missing_notices: missing_notices(
                self.scope.calendar,
                case.request.days.arrival.received_on,
                deadline.due.filter(|_| is_counted),
            ),
            is_extended: matches!(deadline.extension, Extension::Granted { .. }),
            state,
            file: Arc::clone(case.row.file()),
            line: case.row.line(),
        });
    }

    fn is_classed(&self, _: &RequestWords<'_>) -> bool {
        true
    }

    fn observe_deadline(&mut self, _: &Deadline, _: &Row<'_>, _: &mut Findings<'_>) {}

    fn merge(&mut self, later: Self) {
        self.requests.extend(later.requests);
    }

    fn finish(mut self, _: &mut Findings<'_>) -> Vec<OpenRequest> {
        self.requests.sort_by(|one, other| {
            let key =
                |request: &OpenRequest| (request.state.rank(), request.due, request.received_on);
            key(one)
                .cmp(&key(other))
                .then_with(|| (&one.file, one.line).cmp(&(&other.file, other.line)))
        });
        self.requests
    }
}

impl OpenState {
    /// Sort order: overdue requests first, suspended ones last.
    fn rank(self) -> u8 {
        match self {
            Self::Overdue => 0,
            Self::Open => 1,
            Self::Undetermined => 2,
            Self::Suspended { .. } => 3,
        }
    }
}
