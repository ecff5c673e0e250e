//! Words that mean the same: headers and values as offices write them, from `synonyms.toml`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::columns::{Column, Header, folded};
use crate::project;
use crate::record::Log;
use crate::vocabulary::{
    APPLICANTS, CHANNEL_GROUPS, Code, DECISION_KINDS, DISPUTE_KINDS, DISPUTE_RESULTS,
    DISPUTE_ROUTES, DOCUMENT_KINDS, ENVIRONMENT_KINDS, OUTCOMES, REQUEST_KINDS, STAGES, STATUSES,
    TOPICS,
};

/// The file as it is written.
#[derive(Deserialize)]
struct Written {
    headers: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    totals: Vec<String>,
    other_headers: Vec<String>,
    channels: Channels,
}

/// Channels of publication whose name as a whole is no known word.
#[derive(Deserialize)]
struct Channels {
    /// Words that say nothing for certain of the group.
    unclear: Vec<String>,
    /// The last words of a name, by group.
    endings: BTreeMap<String, Vec<String>>,
}

/// The file as it is asked.
struct Synonyms {
    /// For each log, by folded header, the key of the column it means.
    columns: HashMap<Log, HashMap<String, &'static str>>,
    /// For each log and column, the headers as they are written.
    headers: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    values: BTreeMap<String, Values>,
    totals: Vec<String>,
    other_headers: Vec<String>,
    channels: Channels,
}

/// Folded words of a list with the code each stands for, from the longest to the shortest.
#[derive(Debug, Default)]
struct Values(Vec<(String, String)>);

impl Values {
    fn new(words: impl Iterator<Item = (String, String)>) -> Self {
        let mut words: Vec<(String, String)> =
            words.map(|(word, code)| (folded(&word), code)).collect();
        // Of words that are folded to one the last counts.
        words.reverse();
        words.sort_by(|(one, _), (other, _)| longest_first(one, other));
        words.dedup_by(|(one, _), (other, _)| one == other);
        Self(words)
    }

    /// The code of a word.
    fn code_of(&self, word: &str) -> Option<&str> {
        let find = |word: &str| {
            let place = |(known, _): &(String, String)| longest_first(known, word);
            self.0.binary_search_by(place).ok()
        };
        // Most words stand in the table as they are written; folding costs an allocation.
        let found = find(word).or_else(|| find(&folded(word)))?;
        Some(&self.0[found].1)
    }

    /// The longest word that ends a folded title, and its code.
    fn ending(&self, title: &str) -> Option<(&str, &str)> {
        let ending = |(word, _): &&(String, String)| title.ends_with(word.as_str());
        let (word, code) = self.0.iter().find(ending)?;
        Some((word, code))
    }
}

fn longest_first(one: &str, other: &str) -> Ordering {
    let by_length = other.len().cmp(&one.len());
    by_length.then_with(|| one.cmp(other))
}

static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| {
    let written: Written = toml::from_str(include_str!("synonyms.toml"))
        .expect("the shipped table is read by a test before it is shipped");
    let columns = Log::ALL.iter().map(|&log| {
        let of_column = |column: &'static Column| {
            let words = written.headers.get(log.key());
            let words = words.and_then(|words| words.get(column.key));
            let words = words.into_iter().flatten().map(String::as_str);
            let words = words.chain([column.key, column.header]);
            words.map(|word| (Header::new(word).name, column.key))
        };
        let columns = super::columns(log).iter().flat_map(of_column);
        (log, columns.collect())
    });
    let values = written.values.into_iter().map(|(list, codes)| {
        let words = codes
            .into_iter()
            .flat_map(|(code, words)| words.into_iter().map(move |word| (word, code.clone())));
        (list, Values::new(words))
    });
    let mut channels = written.channels;
    for words in channels.endings.values_mut() {
        for word in words {
            *word = folded(word);
        }
    }
    Synonyms {
        columns: columns.collect(),
        values: values.collect(),
        headers: written.headers,
        totals: written.totals,
        channels,
        other_headers: written.other_headers,
    }
});

/// The key of the column of `log` that a header means, given the name of the header.
pub(super) fn column_meant(log: Log, name: &str) -> Option<&'static str> {
    SYNONYMS.columns.get(&log)?.get(name).copied()
}

/// The headers that mean a column, beside its usual one.
pub(super) fn headers_of(log: Log, column: &Column) -> impl Iterator<Item = &'static str> {
    let headers = SYNONYMS.headers.get(log.key());
    let headers = headers.and_then(|columns| columns.get(column.key));
    headers.into_iter().flatten().map(String::as_str)
}

/// Whether a header is known to mean no column of any log, given its name.
pub(super) fn is_other_header(name: &str) -> bool {
    SYNONYMS.other_headers.iter().any(|other| other == name)
}

/// Whether the folded text of a cell calls its row a total: `合计`, `本月小计:`, `2017年共计636条`.
pub(super) fn is_total(folded: &str) -> bool {
    const LONGEST_PERIOD: usize = 6;
    let counted = |c: char| c.is_ascii_digit() || ":.,()条件项个元万".contains(c);
    let text = folded.trim_end_matches(counted);
    let period = SYNONYMS
        .totals
        .iter()
        .find_map(|word| text.strip_suffix(word.as_str()));
    period.is_some_and(|period| period.chars().count() <= LONGEST_PERIOD)
}

/// A list of words for codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    name: &'static str,
    /// The codes the words stand for.
    pub(super) codes: &'static [Code],
}

/// Kinds of request.
pub(super) const REQUEST_KIND: List = List {
    name: "request_kind",
    codes: REQUEST_KINDS,
};
/// Stages of a procurement notice.
pub(super) const STAGE: List = List {
    name: "stage",
    codes: STAGES,
};
/// Kinds of environmental notice.
pub(super) const ENVIRONMENT_KIND: List = List {
    name: "environment_kind",
    codes: ENVIRONMENT_KINDS,
};
/// Topics of a request.
pub(super) const TOPIC: List = List {
    name: "topic",
    codes: TOPICS,
};
/// Kinds of applicant.
pub(super) const APPLICANT: List = List {
    name: "applicant",
    codes: APPLICANTS,
};
/// Outcomes of a disclosure request.
pub(super) const OUTCOME: List = List {
    name: "outcome",
    codes: OUTCOMES,
};
/// Kinds of normative document.
pub(super) const DOCUMENT_KIND: List = List {
    name: "document_kind",
    codes: DOCUMENT_KINDS,
};
/// Kinds of administrative decision.
pub(super) const DECISION_KIND: List = List {
    name: "decision_kind",
    codes: DECISION_KINDS,
};
/// Kinds of dispute.
pub(super) const DISPUTE_KIND: List = List {
    name: "dispute_kind",
    codes: DISPUTE_KINDS,
};
/// Routes of a lawsuit.
pub(super) const DISPUTE_ROUTE: List = List {
    name: "dispute_route",
    codes: DISPUTE_ROUTES.split_at(1).1,
};
/// Results of a dispute.
pub(super) const DISPUTE_RESULT: List = List {
    name: "dispute_result",
    codes: DISPUTE_RESULTS,
};
const CHANNEL_GROUP: List = List {
    name: "channel_group",
    codes: CHANNEL_GROUPS,
};

/// What the status of a service request says of its counting.
const STATUS: List = List {
    name: "status",
    codes: STATUSES,
};

impl List {
    /// The code `word` stands for: the code itself, one of its names, or a synonym.
    fn code_of(self, word: &str) -> Option<&'static str> {
        let is_name = |code: &&Code| word == code.code || word == code.name.zh;
        if let Some(code) = self.codes.iter().find(is_name) {
            return Some(code.code);
        }
        let words = SYNONYMS.values.get(self.name)?;
        let named = |word: &str| self.code_named(words.code_of(word)?);
        named(word).or_else(|| {
            let word = folded(word);
            let bare = without_number(&word);
            let is_name = |code: &&Code| folded(code.name.zh) == bare;
            let by_name = || self.codes.iter().find(is_name).map(|code| code.code);
            named(bare).or_else(by_name)
        })
    }

    fn code_named(self, name: &str) -> Option<&'static str> {
        self.codes
            .iter()
            .map(|code| code.code)
            .find(|code| *code == name)
    }

    /// The usual words of the list, for hints.
    pub(super) fn words(self) -> Vec<&'static str> {
        self.codes.iter().map(|code| code.name.zh).collect()
    }
}

/// A folded label of a statutory form without its number: `(一)`, `1.`, `1、`.
fn without_number(label: &str) -> &str {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bracketed = label.strip_prefix('(').and_then(|rest| {
        let rest = rest.trim_start_matches(is_numeral);
        rest.strip_prefix(')')
    });
    let rest = label.trim_start_matches(is_numeral);
    let listed = rest.strip_prefix(['.', '、']).filter(|_| rest != label);
    bracketed
        .or(listed)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(label)
}

/// The words for codes that the program knows, and those the office added in `report.toml`.
#[derive(Debug, Default)]
pub struct Words {
    office: HashMap<&'static str, Values>,
}

impl Words {
    /// The known words, and the office's own.
    #[must_use]
    pub fn new(office: &project::Values) -> Self {
        let of_list = |words: &BTreeMap<String, &'static str>| {
            Values::new(
                words
                    .iter()
                    .map(|(word, &code)| (word.clone(), code.to_owned())),
            )
        };
        let added = office.iter().filter(|(_, words)| !words.is_empty());
        Self {
            office: added.map(|(&list, words)| (list, of_list(words))).collect(),
        }
    }

    /// The code `word` stands for in a list; what the office says goes first.
    pub(super) fn code_of(&self, list: List, word: &str) -> Option<&'static str> {
        let office = self.office.get(list.name);
        let office = office.and_then(|words| list.code_named(words.code_of(word)?));
        office
            .or_else(|| list.code_of(word))
            .or_else(|| self.of_several_results(list, word))
    }

    /// The outcome of a request with several results in one cell, `①公开②不存在`: partly granted where one
    /// of them grants and another does not. None where the results alone do not decide it.
    fn of_several_results(&self, list: List, cell: &str) -> Option<&'static str> {
        const GRANTS: [&str; 3] = ["granted", "already_public", "partly_granted"];
        if list != OUTCOME {
            return None;
        }
        let folded = folded(cell);
        let is_between = |c: char| c.is_ascii_digit() || ".、;,()".contains(c);
        let results = folded.split(is_between).filter(|result| !result.is_empty());
        let results: Vec<&str> = results.collect();
        if results.len() < 2 {
            return None;
        }
        let codes = results.iter().map(|result| self.code_of(list, result));
        let codes = codes.collect::<Option<Vec<&str>>>()?;
        let granted = codes.iter().filter(|code| GRANTS.contains(code)).count();
        if codes.iter().all(|code| *code == codes[0]) {
            list.code_named(codes[0])
        } else if (1..codes.len()).contains(&granted) {
            list.code_named("partly_granted")
        } else {
            None
        }
    }

    /// The code whose longest word ends `title`, brackets at its end left aside.
    pub(super) fn code_ending(&self, list: List, title: &str) -> Option<&'static str> {
        let mut title = folded(title);
        while let Some(open) = title.ends_with(')').then(|| title.rfind('(')).flatten() {
            title.truncate(open);
        }
        let of_office = self.office.get(list.name);
        let both = of_office.into_iter().chain(SYNONYMS.values.get(list.name));
        let endings = both.filter_map(|words| words.ending(&title));
        // Of two words of one length the office's own counts.
        let longest = endings.reduce(|office, known| {
            if known.0.len() > office.0.len() {
                known
            } else {
                office
            }
        });
        list.code_named(longest?.1)
    }

    /// Whether a request with this status went to somebody else and is not counted.
    pub(super) fn is_excluded(&self, status: &str) -> bool {
        self.code_of(STATUS, status).is_some()
    }

    /// The code of the group a publication channel counts in; `other` where its name decides none.
    #[must_use]
    pub fn channel_group(&self, channel: &str) -> &'static str {
        match self.channel(channel) {
            Channel::Of(group) => group,
            Channel::Unclear | Channel::Unknown => "other",
        }
    }

    /// What the name of a publication channel says of its group.
    #[must_use]
    pub fn channel(&self, channel: &str) -> Channel {
        if let Some(group) = self.code_of(CHANNEL_GROUP, channel) {
            return Channel::Of(group);
        }
        let folded = folded(channel);
        let Channels { unclear, endings } = &SYNONYMS.channels;
        if unclear.iter().any(|word| folded.contains(word.as_str())) {
            return Channel::Unclear;
        }
        let name = without_account(&folded);
        let groups_where = |is_so: &dyn Fn(&String) -> bool| {
            let groups = endings
                .iter()
                .filter(|(_, words)| words.iter().any(is_so))
                .filter_map(|(group, _)| CHANNEL_GROUP.code_named(group));
            groups.collect::<Vec<&'static str>>()
        };
        let ends = groups_where(&|word| name.ends_with(word.as_str()));
        let holds = groups_where(&|word| name.contains(word.as_str()));
        match (&ends[..], &holds[..]) {
            // The site of a gazette is a site: 公报网站.
            ([group], [_]) | ([group @ "website"], ["gazette", "website"]) => Channel::Of(group),
            ([_], _) => Channel::Unclear,
            _ => Channel::Unknown,
        }
    }
}

/// What the name of a publication channel says of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// It is in this one.
    Of(&'static str),
    /// It may be in one of several.
    Unclear,
    /// Nothing.
    Unknown,
}

/// The folded name of a channel without what it is called there: `微信公众号(清溪水务)`,
/// `微信公众号“清溪水务”`, `微信公众号:清溪水务`.
fn without_account(name: &str) -> &str {
    const BRACKETS: [(char, char); 5] = [
        ('(', ')'),
        ('“', '”'),
        ('《', '》'),
        ('【', '】'),
        ('「', '」'),
    ];
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    let bracketed = BRACKETS.into_iter().find_map(|(open, close)| {
        let inner = name.strip_suffix(close)?;
        Some(&name[..inner.rfind(open)?])
    });
    bracketed.filter(|name| !name.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_listed_column_and_code_exists() {
        let written: Written = toml::from_str(include_str!("synonyms.toml")).unwrap();
        for (log, columns) in &written.headers {
            let log = *Log::ALL.iter().find(|known| known.key() == log).unwrap();
            for key in columns.keys() {
                assert!(
                    super::super::columns(log)
                        .iter()
                        .any(|column| column.key == key),
                    "{key}"
                );
            }
        }
        let lists = [
            REQUEST_KIND,
            STAGE,
            ENVIRONMENT_KIND,
            TOPIC,
            STATUS,
            CHANNEL_GROUP,
            APPLICANT,
            OUTCOME,
            DOCUMENT_KIND,
            DECISION_KIND,
            DISPUTE_KIND,
            DISPUTE_ROUTE,
            DISPUTE_RESULT,
        ];
        for list in lists {
            for code in written.values[list.name].keys() {
                assert!(list.code_named(code).is_some(), "{code}");
            }
        }
        assert_eq!(written.values.len(), lists.len());
    }

    #[test]
    fn no_header_means_two_columns_and_no_word_two_codes() {
        let written: Written = toml::from_str(include_str!("synonyms.toml")).unwrap();
        for (log, columns) in &written.headers {
            let log = *Log::ALL.iter().find(|known| known.key() == log).unwrap();
            for (key, words) in columns {
                for word in words {
                    let name = Header::new(word).name;
                    assert_eq!(column_meant(log, &name), Some(&**key), "{word}");
                }
            }
            for column in super::super::columns(log) {
                let name = Header::new(column.header).name;
                assert_eq!(column_meant(log, &name), Some(column.key));
            }
        }
        for codes in written.values.values() {
            let words: Vec<_> = codes.values().flatten().collect();
            let distinct: BTreeSet<_> = words.iter().map(|word| folded(word)).collect();
            assert_eq!(words.len(), distinct.len());
        }
    }

    #[test]
    fn a_stage_is_read_from_the_end_of_a_title() {
        for (title, stage) in [
            ("道路绿化养护项目公开招标公告", Some("invite")),
            ("道路绿化养护项目公开招标公告更正公告", Some("correction")),
            ("道路绿化养护项目中标结果公告（第二次）", Some("result")),
            ("道路绿化养护项目验收结果公告", Some("acceptance")),
            ("道路绿化养护项目", None),
        ] {
            assert_eq!(Words::default().code_ending(STAGE, title), stage, "{title}");
        }
    }

    #[test]
    fn every_list_can_be_added_to_in_report_toml() {
        let lists = SYNONYMS.values.keys();
        let settings = lists.map(|list| format!("[logs.values.{list}]\n"));
        let settings: String = settings.collect();
        let text = format!("[office]\nname = \"某局\"\n{settings}");
        let project = project::read(&text, |_| Vec::new()).unwrap();
        assert_eq!(project.values.len(), SYNONYMS.values.len());
    }

    #[test]
    fn a_total_says_so() {
        for text in ["合计", "小计:", "2017年合计", "本年共计636条", "合计(万元)"] {
            assert!(is_total(text), "{text}");
        }
        for text in ["", "共计划", "总计划", "固定资产投资项目合计", "合计划"] {
            assert!(!is_total(text), "{text}");
        }
    }

    #[test]
    fn channels_fall_into_groups() {
        let words = Words::default();
        assert_eq!(words.channel_group("微信公众号"), "wechat");
        assert_eq!(words.channel_group("门户 网站"), "website");
        assert_eq!(words.channel_group("宣传栏"), "other");
    }

    #[test]
    fn channels_by_ending() {
        let words = Words::default();
        for (name, group) in [
            ("管委会网站", Channel::Of("website")),
            ("局网站", Channel::Of("website")),
            ("本局官网", Channel::Of("website")),
            ("县政府门户网站", Channel::Of("website")),
            ("县政府门户网站（www.qx.gov.cn）", Channel::Of("website")),
            ("市政府门户", Channel::Of("website")),
            ("公报网站", Channel::Of("website")),
            ("市政府公报", Channel::Of("gazette")),
            ("公众号", Channel::Of("wechat")),
            ("微信公众号“清溪水务”", Channel::Of("wechat")),
            ("微信公众号：清溪水务", Channel::Of("wechat")),
            ("“清溪水务”微信公众号", Channel::Of("wechat")),
            ("水务局微博", Channel::Of("weibo")),
            ("新浪Weibo", Channel::Of("weibo")),
            ("WeChat", Channel::Of("wechat")),
            ("官方 wechat", Channel::Of("wechat")),
            ("宣传栏", Channel::Of("other")),
            ("江苏政府采购网", Channel::Unclear),
            ("市公共资源交易网", Channel::Unclear),
            ("政务服务网", Channel::Unclear),
            ("信用中国（江苏）", Channel::Unclear),
            ("微博微信", Channel::Unclear),
            ("官网和公众号", Channel::Unclear),
            ("视频号", Channel::Unknown),
            ("微信视频号", Channel::Unknown),
            ("抖音", Channel::Unknown),
            ("今日头条", Channel::Unknown),
            ("政务APP", Channel::Unknown),
            ("WeChat小程序", Channel::Unknown),
            ("“清溪水务”", Channel::Unknown),
        ] {
            assert_eq!(words.channel(name), group, "{name}");
        }
    }

    #[test]
    fn channel_endings_name_groups() {
        for group in SYNONYMS.channels.endings.keys() {
            assert!(CHANNEL_GROUP.code_named(group).is_some(), "{group}");
        }
    }

    #[test]
    fn the_offices_words_are_added_and_go_first() {
        let words = |words: &[(&str, &'static str)]| {
            words
                .iter()
                .map(|&(word, code)| (word.to_owned(), code))
                .collect()
        };
        let office = Words::new(&BTreeMap::from([
            (
                "stage",
                words(&[("遴选文件公告", "before"), ("采购公告", "before")]),
            ),
            ("channel_group", words(&[("开发区发布", "wechat")])),
            ("status", words(&[("移交", "excluded")])),
        ]));
        assert_eq!(office.code_of(STAGE, "遴选 文件公告"), Some("before"));
        assert_eq!(office.code_of(STAGE, "采购公告"), Some("before"));
        assert_eq!(office.code_of(STAGE, "招标公告"), Some("invite"));
        assert_eq!(
            office.code_ending(STAGE, "监理遴选文件公告"),
            Some("before")
        );
        assert_eq!(
            office.code_ending(STAGE, "监理询价采购公告"),
            Some("invite")
        );
        assert_eq!(office.channel_group("开发区发布"), "wechat");
        assert!(office.is_excluded("移交") && office.is_excluded("退单"));
        assert!(!office.is_excluded("已办结"));
    }

    #[test]
    fn official_labels_are_read_with_and_without_their_number() {
        for (word, code) in [
            ("（一）予以公开", Some("granted")),
            ("予以公开", Some("granted")),
            ("同意公开", Some("granted")),
            (
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                Some("partly_granted"),
            ),
            ("1.属于国家秘密", Some("refused.state_secret")),
            ("1、属于国家秘密", Some("refused.state_secret")),
            ("3.危及“三安全一稳定”", Some("refused.safety_and_stability")),
            ("危及\"三安全一稳定\"", Some("refused.safety_and_stability")),
            ("本机关不掌握", Some("unavailable.not_held")),
            ("refused.state_secret", Some("refused.state_secret")),
            ("3.其他", Some("other.rest")),
            ("申请信息不存在数", Some("nonexistent")),
            ("不予公开", None),
            ("无法提供", None),
        ] {
            assert_eq!(OUTCOME.code_of(word), code, "{word}");
        }
        assert_eq!(APPLICANT.code_of("公民"), Some("natural_person"));
        assert_eq!(APPLICANT.code_of("法人或其他组织"), None);
    }

    #[test]
    fn several_results_in_one_cell() {
        let words = Words::default();
        for (cell, code) in [
            ("①公开②不存在", Some("partly_granted")),
            (
                "1.予以公开\n2.本机关不掌握；3.属于国家秘密",
                Some("partly_granted"),
            ),
            ("（1）信息不存在（2）同意公开", Some("partly_granted")),
            ("信息不存在、信息不存在", Some("nonexistent")),
            ("①不存在②国家秘密", None),
            ("公开、已主动公开", None),
            ("①公开②另行告知", None),
            ("2017年公开", None),
        ] {
            assert_eq!(words.code_of(OUTCOME, cell), code, "{cell}");
        }
        assert_eq!(words.code_of(TOPIC, "咨询、投诉"), None);
    }

    #[test]
    fn every_outcome_is_known_by_its_official_name() {
        for code in OUTCOMES {
            assert_eq!(OUTCOME.code_of(code.name.zh), Some(code.code));
        }
    }
}
