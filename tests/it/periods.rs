//! Figures of a part of a year: a quarter, a month, any days.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{report, root};

/// What `report stats` prints and says in English, and how it ends.
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
    let (printed, said, status) = stats(folder, &format!("{key} {period} --format plain"));
    assert_eq!(status, 0, "{key} {period}: {said}");
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
    let (printed, said, status) = stats(office.path(), words);
    assert_eq!(status, 0, "{said}");
    let lines: Vec<&str> = printed.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].contains(",2016-02,2017-02,change"), "{printed}");
    assert!(lines[1].contains(",1,1,0,"), "{printed}");
}

#[test]
fn a_part_has_nothing_of_the_whole_year() {
    let office = office();
    let (printed, said, status) = stats(office.path(), "--year 2017 --quarter 1 --format json");
    assert_eq!(status, 0, "{said}");
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
    assert!(!said.contains("target-missed"), "{said}");
    let (printed, _, _) = stats(office.path(), "--year 2017 --format json");
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["statistics"]["fees"]["administrative_yuan"], "12");
    assert_eq!(printed["period"], serde_json::Value::Null);
}

/// R0 of 2016 stands in no log: 2016 left over one request, and the log begins with 2017.
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
    let (printed, said, status) = stats(
        office.path(),
        "published.total --from 2016-07-01 --to 2017-03-15 --format csv --long",
    );
    assert_eq!(status, 0, "{said}");
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
        ("--compare", "needs something to compare"),
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
        let (printed, said, status) = stats(office.path(), words);
        assert_eq!((printed.as_str(), status), ("", 2), "{words}");
        assert!(said.contains(expected), "{words}: {said}");
    }
    let (printed, said, status) = stats(office.path(), "--year 2016 --quarter 1 --compare");
    assert_eq!((printed.as_str(), status), ("", 1));
    assert!(said.contains("year-without-rows"), "{said}");
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
        let said = String::from_utf8(output.stderr).unwrap();
        (output.stdout.len(), said, output.status.code().unwrap())
    };
    let (printed, said, status) = compile("2017");
    assert_eq!((printed, status), (0, 2));
    assert!(said.contains("names the year itself"), "{said}");
    let (printed, said, status) = compile("2011");
    assert_eq!((printed, status), (0, 1));
    assert!(
        said.contains("error[year-without-rows]: no log has a row in 2011"),
        "{said}"
    );
    let (printed, said, status) = compile("2016");
    assert_eq!(status, 0, "{said}");
    assert!(printed > 0);
}
