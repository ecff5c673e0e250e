//! Days, amounts and other values of cells.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{DAY, file, text};
use crate::diagnostic::text::{Message, both, file_lines, shown};
use crate::language::Bilingual;

/// A cell that must be filled is blank.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingCell;

impl Rule for MissingCell {
    const ABOUT: About = About {
        name: "missing-cell",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "必填的单元格是空的（空白、“/”、“-”都算空），例如没有公开日期就不知道计入哪一年，这是错误，该行不计入。请填写这一格。",
            en: "A cell that must be filled is blank, or holds only / or -; without a day of publication, say, nobody knows the year. It is an error, and the row does not count. Fill in the cell.",
        },
        example: Some(Example {
            wrong: "关于检查的通知,",
            right: "关于检查的通知,2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        both!("必填的单元格是空的", "a cell that must be filled is blank")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!("请填写这一格", "fill in the cell"))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A cell that should hold a date does not.
#[derive(Debug, Clone, PartialEq)]
pub struct BadDate {
    /// The cell.
    pub text: String,
}

impl Rule for BadDate {
    const ABOUT: About = About {
        name: "bad-date",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "应填日期的单元格读不出日期，或者日期不存在，例如“2017210日”“2017-02-30”，这是错误，该行不计入。请写作 2017-03-05、2017/3/5 或 2017年3月5日。",
            en: "A cell that should hold a date does not, or the day does not exist: \"2017-02-30\". It is an error, and the row does not count. Write 2017-03-05, 2017/3/5 or \"2017年3月5日\".",
        },
        example: Some(Example {
            wrong: "关于检查的通知,2017210日",
            right: "关于检查的通知,2017-02-10",
        }),
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!("“{}”不是日期", "\"{}\" is not a date", shown(text))
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self { text } if text.ends_with(['日', '号']) && !text.contains('年') => {
                Some(both!(
                    "转换时可能丢失了“年”“月”二字，请核对原件后写作 2017-03-05",
                    "it may have lost a character or two; write it as 2017-03-05 after a look at the original"
                ))
            }
            Self { .. } => Some(both!(
                "日期可写作 2017-03-05、2017/3/5 或 2017年3月5日",
                "dates are written 2017-03-05, 2017/3/5 or \"2017年3月5日\""
            )),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                text: "2017210日".to_owned(),
            },
            Self { text: text() },
        ]
    }
}

/// A date without a year.
#[derive(Debug, Clone, PartialEq)]
pub struct DateWithoutYear {
    /// The cell.
    pub text: String,
    /// How many such cells the column has.
    pub rows: u64,
    /// The file, and the key of its log, so that its year can be given.
    pub file: Option<(&'static str, String)>,
    /// The year in the title or name of the file.
    pub year: Option<i32>,
}

impl Rule for DateWithoutYear {
    const ABOUT: About = About {
        name: "date-without-year",
        severity: Severity::Error,
        flags: &[Flag::LosesARow, Flag::OfWord],
        explanation: Bilingual {
            zh: "日期没有写年份，例如“3月5日”，程序不猜测年份，这是错误，该行不计入。请补上年份，如 2017-03-05；整个文件都是同一年的，可在 report.toml 中这个文件的一项写明 year = 2017。",
            en: "A date lacks its year, as \"3月5日\" does. The program does not guess it: an error, and the row does not count. Add the year: 2017-03-05; or say year = 2017 in the entry of a file whose days are all of one year.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self { text, rows: 1, .. } => {
                both!("“{}”没有写年份", "\"{}\" lacks its year", shown(text))
            }
            Self { text, rows, .. } => both!(
                "本列有 {1} 个日期没有写年份，例如“{0}”",
                "{1} days of the column lack their year, such as \"{0}\"",
                shown(text),
                rows
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                file: Some((log, file)),
                year: Some(year),
                ..
            } => Some(both!(
                "请补上年份，如 2017-03-05；整个文件都是 {0} 年的，请在 report.toml 中写明：\n{1}",
                "add the year, as in 2017-03-05; if all days of the file are of {0}, say so in report.toml:\n{1}",
                year,
                file_lines(log, file, &format!("year = {year}"))
            )),
            Self {
                file: Some((log, file)),
                ..
            } => Some(both!(
                "请补上年份，如 2017-03-05；整个文件都是同一年的，请改成这一年，删去行首的“#”，写入 report.toml：\n{0}",
                "add the year, as in 2017-03-05; if all days of the file are of one year, put that year into report.toml, without the \"#\" before it:\n{0}",
                file_lines(log, file, "#year = 2017")
            )),
            Self { .. } => Some(both!(
                "请补上年份，如 2017-03-05；整个文件都是同一年的，可在 report.toml 中这个文件的一项写明 year = 2017",
                "add the year, as in 2017-03-05; if all days of the file are of one year, say year = 2017 in its entry in report.toml"
            )),
        }
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                text: text(),
                rows: 1,
                file: None,
                year: None,
            },
            Self {
                text: text(),
                rows: 9,
                file: Some(("published", file())),
                year: None,
            },
            Self {
                text: text(),
                rows: 9,
                file: Some(("published", file())),
                year: Some(2024),
            },
        ]
    }
}

/// A date without a year that may be ambiguous.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubtfulDay {
    /// The cell.
    pub text: String,
    /// The other possible day.
    pub because: OtherDay,
}

impl Rule for DoubtfulDay {
    const ABOUT: About = About {
        name: "doubtful-day",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "没有写年份的日期不能确定是哪一天，这是错误，该行不计入。Excel 把“12.30”当作数字，只保留 12.3，看不出是12月3日还是12月30日，“12.1”“12.2”也是这样；report.toml 写明 year = 2017 的文件中，“1.4”排在“12.30”之后，可能已是 2018 年，其后的日期也要问。请写完整的日期，如 2017-12-30。",
            en: "A date without its year may be another day: an error, and the row does not count. Excel keeps 12.3 of the number 12.30, so 12.3 may be the 3rd or the 30th, and so for 12.1 and 12.2. In a file with year = 2017 in report.toml, 1.4 after 12.30 may be of 2018, and so may all days below it. Write the whole date, as in 2017-12-30.",
        },
        example: Some(Example {
            wrong: "编号,收到日期\n1,12.3",
            right: "编号,收到日期\n1,2017-12-30",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self {
                text,
                because: OtherDay::CutShort { whole },
            } => both!(
                "“{}”可能原是“{}”，末尾的 0 已丢失",
                "\"{}\" may be \"{}\" without its last zero",
                shown(text),
                whole
            ),
            Self {
                text,
                because: OtherDay::NextYear { year },
            } => both!(
                "“{}”之前已有更晚的日期，可能是 {} 年的下一年",
                "later days stand before \"{}\": it may be of the year after {}",
                shown(text),
                year
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请写完整的日期，如 2017-12-30",
            "write the whole date, as in 2017-12-30"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                text: text(),
                because: OtherDay::CutShort {
                    whole: "12.30".to_owned(),
                },
            },
            Self {
                text: text(),
                because: OtherDay::NextYear { year: 2017 },
            },
        ]
    }
}

/// Why a date without a year may be another day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherDay {
    /// A spreadsheet drops the trailing zero of a number: 12.3 may be 12.30.
    CutShort {
        /// The other possible day.
        whole: String,
    },
    /// Earlier rows are later in the year: this one may belong to the next year.
    NextYear {
        /// The year of the file.
        year: i32,
    },
}

/// A month where a day is needed.
#[derive(Debug, Clone, PartialEq)]
pub struct DateWithoutDay {
    /// The cell.
    pub text: String,
}

impl Rule for DateWithoutDay {
    const ABOUT: About = About {
        name: "date-without-day",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "应填日期的单元格只写到月，例如“2017年3月”，这是错误，该行不计入。请补上日，如 2017-03-05。",
            en: "A cell that should hold a date names a month alone, as \"2017年3月\" does: an error, and the row does not count. Add the day: 2017-03-05.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!("“{}”没有写日", "\"{}\" lacks its day", shown(text))
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请补上日，如 2017-03-05",
            "add the day, as in 2017-03-05"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// A date whose year has two digits.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoDigitYear {
    /// The cell.
    pub text: String,
}

impl Rule for TwoDigitYear {
    const ABOUT: About = About {
        name: "two-digit-year",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "日期的年份只有两位，例如“17-3-5”，看不出是哪一年、哪一位是日，这是错误，该行不计入。年份请写四位，如 2017-03-05。",
            en: "The year of a date has two digits, as in 17-3-5, so that neither century nor order is certain: an error, and the row does not count. Write four: 2017-03-05.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!(
            "“{}”的年份只有两位",
            "the year of \"{}\" has two digits",
            shown(text)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "年份请写四位，如 2017-03-05",
            "write the year with four digits, as in 2017-03-05"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// An id that a spreadsheet rounded.
#[derive(Debug, Clone, PartialEq)]
pub struct LostId {
    /// The cell.
    pub text: String,
}

impl Rule for LostId {
    const ABOUT: About = About {
        name: "lost-id",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "Excel 把超过 15 位的编号当作数字，改成了“1.23E+17”的形式，原来的数字已经丢失，几件会变成同一件，这是错误，该行不计入。请从原系统重新导出，先把该列设为“文本”再保存。",
            en: "Excel took a long id for a number and rounded it to 1.23E+17. Its digits are lost, and several items would become one: an error, and the row does not count. Export it again, and make the column text before it is saved.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!(
            "编号已变成“{}”，原来的数字已丢失",
            "the id became \"{}\" and its digits are lost",
            shown(text)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请从原系统重新导出，把该列设为“文本”后再保存",
            "export it again, and make the column text before it is saved"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// An error value of a spreadsheet, such as `#N/A`.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetError {
    /// The cell.
    pub text: String,
}

impl Rule for SheetError {
    const ABOUT: About = About {
        name: "sheet-error",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "单元格里是表格软件的出错标记，例如 #N/A、#REF!，或者因列太窄显示的 ########，原来的内容已丢失，这是错误，该行不计入。请在表格软件中改正或加宽该列，重新保存。",
            en: "A cell holds what a spreadsheet writes for a value it lost, #N/A or #REF!, or for a column too narrow to show it, ########: an error, and the row does not count. Mend it in the spreadsheet and save again.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!(
            "“{}”是表格软件的出错标记，原来的内容已丢失",
            "\"{}\" stands where a spreadsheet lost a value",
            shown(text)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请在表格软件中改正这一格，或者加宽该列后重新保存",
            "mend the cell in the spreadsheet, or widen its column, and save again"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// A cell that should hold a sum of money does not.
#[derive(Debug, Clone, PartialEq)]
pub struct BadAmount {
    /// The cell.
    pub text: String,
}

impl Rule for BadAmount {
    const ABOUT: About = About {
        name: "bad-amount",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "应填金额的单元格读不出数字，例如“约三万”，这是错误，该行不计入。请写作 30000 或 30000.00。",
            en: "A cell that should hold a sum of money does not, as in \"about 30000\". It is an error, and the row does not count. Write 30000 or 30000.00.",
        },
        example: Some(Example {
            wrong: "道路绿化项目,约三万",
            right: "道路绿化项目,30000",
        }),
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!("“{}”不是金额", "\"{}\" is not a sum of money", shown(text))
    }

    fn hint(&self) -> Option<Message> {
        Some(both!("金额可写作 1234.50", "sums are written 1234.50"))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// A normative document is repealed, but no date of repeal is logged.
#[derive(Debug, Clone, PartialEq)]
pub struct RepealWithoutDay {
    /// How many rows of the file are such.
    pub rows: u64,
    /// The key of the log and the file, as `report.toml` names it.
    pub file: Option<(&'static str, String)>,
}

impl Rule for RepealWithoutDay {
    const ABOUT: About = About {
        name: "repeal-without-day",
        severity: Severity::Error,
        flags: &[Flag::LosesARow, Flag::OfWord],
        explanation: Bilingual {
            zh: "规范性文件台账的“清理结果”一列写废止、失效，却没有废止日期，不知道在哪一年废止，这是错误，该行不计入。请登记废止日期，或者写成“2024年9月1日废止”；整个文件中废止的都在同一年的，可在 report.toml 中这个文件的一项写明 year = 2024。",
            en: "The column \"清理结果\" of the log of documents says that one is repealed (\"废止\", \"失效\"), and nothing says when: an error, and the row does not count. Log the day of repeal, or write \"2024年9月1日废止\"; or say year = 2024 in the entry of a file whose documents were all repealed in one year.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows, .. } = self;
        both!(
            "清理结果是废止、失效，却没有废止日期，不知道计入哪一年：{} 行",
            "documents repealed by their review, without the day of repeal, so of no year: rows {}",
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                file: Some((log, file)),
                ..
            } => Some(both!(
                "请登记废止日期，或者写成“2024年9月1日废止”；都是在同一年废止的，请把 0 改成这一年，写入 report.toml：\n{0}",
                "log the day of repeal, or write \"2024年9月1日废止\"; if all were repealed in one year, put it in place of 0, and this into report.toml:\n{0}",
                file_lines(log, file, "year = 0")
            )),
            Self { .. } => Some(both!(
                "请登记废止日期，或者写成“2024年9月1日废止”",
                "log the day of repeal, or write \"2024年9月1日废止\""
            )),
        }
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                rows: 2,
                file: Some(("documents", file())),
            },
            Self {
                rows: 2,
                file: None,
            },
        ]
    }
}

/// A time limit that is neither a date nor a number of days.
#[derive(Debug, Clone, PartialEq)]
pub struct BadLimit {
    /// The cell.
    pub text: String,
}

impl Rule for BadLimit {
    const ABOUT: About = About {
        name: "bad-limit",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "办理期限既不是日期，也不是天数或小时数，例如“尽快”，无法判断是否按期，这是错误，该行不计入。请写作 2017-03-05、5个工作日或 120小时。",
            en: "A time limit is neither a date nor a number of days or hours, as in \"soon\", so nobody can tell what is on time: an error, and the row does not count. Write 2017-03-05, \"5个工作日\" (working days) or \"120小时\" (hours).",
        },
        example: Some(Example {
            wrong: "编号,办理期限\n1,尽快",
            right: "编号,办理期限\n1,5个工作日",
        }),
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!(
            "“{}”不是办理期限",
            "\"{}\" is not a time limit",
            shown(text)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "期限可写作 2017-03-05、5个工作日或 120小时",
            "limits are written 2017-03-05, \"5个工作日\" (working days) or \"120小时\" (hours)"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// An amount of money that is implausible, or one that is not exact.
#[derive(Debug, Clone, PartialEq)]
pub struct ImplausibleAmount {
    /// The amount.
    pub amount: UnsafeAmount,
}

impl Rule for ImplausibleAmount {
    const ABOUT: About = About {
        name: "implausible-amount",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "金额超过一千万亿元（10 的 15 次方），多半是单位或数字录入错误，例如把元当作万元；或者各项相加位数太多，得不出准确的合计。这是错误，该行不计入，不准确的合计不写入报告。请核对后改正。",
            en: "A sum of money is above 10^15 yuan, most often a wrong unit or a number that is something else, or a total has too many digits to be exact. It is an error: the row does not count, and a total that is not exact is not reported. Correct the amount.",
        },
        example: Some(Example {
            wrong: "项目,成交金额（万元）\n道路绿化,320106197001011234",
            right: "项目,成交金额（万元）\n道路绿化,3.2",
        }),
    };

    fn message(&self) -> Message {
        let Self { amount } = self;
        match amount {
            UnsafeAmount::Single { text } => both!(
                "“{}”超过一千万亿元，不会是实际金额",
                "\"{}\" is more than 10^15 yuan, which is no real sum of money",
                shown(text)
            ),
            UnsafeAmount::Sum { key } => both!(
                "“{}”的合计位数太多，无法精确表示",
                "the sum \"{}\" has too many digits to be exact",
                shown(key)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                amount: UnsafeAmount::Single { .. },
            } => Some(both!(
                "请核对数字和单位，例如元误作万元",
                "compare the number and its unit with the papers; 10,000 yuan may stand for yuan"
            )),
            Self {
                amount: UnsafeAmount::Sum { .. },
            } => Some(both!(
                "请检查小数位特别长的金额",
                "look for amounts with a very long fraction"
            )),
        }
    }

    fn costs_a_row(&self) -> bool {
        matches!(self.amount, UnsafeAmount::Single { .. })
    }

    fn figure(&self) -> Option<&str> {
        match &self.amount {
            UnsafeAmount::Sum { key } => Some(key),
            UnsafeAmount::Single { .. } => None,
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                amount: UnsafeAmount::Single { text: text() },
            },
            Self {
                amount: UnsafeAmount::Sum {
                    key: "procurement.award_yuan".to_owned(),
                },
            },
        ]
    }
}

/// An amount of money that is not used as a number.
#[derive(Debug, Clone, PartialEq)]
pub enum UnsafeAmount {
    /// A cell, or a declared figure, above 10¹⁵ yuan.
    Single {
        /// As it is written.
        text: String,
    },
    /// A sum with more digits than a decimal number holds exactly.
    Sum {
        /// The figure's key.
        key: String,
    },
}

/// A date that cannot be right. It is an error if no office's log can contain it, and a warning if
/// it does not fit the other dates of its row.
#[derive(Debug, Clone, PartialEq)]
pub struct ImplausibleDate {
    /// The date.
    pub date: NaiveDate,
    /// Why it cannot be right.
    pub because: Implausible,
}

impl Rule for ImplausibleDate {
    const ABOUT: About = About {
        name: "implausible-date",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "日期在 1949 年以前或 2100 年以后，多半是录入错误，例如 2206-01-05。这是错误，该行不计入，因为它会落到别的年度而无人察觉。办理期限早于收到日期，或者晚于收到日期 400 天以上，是警告：该行照常计入，但这个期限不作数，改按 [limits.service] 或法律计算，都没有的不计入按期答复率。答复、办结或审结晚于收到（受理）三年以上，或者一行的年份在台账中很少见，而且比其他记录晚（一百行以上的台账：不到百分之一的行，比最后一个占百分之五以上的年份晚两年以上；不足一百行的：晚十年以上），也是警告：这些行按登记的日期统计。请改正日期。",
            en: "The date lies before 1949 or after 2100: most often a slip such as 2206-01-05. It is an error and the row does not count, for it would fall into another year unseen. A due date before receipt, or more than 400 days after it, is a warning: the row counts, but the due date is not used. [limits.service] or the law sets the limit; without either the request is in no rate. A reply or an end more than three years after receipt is a warning too, and so is a row of a year that is rare in its log and later than the others: under 1 % of at least 100 rows, and two or more years after the last year with 5 %; in a shorter log, ten or more years later. Such rows count by the date that is logged. Correct the date.",
        },
        example: Some(Example {
            wrong: "关于检查的通知,2107-03-05",
            right: "关于检查的通知,2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        let Self { date, because } = self;
        implausible_date(*date, *because)
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                because: Implausible::OutOfRange,
                ..
            } => Some(both!(
                "请核对原始材料后改正日期",
                "compare the date with the papers and correct it"
            )),
            Self {
                because: Implausible::EndedLongAfterReceipt { .. },
                ..
            } => Some(both!(
                "请核对两个日期，有误的改正；改正之前，该件在这一天之前都算未办结",
                "compare both dates with the papers; until one is corrected, the case counts as open up to that day"
            )),
            Self {
                date,
                because: Implausible::RareYear { .. },
            } => Some(both!(
                "请核对，有误的改正；改正之前，该行按 {} 年统计",
                "compare the date with the papers; until it is corrected, the row counts as one of {}",
                date.year()
            )),
            Self { .. } => Some(both!(
                "请核对后改正；改正之前，该件的期限按 [limits.service] 或法律计算，都没有的不计入按期答复率",
                "correct the date; until then [limits.service] or the law sets the limit, and without either the request is in no rate"
            )),
        }
    }

    fn severity(&self) -> Severity {
        match self.because {
            Implausible::OutOfRange => Severity::Error,
            // The row is counted without the date.
            _ => Severity::Warning,
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                date: DAY,
                because: Implausible::OutOfRange,
            },
            Self {
                date: DAY,
                because: Implausible::DueBeforeReceipt { received: DAY },
            },
            Self {
                date: DAY,
                because: Implausible::DueLongAfterReceipt { received: DAY },
            },
            Self {
                date: DAY,
                because: Implausible::LimitTooLong,
            },
            Self {
                date: DAY,
                because: Implausible::EndedLongAfterReceipt { received: DAY },
            },
            Self {
                date: DAY,
                because: Implausible::RareYear {
                    last: 2017,
                    others: 0,
                },
            },
            Self {
                date: DAY,
                because: Implausible::RareYear {
                    last: 2017,
                    others: 2,
                },
            },
        ]
    }
}

/// Why a date cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implausible {
    /// Outside the range of years that a log can cover.
    OutOfRange,
    /// A due date before the day of receipt.
    DueBeforeReceipt {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// A due date more than 400 days after receipt.
    DueLongAfterReceipt {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// The earliest possible end of a limit of more than 400 days.
    LimitTooLong,
    /// A reply or a closing day more than three years after receipt.
    EndedLongAfterReceipt {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// Hardly any row of the log is of this year, which is years after the others.
    RareYear {
        /// The last year before it that has more rows.
        last: i32,
        /// Further rows of this year that are not reported individually.
        others: u64,
    },
}

rules![
    MissingCell,
    BadDate,
    DateWithoutYear,
    DoubtfulDay,
    DateWithoutDay,
    TwoDigitYear,
    LostId,
    SheetError,
    BadAmount,
    RepealWithoutDay,
    BadLimit,
    ImplausibleAmount,
    ImplausibleDate
];

/// Formats the message for a date that cannot be right.
fn implausible_date(date: NaiveDate, because: Implausible) -> Message {
    match because {
        Implausible::OutOfRange => both!(
            "{} 不像台账中会有的日期",
            "{} is no date that a log can hold",
            date
        ),
        Implausible::LimitTooLong => both!(
            "期限长于 400 天，不作为期限使用",
            "a limit of more than 400 days: not used as a limit"
        ),
        Implausible::DueBeforeReceipt { received } => both!(
            "期限 {} 早于收到日期 {}，不作为期限使用",
            "due on {}, before receipt on {}: not used as a due date",
            date,
            received
        ),
        Implausible::EndedLongAfterReceipt { received } => both!(
            "{} 晚于收到（受理）日期 {} 三年以上",
            "{} is more than three years after receipt on {}",
            date,
            received
        ),
        Implausible::RareYear { last, others: 0 } => both!(
            "{} 可能有误：该年的记录很少，之前的记录到 {} 年为止",
            "{} may be wrong: few rows are of that year, and those before it end in {}",
            date,
            last
        ),
        Implausible::RareYear { last, others } => both!(
            "{} 可能有误：该年的记录很少，之前的记录到 {} 年为止；该年另有 {} 行未逐一列出",
            "{} may be wrong: few rows are of that year, and those before it end in {}; {} more rows of that year are not listed",
            date,
            last,
            others
        ),
        Implausible::DueLongAfterReceipt { received } => both!(
            "期限 {} 晚于收到日期 {} 400 天以上，不作为期限使用",
            "due on {}, more than 400 days after receipt on {}: not used as a due date",
            date,
            received
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_date_is_quoted() {
        let message = BadDate { text: text() }.message();
        assert_eq!(message.zh, "“2017210日”不是日期");
        assert_eq!(message.en, "\"2017210日\" is not a date");
    }
}
