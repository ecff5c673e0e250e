use proptest::prelude::*;

use super::*;
use crate::diagnostic::{BadDate, Code, MissingCell, NoLimit, Severity, UnknownSetting};
use crate::layout::PageNumber;

/// Some columns of each log, in place of those of `logs`.
fn columns(log: Log) -> Vec<&'static str> {
    match log {
        Log::Requests => vec![
            "id",
            "kind",
            "channel",
            "topic",
            "received_on",
            "replied_on",
        ],
        _ => vec!["id", "title", "channel", "published_on"],
    }
}

fn accept(text: &str) -> Project {
    read(text, columns).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn accept_named(text: &str) -> Project {
    accept(&format!("office.name = \"某局\"\n{text}"))
}

/// The findings in `text`, one per line: place, code, and the marked text of `report.toml`.
fn refuse(text: &str) -> Vec<String> {
    let found = read(text, columns).expect_err("something is wrong with it");
    found.iter().map(described).collect()
}

fn described(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place.as_ref().expect("report.toml has a place");
    assert_eq!(&*place.file, "report.toml");
    let at = match (place.line, place.column) {
        (Some(line), Some(column)) => format!("{line}:{column} "),
        _ => String::new(),
    };
    let marked = place
        .excerpt
        .as_ref()
        .map_or("", |excerpt| &excerpt.text[excerpt.marked.clone()]);
    format!("{at}{} {marked}", diagnostic.code().name())
        .trim_end()
        .to_owned()
}

/// Checks the findings in `text`. A first line with the name of the office is added.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(refuse(&format!("office.name = \"某局\"\n{text}")), expected);
}

fn key(path: &str) -> Key {
    Key::from_segments(&crate::vocabulary::segments_of(path).unwrap()).unwrap()
}

#[test]
fn everything_but_the_name_has_a_default() {
    let project = accept("[office]\nname = \"某局\"");
    assert_eq!(
        project.office,
        OfficeSettings {
            name: "某局".to_owned(),
            short_name: "某局".to_owned(),
            level: Level::Department
        }
    );
    assert!(project.reports.is_empty() && project.published_includes.is_empty());
    assert_eq!(project.logs.len(), Log::ALL.len());
    for (&log, settings) in &project.logs {
        assert_eq!(settings.files, [LogFile::default_of(log)]);
        assert!(settings.headers.is_empty());
    }
    assert_eq!(project.service_limit(Some("consultation")), None);
}

#[test]
fn the_sketch_of_the_handbook_reads_completely() {
    let project = accept(
        r#"
[office]
name = "江苏省金坛经济开发区管理委员会"
short-name = "开发区"
level = "agency"

[reports.2017]
title = ["开发区2017年度政府信息公开工作", "年度报告"]
signed-on = 2018-01-15
notice-title = "关于编制年度报告的通知"

[logs]
published-includes = ["procurement", "environment"]
requests = [ { path = "hotline.csv", kind = "service", channel = "12345" }, "applications.csv" ]

[logs.headers.published]
published_on = "上网时间"

[limits.service]
consultation = 2
complaint = { days = 5, extension = 10 }

[targets.2017]
"published.total" = 600

[figures.2017]
"fees.administrative_yuan" = 0
"#,
    );
    assert_eq!(project.office.short_name, "开发区");
    assert_eq!(project.office.level, Level::Agency);
    let report = &project.reports[&2017];
    assert_eq!(report.title, ["开发区2017年度政府信息公开工作", "年度报告"]);
    assert_eq!(report.signed_on, NaiveDate::from_ymd_opt(2018, 1, 15));
    assert_eq!(
        report.notice_title.as_deref(),
        Some("关于编制年度报告的通知")
    );
    assert_eq!(
        project.published_includes,
        [Log::Procurement, Log::Environment]
    );
    let files = &project.logs[&Log::Requests].files;
    let paths: Vec<_> = files
        .iter()
        .map(|file| (file.path.as_str(), file.named))
        .collect();
    assert_eq!(paths, [("hotline.csv", true), ("applications.csv", true)]);
    assert_eq!(files[0].constants["channel"], "12345");
    assert_eq!(
        files[0].place.as_ref().and_then(|place| place.line),
        Some(14)
    );
    assert_eq!(
        project.logs[&Log::Published].headers["published_on"],
        ["上网时间"]
    );
    let limit = |days, extension| Some(OfficeLimit { days, extension });
    assert_eq!(project.service_limit(Some("consultation")), limit(2, 0));
    assert_eq!(project.service_limit(Some("complaint")), limit(5, 10));
    let target = &project.targets[&2017][0];
    assert_eq!(target.key, key("published.total"));
    assert_eq!(target.goal, Goal::AtLeast(600.into()));
    let declared = &project.figures[&2017][0];
    assert_eq!(declared.key, key("fees.administrative_yuan"));
    assert_eq!(declared.value, Decimal::ZERO);
    assert_eq!(declared.place.line, Some(27));
}

#[test]
fn the_template_is_valid_as_it_is_and_with_everything_in_use() {
    let template = template("某某“新\"区”\\", 2017);
    assert_eq!(accept(&template).office.name, "某某“新\"区”\\");
    let in_use: Vec<_> = template
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => setting,
            _ => line,
        })
        .collect();
    let project = accept(&in_use.join("\n"));
    assert_eq!(
        project.reports[&2017].signed_on,
        NaiveDate::from_ymd_opt(2018, 1, 15)
    );
    assert_eq!(project.targets[&2017].len(), 2);
    assert_eq!(project.service_limit(None).map(|limit| limit.days), Some(5));
}

#[test]
fn layout_of_the_standard() {
    let layout = accept_named("").layout;
    assert_eq!(layout, Layout::default());
    // The defaults, written out, give the same layout.
    let written = accept_named(
        "[layout]\nmargins = { top = 37, bottom = 35, left = 28, right = 26.0 }\n\
         sizes = { title = \"二号\", body = 16, table = 10.5, page-number = \"四号\" }\n\
         page-number = \"outside\"\nseal = false\nbold-headings = []\n",
    );
    assert_eq!(written.layout, layout);
}

#[test]
fn layout_of_an_office() {
    let layout = accept_named(
        "[layout]\nmargins = { left = 30 }\nsizes = { table = \"小五\" }\n\
         fonts = { body = \"仿宋\", digits = \"Times New Roman\" }\n\
         page-number = \"centre\"\nseal = true\nbold-headings = [2, 3, 2]\ncharts = false\n",
    )
    .layout;
    // 30 mm are 1700.8 twips.
    assert_eq!((layout.margins.left, layout.margins.top), (1701, 2098));
    assert_eq!((layout.sizes.table, layout.sizes.body), (18, 32));
    assert_eq!(layout.fonts.body, "仿宋");
    assert_eq!(layout.fonts.digits.as_deref(), Some("Times New Roman"));
    assert_eq!(layout.page_number, PageNumber::Centre);
    assert!(layout.is_sealed);
    assert_eq!(layout.bold_headings, [2, 3]);
    assert_eq!(layout.charts, Some(false));
}

#[test]
fn mistakes_in_the_layout() {
    check(
        "[layout]\nmargin = 3\nmargins = { top = 9, left = \"28mm\", inner = 20 }\n\
         sizes = { body = 15.7, title = \"头号\", table = 40 }\n\
         fonts = { body = \"\", title = \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二\" }\n\
         page-number = \"left\"\nseal = \"yes\"\nbold-headings = [0, 2, \"3\"]\ncharts = 1\n",
        &[
            "3:1 unknown-setting margin",
            "4:19 bad-setting 9",
            "4:29 bad-setting \"28mm\"",
            "4:37 unknown-setting inner",
            "5:18 bad-setting 15.7",
            "5:32 bad-setting \"头号\"",
            "5:46 bad-setting 40",
            "6:18 bad-setting \"\"",
            "6:30 bad-setting \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二\"",
            "7:15 bad-setting \"left\"",
            "8:8 bad-setting \"yes\"",
            "9:18 bad-setting 0",
            "9:24 bad-setting \"3\"",
            "10:10 bad-setting 1",
        ],
    );
}

#[test]
fn all_that_is_wrong_is_reported_at_once_and_in_file_order() {
    let found = refuse(
        "[office]\nname = 3\nshort_name = \"区\"\nlevel = \"city\"\n\
         [report.2017]\n[reports.17]\n[reports.2017]\ntitle = [\"一\", 2]\nsigned-on = 2018-02-30\n\
         [logs]\nrequest = \"a.csv\"\npublished = “a.csv”\n",
    );
    assert_eq!(
        found,
        [
            "2:8 bad-setting 3",
            "3:1 unknown-setting short_name",
            "4:9 bad-setting \"city\"",
            "5:2 unknown-setting report",
            "6:10 bad-setting 17",
            "8:15 bad-setting 2",
            "9:13 bad-toml 2018-02-30",
            "11:1 unknown-setting request",
            "12:13 bad-toml “a.csv”",
        ]
    );
}

#[test]
fn an_unknown_setting_is_reported_with_its_path_and_the_nearest_name() {
    let found = read(
        "office.name = \"某局\"\n[reports.2017]\nsigned_on = 2018-01-15",
        columns,
    );
    let problem = found.unwrap_err().remove(0).problem;
    let expected = crate::diagnostic::Problem::from(UnknownSetting {
        key: "reports.2017.signed_on".to_owned(),
        nearest: Some("signed-on".to_owned()),
    });
    assert_eq!(problem, expected);
    check(
        "[rule]\nbad-date = \"error\"",
        &["2:2 unknown-setting rule"],
    );
}

#[test]
fn the_name_of_the_office_is_required() {
    assert_eq!(refuse(""), ["missing-setting"]);
    assert_eq!(
        refuse("[office]\nlevel = \"agency\""),
        ["1:1 missing-setting [office]"]
    );
    assert_eq!(refuse("[office]\nname = \" \""), ["2:8 bad-setting \" \""]);
}

#[test]
fn what_only_follows_from_a_broken_line_is_not_reported() {
    assert_eq!(refuse("[office]\nname \"某局\""), ["2:6 bad-toml"]);
    let broken_header = "office.name = \"某局\"\n[reports.2017\ntitle = \"报告\"";
    assert_eq!(refuse(broken_header), ["2:14 bad-toml"]);
}

#[test]
fn tables_may_be_written_in_any_way() {
    let ways = [
        "[figures.2017]\n\"published.total\" = 3",
        "[figures.2017]\npublished.total = 3",
        "[figures.2017.published]\ntotal = 3",
        "figures.2017 = { published = { total = 3 } }",
        "figures = { 2017.\"published.total\" = 3 }",
    ];
    for way in ways {
        let figures = &accept_named(way).figures[&2017];
        assert_eq!(figures[0].key, key("published.total"), "{way}");
    }
}

#[test]
fn a_table_may_follow_the_tables_in_it() {
    let project = accept_named(
        "[logs.headers.published]\npublished_on = \"上网时间\"\n[reports.2017]\n\
         [logs]\npublished = \"a.csv\"\n",
    );
    let published = &project.logs[&Log::Published];
    assert_eq!(published.headers["published_on"], ["上网时间"]);
    assert_eq!(published.files[0].path, "a.csv");
    check(
        "[logs.headers.x]\n[logs]\ny = 1",
        &["2:15 unknown-setting x", "4:1 unknown-setting y"],
    );
}

#[test]
fn labels_are_the_last_segments_of_a_key_in_whatever_quotes() {
    let figures = accept_named(
        "[figures.2017]\n'published.by_channel.\"12345\"' = 1\npublished.by_channel.\"a.b\" = 2\n\
         \"published.by_month.03\" = 3\n",
    )
    .figures;
    let mut keys: Vec<_> = figures[&2017]
        .iter()
        .map(|figure| figure.key.to_string())
        .collect();
    keys.sort();
    let expected = [
        "published.by_channel.\"12345\"",
        "published.by_channel.\"a.b\"",
        "published.by_month.03",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn figures_must_be_single_numbers_of_the_vocabulary() {
    check(
        "[figures.2017]\n\"published.totl\" = 1\n\"published.by_month\" = 2\n\
         \"published.by_month.13\" = 3\n\"requests.service.days.histogram\" = 4\n\
         \"targets.x.goal\" = 5\n\"published.total\" = \"6\"\nguides.total = 7\n\
         \"guides.total\" = 8\n\"a..b\" = 9\n\"published.by_category.*\" = 10",
        &[
            "3:1 unknown-setting \"published.totl\"",
            "4:1 bad-setting \"published.by_month\"",
            "5:1 unknown-setting \"published.by_month.13\"",
            "6:1 bad-setting \"requests.service.days.histogram\"",
            "7:1 bad-setting \"targets.x.goal\"",
            "8:21 bad-setting \"6\"",
            "10:1 bad-toml \"guides.total\"",
            "11:1 unknown-setting \"a..b\"",
            "12:1 bad-setting \"published.by_category.*\"",
        ],
    );
}

#[test]
fn numbers_are_exact_or_refused() {
    let exactly = |number: &str| {
        let figures = format!("[figures.2017]\n\"fees.administrative_yuan\" = {number}");
        accept_named(&figures).figures[&2017][0].value.to_string()
    };
    assert_eq!(exactly("0.1"), "0.1");
    assert_eq!(exactly("1_234_567.890"), "1234567.890");
    assert_eq!(exactly("9007199254740993.25"), "9007199254740993.25");
    assert_eq!(exactly("+1.5e3"), "1500");
    assert_eq!(exactly("15e-1"), "1.5");
    assert_eq!(exactly("0x10"), "16");
    for number in [
        "nan",
        "inf",
        "1e99",
        "1e-99",
        "0.12345678901234567890123456789012345",
        "true",
    ] {
        let expected = format!("3:30 bad-setting {number}");
        check(
            &format!("[figures.2017]\n\"fees.administrative_yuan\" = {number}"),
            &[&expected],
        );
    }
}

#[test]
fn targets_are_bounds_from_below_or_above() {
    let targets = accept_named(
        "[targets.2017]\n\"published.total\" = { at-least = 6 }\n\
         \"requests.service.late\" = { at-most = 0 }\nguides.complete_rate = 0.95\n",
    )
    .targets;
    let goals: Vec<_> = targets[&2017].iter().map(|target| target.goal).collect();
    let share = Decimal::new(95, 2);
    assert_eq!(
        goals,
        [
            Goal::AtLeast(6.into()),
            Goal::AtMost(0.into()),
            Goal::AtLeast(share)
        ]
    );
    check(
        "[targets.2017]\n\"published.total\" = { at-lest = 6 }\n\"guides.total\" = { at-least = 1, at-most = 2 }",
        &[
            "3:21 bad-setting { at-lest = 6 }",
            "3:23 unknown-setting at-lest",
            "4:18 bad-setting { at-least = 1, at-most = 2 }",
        ],
    );
}

#[test]
fn limits_are_days_with_or_without_an_extension() {
    let project = accept_named(
        "[limits.service]\n'咨询类' = 2\n'家宽' = 3\nany = { days = 5 }\nunspecified = 6",
    );
    let days = |topic| project.service_limit(topic).map(|limit| limit.days);
    assert_eq!(days(Some("consultation")), Some(2));
    assert_eq!(days(Some("家宽")), Some(3));
    assert_eq!(days(Some("help")), Some(5));
    assert_eq!(days(None), Some(6));
    check(
        "[limits.service]\nconsultatoin = 2\nhelp = -1\nother = { extension = 1 }\n\
         complaint = { days = 5, extention = 10 }\n'投诉' = 3\n[limits.disclosure]\nany = 5",
        &[
            "3:1 unknown-setting consultatoin",
            "4:8 bad-setting -1",
            "5:9 missing-setting { extension = 1 }",
            "6:25 unknown-setting extention",
            "7:1 bad-toml '投诉'",
            "8:9 unknown-setting disclosure",
        ],
    );
}

#[test]
fn logs_are_one_file_or_several() {
    let project = accept_named(
        "[logs]\npublished = \"../门户/公开.csv\"\nguides = []\n\
         [[logs.requests]]\npath = \"a.csv\"\nkind = \"service\"\n[[logs.requests]]\npath = \"b.csv\"",
    );
    assert_eq!(
        project.logs[&Log::Published].files[0].path,
        "../门户/公开.csv"
    );
    assert!(project.logs[&Log::Guides].files.is_empty());
    assert_eq!(project.logs[&Log::Requests].files.len(), 2);
    check(
        "[logs]\npublished = 1\nprocurement = [\"/var/a.csv\", ['b.csv'], 'C:\\c.csv']\n\
         requests = { kind = \"service\", chanel = \"12345\" }\n\
         published-includes = [\"guides\"]\n[logs.headers.published]\npublished = \"上网时间\"\n\
         [logs.headers.others]",
        &[
            "3:13 bad-setting 1",
            "4:16 bad-setting \"/var/a.csv\"",
            "4:30 bad-setting ['b.csv']",
            "4:41 bad-setting 'C:\\c.csv'",
            "5:12 missing-setting { kind = \"service\", chanel = \"12345\" }",
            "5:32 unknown-setting chanel",
            "6:23 bad-setting \"guides\"",
            "8:1 unknown-setting published",
            "9:15 unknown-setting others",
        ],
    );
}

#[test]
fn dates_are_of_the_calendar_and_have_no_time() {
    let signed = |date: &str| format!("[reports.2017]\nsigned-on = {date}");
    let date = accept_named(&signed("\"2018-01-15\"")).reports[&2017].signed_on;
    assert_eq!(date, NaiveDate::from_ymd_opt(2018, 1, 15));
    for date in [
        "\"2018-02-30\"",
        "\"2018-1-5\"",
        "2018-01-15T08:00:00",
        "20180115",
    ] {
        check(&signed(date), &[&format!("3:13 bad-setting {date}")]);
    }
}

#[test]
fn a_byte_order_mark_is_not_a_column() {
    let found = read("\u{feff}nmae = 1\noffice.name = \"某局\"", columns).unwrap_err();
    assert_eq!(
        found[0].place.as_ref().and_then(|place| place.column),
        Some(1)
    );
    assert_eq!(found[0].code(), Code::of::<UnknownSetting>());
}

#[test]
fn rules_set_severities_and_let_pass_with_a_reason() {
    let project = accept_named(
        "[rules]\nbad-date = \"warning\"\nno-limit = \"off\"\nreview-since = 2018-01-01\n\
         [[rules.waiver]]\ncode = \"missing-cell\"\nwhere = \"a:b.csv:17\"\nreason = \"原件如此\"\n\
         until = 2018-06-30\n[[rules.waiver]]\ncode = \"declared-disagrees\"\n\
         where = \"published.total\"\nreason = \"口径不同\"\n",
    );
    let rules = project.rules;
    assert_eq!(
        rules.severity(Code::of::<BadDate>()),
        Some(Severity::Warning)
    );
    assert_eq!(rules.severity(Code::of::<NoLimit>()), None);
    assert_eq!(
        rules.severity(Code::of::<MissingCell>()),
        Some(Severity::Error)
    );
    assert_eq!(rules.review_since, NaiveDate::from_ymd_opt(2018, 1, 1));
    let targets: Vec<_> = rules.waivers.iter().map(|w| w.target.clone()).collect();
    let line = Where::Line("a:b.csv".to_owned(), 17);
    let figure = Where::Name("published.total".to_owned());
    assert_eq!(targets, [Some(line), Some(figure)]);
    assert_eq!(rules.waivers[0].place.line, Some(7));
}

#[test]
fn rules_that_mean_nothing_are_reported() {
    check(
        "[rules]\nbad-dat = \"off\"\nno-limit = \"of\"\nmissing-log = \"warning\"\n\
         no-header = \"note\"\nmissing-column = \"error\"\n\
         [[rules.waiver]]\ncode = \"bad-dat\"\nreason = \"x\"\n\
         [[rules.waiver]]\ncode = \"no-logs\"\nreason = \"x\"\n\
         [[rules.waiver]]\ncode = \"bad-date\"\nwhen = 1\n",
        &[
            "3:1 unknown-setting bad-dat",
            "4:12 bad-setting \"of\"",
            "5:15 bad-setting \"warning\"",
            "6:13 bad-setting \"note\"",
            "9:8 bad-setting \"bad-dat\"",
            "12:8 bad-setting \"no-logs\"",
            "14:1 missing-setting [[rules.waiver]]",
            "16:1 unknown-setting when",
        ],
    );
}

#[test]
fn every_level_has_its_code() {
    for level in Level::ALL {
        assert_eq!(Level::from_code(level.code()), Some(level));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = read(&text, columns);
    }

    /// Arbitrary sequences of TOML pieces reach more code than arbitrary characters.
    #[test]
    fn no_toml_panics(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let _ = read(&pieces.concat(), columns);
    }
}

const PIECES: &[&str] = &[
    "\n",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ".",
    ",",
    "=",
    " ",
    "\"",
    "'",
    "\"\"\"",
    "#",
    "office",
    "name",
    "reports",
    "2017",
    "title",
    "signed-on",
    "2018-01-15",
    "logs",
    "requests",
    "path",
    "headers",
    "limits.service",
    "days",
    "targets",
    "figures",
    "\"published.total\"",
    "published",
    "at-most",
    "1",
    "-0.5e3",
    "0x",
    "年",
    "\"年\"",
    "\u{feff}",
    "\r",
];

#[test]
fn the_site_is_read() {
    let project = accept_named(
        "[site]\nname = \"某区政府\"\ndomain = \"www.example.gov.cn\"\nid-code = \"bm01000001\"\n\
         column-name = \"年报\"\ncolumn-type = \"公开\"\npublisher = \"某局\"\nkeywords = \"公开\"\n\
         description = \"报告\"\n[reports.2017]\nindex-number = \"A/1\"\npublished-on = 2018-01-20\n",
    );
    let site = &project.site;
    assert_eq!(site.domain.as_deref(), Some("www.example.gov.cn"));
    assert_eq!(site.id_code.as_deref(), Some("bm01000001"));
    assert_eq!(site.keywords, ["公开"]);
    assert!(site.is_configured() && !accept_named("").site.is_configured());
    let report = &project.reports[&2017];
    assert_eq!(report.index_number.as_deref(), Some("A/1"));
    assert_eq!(report.published_on, NaiveDate::from_ymd_opt(2018, 1, 20));
}

#[test]
fn mistakes_in_the_site_are_reported() {
    check(
        "[site]\nnmae = \"某区政府\"\ndomain = \"https://www.example.gov.cn/\"\nid-code = \"32040001\"\n\
         keywords = [1]\ndescription = \"\"\n",
        &[
            "3:1 unknown-setting nmae",
            "4:10 bad-setting \"https://www.example.gov.cn/\"",
            "5:11 bad-setting \"32040001\"",
            "6:13 bad-setting 1",
            "7:15 bad-setting \"\"",
        ],
    );
    for domain in ["localhost", "a b.cn", "a..cn", ".cn", "a.cn/b", "a.cn:80"] {
        check(
            &format!("[site]\ndomain = \"{domain}\""),
            &[&format!("3:10 bad-setting \"{domain}\"")],
        );
    }
    for code in ["bm0100001", "BM01000001", "32040000011", "320400000a"] {
        check(
            &format!("[site]\nid-code = \"{code}\""),
            &[&format!("3:11 bad-setting \"{code}\"")],
        );
    }
    check(
        "[reports.2017]\npublished-on = \"20 January\"\nindex-number = 5",
        &["3:16 bad-setting \"20 January\"", "4:16 bad-setting 5"],
    );
}

/// The `report.toml` that `report explain settings` prints has every setting of the reader, with every
/// word that may be written there.
#[test]
fn the_manual_names_every_setting() {
    let manual = include_str!("../cli/topics/settings.toml");
    let (root, errors) = walk::parsed(manual);
    assert!(errors.is_empty(), "{errors:?}");
    let findings = walk::SettingFindings::new(manual);
    let columns = |log| {
        let columns = crate::logs::columns(log).iter();
        columns.map(|column| column.key).collect()
    };
    settings::project(walk::TomlTable::root(&findings, root.get_ref()), &columns).unwrap();
    let asked = findings.asked.take();
    assert_eq!(findings.into_diagnostics(), []);

    // One entry of a file stands for all, and so does one of a year. Codes of words have a list of their own.
    let is_log = |word: &str| Log::ALL.iter().any(|log| log.key() == word);
    let general = |path: &str| -> Option<String> {
        let segments = crate::vocabulary::segments_of(path).unwrap();
        let mut segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match &mut segments[..] {
            ["logs", "values", _, _] | ["logs", _, "values", ..] => return None,
            ["logs", "words", code] if *code != "list" => return None,
            ["logs", "headers", log] => *log = "LOG",
            ["targets", _, key, _] => *key = "KEY",
            ["logs", file, ..] if is_log(file) || *file == "file" => *file = "FILE",
            _ => {}
        }
        Some(segments.join("."))
    };
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    for (path, is_there) in &asked.settings {
        if let Some(path) = general(path) {
            *known.entry(path).or_default() |= is_there;
        }
    }
    assert!(known.len() > 90, "{}", known.len());
    let lists: Vec<&str> = value_lists().map(|(list, _)| list).collect();
    let is_listed = |path: &str| {
        let list = path.strip_prefix("logs.values.");
        list.is_some_and(|list| lists.contains(&list))
    };
    let missing: Vec<&String> = known
        .iter()
        .filter(|(path, is_there)| !*is_there && !is_listed(path))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(missing, [""; 0]);
    for (path, words) in asked.words {
        for word in words {
            // As a value in quotes, or in a comment in both languages; `#logs` stands for the logs.
            let is_there = manual.contains(word) || is_log(word);
            assert!(is_there, "{path}: {word}");
        }
    }
}
