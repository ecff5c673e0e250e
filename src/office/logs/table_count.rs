//! The count of one file, table by table and row by row.

use std::sync::Arc;

use chrono::NaiveDate;

use super::count::Count;
use super::findings::unreadable;
use super::unusual::UnusualRows;
use super::{Logs, note};
use crate::count::{Counter, Remark, RowCache};
use crate::diagnostic::{
    Diagnostic, EndMark, ExcludedRows, FileWithoutRows, Findings, Place, Problem, TotalDiffers,
};
use crate::logs::{Entry, LogTable, NextRows, Row, Rows, Step};
use crate::office::cell_words::{self, is_remark};
use crate::office::event_years::EventYears;
use crate::office::items;
use crate::project::{Encoding, LogFile};
use crate::report::InputFile;

impl Logs<'_> {
    /// Counts the tables of one file.
    ///
    /// # Errors
    /// The actual encoding, if the file was read in another.
    pub(super) fn count_file<C: Counter>(
        &self,
        file: &LogFile,
        counter: &mut C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) -> Result<(), Encoding> {
        let mut opened = Vec::new();
        let tables = self.open(C::Log::LOG, file, &mut opened);
        found.extend(cell_words::of_sheets(opened));
        let (mut at_end, first_new) = (Vec::new(), found.len());
        for table in tables {
            self.count_table((file, table), counter, count, (found, &mut at_end))?;
        }
        let is_of_total = |found: &&Diagnostic| found.problem.is::<TotalDiffers>();
        let of_rows = found.get(first_new..).unwrap_or_default().iter();
        let mut differing: Vec<Place> = (of_rows.chain(&at_end).filter(is_of_total))
            .filter_map(|found| found.place.as_deref().cloned())
            .collect();
        if !differing.is_empty() {
            let tables = self.open(C::Log::LOG, file, &mut Vec::new());
            let items: Vec<_> = tables
                .into_iter()
                .flat_map(|table| items::above::<C::Log>(table, &mut differing))
                .collect();
            let is_other = |found: &Diagnostic| !items.iter().any(|items| items.is_total(found));
            found.retain(is_other);
            at_end.retain(is_other);
        }
        found.extend(cell_words::of_sheets(at_end));
        Ok(())
    }

    /// Counts one table of a file. Findings at its end go to `at_end`: the file may have more sheets.
    ///
    /// # Errors
    /// The actual encoding, if the file was read in another.
    fn count_table<C: Counter>(
        &self,
        (file, mut table): (&LogFile, LogTable),
        counter: &mut C,
        count: &mut Count,
        (found, at_end): (&mut Vec<Diagnostic>, &mut Vec<Diagnostic>),
    ) -> Result<(), Encoding> {
        count.note_columns(C::Log::LOG, &table);
        let mut tally = TableCount {
            input: InputFile::new(Arc::clone(table.label())),
            events: EventYears::default(),
            unusual: UnusualRows::of(C::Log::LOG, file),
            cache: RowCache::default(),
            is_read: self.is_read,
            of_row: Vec::new(),
        };
        let mut below = Vec::new();
        loop {
            let mut rows = match table.read_on() {
                Ok(NextRows::Rows(rows)) => rows,
                Ok(NextRows::End) => {
                    at_end.extend(at_end_of(&table, &tally.input));
                    below = table.below(&tally.unusual.parts.above(tally.input.rows));
                    break;
                }
                Ok(NextRows::Broken(diagnostic)) => {
                    found.push(diagnostic);
                    break;
                }
                Ok(NextRows::Reread(encoding)) => return Err(encoding),
                Err(error) => {
                    found.push(unreadable(&file.path.as_str().into(), &error));
                    break;
                }
            };
            let rows_before = tally.input.rows;
            tally.count_rows(&mut rows, counter, count, found);
            self.office.files.rows_read(tally.input.rows - rows_before);
        }
        let TableCount {
            input,
            events,
            cache,
            mut unusual,
            ..
        } = tally;
        unusual.words.add_remarked(cache.remarked());
        at_end.extend(unusual.finish(&table, input.rows).chain(below));
        count.keep::<C::Log>(&table, input, events);
        Ok(())
    }
}

/// The count of one table so far.
struct TableCount<C: Counter> {
    input: InputFile,
    /// The years of the events of its rows.
    events: EventYears,
    unusual: UnusualRows,
    cache: RowCache<C>,
    /// Whether an earlier pass already reported how cells were read.
    is_read: bool,
    /// The findings of the row at hand, until it is known what kind of row it is.
    of_row: Vec<Diagnostic>,
}

impl<C: Counter> TableCount<C> {
    /// Counts the rows of one part of the table: those of a known class from the cache, others one by one.
    fn count_rows(
        &mut self,
        rows: &mut Rows<'_>,
        counter: &mut C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) {
        loop {
            count.sink.apply_cap(found);
            let findings = &mut Findings::new(found, &mut count.sink);
            let noted = |counted, day: Option<NaiveDate>, row: &Row<'_>| {
                self.input.rows += 1;
                note(&mut self.input, counted);
                if let Some(day) = day {
                    self.events.add::<C::Log>(day, row);
                }
            };
            if !self.cache.count_known(rows, counter, findings, noted) {
                break;
            }
            let Some(step) = rows.step() else {
                self.unusual.blank.add(rows.row());
                continue;
            };
            let row = match step {
                Step::Row(row) => row,
                Step::Bad(diagnostic) => {
                    self.input.rows += 1;
                    self.input.excluded += 1;
                    if !self.is_read {
                        found.push(*diagnostic);
                    }
                    continue;
                }
            };
            let several = C::Log::several(row);
            if let Some(several) = &several {
                self.unusual.ranges.add(row, several.len() as u64);
            }
            let alone = several.is_none().then(|| (*row, rows.continues()));
            let of_range = several.iter().flatten().map(|row| (row.row(), false));
            for row in of_range.chain(alone) {
                self.count_row(row, counter, count, found);
            }
        }
    }

    /// Counts one row that is not known to the cache.
    fn count_row(
        &mut self,
        (row, continues): (Row<'_>, bool),
        counter: &mut C,
        count: &mut Count,
        found: &mut Vec<Diagnostic>,
    ) {
        self.of_row.clear();
        let Some(record) = C::Log::read(&row, &mut self.of_row) else {
            self.note_unread(&row, found);
            return;
        };
        self.input.rows += 1;
        if let Some(day) = counter.event_day(&record) {
            self.events.add::<C::Log>(day, &row);
        }
        let cached = self.report_row(found);
        let findings = &mut Findings::new(found, &mut count.sink);
        let row = (&row, continues);
        let became = self.cache.count(row, &record, cached, counter, findings);
        note(&mut self.input, became);
    }

    /// Handles a row that is not a record: a blank one, one that the office leaves out, a divider, a total, or
    /// one with errors.
    fn note_unread(&mut self, row: &Row<'_>, found: &mut Vec<Diagnostic>) {
        if row.is_blank() {
            self.unusual.blank.add(row);
        } else if self.of_row.last().is_some_and(is_row_excluded) {
            self.unusual.leave_out(&mut self.input);
            self.report_row(found);
        } else if let Some(words) = row.as_divider() {
            self.unusual.dividers.add(row, words);
        } else if let Some(total) = row.as_total() {
            self.unusual.words.add(total);
            found.extend(row.compare_total(&self.unusual.parts.above(self.input.rows)));
            self.unusual.parts.begin(self.input.rows);
        } else {
            self.input.rows += 1;
            self.input.excluded += 1;
            self.report_row(found);
        }
    }

    /// Reports the findings of the row at hand, unless an earlier pass did. Returns the remark that holds for
    /// every row with the same words; `None` if a finding is specific to this one.
    fn report_row(&mut self, found: &mut Vec<Diagnostic>) -> Option<Remark> {
        if self.is_read {
            return self.of_row.iter().all(is_remark).then_some(None);
        }
        let remark = self.unusual.words.take(&mut self.of_row);
        found.append(&mut self.of_row);
        remark
    }
}

/// Whether a finding means that its row is excluded from the count, which is not an error.
fn is_row_excluded(found: &Diagnostic) -> bool {
    found.problem.is::<ExcludedRows>()
}

/// Returns the findings of a table that was read to its end.
fn at_end_of(table: &LogTable, input: &InputFile) -> impl Iterator<Item = Diagnostic> + use<> {
    let place = table.place();
    let nothing = (input.rows == 0).then(|| Problem::from(FileWithoutRows));
    let mark = table.has_end_mark().then(|| Problem::from(EndMark));
    let problems = [nothing, mark].into_iter().flatten();
    problems.map(move |problem| Diagnostic::at(place.clone(), problem))
}
