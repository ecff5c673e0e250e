//! Counting the log of documents: issued, repealed and in force.

use super::once::CountedOnce;
use super::scope::Scope;
use super::tally::Listener;
use crate::logs::DocumentLog;
use crate::logs::NormativeDocument;
use crate::vocabulary::Metric;

impl CountedOnce for DocumentLog {
    fn count(
        document: &NormativeDocument<'_>,
        scope: &Scope<'_>,
        listener: &mut impl Listener,
    ) -> bool {
        let last_day = scope.period().end;
        let kind = [document.kind];
        let is_issued = scope.contains(document.issued_on);
        let repealed_on = document.repealed_on.filter(|&day| day <= last_day);
        let is_repealed = repealed_on.is_some_and(|day| scope.contains(day));
        if is_issued {
            listener.count(Metric::DocumentsIssued, &kind, 1);
        }
        if is_repealed {
            listener.count(Metric::DocumentsRepealed, &kind, 1);
        }
        if document.issued_on <= last_day && repealed_on.is_none() {
            listener.count(Metric::DocumentsInForce, &kind, 1);
        }
        is_issued || is_repealed
    }
}
