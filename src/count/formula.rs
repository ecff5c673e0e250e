//! How each figure is derived from the counts: one table for deriving, tracing and explaining.

use crate::vocabulary::Metric;

/// How a figure is computed. All parts have the labels of the figure itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// A count or sum under the figure's own key.
    Counted,
    /// A count over the calendar days of the period.
    PerDay(Metric),
    /// A count over the working days of the period.
    PerWorkingDay(Metric),
    /// A share of a whole.
    Share {
        /// The part.
        part: Metric,
        /// The whole, as the sum of these.
        whole: &'static [Metric],
    },
    /// The number of days within which `percent` of the cases lie, by nearest rank.
    Percentile {
        /// The histogram.
        of: Metric,
        /// In percent.
        percent: u64,
    },
    /// The mean of a histogram.
    Mean {
        /// The histogram.
        of: Metric,
    },
    /// The longest run of days without a publication.
    LongestGap,
    /// A declared figure, a target, or its comparison with the actual figure. It is not computed from a
    /// log.
    Configured,
}

impl Formula {
    /// The formula of a figure.
    #[must_use]
    pub fn of(metric: Metric) -> Self {
        use Metric as M;
        let share = |part, whole| Self::Share { part, whole };
        let percentile = |of, percent| Self::Percentile { of, percent };
        match metric {
            M::PublishedTimelyRate => share(M::PublishedTimely, &[M::PublishedWithMadeOn]),
            M::PublishedReviewedRate => share(M::PublishedReviewed, &[M::PublishedTotal]),
            M::ProcurementCompleteRate => {
                share(M::ProcurementCompleteProjects, &[M::ProcurementProjects])
            }
            M::EnvironmentCompleteRate => {
                share(M::EnvironmentCompleteProjects, &[M::EnvironmentProjects])
            }
            M::GuidesCompleteRate => share(M::GuidesComplete, &[M::GuidesTotal]),
            M::RequestsOnTimeRate => share(
                M::RequestsOnTime,
                &[M::RequestsOnTime, M::RequestsLate, M::RequestsOverdue],
            ),
            M::RequestsOnTimeRateReplied => {
                share(M::RequestsOnTime, &[M::RequestsOnTime, M::RequestsLate])
            }
            M::RequestsChannelOnTimeRate => share(
                M::RequestsChannelOnTime,
                &[
                    M::RequestsChannelOnTime,
                    M::RequestsChannelLate,
                    M::RequestsChannelOverdue,
                ],
            ),
            M::RequestsTopicOnTimeRate => share(
                M::RequestsTopicOnTime,
                &[
                    M::RequestsTopicOnTime,
                    M::RequestsTopicLate,
                    M::RequestsTopicOverdue,
                ],
            ),
            M::RequestsDepartmentOnTimeRate => share(
                M::RequestsDepartmentOnTime,
                &[
                    M::RequestsDepartmentOnTime,
                    M::RequestsDepartmentLate,
                    M::RequestsDepartmentOverdue,
                ],
            ),
            M::RequestsCompletionRate => share(M::RequestsReceivedReplied, &[M::RequestsReceived]),
            M::RequestsSatisfactionRate => share(M::RequestsSatisfied, &[M::RequestsRated]),
            M::RequestsDaysMedian => percentile(M::RequestsDaysHistogram, 50),
            M::RequestsDaysP90 => percentile(M::RequestsDaysHistogram, 90),
            M::RequestsDaysMax => percentile(M::RequestsDaysHistogram, 100),
            M::RequestsNetDaysMedian => percentile(M::RequestsNetDaysHistogram, 50),
            M::RequestsNetDaysP90 => percentile(M::RequestsNetDaysHistogram, 90),
            M::RequestsNetDaysMax => percentile(M::RequestsNetDaysHistogram, 100),
            M::RequestsDaysMean => Self::Mean {
                of: M::RequestsDaysHistogram,
            },
            M::RequestsNetDaysMean => Self::Mean {
                of: M::RequestsNetDaysHistogram,
            },
            M::PublishedLongestGapDays => Self::LongestGap,
            M::FeesAdministrativeYuan | M::TargetGoal | M::TargetActual | M::TargetMet => {
                Self::Configured
            }
            _ => Self::per_day(metric).unwrap_or(Self::Counted),
        }
    }

    /// The formula of `LOG.per_day` and `LOG.per_working_day`, by their keys.
    fn per_day(metric: Metric) -> Option<Self> {
        let (log, name) = metric.definition().key.split_once('.')?;
        let formula = match name {
            "per_day" => Self::PerDay,
            "per_working_day" => Self::PerWorkingDay,
            _ => return None,
        };
        let is_its_total = |other: &Metric| {
            let other = other.definition().key.split_once('.');
            other == Some((log, "total"))
        };
        Metric::ALL.iter().copied().find(is_its_total).map(formula)
    }

    /// The keys whose counts form the numerator; for a count that is `metric` itself.
    #[must_use]
    pub fn numerator(self, metric: Metric) -> Vec<Metric> {
        match self {
            Self::Counted | Self::LongestGap => vec![metric],
            Self::PerDay(of)
            | Self::PerWorkingDay(of)
            | Self::Percentile { of, .. }
            | Self::Mean { of } => vec![of],
            Self::Share { part, .. } => vec![part],
            Self::Configured => Vec::new(),
        }
    }

    /// The keys whose counts form the denominator. `None` if it does not consist of rows of a log.
    #[must_use]
    pub fn denominator(self) -> Option<Vec<Metric>> {
        match self {
            Self::Share { whole, .. } => Some(whole.to_vec()),
            Self::Mean { of } => Some(vec![of]),
            _ => None,
        }
    }
}
