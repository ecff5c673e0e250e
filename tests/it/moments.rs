//! Random times and years as systems and clerks write them: the time determines the day in China
//! and whether a reply is on time, and a mistyped year is reported.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use report::{
    Diagnostic, Office, Options,
    finding::{Implausible, ImplausibleDate},
};

use crate::generator::{Random, date};
use crate::memory::{Folder, finding_lines};

/// A time of day on a clock of twelve hours.
fn twelve_hours(time: NaiveTime) -> (u32, bool) {
    let (is_afternoon, hour) = time.hour12();
    (hour, is_afternoon)
}

/// A moment of China as one of several systems writes it.
fn written(moment: NaiveDateTime, random: &mut Random) -> String {
    let (day, time) = (moment.date(), moment.time());
    let (hour, is_afternoon) = twelve_hours(time);
    let (minute, second) = (time.minute(), time.second());
    let half = if is_afternoon { "PM" } else { "AM" };
    let half_zh = match time.hour() {
        0..12 => "上午",
        18.. if random.chance(50) => "晚上",
        _ => "下午",
    };
    // 上午12:30 may be read as noon.
    let is_clear = hour != 12;
    let slashes = format!("{}/{}/{}", day.year(), day.month(), day.day());
    match random.below(11) {
        1 => moment.format("%Y-%m-%dT%H:%M:%S").to_string(),
        2 => moment.format("%Y-%m-%d %H:%M:%S.%3f").to_string(),
        3 => format!("{day} {hour:02}:{minute:02}:{second:02} {half}"),
        4 => format!("{slashes} {hour}:{minute:02}:{second:02} {half}"),
        5 if is_clear => format!("{slashes} {half_zh} {hour}:{minute:02}:{second:02}"),
        6 if is_clear => format!("{slashes} {half_zh}{hour}:{minute:02}:{second:02}"),
        7 => in_zone(moment, 0, "Z", random),
        8 => in_zone(moment, 8 * 60, "+08:00", random),
        9 => in_zone(moment, 8 * 60, "+0800", random),
        10 => in_zone(moment, -330, "-05:30", random),
        _ => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

/// Formats a time in China for a zone this number of minutes behind UTC.
fn in_zone(moment: NaiveDateTime, minutes: i64, suffix: &str, random: &mut Random) -> String {
    let moment = moment - Duration::hours(8) + Duration::minutes(minutes);
    let format = *random.one_of(&["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%3f"]);
    format!("{}{suffix}", moment.format(format))
}

/// A moment within two days of the turn of a year.
fn near_new_year(random: &mut Random) -> NaiveDateTime {
    let midnight = date(*random.one_of(&[2017, 2018]), 1, 1).and_time(NaiveTime::MIN);
    let second = i64::try_from(random.below(4 * 86_400)).unwrap();
    midnight + Duration::seconds(second - 2 * 86_400)
}

#[test]
fn days_are_those_of_china() {
    for seed in 0..20 {
        let random = &mut Random::new(seed);
        let mut rows = "P-0,甲,2017-06-01\n".to_owned();
        let mut expected = 1;
        for index in 1..=20 {
            let moment = near_new_year(random);
            expected += u32::from(moment.year() == 2017);
            rows += &format!("P-{index},第{index}号,{}\n", written(moment, random));
        }
        let folder =
            Folder::new().with("published.csv", format!("索引号,信息名称,公开日期\n{rows}"));
        let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
        let bad: Vec<&Diagnostic> = statistics.diagnostics.iter().take(3).collect();
        assert!(
            !statistics.value.as_deref().unwrap_or_default().is_empty(),
            "{bad:#?}"
        );
        let found = crate::memory::figure(
            &statistics.value.as_deref().unwrap_or_default()[0].1,
            "published.total",
        );
        assert_eq!(found, expected.to_string(), "{rows}");
    }
}

#[test]
fn replies_are_compared_by_the_minute() {
    for seed in 0..20 {
        let random = &mut Random::new(seed);
        let (mut rows, mut on_time) = (String::new(), 0);
        for index in 0..10 {
            let due = date(2017, 3, 10).and_hms_opt(9, 0, 0).unwrap();
            let due = due + Duration::minutes(i64::try_from(random.below(10 * 60)).unwrap());
            let minutes = i64::try_from(random.below(120)).unwrap() - 60;
            let replied = due + Duration::minutes(minutes);
            on_time += u32::from(replied <= due);
            let (due, replied) = (written(due, random), written(replied, random));
            rows += &format!("S-{index},公众诉求,2017-03-01,{due},{replied}\n");
        }
        check_due(&rows, on_time, 10 - on_time);
    }
}

/// Checks how many of some replies are on time, and late.
fn check_due(rows: &str, on_time: u32, late: u32) {
    let header = "编号,类别,收到日期,办理期限,答复日期\n";
    let folder = Folder::new().with("requests.csv", format!("{header}{rows}"));
    let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
    let bad = finding_lines(&statistics.diagnostics);
    assert!(
        !statistics.value.as_deref().unwrap_or_default().is_empty(),
        "{bad:?}: {rows}"
    );
    let figures = &statistics.value.as_deref().unwrap_or_default()[0].1;
    let found = |key: &str| crate::memory::figure(figures, &format!("requests.service.{key}"));
    let found = (found("on_time"), found("late"));
    assert_eq!(found, (on_time.to_string(), late.to_string()), "{rows}");
}

/// An export adds a meaningless time to due dates.
#[test]
fn midnight_in_a_due_cell_is_the_day() {
    for seed in 0..10 {
        let random = &mut Random::new(seed);
        let (mut rows, mut on_time) = (String::new(), 0);
        for index in 0..10 {
            let time = *random.one_of(&["00:00", "00:00:00", "23:59", "23:59:59", "0:00:00"]);
            let days = random.below(3);
            let replied = date(2017, 3, 9) + Days::new(u64::try_from(days).unwrap());
            on_time += u32::from(days < 2);
            let hour = 8 + random.below(10);
            let row = format!("2017-03-10 {time},{replied} {hour:02}:15");
            rows += &format!("S-{index},公众诉求,2017-03-01,{row}\n");
        }
        check_due(&rows, on_time, 10 - on_time);
    }
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "2017-03-05 10:22:xx",
        "2017-03-05 10:22:99",
        "2017-03-05 10:22:未知",
        "2017-03-05 10:22:00（已撤回）",
        "2017-03-05 10:22:00.abc",
        "2017-03-05 25:00",
        "2017-03-05 13:22:00 AM",
        "2017-03-05 上午 25:00",
        "2017-03-05T10:22:00+25:00",
        "2017-03-05T10:22:00+08:0x",
        "2017-03-05T10:22:00ZZ",
    ] {
        let log = format!("索引号,信息名称,公开日期\n1,甲,2017-03-05\n2,乙,{text}\n");
        let folder = Folder::new().with("published.csv", log);
        let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
        let found = finding_lines(&statistics.diagnostics);
        let is_refused = found.contains(&"bad-date published.csv:3:5".to_owned());
        assert!(
            is_refused && statistics.value.as_deref().unwrap_or_default().is_empty(),
            "{text}: {found:?}"
        );
    }
}

// ---- years -----------------------------------------------------------------------------------

/// Codes and lines of what is found in a log.
fn found_at(log: &str, text: &str) -> Vec<(&'static str, Option<u64>)> {
    let folder = Folder::new().with(&format!("{log}.csv"), text);
    let statistics = Office::open(&folder).figures(Some(2017), &Options::default());
    let found = statistics.diagnostics.iter();
    found
        .map(|found| {
            let line = found.place.as_ref().and_then(|place| place.line);
            (found.code().name(), line)
        })
        .collect()
}

/// Returns rows with ordinary days of 2016 and 2017, one more row at a random place, and its line.
fn with_one(
    rows: usize,
    one: &str,
    random: &mut Random,
    row: impl Fn(usize, NaiveDate) -> String,
) -> (String, u64) {
    let mut lines: Vec<String> = (0..rows)
        .map(|index| {
            let day = date(2016 + i32::try_from(index % 2).unwrap(), 2, 1);
            row(
                index,
                day + Days::new(u64::try_from(random.below(300)).unwrap()),
            )
        })
        .collect();
    let at = random.below(rows + 1);
    lines.insert(at, one.to_owned());
    (lines.concat(), u64::try_from(at).unwrap() + 2)
}

#[test]
fn mistyped_due_dates_are_reported() {
    const HEADER: &str = "编号,类别,收到日期,办理期限,答复日期\n";
    for seed in 0..12 {
        let random = &mut Random::new(seed);
        let days = *random.one_of(&[
            // Due in another century, before receipt, after more than 400 days.
            "3017-03-10,2017-03-06",
            "0217-03-10,2017-03-06",
            "9999-12-31,2017-03-06",
            "2016-03-10,2017-03-06",
            "2018-06-10,2017-03-06",
        ]);
        let one = format!("S-X,公众诉求,2017-03-01,{days}\n");
        let (text, line) = with_one(20, &one, random, |index, day| {
            let (due, replied) = (day + Days::new(10), day + Days::new(5));
            format!("S-{index},公众诉求,{day},{due},{replied}\n")
        });
        let found = found_at("requests", &format!("{HEADER}{text}"));
        let expected = ("implausible-date", Some(line));
        assert!(found.contains(&expected), "{days}: {found:?}");
    }
}

/// A year with many rows is not a typing error; nor is a due date within 400 days.
#[test]
fn usual_years_are_not_reported() {
    let mut text = "索引号,信息名称,公开日期\n".to_owned();
    for index in 0..120 {
        let year = if index % 10 == 0 { 2021 } else { 2017 };
        text += &format!("P-{index},第{index}号,{year}-03-05\n");
    }
    let found = found_at("published", &text);
    assert!(
        !found.iter().any(|(code, _)| *code == "implausible-date"),
        "{found:?}"
    );
    let text = "编号,类别,收到日期,办理期限,答复日期\n\
        S-1,公众诉求,2017-03-01,2018-04-01,2017-03-06\n\
        S-2,公众诉求,2017-03-01,2017-03-01,2020-02-01\n";
    let found = found_at("requests", text);
    assert!(
        !found.iter().any(|(code, _)| *code == "implausible-date"),
        "{found:?}"
    );
}

#[test]
fn a_document_may_be_valid_for_years() {
    let text = "文号,类别,文件名称,制发日期,废止日期\n\
        管规1号,行政规范性文件,甲办法,2017-03-05,2022-03-05\n\
        管规2号,行政规范性文件,乙办法,2017-03-06,\n";
    assert!(found_at("documents", text).is_empty());
}

/// Returns the lines of `log` with an implausible date.
fn implausible_lines(log: &str, text: &str) -> Vec<u64> {
    let found = found_at(log, text).into_iter();
    let found = found.filter(|(code, _)| *code == "implausible-date");
    found.filter_map(|(_, line)| line).collect()
}

#[test]
fn mistyped_years_are_reported() {
    for seed in 0..12 {
        let random = &mut Random::new(seed);
        let year = 2019 + random.below(82);
        for (rows, is_found) in [(12, year > 2026), (40, year > 2026), (200, true)] {
            let one = format!("P-X,某号,{year}-03-05\n");
            let (text, line) = with_one(rows, &one, random, |index, day| {
                format!("P-{index},第{index}号,{day}\n")
            });
            let lines =
                implausible_lines("published", &format!("索引号,信息名称,公开日期\n{text}"));
            let expected = if is_found { vec![line] } else { vec![] };
            assert_eq!(lines, expected, "{rows} rows, {year}");
        }
    }
}

/// Repeated rows are counted from the cache.
#[test]
fn rows_of_one_day_are_of_its_year() {
    let mut text = "索引号,信息名称,公开日期\n".to_owned();
    for index in 2..=151 {
        text += &format!("P-{index},第{index}号,2017-03-01\n");
    }
    text += "P-152,第152号,2019-03-01\nP-153,第153号,2019-03-01\n";
    assert!(implausible_lines("published", &text).is_empty());
    for index in 154..=202 {
        text += &format!("P-{index},第{index}号,2017-03-01\n");
    }
    // Two of 201 rows are under 1 %.
    assert_eq!(implausible_lines("published", &text), [152, 153]);
}

/// Guides have no year, but one that begins in 2071 is not in force.
#[test]
fn mistyped_years_of_all_logs_are_reported() {
    for (log, header, row) in [
        ("published", "索引号,信息名称,公开日期", "N-#,第#号,@"),
        (
            "procurement",
            "编号,标题,公告类型,发布日期",
            "N-#,第#号,招标公告,@",
        ),
        (
            "environment",
            "编号,标题,公告类型,公开日期",
            "N-#,第#号,受理公示,@",
        ),
        ("requests", "编号,类别,收到日期", "N-#,公众诉求,@"),
        (
            "guides",
            "编号,子栏目,事项名称,发布日期",
            "N-#,许可,第#号,@",
        ),
        (
            "documents",
            "文号,类别,文件名称,制发日期",
            "N-#,规范性文件,第#号,@",
        ),
        ("decisions", "决定文书号,类别,决定日期", "N-#,行政许可,@"),
        ("disputes", "案号,类别,受理日期", "N-#,行政复议,@"),
    ] {
        let row =
            |index: u32, day: &str| row.replace('#', &index.to_string()).replace('@', day) + "\n";
        let mut text = format!("{header}\n");
        for index in 1..=24 {
            text += &row(index, &format!("2017-03-{index:02}"));
        }
        text += &row(25, "2071-03-25");
        text += &row(26, "2017-03-26");
        assert_eq!(implausible_lines(log, &text), [26], "{log}");
    }
}

/// The first five rows of a rare year are reported; the last of these findings gives the number of
/// the others.
#[test]
fn rare_years_are_of_the_whole_log() {
    let header = "索引号,信息名称,公开日期\n";
    let of_file = |file: u32| {
        let mut text = header.to_owned();
        for index in 0..400 {
            // Days of both years alternate; four rows of each file are of 2071.
            let year = if index % 2 == 0 { 2016 } else { 2017 };
            let year = if index % 100 == 50 { 2071 } else { year };
            let (month, day) = (1 + index % 12, 1 + index % 28);
            text += &format!("P-{file}-{index},第{file}-{index}号,{year}-{month:02}-{day:02}\n");
        }
        text
    };
    let mut folder = Folder::new().with_settings("[logs]\npublished = \"*.csv\"\n");
    for file in 1..=2 {
        folder = folder.with(&format!("{file}.csv"), of_file(file));
    }
    // 1 % is not rare.
    let statistics_of =
        |folder: &Folder| Office::open(folder).figures(Some(2017), &Options::default());
    assert!(finding_lines(&statistics_of(&folder).diagnostics).is_empty());
    let mut more = header.to_owned();
    for index in 0..10 {
        more += &format!("P-3-{index},第3-{index}号,2017-06-01\n");
    }
    let folder = folder.with("3.csv", more);
    let found = statistics_of(&folder).diagnostics;
    let lines = [
        "1.csv:52",
        "1.csv:152",
        "1.csv:252",
        "1.csv:352",
        "2.csv:52",
    ];
    let reported = finding_lines(&found);
    assert_eq!(reported.len(), lines.len(), "{reported:?}");
    for (reported, line) in reported.iter().zip(lines) {
        assert!(
            reported.starts_with(&format!("implausible-date {line}:")),
            "{reported}"
        );
    }
    let others =
        found.iter().filter_map(
            |found| match found.problem.get::<ImplausibleDate>()?.because {
                Implausible::RareYear { last: 2017, others } => Some(others),
                _ => None,
            },
        );
    assert_eq!(others.collect::<Vec<_>>(), [0, 0, 0, 0, 3]);
}

/// Three years to the day are not too long.
#[test]
fn ends_long_after_receipt_are_reported() {
    let text = "编号,类别,收到日期,答复日期,办结日期\n\
        S-1,公众诉求,2017-03-01,2020-03-01,\n\
        S-2,公众诉求,2017-03-01,2020-03-02,\n\
        S-3,公众诉求,2016-02-29,2016-03-02,2019-02-28\n\
        S-4,公众诉求,2016-02-29,2016-03-02,2071-03-01\n\
        S-5,公众诉求,2016-02-29,2016-03-02,2071-03-01\n";
    assert_eq!(implausible_lines("requests", text), [3, 5, 6]);
    let text = "案号,类别,受理日期,审结日期,审理结果\n\
        1,行政复议,2017-03-01,2019-03-01,结果维持\n\
        2,行政复议,2017-03-01,2071-05-01,结果维持\n";
    assert_eq!(implausible_lines("disputes", text), [3]);
}
