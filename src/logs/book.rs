//! A workbook, `.xlsx`, `.xls` or `.ods`, and the cells of its sheets.
//!
//! A workbook is compressed and cannot be read from its middle, so it is kept in memory; a sheet ends
//! at 1 048 576 rows. Each sheet is parsed once, on first use.
//!
//! `xlsx` parses an `.xlsx`, `ods` an `.ods` and `xls` the stream of an `.xls`, each into a `grid`. An
//! `.xlsb` is parsed by the workbook crate in `xlsb`, which panics on damaged files. Such panics are
//! caught here and reported as [`WorkbookFault::Damaged`].

use std::cell::Cell as Flag;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::compound::SIGNATURE;
use super::grid::{Bytes, Fault, OdsContent};
use super::ods;
use super::xls::BinaryWorkbook;
use super::xlsb::BinaryPackage;
use super::xlsx::Workbook;
use crate::diagnostic::{BadWorkbook, MissingSheet, Problem, WorkbookFault};

thread_local! {
    static IS_READING: Flag<bool> = const { Flag::new(false) };
}

/// Whether this thread is reading a workbook. A panic during that time means that the workbook is damaged.
/// It is reported as a finding and must not be shown as a crash of the program.
#[must_use]
pub fn is_reading_workbook() -> bool {
    IS_READING.get()
}

/// Whether a file that begins with `block` is a workbook, regardless of its name: a ZIP archive or an
/// OLE compound file.
pub(super) fn is_workbook(block: &[u8]) -> bool {
    block.starts_with(b"PK\x03\x04") || block.starts_with(SIGNATURE)
}

/// Why a sheet cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// The workbook has no such sheet; contains the names of its sheets.
    Missing(Vec<String>),
    /// The workbook is damaged.
    Fault(Fault),
}

impl Unreadable {
    /// Returns the finding, and row and column of the cell if known, counted from 1.
    pub(super) fn into_problem(self) -> (Problem, Option<(u64, u64)>) {
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
    /// Whether it is a visible table.
    pub(super) is_shown: bool,
    content: OnceLock<Result<Arc<OdsContent>, Fault>>,
}

/// The parser of the sheets, by format.
enum Engine {
    Package(Workbook),
    /// `.ods`: all sheets are already parsed.
    Document,
    Binary(Box<BinaryWorkbook>),
    BinaryPackage(Box<BinaryPackage>),
}

impl Book {
    /// Opens the workbook that begins with `block` and continues with `bytes`.
    ///
    /// # Errors
    /// The outer error is an I/O error; the inner one is the reason why the workbook cannot be read.
    pub(super) fn open(
        mut block: Vec<u8>,
        bytes: &mut dyn Read,
    ) -> io::Result<Result<Self, Fault>> {
        bytes.take(Bytes::MOST + 1).read_to_end(&mut block)?;
        if block.len() as u64 > Bytes::MOST {
            return Ok(Err(WorkbookFault::TooLarge.into()));
        }
        let bytes = Bytes::new(block);
        Ok(guarded(|| engine(bytes?)).map(|(engine, sheets)| Self {
            engine: Mutex::new(engine),
            sheets,
        }))
    }

    /// The sheets, in the order of the workbook.
    pub(super) fn sheets(&self) -> &[BookSheet] {
        &self.sheets
    }

    /// The cells of the sheet at `index`, parsed on first use.
    ///
    /// # Errors
    /// The reason why the sheet cannot be read.
    pub(super) fn content(&self, index: usize) -> Result<Arc<OdsContent>, Fault> {
        let sheet = &self.sheets[index];
        let content = sheet.content.get_or_init(|| {
            let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
            guarded(|| match &mut *engine {
                Engine::Package(package) => package.read(index),
                Engine::Document => Err(WorkbookFault::Damaged.into()),
                Engine::Binary(workbook) => workbook.read(index),
                Engine::BinaryPackage(package) => package.read(&sheet.name),
            })
            .map(Arc::new)
        });
        content.clone()
    }
}

/// Runs `work` on a workbook and converts a panic into [`WorkbookFault::Damaged`].
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    IS_READING.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_READING.set(false);
    outcome.unwrap_or_else(|_| Err(WorkbookFault::Damaged.into()))
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
    if let Some(sheets) = ods::read(&bytes) {
        let sheets = sheets?.into_iter().map(|sheet| BookSheet {
            name: sheet.name,
            is_shown: sheet.is_shown,
            content: sheet.content.map(Arc::new).into(),
        });
        return Ok((Engine::Document, sheets.collect()));
    }
    if bytes.as_ref().starts_with(SIGNATURE) {
        let workbook = BinaryWorkbook::open(&bytes)?;
        let sheets = workbook.sheets.iter();
        let sheets = sheets.map(|sheet| of((sheet.name.clone(), sheet.is_shown)));
        let sheets = sheets.collect();
        return Ok((Engine::Binary(Box::new(workbook)), sheets));
    }
    let package = BinaryPackage::open(bytes)?;
    let sheets = package.sheets().map(of).collect();
    Ok((Engine::BinaryPackage(Box::new(package)), sheets))
}

/// Cache of the workbooks that are used more than once. Each is read once.
#[derive(Default)]
pub struct Books(Mutex<BTreeMap<String, Arc<Slot>>>);

/// Cache entry of a workbook; empty until it is read.
type Slot = Mutex<Option<Arc<Book>>>;

impl Books {
    /// The cache entry of the workbook at `path`.
    pub(super) fn slot(&self, path: &str) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(path.to_owned()).or_default())
    }
}
