//! Rows of a file that are not one record each, and are no errors.

use std::collections::BTreeSet;

use crate::diagnostic::{BlankRows, Diagnostic, DividerRows, Place, Problem, RangeOfIds};
use crate::logs::{LogTable, Row, RowsAbove};
use crate::office::cell_words::CellWords;
use crate::project::LogFile;
use crate::record::Log;
use crate::report::InputFile;

/// Rows of a file that are neither a single record nor an error.
#[derive(Default)]
pub(super) struct UnusualRows {
    pub(super) blank: Blanks,
    pub(super) dividers: Dividers,
    pub(super) ranges: Ranges,
    pub(super) words: CellWords,
    pub(super) parts: Parts,
}

/// Row counts between the totals of a table.
#[derive(Default)]
pub(super) struct Parts {
    /// Number of rows left out of the count.
    left_out: u64,
    /// Rows above the last total, and how many of them were left out.
    before: (u64, u64),
}

impl Parts {
    /// Returns the counts above the current row; `rows` is the number of rows read so far.
    pub(super) fn above(&self, rows: u64) -> RowsAbove {
        RowsAbove {
            all: rows,
            left_out: self.left_out,
            of_part: rows - self.before.0,
            left_out_of_part: self.left_out - self.before.1,
        }
    }

    /// Starts a new part below a total.
    pub(super) fn begin(&mut self, rows: u64) {
        self.before = (rows, self.left_out);
    }
}

impl UnusualRows {
    /// Creates an empty collection for a file of `log`.
    pub(super) fn of(log: Log, file: &LogFile) -> Self {
        Self {
            words: CellWords::of(log, file),
            ..Self::default()
        }
    }

    /// Counts a row that its cells exclude from the count.
    pub(super) fn leave_out(&mut self, input: &mut InputFile) {
        input.rows += 1;
        self.parts.left_out += 1;
    }

    /// Returns the findings about these rows.
    pub(super) fn finish(
        self,
        table: &LogTable,
        rows: u64,
    ) -> impl Iterator<Item = Diagnostic> + use<> {
        let found = [
            self.blank.finish(),
            self.dividers.finish(),
            self.ranges.finish(),
        ];
        self.words
            .finish(rows, table.named_year())
            .into_iter()
            .chain(found.into_iter().flatten())
    }
}

/// Rows of a file that contain only separators.
#[derive(Default)]
pub(super) struct Blanks {
    first: Option<Place>,
    rows: u64,
}

impl Blanks {
    /// Adds a blank row. A line without separators is not a row.
    pub(super) fn add(&mut self, row: &Row<'_>) {
        if row.has_separators() {
            self.first.get_or_insert_with(|| row.place());
            self.rows += 1;
        }
    }

    /// Returns the finding, or `None` if there are no such rows.
    pub(super) fn finish(self) -> Option<Diagnostic> {
        let problem = Problem::from(BlankRows { rows: self.rows });
        Some(Diagnostic::at(self.first?, problem))
    }
}

/// Rows of a file that each stand for several records, such as a range of ids.
#[derive(Default)]
pub(super) struct Ranges {
    first: Option<(Place, String)>,
    rows: u64,
    records: u64,
}

impl Ranges {
    pub(super) fn add(&mut self, row: &Row<'_>, records: u64) {
        self.first
            .get_or_insert_with(|| (row.place(), row.id().unwrap_or_default().to_owned()));
        self.rows += 1;
        self.records += records;
    }

    /// Returns the finding, or `None` if there are no such rows.
    pub(super) fn finish(self) -> Option<Diagnostic> {
        let (place, id) = self.first?;
        let problem = Problem::from(RangeOfIds {
            id,
            rows: self.rows,
            records: self.records,
        });
        Some(Diagnostic::at(place, problem))
    }
}

/// Divider rows: headings above a group of records.
#[derive(Default)]
pub(super) struct Dividers {
    first: Option<Place>,
    rows: u64,
    words: BTreeSet<String>,
}

impl Dividers {
    pub(super) fn add(&mut self, row: &Row<'_>, words: &str) {
        self.first.get_or_insert_with(|| row.place());
        self.rows += 1;
        self.words.insert(words.to_owned());
    }

    /// Returns the finding, or `None` if there are no such rows.
    pub(super) fn finish(self) -> Option<Diagnostic> {
        let problem = Problem::from(DividerRows {
            rows: self.rows,
            words: self.words.into_iter().collect(),
        });
        Some(Diagnostic::at(self.first?, problem))
    }
}
