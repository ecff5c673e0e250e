//! One log in many formats and spellings: the figures are those it was generated with, and the
//! findings differ only in their places.
//!
//! `REPORT_LOGS=1000` sets the number of logs of each kind.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use chrono::NaiveDate;
use encoding_rs::GB18030;
use regex::Regex;
use report::{Diagnostic, Figures, Office, Options, inside::segments_of};
use rust_xlsxwriter::{Format as CellFormat, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::generator::{LOGS, Made, Random, made, text};
use crate::memory::{Folder, figure};

/// The findings, and the figures of 2017, which are `None` if errors forbid them.
struct Outcome {
    figures: Option<Figures>,
    /// Texts of the findings, without places and files.
    findings: Vec<String>,
    codes: BTreeSet<&'static str>,
}

fn outcome(folder: &Folder) -> Outcome {
    // Rows with errors are left out, so that there are figures to compare.
    let options = Options {
        keep_going: true,
        ..Options::default()
    };
    let found = Office::open(folder).check(Some(2017), &options).diagnostics;
    let found: Vec<_> = found
        .iter()
        .filter(|found| !found.code().is_about_layout())
        .collect();
    let in_short = found
        .iter()
        .map(|found| without_places(format!("{:?}", found.problem)));
    let mut findings: Vec<String> = in_short.collect();
    findings.sort();
    let figures = Office::open(folder)
        .figures(Some(2017), &options)
        .value
        .unwrap_or_default()
        .pop();
    Outcome {
        figures: figures.map(|(_, figures)| figures),
        findings,
        codes: found.iter().map(|found| found.code().name()).collect(),
    }
}

/// The text of a finding without the places of other rows that it names.
fn without_places(text: String) -> String {
    if !text.contains("first_") {
        return text;
    }
    let places = Regex::new(r#"(first_file: "[^"]*"|first_line: \d+)"#).unwrap();
    places.replace_all(&text, "").into_owned()
}

// ---- spellings -------------------------------------------------------------------------------

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(order)
        .collect()
}

/// Ten spellings of a log; a workbook only where its cells are short enough for one.
fn spellings(made: &Made, random: &mut Random) -> Vec<(&'static str, Folder)> {
    let table = made.table();
    let plain = text(&table, ',', "\n", false);
    let name = format!("{}.csv", made.log);
    let mut texts: Vec<(&str, Vec<u8>)> = vec![
        ("plain", plain.clone().into_bytes()),
        ("quoted", text(&table, ',', "\n", true).into_bytes()),
        ("CRLF", text(&table, ',', "\r\n", false).into_bytes()),
        (
            "permuted",
            text(&made.permuted(random).table(), ',', "\n", false).into_bytes(),
        ),
        ("UTF-8 with BOM", format!("\u{feff}{plain}").into_bytes()),
        ("UTF-16 LE", utf16(&plain, u16::to_le_bytes)),
        ("UTF-16 BE", utf16(&plain, u16::to_be_bytes)),
        ("GB18030", GB18030.encode(&plain).0.into_owned()),
        ("tabs", text(&table, '\t', "\n", false).into_bytes()),
    ];
    // Excel allows no longer cells.
    if made.longest_cell() <= 32_767 {
        texts.push(("workbook", workbook(&table)));
    }
    let folders = texts.into_iter();
    let mut folders: Vec<(&str, Folder)> = folders
        .map(|(spelling, bytes)| (spelling, office(made).with(&name, bytes)))
        .collect();
    let log = made.log;
    let mut split = office(made).with_settings(&format!("[logs]\n{log} = \"{log}-*.csv\"\n"));
    for (index, part) in made.split(3).iter().enumerate() {
        let part = text(&part.table(), ',', "\n", false);
        split.set(&format!("{log}-{index}.csv"), part);
    }
    folders.push(("split", split));
    if made.longest_cell() <= 32_767 {
        let parts = made.split(1 + random.below(4));
        let sheets: Vec<Vec<Vec<String>>> = parts
            .iter()
            .map(|part| match random.below(2) {
                0 => part.table(),
                _ => part.permuted(random).table(),
            })
            .collect();
        folders.push((
            "sheets",
            office(made).with(&name, sheets_of(&sheets, random)),
        ));
    }
    folders
}

/// Tables as the sheets of a workbook, among others that are no logs.
fn sheets_of(tables: &[Vec<Vec<String>>], random: &mut Random) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let mut sheets: Vec<(String, Vec<Vec<String>>)> = (1..)
        .zip(tables)
        .map(|(month, table)| (format!("{month}月"), table.clone()))
        .collect();
    let row = |cells: &[&str]| {
        cells
            .iter()
            .map(|&cell| cell.to_owned())
            .collect::<Vec<_>>()
    };
    let months = row(&["科室", "1月", "2月", "3月", "4月", "5月", "6月"]);
    let numbers = row(&["办公室", "3", "1", "4", "1", "5", "9"]);
    let others = [
        ("说明", vec![row(&["每月一张，次月报送"])]),
        ("空表", Vec::new()),
        ("汇总", vec![months, numbers]),
        ("样表", tables[0].clone()),
    ];
    for (name, table) in others {
        if random.chance(40) {
            let place = random.below(sheets.len() + 1);
            sheets.insert(place, (name.to_owned(), table));
        }
    }
    for (name, table) in &sheets {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        write_table(sheet, table);
    }
    workbook.save_to_buffer().unwrap()
}

/// Returns an office with the log. Guides have no year, so an item is added.
fn office(made: &Made) -> Folder {
    let folder = Folder::new();
    match made.log {
        "guides" => folder.with("published.csv", "信息名称,公开日期\n甲,2017-03-01\n"),
        _ => folder,
    }
}

/// Writes a table as a workbook, with dates as Excel stores them.
fn workbook(table: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write_table(workbook.add_worksheet(), table);
    workbook.save_to_buffer().unwrap()
}

fn write_table(sheet: &mut Worksheet, table: &[Vec<String>]) {
    let date = CellFormat::new().set_num_format("yyyy/m/d");
    for (row, cells) in (0..).zip(table) {
        for (column, cell) in (0..).zip(cells) {
            if let Ok(day) = cell.parse::<NaiveDate>() {
                sheet
                    .write_with_format(row, column, serial(day), &date)
                    .unwrap();
            } else if !cell.is_empty() {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
}

/// Returns the serial number of a day in Excel.
fn serial(day: NaiveDate) -> u32 {
    let days = (day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
    u32::try_from(days).unwrap()
}

// ---- the property ----------------------------------------------------------------------------

/// Returns the figures that differ from the expected ones.
fn wrong_figures(made: &Made, figures: &Figures) -> Vec<String> {
    let mut wrong = Vec::new();
    for (key, expected) in &made.expected.figures {
        let found = figure(figures, key);
        if found != *expected {
            wrong.push(format!("{key} = {found}, not {expected}"));
        }
    }
    for family in &made.expected.families {
        let segments = segments_of(family).unwrap();
        let depth = segments.len();
        let counted = figures
            .below(&segments)
            .filter(|(_, value)| value.count().is_some_and(|count| count > 0));
        for (key, value) in counted {
            // The office's labels may contain dots, and codes do.
            let label = key.segments()[depth..].join(".");
            if !made
                .expected
                .figures
                .contains_key(&format!("{family}.{label}"))
            {
                wrong.push(format!("{family}.{label} = {value}, not 0"));
            }
        }
    }
    wrong
}

/// Returns the differences between the spellings of a log, and from the expected figures.
fn faults(made: &Made, random: &mut Random) -> Vec<String> {
    let mut faults = Vec::new();
    let mut first: Option<Outcome> = None;
    for (spelling, folder) in spellings(made, random) {
        let found = outcome(&folder);
        let Some(figures) = &found.figures else {
            faults.push(format!("{spelling}: no figures: {:?}", found.codes));
            continue;
        };
        let wrong = wrong_figures(made, figures);
        faults.extend(wrong.iter().map(|wrong| format!("{spelling}: {wrong}")));
        let Some(first) = &first else {
            first = Some(found);
            continue;
        };
        if first.figures != found.figures && wrong.is_empty() {
            faults.push(format!("{spelling}: other figures than plain"));
        }
        // Findings about a whole file are reported for each of several files.
        let is_same = match spelling {
            "split" | "sheets" => first.codes == found.codes,
            _ => first.findings == found.findings,
        };
        if !is_same {
            let (now, then) = (&found.findings, &first.findings);
            faults.push(format!("{spelling}: findings {now:#?}, plain {then:#?}"));
        }
    }
    faults
}

/// Number of logs of each kind; few by default.
fn number_of_logs() -> u64 {
    let raised = std::env::var("REPORT_LOGS").ok();
    raised.and_then(|text| text.parse().ok()).unwrap_or(2)
}

fn check_spellings(log: &'static str) {
    let kind = LOGS.iter().position(|&known| known == log).unwrap() as u64;
    let mut wrong = Vec::new();
    for seed in 0..number_of_logs() {
        let random = &mut Random::new(seed * 8 + kind);
        let mut made = made(log, random);
        if random.chance(30) {
            spoil(&mut made, random);
        }
        let faults = faults(&made, random);
        wrong.extend(faults.iter().map(|fault| format!("{log} {seed}: {fault}")));
    }
    let shown: Vec<&String> = wrong.iter().take(20).collect();
    assert!(wrong.is_empty(), "{} faults: {shown:#?}", wrong.len());
}

/// Adds a row that cannot be read: a finding, the same in all spellings.
fn spoil(made: &mut Made, random: &mut Random) {
    let days = [
        "公开日期",
        "发布日期",
        "收到日期",
        "制发日期",
        "决定日期",
        "受理日期",
    ];
    let is_day = |header: &String| days.contains(&header.as_str());
    let column = made.headers.iter().position(is_day).unwrap();
    let mut row = made.rows[random.below(made.rows.len())].clone();
    row[0].push('X');
    "2017-02-30".clone_into(&mut row[column]);
    made.rows.push(row);
}

/// One test per log, so that they run in parallel.
macro_rules! spellings_agree {
    ($($log:ident)*) => {$(
        #[test]
        fn $log() {
            check_spellings(stringify!($log));
        }
    )*};
}

mod spellings_agree {
    use super::check_spellings;

    spellings_agree! { published procurement environment requests guides documents decisions disputes }
}

// ---- several files and sheets of one log -----------------------------------------------------

/// Rows of a log as a file of its own.
fn part_of(made: &Made, rows: &[Vec<String>]) -> String {
    let part = Made {
        rows: rows.to_vec(),
        below: Vec::new(),
        ..made.clone()
    };
    text(&part.table(), ',', "\n", false)
}

/// An office with some files of one log.
fn office_of_files(made: &Made, settings: &str, files: &[(&str, String)]) -> Folder {
    let folder = office(made).with_settings(&format!("[logs]\n{} = {settings}\n", made.log));
    let files = files.iter();
    files.fold(folder, |folder, (name, text)| {
        folder.with(name, text.clone().into_bytes())
    })
}

/// The rows with ids that begin at 1.
fn numbered(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let rows = (1..).zip(rows).map(|(number, row)| {
        let mut row = row.clone();
        row[0] = number.to_string();
        row
    });
    rows.collect()
}

/// A log whose rows are spread over files and sheets so that it counts the same.
fn spreads(made: &Made, random: &mut Random) -> Vec<(&'static str, Folder)> {
    let rows = &made.rows;
    // The later export begins before the earlier one ends, or at the first row.
    let start = random.below(rows.len());
    let end = start + 1 + random.below(rows.len() - start);
    let files = [
        ("a.csv", part_of(made, &rows[..end])),
        ("b.csv", part_of(made, &rows[start..])),
    ];
    let overlap = office_of_files(made, r#"["a.csv", "b.csv"]"#, &files);
    let mut spreads = vec![("later export", overlap)];

    // The rows of an item stay in one file, because ids restart in the next.
    let middle =
        (1..rows.len()).find(|&row| row * 2 >= rows.len() && rows[row][0] != rows[row - 1][0]);
    if let Some(middle) = middle
        && has_unique_ids(rows)
    {
        let files = [
            ("a.csv", part_of(made, &numbered(&rows[..middle]))),
            ("b.csv", part_of(made, &numbered(&rows[middle..]))),
        ];
        let configured =
            r#"[{ path = "a.csv", ids = "running" }, { path = "b.csv", ids = "running" }]"#;
        let as_configured = office_of_files(made, configured, &files);
        spreads.push(("running numbers as said", as_configured));
        // Titles of items are unique, so that the program notices it without settings.
        if made.log == "published" {
            let seen = office_of_files(made, r#"["a.csv", "b.csv"]"#, &files);
            spreads.push(("running numbers", seen));
        }
    }

    if made.longest_cell() <= 32_767 {
        let mut sheets: Vec<_> = made.split(2).iter().map(Made::table).collect();
        sheets.push(made.table());
        let months = office_of_files(made, r#"{ path = "a.xlsx", sheet = "*月" }"#, &[])
            .with("a.xlsx", with_year(&sheets));
        spreads.push(("months beside the year", months));
    }
    spreads
}

fn has_unique_ids(rows: &[Vec<String>]) -> bool {
    let ids: BTreeSet<&String> = rows.iter().map(|row| &row[0]).collect();
    ids.len() == rows.len()
}

/// A workbook whose last sheet holds the rows of all others.
fn with_year(sheets: &[Vec<Vec<String>>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (month, table) in (1..).zip(sheets) {
        let name = if month == sheets.len() {
            "全年".to_owned()
        } else {
            format!("{month}月")
        };
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        write_table(sheet, table);
    }
    workbook.save_to_buffer().unwrap()
}

fn check_spreads(log: &'static str) {
    let kind = LOGS.iter().position(|&known| known == log).unwrap() as u64;
    let mut wrong = Vec::new();
    for seed in 0..number_of_logs() {
        let random = &mut Random::new(seed * 8 + kind);
        let made = made(log, random);
        for (spread, folder) in spreads(&made, random) {
            let found = outcome(&folder);
            let at = format!("{log} {seed}, {spread}");
            let Some(figures) = &found.figures else {
                wrong.push(format!("{at}: no figures: {:?}", found.findings));
                continue;
            };
            let figures = wrong_figures(&made, figures);
            // A repeated row is not a new item, but counts as a row.
            let figures = figures
                .iter()
                .filter(|wrong| !wrong.starts_with("published.rows"));
            wrong.extend(figures.map(|wrong| format!("{at}: {wrong}")));
        }
        if made.longest_cell() <= 32_767 && made.rows.len() > 3 {
            let mut sheets: Vec<_> = made.split(2).iter().map(Made::table).collect();
            sheets.push(made.table());
            let folder =
                office_of_files(&made, r#""a.xlsx""#, &[]).with("a.xlsx", with_year(&sheets));
            if !outcome(&folder).codes.contains("sheets-overlap") {
                wrong.push(format!("{log} {seed}: sheets that overlap are read"));
            }
        }
    }
    let shown: Vec<&String> = wrong.iter().take(20).collect();
    assert!(wrong.is_empty(), "{} faults: {shown:#?}", wrong.len());
}

macro_rules! spreads_agree {
    ($($log:ident)*) => {$(
        #[test]
        fn $log() {
            check_spreads(stringify!($log));
        }
    )*};
}

mod spreads_agree {
    use super::check_spreads;

    spreads_agree! { published procurement environment requests guides documents decisions disputes }
}

// ---- merged cells ----------------------------------------------------------------------------

/// Writes requests whose channel and topic are merged over runs of rows, or written in each row.
fn of_runs(runs: &[(usize, &str, &str)], is_merged: bool) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = CellFormat::new();
    for (column, header) in (0..).zip(["编号", "类别", "收到日期", "渠道", "诉求类型"])
    {
        sheet.write(0, column, header).unwrap();
    }
    let mut row = 1;
    for &(rows, channel, topic) in runs {
        let last = row + u32::try_from(rows).unwrap() - 1;
        for index in row..=last {
            sheet.write(index, 0, format!("SQ-{index}")).unwrap();
            sheet.write(index, 1, "公众诉求").unwrap();
            sheet.write(index, 2, "2017-03-01").unwrap();
        }
        for (column, text) in [(3, channel), (4, topic)] {
            if is_merged && rows > 1 {
                sheet
                    .merge_range(row, column, last, column, text, &format)
                    .unwrap();
            } else {
                for index in row..=last {
                    sheet.write(index, column, text).unwrap();
                }
            }
        }
        row = last + 1;
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn merged_cells_hold_for_their_rows() {
    for seed in 0..8 {
        let random = &mut Random::new(seed);
        let runs: Vec<(usize, &str, &str)> = (0..2 + random.below(4))
            .map(|_| {
                let channel = *random.one_of(&["12345", "区长信箱"]);
                let topic = *random.one_of(&["咨询", "投诉"]);
                (2 + random.below(4), channel, topic)
            })
            .collect();
        let folder = |is_merged| Folder::new().with("requests.csv", of_runs(&runs, is_merged));
        let (merged, filled) = (outcome(&folder(true)), outcome(&folder(false)));
        let figures = merged.figures.as_ref().unwrap();
        let counts = |of: &dyn Fn(&(usize, &str, &str)) -> bool| {
            let rows = runs.iter().filter(|run| of(run)).map(|run| run.0);
            rows.sum::<usize>()
        };
        let found = |label: &str| figure(figures, &format!("requests.service.{label}"));
        for (channel, label) in [("12345", "\"12345\""), ("区长信箱", "区长信箱")] {
            let expected = counts(&|run| run.1 == channel);
            let found = found(&format!("by_channel.{label}"));
            let is_same = found == expected.to_string() || expected == 0 && found == "none";
            assert!(is_same, "{channel} {found}, not {expected}: {runs:?}");
        }
        for (topic, code) in [("咨询", "consultation"), ("投诉", "complaint")] {
            let expected = counts(&|run| run.2 == topic);
            let found = found(&format!("by_topic.{code}"));
            let is_same = found == expected.to_string() || expected == 0 && found == "none";
            assert!(is_same, "{topic} {found}, not {expected}: {runs:?}");
        }
        assert_eq!(merged.figures, filled.figures, "{runs:?}");
        assert_eq!(merged.findings, filled.findings, "{runs:?}");
        // The merging is reported, once for the file.
        let found = Office::open(&folder(true))
            .check(Some(2017), &Options::default())
            .diagnostics;
        let is_merging = |found: &&Diagnostic| found.code().name() == "merged-cells";
        assert_eq!(found.iter().filter(is_merging).count(), 1, "{runs:?}");
    }
}

// ---- formulas --------------------------------------------------------------------------------

/// Requests answered on the 20th, due on days that a formula gives; `stored` is its last value.
fn of_formulas(stored: Option<&[NaiveDate]>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = CellFormat::new().set_num_format("yyyy/m/d");
    let headers = ["编号", "类别", "收到日期", "办理期限", "答复日期"];
    for (column, header) in (0..).zip(headers) {
        sheet.write(0, column, header).unwrap();
    }
    for row in 1..=3 {
        sheet.write(row, 0, format!("SQ-{row}")).unwrap();
        sheet.write(row, 1, "公众诉求").unwrap();
        sheet.write(row, 2, "2017-03-01").unwrap();
        let formula = Formula::new(format!("=C{}+5", row + 1));
        let formula = match stored {
            Some(days) => formula.set_result(serial(days[row as usize - 1]).to_string()),
            None => formula.set_result(NOT_STORED),
        };
        sheet
            .write_formula_with_format(row, 3, formula, &date)
            .unwrap();
        sheet.write(row, 4, "2017-03-20").unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// A result that [`without_values`] takes out again: the writer always stores one.
const NOT_STORED: &str = "77777";

/// Returns the workbook as saved by a program that does not calculate: formulas without values.
fn without_values(workbook: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name.ends_with("sheet1.xml") {
            let stored = format!("<v>{NOT_STORED}</v>");
            assert_eq!(text.matches(&stored).count(), 3, "{text}");
            text = text.replace(&stored, "");
        }
        let options = SimpleFileOptions::default();
        writer.start_file(&name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn stored_values_of_formulas_count() {
    let day = |day| NaiveDate::from_ymd_opt(2017, 3, day).unwrap();
    let bytes = of_formulas(Some(&[day(6), day(20), day(21)]));
    let folder = Folder::new().with("requests.csv", bytes);
    folder.check(
        2017,
        &["requests.service.on_time = 2", "requests.service.late = 1"],
    );
}

#[test]
fn formulas_without_values_are_errors() {
    let bytes = without_values(&of_formulas(None));
    let folder = Folder::new().with("requests.csv", bytes);
    let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
    assert!(
        statistics.value.as_deref().unwrap_or_default().is_empty(),
        "{:?}",
        statistics.diagnostics
    );
    let is_at_cell = |found: &report::Diagnostic| {
        let place = found.place.as_ref();
        place.is_some_and(|place| (place.line, place.column) == (Some(2), Some(4)))
    };
    let found = &statistics.diagnostics;
    assert!(found.iter().any(is_at_cell), "{found:#?}");
}
