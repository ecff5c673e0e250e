//! Findings about the headers of a log.

use std::borrow::Cow;

use crate::diagnostic::rule::{About, Example, Flag, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{missing_column, nearest, text};
use crate::diagnostic::text::{
    Message, both, escaped, file_lines, header_lines, list_en, list_zh, sheet_entry, shown,
    toml_string,
};
use crate::language::Bilingual;
use crate::record::Log;

/// A log lacks a column it must have.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingColumn {
    /// The column's key.
    pub key: &'static str,
    /// The usual header.
    pub header: &'static str,
    /// The headers that were found.
    pub found: Vec<String>,
    /// The nearest header found.
    pub nearest: Option<String>,
    /// The key of the log in `report.toml`.
    pub log: &'static str,
    /// The file.
    pub file: String,
    /// The sheet, if several are read.
    pub sheet: Option<String>,
}

impl Rule for MissingColumn {
    const ABOUT: About = About {
        name: "missing-column",
        severity: Severity::Error,
        flags: &[Flag::Fixed],
        explanation: Bilingual {
            zh: "台账缺少必需的列，或者表头用了程序不认识的名称，这是错误，不出报告。后一种情况请在 report.toml 中写明，如 [logs.headers.published] 之下 published_on = \"上网时间\"。",
            en: "A log lacks a column it must have, or calls it by a name that is not recognised: an error, and no report is written. In the second case say in report.toml which header it is, as in published_on = \"上网时间\" under [logs.headers.published].",
        },
        example: Some(Example {
            wrong: "信息名称,上网时间",
            right: "[logs.headers.published]\npublished_on = \"上网时间\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { key, header, .. } = self;
        both!(
            "台账缺少“{}”列（{}）",
            "the log has no column \"{}\" ({})",
            header,
            key
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            key,
            header,
            found,
            nearest,
            log,
            file,
            sheet,
        } = self;
        Some(missing_column_hint(
            (log, file, sheet.as_deref()),
            key,
            header,
            found,
            nearest.as_deref(),
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let of_sheet = MissingColumn {
            key: "kind",
            header: "类别",
            log: "decisions",
            sheet: Some("一季度".to_owned()),
            ..missing_column(None)
        };
        vec![
            missing_column(Some(nearest())),
            missing_column(None),
            of_sheet,
        ]
    }
}

/// Two headers of a log mean the same column.
#[derive(Debug, Clone, PartialEq)]
pub struct AmbiguousColumn {
    /// The column's key.
    pub key: &'static str,
    /// The headers that match it.
    pub headers: Vec<String>,
    /// The key of the log in `report.toml`.
    pub log: &'static str,
}

impl Rule for AmbiguousColumn {
    const ABOUT: About = About {
        name: "ambiguous-column",
        severity: Severity::Error,
        flags: &[Flag::Fixed, Flag::Question],
        explanation: Bilingual {
            zh: "台账有两个表头都对应同一列，例如“受理时间”和“派单时间”都可以是收到日期。程序不替您选择，这是错误，不出报告。请在 report.toml 中写明，如 [logs.headers.requests] 之下 received_on = \"受理时间\"。",
            en: "Two headers of a log mean the same column, such as \"受理时间\" and \"派单时间\" for the day of receipt. The program does not choose: it is an error, and no report is written. Say in report.toml which one to use: received_on = \"受理时间\" under [logs.headers.requests].",
        },
        example: Some(Example {
            wrong: "编号,受理时间,派单时间",
            right: "[logs.headers.requests]\nreceived_on = \"受理时间\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { key, headers, .. } = self;
        Message {
            zh: format!("表头{}都对应同一列（{key}）", list_zh(headers)),
            en: format!("the headers {} all mean {key}", list_en(headers)),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { key, headers, log } = self;
        let header = headers.first().map_or("", String::as_str);
        Some(both!(
            "请在 report.toml 中写明用哪一个，例如：\n{0}",
            "say in report.toml which one to use, for example:\n{0}",
            header_lines(log, key, header)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: "received_on",
            headers: vec!["受理时间".to_owned(), "派单时间".to_owned()],
            log: "requests",
        }]
    }
}

/// A header that `report.toml` maps and the file does not have.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedHeaderMissing {
    /// The key of the column.
    pub key: &'static str,
    /// The header.
    pub header: String,
}

impl Rule for MappedHeaderMissing {
    const ABOUT: About = About {
        name: "mapped-header-missing",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "report.toml 的 [logs.headers] 写明的表头在文件中不存在，例如改了表头却没有改设置，该列因此没有内容，这是警告。请核对表头，如 made_on = \"成文日期\"，或者删去这一项。",
            en: "A header that report.toml names under [logs.headers] is not in the file, so the column is empty: a warning. It may have been renamed. Correct the line, say made_on = \"成文日期\", or take it out.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { key, header } = self;
        both!(
            "report.toml 写明“{1}”为 {0} 列，但文件中没有这个表头",
            "report.toml calls {0} \"{1}\", but the file has no such header",
            key,
            shown(header)
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "请核对表头，或者从 report.toml 中删去这一项",
            "correct the header, or take the line out of report.toml"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: "published_on",
            header: text(),
        }]
    }
}

/// A request log has no column for the day of reply or closing, but has unused columns with days.
#[derive(Debug, Clone, PartialEq)]
pub struct NoEndColumn {
    /// The headers of these columns.
    pub candidates: Vec<String>,
}

impl Rule for NoEndColumn {
    const ABOUT: About = About {
        name: "no-end-column",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "申请与诉求台账的一个文件既没有认出答复日期，也没有认出办结日期，却有没有用到的日期列，例如“处结归档日期”，这是警告。照这样统计，每一件都会算作没有办结、超过期限，所以办结、按期、逾期等数字一律为空。请在 report.toml 中写明哪一列是办结日期，如 [logs.headers.requests] 之下 closed_on = \"处结归档日期\"。",
            en: "A file of the request log has neither a day of reply nor a day of closing, and columns of days that are not used, as \"处结归档日期\": a warning. Every request would seem to be open and overdue, so the figures that depend on its end are absent. Say in report.toml which column it is: closed_on = \"处结归档日期\" under [logs.headers.requests].",
        },
        example: Some(Example {
            wrong: "编号,收到日期,处结归档日期",
            right: "[logs.headers.requests]\nclosed_on = \"处结归档日期\"",
        }),
    };

    fn message(&self) -> Message {
        let Self { candidates } = self;
        Message {
            zh: format!(
                "没有答复日期或办结日期一列，是否按期无从判断，有关数字为空；没有用到的日期列：{}",
                list_zh(candidates)
            ),
            en: format!(
                "no column for the day of reply or of closing, so the figures that depend on it are absent; columns of days that are not used: {}",
                list_en(candidates)
            ),
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self { candidates } = self;
        let mark = if candidates.len() == 1 { "" } else { "#" };
        let lines = candidates.iter();
        let lines = lines.map(|header| format!("{mark}closed_on = {}", toml_string(header)));
        let lines = lines.collect::<Vec<_>>().join("\n");
        let lines = format!("[[logs.columns]]\nlog = \"requests\"\n{lines}");
        Some(match mark {
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
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                candidates: vec!["处结归档日期".to_owned()],
            },
            Self {
                candidates: vec![text(), "处结归档日期".to_owned()],
            },
        ]
    }
}

/// An unused header is very similar to that of a missing column.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarHeader {
    /// The key of the column.
    pub key: &'static str,
    /// Its usual header.
    pub header: &'static str,
    /// The header as written.
    pub written: String,
    /// The key of the log.
    pub log: &'static str,
}

impl Rule for SimilarHeader {
    const ABOUT: About = About {
        name: "similar-header",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "文件缺少某一列，却有一个没有用到的表头与它只差一个字，例如把“答复日期”写成“答复期日”，那一列就读不到，数字会跟着变，这是警告。请改正表头，或者在 report.toml 的 [logs.headers] 中写明，如 replied_on = \"答复期日\"；如是另外的内容，请在 [rules] 中豁免。",
            en: "A file lacks a column and has an unused header one character away from it, such as \"答复期日\" for \"答复日期\". The column is not read then, and figures change: a warning. Correct the header, or map it under [logs.headers] in report.toml: replied_on = \"答复期日\". If it is something else, waive the finding under [rules].",
        },
        example: Some(Example {
            wrong: "编号,类别,收到日期,答复期日",
            right: "编号,类别,收到日期,答复日期",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            key,
            header,
            written,
            ..
        } = self;
        both!(
            "列“{}”没有用到，它与缺少的列“{}”（{}）只差一个字",
            "the column \"{}\" is not used; it differs by one character from \"{}\" ({}), which the file lacks",
            shown(written),
            header,
            key
        )
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            key, written, log, ..
        } = self;
        Some(both!(
            "如就是这一列，请改正表头，或者在 report.toml 中写明：\n{0}",
            "if it is that column, correct the header, or say so in report.toml:\n{0}",
            header_lines(log, key, written)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: "replied_on",
            header: "答复日期",
            written: text(),
            log: "requests",
        }]
    }
}

/// Several headers match one column, and one of them was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnChosen {
    /// The key of the column.
    pub key: &'static str,
    /// The usual header of the column.
    pub column: &'static str,
    /// The header that was chosen.
    pub chosen: String,
    /// The other headers.
    pub others: Vec<String>,
    /// The log.
    pub log: &'static str,
}

impl Rule for ColumnChosen {
    const ABOUT: About = About {
        name: "column-chosen",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "台账有两列都可以是同一列，程序按规定的先后选用了一列，只作提示：派单时间先于来电时间（本单位从派单起办理），收到日期先于申请日期（期限从收到起算）。请核对，并在 report.toml 中写明，如 [logs.headers.requests] 之下 received_on = \"派单时间\"；写明后不再提示。",
            en: "Two headers of a log may be one column, and one goes before the other: a note. \"派单时间\", when the unit got the order, goes before \"来电时间\", when the citizen called; \"收到日期\", from which the limit runs, before \"申请日期\". Say in report.toml which to use, as in received_on = \"派单时间\" under [logs.headers.requests]; then nothing is reported.",
        },
        example: Some(Example {
            wrong: "编号,来电时间,派单时间",
            right: "[logs.headers.requests]\nreceived_on = \"派单时间\"",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            key,
            column,
            chosen,
            others,
            ..
        } = self;
        Message {
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
        }
    }

    fn hint(&self) -> Option<Message> {
        let Self {
            key,
            chosen,
            others,
            log,
            ..
        } = self;
        Some(both!(
            "请核对，并在 report.toml 中写明用哪一列；改用另一列的，请换掉“#”：\n{0}",
            "check it, and say in report.toml which one to use; for another, move the \"#\":\n{0}",
            choice_lines(log, key, chosen, others)
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            key: "received_on",
            column: "收到日期",
            chosen: "派单时间".to_owned(),
            others: vec!["来电时间".to_owned()],
            log: "requests",
        }]
    }
}

/// Columns that figures need were not found, but unused headers may be these columns.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreadColumns {
    /// The unused headers.
    pub headers: Vec<String>,
    /// The missing columns: key, usual header, and the header that may be the column.
    pub likely: Vec<(&'static str, &'static str, String)>,
    /// The log.
    pub log: &'static str,
}

impl Rule for UnreadColumns {
    const ABOUT: About = About {
        name: "unread-columns",
        severity: Severity::Note,
        flags: &[],
        explanation: Bilingual {
            zh: "统计要用的某一列没有找到，而文件中有没有用到的表头可能就是它，例如“公布渠道名”可能是发布渠道，只作提示；需要这一列的数字不出。如就是这一列，请在 report.toml 中写明，如 [logs.headers.published] 之下 channel = \"公布渠道名\"；如不是，请在 [rules] 中豁免。",
            en: "A column that figures need was not found, and an unused header may be it, as \"公布渠道名\" may be the channel: a note. Figures that need the column are absent. If it is that column, map it in report.toml: channel = \"公布渠道名\" under [logs.headers.published]. If not, waive the finding under [rules].",
        },
        example: Some(Example {
            wrong: "信息名称,公开日期,公布渠道名",
            right: "[logs.headers.published]\nchannel = \"公布渠道名\"",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            headers, likely, ..
        } = self;
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

    fn hint(&self) -> Option<Message> {
        let Self { likely, log, .. } = self;
        let lines = likely.iter();
        let lines = lines.map(|(key, _, header)| format!("{key} = {}", toml_string(header)));
        let lines = lines.collect::<Vec<_>>().join("\n");
        Some(both!(
            "如就是这一列，请在 report.toml 中写明；没有这一列的数字不出：\n[[logs.columns]]\nlog = \"{0}\"\n{1}",
            "if so, say it in report.toml; figures that need the column are absent:\n[[logs.columns]]\nlog = \"{0}\"\n{1}",
            log,
            lines
        ))
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        // Several sheets can have the same headers.
        Some(Cow::Owned(self.headers.join("\n")))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            headers: vec![text(), "公布渠道名".to_owned()],
            likely: vec![("channel", "发布渠道", "公布渠道名".to_owned())],
            log: "published",
        }]
    }
}

/// Columns that no figure needs.
#[derive(Debug, Clone, PartialEq)]
pub struct IgnoredColumns {
    /// Their headers.
    pub headers: Vec<String>,
}

impl Rule for IgnoredColumns {
    const ABOUT: About = About {
        name: "ignored-columns",
        severity: Severity::Note,
        flags: &[Flag::Detail],
        explanation: Bilingual {
            zh: "台账里有报告用不到的列，例如“备注”，其内容不会出现在任何输出中，只作提示，加 -v 时显示。如其中有应当使用的列，请在 [logs.headers] 中写明。",
            en: "A log has columns that no figure needs, such as remarks; they appear in no output. A note, shown with -v. If one of them should be used, name it under [logs.headers] in report.toml.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { headers } = self;
        Message {
            zh: format!("没有用到的列：{}", list_zh(headers)),
            en: format!("columns that are not used: {}", list_en(headers)),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如其中有应当使用的列，请在 report.toml 的 [logs.headers] 中写明",
            "if one of them should be used, name it under [logs.headers] in report.toml"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            headers: vec![text()],
        }]
    }
}

/// Amounts that are multiplied because of their unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitApplied {
    /// The header of their column.
    pub header: String,
    /// The factor.
    pub factor: u32,
}

impl Rule for UnitApplied {
    const ABOUT: About = About {
        name: "unit-applied",
        severity: Severity::Note,
        flags: &[Flag::Detail],
        explanation: Bilingual {
            zh: "表头或表格上方写明金额单位不是元，例如“预算金额（万元）”，程序已换算为元，只作提示，加 -v 时显示。单元格里自带单位的，以单元格为准。",
            en: "A header, or a row above it, gives a unit other than yuan, and the sums were multiplied: 55.8 in units of ten thousand is 558000. A note, shown with -v. A unit within a cell goes first.",
        },
        example: None,
    };

    fn message(&self) -> Message {
        let Self { header, factor } = self;
        both!(
            "“{0}”列的金额都乘以 {1}，换算为元",
            "the sums under \"{0}\" are multiplied by {1} to give yuan",
            shown(header),
            factor
        )
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            header: text(),
            factor: 10_000,
        }]
    }
}

rules![
    MissingColumn,
    AmbiguousColumn,
    MappedHeaderMissing,
    NoEndColumn,
    SimilarHeader,
    ColumnChosen,
    UnreadColumns,
    IgnoredColumns,
    UnitApplied
];

fn missing_column_hint(
    (log, file, sheet): (&str, &str, Option<&str>),
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
            if let Some(sheet) = sheet {
                let entries = kinds.iter();
                let entries: Vec<String> = entries
                    .map(|kind| sheet_entry(file, sheet, &format!("kind = \"{kind}\"")))
                    .collect();
                return both!(
                    "如果整张工作表都是同一类别，请在 report.toml 的 [logs] 中给 {0} 加上其中一项：\n{1}",
                    "if the whole sheet is of one kind, add one of these entries to {0} in [logs] of report.toml:\n{1}",
                    log,
                    entries.join("\n")
                );
            }
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

/// Returns the possible kinds of the records in a file that has no column for it; those of requests are
/// judged by its headers.
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
    let mentions = |words: &[&str]| {
        let mut words = words.iter();
        words.any(|word| headers.iter().any(|header| header.contains(word)))
    };
    if log != "requests" {
        let kinds = Log::named(log).map_or(&[][..], |log| log.definition().kinds);
        return kinds.iter().map(|(kind, _)| *kind).collect();
    }
    match (mentions(&DISCLOSURE), mentions(&SERVICE)) {
        (true, false) => vec!["disclosure"],
        (false, true) => vec!["service"],
        _ => vec!["disclosure", "service"],
    }
}

/// Lines of `report.toml` for the other headers, commented out.
fn choice_lines(log: &str, key: &str, header: &str, others: &[String]) -> String {
    let others = others.iter();
    let others = others.map(|other| format!("\n#{key} = {}", toml_string(other)));
    header_lines(log, key, header) + &others.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_column_comes_with_lines_to_paste() {
        let missing = missing_column(Some("上网\"时间\"".to_owned()));
        let hint = missing.hint().unwrap();
        let lines = "[[logs.columns]]\nlog = \"published\"\npublished_on = \"上网\\\"时间\\\"\"";
        assert!(hint.zh.ends_with(lines), "{}", hint.zh);
        assert!(hint.en.ends_with(lines), "{}", hint.en);
    }
}
