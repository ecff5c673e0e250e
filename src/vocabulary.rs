//! The vocabulary: every figure, by its dotted key.
//!
//! One table defines the key, label, unit and definition of each figure, and its legal source if there
//! is one. JSON, placeholders, `stats`, `trace`, `explain`, targets and declared figures all use these
//! keys. How a figure is counted is defined in `count`.

mod known;
mod label;

use std::cmp::Ordering;
use std::fmt;
use std::str::{FromStr, Split};

pub use known::{KnownKey, known_keys};
pub use label::Label;

use crate::language::{Bilingual, Language};

/// The unit of a figure, which decides how it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Published items (条).
    Items,
    /// Requests, notices, documents (件).
    Pieces,
    /// Rows of a log (行).
    Rows,
    /// Projects (个).
    Projects,
    /// Guides (项).
    Guides,
    /// Calendar days (天).
    Days,
    /// Working days (个工作日).
    WorkingDays,
    /// Notices or items per day (条/天).
    PerDay,
    /// A share, printed as a percentage.
    Share,
    /// Money in yuan (元), exact.
    Yuan,
    /// Requests by number of working days.
    Histogram,
    /// A boolean.
    Truth,
}

impl Unit {
    /// The counter word for numbers of this unit.
    #[must_use]
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Items => ("条", "items"),
            Self::Pieces | Self::Histogram => ("件", "pieces"),
            Self::Rows => ("行", "rows"),
            Self::Projects => ("个", "projects"),
            Self::Guides => ("项", "guides"),
            Self::Days => ("天", "days"),
            Self::WorkingDays => ("个工作日", "working days"),
            Self::PerDay => ("条/天", "a day"),
            Self::Share => ("%", "%"),
            Self::Yuan => ("元", "yuan"),
            Self::Truth => ("", ""),
        };
        Bilingual { zh, en }
    }
}

/// A value of a closed list: the code used in keys, and its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code, as in keys and JSON.
    pub code: &'static str,
    /// Its names: the Chinese one is the word offices use.
    pub name: Bilingual,
}

const fn code(code: &'static str, zh: &'static str, en: &'static str) -> CodeEntry {
    CodeEntry {
        code,
        name: Bilingual { zh, en },
    }
}

/// The label of rows with a blank cell, so that parts add up to the total.
pub const UNSPECIFIED: &str = "unspecified";

const UNSPECIFIED_NAME: Bilingual = Bilingual {
    zh: "未注明",
    en: "unspecified",
};

/// The two kinds of request.
pub const REQUEST_KINDS: &[CodeEntry] = &[
    code("service", "公众诉求", "service"),
    code("disclosure", "依申请公开", "disclosure"),
];

/// Stages of a procurement notice, in the order of a procurement.
pub const STAGES: &[CodeEntry] = &[
    code("before", "采购前公示", "before the tender"),
    code("invite", "采购公告", "invitation"),
    code("correction", "更正公告", "correction"),
    code("result", "结果公告", "result"),
    code("contract", "合同公告", "contract"),
    code("acceptance", "验收公告", "acceptance"),
    code("ended", "终止公告", "ended"),
];

/// Kinds of environmental notice, in the order of a project.
pub const ENVIRONMENT_KINDS: &[CodeEntry] = &[
    code("receipt", "受理公示", "receipt"),
    code("proposed", "拟批准公示", "proposed decision"),
    code("decision", "审批决定公告", "decision"),
    code("acceptance", "竣工验收公示", "acceptance"),
    code("permit", "排污许可", "permit"),
    code("penalty", "行政处罚", "penalty"),
];

/// Topics of a request.
pub const TOPICS: &[CodeEntry] = &[
    code("consultation", "咨询", "consultation"),
    code("help", "求助", "help"),
    code("complaint", "投诉", "complaint"),
    code("tip_off", "举报", "tip-off"),
    code("suggestion", "建议", "suggestion"),
    code("other", "其他", "other"),
];

/// Grades of satisfaction with the answer to a service request, the best first, and the code for no
/// rating.
pub const SATISFACTIONS: &[CodeEntry] = &[
    code("very_satisfied", "非常满意", "very satisfied"),
    code("satisfied", "满意", "satisfied"),
    code("fairly_satisfied", "基本满意", "fairly satisfied"),
    code("neutral", "一般", "neutral"),
    code("dissatisfied", "不满意", "dissatisfied"),
    code("very_dissatisfied", "非常不满意", "very dissatisfied"),
    code("unrated", "未评价", "no answer"),
];

/// Groups of publication channels in the statutory forms.
pub const CHANNEL_GROUPS: &[CodeEntry] = &[
    code("gazette", "政府公报", "gazette"),
    code("website", "政府网站", "website"),
    code("weibo", "政务微博", "Weibo"),
    code("wechat", "政务微信", "WeChat"),
    code("other", "其他方式", "other"),
];

/// Channels of a disclosure request in the annex of 2014 to 2018.
pub const REQUEST_CHANNELS: &[CodeEntry] = &[
    code("in-person", "当面", "in person"),
    code("fax", "传真", "fax"),
    code("online", "网络", "online"),
    code("letter", "信函", "letter"),
];

/// Steps in the course of a disclosure request, in the log of events.
pub const EVENTS: &[CodeEntry] = &[
    code("consultation", "征求意见", "consultation"),
    code(
        "consultation_answer",
        "征求意见答复",
        "answer to a consultation",
    ),
    code("clarification", "补正", "notice to clarify"),
    code("clarified", "收到补正", "clarification"),
    code("fee", "收费通知", "fee notice"),
    code("fee_paid", "缴费", "payment of the fee"),
    code("extension", "延期", "extension"),
    code("reply", "答复", "reply"),
    code("closing", "办结", "closing"),
];

/// How information is disclosed. Only proactive disclosure is a published item.
pub const DISCLOSURES: &[CodeEntry] = &[
    code("proactive", "主动公开", "published unasked"),
    code("on_request", "依申请公开", "on request"),
    code("withheld", "不予公开", "withheld"),
];

/// Statuses of a published item that decide whether it counts.
pub const ITEM_STATUSES: &[CodeEntry] = &[
    code("published", "已发布", "published"),
    code("excluded", "未发布或已撤回", "not published or withdrawn"),
];

/// Statuses of a service request that decide whether it counts.
pub const STATUSES: &[CodeEntry] = &[code("excluded", "退回或转办", "returned or transferred")];

/// The twelve months.
pub const MONTHS: &[CodeEntry] = &[
    code("01", "1月", "January"),
    code("02", "2月", "February"),
    code("03", "3月", "March"),
    code("04", "4月", "April"),
    code("05", "5月", "May"),
    code("06", "6月", "June"),
    code("07", "7月", "July"),
    code("08", "8月", "August"),
    code("09", "9月", "September"),
    code("10", "10月", "October"),
    code("11", "11月", "November"),
    code("12", "12月", "December"),
];

/// Kinds of applicant in the statutory table of disclosure requests.
pub const APPLICANTS: &[CodeEntry] = &[
    code("natural_person", "自然人", "natural persons"),
    code("business", "商业企业", "businesses"),
    code("research", "科研机构", "research institutions"),
    code(
        "public_interest",
        "社会公益组织",
        "public-interest organisations",
    ),
    code("legal_service", "法律服务机构", "legal service providers"),
    code("other", "其他", "others"),
];

/// Outcomes of a disclosure request: the rows of the 2021 form, then the finer distinctions of 2008.
///
/// A code with two parts is two segments of a key; each form maps codes to its own rows.
pub const OUTCOMES: &[CodeEntry] = &[
    code("granted", "予以公开", "granted"),
    code("partly_granted", "部分公开", "granted in part"),
    code("refused.state_secret", "属于国家秘密", "state secret"),
    code(
        "refused.prohibited_by_law",
        "其他法律行政法规禁止公开",
        "prohibited by law",
    ),
    code(
        "refused.safety_and_stability",
        "危及“三安全一稳定”",
        "safety and stability",
    ),
    code(
        "refused.third_party_rights",
        "保护第三方合法权益",
        "rights of third parties",
    ),
    code(
        "refused.internal_affairs",
        "属于三类内部事务信息",
        "internal affairs",
    ),
    code(
        "refused.process_information",
        "属于四类过程性信息",
        "process information",
    ),
    code(
        "refused.enforcement_file",
        "属于行政执法案卷",
        "enforcement file",
    ),
    code(
        "refused.administrative_inquiry",
        "属于行政查询事项",
        "administrative inquiry",
    ),
    code(
        "unavailable.not_held",
        "本机关不掌握相关政府信息",
        "not held",
    ),
    code(
        "unavailable.would_need_creating",
        "没有现成信息需要另行制作",
        "would need creating",
    ),
    code(
        "unavailable.still_unclear",
        "补正后申请内容仍不明确",
        "unclear after clarification",
    ),
    code("not_processed.petition", "信访举报投诉类申请", "petition"),
    code("not_processed.repeated", "重复申请", "repeated request"),
    code(
        "not_processed.publication",
        "要求提供公开出版物",
        "publication",
    ),
    code(
        "not_processed.excessive",
        "无正当理由大量反复申请",
        "excessive requests",
    ),
    code(
        "not_processed.reconfirmation",
        "要求行政机关确认或重新出具已获取信息",
        "reconfirmation",
    ),
    code(
        "other.not_clarified",
        "申请人无正当理由逾期不补正",
        "not clarified in time",
    ),
    code(
        "other.fee_unpaid",
        "申请人逾期未按收费通知要求缴纳费用",
        "fee not paid in time",
    ),
    code("other.rest", "其他处理", "ended otherwise"),
    code("already_public", "属于已主动公开范围", "already public"),
    code("trade_secret", "涉及商业秘密", "trade secret"),
    code("privacy", "涉及个人隐私", "privacy"),
    code(
        "not_government_information",
        "不是《条例》所指政府信息",
        "not government information",
    ),
    code(
        "other_statutory",
        "法律法规规定的其他情形",
        "other statutory reason",
    ),
    code("not_this_organ", "不属于本行政机关公开", "not this organ's"),
    code("nonexistent", "申请信息不存在", "does not exist"),
    code("amend", "告知作出更改补充", "asked to amend"),
    code(
        "other_route",
        "告知通过其他途径办理",
        "referred to another route",
    ),
    code("withdrawn", "申请人撤回", "withdrawn"),
];

/// Words for whole groups of outcomes, which do not say in which row a request counts.
pub const OUTCOME_GROUP_WORDS: &[&str] = &[
    "不予公开",
    "不公开",
    "不同意公开",
    "无法提供",
    "不予处理",
    "其他处理",
    "其他",
    "其它",
];

/// Names of the first part of codes with two parts.
const OUTCOME_GROUPS: &[CodeEntry] = &[
    code("refused", "不予公开", "refused"),
    code("unavailable", "无法提供", "unavailable"),
    code("not_processed", "不予处理", "not processed"),
    code("other", "其他处理", "otherwise"),
];

/// Rows of the table of disclosure requests: received, carried in, each outcome, their sum, carried
/// out.
pub const TABLE_ROWS: &[CodeEntry] = &{
    let mut rows = [code("new", "本年新收", "received"); OUTCOMES.len() + 4];
    rows[1] = code("carried_in", "上年结转", "carried in");
    let mut index = 0;
    while index < OUTCOMES.len() {
        rows[index + 2] = OUTCOMES[index];
        index += 1;
    }
    rows[index + 2] = code("total", "办理结果总计", "ended");
    rows[index + 3] = code("carried_out", "结转下年度继续办理", "carried out");
    rows
};

/// Columns of the table of disclosure requests: each kind of applicant, and the total.
pub const TABLE_COLUMNS: &[CodeEntry] = &{
    let mut columns = [code("total", "总计", "total"); APPLICANTS.len() + 1];
    let mut index = 0;
    while index < APPLICANTS.len() {
        columns[index] = APPLICANTS[index];
        index += 1;
    }
    columns
};

/// Kinds of normative document.
pub const DOCUMENT_KINDS: &[CodeEntry] = &[
    code("regulation", "规章", "regulations"),
    code("normative", "行政规范性文件", "normative documents"),
];

/// Results of the review of normative documents.
pub const DOCUMENT_STATUSES: &[CodeEntry] = &[
    code("in_force", "继续有效", "in force"),
    code("repealed", "废止", "repealed"),
];

/// Kinds of administrative decision.
pub const DECISION_KINDS: &[CodeEntry] = &[
    code("licence", "行政许可", "licences"),
    code("penalty", "行政处罚", "penalties"),
    code("coercion", "行政强制", "coercive measures"),
];

/// Kinds of dispute over the disclosure of information.
pub const DISPUTE_KINDS: &[CodeEntry] = &[
    code("review", "行政复议", "administrative review"),
    code("lawsuit", "行政诉讼", "lawsuit"),
];

/// Roles of the office in a dispute.
pub const DISPUTE_PARTIES: &[CodeEntry] = &[
    code("respondent", "被申请人或被告", "respondent or defendant"),
    code("reviewer", "复议机关", "organ that reviews"),
    code("third_party", "第三人", "third party"),
];

/// Matters of a dispute. The statutory table counts those over the disclosure of information.
pub const DISPUTE_MATTERS: &[CodeEntry] = &[
    code("disclosure", "政府信息公开", "disclosure of information"),
    code("other", "其他案由", "another matter"),
];

/// Routes of a dispute in the statutory table.
pub const DISPUTE_ROUTES: &[CodeEntry] = &[
    code("review", "行政复议", "administrative review"),
    code("direct", "未经复议直接起诉", "lawsuit without review"),
    code("after_review", "复议后起诉", "lawsuit after review"),
];

/// Results of a dispute.
pub const DISPUTE_RESULTS: &[CodeEntry] = &[
    code("upheld", "结果维持", "upheld"),
    code("corrected", "结果纠正", "corrected"),
    code("other", "其他结果", "other result"),
];

/// Values of a result cell: the result of the dispute, or that it is pending or was not accepted.
/// Whether a dismissed application counts as a result depends on its date.
pub const DISPUTE_RESULT_WORDS: &[CodeEntry] = &[
    DISPUTE_RESULTS[0],
    DISPUTE_RESULTS[1],
    DISPUTE_RESULTS[2],
    code("pending", "尚未审结", "pending"),
    code("no_case", "不予受理", "not accepted"),
    code(
        "dismissed",
        "驳回复议申请",
        "application for review dismissed",
    ),
];

/// Words in the outcome column for a request that is not answered yet.
pub const PENDINGS: &[CodeEntry] = &[code("pending", "正在办理", "pending")];

/// States of a dispute: its result, pending, and the total.
pub const DISPUTE_STANDINGS: &[CodeEntry] = &[
    DISPUTE_RESULTS[0],
    DISPUTE_RESULTS[1],
    DISPUTE_RESULTS[2],
    code("pending", "尚未审结", "pending"),
    code("total", "总计", "total"),
];

/// The labels allowed in a variable segment of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// The office's own words: categories, channels, departments, groups.
    Open,
    /// A list of codes; every code has a figure, 0 if nothing was counted. If `others` is true, a log
    /// may add words of its own.
    Codes {
        /// The codes in their natural order.
        codes: &'static [CodeEntry],
        /// Whether an unknown word becomes a label of its own.
        others: bool,
    },
}

impl Labels {
    /// Whether the list is closed, so that every label is one of its codes.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Codes { others: false, .. })
    }

    /// Whether they are the months of a year, which charts draw side by side.
    #[must_use]
    pub fn is_months(self) -> bool {
        matches!(self, Self::Codes { codes, .. } if codes == MONTHS)
    }

    /// The segments of `label` in a key. A code of a closed list is split at its dots; any other label
    /// is one segment.
    fn segments(self, label: &str) -> impl Iterator<Item = &str> {
        let is_split = self.is_closed();
        label.split(move |character| is_split && character == '.')
    }

    /// Whether `start` consists of the first segments of one of its codes, but not all of them.
    fn begins_with(self, start: &str) -> bool {
        match self {
            Self::Codes {
                codes,
                others: false,
            } => codes.iter().any(|code| {
                code.code
                    .strip_prefix(start)
                    .is_some_and(|rest| rest.starts_with('.'))
            }),
            _ => false,
        }
    }

    /// The position of a code in its list; all other labels have the same position after the codes.
    fn rank(self, label: &str) -> usize {
        match self {
            Self::Open => 0,
            Self::Codes { codes, .. } => codes
                .iter()
                .position(|code| code.code == label)
                .unwrap_or(codes.len()),
        }
    }
}

const OPEN: Labels = Labels::Open;
const KIND: Labels = Labels::Codes {
    codes: REQUEST_KINDS,
    others: false,
};
const MONTH: Labels = Labels::Codes {
    codes: MONTHS,
    others: false,
};
const GROUP: Labels = Labels::Codes {
    codes: CHANNEL_GROUPS,
    others: false,
};
const STAGE: Labels = Labels::Codes {
    codes: STAGES,
    others: true,
};
const ENVIRONMENT_KIND: Labels = Labels::Codes {
    codes: ENVIRONMENT_KINDS,
    others: true,
};
const TOPIC: Labels = Labels::Codes {
    codes: TOPICS,
    others: true,
};

const OUTCOME: Labels = closed(OUTCOMES);
const TABLE_ROW: Labels = closed(TABLE_ROWS);
const TABLE_COLUMN: Labels = closed(TABLE_COLUMNS);
const DOCUMENT_KIND: Labels = closed(DOCUMENT_KINDS);
const DECISION_KIND: Labels = closed(DECISION_KINDS);
const DISPUTE_ROUTE: Labels = closed(DISPUTE_ROUTES);
const DISPUTE_STANDING: Labels = closed(DISPUTE_STANDINGS);

const fn closed(codes: &'static [CodeEntry]) -> Labels {
    Labels::Codes {
        codes,
        others: false,
    }
}

/// One entry of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "`definition` is the heading of the list of figures"
)]
pub struct Definition {
    /// The key; each `*` is a variable segment.
    pub key: &'static str,
    /// The labels allowed in each variable segment, in order.
    pub labels: &'static [Labels],
    /// The unit of the figure.
    pub unit: Unit,
    /// The optional columns of its log that it is counted from; one of them is enough. Without any of
    /// them the figure is absent.
    pub needs: &'static [&'static str],
    /// Whether it depends on the end dates of requests: without them, all requests would seem to be open.
    pub needs_ends: bool,
    /// The columns that decide whether a row counts, in display order; empty for those that every figure
    /// of the log shows, then those that it [`needs`](Self::needs).
    pub shows: &'static [&'static str],
    /// The name of the figure.
    pub label: Bilingual,
    /// Its meaning, in one sentence.
    pub definition: Bilingual,
    /// The article of law or official form that requires it; empty if none does.
    pub source: Bilingual,
}

// `needs [ends, "a" | "b"]` is a figure that needs the end dates of requests, and one of two columns.
macro_rules! vocabulary {
    ($($metric:ident $key:literal [$($labels:ident),*] $unit:ident
        needs [$($ends:ident)? $(,)? $($needed:literal)|*]
        $(shows [$($shown:literal),*])?
        $zh:literal $en:literal
        $definition_zh:literal $definition_en:literal
        $source_zh:literal $source_en:literal;)*) => {
        /// A figure of the vocabulary, or a family of figures that differ in their labels.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric {
            $(#[doc = concat!("`", $key, "`: ", $en)] $metric,)*
        }

        impl Metric {
            /// Every figure, in display order.
            pub const ALL: &'static [Metric] = &[$(Metric::$metric,)*];
        }

        static DEFINITIONS: &[Definition] = &[$(Definition {
            key: $key,
            labels: &[$($labels),*],
            unit: Unit::$unit,
            needs: &[$($needed),*],
            needs_ends: vocabulary!(@ends $($ends)?),
            shows: &[$($($shown),*)?],
            label: Bilingual { zh: $zh, en: $en },
            definition: Bilingual { zh: $definition_zh, en: $definition_en },
            source: Bilingual { zh: $source_zh, en: $source_en },
        },)*];
    };
    (@ends ends) => { true };
    (@ends) => { false };
}

vocabulary! {
    PublishedTotal "published.total" [] Items needs []
        "主动公开政府信息数" "items published"
        "首次公开日期在统计期内的信息条数；同一信息无论有几行、在几个渠道公开，只计1条"
        "distinct items first published in the period, however many rows or channels each has"
        "《条例》（2007年）第三十二条第（一）项；《条例》（2019年）第五十条第（一）项" "2007 Regulations Art. 32 (1); 2019 Regulations Art. 50 (1)";
    PublishedRows "published.rows" [] Rows needs []
        "主动公开台账行数" "rows of the published log"
        "公开日期在统计期内的台账行数"
        "rows whose day of publication lies in the period"
        "" "";
    PublishedDuplicates "published.duplicates" [] Rows needs []
        "重复登记行数" "rows that add nothing"
        "统计期内既不增加信息也不增加渠道的行数"
        "rows of the period that add neither an item nor a channel"
        "" "";
    PublishedPerDay "published.per_day" [] PerDay needs []
        "日均主动公开数" "items published a day"
        "主动公开政府信息数÷统计期天数"
        "items published ÷ calendar days of the period"
        "" "";
    PublishedPerWorkingDay "published.per_working_day" [] PerDay needs []
        "每工作日主动公开数" "items published a working day"
        "主动公开政府信息数÷统计期工作日数"
        "items published ÷ working days of the period"
        "" "";
    PublishedWithMadeOn "published.with_made_on" [] Items needs ["made_on"]
        shows ["id", "document_no", "made_on", "published_on"]
        "有生成日期的信息数" "items with a day of making"
        "登记了生成日期的主动公开信息条数，即及时公开率的分母"
        "items whose day of making is logged: what the rate of timely publication is a rate of"
        "" "";
    PublishedTimely "published.timely" [] Items needs ["made_on"]
        shows ["id", "document_no", "made_on", "published_on"]
        "及时公开数" "items published in time"
        "自生成之日起20个工作日内公开的信息条数"
        "items published within 20 working days of their making"
        "《条例》（2007年）第十八条；《条例》（2019年）第二十六条" "2007 Regulations Art. 18; 2019 Regulations Art. 26";
    PublishedTimelyRate "published.timely_rate" [] Share needs ["made_on"]
        "及时公开率" "rate of timely publication"
        "及时公开数÷有生成日期的信息数"
        "items published in time ÷ items with a day of making"
        "《条例》（2007年）第十八条；《条例》（2019年）第二十六条" "2007 Regulations Art. 18; 2019 Regulations Art. 26";
    PublishedReviewed "published.reviewed" [] Items needs ["reviewed_by" | "reviewed_on"]
        "公开前经保密审查数" "items reviewed before publication"
        "保密审查日期不晚于公开日期的信息条数；只登记审查人的，计为已审查"
        "items with a secrecy review on or before publication; a named reviewer without a date counts"
        "《条例》（2007年）第十四条；《条例》（2019年）第十七条" "2007 Regulations Art. 14; 2019 Regulations Art. 17";
    PublishedReviewedRate "published.reviewed_rate" [] Share needs ["reviewed_by" | "reviewed_on"]
        "保密审查率" "rate of secrecy review"
        "公开前经保密审查数÷主动公开政府信息数"
        "items reviewed before publication ÷ items published"
        "《条例》（2007年）第十四条；《条例》（2019年）第十七条" "2007 Regulations Art. 14; 2019 Regulations Art. 17";
    PublishedLongestGapDays "published.longest_gap_days" [] Days needs []
        "最长未更新天数" "longest gap between publications"
        "统计期内连续没有公开任何信息的最长天数"
        "the longest run of days of the period without a publication"
        "" "";
    PublishedByCategory "published.by_category.*" [OPEN] Items needs ["category"]
        "主动公开数（按分类）" "items published by category"
        "按首行登记的分类计的信息条数；一格多类的，计入第一类"
        "items by the category of their first row; of several in one cell the first counts"
        "" "";
    PublishedByChannel "published.by_channel.*" [OPEN] Items needs ["channel"]
        "主动公开数（按渠道）" "items published by channel"
        "在该渠道公开的信息条数；在几个渠道公开就在几个渠道各计1条"
        "items published on the channel; an item counts once on each of its channels"
        "国办发〔2014〕32号，附件A2" "国办发〔2014〕32号, annex A2";
    PublishedByChannelGroup "published.by_channel_group.*" [GROUP] Items needs ["channel"]
        "主动公开数（按渠道类别）" "items published by group of channels"
        "在该类渠道公开的信息条数，同类渠道只计1条"
        "items published on a channel of the group, once in each group"
        "国办发〔2014〕32号，附件A2" "国办发〔2014〕32号, annex A2";
    PublishedByDepartment "published.by_department.*" [OPEN] Items needs ["department"]
        "主动公开数（按发布机构）" "items published by department"
        "按首行登记的发布机构计的信息条数"
        "items by the department of their first row"
        "" "";
    PublishedByMonth "published.by_month.*" [MONTH] Items needs []
        "主动公开数（按月）" "items published by month"
        "按首次公开的月份计的信息条数"
        "items by the month of their first publication"
        "" "";
    ProcurementTotal "procurement.total" [] Items needs []
        "政府采购公告数" "procurement notices"
        "发布日期在统计期内的政府采购信息公告条数"
        "notices on government procurement published in the period"
        "《条例》（2019年）第二十条第（九）项" "2019 Regulations Art. 20 (9)";
    ProcurementPerDay "procurement.per_day" [] PerDay needs []
        "日均政府采购公告数" "procurement notices a day"
        "政府采购公告数÷统计期天数"
        "procurement notices ÷ calendar days of the period"
        "" "";
    ProcurementPerWorkingDay "procurement.per_working_day" [] PerDay needs []
        "每工作日政府采购公告数" "procurement notices a working day"
        "政府采购公告数÷统计期工作日数"
        "procurement notices ÷ working days of the period"
        "" "";
    ProcurementAwardYuan "procurement.award_yuan" [] Yuan needs ["award_yuan"]
        shows ["id", "project", "lot", "stage", "published_on", "award_yuan"]
        "成交金额" "sum awarded"
        "结果公告的成交金额合计；同一项目同一包只计一次，候选人公示和更正公告不计"
        "sum of the awards in result notices, once for each project and lot; candidates and corrections do not count"
        "《政府采购法实施条例》第四十三条" "Regulations on the implementation of the Government Procurement Law Art. 43";
    ProcurementProjects "procurement.projects" [] Projects needs ["project"]
        shows ["id", "project", "stage", "published_on", "budget_yuan"]
        "有结果的采购项目数" "projects with a result"
        "统计期内发布结果公告的采购项目个数；已终止的除外"
        "procurement projects with a result notice in the period; ended ones are left out"
        "" "";
    ProcurementCompleteProjects "procurement.complete_projects" [] Projects needs ["project"]
        shows ["id", "project", "stage", "published_on", "budget_yuan"]
        "全程公开的采购项目数" "projects open from budget to result"
        "预算、过程、结果均已公开的采购项目个数，此前年度公开的也算"
        "projects of which budget, process and result are all published, earlier ones in any year"
        "" "";
    ProcurementCompleteRate "procurement.complete_rate" [] Share needs ["project"]
        "采购全程公开率" "rate of projects open throughout"
        "全程公开的采购项目数÷有结果的采购项目数"
        "projects open from budget to result ÷ projects with a result"
        "" "";
    ProcurementByStage "procurement.by_stage.*" [STAGE] Items needs []
        "政府采购公告数（按阶段）" "procurement notices by stage"
        "按公告类型所属阶段计的公告条数"
        "notices by the stage their type belongs to"
        "" "";
    ProcurementByMonth "procurement.by_month.*" [MONTH] Items needs []
        "政府采购公告数（按月）" "procurement notices by month"
        "按发布月份计的公告条数"
        "notices by the month of publication"
        "" "";
    EnvironmentTotal "environment.total" [] Items needs []
        "环境信息公开数" "environmental notices"
        "公开日期在统计期内的环境信息条数，一则公告计1条"
        "environmental notices published in the period, one for each notice"
        "《条例》（2019年）第二十条第（八）项、第（十三）项" "2019 Regulations Art. 20 (8) and (13)";
    EnvironmentPerDay "environment.per_day" [] PerDay needs []
        "日均环境信息公开数" "environmental notices a day"
        "环境信息公开数÷统计期天数"
        "environmental notices ÷ calendar days of the period"
        "" "";
    EnvironmentPerWorkingDay "environment.per_working_day" [] PerDay needs []
        "每工作日环境信息公开数" "environmental notices a working day"
        "环境信息公开数÷统计期工作日数"
        "environmental notices ÷ working days of the period"
        "" "";
    EnvironmentProjects "environment.projects" [] Projects needs ["project"]
        shows ["id", "project", "kind", "published_on"]
        "通过验收的建设项目数" "projects accepted"
        "统计期内公开竣工验收信息的建设项目个数"
        "construction projects with an acceptance notice in the period"
        "" "";
    EnvironmentCompleteProjects "environment.complete_projects" [] Projects needs ["project"]
        shows ["id", "project", "kind", "published_on"]
        "环评和验收均公开的项目数" "projects with assessment and acceptance"
        "验收公开之前已公开环评信息的建设项目个数"
        "of these, projects with an assessment notice published before the acceptance"
        "" "";
    EnvironmentCompleteRate "environment.complete_rate" [] Share needs ["project"]
        "环境信息全程公开率" "rate of projects open throughout"
        "环评和验收均公开的项目数÷通过验收的建设项目数"
        "projects with assessment and acceptance ÷ projects accepted"
        "" "";
    EnvironmentByKind "environment.by_kind.*" [ENVIRONMENT_KIND] Items needs []
        "环境信息公开数（按类型）" "environmental notices by kind"
        "按公告类型计的环境信息条数"
        "environmental notices by kind"
        "" "";
    EnvironmentByMonth "environment.by_month.*" [MONTH] Items needs []
        "环境信息公开数（按月）" "environmental notices by month"
        "按公开月份计的环境信息条数"
        "environmental notices by the month of publication"
        "" "";
    RequestsReceived "requests.*.received" [KIND] Pieces needs []
        shows ["id", "kind", "received_on", "status"]
        "收到数" "requests received"
        "收到日期在统计期内的件数；处理状态为退单、转派的不计"
        "requests received in the period; returned and transferred ones are taken out"
        "《条例》（2007年）第三十二条第（二）项；《条例》（2019年）第五十条第（二）项" "2007 Regulations Art. 32 (2); 2019 Regulations Art. 50 (2)";
    RequestsExcluded "requests.*.excluded" [KIND] Pieces needs []
        shows ["id", "kind", "received_on", "status"]
        "退单转派数" "requests taken out"
        "统计期内收到、因退单或转派不计入的件数"
        "requests received in the period that were returned or transferred and are not counted"
        "" "";
    RequestsRepeated "requests.*.repeated" [KIND] Pieces needs []
        shows ["id", "kind", "received_on", "repeat_of"]
        "重复件数" "repeated requests"
        "收到的件中标明为重复的件数"
        "of the requests received, those marked as a repeat of another"
        "" "";
    RequestsReceivedEarlier "requests.*.received_earlier" [KIND] Pieces needs []
        "此前收到的登记数" "requests logged of earlier years"
        "台账中收到日期早于统计期的件数；为0时，上年结转数可由上年申报数给出"
        "requests of the log that were received before the period; where there is none, a declared figure of the year before may stand for what was carried in"
        "" "";
    RequestsCarriedIn "requests.*.carried_in" [KIND] Pieces needs [ends]
        "上年结转数" "requests carried in"
        "上一年最后一日尚未办结的件数"
        "requests open on the last day of the year before"
        "国办公开办函〔2021〕30号，第三部分第二行" "国办公开办函〔2021〕30号, part three, row two";
    RequestsCarriedOut "requests.*.carried_out" [KIND] Pieces needs [ends]
        "结转下年度数" "requests carried out"
        "本年最后一日尚未办结的件数；统计截止日在此之前的，以截止日为准"
        "requests open on the last day of the year, or of the period where it ends earlier"
        "国办公开办函〔2021〕30号，第三部分第四行" "国办公开办函〔2021〕30号, part three, row four";
    RequestsReplied "requests.*.replied" [KIND] Pieces needs [ends]
        "办结数" "requests ended"
        "收到和结转的件中，截至观察日已答复或已办结的件数"
        "of those received and carried in, requests ended by the day as seen from"
        "" "";
    RequestsOnTime "requests.*.on_time" [KIND] Pieces needs [ends]
        "按期答复数" "requests answered on time"
        "在期限届满之日或之前答复的件数；登记的期限写明时刻的，答复有时刻即与之比较，00:00、23:59 指当天全天"
        "of those ended, requests answered on or before their due date; a logged due time is compared with a reply that has a time, and 00:00 or 23:59 mean the whole day"
        "《条例》（2007年）第二十四条；《条例》（2019年）第三十三条" "2007 Regulations Art. 24; 2019 Regulations Art. 33";
    RequestsLate "requests.*.late" [KIND] Pieces needs [ends]
        "逾期答复数" "requests answered late"
        "在期限届满之后答复的件数；登记的期限写明时刻的，答复有时刻即与之比较，00:00、23:59 指当天全天"
        "of those ended, requests answered after their due date; a logged due time is compared with a reply that has a time, and 00:00 or 23:59 mean the whole day"
        "《条例》（2007年）第二十四条；《条例》（2019年）第三十三条" "2007 Regulations Art. 24; 2019 Regulations Art. 33";
    RequestsOpen "requests.*.open" [KIND] Pieces needs [ends]
        "在办数" "requests open"
        "截至观察日尚未办结的件数"
        "requests not ended by the day as seen from"
        "" "";
    RequestsSuspended "requests.*.suspended" [KIND] Pieces needs [ends]
        "中止计时数" "requests suspended"
        "在办件中正等待补正、征求意见答复或缴费的件数，不会逾期"
        "of those open, requests that await a clarification, a consultation or a fee; never overdue"
        "《条例》（2019年）第三十条、第三十二条、第三十三条" "2019 Regulations Art. 30, 32, 33";
    RequestsOverdue "requests.*.overdue" [KIND] Pieces needs [ends]
        "超期未答复数" "requests overdue"
        "在办件中已过期限的件数"
        "of those open, requests past their due date"
        "《条例》（2007年）第二十四条；《条例》（2019年）第三十三条" "2007 Regulations Art. 24; 2019 Regulations Art. 33";
    RequestsExtended "requests.*.extended" [KIND] Pieces needs []
        shows ["id", "kind", "received_on", "extended_on", "extended_until"]
        "延期件数" "requests extended"
        "依法办理了延期的件数"
        "of those received and carried in, requests with a granted extension"
        "《条例》（2007年）第二十四条；《条例》（2019年）第三十三条" "2007 Regulations Art. 24; 2019 Regulations Art. 33";
    RequestsUndetermined "requests.*.undetermined" [KIND] Pieces needs [ends]
        "无法判定期限数" "requests without a limit"
        "既无办理期限、又无配置期限的件数，不计入任何比率"
        "requests for which neither the log nor the configuration gives a limit; in no rate"
        "" "";
    RequestsReceivedReplied "requests.*.received_replied" [KIND] Pieces needs [ends]
        "本年收到并办结数" "received and ended"
        "本年收到的件中已办结的件数"
        "of those received in the period, requests ended by the day as seen from"
        "" "";
    RequestsReceivedOnTime "requests.*.received_on_time" [KIND] Pieces needs [ends]
        "本年收到并按期答复数" "received and answered on time"
        "本年收到的件中按期答复的件数"
        "of those received in the period, requests answered on time"
        "" "";
    RequestsOnTimeRate "requests.*.on_time_rate" [KIND] Share needs [ends]
        "按期答复率（应答复口径）" "on-time rate of what was due"
        "按期答复数÷（按期答复数＋逾期答复数＋超期未答复数）；没有应答复的，不计算"
        "on time ÷ (on time + late + overdue); absent when nothing was due"
        "" "";
    RequestsOnTimeRateReplied "requests.*.on_time_rate_replied" [KIND] Share needs [ends]
        "按期答复率（已答复口径）" "on-time rate of what was answered"
        "按期答复数÷（按期答复数＋逾期答复数），不看超期未答复的"
        "on time ÷ (on time + late); overdue requests are not looked at"
        "" "";
    RequestsCompletionRate "requests.*.completion_rate" [KIND] Share needs [ends, "replied_on" | "closed_on"]
        "办结率" "completion rate"
        "本年收到并办结数÷收到数；有答复日期或者办结日期即为办结，不看上年结转的；没有收到的，不计算"
        "received and ended ÷ received: a request is completed when it has a day of reply or of closing; those carried in are left out; absent when nothing was received"
        "" "";
    RequestsRated "requests.service.rated" [] Pieces needs ["satisfaction"]
        "参评数" "requests rated"
        "收到和结转的诉求中，群众作出评价的件数；未评价、未回访的不计，截至观察日尚未到办结日期的不计"
        "of those received and carried in, service requests that the citizen rated; no answer is no rating, and one that ends after the day as seen from is not rated yet"
        "国办发〔2019〕51号" "国办发〔2019〕51号";
    RequestsSatisfied "requests.service.satisfied" [] Pieces needs ["satisfaction"]
        "满意数" "satisfied citizens"
        "参评的诉求中，评价为非常满意、满意或者基本满意的件数；一般、不满意、非常不满意的不计"
        "of those rated, service requests rated very satisfied, satisfied or fairly satisfied (基本满意); neutral (一般) and worse do not count"
        "国办发〔2019〕51号" "国办发〔2019〕51号";
    RequestsSatisfactionRate "requests.service.satisfaction_rate" [] Share needs ["satisfaction"]
        "满意率" "rate of satisfaction"
        "满意数÷参评数；没有参评的，不计算"
        "satisfied citizens ÷ requests rated; absent when nothing was rated"
        "国办发〔2019〕51号" "国办发〔2019〕51号";
    RequestsDaysMedian "requests.*.days.median" [KIND] WorkingDays needs [ends]
        "办理工作日中位数" "median working days"
        "从收到到答复的工作日数的中位数（最近序位法）"
        "median of the working days from receipt to reply (nearest rank)"
        "" "";
    RequestsDaysMean "requests.*.days.mean" [KIND] WorkingDays needs [ends]
        "平均办理工作日" "mean working days"
        "从收到到答复的工作日数的平均值"
        "mean of the working days from receipt to reply"
        "" "";
    RequestsDaysP90 "requests.*.days.p90" [KIND] WorkingDays needs [ends]
        "办理工作日九成位数" "90th percentile of working days"
        "九成的件在此工作日数之内答复（最近序位法）"
        "nine in ten requests were answered within this many working days (nearest rank)"
        "" "";
    RequestsDaysMax "requests.*.days.max" [KIND] WorkingDays needs [ends]
        "最长办理工作日" "longest in working days"
        "从收到到答复的最长工作日数"
        "the most working days from receipt to reply"
        "" "";
    RequestsDaysHistogram "requests.*.days.histogram" [KIND] Histogram needs [ends]
        "办理工作日分布" "requests by working days"
        "按从收到到答复的工作日数计的件数"
        "requests by the number of working days from receipt to reply"
        "" "";
    RequestsNetDaysMedian "requests.*.net_days.median" [KIND] WorkingDays needs [ends]
        "净办理工作日中位数" "median net working days"
        "扣除补正、征求意见和缴费期间后的工作日数的中位数"
        "median of the working days from receipt to reply without stops of the clock"
        "" "";
    RequestsNetDaysMean "requests.*.net_days.mean" [KIND] WorkingDays needs [ends]
        "平均净办理工作日" "mean net working days"
        "扣除补正、征求意见和缴费期间后的工作日数的平均值"
        "mean of the working days from receipt to reply without stops of the clock"
        "" "";
    RequestsNetDaysP90 "requests.*.net_days.p90" [KIND] WorkingDays needs [ends]
        "净办理工作日九成位数" "90th percentile of net working days"
        "九成的件在此净工作日数之内答复（最近序位法）"
        "nine in ten requests were answered within this many working days without stops"
        "" "";
    RequestsNetDaysMax "requests.*.net_days.max" [KIND] WorkingDays needs [ends]
        "最长净办理工作日" "longest in net working days"
        "扣除补正、征求意见和缴费期间后的最长工作日数"
        "the most working days from receipt to reply without stops of the clock"
        "" "";
    RequestsNetDaysHistogram "requests.*.net_days.histogram" [KIND] Histogram needs [ends]
        "净办理工作日分布" "requests by net working days"
        "按扣除停计期间后的工作日数计的件数"
        "requests by the number of working days without stops of the clock"
        "" "";
    RequestsByChannel "requests.*.by_channel.*" [KIND, OPEN] Pieces needs ["channel"]
        shows ["id", "kind", "received_on", "channel"]
        "收到数（按渠道）" "requests received by channel"
        "按接收渠道计的收到件数"
        "requests received by channel"
        "" "";
    RequestsByTopic "requests.*.by_topic.*" [KIND, TOPIC] Pieces needs ["topic"]
        shows ["id", "kind", "received_on", "topic"]
        "收到数（按类型）" "requests received by topic"
        "按诉求类型计的收到件数"
        "requests received by topic"
        "" "";
    RequestsByDepartment "requests.*.by_department.*" [KIND, OPEN] Pieces needs ["department"]
        shows ["id", "kind", "received_on", "department"]
        "收到数（按承办单位）" "requests received by department"
        "按承办单位计的收到件数"
        "requests received by the department that deals with them"
        "" "";
    RequestsByMonth "requests.*.by_month.*" [KIND, MONTH] Pieces needs []
        shows ["id", "kind", "received_on", "status"]
        "收到数（按月）" "requests received by month"
        "按收到月份计的件数"
        "requests received by month of receipt"
        "" "";
    RequestsChannelOnTime "requests.*.rates_by_channel.*.on_time" [KIND, OPEN] Pieces needs [ends, "channel"]
        shows ["id", "kind", "channel", "received_on", "replied_on", "closed_on"]
        "按期答复数（按渠道）" "answered on time by channel"
        "该渠道的按期答复数"
        "requests of the channel answered on time"
        "" "";
    RequestsChannelLate "requests.*.rates_by_channel.*.late" [KIND, OPEN] Pieces needs [ends, "channel"]
        shows ["id", "kind", "channel", "received_on", "replied_on", "closed_on"]
        "逾期答复数（按渠道）" "answered late by channel"
        "该渠道的逾期答复数"
        "requests of the channel answered late"
        "" "";
    RequestsChannelOverdue "requests.*.rates_by_channel.*.overdue" [KIND, OPEN] Pieces needs [ends, "channel"]
        shows ["id", "kind", "channel", "received_on", "replied_on", "closed_on"]
        "超期未答复数（按渠道）" "overdue by channel"
        "该渠道的超期未答复数"
        "requests of the channel that are overdue"
        "" "";
    RequestsChannelOnTimeRate "requests.*.rates_by_channel.*.on_time_rate" [KIND, OPEN] Share needs [ends, "channel"]
        "按期答复率（按渠道，应答复口径）" "on-time rate by channel"
        "该渠道的按期答复数÷（按期答复数＋逾期答复数＋超期未答复数）"
        "on time ÷ (on time + late + overdue) of the channel"
        "" "";
    RequestsTopicOnTime "requests.*.rates_by_topic.*.on_time" [KIND, TOPIC] Pieces needs [ends, "topic"]
        shows ["id", "kind", "topic", "received_on", "replied_on", "closed_on"]
        "按期答复数（按类型）" "answered on time by topic"
        "该类型的按期答复数"
        "requests of the topic answered on time"
        "" "";
    RequestsTopicLate "requests.*.rates_by_topic.*.late" [KIND, TOPIC] Pieces needs [ends, "topic"]
        shows ["id", "kind", "topic", "received_on", "replied_on", "closed_on"]
        "逾期答复数（按类型）" "answered late by topic"
        "该类型的逾期答复数"
        "requests of the topic answered late"
        "" "";
    RequestsTopicOverdue "requests.*.rates_by_topic.*.overdue" [KIND, TOPIC] Pieces needs [ends, "topic"]
        shows ["id", "kind", "topic", "received_on", "replied_on", "closed_on"]
        "超期未答复数（按类型）" "overdue by topic"
        "该类型的超期未答复数"
        "requests of the topic that are overdue"
        "" "";
    RequestsTopicOnTimeRate "requests.*.rates_by_topic.*.on_time_rate" [KIND, TOPIC] Share needs [ends, "topic"]
        "按期答复率（按类型，应答复口径）" "on-time rate by topic"
        "该类型的按期答复数÷（按期答复数＋逾期答复数＋超期未答复数）"
        "on time ÷ (on time + late + overdue) of the topic"
        "" "";
    RequestsDepartmentOnTime "requests.*.rates_by_department.*.on_time" [KIND, OPEN] Pieces needs [ends, "department"]
        shows ["id", "kind", "department", "received_on", "replied_on", "closed_on"]
        "按期答复数（按承办单位）" "answered on time by department"
        "该承办单位的按期答复数"
        "requests of the department answered on time"
        "" "";
    RequestsDepartmentLate "requests.*.rates_by_department.*.late" [KIND, OPEN] Pieces needs [ends, "department"]
        shows ["id", "kind", "department", "received_on", "replied_on", "closed_on"]
        "逾期答复数（按承办单位）" "answered late by department"
        "该承办单位的逾期答复数"
        "requests of the department answered late"
        "" "";
    RequestsDepartmentOverdue "requests.*.rates_by_department.*.overdue" [KIND, OPEN] Pieces needs [ends, "department"]
        shows ["id", "kind", "department", "received_on", "replied_on", "closed_on"]
        "超期未答复数（按承办单位）" "overdue by department"
        "该承办单位的超期未答复数"
        "requests of the department that are overdue"
        "" "";
    RequestsDepartmentOnTimeRate "requests.*.rates_by_department.*.on_time_rate" [KIND, OPEN] Share needs [ends, "department"]
        "按期答复率（按承办单位，应答复口径）" "on-time rate by department"
        "该承办单位的按期答复数÷（按期答复数＋逾期答复数＋超期未答复数）"
        "on time ÷ (on time + late + overdue) of the department"
        "" "";
    RequestsFeesYuan "requests.*.fees_yuan" [KIND] Yuan needs ["fee_yuan"]
        shows ["id", "kind", "received_on", "fee_yuan"]
        "收费金额" "fees charged"
        "统计期内收到的件的收费金额合计"
        "sum of the fees of the requests received in the period"
        "《条例》（2007年）第二十七条、第三十二条第（三）项；《条例》（2019年）第四十二条" "2007 Regulations Art. 27 and 32 (3); 2019 Regulations Art. 42";
    RequestsFeesWaivedYuan "requests.*.fees_waived_yuan" [KIND] Yuan needs ["fee_waived_yuan"]
        shows ["id", "kind", "received_on", "fee_waived_yuan"]
        "减免金额" "fees waived"
        "统计期内收到的件的减免金额合计"
        "sum of the fees waived for the requests received in the period"
        "《条例》（2007年）第二十八条、第三十二条第（三）项" "2007 Regulations Art. 28 and 32 (3)";
    RequestsOnTimeExtended "requests.disclosure.on_time_extended" [] Pieces needs [ends]
        "延期后按期答复数" "answered on time within an extension"
        "在依法延长的期限内答复的申请件数，已计入按期答复数"
        "of the requests answered on time, those that needed a granted extension"
        "国办发〔2014〕32号，附件C2.2" "国办发〔2014〕32号, annex C2.2";
    RequestsByOutcome "requests.disclosure.by_outcome.*" [OUTCOME] Pieces needs [ends]
        shows ["id", "kind", "received_on", "replied_on", "closed_on", "outcome"]
        "办结数（按办理结果）" "requests ended by outcome"
        "收到和结转的申请中截至观察日已办结的件数，按办理结果计"
        "of those received and carried in, requests ended by the day as seen from, by outcome"
        "国办公开办函〔2021〕30号，第三部分；国办发〔2014〕32号，附件C3" "国办公开办函〔2021〕30号, part three; 国办发〔2014〕32号, annex C3";
    RequestsTable "requests.disclosure.table.*.*" [TABLE_ROW, TABLE_COLUMN] Pieces needs []
        shows ["id", "kind", "received_on", "replied_on", "closed_on", "applicant", "outcome"]
        "申请办理情况表" "table of disclosure requests"
        "本年新收、上年结转、各种办理结果及其总计、结转下年度的申请件数，按申请人类型计；以本年最后一日为准"
        "requests received, carried in, ended by each outcome and in all, and carried out, by kind of applicant; as of the last day of the year"
        "国办公开办函〔2021〕30号，第三部分" "国办公开办函〔2021〕30号, part three";
    GuidesTotal "guides.total" [] Guides needs []
        "办事指南数" "guides in force"
        "截至观察日已发布且未废止的办事指南项数"
        "guides published and not withdrawn by the day as seen from"
        "" "";
    GuidesComplete "guides.complete" [] Guides needs []
        "要素齐全的办事指南数" "guides with every field"
        "十一项要素均已填写的办事指南项数"
        "of these, guides with all eleven fields filled"
        "" "";
    GuidesCompleteRate "guides.complete_rate" [] Share needs []
        "办事指南要素齐全率" "rate of complete guides"
        "要素齐全的办事指南数÷办事指南数"
        "guides with every field ÷ guides in force"
        "" "";
    GuidesByGroup "guides.by_group.*" [OPEN] Guides needs []
        shows ["id", "published_on", "withdrawn_on", "group"]
        "办事指南数（按子栏目）" "guides by group"
        "按子栏目计的办事指南项数"
        "guides in force by group"
        "" "";
    GuidesByDepartment "guides.by_department.*" [OPEN] Guides needs ["department"]
        "办事指南数（按部门）" "guides by department"
        "按部门计的办事指南项数"
        "guides in force by department"
        "" "";
    DocumentsIssued "documents.*.issued" [DOCUMENT_KIND] Pieces needs []
        "本年制发件数" "documents issued"
        "制发日期在统计期内的件数"
        "documents issued in the period"
        "国办公开办函〔2021〕30号，第二部分，第二十条第（一）项" "国办公开办函〔2021〕30号, part two, Art. 20 (1)";
    DocumentsRepealed "documents.*.repealed" [DOCUMENT_KIND] Pieces needs []
        "本年废止件数" "documents repealed"
        "废止日期在统计期内的件数"
        "documents repealed in the period"
        "国办公开办函〔2021〕30号，第二部分，第二十条第（一）项" "国办公开办函〔2021〕30号, part two, Art. 20 (1)";
    DocumentsInForce "documents.*.in_force" [DOCUMENT_KIND] Pieces needs []
        "现行有效件数" "documents in force"
        "上年申报的现行有效件数＋本年制发件数－本年废止件数；上年没有申报的，为台账中统计期末尚未废止的件数"
        "the number declared for the year before, plus documents issued, less documents repealed; where none is declared, documents of the log not repealed at the end of the period"
        "国办公开办函〔2021〕30号，第二部分，第二十条第（一）项" "国办公开办函〔2021〕30号, part two, Art. 20 (1)";
    Decisions "decisions.*" [DECISION_KIND] Pieces needs []
        "本年处理决定数量" "administrative decisions"
        "决定日期在统计期内的件数"
        "decisions made in the period"
        "国办公开办函〔2021〕30号，第二部分，第二十条第（五）项、第（六）项" "国办公开办函〔2021〕30号, part two, Art. 20 (5) and (6)";
    Disputes "disputes.*.*" [DISPUTE_ROUTE, DISPUTE_STANDING] Pieces needs []
        "复议诉讼件数" "reviews and lawsuits"
        "统计期内审结的件数，按结果计；尚未审结的为统计期末的在审件数；总计为两者之和"
        "disputes closed in the period by result; those pending at its end; and all of them"
        "国办公开办函〔2021〕30号，第四部分" "国办公开办函〔2021〕30号, part four";
    FeesAdministrativeYuan "fees.administrative_yuan" [] Yuan needs []
        "行政事业性收费金额" "administrative fees"
        "本年行政事业性收费金额，由单位申报"
        "administrative fees of the year, declared by the office"
        "国办公开办函〔2021〕30号，第二部分，第二十条第（八）项" "国办公开办函〔2021〕30号, part two, Art. 20 (8)";
    TargetGoal "targets.*.goal" [OPEN] Items needs []
        "目标值" "goal"
        "目标任务中设定的数值"
        "the value set as a target"
        "" "";
    TargetActual "targets.*.actual" [OPEN] Items needs []
        "完成值" "actual"
        "目标对应指标的实际数值"
        "the figure the target is about"
        "" "";
    TargetMet "targets.*.met" [OPEN] Truth needs []
        "是否完成" "met"
        "完成值是否达到目标值"
        "whether the figure reaches its target"
        "" "";
}

/// The main figures of one area of work. They are shown together or not at all.
#[derive(Debug, Clone, Copy)]
pub struct MainFigures {
    /// The name of the area.
    pub name: &'static str,
    /// The figures, by metric and labels.
    pub figures: &'static [(Metric, &'static [&'static str])],
}

/// The main figures of all areas, in the order of a report.
pub const MAIN_FIGURES: &[MainFigures] = &[
    MainFigures {
        name: "主动公开",
        figures: &[(Metric::PublishedTotal, &[])],
    },
    MainFigures {
        name: "政府采购",
        figures: &[(Metric::ProcurementTotal, &[])],
    },
    MainFigures {
        name: "环境信息",
        figures: &[(Metric::EnvironmentTotal, &[])],
    },
    MainFigures {
        name: "公众诉求",
        figures: &[
            (Metric::RequestsReceived, &["service"]),
            (Metric::RequestsReplied, &["service"]),
            (Metric::RequestsOnTimeRate, &["service"]),
        ],
    },
    MainFigures {
        name: "依申请公开",
        figures: &[
            (Metric::RequestsReceived, &["disclosure"]),
            (Metric::RequestsCarriedIn, &["disclosure"]),
            (Metric::RequestsReplied, &["disclosure"]),
            (Metric::RequestsOnTimeRate, &["disclosure"]),
            (Metric::RequestsCarriedOut, &["disclosure"]),
        ],
    },
    MainFigures {
        name: "办事指南",
        figures: &[(Metric::GuidesTotal, &[])],
    },
    MainFigures {
        name: "规章和规范性文件",
        figures: &[
            (Metric::DocumentsInForce, &["regulation"]),
            (Metric::DocumentsIssued, &["normative"]),
            (Metric::DocumentsInForce, &["normative"]),
        ],
    },
    MainFigures {
        name: "行政执法决定",
        figures: &[
            (Metric::Decisions, &["licence"]),
            (Metric::Decisions, &["penalty"]),
            (Metric::Decisions, &["coercion"]),
        ],
    },
    MainFigures {
        name: "复议诉讼",
        figures: &[
            (Metric::Disputes, &["review", "total"]),
            (Metric::Disputes, &["direct", "total"]),
            (Metric::Disputes, &["after_review", "total"]),
        ],
    },
    MainFigures {
        name: "行政事业性收费",
        figures: &[(Metric::FeesAdministrativeYuan, &[])],
    },
];

impl Metric {
    /// The entry of the vocabulary for this figure.
    #[must_use]
    pub fn definition(self) -> &'static Definition {
        &DEFINITIONS[self as usize]
    }

    /// Whether it counts all records of a log: `LOG.total`, or the requests received.
    #[must_use]
    pub fn is_total(self) -> bool {
        let last = self.definition().key.rsplit('.').next();
        matches!(last, Some("total" | "received"))
    }

    /// Whether each figure of the family has an entry of its own even without data, because statutory
    /// forms ask for it separately.
    #[must_use]
    pub fn is_spelled_out(self) -> bool {
        matches!(
            self,
            Self::RequestsByOutcome
                | Self::RequestsTable
                | Self::DocumentsIssued
                | Self::DocumentsRepealed
                | Self::DocumentsInForce
                | Self::Decisions
                | Self::Disputes
                | Self::PublishedByChannelGroup
        )
    }
}

impl Metric {
    /// The breakdown whose labels a family shares: requests by channel for the rates by channel. Any
    /// other family is its own breakdown.
    #[must_use]
    pub fn breakdown(self) -> Self {
        match self {
            Self::RequestsChannelOnTime
            | Self::RequestsChannelLate
            | Self::RequestsChannelOverdue
            | Self::RequestsChannelOnTimeRate => Self::RequestsByChannel,
            Self::RequestsTopicOnTime
            | Self::RequestsTopicLate
            | Self::RequestsTopicOverdue
            | Self::RequestsTopicOnTimeRate => Self::RequestsByTopic,
            Self::RequestsDepartmentOnTime
            | Self::RequestsDepartmentLate
            | Self::RequestsDepartmentOverdue
            | Self::RequestsDepartmentOnTimeRate => Self::RequestsByDepartment,
            other => other,
        }
    }
}

/// The key of a figure: a metric and the labels of its variable segments.
///
/// With fewer labels than the metric has, it denotes the whole family, e.g. `published.by_category`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The metric.
    pub metric: Metric,
    /// The labels of its variable segments, in order.
    pub labels: Vec<Box<str>>,
}

impl Key {
    /// The key of `metric` with `labels` in its variable segments.
    #[must_use]
    pub fn new(metric: Metric, labels: &[&str]) -> Self {
        Self {
            metric,
            labels: labels.iter().map(|&label| label.into()).collect(),
        }
    }

    /// The segments of the dotted path; a family ends before its first missing label.
    #[must_use]
    pub fn segments(&self) -> Vec<&str> {
        let definition = self.metric.definition();
        let mut labels = self.labels.iter().zip(definition.labels);
        let mut segments = Vec::new();
        for segment in definition.key.split('.') {
            match segment {
                "*" => match labels.next() {
                    Some((label, list)) => segments.extend(list.segments(label)),
                    None => break,
                },
                fixed => segments.push(fixed),
            }
        }
        segments
    }

    /// The figure with the path `segments`.
    #[must_use]
    pub fn from_segments<S: AsRef<str>>(segments: &[S]) -> Option<Self> {
        let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
        let &first = segments.first()?;
        Metric::ALL.iter().find_map(|&metric| {
            let definition = metric.definition();
            // Compare the plain first segment first, as it differs for most keys.
            let rest = definition.key.strip_prefix(first)?;
            if !rest.is_empty() && !rest.starts_with('.') {
                return None;
            }
            let pattern = definition.key.split('.');
            let mut labels = matched(pattern, definition.labels, &segments)?;
            labels.reverse();
            Some(Self { metric, labels })
        })
    }

    /// The family of `metric` with the path `segments`, which has all labels but the last.
    #[must_use]
    pub fn family<S: AsRef<str>>(metric: Metric, segments: &[S]) -> Option<Self> {
        let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
        let definition = metric.definition();
        let pattern = definition.key.strip_suffix(".*")?.split('.');
        let mut labels = matched(pattern, definition.labels, &segments)?;
        labels.reverse();
        Some(Self { metric, labels })
    }

    /// The breakdown with the path `segments`; its figures differ in the last label.
    #[must_use]
    pub fn breakdown<S: AsRef<str>>(segments: &[S]) -> Option<Self> {
        let mut all = Metric::ALL.iter();
        all.find_map(|&metric| Self::family(metric, segments))
    }

    /// The name of the figure, with the names of its labels.
    #[must_use]
    pub fn label(&self, language: Language) -> String {
        let definition = self.metric.definition();
        let name = definition.label.in_language(language);
        let labels: Vec<&str> = self
            .labels
            .iter()
            .zip(definition.labels)
            .map(|(label, labels)| label_name(*labels, label, language))
            .collect();
        if labels.is_empty() {
            return name.to_owned();
        }
        match language {
            Language::Chinese => format!("{}：{name}", labels.join("·")),
            Language::English => format!("{name}: {}", labels.join(", ")),
        }
    }
}

/// The labels with which `pattern` matches `segments`, the last label first.
fn matched(
    mut pattern: Split<'_, char>,
    lists: &[Labels],
    segments: &[&str],
) -> Option<Vec<Box<str>>> {
    let Some(expected) = pattern.next() else {
        return segments.is_empty().then(Vec::new);
    };
    if expected != "*" {
        let (&found, rest) = segments.split_first()?;
        return (expected == found).then(|| matched(pattern, lists, rest))?;
    }
    let (list, lists) = lists.split_first()?;
    let label_of = |(label, rest): (String, &[&str])| {
        let mut labels = allows(list, &label).then(|| matched(pattern.clone(), lists, rest))??;
        labels.push(label.into());
        Some(labels)
    };
    labels_before(list, segments).find_map(label_of)
}

/// The labels that `segments` may begin with, each with the remaining segments. A label is one segment,
/// or two for the longest codes.
fn labels_before<'s, 'p>(
    list: &Labels,
    segments: &'s [&'p str],
) -> impl Iterator<Item = (String, &'s [&'p str])> {
    let longest = match segments {
        [first, _, ..] if list.begins_with(first) => 2,
        [_, ..] => 1,
        [] => 0,
    };
    (1..=longest).map(|length| {
        let (label, rest) = segments.split_at(length);
        (label.join("."), rest)
    })
}

fn allows(labels: &Labels, label: &str) -> bool {
    match labels {
        Labels::Open | Labels::Codes { others: true, .. } => true,
        Labels::Codes { codes, .. } => {
            label == UNSPECIFIED || codes.iter().any(|known| known.code == label)
        }
    }
}

/// The name of `label` in the list `labels`: the name of a code, or the office's own word unchanged.
#[must_use]
pub fn label_name(labels: Labels, label: &str, language: Language) -> &str {
    let codes = match labels {
        Labels::Open => &[],
        Labels::Codes { codes, .. } => codes,
    };
    match codes.iter().find(|known| known.code == label) {
        Some(known) => known.name.in_language(language),
        None if label == UNSPECIFIED => UNSPECIFIED_NAME.in_language(language),
        None => label,
    }
}

/// The segments of `label` in a key, each with its name; the last segment has the name of the label.
pub(crate) fn named_segments(labels: Labels, label: &str, language: Language) -> Vec<(&str, &str)> {
    let segments: Vec<&str> = labels.segments(label).collect();
    let last = segments.len().saturating_sub(1);
    let group_name = |segment| {
        let group = OUTCOME_GROUPS.iter().find(|group| group.code == segment);
        group.map_or(segment, |group| group.name.in_language(language))
    };
    let named = segments.iter().enumerate().map(|(index, &segment)| {
        let name = if index == last {
            label_name(labels, label, language)
        } else {
            group_name(segment)
        };
        (segment, name)
    });
    named.collect()
}

impl Ord for Key {
    /// The order of the vocabulary; codes in their natural order, the office's words alphabetically.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_label = || {
            let lists = self.metric.definition().labels;
            let labels = self.labels.iter().zip(&other.labels).zip(lists);
            let orders = labels.map(|((one, other), list)| {
                list.rank(one)
                    .cmp(&list.rank(other))
                    .then_with(|| one.cmp(other))
            });
            orders.fold(Ordering::Equal, Ordering::then)
        };
        self.metric
            .cmp(&other.metric)
            .then_with(by_label)
            .then_with(|| self.labels.len().cmp(&other.labels.len()))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&dotted(&self.segments()))
    }
}

impl FromStr for Key {
    type Err = UnknownKeyPath;

    /// Reads a dotted path: `requests.disclosure.received`, `published.by_channel."12345"`.
    fn from_str(path: &str) -> Result<Self, Self::Err> {
        let key = segments_of(path).and_then(|segments| Self::from_segments(&segments));
        key.ok_or_else(|| UnknownKeyPath {
            nearest: nearest_key(path),
        })
    }
}

/// A path that names no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no figure has this key{}", nearest.as_ref().map(|key| format!("; the nearest is {key}")).unwrap_or_default())]
pub struct UnknownKeyPath {
    /// The key most like it, if one is near.
    pub nearest: Option<String>,
}

/// Joins segments to a dotted path. Segments that are not plain names are quoted as in TOML.
#[must_use]
pub fn dotted<S: AsRef<str>>(segments: &[S]) -> String {
    let quoted = segments.iter().map(|segment| {
        let segment = segment.as_ref();
        if is_plain(segment) {
            segment.to_owned()
        } else {
            format!("\"{}\"", segment.replace('\\', "\\\\").replace('"', "\\\""))
        }
    });
    quoted.collect::<Vec<_>>().join(".")
}

/// Whether a segment needs no quotes: letters of any script, digits after the first character, `_` and
/// `-`. The two digits of a month are plain too, as nothing else looks like them.
fn is_plain(segment: &str) -> bool {
    let is_month = MONTHS.iter().any(|month| month.code == segment);
    let mut characters = segment.chars();
    let first = characters.next();
    is_month
        || first.is_some_and(|first| first.is_alphabetic() || first == '_')
            && characters.all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Splits a dotted path into its segments, as TOML reads a dotted key: `a."12345".b`.
///
/// `None` if a quote is not closed or a segment is empty. Unquoted segments may contain any character
/// but dots and quotes, so that quotes are needed only where the path would be ambiguous.
#[must_use]
pub fn segments_of(path: &str) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    let mut rest = path;
    loop {
        let segment;
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut text = String::new();
            let mut characters = quoted.char_indices();
            let end = loop {
                match characters.next()? {
                    (index, '"') => break index,
                    (_, '\\') => text.push(characters.next()?.1),
                    (_, character) => text.push(character),
                }
            };
            rest = &quoted[end + 1..];
            segment = text;
        } else {
            let end = rest.find(['.', '"']).unwrap_or(rest.len());
            segment = rest[..end].to_owned();
            rest = &rest[end..];
        }
        if segment.is_empty() {
            return None;
        }
        segments.push(segment);
        match rest.strip_prefix('.') {
            Some(more) => rest = more,
            None if rest.is_empty() => return Some(segments),
            None => return None,
        }
    }
}

/// The metrics selected by `path`: one figure, or all below a prefix such as `published`.
///
/// Variable segments match any label they allow, and `*` itself.
#[must_use]
pub fn metrics_below<S: AsRef<str>>(path: &[S]) -> Vec<Metric> {
    let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
    let is_below = |metric: &Metric| {
        let definition = metric.definition();
        begins(definition.key.split('.'), definition.labels, &path)
    };
    Metric::ALL.iter().copied().filter(is_below).collect()
}

/// Whether a key with this `pattern` may begin with `path`.
fn begins(mut pattern: Split<'_, char>, lists: &[Labels], path: &[&str]) -> bool {
    let Some((&first, rest)) = path.split_first() else {
        return true;
    };
    let Some(expected) = pattern.next() else {
        return false;
    };
    if expected != "*" {
        return expected == first && begins(pattern, lists, rest);
    }
    let Some((list, lists)) = lists.split_first() else {
        return false;
    };
    let goes_on = |rest: &[&str]| begins(pattern.clone(), lists, rest);
    let is_label = |(label, rest): (String, &[&str])| allows(list, &label) && goes_on(rest);
    first == "*" && goes_on(rest)
        || labels_before(list, path).any(is_label)
        || list.begins_with(&path.join("."))
}

/// The key of the vocabulary most similar to `path`, if one is similar.
#[must_use]
pub fn nearest_key(path: &str) -> Option<String> {
    let keys = Metric::ALL.iter().flat_map(|metric| {
        let definition = metric.definition();
        spelled_out(definition.key, definition.labels)
    });
    let keys: Vec<String> = keys.collect();
    nearest(path, keys.iter().map(String::as_str)).map(str::to_owned)
}

/// The key of the breakdown most similar to `path`, if one is similar.
#[must_use]
pub fn nearest_breakdown(path: &str) -> Option<String> {
    let keys = Metric::ALL.iter().flat_map(|metric| {
        let definition = metric.definition();
        let key = definition.key.strip_suffix(".*");
        key.map_or_else(Vec::new, |key| spelled_out(key, definition.labels))
    });
    let keys: Vec<String> = keys.collect();
    nearest(path, keys.iter().map(String::as_str)).map(str::to_owned)
}

/// The keys that match a pattern, with codes in place of `*`. Other variable segments remain `*`.
fn spelled_out(pattern: &str, lists: &[Labels]) -> Vec<String> {
    let mut keys = vec![pattern.to_owned()];
    for list in lists.iter().take(pattern.matches('*').count()) {
        // Months and the office's own words are looked up by their family.
        let codes = match list {
            Labels::Codes { codes, .. } if list.is_closed() && *codes != MONTHS => *codes,
            _ => break,
        };
        let with_codes = |key: &String| {
            let key = key.clone();
            let filled = move |code: &CodeEntry| key.replacen('*', code.code, 1);
            codes.iter().map(filled).collect::<Vec<_>>()
        };
        keys = keys.iter().flat_map(with_codes).collect();
    }
    keys
}

/// The label of a word in a list: the code with this name, or else the word itself.
#[must_use]
pub fn label_named(list: Labels, word: &str) -> &str {
    let codes = match list {
        Labels::Open => &[],
        Labels::Codes { codes, .. } => codes,
    };
    let named = codes.iter().find(|code| code.name.zh == word);
    match named {
        Some(code) => code.code,
        None if word == UNSPECIFIED_NAME.zh => UNSPECIFIED,
        None => word,
    }
}

/// The candidate most similar to `word`, if one is similar.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A typing error or a wrong ending leaves at least half of the letters the same.
    const ALIKE: f64 = 0.5;
    let length = word.chars().count();
    candidates
        .into_iter()
        // A candidate of more than double the length cannot be that similar.
        .filter(|candidate| {
            let other = candidate.chars().count();
            length.max(other) <= 2 * length.min(other)
        })
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(word, candidate),
                candidate,
            )
        })
        .filter(|&(likeness, _)| likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_as_many_labels_as_variable_segments() {
        for metric in Metric::ALL {
            let definition = metric.definition();
            let variable = definition.key.split('.').filter(|s| *s == "*").count();
            assert_eq!(variable, definition.labels.len(), "{}", definition.key);
        }
    }

    #[test]
    fn no_two_figures_share_a_key() {
        let keys: std::collections::BTreeSet<&str> = Metric::ALL
            .iter()
            .map(|metric| metric.definition().key)
            .collect();
        assert_eq!(keys.len(), Metric::ALL.len());
    }

    #[test]
    fn a_key_prints_as_it_is_read() {
        for path in [
            "published.total",
            "published.by_month.03",
            "published.by_channel.\"12345\"",
            "published.by_channel.微信公众号",
            "requests.service.rates_by_channel.\"12345\".on_time_rate",
            "requests.disclosure.by_outcome.granted",
            "requests.disclosure.by_outcome.refused.state_secret",
            "requests.disclosure.table.other.rest.other",
            "disputes.after_review.pending",
            "published.by_category.\"a.b \\\"c\\\"\"",
        ] {
            let key = Key::from_segments(&segments_of(path).unwrap()).unwrap();
            assert_eq!(key.to_string(), path);
        }
    }

    #[test]
    fn a_family_prints_without_its_labels() {
        let family = Key::new(Metric::PublishedByCategory, &[]);
        assert_eq!(family.to_string(), "published.by_category");
        let family = Key::new(Metric::RequestsByTopic, &["service"]);
        assert_eq!(family.to_string(), "requests.service.by_topic");
    }

    #[test]
    fn unknown_paths_are_refused_and_the_nearest_is_named() {
        for path in ["published.totl", "requests.other.received", "published", ""] {
            let segments = segments_of(path).unwrap_or_default();
            assert_eq!(Key::from_segments(&segments), None, "{path}");
        }
        assert_eq!(
            nearest_key("published.totl").as_deref(),
            Some("published.total")
        );
        assert_eq!(
            nearest_key("requests.service.recieved").as_deref(),
            Some("requests.service.received")
        );
        assert_eq!(nearest_key("xyz"), None);
    }

    #[test]
    fn a_prefix_names_all_below_it() {
        assert!(metrics_below(&["guides"]).contains(&Metric::GuidesTotal));
        assert_eq!(
            metrics_below(&["requests", "service", "by_topic"]),
            [Metric::RequestsByTopic]
        );
        assert_eq!(metrics_below(&["requests", "nobody", "by_topic"]), []);
        let refused = ["requests", "disclosure", "by_outcome", "refused"];
        assert_eq!(metrics_below(&refused), [Metric::RequestsByOutcome]);
    }

    #[test]
    fn broken_paths_are_refused() {
        for path in ["a..b", "a.\"b", "a.\"b\"c", ".a", "a."] {
            assert_eq!(segments_of(path), None, "{path}");
        }
    }
}
