//! One deadline day by day: which days count, which do not, and why.

use chrono::NaiveDate;

use super::{Clock, Regime};
use crate::calendar::Day;

/// A request to explain, without events that stop the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlineQuestion {
    /// The day of receipt.
    pub received: NaiveDate,
    /// Working days, instead of the legal limit.
    pub days: Option<u16>,
    /// The day of the reply.
    pub replied: Option<NaiveDate>,
    /// Whether the period is extended by the longest legal extension.
    pub extended: bool,
}

/// The answer, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'c> {
    /// The law on the day of receipt. `None` before the first regime.
    pub regime: Option<&'static Regime>,
    /// Working days until it is due. `None` without a limit; then `due` and the fields after it are
    /// empty too.
    pub days: Option<u16>,
    /// The last day of the period.
    pub due: Option<NaiveDate>,
    /// The last day of the longest legal extension, whether the question asks for it or not.
    pub extended_due: Option<NaiveDate>,
    /// Working days from receipt to reply. `None` without a reply, or if it came before receipt.
    pub elapsed_working_days: Option<u32>,
    /// Whether a missing holiday notice could still move the due date.
    pub provisional: bool,
    /// Whether a missing holiday notice could still move the last day of the longest extension.
    pub is_extension_provisional: bool,
    /// Whether the reply was in time, within the extension if the period is extended. `None` if that is
    /// not known.
    pub on_time: Option<bool>,
    /// Every day after receipt up to the due date, extended if the period is.
    pub lines: Vec<ExplainedDay<'c>>,
}

/// One day of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExplainedDay<'c> {
    /// The day, and why it is a working day or not.
    pub day: Day<'c>,
    /// Its number among the working days since receipt. `None` on a day off.
    pub n: Option<u32>,
}

impl<'c> Clock<'c> {
    /// Explains when a request is due.
    #[must_use]
    pub fn explain(&self, question: &DeadlineQuestion) -> Explanation<'c> {
        let calendar = self.calendar;
        let DeadlineQuestion {
            received, replied, ..
        } = *question;
        let regime = self.law.regime_on(received);
        let days = question.days.or(regime.map(|regime| regime.answer.days));
        let due = days.map(|days| calendar.add(received, days.into()));
        let extension = regime.map(|regime| u32::from(regime.extension.days));
        let extended_due = due
            .zip(extension)
            .map(|(due, days)| calendar.add(due, days));
        let last = extended_due.filter(|_| question.extended).or(due);

        let replied = replied.filter(|replied| received <= *replied);
        let elapsed = replied.map(|replied| calendar.count(received, replied));
        let mut n = 0;
        let line = |date| {
            let day = calendar.day(date);
            n += u32::from(day.working);
            ExplainedDay {
                day,
                n: day.working.then_some(n),
            }
        };
        let is_provisional = |last| calendar.missing_years(received, last).next().is_some();
        let after = received.iter_days().skip(1);
        Explanation {
            regime,
            days,
            due,
            extended_due,
            provisional: last.is_some_and(is_provisional),
            is_extension_provisional: extended_due.is_some_and(is_provisional),
            elapsed_working_days: elapsed.and_then(|days| u32::try_from(days).ok()),
            on_time: replied.zip(last).map(|(replied, last)| replied <= last),
            lines: after
                .take_while(|date| last.is_some_and(|last| *date <= last))
                .map(line)
                .collect(),
        }
    }
}
