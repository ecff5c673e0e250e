//! Sheets with one row of headings, split when a sheet is full.

use std::io;
use std::path::Path;

use rust_xlsxwriter::Worksheet;

use super::super::trace;
use super::book::{Formats, OutputBook, cannot, formats, lines, set_lines, write_text};
use super::number::NumberWriter;
use super::tables::column;
use crate::document::{Block, Cell, Document, MAIN_FIGURES_TABLE};
use crate::language::{Bilingual, Language};
use crate::report::Trace;

/// Maximum number of rows of a sheet.
const FULL: u32 = 1_048_576;

/// A column of a listing.
pub(super) struct ListColumn {
    heading: String,
    /// In characters.
    width: u32,
}

impl ListColumn {
    pub(super) fn new(heading: &str, width: u32) -> Self {
        Self {
            heading: heading.to_owned(),
            width,
        }
    }
}

/// A sheet with one row of headings, filled row by row.
pub(super) struct Listing {
    sheet: Worksheet,
    pen: NumberWriter,
    next: u32,
    /// The width of each column, in characters.
    widths: Vec<u32>,
    /// Whether all rows are one line high. The crate keeps row heights in memory, which is too much for
    /// a long sheet.
    is_long: bool,
}

impl Listing {
    pub(super) fn new(sheet: Worksheet, columns: &[ListColumn]) -> io::Result<Self> {
        Self::begun(sheet, columns, &formats(), false)
    }

    /// A listing on a sheet that is buffered in a file.
    fn long(sheet: Worksheet, columns: &[ListColumn]) -> io::Result<Self> {
        let formats = formats();
        let formats = Formats {
            plain: formats.plain.unset_text_wrap(),
            ..formats
        };
        Self::begun(sheet, columns, &formats, true)
    }

    fn begun(
        mut sheet: Worksheet,
        columns: &[ListColumn],
        formats: &Formats,
        is_long: bool,
    ) -> io::Result<Self> {
        for (index, of) in columns.iter().enumerate() {
            let at = (0, column(index));
            write_text(&mut sheet, at, &of.heading, &formats.heading)?;
            let width = sheet.set_column_width(at.1, f64::from(of.width));
            width.map_err(cannot)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(cannot)?;
        sheet.set_repeat_rows(0, 0).map_err(cannot)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(Self {
            pen: NumberWriter::new(&formats.plain),
            sheet,
            is_long,
            next: 1,
            widths: columns.iter().map(|column| column.width).collect(),
        })
    }

    /// The index of the next row.
    pub(super) fn next_row(&self) -> u32 {
        self.next
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if !self.is_long {
            self.set_height(cells)?;
        }
        for (index, cell) in cells.iter().enumerate() {
            self.pen
                .write(&mut self.sheet, (self.next, column(index)), cell)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Sets the height of the next row for the longest of its texts.
    fn set_height(&mut self, cells: &[Cell]) -> io::Result<()> {
        let cells = cells.iter().zip(&self.widths);
        let lines = cells.map(|(cell, &width)| match cell {
            Cell::Text(text) => lines(text, width as usize),
            _ => 1,
        });
        match lines.max() {
            Some(lines) if lines > 1 => set_lines(&mut self.sheet, self.next, lines),
            _ => Ok(()),
        }
    }

    /// Finishes the sheet with a filter over all rows.
    pub(super) fn finish(mut self) -> io::Result<Worksheet> {
        let (last, columns) = (self.next - 1, column(self.widths.len().saturating_sub(1)));
        self.sheet.autofilter(0, 0, last, columns).map_err(cannot)?;
        Ok(self.sheet)
    }
}

/// Writes rows to as many sheets as needed; `new_listing` starts one.
pub(super) fn write_rows<R: AsRef<[Cell]>>(
    rows: impl Iterator<Item = R>,
    full: u32,
    book: &mut OutputBook,
    new_listing: impl Fn(&mut OutputBook) -> io::Result<Listing>,
) -> io::Result<()> {
    let mut listing = new_listing(book)?;
    for row in rows {
        if listing.next_row() == full {
            let next = new_listing(book)?;
            book.add(std::mem::replace(&mut listing, next).finish()?);
        }
        listing.row(row.as_ref())?;
    }
    book.add(listing.finish()?);
    Ok(())
}

/// Writes a list that is in memory.
pub(super) fn write_list<R: AsRef<[Cell]>>(
    name: &str,
    columns: &[ListColumn],
    rows: impl Iterator<Item = R>,
    book: &mut OutputBook,
) -> io::Result<()> {
    write_rows(rows, FULL, book, |book| {
        Listing::new(book.sheet(name)?.0, columns)
    })
}

/// Writes the table of main figures, if the report has one.
pub(super) fn main_figures(document: &Document, book: &mut OutputBook) -> io::Result<()> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let table = blocks.into_iter().find_map(|block| match block {
        Block::Table(table) if table.id == MAIN_FIGURES_TABLE => Some(table),
        _ => None,
    });
    let Some(table) = table else {
        return Ok(());
    };
    let widths = [36].into_iter().chain(std::iter::repeat(16));
    let columns = table.columns.iter().zip(widths);
    let columns = columns.map(|(column, width)| ListColumn::new(&column.heading, width));
    let columns: Vec<ListColumn> = columns.collect();
    write_list("主要数字", &columns, table.rows.iter(), book)
}

/// Writes a list that may be very long, buffered in files in the folder `scratch`.
pub(super) fn write_long_list<R: AsRef<[Cell]>>(
    name: &str,
    columns: &[ListColumn],
    rows: impl Iterator<Item = R>,
    scratch: &Path,
    book: &mut OutputBook,
) -> io::Result<()> {
    write_rows(rows, FULL, book, |book| {
        Listing::long(book.long_sheet(name, scratch)?.0, columns)
    })
}

/// Writes the rows behind a figure, buffered in files in the folder `scratch`.
pub(super) fn rows_of(
    of: &Trace,
    language: Language,
    scratch: &Path,
    book: &mut OutputBook,
) -> io::Result<()> {
    let name = Bilingual {
        zh: "依据",
        en: "Rows",
    }
    .in_language(language);
    let columns: Vec<_> = trace::columns(of, language)
        .iter()
        .map(|column| ListColumn::new(&column.heading, 20))
        .collect();
    write_long_list(name, &columns, trace::rows(of), scratch, book)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Reader, Xlsx};
    use chrono::NaiveDate;

    use super::super::book::BookProperties;
    use super::*;

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let scratch = tempfile::tempdir().unwrap();
        let mut book = OutputBook::new(&BookProperties {
            office: "某局",
            title: "依据",
            day: NaiveDate::default(),
        });
        let rows = (1..=7).map(|number| vec![Cell::Count(number)]);
        let columns = [ListColumn::new("行", 8)];
        let new_listing = |book: &mut OutputBook| {
            Listing::long(book.long_sheet("依据", scratch.path())?.0, &columns)
        };
        write_rows(rows, 4, &mut book, new_listing).unwrap();
        let bytes = book.into_bytes().unwrap();
        let mut read = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheets = read.worksheets();
        let sheets = sheets.iter().map(|(name, range)| {
            let rows: Vec<_> = range.rows().map(|row| row[0].to_string()).collect();
            (name.as_str(), rows.join(" "))
        });
        assert_eq!(
            sheets.collect::<Vec<_>>(),
            [
                ("依据", "行 1 2 3".to_owned()),
                ("依据2", "行 4 5 6".to_owned()),
                ("依据3", "行 7".to_owned())
            ]
        );
    }
}
