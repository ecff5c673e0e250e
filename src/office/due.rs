//! The deadline of one request of the log.

use chrono::{Datelike, NaiveDate};

use super::logs::{Count, Logs};
use super::{
    Files, Options, by_the_rules, forbid, read_calendar, read_project, take_details,
    tell_rows_left_out,
};
use crate::check::RequestRules;
use crate::count::{Case, CourseOfRequest, Observer, RequestCounter, Scope, Tally};
use crate::diagnostic::{Diagnostic, Findings, NoRequestLog};
use crate::law::Deadline;
use crate::logs::Row;
use crate::record::RequestWords;

/// Which request is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// The one with this id.
    Id(String),
    /// The one in this line of a file.
    Line(String, u64),
}

/// The requests that are meant, and what was found while they were sought.
#[derive(Debug, Clone, Default)]
pub struct FoundRequests {
    /// Each with its deadline; none where errors forbid an answer.
    pub requests: Option<Vec<CourseOfRequest>>,
    /// Everything that was found, in file order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The requests that are meant, as seen from `as_of`.
#[must_use]
pub fn deadlines(
    files: &dyn Files,
    sought: &[Sought],
    as_of: NaiveDate,
    options: &Options,
) -> FoundRequests {
    let mut found = Vec::new();
    let project = read_project(files, &mut found);
    let requests = project.as_ref().and_then(|project| {
        let logs = Logs::new(files, project, options);
        let calendar = read_calendar(files, project, &mut found)?;
        let scope = Scope::new(as_of.year(), Some(as_of), &calendar, project.law)?;
        let mut count = Count::default();
        let (events, of_events) = logs.events();
        let (_, requests) = logs.count(
            |hints| {
                let observer = Seeker {
                    sought,
                    rules: RequestRules::new(&scope, None),
                    requests: Vec::new(),
                };
                let (tally, identity) = (Tally::default(), hints.identity);
                RequestCounter::new(&scope, project, observer, tally, identity).with_events(&events)
            },
            &mut count,
            &mut found,
        );
        let has_requests = !count.inputs.is_empty();
        of_events.join(&mut count, &mut found);
        tell_rows_left_out(&count, &mut found);
        if !has_requests && found.is_empty() {
            found.push(Diagnostic::new(NoRequestLog));
        }
        Some(requests)
    });
    let options = Options {
        as_of: Some(as_of),
        ..options.clone()
    };
    take_details(&mut found);
    let diagnostics = by_the_rules(found, project.as_ref(), as_of.year(), &options);
    FoundRequests {
        requests: requests.filter(|_| !forbid(&diagnostics, &options)),
        diagnostics,
    }
}

/// Collects the requests that are meant, and checks their days.
struct Seeker<'s> {
    sought: &'s [Sought],
    rules: RequestRules<'s>,
    requests: Vec<CourseOfRequest>,
}

impl Observer for Seeker<'_> {
    type Outcome = Vec<CourseOfRequest>;

    const OBSERVES_OPEN: bool = true;

    fn observe(&mut self, case: &Case<'_>, found: &mut Findings<'_>) {
        let (row, id) = (case.row, case.request.id);
        let is_meant = |sought: &Sought| match sought {
            Sought::Id(wanted) => id == Some(wanted),
            Sought::Line(file, line) => **row.file() == **file && row.line() == *line,
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
