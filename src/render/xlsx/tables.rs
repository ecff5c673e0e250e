//! The statutory tables as printed in the form: spans, frozen headers, print titles.

use std::collections::BTreeMap;
use std::io;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::super::lines::width;
use super::book::{Formats, OutputBook, cannot, formats, lines, set_lines, write_text};
use super::number::FormattedNumber;
use crate::document::{
    Align, Block, Document, Section, SpanCell, StatutoryTable, plain_text, starts,
};

/// A statutory table of a document, with its names.
pub(super) struct Named<'d> {
    pub(super) table: &'d StatutoryTable,
    /// The name of its sheet: `表二` in the second section, or else its caption.
    pub(super) name: String,
    /// The title above it.
    title: String,
}

/// The position of a cell's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellAddress {
    /// The cell as a reference in formulas: `'表二'!$B$4`.
    pub(super) reference: String,
    /// The factor from the cell to the value.
    pub(super) factor: u32,
    /// Whether the cell contains a number, and not a text in place of one.
    pub(super) is_number: bool,
}

/// Positions of cells of the form, or of figures, by id.
pub(super) type SheetPlaces = BTreeMap<String, CellAddress>;

/// The statutory tables of a document, in order.
pub(super) fn of(document: &Document) -> Vec<Named<'_>> {
    let mut tables = Vec::new();
    for section in &document.sections {
        of_section(section, section, &mut tables);
    }
    tables
}

fn of_section<'d>(top: &Section, section: &'d Section, tables: &mut Vec<Named<'d>>) {
    of_blocks(top, section, &section.blocks, tables);
    for below in &section.sections {
        of_section(top, below, tables);
    }
}

fn of_blocks<'d>(
    top: &Section,
    section: &'d Section,
    blocks: &'d [Block],
    tables: &mut Vec<Named<'d>>,
) {
    for block in blocks {
        match block {
            Block::Statutory(table) => tables.push(named(top, section, table)),
            Block::Quote(blocks) => of_blocks(top, section, blocks, tables),
            Block::List { items, .. } => {
                for item in items {
                    of_blocks(top, section, item, tables);
                }
            }
            Block::Paragraph(_) | Block::Table(_) | Block::Figure(_) => {}
        }
    }
}

fn named<'d>(top: &Section, section: &Section, table: &'d StatutoryTable) -> Named<'d> {
    let heading = section.number.clone() + &plain_text(&section.heading);
    let number = top.number.trim_end_matches('、');
    let (name, title) = match (table.caption.as_str(), number) {
        ("", "") => (table.id.clone(), heading),
        ("", number) => (format!("表{number}"), heading),
        (caption, _) => (caption.to_owned(), caption.to_owned()),
    };
    Named { table, name, title }
}

/// Writes a sheet for each table, and returns the positions of their numbers.
pub(super) fn sheets(tables: &[Named], book: &mut OutputBook) -> io::Result<SheetPlaces> {
    let mut places = SheetPlaces::new();
    for named in tables {
        let (sheet, name) = book.sheet(&named.name)?;
        let mut writer = TableWriter {
            sheet,
            name,
            formats: formats(),
            columns: column_widths(named.table),
            heights: BTreeMap::new(),
            next: 0,
            places: &mut places,
        };
        writer.table(named)?;
        book.add(writer.sheet);
    }
    Ok(places)
}

struct TableWriter<'p> {
    sheet: Worksheet,
    name: String,
    formats: Formats,
    /// The width of each column, in characters.
    columns: Vec<usize>,
    /// Number of text lines in a row.
    heights: BTreeMap<u32, usize>,
    /// The row to write next.
    next: u32,
    places: &'p mut SheetPlaces,
}

/// The content of a cell.
enum CellContent<'c> {
    Text(&'c str),
    Number(FormattedNumber),
}

impl TableWriter<'_> {
    fn table(&mut self, named: &Named) -> io::Result<()> {
        let table = named.table;
        let title = self.formats.title.clone();
        self.across(&named.title, &title)?;
        if !table.head.is_empty() {
            let plain = self.formats.plain.clone();
            self.across(&table.head, &plain)?;
        }
        let below_title = self.next;
        for part in &table.parts {
            let heading = self.formats.heading.clone();
            if !part.title.is_empty() {
                self.across(&part.title, &heading)?;
            }
            self.rows(&part.header, part.width, |_| heading.clone())?;
            if let [_] = &*table.parts {
                self.freeze(below_title, part.stub)?;
            }
            let ruled = self.formats.ruled.clone();
            self.rows(&part.rows, part.width, |cell| aligned(&ruled, cell.align))?;
        }
        if table.parts.len() != 1 {
            self.freeze(below_title, 0)?;
        }
        if !table.foot.is_empty() {
            let plain = self.formats.plain.clone();
            self.across(&table.foot, &plain)?;
        }
        self.finish()
    }

    /// Freezes the rows above the next one and the label columns; the header from `first` on is
    /// repeated on each printed page.
    fn freeze(&mut self, first: u32, columns: usize) -> io::Result<()> {
        let last = self.next.saturating_sub(1);
        // Frozen labels must leave space for the numbers.
        let columns = if columns <= 3 { column(columns) } else { 0 };
        let sheet = self.sheet.set_freeze_panes(self.next, columns);
        let sheet = sheet.map_err(cannot)?;
        sheet
            .set_repeat_rows(first.min(last), last)
            .map_err(cannot)?;
        Ok(())
    }

    /// Writes a text across the whole width.
    fn across(&mut self, text: &str, format: &Format) -> io::Result<()> {
        let columns = self.columns.len();
        self.cell(
            (self.next, 0),
            (1, columns),
            &CellContent::Text(text),
            format,
        )?;
        self.next += 1;
        Ok(())
    }

    fn rows(
        &mut self,
        rows: &[Vec<SpanCell>],
        width: usize,
        format: impl Fn(&SpanCell) -> Format,
    ) -> io::Result<()> {
        let starts = starts(rows, width).unwrap_or_default();
        // If a part is narrower than the table, its last column is stretched.
        let stretch = self.columns.len().saturating_sub(width);
        for (row, starts) in rows.iter().zip(starts) {
            for (cell, start) in row.iter().zip(starts) {
                let is_last = start + cell.columns == width;
                let columns = cell.columns + if is_last { stretch } else { 0 };
                let shown = cell.value.as_ref();
                let shown = shown.and_then(|value| FormattedNumber::of(value, &cell.text));
                let at = (self.next, start);
                if let Some(value) = &cell.value {
                    let place = CellAddress {
                        reference: reference(&self.name, at.0, column(start)),
                        factor: shown.as_ref().map_or(1, |shown| shown.factor),
                        is_number: shown.is_some(),
                    };
                    self.places.insert(value.id.clone(), place);
                }
                let content = shown.map_or(CellContent::Text(&cell.text), CellContent::Number);
                self.cell(at, (cell.rows, columns), &content, &format(cell))?;
            }
            self.next += 1;
        }
        Ok(())
    }

    /// Writes a cell that may span rows and columns, and makes its rows high enough for its text.
    fn cell(
        &mut self,
        (row, start): (u32, usize),
        (rows, columns): (usize, usize),
        content: &CellContent,
        format: &Format,
    ) -> io::Result<()> {
        let last_row = row + u32::try_from(rows).unwrap_or(1) - 1;
        let at = (row, column(start));
        if (rows, columns) != (1, 1) {
            let last = column(start + columns - 1);
            let merged = self
                .sheet
                .merge_range(row, at.1, last_row, last, "", format);
            merged.map_err(cannot)?;
        }
        match content {
            CellContent::Text(text) => {
                write_text(&mut self.sheet, at, text, format)?;
                let room: usize = self.columns.iter().skip(start).take(columns).sum();
                self.heighten(row, last_row, lines(text, room));
            }
            CellContent::Number(shown) => {
                let format = format.clone().set_num_format(&shown.format);
                let written = self
                    .sheet
                    .write_number_with_format(row, at.1, shown.number, &format);
                written.map_err(cannot)?;
            }
        }
        Ok(())
    }

    fn heighten(&mut self, first: u32, last: u32, lines: usize) {
        let others: usize = (first..last)
            .map(|row| self.heights.get(&row).copied().unwrap_or(1))
            .sum();
        let height = self.heights.entry(last).or_insert(1);
        *height = (*height).max(lines.saturating_sub(others));
    }

    fn finish(&mut self) -> io::Result<()> {
        for (index, &width) in self.columns.iter().enumerate() {
            let width = f64::from(column(width)) + 1.0;
            let sheet = self.sheet.set_column_width(column(index), width);
            sheet.map_err(cannot)?;
        }
        for (&row, &lines) in &self.heights {
            set_lines(&mut self.sheet, row, lines)?;
        }
        let is_wide = self.columns.iter().sum::<usize>() > 80;
        if is_wide {
            self.sheet.set_landscape();
        }
        self.sheet
            .set_print_fit_to_pages(1, 0)
            .set_print_center_horizontally(true);
        Ok(())
    }
}

fn aligned(format: &Format, align: Align) -> Format {
    format.clone().set_align(match align {
        Align::Left => FormatAlign::Left,
        Align::Centre | Align::Right => FormatAlign::Center,
    })
}

/// The widths of a table's columns: labels up to a limit, numbers as needed.
fn column_widths(table: &StatutoryTable) -> Vec<usize> {
    let columns = table.parts.iter().map(|part| part.width).max();
    let mut widths = vec![12; columns.unwrap_or_default()];
    for part in &table.parts {
        for rows in [&part.header, &part.rows] {
            let starts = starts(rows, part.width).unwrap_or_default();
            for (cell, start) in rows.iter().flatten().zip(starts.into_iter().flatten()) {
                let wide = width(&cell.text);
                let limit = match cell.value {
                    // A number is never truncated.
                    Some(_) => usize::MAX,
                    None if start + 1 == part.stub => 44,
                    None => 14,
                };
                if cell.columns == 1 {
                    widths[start] = widths[start].max(wide.min(limit));
                }
            }
        }
    }
    widths
}

/// An absolute reference: `'表二'!$B$4`.
pub(super) fn reference(sheet: &str, row: u32, column: u16) -> String {
    let mut letters = String::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.extend(char::from_digit(rest % 26 + 10, 36));
        rest /= 26;
    }
    let letters: String = letters.to_uppercase().chars().rev().collect();
    format!("'{sheet}'!${letters}${}", row + 1)
}

/// A column index for the crate. A form has fewer columns than a sheet.
pub(super) fn column(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_letters() {
        assert_eq!(reference("表三", 8, 3), "'表三'!$D$9");
        assert_eq!(reference("表", 0, 26), "'表'!$AA$1");
        assert_eq!(reference("表", 0, 701), "'表'!$ZZ$1");
    }
}
