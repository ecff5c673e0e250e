//! Checks of prose against figures: findings, their places, and text without findings.

use crate::memory::{Folder, finding_lines};
use proptest::prelude::*;
use report::{Office, Options};

/// Returns findings about the prose of 2017, in short form without the file name.
fn found(folder: &Folder) -> Vec<String> {
    let findings = Office::open(folder).prose(2017, &Options::default());
    let short = finding_lines(&findings).into_iter();
    short
        .map(|line| line.replace("narrative/2017.md", ""))
        .collect()
}

/// An office with simple figures.
///
/// 2017: 36 items, of them 30 规划计划 and 6 人事任免, 33 on 门户网站 and 3 on 微信公众号; 12
/// procurement notices of two projects, of which one is complete; 23 service requests, one late;
/// no disclosure request; 2016: 40 items, 20 service requests.
fn office() -> Folder {
    let published = |year: i32, row: usize| {
        let category = if row < 30 {
            "规划计划"
        } else {
            "人事任免"
        };
        let channel = if row < 33 {
            "门户网站"
        } else {
            "微信公众号"
        };
        let (month, day) = (row / 20 + 1, row % 20 + 1);
        format!("{year}-{row},信息{row},{category},{channel},{year}-{month:02}-{day:02}\n")
    };
    let mut items = "索引号,信息名称,分类,发布渠道,公开日期\n".to_owned();
    items.extend((0..40).map(|row| published(2016, row)));
    items.extend((0..36).map(|row| published(2017, row)));

    let mut notices = "项目编号,标题,公告类型,预算金额,成交金额,发布日期\n".to_owned();
    notices += "P,甲项目采购预算公示,采购预算公示,500000,,2017-02-01\n";
    notices += "P,甲项目招标公告,招标公告,500000,,2017-03-01\n";
    notices += "P,甲项目中标公告,中标公告,,456700,2017-04-01\n";
    notices += "Q,乙项目中标公告,中标公告,,100000,2017-04-01\n";
    notices.extend((0..8).map(|n| format!("R{n},丙{n}招标公告,招标公告,,,2017-05-0{}\n", n + 1)));

    let mut requests = "类别,渠道,诉求类型,收到日期,办理期限,答复日期\n".to_owned();
    let request = |year, n| {
        let replied = if n == 22 { "20" } else { "06" };
        let topic = if n < 15 { "咨询" } else { "投诉" };
        format!(
            "公众诉求,12345,{topic},{year}-03-0{},{year}-03-10,{year}-03-{replied}\n",
            n % 6 + 1
        )
    };
    requests.extend((0..20).map(|n| request(2016, n)));
    requests.extend((0..23).map(|n| request(2017, n)));

    Folder::new()
        .with("published.csv", items)
        .with("procurement.csv", notices)
        .with("requests.csv", requests)
}

/// Checks the findings in a paragraph, each as `code column`.
#[track_caller]
fn check(paragraph: &str, expected: &[&str]) {
    let folder = office().with("narrative/2017.md", format!("# 概况\n\n{paragraph}\n"));
    let expected: Vec<String> = expected
        .iter()
        .map(|finding| finding.replacen(' ', " :3:", 1))
        .collect();
    assert_eq!(found(&folder), expected, "{paragraph}");
}

#[test]
fn the_clean_narratives_of_the_sample_office_say_only_what_is_so() {
    for year in [2016, 2017] {
        let findings = Office::open(&Folder::sample()).prose(year, &Options::default());
        assert_eq!(finding_lines(&findings), [""; 0]);
    }
}

#[test]
fn the_slips_of_the_published_report_are_found_at_their_places_and_nothing_else() {
    let narrative = "narrative/2017.md";
    let sister = Folder::sample()
        .replacing(
            narrative,
            "《{{ report.notice_title }}》",
            "《关于做好2016年度政府信息公开工作年度报告编制工作的通知》",
        )
        .replacing(narrative, "至{{ period.end | date }}止", "至2017年12月31号止")
        .replacing(
            narrative,
            "全年发布政府采购公告{{ procurement.total }}条，平均约{{ procurement.per_day | fixed(1) }}条/天，已计入主动公开总数。",
            "全年发布政府采购公告{{ procurement.total }}余条，平均约0.3条/天。",
        )
        .replacing(
            narrative,
            "两个平台收到诉求{{ requests.service.received }}件",
            "两个平台收到诉求432余件",
        )
        .replacing(
            narrative,
            "微信公众号公开{{ published.by_channel[\"微信公众号\"] }}条",
            "微信公众号公开约10余次",
        )
        .replacing(
            "report.toml",
            "published-includes = [\"procurement\", \"environment\"]",
            "published-includes = [\"environment\"]",
        );
    let text = sister.text(narrative);
    let place = |slip: &str| {
        let at = text.find(slip).unwrap();
        let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = text[..at].matches('\n').count() + 1;
        format!(
            "{narrative}:{line}:{}",
            text[line_start..at].chars().count() + 1
        )
    };
    let expected = [
        format!("stale-year {}", place("2016年度")),
        format!("colloquial-date {}", place("12月31号")),
        format!("vague-count {}", place("约10余次")),
        format!("unclear-subtotal {}", place("{{ procurement.total }}余")),
        format!("vague-count {}", place("{{ procurement.total }}余")),
        format!("typed-figure {}", place("0.3条/天")),
        format!("vague-count {}", place("432余件")),
    ];
    let mut found = finding_lines(&Office::open(&sister).prose(2017, &Options::default()));
    let mut expected = expected.to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_typed_number_that_a_placeholder_would_give_is_reported() {
    check("全年主动公开政府信息36条。", &["typed-figure 11"]);
    check("发布政府采购公告12条，内容齐全。", &["typed-figure 9"]);
    check("其中微信公众号推送3条。", &["typed-figure 10"]);
    check("人事任免类信息6条。", &["typed-figure 8"]);
    check("全年收到公众诉求23件。", &["typed-figure 9"]);
    check(
        "按期答复率为95.65%，公众诉求办理有序。",
        &["typed-figure 7"],
    );
    check("成交金额55.67万元。", &["typed-figure 5"]);
}

#[test]
fn a_typed_number_that_is_not_the_figure_is_reported() {
    check("全年主动公开政府信息63条。", &["figure-contradicted 11"]);
    check("其中微信公众号推送5条。", &["figure-contradicted 10"]);
    check("全年收到公众诉求43件。", &["figure-contradicted 9"]);
    check("诉求按期答复率为98%。", &["figure-contradicted 9"]);
    check("全年主动公开政府信息约60条。", &["figure-contradicted 12"]);
}

#[test]
fn other_numbers_are_left_alone() {
    for innocent in [
        "全年举办政府信息公开培训2场、36人次。",
        "依照《条例》第36条的规定主动公开政府信息。",
        "主动公开咨询电话：0519-82336123。",
        "地址：某市某路36号3楼，邮编213200。",
        "上年主动公开政府信息40条。",
        "主动公开政府信息的目标为不少于36条。",
        "主动公开的信息在20个工作日内发布。",
        "12345系统全年运行平稳。",
        "设置公开查阅点36个，配备人员3名。",
        "全年主动公开政府信息{{ published.total }}条，召开新闻发布会3次。",
        "收到诉求{{ requests.service.received }}件，其中涉及环保的5件。",
        "主动公开政府信息近40条。",
        "每月主动公开3条以上信息。",
        "诉求在3个工作日内交办。",
        "收到群众意见建议5条。",
    ] {
        check(innocent, &[]);
    }
}

#[test]
fn another_year_is_reported_where_the_report_year_is_meant() {
    check(
        "根据《关于编报2016年度政府信息公开工作年度报告的通知》编制。",
        &["stale-year 8"],
    );
    check(
        "现公布2016年度政府信息公开工作年度报告。",
        &["stale-year 4"],
    );
    check(
        "本报告统计期限自2016年1月1日至2017年12月31日。",
        &["stale-year 9"],
    );
    check(
        "2016年，主动公开政府信息{{ published.total }}条。",
        &["stale-year 1"],
    );
    let heading = office().with("narrative/2017.md", "# 2016年工作情况\n\n有序开展。\n");
    assert_eq!(found(&heading), ["stale-year :1:3"]);
}

#[test]
fn other_years_are_left_alone() {
    for innocent in [
        "依据《2016年政务公开工作要点》（某政办发〔2016〕12号）开展工作。",
        "与2016年相比，工作更加规范。",
        "自2016年起设立公开查阅点。",
        "截至2016年底已建成公开专栏。",
        "“十三五”（2016-2020年）期间持续推进。",
        "2018年，我单位将继续做好公开工作。",
        "上年度《2016年度政府信息公开工作年度报告》提出的问题已经整改。",
        "本报告统计期限自2017年1月1日至2017年12月31日。",
    ] {
        check(innocent, &[]);
    }
}

#[test]
fn an_exact_count_is_not_vague_and_a_day_is_written_as_officials_write_it() {
    check(
        "主动公开政府信息{{ published.total }}余条。",
        &["vague-count 9"],
    );
    check("收到来信约123件。", &["vague-count 5"]);
    check("组织宣传约10余次。", &["vague-count 5"]);
    check("截至12月31号。", &["colloquial-date 3"]);
    for innocent in [
        "平均约{{ published.per_day | fixed(1) }}条/天。",
        "发放资料1000余份。",
        "接待群众约200人。",
        "成交金额约{{ procurement.award_yuan | wan }}。",
        "请到服务大厅1号窗口，5月4日起办理。",
    ] {
        check(innocent, &[]);
    }
}

#[test]
fn claims_that_figures_do_not_bear_out_are_reported() {
    check("所有诉求均按期答复。", &["on-time-contradicted 5"]);
    check(
        "公众诉求均在规定期限内得到答复。",
        &["on-time-contradicted 5"],
    );
    check("全年未收到诉求。", &["claim-contradicted 3"]);
    check("政府采购做到全程公开。", &["claim-contradicted 7"]);
    check("收到申请后均在法定期限内答复。", &["rate-over-nothing 6"]);
    check(
        "按期答复率{{ requests.disclosure.on_time_rate }}。",
        &["rate-over-nothing 6"],
    );
    check("信息主要为人事任免类。", &["not-the-largest 6"]);
    check("诉求以投诉为主。", &["not-the-largest 4"]);
    check(
        "主动公开政府信息{{ published.total }}条，较上年增长一成。",
        &["trend-contradicted 37"],
    );
    for innocent in [
        "诉求办理确保均按期答复。",
        "除{{ requests.service.late }}件外，诉求均按期答复。",
        "上年诉求办理没有超期。",
        "全年未收到政府信息公开申请。",
        "未收取任何费用。",
        "推进政府采购全程公开。",
        "信息主要为规划计划类。",
        "诉求以咨询为主，投诉次之。",
        "收到诉求{{ requests.service.received }}件，较上年有所增加。",
        "下一步将增加公开数量。",
        "主动公开政府信息{{ published.total }}条，同比下降。",
    ] {
        check(innocent, &[]);
    }
}

#[test]
fn what_is_left_of_last_year_is_reported() {
    let rule = "坚持先审查、后公开，各部门拟公开的信息由保密审查员审查，以文件形式印发的由办公室审查把关。";
    let problem =
        "一是公开节奏不够均衡，部分月份没有发布信息；二是公开形式不够多样，新媒体的作用发挥不足。";
    let old = format!("# 制度\n\n{rule}\n\n# 存在问题\n\n{problem}\n");
    let new = format!(
        "# 制度\n\n{}\n\n# 存在问题\n\n{problem}\n\n# 其他\n",
        rule.replace("把关", "核对")
    );
    let folder = office()
        .with("narrative/2016.md", old)
        .with("narrative/2017.md", new);
    assert_eq!(
        found(&folder),
        [
            "unchanged-paragraph :3:1",
            "stale-paragraph :7:1",
            "empty-section :9:3",
        ]
    );
}

#[test]
fn a_stale_setting_and_a_missed_target_are_reported_in_report_toml() {
    let folder = office()
        .with("narrative/2017.md", "# 概况\n\n有序开展。\n")
        .replacing(
            "report.toml",
            "[reports.2017]\n",
            "[reports.2017]\nnotice-title = \"关于编报2016年度政府信息公开工作年度报告的通知\"\n",
        )
        .with_settings("[targets.2017]\n\"published.total\" = 40\n\"requests.service.late\" = { at-most = 0 }\n\"requests.service.received\" = 20\n");
    let compilation = folder.compile(2017);
    assert_eq!(
        reported_claims(&compilation),
        [
            "stale-year report.toml:6:21",
            "target-missed report.toml:11:21",
            "target-missed report.toml:12:27",
        ]
    );
}

/// Returns the findings in short form, without missing contents, which these few sentences do not
/// cover.
fn reported_claims(compilation: &report::Outcome<report::Report>) -> Vec<String> {
    let mut reported = finding_lines(&compilation.diagnostics);
    reported.retain(|finding| !finding.starts_with("missing-content"));
    reported
}

#[test]
fn an_error_in_the_prose_forbids_the_report_and_a_warning_does_not() {
    let late = office().with("narrative/2017.md", "# 概况\n\n所有诉求均按期答复。\n");
    assert!(late.compile(2017).value.is_none());
    let typed = office().with("narrative/2017.md", "# 概况\n\n主动公开政府信息36条。\n");
    let compilation = typed.compile(2017);
    assert!(compilation.value.is_some());
    assert_eq!(
        reported_claims(&compilation),
        ["typed-figure narrative/2017.md:3:9"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_checked(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40)) {
        let folder = office()
            .with("narrative/2016.md", pieces[..pieces.len() / 2].concat())
            .with("narrative/2017.md", pieces.concat());
        for finding in Office::open(&folder).prose(2017, &Options::default()) {
            let place = finding.place.unwrap();
            let lines = 1 + pieces.concat().matches('\n').count() as u64;
            prop_assert!(place.line.unwrap() <= lines && place.column.is_some());
        }
    }
}

/// Pieces of narratives, mostly awkward ones.
const PIECES: &[&str] = &[
    "主动公开政府信息",
    "36条",
    "约",
    "余件",
    "{{ published.total }}",
    "{{ published.per_day | fixed(1) }}",
    "{{\npublished.total\n}}",
    "{= 注\n释 =}",
    "{{",
    "}}",
    "{% if true %}",
    "{% endif %}",
    "{#",
    "\n",
    "\n\n",
    "# ",
    "## 问题 {#problems}",
    "，",
    "。",
    "；",
    "《2016年度",
    "年度报告的通知》",
    "2016年",
    "统计期限",
    "较上年",
    "增长",
    "均按期答复",
    "诉求",
    "申请",
    "主要为",
    "人事任免",
    "12月31号",
    "**",
    "| 1 |",
    "- ",
    "1. ",
    "𠀀",
    "\u{E000}",
    "\r\n",
    "9999999999999999999999999999999999件",
    "0.0000000000000000000000000000001%",
    "以",
    "为主",
    "收到",
];
