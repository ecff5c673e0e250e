//! Findings of a file of working days.

use std::sync::Arc;

use crate::calendar::{Calendar, CalendarFinding, FindingKind};
use crate::diagnostic::{
    BadCalendar, BadToml, CalendarProblem, Diagnostic, IdleCalendarEntry, Lines, Problem,
    SparseCalendarYear, UnknownCalendar,
};

/// The diagnostic for `finding` in `file`, whose whole content is `text`, in these `lines`.
#[must_use]
pub fn calendar_finding(
    file: &Arc<str>,
    (text, lines): (&str, &Lines),
    finding: CalendarFinding,
) -> Diagnostic {
    let problem = match finding.kind {
        FindingKind::Syntax { message } => Problem::from(BadToml { reason: message }),
        FindingKind::NotAYear { key } => bad(CalendarProblem::NotAYear { key }),
        FindingKind::UnknownKey { key, known } => bad(CalendarProblem::UnknownKey { key, known }),
        FindingKind::WrongShape { .. } => bad(CalendarProblem::WrongShape),
        FindingKind::NotADay { text } | FindingKind::NoDay { text } => {
            bad(CalendarProblem::NotADay { text })
        }
        FindingKind::NoSuchDate { year, month, day } => {
            bad(CalendarProblem::NoSuchDate { year, month, day })
        }
        FindingKind::OutsideYear { date, year } => bad(CalendarProblem::OutsideYear { date, year }),
        FindingKind::BackwardRange { from, to } => bad(CalendarProblem::BackwardRange { from, to }),
        FindingKind::OffAndWorked { date, .. } => bad(CalendarProblem::OffAndWorked { date }),
        FindingKind::ChangesNothing { .. } => Problem::from(IdleCalendarEntry),
        FindingKind::SparseYear { year, .. } => Problem::from(SparseCalendarYear { year }),
    };
    Diagnostic::at(lines.place(file, text, finding.span), problem)
}

/// Returns the problem of working days counted without the holiday notice for `year`.
#[must_use]
pub fn unknown_year(calendar: &Calendar, year: i32, requests: u64, open: u64) -> Problem {
    let days = |made_up| {
        let days = calendar.statutory_days(year);
        days.filter(move |day| day.1 == made_up)
            .map(|day| day.0)
            .collect()
    };
    Problem::from(UnknownCalendar {
        year,
        requests,
        open,
        off: days(false),
        made_up: days(true),
    })
}

fn bad(problem: CalendarProblem) -> Problem {
    Problem::from(BadCalendar { problem })
}
