//! One declared figure has one value wherever it is used; which years are reported on.

use report::count::Question;
use report::diagnostic::Severity;
use report::render::Format;
use report::vocabulary::{Key, segments_of};
use report::{Options, check, compile, statistics, trace};

use crate::memory::{Folder, told};

/// An office with settings for 2022 and a published log that begins then.
fn office() -> Folder {
    Folder::default()
        .with(
            "report.toml",
            "[office]\nname = \"某局\"\n[reports.2022]\nsigned-on = 2023-01-10\n",
        )
        .with(
            "published.csv",
            "索引号,信息名称,公开日期\n1,甲,2022-01-04\n2,乙,2022-01-05\n3,丙,2022-01-06\n",
        )
}

const REQUESTS: &str = "编号,类别,申请人类型,收到日期,答复日期,办理结果\n";

fn errors(folder: &Folder, year: i32) -> Vec<String> {
    let mut found = folder.compile(year).diagnostics;
    found.retain(|finding| finding.severity() >= Severity::Error && finding.waiver().is_none());
    told(&found)
}

#[test]
fn last_years_figures_in_prose() {
    let folder = office()
        .with_settings("[figures.2021]\n\"published.total\" = 2\n\"cn-2021.T2.licence\" = 7\n")
        .with(
            "narrative/2022.md",
            "# 总体情况 {#overview}\n去年{{ previous.published.total }}条，\
             {{ published.total | change(previous.published.total) }}；\
             去年许可{{ previous.decisions.licence }}件，去年诉求{{ previous.requests.service.received }}件。\n",
        );
    let report = folder.rendered(2022, Format::Markdown);
    assert!(
        report.contains("去年2条，增长50%；去年许可7件，去年诉求—件"),
        "{report}"
    );
}

/// The logs say something else of last year than what is declared of it.
#[test]
fn last_year_contradicted_by_its_log() {
    let folder = office()
        .with_settings("[figures.2021]\n\"published.total\" = 9\n")
        .with(
            "published.csv",
            "索引号,信息名称,公开日期\n1,甲,2021-05-05\n2,乙,2022-03-01\n",
        )
        .with(
            "narrative/2022.md",
            "# 总体情况 {#overview}\n去年{{ previous.published.total }}条。\n",
        );
    assert_eq!(
        errors(&folder, 2022),
        ["declared-disagrees report.toml:6:21"]
    );
}

/// Of a year that no log knows, the figures are those declared; there is no report of it.
#[test]
fn years_of_declared_figures_alone() {
    let folder = office().with_settings("[figures.2021]\n\"published.total\" = 2\n");
    folder.check(2021, &["published.total = 2", "published.rows = absent"]);
    assert_eq!(errors(&folder, 2021), ["year-without-rows"]);
}

/// A log that begins later does not contradict what is declared of a year before.
#[test]
fn declared_before_the_log_begins() {
    let requests = "编号,类别,收到日期\n1,公众诉求,2021-03-01\n";
    let folder = office()
        .with_settings("[figures.2021]\n\"published.total\" = 2\n")
        .with("requests.csv", requests);
    folder.check(
        2021,
        &[
            "published.total = 2",
            "published.rows = absent",
            "requests.service.received = 1",
        ],
    );
    let own = office().with_settings("[figures.2022]\n\"published.total\" = 2\n");
    assert_eq!(errors(&own, 2022), ["declared-disagrees report.toml:6:21"]);
}

#[test]
fn declared_twice() {
    let twice = |one: &str, other: &str| {
        let lines = format!("[figures.2022]\n{one}\n{other}\n");
        errors(&office().with_settings(&lines), 2022)
    };
    let licence = "\"cn-2021.T2.licence\" = 4";
    assert_eq!(twice(licence, "\"decisions.licence\" = 4"), [""; 0]);
    assert_eq!(
        twice(licence, "\"decisions.licence\" = 3"),
        ["declared-twice report.toml:6:24"]
    );
    // The totals of the statutory table are figures of their own name.
    assert_eq!(
        twice(
            "\"requests.disclosure.carried_out\" = 1",
            "\"cn-2021.R4.c7\" = 2"
        ),
        ["declared-twice report.toml:7:19"]
    );
}

#[test]
fn declared_cell_is_traced() {
    let folder = office().with_settings("[figures.2022]\n\"cn-2021.T2.licence\" = 4\n");
    let question = Question {
        key: Key::from_segments(&segments_of("decisions.licence").unwrap()).unwrap(),
        is_denominator: false,
    };
    let traces = trace(&folder, 2022, &[question], &Options::default());
    let row = traces.traces[0].rows.iter().next().unwrap();
    assert_eq!((row.file, row.line), ("report.toml", 6));
    assert_eq!(row.counts, 4.into());
}

/// Last year's total alone is this year's carry-in; its columns are unknown.
#[test]
fn carried_in_by_key() {
    office()
        .with_settings("[figures.2021]\n\"requests.disclosure.carried_out\" = 2\n")
        .with(
            "requests.csv",
            format!("{REQUESTS}1,依申请公开,自然人,2022-03-01,2022-03-05,予以公开\n"),
        )
        .check(
            2022,
            &[
                "requests.disclosure.carried_in = 2",
                "requests.disclosure.table.carried_in.total = 2",
                "requests.disclosure.table.carried_in.business = absent",
                "requests.disclosure.table.new.business = 0",
            ],
        );
}

/// T3-4, by cell and by key; a reason lets it pass.
#[test]
fn carried_in_otherwise_than_reported() {
    let log = format!(
        "{REQUESTS}1,依申请公开,自然人,2021-12-30,2022-01-05,予以公开\n\
         2,依申请公开,自然人,2022-03-01,2022-03-05,予以公开\n"
    );
    let with = |line: &str| {
        let lines = format!("[figures.2021]\n{line}\n");
        office()
            .with_settings(&lines)
            .with("requests.csv", log.clone())
    };
    for line in [
        "\"cn-2021.R4.c1\" = 2",
        "\"requests.disclosure.carried_out\" = 2",
    ] {
        let folder = with(line);
        assert_eq!(errors(&folder, 2022), ["identity-fails report.toml:6"]);
        let waived = folder.with_settings(
            "[[rules.waiver]]\ncode = \"identity-fails\"\nwhere = \"T3-4\"\nreason = \"机构改革划转\"\n",
        );
        assert_eq!(errors(&waived, 2022), [""; 0]);
    }
    assert_eq!(
        errors(&with("\"requests.disclosure.carried_out\" = 1"), 2022),
        [""; 0]
    );
}

/// An office that says nothing of the year 2022 in its settings.
fn silent() -> Folder {
    Folder::default().with("report.toml", "[office]\nname = \"某局\"\n")
}

const PUBLISHED: &str = "索引号,信息名称,公开日期\n";

/// Each is a report of 2022, by every command.
#[test]
fn years_that_are_reported_on() {
    let carried = |replied: &str| {
        let outcome = if replied.is_empty() {
            ""
        } else {
            "予以公开"
        };
        let log = format!("{REQUESTS}1,依申请公开,自然人,2021-12-30,{replied},{outcome}\n");
        silent().with("requests.csv", log)
    };
    let row = |days: &[&str]| {
        let rows = days.iter().map(|day| format!("{day},甲,{day}\n"));
        PUBLISHED.to_owned() + &rows.collect::<String>()
    };
    let folders = [
        carried("2022-01-05"),
        carried(""),
        silent().with("published.csv", PUBLISHED),
        silent().with("published.csv", row(&["2021-01-04", "2023-01-04"])),
        silent()
            .with("published.csv", row(&["2021-01-04"]))
            .with_settings("[reports.2022]\nsigned-on = 2023-01-10\n"),
    ];
    for folder in folders {
        let options = Options::default();
        assert_eq!(errors(&folder, 2022), [""; 0]);
        assert!(compile(&folder, 2022, &options).report.is_some());
        assert_eq!(statistics(&folder, Some(2022), &options).years.len(), 1);
        let checked = told(&check(&folder, Some(2022), &options).diagnostics);
        assert!(!checked.iter().any(|found| found == "year-without-rows"));
    }
    // Answered before the year began, or received after it.
    for folder in [
        carried("2021-12-31"),
        silent().with("published.csv", row(&["2021-01-04"])),
        silent().with("published.csv", row(&["2023-01-04"])),
    ] {
        assert_eq!(errors(&folder, 2022), ["year-without-rows"]);
    }
}

/// A row with an error may be of the year: nothing is said of it, and no report is made of nothing.
#[test]
fn years_of_bad_rows_alone() {
    let folder = silent().with(
        "published.csv",
        format!("{PUBLISHED}1,甲,年底\n2,乙,年初\n"),
    );
    let bad = ["bad-date published.csv:2:5", "bad-date published.csv:3:5"];
    assert_eq!(errors(&folder, 2022), bad);
    let all = statistics(&folder, None, &Options::default());
    assert_eq!(told(&all.diagnostics), bad);
    let going = Options {
        keep_going: true,
        ..Options::default()
    };
    let compilation = compile(&folder, 2022, &going);
    assert!(compilation.report.is_none());
    assert!(told(&compilation.diagnostics).contains(&"year-without-rows".to_owned()));
}
