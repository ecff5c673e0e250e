//! Requests of both kinds and both regimes, counted by hand.
//!
//! Every due date and number of working days below was counted with the calendar of another program
//! (`chinesecalendar` 1.11.0), and the state of each request was derived from it on paper.

use crate::memory::{Folder, finding_lines};
use report::{Office, Options};

/// A year that straddles both regimes: the first applies to requests received until 2019-05-14.
///
/// | row | due | result |
/// |---|---|---|
/// | A | 2019-01-11, 15 days | carried in; replied after 12 working days, on time |
/// | B | 2019-06-04, 15 days: the last day of the old law | replied after 16, late |
/// | C | 2019-06-13, 20 days: the first day of the new law | replied after 20, on time |
/// | D | 2019-07-02, extended to 2019-07-30 | replied after 26, on time within the extension |
/// | E | anew from the clarification: 2019-09-30 | replied after 40, 17 of them waiting, on time |
/// | F | 2019-09-30 and 7 days of consultation: 2019-10-15 | replied after 27, 20 net, on time |
/// | G | 2019-12-18 | open, overdue |
/// | H | 2020-01-14 | open on 31 December, replied in January on time |
/// | I | – | never clarified, closed without a reply |
/// | J | anew from 2020-01-06 | awaits a clarification on 31 December, replied in January on time |
/// | K | 2019-03-22 | withdrawn after 3 |
const REQUESTS: &str = "\
编号,类别,渠道,诉求类型,收到日期,处理状态,办理期限,延期告知日期,补正告知日期,补正期限,补正收到日期,征求对象,征求意见日期,征求意见答复日期,答复日期,办结日期,办理结果
A,依申请公开,网络,,2018-12-20,,,,,,,,,,2019-01-08,,予以公开
B,依申请公开,信函,,2019-05-14,,,,,,,,,,2019-06-05,,予以公开
C,依申请公开,网络,,2019-05-15,,,,,,,,,,2019-06-13,,部分公开
D,依申请公开,网络,,2019-06-03,,,2019-06-28,,,,,,,2019-07-10,,予以公开
E,依申请公开,网络,,2019-08-01,,,,2019-08-08,2019-09-10,2019-09-02,,,,2019-09-27,,予以公开
F,依申请公开,当面,,2019-09-02,,,,,,,第三方,2019-09-10,2019-09-20,2019-10-15,,部分公开
G,依申请公开,网络,,2019-11-20,,,,,,,,,,,,
H,依申请公开,网络,,2019-12-16,,,,,,,,,,2020-01-10,,予以公开
I,依申请公开,网络,,2019-10-08,,,,2019-10-15,2019-10-31,,,,,,2019-11-05,其他处理-其他
J,依申请公开,网络,,2019-12-02,,,,2019-12-06,2020-01-10,2020-01-06,,,,2020-01-20,,予以公开
K,依申请公开,网络,,2019-03-01,,,,,,,,,,,2019-03-06,其他处理-其他
S1,公众诉求,12345,投诉,2019-09-09,已办结,2019-09-12,,,,,,,,2019-09-11,,
S2,公众诉求,12345,求助,2019-07-01,已办结,5个工作日,,,,,,,,2019-07-12,,
S3,公众诉求,12345,其他,2019-02-01,已办结,,,,,,,,,2019-02-12,,
S4,公众诉求,信箱,咨询,2019-03-04,退单,2019-03-06,,,,,,,,,,
S5,公众诉求,信箱,咨询,2019-04-29,已办结,,,,,,,,,2019-05-05,,
S6,公众诉求,12345,投诉,2019-12-30,办理中,2020-01-06,,,,,,,,,,
";

fn office() -> Folder {
    Folder::new().with("requests.csv", REQUESTS).with_settings(
        "[reports.2019]\nsigned-on = 2020-01-15\n[limits.service]\nconsultation = 2\n",
    )
}

#[test]
fn a_year_of_both_regimes_agrees_with_the_count_by_hand() {
    office().check(
        2019,
        &[
            "requests.disclosure.received = 10",
            "requests.disclosure.carried_in = 1",
            "requests.disclosure.carried_out = 3",
            "requests.disclosure.replied = 8",
            "requests.disclosure.on_time = 7",
            "requests.disclosure.late = 1",
            "requests.disclosure.open = 3",
            "requests.disclosure.suspended = 1",
            "requests.disclosure.overdue = 1",
            "requests.disclosure.extended = 1",
            "requests.disclosure.undetermined = 0",
            "requests.disclosure.received_replied = 7",
            "requests.disclosure.received_on_time = 6",
            "requests.disclosure.on_time_rate = 7/9",
            "requests.disclosure.on_time_rate_replied = 7/8",
            "requests.disclosure.days.histogram = {12: 1, 16: 1, 20: 1, 26: 1, 27: 1, 40: 1}",
            "requests.disclosure.days.median = 20",
            "requests.disclosure.days.p90 = 40",
            "requests.disclosure.days.max = 40",
            "requests.disclosure.days.mean = 141/6",
            "requests.disclosure.net_days.histogram = {12: 1, 16: 1, 20: 2, 23: 1, 26: 1}",
            "requests.disclosure.net_days.mean = 117/6",
            "requests.disclosure.by_channel.网络 = 8",
            "requests.disclosure.by_channel.信函 = 1",
            "requests.disclosure.by_channel.当面 = 1",
            "requests.disclosure.rates_by_channel.网络.on_time_rate = 6/7",
            "requests.disclosure.rates_by_channel.信函.on_time_rate = 0/1",
        ],
    );
}

#[test]
fn service_requests_go_by_the_log_then_by_the_configuration() {
    // S5 was due on 2019-05-05: a Sunday that was worked.
    office().check(
        2019,
        &[
            "requests.service.received = 5",
            "requests.service.excluded = 1",
            "requests.service.replied = 4",
            "requests.service.on_time = 2",
            "requests.service.late = 1",
            "requests.service.open = 1",
            "requests.service.overdue = 0",
            "requests.service.undetermined = 1",
            "requests.service.carried_out = 1",
            "requests.service.on_time_rate = 2/3",
            "requests.service.days.histogram = {2: 2, 4: 1, 9: 1}",
            "requests.service.by_topic.consultation = 1",
            "requests.service.by_topic.help = 1",
            "requests.service.by_month.12 = 1",
            "requests.service.rates_by_topic.consultation.on_time_rate = 1/1",
            "requests.service.rates_by_topic.other.on_time_rate = absent",
        ],
    );
}

#[test]
fn in_march_of_the_next_year_the_carried_figures_are_those_of_31_december() {
    office().check_as_of(
        2019,
        Some("2020-03-15"),
        &[
            "requests.disclosure.received = 10",
            "requests.disclosure.carried_in = 1",
            "requests.disclosure.carried_out = 3",
            "requests.disclosure.replied = 10",
            "requests.disclosure.on_time = 9",
            "requests.disclosure.open = 1",
            "requests.disclosure.overdue = 1",
            "requests.disclosure.suspended = 0",
            "requests.service.carried_out = 1",
            "requests.service.overdue = 1",
        ],
    );
    let with_a_row_of_2020 = format!(
        "{REQUESTS}L,依申请公开,网络,,2020-02-03{}\n",
        ",".repeat(12)
    );
    office().with("requests.csv", with_a_row_of_2020).check(
        2020,
        &[
            "requests.disclosure.carried_in = 3",
            "requests.service.carried_in = 1",
        ],
    );
}

#[test]
fn in_the_middle_of_the_year_what_comes_later_has_not_happened() {
    office().check_as_of(
        2019,
        Some("2019-06-10"),
        &[
            "requests.disclosure.received = 4",
            "requests.disclosure.carried_in = 1",
            "requests.disclosure.carried_out = 2",
            "requests.disclosure.replied = 3",
            "requests.disclosure.on_time = 2",
            "requests.disclosure.late = 1",
            "requests.disclosure.open = 2",
            "requests.disclosure.overdue = 0",
            "requests.disclosure.extended = 0",
        ],
    );
}

#[test]
fn what_is_open_is_listed_by_due_date_the_overdue_first_the_waiting_last() {
    let open =
        Office::open(&office()).open_requests("2019-12-31".parse().unwrap(), &Options::default());
    let listed: Vec<String> = open
        .value
        .iter()
        .flatten()
        .map(|request| {
            let due = request.due.map_or("–".to_owned(), |due| due.to_string());
            let left = request
                .working_days_left
                .map_or("–".to_owned(), |left| left.to_string());
            let id = request.id.as_deref().unwrap_or("–");
            format!(
                "{id} {} {due} {left} line {}",
                request.state.code(),
                request.line
            )
        })
        .collect();
    // Working days after 31 December: 2, 3, 6, 7 … 14 January; after 18 December until the 31st: 9.
    assert_eq!(
        listed,
        [
            "G overdue 2019-12-18 -9 line 8",
            "S6 open 2020-01-06 3 line 18",
            "H open 2020-01-14 9 line 9",
            "J suspended – – line 11",
        ]
    );
}

#[test]
fn an_office_with_its_own_calendar_sees_its_due_dates_move() {
    // Two days off of its own before the due date of H, 2020-01-14.
    let office = office()
        .with_settings("[calendar]\nextra = \"calendar.toml\"\n")
        .with(
            "calendar.toml",
            "[2020]\nlocal = true\noff = [\"店庆 01-08..01-09\"]\n",
        );
    let open =
        Office::open(&office).open_requests("2019-12-31".parse().unwrap(), &Options::default());
    // S3 has no limit of any kind.
    assert_eq!(finding_lines(&open.diagnostics), ["no-limit"]);
    let due = open
        .value
        .iter()
        .flatten()
        .find(|request| request.id.as_deref() == Some("H"))
        .unwrap()
        .due;
    assert_eq!(due, "2020-01-16".parse().ok());
}

#[test]
fn a_calendar_that_cannot_be_read_stops_the_run() {
    let office = office().with_settings("[calendar]\nextra = \"calendar.toml\"\n");
    let diagnostics = |office: &Folder| {
        finding_lines(
            &Office::open(office)
                .figures(Some(2019), &Options::default())
                .diagnostics,
        )
    };
    assert_eq!(diagnostics(&office), ["missing-file report.toml:14:9"]);
    let office = office.with(
        "calendar.toml",
        "[2020]\nlocal = true\noff = [\"02-30\"]\nwork = [\"01-04\"]\n",
    );
    assert_eq!(diagnostics(&office), ["bad-calendar calendar.toml:3:9"]);
}

/// The findings on one disclosure request, given its header and row, in its year.
fn findings(header: &str, row: &str) -> Vec<String> {
    let log = format!("编号,类别,收到日期,{header}\n1,依申请公开,{row}\n");
    let year = row[..4].parse().unwrap();
    let office = Folder::new().with("requests.csv", log);
    finding_lines(
        &Office::open(&office)
            .figures(Some(year), &Options::default())
            .diagnostics,
    )
}

#[test]
fn what_a_person_should_look_at_in_a_request_is_reported_at_its_cell() {
    for (header, row, expected) in [
        // Due 2017-10-20 by law; 2017-10-16 by a platform that ignores holidays.
        (
            "办理期限,答复日期,办理结果",
            "2017-09-25,2017-10-16,2017-10-20,予以公开",
            "due-disagrees requests.csv:2:20",
        ),
        // Notified a day after the period ended.
        (
            "延期告知日期,答复日期,办理结果",
            "2017-09-25,2017-10-23,2017-10-24,予以公开",
            "extension-too-late requests.csv:2:20",
        ),
        // 15 working days more would be 2017-11-10.
        (
            "延期告知日期,延期至,答复日期,办理结果",
            "2017-09-25,2017-10-20,2017-11-13,2017-10-24,予以公开",
            "extension-too-long requests.csv:2:31",
        ),
        // Seven working days after 2023-09-20 end on Saturday 2023-10-07, which was worked.
        (
            "补正告知日期,补正收到日期,答复日期,办理结果",
            "2023-09-20,2023-10-08,2023-10-12,2023-10-13,予以公开",
            "clarification-too-late requests.csv:2:20",
        ),
        (
            "答复日期,办理结果",
            "2017-09-25,2017-10-10,",
            "reply-without-outcome requests.csv:2:31",
        ),
        (
            "答复日期,办理结果",
            "2017-09-25,,予以公开",
            "outcome-without-reply requests.csv:2:21",
        ),
        (
            "答复日期,办理结果,是否超期",
            "2017-09-25,2017-10-20,予以公开,是",
            "overdue-flag-disagrees requests.csv:2:36",
        ),
        (
            "收费通知日期,缴费日期,答复日期,办理结果",
            "2023-03-01,2023-03-20,2023-03-15,2023-03-21,予以公开",
            "events-out-of-order requests.csv:2:31",
        ),
        (
            "延期至,答复日期,办理结果",
            "2017-09-25,2017-11-10,2017-10-20,予以公开",
            "missing-event requests.csv:2",
        ),
        (
            "收费通知日期,缴费日期,答复日期,办理结果",
            "2017-09-25,2017-09-26,2017-09-28,2017-10-20,予以公开",
            "not-in-force requests.csv:2:20",
        ),
        (
            "答复日期,办理结果",
            "2017-09-25,2017-09-20,予以公开",
            "replied-before-received requests.csv:2:20",
        ),
        (
            "答复日期,办理结果",
            "2017-09-25,2107-09-26,予以公开",
            "implausible-date requests.csv:2:20",
        ),
    ] {
        let found = findings(header, row);
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{header} {row}: {found:?}"
        );
    }
}

#[test]
fn an_ordinary_request_is_left_in_peace() {
    for (header, row) in [
        (
            "办理期限,答复日期,办理结果,是否超期",
            "2017-09-25,2017-10-20,2017-10-20,予以公开,否",
        ),
        (
            "延期告知日期,延期至,答复日期,办理结果",
            "2017-09-25,2017-10-20,2017-11-10,2017-11-10,予以公开",
        ),
        ("办结日期,办理结果", "2017-09-25,2017-09-27,3.其他"),
        ("答复日期,办理结果", "2017-12-25,,"),
    ] {
        assert_eq!(findings(header, row), [] as [&str; 0], "{header} {row}");
    }
}

#[test]
fn years_without_a_calendar_are_reported_once_with_how_many_depend_on_them() {
    let log = "编号,类别,收到日期,答复日期,办理结果\n1,依申请公开,2026-12-15,,\n2,依申请公开,2026-12-16,,\n3,依申请公开,2026-03-02,2026-03-03,予以公开\n";
    let office = Folder::new().with("requests.csv", log);
    let diagnostics = Office::open(&office)
        .figures(Some(2026), &Options::default())
        .diagnostics;
    let messages: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.problem.message().en)
        .collect();
    assert_eq!(
        messages,
        [
            "the holiday notice for 2027 is not known: by the law on public holidays 01-01, 02-05 to 02-08, 04-05, 05-01 to 05-02, 06-09, 09-15, 10-01 to 10-03 are off. Still open: 2026-12-29 to 12-31, the days that make up for weekends (02-09 to 02-10, 05-03 to 05-04, 10-04 to 10-05), the weekends of 2027 that are worked. Requests that depend on it: 2, of them open: 2",
        ]
    );
}

/// Figures of one service log of 2017 under the header of its days.
#[track_caller]
fn check_service(rows: &str, expected: &[&str]) -> Vec<String> {
    let log = format!("编号,类别,收到日期,办理期限,答复日期,是否超期\n{rows}");
    let folder = Folder::new().with("requests.csv", log);
    let options = Options::default();
    let statistics = Office::open(&folder).figures(Some(2017), &options);
    folder.check(2017, expected);
    finding_lines(&statistics.diagnostics)
}

/// Each reply below is of the afternoon of its due day.
#[test]
fn a_due_cell_of_midnight_means_the_day() {
    let found = check_service(
        "1,公众诉求,2017-03-01,2017-03-08 00:00:00,2017-03-08 15:00,否\n\
         2,公众诉求,2017-03-01,2017-03-08 00:00,2017-03-08 15:00,否\n\
         3,公众诉求,2017-03-01,2017/3/8 23:59,2017-03-08 23:59:30,否\n\
         4,公众诉求,2017-03-01,2017-03-08 23:59:59.997,2017-03-08 23:59:59,否\n\
         5,公众诉求,2017-03-01,2017-03-08 24:00,2017-03-08 15:00,否\n\
         6,公众诉求,2017-03-01,2017-03-07T16:00:00.000Z,2017-03-08 15:00,否\n\
         7,公众诉求,2017-03-01,42802.0,2017-03-08 15:00,否\n\
         8,公众诉求,2017-03-01 00:00:00,168小时,2017-03-08 15:00,否\n\
         9,公众诉求,2017-03-01,2017-03-08 00:00:00,2017-03-09 00:00:00,是\n",
        &["requests.service.on_time = 8", "requests.service.late = 1"],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_due_time_is_an_instant() {
    let found = check_service(
        "1,公众诉求,2017-03-01,2017-03-08 17:00,2017-03-08 16:59,\n\
         2,公众诉求,2017-03-01,2017-03-08 17:00,2017-03-08 17:01,\n\
         3,公众诉求,2017-03-01,2017-03-08 下午5:00,2017-03-08 5:01 PM,\n\
         4,公众诉求,2017-03-01,2017-03-08 09:00:00Z,2017-03-08 17:01,\n\
         5,公众诉求,2017-03-01,2017-03-08 00:01,2017-03-08 17:01,\n\
         6,公众诉求,2017-03-01,2017-03-08 17:00,2017-03-08,\n",
        &["requests.service.on_time = 2", "requests.service.late = 4"],
    );
    assert_eq!(found, [""; 0]);
}

/// Replied, open, and without a limit; a flag of 否 says nothing about a request without a limit.
#[test]
fn the_overdue_flag_is_compared_however_a_request_stands() {
    let found = check_service(
        "1,公众诉求,2017-03-01,2017-03-08 17:00,2017-03-08 18:00,否\n\
         2,公众诉求,2017-03-01,2017-03-08,2017-03-08 18:00,是\n\
         3,公众诉求,2017-03-01,2017-03-08,,否\n\
         4,公众诉求,2017-12-28,2018-03-08,,是\n\
         5,公众诉求,2017-03-01,,,是\n\
         6,公众诉求,2017-03-01,,,否\n",
        &["requests.service.overdue = 1"],
    );
    let flags: Vec<u64> = found
        .iter()
        .filter(|found| found.starts_with("overdue-flag-disagrees"))
        .map(|found| found.split(':').nth(1).unwrap().parse().unwrap())
        .collect();
    assert_eq!(flags, [2, 3, 4, 5, 6]);
    let waiting =
        "编号,类别,收到日期,补正告知日期,是否超期\nD,依申请公开,2019-06-03,2019-06-05,是\n";
    let folder = Folder::new().with("requests.csv", waiting);
    let found = finding_lines(
        &Office::open(&folder)
            .figures(Some(2019), &Options::default())
            .diagnostics,
    );
    assert_eq!(found, ["overdue-flag-disagrees requests.csv:2:31"]);
}

/// 2017-03-01 and 400 days is 2018-04-05.
/// A hotline has no day of notice: the later day alone extends its limit, under headers of its own.
#[test]
fn a_hotline_extends_without_notice() {
    let rows = "工单编号,来电时间,诉求类型,诉求标题,办结时限,延期后时限,实际办结时间,工单状态,承办科室\n\
        1,2019-03-04,投诉,甲,2019-03-11,2019-03-18,2019-03-15,已办结,物业科\n\
        2,2019-03-04,投诉,乙,2019-03-11,,2019-03-12,已办结,物业科\n\
        3,2019-03-04,投诉,丙,2019-03-11,2019-03-18,2019-03-20,已办结,村镇科\n\
        4,2019-03-04,投诉,丁,2019-03-11,,,已退单,村镇科\n";
    let settings = "[logs]\nrequests = { path = \"hotline.csv\", kind = \"service\" }\n";
    Folder::new()
        .with("hotline.csv", rows)
        .with_settings(settings)
        .check(
            2019,
            &[
                "requests.service.received = 3",
                "requests.service.excluded = 1",
                "requests.service.on_time = 1",
                "requests.service.late = 2",
                "requests.service.overdue = 0",
                "requests.service.extended = 2",
                "requests.service.by_department.物业科 = 2",
            ],
        );
}

#[test]
fn an_implausible_due_date_is_no_limit() {
    let rows = "1,公众诉求,2017-03-01,3017-03-10,2017-12-06,\n\
         2,公众诉求,2017-03-01,0217-03-10,2017-03-02,\n\
         3,公众诉求,2017-03-01,2017-02-28,2017-03-02,\n\
         4,公众诉求,2017-03-01,2018-04-06,2017-03-02,\n\
         5,公众诉求,2017-03-01,2018-04-05,2017-03-02,\n\
         6,公众诉求,2017-03-01,2017-03-01,2017-03-01,\n\
         7,公众诉求,2017-03-01,9999个工作日,2017-03-02,\n\
         8,公众诉求,2017-03-01,99999小时,2017-03-02,\n";
    let found = check_service(
        rows,
        &[
            "requests.service.received = 8",
            "requests.service.on_time = 2",
            "requests.service.late = 0",
            "requests.service.undetermined = 6",
        ],
    );
    let implausible =
        [2, 3, 4, 5, 8, 9].map(|line| format!("implausible-date requests.csv:{line}"));
    for (found, expected) in found.iter().zip(&implausible) {
        assert!(found.starts_with(expected), "{found} {expected}");
    }
    assert_eq!(found.len(), implausible.len() + 1, "{found:?}");
    // The configured limit is used instead: two working days from Wednesday.
    let log = format!("编号,类别,收到日期,办理期限,答复日期,是否超期\n{rows}");
    let folder = Folder::new()
        .with("requests.csv", log)
        .with_settings("[limits.service]\nany = 2\n");
    folder.check(
        2017,
        &["requests.service.on_time = 7", "requests.service.late = 1"],
    );
}

/// 2071 is within the accepted range of years, and no law caps the extension of a service request.
#[test]
fn an_implausible_extension_moves_nothing() {
    let log = "编号,类别,收到日期,办理期限,延期告知日期,延期至,答复日期,办理结果\n\
        1,公众诉求,2017-03-01,2017-03-08,2017-03-06,2071-03-15,2017-03-14,\n\
        2,公众诉求,2017-03-01,2017-03-08,2017-03-06,2017-03-15,2017-03-14,\n\
        3,依申请公开,2017-03-01,,2017-03-06,2071-04-15,2017-06-30,予以公开\n";
    let folder = Folder::new().with("requests.csv", log);
    folder.check(
        2017,
        &[
            "requests.service.on_time = 1",
            "requests.service.late = 1",
            "requests.disclosure.late = 1",
        ],
    );
    let found = finding_lines(
        &Office::open(&folder)
            .figures(Some(2017), &Options::default())
            .diagnostics,
    );
    let lines = ["requests.csv:2:", "requests.csv:4:"];
    for line in lines {
        let expected = format!("implausible-date {line}");
        assert!(
            found.iter().any(|found| found.starts_with(&expected)),
            "{found:?}"
        );
    }
}
