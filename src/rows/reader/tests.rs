//! Compares the reader with a model that reads one character at a time without blocks, and with the
//! `csv` crate.

use std::io::Cursor;

use fearless_simd::Level;
use proptest::prelude::*;

use super::super::decoder::first_block;
use super::super::row::RawRow;
use super::super::scan::tests::levels;
use super::*;

fn reader(bytes: &[u8], delimiter: u8) -> Reader {
    let mut rest: Box<dyn Read + Send> = Box::new(Cursor::new(bytes.to_vec()));
    let block = first_block(&mut rest).unwrap();
    Reader::new(block, rest, None, delimiter)
}

/// A reader with small blocks, so that a block can end at any byte of a text.
fn small(bytes: &[u8], delimiter: u8, block: usize) -> Reader {
    let mut reader = reader(bytes, delimiter);
    reader.text = Decoder::new(bytes.to_vec(), Box::new(io::empty()), Some(Encoding::Utf8));
    reader.sizes = BufferSizes {
        first_block: block,
        block,
        ..SIZES
    };
    reader
}

/// A row: its line number, its text as written, and its cells with their positions.
type Row = (u64, String, Vec<(String, (u64, u64))>);

fn rows_of(batch: Batch<'_>) -> Vec<Row> {
    let rows = batch.rows().map(|row| {
        let owned = row.to_owned();
        let cells = |row: RawRow<'_>| -> Vec<_> {
            let cells = row.cells().zip(0..);
            let placed = cells.map(|(cell, index)| (cell.to_owned(), row.position(index)));
            placed.collect()
        };
        let (written, cells_of_row) = (row.written(), cells(row));
        assert_eq!(owned.row().written(), written);
        assert_eq!(cells(owned.row()), cells_of_row);
        assert_eq!(cells_of_row.len(), row.len());
        (row.line(), written.unwrap().to_owned(), cells_of_row)
    });
    rows.collect()
}

/// Reads all rows of a file, and the damage that ends it.
fn read(mut reader: Reader) -> (Vec<Row>, Option<Damage>) {
    let mut rows = Vec::new();
    loop {
        match reader.next().unwrap() {
            Next::Rows(batch) => rows.extend(rows_of(batch)),
            Next::Damaged(damage) => return (rows, Some(damage)),
            Next::End => return (rows, None),
        }
    }
}

/// The model: reads all rows by the quoting rules alone.
fn modelled(bytes: &[u8], delimiter: char, line_break: char) -> (Vec<Row>, Option<Damage>) {
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let end = memchr::memchr(0, &bytes[..valid]).unwrap_or(valid);
    let text = std::str::from_utf8(&bytes[..end]).unwrap();
    let (mut line, mut column) = (1, 1);
    let mut rows = Vec::new();
    let mut row: Row = (1, String::new(), vec![(String::new(), (1, 1))]);
    let mut state = ScanState::CellStart;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_row_end = matches!(character, '\n' | '\r');
        let is_outside = state != ScanState::Quoted;
        let (_, written, cells) = &mut row;
        let cell = &mut cells.last_mut().unwrap().0;
        let is_crlf = character == '\r' && characters.peek() == Some(&'\n');
        line += u64::from(character == line_break || is_outside && is_crlf);
        column = if is_row_end { 1 } else { column + 1 };
        if is_outside && is_row_end {
            if is_crlf {
                characters.next();
            }
            let next = (line, String::new(), vec![(String::new(), (line, 1))]);
            rows.push(std::mem::replace(&mut row, next));
            state = ScanState::CellStart;
            continue;
        }
        written.push(character);
        if is_outside && character == delimiter {
            cells.push((String::new(), (line, column)));
            state = ScanState::CellStart;
            continue;
        }
        state = match (state, character) {
            (ScanState::CellStart, '"') => ScanState::Quoted,
            (ScanState::Quoted, '"') => ScanState::QuoteSeen,
            (ScanState::QuoteSeen, '"') | (ScanState::Quoted, _) => {
                cell.push(character);
                ScanState::Quoted
            }
            _ => {
                cell.push(character);
                ScanState::Plain
            }
        };
    }
    let damage = |kind, (line, column)| Damage {
        kind,
        line,
        column,
        reread_as: None,
    };
    if end < bytes.len() {
        let kind = DamageKind::Bytes { offset: end as u64 };
        return (rows, Some(damage(kind, (line, column))));
    }
    if state == ScanState::Quoted {
        let opened_at = row.2.last().unwrap().1;
        return (rows, Some(damage(DamageKind::UnclosedQuote, opened_at)));
    }
    if !row.1.is_empty() {
        rows.push(row);
    }
    (rows, None)
}

/// Reads the cells of all rows that are not empty with the `csv` crate.
fn by_csv_crate(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text);
    let rows = reader.into_records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

/// Lists line and first cell of each row that is not blank, then the damage.
fn outline_of(reader: Reader) -> Vec<String> {
    let (rows, damage) = read(reader);
    let rows = rows.iter().map(|(line, _, cells)| (line, &cells[0].0));
    let filled = rows.filter(|(_, cell)| !cell.is_empty());
    let rows = filled.map(|(line, cell)| format!("{line} {cell}"));
    let damage = damage.map(|damage| {
        let Damage {
            kind, line, column, ..
        } = damage;
        format!("{kind:?} at {line}:{column}")
    });
    rows.chain(damage).collect()
}

fn outline(text: &str) -> Vec<String> {
    outline_of(reader(text.as_bytes(), b','))
}

#[test]
fn lines_are_those_of_the_file() {
    let unix = "标题,公开日期\n甲,1\n\n\n乙,2\n\"丙\n丙\",3\n丁,4";
    let expected = ["1 标题", "2 甲", "5 乙", "6 丙\n丙", "8 丁"];
    assert_eq!(outline(unix), expected);
    for line_break in ["\r\n", "\r"] {
        let rows = expected.map(|row| row.replace('\n', line_break));
        assert_eq!(outline(&unix.replace('\n', line_break)), rows);
    }
    assert_eq!(outline(&format!("\n\n{unix}\n"))[0], "3 标题");
}

#[test]
fn lines_of_long_files() {
    for (line_break, quote) in [("\n", ""), ("\r\n", ""), ("\r", ""), ("\r\n", "\"")] {
        let mut text = format!("标题,公开日期{line_break}");
        for index in 0..50_000 {
            let row = format!("{quote}第{index}条{quote},2017-01-01{line_break}");
            text.push_str(&row);
        }
        let rows = outline(&text);
        assert_eq!(rows.len(), 50_001);
        for (index, row) in rows.iter().enumerate().skip(1) {
            assert_eq!(*row, format!("{} 第{}条", index + 1, index - 1));
        }
    }
}

#[test]
fn unclosed_quotes() {
    assert_eq!(
        outline("甲,1\n乙,\"2\n丙,3\n"),
        ["1 甲", "UnclosedQuote at 2:3"]
    );
    assert_eq!(outline("五\"寸,1"), ["1 五\"寸"]);
    assert_eq!(outline("\"五\"\"寸\",1"), ["1 五\"寸"]);
}

#[test]
fn rows_without_end() {
    const LONGEST: usize = 300 << 10;
    let outline = |text: &str| {
        let mut reader = reader(text.as_bytes(), b',');
        reader.sizes.longest_row = LONGEST;
        let outline = outline_of(reader);
        outline
            .into_iter()
            .map(|row| row.chars().take(30).collect::<String>())
            .collect::<Vec<_>>()
    };
    let endless = |start: &str| start.to_owned() + &"字".repeat(LONGEST);
    assert_eq!(outline(&endless("甲,1\n")), ["1 甲", "TooLong at 2:1"]);
    assert_eq!(
        outline(&endless("甲,1\n乙,\"")),
        ["1 甲", "UnclosedQuote at 2:3"]
    );
    assert_eq!(outline(&"x".repeat(LONGEST / 2)).len(), 1);
    let long = |length| format!("甲,1\n{}\n乙,2\n", "x".repeat(length));
    assert_eq!(outline(&long(LONGEST - 1)).len(), 3);
    assert_eq!(outline(&long(LONGEST)), ["1 甲", "TooLong at 2:1"]);
}

#[test]
fn end_marks() {
    for text in ["甲,1\r\n乙,2\r\n", "甲,1\n乙,2"] {
        let marked = text.to_owned() + "\u{1a}";
        assert_eq!(outline(&marked), ["1 甲", "2 乙"]);
        let mut reader = reader(marked.as_bytes(), b',');
        reader.peek(5).unwrap();
        assert!(reader.has_end_mark());
    }
    assert_eq!(outline("甲\u{1a},1"), ["1 甲\u{1a}"]);
}

#[test]
fn damage_in_a_long_file() {
    let rows = "甲,1\n\"乙\n乙\",2\n丙,丙x,3\n丁,4\n";
    let mut bytes = rows.repeat(9_000).into_bytes();
    let at = rows.len() * 8_000 + "甲,1\n\"乙\n乙\",2\n丙,丙".len();
    for byte in [0xFF, 0] {
        bytes[at] = byte;
        let (read, damage) = read(reader(&bytes, b','));
        assert_eq!(read.len(), 8_000 * 4 + 2);
        let expected = Damage {
            kind: DamageKind::Bytes { offset: at as u64 },
            line: 8_000 * 5 + 4,
            column: 4,
            reread_as: None,
        };
        assert_eq!(damage, Some(expected));
    }
}

#[test]
fn ascii_that_turns_out_to_be_gb18030() {
    let mut bytes = "a,1\n".repeat(40_000).into_bytes();
    bytes.extend(b"\xB1\xEA\xCC\xE2,2\n");
    let (rows, damage) = read(reader(&bytes, b','));
    assert_eq!(rows.len(), 40_000);
    assert_eq!(damage.unwrap().reread_as, Some(Encoding::Gb18030));
}

/// The file turns out to be GB18030 while peeking, before any row was yielded.
#[test]
fn peeking_finds_another_encoding() {
    for length in [10, 100_000] {
        let mut bytes = ("a".repeat(length) + ",1\n").into_bytes();
        bytes.extend(b"\xB1\xEA\xCC\xE2,2\n".repeat(20_000));
        let mut reader = reader(&bytes, b',');
        assert!(reader.peek(3).unwrap().len() >= 3);
        assert_eq!(reader.encoding(), Encoding::Gb18030);
        let (rows, damage) = read(reader);
        assert_eq!((rows.len(), damage), (20_001, None));
        assert_eq!(rows[20_000].1, "标题,2");
    }
}

#[test]
fn plain_and_quoted_cells_are_borrowed() {
    let mut reader = reader(b"a,\"b\",\"c,c\"\r\n\"d\"\"\",\"\",e", b',');
    let Next::Rows(batch) = reader.next().unwrap() else {
        panic!("nothing is damaged");
    };
    let rows: Vec<_> = batch.rows().collect();
    let text = rows[0].text.as_bytes().as_ptr_range();
    let borrowed = |row: usize, cell| {
        let cell = rows[row].cell(cell).unwrap();
        (cell.to_owned(), text.contains(&cell.as_ptr()))
    };
    assert_eq!(borrowed(0, 0), ("a".to_owned(), true));
    assert_eq!(borrowed(0, 1), ("b".to_owned(), true));
    assert_eq!(borrowed(0, 2), ("c,c".to_owned(), true));
    assert_eq!(borrowed(1, 0), ("d\"".to_owned(), false));
    assert_eq!(borrowed(1, 1), (String::new(), true));
    assert_eq!(borrowed(1, 2), ("e".to_owned(), true));
}

/// `peek` returns all requested rows even if the first row is long, and they can be read again.
#[test]
fn peeking_at_long_rows() {
    for length in [10, 9_000, 70_000] {
        let cell = "字".repeat(length);
        let text = format!("{cell};a\n\n\"{cell};\n\";b\nc;d\n").repeat(6);
        let all = read(reader(text.as_bytes(), b';')).0;
        let mut reader = reader(text.as_bytes(), b',');
        assert!(reader.peek(11).unwrap().len() >= 11);
        reader.set_delimiter(b';');
        let peeked = rows_of(reader.peek(11).unwrap());
        assert!(peeked.len() >= 11);
        assert_eq!(peeked, all[..peeked.len()]);
        assert_eq!(reader.skip(3).unwrap(), None);
        assert_eq!(rows_of(reader.peek(1).unwrap())[0], all[3]);
        assert_eq!(read(reader).0, all[3..]);
    }
}

#[test]
fn peeking_ends_with_the_file() {
    let mut reader = reader(b"a\n\nb", b',');
    assert_eq!(reader.peek(5).unwrap().len(), 3);
    let mut damaged = reader_of_damage();
    assert_eq!(damaged.peek(5).unwrap().len(), 1);
    assert_eq!(damaged.skip(1).unwrap(), None);
    assert!(damaged.skip(1).unwrap().is_some());
    let mut damaged = reader_of_damage();
    assert!(damaged.skip(2).unwrap().is_some());
}

fn reader_of_damage() -> Reader {
    reader("甲\n\"乙".as_bytes(), b',')
}

#[test]
fn peeking_is_bounded() {
    let row = "x".repeat(100 << 10) + "\n";
    let mut reader = reader(row.repeat(11).as_bytes(), b',');
    reader.sizes.longest_row = 300 << 10;
    assert!(reader.peek(11).unwrap().len() >= 2);
    assert!(reader.buffer.len() <= 1200 << 10);
}

/// `skip` reports damage after the first rows even if the file continues.
#[test]
fn peeking_finds_a_row_without_end() {
    let text = "台账\n".to_owned() + &"字".repeat(300 << 10) + "\n标题\n";
    let mut reader = reader(text.as_bytes(), b',');
    reader.sizes.longest_row = 300 << 10;
    assert_eq!(reader.peek(11).unwrap().len(), 1);
    assert_eq!(reader.skip(1).unwrap(), None);
    let damage = reader.skip(1).unwrap().unwrap();
    assert_eq!((damage.kind, damage.line), (DamageKind::TooLong, 2));
}

/// Rows that begin and end at block boundaries.
#[test]
fn borders_of_blocks() {
    for length in SIZES.first_block - 5..SIZES.first_block + 5 {
        let text = "x".repeat(length) + "\r\n乙\r\n";
        assert_eq!(read(reader(text.as_bytes(), b',')).0.len(), 2, "{length}");
    }
    for length in [1, 8 << 10, 64 << 10, 128 << 10] {
        let (first, third) = ("注".repeat(length), "甲".repeat(length));
        let text = format!("{first}\n标题\n{third}\n乙\n");
        for skipped in 0..5 {
            let mut reader = reader(text.as_bytes(), b',');
            reader.peek(4).unwrap();
            assert_eq!(reader.skip(skipped).unwrap(), None);
            let lines = read(reader).0.into_iter().map(|(line, _, _)| line);
            assert!(lines.eq(skipped as u64 + 1..5), "{length}");
        }
    }
}

/// Texts with their line break, which is the first one in the text.
fn text() -> impl Strategy<Value = (String, char)> {
    let parts = [
        "\"",
        "\"\"",
        ",",
        ",",
        ",",
        "\n",
        "\n",
        "\r\n",
        "\r",
        ";",
        "a",
        "字",
        "😀",
        "\",\"",
        "\"a\"",
        "\"关于,放假\"",
        "\"a\nb\"",
        "\"a\"\"b\"",
        "关于清明节放假的通知，",
        "2017-03-28",
    ];
    let parts = prop::collection::vec(prop::sample::select(Vec::from(parts)), 0..120);
    (parts, any::<bool>()).prop_map(|(parts, is_of_macintosh)| {
        if is_of_macintosh {
            ("\r".to_owned() + &parts.concat().replace('\n', "\r"), '\r')
        } else {
            ("\n".to_owned() + &parts.concat(), '\n')
        }
    })
}

fn delimiter() -> impl Strategy<Value = u8> {
    prop::sample::select(vec![b',', b';'])
}

fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(levels())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn blocks_may_end_at_any_byte(
        (text, line_break) in text(),
        delimiter in delimiter(),
        block in 16_usize..300,
        level in level(),
    ) {
        let mut reader = small(text.as_bytes(), delimiter, block);
        reader.level = level;
        let expected = modelled(text.as_bytes(), delimiter.into(), line_break);
        prop_assert_eq!(read(reader), expected);
    }

    #[test]
    fn rows_are_those_of_the_csv_crate((text, _) in text(), delimiter in delimiter()) {
        let (rows, damage) = read(small(text.as_bytes(), delimiter, 100));
        if damage.is_none() {
            let filled = rows.into_iter().filter(|(_, written, _)| !written.is_empty());
            let cells = filled.map(|(_, _, cells)| cells.into_iter().map(|(cell, _)| cell).collect());
            let cells: Vec<Vec<String>> = cells.collect();
            prop_assert_eq!(cells, by_csv_crate(text.as_bytes(), delimiter));
        }
    }

    #[test]
    fn damage_is_found_at_any_byte(
        (text, line_break) in text(),
        place in any::<prop::sample::Index>(),
        wrong in prop::sample::select(vec![
            &b"\x80"[..], b"\xC0\x80", b"\xC3,", b"\xE0\x9F\x80", b"\xE4\xB8,", b"\xED\xA0\x80",
            b"\xF0\x8F\x80\x80", b"\xF4\x90\x80\x80", b"\xFF", b"\0", b"\xE4", b"\xF0\x9F\x98",
        ]),
        block in 16_usize..300,
    ) {
        let mut bytes = text.into_bytes();
        let place = 1 + place.index(bytes.len());
        bytes.splice(place..place, wrong.iter().copied());
        let expected = modelled(&bytes, ',', line_break);
        prop_assert_eq!(read(small(&bytes, b',', block)), expected);
    }

    #[test]
    fn peeking_changes_nothing(
        (text, _) in text(),
        (first, second) in (delimiter(), delimiter()),
        wanted in 1_usize..20,
        skipped in 0_usize..20,
        block in 16_usize..300,
    ) {
        let (all, damage) = read(small(text.as_bytes(), second, block));
        let mut reader = small(text.as_bytes(), first, block);
        reader.peek(wanted).unwrap();
        reader.set_delimiter(second);
        let peeked = rows_of(reader.peek(wanted).unwrap());
        let is_filled = |(_, _, cells): &&Row| cells.iter().any(|(cell, _)| !cell.trim().is_empty());
        prop_assert!(peeked.len() == all.len() || peeked.iter().filter(is_filled).count() >= wanted);
        prop_assert_eq!(&peeked[..], &all[..peeked.len()]);
        let skipped = skipped.min(peeked.len());
        prop_assert_eq!(reader.skip(skipped).unwrap(), None);
        prop_assert_eq!(read(reader), (all[skipped..].to_vec(), damage));
    }
}
