//! Empty cells of statutory tables.

use crate::diagnostic::{Diagnostic, EmptyCell, EmptyCells, PROJECT_FILE, Place};
use crate::document::{Block, Document, Section, Standing, StatutoryTable};
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
    let mut tables = Vec::new();
    push_tables(&document.preface, &mut tables);
    push_sections(&document.sections, &mut tables);
    for table in tables {
        let rows = table.parts.iter().flat_map(|part| &part.rows);
        let values = rows.flatten().filter_map(|cell| cell.value.as_ref());
        let (mut all, mut empty, mut logs) = (0, Vec::new(), Vec::new());
        for value in values {
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

fn push_sections<'d>(sections: &'d [Section], tables: &mut Vec<&'d StatutoryTable>) {
    for section in sections {
        push_tables(&section.blocks, tables);
        push_sections(&section.sections, tables);
    }
}

fn push_tables<'d>(blocks: &'d [Block], tables: &mut Vec<&'d StatutoryTable>) {
    for block in blocks {
        match block {
            Block::Statutory(table) => tables.push(table),
            Block::Quote(blocks) => push_tables(blocks, tables),
            Block::List { items, .. } => items.iter().for_each(|item| push_tables(item, tables)),
            Block::Paragraph(_) | Block::Table(_) | Block::Figure(_) => {}
        }
    }
}
