//! Open requests, and the deadlines of single requests.

use chrono::{Datelike, NaiveDate};

use super::figures::report_rows_left_out;
use super::logs::{Count, LogCount, Logs};
use super::{Office, Options, Outcome};
use crate::check::RequestRules;
use crate::count::{
    Case, CourseOfRequest, Observer, OpenCases, OpenRequest, PassHints, RequestCounter, Scope,
    Tally,
};
use crate::diagnostic::{Diagnostic, Findings, NoRequestLog};
use crate::law::Deadline;
use crate::logs::RequestWords;
use crate::logs::Row;

/// Selects a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestSelector {
    /// By id.
    Id(String),
    /// By file and line number (from 1).
    Line(String, u64),
}

impl Office<'_> {
    /// Returns the requests open on `as_of`: overdue ones first, then by due date, then those without a
    /// due date, and last those waiting for somebody else.
    #[must_use]
    pub fn open_requests(&self, as_of: NaiveDate, options: &Options) -> Outcome<Vec<OpenRequest>> {
        let options = &Options {
            as_of: Some(as_of),
            ..options.clone()
        };
        self.answer(as_of.year(), options, |project, found| {
            let logs = self.logs(project, options);
            let requests = requests_open_on(as_of, &logs, found);
            logs.report_suppressed(as_of.year(), options, found);
            requests
        })
    }

    /// Returns the selected requests, each with its deadline as seen from `as_of`.
    #[must_use]
    pub fn deadlines(
        &self,
        sought: &[RequestSelector],
        as_of: NaiveDate,
        options: &Options,
    ) -> Outcome<Vec<CourseOfRequest>> {
        let options = &Options {
            as_of: Some(as_of),
            ..options.clone()
        };
        self.answer(as_of.year(), options, |project, found| {
            let logs = self.logs(project, options);
            let calendar = self.calendar_of(project, found)?;
            let scope = Scope::new(as_of.year(), Some(as_of), calendar, project.law)?;
            Some(seek(sought, &logs, &scope, found))
        })
    }
}

fn requests_open_on(
    as_of: NaiveDate,
    logs: &Logs<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<OpenRequest>> {
    let project = logs.project;
    let calendar = logs.office.calendar_of(project, found)?;
    let scope = Scope::new(as_of.year(), Some(as_of), calendar, project.law)?;
    let mut count = Count::default();
    let (events, of_events) = logs.events();
    let start = |hints: PassHints| {
        let (observer, tally) = (OpenCases::new(&scope), Tally::default());
        RequestCounter::new(&scope, project, observer, tally, hints.identity).with_events(&events)
    };
    let (_, requests) = logs.count(start, &mut count, found);
    finish(count, of_events, found);
    Some(requests)
}

/// Collects the selected requests from the logs.
fn seek(
    sought: &[RequestSelector],
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<CourseOfRequest> {
    let mut count = Count::default();
    let (events, of_events) = logs.events();
    let (_, requests) = logs.count(
        |hints| {
            let observer = RequestSeeker {
                sought,
                rules: RequestRules::new(scope, None),
                requests: Vec::new(),
            };
            let (tally, identity) = (Tally::default(), hints.identity);
            RequestCounter::new(scope, logs.project, observer, tally, identity).with_events(&events)
        },
        &mut count,
        found,
    );
    finish(count, of_events, found);
    requests
}

/// Reports rows that were left out, and a missing request log.
fn finish(mut count: Count, of_events: LogCount<()>, found: &mut Vec<Diagnostic>) {
    let has_requests = !count.inputs.is_empty();
    of_events.join(&mut count, found);
    report_rows_left_out(&count, found);
    if !has_requests && found.is_empty() {
        found.push(Diagnostic::new(NoRequestLog));
    }
}

/// Collects the selected requests and checks their deadlines.
struct RequestSeeker<'s> {
    sought: &'s [RequestSelector],
    rules: RequestRules<'s>,
    requests: Vec<CourseOfRequest>,
}

impl Observer for RequestSeeker<'_> {
    type Outcome = Vec<CourseOfRequest>;

    const OBSERVES_OPEN: bool = true;

    fn observe(&mut self, case: &Case<'_>, found: &mut Findings<'_>) {
        let (row, id) = (case.row, case.request.id);
        let is_meant = |sought: &RequestSelector| match sought {
            RequestSelector::Id(wanted) => id == Some(wanted),
            RequestSelector::Line(file, line) => **row.file() == **file && row.line() == *line,
        };
        if !self.sought.iter().any(is_meant) {
            return;
        }
        self.rules.observe_deadline(case.deadline, row, found);
        self.requests.push(CourseOfRequest {
            id: id.map(str::to_owned),
            title: case.title(),
            place: Some((row.file().clone(), row.line())),
            course: *case.course,
            further: case.further.to_vec(),
            deadline: case.deadline.clone(),
        });
    }

    fn is_classed(&self, _: &RequestWords<'_>) -> bool {
        false
    }

    fn observe_deadline(&mut self, _: &Deadline, _: &Row<'_>, _: &mut Findings<'_>) {}

    fn merge(&mut self, later: Self) {
        self.requests.extend(later.requests);
    }

    fn finish(self, _: &mut Findings<'_>) -> Vec<CourseOfRequest> {
        self.requests
    }
}
