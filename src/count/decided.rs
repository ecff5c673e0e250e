//! The identities that the office decided.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

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
    /// Those that were met.
    met: Mutex<BTreeSet<At>>,
}

/// The numbers of a decision, and of a row in it.
type At = (usize, usize);

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
        let by_id = || self.by_id.get(&*name_key(row.id()?)).copied();
        let at = self.at_line(row).or_else(by_id)?;
        self.met
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(at);
        Some(if self.decisions[at.0].is_same {
            Verdict::Same(at.0)
        } else {
            Verdict::Distinct
        })
    }

    fn at_line(&self, row: &Row<'_>) -> Option<At> {
        let files = self.by_line.get(&row.line())?;
        let file = files.iter().find(|(file, _)| **file == **row.file());
        file.map(|(_, at)| *at)
    }

    /// Reports the rows of decisions that no row of the log is.
    pub(super) fn report(&self, found: &mut Findings<'_>) {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        for (decision, one) in self.decisions.iter().enumerate() {
            for (number, row) in one.rows.iter().enumerate() {
                if met.contains(&(decision, number)) {
                    continue;
                }
                let row = match row {
                    Where::Name(id) => id.clone(),
                    Where::Line(file, line) => format!("{file}:{line}"),
                };
                let log = one.log.key();
                let place = one.place.clone();
                found.push(Diagnostic::at(place, Problem::UnmetDecision { row, log }));
            }
        }
    }
}
