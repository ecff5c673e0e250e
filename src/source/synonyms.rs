//! Words that mean the same: headers and values as offices write them, from `synonyms.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::columns::{Column, normalised};
use crate::record::Log;
use crate::vocabulary::{
    APPLICANTS, CHANNEL_GROUPS, Code, DECISION_KINDS, DISPUTE_KINDS, DISPUTE_RESULTS,
    DISPUTE_ROUTES, DOCUMENT_KINDS, ENVIRONMENT_KINDS, OUTCOMES, REQUEST_KINDS, STAGES, TOPICS,
};

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
/// Kinds of applicant.
pub(super) const APPLICANT: List = List {
    name: "applicant",
    codes: APPLICANTS,
};
/// Outcomes of a disclosure request.
pub(super) const OUTCOME: List = List {
    name: "outcome",
    codes: OUTCOMES,
};
/// Kinds of normative document.
pub(super) const DOCUMENT_KIND: List = List {
    name: "document_kind",
    codes: DOCUMENT_KINDS,
};
/// Kinds of administrative decision.
pub(super) const DECISION_KIND: List = List {
    name: "decision_kind",
    codes: DECISION_KINDS,
};
/// Kinds of dispute.
pub(super) const DISPUTE_KIND: List = List {
    name: "dispute_kind",
    codes: DISPUTE_KINDS,
};
/// Routes of a lawsuit.
pub(super) const DISPUTE_ROUTE: List = List {
    name: "dispute_route",
    codes: DISPUTE_ROUTES.split_at(1).1,
};
/// Results of a dispute.
pub(super) const DISPUTE_RESULT: List = List {
    name: "dispute_result",
    codes: DISPUTE_RESULTS,
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
        let named = |word: &str| {
            let code = codes.get(word)?;
            self.code_named(code)
        };
        named(word).or_else(|| {
            let word = normalised(word).0;
            let bare = without_number(&word);
            let is_name = |code: &&Code| normalised(code.name.zh).0 == bare;
            let by_name = || self.codes.iter().find(is_name).map(|code| code.code);
            named(&word).or_else(|| named(bare)).or_else(by_name)
        })
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

/// A normalised label of a statutory form without its number: `(一)`, `1.`, `1、`.
fn without_number(label: &str) -> &str {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bracketed = label.strip_prefix('(').and_then(|rest| {
        let rest = rest.trim_start_matches(is_numeral);
        rest.strip_prefix(')')
    });
    let rest = label.trim_start_matches(is_numeral);
    let listed = rest.strip_prefix(['.', '、']).filter(|_| rest != label);
    bracketed
        .or(listed)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(label)
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
        let lists = [
            REQUEST_KIND,
            STAGE,
            ENVIRONMENT_KIND,
            TOPIC,
            CHANNEL_GROUP,
            APPLICANT,
            OUTCOME,
            DOCUMENT_KIND,
            DECISION_KIND,
            DISPUTE_KIND,
            DISPUTE_ROUTE,
            DISPUTE_RESULT,
        ];
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

    #[test]
    fn official_labels_are_read_with_and_without_their_number() {
        for (word, code) in [
            ("（一）予以公开", Some("granted")),
            ("予以公开", Some("granted")),
            ("同意公开", Some("granted")),
            (
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                Some("partly_granted"),
            ),
            ("1.属于国家秘密", Some("refused.state_secret")),
            ("1、属于国家秘密", Some("refused.state_secret")),
            ("3.危及“三安全一稳定”", Some("refused.safety_and_stability")),
            ("危及\"三安全一稳定\"", Some("refused.safety_and_stability")),
            ("本机关不掌握", Some("unavailable.not_held")),
            ("refused.state_secret", Some("refused.state_secret")),
            ("3.其他", Some("other.rest")),
            ("申请信息不存在数", Some("nonexistent")),
            ("不予公开", None),
            ("无法提供", None),
        ] {
            assert_eq!(OUTCOME.code_of(word), code, "{word}");
        }
        assert_eq!(APPLICANT.code_of("公民"), Some("natural_person"));
        assert_eq!(APPLICANT.code_of("法人或其他组织"), None);
    }

    #[test]
    fn every_outcome_is_known_by_its_official_name() {
        for code in OUTCOMES {
            assert_eq!(OUTCOME.code_of(code.name.zh), Some(code.code));
        }
    }
}
