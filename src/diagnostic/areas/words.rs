//! Findings about words in cells.

use std::borrow::Cow;

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{file, text, undecided, unknown_applicants, words};
use crate::diagnostic::text::{
    MOST_ROWS_NAMED, Message, both, counted, file_lines, fill, header_lines, list_en, list_zh,
    shown, toml_string, undecided_hint,
};
use crate::language::Bilingual;

/// A cell contains an unknown word.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownCode {
    /// The cell.
    pub text: String,
    /// The list of the column's words, as named in `[logs.values]`.
    pub list: &'static str,
    /// The nearest known words, each with its code.
    pub nearest: Vec<(String, &'static str)>,
    /// The usual known words.
    pub known: Vec<&'static str>,
    /// Number of rows of the file with it.
    pub rows: u64,
}

impl Rule for UnknownCode {
    const ABOUT: About = About {
        name: "unknown-code",
        severity: Severity::Error,
        flags: &[Flag::LosesARow, Flag::OfWord, Flag::Question],
        explanation: Bilingual {
            zh: "这一列只能填规定的词语，例如类别只能填“依申请公开”或“公众诉求”；填了别的，就不知道该计入哪一项。这是错误，该行不计入；一个词语每个文件只提示一次，并写明有几行。请从提示的词语中选用；单位一直这样写的，可以在 report.toml 的 [logs.values] 中写明它的意思，例如 [logs.values.outcome] 之下 granted = [\"予以提供\"]。",
            en: "The column allows only certain words: a request's kind is service or disclosure. Any other leaves open what to count: an error, and the row does not count. Each word is reported once a file, with its rows. Choose one of the words in the hint; if the office always writes it so, say in [logs.values] of report.toml what it means, as in granted = [\"予以提供\"] under [logs.values.outcome].",
        },
        example: Some(Example {
            wrong: "编号,类别\n1,来信",
            right: "编号,类别\n1,公众诉求",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self { text, rows: 1, .. } => both!(
                "“{}”不在本列可用的词语之内",
                "\"{}\" is none of the words this column allows",
                shown(text)
            ),
            Self { text, rows, .. } => both!(
                "“{}”不在本列可用的词语之内，本文件有 {} 行",
                "\"{}\" is none of the words this column allows; {} rows of the file hold it",
                shown(text),
                rows
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            text,
            list,
            nearest,
            known,
            ..
        } = self;
        Some(unknown_code_hint(text, list, nearest, known))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.text))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                text: text(),
                list: "outcome",
                nearest: vec![("予以公开".to_owned(), "granted")],
                known: words(),
                rows: 1,
            },
            Self {
                text: text(),
                list: "outcome",
                nearest: vec![("属于国家秘密".to_owned(), "refused.state_secret")],
                known: vec!["予以公开"; 7],
                rows: 2,
            },
        ]
    }
}

/// Cells for the kind of applicant contain something else. It may be names, which are never shown.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownApplicant {
    /// How many rows.
    pub rows: u64,
    /// The first few of their lines.
    pub lines: Vec<u64>,
    /// Number of them that look like names of persons.
    pub persons: u64,
    /// The first few lines of the others.
    pub doubtful: Vec<u64>,
    /// The file, if its column seems to contain names.
    pub offer: Option<String>,
}

impl Rule for UnknownApplicant {
    const ABOUT: About = About {
        name: "unknown-applicant",
        severity: Severity::Error,
        flags: &[Flag::LosesARow, Flag::OfWord],
        explanation: Bilingual {
            zh: "依申请公开台账的“申请人类型”一列应填自然人、商业企业、科研机构、社会公益组织、法律服务机构或其他；填了别的，就不知道计入哪一列。这是错误，这些行不计入，每个文件提示一次。内容可能是姓名，任何提示和输出都不显示，只给行号。这一列填的确是姓名或名称的，可以在 report.toml 中写明按姓名区分：[logs] 之下 requests = { path = \"requests.csv\", applicants = \"by-name\" }；仍不能确定的，请在台账中改填类型，如“商业企业”。",
            en: "The column of applicants of a disclosure request holds one of \"自然人\", \"商业企业\", \"科研机构\", \"社会公益组织\", \"法律服务机构\" and \"其他\"; of anything else nobody knows where it counts. An error, once a file, and the rows do not count. The cells may be names: no message and no output shows them, only their lines. If the column does hold names, let them be told apart: requests = { path = \"requests.csv\", applicants = \"by-name\" } under [logs] in report.toml. For those that cannot be told, log the kind, say \"商业企业\".",
        },
        example: Some(Example {
            wrong: "编号,申请人类型\n1,境外机构",
            right: "编号,申请人类型\n1,其他",
        }),
    };

    fn message(&self) -> Message {
        let Self { rows, lines, .. } = self;
        Message {
            zh: format!(
                "有 {rows} 行的申请人不是规定的类型（{}）；内容可能是姓名，不予显示",
                lines_zh(lines, *rows)
            ),
            en: format!(
                "applicants that are no kind of applicant: {rows} ({}); they may be names and are not shown",
                lines_en(lines, *rows)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self {
                rows,
                persons,
                doubtful,
                offer: Some(file),
                ..
            } => {
                let others = rows - persons;
                let (mut zh, mut en) = (String::new(), String::new());
                if others > 0 {
                    zh = format!("，另 {others} 行不能确定（{}）", lines_zh(doubtful, others));
                    en = format!("; {others} cannot be told ({})", lines_en(doubtful, others));
                }
                let lines = file_lines("requests", file, "applicants = \"by-name\"");
                Some(Message {
                    zh: format!(
                        "这一列像是姓名：其中 {persons} 行可认作自然人{zh}。确认按姓名区分的，请在 report.toml 中写明：\n{lines}"
                    ),
                    en: format!(
                        "the column seems to hold names: {persons} would count as natural persons{en}. If they are to be told apart by name, say so in report.toml:\n{lines}"
                    ),
                })
            }
            Self { .. } => Some(undecided_hint("applicant")),
        }
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        self.persons += other.persons;
        fill(&mut self.lines, &other.lines, MOST_LINES);
        fill(&mut self.doubtful, &other.doubtful, MOST_LINES);
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            unknown_applicants(None),
            unknown_applicants(Some("requests.csv".to_owned())),
        ]
    }
}

/// A word that may stand for several codes; it has to be decided for each record.
#[derive(Debug, Clone, PartialEq)]
pub struct UndecidedWord {
    /// The cell.
    pub text: String,
    /// The list of the column's words, as named in `[logs.values]`.
    pub list: &'static str,
    /// Number of rows of the file with it.
    pub rows: u64,
    /// The first of them, by id or by line.
    pub first: Vec<String>,
}

impl Rule for UndecidedWord {
    const ABOUT: About = About {
        name: "undecided-word",
        severity: Severity::Error,
        flags: &[Flag::LosesARow, Flag::OfWord, Flag::Question],
        explanation: Bilingual {
            zh: "这个词语可以对应报告格式的好几行，例如办理结果写“不予公开”，没有写明属于国家秘密、商业秘密还是过程性信息；申请人写“律师”，可能是为自己申请，也可能是代理人。应计入哪一行，法律规定看每件申请，不看词语。这是错误；一个词语每个文件只提示一次，并写明有几行。这些申请计入收到数，不计入法定表格。台账有“答复依据”一列的，按所引条款确定；否则请在台账中逐件改填具体的一行，如“不予公开-属于国家秘密”，或者在 report.toml 的 [[answers]] 中逐件写明。",
            en: "The word may stand for several rows of the form: an outcome \"不予公开\" does not say whether it is a state secret, a trade secret or process information; an applicant \"律师\" may act for himself or as an agent. By law each request decides, not the word. It is an error; each word is reported once a file, with its rows. The requests count as received, and in no row of the statutory table. A column \"答复依据\" decides by the article it names; else log the exact row for each request, such as \"不予公开-属于国家秘密\", or answer for it under [[answers]] in report.toml.",
        },
        example: Some(Example {
            wrong: "编号,办理结果\n1,不予公开",
            right: "编号,办理结果\n1,不予公开-属于国家秘密",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self { text, rows: 1, .. } => both!(
                "单凭“{}”不能确定计入哪一项",
                "the word \"{}\" alone does not decide what to count",
                shown(text)
            ),
            Self { text, rows, .. } => both!(
                "单凭“{}”不能确定计入哪一项，本文件有 {} 行",
                "the word \"{}\" alone does not decide what to count; {} rows of the file hold it",
                shown(text),
                rows
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            list, rows, first, ..
        } = self;
        Some(undecided_rows_hint(list, *rows, first))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.text))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        fill(&mut self.first, &other.first, MOST_ROWS_NAMED);
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            undecided("outcome", 1),
            undecided("applicant", 2),
            undecided("dispute_result", 2),
            undecided("dispute_kind", 2),
        ]
    }
}

/// None, or several, of the tick columns for the kind of applicant or the outcome are ticked.
#[derive(Debug, Clone, PartialEq)]
pub struct UndecidedTicks {
    /// The key of the column that they replace.
    pub key: &'static str,
    /// Number of such rows in the file.
    pub rows: u64,
    /// The first of them, by id or by line.
    pub first: Vec<String>,
}

impl Rule for UndecidedTicks {
    const ABOUT: About = About {
        name: "undecided-ticks",
        severity: Severity::Error,
        flags: &[Flag::LosesARow, Flag::OfWord, Flag::Question],
        explanation: Bilingual {
            zh: "台账为每种申请人（自然人、商业企业、科研机构等）或每种办理结果（予以公开、部分公开等）设一列，在其中一列打勾。一行没有打勾，勾了两列以上，或者填的不是“√”“1”“是”，就不能确定计入哪一项，这是错误；没有勾选办理结果的，视为没有填写。每个文件提示一次，并写明是哪几行。这些申请计入收到数，不计入按申请人类型或办理结果分列的表格。请只勾选一列，或者在 report.toml 的 [[answers]] 中逐件写明。",
            en: "The log has a column for each kind of applicant (\"自然人\", \"商业企业\", \"科研机构\" and so on) or for each outcome (\"予以公开\", \"部分公开\" and so on), of which one is ticked. A row in which none is, several are, or a cell holds something other than \"√\", \"1\" or \"是\", does not say which: an error, once a file with its rows. An outcome that is not ticked is blank. The requests count as received, and in no row by applicant or outcome. Tick one column, or answer for the request under [[answers]] in report.toml.",
        },
        example: Some(Example {
            wrong: "编号,自然人,商业企业,科研机构\n1,√,√,",
            right: "编号,自然人,商业企业,科研机构\n1,,√,",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self {
                key: "outcome",
                rows,
                ..
            } => both!(
                "办理结果的各列中勾选了几列，或者填了别的内容：{} 行",
                "of the columns for the outcomes several are ticked, or one holds something else: rows {}",
                rows
            ),
            Self { rows, .. } => both!(
                "申请人类型的各列中没有勾选，勾选了几列，或者填了别的内容：{} 行",
                "of the columns for the kinds of applicant none is ticked, several are, or one holds something else: rows {}",
                rows
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, rows, first } = self;
        Some(undecided_rows_hint(key, *rows, first))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.key))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        fill(&mut self.first, &other.first, MOST_ROWS_NAMED);
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                key: "outcome",
                rows: 2,
                first: vec!["2022-2".to_owned()],
            },
            Self {
                key: "applicant",
                rows: 2,
                first: vec!["2022-2".to_owned()],
            },
        ]
    }
}

/// A lawsuit without the route by which it was brought.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingRoute {
    /// Number of such rows in the file.
    pub rows: u64,
    /// The first of them, by id or line, with the route if a remark states it clearly.
    pub first: Vec<(String, Option<&'static str>)>,
    /// The header of a column that gives the route of all of them.
    pub column: Option<String>,
}

impl Rule for MissingRoute {
    const ABOUT: About = About {
        name: "missing-route",
        severity: Severity::Error,
        flags: &[Flag::LosesARow, Flag::OfWord, Flag::Question],
        explanation: Bilingual {
            zh: "统计表把行政诉讼分为未经复议直接起诉和复议后起诉两类，台账没有写明是哪一类，这是错误，该行不计入。请在“起诉途径”一列填写，或者在 report.toml 的 [[answers]] 中逐件写 route = \"未经复议直接起诉\"。备注、案由写明的，程序只提出，不代为决定；整列都写明的，可以把这一列作为起诉途径。",
            en: "The form tells lawsuits without a review (\"未经复议直接起诉\") from those after one (\"复议后起诉\"), and the log does not say which this is: an error, and the row does not count. Fill in \"起诉途径\", or answer route = \"未经复议直接起诉\" under [[answers]] in report.toml. What a remark (\"备注\") says is proposed, and decided by the office; a column that says all routes can be mapped.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows, .. } = self;
        both!(
            "行政诉讼没有写明起诉途径（未经复议直接起诉，或者复议后起诉）：{} 行",
            "lawsuits without their route, \"未经复议直接起诉\" or \"复议后起诉\": rows {}",
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            rows,
            first,
            column,
        } = self;
        Some(missing_route_hint(*rows, first, column.as_deref()))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        fill(&mut self.first, &other.first, MOST_ROWS_NAMED);
        // The column must give the route of all rows.
        if self.column != other.column {
            self.column = None;
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                rows: 3,
                first: vec![(file(), Some("复议后起诉")), (text(), None)],
                column: None,
            },
            Self {
                rows: 3,
                first: vec![(file(), Some("复议后起诉"))],
                column: Some(text()),
            },
        ]
    }
}

/// An answer that is no known grade of satisfaction. It is left out of the rates.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownAnswer {
    /// The answer.
    pub text: String,
    /// Number of rows of the file with it.
    pub rows: u64,
}

impl Rule for UnknownAnswer {
    const ABOUT: About = About {
        name: "unknown-answer",
        severity: Severity::Warning,
        flags: &[Flag::OfWord],
        explanation: Bilingual {
            zh: "满意度一列中有不认识的评价，例如“给力”。程序不知道它算不算满意，所以满意数和参评数都不计这一件。这是警告。请在 report.toml 的 [logs.values.satisfaction] 中写明它是 satisfied（满意）、neutral（一般）、dissatisfied（不满意）还是 unrated（未评价）。",
            en: "A citizen's answer is no known grade of satisfaction, such as \"给力\". Nobody can tell whether it is satisfied, so the request is neither among the satisfied nor among the rated. A warning: write it under satisfied, neutral, dissatisfied or unrated of [logs.values.satisfaction] in report.toml.",
        },
        example: Some(Example {
            wrong: "编号,满意度\n1,给力",
            right: "[logs.values.satisfaction]\nsatisfied = [\"给力\"]",
        }),
    };

    fn message(&self) -> Message {
        let Self { text, rows } = self;
        Message {
            zh: format!(
                "“{}”不是已知的满意度评价，不计入满意率；本文件有 {rows} 行",
                shown(text)
            ),
            en: format!(
                "\"{}\" is no known grade of satisfaction: it is in no rate of satisfaction; {} of the file",
                shown(text),
                counted(*rows, "row")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { text, .. } = self;
        Some(both!(
            "请在 report.toml 中写明；不是满意的，把 satisfied 改为 neutral（一般）、dissatisfied（不满意）或 unrated（未评价）：\n[[logs.words]]\nlist = \"satisfaction\"\nsatisfied = [{0}]",
            "say in report.toml what it means; if it is not satisfied, write neutral, dissatisfied or unrated for satisfied:\n[[logs.words]]\nlist = \"satisfaction\"\nsatisfied = [{0}]",
            toml_string(text)
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.text))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            text: text(),
            rows: 2,
        }]
    }
}

/// A publication channel whose name does not determine its group.
#[derive(Debug, Clone, PartialEq)]
pub struct UnclearChannel {
    /// The channel.
    pub channel: String,
    /// Number of items published on it.
    pub items: u64,
}

impl Rule for UnclearChannel {
    const ABOUT: About = About {
        name: "unclear-channel",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "台账中的公开渠道单凭名称不能判断属于哪一类，例如“政府采购网”可能是本级政府网站，也可能是别的单位办的平台；“微信微博”写的是两种渠道。这是警告，暂计入“其他方式”。请在 report.toml 中写明它属于哪一类，或者在台账中把几种渠道分开写。",
            en: "The name of a publication channel does not decide its group: \"政府采购网\" may be a site of the government or a platform of somebody else, and \"微信微博\" names two channels. A warning; it counts as other for now. Say in report.toml which group it is in, or separate the channels in the log.",
        },
        example: Some(Example {
            wrong: "索引号,发布渠道\n1,微信微博",
            right: "索引号,发布渠道\n1,微信；微博",
        }),
    };

    fn message(&self) -> Message {
        let Self { channel, items } = self;
        both!(
            "单凭“{}”这个名称不能判断属于哪类公开渠道，在它上面公开的 {} 条暂计入“其他方式”",
            "the name \"{}\" alone does not decide the group of the channel; its items, {}, count as other for now",
            shown(channel),
            items
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { channel, .. } = self;
        Some(both!(
            "属于政府网站的，请在 report.toml 中写明（政府公报为 gazette，政务微博为 weibo，政务微信为 wechat，其他方式为 other）：\n[[logs.words]]\nlist = \"channel_group\"\nwebsite = [{0}]\n名称中有几种渠道的，请在台账中用“；”分开",
            "if it is a government website, say so in report.toml (or gazette, weibo, wechat, other):\n[[logs.words]]\nlist = \"channel_group\"\nwebsite = [{0}]\nif it names several channels, separate them by \"；\" in the log",
            toml_string(channel)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            channel: text(),
            items: 3,
        }]
    }
}

/// The channel of disclosure requests may be post or e-mail.
#[derive(Debug, Clone, PartialEq)]
pub struct UndecidedChannel {
    /// The cell.
    pub text: String,
    /// Number of rows of the file with it.
    pub rows: u64,
}

impl Rule for UndecidedChannel {
    const ABOUT: About = About {
        name: "undecided-channel",
        severity: Severity::Warning,
        flags: &[Flag::OfWord, Flag::Question],
        explanation: Bilingual {
            zh: "依申请公开台账的申请渠道写“邮件”，可能是邮寄的信函，也可能是电子邮件。两者的收到日期算法不同：平常信函以签收之日为准，通过互联网渠道或者传真提交的以双方确认之日为准，答复期限随之不同。这是警告；一个词语每个文件只提示一次。在 report.toml 的 [[logs.words]] 中写明以前，统计表中信函和网络两行都不计入这些申请。",
            en: "The channel \"邮件\" of disclosure requests may be post or e-mail. A letter is received on the day when it is signed for, an e-mail on the day when both sides confirm it, and the period for the answer runs from there. A warning, once a file for each word. Until [[logs.words]] in report.toml says which, these requests count in neither row of the annex.",
        },
        example: Some(Example {
            wrong: "编号,申请方式\n1,邮件",
            right: "编号,申请方式\n1,电子邮件",
        }),
    };

    fn message(&self) -> Message {
        let Self { text, rows } = self;
        both!(
            "申请渠道“{}”可能是邮寄，也可能是电子邮件，本文件有 {} 行",
            "the channel \"{}\" of requests may be post or e-mail; rows of the file: {}",
            shown(text),
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { text, .. } = self;
        Some(both!(
            "如是邮寄，请在 report.toml 中写明；如是电子邮件，把 letter 改为 online；两种都有的，请在台账中逐件改填“邮寄”或“电子邮件”，并核对收到日期：\n[[logs.words]]\nlist = \"request_channel\"\nletter = [{0}]",
            "if it is post, say so in report.toml; if it is e-mail, write online for letter; if it is both, log \"邮寄\" or \"电子邮件\" for each request, and check the day of receipt:\n[[logs.words]]\nlist = \"request_channel\"\nletter = [{0}]",
            toml_string(text)
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.text))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            text: text(),
            rows: 3,
        }]
    }
}

/// Two labels of a breakdown are very similar.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelsAlike {
    /// The label.
    pub label: String,
    /// The similar label.
    pub other: String,
}

impl Rule for LabelsAlike {
    const ABOUT: About = About {
        name: "labels-alike",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "分类、栏目、部门等两个名称只差字符的写法，例如“Ⅱ类”与“II类”，程序分开统计，这是警告。全角字母、数字和看不见的字符不算差别。如是同一个，请在台账中改成同样的写法。",
            en: "Two names of a category, a group or a department differ in the form of a character only, such as \"Ⅱ类\" and \"II类\", and are counted apart: a warning. Full-width letters and invisible characters make no difference. Write them in one way if they are one.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { label, other } = self;
        both!(
            "“{0}”与“{1}”只差字符的写法，分开统计",
            "\"{0}\" and \"{1}\" differ in the form of a character only, and are counted apart",
            shown(label),
            shown(other)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如是同一个，请在台账中改成同样的写法",
            "write them in one way in the log if they are one"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            label: text(),
            other: text(),
        }]
    }
}

/// An unknown word in a column of codes; it is kept as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownWord {
    /// The word.
    pub word: String,
    /// The words that are known.
    pub known: Vec<&'static str>,
    /// Number of rows of the file with it.
    pub rows: u64,
}

impl Rule for UnknownWord {
    const ABOUT: About = About {
        name: "unknown-word",
        severity: Severity::Note,
        flags: &[Flag::OfWord],
        explanation: Bilingual {
            zh: "这一列通常填规定的词语，而台账里有别的词语，例如诉求类型填了“家宽”。程序按原样单独统计，只作提示。如是笔误，请改为已知的词语。",
            en: "A column that mostly holds known words has another, such as a topic of the office's own. A note: the word is counted as it is, by itself. If it is a slip, write one of the known words, say \"咨询\".",
        },
        example: Some(Example {
            wrong: "编号,诉求类型\n1,询问",
            right: "编号,诉求类型\n1,咨询",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self { word, rows: 1, .. } => both!(
                "“{}”不是已知的词语，按原样统计",
                "\"{}\" is not a known word; it is counted as it is",
                shown(word)
            ),
            Self { word, rows, .. } => both!(
                "“{}”不是已知的词语，按原样统计：共 {} 行",
                "\"{}\" is not a known word; it is counted as it is: rows {}",
                shown(word),
                rows
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { known, .. } = self;
        Some(Message {
            zh: format!("已知的词语：{}", list_zh(known)),
            en: format!("the known words are {}", list_en(known)),
        })
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.word))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            word: text(),
            known: words(),
            rows: 2,
        }]
    }
}

/// A publication channel that is in no known group.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownChannel {
    /// The channel.
    pub channel: String,
    /// Number of items published on it.
    pub items: u64,
}

impl Rule for UnknownChannel {
    const ABOUT: About = About {
        name: "unknown-channel",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "台账中的公开渠道不在已知的类别中，例如“视频号”“抖音”，计入“其他方式”，只作提示。请在 report.toml 的 [logs.values.channel_group] 中写明它属于哪一类；写在 other 下的不再提示。",
            en: "A publication channel is in no known group, such as \"视频号\" or \"抖音\". A note: it counts as other. Write it under [logs.values.channel_group] in report.toml; one that is listed under other is not reported again.",
        },
        example: Some(Example {
            wrong: "索引号,发布渠道\n1,视频号",
            right: "[logs.values.channel_group]\nother = [\"视频号\"]",
        }),
    };

    fn message(&self) -> Message {
        let Self { channel, items } = self;
        both!(
            "公开渠道“{}”不在已知的类别中，在它上面公开的 {} 条计入“其他方式”",
            "the channel \"{}\" is in no known group; its items, {}, count as other",
            shown(channel),
            items
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { channel, .. } = self;
        Some(both!(
            "确属其他方式的，请在 report.toml 中写明；属于别的类别的，把 other 改为 gazette、website、weibo 或 wechat：\n[[logs.words]]\nlist = \"channel_group\"\nother = [{0}]",
            "if that is right, say so in report.toml; if not, write gazette, website, weibo or wechat for other:\n[[logs.words]]\nlist = \"channel_group\"\nother = [{0}]",
            toml_string(channel)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            channel: text(),
            items: 3,
        }]
    }
}

rules![
    UnknownCode,
    UnknownApplicant,
    UndecidedWord,
    UndecidedTicks,
    MissingRoute,
    UnknownAnswer,
    UnclearChannel,
    UndecidedChannel,
    LabelsAlike,
    UnknownWord,
    UnknownChannel
];

/// Formats the lines of rows; only the first few are listed.
fn lines_zh(lines: &[u64], rows: u64) -> String {
    let more = if (lines.len() as u64) < rows {
        "等"
    } else {
        ""
    };
    let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
    format!("第 {} 行{more}", lines.join("、"))
}

fn lines_en(lines: &[u64], rows: u64) -> String {
    let more = if (lines.len() as u64) < rows {
        ", …"
    } else {
        ""
    };
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
    format!("{noun} {}{more}", lines.join(", "))
}

/// Hint on how an unknown word can be replaced or mapped.
fn unknown_code_hint(
    text: &str,
    list: &str,
    nearest: &[(String, &str)],
    known: &[&str],
) -> Message {
    /// Maximum number of words listed.
    const MOST_WORDS: usize = 6;
    let mut words: Vec<&str> = nearest.iter().map(|(word, _)| word.as_str()).collect();
    if words.is_empty() {
        words = most_alike(text, known);
    }
    let mut hint = if known.len() <= MOST_WORDS {
        Message {
            zh: format!("可用的词语：{}", list_zh(known)),
            en: format!("the words allowed are {}", list_en(known)),
        }
    } else {
        Message {
            zh: format!("最接近的词语：{}", list_zh(&words)),
            en: format!("the words most like it are {}", list_en(&words)),
        }
    };
    let line = |code: &str| format!("{} = [{}]", toml_key(code), toml_string(text));
    let start = format!("[[logs.words]]\nlist = \"{list}\"\n");
    let is_meant = |(word, _): &&(String, &str)| has_same_sense(text, word);
    // In free text, a similar wording may be about something else.
    let is_free_text = list == "dispute_matter";
    if is_free_text || nearest.first().is_some_and(|nearest| !is_meant(&nearest)) {
        let lines = nearest.iter();
        let lines: Vec<String> = lines
            .map(|(word, code)| format!("#{}  # {}", line(code), shown(word)))
            .collect();
        let lines = format!("{start}{}", lines.join("\n"));
        hint.zh += "；各词意思不同，请选定一行，删去行首的“#”，写入 report.toml：\n";
        hint.en +=
            "; they differ in sense: put one line into report.toml, without the \"#\" before it:\n";
        hint.zh.push_str(&lines);
        hint.en.push_str(&lines);
        return hint;
    }
    if let Some((word, code)) = nearest.first() {
        let lines = start + &line(code);
        let (zh, en) = (
            format!(
                "；意思如同“{}”的，请在 report.toml 中写明：\n{lines}",
                shown(word)
            ),
            format!(
                "; if it means the same as \"{}\", say so in report.toml:\n{lines}",
                shown(word)
            ),
        );
        hint.zh.push_str(&zh);
        hint.en.push_str(&en);
    }
    hint
}

/// The three words that have the most characters of `text`.
fn most_alike<'w>(text: &str, known: &[&'w str]) -> Vec<&'w str> {
    const MOST: usize = 3;
    let shared = |word: &&str| {
        let shared = word.chars().filter(|character| text.contains(*character));
        std::cmp::Reverse(shared.count())
    };
    let mut words = known.to_vec();
    words.sort_by_key(shared);
    words.truncate(MOST);
    words
}

/// Whether two words deny, divide or put off alike: else the nearest word may mean the opposite.
fn has_same_sense(one: &str, other: &str) -> bool {
    const TURNS: [&str; 16] = [
        "不", "未", "免", "拒", "无", "非", "部分", "撤", "驳", "终止", "中止", "胜", "败", "延",
        "待", "在办",
    ];
    TURNS
        .iter()
        .all(|turn| one.contains(turn) == other.contains(turn))
}

/// Formats a key of `report.toml`, quoted if TOML requires it.
fn toml_key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        toml_string(key)
    }
}

/// Returns lines of `report.toml` that decide an ambiguous word for each record.
fn undecided_rows_hint(list: &str, rows: u64, first: &[String]) -> Message {
    let (log, key) = match list {
        "outcome" => ("requests", "outcome"),
        "applicant" => ("requests", "applicant"),
        "dispute_result" => ("disputes", "result"),
        _ => return undecided_hint(list),
    };
    let hint = undecided_hint(list);
    let lines = first.iter().map(|row| {
        let row = toml_string(row);
        format!("[[answers]]\nlog = \"{log}\"\nid = {row}\n{key} = \"\"")
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    let others = rows.saturating_sub(first.len() as u64);
    let (mut zh, mut en) = (
        format!("{}；或者在 report.toml 中逐件写明：", hint.zh),
        format!("{}; or answer in report.toml, for each:", hint.en),
    );
    if others > 0 {
        let (zh_start, en_start) = (zh.trim_end_matches('：'), en.trim_end_matches(':'));
        (zh, en) = (
            format!("{zh_start}（另有 {others} 行，也这样写）："),
            format!("{en_start} (and for {} more):", counted(others, "row")),
        );
    }
    Message {
        zh: format!("{zh}\n{lines}"),
        en: format!("{en}\n{lines}"),
    }
}

/// Hint on how to give the routes of lawsuits: by the column that has them all, or for each record.
fn missing_route_hint(
    rows: u64,
    first: &[(String, Option<&str>)],
    column: Option<&str>,
) -> Message {
    if let Some(column) = column {
        let lines = header_lines("disputes", "route", column);
        return both!(
            "“{0}”一列写了起诉途径；如是，请在 report.toml 中写明：\n{1}",
            "the column \"{0}\" says the routes; if so, say it in report.toml:\n{1}",
            shown(column),
            lines
        );
    }
    let lines = first.iter().map(|(row, route)| {
        let row = toml_string(row);
        let route = toml_string(route.unwrap_or_default());
        format!("[[answers]]\nlog = \"disputes\"\nid = {row}\nroute = {route}")
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    let others = rows.saturating_sub(first.len() as u64);
    let (mut zh, mut en) = (String::new(), String::new());
    if others > 0 {
        zh = format!("（另有 {others} 行，也这样写）");
        en = format!(" (and for {others} more)");
    }
    Message {
        zh: format!(
            "请在台账的“起诉途径”一列填写“未经复议直接起诉”或“复议后起诉”，或者在 report.toml 中逐件写明{zh}；已填的是按备注提出的，请核对：\n{lines}"
        ),
        en: format!(
            "log \"未经复议直接起诉\" or \"复议后起诉\" under \"起诉途径\", or answer in report.toml, for each{en}; what is filled in is what a remark says, to be checked:\n{lines}"
        ),
    }
}

/// Maximum number of lines that a finding lists.
const MOST_LINES: usize = 5;
