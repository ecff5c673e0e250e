//! Random logs of all eight kinds, with the figures that follow from how they are generated.
//!
//! A generator first decides the fate of a row (on time, late, repealed, …) and writes the cells
//! accordingly, so the expected figures of 2017 never come from the program. Cells, notes and
//! headers are sometimes so long that a record ends at or near a block boundary.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

/// Typical block lengths of readers in bytes; the shortest is drawn most often.
const BORDERS: [usize; 5] = [8_192, 8_192, 8_192, 65_536, 131_072];

/// The eight logs, as they are called in `report.toml`.
pub(crate) const LOGS: [&str; 8] = [
    "published",
    "procurement",
    "environment",
    "requests",
    "guides",
    "documents",
    "decisions",
    "disputes",
];

/// Random numbers from a seed (xorshift64*): the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        // The first numbers of small seeds are similar.
        for _ in 0..4 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`, which is above 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap();
        usize::try_from((self.next() >> 16) % end).unwrap()
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for index in (1..all.len()).rev() {
            all.swap(index, self.below(index + 1));
        }
    }

    fn days(&mut self, end: usize) -> Days {
        Days::new(u64::try_from(self.below(end)).unwrap())
    }
}

/// A log and its expected figures of 2017.
#[derive(Clone)]
pub(crate) struct Made {
    /// The log, as it is called in `report.toml`.
    pub(crate) log: &'static str,
    /// Rows above the header.
    pub(crate) above: Vec<Vec<String>>,
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    /// Rows below the table that are not records.
    pub(crate) below: Vec<Vec<String>>,
    pub(crate) expected: Expected,
}

/// Figures of 2017 by their keys.
#[derive(Clone, Default)]
pub(crate) struct Expected {
    pub(crate) figures: BTreeMap<String, String>,
    counts: BTreeMap<String, u64>,
    /// Families with all labels known: a label without a figure counts 0.
    pub(crate) families: BTreeSet<&'static str>,
}

impl Expected {
    fn zero(&mut self, keys: &[&str]) {
        for key in keys {
            self.counts.entry((*key).to_owned()).or_default();
        }
    }

    fn add(&mut self, key: &str) {
        *self.counts.entry(key.to_owned()).or_default() += 1;
    }

    fn add_to(&mut self, family: &'static str, label: &str) {
        self.families.insert(family);
        self.add(&format!("{family}.{label}"));
    }

    fn finish(mut self) -> Self {
        let counts = self.counts.iter();
        self.figures
            .extend(counts.map(|(key, count)| (key.clone(), count.to_string())));
        self
    }
}

/// A random log of one kind.
pub(crate) fn made(log: &'static str, random: &mut Random) -> Made {
    let mut expected = Expected::default();
    let count = 3 + random.below(10);
    let (headers, mut rows) = match log {
        "published" => published(count, random, &mut expected),
        "procurement" => procurement(count, random, &mut expected),
        "environment" => environment(count, random, &mut expected),
        "requests" => requests(count, random, &mut expected),
        "guides" => guides(count, random, &mut expected),
        "documents" => documents(count, random, &mut expected),
        "decisions" => decisions(count, random, &mut expected),
        "disputes" => disputes(count, random, &mut expected),
        _ => panic!("{log}"),
    };
    let mut headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
    headers.push("备注".to_owned());
    for row in &mut rows {
        let remark = random.below(12);
        row.push(filler(random, remark, true));
    }
    let mut made = Made {
        log,
        above: Vec::new(),
        headers,
        rows,
        below: Vec::new(),
        expected: expected.finish(),
    };
    lengthen(&mut made, random);
    made.below = below(&made, random);
    made
}

/// Returns rows that offices leave below a table: prepared ids, blank rows, a total, the name of
/// the person who filled it in. Each is as long as the header and has the id in the first cell.
fn below(made: &Made, random: &mut Random) -> Vec<Vec<String>> {
    let row = |first: &str, last: &str| {
        let mut row = vec![String::new(); made.headers.len()];
        (row[0], row[made.headers.len() - 1]) = (first.to_owned(), last.to_owned());
        row
    };
    let mut below = Vec::new();
    if random.chance(30) {
        let numbers = 1..=1 + random.below(4);
        below.extend(numbers.map(|number| row(&(made.rows.len() + number).to_string(), "")));
    }
    for _ in 0..random.below(3) {
        below.push(row("", ""));
    }
    if random.chance(30) {
        let total = random.one_of::<&str>(&["合计", "累计", "共计"]);
        below.push(row(total, ""));
    }
    if random.chance(40) {
        let first = random.one_of::<&str>(&["", "制表人：周某", "注：本表不含转办件"]);
        let last = random.one_of::<&str>(&["审核人（签字）：吴某", "填报日期：2017年12月31日"]);
        below.push(row(first, last));
    }
    below
}

/// Makes a note, a header or cells long.
fn lengthen(made: &mut Made, random: &mut Random) {
    let last = made.headers.len() - 1;
    if random.chance(40) {
        let title = format!("{}台账（2017年）", made.log);
        made.above.push(vec![title]);
    }
    match random.below(5) {
        // The note above the header has about the length of a block.
        0 => {
            let length = near(*random.one_of(&BORDERS), random);
            let note = format!("说明：{}", filler(random, length, false));
            made.above.push(vec![note]);
        }
        // A header of about that length.
        1 => {
            let length = near(*random.one_of(&BORDERS), random);
            made.headers[last] = format!("备注{}", filler(random, length, false));
        }
        // A cell of about that length, in any row.
        2 => {
            let length = near(*random.one_of(&BORDERS), random);
            let row = random.below(made.rows.len());
            made.rows[row][last] = filler(random, length, true);
        }
        // A record ends at the border of a block, to the byte.
        3 => {
            let row = random.below(made.rows.len());
            made.rows[row][last].clear();
            let before = made.text_until(row).len();
            let border = near(*random.one_of(&BORDERS), random);
            made.rows[row][last] = filler(random, border.saturating_sub(before), false);
        }
        // Ordinary lengths, and one cell of any.
        _ => {
            let row = random.below(made.rows.len());
            let longest = *random.one_of(&[300, 3_000, 20_000, 150_000]);
            let length = random.below(longest);
            made.rows[row][last] = filler(random, length, true);
        }
    }
}

/// At most two bytes from `border`.
fn near(border: usize, random: &mut Random) -> usize {
    border + random.below(5) - 2
}

/// Returns text with this number of bytes in UTF-8. An awkward one may contain characters that need
/// quoting.
pub(crate) fn filler(random: &mut Random, bytes: usize, is_awkward: bool) -> String {
    let pieces: &[&str] = match (random.below(3), is_awkward && random.chance(50)) {
        (0, false) => &["a", "b", "7"],
        (1, false) => &["文", "件"],
        (_, false) => &["公开", "x", "é", "𠮷"],
        (_, true) => &["文", ",", "\"", "\n", "x", "；", "\"\""],
    };
    let mut text = String::with_capacity(bytes);
    while text.len() < bytes {
        let piece = random.one_of(pieces);
        // Spaces at the ends of a cell are trimmed.
        let is_end = text.is_empty() || text.len() + piece.len() >= bytes;
        let fits = text.len() + piece.len() <= bytes;
        text += if fits && !(is_end && piece.contains(['\n', '"'])) {
            piece
        } else {
            "z"
        };
    }
    text
}

impl Made {
    /// All rows, with those above the header.
    pub(crate) fn table(&self) -> Vec<Vec<String>> {
        let mut table = self.above.clone();
        table.push(self.headers.clone());
        table.extend(self.rows.iter().chain(&self.below).cloned());
        table
    }

    /// The plain text up to the end of a row, without its line end.
    fn text_until(&self, row: usize) -> String {
        let mut table = self.table();
        table.truncate(self.above.len() + row + 2);
        text(&table, ',', "\n", false).trim_end().to_owned()
    }

    /// The same log with its columns in another order.
    pub(crate) fn permuted(&self, random: &mut Random) -> Self {
        let mut order: Vec<usize> = (0..self.headers.len()).collect();
        random.shuffle(&mut order);
        let permute = |row: &Vec<String>| order.iter().map(|&index| row[index].clone()).collect();
        Self {
            headers: permute(&self.headers),
            rows: self.rows.iter().map(permute).collect(),
            below: self.below.iter().map(permute).collect(),
            ..self.clone()
        }
    }

    /// Splits the log into `files` files, each with everything above the rows.
    pub(crate) fn split(&self, files: usize) -> Vec<Self> {
        let size = self.rows.len().div_ceil(files);
        let parts = self.rows.chunks(size);
        parts
            .map(|rows| Self {
                rows: rows.to_vec(),
                ..self.clone()
            })
            .collect()
    }

    /// The longest cell, in characters.
    pub(crate) fn longest_cell(&self) -> usize {
        let table = self.table();
        let lengths = table.iter().flatten().map(|cell| cell.chars().count());
        lengths.max().unwrap_or_default()
    }
}

/// Rows as text.
pub(crate) fn text(
    table: &[Vec<String>],
    separator: char,
    line_end: &str,
    is_quoted: bool,
) -> String {
    let mut text = String::new();
    for row in table {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.push(separator);
            }
            if is_quoted || cell.contains([separator, '"', '\n', '\r']) {
                text += &format!("\"{}\"", cell.replace('"', "\"\""));
            } else {
                text += cell;
            }
        }
        text += line_end;
    }
    text
}

// ---- days ------------------------------------------------------------------------------------

pub(crate) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A day of a year.
fn day_of(year: i32, random: &mut Random) -> NaiveDate {
    date(year, 1, 1) + random.days(365)
}

/// Returns a day of 2016 to 2018; for the first row one of 2017, so that the year has a row.
fn some_day(index: usize, random: &mut Random) -> NaiveDate {
    let year = if index == 0 {
        2017
    } else {
        *random.one_of(&[2016, 2017, 2017, 2017, 2018])
    };
    day_of(year, random)
}

/// A day as one of several clerks writes it.
fn written(day: NaiveDate, random: &mut Random) -> String {
    let (year, month, day_of_month) = (day.year(), day.month(), day.day());
    match random.below(9) {
        0 => format!("{year}/{month}/{day_of_month}"),
        1 => format!("{year}年{month}月{day_of_month}日"),
        2 => day.format("%Y%m%d").to_string(),
        3 => format!("{year}.{month}.{day_of_month}"),
        _ => day.to_string(),
    }
}

fn is_counted(day: NaiveDate) -> bool {
    day.year() == 2017
}

fn month(day: NaiveDate) -> String {
    format!("{:02}", day.month())
}

// ---- one function for each log ---------------------------------------------------------------

type Table = (&'static [&'static str], Vec<Vec<String>>);

fn published(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    const GROUPS: [(&str, &str); 4] = [
        ("门户网站", "website"),
        ("微信公众号", "wechat"),
        ("政务微博", "weibo"),
        ("政府公报", "gazette"),
    ];
    let headers = &[
        "索引号",
        "信息名称",
        "分类",
        "发布渠道",
        "公开日期",
        "发布机构",
        "保密审查人",
    ];
    expected.zero(&["published.total", "published.rows", "published.reviewed"]);
    let row = |index: usize| {
        let day = some_day(index, random);
        let category = *random.one_of(&["政策文件", "规划计划", "财政预决算"]);
        let department = *random.one_of(&["党政办公室", "财政局"]);
        let mut channels = GROUPS;
        random.shuffle(&mut channels);
        let channels = &channels[..=random.below(2)];
        let reviewer = *random.one_of(&["审查员", ""]);
        if is_counted(day) {
            expected.add("published.total");
            expected.add("published.rows");
            expected.add_to("published.by_category", category);
            expected.add_to("published.by_department", department);
            expected.add_to("published.by_month", &month(day));
            for (channel, group) in channels {
                expected.add_to("published.by_channel", channel);
                expected.add_to("published.by_channel_group", group);
            }
            if !reviewer.is_empty() {
                expected.add("published.reviewed");
            }
        }
        let channels: Vec<&str> = channels.iter().map(|(channel, _)| *channel).collect();
        vec![
            format!("GK-{index:04}"),
            format!("关于第{index}号事项的通知"),
            category.to_owned(),
            channels.join("；"),
            written(day, random),
            department.to_owned(),
            reviewer.to_owned(),
        ]
    };
    (headers, (0..count).map(row).collect())
}

fn procurement(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    const STAGES: [(&str, &str); 6] = [
        ("采购意向公告", "before"),
        ("公开招标公告", "invite"),
        ("更正公告", "correction"),
        ("成交公告", "result"),
        ("合同公告", "contract"),
        ("终止公告", "ended"),
    ];
    let headers = &["编号", "标题", "公告类型", "成交金额", "发布日期"];
    expected.zero(&["procurement.total"]);
    let mut fen = 0;
    let rows = (0..count)
        .map(|index| {
            let day = some_day(index, random);
            let (word, stage) = *random.one_of(&STAGES);
            let mut award = String::new();
            if stage == "result" {
                let amount = 1 + random.below(99_999_999);
                let yuan = amount / 100;
                award = match random.below(3) {
                    0 => format!("{yuan}.{:02}", amount % 100),
                    1 => format!("{}.{:02}元", with_commas(yuan), amount % 100),
                    _ => format!("{}.{:06}万元", amount / 1_000_000, amount % 1_000_000),
                };
                if is_counted(day) {
                    fen += amount;
                }
            }
            if is_counted(day) {
                expected.add("procurement.total");
                expected.add_to("procurement.by_stage", stage);
                expected.add_to("procurement.by_month", &month(day));
            }
            vec![
                format!("CG-{index:04}"),
                format!("第{index}号设备采购项目{word}"),
                word.to_owned(),
                award,
                written(day, random),
            ]
        })
        .collect();
    if fen > 0 {
        let yuan = format!("{}.{:02}", fen / 100, fen % 100);
        let yuan = yuan.trim_end_matches('0').trim_end_matches('.').to_owned();
        let key = "procurement.award_yuan".to_owned();
        expected.figures.insert(key, yuan);
    }
    (headers, rows)
}

/// A whole number as `1,234,567`.
fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn environment(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    const KINDS: [(&str, &str); 4] = [
        ("受理公示", "receipt"),
        ("拟批准公示", "proposed"),
        ("审批决定公告", "decision"),
        ("竣工验收公示", "acceptance"),
    ];
    let headers = &["编号", "标题", "公告类型", "公开日期"];
    expected.zero(&["environment.total"]);
    let row = |index: usize| {
        let day = some_day(index, random);
        let (word, kind) = *random.one_of(&KINDS);
        if is_counted(day) {
            expected.add("environment.total");
            expected.add_to("environment.by_kind", kind);
            expected.add_to("environment.by_month", &month(day));
        }
        vec![
            format!("HJ-{index:04}"),
            format!("第{index}号生产线项目{word}"),
            word.to_owned(),
            written(day, random),
        ]
    };
    (headers, (0..count).map(row).collect())
}

fn requests(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    let headers = &[
        "编号",
        "类别",
        "渠道",
        "诉求类型",
        "申请人类型",
        "收到日期",
        "办理期限",
        "答复日期",
        "办理结果",
        "承办单位",
        "满意度",
    ];
    let row = |index: usize| {
        if random.chance(30) {
            disclosure(index, random, expected)
        } else {
            service(index, random, expected)
        }
    };
    (headers, (0..count).map(row).collect())
}

/// How a service request ends.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    OnTime,
    Late,
    Overdue,
    NotDue,
    Undetermined,
    CarriedIn,
}

fn service(index: usize, random: &mut Random, expected: &mut Expected) -> Vec<String> {
    const FATES: [Fate; 7] = [
        Fate::OnTime,
        Fate::OnTime,
        Fate::Late,
        Fate::Overdue,
        Fate::NotDue,
        Fate::Undetermined,
        Fate::CarriedIn,
    ];
    const TOPICS: [(&str, &str); 4] = [
        ("咨询", "consultation"),
        ("投诉", "complaint"),
        ("建议", "suggestion"),
        ("求助", "help"),
    ];
    // The year needs a row.
    let fate = if index == 0 {
        Fate::OnTime
    } else {
        *random.one_of(&FATES)
    };
    let received = match fate {
        Fate::NotDue => date(2017, 12, 20) + random.days(10),
        Fate::CarriedIn => date(2016, 12, 20) + random.days(12),
        _ => date(2017, 1, 1) + random.days(300),
    };
    let period = match fate {
        Fate::NotDue | Fate::CarriedIn => 20,
        _ => 1 + random.below(20),
    };
    let after = |days: usize| received + Days::new(u64::try_from(days).unwrap());
    let due = (fate != Fate::Undetermined).then(|| after(period));
    let replied = match fate {
        Fate::OnTime => Some(after(random.below(period + 1))),
        Fate::Late => Some(after(period + 1 + random.below(20))),
        Fate::CarriedIn => Some(after(period - random.below(3))),
        Fate::Undetermined => Some(after(random.below(20))),
        Fate::Overdue | Fate::NotDue => None,
    };
    let channel = *random.one_of(&["12345", "区长信箱", "发言人"]);
    let (topic, code) = *random.one_of(&TOPICS);
    let department = *random.one_of(&DEPARTMENTS);
    let grade = graded(replied.is_some(), random, expected);

    expected.zero(&[
        "requests.service.received",
        "requests.service.replied",
        "requests.service.on_time",
        "requests.service.late",
        "requests.service.open",
        "requests.service.overdue",
        "requests.service.undetermined",
        "requests.service.carried_in",
        "requests.service.carried_out",
    ]);
    if fate == Fate::CarriedIn {
        expected.add("requests.service.carried_in");
    } else {
        expected.add("requests.service.received");
        expected.add_to("requests.service.by_channel", channel);
        expected.add_to("requests.service.by_topic", code);
        expected.add_to("requests.service.by_department", labelled(department));
        expected.add_to("requests.service.by_month", &month(received));
    }
    match fate {
        Fate::OnTime | Fate::CarriedIn => expected.add("requests.service.on_time"),
        Fate::Late => expected.add("requests.service.late"),
        Fate::Overdue => expected.add("requests.service.overdue"),
        Fate::Undetermined => expected.add("requests.service.undetermined"),
        Fate::NotDue => {}
    }
    if replied.is_some() {
        expected.add("requests.service.replied");
    } else {
        expected.add("requests.service.open");
        expected.add("requests.service.carried_out");
    }
    vec![
        format!("SQ-{index:04}"),
        "公众诉求".to_owned(),
        channel.to_owned(),
        topic.to_owned(),
        String::new(),
        written(received, random),
        due.map_or_else(String::new, |day| written(day, random)),
        replied.map_or_else(String::new, |day| written(day, random)),
        String::new(),
        department.to_owned(),
        grade.to_owned(),
    ]
}

/// Departments of requests, and a blank cell.
const DEPARTMENTS: [&str; 4] = ["民政所", "城管办", "12", ""];

/// The label of a word of the office's own.
fn labelled(word: &str) -> &str {
    if word.is_empty() { "unspecified" } else { word }
}

/// Returns a rating of the answer; empty if there is none.
fn graded(is_answered: bool, random: &mut Random, expected: &mut Expected) -> &'static str {
    expected.zero(&["requests.service.rated", "requests.service.satisfied"]);
    if !is_answered {
        return "";
    }
    let (grade, rating) = *random.one_of(&GRADES);
    if !matches!(rating, Rating::None) {
        expected.add("requests.service.rated");
    }
    if matches!(rating, Rating::Satisfied) {
        expected.add("requests.service.satisfied");
    }
    grade
}

/// How a citizen rates the answer.
#[derive(Clone, Copy)]
enum Rating {
    Satisfied,
    Dissatisfied,
    None,
}

const GRADES: [(&str, Rating); 8] = [
    ("非常满意", Rating::Satisfied),
    ("满意", Rating::Satisfied),
    ("基本满意", Rating::Satisfied),
    ("一般", Rating::Dissatisfied),
    ("不满意", Rating::Dissatisfied),
    ("非常不满意", Rating::Dissatisfied),
    ("未评价", Rating::None),
    ("", Rating::None),
];

fn disclosure(index: usize, random: &mut Random, expected: &mut Expected) -> Vec<String> {
    const OUTCOMES: [(&str, &str); 4] = [
        ("予以公开", "granted"),
        ("部分公开", "partly_granted"),
        ("本机关不掌握相关政府信息", "unavailable.not_held"),
        ("保护第三方合法权益", "refused.third_party_rights"),
    ];
    let received = date(2017, 1, 1) + random.days(320);
    // Ten days are never more than fifteen working days.
    let replied = received + random.days(10);
    let channel = *random.one_of(&["当面", "网络"]);
    let (outcome, code) = *random.one_of(&OUTCOMES);
    for key in ["received", "replied", "on_time"] {
        expected.add(&format!("requests.disclosure.{key}"));
    }
    expected.zero(&["requests.disclosure.late", "requests.disclosure.open"]);
    expected.add_to("requests.disclosure.by_channel", channel);
    expected.add_to("requests.disclosure.by_month", &month(received));
    expected.add_to("requests.disclosure.by_outcome", code);
    let department = *random.one_of(&DEPARTMENTS);
    expected.add_to("requests.disclosure.by_department", labelled(department));
    expected.add("requests.disclosure.table.new.natural_person");
    vec![
        format!("YS-{index:04}"),
        "依申请公开".to_owned(),
        channel.to_owned(),
        String::new(),
        "自然人".to_owned(),
        written(received, random),
        String::new(),
        written(replied, random),
        outcome.to_owned(),
        department.to_owned(),
        String::new(),
    ]
}

fn guides(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    let headers = &[
        "编号",
        "子栏目",
        "部门",
        "事项名称",
        "发布日期",
        "废止日期",
        "适用范围",
        "办理时限",
        "法律依据",
        "申报条件",
        "申请材料",
        "受理机关",
        "决定机关",
        "审批程序",
        "办理结果",
        "审批费用",
        "联系方式",
    ];
    expected.zero(&["guides.total", "guides.complete"]);
    let row = |index: usize| {
        let group = *random.one_of(&["项目服务", "国土资源"]);
        let department = *random.one_of(&["招商局", "建设局"]);
        // The first document is in force, so that the year has a row.
        let fate = if index == 0 { 0 } else { random.below(4) };
        let published = match fate {
            1 => Some(day_of(2018, random)),
            2 => None,
            _ => Some(day_of(2017, random)),
        };
        let withdrawn = (fate == 3).then(|| date(2017, 12, 31));
        let mut fields = vec!["有".to_owned(); 11];
        // In a guide's charges, 无 is content.
        "无".clone_into(&mut fields[9]);
        let is_complete = random.chance(60);
        if !is_complete {
            let gap = random.below(11);
            fields[gap].clear();
        }
        if fate == 0 || fate == 2 {
            expected.add("guides.total");
            expected.add_to("guides.by_group", group);
            expected.add_to("guides.by_department", department);
            if is_complete {
                expected.add("guides.complete");
            }
        }
        let mut row = vec![
            format!("ZN-{index:04}"),
            group.to_owned(),
            department.to_owned(),
            format!("第{index}项登记"),
            published.map_or_else(String::new, |day| written(day, random)),
            withdrawn.map_or_else(String::new, |day| written(day, random)),
        ];
        row.append(&mut fields);
        row
    };
    (headers, (0..count).map(row).collect())
}

fn documents(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    const KINDS: [(&str, &str); 2] = [("行政规范性文件", "normative"), ("规章", "regulation")];
    let headers = &["文号", "类别", "文件名称", "制发日期", "废止日期"];
    let row = |index: usize| {
        let (word, kind) = *random.one_of(&KINDS);
        let issued = some_day(index, random);
        let repealed = match random.below(4) {
            0 => Some(issued + random.days(200)),
            _ => None,
        };
        let key = |what: &str| format!("documents.{kind}.{what}");
        expected.zero(&[&key("issued"), &key("repealed"), &key("in_force")]);
        if is_counted(issued) {
            expected.add(&key("issued"));
        }
        if repealed.is_some_and(is_counted) {
            expected.add(&key("repealed"));
        }
        let is_repealed = repealed.is_some_and(|day| day.year() <= 2017);
        if issued.year() <= 2017 && !is_repealed {
            expected.add(&key("in_force"));
        }
        vec![
            format!("管规〔2017〕{index}号"),
            word.to_owned(),
            format!("第{index}号办法"),
            written(issued, random),
            repealed.map_or_else(String::new, |day| written(day, random)),
        ]
    };
    (headers, (0..count).map(row).collect())
}

fn decisions(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    const KINDS: [(&str, &str); 3] = [
        ("行政许可", "licence"),
        ("行政处罚", "penalty"),
        ("行政强制", "coercion"),
    ];
    let headers = &["决定文书号", "类别", "决定日期"];
    let row = |index: usize| {
        let (word, kind) = *random.one_of(&KINDS);
        let day = some_day(index, random);
        if is_counted(day) {
            expected.add_to("decisions", kind);
        }
        vec![
            format!("管许〔2017〕{index}号"),
            word.to_owned(),
            written(day, random),
        ]
    };
    (headers, (0..count).map(row).collect())
}

fn disputes(count: usize, random: &mut Random, expected: &mut Expected) -> Table {
    const ROUTES: [(&str, &str, &str); 3] = [
        ("行政复议", "", "review"),
        ("行政诉讼", "未经复议直接起诉", "direct"),
        ("行政诉讼", "复议后起诉", "after_review"),
    ];
    const RESULTS: [(&str, &str); 3] = [
        ("结果维持", "upheld"),
        ("结果纠正", "corrected"),
        ("其他结果", "other"),
    ];
    let headers = &[
        "案号",
        "类别",
        "起诉途径",
        "受理日期",
        "审结日期",
        "审理结果",
    ];
    let row = |index: usize| {
        let (kind, route_word, route) = *random.one_of(&ROUTES);
        let (result_word, result) = *random.one_of(&RESULTS);
        let filed = some_day(index, random);
        let closed = random.chance(70).then(|| filed + random.days(150));
        let standing = match closed {
            _ if filed.year() > 2017 => None,
            Some(closed) if closed.year() < 2017 => None,
            Some(closed) if closed.year() == 2017 => Some(result),
            _ => Some("pending"),
        };
        for label in standing
            .into_iter()
            .flat_map(|standing| [standing, "total"])
        {
            expected.add_to("disputes", &format!("{route}.{label}"));
        }
        let result = if closed.is_some() { result_word } else { "" };
        vec![
            format!("府案〔2017〕{index}号"),
            kind.to_owned(),
            route_word.to_owned(),
            written(filed, random),
            closed.map_or_else(String::new, |day| written(day, random)),
            result.to_owned(),
        ]
    };
    (headers, (0..count).map(row).collect())
}
