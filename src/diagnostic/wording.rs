//! The words of every finding, in both languages.
//!
//! Each arm gives the Chinese and the English wording side by side, so that neither is forgotten.
//! Chinese is written for the clerk of an office. Whatever was read from a file passes through
//! [`shown`] or [`escaped`], so that no cell can flood or command a terminal. A hint may hold lines of
//! `report.toml` to paste, each on a line of its own.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::{
    CalendarProblem, Code, DoubtfulDay, Expected, FailedIdentity, FlaggedAs, FormProblem,
    IdentityCell, Implausible, OtherTable, PageKind, Problem, RequestName, Separator, SheetReason,
    UnsafeAmount, WorkbookFault,
};
use crate::language::{Bilingual, Language};
use crate::vocabulary::segments_of;

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The Chinese wording.
    pub zh: String,
    /// The English wording.
    pub en: String,
}

impl Message {
    /// The wording in `language`.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The Chinese and the English wording, formatted with the same arguments.
macro_rules! both {
    ($zh:literal, $en:literal $(, $argument:expr)* $(,)?) => {
        Message { zh: format!($zh $(, $argument)*), en: format!($en $(, $argument)*) }
    };
}

/// What was found, in one line.
#[must_use]
#[expect(clippy::too_many_lines, reason = "an arm for each kind of finding")]
pub fn message(problem: &Problem) -> Message {
    match problem {
        Problem::MissingProject => both!("没有找到 report.toml", "there is no report.toml"),
        Problem::UnreadableFile { reason } => both!(
            "文件无法读取：{}",
            "the file cannot be read: {}",
            escaped(reason)
        ),
        Problem::FileTooLarge { bytes, limit_mib } => match bytes {
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
        },
        Problem::MissingLog { file } => both!(
            "report.toml 中写明的台账文件“{}”不存在",
            "the log \"{}\" that report.toml names is not there",
            escaped(file)
        ),
        Problem::NameNotUtf8 { name } => both!(
            "台账文件“{}”的文件名不是 UTF-8 编码，无法读取",
            "the log \"{}\" cannot be read: its name is not UTF-8",
            escaped(name)
        ),
        Problem::MissingFile { file } => both!(
            "report.toml 中写明的文件“{}”不存在",
            "the file \"{}\" that report.toml names is not there",
            escaped(file)
        ),
        Problem::BadForm { problem } => form_problem(problem),
        Problem::MissingApplicant { requests: 1, .. } => both!(
            "没有登记申请人类型，而报告格式按申请人类型统计",
            "the kind of applicant is not logged, and the form counts by it"
        ),
        Problem::MissingApplicant { requests, .. } => both!(
            "没有申请人类型一列，而报告格式按申请人类型统计：{0} 件",
            "there is no column for the kind of applicant, and the form counts by it: {0} requests",
            requests
        ),
        Problem::OutcomeNotInForm { outcome, form } => Message {
            zh: format!("格式 {form} 没有“{outcome}”这种办理结果"),
            en: format!("the form {form} has no row for the outcome \"{outcome}\""),
        },
        Problem::IdentityFails { identity }
        | Problem::IdentityDoubtful { identity }
        | Problem::IdentityUnusual { identity } => Message {
            zh: format!(
                "{}（{}）不成立：{} 为 {}，应{} {} 即 {}",
                identity.id,
                identity.about.0,
                short_formula(&identity.left.0),
                identity.left.1,
                relation(identity.relation).zh,
                short_formula(&identity.right.0),
                identity.right.1
            ),
            en: format!(
                "the identity {} does not hold ({}): {} is {}, but should be {} {}, that is {}",
                identity.id,
                identity.about.1,
                short_formula(&identity.left.0),
                identity.left.1,
                relation(identity.relation).en,
                identity.right.0,
                identity.right.1
            ),
        },
        Problem::MissingContent { content } => Message {
            zh: format!("报告没有写明“{}”（{}）", content.name.0, content.article.0),
            en: format!(
                "the report says nothing of {} ({})",
                content.name.1, content.article.1
            ),
        },
        Problem::HeadingDiffers { heading, expected } => both!(
            "标题“{}”与格式规定的“{}”不同",
            "the heading \"{}\" is not the form's \"{}\"",
            shown(heading),
            escaped(expected)
        ),
        Problem::SectionOutOfOrder { heading, before } => both!(
            "“{}”应在“{}”之后",
            "the section \"{}\" should stand behind \"{}\"",
            shown(heading),
            shown(before)
        ),
        Problem::FeeStatement { id, stated, logged } => both!(
            "文中写“{1}”，而台账中的收费为 {2} 元（{0}）",
            "the text says \"{1}\", but by the logs {2} yuan were charged ({0})",
            id,
            shown(stated),
            logged
        ),
        Problem::NoLogs => both!("没有找到任何台账", "no log was found"),
        Problem::NoRequestLog => both!("没有申请与诉求台账", "there is no log of requests"),
        Problem::BadToml { reason } => Message {
            zh: toml_reason(reason),
            en: escaped(reason),
        },
        Problem::UnknownSetting { key, .. } => {
            both!(
                "没有“{}”这项设置",
                "there is no setting \"{}\"",
                escaped(key)
            )
        }
        Problem::BadSetting { key, expected } => {
            let (key, expected) = (escaped(key), self::expected(*expected));
            Message {
                zh: format!("“{key}”应为{}", expected.zh),
                en: format!("\"{key}\" should be {}", expected.en),
            }
        }
        Problem::MissingSetting { key } => {
            both!(
                "缺少设置“{}”",
                "the setting \"{}\" is missing",
                escaped(key)
            )
        }
        Problem::TextNotUtf8 => both!("文件不是 UTF-8 编码", "the file is not UTF-8"),
        Problem::NoRows => both!("台账里一行也没有", "the logs have no row"),
        Problem::AsOfBeforeYear { year, as_of } => both!(
            "观察日 {1} 早于 {0} 年",
            "{1} lies before the year {0}",
            year,
            as_of
        ),
        Problem::UnknownKey { key, .. } => {
            both!(
                "没有名为“{}”的指标",
                "no figure is called \"{}\"",
                escaped(key)
            )
        }
        Problem::DamagedText {
            encoding, offset, ..
        } => both!(
            "文件按 {0} 编码读取，第 {1} 个字节之后的内容已损坏",
            "read as {0}, the file is damaged after its first {1} bytes",
            encoding,
            offset
        ),
        Problem::BadWorkbook { fault } => bad_workbook(fault),
        Problem::MissingSheet { .. } => both!(
            "工作簿中没有要读的工作表",
            "the workbook does not have the sheet to be read"
        ),
        Problem::FormulaWithoutValue => {
            both!("公式没有计算结果", "the formula has no calculated value")
        }
        Problem::MergedCells { cells, filled } => both!(
            "{}个合并单元格跨多行，各行都按合并的内容读取（补填{}格）",
            "merged cells over several rows: {}; every row has their value ({} cells filled in)",
            cells,
            filled
        ),
        Problem::WebPage { kind } => match kind {
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
        },
        Problem::DateWithoutYear { text, rows: 1, .. } => {
            both!("“{}”没有写年份", "\"{}\" lacks its year", shown(text))
        }
        Problem::DateWithoutYear { text, rows, .. } => both!(
            "本列有 {1} 个日期没有写年份，例如“{0}”",
            "{1} days of the column lack their year, such as \"{0}\"",
            shown(text),
            rows
        ),
        Problem::DoubtfulDay {
            text,
            because: DoubtfulDay::CutShort { whole },
        } => both!(
            "“{}”可能原是“{}”，末尾的 0 已丢失",
            "\"{}\" may be \"{}\" without its last zero",
            shown(text),
            whole
        ),
        Problem::DoubtfulDay {
            text,
            because: DoubtfulDay::NextYear { year },
        } => both!(
            "“{}”之前已有更晚的日期，可能是 {} 年的下一年",
            "later days stand before \"{}\": it may be of the year after {}",
            shown(text),
            year
        ),
        Problem::DateWithoutDay { text } => {
            both!("“{}”没有写日", "\"{}\" lacks its day", shown(text))
        }
        Problem::TwoDigitYear { text } => both!(
            "“{}”的年份只有两位",
            "the year of \"{}\" has two digits",
            shown(text)
        ),
        Problem::LostId { text } => both!(
            "编号已变成“{}”，原来的数字已丢失",
            "the id became \"{}\" and its digits are lost",
            shown(text)
        ),
        Problem::SheetError { text } => both!(
            "“{}”是表格软件的出错标记，原来的内容已丢失",
            "\"{}\" stands where a spreadsheet lost a value",
            shown(text)
        ),
        Problem::SimilarHeader {
            key,
            header,
            written,
            ..
        } => both!(
            "列“{}”没有用到，它与缺少的列“{}”（{}）只差一个字",
            "the column \"{}\" is not used; it differs by one character from \"{}\" ({}), which the file lacks",
            shown(written),
            header,
            key
        ),
        Problem::MappedHeaderMissing { key, header } => both!(
            "report.toml 写明“{1}”为 {0} 列，但文件中没有这个表头",
            "report.toml calls {0} \"{1}\", but the file has no such header",
            key,
            shown(header)
        ),
        Problem::UnmetDecision { row, log } => both!(
            "台账 {1} 中没有“{0}”，这一项不起作用",
            "the log {1} has no row \"{0}\", so this decides nothing",
            shown(row),
            log
        ),
        Problem::IdleDecision { is_same: true, log } => both!(
            "台账 {0} 的这几条记录本来就算同一条，这一项不起作用",
            "these rows of the log {0} are one without it, so this decides nothing",
            log
        ),
        Problem::IdleDecision { log, .. } => both!(
            "台账 {0} 的这几条记录本来就各算一条，这一项不起作用",
            "these rows of the log {0} are one each without it, so this decides nothing",
            log
        ),
        Problem::DecisionsContradict {
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
        Problem::DecisionsContradict {
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
        Problem::RunningIds { ids, log: _, file } => both!(
            "{0} 个编号在几个文件或工作表中都有，指的却不是同一条记录，例如在 {1} 中：编号是各自从头编的流水号，按文件分别统计",
            "ids begin anew in each file or sheet, as in {1}: {0} stand in several and name different records, which are counted apart",
            ids,
            escaped(file)
        ),
        Problem::LabelsAlike { label, other } => both!(
            "“{0}”与“{1}”只差字符的写法，分开统计",
            "\"{0}\" and \"{1}\" differ in the form of a character only, and are counted apart",
            shown(label),
            shown(other)
        ),
        Problem::IdsAlike { id, other } => both!(
            "编号“{0}”与“{1}”几乎相同，按两个编号统计",
            "the ids \"{0}\" and \"{1}\" are nearly the same; they are counted as two",
            shown(id),
            shown(other)
        ),
        Problem::SharedDocumentNumber { number, rows } => both!(
            "有 {1} 行的文号已用于另一标题，例如“{0}”，按不同的信息统计",
            "the document number stands under another title as well, as \"{0}\" does: {1} rows, counted as items of their own",
            shown(number),
            rows
        ),
        Problem::PossibleDuplicates { rows, lines } => {
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
        Problem::DifferingRow {
            id,
            first_file,
            first_line,
        } => both!(
            "编号“{0}”与 {1} 第 {2} 行相同，内容却不同，按两条统计",
            "the id \"{0}\" is that of {1}:{2} with other content; both are counted",
            shown(id),
            escaped(first_file),
            first_line
        ),
        Problem::RowsAboveHeader { rows } => both!(
            "表头以上有 {0} 行像是记录，没有计入",
            "rows above the header that look like records, left out: {0}",
            rows
        ),
        Problem::FileNamedTwice { file } => both!(
            "台账文件“{0}”写了两次，只读一次",
            "the file \"{0}\" is named twice for one log, and read once",
            escaped(file)
        ),
        Problem::ExcludedRequests { requests } => both!(
            "处理状态为退回或转办，不计入统计：{0} 件",
            "requests returned or transferred, so not counted: {0}",
            requests
        ),
        Problem::StruckRows { rows } => both!(
            "有 {} 行整行加了删除线，没有计入",
            "rows that are struck through, left out: {}",
            rows
        ),
        Problem::TotalsRow { text, rows: 1 } => both!(
            "这一行是“{}”，不是记录，没有计入",
            "a row of totals (\"{}\"), left out",
            shown(text)
        ),
        Problem::TotalsRow { text, rows } => both!(
            "这样的“{}”有 {} 行，不是记录，没有计入",
            "rows such as \"{}\" add up the rows above, are no records and are left out: {}",
            shown(text),
            rows
        ),
        Problem::LinesBelowTable { lines, labels } => Message {
            zh: format!(
                "表格末尾有 {lines} 行是合计、落款或备注，不是记录，没有计入：{}",
                list_zh(labels)
            ),
            en: format!(
                "left out below the table: {} with a total, a signature or a note ({})",
                counted(*lines, "line"),
                list_en(labels)
            ),
        },
        Problem::WholeYearFigures { year, figures } => both!(
            "report.toml 的 [figures.{0}]、[targets.{0}] 是全年的数字（{1} 项），统计一段时间时不用",
            "[figures.{0}] and [targets.{0}] in report.toml are of the whole year, and left out of a part of it: {1}",
            year,
            figures
        ),
        Problem::RangeOfIds { id, rows, records } => Message {
            zh: format!(
                "有 {rows} 行的编号写的是一段，例如“{}”，按 {records} 件统计",
                shown(id)
            ),
            en: format!(
                "{} with a range of ids, such as \"{}\", counted as {records} requests",
                counted(*rows, "row"),
                shown(id)
            ),
        },
        Problem::ArticleInColumns { rows, id, article } => Message {
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
        },
        Problem::DividerRows { rows, words } => Message {
            zh: format!(
                "有 {rows} 行是分组标题，不是记录，没有计入：{}",
                list_zh(words)
            ),
            en: format!(
                "{} that name a group of records, left out: {}",
                counted(*rows, "row"),
                list_en(words)
            ),
        },
        Problem::NumberedRows { rows } => Message {
            zh: format!("表格末尾有 {rows} 行只有序号或发布机构，没有内容，没有计入"),
            en: format!(
                "left out at the end of the table: {} with a number or the office and nothing else",
                counted(*rows, "row")
            ),
        },
        Problem::TotalDiffers {
            stated,
            rows,
            is_of_part: true,
        } => both!(
            "这一段的合计为 {0}，这一段实有 {1} 条记录",
            "the total of this part of the table is {0}, but the part has {1} records",
            stated,
            rows
        ),
        Problem::TotalDiffers { stated, rows, .. } => both!(
            "表格末尾的合计为 {0}，表中实有 {1} 条记录",
            "the total below the table is {0}, and the table has {1} records",
            stated,
            rows
        ),
        Problem::RepeatedRows { rows, first_file } => Message {
            zh: format!(
                "有 {rows} 行与 {} 中的记录完全相同，只计一次",
                escaped(first_file)
            ),
            en: format!(
                "counted once: {} that {} holds as well",
                counted(*rows, "row"),
                escaped(first_file)
            ),
        },
        Problem::FileRead {
            encoding,
            separator,
            header_line,
        } => {
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
        Problem::SheetRead { header_line } => both!(
            "按工作簿读取，表头在第 {} 行",
            "read as a workbook, header in row {}",
            header_line
        ),
        Problem::SheetsChosen { read, left_out } => sheets_chosen(read, left_out),
        Problem::UnknownSeparator { separator } => Message {
            zh: format!(
                "单元格以{}分隔，程序不能按它读取",
                separator_named(separator).zh
            ),
            en: format!(
                "the cells are separated by {}, which is not read as a separator",
                separator_named(separator).en
            ),
        },
        Problem::NotALog { kind, .. } => other_table(*kind),
        Problem::SheetsOverlap {
            sheet,
            rows,
            shared,
            ..
        } => both!(
            "工作表“{0}”共 {1} 行，其中 {2} 行在其他工作表中也有，一起读取会重复计算",
            "of the {1} rows of the sheet \"{0}\", {2} stand in other sheets as well: read together they would count twice",
            shown(sheet),
            rows,
            shared
        ),
        Problem::SkippedFiles { files } => Message {
            zh: format!("没有读取隐藏文件或锁定文件：{}", list_zh(files)),
            en: format!("hidden and lock files, not read: {}", list_en(files)),
        },
        Problem::FileWithoutRows => both!(
            "文件只有表头，没有记录",
            "the file has a header and no rows"
        ),
        Problem::BlankRows { rows } => Message {
            zh: format!("有 {rows} 行只有分隔符、没有内容，未计入"),
            en: format!(
                "{} with separators and nothing else, left out",
                counted(*rows, "row")
            ),
        },
        Problem::EndMark => both!(
            "文件末尾有一个 0x1A 字节（旧程序的结束标记），不作为内容",
            "the file ends with the byte 0x1A, an end mark of old programs; it is no row"
        ),
        Problem::IgnoredColumns { headers } => Message {
            zh: format!("没有用到的列：{}", list_zh(headers)),
            en: format!("columns that are not used: {}", list_en(headers)),
        },
        Problem::UnitApplied { header, factor } => both!(
            "“{0}”列的金额都乘以 {1}，换算为元",
            "the sums under \"{0}\" are multiplied by {1} to give yuan",
            shown(header),
            factor
        ),
        Problem::SerialDates { text, date } => both!(
            "“{0}”按 Excel 日期序号读作 {1}，本列其余的数字也是",
            "\"{0}\" is read as {1}, a day as Excel counts them, and so are others in the column",
            shown(text),
            date
        ),
        Problem::NoHeader => both!("台账没有表头行", "the log has no header row"),
        Problem::MissingColumn { key, header, .. } => both!(
            "台账缺少“{}”列（{}）",
            "the log has no column \"{}\" ({})",
            header,
            key
        ),
        Problem::AmbiguousColumn { key, headers, .. } => Message {
            zh: format!("表头{}都对应同一列（{key}）", list_zh(headers)),
            en: format!("the headers {} all mean {key}", list_en(headers)),
        },
        Problem::RaggedRow { expected, found } => Message {
            zh: format!("本行有 {found} 个单元格，而表头有 {expected} 个"),
            en: format!(
                "the row has {}, the header {expected}",
                counted(*found as u64, "cell")
            ),
        },
        Problem::UnclosedQuote => both!(
            "这里的双引号没有成对",
            "the quote that opens here is never closed"
        ),
        Problem::RowTooLong { limit_mib } => both!(
            "从这里开始的一行超过 {} MiB，无法读取",
            "the row that begins here is longer than {} MiB",
            limit_mib
        ),
        Problem::MissingCell => both!("必填的单元格是空的", "a cell that must be filled is blank"),
        Problem::BadDate { text } => both!("“{}”不是日期", "\"{}\" is not a date", shown(text)),
        Problem::BadAmount { text } => {
            both!("“{}”不是金额", "\"{}\" is not a sum of money", shown(text))
        }
        Problem::UnknownCode { text, rows: 1, .. } => both!(
            "“{}”不在本列可用的词语之内",
            "\"{}\" is none of the words this column allows",
            shown(text)
        ),
        Problem::UnknownCode { text, rows, .. } => both!(
            "“{}”不在本列可用的词语之内，本文件有 {} 行",
            "\"{}\" is none of the words this column allows; {} rows of the file hold it",
            shown(text),
            rows
        ),
        Problem::UnknownApplicant { rows, lines, .. } => Message {
            zh: format!(
                "有 {rows} 行的申请人不是规定的类型（{}）；内容可能是姓名，不予显示",
                lines_zh(lines, *rows)
            ),
            en: format!(
                "applicants that are no kind of applicant: {rows} ({}); they may be names and are not shown",
                lines_en(lines, *rows)
            ),
        },
        Problem::UndecidedWord { text, rows: 1, .. } => both!(
            "单凭“{}”不能确定计入哪一项",
            "the word \"{}\" alone does not decide what to count",
            shown(text)
        ),
        Problem::UndecidedWord { text, rows, .. } => both!(
            "单凭“{}”不能确定计入哪一项，本文件有 {} 行",
            "the word \"{}\" alone does not decide what to count; {} rows of the file hold it",
            shown(text),
            rows
        ),
        Problem::UndecidedTicks {
            key: "outcome",
            rows,
            ..
        } => both!(
            "办理结果的各列中勾选了几列，或者填了别的内容：{} 行",
            "of the columns for the outcomes several are ticked, or one holds something else: rows {}",
            rows
        ),
        Problem::UndecidedTicks { rows, .. } => both!(
            "申请人类型的各列中没有勾选，勾选了几列，或者填了别的内容：{} 行",
            "of the columns for the kinds of applicant none is ticked, several are, or one holds something else: rows {}",
            rows
        ),
        Problem::BadAnswer { text, .. } if text.is_empty() => {
            both!("这一项没有写明答案", "this answers nothing")
        }
        Problem::BadAnswer { text, .. } => both!(
            "答案“{}”也不能确定计入哪一项",
            "the answer \"{}\" does not decide what to count either",
            shown(text)
        ),
        Problem::IdleAnswer { row, log } => both!(
            "台账 {1} 中没有“{0}”，或者它的用词已经能够确定，这一项不起作用",
            "the log {1} has no row \"{0}\", or its own word decides, so this answers nothing",
            shown(row),
            log
        ),
        Problem::ColumnChosen {
            key,
            column,
            chosen,
            others,
            ..
        } => Message {
            zh: format!(
                "{column}（{key}）取“{}”，没有用{}",
                shown(chosen),
                list_zh(others)
            ),
            en: format!(
                "{key} (\"{column}\") is read from \"{}\", not from {}",
                shown(chosen),
                list_en(others)
            ),
        },
        Problem::UnreadColumns {
            headers, likely, ..
        } => {
            let zh = likely.iter();
            let zh = zh.map(|(_, column, header)| format!("“{}”可能是{column}", shown(header)));
            let en = likely.iter();
            let en = en.map(|(key, column, header)| {
                format!("\"{}\" may be {key} (\"{column}\")", shown(header))
            });
            let (zh, en) = (zh.collect::<Vec<_>>(), en.collect::<Vec<_>>());
            Message {
                zh: format!("没有用到的列：{}；其中{}", list_zh(headers), zh.join("，")),
                en: format!(
                    "columns that are not used: {}; {}",
                    list_en(headers),
                    en.join(", ")
                ),
            }
        }
        Problem::KindTaken { kind, text, .. } => both!(
            "没有“类别”一列，按“{0}”一律作为{1}",
            "no column \"类别\"; by \"{0}\" all records are taken for \"{1}\"",
            shown(text),
            kind
        ),
        Problem::NoEndColumn { candidates } => Message {
            zh: format!(
                "没有答复日期或办结日期一列，是否按期无从判断，有关数字为空；没有用到的日期列：{}",
                list_zh(candidates)
            ),
            en: format!(
                "no column for the day of reply or of closing, so the figures that depend on it are absent; columns of days that are not used: {}",
                list_en(candidates)
            ),
        },
        Problem::ExcludedRows { rows, words } => {
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
        Problem::BadLimit { text } => {
            both!(
                "“{}”不是办理期限",
                "\"{}\" is not a time limit",
                shown(text)
            )
        }
        Problem::DuplicateId {
            id,
            first_file,
            first_line,
        } => both!(
            "编号“{}”已在 {} 第 {} 行登记过",
            "the id \"{}\" was already used in {}, line {}",
            shown(id),
            escaped(first_file),
            first_line
        ),
        Problem::RequestOfTwoYears {
            id,
            first_file,
            first_line,
            first_year,
            year,
        } => both!(
            "编号“{}”在 {} 第 {} 行收到于 {} 年，在本行收到于 {} 年，两年都会计入",
            "the id \"{}\" was received in {3} by {1}, line {2}, and in {4} by this row, and would count in both years",
            shown(id),
            escaped(first_file),
            first_line,
            first_year,
            year
        ),
        Problem::YearWithoutRows { year, .. } => {
            both!("各台账都没有 {} 年的记录", "no log has a row in {}", year)
        }
        Problem::NoForm { year } => both!(
            "没有适用于 {} 年的报告格式",
            "no form is in force for {}",
            year
        ),
        Problem::UnknownPlaceholder { name, .. } => both!(
            "占位符“{}”没有对应的指标",
            "the placeholder \"{}\" names nothing",
            escaped(name)
        ),
        Problem::BadPlaceholder { reason } => both!(
            "占位符无法计算：{}",
            "the placeholder cannot be computed: {}",
            escaped(reason)
        ),
        Problem::UnknownConstruct { construct, count } => {
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
        Problem::NestedTooDeep { limit } => {
            both!("嵌套超过 {} 层", "nested more than {} levels deep", limit)
        }
        Problem::EndlessNarrative => both!(
            "文稿里的循环太多，或者写出的文字太长",
            "the loops of the narrative take too many steps, or write too much"
        ),
        Problem::BadAddress { address, .. } => both!(
            "“{}”不是图表的地址",
            "\"{}\" is not the address of a figure",
            escaped(address)
        ),
        Problem::DeclaredDisagrees {
            key,
            declared,
            counted,
        } => both!(
            "申报的“{}”为 {}，台账统计为 {}",
            "\"{}\" is declared as {}, but the logs give {}",
            escaped(key),
            escaped(declared),
            escaped(counted)
        ),
        Problem::DeclaredTwice {
            key,
            declared,
            first_key,
            first,
            first_line,
        } => both!(
            "申报的“{}”为 {}，而第 {} 行的“{}”是同一个数字，申报为 {}",
            "\"{}\" is declared as {}, but line {} declares the same figure, \"{}\", as {}",
            escaped(key),
            escaped(declared),
            first_line,
            escaped(first_key),
            escaped(first)
        ),
        Problem::UnclearChannel { channel, items } => both!(
            "单凭“{}”这个名称不能判断属于哪类公开渠道，在它上面公开的 {} 条暂计入“其他方式”",
            "the name \"{}\" alone does not decide the group of the channel; its items, {}, count as other for now",
            shown(channel),
            items
        ),
        Problem::SecondInstance { rows, .. } => both!(
            "有 {} 行是二审或者再审，与一审可能是同一案件，现各计一件",
            "rows of a second instance, each counted as a case, which may be the same as in the first: {}",
            rows
        ),
        Problem::RepealWithoutDay { rows, .. } => both!(
            "清理结果是废止、失效，却没有废止日期，不知道计入哪一年：{} 行",
            "documents repealed by their review, without the day of repeal, so of no year: rows {}",
            rows
        ),
        Problem::MissingRoute { rows, .. } => both!(
            "行政诉讼没有写明起诉途径（未经复议直接起诉，或者复议后起诉）：{} 行",
            "lawsuits without their route, \"未经复议直接起诉\" or \"复议后起诉\": rows {}",
            rows
        ),
        Problem::UndecidedChannel { text, rows } => both!(
            "申请渠道“{}”可能是邮寄，也可能是电子邮件，本文件有 {} 行",
            "the channel \"{}\" of requests may be post or e-mail; rows of the file: {}",
            shown(text),
            rows
        ),
        Problem::UnknownChannel { channel, items } => both!(
            "公开渠道“{}”不在已知的类别中，在它上面公开的 {} 条计入“其他方式”",
            "the channel \"{}\" is in no known group; its items, {}, count as other",
            shown(channel),
            items
        ),
        Problem::ReservedCharacter => both!(
            "文稿中有程序保留使用的字符",
            "the text holds a character that is reserved for the program"
        ),
        Problem::NoNarrative { year } => both!(
            "没有 {} 年的文稿，使用格式自带的提纲",
            "there is no narrative for {}: the form's own skeleton is used",
            year
        ),
        Problem::MoreFindings { code, count } => Message {
            zh: format!("另有 {count} 条 {} 没有列出", code.name()),
            en: format!("{count} more of {} are not listed", code.name()),
        },
        Problem::RowsLeftOut { rows } => Message {
            zh: format!("有 {rows} 行因错误没有计入"),
            en: format!("left out because of errors: {}", counted(*rows, "row")),
        },
        Problem::DifferingField {
            first,
            first_file,
            first_line,
        } => both!(
            "与同一信息首行的“{}”（{} 第 {} 行）不一致",
            "differs from \"{}\" in the first row of the item ({}, line {})",
            shown(first),
            escaped(first_file),
            first_line
        ),
        Problem::NoSigningDate { year } => both!(
            "没有设置 {} 年度报告的落款日期",
            "no day of signing is set for the report on {}",
            year
        ),
        Problem::StrayEmphasis => both!(
            "这里的星号不会变成加粗，会原样印出",
            "these asterisks are not read as emphasis and would be printed"
        ),
        Problem::UnsupportedMarkdown { what } => both!(
            "报告中不能使用这种 Markdown：{}",
            "a report cannot hold this part of Markdown: {}",
            escaped(what)
        ),
        Problem::UnusedOrder { key, labels } => Message {
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
        },
        Problem::UnknownAnswer { text, rows } => Message {
            zh: format!(
                "“{}”不是已知的满意度评价，不计入满意率；本文件有 {rows} 行",
                shown(text)
            ),
            en: format!(
                "\"{}\" is no known grade of satisfaction: it is in no rate of satisfaction; {} of the file",
                shown(text),
                counted(*rows, "row")
            ),
        },
        Problem::UnknownWord { word, rows: 1, .. } => both!(
            "“{}”不是已知的词语，按原样统计",
            "\"{}\" is not a known word; it is counted as it is",
            shown(word)
        ),
        Problem::UnknownWord { word, rows, .. } => both!(
            "“{}”不是已知的词语，按原样统计：共 {} 行",
            "\"{}\" is not a known word; it is counted as it is: rows {}",
            shown(word),
            rows
        ),
        Problem::RepeatedRequest { id, rows } => Message {
            zh: format!("编号“{}”共有 {rows} 行，按 1 件统计", shown(id)),
            en: format!(
                "the id \"{}\" stands in {}, counted as one request",
                shown(id),
                counted(*rows as u64, "row")
            ),
        },
        Problem::NoLimit { requests } => Message {
            zh: format!("有 {requests} 件诉求没有办理期限，不计入按期答复率"),
            en: format!(
                "without a time limit, so in no rate: {}",
                counted(*requests, "request")
            ),
        },
        Problem::OnTimeContradicted { claim, key, value }
        | Problem::ClaimContradicted { claim, key, value } => both!(
            "文稿写“{}”，而 {} 是 {}",
            "the text says \"{}\", but {} is {}",
            shown(claim),
            escaped(key),
            value
        ),
        Problem::TypedFigure { text, key } => both!(
            "“{}”是手工填写的，它就是 {}",
            "\"{}\" was typed by hand, and is {}",
            shown(text),
            escaped(key)
        ),
        Problem::FigureContradicted { text, key, value } => both!(
            "“{}”与 {} 不符，后者是 {}",
            "\"{}\" is not {}, which is {}",
            shown(text),
            escaped(key),
            value
        ),
        Problem::StaleYear { found, year } => both!(
            "这里写的是 {} 年，本报告是 {} 年的",
            "this says {}, and the report is on {}",
            found,
            year
        ),
        Problem::VagueCount {
            text,
            is_both: true,
        } => both!(
            "“{}”有两个约数词",
            "\"{}\" is made vague twice",
            shown(text)
        ),
        Problem::VagueCount { text, .. } => both!(
            "“{}”中的数是准确数，却带约数词",
            "\"{}\" is an exact count with a word that makes it vague",
            shown(text)
        ),
        Problem::ColloquialDate { text } => both!(
            "“{}”是口语的写法",
            "\"{}\" writes a day as it is spoken",
            shown(text)
        ),
        Problem::RateOverNothing { key } => both!(
            "文稿谈到 {}，而它的分母是 0",
            "the text speaks of {}, which is a rate of nothing",
            escaped(key)
        ),
        Problem::NotTheLargest { name, larger } => both!(
            "“{}”不是最多的，“{}”更多",
            "\"{}\" is not the largest: \"{}\" is larger",
            shown(name),
            shown(larger)
        ),
        Problem::TrendContradicted {
            word,
            key,
            before,
            now,
        } => both!(
            "文稿写“{}”，而 {} 上年是 {}，本年是 {}",
            "the text says \"{}\", but {} was {} and is {}",
            shown(word),
            escaped(key),
            before,
            now
        ),
        Problem::StaleParagraph { percent, last_line } => both!(
            "本段与上年文稿第 {1} 行起的一段有 {0}% 相同",
            "{0}% of this paragraph stands in last year's narrative, from line {1} on",
            percent,
            last_line
        ),
        Problem::UnchangedParagraph { percent, last_line } => both!(
            "本段沿用上年文稿第 {1} 行起的一段，{0}% 相同",
            "{0}% of this paragraph was taken over from line {1} of last year's narrative",
            percent,
            last_line
        ),
        Problem::EmptySection { heading } => both!(
            "“{}”之下没有内容",
            "there is nothing below \"{}\"",
            shown(heading)
        ),
        Problem::TargetMissed {
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
        Problem::TargetMissed {
            key, goal, actual, ..
        } => both!(
            "目标没有完成：{} 应不高于 {}，实际是 {}",
            "target missed: {} should be {} at most, and is {}",
            escaped(key),
            goal,
            actual
        ),
        Problem::UnclearSubtotal { key, .. } => both!(
            "没有说明 {} 是否包含在 published.total 之内",
            "nobody says whether {} lies within published.total",
            escaped(key)
        ),
        Problem::SeveralCategories { text } => both!(
            "“{}”含有几个分类，按第一个统计",
            "\"{}\" holds several categories, of which the first counts",
            shown(text)
        ),
        Problem::UnknownCalendar {
            year,
            requests,
            open,
            off,
            made_up,
        } => unknown_calendar(*year, (*requests, *open), off, made_up),
        Problem::ImplausibleDate { date, because } => implausible_date(*date, *because),
        Problem::ImplausibleAmount { amount } => match amount {
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
        },
        Problem::RepliedBeforeReceived { replied, received } => both!(
            "{} 已答复，而 {} 才收到",
            "replied on {}, received on {}",
            replied,
            received
        ),
        Problem::BadCalendar { problem } => calendar_problem(problem),
        Problem::IdleCalendarEntry => both!("这一项没有改变任何一天", "this entry changes no day"),
        Problem::SparseCalendarYear { year } => both!(
            "{} 年的放假安排太少，不像完整的一年",
            "{} has fewer days off than any whole year has",
            year
        ),
        Problem::EventsOutOfOrder {
            earlier,
            earlier_on,
            later,
            later_on,
        } => both!(
            "“{2}”（{3}）早于“{0}”（{1}）",
            "\"{2}\" ({3}) lies before \"{0}\" ({1})",
            earlier,
            earlier_on,
            later,
            later_on
        ),
        Problem::MissingEvent { event } => both!(
            "缺少“{}”，由它而来的日期无从生效",
            "there is no \"{}\", so what follows from it has no effect",
            event
        ),
        Problem::ExtensionTooLate { on, due } => both!(
            "{} 才告知延期，期限已于 {} 届满，延期无效",
            "the extension was notified on {}, after the period ended on {}, and does not count",
            on,
            due
        ),
        Problem::ExtensionTooLong { until, allowed } => both!(
            "延期至 {}，超过法律允许的 {}",
            "extended until {}, and the law allows {}",
            until,
            allowed
        ),
        Problem::ClarificationTooLate { on, by } => both!(
            "{} 才告知补正，应不晚于 {}",
            "a clarification was asked for on {}, and {} was the last day for it",
            on,
            by
        ),
        Problem::ClarificationExpired { requests } => {
            let (count, (zh, en)) = (requests.len(), request_names(requests));
            Message {
                zh: format!("{count} 件申请补正期限已过，没有收到补正，也没有办结：{zh}"),
                en: format!(
                    "open requests whose clarification did not come within the period given: {count}, namely {en}"
                ),
            }
        }
        Problem::UnsettledClarification {
            taken,
            due,
            is_late,
            other,
            other_due,
        } => {
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
        Problem::SecondClarification {
            taken,
            due,
            is_late,
            other,
            other_due,
        } => {
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
        Problem::LateConfirmation {
            came,
            confirmed,
            due,
            other_due,
        } => both!(
            "{} 收到，{} 才与申请人确认：按确认之日期限至 {}，按收到之日期限至 {}",
            "the request came on {} and was confirmed on {}: by the day of confirmation it is due on {}, by the day it came on {}",
            came,
            confirmed,
            due,
            other_due
        ),
        Problem::EventWithoutRequest { rows, requests } => {
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
        Problem::EventDiffers {
            event,
            logged,
            other,
        } => both!(
            "“{}”在申请登记中是 {}，在办理事项中是 {}；按申请登记计算",
            "\"{}\" is {} in the log of requests and {} in the log of events; the former is taken",
            event,
            logged,
            other
        ),
        Problem::ReceiptNotLogged { lacking } => {
            let [zh, en] = lacking_days(lacking);
            Message {
                zh: format!("按申请方式应当登记而没有登记的日期：{zh}；这些申请自“收到日期”起算"),
                en: format!(
                    "days that the way of sending asks for and the log lacks, with the requests: {en}; their clock starts on \"收到日期\" (day of receipt)"
                ),
            }
        }
        Problem::ReplyNotLogged { lacking } => {
            let [zh, en] = lacking_days(lacking);
            Message {
                zh: format!(
                    "按送达方式应当登记而没有登记的日期：{zh}；以登记的另一个日期为答复之日"
                ),
                en: format!(
                    "days of the reply that its way of sending asks for and the log lacks, with the requests: {en}; another logged day is taken"
                ),
            }
        }
        Problem::EventsNotUsed { rows, words } => {
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
        Problem::StopTooLate { event, on, due } => both!(
            "“{}”（{}）晚于期限届满之日 {}，不影响期限",
            "\"{}\" ({}) lies after the period ended on {} and does not stop it",
            event,
            on,
            due
        ),
        Problem::AnsweredTooLate { event, on, by } => both!(
            "“{}”（{}）晚于规定的 {}",
            "\"{}\" ({}) lies after {}, the last day for it",
            event,
            on,
            by
        ),
        Problem::LongConsultation {
            by,
            lacks_delivery: false,
        } => both!(
            "征求其他机关意见，寄出后至 {}（15 个工作日）未见答复，等待的时间全部不计入期限",
            "the other organ had not answered by {}, 15 working days after it was asked; all of the wait is left out of the period",
            by
        ),
        Problem::LongConsultation {
            by,
            lacks_delivery: true,
        } => both!(
            "没有登记“征求意见送达日期”，对方的 15 个工作日无从起算；寄出后至 {} 未见答复，等待的时间全部不计入期限",
            "there is no \"征求意见送达日期\" (day of delivery), so the 15 working days of the consulted have no start; no answer came by {}, and all of the wait is left out of the period",
            by
        ),
        Problem::NotInForce { event } => both!(
            "适用的条例没有与“{}”相应的规定，不影响期限",
            "the law that applies knows no \"{}\", which has no effect",
            event
        ),
        Problem::NotLater { on, due } => both!(
            "另定的期限 {} 并不晚于原期限 {}",
            "the later day set, {}, is not later than {}",
            on,
            due
        ),
        Problem::DueDisagrees { logged, due } => both!(
            "登记的期限是 {}，依法应为 {}",
            "the log says {}, the law {}",
            logged,
            due
        ),
        Problem::OverdueFlagDisagrees { flag, standing } => overdue_flag(*flag, *standing),
        Problem::ReplyWithoutOutcome => both!(
            "已经办结，却没有办理结果",
            "the request has ended and has no outcome"
        ),
        Problem::OutcomeWithoutReply => both!(
            "有办理结果，却没有答复日期或办结日期",
            "there is an outcome, and no day on which the request ended"
        ),
        Problem::PublishedBeforeMade { published, made } => both!(
            "{} 公开，而 {} 才生成",
            "published on {}, made on {}",
            published,
            made
        ),
        Problem::PublishedBeforeReviewed {
            published,
            reviewed,
        } => both!(
            "{} 公开，而 {} 才审查",
            "published on {}, reviewed on {}",
            published,
            reviewed
        ),
        Problem::ItemWithoutReview { items: None } => {
            both!("没有登记保密审查", "no secrecy review is logged")
        }
        Problem::ItemWithoutReview { items: Some(items) } => Message {
            zh: format!("有 {items} 条信息没有登记保密审查"),
            en: format!("without a secrecy review: {}", counted(*items, "item")),
        },
        Problem::NoticeNotPublished { title, published } => both!(
            "主动公开台账中没有 {1} 的“{0}”",
            "the published log has no \"{0}\" of {1}",
            shown(title),
            published
        ),
        Problem::ResultWithoutTender { project } => both!(
            "项目“{}”有结果公告，没有采购公告",
            "the project \"{}\" has a result and no tender notice",
            shown(project)
        ),
        Problem::UnusedWaiver { code } => both!(
            "没有发现可由它豁免的 {}",
            "no {} was found that it lets pass",
            code.name()
        ),
        Problem::ExpiredWaiver { until, day } => both!(
            "豁免已于 {} 到期（按 {} 判断）",
            "the waiver held until {}, and the day compared is {}",
            until,
            day
        ),
        Problem::SameTitleAndDate {
            first,
            first_file,
            first_line,
        } => both!(
            "标题和日期与编号“{}”（{} 第 {} 行）相同",
            "title and date are those of \"{}\" ({}, line {})",
            shown(first),
            escaped(first_file),
            first_line
        ),
        Problem::RowsAfterAsOf { rows, as_of } => Message {
            zh: format!("有 {rows} 行的日期晚于 {as_of}"),
            en: format!("dated after {as_of}: {}", counted(*rows, "row")),
        },
    }
}

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
    };
    Message {
        zh: format!("工作簿无法读取：{}", why.zh),
        en: format!("the workbook cannot be read: {}", why.en),
    }
}

fn calendar_problem(problem: &CalendarProblem) -> Message {
    match problem {
        CalendarProblem::NotAYear { key } => {
            both!("“{}”不是年份", "\"{}\" is no year", escaped(key))
        }
        CalendarProblem::UnknownKey { key, known } => both!(
            "没有“{}”这一项，可用的有：{}",
            "there is no \"{}\" here; known are: {}",
            escaped(key),
            known.join(", ")
        ),
        CalendarProblem::WrongShape => both!("这一项的类型不对", "the value is of the wrong type"),
        CalendarProblem::NotADay { text } => both!(
            "“{}”里没有可用的日期",
            "\"{}\" has no day that can be read",
            escaped(text)
        ),
        CalendarProblem::NoSuchDate { year, month, day } => both!(
            "没有 {}-{:02}-{:02} 这一天",
            "there is no {}-{:02}-{:02}",
            year,
            month,
            day
        ),
        CalendarProblem::OutsideYear { date, year } => both!(
            "{} 不在 {} 年，也不在上一年 12 月",
            "{} lies neither in {} nor in the December before",
            date,
            year
        ),
        CalendarProblem::BackwardRange { from, to } => both!(
            "自 {} 至 {} 先后颠倒",
            "the range from {} to {} ends before it starts",
            from,
            to
        ),
        CalendarProblem::OffAndWorked { date } => both!(
            "{} 既列为放假又列为上班",
            "{} is listed both as off and as worked",
            date
        ),
    }
}

/// What to do about it; none where the message says it all.
#[must_use]
#[expect(clippy::too_many_lines, reason = "an arm for each kind of finding")]
pub fn hint(problem: &Problem) -> Option<Message> {
    let hint = match problem {
        Problem::BadForm { problem } => return form_hint(problem),
        Problem::MissingApplicant { candidates, .. } if !candidates.is_empty() => {
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
            both!(
                "请加上申请人类型列；如果按姓名、名称区分，请在 report.toml 中写明是哪一列：\n{0}",
                "add a column for the kind; if applicants are told apart by name, say in report.toml which column holds it:\n{0}",
                lines
            )
        }
        Problem::MissingApplicant { .. } => both!(
            "请填写自然人、商业企业、科研机构、社会公益组织、法律服务机构或其他",
            "fill in one of \"自然人\", \"商业企业\", \"科研机构\", \"社会公益组织\", \"法律服务机构\", \"其他\""
        ),
        Problem::OutcomeNotInForm { .. } => both!(
            "请按本格式的行名登记办理结果",
            "log the outcome under the name of a row of this form"
        ),
        Problem::IdentityFails { identity }
        | Problem::IdentityDoubtful { identity }
        | Problem::IdentityUnusual { identity } => identity_hint(identity),
        Problem::MissingContent { content } => match &content.section {
            Some(section) => both!(
                "请在文稿中写明，该节的标题后面注 {{#{0}}}",
                "write it into the narrative, under a heading marked {{#{0}}}",
                escaped(section)
            ),
            None => both!("请在文稿中写明", "write it into the narrative"),
        },
        Problem::HeadingDiffers { expected, .. } => {
            both!("请改为“{}”", "make it \"{}\"", escaped(expected))
        }
        Problem::SectionOutOfOrder { .. } => both!(
            "请按格式规定的顺序排列各部分",
            "put the sections in the order of the form"
        ),
        Problem::FeeStatement { .. } => both!(
            "请核对台账的收费金额和文中的说法",
            "compare the fees of the log with what the text says"
        ),
        Problem::MissingProject => both!(
            "用 report init 可以新建一份；已有的项目用 --data 指明文件夹",
            "report init writes one; for a project that exists, name its folder with --data"
        ),
        Problem::UnreadableFile { .. } => both!(
            "请确认文件没有被其他程序（如 Excel）打开，且有读取权限",
            "see whether another program, such as Excel, holds it open, and who may read it"
        ),
        Problem::FileTooLarge { .. } => both!(
            "report.toml、文稿、报告格式和日历都是手写的文字；请确认文件名没有指到别的文件",
            "report.toml, narratives, forms and calendars are written by hand; see whether the name leads to another file"
        ),
        Problem::MissingFile { .. } => both!(
            "请改正文件名，或者把文件放到该位置；路径相对于 report.toml 所在的文件夹",
            "correct the name, or put the file there; paths are relative to the folder of report.toml"
        ),
        Problem::NameNotUtf8 { .. } => both!(
            "请给文件改名；不是台账的，请移出这个文件夹",
            "rename the file, or move it elsewhere if it is not a log"
        ),
        Problem::MissingLog { .. } => both!(
            "请改正 [logs] 中的文件名，或者把文件放到该位置",
            "correct the name under [logs], or put the file there"
        ),
        Problem::NoRequestLog => both!(
            "请把 requests.csv 放入项目文件夹，或者在 [logs] 中写明文件名",
            "put requests.csv into the project folder, or name its file under [logs]"
        ),
        Problem::NoLogs => both!(
            "请把台账（如 published.csv）放入项目文件夹，或者在 [logs] 中写明文件名；只有合计数的，写在 [figures.2024] 之下，并写上 [reports.2024]",
            "put a log such as published.csv into the project folder, or name its file under [logs]; totals without logs stand under [figures.2024], beside [reports.2024]"
        ),
        Problem::BadToml { reason } => return toml_hint(reason),
        Problem::UnknownSetting {
            nearest: Some(nearest),
            ..
        }
        | Problem::UnknownKey {
            nearest: Some(nearest),
            ..
        }
        | Problem::UnknownPlaceholder {
            nearest: Some(nearest),
            ..
        }
        | Problem::BadAddress {
            nearest: Some(nearest),
            ..
        } => {
            both!("是否应为“{}”？", "did you mean \"{}\"?", escaped(nearest))
        }
        Problem::UnknownSetting { .. } => both!(
            "请删去这项设置，或者在行首加“#”停用",
            "delete it, or put a # before it"
        ),
        Problem::BadSetting { expected, .. } => return setting_hint(*expected),
        Problem::MissingSetting { key } if key == "office.name" => both!(
            "请写明单位全称：\n[office]\nname = \"某某市某某局\"",
            "give the office its name:\n[office]\nname = \"Office of …\""
        ),
        Problem::MissingSetting { key } if key.ends_with(".reason") => both!(
            "请写明理由，例如：\nreason = \"转办时重新登记\"",
            "give the reason, for example:\nreason = \"logged again when transferred\""
        ),
        Problem::MissingSetting { .. }
        | Problem::RepeatedRequest { .. }
        | Problem::RepeatedRows { .. }
        | Problem::FileRead { .. }
        | Problem::SheetRead { .. }
        | Problem::UnitApplied { .. } => return None,
        Problem::RowsAboveHeader { .. } => both!(
            "请把表头移到第一行，例如排序时勾选“数据包含标题”",
            "move the header to the first row; Excel sorts it away unless it is told that there is one"
        ),
        Problem::FileNamedTwice { .. } => both!(
            "请在 report.toml 中只写一次，或改写文件名的模式",
            "name it once in report.toml, or change the pattern"
        ),
        Problem::ExcludedRequests { .. } => both!(
            "如其中有本单位办理的，请改正处理状态",
            "correct the status of those that the office handled itself"
        ),
        Problem::StruckRows { .. } => both!(
            "如其中有应当计入的，请去掉删除线",
            "remove the strike-through from those that should count"
        ),
        Problem::TotalsRow { .. } => both!(
            "如确是一条记录，请填写必填的单元格",
            "if it is a record after all, fill in the cells it must have"
        ),
        Problem::LinesBelowTable { .. } => both!(
            "如其中有记录，请填写它的编号",
            "if one of them is a record, fill in its id"
        ),
        Problem::WholeYearFigures { .. } => both!(
            "全年的数字请不写 --quarter、--month、--from",
            "leave out --quarter, --month and --from for the figures of the year"
        ),
        Problem::RangeOfIds { .. } => both!(
            "如果只是一件，请改成一个编号；各件的结果不同的，请每件写一行",
            "write one id if it is one request, and a row for each request if they differ"
        ),
        Problem::ArticleInColumns { .. } => both!(
            "如果是几条不同的信息，请在 report.toml 的 [[distinct]] 中写明编号，或者在 [logs] 中给该文件写 ids = \"unique\"",
            "if they are items of their own, name their ids under [[distinct]] in report.toml, or write ids = \"unique\" for the file under [logs]"
        ),
        Problem::DividerRows { .. } => both!(
            "各件属于哪一年，只看它的日期，不看分组标题",
            "the year of a record is that of its day, whatever stands above it"
        ),
        Problem::NumberedRows { .. } => both!(
            "如其中有记录，请填写必填的单元格",
            "if one of them is a record, fill in the cells it must have"
        ),
        Problem::TotalDiffers { .. } => both!(
            "请核对是否漏登、多登，或合计没有更新",
            "look for records that are missing or too many, or correct the total"
        ),
        Problem::SheetsChosen { .. } => both!(
            "如不对，请在 report.toml 中用 sheet 写明工作表",
            "if that is wrong, name the sheets with sheet in report.toml"
        ),
        Problem::UnknownSeparator { .. } => both!(
            "请用 Excel 或 WPS 的“分列”按它分开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”；或者在记事本中把分隔处换成英文逗号",
            "split the cells by it in Excel or WPS and save as .xlsx or CSV, or replace it by a comma where it separates cells"
        ),
        Problem::NotALog { .. } => both!(
            "台账每件一行，第一行是表头；请改为台账，或者从 report.toml 中去掉",
            "a log has a header and a row for each record: make it one, or take it out of report.toml"
        ),
        Problem::SheetsOverlap {
            log, file, instead, ..
        } => {
            let sheets: Vec<String> = instead.iter().map(|sheet| toml_string(sheet)).collect();
            let sheets = format!("sheet = [{}]", sheets.join(", "));
            both!(
                "请在 report.toml 中写明要读的工作表，例如：\n{0}",
                "say in report.toml which sheets to read, for example:\n{0}",
                file_lines(log, file, &sheets)
            )
        }
        Problem::SkippedFiles { .. } => both!(
            "如其中有台账，请改名，不要以“.”或“~”开头",
            "if one of them is a log, rename it so that it does not begin with \".\" or \"~\""
        ),
        Problem::FileWithoutRows => both!(
            "如确实没有记录，无须处理；否则请核对文件",
            "if there was nothing to log, do nothing; otherwise look at the file"
        ),
        Problem::BlankRows { .. } | Problem::EndMark => {
            both!("无须处理", "nothing need be done")
        }
        Problem::IgnoredColumns { .. } => both!(
            "如其中有应当使用的列，请在 report.toml 的 [logs.headers] 中写明",
            "if one of them should be used, name it under [logs.headers] in report.toml"
        ),
        Problem::SerialDates { .. } => both!(
            "如不是日期，请改正；日期宜写作 2017-03-05",
            "correct it if it is no date; dates are better written 2017-03-05"
        ),
        Problem::TextNotUtf8 => both!(
            "请另存为 UTF-8 编码（记事本：“另存为”，编码选“UTF-8”）",
            "save it as UTF-8"
        ),
        Problem::NoRows => both!("请登记台账后再运行", "fill in the logs and run again"),
        Problem::AsOfBeforeYear { year, .. } => both!(
            "--as-of 不得早于 {0}-01-01；不写则以当年 12 月 31 日为准",
            "--as-of may be {0}-01-01 or later; left out, it is the last day of the year",
            year
        ),
        Problem::UnknownKey { .. } | Problem::UnknownPlaceholder { .. } => both!(
            "用 report keys 可以列出全部指标和表格的格",
            "report keys lists every figure and every cell of the forms"
        ),
        Problem::BadAddress { .. } => both!(
            "图表写作 chart: 加指标，如 ![按月公开数量](chart:published.by_month)",
            "a figure is chart: and a key, as in ![by month](chart:published.by_month)"
        ),
        Problem::DamagedText {
            log,
            file,
            encoding,
            ..
        } => both!(
            "请从原系统重新导出；如编码不对，请在 report.toml 中写明，例如：\n[logs]\n{0} = {{ path = {1}, encoding = \"{2}\" }}",
            "export it again; if the encoding is another, say so in report.toml, for example:\n[logs]\n{0} = {{ path = {1}, encoding = \"{2}\" }}",
            log,
            toml_string(file),
            if *encoding == "gb18030" {
                "utf-8"
            } else {
                "gb18030"
            }
        ),
        Problem::BadWorkbook { .. } => both!(
            "请用 Excel 打开后另存为 .xlsx，密码须先取消",
            "open it in Excel and save it again as .xlsx, without a password"
        ),
        Problem::FormulaWithoutValue => both!(
            "工作簿没有计算过：请用 Excel 或 WPS 打开并保存",
            "the workbook was not calculated: open it in Excel or WPS and save it"
        ),
        Problem::MergedCells { .. } => both!(
            "如不该各行都有，请取消合并并逐行填写",
            "where the rows differ, unmerge the cells and fill in each row"
        ),
        Problem::MissingSheet { found } => Message {
            zh: format!("现有工作表：{}", list_zh(found)),
            en: format!("its sheets are {}", list_en(found)),
        },
        Problem::WebPage { .. } => both!(
            "请用 Excel 打开，另存为 .xlsx 或 CSV",
            "open it in Excel and save it as .xlsx or CSV"
        ),
        Problem::DateWithoutYear {
            file: Some((log, file)),
            year: Some(year),
            ..
        } => both!(
            "请补上年份，如 2017-03-05；整个文件都是 {0} 年的，请在 report.toml 中写明：\n{1}",
            "add the year, as in 2017-03-05; if all days of the file are of {0}, say so in report.toml:\n{1}",
            year,
            file_lines(log, file, &format!("year = {year}"))
        ),
        Problem::DateWithoutYear {
            file: Some((log, file)),
            ..
        } => both!(
            "请补上年份，如 2017-03-05；整个文件都是同一年的，请改成这一年，删去行首的“#”，写入 report.toml：\n{0}",
            "add the year, as in 2017-03-05; if all days of the file are of one year, put that year into report.toml, without the \"#\" before it:\n{0}",
            file_lines(log, file, "#year = 2017")
        ),
        Problem::DateWithoutYear { .. } => both!(
            "请补上年份，如 2017-03-05；整个文件都是同一年的，可在 report.toml 中这个文件的一项写明 year = 2017",
            "add the year, as in 2017-03-05; if all days of the file are of one year, say year = 2017 in its entry in report.toml"
        ),
        Problem::DoubtfulDay { .. } => both!(
            "请写完整的日期，如 2017-12-30",
            "write the whole date, as in 2017-12-30"
        ),
        Problem::DateWithoutDay { .. } => {
            both!("请补上日，如 2017-03-05", "add the day, as in 2017-03-05")
        }
        Problem::TwoDigitYear { .. } => both!(
            "年份请写四位，如 2017-03-05",
            "write the year with four digits, as in 2017-03-05"
        ),
        Problem::LostId { .. } => both!(
            "请从原系统重新导出，把该列设为“文本”后再保存",
            "export it again, and make the column text before it is saved"
        ),
        Problem::SheetError { .. } => both!(
            "请在表格软件中改正这一格，或者加宽该列后重新保存",
            "mend the cell in the spreadsheet, or widen its column, and save again"
        ),
        Problem::MappedHeaderMissing { .. } => both!(
            "请核对表头，或者从 report.toml 中删去这一项",
            "correct the header, or take the line out of report.toml"
        ),
        Problem::UnmetDecision { .. } => both!(
            "请写编号，或者写文件和行号，如 requests.csv:15；已经不需要的，请删去",
            "name the row by its id, or by file and line as in requests.csv:15; delete what is no longer needed"
        ),
        Problem::IdleDecision { .. } => both!(
            "请核对编号或行号；已经不需要的，请删去",
            "compare the ids or lines with the log; delete what is no longer needed"
        ),
        Problem::DecisionsContradict {
            line, other_line, ..
        } => both!(
            "请核实后只留第 {0} 行或第 {1} 行的一项",
            "keep one of them, that of line {0} or that of line {1}",
            other_line,
            line
        ),
        Problem::RunningIds { log, file, .. } => both!(
            "确是流水号的，请在 report.toml 中写明，其他文件也这样写；不是的，改写 unique，并改正编号：\n{0}",
            "if they are, say so in report.toml, for the other files as well; if not, write unique and correct the ids:\n{0}",
            file_lines(log, file, "ids = \"running\"")
        ),
        Problem::LabelsAlike { .. } => both!(
            "如是同一个，请在台账中改成同样的写法",
            "write them in one way in the log if they are one"
        ),
        Problem::IdsAlike { .. } => both!(
            "如是同一条，请改成同样的写法",
            "write them in one way if they are one"
        ),
        Problem::SharedDocumentNumber { .. } => both!(
            "如是同一条信息，请统一标题；给每条信息编上索引号最为可靠",
            "give both rows one title if they are one item; an id for each item is surest"
        ),
        Problem::PossibleDuplicates { .. } => both!(
            "如是重复登记，请删去一行；如是几件，编上编号即不再提示",
            "delete a row if it was entered twice; ids for all of them end this warning"
        ),
        Problem::DifferingRow { .. } => both!(
            "如是同一条，请删去一行；如是两条，请分别编号",
            "delete one row if they are one, or number them apart"
        ),
        Problem::NoHeader => both!(
            "第一行应为表头，如：标题,公开日期,发布渠道",
            "the first row should name the columns, as in: title,published_on,channel"
        ),
        Problem::MissingColumn {
            key,
            header,
            found,
            nearest,
            log,
            file,
        } => missing_column_hint((log, file), key, header, found, nearest.as_deref()),
        Problem::AmbiguousColumn { key, headers, log } => {
            let header = headers.first().map_or("", String::as_str);
            both!(
                "请在 report.toml 中写明用哪一个，例如：\n{0}",
                "say in report.toml which one to use, for example:\n{0}",
                header_lines(log, key, header)
            )
        }
        Problem::SimilarHeader {
            key, written, log, ..
        } => both!(
            "如就是这一列，请改正表头，或者在 report.toml 中写明：\n{0}",
            "if it is that column, correct the header, or say so in report.toml:\n{0}",
            header_lines(log, key, written)
        ),
        Problem::RowTooLong { .. } => both!(
            "请核对这一行是否少了换行或双引号；文件可能不是台账",
            "look for a missing line break or quote; the file may not be a log"
        ),
        Problem::RaggedRow { .. } => both!(
            "含有逗号的内容应放在双引号内；多余或缺少的单元格请改正",
            "a text with a comma needs quotes around it; add or remove cells otherwise"
        ),
        Problem::UnclosedQuote => both!(
            "请补上后引号；内容本身的双引号要写两个（\"\"）",
            "close it; a quote that belongs to the text is written twice (\"\")"
        ),
        Problem::MissingCell => both!("请填写这一格", "fill in the cell"),
        Problem::BadDate { text } if text.ends_with(['日', '号']) && !text.contains('年') => {
            both!(
                "转换时可能丢失了“年”“月”二字，请核对原件后写作 2017-03-05",
                "it may have lost a character or two; write it as 2017-03-05 after a look at the original"
            )
        }
        Problem::BadDate { .. } => both!(
            "日期可写作 2017-03-05、2017/3/5 或 2017年3月5日",
            "dates are written 2017-03-05, 2017/3/5 or \"2017年3月5日\""
        ),
        Problem::BadAmount { .. } => both!("金额可写作 1234.50", "sums are written 1234.50"),
        Problem::UnknownCode {
            text,
            list,
            nearest,
            known,
            ..
        } => unknown_code_hint(text, list, nearest, known),
        Problem::UndecidedWord {
            list, rows, first, ..
        } => undecided_rows_hint(list, *rows, first),
        Problem::UndecidedTicks { key, rows, first } => undecided_rows_hint(key, *rows, first),
        Problem::BadAnswer { key, .. } => answer_hint(key),
        Problem::IdleAnswer { .. } => both!(
            "请核对编号或行号；已经不需要的，请删去",
            "compare the id or line with the log; delete what is no longer needed"
        ),
        Problem::UnknownApplicant {
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
            Message {
                zh: format!(
                    "这一列像是姓名：其中 {persons} 行可认作自然人{zh}。确认按姓名区分的，请在 report.toml 中写明：\n{lines}"
                ),
                en: format!(
                    "the column seems to hold names: {persons} would count as natural persons{en}. If they are to be told apart by name, say so in report.toml:\n{lines}"
                ),
            }
        }
        Problem::UnknownApplicant { .. } => undecided_hint("applicant"),
        Problem::ColumnChosen {
            key,
            chosen,
            others,
            log,
            ..
        } => both!(
            "请核对，并在 report.toml 中写明用哪一列；改用另一列的，请换掉“#”：\n{0}",
            "check it, and say in report.toml which one to use; for another, move the \"#\":\n{0}",
            choice_lines(log, key, chosen, others)
        ),
        Problem::UnreadColumns { likely, log, .. } => {
            let lines = likely.iter();
            let lines = lines.map(|(key, _, header)| format!("{key} = {}", toml_string(header)));
            let lines = lines.collect::<Vec<_>>().join("\n");
            both!(
                "如就是这一列，请在 report.toml 中写明；没有这一列的数字不出：\n[[logs.columns]]\nlog = \"{0}\"\n{1}",
                "if so, say it in report.toml; figures that need the column are absent:\n[[logs.columns]]\nlog = \"{0}\"\n{1}",
                log,
                lines
            )
        }
        Problem::KindTaken {
            kind, log, file, ..
        } => both!(
            "请核对；在 report.toml 中写明以后不再提示：\n{0}",
            "check it; with the kind in report.toml nothing is reported:\n{0}",
            file_lines(log, file, &format!("kind = \"{kind}\""))
        ),
        Problem::NoEndColumn { candidates } => {
            let mark = if candidates.len() == 1 { "" } else { "#" };
            let lines = candidates.iter();
            let lines = lines.map(|header| format!("{mark}closed_on = {}", toml_string(header)));
            let lines = lines.collect::<Vec<_>>().join("\n");
            let lines = format!("[[logs.columns]]\nlog = \"requests\"\n{lines}");
            match mark {
                "" => both!(
                    "如就是办结日期，请在 report.toml 中写明：\n{0}",
                    "if it is the day of closing, say so in report.toml:\n{0}",
                    lines
                ),
                _ => both!(
                    "请选定哪一列是办结日期，在 report.toml 中写明，删去这一行前面的“#”：\n{0}",
                    "choose which is the day of closing; write this into report.toml and take the \"#\" from its line:\n{0}",
                    lines
                ),
            }
        }
        Problem::ExcludedRows { .. } => both!(
            "如其中有应当计入的，请改正这一列",
            "correct the column in the rows that should count"
        ),
        Problem::BadLimit { .. } => both!(
            "期限可写作 2017-03-05、5个工作日或 120小时",
            "limits are written 2017-03-05, \"5个工作日\" (working days) or \"120小时\" (hours)"
        ),
        Problem::DuplicateId { .. } => both!(
            "如属重复登记，请删去一行；如是两件，请改正编号",
            "delete one row if it is the same request, or give one of them another id"
        ),
        Problem::RequestOfTwoYears { .. } => both!(
            "一件申请只属于依法收到的那一年：请删去一行，或者登记同样的收到日期、签收日期；如是两件，请改正编号",
            "a request is of the year in which it is received by law: delete one row, or log the same days of receipt (\"收到日期\", \"签收日期\") in both; if they are two requests, correct an id"
        ),
        Problem::YearWithoutRows { year, years } if years.is_empty() => {
            both!(
                "各台账都没有记录，请先登记；这一年确实没有的，在 report.toml 中写上 [reports.{0}]",
                "the logs have no rows at all; if nothing happened that year, write [reports.{0}] in report.toml",
                year
            )
        }
        Problem::YearWithoutRows { year, years } => {
            let years: Vec<_> = years.iter().map(i32::to_string).collect();
            Message {
                zh: format!(
                    "有记录的年份：{}；这一年确实没有的，在 report.toml 中写上 [reports.{year}]",
                    years.join("、")
                ),
                en: format!(
                    "there are rows in {}; if nothing happened that year, write [reports.{year}] in report.toml",
                    years.join(", ")
                ),
            }
        }
        Problem::NoForm { .. } => both!(
            "可以用 --form 指定一种格式；report forms 列出全部格式",
            "name a form with --form; report forms lists them"
        ),
        Problem::UnknownConstruct { .. } => both!(
            "文稿里可以用占位符、格式、加减和比较、{{% if … %}} 和 {{% for … in … %}}",
            "a narrative has placeholders, filters, sums and comparisons, {{% if … %}} and {{% for … in … %}}"
        ),
        Problem::NestedTooDeep { .. } => {
            both!("请分成几个较短的写法", "write it as several shorter ones")
        }
        Problem::EndlessNarrative => both!(
            "请去掉套在一起的 {{% for %}}，例如改用 {{{{ published.by_category | top(10) | names }}}}",
            "take loops out of one another, or print {{{{ published.by_category | top(10) | names }}}} instead"
        ),
        Problem::BadPlaceholder { .. } => both!(
            "占位符写作 {{{{ published.total }}}}，需要时加格式，如 {{{{ procurement.per_day | fixed(1) }}}}",
            "a placeholder is written {{{{ published.total }}}}, or with a filter: {{{{ procurement.per_day | fixed(1) }}}}"
        ),
        Problem::DeclaredDisagrees { .. } => both!(
            "请核对台账；台账无误的，删去 report.toml 中的申报数",
            "check the logs; if they are right, delete the declared figure from report.toml"
        ),
        Problem::DeclaredTwice { .. } => both!(
            "同一个数字只申报一次；请核对后删去一处",
            "declare a figure once; check which one is right and delete the other"
        ),
        Problem::UnclearChannel { channel, .. } => both!(
            "属于政府网站的，请在 report.toml 中写明（政府公报为 gazette，政务微博为 weibo，政务微信为 wechat，其他方式为 other）：\n[[logs.words]]\nlist = \"channel_group\"\nwebsite = [{0}]\n名称中有几种渠道的，请在台账中用“；”分开",
            "if it is a government website, say so in report.toml (or gazette, weibo, wechat, other):\n[[logs.words]]\nlist = \"channel_group\"\nwebsite = [{0}]\nif it names several channels, separate them by \"；\" in the log",
            toml_string(channel)
        ),
        Problem::SecondInstance { rows, first } => {
            let lines = first.iter().map(|row| {
                let row = toml_string(row);
                format!(
                    "[[same]]\nlog = \"disputes\"\nrows = [\"\", {row}]\nreason = \"一审和二审\""
                )
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
            Message {
                zh: format!(
                    "一审也在台账中的，请在 report.toml 中写明，引号中填一审的案号，按一件统计，以最后的结果为准{zh_others}：\n{lines}"
                ),
                en: format!(
                    "where the first instance is in the log too, say so in report.toml, with its number in the quotes: both count once, with the final result{en_others}:\n{lines}"
                ),
            }
        }
        Problem::RepealWithoutDay {
            file: Some((log, file)),
            ..
        } => both!(
            "请登记废止日期，或者写成“2024年9月1日废止”；都是在同一年废止的，请把 0 改成这一年，写入 report.toml：\n{0}",
            "log the day of repeal, or write \"2024年9月1日废止\"; if all were repealed in one year, put it in place of 0, and this into report.toml:\n{0}",
            file_lines(log, file, "year = 0")
        ),
        Problem::RepealWithoutDay { .. } => both!(
            "请登记废止日期，或者写成“2024年9月1日废止”",
            "log the day of repeal, or write \"2024年9月1日废止\""
        ),
        Problem::MissingRoute {
            rows,
            first,
            column,
        } => missing_route_hint(*rows, first, column.as_deref()),
        Problem::UndecidedChannel { text, .. } => both!(
            "如是邮寄，请在 report.toml 中写明；如是电子邮件，把 letter 改为 online；两种都有的，请在台账中逐件改填“邮寄”或“电子邮件”，并核对收到日期：\n[[logs.words]]\nlist = \"request_channel\"\nletter = [{0}]",
            "if it is post, say so in report.toml; if it is e-mail, write online for letter; if it is both, log \"邮寄\" or \"电子邮件\" for each request, and check the day of receipt:\n[[logs.words]]\nlist = \"request_channel\"\nletter = [{0}]",
            toml_string(text)
        ),
        Problem::UnknownChannel { channel, .. } => both!(
            "确属其他方式的，请在 report.toml 中写明；属于别的类别的，把 other 改为 gazette、website、weibo 或 wechat：\n[[logs.words]]\nlist = \"channel_group\"\nother = [{0}]",
            "if that is right, say so in report.toml; if not, write gazette, website, weibo or wechat for other:\n[[logs.words]]\nlist = \"channel_group\"\nother = [{0}]",
            toml_string(channel)
        ),
        Problem::ReservedCharacter => both!(
            "请删去这个字符；它多半是从 PDF 或 Word 的符号字体粘贴来的",
            "delete it; such characters come from symbol fonts of PDF or Word"
        ),
        Problem::NoNarrative { year } => {
            both!("请编写 narrative/{}.md", "write narrative/{}.md", year)
        }
        Problem::MoreFindings { .. } => both!(
            "用 report check -v 可以全部列出",
            "report check -v lists them all"
        ),
        Problem::RowsLeftOut { .. } => {
            both!("改正这些错误后再运行一次", "mend the errors and run again")
        }
        Problem::DifferingField { .. } => both!(
            "统计以首行为准；请核对两行，改成一致",
            "the first row counts; make the two agree"
        ),
        Problem::NoSigningDate { year } => both!(
            "请在 report.toml 中写明，例如：\n[reports.{0}]\nsigned-on = {1}-01-15",
            "set it in report.toml, for example:\n[reports.{0}]\nsigned-on = {1}-01-15",
            year,
            i64::from(*year) + 1
        ),
        Problem::StrayEmphasis => both!(
            "请把引号移到星号外面，如“**公开**”；不需要加粗的，删去星号",
            "move quotation marks outside the asterisks, or delete the asterisks"
        ),
        Problem::UnsupportedMarkdown { .. } => both!(
            "请改用标题、段落、列表或表格",
            "use headings, paragraphs, lists or tables instead"
        ),
        Problem::UnusedOrder { key, .. } => both!(
            "本期没有的可以不管；写法与台账不同的，请改为 report stats {0} 列出的写法",
            "leave it if there was nothing of it; if the logs write it otherwise, write it as report stats {0} does",
            escaped(key)
        ),
        Problem::UnknownAnswer { text, .. } => both!(
            "请在 report.toml 中写明；不是满意的，把 satisfied 改为 neutral（一般）、dissatisfied（不满意）或 unrated（未评价）：\n[[logs.words]]\nlist = \"satisfaction\"\nsatisfied = [{0}]",
            "say in report.toml what it means; if it is not satisfied, write neutral, dissatisfied or unrated for satisfied:\n[[logs.words]]\nlist = \"satisfaction\"\nsatisfied = [{0}]",
            toml_string(text)
        ),
        Problem::UnknownWord { known, .. } => Message {
            zh: format!("已知的词语：{}", list_zh(known)),
            en: format!("the known words are {}", list_en(known)),
        },
        Problem::NoLimit { .. } => both!(
            "请在台账中登记办理期限，或者在 report.toml 中设置，例如：\n[limits.service]\nany = 5",
            "log the limits, or set them in report.toml, for example:\n[limits.service]\nany = 5"
        ),
        Problem::OnTimeContradicted { key, .. } => both!(
            "请按实际情况改写；用 report trace {0} 查看是哪些件",
            "write what happened; report trace {0} lists the rows",
            escaped(key)
        ),
        Problem::ClaimContradicted { key, .. } => both!(
            "请按实际情况改写；用 report trace {0} 查看是哪些行",
            "write what the logs bear out; report trace {0} lists the rows",
            escaped(key)
        ),
        Problem::TypedFigure { key, .. } => both!(
            "请改用占位符 {{{{ {0} }}}}，数字就随台账变化",
            "use the placeholder {{{{ {0} }}}}, and the number follows the logs",
            placeholder(key)
        ),
        Problem::FigureContradicted { key, .. } => both!(
            "请改用占位符 {{{{ {0} }}}}；所指的不是这个数字的，请写明白",
            "use the placeholder {{{{ {0} }}}}; if another number is meant, say which",
            placeholder(key)
        ),
        Problem::StaleYear { .. } => both!(
            "如是照抄上年的，请改为本年；正文可用 {{{{ year }}}}",
            "if it was left over from last year, renew it; the text may use {{{{ year }}}}"
        ),
        Problem::VagueCount { .. } => both!(
            "准确数不用“约”“余”；数字改用占位符",
            "leave the vague words out, and let a placeholder give the number"
        ),
        Problem::ColloquialDate { .. } => both!(
            "公文中的日期写“日”，或者用占位符 {{{{ period.end | date }}}}",
            "write \"日\", or use the placeholder {{{{ period.end | date }}}}"
        ),
        Problem::RateOverNothing { .. } => both!(
            "没有应答复的，不写比率，如实写明没有发生",
            "write that there was nothing, and no rate"
        ),
        Problem::NotTheLargest { .. } => both!(
            "请按数量多少改写，或者用 | top(3) | names",
            "write it by the numbers, or use | top(3) | names"
        ),
        Problem::TrendContradicted { key, .. } => both!(
            "请改写，或者用占位符 {{{{ {0} | change }}}}",
            "write what happened, or use the placeholder {{{{ {0} | change }}}}",
            placeholder(key)
        ),
        Problem::StaleParagraph { .. } => {
            both!("请对照本年情况改写", "write it anew for this year")
        }
        Problem::UnchangedParagraph { .. } => both!(
            "制度没有变化的可以沿用，请核对一遍",
            "where nothing changed it may stand; look it over"
        ),
        Problem::EmptySection { .. } => both!(
            "请写明情况，没有发生的写“没有发生”；不需要的删去标题",
            "say what there is to say, be it that nothing happened, or delete the heading"
        ),
        Problem::TargetMissed { .. } => both!(
            "请在报告中如实说明原因和措施",
            "say so in the report, with the reason and what will be done"
        ),
        Problem::UnclearSubtotal { log, .. } => both!(
            "包含在内的，请在 report.toml 的 [logs] 中写明 published-includes = [\"{0}\"]；文稿也请说明是否计入总数",
            "if it does, set published-includes = [\"{0}\"] under [logs] in report.toml; and say either way in the text",
            log
        ),
        Problem::SeveralCategories { .. } => both!(
            "如应计入另一分类，请把它写在最前面",
            "if another one should count, put it first"
        ),
        Problem::UnknownCalendar { year, .. } => both!(
            "放假安排公布后，写入日历文件，并在 report.toml 中注明：\n[calendar]\nextra = \"calendar.toml\"（其中写 [{0}] off = [\"元旦 01-01\", …] work = […]）",
            "once the official notice is out, put its days into a file and name it in report.toml:\n[calendar]\nextra = \"calendar.toml\" (in it, [{0}] off = [\"01-01\", …] work = […])",
            year
        ),
        Problem::ImplausibleDate {
            because: Implausible::OutOfRange,
            ..
        }
        | Problem::EventsOutOfOrder { .. } => both!(
            "请核对原始材料后改正日期",
            "compare the date with the papers and correct it"
        ),
        Problem::ImplausibleDate {
            because: Implausible::EndedLongAfterReceipt { .. },
            ..
        } => both!(
            "请核对两个日期，有误的改正；改正之前，该件在这一天之前都算未办结",
            "compare both dates with the papers; until one is corrected, the case counts as open up to that day"
        ),
        Problem::ImplausibleDate {
            date,
            because: Implausible::RareYear { .. },
        } => both!(
            "请核对，有误的改正；改正之前，该行按 {} 年统计",
            "compare the date with the papers; until it is corrected, the row counts as one of {}",
            date.year()
        ),
        Problem::ImplausibleDate { .. } => both!(
            "请核对后改正；改正之前，该件的期限按 [limits.service] 或法律计算，都没有的不计入按期答复率",
            "correct the date; until then [limits.service] or the law sets the limit, and without either the request is in no rate"
        ),
        Problem::ImplausibleAmount {
            amount: UnsafeAmount::Single { .. },
        } => both!(
            "请核对数字和单位，例如元误作万元",
            "compare the number and its unit with the papers; 10,000 yuan may stand for yuan"
        ),
        Problem::ImplausibleAmount {
            amount: UnsafeAmount::Sum { .. },
        } => both!(
            "请检查小数位特别长的金额",
            "look for amounts with a very long fraction"
        ),
        Problem::RepliedBeforeReceived { .. } => both!(
            "请核对收到日期和答复日期；改正之前该行不计入",
            "compare both dates with the papers; the row does not count until one is corrected"
        ),
        Problem::BadCalendar { .. } => both!(
            "写法示例：\n[2027]\noff = [\"元旦 01-01\", \"春节 02-05..02-11\"]\nwork = [\"春节 01-30\"]",
            "written like this:\n[2027]\noff = [\"New Year 01-01\", \"Spring Festival 02-05..02-11\"]\nwork = [\"Spring Festival 01-30\"]"
        ),
        Problem::IdleCalendarEntry => both!(
            "多半是年份或日期写错；周末本来就休息，不必写入 off",
            "most often the year or a day is a slip; weekends are off without being listed"
        ),
        Problem::SparseCalendarYear { .. } => both!(
            "如果只是本地或本单位的放假，请在该年之下加一行 local = true",
            "if these are days of one office or region, add the line local = true below the year"
        ),
        Problem::MissingEvent { event } => both!("请补登“{}”", "fill in \"{}\"", event),
        Problem::ExtensionTooLate { .. } => both!(
            "延期须在期限内告知申请人；确已按期告知的，请改正告知日期",
            "an extension counts only if the applicant is told within the period; correct the day if it was"
        ),
        Problem::ExtensionTooLong { .. } => both!(
            "超过的部分不计，以法律允许的最后一日为准",
            "the last day that the law allows is taken"
        ),
        Problem::ClarificationTooLate { .. } => both!(
            "收到补正后仍重新起算，但告知已经逾期",
            "the period still starts afresh with the clarification, but the notice was late"
        ),
        Problem::ClarificationExpired { .. } => both!(
            "无正当理由逾期不补正的，视为放弃申请：登记“办结日期”，“办理结果”写“逾期不补正”；另给期限的，改“补正期限”",
            "without good reason the request is given up: fill in \"办结日期\" (closed on) and write \"逾期不补正\" (not clarified in time) as \"办理结果\" (outcome); if more time was given, correct \"补正期限\" (clarify by)"
        ),
        Problem::UnsettledClarification { taken, .. } => both!(
            "采用哪一种由本机关确定，写入 report.toml：\n[law]\nunsettled-clarification = \"{0}\"",
            "the office decides which one applies; write it into report.toml:\n[law]\nunsettled-clarification = \"{0}\"",
            taken
        ),
        Problem::SecondClarification { taken, .. } => both!(
            "采用哪一种由本机关确定，写入 report.toml：\n[law]\nsecond-clarification = \"{0}\"",
            "the office decides which one applies; write it into report.toml:\n[law]\nsecond-clarification = \"{0}\"",
            taken
        ),
        Problem::LateConfirmation { .. } => both!(
            "请核对日期；拖延确认的，按收到之日掌握期限更稳妥",
            "compare the dates with the papers; where the office was slow to confirm, the earlier due date is the safe one"
        ),
        Problem::EventWithoutRequest { .. } => both!(
            "请核对编号，或者补登这件申请",
            "correct the id, or log the request"
        ),
        Problem::EventDiffers { .. } => both!(
            "请核对后改正其中一处",
            "compare the dates with the papers and correct one of them"
        ),
        Problem::ReceiptNotLogged { .. } | Problem::ReplyNotLogged { .. } => both!(
            "有记录的请补登；没有的无需处理",
            "fill in what the papers have; if they have nothing, nothing need be done"
        ),
        Problem::EventsNotUsed { .. } => both!(
            "其中有征求意见、补正、收费、延期、答复的，请在 report.toml 中写明，如：\n[[logs.words]]\nlist = \"event\"\nconsultation = [\"发函\"]",
            "if some of them are consultations, clarifications, fees, extensions or replies, say so in report.toml, such as:\n[[logs.words]]\nlist = \"event\"\nconsultation = [\"发函\"]"
        ),
        Problem::StopTooLate { .. } | Problem::AnsweredTooLate { .. } => both!(
            "请核对日期；属实的，无需改动",
            "compare the date with the papers; if it is right, nothing need be done"
        ),
        Problem::LongConsultation {
            lacks_delivery: false,
            ..
        } => both!(
            "请核对日期，仍未答复的请催办；对方是共同制作机关的，在“征求对象”中写明“共同制作机关”",
            "compare the dates with the papers and press for an answer; if the organ made the record together with yours, write \"共同制作机关\" as \"征求对象\""
        ),
        Problem::LongConsultation {
            lacks_delivery: true,
            ..
        } => both!(
            "请按送达回证补登“征求意见送达日期”",
            "fill in \"征求意见送达日期\", the day on which they got the letter"
        ),
        Problem::NotInForce { .. } => both!(
            "适用哪部条例由收到日期决定；另有约定的，在“适用条例”一栏注明",
            "the day of receipt decides which law applies; the column of the law can say otherwise"
        ),
        Problem::NotLater { .. } => both!(
            "请核对另定的期限",
            "compare the day that was set with the papers"
        ),
        Problem::DueDisagrees { .. } => both!(
            "依申请公开的期限由法律决定，以法定期限为准；report due --received 可以逐日说明",
            "the law sets the limit of a disclosure request and goes before the log; report due --received explains it day by day"
        ),
        Problem::OverdueFlagDisagrees { .. } => both!(
            "请核对期限和答复日期；统计以日期为准",
            "compare the due date and the reply; the dates are what counts"
        ),
        Problem::ReplyWithoutOutcome => both!(
            "请补登办理结果，如“予以公开”",
            "fill in the outcome, such as \"予以公开\" (granted)"
        ),
        Problem::OutcomeWithoutReply => both!(
            "请补登答复日期；没有答复即告终止的，登记办结日期",
            "fill in the day of the reply, or the closing day where there was none"
        ),
        Problem::PublishedBeforeMade { .. } | Problem::PublishedBeforeReviewed { .. } => both!(
            "请核对两个日期，改正登记有误的一个",
            "compare both dates with the papers and correct the wrong one"
        ),
        Problem::ItemWithoutReview { items: None } => both!(
            "请补登保密审查人或审查日期",
            "fill in who reviewed it, or when"
        ),
        Problem::ItemWithoutReview { items: Some(_) } => both!(
            "自某日起应逐条登记的，请在 report.toml 中写明，例如：\n[rules]\nreview-since = 2018-01-01",
            "if each item has to be reviewed from some day on, say so in report.toml, for example:\n[rules]\nreview-since = 2018-01-01"
        ),
        Problem::NoticeNotPublished { .. } => both!(
            "请在主动公开台账中补登，标题和日期须与本行一致",
            "log it there as well, with the title and the date of this row"
        ),
        Problem::ResultWithoutTender { .. } => both!(
            "请补登采购公告，或者核对项目编号",
            "log the tender notice, or compare the project numbers"
        ),
        Problem::UnusedWaiver { .. } => both!(
            "问题已经改正的，请删去这项豁免；行号变了的，请改正 where",
            "delete it if the matter is mended; if the line has moved, correct where"
        ),
        Problem::ExpiredWaiver { .. } => both!(
            "请改正所豁免的问题，或者说明理由后推迟 until",
            "mend what it let pass, or give a reason and a later until"
        ),
        Problem::SameTitleAndDate { .. } => both!(
            "同一条信息的，用“关联索引号”注明，或者删去一行；不是同一条的，无需改动",
            "if they are one item, join them by same_as or delete a row; if not, nothing need be done"
        ),
        Problem::RowsAfterAsOf { .. } => both!(
            "这些行没有计入；观察日写错的，请改正 --as-of",
            "they do not count; if the day is a slip, correct --as-of"
        ),
    };
    Some(hint)
}

/// How one side of an identity should stand to the other.
fn relation(sign: &str) -> Bilingual {
    let (zh, en) = match sign {
        "≤" => ("不大于", "at most"),
        "≥" => ("不小于", "at least"),
        _ => ("等于", "equal to"),
    };
    Bilingual { zh, en }
}

/// A formula with its first and last operands, where it has many.
fn short_formula(formula: &str) -> String {
    const MOST: usize = 6;
    let operands: Vec<&str> = formula.split(" + ").collect();
    match &*operands {
        [first, second, .., last] if operands.len() > MOST => {
            format!("{first} + {second} + … + {last}")
        }
        _ => formula.to_owned(),
    }
}

/// The cells of an identity with their values and where these come from. Of many cells only those that are
/// not 0, for the others add nothing, and all sources once.
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
    let difference = difference(identity);
    Message {
        zh: format!(
            "相差 {difference}；请核对：{}；其余 {zeros} 格为 0（{sources}）",
            zh.collect::<Vec<_>>().join("；")
        ),
        en: format!(
            "the difference is {difference}; check {}; the other {zeros} cells are 0 ({sources})",
            en.collect::<Vec<_>>().join("; ")
        ),
    }
}

/// By how much the sides of an identity differ.
fn difference(identity: &FailedIdentity) -> String {
    let number = |(_, value): &(String, String)| value.parse::<rust_decimal::Decimal>().ok();
    let both = number(&identity.left).zip(number(&identity.right));
    let difference = both.map(|(left, right)| (left - right).abs().normalize().to_string());
    difference.unwrap_or_else(|| "—".to_owned())
}

/// What is wrong with a statutory form.
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
        } => both!("是否应为“{}”？", "did you mean \"{}\"?", escaped(nearest)),
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

fn missing_column_hint(
    (log, file): (&str, &str),
    key: &str,
    header: &str,
    found: &[String],
    nearest: Option<&str>,
) -> Message {
    match nearest {
        Some(nearest) => {
            let lines = header_lines(log, key, nearest);
            let (found_zh, found_en) = (list_zh(found), list_en(found));
            let nearest = escaped(nearest);
            Message {
                zh: format!(
                    "现有表头：{found_zh}；如果“{nearest}”就是这一列，请在 report.toml 中写明：\n{lines}"
                ),
                en: format!(
                    "its headers are {found_en}; if \"{nearest}\" is this column, say so in report.toml:\n{lines}"
                ),
            }
        }
        // A file that holds one kind of request often has no column that says so.
        None if key == "kind" && !kinds_of(log, found).is_empty() => {
            let kinds = kinds_of(log, found);
            let mark = if kinds.len() == 1 { "" } else { "#" };
            let lines = kinds.iter();
            let lines: Vec<String> = lines
                .map(|kind| format!("{mark}kind = \"{kind}\""))
                .collect();
            let lines = file_lines(log, file, &lines.join("\n"));
            match mark {
                "" => both!(
                    "如果整个文件都是同一类别，请在 report.toml 中写明，例如：\n{0}",
                    "if the whole file is of one kind, say so in report.toml, for example:\n{0}",
                    lines
                ),
                _ => both!(
                    "如果整个文件都是同一类别，请选定一行，删去行首的“#”，写入 report.toml：\n{0}",
                    "if the whole file is of one kind, put one line into report.toml, without the \"#\" before it:\n{0}",
                    lines
                ),
            }
        }
        None => {
            let (found_zh, found_en) = if found.is_empty() {
                ("无".to_owned(), "none".to_owned())
            } else {
                (list_zh(found), list_en(found))
            };
            Message {
                zh: format!("请在台账中加上“{header}”列；现有表头：{found_zh}"),
                en: format!("add a column \"{header}\" to the log; its headers are {found_en}"),
            }
        }
    }
}

/// The kinds that the records of a file without a column for them may be of, given its headers.
fn kinds_of(log: &str, headers: &[String]) -> Vec<&'static str> {
    /// Headers of registers of requests for disclosure, and of lists of citizens' requests.
    const DISCLOSURE: [&str; 8] = [
        "申请人类型",
        "申请人类别",
        "补正",
        "申请内容",
        "公开",
        "答复书",
        "第三方",
        "延期告知",
    ];
    const SERVICE: [&str; 8] = [
        "诉求", "工单", "来电", "来信", "留言", "信件", "派单", "满意",
    ];
    let says = |words: &[&str]| {
        let mut words = words.iter();
        words.any(|word| headers.iter().any(|header| header.contains(word)))
    };
    match log {
        "requests" => match (says(&DISCLOSURE), says(&SERVICE)) {
            (true, false) => vec!["disclosure"],
            (false, true) => vec!["service"],
            _ => vec!["disclosure", "service"],
        },
        "disputes" => vec!["行政复议", "行政诉讼"],
        "documents" => vec!["行政规范性文件", "规章"],
        "decisions" => vec!["行政许可", "行政处罚", "行政强制"],
        _ => Vec::new(),
    }
}

/// The lines of some rows, of which only the first few are given.
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

/// How a word that is not understood can be written or explained.
fn unknown_code_hint(
    text: &str,
    list: &str,
    nearest: &[(String, &str)],
    known: &[&str],
) -> Message {
    /// So many words are listed at most.
    const MOST_WORDS: usize = 6;
    let words: Vec<&str> = nearest.iter().map(|(word, _)| word.as_str()).collect();
    let mut hint = if known.len() <= MOST_WORDS || words.is_empty() {
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
    // A text that is nearly another may be about something else.
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

/// A key of `report.toml`, quoted where TOML asks for it.
fn toml_key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        toml_string(key)
    }
}

/// Lines of `report.toml` that answer for single records what their word leaves open.
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

/// How to give the routes of lawsuits: by the column that says all of them, else for each.
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

/// What an answer about a record may say.
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

/// What to log where a word decides nothing.
fn undecided_hint(list: &str) -> Message {
    match list {
        "outcome" => both!(
            "请按每件申请的答复依据，在台账中改填报告格式中的具体一行，如“不予公开-保护第三方合法权益”",
            "log for each request the row of the form that its reply is based on, such as \"不予公开-保护第三方合法权益\""
        ),
        "applicant" => both!(
            "请按每件申请的登记情况改填自然人、商业企业、科研机构、社会公益组织、法律服务机构或其他",
            "log for each request \"自然人\", \"商业企业\", \"科研机构\", \"社会公益组织\", \"法律服务机构\" or \"其他\""
        ),
        "dispute_result" => both!(
            "请按每件决定书、判决书的主文改填“结果维持”“结果纠正”或“其他结果”",
            "log for each case, by its decision or judgment, \"结果维持\", \"结果纠正\" or \"其他结果\""
        ),
        _ => both!(
            "请在台账中逐行改填具体的词语",
            "log a more exact word in each row"
        ),
    }
}

/// Lines of `report.toml` that say which header stands for a column.
fn header_lines(log: &str, key: &str, header: &str) -> String {
    format!(
        "[[logs.columns]]\nlog = \"{log}\"\n{key} = {}",
        toml_string(header)
    )
}

/// The same with other headers, in comments.
fn choice_lines(log: &str, key: &str, header: &str, others: &[String]) -> String {
    let others = others.iter();
    let others = others.map(|other| format!("\n#{key} = {}", toml_string(other)));
    header_lines(log, key, header) + &others.collect::<String>()
}

/// Lines of `report.toml` that set something of one file. They can be pasted below any others.
fn file_lines(log: &str, file: &str, setting: &str) -> String {
    let path = toml_string(file);
    format!("[[logs.file]]\nlog = \"{log}\"\npath = {path}\n{setting}")
}

/// What a setting should have been, after `应为` and `should be`.
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

/// A sample of what a setting should have been; none where [`expected`] says it all.
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
        | Expected::Flag
        | Expected::TwoYears
        | Expected::MonthAndDay
        | Expected::OneOf(_)
        | Expected::OneRow
        | Expected::Unset => return None,
    };
    Some(both!("写法如：\n{}", "for example:\n{}", sample))
}

/// What the TOML reader says, by the beginning of its words, and what the clerk reads instead.
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

/// A date that cannot be right, and why.
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

/// The overdue flag of a request, and how the request stands by its dates.
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

/// The beginning of a cell, as long as a message bears it, [`escaped`].
fn shown(cell: &str) -> String {
    const LONGEST: usize = 40;
    match cell.char_indices().nth(LONGEST) {
        Some((end, _)) => escaped(&cell[..end]) + "…",
        None => escaped(cell),
    }
}

/// `text` with nothing in it that acts on a terminal or cannot be seen.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if is_invisible(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Control characters, marks without width and of direction, and those for private use.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

/// The name of a figure as a narrative writes it: what is not a plain name is indexed.
fn placeholder(key: &str) -> String {
    let is_plain = |segment: &str| {
        segment.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && segment.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let mut name = String::new();
    for segment in segments_of(key).unwrap_or_default() {
        if !is_plain(&segment) {
            name.extend(["[\"", &segment, "\"]"]);
        } else if name.is_empty() {
            name += &segment;
        } else {
            name.extend([".", &segment]);
        }
    }
    escaped(&name)
}

/// `text` as a string of TOML, so that a line of a hint can be pasted.
pub(crate) fn toml_string(text: &str) -> String {
    let mut string = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => string.extend(['\\', character]),
            // What nobody can see has four hexadecimal digits at most.
            _ if is_invisible(character) => {
                let code = format!("\\u{:04X}", u32::from(character));
                string.push_str(&code);
            }
            _ => string.push(character),
        }
    }
    string.push('"');
    string
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

/// What separates cells, in words where it is not seen.
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

/// The notice of `year` is not known: how its days are counted, and which may still change.
fn unknown_calendar(
    year: i32,
    (requests, open): (u64, u64),
    off: &[NaiveDate],
    made_up: &[NaiveDate],
) -> Message {
    let depend = match requests {
        0 => both!("", ""),
        _ => both!(
            "。期限与之有关的有 {0} 件，其中在办 {1} 件",
            ". Requests that depend on it: {0}, of them open: {1}",
            requests,
            open
        ),
    };
    let before = year.saturating_sub(1);
    if off.is_empty() {
        return Message {
            zh: format!(
                "没有 {year} 年的放假安排，按周一至周五计算工作日；{before}-12-29 至 12-31 和 {year} 年的节日都可能变动{}",
                depend.zh
            ),
            en: format!(
                "the holiday notice for {year} is not known: Monday to Friday are counted. Still open: {before}-12-29 to 12-31 and every holiday of {year}{}",
                depend.en
            ),
        };
    }
    let (off, made_up_days) = (spans(off), spans(made_up));
    let made_up = match made_up {
        [] => both!("", ""),
        _ => Message {
            zh: format!("补假（{}）、", made_up_days.zh),
            en: format!("the days that make up for weekends ({}), ", made_up_days.en),
        },
    };
    Message {
        zh: format!(
            "{year} 年的放假安排尚未公布，暂按《全国年节及纪念日放假办法》计算，{} 放假；可能变动的有：{before}-12-29 至 12-31、{}{year} 年调休上班的周末{}",
            off.zh, made_up.zh, depend.zh
        ),
        en: format!(
            "the holiday notice for {year} is not known: by the law on public holidays {} are off. Still open: {before}-12-29 to 12-31, {}the weekends of {year} that are worked{}",
            off.en, made_up.en, depend.en
        ),
    }
}

/// Days of one year, those in a row from the first to the last: `01-01, 02-05 to 02-08`.
fn spans(days: &[NaiveDate]) -> Message {
    let name = |day: &NaiveDate| day.format("%m-%d").to_string();
    let in_a_row = days.chunk_by(|one, next| one.succ_opt() == Some(*next));
    let spans: Vec<Message> = in_a_row
        .map(|days| match days {
            [first, .., last] => both!("{0} 至 {1}", "{0} to {1}", name(first), name(last)),
            days => {
                let day: String = days.iter().map(name).collect();
                both!("{0}", "{0}", day)
            }
        })
        .collect();
    let zh: Vec<_> = spans.iter().map(|span| span.zh.as_str()).collect();
    let en: Vec<_> = spans.iter().map(|span| span.en.as_str()).collect();
    Message {
        zh: zh.join("、"),
        en: en.join(", "),
    }
}

/// Headers of days, each with the number of requests that lack it.
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

/// Whether a request is late, in words.
fn late(is_late: bool) -> Message {
    if is_late {
        both!("逾期", "late")
    } else {
        both!("未逾期", "not late")
    }
}

/// The names of requests, the first of them where there are many.
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

fn list_zh<S: AsRef<str>>(words: &[S]) -> String {
    let quoted = words
        .iter()
        .map(|word| format!("“{}”", shown(word.as_ref())));
    quoted.collect::<Vec<_>>().join("、")
}

fn list_en<S: AsRef<str>>(words: &[S]) -> String {
    let quoted = words
        .iter()
        .map(|word| format!("\"{}\"", shown(word.as_ref())));
    quoted.collect::<Vec<_>>().join(", ")
}

/// `number` of what `noun` names, in English.
fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// What findings of this kind mean, how serious they are and how they are mended.
#[must_use]
#[expect(clippy::too_many_lines, reason = "an arm for each kind of finding")]
pub fn explanation(code: Code) -> Bilingual {
    let (zh, en) = match code {
        Code::MissingProject => (
            "项目文件夹里没有 report.toml，程序无法运行（退出码 2）。用 report init 新建一份，至少写明单位名称：[office] 之下 name = \"某某局\"。",
            "The project folder has no report.toml, so the run stops (exit 2). Let report init write one; the name of the office is all it needs: name = \"…\" under [office].",
        ),
        Code::UnreadableFile => (
            "文件存在，但系统不允许读取，程序无法运行（退出码 2）。常见原因是文件正在 Excel 中打开，或者没有读取权限。请关闭有关程序或调整权限后再运行。",
            "The file is there, but the system would not let it be read, so the run stops (exit 2). Often Excel holds it open, or its permissions are too narrow. Close the program or change the permissions.",
        ),
        Code::FileTooLarge => (
            "report.toml、文稿、报告格式文件和日历文件都是手写的文字，最大 16 MiB；超过的不读，程序停止运行（退出码 2）。多半是文件名指到了别的文件，例如一个链接，或者把台账存成了 report.toml。",
            "report.toml, narratives, forms and calendar files are written by hand and have at most 16 MiB. A larger one is not read, and the run stops (exit 2). Most likely the name leads to another file, through a link, say, or a log was saved as report.toml.",
        ),
        Code::MissingLog => (
            "report.toml 的 [logs] 写明了一个台账文件，但该位置没有这个文件。程序不会把它当作没有记录，而是停止运行（退出码 2）。请改正文件名，如 published = \"公开台账.csv\"，或者把文件放到该位置。",
            "A file named under [logs] of report.toml is not there. It is not taken for an empty log: the run stops (exit 2). Correct the name, as in published = \"log.csv\", or put the file there.",
        ),
        Code::NameNotUtf8 => (
            "report.toml 的 [logs] 用 *.csv 这样的写法指明多个文件，其中一个的文件名不是 UTF-8 编码（常见于从旧压缩包解出的中文文件名），因此无法读取。程序不会把它漏掉，而是停止运行（退出码 2）；文件名中 ASCII 以外的字节写作 \\xd6。请给文件改名。",
            "A pattern under [logs] of report.toml, such as *.csv, stands for a file whose name is not UTF-8, as old archives leave them. The file cannot be read and is not left out in silence: the run stops (exit 2). Bytes of the name beyond ASCII are shown as \\xd6. Rename the file.",
        ),
        Code::MissingFile => (
            "report.toml 指明的一个文件（如 [calendar] extra = \"calendar.toml\"）不存在，程序无法运行（退出码 2）。请改正文件名，或者把文件放到该位置。",
            "A file that report.toml names, as in [calendar] extra = \"calendar.toml\", is not there, so the run stops (exit 2). Correct the name, or put the file there.",
        ),
        Code::NoRequestLog => (
            "列出在办事项需要申请与诉求台账，项目文件夹里没有，程序无法运行（退出码 2）。请放入 requests.csv，或者在 [logs] 中写明文件名，如 requests = \"工单.csv\"。",
            "What is due is read from the log of requests, and the project has none, so the run stops (exit 2). Put in requests.csv, or name its file under [logs], as in requests = \"orders.csv\".",
        ),
        Code::NoLogs => (
            "项目文件夹里一本台账也没有，无从统计，程序无法运行（退出码 2）。请放入 published.csv、requests.csv 等文件，或者在 [logs] 中写明文件名。",
            "The project folder has no log at all, so there is nothing to count and the run stops (exit 2). Put in published.csv, requests.csv or others, or name the files under [logs].",
        ),
        Code::BadToml => (
            "report.toml 的写法不符合 TOML 的规则，程序无法运行（退出码 2）。最常见的是文字没有放在英文双引号内：应写 name = \"某某局\"，不能写 name = 某某局。请按提示的行、列改正。",
            "A line of report.toml cannot be read as TOML, so the run stops (exit 2). Most often a text lacks its straight quotes: write level = \"agency\", not level = agency. Mend it at the line and column given.",
        ),
        Code::UnknownSetting => (
            "report.toml 中有程序不认识的设置，程序无法运行（退出码 2），以免写错的设置被悄悄忽略。例如把 short-name 写成 short_name。请按提示改正名称，或者删去。",
            "report.toml has a setting that means nothing, such as short_name for short-name. The run stops (exit 2), for a misspelt setting must not be ignored in silence. Correct the name or delete it.",
        ),
        Code::BadSetting => (
            "report.toml 中某项设置的内容不对，程序无法运行（退出码 2）。例如 level = \"city\" 不是四种单位类别之一，signed-on = 20180115 不是日期（应为 2018-01-15）。请按提示改正。",
            "The value of a setting in report.toml is of the wrong kind, so the run stops (exit 2). Thus level = \"city\" is none of the four levels, and signed-on = 20180115 is not a date (2018-01-15 is). Correct it as the hint says.",
        ),
        Code::MissingSetting => (
            "report.toml 缺少一项没有默认值的设置，程序无法运行（退出码 2）。单位名称是唯一必填的一项：[office] 之下 name = \"某某局\"；成组的设置也有必填项，如 { path = \"a.csv\" } 的 path。",
            "report.toml lacks a setting that has no default, so the run stops (exit 2). The name of the office is the only one every project needs: name = \"…\" under [office]; small tables have their own, such as path in { path = \"a.csv\" }.",
        ),
        Code::TextNotUtf8 => (
            "report.toml 或文稿不是 UTF-8 编码（可能是 GBK），程序无法运行（退出码 2）。请用记事本打开，“另存为”时编码选“UTF-8”。",
            "report.toml or a narrative is not UTF-8 but, perhaps, GBK, so the run stops (exit 2). Open it in an editor and save it as UTF-8.",
        ),
        Code::NoRows => (
            "台账都只有表头，没有一行登记，没有可统计的年度。这是错误。请登记后再运行，例如在 published.csv 中填写第二行。",
            "The logs have headers and no row, so there is no year to count. It is an error. Fill them in, beginning with the second line of published.csv, say.",
        ),
        Code::AsOfBeforeYear => (
            "--as-of 写的观察日早于报告年度的第一天，那时这一年还没有开始，无从统计，程序无法运行（退出码 2）。例如 --year 2017 可以配 --as-of 2017-06-30。",
            "The day given with --as-of lies before the report year begins, so there is nothing to look back on and the run stops (exit 2). With --year 2017, --as-of 2017-06-30 would do.",
        ),
        Code::UnknownKey => (
            "命令中写的指标不存在，程序无法运行（退出码 2）。例如把 published.total 写成 published.totl。用 report keys 可以列出全部指标和表格的格，report keys 词 列出含有这个词的。",
            "A command was given a key that no figure has, such as published.totl for published.total, so the run stops (exit 2). report keys lists every key, report keys WORD those that hold a word.",
        ),
        Code::DamagedText => (
            "台账里有不能按其编码读取的字节，例如文件传输中断或者被截断，程序不猜测、不替换，这是错误，不出报告。请从原系统重新导出；如果编码判断有误，请在 report.toml 中写明，如 published = { path = \"published.csv\", encoding = \"gb18030\" }。",
            "A log holds bytes that its encoding cannot be read by, as when a transfer broke off. Nothing is guessed or replaced: it is an error, and no report is written. Export it again; if the encoding was taken wrongly, say so in report.toml: published = { path = \"published.csv\", encoding = \"gb18030\" }.",
        ),
        Code::BadWorkbook => (
            "工作簿（.xlsx、.xls）无法读取，例如文件不完整或者设了密码，程序无法运行（退出码 2）。请用 Excel 打开后另存为 .xlsx。",
            "A workbook (.xlsx, .xls) cannot be read, as when it is incomplete or has a password: the run stops (exit 2). Open it in Excel and save it again as .xlsx.",
        ),
        Code::FormulaWithoutValue => (
            "台账用到的一列里有公式，文件中却没有计算结果（常见于由系统导出、没有用 Excel 打开过的文件）。按空白读取会改变统计数，所以报错误，这一行不统计。请用 Excel 或 WPS 打开工作簿并保存。",
            "A column that the log uses has a formula, but the file has no calculated value (as in files that a system wrote and Excel never opened). Read as blank it would change figures, so it is an error, and the row is left out. Open the workbook in Excel or WPS and save it.",
        ),
        Code::MergedCells => (
            "标题行以下有纵向合并的单元格，其内容按每一行都有读取；整行空白的行不补。这只是提示。横向合并的单元格不变。如果各行内容不同，请取消合并并逐行填写。",
            "Cells below the header are merged over several rows: their value is read for every row they cover, except rows with nothing else in them: this is a note. Cells merged across columns stay as they are. Where the rows differ, unmerge the cells and fill in each row.",
        ),
        Code::MissingSheet => (
            "report.toml 写明的工作表在工作簿中不存在，或者工作簿里没有可读的工作表，程序无法运行（退出码 2）。请按提示改正 sheet，如 { path = \"台账.xlsx\", sheet = \"2017\" }。",
            "The sheet that report.toml names is not in the workbook, or the workbook has none that can be read: the run stops (exit 2). Correct it by the hint, as in { path = \"台账.xlsx\", sheet = \"2017\" }.",
        ),
        Code::WebPage => (
            "有的系统导出的 .xls 文件其实是网页、单个文件网页（MHTML）或者 Excel 2003 的 XML 表格，程序无法读取（退出码 2）。请用 Excel 打开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”。",
            "What some systems export as .xls is really a web page, one in a single file (MHTML), or a table of Excel 2003 in XML, and cannot be read (exit 2). Open it in Excel and save it as .xlsx or as \"CSV UTF-8 (comma delimited)\".",
        ),
        Code::DateWithoutYear => (
            "日期没有写年份，例如“3月5日”，程序不猜测年份，这是错误，该行不计入。请补上年份，如 2017-03-05；整个文件都是同一年的，可在 report.toml 中这个文件的一项写明 year = 2017。",
            "A date lacks its year, as \"3月5日\" does. The program does not guess it: an error, and the row does not count. Add the year: 2017-03-05; or say year = 2017 in the entry of a file whose days are all of one year.",
        ),
        Code::DoubtfulDay => (
            "没有写年份的日期不能确定是哪一天，这是错误，该行不计入。Excel 把“12.30”当作数字，只保留 12.3，看不出是12月3日还是12月30日，“12.1”“12.2”也是这样；report.toml 写明 year = 2017 的文件中，“1.4”排在“12.30”之后，可能已是 2018 年，其后的日期也要问。请写完整的日期，如 2017-12-30。",
            "A date without its year may be another day: an error, and the row does not count. Excel keeps 12.3 of the number 12.30, so 12.3 may be the 3rd or the 30th, and so for 12.1 and 12.2. In a file with year = 2017 in report.toml, 1.4 after 12.30 may be of 2018, and so may all days below it. Write the whole date, as in 2017-12-30.",
        ),
        Code::DateWithoutDay => (
            "应填日期的单元格只写到月，例如“2017年3月”，这是错误，该行不计入。请补上日，如 2017-03-05。",
            "A cell that should hold a date names a month alone, as \"2017年3月\" does: an error, and the row does not count. Add the day: 2017-03-05.",
        ),
        Code::TwoDigitYear => (
            "日期的年份只有两位，例如“17-3-5”，看不出是哪一年、哪一位是日，这是错误，该行不计入。年份请写四位，如 2017-03-05。",
            "The year of a date has two digits, as in 17-3-5, so that neither century nor order is certain: an error, and the row does not count. Write four: 2017-03-05.",
        ),
        Code::LostId => (
            "Excel 把超过 15 位的编号当作数字，改成了“1.23E+17”的形式，原来的数字已经丢失，几件会变成同一件，这是错误，该行不计入。请从原系统重新导出，先把该列设为“文本”再保存。",
            "Excel took a long id for a number and rounded it to 1.23E+17. Its digits are lost, and several items would become one: an error, and the row does not count. Export it again, and make the column text before it is saved.",
        ),
        Code::SheetError => (
            "单元格里是表格软件的出错标记，例如 #N/A、#REF!，或者因列太窄显示的 ########，原来的内容已丢失，这是错误，该行不计入。请在表格软件中改正或加宽该列，重新保存。",
            "A cell holds what a spreadsheet writes for a value it lost, #N/A or #REF!, or for a column too narrow to show it, ########: an error, and the row does not count. Mend it in the spreadsheet and save again.",
        ),
        Code::MappedHeaderMissing => (
            "report.toml 的 [logs.headers] 写明的表头在文件中不存在，例如改了表头却没有改设置，该列因此没有内容，这是警告。请核对表头，如 made_on = \"成文日期\"，或者删去这一项。",
            "A header that report.toml names under [logs.headers] is not in the file, so the column is empty: a warning. It may have been renamed. Correct the line, say made_on = \"成文日期\", or take it out.",
        ),
        Code::SimilarHeader => (
            "文件缺少某一列，却有一个没有用到的表头与它只差一个字，例如把“答复日期”写成“答复期日”，那一列就读不到，数字会跟着变，这是警告。请改正表头，或者在 report.toml 的 [logs.headers] 中写明，如 replied_on = \"答复期日\"；如是另外的内容，请在 [rules] 中豁免。",
            "A file lacks a column and has an unused header one character away from it, such as \"答复期日\" for \"答复日期\". The column is not read then, and figures change: a warning. Correct the header, or map it under [logs.headers] in report.toml: replied_on = \"答复期日\". If it is something else, waive the finding under [rules].",
        ),
        Code::UnmetDecision => (
            "report.toml 的 [[same]] 或 [[distinct]] 指出的记录在台账中找不到，这一项不起作用，这是警告。请写编号，或者写文件和行号，如 requests.csv:15；台账改动后行号会变，已经不需要的请删去。",
            "A row that [[same]] or [[distinct]] in report.toml names is not in the log, so nothing is decided by it: a warning. Name a row by its id, or by file and line as in requests.csv:15; lines move when a log is edited.",
        ),
        Code::IdleDecision => (
            "report.toml 的 [[same]] 指出的记录本来就算同一条，或者 [[distinct]] 指出的记录本来就各算一条，有没有这一项数字都一样，这是警告。可能是编号或行号写错了，如 requests.csv:15；已经不需要的请删去。",
            "The rows that [[same]] in report.toml names are one without it, or those of [[distinct]] are one each, so that no figure depends on it: a warning. An id or a line may be mistyped, as in requests.csv:15; delete what is no longer needed.",
        ),
        Code::DecisionsContradict => (
            "report.toml 中两项决定互相矛盾：两项 [[answers]] 对同一件写了不同的答案，或者 [[same]] 说几条记录是同一条，而 [[distinct]] 说它们各是一条。程序不能知道哪一项对，这是错误。提示写明两项各在 report.toml 的哪一行，请核实后删去一项。",
            "Two decisions in report.toml contradict each other: two of [[answers]] answer differently for one record, or [[same]] makes rows one that [[distinct]] keeps apart. Nobody but the office knows which is right: an error. The message names the line of each in report.toml; delete one of them.",
        ),
        Code::RunningIds => (
            "编号在几个文件或工作表中重复，而同一编号的记录收到日期（公告则为标题）不同的占九成以上，说明编号在每个文件中各自从 1 编起，这是警告。程序按文件和编号认记录。请在 report.toml 中写明 ids = \"running\"；如编号应当唯一，写 ids = \"unique\" 并改正登记。",
            "Ids stand in several files or sheets, and nine tenths of them name records of different days of receipt (of notices: different titles), so they begin anew in each file: a warning. A record is known by file and id then. Write ids = \"running\" in report.toml; if ids should be unique, write ids = \"unique\" and correct the log.",
        ),
        Code::LabelsAlike => (
            "分类、栏目、部门等两个名称只差字符的写法，例如“Ⅱ类”与“II类”，程序分开统计，这是警告。全角字母、数字和看不见的字符不算差别。如是同一个，请在台账中改成同样的写法。",
            "Two names of a category, a group or a department differ in the form of a character only, such as \"Ⅱ类\" and \"II类\", and are counted apart: a warning. Full-width letters and invisible characters make no difference. Write them in one way if they are one.",
        ),
        Code::IdsAlike => (
            "两个编号只差一个字符的写法，例如“①”与“1”、“Ⅱ”与“II”，可能是同一条记录，程序仍按两个编号统计，这是警告。全角字母、数字和看不见的字符不算差别。如是同一条，请改成同样的写法。",
            "Two ids differ in a form of one character only, such as \"①\" and \"1\" or \"Ⅱ\" and \"II\". They may be one record and are counted as two: a warning. Full-width letters and invisible characters make no difference. Write both in one way if they are one.",
        ),
        Code::SharedDocumentNumber => (
            "没有索引号的记录按文号和标题认作同一条信息。同一文号下标题不同，例如文件及其政策解读，按两条统计，这是警告。如是同一条，请统一标题；编上索引号最为可靠。",
            "Rows without an id are one item if document number and title are the same. Under one number with two titles, as a document and its explanation have, they are two: a warning. Give both rows one title if they are one, or give each item an id such as 2017-001.",
        ),
        Code::PossibleDuplicates => (
            "没有编号的申请或诉求，在一个文件中有几行完全相同，可能是重复登记，也可能是几个人问了同样的问题，程序分别统计，这是警告。在不同文件中完全相同的，只计一次。如是重复登记，请删去一行；如不是，请编上编号，如 2017-001。",
            "Requests without an id stand in one file several times, the same in every cell: entered twice, or several callers with one question. Each counts: a warning. Rows that are the same in two files count once. Delete a row if it was entered twice; else give them ids, such as 2017-001.",
        ),
        Code::DifferingRow => (
            "同一编号有两行，内容却不同，例如同一编号登记了招标公告和成交公告，程序按两条统计，这是警告。如是同一条的修改，请删去旧的一行；如是两条，请分别编号。",
            "An id stands in two rows that say different things, such as a tender and its result: a warning, and both are counted. If one is a correction of the other, delete the older; if they are two, number them apart.",
        ),
        Code::RowsAboveHeader => (
            "表头以上的行不读。其中有的行在各必填列都有内容，日期列又是日期，像是记录，例如排序时把表头也排了进去，这是警告。请把表头移到第一行；如确不是记录，可在 report.toml 中豁免。",
            "Lines above the header are not read. Some of them fill every required column and have a day where the log has one, say 2017-03-05, as when Excel sorted the header along with the rows: a warning. Move the header to the first row, or waive the warning.",
        ),
        Code::FileNamedTwice => (
            "同一台账的同一个文件写了两次，例如 [\"a*.csv\", \"a.csv\"]，只读一次，这是警告。请删去一处。",
            "One file is named twice for one log, as in [\"a*.csv\", \"a.csv\"]. A warning: it is read once. Delete one of the two.",
        ),
        Code::ExcludedRequests => (
            "处理状态写明退单、转派的诉求由别的单位办理，不计入收到、答复等各项，件数见 requests.service.excluded，这是提示。如确由本单位办理，请改正处理状态，如“已办结”。",
            "Requests whose status is returned or transferred, such as \"退单\", are handled elsewhere: a note. They count in requests.service.excluded and nowhere else. If the office handled one itself, correct its status, say to \"已办结\".",
        ),
        Code::StruckRows => (
            "工作簿中有的行整行加了删除线，表示作废，没有计入，只作提示，每个文件一次。只有一部分单元格加了删除线的行照常计入。有应当计入的，请去掉删除线。程序只看 .xlsx 的删除线，.xls 和 .ods 的不看。",
            "Every filled cell of some rows of a workbook is struck through, as offices do with void entries (\"作废\"): they are left out, a note once a file. A row of which only some cells are struck counts. Remove the strike-through from rows that should count. It is seen in .xlsx alone, not in .xls and .ods.",
        ),
        Code::TotalsRow => (
            "表格末尾的合计、总计、小计、共计行不是记录，不计入，只作提示。例如“合计,636”。如确是一条记录，请填写它的日期。",
            "A row at the bottom that adds up the others (\"合计\" and the like) is no record: a note, and it is left out. If it is one after all, fill in its date, say 2017-03-05.",
        ),
        Code::LinesBelowTable => (
            "表格末尾的合计、填表人、审核人、导出时间、注等行不是记录，例如“填表人：张某”，不计入，只作提示。只看最后几行，而且编号一格是空的，或者就是“合计”等字样。如其中有记录，请填写它的编号。",
            "Below the table stand totals, signatures, dates of export or notes, such as \"填表人：张某\": they are no records and are left out: a note. Only the last rows are looked at, and only where the cell of the id is blank or holds such a label. If one of them is a record, fill in its id.",
        ),
        Code::WholeYearFigures => (
            "report.toml 申报的数字和年度目标是全年的，例如 [figures.2017] 之下 \"fees.administrative_yuan\" = 0；统计季度、月份或者一段日期时不用它们，只作提示。",
            "What report.toml declares and wants is of the whole year, such as \"fees.administrative_yuan\" = 0 under [figures.2017]. A quarter, a month or other days are counted without it: a note.",
        ),
        Code::RangeOfIds => (
            "申请台账一行的编号写成一段，例如“2025-09～11”，表示三件申请用同一个结果答复，按三件统计，只作提示。连字符（07-1）不算一段。如果只是一件，请改成一个编号。",
            "A row of the request log has a range for its id, such as \"2025-09～11\": three requests with one reply, counted as three, a note. A hyphen (07-1) makes no range. Write one id if it is one request.",
        ),
        Code::ArticleInColumns => (
            "同一篇信息放在网站的几个栏目里，各有一个编号，只差最后一段，例如“X-00012-001”“X-00012-002”，标题和公开日期相同，按一条统计，只作提示。前一段是年份、月份或日期的（2017-001）是流水号，不在此列。如果确是几条信息，请写 [[distinct]]，或者给该文件写 ids = \"unique\"。",
            "An article stands in several columns of a web site, each with an id of its own that differs in its last part only, such as \"X-00012-001\" and \"X-00012-002\", with one title and one day. It counts once: a note. Numbers behind a year, a month or a day (2017-001) are running numbers. If they are items of their own, write [[distinct]], or ids = \"unique\" for the file.",
        ),
        Code::DividerRows => (
            "表格中间有的行只写着“上年结转”“本年新收”“3月”之类的分组标题，不是记录，也不是合计，不计入，只作提示。各件是否上年结转，只看收到日期，如 2016-12-20 收到的是上年结转。",
            "A row in the table holds nothing but the name of a group, such as \"上年结转\", \"本年新收\" or \"3月\". It is no record and no total, and is left out: a note. Whether a request is carried in follows from its day of receipt, say 2016-12-20, and not from the row above it.",
        ),
        Code::NumberedRows => (
            "表格末尾预先编了序号或填了发布机构、没有其他内容的行，例如“57,,,”，与空行一样不计入，只作提示。表格中间这样的行仍是错误（missing-cell），因为可能是漏填。",
            "Rows at the end of a table have a running number, or the office, and nothing else, such as \"57,,,\". They are left out like blank rows: a note. In the middle of a table such a row is an error (missing-cell): something may have been forgotten.",
        ),
        Code::TotalDiffers => (
            "表格末尾写明的合计，例如“合计 23”“共23条”，与表中的记录数不同，这是警告。请核对是否漏登、多登，或合计没有更新。",
            "A total below the table, such as \"合计 23\" or \"共23条\", differs from the number of records above it: a warning. Records may be missing or too many, or the total was not brought up to date.",
        ),
        Code::RepeatedRows => (
            "同一批记录导出了两次，例如按月导出的文件有重叠，完全相同的行只计一次，这是提示。无须处理；也可以删去重复的文件。",
            "Records were exported twice, as when monthly files overlap. A note: rows that are the same in every cell count once. Nothing need be done; a repeated file can be deleted, say 2017-03.csv.",
        ),
        Code::FileRead => (
            "程序判断出的编码、分隔符和表头位置，例如 gb18030、制表符、第 3 行，只作提示，加 -v 时显示。如判断有误，请在 report.toml 中写明，如 encoding = \"gb18030\"。",
            "The encoding, the separator and the header that were found, say gb18030, tabs, line 3. A note, shown with -v. If the encoding is another, say so in report.toml: encoding = \"utf-8\".",
        ),
        Code::SheetRead => (
            "文件按工作簿读取，表头在所示的行，只作提示，加 -v 时显示。如要读另一张工作表，请在 report.toml 中写明，如 sheet = \"2017\"。",
            "The file was read as a workbook, its header in the row given. A note, shown with -v. For another sheet say sheet = \"2017\" in report.toml.",
        ),
        Code::SheetsChosen => (
            "工作簿有几张工作表而 report.toml 没有写明读哪张时，凡没有隐藏、有这本台账表头的都读取，这里列出读取的和没有读取的及原因，只作提示。名称是样表、示例、模板、作废、草稿的不读。要另行指定，请写 sheet = \"采购\"，或者 sheet = [\"1月\", \"2月\"]，或者 sheet = \"*月\"。",
            "A workbook has several sheets, and report.toml does not say which are meant: all are read that are not hidden and have the header of the log. This note names those read and those left out, with the reason. Samples, templates and drafts (\"样表\", \"模板\", \"草稿\") are never meant. To choose, write sheet = \"采购\", sheet = [\"1月\", \"2月\"] or sheet = \"*月\".",
        ),
        Code::UnknownSeparator => (
            "文本文件的单元格要以英文逗号、分号、竖线或者制表符分隔。以中文逗号“，”、顿号“、”、空格等分隔的，标题中的同一符号就分不清了，程序不读取，这是错误。请用 Excel 或 WPS 的“分列”分开，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”。",
            "The cells of a text file are separated by commas, semicolons, vertical bars or tabs. Full-width commas (\"，\"), enumeration commas (\"、\"), blanks and the like also stand in titles, where they separate nothing: an error, and the file is not read. Split the cells in Excel or WPS, and save as .xlsx or CSV UTF-8 (comma delimited).",
        ),
        Code::NotALog => (
            "文件或工作表不是每件一行的台账，而是一件一张的登记表（左边项目、右边内容），或者科室、月份的汇总表，没有可以统计的记录，这是错误。请改为台账，例如第一行“编号,类别,收到日期”，以下每件一行；或者从 report.toml 中去掉。",
            "A file or sheet is not a log with a row for each record, but a form for one record (labels left, values right) or a summary by department and month: an error, for nothing in it can be counted. Make it a log, with a header such as \"编号,类别,收到日期\" and a row for each record, or take it out of report.toml.",
        ),
        Code::SheetsOverlap => (
            "没有写明读哪张工作表，而一张工作表至少有一半的行在其他工作表中也有，例如有 1 月至 12 月各一张，又有一张“全年”，一起读取会重复计算，这是错误。请按提示用 sheet 写明，如 sheet = [\"1月\", \"2月\"]。",
            "report.toml does not say which sheets are meant, and at least half of the rows of one stand in others as well, as when a sheet for the year (\"全年\") stands beside one for each month: an error, for they would count twice. Name the sheets as the hint says, such as sheet = [\"1月\", \"2月\"].",
        ),
        Code::SkippedFiles => (
            "report.toml 用通配符写台账，例如 2017-*.csv，而以“.”或“~”开头的文件（隐藏文件、Excel 打开文件时生成的 ~$ 文件）不读取，这是提示。如其中有台账，请改名。",
            "A log is named by a pattern such as 2017-*.csv. Files that begin with . or ~ are hidden, or written by Excel beside an open file, and are not read: a note. If one is a log, rename it.",
        ),
        Code::FileWithoutRows => (
            "文件有表头，下面没有记录，例如 guides.csv 只有第一行，相应的数字为 0，这是提示。如确实没有记录，无须处理。",
            "A file such as guides.csv has a header and no rows below it. Its figures are 0: a note. If there was nothing to log, nothing need be done.",
        ),
        Code::BlankRows => (
            "有些行只有分隔符，例如 Excel 另存时表格末尾的“,,,”，没有内容，不计入，只作提示，加 -v 时显示。",
            "Rows hold separators and nothing else, such as \",,,\" below a table that Excel saved. They are left out. A note, shown with -v.",
        ),
        Code::EndMark => (
            "文件以 0x1A 字节结束，例如 FoxPro 等旧程序导出的文件，这个字节不作为内容，只作提示，加 -v 时显示。",
            "A file ends with the byte 0x1A, as old programs such as FoxPro export it. The byte is no part of the last row. A note, shown with -v.",
        ),
        Code::IgnoredColumns => (
            "台账里有报告用不到的列，例如“备注”，其内容不会出现在任何输出中，只作提示，加 -v 时显示。如其中有应当使用的列，请在 [logs.headers] 中写明。",
            "A log has columns that no figure needs, such as remarks; they appear in no output. A note, shown with -v. If one of them should be used, name it under [logs.headers] in report.toml.",
        ),
        Code::UnitApplied => (
            "表头或表格上方写明金额单位不是元，例如“预算金额（万元）”，程序已换算为元，只作提示，加 -v 时显示。单元格里自带单位的，以单元格为准。",
            "A header, or a row above it, gives a unit other than yuan, and the sums were multiplied: 55.8 in units of ten thousand is 558000. A note, shown with -v. A unit within a cell goes first.",
        ),
        Code::SerialDates => (
            "日期列里的五位数按 Excel 的日期序号读取，例如 42799 是 2017-03-05，只作提示，加 -v 时显示。如不是日期，请改正。",
            "A number of five digits in a column of dates is read as Excel counts days: 42799 is 2017-03-05. A note, shown with -v. Correct it if it is no date.",
        ),
        Code::NoHeader => (
            "台账的第一行应当是表头，但文件是空的或者没有表头，这是错误，不出报告。请补上表头，如：标题,公开日期,发布渠道。",
            "The first row of a log names its columns; this log has none. It is an error, and no report is written. Add the row, as in: title,published_on,channel.",
        ),
        Code::MissingColumn => (
            "台账缺少必需的列，或者表头用了程序不认识的名称，这是错误，不出报告。后一种情况请在 report.toml 中写明，如 [logs.headers.published] 之下 published_on = \"上网时间\"。",
            "A log lacks a column it must have, or calls it by a name that is not recognised: an error, and no report is written. In the second case say in report.toml which header it is, as in published_on = \"上网时间\" under [logs.headers.published].",
        ),
        Code::AmbiguousColumn => (
            "台账有两个表头都对应同一列，例如“受理时间”和“派单时间”都可以是收到日期。程序不替您选择，这是错误，不出报告。请在 report.toml 中写明，如 [logs.headers.requests] 之下 received_on = \"受理时间\"。",
            "Two headers of a log mean the same column, such as \"受理时间\" and \"派单时间\" for the day of receipt. The program does not choose: it is an error, and no report is written. Say in report.toml which one to use: received_on = \"受理时间\" under [logs.headers.requests].",
        ),
        Code::RaggedRow => (
            "一行的单元格多于或少于表头，内容可能错了列，这是错误，该行不计入。多半是内容里有逗号而没有加双引号：应写 \"通知,公告\"。请改正该行。",
            "A row has more or fewer cells than the header, so its texts may stand in the wrong columns: an error, and the row does not count. Often a text with a comma lacks its quotes: \"notices, announcements\" is one cell. Mend the row.",
        ),
        Code::RowTooLong => (
            "一行超过 16 MiB，台账的行不会这么长，通常是少了换行或双引号，或者文件不是台账，这是错误，从这一行起不再读取。请改正后再运行，例如重新导出 published.csv。",
            "A row is longer than 16 MiB. No row of a log is: a line break or a quote is missing, or the file is something else. An error, and nothing from that row on is read. Correct it, say by exporting published.csv again.",
        ),
        Code::UnclosedQuote => (
            "一个单元格以双引号开头，却一直没有后引号，其后的各行都被吞进了这一格，这是错误。请在提示的位置补上后引号；内容本身的双引号要写两个，如 \"关于\"\"放管服\"\"的通知\"。",
            "A cell opens with a quote that is never closed and so swallows the rows after it: an error. Close it at the place given; a quote within the text is written twice, as in \"the \"\"one stop\"\" notice\".",
        ),
        Code::MissingCell => (
            "必填的单元格是空的（空白、“/”、“-”都算空），例如没有公开日期就不知道计入哪一年，这是错误，该行不计入。请填写这一格。",
            "A cell that must be filled is blank, or holds only / or -; without a day of publication, say, nobody knows the year. It is an error, and the row does not count. Fill in the cell.",
        ),
        Code::BadDate => (
            "应填日期的单元格读不出日期，或者日期不存在，例如“2017210日”“2017-02-30”，这是错误，该行不计入。请写作 2017-03-05、2017/3/5 或 2017年3月5日。",
            "A cell that should hold a date does not, or the day does not exist: \"2017-02-30\". It is an error, and the row does not count. Write 2017-03-05, 2017/3/5 or \"2017年3月5日\".",
        ),
        Code::BadAmount => (
            "应填金额的单元格读不出数字，例如“约三万”，这是错误，该行不计入。请写作 30000 或 30000.00。",
            "A cell that should hold a sum of money does not, as in \"about 30000\". It is an error, and the row does not count. Write 30000 or 30000.00.",
        ),
        Code::ImplausibleAmount => (
            "金额超过一千万亿元（10 的 15 次方），多半是单位或数字录入错误，例如把元当作万元；或者各项相加位数太多，得不出准确的合计。这是错误，该行不计入，不准确的合计不写入报告。请核对后改正。",
            "A sum of money is above 10^15 yuan, most often a wrong unit or a number that is something else, or a total has too many digits to be exact. It is an error: the row does not count, and a total that is not exact is not reported. Correct the amount.",
        ),
        Code::UnknownCode => (
            "这一列只能填规定的词语，例如类别只能填“依申请公开”或“公众诉求”；填了别的，就不知道该计入哪一项。这是错误，该行不计入；一个词语每个文件只提示一次，并写明有几行。请从提示的词语中选用；单位一直这样写的，可以在 report.toml 的 [logs.values] 中写明它的意思，例如 [logs.values.outcome] 之下 granted = [\"予以提供\"]。",
            "The column allows only certain words: a request's kind is service or disclosure. Any other leaves open what to count: an error, and the row does not count. Each word is reported once a file, with its rows. Choose one of the words in the hint; if the office always writes it so, say in [logs.values] of report.toml what it means, as in granted = [\"予以提供\"] under [logs.values.outcome].",
        ),
        Code::UnknownApplicant => (
            "依申请公开台账的“申请人类型”一列应填自然人、商业企业、科研机构、社会公益组织、法律服务机构或其他；填了别的，就不知道计入哪一列。这是错误，这些行不计入，每个文件提示一次。内容可能是姓名，任何提示和输出都不显示，只给行号。这一列填的确是姓名或名称的，可以在 report.toml 中写明按姓名区分：[logs] 之下 requests = { path = \"requests.csv\", applicants = \"by-name\" }；仍不能确定的，请在台账中改填类型，如“商业企业”。",
            "The column of applicants of a disclosure request holds one of \"自然人\", \"商业企业\", \"科研机构\", \"社会公益组织\", \"法律服务机构\" and \"其他\"; of anything else nobody knows where it counts. An error, once a file, and the rows do not count. The cells may be names: no message and no output shows them, only their lines. If the column does hold names, let them be told apart: requests = { path = \"requests.csv\", applicants = \"by-name\" } under [logs] in report.toml. For those that cannot be told, log the kind, say \"商业企业\".",
        ),
        Code::UndecidedWord => (
            "这个词语可以对应报告格式的好几行，例如办理结果写“不予公开”，没有写明属于国家秘密、商业秘密还是过程性信息；申请人写“律师”，可能是为自己申请，也可能是代理人。应计入哪一行，法律规定看每件申请，不看词语。这是错误；一个词语每个文件只提示一次，并写明有几行。这些申请计入收到数，不计入法定表格。台账有“答复依据”一列的，按所引条款确定；否则请在台账中逐件改填具体的一行，如“不予公开-属于国家秘密”，或者在 report.toml 的 [[answers]] 中逐件写明。",
            "The word may stand for several rows of the form: an outcome \"不予公开\" does not say whether it is a state secret, a trade secret or process information; an applicant \"律师\" may act for himself or as an agent. By law each request decides, not the word. It is an error; each word is reported once a file, with its rows. The requests count as received, and in no row of the statutory table. A column \"答复依据\" decides by the article it names; else log the exact row for each request, such as \"不予公开-属于国家秘密\", or answer for it under [[answers]] in report.toml.",
        ),
        Code::UndecidedTicks => (
            "台账为每种申请人（自然人、商业企业、科研机构等）或每种办理结果（予以公开、部分公开等）设一列，在其中一列打勾。一行没有打勾，勾了两列以上，或者填的不是“√”“1”“是”，就不能确定计入哪一项，这是错误；没有勾选办理结果的，视为没有填写。每个文件提示一次，并写明是哪几行。这些申请计入收到数，不计入按申请人类型或办理结果分列的表格。请只勾选一列，或者在 report.toml 的 [[answers]] 中逐件写明。",
            "The log has a column for each kind of applicant (\"自然人\", \"商业企业\", \"科研机构\" and so on) or for each outcome (\"予以公开\", \"部分公开\" and so on), of which one is ticked. A row in which none is, several are, or a cell holds something other than \"√\", \"1\" or \"是\", does not say which: an error, once a file with its rows. An outcome that is not ticked is blank. The requests count as received, and in no row by applicant or outcome. Tick one column, or answer for the request under [[answers]] in report.toml.",
        ),
        Code::BadAnswer => (
            "report.toml 的 [[answers]] 对一件记录给出的答案不是报告格式中的一行，例如仍写“不予公开”，这是错误。请写具体的一行，如“不予公开-属于国家秘密”。",
            "What [[answers]] in report.toml says of a record is no row of the form, as \"不予公开\" is none: an error. Write the row, such as \"不予公开-属于国家秘密\".",
        ),
        Code::IdleAnswer => (
            "report.toml 的 [[answers]] 指出的记录在台账中找不到，或者台账的用词已经能够确定，例如“信息不存在”，这一项不起作用，这是警告。请写编号，或者写文件和行号，如 requests.csv:15；已经不需要的请删去。",
            "A record that [[answers]] in report.toml names is not in the log, or its own word decides, as \"信息不存在\" does: a warning, for nothing is answered. Name it by its id, or by file and line as in requests.csv:15; delete what is no longer needed.",
        ),
        Code::KindTaken => (
            "台账没有“类别”一列，而工作表的名称、表格的标题或文件名只说到一种，例如工作表“行政复议”、标题“2024年行政应诉案件台账”，全部记录就按这一种统计，只作提示。如不对，请加上“类别”列，或者在 report.toml 中给该文件写明 kind；写明后不再提示。",
            "A log has no column for the kind of its records, and the name of its sheet, its title or the name of its file says one kind, as the sheet \"行政复议\" or the title \"2024年行政应诉案件台账\" does: all records count as of that kind, a note. If that is wrong, add the column \"类别\", or write kind for the file in report.toml; then nothing is reported.",
        ),
        Code::NoEndColumn => (
            "申请与诉求台账的一个文件既没有认出答复日期，也没有认出办结日期，却有没有用到的日期列，例如“处结归档日期”，这是警告。照这样统计，每一件都会算作没有办结、超过期限，所以办结、按期、逾期等数字一律为空。请在 report.toml 中写明哪一列是办结日期，如 [logs.headers.requests] 之下 closed_on = \"处结归档日期\"。",
            "A file of the request log has neither a day of reply nor a day of closing, and columns of days that are not used, as \"处结归档日期\": a warning. Every request would seem to be open and overdue, so the figures that depend on its end are absent. Say in report.toml which column it is: closed_on = \"处结归档日期\" under [logs.headers.requests].",
        ),
        Code::ExcludedRows => (
            "台账中有的行写明它不是要统计的记录：主动公开台账中公开方式为“依申请公开”“不予公开”的，状态为“草稿”“待审”“撤稿”“作废”的，复议诉讼的审理结果为“不予受理”的，本机关地位为“复议机关”“第三人”的。这些行不计入统计，只作提示。其中有应当计入的，请改正这一列，例如改为“主动公开”“已发布”或“结果维持”。",
            "Some rows of a log say that they are no record to count: in the published log those disclosed on request or not at all (\"依申请公开\", \"不予公开\") and drafts or withdrawn items (\"草稿\", \"撤稿\"), in the log of disputes those never accepted (\"不予受理\") and those in which the office reviews (\"复议机关\") or is a third party (\"第三人\"). A note: they are left out of the count. Correct the column in the rows that should count, say to \"主动公开\".",
        ),
        Code::ColumnChosen => (
            "台账有两列都可以是同一列，程序按规定的先后选用了一列，只作提示：派单时间先于来电时间（本单位从派单起办理），收到日期先于申请日期（期限从收到起算）。请核对，并在 report.toml 中写明，如 [logs.headers.requests] 之下 received_on = \"派单时间\"；写明后不再提示。",
            "Two headers of a log may be one column, and one goes before the other: a note. \"派单时间\", when the unit got the order, goes before \"来电时间\", when the citizen called; \"收到日期\", from which the limit runs, before \"申请日期\". Say in report.toml which to use, as in received_on = \"派单时间\" under [logs.headers.requests]; then nothing is reported.",
        ),
        Code::UnreadColumns => (
            "统计要用的某一列没有找到，而文件中有没有用到的表头可能就是它，例如“公布渠道名”可能是发布渠道，只作提示；需要这一列的数字不出。如就是这一列，请在 report.toml 中写明，如 [logs.headers.published] 之下 channel = \"公布渠道名\"；如不是，请在 [rules] 中豁免。",
            "A column that figures need was not found, and an unused header may be it, as \"公布渠道名\" may be the channel: a note. Figures that need the column are absent. If it is that column, map it in report.toml: channel = \"公布渠道名\" under [logs.headers.published]. If not, waive the finding under [rules].",
        ),
        Code::BadLimit => (
            "办理期限既不是日期，也不是天数或小时数，例如“尽快”，无法判断是否按期，这是错误，该行不计入。请写作 2017-03-05、5个工作日或 120小时。",
            "A time limit is neither a date nor a number of days or hours, as in \"soon\", so nobody can tell what is on time: an error, and the row does not count. Write 2017-03-05, \"5个工作日\" (working days) or \"120小时\" (hours).",
        ),
        Code::DuplicateId => (
            "两件依申请公开的申请用了同一编号，或者收到日期不同的两件诉求用了同一编号，不知道是一件还是两件，这是错误，后一行不计入。例如两行的编号都是 2017-003。请删去重复的一行，或者改正编号。",
            "Two requests for disclosure share an id, or two service requests received on different days do, say 2017-003, so that they may be one or two: an error, and the later row does not count. Delete the repeated row or correct the id.",
        ),
        Code::RequestOfTwoYears => (
            "一件申请在两本登记中的收到日期属于两个年度，例如 2025 年的登记写 2025-12-30，2026 年的登记写 2026-01-04，两年都会计为新收。这是错误，后一行不计入。一件申请属于依法收到的那一年：特快专递 2026-01-04 签收的，是 2026 年的。",
            "A request stands in two books with days of receipt in two years, say 2025-12-30 in the book of 2025 and 2026-01-04 in that of 2026, and would be received in both: an error, and the later row does not count. A request is of the year in which it is received by law: an express letter signed for (\"签收日期\") on 2026-01-04 is of 2026.",
        ),
        Code::YearWithoutRows => (
            "各台账都没有这一年的记录，也没有上年结转的申请或诉求，例如台账只登记到 2017 年，却要编制 2019 年的报告。这是错误，不出报告，以免把没有登记说成没有发生。请核对年份，或者补充台账。这一年确实什么也没有发生的，在 report.toml 中写上 [reports.2019]，照样出报告；只有表头的台账、前后年份都有记录的台账也表示这一年是零。",
            "No log has a row in the year, and no request was carried into it, as when the logs end in 2017 and a report on 2019 is asked for. It is an error, and no report is written: nothing logged is not nothing done. Check the year or complete the logs. If nothing happened that year, write [reports.2019] in report.toml; a log with a header and no rows, or with rows before and after the year, says so as well.",
        ),
        Code::NoForm => (
            "没有适用于这一年的法定报告格式，例如 2008 年以前还没有年度报告制度。这是错误，不出报告。可以用 --form 指定一种格式，如 --form cn-2008。",
            "No statutory form is in force for the year; before 2008, say, there were no annual reports. It is an error, and no report is written. Name a form yourself: --form cn-2008.",
        ),
        Code::UnknownPlaceholder => (
            "文稿里的占位符没有对应的指标，例如把 {{ published.total }} 写成 {{ published.totl }}。这是错误，不出报告。请按提示改正；report keys 列出全部指标。",
            "A placeholder of the narrative names nothing, as {{ published.totl }} does for {{ published.total }}. It is an error, and no report is written. Correct the name; report keys lists every key.",
        ),
        Code::BadPlaceholder => (
            "文稿里的占位符写法不对，或者算不出来，例如 {{ published.total | fixd(1) }} 中没有 fixd 这种格式。这是错误，不出报告。请改正占位符，如 {{ published.per_day | fixed(1) }}。",
            "A placeholder of the narrative cannot be read or computed; {{ published.total | fixd(1) }}, say, asks for a filter that is not there. It is an error, and no report is written. Correct it: {{ published.per_day | fixed(1) }}.",
        ),
        Code::UnknownConstruct => (
            "文稿里只能用占位符、格式、加减和比较、{% if %} 和 {% for %}；模板的其他写法，如 {% set x = 1 %}、{% include %}、“*”和“~”，不能使用。这是错误，不出报告。同一种写法只提示一次，附次数。请删去，或者把算好的数直接写成占位符。",
            "A narrative has placeholders, filters, sums and comparisons, {% if %} and {% for %}. What templates know besides, such as {% set x = 1 %}, {% include %}, * and ~, is refused. It is an error, and no report is written. Each construct is reported once, with how often it occurs. Delete it, or use a placeholder for the figure.",
        ),
        Code::NestedTooDeep => (
            "括号、正负号、格式、{% if %}、引用或列表一层套一层，超过 100 层，例如一行开头有几千个“>”。多半是误粘贴的内容。这是错误，不出报告。请改写。",
            "Brackets, signs, filters, {% if %}, quotes or lists are nested more than 100 levels deep, as in a line that begins with thousands of >. Most likely it was pasted by mistake. It is an error, and no report is written. Rewrite it.",
        ),
        Code::EndlessNarrative => (
            "文稿里的 {% for %} 一层套一层，要重复几百万次，或者写出的文字超过 16 MiB。这是错误，不出报告。请去掉多余的循环；{{ published.by_category | top(10) | names }} 只写出最多的十类。",
            "Loops of the narrative, one in another, would run millions of times, or write more than 16 MiB. It is an error, and no report is written. Take them apart; {{ published.by_category | top(10) | names }} prints the ten largest categories only.",
        ),
        Code::BadAddress => (
            "文稿里的图片地址不是图表，例如 ![按月](chart:published.by_mouth)。报告里只能放由台账得出的图表，这是错误，不出报告。请改正为 chart:published.by_month 这样的写法。",
            "The address of an image in the narrative is no figure, as in ![by month](chart:published.by_mouth). A report holds only figures made from the logs, so it is an error, and no report is written. Write chart:published.by_month.",
        ),
        Code::DeclaredDisagrees => (
            "report.toml 的 [figures] 申报了一个数字，台账也能统计出同一个数字，两者却不一致，例如申报 636 条而台账为 635 条。这是错误，不出报告。请补正台账，或者删去申报数，以台账为准。",
            "A figure declared under [figures] of report.toml is also counted from the logs, and the two differ: 636 items declared, 635 logged. It is an error, and no report is written. Complete the logs, or delete the declared figure so that the logs count.",
        ),
        Code::DeclaredTwice => (
            "report.toml 的 [figures] 用两种写法申报了同一个数字，例如 \"cn-2021.T2.licence\" 和 \"decisions.licence\"，两处的数却不一致，不知道哪个对。这是错误，不出报告。请核对后删去一处。",
            "[figures] of report.toml declares one figure in two ways, say \"cn-2021.T2.licence\" and \"decisions.licence\", with two values, so nobody can tell which is right: an error, and no report is written. Delete one of them.",
        ),
        Code::UnclearChannel => (
            "台账中的公开渠道单凭名称不能判断属于哪一类，例如“政府采购网”可能是本级政府网站，也可能是别的单位办的平台；“微信微博”写的是两种渠道。这是警告，暂计入“其他方式”。请在 report.toml 中写明它属于哪一类，或者在台账中把几种渠道分开写。",
            "The name of a publication channel does not decide its group: \"政府采购网\" may be a site of the government or a platform of somebody else, and \"微信微博\" names two channels. A warning; it counts as other for now. Say in report.toml which group it is in, or separate the channels in the log.",
        ),
        Code::RepealWithoutDay => (
            "规范性文件台账的“清理结果”一列写废止、失效，却没有废止日期，不知道在哪一年废止，这是错误，该行不计入。请登记废止日期，或者写成“2024年9月1日废止”；整个文件中废止的都在同一年的，可在 report.toml 中这个文件的一项写明 year = 2024。",
            "The column \"清理结果\" of the log of documents says that one is repealed (\"废止\", \"失效\"), and nothing says when: an error, and the row does not count. Log the day of repeal, or write \"2024年9月1日废止\"; or say year = 2024 in the entry of a file whose documents were all repealed in one year.",
        ),
        Code::MissingRoute => (
            "统计表把行政诉讼分为未经复议直接起诉和复议后起诉两类，台账没有写明是哪一类，这是错误，该行不计入。请在“起诉途径”一列填写，或者在 report.toml 的 [[answers]] 中逐件写 route = \"未经复议直接起诉\"。备注、案由写明的，程序只提出，不代为决定；整列都写明的，可以把这一列作为起诉途径。",
            "The form tells lawsuits without a review (\"未经复议直接起诉\") from those after one (\"复议后起诉\"), and the log does not say which this is: an error, and the row does not count. Fill in \"起诉途径\", or answer route = \"未经复议直接起诉\" under [[answers]] in report.toml. What a remark (\"备注\") says is proposed, and decided by the office; a column that says all routes can be mapped.",
        ),
        Code::SecondInstance => (
            "复议诉讼台账中有的行是二审或者再审：审级一列写“二审”，或者案号中有“行终”。同一案件的一审和二审只算一件，以最后的结果为准；程序不能确定二审的一审是否也登记了，各计一件，这是警告。请在 report.toml 的 [[same]] 中写明两行的案号，或者对同一案件只留一行，填最后的结果；尚在二审的，结果填“上诉中”。确属不同案件的，请在 [rules] 中豁免。",
            "Some rows of the log of disputes are of a second instance: \"审级\" says \"二审\", or the number of the case holds \"行终\". Both instances of a case are one case with the final result. The program cannot see if the first is in the log too, and counts each: a warning. Name both rows under [[same]] in report.toml, or keep one row for a case, with the final result, or \"上诉中\" while the appeal is pending. If they are different cases, waive it under [rules].",
        ),
        Code::UndecidedChannel => (
            "依申请公开台账的申请渠道写“邮件”，可能是邮寄的信函，也可能是电子邮件。两者的收到日期算法不同：平常信函以签收之日为准，通过互联网渠道或者传真提交的以双方确认之日为准，答复期限随之不同。这是警告；一个词语每个文件只提示一次。在 report.toml 的 [[logs.words]] 中写明以前，统计表中信函和网络两行都不计入这些申请。",
            "The channel \"邮件\" of disclosure requests may be post or e-mail. A letter is received on the day when it is signed for, an e-mail on the day when both sides confirm it, and the period for the answer runs from there. A warning, once a file for each word. Until [[logs.words]] in report.toml says which, these requests count in neither row of the annex.",
        ),
        Code::UnknownChannel => (
            "台账中的公开渠道不在已知的类别中，例如“视频号”“抖音”，计入“其他方式”，只作提示。请在 report.toml 的 [logs.values.channel_group] 中写明它属于哪一类；写在 other 下的不再提示。",
            "A publication channel is in no known group, such as \"视频号\" or \"抖音\". A note: it counts as other. Write it under [logs.values.channel_group] in report.toml; one that is listed under other is not reported again.",
        ),
        Code::ReservedCharacter => (
            "文稿里有专用区字符（例如 U+E000），程序用它们标记算出的数字，混在一起就分不清了，这是错误，不出报告。这种字符多半是从 PDF 或 Word 粘贴来的符号，删去即可。",
            "The narrative holds a character for private use, such as U+E000. The program marks computed figures with these, so it is an error, and no report is written. They come from symbol fonts of PDF or Word: delete them.",
        ),
        Code::BadForm => (
            "报告格式文件有误，例如算式里的单元格 R1.c9 不存在，或者合并的单元格没有铺满。格式不可用，因此不出报告，退出码 2。请按提示改正该格式文件。",
            "A file of a statutory form cannot be used: a formula names a cell R1.c9 that is not there, or spans leave gaps. Nothing is written, exit 2. Correct the file as the hint says.",
        ),
        Code::MissingApplicant => (
            "2019 年以后的格式按申请人类型统计申请，而这一件没有登记类型，无法计入任何一列。这是错误，不出报告。请在“申请人类型”一列填写自然人、商业企业等。",
            "The forms from 2019 on count requests by kind of applicant, and this request has none, so it belongs in no column. It is an error, and no report is written. Fill in the column, say with \"自然人\".",
        ),
        Code::OutcomeNotInForm => (
            "这一件的办理结果在该年的格式里没有对应的行，例如 2021 年格式没有“告知作出更改补充”。程序不会自行归入“其他”，这是错误，不出报告。请改填该格式的行名。",
            "The form of the year has no row for the outcome of this request, as that of 2021 has none for \"告知作出更改补充\". The program puts nothing under \"其他\" by itself: an error, and no report is written. Log the outcome under the name of a row.",
        ),
        Code::IdentityFails => (
            "格式规定的勾稽关系不成立，例如新收 4 件加结转 0 件不等于办结 3 件加结转下年 0 件。必有一个数字不对，这是错误，不出报告。请按提示核对列出的单元格及其来源。",
            "What the form holds to be equal is not: 4 received and 0 carried in are not 3 ended and 0 carried out. One of the numbers is wrong, so it is an error, and no report is written. Check the cells that the hint lists, and where they come from.",
        ),
        Code::IdentityDoubtful => (
            "通常成立的关系不成立，例如本年的上年结转数与上年报告的结转下年数不同。也可能是上年公布的数字有误，所以是警告。请核对列出的单元格。",
            "What should hold does not: requests carried in are not those carried out by last year's report, say. The published figure may be the wrong one, so it is a warning. Check the cells that the hint lists.",
        ),
        Code::IdentityUnusual => (
            "多数年份成立的关系在这一年不成立，例如现行有效件数不等于上年件数加制发减废止，到期失效就会如此。只作提示。如属实，不必处理。",
            "What holds in most years does not in this one: documents in force are not last year's plus issued less repealed, as when some expired. A note: nothing need be done if it is so.",
        ),
        Code::MissingContent => (
            "文稿没有写到条例或格式要求的内容，例如第三十二条第（四）项的行政复议、行政诉讼情况。这是警告。请补写一节，并在标题后注上编号，如 {#disputes}；没有发生的，也应写明。",
            "The narrative leaves out what the Regulations or the form ask for, such as reviews and lawsuits, Article 32 (4). A warning: add a section whose heading is marked {#disputes}, and say so if there was none.",
        ),
        Code::HeadingDiffers => (
            "这一部分的标题与格式规定的不同，例如“总体工作情况”应为“总体情况”。这是警告。请照格式改写标题。",
            "The heading of a section is not the one the form prescribes, as \"总体工作情况\" is not \"总体情况\". A warning: use the heading of the form.",
        ),
        Code::SectionOutOfOrder => (
            "各部分的顺序与格式规定的不同，例如第四部分写在第三部分之前。这是警告。请按格式的顺序排列。",
            "The sections are not in the order of the form, part four before part three, say. A warning: put them in order.",
        ),
        Code::FeeStatement => (
            "文中关于收费的说法与台账不一致，例如写“未收取费用”，而台账登记收费 400 元。这是警告。请核对后改正文字或者台账。",
            "What the text says of fees is not what the logs say: \"未收取\" with 400 yuan logged, for example. A warning: correct the text or the log.",
        ),
        Code::NoNarrative => (
            "没有这一年的文稿，报告用格式自带的提纲生成：标题、法定内容和平实的数字。这是警告：报告可用，但应有人看过。编写 narrative/2017.md 即可换成本单位的文稿。",
            "The year has no narrative, so the report is made from the form's own skeleton of headings, required statements and figures. A warning: the report can be used, but a person should read it. Write narrative/2017.md to say more.",
        ),
        Code::MoreFindings => (
            "同一文件里同类的问题太多，只列出前面一些，其余只计数。每种列出多少与严重程度有关，错误列得多，警告和提示列得少。这是提示；用 report check -v 或 report check --format json 可以全部列出，例如导出时列错位，每行都有一条。",
            "A file has so many findings of one kind that only the first are listed and the rest is counted; of errors more are listed than of warnings and notes. A note: report check -v, or report check --format json, lists them all, as where an export shifted a column and every row has one.",
        ),
        Code::RowsLeftOut => (
            "因为加了 --keep-going，有错误的行没有计入，报告照常生成并注明行数。这是警告：数字少于实际，不宜报出。请改正错误后再运行一次，例如补上缺少的日期。",
            "Rows with errors were left out because of --keep-going, and the report says how many. A warning: the figures are too low to be handed in. Mend the errors, say a date that is missing, and run again.",
        ),
        Code::DifferingField => (
            "同一信息登记了几行，内容却不一致，例如一行的分类是“规划”，另一行是“计划”。统计以首行为准，这是警告，请核对后改成一致。",
            "An item stands in several rows that do not agree: the category is \"plans\" in one and \"programmes\" in another. The first row counts; a warning, for a person should make them agree.",
        ),
        Code::NoSigningDate => (
            "没有设置报告的落款日期；程序不会用当天的日期代替，落款因此没有日期。这是警告。请在 report.toml 中写明，如 [reports.2017] 之下 signed-on = 2018-01-15。",
            "No day of signing is set, and the program does not make one up from the clock, so the report ends without it. A warning: set signed-on = 2018-01-15 under [reports.2017] in report.toml.",
        ),
        Code::StrayEmphasis => (
            "文稿里的星号没有起到加粗的作用，会原样印在报告里。多半是引号紧挨着星号，如 **“公开”**发布，应写作“**公开**”发布。这是警告，请改写或者删去星号。",
            "Asterisks of the narrative are not read as emphasis and would be printed. Mostly quotation marks stand next to them, as in \"**“公开”**发布\": put the marks outside, as in \"“**公开**”发布\". A warning: move the marks or delete the asterisks.",
        ),
        Code::UnsupportedMarkdown => (
            "文稿里用了公文中没有的 Markdown，例如 HTML 或代码块，报告里放不下。这是警告。请改用标题、段落、列表或表格。",
            "The narrative uses a part of Markdown that has no place in an official report, such as HTML or a code block. A warning: use headings, paragraphs, lists or tables instead.",
        ),
        Code::UnusedOrder => (
            "report.toml 的 [order] 中列出的名称，台账中没有出现，例如分类写作“政策法规”，而台账写“政策、法规”。次序中的其他名称不受影响，只作提示。请与 report stats 列出的名称核对。",
            "[order] in report.toml lists a label that no figure has, say \"政策法规\" where the log writes \"政策、法规\". A note: the other labels keep their order. Compare it with the labels that report stats lists.",
        ),
        Code::UnknownAnswer => (
            "满意度一列中有不认识的评价，例如“给力”。程序不知道它算不算满意，所以满意数和参评数都不计这一件。这是警告。请在 report.toml 的 [logs.values.satisfaction] 中写明它是 satisfied（满意）、neutral（一般）、dissatisfied（不满意）还是 unrated（未评价）。",
            "A citizen's answer is no known grade of satisfaction, such as \"给力\". Nobody can tell whether it is satisfied, so the request is neither among the satisfied nor among the rated. A warning: write it under satisfied, neutral, dissatisfied or unrated of [logs.values.satisfaction] in report.toml.",
        ),
        Code::UnknownWord => (
            "这一列通常填规定的词语，而台账里有别的词语，例如诉求类型填了“家宽”。程序按原样单独统计，只作提示。如是笔误，请改为已知的词语。",
            "A column that mostly holds known words has another, such as a topic of the office's own. A note: the word is counted as it is, by itself. If it is a slip, write one of the known words, say \"咨询\".",
        ),
        Code::RepeatedRequest => (
            "同一件诉求登记了几行，例如工单沿用原编号转办。程序按一件统计，以最先收到、最后答复为准，只作提示。如其实是几件，请分别编号，如 T2017-01、T2017-02。",
            "A service request stands in several rows, as when a work order is handed on under its number. A note: it is counted once, by its first receipt and last reply. If they are several requests, number them apart, as T2017-01 and T2017-02.",
        ),
        Code::NoLimit => (
            "有的诉求没有办理期限，不知道是否按期，所以照常计数，但不计入按期答复率。这是提示。请在台账中登记办理期限，或者在 report.toml 中设置，如 [limits.service] 之下 any = 5。",
            "Some service requests have no time limit, so nobody can tell whether they were on time: they are counted, but in no rate. A note: log their limits, or set any = 5 under [limits.service] in report.toml.",
        ),
        Code::OnTimeContradicted => (
            "文稿说“均按期答复”或者意思相同的话，而台账中有逾期答复或超期未答复的件。这是错误：报告不能写与台账相反的话。请按实际情况改写，或者更正台账。",
            "The text says that everything was answered in time, and the log has something late or overdue. An error: a report cannot say the opposite of its logs. Write what happened, or mend the log.",
        ),
        Code::ClaimContradicted => (
            "文稿的一句话与数字相反，例如写“未收到申请”而收到了申请，写“未收取费用”而收取了费用，写“全程公开”而有的项目没有全程公开。这是警告。请按实际情况改写。",
            "A sentence says the opposite of a figure: that nothing was received where there is a request, that nothing was charged where there is a fee, that all is open where it is not. A warning: write what the logs bear out.",
        ),
        Code::TypedFigure => (
            "文稿里手工填写了一个数字，它正是程序统计出来的数字。眼下是对的，台账一改就错了，而且没有人会发现。这是警告。请改用提示中的占位符。",
            "A number was typed that the program counts. It is right now, and will be wrong unnoticed as soon as a log changes. A warning: use the placeholder that the hint names.",
        ),
        Code::FigureContradicted => (
            "文稿里手工填写的数字与它所说的指标不符。这是警告，因为程序可能误会了所指。请改用占位符；所指的确是另一个数字的，请写明白。",
            "A typed number is not the figure that its words name. A warning, for the program may have mistaken what is meant: use the placeholder, or say what other number it is.",
        ),
        Code::StaleYear => (
            "标题、编制依据、统计期限等处应当是本报告的年度，却写了另一个年度，多半是照抄上年文稿留下的。这是警告。与上年比较、引用其他文件的年度不受影响。",
            "In a title, the basis or the period of the report another year stands than the report's, mostly left over from last year's text. A warning. Comparisons with other years and titles of other documents are left alone.",
        ),
        Code::VagueCount => (
            "准确到个位的数后面带“余”“多”，前面带“约”“近”，或者“约”“余”并用。这是警告。准确数直接写出；四舍五入的数用“约”。",
            "An exact count stands with a word that makes it vague, or two such words stand together. A warning: write an exact count as it is, and one such word with a rounded one.",
        ),
        Code::ColloquialDate => (
            "日期写成了“12月31号”。公文写“12月31日”，同一份报告里也应当一致。这是警告。",
            "A day is written as it is spoken. Official documents have a word of their own for the day of a month. A warning: write it their way throughout.",
        ),
        Code::RateOverNothing => (
            "文稿谈到一个比率，而它的分母是 0，例如没有收到申请，却写“均按期答复”或按期答复率。没有发生的事没有比率，既不是 0 也不是 100%。这是警告。",
            "The text speaks of a rate, or of all, where there was nothing: no request, and yet all answered in time. There is no such rate, neither 0 nor 100 %. A warning: write that there was nothing.",
        ),
        Code::NotTheLargest => (
            "文稿说某一类“主要”“居多”“最多”，而数字表明另一类更多。这是警告。请按数量多少改写。",
            "The text says that something is the main or the largest of its kind, and by the figures another is larger. A warning: write it by the numbers.",
        ),
        Code::TrendContradicted => (
            "文稿说一个数字比上年增长、下降或持平，而两年的数字表明不是这样。这是警告。请改写，或者用 change 过滤器由程序写出。",
            "The text says that a figure grew, fell or stayed the same, and the figures of the two years say otherwise. A warning: write what happened, or let the filter change say it.",
        ),
        Code::StaleParagraph => (
            "写问题、措施的段落，或者有手填数字的段落，与上年文稿相同或几乎相同。一年过去，问题和措施很少还是原样，多半是忘了改。这是警告。请对照本年情况改写。",
            "A paragraph on problems or measures, or with a typed figure, is the same as last year's, or nearly. A year later that is seldom true. A warning: write it anew.",
        ),
        Code::UnchangedParagraph => (
            "一段文字与上年文稿相同或几乎相同。制度、依据没有变化的，可以沿用，所以只作提示。请核对一遍。",
            "A paragraph is the same as last year's, or nearly. A note: rules and their basis repeat honestly. Look it over.",
        ),
        Code::EmptySection => (
            "标题之下既没有正文，也没有下一级标题。这是警告。没有发生的，也要写明没有发生。",
            "A heading has neither text nor further headings below it. A warning: that nothing happened should be said as well.",
        ),
        Code::TargetMissed => (
            "report.toml 的 [targets] 中设定的目标没有完成。这是警告：数字没有错，但报告应当如实说明。统计期没有到年底的，只查不高于的目标。",
            "A target set under [targets] in report.toml was not met. A warning: nothing is wrong with the figure, but the report should say so. Before the year is over only upper bounds are looked at.",
        ),
        Code::UnclearSubtotal => (
            "文稿既写了主动公开总数，又写了采购公告或环境信息数，却没有说后者是否包含在前者之内，report.toml 的 published-includes 也没有写明。这是提示。",
            "The text gives the total of published items and the number of procurement or environmental notices, and neither it nor published-includes in report.toml says whether the one lies within the other. A note.",
        ),
        Code::SeveralCategories => (
            "分类一格里写了几个分类，例如“规划；统计”，程序按第一个统计，使各分类之和等于总数，只作提示。如应计入另一个，请把它写在最前面。",
            "A cell names several categories, as \"plans; statistics\" does. A note: the first counts, so that the categories add up to the total. If another should count, put it first.",
        ),
        Code::UnknownCalendar => (
            "国务院办公厅每年年底前后公布下一年的放假安排。没有公布的年份按《全国年节及纪念日放假办法》计算：元旦、春节、清明节、劳动节、端午节、中秋节、国庆节放假，逢周末的在下一个工作日补假，两个节日重合的多放一天（农历日期备至 2035 年，以后按周一至周五计算）。补假和调休上班的日子以放假安排为准，上一年 12 月 29 日至 31 日也可能调整，期限可能差几天，所以提出警告。公布后把日期写入日历文件，由 [calendar] extra 指明。",
            "The days off of a year are announced late in the year before. Until then the holidays of the law are off: one on a weekend is made up on the next working day, and two on one day give one day more. Lunar dates are known up to 2035; after that Monday to Friday are counted. The notice decides which days make up for weekends and which weekends are worked, and may move 29 to 31 December of the year before, so a due date may change, hence the warning. Put the days into a file that [calendar] extra names.",
        ),
        Code::ImplausibleDate => (
            "日期在 1949 年以前或 2100 年以后，多半是录入错误，例如 2206-01-05。这是错误，该行不计入，因为它会落到别的年度而无人察觉。办理期限早于收到日期，或者晚于收到日期 400 天以上，是警告：该行照常计入，但这个期限不作数，改按 [limits.service] 或法律计算，都没有的不计入按期答复率。答复、办结或审结晚于收到（受理）三年以上，或者一行的年份在台账中很少见，而且比其他记录晚（一百行以上的台账：不到百分之一的行，比最后一个占百分之五以上的年份晚两年以上；不足一百行的：晚十年以上），也是警告：这些行按登记的日期统计。请改正日期。",
            "The date lies before 1949 or after 2100: most often a slip such as 2206-01-05. It is an error and the row does not count, for it would fall into another year unseen. A due date before receipt, or more than 400 days after it, is a warning: the row counts, but the due date is not used. [limits.service] or the law sets the limit; without either the request is in no rate. A reply or an end more than three years after receipt is a warning too, and so is a row of a year that is rare in its log and later than the others: under 1 % of at least 100 rows, and two or more years after the last year with 5 %; in a shorter log, ten or more years later. Such rows count by the date that is logged. Correct the date.",
        ),
        Code::RepliedBeforeReceived => (
            "答复日期早于收到日期，两者必有一误，办理时间无从计算。这是错误，该行不计入。请核对后改正其中一个。",
            "A request cannot be answered before it is received: one of the dates is wrong, and no time can be counted. It is an error and the row does not count. Correct one of them.",
        ),
        Code::BadCalendar => (
            "[calendar] extra 指明的日历文件中有一项无法读取，程序无法运行（退出码 2）。每年一张表，off 列放假日，work 列调休上班日，如 off = [\"元旦 01-01\"]。",
            "An entry of the file that [calendar] extra names cannot be read, so the run stops (exit 2). Each year is a table: off lists days off, work the weekends that are worked, as in off = [\"01-01\"].",
        ),
        Code::IdleCalendarEntry => (
            "日历文件中的一项与原有日历完全相同，没有作用，例如把普通的星期六列为放假。多半是年份写错，所以提出警告。请核对或删去。",
            "An entry of the file of working days says what is so without it, such as an ordinary Saturday off. Most often the year is a slip, hence the warning. Correct or delete it.",
        ),
        Code::SparseCalendarYear => (
            "日历文件补充了一整年，但放假日比任何一年都少，程序会把其余的日子都当作工作日，所以提出警告。只写本地放假的，请加 local = true，该年便不算已公布。",
            "The file of working days makes a whole year known with fewer days off than any year has, and all others would count as worked, hence the warning. If it lists days of one region or office, add local = true: the year then stays unknown.",
        ),
        Code::EventsOutOfOrder => (
            "同一件的两个日期先后颠倒，例如缴费早于收费通知。这一段不作为停计，所以提出警告。请核对后改正。",
            "Two days of a request are the wrong way round, such as a payment before the fee notice. The span between them stops no clock, hence the warning. Compare them with the papers.",
        ),
        Code::MissingEvent => (
            "登记了后一个日期，却没有登记它所依据的前一个，例如有“延期至”而没有“延期告知日期”。延期以告知为准，未登记告知的不计，所以提出警告。请补登。",
            "A day is logged without the one it follows from, such as an extended due date without the day on which the applicant was told. Without the notice an extension does not count, hence the warning. Fill it in.",
        ),
        Code::ExtensionTooLate => (
            "延期须在原期限届满前告知申请人（2007年条例第二十四条，2019年条例第三十三条），期满后的告知不发生延期的效果，所以提出警告，仍按原期限计算。例如 10 月 20 日到期，10 月 23 日才告知。",
            "An extension must be notified within the period (2007 Regulations Art. 24, 2019 Regulations Art. 33). A later notice has no effect, hence the warning, and the first due date stays: due on 20 October, say, and notified on the 23rd.",
        ),
        Code::ExtensionTooLong => (
            "延期最长 15 个工作日（2019-05-15 起 20 个工作日），登记的日期超过了，所以提出警告，按允许的最后一日计算。",
            "An extension is 15 working days at most, 20 from 2019-05-15. The day logged goes beyond that, hence the warning, and the last day allowed is taken.",
        ),
        Code::ClarificationTooLate => (
            "申请内容不明确的，应自收到之日起 7 个工作日内一次性告知补正（2019年条例第三十条）。超过的，收到补正后仍重新起算，但程序上有瑕疵，所以提出警告。",
            "An unclear request must be sent back for clarification within 7 working days (2019 Regulations Art. 30). A later notice still starts the period afresh, but it is a flaw, hence the warning.",
        ),
        Code::ClarificationExpired => (
            "告知补正时给了期限，期限已过而没有收到补正，申请也没有办结。申请人无正当理由逾期不补正的，视为放弃申请，行政机关不再处理（2019年条例第三十条），在报告表中计入“其他处理”；不登记办结，就一直算结转，所以提出警告，每个文件一次，列出编号。",
            "The applicant was asked to clarify and given a day, which has passed without an answer, and the request is open. Without good reason it is given up and not processed any further (2019 Regulations Art. 30), and counts in the form under \"其他处理\" (other). Until its end is logged it is carried over, hence the warning, once a file, with the numbers of the requests.",
        ),
        Code::UnsettledClarification => (
            "2007年条例要求告知申请人更改、补充，但没有规定期限是否因此重新起算。[law] unsettled-clarification = \"closes\" 以告知为答复，补正后是新的申请；\"restarts\" 自收到补正之日重新起算。这一件按两种算法一个逾期、一个不逾期，所以提出警告。",
            "The Regulations of 2007 have the applicant clarify a request and do not say whether the period starts afresh. With [law] unsettled-clarification = \"closes\" the notice is the answer, and what comes in later is a new request; with \"restarts\" the period starts with the clarification. By one of them this request is late and by the other it is not, hence the warning.",
        ),
        Code::SecondClarification => (
            "2019年条例第三十条要求一次性告知补正。再次告知的，期限是否再次重新起算有争议：[law] second-clarification = \"restarts\"（默认）自收到补正之日再次重新起算，\"does-not\" 不影响期限。这一件按两种算法一个逾期、一个不逾期，所以提出警告。",
            "Art. 30 of the Regulations of 2019 has the office say at once all that must be clarified (\"一次性告知\"). It is disputed whether a second notice starts the period afresh: with [law] second-clarification = \"restarts\", the default, it does; with \"does-not\" it has no effect. By one of them this request is late and by the other it is not, hence the warning.",
        ),
        Code::LateConfirmation => (
            "平常信函应当在收到当日与申请人确认，以确认之日为收到之日；电子邮件和传真以双方确认之日为收到之日（2019年条例第三十一条）。确认得晚，期限就晚开始，申请人可以不认可，所以提出警告：平常信函不在当日确认的，电子邮件、传真超过一个工作日才确认的。期限按确认之日计算，按收到之日的期限一并列出。",
            "An ordinary letter is confirmed with the applicant on the day it comes, and that day is the day of receipt; e-mail and fax are received on the day both sides confirm it (2019 Regulations Art. 31). A late confirmation delays the period, which the applicant need not accept. A warning for a letter not confirmed on its day, and for e-mail or fax confirmed more than a working day later. The period runs from the confirmation; the due date by the day it came is given beside it, e.g. \"确认日期\" 2023-09-25 for an e-mail of 2023-09-20.",
        ),
        Code::EventWithoutRequest => (
            "办理事项台账（events.csv）中的编号，在申请登记中没有。这些事项不影响任何期限，所以提出警告，每个文件一次。多半是编号写错，或者申请没有登记。",
            "The log of events (events.csv) has ids that no request has. These events have no effect, hence the warning, once a file. The \"编号\" (id) may be mistyped, or the request is not logged.",
        ),
        Code::EventDiffers => (
            "同一事项在申请登记和办理事项台账中的日期不同，例如答复日期，所以提出警告。按申请登记计算。",
            "The log of requests and the log of events have different days for one event, such as \"答复日期\" (day of reply), hence the warning. The log of requests is taken.",
        ),
        Code::ReceiptNotLogged => (
            "文件中有“提交日期”“签收日期”或“确认日期”，而有的申请没有登记按其申请方式应当起算的那个日期，例如特快专递没有签收日期。自“收到日期”起算，只作提示，每个文件一次。",
            "A file has \"提交日期\" (submitted), \"签收日期\" (signed for) or \"确认日期\" (confirmed), and some requests lack the one that their way of sending asks for, as an express letter without \"签收日期\". Their clock starts on \"收到日期\" (day of receipt). A note, once a file.",
        ),
        Code::ReplyNotLogged => (
            "登记了送达方式，而没有登记按该方式作为答复之日的日期：邮寄的以交邮之日（“寄出日期”）为准，当面送达或者委托其他机关转交的以申请人签收之日（“答复签收日期”）为准，以互联网渠道送达的以发出之日（“答复日期”）为准。以登记的另一个日期计算，只作提示，每个文件一次。",
            "The log says how replies went out, and lacks the day that is that of the reply then: by post the day it is handed to the post (\"寄出日期\"), handed over or through another organ the day the applicant signs (\"答复签收日期\"), online the day it is sent (\"答复日期\"). Another logged day is taken: a note, once a file.",
        ),
        Code::EventsNotUsed => (
            "办理事项台账中有与期限无关的事项，例如流程导出的“拟办”“审批”。没有使用，只作提示，每个文件一次，列出词语和行数。其中有征求意见、补正、收费、延期或者答复的，请在 report.toml 的 [[logs.words]] 中写明。",
            "The log of events has events that move no period, such as \"审批\" (approval) in an export of the flow. They are not used: a note, once a file, with the words and their rows. If some are consultations, clarifications, fees, extensions or replies, say so under [[logs.words]] in report.toml.",
        ),
        Code::StopTooLate => (
            "补正、征求意见或收费通知发生在期限届满之后，不能使已经届满的期限停止，所以提出警告。请核对日期。",
            "A clarification, consultation or fee notice came when the period was over and cannot stop it any more, hence the warning. Compare the date with the papers.",
        ),
        Code::AnsweredTooLate => (
            "被征求意见的一方或申请人的答复超过了规定的时间，例如第三方应在 15 个工作日内答复。超过的天数照常计入办理时间，所以提出警告。",
            "Somebody who was asked answered after the time set, such as 15 working days for a third party. The days beyond count as the office's own, hence the warning.",
        ),
        Code::LongConsultation => (
            "征求其他机关意见的时间全部不计入期限（2019年条例第三十三条第三款），超过 15 个工作日的提请核对。第三方和共同制作机关应在收到征求意见书之日起 15 个工作日内答复（第三十二条、第三十四条）：登记了“征求意见送达日期”的，从送达之日起算，逾期的天数计入办理时间；没有登记的，不因此认定任何一方逾期。都只作提示。",
            "The time of another organ is left out of the period whole (2019 Regulations Art. 33 (3)); one longer than 15 working days is worth a look. A third party, and an organ that made the record together with the office, have 15 working days from the day they get the letter (Arts. 32, 34). With \"征求意见送达日期\" (day of delivery) in the log the limit runs from that day, and the days beyond count as the office's own; without it nobody is called late. A note.",
        ),
        Code::NotInForce => (
            "登记了所适用的条例没有规定的事项，例如 2019 年以前的延迟答复期限。它不影响期限，所以提出警告。确应适用另一部条例的，在“适用条例”一栏注明。",
            "Something is logged that the law that applies does not know, such as a deferral before 2019. It has no effect, hence the warning. If the other law applies, say so in its column.",
        ),
        Code::NotLater => (
            "另定的期限不晚于原来的期限，不起作用，所以提出警告。请核对日期。",
            "A later due date was set that is no later than the first one and has no effect, hence the warning. Compare the date with the papers.",
        ),
        Code::DueDisagrees => (
            "台账登记的办理期限与依法计算的不同，多半是平台按周一至周五推算，没有考虑放假和调休。以法定期限为准，所以只作警告。report due --received 可以逐日说明。",
            "The due date in the log is not the one that the law gives; platforms often count Monday to Friday and know neither holidays nor make-up weekends. The law's date is taken, hence only a warning. report due --received explains it day by day.",
        ),
        Code::OverdueFlagDisagrees => (
            "“是否超期”一栏与按日期计算的结果不同，所以提出警告。统计以日期为准；请核对期限和答复日期。期限写明时刻的（如 2017-03-08 17:00），与有时刻的答复逐时比较；00:00、23:59 指当天全天。",
            "The overdue column does not say what the dates give, hence the warning. The dates are what counts; compare the due date and the reply. A due date with a time, as 2017-03-08 17:00, is compared with a reply that has one to the minute; 00:00 and 23:59 mean the whole day.",
        ),
        Code::ReplyWithoutOutcome => (
            "依申请公开的件已经办结，却没有登记办理结果，统计表中便没有它的位置，所以提出警告。请补登，如“予以公开”。",
            "A disclosure request has ended and no outcome is logged, so it has no row in the statutory table, hence the warning. Fill it in, such as \"予以公开\" (granted).",
        ),
        Code::OutcomeWithoutReply => (
            "登记了办理结果，却没有答复日期或办结日期，仍按在办计算，所以提出警告。请补登日期。",
            "There is an outcome and no day on which the request ended, so it counts as open, hence the warning. Fill in the day.",
        ),
        Code::PublishedBeforeMade => (
            "公开日期早于生成日期，两者必有一误，所以提出警告。数字不受影响：计入哪一年由公开日期决定，但该条按期公开与否不可靠。",
            "An item is logged as published before it was made, so one of the days is wrong, hence the warning. It counts by its day of publication all the same, but whether it was in time is in doubt.",
        ),
        Code::PublishedBeforeReviewed => (
            "公开日期早于保密审查日期。信息公开之前应当审查（2007年条例第十四条，2019年条例第十七条），所以提出警告；该条不计入已审查的信息。日期登记有误的，请改正。",
            "An item is logged as published before its secrecy review, which has to come first (2007 Regulations Art. 14, 2019 Regulations Art. 17), hence the warning; it does not count as reviewed. Correct the date if it is a slip.",
        ),
        Code::ItemWithoutReview => (
            "主动公开台账有审查栏，而有的信息既没有审查人，也没有审查日期。每本台账只提出一次警告，并说明条数；[rules] 之下写明 review-since = 2018-01-01 的，从该日起逐条提出。没有审查栏的台账不作判断。",
            "The published log has a column for reviews, and some items name neither who reviewed them nor when. It is one warning for the log, with their number; from the day set as review-since = 2018-01-01 under [rules], one for each item. A log without such a column is not judged.",
        ),
        Code::NoticeNotPublished => (
            "report.toml 的 published-includes 写明这本台账的公告也登记在主动公开台账中，但其中没有标题和日期都相同的一条，公开总数可能少计，所以提出警告。请补登，或者从 published-includes 中去掉这本台账。",
            "published-includes in report.toml says that the notices of this log also stand in the published log, and there is none with this title and date; the total may be too low, hence the warning. Log it there, or take this log out of published-includes.",
        ),
        Code::ResultWithoutTender => (
            "采购项目有结果公告，却没有招标、磋商、询价等采购公告，也不是单一来源。只有在 [rules] 之下写明 result-without-tender = \"warning\" 时才检查，因为采购公告可能由集中采购机构发布，本单位没有登记。查出的作为警告。",
            "A project has a result, no notice that invited tenders, and is of no single source. It is looked for only where result-without-tender = \"warning\" stands under [rules], for a purchasing agency may have published the tender. Such a finding is a warning.",
        ),
        Code::UnusedWaiver => (
            "report.toml 中的一项豁免没有豁免任何问题：问题已经改正，或者行号已经变动。留着它，将来可能掩盖别的问题，所以提出警告。只在 report check 核对所有年度时提出。",
            "A waiver in report.toml lets nothing pass: the matter is mended, or its line has moved. Left there, it may one day hide something else, hence the warning. It is told only by report check over all years.",
        ),
        Code::ExpiredWaiver => (
            "report.toml 中的一项豁免写明了期限 until，而判断之日已在其后，所以不再有效，提出警告。判断之日是 --as-of，没有写明的是该年报告的落款日期，再没有的是当年 12 月 31 日；电脑的日期不起作用。",
            "A waiver in report.toml holds until a day that has passed, so it lets nothing pass any more, hence the warning. The day compared is --as-of, else the day of signing of the year's report, else 31 December; the machine's clock is not asked.",
        ),
        Code::SameTitleAndDate => (
            "两行的标题和日期都相同，编号不同：可能是同一条信息登记了两次，按两条统计，所以给出提示。例如门户网站和微信各给了一个编号，这时用“关联索引号”注明即按一条统计。",
            "Two rows have one title and one date under different ids. They may be one item logged twice, and count as two, hence the note. If the website and WeChat each gave it an id, same_as makes them one.",
        ),
        Code::RowsAfterAsOf => (
            "写明了 --as-of，而台账中有的行日期在此之后，尚未计入，给出提示，每个文件一次。例如 --as-of 2017-06-30 时下半年的各行。只在 report check 中提出。",
            "--as-of was given, and a file has rows of later days, which do not count yet: a note, once a file. With --as-of 2017-06-30 these are the rows of the second half of the year. Only report check tells it.",
        ),
    };
    Bilingual { zh, en }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{LeftOut, Severity};

    /// One finding of every kind.
    #[expect(clippy::too_many_lines, reason = "a sample of each kind of finding")]
    fn samples() -> Vec<Problem> {
        let text = || "2017210日".to_owned();
        let file = || "published.csv".to_owned();
        let nearest = || Some("published.total".to_owned());
        let reason = || "duplicate key".to_owned();
        let words = || vec!["咨询", "投诉"];
        let unreadable = |fault| Problem::BadWorkbook { fault };
        vec![
            Problem::MissingProject,
            Problem::UnreadableFile { reason: reason() },
            Problem::FileTooLarge {
                bytes: Some(20_000_000),
                limit_mib: 16,
            },
            Problem::FileTooLarge {
                bytes: None,
                limit_mib: 16,
            },
            Problem::MissingLog { file: text() },
            Problem::NameNotUtf8 { name: text() },
            Problem::MissingFile { file: text() },
            Problem::NoLogs,
            Problem::NoRequestLog,
            Problem::BadToml { reason: reason() },
            Problem::UnknownSetting {
                key: text(),
                nearest: nearest(),
            },
            Problem::UnknownSetting {
                key: text(),
                nearest: None,
            },
            Problem::BadSetting {
                key: text(),
                expected: Expected::Date,
            },
            Problem::MissingSetting {
                key: "office.name".to_owned(),
            },
            Problem::TextNotUtf8,
            Problem::UnknownKey {
                key: text(),
                nearest: None,
            },
            Problem::AsOfBeforeYear {
                year: 2017,
                as_of: chrono::NaiveDate::MIN,
            },
            Problem::DamagedText {
                log: "requests",
                file: "requests.csv".to_owned(),
                encoding: "utf-8",
                offset: 3,
            },
            Problem::FormulaWithoutValue,
            Problem::MergedCells {
                cells: 2,
                filled: 3,
            },
            unreadable(WorkbookFault::Damaged),
            unreadable(WorkbookFault::CutShort),
            unreadable(WorkbookFault::Unreadable { reason: reason() }),
            unreadable(WorkbookFault::MissingPart { name: text() }),
            unreadable(WorkbookFault::BadReference { reference: text() }),
            unreadable(WorkbookFault::NotInOrder),
            unreadable(WorkbookFault::NoSuchText { index: text() }),
            unreadable(WorkbookFault::BadValue { value: text() }),
            unreadable(WorkbookFault::LongText),
            unreadable(WorkbookFault::MergedTwice),
            unreadable(WorkbookFault::TooManyCopies),
            Problem::MissingSheet {
                found: vec![text()],
            },
            Problem::WebPage {
                kind: PageKind::Html,
            },
            Problem::WebPage {
                kind: PageKind::Archive,
            },
            Problem::WebPage {
                kind: PageKind::Xml,
            },
            Problem::UnknownSeparator { separator: "，" },
            Problem::DateWithoutYear {
                text: text(),
                rows: 1,
                file: None,
                year: None,
            },
            Problem::DateWithoutYear {
                text: text(),
                rows: 9,
                file: Some(("published", file())),
                year: None,
            },
            Problem::DateWithoutYear {
                text: text(),
                rows: 9,
                file: Some(("published", file())),
                year: Some(2024),
            },
            Problem::DoubtfulDay {
                text: text(),
                because: DoubtfulDay::CutShort {
                    whole: "12.30".to_owned(),
                },
            },
            Problem::DoubtfulDay {
                text: text(),
                because: DoubtfulDay::NextYear { year: 2017 },
            },
            Problem::DateWithoutDay { text: text() },
            Problem::TwoDigitYear { text: text() },
            Problem::LostId { text: text() },
            Problem::SheetError { text: text() },
            Problem::BadDate {
                text: "2017210日".to_owned(),
            },
            Problem::MappedHeaderMissing {
                key: "published_on",
                header: text(),
            },
            Problem::SimilarHeader {
                key: "replied_on",
                header: "答复日期",
                written: text(),
                log: "requests",
            },
            Problem::RowTooLong { limit_mib: 16 },
            Problem::UnmetDecision {
                row: text(),
                log: "requests",
            },
            Problem::RunningIds {
                ids: 2,
                log: "requests",
                file: file(),
            },
            Problem::LabelsAlike {
                label: text(),
                other: text(),
            },
            Problem::IdsAlike {
                id: text(),
                other: text(),
            },
            Problem::SharedDocumentNumber {
                number: text(),
                rows: 2,
            },
            Problem::PossibleDuplicates {
                rows: 2,
                lines: vec![(2, 3), (2, 4)],
            },
            Problem::DifferingRow {
                id: text(),
                first_file: file(),
                first_line: 2,
            },
            Problem::RowsAboveHeader { rows: 2 },
            Problem::FileNamedTwice { file: file() },
            Problem::ExcludedRequests { requests: 2 },
            Problem::StruckRows { rows: 2 },
            Problem::TotalsRow {
                text: text(),
                rows: 2,
            },
            Problem::LinesBelowTable {
                lines: 2,
                labels: vec![text()],
            },
            Problem::NumberedRows { rows: 2 },
            Problem::WholeYearFigures {
                year: 2017,
                figures: 2,
            },
            Problem::RangeOfIds {
                id: text(),
                rows: 2,
                records: 5,
            },
            Problem::ArticleInColumns {
                rows: 2,
                id: text(),
                article: text(),
            },
            Problem::BadAnswer {
                key: "outcome",
                text: text(),
            },
            Problem::BadAnswer {
                key: "applicant",
                text: String::new(),
            },
            Problem::BadAnswer {
                key: "result",
                text: text(),
            },
            Problem::IdleAnswer {
                row: text(),
                log: "requests",
            },
            Problem::DecisionsContradict {
                is_answer: true,
                row: text(),
                line: 9,
                other_line: 4,
            },
            Problem::DecisionsContradict {
                is_answer: false,
                row: text(),
                line: 9,
                other_line: 4,
            },
            Problem::IdleDecision {
                is_same: true,
                log: "requests",
            },
            Problem::IdleDecision {
                is_same: false,
                log: "requests",
            },
            Problem::DividerRows {
                rows: 2,
                words: vec![text()],
            },
            Problem::TotalDiffers {
                stated: 23,
                rows: 22,
                is_of_part: false,
            },
            Problem::TotalDiffers {
                stated: 2,
                rows: 1,
                is_of_part: true,
            },
            Problem::RepeatedRows {
                rows: 2,
                first_file: file(),
            },
            Problem::FileRead {
                encoding: "gb18030",
                separator: Separator::Tab,
                header_line: 3,
            },
            Problem::SheetRead { header_line: 3 },
            Problem::SheetsChosen {
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
            Problem::SheetsChosen {
                read: vec![text()],
                left_out: Vec::new(),
            },
            Problem::NotALog {
                kind: OtherTable::Form,
                log: "requests",
            },
            Problem::NotALog {
                kind: OtherTable::Totals,
                log: "decisions",
            },
            Problem::NotALog {
                kind: OtherTable::Summary,
                log: "requests",
            },
            Problem::SheetsOverlap {
                sheet: text(),
                rows: 12,
                shared: 11,
                log: "published",
                file: file(),
                instead: vec![text()],
            },
            Problem::SkippedFiles {
                files: vec![file()],
            },
            Problem::FileWithoutRows,
            Problem::BlankRows { rows: 2 },
            Problem::EndMark,
            Problem::IgnoredColumns {
                headers: vec![text()],
            },
            Problem::UnitApplied {
                header: text(),
                factor: 10_000,
            },
            Problem::SerialDates {
                text: text(),
                date: chrono::NaiveDate::MIN,
            },
            Problem::NoHeader,
            Problem::NoRows,
            missing_column(nearest()),
            missing_column(None),
            Problem::AmbiguousColumn {
                key: "received_on",
                headers: vec!["受理时间".to_owned(), "派单时间".to_owned()],
                log: "requests",
            },
            Problem::RaggedRow {
                expected: 6,
                found: 1,
            },
            Problem::UnclosedQuote,
            Problem::MissingCell,
            Problem::BadDate { text: text() },
            Problem::BadAmount { text: text() },
            Problem::ImplausibleAmount {
                amount: UnsafeAmount::Single { text: text() },
            },
            Problem::ImplausibleAmount {
                amount: UnsafeAmount::Sum {
                    key: "procurement.award_yuan".to_owned(),
                },
            },
            Problem::UnknownCode {
                text: text(),
                list: "outcome",
                nearest: vec![("予以公开".to_owned(), "granted")],
                known: words(),
                rows: 1,
            },
            Problem::UnknownCode {
                text: text(),
                list: "outcome",
                nearest: vec![("属于国家秘密".to_owned(), "refused.state_secret")],
                known: vec!["予以公开"; 7],
                rows: 2,
            },
            Problem::ColumnChosen {
                key: "received_on",
                column: "收到日期",
                chosen: "派单时间".to_owned(),
                others: vec!["来电时间".to_owned()],
                log: "requests",
            },
            Problem::UnreadColumns {
                headers: vec![text(), "公布渠道名".to_owned()],
                likely: vec![("channel", "发布渠道", "公布渠道名".to_owned())],
                log: "published",
            },
            unknown_applicants(None),
            unknown_applicants(Some("requests.csv".to_owned())),
            undecided("outcome", 1),
            undecided("applicant", 2),
            undecided("dispute_result", 2),
            undecided("dispute_kind", 2),
            Problem::KindTaken {
                kind: "行政复议",
                text: text(),
                log: "disputes",
                file: "disputes.csv".to_owned(),
            },
            Problem::NoEndColumn {
                candidates: vec!["处结归档日期".to_owned()],
            },
            Problem::NoEndColumn {
                candidates: vec![text(), "处结归档日期".to_owned()],
            },
            Problem::ExcludedRows {
                rows: 2,
                words: vec![(text(), 2)],
            },
            Problem::BadLimit { text: text() },
            Problem::DuplicateId {
                id: text(),
                first_file: file(),
                first_line: 2,
            },
            Problem::YearWithoutRows {
                year: 2019,
                years: vec![2016, 2017],
            },
            Problem::YearWithoutRows {
                year: 2019,
                years: vec![],
            },
            Problem::NoForm { year: 2001 },
            Problem::UnknownPlaceholder {
                name: text(),
                nearest: None,
            },
            Problem::BadPlaceholder { reason: reason() },
            Problem::UnknownConstruct {
                construct: text(),
                count: 2,
            },
            Problem::NestedTooDeep { limit: 100 },
            Problem::EndlessNarrative,
            Problem::BadAddress {
                address: text(),
                nearest: None,
            },
            Problem::DeclaredDisagrees {
                key: "published.total".to_owned(),
                declared: "636".to_owned(),
                counted: "635".to_owned(),
            },
            Problem::DeclaredTwice {
                key: "decisions.licence".to_owned(),
                declared: "3".to_owned(),
                first_key: "cn-2021.T2.licence".to_owned(),
                first: "4".to_owned(),
                first_line: 7,
            },
            Problem::UnclearChannel {
                channel: text(),
                items: 3,
            },
            Problem::UndecidedTicks {
                key: "outcome",
                rows: 2,
                first: vec!["2022-2".to_owned()],
            },
            Problem::UndecidedTicks {
                key: "applicant",
                rows: 2,
                first: vec!["2022-2".to_owned()],
            },
            Problem::SecondInstance {
                rows: 2,
                first: vec![file()],
            },
            Problem::RepealWithoutDay {
                rows: 2,
                file: Some(("documents", file())),
            },
            Problem::RepealWithoutDay {
                rows: 2,
                file: None,
            },
            Problem::MissingRoute {
                rows: 3,
                first: vec![(file(), Some("复议后起诉")), (text(), None)],
                column: None,
            },
            Problem::MissingRoute {
                rows: 3,
                first: vec![(file(), Some("复议后起诉"))],
                column: Some(text()),
            },
            Problem::UndecidedChannel {
                text: text(),
                rows: 3,
            },
            Problem::UnknownChannel {
                channel: text(),
                items: 3,
            },
            Problem::ReservedCharacter,
            Problem::BadForm {
                problem: FormProblem::UnknownName {
                    name: text(),
                    nearest: nearest(),
                },
            },
            Problem::BadForm {
                problem: FormProblem::FormId { id: text() },
            },
            Problem::BadForm {
                problem: FormProblem::Twice { name: text() },
            },
            Problem::BadForm {
                problem: FormProblem::BadFormula { formula: text() },
            },
            Problem::BadForm {
                problem: FormProblem::Circular { id: text() },
            },
            Problem::BadForm {
                problem: FormProblem::Spans { columns: 10 },
            },
            Problem::MissingApplicant {
                requests: 1,
                candidates: Vec::new(),
            },
            Problem::MissingApplicant {
                requests: 6,
                candidates: Vec::new(),
            },
            Problem::MissingApplicant {
                requests: 6,
                candidates: vec!["姓名（名称）".to_owned()],
            },
            Problem::OutcomeNotInForm {
                outcome: "告知作出更改补充",
                form: "cn-2021".to_owned(),
            },
            Problem::IdentityFails {
                identity: identity(),
            },
            Problem::IdentityDoubtful {
                identity: identity(),
            },
            Problem::IdentityUnusual {
                identity: identity(),
            },
            Problem::MissingContent {
                content: Box::new(left_out(Some("fees".to_owned()))),
            },
            Problem::MissingContent {
                content: Box::new(left_out(None)),
            },
            Problem::HeadingDiffers {
                heading: text(),
                expected: text(),
            },
            Problem::SectionOutOfOrder {
                heading: text(),
                before: text(),
            },
            Problem::FeeStatement {
                id: "FEE-1".to_owned(),
                stated: text(),
                logged: "400".to_owned(),
            },
            Problem::NoNarrative { year: 2017 },
            Problem::MoreFindings {
                code: Code::BadDate,
                count: 2,
            },
            Problem::RowsLeftOut { rows: 2 },
            Problem::DifferingField {
                first: text(),
                first_file: file(),
                first_line: 2,
            },
            Problem::NoSigningDate { year: 2017 },
            Problem::StrayEmphasis,
            Problem::UnsupportedMarkdown { what: reason() },
            Problem::UnusedOrder {
                key: file(),
                labels: vec![text()],
            },
            Problem::UnknownAnswer {
                text: text(),
                rows: 2,
            },
            Problem::UnknownWord {
                word: text(),
                known: words(),
                rows: 2,
            },
            Problem::RepeatedRequest {
                id: text(),
                rows: 2,
            },
            Problem::NoLimit { requests: 1 },
            Problem::OnTimeContradicted {
                claim: text(),
                key: file(),
                value: reason(),
            },
            Problem::ClaimContradicted {
                claim: text(),
                key: file(),
                value: reason(),
            },
            Problem::TypedFigure {
                text: text(),
                key: file(),
            },
            Problem::FigureContradicted {
                text: text(),
                key: file(),
                value: reason(),
            },
            Problem::StaleYear {
                found: 2016,
                year: 2017,
            },
            Problem::VagueCount {
                text: text(),
                is_both: true,
            },
            Problem::VagueCount {
                text: text(),
                is_both: false,
            },
            Problem::ColloquialDate { text: text() },
            Problem::RateOverNothing { key: file() },
            Problem::NotTheLargest {
                name: text(),
                larger: text(),
            },
            Problem::TrendContradicted {
                word: text(),
                key: file(),
                before: reason(),
                now: reason(),
            },
            Problem::StaleParagraph {
                percent: 98,
                last_line: 3,
            },
            Problem::UnchangedParagraph {
                percent: 98,
                last_line: 3,
            },
            Problem::EmptySection { heading: text() },
            Problem::TargetMissed {
                key: file(),
                goal: reason(),
                actual: reason(),
                is_above: false,
            },
            Problem::TargetMissed {
                key: file(),
                goal: reason(),
                actual: reason(),
                is_above: true,
            },
            Problem::UnclearSubtotal {
                key: file(),
                log: "procurement",
            },
            Problem::SeveralCategories { text: text() },
            Problem::UnknownCalendar {
                year: 2040,
                requests: 0,
                open: 0,
                off: Vec::new(),
                made_up: Vec::new(),
            },
            Problem::UnknownCalendar {
                year: 2030,
                requests: 2,
                open: 1,
                off: vec![DAY],
                made_up: vec![DAY],
            },
            Problem::ImplausibleDate {
                date: DAY,
                because: Implausible::OutOfRange,
            },
            Problem::ImplausibleDate {
                date: DAY,
                because: Implausible::DueBeforeReceipt { received: DAY },
            },
            Problem::ImplausibleDate {
                date: DAY,
                because: Implausible::DueLongAfterReceipt { received: DAY },
            },
            Problem::ImplausibleDate {
                date: DAY,
                because: Implausible::LimitTooLong,
            },
            Problem::ImplausibleDate {
                date: DAY,
                because: Implausible::EndedLongAfterReceipt { received: DAY },
            },
            Problem::ImplausibleDate {
                date: DAY,
                because: Implausible::RareYear {
                    last: 2017,
                    others: 0,
                },
            },
            Problem::ImplausibleDate {
                date: DAY,
                because: Implausible::RareYear {
                    last: 2017,
                    others: 2,
                },
            },
            Problem::RepliedBeforeReceived {
                replied: DAY,
                received: DAY,
            },
            bad_calendar(CalendarProblem::NotAYear { key: text() }),
            bad_calendar(CalendarProblem::UnknownKey {
                key: text(),
                known: &["off", "work"],
            }),
            bad_calendar(CalendarProblem::WrongShape),
            bad_calendar(CalendarProblem::NotADay { text: text() }),
            bad_calendar(CalendarProblem::NoSuchDate {
                year: 2027,
                month: 2,
                day: 30,
            }),
            bad_calendar(CalendarProblem::OutsideYear {
                date: DAY,
                year: 2027,
            }),
            bad_calendar(CalendarProblem::BackwardRange { from: DAY, to: DAY }),
            bad_calendar(CalendarProblem::OffAndWorked { date: DAY }),
            Problem::IdleCalendarEntry,
            Problem::SparseCalendarYear { year: 2027 },
            Problem::EventsOutOfOrder {
                earlier: "收费通知日期",
                earlier_on: DAY,
                later: "缴费日期",
                later_on: DAY,
            },
            Problem::MissingEvent {
                event: "延期告知日期",
            },
            Problem::ExtensionTooLate { on: DAY, due: DAY },
            Problem::ExtensionTooLong {
                until: DAY,
                allowed: DAY,
            },
            Problem::ClarificationTooLate { on: DAY, by: DAY },
            Problem::ClarificationExpired {
                requests: vec![RequestName::Id(text()), RequestName::Line(3)],
            },
            Problem::ClarificationExpired {
                requests: vec![RequestName::Line(3); 25],
            },
            Problem::UnsettledClarification {
                taken: "closes",
                due: DAY,
                is_late: true,
                other: "restarts",
                other_due: DAY,
            },
            Problem::SecondClarification {
                taken: "restarts",
                due: DAY,
                is_late: false,
                other: "does-not",
                other_due: DAY,
            },
            Problem::LateConfirmation {
                came: DAY,
                confirmed: DAY,
                due: DAY,
                other_due: DAY,
            },
            Problem::EventWithoutRequest {
                rows: 3,
                requests: vec![text(); 2],
            },
            Problem::EventDiffers {
                event: "答复日期",
                logged: DAY,
                other: DAY,
            },
            Problem::ReceiptNotLogged {
                lacking: vec![("签收日期", 2), ("确认日期", 1)],
            },
            Problem::ReplyNotLogged {
                lacking: vec![("寄出日期", 2), ("答复签收日期", 1)],
            },
            Problem::EventsNotUsed {
                rows: 2,
                words: vec![(text(), 2)],
            },
            Problem::RequestOfTwoYears {
                id: text(),
                first_file: file(),
                first_line: 2,
                first_year: 2025,
                year: 2026,
            },
            Problem::StopTooLate {
                event: "收费通知日期",
                on: DAY,
                due: DAY,
            },
            Problem::AnsweredTooLate {
                event: "缴费日期",
                on: DAY,
                by: DAY,
            },
            Problem::LongConsultation {
                by: DAY,
                lacks_delivery: false,
            },
            Problem::LongConsultation {
                by: DAY,
                lacks_delivery: true,
            },
            Problem::NotInForce {
                event: "延迟答复期限",
            },
            Problem::NotLater { on: DAY, due: DAY },
            Problem::DueDisagrees {
                logged: DAY,
                due: DAY,
            },
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
            Problem::ReplyWithoutOutcome,
            Problem::OutcomeWithoutReply,
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
            Problem::PublishedBeforeMade {
                published: DAY,
                made: DAY,
            },
            Problem::PublishedBeforeReviewed {
                published: DAY,
                reviewed: DAY,
            },
            Problem::ItemWithoutReview { items: None },
            Problem::ItemWithoutReview { items: Some(1) },
            Problem::NoticeNotPublished {
                title: text(),
                published: DAY,
            },
            Problem::ResultWithoutTender { project: text() },
            Problem::UnusedWaiver {
                code: Code::BadDate,
            },
            Problem::ExpiredWaiver {
                until: DAY,
                day: DAY,
            },
            Problem::SameTitleAndDate {
                first: text(),
                first_file: file(),
                first_line: 2,
            },
            Problem::RowsAfterAsOf {
                rows: 1,
                as_of: DAY,
            },
        ]
    }

    const DAY: chrono::NaiveDate = chrono::NaiveDate::MIN;

    fn bad_rule(expected: Expected) -> Problem {
        let key = "rules.waiver.code".to_owned();
        Problem::BadSetting { key, expected }
    }

    fn bad_calendar(problem: CalendarProblem) -> Problem {
        Problem::BadCalendar { problem }
    }

    fn left_out(section: Option<String>) -> LeftOut {
        LeftOut {
            name: ("收费情况".to_owned(), "fees".to_owned()),
            article: ("第三十二条第（三）项".to_owned(), "Art. 32 (3)".to_owned()),
            section,
        }
    }

    fn identity() -> Box<FailedIdentity> {
        Box::new(FailedIdentity {
            id: "T3-1".to_owned(),
            about: ("件数平衡".to_owned(), "the numbers balance".to_owned()),
            left: ("R1.c1 + R2.c1".to_owned(), "4".to_owned()),
            relation: "=",
            right: ("R3.7.c1 + R4.c1".to_owned(), "3".to_owned()),
            cells: vec![IdentityCell {
                id: "R1.c1".to_owned(),
                label: "本年新收".to_owned(),
                value: "4".to_owned(),
                sources: vec!["requests.csv".to_owned()],
            }],
            named: vec![(
                "逾期答复数".to_owned(),
                "answered late".to_owned(),
                "1".to_owned(),
            )],
        })
    }

    fn unknown_applicants(offer: Option<String>) -> Problem {
        Problem::UnknownApplicant {
            rows: 4,
            lines: vec![2, 3, 5],
            persons: 3,
            doubtful: vec![7],
            offer,
        }
    }

    fn undecided(list: &'static str, rows: u64) -> Problem {
        let text = "不予公开".to_owned();
        let first = vec!["2022-2".to_owned()];
        Problem::UndecidedWord {
            text,
            list,
            rows,
            first,
        }
    }

    fn missing_column(nearest: Option<String>) -> Problem {
        Problem::MissingColumn {
            key: "published_on",
            header: "公开日期",
            found: vec!["上网时间".to_owned()],
            nearest,
            log: "published",
            file: "published.csv".to_owned(),
        }
    }

    fn has_chinese(text: &str) -> bool {
        text.chars()
            .any(|c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
    }

    /// `text` without what stands between straight quotes.
    fn unquoted(text: &str) -> String {
        text.split('"').step_by(2).collect()
    }

    #[track_caller]
    fn check(problem: &Problem, zh: &str, en: &str) {
        let message = message(problem);
        assert_eq!((message.zh.as_str(), message.en.as_str()), (zh, en));
    }

    #[test]
    fn every_code_has_a_sample() {
        let samples: Vec<_> = samples().iter().map(Problem::code).collect();
        for code in Code::ALL {
            assert!(samples.contains(code), "{}", code.name());
        }
    }

    #[test]
    fn messages_and_hints_are_in_their_language_and_have_no_full_stop() {
        for problem in samples() {
            for text in [Some(message(&problem)), hint(&problem)]
                .into_iter()
                .flatten()
            {
                assert!(has_chinese(&text.zh), "{}", text.zh);
                assert!(
                    !text.en.is_empty() && !has_chinese(&unquoted(&text.en)),
                    "{}",
                    text.en
                );
                assert!(!text.zh.ends_with(['。', '.']), "{}", text.zh);
                assert!(!text.en.ends_with('.'), "{}", text.en);
                assert!(!text.en.starts_with(char::is_uppercase), "{}", text.en);
            }
        }
    }

    #[test]
    fn every_code_is_explained_in_both_languages_with_its_severity() {
        for &code in Code::ALL {
            let Bilingual { zh, en } = explanation(code);
            let (severity_zh, severity_en) = match code.severity() {
                Severity::Note => ("提示", "note"),
                Severity::Warning => ("警告", "warning"),
                Severity::Error => ("错误", "error"),
                Severity::Trouble => ("退出码 2", "exit 2"),
            };
            assert!(zh.contains(severity_zh) && zh.ends_with('。'), "{zh}");
            assert!(en.contains(severity_en) && en.ends_with('.'), "{en}");
            assert!(!has_chinese(&unquoted(en)), "{en}");
        }
    }

    fn flagged(flag: bool, standing: FlaggedAs) -> Problem {
        Problem::OverdueFlagDisagrees { flag, standing }
    }

    #[test]
    fn what_was_read_is_said() {
        check(
            &Problem::BadDate {
                text: "2017210日".to_owned(),
            },
            "“2017210日”不是日期",
            "\"2017210日\" is not a date",
        );
        check(
            &Problem::RowsLeftOut { rows: 1 },
            "有 1 行因错误没有计入",
            "left out because of errors: 1 row",
        );
        check(
            &Problem::BadSetting {
                key: "office.level".to_owned(),
                expected: Expected::OneOf(&["agency", "department"]),
            },
            "“office.level”应为“agency”、“department”之一",
            "\"office.level\" should be one of \"agency\", \"department\"",
        );
    }

    #[test]
    fn a_cell_is_cut_and_cannot_act_on_a_terminal() {
        assert_eq!(shown("a\u{1b}[2J\n\u{202e}"), "a\\u{1b}[2J\\n\\u{202e}");
        assert_eq!(shown(&"字".repeat(40)), "字".repeat(40));
        assert_eq!(shown(&"字".repeat(41)), "字".repeat(40) + "…");
    }

    #[test]
    fn a_missing_column_comes_with_lines_to_paste() {
        let hint = hint(&missing_column(Some("上网\"时间\"".to_owned()))).unwrap();
        let lines = "[[logs.columns]]\nlog = \"published\"\npublished_on = \"上网\\\"时间\\\"\"";
        assert!(hint.zh.ends_with(lines), "{}", hint.zh);
        assert!(hint.en.ends_with(lines), "{}", hint.en);
    }

    #[test]
    fn reasons_of_the_toml_reader_are_told_in_chinese() {
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
                let zh = message(&Problem::BadToml { reason }).zh;
                assert!(!zh.contains("TOML"), "{text}: {zh}");
            }
        }
    }
}
