//! Counting a log in which each id may occur once; a second row with the same id is an error.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

use super::identity::{Identity, PendingRows};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counter, Retry, RowName, Settled};
use crate::diagnostic::{Diagnostic, DuplicateId, Findings};
use crate::logs::{Entry, OwnedRow, Row};

/// A log whose records are counted one by one.
pub trait CountedOnce: Entry {
    /// Merges rows that the office says are one record; by default the first row is used.
    fn of_one(records: Vec<Self::Record<'_>>) -> Option<Self::Record<'_>> {
        records.into_iter().next()
    }

    /// Reports the figures a record counts toward to `listener`. Returns whether the record belongs to
    /// the period.
    fn count(record: &Self::Record<'_>, scope: &Scope<'_>, listener: &mut impl Listener) -> bool;
}

/// The counter of such a log.
pub struct OnceCounter<'s, E, L> {
    scope: &'s Scope<'s>,
    listener: L,
    pending: PendingRows,
    log: PhantomData<E>,
}

impl<'s, E: CountedOnce, L: Listener> OnceCounter<'s, E, L> {
    /// A counter that reports to `listener`. `identity` holds the identities known from earlier passes.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            listener,
            pending: PendingRows::new(identity),
            log: PhantomData,
        }
    }

    fn count_one(&mut self, row: &Row<'_>, record: &E::Record<'_>) -> Counted {
        let mark = self.listener.mark(E::LOG, row);
        self.listener.about(&[mark]);
        Counted::in_period(E::count(record, self.scope, &mut self.listener))
    }
}

impl<E: CountedOnce, L: Listener> Counter for OnceCounter<'_, E, L> {
    type Log = E;
    type Outcome = L;
    type Words = Infallible;
    type Days = Infallible;

    fn classify_words(&mut self, _: &E::Words<'_>) -> Option<Infallible> {
        None
    }

    fn classify_days(&mut self, _: usize, _: &E::Days) -> Option<Infallible> {
        None
    }

    fn add(
        &mut self,
        _: &Row<'_>,
        _: RowName<'_>,
        (words, _): (&Infallible, &Infallible),
        _: &mut Findings<'_>,
    ) -> Counted {
        match *words {}
    }

    fn count(&mut self, row: &Row<'_>, record: &E::Record<'_>, _: &mut Findings<'_>) -> Counted {
        let buffer = &mut Vec::new();
        if self
            .pending
            .keeps(RowName::of::<E>(row, record, buffer), row)
        {
            return Counted::Pending;
        }
        self.count_one(row, record)
    }

    fn merge(&mut self, later: Self) {
        self.listener.merge(later.listener);
        self.pending.merge(later.pending);
    }

    fn finish(mut self, settled: &mut Settled, found: &mut Findings<'_>) -> Result<L, Retry> {
        for rows in self.pending.take_items::<E>(found)? {
            let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
            let Some((first, others)) = rows.split_first() else {
                continue;
            };
            let is_decided = self.pending.identity.is_decided(first);
            // They were read before; their findings were reported then.
            let read = |row| E::read(row, &mut Vec::new());
            let record = if is_decided {
                E::of_one(rows.iter().filter_map(read).collect())
            } else {
                read(first)
            };
            let Some(record) = record else {
                continue;
            };
            let counted = self.count_one(first, &record);
            settled.push((Arc::clone(first.file()), counted));
            for row in others {
                if is_decided {
                    settled.push((Arc::clone(row.file()), counted));
                    continue;
                }
                let problem = DuplicateId {
                    id: E::id(&record).unwrap_or_default().to_owned(),
                    first_file: first.file().to_string(),
                    first_line: first.line(),
                };
                found.push(Diagnostic::at(row.place_of(E::LOG, "id"), problem));
                settled.push((Arc::clone(row.file()), Counted::Refused));
            }
        }
        Ok(self.listener)
    }
}
