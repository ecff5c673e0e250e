//! Every request is either ended or carried over: the statutory table adds up for every log.
//!
//! Logs vary at random in everything that ends a request or suspends its period, under both
//! regimes. The expected result is the arithmetic of the table, each part of which is counted
//! independently.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use report::{
    Figures, Metric, Office, Options, Value,
    finding::IdentityFails,
    inside::{OUTCOMES, TABLE_COLUMNS},
};

use crate::memory::Folder;

const HEADER: &str = "编号,类别,申请人类型,收到日期,适用条例,延期告知日期,补正告知日期,补正收到日期,征求对象,征求意见日期,征求意见答复日期,收费通知日期,缴费日期,答复日期,办结日期,办理结果,处理状态\n";

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

/// Days from receipt to an event, mostly none.
fn rarely(most: u64) -> impl Strategy<Value = Option<u64>> {
    prop_oneof![3 => Just(None), 1 => (0..most).prop_map(Some)]
}

prop_compose! {
    /// Received from autumn 2018 to autumn 2019; events up to a year and a half later.
    fn row()(
        received in 0_u64..400,
        applicant in one_of(&["自然人", "商业企业", "其他"]),
        law in one_of(&["", "", "2007", "2019"]),
        extended in rarely(30),
        asked in prop_oneof![Just(None), (0_u64..400).prop_map(Some)],
        clarified in rarely(450),
        consulted in one_of(&["第三方", "其他机关"]),
        consultation in rarely(100),
        consultation_answer in rarely(150),
        (fee, paid) in (rarely(100), rarely(150)),
        replied in prop_oneof![Just(None), (0_u64..500).prop_map(Some)],
        closed in rarely(500),
        outcome in one_of(&["", "予以公开", "部分公开", "申请人逾期不补正"]),
        status in one_of(&["", "", "", "", "退单"]),
    ) -> String {
        let received = NaiveDate::from_ymd_opt(2018, 9, 1).unwrap() + Days::new(received);
        let day = |after: Option<u64>| {
            after.map_or_else(String::new, |after| (received + Days::new(after)).to_string())
        };
        let [extended, asked, clarified] = [extended, asked, clarified].map(day);
        let [from, to, fee, paid] = [consultation, consultation_answer, fee, paid].map(day);
        let [replied, closed] = [replied, closed].map(day);
        format!("依申请公开,{applicant},{received},{law},{extended},{asked},{clarified},{consulted},{from},{to},{fee},{paid},{replied},{closed},{outcome},{status}\n")
    }
}

fn log() -> impl Strategy<Value = String> {
    proptest::collection::vec(row(), 1..12).prop_map(|rows| {
        let mut log = HEADER.to_owned();
        for (number, row) in rows.iter().enumerate() {
            let _ = write!(log, "{number},{row}");
        }
        log
    })
}

/// The counts of the requests, by the labels of their keys.
struct Counts(BTreeMap<(Metric, Vec<String>), u64>);

impl Counts {
    fn of(figures: &Figures) -> Self {
        let counts = figures.iter().filter_map(|(key, value)| {
            let labels = key.labels.iter().map(ToString::to_string).collect();
            match value {
                Value::Count(count) => Some(((key.metric, labels), *count)),
                _ => None,
            }
        });
        Self(counts.collect())
    }

    fn get(&self, metric: Metric, labels: &[&str]) -> u64 {
        let labels = labels.iter().map(ToString::to_string).collect();
        self.0.get(&(metric, labels)).copied().unwrap_or(0)
    }

    fn of_disclosure(&self, metric: Metric) -> u64 {
        self.get(metric, &["disclosure"])
    }

    fn cell(&self, row: &str, column: &str) -> u64 {
        self.get(Metric::RequestsTable, &[row, column])
    }
}

fn counts(folder: &Folder, year: i32, as_of: Option<&str>) -> Option<Counts> {
    let options = Options {
        as_of: as_of.map(|day| day.parse().unwrap()),
        ..Options::default()
    };
    let statistics = Office::open(folder).figures(Some(year), &options);
    let (_, figures) = statistics.value.as_deref().unwrap_or_default().first()?;
    Some(Counts::of(figures))
}

/// Checks the arithmetic of the statutory table.
fn check_table(counts: &Counts) {
    let outcomes = || OUTCOMES.iter().map(|code| code.code).chain(["unspecified"]);
    let columns = || TABLE_COLUMNS.iter().map(|code| code.code);
    for column in columns().chain(["unspecified"]) {
        let cell = |row| counts.cell(row, column);
        assert_eq!(
            cell("new") + cell("carried_in"),
            cell("total") + cell("carried_out"),
            "T3-1 of {column}"
        );
        assert_eq!(cell("total"), outcomes().map(cell).sum::<u64>(), "{column}");
    }
    for row in outcomes().chain(["new", "carried_in", "total", "carried_out"]) {
        let applicants = columns().filter(|column| *column != "total");
        let sum: u64 = applicants
            .chain(["unspecified"])
            .map(|column| counts.cell(row, column))
            .sum();
        assert_eq!(counts.cell(row, "total"), sum, "T3-3 of {row}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_request_is_ended_or_carried_over(
        log in log(),
        as_of in one_of(&["2019-03-08", "2019-05-15", "2019-09-30", "2020-02-29", "2020-12-31"]),
    ) {
        use Metric as M;
        let folder = Folder::new().with("requests.csv", log);
        let mut carried = None;
        for year in 2018..=2021 {
            let Some(counts) = counts(&folder, year, None) else { continue };
            check_table(&counts);
            let of = |metric| counts.of_disclosure(metric);
            prop_assert_eq!(of(M::RequestsCarriedOut), of(M::RequestsOpen), "open at the end of {}", year);
            prop_assert_eq!(of(M::RequestsReceived) + of(M::RequestsCarriedIn), of(M::RequestsReplied) + of(M::RequestsOpen));
            prop_assert_eq!(
                of(M::RequestsReplied),
                of(M::RequestsOnTime) + of(M::RequestsLate) + of(M::RequestsUndetermined)
            );
            prop_assert!(of(M::RequestsSuspended) + of(M::RequestsOverdue) <= of(M::RequestsOpen));
            prop_assert_eq!(of(M::RequestsCarriedOut), counts.cell("carried_out", "total"));
            prop_assert_eq!(of(M::RequestsReplied), counts.cell("total", "total"));
            if let Some(carried) = carried {
                prop_assert_eq!(of(M::RequestsCarriedIn), carried, "carried into {}", year);
            }
            carried = Some(of(M::RequestsCarriedOut));
        }
        let year: i32 = as_of[..4].parse().unwrap();
        for year in 2019..=year {
            if let Some(counts) = counts(&folder, year, Some(as_of)) {
                check_table(&counts);
            }
        }
        let broken = Office::open(&folder).compile(2019, &Options::default()).diagnostics;
        let is_t3_1 = |found: &report::Diagnostic| {
            let fails = found.problem.get::<IdentityFails>();
            fails.is_some_and(|fails| fails.identity.id == "T3-1")
        };
        let is_t3_1 = broken.iter().any(is_t3_1);
        prop_assert!(!is_t3_1);
    }
}

/// Under the Regulations of 2007 the notice to clarify is itself the answer; without an outcome it
/// still is.
#[test]
fn a_notice_to_clarify_ends_a_request_of_2007() {
    let log = "编号,类别,收到日期,补正告知日期,答复日期,办理结果\n\
        D1,依申请公开,2017-03-01,2017-03-06,,\n\
        D2,依申请公开,2017-03-02,2017-03-06,2018-02-02,予以公开\n\
        D3,依申请公开,2017-03-03,,,\n\
        D4,依申请公开,2017-12-25,2018-01-04,,\n";
    let folder = Folder::new().with("requests.csv", log);
    folder.check(
        2017,
        &[
            "requests.disclosure.replied = 2",
            "requests.disclosure.open = 2",
            "requests.disclosure.carried_out = 2",
        ],
    );
    // By the log of 2017, D2 was answered in that year and D4 was open.
    let folder = folder.with("more.csv", "编号,类别,收到日期\nD5,依申请公开,2018-03-01\n");
    let folder = folder.with_settings("[logs]\nrequests = [\"requests.csv\", \"more.csv\"]\n");
    folder.check(
        2018,
        &[
            "requests.disclosure.received = 1",
            "requests.disclosure.carried_in = 2",
            "requests.disclosure.replied = 1",
            "requests.disclosure.carried_out = 2",
        ],
    );
}
