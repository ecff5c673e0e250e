//! A question only reads the logs it needs, and rows with errors can be left out.

use std::collections::{BTreeMap, BTreeSet};

use report::{
    Figures, Key, Log, Office, Options, TraceQuestion,
    inside::{logs_behind, segments_of},
};

use crate::memory::{Folder, figure, finding_lines, shown};

/// An office that declares figures, has targets, and keeps logs of different years.
fn office() -> Folder {
    Folder::default()
        .with(
            "report.toml",
            "[office]\nname = \"某局\"\n[logs]\npublished-includes = [\"procurement\"]\n\
             [figures.2017]\n\"fees.administrative_yuan\" = 12.5\n\"decisions.licence\" = 4\n\
             [figures.2016]\n\"requests.disclosure.carried_out\" = 1\n\
             [targets.2017]\n\"published.total\" = 3\n\"requests.service.on_time_rate\" = 0\n",
        )
        .with(
            "published.csv",
            "索引号,信息名称,公开日期\n1,甲,2017-01-04\n2,中标公告,2017-02-05\n3,丙,2018-01-06\n",
        )
        .with(
            "procurement.csv",
            "编号,标题,成交金额,发布日期\n1,中标公告,5万元,2017-02-05\n",
        )
        .with(
            "requests.csv",
            "编号,类别,收到日期,办理期限,答复日期\n1,公众诉求,2017-03-01,2017-03-08,2017-03-09\n\
             2,依申请公开,2016-12-30,,2017-01-10\n3,依申请公开,2015-05-05,,2015-05-06\n",
        )
        .with("guides.csv", "编号,子栏目,事项名称\n1,许可,取水许可\n")
        .with("disputes.csv", "案号,类别,起诉途径,受理日期,审结日期,审理结果\n1,行政复议,,2016-05-05,2016-06-06,结果维持\n")
}

fn only(logs: BTreeSet<Log>) -> Options {
    Options {
        logs: Some(logs),
        ..Options::default()
    }
}

fn figures(folder: &Folder, year: i32, options: &Options) -> Option<Figures> {
    let statistics = Office::open(folder).figures(Some(year), options);
    let mut years = statistics.value.unwrap_or_default().into_iter();
    years.next().map(|(_, figures)| figures)
}

/// Compares each figure with the one computed from its own logs alone, while all other logs are
/// replaced by `damage`. Returns the number of compared figures.
fn compare(folder: &Folder, year: i32, damage: Option<&str>) -> usize {
    let all = figures(folder, year, &Options::default()).unwrap_or_else(|| panic!("{year}"));
    let mut by_logs: BTreeMap<BTreeSet<Log>, Figures> = BTreeMap::new();
    let mut count = 0;
    for (key, value) in all.iter() {
        let logs = logs_behind(key.metric, &key.labels);
        let alone = by_logs.entry(logs.clone()).or_insert_with(|| {
            let mut folder = folder.clone();
            // Events are read with the requests that they belong to.
            let is_behind = |log: &Log| {
                let log = if *log == Log::Events {
                    Log::Requests
                } else {
                    *log
                };
                logs.contains(&log)
            };
            for log in Log::ALL.iter().filter(|log| !is_behind(log)) {
                if let Some(damage) = damage {
                    folder.set(log.default_file(), damage);
                }
            }
            figures(&folder, year, &only(logs)).unwrap_or_else(|| panic!("{key} {year}"))
        });
        let alone = alone.get(key).map(shown);
        assert_eq!(alone, Some(shown(value)), "{key} {year}");
        count += 1;
    }
    count
}

#[test]
fn every_figure_needs_its_logs_only() {
    for year in [2016, 2017] {
        assert!(compare(&Folder::sample(), year, None) > 200);
        assert!(compare(&Folder::sample(), year, Some("表头\n乱行\n")) > 200);
    }
    for year in [2015, 2016, 2017, 2018] {
        assert!(compare(&office(), year, None) > 200);
    }
    let reported = office().with_settings("[reports.2017]\n[reports.2016]\n");
    for year in [2016, 2017] {
        compare(&reported, year, Some("表头\n乱行\n"));
    }
}

/// Any log makes a year known: 2018 the published one, 2015 the requests.
#[test]
fn years_of_other_logs() {
    let folder = office();
    let value = |key: &str, year| {
        let key = Key::from_segments(&segments_of(key).unwrap()).unwrap();
        let options = only(logs_behind(key.metric, &key.labels));
        figures(&folder, year, &options).map(|figures| figure(&figures, &key.to_string()))
    };
    assert_eq!(value("procurement.total", 2018).unwrap(), "0");
    assert_eq!(value("published.total", 2015).unwrap(), "0");
    assert_eq!(value("decisions.licence", 2017).unwrap(), "4");
    assert_eq!(
        value("documents.regulation.issued", 2017).unwrap(),
        "absent"
    );
    assert_eq!(value("fees.administrative_yuan", 2017).unwrap(), "12.5");
    // No log covers it.
    assert_eq!(value("published.total", 2014), None);
    // Without a year: those of the log, else those of all.
    let years = |log: Log| {
        let statistics = Office::open(&folder).figures(None, &only([log].into()));
        statistics
            .value
            .as_deref()
            .unwrap_or_default()
            .iter()
            .map(|(year, _)| *year)
            .collect::<Vec<_>>()
    };
    assert_eq!(years(Log::Procurement), [2017]);
    assert_eq!(years(Log::Documents), [2015, 2016, 2017, 2018]);
}

#[test]
fn no_log_at_all() {
    let empty = Folder::new();
    let found = |logs: &[Log]| {
        let options = only(logs.iter().copied().collect());
        let by_year = Office::open(&empty).figures(Some(2017), &options);
        assert!(by_year.value.as_deref().unwrap_or_default().is_empty());
        finding_lines(&by_year.diagnostics)
    };
    assert_eq!(found(&[Log::Published]), ["no-logs"]);
    let statistics = Office::open(&empty).figures(None, &only([Log::Guides].into()));
    assert_eq!(finding_lines(&statistics.diagnostics), ["no-logs"]);
}

/// One row of the published log and all of the environmental log cannot be read.
fn with_errors_elsewhere() -> Folder {
    office()
        .with(
            "published.csv",
            "索引号,信息名称,公开日期\n1,甲,2017-01-04\n2,乙,八月\n",
        )
        .replacing(
            "report.toml",
            "[logs]\n",
            "[logs]\nenvironment = \"missing.csv\"\n",
        )
}

fn question(key: &str) -> TraceQuestion {
    TraceQuestion {
        key: Key::from_segments(&segments_of(key).unwrap()).unwrap(),
        is_denominator: false,
    }
}

#[test]
fn errors_of_other_logs_block_nothing() {
    let folder = with_errors_elsewhere();
    let day = "2017-03-05".parse().unwrap();
    let open = Office::open(&folder).open_requests(day, &Options::default());
    assert_eq!(
        (
            open.value.unwrap_or_default().len(),
            finding_lines(&open.diagnostics)
        ),
        (1, vec![])
    );

    let asked = question("requests.service.late");
    let traces =
        Office::open(&folder).trace(2017, std::slice::from_ref(&asked), &Options::default());
    assert_eq!(
        finding_lines(&traces.diagnostics),
        ["reply-without-outcome requests.csv:3"]
    );
    assert_eq!(
        (
            traces.value.as_ref().unwrap()[0].rows.len(),
            shown(&traces.value.as_ref().unwrap()[0].value)
        ),
        (1, "1".into())
    );
    let found = Office::open(&folder).account(2017, &asked.key, &Options::default());
    assert_eq!(
        (
            shown(&found.value.unwrap().value),
            finding_lines(&found.diagnostics)
        ),
        (
            "1".into(),
            vec!["reply-without-outcome requests.csv:3".to_owned()]
        )
    );

    let published = only([Log::Published].into());
    let found = Office::open(&folder).figures(Some(2017), &published);
    assert!(found.value.as_deref().unwrap_or_default().is_empty());
    assert_eq!(
        finding_lines(&found.diagnostics),
        [
            "bad-date published.csv:3:5",
            "target-missed report.toml:12:21",
            "rows-left-out"
        ]
    );
}

#[test]
fn bad_rows_left_out_of_each_answer() {
    let folder = with_errors_elsewhere().with(
        "requests.csv",
        "编号,类别,收到日期,办理期限,答复日期\n1,公众诉求,2017-03-01,2017-03-08,\n2,公众诉求,三月,,\n",
    );
    let going = Options {
        keep_going: true,
        ..Options::default()
    };
    let left_out = ["bad-date requests.csv:3:8", "rows-left-out"];
    let day = "2017-03-05".parse().unwrap();
    let open = Office::open(&folder).open_requests(day, &Options::default());
    assert_eq!(
        (
            open.value.unwrap_or_default().len(),
            finding_lines(&open.diagnostics)
        ),
        (0, left_out.map(str::to_owned).into())
    );
    let open = Office::open(&folder).open_requests(day, &going);
    assert_eq!(
        (
            open.value.unwrap_or_default().len(),
            finding_lines(&open.diagnostics)
        ),
        (1, left_out.map(str::to_owned).into())
    );

    let asked = question("requests.service.received");
    let traces = Office::open(&folder).trace(2017, std::slice::from_ref(&asked), &going);
    assert_eq!(
        (
            traces.value.as_ref().unwrap()[0].rows.len(),
            finding_lines(&traces.diagnostics)
        ),
        (1, left_out.map(str::to_owned).into())
    );
    let found = Office::open(&folder).account(2017, &asked.key, &going);
    assert_eq!(
        (
            shown(&found.value.unwrap().value),
            finding_lines(&found.diagnostics)
        ),
        ("1".into(), left_out.map(str::to_owned).into())
    );

    let options = Options {
        keep_going: true,
        ..only([Log::Published].into())
    };
    let found = Office::open(&folder).figures(Some(2017), &options);
    assert_eq!(
        figure(
            &found.value.as_deref().unwrap_or_default()[0].1,
            "published.total"
        ),
        "1"
    );
}
