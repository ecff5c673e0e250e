//! Counting the log of administrative decisions.

use super::identity::{Identity, Ids};
use super::scope::Scope;
use super::tally::{Listener, Tally};
use super::{Counted, Counting};
use crate::diagnostic::Diagnostic;
use crate::record::{Decision, Log};
use crate::source::{DecisionLog, Row};
use crate::vocabulary::Metric;

/// The counting of a log of decisions.
pub struct DecisionCounting<'s> {
    scope: &'s Scope<'s>,
    tally: Tally,
    ids: Ids,
}

impl<'s> DecisionCounting<'s> {
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

impl Counting for DecisionCounting<'_> {
    type Log = DecisionLog;
    type Outcome = Tally;

    fn add(
        &mut self,
        row: &Row<'_>,
        decision: &Decision<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Counted {
        if let Some(problem) = self.ids.second(decision.id, row) {
            found.push(Diagnostic::at(row.place_of(Log::Decisions, "id"), problem));
            return Counted::Refused;
        }
        let is_counted = self.scope.contains(decision.decided_on);
        if is_counted {
            self.tally.count(Metric::Decisions, &[decision.kind]);
        }
        Counted::in_period(is_counted)
    }

    fn merge(&mut self, later: Self) {
        self.tally.merge(later.tally);
        self.ids.merge(later.ids);
    }

    fn finish(self, _: &mut Vec<Diagnostic>) -> Result<Tally, Box<Identity>> {
        Ok(self.tally)
    }
}
