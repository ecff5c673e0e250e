//! Counting the guide log: the guides in force.

use std::convert::Infallible;

use super::identity::{Identity, PendingRows, for_each_distinct};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counter, Retry, RowName, Settled};
use crate::diagnostic::Findings;
use crate::logs::Guide;
use crate::logs::{GuideLog, Row};
use crate::record::Log;
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The counter of a guide log.
pub struct GuideCounter<'s, L> {
    scope: &'s Scope<'s>,
    listener: L,
    pending: PendingRows,
}

impl<'s, L: Listener> GuideCounter<'s, L> {
    /// A counter that reports to `listener`. `identity` holds the identities known from earlier passes.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            listener,
            pending: PendingRows::new(identity),
        }
    }

    /// Counts one guide in force.
    fn count_one(&mut self, row: &Row<'_>, guide: &Guide<'_>) {
        let mark = self.listener.mark(Log::Guides, row);
        self.listener.about(&[mark]);
        self.listener.fact("fields_filled", &guide.fields_filled);
        self.listener.count(Metric::GuidesTotal, &[], 1);
        self.listener
            .count(Metric::GuidesByGroup, &[guide.group], 1);
        self.listener.count(
            Metric::GuidesByDepartment,
            &[guide.department.unwrap_or(UNSPECIFIED)],
            1,
        );
        if guide.fields_filled == Guide::FIELDS {
            self.listener.count(Metric::GuidesComplete, &[], 1);
        }
    }
}

impl<L: Listener> Counter for GuideCounter<'_, L> {
    type Log = GuideLog;
    type Outcome = L;
    type Words = Infallible;
    type Days = Infallible;

    fn classify_words(&mut self, (): &()) -> Option<Infallible> {
        None
    }

    fn classify_days(&mut self, _: usize, (): &()) -> Option<Infallible> {
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

    fn count(&mut self, row: &Row<'_>, guide: &Guide<'_>, _: &mut Findings<'_>) -> Counted {
        let is_published = guide
            .published_on
            .is_none_or(|published_on| self.scope.has_seen(published_on));
        let is_withdrawn = guide
            .withdrawn_on
            .is_some_and(|withdrawn_on| self.scope.has_seen(withdrawn_on));
        if !is_published || is_withdrawn {
            return Counted::NotInPeriod;
        }
        let buffer = &mut Vec::new();
        let name = RowName::of::<GuideLog>(row, guide, buffer);
        if !self.pending.keeps(name, row) {
            self.count_one(row, guide);
        }
        Counted::InPeriod
    }

    fn merge(&mut self, later: Self) {
        self.listener.merge(later.listener);
        self.pending.merge(later.pending);
    }

    fn finish(mut self, _: &mut Settled, found: &mut Findings<'_>) -> Result<L, Retry> {
        let items = self.pending.take_items::<GuideLog>(found)?;
        let identity = std::mem::take(&mut self.pending.identity);
        for_each_distinct::<GuideLog>((items, &identity), found, |row, guide| {
            self.count_one(row, guide);
        });
        Ok(self.listener)
    }
}
