//! Synonyms: spellings of headers and values used by offices, from `synonyms.toml`.
//!
//! Only [`Words::meaning`] decides the meaning of a word in a column of codes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::answers::Answers;
use super::columns::{Header, LogColumn, folded};
use crate::diagnostic::Diagnostic;
use crate::law::{Delivery, Means};
use crate::logs::channels_of;
use crate::project;
use crate::record::Log;
use crate::vocabulary::{
    APPLICANTS, CHANNEL_GROUPS, CodeEntry, DECISION_KINDS, DISCLOSURES, DISPUTE_KINDS,
    DISPUTE_MATTERS, DISPUTE_PARTIES, DISPUTE_RESULT_WORDS, DISPUTE_ROUTES, DOCUMENT_KINDS,
    DOCUMENT_STATUSES, ENVIRONMENT_KINDS, EVENTS, ITEM_STATUSES, Label, OUTCOMES, PENDINGS,
    REQUEST_CHANNELS, REQUEST_KINDS, SATISFACTIONS, STAGES, STATUSES, TOPICS,
};

/// Content of `synonyms.toml`.
#[derive(Deserialize)]
struct SynonymFile {
    headers: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    ask: BTreeMap<String, Vec<String>>,
    groups: BTreeMap<String, Vec<WordGroup>>,
    endings: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    totals: Vec<String>,
    finished: Vec<String>,
    other_headers: Vec<String>,
    prefer: BTreeMap<String, Vec<Preference>>,
    composed: BTreeMap<String, Vec<Composed>>,
    channels: ChannelWords,
    means: Vec<Way<Means>>,
    deliveries: Vec<Way<Delivery>>,
}

/// A way of sending, and the words in a cell that denote it.
#[derive(Deserialize)]
struct Way<W> {
    is: W,
    words: Vec<String>,
}

/// Headers of a column that are composed of parts, one from each list.
#[derive(Deserialize)]
struct Composed {
    column: String,
    parts: Vec<Vec<String>>,
}

impl Composed {
    /// All headers that can be composed.
    fn headers(&self) -> Vec<String> {
        self.parts.iter().fold(vec![String::new()], |begun, parts| {
            let goes_on = |begun: &String| {
                let begun = begun.clone();
                parts.iter().map(move |part| format!("{begun}{part}"))
            };
            begun.iter().flat_map(goes_on).collect()
        })
    }
}

/// Precedence among several headers of a file for one column.
#[derive(Deserialize)]
struct Preference {
    column: String,
    first: Vec<String>,
    then: Vec<String>,
}

/// Codes that a form puts in one group.
#[derive(Deserialize)]
struct WordGroup {
    /// Names of the group.
    words: Vec<String>,
    /// Its codes, or the first segments of codes; empty if it contains all codes.
    codes: Vec<String>,
    rest: Option<OtherRow>,
}

/// The row of a group for everything that is in none of its other rows.
#[derive(Deserialize)]
struct OtherRow {
    words: Vec<String>,
    /// Its number in the form.
    number: u32,
    code: String,
}

impl WordGroup {
    fn holds(&self, code: &str) -> bool {
        let is_in = |own: &String| {
            let below = code.strip_prefix(own.as_str());
            below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
        };
        self.codes.is_empty() || self.codes.iter().any(is_in)
    }

    /// Strips the name of the group from the beginning or the end of some letters.
    fn rest_of<'l>(&self, letters: &'l str) -> Option<&'l str> {
        let strip = |word: &String| {
            let before = letters.strip_prefix(word.as_str());
            before.or_else(|| letters.strip_suffix(word.as_str()))
        };
        let rest = self.words.iter().find_map(strip);
        rest.filter(|rest| !rest.is_empty())
    }
}

/// Words in channel names, for channels that are not known by their whole name.
#[derive(Deserialize)]
struct ChannelWords {
    /// Words that do not determine the group.
    unclear: Vec<String>,
    /// Endings of names, by group.
    endings: BTreeMap<String, Vec<String>>,
}

/// The synonyms in a form for lookups.
struct Synonyms {
    /// For each log, the column of each folded header.
    columns: HashMap<Log, HashMap<String, &'static str>>,
    /// The same for composed headers.
    composed: HashMap<Log, HashMap<String, &'static str>>,
    /// For each log and column, the headers as written.
    headers: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    values: BTreeMap<String, ListWords>,
    groups: BTreeMap<String, Vec<WordGroup>>,
    endings: BTreeMap<String, ListWords>,
    totals: Vec<String>,
    finished: Vec<String>,
    other_headers: Vec<String>,
    prefer: BTreeMap<String, Vec<Preference>>,
    channels: ChannelWords,
    /// Ways of submitting a disclosure request, by words in the name of its channel.
    means: Vec<Way<Means>>,
    /// Ways of sending a reply.
    deliveries: Vec<Way<Delivery>>,
}

/// Words of a list with their codes, from the longest to the shortest.
#[derive(Debug, Default)]
struct ListWords {
    /// The words, [`folded`].
    words: Vec<(String, String)>,
    /// The letters of the words.
    letters: HashMap<String, String>,
}

/// Used instead of a code if the word alone does not decide one.
const ASK: &str = "ask";

impl ListWords {
    fn new(words: impl Iterator<Item = (String, String)>) -> Self {
        let words: Vec<(String, String)> = words.collect();
        // `3星` must not be read as 星 with a number.
        let begins_with_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let letters = words.iter();
        let letters = letters.filter(|(word, _)| !begins_with_number(word));
        let letters = letters.map(|(word, code)| (Label::new(word).letters, code.clone()));
        // A word may be a number without letters.
        let letters = letters.filter(|(letters, _)| !letters.is_empty()).collect();
        let folded = words.into_iter().map(|(word, code)| (folded(&word), code));
        let mut words: Vec<(String, String)> = folded.collect();
        // Of words with the same folded form, the last one is used.
        words.reverse();
        words.sort_by(|(one, _), (other, _)| longest_first(one, other));
        words.dedup_by(|(one, _), (other, _)| one == other);
        Self { words, letters }
    }

    /// Adds the names of codes, unless they are words for other codes.
    fn add_names(&mut self, codes: &[CodeEntry]) {
        for code in codes {
            let letters = Label::new(code.name.zh).letters;
            let known = self.letters.entry(letters);
            known.or_insert_with(|| code.code.to_owned());
        }
    }

    /// The code of a word, which is compared as written with the folded words.
    fn code_of(&self, word: &str) -> Option<&str> {
        let place = |(known, _): &(String, String)| longest_first(known, word);
        let found = self.words.binary_search_by(place).ok()?;
        Some(&self.words[found].1)
    }

    /// The code for the letters of a word.
    fn code_of_letters(&self, letters: &str) -> Option<&str> {
        self.letters.get(letters).map(String::as_str)
    }

    /// The longest word at the end of a folded title, and its code.
    fn ending(&self, title: &str) -> Option<(&str, &str)> {
        let ending = |(word, _): &&(String, String)| title.ends_with(word.as_str());
        let (word, code) = self.words.iter().find(ending)?;
        Some((word, code))
    }
}

fn longest_first(one: &str, other: &str) -> Ordering {
    let by_length = other.len().cmp(&one.len());
    by_length.then_with(|| one.cmp(other))
}

static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| {
    let written: SynonymFile = toml::from_str(include_str!("synonyms.toml"))
        .expect("the shipped table is read by a test before it is shipped");
    let columns = Log::ALL.iter().map(|&log| {
        let of_column = |column: &'static LogColumn| {
            let words = written.headers.get(log.key());
            let words = words.and_then(|words| words.get(column.key));
            let words = words.into_iter().flatten().map(String::as_str);
            let words = words.chain([column.key, column.header]);
            words.map(|word| (Header::new(word).name, column.key))
        };
        let columns = super::columns(log).iter().flat_map(of_column);
        (log, columns.collect())
    });
    let composed = Log::ALL.iter().map(|&log| {
        let of_log = written.composed.get(log.key()).into_iter().flatten();
        let of_log = of_log.flat_map(|composed| {
            let mut columns = super::columns(log).iter();
            let column = columns.find(|column| column.key == composed.column);
            let headers = composed.headers().into_iter();
            headers.filter_map(move |header| Some((header, column?.key)))
        });
        (log, of_log.collect())
    });
    let composed = composed.collect();
    let words_of = |codes: BTreeMap<String, Vec<String>>| {
        let codes = codes.into_iter();
        codes.flat_map(|(code, words)| words.into_iter().map(move |word| (word, code.clone())))
    };
    let mut ask = written.ask;
    let values = written.values.into_iter().map(|(list, mut codes)| {
        let asked = ask.remove(&list);
        codes.extend(asked.map(|words| (ASK.to_owned(), words)));
        let mut values = ListWords::new(words_of(codes));
        let known = LISTS.iter().find(|known| known.name == list);
        values.add_names(known.map_or(&[][..], |known| known.codes));
        (list, values)
    });
    let values: BTreeMap<String, ListWords> = values.collect();
    let endings = written.endings.into_iter();
    let endings = endings.map(|(list, codes)| (list, ListWords::new(words_of(codes))));
    let endings = endings.collect();
    let mut channels = written.channels;
    for words in channels.endings.values_mut() {
        for word in words {
            *word = folded(word);
        }
    }
    Synonyms {
        columns: columns.collect(),
        composed,
        values,
        groups: written.groups,
        endings,
        headers: written.headers,
        totals: written.totals,
        finished: written.finished,
        channels,
        other_headers: written.other_headers,
        prefer: written.prefer,
        means: ways(written.means),
        deliveries: ways(written.deliveries),
    }
});

/// Folds the words of ways of sending.
fn ways<W>(mut written: Vec<Way<W>>) -> Vec<Way<W>> {
    let words = written.iter_mut().flat_map(|way| &mut way.words);
    words.for_each(|word| *word = folded(word));
    written
}

/// The first way of sending of which a cell contains a word.
fn way_of<W: Copy>(ways: &[Way<W>], cell: &str) -> Option<W> {
    let cell = folded(cell);
    let has_word = |way: &&Way<W>| way.words.iter().any(|word| cell.contains(word.as_str()));
    ways.iter().find(has_word).map(|way| way.is)
}

/// The way in which a reply was sent, by the words of a cell.
pub(super) fn delivery_of(cell: &str) -> Delivery {
    way_of(&SYNONYMS.deliveries, cell).unwrap_or_default()
}

/// The way in which a disclosure request was submitted, by the name of its channel; the first that matches.
pub(super) fn means_of(channel: &str) -> Option<Means> {
    way_of(&SYNONYMS.means, channel)
}

/// Whether other headers take precedence over the header `name` for the column `key`.
pub(super) fn gives_way(log: Log, key: &str, name: &str) -> bool {
    let preferences = SYNONYMS.prefer.get(log.key()).into_iter().flatten();
    let mut preferences = preferences.filter(|preference| preference.column == key);
    preferences.any(|preference| preference.then.iter().any(|then| then == name))
}

/// The column of `log` that a header with this name belongs to.
pub(super) fn column_meant(log: Log, name: &str) -> Option<&'static str> {
    column_named(log, name).or_else(|| column_composed(log, name))
}

/// The column of `log` with a header of this name.
///
/// For requests, 时间 is accepted in place of 日期: 补正告知时间 is 补正告知日期.
pub(super) fn column_named(log: Log, name: &str) -> Option<&'static str> {
    let columns = SYNONYMS.columns.get(&log)?;
    let as_day = || {
        let step = name.strip_suffix("时间").filter(|_| log == Log::Requests)?;
        columns.get(&format!("{step}日期"))
    };
    columns.get(name).or_else(as_day).copied()
}

/// The column of `log` with this composed header.
pub(super) fn column_composed(log: Log, name: &str) -> Option<&'static str> {
    SYNONYMS.composed.get(&log)?.get(name).copied()
}

/// The headers of a column, except its usual one.
pub(super) fn headers_of(log: Log, column: &LogColumn) -> impl Iterator<Item = &'static str> {
    let headers = SYNONYMS.headers.get(log.key());
    let headers = headers.and_then(|columns| columns.get(column.key));
    headers.into_iter().flatten().map(String::as_str)
}

/// The header that takes precedence among `several` for the column `key`; `None` if there is no
/// precedence. `name_of` returns the name of each.
pub(super) fn preferred<'h, H: Copy>(
    log: Log,
    key: &str,
    several: &[H],
    name_of: impl Fn(&H) -> &'h str,
) -> Option<H> {
    let preferences = SYNONYMS.prefer.get(log.key())?;
    let mut preferences = preferences.iter().filter(|one| one.column == key);
    preferences.find_map(|preference| {
        let has = |names: &[String], header: &H| names.iter().any(|name| name == name_of(header));
        let mut first = several
            .iter()
            .filter(|header| has(&preference.first, header));
        let (Some(chosen), None) = (first.next(), first.next()) else {
            return None;
        };
        let others = several
            .iter()
            .filter(|header| !has(&preference.first, header));
        let mut others = others.map(|header| has(&preference.then, header));
        others.all(|is_later| is_later).then_some(*chosen)
    })
}

/// Whether a header with this name is known to belong to no column of any log.
pub(super) fn is_other_header(name: &str) -> bool {
    SYNONYMS.other_headers.iter().any(|other| other == name)
}

/// Whether a status means that a service request is finished.
pub(super) fn is_finished(status: &str) -> bool {
    SYNONYMS.finished.contains(&folded(status))
}

/// Whether the folded text of a cell marks its row as a total: `合计`, `本月小计:`, `2017年共计636条`.
pub(super) fn is_total(folded: &str) -> bool {
    const LONGEST_PERIOD: usize = 6;
    let counted = |c: char| c.is_ascii_digit() || ":.,()条件项个元万".contains(c);
    let text = match folded
        .strip_suffix("信息")
        .unwrap_or(folded)
        .trim_end_matches(counted)
    {
        all if all == folded => all,
        counted => counted
            .strip_suffix('共')
            .unwrap_or(counted)
            .trim_end_matches(':'),
    };
    let period = SYNONYMS
        .totals
        .iter()
        .find_map(|word| text.strip_suffix(word.as_str()));
    period.is_some_and(|period| period.chars().count() <= LONGEST_PERIOD)
}

/// The words for totals.
pub(super) fn totals() -> impl Iterator<Item = &'static str> {
    SYNONYMS.totals.iter().map(String::as_str)
}

/// A list of words with codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    name: &'static str,
    /// The codes of the words.
    pub(super) codes: &'static [CodeEntry],
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
/// Kinds of publication of a published item.
pub(super) const DISCLOSURE: List = List {
    name: "disclosure",
    codes: DISCLOSURES,
};
/// States of a published item.
pub(super) const ITEM_STATUS: List = List {
    name: "item_status",
    codes: ITEM_STATUSES,
};
/// Topics of a request.
pub(super) const TOPIC: List = List {
    name: "topic",
    codes: TOPICS,
};
/// Grades of an answer to the question whether a citizen is satisfied.
pub(super) const SATISFACTION: List = List {
    name: "satisfaction",
    codes: SATISFACTIONS,
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
/// Words for outcomes that are still pending.
pub(super) const PENDING: List = List {
    name: "pending",
    codes: PENDINGS,
};
/// Kinds of normative document.
pub(super) const DOCUMENT_KIND: List = List {
    name: "document_kind",
    codes: DOCUMENT_KINDS,
};
/// Results of the periodic review of normative documents.
pub(super) const DOCUMENT_STATUS: List = List {
    name: "document_status",
    codes: DOCUMENT_STATUSES,
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
/// Roles of the office in a dispute.
pub(super) const DISPUTE_STANDING: List = List {
    name: "dispute_standing",
    codes: DISPUTE_PARTIES,
};
/// Matters of a dispute.
pub(super) const DISPUTE_MATTER: List = List {
    name: "dispute_matter",
    codes: DISPUTE_MATTERS,
};
/// Results of a dispute.
pub(super) const DISPUTE_RESULT: List = List {
    name: "dispute_result",
    codes: DISPUTE_RESULT_WORDS,
};
/// Channels of a disclosure request. Only those that are ambiguous are listed: the
/// statutory form derives the others from their names.
pub(super) const REQUEST_CHANNEL: List = List {
    name: "request_channel",
    codes: REQUEST_CHANNELS,
};
/// Steps taken on a request.
pub(super) const EVENT: List = List {
    name: "event",
    codes: EVENTS,
};
pub(super) const CHANNEL_GROUP: List = List {
    name: "channel_group",
    codes: CHANNEL_GROUPS,
};

/// Statuses of a service request that decide whether it counts.
pub(super) const STATUS: List = List {
    name: "status",
    codes: STATUSES,
};

/// The meaning of a word in a column of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This code.
    Code(&'static str),
    /// One of several codes; the record decides which, not the word.
    Ask,
    /// The word is unknown.
    Unknown,
}

impl Meaning {
    /// The code, if the word decides one.
    pub(super) fn code(self) -> Option<&'static str> {
        match self {
            Self::Code(code) => Some(code),
            Self::Ask | Self::Unknown => None,
        }
    }

    pub(super) fn is_known(self) -> bool {
        self != Self::Unknown
    }

    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self.is_known() { self } else { other() }
    }
}

/// All lists to which `report.toml` may add words.
const LISTS: &[List] = &[
    DISCLOSURE,
    ITEM_STATUS,
    REQUEST_KIND,
    STAGE,
    ENVIRONMENT_KIND,
    TOPIC,
    STATUS,
    SATISFACTION,
    CHANNEL_GROUP,
    REQUEST_CHANNEL,
    EVENT,
    APPLICANT,
    OUTCOME,
    PENDING,
    DOCUMENT_KIND,
    DOCUMENT_STATUS,
    DECISION_KIND,
    DISPUTE_KIND,
    DISPUTE_ROUTE,
    DISPUTE_STANDING,
    DISPUTE_MATTER,
    DISPUTE_RESULT,
];

impl List {
    /// The meaning of `word`: a code, a name of a code, or a synonym, with or without numbering and
    /// the name of its group.
    fn meaning(self, word: &str) -> Meaning {
        let words = SYNONYMS.values.get(self.name);
        // Fast path: most words are in the table as written; extracting the letters allocates.
        let written = || words.map_or(Meaning::Unknown, |words| self.named(words.code_of(word)));
        let is_code = |code: &&CodeEntry| word == code.code;
        let code = self.codes.iter().find(is_code);
        let code = code.map_or(Meaning::Unknown, |code| Meaning::Code(code.code));
        code.or_else(written)
            .or_else(|| self.meaning_of_label(&Label::new(word)))
            .or_else(|| self.meaning_by_ending(word))
            .or_else(|| self.meaning_by_part(word))
    }

    /// The matter of a free text, by a word in it. The first code that matches is used.
    fn meaning_by_part(self, text: &str) -> Meaning {
        if self != DISPUTE_MATTER {
            return Meaning::Unknown;
        }
        let text = folded(text);
        let words = SYNONYMS.values.get(self.name);
        let words = || words.into_iter().flat_map(|words| &words.words);
        let codes = self.codes.iter().map(|code| code.code);
        let mut codes_found = codes
            .filter(|code| words().any(|(word, own)| own == code && text.contains(word.as_str())));
        self.named(codes_found.next())
    }

    /// The meaning of the letters of a word.
    fn meaning_of_label(self, label: &Label) -> Meaning {
        let groups = SYNONYMS.groups.get(self.name);
        let groups = groups.map_or(&[][..], Vec::as_slice);
        let letters = label.letters.as_str();
        // 其他 is a separate row in several groups; its number decides which.
        let mut rests = groups.iter().filter_map(|group| group.rest.as_ref());
        let is_rest = |rest: &&OtherRow| {
            label.number == Some(rest.number) && rest.words.iter().any(|word| word == letters)
        };
        if let Some(rest) = rests.find(is_rest) {
            return self.named(Some(&rest.code));
        }
        self.meaning_of_letters(letters)
            .or_else(|| self.meaning_in_group(letters, groups))
    }

    fn meaning_of_letters(self, letters: &str) -> Meaning {
        let words = SYNONYMS.values.get(self.name);
        self.named(words.and_then(|words| words.code_of_letters(letters)))
    }

    /// The meaning of letters that contain the name of a group: the rest must be a code of the group.
    fn meaning_in_group(self, letters: &str, groups: &[WordGroup]) -> Meaning {
        let mut inner = groups.iter().filter_map(|group| {
            let rest = group.rest_of(letters)?;
            let own = group.rest.as_ref();
            let own = own.filter(|own| own.words.iter().any(|word| word == rest));
            let meaning = match own {
                Some(own) => self.named(Some(&own.code)),
                None => self
                    .meaning_of_letters(rest)
                    .or_else(|| self.meaning_in_group(rest, groups)),
            };
            Some(match meaning {
                Meaning::Code(code) if !group.holds(code) => Meaning::Ask,
                meaning => meaning,
            })
        });
        inner
            .find(|meaning| meaning.is_known())
            .unwrap_or(Meaning::Unknown)
    }

    /// The meaning of a name by its ending, without an agent in brackets.
    fn meaning_by_ending(self, name: &str) -> Meaning {
        // A personal name may end with 店 or 厂.
        const SHORTEST: usize = 2;
        let Some(endings) = SYNONYMS.endings.get(self.name) else {
            return Meaning::Unknown;
        };
        let name = folded(name);
        let name = without_agent(&name);
        if is_several_persons(name) {
            return self.named(Some("natural_person"));
        }
        let ending = endings.ending(name).filter(|(ending, _)| {
            let before = &name[..name.len() - ending.len()];
            before.chars().count() >= SHORTEST
        });
        self.named(ending.map(|(_, code)| code))
            .or_else(|| self.meaning_of_label(&Label::new(name)))
    }

    fn named(self, name: Option<&str>) -> Meaning {
        match name {
            None => Meaning::Unknown,
            Some(ASK) => Meaning::Ask,
            Some(name) => self
                .code_named(name)
                .map_or(Meaning::Unknown, Meaning::Code),
        }
    }

    fn code_named(self, name: &str) -> Option<&'static str> {
        self.codes
            .iter()
            .map(|code| code.code)
            .find(|code| *code == name)
    }

    /// The part of a word that may be shown although the word may be a name: a known word, or an ending,
    /// `…学院`.
    pub(super) fn public_word(self, word: &str) -> String {
        let words = SYNONYMS.values.get(self.name);
        let letters = Label::new(word).letters;
        if words.is_some_and(|words| words.code_of_letters(&letters).is_some()) {
            return letters;
        }
        let name = folded(word);
        let endings = SYNONYMS.endings.get(self.name);
        let ending = endings.and_then(|endings| endings.ending(without_agent(&name)));
        format!("…{}", ending.map_or("", |(ending, _)| ending))
    }

    /// The name of the list in `[logs.values]`.
    pub(super) fn name(self) -> &'static str {
        self.name
    }

    /// The usual words of the list with a code, for hints.
    pub(super) fn words(self) -> Vec<&'static str> {
        let names = self.codes.iter().map(|code| code.name.zh);
        names
            .filter(|name| self.meaning(name).code().is_some())
            .collect()
    }
}

/// The three words most similar to `word` that have different codes of a list, each with its code.
#[must_use]
pub fn nearest_words(list: &str, word: &str) -> Vec<(String, &'static str)> {
    const MOST: usize = 3;
    let Some(list) = LISTS.iter().find(|known| known.name == list) else {
        return Vec::new();
    };
    let letters = Label::new(word).letters;
    // Words that are searched for inside a text are not names of its codes.
    let known = SYNONYMS
        .values
        .get(list.name)
        .filter(|_| *list != DISPUTE_MATTER);
    let known = known.into_iter().flat_map(|values| &values.words);
    let known = known.filter_map(|(word, code)| Some((word.as_str(), list.code_named(code)?)));
    let names = list.codes.iter().map(|code| (code.name.zh, code.code));
    let names = names.filter(|(name, code)| list.meaning(name) == Meaning::Code(code));
    let likeness = |(known, _): &(&str, &str)| {
        strsim::normalized_damerau_levenshtein(&letters, &Label::new(known).letters)
    };
    // Among equally similar words, the official name comes first.
    let mut ranked: Vec<_> = names
        .chain(known)
        .map(|known| (likeness(&known), known))
        .collect();
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut nearest: Vec<(String, &'static str)> = Vec::new();
    for (_, (word, code)) in ranked {
        if nearest.len() < MOST && nearest.iter().all(|(_, known)| *known != code) {
            nearest.push((word.to_owned(), code));
        }
    }
    nearest
}

/// A folded name without the agent in brackets: `某公司(代理人:李某律师)`. The principal counts.
fn without_agent(name: &str) -> &str {
    let Some((principal, agent)) = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
    else {
        return name;
    };
    let is_agent = ["代理人", "委托代理人", "委托", "代理"];
    if is_agent.iter().any(|word| agent.starts_with(word)) {
        principal
    } else {
        name
    }
}

/// Whether a folded name denotes several persons: `王某等5人`.
fn is_several_persons(name: &str) -> bool {
    let Some((before, number)) = name
        .strip_suffix('人')
        .and_then(|name| name.rsplit_once('等'))
    else {
        return false;
    };
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c);
    !before.is_empty() && !number.is_empty() && number.chars().all(is_number)
}

/// The built-in words for codes, and those that the office added in `report.toml`.
#[derive(Debug, Default)]
pub struct Words {
    office: HashMap<&'static str, ListWords>,
    pub(super) answers: Arc<Answers>,
}

impl Words {
    /// Creates the built-in words with the office's own.
    #[must_use]
    pub fn new(office: &project::Values) -> Self {
        let of_list = |words: &BTreeMap<String, &'static str>| {
            ListWords::new(
                words
                    .iter()
                    .map(|(word, &code)| (word.clone(), code.to_owned())),
            )
        };
        let added = office.iter().filter(|(_, words)| !words.is_empty());
        Self {
            office: added.map(|(&list, words)| (list, of_list(words))).collect(),
            answers: Arc::default(),
        }
    }

    /// Adds the office's answers about single records and its decisions about rows.
    #[must_use]
    pub fn with_answers(
        self,
        answers: &[project::Answer],
        decisions: &[project::IdentityDecision],
    ) -> Self {
        let answers = Arc::new(Answers::new(answers, decisions));
        Self { answers, ..self }
    }

    /// Reports the answers for a log that have no effect.
    pub fn report_answers(&self, log: Log, found: &mut Vec<Diagnostic>) {
        self.answers.report(log, self, found);
    }

    /// Whether a record whose word is the name of a group may have a code: only a code of the group.
    pub(super) fn may_be(list: List, word: &str, code: &str) -> bool {
        let letters = Label::new(word).letters;
        let groups = SYNONYMS.groups.get(list.name).into_iter().flatten();
        let mut named = groups.filter(|group| group.words.contains(&letters));
        named.next().is_none_or(|group| group.holds(code))
    }

    /// Adds the words of one file, which take precedence over those of the `office`.
    #[must_use]
    pub fn of_file(&self, office: &project::Values, file: &project::Values) -> Self {
        let mut all = office.clone();
        for (list, words) in file {
            let known = all.entry(list).or_default();
            known.extend(words.iter().map(|(word, code)| (word.clone(), *code)));
        }
        let answers = Arc::clone(&self.answers);
        Self {
            answers,
            ..Self::new(&all)
        }
    }

    /// The meaning of `word` in a list. The office's own words take precedence.
    pub(super) fn meaning(&self, list: List, word: &str) -> Meaning {
        let office = || {
            let words = self.office.get(list.name)?;
            let written = words.code_of(word);
            written.or_else(|| words.code_of_letters(&Label::new(word).letters))
        };
        list.named(office())
            .or_else(|| list.meaning(word))
            .or_else(|| self.of_explained_result(list, word))
            .or_else(|| self.of_several_results(list, word))
    }

    /// The code of `word` in a list, if the word decides one.
    pub(super) fn code_of(&self, list: List, word: &str) -> Option<&'static str> {
        self.meaning(list, word).code()
    }

    /// The result at the beginning of a cell, if the rest of the cell only explains or repeats it:
    /// `部分公开（隐去他人姓名）`, `属于信访事项，告知到信访局反映`, `撤销并责令重新答复`.
    fn of_explained_result(&self, list: List, cell: &str) -> Meaning {
        /// Words before a result that carry no information about it.
        const BEFORE: [&str; 6] = ["经审查", "经审核", "依法", "属于", "属", "系"];
        /// Words with which an explanation begins.
        const EXPLAINS: [&str; 9] = [
            "告知",
            "已告知",
            "并告知",
            "建议",
            "隐去",
            "已隐去",
            "遮盖",
            "删去",
            "请",
        ];
        /// Words for results. An explanation with one of them may be another result.
        const RESULTS: [&str; 9] = [
            "公开",
            "不存在",
            "不予",
            "无法",
            "秘密",
            "隐私",
            "信访",
            "重复",
            "撤",
        ];
        if list != OUTCOME && list != DISPUTE_RESULT {
            return Meaning::Unknown;
        }
        let text = folded(cell);
        let bare = BEFORE.iter().find_map(|before| text.strip_prefix(before));
        if let Some(bare) = bare {
            return self.meaning(list, bare);
        }
        let between = |c: char| ",。;:、()".contains(c) || list == DISPUTE_RESULT && c == '并';
        let mut parts = text.split(between).filter(|part| !part.is_empty());
        let Some(first) = parts.next().filter(|first| *first != text) else {
            return Meaning::Unknown;
        };
        let meaning = self.meaning(list, first);
        let explains = |part: &str| {
            list == OUTCOME
                && EXPLAINS.iter().any(|begin| part.starts_with(begin))
                && !RESULTS.iter().any(|word| part.contains(word))
        };
        let agrees = |part: &str| self.meaning(list, part) == meaning || explains(part);
        if meaning.is_known() && parts.all(agrees) {
            meaning
        } else {
            Meaning::Unknown
        }
    }

    /// The outcome of a request with several results in one cell, `①公开②不存在`: partly granted if one of them
    /// grants and another does not. If several differ and none grants, the cell alone does not decide the
    /// outcome.
    fn of_several_results(&self, list: List, cell: &str) -> Meaning {
        const GRANTS: [&str; 3] = ["granted", "already_public", "partly_granted"];
        if list != OUTCOME {
            return Meaning::Unknown;
        }
        let normal: String = cell.nfkc().collect();
        let is_between = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".、;,()".contains(c);
        let results = normal.split(is_between).filter(|result| !result.is_empty());
        let results: Vec<&str> = results.collect();
        if results.len() < 2 {
            return Meaning::Unknown;
        }
        let meanings: Vec<Meaning> = results
            .iter()
            .map(|result| self.meaning(list, result))
            .collect();
        if !meanings.iter().all(|meaning| meaning.is_known()) {
            return Meaning::Unknown;
        }
        let codes: Vec<&str> = meanings
            .iter()
            .filter_map(|meaning| meaning.code())
            .collect();
        let granted = codes.iter().filter(|code| GRANTS.contains(code)).count();
        if codes.len() < meanings.len() {
            Meaning::Ask
        } else if codes.iter().all(|code| *code == codes[0]) {
            list.named(Some(codes[0]))
        } else if (1..codes.len()).contains(&granted) {
            list.named(Some("partly_granted"))
        } else {
            Meaning::Ask
        }
    }

    /// The code with the longest word at the end of `title`, ignoring brackets at its end.
    pub(super) fn code_ending(&self, list: List, title: &str) -> Option<&'static str> {
        let mut title = folded(title);
        while let Some(open) = title.ends_with(')').then(|| title.rfind('(')).flatten() {
            title.truncate(open);
        }
        let of_office = self.office.get(list.name);
        let both = of_office.into_iter().chain(SYNONYMS.values.get(list.name));
        let endings = both.filter_map(|words| words.ending(&title));
        // Of two words of the same length, the office's own takes precedence.
        let longest = endings.reduce(|office, known| {
            if known.0.len() > office.0.len() {
                known
            } else {
                office
            }
        });
        list.code_named(longest?.1)
    }

    /// Whether a request with this status was passed on to somebody else and does not count.
    pub(super) fn is_excluded(&self, status: &str) -> bool {
        self.code_of(STATUS, status).is_some()
    }

    /// The code of the group of a publication channel; `other` if its name does not decide one.
    #[must_use]
    pub fn channel_group(&self, channel: &str) -> &'static str {
        match self.channel(channel) {
            Channel::Of(group) => group,
            Channel::Unclear | Channel::Unknown => "other",
        }
    }

    /// The group of a publication channel, according to its name.
    #[must_use]
    pub fn channel(&self, channel: &str) -> Channel {
        if let Some(group) = self.code_of(CHANNEL_GROUP, channel) {
            return Channel::Of(group);
        }
        let folded = folded(channel);
        let ChannelWords { unclear, endings } = &SYNONYMS.channels;
        if unclear.iter().any(|word| folded.contains(word.as_str())) {
            return Channel::Unclear;
        }
        let name = without_account(&folded);
        let groups_where = |is_so: &dyn Fn(&String) -> bool| {
            let groups = endings
                .iter()
                .filter(|(_, words)| words.iter().any(is_so))
                .filter_map(|(group, _)| CHANNEL_GROUP.code_named(group));
            groups.collect::<Vec<&'static str>>()
        };
        let ends = groups_where(&|word| name.ends_with(word.as_str()));
        let holds = groups_where(&|word| name.contains(word.as_str()));
        match (&ends[..], &holds[..]) {
            // The web site of a gazette counts as a web site: 公报网站.
            ([group], [_]) | ([group @ "website"], ["gazette", "website"]) => Channel::Of(group),
            ([_], _) => Channel::Unclear,
            _ => Channel::Unknown,
        }
    }
}

/// Whether a cell consists of publication channels whose group is known.
pub(super) fn names_channels(cell: &str) -> bool {
    let words = Words::default();
    let mut channels = channels_of(cell).peekable();
    channels.peek().is_some()
        && channels.all(|channel| matches!(words.channel(channel), Channel::Of(_)))
}

/// The group of a publication channel, as far as its name decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// This group.
    Of(&'static str),
    /// One of several groups.
    Unclear,
    /// The name is unknown.
    Unknown,
}

/// The folded name of a channel without the name of the account: `微信公众号(清溪水务)`,
/// `微信公众号“清溪水务”`, `微信公众号:清溪水务`.
fn without_account(name: &str) -> &str {
    const BRACKETS: [(char, char); 5] = [
        ('(', ')'),
        ('“', '”'),
        ('《', '》'),
        ('【', '】'),
        ('「', '」'),
    ];
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    let bracketed = BRACKETS.into_iter().find_map(|(open, close)| {
        let inner = name.strip_suffix(close)?;
        Some(&name[..inner.rfind(open)?])
    });
    bracketed.filter(|name| !name.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests;
