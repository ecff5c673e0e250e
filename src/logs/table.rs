//! The rows of a log file, which is a text file or a sheet of a workbook, with their places.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::applicants::{PRIVATE_COLUMN, is_person};
use super::below::{Below, RowsAbove, Stated, TrailingRow};
use super::book::{Book, Books, Unreadable, is_workbook};
use super::cell_cache::CellCache;
use super::cells::is_long_before;
use super::columns::{
    ColumnOrigin, Header, LogColumn, Resolved, Role, folded, likely_columns, may_be_event,
    similar_headers,
};
use super::date;
use super::disguise::{page_kind, unread_separator};
use super::header::{self, FirstRow, FoundHeader, Seen};
use super::layout;
use super::overlap::{self, SheetContents};
use super::plain::PlainLayout;
use super::remarks;
use super::sheet::{Merged, Sheet};
use super::sheets::Choice;
use super::synonyms::{self, APPLICANT, List, Meaning, REQUEST_KIND, Words, is_total};
use super::ticks::Tick;
use super::totals;
use chrono::NaiveDate;

use crate::diagnostic::{
    Code, DamagedText, Diagnostic, Excerpt, FileRead, Findings, FormulaWithoutValue,
    IgnoredColumns, KindTaken, MergedCells, MissingColumn, NoEndColumn, NoHeader, NotALog,
    OtherTable, Place, Problem, RaggedRow, RowTooLong, RowsAboveHeader, Separator, Severity,
    SheetRead, SheetsOverlap, SimilarHeader, Spot, StruckRows, TotalsRow, UnclosedQuote,
    UnitApplied, UnknownSeparator, UnreadColumns, WebPage,
};
use crate::project::{Encoding, Ids, LogFile, LogSettings};
use crate::record::{Log, RequestKind};
use crate::rows::{
    Batch, Damage, DamageKind, LONGEST_ROW, Next, OwnedRawRow, RawRow, Reader, first_block,
};

/// Everything needed to open a file.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The log that the file belongs to.
    pub log: Log,
    /// The file as configured in `report.toml`.
    pub file: &'a LogFile,
    /// The settings of the log.
    pub settings: &'a LogSettings,
    /// The words for codes.
    pub words: &'a Arc<Words>,
}

/// One log file, read in parts.
pub struct LogTable {
    log: Log,
    head: Arc<Head>,
    content: Content,
    cache: CellCache,
    end: TableEnd,
}

/// Rows that may be the end of a table. They are held back until the next rows are known.
#[derive(Default)]
struct TableEnd {
    /// Held rows. If only such rows follow, they are not records; otherwise they are yielded first.
    pending: VecDeque<OwnedRawRow>,
    /// Whether the held rows are yielded, because a record followed or they are blank.
    is_over: bool,
    /// The row that was yielded last.
    row: Option<OwnedRawRow>,
    below: Below,
}

/// Maximum number of held rows: a file of nothing else must not fill the memory.
const MOST_PENDING: usize = 1 << 16;

enum Content {
    Text(Box<Reader>),
    Sheet(Box<Sheet>),
}

/// Data shared by all rows of a file.
struct Head {
    log: Log,
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    /// The file, with the sheet if several could be meant.
    label: Arc<str>,
    headers: Vec<String>,
    /// Number of columns up to the last one with a header.
    width: usize,
    /// For each column of the schema of the log, the source of its cells.
    origins: Vec<ColumnOrigin>,
    /// The keys of the columns of the schema.
    keys: Vec<&'static str>,
    /// For each column of the schema, the index of its cells, or [`NO_CELLS`].
    indices: Vec<u32>,
    layout: PlainLayout,
    ids: Option<Ids>,
    /// The configured year of days that are written without one.
    year: Option<i32>,
    /// The year mentioned in the title or in a name.
    named_year: Option<i32>,
    yearless: Mutex<BTreeMap<usize, Yearless>>,
    /// The columns that the file has, as a bit set of their positions.
    present: u64,
    /// The index of the remark cells.
    remark: Option<u32>,
    /// Unused columns of days, if a request log has neither a day of reply nor a day of closing.
    unused_days: Vec<String>,
    /// The columns that each row must fill, by their position in the schema.
    required: Vec<usize>,
    /// Whether the file has at least one of them.
    has_required_cells: bool,
    /// The text for blank cells of one column, given by its position in the schema.
    default: Option<(usize, String)>,
    words: Arc<Words>,
    /// The columns whose header is configured in `report.toml`.
    mapped: Vec<&'static str>,
    /// Whether the office declares that the applicant column contains names.
    has_names: bool,
    /// Where `report.toml` names the file; also the place of cells that are constant in all rows.
    named_at: Option<Place>,
    /// Columns and words for which a finding that occurs once per file was already reported.
    reported: Mutex<BTreeSet<(usize, Box<str>)>>,
}

/// State of the days without a year in one column.
struct Yearless {
    /// The last line that was read, and its day.
    line: u64,
    day: NaiveDate,
    /// The line from which on days may belong to the next year.
    next_year_from: Option<u64>,
}

/// Result of reading on in a file.
pub enum NextRows<'t> {
    /// Some rows.
    Rows(Rows<'t>),
    /// The rest of the file cannot be read; contains the reason.
    Broken(Diagnostic),
    /// The file turned out to have another encoding: everything read so far is invalid, and the file must be
    /// opened again in this encoding.
    Reread(Encoding),
    /// The end of the file.
    End,
}

/// Cursor over some rows of a file.
pub struct Rows<'t> {
    /// The current row.
    row: Row<'t>,
    rest: Rest<'t>,
}

/// The rows after the current one.
enum Rest<'t> {
    /// The rows of a batch, from `next` on.
    Text { batch: Batch<'t>, next: usize },
    /// At most one row.
    One {
        row: Option<RawRow<'t>>,
        /// A cell of the row in use whose formula has no value.
        uncalculated: Option<usize>,
    },
}

/// Result of moving to a row.
pub enum Step<'r, 't> {
    /// A row with as many cells as the table has columns.
    Row(&'r Row<'t>),
    /// An invalid row; contains the reason. Boxed because nearly every step is a row.
    Bad(Box<Diagnostic>),
}

impl<'t> Rows<'t> {
    fn new(head: &'t Arc<Head>, cache: &'t CellCache, rest: Rest<'t>) -> Self {
        let first = match rest {
            Rest::Text { batch, next } => batch.row(next),
            Rest::One { row, .. } => row,
        };
        let row = Row {
            head,
            indices: &head.indices,
            raw: first.unwrap_or_default(),
            cache: Some(cache),
        };
        Self { row, rest }
    }

    /// Advances to the next row, which may be blank. Returns false at the end.
    #[expect(clippy::inline_always, reason = "measured: called for every row")]
    #[inline(always)]
    pub fn advance(&mut self) -> bool {
        let row = match &mut self.rest {
            Rest::Text { batch, next } => {
                *next += 1;
                batch.row(*next - 1)
            }
            Rest::One { row, .. } => row.take(),
        };
        let Some(row) = row else {
            return false;
        };
        self.row.raw = row;
        true
    }

    /// The next rows of a text file without advancing, each with the row after it.
    #[inline]
    pub(crate) fn next_rows(&self) -> impl Iterator<Item = (Row<'t>, Option<Row<'t>>)> + use<'t> {
        let row = self.row;
        let batch = match self.rest {
            Rest::Text { batch, next } if row.head.has_required_cells => Some((batch, next)),
            _ => None,
        };
        let row_at = move |index| {
            let (batch, next) = batch?;
            let raw = batch.row_or_next(next + index)?;
            Some(Row { raw, ..row })
        };
        let len = batch.map_or(0, |(batch, next)| batch.len() - next);
        let mut behind = row_at(0);
        (1..=len).map_while(move |index| {
            let row = behind?;
            behind = row_at(index);
            Some((row, behind))
        })
    }

    /// Whether the next row has the same id. Always false for a sheet, whose rows are read one by
    /// one.
    #[must_use]
    pub fn continues(&self) -> bool {
        let Rest::Text { batch, next } = self.rest else {
            return false;
        };
        let next = batch.row_or_next(next).map(|raw| Row { raw, ..self.row });
        next.is_some_and(|next| self.row.has_id_of(&next))
    }

    /// Skips `count` rows.
    #[inline]
    pub(crate) fn skip(&mut self, count: usize) {
        if let Rest::Text { next, .. } = &mut self.rest {
            *next += count;
        }
    }

    /// The current row, blank or not.
    #[must_use]
    pub fn row(&self) -> &Row<'t> {
        &self.row
    }

    /// The current row, or the reason why it is invalid; `None` if it is blank.
    #[must_use]
    pub fn step(&self) -> Option<Step<'_, 't>> {
        let row = &self.row;
        // Fast path: nearly every row has the right number of cells.
        let uncalculated = match self.rest {
            Rest::Text { .. } => None,
            Rest::One { uncalculated, .. } => uncalculated,
        };
        if row.raw.len() == row.head.width && row.head.has_required_cells && uncalculated.is_none()
        {
            return Some(Step::Row(row));
        }
        if row.is_blank() && uncalculated.is_none() {
            return None;
        }
        if let Some(index) = uncalculated
            && !row.is_no_record()
        {
            let place = row.place_at(index);
            let problem = FormulaWithoutValue;
            return Some(Step::Bad(Box::new(Diagnostic::at(place, problem))));
        }
        Some(match row.raggedness() {
            Some(problem) if !row.is_no_record() => {
                Step::Bad(Box::new(Diagnostic::at(row.place(), problem)))
            }
            _ => Step::Row(row),
        })
    }
}

impl LogTable {
    /// Opens a file and finds its header.
    ///
    /// Reports how the file is read, and its problems. Returns no table if no row can be read. For a
    /// workbook, returns one table per sheet that the log is read from.
    ///
    /// # Errors
    /// The I/O error if the file cannot be read.
    pub fn open(
        bytes: Box<dyn Read + Send>,
        source: &Source<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<Self>> {
        Self::open_and_keep(bytes, source, None, found)
    }

    /// Opens a file that is used more than once. A workbook is cached in `books` and parsed only once.
    ///
    /// # Errors
    /// The outer I/O error if the file cannot be opened, the inner one if it cannot be read.
    pub fn open_once(
        open: impl FnOnce() -> io::Result<Box<dyn Read + Send>>,
        books: &Books,
        source: &Source<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<io::Result<Vec<Self>>> {
        let slot = books.slot(&source.file.path);
        let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(book) = &*kept {
            return Ok(Ok(Self::of_book(book, source, found)));
        }
        let bytes = open()?;
        Ok(Self::open_and_keep(bytes, source, Some(&mut kept), found))
    }

    fn open_and_keep(
        mut bytes: Box<dyn Read + Send>,
        source: &Source<'_>,
        kept: Option<&mut Option<Arc<Book>>>,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<Vec<Self>> {
        let block = first_block(&mut bytes)?;
        let name: Arc<str> = source.file.path.as_str().into();
        let place = file_place(&name, source.file);
        if is_workbook(&block) {
            return Ok(match Book::open(block, &mut bytes)? {
                Ok(book) => {
                    let book = Arc::new(book);
                    if let Some(kept) = kept {
                        *kept = Some(Arc::clone(&book));
                    }
                    Self::of_book(&book, source, found)
                }
                Err(fault) => {
                    found.push(unreadable_finding(fault.into(), source, place));
                    Vec::new()
                }
            });
        }
        if let Some(kind) = page_kind(&block) {
            found.push(Diagnostic::at(place, WebPage { kind }));
            return Ok(Vec::new());
        }
        let reader = Reader::new(block, bytes, source.file.encoding, b',');
        let table = Self::of_text(reader, source, found)?;
        Ok(table.into_iter().collect())
    }

    /// The tables of a workbook, one per sheet that the log is read from.
    fn of_book(book: &Book, source: &Source<'_>, found: &mut Vec<Diagnostic>) -> Vec<Self> {
        let place = file_place(&source.file.path.as_str().into(), source.file);
        let choice = match Choice::of(book, source) {
            Ok(choice) => choice,
            Err(unreadable) => {
                found.push(unreadable_finding(unreadable, source, place));
                return Vec::new();
            }
        };
        let note = choice.as_problem().map(|note| Diagnostic::at(place, note));
        let first_new = found.len();
        let is_named = choice.is_asked || choice.has_several();
        let count = choice.read.len();
        let has_like = choice.has_like_read();
        let tables = choice.read.into_iter().filter_map(|sheet| {
            let name = is_named.then_some(sheet.name.as_str());
            if let Some(layout) = sheet.layout {
                let place = Place {
                    sheet: name.map(Into::into),
                    ..file_place(&source.file.path.as_str().into(), source.file)
                };
                found.push(Diagnostic::at(
                    place,
                    NotALog {
                        kind: layout,
                        log: source.log.key(),
                    },
                ));
                return None;
            }
            Self::of_sheet(Sheet::new(sheet.content), sheet.header, name, source, found)
        });
        let mut tables: Vec<Self> = tables.collect();
        if count > 1 || has_like {
            found[first_new..].iter_mut().for_each(name_sheet);
        }
        if !choice.is_asked
            && tables.len() == count
            && let Some(overlap) = overlap_of(&mut tables, source)
        {
            found.push(overlap);
            return Vec::new();
        }
        found.splice(first_new..first_new, note);
        tables
    }

    fn of_text(
        mut reader: Reader,
        source: &Source<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<Self>> {
        let Beginning {
            delimiter,
            header,
            rows,
            layout,
            unread,
        } = beginning_of(&mut reader, source)?;
        let place = || file_place(&source.file.path.as_str().into(), source.file);
        if let Some((separator, line)) = unread {
            let place = Place {
                line: Some(line),
                ..place()
            };
            found.push(Diagnostic::at(place, UnknownSeparator { separator }));
            return Ok(None);
        }
        if let Some(layout) = layout {
            let place = place();
            found.push(Diagnostic::at(
                place,
                NotALog {
                    kind: layout,
                    log: source.log.key(),
                },
            ));
            return Ok(None);
        }
        let encoding = reader.encoding();
        if let Some(damage) = reader.skip(rows)? {
            let place = file_place(&source.file.path.as_str().into(), source.file);
            found.push(damage_finding(source.log, encoding, damage, place));
            return Ok(None);
        }
        let separator = match delimiter {
            b'\t' => Separator::Tab,
            b';' => Separator::Semicolon,
            b'|' => Separator::Pipe,
            _ => Separator::Comma,
        };
        let read_note = |header_line| {
            Problem::from(FileRead {
                encoding: encoding.name(),
                separator,
                header_line,
            })
        };
        let head = Head::of(header, None, source, read_note, found);
        Ok(head.map(|head| Self {
            log: source.log,
            head: Arc::new(head),
            content: Content::Text(Box::new(reader)),
            cache: CellCache::default(),
            end: TableEnd::default(),
        }))
    }

    /// The table of a sheet. `name` is the name of the sheet, if several could be meant.
    fn of_sheet(
        mut sheet: Sheet,
        header: Option<FoundHeader>,
        name: Option<&str>,
        source: &Source<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        for _ in 0..header.as_ref().map_or(0, |header| header.records) {
            sheet.next();
        }
        let read_note = |header_line| Problem::from(SheetRead { header_line });
        let header_line = header.as_ref().map_or(0, |header| header.line);
        let head = Head::of(header, name, source, read_note, found)?;
        if let Some((first, rows)) = sheet.leave_out_struck() {
            let place = Place {
                line: Some(first),
                ..head.place()
            };
            found.push(Diagnostic::at(place, StruckRows { rows }));
        }
        match sheet.use_columns(header_line, head.cells_used(source.log)) {
            Ok(Merged { cells: 0, .. }) => {}
            Ok(Merged { cells, filled }) => {
                let problem = MergedCells { cells, filled };
                found.push(Diagnostic::at(head.place(), problem));
            }
            Err(fault) => {
                found.push(unreadable_finding(fault.into(), source, head.place()));
                return None;
            }
        }
        let head = Arc::new(head);
        let end = TableEnd::of_sheet(&mut sheet, &head);
        Some(Self {
            log: source.log,
            head,
            content: Content::Sheet(Box::new(sheet)),
            cache: CellCache::default(),
            end,
        })
    }

    /// Hashes the rows of a sheet, then returns to its first row.
    fn contents(&mut self, columns: &[LogColumn]) -> SheetContents {
        let mut contents = SheetContents::default();
        let Content::Sheet(sheet) = &mut self.content else {
            return contents;
        };
        let start = sheet.position();
        while let Some(row) = sheet.next() {
            let row = Row::of(&self.head, row.raw);
            if !row.is_blank() {
                contents.add(&row, columns);
            }
        }
        sheet.seek(start);
        contents
    }

    /// The keys of the columns that the file has.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        let columns = super::columns(self.log).iter().zip(&self.head.origins);
        columns
            .filter(|(_, origin)| **origin != ColumnOrigin::Missing)
            .map(|(column, _)| column.key)
    }

    /// The keys of the columns of the file whose header is configured in `report.toml`.
    pub fn mapped_columns(&self) -> impl Iterator<Item = &'static str> {
        self.head.mapped.iter().copied()
    }

    /// The kinds of request that the file may contain; a single one if `report.toml` sets it for the file.
    #[must_use]
    pub fn request_kinds(&self) -> Vec<RequestKind> {
        if self.log != Log::Requests {
            return Vec::new();
        }
        let kind = super::columns(self.log).iter().zip(&self.head.origins);
        let mut kind = kind.filter(|(column, _)| column.key == "kind");
        let constant = kind.next().and_then(|(_, origin)| match origin {
            ColumnOrigin::Constant(word) => self.head.words.code_of(REQUEST_KIND, word),
            _ => None,
        });
        let can_be = |kind: &RequestKind| constant.is_none_or(|code| kind.code() == code);
        RequestKind::ALL.into_iter().filter(can_be).collect()
    }

    /// The year mentioned in the title, in the name of the sheet or of the file, for days without a year.
    #[must_use]
    pub fn named_year(&self) -> Option<i32> {
        self.head.named_year
    }

    /// Whether the end of its requests is unknown although an unused column may contain it.
    #[must_use]
    pub fn lacks_ends(&self) -> bool {
        !self.head.unused_days.is_empty()
    }

    /// The file, with the sheet if several could be meant: `台账.xlsx#2017`.
    #[must_use]
    pub fn label(&self) -> &Arc<str> {
        &self.head.label
    }

    /// The place of the file or of its sheet.
    #[must_use]
    pub fn place(&self) -> Place {
        self.head.place()
    }

    /// Whether the file ended with the DOS end-of-file mark. The mark is not a row.
    #[must_use]
    pub fn has_end_mark(&self) -> bool {
        matches!(&self.content, Content::Text(reader) if reader.has_end_mark())
    }

    /// The findings about rows left out below the table, given its row counts. Complete at the end of the
    /// file.
    #[must_use]
    pub fn below(&self, above: &RowsAbove) -> Vec<Diagnostic> {
        self.end.below.findings(above)
    }

    /// Reads the next part of the file.
    ///
    /// # Errors
    /// The I/O error if the file cannot be read.
    pub fn read_on(&mut self) -> io::Result<NextRows<'_>> {
        let Self {
            head,
            content,
            cache,
            end,
            ..
        } = self;
        let rows = |rest| NextRows::Rows(Rows::new(head, cache, rest));
        let reader = match content {
            Content::Sheet(sheet) => {
                if let Some(row) = sheet.next() {
                    return Ok(rows(Rest::One {
                        row: Some(row.raw),
                        uncalculated: row.uncalculated,
                    }));
                }
                return Ok(end.next().map_or(NextRows::End, |row| {
                    rows(Rest::One {
                        row: Some(row),
                        uncalculated: None,
                    })
                }));
            }
            Content::Text(reader) => reader,
        };
        while !end.is_over && !end.pending.is_empty() {
            end.read_pending(reader, head)?;
        }
        if !end.pending.is_empty() {
            return Ok(end.next().map_or(NextRows::End, |row| {
                rows(Rest::One {
                    row: Some(row),
                    uncalculated: None,
                })
            }));
        }
        end.is_over = false;
        let encoding = reader.encoding();
        Ok(match reader.next()? {
            Next::Rows(batch) => rows(Rest::Text {
                batch: end.hold(batch, head),
                next: 0,
            }),
            Next::Damaged(damage) => match damage.reread_as {
                Some(other) => NextRows::Reread(other),
                None => NextRows::Broken(damage_finding(self.log, encoding, damage, head.place())),
            },
            Next::End => NextRows::End,
        })
    }
}

impl TableEnd {
    /// Finds the end of a sheet, and removes the rows below the table from the sheet.
    fn of_sheet(sheet: &mut Sheet, head: &Arc<Head>) -> Self {
        let mut end = Self::default();
        while let Some(row) = sheet.last()
            && TrailingRow::of(&Row::of(head, row.row())).is_some()
        {
            end.pending.push_front(row);
            sheet.drop_last();
        }
        end.finish(head);
        end
    }

    /// Holds back the rows at the end of a batch that may be the end of the table.
    fn hold<'a>(&mut self, batch: Batch<'a>, head: &Arc<Head>) -> Batch<'a> {
        let mut count = batch.len();
        while let Some(row) = count.checked_sub(1).and_then(|last| batch.row(last))
            && self.pending.len() < MOST_PENDING
            && TrailingRow::of(&Row::of(head, row)).is_some()
        {
            self.pending.push_front(row.to_owned());
            count -= 1;
        }
        batch.first(count)
    }

    /// Reads on while rows are held. Holds the next rows too if they are not records; otherwise yields the
    /// held ones.
    fn read_pending(&mut self, reader: &mut Reader, head: &Arc<Head>) -> io::Result<()> {
        let batch = reader.peek(0)?;
        if batch.len() == 0 {
            // End of file or damage. After damage it is unknown what would have followed.
            self.is_over = true;
            if reader.is_at_end() {
                self.finish(head);
            }
            return Ok(());
        }
        let is_line = |row| TrailingRow::of(&Row::of(head, row)).is_some();
        if self.pending.len() + batch.len() > MOST_PENDING || !batch.rows().all(is_line) {
            self.is_over = true;
            return Ok(());
        }
        self.pending.extend(batch.rows().map(RawRow::to_owned));
        let rows = batch.len();
        reader.skip(rows)?;
        Ok(())
    }

    /// Ends the table. Of the held rows, only blank ones are yielded.
    fn finish(&mut self, head: &Arc<Head>) {
        let below = &mut self.below;
        self.pending.retain(|pending| {
            let row = Row::of(head, pending.row());
            let line = TrailingRow::of(&row).unwrap_or(TrailingRow::Blank);
            let is_blank = line == TrailingRow::Blank;
            below.add(&row, line);
            is_blank
        });
        self.is_over = true;
    }

    /// Returns the next row to be yielded.
    fn next(&mut self) -> Option<RawRow<'_>> {
        self.row = self.pending.pop_front();
        self.row.as_ref().map(OwnedRawRow::row)
    }
}

/// Reads the beginning of a text file for showing it to a person, even if the log cannot be read from it.
pub(super) fn seen(
    bytes: Box<dyn Read + Send>,
    block: Vec<u8>,
    source: &Source<'_>,
) -> io::Result<Seen> {
    let mut reader = Reader::new(block, bytes, source.file.encoding, b',');
    let beginning = beginning_of(&mut reader, source)?;
    let first = first_rows(
        reader.peek(header::rows_needed())?.rows(),
        header::rows_needed(),
    );
    let totals = totals::of(&first_rows(reader.peek(totals::ROWS)?.rows(), totals::ROWS));
    Ok(Seen {
        totals,
        ..Seen::of(&first, beginning.header)
    })
}

/// The beginning of a text file, read with one delimiter.
struct Beginning {
    delimiter: u8,
    /// `None` if the text is blank.
    header: Option<FoundHeader>,
    /// Number of rows that must be undamaged for this header to be valid.
    rows: usize,
    /// The kind of table it is instead of a log.
    layout: Option<OtherTable>,
    /// The unsupported cell separator, if there is one, and the line of the header split by it.
    unread: Option<(&'static str, u64)>,
}

impl Beginning {
    fn has_whole_header(&self) -> bool {
        self.header.as_ref().is_some_and(FoundHeader::is_whole)
    }
}

/// Detects the delimiter and the header of a text file, and sets this delimiter.
fn beginning_of(reader: &mut Reader, source: &Source<'_>) -> io::Result<Beginning> {
    let mut read = |delimiter| -> io::Result<Beginning> {
        reader.set_delimiter(delimiter);
        let batch = reader.peek(header::rows_needed())?;
        let first = first_rows(batch.rows(), header::rows_needed());
        let header = header::find(&first, None, source);
        let is_enough = first.len() == header::rows_needed();
        Ok(Beginning {
            delimiter,
            rows: match &header {
                Some(header) if header.is_whole() || is_enough => header.records,
                // The header may be in a row that cannot be read.
                _ => batch.len() + 1,
            },
            layout: layout::of_table(&first, header.as_ref(), source.log),
            unread: match &header {
                Some(header) if !header.is_whole() => unread_separator(&first, source),
                _ => None,
            },
            header,
        })
    };
    let by_comma = read(b',')?;
    if by_comma.has_whole_header() {
        return Ok(by_comma);
    }
    let all = [read(b'|')?, read(b';')?, read(b'\t')?, by_comma];
    // A text that is blank with one delimiter is blank with all.
    let is_blank = all.iter().any(|beginning| beginning.header.is_none());
    // Without a known header, the delimiter that yields the most cells is the most likely; among equals the
    // last one here.
    let rank = |beginning: &Beginning| {
        let header = beginning.header.as_ref().filter(|_| !is_blank);
        header.map(|header| (header.resolved.known, header.headers.len()))
    };
    let [pipe, semicolon, tab, comma] = all;
    let others = [semicolon, tab, comma];
    let best = others.into_iter().fold(pipe, |best, other| {
        if rank(&other) >= rank(&best) {
            other
        } else {
            best
        }
    });
    reader.set_delimiter(best.delimiter);
    Ok(Beginning {
        header: best.header.filter(|_| !is_blank),
        ..best
    })
}

/// Reports sheets that contain the same rows. Reads all sheets and returns them to their
/// first row.
fn overlap_of(tables: &mut [LogTable], source: &Source<'_>) -> Option<Diagnostic> {
    if tables.len() < 2 {
        return None;
    }
    let columns = super::columns(source.log);
    let contents: Vec<SheetContents> = tables
        .iter_mut()
        .map(|table| table.contents(columns))
        .collect();
    let overlap = overlap::find(&contents)?;
    let name = |index: usize| tables[index].head.sheet.as_deref().unwrap_or_default();
    let problem = SheetsOverlap {
        sheet: name(overlap.sheet).to_owned(),
        rows: overlap.rows,
        shared: overlap.shared,
        log: source.log.key(),
        file: source.file.path.clone(),
        instead: overlap
            .instead
            .iter()
            .map(|sheet| name(*sheet).to_owned())
            .collect(),
    };
    let place = Place::file(&source.file.path.as_str().into());
    Some(Diagnostic::at(place, problem))
}

impl Head {
    /// Creates the data shared by the rows below a header. Reports how the file is `read` and the problems of
    /// the header. Returns `None` if no row can be read.
    fn of(
        header: Option<FoundHeader>,
        sheet: Option<&str>,
        source: &Source<'_>,
        read: impl Fn(u64) -> Problem,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let file: Arc<str> = source.file.path.as_str().into();
        let place = Place {
            sheet: sheet.map(Into::into),
            ..Place::file(&file)
        };
        let Some(header) = header else {
            found.push(Diagnostic::at(place, NoHeader));
            return None;
        };
        let at = |line| Place {
            line: Some(line),
            ..place.clone()
        };
        found.push(Diagnostic::at(place.clone(), read(header.line)));
        let mut header = header;
        let first_new = found.len();
        let problems = problems_of(&mut header.resolved, source.file);
        found.extend(problems.map(|problem| Diagnostic::at(at(header.line), problem)));
        if found[first_new..]
            .iter()
            .any(|diagnostic| diagnostic.severity() >= Severity::Error)
        {
            return None;
        }
        found.extend(column_findings(&header, source, &place));
        let mut resolved = header.resolved;
        let unused_days = unused_days(&header.headers, &resolved, source.log);
        let columns = super::columns(source.log);
        let default = take_default(source, &mut resolved.origins);
        let remark = remarks::column(&header.headers, &resolved.free);
        let layout = PlainLayout::of(source.log, columns, &resolved.origins).with_remark(remark);
        let is_named = |header: &String| !header.is_empty();
        let required: Vec<usize> = (0..columns.len())
            .filter(|&column| columns[column].required)
            .collect();
        Some(Self {
            log: source.log,
            label: match sheet {
                Some(sheet) => format!("{file}#{sheet}").into(),
                None => Arc::clone(&file),
            },
            sheet: place.sheet.clone(),
            file,
            width: header
                .headers
                .iter()
                .rposition(is_named)
                .map_or(0, |last| last + 1),
            headers: header.headers,
            has_required_cells: required
                .iter()
                .any(|column| matches!(resolved.origins[*column], ColumnOrigin::Cell { .. })),
            required,
            // Whether a day belongs to the next year depends on the rows before it, so rows cannot be cached.
            layout: match source.file.year {
                None => layout,
                Some(_) => layout.without_plain_rows(),
            },
            remark,
            unused_days,
            ids: source.file.ids,
            year: source.file.year,
            named_year: header.named_year,
            yearless: Mutex::default(),
            keys: columns.iter().map(|column| column.key).collect(),
            indices: resolved.origins.iter().map(index_of).collect(),
            present: present_columns(&resolved.origins),
            origins: resolved.origins,
            default,
            words: Arc::clone(source.words),
            mapped: resolved.mapped,
            has_names: source.file.applicants_by_name,
            named_at: source.file.place.clone(),
            reported: Mutex::default(),
        })
    }

    /// The indices of the cells that columns of `log` are read from, each with whether it contains days.
    fn cells_used(&self, log: Log) -> impl Iterator<Item = (u32, bool)> {
        let columns = super::columns(log).iter().zip(&self.indices);
        let used = columns.filter(|(_, index)| **index != NO_CELLS);
        let used = used.map(|(column, index)| (*index, column.role == Role::Day));
        let ticks = self.origins.iter().flat_map(ColumnOrigin::ticks);
        let ticks = ticks.map(|tick| (tick.index, false));
        used.chain(ticks)
            .chain(self.remark.map(|remark| (remark, false)))
    }

    fn place(&self) -> Place {
        Place {
            sheet: self.sheet.clone(),
            ..Place::file(&self.file)
        }
    }
}

/// The findings about the columns of a usable header, and about the lines above it.
fn column_findings(header: &FoundHeader, source: &Source<'_>, place: &Place) -> Vec<Diagnostic> {
    let (headers, resolved, log) = (&header.headers, &header.resolved, source.log);
    let at = |line, problem| {
        let place = Place {
            line: Some(line),
            ..place.clone()
        };
        Diagnostic::at(place, problem)
    };
    let columns = (&*resolved.origins, &*resolved.free);
    let mut found = similar_header_findings(headers, &header.places, columns, log, place);
    let ignored = ignored_headers(headers, &resolved.origins);
    let unread = unread_columns(headers, &ignored, resolved, log);
    found.extend(unread.map(|problem| at(header.line, problem)));
    if !ignored.is_empty() {
        let problem = Problem::from(IgnoredColumns { headers: ignored });
        found.push(at(header.line, problem));
    }
    let units = Place {
        line: Some(header.unit.map_or(header.line, |(line, _)| line)),
        ..place.clone()
    };
    found.extend(units_applied(headers, &resolved.origins, log, &units));
    if let Some(&line) = header.records_above.first() {
        let rows = header.records_above.len() as u64;
        found.push(at(line, Problem::from(RowsAboveHeader { rows })));
    }
    let candidates = unused_days(headers, resolved, log);
    if !candidates.is_empty() {
        found.push(at(header.line, Problem::from(NoEndColumn { candidates })));
    }
    if let Some(named) = &header.named_kind {
        let problem = KindTaken {
            kind: named.kind,
            text: named.text.clone(),
            log: log.key(),
            file: source.file.path.clone(),
            sheet: None,
        };
        found.push(Diagnostic::at(place.clone(), problem));
    }
    found
}

/// Adds the name of the sheet to a finding that proposes a setting: with several sheets, a setting for the
/// whole file would be wrong for the others.
fn name_sheet(found: &mut Diagnostic) {
    let place = found.place.as_ref();
    let Some(name) = place.and_then(|place| place.sheet.as_deref()) else {
        return;
    };
    if let Some(KindTaken { sheet, .. }) = found.problem.get_mut() {
        *sheet = Some(name.to_owned());
    } else if let Some(MissingColumn { sheet, .. }) = found.problem.get_mut() {
        *sheet = Some(name.to_owned());
    }
}

/// The finding that a workbook cannot be read, at the damaged cell, or where `report.toml` names a missing
/// sheet.
pub(super) fn unreadable_finding(
    unreadable: Unreadable,
    source: &Source<'_>,
    place: Place,
) -> Diagnostic {
    let named = source.file.place.clone();
    let named = named
        .filter(|_| matches!(unreadable, Unreadable::Missing(_)) && !source.file.sheets.is_empty());
    let (problem, cell) = unreadable.into_problem();
    let (line, column) = cell.unzip();
    let place = named.unwrap_or(Place {
        line,
        column,
        ..place
    });
    Diagnostic::at(place, problem)
}

/// The findings about columns of money whose unit is not yuan.
fn units_applied(
    headers: &[String],
    origins: &[ColumnOrigin],
    log: Log,
    place: &Place,
) -> Vec<Diagnostic> {
    let columns = super::columns(log).iter().zip(origins);
    let of_money = columns.filter(|(column, _)| column.key.ends_with("_yuan"));
    let applied = of_money.filter_map(|(_, origin)| match origin {
        ColumnOrigin::Cell { index, factor } if *factor != 1 => {
            let problem = UnitApplied {
                header: headers[*index].clone(),
                factor: *factor,
            };
            Some(Diagnostic::at(place.clone(), problem))
        }
        _ => None,
    });
    applied.collect()
}

/// Takes the problems out of a resolved header, and adds the name of the file.
fn problems_of(resolved: &mut Resolved, of: &LogFile) -> impl Iterator<Item = Problem> {
    let errors = std::mem::take(&mut resolved.errors);
    let warnings = std::mem::take(&mut resolved.warnings);
    errors.into_iter().chain(warnings).map(|mut problem| {
        if let Some(MissingColumn { file, .. }) = problem.get_mut() {
            of.path.clone_into(file);
        }
        problem
    })
}

/// Reports columns that figures need and that were not found, with unused headers that may be meant.
fn unread_columns(
    headers: &[String],
    ignored: &[String],
    resolved: &Resolved,
    log: Log,
) -> Option<Problem> {
    let is_lacking = |column: &LogColumn| {
        let position = column_of(log, column.key);
        position.is_some_and(|position| resolved.origins[position] == ColumnOrigin::Missing)
    };
    let likely = likely_columns(log, headers, is_lacking, &resolved.free).into_iter();
    let likely = likely.map(|likely| {
        let column = likely.column;
        (column.key, column.header, headers[likely.index].clone())
    });
    let likely: Vec<_> = likely.collect();
    (!likely.is_empty()).then(|| {
        Problem::from(UnreadColumns {
            headers: ignored.to_vec(),
            likely,
            log: log.key(),
        })
    })
}

/// The unused columns of days of a request log that has neither a day of reply nor a day of
/// closing.
fn unused_days(headers: &[String], resolved: &Resolved, log: Log) -> Vec<String> {
    let is_lacking = |key| {
        let position = column_of(log, key);
        position.is_some_and(|position| resolved.origins[position] == ColumnOrigin::Missing)
    };
    if log != Log::Requests || !is_lacking("replied_on") || !is_lacking("closed_on") {
        return Vec::new();
    }
    let free = resolved.free.iter().map(|&index| &headers[index]);
    free.filter(|header| may_be_event(header))
        .cloned()
        .collect()
}

/// Reports unused headers that resemble those of columns the file lacks.
fn similar_header_findings(
    headers: &[String],
    places: &[(u64, u64)],
    (origins, free): (&[ColumnOrigin], &[usize]),
    log: Log,
    of_file: &Place,
) -> Vec<Diagnostic> {
    let is_lacking = |column: &LogColumn| {
        let position = column_of(log, column.key);
        position.is_some_and(|position| origins[position] == ColumnOrigin::Missing)
    };
    let similar = similar_headers(log, headers, is_lacking, free);
    let findings = similar.into_iter().map(|similar| {
        let (line, column) = places[similar.index];
        let place = Place {
            line: Some(line),
            column: Some(column),
            ..of_file.clone()
        };
        let problem = SimilarHeader {
            key: similar.column.key,
            header: similar.column.header,
            written: headers[similar.index].clone(),
            log: log.key(),
        };
        Diagnostic::at(place, problem)
    });
    findings.collect()
}

/// The place of a file, or of its sheet if `report.toml` names one.
fn file_place(name: &Arc<str>, file: &LogFile) -> Place {
    Place {
        sheet: file.sheet().map(Into::into),
        ..Place::file(name)
    }
}

/// The first non-blank rows, at most `most`.
fn first_rows<'a>(rows: impl Iterator<Item = RawRow<'a>>, most: usize) -> Vec<FirstRow> {
    let filled = (1..).zip(rows).filter(|(_, row)| !row.is_blank());
    let first = filled.take(most);
    first
        .map(|(records, row)| first_row(records, row))
        .collect()
}

pub(super) fn first_row(records: usize, row: RawRow<'_>) -> FirstRow {
    FirstRow {
        line: row.line(),
        records,
        cells: row.cells().map(|cell| cell.trim().to_owned()).collect(),
        raw: row.to_owned(),
    }
}

/// The finding why the rest of a file cannot be read.
fn damage_finding(log: Log, encoding: Encoding, damage: Damage, place: Place) -> Diagnostic {
    let problem = match damage.kind {
        DamageKind::Bytes { offset } => Problem::from(DamagedText {
            log: log.key(),
            file: place.file.to_string(),
            encoding: encoding.name(),
            offset,
        }),
        DamageKind::UnclosedQuote => Problem::from(UnclosedQuote),
        DamageKind::TooLong => Problem::from(RowTooLong {
            limit_mib: (LONGEST_ROW >> 20) as u64,
        }),
    };
    let place = Place {
        line: Some(damage.line),
        column: Some(damage.column),
        ..place
    };
    Diagnostic::at(place, problem)
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    head: &'a Arc<Head>,
    /// A copy of [`Head::indices`], because every cell access needs it.
    indices: &'a [u32],
    pub(super) raw: RawRow<'a>,
    /// Cache of parsed cells.
    cache: Option<&'a CellCache>,
}

impl<'a> Row<'a> {
    /// The log of the row.
    pub(super) fn log(&self) -> Log {
        self.head.log
    }

    /// Line number in a text, or row number in a sheet, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.raw.line()
    }

    /// The file of the row, with its sheet if several could be meant.
    #[must_use]
    #[expect(
        clippy::misnamed_getters,
        reason = "to who compares rows, two sheets are two files"
    )]
    pub fn file(&self) -> &'a Arc<str> {
        &self.head.label
    }

    /// The cell of a column, given by its position in the schema of the log; `None` if the cell counts as
    /// missing: blank, `/` or `-`.
    #[must_use]
    #[expect(clippy::inline_always, reason = "measured: it is asked for every cell")]
    #[inline(always)]
    pub(super) fn cell(&self, column: usize) -> Option<&'a str> {
        let index = *self.indices.get(column)?;
        if index == NO_CELLS {
            return self.constant(column);
        }
        self.cell_at(index)
    }

    /// The cell with this index; `None` if it counts as missing.
    #[inline]
    fn cell_at(&self, index: u32) -> Option<&'a str> {
        filled(self.raw.cell(index as usize)?)
    }

    /// Creates a row without a cache.
    fn of(head: &'a Arc<Head>, raw: RawRow<'a>) -> Self {
        Self {
            head,
            indices: &head.indices,
            raw,
            cache: None,
        }
    }

    /// The unused headers that may be those of applicants' names.
    #[must_use]
    pub fn headers_of_names(&self) -> Vec<String> {
        const WORDS: [&str; 4] = ["姓名", "申请人", "名称", "申请主体"];
        let mut headers = ignored_headers(&self.head.headers, &self.head.origins);
        headers.retain(|header| {
            let is_other = synonyms::is_other_header(&Header::new(header).name);
            !is_other && WORDS.iter().any(|word| header.contains(word))
        });
        headers
    }

    /// The text of the cell with this index.
    pub(super) fn text_at(&self, index: usize) -> &'a str {
        self.raw.cell(index).unwrap_or_default().trim()
    }

    /// All cells; those that count as missing are blank.
    pub(super) fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.raw
            .cells()
            .map(|cell| filled(cell).unwrap_or_default())
    }

    /// The cell of the column `id`; `None` if it counts as missing.
    pub(super) fn id_cell(&self) -> Option<&'a str> {
        let position = self.head.keys.iter().position(|key| *key == "id")?;
        let index = self.indices[position];
        (index != NO_CELLS).then(|| self.cell_at(index)).flatten()
    }

    /// The remarks of the row, each with the header of its column: 备注, 案由.
    pub(super) fn remarks(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        const REMARKS: [&str; 6] = ["备注", "说明", "备注说明", "情况说明", "案由", "案件来源"];
        let headers = (0..).zip(&self.head.headers);
        let remarks = headers.filter(|(_, header)| REMARKS.contains(&folded(header).as_str()));
        let row = *self;
        remarks.filter_map(move |(index, header)| Some((header.as_str(), row.cell_at(index)?)))
    }

    /// The header above the cell with this index.
    pub(super) fn header_at(&self, index: usize) -> &'a str {
        self.head.headers.get(index).map_or("", String::as_str)
    }

    /// The header of a column of the schema that the file has.
    pub(super) fn header_of(&self, column: usize) -> Option<&'a str> {
        match self.head.origins.get(column)? {
            ColumnOrigin::Cell { index, .. } => Some(self.header_at(*index)),
            _ => None,
        }
    }

    /// The key of the column that the cell with this index belongs to.
    pub(super) fn key_at(&self, index: usize) -> Option<&'static str> {
        let is_tick = |origin: &ColumnOrigin| {
            let mut ticks = origin.ticks().iter();
            ticks.any(|tick| tick.index as usize == index)
        };
        let position = self.indices.iter().position(|own| *own as usize == index);
        let position = position.or_else(|| self.head.origins.iter().position(is_tick));
        self.head.keys.get(position?).copied()
    }

    /// Whether the cell with this index may contain the name of a person, so that it is never shown.
    fn is_private(&self, index: usize) -> bool {
        self.key_at(index) == Some(PRIVATE_COLUMN)
    }

    /// Whether the cell with this index is an amount of money.
    pub(super) fn is_of_money(&self, index: usize) -> bool {
        self.key_at(index).is_some_and(|key| key.ends_with("_yuan"))
    }

    /// The cells that each record must fill, except columns that are constant in all rows.
    fn required_cells(&self) -> impl Iterator<Item = (usize, Option<&'a str>)> {
        let required = self.head.required.iter();
        let in_file = required.filter(|column| self.indices[**column] != NO_CELLS);
        in_file.map(|column| (*column, self.cell(*column)))
    }

    /// Whether all cells that each record must fill are blank.
    pub(super) fn lacks_all_required(&self) -> bool {
        self.head.has_required_cells && self.required_cells().all(|(_, cell)| cell.is_none())
    }

    /// The cells of columns of days.
    pub(super) fn day_cells(&self) -> impl Iterator<Item = &'a str> {
        let columns = super::columns(self.head.log).iter().enumerate();
        let days = columns.filter(|(_, column)| column.role == Role::Day);
        days.filter_map(|(position, _)| self.cell(position))
    }

    /// Whether all required cells are filled, and those of days contain a valid day.
    pub(super) fn is_like_record(&self) -> bool {
        self.required_cells().all(|(column, cell)| {
            let is_day = self.head.keys[column].ends_with("_on");
            let reads = |cell| {
                let of_year = || date::of_year(cell, self.head.year?);
                date::read(cell).is_ok() || of_year().is_some()
            };
            cell.is_some_and(|cell| !is_day || reads(cell))
        })
    }

    pub(super) fn layout(&self) -> &'a PlainLayout {
        &self.head.layout
    }

    /// How the ids of the file are numbered, if configured in `report.toml`.
    #[inline]
    pub(crate) fn ids(&self) -> Option<Ids> {
        self.head.ids
    }

    /// Number of columns in the schema of the log.
    pub(super) fn columns(&self) -> usize {
        self.indices.len()
    }

    /// Expected number of cells.
    pub(super) fn width(&self) -> usize {
        self.head.width
    }

    /// The constant text of a column, or the kind ticked in its tick columns.
    #[inline]
    fn constant(&self, column: usize) -> Option<&'a str> {
        match self.head.origins.get(column)? {
            ColumnOrigin::Constant(constant) => content(constant),
            ColumnOrigin::Ticked(ticks) => self.ticked(ticks),
            _ => None,
        }
    }

    /// The kind that is ticked; `None` if no cell is ticked, several are, or a cell is neither yes nor no.
    #[inline(never)]
    fn ticked(&self, ticks: &'a [Tick]) -> Option<&'a str> {
        let mut chosen = None;
        for Tick { index, kind } in ticks {
            match self.cell_at(*index).map(TickMark::of) {
                None | Some(TickMark::No) => {}
                Some(TickMark::Yes) if chosen.is_none() => chosen = Some(&**kind),
                Some(_) => return None,
            }
        }
        chosen
    }

    /// Whether any tick column of a column contains something other than "no".
    pub(super) fn has_marks(&self, column: usize) -> bool {
        let ticks = self
            .head
            .origins
            .get(column)
            .map_or(&[][..], ColumnOrigin::ticks);
        let mark = |tick: &Tick| self.cell_at(tick.index).map(TickMark::of);
        ticks
            .iter()
            .any(|tick| mark(tick).is_some_and(|mark| mark != TickMark::No))
    }

    /// Whether a column is read from tick columns.
    pub(super) fn has_ticks(&self, column: usize) -> bool {
        matches!(self.head.origins.get(column), Some(ColumnOrigin::Ticked(_)))
    }

    /// The cell of the column `key` of `log`, or its default; `None` if there is neither.
    #[must_use]
    pub fn text_of(&self, log: Log, key: &str) -> Option<&'a str> {
        let column = column_of(log, key)?;
        self.cell(column).or_else(|| self.default(column))
    }

    /// The default of `report.toml` for blank cells of a column.
    pub(super) fn default(&self, column: usize) -> Option<&'a str> {
        let (of, text) = self.head.default.as_ref()?;
        content(text).filter(|_| *of == column)
    }

    /// Like [`Self::text_of`], but without personal data: the kind of an applicant instead of the name, which
    /// is also masked in a title.
    #[must_use]
    pub fn public_text_of(&self, log: Log, key: &str) -> Option<Cow<'a, str>> {
        let text = self.text_of(log, key)?;
        match key {
            PRIVATE_COLUMN => self.kind_of_applicant(text).map(Cow::Borrowed),
            "title" if log == Log::Requests => Some(self.without_applicant(text)),
            _ => Some(Cow::Borrowed(text)),
        }
    }

    /// Masks the name of the row's applicant, telephone numbers and identity card numbers in the title of a
    /// request.
    #[must_use]
    pub fn without_applicant<'t>(&self, title: &'t str) -> Cow<'t, str> {
        let mut covered = without_personal_numbers(title);
        let applicant = self.text_of(Log::Requests, PRIVATE_COLUMN);
        let Some(applicant) = applicant.filter(|applicant| self.is_name(applicant)) else {
            return covered;
        };
        // A cell may contain several applicants. A name of one character would mask any word.
        let names = applicant.split(['、', '，', ',', ';', '；', '（', '(', '）', ')']);
        let names = names.map(str::trim);
        for name in names.filter(|name| name.chars().nth(1).is_some()) {
            if covered.contains(name) {
                covered = Cow::Owned(covered.replace(name, COVERED));
            }
        }
        covered
    }

    /// Whether the text of an applicant cell is a name instead of the word for a kind.
    fn is_name(&self, text: &str) -> bool {
        let meaning = self.words().meaning(APPLICANT, text);
        meaning == Meaning::Unknown
    }

    /// The kind of applicant for the text of a cell.
    fn kind_of_applicant(&self, text: &str) -> Option<&'static str> {
        let (log, key) = (Log::Requests, PRIVATE_COLUMN);
        let (meaning, _) = self.meaning(column_of(log, key)?, APPLICANT, text);
        let code = meaning.code()?;
        let kind = APPLICANT.codes.iter().find(|kind| kind.code == code);
        kind.map(|kind| kind.name.zh)
    }

    /// The name in the column `key` of `log`; `None` if the cell counts as missing or is a word for that.
    #[must_use]
    pub fn name_of(&self, log: Log, key: &str) -> Option<&'a str> {
        self.name(column_of(log, key)?)
    }

    /// The factor of the unit of money in the header of a column, such as 万元.
    pub(super) fn factor(&self, column: usize) -> u32 {
        match self.head.origins.get(column) {
            Some(ColumnOrigin::Cell { factor, .. }) => *factor,
            _ => 1,
        }
    }

    /// Whether the file has any of the columns in a bit set of positions.
    pub(super) fn has_any(&self, columns: u64) -> bool {
        self.head.present & columns != 0
    }

    /// The day in a cell of a column, if it is in the usual spelling.
    #[inline]
    pub(super) fn usual_day(&self, column: usize, cell: &str) -> Option<NaiveDate> {
        match self.cache {
            Some(cache) => cache.usual_day(column, cell),
            None => date::usual(cell),
        }
    }

    /// The words for codes.
    pub(super) fn words(&self) -> &'a Words {
        &self.head.words
    }

    /// The meaning of a word in a column, and whether it was looked up for the first time.
    pub(super) fn meaning(&self, column: usize, list: List, word: &str) -> (Meaning, bool) {
        let meaning = || match self.words().meaning(list, word) {
            // Most names are not known words.
            Meaning::Unknown if list == APPLICANT && self.head.has_names && is_person(word) => {
                Meaning::Code("natural_person")
            }
            meaning => meaning,
        };
        match self.cache {
            Some(cache) => cache.meaning(column, word, meaning),
            None => (meaning(), true),
        }
    }

    /// The code that the office answers for a column of this row; `None` without an answer, or if its word
    /// has no code.
    pub(super) fn answer(&self, column: usize, list: List) -> Option<&'static str> {
        let words = self.words();
        let key = self.head.keys.get(column)?;
        let word = words.answers.word(self.head.log, self, key)?;
        words.code_of(list, word)
    }

    /// Whether a finding that occurs once per file was not yet reported for a column and a word.
    pub(super) fn is_new(&self, column: usize, word: &str) -> bool {
        let mut reported = self
            .head
            .reported
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        reported.insert((column, word.into()))
    }

    /// The year of days that are written without one, if configured in `report.toml`.
    pub(super) fn year(&self) -> Option<i32> {
        self.head.year
    }

    /// Whether a day without a year may belong to the next year: a row above has a day more than half a year
    /// later, as in `1.4` after `12.30`. This applies to all rows below, too. A row may be read repeatedly.
    pub(super) fn is_of_next_year(&self, column: usize, day: NaiveDate) -> bool {
        let line = self.line();
        let mut columns = self
            .head
            .yearless
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let last = columns.entry(column).or_insert(Yearless {
            line,
            day,
            next_year_from: None,
        });
        if line > last.line {
            if is_long_before(day, last.day) {
                last.next_year_from.get_or_insert(line);
            }
            (last.line, last.day) = (line, day);
        }
        last.next_year_from.is_some_and(|from| from <= line)
    }

    /// Whether a column is constant in all rows, as configured in `report.toml`.
    pub(super) fn is_constant(&self, column: usize) -> bool {
        matches!(
            self.head.origins.get(column),
            Some(ColumnOrigin::Constant(_))
        )
    }

    /// The place of the row as a whole.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            line: Some(self.raw.line()),
            ..self.head.place()
        }
    }

    /// The place of the cell of the column `key`, or of the row if it has no such cell.
    #[must_use]
    pub fn place_of(&self, log: Log, key: &str) -> Place {
        let column = column_of(log, key);
        column.map_or_else(|| self.place(), |column| self.cell_place(column))
    }

    /// Line and column of the cell of the column `key`, or of the row if it has no such cell.
    #[must_use]
    pub fn position_of(&self, log: Log, key: &str) -> (u64, u64) {
        match self.index_of(log, key) {
            Some(index) => self.position(index),
            None => (self.line(), 1),
        }
    }

    /// The index of the cells of the column `key`; `None` if it has no cells.
    fn index_of(&self, log: Log, key: &str) -> Option<usize> {
        match self.head.origins.get(column_of(log, key)?)? {
            ColumnOrigin::Cell { index, .. } => Some(*index),
            _ => None,
        }
    }

    /// Reports a problem in the cell of the column `key`. `problem` is called only if the finding is kept.
    pub fn report(
        &self,
        found: &mut Findings<'_>,
        (log, key): (Log, &str),
        code: Code,
        problem: impl FnOnce() -> Problem,
    ) {
        let diagnostic = || Diagnostic::at(self.place_of(log, key), problem());
        match self.index_of(log, key) {
            Some(index) if self.raw.is_one_line() => {
                let spot = Spot {
                    file: &self.head.file,
                    sheet: self.head.sheet.as_ref(),
                    line: Some(self.line()),
                    header: self.head.headers.get(index).map(String::as_str),
                    column: None,
                };
                found.add(code, spot, diagnostic);
            }
            _ => found.push(diagnostic()),
        }
    }

    /// The place of the cell of a column, given by its position in the schema of the log.
    pub(super) fn cell_place(&self, column: usize) -> Place {
        let index = match self.head.origins.get(column) {
            Some(&ColumnOrigin::Cell { index, .. }) => index,
            Some(ColumnOrigin::Constant(_)) => {
                return self.head.named_at.clone().unwrap_or_else(|| self.place());
            }
            _ => return self.place(),
        };
        self.place_at(index)
    }

    /// The place of the cell with this index.
    pub(super) fn place_at(&self, index: usize) -> Place {
        let cell = self.raw.cell(index).unwrap_or_default();
        let (line, column) = self.position(index);
        Place {
            line: Some(line),
            column: Some(column),
            header: self.head.headers.get(index).cloned(),
            excerpt: (cell.is_empty() || !self.is_private(index)).then(|| Excerpt {
                text: cell.to_owned(),
                marked: 0..cell.len(),
            }),
            ..self.head.place()
        }
    }

    /// Line and column of the cell with this index; the column counts characters in a text, cells in a sheet.
    pub(super) fn position(&self, index: usize) -> (u64, u64) {
        self.raw.position(index)
    }

    /// Whether all cells of the row are blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.raw.is_blank()
    }

    /// Whether the row has more than one cell, even if all are blank. False for a blank line.
    #[must_use]
    pub fn has_separators(&self) -> bool {
        self.raw.len() > 1
    }

    /// The finding about a total at the bottom of the table, if the row is one instead of a record.
    ///
    /// Its first filled cell is a word for a total, and a required cell is blank.
    #[must_use]
    pub fn as_total(&self) -> Option<Diagnostic> {
        let is_blank = |column: &usize| self.cell(*column).is_none();
        if !self.head.required.iter().any(is_blank) {
            return None;
        }
        let mut cells = self.raw.cells().map(str::trim);
        let text = cells.find(|cell| !cell.is_empty())?.to_owned();
        is_total(&folded(&text)).then(|| Diagnostic::at(self.place(), TotalsRow { text, rows: 1 }))
    }

    /// The findings about row counts that the row, a total, states and that differ from the rows above it.
    #[must_use]
    pub fn compare_total(&self, above: &RowsAbove) -> Vec<Diagnostic> {
        let stated = Stated::by(self);
        stated
            .iter()
            .filter_map(|stated| above.compare(stated))
            .collect()
    }

    /// The heading in the row, if the row is the heading of a group of records: `上年结转`.
    ///
    /// All its other cells are numbers.
    #[must_use]
    pub fn as_divider(&self) -> Option<&'a str> {
        let is_number = |cell: &&str| cell.chars().all(layout::is_numeral);
        let mut words = self
            .cells()
            .filter(|cell| !cell.is_empty() && !is_number(cell));
        let word = words.next()?;
        (words.next().is_none() && layout::is_divider(word)).then_some(word)
    }

    /// Whether the row is a total or a heading. Such a row need not fit the header.
    fn is_no_record(&self) -> bool {
        self.as_total().is_some() || self.as_divider().is_some()
    }

    /// The problem if the row does not fit the header.
    fn raggedness(&self) -> Option<Problem> {
        // A sheet has no separators to be wrong; cells beside its table are not an error.
        if self.raw.is_of_sheet() {
            return None;
        }
        let (expected, found) = (self.head.width, self.raw.len());
        let is_filled = |cell: &str| !cell.trim().is_empty();
        let is_ragged = found < expected || self.raw.cells().skip(expected).any(is_filled);
        is_ragged.then_some(Problem::from(RaggedRow { expected, found }))
    }

    /// Returns a copy in which the cell at `index` is replaced by `cell`.
    pub(super) fn with_cell(&self, index: usize, cell: &str) -> OwnedRow {
        OwnedRow {
            head: Arc::clone(self.head),
            raw: self.raw.with_cell(index, cell),
        }
    }

    /// Returns a copy that does not borrow from the table.
    #[must_use]
    pub fn to_owned(&self) -> OwnedRow {
        OwnedRow {
            head: Arc::clone(self.head),
            raw: self.raw.to_owned(),
        }
    }
}

/// The meaning of a cell in a tick column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TickMark {
    Yes,
    No,
    Other,
}

impl TickMark {
    fn of(cell: &str) -> Self {
        match cell {
            "0" | "否" | "×" | "□" | "☐" | "无" => Self::No,
            "√" | "✓" | "✔" | "☑" | "■" | "●" | "1" | "是" | "V" | "v" | "Ｖ" | "ｖ" => {
                Self::Yes
            }
            _ => Self::Other,
        }
    }
}

/// The position of the column `key` in the schema of `log`.
fn column_of(log: Log, key: &str) -> Option<usize> {
    let mut columns = super::columns(log).iter();
    columns.position(|column| column.key == key)
}

/// The headers that no column is read from.
fn ignored_headers(headers: &[String], origins: &[ColumnOrigin]) -> Vec<String> {
    let is_used = |wanted: usize| {
        origins.iter().any(|origin| match origin {
            ColumnOrigin::Cell { index, .. } => *index == wanted,
            origin => {
                let mut ticks = origin.ticks().iter();
                ticks.any(|tick| tick.index as usize == wanted)
            }
        })
    };
    let headers = headers.iter().enumerate();
    let ignored = headers.filter(|&(index, header)| !is_used(index) && !header.is_empty());
    ignored.map(|(_, header)| header.clone()).collect()
}

/// The set of columns that are not missing, as one bit each.
fn present_columns(origins: &[ColumnOrigin]) -> u64 {
    let present = (0_u32..)
        .zip(origins)
        .filter(|(_, origin)| **origin != ColumnOrigin::Missing);
    present.fold(0, |present, (position, _)| present | 1 << position)
}

/// The column with a default and the default. If the file lacks the column, the default becomes a constant.
fn take_default(source: &Source<'_>, origins: &mut [ColumnOrigin]) -> Option<(usize, String)> {
    let text = source.file.default_department.clone()?;
    let column = column_of(source.log, "department")?;
    if origins[column] == ColumnOrigin::Missing {
        origins[column] = ColumnOrigin::Constant(text.clone());
    }
    Some((column, text))
}

/// Used as the index of a column without cells.
const NO_CELLS: u32 = u32::MAX;

/// The index of the cells of a column, or [`NO_CELLS`].
fn index_of(origin: &ColumnOrigin) -> u32 {
    match origin {
        ColumnOrigin::Cell { index, .. } => u32::try_from(*index).unwrap_or(NO_CELLS),
        _ => NO_CELLS,
    }
}

/// The content of a cell; `None` if it counts as missing.
#[expect(clippy::inline_always, reason = "measured: it is asked for every cell")]
#[inline(always)]
pub(super) fn filled(cell: &str) -> Option<&str> {
    if is_plain(cell.as_bytes()) {
        return Some(cell);
    }
    content(cell)
}

/// The same for any cell, without the fast path.
#[inline(never)]
pub(super) fn content(cell: &str) -> Option<&str> {
    let cell = as_text(cell.trim());
    (!matches!(cell, "" | "/" | "-" | "／" | "－" | "—" | "——")).then_some(cell)
}

/// A cell without the marks of a number stored as text: `'2017001`, `="2017001"`.
fn as_text(cell: &str) -> &str {
    match cell.as_bytes() {
        [b'\'', ..] if !cell[1..].contains('\'') => cell[1..].trim(),
        [b'=', b'"', .., b'"'] if cell.len() > 3 => cell[2..cell.len() - 1].trim(),
        _ => cell,
    }
}

/// Whether a cell needs no trimming or other treatment, judged by its ends: neither is white space or a
/// mark, and the cell is not a sign for a missing value.
#[inline]
pub(super) fn is_plain(cell: &[u8]) -> bool {
    let (Some(&first), Some(&last)) = (cell.first(), cell.last()) else {
        return false;
    };
    BEGINS_PLAIN[usize::from(first)]
        && match cell {
            _ if last.is_ascii() => last.is_ascii_graphic(),
            [.., first, _, _] => BEGINS_PLAIN[usize::from(*first)],
            _ => false,
        }
}

/// First bytes of letters, digits and Chinese characters, without punctuation.
pub(super) const BEGINS_PLAIN: [bool; 256] = {
    let mut begins = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it is less than 256")]
        let is_ascii = (byte as u8).is_ascii_alphanumeric();
        begins[byte] = is_ascii || matches!(byte, 0xE4..=0xE9);
        byte += 1;
    }
    begins
};

/// A row that owns its data.
pub struct OwnedRow {
    head: Arc<Head>,
    raw: OwnedRawRow,
}

impl OwnedRow {
    /// Borrows the row.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            head: &self.head,
            indices: &self.head.indices,
            raw: self.raw.row(),
            cache: None,
        }
    }
}

/// Replaces masked personal data.
const COVERED: &str = "＊＊";

/// Masks mobile telephone numbers and identity card numbers in a text.
fn without_personal_numbers(text: &str) -> Cow<'_, str> {
    let is_personal = |digits: &str| match digits.len() {
        11 => digits.starts_with('1'),
        length => matches!(length, 15 | 17 | 18),
    };
    let mut covered = Cow::Borrowed(text);
    for digits in text.split(|c: char| !c.is_ascii_digit()) {
        if is_personal(digits) {
            covered = Cow::Owned(covered.replace(digits, COVERED));
        }
    }
    covered
}
