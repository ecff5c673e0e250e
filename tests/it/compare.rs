//! Year on year: the year before in placeholders, and another year in tables.

use std::io::{Cursor, Read};

use crate::memory::{Folder, finding_lines};
use report::{
    Block, Format, Language, Office, Options, plain_text,
    render::{render, stats, table},
};

/// 2016: 4 items on 网站, 2 requests, both in time; 2017: 6 items, 4 on 网站 and 2 on 微信, 2
/// requests, one late.
fn office() -> Folder {
    Folder::new()
        .with(
            "published.csv",
            "信息名称,发布渠道,公开日期\n\
             甲,网站,2016-01-04\n乙,网站,2016-02-04\n丙,网站,2016-03-04\n丁,网站,2016-08-04\n\
             戊,网站,2017-01-04\n己,网站,2017-02-03\n庚,网站,2017-03-03\n辛,网站,2017-04-05\n\
             壬,微信,2017-05-04\n癸,微信,2017-09-04\n",
        )
        .with(
            "requests.csv",
            "类别,收到日期,办理期限,答复日期\n\
             公众诉求,2016-03-01,2016-03-08,2016-03-03\n公众诉求,2016-03-01,2016-03-08,2016-03-03\n\
             公众诉求,2017-03-01,2017-03-08,2017-03-03\n公众诉求,2017-03-01,2017-03-08,2017-03-20\n",
        )
}

/// The first paragraph of the report of `year` whose narrative is `text`.
fn printed(folder: Folder, year: i32, text: &str, as_of: Option<&str>) -> String {
    let folder = folder.with(&format!("narrative/{year}.md"), text);
    let options = Options {
        as_of: as_of.map(|day| day.parse().unwrap()),
        ..Options::default()
    };
    let compilation = Office::open(&folder).compile(year, &options);
    let report = compilation
        .value
        .unwrap_or_else(|| panic!("{:?}", finding_lines(&compilation.diagnostics)));
    match &report.document.preface[0] {
        Block::Paragraph(inlines) => plain_text(inlines),
        block => panic!("{block:?}"),
    }
}

#[test]
fn a_narrative_speaks_of_the_year_before() {
    let print = |text: &str| printed(office(), 2017, text, None);
    assert_eq!(
        print(
            "{{ published.total }}条，上年{{ previous.published.total }}条，{{ published.total | change }}"
        ),
        "6条，上年4条，增长50%"
    );
    assert_eq!(
        print(
            "{{ requests.service.received | change }}；{{ published.by_channel[\"网站\"] | change }}"
        ),
        "持平；持平"
    );
    assert_eq!(
        print("{{ requests.service.on_time_rate | change }}"),
        "下降50个百分点"
    );
    // 366 days and 4 items; 365 and 6.
    assert_eq!(print("{{ published.per_day | change }}"), "增长50.41%");
}

#[test]
fn what_the_year_before_did_not_have_is_absent() {
    let print = |year, text: &str| printed(office(), year, text, None);
    assert_eq!(
        print(
            2017,
            "{{ published.by_channel.微信 | change }}、{{ previous.published.by_channel.微信 }}"
        ),
        "—、—"
    );
    assert_eq!(print(2017, "{{ requests.service.late | change }}"), "—");
    assert_eq!(
        print(
            2016,
            "{{ previous.published.total }}，{{ published.total | change }}"
        ),
        "—，—"
    );
}

#[test]
fn the_same_part_of_both_years_is_compared() {
    assert_eq!(
        printed(
            office(),
            2017,
            "{{ published.total | change }}",
            Some("2017-06-30")
        ),
        "增长66.67%"
    );
}

#[test]
fn a_placed_table_bears_another_year() {
    let folder = office().with("narrative/2017.md", "![渠道](table:published.by_channel)\n");
    let options = Options {
        compared_with: Some(2016),
        ..Options::default()
    };
    let report = Office::open(&folder).compile(2017, &options).value.unwrap();
    let Block::Table(placed) = &report.document.preface[0] else {
        panic!("a table")
    };
    assert_eq!(
        table::markdown(placed),
        "| 项目 | 2017年主动公开数（按渠道）（条） | 2016年 | 增减 | 增减% |\n\
         | --- | ---: | ---: | ---: | ---: |\n\
         | 网站 | 4 | 4 | 0 | 0 |\n| 微信 | 2 | — | — | — |\n"
    );
}

#[test]
fn two_years_stand_side_by_side_with_their_differences() {
    let folder = office();
    let [then, now] = [2016, 2017].map(|year| folder.figures(year, &Options::default()));
    let compared = stats::compared((2016.into(), &then), (2017.into(), &now), Language::Chinese);
    let line = |key: &str| {
        let row = compared
            .rows
            .iter()
            .find(|row| row[0].text() == key)
            .unwrap();
        let cells: Vec<String> = row[2..].iter().map(report::Cell::text).collect();
        cells.join(" ")
    };
    assert_eq!(line("published.total"), "4 6 2 50 条");
    assert_eq!(line("requests.service.late"), "0 1 1 — 件");
    assert_eq!(
        line("requests.service.on_time_rate"),
        "100% 50% -50 — %（增减为个百分点）"
    );
}

/// Returns the report of 2017, compared with 2016, in every format, without pure layout.
fn formats(report: &report::Report) -> Vec<(Format, String)> {
    let text = |format: Format| {
        let bytes = render(report, format, 80).unwrap();
        if !format.is_binary() {
            return String::from_utf8(bytes).unwrap();
        }
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut all = String::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            if file.name().unwrap().ends_with(".xml") {
                file.read_to_string(&mut all).unwrap();
            }
        }
        all
    };
    Format::ALL
        .iter()
        .map(|format| (*format, text(*format)))
        .collect()
}

#[test]
fn every_format_has_the_main_figures() {
    let folder = office().with(
        "narrative/2017.md",
        "# 概况\n公开{{ published.total }}条。\n\n![渠道](chart:published.by_channel)\n",
    );
    let options = Options {
        compared_with: Some(2016),
        ..Options::default()
    };
    let found = Office::open(&folder).compile(2017, &options);
    let report = found
        .value
        .unwrap_or_else(|| panic!("{:?}", finding_lines(&found.diagnostics)));
    for (format, text) in formats(&report) {
        let expected: &[&str] = match format {
            Format::Text => &[
                "主要数字（与2016年比较）",
                "│ 主动公开政府信息数       ┆        条       ┆      6 ┆      4 ┆    2 ┆    50 │",
                "│ 公众诉求：按期答复率（应 ┆ %，增减为百分点 ┆    50% ┆   100% ┆  -50 ┆     — │",
                "网站 4（2016年 4）",
                "微信 2（2016年 —）",
            ],
            Format::Markdown => &[
                "## 主要数字（与2016年比较）",
                "| 主动公开政府信息数 | 条 | 6 | 4 | 2 | 50 |",
                "| 公众诉求：按期答复率（应答复口径） | %，增减为百分点 | 50% | 100% | -50 | — |",
                "| 项目 | 2017年数量（条） | 2016年 |",
                "| 微信 | 2 | — |",
            ],
            Format::Json => &["\"main_figures\"", "\"compared\": {\n    \"year\": 2016,"],
            _ => &["主要数字", "2016年", "增减%", "%，增减为百分点"],
        };
        for expected in expected {
            assert!(text.contains(expected), "{format:?} {expected}:\n{text}");
        }
    }
    let alone = Office::open(&folder)
        .compile(2017, &Options::default())
        .value
        .unwrap();
    for (format, text) in formats(&alone) {
        assert!(
            !text.contains("主要数字") && !text.contains("main_figures"),
            "{format:?}"
        );
    }
}

#[test]
fn the_same_quarter_is_compared() {
    let day = |day: &str| day.parse().unwrap();
    let options = Options {
        part: Some((day("2017-01-01"), day("2017-03-31"))),
        compared_with: Some(2016),
        ..Options::default()
    };
    let report = Office::open(&office())
        .compile(2017, &options)
        .value
        .unwrap();
    let text = String::from_utf8(render(&report, Format::Markdown, 80).unwrap()).unwrap();
    for line in [
        "## 一、主要数字（与2016年第一季度比较）",
        "| 指标 | 单位 | 2017年第一季度 | 2016年第一季度 | 增减 | 增减% |",
        "| 主动公开政府信息数 | 条 | 3 | 3 | 0 | 0 |",
        "| 项目 | 2017年第一季度主动公开数（按渠道）（条） | 2016年第一季度 | 增减 | 增减% |",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
}
