//! The logs that an office keeps, and the kinds of request.

/// The logs that an office may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Log {
    /// 主动公开台账: published items.
    Published,
    /// 政府采购: procurement notices.
    Procurement,
    /// 环境信息: environmental notices.
    Environment,
    /// 申请与诉求登记: requests of both kinds.
    Requests,
    /// 办事指南: guides.
    Guides,
    /// 规范性文件: regulations and normative documents.
    Documents,
    /// 行政执法决定: administrative decisions.
    Decisions,
    /// 复议诉讼: reviews and lawsuits over the disclosure of information.
    Disputes,
    /// 办理事项: steps taken on requests, several events per request. This log has no figures of its own.
    Events,
}

impl Log {
    /// Every log, in the order in which they are read.
    pub const ALL: &'static [Log] = &[
        Log::Published,
        Log::Procurement,
        Log::Environment,
        Log::Requests,
        Log::Guides,
        Log::Documents,
        Log::Decisions,
        Log::Disputes,
        Log::Events,
    ];

    /// The name of the log in `report.toml` and in keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Procurement => "procurement",
            Self::Environment => "environment",
            Self::Requests => "requests",
            Self::Guides => "guides",
            Self::Documents => "documents",
            Self::Decisions => "decisions",
            Self::Disputes => "disputes",
            Self::Events => "events",
        }
    }

    /// The log that the figures with this key are counted from; `None` for figures that are only declared.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let first = key.split('.').next()?;
        Self::ALL.iter().copied().find(|log| log.key() == first)
    }

    /// Default file name of the log, used if `report.toml` names no file.
    #[must_use]
    pub fn default_file(self) -> &'static str {
        match self {
            Self::Published => "published.csv",
            Self::Procurement => "procurement.csv",
            Self::Environment => "environment.csv",
            Self::Requests => "requests.csv",
            Self::Guides => "guides.csv",
            Self::Documents => "documents.csv",
            Self::Decisions => "decisions.csv",
            Self::Disputes => "disputes.csv",
            Self::Events => "events.csv",
        }
    }
}

/// The two kinds of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RequestKind {
    /// 公众诉求: a citizen's request through 12345, a mailbox or a spokesperson.
    #[default]
    Service,
    /// 依申请公开: a request for the disclosure of information.
    Disclosure,
}

impl RequestKind {
    /// Both kinds.
    pub const ALL: [RequestKind; 2] = [RequestKind::Service, RequestKind::Disclosure];

    /// The code of the kind, as used in keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Disclosure => "disclosure",
        }
    }
}
