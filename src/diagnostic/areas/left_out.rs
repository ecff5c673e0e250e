//! Findings about rows and lines that are not counted as records.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{DAY, file, text};
use crate::diagnostic::text::{Message, both, counted, escaped, list_en, list_zh, shown};
use crate::language::Bilingual;

/// Rows were left out because they have errors.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsLeftOut {
    /// How many.
    pub rows: u64,
}

impl Rule for RowsLeftOut {
    const ABOUT: About = About {
        name: "rows-left-out",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "因为加了 --keep-going，有错误的行没有计入，报告照常生成并注明行数。这是警告：数字少于实际，不宜报出。请改正错误后再运行一次，例如补上缺少的日期。",
            en: "Rows with errors were left out because of --keep-going, and the report says how many. A warning: the figures are too low to be handed in. Mend the errors, say a date that is missing, and run again.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows } = self;
        Message {
            zh: format!("有 {rows} 行因错误没有计入"),
            en: format!("left out because of errors: {}", counted(*rows, "row")),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "改正这些错误后再运行一次",
            "mend the errors and run again"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { rows: 2 }]
    }
}

/// A total below a table differs from the number of records in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalDiffers {
    /// The stated total.
    pub stated: u64,
    /// How many records the table has.
    pub rows: u64,
    /// Whether the total only covers the records since the previous total; `rows` then counts these.
    pub is_of_part: bool,
}

impl Rule for TotalDiffers {
    const ABOUT: About = About {
        name: "total-differs",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "表格末尾写明的合计，例如“合计 23”“共23条”，与表中的记录数不同，这是警告；一条信息分几行登记各个渠道的，等于信息条数也可以。请核对是否漏登、多登，或合计没有更新。",
            en: "A total below the table, such as \"合计 23\" or \"共23条\", differs from the number of records above it: a warning. Where an item has a row for each channel, the number of items is right as well. Records may be missing or too many, or the total was not brought up to date.",
        },
        example: Some(Example {
            wrong: "合计,3",
            right: "合计,2",
        }),
    };

    fn message(&self) -> Message {
        match self {
            Self {
                stated,
                rows,
                is_of_part: true,
            } => both!(
                "这一段的合计为 {0}，这一段实有 {1} 条记录",
                "the total of this part of the table is {0}, but the part has {1} records",
                stated,
                rows
            ),
            Self { stated, rows, .. } => both!(
                "表格末尾的合计为 {0}，表中实有 {1} 条记录",
                "the total below the table is {0}, and the table has {1} records",
                stated,
                rows
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对是否漏登、多登，或合计没有更新",
            "look for records that are missing or too many, or correct the total"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                stated: 23,
                rows: 22,
                is_of_part: false,
            },
            Self {
                stated: 2,
                rows: 1,
                is_of_part: true,
            },
        ]
    }
}

/// Rows are dated after the as-of date.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsAfterAsOf {
    /// How many.
    pub rows: u64,
    /// The as-of date.
    pub as_of: NaiveDate,
}

impl Rule for RowsAfterAsOf {
    const ABOUT: About = About {
        name: "rows-after-as-of",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "写明了 --as-of，而台账中有的行日期在此之后，尚未计入，给出提示，每个文件一次。例如 --as-of 2017-06-30 时下半年的各行。只在 report check 中提出。",
            en: "--as-of was given, and a file has rows of later days, which do not count yet: a note, once a file. With --as-of 2017-06-30 these are the rows of the second half of the year. Only report check tells it.",
        },
        example: Some(Example {
            wrong: "report check --as-of 2017-03-06",
            right: "report check --as-of 2017-06-30",
        }),
    };

    fn message(&self) -> Message {
        let Self { rows, as_of } = self;
        Message {
            zh: format!("有 {rows} 行的日期晚于 {as_of}"),
            en: format!("dated after {as_of}: {}", counted(*rows, "row")),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "这些行没有计入；观察日写错的，请改正 --as-of",
            "they do not count; if the day is a slip, correct --as-of"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 1,
            as_of: DAY,
        }]
    }
}

/// It is not stated whether a count is included in the total given next to it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnclearSubtotal {
    /// The key of the count.
    pub key: String,
    /// The key of its log.
    pub log: &'static str,
}

impl Rule for UnclearSubtotal {
    const ABOUT: About = About {
        name: "unclear-subtotal",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "文稿既写了主动公开总数，又写了采购公告或环境信息数，却没有说后者是否包含在前者之内，report.toml 的 published-includes 也没有写明。这是提示。",
            en: "The text gives the total of published items and the number of procurement or environmental notices, and neither it nor published-includes in report.toml says whether the one lies within the other. A note.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { key, .. } = self;
        both!(
            "没有说明 {} 是否包含在 published.total 之内",
            "nobody says whether {} lies within published.total",
            escaped(key)
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { log, .. } = self;
        Some(both!(
            "包含在内的，请在 report.toml 的 [logs] 中写明 published-includes = [\"{0}\"]；文稿也请说明是否计入总数",
            "if it does, set published-includes = [\"{0}\"] under [logs] in report.toml; and say either way in the text",
            log
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: file(),
            log: "procurement",
        }]
    }
}

/// Rows excluded by a word that means there is no record to count.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcludedRows {
    /// How many.
    pub rows: u64,
    /// The words, each with the number of its rows.
    pub words: Vec<(String, u64)>,
}

impl Rule for ExcludedRows {
    const ABOUT: About = About {
        name: "excluded-rows",
        severity: Severity::Note,
        flags: &[Flag::OfWord],
        explanation: Bilingual {
            zh: "台账中有的行写明它不是要统计的记录：主动公开台账中公开方式为“依申请公开”“不予公开”的，状态为“草稿”“待审”“撤稿”“作废”的，复议诉讼的审理结果为“不予受理”的，本机关地位为“复议机关”“第三人”的。这些行不计入统计，只作提示。其中有应当计入的，请改正这一列，例如改为“主动公开”“已发布”或“结果维持”。",
            en: "Some rows of a log say that they are no record to count: in the published log those disclosed on request or not at all (\"依申请公开\", \"不予公开\") and drafts or withdrawn items (\"草稿\", \"撤稿\"), in the log of disputes those never accepted (\"不予受理\") and those in which the office reviews (\"复议机关\") or is a third party (\"第三人\"). A note: they are left out of the count. Correct the column in the rows that should count, say to \"主动公开\".",
        },
        example: Some(Example {
            wrong: "案号,审理结果\n1,不予受理",
            right: "案号,审理结果\n1,结果维持",
        }),
    };

    fn message(&self) -> Message {
        let Self { rows, words } = self;
        let zh = words.iter();
        let zh = zh.map(|(word, rows)| format!("“{}”{rows} 行", shown(word)));
        let en = words.iter();
        let en = en.map(|(word, rows)| format!("\"{}\" {rows}", shown(word)));
        Message {
            zh: format!(
                "按本列的内容不计入统计：{rows} 行（{}）",
                zh.collect::<Vec<_>>().join("、")
            ),
            en: format!(
                "rows left out of the count because of this column: {rows} ({})",
                en.collect::<Vec<_>>().join(", ")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如其中有应当计入的，请改正这一列",
            "correct the column in the rows that should count"
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        for (word, count) in &other.words {
            match self.words.iter_mut().find(|(known, _)| known == word) {
                Some((_, known)) => *known += count,
                None => self.words.push((word.clone(), *count)),
            }
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 2,
            words: vec![(text(), 2)],
        }]
    }
}

/// Requests excluded because of their status.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcludedRequests {
    /// Number of them received in the year.
    pub requests: u64,
}

impl Rule for ExcludedRequests {
    const ABOUT: About = About {
        name: "excluded-requests",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "处理状态写明退单、转派的诉求由别的单位办理，不计入收到、答复等各项，件数见 requests.service.excluded，这是提示。如确由本单位办理，请改正处理状态，如“已办结”。",
            en: "Requests whose status is returned or transferred, such as \"退单\", are handled elsewhere: a note. They count in requests.service.excluded and nowhere else. If the office handled one itself, correct its status, say to \"已办结\".",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { requests } = self;
        both!(
            "处理状态为退回或转办，不计入统计：{0} 件",
            "requests returned or transferred, so not counted: {0}",
            requests
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如其中有本单位办理的，请改正处理状态",
            "correct the status of those that the office handled itself"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { requests: 2 }]
    }
}

/// A total row.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalsRow {
    /// The text of its first cell.
    pub text: String,
    /// How many such rows the file has.
    pub rows: u64,
}

impl Rule for TotalsRow {
    const ABOUT: About = About {
        name: "totals-row",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "表格末尾的合计、总计、小计、共计行不是记录，不计入，只作提示。例如“合计,636”。如确是一条记录，请填写它的日期。",
            en: "A row at the bottom that adds up the others (\"合计\" and the like) is no record: a note, and it is left out. If it is one after all, fill in its date, say 2017-03-05.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        match self {
            Self { text, rows: 1 } => both!(
                "这一行是“{}”，不是记录，没有计入",
                "a row of totals (\"{}\"), left out",
                shown(text)
            ),
            Self { text, rows } => both!(
                "这样的“{}”有 {} 行，不是记录，没有计入",
                "rows such as \"{}\" add up the rows above, are no records and are left out: {}",
                shown(text),
                rows
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如确是一条记录，请填写必填的单元格",
            "if it is a record after all, fill in the cells it must have"
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
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

/// Rows of a sheet that are struck through.
#[derive(Debug, Clone, PartialEq)]
pub struct StruckRows {
    /// How many.
    pub rows: u64,
}

impl Rule for StruckRows {
    const ABOUT: About = About {
        name: "struck-rows",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "工作簿中有的行整行加了删除线，表示作废，没有计入，只作提示，每个文件一次。只有一部分单元格加了删除线的行照常计入。有应当计入的，请去掉删除线。程序只看 .xlsx 的删除线，.xls 和 .ods 的不看。",
            en: "Every filled cell of some rows of a workbook is struck through, as offices do with void entries (\"作废\"): they are left out, a note once a file. A row of which only some cells are struck counts. Remove the strike-through from rows that should count. It is seen in .xlsx alone, not in .xls and .ods.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows } = self;
        both!(
            "有 {} 行整行加了删除线，没有计入",
            "rows that are struck through, left out: {}",
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如其中有应当计入的，请去掉删除线",
            "remove the strike-through from those that should count"
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.rows += other.rows;
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { rows: 2 }]
    }
}

/// Totals, signatures and notes below a table.
#[derive(Debug, Clone, PartialEq)]
pub struct LinesBelowTable {
    /// How many lines.
    pub lines: u64,
    /// Their labels.
    pub labels: Vec<String>,
}

impl Rule for LinesBelowTable {
    const ABOUT: About = About {
        name: "lines-below-table",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "表格末尾的合计、填表人、审核人、导出时间、注等行不是记录，例如“填表人：张某”，不计入，只作提示。只看最后几行，而且编号一格是空的，或者就是“合计”等字样。如其中有记录，请填写它的编号。",
            en: "Below the table stand totals, signatures, dates of export or notes, such as \"填表人：张某\": they are no records and are left out: a note. Only the last rows are looked at, and only where the cell of the id is blank or holds such a label. If one of them is a record, fill in its id.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { lines, labels } = self;
        Message {
            zh: format!(
                "表格末尾有 {lines} 行是合计、落款或备注，不是记录，没有计入：{}",
                list_zh(labels)
            ),
            en: format!(
                "left out below the table: {} with a total, a signature or a note ({})",
                counted(*lines, "line"),
                list_en(labels)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如其中有记录，请填写它的编号",
            "if one of them is a record, fill in its id"
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(""))
    }

    fn join(&mut self, other: &Self) {
        self.lines += other.lines;
        for label in &other.labels {
            if !self.labels.contains(label) {
                self.labels.push(label.clone());
            }
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            lines: 2,
            labels: vec![text()],
        }]
    }
}

/// Divider rows: headings above groups of records.
#[derive(Debug, Clone, PartialEq)]
pub struct DividerRows {
    /// How many there are.
    pub rows: u64,
    /// Their texts.
    pub words: Vec<String>,
}

impl Rule for DividerRows {
    const ABOUT: About = About {
        name: "divider-rows",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "表格中间有的行只写着“上年结转”“本年新收”“3月”之类的分组标题，不是记录，也不是合计，不计入，只作提示。各件是否上年结转，只看收到日期，如 2016-12-20 收到的是上年结转。",
            en: "A row in the table holds nothing but the name of a group, such as \"上年结转\", \"本年新收\" or \"3月\". It is no record and no total, and is left out: a note. Whether a request is carried in follows from its day of receipt, say 2016-12-20, and not from the row above it.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows, words } = self;
        Message {
            zh: format!(
                "有 {rows} 行是分组标题，不是记录，没有计入：{}",
                list_zh(words)
            ),
            en: format!(
                "{} that name a group of records, left out: {}",
                counted(*rows, "row"),
                list_en(words)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "各件属于哪一年，只看它的日期，不看分组标题",
            "the year of a record is that of its day, whatever stands above it"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            rows: 2,
            words: vec![text()],
        }]
    }
}

/// Rows at the end of a table that only contain a number or the name of the office.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedRows {
    /// How many there are.
    pub rows: u64,
}

impl Rule for NumberedRows {
    const ABOUT: About = About {
        name: "numbered-rows",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "表格末尾预先编了序号或填了发布机构、没有其他内容的行，例如“57,,,”，与空行一样不计入，只作提示。表格中间这样的行仍是错误（missing-cell），因为可能是漏填。",
            en: "Rows at the end of a table have a running number, or the office, and nothing else, such as \"57,,,\". They are left out like blank rows: a note. In the middle of a table such a row is an error (missing-cell): something may have been forgotten.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows } = self;
        Message {
            zh: format!("表格末尾有 {rows} 行只有序号或发布机构，没有内容，没有计入"),
            en: format!(
                "left out at the end of the table: {} with a number or the office and nothing else",
                counted(*rows, "row")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如其中有记录，请填写必填的单元格",
            "if one of them is a record, fill in the cells it must have"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { rows: 2 }]
    }
}

rules![
    RowsLeftOut,
    TotalDiffers,
    RowsAfterAsOf,
    UnclearSubtotal,
    ExcludedRows,
    ExcludedRequests,
    TotalsRow,
    StruckRows,
    LinesBelowTable,
    DividerRows,
    NumberedRows
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_is_singular() {
        let message = RowsLeftOut { rows: 1 }.message();
        assert_eq!(message.zh, "有 1 行因错误没有计入");
        assert_eq!(message.en, "left out because of errors: 1 row");
    }
}
