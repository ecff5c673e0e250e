//! Rows and headers of any length at every block boundary, in every encoding: the counts equal
//! those of a naive reader.

use encoding_rs::GB18030;
use proptest::prelude::*;
use proptest::test_runner::Config;
use report::{Key, inside::segments_of};

use crate::files::Folder;

/// Block boundaries of the reader, in bytes.
const BORDERS: [usize; 3] = [8 << 10, 64 << 10, 128 << 10];

/// A way to save a text, with its name.
type Encoding = (&'static str, fn(&str) -> Vec<u8>);

/// The ways a text is saved.
const ENCODINGS: [Encoding; 7] = [
    ("UTF-8", |text| text.as_bytes().to_vec()),
    ("UTF-8 with mark", |text| {
        format!("\u{feff}{text}").into_bytes()
    }),
    ("GB18030", |text| GB18030.encode(text).0.into_owned()),
    ("UTF-16LE", |text| {
        utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)
    }),
    ("UTF-16BE", |text| {
        utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)
    }),
    ("UTF-16LE without mark", |text| {
        utf16(text, u16::to_le_bytes)
    }),
    ("UTF-16BE without mark", |text| {
        utf16(text, u16::to_be_bytes)
    }),
];

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

/// A published log with parts of some lengths, in bytes of UTF-8.
#[derive(Debug, Clone)]
struct Log {
    /// Length of a note above the header; 0 for no note.
    note: usize,
    /// Length of an unused header; 0 for none.
    unused: usize,
    /// Lengths of the titles.
    titles: Vec<usize>,
    /// Whether long cells are quoted and have line breaks.
    is_quoted: bool,
    line_break: &'static str,
}

impl Log {
    /// Returns a cell with this number of bytes, mostly Chinese.
    fn cell(&self, bytes: usize) -> String {
        if self.is_quoted && bytes > 40 {
            let lines = bytes / 1000;
            let filled = bytes - 2 - lines * (2 + self.line_break.len());
            let quotes = format!("\"\"{}", self.line_break);
            return format!("\"{}{}\"", filler(filled), quotes.repeat(lines));
        }
        filler(bytes)
    }

    fn text(&self) -> String {
        let mut lines = Vec::new();
        if self.note > 0 {
            lines.push(self.cell(self.note));
        }
        let unused = (self.unused > 0).then(|| format!(",{}", self.cell(self.unused)));
        lines.push(format!(
            "信息名称,分类,公开日期{}",
            unused.unwrap_or_default()
        ));
        let blank = if self.unused > 0 { "," } else { "" };
        for (index, title) in self.titles.iter().enumerate() {
            let category = if index % 2 == 0 { "甲" } else { "乙" };
            let title = self.cell(*title);
            lines.push(format!(
                "{title},{category},2017-03-{:02}{blank}",
                index + 1
            ));
        }
        lines.push(String::new());
        lines.join(self.line_break)
    }

    /// Returns the number of all rows and of those with category 甲, as the csv crate reads them.
    fn expected(&self) -> (u64, u64) {
        let text = self.text();
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let rows = reader.into_records().map(Result::unwrap);
        let rows = rows
            .skip_while(|row| row.get(2) != Some("公开日期"))
            .skip(1);
        let categories: Vec<String> = rows.map(|row| row[1].to_owned()).collect();
        let of_first = categories.iter().filter(|category| *category == "甲");
        (categories.len() as u64, of_first.count() as u64)
    }

    /// Checks that the same number is counted in each encoding.
    #[track_caller]
    fn check(&self, encodings: &[Encoding]) {
        let (total, of_first) = self.expected();
        assert_eq!(total, self.titles.len() as u64);
        for (encoding, save) in encodings {
            let folder = Folder::office("", &[("published.csv", &save(&self.text()))]);
            let statistics = folder.statistics();
            assert!(
                !statistics.value.as_deref().unwrap_or_default().is_empty(),
                "{encoding} {self:?}: {:?}",
                statistics.diagnostics
            );
            let figure = |key: &str| {
                let key = Key::from_segments(&segments_of(key).unwrap()).unwrap();
                statistics.value.as_deref().unwrap_or_default()[0]
                    .1
                    .get(&key)
                    .unwrap()
                    .to_string()
            };
            let found = (
                figure("published.total"),
                figure("published.by_category.甲"),
            );
            assert_eq!(
                found,
                (total.to_string(), of_first.to_string()),
                "{encoding} {self:?}"
            );
        }
    }
}

/// Returns Chinese text with this number of bytes, padded with letters.
fn filler(bytes: usize) -> String {
    let chinese = "信息公开通知".chars().cycle().take(bytes / 3);
    chinese.collect::<String>() + &"x".repeat(bytes % 3)
}

#[test]
fn a_row_may_end_beside_any_border() {
    let header = "信息名称,分类,公开日期\n".len();
    let behind = ",甲,2017-03-01\n".len();
    for border in BORDERS {
        for shift in 0..7 {
            let end = border + shift - 3;
            let log = Log {
                note: 0,
                unused: 0,
                titles: vec![end - header - behind, 30, 30],
                is_quoted: false,
                line_break: "\n",
            };
            // In the first two encodings the file is as long as the text; in the others the boundaries are
            // elsewhere, so that a few lengths are enough.
            log.check(&ENCODINGS[..2]);
            Log {
                is_quoted: true,
                line_break: "\r\n",
                ..log.clone()
            }
            .check(&ENCODINGS[..1]);
            let header_is_long = Log {
                unused: end - header - 1,
                titles: vec![30, 30],
                ..log.clone()
            };
            header_is_long.check(&ENCODINGS[..1]);
            let note_is_long = Log {
                note: end - 1,
                titles: vec![30, 30],
                ..log
            };
            note_is_long.check(&ENCODINGS[..1]);
        }
    }
}

fn length() -> impl Strategy<Value = usize> {
    // In UTF-16 and GB18030 the file is shorter than the text.
    let borders = BORDERS
        .into_iter()
        .flat_map(|border| [border, border * 3 / 2]);
    let beside = borders.flat_map(|border| border - 3..=border + 3);
    prop_oneof![
        4 => 10_usize..200,
        6 => prop::sample::select(beside.collect::<Vec<_>>()),
        2 => 200_usize..450_000,
    ]
}

fn log() -> impl Strategy<Value = Log> {
    let optional = || prop_oneof![3 => Just(0), 2 => length()];
    let titles = prop::collection::vec(length(), 1..4);
    let line_break = prop::sample::select(vec!["\n", "\r\n"]);
    (optional(), optional(), titles, any::<bool>(), line_break).prop_map(
        |(note, unused, titles, is_quoted, line_break)| Log {
            note,
            unused,
            titles,
            is_quoted,
            line_break,
        },
    )
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 24, ..Config::default() })]

    #[test]
    fn parts_may_have_any_length(log in log(), encoding in prop::sample::select(Vec::from(ENCODINGS))) {
        log.check(&[encoding]);
    }
}

/// A file that begins with ASCII and continues in GB18030 is read again from the start.
#[test]
fn gb18030_may_show_late() {
    for border in BORDERS {
        for length in [border - 100, border, border + 100] {
            let ascii = "x".repeat(length);
            let text =
                format!("title,published_on,{ascii}\n{ascii},2017-03-01,\n通知,2017-03-02,\n");
            let late = format!("{ascii}\n标题,公开日期\n通知,2017-03-02\n通告,2017-03-03\n");
            for text in [text, late] {
                let bytes = GB18030.encode(&text).0.into_owned();
                let folder = Folder::office("", &[("published.csv", &bytes)]);
                let statistics = folder.statistics();
                assert_eq!(
                    statistics.value.as_deref().unwrap_or_default().len(),
                    1,
                    "{:?}",
                    statistics.diagnostics
                );
                let key = Key::from_segments(&segments_of("published.total").unwrap()).unwrap();
                let total = statistics.value.as_deref().unwrap_or_default()[0]
                    .1
                    .get(&key)
                    .unwrap()
                    .to_string();
                assert_eq!(total, "2", "{length}");
            }
        }
    }
}

/// Returns the codes of findings with their lines.
fn found(text: &str) -> Vec<String> {
    let statistics = Folder::office("", &[("published.csv", text.as_bytes())]).statistics();
    let found = statistics.diagnostics.iter().map(|finding| {
        let line = finding.place.as_ref().and_then(|place| place.line);
        format!("{} {}", finding.code().name(), line.unwrap_or_default())
    });
    found.collect()
}

#[test]
fn a_row_without_end_is_an_error_at_its_line() {
    let endless = "字".repeat(6 << 20);
    let header = "标题,公开日期\n";
    for (text, line) in [
        (format!("台账\n{endless}\n{header}"), 2),
        (format!("{header}通知,2017-03-05\n{endless}"), 3),
    ] {
        let found = found(&text);
        let expected = format!("row-too-long {line}");
        assert!(found.contains(&expected), "{found:?}");
    }
}

#[test]
fn a_header_without_rows_is_not_a_file_without_header() {
    let header = "标题,公开日期\n";
    assert_eq!(found(header)[0], "file-without-rows 0");
    assert_eq!(found("")[0], "no-header 0");
    let long = format!("{}\n{header}", "注".repeat(50_000));
    assert_eq!(found(&long)[0], "file-without-rows 0");
    let far = format!("{}{header}通知,2017-03-05\n", "\n".repeat(100_000));
    assert_eq!(found(&far), Vec::<String>::new());
}
