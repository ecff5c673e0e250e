//! Figures on a terminal, and as CSV for programs.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::program::{outcome, report, run};

const OFFICES: &[&str] = &["data", "examples/bureau-2022", "examples/office-2016"];

fn json(words: &str) -> Value {
    serde_json::from_str(&run(words).stdout).unwrap()
}

/// Every number below a value, each with its path.
fn leaves(value: &Value, path: &str, all: &mut Vec<(String, String)>) {
    match value {
        // An empty object is a family in which nothing was counted.
        Value::Object(object) => {
            for (key, value) in object {
                // Keys that are not plain names would be quoted; here only the values matter.
                leaves(value, &format!("{path}.{key}"), all);
            }
        }
        Value::Null => all.push((path.to_owned(), String::new())),
        Value::String(text) => all.push((path.to_owned(), text.clone())),
        value => all.push((path.to_owned(), value.to_string())),
    }
}

#[test]
fn a_table_fits_80_columns_with_whole_keys() {
    for office in OFFICES {
        for options in [
            "",
            "--year 2017",
            "--year 2022",
            "--year 2022 --compare 2021",
            "--no-bars",
        ] {
            for language in ["zh", "en"] {
                let words = format!("stats --data {office} --lang {language} {options}");
                let found = run(&words);
                if found.status != 0 {
                    // The office has no such year.
                    continue;
                }
                for line in found.stdout.lines() {
                    assert!(line.width() <= 80, "{words}: {line}");
                    assert_eq!(line, line.trim_end(), "{words}");
                }
                let csv = run(&format!("{words} --format csv")
                    .replace("--no-bars ", "")
                    .replace(" --no-bars", ""))
                .stdout;
                for row in csv.trim_start_matches('\u{feff}').lines().skip(1) {
                    let key = row.split(',').next().unwrap().replace("\"\"", "\"");
                    let metric = key.trim_matches('"').split('.').next().unwrap();
                    assert!(
                        found.stdout.contains(&format!("{metric}.")),
                        "{words}: {key}"
                    );
                }
            }
        }
    }
}

#[test]
fn keys_stand_whole_beside_or_below_their_figures() {
    let shown = run("stats --year 2017 --lang zh").stdout;
    let words: Vec<&str> = shown.split_whitespace().collect();
    for key in [
        "published.total",
        "published.per_working_day",
        "published.by_category.*",
        "published.by_channel_group.*",
        "requests.service.on_time_rate_replied",
        "requests.service.rates_by_channel.*.on_time_rate",
        "requests.disclosure.table.*.*",
        "procurement.award_yuan",
        "requests.service.days.histogram",
        "targets.*.goal",
    ] {
        assert!(words.contains(&key), "{key}\n{shown}");
    }
}

/// The lines of a table from one that begins with `start` on.
fn lines_from<'t>(table: &'t str, start: &str, count: usize) -> Vec<&'t str> {
    let lines = table
        .lines()
        .skip_while(|line| !line.trim_start().starts_with(start));
    lines.take(count).map(str::trim_end).collect()
}

#[test]
fn breakdowns_stand_below_their_total_with_bars() {
    let shown = run("stats published procurement --year 2017 --lang zh").stdout;
    let expected = [
        "主动公开                2017",
        "  主动公开政府信息数     636 条     published.total",
        "    主动公开数（按分类） [条]  published.by_category.*",
    ];
    assert_eq!(lines_from(&shown, "主动公开 ", 3), expected);
    // The maximum is 632; 10 is 1/63 of it.
    let expected = [
        "    主动公开数（按渠道） [条]  published.by_channel.*",
        "      宣传栏              61  ██",
        "      微信公众号          10  █",
        "      门户网站           632  ██████████████████████████████",
    ];
    assert_eq!(lines_from(&shown, "主动公开数（按渠道）", 4), expected);
    let at = shown
        .lines()
        .position(|line| line.starts_with("政府采购"))
        .unwrap();
    assert_eq!(
        shown.lines().nth(at - 1),
        Some(""),
        "a blank line between logs"
    );
    let bare = run("stats published procurement --year 2017 --lang zh --no-bars").stdout;
    assert_eq!(
        bare,
        shown
            .replace('█', "")
            .lines()
            .map(|l| l.trim_end().to_owned() + "\n")
            .collect::<String>()
    );
    assert!(!bare.contains('█'));
}

#[test]
fn names_that_have_the_unit_do_without() {
    let shown =
        run("stats published.longest_gap_days published.total --year 2017 --lang zh").stdout;
    assert_eq!(
        shown,
        "主动公开              2017\n  主动公开政府信息数   636 条  published.total\n  最长未更新天数         8     published.longest_gap_days\n"
    );
}

#[test]
fn keys_are_dimmed_in_colour_only() {
    let plain = run("stats published.total --year 2017");
    let coloured = run("stats published.total --year 2017 --color always").stdout;
    assert!(!plain.stdout.contains('\u{1b}'));
    assert!(
        coloured.contains("\u{1b}[2mpublished.total\u{1b}[0m"),
        "{coloured}"
    );
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, plain.stdout);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stats.txt");
    let words = [
        "stats",
        "published.total",
        "--year",
        "2017",
        "--color",
        "always",
        "-o",
    ];
    let found = outcome(&mut report(
        words.into_iter().chain([path.to_str().unwrap()]),
    ));
    assert_eq!(found.status, 0);
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        plain.stdout,
        "a file has no colour"
    );
}

#[test]
fn one_value_a_row_for_programs() {
    for office in OFFICES {
        let words = format!("stats --data {office} --format csv --long");
        let found = run(&words);
        assert_eq!((found.stderr.as_str(), found.status), ("", 0));
        let mut reader = csv::Reader::from_reader(found.stdout.as_bytes());
        assert_eq!(
            reader.headers().unwrap(),
            &csv::StringRecord::from(vec!["key", "label", "year", "value", "unit"])
        );
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let mut expected = Vec::new();
        for year in json(&format!("stats --data {office} --format json"))
            .as_array()
            .unwrap()
        {
            let mut all = Vec::new();
            leaves(&year["statistics"], "", &mut all);
            let of_year = year["year"].to_string();
            expected.extend(all.into_iter().map(|(path, value)| {
                (
                    path.trim_start_matches('.').to_owned(),
                    of_year.clone(),
                    value,
                )
            }));
        }
        let mut found_rows: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row[0].replace('"', ""),
                    row[2].to_owned(),
                    row[3].to_owned(),
                )
            })
            .collect();
        expected.sort();
        found_rows.sort();
        // JSON writes a whole rate as 1.0, and CSV as 1.
        let is_same = |one: &str, other: &str| match (one.parse::<f64>(), other.parse::<f64>()) {
            (Ok(one), Ok(other)) => (one - other).abs() <= 1e-12 * one.abs(),
            _ => one == other,
        };
        let differ = found_rows.iter().zip(&expected).find(|(found, json)| {
            (&found.0, &found.1) != (&json.0, &json.1) || !is_same(&found.2, &json.2)
        });
        assert_eq!(differ, None, "{office}");
        assert_eq!(found_rows.len(), expected.len(), "{office}");
        assert!(!found.stdout.starts_with('\u{feff}') && !found.stdout.contains('\r'));
        assert_eq!(
            run(&format!("{words} --lang zh")).stdout,
            found.stdout,
            "in any language"
        );
    }
    let found = run("stats --long");
    let messages = "error: --long needs --format csv; the format is table\n";
    assert_eq!((found.stderr.as_str(), found.status), (messages, 2));
}
