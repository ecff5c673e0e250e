//! Parses `.xlsx` workbooks, each cell as it is stored.
//!
//! The workbook crate accepts malformed sheets as intact, returns a formula without a value as a blank
//! cell, and stops at an unknown error value. This module therefore parses the parts of the package
//! itself, each in one pass, and reports damage as an error.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use super::grid::{
    Area, Bytes, COLUMNS, Fault, OdsContent, Position, ROWS, SheetCell, Texts, check_length,
    unreadable,
};
use super::part::{self, Package, XmlPart, push_entity};
use crate::diagnostic::WorkbookFault;

/// A sheet of a workbook.
pub(super) struct SheetName {
    pub(super) name: String,
    /// Whether it is a visible table.
    pub(super) is_shown: bool,
    path: String,
}

/// An opened workbook.
pub(super) struct Workbook {
    package: Package,
    bytes: Bytes,
    /// The stored names of the parts, by their normalized names: lower case with forward slashes.
    names: HashMap<String, String>,
    folder: String,
    pub(super) sheets: Vec<SheetName>,
    is_1904: bool,
    /// Shared texts of all sheets; loaded with the first sheet.
    texts: Option<Arc<Texts>>,
    formats: Option<Arc<[NumberFormat]>>,
}

impl Workbook {
    /// Opens the workbook in `bytes`. Returns `None` if they are not an `.xlsx` package.
    pub(super) fn open(bytes: Bytes) -> Option<Result<Self, Fault>> {
        let package = match part::package(bytes.clone()) {
            Ok(package) => package?,
            Err(fault) => return Some(Err(fault)),
        };
        let stored = package.file_names().filter_map(Result::ok);
        let names = stored.map(|name| (plain(&name), name.into_owned()));
        let mut workbook = Self {
            names: names.collect(),
            package,
            bytes,
            folder: String::new(),
            sheets: Vec::new(),
            is_1904: false,
            texts: None,
            formats: None,
        };
        let main = match workbook.relations("_rels/.rels") {
            Ok(relations) => relations.into_iter().find(|relation| {
                let kind = relation.kind.as_str();
                kind.ends_with("/relationships/officeDocument")
            })?,
            Err(fault) => return workbook.has("_rels/.rels").then_some(Err(fault)),
        };
        // `.xlsb` uses the same package format with other parts.
        if main.target.to_lowercase().ends_with(".bin") {
            return None;
        }
        Some(
            workbook
                .read_main(main.target.trim_start_matches('/'))
                .map(|()| workbook),
        )
    }

    fn has(&self, path: &str) -> bool {
        self.names.contains_key(&plain(path))
    }

    /// The part `path`; `None` if the package lacks it.
    fn part(&mut self, path: &str) -> Result<Option<XmlPart<'_>>, Fault> {
        let Some(name) = self.names.get(&plain(path)) else {
            return Ok(None);
        };
        XmlPart::open(&mut self.package, name, &self.bytes).map(Some)
    }

    fn needed_part(&mut self, path: &str) -> Result<XmlPart<'_>, Fault> {
        let missing = || WorkbookFault::MissingPart {
            name: path.to_owned(),
        };
        Ok(self.part(path)?.ok_or_else(missing)?)
    }

    fn relations(&mut self, path: &str) -> Result<Vec<PackageRelation>, Fault> {
        let mut relations = Vec::new();
        let budget = Arc::clone(self.bytes.budget());
        each_element(&mut self.needed_part(path)?, |_, element| {
            if element.local_name().as_ref() == "Relationship" {
                let relation = PackageRelation {
                    id: attribute(element, "Id")?.unwrap_or_default(),
                    kind: attribute(element, "Type")?.unwrap_or_default(),
                    target: attribute(element, "Target")?.unwrap_or_default(),
                };
                let PackageRelation { id, kind, target } = &relation;
                budget.take_entry::<PackageRelation>(id.len() + kind.len() + target.len())?;
                relations.push(relation);
            }
            Ok(())
        })?;
        Ok(relations)
    }

    /// Reads the main part, which lists the sheets.
    fn read_main(&mut self, path: &str) -> Result<(), Fault> {
        let (folder, name) = path.rsplit_once('/').unwrap_or_default();
        let name = if name.is_empty() { path } else { name };
        self.folder = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let relations = self.relations(&format!("{}_rels/{name}.rels", self.folder))?;
        let mut by_id: HashMap<&str, &PackageRelation> = HashMap::new();
        for relation in &relations {
            by_id.entry(&relation.id).or_insert(relation);
        }
        let (mut sheets, mut is_1904) = (Vec::new(), false);
        let mut paths = HashSet::new();
        let budget = Arc::clone(self.bytes.budget());
        let folder = self.folder.clone();
        each_element(&mut self.needed_part(path)?, |_, element| {
            match element.local_name().as_ref() {
                "sheet" => {
                    let id = attribute(element, "id")?.unwrap_or_default();
                    let missing = || WorkbookFault::MissingPart { name: id.clone() };
                    let relation = by_id.get(&*id).ok_or_else(missing)?;
                    let path = match relation.target.strip_prefix('/') {
                        Some(absolute) => absolute.to_owned(),
                        None => format!("{folder}{}", relation.target),
                    };
                    let is_hidden =
                        attribute(element, "state")?.is_some_and(|state| state != "visible");
                    let sheet = SheetName {
                        name: attribute(element, "name")?.unwrap_or_default(),
                        is_shown: !is_hidden && relation.kind.ends_with("/worksheet"),
                        path,
                    };
                    budget.take_entry::<SheetName>(sheet.name.len() + 2 * sheet.path.len())?;
                    // Each sheet must have its own part.
                    if !paths.insert(sheet.path.clone()) {
                        let reference = sheet.path;
                        return Err(WorkbookFault::BadReference { reference }.into());
                    }
                    sheets.push(sheet);
                }
                // An extension has an element of this name without the attribute.
                "workbookPr" => {
                    if let Some(value) = attribute(element, "date1904")? {
                        is_1904 = is_true(&value);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        (self.sheets, self.is_1904) = (sheets, is_1904);
        Ok(())
    }

    /// Reads the sheet at `index`.
    pub(super) fn read(&mut self, index: usize) -> Result<OdsContent, Fault> {
        let path = self.sheets[index].path.clone();
        let mut content = OdsContent {
            shared: self.texts()?,
            is_1904: self.is_1904,
            ..OdsContent::default()
        };
        let formats = self.formats()?;
        let bytes = self.bytes.clone();
        XlsxSheetReader {
            bytes,
            part: self.needed_part(&path)?,
            formats,
            content: &mut content,
            row: None,
            column: None,
            buffer: Vec::new(),
        }
        .read()?;
        Ok(content)
    }

    fn texts(&mut self) -> Result<Arc<Texts>, Fault> {
        if let Some(texts) = &self.texts {
            return Ok(Arc::clone(texts));
        }
        let path = format!("{}sharedStrings.xml", self.folder);
        let mut texts = Texts::default();
        let budget = Arc::clone(self.bytes.budget());
        if let Some(mut part) = self.part(&path)? {
            each_element(&mut part, |part, element| {
                match element.local_name().as_ref() {
                    "si" => {
                        texts.push(&rich_text(part, element.name())?, &budget)?;
                    }
                    // Many programs write a wrong count, but none writes an invalid number.
                    "sst" => {
                        let count = attribute(element, "uniqueCount")?;
                        if let Some(value) = count.filter(|count| count.parse::<u32>().is_err()) {
                            return Err(WorkbookFault::BadValue { value }.into());
                        }
                    }
                    _ => {}
                }
                Ok(())
            })?;
        }
        Ok(Arc::clone(self.texts.insert(Arc::new(texts))))
    }

    /// The cell formats.
    fn formats(&mut self) -> Result<Arc<[NumberFormat]>, Fault> {
        if let Some(formats) = &self.formats {
            return Ok(Arc::clone(formats));
        }
        let path = format!("{}styles.xml", self.folder);
        let budget = Arc::clone(self.bytes.budget());
        let (mut custom, mut formats) = (HashMap::new(), Vec::new());
        let Some(mut part) = self.part(&path)? else {
            return Ok(formats.into());
        };
        let mut are_struck: Vec<bool> = Vec::new();
        let (mut is_of_fonts, mut is_of_cells) = (false, false);
        each_element(&mut part, |_, element| {
            match element.local_name().as_ref() {
                "fonts" => is_of_fonts = true,
                "fills" => is_of_fonts = false,
                "font" if is_of_fonts => {
                    budget.take(1)?;
                    are_struck.push(false);
                }
                "strike" if is_of_fonts => {
                    let value = attribute(element, "val")?;
                    if let Some(is_struck) = are_struck.last_mut() {
                        *is_struck = value.is_none_or(|value| is_true(&value));
                    }
                }
                "numFmt" => {
                    let id = attribute(element, "numFmtId")?.unwrap_or_default();
                    let code = attribute(element, "formatCode")?.unwrap_or_default();
                    budget.take_entry::<(String, bool)>(id.len())?;
                    custom.insert(id, is_day_format(&code));
                }
                "cellXfs" => (is_of_fonts, is_of_cells) = (false, true),
                "cellStyleXfs" | "cellStyles" | "dxfs" => {
                    (is_of_fonts, is_of_cells) = (false, false);
                }
                "xf" if is_of_cells => {
                    let id = attribute(element, "numFmtId")?.unwrap_or_default();
                    let is_day = custom.get(&id).copied();
                    let font = attribute(element, "fontId")?;
                    let font = font.and_then(|font| font.trim().parse::<usize>().ok());
                    let is_built_in = || is_built_in_day(id.trim().parse().unwrap_or(0));
                    budget.take(size_of::<NumberFormat>() as u64)?;
                    formats.push(NumberFormat {
                        is_day: is_day.unwrap_or_else(is_built_in),
                        is_struck: font.is_some_and(|font| are_struck.get(font) == Some(&true)),
                    });
                }
                _ => {}
            }
            Ok(())
        })?;
        drop(part);
        Ok(Arc::clone(self.formats.insert(formats.into())))
    }
}

/// Properties of a cell format.
#[derive(Debug, Clone, Copy, Default)]
struct NumberFormat {
    /// Whether its numbers are days.
    is_day: bool,
    /// Whether its cells are struck through.
    is_struck: bool,
}

struct PackageRelation {
    id: String,
    kind: String,
    target: String,
}

/// Parser of one sheet.
struct XlsxSheetReader<'c, 'p> {
    bytes: Bytes,
    part: XmlPart<'p>,
    formats: Arc<[NumberFormat]>,
    content: &'c mut OdsContent,
    /// Row and column of the last cell.
    row: Option<u32>,
    column: Option<u32>,
    buffer: Vec<u8>,
}

impl XlsxSheetReader<'_, '_> {
    fn read(mut self) -> Result<(), Fault> {
        let mut depth = 0_u32;
        let mut has_data = false;
        loop {
            let mut buffer = std::mem::take(&mut self.buffer);
            match self.part.next(&mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        self.begin_row(&element)?;
                        depth += 1;
                    }
                    "c" => self.read_cell(&element)?,
                    "mergeCell" => {
                        let reference = attribute(&element, "ref")?.unwrap_or_default();
                        let area = area(&reference);
                        let bad = || WorkbookFault::BadReference { reference };
                        let area = area.ok_or_else(bad)?;
                        self.content.merge(area, self.bytes.budget())?;
                        depth += 1;
                    }
                    name => {
                        has_data |= name == "sheetData";
                        depth += 1;
                    }
                },
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Eof if depth == 0 && has_data => return Ok(()),
                Event::Eof => return Err(WorkbookFault::CutShort.into()),
                _ => {}
            }
            self.buffer = buffer;
        }
    }

    /// Begins a row. It must be below the previous one: a duplicate row, or one out of order, is damage.
    fn begin_row(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let number = attribute(element, "r")?;
        let row = match &number {
            Some(number) => number
                .trim()
                .parse()
                .ok()
                .and_then(|row: u32| row.checked_sub(1)),
            None => Some(self.row.map_or(0, |row| row + 1)),
        };
        let Some(row) = row.filter(|row| *row < ROWS) else {
            let reference = number.unwrap_or_default();
            return Err(WorkbookFault::BadReference { reference }.into());
        };
        if self.row.is_some_and(|before| before >= row) {
            return Err(Fault {
                fault: WorkbookFault::NotInOrder,
                cell: Some((row, 0)),
            });
        }
        (self.row, self.column) = (Some(row), None);
        Ok(())
    }

    /// The position of a cell. It must be right of the previous one in its row.
    fn position(&self, reference: Option<&str>) -> Result<Position, Fault> {
        let bad = || WorkbookFault::BadReference {
            reference: reference.unwrap_or_default().to_owned(),
        };
        let row = self.row.ok_or_else(bad)?;
        let next = || Some((row, self.column.map_or(0, |column| column + 1)));
        let position = reference.map_or_else(next, position);
        let position = position.filter(|(_, column)| *column < COLUMNS);
        let position = position.ok_or_else(bad)?;
        let is_next = position.0 == row && self.column.is_none_or(|before| before < position.1);
        if is_next {
            Ok(position)
        } else {
            Err(Fault {
                fault: WorkbookFault::NotInOrder,
                cell: Some(position),
            })
        }
    }

    fn read_cell(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let [mut reference, mut kind, mut format] = [None, None, None];
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(unreadable)?;
            match attribute.key.as_ref() {
                "r" => reference = Some(attribute.value),
                "t" => kind = Some(attribute.value),
                "s" => format = Some(attribute.value),
                _ => {}
            }
        }
        let position = self.position(reference.as_deref())?;
        self.column = Some(position.1);
        let stored = self.stored()?;
        let format = format.and_then(|format| format.trim().parse::<usize>().ok());
        let format = format.and_then(|format| self.formats.get(format).copied());
        let NumberFormat { is_day, is_struck } = format.unwrap_or_default();
        let is_uncalculated = stored.is_uncalculated(kind.as_deref());
        let cell = if is_uncalculated {
            let spread = stored.spread.filter(|area| {
                area.rows.start() < area.rows.end() || area.columns.start() < area.columns.end()
            });
            self.bytes.budget().take(size_of::<Area>() as u64)?;
            self.content.uncalculated.extend(spread);
            Ok(Some(SheetCell::Uncalculated))
        } else {
            stored.cell(kind.as_deref(), is_day, self.content, &self.bytes)
        };
        let cell = cell.map_err(|fault| Fault {
            fault,
            cell: Some(position),
        })?;
        let Some(cell) = cell else { return Ok(()) };
        let struck = &mut self.content.struck;
        if self.content.rows.last() == Some(position.0) {
            if !is_struck {
                struck.pop_if(|struck| *struck == position.0);
            }
        } else {
            struck.extend(is_struck.then_some(position.0));
        }
        self.content
            .rows
            .push(position, cell, self.bytes.budget())?;
        Ok(())
    }

    /// Reads the content of a cell element.
    fn stored(&mut self) -> Result<Stored, Fault> {
        let mut stored = Stored::default();
        let mut buffer = Vec::new();
        loop {
            match self.part.next(&mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => stored.value = Some(plain_text(&mut self.part, element.name())?),
                    "is" => stored.text = Some(rich_text(&mut self.part, element.name())?),
                    name => {
                        if name == "f" {
                            stored.is_formula = true;
                            if attribute(&element, "t")?.as_deref() == Some("array") {
                                stored.spread =
                                    attribute(&element, "ref")?.as_deref().and_then(area);
                            }
                        }
                        self.part.skip()?;
                    }
                },
                Event::End(_) => return Ok(stored),
                Event::Eof => return Err(WorkbookFault::CutShort.into()),
                _ => {}
            }
        }
    }
}

/// The content of a cell element.
#[derive(Default)]
struct Stored {
    is_formula: bool,
    /// The cells that an array formula fills.
    spread: Option<Area>,
    /// The value, or the index of a shared text.
    value: Option<String>,
    /// An inline text.
    text: Option<String>,
}

impl Stored {
    /// Whether it is a formula without a value. The empty text is a value.
    fn is_uncalculated(&self, kind: Option<&str>) -> bool {
        let is_absent = match &self.value {
            Some(value) => value.is_empty() && kind != Some("str"),
            None => self.text.is_none(),
        };
        self.is_formula && is_absent
    }

    /// Converts to a cell; `None` if it is blank.
    fn cell(
        self,
        kind: Option<&str>,
        is_day: bool,
        content: &mut OdsContent,
        bytes: &Bytes,
    ) -> Result<Option<SheetCell>, WorkbookFault> {
        let texts = content.shared.len();
        let mut text_cell = |text: &str| {
            check_length(text)?;
            content.own.cell(&unescaped(text), bytes.budget())
        };
        let is_kind_given = kind.is_some();
        let kind = kind.unwrap_or("n");
        if let "inlineStr" | "is" = kind {
            return text_cell(&self.text.unwrap_or_default());
        }
        let Some(value) = self.value.or(self.text).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        let bad = |value: String| WorkbookFault::BadValue { value };
        match kind {
            "s" => match value.trim().parse::<u32>() {
                Ok(index) if (index as usize) < texts => Ok(Some(SheetCell::Shared(index))),
                _ => Err(WorkbookFault::NoSuchText { index: value }),
            },
            "str" | "e" | "d" => text_cell(&value),
            "b" => match value.trim() {
                "1" | "true" | "TRUE" => text_cell("TRUE"),
                "0" | "false" | "FALSE" => text_cell("FALSE"),
                "" => Ok(None),
                _ => Err(bad(value)),
            },
            "n" => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() && is_day => Ok(Some(SheetCell::Day(number))),
                Ok(number) if number.is_finite() => Ok(Some(SheetCell::Number(number))),
                _ if is_kind_given => Err(bad(value)),
                _ => text_cell(&value),
            },
            _ => Err(bad(kind.to_owned())),
        }
    }
}

/// Normalizes the name of a part for comparison.
fn plain(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

/// Calls `visit` for every element of a part. The part must be complete.
fn each_element<'p>(
    part: &mut XmlPart<'p>,
    mut visit: impl FnMut(&mut XmlPart<'p>, &BytesStart<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut buffer = Vec::new();
    let (mut opened, mut closed) = (0_u64, 0_u64);
    loop {
        match part.next(&mut buffer)? {
            Event::Start(element) => {
                opened += 1;
                let is_read_on = element.local_name().as_ref() == "si";
                visit(part, &element)?;
                closed += u64::from(is_read_on);
            }
            Event::End(_) => closed += 1,
            Event::Eof if opened > 0 && opened == closed => return Ok(()),
            Event::Eof => return Err(WorkbookFault::CutShort.into()),
            _ => {}
        }
    }
}

/// The value of an attribute by its local name, with any prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    let is_meant = |whole: &str| whole.rsplit_once(':').map_or(whole, |(_, local)| local) == name;
    part::attribute(element, is_meant)
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true")
}

/// Reads the text of an element, up to its end.
fn plain_text(part: &mut XmlPart<'_>, name: QName<'_>) -> Result<String, Fault> {
    let mut text = String::new();
    let mut buffer = Vec::new();
    loop {
        match part.next(&mut buffer)? {
            Event::Text(read) => text.push_str(&read.xml10_content()),
            Event::CData(read) => text.push_str(&read.xml10_content()),
            Event::GeneralRef(entity) => push_entity(&entity, &mut text)?,
            Event::End(end) if end.name() == name => return Ok(text),
            Event::Eof => return Err(WorkbookFault::CutShort.into()),
            _ => {}
        }
    }
}

/// Reads the text of an element with runs in several fonts, without phonetic readings.
fn rich_text(part: &mut XmlPart<'_>, name: QName<'_>) -> Result<String, Fault> {
    let mut text = String::new();
    let mut buffer = Vec::new();
    loop {
        match part.next(&mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => {
                    let keeps_space = attribute(&element, "space")?.as_deref() == Some("preserve");
                    let run = plain_text(part, element.name())?;
                    let space = [' ', '\t', '\r', '\n'];
                    text.push_str(if keeps_space {
                        &run
                    } else {
                        run.trim_matches(space)
                    });
                    check_length(&text)?;
                }
                "rPh" => part.skip()?,
                _ => {}
            },
            Event::End(end) if end.name() == name => return Ok(unescaped(&text).into_owned()),
            Event::Eof => return Err(WorkbookFault::CutShort.into()),
            _ => {}
        }
    }
}

/// Decodes escapes of characters that XML cannot represent: `_x000D_`.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let escape = rest
            .get(start + 2..start + 7)
            .and_then(|digits| digits.strip_suffix('_'));
        let code = escape.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let (taken, length) = match code {
            Some(code) => (
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                7,
            ),
            None => ('_', 1),
        };
        result.push_str(&rest[..start]);
        result.push(taken);
        rest = &rest[start + length..];
    }
    Cow::Owned(result + rest)
}

/// Parses a cell reference such as `B12`; `None` if it is outside of a sheet.
fn position(reference: &str) -> Option<Position> {
    let letters = reference
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let (letters, digits) = reference.split_at(letters);
    if !(1..=3).contains(&letters.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters
        .bytes()
        .fold(0, |column, letter| column * 26 + value(letter));
    let row: u32 = digits.parse().ok()?;
    let is_in_sheet = (1..=ROWS).contains(&row) && column <= COLUMNS;
    is_in_sheet.then(|| (row - 1, column - 1))
}

/// Parses a range reference such as `A2:B5`.
fn area(reference: &str) -> Option<Area> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ((top, left), (bottom, right)) = (position(first)?, position(last)?);
    let is_forward = top <= bottom && left <= right;
    is_forward.then_some(Area {
        rows: top..=bottom,
        columns: left..=right,
    })
}

/// Whether a built-in number format is a day format. Source: ECMA-376, 18.8.30.
pub(super) fn is_built_in_day(id: u16) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// Whether a number format displays a day or a time of day: it contains a letter for one outside of quotes,
/// brackets and escapes. A duration (`[h]:mm`) is a number.
pub(super) fn is_day_format(code: &str) -> bool {
    // The first section applies to positive numbers.
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => return false,
            '\\' | '_' | '*' => {
                characters.next();
            }
            '"' => {
                characters.by_ref().find(|character| *character == '"');
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                let lower = inside.to_ascii_lowercase();
                let is_one = |unit: char| !lower.is_empty() && lower.chars().all(|c| c == unit);
                if ['h', 'm', 's'].into_iter().any(is_one) {
                    return false;
                }
            }
            'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_in_the_sheet() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("xfd1048576"), Some((ROWS - 1, COLUMNS - 1)));
        for beyond in [
            "", "A", "1", "A0", "XFE1", "A1048577", "ZZZZZZZ4", "A-1", "A1B", "A+1",
        ] {
            assert_eq!(position(beyond), None, "{beyond}");
        }
        assert_eq!(area("B2:A5"), None);
        let area = area("B2:C5").unwrap();
        assert_eq!((area.rows, area.columns), (1..=4, 1..=2));
    }

    #[test]
    fn formats_of_days() {
        for day in [
            "yyyy-mm-dd",
            "[$-804]yyyy\"年\"m\"月\"d\"日\";@",
            "h:mm AM/PM",
            "[Red]m/d",
        ] {
            assert!(is_day_format(day), "{day}");
        }
        for number in [
            "General",
            "0.00",
            "[h]:mm:ss",
            "\"d\"0",
            "0\\d",
            "0;yyyy",
            "[Red]0",
        ] {
            assert!(!is_day_format(number), "{number}");
        }
    }

    #[test]
    fn escapes_of_characters() {
        let check = |text: &str, expected| assert_eq!(unescaped(text), expected);
        check("a_x000D_b", "a\rb");
        check("_x005F_x000D_", "_x000D_");
        check("a_x00_x000g_", "a_x00_x000g_");
        check("_x公开日期_", "_x公开日期_");
    }
}
