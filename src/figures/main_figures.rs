//! The most important figures of a year.

use crate::vocabulary::Metric;

/// The main figures of one area of work. They are shown together or not at all.
#[derive(Debug, Clone, Copy)]
pub struct MainFigures {
    /// The name of the area.
    pub name: &'static str,
    /// The figures, by metric and labels.
    pub figures: &'static [(Metric, &'static [&'static str])],
}

/// The main figures of all areas, in the order of a report.
pub const MAIN_FIGURES: &[MainFigures] = &[
    MainFigures {
        name: "主动公开",
        figures: &[(Metric::PublishedTotal, &[])],
    },
    MainFigures {
        name: "政府采购",
        figures: &[(Metric::ProcurementTotal, &[])],
    },
    MainFigures {
        name: "环境信息",
        figures: &[(Metric::EnvironmentTotal, &[])],
    },
    MainFigures {
        name: "公众诉求",
        figures: &[
            (Metric::RequestsReceived, &["service"]),
            (Metric::RequestsReplied, &["service"]),
            (Metric::RequestsOnTimeRate, &["service"]),
        ],
    },
    MainFigures {
        name: "依申请公开",
        figures: &[
            (Metric::RequestsReceived, &["disclosure"]),
            (Metric::RequestsCarriedIn, &["disclosure"]),
            (Metric::RequestsReplied, &["disclosure"]),
            (Metric::RequestsOnTimeRate, &["disclosure"]),
            (Metric::RequestsCarriedOut, &["disclosure"]),
        ],
    },
    MainFigures {
        name: "办事指南",
        figures: &[(Metric::GuidesTotal, &[])],
    },
    MainFigures {
        name: "规章和规范性文件",
        figures: &[
            (Metric::DocumentsInForce, &["regulation"]),
            (Metric::DocumentsIssued, &["normative"]),
            (Metric::DocumentsInForce, &["normative"]),
        ],
    },
    MainFigures {
        name: "行政执法决定",
        figures: &[
            (Metric::Decisions, &["licence"]),
            (Metric::Decisions, &["penalty"]),
            (Metric::Decisions, &["coercion"]),
        ],
    },
    MainFigures {
        name: "复议诉讼",
        figures: &[
            (Metric::Disputes, &["review", "total"]),
            (Metric::Disputes, &["direct", "total"]),
            (Metric::Disputes, &["after_review", "total"]),
        ],
    },
    MainFigures {
        name: "行政事业性收费",
        figures: &[(Metric::FeesAdministrativeYuan, &[])],
    },
];
