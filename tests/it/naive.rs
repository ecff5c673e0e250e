//! A naive reader of logs: the usual headers, plain dates, one record per row.
//!
//! It shares no code with the program, and gives no result for a log with anything unusual.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

/// Figures that are not 0, by their keys.
pub(crate) type Counts = BTreeMap<String, String>;

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
    // The titles do not state the kind of notice.
    ("", "unspecified"),
];
const REQUESTS: Codes = &[("公众诉求", "service"), ("依申请公开", "disclosure")];
const TOPICS: Codes = &[
    ("咨询", "consultation"),
    ("投诉", "complaint"),
    ("建议", "suggestion"),
    ("求助", "help"),
    ("", "unspecified"),
];
const GRADES: Codes = &[
    ("满意", "satisfied"),
    ("基本满意", "satisfied"),
    ("一般", "rated"),
    ("不满意", "rated"),
    ("", "unrated"),
];
const OUTCOMES: Codes = &[("予以公开", "granted"), ("部分公开", "partly_granted")];
const DOCUMENTS: Codes = &[("行政规范性文件", "normative"), ("规章", "regulation")];
const DECISIONS: Codes = &[
    ("行政许可", "licence"),
    ("行政处罚", "penalty"),
    ("行政强制", "coercion"),
];
const DISPUTES: Codes = &[("行政复议", "review"), ("行政诉讼", "lawsuit")];
const ROUTES: Codes = &[
    ("未经复议直接起诉", "direct"),
    ("复议后起诉", "after_review"),
];
const RESULTS: Codes = &[
    ("结果维持", "upheld"),
    ("结果纠正", "corrected"),
    ("其他结果", "other"),
];

/// Returns the figures of 2017 for a log with the header of `usual`. `None` if the log has anything
/// unusual.
pub(crate) fn naive(log: &str, usual: &str, bytes: &[u8]) -> Option<Counts> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().ok()?.clone();
    if usual.lines().next()?.split(',').ne(headers.iter()) {
        return None;
    }
    let mut sums = Sums::default();
    let mut ids = BTreeSet::new();
    for record in reader.records() {
        let record = record.ok()?;
        let row = Row {
            headers: &headers,
            record: &record,
        };
        let id = row.cell(&headers[0]);
        if id.is_empty() || !ids.insert(id.to_owned()) {
            return None;
        }
        match log {
            "published" => published(row, &mut sums)?,
            "procurement" => procurement(row, &mut sums)?,
            "environment" => environment(row, &mut sums)?,
            "requests" => requests(row, &mut sums)?,
            "guides" => guides(row, &mut sums)?,
            "documents" => documents(row, &mut sums)?,
            "decisions" => decisions(row, &mut sums)?,
            _ => disputes(row, &mut sums)?,
        }
    }
    let sums = sums.0.into_iter().filter(|(_, sum)| *sum > 0);
    Some(
        sums.map(|(key, sum)| (key.clone(), shown(&key, sum)))
            .collect(),
    )
}

/// Formats a sum as the program does: amounts are summed in hundredths and shown in yuan.
fn shown(key: &str, sum: u64) -> String {
    if key != "procurement.award_yuan" {
        return sum.to_string();
    }
    let yuan = format!("{}.{:02}", sum / 100, sum % 100);
    yuan.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[derive(Default)]
struct Sums(BTreeMap<String, u64>);

impl Sums {
    fn one(&mut self, key: impl Into<String>) {
        self.add(key, 1);
    }

    fn add(&mut self, key: impl Into<String>, sum: u64) {
        *self.0.entry(key.into()).or_default() += sum;
    }
}

#[derive(Clone, Copy)]
struct Row<'a> {
    headers: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    fn cell(self, header: &str) -> &'a str {
        let index = self.headers.iter().position(|known| known == header);
        let cell = self.record[index.unwrap()].trim();
        if ["/", "-"].contains(&cell) { "" } else { cell }
    }

    /// A cell that must be filled.
    fn filled(self, header: &str) -> Option<&'a str> {
        Some(self.cell(header)).filter(|cell| !cell.is_empty())
    }

    /// The office's own word.
    fn word(self, header: &str) -> &'a str {
        self.filled(header).unwrap_or("unspecified")
    }

    fn code(self, header: &str, codes: Codes) -> Option<&'static str> {
        let cell = self.cell(header);
        let known = codes.iter().find(|(word, _)| *word == cell);
        known.map(|(_, code)| *code)
    }

    /// Returns a day in the usual format, in a plausible year.
    fn day(self, header: &str) -> Option<NaiveDate> {
        let day: NaiveDate = self.cell(header).parse().ok()?;
        (2000..2027).contains(&day.year()).then_some(day)
    }

    /// Returns a day, or one after all others if the cell is blank.
    fn day_or_never(self, header: &str) -> Option<NaiveDate> {
        if self.cell(header).is_empty() {
            return Some(NaiveDate::MAX);
        }
        self.day(header)
    }

    /// A sum of money in hundredths of a yuan.
    fn fen(self, header: &str) -> Option<u64> {
        let cell = self.cell(header);
        let (yuan, fraction) = cell.split_once('.').unwrap_or((cell, ""));
        if cell.is_empty() {
            return Some(0);
        }
        let is_plain = !yuan.is_empty() && fraction.len() <= 2 && !cell.ends_with('.');
        is_plain.then(|| format!("{yuan}{fraction:0<2}").parse().ok())?
    }
}

fn published(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let day = row.day("公开日期")?;
    row.filled("信息名称")?;
    let category = row.word("分类");
    // Which of several categories counts is a rule of the program.
    if category.contains(['；', ';']) {
        return None;
    }
    if day.year() == 2017 {
        sums.one("published.total");
        sums.one(format!("published.by_category.{category}"));
        sums.one(format!("published.by_department.{}", row.word("发布机构")));
        sums.one(format!("published.by_month.{:02}", day.month()));
        let channels = row.word("发布渠道").split(['；', ';', '、']);
        for channel in channels.map(str::trim).collect::<BTreeSet<_>>() {
            sums.one(format!("published.by_channel.{channel}"));
        }
    }
    Some(())
}

fn procurement(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let day = row.day("发布日期")?;
    let stage = row.code("公告类型", STAGES)?;
    let fen = row.fen("成交金额")?;
    row.filled("标题")?;
    if day.year() == 2017 {
        sums.one("procurement.total");
        sums.one(format!("procurement.by_month.{:02}", day.month()));
        sums.one(format!("procurement.by_stage.{stage}"));
        if stage == "result" {
            sums.add("procurement.award_yuan", fen);
        }
    }
    Some(())
}

fn environment(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let day = row.day("公开日期")?;
    let kind = row.code("公告类型", NOTICES)?;
    row.filled("标题")?;
    if day.year() == 2017 {
        sums.one("environment.total");
        sums.one(format!("environment.by_month.{:02}", day.month()));
        sums.one(format!("environment.by_kind.{kind}"));
    }
    Some(())
}

fn requests(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let received = row.day("收到日期")?;
    let (due, replied) = (row.day_or_never("办理期限")?, row.day_or_never("答复日期")?);
    let kind = row.code("类别", REQUESTS)?;
    if replied < received {
        return None;
    }
    if received.year() == 2017 {
        sums.one(format!("requests.{kind}.received"));
        sums.one(format!("requests.{kind}.by_channel.{}", row.word("渠道")));
        sums.one(format!("requests.{kind}.by_month.{:02}", received.month()));
        let department = row.word("承办单位");
        sums.one(format!("requests.{kind}.by_department.{department}"));
        if kind == "service" {
            let topic = row.code("诉求类型", TOPICS)?;
            sums.one(format!("requests.service.by_topic.{topic}"));
        }
    }
    if kind == "service" {
        let grade = row.code("满意度", GRADES)?;
        let is_of_year = replied.year() == 2017 || replied == NaiveDate::MAX;
        if grade != "unrated" && is_of_year && received.year() <= 2017 {
            sums.one("requests.service.rated");
            if grade == "satisfied" {
                sums.one("requests.service.satisfied");
            }
        }
    }
    // Received in the year or open when it began, and ended in it.
    if received.year() <= 2017 && replied.year() == 2017 {
        sums.one(format!("requests.{kind}.replied"));
        if kind == "disclosure" {
            let outcome = row.code("办理结果", OUTCOMES)?;
            sums.one(format!("requests.disclosure.by_outcome.{outcome}"));
        } else if due < NaiveDate::MAX {
            let key = if replied <= due { "on_time" } else { "late" };
            sums.one(format!("requests.service.{key}"));
        }
    }
    Some(())
}

fn guides(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let withdrawn = row.day_or_never("废止日期")?;
    let published = match row.cell("发布日期") {
        "" => NaiveDate::MIN,
        _ => row.day("发布日期")?,
    };
    row.filled("事项名称")?;
    let group = row.filled("子栏目")?;
    if published.year() <= 2017 && withdrawn.year() > 2017 {
        sums.one("guides.total");
        sums.one(format!("guides.by_group.{group}"));
        sums.one(format!("guides.by_department.{}", row.word("部门")));
        let mut fields = row.headers.iter().skip(6).take(11);
        if fields.all(|field| !row.cell(field).is_empty()) {
            sums.one("guides.complete");
        }
    }
    Some(())
}

fn documents(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let kind = row.code("类别", DOCUMENTS)?;
    let (issued, repealed) = (row.day("制发日期")?, row.day_or_never("废止日期")?);
    for (key, is_counted) in [
        ("issued", issued.year() == 2017),
        ("repealed", repealed.year() == 2017),
        ("in_force", issued.year() <= 2017 && repealed.year() > 2017),
    ] {
        sums.add(format!("documents.{kind}.{key}"), is_counted.into());
    }
    Some(())
}

fn decisions(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let kind = row.code("类别", DECISIONS)?;
    if row.day("决定日期")?.year() == 2017 {
        sums.one(format!("decisions.{kind}"));
    }
    Some(())
}

fn disputes(row: Row<'_>, sums: &mut Sums) -> Option<()> {
    let route = match row.code("类别", DISPUTES)? {
        "review" => "review",
        _ => row.code("起诉途径", ROUTES)?,
    };
    let (filed, closed) = (row.day("受理日期")?, row.day_or_never("审结日期")?);
    let is_closed = closed < NaiveDate::MAX;
    // A result without its day, or a day without its result.
    if is_closed == row.cell("审理结果").is_empty() {
        return None;
    }
    let standing = match closed.year() {
        2017 => row.code("审理结果", RESULTS)?,
        _ => "pending",
    };
    if filed.year() <= 2017 && closed.year() >= 2017 {
        sums.one(format!("disputes.{route}.{standing}"));
        sums.one(format!("disputes.{route}.total"));
    }
    Some(())
}
