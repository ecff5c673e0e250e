//! Published items and notices.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::diagnostic::PersonalNumber;
use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{DAY, text};
use crate::diagnostic::text::{Message, both, counted, shown};
use crate::language::Bilingual;

/// An item was published before it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedBeforeMade {
    /// The day of publication.
    pub published: NaiveDate,
    /// The day it was made.
    pub made: NaiveDate,
}

impl Rule for PublishedBeforeMade {
    const ABOUT: About = About {
        name: "published-before-made",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "公开日期早于生成日期，两者必有一误，所以提出警告。数字不受影响：计入哪一年由公开日期决定，但该条按期公开与否不可靠。",
            en: "An item is logged as published before it was made, so one of the days is wrong, hence the warning. It counts by its day of publication all the same, but whether it was in time is in doubt.",
        },
        example: Some(Example {
            wrong: "生成日期,公开日期\n2017-03-15,2017-03-05",
            right: "生成日期,公开日期\n2017-03-01,2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        let Self { published, made } = self;
        both!(
            "{} 公开，而 {} 才生成",
            "published on {}, made on {}",
            published,
            made
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对两个日期，改正登记有误的一个",
            "compare both dates with the papers and correct the wrong one"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            published: DAY,
            made: DAY,
        }]
    }
}

/// An item was published before its secrecy review.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedBeforeReviewed {
    /// The day of publication.
    pub published: NaiveDate,
    /// The day of the review.
    pub reviewed: NaiveDate,
}

impl Rule for PublishedBeforeReviewed {
    const ABOUT: About = About {
        name: "published-before-reviewed",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "公开日期早于保密审查日期。信息公开之前应当审查（2007年条例第十四条，2019年条例第十七条），所以提出警告；该条不计入已审查的信息。日期登记有误的，请改正。",
            en: "An item is logged as published before its secrecy review, which has to come first (2007 Regulations Art. 14, 2019 Regulations Art. 17), hence the warning; it does not count as reviewed. Correct the date if it is a slip.",
        },
        example: Some(Example {
            wrong: "审查日期,公开日期\n2017-03-15,2017-03-05",
            right: "审查日期,公开日期\n2017-03-04,2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            published,
            reviewed,
        } = self;
        both!(
            "{} 公开，而 {} 才审查",
            "published on {}, reviewed on {}",
            published,
            reviewed
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对两个日期，改正登记有误的一个",
            "compare both dates with the papers and correct the wrong one"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            published: DAY,
            reviewed: DAY,
        }]
    }
}

/// An item has no secrecy review logged, or several items of a log have none.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemWithoutReview {
    /// Number of items in the log; `None` if the finding is about a single row.
    pub items: Option<u64>,
}

impl Rule for ItemWithoutReview {
    const ABOUT: About = About {
        name: "item-without-review",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "主动公开台账有审查栏，而有的信息既没有审查人，也没有审查日期。每本台账只提出一次警告，并说明条数；[rules] 之下写明 review-since = 2018-01-01 的，从该日起逐条提出。没有审查栏的台账不作判断。",
            en: "The published log has a column for reviews, and some items name neither who reviewed them nor when. It is one warning for the log, with their number; from the day set as review-since = 2018-01-01 under [rules], one for each item. A log without such a column is not judged.",
        },
        example: Some(Example {
            wrong: "信息名称,保密审查人,审查日期\n关于检查的通知,,",
            right: "信息名称,保密审查人,审查日期\n关于检查的通知,张三,2017-03-04",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self { items: None } => {
                both!("没有登记保密审查", "no secrecy review is logged")
            }
            Self { items: Some(items) } => Message {
                zh: format!("有 {items} 条信息没有登记保密审查"),
                en: format!("without a secrecy review: {}", counted(*items, "item")),
            },
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self { items: None } => Some(both!(
                "请补登保密审查人或审查日期",
                "fill in who reviewed it, or when"
            )),
            Self { items: Some(_) } => Some(both!(
                "自某日起应逐条登记的，请在 report.toml 中写明，例如：\n[rules]\nreview-since = 2018-01-01",
                "if each item has to be reviewed from some day on, say so in report.toml, for example:\n[rules]\nreview-since = 2018-01-01"
            )),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { items: None }, Self { items: Some(1) }]
    }
}

/// A notice is missing from the published log, which is configured to include it.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeNotPublished {
    /// Its title.
    pub title: String,
    /// The day of its publication.
    pub published: NaiveDate,
}

impl Rule for NoticeNotPublished {
    const ABOUT: About = About {
        name: "notice-not-published",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 published-includes 写明这本台账的公告也登记在主动公开台账中，但其中没有标题和日期都相同的一条，公开总数可能少计，所以提出警告。请补登，或者从 published-includes 中去掉这本台账。",
            en: "published-includes in report.toml says that the notices of this log also stand in the published log, and there is none with this title and date; the total may be too low, hence the warning. Log it there, or take this log out of published-includes.",
        },
        example: Some(Example {
            wrong: "[logs]\npublished-includes = [\"procurement\", \"environment\"]",
            right: "[logs]\npublished-includes = [\"procurement\"]",
        }),
    };

    fn message(&self) -> Message {
        let Self { title, published } = self;
        both!(
            "主动公开台账中没有 {1} 的“{0}”",
            "the published log has no \"{0}\" of {1}",
            shown(title),
            published
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请在主动公开台账中补登，标题和日期须与本行一致",
            "log it there as well, with the title and the date of this row"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            title: text(),
            published: DAY,
        }]
    }
}

/// A procurement result without a tender notice.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultWithoutTender {
    /// Number of the project.
    pub project: String,
}

impl Rule for ResultWithoutTender {
    const ABOUT: About = About {
        name: "result-without-tender",
        severity: Severity::Warning,
        flags: &[Flag::OnRequest],
        explanation: Bilingual {
            zh: "采购项目有结果公告，却没有招标、磋商、询价等采购公告，也不是单一来源。只有在 [rules] 之下写明 result-without-tender = \"warning\" 时才检查，因为采购公告可能由集中采购机构发布，本单位没有登记。查出的作为警告。",
            en: "A project has a result, no notice that invited tenders, and is of no single source. It is looked for only where result-without-tender = \"warning\" stands under [rules], for a purchasing agency may have published the tender. Such a finding is a warning.",
        },
        example: Some(Example {
            wrong: "G001,道路绿化项目中标公告",
            right: "G001,道路绿化项目公开招标公告\nG001,道路绿化项目中标公告",
        }),
    };

    fn message(&self) -> Message {
        let Self { project } = self;
        both!(
            "项目“{}”有结果公告，没有采购公告",
            "the project \"{}\" has a result and no tender notice",
            shown(project)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请补登采购公告，或者核对项目编号",
            "log the tender notice, or compare the project numbers"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { project: text() }]
    }
}

/// A text to be published contains a personal number.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalData {
    /// The kind of number.
    pub number: PersonalNumber,
    /// The first of them, with its middle hidden.
    pub masked: String,
    /// How many texts of the file hold one.
    pub texts: u64,
}

impl Rule for PersonalData {
    const ABOUT: About = About {
        name: "personal-data",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "标题或者文稿中有个人的身份证号码、电话号码或者银行卡号，公开前应当作保密审查和隐私处理（《条例》第十五条、第十七条）。号码按国家标准的校验位识别，提示中只显示首尾。这是警告。请删去或者隐去号码，连同旁边的姓名。",
            en: "A title or the narrative holds the number of a person's identity card, telephone or bank card, which must be reviewed before anything is published (2019 Regulations Art. 15 and 17). Numbers are known by their check digits, and only their ends are shown. A warning: delete or hide the number, and the name beside it.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            number,
            masked,
            texts,
        } = self;
        let (zh, en) = match number {
            PersonalNumber::IdentityCard => ("身份证号码", "the number of an identity card"),
            PersonalNumber::Mobile => ("手机号码", "a mobile number"),
            PersonalNumber::Landline => ("电话号码", "a telephone number"),
            PersonalNumber::BankCard => ("银行卡号", "the number of a bank card"),
        };
        match texts {
            1 => Message {
                zh: format!("有{zh}：{masked}"),
                en: format!("there is {en}: {masked}"),
            },
            texts => Message {
                zh: format!("有 {texts} 处{zh}，例如 {masked}"),
                en: format!("there is {en} in {texts} texts, such as {masked}"),
            },
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请删去或者隐去号码和旁边的姓名；确可公开的，用 [[rules.waiver]] 说明理由",
            "delete or hide the number and the name beside it; if it may be published, say why in [[rules.waiver]]"
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(format!("{:?}", self.number)))
    }

    fn join(&mut self, other: &Self) {
        self.texts += other.texts;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [
            (PersonalNumber::IdentityCard, 1),
            (PersonalNumber::Mobile, 2),
            (PersonalNumber::Landline, 1),
            (PersonalNumber::BankCard, 2),
        ]
        .map(|(number, texts)| Self {
            number,
            masked: "138******00".to_owned(),
            texts,
        })
        .into()
    }
}

rules![
    PersonalData,
    PublishedBeforeMade,
    PublishedBeforeReviewed,
    ItemWithoutReview,
    NoticeNotPublished,
    ResultWithoutTender
];
