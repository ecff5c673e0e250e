//! Figures of a part of a year: a quarter, a month, any days.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{report, root};

/// Runs `report stats` in English: standard output, messages, exit code.
fn stats(folder: &Path, words: &str) -> (String, String, i32) {
    let common = ["--data", folder.to_str().unwrap(), "--lang", "en"];
    let words = words.split_whitespace();
    let mut command = report(["stats"].into_iter().chain(words).chain(common));
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (text(output.stdout), text(output.stderr), status)
}

/// One figure of the office in `folder`.
fn figure(folder: &Path, key: &str, period: &str) -> String {
    let (printed, messages, status) = stats(folder, &format!("{key} {period} --format plain"));
    assert_eq!(status, 0, "{key} {period}: {messages}");
    printed.trim_end().to_owned()
}

/// 2016: items on 29 February and 1 March. 2017: items on 28 February, 31 March and 1 April; R1 is late by
/// the end of March, R2 open then and answered in time in April, R3 received in April.
fn office() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "report.toml",
        "[office]\nname = \"某局\"\n\
         [targets.2017]\n\"published.total\" = 100\n\
         [figures.2017]\n\"fees.administrative_yuan\" = 12\n",
    );
    write(
        "published.csv",
        "信息名称,公开日期\n甲,2016-02-29\n乙,2016-03-01\n丙,2017-02-28\n丁,2017-03-31\n戊,2017-04-01\n",
    );
    write(
        "requests.csv",
        "编号,类别,收到日期,办理期限,答复日期\n\
         R1,公众诉求,2017-03-01,2017-03-08,2017-03-10\n\
         R2,公众诉求,2017-03-30,2017-04-10,2017-04-06\n\
         R3,公众诉求,2017-04-05,2017-04-12,2017-04-07\n",
    );
    folder
}

/// Distinct ids of the log by 公开日期, counted with another program.
#[test]
fn the_sample_office_by_quarter() {
    let data = root().join("data");
    let total = |period: &str| figure(&data, "published.total", period);
    assert_eq!(total("--year 2017 --quarter 1"), "155");
    for (quarter, expected) in [(1, "155"), (2, "167"), (3, "160"), (4, "154")] {
        assert_eq!(total(&format!("--year 2017 --quarter {quarter}")), expected);
    }
    assert_eq!(total("--year 2017 --month 5"), "58");
    assert_eq!(total("--from 2016-07-01 --to 2017-06-30"), "501");
    assert_eq!(total("--from 2017-01-01 --to 2017-12-31"), "636");
}

#[test]
fn rates_are_those_of_the_period() {
    let office = office();
    let of = |key: &str, period: &str| figure(office.path(), key, period);
    let (first, second) = ("--year 2017 --quarter 1", "--year 2017 --quarter 2");
    assert_eq!(of("requests.service.received", first), "2");
    assert_eq!(of("requests.service.late", first), "1");
    assert_eq!(of("requests.service.open", first), "1");
    assert_eq!(of("requests.service.on_time_rate", first), "0");
    // R2 was carried in and answered in time, as R3.
    assert_eq!(of("requests.service.carried_in", second), "1");
    assert_eq!(of("requests.service.received", second), "1");
    assert_eq!(of("requests.service.on_time_rate", second), "1");
    // As seen later the first quarter has its answer.
    let later = format!("{first} --as-of 2017-12-31");
    assert_eq!(of("requests.service.on_time", &later), "1");
    assert_eq!(of("requests.service.carried_out", &later), "1");
}

#[test]
fn the_last_days_of_february() {
    let office = office();
    let total = |period: &str| figure(office.path(), "published.total", period);
    assert_eq!(total("--year 2016 --month 2"), "1");
    assert_eq!(total("--year 2017 --month 2"), "1");
    let words = "published.total --year 2017 --month 2 --compare --format csv";
    let (printed, messages, status) = stats(office.path(), words);
    assert_eq!(status, 0, "{messages}");
    let lines: Vec<&str> = printed.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].contains(",2016-02,2017-02,change"), "{printed}");
    assert!(lines[1].contains(",1,1,0,"), "{printed}");
}

#[test]
fn a_part_has_nothing_of_the_whole_year() {
    let office = office();
    let (printed, messages, status) = stats(office.path(), "--year 2017 --quarter 1 --format json");
    assert_eq!(status, 0, "{messages}");
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        (&printed["year"], &printed["period"]),
        (&2017.into(), &"2017-Q1".into())
    );
    let figures = &printed["statistics"];
    assert_eq!(
        figures["fees"]["administrative_yuan"],
        serde_json::Value::Null
    );
    assert_eq!(figures["targets"], serde_json::Value::Null);
    assert!(!messages.contains("target-missed"), "{messages}");
    let (printed, _, _) = stats(office.path(), "--year 2017 --format json");
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["statistics"]["fees"]["administrative_yuan"], "12");
    assert_eq!(printed["period"], serde_json::Value::Null);
}

/// R0 of 2016 is in no log: one request is declared as carried over from 2016, and the log begins
/// in 2017.
#[test]
fn what_is_carried_in_is_known_or_absent() {
    let office = office();
    let settings =
        "[office]\nname = \"某局\"\n[figures.2016]\n\"requests.service.carried_out\" = 1\n";
    fs::write(office.path().join("report.toml"), settings).unwrap();
    let of = |period: &str| figure(office.path(), "requests.service.carried_in", period);
    assert_eq!(of("--year 2017"), "1");
    assert_eq!(of("--year 2017 --quarter 1"), "1");
    assert_eq!(of("--year 2017 --quarter 2"), "null");
}

#[test]
fn a_column_names_its_days() {
    let office = office();
    let (printed, messages, status) = stats(
        office.path(),
        "published.total --from 2016-07-01 --to 2017-03-15 --format csv --long",
    );
    assert_eq!(status, 0, "{messages}");
    assert!(
        printed.contains(",2016-07-01/2017-03-15,1,items"),
        "{printed}"
    );
    let (printed, _, _) = stats(office.path(), "published.total --year 2017 --quarter 1");
    assert!(printed.contains("2017 Q1"), "{printed}");
    let html = "published.total --year 2017 --quarter 1 --compare --format html";
    let (page, _, _) = stats(office.path(), html);
    assert!(
        page.contains("<title>Figures 2016 Q1, 2017 Q1</title>"),
        "{page}"
    );
}

#[test]
fn what_cannot_be_asked() {
    let office = office();
    for (words, expected) in [
        ("--year 2017 --compare 2017", "names the year itself"),
        (
            "--year 2017 --quarter 1 --compare 2017",
            "names the year itself",
        ),
        ("--compare", "needs a period"),
        ("--from 2017-03-01 --to 2017-02-01", "lies before --from"),
        ("--from 2016-01-01 --to 2017-01-01", "longer than a year"),
        (
            "--year 2017 --quarter 2 --as-of 2017-03-31",
            "lies before 2017-04-01",
        ),
        ("--quarter 1", "--year"),
        ("--year 2017 --quarter 5", "5"),
        ("--year 2017 --quarter 1 --month 1", "cannot be used with"),
        ("--from 2017-01-01", "--to"),
    ] {
        let (printed, messages, status) = stats(office.path(), words);
        assert_eq!((printed.as_str(), status), ("", 2), "{words}");
        assert!(messages.contains(expected), "{words}: {messages}");
    }
    let (printed, messages, status) = stats(office.path(), "--year 2016 --quarter 1 --compare");
    assert_eq!((printed.as_str(), status), ("", 1));
    assert!(messages.contains("year-without-rows"), "{messages}");
}

#[test]
fn a_report_compared_in_vain() {
    let office = office();
    let compile = |other: &str| {
        let folder = office.path().to_str().unwrap();
        let words = [
            "compile",
            "--year",
            "2017",
            "--data",
            folder,
            "--compare",
            other,
        ];
        let output = report(words).output().unwrap();
        let messages = String::from_utf8(output.stderr).unwrap();
        (output.stdout.len(), messages, output.status.code().unwrap())
    };
    let (printed, messages, status) = compile("2017");
    assert_eq!((printed, status), (0, 2));
    assert!(messages.contains("names the year itself"), "{messages}");
    let (printed, messages, status) = compile("2011");
    assert_eq!((printed, status), (0, 1));
    assert!(
        messages.contains("error[year-without-rows]: no log has a row in 2011"),
        "{messages}"
    );
    let (printed, messages, status) = compile("2016");
    assert_eq!(status, 0, "{messages}");
    assert!(printed > 0);
}

/// Runs `report compile` in English: standard output, messages, exit code.
fn compiled(folder: &Path, words: &str) -> (String, String, i32) {
    let common = ["--data", folder.to_str().unwrap(), "--lang", "en"];
    let words = words.split_whitespace();
    let mut command = report(["compile"].into_iter().chain(words).chain(common));
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (text(output.stdout), text(output.stderr), status)
}

#[test]
fn the_report_of_a_quarter() {
    let office = office();
    let (printed, messages, status) = compiled(office.path(), "--year 2017 --quarter 1");
    assert_eq!(status, 0, "{messages}");
    for expected in [
        "某局2017年第一季度政府信息公开工作情况报告",
        "自2017年1月1日起，至2017年3月31日止",
        "│ 主动公开政府信息数                   ┆  条  ┆              2 │",
        "│ 公众诉求：按期答复率（应答复口径）   ┆   %  ┆             0% │",
        "“本年”指本统计期",
    ] {
        assert!(printed.contains(expected), "{expected}:\n{printed}");
    }
    assert!(messages.contains("note[whole-year-figures]"), "{messages}");
    // Findings that only concern an annual report.
    for code in [
        "no-narrative",
        "no-signing-date",
        "missing-content",
        "target-missed",
    ] {
        assert!(!messages.contains(code), "{code}: {messages}");
    }
    let (printed, ..) = compiled(office.path(), "--from 2017-02-01 --to 2017-03-15");
    assert!(
        printed.contains("某局2017年2月1日至3月15日政府信息公开"),
        "{printed}"
    );
    let (printed, ..) = compiled(
        office.path(),
        "--from 2016-07-01 --to 2017-06-30 --format markdown",
    );
    assert!(
        printed.contains("# 某局2016年7月1日至2017年6月30日政府"),
        "{printed}"
    );
    let (printed, ..) = compiled(office.path(), "--year 2017 --month 2 --format json");
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        (&printed["year"], &printed["part"]),
        (&2017.into(), &"2017-02".into())
    );
    assert_eq!(printed["period"]["end"], "2017-02-28");
    assert_eq!(printed["statistics"]["published"]["total"], 1);
}

#[test]
fn the_text_of_a_quarter() {
    let office = office();
    let write = |name: &str, text: &str| {
        fs::create_dir_all(office.path().join("narrative")).unwrap();
        fs::write(office.path().join("narrative").join(name), text).unwrap();
    };
    write(
        "2017.md",
        "# 全年\n{{ year }}年公开{{ published.total }}条。\n",
    );
    write(
        "2017-Q1.md",
        "# 概况\n{{ period.name }}公开{{ published.total }}条，上年同期{{ previous.published.total }}条。\n",
    );
    write(
        "2017-02-01--2017-03-15.md",
        "# 概况\n{{ published.totl }}\n",
    );
    // In the first quarter of 2016 two items, on 29 February and 1 March.
    let (printed, messages, status) = compiled(office.path(), "--year 2017 --quarter 1");
    assert_eq!(status, 0, "{messages}");
    assert!(
        printed.contains("2017年第一季度公开2条，上年同期2条。"),
        "{printed}"
    );
    assert!(
        !printed.contains("全年") && !printed.contains("主要数字"),
        "{printed}"
    );
    let (printed, ..) = compiled(office.path(), "--year 2017 --quarter 2");
    assert!(printed.contains("一、主要数字"), "{printed}");
    let (printed, messages, status) = compiled(office.path(), "--from 2017-02-01 --to 2017-03-15");
    assert_eq!((printed.as_str(), status), ("", 1));
    assert!(
        messages.contains("narrative/2017-02-01--2017-03-15.md:2"),
        "{messages}"
    );
}

/// The table of requests of 2022: one carried in, three received in the first quarter, of which one
/// is open at its end.
#[test]
fn a_statutory_table_of_a_quarter() {
    let folder = root().join("examples/bureau-2022");
    let (printed, messages, status) = compiled(&folder, "--year 2022 --quarter 1 --format json");
    assert_eq!(status, 0, "{messages}");
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let mut cells = std::collections::BTreeMap::new();
    for section in printed["document"]["sections"].as_array().unwrap() {
        for block in section["blocks"].as_array().unwrap() {
            let parts = block["parts"].as_array().into_iter().flatten();
            for row in parts.flat_map(|part| part["rows"].as_array().unwrap()) {
                for cell in row.as_array().unwrap() {
                    if let Some(id) = cell["id"].as_str() {
                        cells.insert(id.to_owned(), cell["value"].clone());
                    }
                }
            }
        }
    }
    let row = |id: &str| cells[id].as_u64().unwrap();
    assert_eq!((row("R1.c7"), row("R2.c7")), (3, 2));
    assert_eq!((row("R3.7.c7"), row("R4.c7")), (4, 1));
    // The fees are declared of the whole year.
    assert_eq!(cells["T2.fees"], serde_json::Value::Null);
}

#[test]
fn what_a_report_of_a_part_cannot_be() {
    let office = office();
    for (words, expected) in [
        ("--quarter 1", "--year"),
        ("--year 2017 --quarter 1 --cover", "cannot be used with"),
        (
            "--from 2017-01-01 --to 2017-02-01 --cover",
            "cannot be used with",
        ),
        (
            "--year 2017 --quarter 1 --compare 2017",
            "names the year itself",
        ),
        ("--from 2016-01-01 --to 2017-01-01", "longer than a year"),
    ] {
        let (printed, messages, status) = compiled(office.path(), words);
        assert_eq!((printed.as_str(), status), ("", 2), "{words}");
        assert!(messages.contains(expected), "{words}: {messages}");
    }
    for words in [
        "--year 2016 --quarter 1 --compare",
        "--from 2015-07-01 --to 2016-06-30",
    ] {
        let (printed, messages, status) = compiled(office.path(), words);
        assert_eq!((printed.as_str(), status), ("", 1), "{words}");
        assert!(
            messages.contains("year-without-rows"),
            "{words}: {messages}"
        );
    }
}

#[test]
fn words_of_the_office_hold_of_a_part() {
    let office = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(office.path().join(name), text).unwrap();
    write(
        "report.toml",
        "[office]\nname = \"某局\"\n[form]\nannex = true\n\
         [[logs.words]]\nlist = \"request_channel\"\nin-person = [\"窗口甲\"]\n",
    );
    write(
        "requests.csv",
        "编号,类别,渠道,收到日期,答复日期\n1,依申请公开,窗口甲,2017-02-01,2017-02-10\n",
    );
    let cell = |words: &str| {
        let folder = office.path().to_str().unwrap();
        let words = words.split_whitespace();
        let common = ["--data", folder, "--format", "json"];
        let mut command = report(["compile"].into_iter().chain(words).chain(common));
        let output = command.output().unwrap();
        let messages = String::from_utf8(output.stderr).unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let at = text
            .find("\"id\": \"C1.1\"")
            .unwrap_or_else(|| panic!("{messages}{text}"));
        let value = text[at..].split("\"value\": ").nth(1).unwrap();
        value.chars().next().unwrap()
    };
    assert_eq!(cell("--year 2017"), '1');
    assert_eq!(cell("--year 2017 --quarter 1"), '1');
}
