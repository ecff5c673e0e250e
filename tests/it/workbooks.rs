//! Workbooks as they are stored: damage, formulas without a value, merged cells.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use report::{Options, statistics};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::memory::{Folder, figure};
use crate::program::{outcome, report};

const HEADER: &str = "<row r=\"1\">\
    <c r=\"A1\" t=\"inlineStr\"><is><t>信息名称</t></is></c>\
    <c r=\"B1\" t=\"inlineStr\"><is><t>公开日期</t></is></c>\
    <c r=\"C1\" t=\"inlineStr\"><is><t>备注</t></is></c></row>";

/// A sheet with [`HEADER`] and these rows, and what follows them.
fn sheet(rows: &str, below: &str) -> String {
    format!("<worksheet><sheetData>{HEADER}{rows}</sheetData>{below}</worksheet>")
}

/// A cell with a text.
fn text(reference: &str, text: &str) -> String {
    format!("<c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A row of a title and a day.
fn row(number: u32) -> String {
    let (title, day) = (format!("A{number}"), format!("B{number}"));
    let cells = text(&title, &format!("第{number}条")) + &text(&day, "2017-03-05");
    format!("<row r=\"{number}\">{cells}</row>")
}

/// An `.xlsx` with one sheet, some shared texts, and properties of the workbook.
fn xlsx(sheet: &str, texts: Option<&str>, properties: &str) -> Vec<u8> {
    let relations = |relations: &[(&str, &str)]| {
        let mut xml = "<Relationships>".to_owned();
        for (id, (kind, target)) in (1..).zip(relations) {
            let _ = write!(
                xml,
                "<Relationship Id=\"rId{id}\" Type=\"http://x/relationships/{kind}\" Target=\"{target}\"/>"
            );
        }
        xml + "</Relationships>"
    };
    let workbook = format!(
        "<workbook xmlns:r=\"r\"><workbookPr {properties}/><sheets>\
        <sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let mut parts = vec![
        (
            "_rels/.rels",
            relations(&[("officeDocument", "xl/workbook.xml")]),
        ),
        ("xl/workbook.xml", workbook),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[("worksheet", "worksheets/sheet1.xml")]),
        ),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ];
    if let Some(texts) = texts {
        parts.push(("xl/sharedStrings.xml", texts.to_owned()));
    }
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        package.start_file(name, stored).unwrap();
        package.write_all(content.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// An `.xls` with one sheet of texts, and merged cells: first row, last row, column.
fn xls(rows: &[&[&str]], merged: &[[u16; 3]]) -> Vec<u8> {
    let record = |kind: u16, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), content].concat()
    };
    let numbers = |numbers: &[u16]| -> Vec<u8> {
        numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect()
    };
    let utf16 = |text: &str| numbers(&text.encode_utf16().collect::<Vec<_>>());
    let begin = |kind: u16| record(0x0809, &numbers(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let end = record(0x000A, &[]);
    let name = [&[0, 0, 2, 1][..], &utf16("台账")].concat();
    let globals = |start: u32| {
        let sheet = record(0x0085, &[&start.to_le_bytes()[..], &name].concat());
        [begin(5), record(0x0042, &[0xB0, 4]), sheet, end.clone()].concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    let mut stream = [globals(start), begin(0x10)].concat();
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            let length = u16::try_from(cell.encode_utf16().count()).unwrap();
            let head = numbers(&[row, column, 0, length]);
            stream.extend(record(0x0204, &[&head[..], &[1], &utf16(cell)].concat()));
        }
    }
    let mut areas = numbers(&[u16::try_from(merged.len()).unwrap()]);
    for &[first, last, column] in merged {
        areas.extend(numbers(&[first, last, column, column]));
    }
    stream.extend(record(0x00E5, &areas));
    stream.extend(&end);
    compound_file(stream)
}

/// An OLE compound file with one stream, `Workbook`.
fn compound_file(mut stream: Vec<u8>) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    // Shorter streams are kept in another way.
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(stream.len() / SECTOR).unwrap();
    assert!(sectors < 120);
    let words =
        |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|word| word.to_le_bytes()).collect() };
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.extend([0; 16]);
    file.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(words(&[0, 1, 1, 0, 4096, END, 0, END, 0, 0]));
    file.extend(words(&[FREE; 108]));
    // The table of sectors, the directory, the stream.
    let mut table = vec![0xFFFF_FFFD, END];
    table.extend(3..sectors + 2);
    table.push(END);
    table.resize(SECTOR / 4, FREE);
    file.extend(words(&table));
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = if name.is_empty() { 0 } else { entry.len() + 2 };
        entry.resize(64, 0);
        entry.extend([u8::try_from(length).unwrap(), 0, kind, 1]);
        entry.extend(words(&[FREE, FREE, child]));
        entry.extend([0; 36]);
        entry.extend(words(&[start, size, 0]));
        entry
    };
    file.extend(entry("Root Entry", 5, 1, END, 0));
    file.extend(entry("Workbook", 2, FREE, 2, sectors * 512));
    file.extend(entry("", 0, FREE, 0, 0));
    file.extend(entry("", 0, FREE, 0, 0));
    file.extend(stream);
    file
}

/// What is found in a log of published items, and how many of them are counted.
fn read(log: &str, bytes: &[u8]) -> (Vec<String>, String) {
    let folder = Folder::new().with(log, bytes);
    let statistics = statistics(&folder, Some(2017), &Options::default());
    let is_meant = |code: &str| !matches!(code, "year-without-rows" | "rows-left-out" | "no-limit");
    let found = statistics
        .diagnostics
        .iter()
        .filter(|found| !found.code().is_detail());
    let found = found
        .filter(|found| is_meant(found.code().name()))
        .map(|found| {
            let place = found.place.as_ref();
            let at =
                |number: Option<u64>| number.map_or(String::new(), |number| format!(":{number}"));
            let place = place.map_or(String::new(), |place| at(place.line) + &at(place.column));
            format!("{}{place}", found.code().name())
        });
    let total = statistics
        .years
        .first()
        .map(|(_, figures)| figure(figures, "published.total"));
    (found.collect(), total.unwrap_or_default())
}

#[track_caller]
fn check(bytes: &[u8], found: &[&str], total: &str) {
    let (all, counted) = read("published.csv", bytes);
    assert_eq!(
        (all, &*counted),
        (found.iter().map(|&found| found.to_owned()).collect(), total)
    );
}

#[test]
fn whole_workbooks_are_read() {
    check(&xlsx(&sheet(&(row(2) + &row(3)), ""), None, ""), &[], "2");
    let items = [
        &["信息名称", "公开日期"][..],
        &["甲", "2017-03-05"],
        &["乙", "2017-03-06"],
    ];
    check(&xls(&items, &[]), &[], "2");
}

#[test]
fn cells_need_no_references() {
    let plain = "<row><c t=\"inlineStr\"><is><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t>乙</t></r></is></c>\
        <c t=\"str\"><v>2017-03-05</v></c></row>";
    check(&xlsx(&sheet(plain, ""), None, ""), &[], "1");
}

#[test]
fn malformed_sheets_are_no_sheets() {
    let texts = "<sst uniqueCount=\"1\"><si><t>甲</t></si></sst>";
    let shared = |index: &str| {
        let title = format!("<c r=\"A2\" t=\"s\"><v>{index}</v></c>");
        format!("<row r=\"2\">{title}{}</row>", text("B2", "2017-03-05"))
    };
    let cases = [
        ("a text before the first", shared("-1"), ":2:1"),
        ("a text behind the last", shared("1"), ":2:1"),
        ("a text that is no number", shared("x"), ":2:1"),
        (
            "a cell twice",
            format!(
                "<row r=\"2\">{}{}</row>",
                text("B2", "2017-03-05"),
                text("B2", "x")
            ),
            ":2:2",
        ),
        (
            "cells out of order",
            format!(
                "<row r=\"2\">{}{}</row>",
                text("B2", "2017-03-05"),
                text("A2", "x")
            ),
            ":2:1",
        ),
        (
            "a cell of another row",
            format!("<row r=\"2\">{}</row>", text("A3", "x")),
            ":3:1",
        ),
        ("a row twice", row(2) + &row(2), ":2:1"),
        ("rows out of order", row(3) + &row(2), ":2:1"),
        ("row 0", row(0), ""),
        ("beyond the last row", row(1_048_577), ""),
        (
            "beyond the last column",
            format!("<row r=\"2\">{}</row>", text("XFE2", "x")),
            "",
        ),
        (
            "far beyond",
            format!("<row r=\"2\">{}</row>", text("ZZZZZZZ2", "x")),
            "",
        ),
        (
            "no such kind",
            "<row r=\"2\"><c r=\"A2\" t=\"q\"><v>1</v></c></row>".to_owned(),
            ":2:1",
        ),
        (
            "no number",
            "<row r=\"2\"><c r=\"A2\" t=\"n\"><v>x</v></c></row>".to_owned(),
            ":2:1",
        ),
        (
            "too long a text",
            format!("<row r=\"2\">{}</row>", text("A2", &"字".repeat(32_768))),
            "",
        ),
        ("an end that does not come", "<row r=\"2\">".to_owned(), ""),
    ];
    for (what, rows, place) in cases {
        let (found, _) = read("published.csv", &xlsx(&sheet(&rows, ""), Some(texts), ""));
        assert_eq!(found, [format!("bad-workbook{place}")], "{what}");
    }
    check(&xlsx(&sheet(&shared("0"), ""), Some(texts), ""), &[], "1");
    check(
        &xlsx(&sheet(&shared("0"), ""), None, ""),
        &["bad-workbook:2:1"],
        "",
    );
    for count in ["18446744073709551615", "-1"] {
        let texts = format!("<sst uniqueCount=\"{count}\"><si><t>甲</t></si></sst>");
        check(
            &xlsx(&sheet(&shared("0"), ""), Some(&texts), ""),
            &["bad-workbook"],
            "",
        );
    }
    // A wrong count that is a count takes no memory and hides nothing.
    let texts = "<sst uniqueCount=\"4294967295\"><si><t>甲</t></si></sst>";
    check(&xlsx(&sheet(&shared("0"), ""), Some(texts), ""), &[], "1");
}

#[test]
fn damage_is_found_at_every_length() {
    let items = [
        &["信息名称", "公开日期"][..],
        &["甲", "2017-03-05"],
        &["乙", "2017-03-06"],
    ];
    let old = xls(&items, &[[1, 2, 0]]);
    let new = xlsx(&sheet(&(row(2) + &row(3)), ""), None, "");
    for whole in [old, new] {
        for length in (8..whole.len()).step_by(37) {
            let (found, total) = read("published.csv", &whole[..length]);
            let is_found = found.iter().any(|found| found.starts_with("bad-workbook"));
            assert!(
                is_found || total == "2",
                "{length} of {}: {found:?}",
                whole.len()
            );
        }
    }
}

#[test]
fn no_damage_ends_the_program() {
    let items = [&["信息名称", "公开日期"][..], &["甲", "2017-03-05"]];
    let whole = xls(&items, &[]);
    let folder = tempfile::tempdir().unwrap();
    let project = "[office]\nname = \"某局\"\n[logs]\npublished = \"p.xls\"\nrequests = { path = \"p.xls\", kind = \"service\" }\n";
    std::fs::write(folder.path().join("report.toml"), project).unwrap();
    // The workbook crate panics at some lengths, and gives an error at others.
    let panics = |length: &usize| {
        let cut = Folder::new().with("published.csv", &whole[..*length]);
        let found = statistics(&cut, Some(2017), &Options::default()).diagnostics;
        let said = found.iter().map(|found| found.problem.message().en);
        said.into_iter()
            .any(|said| said.contains("the file is damaged"))
    };
    let length = (512..whole.len()).step_by(20).find(panics).unwrap();
    std::fs::write(folder.path().join("p.xls"), &whole[..length]).unwrap();
    for words in [
        "compile --year 2017",
        "stats published.total --year 2017",
        "check --year 2017",
        "due --as-of 2017-03-05",
        "trace published.total --year 2017",
        "explain published.total --year 2017",
    ] {
        let ran = outcome(
            report(words.split(' '))
                .args(["--data", "."])
                .current_dir(folder.path()),
        );
        let said = ran.stdout + &ran.stderr;
        assert!(
            matches!(ran.status, 1 | 2),
            "{words}: {} {said}",
            ran.status
        );
        assert!(!said.contains("panicked"), "{words}: {said}");
        assert!(said.contains("the file is damaged"), "{words}: {said}");
    }
    let words = "init new --year 2017 --from p.xls".split(' ');
    let ran = outcome(report(words).current_dir(folder.path()));
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("the file is damaged"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--> p.xls") && !folder.path().join("new").exists());
}

#[test]
fn an_error_value_names_its_cell() {
    let error = "<row r=\"2\"><c r=\"A2\" t=\"e\"><f>B1#</f><v>#SPILL!</v></c>";
    let rows = format!("{error}{}</row>{}", text("B2", "2017-03-05"), row(3));
    check(&xlsx(&sheet(&rows, ""), None, ""), &["sheet-error:2:1"], "");
    let rows = format!(
        "<row r=\"2\">{}<c r=\"B2\" t=\"e\"><v>#CALC!</v></c></row>",
        text("A2", "甲")
    );
    check(
        &xlsx(&sheet(&(rows + &row(3)), ""), None, ""),
        &["bad-date:2:2"],
        "",
    );
}

#[test]
fn formulas_without_a_value() {
    let with = |cell: &str| {
        let rows = format!("<row r=\"2\">{}{cell}</row>", text("A2", "甲"));
        xlsx(&sheet(&(rows + &row(3)), ""), None, "")
    };
    for cell in [
        "<c r=\"B2\"><f>TODAY()</f></c>",
        "<c r=\"B2\"><f>TODAY()</f><v/></c>",
        "<c r=\"B2\" t=\"str\"><f>A1</f></c>",
        "<c r=\"B2\"><f t=\"shared\" si=\"0\"/></c>",
        "<c r=\"B2\"><f t=\"shared\" si=\"0\"/><v></v></c>",
    ] {
        check(&with(cell), &["formula-without-value:2:2"], "");
    }
    // The empty text is a value, and a blank date.
    check(
        &with("<c r=\"B2\" t=\"str\"><f>A1</f><v></v></c>"),
        &["missing-cell:2:2"],
        "",
    );
    check(
        &with("<c r=\"B2\" t=\"str\"><f>A1</f><v>2017-03-05</v></c>"),
        &[],
        "2",
    );
    // Nothing is read from the third column.
    let ignored = text("B2", "2017-03-05") + "<c r=\"C2\"><f>1</f></c>";
    check(&with(&ignored), &[], "2");
    // A formula that fills several cells stands in the first.
    let rows = format!(
        "<row r=\"2\">{}<c r=\"B2\"><f t=\"array\" ref=\"B2:B3\">X</f></c></row><row r=\"3\">{}</row>{}",
        text("A2", "甲"),
        text("A3", "乙"),
        row(4)
    );
    check(
        &xlsx(&sheet(&rows, ""), None, ""),
        &["formula-without-value:2:2", "formula-without-value:3:2"],
        "",
    );
    // A total at the bottom is no record.
    let total = format!(
        "<row r=\"4\">{}<c r=\"B4\"><f>SUM(1)</f></c></row>",
        text("A4", "合计")
    );
    let (found, _) = read(
        "published.csv",
        &xlsx(&sheet(&(row(2) + &row(3) + &total), ""), None, ""),
    );
    assert_eq!(found, ["totals-row:4"]);
}

#[test]
fn merged_cells_hold_for_all_their_rows() {
    let merged = |areas: &[&str]| {
        let cells = areas
            .iter()
            .map(|area| format!("<mergeCell ref=\"{area}\"/>"));
        format!("<mergeCells>{}</mergeCells>", cells.collect::<String>())
    };
    let rows = format!(
        "<row r=\"2\">{}{}</row><row r=\"3\">{}</row><row r=\"4\">{}<c r=\"B4\"/></row><row r=\"5\"/>",
        text("A2", "甲"),
        text("B2", "2017-03-05"),
        text("A3", "乙"),
        text("A4", "丙"),
    );
    let with = |areas: &[&str]| xlsx(&sheet(&rows, &merged(areas)), None, "");
    check(&with(&["B2:B5"]), &["merged-cells"], "3");
    check(&with(&["B2:C5"]), &["merged-cells"], "3");
    check(&with(&[]), &["missing-cell:3:2", "missing-cell:4:2"], "");
    // Across columns, beside the table, in the header: nothing is filled in.
    check(
        &with(&["B2:C2"]),
        &["missing-cell:3:2", "missing-cell:4:2"],
        "",
    );
    check(
        &with(&["C2:C5", "A1:A3"]),
        &["missing-cell:3:2", "missing-cell:4:2"],
        "",
    );
    check(&with(&["B2:B3", "B3:B4"]), &["bad-workbook:3:2"], "");
    check(&with(&["B2:B1048577"]), &["bad-workbook"], "");
    // A cell with a value of its own keeps it.
    let own = format!(
        "<row r=\"2\">{}{}</row><row r=\"3\">{}{}</row>",
        text("A2", "甲"),
        text("B2", "2017-03-05"),
        text("A3", "乙"),
        text("B3", "2016-03-05"),
    );
    check(&xlsx(&sheet(&own, &merged(&["B2:B3"])), None, ""), &[], "1");
    let items = [
        &["信息名称", "公开日期"][..],
        &["甲", "2017-03-05"],
        &["乙", ""],
        &["丙", ""],
    ];
    check(&xls(&items, &[[1, 3, 1]]), &["merged-cells"], "3");
}

#[test]
fn days_follow_the_calendar_of_the_workbook() {
    // 2017-03-05 is day 42799 from 1900, and day 41337 from 1904.
    let rows = |day: u32| {
        let number = format!("<c r=\"B2\"><v>{day}</v></c>");
        format!("<row r=\"2\">{}{number}</row>", text("A2", "甲"))
    };
    check(&xlsx(&sheet(&rows(42_799), ""), None, ""), &[], "1");
    check(
        &xlsx(&sheet(&rows(41_337), ""), None, "date1904=\"1\""),
        &[],
        "1",
    );
    check(
        &xlsx(&sheet(&rows(42_799), ""), None, "date1904=\"true\""),
        &[],
        "0",
    );
}
