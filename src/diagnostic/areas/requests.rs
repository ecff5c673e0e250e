//! Findings about requests and their deadlines.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveTime};

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{DAY, file, flagged, text};
use crate::diagnostic::text::{Message, both, counted, escaped, shown};
use crate::language::Bilingual;

/// A request was answered before it was received.
#[derive(Debug, Clone, PartialEq)]
pub struct RepliedBeforeReceived {
    /// The day of the reply.
    pub replied: NaiveDate,
    /// The day of receipt.
    pub received: NaiveDate,
}

impl Rule for RepliedBeforeReceived {
    const ABOUT: About = About {
        name: "replied-before-received",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "答复日期早于收到日期，两者必有一误，办理时间无从计算。这是错误，该行不计入。请核对后改正其中一个。",
            en: "A request cannot be answered before it is received: one of the dates is wrong, and no time can be counted. It is an error and the row does not count. Correct one of them.",
        },
        example: Some(Example {
            wrong: "收到日期,答复日期\n2017-09-25,2017-09-20",
            right: "收到日期,答复日期\n2017-09-25,2017-10-20",
        }),
    };

    fn message(&self) -> Message {
        let Self { replied, received } = self;
        both!(
            "{} 已答复，而 {} 才收到",
            "replied on {}, received on {}",
            replied,
            received
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对收到日期和答复日期；改正之前该行不计入",
            "compare both dates with the papers; the row does not count until one is corrected"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            replied: DAY,
            received: DAY,
        }]
    }
}

/// A request is in the logs with days of receipt in two years, and would be counted in both.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestOfTwoYears {
    /// The id.
    pub id: String,
    /// File of the first row with it.
    pub first_file: String,
    /// Line of the first row with it.
    pub first_line: u64,
    /// The year of receipt in that row.
    pub first_year: i32,
    /// The year of receipt in this row.
    pub year: i32,
}

impl Rule for RequestOfTwoYears {
    const ABOUT: About = About {
        name: "request-of-two-years",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "一件申请在两本登记中的收到日期属于两个年度，例如 2025 年的登记写 2025-12-30，2026 年的登记写 2026-01-04，两年都会计为新收。这是错误，后一行不计入。一件申请属于依法收到的那一年：特快专递 2026-01-04 签收的，是 2026 年的。",
            en: "A request stands in two books with days of receipt in two years, say 2025-12-30 in the book of 2025 and 2026-01-04 in that of 2026, and would be received in both: an error, and the later row does not count. A request is of the year in which it is received by law: an express letter signed for (\"签收日期\") on 2026-01-04 is of 2026.",
        },
        example: Some(Example {
            wrong: "编号,申请方式,收到日期,签收日期\n2025-88,特快专递,2025-12-30,\n2025-88,特快专递,2026-01-04,2026-01-04",
            right: "编号,申请方式,收到日期,签收日期\n2025-88,特快专递,2025-12-30,2026-01-04\n2025-88,特快专递,2026-01-04,2026-01-04",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            id,
            first_file,
            first_line,
            first_year,
            year,
        } = self;
        both!(
            "编号“{}”在 {} 第 {} 行收到于 {} 年，在本行收到于 {} 年，两年都会计入",
            "the id \"{}\" was received in {3} by {1}, line {2}, and in {4} by this row, and would count in both years",
            shown(id),
            escaped(first_file),
            first_line,
            first_year,
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "一件申请只属于依法收到的那一年：请删去一行，或者登记同样的收到日期、签收日期；如是两件，请改正编号",
            "a request is of the year in which it is received by law: delete one row, or log the same days of receipt (\"收到日期\", \"签收日期\") in both; if they are two requests, correct an id"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            id: text(),
            first_file: file(),
            first_line: 2,
            first_year: 2025,
            year: 2026,
        }]
    }
}

/// Two days of a request are in the wrong order.
#[derive(Debug, Clone, PartialEq)]
pub struct EventsOutOfOrder {
    /// Header of the day that should be first.
    pub earlier: &'static str,
    /// That day.
    pub earlier_on: NaiveDate,
    /// Header of the day that should not be before it.
    pub later: &'static str,
    /// That day.
    pub later_on: NaiveDate,
}

impl Rule for EventsOutOfOrder {
    const ABOUT: About = About {
        name: "events-out-of-order",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "同一件的两个日期先后颠倒，例如缴费早于收费通知。这一段不作为停计，所以提出警告。请核对后改正。",
            en: "Two days of a request are the wrong way round, such as a payment before the fee notice. The span between them stops no clock, hence the warning. Compare them with the papers.",
        },
        example: Some(Example {
            wrong: "收费通知日期,缴费日期\n2023-03-20,2023-03-15",
            right: "收费通知日期,缴费日期\n2023-03-10,2023-03-15",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            earlier,
            earlier_on,
            later,
            later_on,
        } = self;
        both!(
            "“{2}”（{3}）早于“{0}”（{1}）",
            "\"{2}\" ({3}) lies before \"{0}\" ({1})",
            earlier,
            earlier_on,
            later,
            later_on
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对原始材料后改正日期",
            "compare the date with the papers and correct it"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            earlier: "收费通知日期",
            earlier_on: DAY,
            later: "缴费日期",
            later_on: DAY,
        }]
    }
}

/// A day is logged without the day that must precede it.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingEvent {
    /// Header of the day that is missing.
    pub event: &'static str,
}

impl Rule for MissingEvent {
    const ABOUT: About = About {
        name: "missing-event",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "登记了后一个日期，却没有登记它所依据的前一个，例如有“延期至”而没有“延期告知日期”。延期以告知为准，未登记告知的不计；收到补正、缴费没有登记告知的，期限仍从该日起重新计算。所以提出警告，请补登。",
            en: "A day is logged without the one it follows from, such as an extended due date without the day on which the applicant was told. Without its notice an extension does not count; a clarification or a payment starts the period anew all the same. Hence the warning. Fill it in.",
        },
        example: Some(Example {
            wrong: "延期告知日期,延期至\n,2017-11-10",
            right: "延期告知日期,延期至\n2017-10-20,2017-11-10",
        }),
    };

    fn message(&self) -> Message {
        let Self { event } = self;
        both!(
            "缺少“{}”，而其后的日期已经登记",
            "there is no \"{}\", and a day that follows from it is logged",
            event
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { event } = self;
        Some(both!("请补登“{}”", "fill in \"{}\"", event))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            event: "延期告知日期",
        }]
    }
}

/// A status means that requests were dealt with, but no day is logged for it.
#[derive(Debug, Clone, PartialEq)]
pub struct FinishedWithoutDay {
    /// The status.
    pub status: String,
    /// The header of the day that is blank.
    pub column: String,
    /// The rows of the file.
    pub rows: u64,
}

impl Rule for FinishedWithoutDay {
    const ABOUT: About = About {
        name: "finished-without-day",
        severity: Severity::Warning,
        flags: &[Flag::OfWord],
        explanation: Bilingual {
            zh: "诉求的处理状态写明已办结，办结日期却是空的，这是警告。办结以日期为准，没有日期的按未办结统计，期限已过的算作超期。请补登日期；确未办结的，请改正处理状态。",
            en: "The status of a citizen's request says that it was dealt with (\"已办结\"), and its day of closing is blank: a warning. What counts is the day: without one the request is open, and overdue once its period is over. Fill in the day, or correct the status.",
        },
        example: Some(Example {
            wrong: "处理状态,办结日期\n已办结,",
            right: "处理状态,办结日期\n已办结,2017-11-10",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            status,
            column,
            rows,
        } = self;
        both!(
            "处理状态为“{0}”而“{1}”为空，按未办结统计：{2} 行",
            "the status is \"{0}\" and \"{1}\" is blank, so that the requests count as open: rows {2}",
            shown(status),
            shown(column),
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { column, .. } = self;
        Some(both!(
            "请补登“{0}”；确未办结的，请改正处理状态",
            "fill in \"{0}\", or correct the status",
            shown(column)
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.status))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            status: "已办结".to_owned(),
            column: "办结日期".to_owned(),
            rows: 3,
        }]
    }
}

/// An extension was notified after the period had ended.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtensionTooLate {
    /// The day of the notice.
    pub on: NaiveDate,
    /// The last day for it.
    pub due: NaiveDate,
}

impl Rule for ExtensionTooLate {
    const ABOUT: About = About {
        name: "extension-too-late",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "延期须在原期限届满前告知申请人（2007年条例第二十四条，2019年条例第三十三条），期满后的告知不发生延期的效果，所以提出警告，仍按原期限计算。例如 10 月 20 日到期，10 月 23 日才告知。",
            en: "An extension must be notified within the period (2007 Regulations Art. 24, 2019 Regulations Art. 33). A later notice has no effect, hence the warning, and the first due date stays: due on 20 October, say, and notified on the 23rd.",
        },
        example: Some(Example {
            wrong: "收到日期,延期告知日期\n2017-09-25,2017-10-23",
            right: "收到日期,延期告知日期\n2017-09-25,2017-10-20",
        }),
    };

    fn message(&self) -> Message {
        let Self { on, due } = self;
        both!(
            "{} 才告知延期，期限已于 {} 届满，延期无效",
            "the extension was notified on {}, after the period ended on {}, and does not count",
            on,
            due
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "延期须在期限内告知申请人；确已按期告知的，请改正告知日期",
            "an extension counts only if the applicant is told within the period; correct the day if it was"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { on: DAY, due: DAY }]
    }
}

/// An extension is longer than the law allows.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtensionTooLong {
    /// The day logged.
    pub until: NaiveDate,
    /// The last day allowed.
    pub allowed: NaiveDate,
}

impl Rule for ExtensionTooLong {
    const ABOUT: About = About {
        name: "extension-too-long",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "延期最长 15 个工作日（2019-05-15 起 20 个工作日），登记的日期超过了，所以提出警告，按允许的最后一日计算。",
            en: "An extension is 15 working days at most, 20 from 2019-05-15. The day logged goes beyond that, hence the warning, and the last day allowed is taken.",
        },
        example: Some(Example {
            wrong: "收到日期,延期至\n2017-09-25,2017-11-13",
            right: "收到日期,延期至\n2017-09-25,2017-11-10",
        }),
    };

    fn message(&self) -> Message {
        let Self { until, allowed } = self;
        both!(
            "延期至 {}，超过法律允许的 {}",
            "extended until {}, and the law allows {}",
            until,
            allowed
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "超过的部分不计，以法律允许的最后一日为准",
            "the last day that the law allows is taken"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            until: DAY,
            allowed: DAY,
        }]
    }
}

/// A clarification was requested later than the law allows.
#[derive(Debug, Clone, PartialEq)]
pub struct ClarificationTooLate {
    /// The day it was requested.
    pub on: NaiveDate,
    /// The last day for it.
    pub by: NaiveDate,
}

impl Rule for ClarificationTooLate {
    const ABOUT: About = About {
        name: "clarification-too-late",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "申请内容不明确的，应自收到之日起 7 个工作日内一次性告知补正（2019年条例第三十条）。超过的，收到补正后仍重新起算，但程序上有瑕疵，所以提出警告。",
            en: "An unclear request must be sent back for clarification within 7 working days (2019 Regulations Art. 30). A later notice still starts the period afresh, but it is a flaw, hence the warning.",
        },
        example: Some(Example {
            wrong: "收到日期,补正告知日期\n2023-09-20,2023-10-08",
            right: "收到日期,补正告知日期\n2023-09-20,2023-10-07",
        }),
    };

    fn message(&self) -> Message {
        let Self { on, by } = self;
        both!(
            "{} 才告知补正，应不晚于 {}",
            "a clarification was asked for on {}, and {} was the last day for it",
            on,
            by
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "收到补正后仍重新起算，但告知已经逾期",
            "the period still starts afresh with the clarification, but the notice was late"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { on: DAY, by: DAY }]
    }
}

/// Applicants did not clarify within the period given, and the requests are still open.
#[derive(Debug, Clone, PartialEq)]
pub struct ClarificationExpired {
    /// Each by its id, or by its line.
    pub requests: Vec<RequestName>,
}

impl Rule for ClarificationExpired {
    const ABOUT: About = About {
        name: "clarification-expired",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "告知补正时给了期限，期限已过而没有收到补正，申请也没有办结。申请人无正当理由逾期不补正的，视为放弃申请，行政机关不再处理（2019年条例第三十条），在报告表中计入“其他处理”；不登记办结，就一直算结转，所以提出警告，每个文件一次，列出编号。",
            en: "The applicant was asked to clarify and given a day, which has passed without an answer, and the request is open. Without good reason it is given up and not processed any further (2019 Regulations Art. 30), and counts in the form under \"其他处理\" (other). Until its end is logged it is carried over, hence the warning, once a file, with the numbers of the requests.",
        },
        example: Some(Example {
            wrong: "补正告知日期,补正期限,办结日期,办理结果\n2023-09-25,2023-10-20,,",
            right: "补正告知日期,补正期限,办结日期,办理结果\n2023-09-25,2023-10-20,2023-10-23,逾期不补正",
        }),
    };

    fn message(&self) -> Message {
        let Self { requests } = self;
        let (count, (zh, en)) = (requests.len(), request_names(requests));
        Message {
            zh: format!("{count} 件申请补正期限已过，没有收到补正，也没有办结：{zh}"),
            en: format!(
                "open requests whose clarification did not come within the period given: {count}, namely {en}"
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "无正当理由逾期不补正的，视为放弃申请：登记“办结日期”，“办理结果”写“逾期不补正”；另给期限的，改“补正期限”",
            "without good reason the request is given up: fill in \"办结日期\" (closed on) and write \"逾期不补正\" (not clarified in time) as \"办理结果\" (outcome); if more time was given, correct \"补正期限\" (clarify by)"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                requests: vec![RequestName::Id(text()), RequestName::Line(3)],
            },
            Self {
                requests: vec![RequestName::Line(3); 25],
            },
        ]
    }
}

/// A fee was not paid within its period, and the request is still open.
#[derive(Debug, Clone, PartialEq)]
pub struct FeeUnpaid {
    /// Each by its id, or by its line.
    pub requests: Vec<RequestName>,
}

impl Rule for FeeUnpaid {
    const ABOUT: About = About {
        name: "fee-unpaid",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "已通知缴费，20 个工作日的缴费期限已过而没有登记缴费，申请也没有办结。逾期未缴纳的，视为放弃申请，行政机关不再处理（国办函〔2020〕109号），在报告表中计入“其他处理”；不登记办结，就一直算结转，所以提出警告，每个文件一次，列出编号。",
            en: "The applicant was asked to pay, the 20 working days for it have passed without a payment, and the request is open. It is given up and not processed any further (\"国办函〔2020〕109号\"), and counts in the form under \"其他处理\" (other). Until its end is logged it is carried over, hence the warning, once a file, with the numbers of the requests.",
        },
        example: Some(Example {
            wrong: "收费通知日期,缴费日期,办结日期,办理结果\n2023-03-08,,,",
            right: "收费通知日期,缴费日期,办结日期,办理结果\n2023-03-08,,2023-04-10,逾期未缴费",
        }),
    };

    fn message(&self) -> Message {
        let Self { requests } = self;
        let (count, (zh, en)) = (requests.len(), request_names(requests));
        Message {
            zh: format!("{count} 件申请缴费期限已过，没有缴费，也没有办结：{zh}"),
            en: format!("open requests whose fee was not paid in time: {count}, namely {en}"),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "逾期未缴费的，视为放弃申请：登记“办结日期”，“办理结果”写“逾期未缴费”；已缴费的，补登“缴费日期”",
            "the request is given up: fill in \"办结日期\" (closed on) and write \"逾期未缴费\" (not paid in time) as \"办理结果\" (outcome); if it was paid, fill in \"缴费日期\" (paid on)"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            requests: vec![RequestName::Id(text()), RequestName::Line(3)],
        }]
    }
}

/// Identifies a request in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestName {
    /// Its number in the log.
    Id(String),
    /// Its line, if it has no id.
    Line(u64),
}

/// An applicant was asked to clarify more than once, and the legal option for that decides between
/// on time and late.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondClarification {
    /// The option in effect, as in `report.toml`.
    pub taken: &'static str,
    /// The due date with that option.
    pub due: NaiveDate,
    /// Whether the request is late with this option and on time with the other; otherwise the reverse.
    pub is_late: bool,
    /// The other option.
    pub other: &'static str,
    /// The due date with that option.
    pub other_due: NaiveDate,
}

impl Rule for SecondClarification {
    const ABOUT: About = About {
        name: "second-clarification",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "2019年条例第三十条要求一次性告知补正。再次告知的，期限是否再次重新起算有争议：[law] second-clarification = \"restarts\"（默认）自收到补正之日再次重新起算，\"does-not\" 不影响期限。这一件按两种算法一个逾期、一个不逾期，所以提出警告。",
            en: "Art. 30 of the Regulations of 2019 has the office say at once all that must be clarified (\"一次性告知\"). It is disputed whether a second notice starts the period afresh: with [law] second-clarification = \"restarts\", the default, it does; with \"does-not\" it has no effect. By one of them this request is late and by the other it is not, hence the warning.",
        },
        example: Some(Example {
            wrong: "[law]\nsecond-clarification = \"restarts\"",
            right: "[law]\nsecond-clarification = \"does-not\"",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            taken,
            due,
            is_late,
            other,
            other_due,
        } = self;
        let (this, that) = (late(*is_late), late(!*is_late));
        Message {
            zh: format!(
                "再次告知补正的效力有争议：按 second-clarification = \"{taken}\"，期限至 {due}，{}；按 \"{other}\"，期限至 {other_due}，{}",
                this.zh, that.zh
            ),
            en: format!(
                "it is disputed what a second notice to clarify does: by second-clarification = \"{taken}\" the request is due on {due} and {}, by \"{other}\" on {other_due} and {}",
                this.en, that.en
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { taken, .. } = self;
        Some(both!(
            "采用哪一种由本机关确定，写入 report.toml：\n[law]\nsecond-clarification = \"{0}\"",
            "the office decides which one applies; write it into report.toml:\n[law]\nsecond-clarification = \"{0}\"",
            taken
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            taken: "restarts",
            due: DAY,
            is_late: false,
            other: "does-not",
            other_due: DAY,
        }]
    }
}

/// A request was confirmed with the applicant later than the law allows.
#[derive(Debug, Clone, PartialEq)]
pub struct LateConfirmation {
    /// The day it arrived.
    pub came: NaiveDate,
    /// The day it was confirmed.
    pub confirmed: NaiveDate,
    /// The due date, counted from the confirmation.
    pub due: NaiveDate,
    /// The due date, counted from the arrival.
    pub other_due: NaiveDate,
}

impl Rule for LateConfirmation {
    const ABOUT: About = About {
        name: "late-confirmation",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "平常信函应当在收到当日与申请人确认，以确认之日为收到之日；电子邮件和传真以双方确认之日为收到之日（2019年条例第三十一条）。确认得晚，期限就晚开始，申请人可以不认可，所以提出警告：平常信函不在当日确认的，电子邮件、传真超过一个工作日才确认的。期限按确认之日计算，按收到之日的期限一并列出。",
            en: "An ordinary letter is confirmed with the applicant on the day it comes, and that day is the day of receipt; e-mail and fax are received on the day both sides confirm it (2019 Regulations Art. 31). A late confirmation delays the period, which the applicant need not accept. A warning for a letter not confirmed on its day, and for e-mail or fax confirmed more than a working day later. The period runs from the confirmation; the due date by the day it came is given beside it, e.g. \"确认日期\" 2023-09-25 for an e-mail of 2023-09-20.",
        },
        example: Some(Example {
            wrong: "申请方式,提交日期,确认日期\n电子邮件,2023-09-20,2023-09-25",
            right: "申请方式,提交日期,确认日期\n电子邮件,2023-09-20,2023-09-21",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            came,
            confirmed,
            due,
            other_due,
        } = self;
        both!(
            "{} 收到，{} 才与申请人确认：按确认之日期限至 {}，按收到之日期限至 {}",
            "the request came on {} and was confirmed on {}: by the day of confirmation it is due on {}, by the day it came on {}",
            came,
            confirmed,
            due,
            other_due
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对日期；拖延确认的，按收到之日掌握期限更稳妥",
            "compare the dates with the papers; where the office was slow to confirm, the earlier due date is the safe one"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            came: DAY,
            confirmed: DAY,
            due: DAY,
            other_due: DAY,
        }]
    }
}

/// Events of requests that are in no log.
#[derive(Debug, Clone, PartialEq)]
pub struct EventWithoutRequest {
    /// Rows of the file.
    pub rows: u64,
    /// The numbers of the requests.
    pub requests: Vec<String>,
}

impl Rule for EventWithoutRequest {
    const ABOUT: About = About {
        name: "event-without-request",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "办理事项台账（events.csv）中的编号，在申请登记中没有。这些事项不影响任何期限，所以提出警告，每个文件一次。多半是编号写错，或者申请没有登记。",
            en: "The log of events (events.csv) has ids that no request has. These events have no effect, hence the warning, once a file. The \"编号\" (id) may be mistyped, or the request is not logged.",
        },
        example: Some(Example {
            wrong: "编号,事项,发出日期\n2023-O1,征求意见,2023-09-25",
            right: "编号,事项,发出日期\n2023-01,征求意见,2023-09-25",
        }),
    };

    fn message(&self) -> Message {
        let Self { rows, requests } = self;
        let names: Vec<RequestName> = requests.iter().cloned().map(RequestName::Id).collect();
        let (zh, en) = request_names(&names);
        Message {
            zh: format!(
                "{rows} 行办理事项的编号，在读得出来的申请登记中没有，不影响任何期限：{zh}"
            ),
            en: format!(
                "events of requests that no row that can be read has, and that have no effect: {rows} rows, of {en}"
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对编号，或者补登这件申请",
            "correct the id, or log the request"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 3,
            requests: vec![text(); 2],
        }]
    }
}

/// The log of events and the log of requests give different days.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDiffers {
    /// The header of the day.
    pub event: &'static str,
    /// The day in the log of requests.
    pub logged: NaiveDate,
    /// The day in the log of events.
    pub other: NaiveDate,
}

impl Rule for EventDiffers {
    const ABOUT: About = About {
        name: "event-differs",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "同一事项在申请登记和办理事项台账中的日期不同，例如答复日期，所以提出警告。按申请登记计算。",
            en: "The log of requests and the log of events have different days for one event, such as \"答复日期\" (day of reply), hence the warning. The log of requests is taken.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            event,
            logged,
            other,
        } = self;
        both!(
            "“{}”在申请登记中是 {}，在办理事项中是 {}；按申请登记计算",
            "\"{}\" is {} in the log of requests and {} in the log of events; the former is taken",
            event,
            logged,
            other
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对后改正其中一处",
            "compare the dates with the papers and correct one of them"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            event: "答复日期",
            logged: DAY,
            other: DAY,
        }]
    }
}

/// A question about clarifications that the law leaves open decides between on time and late.
#[derive(Debug, Clone, PartialEq)]
pub struct UnsettledClarification {
    /// The option in effect, as in `report.toml`.
    pub taken: &'static str,
    /// The due date with that option.
    pub due: NaiveDate,
    /// Whether the request is late with this option and on time with the other; otherwise the reverse.
    pub is_late: bool,
    /// The other option.
    pub other: &'static str,
    /// The due date with that option.
    pub other_due: NaiveDate,
}

impl Rule for UnsettledClarification {
    const ABOUT: About = About {
        name: "unsettled-clarification",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "2007年条例要求告知申请人更改、补充，但没有规定期限是否因此重新起算。[law] unsettled-clarification = \"closes\" 以告知为答复，补正后是新的申请；\"restarts\" 自收到补正之日重新起算。这一件按两种算法一个逾期、一个不逾期，所以提出警告。",
            en: "The Regulations of 2007 have the applicant clarify a request and do not say whether the period starts afresh. With [law] unsettled-clarification = \"closes\" the notice is the answer, and what comes in later is a new request; with \"restarts\" the period starts with the clarification. By one of them this request is late and by the other it is not, hence the warning.",
        },
        example: Some(Example {
            wrong: "[law]\nunsettled-clarification = \"closes\"",
            right: "[law]\nunsettled-clarification = \"restarts\"",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            taken,
            due,
            is_late,
            other,
            other_due,
        } = self;
        let (this, that) = (late(*is_late), late(!*is_late));
        Message {
            zh: format!(
                "2007年条例没有规定告知补正后期限如何计算：按 unsettled-clarification = \"{taken}\"，期限至 {due}，{}；按 \"{other}\"，期限至 {other_due}，{}",
                this.zh, that.zh
            ),
            en: format!(
                "the Regulations of 2007 do not say what a notice to clarify does: by unsettled-clarification = \"{taken}\" the request is due on {due} and {}, by \"{other}\" on {other_due} and {}",
                this.en, that.en
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { taken, .. } = self;
        Some(both!(
            "采用哪一种由本机关确定，写入 report.toml：\n[law]\nunsettled-clarification = \"{0}\"",
            "the office decides which one applies; write it into report.toml:\n[law]\nunsettled-clarification = \"{0}\"",
            taken
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            taken: "closes",
            due: DAY,
            is_late: true,
            other: "restarts",
            other_due: DAY,
        }]
    }
}

/// An event that stops the clock is dated after the period had ended.
#[derive(Debug, Clone, PartialEq)]
pub struct StopTooLate {
    /// Header of the day.
    pub event: &'static str,
    /// The day.
    pub on: NaiveDate,
    /// The last day of the period.
    pub due: NaiveDate,
}

impl Rule for StopTooLate {
    const ABOUT: About = About {
        name: "stop-too-late",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "补正、征求意见或收费通知发生在期限届满之后，不能使已经届满的期限停止，所以提出警告。请核对日期。",
            en: "A clarification, consultation or fee notice came when the period was over and cannot stop it any more, hence the warning. Compare the date with the papers.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { event, on, due } = self;
        both!(
            "“{}”（{}）晚于期限届满之日 {}，不影响期限",
            "\"{}\" ({}) lies after the period ended on {} and does not stop it",
            event,
            on,
            due
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对日期；属实的，无需改动",
            "compare the date with the papers; if it is right, nothing need be done"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            event: "收费通知日期",
            on: DAY,
            due: DAY,
        }]
    }
}

/// An answer arrived after the day set for it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnsweredTooLate {
    /// Header of the day.
    pub event: &'static str,
    /// The day.
    pub on: NaiveDate,
    /// The last day for it.
    pub by: NaiveDate,
}

impl Rule for AnsweredTooLate {
    const ABOUT: About = About {
        name: "answered-too-late",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "被征求意见的一方或申请人的答复超过了规定的时间，例如第三方应在 15 个工作日内答复。超过的天数照常计入办理时间，所以提出警告。",
            en: "Somebody who was asked answered after the time set, such as 15 working days for a third party. The days beyond count as the office's own, hence the warning.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { event, on, by } = self;
        both!(
            "“{}”（{}）晚于规定的 {}",
            "\"{}\" ({}) lies after {}, the last day for it",
            event,
            on,
            by
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对日期；属实的，无需改动",
            "compare the date with the papers; if it is right, nothing need be done"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            event: "缴费日期",
            on: DAY,
            by: DAY,
        }]
    }
}

/// An event that the applicable law does not provide for.
#[derive(Debug, Clone, PartialEq)]
pub struct NotInForce {
    /// Header of the day.
    pub event: &'static str,
}

impl Rule for NotInForce {
    const ABOUT: About = About {
        name: "not-in-force",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "登记了所适用的条例没有规定的事项，例如 2019 年以前的延迟答复期限。它不影响期限，所以提出警告。确应适用另一部条例的，在“适用条例”一栏注明。",
            en: "Something is logged that the law that applies does not know, such as a deferral before 2019. It has no effect, hence the warning. If the other law applies, say so in its column.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { event } = self;
        both!(
            "适用的条例没有与“{}”相应的规定，不影响期限",
            "the law that applies knows no \"{}\", which has no effect",
            event
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "适用哪部条例由收到日期决定；另有约定的，在“适用条例”一栏注明",
            "the day of receipt decides which law applies; the column of the law can say otherwise"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            event: "延迟答复期限",
        }]
    }
}

/// An extended due date is not later than the original one.
#[derive(Debug, Clone, PartialEq)]
pub struct NotLater {
    /// The day that was set.
    pub on: NaiveDate,
    /// The original due date.
    pub due: NaiveDate,
}

impl Rule for NotLater {
    const ABOUT: About = About {
        name: "not-later",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "另定的期限不晚于原来的期限，不起作用，所以提出警告。请核对日期。",
            en: "A later due date was set that is no later than the first one and has no effect, hence the warning. Compare the date with the papers.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { on, due } = self;
        both!(
            "另定的期限 {} 并不晚于原期限 {}",
            "the later day set, {}, is not later than {}",
            on,
            due
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对另定的期限",
            "compare the day that was set with the papers"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { on: DAY, due: DAY }]
    }
}

/// The due date in the log differs from the computed one.
#[derive(Debug, Clone, PartialEq)]
pub struct DueDisagrees {
    /// The due date in the log.
    pub logged: NaiveDate,
    /// The computed due date.
    pub due: NaiveDate,
}

impl Rule for DueDisagrees {
    const ABOUT: About = About {
        name: "due-disagrees",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "台账登记的办理期限与依法计算的不同，多半是平台按周一至周五推算，没有考虑放假和调休。以法定期限为准，所以只作警告。report due --received 可以逐日说明。",
            en: "The due date in the log is not the one that the law gives; platforms often count Monday to Friday and know neither holidays nor make-up weekends. The law's date is taken, hence only a warning. report due --received explains it day by day.",
        },
        example: Some(Example {
            wrong: "收到日期,办理期限\n2017-09-25,2017-10-16",
            right: "收到日期,办理期限\n2017-09-25,2017-10-20",
        }),
    };

    fn message(&self) -> Message {
        let Self { logged, due } = self;
        both!(
            "登记的期限是 {}，依法应为 {}",
            "the log says {}, the law {}",
            logged,
            due
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "依申请公开的期限由法律决定，以法定期限为准；report due --received 可以逐日说明",
            "the law sets the limit of a disclosure request and goes before the log; report due --received explains it day by day"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            logged: DAY,
            due: DAY,
        }]
    }
}

/// The log's overdue flag contradicts the dates.
#[derive(Debug, Clone, PartialEq)]
pub struct OverdueFlagDisagrees {
    /// The flag in the log.
    pub flag: bool,
    /// The state by the dates.
    pub standing: FlaggedAs,
}

impl Rule for OverdueFlagDisagrees {
    const ABOUT: About = About {
        name: "overdue-flag-disagrees",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "“是否超期”一栏与按日期计算的结果不同，所以提出警告。统计以日期为准；请核对期限和答复日期。期限写明时刻的（如 2017-03-08 17:00），与有时刻的答复逐时比较；00:00、23:59 指当天全天。",
            en: "The overdue column does not say what the dates give, hence the warning. The dates are what counts; compare the due date and the reply. A due date with a time, as 2017-03-08 17:00, is compared with a reply that has one to the minute; 00:00 and 23:59 mean the whole day.",
        },
        example: Some(Example {
            wrong: "办理期限,答复日期,是否超期\n2017-10-20,2017-10-20,是",
            right: "办理期限,答复日期,是否超期\n2017-10-20,2017-10-20,否",
        }),
    };

    fn message(&self) -> Message {
        let Self { flag, standing } = self;
        overdue_flag(*flag, *standing)
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对期限和答复日期；统计以日期为准",
            "compare the due date and the reply; the dates are what counts"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            flagged(true, FlaggedAs::Due { on: DAY, at: None }),
            flagged(false, FlaggedAs::Due { on: DAY, at: None }),
            flagged(
                false,
                FlaggedAs::Due {
                    on: DAY,
                    at: Some(chrono::NaiveTime::MIN),
                },
            ),
            flagged(true, FlaggedAs::Suspended),
            flagged(true, FlaggedAs::Undetermined),
        ]
    }
}

/// State of a request by its dates, where it contradicts the overdue flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlaggedAs {
    /// Judged by a due date.
    Due {
        /// The due date.
        on: NaiveDate,
        /// The time of that day, if the log gives one.
        at: Option<NaiveTime>,
    },
    /// Suspended: it cannot be overdue.
    Suspended,
    /// Without a time limit: undetermined.
    Undetermined,
}

/// An answered disclosure request without an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplyWithoutOutcome;

impl Rule for ReplyWithoutOutcome {
    const ABOUT: About = About {
        name: "reply-without-outcome",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "依申请公开的件已经办结，却没有登记办理结果，统计表中便没有它的位置，所以提出警告。请补登，如“予以公开”。",
            en: "A disclosure request has ended and no outcome is logged, so it has no row in the statutory table, hence the warning. Fill it in, such as \"予以公开\" (granted).",
        },
        example: Some(Example {
            wrong: "答复日期,办理结果\n2017-10-20,",
            right: "答复日期,办理结果\n2017-10-20,予以公开",
        }),
    };

    fn message(&self) -> Message {
        both!(
            "已经办结，却没有办理结果",
            "the request has ended and has no outcome"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请补登办理结果，如“予以公开”",
            "fill in the outcome, such as \"予以公开\" (granted)"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A disclosure request with an outcome that has not ended.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeWithoutReply;

impl Rule for OutcomeWithoutReply {
    const ABOUT: About = About {
        name: "outcome-without-reply",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "登记了办理结果，却没有答复日期或办结日期，仍按在办计算，所以提出警告。请补登日期。",
            en: "There is an outcome and no day on which the request ended, so it counts as open, hence the warning. Fill in the day.",
        },
        example: Some(Example {
            wrong: "答复日期,办理结果\n,予以公开",
            right: "答复日期,办理结果\n2017-10-20,予以公开",
        }),
    };

    fn message(&self) -> Message {
        both!(
            "有办理结果，却没有答复日期或办结日期",
            "there is an outcome, and no day on which the request ended"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请补登答复日期；没有答复即告终止的，登记办结日期",
            "fill in the day of the reply, or the closing day where there was none"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A file has several columns for the day of receipt, and some requests lack the one that the law
/// uses.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceiptNotLogged {
    /// Headers of the columns, each with the number of requests that lack it.
    pub lacking: Vec<(&'static str, u64)>,
}

impl Rule for ReceiptNotLogged {
    const ABOUT: About = About {
        name: "receipt-not-logged",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "文件中有“提交日期”“签收日期”或“确认日期”，而有的申请没有登记按其申请方式应当起算的那个日期，例如特快专递没有签收日期。自“收到日期”起算，只作提示，每个文件一次。",
            en: "A file has \"提交日期\" (submitted), \"签收日期\" (signed for) or \"确认日期\" (confirmed), and some requests lack the one that their way of sending asks for, as an express letter without \"签收日期\". Their clock starts on \"收到日期\" (day of receipt). A note, once a file.",
        },
        example: Some(Example {
            wrong: "申请方式,收到日期,签收日期\n特快专递,2023-09-20,",
            right: "申请方式,收到日期,签收日期\n特快专递,2023-09-20,2023-09-22",
        }),
    };

    fn message(&self) -> Message {
        let Self { lacking } = self;
        let [zh, en] = lacking_days(lacking);
        Message {
            zh: format!("按申请方式应当登记而没有登记的日期：{zh}；这些申请自“收到日期”起算"),
            en: format!(
                "days that the way of sending asks for and the log lacks, with the requests: {en}; their clock starts on \"收到日期\" (day of receipt)"
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "有记录的请补登；没有的无需处理",
            "fill in what the papers have; if they have nothing, nothing need be done"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            lacking: vec![("签收日期", 2), ("确认日期", 1)],
        }]
    }
}

/// A file gives the way of delivery of replies, and some requests lack the day of reply that goes
/// with it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplyNotLogged {
    /// Headers of the columns, each with the number of requests that lack it.
    pub lacking: Vec<(&'static str, u64)>,
}

impl Rule for ReplyNotLogged {
    const ABOUT: About = About {
        name: "reply-not-logged",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "登记了送达方式，而没有登记按该方式作为答复之日的日期：邮寄的以交邮之日（“寄出日期”）为准，当面送达或者委托其他机关转交的以申请人签收之日（“答复签收日期”）为准，以互联网渠道送达的以发出之日（“答复日期”）为准。以登记的另一个日期计算，只作提示，每个文件一次。",
            en: "The log says how replies went out, and lacks the day that is that of the reply then: by post the day it is handed to the post (\"寄出日期\"), handed over or through another organ the day the applicant signs (\"答复签收日期\"), online the day it is sent (\"答复日期\"). Another logged day is taken: a note, once a file.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { lacking } = self;
        let [zh, en] = lacking_days(lacking);
        Message {
            zh: format!("按送达方式应当登记而没有登记的日期：{zh}；以登记的另一个日期为答复之日"),
            en: format!(
                "days of the reply that its way of sending asks for and the log lacks, with the requests: {en}; another logged day is taken"
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "有记录的请补登；没有的无需处理",
            "fill in what the papers have; if they have nothing, nothing need be done"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            lacking: vec![("寄出日期", 2), ("答复签收日期", 1)],
        }]
    }
}

/// Events that have no effect on a period.
#[derive(Debug, Clone, PartialEq)]
pub struct EventsNotUsed {
    /// How many.
    pub rows: u64,
    /// Their words, each with the number of its rows.
    pub words: Vec<(String, u64)>,
}

impl Rule for EventsNotUsed {
    const ABOUT: About = About {
        name: "events-not-used",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "办理事项台账中有与期限无关的事项，例如流程导出的“拟办”“审批”。没有使用，只作提示，每个文件一次，列出词语和行数。其中有征求意见、补正、收费、延期或者答复的，请在 report.toml 的 [[logs.words]] 中写明。",
            en: "The log of events has events that move no period, such as \"审批\" (approval) in an export of the flow. They are not used: a note, once a file, with the words and their rows. If some are consultations, clarifications, fees, extensions or replies, say so under [[logs.words]] in report.toml.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows, words } = self;
        let zh = words.iter();
        let zh = zh.map(|(word, rows)| format!("“{}”{rows} 行", shown(word)));
        let en = words.iter();
        let en = en.map(|(word, rows)| format!("\"{}\" {rows}", shown(word)));
        Message {
            zh: format!(
                "与期限无关的办理事项，没有使用：{rows} 行（{}）",
                zh.collect::<Vec<_>>().join("、")
            ),
            en: format!(
                "events that move no period and are not used: {rows} rows ({})",
                en.collect::<Vec<_>>().join(", ")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "其中有征求意见、补正、收费、延期、答复的，请在 report.toml 中写明，如：\n[[logs.words]]\nlist = \"event\"\nconsultation = [\"发函\"]",
            "if some of them are consultations, clarifications, fees, extensions or replies, say so in report.toml, such as:\n[[logs.words]]\nlist = \"event\"\nconsultation = [\"发函\"]"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 2,
            words: vec![(text(), 2)],
        }]
    }
}

/// A long consultation. Its days are not counted all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct LongConsultation {
    /// The last day of the usual length.
    pub by: NaiveDate,
    /// Whether a time limit could be checked if the log had the day of delivery.
    pub lacks_delivery: bool,
}

impl Rule for LongConsultation {
    const ABOUT: About = About {
        name: "long-consultation",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "征求其他机关意见的时间全部不计入期限（2019年条例第三十三条第三款），超过 15 个工作日的提请核对。第三方和共同制作机关应在收到征求意见书之日起 15 个工作日内答复（第三十二条、第三十四条）：登记了“征求意见送达日期”的，从送达之日起算，逾期的天数计入办理时间；没有登记的，不因此认定任何一方逾期。都只作提示。",
            en: "The time of another organ is left out of the period whole (2019 Regulations Art. 33 (3)); one longer than 15 working days is worth a look. A third party, and an organ that made the record together with the office, have 15 working days from the day they get the letter (Arts. 32, 34). With \"征求意见送达日期\" (day of delivery) in the log the limit runs from that day, and the days beyond count as the office's own; without it nobody is called late. A note.",
        },
        example: Some(Example {
            wrong: "征求意见日期,征求意见送达日期,征求意见答复日期\n2023-09-06,,2023-10-07",
            right: "征求意见日期,征求意见送达日期,征求意见答复日期\n2023-09-06,2023-09-12,2023-10-07",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self {
                by,
                lacks_delivery: false,
            } => both!(
                "征求其他机关意见，寄出后至 {}（15 个工作日）未见答复，等待的时间全部不计入期限",
                "the other organ had not answered by {}, 15 working days after it was asked; all of the wait is left out of the period",
                by
            ),
            Self {
                by,
                lacks_delivery: true,
            } => both!(
                "没有登记“征求意见送达日期”，对方的 15 个工作日无从起算；寄出后至 {} 未见答复，等待的时间全部不计入期限",
                "there is no \"征求意见送达日期\" (day of delivery), so the 15 working days of the consulted have no start; no answer came by {}, and all of the wait is left out of the period",
                by
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                lacks_delivery: false,
                ..
            } => Some(both!(
                "请核对日期，仍未答复的请催办；对方是共同制作机关的，在“征求对象”中写明“共同制作机关”",
                "compare the dates with the papers and press for an answer; if the organ made the record together with yours, write \"共同制作机关\" as \"征求对象\""
            )),
            Self {
                lacks_delivery: true,
                ..
            } => Some(both!(
                "请按送达回证补登“征求意见送达日期”",
                "fill in \"征求意见送达日期\", the day on which they got the letter"
            )),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                by: DAY,
                lacks_delivery: false,
            },
            Self {
                by: DAY,
                lacks_delivery: true,
            },
        ]
    }
}

/// Service requests without a time limit.
#[derive(Debug, Clone, PartialEq)]
pub struct NoLimit {
    /// How many.
    pub requests: u64,
}

impl Rule for NoLimit {
    const ABOUT: About = About {
        name: "no-limit",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "有的诉求没有办理期限，不知道是否按期，所以照常计数，但不计入按期答复率。这是提示。请在台账中登记办理期限，或者在 report.toml 中设置，如 [limits.service] 之下 any = 5。",
            en: "Some service requests have no time limit, so nobody can tell whether they were on time: they are counted, but in no rate. A note: log their limits, or set any = 5 under [limits.service] in report.toml.",
        },
        example: Some(Example {
            wrong: "编号,诉求类型,办理期限\n1,咨询,",
            right: "[limits.service]\nconsultation = 5",
        }),
    };

    fn message(&self) -> Message {
        let Self { requests } = self;
        Message {
            zh: format!("有 {requests} 件诉求没有办理期限，不计入按期答复率"),
            en: format!(
                "without a time limit, so in no rate: {}",
                counted(*requests, "request")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请在台账中登记办理期限，或者在 report.toml 中设置，例如：\n[limits.service]\nany = 5",
            "log the limits, or set them in report.toml, for example:\n[limits.service]\nany = 5"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { requests: 1 }]
    }
}

rules![
    RepliedBeforeReceived,
    RequestOfTwoYears,
    EventsOutOfOrder,
    MissingEvent,
    FinishedWithoutDay,
    ExtensionTooLate,
    ExtensionTooLong,
    ClarificationTooLate,
    ClarificationExpired,
    FeeUnpaid,
    SecondClarification,
    LateConfirmation,
    EventWithoutRequest,
    EventDiffers,
    UnsettledClarification,
    StopTooLate,
    AnsweredTooLate,
    NotInForce,
    NotLater,
    DueDisagrees,
    OverdueFlagDisagrees,
    ReplyWithoutOutcome,
    OutcomeWithoutReply,
    ReceiptNotLogged,
    ReplyNotLogged,
    EventsNotUsed,
    LongConsultation,
    NoLimit
];

/// Formats the overdue flag of a request and its state by the dates.
fn overdue_flag(flag: bool, standing: FlaggedAs) -> Message {
    let due = |on: NaiveDate, at: Option<NaiveTime>| match at {
        Some(at) => format!("{on} {}", at.format("%H:%M")),
        None => on.to_string(),
    };
    match (flag, standing) {
        (true, FlaggedAs::Due { on, at }) => both!(
            "登记为超期，而期限是 {0}，并未超期",
            "marked as overdue, but due on {0} and not late",
            due(on, at)
        ),
        (false, FlaggedAs::Due { on, at }) => both!(
            "登记为未超期，而期限是 {0}，已经超期",
            "marked as not overdue, but due on {0} and late",
            due(on, at)
        ),
        (true, FlaggedAs::Suspended) => both!(
            "登记为超期，而正在等待他人答复，期限中止，并未超期",
            "marked as overdue, but waiting for somebody else and not late"
        ),
        (false, FlaggedAs::Suspended) => both!(
            "登记为未超期，而正在等待他人答复",
            "marked as not overdue, but waiting for somebody else"
        ),
        (true, FlaggedAs::Undetermined) => both!(
            "登记为超期，而没有办理期限，无法判断，不计入按期答复率",
            "marked as overdue, but without a limit, so in no rate"
        ),
        (false, FlaggedAs::Undetermined) => both!(
            "登记为未超期，而没有办理期限，无法判断",
            "marked as not overdue, but without a limit"
        ),
    }
}

/// Formats headers, each with the number of requests that lack the day.
fn lacking_days(lacking: &[(&str, u64)]) -> [String; 2] {
    let zh = lacking.iter();
    let zh = zh.map(|(header, requests)| format!("“{header}”{requests} 件"));
    let en = lacking.iter();
    let en = en.map(|(header, requests)| format!("\"{header}\" {requests}"));
    [
        zh.collect::<Vec<_>>().join("、"),
        en.collect::<Vec<_>>().join(", "),
    ]
}

/// Formats whether a request is late.
fn late(is_late: bool) -> Message {
    if is_late {
        both!("逾期", "late")
    } else {
        both!("未逾期", "not late")
    }
}

/// Formats the names of requests; only the first of many.
fn request_names(requests: &[RequestName]) -> (String, String) {
    const MOST: usize = 20;
    let name = |request: &RequestName| match request {
        RequestName::Id(id) => both!("“{0}”", "\"{0}\"", shown(id)),
        RequestName::Line(line) => both!("第 {0} 行", "line {0}", line),
    };
    let names: Vec<Message> = requests.iter().take(MOST).map(name).collect();
    let zh: Vec<_> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<_> = names.iter().map(|name| name.en.as_str()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    match requests.len().checked_sub(MOST) {
        None | Some(0) => (zh, en),
        Some(more) => (format!("{zh}等"), format!("{en} and {more} more")),
    }
}
