//! The course of one request day by day: which days count toward its limit, and which events fell on
//! them.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::{Calendar, Day};
use crate::law::{Awaited, Course, Deadline, Event};

/// One request with its course and its deadline.
#[derive(Debug, Clone)]
pub struct CourseOfRequest {
    /// Its id. `None` if the log has no ids.
    pub id: Option<String>,
    /// Its subject.
    pub title: Option<String>,
    /// File and line of its row. `None` if the request is in no log.
    pub place: Option<(Arc<str>, u64)>,
    /// Its logged course.
    pub course: Course,
    /// Additional waits that do not fit into the course: one entry for each further clarification,
    /// consultation or fee notice.
    pub further: Vec<Course>,
    /// Its deadline on a reference day.
    pub deadline: Deadline,
}

impl CourseOfRequest {
    /// The years whose holiday notice is missing and could still move the due date.
    #[must_use]
    pub fn missing_notices(&self, calendar: &Calendar) -> Vec<i32> {
        missing_notices(calendar, self.course.received, self.deadline.due)
    }
}

/// The first years whose holiday notice is missing and could still move a due date.
pub(super) fn missing_notices(
    calendar: &Calendar,
    received: NaiveDate,
    due: Option<NaiveDate>,
) -> Vec<i32> {
    // A mistyped day may lie very many years off.
    const MOST: usize = 3;
    let missing = due.map(|due| calendar.missing_years(received, due));
    missing.into_iter().flatten().take(MOST).collect()
}

/// One day of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseDay<'c> {
    /// The day, and why it is a working day or not.
    pub day: Day<'c>,
    /// Its number among the working days that count. `None` if it does not count.
    pub n: Option<u32>,
    /// Whom the office waited for on that day.
    pub waits_for: Option<Awaited>,
    /// The logged events of that day.
    pub events: Vec<Event>,
}

/// The dated events of a course, in the order of the log's columns.
fn events(course: &Course) -> impl Iterator<Item = (Event, NaiveDate)> {
    const ALL: [Event; 14] = [
        Event::Received,
        Event::Submitted,
        Event::Signed,
        Event::Confirmed,
        Event::ExtendedOn,
        Event::ClarificationAskedOn,
        Event::ClarifiedOn,
        Event::ConsultationFrom,
        Event::ConsultationDeliveredOn,
        Event::ConsultationTo,
        Event::FeeNoticeOn,
        Event::FeePaidOn,
        Event::RepliedOn,
        Event::ClosedOn,
    ];
    let dated = |event| Some((event, course.date_of(event)?));
    ALL.into_iter().filter_map(dated)
}

/// Lists every day after receipt up to the due date. The list goes on to the end of the request, or to
/// `as_of` while it is open, if that is later or there is no due date.
#[must_use]
pub fn day_by_day<'c>(
    request: &CourseOfRequest,
    calendar: &'c Calendar,
    as_of: NaiveDate,
) -> Vec<CourseDay<'c>> {
    let (course, deadline) = (&request.course, &request.deadline);
    let ended = deadline.ended.map(|ending| ending.on);
    let last = deadline.due.max(Some(ended.unwrap_or(as_of)));
    let courses = [course].into_iter().chain(&request.further);
    let mut events: Vec<(Event, NaiveDate)> = courses.flat_map(events).collect();
    events.sort_by_key(|(event, _)| *event);
    let mut n = 0;
    let line = |date: NaiveDate| {
        let day = calendar.day(date);
        let is_in = |stop: &&crate::law::Stop| stop.from < date && date <= stop.to;
        let stop = deadline.stops.iter().find(is_in);
        let counts = day.working && stop.is_none();
        n += u32::from(counts);
        let number = counts.then_some(n);
        let starts_anew =
            |stop: &crate::law::Stop| stop.restarts && !stop.running && stop.to == date;
        if deadline.stops.iter().any(starts_anew) {
            n = 0;
        }
        let of_day = events.iter().filter(|(_, on)| *on == date && date <= as_of);
        CourseDay {
            day,
            n: number,
            waits_for: stop.map(|stop| stop.awaited),
            events: of_day.map(|(event, _)| *event).collect(),
        }
    };
    let days = course.received.iter_days().skip(1);
    days.take_while(|date| last.is_some_and(|last| *date <= last))
        .map(line)
        .collect()
}
