//! The dictionary for splitting sentences: words of the rules and labels of the known figures.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::concepts::Concepts;
use super::figures::{Source, label_of};
use super::rules::ProseRules;
use crate::vocabulary::{Key, Metric};

/// The role of a word in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// No meaning.
    Filler,
    /// No meaning after a label or a number; elsewhere unknown.
    Place,
    /// The number is for the whole year.
    Whole,
    /// A part of the previous amount follows.
    Part,
    /// Parts that add up to the previous amount follow.
    Sum,
    /// An unknown word beside it narrows what follows.
    Restrict,
    /// Narrows the following amounts to an unknown part, whatever the words beside it.
    Narrow,
    /// Something that no figure counts, although its word consists of known words.
    Other,
    /// Cumulative: for one year if the sentence names a year, otherwise over all years.
    Cumulative,
    /// Compared with the year that follows the word.
    Than,
    Exclude,
    Outside,
    OpenEnd,
    Compared,
    ComparedOtherwise,
    Up,
    Down,
    Same,
    Degree,
    /// The number after it is what a number before it became: 增至, 降至, 变为.
    Reach(Option<Ordering>),
    /// The number after it adds up several before it: 两项合计.
    Total,
    /// The rest after an exception: 其余.
    Rest,
    /// The things just named: 此类.
    Anaphor,
    /// There were none of the things last year: 零的突破.
    FirstEver,
    /// A target of the year.
    Goal,
    /// The number after it is how far a target is exceeded.
    Exceed,
    Share,
    Distribute,
    All,
    OtherYear,
    LastYear,
    /// Things and acts.
    Concepts(Concepts),
    /// A label, as index into the label words.
    Label(usize),
    /// A word that is both a label (by index) and a name of concepts.
    Common(Concepts, usize),
}

/// A word that names labels.
#[derive(Debug)]
pub(super) struct LabelWord {
    word: String,
    /// Synonyms, or the labels to add up if `is_sum`.
    names: Vec<String>,
    /// Labels that the word may include: it is no certain synonym where the figures have one.
    unless: Vec<String>,
    /// Whether `names` are distinct labels whose figures are added up.
    is_sum: bool,
}

/// All words, each with its meaning.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: HashMap<String, Meaning>,
    /// The lengths in bytes of the words with a first character, the longest first.
    lengths: HashMap<char, Vec<usize>>,
    labels: Vec<LabelWord>,
}

impl Lexicon {
    /// Builds the lexicon from the rules, the labels in `source`, and the office's names for itself.
    pub(super) fn new(rules: &ProseRules, source: &dyn Source, own: &[String]) -> Self {
        let mut draft = Draft::default();
        for (concepts, words) in &rules.concepts {
            for word in words {
                draft.add_concepts(word, *concepts);
            }
        }
        draft.add_plain(rules);
        draft.add_labels(rules, source);
        for word in own {
            draft.words.entry(word.clone()).or_insert(Meaning::Filler);
        }
        draft.finish()
    }

    /// Returns the longest word at the beginning of `text`, and its length in bytes.
    pub(super) fn word(&self, text: &str) -> Option<(Meaning, usize)> {
        let lengths = self.lengths.get(&text.chars().next()?)?;
        let is_digit = |c: char| c.is_ascii_digit();
        lengths.iter().find_map(|length| {
            let (word, rest) = text.split_at_checked(*length)?;
            // 12345 in 123456 is not a label.
            let is_whole = !word.ends_with(is_digit) || !rest.starts_with(is_digit);
            let meaning = self.words.get(word).filter(|_| is_whole)?;
            Some((*meaning, *length))
        })
    }

    /// Returns the keys of `family` that the label word with index `label` names; `None` if there are none or
    /// the match is ambiguous.
    pub(super) fn members(
        &self,
        label: usize,
        family: &Key,
        source: &dyn Source,
    ) -> Option<Vec<Key>> {
        let word = self.labels.get(label)?;
        let members = source.members(family);
        let named = |name: &str| {
            let mut found = members
                .iter()
                .filter(|(key, _)| label_of(key) == Some(name));
            found.next().map(|(key, _)| (*key).clone())
        };
        if word.is_sum {
            return word.names.iter().map(|name| named(name)).collect();
        }
        if let Some(key) = named(&word.word) {
            return Some(vec![key]);
        }
        if word.unless.iter().any(|name| named(name).is_some()) {
            return None;
        }
        let also: Vec<Key> = word.names.iter().filter_map(|name| named(name)).collect();
        (also.len() == 1).then_some(also)
    }

    /// Returns what a word may mean that has several meanings where the figures have a label it may include:
    /// its own label, or both added up.
    pub(super) fn alternatives(
        &self,
        label: usize,
        family: &Key,
        source: &dyn Source,
    ) -> Vec<Vec<Key>> {
        let Some(word) = self.labels.get(label) else {
            return Vec::new();
        };
        let members = source.members(family);
        let named = |names: &[String]| -> Vec<Key> {
            let keys = members.iter().filter(|(key, _)| {
                label_of(key).is_some_and(|own| names.iter().any(|name| name == own))
            });
            keys.map(|(key, _)| (*key).clone()).collect()
        };
        let (own, included) = (named(&word.names), named(&word.unless));
        if own.len() != 1 || included.is_empty() {
            return Vec::new();
        }
        vec![own.clone(), [own, included].concat()]
    }
}

/// Builder of a lexicon. The first meaning of a plain word wins.
#[derive(Default)]
struct Draft {
    words: BTreeMap<String, Meaning>,
    labels: Vec<LabelWord>,
}

impl Draft {
    fn add_concepts(&mut self, word: &str, concepts: Concepts) {
        let before = match self.words.get(word) {
            Some(Meaning::Concepts(before)) => *before,
            _ => Concepts::NONE,
        };
        let all = before.with(concepts);
        self.words.insert(word.to_owned(), Meaning::Concepts(all));
    }

    fn add_plain(&mut self, rules: &ProseRules) {
        let words = &rules.words;
        for (list, meaning) in [
            (&words.other, Meaning::Other),
            (&words.cumulative, Meaning::Cumulative),
            (&words.than, Meaning::Than),
            (&words.narrow, Meaning::Narrow),
            (&words.compared, Meaning::Compared),
            (&words.compared_otherwise, Meaning::ComparedOtherwise),
            (&words.reach, Meaning::Reach(None)),
            (&words.reach_up, Meaning::Reach(Some(Ordering::Greater))),
            (&words.reach_down, Meaning::Reach(Some(Ordering::Less))),
            (&words.total, Meaning::Total),
            (&words.rest, Meaning::Rest),
            (&words.anaphor, Meaning::Anaphor),
            (&words.first_ever, Meaning::FirstEver),
            (&words.exceed, Meaning::Exceed),
            (&words.goal, Meaning::Goal),
            (&words.up, Meaning::Up),
            (&words.down, Meaning::Down),
            (&words.same, Meaning::Same),
            (&words.share, Meaning::Share),
            (&words.distribute, Meaning::Distribute),
            (&words.sum, Meaning::Sum),
            (&words.exclude, Meaning::Exclude),
            (&words.outside, Meaning::Outside),
            (&words.other_year, Meaning::OtherYear),
            (&words.last_year, Meaning::LastYear),
            (&words.all, Meaning::All),
            (&words.whole, Meaning::Whole),
            (&words.part, Meaning::Part),
            (&words.restrict, Meaning::Restrict),
            (&words.open_end, Meaning::OpenEnd),
            (&words.degree, Meaning::Degree),
            (&words.place, Meaning::Place),
            (&words.filler, Meaning::Filler),
        ] {
            for word in list {
                self.words.entry(word.clone()).or_insert(meaning);
            }
        }
    }

    fn add_labels(&mut self, rules: &ProseRules, source: &dyn Source) {
        for rule in &rules.several {
            for word in &rule.words {
                let names = rule.labels.clone();
                self.add_label(word, names, Vec::new(), true);
            }
        }
        let mut names: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
        for list in &rules.aliases {
            for word in &list.words {
                let (names, unless) = names.entry(word.clone()).or_default();
                for name in &list.words {
                    if !names.contains(name) {
                        names.push(name.clone());
                    }
                }
                unless.extend(list.unless.iter().cloned());
            }
        }
        for (key, _) in source.breakdowns() {
            let is_month = key
                .metric
                .definition()
                .labels
                .iter()
                .any(|list| list.is_months());
            let is_row = key.metric == Metric::RequestsTable
                && label_of(key).is_some_and(|name| name == "总计");
            if let Some(name) =
                label_of(key).filter(|name| name.chars().count() >= 2 && !is_month && !is_row)
            {
                names.entry(name.to_owned()).or_default();
            }
        }
        for rule in &rules.common {
            for word in &rule.words {
                let label = rule.label.as_ref().unwrap_or(word);
                let (also, unless) = names.remove(word).unwrap_or_default();
                let index = self.push(label, also, unless, false);
                self.words
                    .insert(word.clone(), Meaning::Common(rule.also, index));
            }
        }
        for (word, (also, unless)) in names {
            self.add_label(&word, also, unless, false);
        }
    }

    fn add_label(&mut self, word: &str, names: Vec<String>, unless: Vec<String>, is_sum: bool) {
        let index = self.push(word, names, unless, is_sum);
        let meaning = match self.words.get(word) {
            Some(Meaning::Concepts(concepts)) => Meaning::Common(*concepts, index),
            _ => Meaning::Label(index),
        };
        self.words.insert(word.to_owned(), meaning);
    }

    fn push(&mut self, word: &str, names: Vec<String>, unless: Vec<String>, is_sum: bool) -> usize {
        self.labels.push(LabelWord {
            word: word.to_owned(),
            names,
            unless,
            is_sum,
        });
        self.labels.len() - 1
    }

    fn finish(self) -> Lexicon {
        let mut lengths: HashMap<char, Vec<usize>> = HashMap::new();
        for word in self.words.keys() {
            if let Some(first) = word.chars().next() {
                lengths.entry(first).or_default().push(word.len());
            }
        }
        for list in lengths.values_mut() {
            list.sort_unstable_by(|one, other| other.cmp(one));
            list.dedup();
        }
        Lexicon {
            words: self.words.into_iter().collect(),
            lengths,
            labels: self.labels,
        }
    }
}
