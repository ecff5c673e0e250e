//! The identities that the office decided.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{Diagnostic, Findings, Problem};
use crate::logs::{Row, name_key};
use crate::project::{IdentityDecision, Where};
use crate::record::Log;

/// The decisions of the office about the rows of one log.
#[derive(Debug)]
pub(super) struct Decided {
    decisions: Vec<IdentityDecision>,
    /// By id and by line.
    by_id: HashMap<String, At>,
    by_line: HashMap<u64, Vec<(String, At)>>,
    /// The rows that were met, each with what makes it one with others if nothing is decided. Two rows of
    /// a log may have the id that a decision names.
    met: Mutex<BTreeMap<MetRow, Option<Box<[u8]>>>>,
}

/// The numbers of a decision, and of a row in it.
type At = (usize, usize);

/// A row that was met: what decides about it, its file and its line.
type MetRow = (At, Arc<str>, u64);

/// What was decided about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is one with the others of this decision.
    Same(usize),
    /// It is one of its own.
    Distinct,
}

impl Decided {
    /// The decisions about `log`; none if there are none.
    pub(super) fn of(log: Log, all: &[IdentityDecision]) -> Option<Self> {
        let decisions: Vec<_> = all.iter().filter(|one| one.log == log).cloned().collect();
        if decisions.is_empty() {
            return None;
        }
        let (mut by_id, mut by_line) = (HashMap::new(), HashMap::<_, Vec<_>>::new());
        for (decision, one) in decisions.iter().enumerate() {
            for (number, row) in one.rows.iter().enumerate() {
                let at = (decision, number);
                match row {
                    Where::Name(id) => {
                        by_id.insert(name_key(id).into_owned(), at);
                    }
                    Where::Line(file, line) => {
                        by_line.entry(*line).or_default().push((file.clone(), at));
                    }
                }
            }
        }
        Some(Self {
            decisions,
            by_id,
            by_line,
            met: Mutex::default(),
        })
    }

    /// What was decided about a row.
    pub(super) fn verdict(&self, row: &Row<'_>) -> Option<Verdict> {
        let (decision, _) = self.at(row)?;
        Some(if self.decisions[decision].is_same {
            Verdict::Same(decision)
        } else {
            Verdict::Distinct
        })
    }

    /// What was decided about a row that is met, given what makes it one with others otherwise.
    pub(super) fn meet(&self, row: &Row<'_>, identity: Option<&[u8]>) -> Option<Verdict> {
        let verdict = self.verdict(row)?;
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (self.at(row)?, Arc::clone(row.file()), row.line());
        met.insert(place, identity.map(Into::into));
        Some(verdict)
    }

    /// The decision that names a row, and the number of the row in it.
    fn at(&self, row: &Row<'_>) -> Option<At> {
        let by_id = || self.by_id.get(&*name_key(row.id()?)).copied();
        self.at_line(row).or_else(by_id)
    }

    fn at_line(&self, row: &Row<'_>) -> Option<At> {
        let files = self.by_line.get(&row.line())?;
        let file = files.iter().find(|(file, _)| **file == **row.file());
        file.map(|(_, at)| *at)
    }

    /// Reports the rows of decisions that no row of the log is, and the decisions that change nothing.
    /// `is_of_others` says whether a row that nothing is decided about has an identity.
    pub(super) fn report(
        &self,
        mut is_of_others: impl FnMut(&[u8]) -> bool,
        found: &mut Findings<'_>,
    ) {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let mut times = HashMap::<&[u8], usize>::new();
        for identity in met.values().flatten() {
            *times.entry(identity).or_default() += 1;
        }
        for (decision, one) in self.decisions.iter().enumerate() {
            let log = one.log.key();
            let (mut identities, mut missing) = (Vec::new(), 0);
            for (number, row) in one.rows.iter().enumerate() {
                let of_row = met.iter().filter(|((at, ..), _)| *at == (decision, number));
                let before = identities.len();
                identities.extend(of_row.map(|(_, identity)| identity.as_deref()));
                if identities.len() > before {
                    continue;
                }
                missing += 1;
                let row = match row {
                    Where::Name(id) => id.clone(),
                    Where::Line(file, line) => format!("{file}:{line}"),
                };
                let place = one.place.clone();
                found.push(Diagnostic::at(place, Problem::UnmetDecision { row, log }));
            }
            if missing > 0 {
                continue;
            }
            let is_idle = if one.is_same {
                let first = identities.first().copied().flatten();
                first.is_some() && identities.iter().all(|identity| *identity == first)
            } else {
                let mut identities = identities.into_iter().flatten();
                identities.all(|identity| times[identity] == 1 && !is_of_others(identity))
            };
            if is_idle {
                let is_same = one.is_same;
                let place = one.place.clone();
                found.push(Diagnostic::at(
                    place,
                    Problem::IdleDecision { is_same, log },
                ));
            }
        }
    }
}
