use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;

use super::file::Shape;
use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn all_days() -> impl Iterator<Item = NaiveDate> {
    date("2007-01-01")
        .iter_days()
        .take_while(|day| day.year() <= 2026)
}

/// Counts day by day, as with a wall calendar. The faster code must give the same result.
fn count_by_hand(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> i64 {
    let days = from.iter_days().skip(1).take_while(|day| *day <= to);
    days.filter(|day| calendar.is_working(*day))
        .count()
        .try_into()
        .unwrap()
}

/// The national calendar with `text` on top. `text` must cause no error and no warning.
fn with(text: &str) -> Calendar {
    let (calendar, findings) = Calendar::china().extended_with("own.toml", text).unwrap();
    assert_eq!(findings, []);
    calendar
}

/// Findings in `text`, each with the part of the text that its span covers.
fn findings(text: &str) -> Vec<(FindingKind, &str)> {
    let findings = match Calendar::china().extended_with("own.toml", text) {
        Ok((_, findings)) | Err(findings) => findings,
    };
    findings
        .into_iter()
        .map(|finding| (finding.kind, &text[finding.span]))
        .collect()
}

#[test]
fn the_national_data_is_read_without_a_finding() {
    let (contents, findings) = file::read(include_str!("cn.toml"));
    assert_eq!(findings, []);
    let (_, findings) = Calendar::empty().with_layer(None, contents);
    assert_eq!(findings, []);
}

/// Counted independently of this program: days off from Monday to Friday, weekend days worked,
/// working days of the four quarters, working days of the year.
const CHECKSUMS: [(i32, [i64; 7]); 20] = [
    (2007, [19, 7, 59, 62, 67, 61, 249]),
    (2008, [16, 5, 61, 62, 65, 63, 251]),
    (2009, [17, 6, 60, 62, 67, 61, 250]),
    (2010, [19, 8, 60, 62, 66, 62, 250]),
    (2011, [16, 6, 60, 62, 65, 63, 250]),
    (2012, [18, 6, 61, 61, 66, 61, 249]),
    (2013, [23, 12, 60, 62, 66, 62, 250]),
    (2014, [16, 5, 60, 62, 66, 62, 250]),
    (2015, [17, 5, 60, 62, 65, 62, 249]),
    (2016, [17, 6, 61, 62, 65, 62, 250]),
    (2017, [16, 5, 61, 62, 66, 60, 249]),
    (2018, [18, 7, 61, 62, 66, 61, 250]),
    (2019, [17, 6, 60, 62, 66, 62, 250]),
    (2020, [19, 6, 59, 62, 67, 61, 249]),
    (2021, [18, 7, 60, 62, 66, 62, 250]),
    (2022, [18, 7, 60, 62, 65, 62, 249]),
    (2023, [18, 7, 61, 62, 64, 62, 249]),
    (2024, [19, 8, 61, 62, 66, 62, 251]),
    (2025, [18, 5, 59, 61, 67, 61, 248]),
    (2026, [19, 6, 59, 61, 66, 62, 248]),
];

#[test]
fn every_year_has_its_checksums() {
    let calendar = Calendar::china();
    for (year, checksums) in CHECKSUMS {
        let days = || {
            all_days()
                .filter(|day| day.year() == year)
                .map(|day| calendar.day(day))
        };
        let holidays = days()
            .filter(|day| matches!(day.reason, Reason::Holiday { .. }))
            .count();
        let made_up = days()
            .filter(|day| matches!(day.reason, Reason::MakeUp { .. }))
            .count();
        let part = |from: &str, to: &str| {
            calendar
                .working_days_in(date(&format!("{year}-{from}"))..=date(&format!("{year}-{to}")))
        };
        let counted = [
            holidays.try_into().unwrap(),
            made_up.try_into().unwrap(),
            part("01-01", "03-31"),
            part("04-01", "06-30"),
            part("07-01", "09-30"),
            part("10-01", "12-31"),
            part("01-01", "12-31"),
        ];
        assert_eq!(counted, checksums, "{year}");
    }
}

#[test]
fn holidays_fall_on_weekdays_and_made_up_days_on_weekends() {
    for day in all_days().map(|day| Calendar::china().day(day)) {
        let (weekday, working) = match day.reason {
            Reason::Weekday => (true, true),
            Reason::Weekend => (false, false),
            Reason::Holiday { .. } => (true, false),
            Reason::MakeUp { .. } => (false, true),
            Reason::Statutory { .. } => panic!("{day:?}"),
        };
        assert_eq!(
            (is_weekday(day.date), day.working),
            (weekday, working),
            "{day:?}"
        );
    }
}

#[test]
fn every_day_set_names_its_holiday_and_its_notice() {
    let describe = |text| match Calendar::china().day(date(text)).reason {
        Reason::Holiday { name, origin } => {
            format!(
                "off {name} {} {:?}",
                origin.notice.unwrap().name,
                origin.file
            )
        }
        Reason::MakeUp { name, origin } => {
            format!(
                "work {name} {} {:?}",
                origin.notice.unwrap().name,
                origin.file
            )
        }
        other => format!("{other:?}"),
    };
    let notice = |year: i32| format!("国务院办公厅关于{year}年部分节假日安排的通知 None");
    assert_eq!(
        describe("2017-10-02"),
        format!("off 中秋节、国庆节 {}", notice(2017))
    );
    assert_eq!(
        describe("2017-09-30"),
        format!("work 中秋节、国庆节 {}", notice(2017))
    );
    assert_eq!(
        describe("2018-12-29"),
        format!("work 元旦 {}", notice(2019))
    );
    assert_eq!(
        describe("2015-09-03"),
        "off 抗战70周年 国发明电〔2015〕1号 None"
    );
    assert_eq!(
        describe("2019-05-05"),
        "work 劳动节 国办发明电〔2019〕3号 None"
    );
    assert_eq!(
        describe("2020-01-31"),
        "off 春节 国办发明电〔2020〕1号 None"
    );
    assert_eq!(describe("2020-02-01"), "Weekend");
    assert_eq!(describe("2017-10-01"), "Weekend");
    assert_eq!(describe("2017-10-09"), "Weekday");
    assert_eq!(
        describe("2006-12-30"),
        format!("work 元旦 {}", notice(2007))
    );
}

#[test]
fn years_are_announced_provisional_or_unknown() {
    let china = Calendar::china();
    let state = |year| china.state(year);
    assert_eq!((2007..=2025).map(state).max(), Some(YearState::Announced));
    assert_eq!(state(2026), YearState::ProvisionalEnd);
    for year in [i32::MIN, 1900, 2006, 2036, 2206, i32::MAX] {
        assert_eq!(state(year), YearState::Unknown);
    }
    assert_eq!(state(2027), YearState::Statutory);
    assert_eq!(state(2035), YearState::Statutory);
    let settled = |text| china.day(date(text)).settled;
    assert!(settled("2026-12-28") && settled("2025-12-31") && settled("2007-01-01"));
    assert!(!settled("2026-12-29") && !settled("2027-01-04") && !settled("2006-12-28"));

    let uncertain = |from, to| {
        china
            .missing_years(date(from), date(to))
            .collect::<Vec<_>>()
    };
    assert!(uncertain("2007-01-01", "2026-12-28").is_empty());
    assert_eq!(uncertain("2026-12-01", "2026-12-29"), [2027]);
    assert_eq!(uncertain("2026-12-31", "2028-01-01"), [2027, 2028]);
    assert!(uncertain("2027-01-02", "2026-12-30").is_empty());
    assert_eq!(
        china
            .missing_years(NaiveDate::MIN, NaiveDate::MAX)
            .next_back(),
        Some(262_143)
    );
}

#[test]
fn the_calendar_says_what_it_is_made_of() {
    let china = Calendar::china();
    assert_eq!(
        (china.version(), china.last_noticed_year()),
        (Some("2026-11-23"), Some(2026))
    );
    assert_eq!(china.files().count(), 0);
    let own = with("[2026]\noff = ['2026-05-06']");
    assert_eq!(own.files().collect::<Vec<_>>(), ["own.toml"]);
    assert_eq!(own.version(), china.version());
}

#[test]
fn far_dates_have_answers() {
    let china = Calendar::china();
    let (far, old) = (date("2206-01-01"), date("1900-01-01"));
    assert_eq!(china.count(far, date("2206-01-31")), 22);
    assert_eq!(china.count(old, date("1900-01-31")), 22);
    assert_eq!(china.add(old, 5), date("1900-01-08"));
    assert_eq!(china.add(NaiveDate::MAX, 3), NaiveDate::MAX);
    assert_eq!(china.add(far, u32::MAX), NaiveDate::MAX);
    assert_eq!(
        china.add(NaiveDate::MIN, 1),
        NaiveDate::MIN.succ_opt().unwrap()
    );
    assert!(china.count(NaiveDate::MIN, NaiveDate::MAX) > 136_000_000);
    assert_eq!(
        china.working_days_in(NaiveDate::MIN..=NaiveDate::MAX),
        china.count(NaiveDate::MIN, NaiveDate::MAX) + 1
    );
    assert_eq!(china.working_days_in(far..=old), 0);
}

/// A made-up notice for the next year, as a user would copy it.
const NEXT_YEAR: &str = r#"
[2027]
notice = "国务院办公厅关于2027年部分节假日安排的通知"
dated = 2026-12-10
off = ["元旦 2026-12-31 01-01", "春节 02-05 02-08..02-11", "清明节 04-05", "劳动节 05-03..05-05", "国庆节 10-01 10-04..10-07"]
work = ["元旦 2026-12-27", "春节 02-14", "国庆节 10-09"]
"#;

#[test]
fn a_user_file_adds_a_year_and_days_of_the_december_before() {
    let own = with(NEXT_YEAR);
    assert_eq!(own.state(2026), YearState::Announced);
    assert_eq!(own.state(2027), YearState::ProvisionalEnd);
    assert!(own.is_working(date("2026-12-27")) && !own.is_working(date("2026-12-31")));
    assert_eq!(own.add(date("2026-12-25"), 5), date("2027-01-04"));
    let day = own.day(date("2027-02-05"));
    let Reason::Holiday {
        name: "春节",
        origin,
    } = day.reason
    else {
        panic!("{day:?}")
    };
    assert_eq!(origin.file, Some("own.toml"));
    assert_eq!(origin.notice.unwrap().dated, Some(date("2026-12-10")));
    assert!(
        !Calendar::china().is_working(date("2026-12-27")),
        "the national data is untouched"
    );
}

#[test]
fn without_a_notice_the_holidays_of_the_law_are_off() {
    let china = Calendar::china();
    let reason = |text| china.day(date(text)).reason;
    let statutory = |name, made_up| Reason::Statutory { name, made_up };
    assert_eq!(reason("2027-01-01"), statutory("元旦", false));
    assert_eq!(reason("2027-02-09"), statutory("春节", true));
    assert_eq!(reason("2036-01-01"), Reason::Weekday);
    assert!(!china.day(date("2027-02-09")).settled);
    // Friday 2026-12-04 and 20 days: 19 until 31 December, and 4 January.
    assert_eq!(china.add(date("2026-12-04"), 20), date("2027-01-04"));
    assert_eq!(china.statutory_days(2027).count(), 19);
    assert_eq!(china.statutory_days(2026).count(), 0);
    // Once the notice is loaded, no day is set by the law alone.
    let own = with(NEXT_YEAR);
    assert_eq!(own.statutory_days(2027).count(), 0);
    assert!(own.is_working(date("2027-06-09")));
    assert_eq!(own.day(date("2027-02-06")).reason, Reason::Weekend);
    assert_eq!(
        own.statutory_days(2028).count(),
        china.statutory_days(2028).count()
    );
}

#[test]
fn a_user_file_overrides_days_all_four_ways() {
    let cases = [
        ("[2023]\noff = '三月三 04-21'", "2023-04-21", false),
        ("[2017]\nwork = ['04-08']", "2017-04-08", true),
        ("[2017]\noff = ['三月三 2017-04-01']", "2017-04-01", false),
        ("[2017]\nwork = ['值班 10-02..10-03']", "2017-10-03", true),
    ];
    for (text, day, working) in cases {
        let (day, china, own) = (date(day), Calendar::china(), with(text));
        assert_eq!(
            (china.is_working(day), own.is_working(day)),
            (!working, working),
            "{text}"
        );
        let before = day.pred_opt().unwrap();
        assert_eq!(own.count(before, day), i64::from(working));
        let difference =
            own.count(before, date("2030-01-01")) - china.count(before, date("2030-01-01"));
        assert_eq!(difference.signum(), if working { 1 } else { -1 });
        let (Reason::Holiday { origin, .. } | Reason::MakeUp { origin, .. }) = own.day(day).reason
        else {
            panic!("{text}")
        };
        assert_eq!(
            origin,
            DayOrigin {
                file: Some("own.toml"),
                notice: None
            }
        );
    }
}

#[test]
fn a_later_file_goes_before_an_earlier_one() {
    let first = with("[2023]\noff = ['三月三 04-21']");
    let (both, findings) = first
        .extended_with("b.toml", "[2023]\nwork = ['04-21']")
        .unwrap();
    assert_eq!(findings, []);
    assert!(both.is_working(date("2023-04-21")));
    assert_eq!(both.files().collect::<Vec<_>>(), ["own.toml", "b.toml"]);
}

#[test]
fn a_local_table_is_no_notice() {
    let own = with("[2027]\nlocal = true\noff = ['三月三 04-09']");
    assert_eq!(own.state(2027), YearState::Statutory);
    assert!(!own.is_working(date("2027-04-09")) && !own.is_working(date("2027-01-01")));
    let sparse = FindingKind::SparseYear {
        year: 2027,
        days_off: 1,
    };
    assert_eq!(
        findings("[2027]\noff = ['三月三 04-09']"),
        [(sparse, "2027")]
    );
}

#[test]
fn an_entry_that_changes_nothing_is_a_warning() {
    let nothing = |day, working| FindingKind::ChangesNothing {
        first: date(day),
        working,
    };
    assert_eq!(
        findings(
            "[2026]\noff = ['a 05-05 05-06', \"b 08-01\"]\nwork = ['c 06-01 05-09', '05-16 05-16']"
        ),
        [
            (nothing("2026-05-05", false), "05-05"),
            (nothing("2026-08-01", false), "08-01"),
            (nothing("2026-06-01", true), "06-01"),
            (nothing("2026-05-09", true), "05-09"),
            (nothing("2026-05-16", true), "05-16"),
        ]
    );
    // A range may pass over days that are off anyway.
    assert_eq!(findings("[2026]\noff = ['11-06..11-09']"), []);
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn everything_wrong_is_reported_in_one_run_and_in_order() {
    let text = r#"
about = 1
[2026]
of = ["x 01-01"]
dated = "2025-11-04"
off = ["元旦 1-1x", "a 02-30", "b 2025-11-30", "c 05-10..05-08", "春节", 3, "d 06-01..06-03"]
work = ["06-02", "\u4e00 02-31"]
local = "yes"
special = true
[27]
[2027]
off = 2027-01-01
"#;
    let key = |key: &str, known| FindingKind::UnknownKey {
        key: key.into(),
        known,
    };
    let wrong = |expected, found| FindingKind::WrongShape { expected, found };
    let no_such = |month, day| FindingKind::NoSuchDate {
        year: 2026,
        month,
        day,
    };
    let start = text.find("06-01..").unwrap();
    let years = &[
        "notice", "dated", "source", "off", "work", "local", "special",
    ];
    assert_eq!(
        findings(text),
        [
            (wrong(Shape::Table, "integer"), "1"),
            (key("of", years), "of"),
            (wrong(Shape::Date, "string"), "\"2025-11-04\""),
            (
                FindingKind::NotADay {
                    text: "1-1x".into()
                },
                "1-1x"
            ),
            (no_such(2, 30), "02-30"),
            (
                FindingKind::OutsideYear {
                    date: date("2025-11-30"),
                    year: 2026
                },
                "2025-11-30"
            ),
            (
                FindingKind::BackwardRange {
                    from: date("2026-05-10"),
                    to: date("2026-05-08")
                },
                "05-10..05-08"
            ),
            (
                FindingKind::NoDay {
                    text: "春节".into()
                },
                "\"春节\""
            ),
            (wrong(Shape::Days, "integer"), "3"),
            (
                FindingKind::OffAndWorked {
                    date: date("2026-06-02"),
                    other: start..start + 12
                },
                "06-02"
            ),
            (
                FindingKind::ChangesNothing {
                    first: date("2026-06-02"),
                    working: true
                },
                "06-02"
            ),
            // The span of a string with an escape covers the whole string.
            (no_such(2, 31), "\"\\u4e00 02-31\""),
            (wrong(Shape::Flag, "string"), "\"yes\""),
            (wrong(Shape::Tables, "boolean"), "true"),
            (FindingKind::NotAYear { key: "27".into() }, "27"),
            (wrong(Shape::Days, "datetime"), "2027-01-01"),
        ]
    );
}

#[test]
fn what_is_not_toml_is_reported_with_its_place() {
    let found = findings("[2026]\noff = ['05-06'\n[2027]\n元旦 = 3\n");
    assert!(found.len() > 1, "{found:?}");
    assert!(
        found
            .iter()
            .any(|(kind, _)| matches!(kind, FindingKind::Syntax { .. }))
    );
    let twice = findings("[2026]\n[2026]\n");
    assert!(
        matches!(&twice[..], [(FindingKind::Syntax { .. }, "2026")]),
        "{twice:?}"
    );
}

/// A few days set at random, as a user's file might.
fn calendars() -> impl Strategy<Value = Calendar> {
    prop::collection::btree_map(0_i64..1500, any::<bool>(), 0..40).prop_map(|days| {
        let start = date("2025-06-01");
        let mut tables: BTreeMap<i32, [Vec<String>; 2]> = BTreeMap::new();
        for (offset, working) in days {
            let day = start + chrono::TimeDelta::days(offset);
            tables.entry(day.year()).or_default()[usize::from(working)].push(day.to_string());
        }
        let mut text = String::new();
        for (year, [off, work]) in tables {
            writeln!(text, "[{year}]\noff = {off:?}\nwork = {work:?}").unwrap();
        }
        Calendar::china().extended_with("random", &text).unwrap().0
    })
}

fn dates() -> impl Strategy<Value = NaiveDate> {
    let around_the_data =
        (-1000_i64..10_000).prop_map(|offset| date("2006-01-01") + chrono::TimeDelta::days(offset));
    let anywhere = (NaiveDate::MIN.num_days_from_ce()..NaiveDate::MAX.num_days_from_ce())
        .prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap());
    prop_oneof![9 => around_the_data, 1 => anywhere]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counting_agrees_with_a_walk_over_the_days(calendar in calendars(), from in dates(), days in 0_u32..800) {
        let to = from.checked_add_days(chrono::Days::new(days.into())).unwrap_or(NaiveDate::MAX);
        prop_assert_eq!(calendar.count(from, to), count_by_hand(&calendar, from, to));
        prop_assert_eq!(calendar.count(to, from), -calendar.count(from, to));
    }

    #[test]
    fn add_then_count_is_the_identity(calendar in calendars(), from in dates(), n in 0_u32..5000) {
        let due = calendar.add(from, n);
        prop_assume!(due < NaiveDate::MAX);
        prop_assert_eq!(calendar.count(from, due), i64::from(n));
        prop_assert!(n == 0 || calendar.is_working(due));
    }

    #[test]
    fn a_later_start_and_more_days_are_never_earlier(calendar in calendars(), a in dates(), b in dates(), n in 1_u32..300) {
        prop_assert!(calendar.add(a.min(b), n) <= calendar.add(a.max(b), n));
        prop_assert!(calendar.add(a, n) <= calendar.add(a, n + 1));
    }

    #[test]
    fn a_period_is_the_sum_of_its_parts(calendar in calendars(), a in dates(), b in dates(), c in dates()) {
        let mut days = [a, b, c];
        days.sort();
        let [a, b, c] = days;
        prop_assert_eq!(calendar.count(a, c), calendar.count(a, b) + calendar.count(b, c));
        let after = b.succ_opt().unwrap();
        prop_assert_eq!(
            calendar.working_days_in(a..=c.max(after)),
            calendar.working_days_in(a..=b) + calendar.working_days_in(after..=c.max(after))
        );
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(\\[2027\\]\n)?((off|work|local) = (\\[\"[^\"]{0,20}[0-9.-]{0,12}\"\\]|true)\n){0,3}.{0,20}") {
        let _ = Calendar::china().extended_with("random", &text);
    }
}
