//! Rows of the log of reviews and lawsuits (复议诉讼).

use chrono::NaiveDate;

use super::Entry;
use super::cells::CellReader;
use super::columns::columns;
use super::synonyms::{
    DISPUTE_KIND, DISPUTE_MATTER, DISPUTE_RESULT, DISPUTE_ROUTE, DISPUTE_STANDING,
};
use super::table::Row;
use crate::diagnostic::{Diagnostic, SecondInstance};
use crate::record::Log;

/// A row of the log of disputes: one instance of a review or of a lawsuit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispute<'a> {
    /// Number of the case.
    pub id: Option<&'a str>,
    /// Code of the route it took.
    pub route: &'static str,
    /// Day it was filed.
    pub filed_on: NaiveDate,
    /// Day it was closed; `None` while it is pending.
    pub closed_on: Option<NaiveDate>,
    /// Code of its result; `None` while it is pending.
    pub result: Option<&'static str>,
}

columns! {
    ID "id" "案号" Name;
    KIND "kind" "类别" Word required;
    ROUTE "route" "起诉途径" Word;
    FILED_ON "filed_on" "受理日期" Day required;
    CLOSED_ON "closed_on" "审结日期" Day counted;
    RESULT "result" "审理结果" Word counted;
    STANDING "standing" "本机关地位" Word;
    INSTANCE "instance" "审级" Word;
    MATTER "matter" "案由" Word;
}

/// First day of the Administrative Review Law of 2023: by its Art. 33 an application is dismissed for
/// procedural reasons. Before, the same words could be a decision on the merits.
const REVIEW_LAW_OF_2023: NaiveDate = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();

/// The column that shows that the row is of a second instance: 审级, or the court's case number,
/// （2024）苏01行终12号.
fn second_instance(row: &Row<'_>) -> Option<usize> {
    let mentions = |column, words: &[&str]| {
        let cell = row.cell(column)?;
        words
            .iter()
            .any(|word| cell.contains(word))
            .then_some(column)
    };
    mentions(INSTANCE, &["二审", "再审", "终审"]).or_else(|| mentions(ID, &["行终", "行再"]))
}

/// The route given by 是 or 否 in a column whose header asks for a review: 是否经复议.
fn route_answered(row: &Row<'_>) -> Option<&'static str> {
    let asks = |header: &str| header.contains("是否") && header.contains("复议");
    let route = match row.cell(ROUTE)? {
        "是" | "有" => "after_review",
        "否" | "无" | "没有" => "direct",
        _ => return None,
    };
    row.header_of(ROUTE).is_some_and(asks).then_some(route)
}

/// The entries of the log of disputes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisputeLog;

impl Entry for DisputeLog {
    const LOG: Log = Log::Disputes;
    const EVENT: &'static str = "filed_on";

    type Record<'row> = Dispute<'row>;
    type Words<'row> = ();
    type Days = NaiveDate;

    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Dispute<'row>> {
        let mut cells = CellReader::new(row, found);
        // Some offices log all their disputes in one table; the form counts those about disclosure.
        // A blank cell means disclosure, because that is what this log is for.
        if row.cell(MATTER).is_some()
            && cells.required_code(MATTER, DISPUTE_MATTER) == Some("other")
        {
            cells.leave_out(MATTER);
        }
        let route = match cells.required_code(KIND, DISPUTE_KIND) {
            // The kind may include the route: 行政诉讼（未经复议直接起诉）.
            Some("lawsuit") => match cells.known_code(KIND, DISPUTE_ROUTE) {
                Some(route) if row.cell(ROUTE).is_none() => Some(route),
                _ if row.cell(ROUTE).is_none() => cells.answer_to_blank_route(ROUTE, DISPUTE_ROUTE),
                _ if let Some(route) = route_answered(row) => Some(route),
                _ => cells.required_code(ROUTE, DISPUTE_ROUTE),
            },
            // A review has no route of its own: such a cell is about a later lawsuit.
            kind => kind,
        };
        // If the office is the reviewer or a third party, the complaint is not against it.
        if matches!(
            cells.code(STANDING, DISPUTE_STANDING),
            Some("reviewer" | "third_party")
        ) {
            cells.leave_out(STANDING);
        }
        // No finding if the office declared both instances to be one case.
        if let Some(column) = second_instance(row)
            && !row.words().answers.is_joined(Log::Disputes, row)
        {
            let first = vec![cells.row_name()];
            cells.report(column, SecondInstance { rows: 1, first });
        }
        let filed_on = cells.required_date(FILED_ON);
        let closed_on = cells.date(CLOSED_ON);
        cells.check_end(CLOSED_ON, closed_on, filed_on);
        // A result without a day, or a day without a result, would be counted in no year.
        let outcome = if closed_on.is_some() {
            cells.required_code(RESULT, DISPUTE_RESULT)
        } else {
            cells.code(RESULT, DISPUTE_RESULT)
        };
        let is_pending = outcome == Some("pending");
        let result = match outcome {
            Some("pending") => None,
            Some("no_case") => {
                cells.leave_out(RESULT);
                None
            }
            Some("dismissed") if closed_on.is_some_and(|day| day >= REVIEW_LAW_OF_2023) => {
                Some("other")
            }
            Some("dismissed") => cells.answer_to_undecided(RESULT, DISPUTE_RESULT),
            result => result,
        };
        if result.is_some() && closed_on.is_none() && cells.text(CLOSED_ON).is_none() {
            cells.required_date(CLOSED_ON);
        }
        // The day of the first instance does not close the case while the appeal is pending.
        let closed_on = closed_on.filter(|_| !is_pending);
        let dispute = Dispute {
            id: cells.name(ID),
            // If there is no route, `finish` rejects the row.
            route: route.unwrap_or_default(),
            filed_on,
            closed_on,
            result,
        };
        cells.finish(dispute)
    }

    fn words(_: &Row<'_>, _: &Self::Record<'_>) {}

    fn days(dispute: &Dispute<'_>) -> NaiveDate {
        dispute.filed_on
    }

    fn day_of(filed_on: &NaiveDate) -> Option<NaiveDate> {
        Some(*filed_on)
    }

    fn id<'r>(dispute: &'r Dispute<'_>) -> Option<&'r str> {
        dispute.id
    }
}
