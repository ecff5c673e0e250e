//! The findings about words in the cells of a file: one for each word, with its rows.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Problem};
use crate::logs::nearest_words;
use crate::project::LogFile;
use crate::record::Log;

/// So many lines are given at most.
const MOST_LINES: usize = 5;

/// So many rows with an undecided word are named.
const MOST_ROWS_NAMED: usize = 20;

/// Words that decide no code, and words that take their rows out of the count.
#[derive(Default)]
pub(super) struct CellWords {
    /// The first finding of each kind, which counts the rows of the others.
    found: Vec<Diagnostic>,
    /// The places in it, by code, header and word.
    places: HashMap<(Code, Option<String>, String), usize>,
    /// Whether the office says that applicants are called by their names.
    has_names: bool,
    /// The file, and the key of its log.
    file: Option<(&'static str, String)>,
}

impl CellWords {
    /// None yet, of a file of `log`.
    pub(super) fn of(log: Log, file: &LogFile) -> Self {
        Self {
            has_names: file.applicants_by_name,
            file: Some((log.key(), file.path.clone())),
            ..Self::default()
        }
    }

    /// Takes the findings about words from those of a row. False if the row had any finding.
    pub(super) fn take(&mut self, found: &mut Vec<Diagnostic>, first_new: usize) -> bool {
        if found.len() == first_new {
            return true;
        }
        let is_of_word = |found: &mut Diagnostic| {
            matches!(
                found.code(),
                Code::UnknownCode
                    | Code::DateWithoutYear
                    | Code::UndecidedWord
                    | Code::UndecidedTicks
                    | Code::UnknownAnswer
                    | Code::UndecidedChannel
                    | Code::SecondInstance
                    | Code::UnknownApplicant
                    | Code::ExcludedRows
            )
        };
        for taken in found.extract_if(first_new.., is_of_word) {
            self.add(taken);
        }
        false
    }

    fn add(&mut self, taken: Diagnostic) {
        let header = taken.place.as_ref();
        let header = header.and_then(|place| place.header.clone());
        let word = match &taken.problem {
            Problem::UnknownCode { text, .. }
            | Problem::UndecidedWord { text, .. }
            | Problem::UndecidedChannel { text, .. }
            | Problem::UnknownAnswer { text, .. } => text.clone(),
            _ => String::new(),
        };
        let key = (taken.code(), header, word);
        let known = self.places.get(&key).copied();
        let Some(known) = known.and_then(|index| self.found.get_mut(index)) else {
            self.places.insert(key, self.found.len());
            self.found.push(taken);
            return;
        };
        match (&mut known.problem, taken.problem) {
            (
                Problem::UnknownCode { rows, .. }
                | Problem::DateWithoutYear { rows, .. }
                | Problem::UnknownAnswer { rows, .. }
                | Problem::UndecidedChannel { rows, .. }
                | Problem::SecondInstance { rows },
                Problem::UnknownCode { .. }
                | Problem::DateWithoutYear { .. }
                | Problem::UnknownAnswer { .. }
                | Problem::UndecidedChannel { .. }
                | Problem::SecondInstance { .. },
            ) => *rows += 1,
            (
                Problem::UndecidedWord { rows, first, .. }
                | Problem::UndecidedTicks { rows, first },
                Problem::UndecidedWord { first: further, .. }
                | Problem::UndecidedTicks { first: further, .. },
            ) => {
                *rows += 1;
                let room = MOST_ROWS_NAMED.saturating_sub(first.len());
                first.extend(further.into_iter().take(room));
            }
            (
                Problem::UnknownApplicant {
                    rows,
                    lines,
                    persons,
                    doubtful,
                    ..
                },
                Problem::UnknownApplicant {
                    lines: further_lines,
                    persons: further_persons,
                    doubtful: further_doubtful,
                    ..
                },
            ) => {
                *rows += 1;
                *persons += further_persons;
                let room = |lines: &Vec<u64>| MOST_LINES - lines.len().min(MOST_LINES);
                lines.extend(further_lines.iter().take(room(lines)));
                doubtful.extend(further_doubtful.iter().take(room(doubtful)));
            }
            (
                Problem::ExcludedRows { rows, words },
                Problem::ExcludedRows { words: further, .. },
            ) => {
                *rows += 1;
                for (word, count) in further {
                    match words.iter_mut().find(|(known, _)| *known == word) {
                        Some((_, known)) => *known += count,
                        None => words.push((word, count)),
                    }
                }
            }
            _ => {}
        }
    }

    /// The findings, in file order, each with the words most like the one that is not understood.
    /// `rows` are those of the file.
    pub(super) fn finish(mut self, rows_of_file: u64) -> Vec<Diagnostic> {
        for found in &mut self.found {
            if let Problem::DateWithoutYear { file, .. } = &mut found.problem {
                file.clone_from(&self.file);
            }
            let file = found.place.as_ref().map(|place| place.file.to_string());
            if let Problem::UnknownApplicant { rows, offer, .. } = &mut found.problem
                && *rows > rows_of_file / 2
            {
                *offer = file.filter(|_| !self.has_names);
            }
            if let Problem::UnknownCode {
                text,
                list,
                nearest,
                ..
            } = &mut found.problem
            {
                *nearest = nearest_words(list, text);
            }
        }
        self.found
    }
}
