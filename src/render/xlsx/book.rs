//! A workbook that is being written: whose it is, names of sheets, looks, and text that stays text.

use std::io;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::super::lines::{printable, width};

/// Whose workbook it is.
pub(super) struct About<'a> {
    /// The office: its author.
    pub(super) office: &'a str,
    /// What it is called.
    pub(super) title: &'a str,
    /// The day with which it is dated.
    pub(super) day: NaiveDate,
}

/// A workbook that is being written.
pub(super) struct Book {
    workbook: Workbook,
    /// Names of its sheets, in lower case: Excel takes names that differ in case for one.
    names: Vec<String>,
}

/// The most characters of a cell, counted as Excel does, in UTF-16.
const LONGEST_TEXT: usize = 32_767;

/// The most characters of the name of a sheet.
const LONGEST_NAME: usize = 31;

impl Book {
    pub(super) fn new(about: &About) -> Self {
        let mut workbook = Workbook::new();
        // A file without a day of its own would hold the moment in which it is written.
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

    /// A sheet with a name like `wanted`, that no other sheet has.
    pub(super) fn sheet(&mut self, wanted: &str) -> io::Result<(Worksheet, String)> {
        self.named(Worksheet::new(), wanted)
    }

    /// A sheet whose rows are written from the top and go through a file in the folder `scratch`.
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

    /// Adds a sheet behind the others.
    pub(super) fn add(&mut self, sheet: Worksheet) {
        self.workbook.push_worksheet(sheet);
    }

    /// Names a range, to which the name box of Excel then leads.
    pub(super) fn define(&mut self, name: &str, range: &str) -> io::Result<()> {
        let defined = self.workbook.define_name(name, &format!("={range}"));
        defined.map(|_| ()).map_err(cannot)
    }

    pub(super) fn into_bytes(mut self) -> io::Result<Vec<u8>> {
        self.workbook.save_to_buffer().map_err(cannot)
    }

    /// A name of a sheet that Excel allows and that is not taken.
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

/// An error of the crate as one of writing.
pub(super) fn cannot(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

/// A day as Excel has it; none of a year that it cannot hold.
pub(super) fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let [month, day] = [day.month(), day.day()].map(|number| u8::try_from(number).ok());
    ExcelDateTime::from_ymd(year, month?, day?).ok()
}

/// A text as a cell can hold it: control characters are shown, and what is too long ends with a note.
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

/// The beginning of a text that is at most so long, counted in UTF-16.
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

/// Writes a text that never becomes a formula, not even when somebody edits the cell.
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

/// How many lines a text takes in a cell that is so many characters wide.
pub(super) fn lines(text: &str, room: usize) -> usize {
    let lines = text.split('\n');
    lines
        .map(|line| width(line).div_ceil(room.max(1)).max(1))
        .sum()
}

/// Makes a row high enough for so many lines: not every program does it by itself.
pub(super) fn set_lines(sheet: &mut Worksheet, row: u32, lines: usize) -> io::Result<()> {
    /// The height of a line in points, and what a row has above and below its text.
    const LINE: f64 = 14.5;
    const MARGIN: f64 = 4.0;
    /// The highest row.
    const HIGHEST: f64 = 409.0;
    let lines = f64::from(u16::try_from(lines).unwrap_or(u16::MAX));
    let height = (lines * LINE + MARGIN).min(HIGHEST);
    sheet
        .set_row_height(row, height)
        .map(|_| ())
        .map_err(cannot)
}

/// The looks of cells.
pub(super) struct Looks {
    /// A title above a table.
    pub(super) title: Format,
    /// A heading of a column.
    pub(super) heading: Format,
    /// A cell of a list.
    pub(super) plain: Format,
    /// A cell of a table with lines around it, centred.
    pub(super) ruled: Format,
}

/// The looks of all workbooks.
pub(super) fn looks() -> Looks {
    let plain = Format::new()
        .set_font_name(FONT)
        .set_font_size(10.5)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let ruled = plain.clone().set_border(FormatBorder::Thin);
    let centred = |format: &Format| format.clone().set_align(FormatAlign::Center);
    Looks {
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

    fn book() -> Book {
        Book::new(&About {
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
