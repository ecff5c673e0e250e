//! Files of rows: bytes in any encoding, tables in any spelling.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use encoding_rs::GB18030;
use report::{
    Diagnostic, Log, Severity,
    finding::{BadWorkbook, DamagedText, FileRead, Separator},
    inside::{Encoding, LogFile, LogSettings, LogTable, NextRows, RowsAbove, Source, Step},
};

use crate::naive::{self, Verdict};
use crate::{Target, fuzz, located, shortened};

/// The columns that are read, by their keys and headers.
const COLUMNS: [(&str, &str); 3] = [
    ("id", "索引号"),
    ("title", "信息名称"),
    ("published_on", "公开日期"),
];

/// A row: its line and cells, or the finding if it cannot be read.
type Row = Result<(u64, [Option<String>; 3]), String>;

/// The rows of a file and the findings, with those about the lines below its table.
pub(crate) struct Content {
    rows: Vec<Row>,
    found: Vec<Diagnostic>,
}

/// Opens a file for reading.
type Open<'b> = &'b dyn Fn() -> Box<dyn Read + Send>;

fn read_as(open: Open<'_>, encoding: Option<Encoding>) -> Content {
    let file = LogFile {
        encoding,
        ..LogFile::default_of(Log::Published)
    };
    let source = Source {
        log: Log::Published,
        file: &file,
        settings: &LogSettings::default(),
        words: &Arc::default(),
    };
    let mut found = Vec::new();
    let tables = LogTable::open(open(), &source, &mut found).unwrap();
    let mut rows = Vec::new();
    for mut table in tables {
        loop {
            match table.read_on().unwrap() {
                NextRows::Rows(mut some) => {
                    while some.advance() {
                        match some.step() {
                            Some(Step::Row(row)) if row.is_blank() => {}
                            Some(Step::Row(row)) => {
                                let text = |(key, _)| row.text_of(Log::Published, key);
                                let cells = COLUMNS.map(text);
                                rows.push(Ok((
                                    row.line(),
                                    cells.map(|cell| cell.map(str::to_owned)),
                                )));
                            }
                            Some(Step::Bad(problem)) => rows.push(Err(located(&problem))),
                            None => {}
                        }
                    }
                }
                NextRows::End => break,
                NextRows::Broken(problem) => {
                    found.push(problem);
                    break;
                }
                NextRows::Reread(encoding) => return read_as(open, Some(encoding)),
            }
        }
        let all = rows.len() as u64;
        found.extend(table.below(&RowsAbove {
            all,
            of_part: all,
            ..RowsAbove::default()
        }));
    }
    Content { rows, found }
}

/// The rows and findings in lines: `2 A1|甲|2017-03-05`, `file-read utf-8 Comma 1`.
pub(crate) fn outcome_of(content: &Content) -> String {
    let found = content.found.iter().map(|one| {
        let problem = &one.problem;
        let more = if let Some(damage) = problem.get::<DamagedText>() {
            format!(" {} at {}", damage.encoding, damage.offset)
        } else if let Some(read) = problem.get::<FileRead>() {
            format!(
                " {} {:?} {}",
                read.encoding, read.separator, read.header_line
            )
        } else if let Some(bad) = problem.get::<BadWorkbook>() {
            format!(" {:?}", bad.fault)
        } else {
            String::new()
        };
        located(one) + &more
    });
    let found: Vec<String> = found.collect();
    let mut lines: Vec<String> = content.rows.iter().map(row_shown).collect();
    if lines.len() > 20 {
        let middle = format!("… {} …", lines.len());
        lines.splice(1..lines.len() - 1, [middle]);
    }
    lines.extend(found);
    shortened(&lines.join("\n"))
}

fn row_shown(row: &Row) -> String {
    match row {
        Ok((line, cells)) => {
            let cells = cells.iter().map(|cell| cell.as_deref().unwrap_or("-"));
            let cells: Vec<String> = cells
                .map(|cell| cell.replace('\n', "␤").replace('\r', "␍"))
                .collect();
            format!("{line} {}", cells.join("|"))
        }
        Err(reason) => format!("not read: {reason}"),
    }
}

/// The content of the file with these bytes.
pub(crate) fn opened(bytes: &[u8]) -> Content {
    read_as(&|| Box::new(Cursor::new(bytes.to_vec())), None)
}

/// Gives a few bytes at a time.
struct Slow(Cursor<Vec<u8>>, usize);

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.1);
        self.0.read(&mut buffer[..most])
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, one: &T, other: &T) -> Result<(), String> {
    if one == other {
        return Ok(());
    }
    Err(format!("{what}: {one:?}\nis not {other:?}"))
}

/// Checks that a text is read as a plain reader reads it, and that no record is left out without an
/// error.
fn is_read_right(text: &str, Content { rows, found }: &Content) -> Result<(), String> {
    let read = found.iter().find_map(|one| one.problem.get::<FileRead>());
    let Some(read) = read else { return Ok(()) };
    let separator = match read.separator {
        Separator::Comma => ',',
        Separator::Tab => '\t',
        Separator::Semicolon => ';',
        Separator::Pipe => '|',
    };
    // Whether a lone `\r` ends a line is decided by the first block.
    if text.contains('\r') && text.len() > 4096 {
        return Ok(());
    }
    let has_error = found.iter().any(|one| one.severity() >= Severity::Error);
    let Some(expected) = naive::rows(text, separator) else {
        return if has_error {
            Ok(())
        } else {
            Err("a quote is open".to_owned())
        };
    };
    let header = expected.iter().find(|(line, _)| *line == read.header_line);
    let Some((_, header)) = header else {
        return Err(format!("no header in line {}", read.header_line));
    };
    // A header of two rows, or one that is spelled in another way, is not beyond doubt.
    let Some(places) = places_in(header) else {
        return Ok(());
    };
    for row in rows.iter().flatten() {
        if !expected
            .iter()
            .any(|expected| is_like(row, expected, places))
        {
            return Err(format!("{row:?} is not in {expected:?}"));
        }
    }
    let below = expected.iter().filter(|(line, _)| *line > read.header_line);
    for (line, cells) in below {
        let is_read = rows.iter().flatten().any(|(read, _)| read == line);
        if is_record(cells, header, places) && !is_read && !has_error {
            return Err(format!("line {line} is left out: {cells:?}"));
        }
    }
    Ok(())
}

/// The places of the columns in a header; `None` for the id if the header lacks it.
type Places = [Option<usize>; 3];

/// Finds the columns in a header. `None` unless it has a title and a day, and each column once.
fn places_in(header: &[String]) -> Option<Places> {
    let cells = || header.iter().map(|cell| cell.trim());
    let is_once = |name| cells().filter(|cell| *cell == name).count() <= 1;
    let places = COLUMNS.map(|(_, name)| cells().position(|cell| cell == name));
    let is_clear = COLUMNS.iter().all(|(_, name)| is_once(*name));
    (is_clear && places[1..].iter().all(Option::is_some)).then_some(places)
}

/// Whether a row has the line and the cells of the expected one.
fn is_like(
    (line, cells): &(u64, [Option<String>; 3]),
    (other, expected): &(u64, Vec<String>),
    places: Places,
) -> bool {
    let mut cells = places.iter().zip(cells);
    other == line
        && cells.all(|(place, cell)| {
            let expected = place.map(|place| expected.get(place).map_or("", String::as_str));
            match expected.map(naive::content) {
                Some(Verdict::Doubtful) | None => true,
                Some(expected) => expected == Verdict::from(cell.as_deref()),
            }
        })
}

/// Whether a row is a record beyond doubt: with a short id, a title and a day.
fn is_record(cells: &[String], header: &[String], places: Places) -> bool {
    let cell = |index: usize| cells.get(places[index]?).map(String::as_str);
    let is_id = |id: &str| id.len() == 2 && id.starts_with(|c: char| c.is_ascii_uppercase());
    let is_title = |title: &str| title.starts_with(['甲', '乙']);
    cells.len() == header.len()
        && header.last().is_some_and(|last| !last.trim().is_empty())
        && cell(0).is_some_and(is_id)
        && cell(1).is_some_and(is_title)
        && cell(2).is_some_and(|day| matches!(naive::day(day), Verdict::Is(_)))
}

/// The rows without the difference between line ends in cells.
fn with_one_line_end(rows: Vec<Row>) -> Vec<Row> {
    let rows = rows.into_iter().map(|row| {
        let one_end = |cell: String| cell.replace("\r\n", "\n").replace('\r', "\n");
        row.map(|(line, cells)| (line, cells.map(|cell| cell.map(one_end))))
    });
    rows.collect()
}

/// A text is read as a plain reader reads it. The number of bytes per read, the encoding, line ends and
/// an end mark make no difference, and a zero byte is never text.
fn decoder_check(bytes: &[u8]) -> Result<String, String> {
    let read = opened(bytes);
    let outcome = outcome_of(&read);
    let mut cells = read.rows.iter().flatten().flat_map(|(_, cells)| cells);
    if cells.any(|cell| cell.as_ref().is_some_and(|cell| cell.contains('\0'))) {
        return Err(format!("a zero byte is read: {:?}", read.rows));
    }
    if bytes.len() > 1 << 20 {
        return Ok(outcome);
    }
    for most in [1, 7] {
        let slowly = read_as(&|| Box::new(Slow(Cursor::new(bytes.to_vec()), most)), None);
        same("bytes at a time", &outcome_of(&slowly), &outcome)?;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(outcome);
    };
    if text.contains(['\0', '\u{FEFF}']) {
        return Ok(outcome);
    }
    if !text.ends_with('\u{1A}') {
        is_read_right(text, &read)?;
    }
    other_encodings(text)?;
    if text.contains('\r') || text.len() > 4096 {
        return Ok(outcome);
    }
    for end in ["\r\n", "\r"] {
        let other = opened(text.replace('\n', end).as_bytes()).rows;
        same("line ends", &with_one_line_end(other), &read.rows)?;
    }
    let ended = opened((text.to_owned() + "\x1A").as_bytes());
    same("an end mark", &ended.rows, &read.rows).map(|()| outcome)
}

/// Checks that a text has the same rows in every encoding.
fn other_encodings(text: &str) -> Result<(), String> {
    let marked = format!("\u{FEFF}{text}");
    let units = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    };
    let rows = opened(marked.as_bytes()).rows;
    let same = |what: &str, bytes: &[u8]| same(what, &opened(bytes).rows, &rows);
    let orders = [u16::to_le_bytes, u16::to_be_bytes];
    for order in orders {
        same("UTF-16", &units(&marked, order))?;
    }
    // Without a mark, a header in Chinese and usual characters show the encoding.
    let is_usual = |c: char| matches!(c, ' '..='~' | '\n' | '\u{4E00}'..='\u{9FFF}');
    if !text.contains("信息名称") || !text.chars().all(is_usual) || text.len() > 16_384 {
        return Ok(());
    }
    same("UTF-8 without a mark", text.as_bytes())?;
    for order in orders {
        same("UTF-16 without a mark", &units(text, order))?;
    }
    let (chinese, _, is_lossy) = GB18030.encode(text);
    if is_lossy {
        return Ok(());
    }
    same("GB18030", &chinese)
}

#[test]
fn decoder() {
    fuzz(&Target {
        name: "decoder",
        seeds: include_str!("decoder.seeds"),
        words: &[
            "\n",
            "\r\n",
            "\"",
            ",",
            "\u{1A}",
            "\u{FEFF}",
            "公开",
            "\u{2028}",
            "A9,甲,2017-03-05\n",
        ],
        check: decoder_check,
    });
}

/// Rows of cells; `␤` is a line break in a cell.
fn table_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(bytes).replace('\0', "");
    let rows = text.split('\n').map(|line| {
        let cells = line.split('\t').map(|cell| cell.replace('␤', "\n"));
        let mut cells: Vec<String> = cells.collect();
        cells.resize(cells.len().max(3), String::new());
        cells
    });
    rows.collect()
}

/// Writes rows as a text, below a header unless the first row is one.
fn written(
    rows: &[Vec<String>],
    quotes: csv::QuoteStyle,
    delimiter: u8,
    end: csv::Terminator,
) -> String {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(quotes)
        .delimiter(delimiter)
        .terminator(end)
        .flexible(true)
        .from_writer(Vec::new());
    let names = &COLUMNS.map(|(_, name)| name.to_owned())[1..];
    let has_header = |row: &Vec<String>| names.iter().all(|name| row.contains(name));
    if !rows.first().is_some_and(has_header) {
        writer.write_record(COLUMNS.map(|(_, name)| name)).unwrap();
    }
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

const LINE_FEED: csv::Terminator = csv::Terminator::Any(b'\n');

/// A table is read as a plain reader reads it; quoting, separators and line ends make no difference.
fn table_check(bytes: &[u8]) -> Result<String, String> {
    let rows = table_of(bytes);
    let write = |quotes, delimiter, end| {
        let text = written(&rows, quotes, delimiter, end);
        let read = opened(text.as_bytes());
        is_read_right(&text, &read).map(|()| read)
    };
    let necessary = write(csv::QuoteStyle::Necessary, b',', LINE_FEED)?;
    let always =
        |delimiter, end| write(csv::QuoteStyle::Always, delimiter, end).map(|read| read.rows);
    let quoted = always(b',', LINE_FEED)?;
    same("quotes", &necessary.rows, &quoted)?;
    same("line ends", &always(b',', csv::Terminator::CRLF)?, &quoted)?;
    let delimiter = b";\t|"[bytes.len() % 3];
    same("separators", &always(delimiter, LINE_FEED)?, &quoted)?;
    Ok(outcome_of(&necessary))
}

#[test]
fn table() {
    fuzz(&Target {
        name: "table",
        seeds: include_str!("table.seeds"),
        words: &[
            "\t",
            "\n",
            "\"",
            "\"\"",
            "␤",
            ",",
            ";",
            "\r",
            " ",
            "\u{200B}",
            "合计",
            "2017-03-05",
            "-",
            "1",
        ],
        check: table_check,
    });
}
