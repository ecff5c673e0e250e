//! The figures of a year: counts from its logs, declared figures and targets.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::declarations::Declarations;
use super::logs::{Count, Logs, count};
use crate::check::{check_channels, check_labels};
use crate::count::Scope;
use crate::diagnostic::{
    Diagnostic, ExcludedRequests, ImplausibleAmount, Place, RowsLeftOut, TargetMissed,
    UnsafeAmount, UnusedOrder, YearWithoutRows,
};
use crate::figures::{Figures, Value, declare, figures, logs_behind};
use crate::logs::name_key;
use crate::project::{Goal, LabelOrder, Project, Target};
use crate::record::{Log, RequestKind};
use crate::vocabulary::{Key, Metric};

use super::declarations::AvailableForms;

/// Counts a year. Returns the count, the figures, and the place of each declared figure; `None` if
/// errors forbid them.
pub(super) fn figures_of(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    forms: &AvailableForms,
    found: &mut Vec<Diagnostic>,
) -> Option<(Count, Figures, BTreeMap<Key, Place>)> {
    let mut counted = count(logs, scope, None, found)?;
    let declared = Declarations::of(logs.project, scope.year, forms, found).for_scope(scope);
    let is_reported = logs.project.reports.contains_key(&scope.year);
    let is_unknown = !is_reported && !counted.covers_year(scope.year);
    if is_unknown || logs.lack_asked(&counted) {
        logs.read_other_logs(scope, &mut counted, found)?;
    }
    if !is_reported && counted.knows_only(scope.year, &declared) {
        counted = counted.without_figures();
    } else {
        check_rows(&counted, logs, scope, found)?;
    }
    let (figures, places) = all_figures(&counted, logs.project, &declared, scope, found);
    report_channels(&counted, logs, &figures, found);
    check_labels(&figures, found);
    report_excluded(&counted, logs, found);
    Some((counted, figures, places))
}

/// Computes the figures from the count and adds declared figures and targets. Also returns the
/// place of each declared figure.
pub(super) fn all_figures(
    counted: &Count,
    project: &Project,
    declared: &Declarations,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> (Figures, BTreeMap<Key, Place>) {
    let mut all = figures(&counted.tally, scope, &counted.coverage);
    found.extend(counted.tally.inexact_sums().map(|key| {
        let key = key.to_string();
        Diagnostic::new(ImplausibleAmount {
            amount: UnsafeAmount::Sum { key },
        })
    }));
    // A log that begins later has no rows of the year; if figures are declared for it, those are used.
    let disagreeing = declared.figures.iter().filter(|declared| {
        let counted = all.get(&declared.key);
        counted.is_some_and(|value| {
            !matches!(value, Value::Absent | Value::Empty) && !value.equals(declared.value)
        })
    });
    let disagreeing: BTreeSet<Log> = disagreeing
        .filter_map(|declared| Log::of_key(declared.key.metric.definition().key))
        .collect();
    let mut later = counted.begin_after(scope.year);
    if counted.only_carries_on(scope.year) {
        later.insert(Log::Requests);
    }
    let unknown: BTreeSet<Log> = disagreeing.intersection(&later).copied().collect();
    if !unknown.is_empty() {
        all = figures(&counted.tally, scope, &counted.coverage.without(&unknown));
    }
    let begun = counted.begin_after(scope.period().start.year() - 1);
    for key in &declared.unknown {
        if Log::of_key(key.metric.definition().key).is_some_and(|log| begun.contains(&log)) {
            all.set(key.clone(), Value::Absent);
        }
    }
    let places = declare(&mut all, &declared.figures, &declared.last_year, found);
    let targets = project.targets.get(&scope.year);
    for target in targets.filter(|_| !scope.is_part()).into_iter().flatten() {
        let actual = all.get(&target.key).cloned().unwrap_or(Value::Absent);
        let (goal, is_met) = match target.goal {
            Goal::AtLeast(goal) => (goal, actual.at_least(goal)),
            Goal::AtMost(goal) => (goal, actual.at_most(goal)),
        };
        let label = target.key.to_string();
        found.extend(missed(target, &actual, is_met, scope));
        let goal = Value::of_unit(goal, target.key.metric.definition().unit);
        all.set(Key::new(Metric::TargetGoal, &[&label]), goal);
        all.set(Key::new(Metric::TargetActual, &[&label]), actual);
        all.set(
            Key::new(Metric::TargetMet, &[&label]),
            is_met.map_or(Value::Absent, Value::Truth),
        );
    }
    for LabelOrder {
        breakdown, labels, ..
    } in &project.orders
    {
        let names: Vec<_> = labels.iter().map(|label| name_key(label)).collect();
        all.set_order(breakdown, |label| {
            let name = name_key(label);
            names.iter().position(|listed| *listed == name)
        });
    }
    (all, places)
}

/// Returns the finding that a target was missed. Before the end of the year only an exceeded
/// maximum counts.
fn missed(
    target: &Target,
    actual: &Value,
    is_met: Option<bool>,
    scope: &Scope<'_>,
) -> Option<Diagnostic> {
    let (goal, is_above) = match target.goal {
        Goal::AtLeast(goal) => (goal, false),
        Goal::AtMost(goal) => (goal, true),
    };
    let last_day = scope.period().end;
    let is_over = (last_day.month(), last_day.day()) == (12, 31);
    let problem = TargetMissed {
        key: target.key.to_string(),
        goal: goal.to_string(),
        actual: actual.to_string(),
        is_above,
    };
    (is_met == Some(false) && (is_over || is_above))
        .then(|| Diagnostic::at(target.place.clone(), problem))
}

/// Reports rows that were left out and a year without any rows. `None` if there is nothing to
/// report on.
pub(super) fn check_rows(
    counted: &Count,
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    let rows = report_rows_left_out(counted, found);
    let (first_year, year) = (scope.period().start.year(), scope.year);
    if first_year != year && !counted.covers_year(first_year) {
        let years = counted.years().into_iter().collect();
        let year = first_year;
        found.push(Diagnostic::new(YearWithoutRows { year, years }));
        return None;
    }
    if counted.covers_year(year) || logs.project.reports.contains_key(&year) {
        return Some(());
    }
    // Rows with errors may belong to the year; they are reported already. If there are none, the year
    // has no rows.
    let years: Vec<i32> = counted.years().into_iter().collect();
    if rows == 0 || logs.keep_going && !years.is_empty() {
        found.push(Diagnostic::new(YearWithoutRows { year, years }));
    }
    None
}

/// Reports and returns the number of rows left out because of errors.
pub(super) fn report_rows_left_out(counted: &Count, found: &mut Vec<Diagnostic>) -> u64 {
    let rows = counted.rows_left_out();
    if rows > 0 {
        found.push(Diagnostic::new(RowsLeftOut { rows }));
    }
    rows
}

/// Reports publication channels that belong to no known group.
pub(super) fn report_channels(
    counted: &Count,
    logs: &Logs<'_>,
    figures: &Figures,
    found: &mut Vec<Diagnostic>,
) {
    let place = only_file_of(Log::Published, counted, logs);
    check_channels(figures, &logs.words, place.as_ref(), found);
}

/// Reports labels in the office's own label orders that occur in none of the figures.
pub(super) fn report_unused_orders(
    logs: &Logs<'_>,
    figures: &[&Figures],
    found: &mut Vec<Diagnostic>,
) {
    let is_read = |order: &&LabelOrder| {
        let Key { metric, labels } = &order.breakdown;
        logs.are_read(&logs_behind(*metric, labels))
    };
    for order in logs.project.orders.iter().filter(is_read) {
        let met = figures
            .iter()
            .flat_map(|figures| figures.places_met(&order.breakdown));
        let met: BTreeSet<usize> = met.collect();
        let labels = order.labels.iter().enumerate();
        let labels = labels.filter(|(place, _)| !met.contains(place));
        let labels: Vec<String> = labels.map(|(_, label)| label.clone()).collect();
        if !labels.is_empty() {
            let key = order.breakdown.to_string();
            let problem = UnusedOrder { key, labels };
            found.push(Diagnostic::at(order.place.clone(), problem));
        }
    }
}

/// Reports the number of requests that are excluded because of their status.
pub(super) fn report_excluded(counted: &Count, logs: &Logs<'_>, found: &mut Vec<Diagnostic>) {
    let of_kind = |kind: RequestKind| {
        let kind = [kind.code()];
        counted.tally.count_of(Metric::RequestsExcluded, &kind)
    };
    let requests = RequestKind::ALL.into_iter().map(of_kind).sum();
    if requests > 0 {
        let problem = ExcludedRequests { requests };
        found.push(match only_file_of(Log::Requests, counted, logs) {
            Some(place) => Diagnostic::at(place, problem),
            None => Diagnostic::new(problem),
        });
    }
}

/// Returns the file of a log if it was read and is the only one.
fn only_file_of(log: Log, counted: &Count, logs: &Logs<'_>) -> Option<Place> {
    let [file] = &logs.project.logs[&log].files[..] else {
        return None;
    };
    let mut inputs = counted.inputs.iter();
    let is_read = inputs.any(|input| input.file.starts_with(&file.path));
    is_read.then(|| Place::file(&file.path.as_str().into()))
}

/// Returns the finding that a year has no rows; it lists the years that have.
pub(super) fn year_without_rows(year: i32, counted: &Count) -> Diagnostic {
    let years = counted.years().into_iter().collect();
    Diagnostic::new(YearWithoutRows { year, years })
}
