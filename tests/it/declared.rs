//! One declared figure has one value wherever it is used; which years are reported on.

use report::{Form, Format, Key, Office, Options, Severity, TraceQuestion, inside::segments_of};

use crate::memory::{Folder, finding_lines};

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
    finding_lines(&found)
}

/// A narrative with the headings of the form, and `overview` below the first of them.
fn whole(overview: &str) -> String {
    format!(
        "# 总体情况\n{overview}# 主动公开政府信息情况\n# 收到和处理政府信息公开申请情况\n\
         # 政府信息公开行政复议、行政诉讼情况\n# 存在的主要问题及改进情况\n有。\n\
         # 其他需要报告的事项\n无。\n"
    )
}

#[test]
fn last_years_figures_in_prose() {
    let folder = office()
        .with_settings("[figures.2021]\n\"published.total\" = 2\n\"cn-2021.T2.licence\" = 7\n")
        .with(
            "narrative/2022.md",
            whole(
                "去年{{ previous.published.total }}条，\
                 {{ published.total | change(previous.published.total) }}；\
                 去年许可{{ previous.decisions.licence }}件，去年诉求{{ previous.requests.service.received }}件。\n",
            ),
        );
    let report = folder.rendered(2022, Format::Markdown);
    assert!(
        report.contains("去年2条，增长50%；去年许可7件，去年诉求—件"),
        "{report}"
    );
}

/// The logs contradict what is declared for last year.
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
            whole("去年{{ previous.published.total }}条。\n"),
        );
    assert_eq!(
        errors(&folder, 2022),
        ["declared-disagrees report.toml:6:21"]
    );
}

/// For a year that no log covers, the figures are the declared ones; it has no report.
#[test]
fn years_of_declared_figures_alone() {
    let folder = office().with_settings("[figures.2021]\n\"published.total\" = 2\n");
    folder.check(2021, &["published.total = 2", "published.rows = absent"]);
    assert_eq!(errors(&folder, 2021), ["year-without-rows"]);
}

/// A log that begins later does not contradict declarations for an earlier year.
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
    // The totals of the statutory table are figures with keys of their own.
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
    let question = TraceQuestion {
        key: Key::from_segments(&segments_of("decisions.licence").unwrap()).unwrap(),
        is_denominator: false,
    };
    let traces = Office::open(&folder).trace(2022, &[question], &Options::default());
    let row = traces.value.as_ref().unwrap()[0]
        .rows
        .iter()
        .next()
        .unwrap();
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

/// T3-4, declared by cell and by key; a waiver with a reason removes the finding.
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

/// An office without settings for 2022.
fn silent() -> Folder {
    Folder::default().with("report.toml", "[office]\nname = \"某局\"\n")
}

const PUBLISHED: &str = "索引号,信息名称,公开日期\n";

/// With any of these, 2022 has a report in every command.
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
        assert!(
            Office::open(&folder)
                .compile(2022, &options)
                .value
                .is_some()
        );
        assert_eq!(
            Office::open(&folder)
                .figures(Some(2022), &options)
                .value
                .unwrap_or_default()
                .len(),
            1
        );
        let checked = finding_lines(
            &Office::open(&folder)
                .check(Some(2022), &options)
                .diagnostics,
        );
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

/// A row with an error may belong to the year: then the year is not reported as empty, and there is
/// no report.
#[test]
fn years_of_bad_rows_alone() {
    let folder = silent().with(
        "published.csv",
        format!("{PUBLISHED}1,甲,年底\n2,乙,年初\n"),
    );
    let bad = ["bad-date published.csv:2:5", "bad-date published.csv:3:5"];
    assert_eq!(errors(&folder, 2022), bad);
    let all = Office::open(&folder).figures(None, &Options::default());
    assert_eq!(finding_lines(&all.diagnostics), bad);
    let going = Options {
        keep_going: true,
        ..Options::default()
    };
    let compilation = Office::open(&folder).compile(2022, &going);
    assert!(compilation.value.is_none());
    assert_eq!(
        finding_lines(&compilation.diagnostics),
        [bad[0], bad[1], "rows-left-out"]
    );
}

/// The tables of last year's report as a clerk copies them, with 0 in empty cells. Table three: 5
/// natural persons and 2 businesses received and 1 carried in; 4 granted and 1 refused; 3 carried
/// over.
fn tables_of_2021() -> String {
    let filled: &[(&str, &str)] = &[
        ("R1.c1", "5"),
        ("R1.c2", "2"),
        ("R1.c7", "7"),
        ("R2.c1", "1"),
        ("R2.c7", "1"),
        ("R3.1.c1", "3"),
        ("R3.1.c2", "1"),
        ("R3.1.c7", "4"),
        ("R3.3.1.c1", "1"),
        ("R3.3.1.c7", "1"),
        ("R3.7.c1", "4"),
        ("R3.7.c2", "1"),
        ("R3.7.c7", "5"),
        ("R4.c1", "2"),
        ("R4.c2", "1"),
        ("R4.c7", "3"),
        ("T2.normative.issued", "2"),
        ("T2.normative.repealed", "1"),
        ("T2.normative.in_force", "9"),
        ("T2.licence", "40"),
        ("T2.penalty", "6"),
        ("T2.fees", "12.8"),
        ("T4.review.upheld", "1"),
        ("T4.review.total", "1"),
    ];
    let form = Form::by_id("cn-2021").unwrap();
    let mut lines = "[figures.2021]\n".to_owned();
    for id in form.cell_ids() {
        let cell = filled.iter().find(|(filled, _)| *filled == id);
        let number = cell.map_or("0", |(_, number)| *number);
        lines.push_str(&format!("\"cn-2021.{id}\" = {number}\n"));
    }
    lines
}

/// Two requests of 2022, granted, and three carried over from 2021 into the log of 2022.
fn office_of_2022() -> Folder {
    let rows = "1,依申请公开,自然人,2022-02-01,2022-02-10,予以公开\n\
                2,依申请公开,商业企业,2022-03-01,2022-03-10,予以公开\n\
                3,依申请公开,自然人,2021-12-20,2022-01-10,予以公开\n\
                4,依申请公开,自然人,2021-12-21,2022-01-10,予以公开\n\
                5,依申请公开,商业企业,2021-12-22,2022-01-12,予以公开\n";
    office()
        .with("requests.csv", format!("{REQUESTS}{rows}"))
        .with(
            "decisions.csv",
            "编号,类别,决定日期\n1,行政许可,2022-03-01\n2,行政许可,2022-04-01\n",
        )
        .with_settings(&tables_of_2021())
}

#[test]
fn last_years_whole_tables() {
    let text = "新收{{ requests.disclosure.received }}件，去年\
        {{ previous.requests.disclosure.received }}件，{{ requests.disclosure.received | change }}；\
        上年结转{{ requests.disclosure.carried_in }}件；去年办结{{ previous.requests.disclosure.replied }}件，\
        不予公开{{ previous.requests.disclosure.table.refused.state_secret.total }}件；\
        许可{{ decisions.licence | change }}；去年收费{{ previous.fees.administrative_yuan | yuan }}；\
        去年复议{{ previous.disputes.review.total }}件。\n";
    let folder = office_of_2022().with("narrative/2022.md", whole(text));
    assert_eq!(errors(&folder, 2022), [""; 0]);
    let report = folder.rendered(2022, Format::Markdown);
    let expected = "新收2件，去年7件，下降71.43%；上年结转3件；去年办结5件，不予公开1件；\
                    许可下降95%；去年收费128000元；去年复议1件。";
    assert!(report.contains(expected), "{report}");
    let options = Options {
        compared_with: Some(2021),
        ..Options::default()
    };
    let report = Office::open(&folder).compile(2022, &options).value.unwrap();
    let report = report::render::render(&report, Format::Markdown, 80).unwrap();
    let report = String::from_utf8(report).unwrap();
    for line in [
        "| 依申请公开：收到数 | 件 | 2 | 7 | -5 | -71.43 |",
        "| 依申请公开：上年结转数 | 件 | 3 | 1 | 2 | 200 |",
        "| 依申请公开：办结数 | 件 | 5 | 5 | 0 | 0 |",
        "| 依申请公开：结转下年度数 | 件 | 0 | 3 | -3 | -100 |",
        "| 行政规范性文件：本年制发件数 | 件 | — | 2 | — | — |",
        "| 行政许可：本年处理决定数量 | 件 | 2 | 40 | -38 | -95 |",
        "元 | — | 128000 | — | — |",
    ] {
        assert!(report.contains(line), "{line}:\n{report}");
    }
}

/// Without the carried-over rows, the declared number is used.
#[test]
fn carried_in_from_whole_tables() {
    let folder = office()
        .with(
            "requests.csv",
            format!("{REQUESTS}1,依申请公开,自然人,2022-02-01,2022-02-10,予以公开\n"),
        )
        .with_settings(&tables_of_2021());
    let cells = [("R2.c1", "2"), ("R2.c2", "1"), ("R2.c7", "3")];
    for (id, number) in cells {
        let found = Office::open(&folder).trace_cell(2022, id, &Options::default());
        let trace = found.value.unwrap();
        assert_eq!(trace.value.to_string(), number, "{id}");
        let files: Vec<_> = trace.rows.iter().map(|row| row.file.to_owned()).collect();
        assert_eq!(files, ["report.toml"], "{id}");
    }
    let found = Office::open(&folder).trace_cell(2021, "T2.fees", &Options::default());
    assert_eq!(found.value.unwrap().value.to_string(), "12.8");
    let key = Key::from_segments(&segments_of("fees.administrative_yuan").unwrap()).unwrap();
    let question = TraceQuestion {
        key,
        is_denominator: false,
    };
    let found = Office::open(&folder).trace(2021, &[question], &Options::default());
    let rows: Vec<_> = found.value.as_ref().unwrap()[0]
        .rows
        .iter()
        .map(|row| row.counts.to_string())
        .collect();
    assert_eq!(rows, ["128000"]);
}

/// A log in which requests ended in the year before covers that year, and contradicting
/// declarations are wrong.
#[test]
fn a_log_that_knows_last_year() {
    let rows = "0,依申请公开,自然人,2021-03-01,2021-03-10,予以公开\n";
    let folder = office_of_2022();
    let log = folder.text("requests.csv").to_owned() + rows;
    let folder = folder.with("requests.csv", log).with(
        "narrative/2022.md",
        whole("去年{{ previous.requests.disclosure.received }}件。\n"),
    );
    let errors = errors(&folder, 2022);
    assert!(
        errors
            .iter()
            .any(|error| error.contains("declared-disagrees")),
        "{errors:?}"
    );
}
