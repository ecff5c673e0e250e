//! Texts and helpers that several findings share, in both languages.
//!
//! Text read from a file always passes through [`shown`] or [`escaped`], so that no cell can flood
//! a terminal or send it control sequences.

use super::masked;
use crate::language::Language;
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
pub(super) use both;

/// Hint for words that do not decide a code: what to log instead.
pub(super) fn undecided_hint(list: &str) -> Message {
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

/// Lines of `report.toml` that map a header to a column.
pub(super) fn header_lines(log: &str, key: &str, header: &str) -> String {
    format!(
        "[[logs.columns]]\nlog = \"{log}\"\n{key} = {}",
        toml_string(header)
    )
}

/// Lines of `report.toml` with a setting for one file. They can be pasted below any others.
pub(super) fn file_lines(log: &str, file: &str, setting: &str) -> String {
    let path = toml_string(file);
    format!("[[logs.file]]\nlog = \"{log}\"\npath = {path}\n{setting}")
}

/// An entry of `report.toml` for one sheet of a workbook, with one setting.
pub(super) fn sheet_entry(file: &str, sheet: &str, setting: &str) -> String {
    let (path, sheet) = (toml_string(file), toml_string(sheet));
    format!("{{ path = {path}, sheet = {sheet}, {setting} }}")
}

/// Returns a cell, cut to the length that suits a message and [`escaped`].
pub(super) fn shown(cell: &str) -> String {
    const LONGEST: usize = 40;
    let cell = &*masked(cell);
    match cell.char_indices().nth(LONGEST) {
        Some((end, _)) => escaped(&cell[..end]) + "…",
        None => escaped(cell),
    }
}

/// Escapes everything in `text` that is invisible or controls a terminal.
pub(super) fn escaped(text: &str) -> String {
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

/// Matches control characters, zero-width and direction marks, and private-use characters.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

/// Returns the name of a figure as a placeholder writes it; segments that are not plain names are
/// indexed.
pub(super) fn placeholder(key: &str) -> String {
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

/// Formats `text` as a TOML string, so that a line of a hint can be pasted.
pub(crate) fn toml_string(text: &str) -> String {
    let mut string = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => string.extend(['\\', character]),
            // Invisible characters have at most four hexadecimal digits.
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

pub(super) fn list_zh<S: AsRef<str>>(words: &[S]) -> String {
    let quoted = words
        .iter()
        .map(|word| format!("“{}”", shown(word.as_ref())));
    quoted.collect::<Vec<_>>().join("、")
}

pub(super) fn list_en<S: AsRef<str>>(words: &[S]) -> String {
    let quoted = words
        .iter()
        .map(|word| format!("\"{}\"", shown(word.as_ref())));
    quoted.collect::<Vec<_>>().join(", ")
}

/// Formats `number` with the English `noun`, in the plural if needed.
pub(super) fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// Hint that suggests the nearest known name.
pub(super) fn did_you_mean(nearest: &str) -> Message {
    both!("是否应为“{}”？", "did you mean \"{}\"?", escaped(nearest))
}

/// Maximum number of rows with an undecided word that a finding names.
pub(super) const MOST_ROWS_NAMED: usize = 20;

/// Appends values of `further` until there are `most`.
pub(super) fn fill<T: Clone>(values: &mut Vec<T>, further: &[T], most: usize) {
    let room = most.saturating_sub(values.len());
    values.extend(further.iter().take(room).cloned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_cut_and_cannot_act_on_a_terminal() {
        assert_eq!(shown("a\u{1b}[2J\n\u{202e}"), "a\\u{1b}[2J\\n\\u{202e}");
        assert_eq!(shown(&"字".repeat(40)), "字".repeat(40));
        assert_eq!(shown(&"字".repeat(41)), "字".repeat(40) + "…");
    }
}
