//! Topics of `report explain`: what a user looks up, each whole in both languages.
//!
//! The prose is in `topics/NAME.zh.txt` and `topics/NAME.en.txt`. A line `{list}` stands for a list that
//! is generated from the tables of the program, so that it cannot differ from what the program does.
//! [`laid_out`] describes the syntax of these files.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Exit;
use super::words::CommandWords;
use crate::form::narrative_filters;
use crate::language::{Bilingual, Language};
use crate::logs::{LogColumn, choices, columns};
use crate::project::value_lists;
use crate::record::Log;
use crate::render::{Format, hanging};

/// A topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// Columns of the logs and how their cells are read.
    Columns,
    /// Settings of `report.toml`.
    Settings,
    /// Placeholders and filters of narratives.
    Filters,
    /// JSON of every command.
    Json,
    /// Exit codes, and how a run ends.
    ExitCodes,
    /// Output formats of a report.
    Formats,
}

impl Topic {
    /// Every topic.
    pub(super) const ALL: &'static [Self] = &[
        Self::Columns,
        Self::Settings,
        Self::Filters,
        Self::Json,
        Self::ExitCodes,
        Self::Formats,
    ];

    /// Its name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Settings => "settings",
            Self::Filters => "filters",
            Self::Json => "json",
            Self::ExitCodes => "exit-codes",
            Self::Formats => "formats",
        }
    }

    /// The topic with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|topic| topic.name() == name)
    }

    fn prose(self) -> Bilingual {
        macro_rules! both {
            ($name:literal) => {
                Bilingual {
                    zh: include_str!(concat!("topics/", $name, ".zh.txt")),
                    en: include_str!(concat!("topics/", $name, ".en.txt")),
                }
            };
        }
        match self {
            Self::Columns => both!("columns"),
            Self::Settings => both!("settings"),
            Self::Filters => both!("filters"),
            Self::Json => both!("json"),
            Self::ExitCodes => both!("exit-codes"),
            Self::Formats => both!("formats"),
        }
    }

    /// The whole topic, in lines of at most `width` columns where that is possible.
    pub(super) fn text(self, words: CommandWords, width: usize) -> String {
        let width = width.clamp(NARROWEST, WIDEST);
        laid_out(self.prose().in_language(words.0), words, width)
    }
}

/// Minimum and maximum width of a topic, in columns.
const NARROWEST: usize = 40;
const WIDEST: usize = 100;

/// A `report.toml` with every setting. Comments that begin with `#zh` or `#en` are of one language.
/// `#logs` stands for the logs that it does not name.
const SETTINGS: &str = include_str!("topics/settings.toml");

/// Formats the prose of a topic in lines of at most `width` columns.
///
/// Each line of the prose is a paragraph; `- ` begins an item of a list. Two spaces, a term, two spaces
/// and a description are an entry of a table. Four spaces begin code, which is not wrapped.
fn laid_out(prose: &str, words: CommandWords, width: usize) -> String {
    let mut out = String::new();
    let mut entries = Vec::new();
    for line in prose.lines() {
        if let Some(entry) = entry_of(line) {
            entries.push(entry);
            continue;
        }
        out += &table(&entries, width);
        entries.clear();
        if let Some(list) = generated(line, words, width) {
            out += &list;
            continue;
        }
        out += &match line.strip_prefix("- ") {
            Some(item) => hanging(item, width, "- ", "  "),
            None if line.starts_with(CODE) => line.to_owned(),
            None => hanging(line, width, "", ""),
        };
        out.push('\n');
    }
    out + &table(&entries, width)
}

/// Indentation of code.
const CODE: &str = "    ";

/// The term and the description of a line that is an entry of a table.
fn entry_of(line: &str) -> Option<(&str, &str)> {
    let entry = line.strip_prefix("  ")?;
    let (term, about) = entry.split_once("  ")?;
    (!term.is_empty()).then(|| (term, about.trim_start()))
}

/// Formats terms with their descriptions, which are aligned.
fn table<T: AsRef<str>, A: AsRef<str>>(entries: &[(T, A)], width: usize) -> String {
    let widths = entries.iter().map(|(term, _)| term.as_ref().width());
    let column = widths.max().unwrap_or_default() + 4;
    let indent = " ".repeat(column);
    let mut out = String::new();
    for (term, about) in entries {
        let lead = padded(&format!("  {}", term.as_ref()), column);
        out += &hanging(about.as_ref(), width.max(2 * column), &lead, &indent);
        out.push('\n');
    }
    out
}

/// The text, with spaces up to `width` columns.
fn padded(text: &str, width: usize) -> String {
    text.to_owned() + &" ".repeat(width.saturating_sub(text.width()))
}

/// The list for which a line of the prose stands.
fn generated(line: &str, words: CommandWords, width: usize) -> Option<String> {
    match line {
        "{columns}" => Some(all_columns(words, width)),
        "{example}" => Some(example(words.0)),
        "{values}" => {
            let lists = value_lists().map(|(list, codes)| (list, words.codes(codes, false)));
            Some(table(&lists.collect::<Vec<_>>(), width))
        }
        "{filters}" => {
            let filters = narrative_filters();
            let filters = filters.map(|(usage, about)| (usage, about.in_language(words.0)));
            Some(table(&filters.collect::<Vec<_>>(), width))
        }
        "{codes}" => {
            let codes = Exit::ALL.iter();
            let codes = codes.map(|&exit| ((exit as u8).to_string(), words.meaning(exit)));
            Some(table(&codes.collect::<Vec<_>>(), width))
        }
        "{formats}" => {
            let formats = Format::ALL.iter().map(|format| {
                let dotted = format.extensions().iter();
                let dotted: Vec<String> = dotted.map(|known| format!(".{known}")).collect();
                let summary = format.summary().in_language(words.0);
                let about = format!("{}  {summary}", padded(&dotted.join(" "), EXTENSIONS));
                (format.name(), about)
            });
            Some(table(&formats.collect::<Vec<_>>(), width))
        }
        "{about}" => {
            let about = Format::ALL.iter().filter_map(|format| format.about());
            let about = about.map(|about| about.in_language(words.0));
            let about = about.collect::<Vec<_>>().join("\n\n");
            Some(laid_out(&about, words, width))
        }
        "{covers}" => Some(hanging(&words.covers(), width, "", "") + "\n"),
        _ => None,
    }
}

/// Width of the extensions of a format, in columns.
const EXTENSIONS: usize = 13;

/// The settings with the comments of one language, as code.
fn example(language: Language) -> String {
    let (own, other) = match language {
        Language::Chinese => ("#zh ", "#en "),
        Language::English => ("#en ", "#zh "),
    };
    let mut out = String::new();
    for line in SETTINGS.lines().filter(|line| !line.starts_with(other)) {
        let line = match line.strip_prefix(own) {
            Some(comment) => format!("{CODE}# {comment}"),
            None if line == "#logs" => other_logs(),
            None => format!("{CODE}{line}"),
        };
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// The settings of the logs that the example does not name otherwise.
fn other_logs() -> String {
    let logs = Log::ALL.iter().map(|log| log.definition());
    let logs = logs.filter(|log| !SETTINGS.contains(&format!("\n{} = ", log.key)));
    let logs = logs.map(|log| format!("{CODE}{} = \"{}\"", log.key, log.default_file));
    logs.collect::<Vec<_>>().join("\n")
}

/// The columns of every log.
fn all_columns(words: CommandWords, width: usize) -> String {
    let logs = Log::ALL.iter().map(|&log| {
        let mut text = words.log_and_file(log);
        text.push('\n');
        text + &columns_of(log, words, width)
    });
    logs.collect::<Vec<_>>().join("\n")
}

/// The columns of a log: key, usual header, what the cells hold, and the list of words if there is one.
fn columns_of(log: Log, words: CommandWords, width: usize) -> String {
    let indent = "      ";
    let header = |column: &LogColumn| words.quoted(column.header);
    let keys = columns(log).iter().map(|column| column.key.width());
    let headers = columns(log).iter().map(|column| header(column).width());
    let key_width = keys.max().unwrap_or_default();
    let header_width = headers.max().unwrap_or_default();
    let mut out = String::new();
    for column in columns(log) {
        let key = padded(column.key, key_width);
        let header = padded(&header(column), header_width);
        let cells = words.cells(column);
        let _ = writeln!(out, "  {key}  {header}  {cells}");
        let known = choices(log, column.key);
        if !known.is_empty() {
            let known: Vec<String> = known.into_iter().map(|word| words.quoted(word)).collect();
            out += &hanging(&words.list(&known), width, indent, indent);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::form::Form;
    use crate::vocabulary::{metrics_below, segments_of};

    fn texts() -> impl Iterator<Item = (Topic, Language, String)> {
        let languages = [Language::Chinese, Language::English];
        Topic::ALL.iter().flat_map(move |&topic| {
            languages.map(|language| (topic, language, topic.text(CommandWords(language), 80)))
        })
    }

    #[test]
    fn no_topic_hides_another_name() {
        for topic in Topic::ALL {
            let name = topic.name();
            assert_eq!(Code::from_name(name), None);
            assert!(Form::all().iter().all(|form| form.id != name));
            assert!(segments_of(name).is_none_or(|name| metrics_below(&name).is_empty()));
        }
    }

    #[test]
    fn every_list_is_generated() {
        for (topic, _, text) in texts() {
            let is_mark = |line: &&str| line.starts_with('{') && line.ends_with('}');
            assert_eq!(text.lines().find(is_mark), None, "{topic:?}");
        }
    }

    #[test]
    fn lines_fit_a_terminal() {
        for (topic, language, text) in texts() {
            let wide = text.lines().find(|line| line.width() > 80);
            assert_eq!(wide, None, "{topic:?} {language:?}");
        }
    }

    #[test]
    fn every_part_is_in_both_languages() {
        for topic in Topic::ALL {
            let shape = |prose: &str| {
                let kind = |line: &str| match line {
                    "" => ' ',
                    _ if line.starts_with("- ") => '-',
                    _ if line.starts_with(CODE) => 'c',
                    _ if entry_of(line).is_some() => 'e',
                    _ if line.starts_with('{') => 'g',
                    _ => 'p',
                };
                prose.lines().map(kind).collect::<String>()
            };
            let formats = Format::ALL.iter().filter_map(|format| format.about());
            for prose in formats.chain([topic.prose()]) {
                assert_eq!(shape(prose.zh), shape(prose.en), "{topic:?}: {}", prose.en);
            }
        }
    }

    #[test]
    fn entries_are_aligned() {
        let laid_out = laid_out(
            "见下：\n  年  年度\n  period  统计期，含首尾两天\n- 其他",
            CommandWords(Language::Chinese),
            40,
        );
        assert_eq!(
            laid_out,
            "见下：\n  年      年度\n  period  统计期，含首尾两天\n- 其他\n"
        );
    }
}
