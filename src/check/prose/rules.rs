//! The words and patterns of the rules, read from `prose.toml`.

use std::sync::LazyLock;

use regex_lite::Regex;
use serde::{Deserialize, Deserializer, de};

use super::text::VALUE;
use crate::vocabulary::{Key, segments_of};

/// All rules.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Rules {
    #[serde(rename = "figure")]
    pub(super) figures: Vec<FigureRule>,
    pub(super) numbers: NumberRules,
    pub(super) vague: VagueRules,
    pub(super) date: DateRules,
    pub(super) year: YearRules,
    pub(super) exceptions: ExceptionRules,
    #[serde(rename = "claim")]
    pub(super) claims: Vec<ClaimRule>,
    pub(super) largest: Vec<LargestRule>,
    pub(super) trend: TrendRules,
    pub(super) repeats: RepeatRules,
    pub(super) subtotals: SubtotalRules,
    pub(super) empty: EmptyRules,
}

/// Which typed numbers stand for a figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureRule {
    pub(super) key: KeyName,
    pub(super) names: Option<Words>,
    pub(super) trails: Option<Words>,
    pub(super) near: Pattern,
    /// Where it is given, a sentence about it is enough, and no clause need name it.
    pub(super) around: Option<Pattern>,
    pub(super) about: Option<Pattern>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct NumberRules {
    pub(super) between: Words,
    pub(super) other_matter: Pattern,
    pub(super) common_labels: Vec<String>,
    pub(super) behind_a_label: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VagueRules {
    pub(super) before: Words,
    pub(super) behind: Words,
    pub(super) words: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateRules {
    pub(super) colloquial: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YearRules {
    pub(super) basis: Pattern,
    pub(super) notice: Pattern,
    pub(super) period: Pattern,
    pub(super) opening: Pattern,
    pub(super) other: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ExceptionRules {
    pub(super) granted: Pattern,
    pub(super) other_year: Pattern,
}

/// A sentence that claims something, and the figures that must bear it out.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ClaimRule {
    pub(super) says: Pattern,
    pub(super) about: Option<Pattern>,
    pub(super) unless: Option<Pattern>,
    /// Figures that must be 0.
    #[serde(default)]
    pub(super) zero: Vec<KeyName>,
    /// Rates that must be 100 %.
    #[serde(default)]
    pub(super) whole: Vec<KeyName>,
    /// The rate that must be one of something.
    pub(super) rate: Option<KeyName>,
    /// Whether it says that everything was answered in time.
    #[serde(default)]
    pub(super) on_time: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LargestRule {
    pub(super) says: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrendRules {
    pub(super) compared: Pattern,
    pub(super) up: Pattern,
    pub(super) down: Pattern,
    pub(super) same: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RepeatRules {
    pub(super) stale_heading: Pattern,
    pub(super) shortest: usize,
    pub(super) alike: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubtotalRules {
    pub(super) said: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EmptyRules {
    pub(super) filled_by_form: Vec<String>,
}

/// A part of a pattern that is put together with others.
#[derive(Debug, Deserialize)]
pub(super) struct Words(pub(super) String);

/// A pattern by itself.
#[derive(Debug)]
pub(super) struct Pattern(pub(super) Regex);

/// A key of the vocabulary.
#[derive(Debug)]
pub(super) struct KeyName(pub(super) Key);

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        pattern(&text).map(Self).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for KeyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        let key = segments_of(&path).and_then(|segments| Key::from_segments(&segments));
        key.map(Self)
            .ok_or_else(|| de::Error::custom(format!("no key: {path}")))
    }
}

/// A pattern with its short forms written out.
pub(super) fn pattern(text: &str) -> Result<Regex, regex_lite::Error> {
    Regex::new(
        &text
            .replace("{n}", NUMBER)
            .replace("{v}", &VALUE.to_string())
            .replace("{y}", "((?:19|20)[0-9]{2})"),
    )
}

/// A typed number.
pub(super) const NUMBER: &str = "([0-9][0-9,]*(?:\\.[0-9]+)?)";

impl Rules {
    /// The rules, read once.
    pub(super) fn get() -> &'static Self {
        static RULES: LazyLock<Rules> = LazyLock::new(|| {
            toml::from_str(include_str!("../prose.toml"))
                .expect("the rules are read by a test before they are shipped")
        });
        &RULES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_can_be_read_and_their_keys_exist() {
        let rules = Rules::get();
        assert!(rules.claims.iter().all(|claim| {
            !claim.zero.is_empty() || !claim.whole.is_empty() || claim.rate.is_some()
        }));
    }
}
