//! Parses `.ods` workbooks (`OpenDocument`), as written by `LibreOffice` and WPS.
//!
//! The workbook crate never terminates on a truncated document, and does not support merged cells. All sheets
//! are in one part of the package, `content.xml`, which is parsed in one pass. A fault in a sheet is
//! stored until that sheet is read; damaged XML is a fault of the whole workbook. Source: ODF 1.2.

use std::collections::HashSet;
use std::io::Read;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::grid::{
    Area, Budget, Bytes, COLUMNS, Fault, OdsContent, ROWS, SheetCell, Texts, check_length,
    unreadable,
};
use super::part::{self, Package, XmlPart, push_entity};
use crate::diagnostic::WorkbookFault;

/// Prefix of the media types of workbooks and their templates.
const SPREADSHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Maximum number of cells that are copies of others: a short document can request any number of them.
const MOST_COPIES: u64 = 1 << 22;

/// A sheet of a workbook.
pub(super) struct DocumentSheet {
    pub(super) name: String,
    pub(super) is_shown: bool,
    pub(super) content: Result<OdsContent, Fault>,
}

/// Parses the sheets of the workbook in `bytes`. `None` if it is not an `OpenDocument` file.
pub(super) fn read(bytes: &Bytes) -> Option<Result<Vec<DocumentSheet>, Fault>> {
    let mut package = match part::package(bytes.clone()) {
        Ok(package) => package?,
        Err(fault) => return Some(Err(fault)),
    };
    package.index_for_name("mimetype")?;
    let mut kind = String::new();
    // Damage must be reported here: the workbook crate could accept the file as intact.
    let read = package.by_name("mimetype").map_err(unreadable);
    let read = read.and_then(|part| {
        let read = part.take(256).read_to_string(&mut kind);
        read.map_err(unreadable)
    });
    if let Err(fault) = read {
        return Some(Err(fault));
    }
    let kind = kind.trim();
    if !kind.starts_with("application/vnd.oasis.opendocument.") {
        return None;
    }
    if !kind.starts_with(SPREADSHEET) {
        let reason = format!("{kind} is no spreadsheet");
        return Some(Err(WorkbookFault::Unreadable { reason }.into()));
    }
    Some(sheets(&mut package, bytes))
}

fn sheets(package: &mut Package, bytes: &Bytes) -> Result<Vec<DocumentSheet>, Fault> {
    if let Some(mut manifest) = part(package, "META-INF/manifest.xml", bytes)? {
        let mut buffer = Vec::new();
        loop {
            match manifest.next(&mut buffer)? {
                Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                    let reason = "the workbook is protected by a password".to_owned();
                    return Err(WorkbookFault::Unreadable { reason }.into());
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    let name = "content.xml";
    let missing = || WorkbookFault::MissingPart { name: name.into() };
    let part = part(package, name, bytes)?.ok_or_else(missing)?;
    OdsDocument {
        part,
        budget: Arc::clone(bytes.budget()),
        hidden: HashSet::new(),
        is_1904: false,
        sheets: Vec::new(),
    }
    .read()
}

fn part<'a>(
    package: &'a mut Package,
    name: &str,
    bytes: &Bytes,
) -> Result<Option<XmlPart<'a>>, Fault> {
    if package.index_for_name(name).is_none() {
        return Ok(None);
    }
    XmlPart::open(package, name, bytes).map(Some)
}

/// The value of an attribute by its qualified name: `calcext:value-type` is not `office:value-type`.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    part::attribute(element, |whole| whole == name)
}

/// A repetition or span count of a row, a cell or a blank; 1 if the attribute is missing.
fn times(element: &BytesStart<'_>, name: &str) -> Result<u32, Fault> {
    attribute(element, name)?.map_or(Ok(1), |value| count(&value))
}

/// Parses a count. 0 is treated as 1.
fn count(value: &str) -> Result<u32, Fault> {
    let bad = || WorkbookFault::BadValue {
        value: value.to_owned(),
    };
    let count: u32 = value.trim().parse().map_err(|_| bad())?;
    Ok(count.max(1))
}

/// Parser of the document.
struct OdsDocument<'p> {
    part: XmlPart<'p>,
    budget: Arc<Budget>,
    /// The styles of hidden sheets.
    hidden: HashSet<String>,
    is_1904: bool,
    sheets: Vec<DocumentSheet>,
}

impl OdsDocument<'_> {
    fn read(mut self) -> Result<Vec<DocumentSheet>, Fault> {
        let mut buffer = Vec::new();
        let mut style = None;
        let (mut depth, mut is_body) = (0_u32, false);
        loop {
            let event = self.part.next(&mut buffer)?;
            let element = match event {
                Event::Start(element) => element,
                Event::End(_) => {
                    depth = depth.saturating_sub(1);
                    continue;
                }
                Event::Eof if depth == 0 && is_body => break,
                Event::Eof => return Err(WorkbookFault::CutShort.into()),
                _ => continue,
            };
            depth += 1;
            match element.local_name().as_ref() {
                "style" => style = attribute(&element, "style:name")?,
                "table-properties" => {
                    let display = attribute(&element, "table:display")?;
                    if display.as_deref() == Some("false") {
                        let style = style.take().unwrap_or_default();
                        self.budget.take_entry::<String>(style.len())?;
                        self.hidden.insert(style);
                    }
                }
                "spreadsheet" => is_body = true,
                "null-date" => {
                    let first = attribute(&element, "table:date-value")?;
                    self.is_1904 = first.is_some_and(|day| day.starts_with("1904-01-01"));
                }
                "table" if is_body => {
                    let name = attribute(&element, "table:name")?.unwrap_or_default();
                    let style = attribute(&element, "table:style-name")?;
                    let is_shown = style.is_none_or(|style| !self.hidden.contains(&style));
                    let table = SheetParser::new(Arc::clone(&self.budget));
                    let content = table.read(&mut self.part)?;
                    self.budget.take_entry::<DocumentSheet>(name.len())?;
                    self.sheets.push(DocumentSheet {
                        name,
                        is_shown,
                        content,
                    });
                    depth -= 1;
                }
                // Elements beside the sheets: deleted cells, and parts that are not sheets.
                "tracked-changes"
                | "content-validations"
                | "named-expressions"
                | "database-ranges"
                | "data-pilot-tables"
                | "dde-links" => {
                    self.part.skip()?;
                    depth -= 1;
                }
                _ => {}
            }
        }
        for sheet in &mut self.sheets {
            if let Ok(content) = &mut sheet.content {
                content.is_1904 = self.is_1904;
            }
        }
        Ok(self.sheets)
    }
}

/// Parser of one sheet.
struct SheetParser {
    budget: Arc<Budget>,
    content: OdsContent,
    /// The first fault. Parsing continues because of the sheets that follow.
    fault: Option<Fault>,
    row: u32,
    column: u32,
    /// The filled cells of the current row.
    cells: Vec<(u32, SheetCell)>,
    copies: u64,
}

impl SheetParser {
    fn new(budget: Arc<Budget>) -> Self {
        Self {
            budget,
            content: OdsContent::default(),
            fault: None,
            row: 0,
            column: 0,
            cells: Vec::new(),
            copies: 0,
        }
    }

    /// Parses up to the end of the sheet. The inner error is a fault of this sheet alone.
    fn read(mut self, part: &mut XmlPart<'_>) -> Result<Result<OdsContent, Fault>, Fault> {
        let mut buffer = Vec::new();
        let (mut depth, mut rows) = (0_u32, 1);
        loop {
            match part.next(&mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        rows = times(&element, "table:number-rows-repeated")?;
                        self.column = 0;
                        depth += 1;
                    }
                    "table-cell" | "covered-table-cell" => self.read_cell(part, &element)?,
                    "table-row-group" | "table-rows" | "table-header-rows" => depth += 1,
                    _ => part.skip()?,
                },
                Event::End(end) if depth == 0 => {
                    debug_assert_eq!(end.local_name().as_ref(), "table");
                    break;
                }
                Event::End(end) => {
                    if end.local_name().as_ref() == "table-row" {
                        self.end_row(rows);
                    }
                    depth -= 1;
                }
                Event::Eof => return Err(WorkbookFault::CutShort.into()),
                _ => {}
            }
        }
        Ok(match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.content),
        })
    }

    fn fail(&mut self, fault: impl Into<Fault>) {
        if self.fault.is_none() {
            let cell = Some((self.row, self.column));
            let fault = fault.into();
            self.fault = Some(Fault {
                cell: fault.cell.or(cell),
                ..fault
            });
        }
    }

    /// Counts copied cells. Returns false if there are too many.
    fn allows_copies(&mut self, copies: u64) -> bool {
        self.copies = self.copies.saturating_add(copies);
        let is_allowed = self.copies <= MOST_COPIES;
        if !is_allowed {
            self.fail(WorkbookFault::TooManyCopies);
        }
        is_allowed && self.fault.is_none()
    }

    /// Ends a row that is repeated `rows` times.
    fn end_row(&mut self, rows: u32) {
        let cells = std::mem::take(&mut self.cells);
        let (first, end) = (self.row, self.row.saturating_add(rows));
        if !cells.is_empty() && end > ROWS {
            let reference = format!("R{end}");
            self.fail(WorkbookFault::BadReference { reference });
        }
        let copies = u64::from(rows - 1) * cells.len() as u64;
        if !cells.is_empty() && self.allows_copies(copies) {
            for row in first..end {
                for (column, cell) in &cells {
                    let position = (row, *column);
                    if let Err(fault) = self.content.rows.push(position, *cell, &self.budget) {
                        self.fail(fault);
                    }
                }
            }
        }
        self.row = end;
    }

    fn read_cell(&mut self, part: &mut XmlPart<'_>, element: &BytesStart<'_>) -> Result<(), Fault> {
        let mut stored = OdsCell::of(element)?;
        stored.text = shown_text(part)?;
        let OdsCell { columns, .. } = stored;
        let (first, end) = (self.column, self.column.saturating_add(columns));
        match stored.cell(&mut self.content.own, &self.budget) {
            Ok(None) => {}
            Ok(Some(_)) if end > COLUMNS => {
                let reference = format!("R{}C{end}", u64::from(self.row) + 1);
                self.fail(WorkbookFault::BadReference { reference });
            }
            Ok(Some(cell)) => {
                if self.allows_copies(u64::from(columns - 1)) {
                    let copies = (first..end).map(|column| (column, cell));
                    self.cells.extend(copies);
                }
            }
            Err(fault) => self.fail(fault),
        }
        let (down, right) = stored.spanned;
        if (down, right) != (1, 1) {
            let area = Area {
                rows: self.row..=self.row.saturating_add(down - 1).min(ROWS - 1),
                columns: first..=first.saturating_add(right - 1).min(COLUMNS - 1),
            };
            self.content.merge(area, &self.budget)?;
        }
        self.column = end;
        Ok(())
    }
}

/// The type of a value, as far as it matters.
#[derive(Clone, Copy, PartialEq)]
enum OdsType {
    /// No value, or a type that ODF does not have.
    None,
    Number,
    Day,
    /// A duration, which is displayed as a time of day.
    Time,
    Truth,
    Text,
}

/// The content of a cell element.
struct OdsCell {
    kind: OdsType,
    value: Option<String>,
    is_formula: bool,
    /// The displayed text.
    text: Result<String, WorkbookFault>,
    /// Number of repetitions of the cell.
    columns: u32,
    /// Number of rows and columns that it spans.
    spanned: (u32, u32),
}

impl OdsCell {
    /// Parses the attributes of a cell.
    fn of(element: &BytesStart<'_>) -> Result<Self, Fault> {
        let mut stored = Self {
            kind: OdsType::None,
            value: None,
            is_formula: false,
            text: Ok(String::new()),
            columns: 1,
            spanned: (1, 1),
        };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(unreadable)?;
            let value = &*attribute.value;
            match attribute.key.as_ref() {
                "office:value-type" => {
                    stored.kind = match value {
                        "float" | "percentage" | "currency" => OdsType::Number,
                        "date" => OdsType::Day,
                        "time" => OdsType::Time,
                        "boolean" => OdsType::Truth,
                        "string" => OdsType::Text,
                        _ => OdsType::None,
                    }
                }
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value"
                    if !value.is_empty() =>
                {
                    let value = quick_xml::escape::unescape(value).map_err(unreadable)?;
                    stored.value = Some(value.into_owned());
                }
                "table:formula" => stored.is_formula = true,
                "table:number-columns-repeated" => stored.columns = count(value)?,
                "table:number-rows-spanned" => stored.spanned.0 = count(value)?,
                "table:number-columns-spanned" => stored.spanned.1 = count(value)?,
                _ => {}
            }
        }
        Ok(stored)
    }

    /// Converts to a cell; `None` if it is blank.
    fn cell(&self, texts: &mut Texts, budget: &Budget) -> Result<Option<SheetCell>, WorkbookFault> {
        let mut text_cell = |text: &str| texts.cell(text.trim_matches('\n'), budget);
        let text = match &self.text {
            Ok(text) => text.as_str(),
            Err(fault) => return Err(fault.clone()),
        };
        let value = self.value.as_deref();
        Ok(match (self.kind, value) {
            (OdsType::Number, Some(value)) => {
                let number: Option<f64> = value.trim().parse().ok();
                let number = number.filter(|number| number.is_finite());
                let value = value.to_owned();
                let number = number.ok_or(WorkbookFault::BadValue { value })?;
                Some(SheetCell::Number(number))
            }
            (OdsType::Day, Some(value)) => text_cell(&day_shown(value))?,
            (OdsType::Truth, Some(value)) => text_cell(&value.to_uppercase())?,
            (OdsType::Text, value) => {
                let text = value.unwrap_or(text);
                check_length(text)?;
                text_cell(text)?
            }
            (OdsType::Time, Some(value)) if text.is_empty() => text_cell(value)?,
            (OdsType::Number | OdsType::Day | OdsType::Truth | OdsType::Time, None)
                if self.is_formula =>
            {
                Some(SheetCell::Uncalculated)
            }
            (OdsType::None, _) if self.is_formula && text.is_empty() => {
                Some(SheetCell::Uncalculated)
            }
            _ => text_cell(text)?,
        })
    }
}

/// A day with its time, or without the time if it is midnight.
fn day_shown(value: &str) -> String {
    let (day, time) = value.split_once('T').unwrap_or((value, ""));
    let digits = |c: char| c.is_ascii_digit() && c != '0';
    if time.contains(digits) || time.contains(['+', '-', 'Z']) {
        format!("{day} {time}")
    } else {
        day.to_owned()
    }
}

/// Parses the text of a cell, up to its end: paragraphs as lines, without comments and drawings. The inner
/// error is a text that is longer than a cell may be.
fn shown_text(part: &mut XmlPart<'_>) -> Result<Result<String, WorkbookFault>, Fault> {
    let mut text = String::new();
    let mut outcome = Ok(());
    let (mut depth, mut paragraphs) = (0_u32, 0_u32);
    // Depth of the open paragraph.
    let mut paragraph = None;
    let mut buffer = Vec::new();
    loop {
        match part.next(&mut buffer)? {
            Event::Start(element) => {
                depth += 1;
                match element.local_name().as_ref() {
                    "p" | "h" if paragraph.is_none() => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        paragraph = Some(depth);
                    }
                    "s" => {
                        let count = times(&element, "text:c")?.min(1 << 15);
                        text.extend((0..count).map(|_| ' '));
                    }
                    "tab" => text.push('\t'),
                    "line-break" => text.push('\n'),
                    "span" | "a" | "ruby" | "ruby-base" | "list" | "list-item" => {}
                    _ => {
                        part.skip()?;
                        depth -= 1;
                    }
                }
            }
            Event::End(_) if depth == 0 => return Ok(outcome.map(|()| text)),
            Event::End(_) => {
                if paragraph == Some(depth) {
                    paragraph = None;
                }
                depth -= 1;
            }
            Event::Text(read) if paragraph.is_some() => text.push_str(&read.xml10_content()),
            Event::CData(read) if paragraph.is_some() => text.push_str(&read.xml10_content()),
            Event::GeneralRef(entity) if paragraph.is_some() => push_entity(&entity, &mut text)?,
            Event::Eof => return Err(WorkbookFault::CutShort.into()),
            _ => {}
        }
        if let Err(fault) = check_length(&text) {
            outcome = Err(fault);
            text.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_no_time() {
        assert_eq!(day_shown("2017-03-05"), "2017-03-05");
        assert_eq!(day_shown("2017-03-05T00:00:00"), "2017-03-05");
        assert_eq!(day_shown("2017-03-05T10:22:00"), "2017-03-05 10:22:00");
        assert_eq!(day_shown("2017-03-05T00:00:00Z"), "2017-03-05 00:00:00Z");
    }
}
