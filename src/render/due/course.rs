//! The deadline of one request with stops, restarts or an extension, for a person and for programs.

use chrono::NaiveDate;
use serde::Serialize;

use super::{cells_of_day, columns_of_days, waiting};
use crate::count::{CourseDay, CourseOfRequest};
use crate::document::{Align, Cell, Column, Table};
use crate::language::{Bilingual, Language};
use crate::law::{Awaited, Event, Extension, Reply, ReplyRule, State, Stop};
use crate::render::json_values::{JsonDay, printed};

/// The result of the course, in a few lines.
#[must_use]
pub fn course_summary(
    request: &CourseOfRequest,
    missing_notices: &[i32],
    as_of: NaiveDate,
    language: Language,
) -> String {
    let is_chinese = language == Language::Chinese;
    let mut lines = Vec::new();
    let mut line = |zh: String, en: String| lines.push(if is_chinese { zh } else { en });
    let (course, deadline) = (&request.course, &request.deadline);
    if let Some((file, row)) = &request.place {
        let id = request.id.as_deref().unwrap_or("—");
        let title = request.title.as_deref().unwrap_or("—");
        line(
            format!("编号：{id}，标题：{title}（{file}:{row}）"),
            format!("request: {id}, {title} ({file}:{row})"),
        );
    }
    line(
        format!("收到日期：{}（当日不计）", course.received),
        format!("received: {} (not counted)", course.received),
    );
    if let Some(receipt) = &course.receipt {
        line(
            super::receipt_text(receipt, Language::Chinese),
            super::receipt_text(receipt, Language::English),
        );
    }
    if let Some(regime) = deadline.basis.regime() {
        let answer = &regime.answer;
        line(
            format!("适用法律：{}{}", regime.title.zh, answer.article.zh),
            format!("law: {}, {}", regime.title.en, answer.article.en),
        );
    }
    if let Some(due) = deadline.base_due {
        line(
            format!("自收到之日计算的期限：{due}"),
            format!("due by the day of receipt alone: {due}"),
        );
    }
    for stop in &deadline.stops {
        line(stop_zh(stop), stop_en(stop));
    }
    if let Some([zh, en]) = extension_text(deadline.extension) {
        line(zh, en);
    }
    if let Some(due) = deadline.due {
        let provisional = |language| super::provisional(missing_notices, language);
        line(
            format!("期限：{due}{}", provisional(Language::Chinese)),
            format!("due: {due}{}", provisional(Language::English)),
        );
    }
    let ended = deadline.ended.map(|ending| ending.on);
    let (zh, en) = match deadline.state {
        State::OnTime { .. } => ("按期", "on time"),
        State::Late => ("逾期", "late"),
        State::Overdue => ("已超期，尚未答复", "overdue, not answered"),
        State::Open => ("在办", "open"),
        State::Undetermined => ("无期限", "no limit"),
        State::Suspended { awaiting, until } => {
            let waiting = waiting(awaiting, None, until, language);
            line(
                format!("截至{as_of}：{waiting}，期限未定"),
                format!("as of {as_of}: {waiting}, so that no due date is known"),
            );
            return lines.join("\n") + "\n";
        }
    };
    match ended {
        Some(on) => {
            let [rule_zh, rule_en] = reply_rule_text(course.reply.as_ref());
            line(
                format!("答复或办结：{on}，{zh}{rule_zh}"),
                format!("ended: {on}, {en}{rule_en}"),
            );
        }
        None => line(format!("截至{as_of}：{zh}"), format!("as of {as_of}: {en}")),
    }
    lines.join("\n") + "\n"
}

/// An extension in Chinese and English. `None` if there is none.
fn extension_text(extension: Extension) -> Option<[String; 2]> {
    match extension {
        Extension::None => None,
        Extension::Granted { working_days } => Some([
            format!("依法延期：{working_days}个工作日"),
            format!("extended by: {working_days} working days"),
        ]),
        Extension::WithoutEffect => Some([
            "延期告知不发生效力".to_owned(),
            "the extension has no effect".to_owned(),
        ]),
    }
}

/// The rule that gives the day of a reply, in Chinese and English. Empty if the office's own day counts.
fn reply_rule_text(reply: Option<&Reply>) -> [String; 2] {
    reply.map_or_else(Default::default, |reply| {
        let ReplyRule { text, article, .. } = reply.rule;
        [
            format!("；{}（{}）", text.zh, article.zh),
            format!("; {} ({})", text.en, article.en),
        ]
    })
}

fn stop_zh(stop: &Stop) -> String {
    let Stop {
        from,
        to,
        working_days,
        article,
        ..
    } = stop;
    let waiting = waiting(stop.awaited, None, None, Language::Chinese);
    let effect = if stop.restarts && !stop.running {
        "，此后重新计算".to_owned()
    } else {
        format!("，{working_days}个工作日不计入")
    };
    format!("{from}之后至{to}：{waiting}{effect}（{}）", article.zh)
}

fn stop_en(stop: &Stop) -> String {
    let Stop {
        from,
        to,
        working_days,
        article,
        ..
    } = stop;
    let waiting = waiting(stop.awaited, None, None, Language::English);
    let effect = if stop.restarts && !stop.running {
        ", then the period starts anew".to_owned()
    } else {
        format!(", {working_days} working days not counted")
    };
    format!(
        "after {from} until {to}: {waiting}{effect} ({})",
        article.en
    )
}

/// A course as a table of days with their events.
#[must_use]
pub fn course_table(days: &[CourseDay<'_>], language: Language) -> Table {
    let words = |zh, en| Bilingual { zh, en }.in_language(language).to_owned();
    let row = |day: &CourseDay<'_>| {
        let waits = day
            .waits_for
            .map(|awaited| waiting(awaited, None, None, language));
        let events = day
            .events
            .iter()
            .map(|event| event_name(*event, language).to_owned());
        let notes: Vec<String> = events.chain(waits).collect();
        let mut row = cells_of_day(&day.day, day.n, language);
        row.push(Cell::Text(notes.join(&words("；", "; "))));
        row
    };
    let mut columns = columns_of_days(language);
    columns.push(Column {
        heading: words("事项", "event"),
        align: Align::Left,
    });
    Table {
        id: "calendar".to_owned(),
        caption: String::new(),
        columns,
        rows: days.iter().map(row).collect(),
    }
}

fn event_name(event: Event, language: Language) -> &'static str {
    let (zh, en) = match event {
        Event::Received => ("收到", "received"),
        Event::Submitted => ("提交", "submitted"),
        Event::Signed => ("签收", "signed for"),
        Event::Confirmed => ("确认", "confirmed"),
        Event::ExtendedOn => ("告知延期", "extension notified"),
        Event::ExtendedUntil => ("延期至", "extended until"),
        Event::DeferredUntil => ("延迟答复期限", "deferred until"),
        Event::ClarificationAskedOn => ("告知补正", "clarification asked for"),
        Event::ClarifyBy => ("补正期限", "last day to clarify"),
        Event::ClarifiedOn => ("收到补正", "clarified"),
        Event::ConsultationFrom => ("开始征求意见", "consultation begins"),
        Event::ConsultationDeliveredOn => ("征求意见送达", "consultation delivered"),
        Event::ConsultationTo => ("征求意见答复", "consulted party answers"),
        Event::FeeNoticeOn => ("通知收费", "fee notice"),
        Event::FeePaidOn => ("缴费", "fee paid"),
        Event::RepliedOn => ("答复", "replied"),
        Event::Posted => ("交邮", "posted"),
        Event::ReplySigned => ("签收答复", "reply signed for"),
        Event::ClosedOn => ("办结", "closed"),
    };
    Bilingual { zh, en }.in_language(language)
}

/// A course as JSON: `{"id", "title", "file", "line", "received", "law", "base_due", "due", "provisional",
/// "missing_notices", "stops": […], "extension_days", "ended", "calendar": […]}`.
#[must_use]
pub fn course_json(
    request: &CourseOfRequest,
    missing_notices: &[i32],
    days: &[CourseDay<'_>],
) -> String {
    let deadline = &request.deadline;
    let place = request.place.as_ref();
    printed(&CourseJson {
        id: request.id.as_deref(),
        title: request.title.as_deref(),
        file: place.map(|(file, _)| &**file),
        line: place.map(|(_, line)| *line),
        received: JsonDay(request.course.received),
        receipt: request.course.receipt.as_ref().map(super::ReceiptJson::of),
        law: deadline.basis.regime().map(|regime| regime.key.as_str()),
        base_due: deadline.base_due.map(JsonDay),
        due: deadline.due.map(JsonDay),
        provisional: !missing_notices.is_empty(),
        missing_notices,
        state: match deadline.state {
            State::OnTime { .. } => "on_time",
            State::Late => "late",
            State::Open => "open",
            State::Suspended { .. } => "suspended",
            State::Overdue => "overdue",
            State::Undetermined => "undetermined",
        },
        stops: deadline.stops.iter().map(StopJson::of).collect(),
        extension_days: match deadline.extension {
            Extension::Granted { working_days } => Some(working_days),
            Extension::None | Extension::WithoutEffect => None,
        },
        ended: deadline.ended.map(|ending| JsonDay(ending.on)),
        calendar: days.iter().map(CourseDayJson::of).collect(),
    })
}

#[derive(Serialize)]
struct CourseJson<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u64>,
    received: JsonDay,
    /// The logged day that was used, and the rule for it; left out if the log has only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<super::ReceiptJson<'a>>,
    law: Option<&'a str>,
    /// The due date without stops and extension.
    base_due: Option<JsonDay>,
    /// The due date with stops and extension; null while the office waits for someone else.
    due: Option<JsonDay>,
    /// Whether a missing holiday notice could still move the due date, and the years of such notices.
    provisional: bool,
    missing_notices: &'a [i32],
    state: &'static str,
    stops: Vec<StopJson>,
    /// Working days that an extension adds.
    extension_days: Option<u32>,
    ended: Option<JsonDay>,
    calendar: Vec<CourseDayJson>,
}

/// Days that do not count: those after `from` up to and including `to`.
#[derive(Serialize)]
struct StopJson {
    awaiting: &'static str,
    from: JsonDay,
    to: JsonDay,
    starts_anew: bool,
    working_days: u32,
}

impl StopJson {
    fn of(stop: &Stop) -> Self {
        Self {
            awaiting: super::awaited_code(stop.awaited),
            from: JsonDay(stop.from),
            to: JsonDay(stop.to),
            starts_anew: stop.restarts && !stop.running,
            working_days: stop.working_days,
        }
    }
}

#[derive(Serialize)]
struct CourseDayJson {
    date: JsonDay,
    working: bool,
    n: Option<u32>,
    waits_for: Option<&'static str>,
    events: Vec<&'static str>,
}

impl CourseDayJson {
    fn of(day: &CourseDay<'_>) -> Self {
        let name = |event: &Event| event_name(*event, Language::English);
        Self {
            date: JsonDay(day.day.date),
            working: day.day.working,
            n: day.n,
            waits_for: day
                .waits_for
                .map(|awaited: Awaited| super::awaited_code(awaited)),
            events: day.events.iter().map(name).collect(),
        }
    }
}
