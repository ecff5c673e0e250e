//! One run of the clock: a due date, and the events that move it, applied in order of time.

use chrono::NaiveDate;

use super::deadline::{Awaited, Basis, DeadlineFinding, Ending, Extension, State, Stop};
use super::wait::Wait;
use super::{Course, Event, LoggedDue, Regime};
use crate::calendar::Calendar;

/// The state of the clock after the events applied so far.
pub(super) struct Run<'c> {
    calendar: &'c Calendar,
    basis: Basis,
    period: RunLength,
    /// Day zero of the period: receipt, or the latest restart.
    start: NaiveDate,
    /// The due date with stops and restarts, without extension.
    unextended_due: NaiveDate,
    /// The last day to consider: the end of the request, or the reference day.
    last_day: NaiveDate,
    /// In order of their start.
    pub(super) stops: Vec<Stop>,
    extended: Option<Extended>,
    deferred_until: Option<NaiveDate>,
    /// Who is awaited on the last day, and until when.
    awaiting: Option<(Awaited, Option<NaiveDate>)>,
    pub(super) findings: Vec<DeadlineFinding>,
}

/// How long the clock runs.
#[derive(Clone, Copy)]
enum RunLength {
    WorkingDays(u32),
    /// Until a date in the log; only an extension moves it.
    Until(NaiveDate),
}

/// An extension that was notified.
#[derive(Clone, Copy)]
struct Extended {
    /// The due date before the extension.
    from: NaiveDate,
    /// The extended due date; equal to `from` if the extension does not count.
    until: NaiveDate,
    working_days: u32,
}

impl<'c> Run<'c> {
    /// A clock that starts on the day of receipt. `None` without a limit.
    pub(super) fn start(
        calendar: &'c Calendar,
        received: NaiveDate,
        basis: Basis,
        last_day: NaiveDate,
    ) -> Option<Self> {
        let period = match basis {
            Basis::Law(regime) => RunLength::WorkingDays(regime.answer.days.into()),
            Basis::Configured(limit) => RunLength::WorkingDays(limit.days.into()),
            Basis::Logged(LoggedDue::WorkingDays(days)) => RunLength::WorkingDays(days.into()),
            Basis::Logged(LoggedDue::On(date)) => RunLength::Until(date),
            Basis::Nothing => return None,
        };
        let mut run = Self {
            calendar,
            basis,
            period,
            start: received,
            unextended_due: received,
            last_day,
            stops: Vec::new(),
            extended: None,
            deferred_until: None,
            awaiting: None,
            findings: Vec::new(),
        };
        run.count();
        Some(run)
    }

    /// The due date in force.
    pub(super) fn due(&self) -> NaiveDate {
        let due = self.extended_due();
        self.deferred_until
            .map_or(due, |deferred| due.max(deferred))
    }

    /// The due date with the extension, if one counts.
    fn extended_due(&self) -> NaiveDate {
        let due = self.unextended_due;
        match self.extended {
            // The day notified to the applicant, which need not be a working day.
            Some(extended) if extended.from == due => extended.until,
            // Stops and restarts after the notice move it.
            Some(extended) => self.calendar.add(due, extended.working_days),
            None => due,
        }
    }

    /// Recomputes the due date after a stop or a restart.
    fn count(&mut self) {
        self.unextended_due = match self.period {
            RunLength::WorkingDays(days) => {
                self.calendar.add(self.start, days + self.stopped_days())
            }
            RunLength::Until(date) => date,
        };
    }

    /// Working days of the stops since the start of the period; overlapping days count once.
    fn stopped_days(&self) -> u32 {
        let mut covered = self.start;
        let mut days = 0;
        for stop in &self.stops {
            days += self.days_between(stop.from.max(covered), stop.to);
            covered = covered.max(stop.to);
        }
        days
    }

    /// Working days after `from` up to and including `to`; 0 if `to` is not after `from`.
    fn days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        u32::try_from(self.calendar.count(from, to)).unwrap_or(0)
    }

    /// Applies the later due date notified to an applicant with too many requests.
    pub(super) fn defer(&mut self, course: &Course, regime: &Regime) {
        let (event, Some(on)) = (Event::DeferredUntil, course.days.deferred_until) else {
            return;
        };
        let due = self.due();
        if regime.deferral.is_none() {
            self.findings
                .push(DeadlineFinding::NotInForce { event, on });
        } else if on <= due {
            self.findings
                .push(DeadlineFinding::NotLater { event, on, due });
        } else {
            self.deferred_until = Some(on);
        }
    }

    /// Applies the extension, if it was notified before the period was over. If the limit is not a
    /// legal one, no notice is needed: a later due date is enough.
    pub(super) fn extend(&mut self, course: &Course) {
        let from = self.unextended_due;
        let on = match (course.days.extended_on, course.days.extended_until) {
            (Some(on), _) => on,
            (None, None) => return,
            (None, Some(_)) if matches!(self.basis, Basis::Law(_)) => {
                self.findings.push(DeadlineFinding::Missing {
                    event: Event::ExtendedOn,
                });
                return;
            }
            (None, Some(_)) => from,
        };
        self.extended = Some(Extended {
            from,
            until: from,
            working_days: 0,
        });

        let due = self.due();
        if on > due {
            self.findings.push(DeadlineFinding::AfterDue {
                event: Event::ExtendedOn,
                on,
                due,
            });
            return;
        }
        let allowed = self
            .longest_extension()
            .map(|days| self.calendar.add(from, days));
        let until = match (course.days.extended_until, allowed) {
            (Some(until), Some(allowed)) if until > allowed => {
                self.findings
                    .push(DeadlineFinding::ExtensionTooLong { until, allowed });
                allowed
            }
            (until, allowed) => until.or(allowed).unwrap_or(from),
        };
        if until > from {
            let working_days = self.days_between(from, until);
            self.extended = Some(Extended {
                from,
                until,
                working_days,
            });
        } else {
            let until = course.days.extended_until;
            let event = until.map_or(Event::ExtendedOn, |_| Event::ExtendedUntil);
            let on = until.unwrap_or(on);
            self.findings.push(DeadlineFinding::NotLater {
                event,
                on,
                due: from,
            });
        }
    }

    /// The longest extension in working days. `None` if nothing limits it.
    fn longest_extension(&self) -> Option<u32> {
        match self.basis {
            Basis::Law(regime) => Some(regime.extension.days.into()),
            Basis::Configured(limit) => Some(limit.extension.into()),
            Basis::Logged(_) | Basis::Nothing => None,
        }
    }

    /// Applies a wait, if it started before the period was over.
    pub(super) fn wait(&mut self, wait: &Wait) {
        let (event, from) = wait.asked;
        if from > self.last_day {
            return;
        }
        let due = self.due();
        if from > due {
            self.findings.push(DeadlineFinding::AfterDue {
                event,
                on: from,
                due,
            });
            return;
        }
        self.check_limit(wait.asked, wait.ask_by);
        let answered = wait.answered.filter(|(_, on)| *on <= self.last_day);
        if let Some(answered) = answered {
            self.check_limit(answered, wait.answer_by);
        }

        let answered = answered.map(|(_, on)| on);
        let silence = wait
            .answer_by
            .filter(|by| wait.silence_ends_it && *by < self.last_day);
        let ended = [answered, silence].into_iter().flatten().min();
        let to = ended.unwrap_or(self.last_day);
        if let Some(remark) = wait.remark.filter(|remark| remark.after < to) {
            self.findings.push(DeadlineFinding::LongConsultation {
                by: remark.after,
                lacks_delivery: remark.lacks_delivery,
            });
        }
        let covered = self.stops.iter().map(|stop| stop.to).max().unwrap_or(from);
        self.stops.push(Stop {
            awaited: wait.awaited,
            from,
            to,
            answer_by: wait.answer_by,
            running: ended.is_none(),
            restarts: wait.restarts,
            working_days: self.days_between(from.max(covered), to),
            article: wait.article,
        });
        match ended {
            None => self.awaiting = Some((wait.awaited, wait.answer_by)),
            Some(on) if wait.restarts => self.start = self.start.max(on),
            Some(_) => {}
        }
        self.count();
    }

    /// Reports an event after its limit.
    fn check_limit(&mut self, (event, on): (Event, NaiveDate), limit: Option<NaiveDate>) {
        if let Some(by) = limit.filter(|by| on > *by) {
            self.findings
                .push(DeadlineFinding::AfterLimit { event, on, by });
        }
    }

    /// The state of the request after all events were applied.
    pub(super) fn state(&self, course: &Course, ended: Option<Ending>, as_of: NaiveDate) -> State {
        let due = self.due();
        match (ended, self.awaiting) {
            (Some(end), _) => {
                let past_the_hour = course.replied_past_the_hour
                    && self.basis == Basis::Logged(LoggedDue::On(end.on))
                    && end.on == due;
                if end.on > due || past_the_hour {
                    State::Late
                } else {
                    let needed = self.unextended_due < end.on && end.on <= self.extended_due();
                    State::OnTime {
                        within_extension: needed,
                    }
                }
            }
            (None, Some((awaiting, until))) => State::Suspended { awaiting, until },
            (None, None) if as_of > due => State::Overdue,
            (None, None) => State::Open,
        }
    }

    /// The effect of the extension.
    pub(super) fn extension(&self) -> Extension {
        match self.extended {
            None => Extension::None,
            Some(extended) if extended.until > extended.from => Extension::Granted {
                working_days: extended.working_days,
            },
            Some(_) => Extension::WithoutEffect,
        }
    }

    /// Reports a due date in the log that differs from the legal one.
    ///
    /// A log that keeps the due date from the day of receipt, without stops and extension, is not
    /// wrong.
    pub(super) fn compare_logged_due(&mut self, received: NaiveDate, logged: Option<LoggedDue>) {
        let (Basis::Law(regime), Some(logged)) = (self.basis, logged) else {
            return;
        };
        let logged = match logged {
            LoggedDue::On(date) => date,
            LoggedDue::WorkingDays(days) => self.calendar.add(received, days.into()),
        };
        let base = || self.calendar.add(received, regime.answer.days.into());
        let due = self.due();
        if ![self.unextended_due, due].contains(&logged) && logged != base() {
            self.findings
                .push(DeadlineFinding::DueDisagrees { logged, due });
        }
    }

    /// The last day to which working days were counted. `None` if the due date comes from the log.
    pub(super) fn counted_until(&self) -> Option<NaiveDate> {
        match self.period {
            RunLength::WorkingDays(_) => Some(self.extended_due()),
            RunLength::Until(_) => None,
        }
    }
}
