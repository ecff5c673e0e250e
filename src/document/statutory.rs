//! Tables of a statutory form: cells that span rows and columns, and the origin of each number.

use super::{Align, Block, Cell, Document, Section};

/// A table of a statutory form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatutoryTable {
    /// Machine-readable name of the table.
    pub id: String,
    /// The caption above it; may be empty.
    pub caption: String,
    /// A line between the caption and the table, such as who fills it in; may be empty.
    pub head: String,
    /// Its parts, one below the other in one frame.
    pub parts: Vec<StatutoryPart>,
    /// The note below it; may be empty.
    pub foot: String,
}

/// A part of a statutory table, with a header of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatutoryPart {
    /// The title across the part, above its header; may be empty.
    pub title: String,
    /// Number of columns of the grid.
    pub width: usize,
    /// Number of columns, from the left, that hold the labels of the rows.
    pub stub: usize,
    /// The rows of the header.
    pub header: Vec<Vec<SpanCell>>,
    /// The rows below the header.
    pub rows: Vec<Vec<SpanCell>>,
}

/// A cell that may span rows and columns. A row holds the cells that begin in it, from the left.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanCell {
    /// The printed text.
    pub text: String,
    /// Number of rows it spans.
    pub rows: usize,
    /// Number of columns of the grid it spans.
    pub columns: usize,
    /// Its alignment.
    pub align: Align,
    /// Its value if it is a cell of the form. `None` for a heading or a label.
    pub value: Option<StatutoryValue>,
}

/// The value of a cell of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct StatutoryValue {
    /// The id of the cell, without the id of the form.
    pub id: String,
    /// The number.
    pub cell: Cell,
    /// Its origin.
    pub standing: Standing,
}

/// The origin of the number in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was counted from the logs.
    Counted,
    /// The office declared all or part of it.
    Declared,
    /// There are no data.
    Absent,
    /// It does not apply to the office.
    NotApplicable,
}

impl Standing {
    /// Its code in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Declared => "declared",
            Self::Absent => "absent",
            Self::NotApplicable => "not_applicable",
        }
    }
}

impl StatutoryPart {
    /// The header as one heading for each column of the grid: the texts above it, from the top, without
    /// duplicates.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        let mut paths = vec![Vec::<&str>::new(); self.width];
        let starts = starts(&self.header, self.width).unwrap_or_default();
        for (row, starts) in self.header.iter().zip(starts) {
            for (cell, start) in row.iter().zip(starts) {
                for path in paths.iter_mut().skip(start).take(cell.columns) {
                    path.push(&cell.text);
                }
            }
        }
        paths.iter().map(|path| path.join("·")).collect()
    }
}

/// The column of the grid in which each cell begins. `None` if the cells of a row do not fill the
/// columns left by cells from above, or reach beyond the last row.
#[must_use]
pub fn starts(rows: &[Vec<SpanCell>], width: usize) -> Option<Vec<Vec<usize>>> {
    // Number of further rows in which each column is occupied by a cell from above.
    let mut taken = vec![0usize; width];
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mut column = 0;
        let mut starts = Vec::with_capacity(row.len());
        for cell in row {
            while taken.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let span = taken.get_mut(column..column + cell.columns)?;
            if cell.columns == 0 || cell.rows == 0 || span.iter().any(|&rows| rows > 0) {
                return None;
            }
            span.fill(cell.rows);
            starts.push(column);
            column += cell.columns;
        }
        if taken.contains(&0) {
            return None;
        }
        for rows in &mut taken {
            *rows -= 1;
        }
        all.push(starts);
    }
    taken.iter().all(|&rows| rows == 0).then_some(all)
}

impl Document {
    /// The statutory tables in the order in which they are printed.
    #[must_use]
    pub fn statutory_tables(&self) -> Vec<&StatutoryTable> {
        let mut tables = Vec::new();
        push_of_blocks(&self.preface, &mut tables);
        push_of_sections(&self.sections, &mut tables);
        tables
    }
}

fn push_of_sections<'d>(sections: &'d [Section], tables: &mut Vec<&'d StatutoryTable>) {
    for section in sections {
        push_of_blocks(&section.blocks, tables);
        push_of_sections(&section.sections, tables);
    }
}

fn push_of_blocks<'d>(blocks: &'d [Block], tables: &mut Vec<&'d StatutoryTable>) {
    for block in blocks {
        match block {
            Block::Statutory(table) => tables.push(table),
            Block::Quote(blocks) => push_of_blocks(blocks, tables),
            Block::List { items, .. } => items.iter().for_each(|item| push_of_blocks(item, tables)),
            Block::Paragraph(_) | Block::Table(_) | Block::Figure(_) => {}
        }
    }
}

impl StatutoryTable {
    /// The values of its cells, row by row.
    pub fn values(&self) -> impl Iterator<Item = &StatutoryValue> {
        let rows = self.parts.iter().flat_map(|part| &part.rows);
        rows.flatten().filter_map(|cell| cell.value.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, rows: usize, columns: usize) -> SpanCell {
        SpanCell {
            text: text.to_owned(),
            rows,
            columns,
            align: Align::Left,
            value: None,
        }
    }

    #[test]
    fn spans_are_laid_out_from_the_left_and_from_above() {
        let header = vec![
            vec![cell("项目", 3, 1), cell("申请人", 1, 3)],
            vec![cell("自然人", 2, 1), cell("法人", 1, 2)],
            vec![cell("企业", 1, 1), cell("其他", 1, 1)],
        ];
        assert_eq!(
            starts(&header, 4),
            Some(vec![vec![0, 1], vec![1, 2], vec![2, 3]])
        );
        let part = StatutoryPart {
            width: 4,
            header,
            ..StatutoryPart::default()
        };
        assert_eq!(
            part.headings(),
            [
                "项目",
                "申请人·自然人",
                "申请人·法人·企业",
                "申请人·法人·其他"
            ]
        );
    }

    #[test]
    fn cells_that_leave_a_gap_or_overlap_are_refused() {
        assert_eq!(starts(&[vec![cell("甲", 1, 1)]], 2), None);
        assert_eq!(starts(&[vec![cell("甲", 1, 3)]], 2), None);
        assert_eq!(starts(&[vec![cell("甲", 2, 2)]], 2), None);
        assert_eq!(starts(&[vec![cell("甲", 1, 0), cell("乙", 1, 2)]], 2), None);
    }
}
