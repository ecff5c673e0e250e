//! `OpenDocument` workbooks (`.ods`): reading and damage.

use std::io::{Cursor, Write as _};

use report::{Office, Options};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::memory::{Folder, figure, finding_lines};
use crate::program::{outcome, report};

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// A package with these parts.
fn package(kind: &str, manifest: &str, content: &str) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let packed = SimpleFileOptions::default();
    for (name, content, options) in [
        ("mimetype", kind, stored),
        ("META-INF/manifest.xml", manifest, packed),
        ("content.xml", content, packed),
    ] {
        package.start_file(name, options).unwrap();
        package.write_all(content.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// Returns a document with these sheets; `before` is inserted before the first.
fn document(before: &str, sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>\
        <style:style style:name=\"shown\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
        <style:style style:name=\"hidden\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
        </office:automatic-styles><office:body><office:spreadsheet>{before}{sheets}\
        </office:spreadsheet></office:body></office:document-content>"
    )
}

fn sheet(name: &str, rows: &str) -> String {
    format!(
        "<table:table table:name=\"{name}\" table:style-name=\"shown\"><table:table-column table:number-columns-repeated=\"3\"/>{rows}</table:table>"
    )
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn text(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

fn day(day: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>17/3/5</text:p></table:table-cell>"
    )
}

fn header() -> String {
    row(&(text("信息名称") + &text("公开日期") + &text("发布渠道")))
}

fn book(sheets: &str) -> Vec<u8> {
    package(KIND, "<manifest/>", &document("", sheets))
}

/// Returns the findings for a published log, and the number of items counted.
fn read(bytes: &[u8]) -> (Vec<String>, String) {
    let folder = Folder::new()
        .with_settings("[logs]\npublished = \"p.ods\"\n")
        .with("p.ods", bytes);
    let mut statistics = Office::open(&folder).figures(Some(2017), &Options::default());
    statistics
        .diagnostics
        .retain(|found| !matches!(found.code().name(), "year-without-rows" | "rows-left-out"));
    let total = statistics
        .value
        .as_deref()
        .unwrap_or_default()
        .first()
        .map(|(_, figures)| figure(figures, "published.total"));
    (
        finding_lines(&statistics.diagnostics),
        total.unwrap_or_default(),
    )
}

#[track_caller]
fn check(rows: &str, found: &[&str], total: &str) {
    let (all, counted) = read(&book(&sheet("台账", &(header() + rows))));
    let found: Vec<String> = found.iter().map(|&found| found.to_owned()).collect();
    assert_eq!((all, &*counted), (found, total), "{rows}");
}

#[test]
fn cells_of_every_kind() {
    let of = |name: &str, cell: &str| row(&(text(name) + cell));
    for cell in [
        day("2017-03-05"),
        day("2017-03-05T00:00:00"),
        day("2017-03-05T10:22:00"),
        day("2016-12-31T23:59:59"),
        text("2017年3月5日"),
        text("2017-<text:span>03</text:span>-05<text:s/>"),
        text("2017-03-05<office:annotation><text:p>2018-01-01</text:p></office:annotation>"),
        "<table:table-cell office:value-type=\"float\" office:value=\"42799\"/>".to_owned(),
        "<table:table-cell office:value-type=\"float\" office:value=\"20170305\"/>".to_owned(),
        "<table:table-cell table:formula=\"of:=TODAY()\" office:value-type=\"date\" office:date-value=\"2017-03-05\"/>".to_owned(),
        "<table:table-cell office:value-type=\"string\" office:string-value=\"2017-03-05\"/>".to_owned(),
        "<table:table-cell><text:p>2017-03-05</text:p></table:table-cell>".to_owned(),
    ] {
        let total = if cell.contains("2016") { "0" } else { "1" };
        check(&of("甲&amp;乙", &cell), &[], total);
    }
    let uncalculated = "<table:table-cell table:formula=\"of:=[.A2]\"/>";
    check(
        &of("甲", uncalculated),
        &["formula-without-value p.ods:2:2"],
        "",
    );
    let wrong = "<table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell>";
    check(
        &row(&(wrong.to_owned() + &day("2017-03-05"))),
        &["sheet-error p.ods:2:1"],
        "",
    );
    let infinite = "<table:table-cell office:value-type=\"float\" office:value=\"1e999\"/>";
    check(&of("甲", infinite), &["bad-workbook p.ods:2:2"], "");
}

#[test]
fn rows_and_cells_that_repeat() {
    let blank = "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let last = "<table:table-row table:number-rows-repeated=\"1048569\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let twice = row(&(text("甲") + &day("2017-03-05"))).replacen(
        "<table:table-row",
        "<table:table-row table:number-rows-repeated=\"2\"",
        1,
    );
    let bad = row(&(text("乙") + &text("八月")));
    // The place of the error counts all rows before it.
    check(
        &(twice + blank + &bad + last),
        &["repeated-rows p.ods", "bad-date p.ods:7:2"],
        "",
    );
    let header = "<table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>".to_owned()
        + &text("信息名称") + &text("公开日期") + "</table:table-row></table:table-header-rows>";
    let same = "<table:table-row><table:table-cell/><table:table-cell table:number-columns-repeated=\"3\" office:value-type=\"string\"><text:p>2017-03-05</text:p></table:table-cell></table:table-row>";
    let (found, total) = read(&book(&sheet("台账", &(header + same))));
    assert_eq!((found.len(), &*total), (0, "1"), "{found:?}");
}

#[test]
fn merged_cells_hold_for_every_row() {
    let first = row(&(text("甲")
        + "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"date\" office:date-value=\"2017-03-05\"/>"));
    let second = row(&(text("乙") + "<table:covered-table-cell/>"));
    check(&(first + &second), &["merged-cells p.ods"], "2");
}

#[test]
fn sheets_are_chosen() {
    let of = |name: &str, day_of_sheet: &str| {
        sheet(name, &(header() + &row(&(text(name) + &day(day_of_sheet)))))
    };
    let hidden = of("旧", "2017-05-05").replace("\"shown\"", "\"hidden\"");
    let sheets = of("1月", "2017-01-05") + &of("2月", "2017-02-05") + &hidden + &sheet("空", "");
    assert_eq!(
        read(&book(&sheets)),
        (vec!["sheets-chosen p.ods".to_owned()], "2".to_owned())
    );
    // Faults in sheets that are not read are ignored.
    let long = sheet("说明", &row(&text(&"长".repeat(40_000)))).replace("\"shown\"", "\"hidden\"");
    assert_eq!(read(&book(&(of("1月", "2017-01-05") + &long))).1, "1");
    // Deleted cells are stored outside the sheets.
    let deleted = "<table:tracked-changes><table:deletion><table:table-cell><text:p>甲</text:p></table:table-cell></table:deletion></table:tracked-changes>";
    let content = document(deleted, &of("1月", "2017-01-05"));
    assert_eq!(read(&package(KIND, "<manifest/>", &content)).1, "1");
}

#[test]
fn days_are_counted_from_1904() {
    let settings = "<table:calculation-settings><table:null-date table:date-value=\"1904-01-01\"/></table:calculation-settings>";
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"41337\"/>";
    let rows = header() + &row(&(text("甲") + cell));
    let content = document(settings, &sheet("台账", &rows));
    // 2017-03-05 is day 41337 from 1904, and 2013-03-04 from 1900.
    assert_eq!(read(&package(KIND, "<manifest/>", &content)).1, "1");
    assert_eq!(read(&book(&sheet("台账", &rows))).1, "0");
}

#[test]
fn forms_and_summaries_are_no_logs() {
    let form = |number: u32| {
        let pair = |label: &str, value: &str| row(&(text(label) + &text(value)));
        let rows = pair("申请编号", &format!("2017-{number}"))
            + &pair("收到日期", "2017-03-01")
            + &pair("受理渠道", "当面")
            + &pair("办理结果", "予以公开");
        sheet(&format!("申请{number}"), &rows)
    };
    let months: String = (1..=12).map(|month| text(&format!("{month}月"))).collect();
    let matrix = sheet(
        "汇总",
        &(row(&(text("科室") + &months)) + &row(&(text("办公室") + &text("1").repeat(12)))),
    );
    for sheets in [form(1) + &form(2), matrix] {
        let folder = Folder::new()
            .with_settings("[logs]\nrequests = \"r.ods\"\n")
            .with("r.ods", book(&sheets));
        let found = finding_lines(
            &Office::open(&folder)
                .figures(Some(2017), &Options::default())
                .diagnostics,
        );
        assert!(
            found
                .iter()
                .any(|found| found.starts_with("not-a-log r.ods")),
            "{found:?}"
        );
    }
}

#[test]
fn damage_is_found_and_ends() {
    let rows = header()
        + &row(&(text("甲&amp;乙") + &day("2017-03-05")))
        + &row(
            &(text("乙<office:annotation><text:p>注</text:p></office:annotation>")
                + &day("2017-03-06")),
        );
    let content = document("", &sheet("台账", &rows));
    let manifest = "<manifest><file/></manifest>";
    for length in (0..content.len()).filter(|length| content.is_char_boundary(*length)) {
        let (found, total) = read(&package(KIND, manifest, &content[..length]));
        assert!(
            found[0].starts_with("bad-workbook p.ods"),
            "{length}: {found:?} {total}"
        );
    }
    let whole = package(KIND, manifest, &content);
    assert_eq!(read(&whole), (vec![], "2".to_owned()));
    for length in (8..whole.len()).step_by(7) {
        let (found, total) = read(&whole[..length]);
        assert!(
            found[0].starts_with("bad-workbook p.ods"),
            "{length}: {found:?} {total}"
        );
    }
    // A damaged type of the document, and content that is cut short.
    let mut damaged = package(KIND, manifest, &content[..content.len() / 2]);
    let at = damaged
        .windows(KIND.len())
        .position(|bytes| bytes == KIND.as_bytes());
    damaged[at.unwrap() - "mimetype".len() - 16] ^= 1;
    assert!(read(&damaged).0[0].starts_with("bad-workbook p.ods"));
    // A damaged byte gives a finding or the same figure, never a panic.
    for at in (0..whole.len()).step_by(11) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let (found, total) = read(&damaged);
        assert!(!found.is_empty() || total == "2", "{at}");
    }
}

#[test]
fn limits_of_a_sheet() {
    let repeated = |rows: u32, columns: u32| {
        let cell = format!(
            "<table:table-cell table:number-columns-repeated=\"{columns}\" office:value-type=\"string\"><text:p>甲</text:p></table:table-cell>"
        );
        format!("<table:table-row table:number-rows-repeated=\"{rows}\">{cell}</table:table-row>")
    };
    let fault = |rows: &str| read(&book(&sheet("台账", &(header() + rows)))).0;
    let is_bad = |rows: &str| fault(rows)[0].starts_with("bad-workbook p.ods");
    assert!(is_bad(&repeated(1, 16_385)));
    assert!(is_bad(&repeated(1_048_576, 1)));
    assert!(is_bad(&repeated(1_000_000, 16_000)));
    assert!(is_bad(&repeated(4_294_967_295, 4_294_967_295)));
    assert!(is_bad(&row(&text(&"长".repeat(32_768)))));
    assert!(is_bad(&row(&text("<text:s text:c=\"4294967295\"/>x"))));
    assert!(is_bad(
        &repeated(1, 1).replace("repeated=\"1\"", "repeated=\"-1\"")
    ));
}

#[test]
fn other_documents_are_called_that() {
    let content = document("", &sheet("台账", &header()));
    let letter = package(
        "application/vnd.oasis.opendocument.text",
        "<manifest/>",
        &content,
    );
    assert_eq!(read(&letter).0[0], "bad-workbook p.ods");
    let locked = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(read(&package(KIND, locked, "x")).0[0], "bad-workbook p.ods");
    let template = format!("{KIND}-template");
    let rows = header() + &row(&(text("甲") + &day("2017-03-05")));
    let content = document("", &sheet("台账", &rows));
    assert_eq!(read(&package(&template, "<manifest/>", &content)).1, "1");
}

#[test]
fn init_takes_documents_in() {
    let folder = tempfile::tempdir().unwrap();
    let rows = header() + &row(&(text("甲") + &day("2017-03-05")));
    std::fs::write(folder.path().join("公开.ods"), book(&sheet("台账", &rows))).unwrap();
    let init = ["init", "--year", "2017", "--from", "公开.ods"];
    let found = outcome(report(init).current_dir(folder.path()));
    assert_eq!(found.status, 0, "{found:?}");
    let stats = "stats published.total --year 2017 --format plain".split(' ');
    assert_eq!(
        outcome(report(stats).current_dir(folder.path())).stdout,
        "1\n"
    );
}

/// A web page with the extension of a workbook is also reported by init.
#[test]
fn init_names_pages() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("a.xls"),
        "<div><table><tr><td>信息名称</td></tr></table></div>",
    )
    .unwrap();
    let init = ["init", "--year", "2017", "--from", "a.xls"];
    let found = outcome(report(init).current_dir(folder.path()));
    assert!(
        found.status == 2 && found.stderr.contains("[web-page]"),
        "{found:?}"
    );
}
