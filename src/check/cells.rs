//! Empty cells of statutory tables.

use crate::diagnostic::{Diagnostic, EmptyCell, EmptyCells, PROJECT_FILE, Place};
use crate::document::{Document, Standing};
use crate::form::{Cells, Form};
use crate::project::default_file;

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
