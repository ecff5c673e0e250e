//! Counting in parts equals counting at once, at every cut, and the order of rows only matters
//! where it has to.
//!
//! The logs are generated: few ids, so that most stand in several rows, over the turn of a year.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io::{Cursor, Read};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use report::{
    Calendar, Diagnostic, LawOptions, Log, Office, Options,
    inside::{
        BoundedSink, Counted, Counter, Entry, EnvironmentCounter, Findings, GuideCounter, Identity,
        LogFile, LogSettings, LogTable, NextRows, OpenCases, ProcurementCounter, Project,
        PublishedCounter, RequestCounter, RowCache, Scope, Source, Step, Tally, Words, columns,
        read,
    },
};

use crate::memory::{Folder, finding_lines, shown};

/// Result of counting a log.
#[derive(Debug, PartialEq)]
struct Outcome<T> {
    counted: T,
    /// Findings of the last pass, in file order.
    reported: Vec<String>,
    rows_in_period: usize,
    rows_refused: usize,
}

/// Counts the files of a log, cut into parts before the rows at `cuts`.
///
/// Rows are numbered through all files. `merge` puts the parts together.
fn counted<C: Counter>(
    files: &[String],
    cuts: &[usize],
    start: &impl Fn(Identity) -> C,
    merge: impl Fn(Vec<C>) -> C,
) -> Outcome<C::Outcome> {
    let mut identity = Identity::default();
    // A pass without a retry is the last; there cannot be more retries than rows.
    for _ in 0..100 {
        let mut parts: Vec<C> = (0..=cuts.len()).map(|_| start(identity.clone())).collect();
        let mut found = Vec::new();
        let (mut rows_in_period, mut rows_refused) = (0, 0);
        let mut note = |counted| match counted {
            Counted::InPeriod => rows_in_period += 1,
            Counted::NotInPeriod | Counted::Pending => {}
            Counted::Refused => rows_refused += 1,
        };
        let mut index = 0;
        for (number, text) in files.iter().enumerate() {
            let mut table = open(C::Log::LOG, &format!("{number}.csv"), text);
            let mut caches: Vec<RowCache<C>> = parts.iter().map(|_| RowCache::default()).collect();
            loop {
                let mut rows = match table.read_on().unwrap() {
                    NextRows::Rows(rows) => rows,
                    NextRows::Broken(found) => panic!("{found:?} in {text}"),
                    NextRows::Reread(encoding) => panic!("{encoding:?}: {text}"),
                    NextRows::End => break,
                };
                while rows.advance() {
                    let row = match rows.step() {
                        Some(Step::Row(row)) => row,
                        Some(Step::Bad(found)) => panic!("{found:?} in {text}"),
                        None => continue,
                    };
                    let part = cuts.iter().filter(|&&cut| cut <= index).count();
                    let (counter, cache) = (&mut parts[part], &mut caches[part]);
                    index += 1;
                    let record = C::Log::read(row, &mut found).unwrap_or_else(|| panic!("{text}"));
                    let mut sink = BoundedSink::default();
                    let mut findings = Findings::new(&mut found, &mut sink);
                    note(cache.count(
                        (row, rows.continues()),
                        &record,
                        Some(None),
                        counter,
                        &mut findings,
                    ));
                }
            }
        }
        let mut settled = Vec::new();
        let mut sink = BoundedSink::default();
        let findings = &mut Findings::new(&mut found, &mut sink);
        match merge(parts).finish(&mut settled, findings) {
            Ok(counted) => {
                for (_, counted) in settled {
                    note(counted);
                }
                let place = |found: &Diagnostic| {
                    let place = found.place.as_ref();
                    place.map(|place| (place.file.clone(), place.line, place.column))
                };
                found.sort_by_key(place);
                return Outcome {
                    counted,
                    reported: finding_lines(&found),
                    rows_in_period,
                    rows_refused,
                };
            }
            Err(retry) => identity = *retry.identity.unwrap(),
        }
    }
    panic!("counting does not come to an end: {files:?}");
}

fn open(log: Log, name: &str, text: &str) -> LogTable {
    let bytes: Box<dyn Read + Send> = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let file = LogFile {
        path: name.to_owned(),
        ..LogFile::default_of(log)
    };
    let settings = LogSettings {
        of_files: Vec::new(),
        files: Vec::new(),
        headers: BTreeMap::new(),
    };
    let source = Source {
        log,
        file: &file,
        settings: &settings,
        words: &Arc::default(),
    };
    let mut found = Vec::new();
    let table = LogTable::open(bytes, &source, &mut found).unwrap();
    let table = table.into_iter().next();
    table.unwrap_or_else(|| panic!("{found:?}"))
}

/// Parts merged one after another into the first.
fn from_the_left<C: Counter>(parts: Vec<C>) -> C {
    let merged = parts.into_iter().reduce(|mut earlier, later| {
        earlier.merge(later);
        earlier
    });
    merged.unwrap()
}

/// Parts merged from the end: each into the one before it.
fn from_the_right<C: Counter>(parts: Vec<C>) -> C {
    let merged = parts.into_iter().rev().reduce(|later, mut earlier| {
        earlier.merge(later);
        earlier
    });
    merged.unwrap()
}

/// Compares the count of a log with its count in two parts at every cut, and in three.
fn check_every_cut<C: Counter>(files: &[String], start: impl Fn(Identity) -> C)
where
    C::Outcome: PartialEq + Debug,
{
    let rows: usize = files.iter().map(|text| text.lines().count() - 1).sum();
    let at_once = counted(files, &[], &start, from_the_left);
    for cut in 0..=rows {
        let in_parts = counted(files, &[cut], &start, from_the_left);
        assert_eq!(in_parts, at_once, "cut before row {cut} of {files:#?}");
        let cuts = [cut / 2, cut];
        let in_parts = counted(files, &cuts, &start, from_the_right);
        assert_eq!(in_parts, at_once, "cut before rows {cuts:?} of {files:#?}");
    }
}

fn scopes() -> Vec<Scope<'static>> {
    let scope = |year, as_of: Option<&str>| {
        let as_of = as_of.map(|day| day.parse().unwrap());
        Scope::new(year, as_of, Calendar::china(), LawOptions::default()).unwrap()
    };
    vec![scope(2017, None), scope(2016, Some("2017-01-09"))]
}

fn office() -> Project {
    let text = "[office]\nname = \"某管委会\"\n[limits.service]\nconsultation = 2\ncomplaint = { days = 3, extension = 2 }\n";
    let columns = |log| columns(log).iter().map(|column| column.key).collect();
    read(text, columns).unwrap()
}

// ---- generated logs ------------------------------------------------------------------------

/// A day around the turn of 2016.
fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2016, 12, 12).unwrap() + Days::new(after)
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

/// Returns the original of a copy: always the same, and never in a cycle.
fn original_of(id: &str) -> &'static str {
    match id {
        "W1" => "A1",
        "X1" => "W1",
        _ => "",
    }
}

prop_compose! {
    fn published_row()(
        id in one_of(&["", "", "A1", "A2", "A3", "W1", "X1"]),
        names_original in any::<bool>(),
        title in one_of(&["甲", "乙"]),
        number in one_of(&["", "", "1号"]),
        category in one_of(&["", "政策", "规划"]),
        channel in one_of(&["", "门户网站", "微信公众号", "宣传栏；门户网站", "微信；微博"]),
        made in proptest::option::of(0_u64..20),
        published in 10_u64..35,
        reviewed in proptest::option::of(5_u64..35),
    ) -> String {
        let same_as = if names_original { original_of(id) } else { "" };
        let made_on = made.map_or_else(String::new, |after| day(after).to_string());
        let reviewed_on = reviewed.map_or_else(String::new, |after| day(after).to_string());
        format!("{id},{title},{number},{category},{channel},{made_on},{},{reviewed_on},{same_as}\n", day(published))
    }
}
const PUBLISHED: &str =
    "索引号,信息名称,文号,分类,发布渠道,生成日期,公开日期,审查日期,关联索引号\n";

prop_compose! {
    fn procurement_row()(
        project in one_of(&["", "P1", "P1", "P2", "P3"]),
        lot in one_of(&["", "1", "2"]),
        stage in one_of(&["采购预算公示", "单一来源公示", "询价公告", "更正公告", "成交公告", "成交公告", "候选人公示", "终止公告", ""]),
        budget in one_of(&["", "100000", "2.5万元"]),
        award in one_of(&["", "99999.90", "1.1", "1,000"]),
        published in 0_u64..35,
    ) -> String {
        format!("{project},{lot},某项目{stage},{stage},{budget},\"{award}\",{}\n", day(published))
    }
}
const PROCUREMENT: &str = "项目编号,包号,标题,公告类型,预算金额,成交金额,发布日期\n";

prop_compose! {
    fn environment_row()(
        project in one_of(&["", "甲", "甲", "乙"]),
        kind in one_of(&["受理公示", "拟批准公示", "审批决定公告", "竣工环境保护验收公示", "某公示", ""]),
        published in 0_u64..35,
    ) -> String {
        format!("{project},某项目{kind},{kind},{}\n", day(published))
    }
}
const ENVIRONMENT: &str = "项目名称,标题,公告类型,公开日期\n";

prop_compose! {
    fn guide_row()(
        group in one_of(&["项目服务", "科技经贸"]),
        department in one_of(&["", "招商局"]),
        published in proptest::option::of(0_u64..35),
        withdrawn in proptest::option::of(0_u64..35),
        scope in one_of(&["", "全区"]),
    ) -> String {
        let day = |after: Option<u64>| after.map_or_else(String::new, |after| day(after).to_string());
        format!("{group},{department},某事项,{},{},{scope},x,x,x,x,x,x,x,x,无,x\n", day(published), day(withdrawn))
    }
}
const GUIDES: &str = "子栏目,部门,事项名称,发布日期,废止日期,适用范围,办理时限,法律依据,申报条件,申请材料,受理机关,决定机关,审批程序,办理结果,审批费用,联系方式\n";

prop_compose! {
    /// Rows with one id agree in kind and day of receipt, as an honest log's do.
    fn service_row()(
        number in 0_u64..6,
        topic in one_of(&["", "咨询", "投诉", "建议", "其他"]),
        channel in one_of(&["12345", "信箱", ""]),
        due in proptest::option::of(10_u64..40),
        replied in proptest::option::of(10_u64..45),
        closed in proptest::option::of(10_u64..45),
        status in one_of(&["", "", "", "退单"]),
        words in one_of(&["民政所,满意", "城管办,不满意", ",未评价", "城管办,", ","]),
    ) -> String {
        let id = if number == 0 { String::new() } else { format!("S{number}") };
        let received = day(number * 5);
        let day = |after: Option<u64>| after.map_or_else(String::new, |after| day(after).to_string());
        format!("{id},公众诉求,{channel},{topic},{received},{},{},{},{status},,,{words}\n", day(due), day(replied), day(closed))
    }
}
prop_compose! {
    fn disclosure_row()(
        number in 0_u64..4,
        channel in one_of(&["当面", "网络", ""]),
        replied in proptest::option::of(10_u64..45),
        asked in proptest::option::of(8_u64..20),
        fee in one_of(&["", "0", "12.50"]),
        department in one_of(&["民政所", "办公室", ""]),
    ) -> String {
        let id = if number == 0 { String::new() } else { format!("D{number}") };
        let received = day(number * 7);
        let day = |after: Option<u64>| after.map_or_else(String::new, |after| day(after).to_string());
        format!("{id},依申请公开,{channel},,{received},,{},,,{},{fee},{department},\n", day(replied), day(asked))
    }
}
const REQUESTS: &str = "编号,类别,渠道,诉求类型,收到日期,办理期限,答复日期,办结日期,处理状态,补正告知日期,收费金额,承办单位,满意度\n";

/// Up to ten rows under a header.
fn log(header: &'static str, row: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    proptest::collection::vec(row, 0..10).prop_map(move |rows| header.to_owned() + &rows.concat())
}

/// Requests in two files; a disclosure request stands at most once in each.
fn two_request_files() -> impl Strategy<Value = Vec<String>> {
    let file = || {
        let service = proptest::collection::vec(service_row(), 0..6);
        let disclosure = proptest::collection::vec(disclosure_row(), 0..4);
        (service, disclosure).prop_map(|(mut rows, mut disclosure)| {
            let id = |row: &String| row.split(',').next().unwrap_or_default().to_owned();
            disclosure.sort_by_key(id);
            disclosure.dedup_by_key(|row| {
                if id(row).is_empty() {
                    row.clone()
                } else {
                    id(row)
                }
            });
            for (index, row) in disclosure.into_iter().enumerate() {
                rows.insert((index * 2).min(rows.len()), row);
            }
            REQUESTS.to_owned() + &rows.concat()
        })
    };
    (file(), file()).prop_map(|(first, second)| vec![first, second])
}

/// Regression files are not stored: a bug becomes a named case.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn published_items_add_up(text in log(PUBLISHED, published_row())) {
        let words = Words::default();
        for scope in &scopes() {
            check_every_cut(std::slice::from_ref(&text), |identity| PublishedCounter::new(scope, &words, Tally::default(), identity));
        }
    }

    #[test]
    fn items_count_the_same_with_their_rows_together_and_apart(
        mut rows in proptest::collection::vec(published_row(), 0..20),
    ) {
        // Only rows with an id of their own.
        rows.retain(|row| !row.starts_with(',') && row.ends_with(",\n"));
        let id = |row: &String| row.split(',').next().unwrap_or_default().to_owned();
        let log = |rows: &[String]| vec![PUBLISHED.to_owned() + &rows.concat()];
        let apart = log(&rows);
        rows.sort_by_key(id);
        let rising = log(&rows);
        rows.sort_by_key(|row| std::cmp::Reverse(id(row)));
        let falling = log(&rows);
        let words = Words::default();
        for scope in &scopes() {
            let start = |identity| PublishedCounter::new(scope, &words, Tally::default(), identity);
            let outcome = |log: &[String]| {
                let outcome = counted(log, &[], &start, from_the_left);
                (outcome.counted, outcome.rows_in_period, outcome.reported.len())
            };
            prop_assert_eq!(outcome(&rising), outcome(&apart), "{:#?} {:#?}", rising, apart);
            prop_assert_eq!(outcome(&falling), outcome(&apart), "{:#?} {:#?}", falling, apart);
            check_every_cut(&rising, start);
        }
    }

    #[test]
    fn procurement_notices_add_up(text in log(PROCUREMENT, procurement_row())) {
        for scope in &scopes() {
            check_every_cut(std::slice::from_ref(&text), |identity| ProcurementCounter::new(scope, Tally::default(), identity));
        }
    }

    #[test]
    fn environmental_notices_add_up(text in log(ENVIRONMENT, environment_row())) {
        for scope in &scopes() {
            check_every_cut(std::slice::from_ref(&text), |identity| EnvironmentCounter::new(scope, Tally::default(), identity));
        }
    }

    #[test]
    fn guides_add_up(text in log(GUIDES, guide_row())) {
        for scope in &scopes() {
            check_every_cut(std::slice::from_ref(&text), |identity| GuideCounter::new(scope, Tally::default(), identity));
        }
    }

    #[test]
    fn requests_add_up(files in two_request_files()) {
        let office = office();
        for scope in &scopes() {
            check_every_cut(&files, |identity| RequestCounter::new(scope, &office, OpenCases::new(scope), Tally::default(), identity));
        }
    }

    #[test]
    fn the_order_of_rows_decides_no_figure(
        procurement in proptest::collection::vec(procurement_row(), 1..10),
        environment in proptest::collection::vec(environment_row(), 1..10),
        guides in proptest::collection::vec(guide_row(), 1..10),
        channels in proptest::collection::vec((one_of(&["A1", "A2", "A3"]), one_of(&["门户网站", "微信；微博", "宣传栏"]), 10_u64..35), 1..10),
        disclosure in proptest::collection::vec(disclosure_row(), 1..6),
        seed in any::<u64>(),
    ) {
        // Of two awards for a lot on the same day, the first counts; so every day gets its own lot.
        let procurement: Vec<String> = procurement.iter().enumerate().map(|(lot, row)| {
            let (project, rest) = row.split_once(',').unwrap();
            let (_, rest) = rest.split_once(',').unwrap();
            format!("{project},{lot},{rest}")
        }).collect();
        // Rows of an item agree in all but channel and day.
        let published: Vec<String> = channels.iter().map(|(id, channel, published)| {
            format!("{id},{id}的标题,,政策,{channel},2016-12-01,{},,\n", day(*published))
        }).collect();
        // Without ids, each row is a request.
        let requests: Vec<String> = disclosure.iter().map(|row| row[row.find(',').unwrap()..].to_owned()).collect();
        let logs = [
            ("published.csv", PUBLISHED, published),
            ("procurement.csv", PROCUREMENT, procurement),
            ("environment.csv", ENVIRONMENT, environment),
            ("guides.csv", GUIDES, guides),
            ("requests.csv", REQUESTS, requests),
        ];
        let folder = |shuffle: bool| logs.iter().fold(Folder::new(), |folder, (name, header, rows)| {
            let mut rows = rows.clone();
            if shuffle {
                // Any order will do, as long as it is another one.
                let length = rows.len();
                for index in 1..length {
                    rows.swap(index, usize::try_from(seed % (index as u64 + 1)).unwrap());
                }
                rows.rotate_left(usize::try_from(seed >> 32).unwrap() % length);
            }
            folder.with(name, (*header).to_owned() + &rows.concat())
        });
        let figures = |folder: &Folder| -> Vec<String> {
            let statistics = Office::open(folder).figures(None, &Options::default());
            let years = statistics.value.as_deref().unwrap_or_default().iter().flat_map(|(year, figures)| {
                figures.iter().map(move |(key, value)| format!("{year} {key} {}", shown(value)))
            });
            // Which row of an item counts as a duplicate depends on their order.
            years.filter(|figure| !figure.contains("published.duplicates")).collect()
        };
        prop_assert_eq!(figures(&folder(true)), figures(&folder(false)));
    }
}

// ---- cases with a name ---------------------------------------------------------------------

#[test]
fn a_request_that_must_be_refused_is_refused_in_parts_too() {
    let office = office();
    let scope = &scopes()[0];
    for rows in [
        // A disclosure request twice in a file.
        "D1,依申请公开,当面,,2017-03-01,,2017-03-03,,,,,,\nD1,依申请公开,当面,,2017-03-01,,2017-04-03,,,,,,\n",
        // One number on two days of receipt.
        "S1,公众诉求,12345,,2017-03-01,,2017-03-03,,,,,,\nS1,公众诉求,12345,,2017-03-02,,2017-03-03,,,,,,\n",
    ] {
        let files = [REQUESTS.to_owned() + rows];
        check_every_cut(&files, |identity| {
            RequestCounter::new(
                scope,
                &office,
                OpenCases::new(scope),
                Tally::default(),
                identity,
            )
        });
    }
}

#[test]
fn an_empty_log_adds_up() {
    let words = Words::default();
    for scope in &scopes() {
        check_every_cut(&[PUBLISHED.to_owned()], |identity| {
            PublishedCounter::new(scope, &words, Tally::default(), identity)
        });
        check_every_cut(&[GUIDES.to_owned()], |identity| {
            GuideCounter::new(scope, Tally::default(), identity)
        });
    }
}
