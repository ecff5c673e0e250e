//! Explains how a figure of a year was computed, for the person who has to answer for it.

use super::figures::figures_of;
use super::session::scope_of;
use super::{Office, Options, Outcome};
use crate::count::Formula;
use crate::figures::{Value, logs_behind};
use crate::law::Law;
use crate::report::Account;
use crate::vocabulary::Key;

impl Office<'_> {
    /// Explains how the figure `key` of `year` was computed.
    #[must_use]
    pub fn account(&self, year: i32, key: &Key, options: &Options) -> Outcome<Account> {
        self.answer(year, options, |project, found| {
            let asked = logs_behind(key.metric, &key.labels);
            let logs = self.logs(project, options).only(Some(asked.clone()));
            let forms = self.forms_of(project, found)?;
            let calendar = self.calendar_of(project, found)?;
            let scope = scope_of(year, options, project, calendar, found)?;
            let (counted, figures, _) = figures_of(&logs, &scope, forms, found)?;
            logs.report_suppressed(year, options, found);

            let formula = Formula::of(key.metric);
            let numerator = formula.numerator(key.metric);
            let metrics = numerator
                .into_iter()
                .chain(formula.denominator().unwrap_or_default());
            let part = |metric| {
                let part = Key {
                    metric,
                    ..key.clone()
                };
                let value = figures.get(&part).cloned().unwrap_or(Value::Absent);
                (part, value)
            };
            let period = scope.period();
            let regimes = Law::china().regimes();
            let first = Law::china()
                .regime_on(period.start)
                .map(|regime| regime.from);
            Some(Account {
                key: key.clone(),
                value: figures.get(key).cloned().unwrap_or(Value::Absent),
                parts: metrics.map(part).collect(),
                period,
                calendar: (
                    calendar.version().map(str::to_owned),
                    calendar.last_noticed_year(),
                    calendar.files().map(str::to_owned).collect(),
                ),
                law: project.law,
                regimes: regimes
                    .iter()
                    .filter(|regime| Some(regime.from) >= first && regime.from <= period.end)
                    .collect(),
                inputs: counted.inputs,
            })
        })
    }
}
