//! The sample office in `data` against figures that the program did not count.

use report::{Figures, Options, Value, inside::dotted};
use serde_json::Value as Json;

use crate::memory::{Folder, figure, finding_lines, shown};

#[path = "../../examples/sample_office.rs"]
#[expect(
    dead_code,
    reason = "a test has no use for the example's main function"
)]
mod sample_office;

/// See the note in the file for where its figures come from.
const COUNTED_ELSEWHERE: &str = include_str!("../data/sample-figures.json");

/// Facts of the source that have no key in the vocabulary.
const NO_FIGURES: &[&str] = &[
    "median_textbook",
    "mean_rounded_2",
    "received_on_days_off",
    "replied_on_the_last_day",
    "by_outcome",
];

fn counted_elsewhere() -> Json {
    serde_json::from_str(COUNTED_ELSEWHERE).unwrap()
}

#[test]
fn the_headline_figures_of_the_published_report_come_out() {
    Folder::sample().check(
        2017,
        &[
            "published.total = 636",
            "published.by_channel.微信公众号 = 10",
            "procurement.total = 123",
            "procurement.per_day = 123/365",
            "environment.total = 333",
            "requests.disclosure.received = 0",
            "requests.service.received = 432",
            "requests.service.on_time_rate = 432/432",
        ],
    );
}

#[test]
fn nothing_in_the_sample_is_an_error_or_wants_a_look() {
    for year in [2016, 2017] {
        let compilation = Folder::sample().compile(year);
        // Like its source, it does not mention reviews and lawsuits, Article 32 (4); that is waived.
        let expected = [format!("missing-content narrative/{year}.md")];
        assert_eq!(finding_lines(&compilation.diagnostics), expected);
        let is_waived = |found: &report::Diagnostic| found.waiver().is_some();
        assert!(compilation.diagnostics.iter().all(is_waived));
        assert!(compilation.value.is_some());
    }
}

#[test]
fn every_figure_is_what_was_counted_elsewhere() {
    let expected = counted_elsewhere();
    let mut compared = 0;
    for year in [2016, 2017] {
        let figures = Folder::sample().figures(year, &Options::default());
        for (log, expected) in expected[year.to_string()].as_object().unwrap() {
            if !log.starts_with("about_") && log != "period" {
                compared += compare(&figures, &mut vec![log.clone()], expected);
            }
        }
    }
    // Guards against an empty file, with which nothing would be compared.
    assert!(compared > 250, "{compared}");
}

#[test]
fn the_parts_of_a_family_are_all_there() {
    // The loop above checks the figures counted elsewhere; here, nothing else may have been counted.
    let expected = counted_elsewhere();
    for year in [2016, 2017] {
        let figures = Folder::sample().figures(year, &Options::default());
        for family in [
            "published.by_category",
            "published.by_channel",
            "published.by_department",
            "procurement.by_stage",
            "environment.by_kind",
            "requests.service.by_channel",
            "requests.service.by_topic",
            "guides.by_group",
            "guides.by_department",
        ] {
            let segments: Vec<&str> = family.split('.').collect();
            let mut expected = &expected[year.to_string()];
            for segment in &segments {
                expected = &expected[segment];
            }
            let counted = figures
                .below(&segments)
                .filter_map(|(_, value)| value.count());
            let sum: u64 = expected
                .as_object()
                .unwrap()
                .values()
                .filter_map(Json::as_u64)
                .sum();
            assert_eq!(counted.sum::<u64>(), sum, "{year} {family}");
        }
    }
}

#[test]
fn the_period_is_what_was_counted_elsewhere() {
    let expected = counted_elsewhere();
    for year in [2016, 2017] {
        let period = Folder::sample().compile(year).value.unwrap().period;
        let expected = &expected[year.to_string()]["period"];
        assert_eq!(expected["days"], period.days);
        assert_eq!(expected["working_days"], period.working_days);
    }
}

#[test]
fn every_row_of_every_file_was_read() {
    let expected = counted_elsewhere();
    let report = Folder::sample().compile(2017).value.unwrap();
    assert_eq!(report.inputs.len(), 5);
    for input in &report.inputs {
        let log = input.file.strip_suffix(".csv").unwrap();
        assert_eq!(expected["rows_in_files"][log], input.rows, "{log}");
        assert_eq!(input.excluded, 0, "{log}");
    }
}

#[test]
fn the_logs_are_what_the_example_writes() {
    let sample = Folder::sample();
    for (name, bytes) in sample_office::files().unwrap() {
        // Compared line by line: the output of assert_eq for two files is unreadable.
        let lines = |bytes: &[u8]| -> Vec<String> {
            String::from_utf8_lossy(bytes)
                .lines()
                .map(str::to_owned)
                .collect()
        };
        let (written, kept) = (lines(&bytes), lines(sample.bytes(name)));
        for (index, (written, kept)) in written.iter().zip(&kept).enumerate() {
            assert_eq!(written, kept, "{name}, line {}", index + 1);
        }
        assert!(bytes == sample.bytes(name), "{name} has other bytes");
    }
}

/// Compares all figures below `path` and returns their number.
fn compare(figures: &Figures, path: &mut Vec<String>, expected: &Json) -> usize {
    let Some(branch) = expected.as_object() else {
        return compare_one(figures, path, expected);
    };
    if path.last().is_some_and(|last| last == "histogram") {
        let of_days = branch.iter().map(|(days, count)| {
            let days: u32 = days.parse().unwrap();
            (days, count.as_u64().unwrap())
        });
        let expected = shown(&Value::Histogram(of_days.collect()));
        assert_eq!(figure(figures, &dotted(path)), expected);
        return 1;
    }
    let mut compared = 0;
    for (segment, below) in branch {
        if NO_FIGURES.contains(&segment.as_str()) {
            continue;
        }
        path.push(segment.clone());
        compared += compare(figures, path, below);
        path.pop();
    }
    compared
}

fn compare_one(figures: &Figures, path: &[String], expected: &Json) -> usize {
    let key = dotted(path);
    let expected = match expected {
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(parts) => format!("{}/{}", parts[0], parts[1]),
        other => panic!("{key}: {other}"),
    };
    assert_eq!(figure(figures, &key), expected, "{key}");
    1
}
