//! Workbooks, read back by another crate: every cell has the value of the JSON, text stays text,
//! identities show their results, and the empty logs can be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value as Json;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use report::inside::segments_of;

use crate::program::{outcome, report};

const OFFICES: [(&str, &str); 5] = [
    ("data", "2017"),
    ("data", "2016"),
    ("examples/office-2016", "2016"),
    ("examples/bureau-2022", "2021"),
    ("examples/bureau-2022", "2022"),
];

/// The standard output of a command that succeeds.
#[track_caller]
fn output(words: &[&str]) -> Vec<u8> {
    let found = report(words.iter().copied()).output().unwrap();
    let messages = String::from_utf8_lossy(&found.stderr);
    assert!(found.status.success(), "{words:?}\n{messages}");
    found.stdout
}

#[track_caller]
fn json(words: &[&str]) -> Json {
    serde_json::from_slice(&output(words)).unwrap()
}

struct Book(Xlsx<Cursor<Vec<u8>>>);

impl Book {
    fn read(bytes: Vec<u8>) -> Self {
        Self(Xlsx::new(Cursor::new(bytes)).unwrap())
    }

    fn names(&self) -> Vec<String> {
        self.0.sheet_names()
    }

    #[track_caller]
    fn sheet(&mut self, name: &str) -> Range<Data> {
        self.0.worksheet_range(name).unwrap()
    }

    /// The formulas of a sheet with their cells.
    fn formulas(&mut self, name: &str) -> Vec<String> {
        let range = self.0.worksheet_formula(name).unwrap();
        let cells = range.used_cells().map(|(_, _, formula)| formula.clone());
        cells.filter(|formula| !formula.is_empty()).collect()
    }
}

/// Returns the cells of a sheet that are not empty, by row and column from 0.
fn filled(range: &Range<Data>) -> BTreeMap<(u32, u32), String> {
    let (top, left) = range.start().unwrap_or_default();
    let cells = range.used_cells().map(|(row, column, cell)| {
        let at = |start: u32, index: usize| start + u32::try_from(index).unwrap();
        ((at(top, row), at(left, column)), shown(cell))
    });
    cells.filter(|(_, text)| !text.is_empty()).collect()
}

/// A cell as one text, which compares with that of JSON.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Float(number) => short(*number),
        other => other.to_string(),
    }
}

/// A number to twelve digits behind the point: `serde_json` reads the last one of some wrong.
fn short(number: f64) -> String {
    let text = format!("{number:.12}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A value of JSON in the same way; money is a text there.
fn number(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Number(number) => short(number.as_f64().unwrap()),
        Json::String(text) => text.parse::<f64>().map_or(text.clone(), short),
        Json::Bool(truth) => if *truth { "是" } else { "否" }.to_owned(),
        other => other.to_string(),
    }
}

fn bytes_of(data: &str, year: &str) -> Vec<u8> {
    let words = [
        "compile", "--data", data, "--year", year, "--format", "xlsx",
    ];
    output(&words)
}

fn json_of(data: &str, year: &str) -> Json {
    json(&[
        "compile", "--data", data, "--year", year, "--format", "json",
    ])
}

// ---- statutory tables ------------------------------------------------------------------------

/// The statutory tables of a section and those below it.
fn tables_of<'j>(section: &'j Json, blocks: &str, found: &mut Vec<&'j Json>) {
    let blocks = section[blocks].as_array().unwrap();
    found.extend(blocks.iter().filter(|block| block["parts"].is_array()));
    for below in section["sections"].as_array().unwrap() {
        tables_of(below, "blocks", found);
    }
}

/// Returns the position of each cell, in reading order.
fn placed(rows: &Json, width: u64) -> Vec<(u64, u64, &Json)> {
    let mut taken = BTreeSet::new();
    let mut cells = Vec::new();
    for (row, of_row) in (0..).zip(rows.as_array().unwrap()) {
        for cell in of_row.as_array().unwrap() {
            let column = (0..width).find(|column| !taken.contains(&(row, *column)));
            let column = column.unwrap();
            for y in row..row + cell["rows"].as_u64().unwrap() {
                for x in column..column + cell["columns"].as_u64().unwrap() {
                    assert!(taken.insert((y, x)), "cells overlap");
                }
            }
            cells.push((row, column, cell));
        }
    }
    cells
}

/// Returns the expected content of the sheet of a table, below its title.
fn expected(table: &Json) -> BTreeMap<(u32, u32), String> {
    let mut cells = BTreeMap::new();
    let mut top: u64 = 1;
    let mut put = |row: u64, column: u64, text: String| {
        if !text.is_empty() {
            let at = (row.try_into().unwrap(), column.try_into().unwrap());
            cells.insert(at, text);
        }
    };
    let head = table["head"].as_str().filter(|head| !head.is_empty());
    if let Some(head) = head {
        put(top, 0, head.to_owned());
        top += 1;
    }
    for part in table["parts"].as_array().unwrap() {
        if let Some(title) = part["title"].as_str().filter(|title| !title.is_empty()) {
            put(top, 0, title.to_owned());
            top += 1;
        }
        for rows in ["header", "rows"] {
            for (row, column, cell) in placed(&part[rows], part["width"].as_u64().unwrap()) {
                let text = match cell["value"] {
                    Json::Null => cell["text"].as_str().unwrap().to_owned(),
                    ref value => number(value),
                };
                put(top + row, column, text);
            }
            top += part[rows].as_array().unwrap().len() as u64;
        }
    }
    if let Some(foot) = table["foot"].as_str().filter(|foot| !foot.is_empty()) {
        put(top, 0, foot.to_owned());
    }
    cells
}

#[test]
fn statutory_tables_hold_what_json_has() {
    let mut cells = 0;
    for (data, year) in OFFICES {
        let mut book = Book::read(bytes_of(data, year));
        let names = book.names();
        let report = json_of(data, year);
        let mut tables = Vec::new();
        tables_of(&report["document"], "preface", &mut tables);
        for (table, name) in tables.iter().zip(&names) {
            let mut found = filled(&book.sheet(name));
            assert!(found.remove(&(0, 0)).is_some(), "{name} has no title");
            assert_eq!(found, expected(table), "{data} {year} {name}");
            cells += found.len();
        }
        let others: Vec<_> = names[tables.len()..].iter().map(String::as_str).collect();
        let expected: &[_] = if tables.is_empty() {
            &["指标", "依据", "问题"]
        } else {
            &["指标", "勾稽", "粘贴", "依据", "问题"]
        };
        assert_eq!(others, expected, "{data} {year}");
    }
    assert!(cells > 500, "{cells}");
}

#[test]
fn sheets_of_the_form_in_force() {
    let mut book = Book::read(bytes_of("examples/bureau-2022", "2022"));
    assert_eq!(
        book.names(),
        [
            "表二", "表三", "表四", "指标", "勾稽", "粘贴", "依据", "问题"
        ]
    );
    // Blocks as the reporting system has them: 10×1, 25×7, 1×15.
    let range = book.sheet("粘贴");
    let cells = filled(&range);
    let titles: Vec<_> = cells
        .iter()
        .filter(|((_, column), text)| *column == 0 && text.starts_with('表'))
        .map(|((row, _), text)| (*row, text.as_str()))
        .collect();
    let expected = [
        (0, "表二（10行×1列）"),
        (12, "表三（25行×7列）"),
        (39, "表四（1行×15列）"),
    ];
    assert_eq!(titles, expected);
    let in_rows = |from, to| cells.range((from, 0)..(to, 0)).count();
    assert_eq!(
        [in_rows(1, 12), in_rows(13, 39), in_rows(40, 99)],
        [10, 175, 15]
    );
    // Merged cells cannot be pasted.
    let merged = |part: &str| part_of(&bytes_of("examples/bureau-2022", "2022"), part);
    assert!(!merged("xl/worksheets/sheet6.xml").contains("<mergeCell "));
    let table_three = merged("xl/worksheets/sheet2.xml");
    assert!(table_three.contains("<mergeCell ref=\"A2:C4\"/>"));
    assert!(table_three.contains("<pane xSplit=\"3\" ySplit=\"4\""));
    let workbook = merged("xl/workbook.xml");
    assert!(
        workbook.contains("Print_Titles\" localSheetId=\"1\">表三!$2:$4<"),
        "{workbook}"
    );
}

// ---- figures ---------------------------------------------------------------------------------

/// Every figure of JSON by its segments; those of a histogram have the day behind them.
fn leaves(value: &Json, path: &mut Vec<String>, all: &mut BTreeMap<Vec<String>, Json>) {
    match value {
        Json::Object(inner) => {
            for (segment, inner) in inner {
                path.push(segment.clone());
                leaves(inner, path, all);
                path.pop();
            }
        }
        leaf => {
            all.insert(path.clone(), leaf.clone());
        }
    }
}

fn leaves_of(value: &Json) -> BTreeMap<Vec<String>, Json> {
    let mut all = BTreeMap::new();
    leaves(value, &mut Vec::new(), &mut all);
    all
}

/// The rows of a listing by the first cell, each a cell by its heading.
fn rows_of(range: &Range<Data>) -> Vec<BTreeMap<String, String>> {
    let mut rows = range.rows();
    let headings: Vec<_> = rows.next().unwrap().iter().map(shown).collect();
    let row = |row: &[Data]| {
        headings
            .iter()
            .cloned()
            .zip(row.iter().map(shown))
            .collect()
    };
    rows.map(row).collect()
}

#[track_caller]
fn check_figures(rows: &[BTreeMap<String, String>], key: &str, column: &str, statistics: &Json) {
    let mut left = leaves_of(statistics);
    // Figures that are null in JSON have no row in the sheet.
    left.retain(|_, value| !value.is_null());
    for row in rows {
        let segments = segments_of(&row[key]).unwrap();
        let found = left.remove(&segments).map(|value| match (key, &value) {
            // A sheet in English.
            ("key", Json::Bool(truth)) => if *truth { "yes" } else { "no" }.to_owned(),
            _ => number(&value),
        });
        // A histogram has no entry for days on which nothing ended; next to another year the sheet has 0.
        let is_day = segments.iter().any(|segment| segment == "histogram");
        let expected = match found {
            None if is_day && row[column] == "0" => "0".to_owned(),
            found => found.unwrap_or_default(),
        };
        assert_eq!(row[column], expected, "{}", row[key]);
    }
    assert!(left.is_empty(), "no row of {left:?}");
}

#[test]
fn figures_are_those_of_json() {
    for (data, year, before) in [
        ("data", "2017", "2016"),
        ("examples/bureau-2022", "2022", "2021"),
    ] {
        let mut book = Book::read(bytes_of(data, year));
        let rows = rows_of(&book.sheet("指标"));
        assert!(rows.len() > 100);
        check_figures(
            &rows,
            "指标",
            &format!("{year}年"),
            &json_of(data, year)["statistics"],
        );
        let words = [
            "stats", "--data", data, "--year", before, "--format", "json",
        ];
        check_figures(
            &rows,
            "指标",
            &format!("{before}年"),
            &json(&words)["statistics"],
        );
        // A share has its numerator and denominator, and every figure its definition.
        let row = |key: &str| rows.iter().find(|row| row["指标"] == key).unwrap();
        let rate = row("published.timely_rate");
        let [part, whole, share] = ["分子", "分母", &format!("{year}年")];
        let quotient = number_in(rate, part) / number_in(rate, whole);
        assert!((quotient - number_in(rate, share)).abs() < 1e-12);
        assert!(
            rows.iter()
                .all(|row| !row["口径"].is_empty() && !row["名称"].is_empty())
        );
    }
}

fn number_in(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

#[test]
fn stats_of_all_years_are_one_sheet() {
    let bytes = output(&[
        "stats", "--data", "data", "--format", "xlsx", "--lang", "en",
    ]);
    let mut book = Book::read(bytes);
    assert_eq!(book.names(), ["Figures"]);
    let rows = rows_of(&book.sheet("Figures"));
    let years = json(&["stats", "--data", "data", "--format", "json"]);
    for year in years.as_array().unwrap() {
        let column = year["year"].to_string();
        check_figures(&rows, "key", &column, &year["statistics"]);
    }
}

// ---- identities ------------------------------------------------------------------------------

/// The rows of identities: live verdict and our verdict.
fn verdicts(book: &mut Book) -> Vec<[String; 3]> {
    let rows = rows_of(&book.sheet("勾稽"));
    let rows = rows.into_iter().take_while(|row| !row["编号"].is_empty());
    rows.map(|row| ["编号", "表内复核", "程序结论"].map(|heading| row[heading].clone()))
        .collect()
}

#[test]
fn formulas_hold_our_verdicts() {
    for (data, year) in &OFFICES[2..] {
        let mut book = Book::read(bytes_of(data, year));
        let all = verdicts(&mut book);
        assert!(all.len() >= 10, "{data} {year}");
        for [id, live, ours] in &all {
            assert_eq!(live, ours, "{data} {year} {id}");
        }
        // Both sides and the comparison of each.
        assert_eq!(book.formulas("勾稽").len(), 3 * all.len());
        assert!(all.iter().any(|[_, _, ours]| ours == "相符"));
    }
}

/// A project folder with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn path_of(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

#[test]
fn a_failed_identity_is_marked() {
    // Ten carried out last year, nine carried in: T3-4 does not hold in the last column.
    let settings = "[office]\nname = \"某局\"\n[reports.2023]\nsigned-on = 2024-01-10\n\
        [figures.2022]\n\"cn-2021.R4.c7\" = 10\n[figures.2023]\n\"cn-2021.R2.c7\" = 9\n\
        [[rules.waiver]]\ncode = \"identity-fails\"\nwhere = \"T3-4\"\nreason = \"划转\"\n";
    let log = "信息名称,公开日期\n通知,2023-03-01\n";
    let folder = project(&[("report.toml", settings), ("published.csv", log)]);
    let mut book = Book::read(bytes_of(path_of(&folder), "2023"));
    let all = verdicts(&mut book);
    let failed: Vec<_> = all.iter().filter(|[_, _, ours]| ours == "不符").collect();
    assert_eq!(failed, [&["T3-4", "不符", "不符"].map(str::to_owned)]);
    assert!(all.iter().all(|[_, live, ours]| live == ours));
    let rows = rows_of(&book.sheet("勾稽"));
    let row = rows.iter().find(|row| row["程序结论"] == "不符").unwrap();
    assert_eq!([&row["左边"], &row["关系"], &row["右边"]], ["9", "=", "10"]);
    // Last year's number stands below the identities.
    let last_year = rows.iter().find(|row| row["算式"] == "R4.c7").unwrap();
    assert_eq!(last_year["左边"], "10");
    let findings = rows_of(&book.sheet("问题"));
    let finding = findings
        .iter()
        .find(|row| row["代码"] == "identity-fails")
        .unwrap();
    assert_eq!(finding["豁免理由"], "划转");
}

// ---- text ------------------------------------------------------------------------------------

/// A part of the file as text.
fn part_of(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

fn parts_of(bytes: &[u8]) -> Vec<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names = (0..archive.len()).map(|index| {
        let file = archive.by_index(index).unwrap();
        file.name().unwrap().into_owned()
    });
    names.collect()
}

#[test]
fn hostile_text_stays_text() {
    let hostile = [
        "=1+1",
        "@SUM(A1)",
        "+2",
        "-3",
        "<b>&\"'</b>",
        "_x0041_",
        "]]>",
    ];
    let mut log = "索引号,信息名称,分类,公开日期\n".to_owned();
    for (index, text) in hostile.iter().enumerate() {
        let quoted = text.replace('"', "\"\"");
        let _ = writeln!(log, "\"{quoted}\",第{index}条,\"{quoted}\",2022-03-01");
    }
    log += "\u{1}\u{202e}号,第条,\u{1}\u{202e}类,2022-03-01\n";
    let settings = "[office]\nname = \"=<局>&\\u0001\"\n\
        [reports.2022]\nsigned-on = 2023-01-10\ntitle = [\"=1+1\"]\n";
    let folder = project(&[("report.toml", settings), ("published.csv", &log)]);
    let data = path_of(&folder);
    let bytes = bytes_of(data, "2022");
    let mut book = Book::read(bytes.clone());
    for name in book.names() {
        let formulas = book.formulas(&name);
        assert_eq!(formulas.is_empty(), name != "勾稽", "{name}");
        assert!(
            formulas.iter().all(|formula| formula.starts_with("IF(")),
            "{formulas:?}"
        );
    }
    let rows = rows_of(&book.sheet("指标"));
    for text in hostile {
        let label = format!("{text}：主动公开数（按分类）");
        let row = rows.iter().find(|row| row["名称"] == label);
        assert_eq!(row.unwrap_or_else(|| panic!("{text}"))["2022年"], "1");
    }
    assert!(
        rows.iter()
            .any(|row| row["名称"].starts_with("␁\u{fffd}类"))
    );
    let core = part_of(&bytes, "docProps/core.xml");
    assert!(
        core.contains("<dc:creator>=&lt;局&gt;&amp;␁</dc:creator>"),
        "{core}"
    );

    let trace = ["trace", "published.total", "--data", data, "--year", "2022"];
    let mut book = Book::read(output(
        &[&trace[..], &["--format", "xlsx", "--lang", "zh"]].concat(),
    ));
    assert!(book.formulas("依据").is_empty());
    let ids: Vec<_> = rows_of(&book.sheet("依据"))
        .iter()
        .map(|row| row["索引号"].clone())
        .collect();
    assert_eq!(ids[..hostile.len()], hostile);
    assert_eq!(ids[hostile.len()], "␁\u{fffd}号");
}

#[test]
fn rows_behind_a_figure_are_those_of_json() {
    let words = |format| {
        let key = "requests.disclosure.received";
        let words = [
            "trace",
            key,
            "--data",
            "examples/bureau-2022",
            "--year",
            "2022",
        ];
        [&words[..], &["--lang", "en", "--format", format]].concat()
    };
    let mut book = Book::read(output(&words("xlsx")));
    assert_eq!(book.names(), ["Rows"]);
    let rows = rows_of(&book.sheet("Rows"));
    let traced = json(&words("json"));
    let traced = traced["rows"].as_array().unwrap();
    assert_eq!(rows.len(), traced.len());
    for (row, traced) in rows.iter().zip(traced) {
        assert_eq!(row["file"], traced["file"].as_str().unwrap());
        assert_eq!(row["line"], number(&traced["line"]));
        assert_eq!(row["counts"], number(&traced["counts"]));
        for (field, text) in traced["fields"].as_object().unwrap() {
            let heading = match field.as_str() {
                "due" => "due (computed)",
                "working_days" => "working days",
                other => other,
            };
            assert_eq!(row[heading], text.as_str().unwrap_or_default(), "{field}");
        }
    }
}

#[test]
fn findings_are_those_of_json() {
    let (data, year) = ("examples/bureau-2022", "2022");
    let mut book = Book::read(bytes_of(data, year));
    let rows = rows_of(&book.sheet("问题"));
    let report = json_of(data, year);
    let found = report["diagnostics"].as_array().unwrap();
    assert_eq!(rows.len(), found.len());
    assert!(!rows.is_empty());
    for (row, found) in rows.iter().zip(found) {
        assert_eq!(row["代码"], found["code"].as_str().unwrap());
        assert_eq!(row["问题"], found["message"]["zh"].as_str().unwrap());
        assert_eq!(row["文件"], found["file"].as_str().unwrap_or_default());
        assert_eq!(row["行"], number(&found["line"]));
        let hint = found["hint"]["zh"].as_str().unwrap_or_default();
        assert_eq!(row["办法"], hint);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let words = "compile --data examples/bureau-2022 --year 2022 --format xlsx";
    let again = |zone: &str, locale: &str, threads: &str| {
        let mut command = report(words.split(' '));
        command.env("TZ", zone).env("LC_ALL", locale);
        command
            .env("RAYON_NUM_THREADS", threads)
            .env("USER", "somebody");
        command.output().unwrap().stdout
    };
    let first = again("UTC", "C", "1");
    assert!(first.starts_with(b"PK"));
    assert_eq!(first, again("Asia/Shanghai", "en_US.UTF-8", "2"));
    // The author is the office, on the signing date; no other name occurs.
    let core = part_of(&first, "docProps/core.xml");
    assert!(core.contains("<dc:creator>清溪市水务局</dc:creator>"));
    assert!(core.contains("2023-01-18T00:00:00Z</dcterms:created>"));
    for name in parts_of(&first) {
        let part = part_of(&first, &name);
        assert!(!part.contains("somebody") && !part.contains(env!("CARGO_MANIFEST_DIR")));
    }
    for words in [
        "stats --format xlsx",
        "trace published.total --year 2017 --format xlsx",
    ] {
        let words: Vec<_> = words.split(' ').chain(["--data", "data"]).collect();
        assert_eq!(output(&words), output(&words));
    }
}

// ---- the empty logs --------------------------------------------------------------------------

/// A fresh project whose logs are a workbook.
fn fresh() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = outcome(&mut report([
        "init",
        "--year",
        "2024",
        "--office",
        "某局",
        "--workbook",
        path_of(&folder),
    ]));
    assert_eq!(made.status, 0, "{}", made.stderr);
    folder
}

/// Writes rows of texts below the header of sheets of a workbook, which are counted from 1.
fn fill(path: &Path, rows: &BTreeMap<usize, Vec<Vec<String>>>) {
    let bytes = fs::read(path).unwrap();
    let mut filled = ZipWriter::new(Cursor::new(Vec::new()));
    for name in parts_of(&bytes) {
        let mut part = part_of(&bytes, &name);
        for (sheet, rows) in rows {
            if name != format!("xl/worksheets/sheet{sheet}.xml") {
                continue;
            }
            let mut xml = String::new();
            for (number, row) in (2..).zip(rows) {
                let _ = write!(xml, "<row r=\"{number}\">");
                for (column, text) in (b'A'..).zip(row) {
                    let letters = match column {
                        b'A'..=b'Z' => char::from(column).to_string(),
                        _ => format!("A{}", char::from(column - 26)),
                    };
                    let _ = write!(
                        xml,
                        "<c r=\"{letters}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
                    );
                }
                xml += "</row>";
            }
            assert!(part.contains("</row></sheetData>"), "{name}");
            part = part.replace("</sheetData>", &(xml + "</sheetData>"));
        }
        filled
            .start_file(&*name, SimpleFileOptions::default())
            .unwrap();
        filled.write_all(part.as_bytes()).unwrap();
    }
    fs::write(path, filled.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn an_empty_workbook_is_read() {
    let folder = fresh();
    let book = Book::read(fs::read(folder.path().join("台账.xlsx")).unwrap());
    let expected = [
        "填写说明",
        "主动公开",
        "政府采购",
        "环境信息",
        "申请与诉求",
        "办事指南",
        "规范性文件",
        "行政决定",
        "复议诉讼",
        "办理事项",
        "词表",
    ];
    assert_eq!(book.names(), expected);
    let stats = json(&[
        "stats",
        "--data",
        path_of(&folder),
        "--year",
        "2024",
        "--format",
        "json",
    ]);
    assert_eq!(stats["statistics"]["published"]["total"], 0);
    assert_eq!(stats["statistics"]["requests"]["disclosure"]["received"], 0);
}

#[test]
fn a_filled_workbook_is_counted() {
    let folder = fresh();
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    let rows = BTreeMap::from([
        (
            2,
            vec![
                row(&[
                    "001",
                    "工作要点",
                    "综合",
                    "网站",
                    "2024-03-01",
                    "2024-03-05",
                ]),
                row(&[
                    "002",
                    "会议纪要",
                    "会议",
                    "网站",
                    "2024-03-02",
                    "2024年3月8日",
                ]),
            ],
        ),
        (
            5,
            vec![row(&[
                "S1",
                "依申请公开",
                "网络",
                "",
                "自然人",
                "",
                "申请",
                "2024-05-06",
            ])],
        ),
        (
            7,
            vec![row(&[
                "某发〔2024〕1号",
                "行政规范性文件",
                "办法",
                "2024-06-01",
            ])],
        ),
    ]);
    fill(&folder.path().join("台账.xlsx"), &rows);
    let stats = json(&[
        "stats",
        "--data",
        path_of(&folder),
        "--year",
        "2024",
        "--format",
        "json",
    ]);
    let stats = &stats["statistics"];
    assert_eq!(stats["published"]["total"], 2);
    assert_eq!(stats["published"]["by_category"]["会议"], 1);
    assert_eq!(stats["requests"]["disclosure"]["received"], 1);
    assert_eq!(stats["documents"]["normative"]["issued"], 1);
    // The report itself comes out, as a workbook again.
    let mut book = Book::read(bytes_of(path_of(&folder), "2024"));
    let table = filled(&book.sheet("表三"));
    assert_eq!(table[&(4, 3)], "1", "received from a natural person");
}

/// The lists of a sheet: for each column with one, its range on the sheet of lists.
fn lists(sheet: &str) -> Vec<(usize, String)> {
    let pieces = sheet.split("<dataValidation ").skip(1);
    let lists = pieces.filter(|piece| piece.starts_with("type=\"list\""));
    let list = |piece: &str| {
        let between = |from: &str, to: &str| {
            let rest = piece.split(from).nth(1).unwrap();
            rest.split(to).next().unwrap().to_owned()
        };
        let range = between("sqref=\"", "\"");
        let letters: String = range
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let index = letters.bytes().fold(0, |index, letter| {
            index * 26 + usize::from(letter - b'A' + 1)
        });
        assert!(range.ends_with("1048576"), "{range}");
        (index - 1, between("<formula1>", "</formula1>"))
    };
    lists.map(list).collect()
}

#[test]
fn every_word_of_a_list_is_known() {
    let folder = fresh();
    let path = folder.path().join("台账.xlsx");
    let bytes = fs::read(&path).unwrap();
    let mut book = Book::read(bytes.clone());
    let words = book.sheet("词表");
    assert!(
        part_of(&bytes, "xl/workbook.xml")
            .contains("name=\"词表\" sheetId=\"11\" state=\"hidden\"")
    );
    let (mut rows, mut count) = (BTreeMap::new(), 0);
    for (sheet, name) in (2..=9).zip(&book.names()[1..9]) {
        let headers: Vec<_> = book
            .sheet(name)
            .rows()
            .next()
            .unwrap()
            .iter()
            .map(shown)
            .collect();
        let xml = part_of(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        let days = xml.matches("<dataValidation type=\"date\"").count();
        assert!(days > 0 && xml.contains("请填写日期"), "{name}");
        // `'词表'!$A$2:$A$3`
        let list = |range: &str| -> Vec<String> {
            let cells = range.rsplit('!').next().unwrap().replace('$', "");
            let (from, to) = cells.split_once(':').unwrap();
            let column = u32::from(from.as_bytes()[0] - b'A');
            let rows = [from, to].map(|cell| cell[1..].parse::<u32>().unwrap() - 1);
            let cell = |row| shown(words.get_value((row, column)).unwrap());
            (rows[0]..=rows[1]).map(cell).collect()
        };
        let lists: Vec<_> = lists(&xml)
            .into_iter()
            .map(|(column, range)| (column, list(&range)))
            .collect();
        let longest = lists
            .iter()
            .map(|(_, words)| words.len())
            .max()
            .unwrap_or(1);
        let row = |index: usize| {
            let cell = |(column, header): (usize, &String)| {
                let list = lists.iter().find(|(of, _)| *of == column);
                match list {
                    // The last word again where this list is shorter.
                    Some((_, words)) => words[index.min(words.len() - 1)].clone(),
                    None if header.contains("日期") => "2024-03-05".to_owned(),
                    None if ["编号", "案号", "标题", "信息名称", "子栏目", "事项名称"]
                        .contains(&header.as_str()) =>
                    {
                        format!("{header}{index}")
                    }
                    None => String::new(),
                }
            };
            headers.iter().enumerate().map(cell).collect::<Vec<_>>()
        };
        count += lists.iter().map(|(_, words)| words.len()).sum::<usize>();
        rows.insert(sheet, (0..longest).map(row).collect::<Vec<_>>());
    }
    assert!(count > 50, "{count}");
    fill(&path, &rows);
    let found = report(["check", "--data", path_of(&folder), "--format", "json"])
        .output()
        .unwrap();
    let found: Json = serde_json::from_slice(&found.stdout).unwrap();
    let found = found["diagnostics"].as_array().unwrap();
    let codes: BTreeSet<_> = found
        .iter()
        .map(|found| found["code"].as_str().unwrap())
        .collect();
    for code in [
        "unknown-code",
        "unknown-word",
        "unread-sheet",
        "missing-cell",
        "bad-date",
    ] {
        let of_code: Vec<_> = found.iter().filter(|found| found["code"] == code).collect();
        assert!(of_code.is_empty(), "{of_code:?}\n{codes:?}");
    }
}

// ---- evidence --------------------------------------------------------------------------------

#[test]
fn evidence_adds_up_to_the_figures() {
    for (data, year, least) in [("data", "2017", 900), ("examples/bureau-2022", "2022", 100)] {
        let mut book = Book::read(bytes_of(data, year));
        let rows = rows_of(&book.sheet("依据"));
        assert!(rows.len() > least, "{}", rows.len());
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for row in &rows {
            *sums.entry(&row["指标"]).or_default() += row["计入"].parse::<f64>().unwrap();
            assert!(row["文件"].contains(".csv") || row["文件"] == "report.toml");
            assert!(row["行"].parse::<u64>().unwrap() > 0);
            assert!(!row.contains_key("标题"));
        }
        let figures = rows_of(&book.sheet("指标"));
        for (key, sum) in &sums {
            let figure = figures.iter().find(|row| row["指标"] == *key).unwrap();
            assert_eq!(short(*sum), figure[&format!("{year}年")], "{key}");
        }
        for key in ["published.total", "requests.disclosure.received"] {
            let figure = figures.iter().find(|row| row["指标"] == key).unwrap();
            let is_empty = figure[&format!("{year}年")] == "0";
            assert_eq!(sums.contains_key(key), !is_empty, "{key}");
        }
    }
}

#[test]
fn evidence_names_no_titles() {
    let bytes = bytes_of("data", "2017");
    let mut book = Book::read(bytes);
    let rows = rows_of(&book.sheet("依据"));
    let log = fs::read_to_string("data/requests.csv").unwrap();
    let titles: Vec<&str> = log
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').nth(5))
        .collect();
    let texts: BTreeSet<&str> = rows
        .iter()
        .flat_map(BTreeMap::values)
        .map(String::as_str)
        .collect();
    assert!(
        titles
            .iter()
            .filter(|title| title.chars().count() > 4)
            .all(|title| !texts.contains(title))
    );
    // Each row can be found in its log: the id in the sheet is the id in that line.
    let row = rows
        .iter()
        .find(|row| row["指标"] == "requests.service.received")
        .unwrap();
    let line: usize = row["行"].parse().unwrap();
    let of_log = log.lines().nth(line - 1).unwrap();
    assert!(
        of_log.contains(&row["编号"]) && of_log.contains(&row["日期"]),
        "{of_log}"
    );
}

// ---- findings --------------------------------------------------------------------------------

/// An office with an error and a warning, of which the warning is waived.
fn office_with_findings() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let settings = "[office]\nname = \"某局\"\n[reports.2017]\nsigned-on = 2018-01-15\n\
        [[rules.waiver]]\ncode = \"published-before-made\"\nreason = \"=补录\"\n";
    let log =
        "信息名称,生成日期,公开日期\n工作要点,2017-01-23,2017-01-20\n通知,2017-02-01,2017-02-31\n";
    fs::write(folder.path().join("report.toml"), settings).unwrap();
    fs::write(folder.path().join("published.csv"), log).unwrap();
    folder
}

#[test]
fn findings_of_a_check_are_those_of_json() {
    let folder = office_with_findings();
    let data = folder.path().to_str().unwrap();
    let checked = |format: &str, lang: &str| {
        let words = [
            "check", "--year", "2017", "--data", data, "--lang", lang, "--format", format,
        ];
        let found = report(words).output().unwrap();
        assert_eq!(found.status.code(), Some(1), "errors were found");
        found.stdout
    };
    let json: Json = serde_json::from_slice(&checked("json", "zh")).unwrap();
    let expected = json["diagnostics"].as_array().unwrap();
    for (lang, name, headings) in [
        (
            "zh",
            "问题",
            ["代码", "文件", "行", "列", "豁免理由", "问题"],
        ),
        (
            "en",
            "Findings",
            [
                "code",
                "file",
                "line",
                "column",
                "waived because",
                "message",
            ],
        ),
    ] {
        let mut book = Book::read(checked("xlsx", lang));
        assert_eq!(book.names(), [name]);
        let rows = rows_of(&book.sheet(name));
        let [code, file, line, column, waived, message] = headings;
        // The skeleton used for a missing narrative is a note in JSON as well.
        for row in &rows {
            let is_it = |finding: &&Json| finding["code"] == row[code].as_str();
            let finding = expected.iter().find(is_it).unwrap();
            let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
            assert_eq!(row[file], text(&finding["file"]), "{finding}");
            assert_eq!(row[line], number(&finding["line"]));
            assert_eq!(row[column], number(&finding["column"]));
            assert_eq!(row[message], text(&finding["message"][lang]));
        }
        let row = |wanted: &str| rows.iter().find(|row| row[code] == wanted).unwrap();
        assert_eq!(row("bad-date")[line], "3");
        assert_eq!(row("published-before-made")[waived], "=补录");
    }
    let found = outcome(
        report([
            "check",
            "--data",
            data,
            "-o",
            "findings.xls",
            "--lang",
            "en",
        ])
        .current_dir(folder.path()),
    );
    assert_eq!(found.status, 2);
    assert!(found.stderr.contains(".xlsx"), "{}", found.stderr);
}
