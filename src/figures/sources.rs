//! The logs that a figure is counted from.

use std::collections::BTreeSet;

use crate::record::Log;
use crate::vocabulary::{Key, Metric, segments_of};

/// The logs that figures of `metric` are counted from; the last `labels` may be missing.
///
/// Every figure is counted from the log that its key begins with, and so are the parts of a rate or
/// mean. A declared figure needs no log. A target needs the logs of the figure that it is set for, or
/// all of them while that is not known. `published-includes` adds no log: it says that notices of other
/// logs are in the published log too.
#[must_use]
pub fn logs_behind(metric: Metric, labels: &[impl AsRef<str>]) -> BTreeSet<Log> {
    match metric {
        Metric::TargetGoal => BTreeSet::new(),
        Metric::TargetActual | Metric::TargetMet => {
            let label = labels.first().map(AsRef::as_ref);
            let figure = label.and_then(|label| Key::from_segments(&segments_of(label)?));
            match figure {
                Some(figure) => logs_behind(figure.metric, &figure.labels),
                None => Log::ALL.iter().copied().collect(),
            }
        }
        _ => Log::of_key(metric.definition().key).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_of_keys() {
        let check = |metric, labels: &[&str], expected: &[Log]| {
            let logs: Vec<Log> = logs_behind(metric, labels).into_iter().collect();
            assert_eq!(logs, expected, "{metric:?}");
        };
        check(Metric::PublishedTotal, &[], &[Log::Published]);
        check(Metric::RequestsOnTimeRate, &["service"], &[Log::Requests]);
        check(Metric::FeesAdministrativeYuan, &[], &[]);
        check(Metric::TargetGoal, &["published.total"], &[]);
        check(Metric::TargetMet, &["guides.total"], &[Log::Guides]);
        check(Metric::TargetMet, &[], Log::ALL);
        check(Metric::TargetActual, &["*"], Log::ALL);
    }
}
