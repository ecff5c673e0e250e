//! The logs that an office keeps, and the kinds of request.

use crate::language::Bilingual;

/// What is known about a log without its columns. Those stand in the log's file in `logs`.
#[derive(Debug)]
pub struct LogDefinition {
    /// Its name in `report.toml` and in keys.
    pub key: &'static str,
    /// Default file name, used if `report.toml` names no file.
    pub default_file: &'static str,
    /// Its name, and the heading of its figures.
    pub name: Bilingual,
    /// Its sheet in the workbook of empty logs, and its name among the columns in Chinese.
    pub sheet: &'static str,
    /// What its rows are, in English.
    pub rows: &'static str,
    /// Words in the name of a file or sheet that identify the log.
    pub names: &'static [&'static str],
    /// The kinds of its records that such a name may state, in words of the column `kind`, each with the
    /// words of the name.
    pub kinds: &'static [(&'static str, &'static [&'static str])],
    /// The columns that a trace shows for each of its figures, unless the figure says otherwise.
    pub shown: &'static [&'static str],
    /// Whether its rows are records of their own. False for events, which are read with the requests.
    pub is_counted: bool,
}

macro_rules! logs {
    ($(#[$doc:meta] $log:ident $key:literal { $($field:tt)* })*) => {
        /// The logs that an office may keep.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Log {
            $(#[$doc] $log,)*
        }

        impl Log {
            /// Every log, in the order in which they are read.
            pub const ALL: &'static [Log] = &[$(Log::$log,)*];
        }

        static DEFINITIONS: &[LogDefinition] = &[$(LogDefinition {
            key: $key,
            default_file: concat!($key, ".csv"),
            $($field)*
        },)*];
    };
}

logs! {
    /// 主动公开台账: published items.
    Published "published" {
        name: Bilingual { zh: "主动公开", en: "Published information" },
        sheet: "主动公开",
        rows: "information published without a request",
        names: &["published", "主动公开", "公开", "发布"],
        kinds: &[],
        shown: &["id", "document_no", "published_on"],
        is_counted: true,
    }

    /// 政府采购: procurement notices.
    Procurement "procurement" {
        name: Bilingual { zh: "政府采购", en: "Procurement notices" },
        sheet: "政府采购",
        rows: "procurement notices",
        names: &["procurement", "采购", "招标", "招投标"],
        kinds: &[],
        shown: &["id", "stage", "published_on"],
        is_counted: true,
    }

    /// 环境信息: environmental notices.
    Environment "environment" {
        name: Bilingual { zh: "环境信息", en: "Environmental notices" },
        sheet: "环境信息",
        rows: "environmental notices",
        names: &["environment", "环评", "环境", "环保"],
        kinds: &[],
        shown: &["id", "kind", "published_on"],
        is_counted: true,
    }

    /// 申请与诉求登记: requests of both kinds.
    Requests "requests" {
        name: Bilingual { zh: "申请与诉求", en: "Requests" },
        sheet: "申请与诉求",
        rows: "service and disclosure requests",
        names: &[
            "request", "申请", "诉求", "工单", "信件", "信箱", "来信", "留言", "12345", "热线",
        ],
        kinds: &[],
        shown: &["id", "kind", "received_on", "replied_on", "closed_on"],
        is_counted: true,
    }

    /// 办事指南: guides.
    Guides "guides" {
        name: Bilingual { zh: "办事指南", en: "Guides" },
        sheet: "办事指南",
        rows: "guides to services",
        names: &["guide", "指南", "办事"],
        kinds: &[],
        shown: &["id", "published_on", "withdrawn_on"],
        is_counted: true,
    }

    /// 规范性文件: regulations and normative documents.
    Documents "documents" {
        name: Bilingual { zh: "规范性文件", en: "Normative documents" },
        sheet: "规范性文件",
        rows: "regulations and normative documents",
        names: &["document", "规范性文件", "规章"],
        kinds: &[
            ("行政规范性文件", &["规范性文件"]),
            ("规章", &["规章"]),
        ],
        shown: &["id", "kind", "issued_on", "repealed_on", "status"],
        is_counted: true,
    }

    /// 行政执法决定: administrative decisions.
    Decisions "decisions" {
        name: Bilingual { zh: "行政执法决定", en: "Administrative decisions" },
        sheet: "行政决定",
        rows: "administrative decisions",
        names: &["decision", "行政执法", "行政许可", "行政处罚", "执法决定"],
        kinds: &[
            ("行政许可", &["许可"]),
            ("行政处罚", &["处罚"]),
            ("行政强制", &["强制"]),
        ],
        shown: &["id", "kind", "decided_on"],
        is_counted: true,
    }

    /// 复议诉讼: reviews and lawsuits over the disclosure of information.
    Disputes "disputes" {
        name: Bilingual { zh: "复议诉讼", en: "Reviews and lawsuits" },
        sheet: "复议诉讼",
        rows: "reviews and lawsuits",
        names: &["dispute", "复议", "诉讼"],
        kinds: &[
            ("行政复议", &["复议"]),
            ("行政诉讼", &["诉讼", "应诉"]),
        ],
        shown: &["id", "kind", "route", "filed_on", "closed_on", "result"],
        is_counted: true,
    }

    /// 办理事项: steps taken on requests, several events per request. This log has no figures of its own.
    Events "events" {
        name: Bilingual { zh: "办理事项", en: "Events" },
        sheet: "办理事项",
        rows: "steps taken on requests, several for a request",
        names: &["event", "流转", "环节", "办理过程", "事项记录"],
        kinds: &[],
        shown: &[],
        is_counted: false,
    }
}

impl Log {
    /// The logs in the order in which a file name is searched for their words: those of the last ones are
    /// in the names of many logs.
    pub const BY_NAME: &'static [Log] = &[
        Log::Disputes,
        Log::Decisions,
        Log::Documents,
        Log::Procurement,
        Log::Environment,
        Log::Requests,
        Log::Events,
        Log::Guides,
        Log::Published,
    ];

    /// What is known about the log.
    #[must_use]
    pub fn definition(self) -> &'static LogDefinition {
        &DEFINITIONS[self as usize]
    }

    /// The name of the log in `report.toml` and in keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.definition().key
    }

    /// The log with this key.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|log| log.key() == key)
    }

    /// The log that the figures with this key are counted from; `None` for figures that are only declared.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::named(key.split('.').next()?)
    }

    /// Default file name of the log, used if `report.toml` names no file.
    #[must_use]
    pub fn default_file(self) -> &'static str {
        self.definition().default_file
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_is_searched_for_each_log() {
        let searched: BTreeSet<Log> = Log::BY_NAME.iter().copied().collect();
        assert_eq!(searched.into_iter().collect::<Vec<_>>(), Log::ALL);
    }
}
