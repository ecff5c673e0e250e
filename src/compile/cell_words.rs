//! The findings about words in the cells of a file: one for each word, with its rows.

use std::collections::HashMap;
use std::num::NonZeroU32;

use crate::count::Remark;

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
    /// The findings that are about all rows with the same words.
    remarks: Vec<Vec<usize>>,
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

    /// Takes the findings about words from those of a row. Rows with the same words need not be read, if
    /// there is at most this remark about each of them; none if the row had other findings.
    pub(super) fn take(&mut self, found: &mut Vec<Diagnostic>, first_new: usize) -> Option<Remark> {
        if found.len() == first_new {
            return Some(None);
        }
        let is_remark = found[first_new..].iter().all(is_remark);
        let is_of_word = |found: &mut Diagnostic| is_of_word(found);
        let mut about = Vec::new();
        for taken in found.extract_if(first_new.., is_of_word) {
            about.push(self.add(taken));
        }
        is_remark.then(|| self.remark(about))
    }

    /// The number of the remark that consists of these findings.
    fn remark(&mut self, about: Vec<usize>) -> Remark {
        let known = self.remarks.iter().position(|known| *known == about);
        let index = known.unwrap_or_else(|| {
            self.remarks.push(about);
            self.remarks.len() - 1
        });
        NonZeroU32::new(u32::try_from(index + 1).ok()?)
    }

    /// Adds rows with remarks that were not read.
    pub(super) fn add_remarked(&mut self, remarked: impl Iterator<Item = (Remark, u64)>) {
        for (remark, more) in remarked {
            let index = remark.and_then(|remark| usize::try_from(remark.get() - 1).ok());
            let about = index.and_then(|index| self.remarks.get(index));
            for found in about.into_iter().flatten() {
                if let Some(Diagnostic {
                    problem: Problem::UnknownWord { rows, .. },
                    ..
                }) = self.found.get_mut(*found)
                {
                    *rows += more;
                }
            }
        }
    }

    /// Adds a finding to those like it, and gives the place of these.
    pub(super) fn add(&mut self, taken: Diagnostic) -> usize {
        let header = taken.place.as_ref();
        let header = header.and_then(|place| place.header.clone());
        let word = match &taken.problem {
            Problem::UnknownCode { text, .. }
            | Problem::UndecidedWord { text, .. }
            | Problem::UndecidedChannel { text, .. }
            | Problem::UnknownAnswer { text, .. } => text.clone(),
            Problem::UnknownWord { word, .. } => word.clone(),
            Problem::UndecidedTicks { key, .. } => (*key).to_owned(),
            // The same headers in another sheet.
            Problem::UnreadColumns { headers, .. } => headers.join("\n"),
            _ => String::new(),
        };
        let key = (taken.code(), header, word);
        let index = self.places.get(&key).copied().unwrap_or(self.found.len());
        let Some(known) = self.found.get_mut(index) else {
            self.places.insert(key, index);
            self.found.push(taken);
            return index;
        };
        join(&mut known.problem, taken.problem);
        index
    }

    /// The findings, in file order, each with the words most like the one that is not understood.
    /// `year_said` is the year that the title or the name of the file says.
    pub(super) fn finish(mut self, rows_of_file: u64, year_said: Option<i32>) -> Vec<Diagnostic> {
        for found in &mut self.found {
            if let Problem::DateWithoutYear { year, .. } = &mut found.problem {
                *year = year_said;
            }
            if let Problem::DateWithoutYear { file, .. } | Problem::RepealWithoutDay { file, .. } =
                &mut found.problem
            {
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

/// Whether a finding says the same of every row with the words of this one.
pub(super) fn is_remark(found: &Diagnostic) -> bool {
    matches!(found.code(), Code::UnknownWord)
}

/// Whether a finding about a row is one about a word in it.
fn is_of_word(found: &Diagnostic) -> bool {
    matches!(
        found.code(),
        Code::UnknownCode
            | Code::UnknownWord
            | Code::DateWithoutYear
            | Code::UndecidedWord
            | Code::UndecidedTicks
            | Code::UnknownAnswer
            | Code::UndecidedChannel
            | Code::SecondInstance
            | Code::RepealWithoutDay
            | Code::MissingRoute
            | Code::UnknownApplicant
            | Code::ExcludedRows
    )
}

/// The findings about the sheets of one file, those that say the same of several as one.
pub(super) fn of_sheets(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut joined = CellWords::default();
    let mut others = Vec::new();
    for finding in found {
        let is_joined = is_of_word(&finding)
            || matches!(
                finding.code(),
                Code::TotalsRow | Code::StruckRows | Code::LinesBelowTable | Code::UnreadColumns
            );
        if is_joined {
            joined.add(finding);
        } else {
            others.push(finding);
        }
    }
    others.append(&mut joined.found);
    others
}

/// Adds what a finding says to one like it.
fn join(known: &mut Problem, taken: Problem) {
    match (&mut *known, taken) {
        (
            Problem::UnknownCode { rows, .. }
            | Problem::UnknownWord { rows, .. }
            | Problem::DateWithoutYear { rows, .. }
            | Problem::UnknownAnswer { rows, .. }
            | Problem::UndecidedChannel { rows, .. }
            | Problem::TotalsRow { rows, .. }
            | Problem::StruckRows { rows }
            | Problem::RepealWithoutDay { rows, .. },
            Problem::UnknownCode { rows: more, .. }
            | Problem::UnknownWord { rows: more, .. }
            | Problem::DateWithoutYear { rows: more, .. }
            | Problem::UnknownAnswer { rows: more, .. }
            | Problem::UndecidedChannel { rows: more, .. }
            | Problem::TotalsRow { rows: more, .. }
            | Problem::StruckRows { rows: more }
            | Problem::RepealWithoutDay { rows: more, .. },
        ) => *rows += more,
        (_, taken) => join_lists(known, taken),
    }
}

/// The same of findings that list rows or words.
fn join_lists(known: &mut Problem, taken: Problem) {
    match (known, taken) {
        (
            Problem::UndecidedWord { rows, first, .. }
            | Problem::UndecidedTicks { rows, first, .. }
            | Problem::SecondInstance { rows, first },
            Problem::UndecidedWord {
                rows: more,
                first: further,
                ..
            }
            | Problem::UndecidedTicks {
                rows: more,
                first: further,
                ..
            }
            | Problem::SecondInstance {
                rows: more,
                first: further,
            },
        ) => {
            *rows += more;
            let room = MOST_ROWS_NAMED.saturating_sub(first.len());
            first.extend(further.into_iter().take(room));
        }
        (
            Problem::MissingRoute {
                rows,
                first,
                column,
            },
            Problem::MissingRoute {
                rows: more,
                first: further,
                column: other,
            },
        ) => {
            *rows += more;
            let room = MOST_ROWS_NAMED.saturating_sub(first.len());
            first.extend(further.into_iter().take(room));
            // It must say the route of all.
            if *column != other {
                *column = None;
            }
        }
        (
            Problem::LinesBelowTable { lines, labels },
            Problem::LinesBelowTable {
                lines: more,
                labels: further,
            },
        ) => {
            *lines += more;
            for label in further {
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
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
                rows: more,
                lines: further_lines,
                persons: further_persons,
                doubtful: further_doubtful,
                ..
            },
        ) => {
            *rows += more;
            *persons += further_persons;
            let room = |lines: &Vec<u64>| MOST_LINES - lines.len().min(MOST_LINES);
            lines.extend(further_lines.iter().take(room(lines)));
            doubtful.extend(further_doubtful.iter().take(room(doubtful)));
        }
        (
            Problem::ExcludedRows { rows, words },
            Problem::ExcludedRows {
                rows: more,
                words: further,
            },
        ) => {
            *rows += more;
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
