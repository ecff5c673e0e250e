//! Counting the log of documents: issued, repealed and in force.

use super::identity::{Identity, Ids};
use super::scope::Scope;
use super::tally::{Listener, Tally};
use super::{Counted, Counting};
use crate::diagnostic::Diagnostic;
use crate::record::{Log, NormativeDocument};
use crate::source::{DocumentLog, Row};
use crate::vocabulary::Metric;

/// The counting of a log of documents.
pub struct DocumentCounting<'s> {
    scope: &'s Scope<'s>,
    tally: Tally,
    ids: Ids,
}

impl<'s> DocumentCounting<'s> {
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

impl Counting for DocumentCounting<'_> {
    type Log = DocumentLog;
    type Outcome = Tally;

    fn add(
        &mut self,
        row: &Row<'_>,
        document: &NormativeDocument<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Counted {
        if let Some(problem) = self.ids.second(document.id, row) {
            found.push(Diagnostic::at(row.place_of(Log::Documents, "id"), problem));
            return Counted::Refused;
        }
        let last_day = self.scope.last_day();
        let kind = [document.kind];
        let is_issued = self.scope.contains(document.issued_on);
        let repealed_on = document.repealed_on.filter(|&day| day <= last_day);
        let is_repealed = repealed_on.is_some_and(|day| self.scope.contains(day));
        if is_issued {
            self.tally.count(Metric::DocumentsIssued, &kind);
        }
        if is_repealed {
            self.tally.count(Metric::DocumentsRepealed, &kind);
        }
        if document.issued_on <= last_day && repealed_on.is_none() {
            self.tally.count(Metric::DocumentsInForce, &kind);
        }
        Counted::in_period(is_issued || is_repealed)
    }

    fn merge(&mut self, later: Self) {
        self.tally.merge(later.tally);
        self.ids.merge(later.ids);
    }

    fn finish(self, _: &mut Vec<Diagnostic>) -> Result<Tally, Box<Identity>> {
        Ok(self.tally)
    }
}
