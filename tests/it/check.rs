//! `report check`: each of its findings, the rules over them, its formats and its exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use report::{
    Check, Code, Diagnostic, Office, Options, Severity,
    finding::{BadDate, PublishedBeforeMade, SameTitleAndDate},
    inside::Cap,
};
use serde_json::Value as Json;

use crate::memory::{COMPLETE, Folder, finding_lines};
use crate::program::{below_tests, outcome, report};

const PUBLISHED: &str = "索引号,信息名称,生成日期,公开日期,保密审查人,审查日期\n";

/// An office with a published log of these rows, and a narrative.
fn office(rows: &str) -> Folder {
    Folder::new()
        .with("published.csv", format!("{PUBLISHED}{rows}"))
        .with("narrative/2016.md", COMPLETE)
        .with("narrative/2017.md", COMPLETE)
        .with("narrative/2018.md", COMPLETE)
}

fn of_2017(folder: &Folder) -> Check {
    Office::open(folder).check(Some(2017), &Options::default())
}

/// Returns the findings for 2017.
#[track_caller]
fn finds(folder: &Folder, expected: &[&str]) {
    assert_eq!(finding_lines(&of_2017(folder).diagnostics), expected);
}

#[test]
fn the_sample_office_is_clean() {
    for strict in [None, Some(2016), Some(2017)] {
        let check = Office::open(&Folder::sample()).check(strict, &Options::default());
        let is_open = |found: &&Diagnostic| found.waiver().is_none();
        assert_eq!(check.diagnostics.iter().filter(is_open).count(), 0);
        let years = strict.map_or_else(|| vec![2016, 2017], |year| vec![year]);
        assert_eq!(check.years, years);
    }
}

#[test]
fn an_item_is_made_reviewed_and_then_published() {
    finds(&office("1,甲,2017-03-01,2017-03-05,张三,2017-03-05\n"), &[]);
    finds(
        &office("1,甲,2017-03-06,2017-03-05,张三,2017-03-07\n"),
        &[
            "published-before-made published.csv:2:5",
            "published-before-reviewed published.csv:2:30",
        ],
    );
}

#[test]
fn items_without_a_review_are_reported_once_and_one_by_one_on_request() {
    let rows =
        "1,甲,,2017-03-05,,\n2,乙,,2017-03-06,李四,\n3,丙,,2017-03-07,,\n4,丁,,2016-03-07,,\n";
    let office = office(rows);
    let found = of_2017(&office).diagnostics;
    assert_eq!(finding_lines(&found), ["item-without-review published.csv"]);
    let message = found[0].problem.message().en;
    assert_eq!(message, "without a secrecy review: 2 items");
    finds(
        &office
            .clone()
            .with_settings("[rules]\nreview-since = 2017-03-06\n"),
        &[
            "item-without-review published.csv",
            "item-without-review published.csv:4:18",
        ],
    );
    // Without a column for reviews, nothing is known about them.
    finds(
        &office.with("published.csv", "标题,公开日期\n甲,2017-03-05\n"),
        &[],
    );
}

#[test]
fn one_title_and_date_under_two_ids_is_a_note() {
    let twins = "1,关于检查的通知（一）,,2017-03-05,张三,\n2,关于检查的通知 (一),,2017-03-05,张三,\n3,关于检查的通知（一）,,2017-03-06,张三,\n";
    finds(&office(twins), &["same-title-and-date published.csv:3:1"]);
    let joined = "索引号,信息名称,公开日期,关联索引号\n1,甲,2017-03-05,\n2,甲,2017-03-05,1\n";
    finds(&office("").with("published.csv", joined), &[]);
}

#[test]
fn duplicates_are_found_across_the_files_of_a_log() {
    let rows_of = |rows: &str| format!("{PUBLISHED}{rows}");
    let office = office("")
        .with("a.csv", rows_of("A1,甲,,2017-03-05,张三,\nA2,乙,,2017-03-06,张三,\n"))
        .with(
            "b.csv",
            rows_of("B01,丙,,2017-03-06,张三,\nB02,乙,,2017-03-06,张三,\nB03,甲,,2017-03-06,张三,\nB04,丙,,2017-03-06,张三,\n"),
        )
        .with("c.csv", rows_of("C1,甲,,2017-03-05,张三,\nC2,丙,,2017-03-06,张三,\n"))
        .with_settings("[logs]\npublished = [\"a.csv\", \"b.csv\", \"c.csv\"]\n");
    let found = of_2017(&office).diagnostics;
    let reported = found.iter().map(|twin| {
        let place = twin.place.as_deref().unwrap();
        let message = twin.problem.message().en;
        let (_, first) = message.split_once("those of ").unwrap();
        let (line, column) = (place.line.unwrap(), place.column.unwrap());
        format!("{}:{line}:{column} {first}", place.file)
    });
    assert_eq!(
        reported.collect::<Vec<_>>(),
        [
            "b.csv:3:1 \"A2\" (a.csv, line 3)",
            "b.csv:5:1 \"B01\" (b.csv, line 2)",
            "c.csv:2:1 \"A1\" (a.csv, line 2)",
            "c.csv:3:1 \"B01\" (b.csv, line 2)",
        ]
    );
}

#[test]
fn duplicates_whose_ids_stand_in_the_settings_are_reported_where_their_file_is_named() {
    let log = "标题,公开日期\n甲,2017-03-05\n";
    let settings = "[logs]\npublished = [{ path = \"a.csv\", id = \"A\" }, { path = \"b.csv\", id = \"B\" }]\n";
    let office = office("").with("a.csv", log).with("b.csv", log);
    let found = of_2017(&office.with_settings(settings)).diagnostics;
    let place = found[0].place.as_deref().unwrap();
    assert_eq!(finding_lines(&found).len(), 1);
    assert_eq!(found[0].code(), Code::of::<SameTitleAndDate>());
    assert_eq!(&*place.file, "report.toml");
    let excerpt = place.excerpt.as_ref().unwrap();
    assert_eq!(&excerpt.text[excerpt.marked.clone()], "\"b.csv\"");
}

#[test]
fn a_notice_said_to_be_published_stands_in_the_published_log() {
    let settings = "[logs]\npublished-includes = [\"environment\"]\n";
    let notices = "标题,公告类型,公开日期\n甲项目受理公示,受理公示,2017-03-05\n乙项目受理公示,受理公示,2017-03-06\n丙项目受理公示,受理公示,2016-03-06\n";
    let office = office("1,甲项目受理公示,,2017-03-05,张三,\n").with("environment.csv", notices);
    finds(&office, &[]);
    finds(
        &office.clone().with_settings(settings),
        &["notice-not-published environment.csv:3:1"],
    );
    // If the published log cannot be read, nothing is reported as missing from it.
    finds(
        &office
            .with_settings(settings)
            .with("published.csv", "名头\n"),
        &[
            "missing-column published.csv:1",
            "missing-column published.csv:1",
        ],
    );
}

#[test]
fn a_result_without_a_tender_is_reported_where_it_is_asked_for() {
    let notices = "项目编号,采购方式,标题,发布日期\n\
        G1,公开招标,甲项目公开招标公告,2016-12-30\nG1,公开招标,甲项目中标公告,2017-01-20\n\
        G2,公开招标,乙项目中标公告,2017-02-20\n\
        G3,单一来源,丙项目成交公告,2017-03-20\n";
    let office = office("1,甲,,2017-03-05,张三,\n").with("procurement.csv", notices);
    finds(&office, &[]);
    finds(
        &office.with_settings("[rules]\nresult-without-tender = \"note\"\n"),
        &["result-without-tender procurement.csv:4:1"],
    );
}

#[test]
fn rows_after_the_day_as_seen_from_are_reported_once_a_file() {
    let office = office(
        "1,甲,,2017-03-05,张三,\n2,乙,,2017-07-06,张三,\n3,丙,,2017-08-06,,\n4,丁,,2018-08-06,,\n",
    );
    let options = Options {
        as_of: "2017-06-30".parse().ok(),
        ..Options::default()
    };
    for year in [None, Some(2017)] {
        let check = Office::open(&office).check(year, &options);
        assert_eq!(check.years, [2017]);
        assert_eq!(
            finding_lines(&check.diagnostics),
            ["rows-after-as-of published.csv"]
        );
        assert_eq!(check.count_of(Severity::Note), 1);
    }
}

#[test]
fn all_is_reported_in_one_run_whatever_cannot_be_read() {
    let office = office("1,甲,,2017210日,张三,\n2,乙,,2017-03-05,张三,\n")
        .with("requests.csv", "编号,收到日期\n1,2017-03-05\n")
        .with("environment.csv", "标题,公告类型,公开日期\n甲,受理,\n")
        .with(
            "narrative/2017.md",
            "# 概况\n{{ published.totl }} {{ published.by_category[\"甲\"] }}\n",
        );
    finds(
        &office,
        &[
            "bad-date published.csv:2:6",
            "missing-cell environment.csv:2:6",
            "missing-column requests.csv:1",
            "unknown-placeholder narrative/2017.md:2:4",
        ],
    );
}

#[test]
fn a_year_is_reported_on_if_the_office_says_anything_of_it() {
    let office = Folder::new().with(
        "published.csv",
        "标题,公开日期\n甲,2015-03-05\n乙,2017-03-05\n",
    );
    let check_all = Office::open(&office).check(None, &Options::default());
    assert_eq!(check_all.years, [2015, 2017]);
    assert_eq!(
        finding_lines(&check_all.diagnostics),
        ["no-narrative narrative/2017.md"]
    );
    let check_one = Office::open(&office).check(Some(2015), &Options::default());
    assert_eq!(
        finding_lines(&check_one.diagnostics),
        [
            "no-narrative narrative/2015.md",
            "no-signing-date report.toml"
        ]
    );
}

#[test]
fn what_several_years_show_is_reported_once() {
    let requests = "编号,类别,收到日期,答复日期,办理结果\n1,依申请公开,2016-03-01,2016-03-02,予以公开\n\
        1,依申请公开,2016-03-01,2016-03-02,予以公开\n2,依申请公开,2017-03-01,2017-03-02,\n";
    let office = office("1,甲,,2017-03-05,张三,\n").with("requests.csv", requests);
    let check = Office::open(&office).check(None, &Options::default());
    assert_eq!(
        finding_lines(&check.diagnostics),
        [
            "duplicate-id requests.csv:3:1",
            "reply-without-outcome requests.csv:4:31",
            "rows-left-out",
        ]
    );
}

#[test]
fn severities_are_the_office_s_own_and_a_lost_row_stays_lost() {
    let office = office("1,甲,,2017210日,张三,\n2,乙,,2017-03-05,张三,\n")
        .with_settings("[rules]\nbad-date = \"note\"\nrows-left-out = \"off\"\n");
    let compilation = office.compile(2017);
    assert_eq!(
        finding_lines(&compilation.diagnostics),
        ["bad-date published.csv:2:6"]
    );
    assert_eq!(compilation.diagnostics[0].severity(), Severity::Note);
    let report = compilation.value.unwrap();
    assert_eq!(report.inputs[0].excluded, 1);
    let text = office.rendered(2017, report::Format::Text);
    assert!(text.contains("台账中有1行登记有误"), "{text}");
}

#[test]
fn what_is_waived_passes_with_its_reason_until_its_day() {
    let office = office("1,甲,2017-03-06,2017-03-05,张三,\n2,乙,2017-03-09,2017-03-05,张三,\n");
    let waiver = |until: &str| {
        let lines = format!(
            "[[rules.waiver]]\ncode = \"published-before-made\"\nwhere = \"published.csv:3\"\n\
             reason = \"按原件登记\"\n{until}"
        );
        let checked = of_2017(&office.clone().with_settings(&lines));
        let found = checked.diagnostics.iter();
        let reasons: Vec<_> = found
            .map(|found| found.waiver().map(str::to_owned))
            .collect();
        (
            finding_lines(&checked.diagnostics),
            reasons,
            checked.count_of(Severity::Warning),
        )
    };
    let (first, second) = (
        "published-before-made published.csv:2:5".to_owned(),
        "published-before-made published.csv:3:5".to_owned(),
    );
    let reason = Some("按原件登记".to_owned());
    // The day that waivers are compared with is the signing date, 2018-01-15.
    for until in ["", "until = 2018-01-15"] {
        let expected = (
            vec![first.clone(), second.clone()],
            vec![None, reason.clone()],
            1,
        );
        assert_eq!(waiver(until), expected);
    }
    let (found, reasons, warnings) = waiver("until = 2018-01-14");
    assert_eq!(found[..2], [first, second]);
    assert!(
        found[2].starts_with("expired-waiver report.toml:"),
        "{found:?}"
    );
    assert_eq!((reasons, warnings), (vec![None, None, None], 3));
}

#[test]
fn a_waiver_that_lets_nothing_pass_is_reported_where_every_year_was_checked() {
    let office = office("1,甲,,2017-03-05,张三,\n")
        .with_settings("[[rules.waiver]]\ncode = \"bad-date\"\nreason = \"原件如此\"\n");
    finds(&office, &[]);
    let all = |office: &Folder| {
        finding_lines(
            &Office::open(office)
                .check(None, &Options::default())
                .diagnostics,
        )
    };
    let found = all(&office);
    assert!(
        found
            .last()
            .unwrap()
            .starts_with("unused-waiver report.toml:"),
        "{found:?}"
    );
    // If a log cannot be read, waivers for it are not reported as unused.
    let found = all(&office.with("requests.csv", ""));
    assert!(
        found.contains(&"no-header requests.csv".to_owned()),
        "{found:?}"
    );
    assert!(
        !found.iter().any(|found| found.starts_with("unused-waiver")),
        "{found:?}"
    );
}

#[test]
fn beyond_a_few_of_a_kind_findings_are_counted_and_not_kept() {
    let mut rows = String::new();
    for row in 0..1000 {
        let _ = writeln!(rows, "{row},甲{row},2017-03-09,2017-03-05,张三,2017-13-01");
    }
    for row in 0..50 {
        let _ = writeln!(rows, "z{row},乙{row},2017-03-09,2017-03-05,张三,");
    }
    let office = office(&rows).with_settings(
        "[[rules.waiver]]\ncode = \"bad-date\"\nwhere = \"published.csv:900\"\nreason = \"原件如此\"\n",
    );
    let options = Options {
        kept_per_kind: Some(Cap {
            errors: 5,
            others: 5,
        }),
        ..Options::default()
    };
    for year in [None, Some(2017)] {
        let few = Office::open(&office).check(year, &options);
        let all = Office::open(&office).check(year, &Options::default());
        assert_eq!(
            few.diagnostics.len(),
            12,
            "{:?}",
            finding_lines(&few.diagnostics)
        );
        let suppressed: Vec<_> = few
            .suppressed
            .iter()
            .map(|suppressed| (suppressed.code, suppressed.count))
            .collect();
        assert_eq!(
            suppressed,
            [
                (Code::of::<BadDate>(), 994),
                (Code::of::<PublishedBeforeMade>(), 45)
            ]
        );
        // Nothing but the line is left of these.
        for suppressed in &few.suppressed {
            let listed = all.diagnostics.iter();
            let listed = listed.filter(|finding| finding.code() == suppressed.code);
            let lines = listed.filter_map(|finding| finding.place.as_ref()?.line);
            let kept = few
                .diagnostics
                .iter()
                .filter_map(|kept| kept.place.as_ref()?.line);
            let kept: Vec<u64> = kept.collect();
            let mut lines: Vec<u64> = lines.filter(|line| !kept.contains(line)).collect();
            lines.dedup();
            let ranges = suppressed.lines.iter();
            let reported: Vec<u64> = ranges
                .flat_map(|(first, last)| u64::from(first)..=u64::from(last))
                .collect();
            assert_eq!(reported, lines, "{:?}", suppressed.code);
        }
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            assert_eq!(few.count_of(severity), all.count_of(severity));
        }
        assert!(all.suppressed.is_empty());
    }
}

/// Runs the program in `folder`.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_report"))
        .current_dir(folder)
        .env("LANG", "zh_CN.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("REPORT_DATA")
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// A folder on disk with an office in `data` whose log has one error and one warning.
fn on_disk() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    std::fs::create_dir_all(data.join("narrative")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(data.join(name), text).unwrap();
    write(
        "report.toml",
        "[office]\nname = \"某局\"\n[reports.2017]\nsigned-on = 2018-01-15\n",
    );
    write("narrative/2017.md", COMPLETE);
    write(
        "published.csv",
        &format!("{PUBLISHED}1,甲,,2017210日,张三,\n2,乙,2017-03-06,2017-03-05,张三,\n"),
    );
    root
}

#[test]
fn the_command_shows_a_person_everything_and_its_kinds() {
    let root = on_disk();
    let output = run(root.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let first = "\
【须改】[bad-date]: “2017210日”不是日期
 --> published.csv:2:6 (公开日期)
  |
2 | 2017210日
  | ^^^^^^^^^
";
    assert!(text.starts_with(first), "{text}");
    let end = "\
      1 【须改】[bad-date]：published.csv 1
      1 【请看】[published-before-made]：published.csv 1
      1 【请看】[rows-left-out]

数据核对：须改1处、请看2处。文字、保密审查和签批不在核对之内。
";
    assert!(text.ends_with(end), "{text}");
    let quiet = run(root.path(), &["check", "-q", "--lang", "en"]);
    assert!(
        stdout(&quiet).ends_with(
            "\n\ndata: 1 to correct, 2 to look at (2 more not shown); \
             wording, secrecy review and approval are not checked\n"
        ),
        "{}",
        stdout(&quiet)
    );
    assert!(!stdout(&quiet).contains("warning["), "{}", stdout(&quiet));
}

#[test]
fn programs_get_json_sarif_and_workflow_commands() {
    let root = on_disk();
    let json: Json =
        serde_json::from_slice(&run(root.path(), &["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["schema"], "report-check/1");
    assert_eq!(
        (json["errors"].as_u64(), json["warnings"].as_u64()),
        (Some(1), Some(2))
    );
    let first = &json["diagnostics"][0];
    assert_eq!(
        (&first["file"], &first["line"], &first["column"]),
        (&"published.csv".into(), &2.into(), &6.into())
    );
    let sarif: Json =
        serde_json::from_slice(&run(root.path(), &["check", "--format", "sarif"]).stdout).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "data/published.csv");
    assert_eq!(place["region"]["startLine"], 2);
    let output = run(
        root.path(),
        &["check", "--format", "github", "--lang", "en"],
    );
    let first = stdout(&output).lines().next().unwrap().to_owned();
    assert!(
        first.starts_with("::error file=data/published.csv,line=2,col=6,title=bad-date::\"2017210日\" is not a date%0A"),
        "{first}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn exit_codes_are_those_of_every_command() {
    let root = on_disk();
    let data = root.path().join("data");
    let code = |arguments: &[&str]| run(root.path(), arguments).status.code();
    std::fs::write(
        data.join("published.csv"),
        format!("{PUBLISHED}2,乙,2017-03-06,2017-03-05,张三,\n"),
    )
    .unwrap();
    assert_eq!(code(&["check"]), Some(0));
    assert_eq!(code(&["check", "--strict"]), Some(1));
    assert_eq!(code(&["check", "--year", "2019"]), Some(1));
    std::fs::write(
        data.join("published.csv"),
        format!("{PUBLISHED}2,乙,,2017-03-05,张三,\n"),
    )
    .unwrap();
    let clean = run(root.path(), &["check", "--strict"]);
    let nothing = "数据核对：须改0处、请看0处。文字、保密审查和签批不在核对之内。\n";
    assert_eq!((clean.status.code(), stdout(&clean)), (Some(0), nothing));
    let remark = String::from_utf8(clean.stderr).unwrap();
    assert_eq!(remark, "核对了 2017 年\n");
    std::fs::remove_file(data.join("published.csv")).unwrap();
    assert_eq!(code(&["check"]), Some(2));
    assert_eq!(code(&["check", "--data", "none"]), Some(2));
}

#[test]
fn init_takes_in_the_logs_that_are_there() {
    let root = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(root.path().join(name), text).unwrap();
    write(
        "公开.csv",
        "索引号,信息名称,分类,上网时间\n1,甲,动态,2017-03-05\n",
    );
    write(
        "12345工单.csv",
        "编号,诉求类型,收到日期,答复日期,办理期限\n1,咨询,2017-03-05,2017-03-06,2017-03-10\n",
    );
    write("名单.csv", "姓名,工号\n");
    let arguments = [
        "init",
        "office",
        "--year",
        "2017",
        "--from",
        "公开.csv",
        "12345工单.csv",
        "名单.csv",
    ];
    let output = run(root.path(), &arguments);
    let reported = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{reported}");
    for line in [
        "../公开.csv：作为 published；“上网时间”作为“公开日期”\n",
        "../12345工单.csv：作为 requests；“类别”一律为 service\n",
        "../名单.csv：表头都不认识",
    ] {
        assert!(reported.contains(line), "{reported}");
    }
    let stats = run(
        root.path(),
        &[
            "stats",
            "published.total",
            "--data",
            "office",
            "--year",
            "2017",
            "--format",
            "plain",
        ],
    );
    assert_eq!(
        stdout(&stats),
        "1\n",
        "{}",
        String::from_utf8_lossy(&stats.stderr)
    );
    let again = run(root.path(), &arguments);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn every_year_of_a_log_is_seen_though_its_rows_differ_in_nothing_but_their_days() {
    let rows = (2014..=2017).map(|year| format!("{year},公众诉求,反映路灯不亮,{year}-03-05\n"));
    let requests = format!("编号,类别,标题,收到日期\n{}", rows.collect::<String>());
    let office = Folder::new().with("requests.csv", requests);
    let years = [2014, 2015, 2016, 2017];
    assert_eq!(
        Office::open(&office).check(None, &Options::default()).years,
        years
    );
    let counted = Office::open(&office)
        .figures(None, &Options::default())
        .value
        .unwrap_or_default();
    assert!(counted.iter().map(|(year, _)| *year).eq(years));
}

/// Code scanning services refuse a result without a file and a line.
#[test]
fn every_sarif_result_has_a_location() {
    let mut results = 0;
    for case in std::fs::read_dir(below_tests("cases")).unwrap() {
        let project = case.unwrap().path().join("project");
        if !project.is_dir() {
            continue;
        }
        let data = project.to_str().unwrap();
        let sarif = outcome(&mut report(["check", "--format", "sarif", "--data", data]));
        let sarif: Json = serde_json::from_str(&sarif.stdout).unwrap();
        for result in sarif["runs"][0]["results"].as_array().unwrap() {
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str();
            assert!(uri.is_some_and(|uri| !uri.is_empty()), "{data}: {result}");
            let line = place["region"]["startLine"].as_u64();
            assert!(line.is_some_and(|line| line >= 1), "{data}: {result}");
            results += 1;
        }
    }
    assert!(results > 100, "{results}");
}
