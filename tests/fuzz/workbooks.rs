//! Workbooks: damaged ones, and those known to be bad.

use std::iter::repeat_n;

use zip::CompressionMethod::{Deflated, Stored};

use crate::books::{
    Damage, agree, good_xls, good_xlsx, label, labels, package, parts, record, xls_with, xlsb,
};
use crate::files::{opened, outcome_of};
use crate::{Target, fuzz};

/// What becomes of a workbook: its rows, and the findings that are not about how it is read.
fn outcome(bytes: &[u8]) -> String {
    let outcome = outcome_of(&opened(bytes));
    let is_note =
        |line: &&str| line.starts_with("sheet-read") || line.starts_with("ignored-columns");
    let lines = outcome.lines().filter(|line| !is_note(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// A damaged workbook is read as the workbook crate alone reads it, or not at all.
fn workbook_check(bytes: &[u8]) -> Result<String, String> {
    let number = bytes
        .iter()
        .fold(14_695_981_039_346_656_037_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(1_099_511_628_211)
        });
    let mut damage = Damage(number);
    let damaged = if number % 2 == 0 {
        damage.package(&good_xlsx())
    } else {
        let mut bytes = good_xls();
        damage.bytes(&mut bytes);
        bytes
    };
    agree(&damaged).map(|_| String::new())
}

/// A workbook with its fault and the place of the cell.
type Known = (&'static str, Vec<u8>, &'static str);

const GOOD: &str = "2 A1|甲|2017-03-05\n3 A2|乙 & 丙|2017-03-06\n4 A3|丁|2017-06-14\n\
    5 A4|第4条|2017年3月5日\n6 A4|第5条|2017年3月5日\nmerged-cells";

/// The good `.xlsx` with one piece of a part replaced.
fn with(part: &str, old: &str, new: &str) -> Vec<u8> {
    let good = parts(&good_xlsx());
    let changed = good.iter().map(|(name, content)| {
        let content = if name.ends_with(part) {
            let text = String::from_utf8(content.clone()).unwrap();
            assert!(text.contains(old), "{old} in {text}");
            text.replacen(old, new, 1).into_bytes()
        } else {
            content.clone()
        };
        (name.as_str(), content)
    });
    package(changed, Stored)
}

fn sheet(old: &str, new: &str) -> Vec<u8> {
    with("sheet1.xml", old, new)
}

/// Workbooks that used to be read as undamaged, or crashed the program, or took too long: cells that
/// are not where they may be.
fn bad_places() -> Vec<Known> {
    vec![
        (
            "a shared text before the first",
            sheet("<v>0</v>", "<v>-1</v>"),
            "1:1 NoSuchText { index: \"-1\" }",
        ),
        (
            "a shared text behind the last",
            sheet("<v>0</v>", "<v>999</v>"),
            "1:1 NoSuchText { index: \"999\" }",
        ),
        (
            "a cell twice",
            sheet("r=\"B2\"", "r=\"A2\""),
            "2:1 NotInOrder",
        ),
        (
            "a row twice",
            sheet("<row r=\"3\"", "<row r=\"2\""),
            "2:1 NotInOrder",
        ),
        (
            "a cell of another row",
            sheet("r=\"B2\"", "r=\"B3\""),
            "3:2 NotInOrder",
        ),
        (
            "a column beyond the last",
            sheet("r=\"D2\"", "r=\"ZZZZZZZ2\""),
            "BadReference { reference: \"ZZZZZZZ2\" }",
        ),
        (
            "a row beyond the last",
            sheet("<row r=\"6\"", "<row r=\"1048577\""),
            "BadReference { reference: \"1048577\" }",
        ),
        (
            "a row before the first",
            sheet("<row r=\"1\"", "<row r=\"0\""),
            "BadReference { reference: \"0\" }",
        ),
        (
            "merged cells outside",
            sheet("ref=\"A5:A6\"", "ref=\"A5:A1048577\""),
            "BadReference { reference: \"A5:A1048577\" }",
        ),
        (
            "merged cells backward",
            sheet("ref=\"A5:A6\"", "ref=\"A6:A5\""),
            "BadReference { reference: \"A6:A5\" }",
        ),
        (
            "cells merged twice",
            sheet(
                "<mergeCell ref=\"A5:A6\"/>",
                "<mergeCell ref=\"A5:A6\"/><mergeCell ref=\"A6:B7\"/>",
            ),
            "6:1 MergedTwice",
        ),
    ]
}

/// Values that are not of their kind.
fn bad_values() -> Vec<Known> {
    let text = |new: &str| with("sharedStrings.xml", "<t>甲</t>", &format!("<t>{new}</t>"));
    vec![
        (
            "a number of texts",
            with(
                "sharedStrings.xml",
                "uniqueCount=\"",
                "uniqueCount=\"18000000000000000000",
            ),
            "BadValue { value: \"1800000000000000000014\" }",
        ),
        (
            "a kind of value",
            sheet("t=\"s\"", "t=\"x\""),
            "1:1 BadValue { value: \"x\" }",
        ),
        (
            "a number that is not one",
            sheet("s=\"1\"><v>42799", "s=\"1\" t=\"n\"><v>1e999"),
            "2:3 BadValue { value: \"1e999\" }",
        ),
        (
            "a truth that is not one",
            sheet("<c r=\"C2\" s=\"1\">", "<c r=\"C2\" t=\"b\">"),
            "2:3 BadValue { value: \"42799\" }",
        ),
        (
            "an unknown entity",
            text("&nbsp;"),
            "BadValue { value: \"&nbsp;\" }",
        ),
        (
            "a text that is too long",
            text(&"长".repeat(32_768)),
            "LongText",
        ),
    ]
}

/// Parts that are not whole, or too large.
fn bad_parts() -> Vec<Known> {
    vec![
        (
            "a sheet that is not there",
            with("workbook.xml.rels", "sheet1.xml", "sheet2.xml"),
            "MissingPart { name: \"xl/worksheets/sheet2.xml\" }",
        ),
        (
            "two sheets of one part",
            with(
                "workbook.xml",
                "</sheets>",
                "<sheet name=\"另\" sheetId=\"2\" r:id=\"rId1\"/></sheets>",
            ),
            "BadReference { reference: \"xl/worksheets/sheet1.xml\" }",
        ),
        (
            "a sheet cut short",
            sheet("</sheetData>", "<!--"),
            "Unreadable",
        ),
        (
            "a sheet without its end",
            sheet("</worksheet>", ""),
            "CutShort",
        ),
        (
            "a tag that is too long",
            sheet(
                "<sheetData>",
                &format!("<x y=\"{}\"/><sheetData>", "y".repeat(2 << 20)),
            ),
            "LongText",
        ),
        (
            "elements nested too deep",
            sheet(
                "<sheetData>",
                &format!("{}{}<sheetData>", "<x>".repeat(300), "</x>".repeat(300)),
            ),
            "Damaged",
        ),
        (
            "too many parts",
            with_part(&b"PK\x01\x02".repeat(1 << 16), Stored),
            "TooLarge",
        ),
        ("a bomb", bomb(), "Unpacks"),
        (
            "a shared text of an .xlsb",
            xlsb(&[&["信息名称", "公开日期"], &["甲", "2017-03-05"]], &[7]),
            "Damaged",
        ),
    ]
}

/// The good `.xlsx` with one more part.
fn with_part(content: &[u8], method: zip::CompressionMethod) -> Vec<u8> {
    let good = parts(&good_xlsx());
    let all = good
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()));
    package(all.chain([("xl/media/image1.bin", content)]), method)
}

/// An `.xlsx` of a few kilobytes whose sheet takes 80 megabytes.
fn bomb() -> Vec<u8> {
    let comment = format!("<!--{}-->", " ".repeat(1_000_000));
    let long = comment.repeat(80) + "<sheetData>";
    let good = parts(&good_xlsx());
    let parts = good.iter().map(|(name, content)| {
        let mut content = content.clone();
        if name.ends_with("sheet1.xml") {
            let text = String::from_utf8(content).unwrap();
            content = text.replacen("<sheetData>", &long, 1).into_bytes();
        }
        (name.as_str(), content)
    });
    package(parts, Deflated)
}

/// The same for `.xls`.
fn bad_binaries() -> Vec<Known> {
    let old = good_xls();
    let with_record =
        |kind, content: &[u8]| xls_with(&[], &[labels(), record(kind, content)].concat());
    let mut round = old.clone();
    // The directory continues with itself.
    round[512 + 4] = 1;
    round[512 + 5..512 + 8].fill(0);
    let number = |value: f64| [&[1, 0, 2, 0, 0, 0][..], &value.to_le_bytes()].concat();
    vec![
        (
            "a truncated .xls",
            old[..old.len() - 3500].to_vec(),
            "CutShort",
        ),
        ("a directory in a circle", round, "Damaged"),
        (
            "a column of an .xls",
            xls_with(&[], &[labels(), label(2, 256, "x")].concat()),
            "BadReference { reference: \"R3C257\" }",
        ),
        (
            "a cell of an .xls twice",
            xls_with(&[], &[labels(), label(1, 0, "乙")].concat()),
            "2:1 NotInOrder",
        ),
        (
            "a shared text of an .xls",
            with_record(0x00FD, &[2, 0, 0, 0, 0, 0, 9, 0, 0, 0]),
            "3:1 NoSuchText { index: \"9\" }",
        ),
        (
            "a row of numbers with another end",
            with_record(0x00BD, &[1, 0, 2, 0, 0, 0, 2, 0, 0, 0, 9, 0]),
            "Damaged",
        ),
        (
            "a record without its fields",
            with_record(0x0203, &[1, 0, 2, 0]),
            "CutShort",
        ),
        (
            "a record beyond the end",
            xls_with(&[], &[labels(), vec![0x04, 0x02, 0xFF, 0x7F]].concat()),
            "CutShort",
        ),
        (
            "two sheets of an .xls in one place",
            // The sheets begin at byte 62.
            xls_with(
                &record(0x0085, b"\x3E\0\0\0\0\0\x02\x01\xF0\x53\x26\x8D"),
                &labels(),
            ),
            "Damaged",
        ),
        (
            "a number of an .xls that is not one",
            with_record(0x0203, &number(f64::INFINITY)),
            "2:3 BadValue { value: \"inf\" }",
        ),
        (
            "an unknown error value",
            with_record(0x0205, &[1, 0, 2, 0, 0, 0, 0x99, 1]),
            "2:3 BadValue { value: \"0x99\" }",
        ),
        (
            "merged cells of an .xls backward",
            with_record(0x00E5, &[1, 0, 2, 0, 1, 0, 0, 0, 0, 0]),
            "BadReference { reference: \"R3C1\" }",
        ),
        (
            "a password",
            xls_with(&record(0x002F, &[1, 0]), &labels()),
            "Unreadable { reason: \"the workbook is protected by a password\" }",
        ),
        (
            "a text of an .xls that is too long",
            xls_with(&[], &[labels(), long_label()].concat()),
            "2:3 LongText",
        ),
    ]
}

/// A cell with 32 768 characters, in several records.
fn long_label() -> Vec<u8> {
    let letters: Vec<u8> = repeat_n(b'x', 8000).collect();
    let head = [1, 0, 2, 0, 0, 0, 0, 0x80, 0];
    let first = record(0x0204, &[&head[..], &letters].concat());
    let next = [&[0][..], &letters].concat();
    let last = [&[0][..], &letters[..768]].concat();
    let next = record(0x003C, &next);
    [
        first,
        next.clone(),
        next.clone(),
        next,
        record(0x003C, &last),
    ]
    .concat()
}

/// Workbooks that are unusual and good, with their rows.
fn good() -> Vec<Known> {
    vec![
        ("an .xlsx", good_xlsx(), GOOD),
        ("an .xls", good_xls(), GOOD),
        (
            "a formula that was never calculated",
            sheet(
                "<c r=\"C2\" s=\"1\"><v>42799</v>",
                "<c r=\"C2\" s=\"1\"><f>1+1</f>",
            ),
            "not read: formula-without-value 2:3\n3 A2|乙 & 丙|2017-03-06\n4 A3|丁|2017-06-14\n\
                5 A4|第4条|2017年3月5日\n6 A4|第5条|2017年3月5日\nmerged-cells",
        ),
    ]
}

#[test]
fn workbook() {
    let bad = [bad_places(), bad_values(), bad_parts(), bad_binaries()];
    for (what, bytes, expected) in bad.into_iter().flatten() {
        let outcome = outcome(&bytes);
        let is_refused = outcome.starts_with("bad-workbook ") && outcome.lines().count() == 1;
        assert!(
            is_refused && outcome.contains(expected),
            "{what}: {outcome}"
        );
    }
    for (what, bytes, expected) in good() {
        assert_eq!(outcome(&bytes), expected, "{what}");
    }
    fuzz(&Target {
        name: "workbook",
        seeds: include_str!("workbook.seeds"),
        words: &["1", "2", "3", "5", "7"],
        check: workbook_check,
    });
}
