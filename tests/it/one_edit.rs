//! One random edit in a log: the figures stay the same, a finding reports it, or the log really has
//! other content, as [`naive`] reads it.
//!
//! `REPORT_EDITS=100000` sets the number of edits of each kind in each log.

use std::collections::{BTreeMap, BTreeSet};

use report::{Diagnostic, Figures, Office, Options, Value};

use crate::generator::Random;
use crate::memory::{Folder, shown};
use crate::naive::{Counts, naive};

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
        "编号,类别,渠道,诉求类型,申请人类型,收到日期,办理期限,答复日期,办理结果,承办单位,满意度,备注\n\
         D-101,公众诉求,12345,咨询,,2017-01-05,2017-01-12,2017-01-10,,民政所,满意,\n\
         D-102,公众诉求,区长信箱,投诉,,2017-02-06,2017-02-13,2017-02-20,,城管办,不满意,已核\n\
         D-103,公众诉求,12345,建议,,2017-03-07,2017-03-14,2017-03-14,,民政所,基本满意,\n\
         D-104,公众诉求,12345,咨询,,2016-12-29,2017-01-06,2017-01-04,,城管办,一般,\n\
         D-105,公众诉求,区长信箱,求助,,2017-12-28,2018-01-05,,,,,\n\
         D-106,依申请公开,当面,,自然人,2017-05-08,,2017-05-12,予以公开,办公室,,\n\
         D-107,依申请公开,网络,,商业企业,2017-06-08,,2017-06-14,部分公开,民政所,,\n",
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

// ---- the program -------------------------------------------------------------------------------

/// Output of the program for a log.
struct ReadFigures {
    figures: Option<Figures>,
    findings: Vec<Diagnostic>,
}

fn read_figures(log: &str, bytes: &[u8]) -> ReadFigures {
    let mut folder = Folder::new().with(&format!("{log}.csv"), bytes);
    if log == "guides" {
        // Guides have no year.
        folder.set("published.csv", "信息名称,公开日期\n甲,2017-03-01\n");
    }
    // Unused columns are named in the formats for programs.
    let options = Options {
        lists_details: true,
        ..Options::default()
    };
    let figures = Office::open(&folder)
        .figures(Some(2017), &options)
        .value
        .unwrap_or_default()
        .pop();
    ReadFigures {
        figures: figures.map(|(_, figures)| figures),
        findings: Office::open(&folder)
            .check(Some(2017), &options)
            .diagnostics,
    }
}

impl ReadFigures {
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
                "by_department",
                "by_month",
                "by_outcome",
                "rated",
                "satisfied",
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

    /// Returns the findings without lines and columns, which every edit moves.
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
            let text = found.problem.message();
            let hint = found.problem.hint();
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
        let found = read_figures(log, text.as_bytes()).counts(log);
        assert_eq!(found, naive(log, text, text.as_bytes()), "{log}");
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

/// Returns the log with one byte added, removed or changed.
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

/// Number of edits of each kind in each log.
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
    let before = read_figures(log, text.as_bytes());
    let random = &mut Random::new(SEED);
    let mut silent = BTreeSet::new();
    for number in 0..number_of_edits(30) {
        let bytes = if number % 2 == 0 {
            edited_cell(text, random)
        } else {
            edited_byte(text, random)
        };
        let after = read_figures(log, &bytes);
        let counts = after.counts(log);
        let is_reported = after.has_more_than(&before);
        let is_same = counts.is_some() && counts == before.counts(log);
        if !is_reported && !is_same && (counts.is_none() || counts != naive(log, text, &bytes)) {
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
    // A second row with the same id, so that ids matter; in other logs it is an error.
    if !["documents", "decisions", "disputes"].contains(&log) {
        rows.push(rows[1].clone());
    }
    let before = read_figures(log, joined(&rows).as_bytes());
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
        let after = read_figures(log, joined(&edited).as_bytes());
        let is_same = after.figures.is_some() && after.figures == before.figures;
        if !is_same && !after.names(&header) {
            silent.insert(format!("{} -> {header}", rows[0][column]));
        }
    }
    assert!(silent.is_empty(), "{} of {log}: {silent:#?}", silent.len());
}

/// One test per log, so that they run in parallel.
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
