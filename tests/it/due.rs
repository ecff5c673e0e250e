//! The list of open requests in each of its formats.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::report;

const SETTINGS: &str = "\
[office]
name = \"某局\"
[logs]
requests = { path = \"requests.csv\", applicants = \"by-name\" }
[logs.headers.requests]
applicant = \"申请人\"
";

/// Seen from Friday 2023-12-01: A1 was due on Thursday; A2, received on Monday 2023-11-13, is due on
/// Monday 2023-12-11, in 6 working days; the last row cannot be read.
const REQUESTS: &str = "\
编号,类别,标题,承办单位,申请人,收到日期,补正告知日期,征求对象,征求意见日期,延期告知日期
A2,依申请公开,\"征地批文,附图;二期\",规划科,王小明,2023-11-13,,,,
A1,依申请公开,环评批复,环保科,清溪水务有限公司,2023-11-02,,,,
A3,依申请公开,拆迁补偿,征收办,李红梅,2023-11-20,2023-11-22,,,
A4,依申请公开,供货合同,,马可尼,2023-11-14,,第三方,2023-11-21,
A6,依申请公开,招标文件,,自然人,2023-11-15,,,,2023-11-29
A5,依申请公开,道路规划,,顾大川,某日,,,,
";

const NAMES: [&str; 5] = ["王小明", "清溪水务", "李红梅", "马可尼", "顾大川"];

fn office(requests: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.toml"), SETTINGS).unwrap();
    fs::write(folder.path().join("requests.csv"), requests).unwrap();
    folder
}

/// Runs `report due` in English: standard output, messages, exit code.
fn due(folder: &Path, words: &str) -> (String, String, i32) {
    let folder = folder.to_str().unwrap();
    let common = ["--data", folder, "--lang", "en", "--as-of", "2023-12-01"];
    let words = words.split_whitespace();
    let output = report(["due"].into_iter().chain(words).chain(common));
    let output = { output }.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (text(output.stdout), text(output.stderr), status)
}

/// The ids of the list, in its order.
fn ids(folder: &Path, words: &str) -> Vec<String> {
    let (printed, _, _) = due(folder, &format!("{words} --format json"));
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let requests = printed["requests"].as_array().unwrap().iter();
    requests
        .map(|request| request["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_bad_row_hides_no_other() {
    let office = office(REQUESTS);
    let (printed, messages, status) = due(office.path(), "--format json");
    assert_eq!(status, 1);
    assert!(messages.contains("error[bad-date]"), "{messages}");
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let requests = printed["requests"].as_array().unwrap();
    let shown: Vec<_> = requests
        .iter()
        .map(|request| {
            let text = |key: &str| request[key].as_str().unwrap_or("–").to_owned();
            let left = request["working_days_left"].as_i64();
            (text("id"), text("title"), text("department"), left)
        })
        .collect();
    let row = |id: &str, title: &str, department: &str, left| {
        (id.to_owned(), title.to_owned(), department.to_owned(), left)
    };
    // A6, received on 2023-11-15, is due on 2023-12-13 and, extended by 20 working days, on
    // 2024-01-11: 5 days of the week of 4 December, 15 until the 29th, 4 until 5 January, 4 more.
    assert_eq!(
        shown,
        [
            row("A1", "环评批复", "环保科", Some(-1)),
            row("A2", "征地批文,附图;二期", "规划科", Some(6)),
            row("A6", "招标文件", "–", Some(28)),
            row("A4", "供货合同", "–", None),
            row("A3", "拆迁补偿", "征收办", None),
        ]
    );
    assert_eq!(requests[0]["applicant"], "business");
    assert_eq!(requests[1]["applicant"], "natural_person");
    assert_eq!(requests[3]["awaiting_since"], "2023-11-21");
}

#[test]
fn the_state_says_why() {
    let office = office(REQUESTS);
    let (printed, _, _) = due(office.path(), "--format csv");
    let state = |id: &str| {
        let mut lines = printed.lines();
        let line = lines.find(|line| line.starts_with(id)).unwrap();
        line.split(',').nth(5).unwrap().to_owned()
    };
    assert_eq!(state("A1"), "overdue");
    assert_eq!(state("A2"), "open");
    assert_eq!(
        state("A3"),
        "waits for the applicant to clarify since 2023-11-22"
    );
    let third = state("A4");
    assert!(
        third.starts_with("waits for a third party since 2023-11-21"),
        "{third}"
    );
    assert_eq!(state("A6"), "\"open");
}

#[test]
fn the_near_and_the_overdue() {
    let office = office(REQUESTS);
    assert_eq!(ids(office.path(), "--within 6"), ["A1", "A2"]);
    assert_eq!(ids(office.path(), "--within 5"), ["A1"]);
    assert_eq!(ids(office.path(), "--overdue"), ["A1"]);
    let (_, messages, _) = due(office.path(), "--overdue");
    assert!(
        messages.contains("other open requests, not listed: 4\n"),
        "{messages}"
    );
    let (_, _, status) = due(office.path(), "--overdue --within 3");
    assert_eq!(status, 2);
}

#[test]
fn a_screen_has_the_columns_that_are_filled() {
    let requests = REQUESTS.replace(",规划科,", ",,").replace(",环保科,", ",,");
    let office = office(&requests.replace(",征收办,", ",,"));
    let (printed, _, _) = due(office.path(), "--overdue");
    let heads = printed.lines().nth(2).unwrap();
    assert!(
        heads.contains("title") && heads.contains("state"),
        "{printed}"
    );
    assert!(!heads.contains("department") && !heads.contains("place"));
    assert!(printed.contains("环评批复") && printed.contains("businesses"));
    assert!(
        printed.lines().all(|line| line.chars().count() <= 80),
        "{printed}"
    );
}

#[test]
fn no_name_is_shown() {
    let office = office(REQUESTS);
    for format in ["table", "csv", "json", "html", "ics"] {
        let (printed, messages, _) = due(office.path(), &format!("--format {format}"));
        assert!(printed.contains("A1"), "{format}:\n{printed}");
        for name in NAMES {
            assert!(
                !printed.contains(name) && !messages.contains(name),
                "{format}"
            );
        }
    }
}

/// Joins folded lines of an iCalendar file: a line that begins with a space continues the one
/// before.
fn unfolded(calendar: &str) -> Vec<String> {
    assert!(calendar.ends_with("\r\n"));
    assert!(calendar.lines().all(|line| line.len() <= 75));
    assert_eq!(
        calendar.matches('\n').count(),
        calendar.matches("\r\n").count()
    );
    let lines = calendar.replace("\r\n ", "");
    lines.split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_calendar_has_an_event_for_each() {
    let office = office(REQUESTS);
    let file = office.path().join("due.ics");
    let words = format!("-o {}", file.display());
    let (_, _, status) = due(office.path(), &words);
    assert_eq!(status, 1);
    let calendar = fs::read_to_string(&file).unwrap();
    let lines = unfolded(&calendar);
    assert_eq!(lines[0], "BEGIN:VCALENDAR");
    assert_eq!(lines.last().unwrap(), "END:VCALENDAR");
    let of = |name: &str| {
        let found = lines.iter().filter_map(|line| line.strip_prefix(name));
        found.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of("BEGIN:VEVENT").len(), 5);
    assert_eq!(of("DTSTAMP:"), ["20231201T000000Z"; 5]);
    let starts = of("DTSTART;VALUE=DATE:");
    assert_eq!(starts[..3], ["20231130", "20231211", "20240111"]);
    assert_eq!(of("SUMMARY:")[1], "Reply due: 征地批文\\,附图\\;二期");
    assert_eq!(of("STATUS:")[2..4], ["CONFIRMED", "TENTATIVE"]);

    // Events keep their UIDs when other requests have ended and rows have moved.
    let uids = of("UID:");
    let mut rows: Vec<&str> = REQUESTS.lines().collect();
    rows.retain(|row| !row.starts_with("A1"));
    rows[1..].reverse();
    fs::write(office.path().join("requests.csv"), rows.join("\n")).unwrap();
    let (later, _, _) = due(office.path(), "--format ics");
    let later: Vec<_> = unfolded(&later)
        .iter()
        .filter_map(|line| line.strip_prefix("UID:").map(str::to_owned))
        .collect();
    assert_eq!(later, uids[1..]);
}

#[test]
fn requests_without_ids_differ() {
    let office = office(
        "类别,标题,收到日期\n依申请公开,甲,2023-11-13\n依申请公开,乙,2023-11-13\n依申请公开,甲,2023-11-13\n",
    );
    let (calendar, _, _) = due(office.path(), "--format ics");
    let mut uids: Vec<_> = unfolded(&calendar);
    uids.retain(|line| line.starts_with("UID:"));
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), 3);
}

#[test]
fn a_page_has_the_table() {
    let office = office(REQUESTS);
    let (page, _, _) = due(office.path(), "--format html");
    assert!(page.starts_with("<!DOCTYPE html>\n"));
    assert!(page.contains("<td>征地批文,附图;二期</td>"), "{page}");
    assert_eq!(page.matches("<tr>").count(), 6);
    let (_, messages, status) = due(office.path(), "--received 2023-11-02 --format ics");
    assert!(
        messages.contains("a single deadline has no format ics"),
        "{messages}"
    );
    assert_eq!(status, 2);
}

/// The worked examples of a clarification, a fee and a third party, as in `command_line.rs`.
const STOPPED: &str = "\
编号,类别,标题,收到日期,补正告知日期,补正收到日期,征求对象,征求意见日期,征求意见答复日期,收费通知日期,缴费日期,答复日期
A6,依申请公开,甲,2023-09-20,2023-10-07,2023-10-12,,,,,,
A7,依申请公开,乙,2023-03-01,,,,,,2023-03-20,2023-03-30,2023-04-28
A8,依申请公开,丙,2022-04-25,,,third-party,2022-05-05,2022-05-20,,,2022-06-10
A9,依申请公开,丁,某日,,,,,,,,
";

/// One deadline as JSON, and the number of the working day on its due date.
fn one(folder: &Path, words: &str) -> (Value, Value) {
    let (printed, messages, _) = due(folder, &format!("{words} --format json"));
    let found: Value = serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{messages}"));
    let calendar = found["calendar"].as_array().unwrap();
    let on_due = calendar.iter().find(|day| day["date"] == found["due"]);
    let n = on_due.map_or(Value::Null, |day| day["n"].clone());
    (found, n)
}

#[test]
fn a_logged_deadline_day_by_day() {
    let office = office(STOPPED);
    for (words, due, state, awaiting) in [
        ("--id A6", "2023-11-09", "overdue", "clarification"),
        ("--id A7", "2023-04-27", "late", "fee"),
        ("--id A8", "2022-06-13", "on_time", "third_party"),
        (
            "--id requests.csv:4",
            "2022-06-13",
            "on_time",
            "third_party",
        ),
    ] {
        let (found, n) = one(office.path(), words);
        assert_eq!(
            (&found["due"], &found["state"]),
            (&due.into(), &state.into()),
            "{words}"
        );
        assert_eq!(found["stops"][0]["awaiting"], awaiting, "{words}");
        // The due date is the twentieth working day that counts.
        assert_eq!(n, 20, "{words}");
    }
    let (printed, messages, status) = due(office.path(), "--id A8");
    assert!(
        status == 1 && messages.contains("error[bad-date]"),
        "{messages}"
    );
    assert!(
        printed.contains("request: A8, 丙 (requests.csv:4)"),
        "{printed}"
    );
    assert!(printed.contains("\nafter 2022-05-05 until 2022-05-20: waits for a third party, "));
    assert!(
        printed.contains("\ndue: 2022-06-13\nended: 2022-06-10, on time\n"),
        "{printed}"
    );
    let (printed, messages, status) = due(office.path(), "--id A10");
    assert_eq!((printed.as_str(), status), ("", 2));
    assert!(
        messages.contains("no log has a request \"A10\""),
        "{messages}"
    );
}

#[test]
fn a_request_seen_before_its_end() {
    let office = office(STOPPED);
    let folder = office.path().to_str().unwrap();
    let words = [
        "due",
        "--id",
        "A6",
        "--as-of",
        "2023-10-10",
        "--data",
        folder,
        "--lang",
        "en",
    ];
    let output = report(words).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let expected =
        "as of 2023-10-10: waits for the applicant to clarify, so that no due date is known";
    assert!(printed.contains(expected), "{printed}");
    assert!(!printed.contains("2023-10-12"), "{printed}");
}

#[test]
fn events_as_options() {
    let folder = tempfile::tempdir().unwrap();
    for (words, due) in [
        (
            "--received 2023/9/20 --clarification-asked 2023年10月7日 --clarified 20231012",
            "2023-11-09",
        ),
        (
            "--received 2022.4.25 --consulted 2022/5/5..2022-05-20",
            "2022-06-13",
        ),
    ] {
        let (found, n) = one(folder.path(), words);
        assert_eq!(found["due"], due, "{words}");
        assert_eq!(n, 20, "{words}");
    }
    let open = "--received 2023-11-20 --clarification-asked 2023-11-22";
    let (found, _) = one(folder.path(), open);
    assert_eq!(
        (&found["due"], &found["state"]),
        (&Value::Null, &"suspended".into())
    );
    // The longest extension comes on top: 20 working days behind 2022-06-13 end on 2022-07-11.
    let extended = "--received 2022-04-25 --consulted 2022-05-05..2022-05-20 --extended";
    assert_eq!(one(folder.path(), extended).0["due"], "2022-07-11");
    for words in [
        "--clarified 2023-10-12",
        "--received 2023-09-20 --clarified 2023-10-12",
        "--received 2023-09-20 --consulted 某日",
        "--received 2023-03-01 --consulted 2023-03-10..2023-03-02",
        "--received 2023-03-01 --consulted 2023-02-01..2023-03-10",
        "--received 2023-03-01 --clarification-asked 2023-03-06 --clarified 2023-03-02",
        "--received 2023-09-20 --days 5 --consulted 2023-09-25",
        "--id A6 --received 2023-09-20",
    ] {
        assert_eq!(due(folder.path(), words).2, 2, "{words}");
    }
}

/// B1 is due on Monday 2027-01-04, twenty working days from 2026-12-04, if the notice for 2027 leaves it
/// there; B2 is due in a year whose notice is known, and the log states the due date of B3.
#[test]
fn due_dates_before_the_notice() {
    let office = office(
        "编号,类别,标题,收到日期,办理期限\n\
         B1,依申请公开,甲,2026-12-04,\n\
         B2,依申请公开,乙,2026-11-02,\n\
         B3,公众诉求,丙,2026-12-04,2027-01-11\n",
    );
    let folder = office.path().to_str().unwrap();
    let list = |format: &str, language: &str| {
        let words = [
            "due",
            "--as-of",
            "2026-12-07",
            "--format",
            format,
            "--data",
            folder,
        ];
        let output = report(words.into_iter().chain(["--lang", language]))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let printed: Value = serde_json::from_str(&list("json", "en")).unwrap();
    let requests = printed["requests"].as_array().unwrap().iter();
    let shown: Vec<_> = requests
        .map(|request| {
            (
                request["id"].clone(),
                request["provisional"].clone(),
                request["missing_notices"].clone(),
            )
        })
        .collect();
    let row = |id: &str, is_provisional: bool, years: &[i32]| {
        (id.into(), is_provisional.into(), years.into())
    };
    assert_eq!(
        shown,
        [
            row("B2", false, &[]),
            row("B1", true, &[2027]),
            row("B3", false, &[])
        ]
    );
    let reason = "open; due date provisional, the holiday notice for 2027 is not known";
    assert!(list("csv", "en").contains(reason));
    assert!(list("html", "zh").contains("期限暂定，2027年放假安排尚未公布"));
    assert!(list("table", "zh").contains("期限暂定"));
    let one = |more: &str| {
        let words = ["due", "--as-of", "2026-12-07", "--data", folder];
        let output = report(words.into_iter().chain(more.split(' '))).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    assert!(one("--id B1 --lang en").contains(&format!("due: 2027-01-04{}", &reason[4..])));
    let printed: Value = serde_json::from_str(&one("--id B1 --format json")).unwrap();
    assert_eq!(printed["missing_notices"], Value::from(vec![2027]));
    assert!(!one("--id B2 --lang en").contains("provisional"));
    // Only the longest extension reaches the days that the notice sets.
    let extended = one("--received 2026-11-27 --lang en");
    assert!(
        extended.contains("until 2026-12-25\n") && extended.contains("2027-01-25 (provisional)")
    );
    let calendar = list("ics", "en");
    let statuses: Vec<&str> = calendar
        .lines()
        .filter(|line| line.starts_with("STATUS:"))
        .collect();
    assert_eq!(
        statuses,
        ["STATUS:CONFIRMED", "STATUS:TENTATIVE", "STATUS:CONFIRMED"]
    );
}
