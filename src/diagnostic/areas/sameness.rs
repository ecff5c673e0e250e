//! Findings about rows that are, or may be, duplicates.

use std::borrow::Cow;

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{file, text};
use crate::diagnostic::text::{
    MOST_ROWS_NAMED, Message, both, counted, escaped, file_lines, fill, shown, toml_string,
};
use crate::language::Bilingual;

/// Two disclosure requests, or service requests received on different days, share an id.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateId {
    /// The id.
    pub id: String,
    /// File of the first row with it.
    pub first_file: String,
    /// Line of the first row with it.
    pub first_line: u64,
}

impl Rule for DuplicateId {
    const ABOUT: About = About {
        name: "duplicate-id",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "两件依申请公开的申请用了同一编号，或者收到日期不同的两件诉求用了同一编号，不知道是一件还是两件，这是错误，后一行不计入。例如两行的编号都是 2017-003。请删去重复的一行，或者改正编号。",
            en: "Two requests for disclosure share an id, or two service requests received on different days do, say 2017-003, so that they may be one or two: an error, and the later row does not count. Delete the repeated row or correct the id.",
        },
        example: Some(Example {
            wrong: "2017-003,依申请公开,2017-05-02\n2017-003,依申请公开,2017-06-01",
            right: "2017-003,依申请公开,2017-05-02\n2017-004,依申请公开,2017-06-01",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            id,
            first_file,
            first_line,
        } = self;
        both!(
            "编号“{}”已在 {} 第 {} 行登记过",
            "the id \"{}\" was already used in {}, line {}",
            shown(id),
            escaped(first_file),
            first_line
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如属重复登记，请删去一行；如是两件，请改正编号",
            "delete one row if it is the same request, or give one of them another id"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            id: text(),
            first_file: file(),
            first_line: 2,
        }]
    }
}

/// A later row of an item differs from its first row.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferingField {
    /// The first row's cell.
    pub first: String,
    /// File of the first row.
    pub first_file: String,
    /// Line of the first row.
    pub first_line: u64,
}

impl Rule for DifferingField {
    const ABOUT: About = About {
        name: "differing-field",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "同一信息登记了几行，内容却不一致，例如一行的分类是“规划”，另一行是“计划”。统计以首行为准，这是警告，请核对后改成一致。",
            en: "An item stands in several rows that do not agree: the category is \"plans\" in one and \"programmes\" in another. The first row counts; a warning, for a person should make them agree.",
        },
        example: Some(Example {
            wrong: "A-1,关于检查的通知,门户网站\nA-1,关于检查的公告,微信",
            right: "A-1,关于检查的通知,门户网站\nA-1,关于检查的通知,微信",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            first,
            first_file,
            first_line,
        } = self;
        both!(
            "与同一信息首行的“{}”（{} 第 {} 行）不一致",
            "differs from \"{}\" in the first row of the item ({}, line {})",
            shown(first),
            escaped(first_file),
            first_line
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "统计以首行为准；请核对两行，改成一致",
            "the first row counts; make the two agree"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            first: text(),
            first_file: file(),
            first_line: 2,
        }]
    }
}

/// Rows about a second instance; their cases may be in the log with the first instance as well.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondInstance {
    /// Number of such rows in the file.
    pub rows: u64,
    /// The first of them, by id or by line.
    pub first: Vec<String>,
}

impl Rule for SecondInstance {
    const ABOUT: About = About {
        name: "second-instance",
        severity: Severity::Warning,
        flags: &[Flag::OfWord],
        explanation: Bilingual {
            zh: "复议诉讼台账中有的行是二审或者再审：审级一列写“二审”，或者案号中有“行终”。同一案件的一审和二审只算一件，以最后的结果为准；程序不能确定二审的一审是否也登记了，各计一件，这是警告。请在 report.toml 的 [[same]] 中写明两行的案号，或者对同一案件只留一行，填最后的结果；尚在二审的，结果填“上诉中”。确属不同案件的，请在 [rules] 中豁免。",
            en: "Some rows of the log of disputes are of a second instance: \"审级\" says \"二审\", or the number of the case holds \"行终\". Both instances of a case are one case with the final result. The program cannot see if the first is in the log too, and counts each: a warning. Name both rows under [[same]] in report.toml, or keep one row for a case, with the final result, or \"上诉中\" while the appeal is pending. If they are different cases, waive it under [rules].",
        },
        example: Some(Example {
            wrong: "案号,审级\n1,二审",
            right: "案号,审级\n1,一审",
        }),
    };

    fn message(&self) -> Message {
        let Self { rows, .. } = self;
        both!(
            "有 {} 行是二审或者再审，与一审可能是同一案件，现各计一件",
            "rows of a second instance, each counted as a case, which may be the same as in the first: {}",
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { rows, first } = self;
        let lines = first.iter().map(|row| {
            let row = toml_string(row);
            format!("[[same]]\nlog = \"disputes\"\nrows = [\"\", {row}]\nreason = \"一审和二审\"")
        });
        let lines = lines.collect::<Vec<_>>().join("\n");
        let others = rows.saturating_sub(first.len() as u64);
        let zh_others = if others > 0 {
            format!("（另有 {others} 行，也这样写）")
        } else {
            String::new()
        };
        let en_others = if others > 0 {
            format!(" (and for {others} more)")
        } else {
            String::new()
        };
        Some(Message {
            zh: format!(
                "一审也在台账中的，请在 report.toml 中写明，引号中填一审的案号，按一件统计，以最后的结果为准{zh_others}：\n{lines}"
            ),
            en: format!(
                "where the first instance is in the log too, say so in report.toml, with its number in the quotes: both count once, with the final result{en_others}:\n{lines}"
            ),
        })
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        fill(&mut self.first, &other.first, MOST_ROWS_NAMED);
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 2,
            first: vec![file()],
        }]
    }
}

/// Ids are numbered separately in each file or sheet, so they do not identify records.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningIds {
    /// Number of ids that occur in several files or sheets.
    pub ids: u64,
    /// The key of the log.
    pub log: &'static str,
    /// One of the files.
    pub file: String,
}

impl Rule for RunningIds {
    const ABOUT: About = About {
        name: "running-ids",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "编号在几个文件或工作表中重复，而同一编号的记录收到日期（公告则为标题）不同的占九成以上，说明编号在每个文件中各自从 1 编起，这是警告。程序按文件和编号认记录。请在 report.toml 中写明 ids = \"running\"；如编号应当唯一，写 ids = \"unique\" 并改正登记。",
            en: "Ids stand in several files or sheets, and nine tenths of them name records of different days of receipt (of notices: different titles), so they begin anew in each file: a warning. A record is known by file and id then. Write ids = \"running\" in report.toml; if ids should be unique, write ids = \"unique\" and correct the log.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self { ids, log: _, file } => both!(
                "{0} 个编号在几个文件或工作表中都有，指的却不是同一条记录，例如在 {1} 中：编号是各自从头编的流水号，按文件分别统计",
                "ids begin anew in each file or sheet, as in {1}: {0} stand in several and name different records, which are counted apart",
                ids,
                escaped(file)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { log, file, .. } = self;
        Some(both!(
            "确是流水号的，请在 report.toml 中写明，其他文件也这样写；不是的，改写 unique，并改正编号：\n{0}",
            "if they are, say so in report.toml, for the other files as well; if not, write unique and correct the ids:\n{0}",
            file_lines(log, file, "ids = \"running\"")
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            ids: 2,
            log: "requests",
            file: file(),
        }]
    }
}

/// Two ids are very similar.
#[derive(Debug, Clone, PartialEq)]
pub struct IdsAlike {
    /// The id.
    pub id: String,
    /// The similar id.
    pub other: String,
}

impl Rule for IdsAlike {
    const ABOUT: About = About {
        name: "ids-alike",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "两个编号只差一个字符的写法，例如“①”与“1”、“Ⅱ”与“II”，可能是同一条记录，程序仍按两个编号统计，这是警告。全角字母、数字和看不见的字符不算差别。如是同一条，请改成同样的写法。",
            en: "Two ids differ in a form of one character only, such as \"①\" and \"1\" or \"Ⅱ\" and \"II\". They may be one record and are counted as two: a warning. Full-width letters and invisible characters make no difference. Write both in one way if they are one.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { id, other } = self;
        both!(
            "编号“{0}”与“{1}”几乎相同，按两个编号统计",
            "the ids \"{0}\" and \"{1}\" are nearly the same; they are counted as two",
            shown(id),
            shown(other)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如是同一条，请改成同样的写法",
            "write them in one way if they are one"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            id: text(),
            other: text(),
        }]
    }
}

/// Items without an id share a document number but have different titles.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedDocumentNumber {
    /// The number.
    pub number: String,
    /// Number of rows with a document number that also occurs with another title.
    pub rows: u64,
}

impl Rule for SharedDocumentNumber {
    const ABOUT: About = About {
        name: "shared-document-number",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "没有索引号的记录按文号和标题认作同一条信息。同一文号下标题不同，例如文件及其政策解读，按两条统计，这是警告。如是同一条，请统一标题；编上索引号最为可靠。",
            en: "Rows without an id are one item if document number and title are the same. Under one number with two titles, as a document and its explanation have, they are two: a warning. Give both rows one title if they are one, or give each item an id such as 2017-001.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { number, rows } = self;
        both!(
            "有 {1} 行的文号已用于另一标题，例如“{0}”，按不同的信息统计",
            "the document number stands under another title as well, as \"{0}\" does: {1} rows, counted as items of their own",
            shown(number),
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如是同一条信息，请统一标题；给每条信息编上索引号最为可靠",
            "give both rows one title if they are one item; an id for each item is surest"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            number: text(),
            rows: 2,
        }]
    }
}

/// Requests without an id are repeated in a file, cell for cell.
#[derive(Debug, Clone, PartialEq)]
pub struct PossibleDuplicates {
    /// Number of rows that repeat another.
    pub rows: u64,
    /// Some of them: the line of the first row, and the line of the repetition.
    pub lines: Vec<(u64, u64)>,
}

impl Rule for PossibleDuplicates {
    const ABOUT: About = About {
        name: "possible-duplicate",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "没有编号的申请或诉求，在一个文件中有几行完全相同，可能是重复登记，也可能是几个人问了同样的问题，程序分别统计，这是警告。在不同文件中完全相同的，只计一次。如是重复登记，请删去一行；如不是，请编上编号，如 2017-001。",
            en: "Requests without an id stand in one file several times, the same in every cell: entered twice, or several callers with one question. Each counts: a warning. Rows that are the same in two files count once. Delete a row if it was entered twice; else give them ids, such as 2017-001.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows, lines } = self;
        let pairs = |between: &str| {
            let pairs = lines
                .iter()
                .map(|(first, again)| format!("{first}{between}{again}"));
            pairs.collect::<Vec<_>>()
        };
        Message {
            zh: format!(
                "有 {rows} 行没有编号，与本文件中另一行完全相同，分别统计：第 {} 行",
                pairs("、").join(" 行，第 ")
            ),
            en: format!(
                "without an id and the same as another row of the file, counted each: {} (lines {})",
                counted(*rows, "row"),
                pairs(" and ").join(", ")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如是重复登记，请删去一行；如是几件，编上编号即不再提示",
            "delete a row if it was entered twice; ids for all of them end this warning"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 2,
            lines: vec![(2, 3), (2, 4)],
        }]
    }
}

/// A later row with an id contradicts the first.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferingRow {
    /// The id.
    pub id: String,
    /// File of the first row with it.
    pub first_file: String,
    /// Line of the first row with it.
    pub first_line: u64,
}

impl Rule for DifferingRow {
    const ABOUT: About = About {
        name: "differing-row",
        severity: Severity::Warning,
        flags: &[Flag::Question],
        explanation: Bilingual {
            zh: "同一编号有两行，内容却不同，例如同一编号登记了招标公告和成交公告，程序按两条统计，这是警告。如是同一条的修改，请删去旧的一行；如是两条，请分别编号。",
            en: "An id stands in two rows that say different things, such as a tender and its result: a warning, and both are counted. If one is a correction of the other, delete the older; if they are two, number them apart.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            id,
            first_file,
            first_line,
        } = self;
        both!(
            "编号“{0}”与 {1} 第 {2} 行相同，内容却不同，按两条统计",
            "the id \"{0}\" is that of {1}:{2} with other content; both are counted",
            shown(id),
            escaped(first_file),
            first_line
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如是同一条，请删去一行；如是两条，请分别编号",
            "delete one row if they are one, or number them apart"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            id: text(),
            first_file: file(),
            first_line: 2,
        }]
    }
}

/// A service request that is in several rows.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedRequest {
    /// Its id.
    pub id: String,
    /// Number of rows.
    pub rows: usize,
}

impl Rule for RepeatedRequest {
    const ABOUT: About = About {
        name: "repeated-request",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "同一件诉求登记了几行，例如工单沿用原编号转办。程序按一件统计，以最先收到、最后答复为准，只作提示。如其实是几件，请分别编号，如 T2017-01、T2017-02。",
            en: "A service request stands in several rows, as when a work order is handed on under its number. A note: it is counted once, by its first receipt and last reply. If they are several requests, number them apart, as T2017-01 and T2017-02.",
        },
        example: Some(Example {
            wrong: "GD-7,公众诉求,2017-03-05\nGD-7,公众诉求,2017-03-05",
            right: "GD-7,公众诉求,2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        let Self { id, rows } = self;
        Message {
            zh: format!("编号“{}”共有 {rows} 行，按 1 件统计", shown(id)),
            en: format!(
                "the id \"{}\" stands in {}, counted as one request",
                shown(id),
                counted(*rows as u64, "row")
            ),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            id: text(),
            rows: 2,
        }]
    }
}

/// Several categories in one cell, of which the first counts.
#[derive(Debug, Clone, PartialEq)]
pub struct SeveralCategories {
    /// The cell.
    pub text: String,
}

impl Rule for SeveralCategories {
    const ABOUT: About = About {
        name: "several-categories",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "分类一格里写了几个分类，例如“规划；统计”，程序按第一个统计，使各分类之和等于总数，只作提示。如应计入另一个，请把它写在最前面。",
            en: "A cell names several categories, as \"plans; statistics\" does. A note: the first counts, so that the categories add up to the total. If another should count, put it first.",
        },
        example: Some(Example {
            wrong: "工作动态；财政信息",
            right: "财政信息；工作动态",
        }),
    };

    fn message(&self) -> Message {
        let Self { text } = self;
        both!(
            "“{}”含有几个分类，按第一个统计",
            "\"{}\" holds several categories, of which the first counts",
            shown(text)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如应计入另一分类，请把它写在最前面",
            "if another one should count, put it first"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { text: text() }]
    }
}

/// Two rows with different ids have the same title and date.
#[derive(Debug, Clone, PartialEq)]
pub struct SameTitleAndDate {
    /// Id of the first row.
    pub first: String,
    /// File of the first row.
    pub first_file: String,
    /// Line of the first row.
    pub first_line: u64,
}

impl Rule for SameTitleAndDate {
    const ABOUT: About = About {
        name: "same-title-and-date",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "两行的标题和日期都相同，编号不同：可能是同一条信息登记了两次，按两条统计，所以给出提示。例如门户网站和微信各给了一个编号，这时用“关联索引号”注明即按一条统计。",
            en: "Two rows have one title and one date under different ids. They may be one item logged twice, and count as two, hence the note. If the website and WeChat each gave it an id, same_as makes them one.",
        },
        example: Some(Example {
            wrong: "索引号,信息名称,公开日期\nA-1,关于检查的通知,2017-03-05\nA-9,关于检查的通知,2017-03-05",
            right: "索引号,信息名称,公开日期,关联索引号\nA-1,关于检查的通知,2017-03-05,\nA-9,关于检查的通知,2017-03-05,A-1",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            first,
            first_file,
            first_line,
        } = self;
        both!(
            "标题和日期与编号“{}”（{} 第 {} 行）相同",
            "title and date are those of \"{}\" ({}, line {})",
            shown(first),
            escaped(first_file),
            first_line
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "同一条信息的，用“关联索引号”注明，或者删去一行；不是同一条的，无需改动",
            "if they are one item, join them by same_as or delete a row; if not, nothing need be done"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            first: text(),
            first_file: file(),
            first_line: 2,
        }]
    }
}

/// Rows with a range of ids count as one record per id.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeOfIds {
    /// The first such range.
    pub id: String,
    /// How many rows there are.
    pub rows: u64,
    /// Number of records they are counted as.
    pub records: u64,
}

impl Rule for RangeOfIds {
    const ABOUT: About = About {
        name: "range-of-ids",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "申请台账一行的编号写成一段，例如“2025-09～11”，表示三件申请用同一个结果答复，按三件统计，只作提示。连字符（07-1）不算一段。如果只是一件，请改成一个编号。",
            en: "A row of the request log has a range for its id, such as \"2025-09～11\": three requests with one reply, counted as three, a note. A hyphen (07-1) makes no range. Write one id if it is one request.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { id, rows, records } = self;
        Message {
            zh: format!(
                "有 {rows} 行的编号写的是一段，例如“{}”，按 {records} 件统计",
                shown(id)
            ),
            en: format!(
                "{} with a range of ids, such as \"{}\", counted as {records} requests",
                counted(*rows, "row"),
                shown(id)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如果只是一件，请改成一个编号；各件的结果不同的，请每件写一行",
            "write one id if it is one request, and a row for each request if they differ"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            id: text(),
            rows: 2,
            records: 5,
        }]
    }
}

/// Rows with the same title and day whose ids differ in a final number are counted as one article.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleInColumns {
    /// Number of rows besides the first of each article.
    pub rows: u64,
    /// The id of one of them.
    pub id: String,
    /// The id of its article.
    pub article: String,
}

impl Rule for ArticleInColumns {
    const ABOUT: About = About {
        name: "article-in-columns",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "同一篇信息放在网站的几个栏目里，各有一个编号，只差最后一段，例如“X-00012-001”“X-00012-002”，标题和公开日期相同，按一条统计，只作提示。前一段是年份、月份或日期的（2017-001）是流水号，不在此列。如果确是几条信息，请写 [[distinct]]，或者给该文件写 ids = \"unique\"。",
            en: "An article stands in several columns of a web site, each with an id of its own that differs in its last part only, such as \"X-00012-001\" and \"X-00012-002\", with one title and one day. It counts once: a note. Numbers behind a year, a month or a day (2017-001) are running numbers. If they are items of their own, write [[distinct]], or ids = \"unique\" for the file.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows, id, article } = self;
        Message {
            zh: format!(
                "有 {rows} 行是同一篇信息在另一个栏目中的登记，例如“{}”是“{}”中的一条，标题、日期相同，不重复统计",
                shown(id),
                shown(article)
            ),
            en: format!(
                "{} of articles that stand in several columns of the site, such as \"{}\" of \"{}\": one title and day, counted once",
                counted(*rows, "further row"),
                shown(id),
                shown(article)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如果是几条不同的信息，请在 report.toml 的 [[distinct]] 中写明编号，或者在 [logs] 中给该文件写 ids = \"unique\"",
            "if they are items of their own, name their ids under [[distinct]] in report.toml, or write ids = \"unique\" for the file under [logs]"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 2,
            id: text(),
            article: text(),
        }]
    }
}

/// Rows that are also in an earlier export, cell for cell.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedRows {
    /// How many.
    pub rows: u64,
    /// The file of the first row.
    pub first_file: String,
}

impl Rule for RepeatedRows {
    const ABOUT: About = About {
        name: "repeated-rows",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "同一批记录导出了两次，例如按月导出的文件有重叠，完全相同的行只计一次，这是提示。无须处理；也可以删去重复的文件。",
            en: "Records were exported twice, as when monthly files overlap. A note: rows that are the same in every cell count once. Nothing need be done; a repeated file can be deleted, say 2017-03.csv.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows, first_file } = self;
        Message {
            zh: format!(
                "有 {rows} 行与 {} 中的记录完全相同，只计一次",
                escaped(first_file)
            ),
            en: format!(
                "counted once: {} that {} holds as well",
                counted(*rows, "row"),
                escaped(first_file)
            ),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 2,
            first_file: file(),
        }]
    }
}

rules![
    DuplicateId,
    DifferingField,
    SecondInstance,
    RunningIds,
    IdsAlike,
    SharedDocumentNumber,
    PossibleDuplicates,
    DifferingRow,
    RepeatedRequest,
    SeveralCategories,
    SameTitleAndDate,
    RangeOfIds,
    ArticleInColumns,
    RepeatedRows
];
