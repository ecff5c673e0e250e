//! Realistic cases, from the bytes of the logs to figures, findings and the report.
//!
//! Every figure here was counted by hand; a comment explains it if it is not obvious.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use report::{
    Diagnostic, Extras, Format, Office, Options, Problem, Severity,
    finding::{RowsLeftOut, UnknownPlaceholder, YearWithoutRows},
};
use serde_json::Value as Json;

use crate::memory::{Folder, figure, finding_lines};
use crate::program::rendered_text;

const FORMATS: [Format; 3] = [Format::Text, Format::Markdown, Format::Json];

const KEEP_GOING: Options = Options {
    part: None,
    as_of: None,
    form: None,
    keep_going: true,
    kept_per_kind: None,
    lists_details: false,
    compared_with: None,
    with: Extras {
        last_year: false,
        evidence: false,
    },
    logs: None,
};

fn published(rows: &str) -> Folder {
    let header = "索引号,信息名称,发布渠道,公开日期,关联索引号\n";
    Folder::new().with("published.csv", format!("{header}{rows}"))
}

fn requests(rows: &str) -> Folder {
    let header = "编号,类别,收到日期,办理期限,答复日期,处理状态\n";
    Folder::new().with("requests.csv", format!("{header}{rows}"))
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<String> {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity() >= Severity::Error;
    finding_lines(
        &diagnostics
            .iter()
            .filter(is_error)
            .cloned()
            .collect::<Vec<_>>(),
    )
}

// ---- what is wrong -------------------------------------------------------------------------

fn with_bad_cells_in_three_files() -> Folder {
    Folder::new()
        .with("published.csv", "信息名称,公开日期\n甲,2017-01-03\n乙,2017210日\n")
        .with(
            "procurement.csv",
            "标题,成交金额,发布日期\n道路养护成交公告,约5万,2017-02-01\n绿化成交公告,8,2017-02-02\n",
        )
        .with("requests.csv", "类别,收到日期,办理期限\n公众诉求,2017-03-01,尽快\n")
}

#[test]
fn bad_cells_in_three_files_are_all_reported_and_nothing_is_written() {
    let compilation = with_bad_cells_in_three_files().compile(2017);
    assert_eq!(
        errors(&compilation.diagnostics),
        [
            "bad-date published.csv:3:3",
            "bad-amount procurement.csv:2:10",
            "bad-limit requests.csv:2:17",
        ]
    );
    assert!(compilation.value.is_none());
    let statistics =
        Office::open(&with_bad_cells_in_three_files()).figures(Some(2017), &Options::default());
    assert!(statistics.value.as_deref().unwrap_or_default().is_empty());
}

#[test]
fn two_bad_cells_of_one_row_are_both_reported() {
    let folder = Folder::new().with(
        "published.csv",
        "信息名称,生成日期,公开日期\n甲,昨天,今天\n",
    );
    assert_eq!(
        errors(&folder.compile(2017).diagnostics)[..2],
        ["bad-date published.csv:2:3", "bad-date published.csv:2:6"]
    );
}

#[test]
fn keeping_going_leaves_bad_rows_out_and_says_how_many() {
    let folder = with_bad_cells_in_three_files();
    let compilation = Office::open(&folder).compile(2017, &KEEP_GOING);
    let report = compilation.value.unwrap();
    // One row of two, one of two, one of one.
    let rows: Vec<_> = report
        .inputs
        .iter()
        .map(|input| (input.rows, input.counted, input.excluded))
        .collect();
    assert_eq!(rows, [(2, 1, 1), (2, 1, 1), (1, 0, 1)]);
    assert_eq!(figure(&report.statistics, "published.total"), "1");
    assert_eq!(figure(&report.statistics, "procurement.award_yuan"), "8");
    assert_eq!(figure(&report.statistics, "requests.service.received"), "0");
    assert!(rendered_text(&report, Format::Text).contains("3行登记有误"));
    assert!(
        compilation
            .diagnostics
            .iter()
            .any(|found| found.problem == Problem::from(RowsLeftOut { rows: 3 }))
    );
}

#[test]
fn keeping_going_does_not_forgive_a_log_without_a_required_column() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n")
        .with("environment.csv", "标题,备注\n某项目受理公示,\n");
    let compilation = Office::open(&folder).compile(2017, &KEEP_GOING);
    assert_eq!(
        errors(&compilation.diagnostics),
        ["missing-column environment.csv:1"]
    );
    assert!(compilation.value.is_none());
}

#[test]
fn a_year_without_rows_is_reported_with_the_years_that_have_some() {
    let folder = published("A1,甲,门户网站,2016-03-01,\nA2,乙,门户网站,2017-03-01,\n");
    let compilation = folder.compile(2019);
    let problem = YearWithoutRows {
        year: 2019,
        years: vec![2016, 2017],
    };
    assert_eq!(compilation.diagnostics, [Diagnostic::new(problem)]);
    assert!(compilation.value.is_none());
}

#[test]
fn a_folder_without_logs_or_settings_is_reported() {
    assert_eq!(
        errors(&Folder::new().compile(2017).diagnostics),
        ["no-logs"]
    );
    assert_eq!(
        errors(&Folder::default().compile(2017).diagnostics),
        ["missing-project report.toml"]
    );
}

#[test]
fn a_named_log_that_is_missing_is_reported_where_it_is_named() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n")
        .with_settings("[logs]\nprocurement = \"采购.csv\"\n");
    let compilation = Office::open(&folder).compile(2017, &KEEP_GOING);
    // Two lines of [office], two for each of three years, [logs], and then the name.
    assert_eq!(
        errors(&compilation.diagnostics),
        ["missing-log report.toml:10:15"]
    );
    assert_eq!(compilation.diagnostics[0].severity(), Severity::Trouble);
    assert!(compilation.value.is_none());
}

#[test]
fn an_unknown_placeholder_is_reported_at_its_place_with_the_nearest_key() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n")
        .with("narrative/2017.md", "# 概况\n\n全年{{ published.total }}条，即{{ published.totl }}条。\n\n{{ requests.service.recieved }}\n");
    let compilation = folder.compile(2017);
    // 全年 2, {{ published.total }} 21, 条，即 3: the second opens at 27, its name stands at 30.
    assert_eq!(
        errors(&compilation.diagnostics),
        [
            "unknown-placeholder narrative/2017.md:3:30",
            "unknown-placeholder narrative/2017.md:5:4"
        ]
    );
    let unknown: Vec<_> = compilation
        .diagnostics
        .iter()
        .filter_map(|found| found.problem.get())
        .map(|UnknownPlaceholder { name, nearest }| (name.as_str(), nearest.as_deref()))
        .collect();
    assert_eq!(
        unknown,
        [
            ("published.totl", Some("published.total")),
            (
                "requests.service.recieved",
                Some("requests.service.received")
            ),
        ]
    );
    assert!(compilation.value.is_none());
}

#[test]
fn a_failing_filter_has_its_place() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n").with(
        "narrative/2017.md",
        "{% if published.total > 0 %}{{ published.total | change }}{% endif %}{{ published.by_month | fixed(1) }}\n",
    );
    // {% if … %} 28, {{ published.total | change }} 30, {% endif %} 11: the second opens at 70, and its
    // filter stands at 94.
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        ["bad-placeholder narrative/2017.md:1:94"]
    );
}

#[test]
fn a_bad_cell_does_not_hide_a_wrong_placeholder() {
    let folder = published("A1,甲,门户网站,某日,\nA2,乙,门户网站,2017-03-01,\n")
        .with("narrative/2017.md", "{{ published.totl }}\n");
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        [
            "bad-date published.csv:2:11",
            "unknown-placeholder narrative/2017.md:1:4"
        ]
    );
}

#[test]
fn a_log_that_cannot_be_read_does_not_hide_a_wrong_placeholder() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n")
        .with("environment.csv", "标题\n某项目受理公示\n")
        .with("narrative/2017.md", "{{ published.totl }}\n");
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        [
            "missing-column environment.csv:1",
            "unknown-placeholder narrative/2017.md:1:4"
        ]
    );
}

#[test]
fn a_required_date_is_not_done_with_by_a_word_for_none() {
    let compilation = published("A1,甲,门户网站,2017-03-01,\nA2,乙,门户网站,无,\n").compile(2017);
    assert_eq!(
        errors(&compilation.diagnostics),
        ["missing-cell published.csv:3:11"]
    );
}

#[test]
fn a_year_no_calendar_holds_is_reported() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n");
    let mut silent = Vec::new();
    for year in [i32::MIN, -1, 0, 1, 2007, 9999, 300_000, i32::MAX] {
        let compilation = folder.compile(year);
        assert!(compilation.value.is_none(), "{year}");
        if errors(&compilation.diagnostics).is_empty() {
            silent.push(("compile", year));
        }
        let of_year = Office::open(&folder).figures(Some(year), &Options::default());
        if errors(&of_year.diagnostics).is_empty() {
            silent.push(("statistics", year));
        }
    }
    assert_eq!(silent, []);
}

#[test]
fn what_is_wrong_with_a_row_is_reported_once_however_many_years_are_asked_for() {
    let folder =
        published("A1,甲,门户网站,某日,\nA2,乙,门户网站,2016-03-01,\nA3,丙,门户网站,2017-03-01,\n");
    let diagnostics = Office::open(&folder)
        .figures(None, &Options::default())
        .diagnostics;
    assert_eq!(errors(&diagnostics), ["bad-date published.csv:2:11"]);
}

#[test]
fn bad_constants_are_reported_once_however_many_years_are_asked_for() {
    // Both are reported at the settings, because the file has no such cells.
    let folder = Folder::new()
        .with("published.csv", "信息名称,公开日期\n甲,2016-03-01\n乙,2017-03-01\n")
        .with("service.csv", "类别,收到日期\n公众诉求,2016-05-03\n")
        .with_settings("[logs]\nrequests = { path = \"service.csv\", due_on = \"尽快\", replied_on = \"某日\" }\n");
    let diagnostics = Office::open(&folder)
        .figures(None, &Options::default())
        .diagnostics;
    assert_eq!(
        errors(&diagnostics),
        ["bad-limit report.toml:10:21", "bad-date report.toml:10:21"]
    );
}

#[test]
fn years_asked_for_where_there_are_none_is_reported() {
    // An empty log means that nothing happened in the years with settings. Without settings there
    // would be no output at all.
    let log = "信息名称,公开日期\n";
    let folder = Folder::new().with("published.csv", log);
    folder.check(2017, &["published.total = 0"]);
    let years_of = |folder: &Folder| {
        let all = Office::open(folder).figures(None, &Options::default());
        let years: Vec<i32> = all
            .value
            .as_deref()
            .unwrap_or_default()
            .iter()
            .map(|(year, _)| *year)
            .collect();
        (years, errors(&all.diagnostics))
    };
    assert_eq!(years_of(&folder), (vec![2016, 2017, 2018], Vec::new()));
    let silent = folder.with("report.toml", "[office]\nname = \"某管委会\"\n");
    assert_eq!(years_of(&silent), (Vec::new(), vec!["no-rows".to_owned()]));
}

#[test]
fn a_declared_figure_that_the_log_contradicts_is_reported() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n").with_settings(
        "[figures.2017]\n\"published.total\" = 2\n\"requests.disclosure.received\" = 3\n",
    );
    let compilation = folder.compile(2017);
    assert_eq!(
        errors(&compilation.diagnostics),
        ["declared-disagrees report.toml:10:21"]
    );
}

// ---- absent, zero, empty -------------------------------------------------------------------

#[test]
fn a_log_that_is_not_kept_gives_null_and_one_without_rows_of_a_kind_gives_0() {
    let folder = requests("S1,公众诉求,2017-03-01,2017-03-10,2017-03-03,\n");
    folder.check(
        2017,
        &[
            "published.total = absent",
            "published.by_channel = absent",
            "published.per_day = absent",
            "procurement.total = absent",
            "procurement.award_yuan = absent",
            "environment.complete_rate = absent",
            "guides.total = absent",
            "requests.service.received = 1",
            "requests.disclosure.received = 0",
            // Nothing was due, so there is no rate.
            "requests.disclosure.on_time_rate = absent",
            "requests.disclosure.days.median = absent",
            "requests.disclosure.by_channel = absent",
            // The log does not have the column.
            "requests.disclosure.fees_yuan = absent",
        ],
    );
    let json: Json = serde_json::from_str(&folder.rendered(2017, Format::Json)).unwrap();
    assert_eq!(json["statistics"]["published"]["total"], Json::Null);
    assert_eq!(json["statistics"]["requests"]["disclosure"]["received"], 0);
    assert_eq!(
        json["statistics"]["requests"]["disclosure"]["on_time_rate"],
        Json::Null
    );
}

#[test]
fn a_declared_figure_stands_where_no_log_gives_one() {
    let folder = published("A1,甲,门户网站,2017-03-01,\n")
        .with_settings("[figures.2017]\n\"requests.disclosure.received\" = 3\n[targets.2017]\n\"published.total\" = 2\n\"procurement.total\" = 1\n");
    folder.check(
        2017,
        &[
            "requests.disclosure.received = 3",
            "targets.\"published.total\".goal = 2",
            "targets.\"published.total\".actual = 1",
            "targets.\"published.total\".met = false",
            // Without a count it is unknown whether the target is met.
            "targets.\"procurement.total\".met = absent",
        ],
    );
}

// ---- which rows are one item ---------------------------------------------------------------

#[test]
fn rows_with_one_id_are_one_item_on_several_channels() {
    published(
        "A1,甲,门户网站,2017-03-01,\n\
         A1,甲,微信公众号,2017-03-02,\n\
         A1,甲,门户网站,2017-03-03,\n\
         A2,乙,门户网站；宣传栏,2017-04-03,\n",
    )
    .check(
        2017,
        &[
            "published.total = 2",
            "published.rows = 4",
            // The third row adds neither an item nor a channel.
            "published.duplicates = 1",
            "published.by_channel.门户网站 = 2",
            "published.by_channel.微信公众号 = 1",
            "published.by_channel.宣传栏 = 1",
            "published.by_channel_group.website = 2",
            "published.by_channel_group.wechat = 1",
            "published.by_channel_group.other = 1",
            "published.by_channel_group.weibo = 0",
            // A1 in the month of its first publication.
            "published.by_month.03 = 1",
            "published.by_month.04 = 1",
            "published.by_month.05 = 0",
            "published.per_day = 2/365",
            // From 4 April to 31 December: 27 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31.
            "published.longest_gap_days = 272",
        ],
    );
}

#[test]
fn without_an_id_the_document_number_decides_and_else_title_date_and_address() {
    Folder::new()
        .with(
            "published.csv",
            "信息名称,文号,公开日期,链接\n\
             甲,某发〔2017〕1号,2017-03-01,\n\
             甲（转发）,某发〔2017〕1号,2017-03-02,\n\
             甲,某发〔2017〕1号,2017-03-03,\n\
             乙,,2017-03-01,a\n\
             乙,,2017-03-01,a\n\
             乙,,2017-03-02,a\n\
             乙,,2017-03-01,b\n",
        )
        // One by its number and title, one by its title; 乙 on the first day, on the second, and at another
        // address.
        .check(
            2017,
            &[
                "published.total = 5",
                "published.rows = 7",
                "published.duplicates = 2",
            ],
        );
}

#[test]
fn a_copy_is_joined_to_its_original_wherever_it_stands() {
    for rows in [
        "A1,甲,门户网站,2017-03-01,\nW1,甲（微信）,微信公众号,2017-03-02,A1\n",
        "W1,甲（微信）,微信公众号,2017-03-02,A1\nA1,甲,门户网站,2017-03-01,\n",
        // A copy of a copy.
        "A1,甲,门户网站,2017-03-01,\nW1,甲,微信公众号,2017-03-01,A1\nX1,甲,微信公众号,2017-03-04,W1\n",
        "X1,甲,微信公众号,2017-03-04,W1\nW1,甲,微信公众号,2017-03-01,A1\nA1,甲,门户网站,2017-03-01,\n",
    ] {
        published(rows).check(
            2017,
            &[
                "published.total = 1",
                "published.by_channel.门户网站 = 1",
                "published.by_channel.微信公众号 = 1",
            ],
        );
    }
}

#[test]
fn two_rows_that_name_each_other_are_one_item() {
    published("A1,甲,门户网站,2017-03-01,W1\nW1,甲,微信公众号,2017-03-01,A1\n")
        .check(2017, &["published.total = 1"]);
}

#[test]
fn an_id_that_is_said_to_be_two_items_does_not_keep_the_program_busy_for_ever() {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let folder = published("W1,甲,微信公众号,2017-03-01,A1\nW1,甲,微信公众号,2017-03-02,A2\n");
        sender.send(folder.compile(2017).diagnostics)
    });
    assert!(receiver.recv_timeout(Duration::from_secs(5)).is_ok());
}

#[test]
fn an_item_belongs_to_the_year_of_its_first_publication() {
    let folder = published("A1,甲,门户网站,2016-12-30,\nA1,甲,微信公众号,2017-01-03,\n");
    folder.check(
        2016,
        &[
            "published.total = 1",
            "published.by_channel.门户网站 = 1",
            // Not known yet on 31 December.
            "published.by_channel.微信公众号 = none",
        ],
    );
    folder.check(
        2017,
        &[
            "published.total = 0",
            "published.rows = 1",
            "published.duplicates = 0",
            "published.by_channel = empty",
            "published.by_month.01 = 0",
        ],
    );
}

#[test]
fn the_first_row_decides_and_a_row_that_differs_is_reported() {
    let folder = Folder::new().with(
        "published.csv",
        "索引号,信息名称,分类,公开日期\nA1,甲,政策文件,2017-03-01\nA1,甲,规划计划,2017-03-02\n",
    );
    folder.check(
        2017,
        &[
            "published.by_category.政策文件 = 1",
            "published.by_category.规划计划 = none",
        ],
    );
    assert!(
        finding_lines(&folder.compile(2017).diagnostics)
            .contains(&"differing-field published.csv:3:6".to_owned())
    );
}

#[test]
fn an_item_counts_in_the_month_of_its_first_publication_whatever_the_order_of_rows() {
    published("A1,甲,门户网站,2017-03-05,\nA1,甲,微信公众号,2017-02-05,\n").check(
        2017,
        &["published.by_month.02 = 1", "published.by_month.03 = 0"],
    );
}

// ---- requests ------------------------------------------------------------------------------

#[test]
fn a_work_order_that_was_handed_on_is_one_request_and_its_last_reply_counts() {
    let folder = requests(
        "S1,公众诉求,2017-03-01,2017-03-10,2017-03-03,\n\
         S1,公众诉求,2017-03-01,2017-03-10,2017-03-13,\n",
    );
    folder.check(
        2017,
        &[
            "requests.service.received = 1",
            "requests.service.replied = 1",
            "requests.service.on_time = 0",
            "requests.service.late = 1",
            // 2, 3, 6 to 10 and 13 March are working days.
            "requests.service.days.max = 8",
        ],
    );
    assert!(
        finding_lines(&folder.compile(2017).diagnostics)
            .contains(&"repeated-request requests.csv:2:1".to_owned())
    );
}

#[test]
fn a_disclosure_request_may_stand_only_once_in_a_file() {
    let folder =
        requests("D1,依申请公开,2017-03-01,,2017-03-03,\nD1,依申请公开,2017-03-01,,2017-03-13,\n");
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        ["duplicate-id requests.csv:3:1"]
    );
    let report = Office::open(&folder)
        .compile(2017, &KEEP_GOING)
        .value
        .unwrap();
    assert_eq!(
        figure(&report.statistics, "requests.disclosure.received"),
        "1"
    );
    assert_eq!(report.inputs[0].excluded, 1);
}

#[test]
fn one_number_on_two_days_of_receipt_is_a_slip() {
    let folder =
        requests("S1,公众诉求,2017-03-01,,2017-03-03,\nS1,公众诉求,2017-03-02,,2017-03-03,\n");
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        ["duplicate-id requests.csv:3:1"]
    );
}

fn in_two_files(first: &str, second: &str) -> Folder {
    let header = "编号,类别,渠道,收到日期,办理期限,答复日期\n";
    Folder::new()
        .with("a.csv", format!("{header}{first}"))
        .with("b.csv", format!("{header}{second}"))
        .with_settings("[logs]\nrequests = [\"a.csv\", \"b.csv\"]\n")
}

#[test]
fn a_request_in_two_files_is_one_and_the_later_files_filled_cells_win() {
    let folder = in_two_files(
        "D1,依申请公开,当面,2017-03-01,,\nS1,公众诉求,12345,2017-03-01,2017-03-02,2017-03-03\n",
        "D1,依申请公开,,2017-03-01,,2017-03-22\nS1,公众诉求,信箱,2017-03-01,,2017-03-02\n",
    );
    folder.check(
        2017,
        &[
            "requests.disclosure.received = 1",
            "requests.disclosure.by_channel.当面 = 1",
            // Fifteen working days from 1 March: 2, 3, 6–10, 13–17, 20–22.
            "requests.disclosure.on_time = 1",
            "requests.service.received = 1",
            "requests.service.by_channel.信箱 = 1",
            "requests.service.on_time = 1",
        ],
    );
    // One row in each file is correct and not reported.
    let reported = finding_lines(&folder.compile(2017).diagnostics);
    assert!(
        !reported
            .iter()
            .any(|finding| finding.starts_with("repeated-request")),
        "{reported:?}"
    );
}

#[test]
fn a_disclosure_request_twice_in_the_second_file_is_reported_too() {
    let folder = in_two_files(
        "D1,依申请公开,当面,2017-03-01,,\n",
        "D1,依申请公开,,2017-03-01,,2017-03-22\nD1,依申请公开,,2017-03-01,,2017-03-23\n",
    );
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        ["duplicate-id b.csv:3:1"]
    );
}

/// S1 in time, S2 late, S3 overdue at the end of the year, S4 not due yet, S5 without a limit, S6
/// carried in, S7 carried out and answered in time, S8 returned.
fn standing() -> Folder {
    requests(
        "S6,公众诉求,2016-12-20,2017-01-10,2017-01-09,\n\
         S1,公众诉求,2017-03-01,2017-03-10,2017-03-10,\n\
         S2,公众诉求,2017-03-01,2017-03-10,2017-03-13,\n\
         S5,公众诉求,2017-05-02,,2017-05-03,\n\
         S8,公众诉求,2017-06-01,2017-06-08,,退单\n\
         S3,公众诉求,2017-12-20,2017-12-27,,\n\
         S7,公众诉求,2017-12-20,2018-01-10,2018-01-04,\n\
         S4,公众诉求,2017-12-28,2018-01-05,,\n",
    )
}

#[test]
fn requests_stand_as_seen_from_the_end_of_the_year() {
    standing().check(
        2017,
        &[
            "requests.service.received = 6",
            "requests.service.excluded = 1",
            "requests.service.carried_in = 1",
            // S3, S4, S7.
            "requests.service.carried_out = 3",
            // S1, S2, S5, S6; the last was not received in the year.
            "requests.service.replied = 4",
            "requests.service.received_replied = 3",
            "requests.service.on_time = 2",
            "requests.service.received_on_time = 1",
            "requests.service.late = 1",
            "requests.service.open = 3",
            "requests.service.overdue = 1",
            "requests.service.undetermined = 1",
            "requests.service.on_time_rate = 2/4",
            "requests.service.on_time_rate_replied = 2/3",
        ],
    );
    let compilation = standing().compile(2017);
    assert!(finding_lines(&compilation.diagnostics).contains(&"no-limit".to_owned()));
}

#[test]
fn what_is_carried_stays_where_it_was_when_seen_from_later() {
    standing().check_as_of(
        2017,
        Some("2018-02-01"),
        &[
            "requests.service.received = 6",
            "requests.service.carried_in = 1",
            "requests.service.carried_out = 3",
            // S7 in time as well; S3 and S4 are both overdue by now.
            "requests.service.replied = 5",
            "requests.service.on_time = 3",
            "requests.service.late = 1",
            "requests.service.open = 2",
            "requests.service.overdue = 2",
            "requests.service.on_time_rate = 3/6",
        ],
    );
}

#[test]
fn in_mid_year_the_period_ends_and_later_days_have_not_happened() {
    standing().check_as_of(
        2017,
        Some("2017-03-10"),
        &[
            "requests.service.received = 2",
            "requests.service.excluded = 0",
            "requests.service.carried_in = 1",
            "requests.service.carried_out = 1",
            // S1 and S6; S2 is due today and not late before tomorrow.
            "requests.service.replied = 2",
            "requests.service.on_time = 2",
            "requests.service.open = 1",
            "requests.service.overdue = 0",
            "requests.service.on_time_rate = 2/2",
        ],
    );
    standing().check_as_of(
        2017,
        Some("2017-03-11"),
        &[
            "requests.service.overdue = 1",
            "requests.service.on_time_rate = 2/3",
        ],
    );
}

#[test]
fn what_one_year_carries_out_the_next_carries_in() {
    let folder = standing();
    folder.check(
        2016,
        &[
            "requests.service.received = 1",
            "requests.service.carried_out = 1",
        ],
    );
    let folder = folder
        .with("guides.csv", "子栏目,事项名称\n项目服务,备案\n")
        .with("published.csv", "信息名称,公开日期\n甲,2018-03-01\n");
    folder.check(
        2018,
        &[
            "requests.service.received = 0",
            "requests.service.carried_in = 3",
            "requests.service.carried_out = 2",
            "requests.service.on_time = 1",
            "requests.service.overdue = 2",
        ],
    );
}

#[test]
fn the_offices_own_limit_decides_where_the_log_has_none() {
    let folder = Folder::new()
        .with(
            "requests.csv",
            "编号,类别,诉求类型,收到日期,办理期限,答复日期\n\
             1,公众诉求,咨询,2017-05-02,,2017-05-04\n\
             2,公众诉求,咨询,2017-05-02,,2017-05-05\n\
             3,公众诉求,投诉,2017-05-02,,2017-05-05\n\
             4,公众诉求,咨询,2017-05-02,2017-05-08,2017-05-05\n\
             5,公众诉求,咨询,2017-05-02,3个工作日,2017-05-05\n",
        )
        .with_settings("[limits.service]\nconsultation = 2\n");
    // 3 and 4 May are the two days: 1 in time, 2 late; complaints have no limit; 4 and 5 their own.
    folder.check(
        2017,
        &[
            "requests.service.on_time = 3",
            "requests.service.late = 1",
            "requests.service.undetermined = 1",
            "requests.service.rates_by_topic.consultation.on_time_rate = 3/4",
            "requests.service.rates_by_topic.complaint.on_time_rate = absent",
        ],
    );
}

// ---- files and columns ---------------------------------------------------------------------

#[test]
fn byte_order_marks_and_line_ends_of_windows_change_no_byte() {
    let sample = Folder::sample();
    let of_windows = sample.map(|bytes| {
        let text = std::str::from_utf8(bytes).unwrap();
        format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
    });
    for format in FORMATS {
        assert!(
            sample.rendered(2017, format) == of_windows.rendered(2017, format),
            "{format:?}"
        );
    }
}

#[test]
fn columns_a_file_lacks_are_given_once_for_the_file() {
    let folder = Folder::new()
        .with("hotline.csv", "编号,收到日期,办理期限,答复日期\nS1,2017-03-01,2017-03-10,2017-03-03\n")
        .with("applications.csv", "编号,类别,收到日期,答复日期\nD1,依申请公开,2017-03-01,2017-03-03\n")
        .with_settings(
            "[logs]\nrequests = [ { path = \"hotline.csv\", kind = \"service\", channel = \"12345\" }, \"applications.csv\" ]\n",
        );
    folder.check(
        2017,
        &[
            "requests.service.received = 1",
            "requests.service.by_channel.\"12345\" = 1",
            "requests.disclosure.received = 1",
            "requests.disclosure.by_channel.unspecified = 1",
        ],
    );
}

#[test]
fn a_header_that_is_not_recognised_can_be_mapped() {
    let folder = Folder::new()
        .with(
            "published.csv",
            "信息名称,公开日期,上网时间\n甲,2016-12-31,2017年1月3号\n",
        )
        .with_settings("[logs.headers.published]\npublished_on = \"上网时间\"\n");
    folder.check(2017, &["published.total = 1", "published.by_month.01 = 1"]);
}

#[test]
fn a_unit_in_a_header_is_applied() {
    Folder::new()
        .with(
            "procurement.csv",
            "项目编号,标题,公告类型,预算金额（万元）,成交金额（万元）,发布日期\n\
             P1,道路养护采购预算公示,采购预算公示,60,,2016-12-01\n\
             P1,道路养护招标公告,招标公告,60,,2016-12-20\n\
             P1,道路养护中标候选人公示,中标公告,,55,2017-01-10\n\
             P1,道路养护中标公告,中标公告,,55.8,2017-01-18\n\
             P2,绿化询价公告,询价公告,,,2017-02-01\n\
             P2,绿化成交公告,成交公告,,\"1,200.5\",2017-02-08\n\
             P3,保洁成交公告,成交公告,,3,2017-03-01\n\
             P3,保洁终止公告,终止公告,,,2017-03-08\n",
        )
        .check(
            2017,
            &[
                "procurement.total = 6",
                // Notices that name candidates are counted as notices of a result.
                "procurement.by_stage.result = 4",
                "procurement.by_stage.ended = 1",
                // 558 000 + 12 005 000 + 30 000; offers of candidates are not awards.
                "procurement.award_yuan = 12593000",
                // P1 and P2; P3 ended. P2 never showed a budget.
                "procurement.projects = 2",
                "procurement.complete_projects = 1",
                "procurement.complete_rate = 1/2",
            ],
        );
}

// ---- from a row to the page ----------------------------------------------------------------

#[test]
fn one_row_more_changes_the_sentence_the_table_and_the_json() {
    let narrative = "# 概况\n\n全年公开{{ published.total }}条。\n\n![分类](table:published.by_category)\n\n![月](chart:published.by_month)\n";
    let rows = "信息名称,分类,公开日期\n甲,政策文件,2017-03-01\n乙,政策文件,2017-03-02\n丙,规划计划,2017-04-01\n";
    let before = Folder::new()
        .with("published.csv", rows)
        .with("narrative/2017.md", narrative);
    let after = before
        .clone()
        .with("published.csv", format!("{rows}丁,规划计划,2017-04-02\n"));

    for format in [Format::Text, Format::Markdown] {
        assert!(
            before.rendered(2017, format).contains("全年公开3条。"),
            "{format:?}"
        );
        assert!(
            after.rendered(2017, format).contains("全年公开4条。"),
            "{format:?}"
        );
    }
    let row_of = |folder: &Folder, format| {
        let page = folder.rendered(2017, format);
        let row = page
            .lines()
            .find(|line| line.contains("规划计划"))
            .unwrap()
            .to_owned();
        row.chars().filter(char::is_ascii_digit).collect::<String>()
    };
    for format in [Format::Text, Format::Markdown] {
        assert_eq!(
            (row_of(&before, format), row_of(&after, format)),
            ("1".to_owned(), "2".to_owned()),
            "{format:?}"
        );
    }
    let json = |folder: &Folder| {
        serde_json::from_str::<Json>(&folder.rendered(2017, Format::Json)).unwrap()
    };
    let (before, after) = (json(&before), json(&after));
    for (json, total, plans) in [(&before, 3, 1), (&after, 4, 2)] {
        assert_eq!(json["statistics"]["published"]["total"], total);
        assert_eq!(
            json["statistics"]["published"]["by_category"]["规划计划"],
            plans
        );
        assert_eq!(json["statistics"]["published"]["by_month"]["04"], plans);
        assert_eq!(json["inputs"][0]["counted"], total);
    }
    assert_ne!(before["document"], after["document"]);
}

#[test]
fn a_row_less_in_the_sample_changes_its_report() {
    let sample = Folder::sample();
    let last = sample
        .text("procurement.csv")
        .lines()
        .next_back()
        .unwrap()
        .to_owned();
    assert!(last.contains(",2017-"), "{last}");
    let after = sample
        .clone()
        .replacing("procurement.csv", &format!("{last}\n"), "");
    let mentions =
        |folder: &Folder, sentence: &str| folder.rendered(2017, Format::Json).contains(sentence);
    assert!(mentions(&sample, "政府采购公告123条"));
    assert!(mentions(&after, "政府采购公告122条"));
    after.check(
        2017,
        &[
            "procurement.total = 122",
            "procurement.per_day = 122/365",
            "published.total = 636",
        ],
    );
}

#[test]
fn rows_of_the_next_year_change_nothing_of_this_years_report() {
    let before = Folder::sample();
    let mut after = before.clone();
    for (name, rows) in [
        // An item of its own, a further channel of an item of 2017, and a copy of another.
        (
            "published.csv",
            "JKKF-2018-0001,新条目,政策文件发布,门户网站,2018-01-02,2018-01-03,招商局,,审查员,2018-01-03,\n\
             JKKF-2017-0002,另一标题,政策文件发布,微信公众号,2018-01-02,2018-01-04,招商局,,审查员,2018-01-04,\n\
             WX-2018-0001,副本,政策文件发布,抖音,2018-01-02,2018-01-04,招商局,,审查员,2018-01-04,\n",
        ),
        (
            "procurement.csv",
            "CG-2018-0001,JKCG2017-X007,询价,某项目采购预算公示,采购预算公示,1.00,,2018-01-05\n\
             CG-2018-0002,JKCG2017-X007,询价,某项目终止公告,终止公告,,,2018-01-08\n\
             CG-2018-0003,JKCG2018-X001,询价,另一项目成交公告,成交公告,,99.00,2018-01-09\n",
        ),
        (
            "environment.csv",
            "HJ-2018-0001,某项目,某项目竣工环境保护验收公示,竣工环境保护验收公示,某公司,2018-01-05\n",
        ),
        (
            "requests.csv",
            "DJ-2018-0001,公众诉求,某新渠道,咨询,,某诉求,2018-01-02,已办结,2018-01-04,2018-01-10,,\n\
             DJ-2018-0002,依申请公开,网络,,自然人,某申请,2018-01-02,已办结,,2018-01-10,予以公开,5\n\
             DJ-2017-0001,公众诉求,某新渠道,咨询,,某诉求,2018-01-02,已办结,2018-01-04,2018-01-10,,\n",
        ),
        (
            "guides.csv",
            "ZN-2018-0001,新分组,招商局,新事项,2018-01-03,,,,,,,,,,,,\n",
        ),
    ] {
        let text = after.text(name).to_owned();
        after.set(name, text + rows);
    }
    assert!(before.text("published.csv").contains("\nJKKF-2017-0002,"));
    assert!(before.text("requests.csv").contains("\nDJ-2017-0001,"));
    for format in [Format::Text, Format::Markdown] {
        assert!(
            before.rendered(2017, format) == after.rendered(2017, format),
            "{format:?}"
        );
    }
    let json = |folder: &Folder| {
        serde_json::from_str::<Json>(&folder.rendered(2017, Format::Json)).unwrap()
    };
    let (before, after) = (json(&before), json(&after));
    for part in ["statistics", "document", "diagnostics", "period", "as_of"] {
        assert_eq!(before[part], after[part], "{part}");
    }
}

#[test]
fn the_years_of_the_logs_stand_side_by_side() {
    let statistics = Office::open(&Folder::sample()).figures(None, &Options::default());
    assert_eq!(finding_lines(&statistics.diagnostics), Vec::<String>::new());
    let totals: Vec<_> = statistics
        .value
        .as_deref()
        .unwrap_or_default()
        .iter()
        .map(|(year, figures)| (*year, figure(figures, "published.total")))
        .collect();
    assert_eq!(totals, [(2016, "322".to_owned()), (2017, "636".to_owned())]);
}

#[test]
fn a_period_that_ends_in_mid_year_divides_by_its_own_days() {
    let folder = published(
        "A1,甲,门户网站,2017-01-03,\nA2,乙,门户网站,2017-01-20,\nA3,丙,门户网站,2017-02-07,\n",
    );
    folder.check_as_of(
        2017,
        Some("2017-01-31"),
        &[
            "published.total = 2",
            "published.per_day = 2/31",
            // 3–6, 9–13, 16–20, 22–26 January: the 22nd was worked, the 27th to the 31st were off.
            "published.per_working_day = 2/19",
            "published.by_month.02 = 0",
            // From 4 to 19 January.
            "published.longest_gap_days = 16",
        ],
    );
    let options = Options {
        as_of: "2016-12-31".parse().ok(),
        ..Options::default()
    };
    assert_eq!(
        errors(&Office::open(&folder).compile(2017, &options).diagnostics),
        ["as-of-before-year"]
    );
}
#[test]
fn a_cell_does_not_give_way_to_a_constant_in_silence() {
    // A constant applies to files without the column; this one has it, with another value.
    let folder = Folder::new()
        .with(
            "r.csv",
            "类别,收到日期,答复日期\n依申请公开,2017-03-01,2017-03-02\n",
        )
        .with_settings("[logs]\nrequests = { path = \"r.csv\", kind = \"service\" }\n");
    let is_reported = !errors(&folder.compile(2017).diagnostics).is_empty();
    assert!(
        is_reported
            || figure(
                &folder.figures(2017, &Options::default()),
                "requests.disclosure.received"
            ) == "1"
    );
}

#[test]
fn lines_that_end_as_on_an_old_macintosh_are_lines() {
    let folder = Folder::new().with(
        "published.csv",
        "信息名称,公开日期\r甲,2017-01-03\r乙,某日\r",
    );
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        ["bad-date published.csv:3:3"]
    );
}

#[test]
fn one_header_cannot_be_mapped_to_two_columns() {
    let folder = Folder::new()
        .with("published.csv", "信息名称,时间\n甲,2017-01-03\n")
        .with_settings("[logs.headers.published]\npublished_on = \"时间\"\nmade_on = \"时间\"\n");
    assert_eq!(
        errors(&folder.compile(2017).diagnostics),
        ["missing-column published.csv:1"]
    );
}
