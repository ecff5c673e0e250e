//! Findings about `report.toml`, the files it names, and arguments of commands.

use chrono::NaiveDate;

#[cfg(test)]
use crate::diagnostic::BadDate;
use crate::diagnostic::rule::{About, Example, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{DAY, bad_rule, file, nearest, reason, text};
use crate::diagnostic::text::{
    Message, both, did_you_mean, escaped, list_en, list_zh, shown, undecided_hint,
};
use crate::diagnostic::{Code, LineRanges};
use crate::language::Bilingual;

/// The project folder has no `report.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingProject;

impl Rule for MissingProject {
    const ABOUT: About = About {
        name: "missing-project",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "项目文件夹里没有 report.toml，程序无法运行（退出码 2）。用 report init 新建一份，至少写明单位名称：[office] 之下 name = \"某某局\"。",
            en: "The project folder has no report.toml, so the run stops (exit 2). Let report init write one; the name of the office is all it needs: name = \"…\" under [office].",
        },
        example: Some(Example {
            wrong: "report check --data logs",
            right: "report init logs --year 2017",
        }),
    };

    fn message(&self) -> Message {
        both!("没有找到 report.toml", "there is no report.toml")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "用 report init 可以新建一份；已有的项目用 --data 指明文件夹",
            "report init writes one; for a project that exists, name its folder with --data"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A file could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreadableFile {
    /// The system's error.
    pub reason: String,
}

impl Rule for UnreadableFile {
    const ABOUT: About = About {
        name: "unreadable-file",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "文件存在，但系统不允许读取，程序无法运行（退出码 2）。常见原因是文件正在 Excel 中打开，或者没有读取权限。请关闭有关程序或调整权限后再运行。",
            en: "The file is there, but the system would not let it be read, so the run stops (exit 2). Often Excel holds it open, or its permissions are too narrow. Close the program or change the permissions.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { reason } = self;
        both!(
            "文件无法读取：{}",
            "the file cannot be read: {}",
            escaped(reason)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请确认文件没有被其他程序（如 Excel）打开，且有读取权限",
            "see whether another program, such as Excel, holds it open, and who may read it"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { reason: reason() }]
    }
}

/// A hand-written file is too large.
#[derive(Debug, Clone, PartialEq)]
pub struct FileTooLarge {
    /// Its size in bytes, if the system reports it.
    pub bytes: Option<u64>,
    /// The size limit, in MiB.
    pub limit_mib: usize,
}

impl Rule for FileTooLarge {
    const ABOUT: About = About {
        name: "file-too-large",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml、文稿、报告格式文件和日历文件都是手写的文字，最大 16 MiB；超过的不读，程序停止运行（退出码 2）。多半是文件名指到了别的文件，例如一个链接，或者把台账存成了 report.toml。",
            en: "report.toml, narratives, forms and calendar files are written by hand and have at most 16 MiB. A larger one is not read, and the run stops (exit 2). Most likely the name leads to another file, through a link, say, or a log was saved as report.toml.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { bytes, limit_mib } = self;
        match bytes {
            Some(bytes) => both!(
                "文件有 {} 字节，超过 {} MiB",
                "the file has {} bytes, more than {} MiB",
                bytes,
                limit_mib
            ),
            None => both!(
                "文件超过 {} MiB",
                "the file has more than {} MiB",
                limit_mib
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "report.toml、文稿、报告格式和日历都是手写的文字；请确认文件名没有指到别的文件",
            "report.toml, narratives, forms and calendars are written by hand; see whether the name leads to another file"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                bytes: Some(20_000_000),
                limit_mib: 16,
            },
            Self {
                bytes: None,
                limit_mib: 16,
            },
        ]
    }
}

/// A log that `report.toml` names does not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingLog {
    /// The file it names.
    pub file: String,
}

impl Rule for MissingLog {
    const ABOUT: About = About {
        name: "missing-log",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [logs] 写明了一个台账文件，但该位置没有这个文件。程序不会把它当作没有记录，而是停止运行（退出码 2）。请改正文件名，如 published = \"公开台账.csv\"，或者把文件放到该位置。",
            en: "A file named under [logs] of report.toml is not there. It is not taken for an empty log: the run stops (exit 2). Correct the name, as in published = \"log.csv\", or put the file there.",
        },
        example: Some(Example {
            wrong: "published = \"公开台帐.csv\"",
            right: "published = \"公开台账.csv\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { file } = self;
        both!(
            "report.toml 中写明的台账文件“{}”不存在",
            "the log \"{}\" that report.toml names is not there",
            escaped(file)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请改正 [logs] 中的文件名，或者把文件放到该位置",
            "correct the name under [logs], or put the file there"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { file: text() }]
    }
}

/// A pattern in `report.toml` matches a file whose name is not UTF-8.
#[derive(Debug, Clone, PartialEq)]
pub struct NameNotUtf8 {
    /// The name, with bytes beyond ASCII escaped.
    pub name: String,
}

impl Rule for NameNotUtf8 {
    const ABOUT: About = About {
        name: "name-not-utf8",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [logs] 用 *.csv 这样的写法指明多个文件，其中一个的文件名不是 UTF-8 编码（常见于从旧压缩包解出的中文文件名），因此无法读取。程序不会把它漏掉，而是停止运行（退出码 2）；文件名中 ASCII 以外的字节写作 \\xd6。请给文件改名。",
            en: "A pattern under [logs] of report.toml, such as *.csv, stands for a file whose name is not UTF-8, as old archives leave them. The file cannot be read and is not left out in silence: the run stops (exit 2). Bytes of the name beyond ASCII are shown as \\xd6. Rename the file.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { name } = self;
        both!(
            "台账文件“{}”的文件名不是 UTF-8 编码，无法读取",
            "the log \"{}\" cannot be read: its name is not UTF-8",
            escaped(name)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请给文件改名；不是台账的，请移出这个文件夹",
            "rename the file, or move it elsewhere if it is not a log"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { name: text() }]
    }
}

/// A file that `report.toml` names does not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingFile {
    /// The file it names.
    pub file: String,
}

impl Rule for MissingFile {
    const ABOUT: About = About {
        name: "missing-file",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 指明的一个文件（如 [calendar] extra = \"calendar.toml\"）不存在，程序无法运行（退出码 2）。请改正文件名，或者把文件放到该位置。",
            en: "A file that report.toml names, as in [calendar] extra = \"calendar.toml\", is not there, so the run stops (exit 2). Correct the name, or put the file there.",
        },
        example: Some(Example {
            wrong: "extra = \"calender.toml\"",
            right: "extra = \"calendar.toml\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { file } = self;
        both!(
            "report.toml 中写明的文件“{}”不存在",
            "the file \"{}\" that report.toml names is not there",
            escaped(file)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请改正文件名，或者把文件放到该位置；路径相对于 report.toml 所在的文件夹",
            "correct the name, or put the file there; paths are relative to the folder of report.toml"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { file: text() }]
    }
}

/// The project has no log at all.
#[derive(Debug, Clone, PartialEq)]
pub struct NoLogs;

impl Rule for NoLogs {
    const ABOUT: About = About {
        name: "no-logs",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "项目文件夹里一本台账也没有，无从统计，程序无法运行（退出码 2）。请放入 published.csv、requests.csv 等文件，或者在 [logs] 中写明文件名。",
            en: "The project folder has no log at all, so there is nothing to count and the run stops (exit 2). Put in published.csv, requests.csv or others, or name the files under [logs].",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!("没有找到任何台账", "no log was found")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请把台账（如 published.csv）放入项目文件夹，或者在 [logs] 中写明文件名；只有合计数的，写在 [figures.2024] 之下，并写上 [reports.2024]",
            "put a log such as published.csv into the project folder, or name its file under [logs]; totals without logs stand under [figures.2024], beside [reports.2024]"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// The project has no log of requests.
#[derive(Debug, Clone, PartialEq)]
pub struct NoRequestLog;

impl Rule for NoRequestLog {
    const ABOUT: About = About {
        name: "no-request-log",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "列出在办事项需要申请与诉求台账，项目文件夹里没有，程序无法运行（退出码 2）。请放入 requests.csv，或者在 [logs] 中写明文件名，如 requests = \"工单.csv\"。",
            en: "What is due is read from the log of requests, and the project has none, so the run stops (exit 2). Put in requests.csv, or name its file under [logs], as in requests = \"orders.csv\".",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!("没有申请与诉求台账", "there is no log of requests")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请把 requests.csv 放入项目文件夹，或者在 [logs] 中写明文件名",
            "put requests.csv into the project folder, or name its file under [logs]"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// `report.toml` is not TOML.
#[derive(Debug, Clone, PartialEq)]
pub struct BadToml {
    /// The error of the TOML parser.
    pub reason: String,
}

impl Rule for BadToml {
    const ABOUT: About = About {
        name: "bad-toml",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的写法不符合 TOML 的规则，程序无法运行（退出码 2）。最常见的是文字没有放在英文双引号内：应写 name = \"某某局\"，不能写 name = 某某局。请按提示的行、列改正。",
            en: "A line of report.toml cannot be read as TOML, so the run stops (exit 2). Most often a text lacks its straight quotes: write level = \"agency\", not level = agency. Mend it at the line and column given.",
        },
        example: Some(Example {
            wrong: "name = 某某市某某局",
            right: "name = \"某某市某某局\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { reason } = self;
        Message {
            zh: toml_reason(reason),
            en: escaped(reason),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { reason } = self;
        toml_hint(reason)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { reason: reason() }]
    }
}

/// `report.toml` has an unknown key.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownSetting {
    /// The key as written.
    pub key: String,
    /// The nearest known key.
    pub nearest: Option<String>,
}

impl Rule for UnknownSetting {
    const ABOUT: About = About {
        name: "unknown-setting",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 中有程序不认识的设置，程序无法运行（退出码 2），以免写错的设置被悄悄忽略。例如把 short-name 写成 short_name。请按提示改正名称，或者删去。",
            en: "report.toml has a setting that means nothing, such as short_name for short-name. The run stops (exit 2), for a misspelt setting must not be ignored in silence. Correct the name or delete it.",
        },
        example: Some(Example {
            wrong: "short_name = \"开发区\"",
            right: "short-name = \"开发区\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { key, .. } = self;
        both!(
            "没有“{}”这项设置",
            "there is no setting \"{}\"",
            escaped(key)
        )
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                nearest: Some(nearest),
                ..
            } => Some(did_you_mean(nearest)),
            Self { .. } => Some(both!(
                "请删去这项设置，或者在行首加“#”停用",
                "delete it, or put a # before it"
            )),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                key: text(),
                nearest: Some(nearest()),
            },
            Self {
                key: text(),
                nearest: None,
            },
        ]
    }
}

/// A value in `report.toml` is of the wrong kind.
#[derive(Debug, Clone, PartialEq)]
pub struct BadSetting {
    /// The key.
    pub key: String,
    /// The expected value.
    pub expected: Expected,
}

impl Rule for BadSetting {
    const ABOUT: About = About {
        name: "bad-setting",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 中某项设置的内容不对，程序无法运行（退出码 2）。例如 level = \"city\" 不是四种单位类别之一，signed-on = 20180115 不是日期（应为 2018-01-15）。请按提示改正。",
            en: "The value of a setting in report.toml is of the wrong kind, so the run stops (exit 2). Thus level = \"city\" is none of the four levels, and signed-on = 20180115 is not a date (2018-01-15 is). Correct it as the hint says.",
        },
        example: Some(Example {
            wrong: "signed-on = 20180115",
            right: "signed-on = 2018-01-15",
        }),
    };

    fn message(&self) -> Message {
        let Self { key, expected } = self;
        let (key, expected) = (escaped(key), self::expected(*expected));
        Message {
            zh: format!("“{key}”应为{}", expected.zh),
            en: format!("\"{key}\" should be {}", expected.en),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { expected, .. } = self;
        setting_hint(*expected)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                key: text(),
                expected: Expected::Date,
            },
            bad_rule(Expected::OneRow),
            bad_rule(Expected::Unset),
            bad_rule(Expected::Margin),
            bad_rule(Expected::FontSize),
            bad_rule(Expected::FontName),
            bad_rule(Expected::HeadingLevel),
            bad_rule(Expected::Code { nearest: None }),
            bad_rule(Expected::Code {
                nearest: Some("bad-date"),
            }),
        ]
    }
}

/// The expected value of a setting in `report.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A table.
    Table,
    /// A text.
    Text,
    /// A text, or a list of texts.
    TextOrList,
    /// A whole number from 0.
    Count,
    /// A number.
    Number,
    /// A figure: a number from 0 that an office can reach.
    Figure,
    /// A number of rows or columns that a cell of a form covers.
    Span,
    /// A number, or `"none"`: the cells of forms.
    CellNumber,
    /// A date.
    Date,
    /// `true` or `false`.
    Flag,
    /// A list of two years.
    TwoYears,
    /// A month and a day, `01-31`.
    MonthAndDay,
    /// A year as the name of a table.
    Year,
    /// The year of a file.
    YearOfFile,
    /// One of the given words.
    OneOf(&'static [&'static str]),
    /// A path inside the project folder.
    PathInside,
    /// A path with patterns in its last part alone.
    PatternOfNames,
    /// A number of working days, or a table with `days` and `extension`.
    Limit,
    /// A number, or `{ at-most = … }`.
    Target,
    /// A key of the vocabulary that names one figure.
    Key,
    /// A file name, or a table with `path`.
    LogFile,
    /// A domain without a scheme.
    Domain,
    /// The code of a government web site.
    SiteCode,
    /// The code of a finding.
    Code {
        /// The code nearest to the one that was written.
        nearest: Option<&'static str>,
    },
    /// The width of a margin.
    Margin,
    /// The size of a font.
    FontSize,
    /// The name of a font.
    FontName,
    /// The level of a heading.
    HeadingLevel,
    /// A word for one row of the form, not the name of a group of rows.
    OneRow,
    /// Nothing: the severity of this code cannot be changed.
    Unset,
}

/// `report.toml` lacks a setting that has no default.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingSetting {
    /// The key.
    pub key: String,
}

impl Rule for MissingSetting {
    const ABOUT: About = About {
        name: "missing-setting",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 缺少一项没有默认值的设置，程序无法运行（退出码 2）。单位名称是唯一必填的一项：[office] 之下 name = \"某某局\"；成组的设置也有必填项，如 { path = \"a.csv\" } 的 path。",
            en: "report.toml lacks a setting that has no default, so the run stops (exit 2). The name of the office is the only one every project needs: name = \"…\" under [office]; small tables have their own, such as path in { path = \"a.csv\" }.",
        },
        example: Some(Example {
            wrong: "[office]\nlevel = \"agency\"",
            right: "[office]\nname = \"某某市某某局\"\nlevel = \"agency\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { key } = self;
        both!(
            "缺少设置“{}”",
            "the setting \"{}\" is missing",
            escaped(key)
        )
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self { key } if key == "office.name" => Some(both!(
                "请写明单位全称：\n[office]\nname = \"某某市某某局\"",
                "give the office its name:\n[office]\nname = \"Office of …\""
            )),
            Self { key } if key.ends_with(".reason") => Some(both!(
                "请写明理由，例如：\nreason = \"转办时重新登记\"",
                "give the reason, for example:\nreason = \"logged again when transferred\""
            )),
            Self { .. } => None,
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: "office.name".to_owned(),
        }]
    }
}

/// A hand-written text file is not UTF-8.
#[derive(Debug, Clone, PartialEq)]
pub struct TextNotUtf8;

impl Rule for TextNotUtf8 {
    const ABOUT: About = About {
        name: "text-not-utf8",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 或文稿不是 UTF-8 编码（可能是 GBK），程序无法运行（退出码 2）。请用记事本打开，“另存为”时编码选“UTF-8”。",
            en: "report.toml or a narrative is not UTF-8 but, perhaps, GBK, so the run stops (exit 2). Open it in an editor and save it as UTF-8.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!("文件不是 UTF-8 编码", "the file is not UTF-8")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请另存为 UTF-8 编码（记事本：“另存为”，编码选“UTF-8”）",
            "save it as UTF-8"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// The as-of date is before the report year.
#[derive(Debug, Clone, PartialEq)]
pub struct AsOfBeforeYear {
    /// The report year.
    pub year: i32,
    /// The as-of date.
    pub as_of: NaiveDate,
}

impl Rule for AsOfBeforeYear {
    const ABOUT: About = About {
        name: "as-of-before-year",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "--as-of 写的观察日早于报告年度的第一天，那时这一年还没有开始，无从统计，程序无法运行（退出码 2）。例如 --year 2017 可以配 --as-of 2017-06-30。",
            en: "The day given with --as-of lies before the report year begins, so there is nothing to look back on and the run stops (exit 2). With --year 2017, --as-of 2017-06-30 would do.",
        },
        example: Some(Example {
            wrong: "report check --year 2017 --as-of 2016-06-30",
            right: "report check --year 2017 --as-of 2017-06-30",
        }),
    };

    fn message(&self) -> Message {
        let Self { year, as_of } = self;
        both!(
            "观察日 {1} 早于 {0} 年",
            "{1} lies before the year {0}",
            year,
            as_of
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { year, .. } = self;
        Some(both!(
            "--as-of 不得早于 {0}-01-01；不写则以当年 12 月 31 日为准",
            "--as-of may be {0}-01-01 or later; left out, it is the last day of the year",
            year
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            year: 2017,
            as_of: chrono::NaiveDate::MIN,
        }]
    }
}

/// An unknown key was passed to a command.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownKey {
    /// The key as given.
    pub key: String,
    /// The nearest known key.
    pub nearest: Option<String>,
}

impl Rule for UnknownKey {
    const ABOUT: About = About {
        name: "unknown-key",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "命令中写的指标不存在，程序无法运行（退出码 2）。例如把 published.total 写成 published.totl。用 report keys 可以列出全部指标和表格的格，report keys 词 列出含有这个词的。",
            en: "A command was given a key that no figure has, such as published.totl for published.total, so the run stops (exit 2). report keys lists every key, report keys WORD those that hold a word.",
        },
        example: Some(Example {
            wrong: "report stats published.totl",
            right: "report stats published.total",
        }),
    };

    fn message(&self) -> Message {
        let Self { key, .. } = self;
        both!(
            "没有名为“{}”的指标",
            "no figure is called \"{}\"",
            escaped(key)
        )
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                nearest: Some(nearest),
                ..
            } => Some(did_you_mean(nearest)),
            Self { .. } => Some(both!(
                "用 report keys 可以列出全部指标和表格的格",
                "report keys lists every figure and every cell of the forms"
            )),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: text(),
            nearest: None,
        }]
    }
}

/// Two entries of `report.toml` about one row contradict each other.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionsContradict {
    /// Whether both are `[[answers]]`; otherwise `[[same]]` joins rows that `[[distinct]]` keeps apart.
    pub is_answer: bool,
    /// A row that both refer to, by id or line.
    pub row: String,
    /// The line in `report.toml` of the later answer, or of the `[[distinct]]` entry.
    pub line: u64,
    /// The line of the other entry.
    pub other_line: u64,
}

impl Rule for DecisionsContradict {
    const ABOUT: About = About {
        name: "decisions-contradict",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 中两项决定互相矛盾：两项 [[answers]] 对同一件写了不同的答案，或者 [[same]] 说几条记录是同一条，而 [[distinct]] 说它们各是一条。程序不能知道哪一项对，这是错误。提示写明两项各在 report.toml 的哪一行，请核实后删去一项。",
            en: "Two decisions in report.toml contradict each other: two of [[answers]] answer differently for one record, or [[same]] makes rows one that [[distinct]] keeps apart. Nobody but the office knows which is right: an error. The message names the line of each in report.toml; delete one of them.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self {
                is_answer: true,
                row,
                line,
                other_line,
            } => both!(
                "report.toml 第 {1} 行和第 {2} 行的 [[answers]] 对“{0}”的答案不同",
                "[[answers]] on lines {1} and {2} of report.toml answer differently for \"{0}\"",
                shown(row),
                other_line,
                line
            ),
            Self {
                row,
                line,
                other_line,
                ..
            } => both!(
                "report.toml 第 {1} 行的 [[same]] 说“{0}”等几条是同一条，第 {2} 行的 [[distinct]] 又说各是一条",
                "[[same]] on line {1} of report.toml makes rows such as \"{0}\" one, and [[distinct]] on line {2} keeps them apart",
                shown(row),
                other_line,
                line
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            line, other_line, ..
        } = self;
        Some(both!(
            "请核实后只留第 {0} 行或第 {1} 行的一项",
            "keep one of them, that of line {0} or that of line {1}",
            other_line,
            line
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                is_answer: true,
                row: text(),
                line: 9,
                other_line: 4,
            },
            Self {
                is_answer: false,
                row: text(),
                line: 9,
                other_line: 4,
            },
        ]
    }
}

/// An entry of `[[answers]]` whose value is itself ambiguous.
#[derive(Debug, Clone, PartialEq)]
pub struct BadAnswer {
    /// The key of the column.
    pub key: &'static str,
    /// The value of the answer.
    pub text: String,
}

impl Rule for BadAnswer {
    const ABOUT: About = About {
        name: "bad-answer",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [[answers]] 对一件记录给出的答案不是报告格式中的一行，例如仍写“不予公开”，这是错误。请写具体的一行，如“不予公开-属于国家秘密”。",
            en: "What [[answers]] in report.toml says of a record is no row of the form, as \"不予公开\" is none: an error. Write the row, such as \"不予公开-属于国家秘密\".",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self { text, .. } if text.is_empty() => {
                both!("这一项没有写明答案", "this answers nothing")
            }
            Self { text, .. } => both!(
                "答案“{}”也不能确定计入哪一项",
                "the answer \"{}\" does not decide what to count either",
                shown(text)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, .. } = self;
        Some(answer_hint(key))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                key: "outcome",
                text: text(),
            },
            Self {
                key: "applicant",
                text: String::new(),
            },
            Self {
                key: "result",
                text: text(),
            },
        ]
    }
}

/// A file that is named twice for one log.
#[derive(Debug, Clone, PartialEq)]
pub struct FileNamedTwice {
    /// The file.
    pub file: String,
}

impl Rule for FileNamedTwice {
    const ABOUT: About = About {
        name: "file-named-twice",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "同一台账的同一个文件写了两次，例如 [\"a*.csv\", \"a.csv\"]，只读一次，这是警告。请删去一处。",
            en: "One file is named twice for one log, as in [\"a*.csv\", \"a.csv\"]. A warning: it is read once. Delete one of the two.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { file } = self;
        both!(
            "台账文件“{0}”写了两次，只读一次",
            "the file \"{0}\" is named twice for one log, and read once",
            escaped(file)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请在 report.toml 中只写一次，或改写文件名的模式",
            "name it once in report.toml, or change the pattern"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { file: file() }]
    }
}

/// A row that a decision in `report.toml` refers to is not in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmetDecision {
    /// The row, by id or by line.
    pub row: String,
    /// The key of the log.
    pub log: &'static str,
}

impl Rule for UnmetDecision {
    const ABOUT: About = About {
        name: "unmet-decision",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [[same]] 或 [[distinct]] 指出的记录在台账中找不到，这一项不起作用，这是警告。请写编号，或者写文件和行号，如 requests.csv:15；台账改动后行号会变，已经不需要的请删去。",
            en: "A row that [[same]] or [[distinct]] in report.toml names is not in the log, so nothing is decided by it: a warning. Name a row by its id, or by file and line as in requests.csv:15; lines move when a log is edited.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { row, log } = self;
        both!(
            "台账 {1} 中没有“{0}”，这一项不起作用",
            "the log {1} has no row \"{0}\", so this decides nothing",
            shown(row),
            log
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请写编号，或者写文件和行号，如 requests.csv:15；已经不需要的，请删去",
            "name the row by its id, or by file and line as in requests.csv:15; delete what is no longer needed"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            row: text(),
            log: "requests",
        }]
    }
}

/// An entry of `[[answers]]` for a row that needs none.
#[derive(Debug, Clone, PartialEq)]
pub struct IdleAnswer {
    /// The row, by id or by line.
    pub row: String,
    /// The key of the log.
    pub log: &'static str,
}

impl Rule for IdleAnswer {
    const ABOUT: About = About {
        name: "idle-answer",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [[answers]] 指出的记录在台账中找不到，或者台账的用词已经能够确定，例如“信息不存在”，这一项不起作用，这是警告。请写编号，或者写文件和行号，如 requests.csv:15；已经不需要的请删去。",
            en: "A record that [[answers]] in report.toml names is not in the log, or its own word decides, as \"信息不存在\" does: a warning, for nothing is answered. Name it by its id, or by file and line as in requests.csv:15; delete what is no longer needed.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { row, log } = self;
        both!(
            "台账 {1} 中没有“{0}”，或者它的用词已经能够确定，这一项不起作用",
            "the log {1} has no row \"{0}\", or its own word decides, so this answers nothing",
            shown(row),
            log
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对编号或行号；已经不需要的，请删去",
            "compare the id or line with the log; delete what is no longer needed"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            row: text(),
            log: "requests",
        }]
    }
}

/// An entry of `[[same]]` or `[[distinct]]` that does not change the count.
#[derive(Debug, Clone, PartialEq)]
pub struct IdleDecision {
    /// Whether it is a `[[same]]` entry.
    pub is_same: bool,
    /// The key of the log.
    pub log: &'static str,
}

impl Rule for IdleDecision {
    const ABOUT: About = About {
        name: "idle-decision",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [[same]] 指出的记录本来就算同一条，或者 [[distinct]] 指出的记录本来就各算一条，有没有这一项数字都一样，这是警告。可能是编号或行号写错了，如 requests.csv:15；已经不需要的请删去。",
            en: "The rows that [[same]] in report.toml names are one without it, or those of [[distinct]] are one each, so that no figure depends on it: a warning. An id or a line may be mistyped, as in requests.csv:15; delete what is no longer needed.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self { is_same: true, log } => both!(
                "台账 {0} 的这几条记录本来就算同一条，这一项不起作用",
                "these rows of the log {0} are one without it, so this decides nothing",
                log
            ),
            Self { log, .. } => both!(
                "台账 {0} 的这几条记录本来就各算一条，这一项不起作用",
                "these rows of the log {0} are one each without it, so this decides nothing",
                log
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对编号或行号；已经不需要的，请删去",
            "compare the ids or lines with the log; delete what is no longer needed"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                is_same: true,
                log: "requests",
            },
            Self {
                is_same: false,
                log: "requests",
            },
        ]
    }
}

/// A waiver matches no finding.
#[derive(Debug, Clone, PartialEq)]
pub struct UnusedWaiver {
    /// The code that it waives.
    pub code: Code,
}

impl Rule for UnusedWaiver {
    const ABOUT: About = About {
        name: "unused-waiver",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 中的一项豁免没有豁免任何问题：问题已经改正，或者行号已经变动。留着它，将来可能掩盖别的问题，所以提出警告。只在 report check 核对所有年度时提出。",
            en: "A waiver in report.toml lets nothing pass: the matter is mended, or its line has moved. Left there, it may one day hide something else, hence the warning. It is told only by report check over all years.",
        },
        example: Some(Example {
            wrong: "[[rules.waiver]]\ncode = \"bad-date\"\nwhere = \"published.csv:17\"",
            right: "[[rules.waiver]]\ncode = \"bad-date\"\nwhere = \"published.csv:18\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { code } = self;
        both!(
            "没有发现可由它豁免的 {}",
            "no {} was found that it lets pass",
            code.name()
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "问题已经改正的，请删去这项豁免；行号变了的，请改正 where",
            "delete it if the matter is mended; if the line has moved, correct where"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            code: Code::of::<BadDate>(),
        }]
    }
}

/// A waiver has expired.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpiredWaiver {
    /// The last day of the waiver.
    pub until: NaiveDate,
    /// The day it was compared with.
    pub day: NaiveDate,
}

impl Rule for ExpiredWaiver {
    const ABOUT: About = About {
        name: "expired-waiver",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 中的一项豁免写明了期限 until，而判断之日已在其后，所以不再有效，提出警告。判断之日是 --as-of，没有写明的是该年报告的落款日期，再没有的是当年 12 月 31 日；电脑的日期不起作用。",
            en: "A waiver in report.toml holds until a day that has passed, so it lets nothing pass any more, hence the warning. The day compared is --as-of, else the day of signing of the year's report, else 31 December; the machine's clock is not asked.",
        },
        example: Some(Example {
            wrong: "until = 2017-06-30",
            right: "until = 2018-06-30",
        }),
    };

    fn message(&self) -> Message {
        let Self { until, day } = self;
        both!(
            "豁免已于 {} 到期（按 {} 判断）",
            "the waiver held until {}, and the day compared is {}",
            until,
            day
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请改正所豁免的问题，或者说明理由后推迟 until",
            "mend what it let pass, or give a reason and a later until"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            until: DAY,
            day: DAY,
        }]
    }
}

/// Labels of the office's own label order that occur in no figure.
#[derive(Debug, Clone, PartialEq)]
pub struct UnusedOrder {
    /// The breakdown.
    pub key: String,
    /// The labels.
    pub labels: Vec<String>,
}

impl Rule for UnusedOrder {
    const ABOUT: About = About {
        name: "unused-order",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [order] 中列出的名称，台账中没有出现，例如分类写作“政策法规”，而台账写“政策、法规”。次序中的其他名称不受影响，只作提示。请与 report stats 列出的名称核对。",
            en: "[order] in report.toml lists a label that no figure has, say \"政策法规\" where the log writes \"政策、法规\". A note: the other labels keep their order. Compare it with the labels that report stats lists.",
        },
        example: Some(Example {
            wrong: "[order]\n\"published.by_category\" = [\"政策法规\"]",
            right: "[order]\n\"published.by_category\" = [\"政策、法规\"]",
        }),
    };

    fn message(&self) -> Message {
        let Self { key, labels } = self;
        Message {
            zh: format!(
                "{} 的次序里列出的下列名称，台账中没有：{}",
                escaped(key),
                list_zh(labels)
            ),
            en: format!(
                "the order of {} lists what has no figure: {}",
                escaped(key),
                list_en(labels)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, .. } = self;
        Some(both!(
            "本期没有的可以不管；写法与台账不同的，请改为 report stats {0} 列出的写法",
            "leave it if there was nothing of it; if the logs write it otherwise, write it as report stats {0} does",
            escaped(key)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: file(),
            labels: vec![text()],
        }]
    }
}

/// Further findings of a kind in a file that are not shown.
#[derive(Debug, Clone, PartialEq)]
pub struct MoreFindings {
    /// The kind.
    pub code: Code,
    /// Number of further findings.
    pub count: u64,
    /// Where they are.
    pub lines: LineRanges,
}

impl Rule for MoreFindings {
    const ABOUT: About = About {
        name: "more-findings",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "同一文件里同类的问题太多，只列出前面一些，其余只计数，并写明在哪些行。每种列出多少与严重程度有关，错误列得多，警告和提示列得少。这是提示，例如导出时列错位，每行都有一条；改正列出的以后再核对一次。用 report check -v 可以多列一些，report check --format json 写明其余每一条在哪一行。",
            en: "A file has so many findings of one kind that only the first are listed; the rest is counted, with its lines. Of errors more are listed than of warnings and notes. A note, as where an export shifted a column and every row has one: correct those that are listed and check again. report check -v lists more, and report check --format json has the line of every other one.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        /// So many runs of lines are shown.
        const SHOWN: usize = 10;
        let Self { code, count, lines } = self;
        let mut message = Message {
            zh: format!("另有 {count} 条 {} 没有列出", code.name()),
            en: format!("{count} more of {} are not listed", code.name()),
        };
        if lines.first().is_some() {
            let (shown, has_more) = lines.some(SHOWN, "、");
            let (rows, end) = if has_more {
                ("等行", ", …")
            } else {
                ("行", "")
            };
            let (shown_en, _) = lines.some(SHOWN, ", ");
            message.zh = format!("{}，在第 {shown} {rows}", message.zh);
            message.en = format!("{}: lines {shown_en}{end}", message.en);
        }
        message
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "改正列出的以后再核对一次；report check --format json 写明每一条在哪一行",
            "correct those that are listed and check again; report check --format json has the line of each"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            code: Code::of::<BadDate>(),
            count: 2,
            lines: LineRanges::of([3, 5]),
        }]
    }
}

rules![
    MissingProject,
    UnreadableFile,
    FileTooLarge,
    MissingLog,
    NameNotUtf8,
    MissingFile,
    NoLogs,
    NoRequestLog,
    BadToml,
    UnknownSetting,
    BadSetting,
    MissingSetting,
    TextNotUtf8,
    AsOfBeforeYear,
    UnknownKey,
    DecisionsContradict,
    BadAnswer,
    FileNamedTwice,
    UnmetDecision,
    IdleAnswer,
    IdleDecision,
    UnusedWaiver,
    ExpiredWaiver,
    UnusedOrder,
    MoreFindings
];

/// Returns the hint on possible values of an answer.
fn answer_hint(key: &str) -> Message {
    match key {
        "applicant" => both!(
            "请写自然人、商业企业、科研机构、社会公益组织、法律服务机构或其他",
            "write \"自然人\", \"商业企业\", \"科研机构\", \"社会公益组织\", \"法律服务机构\" or \"其他\""
        ),
        "route" => both!(
            "请写“未经复议直接起诉”或“复议后起诉”",
            "write \"未经复议直接起诉\" or \"复议后起诉\""
        ),
        "result" => both!(
            "请写“结果维持”“结果纠正”或“其他结果”",
            "write \"结果维持\", \"结果纠正\" or \"其他结果\""
        ),
        _ => both!(
            "请写报告格式中的具体一行，如“不予公开-保护第三方合法权益”",
            "write the row of the form, such as \"不予公开-保护第三方合法权益\""
        ),
    }
}

/// Describes the expected value; follows `应为` and `should be`.
fn expected(expected: Expected) -> Message {
    match expected {
        Expected::Table => both!("一节设置", "a table"),
        Expected::Text => both!("文字，且不能为空", "a text that is not empty"),
        Expected::TextOrList => both!(
            "文字或者一列文字，且不能为空",
            "a text or a list of texts, none empty"
        ),
        Expected::Count => both!("不小于 0 的整数", "a whole number from 0"),
        Expected::Number => both!("数字", "a number"),
        Expected::Figure => both!(
            "0 至一千万亿之间的数字",
            "a number from 0, below 1 000 000 000 000 000"
        ),
        Expected::Span => both!("1 至 1000 之间的整数", "a whole number from 1 to 1000"),
        Expected::CellNumber => both!("数字，或者 \"none\"（无此项）", "a number, or \"none\""),
        Expected::Date => both!("日期", "a date"),
        Expected::Flag => both!("true 或 false", "true or false"),
        Expected::TwoYears => both!("两个年份，如 [2014, 2018]", "two years, as [2014, 2018]"),
        Expected::MonthAndDay => both!("月和日，如 01-31", "a month and a day, as 01-31"),
        Expected::YearOfFile => both!("1949 到 2100 的年份", "a year from 1949 to 2100"),
        Expected::Year => both!("四位数的年份", "a year of four digits"),
        Expected::OneOf(words) => Message {
            zh: format!("{}之一", list_zh(words)),
            en: format!("one of {}", list_en(words)),
        },
        Expected::PathInside => both!(
            "以 report.toml 所在文件夹为准的相对路径",
            "a path relative to the folder of report.toml"
        ),
        Expected::Limit => both!(
            "工作日天数，或者含有 days 的一组设置",
            "a number of working days, or a table with days"
        ),
        Expected::Target => both!(
            "数字，或者 at-least、at-most 两者之一",
            "a number, or one of at-least and at-most"
        ),
        Expected::Key => both!(
            "一个可以取数字的指标",
            "the key of a figure that is one number"
        ),
        Expected::PatternOfNames => both!(
            "文件夹名中没有 * 和 ? 的路径；* 和 ? 只能写在最后的文件名中",
            "a path without * and ? in the names of folders: they stand in the last part alone"
        ),
        Expected::LogFile => both!(
            "文件名，或者含有 path 的一组设置",
            "a file name, or a table with path"
        ),
        Expected::Domain => both!(
            "域名，不带 http:// 和路径",
            "a domain, without http:// or a path"
        ),
        Expected::SiteCode => both!(
            "政府网站标识码：十位数字，或者 bm 加八位数字",
            "the code of a government web site: ten digits, or bm and eight"
        ),
        Expected::Code { .. } => both!(
            "一个提示代码，如 bad-date",
            "the code of a message, such as bad-date"
        ),
        Expected::Margin => both!("10 至 60 之间的毫米数", "millimetres from 10 to 60"),
        Expected::FontSize => both!(
            "8 至 36 之间的磅数（可带 .5），或者“三号”一类的字号",
            "points from 8 to 36 in steps of 0.5, or the name of a Chinese size"
        ),
        Expected::FontName => both!(
            "字体名称，不能为空，不超过 31 个字",
            "the name of a font, not empty, at most 31 characters"
        ),
        Expected::HeadingLevel => both!("1 至 4 之间的标题级别", "levels of headings from 1 to 4"),
        Expected::OneRow => both!(
            "只指报告格式中一行的词语：这个词语指的是一组，写在这里会把它的每件申请都计入同一行",
            "a word for one row of the form: this one names a group, and would put each of its requests into one row"
        ),
        Expected::Unset => both!(
            "不作设置：遇到这类问题就无法编制报告，级别不能降低，也不能豁免",
            "left out: where this is found no report can be made, so it can neither be lowered nor waived"
        ),
    }
}

/// Returns an example of the expected value, or `None` if [`expected`] is clear enough.
fn setting_hint(expected: Expected) -> Option<Message> {
    if let Expected::Code {
        nearest: Some(nearest),
    } = expected
    {
        return Some(both!("是否应为“{}”？", "did you mean \"{}\"?", nearest));
    }
    if matches!(expected, Expected::OneRow) {
        return Some(undecided_hint("outcome"));
    }
    let sample = match expected {
        Expected::Text => "name = \"…\"",
        Expected::TextOrList => "title = [\"…\", \"…\"]",
        Expected::Date => "signed-on = 2018-01-15",
        Expected::Year => "[reports.2017]",
        Expected::YearOfFile => "requests = { path = \"requests.csv\", year = 2017 }",
        Expected::PathInside => "published = \"../logs/published.csv\"",
        Expected::Limit => "complaint = { days = 5, extension = 10 }",
        Expected::Target => "\"requests.service.late\" = { at-most = 0 }",
        Expected::Key => "\"published.total\" = 600",
        Expected::PatternOfNames => "path = \"requests/*.csv\"",
        Expected::LogFile => {
            "requests = [ { path = \"hotline.csv\", kind = \"service\" }, \"applications.csv\" ]"
        }
        Expected::Domain => "domain = \"www.example.gov.cn\"",
        Expected::SiteCode => "id-code = \"3204000001\"",
        Expected::Code { .. } => "code = \"bad-date\"",
        Expected::Margin => "margins = { top = 37, left = 28 }",
        Expected::FontSize => "sizes = { body = \"三号\", table = 10.5 }",
        Expected::FontName => "fonts = { body = \"仿宋\" }",
        Expected::HeadingLevel => "bold-headings = [2, 3]",
        Expected::Table
        | Expected::Count
        | Expected::Number
        | Expected::Figure
        | Expected::Span
        | Expected::CellNumber
        | Expected::Flag
        | Expected::TwoYears
        | Expected::MonthAndDay
        | Expected::OneOf(_)
        | Expected::OneRow
        | Expected::Unset => return None,
    };
    Some(both!("写法如：\n{}", "for example:\n{}", sample))
}

/// Beginnings of error messages of the TOML parser, with their Chinese translation.
const TOML_REASONS: &[(&str, &str)] = &[
    (
        "string values must be quoted",
        "等号后面的文字没有放在英文双引号内",
    ),
    ("duplicate key", "同一项设置出现了两次"),
    ("key with no value", "设置后面缺少“=”和内容"),
    ("unclosed inline table", "花括号“{”没有成对"),
    ("unclosed", "方括号“[”没有成对"),
    ("invalid basic string", "双引号没有成对"),
    ("invalid literal string", "单引号没有成对"),
    ("invalid multi-line", "多行文字的引号没有成对"),
    ("invalid date", "日期不存在，或者写法不对"),
    (
        "invalid unquoted key",
        "设置的名称含有英文字母、数字、“-”、“_”以外的字符，须放在英文双引号内",
    ),
    ("missing escaped value", "反斜杠“\\”后面的字符不对"),
    ("missing comma", "缺少英文逗号"),
    ("extra comma", "多了一个逗号"),
    ("unexpected key or value", "这一行后面多出了内容"),
    ("unexpected leading zero", "数字不能以 0 开头"),
];

fn toml_reason(reason: &str) -> String {
    match TOML_REASONS
        .iter()
        .find(|(beginning, _)| reason.starts_with(beginning))
    {
        Some((_, zh)) => (*zh).to_owned(),
        None => format!("不符合 TOML 的写法：{}", escaped(reason)),
    }
}

fn toml_hint(reason: &str) -> Option<Message> {
    if reason.starts_with("string values must be quoted") {
        Some(both!(
            "文字放在英文双引号内，如 name = \"某某局\"；日期写作 2018-01-15",
            "texts stand in straight quotes, as in name = \"…\"; dates are written 2018-01-15"
        ))
    } else if reason.starts_with("invalid date") {
        Some(both!("日期写作 2018-01-15", "dates are written 2018-01-15"))
    } else if reason.starts_with("duplicate key") {
        Some(both!("请删去其中一处", "delete one of the two"))
    } else if reason.starts_with("missing escaped value") {
        Some(both!("文件路径请用“/”分隔", "paths are written with \"/\""))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_the_wrong_kind_names_the_right_one() {
        let expected = Expected::OneOf(&["agency", "department"]);
        let key = "office.level".to_owned();
        let message = BadSetting { key, expected }.message();
        assert_eq!(message.zh, "“office.level”应为“agency”、“department”之一");
        assert_eq!(
            message.en,
            "\"office.level\" should be one of \"agency\", \"department\""
        );
    }

    #[test]
    fn reasons_of_the_toml_reader_are_given_in_chinese() {
        for text in [
            "a = b",
            "a = 1\na = 2",
            "a",
            "[a",
            "a = \"b",
            "a = 2018-02-30",
            "年 = 1",
            "a = 1 2",
        ] {
            let (_, errors) = toml::de::DeTable::parse_recoverable(text);
            for error in errors {
                let reason = error.message().to_owned();
                let zh = BadToml { reason }.message().zh;
                assert!(!zh.contains("TOML"), "{text}: {zh}");
            }
        }
    }
}
