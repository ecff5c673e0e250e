//! Every key of the vocabulary with its name, for people who look one up.

use super::{Key, Labels, Metric, dotted, label_name};
use crate::language::Language;

/// Placeholder in a key for any of the office's own words.
const ANY: &str = "*";

/// A key of the vocabulary; `*` in it matches any of the office's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// The key as users type it.
    pub path: String,
    /// The metric.
    pub metric: Metric,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    labels: Vec<&'static str>,
}

impl KnownKey {
    fn new(metric: Metric, labels: Vec<&'static str>) -> Self {
        let key = Key::new(metric, &labels);
        let path = dotted(&key.segments()).replace("\"*\"", ANY);
        let lists = metric.definition().labels;
        let name = |language| {
            let definition = metric.definition();
            let label = definition.label.in_language(language);
            let named = labels.iter().zip(lists).filter(|(label, _)| **label != ANY);
            let named = named.map(|(label, list)| label_name(*list, label, language));
            let named: Vec<&str> = named.collect();
            match language {
                _ if named.is_empty() => label.to_owned(),
                Language::Chinese => format!("{}：{label}", named.join("·")),
                Language::English => format!("{label}: {}", named.join(", ")),
            }
        };
        Self {
            path,
            metric,
            zh: name(Language::Chinese),
            en: name(Language::English),
            labels,
        }
    }

    /// Whether `key` matches this one, where `*` matches any of the office's words.
    #[must_use]
    pub fn stands_for(&self, key: &Key) -> bool {
        let mut labels = self.labels.iter().zip(&key.labels);
        key.metric == self.metric
            && key.labels.len() == self.labels.len()
            && labels.all(|(own, label)| *own == ANY || *own == &**label)
    }
}

/// Every key, in the order of the vocabulary, with an entry for each code.
#[must_use]
pub fn known_keys() -> Vec<KnownKey> {
    let of_metric = |&metric: &Metric| {
        let mut rows: Vec<Vec<&'static str>> = vec![Vec::new()];
        for list in metric.definition().labels {
            let words = words_of(*list);
            let with_words = |row: Vec<&'static str>| {
                let longer = |word: &&'static str| [&row[..], &[*word]].concat();
                words.iter().map(longer).collect::<Vec<_>>()
            };
            rows = rows.into_iter().flat_map(with_words).collect();
        }
        rows.into_iter()
            .map(move |labels| KnownKey::new(metric, labels))
    };
    Metric::ALL.iter().flat_map(of_metric).collect()
}

fn words_of(list: Labels) -> Vec<&'static str> {
    match list {
        Labels::Open => vec![ANY],
        Labels::Codes { codes, others } => {
            let own = others.then_some(ANY);
            codes.iter().map(|code| code.code).chain(own).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::segments_of;
    use super::*;

    fn key(path: &str) -> Key {
        Key::from_segments(&segments_of(path).unwrap()).unwrap()
    }

    #[test]
    fn a_known_key_can_be_typed() {
        for known in known_keys() {
            let is_open = known.path.contains(ANY);
            assert!(is_open || key(&known.path).to_string() == known.path);
        }
    }

    #[test]
    fn a_word_of_the_office_is_found_under_its_family() {
        let known = known_keys();
        let found = |path: &str| {
            let key = key(path);
            let mut found = known.iter().filter(|known| known.stands_for(&key));
            found.next().map(|known| known.path.clone())
        };
        assert_eq!(
            found("published.by_channel.微信公众号").as_deref(),
            Some("published.by_channel.*")
        );
        assert_eq!(
            found("published.by_month.03").as_deref(),
            Some("published.by_month.03")
        );
    }
}
