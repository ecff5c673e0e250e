//! Identity decisions that the office recorded.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{DecisionsContradict, Diagnostic, Findings, IdleDecision, UnmetDecision};
use crate::logs::{NamedRows, Row};
use crate::project::IdentityDecision;
use crate::record::Log;

/// The decisions of the office about the rows of one log.
#[derive(Debug)]
pub(super) struct RowDecisions {
    decisions: Vec<IdentityDecision>,
    /// The rows they name. If several decisions name a row, the first one counts.
    rows: NamedRows<At>,
    /// For each decision, the first of those that share a row with it: a = b and b = c are one item.
    first_of: Vec<usize>,
    /// The rows read so far, each with the identity it would have without a decision. Two rows of a log
    /// may have the id that a decision names.
    met: Mutex<BTreeMap<MetRow, Option<Box<[u8]>>>>,
}

/// Index of a decision, and of a row in it.
type At = (usize, usize);

/// A row by its file and line.
type RowPlace<'m> = (&'m Arc<str>, u64);

/// A row that was read: the decision about it, its file and its line.
type MetRow = (At, Arc<str>, u64);

/// The decision about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is the same item as the other rows of this decision.
    Same(usize),
    /// It is an item of its own.
    Distinct,
}

/// The first decision of those that one is joined with. The way to it is halved, so that a long chain is
/// walked once.
fn root(first_of: &mut [usize], mut decision: usize) -> usize {
    while first_of[decision] != decision {
        first_of[decision] = first_of[first_of[decision]];
        decision = first_of[decision];
    }
    decision
}

/// Makes two decisions, and those joined with them, describe one item.
fn join(first_of: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(first_of, one), root(first_of, other));
    first_of[one.max(other)] = one.min(other);
}

impl RowDecisions {
    /// The decisions about `log`. `None` if there are none.
    pub(super) fn of(log: Log, all: &[IdentityDecision]) -> Option<Self> {
        let decisions: Vec<_> = all.iter().filter(|one| one.log == log).cloned().collect();
        if decisions.is_empty() {
            return None;
        }
        let mut rows = NamedRows::default();
        for (decision, one) in decisions.iter().enumerate() {
            for (number, row) in one.rows.iter().enumerate() {
                rows.insert(row, (decision, number));
            }
        }
        let mut first_of: Vec<usize> = (0..decisions.len()).collect();
        for of_row in rows.by_name() {
            let of_row = of_row.into_iter().map(|(decision, _)| decision);
            let mut same = of_row.filter(|decision| decisions[*decision].is_same);
            let Some(first) = same.next() else { continue };
            for other in same {
                join(&mut first_of, first, other);
            }
        }
        // Each stands behind the one it points to.
        for decision in 0..first_of.len() {
            first_of[decision] = first_of[first_of[decision]];
        }
        Some(Self {
            decisions,
            rows,
            first_of,
            met: Mutex::default(),
        })
    }

    /// The decision about a row.
    pub(super) fn verdict(&self, row: &Row<'_>) -> Option<Verdict> {
        let (decision, _) = self.rows.of(row).next()?;
        Some(if self.decisions[decision].is_same {
            Verdict::Same(self.first_of[decision])
        } else {
            Verdict::Distinct
        })
    }

    /// Further decisions that join a row with others. A row can be named by its id in one decision and
    /// by its line in another.
    pub(super) fn further(&self, row: &Row<'_>) -> impl Iterator<Item = usize> {
        let same = self
            .rows
            .of(row)
            .filter(|(decision, _)| self.decisions[*decision].is_same);
        let mut numbers: Vec<usize> = same.map(|(decision, _)| self.first_of[decision]).collect();
        numbers.dedup();
        numbers.into_iter().skip(1)
    }

    /// Notes that a row was read, with the identity it would have without a decision, and returns the
    /// decision about it.
    pub(super) fn meet(&self, row: &Row<'_>, identity: Option<&[u8]>) -> Option<Verdict> {
        let verdict = self.verdict(row)?;
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        for at in self.rows.of(row) {
            let place = (at, Arc::clone(row.file()), row.line());
            met.insert(place, identity.map(Into::into));
        }
        Some(verdict)
    }

    /// Reports rows of decisions that are not in the log, and decisions without effect. `is_of_others`
    /// says whether a row without a decision has an identity.
    pub(super) fn report(
        &self,
        mut is_of_others: impl FnMut(&[u8]) -> bool,
        found: &mut Findings<'_>,
    ) {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let clashing = self.report_clashes(&met, found);
        let mut times = HashMap::<&[u8], usize>::new();
        for identity in met.values().flatten() {
            *times.entry(identity).or_default() += 1;
        }
        for (decision, one) in self.decisions.iter().enumerate() {
            let log = one.log.key();
            let (mut identities, mut missing) = (Vec::new(), 0);
            for (number, row) in one.rows.iter().enumerate() {
                let start = |number| ((decision, number), Arc::from(""), 0);
                let of_row = met.range(start(number)..start(number + 1));
                let before = identities.len();
                identities.extend(of_row.map(|(_, identity)| identity.as_deref()));
                if identities.len() > before {
                    continue;
                }
                missing += 1;
                let row = row.to_string();
                let place = one.place.clone();
                found.push(Diagnostic::at(place, UnmetDecision { row, log }));
            }
            if missing > 0 || clashing.contains(&decision) {
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
                found.push(Diagnostic::at(place, IdleDecision { is_same, log }));
            }
        }
    }

    /// Reports decisions that keep rows apart which others join, and returns their indices.
    fn report_clashes(
        &self,
        met: &BTreeMap<MetRow, Option<Box<[u8]>>>,
        found: &mut Findings<'_>,
    ) -> BTreeSet<usize> {
        // Decisions that share a row describe one item. This joins those of which one names the row by
        // its id, another by its line.
        let mut first_of = self.first_of.clone();
        let mut same_of = HashMap::<RowPlace<'_>, Vec<usize>>::new();
        let mut apart = BTreeMap::<usize, BTreeSet<RowPlace<'_>>>::new();
        for ((decision, _), file, line) in met.keys().map(|(at, file, line)| (at, file, *line)) {
            if self.decisions[*decision].is_same {
                let same = same_of.entry((file, line)).or_default();
                if let Some(other) = same.first() {
                    join(&mut first_of, *other, *decision);
                }
                same.push(*decision);
            } else {
                apart.entry(*decision).or_default().insert((file, line));
            }
        }
        let mut clashing = BTreeSet::new();
        for (number, rows) in apart {
            let mut shared_with_item = BTreeMap::<usize, usize>::new();
            let mut shared_with = BTreeMap::<usize, usize>::new();
            for same in rows.iter().filter_map(|row| same_of.get(row)) {
                let items: BTreeSet<_> = same.iter().map(|one| root(&mut first_of, *one)).collect();
                for item in items {
                    *shared_with_item.entry(item).or_default() += 1;
                }
                for one in same.iter().collect::<BTreeSet<_>>() {
                    *shared_with.entry(*one).or_default() += 1;
                }
            }
            let item = shared_with_item.iter().find(|(_, shared)| **shared > 1);
            let Some((item, _)) = item else { continue };
            // Report the decision about the item that shares most rows.
            shared_with.retain(|one, _| root(&mut first_of, *one) == *item);
            let most = shared_with.iter().max_by_key(|(_, shared)| **shared);
            let Some((other, _)) = most else { continue };
            clashing.extend([number, *other]);
            let one = &self.decisions[number];
            let problem = DecisionsContradict {
                is_answer: false,
                row: one
                    .rows
                    .first()
                    .map_or_else(String::new, ToString::to_string),
                line: one.place.line.unwrap_or_default(),
                other_line: self.decisions[*other].place.line.unwrap_or_default(),
            };
            found.push(Diagnostic::at(one.place.clone(), problem));
        }
        clashing
    }
}
