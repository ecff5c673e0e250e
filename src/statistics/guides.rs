//! Counting the guide log: the guides in force.

use super::identity::Identity;
use super::scope::Scope;
use super::tally::{Listener, Tally};
use super::{Counted, Counting, Settled};
use crate::diagnostic::Diagnostic;
use crate::record::Guide;
use crate::source::{GuideLog, Row};
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The counting of a guide log.
pub struct GuideCounting<'s> {
    scope: &'s Scope<'s>,
    tally: Tally,
}

impl<'s> GuideCounting<'s> {
    /// Counting from the first row.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>) -> Self {
        Self {
            scope,
            tally: Tally::default(),
        }
    }
}

impl Counting for GuideCounting<'_> {
    type Log = GuideLog;
    type Outcome = Tally;

    fn add(&mut self, _: &Row<'_>, guide: &Guide<'_>, _: &mut Vec<Diagnostic>) -> Counted {
        let is_published = guide
            .published_on
            .is_none_or(|published_on| self.scope.has_seen(published_on));
        let is_withdrawn = guide
            .withdrawn_on
            .is_some_and(|withdrawn_on| self.scope.has_seen(withdrawn_on));
        if !is_published || is_withdrawn {
            return Counted::NotInPeriod;
        }
        self.tally.count(Metric::GuidesTotal, &[]);
        self.tally.count(Metric::GuidesByGroup, &[guide.group]);
        self.tally.count(
            Metric::GuidesByDepartment,
            &[guide.department.unwrap_or(UNSPECIFIED)],
        );
        if guide.fields_filled == Guide::FIELDS {
            self.tally.count(Metric::GuidesComplete, &[]);
        }
        Counted::InPeriod
    }

    fn merge(&mut self, later: Self) {
        self.tally.merge(later.tally);
    }

    fn finish(self, _: &mut Settled, _: &mut Vec<Diagnostic>) -> Result<Tally, Box<Identity>> {
        Ok(self.tally)
    }
}
