//! Files as offices really have them: the report does not depend on the file format; every fault is
//! reported with its place, and nothing panics.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::Path;

use chrono::NaiveDate;
use encoding_rs::GB18030;
use proptest::prelude::*;
use report::{Diagnostic, Figures, Files, Format, Office, Options, Outcome};
use rust_xlsxwriter::{Format as CellFormat, Workbook};

use crate::program::rendered_text;

const LOGS: [&str; 5] = [
    "published",
    "procurement",
    "environment",
    "requests",
    "guides",
];

/// A project folder in memory.
#[derive(Clone, Default)]
pub(crate) struct Folder(BTreeMap<String, Vec<u8>>);

impl Files for Folder {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        match self.0.get(name) {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let names = self.0.keys().filter_map(|path| {
            let (of, name) = path.rsplit_once('/').unwrap_or(("", path));
            (of == folder).then(|| name.to_owned())
        });
        Ok(names.collect())
    }
}

impl Folder {
    /// The sample office.
    fn sample() -> Self {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let names = ["report.toml", "narrative/2016.md", "narrative/2017.md"];
        let logs = LOGS.map(|log| format!("{log}.csv"));
        let names = names.into_iter().map(str::to_owned).chain(logs);
        Self(
            names
                .map(|name| (name.clone(), std::fs::read(data.join(&name)).unwrap()))
                .collect(),
        )
    }

    /// An office with these files, and these settings beside its name.
    pub(crate) fn office(settings: &str, files: &[(&str, &[u8])]) -> Self {
        let settings = format!("[office]\nname = \"开发区\"\n{settings}\n");
        let mut folder: BTreeMap<_, _> = files
            .iter()
            .map(|&(name, bytes)| (name.to_owned(), bytes.to_vec()))
            .collect();
        folder.insert("report.toml".to_owned(), settings.into_bytes());
        Self(folder)
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.0[name].clone()).unwrap()
    }

    /// The same office, each log saved by `save` from its text.
    fn saved(&self, save: impl Fn(&str) -> Vec<u8>) -> Self {
        let mut saved = self.clone();
        for log in LOGS {
            let name = format!("{log}.csv");
            saved.0.insert(name.clone(), save(&self.text(&name)));
        }
        saved
    }

    pub(crate) fn statistics(&self) -> Outcome<Vec<(i32, Figures)>> {
        Office::open(self).figures(Some(2017), &Options::default())
    }

    /// The figure `key` of 2017.
    fn figure(&self, key: &str) -> String {
        let statistics = self.statistics();
        assert!(
            !statistics.value.as_deref().unwrap_or_default().is_empty(),
            "{:?}",
            statistics.diagnostics
        );
        let figures = &statistics.value.as_deref().unwrap_or_default()[0].1;
        let key = report::Key::from_segments(&report::inside::segments_of(key).unwrap());
        let figure = figures.get(&key.unwrap()).unwrap().to_string();
        report::inside::trimmed(&figure).to_owned()
    }
}

/// Returns three formats of the report of 2017, and the findings without details.
fn reports(folder: &Folder) -> ([String; 3], Vec<Diagnostic>) {
    let compilation = Office::open(folder).compile(2017, &Options::default());
    let report = compilation
        .value
        .unwrap_or_else(|| panic!("{:?}", compilation.diagnostics));
    let formats = [Format::Text, Format::Markdown, Format::Json];
    (
        formats.map(|format| rendered_text(&report, format)),
        compilation.diagnostics,
    )
}

fn rows(text: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

fn written(rows: &[csv::StringRecord], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

/// A log as a workbook: a merged title, a unit, the header, real dates and numbers, a total.
fn workbook(text: &str) -> Vec<u8> {
    let rows = rows(text);
    let last = u16::try_from(rows[0].len() - 1).unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let title = CellFormat::new();
    sheet
        .merge_range(0, 0, 0, last, "开发区2017年台账", &title)
        .unwrap();
    sheet.write(1, 0, "填报单位：开发区管委会").unwrap();
    let date = CellFormat::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    for (index, row) in (3..).zip(&rows) {
        for (column, cell) in (0..).zip(row) {
            if let Ok(day) = cell.parse::<NaiveDate>() {
                let serial = (day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
                let serial = u32::try_from(serial).unwrap();
                sheet
                    .write_with_format(index, column, serial, &date)
                    .unwrap();
            } else if let Some(number) = cell.parse::<f64>().ok().filter(|_| cell.contains('.')) {
                sheet.write(index, column, number).unwrap();
            } else if !cell.is_empty() {
                sheet.write(index, column, cell).unwrap();
            }
        }
    }
    let below = u32::try_from(rows.len()).unwrap() + 3;
    sheet.write(below, 0, "合 计").unwrap();
    workbook.save_to_buffer().unwrap()
}

fn is_of_totals(reported: &Diagnostic) -> bool {
    reported.code().name() == "totals-row"
}

/// A way to save the text of a log.
type Save = fn(&str) -> Vec<u8>;

#[test]
fn however_the_logs_are_saved_the_report_is_the_same() {
    let sample = Folder::sample();
    let expected = reports(&sample);
    let ways: [(&str, Save); 11] = [
        ("UTF-8 with BOM", |text| {
            format!("\u{feff}{text}").into_bytes()
        }),
        ("GB18030", |text| GB18030.encode(text).0.into_owned()),
        ("UTF-16 LE", |text| {
            utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)
        }),
        ("UTF-16 BE", |text| {
            utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)
        }),
        ("UTF-16 LE without BOM", |text| {
            utf16(text, u16::to_le_bytes)
        }),
        ("tabs, UTF-16 LE", |text| {
            let tabs = String::from_utf8(written(&rows(text), b'\t')).unwrap();
            utf16(&format!("\u{feff}{tabs}"), u16::to_le_bytes)
        }),
        ("tabs", |text| written(&rows(text), b'\t')),
        ("semicolons", |text| written(&rows(text), b';')),
        ("Windows line ends", |text| {
            text.replace('\n', "\r\n").into_bytes()
        }),
        ("Macintosh line ends", |text| {
            text.replace('\n', "\r").into_bytes()
        }),
        ("blank rows, blank columns, trailing separators", |text| {
            let padded = rows(text).into_iter().flat_map(|row| {
                let cells = row.iter().take(1).chain([""]).chain(row.iter().skip(1));
                let cells: csv::StringRecord = cells.chain(["", ""]).collect();
                let blank: csv::StringRecord = cells.iter().map(|_| " ").collect();
                [cells, blank]
            });
            written(&padded.collect::<Vec<_>>(), b',')
        }),
    ];
    for (way, save) in ways {
        assert!(reports(&sample.saved(save)) == expected, "{way}");
    }
}

#[test]
fn titles_above_and_totals_below_are_no_rows() {
    let sample = Folder::sample();
    let (expected, usual) = reports(&sample);
    let titled = |text: &str| {
        let separators = ",".repeat(rows(text)[0].len() - 1);
        let title = format!(
            "开发区2017年台账{separators}\n填报单位：开发区管委会{separators}\n{separators}\n"
        );
        format!("{title}{text}合 计{separators}\n制表人：办公室{separators}\n").into_bytes()
    };
    let (found, diagnostics) = reports(&sample.saved(titled));
    assert!(found == expected);
    // One note for each file.
    assert_eq!(diagnostics.len(), usual.len() + LOGS.len());
    let is_of_lines = |reported: &&Diagnostic| reported.code().name() == "lines-below-table";
    assert_eq!(diagnostics.iter().filter(is_of_lines).count(), LOGS.len());
}

#[test]
fn workbooks_give_the_same_report() {
    let sample = Folder::sample();
    let (expected, usual) = reports(&sample);
    // The file name does not matter: the format is recognized from the first bytes.
    let (found, diagnostics) = reports(&sample.saved(workbook));
    assert!(found == expected);
    let others = diagnostics
        .iter()
        .filter(|reported| !is_of_totals(reported));
    assert!(others.eq(&usual), "{diagnostics:?}");
}

#[test]
fn how_a_file_was_read_is_a_detail() {
    let text = "单位：万元\n编号\t标题\t预算金额\t发布日期\t备注\n1\t道路招标公告\t5.5\t42799\t\n";
    let folder = Folder::office("", &[("procurement.csv", &GB18030.encode(text).0)]);
    let statistics = folder.statistics();
    assert!(
        statistics.diagnostics.is_empty(),
        "{:?}",
        statistics.diagnostics
    );
    let details: Vec<String> = statistics
        .details
        .iter()
        .map(|reported| reported.problem.message().en)
        .collect();
    assert_eq!(
        details,
        [
            "read as gb18030, separated by tabs, header on line 2",
            "the sums under \"预算金额\" are multiplied by 10000 to give yuan",
            "columns that are not used: \"备注\"",
            "\"42799\" is read as 2017-03-05, a day as Excel counts them, and so are others in the column",
        ]
    );
}

/// Returns the code and place of all findings but details, for an office with one log.
#[track_caller]
fn finding_lines(settings: &str, name: &str, bytes: &[u8]) -> Vec<String> {
    let statistics = Folder::office(settings, &[(name, bytes)]).statistics();
    let reported = statistics.diagnostics.iter().map(|diagnostic| {
        let code = diagnostic.code().name();
        let Some(place) = &diagnostic.place else {
            return code.to_owned();
        };
        let mut reported = format!("{code} {}", place.file);
        if let Some(sheet) = &place.sheet {
            reported.extend(["#", sheet]);
        }
        for number in [place.line, place.column].into_iter().flatten() {
            reported.extend([":", &number.to_string()]);
        }
        reported
    });
    reported
        .filter(|reported| reported != "rows-left-out" && reported != "year-without-rows")
        .collect()
}

const ITEM: &str = "索引号,信息名称,公开日期,链接\n1,甲,2017-03-05,\n";
const NOTICE: &str = "编号,标题,预算金额,发布日期\n1,道路招标公告,5,2017-03-05\n";
const REQUEST: &str =
    "编号,类别,收到日期,办理期限,答复日期\n1,诉求,2017-03-01,5个工作日,2017-03-02\n";

/// A fault, a log with its content, and the expected finding.
type Case = (&'static str, (&'static str, Vec<u8>), &'static str);

#[test]
#[expect(clippy::too_many_lines, reason = "a line for each defect")]
fn every_defect_is_reported_with_its_place() {
    let item = |row: &str| ("published.csv", format!("{ITEM}{row}\n").into_bytes());
    let items = |text: &str| ("published.csv", text.as_bytes().to_vec());
    let notice = |row: &str| ("procurement.csv", format!("{NOTICE}{row}\n").into_bytes());
    let request = |row: &str| ("requests.csv", format!("{REQUEST}{row}\n").into_bytes());
    let bytes = |parts: &[&[u8]]| ("published.csv", parts.concat());
    let gb18030 = |text: &str| GB18030.encode(text).0.into_owned();
    let cases: &[Case] = &[
        // Dates.
        (
            "年月 lost in conversion",
            item("2,乙,2017210日,"),
            "bad-date published.csv:3:5",
        ),
        (
            "both lost",
            item("2,乙,201711日,"),
            "bad-date published.csv:3:5",
        ),
        (
            "a day that is none",
            item("2,乙,2017-02-30,"),
            "bad-date published.csv:3:5",
        ),
        (
            "a month that is none",
            item("2,乙,2017-13-01,"),
            "bad-date published.csv:3:5",
        ),
        (
            "a month alone",
            item("2,乙,2017年3月,"),
            "date-without-day published.csv:3:5",
        ),
        (
            "a month alone, in digits",
            item("2,乙,2017-03,"),
            "date-without-day published.csv:3:5",
        ),
        (
            "no year",
            item("2,乙,3月5日,"),
            "date-without-year published.csv:3:5",
        ),
        (
            "no year, 号",
            item("2,乙,12月31号,"),
            "date-without-year published.csv:3:5",
        ),
        (
            "a year of two digits",
            item("2,乙,17-3-5,"),
            "two-digit-year published.csv:3:5",
        ),
        (
            "a number that is no date",
            item("2,乙,12345,"),
            "bad-date published.csv:3:5",
        ),
        (
            "words for a date",
            item("2,乙,已公开,"),
            "bad-date published.csv:3:5",
        ),
        (
            "a time that is none",
            item("2,乙,2017-03-05 25:00,"),
            "bad-date published.csv:3:5",
        ),
        (
            "a column too narrow",
            item("2,乙,########,"),
            "bad-date published.csv:3:5",
        ),
        ("no date", item("2,乙,,"), "missing-cell published.csv:3:5"),
        (
            "不适用 for a required date",
            item("2,乙,不适用,"),
            "missing-cell published.csv:3:5",
        ),
        // Texts and ids.
        (
            "no title",
            item("2,,2017-03-05,"),
            "missing-cell published.csv:3:3",
        ),
        (
            "an id that Excel rounded",
            item("1.23E+17,乙,2017-03-05,"),
            "lost-id published.csv:3:1",
        ),
        (
            "a value that Excel lost",
            item("2,#REF!,2017-03-05,"),
            "sheet-error published.csv:3:3",
        ),
        (
            "a name Excel does not know",
            item("2,#NAME?,2017-03-05,"),
            "sheet-error published.csv:3:3",
        ),
        // Sums of money.
        (
            "about",
            notice("2,道路招标公告,约55万元,2017-03-05"),
            "bad-amount procurement.csv:3:10",
        ),
        (
            "thousands apart by twos",
            notice("2,道路招标公告,\"12,34\",2017-03-05"),
            "bad-amount procurement.csv:3:10",
        ),
        (
            "a rounded sum",
            notice("2,道路招标公告,1.2E+7,2017-03-05"),
            "bad-amount procurement.csv:3:10",
        ),
        (
            "a negative sum",
            notice("2,道路招标公告,-5,2017-03-05"),
            "bad-amount procurement.csv:3:10",
        ),
        (
            "two points",
            notice("2,道路招标公告,1.2.3,2017-03-05"),
            "bad-amount procurement.csv:3:10",
        ),
        (
            "a unit of another money",
            notice("2,道路招标公告,5万美元,2017-03-05"),
            "bad-amount procurement.csv:3:10",
        ),
        // Codes and limits.
        (
            "a kind that is none",
            request("2,其他,2017-03-01,,"),
            "unknown-code requests.csv:3:3",
        ),
        (
            "no kind",
            request("2,,2017-03-01,,"),
            "missing-cell requests.csv:3:3",
        ),
        (
            "a limit in words",
            request("2,诉求,2017-03-01,尽快,"),
            "bad-limit requests.csv:3:17",
        ),
        (
            "a limit without unit",
            request("2,诉求,2017-03-01,5,"),
            "bad-limit requests.csv:3:17",
        ),
        (
            "a limit without year",
            request("2,诉求,2017-03-01,3月8日,"),
            "date-without-year requests.csv:3:17",
        ),
        (
            "an id on another day",
            request("1,诉求,2017-03-02,5个工作日,2017-03-02"),
            "duplicate-id requests.csv:3:1",
        ),
        // Rows.
        (
            "too few cells",
            item("2,乙,2017-03-05"),
            "ragged-row published.csv:3",
        ),
        (
            "too many cells",
            item("2,乙,丙,2017-03-05,"),
            "bad-date published.csv:3:5",
        ),
        (
            "a text without its quotes",
            item("2,乙,2017-03-05,x,y"),
            "ragged-row published.csv:3",
        ),
        (
            "a quote that is never closed",
            item("2,\"乙,2017-03-05,\n3,丙,2017-03-05,"),
            "unclosed-quote published.csv:3:3",
        ),
        (
            "a cell after a quoted line break",
            items("信息名称,公开日期\n\"甲\n乙\",x\n"),
            "bad-date published.csv:3:4",
        ),
        (
            "a defect below blank lines",
            items("\n信息名称,公开日期\n\n\n甲,x\n"),
            "bad-date published.csv:5:3",
        ),
        // Headers.
        ("nothing", items(""), "no-header published.csv"),
        (
            "nothing but separators",
            items(",,\n,,\n"),
            "no-header published.csv",
        ),
        (
            "a header that is not known",
            items("索引号,上网时间,信息名称\n"),
            "missing-column published.csv:1",
        ),
        (
            "no header",
            items("1,甲,2017-03-05,\n"),
            "missing-column published.csv:1 missing-column published.csv:1",
        ),
        (
            "a header below a title",
            items("2017年台账\n索引号,信息名称,上网时间\n"),
            "missing-column published.csv:2",
        ),
        (
            "two headers for one column",
            items("信息名称,公开日期,发布时间\n甲,2017-03-05,\n"),
            "ambiguous-column published.csv:1",
        ),
        (
            "one header twice",
            items("标题,标题,公开日期\n甲,,2017-03-05\n"),
            "ambiguous-column published.csv:1",
        ),
        // Bytes.
        (
            "a byte damaged in UTF-8",
            bytes(&[
                ITEM.as_bytes(),
                "2,乙".as_bytes(),
                b"\xE4\xB8,2017-03-05,\n",
            ]),
            "damaged-text published.csv:3:4",
        ),
        (
            "a header damaged in UTF-8",
            bytes(&[b"\xB4", ITEM.as_bytes()]),
            "damaged-text published.csv:1:1",
        ),
        (
            "a zero in UTF-8",
            bytes(&[ITEM.as_bytes(), b"2,a\0b,2017-03-05,\n"]),
            "damaged-text published.csv:3:4",
        ),
        (
            "cut within a character",
            bytes(&[ITEM.as_bytes(), b"2,\xE4\xB9"]),
            "damaged-text published.csv:3:3",
        ),
        (
            "a byte damaged in GB18030",
            bytes(&[&gb18030(ITEM), b"2,\xFF\xFF,2017-03-05,\n"]),
            "damaged-text published.csv:3:3",
        ),
        (
            "cut within a character of GB18030",
            bytes(&[&gb18030(ITEM), b"2,\xD2"]),
            "damaged-text published.csv:3:3",
        ),
        (
            "half a character of UTF-16",
            bytes(&[
                &utf16(&format!("\u{feff}{ITEM}2,"), u16::to_le_bytes),
                &[0x59],
            ]),
            "damaged-text published.csv:3:3",
        ),
        (
            "half a pair of UTF-16",
            bytes(&[
                &utf16(&format!("\u{feff}{ITEM}2,"), u16::to_le_bytes),
                b"\x00\xD8,\x00",
            ]),
            "damaged-text published.csv:3:3",
        ),
        (
            "a web page",
            bytes(&[b"<html><body><table><tr><td>1</td></tr></table></body></html>"]),
            "web-page published.csv",
        ),
        (
            "an archive that is no workbook",
            bytes(&[b"PK\x03\x04 and no more"]),
            "bad-workbook published.csv",
        ),
        (
            "an old workbook cut short",
            bytes(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more"]),
            "bad-workbook published.csv",
        ),
    ];
    assert!(cases.len() > 40);
    for (defect, (name, bytes), expected) in cases {
        assert_eq!(
            finding_lines("", name, bytes).join(" "),
            *expected,
            "{defect}"
        );
    }
}

#[test]
fn the_offset_of_damage_is_that_in_the_file() {
    for (before, damage) in [
        (ITEM.as_bytes().to_vec(), &b"\xFF"[..]),
        (format!("\u{feff}{ITEM}").into_bytes(), b"\xFF"),
        (GB18030.encode(ITEM).0.into_owned(), b"\xFF"),
        (
            utf16(&format!("\u{feff}{ITEM}"), u16::to_le_bytes),
            b"\x00\xDC",
        ),
    ] {
        let bytes = [&before, damage].concat();
        let diagnostics = Folder::office("", &[("published.csv", &bytes)])
            .statistics()
            .diagnostics;
        let message = diagnostics[0].problem.message().en;
        assert!(
            message.contains(&format!("first {} bytes", before.len())),
            "{message}"
        );
    }
}

#[test]
fn defects_of_workbooks_are_reported_by_sheet_row_and_column() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("说明").unwrap();
    let sheet = workbook.add_worksheet().set_name("2017").unwrap();
    for (column, header) in (1..).zip(["索引号", "信息名称", "公开日期"]) {
        sheet.write(2, column, header).unwrap();
    }
    sheet.write(4, 1, 123_456_789_012_345_678_u64).unwrap();
    sheet.write(4, 2, "甲").unwrap();
    sheet.write(4, 3, "2017210日").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let settings = |sheet| format!("[logs]\npublished = {{ path = \"台账.xlsx\"{sheet} }}");
    assert_eq!(
        finding_lines(&settings(", sheet = \"2017\""), "台账.xlsx", &bytes),
        ["lost-id 台账.xlsx#2017:5:2", "bad-date 台账.xlsx#2017:5:4"]
    );
    assert_eq!(
        finding_lines(&settings(""), "台账.xlsx", &bytes),
        [
            "sheets-chosen 台账.xlsx",
            "lost-id 台账.xlsx:5:2",
            "bad-date 台账.xlsx:5:4"
        ]
    );
    assert_eq!(
        finding_lines(&settings(", sheet = \"2018\""), "台账.xlsx", &bytes),
        ["missing-sheet report.toml:4:22"]
    );
}

#[test]
fn the_header_may_take_two_rows() {
    for header in [
        "编号,标题,金额（万元）,,发布日期\n,,预算金额,成交金额,\n",
        "项目信息,,金额（万元）,,日期\n编号,标题,预算金额,成交金额,发布日期\n",
        "编号,标题,预算金额,成交金额,发布日期\n,,万元,万元,\n",
        "编号,标题,预算,成交,发布\n,,金额（万元）,金额（万元）,日期\n",
        "\"编\n号\",标题,\"预算金额\n（万元）\",成交金额/万元,发布日期\n",
        "单位：万元,,,,\n编号,标题,预算金额,成交金额,发布日期\n",
    ] {
        let text = format!("{header}1,道路成交公告,6,5.58,2017-03-05\n");
        let folder = Folder::office("", &[("procurement.csv", text.as_bytes())]);
        assert_eq!(folder.figure("procurement.award_yuan"), "55800", "{header}");
        assert_eq!(
            folder.figure("procurement.by_stage.result"),
            "1",
            "{header}"
        );
    }
}

#[test]
fn a_late_byte_may_show_that_an_ascii_file_is_gb18030() {
    let mut text = "id,title,published_on\n".to_owned();
    for index in 0..10_000 {
        text.extend(["A", &(10_000 + index).to_string(), ",notice,2017-03-05\n"]);
    }
    text += "B,关于清明节放假的通知,2017-03-28\n";
    let gb18030 = GB18030.encode(&text).0.into_owned();
    let folder = Folder::office("", &[("published.csv", &gb18030)]);
    assert_eq!(folder.figure("published.total"), "10001");
    assert!(folder.statistics().diagnostics.is_empty());
    // In a UTF-8 file the same bytes are damage.
    let mut utf8 = text.into_bytes();
    utf8.extend("C,关于清明节放假的通知".as_bytes());
    utf8.extend(b"\xB9,2017-03-28\n");
    assert_eq!(
        finding_lines("", "published.csv", &utf8),
        ["damaged-text published.csv:10003:13"]
    );
}

#[test]
fn the_encoding_may_be_given() {
    let text = GB18030
        .encode("信息名称,公开日期\n甲,2017-03-05\n")
        .0
        .into_owned();
    let settings = |encoding| {
        format!("[logs]\npublished = {{ path = \"published.csv\", encoding = \"{encoding}\" }}")
    };
    assert!(finding_lines(&settings("gb18030"), "published.csv", &text).is_empty());
    assert_eq!(
        finding_lines(&settings("utf-8"), "published.csv", &text),
        ["damaged-text published.csv:1:1"]
    );
    assert_eq!(
        finding_lines(&settings("big5"), "published.csv", &text),
        ["bad-setting report.toml:4:50"]
    );
}

#[test]
fn a_pattern_names_several_files_in_order() {
    let month =
        |id: u32| format!("索引号,信息名称,公开日期\n{id},甲{id},2017-0{id}-05\n").into_bytes();
    let settings = "[logs]\npublished = \"公开/published-*.csv\"";
    let (first, second) = (month(1), month(2));
    let folder = Folder::office(
        settings,
        &[
            ("公开/published-2.csv", &second),
            ("公开/published-1.csv", &first),
            ("公开/~published-1.csv", &first),
            ("公开/other.csv", &first),
        ],
    );
    assert_eq!(folder.figure("published.total"), "2");
    assert_eq!(
        finding_lines(settings, "published.csv", &first),
        ["missing-log report.toml:4:13"]
    );
}

#[test]
fn a_row_in_two_exports_counts_once() {
    let notices = "编号,标题,发布日期\nA1,道路招标公告,2017-03-05\nA2,道路成交公告,2017-04-05\n";
    let later = format!("{notices}A3,道路合同公告,2017-05-05\n");
    for (log, extra) in [("procurement", ""), ("environment", ""), ("published", "")] {
        let settings = format!("[logs]\n{log} = [\"1.csv\", \"2.csv\"]{extra}");
        let (notices, later) = if log == "published" || log == "environment" {
            (
                notices.replace("发布日期", "公开日期"),
                later.replace("发布日期", "公开日期"),
            )
        } else {
            (notices.to_owned(), later.clone())
        };
        let folder = Folder::office(
            &settings,
            &[("1.csv", notices.as_bytes()), ("2.csv", later.as_bytes())],
        );
        assert_eq!(folder.figure(&format!("{log}.total")), "3", "{log}");
        let reported: Vec<_> = folder.statistics().diagnostics;
        let reported: Vec<_> = reported
            .iter()
            .map(|reported| reported.problem.message().en)
            .collect();
        assert_eq!(
            reported,
            ["counted once: 2 rows that 1.csv holds as well"],
            "{log}"
        );
    }
}

#[test]
fn an_id_for_two_notices_is_reported_and_both_count() {
    let text = "编号,标题,发布日期\n1,道路招标公告,2017-03-05\n1,道路成交公告,2017-04-05\n";
    let folder = Folder::office("", &[("procurement.csv", text.as_bytes())]);
    assert_eq!(folder.figure("procurement.total"), "2");
    assert_eq!(
        finding_lines("", "procurement.csv", text.as_bytes()),
        ["differing-row procurement.csv:3:1"]
    );
    let guides = "编号,子栏目,事项名称\n1,企业,开办\n1,企业,开办\n,企业,注销\n,企业,注销\n";
    let folder = Folder::office(
        "",
        &[
            ("guides.csv", guides.as_bytes()),
            ("procurement.csv", text.as_bytes()),
        ],
    );
    assert_eq!(folder.figure("guides.total"), "2");
}

#[test]
fn no_number_is_no_number() {
    let text = "索引号,信息名称,文号,公开日期\n无,甲,无,2017-03-05\n无,乙,无,2017-03-06\n";
    let folder = Folder::office("", &[("published.csv", text.as_bytes())]);
    assert_eq!(folder.figure("published.total"), "2");
    assert!(folder.statistics().diagnostics.is_empty());
}

#[test]
fn the_offices_words_are_understood() {
    let text = "标题,公告类型,发布日期\n监理遴选文件公告,,2017-03-05\n甲,遴选文件公告,2017-03-05\n乙,特别公告,2017-03-05\n丙,特别公告,2017-03-05\n";
    let settings = "[logs.values.stage]\nbefore = [\"遴选文件公告\"]";
    let folder = Folder::office(settings, &[("procurement.csv", text.as_bytes())]);
    assert_eq!(folder.figure("procurement.by_stage.before"), "2");
    assert_eq!(
        finding_lines(settings, "procurement.csv", text.as_bytes()),
        ["unknown-word procurement.csv:4:3"]
    );
    let wrong = "[logs.values.stage]\nbefor = [\"遴选文件公告\"]";
    assert_eq!(
        finding_lines(wrong, "procurement.csv", text.as_bytes()),
        ["unknown-setting report.toml:4:1"]
    );
    let channels = "信息名称,发布渠道,公开日期\n甲,开发区发布,2017-03-05\n";
    let settings = "[logs.values.channel_group]\nwechat = \"开发区发布\"";
    let folder = Folder::office(settings, &[("published.csv", channels.as_bytes())]);
    assert_eq!(folder.figure("published.by_channel_group.wechat"), "1");
}

#[test]
fn constants_are_checked_and_reported_once() {
    let text = "编号,收到日期\n1,2017-03-01\n2,2017-03-02\n";
    let settings = |kind| format!("[logs]\nrequests = {{ path = \"a.csv\", kind = \"{kind}\" }}");
    assert_eq!(
        finding_lines(&settings("servce"), "a.csv", text.as_bytes()),
        ["unknown-code report.toml:4:21"]
    );
    let folder = Folder::office(&settings("service"), &[("a.csv", text.as_bytes())]);
    assert_eq!(folder.figure("requests.service.received"), "2");
}

#[test]
fn a_mapped_header_that_is_not_there_is_reported() {
    let settings = "[logs.headers.published]\nmade_on = \"成稿日\"";
    assert_eq!(
        finding_lines(settings, "published.csv", ITEM.as_bytes()),
        ["mapped-header-missing published.csv:1"]
    );
}

#[test]
fn a_missing_column_comes_with_a_line_for_report_toml() {
    let text = "索引号,信息名称,公开的日期\n";
    let diagnostics = Folder::office("", &[("published.csv", text.as_bytes())])
        .statistics()
        .diagnostics;
    let hint = diagnostics[0].problem.hint().unwrap().en;
    assert_eq!(
        hint,
        "its headers are \"索引号\", \"信息名称\", \"公开的日期\"; if \"公开的日期\" is this column, say so in report.toml:\n[[logs.columns]]\nlog = \"published\"\npublished_on = \"公开的日期\""
    );
}

#[test]
fn two_times_of_one_day_are_compared() {
    let header = "编号,类别,收到日期,办理期限,答复日期";
    for (row, on_time) in [
        ("1,诉求,2017-03-01,2017-03-08 17:00,2017-03-08 16:59", "1"),
        ("1,诉求,2017-03-01,2017-03-08 17:00,2017-03-08 17:01", "0"),
        ("1,诉求,2017-03-01,2017-03-08,2017-03-08 17:01", "1"),
        ("1,诉求,2017-03-01,2017-03-08 17:00,2017-03-08", "1"),
        ("1,诉求,2017-03-01,2017-03-08 24:00,2017-03-08 23:59", "1"),
        ("1,诉求,2017-03-01 10:00,120小时,2017-03-06 09:59", "1"),
        ("1,诉求,2017-03-01 10:00,120小时,2017-03-06 10:01", "0"),
        ("1,诉求,2017-03-01,120小时,2017-03-06 10:01", "1"),
    ] {
        let folder = Folder::office(
            "",
            &[("requests.csv", format!("{header}\n{row}\n").as_bytes())],
        );
        assert_eq!(folder.figure("requests.service.on_time"), on_time, "{row}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..400), log in 0usize..5) {
        Folder::office("", &[(&format!("{}.csv", LOGS[log]), &bytes)]).statistics();
    }

    #[test]
    fn no_table_is_too_strange(text in "[标题信息名称公开日期类别诉求收到编号0-9年月日万元合计\",;\t\r\n /.:-]{0,200}", log in 0usize..5) {
        Folder::office("", &[(&format!("{}.csv", LOGS[log]), text.as_bytes())]).statistics();
    }

    #[test]
    fn no_damage_is_too_strange(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), way in 0usize..4) {
        let text = format!("{ITEM}2,乙,2017年3月5日,\n3,\"丙\n丁\",42799,\n");
        let mut bytes = match way {
            0 => text.into_bytes(),
            1 => GB18030.encode(&text).0.into_owned(),
            2 => utf16(&text, u16::to_le_bytes),
            _ => workbook(&text),
        };
        for (index, byte) in at {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        Folder::office("", &[("published.csv", &bytes)]).statistics();
    }
}
