//! A workbook, `.xlsx`, `.xls` or `.ods`, and the cells of its sheets.
//!
//! A workbook is compressed and cannot be read from its middle, so it is held in memory; a sheet ends
//! at 1 048 576 rows. Each sheet is parsed once, when it is first asked for.
//!
//! `xlsx` reads the parts of an `.xlsx`, `ods` those of an `.ods`; every other kind is read by the workbook crate, which panics
//! on damaged files. Panics end here, as [`WorkbookFault::Damaged`].

use std::cell::Cell as Flag;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use calamine::{Data, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};

use super::ods;
use super::xlsx::{self, Area, Bytes, Cell, Content, Fault, Workbook};
use crate::diagnostic::{BadWorkbook, MissingSheet, Problem, WorkbookFault};

thread_local! {
    static IS_READING: Flag<bool> = const { Flag::new(false) };
}

/// Whether this thread is reading a workbook. A panic of it then is that of a damaged workbook, and is
/// reported as a finding: it must not be shown as a fault of the program.
#[must_use]
pub fn is_reading_workbook() -> bool {
    IS_READING.get()
}

/// Whether a file that begins with `block` is a workbook, whatever it is called: a ZIP archive or an
/// OLE compound file.
pub(super) fn is_workbook(block: &[u8]) -> bool {
    block.starts_with(b"PK\x03\x04") || block.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Why a sheet cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It is not in the workbook; with the names of those that are.
    Missing(Vec<String>),
    /// The workbook is damaged.
    Fault(Fault),
}

impl Unreadable {
    /// The finding, and row and column of its cell where known, from 1.
    pub(super) fn told(self) -> (Problem, Option<(u64, u64)>) {
        match self {
            Self::Missing(found) => (Problem::from(MissingSheet { found }), None),
            Self::Fault(Fault { fault, cell }) => {
                let cell = cell.map(|(row, column)| (u64::from(row) + 1, u64::from(column) + 1));
                (Problem::from(BadWorkbook { fault }), cell)
            }
        }
    }
}

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// An opened workbook.
pub(super) struct Book {
    engine: Mutex<Engine>,
    sheets: Vec<BookSheet>,
}

/// A sheet of a workbook.
pub(super) struct BookSheet {
    pub(super) name: String,
    /// Whether it is a table that is not hidden.
    pub(super) is_shown: bool,
    content: OnceLock<Result<Arc<Content>, Fault>>,
}

/// What parses the sheets.
enum Engine {
    Package(Workbook),
    /// All sheets are parsed.
    Document,
    Crate(Box<Sheets<Cursor<Bytes>>>),
}

impl Book {
    /// Opens the workbook that begins with `block` and goes on with `bytes`.
    ///
    /// # Errors
    /// The outer error is the system's; the inner one says why the workbook cannot be read.
    pub(super) fn open(
        mut block: Vec<u8>,
        bytes: &mut dyn Read,
    ) -> io::Result<Result<Self, Fault>> {
        bytes.read_to_end(&mut block)?;
        let bytes = Bytes(Arc::new(block));
        Ok(guarded(|| engine(bytes)).map(|(engine, sheets)| Self {
            engine: Mutex::new(engine),
            sheets,
        }))
    }

    /// Its sheets, in their order.
    pub(super) fn sheets(&self) -> &[BookSheet] {
        &self.sheets
    }

    /// The cells of the sheet at `index`.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn content(&self, index: usize) -> Result<Arc<Content>, Fault> {
        let sheet = &self.sheets[index];
        let content = sheet.content.get_or_init(|| {
            let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
            guarded(|| match &mut *engine {
                Engine::Package(package) => package.read(index),
                Engine::Document => Err(WorkbookFault::Damaged.into()),
                Engine::Crate(workbook) => content(workbook, &sheet.name),
            })
            .map(Arc::new)
        });
        content.clone()
    }
}

/// Does `work` on a workbook; a panic is damage.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    IS_READING.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_READING.set(false);
    outcome.unwrap_or_else(|_| Err(WorkbookFault::Damaged.into()))
}

fn unreadable(error: impl std::fmt::Display) -> Fault {
    let reason = error.to_string();
    WorkbookFault::Unreadable { reason }.into()
}

fn engine(bytes: Bytes) -> Result<(Engine, Vec<BookSheet>), Fault> {
    let of = |(name, is_shown)| BookSheet {
        name,
        is_shown,
        content: OnceLock::new(),
    };
    if let Some(package) = Workbook::open(bytes.clone()) {
        let package = package?;
        let sheets = package.sheets.iter();
        let sheets = sheets.map(|sheet| of((sheet.name.clone(), sheet.is_shown)));
        let sheets = sheets.collect();
        return Ok((Engine::Package(package), sheets));
    }
    if let Some(sheets) = ods::read(bytes.clone()) {
        let sheets = sheets?.into_iter().map(|sheet| BookSheet {
            name: sheet.name,
            is_shown: sheet.is_shown,
            content: sheet.content.map(Arc::new).into(),
        });
        return Ok((Engine::Document, sheets.collect()));
    }
    let workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let is_shown = |sheet: &calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let sheets = workbook.sheets_metadata().iter();
    let sheets = sheets.map(|sheet| of((sheet.name.clone(), is_shown(sheet))));
    let sheets = sheets.collect();
    Ok((Engine::Crate(Box::new(workbook)), sheets))
}

/// The cells of a sheet as the workbook crate reads them.
fn content(workbook: &mut Sheets<Cursor<Bytes>>, name: &str) -> Result<Content, Fault> {
    let mut content = Content::default();
    let cells = workbook.worksheet_range(name).map_err(unreadable)?;
    let start = cells.start().unwrap_or_default();
    for (row, column, cell) in cells.used_cells() {
        let index =
            |start: u32, offset| start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        let (row, column) = (index(start.0, row), index(start.1, column));
        if row >= xlsx::ROWS || column >= xlsx::COLUMNS {
            let reference = format!("R{}C{}", u64::from(row) + 1, u64::from(column) + 1);
            return Err(WorkbookFault::BadReference { reference }.into());
        }
        let Some(cell) = of_crate(cell) else { continue };
        match content.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            _ => content.rows.push((row, vec![(column, cell)])),
        }
    }
    if let Sheets::Xls(workbook) = workbook {
        content.is_1904 = workbook.has_1904_epoch();
        let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
        content.merged = merged
            .into_iter()
            .map(|merged| Area {
                rows: merged.start.0..=merged.end.0,
                columns: merged.start.1..=merged.end.1,
            })
            .collect();
    }
    Ok(content)
}

/// A cell as the workbook crate reads it; none where it is blank.
fn of_crate(cell: &Data) -> Option<Cell> {
    let text = match cell {
        Data::Empty => return None,
        Data::Float(number) => return Some(Cell::Number(*number)),
        Data::DateTime(time) if time.is_datetime() => return Some(Cell::Day(time.as_f64())),
        Data::DateTime(time) => return Some(Cell::Number(time.as_f64())),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(truth) => truth.to_string().to_uppercase(),
        Data::Error(error) => error.to_string(),
        Data::Int(number) => number.to_string(),
    };
    (!text.is_empty()).then(|| Cell::Text(text.into()))
}

/// Workbooks that are named more than once: each is read once.
#[derive(Default)]
pub struct Books(Mutex<BTreeMap<String, Arc<Slot>>>);

/// The place of a workbook, empty before it is read.
type Slot = Mutex<Option<Arc<Book>>>;

impl Books {
    /// The place of the workbook at `path`.
    pub(super) fn slot(&self, path: &str) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(path.to_owned()).or_default())
    }
}
