//! Findings about years and declared figures.

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{file, reason};
use crate::diagnostic::text::{Message, both, escaped};
use crate::language::Bilingual;

/// A declared figure differs from the counted one.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredDisagrees {
    /// The figure's key.
    pub key: String,
    /// The figure that was declared.
    pub declared: String,
    /// The figure that was counted.
    pub counted: String,
}

impl Rule for DeclaredDisagrees {
    const ABOUT: About = About {
        name: "declared-disagrees",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [figures] 申报了一个数字，台账也能统计出同一个数字，两者却不一致，例如申报 636 条而台账为 635 条。这是错误，不出报告。请补正台账，或者删去申报数，以台账为准。",
            en: "A figure declared under [figures] of report.toml is also counted from the logs, and the two differ: 636 items declared, 635 logged. It is an error, and no report is written. Complete the logs, or delete the declared figure so that the logs count.",
        },
        example: Some(Example {
            wrong: "[figures.2017]\n\"published.total\" = 600",
            right: "[targets.2017]\n\"published.total\" = 600",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            key,
            declared,
            counted,
        } = self;
        both!(
            "申报的“{}”为 {}，台账统计为 {}",
            "\"{}\" is declared as {}, but the logs give {}",
            escaped(key),
            escaped(declared),
            escaped(counted)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对台账；台账无误的，删去 report.toml 中的申报数",
            "check the logs; if they are right, delete the declared figure from report.toml"
        ))
    }

    fn figure(&self) -> Option<&str> {
        Some(&self.key)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: "published.total".to_owned(),
            declared: "636".to_owned(),
            counted: "635".to_owned(),
        }]
    }
}

/// One figure is declared twice with different values.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredTwice {
    /// The key of the figure or cell in this declaration.
    pub key: String,
    /// The value in this declaration.
    pub declared: String,
    /// The key of the figure or cell in the earlier declaration.
    pub first_key: String,
    /// The value in the earlier declaration.
    pub first: String,
    /// The line of the earlier declaration.
    pub first_line: u64,
    /// The value in this declaration in the unit of the earlier one, if they have two units.
    pub in_its_unit: Option<String>,
}

impl Rule for DeclaredTwice {
    const ABOUT: About = About {
        name: "declared-twice",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [figures] 用两种写法申报了同一个数字，例如 \"cn-2021.T2.licence\" 和 \"decisions.licence\"，两处的数却不一致，不知道哪个对。这是错误，不出报告。请核对后删去一处。",
            en: "[figures] of report.toml declares one figure in two ways, say \"cn-2021.T2.licence\" and \"decisions.licence\", with two values, so nobody can tell which is right: an error, and no report is written. Delete one of them.",
        },
        example: Some(Example {
            wrong: "\"cn-2021.T2.licence\" = 4\n\"decisions.licence\" = 3",
            right: "\"decisions.licence\" = 3",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            key,
            declared,
            first_key,
            first,
            first_line,
            in_its_unit,
        } = self;
        let [zh, en] = match in_its_unit {
            Some(value) => [format!("（折合 {value}）"), format!(" (that is {value})")],
            None => [String::new(), String::new()],
        };
        let [key, declared, first_key, first] =
            [key, declared, first_key, first].map(|text| escaped(text));
        Message {
            zh: format!(
                "申报的“{key}”为 {declared}{zh}，而第 {first_line} 行的“{first_key}”是同一个数字，申报为 {first}"
            ),
            en: format!(
                "\"{key}\" is declared as {declared}{en}, but line {first_line} declares the same figure, \"{first_key}\", as {first}"
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "同一个数字只申报一次；请核对后删去一处",
            "declare a figure once; check which one is right and delete the other"
        ))
    }

    fn figure(&self) -> Option<&str> {
        Some(&self.key)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [None, Some("30000".to_owned())]
            .map(|in_its_unit| Self {
                key: "decisions.licence".to_owned(),
                declared: "3".to_owned(),
                first_key: "cn-2021.T2.licence".to_owned(),
                first: "4".to_owned(),
                first_line: 7,
                in_its_unit,
            })
            .into()
    }
}

/// No log has a dated row.
#[derive(Debug, Clone, PartialEq)]
pub struct NoRows;

impl Rule for NoRows {
    const ABOUT: About = About {
        name: "no-rows",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "台账都只有表头，没有一行登记，没有可统计的年度。这是错误。请登记后再运行，例如在 published.csv 中填写第二行。",
            en: "The logs have headers and no row, so there is no year to count. It is an error. Fill them in, beginning with the second line of published.csv, say.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!("台账里一行也没有", "the logs have no row")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请登记台账后再运行",
            "fill in the logs and run again"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// No log has a row in the year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearWithoutRows {
    /// The year asked for.
    pub year: i32,
    /// The years that do have rows.
    pub years: Vec<i32>,
}

impl Rule for YearWithoutRows {
    const ABOUT: About = About {
        name: "year-without-rows",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "各台账都没有这一年的记录，也没有上年结转的申请或诉求，例如台账只登记到 2017 年，却要编制 2019 年的报告。这是错误，不出报告，以免把没有登记说成没有发生。请核对年份，或者补充台账。这一年确实什么也没有发生的，在 report.toml 中写上 [reports.2019]，照样出报告；只有表头的台账、前后年份都有记录的台账也表示这一年是零。",
            en: "No log has a row in the year, and no request was carried into it, as when the logs end in 2017 and a report on 2019 is asked for. It is an error, and no report is written: nothing logged is not nothing done. Check the year or complete the logs. If nothing happened that year, write [reports.2019] in report.toml; a log with a header and no rows, or with rows before and after the year, says so as well.",
        },
        example: Some(Example {
            wrong: "report compile --year 2019",
            right: "report compile --year 2017",
        }),
    };

    fn message(&self) -> Message {
        let Self { year, .. } = self;
        both!("各台账都没有 {} 年的记录", "no log has a row in {}", year)
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self { year, years } if years.is_empty() => Some(both!(
                "各台账都没有记录，请先登记；这一年确实没有的，在 report.toml 中写上 [reports.{0}]",
                "the logs have no rows at all; if nothing happened that year, write [reports.{0}] in report.toml",
                year
            )),
            Self { year, years } => {
                let years: Vec<_> = years.iter().map(i32::to_string).collect();
                Some(Message {
                    zh: format!(
                        "有记录的年份：{}；这一年确实没有的，在 report.toml 中写上 [reports.{year}]",
                        years.join("、")
                    ),
                    en: format!(
                        "there are rows in {}; if nothing happened that year, write [reports.{year}] in report.toml",
                        years.join(", ")
                    ),
                })
            }
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                year: 2019,
                years: vec![2016, 2017],
            },
            Self {
                year: 2019,
                years: vec![],
            },
        ]
    }
}

/// A target was not met.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetMissed {
    /// The figure.
    pub key: String,
    /// The target value.
    pub goal: String,
    /// The actual value.
    pub actual: String,
    /// Whether the value is above a maximum; otherwise it is below a minimum.
    pub is_above: bool,
}

impl Rule for TargetMissed {
    const ABOUT: About = About {
        name: "target-missed",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [targets] 中设定的目标没有完成。这是警告：数字没有错，但报告应当如实说明。统计期没有到年底的，只查不高于的目标。",
            en: "A target set under [targets] in report.toml was not met. A warning: nothing is wrong with the figure, but the report should say so. Before the year is over only upper bounds are looked at.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self {
                key,
                goal,
                actual,
                is_above: false,
            } => both!(
                "目标没有完成：{} 应不低于 {}，实际是 {}",
                "target missed: {} should be {} at least, and is {}",
                escaped(key),
                goal,
                actual
            ),
            Self {
                key, goal, actual, ..
            } => both!(
                "目标没有完成：{} 应不高于 {}，实际是 {}",
                "target missed: {} should be {} at most, and is {}",
                escaped(key),
                goal,
                actual
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请在报告中如实说明原因和措施",
            "say so in the report, with the reason and what will be done"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                key: file(),
                goal: reason(),
                actual: reason(),
                is_above: false,
            },
            Self {
                key: file(),
                goal: reason(),
                actual: reason(),
                is_above: true,
            },
        ]
    }
}

/// Declarations and targets for a year do not apply to a part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct WholeYearFigures {
    /// The year.
    pub year: i32,
    /// Number of declared figures and targets of the year in `report.toml`.
    pub figures: u64,
}

impl Rule for WholeYearFigures {
    const ABOUT: About = About {
        name: "whole-year-figures",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 申报的数字和年度目标是全年的，例如 [figures.2017] 之下 \"fees.administrative_yuan\" = 0；统计季度、月份或者一段日期时不用它们，只作提示。",
            en: "What report.toml declares and wants is of the whole year, such as \"fees.administrative_yuan\" = 0 under [figures.2017]. A quarter, a month or other days are counted without it: a note.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { year, figures } = self;
        both!(
            "report.toml 的 [figures.{0}]、[targets.{0}] 是全年的数字（{1} 项），统计一段时间时不用",
            "[figures.{0}] and [targets.{0}] in report.toml are of the whole year, and left out of a part of it: {1}",
            year,
            figures
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "全年的数字请不写 --quarter、--month、--from",
            "leave out --quarter, --month and --from for the figures of the year"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            year: 2017,
            figures: 2,
        }]
    }
}

rules![
    DeclaredDisagrees,
    DeclaredTwice,
    NoRows,
    YearWithoutRows,
    TargetMissed,
    WholeYearFigures
];
