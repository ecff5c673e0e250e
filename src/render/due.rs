//! Deadlines for a person and for programs: the open requests, and one deadline day by day.

mod course;
mod ics;

pub use course::{course_json, course_summary, course_table};
pub use ics::ics;

use chrono::NaiveDate;
use serde::Serialize;

use super::json_values::{JsonDay, printed};
use super::lines::in_words;
use crate::calendar::{self, Reason};
use crate::count::{OpenRequest, OpenState};
use crate::document::{Align, Cell, Column, Table};
use crate::language::{Bilingual, Language};
use crate::law::{Awaited, DeadlineQuestion, ExplainedDay, Explanation, Receipt};
use crate::logs::header;
use crate::record::{Log, RequestKind};
use crate::vocabulary::{APPLICANTS, CodeEntry, REQUEST_KINDS};

/// The open requests as a table, in the order given.
#[must_use]
pub fn table(requests: &[OpenRequest], as_of: NaiveDate, language: Language) -> Table {
    let words = |zh, en| Bilingual { zh, en }.in_language(language);
    let column = |zh, en, align| Column {
        heading: words(zh, en).to_owned(),
        align,
    };
    let mut table = Table {
        id: "due".to_owned(),
        caption: match language {
            Language::Chinese => format!("{}在办事项", in_words(as_of)),
            Language::English => format!("open requests on {as_of}"),
        },
        columns: vec![
            column("编号", "id", Align::Left),
            column("类别", "kind", Align::Left),
            column("收到日期", "received", Align::Left),
            column("期限", "due", Align::Left),
            column("剩余工作日", "working days left", Align::Right),
            column("状态", "state", Align::Left),
            column("标题", "title", Align::Left),
            column("承办单位", "department", Align::Left),
            column("申请人类型", "applicant", Align::Left),
            column("位置", "place", Align::Left),
        ],
        rows: requests
            .iter()
            .map(|request| row(request, language))
            .collect(),
    };
    // Only needed if a rule selected the day of receipt; most logs have only one.
    if requests.iter().any(|request| request.receipt.is_some()) {
        let place = table.columns.len() - 1;
        let heading = column("起算", "clock starts", Align::Left);
        table.columns.insert(place, heading);
        for (row, request) in table.rows.iter_mut().zip(requests) {
            let receipt = request.receipt.as_ref();
            let text = receipt.map(|receipt| receipt_in_short(receipt, language));
            row.insert(place, text.map_or(Cell::Absent, Cell::Text));
        }
    }
    table
}

/// The day that starts the clock, and the article for it.
fn receipt_in_short(receipt: &Receipt, language: Language) -> String {
    let Receipt { on, rule, .. } = receipt;
    let day = header(Log::Requests, receipt.day.key());
    match language {
        Language::Chinese => format!("{on}（{day}，{}）", rule.article.zh),
        Language::English => format!("{on} (\"{day}\", {})", rule.article.en),
    }
}

/// The day that starts the clock, and the rule for it.
fn receipt_text(receipt: &Receipt, language: Language) -> String {
    let Receipt { on, rule, .. } = receipt;
    let day = header(Log::Requests, receipt.day.key());
    let asked = header(Log::Requests, receipt.asked.key());
    let is_lacking = receipt.is_lacking();
    match language {
        Language::Chinese => {
            let lacking = if is_lacking {
                format!("，没有登记{asked}")
            } else {
                String::new()
            };
            let (text, article) = (&rule.text.zh, &rule.article.zh);
            format!("起算：{on}（{day}{lacking}）；{text}（{article}）")
        }
        Language::English => {
            let lacking = if is_lacking {
                format!(", for there is no \"{asked}\"")
            } else {
                String::new()
            };
            let (text, article) = (&rule.text.en, &rule.article.en);
            format!("clock starts: {on} (\"{day}\"{lacking}); {text} ({article})")
        }
    }
}

/// The day that starts the clock, in JSON.
#[derive(Serialize)]
struct ReceiptJson<'a> {
    /// The column key of this day.
    day: &'static str,
    /// The column key of the day that the rule requires.
    asked: &'static str,
    /// The rule, in Chinese.
    rule: &'a str,
    article: &'a str,
}

impl<'a> ReceiptJson<'a> {
    fn of(receipt: &'a Receipt) -> Self {
        Self {
            day: receipt.day.key(),
            asked: receipt.asked.key(),
            rule: &receipt.rule.text.zh,
            article: &receipt.rule.article.zh,
        }
    }
}

/// A narrower table for a screen: without empty columns, without kind and day of receipt, and without
/// the place if every request has an id.
#[must_use]
pub fn short_table(requests: &[OpenRequest], as_of: NaiveDate, language: Language) -> Table {
    let mut table = table(requests, as_of, language);
    let has_ids = requests.iter().all(|request| request.id.is_some());
    let last = table.columns.len() - 1;
    let is_kept = |column: usize| match column {
        KIND | RECEIVED => false,
        column if column == last => !has_ids,
        column => {
            let mut cells = table.rows.iter().map(|row| &row[column]);
            requests.is_empty() || cells.any(|cell| *cell != Cell::Absent)
        }
    };
    let kept: Vec<bool> = (0..table.columns.len()).map(is_kept).collect();
    table.keep_columns(&kept);
    table
}

/// Indices of the columns of [`table`] with kind and day of receipt.
const KIND: usize = 1;
const RECEIVED: usize = 2;

fn row(request: &OpenRequest, language: Language) -> Vec<Cell> {
    let text = |text: Option<&str>| text.map_or(Cell::Absent, |text| Cell::Text(text.to_owned()));
    let left = request.working_days_left;
    vec![
        text(request.id.as_deref()),
        text(Some(name_of(REQUEST_KINDS, request.kind.code(), language))),
        Cell::Date(request.received_on),
        request.due.map_or(Cell::Absent, Cell::Date),
        // A number even if the day has passed, so that a spreadsheet can calculate with it.
        left.map_or(Cell::Absent, |left| {
            u64::try_from(left).map_or(Cell::Change(left), Cell::Count)
        }),
        Cell::Text(status(request, language)),
        text(request.title.as_deref()),
        text(request.department.as_deref()),
        text(
            request
                .applicant
                .map(|code| name_of(APPLICANTS, code, language)),
        ),
        Cell::Text(format!("{}:{}", request.file, request.line)),
    ]
}

fn name_of(codes: &[CodeEntry], code: &'static str, language: Language) -> &'static str {
    let known = codes.iter().find(|known| known.code == code);
    known.map_or(code, |known| known.name.in_language(language))
}

/// The state of a request, and why its due date is provisional, if it is.
fn status(request: &OpenRequest, language: Language) -> String {
    state(request, language) + &provisional(&request.missing_notices, language)
}

/// Says that the holiday notices of these years are missing, so that the due date is provisional.
fn provisional(missing_notices: &[i32], language: Language) -> String {
    let years: Vec<String> = missing_notices.iter().map(i32::to_string).collect();
    match (&*years, language) {
        ([], _) => String::new(),
        (years, Language::Chinese) => {
            let years = years.join("、");
            format!("；期限暂定，{years}年放假安排尚未公布")
        }
        (years, Language::English) => {
            let years = years.join(", ");
            format!("; due date provisional, the holiday notice for {years} is not known")
        }
    }
}

fn state(request: &OpenRequest, language: Language) -> String {
    let words = |zh, en| Bilingual { zh, en }.in_language(language).to_owned();
    match request.state {
        OpenState::Overdue => words("已超期", "overdue"),
        OpenState::Open if request.is_extended => words("在办，已延期", "open, extended"),
        OpenState::Open => words("在办", "open"),
        OpenState::Undetermined => match request.kind {
            RequestKind::Service => words(
                "无期限：台账和 [limits.service] 都没有写明",
                "no limit: neither the log nor [limits.service] sets one",
            ),
            RequestKind::Disclosure => words(
                "无期限：收到时《条例》尚未施行",
                "no limit: received before the Regulations were in force",
            ),
        },
        OpenState::Suspended {
            awaited,
            since,
            until,
        } => waiting(awaited, since, until, language),
    }
}

/// Whom the office waits for, for what, and from when to when.
fn waiting(
    awaited: Awaited,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    language: Language,
) -> String {
    let day = |day: Option<NaiveDate>, before: &str, behind: &str| {
        day.map_or_else(String::new, |day| format!("{before}{day}{behind}"))
    };
    match language {
        Language::Chinese => {
            let what = match awaited {
                Awaited::Clarification => "申请人补正",
                Awaited::ThirdParty => "第三方意见",
                Awaited::OtherOrgan => "其他机关意见",
                Awaited::Fee => "申请人缴费",
            };
            let (since, until) = (day(since, "自", "起"), day(until, "（至", "）"));
            format!("{since}等待{what}{until}")
        }
        Language::English => {
            let what = match awaited {
                Awaited::Clarification => "the applicant to clarify",
                Awaited::ThirdParty => "a third party",
                Awaited::OtherOrgan => "another organ",
                Awaited::Fee => "the applicant to pay",
            };
            let (since, until) = (day(since, " since ", ""), day(until, " (until ", ")"));
            format!("waits for {what}{since}{until}")
        }
    }
}

/// Its code in JSON.
fn awaited_code(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::Clarification => "clarification",
        Awaited::ThirdParty => "third_party",
        Awaited::OtherOrgan => "other_organ",
        Awaited::Fee => "fee",
    }
}

/// The open requests as JSON: `{"as_of", "requests": […]}`.
#[must_use]
pub fn json(requests: &[OpenRequest], as_of: NaiveDate) -> String {
    printed(&OpenJson {
        as_of: JsonDay(as_of),
        requests: requests.iter().map(OpenRequestJson::of).collect(),
    })
}

#[derive(Serialize)]
struct OpenJson<'a> {
    as_of: JsonDay,
    requests: Vec<OpenRequestJson<'a>>,
}

#[derive(Serialize)]
struct OpenRequestJson<'a> {
    id: Option<&'a str>,
    /// `service` or `disclosure`.
    kind: &'static str,
    title: Option<&'a str>,
    department: Option<&'a str>,
    /// The kind of applicant, as in `requests.disclosure.table`; null for a service request.
    applicant: Option<&'static str>,
    received_on: JsonDay,
    /// The logged day that was used, and the rule for it; left out if the log has only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<ReceiptJson<'a>>,
    due: Option<JsonDay>,
    working_days_left: Option<i64>,
    /// Whether a missing holiday notice could still move the due date.
    provisional: bool,
    /// The years of the missing notices.
    missing_notices: &'a [i32],
    /// `overdue`, `open`, `undetermined` or `suspended`.
    state: &'static str,
    /// `clarification`, `third_party`, `other_organ` or `fee`; null unless suspended.
    awaiting: Option<&'static str>,
    /// The day of the office's question.
    awaiting_since: Option<JsonDay>,
    /// The last day for the answer; null if no limit is set.
    awaiting_until: Option<JsonDay>,
    is_extended: bool,
    file: &'a str,
    line: u64,
}

impl<'a> OpenRequestJson<'a> {
    fn of(request: &'a OpenRequest) -> Self {
        let (awaiting, since, until) = match request.state {
            OpenState::Suspended {
                awaited,
                since,
                until,
            } => (Some(awaited), since, until),
            _ => (None, None, None),
        };
        Self {
            id: request.id.as_deref(),
            kind: request.kind.code(),
            title: request.title.as_deref(),
            department: request.department.as_deref(),
            applicant: request.applicant,
            received_on: JsonDay(request.received_on),
            receipt: request.receipt.as_ref().map(ReceiptJson::of),
            due: request.due.map(JsonDay),
            working_days_left: request.working_days_left,
            provisional: !request.missing_notices.is_empty(),
            missing_notices: &request.missing_notices,
            state: request.state.code(),
            awaiting: awaiting.map(awaited_code),
            awaiting_since: since.map(JsonDay),
            awaiting_until: until.map(JsonDay),
            is_extended: request.is_extended,
            file: &request.file,
            line: request.line,
        }
    }
}

/// One deadline for a person: the result in a few lines.
#[must_use]
pub fn explanation_summary(
    question: &DeadlineQuestion,
    explanation: &Explanation<'_>,
    language: Language,
) -> String {
    let mut lines = Vec::new();
    let mut line = |zh: String, en: String| {
        lines.push(match language {
            Language::Chinese => zh,
            Language::English => en,
        });
    };
    line(
        format!("收到日期：{}（当日不计）", question.received),
        format!("received: {} (not counted)", question.received),
    );
    match explanation.regime {
        Some(regime) => {
            let answer = &regime.answer;
            line(
                format!("适用法律：{}{}", regime.title.zh, answer.article.zh),
                format!("law: {}, {}", regime.title.en, answer.article.en),
            );
        }
        None => line(
            "适用法律：无（《政府信息公开条例》自2008年5月1日起施行）".to_owned(),
            "law: none (the Regulations are in force from 2008-05-01)".to_owned(),
        ),
    }
    let mark = |is_provisional| {
        if is_provisional {
            ("（暂定）", " (provisional)")
        } else {
            ("", "")
        }
    };
    if let (Some(days), Some(due)) = (explanation.days, explanation.due) {
        let (zh, en) = mark(explanation.provisional);
        line(
            format!("期限：{days}个工作日，至{due}{zh}"),
            format!("limit: {days} working days, until {due}{en}"),
        );
    }
    if let Some(due) = explanation.extended_due {
        let (zh, en) = mark(explanation.is_extension_provisional);
        line(
            format!("依法延期最长至：{due}{zh}"),
            format!("with the longest extension: until {due}{en}"),
        );
    }
    if let (Some(replied), Some(elapsed)) = (question.replied, explanation.elapsed_working_days) {
        let (zh, en) = match explanation.on_time {
            Some(true) => ("，按期", ", on time"),
            Some(false) => ("，逾期", ", late"),
            None => ("", ""),
        };
        line(
            format!("答复日期：{replied}，历时{elapsed}个工作日{zh}"),
            format!("replied: {replied}, after {elapsed} working days{en}"),
        );
    }
    lines.join("\n") + "\n"
}

/// One deadline day by day.
#[must_use]
pub fn explanation_table(explanation: &Explanation<'_>, language: Language) -> Table {
    let row = |line: &ExplainedDay<'_>| cells_of_day(&line.day, line.n, language);
    Table {
        id: "calendar".to_owned(),
        caption: String::new(),
        columns: columns_of_days(language),
        rows: explanation.lines.iter().map(row).collect(),
    }
}

/// The columns of a list of days: date, whether it is a working day, why, and its number among the
/// working days.
fn columns_of_days(language: Language) -> Vec<Column> {
    let column = |zh, en, align| Column {
        heading: Bilingual { zh, en }.in_language(language).to_owned(),
        align,
    };
    vec![
        column("日期", "date", Align::Left),
        column("上班", "working", Align::Left),
        column("原因", "reason", Align::Left),
        column("第几个工作日", "working day no.", Align::Right),
    ]
}

/// The cells of a day in these columns.
fn cells_of_day(day: &calendar::Day<'_>, number: Option<u32>, language: Language) -> Vec<Cell> {
    let words = |zh, en| Bilingual { zh, en }.in_language(language).to_owned();
    let working = if day.working {
        words("上班", "worked")
    } else {
        words("休息", "off")
    };
    vec![
        Cell::Date(day.date),
        Cell::Text(working),
        Cell::Text(reason_of(day, language)),
        number.map_or_else(|| Cell::Text(String::new()), |n| Cell::Count(n.into())),
    ]
}

/// Why a day is a working day or not; names the office's own file if that decides.
fn reason_of(day: &calendar::Day<'_>, language: Language) -> String {
    let words = |zh: &str, en: &str| match language {
        Language::Chinese => zh.to_owned(),
        Language::English => en.to_owned(),
    };
    let (text, origin) = match &day.reason {
        Reason::Weekday => return words("工作日", "weekday"),
        Reason::Weekend => return words("周末", "weekend"),
        Reason::Statutory {
            name,
            made_up: false,
        } => {
            return words(
                &format!("{name}（依法放假）"),
                &format!("{name} (off by law)"),
            );
        }
        Reason::Statutory {
            name,
            made_up: true,
        } => {
            return words(
                &format!("{name}补假（暂定）"),
                &format!("makes up for {name} (provisional)"),
            );
        }
        Reason::Holiday { name, origin } => ((*name).to_owned(), origin),
        Reason::MakeUp { name, origin } => {
            let text = words(
                &format!("{name}调休上班"),
                &format!("make-up day for {name}"),
            );
            (text, origin)
        }
    };
    match (origin.file, language) {
        (None, _) => text,
        (Some(file), Language::Chinese) => format!("{text}（{file}）"),
        (Some(file), Language::English) => format!("{text} ({file})"),
    }
}

/// One deadline as JSON: `{"received", "law", "days", "due", "extended_due", "provisional", "replied",
/// "elapsed_working_days", "on_time", "calendar": [{"date", "working", "reason", "source", "n"}]}`.
#[must_use]
pub fn explanation_json(question: &DeadlineQuestion, explanation: &Explanation<'_>) -> String {
    printed(&ExplanationJson {
        received: JsonDay(question.received),
        law: explanation.regime.map(|regime| regime.key.as_str()),
        days: explanation.days,
        due: explanation.due.map(JsonDay),
        extended_due: explanation.extended_due.map(JsonDay),
        provisional: explanation.provisional,
        replied: question.replied.map(JsonDay),
        elapsed_working_days: explanation.elapsed_working_days,
        on_time: explanation.on_time,
        calendar: explanation.lines.iter().map(DayJson::of).collect(),
    })
}

#[derive(Serialize)]
struct ExplanationJson<'a> {
    received: JsonDay,
    /// The regulations in force on the day of receipt, by year: `2007` or `2019`; null before them.
    law: Option<&'a str>,
    /// Working days of the limit.
    days: Option<u16>,
    due: Option<JsonDay>,
    extended_due: Option<JsonDay>,
    /// Whether a missing holiday notice could still move the due date.
    provisional: bool,
    replied: Option<JsonDay>,
    elapsed_working_days: Option<u32>,
    on_time: Option<bool>,
    calendar: Vec<DayJson<'a>>,
}

#[derive(Serialize)]
struct DayJson<'a> {
    date: JsonDay,
    working: bool,
    /// `weekday`, `weekend`, or the name of the holiday that makes it a day off or a make-up day.
    reason: &'a str,
    /// The file or notice it comes from; null if it follows from the day of the week.
    source: Option<&'a str>,
    /// Its number among the working days since receipt; null for a day off.
    n: Option<u32>,
}

impl<'a> DayJson<'a> {
    fn of(line: &'a ExplainedDay<'_>) -> Self {
        let (reason, source) = match &line.day.reason {
            Reason::Weekday => ("weekday", None),
            Reason::Weekend => ("weekend", None),
            Reason::Statutory { name, .. } => (*name, None),
            Reason::Holiday { name, origin } | Reason::MakeUp { name, origin } => {
                let notice = origin.notice.map(|notice| notice.name.as_str());
                (*name, origin.file.or(notice))
            }
        };
        Self {
            date: JsonDay(line.day.date),
            working: line.day.working,
            reason,
            source,
            n: line.n,
        }
    }
}
