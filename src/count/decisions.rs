//! Counting the log of administrative decisions.

use super::once::CountedOnce;
use super::scope::Scope;
use super::tally::Listener;
use crate::logs::Decision;
use crate::logs::DecisionLog;
use crate::vocabulary::Metric;

impl CountedOnce for DecisionLog {
    fn count(decision: &Decision<'_>, scope: &Scope<'_>, listener: &mut impl Listener) -> bool {
        let is_counted = scope.contains(decision.decided_on);
        if is_counted {
            listener.count(Metric::Decisions, &[decision.kind], 1);
        }
        is_counted
    }
}
