//! Findings about statutory forms and the narrative.

use chrono::NaiveDate;

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{DAY, identity, left_out, nearest, reason, text};
use crate::diagnostic::text::{
    Message, both, did_you_mean, escaped, header_lines, shown, toml_string,
};
use crate::language::Bilingual;

/// A statutory form that cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct BadForm {
    /// The problem.
    pub problem: FormProblem,
}

impl Rule for BadForm {
    const ABOUT: About = About {
        name: "bad-form",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "报告格式文件有误，例如算式里的单元格 R1.c9 不存在，或者合并的单元格没有铺满。格式不可用，因此不出报告，退出码 2。请按提示改正该格式文件。",
            en: "A file of a statutory form cannot be used: a formula names a cell R1.c9 that is not there, or spans leave gaps. Nothing is written, exit 2. Correct the file as the hint says.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { problem } = self;
        form_problem(problem)
    }

    fn hint(&self) -> Option<Message> {
        let Self { problem } = self;
        form_hint(problem)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                problem: FormProblem::UnknownName {
                    name: text(),
                    nearest: Some(nearest()),
                },
            },
            Self {
                problem: FormProblem::FormId { id: text() },
            },
            Self {
                problem: FormProblem::Twice { name: text() },
            },
            Self {
                problem: FormProblem::BadFormula { formula: text() },
            },
            Self {
                problem: FormProblem::Circular { id: text() },
            },
            Self {
                problem: FormProblem::Spans { columns: 10 },
            },
        ]
    }
}

/// A problem of a statutory form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormProblem {
    /// The id has no hyphen, or more than letters, digits and hyphens.
    FormId {
        /// The id.
        id: String,
    },
    /// A name that is not known in this place.
    UnknownName {
        /// The name.
        name: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    /// A duplicate of something that may occur only once.
    Twice {
        /// Its name.
        name: String,
    },
    /// A formula that cannot be read.
    BadFormula {
        /// The formula.
        formula: String,
    },
    /// A cell that depends on itself.
    Circular {
        /// The cell.
        id: String,
    },
    /// Cells whose spans leave gaps or overlap.
    Spans {
        /// How many columns they should fill.
        columns: usize,
    },
}

/// No form is in force for the year.
#[derive(Debug, Clone, PartialEq)]
pub struct NoForm {
    /// The year asked for.
    pub year: i32,
}

impl Rule for NoForm {
    const ABOUT: About = About {
        name: "no-form",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "没有适用于这一年的法定报告格式，例如 2008 年以前还没有年度报告制度。这是错误，不出报告。可以用 --form 指定一种格式，如 --form cn-2008。",
            en: "No statutory form is in force for the year; before 2008, say, there were no annual reports. It is an error, and no report is written. Name a form yourself: --form cn-2008.",
        },
        example: Some(Example {
            wrong: "report compile --year 2005",
            right: "report compile --year 2005 --form cn-2008",
        }),
    };

    fn message(&self) -> Message {
        let Self { year } = self;
        both!(
            "没有适用于 {} 年的报告格式",
            "no form is in force for {}",
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "可以用 --form 指定一种格式；report forms 列出全部格式",
            "name a form with --form; report forms lists them"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { year: 2001 }]
    }
}

/// A placeholder with an unknown name.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownPlaceholder {
    /// The name as written.
    pub name: String,
    /// The nearest known name.
    pub nearest: Option<String>,
}

impl Rule for UnknownPlaceholder {
    const ABOUT: About = About {
        name: "unknown-placeholder",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文稿里的占位符没有对应的指标，例如把 {{ published.total }} 写成 {{ published.totl }}。这是错误，不出报告。请按提示改正；report keys 列出全部指标。",
            en: "A placeholder of the narrative names nothing, as {{ published.totl }} does for {{ published.total }}. It is an error, and no report is written. Correct the name; report keys lists every key.",
        },
        example: Some(Example {
            wrong: "{{ published.totl }}",
            right: "{{ published.total }}",
        }),
    };

    fn message(&self) -> Message {
        let Self { name, .. } = self;
        both!(
            "占位符“{}”没有对应的指标",
            "the placeholder \"{}\" names nothing",
            escaped(name)
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
            name: text(),
            nearest: None,
        }]
    }
}

/// A placeholder cannot be read or computed.
#[derive(Debug, Clone, PartialEq)]
pub struct BadPlaceholder {
    /// The problem.
    pub reason: String,
}

impl Rule for BadPlaceholder {
    const ABOUT: About = About {
        name: "bad-placeholder",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文稿里的占位符写法不对，或者算不出来，例如 {{ published.total | fixd(1) }} 中没有 fixd 这种格式。这是错误，不出报告。请改正占位符，如 {{ published.per_day | fixed(1) }}。",
            en: "A placeholder of the narrative cannot be read or computed; {{ published.total | fixd(1) }}, say, asks for a filter that is not there. It is an error, and no report is written. Correct it: {{ published.per_day | fixed(1) }}.",
        },
        example: Some(Example {
            wrong: "{{ procurement.per_day | fixed(一) }}",
            right: "{{ procurement.per_day | fixed(1) }}",
        }),
    };

    fn message(&self) -> Message {
        let Self { reason } = self;
        both!(
            "占位符无法计算：{}",
            "the placeholder cannot be computed: {}",
            escaped(reason)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "占位符写作 {{{{ published.total }}}}，需要时加格式，如 {{{{ procurement.per_day | fixed(1) }}}}",
            "a placeholder is written {{{{ published.total }}}}, or with a filter: {{{{ procurement.per_day | fixed(1) }}}}"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { reason: reason() }]
    }
}

/// A narrative uses a construct of the template engine that narratives do not support.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownConstruct {
    /// The construct, as written.
    pub construct: String,
    /// Number of occurrences.
    pub count: u64,
}

impl Rule for UnknownConstruct {
    const ABOUT: About = About {
        name: "unknown-construct",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文稿里只能用占位符、格式、加减和比较、{% if %} 和 {% for %}；模板的其他写法，如 {% set x = 1 %}、{% include %}、“*”和“~”，不能使用。这是错误，不出报告。同一种写法只提示一次，附次数。请删去，或者把算好的数直接写成占位符。",
            en: "A narrative has placeholders, filters, sums and comparisons, {% if %} and {% for %}. What templates know besides, such as {% set x = 1 %}, {% include %}, * and ~, is refused. It is an error, and no report is written. Each construct is reported once, with how often it occurs. Delete it, or use a placeholder for the figure.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { construct, count } = self;
        let (zh, en) = match count {
            1 => (String::new(), String::new()),
            count => (
                format!("（共 {count} 处）"),
                format!(" (found {count} times)"),
            ),
        };
        Message {
            zh: format!("文稿里不能使用“{}”{zh}", shown(construct)),
            en: format!("a narrative cannot use \"{}\"{en}", shown(construct)),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "文稿里可以用占位符、格式、加减和比较、{{% if … %}} 和 {{% for … in … %}}",
            "a narrative has placeholders, filters, sums and comparisons, {{% if … %}} and {{% for … in … %}}"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            construct: text(),
            count: 2,
        }]
    }
}

/// Brackets, signs, filters, blocks or quotes of a narrative or a form are nested too deep.
#[derive(Debug, Clone, PartialEq)]
pub struct NestedTooDeep {
    /// The maximum depth.
    pub limit: usize,
}

impl Rule for NestedTooDeep {
    const ABOUT: About = About {
        name: "nested-too-deeply",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "括号、正负号、格式、{% if %}、引用或列表一层套一层，超过 100 层，例如一行开头有几千个“>”。多半是误粘贴的内容。这是错误，不出报告。请改写。",
            en: "Brackets, signs, filters, {% if %}, quotes or lists are nested more than 100 levels deep, as in a line that begins with thousands of >. Most likely it was pasted by mistake. It is an error, and no report is written. Rewrite it.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { limit } = self;
        both!("嵌套超过 {} 层", "nested more than {} levels deep", limit)
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请分成几个较短的写法",
            "write it as several shorter ones"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { limit: 100 }]
    }
}

/// A narrative that takes too many steps to render or becomes too long.
#[derive(Debug, Clone, PartialEq)]
pub struct EndlessNarrative;

impl Rule for EndlessNarrative {
    const ABOUT: About = About {
        name: "endless-narrative",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文稿里的 {% for %} 一层套一层，要重复几百万次，或者写出的文字超过 16 MiB。这是错误，不出报告。请去掉多余的循环；{{ published.by_category | top(10) | names }} 只写出最多的十类。",
            en: "Loops of the narrative, one in another, would run millions of times, or write more than 16 MiB. It is an error, and no report is written. Take them apart; {{ published.by_category | top(10) | names }} prints the ten largest categories only.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!(
            "文稿里的循环太多，或者写出的文字太长",
            "the loops of the narrative take too many steps, or write too much"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请去掉套在一起的 {{% for %}}，例如改用 {{{{ published.by_category | top(10) | names }}}}",
            "take loops out of one another, or print {{{{ published.by_category | top(10) | names }}}} instead"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// The address of an image that refers to no figure.
#[derive(Debug, Clone, PartialEq)]
pub struct BadAddress {
    /// The address.
    pub address: String,
    /// The nearest known key.
    pub nearest: Option<String>,
}

impl Rule for BadAddress {
    const ABOUT: About = About {
        name: "bad-address",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文稿里的图片地址不是图表，例如 ![按月](chart:published.by_mouth)。报告里只能放由台账得出的图表，这是错误，不出报告。请改正为 chart:published.by_month 这样的写法。",
            en: "The address of an image in the narrative is no figure, as in ![by month](chart:published.by_mouth). A report holds only figures made from the logs, so it is an error, and no report is written. Write chart:published.by_month.",
        },
        example: Some(Example {
            wrong: "![按月公开数量](chart:published.month)",
            right: "![按月公开数量](chart:published.by_month)",
        }),
    };

    fn message(&self) -> Message {
        let Self { address, .. } = self;
        both!(
            "“{}”不是图表的地址",
            "\"{}\" is not the address of a figure",
            escaped(address)
        )
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                nearest: Some(nearest),
                ..
            } => Some(did_you_mean(nearest)),
            Self { .. } => Some(both!(
                "图表写作 chart: 加指标，如 ![按月公开数量](chart:published.by_month)",
                "a figure is chart: and a key, as in ![by month](chart:published.by_month)"
            )),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            address: text(),
            nearest: None,
        }]
    }
}

/// The narrative contains a character that is reserved for internal use.
#[derive(Debug, Clone, PartialEq)]
pub struct ReservedCharacter;

impl Rule for ReservedCharacter {
    const ABOUT: About = About {
        name: "reserved-character",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文稿里有专用区字符（例如 U+E000），程序用它们标记算出的数字，混在一起就分不清了，这是错误，不出报告。这种字符多半是从 PDF 或 Word 粘贴来的符号，删去即可。",
            en: "The narrative holds a character for private use, such as U+E000. The program marks computed figures with these, so it is an error, and no report is written. They come from symbol fonts of PDF or Word: delete them.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!(
            "文稿中有程序保留使用的字符",
            "the text holds a character that is reserved for the program"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请删去这个字符；它多半是从 PDF 或 Word 的符号字体粘贴来的",
            "delete it; such characters come from symbol fonts of PDF or Word"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A disclosure request without a kind of applicant, which the form needs.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingApplicant {
    /// Number of requests; those of a file without such a column are reported once.
    pub requests: u64,
    /// Headers of such a file that may be columns of names.
    pub candidates: Vec<String>,
}

impl Rule for MissingApplicant {
    const ABOUT: About = About {
        name: "missing-applicant",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "2019 年以后的格式按申请人类型统计申请，而这一件没有登记类型，无法计入任何一列。这是错误，不出报告。请在“申请人类型”一列填写自然人、商业企业等。",
            en: "The forms from 2019 on count requests by kind of applicant, and this request has none, so it belongs in no column. It is an error, and no report is written. Fill in the column, say with \"自然人\".",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self { requests: 1, .. } => both!(
                "没有登记申请人类型，而报告格式按申请人类型统计",
                "the kind of applicant is not logged, and the form counts by it"
            ),
            Self { requests, .. } => both!(
                "没有申请人类型一列，而报告格式按申请人类型统计：{0} 件",
                "there is no column for the kind of applicant, and the form counts by it: {0} requests",
                requests
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self { candidates, .. } if !candidates.is_empty() => {
                let lines = match &**candidates {
                    [only] => header_lines("requests", "applicant", only),
                    several => {
                        let lines = several.iter();
                        let lines =
                            lines.map(|header| format!("\n#applicant = {}", toml_string(header)));
                        format!(
                            "[[logs.columns]]\nlog = \"requests\"{}",
                            lines.collect::<String>()
                        )
                    }
                };
                Some(both!(
                    "请加上申请人类型列；如果按姓名、名称区分，请在 report.toml 中写明是哪一列：\n{0}",
                    "add a column for the kind; if applicants are told apart by name, say in report.toml which column holds it:\n{0}",
                    lines
                ))
            }
            Self { .. } => Some(both!(
                "请填写自然人、商业企业、科研机构、社会公益组织、法律服务机构或其他",
                "fill in one of \"自然人\", \"商业企业\", \"科研机构\", \"社会公益组织\", \"法律服务机构\", \"其他\""
            )),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                requests: 1,
                candidates: Vec::new(),
            },
            Self {
                requests: 6,
                candidates: Vec::new(),
            },
            Self {
                requests: 6,
                candidates: vec!["姓名（名称）".to_owned()],
            },
        ]
    }
}

/// The form has no row for the outcome of a disclosure request.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeNotInForm {
    /// The code of the outcome, as in the forms.
    pub outcome: &'static str,
    /// Id of the form.
    pub form: String,
}

impl Rule for OutcomeNotInForm {
    const ABOUT: About = About {
        name: "outcome-not-in-form",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "这一件的办理结果在该年的格式里没有对应的行，例如 2021 年格式没有“告知作出更改补充”。程序不会自行归入“其他”，这是错误，不出报告。请改填该格式的行名。",
            en: "The form of the year has no row for the outcome of this request, as that of 2021 has none for \"告知作出更改补充\". The program puts nothing under \"其他\" by itself: an error, and no report is written. Log the outcome under the name of a row.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { outcome, form } = self;
        Message {
            zh: format!("格式 {form} 没有“{outcome}”这种办理结果"),
            en: format!("the form {form} has no row for the outcome \"{outcome}\""),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请按本格式的行名登记办理结果",
            "log the outcome under the name of a row of this form"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            outcome: "告知作出更改补充",
            form: "cn-2021".to_owned(),
        }]
    }
}

/// An identity between cells of the form does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityFails {
    /// The identity, with both sides.
    pub identity: Box<FailedIdentity>,
}

impl Rule for IdentityFails {
    const ABOUT: About = About {
        name: "identity-fails",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "格式规定的勾稽关系不成立，例如新收 4 件加结转 0 件不等于办结 3 件加结转下年 0 件。必有一个数字不对，这是错误，不出报告。请按提示核对列出的单元格及其来源。",
            en: "What the form holds to be equal is not: 4 received and 0 carried in are not 3 ended and 0 carried out. One of the numbers is wrong, so it is an error, and no report is written. Check the cells that the hint lists, and where they come from.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { identity } = self;
        identity_message(identity)
    }

    fn hint(&self) -> Option<Message> {
        let Self { identity } = self;
        Some(identity_hint(identity))
    }

    fn figure(&self) -> Option<&str> {
        Some(&self.identity.id)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            identity: identity(),
        }]
    }
}

/// An identity that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedIdentity {
    /// Its name, e.g. `T3-1`.
    pub id: String,
    /// Its statement, in Chinese and English.
    pub about: (String, String),
    /// The formula of the left side, and its value.
    pub left: (String, String),
    /// The expected relation of the left side to the right.
    pub relation: &'static str,
    /// The formula of the right side, and its value.
    pub right: (String, String),
    /// The cells that make up both sides.
    pub cells: Vec<IdentityCell>,
    /// Figures that may explain the difference: Chinese name, English name, value.
    pub named: Vec<(String, String, String)>,
    /// The form's own message, in Chinese and in English, with the left side filled in; `None` if the
    /// formula is shown instead.
    pub says: Option<(String, String)>,
}

/// A cell or figure that an identity compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityCell {
    /// Its id.
    pub id: String,
    /// Its label in the form.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Sources of the value: log files, or the line of a declared figure.
    pub sources: Vec<String>,
}

/// The year has no narrative, so the form's own skeleton is used.
#[derive(Debug, Clone, PartialEq)]
pub struct NoNarrative {
    /// The year.
    pub year: i32,
}

impl Rule for NoNarrative {
    const ABOUT: About = About {
        name: "no-narrative",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "没有这一年的文稿，报告用格式自带的提纲生成：标题、法定内容和平实的数字。这是警告：报告可用，但应有人看过。编写 narrative/2017.md 即可换成本单位的文稿。",
            en: "The year has no narrative, so the report is made from the form's own skeleton of headings, required statements and figures. A warning: the report can be used, but a person should read it. Write narrative/2017.md to say more.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { year } = self;
        both!(
            "没有 {} 年的文稿，使用格式自带的提纲",
            "there is no narrative for {}: the form's own skeleton is used",
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { year } = self;
        Some(both!(
            "请编写 narrative/{}.md",
            "write narrative/{}.md",
            year
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { year: 2017 }]
    }
}

/// The report has no signing date.
#[derive(Debug, Clone, PartialEq)]
pub struct NoSigningDate {
    /// The year.
    pub year: i32,
}

impl Rule for NoSigningDate {
    const ABOUT: About = About {
        name: "no-signing-date",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "没有设置报告的落款日期；程序不会用当天的日期代替，落款因此没有日期。这是警告。请在 report.toml 中写明，如 [reports.2017] 之下 signed-on = 2018-01-15。",
            en: "No day of signing is set, and the program does not make one up from the clock, so the report ends without it. A warning: set signed-on = 2018-01-15 under [reports.2017] in report.toml.",
        },
        example: Some(Example {
            wrong: "[reports.2017]",
            right: "[reports.2017]\nsigned-on = 2018-01-15",
        }),
    };

    fn message(&self) -> Message {
        let Self { year } = self;
        both!(
            "没有设置 {} 年度报告的落款日期",
            "no day of signing is set for the report on {}",
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { year } = self;
        Some(both!(
            "请在 report.toml 中写明，例如：\n[reports.{0}]\nsigned-on = {1}-01-15",
            "set it in report.toml, for example:\n[reports.{0}]\nsigned-on = {1}-01-15",
            year,
            i64::from(*year) + 1
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { year: 2017 }]
    }
}

/// Emphasis marks that Markdown does not parse, so that the asterisks stay.
#[derive(Debug, Clone, PartialEq)]
pub struct StrayEmphasis;

impl Rule for StrayEmphasis {
    const ABOUT: About = About {
        name: "stray-emphasis",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿里的星号没有起到加粗的作用，会原样印在报告里。多半是引号紧挨着星号，如 **“公开”**发布，应写作“**公开**”发布。这是警告，请改写或者删去星号。",
            en: "Asterisks of the narrative are not read as emphasis and would be printed. Mostly quotation marks stand next to them, as in \"**“公开”**发布\": put the marks outside, as in \"“**公开**”发布\". A warning: move the marks or delete the asterisks.",
        },
        example: Some(Example {
            wrong: "**“公开”**发布",
            right: "“**公开**”发布",
        }),
    };

    fn message(&self) -> Message {
        both!(
            "这里的星号不会变成加粗，会原样印出",
            "these asterisks are not read as emphasis and would be printed"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请把引号移到星号外面，如“**公开**”；不需要加粗的，删去星号",
            "move quotation marks outside the asterisks, or delete the asterisks"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A Markdown construct that a report cannot contain.
#[derive(Debug, Clone, PartialEq)]
pub struct UnsupportedMarkdown {
    /// The construct.
    pub what: String,
}

impl Rule for UnsupportedMarkdown {
    const ABOUT: About = About {
        name: "unsupported-markdown",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿里用了公文中没有的 Markdown，例如 HTML 或代码块，报告里放不下。这是警告。请改用标题、段落、列表或表格。",
            en: "The narrative uses a part of Markdown that has no place in an official report, such as HTML or a code block. A warning: use headings, paragraphs, lists or tables instead.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { what } = self;
        both!(
            "报告中不能使用这种 Markdown：{}",
            "a report cannot hold this part of Markdown: {}",
            escaped(what)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请改用标题、段落、列表或表格",
            "use headings, paragraphs, lists or tables instead"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { what: reason() }]
    }
}

/// An identity that should hold between cells of the form does not.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityDoubtful {
    /// The identity, with both sides.
    pub identity: Box<FailedIdentity>,
}

impl Rule for IdentityDoubtful {
    const ABOUT: About = About {
        name: "identity-doubtful",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "通常成立的关系不成立，例如本年的上年结转数与上年报告的结转下年数不同。也可能是上年公布的数字有误，所以是警告。请核对列出的单元格。",
            en: "What should hold does not: requests carried in are not those carried out by last year's report, say. The published figure may be the wrong one, so it is a warning. Check the cells that the hint lists.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { identity } = self;
        identity_message(identity)
    }

    fn hint(&self) -> Option<Message> {
        let Self { identity } = self;
        Some(identity_hint(identity))
    }

    fn figure(&self) -> Option<&str> {
        Some(&self.identity.id)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            identity: identity(),
        }]
    }
}

/// The narrative lacks content that the form or the Regulations require.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingContent {
    /// The content and the article that requires it.
    pub content: Box<LeftOut>,
}

impl Rule for MissingContent {
    const ABOUT: About = About {
        name: "missing-content",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿没有写到条例或格式要求的内容，例如第三十二条第（四）项的行政复议、行政诉讼情况。这是警告。请补写一节，并在标题后注上编号，如 {#disputes}；没有发生的，也应写明。",
            en: "The narrative leaves out what the Regulations or the form ask for, such as reviews and lawsuits, Article 32 (4). A warning: add a section whose heading is marked {#disputes}, and say so if there was none.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { content } = self;
        Message {
            zh: format!("报告没有写明“{}”（{}）", content.name.0, content.article.0),
            en: format!(
                "the report says nothing of {} ({})",
                content.name.1, content.article.1
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { content } = self;
        Some(match &content.section {
            Some(section) => both!(
                "请在文稿中写明，该节的标题后面注 {{#{0}}}",
                "write it into the narrative, under a heading marked {{#{0}}}",
                escaped(section)
            ),
            None => both!("请在文稿中写明", "write it into the narrative"),
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                content: Box::new(left_out(Some("fees".to_owned()))),
            },
            Self {
                content: Box::new(left_out(None)),
            },
        ]
    }
}

/// Content that is missing from a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name, in Chinese and English.
    pub name: (String, String),
    /// The article that requires it, in Chinese and English.
    pub article: (String, String),
    /// The `{#id}` of the section that should contain it; `None` if any may.
    pub section: Option<String>,
}

/// The heading of a section differs from the form's.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingDiffers {
    /// The heading.
    pub heading: String,
    /// The heading in the form.
    pub expected: String,
}

impl Rule for HeadingDiffers {
    const ABOUT: About = About {
        name: "heading-differs",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "这一部分的标题与格式规定的不同，例如“总体工作情况”应为“总体情况”。这是警告。请照格式改写标题。",
            en: "The heading of a section is not the one the form prescribes, as \"总体工作情况\" is not \"总体情况\". A warning: use the heading of the form.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { heading, expected } = self;
        both!(
            "标题“{}”与格式规定的“{}”不同",
            "the heading \"{}\" is not the form's \"{}\"",
            shown(heading),
            escaped(expected)
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { expected, .. } = self;
        Some(both!("请改为“{}”", "make it \"{}\"", escaped(expected)))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            heading: text(),
            expected: text(),
        }]
    }
}

/// Two sections are in the wrong order.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionOutOfOrder {
    /// Its heading.
    pub heading: String,
    /// The heading of the section that should come before it.
    pub before: String,
}

impl Rule for SectionOutOfOrder {
    const ABOUT: About = About {
        name: "section-out-of-order",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "各部分的顺序与格式规定的不同，例如第四部分写在第三部分之前。这是警告。请按格式的顺序排列。",
            en: "The sections are not in the order of the form, part four before part three, say. A warning: put them in order.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { heading, before } = self;
        both!(
            "“{}”应在“{}”之后",
            "the section \"{}\" should stand behind \"{}\"",
            shown(heading),
            shown(before)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请按格式规定的顺序排列各部分",
            "put the sections in the order of the form"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            heading: text(),
            before: text(),
        }]
    }
}

/// A report is signed before its year is over.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedTooEarly {
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// The report year.
    pub year: i32,
}

impl Rule for SignedTooEarly {
    const ABOUT: About = About {
        name: "signed-too-early",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "落款日期在报告年度结束以前，例如 2023 年度的报告落款 2023-01-15，往往是年份忘了改。这是警告。请改正 report.toml 的 signed-on。",
            en: "The day of signing is before the end of the report year, as 2023-01-15 for the report of 2023: often a year that was not changed. A warning: correct signed-on in report.toml.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { signed_on, year } = self;
        both!(
            "{1} 年度的报告落款为 {0}，这一年还没有结束",
            "the report of {1} is signed on {0}, before the year is over",
            signed_on,
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        let year = self.year + 1;
        Some(both!(
            "请核对落款日期，例如：\nsigned-on = {}-01-15",
            "check the day of signing, for example:\nsigned-on = {}-01-15",
            year
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            signed_on: DAY,
            year: 2021,
        }]
    }
}

/// A report was published or handed in before it was signed.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedBeforeSigned {
    /// Which of its days is compared: that of publication or of handing in.
    pub by: DatedBy,
    /// That day.
    pub day: NaiveDate,
    /// The day of signing.
    pub signed_on: NaiveDate,
}

impl Rule for PublishedBeforeSigned {
    const ABOUT: About = About {
        name: "published-before-signed",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "报告的公布或者报送日期早于落款日期，例如 2023-01-10 公布而 2023-01-20 落款。总有一个日期写错了。这是警告。请核对 report.toml 的 signed-on、published-on 和 handed-in。",
            en: "A report was published or handed in before the day on which it is signed, say published on 2023-01-10 and signed on 2023-01-20: one of the days is wrong. A warning: check signed-on, published-on and handed-in in report.toml.",
        },
        example: Some(Example {
            wrong: "signed-on = 2023-01-20\npublished-on = 2023-01-10",
            right: "signed-on = 2023-01-20\npublished-on = 2023-01-30",
        }),
    };

    fn message(&self) -> Message {
        let Self { by, day, signed_on } = self;
        let (zh, en) = by.words();
        Message {
            zh: format!("报告于 {day} {zh}，早于落款日期 {signed_on}"),
            en: format!("the report is {en} on {day}, before it is signed on {signed_on}"),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!("请核对这两个日期", "check both days"))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            by: DatedBy::Published,
            day: DAY,
            signed_on: DAY,
        }]
    }
}

/// The last day for a report is not in the year after that of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct UnlikelyDue {
    /// The day.
    pub due: NaiveDate,
    /// The report year.
    pub year: i32,
}

impl Rule for UnlikelyDue {
    const ABOUT: About = About {
        name: "unlikely-due",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 中本地通知规定的期限（due）不在报告年度的次年，例如 2022 年度的报告写了 2022-01-31，往往是年份写错了。这是警告。请核对通知。",
            en: "The last day for the report by a local notice (due in report.toml) is not in the year after that of the report, as 2022-01-31 for the report of 2022: often a wrong year. A warning: check the notice.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { due, year } = self;
        both!(
            "{1} 年度的报告期限写为 {0}，不在次年",
            "the last day for the report of {1} is {0}, which is not in the next year",
            due,
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        let year = self.year + 1;
        Some(both!(
            "请核对本地通知，例如：\ndue = {}-01-31",
            "check the local notice, for example:\ndue = {}-01-31",
            year
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            due: DAY,
            year: 2021,
        }]
    }
}

/// A report comes after the last day for it.
#[derive(Debug, Clone, PartialEq)]
pub struct LateReport {
    /// Which of its days is compared.
    pub by: DatedBy,
    /// That day.
    pub day: NaiveDate,
    /// The last day for it.
    pub due: NaiveDate,
    /// The article that sets it, in Chinese and in English; `None` if a local notice sets it.
    pub article: Option<(String, String)>,
    /// Whether it is that of a township, which the Regulations set no day for.
    pub is_township: bool,
}

/// A day of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedBy {
    /// When it was signed: it cannot have been published or handed in before.
    Signed,
    /// When it was published.
    Published,
    /// When it was handed in to the authority in charge.
    HandedIn,
}

impl DatedBy {
    /// What was done on the day, in Chinese and English.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            DatedBy::Signed => ("落款", "signed"),
            DatedBy::Published => ("公布", "published"),
            DatedBy::HandedIn => ("报送", "handed in"),
        }
    }
}

impl Rule for LateReport {
    const ABOUT: About = About {
        name: "late-report",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "年度报告的报送或者公布日期晚于规定期限：部门、派出机构为次年 1 月 31 日，政府为 3 月 31 日（2019 年《条例》第四十九条），遇周末不顺延；本地通知另定的，写在 [reports.年度] 的 due。这是警告；没有写明报送和公布日期、只以落款日期比较的，以及乡镇、街道的，只作提示。",
            en: "A report was handed in or published after the last day for it: 31 January of the next year for departments and agencies, 31 March for governments (2019 Regulations Art. 49), weekends included, or due in [reports.YEAR] by a local notice. A warning; a note where only the day of signing is known, and for townships.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { by, day, due, .. } = self;
        let (zh, en) = by.words();
        let (by_zh, by_en) = match &self.article {
            Some((zh, en)) => (escaped(zh), escaped(en)),
            None => ("本地通知".to_owned(), "local notice".to_owned()),
        };
        Message {
            zh: format!("报告于 {day} {zh}，晚于 {due} 的期限（{by_zh}）"),
            en: format!("the report is {en} on {day}, after the last day for it, {due} ({by_en})"),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self.by {
            DatedBy::Signed => both!(
                "请在 [reports] 中写明公布日期（published-on）和报送日期（handed-in）；本地通知另有期限的，写明 due",
                "set the days of publication and of handing in (published-on, handed-in) in [reports], and due if a local notice sets another day"
            ),
            DatedBy::Published | DatedBy::HandedIn => both!(
                "请核对日期；本地通知另有期限的，在 [reports] 中写明 due；确已逾期的，请在报告或者报送函中说明",
                "check the day; set due in [reports] if a local notice sets another last day; if it is late, say why when you hand it in"
            ),
        })
    }

    fn severity(&self) -> Severity {
        if self.is_township || self.by == DatedBy::Signed {
            Severity::Note
        } else {
            Severity::Warning
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let sample = |by, article| Self {
            by,
            day: DAY,
            due: DAY,
            article,
            is_township: false,
        };
        vec![
            sample(
                DatedBy::Published,
                Some(("第四十九条".to_owned(), "Art. 49".to_owned())),
            ),
            sample(DatedBy::HandedIn, None),
            sample(DatedBy::Signed, None),
        ]
    }
}

/// A report cites the notice of another form than that of its year.
#[derive(Debug, Clone, PartialEq)]
pub struct WrongNotice {
    /// The notice that is cited.
    pub cited: String,
    /// That of the form.
    pub expected: String,
    /// The report year.
    pub year: i32,
}

impl Rule for WrongNotice {
    const ABOUT: About = About {
        name: "wrong-notice",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "报告援引的格式文件不是本年度适用的，例如 2023 年度的报告援引〔2019〕60 号，而 2021 年度起适用〔2021〕30 号，往往是沿用了以前的文字。这是警告。请改正文号。",
            en: "The report cites the notice of another form than that of its year, as letter 60 of 2019 in the report of 2023, for which letter 30 of 2021 holds: often a text that was copied. A warning: correct the number.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            cited,
            expected,
            year,
        } = self;
        both!(
            "{2} 年度的报告援引“{0}”，适用的是“{1}”",
            "the report of {2} cites \"{0}\", but its form is that of \"{1}\"",
            shown(cited),
            escaped(expected),
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        let expected = escaped(&self.expected);
        Some(both!("请改为“{}”", "make it \"{}\"", expected))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            cited: text(),
            expected: text(),
            year: 2021,
        }]
    }
}

/// Cells of a statutory table are printed empty, because their numbers are neither counted nor declared.
#[derive(Debug, Clone, PartialEq)]
pub struct EmptyCells {
    /// The id of the table with that of the form, `cn-2021.T4`.
    pub table: String,
    /// The report year.
    pub year: i32,
    /// The cells, in the order of the table.
    pub cells: Vec<EmptyCell>,
    /// Whether they are all the cells of the table.
    pub is_whole: bool,
    /// The files of the logs that they are counted from.
    pub logs: Vec<&'static str>,
}

/// A cell that is printed empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyCell {
    /// Its id with that of the form.
    pub id: String,
    /// The label of its row and the heading of its column.
    pub label: String,
}

impl EmptyCells {
    /// The cells by their ids, or with their labels; of very many the first ones.
    fn listed(&self, with_labels: bool) -> String {
        const MOST: usize = 20;
        let cells = self.cells.iter().take(MOST).map(|cell| {
            let id = escaped(&cell.id);
            if with_labels && !cell.label.is_empty() {
                format!("{id} {}", escaped(&cell.label))
            } else {
                id
            }
        });
        let separator = if with_labels { "；" } else { ", " };
        let more = if self.cells.len() > MOST { "…" } else { "" };
        cells.collect::<Vec<_>>().join(separator) + more
    }
}

impl Rule for EmptyCells {
    const ABOUT: About = About {
        name: "empty-cell",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "法定表格中有单元格是空的，因为既没有台账，也没有申报，例如没有复议诉讼台账时的表四。这是警告，签发前应当补齐。办法有三：登记台账；在 report.toml 的 [figures.年度] 中申报数字；确无此项的，对整张表或者单元格写 \"none\"，按申报的 0 印出。",
            en: "Cells of a statutory table are empty, for there is no log and nothing was declared, such as table four without a log of disputes. A warning: fill them before the report is signed, by a log, by figures in [figures.YEAR] of report.toml, or, where there was nothing of the kind, by \"none\" for the table or the cell, which prints a declared 0.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            table,
            cells,
            is_whole,
            ..
        } = self;
        let (table, number) = (escaped(table), cells.len());
        if *is_whole {
            return Message {
                zh: format!(
                    "法定表格 {table} 的 {number} 格全是空的：{}",
                    self.listed(true)
                ),
                en: format!(
                    "all {number} cells of the statutory table {table} are empty: {}",
                    self.listed(false)
                ),
            };
        }
        let (one, are) = if number == 1 {
            ("cell", "is")
        } else {
            ("cells", "are")
        };
        Message {
            zh: format!(
                "法定表格 {table} 有 {number} 格是空的：{}",
                self.listed(true)
            ),
            en: format!(
                "{number} {one} of the statutory table {table} {are} empty: {}",
                self.listed(false)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            table,
            year,
            cells,
            is_whole,
            logs,
        } = self;
        let first = toml_string(&cells.first()?.id);
        let logs = logs.join(", ");
        let log = |with: String| if logs.is_empty() { String::new() } else { with };
        let [zh, en] = [
            log(format!("登记台账（{logs}），或者")),
            log(format!("keep a log ({logs}), or ")),
        ];
        if !is_whole {
            const MOST: usize = 20;
            let lines: Vec<String> = cells
                .iter()
                .take(MOST)
                .map(|cell| format!("\n{} = 0", toml_string(&cell.id)))
                .collect();
            let lines = lines.concat();
            let [more_zh, more_en] = if cells.len() > MOST {
                ["，其余各格照此申报", ", and the others likewise"]
            } else {
                ["", ""]
            };
            return Some(Message {
                zh: format!(
                    "{zh}在 report.toml 中逐格申报（没有的写 0）{more_zh}：\n[figures.{year}]{lines}"
                ),
                en: format!(
                    "{en}declare each cell in report.toml (0 if there was none){more_en}:\n[figures.{year}]{lines}"
                ),
            });
        }
        let lines = format!(
            "[figures.{year}]\n{first} = 0\n{} = \"none\"",
            toml_string(table)
        );
        Some(Message {
            zh: format!(
                "{zh}在 report.toml 中逐格申报（下面第二行，没有的写 0），或者申报无此项（第三行，其余空格都印 0）：\n{lines}"
            ),
            en: format!(
                "{en}declare cell by cell in report.toml (the second line), or that there was nothing of the kind (the third line: every other empty cell prints 0):\n{lines}"
            ),
        })
    }

    fn figure(&self) -> Option<&str> {
        Some(&self.table)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let cell = |id: &str, label: &str| EmptyCell {
            id: id.to_owned(),
            label: label.to_owned(),
        };
        let one = vec![cell("cn-2021.T2.fees", "行政事业性收费")];
        let many: Vec<_> = (0..21).map(|_| cell("cn-2021.R1.c1", "")).collect();
        [(one, false, vec![]), (many, true, vec!["requests.csv"])]
            .map(|(cells, is_whole, logs)| Self {
                table: "cn-2021.T2".to_owned(),
                year: 2021,
                cells,
                is_whole,
                logs,
            })
            .into()
    }
}

/// The requests carried in are printed as 0 because the log has none of the year before.
#[derive(Debug, Clone, PartialEq)]
pub struct NothingCarriedIn {
    /// The report year.
    pub year: i32,
}

impl Rule for NothingCarriedIn {
    const ABOUT: About = About {
        name: "nothing-carried-in",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "台账里没有上一年收到的申请，“上年结转”只好按 0 计。这是提示。上年确无结转的，申报 0；上年有未办结的，把它们登进台账。",
            en: "The log has no request received in the year before, so the requests carried in count as 0. A note: declare 0 if there were none; if there were, add them to the log.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let year = self.year - 1;
        both!(
            "台账里没有 {} 年收到的申请，“上年结转”按 0 计",
            "the log has no request of {}: requests carried in count as 0",
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { year } = self;
        let before = year - 1;
        Some(both!(
            "{0} 年有未办结的申请的，请补登台账；已全部办结的，在 report.toml 中申报 0：\n[figures.{1}]\n\"requests.disclosure.carried_in\" = 0",
            "add the requests of {0} that were not closed to the log; if every one was, declare 0 in report.toml:\n[figures.{1}]\n\"requests.disclosure.carried_in\" = 0",
            before,
            year
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { year: 2021 }]
    }
}

/// A report that is to be signed still has text of the template.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateText {
    /// The text.
    pub text: String,
    /// Whether it is the name of the office.
    pub is_name: bool,
}

impl Rule for TemplateText {
    const ABOUT: About = About {
        name: "template-text",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "报告已有落款日期，却还留着样例的文字，例如单位名称“某某市某某局”，或者“政府信息公开工作还有需要改进之处”这样没有改写的段落。这是警告。请写上本单位的名称和情况。",
            en: "A report with a day of signing still has text of the template: \"某某市某某局\" as the name of the office, or a paragraph that was to be rewritten. A warning: write the name of the office and what it has to report.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text, is_name } = self;
        if *is_name {
            both!(
                "单位名称“{}”还是样例",
                "the name of the office, \"{}\", is that of the template",
                shown(text)
            )
        } else {
            both!(
                "“{}”还是样例的文字",
                "\"{}\" is text of the template",
                shown(text)
            )
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(if self.is_name {
            both!(
                "请在 report.toml 的 [office] 中写上本单位的名称",
                "write the name of your office in [office] of report.toml"
            )
        } else {
            both!(
                "请改写为本年度的具体情况",
                "write what happened in the year instead"
            )
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [true, false]
            .map(|is_name| Self {
                text: text(),
                is_name,
            })
            .into()
    }
}

/// A section of a fixed form is missing from the narrative.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingSection {
    /// Its heading in the form.
    pub heading: String,
    /// The heading of the narrative before which it belongs; `None` if it belongs last.
    pub next: Option<String>,
}

impl Rule for MissingSection {
    const ABOUT: About = About {
        name: "missing-section",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿没有格式规定的某一部分的标题，例如缺“总体情况”。各部分按标题识别，标题前的序号、空格和标点不计。这是错误，不出报告。请按提示加上标题这一行。",
            en: "The narrative lacks the heading of a section of the form, \"总体情况\" say. Sections are found by their headings, whatever their numbers, spaces and marks. An error, and no report is written: add the line as the hint says.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { heading, .. } = self;
        both!(
            "文稿缺少格式规定的一部分“{}”",
            "the narrative lacks the section \"{}\" of the form",
            escaped(heading)
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { heading, next } = self;
        let line = escaped(heading);
        Some(match next {
            Some(next) => both!(
                "请在“{}”之前加一行：\n# {}",
                "add a line before \"{}\":\n# {}",
                shown(next),
                line
            ),
            None => both!(
                "请在文稿末尾加一行：\n# {}",
                "add a line at the end of the narrative:\n# {}",
                line
            ),
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [None, Some("Overview".to_owned())]
            .map(|next| Self {
                heading: "Overview".to_owned(),
                next,
            })
            .into()
    }
}

/// A section of a fixed form is in the narrative twice.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubledSection {
    /// The heading of the later one.
    pub heading: String,
    /// The line of the first; `None` if it cannot be found.
    pub first_line: Option<u64>,
}

impl Rule for DoubledSection {
    const ABOUT: About = About {
        name: "doubled-section",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "格式规定的某一部分在文稿中有两个一级标题，例如“总体情况”写了两次。这是错误，不出报告。请合为一节，或者把后一个改为二级标题。",
            en: "A section of the form has two headings of the first level in the narrative, \"总体情况\" twice, say. An error, and no report is written: make them one, or the later one a heading of the second level.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            heading,
            first_line,
        } = self;
        match first_line {
            Some(line) => both!(
                "“{}”这一部分前面已有（第 {} 行）",
                "the section \"{}\" is there already, on line {}",
                shown(heading),
                line
            ),
            None => both!(
                "“{}”这一部分前面已有",
                "the section \"{}\" is there already",
                shown(heading)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { heading, .. } = self;
        Some(both!(
            "请把内容并入前一节，或者改为下一级标题：\n## {0}",
            "move its text to the first one, or make it a heading below:\n## {0}",
            shown(heading)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [None, Some(3)]
            .map(|first_line| Self {
                heading: "Overview".to_owned(),
                first_line,
            })
            .into()
    }
}

/// A heading of the first level is not in the fixed form.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignSection {
    /// The heading.
    pub heading: String,
    /// What it most likely stands for.
    pub meant: MeantHeading,
}

/// What a heading that a form does not have stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeantHeading {
    /// The section with this heading, which the narrative lacks.
    Section(String),
    /// The section with this id, which its heading names; it is marked with another.
    Id(String),
    /// A part of the section with this heading.
    Below(String),
    /// A part of a section that the clerk knows.
    Unknown,
}

impl Rule for ForeignSection {
    const ABOUT: About = About {
        name: "foreign-section",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿有一个一级标题，不是格式规定的任何一部分，例如“下一步打算”。2019 年以后的格式只有六个部分。这是错误，不出报告。请改为规定的标题，或者降为二级标题；确属某一部分的，可在标题后注明，如 {#overview}。",
            en: "A heading of the first level is none of the form, such as \"下一步打算\". The forms since 2019 have six sections and no other. An error, and no report is written: use the heading of the form, or make it a heading of the second level; if it is a section of the form after all, mark it, as {#overview}.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { heading, meant } = self;
        if matches!(meant, MeantHeading::Id(_)) {
            return both!(
                "“{}”后面注的编号不是这一部分的",
                "the id behind \"{}\" is not that of the section",
                shown(heading)
            );
        }
        both!(
            "“{}”不是格式规定的部分",
            "the form has no section \"{}\"",
            shown(heading)
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { heading, meant } = self;
        Some(match meant {
            MeantHeading::Section(meant) => both!(
                "请改为规定的标题：\n# {}",
                "use the heading of the form:\n# {}",
                escaped(meant)
            ),
            MeantHeading::Id(id) => both!(
                "请改正编号，或者删去编号：\n# {0} {{#{1}}}",
                "correct the id, or delete it:\n# {0} {{#{1}}}",
                shown(heading),
                escaped(id)
            ),
            MeantHeading::Below(section) => both!(
                "请移到“{1}”之下，改为二级标题：\n## {0}",
                "move it to the section \"{1}\", as a heading of the second level:\n## {0}",
                shown(heading),
                escaped(section)
            ),
            MeantHeading::Unknown => both!(
                "请改为所属部分之下的二级标题：\n## {}",
                "make it a heading below the section it belongs to:\n## {}",
                shown(heading)
            ),
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let overview = || "Overview".to_owned();
        [
            MeantHeading::Section(overview()),
            MeantHeading::Id("overview".to_owned()),
            MeantHeading::Below(overview()),
            MeantHeading::Unknown,
        ]
        .map(|meant| Self {
            heading: overview(),
            meant,
        })
        .into()
    }
}

/// A line is meant as a heading, but not marked as one.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmarkedHeading {
    /// The line.
    pub line: String,
    /// The line as it should be written.
    pub heading: String,
    /// Whether it names a section of a fixed form.
    pub is_of_form: bool,
}

impl Rule for UnmarkedHeading {
    const ABOUT: About = About {
        name: "unmarked-heading",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "这一行是标题，但没有按标题的写法来写：# 后面缺空格、用了全角的 ＃、用了加粗，或者级别不对。各部分的标题是一级标题，写作“# 一、总体情况”。格式规定的部分认不出来，是错误，不出报告；其他标题会连同 # 印成正文，是警告。请照提示改写这一行。",
            en: "A line is a heading, but is not written as one: no space behind #, a full-width mark, emphasis, or another level. A section has a heading of the first level, as \"# Overview\". An error if it is a section of the form, for no report is written without it; a warning for others, which would be printed as text, with the mark. Write the line as the hint says.",
        },
        example: Some(Example {
            wrong: "#一、总体情况",
            right: "# 一、总体情况",
        }),
    };

    fn message(&self) -> Message {
        let Self { line, .. } = self;
        both!(
            "“{}”没有写成标题",
            "\"{}\" is not written as a heading",
            shown(line)
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { heading, .. } = self;
        Some(both!(
            "请把这一行改为：\n{}",
            "write this line as:\n{}",
            escaped(heading)
        ))
    }

    fn severity(&self) -> Severity {
        if self.is_of_form {
            Severity::Error
        } else {
            Severity::Warning
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [true, false]
            .map(|is_of_form| Self {
                line: text(),
                heading: "# Overview".to_owned(),
                is_of_form,
            })
            .into()
    }
}

/// A heading of a lower level comes before the first one of the first level.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingTooDeep {
    /// The heading.
    pub heading: String,
}

impl Rule for HeadingTooDeep {
    const ABOUT: About = About {
        name: "heading-too-deep",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿的第一个标题不是一级标题，例如以“## 说明”开头。它会占去第一部分的序号，后面各部分的序号都错一位。这是警告。请改为一级标题（一个 #），或者移到所属的部分之下，或者删去标题。",
            en: "The first heading of the narrative is not of the first level, as \"## Notes\". It would take the number of the first section, and every later number would be wrong. A warning: make it a heading of the first level (one #), move it below its section, or delete it.",
        },
        example: Some(Example {
            wrong: "## 说明\n\n# 总体情况",
            right: "# 总体情况",
        }),
    };

    fn message(&self) -> Message {
        let Self { heading } = self;
        both!(
            "“{}”不是一级标题，它前面也没有一级标题",
            "\"{}\" is not a heading of the first level, and none comes before it",
            shown(heading)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请改为一级标题（一个 #），或者移到所属的部分之下，或者删去标题、只留正文",
            "make it a heading of the first level (one #), move it below its section, or keep its text alone"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { heading: text() }]
    }
}

/// The narrative has the title of the report as a line of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedTitle {
    /// The line.
    pub line: String,
}

impl Rule for TypedTitle {
    const ABOUT: About = About {
        name: "typed-title",
        severity: Severity::Error,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿里写了报告的标题，例如“某局2022年政府信息公开工作年度报告”。标题由程序印在最前面，这样会印两次，写成一级标题的还会排成第一部分。这是错误，不出报告。请删去这一行；标题要另拟的，写在 report.toml 的 [reports.年度] 的 title。",
            en: "The narrative has the title of the report as a line of its own. The title is printed above the narrative anyway, so there would be two; as a heading it would become the first section. An error, and no report is written: delete the line, and set title in [reports.YEAR] of report.toml for a title of your own.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { line } = self;
        both!(
            "“{}”是报告的标题，会印两次",
            "\"{}\" is the title of the report and would be printed twice",
            shown(line)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请从文稿中删去；标题由程序印出，要另拟的写在 report.toml 的 title",
            "delete it from the narrative: the title is printed anyway, and set by title in report.toml"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { line: text() }]
    }
}

/// The narrative's statement about fees contradicts the logs.
#[derive(Debug, Clone, PartialEq)]
pub struct FeesContradicted {
    /// The id of the rule.
    pub id: String,
    /// The statement.
    pub stated: String,
    /// The sum of the logs, in yuan; `None` if no log has it.
    pub logged: Option<String>,
    /// The number of requests that ended because a fee was not paid.
    pub unpaid: String,
    /// Whether the logs charged anything.
    pub is_charged: bool,
}

impl Rule for FeesContradicted {
    const ABOUT: About = About {
        name: "fee-statement",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文中关于收费的说法与台账不一致，例如写“未收取费用”，而台账登记收费 400 元；或者台账有申请因逾期未缴费不再处理，说明发过收费通知，只写“未收取”就没有写全。年度报告应当写明收取信息处理费的情况，所以核对。这是警告。请核对后改正文字或者台账。",
            en: "What the text says of fees is not what the logs say: \"未收取\" with 400 yuan logged, for example, or with requests that ended because a fee was not paid, for which a notice had been sent. The report has to state the fees, so they are compared. A warning: correct the text or the log.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            id,
            stated,
            logged,
            unpaid,
            is_charged,
        } = self;
        match logged {
            Some(logged) if *is_charged || unpaid == "0" => both!(
                "文中写“{1}”，而台账中的收费为 {2} 元（{0}）",
                "the text says \"{1}\", but by the logs {2} yuan were charged ({0})",
                id,
                shown(stated),
                logged
            ),
            _ => both!(
                "文中写“{1}”，而台账有 {2} 件申请因逾期未缴费不再处理，说明发过收费通知（{0}）",
                "the text says \"{1}\", but {2} requests of the logs ended because a fee was not paid, so that a notice was sent ({0})",
                id,
                shown(stated),
                unpaid
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(if self.is_charged || self.unpaid == "0" {
            both!(
                "年度报告要写明收取信息处理费的情况：请核对台账的收费金额和文中的说法",
                "the report has to state the fees: compare those of the log with what the text says"
            )
        } else {
            both!(
                "年度报告要写明收取信息处理费的情况：请写明发出收费通知的件数和实收金额，或者改正台账的办理结果",
                "the report has to state the fees: say how many notices were sent and what was paid, or correct the outcomes in the log"
            )
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [("400", "0", true), ("0", "2", false)]
            .map(|(logged, unpaid, is_charged)| Self {
                id: "FEE-1".to_owned(),
                stated: text(),
                logged: Some(logged.to_owned()),
                unpaid: unpaid.to_owned(),
                is_charged,
            })
            .into()
    }
}

/// A heading without any text below it.
#[derive(Debug, Clone, PartialEq)]
pub struct EmptySection {
    /// The heading.
    pub heading: String,
}

impl Rule for EmptySection {
    const ABOUT: About = About {
        name: "empty-section",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "标题之下既没有正文，也没有下一级标题。这是警告。没有发生的，也要写明没有发生。",
            en: "A heading has neither text nor further headings below it. A warning: that nothing happened should be said as well.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { heading } = self;
        both!(
            "“{}”之下没有内容",
            "there is nothing below \"{}\"",
            shown(heading)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请写明情况，没有发生的写“没有发生”；不需要的删去标题",
            "say what there is to say, be it that nothing happened, or delete the heading"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { heading: text() }]
    }
}

/// An identity that usually holds between cells of the form does not.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityUnusual {
    /// The identity, with both sides.
    pub identity: Box<FailedIdentity>,
}

impl Rule for IdentityUnusual {
    const ABOUT: About = About {
        name: "identity-unusual",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "多数年份成立的关系在这一年不成立，例如现行有效件数不等于上年件数加制发减废止，到期失效就会如此。只作提示。如属实，不必处理。",
            en: "What holds in most years does not in this one: documents in force are not last year's plus issued less repealed, as when some expired. A note: nothing need be done if it is so.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { identity } = self;
        identity_message(identity)
    }

    fn hint(&self) -> Option<Message> {
        let Self { identity } = self;
        Some(identity_hint(identity))
    }

    fn figure(&self) -> Option<&str> {
        Some(&self.identity.id)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            identity: identity(),
        }]
    }
}

rules![
    BadForm,
    NoForm,
    UnknownPlaceholder,
    BadPlaceholder,
    UnknownConstruct,
    NestedTooDeep,
    EndlessNarrative,
    BadAddress,
    ReservedCharacter,
    MissingApplicant,
    OutcomeNotInForm,
    IdentityFails,
    NoNarrative,
    NoSigningDate,
    StrayEmphasis,
    UnsupportedMarkdown,
    IdentityDoubtful,
    MissingContent,
    HeadingDiffers,
    SignedTooEarly,
    PublishedBeforeSigned,
    UnlikelyDue,
    LateReport,
    WrongNotice,
    EmptyCells,
    NothingCarriedIn,
    TemplateText,
    MissingSection,
    DoubledSection,
    ForeignSection,
    UnmarkedHeading,
    HeadingTooDeep,
    TypedTitle,
    SectionOutOfOrder,
    FeesContradicted,
    EmptySection,
    IdentityUnusual
];

/// Describes the relation that a sign requires of the two sides of an identity.
fn relation(sign: &str) -> Bilingual {
    let (zh, en) = match sign {
        "≤" => ("不大于", "at most"),
        "≥" => ("不小于", "at least"),
        _ => ("等于", "equal to"),
    };
    Bilingual { zh, en }
}

/// A side of an identity in words: a cell by its label, a short formula as it is, and a long one by the
/// number of its operands.
fn side(formula: &str, cells: &[IdentityCell]) -> Message {
    const MOST: usize = 6;
    let operands = formula.split(" + ").count();
    let label = cells.iter().find(|cell| cell.id == formula);
    let label = label
        .map(|cell| &cell.label)
        .filter(|label| !label.is_empty());
    match label {
        Some(label) => Message {
            zh: format!("“{}”（{formula}）", escaped(label)),
            en: format!("\"{}\" ({formula})", escaped(label)),
        },
        None if operands > MOST => Message {
            zh: format!("{operands} 格之和"),
            en: format!("the sum of {operands} cells"),
        },
        None => Message {
            zh: formula.to_owned(),
            en: formula.to_owned(),
        },
    }
}

/// Lists the cells of an identity with their values and sources. If there are many, only the cells
/// that are not 0, and each source once.
fn identity_hint(identity: &FailedIdentity) -> Message {
    const MOST: usize = 6;
    let named = identity.named.iter();
    let named_zh = named.clone().map(|(zh, _, value)| format!("{zh} {value}"));
    let named_en = named.map(|(_, en, value)| format!("{en} {value}"));
    if identity.cells.len() <= MOST {
        let sources = |cell: &IdentityCell| cell.sources.join(", ");
        let zh = identity.cells.iter().map(|cell| {
            let label = format!("{} {} = {}", cell.id, cell.label, cell.value);
            match sources(cell) {
                none if none.is_empty() => label,
                sources => format!("{label}（{sources}）"),
            }
        });
        let en = identity.cells.iter().map(|cell| {
            let label = format!("{} \"{}\" = {}", cell.id, cell.label, cell.value);
            match sources(cell) {
                none if none.is_empty() => label,
                sources => format!("{label} ({sources})"),
            }
        });
        return Message {
            zh: "请核对：".to_owned() + &zh.chain(named_zh).collect::<Vec<_>>().join("；"),
            en: "check ".to_owned() + &en.chain(named_en).collect::<Vec<_>>().join("; "),
        };
    }
    let filled = || identity.cells.iter().filter(|cell| cell.value != "0");
    let zeros = identity.cells.len() - filled().count();
    let zh = filled().map(|cell| format!("{} {} = {}", cell.id, cell.label, cell.value));
    let en = filled().map(|cell| format!("{} \"{}\" = {}", cell.id, cell.label, cell.value));
    let (zh, en) = (zh.chain(named_zh), en.chain(named_en));
    let mut sources: Vec<&str> = Vec::new();
    for source in identity.cells.iter().flat_map(|cell| &cell.sources) {
        if !sources.contains(&source.as_str()) {
            sources.push(source);
        }
    }
    let sources = sources.join(", ");
    Message {
        zh: format!(
            "请核对：{}；其余 {zeros} 格为 0（{sources}）",
            zh.collect::<Vec<_>>().join("；")
        ),
        en: format!(
            "check {}; the other {zeros} cells are 0 ({sources})",
            en.collect::<Vec<_>>().join("; ")
        ),
    }
}

/// Returns the difference between the sides of an identity.
fn difference(identity: &FailedIdentity) -> String {
    let number = |(_, value): &(String, String)| value.parse::<rust_decimal::Decimal>().ok();
    let both = number(&identity.left).zip(number(&identity.right));
    let difference = both.map(|(left, right)| (left - right).abs().normalize().to_string());
    difference.unwrap_or_else(|| "—".to_owned())
}

/// A problem of a statutory form.
fn form_problem(problem: &FormProblem) -> Message {
    match problem {
        FormProblem::FormId { id } => both!(
            "格式的代号“{}”应由字母、数字和连字符组成，并且含有连字符",
            "the id \"{}\" of a form should be letters, digits and hyphens, one hyphen at least",
            escaped(id)
        ),
        FormProblem::UnknownName { name, .. } => both!(
            "“{}”在这里没有意义",
            "\"{}\" means nothing here",
            escaped(name)
        ),
        FormProblem::Twice { name } => {
            both!("“{}”出现了两次", "\"{}\" is there twice", escaped(name))
        }
        FormProblem::BadFormula { formula } => both!(
            "算式无法读取：{}",
            "the formula cannot be read: \"{}\"",
            escaped(formula)
        ),
        FormProblem::Circular { id } => both!(
            "单元格“{}”由它自己算出",
            "the cell \"{}\" is made of itself",
            escaped(id)
        ),
        FormProblem::Spans { columns } => both!(
            "单元格没有铺满 {} 列，或者互相重叠",
            "the cells leave gaps in {} columns, or overlap",
            columns
        ),
    }
}

fn form_hint(problem: &FormProblem) -> Option<Message> {
    Some(match problem {
        FormProblem::FormId { .. } => both!("写法如 id = \"my-form\"", "as in id = \"my-form\""),
        FormProblem::UnknownName {
            nearest: Some(nearest),
            ..
        } => did_you_mean(nearest),
        FormProblem::BadFormula { .. } => both!(
            "算式由单元格或指标组成，符号两边留空格，如 R1.c1 + R2.c1",
            "formulas are made of cells or figures, with blanks around signs: R1.c1 + R2.c1"
        ),
        FormProblem::Spans { .. } => both!(
            "请核对各单元格的 rows、columns 和本部分的 stub、columns",
            "check rows and columns of each cell, and stub and columns of the part"
        ),
        FormProblem::UnknownName { .. }
        | FormProblem::Twice { .. }
        | FormProblem::Circular { .. } => {
            return None;
        }
    })
}

/// The sides of an identity, the value of each, and the difference.
fn identity_message(identity: &FailedIdentity) -> Message {
    if let Some((zh, en)) = &identity.says {
        return Message {
            zh: format!("{zh}（{}）", identity.id),
            en: format!("{en} ({})", identity.id),
        };
    }
    let left = side(&identity.left.0, &identity.cells);
    let right = side(&identity.right.0, &identity.cells);
    let difference = difference(identity);
    Message {
        zh: format!(
            "{}（{}）不成立：{} 为 {}，应{} {}，即 {}，相差 {difference}",
            identity.id,
            identity.about.0,
            left.zh,
            identity.left.1,
            relation(identity.relation).zh,
            right.zh,
            identity.right.1
        ),
        en: format!(
            "the identity {} does not hold ({}): {} is {}, but should be {} {}, that is {}; the difference is {difference}",
            identity.id,
            identity.about.1,
            left.en,
            identity.left.1,
            relation(identity.relation).en,
            right.en,
            identity.right.1
        ),
    }
}
