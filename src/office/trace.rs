//! Traces figures back to the rows they are counted from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::declarations::{AvailableForms, Declarations, FilledForm};
use super::figures::figures_of;
use super::logs::{Count, Logs};
use super::session::scope_of;
use super::{Office, Options, Outcome};
use crate::count::{Formula, Scope, TraceQuestion, TracedRows, Tracer};
use crate::diagnostic::{Diagnostic, Place, UnknownKey};
use crate::figures::{Figures, Value, logs_behind};
use crate::form::{CellOrigin, Cells, Form, Term};
use crate::project::{Goal, Project};
use crate::record::Log;
use crate::report::{InputFile, Subject, Trace};
use crate::vocabulary::{Key, Metric, segments_of};

impl Office<'_> {
    /// Returns the rows behind figures of `year`, one trace per question, in order. A figure that the
    /// year does not have is absent and has no rows.
    ///
    /// A declared figure has one row: its line in `report.toml`, with its value.
    #[must_use]
    pub fn trace(
        &self,
        year: i32,
        questions: &[TraceQuestion],
        options: &Options,
    ) -> Outcome<Vec<Trace>> {
        self.answer(year, options, |project, found| {
            let keys = questions.iter().map(|question| &question.key);
            let asked = keys.flat_map(|key| logs_behind(key.metric, &key.labels));
            let logs = self.logs(project, options).only(Some(asked.collect()));
            let forms = self.forms_of(project, found)?;
            let calendar = self.calendar_of(project, found)?;
            let scope = scope_of(year, options, project, calendar, found)?;
            let (counted, all, places) = figures_of(&logs, &scope, forms, found)?;
            logs.report_suppressed(year, options, found);
            let known = KnownFigures {
                forms,
                inputs: &counted.inputs,
                figures: &all,
                places: &places,
            };
            let asked = (questions, Tracer::with_titles as MakeTracer);
            Some(rows_behind(&logs, &scope, asked, known))
        })
    }

    /// Returns the rows behind a cell of a form in `year`. `cell` is its key, with the id of its form
    /// or without it for the form of the year.
    ///
    /// A declared value is one row of `report.toml`.
    #[must_use]
    pub fn trace_cell(&self, year: i32, cell: &str, options: &Options) -> Outcome<Trace> {
        self.answer(year, options, |project, found| {
            let forms = self.forms_of(project, found)?;
            let Some((form, id)) = forms.cell_named(cell, year, options) else {
                found.push(Diagnostic::new(UnknownKey {
                    key: cell.to_owned(),
                    nearest: forms.nearest_cell(cell, year, options),
                }));
                return None;
            };
            let logs = self.logs(project, options);
            cell_traced(&logs, year, (form, id), options, found)
        })
    }
}

fn cell_traced(
    logs: &Logs<'_>,
    year: i32,
    (form, id): (&Form, &str),
    options: &Options,
    found: &mut Vec<Diagnostic>,
) -> Option<Trace> {
    let (office, project) = (logs.office, logs.project);
    let forms = office.forms_of(project, &mut Vec::new())?;
    let calendar = office.calendar_of(project, found)?;
    let scope = scope_of(year, options, project, calendar, found)?;
    let (counted, figures, places) = figures_of(logs, &scope, forms, found)?;
    logs.report_suppressed(year, options, found);
    // Findings about declarations were reported above.
    let declared = Declarations::of(project, year, forms, &mut Vec::new());
    let filled = FilledForm::new(form, year, figures, places, declared.for_scope(&scope));
    let cells = filled.cells();
    let value = cells.value(id).number;
    let terms = value.map_or_else(Vec::new, |_| cells.terms(id));

    let mut questions: Vec<TraceQuestion> = Vec::new();
    for term in &terms {
        if let Term::Figure { key, .. } = term {
            let question = TraceQuestion {
                key: key.clone(),
                is_denominator: false,
            };
            if !questions.contains(&question) {
                questions.push(question);
            }
        }
    }
    let known = KnownFigures {
        forms,
        inputs: &counted.inputs,
        figures: &filled.figures,
        places: &filled.places,
    };
    let traces = rows_behind(
        logs,
        &scope,
        (&questions, Tracer::with_titles as MakeTracer),
        known,
    );
    let mut rows = TracedRows::default();
    for term in &terms {
        match term {
            Term::Declared { place, number } => rows.add(&row(place, *number), Decimal::ONE),
            Term::Figure { key, factor } => {
                let mut traces = questions.iter().zip(&traces);
                if let Some((_, trace)) = traces.find(|(question, _)| question.key == *key) {
                    rows.add(&trace.rows, *factor);
                }
            }
        }
    }
    let inputs = counted.inputs.iter();
    let names: Vec<Arc<str>> = inputs.map(|input| Arc::clone(&input.file)).collect();
    rows.sort(&names);
    let first = questions.first();
    let log = first.and_then(|first| Log::of_key(first.key.metric.definition().key));
    let mut cells = form.listed_cells().into_iter();
    let unit = cells.find(|cell| cell.id == id).map(|cell| cell.unit);
    Some(Trace {
        subject: Subject::Cell {
            key: format!("{}.{id}", form.id),
            unit: unit.unwrap_or_default(),
            part: log.map(Log::key),
        },
        value: value.map_or(Value::Absent, |number| {
            let number = number.normalize();
            let count = u64::try_from(number).ok().filter(|_| number.is_integer());
            count.map_or(Value::Decimal(number), Value::Count)
        }),
        rows,
    })
}

/// Data of the year whose figures are traced.
#[derive(Clone, Copy)]
pub(super) struct KnownFigures<'k> {
    pub(super) forms: &'k AvailableForms,
    pub(super) inputs: &'k [InputFile],
    pub(super) figures: &'k Figures,
    /// Place of each declared figure.
    pub(super) places: &'k BTreeMap<Key, Place>,
}

/// Creates the tracer for some questions; it decides which cells of a row are kept.
pub(super) type MakeTracer = fn(&[TraceQuestion]) -> Tracer;

/// Returns the rows behind figures. Reads the logs again.
pub(super) fn rows_behind(
    logs: &Logs<'_>,
    scope: &Scope<'_>,
    (questions, tracer): (&[TraceQuestion], MakeTracer),
    known: KnownFigures<'_>,
) -> Vec<Trace> {
    let (project, all) = (logs.project, known.figures);
    // The actual value of a target is traced as the figure it is about.
    let asked: Vec<TraceQuestion> = questions.iter().map(aimed_at).collect();
    // The same rows again; their findings were reported above.
    let start = || tracer(&asked);
    let tracer = logs.count_all(scope, None, start, &mut Count::default(), &mut Vec::new());
    let names: Vec<Arc<str>> = known
        .inputs
        .iter()
        .map(|input| Arc::clone(&input.file))
        .collect();
    let rows = tracer.into_rows(&names, scope.period().days);

    let answers = questions.iter().zip(&asked).zip(rows);
    let trace = |((question, asked), rows): ((&TraceQuestion, &TraceQuestion), TracedRows)| {
        let value = all.get(&question.key).cloned().unwrap_or(Value::Absent);
        // An unknown figure has no rows, but a rate with denominator 0 has rows to show.
        let is_derived = Formula::of(question.key.metric).denominator().is_some();
        let rows = if value == Value::Absent && !is_derived {
            TracedRows::default()
        } else {
            rows
        };
        Trace {
            value,
            rows: goal(project, scope.year, &question.key)
                .or_else(|| declared(project, known, &asked.key))
                .unwrap_or(rows),
            subject: Subject::Figure(question.clone()),
        }
    };
    answers.map(trace).collect()
}

/// Returns the keys of the figures that the cells of the form are counted from, and of the totals
/// of the logs. Their rows are the report's evidence.
pub(super) fn evidence_keys(
    form: &Form,
    cells: &Cells<'_>,
    figures: &Figures,
) -> Vec<TraceQuestion> {
    let all = figures.iter().map(|(key, _)| key.clone());
    let mut keys: BTreeSet<Key> = all.filter(|key| key.metric.is_total()).collect();
    for id in form.cell_ids() {
        let origins = cells.value(id).origins.into_iter();
        keys.extend(origins.filter_map(|origin| match origin {
            CellOrigin::Counted(key) => Some(key),
            CellOrigin::Declared(..) => None,
        }));
    }
    let is_whole = |key: &Key| key.labels.len() == key.metric.definition().labels.len();
    let keys = keys.into_iter().filter(is_whole);
    let question = |key| TraceQuestion {
        key,
        is_denominator: false,
    };
    keys.map(question).collect()
}

/// For a question about the result of a target, returns the question about its figure; other
/// questions are unchanged.
fn aimed_at(question: &TraceQuestion) -> TraceQuestion {
    let is_reached = matches!(
        question.key.metric,
        Metric::TargetActual | Metric::TargetMet
    );
    let figure = question.key.labels.first().filter(|_| is_reached);
    let key = figure.and_then(|label| Key::from_segments(&segments_of(label)?));
    TraceQuestion {
        key: key.unwrap_or_else(|| question.key.clone()),
        ..question.clone()
    }
}

/// Returns the line of `report.toml` that sets a target. `None` if `key` is not a target's goal.
fn goal(project: &Project, year: i32, key: &Key) -> Option<TracedRows> {
    if key.metric != Metric::TargetGoal {
        return None;
    }
    let mut targets = project.targets.get(&year)?.iter();
    let target = targets
        .find(|target| Some(&*target.key.to_string()) == key.labels.first().map(AsRef::as_ref))?;
    let (Goal::AtLeast(goal) | Goal::AtMost(goal)) = target.goal;
    Some(row(&target.place, goal))
}

/// Returns the line of `report.toml` that declares a figure. `None` if a log gives the figure, or
/// if it is derived from declared figures.
fn declared(project: &Project, known: KnownFigures<'_>, key: &Key) -> Option<TracedRows> {
    let (place, all) = (known.places.get(key)?, known.figures);
    let figures = project.figures.values().flatten();
    let figures = figures.map(|figure| (&figure.place, figure.value));
    let cells = project.cells.values().flatten().map(|cell| {
        let own = cell.value.unwrap_or_default();
        let scaled = known.forms.figure_in_other_unit(&cell.id, own);
        let value = scaled.filter(|(scaled, _)| scaled == key);
        (&cell.place, value.map_or(own, |(_, value)| value))
    });
    let mut written = figures.chain(cells);
    let (_, value) = written.find(|(at, _)| *at == place)?;
    all.get(key)?.equals(value).then(|| row(place, value))
}

/// One row without cells.
fn row(place: &Place, counts: Decimal) -> TracedRows {
    TracedRows::one((&place.file, place.line.unwrap_or(1)), counts)
}
