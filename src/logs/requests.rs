//! Rows of the request log (申请与诉求登记), requests of both kinds.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use rust_decimal::Decimal;

use super::Entry;
use super::cells::CellReader;
use super::columns::columns;
use super::synonyms::{REQUEST_KIND, SATISFACTION, TOPIC, is_finished};
use super::table::{OwnedRow, Row};
use crate::diagnostic::{Diagnostic, FinishedWithoutDay, Implausible, ImplausibleDate, Problem};
use crate::law::{Arrival, Consulted, Delivery, LoggedDays, Means, Sending};
use crate::record::{Log, RequestKind};

/// A time limit as the log states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoggedLimit {
    /// The last day.
    Date(NaiveDate),
    /// A number of working days from receipt.
    WorkingDays(u32),
    /// A number of hours from receipt.
    Hours(u32),
}

/// A day, and the time of that day if the log has one.
pub type Moment = (NaiveDate, Option<NaiveTime>);

/// The times of day that a request log records with its days.
///
/// Only days are counted; times decide the order of two events on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Times {
    /// Time of receipt.
    pub received: Option<NaiveTime>,
    /// Time at which it was due.
    pub due: Option<NaiveTime>,
    /// Time of the reply.
    pub replied: Option<NaiveTime>,
    /// Time at which it was closed.
    pub closed: Option<NaiveTime>,
}

/// Source from which applicant and outcome of a request were determined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Decided {
    /// The words of the row.
    #[default]
    ByWords,
    /// The row alone is ambiguous: the law article that the reply cites, or an answer of the office for
    /// this record.
    ByRecord,
    /// Undetermined. The request gets no row in the statutory table.
    Undetermined,
}

/// A row of the request log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Request<'a> {
    /// Number of the request.
    pub id: Option<&'a str>,
    /// Subject of the request.
    pub title: Option<&'a str>,
    /// The word cells.
    pub words: RequestWords<'a>,
    /// Fee charged, in yuan.
    pub fee_yuan: Option<Decimal>,
    /// Fee waived, in yuan.
    pub fee_waived_yuan: Option<Decimal>,
    /// The request this one repeats.
    pub repeat_of: Option<&'a str>,
    /// Dates and limits.
    pub days: RequestDays,
}

/// The word cells of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RequestWords<'a> {
    /// Service or disclosure.
    pub kind: RequestKind,
    /// Channel through which it came in.
    pub channel: Option<&'a str>,
    /// Code of the topic, or the office's own word if it is unknown.
    pub topic: Option<&'a str>,
    /// The department that handles it.
    pub department: Option<&'a str>,
    /// Whether it was returned or transferred. Such a request does not count.
    pub excluded: bool,
    /// Whether its status marks it as finished; false for a disclosure request.
    pub finished: bool,
    /// The law that the office considers applicable, in its words.
    pub law: Option<&'a str>,
    /// How it was submitted.
    pub means: Means,
    /// How the reply was sent.
    pub delivery: Delivery,
    /// Who was consulted.
    pub consulted: Consulted,
    /// Code of the kind of applicant; `None` for a service request.
    pub applicant: Option<&'static str>,
    /// Code of the outcome of a disclosure request; `None` for a service request.
    pub outcome: Option<&'static str>,
    /// Whether the log marks it as overdue.
    pub overdue_flag: Option<bool>,
    /// Whether the citizen is satisfied; `None` without an answer, and for a disclosure request.
    pub satisfied: Option<bool>,
    /// Source of applicant and outcome.
    pub decided: Decided,
}

/// The dates and limits of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RequestDays {
    /// The days of receipt.
    pub arrival: Arrival,
    /// The limit stated in the log.
    pub due_on: Option<LoggedLimit>,
    /// The days of the reply.
    pub sending: Sending,
    /// The other days.
    pub logged: LoggedDays,
    /// Times of day of some of these days.
    pub times: Times,
}

impl RequestDays {
    /// Day and time of the reply.
    #[must_use]
    pub fn replied(&self) -> Option<Moment> {
        Some((self.sending.replied_on?, self.times.replied))
    }

    /// Day and time at which it was closed.
    #[must_use]
    pub fn closed(&self) -> Option<Moment> {
        Some((self.logged.closed_on?, self.times.closed))
    }

    /// Whether the log records an end of the request, even one after the report date.
    #[must_use]
    pub fn has_end(&self) -> bool {
        self.sending.any_day().or(self.logged.closed_on).is_some()
    }

    /// End of the limit stated in the log: its day and, if recorded, the time.
    ///
    /// Hours run through nights and holidays from the time of receipt. If that is unknown, 24 hours
    /// begun count as one day. `None` for a limit in working days.
    #[must_use]
    pub fn logged_due(&self) -> Option<Moment> {
        let hours = match self.due_on? {
            LoggedLimit::Date(date) => return Some((date, self.times.due)),
            LoggedLimit::WorkingDays(_) => return None,
            LoggedLimit::Hours(hours) => hours,
        };
        let received = self.arrival.received_on;
        // Systems that record only days export the time as midnight.
        if let Some(time) = self.times.received.filter(|time| *time != NaiveTime::MIN) {
            let hours = TimeDelta::hours(i64::from(hours));
            let due = received.and_time(time).checked_add_signed(hours);
            let due = due.unwrap_or(NaiveDateTime::MAX);
            return Some((due.date(), Some(due.time())));
        }
        let days = Days::new(u64::from(hours.div_ceil(24)));
        let due = received.checked_add_days(days);
        Some((due.unwrap_or(NaiveDate::MAX), None))
    }

    /// Fills blank days from another row of the same request. Days that are set stay.
    fn filled_from(self, other: &Self) -> Self {
        // A time belongs to the row that its day was taken from.
        let time = |has_day, own, other| if has_day { own } else { other };
        let (own, others) = (self.times, other.times);
        let has_reply = self.sending.replied_on.is_some();
        let is_closed = self.logged.closed_on.is_some();
        Self {
            arrival: self.arrival.filled_from(&other.arrival),
            due_on: self.due_on.or(other.due_on),
            sending: self.sending.filled_from(&other.sending),
            logged: self.logged.filled_from(&other.logged),
            times: Times {
                received: own.received.or(others.received),
                due: time(self.due_on.is_some(), own.due, others.due),
                replied: time(has_reply, own.replied, others.replied),
                closed: time(is_closed, own.closed, others.closed),
            },
        }
    }
}

impl RequestWords<'_> {
    /// Fills blank cells from another row of the same request. Cells that are set stay.
    fn filled_from(self, other: &Self) -> Self {
        Self {
            kind: self.kind,
            channel: self.channel.or(other.channel),
            topic: self.topic.or(other.topic),
            department: self.department.or(other.department),
            excluded: self.excluded,
            finished: self.finished || other.finished,
            law: self.law.or(other.law),
            means: self.means.max(other.means),
            delivery: self.delivery.max(other.delivery),
            consulted: self.consulted.max(other.consulted),
            applicant: self.applicant.or(other.applicant),
            outcome: self.outcome.or(other.outcome),
            overdue_flag: self.overdue_flag.or(other.overdue_flag),
            satisfied: self.satisfied.or(other.satisfied),
            decided: self.decided.max(other.decided),
        }
    }
}

impl Request<'_> {
    /// Fills blank cells from another row of the same request. Cells that are set stay.
    #[must_use]
    pub fn filled_from(self, other: &Self) -> Self {
        Self {
            id: self.id.or(other.id),
            title: self.title.or(other.title),
            words: self.words.filled_from(&other.words),
            fee_yuan: self.fee_yuan.or(other.fee_yuan),
            fee_waived_yuan: self.fee_waived_yuan.or(other.fee_waived_yuan),
            repeat_of: self.repeat_of.or(other.repeat_of),
            days: self.days.filled_from(&other.days),
        }
    }
}

columns! {
    ID "id" "编号" Name;
    KIND "kind" "类别" Word required;
    CHANNEL "channel" "渠道" Word counted;
    TOPIC_COLUMN "topic" "诉求类型" Word counted;
    APPLICANT_COLUMN "applicant" "申请人类型" Word counted;
    DEPARTMENT "department" "承办单位" Word;
    TITLE "title" "标题" Text;
    RECEIVED_ON "received_on" "收到日期" Day required;
    SUBMITTED_ON "submitted_on" "提交日期" Day;
    SIGNED_ON "signed_on" "签收日期" Day;
    CONFIRMED_ON "confirmed_on" "确认日期" Day;
    STATUS "status" "处理状态" Word;
    DUE_ON "due_on" "办理期限" Day counted;
    LAW "law" "适用条例" Word;
    EXTENDED_ON "extended_on" "延期告知日期" Day;
    EXTENDED_UNTIL "extended_until" "延期至" Day;
    DEFERRED_UNTIL "deferred_until" "延迟答复期限" Day;
    CLARIFICATION_ASKED_ON "clarification_asked_on" "补正告知日期" Day;
    CLARIFY_BY "clarify_by" "补正期限" Day;
    CLARIFIED_ON "clarified_on" "补正收到日期" Day;
    CONSULTED "consulted" "征求对象" Word private;
    CONSULTATION_FROM "consultation_from" "征求意见日期" Day;
    CONSULTATION_DELIVERED_ON "consultation_delivered_on" "征求意见送达日期" Day;
    CONSULTATION_TO "consultation_to" "征求意见答复日期" Day;
    FEE_NOTICE_ON "fee_notice_on" "收费通知日期" Day;
    FEE_PAID_ON "fee_paid_on" "缴费日期" Day;
    REPLIED_ON "replied_on" "答复日期" Day counted;
    DELIVERY_METHOD "delivery_method" "送达方式" Word;
    POSTED_ON "posted_on" "寄出日期" Day;
    REPLY_SIGNED_ON "reply_signed_on" "答复签收日期" Day;
    CLOSED_ON "closed_on" "办结日期" Day counted;
    OUTCOME_COLUMN "outcome" "办理结果" Word counted;
    BASIS "basis" "答复依据" Word;
    FEE_YUAN "fee_yuan" "收费金额" Own counted;
    FEE_WAIVED_YUAN "fee_waived_yuan" "减免金额" Own;
    OVERDUE_FLAG "overdue_flag" "是否超期" Word;
    SATISFACTION_COLUMN "satisfaction" "满意度" Word;
    REPEAT_OF "repeat_of" "重复工单" Own;
}

/// The columns of events that pause or restart the clock, as a bit set.
const STOPS: u64 = 1 << DEFERRED_UNTIL
    | 1 << CLARIFICATION_ASKED_ON
    | 1 << CLARIFY_BY
    | 1 << CLARIFIED_ON
    | 1 << CONSULTATION_FROM
    | 1 << CONSULTATION_DELIVERED_ON
    | 1 << CONSULTATION_TO
    | 1 << FEE_NOTICE_ON
    | 1 << FEE_PAID_ON;

/// The columns of days that may be the day of receipt, as a bit set.
const RECEIPTS: u64 = 1 << SUBMITTED_ON | 1 << SIGNED_ON | 1 << CONFIRMED_ON;

/// The columns of days that may be the day of the reply, as a bit set.
const REPLIES: u64 = 1 << POSTED_ON | 1 << REPLY_SIGNED_ON;

/// The entries of the request log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestLog;

impl Entry for RequestLog {
    const LOG: Log = Log::Requests;
    const EVENT: &'static str = "received_on";

    type Record<'row> = Request<'row>;
    type Words<'row> = RequestWords<'row>;
    type Days = RequestDays;

    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Request<'row>> {
        let mut cells = CellReader::new(row, found);
        let request = Request {
            id: cells.name(ID),
            title: cells.text(TITLE),
            words: words(row, &mut cells),
            fee_yuan: cells.yuan(FEE_YUAN),
            fee_waived_yuan: cells.yuan(FEE_WAIVED_YUAN),
            repeat_of: cells.name(REPEAT_OF),
            days: days(row, &mut cells),
        };
        let RequestWords {
            finished, excluded, ..
        } = request.words;
        if finished && !excluded && !request.days.has_end() {
            report_unfinished(row, &mut cells);
        }
        cells.finish(request)
    }

    /// One row per id of a range: `2025-09～11` is three requests.
    fn several(row: &Row<'_>) -> Option<Vec<OwnedRow>> {
        row.requests_of_range()
    }

    fn words<'r>(_: &Row<'_>, request: &'r Request<'_>) -> RequestWords<'r> {
        request.words
    }

    fn days(request: &Request<'_>) -> RequestDays {
        request.days
    }

    fn read_days(row: &Row<'_>, found: &mut Vec<Diagnostic>) -> Option<RequestDays> {
        let mut cells = CellReader::new(row, found);
        let days = days(row, &mut cells);
        cells.finish(days)
    }

    fn day_of(days: &RequestDays) -> Option<NaiveDate> {
        Some(days.arrival.received_on)
    }

    fn may_be_one(one: &Request<'_>, other: &Request<'_>) -> bool {
        one.days.arrival.may_be_one_with(&other.days.arrival)
    }

    /// The id, else all cells of a row with a title.
    fn identity<'r>(
        row: &'r Row<'_>,
        _: Option<NaiveDate>,
        buffer: &'r mut Vec<u8>,
    ) -> Option<&'r [u8]> {
        if let Some(id) = row.id() {
            return Some(row.id_key(id, buffer));
        }
        if row.title().is_empty() {
            return None;
        }
        Some(row.cells_key(buffer))
    }

    fn id<'r>(request: &'r Request<'_>) -> Option<&'r str> {
        request.id
    }
}

/// Reports a row whose status is finished but whose last day is blank: the request counts as open.
fn report_unfinished(row: &Row<'_>, cells: &mut CellReader<'_, '_>) {
    const ENDS: [usize; 4] = [CLOSED_ON, REPLIED_ON, POSTED_ON, REPLY_SIGNED_ON];
    let is_blank = ENDS.iter().all(|end| row.cell(*end).is_none());
    let end = ENDS.iter().find(|end| row.has_any(1 << **end));
    if let (Some(&end), Some(status), true) = (end, row.cell(STATUS), is_blank) {
        let problem = FinishedWithoutDay {
            status: status.to_owned(),
            column: row.header_of(end).unwrap_or_default().to_owned(),
            rows: 1,
        };
        cells.report(end, problem);
    }
}

/// The role of the consulted party, by its name. Everybody except organs is a third party.
pub(super) fn party(name: &str) -> Consulted {
    if name.contains("共同制作") {
        Consulted::CoProducer
    } else if is_organ(name) {
        Consulted::OtherOrgan
    } else {
        Consulted::ThirdParty
    }
}

/// Whether a name is that of an administrative organ. Committees of villagers, residents and owners are
/// not organs.
fn is_organ(name: &str) -> bool {
    const ENDS: [&str; 9] = [
        "局",
        "厅",
        "政府",
        "办事处",
        "管委会",
        "委员会",
        "发改委",
        "卫健委",
        "法制办",
    ];
    const NONE: [&str; 6] = [
        "村委会",
        "居委会",
        "业委会",
        "村民委员会",
        "居民委员会",
        "业主委员会",
    ];
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    name.contains("机关") || name.contains("部门") || ends(&ENDS) && !ends(&NONE)
}

/// Whether the citizen is satisfied, by the grade of the answer; `None` without an answer.
///
/// 国办发〔2019〕51号 has five grades, of which only the last two, 不满意 and 非常不满意, are bad reviews (差评):
/// 基本满意 is satisfied. 一般 occurs on platforms with other grades and counts as not satisfied.
fn satisfied(cells: &mut CellReader<'_, '_>) -> Option<bool> {
    match cells.answer(SATISFACTION_COLUMN, SATISFACTION)? {
        "very_satisfied" | "satisfied" | "fairly_satisfied" => Some(true),
        "neutral" | "dissatisfied" | "very_dissatisfied" => Some(false),
        _ => None,
    }
}

/// Maximum plausible number of days from receipt to the due date: the longest period by law, extended
/// and with a consultation, is under a hundred working days.
const LONGEST_LIMIT_DAYS: i64 = 400;

/// The limit of a request, unless it is implausible: with a mistyped year every reply would be
/// timely, or every one late.
fn plausible_limit(
    cells: &mut CellReader<'_, '_>,
    received: Moment,
) -> Option<(LoggedLimit, Option<NaiveTime>)> {
    let limit = cells.limit(DUE_ON)?;
    let due = match limit.0 {
        LoggedLimit::Date(date) => Some(date),
        // The earliest possible due date, since weekends come on top.
        LoggedLimit::WorkingDays(days) => after(received.0, days),
        LoggedLimit::Hours(hours) => after(received.0, hours / 24),
    };
    // A row without a day of receipt is rejected anyway.
    let is_received = received != Moment::default();
    match implausible_due(due.unwrap_or(NaiveDate::MAX), received.0).filter(|_| is_received) {
        None => Some(limit),
        Some(mut problem) => {
            // The cell contains a number of days, not a date.
            if let Some(ImplausibleDate { because, .. }) = problem.get_mut()
                && !matches!(limit.0, LoggedLimit::Date(_))
            {
                *because = Implausible::LimitTooLong;
            }
            cells.report(DUE_ON, problem);
            None
        }
    }
}

fn after(day: NaiveDate, days: u32) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days.into()))
}

/// The reason why a request received on `received` cannot be due on `due`; `None` if it can.
fn implausible_due(due: NaiveDate, received: NaiveDate) -> Option<Problem> {
    let because = match (due - received).num_days() {
        ..0 => Implausible::DueBeforeReceipt { received },
        0..=LONGEST_LIMIT_DAYS => return None,
        _ => Implausible::DueLongAfterReceipt { received },
    };
    Some(Problem::from(ImplausibleDate { date: due, because }))
}

/// A later due date, unless it is too long after receipt. A date before receipt is reported where the
/// period is computed, and has no effect.
fn later_due(
    cells: &mut CellReader<'_, '_>,
    column: usize,
    received: NaiveDate,
) -> Option<NaiveDate> {
    let day = cells.date(column)?;
    match implausible_due(day, received) {
        // A row without a day of receipt is rejected anyway.
        Some(problem) if day > received && received != NaiveDate::default() => {
            cells.report(column, problem);
            None
        }
        _ => Some(day),
    }
}

/// Reads the words of a request.
fn words<'row>(row: &'row Row<'_>, cells: &mut CellReader<'row, '_>) -> RequestWords<'row> {
    let kind = match cells.required_code(KIND, REQUEST_KIND) {
        Some("disclosure") => RequestKind::Disclosure,
        // If the cell is not a known kind, `finish` rejects the row.
        _ => RequestKind::Service,
    };
    let is_service = kind == RequestKind::Service;
    RequestWords {
        kind,
        channel: match kind {
            RequestKind::Disclosure => cells.channel_of_request(CHANNEL),
            RequestKind::Service => cells.text(CHANNEL),
        },
        topic: cells.word(TOPIC_COLUMN, TOPIC),
        department: cells.text_or_default(DEPARTMENT),
        // Some hotlines write this status into the column of the result.
        excluded: cells.is_excluded(STATUS) || is_service && cells.is_excluded(OUTCOME_COLUMN),
        finished: is_service && row.cell(STATUS).is_some_and(is_finished),
        law: cells.text(LAW),
        // The way of submission matters only if there are several days to choose from.
        means: match kind {
            RequestKind::Disclosure if row.has_any(RECEIPTS) => cells.means(CHANNEL),
            _ => Means::Unknown,
        },
        delivery: match kind {
            RequestKind::Disclosure => cells.delivery(DELIVERY_METHOD),
            RequestKind::Service => Delivery::Unknown,
        },
        consulted: cells.text(CONSULTED).map_or(Consulted::ThirdParty, party),
        // Both are closed lists for disclosure requests. Platforms of service requests use words of
        // their own, which no figure depends on.
        applicant: match kind {
            RequestKind::Disclosure => cells.applicant(APPLICANT_COLUMN),
            RequestKind::Service => None,
        },
        outcome: match kind {
            RequestKind::Disclosure => {
                let ends = [REPLIED_ON, CLOSED_ON, POSTED_ON, REPLY_SIGNED_ON];
                let is_open = ends.iter().all(|end| row.cell(*end).is_none());
                cells.outcome(OUTCOME_COLUMN, BASIS, is_open)
            }
            RequestKind::Service => None,
        },
        overdue_flag: cells.flag(OVERDUE_FLAG),
        satisfied: match kind {
            RequestKind::Service => satisfied(cells),
            RequestKind::Disclosure => None,
        },
        decided: cells.decided,
    }
}

/// Reads the days and limits of a request.
fn days<'row>(row: &Row<'_>, cells: &mut CellReader<'row, '_>) -> RequestDays {
    let has_receipts = row.has_any(RECEIPTS);
    let receipt = |cells: &mut CellReader<'row, '_>, column| {
        if has_receipts {
            cells.date(column)
        } else {
            None
        }
    };
    let [submitted_on, signed_on, confirmed_on] =
        [SUBMITTED_ON, SIGNED_ON, CONFIRMED_ON].map(|column| receipt(cells, column));
    let earliest = [submitted_on, signed_on, confirmed_on]
        .into_iter()
        .flatten()
        .min();
    let received = match earliest {
        Some(earliest) => cells.moment(RECEIVED_ON).unwrap_or((earliest, None)),
        None => cells.required_moment(RECEIVED_ON),
    };
    // Few logs have columns for events that stop the clock.
    let has_stops = row.has_any(STOPS);
    let stop = |cells: &mut CellReader<'row, '_>, column| match column {
        _ if !has_stops => None,
        DEFERRED_UNTIL | CLARIFY_BY => later_due(cells, column, received.0),
        _ => cells.date(column),
    };
    let due = plausible_limit(cells, received);
    let has_replies = row.has_any(REPLIES);
    let [posted_on, reply_signed_on] = [POSTED_ON, REPLY_SIGNED_ON].map(|column| {
        if has_replies {
            cells.date(column)
        } else {
            None
        }
    });
    let (replied, closed) = (cells.moment(REPLIED_ON), cells.moment(CLOSED_ON));
    for (column, end) in [(REPLIED_ON, replied), (CLOSED_ON, closed)] {
        cells.check_end(column, end.map(|(day, _)| day), received.0);
    }
    RequestDays {
        arrival: Arrival {
            received_on: received.0,
            submitted_on,
            signed_on,
            confirmed_on,
        },
        due_on: due.map(|(limit, _)| limit),
        sending: Sending {
            replied_on: replied.map(|(day, _)| day),
            posted_on,
            reply_signed_on,
        },
        logged: LoggedDays {
            extended_on: cells.date(EXTENDED_ON),
            extended_until: later_due(cells, EXTENDED_UNTIL, received.0),
            deferred_until: stop(cells, DEFERRED_UNTIL),
            clarification_asked_on: stop(cells, CLARIFICATION_ASKED_ON),
            clarify_by: stop(cells, CLARIFY_BY),
            clarified_on: stop(cells, CLARIFIED_ON),
            consultation_from: stop(cells, CONSULTATION_FROM),
            consultation_delivered_on: stop(cells, CONSULTATION_DELIVERED_ON),
            consultation_to: stop(cells, CONSULTATION_TO),
            fee_notice_on: stop(cells, FEE_NOTICE_ON),
            fee_paid_on: stop(cells, FEE_PAID_ON),
            closed_on: closed.map(|(day, _)| day),
        },
        times: Times {
            received: received.1,
            due: due.and_then(|(_, time)| time),
            replied: replied.and_then(|(_, time)| time),
            closed: closed.and_then(|(_, time)| time),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_consulted() {
        for name in [
            "市公安局",
            "省自然资源厅",
            "县人民政府",
            "城东街道办事处",
            "有关部门",
            "上级机关",
        ] {
            assert_eq!(party(name), Consulted::OtherOrgan, "{name}");
        }
        for name in ["第三方", "某某公司", "张家村村民委员会", "阳光小区业委会"]
        {
            assert_eq!(party(name), Consulted::ThirdParty, "{name}");
        }
        assert_eq!(party("共同制作机关"), Consulted::CoProducer);
    }
}
