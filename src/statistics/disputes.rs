//! Counting the log of reviews and lawsuits: closed in the period, or pending at its end.

use super::identity::{Identity, Ids};
use super::scope::Scope;
use super::tally::{Listener, Tally};
use super::{Counted, Counting};
use crate::diagnostic::Diagnostic;
use crate::record::{Dispute, Log};
use crate::source::{DisputeLog, Row};
use crate::vocabulary::Metric;

/// The counting of a log of disputes.
pub struct DisputeCounting<'s> {
    scope: &'s Scope<'s>,
    tally: Tally,
    ids: Ids,
}

impl<'s> DisputeCounting<'s> {
    /// Counting from the first row.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>) -> Self {
        Self {
            scope,
            tally: Tally::default(),
            ids: Ids::default(),
        }
    }
}

impl Counting for DisputeCounting<'_> {
    type Log = DisputeLog;
    type Outcome = Tally;

    fn add(
        &mut self,
        row: &Row<'_>,
        dispute: &Dispute<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Counted {
        if let Some(problem) = self.ids.second(dispute.id, row) {
            found.push(Diagnostic::at(row.place_of(Log::Disputes, "id"), problem));
            return Counted::Refused;
        }
        let last_day = self.scope.last_day();
        let standing = match (dispute.closed_on, dispute.result) {
            _ if dispute.filed_on > last_day => None,
            (Some(closed_on), Some(result)) if closed_on <= last_day => {
                self.scope.contains(closed_on).then_some(result)
            }
            _ => Some("pending"),
        };
        let Some(standing) = standing else {
            return Counted::NotInPeriod;
        };
        for standing in [standing, "total"] {
            self.tally
                .count(Metric::Disputes, &[dispute.route, standing]);
        }
        Counted::InPeriod
    }

    fn merge(&mut self, later: Self) {
        self.tally.merge(later.tally);
        self.ids.merge(later.ids);
    }

    fn finish(self, _: &mut Vec<Diagnostic>) -> Result<Tally, Box<Identity>> {
        Ok(self.tally)
    }
}
