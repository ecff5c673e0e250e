//! For any content of the files of a project, compiling ends without a panic; if there is no
//! report, there is a finding.

use proptest::prelude::*;
use report::{DEFAULT_WIDTH, Format, Office, Options, Severity, render::render};

use crate::memory::{Folder, finding_lines};

/// Runs every question on a folder.
fn check_compiles(folder: &Folder) -> Result<(), TestCaseError> {
    for keep_going in [false, true] {
        let options = Options {
            keep_going,
            ..Options::default()
        };
        let compilation = Office::open(folder).compile(2017, &options);
        for diagnostic in &compilation.diagnostics {
            let _ = (diagnostic.problem.message(), diagnostic.problem.hint());
        }
        let is_error = compilation
            .diagnostics
            .iter()
            .any(|found| found.severity() >= Severity::Error);
        if let Some(report) = &compilation.value {
            prop_assert!(
                keep_going || !is_error,
                "{:?}",
                finding_lines(&compilation.diagnostics)
            );
            for &format in Format::ALL {
                let page = render(report, format, DEFAULT_WIDTH).unwrap();
                prop_assert!(format.is_binary() || page.ends_with(b"\n"));
                if let Format::Json = format {
                    prop_assert!(serde_json::from_slice::<serde_json::Value>(&page).is_ok());
                }
            }
        } else {
            prop_assert!(is_error, "no report, and nothing says why");
        }
        let statistics = Office::open(folder).figures(None, &options);
        prop_assert!(
            compilation.value.is_none()
                || !statistics.value.as_deref().unwrap_or_default().is_empty()
        );
    }
    Ok(())
}

/// An office with one valid row, so that there is a report.
fn office() -> Folder {
    Folder::new()
        .with("published.csv", "信息名称,公开日期\n甲,2017-03-01\n")
        .with("narrative/2017.md", "# 概况\n\n{{ published.total }}条\n")
}

const LOGS: &[&str] = &[
    "published.csv",
    "procurement.csv",
    "environment.csv",
    "requests.csv",
    "guides.csv",
];

/// Headers to try cells under.
const HEADERS: &[(&str, &str)] = &[
    (
        "published.csv",
        "索引号,信息名称,分类,发布渠道,生成日期,公开日期,关联索引号,审查日期",
    ),
    (
        "procurement.csv",
        "项目编号,包号,标题,公告类型,预算金额,成交金额（万元）,发布日期",
    ),
    ("environment.csv", "项目名称,标题,公告类型,公开日期"),
    (
        "requests.csv",
        "编号,类别,渠道,诉求类型,收到日期,办理期限,答复日期,办结日期,处理状态,收费金额,延期告知日期,补正告知日期,征求意见日期",
    ),
    ("guides.csv", "编号,子栏目,事项名称,发布日期,废止日期"),
];

/// Realistic and unrealistic cells.
fn cell() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(
        &[
            "",
            "A1",
            "甲",
            "公众诉求",
            "依申请公开",
            "2017-03-01",
            "2017/3/5 10:22",
            "2016年12月30日",
            "0001-01-01",
            "9999-12-31",
            "2017-02-30",
            "无",
            "-",
            "120小时",
            "4294967295小时",
            "4294967295个工作日",
            "5个工作日",
            "1,200.5",
            "99999999999999999999999999999",
            "79228162514264337593543950335万元",
            "0.0000000000000000000000000001",
            "成交公告",
            "采购预算公示",
            "退单",
            "门户网站；微信；；、",
            "\"带,逗号\n和换行\"",
            "\"带\"\"引号\"",
            "\u{202e}",
            "\u{0}",
            "=1+1",
            "{{ x }}",
            "**甲**",
            "\u{F0000}0\u{F0001}",
        ][..],
    );
    prop_oneof![8 => words.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn rows(columns: usize) -> impl Strategy<Value = String> {
    let row = proptest::collection::vec(cell(), columns.saturating_sub(1)..=columns + 1);
    proptest::collection::vec(row.prop_map(|cells| cells.join(",") + "\n"), 0..8)
        .prop_map(|rows| rows.concat())
}

fn log() -> impl Strategy<Value = (&'static str, String)> {
    proptest::sample::select(HEADERS).prop_flat_map(|(name, header)| {
        let columns = header.split(',').count();
        rows(columns).prop_map(move |rows| (name, format!("{header}\n{rows}")))
    })
}

/// Pieces of settings, in any order.
fn settings() -> impl Strategy<Value = String> {
    let pieces = &[
        "[office]\n",
        "name = \"某管委会\"\n",
        "name = 1\n",
        "level = \"agency\"\n",
        "[reports.2017]\n",
        "[reports.x]\n",
        "signed-on = 2018-01-15\n",
        "signed-on = \"x\"\n",
        "title = [\"一\", 2]\n",
        "[logs]\n",
        "published = []\n",
        "published = [\"a.csv\", { path = \"b.csv\", channel = \"x\" }]\n",
        "requests = { path = \"published.csv\", kind = \"service\" }\n",
        "published = \"../x\"\n",
        "[logs.headers.published]\n",
        "published_on = \"公开日期\"\n",
        "[limits.service]\n",
        "consultation = 2\n",
        "any = { days = 99999999999, extension = 1 }\n",
        "any = { days = 4294967295, extension = 4294967295 }\n",
        "[targets.2017]\n",
        "\"published.total\" = 600\n",
        "\"published.total\" = { at-most = 1.5 }\n",
        "[figures.2017]\n",
        "\"fees.administrative_yuan\" = 1e400\n",
        "fees.administrative_yuan = 79228162514264337593543950335\n",
        "requests.disclosure.received = -1\n",
        "= \n",
        "[",
        "\"\"\"",
        "# 注\n",
        "\u{feff}",
        "\r\n",
        "\u{0}",
    ][..];
    let piece = prop_oneof![20 => proptest::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    (any::<bool>(), proptest::collection::vec(piece, 0..12)).prop_map(|(has_office, pieces)| {
        let office = if has_office {
            "[office]\nname = \"某管委会\"\n"
        } else {
            ""
        };
        office.to_owned() + &pieces.concat()
    })
}

/// Pieces of prose, in any order.
fn prose() -> impl Strategy<Value = String> {
    let pieces = &[
        "# 概况",
        " {#proactive}",
        "\n",
        "\n\n",
        "## ",
        "####### ",
        "全年",
        "{{ published.total }}",
        "{{ published.totl }}",
        "{{ published.by_month | top(3) }}",
        "{{ published.by_channel | names(\"、\") }}",
        "{{ published.per_day | fixed(99) }}",
        "{{ requests.service.on_time_rate | percent(1) }}",
        "{{ period.end | date }}",
        "{{ year | yuan }}",
        "{{ year | wan(3) }}",
        "{{ published }}",
        "{{ published.by_channel[\"x\"] }}",
        "{{ 1 / 0 }}",
        "{{ 9223372036854775807 + 1 }}",
        "{{",
        "}}",
        "{%",
        "{% if published.total > 0 %}",
        "{% endif %}",
        "{% for m in published.by_month %}{{ m }}{% endfor %}",
        "{= 注 =}",
        "{=",
        "**“一”**发布",
        "*",
        "_",
        "`",
        "[x](y)",
        "![x](chart:published.by_month)",
        "![x](table:published.by_channel)",
        "![x](chart:published.total)",
        "![x](y)",
        "| a | b |\n|---|--:|\n| 1 | {{ published.total }} |\n",
        "- ",
        "1. ",
        "> ",
        "<b>",
        "&nbsp;",
        "\\",
        "---",
        "    ",
        "\t",
        "\r\n",
        "\u{F0000}",
        "\u{F0001}",
        "\u{202e}",
        "\u{feff}",
        "\u{0}",
        "```\n",
        "[^1]",
        "[^1]: x",
        "~~x~~",
        "<!-- ",
    ][..];
    let piece = prop_oneof![30 => proptest::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    proptest::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(192))]

    #[test]
    fn any_bytes_may_stand_in_a_log(
        name in proptest::sample::select(LOGS),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        check_compiles(&office().with(name, bytes))?;
    }

    #[test]
    fn any_bytes_may_stand_below_a_header(
        (name, header) in proptest::sample::select(HEADERS),
        bytes in proptest::collection::vec(
            prop_oneof![Just(b','), Just(b'"'), Just(b'\n'), Just(b'\r'), Just(0xE4), any::<u8>()], 0..80),
    ) {
        let bytes = [header.as_bytes(), b"\n", &bytes].concat();
        check_compiles(&office().with(name, bytes))?;
    }

    #[test]
    fn any_cells_may_stand_in_a_log((name, text) in log()) {
        check_compiles(&office().with(name, text))?;
    }

    #[test]
    fn any_bytes_may_stand_in_the_settings(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        check_compiles(&office().with("report.toml", bytes))?;
    }

    #[test]
    fn any_settings_may_stand_in_the_settings(text in settings()) {
        check_compiles(&office().with("report.toml", text))?;
    }

    #[test]
    fn any_bytes_may_stand_in_a_narrative(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        check_compiles(&office().with("narrative/2017.md", bytes))?;
    }

    #[test]
    fn any_prose_may_stand_in_a_narrative(text in prose()) {
        check_compiles(&office().with("narrative/2017.md", text))?;
    }
}
