//! Counting the guide log: the guides in force.

use super::identity::{Held, Identity, Repeats, distinct, identity_of};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counting, Settled};
use crate::diagnostic::Diagnostic;
use crate::record::{Guide, Log};
use crate::source::{GuideLog, OwnedRow, Row};
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The counting of a guide log.
pub struct GuideCounting<'s, L> {
    scope: &'s Scope<'s>,
    listener: L,
    identity: Identity,
    held: Held,
}

impl<'s, L: Listener> GuideCounting<'s, L> {
    /// Counting from the first row, told to `listener`, with what an earlier pass learnt of
    /// identity.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            listener,
            identity,
            held: Held::default(),
        }
    }

    /// Counts one guide in force.
    fn count(&mut self, row: &Row<'_>, guide: &Guide<'_>) {
        let mark = self.listener.mark(Log::Guides, row);
        self.listener.about(&[mark]);
        self.listener.fact("fields_filled", &guide.fields_filled);
        self.listener.count(Metric::GuidesTotal, &[]);
        self.listener.count(Metric::GuidesByGroup, &[guide.group]);
        self.listener.count(
            Metric::GuidesByDepartment,
            &[guide.department.unwrap_or(UNSPECIFIED)],
        );
        if guide.fields_filled == Guide::FIELDS {
            self.listener.count(Metric::GuidesComplete, &[]);
        }
    }
}

impl<L: Listener> Counting for GuideCounting<'_, L> {
    type Log = GuideLog;
    type Outcome = L;

    fn add(&mut self, row: &Row<'_>, guide: &Guide<'_>, _: &mut Vec<Diagnostic>) -> Counted {
        let is_published = guide
            .published_on
            .is_none_or(|published_on| self.scope.has_seen(published_on));
        let is_withdrawn = guide
            .withdrawn_on
            .is_some_and(|withdrawn_on| self.scope.has_seen(withdrawn_on));
        if !is_published || is_withdrawn {
            return Counted::NotInPeriod;
        }
        let identity = identity_of(guide.id, guide.title, guide.published_on);
        if self.identity.is_held(&identity) {
            self.held.add(&identity, row.to_owned());
        } else {
            self.count(row, guide);
        }
        Counted::InPeriod
    }

    fn merge(&mut self, later: Self) {
        self.listener.merge(later.listener);
        self.identity.merge(later.identity);
        self.held.merge(later.held);
    }

    fn finish(mut self, _: &mut Settled, found: &mut Vec<Diagnostic>) -> Result<L, Box<Identity>> {
        if let Some(identity) = self.identity.for_another_pass() {
            return Err(Box::new(identity));
        }
        let mut repeats = Repeats::default();
        for rows in std::mem::take(&mut self.held).into_items() {
            let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
            for (row, record) in
                distinct::<GuideLog>(&rows, |record| record.id, &mut repeats, found)
            {
                self.count(row, &record);
            }
        }
        repeats.tell(found);
        Ok(self.listener)
    }
}
