//! Which sheets of a workbook are read for a log.

use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use report::{
    Diagnostic, Figures, Files, Office, Options, Outcome, Severity,
    finding::{SheetsChosen, StruckRows},
};
use rust_xlsxwriter::{Format, Workbook};

use crate::memory::{Folder, figure};
use crate::program::{outcome, report};

/// A sheet: its name, and its rows with their cells separated by commas. A name in brackets is hidden.
type Sheet<'a> = (&'a str, &'a str);

fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        let hidden = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'));
        sheet.set_name(hidden.unwrap_or(name)).unwrap();
        sheet.set_hidden(hidden.is_some());
        for (row, cells) in (0..).zip(rows.lines()) {
            for (column, cell) in (0..).zip(cells.split(',')) {
                if !cell.is_empty() {
                    sheet.write(row, column, cell).unwrap();
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

const JANUARY: Sheet<'_> = ("1月", "信息名称,公开日期\n甲,2017-01-05\n乙,2017-01-06");
const FEBRUARY: Sheet<'_> = (
    "2月",
    "公开日期,信息名称\n2017-02-01,丙\n2017-02-02,丁\n2017-02-03,戊",
);
const MARCH: Sheet<'_> = ("三月", "信息名称,公开日期\n己,2017-03-05");
const YEAR: &str = "信息名称,公开日期\n甲,2017-01-05\n乙,2017-1-6\n丙,2017年2月1日\n丁,2017-02-02\n戊,2017-02-03\n己,2017-03-05";

/// The statistics of an office with one workbook, `a.xlsx`.
fn read(logs: &str, sheets: &[Sheet<'_>]) -> Outcome<Vec<(i32, Figures)>> {
    let folder = Folder::new()
        .with_settings(&format!("[logs]\n{logs}\n"))
        .with("a.xlsx", workbook(sheets));
    Office::open(&folder).figures(Some(2017), &Options::default())
}

fn figure_of(read: &Outcome<Vec<(i32, Figures)>>, key: &str) -> String {
    let years = read.value.as_deref().unwrap_or_default().first();
    years.map_or_else(String::new, |(_, figures)| figure(figures, key))
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    let grave = found
        .iter()
        .filter(|found| found.severity() > Severity::Note);
    grave.map(|found| found.code().name()).collect()
}

/// Checks the number of published items, and the codes of warnings and errors.
#[track_caller]
fn check(logs: &str, sheets: &[Sheet<'_>], total: &str, expected: &[&str]) {
    let read = read(logs, sheets);
    let reported = codes(&read.diagnostics);
    assert_eq!(
        (figure_of(&read, "published.total").as_str(), &*reported),
        (total, expected),
        "{:?}",
        read.diagnostics
    );
}

#[test]
fn every_sheet_with_the_header_counts() {
    let all = "published = \"a.xlsx\"";
    check(all, &[JANUARY], "2", &[]);
    check(all, &[JANUARY, FEBRUARY, MARCH], "6", &[]);
    check(
        all,
        &[("说明", "每月一张"), JANUARY, ("空", ""), FEBRUARY],
        "5",
        &[],
    );
    let hidden = ("[4月]", "信息名称,公开日期\n庚,2017-04-05");
    check(all, &[JANUARY, hidden], "2", &[]);
    for name in ["样表", "示例（勿删）", "模板", "2017作废", "草稿"] {
        check(
            all,
            &[(name, "信息名称,公开日期\n例,2017-04-05"), JANUARY],
            "2",
            &[],
        );
    }
}

#[test]
fn the_note_gives_the_reasons() {
    let sheets = [
        ("填报样表", JANUARY.1),
        JANUARY,
        ("[字典]", "分类"),
        ("空", ""),
        FEBRUARY,
        (
            "汇总",
            "科室,1月,2月,3月,4月,5月,6月,7月\n办公室,2,3,1,0,0,0,0",
        ),
        (
            "采购",
            "编号,标题,发布日期,项目编号,采购方式\n1,道路招标公告,2017-03-01,X-1,公开招标",
        ),
        ("台账说明", "标题,内容\n1,2"),
    ];
    let read = read("published = \"a.xlsx\"", &sheets);
    let notes = read
        .diagnostics
        .iter()
        .filter_map(|found| found.problem.get())
        .map(|SheetsChosen { read, left_out }| (read, left_out));
    let [(sheets, left_out)] = notes.collect::<Vec<_>>()[..] else {
        panic!("{:?}", read.diagnostics);
    };
    assert_eq!(*sheets, ["1月", "2月"]);
    let left_out: Vec<String> = left_out
        .iter()
        .map(|(name, reason)| format!("{name} {reason:?}"))
        .collect();
    let expected = [
        "填报样表 Name",
        "字典 Hidden",
        "空 Empty",
        "汇总 Other(Summary)",
        "采购 OtherLog { log: \"procurement\" }",
        "台账说明 NoHeader",
    ];
    assert_eq!(left_out, expected);
    assert_eq!(figure_of(&read, "published.total"), "5");
}

#[test]
fn report_toml_chooses() {
    let sheets = [
        JANUARY,
        FEBRUARY,
        MARCH,
        ("全年", YEAR),
        ("[旧]", JANUARY.1),
    ];
    for (sheet, total) in [
        ("\"1月\"", "2"),
        ("\"全年\"", "6"),
        ("[\"1月\", \"三月\"]", "3"),
        ("\"?月\"", "6"),
        ("[\"1*\", \"2*\"]", "5"),
        // A sheet that is named is read, hidden or not.
        ("\"旧\"", "2"),
    ] {
        check(
            &format!("published = {{ path = \"a.xlsx\", sheet = {sheet} }}"),
            &sheets,
            total,
            &[],
        );
    }
    for sheet in ["\"4月\"", "[\"1月\", \"4月\"]", "\"*季度\"", "\"旧*\""] {
        check(
            &format!("published = {{ path = \"a.xlsx\", sheet = {sheet} }}"),
            &sheets,
            "",
            &["missing-sheet"],
        );
    }
    // A pattern selects every sheet it matches: a sheet of another kind is an error.
    check(
        "published = { path = \"a.xlsx\", sheet = \"*月\" }",
        &[JANUARY, ("上月", "标题\n甲")],
        "",
        &["missing-column"],
    );
}

#[test]
fn a_sheet_is_read_once() {
    let procurement = (
        "采购",
        "标题,公告类型,发布日期\n道路招标公告,招标公告,2017-03-01",
    );
    let logs = "published = \"a.xlsx\"\nprocurement = { path = \"a.xlsx\", sheet = \"采购\" }";
    let read = read(logs, &[JANUARY, procurement]);
    assert_eq!(figure_of(&read, "published.total"), "2");
    assert_eq!(figure_of(&read, "procurement.total"), "1");
    // The other sheets of a workbook, one of which has cells of its own.
    let logs =
        "published = [\"a.xlsx\", { path = \"a.xlsx\", sheet = \"2月\", department = \"某科\" }]";
    check(logs, &[JANUARY, FEBRUARY, MARCH], "6", &[]);
    let logs = "published = [{ path = \"a.xlsx\", sheet = \"*月\" }, \"a.xlsx\"]";
    check(logs, &[JANUARY, FEBRUARY, ("其他", MARCH.1)], "6", &[]);
}

#[test]
fn sheets_of_the_same_rows() {
    let all = "published = \"a.xlsx\"";
    check(
        all,
        &[JANUARY, FEBRUARY, MARCH, ("全年", YEAR)],
        "",
        &["sheets-overlap"],
    );
    check(
        all,
        &[JANUARY, ("1月 (2)", JANUARY.1)],
        "",
        &["sheets-overlap"],
    );
    // One row of two is half of them, one of three is not.
    let more = (
        "2月",
        "信息名称,公开日期\n乙,2017-01-06\n丙,2017-02-01\n丁,2017-02-02",
    );
    check(all, &[JANUARY, more], "", &["sheets-overlap"]);
    let longer = (
        "1月",
        "信息名称,公开日期\n甲,2017-01-05\n乙,2017-01-06\n庚,2017-01-07",
    );
    check(all, &[longer, more], "5", &[]);
    // Ids that restart in each sheet neither hide nor cause it.
    let first = (
        "1月",
        "编号,信息名称,公开日期\n1,甲,2017-01-05\n2,乙,2017-01-06",
    );
    let second = (
        "2月",
        "编号,信息名称,公开日期\n1,丙,2017-02-05\n2,丁,2017-02-06",
    );
    let year = (
        "全年",
        "编号,信息名称,公开日期\n1,甲,2017-01-05\n2,乙,2017-01-06\n3,丙,2017-02-05\n4,丁,2017-02-06",
    );
    check(all, &[first, second, year], "", &["sheets-overlap"]);
    let read = read(all, &[first, second]);
    assert!(!codes(&read.diagnostics).contains(&"sheets-overlap"));
}

#[test]
fn a_misspelt_header_is_no_other_sheet() {
    let misspelt = ("2月", "信息名称,公开日起\n丙,2017-02-01");
    check(
        "published = \"a.xlsx\"",
        &[JANUARY, misspelt],
        "",
        &["missing-column"],
    );
}

#[test]
fn requests_of_the_other_kind_are_left_out() {
    let asked = ("依申请公开", "编号,标题,收到日期\n1,甲,2017-03-01");
    let calls = (
        "12345热线",
        "编号,标题,收到日期\n8,乙,2017-03-01\n9,丙,2017-03-02",
    );
    let logs = "requests = { path = \"a.xlsx\", kind = \"disclosure\" }";
    let read = read(logs, &[asked, calls]);
    assert_eq!(figure_of(&read, "requests.disclosure.received"), "1");
}

/// Counts how often the workbook is opened.
struct Counted(Folder, AtomicUsize);

impl Files for Counted {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        if name == "a.xlsx" {
            self.1.fetch_add(1, Ordering::Relaxed);
        }
        self.0.open(name)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.0.list(folder)
    }
}

#[test]
fn a_workbook_of_several_logs_is_opened_once() {
    let requests = ("申请", "编号,类别,收到日期\n1,依申请公开,2017-03-01");
    let decisions = ("许可", "类别,决定日期\n行政许可,2017-03-01");
    let logs = "published = \"a.xlsx\"\nrequests = \"a.xlsx\"\ndecisions = \"*.xlsx\"";
    let folder = Folder::new()
        .with_settings(&format!("[logs]\n{logs}\n"))
        .with("a.xlsx", workbook(&[JANUARY, requests, decisions]));
    let counted = Counted(folder, AtomicUsize::new(0));
    let read = Office::open(&counted).figures(Some(2017), &Options::default());
    for (key, expected) in [
        ("published.total", "2"),
        ("requests.disclosure.received", "1"),
        ("decisions.licence", "1"),
    ] {
        assert_eq!(figure_of(&read, key), expected, "{:?}", read.diagnostics);
    }
    assert_eq!(counted.1.into_inner(), 1);
}

/// Two logs read the same sheet, each with its own columns.
#[test]
fn merged_cells_are_those_of_each_log() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let cells = "类别,决定日期,信息名称,公开日期\n行政许可,2017-03-01,甲,\n,2017-03-02,乙,\n,2017-03-03,丙,2017-05-01";
    for (row, cells) in (0..).zip(cells.lines()) {
        for (column, cell) in (0..).zip(cells.split(',')) {
            if !cell.is_empty() {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let plain = Format::new();
    sheet.merge_range(1, 0, 3, 0, "行政许可", &plain).unwrap();
    sheet.merge_range(1, 3, 2, 3, "2017-04-01", &plain).unwrap();
    let folder = Folder::new()
        .with_settings("[logs]\npublished = \"a.xlsx\"\ndecisions = \"a.xlsx\"\n")
        .with("a.xlsx", workbook.save_to_buffer().unwrap());
    let read = Office::open(&folder).figures(Some(2017), &Options::default());
    assert_eq!(
        figure_of(&read, "published.total"),
        "3",
        "{:?}",
        read.diagnostics
    );
    assert_eq!(figure_of(&read, "published.by_month.04"), "2");
    assert_eq!(figure_of(&read, "decisions.licence"), "3");
}

#[test]
fn init_takes_the_sheets_in() {
    let requests = (
        "依申请公开",
        "编号,标题,收到日期,办结情况\n1,甲,2017-03-01,",
    );
    let calls = (
        "12345热线",
        "编号,标题,收到日期\n8,乙,2017-03-01\n9,丙,2017-03-02",
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let sample = ("样表", "编号,类别,收到日期\n1,依申请公开,2017-03-01");
    std::fs::write(
        &path,
        workbook(&[sample, JANUARY, requests, FEBRUARY, calls]),
    )
    .unwrap();
    let init = ["init", "office", "--year", "2017", "--from", "a.xlsx"];
    let messages = outcome(report(init).current_dir(folder.path()));
    assert_eq!(messages.status, 0, "{}", messages.stderr);
    let written = std::fs::read_to_string(folder.path().join("office/report.toml")).unwrap();
    for line in [
        "published = { path = \"../a.xlsx\", sheet = [\"1月\", \"2月\"] }",
        "{ path = \"../a.xlsx\", sheet = \"依申请公开\", kind = \"disclosure\"",
        "{ path = \"../a.xlsx\", sheet = \"12345热线\", kind = \"service\" }",
    ] {
        assert!(written.contains(line), "{written}");
    }
    // A single log needs no sheet names: all its sheets are read.
    std::fs::write(&path, workbook(&[JANUARY, sample, FEBRUARY])).unwrap();
    let init = ["init", "other", "--year", "2017", "--from", "a.xlsx"];
    assert_eq!(outcome(report(init).current_dir(folder.path())).status, 0);
    let written = std::fs::read_to_string(folder.path().join("other/report.toml")).unwrap();
    assert!(written.contains("published = \"../a.xlsx\""), "{written}");
    let stats = [
        "stats",
        "published.total",
        "--year",
        "2017",
        "--format",
        "plain",
        "--data",
        "other",
    ];
    assert_eq!(
        outcome(report(stats).current_dir(folder.path())).stdout,
        "5\n"
    );
}

#[test]
fn struck_rows_are_left_out() {
    let struck = Format::new().set_font_strikethrough();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows = [
        ["信息名称", "公开日期"],
        ["甲", "2017-01-05"],
        ["乙", "2017-01-06"],
        ["丙", "2017-01-07"],
        ["丁", "2017-01-08"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            // In the second to last row, only one cell is struck through.
            if row == 2 || row == 4 || (row, column) == (3, 0) {
                sheet.write_with_format(row, column, cell, &struck).unwrap();
            } else {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let folder = Folder::new()
        .with_settings("[logs]\npublished = \"a.xlsx\"\n")
        .with("a.xlsx", workbook.save_to_buffer().unwrap());
    let read = Office::open(&folder).figures(Some(2017), &Options::default());
    assert_eq!(figure_of(&read, "published.total"), "2");
    let found = read.diagnostics.iter().filter_map(|found| {
        let StruckRows { rows } = found.problem.get()?;
        Some((*rows, found.place.as_ref()?.line))
    });
    assert_eq!(found.collect::<Vec<_>>(), [(2, Some(3))]);
}

#[test]
fn merged_groups_above_ticks() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = Format::new();
    for (column, title) in [(0, "登记号"), (1, "收到日期"), (4, "答复日期")] {
        sheet
            .merge_range(0, column, 1, column, title, &format)
            .unwrap();
    }
    sheet
        .merge_range(0, 2, 0, 3, "申请人信息", &format)
        .unwrap();
    sheet.merge_range(0, 5, 0, 7, "处理决定", &format).unwrap();
    let rows = [
        [
            "",
            "",
            "自然人",
            "企业",
            "",
            "予以公开",
            "部分公开",
            "信息不存在",
        ],
        ["1", "2017-01-05", "√", "", "2017-01-09", "√", "", ""],
        ["2", "2017-01-06", "", "√", "2017-01-10", "", "", "√"],
        ["3", "2017-01-07", "", "√", "2017-01-11", "", "√", ""],
    ];
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let folder = Folder::new()
        .with_settings("[logs]\nrequests = { path = \"a.xlsx\", kind = \"disclosure\" }\n")
        .with("a.xlsx", workbook.save_to_buffer().unwrap());
    let read = Office::open(&folder).figures(Some(2017), &Options::default());
    for (key, expected) in [
        ("received", "3"),
        ("by_outcome.granted", "1"),
        ("by_outcome.partly_granted", "1"),
        ("by_outcome.nonexistent", "1"),
        ("table.new.business", "2"),
    ] {
        let key = format!("requests.disclosure.{key}");
        assert_eq!(
            figure_of(&read, &key),
            expected,
            "{key} {:?}",
            read.diagnostics
        );
    }
}

/// A sheet without one of the log's columns would lose all its records.
#[test]
fn a_sheet_with_nearly_the_header_is_an_error() {
    let near = (
        "2月",
        "信息名称,分类,发布渠道,挂出日\n丙,通知,网站,2017-02-01\n丁,通知,网站,2017-02-02",
    );
    let whole = (
        "1月",
        "信息名称,分类,发布渠道,公开日期\n甲,通知,网站,2017-01-05",
    );
    check(
        "published = \"a.xlsx\"",
        &[whole, near],
        "",
        &["missing-column"],
    );
    // A list of something else is not part of the log.
    let other = ("名单", "姓名,科室,电话\n王某,办公室,1");
    check("published = \"a.xlsx\"", &[whole, other], "1", &[]);
}

#[test]
fn the_name_of_a_sheet_says_the_kind() {
    let header = "案号,起诉途径,案由,受理日期,审结日期,审理结果";
    let reviews = format!("{header}\n1号,,政府信息公开,2017-03-01,2017-04-01,维持");
    let lawsuits = format!(
        "{header}\n2号,未经复议,政府信息公开,2017-03-01,2017-06-01,撤销\n3号,未经复议,行政处罚,2017-03-01,,审理中"
    );
    let sheets = [("行政复议", &*reviews), ("行政应诉", &*lawsuits)];
    let read = read("disputes = \"a.xlsx\"", &sheets);
    let figures = [
        "review.total",
        "review.upheld",
        "direct.total",
        "direct.corrected",
    ];
    let figures = figures.map(|key| figure_of(&read, &format!("disputes.{key}")));
    assert_eq!(figures, ["1", "1", "1", "1"]);
    let reported = read.diagnostics.iter().map(|found| found.code().name());
    assert_eq!(reported.filter(|code| *code == "kind-taken").count(), 2);
}

#[test]
fn each_sheet_says_its_kind() {
    let header = "序号,决定书文号,当事人,决定日期";
    let licences = format!("{header}\n1,许1号,某户,2017-03-01\n2,许2号,某户,2017-04-01");
    let penalties = format!("{header}\n1,罚1号,某户,2017-05-01");
    let coercion = format!(
        "{header}\n1,强1号,某户,2017-06-01\n2,强2号,某户,2017-06-02\n3,强3号,某户,2017-06-03"
    );
    let sheets = [
        ("行政许可", &*licences),
        ("行政处罚", &*penalties),
        ("行政强制", &*coercion),
    ];
    let read_all = read("decisions = \"a.xlsx\"", &sheets);
    let figures = ["licence", "penalty", "coercion"];
    let figures = figures.map(|kind| figure_of(&read_all, &format!("decisions.{kind}")));
    assert_eq!(figures, ["2", "1", "3"]);
    let taken = read_all.diagnostics.iter();
    let taken = taken.filter(|found| found.code().name() == "kind-taken");
    let hints: Vec<String> = taken
        .filter_map(|found| found.problem.hint())
        .map(|hint| hint.en)
        .collect();
    assert_eq!(hints.len(), 3);
    // A kind for the whole file would be wrong for the other sheets: each entry has its own.
    let mut entries = Vec::new();
    for (hint, (name, _)) in hints.iter().zip(&sheets) {
        assert!(!hint.contains("[[logs.file]]"), "{hint}");
        let entry = hint.lines().last().unwrap();
        assert!(entry.contains(name), "{hint}");
        entries.push(entry);
    }
    let settled = read(&format!("decisions = [{}]", entries.join(", ")), &sheets);
    assert_eq!(figure_of(&settled, "decisions.coercion"), "3");
    assert!(
        settled
            .diagnostics
            .iter()
            .all(|found| found.code().name() != "kind-taken")
    );
}

#[test]
fn sheets_without_a_kind_have_entries() {
    let header = "序号,决定书文号,当事人,决定日期";
    let first = format!("{header}\n1,许1号,某户,2017-03-01");
    let second = format!("{header}\n1,罚1号,某户,2017-05-01");
    let read = read(
        "decisions = \"a.xlsx\"",
        &[("上半年", &first), ("下半年", &second)],
    );
    let missing = read.diagnostics.iter();
    let missing = missing.filter(|found| found.code().name() == "missing-column");
    let hints: Vec<String> = missing
        .filter_map(|found| found.problem.hint())
        .map(|hint| hint.en)
        .collect();
    assert!(!hints.is_empty());
    for hint in hints {
        assert!(hint.contains("{ path = \"a.xlsx\", sheet = "), "{hint}");
        assert!(!hint.contains("[[logs.file]]"), "{hint}");
    }
}
