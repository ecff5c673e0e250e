//! Answers of the office about single records, by id or by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::named_rows::NamedRows;
use super::synonyms::{APPLICANT, DISPUTE_RESULT, List, OUTCOME, Words};
use super::table::Row;
use crate::diagnostic::{Diagnostic, Problem};
use crate::project::Answer;
use crate::record::Log;

/// The answers of the office.
#[derive(Debug, Default)]
pub(super) struct Answers {
    all: Vec<Answer>,
    /// The rows they are about.
    rows: BTreeMap<Log, NamedRows<At>>,
    /// Those that were asked for.
    used: Mutex<BTreeSet<At>>,
}

/// The numbers of an answer, and of a row in it.
type At = (usize, usize);

impl Answers {
    pub(super) fn new(answers: &[Answer]) -> Self {
        let mut known = Self {
            all: answers.to_vec(),
            ..Self::default()
        };
        for (number, answer) in answers.iter().enumerate() {
            let rows = known.rows.entry(answer.log).or_default();
            for (index, row) in answer.rows.iter().enumerate() {
                rows.insert(row, (number, index));
            }
        }
        known
    }

    /// The word that the office answers for a column of a row.
    pub(super) fn word(&self, log: Log, row: &Row<'_>, key: &str) -> Option<&str> {
        let mut at = self.rows.get(&log)?.of(row);
        let has_word = |at: &At| self.all[at.0].words.contains_key(key);
        let at = at.find(has_word)?;
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(at);
        self.all[at.0].words.get(key).map(String::as_str)
    }

    /// Reports the answers about a log that answer nothing: their word decides no code, or no row asks.
    pub(super) fn report(&self, log: Log, words: &Words, found: &mut Vec<Diagnostic>) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let of_log = self.all.iter().enumerate();
        for (number, answer) in of_log.filter(|(_, answer)| answer.log == log) {
            let mut report = |problem| found.push(Diagnostic::at(answer.place.clone(), problem));
            for (key, word) in &answer.words {
                if let Some(list) = list_of(key)
                    && words.code_of(list, word).is_none()
                {
                    let (key, text) = (*key, word.clone());
                    report(Problem::BadAnswer { key, text });
                }
            }
            if answer.words.is_empty() {
                report(Problem::BadAnswer {
                    key: "outcome",
                    text: String::new(),
                });
            }
            for (index, row) in answer.rows.iter().enumerate() {
                if !answer.words.is_empty() && !used.contains(&(number, index)) {
                    let row = row.to_string();
                    let log = log.key();
                    report(Problem::IdleAnswer { row, log });
                }
            }
        }
    }
}

/// The list of codes of a column that may be answered for.
fn list_of(key: &str) -> Option<List> {
    match key {
        "outcome" => Some(OUTCOME),
        "applicant" => Some(APPLICANT),
        "result" => Some(DISPUTE_RESULT),
        _ => None,
    }
}
