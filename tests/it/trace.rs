//! Traces agree with the counts.

use std::collections::BTreeMap;

use crate::memory::{Folder, finding_lines};
use proptest::prelude::*;
use report::{
    Figures, Formula, Key, Language, Metric, Office, Options, Trace, TraceQuestion, Unit, Value,
    inside::segments_of,
    render::{table, trace as drawn},
};
use rust_decimal::Decimal;

fn question(key: &Key, is_denominator: bool) -> TraceQuestion {
    TraceQuestion {
        key: key.clone(),
        is_denominator,
    }
}

/// The traces of every figure of a year, and of the denominator of each that has one.
fn traces_of_all(folder: &Folder, year: i32, figures: &Figures) -> Vec<Trace> {
    let whole = figures
        .iter()
        .filter(|(key, _)| key.labels.len() == key.metric.definition().labels.len());
    let mut questions: Vec<TraceQuestion> = whole.map(|(key, _)| question(key, false)).collect();
    let denominators: Vec<TraceQuestion> = questions
        .iter()
        .filter(|asked| Formula::of(asked.key.metric).denominator().is_some())
        .map(|asked| question(&asked.key, true))
        .collect();
    questions.extend(denominators);
    let traces = Office::open(folder).trace(year, &questions, &Options::default());
    let traces = traces.value.unwrap();
    assert_eq!(traces.len(), questions.len());
    traces
}

/// Checks that the rows of a trace add up to the figure.
fn agrees(trace: &Trace) -> Result<(), String> {
    let question = trace.subject.question().unwrap();
    let key = &question.key;
    let counts: Vec<Decimal> = trace.rows.iter().map(|row| row.counts).collect();
    let sum: Decimal = counts.iter().sum();
    let is_right = match (&trace.value, Formula::of(key.metric)) {
        (Value::Absent, _) => sum == Decimal::ZERO,
        (Value::Truth(_), _) => true,
        (Value::Histogram(histogram), _) => {
            let mut by_days: BTreeMap<u32, u64> = BTreeMap::new();
            for row in trace.rows.iter().filter(|row| row.counts == Decimal::ONE) {
                let (_, days) = *row.fields.last().unwrap();
                *by_days.entry(days.unwrap().parse().unwrap()).or_default() += 1;
            }
            *histogram == by_days
        }
        (Value::Ratio(ratio), _) if question.is_denominator => sum == ratio.denominator().into(),
        (Value::Ratio(ratio), _) => sum == ratio.numerator().into(),
        (Value::Count(count), Formula::Percentile { percent, .. }) => {
            let mut days = counts.clone();
            days.sort();
            let rank = (days.len() as u64 * percent).div_ceil(100);
            days[usize::try_from(rank).unwrap() - 1] == (*count).into()
        }
        // Without any publication, the gap has no rows.
        (Value::Count(_), Formula::LongestGap) if counts.is_empty() => true,
        (Value::Count(count), _) => sum == (*count).into(),
        (Value::Decimal(yuan), _) => sum == *yuan,
        (Value::Empty, _) => counts.is_empty(),
    };
    let ordered = trace
        .rows
        .iter()
        .is_sorted_by_key(|row| (rank(row.file), row.line));
    if is_right && ordered {
        Ok(())
    } else {
        Err(format!("{key}: {:?} but {counts:?}", trace.value))
    }
}

fn rank(file: &str) -> usize {
    let files = [
        "published",
        "procurement",
        "environment",
        "requests",
        "guides",
    ];
    let is_it = |name: &&str| file.starts_with(name);
    files.iter().position(is_it).unwrap_or(files.len())
}

#[test]
fn every_key_of_the_sample_office_has_its_rows() {
    let folder = Folder::sample();
    for year in [2016, 2017] {
        let figures = folder.figures(year, &Options::default());
        let traces = traces_of_all(&folder, year, &figures);
        assert!(traces.len() > 100);
        for trace in traces {
            agrees(&trace).unwrap();
        }
    }
}

#[test]
fn an_item_in_several_rows_counts_in_its_first() {
    let folder = Folder::new().with(
        "published.csv",
        "索引号,信息名称,发布渠道,公开日期\nA,甲,网站,2017-01-03\nB,乙,网站,2017-01-04\nA,甲,微信,2017-02-01\n",
    );
    let rows = |key: &str| -> Vec<String> {
        let key = Key::from_segments(&segments_of(key).unwrap()).unwrap();
        let traces =
            Office::open(&folder).trace(2017, &[question(&key, false)], &Options::default());
        let rows = traces.value.as_ref().unwrap()[0].rows.iter();
        rows.map(|row| format!("{}:{} {}", row.file, row.line, row.counts))
            .collect()
    };
    assert_eq!(
        rows("published.total"),
        [
            "published.csv:2 1",
            "published.csv:3 1",
            "published.csv:4 0"
        ]
    );
    assert_eq!(rows("published.by_channel.微信"), ["published.csv:4 1"]);
    // 2017-02-02 to 31 December: the gap is traced to the row before it.
    assert_eq!(rows("published.longest_gap_days"), ["published.csv:4 333"]);
}

#[test]
fn what_the_office_declares_is_one_line_of_its_configuration() {
    let folder = Folder::new()
        .with("published.csv", "信息名称,公开日期\n甲,2017-01-03\n")
        .with_settings("[figures.2017]\n\"fees.administrative_yuan\" = 1200.5\n[targets.2017]\n\"published.total\" = 1\n");
    let ask = |path: &str| {
        let key = Key::from_segments(&segments_of(path).unwrap()).unwrap();
        let traces =
            Office::open(&folder).trace(2017, &[question(&key, false)], &Options::default());
        traces.value.unwrap().into_iter().next().unwrap()
    };
    let first = |path: &str| {
        let trace = ask(path);
        let row = trace.rows.iter().next().unwrap();
        format!("{}:{} {}", row.file, row.line, row.counts)
    };
    assert_eq!(first("fees.administrative_yuan"), "report.toml:10 1200.5");
    let goal = first("targets.\"published.total\".goal");
    assert_eq!(goal, "report.toml:12 1");
    let actual = first("targets.\"published.total\".actual");
    assert_eq!(actual, "published.csv:2 1");
}

#[test]
fn json_has_the_keys_of_the_design_and_a_spreadsheet_runs_nothing() {
    let folder = Folder::new().with(
        "requests.csv",
        "编号,类别,渠道,标题,收到日期,答复日期,办理期限\n=1+1,公众诉求,12345,张三 13800000000,2017-01-03,2017-01-04,2017-01-10\n",
    );
    let key = Key::new(Metric::RequestsOnTimeRate, &["service"]);
    let traces = Office::open(&folder).trace(2017, &[question(&key, false)], &Options::default());
    assert!(
        finding_lines(&traces.diagnostics)
            .iter()
            .all(|reported| !reported.contains("error"))
    );
    let json = drawn::json(&traces.value.as_ref().unwrap()[0], 2017);
    assert!(!json.contains("13800000000"), "{json}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "key": "requests.service.on_time_rate", "year": 2017, "value": 1.0,
            "rows": [{"file": "requests.csv", "line": 2, "counts": 1, "fields": {
                "id": "=1+1", "title": "张三 ＊＊", "department": null, "kind": "公众诉求", "received_on": "2017-01-03",
                "replied_on": "2017-01-04", "closed_on": null, "due": "2017-01-10",
            }}],
        })
    );
    let csv = table::csv(&drawn::table(
        &traces.value.as_ref().unwrap()[0],
        2017,
        Language::Chinese,
    ));
    assert_eq!(
        csv,
        "\u{feff}文件,行,计入,编号,标题,承办单位,类别,收到日期,答复日期,办结日期,期限（计算）\r\n\
         requests.csv,2,1,'=1+1,张三 ＊＊,,公众诉求,2017-01-03,2017-01-04,,2017-01-10\r\n"
    );
}

/// A row of a published log: few ids, channels and days, so that items have several rows.
fn published() -> impl Strategy<Value = String> {
    ("[A-F]?", "[甲乙]", prop::sample::select(vec!["", "网站", "网站；微信", "微信"]), 1u32..13, 2016i32..2018)
        .prop_map(|(id, title, channel, month, year)| {
            format!("{id},{title},{channel},{year}-{month:02}-01,{year}-{month:02}-15,{year}-{month:02}-10\n")
        })
}

fn procurement() -> impl Strategy<Value = String> {
    let stages = [
        "采购预算公示",
        "招标公告",
        "中标公告",
        "合同公告",
        "终止公告",
        "更正公告",
    ];
    (
        "[PQ]?",
        "[12]?",
        prop::sample::select(stages.to_vec()),
        1u32..13,
        2016i32..2018,
        0u32..5000,
    )
        .prop_map(|(project, lot, stage, month, year, yuan)| {
            format!("{project},{lot},某项目{stage},{stage},{yuan},{yuan}.5,{year}-{month:02}-07\n")
        })
}

fn requests() -> impl Strategy<Value = String> {
    let kinds = ["公众诉求", "依申请公开"];
    (
        prop::sample::select(kinds.to_vec()),
        "[网信]?",
        1u32..13,
        1u32..28,
        0u32..60,
        any::<bool>(),
        any::<bool>(),
        "([甲乙]|),(满意|一般|未评价|)",
        0u32..9,
    )
        .prop_map(
            |(kind, channel, month, day, took, ended, limited, words, fee)| {
                let received = chrono::NaiveDate::from_ymd_opt(2017, month, day).unwrap();
                let replied = received + chrono::Days::new(took.into());
                let replied = if ended {
                    replied.to_string()
                } else {
                    String::new()
                };
                let limit = if limited { "5个工作日" } else { "" };
                format!("{kind},{channel},咨询,{received},{limit},{replied},{words},{fee}.25\n")
            },
        )
}

fn lines(row: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(row, 0..25).prop_map(|rows| rows.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_logs_hold_rows_come_to_the_figure(
        published in lines(published()), procurement in lines(procurement()), requests in lines(requests()),
    ) {
        let folder = Folder::new()
            // One row at least lies in the year.
            .with("published.csv", format!("索引号,信息名称,发布渠道,生成日期,公开日期,审查日期\nZ,丙,网站,2017-05-02,2017-05-03,2017-05-03\n{published}"))
            .with("procurement.csv", format!("项目编号,包号,标题,公告类型,预算金额,成交金额,发布日期\n{procurement}"))
            .with("requests.csv", format!("类别,渠道,诉求类型,收到日期,办理期限,答复日期,承办单位,满意度,收费金额\n{requests}"));
        let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
        prop_assume!(!statistics.value.as_deref().unwrap_or_default().is_empty());
        for trace in traces_of_all(&folder, 2017, &statistics.value.as_deref().unwrap_or_default()[0].1) {
            prop_assert!(agrees(&trace).is_ok(), "{:?}", agrees(&trace));
        }
    }
}

#[test]
fn every_unit_of_a_trace_is_known() {
    // A truth value is traced as the figure that it is about, and has no sum.
    let truths = Metric::ALL
        .iter()
        .filter(|metric| metric.definition().unit == Unit::Truth);
    assert_eq!(truths.collect::<Vec<_>>(), [&Metric::TargetMet]);
}
