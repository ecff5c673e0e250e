//! Rows that are counted and checked from the row cache give the same result as rows that are
//! parsed.
//!
//! Padding: trailing space in a cell is ignored. A row padded by its index has unique bytes, so the
//! cache never matches and every row is parsed.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::io::Cursor;
use std::sync::Arc;

use proptest::prelude::*;
use report::{
    Diagnostic, Office, Options,
    inside::{
        Entry, EnvironmentLog, LogFile, LogSettings, LogTable, NextRows, ProcurementLog,
        PublishedLog, RequestLog, Role, Row, Source, columns,
    },
};

use crate::memory::Folder;

/// A row without its id, which is derived from its index.
type Cells = Vec<String>;

/// Mostly one of some words, rarely one of others.
fn mostly(
    words: &'static [&'static str],
    others: &'static [&'static str],
) -> impl Strategy<Value = String> {
    let one_of = |words| prop::sample::select(words).prop_map(str::to_owned);
    prop_oneof![9 => one_of(words), 1 => one_of(others)]
}

/// One of a few days around the turn of a year, or sometimes an invalid one.
fn day() -> impl Strategy<Value = String> {
    let days = &[
        "2016-12-30",
        "2017-01-03",
        "2017-01-04",
        "2017-01-20",
        "2017-02-08",
        "2017-03-10",
        "2018-01-05",
    ];
    mostly(days, &["2017/1/4", "2017-01-04 09:30", "2017-13-01"])
}

fn day_or_blank() -> impl Strategy<Value = String> {
    prop_oneof![2 => Just(String::new()), 3 => day()]
}

prop_compose! {
    fn published()(
        title in mostly(&["关于放假的通知", "《管理办法》", " 12号文"], &["", "#REF!"]),
        category in mostly(&["政策文件", "规划计划", "", "/"], &["规划计划；其他"]),
        channel in mostly(&["门户网站", "微信公众号；门户网站", ""], &["#N/A"]),
        made in day_or_blank(),
        published in day(),
        reviewer in mostly(&["某甲", "某甲", ""], &["某乙"]),
        url in mostly(&["http://www.example.invalid/1", ""], &["#N/A"]),
    ) -> Cells {
        vec![title, category, channel, made, published, reviewer, url]
    }
}
const PUBLISHED: &str = "索引号,信息名称,分类,发布渠道,生成日期,公开日期,保密审查人,链接";

prop_compose! {
    fn procurement()(
        title in mostly(&["某项目成交公告", "某项目询价公告"], &["某项目"]),
        stage in mostly(&["成交公告", "询价公告"], &["", "某公告"]),
        award in mostly(&[""], &["1.5", "一万"]),
        published in day(),
    ) -> Cells {
        vec![title, stage, award, published]
    }
}
const PROCUREMENT: &str = "编号,标题,公告类型,成交金额,发布日期";

prop_compose! {
    fn environment()(
        project in mostly(&[""], &["甲项目"]),
        title in mostly(&["某项目受理公示", "某项目竣工环境保护验收公示"], &["某项目"]),
        kind in mostly(&["受理公示", "竣工环境保护验收公示"], &[""]),
        published in day(),
    ) -> Cells {
        vec![project, title, kind, published]
    }
}
const ENVIRONMENT: &str = "编号,项目名称,标题,公告类型,公开日期";

prop_compose! {
    fn request()(
        kind in mostly(&["依申请公开", "依申请公开", "公众诉求"], &["某类"]),
        channel in mostly(&["网络", "当面", "EMS", "电子邮件", ""], &["#N/A"]),
        topic in mostly(&["咨询", "财政预算", ""], &["求助"]),
        applicant in mostly(&["自然人", "商业企业", ""], &["某人"]),
        (received, signed) in (day(), day_or_blank()),
        due in prop_oneof![4 => day_or_blank(), 1 => Just("5个工作日".to_owned())],
        extended in prop_oneof![4 => Just(String::new()), 1 => day()],
        replied in day_or_blank(),
        outcome in mostly(&["予以公开", "本机关不掌握相关政府信息", ""], &["没有的结果"]),
        fee in mostly(&["", "", "12.50"], &["一元"]),
        flag in mostly(&[""], &["是"]),
        department in mostly(&["民政所", "城管办", ""], &["#N/A"]),
        satisfaction in mostly(&["满意", "不满意", "未评价", ""], &["给力"]),
    ) -> Cells {
        vec![
            kind, channel, topic, applicant, received, signed, due, extended, replied, outcome, fee, flag,
            department, satisfaction,
        ]
    }
}
const REQUESTS: &str = "编号,类别,渠道,诉求类型,申请人类型,收到日期,签收日期,办理期限,延期告知日期,答复日期,办理结果,收费金额,是否超期,承办单位,满意度";

/// Rows of which many share words or days: few are drawn, and each row combines the words of one
/// with the days of another. Some ids are repeated.
fn rows(
    row: impl Strategy<Value = Cells>,
    days: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<Cells>> {
    let some = prop::collection::vec(row, 1..8);
    some.prop_flat_map(move |some| {
        let one = || prop::sample::select(some.clone());
        let choices = prop::collection::vec((one(), one(), 0..40), 1..40);
        let days = days.clone();
        choices.prop_map(move |choices| {
            let rows = choices.into_iter().enumerate();
            let rows = rows.map(|(place, (mut cells, other, slip))| {
                cells[days.clone()].clone_from_slice(&other[days.clone()]);
                let number = if slip == 0 { 3 } else { place };
                cells.insert(0, format!("N-2017-{number:04}"));
                cells
            });
            rows.collect()
        })
    })
}

/// Returns a log; if `is_padded`, no two rows have the same bytes.
fn log(header: &str, rows: &[Cells], is_padded: bool) -> String {
    let line = |(number, cells): (usize, &Cells)| {
        let padding = " ".repeat(if is_padded { number } else { 0 });
        let cells = cells.iter().map(|cell| format!("{cell}{padding}"));
        cells.collect::<Vec<_>>().join(",") + "\n"
    };
    let rows: String = (1..).zip(rows).map(line).collect();
    // A total has fewer cells than the rows above it.
    format!("{header}\n{rows}合计,12\n")
}

/// Returns findings with their lines, without columns, which padding shifts.
fn finding_lines(found: &[Diagnostic]) -> Vec<String> {
    let reported = found.iter().map(|found| {
        let place = found.place.as_ref();
        let place = place.map(|place| (&place.file, place.line));
        format!("{} {place:?}", found.code().name())
    });
    reported.collect()
}

/// Reads the only row of a log.
fn with_row<L: Entry, T>(
    header: &str,
    cells: &[&str],
    visit: impl Fn(&Row<'_>, &L::Record<'_>) -> T,
) -> Option<T> {
    let text = format!("{header}\n{}\n", cells.join(","));
    let file = LogFile::default_of(L::LOG);
    let settings = LogSettings {
        of_files: Vec::new(),
        files: Vec::new(),
        headers: BTreeMap::new(),
    };
    let source = Source {
        log: L::LOG,
        file: &file,
        settings: &settings,
        words: &Arc::default(),
    };
    let mut found = Vec::new();
    let bytes = Box::new(Cursor::new(text.into_bytes()));
    let mut table = LogTable::open(bytes, &source, &mut found)
        .unwrap()
        .remove(0);
    let NextRows::Rows(mut rows) = table.read_on().unwrap() else {
        panic!("a row was written");
    };
    assert!(rows.advance());
    let record = L::read(rows.row(), &mut found)?;
    Some(visit(rows.row(), &record))
}

/// Checks that words and days of a log are read from cells with that role, by changing each cell.
fn check_roles<L: Entry>(example: &[(&str, &str)])
where
    for<'r> L::Words<'r>: Debug,
    L::Days: Debug,
{
    let columns = columns(L::LOG);
    let header: Vec<&str> = columns.iter().map(|column| column.header).collect();
    let header = header.join(",");
    let cell = |key: &str| {
        let given = example.iter().find(|(given, _)| *given == key);
        given.map_or("", |(_, cell)| cell)
    };
    let cells: Vec<&str> = columns.iter().map(|column| cell(column.key)).collect();
    let views = |cells: &[&str]| {
        with_row::<L, _>(&header, cells, |row, record| {
            let days = L::days(record);
            (format!("{:?}", L::words(row, record)), format!("{days:?}"))
        })
    };
    let (words, days) = views(&cells).expect("the example can be read");
    for (index, column) in columns.iter().enumerate() {
        for other in [
            "",
            "某某",
            "成交公告",
            "单一来源",
            "2017-05-06",
            "12.5",
            "是",
            "5个工作日",
        ] {
            let mut cells = cells.clone();
            cells[index] = other;
            let Some((words_now, days_now)) = views(&cells) else {
                continue;
            };
            let key = (L::LOG, column.key, other);
            assert!(
                column.role == Role::Word || words_now == words,
                "{key:?}: words"
            );
            assert!(
                column.role == Role::Day || days_now == days,
                "{key:?}: days"
            );
        }
    }
}

#[test]
fn classes_see_no_cell_of_another_role() {
    check_roles::<PublishedLog>(&[
        ("id", "A1"),
        ("title", "某信息"),
        ("category", "规划计划"),
        ("channel", "门户网站"),
        ("department", "办公室"),
        ("reviewed_by", "某甲"),
        ("made_on", "2017-01-04"),
        ("published_on", "2017-01-05"),
    ]);
    check_roles::<ProcurementLog>(&[
        ("id", "A1"),
        ("title", "某项目招标公告"),
        ("stage", "招标公告"),
        ("method", "公开招标"),
        ("published_on", "2017-01-05"),
    ]);
    check_roles::<EnvironmentLog>(&[
        ("id", "A1"),
        ("title", "某项目受理公示"),
        ("kind", "受理公示"),
        ("published_on", "2017-01-05"),
    ]);
    check_roles::<RequestLog>(&[
        ("id", "A1"),
        ("kind", "依申请公开"),
        ("channel", "网络"),
        ("department", "办公室"),
        ("applicant", "自然人"),
        ("received_on", "2017-01-05"),
        ("signed_on", "2017-01-06"),
        ("replied_on", "2017-01-15"),
        ("delivery_method", "邮寄"),
        ("posted_on", "2017-01-16"),
        ("outcome", "予以公开"),
    ]);
    check_roles::<RequestLog>(&[
        ("id", "A1"),
        ("kind", "公众诉求"),
        ("department", "民政所"),
        ("received_on", "2017-01-05"),
        ("closed_on", "2017-01-15"),
        ("satisfaction", "满意"),
    ]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn cached_rows_count_as_read_ones(
        published in rows(published(), 3..5),
        procurement in rows(procurement(), 3..4),
        environment in rows(environment(), 3..4),
        requests in rows(request(), 4..9),
    ) {
        let folder = |is_padded| {
            Folder::new()
                .with_settings("[limits.service]\nconsultation = 5\n")
                .with("published.csv", log(PUBLISHED, &published, is_padded))
                .with("procurement.csv", log(PROCUREMENT, &procurement, is_padded))
                .with("environment.csv", log(ENVIRONMENT, &environment, is_padded))
                .with("requests.csv", log(REQUESTS, &requests, is_padded))
        };
        let options = Options { keep_going: true, ..Options::default() };
        let (known, read) = (folder(false), folder(true));
        let [known_figures, read_figures] = [&known, &read].map(|folder| Office::open(folder).figures(None, &options));
        // One row at least has a day.
        prop_assume!(!read_figures.value.as_deref().unwrap_or_default().is_empty());
        prop_assert_eq!(finding_lines(&known_figures.diagnostics), finding_lines(&read_figures.diagnostics));
        prop_assert_eq!(known_figures.value, read_figures.value);
        for year in [Some(2017), None] {
            let [known, read] = [&known, &read].map(|folder| Office::open(folder).check(year, &options));
            prop_assert_eq!(finding_lines(&known.diagnostics), finding_lines(&read.diagnostics));
        }
    }
}

/// A cached day may belong to the next year when it follows a later one.
#[test]
fn cached_days_of_next_year() {
    let mut log = "索引号,信息名称,公开日期\n".to_owned();
    for number in 1..=40 {
        let _ = writeln!(log, "A{number},关于值班的通知,1.4");
    }
    log += "B1,关于供水的通知,12.30\nB2,关于值班的通知,1.4\nB3,关于值班的通知,1.4\n";
    let settings = "[[logs.file]]\nlog = \"published\"\npath = \"published.csv\"\nyear = 2017\n";
    let folder = Folder::new()
        .with("published.csv", log)
        .with_settings(settings);
    let found = crate::memory::finding_lines(&folder.compile(2017).diagnostics);
    let doubtful = found
        .iter()
        .filter(|found| found.starts_with("doubtful-day"));
    assert_eq!(
        doubtful.collect::<Vec<_>>(),
        [
            "doubtful-day published.csv:43:12",
            "doubtful-day published.csv:44:12"
        ]
    );
}
