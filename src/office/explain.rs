//! How one figure of a year was computed, for whoever has to answer for it.

use super::declarations::Forms;
use super::{
    Files, Logs, Options, figures_of, forbid, in_file_order, read_calendar, read_project, scope_of,
    take_details,
};
use crate::count::Formula;
use crate::diagnostic::Diagnostic;
use crate::figures::{Value, logs_behind};
use crate::law::Law;
use crate::report::Account;
use crate::vocabulary::Key;

/// How the figure `key` of `year` was computed; none where errors forbid it.
#[must_use]
pub fn account(
    files: &dyn Files,
    year: i32,
    key: &Key,
    options: &Options,
) -> (Option<Account>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let account = account_of(files, year, key, options, &mut found);
    // How the files were read is told by whoever reads them for more than one figure.
    take_details(&mut found);
    let diagnostics = in_file_order(found);
    (
        account.filter(|_| !forbid(&diagnostics, options)),
        diagnostics,
    )
}

fn account_of(
    files: &dyn Files,
    year: i32,
    key: &Key,
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Account> {
    let project = read_project(files, found)?;
    let asked = logs_behind(key.metric, &key.labels);
    let logs = Logs::new(files, &project, options).only(Some(asked.clone()));
    let forms = Forms::read(files, &project, found)?;
    let calendar = read_calendar(files, &project, found)?;
    let scope = scope_of(year, options, &project, &calendar, found)?;
    let (counted, figures, _) = figures_of(&logs, &scope, &forms, found)?;
    logs.tell_beyond(year, options, found);

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
}
