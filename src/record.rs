//! Records of the office's logs: one type per log, with parsed cells that are not interpreted yet.
//!
//! Records borrow their texts from the row they were read from. `law` interprets the dates;
//! `count` decides which rows are the same item.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use rust_decimal::Decimal;
use serde::Deserialize;

/// The logs that an office may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Log {
    /// 主动公开台账: published items.
    Published,
    /// 政府采购: procurement notices.
    Procurement,
    /// 环境信息: environmental notices.
    Environment,
    /// 申请与诉求登记: requests of both kinds.
    Requests,
    /// 办事指南: guides.
    Guides,
    /// 规范性文件: regulations and normative documents.
    Documents,
    /// 行政执法决定: administrative decisions.
    Decisions,
    /// 复议诉讼: reviews and lawsuits over the disclosure of information.
    Disputes,
    /// 办理事项: steps taken on requests, several events per request. This log has no figures of its own.
    Events,
}

impl Log {
    /// Every log, in the order in which they are read.
    pub const ALL: &'static [Log] = &[
        Log::Published,
        Log::Procurement,
        Log::Environment,
        Log::Requests,
        Log::Guides,
        Log::Documents,
        Log::Decisions,
        Log::Disputes,
        Log::Events,
    ];

    /// The name of the log in `report.toml` and in keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Procurement => "procurement",
            Self::Environment => "environment",
            Self::Requests => "requests",
            Self::Guides => "guides",
            Self::Documents => "documents",
            Self::Decisions => "decisions",
            Self::Disputes => "disputes",
            Self::Events => "events",
        }
    }

    /// The log that the figures with this key are counted from; `None` for figures that are only declared.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let first = key.split('.').next()?;
        Self::ALL.iter().copied().find(|log| log.key() == first)
    }

    /// Default file name of the log, used if `report.toml` names no file.
    #[must_use]
    pub fn default_file(self) -> &'static str {
        match self {
            Self::Published => "published.csv",
            Self::Procurement => "procurement.csv",
            Self::Environment => "environment.csv",
            Self::Requests => "requests.csv",
            Self::Guides => "guides.csv",
            Self::Documents => "documents.csv",
            Self::Decisions => "decisions.csv",
            Self::Disputes => "disputes.csv",
            Self::Events => "events.csv",
        }
    }
}

/// A row of the published log: one publication of an item on one or more channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublishedItem<'a> {
    /// Index number.
    pub id: Option<&'a str>,
    /// Title.
    pub title: &'a str,
    /// The office's category; the first one if the cell lists several.
    pub category: Option<&'a str>,
    /// The channel cell; [`channels`](Self::channels) splits it.
    pub channel: Option<&'a str>,
    /// Day the information was created.
    pub made_on: Option<NaiveDate>,
    /// Day it was published.
    pub published_on: NaiveDate,
    /// The publishing department.
    pub department: Option<&'a str>,
    /// Document number.
    pub document_no: Option<&'a str>,
    /// Index number of the item of which this row is a copy.
    pub same_as: Option<&'a str>,
    /// Person who did the secrecy review.
    pub reviewed_by: Option<&'a str>,
    /// Day of the secrecy review.
    pub reviewed_on: Option<NaiveDate>,
    /// Web address.
    pub url: Option<&'a str>,
}

impl<'a> PublishedItem<'a> {
    /// The channels of the row, without repetitions, in the order of the cell.
    pub fn channels(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        channels_of(self.channel.unwrap_or_default())
    }
}

/// The text cells of a published item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemWords<'a> {
    /// The office's category; the first one if the cell lists several.
    pub category: Option<&'a str>,
    /// The channel cell.
    pub channel: Option<&'a str>,
    /// The publishing department.
    pub department: Option<&'a str>,
    /// Person who did the secrecy review.
    pub reviewed_by: Option<&'a str>,
    /// Whether the file has a column for reviews.
    pub records_reviews: bool,
}

/// The dates of a published item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemDays {
    /// Day the information was created.
    pub made_on: Option<NaiveDate>,
    /// Day it was published.
    pub published_on: NaiveDate,
    /// Day of the secrecy review.
    pub reviewed_on: Option<NaiveDate>,
}

/// Characters that always separate channels.
const BETWEEN_CHANNELS: [char; 10] = ['；', ';', '、', '，', ',', '/', '／', '+', '＋', '\n'];

/// Characters that either separate channels or are part of the name of one: 和平区政府网站.
const PERHAPS_BETWEEN_CHANNELS: [char; 5] = ['和', '及', '与', ' ', '\u{3000}'];

/// Endings of channel names.
const CHANNEL_ENDINGS: [&str; 20] = [
    "网站",
    "官网",
    "门户",
    "网",
    "微信",
    "公众号",
    "微博",
    "公报",
    "公示栏",
    "公告栏",
    "公开栏",
    "宣传栏",
    "栏",
    "屏",
    "电视",
    "广播",
    "报",
    "报纸",
    "客户端",
    "平台",
];

/// Splits a part of a cell into channels if every piece ends like the name of a channel.
fn channels_of_part(part: &str) -> impl Iterator<Item = &str> {
    let names = move || {
        let names = part.split(PERHAPS_BETWEEN_CHANNELS).map(str::trim);
        names.filter(|name| !name.is_empty())
    };
    let is_channel = |name: &str| {
        let is_long = name.chars().nth(1).is_some();
        is_long && CHANNEL_ENDINGS.iter().any(|end| name.ends_with(end))
    };
    let is_between = |c: char| PERHAPS_BETWEEN_CHANNELS.contains(&c);
    let is_inside = part.trim_start_matches(is_between) == part && part.contains(is_between);
    let is_several = is_inside && names().all(is_channel);
    let whole = (!is_several).then_some(part).into_iter();
    whole.chain(names().filter(move |_| is_several))
}

/// Splits a cell into channels, without repetitions, in the order of the cell. A web address is one
/// channel.
pub fn channels_of(cell: &str) -> impl Iterator<Item = &str> {
    let is_address = cell.contains("://");
    let is_between = move |c: char| {
        BETWEEN_CHANNELS.contains(&c) && !(is_address && matches!(c, '/' | ',' | ';' | '+'))
    };
    let parts = move || {
        cell.split(is_between)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .flat_map(channels_of_part)
    };
    parts()
        .enumerate()
        .filter(move |&(index, part)| !parts().take(index).any(|earlier| earlier == part))
        .map(|(_, part)| part)
}

/// A row of the procurement log: one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProcurementNotice<'a> {
    /// Number of the notice.
    pub id: Option<&'a str>,
    /// Number of the project.
    pub project: Option<&'a str>,
    /// Lot of the project.
    pub lot: Option<&'a str>,
    /// How the contract is awarded.
    pub method: Option<&'a str>,
    /// Title of the notice.
    pub title: &'a str,
    /// Code of the stage, or the office's own word if it is unknown.
    pub stage: Option<&'a str>,
    /// The stage as the office wrote it.
    pub stage_as_written: Option<&'a str>,
    /// Budget in yuan.
    pub budget_yuan: Option<Decimal>,
    /// Award in yuan.
    pub award_yuan: Option<Decimal>,
    /// Day of publication.
    pub published_on: NaiveDate,
}

/// The text cells of a procurement notice, without its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcurementWords<'a> {
    /// Code of the stage, or the office's own word; `None` if the cell is blank.
    pub stage: Option<&'a str>,
}

impl ProcurementNotice<'_> {
    /// Whether the notice only names candidates for the award.
    #[must_use]
    pub fn is_of_candidates(&self) -> bool {
        self.says("候选人")
    }

    /// Whether the notice announces a budget, a plan or an intention to buy.
    #[must_use]
    pub fn is_of_budget(&self) -> bool {
        ["采购预算", "采购意向", "采购计划"]
            .iter()
            .any(|word| self.says(word))
    }

    /// Whether the notice states that there is only one possible supplier.
    #[must_use]
    pub fn is_of_single_source(&self) -> bool {
        self.says("单一来源")
    }

    /// Whether `word` occurs in the title or in the stage.
    fn says(&self, word: &str) -> bool {
        let stage = self.stage_as_written.unwrap_or_default();
        stage.contains(word) || self.title.contains(word)
    }
}

/// A row of the environmental log: one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EnvironmentNotice<'a> {
    /// Number of the notice.
    pub id: Option<&'a str>,
    /// Name of the construction project.
    pub project: Option<&'a str>,
    /// Title of the notice.
    pub title: &'a str,
    /// Code of the kind, or the office's own word if it is unknown.
    pub kind: Option<&'a str>,
    /// The builder (建设单位).
    pub builder: Option<&'a str>,
    /// Day of publication.
    pub published_on: NaiveDate,
}

/// The text cells of an environmental notice, without its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvironmentWords<'a> {
    /// Code of the kind, or the office's own word; `None` if the cell is blank.
    pub kind: Option<&'a str>,
}

/// The two kinds of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RequestKind {
    /// 公众诉求: a citizen's request through 12345, a mailbox or a spokesperson.
    #[default]
    Service,
    /// 依申请公开: a request for the disclosure of information.
    Disclosure,
}

impl RequestKind {
    /// Both kinds.
    pub const ALL: [RequestKind; 2] = [RequestKind::Service, RequestKind::Disclosure];

    /// The code of the kind, as used in keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Disclosure => "disclosure",
        }
    }
}

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

/// How a disclosure request was submitted, which decides its day of receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// The log does not record it, or has no dates among which it would decide.
    #[default]
    Unknown,
    /// Handed in.
    InPerson,
    /// A letter delivered against signature.
    SignedLetter,
    /// A letter delivered without signature.
    OrdinaryLetter,
    /// A letter of either kind.
    Letter,
    /// A form on the web.
    WebForm,
    /// E-mail.
    Email,
    /// Fax.
    Fax,
}

/// How a reply was sent, which decides its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// The log does not record it.
    #[default]
    Unknown,
    /// By post.
    Post,
    /// Handed over, or through another organ.
    Handed,
    /// Online or by fax.
    Online,
}

/// Who was consulted about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Party {
    /// A third party, named or not.
    #[default]
    Third,
    /// Another organ.
    Organ,
    /// An organ that made the record together with the office.
    CoProducer,
}

/// A row of the request log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Request<'a> {
    /// Number of the request.
    pub id: Option<&'a str>,
    /// Service or disclosure.
    pub kind: RequestKind,
    /// Channel through which it came in.
    pub channel: Option<&'a str>,
    /// Code of the topic, or the office's own word if it is unknown.
    pub topic: Option<&'a str>,
    /// The department that handles it.
    pub department: Option<&'a str>,
    /// Subject of the request.
    pub title: Option<&'a str>,
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
    pub consulted: Party,
    /// Dates and limits.
    pub days: RequestDays,
    /// Code of the kind of applicant; `None` for a service request.
    pub applicant: Option<&'static str>,
    /// Code of the outcome of a disclosure request; `None` for a service request.
    pub outcome: Option<&'static str>,
    /// Fee charged, in yuan.
    pub fee_yuan: Option<Decimal>,
    /// Fee waived, in yuan.
    pub fee_waived_yuan: Option<Decimal>,
    /// Whether the log marks it as overdue.
    pub overdue_flag: Option<bool>,
    /// Whether the citizen is satisfied; `None` without an answer, and for a disclosure request.
    pub satisfied: Option<bool>,
    /// The request this one repeats.
    pub repeat_of: Option<&'a str>,
    /// Source of applicant and outcome.
    pub decided: Decided,
}

/// The text cells of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestWords<'a> {
    /// Service or disclosure.
    pub kind: RequestKind,
    /// Channel through which it came in.
    pub channel: Option<&'a str>,
    /// Code of the topic, or the office's own word.
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
    pub consulted: Party,
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
    /// Day of receipt, as recorded by the office.
    pub received_on: NaiveDate,
    /// Day on which it was handed in or sent, and reached the system.
    pub submitted_on: Option<NaiveDate>,
    /// Day on which the office signed for it.
    pub signed_on: Option<NaiveDate>,
    /// Day on which both sides confirmed it.
    pub confirmed_on: Option<NaiveDate>,
    /// The limit stated in the log.
    pub due_on: Option<LoggedLimit>,
    /// Day on which the applicant was notified of an extension.
    pub extended_on: Option<NaiveDate>,
    /// The last day after an extension.
    pub extended_until: Option<NaiveDate>,
    /// The later last day set for an excessive request.
    pub deferred_until: Option<NaiveDate>,
    /// Day on which a clarification was asked for.
    pub clarification_asked_on: Option<NaiveDate>,
    /// Last day for the clarification.
    pub clarify_by: Option<NaiveDate>,
    /// Day on which the clarification arrived.
    pub clarified_on: Option<NaiveDate>,
    /// Day on which a consultation began.
    pub consultation_from: Option<NaiveDate>,
    /// Day on which the letter was delivered to the consulted party.
    pub consultation_delivered_on: Option<NaiveDate>,
    /// Day on which the consulted party answered.
    pub consultation_to: Option<NaiveDate>,
    /// Day of the fee notice.
    pub fee_notice_on: Option<NaiveDate>,
    /// Day on which the fee was paid.
    pub fee_paid_on: Option<NaiveDate>,
    /// Day of the reply, as recorded by the office.
    pub replied_on: Option<NaiveDate>,
    /// Day on which the reply was handed to the post.
    pub posted_on: Option<NaiveDate>,
    /// Day on which the applicant signed for the reply.
    pub reply_signed_on: Option<NaiveDate>,
    /// Day on which a request without a reply ended.
    pub closed_on: Option<NaiveDate>,
    /// Times of day of some of these days.
    pub times: Times,
}

impl RequestDays {
    /// All days that may be the day of receipt.
    fn receipts(&self) -> impl Iterator<Item = NaiveDate> {
        let others = [self.submitted_on, self.signed_on, self.confirmed_on];
        [self.received_on]
            .into_iter()
            .chain(others.into_iter().flatten())
    }

    /// Whether both rows may have the same receipt. A request recorded in two logs has in one the
    /// day it was posted, in the other the day it was signed for.
    #[must_use]
    pub fn may_be_received_with(&self, other: &Self) -> bool {
        self.received_on == other.received_on
            || self.receipts().any(|day| day == other.received_on)
            || other.receipts().any(|day| day == self.received_on)
    }

    /// Day and time of the reply.
    #[must_use]
    pub fn replied(&self) -> Option<Moment> {
        Some((self.replied_on?, self.times.replied))
    }

    /// Day and time at which it was closed.
    #[must_use]
    pub fn closed(&self) -> Option<Moment> {
        Some((self.closed_on?, self.times.closed))
    }

    /// Whether the log records an end of the request, even one after the report date.
    #[must_use]
    pub fn has_end(&self) -> bool {
        let replied = self.replied_on.or(self.posted_on).or(self.reply_signed_on);
        replied.is_some() || self.closed_on.is_some()
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
        // Systems that record only days export the time as midnight.
        if let Some(time) = self.times.received.filter(|time| *time != NaiveTime::MIN) {
            let due = self
                .received_on
                .and_time(time)
                .checked_add_signed(TimeDelta::hours(i64::from(hours)));
            let due = due.unwrap_or(NaiveDateTime::MAX);
            return Some((due.date(), Some(due.time())));
        }
        let days = Days::new(u64::from(hours.div_ceil(24)));
        let due = self.received_on.checked_add_days(days);
        Some((due.unwrap_or(NaiveDate::MAX), None))
    }

    /// Fills blank days from another row of the same request. Days that are set stay.
    fn filled_from(self, other: &Self) -> Self {
        Self {
            received_on: self.received_on,
            submitted_on: self.submitted_on.or(other.submitted_on),
            signed_on: self.signed_on.or(other.signed_on),
            confirmed_on: self.confirmed_on.or(other.confirmed_on),
            due_on: self.due_on.or(other.due_on),
            extended_on: self.extended_on.or(other.extended_on),
            extended_until: self.extended_until.or(other.extended_until),
            deferred_until: self.deferred_until.or(other.deferred_until),
            clarification_asked_on: self.clarification_asked_on.or(other.clarification_asked_on),
            clarify_by: self.clarify_by.or(other.clarify_by),
            clarified_on: self.clarified_on.or(other.clarified_on),
            consultation_from: self.consultation_from.or(other.consultation_from),
            consultation_delivered_on: self
                .consultation_delivered_on
                .or(other.consultation_delivered_on),
            consultation_to: self.consultation_to.or(other.consultation_to),
            fee_notice_on: self.fee_notice_on.or(other.fee_notice_on),
            fee_paid_on: self.fee_paid_on.or(other.fee_paid_on),
            replied_on: self.replied_on.or(other.replied_on),
            posted_on: self.posted_on.or(other.posted_on),
            reply_signed_on: self.reply_signed_on.or(other.reply_signed_on),
            closed_on: self.closed_on.or(other.closed_on),
            times: Times {
                received: self.times.received.or(other.times.received),
                // A time belongs to the row that its day was taken from.
                due: self.due_on.map_or(other.times.due, |_| self.times.due),
                replied: self
                    .replied_on
                    .map_or(other.times.replied, |_| self.times.replied),
                closed: self
                    .closed_on
                    .map_or(other.times.closed, |_| self.times.closed),
            },
        }
    }
}

impl Request<'_> {
    /// Fills blank cells from another row of the same request. Cells that are set stay.
    #[must_use]
    pub fn filled_from(self, other: &Self) -> Self {
        Self {
            id: self.id.or(other.id),
            kind: self.kind,
            channel: self.channel.or(other.channel),
            topic: self.topic.or(other.topic),
            department: self.department.or(other.department),
            title: self.title.or(other.title),
            excluded: self.excluded,
            finished: self.finished || other.finished,
            law: self.law.or(other.law),
            means: self.means.max(other.means),
            delivery: self.delivery.max(other.delivery),
            consulted: self.consulted.max(other.consulted),
            days: self.days.filled_from(&other.days),
            applicant: self.applicant.or(other.applicant),
            outcome: self.outcome.or(other.outcome),
            fee_yuan: self.fee_yuan.or(other.fee_yuan),
            fee_waived_yuan: self.fee_waived_yuan.or(other.fee_waived_yuan),
            overdue_flag: self.overdue_flag.or(other.overdue_flag),
            satisfied: self.satisfied.or(other.satisfied),
            repeat_of: self.repeat_of.or(other.repeat_of),
            decided: self.decided.max(other.decided),
        }
    }
}

/// A row of the guide log: how one matter is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Guide<'a> {
    /// Number of the guide.
    pub id: Option<&'a str>,
    /// The group it belongs to.
    pub group: &'a str,
    /// The department in charge.
    pub department: Option<&'a str>,
    /// Name of the matter.
    pub title: &'a str,
    /// Day of publication. If blank, the guide is always in force.
    pub published_on: Option<NaiveDate>,
    /// Day of withdrawal.
    pub withdrawn_on: Option<NaiveDate>,
    /// Number of filled fields, out of eleven.
    pub fields_filled: u8,
}

impl Guide<'_> {
    /// Number of fields of a complete guide.
    pub const FIELDS: u8 = 11;
}

/// A row of the log of documents: one regulation or normative document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormativeDocument<'a> {
    /// Document number.
    pub id: Option<&'a str>,
    /// Code of the kind.
    pub kind: &'static str,
    /// Title.
    pub title: Option<&'a str>,
    /// Day it was issued.
    pub issued_on: NaiveDate,
    /// Day it was repealed; `None` while it is in force.
    pub repealed_on: Option<NaiveDate>,
}

/// A row of the log of administrative decisions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision<'a> {
    /// Number of the decision.
    pub id: Option<&'a str>,
    /// Code of the kind.
    pub kind: &'static str,
    /// Day of the decision.
    pub decided_on: NaiveDate,
}

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

/// A row of the log of events: a step taken on a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RequestEvent<'a> {
    /// Number of the request.
    pub id: &'a str,
    /// Code of the kind; `None` if the word is unknown.
    pub event: Option<&'static str>,
    /// The kind in the office's words.
    pub word: &'a str,
    /// The party that was asked or notified, in the office's words.
    pub party: Option<&'a str>,
    /// Role of that party.
    pub consulted: Party,
    /// Day on which it was sent.
    pub sent_on: Option<NaiveDate>,
    /// Day on which it was delivered.
    pub delivered_on: Option<NaiveDate>,
    /// Day on which the answer came in.
    pub answered_on: Option<NaiveDate>,
    /// The last day for the answer, or the day until which the period is extended.
    pub limit: Option<LoggedLimit>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_in_a_cell() {
        for (cell, expected) in [
            ("区政府网站/公示栏", "区政府网站|公示栏"),
            ("区政府网站，微信公众号", "区政府网站|微信公众号"),
            ("区政府网站 微信公众号", "区政府网站|微信公众号"),
            ("区政府网站+微博", "区政府网站|微博"),
            ("区政府网站和微信公众号", "区政府网站|微信公众号"),
            (
                "政府公报及门户网站、微博、门户网站",
                "政府公报|门户网站|微博",
            ),
            ("和平区政府网站", "和平区政府网站"),
            ("人力资源和社会保障局网站", "人力资源和社会保障局网站"),
            ("Sina Weibo", "Sina Weibo"),
            (
                "https://www.example.gov.cn/a,b",
                "https://www.example.gov.cn/a,b",
            ),
            ("", ""),
        ] {
            let channels: Vec<&str> = channels_of(cell).collect();
            assert_eq!(channels.join("|"), expected, "{cell}");
        }
    }
}
