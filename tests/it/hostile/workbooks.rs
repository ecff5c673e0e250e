//! Workbooks that are damaged, decompress to an extreme size, or declare a wrong size.

use std::time::{Duration, Instant};

use zip::CompressionMethod::{Deflated, Stored};

use super::Project;
use crate::books::{
    Damage, agree, compound_file, good_xls, good_xlsx, label, labels, package, parts, record,
    xls_of, xlsb, xlsx,
};

const SETTINGS: &str = "[office]\nname = \"某局\"\n[logs]\npublished = \"p.xlsx\"\n";

/// Runs the program on a log of notices with this workbook.
#[track_caller]
fn refused(what: &str, bytes: &[u8]) {
    let project = Project::new();
    project.write("report.toml", SETTINGS);
    project.write("p.xlsx", bytes);
    let ended = project.run("stats published.total --year 2017 --format plain --data .");
    assert_eq!(ended.code(), Some(2), "{what}: {}", ended.stderr);
    assert_eq!(ended.count("bad-workbook"), 1, "{what}: {}", ended.stderr);
}

#[track_caller]
fn counted(what: &str, bytes: &[u8], total: &str) {
    let project = Project::new();
    project.write("report.toml", SETTINGS);
    project.write("p.xlsx", bytes);
    let ended = project.run("stats published.total --year 2017 --format plain --data .");
    let outcome = (ended.code(), String::from_utf8(ended.stdout).unwrap());
    assert_eq!(
        outcome,
        (Some(0), format!("{total}\n")),
        "{what}: {}",
        ended.stderr
    );
}

#[test]
fn damaged_workbooks() {
    let good = [good_xlsx(), good_xls()];
    for whole in &good {
        assert_eq!(agree(whole), Ok(true));
    }
    let mut damage = Damage(2017);
    let mut both = 0;
    for number in 0..500 {
        let bytes = if number % 2 == 0 {
            damage.package(&good[0])
        } else {
            let mut bytes = good[1].clone();
            damage.bytes(&mut bytes);
            bytes
        };
        let start = Instant::now();
        match agree(&bytes) {
            Ok(is_read) => both += u32::from(is_read),
            Err(difference) => panic!("{number}: {difference}"),
        }
        let took = start.elapsed();
        assert!(took < Duration::from_secs(5), "{number}: {took:?}");
    }
    // Some damage affects nothing that is read; most does.
    println!("{both} of 500 are read as by the crate");
    assert!((25..475).contains(&both), "{both}");
}

/// Returns a sheet of a log of notices with one valid row, followed by these.
fn sheet(rows: &str) -> String {
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |title: &str, day: &str| format!("<row>{}{}</row>", text(title), text(day));
    let (header, first) = (row("信息名称", "公开日期"), row("甲", "2017-03-05"));
    format!("<worksheet><sheetData>{header}{first}{rows}</sheetData></worksheet>")
}

/// A workbook with this sheet, packed.
fn packed(sheet: &str, texts: Option<&str>) -> Vec<u8> {
    let parts = parts(&xlsx(sheet, texts, ""));
    let parts = parts.iter().map(|(name, content)| (name.as_str(), content));
    package(parts, Deflated)
}

#[test]
fn packages_that_unpack_to_too_much() {
    // Comments between two tags take no memory, but time.
    let comments = format!("<!--{}-->", " ".repeat(10_000)).repeat(8 << 10);
    refused("comments", &packed(&sheet(&comments), None));
    refused(
        "one comment",
        &packed(&sheet(&format!("<!--{}-->", " ".repeat(8 << 20))), None),
    );
    refused("one text", &packed(&sheet(&" ".repeat(8 << 20)), None));
    refused(
        "one attribute",
        &packed(
            &sheet(&format!("<row spans=\"{}\"/>", " ".repeat(8 << 20))),
            None,
        ),
    );
    let long = format!("<sst><si><t>{}</t></si></sst>", "字".repeat(1 << 20));
    let uses = (3..20_003).fold(String::new(), |mut rows, row| {
        rows += &format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");
        rows
    });
    refused("a long shared text", &packed(&sheet(&uses), Some(&long)));
    refused(
        "deep elements",
        &packed(&sheet(&"<a>".repeat(4 << 20)), None),
    );
}

#[test]
fn long_texts_are_kept_once() {
    let long = format!(
        "<sst><si><t>{}</t></si><si><t>2017-03-05</t></si></sst>",
        "字".repeat(32_767)
    );
    let uses = (3..2_003).fold(String::new(), |mut rows, row| {
        rows += &format!(
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c><c r=\"B{row}\" t=\"s\"><v>1</v></c></row>"
        );
        rows
    });
    counted("2000 long titles", &packed(&sheet(&uses), Some(&long)), "2");
}

#[test]
fn packages_that_are_none() {
    refused("nothing behind the mark", b"PK\x03\x04");
    refused(
        "anything behind the mark",
        &[&b"PK\x03\x04"[..], &[0xA5; 4000]].concat(),
    );
    refused(
        "another document",
        &package([("word/document.xml", "<w/>")], Stored),
    );
    refused("an .xlsb without its texts", &xlsb(&[&["信息名称"]], &[5]));
    let mut shared = parts(&xlsx(&sheet(""), None, ""));
    let book = shared
        .iter_mut()
        .find(|(name, _)| name == "xl/workbook.xml")
        .unwrap();
    let text = String::from_utf8(book.1.clone()).unwrap();
    let twice = "<sheet name=\"二\" sheetId=\"2\" r:id=\"rId1\"/></sheets>";
    book.1 = text.replace("</sheets>", twice).into_bytes();
    let shared = shared
        .iter()
        .map(|(name, content)| (name.as_str(), content));
    refused("two sheets are one part", &package(shared, Stored));
}

#[test]
fn old_workbooks_that_lie() {
    counted("good", &xls_of(&labels()), "1");
    // The first and last row and column in use: a rectangle of four billion rows.
    let size = [
        &0_u32.to_le_bytes()[..],
        &u32::MAX.to_le_bytes(),
        &[0, 0, 255, 0, 0, 0],
    ]
    .concat();
    counted(
        "size",
        &xls_of(&[record(0x0200, &size), labels()].concat()),
        "1",
    );
    let corner = [labels(), label(65_535, 255, "x")].concat();
    let project = Project::new();
    project.write("report.toml", SETTINGS);
    project.write("p.xlsx", xls_of(&corner));
    let ended = project.run("stats published.total --year 2017 --format plain --data .");
    assert!(matches!(ended.code(), Some(0 | 1)), "{}", ended.stderr);
    let beyond = [labels(), label(2, 256, "x")].concat();
    refused("a column beyond the last", &xls_of(&beyond));
    let twice = [labels(), label(1, 0, "乙")].concat();
    refused("a cell that comes twice", &xls_of(&twice));
    let shared = record(0x00FD, &[2, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
    refused(
        "a shared text that is not there",
        &xls_of(&[labels(), shared].concat()),
    );
    refused("no stream", &compound_file(Vec::new()));
    refused("the mark alone", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    // The chain of the directory is a cycle.
    let mut round = xls_of(&labels());
    let table = 512 + 4;
    round[table..table + 4].copy_from_slice(&1_u32.to_le_bytes());
    refused("a chain that goes round", &round);
    // The chain of the stream leads back to its start.
    let mut back = xls_of(&labels());
    let place = 512 + 2 * 4;
    back[place..place + 4].copy_from_slice(&2_u32.to_le_bytes());
    let length = 1024 + 128 + 120;
    back[length..length + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    refused("a stream that goes round", &back);
}

#[test]
fn cells_of_an_old_workbook_in_any_order() {
    let cells = [
        (1, 1, "2017-03-05"),
        (0, 1, "公开日期"),
        (1, 0, "甲"),
        (0, 0, "信息名称"),
    ];
    let cells = cells
        .map(|(row, column, text)| label(row, column, text))
        .concat();
    counted("any order", &xls_of(&cells), "1");
}
