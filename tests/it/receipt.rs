//! The day of receipt determines the year of a request and the start of its period.

use report::{Office, Options, RequestSelector};

use crate::memory::{Folder, finding_lines};
use crate::program::run;

const HEADER: &str = "编号,类别,申请方式,收到日期,签收日期,确认日期,答复日期,办理结果,备注\n";

/// An express letter in the log of 2025, signed for on 2026-01-04, and one of 2025.
const BOOK: &str = "\
Q1,依申请公开,特快专递,2025-12-30,2026-01-04,,2026-01-20,予以公开,
Q2,依申请公开,特快专递,2025-12-30,2025-12-31,,2026-01-20,予以公开,
";

#[test]
fn the_year_of_an_express_letter() {
    let folder = Folder::new().with("requests.csv", HEADER.to_owned() + BOOK);
    folder.check(
        2025,
        &[
            "requests.disclosure.received = 1",
            "requests.disclosure.carried_out = 1",
        ],
    );
    folder.check(
        2026,
        &[
            "requests.disclosure.received = 1",
            "requests.disclosure.carried_in = 1",
            "requests.disclosure.replied = 2",
        ],
    );
}

/// Rows with the same words, every second of which was signed for in the next year; counted from
/// the cache and parsed.
#[test]
fn cached_days_of_signing() {
    let log = |is_padded: bool| {
        let mut log = HEADER.to_owned();
        for number in 0..60 {
            let signed = if number % 2 == 0 {
                "2026-01-04"
            } else {
                "2025-12-31"
            };
            let channel = if number < 40 { "EMS" } else { "网上申请" };
            let padding = " ".repeat(if is_padded { number } else { 0 });
            log +=
                &format!("Q-{number:04},依申请公开,{channel},2025-12-30,{signed}{padding},,,,\n");
        }
        Folder::new().with("requests.csv", log)
    };
    for folder in [log(false), log(true)] {
        // 20 letters, and 20 online forms, which count by the day in the system.
        folder.check(2025, &["requests.disclosure.received = 40"]);
        folder.check(2026, &["requests.disclosure.received = 20"]);
    }
}

#[test]
fn one_request_in_two_books() {
    let of_2026 =
        HEADER.to_owned() + "Q1,依申请公开,特快专递,2026-01-04,2026-01-04,,2026-01-20,予以公开,\n";
    let folder = Folder::new()
        .with_settings("[logs]\nrequests = [\"a.csv\", \"b.csv\"]\n")
        .with("a.csv", HEADER.to_owned() + BOOK)
        .with("b.csv", of_2026);
    folder.check(2026, &["requests.disclosure.received = 1"]);
}

#[test]
fn a_day_of_receipt_alone_stays_it() {
    // Without 收到日期 the day of signing is that of every request, as it always was.
    let log = "编号,类别,申请方式,签收日期,答复日期,办理结果\n\
               Q1,依申请公开,电子邮件,2023-09-20,2023-10-24,予以公开\n";
    let folder = Folder::new().with("requests.csv", log);
    folder.check(2023, &["requests.disclosure.on_time = 1"]);
    let found = finding_lines(
        &Office::open(&folder)
            .check(Some(2023), &Options::default())
            .diagnostics,
    );
    assert!(
        !found.iter().any(|found| found.contains("receipt")),
        "{found:?}"
    );
    // A column to the left of 申请日期 takes precedence.
    let log = "编号,类别,申请方式,申请日期,签收日期,答复日期,办理结果\n\
               Q1,依申请公开,网上申请,2023-09-15,2023-09-20,2023-10-24,予以公开\n";
    let folder = Folder::new().with("requests.csv", log);
    folder.check(2023, &["requests.disclosure.on_time = 1"]);
}

#[test]
fn days_of_receipt_without_the_usual_one() {
    let log = "编号,类别,申请方式,提交日期,签收日期,确认日期,答复日期,办理结果\n\
               Q1,依申请公开,网上申请,2023-09-20,,2023-09-25,2023-10-24,予以公开\n\
               Q2,依申请公开,EMS,,2023-09-25,,2023-10-27,予以公开\n\
               Q3,依申请公开,电子邮件,2023-09-22,,2023-09-25,2023-10-27,予以公开\n\
               Q4,依申请公开,网上申请,2023-09-20,,2023-09-25,2023-10-25,予以公开\n";
    let folder = Folder::new().with("requests.csv", log);
    let figures = [
        "requests.disclosure.on_time = 3",
        "requests.disclosure.late = 1",
    ];
    folder.check(2023, &figures);
    let confirmed = folder.with_settings("[law]\nweb-receipt = \"confirmed\"\n");
    confirmed.check(2023, &["requests.disclosure.on_time = 4"]);
}

#[test]
fn channels_in_the_words_of_offices() {
    let (submitted, logged, signed, confirmed) =
        ("2023-09-18", "2023-09-20", "2023-09-22", "2023-09-25");
    let channels = [
        ("当面提交", submitted),
        ("现场窗口", submitted),
        ("网上申请", submitted),
        ("省政务服务平台", submitted),
        ("网站表单", submitted),
        ("邮寄（EMS）", signed),
        ("特快专递", signed),
        ("挂号信", signed),
        ("信函", signed),
        ("邮寄", signed),
        ("平信", confirmed),
        ("普通信函", confirmed),
        ("电子邮件", confirmed),
        ("E-mail", confirmed),
        ("传真", confirmed),
        ("电话", logged),
        ("", logged),
    ];
    let mut log = "编号,类别,申请方式,提交日期,收到日期,签收日期,确认日期\n".to_owned();
    for (number, (channel, _)) in channels.iter().enumerate() {
        log +=
            &format!("Q{number},依申请公开,{channel},{submitted},{logged},{signed},{confirmed}\n");
    }
    let folder = Folder::new().with("requests.csv", log);
    let ids = 0..channels.len();
    let sought: Vec<RequestSelector> = ids
        .map(|number| RequestSelector::Id(format!("Q{number}")))
        .collect();
    let as_of = "2023-09-28".parse().unwrap();
    let found = Office::open(&folder).deadlines(&sought, as_of, &Options::default());
    let found = found.value.unwrap();
    let days: Vec<(&str, String)> = found
        .iter()
        .zip(channels)
        .map(|(request, (channel, _))| (channel, request.course.received.to_string()))
        .collect();
    let expected = channels.map(|(channel, day)| (channel, day.to_owned()));
    assert_eq!(days, expected);
}

#[test]
fn a_reply_by_the_way_it_goes_out() {
    // Due 2023-10-24. By post late by a day, handed over late by three, online in time.
    let log = "编号,类别,收到日期,答复日期,送达方式,寄出日期,签收日期,办理结果\n\
               Q1,依申请公开,2023-09-20,2023-10-24,挂号邮寄,2023-10-25,2023-10-30,予以公开\n\
               Q2,依申请公开,2023-09-20,2023-10-24,当面送达,,2023-10-27,予以公开\n\
               Q3,依申请公开,2023-09-20,2023-10-24,电子邮件,,,予以公开\n\
               Q4,依申请公开,2023-09-20,,邮寄,2023-10-24,,予以公开\n\
               Q5,依申请公开,2023-09-20,2023-10-24,,,,予以公开\n";
    let folder = Folder::new().with("requests.csv", log);
    let figures = [
        "requests.disclosure.on_time = 3",
        "requests.disclosure.late = 2",
        "requests.disclosure.replied = 5",
    ];
    folder.check(2023, &figures);
}

#[test]
fn a_bad_cell_of_events() {
    let folder = Folder::new()
        .with("requests.csv", HEADER.to_owned() + BOOK)
        .with("events.csv", "编号,事项,发出日期\nQ1,补正,某日\n");
    for year in [None, Some(2026)] {
        let found = finding_lines(
            &Office::open(&folder)
                .check(year, &Options::default())
                .diagnostics,
        );
        let bad = found
            .iter()
            .filter(|found| found.starts_with("bad-date events.csv:2"));
        assert_eq!(bad.count(), 1, "{year:?}: {found:?}");
    }
}

#[test]
fn a_figure_is_explained_with_the_rules_of_receipt() {
    let explained = run("explain requests.disclosure.on_time --year 2017 --lang zh").stdout;
    let joined = explained.split_whitespace().collect::<String>();
    assert!(joined.contains("以签收之日为收到申请之日"), "{explained}");
}
