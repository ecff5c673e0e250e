//! Empty cells of statutory tables.

use crate::diagnostic::{Diagnostic, EmptyCell, EmptyCells, NothingCarriedIn, PROJECT_FILE, Place};
use crate::document::{Document, Standing};
use crate::figures::{Figures, Value};
use crate::form::{Cells, Form};
use crate::project::default_file;
use crate::vocabulary::{Key, Metric};

/// Reports the cells without a value in printed statutory tables, one finding per table.
pub fn check_cells(
    form: &Form,
    cells: &Cells<'_>,
    document: &Document,
    year: i32,
    found: &mut Vec<Diagnostic>,
) {
    for table in document.statutory_tables() {
        let (mut all, mut empty, mut logs) = (0, Vec::new(), Vec::new());
        for value in table.values() {
            all += 1;
            if value.standing != Standing::Absent {
                continue;
            }
            for log in form
                .figures_behind(&value.id)
                .iter()
                .filter_map(default_file)
            {
                if !logs.contains(&log) {
                    logs.push(log);
                }
            }
            empty.push(EmptyCell {
                id: format!("{}.{}", form.id, value.id),
                label: cells.label(&value.id),
            });
        }
        if !empty.is_empty() {
            let problem = EmptyCells {
                table: format!("{}.{}", form.id, table.id),
                year,
                is_whole: empty.len() == all,
                cells: empty,
                logs,
            };
            found.push(Diagnostic::at(Place::file(&PROJECT_FILE.into()), problem));
        }
    }
}

/// Returns a finding if the form prints that no request was carried in, for a log that begins with the report
/// year and cannot show it.
pub fn nothing_carried_in(form: &Form, figures: &Figures, year: i32) -> Option<Diagnostic> {
    let is_printed = |id: &str| {
        form.figure_of(id)
            .is_some_and(|key| is_carried_in(key) && key.metric == Metric::RequestsTable)
    };
    let total = Key::new(Metric::RequestsCarriedIn, &["disclosure"]);
    let is_zero = figures.get(&total).and_then(Value::count) == Some(0);
    let place = Place::file(&PROJECT_FILE.into());
    let is_assumed = is_zero && form.cell_ids().any(is_printed);
    is_assumed.then(|| Diagnostic::at(place, NothingCarriedIn { year }))
}

/// Whether a figure counts disclosure requests that were carried in.
#[must_use]
pub fn is_carried_in(key: &Key) -> bool {
    let first = key.labels.first().map(|label| &**label);
    matches!(
        (key.metric, first),
        (Metric::RequestsCarriedIn, Some("disclosure"))
            | (Metric::RequestsTable, Some("carried_in"))
    )
}
