//! Topics of `report explain`: whole in both languages, and true.

use std::collections::BTreeSet;

use report::Format;
use serde_json::Value;

use crate::languages::{check_language, run_in};
use crate::program::{outcome, report};

const TOPICS: [&str; 6] = [
    "columns",
    "settings",
    "filters",
    "json",
    "exit-codes",
    "formats",
];

fn topic(language: &str, name: &str) -> String {
    let found = run_in(language, &format!("explain {name}"));
    assert_eq!((&*found.stderr, found.status), ("", 0), "{name}");
    found.stdout
}

/// The code that begins with this line, without its indentation.
fn code_from(text: &str, first: &str) -> String {
    let lines = text.lines().skip_while(|line| line.trim() != first);
    let code = lines.map_while(|line| match line {
        "" => Some(""),
        _ => line.strip_prefix("    "),
    });
    code.fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn topics_in_both_languages() {
    for name in TOPICS {
        check_language("en", &topic("en", name), name);
        let text = topic("zh", name);
        // Code is the same in both.
        let prose = text.lines().filter(|line| !line.starts_with("    "));
        let prose: Vec<&str> = prose.collect();
        check_language("zh", &prose.join("\n"), name);
    }
}

#[test]
fn columns_of_every_log() {
    for language in ["zh", "en"] {
        let text = topic(language, "columns");
        for &log in report::Log::ALL {
            let own = text.split(&format!("\n{}  ", log.key())).nth(1).unwrap();
            let own: Vec<&str> = own.lines().skip(1).collect();
            for column in report::inside::columns(log) {
                let header = match language {
                    "zh" => column.header.to_owned(),
                    _ => format!("\"{}\"", column.header),
                };
                let is_its = |line: &&&str| {
                    let mut words = line.split_whitespace();
                    words.next() == Some(column.key) && words.next() == Some(&*header)
                };
                let line = own.iter().take_while(|line| !line.is_empty()).find(is_its);
                let line = line.unwrap_or_else(|| panic!("{} {}", log.key(), column.key));
                let is_required = line.ends_with("必需") || line.ends_with("required");
                assert_eq!(is_required, column.required, "{line}");
            }
        }
    }
}

#[test]
fn every_format_is_listed() {
    for language in ["zh", "en"] {
        let text = topic(language, "formats");
        for format in Format::ALL {
            let dotted = format.extensions().iter();
            let dotted: Vec<String> = dotted.map(|extension| format!(".{extension}")).collect();
            let mut wanted = vec![format.name()];
            wanted.extend(dotted.iter().map(String::as_str));
            let is_its = |line: &&str| {
                line.split_whitespace()
                    .take(wanted.len())
                    .eq(wanted.clone())
            };
            let line = text
                .lines()
                .find(is_its)
                .unwrap_or_else(|| panic!("{wanted:?}"));
            let summary = format.summary();
            let summary = if language == "zh" {
                summary.zh
            } else {
                summary.en
            };
            assert!(line.ends_with(summary), "{line}");
        }
    }
}

#[test]
fn settings_are_read() {
    let columns = |log| {
        let columns = report::inside::columns(log).iter();
        columns.map(|column| column.key).collect()
    };
    for language in ["zh", "en"] {
        let text = topic(language, "settings");
        let settings = code_from(&text, "[office]");
        let project = report::inside::read(&settings, columns).unwrap();
        assert_eq!(project.office.short_name, "开发区");
        assert!(project.targets.contains_key(&2017) && project.layout.charts == Some(true));
        let calendar: toml::Table = code_from(&text, "[2027]").parse().unwrap();
        assert!(calendar["2027"]["off"].is_array());
    }
}

/// Every key of the object, below it as well, but for names that are figures or columns.
fn keys(json: &Value, found: &mut BTreeSet<String>) {
    match json {
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        Value::Object(object) => {
            for (key, value) in object {
                found.insert(key.clone());
                if !["statistics", "fields"].contains(&&**key) {
                    keys(value, found);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn json_keys_are_documented() {
    let [zh, en] = ["zh", "en"].map(|language| topic(language, "json"));
    let commands = [
        "compile --year 2022 --format json --compare --data examples/bureau-2022",
        "compile --year 2016 --format json --data examples/office-2016",
        "compile --year 2017 --quarter 1 --format json --data data",
        "check --format json --data examples/bureau-2022",
        "check --format json --data data",
        "stats --format json --data data",
        "stats --year 2017 --month 3 --format json --data data",
        "trace published.total --format json --data data",
        "due --as-of 2017-11-20 --format json --data data",
        "due --as-of 2022-06-01 --format json --data examples/bureau-2022",
        "due --received 2023-09-20 --format json",
        "keys R3.1 --format json",
    ];
    let mut found = BTreeSet::new();
    for command in commands {
        let printed = run_in("en", command);
        let json: Value = serde_json::from_str(&printed.stdout)
            .unwrap_or_else(|error| panic!("{command}: {error} {}", printed.stderr));
        keys(&json, &mut found);
    }
    assert!(found.len() > 80, "{found:?}");
    for text in [zh, en] {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let words: BTreeSet<&str> = text.split(|c| !is_part(c)).collect();
        let missing: Vec<&String> = found
            .iter()
            .filter(|key| !words.contains(key.as_str()))
            .collect();
        assert_eq!(missing, [""; 0]);
    }
}

#[test]
fn unknown_names_list_topics() {
    for (language, messages) in [("zh", "主题有 columns、"), ("en", "topics are columns, ")] {
        let found = run_in(language, "explain 无此名称");
        assert_eq!((&*found.stdout, found.status), ("", 2));
        assert!(found.stderr.contains(messages), "{}", found.stderr);
        for name in TOPICS {
            assert!(found.stderr.contains(name), "{name}");
        }
    }
    let found = run_in("en", "explain colunms");
    assert!(
        found.stderr.contains("did you mean \"columns\"?"),
        "{}",
        found.stderr
    );
}

#[test]
fn topics_need_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["--lang", "en", "explain", "settings", "-o", "settings.txt"];
    let found = outcome(report(words).current_dir(folder.path()));
    assert_eq!((&*found.stdout, &*found.stderr, found.status), ("", "", 0));
    let written = std::fs::read_to_string(folder.path().join("settings.txt")).unwrap();
    assert_eq!(written, topic("en", "settings"));
}
