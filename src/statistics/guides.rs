//! Counting the guide log: the guides in force.

use super::identity::Identity;
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counting, Settled};
use crate::diagnostic::Diagnostic;
use crate::record::{Guide, Log};
use crate::source::{GuideLog, Row};
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The counting of a guide log.
pub struct GuideCounting<'s, L> {
    scope: &'s Scope<'s>,
    listener: L,
}

impl<'s, L> GuideCounting<'s, L> {
    /// Counting from the first row, told to `listener`.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, listener: L) -> Self {
        Self { scope, listener }
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
        Counted::InPeriod
    }

    fn merge(&mut self, later: Self) {
        self.listener.merge(later.listener);
    }

    fn finish(self, _: &mut Settled, _: &mut Vec<Diagnostic>) -> Result<L, Box<Identity>> {
        Ok(self.listener)
    }
}
