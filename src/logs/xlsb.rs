//! Reads `.xlsb` workbooks through the workbook crate, cell by cell.
//!
//! The crate keeps the shared texts and sheet names in memory without a limit. Therefore all parts are
//! unpacked once beforehand to measure their size.

use std::collections::HashMap;
use std::io::{self, Cursor};
use std::sync::Arc;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsb};

use super::grid::{Bytes, COLUMNS, Fault, OdsContent, ROWS, SheetCell, check_length, unreadable};
use super::part::{self, Meter};
use crate::diagnostic::WorkbookFault;

/// Maximum unpacked size in bytes of the part with the sheet names, and of each other part except sheets.
const MAIN: u64 = 192 << 10;
const OTHER: u64 = 48 << 20;

/// An opened workbook.
pub(super) struct BinaryPackage {
    workbook: Xlsb<Cursor<Bytes>>,
    bytes: Bytes,
}

impl BinaryPackage {
    /// Opens the workbook in `bytes`.
    ///
    /// # Errors
    /// The file is damaged or not a workbook.
    pub(super) fn open(bytes: Bytes) -> Result<Self, Fault> {
        let unknown = || unreadable("Cannot detect file format");
        let mut package = part::package(bytes.clone())?.ok_or_else(unknown)?;
        for index in 0..package.len() {
            let part = package.by_index(index).map_err(unreadable)?;
            let name = part.name().map_err(unreadable)?.to_lowercase();
            let most = if name.contains("worksheets") {
                u64::MAX
            } else if name.ends_with("workbook.bin") {
                MAIN
            } else {
                OTHER
            };
            let mut meter = Meter::new(part, Arc::clone(bytes.budget()), most);
            if let Err(error) = io::copy(&mut meter, &mut io::sink()) {
                return Err(match meter.fault(error) {
                    Fault {
                        fault: WorkbookFault::LongText,
                        cell,
                    } => Fault {
                        fault: WorkbookFault::TooLarge,
                        cell,
                    },
                    fault => fault,
                });
            }
        }
        let workbook = Xlsb::new(Cursor::new(bytes.clone())).map_err(|_| unknown())?;
        Ok(Self { workbook, bytes })
    }

    /// The sheets, each with whether it is a visible table.
    pub(super) fn sheets(&self) -> impl Iterator<Item = (String, bool)> {
        let sheets = self.workbook.sheets_metadata().iter();
        sheets.map(|sheet| {
            let is_shown =
                sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
            (sheet.name.clone(), is_shown)
        })
    }

    /// Reads a sheet.
    ///
    /// # Errors
    /// The sheet is damaged.
    pub(super) fn read(&mut self, name: &str) -> Result<OdsContent, Fault> {
        let budget = Arc::clone(self.bytes.budget());
        let mut content = OdsContent {
            is_1904: self.workbook.has_1904_epoch(),
            ..OdsContent::default()
        };
        let mut shared: HashMap<*const u8, SheetCell> = HashMap::new();
        let mut cells = self
            .workbook
            .worksheet_cells_reader(name)
            .map_err(unreadable)?;
        let mut last = None;
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let position = cell.get_position();
            let fault = |fault| Fault {
                fault,
                cell: Some(position),
            };
            let mut own = |text: &str| {
                check_length(text).map_err(fault)?;
                content.own.cell(text, &budget).map_err(fault)
            };
            let cell = match cell.get_value() {
                DataRef::Empty | DataRef::SharedString("") => None,
                DataRef::Float(number) => Some(SheetCell::Number(*number)),
                #[expect(clippy::cast_precision_loss, reason = "an integer of 30 bits")]
                DataRef::Int(number) => Some(SheetCell::Number(*number as f64)),
                DataRef::DateTime(time) if time.is_datetime() => {
                    Some(SheetCell::Day(time.as_f64()))
                }
                DataRef::DateTime(time) => Some(SheetCell::Number(time.as_f64())),
                DataRef::SharedString(text) => {
                    let known = shared.get(&text.as_ptr()).copied();
                    if known.is_none() {
                        budget
                            .take_entry::<(*const u8, SheetCell)>(0)
                            .map_err(fault)?;
                        let cell = own(text)?;
                        shared.extend(cell.map(|cell| (text.as_ptr(), cell)));
                    }
                    known.or_else(|| shared.get(&text.as_ptr()).copied())
                }
                DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                    own(text)?
                }
                DataRef::Bool(truth) => own(if *truth { "TRUE" } else { "FALSE" })?,
                DataRef::Error(error) => own(&error.to_string())?,
            };
            let Some(cell) = cell else { continue };
            if position.0 >= ROWS || position.1 >= COLUMNS {
                let (row, column) = (u64::from(position.0) + 1, u64::from(position.1) + 1);
                let reference = format!("R{row}C{column}");
                return Err(WorkbookFault::BadReference { reference }.into());
            }
            if last.is_some_and(|last| last >= position) {
                return Err(fault(WorkbookFault::NotInOrder));
            }
            last = Some(position);
            content.rows.push(position, cell, &budget)?;
        }
        Ok(content)
    }
}
