//! Values for samples of findings.

use chrono::NaiveDate;

use super::*;

pub(super) fn text() -> String {
    "2017210日".to_owned()
}

pub(super) fn file() -> String {
    "published.csv".to_owned()
}

pub(super) fn nearest() -> String {
    "published.total".to_owned()
}

pub(super) fn reason() -> String {
    "duplicate key".to_owned()
}

pub(super) fn words() -> Vec<&'static str> {
    vec!["咨询", "投诉"]
}

pub(super) const DAY: NaiveDate = NaiveDate::MIN;

pub(super) fn bad_rule(expected: Expected) -> BadSetting {
    let key = "rules.waiver.code".to_owned();
    BadSetting { key, expected }
}

pub(super) fn bad_calendar(problem: CalendarProblem) -> BadCalendar {
    BadCalendar { problem }
}

pub(super) fn left_out(section: Option<String>) -> LeftOut {
    LeftOut {
        name: ("收费情况".to_owned(), "fees".to_owned()),
        article: ("第三十二条第（三）项".to_owned(), "Art. 32 (3)".to_owned()),
        section,
    }
}

pub(super) fn identity() -> Box<FailedIdentity> {
    Box::new(FailedIdentity {
        id: "T3-1".to_owned(),
        about: ("件数平衡".to_owned(), "the numbers balance".to_owned()),
        left: ("R1.c1 + R2.c1".to_owned(), "4".to_owned()),
        relation: "=",
        right: ("R3.7.c1 + R4.c1".to_owned(), "3".to_owned()),
        cells: vec![IdentityCell {
            id: "R1.c1".to_owned(),
            label: "本年新收".to_owned(),
            value: "4".to_owned(),
            sources: vec!["requests.csv".to_owned()],
        }],
        named: vec![(
            "逾期答复数".to_owned(),
            "answered late".to_owned(),
            "1".to_owned(),
        )],
        says: None,
    })
}

pub(super) fn unknown_applicants(offer: Option<String>) -> UnknownApplicant {
    UnknownApplicant {
        rows: 4,
        lines: vec![2, 3, 5],
        persons: 3,
        doubtful: vec![7],
        offer,
    }
}

pub(super) fn undecided(list: &'static str, rows: u64) -> UndecidedWord {
    let text = "不予公开".to_owned();
    let first = vec!["2022-2".to_owned()];
    UndecidedWord {
        text,
        list,
        rows,
        first,
    }
}

pub(super) fn missing_column(nearest: Option<String>) -> MissingColumn {
    MissingColumn {
        key: "published_on",
        header: "公开日期",
        found: vec!["上网时间".to_owned()],
        nearest,
        log: "published",
        file: "published.csv".to_owned(),
        sheet: None,
    }
}

pub(super) fn flagged(flag: bool, standing: FlaggedAs) -> OverdueFlagDisagrees {
    OverdueFlagDisagrees { flag, standing }
}
