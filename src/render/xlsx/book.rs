//! A workbook under construction: properties, sheet names, formats, and text that is never a formula.

use std::io;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::super::lines::{printable, width};

/// Properties of a workbook.
pub(super) struct BookProperties<'a> {
    /// The office, which is the author.
    pub(super) office: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// Its creation date.
    pub(super) day: NaiveDate,
}

/// A workbook under construction.
pub(super) struct OutputBook {
    workbook: Workbook,
    /// The names of its sheets in lower case, as Excel ignores case in them.
    names: Vec<String>,
}

/// Maximum length of a cell, in UTF-16 code units as Excel counts.
const LONGEST_TEXT: usize = 32_767;

/// Maximum length of a sheet name.
const LONGEST_NAME: usize = 31;

impl OutputBook {
    pub(super) fn new(about: &BookProperties) -> Self {
        let mut workbook = Workbook::new();
        // Without a date, the file would contain the current time.
        let day = excel_day(about.day).unwrap_or_default();
        let properties = DocProperties::new()
            .set_title(text(about.title.trim()))
            .set_author(text(about.office))
            .set_company(text(about.office))
            .set_creation_datetime(&day);
        workbook.set_properties(&properties);
        Self {
            workbook,
            names: Vec::new(),
        }
    }

    /// Creates a sheet with a name like `wanted` that is unique in the workbook.
    pub(super) fn sheet(&mut self, wanted: &str) -> io::Result<(Worksheet, String)> {
        self.named(Worksheet::new(), wanted)
    }

    /// Creates a sheet whose rows must be written from top to bottom; they are buffered in a file in
    /// the folder `scratch`.
    pub(super) fn long_sheet(
        &mut self,
        wanted: &str,
        scratch: &Path,
    ) -> io::Result<(Worksheet, String)> {
        self.workbook.set_tempdir(scratch).map_err(cannot)?;
        let sheet = self.workbook.new_worksheet_with_constant_memory();
        self.named(sheet.map_err(cannot)?, wanted)
    }

    fn named(&mut self, mut sheet: Worksheet, wanted: &str) -> io::Result<(Worksheet, String)> {
        let name = self.free_name(wanted);
        sheet.set_name(&name).map_err(cannot)?;
        sheet.set_paper_size(A4);
        Ok((sheet, name))
    }

    /// Appends a sheet.
    pub(super) fn add(&mut self, sheet: Worksheet) {
        self.workbook.push_worksheet(sheet);
    }

    /// Defines a name for a range, which the name box of Excel can jump to.
    pub(super) fn define(&mut self, name: &str, range: &str) -> io::Result<()> {
        let defined = self.workbook.define_name(name, &format!("={range}"));
        defined.map(|_| ()).map_err(cannot)
    }

    pub(super) fn into_bytes(mut self) -> io::Result<Vec<u8>> {
        self.workbook.save_to_buffer().map_err(cannot)
    }

    /// A valid and unique sheet name.
    fn free_name(&mut self, wanted: &str) -> String {
        let allowed = |c: char| if "[]:*?/\\'".contains(c) { '_' } else { c };
        let name: String = printable(wanted).chars().map(allowed).collect();
        let name = match name.trim() {
            "" => "Sheet",
            name => name,
        };
        for number in 1.. {
            let suffix = if number == 1 {
                String::new()
            } else {
                number.to_string()
            };
            let name = shortened(name, LONGEST_NAME - suffix.len()).to_owned() + &suffix;
            let folded = name.to_lowercase();
            if !self.names.contains(&folded) {
                self.names.push(folded);
                return name;
            }
        }
        name.to_owned()
    }
}

const A4: u8 = 9;

/// Converts an error of the crate to an I/O error.
pub(super) fn cannot(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

/// A date for Excel. `None` for a year it does not support.
pub(super) fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let [month, day] = [day.month(), day.day()].map(|number| u8::try_from(number).ok());
    ExcelDateTime::from_ymd(year, month?, day?).ok()
}

/// Makes a text valid for a cell: control characters are made visible, and a text that is too long ends
/// with a note.
pub(super) fn text(text: &str) -> String {
    let text: Vec<String> = text.split('\n').map(printable).collect();
    let text = text.join("\n");
    let length = text.encode_utf16().count();
    if length <= LONGEST_TEXT {
        return text;
    }
    let note = format!("…（原文{length}字，单元格放不下，以下略去）");
    let room = LONGEST_TEXT - note.encode_utf16().count();
    shortened(&text, room).to_owned() + &note
}

/// The beginning of a text, at most `longest` UTF-16 code units.
fn shortened(text: &str, longest: usize) -> &str {
    let mut length = 0;
    for (start, character) in text.char_indices() {
        length += character.len_utf16();
        if length > longest {
            return &text[..start];
        }
    }
    text
}

/// Writes a text that is never interpreted as a formula, even after somebody edits the cell.
pub(super) fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    content: &str,
    format: &Format,
) -> io::Result<()> {
    let content = text(content);
    let is_armed = content.starts_with(['=', '+', '-', '@']);
    let quoted;
    let format = if is_armed {
        quoted = format.clone().set_quote_prefix();
        &quoted
    } else {
        format
    };
    let written = sheet.write_string_with_format(row, column, content, format);
    written.map(|_| ()).map_err(cannot)
}

/// Number of lines of a text in a cell of `room` characters.
pub(super) fn lines(text: &str, room: usize) -> usize {
    let lines = text.split('\n');
    lines
        .map(|line| width(line).div_ceil(room.max(1)).max(1))
        .sum()
}

/// Sets the height of a row for a number of lines, as not every program does so itself.
pub(super) fn set_lines(sheet: &mut Worksheet, row: u32, lines: usize) -> io::Result<()> {
    /// The height of a line, and the margin of a row, in points.
    const LINE: f64 = 14.5;
    const MARGIN: f64 = 4.0;
    /// The maximum height of a row.
    const HIGHEST: f64 = 409.0;
    let lines = f64::from(u16::try_from(lines).unwrap_or(u16::MAX));
    let height = (lines * LINE + MARGIN).min(HIGHEST);
    sheet
        .set_row_height(row, height)
        .map(|_| ())
        .map_err(cannot)
}

/// The formats of cells.
pub(super) struct Formats {
    /// The title above a table.
    pub(super) title: Format,
    /// A column heading.
    pub(super) heading: Format,
    /// A cell of a list.
    pub(super) plain: Format,
    /// A centred cell with borders.
    pub(super) ruled: Format,
}

/// The formats used in all workbooks.
pub(super) fn formats() -> Formats {
    let plain = Format::new()
        .set_font_name(FONT)
        .set_font_size(10.5)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let ruled = plain.clone().set_border(FormatBorder::Thin);
    let centred = |format: &Format| format.clone().set_align(FormatAlign::Center);
    Formats {
        title: centred(&plain).set_bold().set_font_size(14),
        heading: centred(&ruled)
            .set_bold()
            .set_background_color(Color::RGB(0x00E7_EEF7)),
        ruled: centred(&ruled),
        plain,
    }
}

const FONT: &str = "宋体";

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> OutputBook {
        OutputBook::new(&BookProperties {
            office: "某局",
            title: "年度报告",
            day: NaiveDate::default(),
        })
    }

    #[test]
    fn names_of_sheets_are_allowed_and_differ() {
        let mut book = book();
        let long = "表".repeat(40);
        for (wanted, expected) in [
            ("表二", "表二".to_owned()),
            ("表二", "表二2".to_owned()),
            ("a[b]:'c'", "a_b___c_".to_owned()),
            ("A[B]:'C'", "A_B___C_2".to_owned()),
            ("", "Sheet".to_owned()),
            (&long, "表".repeat(31)),
            (&long, "表".repeat(30) + "2"),
        ] {
            assert_eq!(book.sheet(wanted).unwrap().1, expected);
        }
    }

    #[test]
    fn a_text_that_is_too_long_says_so() {
        let long = text(&"𠀀".repeat(20_000));
        assert!(long.ends_with("…（原文40000字，单元格放不下，以下略去）"));
        assert!(long.encode_utf16().count() <= LONGEST_TEXT);
        assert_eq!(text("一\n二\u{1}\u{202e}"), "一\n二␁\u{fffd}");
    }
}
