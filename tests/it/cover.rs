//! The cover sheet: figures of two years; late, missing, wrong and waived items; room for the
//! signature.

use std::fs;

use report::{Extras, Format, Office, Options, Report, cover, render::render};

use crate::memory::{COMPLETE, Folder};
use crate::program::{outcome, rendered_text, report, root, run};

/// The cover sheet of a year.
#[track_caller]
fn sheet(folder: &Folder, year: i32, as_of: Option<&str>) -> Report {
    let options = Options {
        as_of: as_of.map(|day| day.parse().unwrap()),
        with: Extras {
            last_year: true,
            evidence: false,
        },
        ..Options::default()
    };
    let report = Office::open(folder).compile(year, &options).value.unwrap();
    cover(&report, &Office::open(folder).check(Some(year), &options))
}

/// Checks that the Markdown of the sheet has each line; Markdown lines are not wrapped.
#[track_caller]
fn check_lines(folder: &Folder, as_of: Option<&str>, expected: &[&str]) {
    let text = rendered_text(&sheet(folder, 2017, as_of), Format::Markdown);
    for line in expected {
        assert!(text.lines().any(|found| found == *line), "{line}\n{text}");
    }
}

/// Requests of 2016 and 2017; one of 2017 is answered late, one is overdue, one has no limit.
const REQUESTS: &str = "\
编号,类别,收到日期,办理期限,答复日期
F1,公众诉求,2016-05-03,2016-05-10,2016-05-09
F2,公众诉求,2016-06-01,2016-06-08,2016-06-08
F3,公众诉求,2017-05-03,2017-05-10,2017-05-09
F4,公众诉求,2017-05-04,2017-05-11,2017-05-12
F5,公众诉求,2017-05-05,2017-05-12,
F6,公众诉求,2017-05-08,,2017-05-09
";

fn office() -> Folder {
    Folder::new()
        .with("narrative/2017.md", COMPLETE)
        .with("requests.csv", REQUESTS)
}

#[test]
fn figures_of_two_years() {
    // On time of what was due: 2 of 2 in 2016; 1 of 3 in 2017, where one is late and one overdue.
    check_lines(
        &office(),
        None,
        &[
            "**单位**：某管委会。",
            "**统计期**：2017年1月1日至2017年12月31日，365天，249个工作日。数字截至2017年12月31日。",
            "**落款日期**：2018年1月15日。",
            "| 指标 | 单位 | 2017年 | 2016年 | 比上年 |",
            "| 公众诉求：收到数 | 件 | 4 | 2 | +2（+100%） |",
            "| 公众诉求：按期答复率（应答复口径） | % | 33.33% | 100% | -66.67个百分点 |",
        ],
    );
}

#[test]
fn late_and_overdue_are_counted() {
    check_lines(
        &office(),
        None,
        &[
            "**期限**：公众诉求逾期答复1件、超期未答复1件、无法判定期限1件；依申请公开逾期答复0件、超期未答复0件、无法判定期限0件。",
        ],
    );
}

#[test]
fn part_of_a_year_beside_the_same_part() {
    check_lines(
        &office(),
        Some("2017-05-31"),
        &[
            "| 指标 | 单位 | 2017年 | 2016年同期 | 比上年 |",
            "| 公众诉求：收到数 | 件 | 4 | 1 | +3（+300%） |",
        ],
    );
}

#[test]
fn what_is_absent_has_a_reason() {
    let folder = Folder::new()
        .with("narrative/2017.md", COMPLETE)
        .with("guides.csv", "子栏目,事项名称\n社保,参保登记\n")
        .with(
            "requests.csv",
            "编号,类别,收到日期,答复日期\nD1,依申请公开,2017-03-01,2017-03-09\n",
        )
        .with_settings("[figures.2016]\n\"published.total\" = 322\n");
    check_lines(
        &folder,
        None,
        &[
            "| 主动公开政府信息数 | 条 | — | 322 | — |",
            "| 依申请公开：收到数 | 件 | 1 | — | — |",
            "**未列**：政府采购、环境信息、规章和规范性文件、行政执法决定、复议诉讼、行政事业性收费，两年都没有台账或申报的数字。",
        ],
    );
    let text = rendered_text(&sheet(&folder, 2017, None), Format::Markdown);
    let reasons = text.lines().find(|line| line.starts_with("**“—”的原因**"));
    let reasons = reasons.unwrap();
    assert!(
        reasons.contains("2017年主动公开政府信息数，台账算不出，也没有申报"),
        "{reasons}"
    );
}

#[test]
fn a_year_without_a_year_before() {
    let log = "信息名称,公开日期\n工作要点,2017-01-20\n";
    let folder = Folder::new()
        .with("narrative/2017.md", COMPLETE)
        .with("published.csv", log);
    check_lines(
        &folder,
        None,
        &[
            "| 主动公开政府信息数 | 条 | 1 | — | — |",
            "**“—”的原因**：2016年，这一年没有台账记录，也没有申报的数字。",
        ],
    );
}

#[test]
fn waivers_have_reason_and_last_day() {
    let log = "信息名称,生成日期,公开日期\n工作要点,2017-01-23,2017-01-20\n";
    let waiver = |reason: &str, until: &str| {
        format!(
            "[[rules.waiver]]\ncode = \"published-before-made\"\nreason = \"{reason}\"\n{until}"
        )
    };
    let folder = |waiver: &str| {
        Folder::new()
            .with("narrative/2017.md", COMPLETE)
            .with("published.csv", log)
            .with_settings(waiver)
    };
    let text = |waiver: &str| {
        let sheet = sheet(&folder(waiver), 2017, None);
        rendered_text(&sheet, Format::Markdown)
    };
    let without = text("");
    assert!(without.contains("**豁免**：没有。"), "{without}");
    assert!(without.contains("published-before-made 1处"), "{without}");
    let with = text(&waiver("原件如此", "until = 2018-06-30\n"));
    assert!(with.contains("| 原件如此 | 2018年6月30日 |"), "{with}");
    let endless = text(&waiver("原件如此", ""));
    assert!(endless.contains("| 原件如此 | 不限 |"), "{endless}");
    // The signing date is after the last day of the waiver.
    let expired = text(&waiver("原件如此", "until = 2018-01-14\n"));
    assert!(expired.contains("**豁免**：没有。"), "{expired}");
    assert!(expired.contains("expired-waiver 1处"), "{expired}");
}

#[test]
fn empty_cells_are_counted() {
    // Without any log but one of publications, the tables of the form are empty but for what it
    // counts.
    let folder = Folder::default()
        .with(
            "report.toml",
            "[office]\nname = \"某局\"\n[reports.2022]\nsigned-on = 2023-01-15\n",
        )
        .with("published.csv", "信息名称,公开日期\n工作要点,2022-01-20\n");
    let text = rendered_text(&sheet(&folder, 2022, None), Format::Markdown);
    let line = text.lines().find(|line| line.starts_with("**法定表格**"));
    // Ten cells of table two, 25 rows of 7 in table three, 15 cells of table four. A department issues no
    // 规章: three cells of table two are 0 by law.
    let line = line.unwrap();
    assert!(line.starts_with("**法定表格**：共200格："), "{line}");
    assert!(line.contains("空白197格（"), "{line}");
    assert!(line.ends_with("没有台账，也没有申报。"), "{line}");
}

#[test]
fn every_format_has_room_to_sign() {
    let sheet = sheet(&office(), 2017, None);
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let text = rendered_text(&sheet, format);
        for role in ["经办人：＿", "审核人：＿", "签发人：＿"] {
            assert_eq!(text.matches(role).count(), 1, "{format:?}");
        }
    }
    assert!(render(&sheet, Format::Docx, 80).unwrap().len() > 1000);
}

#[test]
fn a_format_without_pages_is_refused() {
    for format in ["json", "xlsx"] {
        let words =
            format!("compile --year 2017 --cover --format {format} --lang en -o cover.{format}");
        let found = run(&words);
        let messages = format!(
            "error: --cover has no format {format}: use one of text, markdown, html, docx\n"
        );
        assert_eq!((found.stderr, found.status), (messages, 2));
        assert!(!root().join(format!("cover.{format}")).exists());
    }
    let found = run("compile --year 2017 --cover --format json --lang zh");
    assert_eq!(
        found.stderr,
        "错误: 送签说明（--cover）没有 json 格式：请用 text、markdown、html、docx 之一\n"
    );
}

#[test]
fn errors_stop_the_sheet() {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("report.toml"), "[office]\nname = \"某局\"\n").unwrap();
    let log = "信息名称,公开日期\n工作要点,2017-01-20\n通知,2017-02-31\n";
    fs::write(data.join("published.csv"), log).unwrap();
    let run = |words: &str| {
        let words = words.split(' ');
        outcome(report(words).current_dir(root.path()))
    };
    let found = run("compile --year 2017 --cover -o cover.md");
    assert_eq!(found.status, 1, "{}", found.stderr);
    assert!(!root.path().join("cover.md").exists());
    let found = run("compile --year 2017 --cover -o cover.md --keep-going");
    assert_eq!(found.status, 1, "{}", found.stderr);
    let sheet = fs::read_to_string(root.path().join("cover.md")).unwrap();
    assert!(sheet.contains("因错误未计入1行"), "{sheet}");
    assert!(sheet.contains("bad-date 1处"), "{sheet}");
    // Nor is a narrative needed: the sheet has the figures of the logs.
    assert!(sheet.contains("| 主动公开政府信息数 | 条 | 1 |"), "{sheet}");
}

#[test]
fn sheet_of_the_sample_office() {
    let found = run("compile --year 2017 --cover");
    assert_eq!((found.stderr.as_str(), found.status), ("", 0));
    let squeezed: String = found.stdout.split_whitespace().collect();
    // The figures of the sample office are those of its published report.
    for part in [
        "江苏省金坛经济开发区管理委员会",
        "主动公开政府信息数┆条┆636┆322┆+314（+97.52%）",
        "公众诉求：收到数┆件┆432┆207┆",
        "未单列行政复议",
        "目标：共2项，完成2项。",
    ] {
        assert!(squeezed.contains(part), "{part}\n{}", found.stdout);
    }
}

/// Rows carried over from the year before are the first of the log; they do not make that year
/// known.
#[test]
fn requests_left_over_make_no_year() {
    let header = "编号,类别,收到日期,办理期限,答复日期\n";
    let carried = "F1,公众诉求,2016-12-28,2017-01-05,2017-01-04\nF2,公众诉求,2016-12-30,2017-01-09,2017-01-06\n";
    let received = "F3,公众诉求,2017-05-03,2017-05-10,2017-05-09\nF4,公众诉求,2017-05-04,2017-05-11,2017-05-12\nF5,公众诉求,2017-07-04,2017-07-11,2017-07-10\n";
    let of = |rows: &str| {
        Folder::new()
            .with("narrative/2017.md", COMPLETE)
            .with(
                "report.toml",
                "[office]\nname = \"某局\"\n[reports.2017]\nsigned-on = 2018-01-15\n",
            )
            .with("requests.csv", format!("{header}{rows}"))
    };
    let line = |count: &str| format!("| 公众诉求：收到数 | 件 | 3 | {count} |");
    let has = |folder: &Folder, line: &str| {
        let text = rendered_text(&sheet(folder, 2017, None), Format::Markdown);
        assert!(text.contains(line), "{line}\n{text}");
    };
    has(&of(&format!("{carried}{received}")), &line("—"));
    // A log that goes back further covers that year.
    let earlier = "F0,公众诉求,2016-03-02,2016-03-09,2016-03-08\n";
    has(&of(&format!("{earlier}{carried}{received}")), &line("3"));
}
