//! Counting a log in which each id may stand once: a second row with it is a slip.

use std::marker::PhantomData;
use std::sync::Arc;

use super::identity::{Held, Identity};
use super::scope::Scope;
use super::tally::{Listener, Tally};
use super::{Counted, Counting, Settled};
use crate::diagnostic::{Diagnostic, Problem};
use crate::source::{Entry, OwnedRow, Row};

/// A log whose records are counted one by one.
pub trait CountedOnce: Entry {
    /// The id of a record, by which it may stand once; any number of rows may have none.
    fn id<'a>(record: &'a Self::Record<'_>) -> Option<&'a str>;

    /// Tells `listener` what a record counts toward. Whether it belongs to the period.
    fn count(record: &Self::Record<'_>, scope: &Scope<'_>, listener: &mut impl Listener) -> bool;
}

/// The counting of such a log.
pub struct OnceCounting<'s, L> {
    scope: &'s Scope<'s>,
    tally: Tally,
    identity: Identity,
    held: Held,
    log: PhantomData<L>,
}

impl<'s, L: CountedOnce> OnceCounting<'s, L> {
    /// Counting from the first row, with what an earlier pass learnt of identity.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, identity: Identity) -> Self {
        Self {
            scope,
            tally: Tally::default(),
            identity,
            held: Held::default(),
            log: PhantomData,
        }
    }
}

impl<L: CountedOnce> Counting for OnceCounting<'_, L> {
    type Log = L;
    type Outcome = Tally;

    fn add(&mut self, row: &Row<'_>, record: &L::Record<'_>, _: &mut Vec<Diagnostic>) -> Counted {
        match L::id(record) {
            Some(id) if self.identity.is_held(id) => {
                self.held.add(id, row.to_owned());
                Counted::Held
            }
            _ => Counted::in_period(L::count(record, self.scope, &mut self.tally)),
        }
    }

    fn merge(&mut self, later: Self) {
        self.tally.merge(later.tally);
        self.identity.merge(later.identity);
        self.held.merge(later.held);
    }

    fn finish(
        mut self,
        settled: &mut Settled,
        found: &mut Vec<Diagnostic>,
    ) -> Result<Tally, Box<Identity>> {
        if let Some(identity) = self.identity.for_another_pass() {
            return Err(Box::new(identity));
        }
        for rows in self.held.into_items() {
            let mut rows = rows.iter().map(OwnedRow::row);
            let Some(first) = rows.next() else { continue };
            // It was read once already; what there was to tell was told then.
            let Some(record) = L::read(&first, &mut Vec::new()) else {
                continue;
            };
            let counted = Counted::in_period(L::count(&record, self.scope, &mut self.tally));
            settled.push((Arc::clone(first.file()), counted));
            for row in rows {
                let problem = Problem::DuplicateId {
                    id: L::id(&record).unwrap_or_default().to_owned(),
                    first_file: first.file().to_string(),
                    first_line: first.line(),
                };
                found.push(Diagnostic::at(row.place_of(L::LOG, "id"), problem));
                settled.push((Arc::clone(row.file()), Counted::Refused));
            }
        }
        Ok(self.tally)
    }
}
