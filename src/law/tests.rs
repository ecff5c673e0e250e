use proptest::prelude::*;

use super::deadline::Reading;
use super::*;
use crate::calendar::{Calendar, Reason};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn clock() -> Clock<'static> {
    Clock {
        calendar: Calendar::china(),
        law: Law::china(),
        options: LawOptions::default(),
    }
}

/// Reads a course from a line: the day of receipt, then `key=value` pairs.
fn course(text: &str) -> Course {
    let mut words = text.split_whitespace();
    let mut course = Course::received_on(date(words.next().unwrap()));
    for word in words {
        let (key, value) = word.split_once('=').unwrap();
        let day = value.parse().ok();
        let days = &mut course.days;
        match key {
            "law" => course.law = Law::china().regime_named(value),
            "due" => course.due = day.map(LoggedDue::On),
            "due_days" => course.due = value.parse().ok().map(LoggedDue::WorkingDays),
            "extended" => days.extended_on = day,
            "until" => days.extended_until = day,
            "deferred" => days.deferred_until = day,
            "asked" => days.clarification_asked_on = day,
            "clarify_by" => days.clarify_by = day,
            "clarified" => days.clarified_on = day,
            "organ_from" => {
                course.consulted = Consulted::OtherOrgan;
                days.consultation_from = day;
            }
            "from" => days.consultation_from = day,
            "made_with" => {
                course.consulted = Consulted::CoProducer;
                days.consultation_from = day;
            }
            "delivered" => days.consultation_delivered_on = day,
            "to" => days.consultation_to = day,
            "notice" => days.fee_notice_on = day,
            "paid" => days.fee_paid_on = day,
            "replied" => course.replied = day,
            "closed" => days.closed_on = day,
            "past_the_hour" => course.replied_past_the_hour = true,
            other => panic!("{other}"),
        }
    }
    course
}

/// Formats the parts of a deadline that the tests compare.
fn summary(deadline: &Deadline) -> String {
    let state = match deadline.state {
        State::OnTime {
            within_extension: false,
        } => "on time",
        State::OnTime {
            within_extension: true,
        } => "on time, extended",
        State::Late => "late",
        State::Open => "open",
        State::Suspended {
            awaiting,
            until: Some(until),
        } => {
            return format!("awaiting {awaiting:?} until {until}");
        }
        State::Suspended {
            awaiting,
            until: None,
        } => return format!("awaiting {awaiting:?}"),
        State::Overdue => "overdue",
        State::Undetermined => "undetermined",
    };
    match deadline.due {
        Some(due) => format!("due {due}, {state}"),
        None => state.to_owned(),
    }
}

#[track_caller]
fn disclosure(text: &str, as_of: &str, expected: &str) -> Deadline {
    let deadline = clock().disclosure(&course(text), date(as_of));
    assert_eq!(
        summary(&deadline),
        expected,
        "{text}, as of {as_of}: {deadline:#?}"
    );
    deadline
}

#[track_caller]
fn service(text: &str, limit: Option<(u16, u16)>, as_of: &str, expected: &str) -> Deadline {
    let limit = limit.map(|(days, extension)| ServiceLimit { days, extension });
    let deadline = clock().service(&course(text), limit, date(as_of));
    assert_eq!(
        summary(&deadline),
        expected,
        "{text}, as of {as_of}: {deadline:#?}"
    );
    deadline
}

// Worked examples, computed with another calendar, the first one recounted by hand.

#[test]
fn worked_examples_of_base_periods() {
    for (received, due) in [
        ("2017-09-25", "2017-10-20"),
        ("2017-09-30", "2017-10-27"),
        ("2018-02-09", "2018-03-07"),
        ("2019-05-14", "2019-06-04"),
        ("2019-05-15", "2019-06-13"),
        ("2023-09-20", "2023-10-24"),
        ("2023-03-01", "2023-03-29"),
        ("2022-04-25", "2022-05-25"),
        ("2020-01-20", "2020-02-25"),
        ("2024-02-01", "2024-03-05"),
        ("2025-01-20", "2025-02-21"),
        ("2021-12-20", "2022-01-18"),
        ("2025-12-05", "2026-01-05"),
    ] {
        let deadline = disclosure(received, received, &format!("due {due}, open"));
        assert_eq!(deadline.base_due, Some(date(due)));
        assert_eq!(deadline.findings, []);
    }
}

#[test]
fn worked_examples_of_extensions() {
    let open = |due: &str| format!("due {due}, open");
    disclosure(
        "2017-09-25 extended=2017-10-20",
        "2017-10-20",
        &open("2017-11-10"),
    );
    disclosure(
        "2023-09-20 extended=2023-10-23",
        "2023-10-23",
        &open("2023-11-21"),
    );
}

#[test]
fn worked_example_of_a_clarification() {
    let asked_in_time = "2023-09-20 asked=2023-10-07 clarified=2023-10-12";
    let deadline = disclosure(asked_in_time, "2023-10-12", "due 2023-11-09, open");
    assert_eq!(deadline.base_due, Some(date("2023-10-24")));
    assert_eq!(deadline.findings, []);

    let asked_late = "2023-09-20 asked=2023-10-08 clarified=2023-10-12";
    let deadline = disclosure(asked_late, "2023-10-12", "due 2023-11-09, open");
    let (event, on, by) = (
        Event::ClarificationAskedOn,
        date("2023-10-08"),
        date("2023-10-07"),
    );
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::AfterLimit { event, on, by }]
    );
}

#[test]
fn worked_example_of_a_fee() {
    let unpaid = "2023-03-01 notice=2023-03-20";
    disclosure(unpaid, "2023-03-29", "awaiting Fee until 2023-04-18");
    let paid = "2023-03-01 notice=2023-03-20 paid=2023-03-30";
    disclosure(paid, "2023-03-30", "due 2023-04-27, open");

    let options = LawOptions {
        fee_clock: FeeClock::SpanExcluded,
        ..LawOptions::default()
    };
    let deadline = Clock { options, ..clock() }.disclosure(&course(paid), date("2023-03-30"));
    assert_eq!(summary(&deadline), "due 2023-04-11, open");
    assert_eq!(deadline.stops[0].working_days, 8);
}

#[test]
fn worked_example_of_a_third_party() {
    let asked = "2022-04-25 from=2022-05-05 delivered=2022-05-05 to=2022-05-20";
    disclosure(asked, "2022-05-19", "awaiting ThirdParty until 2022-05-25");
    let deadline = disclosure(asked, "2022-05-20", "due 2022-06-13, open");
    assert_eq!(deadline.stops[0].working_days, 12);
}

/// Base due 2023-10-08. Excluded until 10-07: 09-07, 08, 11..15, 18..22, 25..28 and Saturday 10-07, 17
/// days; counted on: 10-09..13, 16..20, 23..27, 30, 31. The 15 days of the third party from 09-12 end
/// on 10-09.
#[test]
fn worked_example_of_a_delivered_letter() {
    let text = "2023-09-04 from=2023-09-06 delivered=2023-09-12";
    let answered = format!("{text} to=2023-10-07");
    disclosure(
        &answered,
        "2023-10-06",
        "awaiting ThirdParty until 2023-10-09",
    );
    let deadline = disclosure(&answered, "2023-10-07", "due 2023-10-31, open");
    assert_eq!(deadline.base_due, Some(date("2023-10-08")));
    assert_eq!(deadline.stops[0].working_days, 17);
    assert_eq!(deadline.findings, []);

    disclosure(text, "2023-10-09", "awaiting ThirdParty until 2023-10-09");
    disclosure(text, "2023-10-10", "due 2023-11-02, open");
    let late = disclosure(
        &format!("{text} to=2023-10-12 replied=2023-11-03"),
        "2023-12-31",
        "due 2023-11-02, late",
    );
    let (event, on, by) = (
        Event::ConsultationTo,
        date("2023-10-12"),
        date("2023-10-09"),
    );
    assert_eq!(
        late.findings,
        [DeadlineFinding::AfterLimit { event, on, by }]
    );
}

/// The same letter; 15 working days after it was sent are over on 2023-09-27.
#[test]
fn without_a_delivery_nobody_is_late() {
    let text = "2023-09-04 from=2023-09-06";
    let long = DeadlineFinding::LongConsultation {
        by: date("2023-09-27"),
        lacks_delivery: true,
    };
    let answered = format!("{text} to=2023-10-12 replied=2023-11-03");
    // Three more days are excluded than until 10-09, so 11-02 becomes 11-07.
    let deadline = disclosure(&answered, "2023-12-31", "due 2023-11-07, on time");
    assert_eq!(deadline.findings, [long]);
    let deadline = disclosure(text, "2023-12-31", "awaiting ThirdParty");
    assert_eq!(deadline.findings, [long]);
    let in_time = format!("{text} to=2023-09-27");
    let deadline = disclosure(&in_time, "2023-09-27", "due 2023-10-27, open");
    assert_eq!(deadline.findings, []);
}

/// Base due 2023-03-29. Excluded: 03-06..10, 13..17, 20..24, 27..31, 04-03, 04, 06, 07, 10..14,
/// 17..21, 34 days; counted on: 03-30, 31, 04-03, 04, 06, 07, 10..14, 17..21, Sunday 23, 24..28, 05-04,
/// 05, Saturday 06, 08..12, 15..18.
#[test]
fn worked_example_of_another_organ() {
    let text = "2023-03-01 organ_from=2023-03-03 to=2023-04-21 replied=2023-05-10";
    let deadline = disclosure(text, "2023-12-31", "due 2023-05-18, on time");
    assert_eq!(deadline.stops[0].working_days, 34);
    let (by, lacks_delivery) = (date("2023-03-24"), false);
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::LongConsultation { by, lacks_delivery }]
    );
    disclosure(text, "2023-04-20", "awaiting OtherOrgan");
    // Silence of an organ that created the record too counts as consent, 15 days after delivery.
    let made_with = "2023-03-01 made_with=2023-03-03 delivered=2023-03-03";
    disclosure(
        made_with,
        "2023-03-24",
        "awaiting OtherOrgan until 2023-03-24",
    );
    disclosure(made_with, "2023-03-27", "due 2023-04-20, open");
}

#[test]
fn a_delivery_without_its_letter_stops_the_clock() {
    let text = "2022-04-25 delivered=2022-05-05 to=2022-05-20";
    let deadline = disclosure(text, "2022-05-20", "due 2022-06-13, open");
    let event = Event::ConsultationFrom;
    assert_eq!(deadline.findings, [DeadlineFinding::Missing { event }]);
}

#[test]
fn worked_example_of_a_publication() {
    assert_eq!(
        clock().publication_due(date("2024-01-29")),
        Some(date("2024-02-29"))
    );
    assert_eq!(clock().publication_due(date("2008-04-30")), None);
}

#[test]
fn worked_examples_of_service_requests() {
    for (received, days, due) in [
        ("2023-09-28", 2, "2023-10-08"),
        ("2023-09-28", 5, "2023-10-11"),
        ("2023-09-28", 10, "2023-10-18"),
        ("2023-09-28", 15, "2023-10-25"),
        ("2023-04-28", 5, "2023-05-09"),
    ] {
        service(
            received,
            Some((days, 0)),
            received,
            &format!("due {due}, open"),
        );
    }
}

#[test]
fn last_receipts_whose_period_ends_within_the_year() {
    for received in [
        "2015-12-10",
        "2016-12-11",
        "2017-12-10",
        "2018-12-10",
        "2019-12-03",
        "2020-12-03",
        "2021-12-05",
        "2022-12-04",
        "2023-12-03",
        "2024-12-03",
        "2025-12-03",
    ] {
        let received = date(received);
        let next = received.succ_opt().unwrap();
        let year_of = |received| {
            let deadline = clock().disclosure(&Course::received_on(received), received);
            deadline.due.unwrap().format("%Y").to_string()
        };
        assert_eq!(year_of(received), received.format("%Y").to_string());
        assert_ne!(year_of(next), received.format("%Y").to_string());
    }
}

// The rules one by one.

#[test]
fn the_day_of_receipt_decides_which_law_applies() {
    let key = |deadline: Deadline| deadline.basis.regime().map(|regime| regime.key.as_str());
    assert_eq!(
        key(disclosure("2008-04-30", "2008-04-30", "undetermined")),
        None
    );
    assert_eq!(
        key(disclosure(
            "2008-05-01",
            "2008-05-01",
            "due 2008-05-22, open"
        )),
        Some("2007")
    );
    assert_eq!(
        key(disclosure(
            "2019-05-14",
            "2019-05-14",
            "due 2019-06-04, open"
        )),
        Some("2007")
    );
    assert_eq!(
        key(disclosure(
            "2019-05-15",
            "2019-05-15",
            "due 2019-06-13, open"
        )),
        Some("2019")
    );
    // A request that was open when the law changed may be logged under the new one.
    let switched = disclosure(
        "2019-05-14 law=新条例",
        "2019-05-15",
        "due 2019-06-12, open",
    );
    assert_eq!(key(switched), Some("2019"));
}

#[test]
fn a_request_ends_on_time_or_late() {
    disclosure(
        "2017-09-25 replied=2017-10-20",
        "2017-12-31",
        "due 2017-10-20, on time",
    );
    disclosure(
        "2017-09-25 replied=2017-10-23",
        "2017-12-31",
        "due 2017-10-20, late",
    );
    let withdrawn = "2017-09-25 closed=2017-10-09";
    let deadline = disclosure(withdrawn, "2017-12-31", "due 2017-10-20, on time");
    assert_eq!(
        deadline.ended,
        Some(Ending {
            on: date("2017-10-09"),
            by: EndedBy::Closing
        })
    );
    // Closing the file after the answer ends nothing.
    let filed = "2017-09-25 replied=2017-10-20 closed=2017-11-30";
    let deadline = disclosure(filed, "2017-12-31", "due 2017-10-20, on time");
    assert_eq!(
        deadline.ended,
        Some(Ending {
            on: date("2017-10-20"),
            by: EndedBy::Reply
        })
    );
}

#[test]
fn what_happened_later_has_not_happened_yet() {
    let text = "2017-09-25 extended=2017-10-20 until=2017-11-03 replied=2017-11-01";
    disclosure(text, "2017-10-19", "due 2017-10-20, open");
    disclosure(text, "2017-10-20", "due 2017-11-03, open");
    disclosure(text, "2017-11-01", "due 2017-11-03, on time, extended");
    disclosure("2017-09-25", "2017-10-20", "due 2017-10-20, open");
    disclosure("2017-09-25", "2017-10-21", "due 2017-10-20, overdue");
}

#[test]
fn an_extension_counts_only_when_notified_within_the_period() {
    let late = "2017-09-25 extended=2017-10-23 until=2017-11-10 replied=2017-11-01";
    let deadline = disclosure(late, "2017-12-31", "due 2017-10-20, late");
    let (on, due) = (date("2017-10-23"), date("2017-10-20"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::AfterDue {
            event: Event::ExtendedOn,
            on,
            due
        }]
    );
    assert_eq!(deadline.extension, Extension::WithoutEffect);

    let unknown = "2017-09-25 until=2017-11-10 replied=2017-11-01";
    let deadline = disclosure(unknown, "2017-12-31", "due 2017-10-20, late");
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::Missing {
            event: Event::ExtendedOn
        }]
    );
    assert_eq!(deadline.extension, Extension::None);
}

#[test]
fn an_extension_is_no_longer_than_the_law_allows() {
    let long = "2017-09-25 extended=2017-10-16 until=2017-12-01";
    let deadline = disclosure(long, "2017-10-16", "due 2017-11-10, open");
    let (until, allowed) = (date("2017-12-01"), date("2017-11-10"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::ExtensionTooLong { until, allowed }]
    );
    assert_eq!(deadline.extension, Extension::Granted { working_days: 15 });

    let short = "2017-09-25 extended=2017-10-16 until=2017-10-20";
    let deadline = disclosure(short, "2017-10-16", "due 2017-10-20, open");
    let (event, on) = (Event::ExtendedUntil, date("2017-10-20"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::NotLater { event, on, due: on }]
    );
}

#[test]
fn the_day_notified_to_the_applicant_holds_even_on_a_weekend() {
    let saturday = "2017-09-25 extended=2017-10-16 until=2017-10-28 replied=2017-10-28";
    disclosure(saturday, "2017-12-31", "due 2017-10-28, on time, extended");
}

#[test]
fn a_restart_keeps_an_extension_already_notified() {
    let text = "2023-03-01 extended=2023-03-10 until=2023-04-03 notice=2023-03-20 paid=2023-03-30";
    // 3 April is three working days after 29 March, and 5 May is three working days after 27 April.
    disclosure(text, "2023-03-15", "due 2023-04-03, open");
    disclosure(text, "2023-03-30", "due 2023-05-05, open");
}

#[test]
fn while_clarification_is_awaited_nothing_is_overdue() {
    let text = "2023-09-20 asked=2023-09-25 clarify_by=2023-10-20";
    let deadline = disclosure(
        text,
        "2023-12-31",
        "awaiting Clarification until 2023-10-20",
    );
    assert_eq!(
        (deadline.due, deadline.base_due),
        (None, Some(date("2023-10-24")))
    );
    assert!(deadline.stops[0].running);
    // Abandoned by the applicant, and closed long after: the office was not late.
    let closed = "2023-09-20 asked=2023-09-25 clarify_by=2023-10-20 closed=2023-12-01";
    let deadline = disclosure(closed, "2023-12-31", "due 2023-12-26, on time");
    assert_eq!(deadline.elapsed, Some(Elapsed { gross: 48, net: 3 }));
    // The notice itself must be sent within the period.
    let late = "2023-09-20 asked=2023-10-25 clarified=2023-10-26";
    let deadline = disclosure(late, "2023-10-26", "due 2023-10-24, overdue");
    let (on, due) = (date("2023-10-25"), date("2023-10-24"));
    let event = Event::ClarificationAskedOn;
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::AfterDue { event, on, due }]
    );
}

#[test]
fn a_clarification_without_its_notice_restarts_too() {
    let text = "2023-09-20 clarified=2023-10-12";
    let deadline = disclosure(text, "2023-10-12", "due 2023-11-09, open");
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::Missing {
            event: Event::ClarificationAskedOn
        }]
    );
}

#[test]
fn a_late_clarification_is_reported() {
    let text = "2023-09-20 asked=2023-09-25 clarify_by=2023-10-11 clarified=2023-10-12";
    let deadline = disclosure(text, "2023-10-12", "due 2023-11-09, open");
    let (event, on, by) = (Event::ClarifiedOn, date("2023-10-12"), date("2023-10-11"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::AfterLimit { event, on, by }]
    );
}

#[test]
fn a_notice_to_clarify_ends_a_request_of_2007_unless_the_office_decides_otherwise() {
    let text = "2018-03-01 asked=2018-03-05 clarified=2018-03-12";
    let deadline = disclosure(text, "2018-03-31", "due 2018-03-22, on time");
    assert_eq!(
        deadline.ended,
        Some(Ending {
            on: date("2018-03-05"),
            by: EndedBy::Reply
        })
    );
    let (event, on) = (Event::ClarifiedOn, date("2018-03-12"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::NotInForce { event, on }]
    );
    // The reply ends the request, and nothing stopped the clock before it.
    let replied = "2018-03-01 asked=2018-03-05 clarified=2018-03-12 replied=2018-03-23";
    disclosure(replied, "2018-03-31", "due 2018-03-22, late");

    let unsettled_clarification = UnsettledClarificationRule::Restarts;
    let options = LawOptions {
        unsettled_clarification,
        ..LawOptions::default()
    };
    let restarting = Clock { options, ..clock() };
    let deadline = restarting.disclosure(&course(text), date("2018-03-12"));
    assert_eq!(summary(&deadline), "due 2018-04-02, open");
    assert_eq!(deadline.findings, []);
}

/// 15 working days from 2018-03-01 end on 03-22, from 03-12 on 04-02; the reply is of 03-23.
#[test]
fn an_open_question_that_decides_is_reported() {
    use UnsettledClarificationRule::{Closes, Restarts};

    let text = "2018-03-01 asked=2018-03-05 clarified=2018-03-12 replied=2018-03-23";
    let (closed, restarted) = (date("2018-03-22"), date("2018-04-02"));
    for (taken, due, is_late, other_due) in [
        (Closes, closed, true, restarted),
        (Restarts, restarted, false, closed),
    ] {
        let options = LawOptions {
            unsettled_clarification: taken,
            ..LawOptions::default()
        };
        let deadline = Clock { options, ..clock() }.disclosure(&course(text), date("2018-12-31"));
        assert_eq!(deadline.due, Some(due));
        let reading = Reading {
            due,
            is_late,
            other_due,
        };
        let finding = DeadlineFinding::UnsettledClarification { taken, reading };
        assert_eq!(deadline.findings, [finding]);
    }
    // On time under both answers, and late under both.
    let replied = |day| format!("2018-03-01 asked=2018-03-05 clarified=2018-03-12 replied={day}");
    for (day, state) in [("2018-03-22", "on time"), ("2018-04-03", "late")] {
        let deadline = disclosure(
            &replied(day),
            "2018-12-31",
            &format!("due 2018-03-22, {state}"),
        );
        let (event, on) = (Event::ClarifiedOn, date("2018-03-12"));
        assert_eq!(
            deadline.findings,
            [DeadlineFinding::NotInForce { event, on }]
        );
    }
}

/// 20 working days after 2023-03-08 end on 2023-04-06: 04-05 is Qingming.
#[test]
fn an_unpaid_fee_is_reported() {
    let by = date("2023-04-06");
    let unpaid = |text: &str, as_of: &str| {
        let deadline = clock().disclosure(&course(text), date(as_of));
        deadline.findings == [DeadlineFinding::FeeUnpaid { by }]
    };
    let asked = "2023-03-01 notice=2023-03-08";
    assert!(!unpaid(asked, "2023-04-06"));
    assert!(unpaid(asked, "2023-04-07"));
    assert!(!unpaid(&format!("{asked} paid=2023-03-20"), "2023-12-31"));
    assert!(!unpaid(&format!("{asked} closed=2023-04-10"), "2023-12-31"));
}

#[test]
fn an_expired_clarification_is_reported() {
    let by = date("2023-10-20");
    let expired = |text: &str, as_of: &str| {
        let deadline = clock().disclosure(&course(text), date(as_of));
        deadline.findings == [DeadlineFinding::ClarificationExpired { by }]
    };
    let asked = "2023-09-20 asked=2023-09-25 clarify_by=2023-10-20";
    assert!(!expired(asked, "2023-10-20"));
    assert!(expired(asked, "2023-10-21"));
    assert!(!expired("2023-09-20 asked=2023-09-25", "2023-12-31"));
    assert!(!expired(
        &format!("{asked} clarified=2023-10-20"),
        "2023-12-31"
    ));
    assert!(!expired(
        &format!("{asked} closed=2023-10-23"),
        "2023-12-31"
    ));
    // On the day before it was closed, it had expired.
    assert!(expired(&format!("{asked} closed=2023-10-23"), "2023-10-22"));
}

#[test]
fn a_silent_third_party_stops_the_clock_for_its_limit() {
    let silent = "2022-04-25 from=2022-05-05 delivered=2022-05-05";
    disclosure(silent, "2022-05-25", "awaiting ThirdParty until 2022-05-25");
    disclosure(silent, "2022-05-26", "due 2022-06-16, open");
    disclosure(silent, "2022-06-17", "due 2022-06-16, overdue");
    let late = "2022-04-25 from=2022-05-05 delivered=2022-05-05 to=2022-06-01";
    let deadline = disclosure(late, "2022-06-01", "due 2022-06-16, open");
    let (event, on, by) = (
        Event::ConsultationTo,
        date("2022-06-01"),
        date("2022-05-25"),
    );
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::AfterLimit { event, on, by }]
    );
    // The regulations of 2007 give the third party no limit.
    disclosure(
        "2018-03-01 from=2018-03-05",
        "2018-12-31",
        "awaiting ThirdParty",
    );
    disclosure(
        "2018-03-01 from=2018-03-05 to=2018-04-16",
        "2018-04-16",
        "due 2018-05-04, open",
    );
}

#[test]
fn other_organs_stop_the_clock_only_since_2019() {
    disclosure(
        "2022-04-25 organ_from=2022-05-05 to=2022-05-20",
        "2022-05-20",
        "due 2022-06-13, open",
    );
    let deadline = disclosure(
        "2018-03-01 organ_from=2018-03-05 to=2018-03-12",
        "2018-03-12",
        "due 2018-03-22, open",
    );
    let (event, on) = (Event::ConsultationFrom, date("2018-03-05"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::NotInForce { event, on }]
    );
}

#[test]
fn a_consultation_after_the_period_stops_nothing() {
    let deadline = disclosure(
        "2022-04-25 from=2022-05-26",
        "2022-05-27",
        "due 2022-05-25, overdue",
    );
    let (on, due) = (date("2022-05-26"), date("2022-05-25"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::AfterDue {
            event: Event::ConsultationFrom,
            on,
            due
        }]
    );
}

#[test]
fn days_of_two_stops_are_left_out_once() {
    let options = LawOptions {
        fee_clock: FeeClock::SpanExcluded,
        ..LawOptions::default()
    };
    let clock = Clock { options, ..clock() };
    let due = |text: &str| {
        let deadline = clock.disclosure(&course(text), date("2023-04-30"));
        let days: Vec<_> = deadline
            .stops
            .iter()
            .map(|stop| stop.working_days)
            .collect();
        (deadline.due.unwrap().to_string(), days)
    };
    let apart = due("2023-03-01 from=2023-03-06 to=2023-03-10 notice=2023-03-20 paid=2023-03-24");
    assert_eq!(apart, ("2023-04-11".into(), vec![4, 4]));
    let overlapping =
        due("2023-03-01 from=2023-03-06 to=2023-03-22 notice=2023-03-20 paid=2023-03-24");
    assert_eq!(overlapping, ("2023-04-19".into(), vec![12, 2]));
    let inside = due("2023-03-01 from=2023-03-06 to=2023-03-24 notice=2023-03-07 paid=2023-03-10");
    assert_eq!(inside, ("2023-04-19".into(), vec![14, 0]));
}

#[test]
fn a_consultation_that_outlasts_a_restart_stops_the_new_period() {
    let text = "2023-09-20 from=2023-09-22 to=2023-10-16 asked=2023-09-25 clarified=2023-10-12";
    // 20 working days from 12 October, and the 13th and 16th left out.
    disclosure(text, "2023-10-16", "due 2023-11-13, open");
}

#[test]
fn fees_exist_since_2021_and_are_asked_for_within_the_period() {
    let early = disclosure(
        "2020-11-30 notice=2020-12-15",
        "2020-12-31",
        "due 2020-12-28, overdue",
    );
    let (event, on) = (Event::FeeNoticeOn, date("2020-12-15"));
    assert_eq!(early.findings, [DeadlineFinding::NotInForce { event, on }]);
    let late = disclosure(
        "2023-03-01 notice=2023-03-30 paid=2023-04-03",
        "2023-04-03",
        "due 2023-03-29, overdue",
    );
    let (on, due) = (date("2023-03-30"), date("2023-03-29"));
    assert_eq!(
        late.findings,
        [DeadlineFinding::AfterDue { event, on, due }]
    );
    let paid_late = disclosure(
        "2023-03-01 notice=2023-03-20 paid=2023-04-19",
        "2023-04-19",
        "due 2023-05-18, open",
    );
    let (event, on, by) = (Event::FeePaidOn, date("2023-04-19"), date("2023-04-18"));
    assert_eq!(
        paid_late.findings,
        [DeadlineFinding::AfterLimit { event, on, by }]
    );
    disclosure(
        "2023-03-01 notice=2023-03-20 closed=2023-04-20",
        "2023-12-31",
        "due 2023-04-28, on time",
    );
}

#[test]
fn a_deferral_goes_before_the_limit() {
    disclosure(
        "2023-03-01 deferred=2023-06-30",
        "2023-06-30",
        "due 2023-06-30, open",
    );
    let earlier = disclosure(
        "2023-03-01 deferred=2023-03-15",
        "2023-03-02",
        "due 2023-03-29, open",
    );
    let (event, on, due) = (Event::DeferredUntil, date("2023-03-15"), date("2023-03-29"));
    assert_eq!(
        earlier.findings,
        [DeadlineFinding::NotLater { event, on, due }]
    );
    let old = disclosure(
        "2018-03-01 deferred=2018-06-30",
        "2018-03-02",
        "due 2018-03-22, open",
    );
    let (event, on) = (Event::DeferredUntil, date("2018-06-30"));
    assert_eq!(old.findings, [DeadlineFinding::NotInForce { event, on }]);
    // An extension within the deferred period is still in time.
    disclosure(
        "2023-03-01 deferred=2023-04-10 extended=2023-04-03",
        "2023-04-03",
        "due 2023-04-26, open",
    );
}

#[test]
fn a_due_date_in_the_log_is_only_compared() {
    let text = "2017-09-25 replied=2017-10-25 due=2017-10-30";
    let deadline = disclosure(text, "2017-12-31", "due 2017-10-20, late");
    let (logged, due) = (date("2017-10-30"), date("2017-10-20"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::DueDisagrees { logged, due }]
    );
    let deadline = disclosure(
        "2017-09-25 due_days=20",
        "2017-09-25",
        "due 2017-10-20, open",
    );
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::DueDisagrees {
            logged: date("2017-10-27"),
            due
        }]
    );
    // A log may keep the first due date, the one after the stops, or the extended one.
    for due in ["2022-05-25", "2022-06-13", "2022-07-11"] {
        let text =
            format!("2022-04-25 from=2022-05-05 to=2022-05-20 extended=2022-06-01 due={due}");
        let deadline = disclosure(&text, "2022-06-01", "due 2022-07-11, open");
        assert_eq!(deadline.findings, []);
    }
}

#[test]
fn events_out_of_order_are_reported_and_stop_nothing() {
    use Event::{ClarificationAskedOn, ClarifiedOn, FeeNoticeOn, Received, RepliedOn};

    let text =
        "2023-03-01 asked=2023-03-10 clarified=2023-03-06 notice=2023-02-20 replied=2023-02-28";
    let deadline = clock().disclosure(&course(text), date("2023-12-31"));
    let pairs: Vec<_> = deadline
        .findings
        .iter()
        .filter_map(|finding| match finding {
            DeadlineFinding::OutOfOrder { earlier, later } => Some((earlier.0, later.0)),
            _ => None,
        })
        .collect();
    assert_eq!(
        pairs,
        [
            (Received, RepliedOn),
            (Received, FeeNoticeOn),
            (ClarificationAskedOn, ClarifiedOn),
            (ClarificationAskedOn, RepliedOn),
            (ClarifiedOn, RepliedOn),
        ]
    );
    assert_eq!((deadline.stops.len(), deadline.elapsed), (0, None));
}

#[test]
fn elapsed_days_are_given_with_and_without_stops() {
    let text = "2022-04-25 from=2022-05-05 to=2022-05-20 replied=2022-05-27";
    let deadline = disclosure(text, "2022-12-31", "due 2022-06-13, on time");
    assert_eq!(deadline.elapsed, Some(Elapsed { gross: 22, net: 10 }));
    let same_day = disclosure(
        "2022-04-25 replied=2022-04-25",
        "2022-12-31",
        "due 2022-05-25, on time",
    );
    assert_eq!(same_day.elapsed, Some(Elapsed { gross: 0, net: 0 }));
}

#[test]
fn years_without_a_calendar_are_reported() {
    let uncertain = |text: &str, as_of: &str| {
        let deadline = clock().disclosure(&course(text), date(as_of));
        deadline
            .findings
            .into_iter()
            .find_map(|finding| match finding {
                DeadlineFinding::UncertainCalendar { first, last } => Some((first, last)),
                _ => None,
            })
    };
    assert_eq!(uncertain("2026-11-27", "2026-11-27"), None);
    assert_eq!(uncertain("2026-12-01", "2026-12-01"), Some((2027, 2027)));
    assert_eq!(uncertain("2026-12-15", "2026-12-31"), Some((2027, 2027)));
    assert_eq!(
        uncertain("2025-12-15 replied=2206-01-01", "2300-12-31"),
        Some((2027, 2206))
    );
    assert_eq!(
        uncertain("2007-01-05 replied=2007-02-05", "2026-12-31"),
        None
    );
}

#[test]
fn service_requests_go_by_the_log_then_by_the_configured_limit() {
    let limit = Some((5, 10));
    let basis = |deadline: Deadline| deadline.basis;
    let text = "2023-09-28 due=2023-10-10 replied=2023-10-11";
    let logged = service(text, limit, "2023-12-31", "due 2023-10-10, late");
    assert_eq!(
        basis(logged),
        Basis::Logged(LoggedDue::On(date("2023-10-10")))
    );
    service(
        "2023-09-28 due_days=2",
        limit,
        "2023-09-28",
        "due 2023-10-08, open",
    );
    service(
        "2023-09-28 replied=2023-10-11",
        limit,
        "2023-12-31",
        "due 2023-10-11, on time",
    );
    let nothing = service(
        "2023-09-28 replied=2023-10-11",
        None,
        "2023-12-31",
        "undetermined",
    );
    assert_eq!(nothing.elapsed, Some(Elapsed { gross: 5, net: 5 }));
    service(
        "2023-09-28 asked=2023-10-07",
        limit,
        "2023-10-12",
        "due 2023-10-11, overdue",
    );
}

#[test]
fn service_requests_are_extended_as_configured() {
    let limit = Some((5, 10));
    service(
        "2023-09-28 extended=2023-10-11",
        limit,
        "2023-10-11",
        "due 2023-10-25, open",
    );
    service(
        "2023-09-28 extended=2023-10-12",
        limit,
        "2023-10-12",
        "due 2023-10-11, overdue",
    );
    service(
        "2023-09-28 extended=2023-10-11",
        Some((5, 0)),
        "2023-10-11",
        "due 2023-10-11, open",
    );
    let logged = "2023-09-28 due=2023-10-11 extended=2023-10-10 until=2023-12-01";
    service(logged, limit, "2023-10-10", "due 2023-12-01, open");
}

#[test]
fn on_the_due_day_the_hour_decides_where_the_log_has_one() {
    let text = "2023-09-28 due=2023-10-10 replied=2023-10-10";
    service(text, None, "2023-12-31", "due 2023-10-10, on time");
    service(
        &format!("{text} past_the_hour=yes"),
        None,
        "2023-12-31",
        "due 2023-10-10, late",
    );
}

// The explanation of one deadline.

#[test]
fn a_deadline_is_explained_day_by_day() {
    let (received, replied) = (date("2017-09-25"), Some(date("2017-10-23")));
    let question = DeadlineQuestion {
        received,
        days: None,
        replied,
        extended: false,
    };
    let plain = clock().explain(&question);
    assert_eq!(plain.regime.unwrap().key, "2007");
    assert_eq!(plain.days, Some(15));
    assert_eq!(plain.due, Some(date("2017-10-20")));
    assert_eq!(plain.extended_due, Some(date("2017-11-10")));
    assert_eq!(
        (plain.elapsed_working_days, plain.on_time),
        (Some(16), Some(false))
    );
    assert_eq!(plain.lines.len(), 25);
    let made_up = plain.lines[4];
    assert_eq!((made_up.day.date, made_up.n), (date("2017-09-30"), Some(5)));
    assert!(matches!(made_up.day.reason, Reason::MakeUp { .. }));
    let off = plain.lines[6];
    assert_eq!((off.day.date, off.n), (date("2017-10-02"), None));
    assert!(matches!(
        off.day.reason,
        Reason::Holiday {
            name: "中秋节、国庆节",
            ..
        }
    ));
    assert_eq!(plain.lines.last().unwrap().n, Some(15));

    let extended = clock().explain(&DeadlineQuestion {
        extended: true,
        ..question
    });
    assert_eq!(extended.on_time, Some(true));
    assert_eq!(
        extended.lines.last().map(|line| (line.day.date, line.n)),
        Some((date("2017-11-10"), Some(30)))
    );
}

#[test]
fn an_explanation_takes_a_limit_in_place_of_the_law() {
    let question = DeadlineQuestion {
        received: date("2023-09-28"),
        days: Some(2),
        replied: None,
        extended: false,
    };
    let explanation = clock().explain(&question);
    assert_eq!(
        (explanation.due, explanation.on_time),
        (Some(date("2023-10-08")), None)
    );

    let before_the_law = DeadlineQuestion {
        received: date("2008-04-30"),
        days: None,
        ..question
    };
    let explanation = clock().explain(&before_the_law);
    assert_eq!((explanation.regime, explanation.due), (None, None));
    assert_eq!(explanation.lines, []);
    let with_days = clock().explain(&DeadlineQuestion {
        days: Some(5),
        ..before_the_law
    });
    assert_eq!(
        (with_days.due, with_days.extended_due),
        (Some(date("2008-05-08")), None)
    );
}

#[test]
fn far_dates_are_explained_too() {
    for received in [NaiveDate::MIN, date("2206-01-01"), NaiveDate::MAX] {
        let replied = Some(NaiveDate::MAX);
        let question = DeadlineQuestion {
            received,
            days: Some(u16::MAX),
            replied,
            extended: true,
        };
        let explanation = clock().explain(&question);
        assert!(explanation.lines.len() < 100_000);
    }
}

// The data.

#[test]
fn regimes_are_found_by_every_name() {
    let law = Law::china();
    assert_eq!(law.regimes().len(), 2);
    assert_eq!(law.regime_named("2007"), law.regime_on(date("2010-01-01")));
    assert_eq!(
        law.regime_named("国务院令第711号"),
        law.regime_on(date("2020-01-01"))
    );
    assert_eq!(law.regime_named("2012"), None);
}

#[test]
fn a_flawed_law_is_refused() {
    let text = include_str!("cn.toml");
    let flaw = |from, to| {
        Law::parse(&text.replacen(from, to, 1))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        flaw("2008-05-01", "2020-05-01"),
        "regime `2019` does not begin after the one before it"
    );
    assert_eq!(
        flaw("key = \"2019\"", "key = \"旧条例\""),
        "two regimes are called `旧条例`"
    );
    assert_eq!(
        flaw("ask-within = 7", "ask-within = 0"),
        "a limit of regime `2019` has no days"
    );
    assert_eq!(
        Law::parse("regime = []").unwrap_err().to_string(),
        "there is no regime"
    );
    assert!(flaw("ask-within", "ask-withing").contains("unknown field `ask-withing`"));
    assert!(flaw("2019-05-15", "2019-05-15T10:00:00").contains("expected a date without a time"));
}

// The day of receipt and of the reply.

/// The days of receipt, from a line of `received submitted signed confirmed`, with `-` for a missing
/// one.
fn arrival(days: &str) -> Arrival {
    let days: Vec<Option<NaiveDate>> = days.split(' ').map(|day| day.parse().ok()).collect();
    Arrival {
        received_on: days[0].unwrap(),
        submitted_on: days[1],
        signed_on: days[2],
        confirmed_on: days[3],
    }
}

/// The receipt and deadline of such a request without further logged events.
fn arrived(options: LawOptions, means: Means, days: &str) -> (Receipt, Deadline) {
    let clock = Clock { options, ..clock() };
    let arrival = arrival(days);
    let receipt = clock.receipt(means, &arrival, None).unwrap();
    let course = Course {
        receipt: Some(receipt),
        arrival,
        ..Course::received_on(receipt.on)
    };
    (receipt, clock.disclosure(&course, receipt.on))
}

#[test]
fn worked_examples_of_receipt() {
    for (means, days, day, due) in [
        // 09-21, 22 are 2, 25-28 are 6, 10-07 and 08 8, 09-13 13, 16-20 18, 23 and 24 20.
        (
            Means::WebForm,
            "2023-09-25 2023-09-20 - 2023-09-25",
            Event::Submitted,
            "2023-10-24",
        ),
        (
            Means::InPerson,
            "2023-09-25 2023-09-20 - -",
            Event::Submitted,
            "2023-10-24",
        ),
        // 09-26 to 28 are 3, 10-07 and 08 5, 09-13 10, 16-20 15, 23-27 20.
        (
            Means::SignedLetter,
            "2023-09-20 2023-09-18 2023-09-25 -",
            Event::Signed,
            "2023-10-27",
        ),
        (
            Means::Letter,
            "2023-09-20 2023-09-18 2023-09-25 -",
            Event::Signed,
            "2023-10-27",
        ),
        (
            Means::Email,
            "2023-09-25 2023-09-22 - 2023-09-25",
            Event::Confirmed,
            "2023-10-27",
        ),
        (
            Means::Fax,
            "2023-09-22 - - 2023-09-25",
            Event::Confirmed,
            "2023-10-27",
        ),
        // Arrived on a Saturday.
        (
            Means::OrdinaryLetter,
            "2023-09-23 - - 2023-09-25",
            Event::Confirmed,
            "2023-10-27",
        ),
        (
            Means::Letter,
            "2023-09-25 - - 2023-09-25",
            Event::Confirmed,
            "2023-10-27",
        ),
        // The mail system received it on 2018-02-09, under the Regulations of 2007.
        (
            Means::Email,
            "2018-02-12 2018-02-09 - 2018-02-12",
            Event::Submitted,
            "2018-03-07",
        ),
    ] {
        let (receipt, deadline) = arrived(LawOptions::default(), means, days);
        assert_eq!(
            (receipt.day, deadline.due),
            (day, Some(date(due))),
            "{means:?} {days}"
        );
        assert_eq!(deadline.findings, [], "{means:?} {days}");
    }
}

#[test]
fn a_form_that_waits_for_confirmation() {
    let options = LawOptions {
        web_receipt: WebReceipt::Confirmed,
        ..LawOptions::default()
    };
    let (receipt, deadline) = arrived(
        options,
        Means::WebForm,
        "2023-09-20 2023-09-20 - 2023-09-25",
    );
    assert_eq!(receipt.day, Event::Confirmed);
    assert_eq!(deadline.due, Some(date("2023-10-27")));
}

#[test]
fn confirmed_later_than_allowed() {
    for (means, days, came, dues) in [
        (
            Means::Email,
            "2023-09-25 2023-09-20 - 2023-09-25",
            "2023-09-20",
            ("2023-10-27", "2023-10-24"),
        ),
        (
            Means::Fax,
            "2023-09-20 - - 2023-09-22",
            "2023-09-20",
            ("2023-10-26", "2023-10-24"),
        ),
        (
            Means::OrdinaryLetter,
            "2023-09-20 2023-09-15 - 2023-09-21",
            "2023-09-20",
            ("2023-10-25", "2023-10-24"),
        ),
    ] {
        let (receipt, deadline) = arrived(LawOptions::default(), means, days);
        let finding = DeadlineFinding::LateConfirmation {
            came: date(came),
            confirmed: receipt.on,
            due: date(dues.0),
            other_due: date(dues.1),
        };
        assert_eq!(deadline.findings, [finding], "{means:?} {days}");
    }
    // For e-mail, the next working day is soon enough: Friday and Monday.
    let (_, soon) = arrived(
        LawOptions::default(),
        Means::Email,
        "2023-09-22 2023-09-22 - 2023-09-25",
    );
    assert_eq!(soon.findings, []);
}

#[test]
fn a_day_of_receipt_that_nobody_logged() {
    let (receipt, deadline) = arrived(
        LawOptions::default(),
        Means::SignedLetter,
        "2023-09-20 2023-09-18 - -",
    );
    assert_eq!(
        (receipt.on, receipt.day),
        (date("2023-09-20"), Event::Received)
    );
    let event = Event::Signed;
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::ReceiptNotLogged { event }]
    );
    let days = arrival("2023-09-20 2023-09-18 2023-09-22 -");
    assert_eq!(clock().receipt(Means::Unknown, &days, None), None);
}

#[test]
fn the_day_of_a_reply() {
    let reply = |delivery, logged: &str, posted: &str, signed: &str| {
        let day = |text: &str| text.parse().ok();
        let sending = Sending {
            replied_on: day(logged),
            posted_on: day(posted),
            reply_signed_on: day(signed),
        };
        let reply = Law::china().reply(delivery, &sending)?;
        Some((reply.on.to_string(), reply.day, reply.asked))
    };
    let (written, posted, signed) = ("2023-10-23", "2023-10-24", "2023-10-27");
    let is = |on: &str, day, asked| Some((on.to_owned(), day, asked));
    assert_eq!(
        reply(Delivery::Post, written, posted, signed),
        is(posted, Event::Posted, Event::Posted)
    );
    assert_eq!(
        reply(Delivery::Handed, written, "", signed),
        is(signed, Event::ReplySigned, Event::ReplySigned)
    );
    assert_eq!(
        reply(Delivery::Online, written, posted, ""),
        is(written, Event::RepliedOn, Event::RepliedOn)
    );
    assert_eq!(
        reply(Delivery::Post, written, "", signed),
        is(written, Event::RepliedOn, Event::Posted)
    );
    assert_eq!(
        reply(Delivery::Post, "", "", signed),
        is(signed, Event::ReplySigned, Event::Posted)
    );
    assert_eq!(reply(Delivery::Post, "", "", ""), None);
    assert_eq!(reply(Delivery::Unknown, written, posted, ""), None);
}

// Several waits of a kind.

#[test]
fn overlapping_consultations_count_once() {
    // 03-06 to 10 are 5 working days, 13-17 10, 20-24 15. Due 2023-03-29; 30 and 31 are 2, 04-03 and 04
    // 4, 06 and 07 6, 10-14 11, 17-20 15.
    let first = course("2023-03-01 organ_from=2023-03-03 to=2023-03-17");
    let second = course("2023-03-01 organ_from=2023-03-10 to=2023-03-24");
    let deadline = clock().disclosure_of((&first, &[second]), date("2023-03-25"));
    assert_eq!(deadline.due, Some(date("2023-04-20")));
    let days: Vec<u32> = deadline
        .stops
        .iter()
        .map(|stop| stop.working_days)
        .collect();
    assert_eq!(days, [10, 5]);
}

#[test]
fn a_second_clarification_is_disputed() {
    let with = |second_clarification| Clock {
        options: LawOptions {
            second_clarification,
            ..LawOptions::default()
        },
        ..clock()
    };
    let first = course("2023-09-20 asked=2023-09-22 clarified=2023-09-27 replied=2023-11-06");
    let second = course("2023-09-20 asked=2023-10-08 clarified=2023-10-16");
    // From 10-16: 17-20 are 4, 23-27 9, 30-11-03 14, 06-10 19, 13 20. From 09-27: 28 is 1, 10-07 and 08
    // 3, 09-13 8, 16-20 13, 23-27 18, 30 and 31 20.
    let (by_it, without) = (date("2023-11-13"), date("2023-10-31"));
    for (taken, due, is_late, other_due) in [
        (SecondClarificationRule::Restarts, by_it, false, without),
        (SecondClarificationRule::DoesNot, without, true, by_it),
    ] {
        let deadline = with(taken).disclosure_of((&first, &[second]), date("2023-12-01"));
        assert_eq!(deadline.due, Some(due), "{taken:?}");
        let reading = Reading {
            due,
            is_late,
            other_due,
        };
        let finding = DeadlineFinding::SecondClarification { taken, reading };
        assert_eq!(deadline.findings, [finding], "{taken:?}");
    }
    // Late under both answers, or on time under both.
    let early = Course {
        replied: Some(date("2023-10-31")),
        ..first
    };
    let deadline = clock().disclosure_of((&early, &[second]), date("2023-12-01"));
    assert_eq!(deadline.findings, []);
}

#[test]
fn a_second_clarification_that_expired() {
    let first = course("2023-09-20 asked=2023-09-22 clarified=2023-09-27");
    let second = course("2023-09-20 asked=2023-10-08 clarify_by=2023-10-16");
    let by = date("2023-10-16");
    let deadline = clock().disclosure_of((&first, &[second]), date("2023-10-17"));
    assert_eq!(
        deadline.findings,
        [DeadlineFinding::ClarificationExpired { by }]
    );
}

// Properties of all courses.

/// A course with days anywhere around its receipt, in any order.
fn courses() -> impl Strategy<Value = Course> {
    let day = || prop::option::weighted(0.4, -3_i64..90);
    let receipts =
        (0_i64..6_700).prop_map(|offset| date("2008-05-01") + chrono::TimeDelta::days(offset));
    (receipts, prop::array::uniform13(day()), 0..3).prop_map(|(received, days, organ)| {
        let day =
            |index: usize| days[index].map(|offset| received + chrono::TimeDelta::days(offset));
        let days = LoggedDays {
            extended_on: day(0),
            extended_until: day(1),
            deferred_until: day(2),
            clarification_asked_on: day(3),
            clarify_by: day(4),
            clarified_on: day(5),
            consultation_from: day(6),
            consultation_delivered_on: day(12),
            consultation_to: day(7),
            fee_notice_on: day(8),
            fee_paid_on: day(9),
            closed_on: day(11),
        };
        Course {
            consulted: match organ {
                0 => Consulted::ThirdParty,
                1 => Consulted::OtherOrgan,
                _ => Consulted::CoProducer,
            },
            days,
            replied: day(10),
            ..Course::received_on(received)
        }
    })
}

fn options() -> impl Strategy<Value = LawOptions> {
    (any::<bool>(), any::<bool>()).prop_map(|(excluded, restarts)| LawOptions {
        fee_clock: if excluded {
            FeeClock::SpanExcluded
        } else {
            FeeClock::CountedAnew
        },
        unsettled_clarification: if restarts {
            UnsettledClarificationRule::Restarts
        } else {
            UnsettledClarificationRule::Closes
        },
        ..LawOptions::default()
    })
}

/// A day after all events in [`courses`].
fn afterwards(course: &Course) -> NaiveDate {
    course.received + chrono::TimeDelta::days(100)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_logged_makes_the_due_date_earlier(course in courses(), options in options()) {
        let clock = Clock { options, ..clock() };
        let deadline = clock.disclosure(&course, afterwards(&course));
        prop_assert!(deadline.due.is_none_or(|due| due >= deadline.base_due.unwrap()));

        let days = LoggedDays { clarification_asked_on: None, clarified_on: None, consultation_from: None, consultation_delivered_on: None, consultation_to: None, fee_notice_on: None, fee_paid_on: None, ..course.days };
        let without_stops = Course { days, ..course };
        let unstopped = clock.disclosure(&without_stops, afterwards(&course));
        prop_assert!(deadline.due.is_none_or(|due| due >= unstopped.due.unwrap()));
    }

    #[test]
    fn a_due_date_that_no_one_was_notified_of_is_a_working_day(course in courses(), options in options()) {
        let days = LoggedDays { extended_until: None, deferred_until: None, ..course.days };
        let course = Course { days, ..course };
        let deadline = Clock { options, ..clock() }.disclosure(&course, afterwards(&course));
        prop_assert!(deadline.due.is_none_or(|due| Calendar::china().is_working(due)));
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(a in 0_i64..6_700, b in 0_i64..6_700) {
        let due = |offset| {
            let received = date("2008-05-01") + chrono::TimeDelta::days(offset);
            clock().disclosure(&Course::received_on(received), received).due
        };
        prop_assert!(due(a.min(b)) <= due(a.max(b)));
    }

    #[test]
    fn a_state_agrees_with_its_dates(course in courses(), options in options(), later in 0_i64..120) {
        let as_of = course.received + chrono::TimeDelta::days(later);
        let deadline = Clock { options, ..clock() }.disclosure(&course, as_of);
        let (due, ended) = (deadline.due, deadline.ended.map(|end| end.on));
        prop_assert!(ended.is_none_or(|on| on <= as_of));
        match deadline.state {
            State::OnTime { .. } => prop_assert!(ended <= due && ended.is_some()),
            State::Late => prop_assert!(ended > due && due.is_some()),
            State::Open => prop_assert!(ended.is_none() && Some(as_of) <= due),
            State::Overdue => prop_assert!(ended.is_none() && Some(as_of) > due),
            State::Suspended { .. } => {
                prop_assert!(ended.is_none() && due.is_none());
                prop_assert!(deadline.stops.iter().any(|stop| stop.running));
            }
            State::Undetermined => prop_assert!(false),
        }
        if let Some(Elapsed { gross, net }) = deadline.elapsed {
            let stopped: u32 = deadline.stops.iter().map(|stop| stop.working_days).sum();
            prop_assert_eq!(net + stopped, gross);
        }
    }

    #[test]
    fn what_is_logged_later_changes_nothing_before(course in courses(), later in 0_i64..100) {
        let as_of = course.received + chrono::TimeDelta::days(later);
        let erased = |date: Option<NaiveDate>| date.filter(|date| *date <= as_of);
        let logged = course.days;
        let days = LoggedDays {
            extended_until: logged.extended_until.filter(|_| logged.extended_on.is_none_or(|on| on <= as_of)),
            clarify_by: logged.clarify_by.filter(|_| logged.clarification_asked_on.is_none_or(|on| on <= as_of)),
            extended_on: erased(logged.extended_on),
            clarification_asked_on: erased(logged.clarification_asked_on),
            clarified_on: erased(logged.clarified_on),
            consultation_from: erased(logged.consultation_from),
            consultation_delivered_on: erased(logged.consultation_delivered_on),
            consultation_to: erased(logged.consultation_to),
            fee_notice_on: erased(logged.fee_notice_on),
            fee_paid_on: erased(logged.fee_paid_on),
            closed_on: erased(logged.closed_on),
            ..logged
        };
        let known = Course { days, replied: erased(course.replied), ..course };
        prop_assert_eq!(clock().disclosure(&course, as_of), clock().disclosure(&known, as_of));
    }
}
