//! Several consultations, clarifications and fee notices of a request, from a log of events.
//!
//! Due dates are counted independently, day by day, with a plain list of days off and worked
//! weekends.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};
use report::{Office, Options, RequestSelector};

use crate::generator::Random;
use crate::memory::{Folder, figure, finding_lines};

const HOLIDAYS: &str = include_str!("../data/holidays-2022-2024.txt");

/// The waits of one request: from, to, and whether the period restarts afterwards.
type Waits = Vec<(NaiveDate, NaiveDate, bool)>;

/// Counts working days by a list of days that differ from the week.
struct Counter(HashMap<NaiveDate, bool>);

impl Counter {
    fn new() -> Self {
        let line = |line: &str| {
            let (kind, day) = line.split_once(' ').unwrap();
            (day.parse().unwrap(), kind == "worked")
        };
        Self(HOLIDAYS.lines().map(line).collect())
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        let is_weekday = day.weekday().number_from_monday() < 6;
        self.0.get(&day).copied().unwrap_or(is_weekday)
    }

    /// Returns the twentieth counted day. Days of a wait are not counted, and a wait may restart the
    /// count.
    fn due(&self, received: NaiveDate, waits: &Waits) -> NaiveDate {
        let mut counted = 0;
        let mut day = received;
        loop {
            day = day.succ_opt().unwrap();
            let is_waiting = waits.iter().any(|(from, to, _)| *from < day && day <= *to);
            counted += u32::from(self.is_worked(day) && !is_waiting);
            if waits.iter().any(|(_, to, anew)| *anew && *to == day) {
                counted = 0;
            }
            if counted == 20 {
                return day;
            }
        }
    }
}

/// A request with two overlapping consultations, mostly a clarification before them and often a fee
/// before or behind them. Every wait begins before the period is over.
fn made(random: &mut Random, number: usize) -> (NaiveDate, Waits, [String; 2]) {
    let mut some =
        |from: u64, to: u64| from + random.below(usize::try_from(to - from).unwrap()) as u64;
    // Every other one shortly before a Spring Festival: 2023-01-22, 2024-02-10.
    let received = match number % 4 {
        0 => NaiveDate::from_ymd_opt(2023, 1, 5).unwrap() + Days::new(some(0, 12)),
        2 => NaiveDate::from_ymd_opt(2024, 1, 24).unwrap() + Days::new(some(0, 12)),
        _ => NaiveDate::from_ymd_opt(2022, 6, 1).unwrap() + Days::new(some(0, 700)),
    };
    let (mut day, mut waits, mut cells, mut events) =
        (received, Waits::new(), String::from(",,"), String::new());
    let id = format!("Q{number:03}");
    if some(0, 10) < 8 {
        let asked = day + Days::new(some(0, 8));
        day = asked + Days::new(some(1, 30));
        waits.push((asked, day, true));
        if some(0, 2) == 0 {
            cells = format!("{asked},{day},");
        } else {
            let _ = writeln!(events, "{id},补正,申请人,{asked},,{day},");
        }
    }
    let fee = some(0, 4);
    let mut pay =
        |day: &mut NaiveDate, events: &mut String, some: &mut dyn FnMut(u64, u64) -> u64| {
            let asked = *day + Days::new(some(0, 8));
            *day = asked + Days::new(some(1, 20));
            waits.push((asked, *day, true));
            let _ = write!(
                events,
                "{id},收费通知,申请人,{asked},,,\n{id},缴费,申请人,{day},,,\n"
            );
        };
    if fee == 1 {
        pay(&mut day, &mut events, &mut some);
    }
    let first = day + Days::new(some(1, 8));
    let first_answered = first + Days::new(some(4, 60));
    let second = first + Days::new(some(0, 4));
    let second_answered = second + Days::new(some(1, 60));
    let _ = writeln!(events, "{id},征求意见,甲机关,{first},,{first_answered},");
    let _ = writeln!(events, "{id},征求意见,乙机关,{second},,{second_answered},");
    day = first_answered.max(second_answered);
    if fee == 2 {
        pay(&mut day, &mut events, &mut some);
    }
    waits.push((first, first_answered, false));
    waits.push((second, second_answered, false));
    (received, waits, [cells, events])
}

#[test]
fn two_hundred_courses_counted_again() {
    let counter = Counter::new();
    let mut random = Random::new(30);
    let mut requests =
        "编号,类别,收到日期,补正告知日期,补正收到日期,征求对象,答复日期,办理结果\n".to_owned();
    let mut events = "编号,事项,对象,发出日期,送达日期,答复日期,期限\n".to_owned();
    let mut dues = BTreeMap::new();
    for number in 0..200 {
        let (received, waits, [cells, of_request]) = made(&mut random, number);
        let due = counter.due(received, &waits);
        // Every third is answered a day too late.
        let replied = due + Days::new(u64::from(number % 3 == 0));
        let _ = writeln!(
            requests,
            "Q{number:03},依申请公开,{received},{cells},{replied},予以公开"
        );
        events += &of_request;
        dues.insert(format!("Q{number:03}"), due);
    }
    let folder = Folder::new()
        .with("requests.csv", requests)
        .with("events.csv", events);
    let sought: Vec<RequestSelector> = dues.keys().cloned().map(RequestSelector::Id).collect();
    let as_of = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let found = Office::open(&folder).deadlines(&sought, as_of, &Options::default());
    let requests = found
        .value
        .unwrap_or_else(|| panic!("{:?}", finding_lines(&found.diagnostics)));
    assert_eq!(requests.len(), 200);
    for request in requests {
        let id = request.id.unwrap();
        assert_eq!(
            request.deadline.due,
            Some(dues[&id]),
            "{id}: {:?}, {:?}",
            request.course,
            request.further
        );
    }
    let count = |key: &str| -> u64 {
        let of_year = |year| {
            let figures = folder.figures(year, &options(as_of));
            figure(&figures, key).parse::<u64>().unwrap()
        };
        (2022..=2024).map(of_year).sum()
    };
    assert_eq!(count("requests.disclosure.received"), 200);
    assert_eq!(count("requests.disclosure.received_on_time"), 133);
}

fn options(as_of: NaiveDate) -> Options {
    Options {
        as_of: Some(as_of),
        ..Options::default()
    }
}

const REQUESTS: &str =
    "编号,类别,收到日期,征求对象,征求意见日期,征求意见答复日期,补正告知日期,答复日期,办理结果\n";

/// The due dates of the requests of a folder, by id.
fn dues(folder: &Folder, ids: &[&str]) -> Vec<String> {
    let sought: Vec<RequestSelector> = ids
        .iter()
        .map(|id| RequestSelector::Id((*id).to_owned()))
        .collect();
    let as_of = NaiveDate::from_ymd_opt(2024, 12, 31).unwrap();
    let requests = Office::open(folder)
        .deadlines(&sought, as_of, &Options::default())
        .value
        .unwrap();
    let due = |request: &report::CourseOfRequest| {
        let due = request.deadline.due;
        format!(
            "{} {}",
            request.id.as_deref().unwrap(),
            due.map_or_else(|| "-".to_owned(), |due| due.to_string())
        )
    };
    requests.iter().map(due).collect()
}

#[test]
fn events_beside_the_columns() {
    // Due 2023-04-20 with both consultations, whether one of them stands in the columns, in both logs or
    // in a row of its own for the answer.
    let requests = REQUESTS.to_owned()
        + "Q1,依申请公开,2023-03-01,其他机关,2023-03-03,2023-03-17,,2023-04-20,予以公开\n\
           Q2,依申请公开,2023-03-01,其他机关,2023-03-03,,,2023-04-20,予以公开\n\
           ２０２３－３,依申请公开,2023-03-01,,,,,2023-04-20,予以公开\n";
    let events = "编号,事项,对象,发出日期,送达日期,答复日期\n\
                  Q1,征求意见,甲机关,2023-03-03,,2023-03-17\n\
                  Q1,征求意见,乙机关,2023-03-10,,2023-03-24\n\
                  Q2,征求意见,甲机关,2023-03-03,,2023-03-17\n\
                  Q2,征求意见,乙机关,2023-03-10,,2023-03-24\n\
                  2023-3,征求意见函,甲机关,2023-03-03,,\n\
                  2023-3,征求意见函,乙机关,2023-03-10,,\n\
                  2023-3,收到意见,乙机关,2023-03-24,,\n\
                  2023-3,收到意见,甲机关,2023-03-17,,\n";
    let folder = Folder::new()
        .with("requests.csv", requests)
        .with("events.csv", events);
    let ids = ["Q1", "Q2", "２０２３－３"];
    let expected = ids.map(|id| format!("{id} 2023-04-20"));
    assert_eq!(dues(&folder, &ids), expected);
    folder.check(
        2023,
        &[
            "requests.disclosure.on_time = 3",
            "requests.disclosure.late = 0",
        ],
    );
}

#[test]
fn a_third_party_has_its_limit_from_delivery() {
    // Delivered 2022-05-06, so the answer is due by 2022-05-26; silence after that counts. Day 0 is
    // 2022-04-25, with 20 working days until 2022-05-25; not counted are 05-06, 07, 09-13, 16-20,
    // 23-26: 16 days.
    let requests = REQUESTS.to_owned() + "Q1,依申请公开,2022-04-25,,,,,,\n";
    let events = "编号,事项,对象,发出日期,送达日期,答复日期\n\
                  Q1,征求意见,某公司,2022-05-05,2022-05-06,2022-06-30\n";
    let folder = Folder::new()
        .with("requests.csv", requests)
        .with("events.csv", events);
    assert_eq!(dues(&folder, &["Q1"]), ["Q1 2022-06-17"]);
}

#[test]
fn an_office_with_events_alone() {
    let folder = Folder::default()
        .with("report.toml", "[office]\nname = \"某局\"\n")
        .with("events.csv", "编号,事项,发出日期\nQ1,补正,2023-03-03\n");
    let found = finding_lines(&folder.compile(2023).diagnostics);
    assert!(
        found.iter().any(|found| found.starts_with("no-logs")),
        "{found:?}"
    );
}

/// A log of events does not show that nothing happened in a year.
#[test]
fn an_empty_log_of_events() {
    let requests = REQUESTS.to_owned() + "Q1,依申请公开,2023-03-01,,,,,2023-03-29,予以公开\n";
    let folder = Folder::default()
        .with("report.toml", "[office]\nname = \"某局\"\n")
        .with("requests.csv", requests)
        .with("events.csv", "编号,事项,发出日期\n");
    folder.check(2023, &["requests.disclosure.on_time = 1"]);
    let found = finding_lines(&folder.compile(2021).diagnostics);
    assert!(
        found
            .iter()
            .any(|found| found.starts_with("year-without-rows")),
        "{found:?}"
    );
}
