//! One slip in a log: the figures stay, or a finding speaks of it, or it says something else to any
//! reader, as [`naive`] reads it.
//!
//! `REPORT_EDITS=100000` tries so many slips of each kind in each log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use report::diagnostic::{Diagnostic, hint, message};
use report::statistics::{Figures, Value};
use report::{Options, check, statistics};

use crate::generator::Random;
use crate::memory::{Folder, shown};

/// A small log of each kind, each column of which counts.
const LOGS: [(&str, &str); 8] = [
    (
        "published",
        "索引号,信息名称,分类,发布渠道,公开日期,发布机构,备注\n\
         A-101,关于放假的通知,政策文件,门户网站,2017-01-05,财政局,\n\
         A-102,城区规划,规划计划,微信公众号,2017-02-06,建设局,已核\n\
         A-103,年度预算,政策文件,门户网站,2017-03-07,财政局,\n\
         A-104,道路整修公告,规划计划,门户网站；微信公众号,2017-12-31,建设局,\n\
         A-105,去年的通知,政策文件,门户网站,2016-12-30,财政局,\n\
         A-106,人事任免,人事信息,微信公众号,2017-11-09,党政办,\n",
    ),
    (
        "procurement",
        "编号,标题,公告类型,成交金额,发布日期,备注\n\
         B-101,甲设备采购公告,招标公告,,2017-01-05,\n\
         B-102,甲设备结果公告,成交公告,12000.50,2017-02-06,\n\
         B-103,乙设备变更公告,更正公告,,2017-03-07,已核\n\
         B-104,丙设备结果公告,成交公告,800.25,2016-12-30,\n\
         B-105,丁设备结果公告,成交公告,300,2017-12-31,\n",
    ),
    (
        "environment",
        "编号,标题,公告类型,公开日期,备注\n\
         C-101,甲项目公示,受理公示,2017-01-05,\n\
         C-102,乙项目公示,拟批准公示,2017-02-06,\n\
         C-103,丙项目公告,审批决定公告,2016-12-30,已核\n\
         C-104,丁项目公示,竣工验收公示,2017-12-31,\n",
    ),
    (
        "requests",
        "编号,类别,渠道,诉求类型,申请人类型,收到日期,办理期限,答复日期,办理结果,备注\n\
         D-101,公众诉求,12345,咨询,,2017-01-05,2017-01-12,2017-01-10,,\n\
         D-102,公众诉求,区长信箱,投诉,,2017-02-06,2017-02-13,2017-02-20,,已核\n\
         D-103,公众诉求,12345,建议,,2017-03-07,2017-03-14,2017-03-14,,\n\
         D-104,公众诉求,12345,咨询,,2016-12-29,2017-01-06,2017-01-04,,\n\
         D-105,公众诉求,区长信箱,求助,,2017-12-28,2018-01-05,,,\n\
         D-106,依申请公开,当面,,自然人,2017-05-08,,2017-05-12,予以公开,\n\
         D-107,依申请公开,网络,,商业企业,2017-06-08,,2017-06-14,部分公开,\n",
    ),
    (
        "guides",
        "编号,子栏目,部门,事项名称,发布日期,废止日期,适用范围,办理时限,法律依据,申报条件,申请材料,\
         受理机关,决定机关,审批程序,办理结果,审批费用,联系方式,备注\n\
         E-101,项目服务,招商局,企业设立,2017-01-05,,a,b,c,d,e,f,g,h,i,无,k,\n\
         E-102,国土资源,建设局,土地登记,2017-02-06,,a,b,c,d,e,f,g,h,i,100元,k,已核\n\
         E-103,项目服务,招商局,旧的事项,2016-02-06,2017-06-30,a,b,c,d,e,f,g,h,i,无,k,\n\
         E-104,国土资源,建设局,缺项的事项,,,a,b,c,d,,f,g,h,i,无,k,\n",
    ),
    (
        "documents",
        "文号,类别,文件名称,制发日期,废止日期,备注\n\
         F-101,行政规范性文件,甲办法,2017-01-05,,\n\
         F-102,规章,乙规定,2017-02-06,,已核\n\
         F-103,行政规范性文件,丙办法,2015-03-07,2017-05-01,\n\
         F-104,行政规范性文件,丁办法,2016-03-07,2018-05-01,\n",
    ),
    (
        "decisions",
        "决定文书号,类别,决定日期,备注\n\
         G-101,行政许可,2017-01-05,\n\
         G-102,行政处罚,2017-02-06,已核\n\
         G-103,行政强制,2017-03-07,\n\
         G-104,行政许可,2016-12-30,\n",
    ),
    (
        "disputes",
        "案号,类别,起诉途径,受理日期,审结日期,审理结果,备注\n\
         H-101,行政复议,,2017-01-05,2017-03-01,结果维持,\n\
         H-102,行政诉讼,未经复议直接起诉,2017-02-06,2017-08-01,结果纠正,已核\n\
         H-103,行政诉讼,复议后起诉,2016-11-07,2017-02-01,其他结果,\n\
         H-104,行政复议,,2017-11-07,,,\n",
    ),
];

fn text_of(log: &str) -> &'static str {
    LOGS.iter().find(|(name, _)| *name == log).unwrap().1
}

// ---- the naive reader --------------------------------------------------------------------------

/// Words of a closed list and their codes in the vocabulary.
type Codes = &'static [(&'static str, &'static str)];

const STAGES: Codes = &[
    ("招标公告", "invite"),
    ("成交公告", "result"),
    ("更正公告", "correction"),
];
const NOTICES: Codes = &[
    ("受理公示", "receipt"),
    ("拟批准公示", "proposed"),
    ("审批决定公告", "decision"),
    ("竣工验收公示", "acceptance"),
];
const TOPICS: Codes = &[
    ("咨询", "consultation"),
    ("投诉", "complaint"),
    ("建议", "suggestion"),
    ("求助", "help"),
];
const OUTCOMES: Codes = &[("予以公开", "granted"), ("部分公开", "partly_granted")];
const DOCUMENTS: Codes = &[("行政规范性文件", "normative"), ("规章", "regulation")];
const DECISIONS: Codes = &[
    ("行政许可", "licence"),
    ("行政处罚", "penalty"),
    ("行政强制", "coercion"),
];
const ROUTES: Codes = &[
    ("未经复议直接起诉", "direct"),
    ("复议后起诉", "after_review"),
];
const RESULTS: Codes = &[
    ("结果维持", "upheld"),
    ("结果纠正", "corrected"),
    ("其他结果", "other"),
];

/// Figures that are not 0, by their keys.
type Counts = BTreeMap<String, String>;

/// The figures of 2017 of a log that is read as it stands, by its usual headers; none where it holds
/// anything that is not in plain order.
fn naive(log: &str, bytes: &[u8]) -> Option<Counts> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().ok()?.clone();
    let usual = text_of(log).lines().next()?;
    if usual.split(',').ne(headers.iter()) {
        return None;
    }
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for record in reader.records() {
        let record = record.ok()?;
        let cell = |header: &str| {
            let index = headers.iter().position(|known| known == header).unwrap();
            let cell = record[index].trim();
            if ["", "/", "-"].contains(&cell) {
                ""
            } else {
                cell
            }
        };
        if !ids.insert(record[0].to_owned()) || cell(&headers[0]).is_empty() {
            return None;
        }
        let mut add = |key: String, sum: u64| *counts.entry(key).or_default() += sum;
        let mut one = |key: String| add(key, 1);
        let word = |header: &str| match cell(header) {
            "" => "unspecified".to_owned(),
            word => word.to_owned(),
        };
        match log {
            "published" => {
                let day = day(cell("公开日期"))?;
                if cell("信息名称").is_empty() || cell("分类").contains(['；', ';']) {
                    return None;
                }
                if day.year() == 2017 {
                    one("published.total".to_owned());
                    one(format!("published.by_category.{}", word("分类")));
                    one(format!("published.by_department.{}", word("发布机构")));
                    one(format!("published.by_month.{:02}", day.month()));
                    let channels = word("发布渠道");
                    let channels = channels.split(['；', ';', '、']).map(str::trim);
                    for channel in channels.collect::<BTreeSet<_>>() {
                        one(format!("published.by_channel.{channel}"));
                    }
                }
            }
            "procurement" | "environment" => {
                let is_procurement = log == "procurement";
                let header = if is_procurement {
                    "发布日期"
                } else {
                    "公开日期"
                };
                let day = day(cell(header))?;
                let codes = if is_procurement { STAGES } else { NOTICES };
                let kind = code(cell("公告类型"), codes)?;
                let fen = if is_procurement {
                    fen(cell("成交金额"))?
                } else {
                    0
                };
                if cell("标题").is_empty() {
                    return None;
                }
                if day.year() == 2017 {
                    one(format!("{log}.total"));
                    one(format!("{log}.by_month.{:02}", day.month()));
                    let family = if is_procurement {
                        "by_stage"
                    } else {
                        "by_kind"
                    };
                    one(format!("{log}.{family}.{kind}"));
                    if kind == "result" {
                        add("procurement.award_yuan".to_owned(), fen);
                    }
                }
            }
            "requests" => {
                let received = day(cell("收到日期"))?;
                let (due, replied) = (optional(cell("办理期限"))?, optional(cell("答复日期"))?);
                if replied.is_some_and(|replied| replied < received) {
                    return None;
                }
                let is_service =
                    code(cell("类别"), &[("公众诉求", ""), ("依申请公开", "x")])?.is_empty();
                let kind = if is_service { "service" } else { "disclosure" };
                let is_carried_in =
                    received.year() < 2017 && replied.is_none_or(|day| day.year() > 2016);
                if received.year() == 2017 {
                    one(format!("requests.{kind}.received"));
                    one(format!("requests.{kind}.by_channel.{}", word("渠道")));
                    one(format!("requests.{kind}.by_month.{:02}", received.month()));
                    if is_service {
                        one(format!(
                            "requests.service.by_topic.{}",
                            code(cell("诉求类型"), TOPICS)?
                        ));
                    }
                }
                let replied = replied.filter(|day| day.year() <= 2017);
                let is_ours = received.year() == 2017 || is_carried_in;
                if let (true, Some(replied)) = (is_ours, replied) {
                    one(format!("requests.{kind}.replied"));
                    if !is_service {
                        one(format!(
                            "requests.disclosure.by_outcome.{}",
                            code(cell("办理结果"), OUTCOMES)?
                        ));
                    } else if let Some(due) = due {
                        let key = if replied <= due { "on_time" } else { "late" };
                        one(format!("requests.service.{key}"));
                    }
                }
            }
            "guides" => {
                let last_day = NaiveDate::from_ymd_opt(2017, 12, 31)?;
                let (from, to) = (optional(cell("发布日期"))?, optional(cell("废止日期"))?);
                if cell("子栏目").is_empty() || cell("事项名称").is_empty() {
                    return None;
                }
                if from.is_none_or(|day| day <= last_day) && to.is_none_or(|day| day > last_day) {
                    one("guides.total".to_owned());
                    one(format!("guides.by_group.{}", word("子栏目")));
                    one(format!("guides.by_department.{}", word("部门")));
                    if (6..17).all(|index| !cell(&headers[index]).is_empty()) {
                        one("guides.complete".to_owned());
                    }
                }
            }
            "documents" => {
                let kind = code(cell("类别"), DOCUMENTS)?;
                let (issued, repealed) = (day(cell("制发日期"))?, optional(cell("废止日期"))?);
                let years = (issued.year(), repealed.map_or(9999, |day| day.year()));
                for (key, is_counted) in [
                    ("issued", years.0 == 2017),
                    ("repealed", years.1 == 2017),
                    ("in_force", years.0 <= 2017 && years.1 > 2017),
                ] {
                    add(format!("documents.{kind}.{key}"), is_counted.into());
                }
            }
            "decisions" => {
                let kind = code(cell("类别"), DECISIONS)?;
                if day(cell("决定日期"))?.year() == 2017 {
                    one(format!("decisions.{kind}"));
                }
            }
            _ => {
                let is_review = code(cell("类别"), &[("行政复议", "x"), ("行政诉讼", "")])? == "x";
                let route = if is_review {
                    "review"
                } else {
                    code(cell("起诉途径"), ROUTES)?
                };
                let (filed, closed) = (day(cell("受理日期"))?, optional(cell("审结日期"))?);
                let standing = match (closed, cell("审理结果")) {
                    (None, "") => "pending",
                    (Some(day), word) => match (day.year(), code(word, RESULTS)?) {
                        (..2017, _) => continue,
                        (2017, result) => result,
                        _ => "pending",
                    },
                    _ => return None,
                };
                if filed.year() <= 2017 {
                    one(format!("disputes.{route}.{standing}"));
                    one(format!("disputes.{route}.total"));
                }
            }
        }
    }
    let in_yuan = |key: &str, count: u64| match key {
        "procurement.award_yuan" if count % 100 != 0 => {
            let yuan = format!("{}.{:02}", count / 100, count % 100);
            yuan.trim_end_matches('0').to_owned()
        }
        "procurement.award_yuan" => (count / 100).to_string(),
        _ => count.to_string(),
    };
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    Some(
        counts
            .map(|(key, count)| (key.clone(), in_yuan(&key, count)))
            .collect(),
    )
}

/// A day in the usual spelling, of a year that is no slip.
fn day(cell: &str) -> Option<NaiveDate> {
    let day: NaiveDate = cell.parse().ok()?;
    let is_usual = day.to_string() == cell && (2000..2027).contains(&day.year());
    is_usual.then_some(day)
}

fn optional(cell: &str) -> Option<Option<NaiveDate>> {
    if cell.is_empty() {
        Some(None)
    } else {
        day(cell).map(Some)
    }
}

fn code(cell: &str, codes: Codes) -> Option<&'static str> {
    let known = codes.iter().find(|(word, _)| *word == cell);
    known.map(|(_, code)| *code)
}

/// A sum of money in hundredths of a yuan.
fn fen(cell: &str) -> Option<u64> {
    let (yuan, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    if cell.is_empty() {
        return Some(0);
    }
    let is_plain = !yuan.is_empty() && fraction.len() <= 2 && !cell.ends_with('.');
    let digits = format!("{yuan}{fraction:0<2}");
    is_plain.then(|| digits.parse().ok())?
}

// ---- the program -------------------------------------------------------------------------------

/// What the program says of a log.
struct Said {
    figures: Option<Figures>,
    findings: Vec<Diagnostic>,
}

fn said(log: &str, bytes: &[u8]) -> Said {
    let mut folder = Folder::new().with(&format!("{log}.csv"), bytes);
    if log == "guides" {
        // Guides have no year.
        folder.set("published.csv", "信息名称,公开日期\n甲,2017-03-01\n");
    }
    let options = Options::default();
    let figures = statistics(&folder, Some(2017), &options).years.pop();
    Said {
        figures: figures.map(|(_, figures)| figures),
        findings: check(&folder, Some(2017), &options).diagnostics,
    }
}

impl Said {
    /// Figures that are not 0, of the keys that [`naive`] counts for a log.
    fn counts(&self, log: &str) -> Option<Counts> {
        let families: &[&str] = match log {
            "published" => &[
                "total",
                "by_category",
                "by_channel",
                "by_department",
                "by_month",
            ],
            "procurement" => &["total", "by_stage", "by_month", "award_yuan"],
            "environment" => &["total", "by_kind", "by_month"],
            "guides" => &["total", "complete", "by_group", "by_department"],
            _ => &[
                "received",
                "replied",
                "on_time",
                "late",
                "by_channel",
                "by_topic",
                "by_month",
                "by_outcome",
            ],
        };
        let is_asked = |segments: &[&str]| match *segments {
            ["requests", "disclosure", "on_time" | "late"] => false,
            ["requests", kind, family, ..] => {
                families.contains(&family) && !(kind == "disclosure" && family == "by_topic")
            }
            ["documents" | "decisions" | "disputes", ..] => segments[0] == log,
            [first, family, ..] => first == log && families.contains(&family),
            _ => false,
        };
        let asked = self.figures.as_ref()?.iter().filter_map(|(key, value)| {
            let segments = key.segments();
            let is_number = matches!(value, Value::Count(_) | Value::Decimal(_));
            let value = shown(value);
            let is_kept = is_number && value != "0" && is_asked(&segments);
            is_kept.then(|| (segments.join("."), value))
        });
        Some(asked.collect())
    }

    /// The findings without their lines and columns, which move with every edit above them.
    fn in_short(&self) -> BTreeMap<String, usize> {
        let mut short = BTreeMap::new();
        for found in &self.findings {
            *short.entry(format!("{:?}", found.problem)).or_default() += 1;
        }
        short
    }

    fn has_more_than(&self, before: &Self) -> bool {
        let before = before.in_short();
        let now = self.in_short();
        now.iter()
            .any(|(found, count)| before.get(found).is_none_or(|before| before < count))
    }

    fn names(&self, header: &str) -> bool {
        self.findings.iter().any(|found| {
            let text = message(&found.problem);
            let hint = hint(&found.problem);
            let of_place = found
                .place
                .as_ref()
                .and_then(|place| place.header.as_deref());
            text.zh.contains(header)
                || hint.is_some_and(|hint| hint.zh.contains(header))
                || of_place == Some(header)
        })
    }
}

#[test]
fn the_naive_reader_agrees_on_unedited_logs() {
    for (log, text) in LOGS {
        let found = said(log, text.as_bytes()).counts(log);
        assert_eq!(found, naive(log, text.as_bytes()), "{log}");
        assert!(found.unwrap().len() > 2, "{log}");
    }
}

// ---- edits -------------------------------------------------------------------------------------

/// One character of a text deleted, added, replaced, or swapped with the next.
fn with_slip(text: &str, pool: &[char], random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len() + 1);
    let new = *random.one_of(pool);
    match random.below(4) {
        0 if at < characters.len() => {
            characters.remove(at);
        }
        1 if at < characters.len() => characters[at] = new,
        2 if at + 1 < characters.len() => characters.swap(at, at + 1),
        _ => characters.insert(at, new),
    }
    characters.into_iter().collect()
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().map(cells).collect()
}

fn joined(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(|row| row.join(",") + "\n");
    lines.collect()
}

/// The log with another text in one cell.
fn edited_cell(text: &str, random: &mut Random) -> Vec<u8> {
    const POOL: [char; 14] = [
        '0', '1', '2', '7', '-', '/', '.', '日', 'x', ' ', '；', '类', '万', '无',
    ];
    let mut rows = cells(text);
    let (row, column) = (
        1 + random.below(rows.len() - 1),
        random.below(rows[0].len()),
    );
    let cell = match random.below(5) {
        0 => String::new(),
        1 => rows[1 + random.below(rows.len() - 1)][column].clone(),
        2 => rows[row][random.below(rows[0].len())].clone(),
        _ => with_slip(&rows[row][column], &POOL, random),
    };
    rows[row][column] = cell;
    joined(&rows).into_bytes()
}

/// The log with one byte more, less or other.
fn edited_byte(text: &str, random: &mut Random) -> Vec<u8> {
    const POOL: [u8; 14] = *b",\"\n\r \t0129-;x\0";
    let mut bytes = text.as_bytes().to_vec();
    let at = random.below(bytes.len());
    let new = match random.below(4) {
        0 => u8::try_from(random.below(256)).unwrap(),
        _ => *random.one_of(&POOL),
    };
    match random.below(3) {
        0 => bytes[at] = new,
        1 => bytes.insert(at, new),
        _ => {
            bytes.remove(at);
        }
    }
    bytes
}

/// How many edits of each kind are tried in each log.
fn number_of_edits(usual: usize) -> usize {
    let raised = std::env::var("REPORT_EDITS").ok();
    let raised = raised.and_then(|text| text.parse().ok());
    if let Some(number) = raised {
        println!("{number} edits, seed {SEED}");
    }
    raised.unwrap_or(usual)
}

const SEED: u64 = 20_171_231;

fn check_edits(log: &str) {
    let text = text_of(log);
    let before = said(log, text.as_bytes());
    let random = &mut Random::new(SEED);
    let mut silent = BTreeSet::new();
    for number in 0..number_of_edits(30) {
        let bytes = if number % 2 == 0 {
            edited_cell(text, random)
        } else {
            edited_byte(text, random)
        };
        let after = said(log, &bytes);
        let counts = after.counts(log);
        let is_reported = after.has_more_than(&before);
        let is_same = counts.is_some() && counts == before.counts(log);
        if !is_reported && !is_same && (counts.is_none() || counts != naive(log, &bytes)) {
            silent.insert(difference(text, &bytes));
        }
    }
    assert!(silent.is_empty(), "{} of {log}: {silent:#?}", silent.len());
}

/// The lines that differ.
fn difference(before: &str, after: &[u8]) -> String {
    let after = String::from_utf8_lossy(after).into_owned();
    let is_other = |line: &&str| !before.lines().any(|known| known == *line);
    let lines: Vec<&str> = after.split('\n').filter(is_other).collect();
    format!("{lines:?}")
}

fn check_headers(log: &str) {
    const POOL: [char; 6] = ['期', '号', '甲', '1', 'x', '的'];
    let mut rows = cells(text_of(log));
    // A second row with one id, so that ids count; in other logs it is an error.
    if !["documents", "decisions", "disputes"].contains(&log) {
        rows.push(rows[1].clone());
    }
    let before = said(log, joined(&rows).as_bytes());
    assert!(before.figures.is_some(), "{:?}", before.findings);
    let random = &mut Random::new(SEED);
    let mut silent = BTreeSet::new();
    for _ in 0..number_of_edits(24) {
        let column = random.below(rows[0].len());
        let header = with_slip(&rows[0][column], &POOL, random);
        if rows[0].contains(&header) || header.is_empty() {
            continue;
        }
        let mut edited = rows.clone();
        edited[0][column].clone_from(&header);
        let after = said(log, joined(&edited).as_bytes());
        let is_same = after.figures.is_some() && after.figures == before.figures;
        if !is_same && !after.names(&header) {
            silent.insert(format!("{} -> {header}", rows[0][column]));
        }
    }
    assert!(silent.is_empty(), "{} of {log}: {silent:#?}", silent.len());
}

/// A test for each log, so that they run side by side.
macro_rules! for_each_log {
    ($check:ident: $($log:ident)*) => {$(
        #[test]
        fn $log() {
            super::$check(stringify!($log));
        }
    )*};
}

mod edits_are_not_silent {
    for_each_log! { check_edits: published procurement environment requests guides documents decisions disputes }
}

mod header_slips_are_named {
    for_each_log! { check_headers: published procurement environment requests guides documents decisions disputes }
}
