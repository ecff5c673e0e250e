//! The columns of the logs behind each figure: those that it needs, and those that a trace shows.

use crate::record::Log;
use crate::vocabulary::Metric;

/// The optional columns that `metric` is counted from; one of them is enough.
pub(crate) fn columns_needed(metric: Metric) -> &'static [&'static str] {
    use Metric as M;
    match metric {
        M::PublishedReviewed | M::PublishedReviewedRate => &["reviewed_by", "reviewed_on"],
        M::PublishedWithMadeOn | M::PublishedTimely | M::PublishedTimelyRate => &["made_on"],
        M::PublishedByCategory => &["category"],
        M::PublishedByChannel
        | M::PublishedByChannelGroup
        | M::RequestsByChannel
        | M::RequestsChannelOnTime
        | M::RequestsChannelLate
        | M::RequestsChannelOverdue
        | M::RequestsChannelOnTimeRate => &["channel"],
        M::PublishedByDepartment
        | M::GuidesByDepartment
        | M::RequestsByDepartment
        | M::RequestsDepartmentOnTime
        | M::RequestsDepartmentLate
        | M::RequestsDepartmentOverdue
        | M::RequestsDepartmentOnTimeRate => &["department"],
        M::ProcurementAwardYuan => &["award_yuan"],
        M::ProcurementProjects
        | M::ProcurementCompleteProjects
        | M::ProcurementCompleteRate
        | M::EnvironmentProjects
        | M::EnvironmentCompleteProjects
        | M::EnvironmentCompleteRate => &["project"],
        M::RequestsByTopic
        | M::RequestsTopicOnTime
        | M::RequestsTopicLate
        | M::RequestsTopicOverdue
        | M::RequestsTopicOnTimeRate => &["topic"],
        M::RequestsCompletionRate => &["replied_on", "closed_on"],
        M::RequestsRated | M::RequestsSatisfied | M::RequestsSatisfactionRate => &["satisfaction"],
        M::RequestsFeesYuan => &["fee_yuan"],
        M::RequestsFeesWaivedYuan => &["fee_waived_yuan"],
        _ => &[],
    }
}

/// Whether a figure depends on the end dates of requests: without them, all requests would seem to be
/// open.
pub(crate) fn needs_ends(metric: Metric) -> bool {
    use Metric as M;
    Log::of_key(metric.definition().key) == Some(Log::Requests)
        && !matches!(
            metric,
            M::RequestsReceived
                | M::RequestsExcluded
                | M::RequestsRepeated
                | M::RequestsReceivedEarlier
                | M::RequestsExtended
                | M::RequestsRated
                | M::RequestsSatisfied
                | M::RequestsSatisfactionRate
                | M::RequestsByChannel
                | M::RequestsByTopic
                | M::RequestsByDepartment
                | M::RequestsByMonth
                | M::RequestsFeesYuan
                | M::RequestsFeesWaivedYuan
                | M::RequestsTable
        )
}

/// The columns that decide whether a row counts toward `metric`, in display order.
///
/// Columns that name a person, hold contact data or free text must not be listed here.
pub(super) fn columns_shown(metric: Metric) -> &'static [&'static str] {
    use Metric as M;
    match metric {
        M::PublishedByCategory => &["id", "document_no", "published_on", "category"],
        M::PublishedByChannel | M::PublishedByChannelGroup => {
            &["id", "document_no", "published_on", "channel"]
        }
        M::PublishedByDepartment => &["id", "document_no", "published_on", "department"],
        M::PublishedWithMadeOn | M::PublishedTimely => {
            &["id", "document_no", "made_on", "published_on"]
        }
        M::PublishedReviewed => &[
            "id",
            "document_no",
            "published_on",
            "reviewed_by",
            "reviewed_on",
        ],
        M::ProcurementAwardYuan => &[
            "id",
            "project",
            "lot",
            "stage",
            "published_on",
            "award_yuan",
        ],
        M::ProcurementProjects | M::ProcurementCompleteProjects => {
            &["id", "project", "stage", "published_on", "budget_yuan"]
        }
        M::ProcurementTotal | M::ProcurementByStage | M::ProcurementByMonth => {
            &["id", "stage", "published_on"]
        }
        M::EnvironmentTotal | M::EnvironmentByKind | M::EnvironmentByMonth => {
            &["id", "kind", "published_on"]
        }
        M::EnvironmentProjects | M::EnvironmentCompleteProjects => {
            &["id", "project", "kind", "published_on"]
        }
        M::GuidesByGroup => &["id", "published_on", "withdrawn_on", "group"],
        M::GuidesByDepartment => &["id", "published_on", "withdrawn_on", "department"],
        M::GuidesTotal | M::GuidesComplete => &["id", "published_on", "withdrawn_on"],
        M::DocumentsIssued | M::DocumentsRepealed | M::DocumentsInForce => {
            &["id", "kind", "issued_on", "repealed_on", "status"]
        }
        M::Decisions => &["id", "kind", "decided_on"],
        M::Disputes => &["id", "kind", "route", "filed_on", "closed_on", "result"],
        _ if metric.definition().key.starts_with("requests.") => shown_of_requests(metric),
        _ => &["id", "document_no", "published_on"],
    }
}

/// Like [`columns_shown`], for a figure of requests.
fn shown_of_requests(metric: Metric) -> &'static [&'static str] {
    use Metric as M;
    match metric {
        M::RequestsReceived | M::RequestsExcluded | M::RequestsByMonth => {
            &["id", "kind", "received_on", "status"]
        }
        M::RequestsByChannel => &["id", "kind", "received_on", "channel"],
        M::RequestsByTopic => &["id", "kind", "received_on", "topic"],
        M::RequestsByDepartment => &["id", "kind", "received_on", "department"],
        M::RequestsRepeated => &["id", "kind", "received_on", "repeat_of"],
        M::RequestsFeesYuan => &["id", "kind", "received_on", "fee_yuan"],
        M::RequestsFeesWaivedYuan => &["id", "kind", "received_on", "fee_waived_yuan"],
        M::RequestsChannelOnTime | M::RequestsChannelLate | M::RequestsChannelOverdue => &[
            "id",
            "kind",
            "channel",
            "received_on",
            "replied_on",
            "closed_on",
        ],
        M::RequestsTopicOnTime | M::RequestsTopicLate | M::RequestsTopicOverdue => &[
            "id",
            "kind",
            "topic",
            "received_on",
            "replied_on",
            "closed_on",
        ],
        M::RequestsDepartmentOnTime | M::RequestsDepartmentLate | M::RequestsDepartmentOverdue => {
            &[
                "id",
                "kind",
                "department",
                "received_on",
                "replied_on",
                "closed_on",
            ]
        }
        M::RequestsRated | M::RequestsSatisfied => &[
            "id",
            "kind",
            "received_on",
            "replied_on",
            "closed_on",
            "satisfaction",
        ],
        M::RequestsByOutcome => &[
            "id",
            "kind",
            "received_on",
            "replied_on",
            "closed_on",
            "outcome",
        ],
        M::RequestsTable => &[
            "id",
            "kind",
            "received_on",
            "replied_on",
            "closed_on",
            "applicant",
            "outcome",
        ],
        M::RequestsExtended => &["id", "kind", "received_on", "extended_on", "extended_until"],
        _ => &["id", "kind", "received_on", "replied_on", "closed_on"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::Formula;
    use crate::logs::columns;

    #[test]
    fn what_decides_is_a_column_of_the_log() {
        for &metric in Metric::ALL {
            let key = metric.definition().key;
            let log = Log::ALL.iter().find(|log| key.starts_with(log.key()));
            // Derived figures are traced through the figures they are derived from.
            let is_counted = Formula::of(metric).numerator(metric) == [metric];
            let Some(&log) = log.filter(|_| is_counted) else {
                continue;
            };
            for column in columns_shown(metric) {
                let is_column = columns(log).iter().any(|known| known.key == *column);
                assert!(is_column, "{key}: {column}");
            }
        }
    }

    #[test]
    fn no_column_names_a_person_or_holds_free_text() {
        let private = ["title", "builder", "consulted", "url", "contact"];
        for &metric in Metric::ALL {
            assert!(
                columns_shown(metric)
                    .iter()
                    .all(|column| !private.contains(column)),
                "{metric:?}"
            );
        }
    }
}
