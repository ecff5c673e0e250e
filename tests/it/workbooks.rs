//! Workbooks as they are stored: damage, formulas without a value, merged cells.

use report::{Office, Options};

use crate::books::{xls, xlsb, xlsx};
use crate::memory::{Folder, figure};
use crate::program::{outcome, report};

const HEADER: &str = "<row r=\"1\">\
    <c r=\"A1\" t=\"inlineStr\"><is><t>信息名称</t></is></c>\
    <c r=\"B1\" t=\"inlineStr\"><is><t>公开日期</t></is></c>\
    <c r=\"C1\" t=\"inlineStr\"><is><t>经办</t></is></c></row>";

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

/// Returns the findings for a log of published items, and the number of items counted.
fn read(log: &str, bytes: &[u8]) -> (Vec<String>, String) {
    let folder = Folder::new().with(log, bytes);
    let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
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
        .value
        .as_deref()
        .unwrap_or_default()
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
    // A wrong but valid count allocates no memory and hides nothing.
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
    check(&xlsb(&items, &[]), &[], "1");
    let folder = tempfile::tempdir().unwrap();
    let project = "[office]\nname = \"某局\"\n[logs]\npublished = \"p.xlsb\"\nrequests = { path = \"p.xlsb\", kind = \"service\" }\n";
    std::fs::write(folder.path().join("report.toml"), project).unwrap();
    // The workbook crate panics if a shared string is missing.
    std::fs::write(folder.path().join("p.xlsb"), xlsb(&items, &[5])).unwrap();
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
        let messages = ran.stdout + &ran.stderr;
        assert!(
            matches!(ran.status, 1 | 2),
            "{words}: {} {messages}",
            ran.status
        );
        assert!(!messages.contains("panicked"), "{words}: {messages}");
        assert!(
            messages.contains("the file is damaged"),
            "{words}: {messages}"
        );
    }
    let words = "init new --year 2017 --from p.xlsb".split(' ');
    let ran = outcome(report(words).current_dir(folder.path()));
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("the file is damaged"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--> p.xlsb") && !folder.path().join("new").exists());
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
    // An empty string is a value, and gives a blank date.
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
    // A formula for several cells is stored in the first.
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
    // A total row is not a record.
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
