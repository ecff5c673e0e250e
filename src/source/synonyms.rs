//! Words that mean the same: headers and values as offices write them, from `synonyms.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::columns::{Column, normalised};
use crate::record::Log;
use crate::vocabulary::{CHANNEL_GROUPS, Code, ENVIRONMENT_KINDS, REQUEST_KINDS, STAGES, TOPICS};

/// The file as it is written.
#[derive(Deserialize)]
struct Written {
    headers: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// The file as it is asked: normalised word → code, by list.
struct Synonyms {
    /// By log and normalised header, the column's key.
    headers: HashMap<(String, String), String>,
    values: BTreeMap<String, Values>,
}

struct Values {
    codes: HashMap<String, String>,
    /// Words from the longest to the shortest, for endings of titles.
    by_length: Vec<(String, String)>,
}

static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| {
    let written: Written = toml::from_str(include_str!("synonyms.toml"))
        .expect("the shipped table is read by a test before it is shipped");
    let mut headers = HashMap::new();
    for (log, columns) in written.headers {
        for (key, words) in columns {
            for word in words {
                headers.insert((log.clone(), normalised(&word).0), key.clone());
            }
        }
    }
    let values = written.values.into_iter().map(|(list, codes)| {
        let pairs = codes.into_iter().flat_map(|(code, words)| {
            words
                .into_iter()
                .map(move |word| (normalised(&word).0, code.clone()))
        });
        let codes: HashMap<String, String> = pairs.collect();
        let mut by_length: Vec<(String, String)> = codes.clone().into_iter().collect();
        by_length.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        (list, Values { codes, by_length })
    });
    Synonyms {
        headers,
        values: values.collect(),
    }
});

/// Whether a normalised header means `column` of `log`.
pub(super) fn means(log: Log, column: &Column, header: &str) -> bool {
    header == column.key
        || header == normalised(column.header).0
        || SYNONYMS
            .headers
            .get(&(log.key().to_owned(), header.to_owned()))
            .is_some_and(|key| key == column.key)
}

/// A list of words for codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    name: &'static str,
    /// The codes the words stand for.
    pub(super) codes: &'static [Code],
}

/// Kinds of request.
pub(super) const REQUEST_KIND: List = List {
    name: "request_kind",
    codes: REQUEST_KINDS,
};
/// Stages of a procurement notice.
pub(super) const STAGE: List = List {
    name: "stage",
    codes: STAGES,
};
/// Kinds of environmental notice.
pub(super) const ENVIRONMENT_KIND: List = List {
    name: "environment_kind",
    codes: ENVIRONMENT_KINDS,
};
/// Topics of a request.
pub(super) const TOPIC: List = List {
    name: "topic",
    codes: TOPICS,
};
const CHANNEL_GROUP: List = List {
    name: "channel_group",
    codes: CHANNEL_GROUPS,
};

impl List {
    /// The code `word` stands for: the code itself, one of its names, or a synonym.
    pub(super) fn code_of(self, word: &str) -> Option<&'static str> {
        let is_name = |code: &&Code| word == code.code || word == code.name.zh;
        if let Some(code) = self.codes.iter().find(is_name) {
            return Some(code.code);
        }
        let codes = &SYNONYMS.values.get(self.name)?.codes;
        // Most words stand in the table as they are written; normalising costs an allocation.
        let code = codes.get(word).or_else(|| codes.get(&normalised(word).0))?;
        self.code_named(code)
    }

    /// The code whose longest word ends `title`, brackets at its end left aside.
    pub(super) fn code_ending(self, title: &str) -> Option<&'static str> {
        let mut title = normalised(title).0;
        while let Some(open) = title.ends_with(')').then(|| title.rfind('(')).flatten() {
            title.truncate(open);
        }
        let words = &SYNONYMS.values.get(self.name)?.by_length;
        let (_, code) = words
            .iter()
            .find(|(word, _)| title.ends_with(word.as_str()))?;
        self.code_named(code)
    }

    fn code_named(self, name: &str) -> Option<&'static str> {
        self.codes
            .iter()
            .map(|code| code.code)
            .find(|code| *code == name)
    }

    /// The usual words of the list, for hints.
    pub(super) fn words(self) -> Vec<&'static str> {
        self.codes.iter().map(|code| code.name.zh).collect()
    }
}

/// Whether a request with this status went to somebody else and is not counted.
pub(super) fn is_excluded_status(status: &str) -> bool {
    SYNONYMS
        .values
        .get("excluded_status")
        .is_some_and(|values| values.codes.contains_key(&normalised(status).0))
}

/// The code of the group a publication channel belongs to; `other` where the word is in no group.
#[must_use]
pub fn channel_group(channel: &str) -> &'static str {
    CHANNEL_GROUP.code_of(channel).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_column_and_code_exists() {
        let written: Written = toml::from_str(include_str!("synonyms.toml")).unwrap();
        for (log, columns) in &written.headers {
            let log = *Log::ALL.iter().find(|known| known.key() == log).unwrap();
            for key in columns.keys() {
                assert!(
                    super::super::columns(log)
                        .iter()
                        .any(|column| column.key == key),
                    "{key}"
                );
            }
        }
        let lists = [REQUEST_KIND, STAGE, ENVIRONMENT_KIND, TOPIC, CHANNEL_GROUP];
        for list in lists {
            for code in written.values[list.name].keys() {
                assert!(list.code_named(code).is_some(), "{code}");
            }
        }
        assert_eq!(written.values.len(), lists.len() + 1);
    }

    #[test]
    fn no_header_means_two_columns_and_no_word_two_codes() {
        let written: Written = toml::from_str(include_str!("synonyms.toml")).unwrap();
        for (log, columns) in &written.headers {
            let log = *Log::ALL.iter().find(|known| known.key() == log).unwrap();
            for words in columns.values() {
                for word in words {
                    let header = normalised(word).0;
                    let meant = super::super::columns(log)
                        .iter()
                        .filter(|column| means(log, column, &header));
                    assert_eq!(meant.count(), 1, "{word}");
                }
            }
        }
        for codes in written.values.values() {
            let words: Vec<_> = codes.values().flatten().collect();
            let distinct: std::collections::BTreeSet<_> =
                words.iter().map(|word| normalised(word).0).collect();
            assert_eq!(words.len(), distinct.len());
        }
    }

    #[test]
    fn a_stage_is_read_from_the_end_of_a_title() {
        for (title, stage) in [
            ("道路绿化养护项目公开招标公告", Some("invite")),
            ("道路绿化养护项目公开招标公告更正公告", Some("correction")),
            ("道路绿化养护项目中标结果公告（第二次）", Some("result")),
            ("道路绿化养护项目验收结果公告", Some("acceptance")),
            ("道路绿化养护项目", None),
        ] {
            assert_eq!(STAGE.code_ending(title), stage, "{title}");
        }
    }

    #[test]
    fn channels_fall_into_groups() {
        assert_eq!(channel_group("微信公众号"), "wechat");
        assert_eq!(channel_group("门户网站"), "website");
        assert_eq!(channel_group("宣传栏"), "other");
    }
}
