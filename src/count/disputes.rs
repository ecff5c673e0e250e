//! Counting the log of reviews and lawsuits: those closed in the period, and those pending at its end.

use super::once::CountedOnce;
use super::scope::Scope;
use super::tally::Listener;
use crate::logs::Dispute;
use crate::logs::DisputeLog;
use crate::vocabulary::Metric;

impl CountedOnce for DisputeLog {
    /// A case is filed with its first instance, and closed with the result of its last.
    fn of_one(mut records: Vec<Self::Record<'_>>) -> Option<Self::Record<'_>> {
        records.sort_by_key(|record| record.filed_on);
        let last = records.pop()?;
        Some(match records.into_iter().next() {
            Some(first) => Dispute {
                closed_on: last.closed_on,
                result: last.result,
                ..first
            },
            None => last,
        })
    }

    fn count(dispute: &Dispute<'_>, scope: &Scope<'_>, listener: &mut impl Listener) -> bool {
        let last_day = scope.period().end;
        let standing = match (dispute.closed_on, dispute.result) {
            _ if dispute.filed_on > last_day => None,
            (Some(closed_on), Some(result)) if closed_on <= last_day => {
                scope.contains(closed_on).then_some(result)
            }
            _ => Some("pending"),
        };
        let Some(standing) = standing else {
            return false;
        };
        for standing in [standing, "total"] {
            listener.count(Metric::Disputes, &[dispute.route, standing], 1);
        }
        true
    }
}
