//! Answers of the office about single records, by id or by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::named_rows::NamedRows;
use super::synonyms::{APPLICANT, DISPUTE_RESULT, DISPUTE_ROUTE, List, OUTCOME, Words};
use super::table::Row;
use crate::diagnostic::{BadAnswer, DecisionsContradict, Diagnostic, IdleAnswer, Problem};
use crate::project::{Answer, IdentityDecision};
use crate::record::Log;

/// The `[[answers]]` of the office, and which of them were used.
#[derive(Debug, Default)]
pub(super) struct Answers {
    all: Vec<Answer>,
    /// The answered rows, by log.
    rows: BTreeMap<Log, NamedRows<At>>,
    /// The rows that the office declared to be the same as others, by log.
    joined: BTreeMap<Log, NamedRows<()>>,
    /// Answers that were used.
    used: Mutex<BTreeSet<At>>,
    /// Pairs of answers that give one row different words; the later answer comes first.
    clashing: Mutex<BTreeSet<(At, At)>>,
}

/// Index of an answer, and index of a row in it.
type At = (usize, usize);

impl Answers {
    pub(super) fn new(answers: &[Answer], decisions: &[IdentityDecision]) -> Self {
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
        for decision in decisions.iter().filter(|decision| decision.is_same) {
            let rows = known.joined.entry(decision.log).or_default();
            for row in &decision.rows {
                rows.insert(row, ());
            }
        }
        known
    }

    /// Whether the office declared a row to be the same as others.
    pub(super) fn is_joined(&self, log: Log, row: &Row<'_>) -> bool {
        let rows = self.joined.get(&log);
        rows.is_some_and(|rows| rows.of(row).next().is_some())
    }

    /// Returns the office's answer for a column of a row, and marks it as used.
    pub(super) fn word(&self, log: Log, row: &Row<'_>, key: &str) -> Option<&str> {
        let word_of = |at: At| self.all[at.0].words.get(key).map(String::as_str);
        let mut of_row = self
            .rows
            .get(&log)?
            .of(row)
            .filter(|at| word_of(*at).is_some());
        let at = of_row.next()?;
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(at);
        for other in of_row.filter(|other| word_of(*other) != word_of(at)) {
            used.insert(other);
            let pair = (at.max(other), at.min(other));
            let clashing = &self.clashing;
            let mut clashing = clashing.lock().unwrap_or_else(PoisonError::into_inner);
            clashing.insert(pair);
        }
        word_of(at)
    }

    /// Reports answers without effect: their word has no code, or no row needs them. Also reports
    /// contradictory answers.
    pub(super) fn report(&self, log: Log, words: &Words, found: &mut Vec<Diagnostic>) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let clashing = self.clashing.lock().unwrap_or_else(PoisonError::into_inner);
        for &(later, other) in clashing.iter() {
            let (answer, other) = (&self.all[later.0], &self.all[other.0]);
            if answer.log != log {
                continue;
            }
            let problem = DecisionsContradict {
                is_answer: true,
                row: answer.rows[later.1].to_string(),
                line: answer.place.line.unwrap_or_default(),
                other_line: other.place.line.unwrap_or_default(),
            };
            found.push(Diagnostic::at(answer.place.clone(), problem));
        }
        let of_log = self.all.iter().enumerate();
        for (number, answer) in of_log.filter(|(_, answer)| answer.log == log) {
            let mut report = |problem| found.push(Diagnostic::at(answer.place.clone(), problem));
            for (key, word) in &answer.words {
                if let Some(list) = list_of(key)
                    && words.code_of(list, word).is_none()
                {
                    let (key, text) = (*key, word.clone());
                    report(Problem::from(BadAnswer { key, text }));
                }
            }
            if answer.words.is_empty() {
                report(Problem::from(BadAnswer {
                    key: "outcome",
                    text: String::new(),
                }));
            }
            for (index, row) in answer.rows.iter().enumerate() {
                if !answer.words.is_empty() && !used.contains(&(number, index)) {
                    let row = row.to_string();
                    let log = log.key();
                    report(Problem::from(IdleAnswer { row, log }));
                }
            }
        }
    }
}

/// The list of codes of a column that can be answered.
fn list_of(key: &str) -> Option<List> {
    match key {
        "outcome" => Some(OUTCOME),
        "applicant" => Some(APPLICANT),
        "result" => Some(DISPUTE_RESULT),
        "route" => Some(DISPUTE_ROUTE),
        _ => None,
    }
}
