//! Findings about opening a file and splitting it into rows.

use chrono::NaiveDate;

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{file, reason, text};
use crate::diagnostic::text::{
    Message, both, counted, escaped, file_lines, list_en, list_zh, sheet_entry, shown, toml_string,
};
use crate::language::Bilingual;

/// A workbook cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct BadWorkbook {
    /// The fault.
    pub fault: WorkbookFault,
}

impl Rule for BadWorkbook {
    const ABOUT: About = About {
        name: "bad-workbook",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "工作簿（.xlsx、.xls）无法读取，例如文件不完整或者设了密码，程序无法运行（退出码 2）。请用 Excel 打开后另存为 .xlsx。内容超过 400 MiB 的工作簿不读取，一张一百万行、十二列的台账在此限度以内。",
            en: "A workbook (.xlsx, .xls) cannot be read, as when it is incomplete or has a password: the run stops (exit 2). Open it in Excel and save it again as .xlsx. One whose content takes more than 400 MiB is not read; a log of a million rows and twelve columns takes less.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { fault } = self;
        bad_workbook(fault)
    }

    fn hint(&self) -> Option<Message> {
        Some(match self.fault {
            WorkbookFault::TooLarge => both!(
                "请把工作表另存为“CSV UTF-8（逗号分隔）”，或者分成几个工作簿",
                "save its sheets as CSV UTF-8 (comma delimited), or divide it into several workbooks"
            ),
            _ => both!(
                "请用 Excel 打开后另存为 .xlsx，密码须先取消",
                "open it in Excel and save it again as .xlsx, without a password"
            ),
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                fault: WorkbookFault::Damaged,
            },
            Self {
                fault: WorkbookFault::CutShort,
            },
            Self {
                fault: WorkbookFault::Unreadable { reason: reason() },
            },
            Self {
                fault: WorkbookFault::MissingPart { name: text() },
            },
            Self {
                fault: WorkbookFault::BadReference { reference: text() },
            },
            Self {
                fault: WorkbookFault::NotInOrder,
            },
            Self {
                fault: WorkbookFault::NoSuchText { index: text() },
            },
            Self {
                fault: WorkbookFault::BadValue { value: text() },
            },
            Self {
                fault: WorkbookFault::LongText,
            },
            Self {
                fault: WorkbookFault::MergedTwice,
            },
            Self {
                fault: WorkbookFault::TooManyCopies,
            },
            Self {
                fault: WorkbookFault::TooLarge,
            },
            Self {
                fault: WorkbookFault::Unpacks,
            },
        ]
    }
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkbookFault {
    /// Damaged in a way that the reader cannot describe.
    Damaged,
    /// Truncated.
    CutShort,
    /// The reader returned an error.
    Unreadable {
        /// The error of the reader.
        reason: String,
    },
    /// It lacks a part.
    MissingPart {
        /// The part's name.
        name: String,
    },
    /// A reference to a row or cell outside the sheet.
    BadReference {
        /// The reference.
        reference: String,
    },
    /// A row or cell is repeated or out of order.
    NotInOrder,
    /// A cell refers to a shared string that does not exist.
    NoSuchText {
        /// The index of the string, as written.
        index: String,
    },
    /// A value that does not match the type of its cell.
    BadValue {
        /// The value.
        value: String,
    },
    /// A text that is longer than a cell can hold.
    LongText,
    /// Merged cells overlap.
    MergedTwice,
    /// A small file expands to an implausible number of repeated cells.
    TooManyCopies,
    /// Needs more memory than any plausible log.
    TooLarge,
    /// A small file decompresses to an implausible size.
    Unpacks,
}

/// A workbook lacks the sheet that `report.toml` names, or has no sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingSheet {
    /// The sheets it has.
    pub found: Vec<String>,
}

impl Rule for MissingSheet {
    const ABOUT: About = About {
        name: "missing-sheet",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 写明的工作表在工作簿中不存在，或者工作簿里没有可读的工作表，程序无法运行（退出码 2）。请按提示改正 sheet，如 { path = \"台账.xlsx\", sheet = \"2017\" }。",
            en: "The sheet that report.toml names is not in the workbook, or the workbook has none that can be read: the run stops (exit 2). Correct it by the hint, as in { path = \"台账.xlsx\", sheet = \"2017\" }.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!(
            "工作簿中没有要读的工作表",
            "the workbook does not have the sheet to be read"
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self { found } = self;
        Some(Message {
            zh: format!("现有工作表：{}", list_zh(found)),
            en: format!("its sheets are {}", list_en(found)),
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            found: vec![text()],
        }]
    }
}

/// A log file is a web page with another extension.
#[derive(Debug, Clone, PartialEq)]
pub struct WebPage {
    /// The kind.
    pub kind: PageKind,
}

impl Rule for WebPage {
    const ABOUT: About = About {
        name: "web-page",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "有的系统导出的 .xls 文件其实是网页、单个文件网页（MHTML）或者 Excel 2003 的 XML 表格，程序无法读取（退出码 2）。请用 Excel 打开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”。",
            en: "What some systems export as .xls is really a web page, one in a single file (MHTML), or a table of Excel 2003 in XML, and cannot be read (exit 2). Open it in Excel and save it as .xlsx or as \"CSV UTF-8 (comma delimited)\".",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { kind } = self;
        match kind {
            PageKind::Html => both!(
                "文件其实是网页，不是表格",
                "the file is really a web page, not a table"
            ),
            PageKind::Archive => both!(
                "文件其实是单个文件网页（MHTML），不是表格",
                "the file is really a web page in one file (MHTML), not a table"
            ),
            PageKind::Xml => both!(
                "文件其实是 XML（如 Excel 2003 的 XML 表格），不是工作簿",
                "the file is really XML, such as a table of Excel 2003, not a workbook"
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请用 Excel 打开，另存为 .xlsx 或 CSV",
            "open it in Excel and save it as .xlsx or CSV"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                kind: PageKind::Html,
            },
            Self {
                kind: PageKind::Archive,
            },
            Self {
                kind: PageKind::Xml,
            },
        ]
    }
}

/// The format of a file that has the extension of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// A web page.
    Html,
    /// A web page in one file with its pictures (MHTML).
    Archive,
    /// XML, such as a table of Excel 2003.
    Xml,
}

/// A log contains bytes that are invalid in its encoding.
#[derive(Debug, Clone, PartialEq)]
pub struct DamagedText {
    /// The key of the log in `report.toml`.
    pub log: &'static str,
    /// Its file.
    pub file: String,
    /// The encoding.
    pub encoding: &'static str,
    /// The first offending byte, counted from the start of the file.
    pub offset: u64,
}

impl Rule for DamagedText {
    const ABOUT: About = About {
        name: "damaged-text",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "台账里有不能按其编码读取的字节，例如文件传输中断或者被截断，程序不猜测、不替换，这是错误，不出报告。请从原系统重新导出；如果编码判断有误，请在 report.toml 中写明，如 published = { path = \"published.csv\", encoding = \"gb18030\" }。",
            en: "A log holds bytes that its encoding cannot be read by, as when a transfer broke off. Nothing is guessed or replaced: it is an error, and no report is written. Export it again; if the encoding was taken wrongly, say so in report.toml: published = { path = \"published.csv\", encoding = \"gb18030\" }.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            encoding, offset, ..
        } = self;
        both!(
            "文件按 {0} 编码读取，第 {1} 个字节之后的内容已损坏",
            "read as {0}, the file is damaged after its first {1} bytes",
            encoding,
            offset
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            log,
            file,
            encoding,
            ..
        } = self;
        Some(both!(
            "请从原系统重新导出；如编码不对，请在 report.toml 中写明，例如：\n[logs]\n{0} = {{ path = {1}, encoding = \"{2}\" }}",
            "export it again; if the encoding is another, say so in report.toml, for example:\n[logs]\n{0} = {{ path = {1}, encoding = \"{2}\" }}",
            log,
            toml_string(file),
            if *encoding == "gb18030" {
                "utf-8"
            } else {
                "gb18030"
            }
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            log: "requests",
            file: "requests.csv".to_owned(),
            encoding: "utf-8",
            offset: 3,
        }]
    }
}

/// A log has no header row.
#[derive(Debug, Clone, PartialEq)]
pub struct NoHeader;

impl Rule for NoHeader {
    const ABOUT: About = About {
        name: "no-header",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "台账的第一行应当是表头，但文件是空的或者没有表头，这是错误，不出报告。请补上表头，如：标题,公开日期,发布渠道。",
            en: "The first row of a log names its columns; this log has none. It is an error, and no report is written. Add the row, as in: title,published_on,channel.",
        },
        example: Some(Example {
            wrong: "关于开展检查的通知,2017-03-05",
            right: "信息名称,公开日期\n关于开展检查的通知,2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        both!("台账没有表头行", "the log has no header row")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "第一行应为表头，如：标题,公开日期,发布渠道",
            "the first row should name the columns, as in: title,published_on,channel"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// The cells of a log are separated by an unsupported separator.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownSeparator {
    /// The separator.
    pub separator: &'static str,
}

impl Rule for UnknownSeparator {
    const ABOUT: About = About {
        name: "unknown-separator",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文本文件的单元格要以英文逗号、分号、竖线或者制表符分隔。以中文逗号“，”、顿号“、”、空格等分隔的，标题中的同一符号就分不清了，程序不读取，这是错误。请用 Excel 或 WPS 的“分列”分开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”。",
            en: "The cells of a text file are separated by commas, semicolons, vertical bars or tabs. Full-width commas (\"，\"), enumeration commas (\"、\"), blanks and the like also stand in titles, where they separate nothing: an error, and the file is not read. Split the cells in Excel or WPS, and save as .xlsx or CSV UTF-8 (comma delimited).",
        },
        example: Some(Example {
            wrong: "索引号，信息名称，公开日期",
            right: "索引号,信息名称,公开日期",
        }),
    };

    fn message(&self) -> Message {
        let Self { separator } = self;
        Message {
            zh: format!(
                "单元格以{}分隔，程序不能按它读取",
                separator_named(separator).zh
            ),
            en: format!(
                "the cells are separated by {}, which is not read as a separator",
                separator_named(separator).en
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请用 Excel 或 WPS 的“分列”按它分开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”；或者在记事本中把分隔处换成英文逗号",
            "split the cells by it in Excel or WPS and save as .xlsx or CSV, or replace it by a comma where it separates cells"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { separator: "，" }]
    }
}

/// A file or sheet is a table, but not a log.
#[derive(Debug, Clone, PartialEq)]
pub struct NotALog {
    /// The kind.
    pub kind: OtherTable,
    /// The log that `report.toml` uses it for.
    pub log: &'static str,
}

impl Rule for NotALog {
    const ABOUT: About = About {
        name: "not-a-log",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "文件或工作表不是每件一行的台账，而是一件一张的登记表（左边项目、右边内容），或者科室、月份的汇总表，没有可以统计的记录，这是错误。请改为台账，例如第一行“编号,类别,收到日期”，以下每件一行；或者从 report.toml 中去掉。",
            en: "A file or sheet is not a log with a row for each record, but a form for one record (labels left, values right) or a summary by department and month: an error, for nothing in it can be counted. Make it a log, with a header such as \"编号,类别,收到日期\" and a row for each record, or take it out of report.toml.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { kind, .. } = self;
        other_table(*kind)
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "台账每件一行，第一行是表头；请改为台账，或者从 report.toml 中去掉",
            "a log has a header and a row for each record: make it one, or take it out of report.toml"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                kind: OtherTable::Form,
                log: "requests",
            },
            Self {
                kind: OtherTable::Totals,
                log: "decisions",
            },
            Self {
                kind: OtherTable::Summary,
                log: "requests",
            },
        ]
    }
}

/// A table that is not a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherTable {
    /// One record, with labels and values side by side.
    Form,
    /// Numbers by month.
    Summary,
    /// The numbers of decisions by kind.
    Totals,
}

/// Sheets of a workbook contain the same rows.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetsOverlap {
    /// The sheet whose rows are in other sheets as well.
    pub sheet: String,
    /// How many rows it has.
    pub rows: u64,
    /// Number of these rows that are in other sheets as well.
    pub shared: u64,
    /// The key of the log.
    pub log: &'static str,
    /// The workbook.
    pub file: String,
    /// The sheets that together contain each row once.
    pub instead: Vec<String>,
}

impl Rule for SheetsOverlap {
    const ABOUT: About = About {
        name: "sheets-overlap",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "没有写明读哪张工作表，而一张工作表至少有一半的行在其他工作表中也有，例如有 1 月至 12 月各一张，又有一张“全年”，一起读取会重复计算，这是错误。请按提示用 sheet 写明，如 sheet = [\"1月\", \"2月\"]。",
            en: "report.toml does not say which sheets are meant, and at least half of the rows of one stand in others as well, as when a sheet for the year (\"全年\") stands beside one for each month: an error, for they would count twice. Name the sheets as the hint says, such as sheet = [\"1月\", \"2月\"].",
        },
        example: Some(Example {
            wrong: "published = \"台账.xlsx\"",
            right: "published = { path = \"台账.xlsx\", sheet = \"*月\" }",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            sheet,
            rows,
            shared,
            ..
        } = self;
        both!(
            "工作表“{0}”共 {1} 行，其中 {2} 行在其他工作表中也有，一起读取会重复计算",
            "of the {1} rows of the sheet \"{0}\", {2} stand in other sheets as well: read together they would count twice",
            shown(sheet),
            rows,
            shared
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            log, file, instead, ..
        } = self;
        let sheets: Vec<String> = instead.iter().map(|sheet| toml_string(sheet)).collect();
        let sheets = format!("sheet = [{}]", sheets.join(", "));
        Some(both!(
            "请在 report.toml 中写明要读的工作表，例如：\n{0}",
            "say in report.toml which sheets to read, for example:\n{0}",
            file_lines(log, file, &sheets)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            sheet: text(),
            rows: 12,
            shared: 11,
            log: "published",
            file: file(),
            instead: vec![text()],
        }]
    }
}

/// A row has more or fewer cells than the header.
#[derive(Debug, Clone, PartialEq)]
pub struct RaggedRow {
    /// Cells of the header.
    pub expected: usize,
    /// Cells of the row.
    pub found: usize,
}

impl Rule for RaggedRow {
    const ABOUT: About = About {
        name: "ragged-row",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "一行的单元格多于或少于表头，内容可能错了列，这是错误，该行不计入。多半是内容里有逗号而没有加双引号：应写 \"通知,公告\"。请改正该行。",
            en: "A row has more or fewer cells than the header, so its texts may stand in the wrong columns: an error, and the row does not count. Often a text with a comma lacks its quotes: \"notices, announcements\" is one cell. Mend the row.",
        },
        example: Some(Example {
            wrong: "通知,公告,2017-03-05",
            right: "\"通知,公告\",2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        let Self { expected, found } = self;
        Message {
            zh: format!("本行有 {found} 个单元格，而表头有 {expected} 个"),
            en: format!(
                "the row has {}, the header {expected}",
                counted(*found as u64, "cell")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "含有逗号的内容应放在双引号内；多余或缺少的单元格请改正",
            "a text with a comma needs quotes around it; add or remove cells otherwise"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            expected: 6,
            found: 1,
        }]
    }
}

/// A quoted cell that is never closed.
#[derive(Debug, Clone, PartialEq)]
pub struct UnclosedQuote;

impl Rule for UnclosedQuote {
    const ABOUT: About = About {
        name: "unclosed-quote",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "一个单元格以双引号开头，却一直没有后引号，其后的各行都被吞进了这一格，这是错误。请在提示的位置补上后引号；内容本身的双引号要写两个，如 \"关于\"\"放管服\"\"的通知\"。",
            en: "A cell opens with a quote that is never closed and so swallows the rows after it: an error. Close it at the place given; a quote within the text is written twice, as in \"the \"\"one stop\"\" notice\".",
        },
        example: Some(Example {
            wrong: "\"关于检查的通知,2017-03-05",
            right: "\"关于检查的通知\",2017-03-05",
        }),
    };

    fn message(&self) -> Message {
        both!(
            "这里的双引号没有成对",
            "the quote that opens here is never closed"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请补上后引号；内容本身的双引号要写两个（\"\"）",
            "close it; a quote that belongs to the text is written twice (\"\")"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A row above the length limit.
#[derive(Debug, Clone, PartialEq)]
pub struct RowTooLong {
    /// The limit, in MiB.
    pub limit_mib: u64,
}

impl Rule for RowTooLong {
    const ABOUT: About = About {
        name: "row-too-long",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "一行超过 16 MiB，台账的行不会这么长，通常是少了换行或双引号，或者文件不是台账，这是错误，从这一行起不再读取。请改正后再运行，例如重新导出 published.csv。",
            en: "A row is longer than 16 MiB. No row of a log is: a line break or a quote is missing, or the file is something else. An error, and nothing from that row on is read. Correct it, say by exporting published.csv again.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { limit_mib } = self;
        both!(
            "从这里开始的一行超过 {} MiB，无法读取",
            "the row that begins here is longer than {} MiB",
            limit_mib
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对这一行是否少了换行或双引号；文件可能不是台账",
            "look for a missing line break or quote; the file may not be a log"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { limit_mib: 16 }]
    }
}

/// A formula was never calculated: its cell has no value.
#[derive(Debug, Clone, PartialEq)]
pub struct FormulaWithoutValue;

impl Rule for FormulaWithoutValue {
    const ABOUT: About = About {
        name: "formula-without-value",
        severity: Severity::Error,
        flags: &[Flag::LosesARow],
        explanation: Bilingual {
            zh: "台账用到的一列里有公式，文件中却没有计算结果（常见于由系统导出、没有用 Excel 打开过的文件）。按空白读取会改变统计数，所以报错误，这一行不统计。请用 Excel 或 WPS 打开工作簿并保存。",
            en: "A column that the log uses has a formula, but the file has no calculated value (as in files that a system wrote and Excel never opened). Read as blank it would change figures, so it is an error, and the row is left out. Open the workbook in Excel or WPS and save it.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!("公式没有计算结果", "the formula has no calculated value")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "工作簿没有计算过：请用 Excel 或 WPS 打开并保存",
            "the workbook was not calculated: open it in Excel or WPS and save it"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// Lines above the header that look like records.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsAboveHeader {
    /// How many there are.
    pub rows: u64,
}

impl Rule for RowsAboveHeader {
    const ABOUT: About = About {
        name: "rows-above-header",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "表头以上的行不读。其中有的行在各必填列都有内容，日期列又是日期，像是记录，例如排序时把表头也排了进去，这是警告。请把表头移到第一行；如确不是记录，可在 report.toml 中豁免。",
            en: "Lines above the header are not read. Some of them fill every required column and have a day where the log has one, say 2017-03-05, as when Excel sorted the header along with the rows: a warning. Move the header to the first row, or waive the warning.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows } = self;
        both!(
            "表头以上有 {0} 行像是记录，没有计入",
            "rows above the header that look like records, left out: {0}",
            rows
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请把表头移到第一行，例如排序时勾选“数据包含标题”",
            "move the header to the first row; Excel sorts it away unless it is told that there is one"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { rows: 2 }]
    }
}

/// No column gives the kind of the records, but a name or title does.
#[derive(Debug, Clone, PartialEq)]
pub struct KindTaken {
    /// The kind.
    pub kind: &'static str,
    /// The name or title.
    pub text: String,
    /// The log.
    pub log: &'static str,
    /// The file.
    pub file: String,
    /// The sheet, if several are read.
    pub sheet: Option<String>,
}

impl Rule for KindTaken {
    const ABOUT: About = About {
        name: "kind-taken",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "台账没有“类别”一列，而工作表的名称、表格的标题或文件名只说到一种，例如工作表“行政复议”、标题“2024年行政应诉案件台账”，全部记录就按这一种统计，只作提示。如不对，请加上“类别”列，或者在 report.toml 中给该文件写明 kind；写明后不再提示。",
            en: "A log has no column for the kind of its records, and the name of its sheet, its title or the name of its file says one kind, as the sheet \"行政复议\" or the title \"2024年行政应诉案件台账\" does: all records count as of that kind, a note. If that is wrong, add the column \"类别\", or write kind for the file in report.toml; then nothing is reported.",
        },
        example: Some(Example {
            wrong: "2024年行政应诉案件台账\n案号,受理日期",
            right: "2024年行政应诉案件台账\n案号,类别,受理日期",
        }),
    };

    fn message(&self) -> Message {
        let Self { kind, text, .. } = self;
        both!(
            "没有“类别”一列，按“{0}”一律作为{1}",
            "no column \"类别\"; by \"{0}\" all records are taken for \"{1}\"",
            shown(text),
            kind
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            kind,
            log,
            file,
            sheet,
            ..
        } = self;
        let setting = format!("kind = \"{kind}\"");
        if let Some(sheet) = sheet {
            return Some(both!(
                "请核对；在 report.toml 的 [logs] 中给 {0} 加上这一项以后不再提示：\n{1}",
                "check it; with this entry for {0} in [logs] of report.toml nothing is reported:\n{1}",
                log,
                sheet_entry(file, sheet, &setting)
            ));
        }
        Some(both!(
            "请核对；在 report.toml 中写明以后不再提示：\n{0}",
            "check it; with the kind in report.toml nothing is reported:\n{0}",
            file_lines(log, file, &setting)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let taken = |sheet: Option<&str>| Self {
            kind: "行政复议",
            text: text(),
            log: "disputes",
            file: "disputes.csv".to_owned(),
            sheet: sheet.map(str::to_owned),
        };
        vec![taken(None), taken(Some("行政复议"))]
    }
}

/// How a text file was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRead {
    /// Its encoding.
    pub encoding: &'static str,
    /// The separator of its cells.
    pub separator: Separator,
    /// The line of its header.
    pub header_line: u64,
}

impl Rule for FileRead {
    const ABOUT: About = About {
        name: "file-read",
        severity: Severity::Note,
        flags: &[Flag::Detail, Flag::Opening],
        explanation: Bilingual {
            zh: "程序判断出的编码、分隔符和表头位置，例如 gb18030、制表符、第 3 行，只作提示，加 -v 时显示。如判断有误，请在 report.toml 中写明，如 encoding = \"gb18030\"。",
            en: "The encoding, the separator and the header that were found, say gb18030, tabs, line 3. A note, shown with -v. If the encoding is another, say so in report.toml: encoding = \"utf-8\".",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self {
            encoding,
            separator,
            header_line,
        } = self;
        let (zh, en) = match separator {
            Separator::Comma => ("逗号", "commas"),
            Separator::Tab => ("制表符", "tabs"),
            Separator::Semicolon => ("分号", "semicolons"),
            Separator::Pipe => ("竖线", "vertical bars"),
        };
        Message {
            zh: format!("按 {encoding} 编码读取，以{zh}分隔，表头在第 {header_line} 行"),
            en: format!("read as {encoding}, separated by {en}, header on line {header_line}"),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            encoding: "gb18030",
            separator: Separator::Tab,
            header_line: 3,
        }]
    }
}

/// The separator of cells in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// A tab.
    Tab,
    /// `;`
    Semicolon,
    /// `|`
    Pipe,
}

/// How a sheet of a workbook was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRead {
    /// The row of its header.
    pub header_line: u64,
}

impl Rule for SheetRead {
    const ABOUT: About = About {
        name: "sheet-read",
        severity: Severity::Note,
        flags: &[Flag::Detail, Flag::Opening],
        explanation: Bilingual {
            zh: "文件按工作簿读取，表头在所示的行，只作提示，加 -v 时显示。如要读另一张工作表，请在 report.toml 中写明，如 sheet = \"2017\"。",
            en: "The file was read as a workbook, its header in the row given. A note, shown with -v. For another sheet say sheet = \"2017\" in report.toml.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { header_line } = self;
        both!(
            "按工作簿读取，表头在第 {} 行",
            "read as a workbook, header in row {}",
            header_line
        )
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { header_line: 3 }]
    }
}

/// The sheets of a workbook that are read for a log.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetsChosen {
    /// Their names.
    pub read: Vec<String>,
    /// The others, each with the reason.
    pub left_out: Vec<(String, SheetReason)>,
}

impl Rule for SheetsChosen {
    const ABOUT: About = About {
        name: "sheets-chosen",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "工作簿有几张工作表而 report.toml 没有写明读哪张时，凡没有隐藏、有这本台账表头的都读取，这里列出读取的和没有读取的及原因，只作提示。名称是样表、示例、模板、作废、草稿的不读。要另行指定，请写 sheet = \"采购\"，或者 sheet = [\"1月\", \"2月\"]，或者 sheet = \"*月\"。",
            en: "A workbook has several sheets, and report.toml does not say which are meant: all are read that are not hidden and have the header of the log. This note names those read and those left out, with the reason. Samples, templates and drafts (\"样表\", \"模板\", \"草稿\") are never meant. To choose, write sheet = \"采购\", sheet = [\"1月\", \"2月\"] or sheet = \"*月\".",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { read, left_out } = self;
        sheets_chosen(read, left_out)
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如不对，请在 report.toml 中用 sheet 写明工作表",
            "if that is wrong, name the sheets with sheet in report.toml"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                read: vec![text()],
                left_out: vec![
                    (text(), SheetReason::Hidden),
                    (text(), SheetReason::Empty),
                    (text(), SheetReason::Name),
                    (text(), SheetReason::Elsewhere),
                    (text(), SheetReason::NoHeader),
                    (text(), SheetReason::Other(OtherTable::Form)),
                    (text(), SheetReason::Other(OtherTable::Summary)),
                    (text(), SheetReason::Other(OtherTable::Totals)),
                    (text(), SheetReason::OtherLog { log: "procurement" }),
                    (text(), SheetReason::OtherKind),
                ],
            },
            Self {
                read: vec![text()],
                left_out: Vec::new(),
            },
        ]
    }
}

/// Why a sheet of a workbook is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetReason {
    /// It is hidden.
    Hidden,
    /// It has no cells.
    Empty,
    /// Its name marks it as a sample or as abandoned.
    Name,
    /// Read by another entry of `report.toml`.
    Elsewhere,
    /// It lacks columns that the log must have.
    NoHeader,
    /// It is another kind of table.
    Other(OtherTable),
    /// It has the header of another log.
    OtherLog {
        /// The log.
        log: &'static str,
    },
    /// It contains requests of the other kind.
    OtherKind,
}

/// Cells merged over several rows; each of these rows gets the value.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedCells {
    /// Number of merged cells.
    pub cells: u64,
    /// Number of cells below the first row that were filled in.
    pub filled: u64,
}

impl Rule for MergedCells {
    const ABOUT: About = About {
        name: "merged-cells",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "标题行以下有纵向合并的单元格，其内容按每一行都有读取；整行空白的行不补。这只是提示。横向合并的单元格不变。如果各行内容不同，请取消合并并逐行填写。",
            en: "Cells below the header are merged over several rows: their value is read for every row they cover, except rows with nothing else in them: this is a note. Cells merged across columns stay as they are. Where the rows differ, unmerge the cells and fill in each row.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { cells, filled } = self;
        both!(
            "{}个合并单元格跨多行，各行都按合并的内容读取（补填{}格）",
            "merged cells over several rows: {}; every row has their value ({} cells filled in)",
            cells,
            filled
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如不该各行都有，请取消合并并逐行填写",
            "where the rows differ, unmerge the cells and fill in each row"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            cells: 2,
            filled: 3,
        }]
    }
}

/// Hidden files that match a pattern and are skipped.
#[derive(Debug, Clone, PartialEq)]
pub struct SkippedFiles {
    /// Their names.
    pub files: Vec<String>,
}

impl Rule for SkippedFiles {
    const ABOUT: About = About {
        name: "skipped-files",
        severity: Severity::Note,
        flags: &[Flag::Layout],
        explanation: Bilingual {
            zh: "report.toml 用通配符写台账，例如 2017-*.csv，而以“.”或“~”开头的文件（隐藏文件、Excel 打开文件时生成的 ~$ 文件）不读取，这是提示。如其中有台账，请改名。",
            en: "A log is named by a pattern such as 2017-*.csv. Files that begin with . or ~ are hidden, or written by Excel beside an open file, and are not read: a note. If one is a log, rename it.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { files } = self;
        Message {
            zh: format!("没有读取隐藏文件或锁定文件：{}", list_zh(files)),
            en: format!("hidden and lock files, not read: {}", list_en(files)),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如其中有台账，请改名，不要以“.”或“~”开头",
            "if one of them is a log, rename it so that it does not begin with \".\" or \"~\""
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            files: vec![file()],
        }]
    }
}

/// A file has a header and no rows.
#[derive(Debug, Clone, PartialEq)]
pub struct FileWithoutRows;

impl Rule for FileWithoutRows {
    const ABOUT: About = About {
        name: "file-without-rows",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "文件有表头，下面没有记录，例如 guides.csv 只有第一行，相应的数字为 0，这是提示。如确实没有记录，无须处理。",
            en: "A file such as guides.csv has a header and no rows below it. Its figures are 0: a note. If there was nothing to log, nothing need be done.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!(
            "文件只有表头，没有记录",
            "the file has a header and no rows"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如确实没有记录，无须处理；否则请核对文件",
            "if there was nothing to log, do nothing; otherwise look at the file"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// Rows that contain only separators.
#[derive(Debug, Clone, PartialEq)]
pub struct BlankRows {
    /// How many there are.
    pub rows: u64,
}

impl Rule for BlankRows {
    const ABOUT: About = About {
        name: "blank-rows",
        severity: Severity::Note,
        flags: &[Flag::Detail],
        explanation: Bilingual {
            zh: "有些行只有分隔符，例如 Excel 另存时表格末尾的“,,,”，没有内容，不计入，只作提示，加 -v 时显示。",
            en: "Rows hold separators and nothing else, such as \",,,\" below a table that Excel saved. They are left out. A note, shown with -v.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { rows } = self;
        Message {
            zh: format!("有 {rows} 行只有分隔符、没有内容，未计入"),
            en: format!(
                "{} with separators and nothing else, left out",
                counted(*rows, "row")
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!("无须处理", "nothing need be done"))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { rows: 2 }]
    }
}

/// A file ends with the DOS end-of-file byte.
#[derive(Debug, Clone, PartialEq)]
pub struct EndMark;

impl Rule for EndMark {
    const ABOUT: About = About {
        name: "end-mark",
        severity: Severity::Note,
        flags: &[Flag::Detail],
        explanation: Bilingual {
            zh: "文件以 0x1A 字节结束，例如 FoxPro 等旧程序导出的文件，这个字节不作为内容，只作提示，加 -v 时显示。",
            en: "A file ends with the byte 0x1A, as old programs such as FoxPro export it. The byte is no part of the last row. A note, shown with -v.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        both!(
            "文件末尾有一个 0x1A 字节（旧程序的结束标记），不作为内容",
            "the file ends with the byte 0x1A, an end mark of old programs; it is no row"
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!("无须处理", "nothing need be done"))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// Dates that are stored as serial numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct SerialDates {
    /// The first serial number.
    pub text: String,
    /// Its date.
    pub date: NaiveDate,
}

impl Rule for SerialDates {
    const ABOUT: About = About {
        name: "serial-dates",
        severity: Severity::Note,
        flags: &[Flag::Detail],
        explanation: Bilingual {
            zh: "日期列里的五位数按 Excel 的日期序号读取，例如 42799 是 2017-03-05，只作提示，加 -v 时显示。如不是日期，请改正。",
            en: "A number of five digits in a column of dates is read as Excel counts days: 42799 is 2017-03-05. A note, shown with -v. Correct it if it is no date.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { text, date } = self;
        both!(
            "“{0}”按 Excel 日期序号读作 {1}，本列其余的数字也是",
            "\"{0}\" is read as {1}, a day as Excel counts them, and so are others in the column",
            shown(text),
            date
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如不是日期，请改正；日期宜写作 2017-03-05",
            "correct it if it is no date; dates are better written 2017-03-05"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            text: text(),
            date: chrono::NaiveDate::MIN,
        }]
    }
}

rules![
    BadWorkbook,
    MissingSheet,
    WebPage,
    DamagedText,
    NoHeader,
    UnknownSeparator,
    NotALog,
    SheetsOverlap,
    RaggedRow,
    UnclosedQuote,
    RowTooLong,
    FormulaWithoutValue,
    RowsAboveHeader,
    KindTaken,
    FileRead,
    SheetRead,
    SheetsChosen,
    MergedCells,
    SkippedFiles,
    FileWithoutRows,
    BlankRows,
    EndMark,
    SerialDates
];

/// Why a workbook cannot be read.
fn bad_workbook(fault: &WorkbookFault) -> Message {
    let why = match fault {
        WorkbookFault::Damaged => both!("文件已损坏", "the file is damaged"),
        WorkbookFault::CutShort => both!("文件不完整", "the file is incomplete"),
        WorkbookFault::Unreadable { reason } => both!("{}", "{}", escaped(reason)),
        WorkbookFault::MissingPart { name } => {
            both!("文件中缺少“{}”", "the file lacks \"{}\"", escaped(name))
        }
        WorkbookFault::BadReference { reference } => both!(
            "单元格“{}”在工作表范围以外",
            "the cell \"{}\" is outside the sheet",
            shown(reference)
        ),
        WorkbookFault::NotInOrder => {
            both!("单元格重复或次序颠倒", "a cell is repeated or out of order")
        }
        WorkbookFault::NoSuchText { index } => both!(
            "单元格所指的文字“{}”不存在",
            "the text \"{}\" that the cell refers to does not exist",
            escaped(index)
        ),
        WorkbookFault::BadValue { value } => both!(
            "单元格中存储的值“{}”无效",
            "the stored value \"{}\" is invalid",
            shown(value)
        ),
        WorkbookFault::LongText => both!(
            "单元格文字超过 32767 个字符",
            "a cell has more than 32767 characters"
        ),
        WorkbookFault::MergedTwice => both!("合并单元格互相重叠", "merged cells overlap"),
        WorkbookFault::TooManyCopies => both!(
            "重复的单元格超过四百万个",
            "more than four million cells are copies of others"
        ),
        WorkbookFault::TooLarge => {
            both!("内容超过 400 MiB", "its content takes more than 400 MiB")
        }
        WorkbookFault::Unpacks => both!(
            "解压后的内容是文件大小的 200 倍以上",
            "it unpacks to more than 200 times its size"
        ),
    };
    Message {
        zh: format!("工作簿无法读取：{}", why.zh),
        en: format!("the workbook cannot be read: {}", why.en),
    }
}

/// The sheets that are read, and why the others are not.
fn sheets_chosen(read: &[String], left_out: &[(String, SheetReason)]) -> Message {
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for (sheet, reason) in left_out {
        let (sheet, reason) = (shown(sheet), sheet_reason(*reason));
        zh.push(format!("“{sheet}”（{}）", reason.zh));
        en.push(format!("\"{sheet}\" ({})", reason.en));
    }
    let (zh, en) = (zh.join("、"), en.join(", "));
    let (read_zh, read_en) = (list_zh(read), list_en(read));
    let (zh, en) = match (read.is_empty(), left_out.is_empty()) {
        (true, _) => (
            format!("没有读取的工作表：{zh}"),
            format!("sheets not read: {en}"),
        ),
        (false, true) => (
            format!("读取的工作表：{read_zh}"),
            format!("sheets read: {read_en}"),
        ),
        (false, false) => (
            format!("读取的工作表：{read_zh}；没有读取：{zh}"),
            format!("sheets read: {read_en}; not read: {en}"),
        ),
    };
    Message { zh, en }
}

fn sheet_reason(reason: SheetReason) -> Message {
    match reason {
        SheetReason::Hidden => both!("隐藏", "hidden"),
        SheetReason::Empty => both!("空表", "blank"),
        SheetReason::Name => both!("名称是样表、草稿之类", "by its name a sample or a draft"),
        SheetReason::Elsewhere => both!("report.toml 另有指定", "named elsewhere in report.toml"),
        SheetReason::NoHeader => both!("没有这本台账的表头", "without the header of this log"),
        SheetReason::Other(OtherTable::Form) => both!("一件一张的登记表", "a form for one record"),
        SheetReason::Other(OtherTable::Summary) => both!("按月汇总表", "a summary by month"),
        SheetReason::Other(OtherTable::Totals) => both!("只有合计数", "with totals only"),
        SheetReason::OtherLog { log } => both!(
            "表头是另一本台账 {0} 的",
            "with the header of the log {0}",
            log
        ),
        SheetReason::OtherKind => both!("是另一类申请", "requests of the other kind"),
    }
}

/// Formats a separator; describes it in words if it is invisible.
fn separator_named(separator: &str) -> Message {
    match separator {
        " " => both!("空格", "blanks"),
        "\\t" => both!(
            "“\\t”（反斜杠和字母 t 两个字符）",
            "\"\\t\" (a backslash and the letter t)"
        ),
        "，" => both!("全角逗号“，”", "full-width commas \"，\""),
        _ => both!("“{}”", "\"{}\"", separator),
    }
}

fn other_table(kind: OtherTable) -> Message {
    match kind {
        OtherTable::Form => both!(
            "这是一件一张的登记表（左边项目、右边内容），不是台账，没有统计",
            "a form for one record, each label with its value beside it: it is no log and is not counted"
        ),
        OtherTable::Totals => both!(
            "这里只有各类决定的合计数，不是逐件登记的台账，没有统计",
            "the totals of decisions by kind: it is no log and is not counted"
        ),
        OtherTable::Summary => both!(
            "这是按月汇总表，不是台账，没有统计",
            "a summary by month: it is no log and is not counted"
        ),
    }
}
