//! The columns of the logs, and which header of a file belongs to which column.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::receipt_headers::{columns_meant, stand_in};
use super::synonyms;
use super::ticks::{self, Tick};
use crate::diagnostic::{
    AmbiguousColumn, ColumnChosen, MappedHeaderMissing, MissingColumn, Problem,
};
use crate::project::{LogFile, LogSettings};
use crate::record::Log;
use crate::vocabulary::nearest;

/// A column of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogColumn {
    /// Canonical key.
    pub key: &'static str,
    /// The usual header.
    pub header: &'static str,
    /// Whether the log cannot be read without it.
    pub required: bool,
    /// How the counters use its cells.
    pub role: Role,
    /// Whether it is optional and figures are counted from it: an unused header that may be meant is
    /// reported if the file lacks it.
    pub counted: bool,
    /// Whether its words may name a person or hold contact data.
    pub private: bool,
}

impl LogColumn {
    /// A column without any flag.
    pub(super) const PLAIN: Self = Self {
        key: "",
        header: "",
        required: false,
        role: Role::Text,
        counted: false,
        private: false,
    };
}

/// How the counters use the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Identifies the record.
    Name,
    /// Text that no figure depends on.
    Text,
    /// Day on which something was done or is due.
    Day,
    /// Classifies the record: a category, a channel, a result.
    Word,
    /// Value of its own: an amount of money, a reference to another record or to a project. A row in which
    /// such a cell is filled is counted individually, not through the cache.
    Own,
}

/// Declares the columns of a log, `NAME "key" "表头" Role flag?;`, and a constant `NAME` for each
/// position. The flag is `required`, `counted` or `private`.
macro_rules! columns {
    ($($name:ident $key:literal $header:literal $role:ident $($flag:ident)?;)*) => {
        columns!(@positions 0usize; $($name)*);

        pub(super) const COLUMNS: &[$crate::logs::LogColumn] = &[$($crate::logs::LogColumn {
            key: $key,
            header: $header,
            role: $crate::logs::columns::Role::$role,
            ..columns!(@flag $($flag)?)
        },)*];
    };
    (@positions $position:expr;) => {};
    (@positions $position:expr; $name:ident $($rest:ident)*) => {
        const $name: usize = $position;
        columns!(@positions $position + 1; $($rest)*);
    };
    (@flag) => { $crate::logs::LogColumn::PLAIN };
    (@flag $flag:ident) => {
        $crate::logs::LogColumn { $flag: true, ..$crate::logs::LogColumn::PLAIN }
    };
}
pub(super) use columns;

/// Source of the cells of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ColumnOrigin {
    /// The cell with this index.
    Cell {
        index: usize,
        /// Factor of the unit of money in the header, such as 万元.
        factor: u32,
    },
    /// The same text for every row, configured in `report.toml`.
    Constant(String),
    /// The name of the ticked cell among these: each kind of applicant has a column.
    Ticked(Vec<Tick>),
    /// The file does not have the column.
    Missing,
}

impl ColumnOrigin {
    /// The tick columns, if the column is read from ticks.
    pub(super) fn ticks(&self) -> &[Tick] {
        match self {
            Self::Ticked(ticks) => ticks,
            _ => &[],
        }
    }
}

/// The titles of the columns of a file.
#[derive(Clone, Copy)]
pub(super) struct Titles<'a> {
    /// The headers as written.
    pub(super) names: &'a [String],
    /// The group title above each header; blank if there is none.
    pub(super) groups: &'a [String],
}

impl<'a> Titles<'a> {
    /// The group title above a column.
    pub(super) fn group(&self, index: usize) -> &'a str {
        self.groups.get(index).map_or("", String::as_str)
    }
}

/// A header, normalized for comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// Text of the header, [`folded`], without a unit of money.
    pub(super) name: String,
    /// Factor of the unit of money in the header.
    pub(super) factor: Option<u32>,
}

impl Header {
    /// Normalizes a header: `2.公开日期（yyyy-mm-dd）：` becomes 公开日期.
    pub(super) fn new(written: &str) -> Self {
        let mut name = folded(written);
        name.retain(|c| !is_invisible(c));
        let name = name.trim_matches(['*', ':']);
        let name = without_number(unwrapped(name)).trim_start_matches('*');
        let name = without_notes(name);
        let unbracketed = name.strip_suffix([')', ']', '】']);
        let (words, factor) = split_unit(unbracketed.unwrap_or(&name));
        if factor.is_none() {
            return Self { name, factor: None };
        }
        let words = words.strip_suffix("单位:").unwrap_or(words);
        Self {
            name: words.trim_end_matches(['(', '[', '【', '/']).to_owned(),
            factor,
        }
    }
}

/// Brackets around a header, or around a note after it.
const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')];

/// A header without brackets that enclose all of it.
fn unwrapped(name: &str) -> &str {
    let inner = BRACKETS.iter().find_map(|(open, close)| {
        let inner = name.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    });
    inner.filter(|inner| !inner.is_empty()).unwrap_or(name)
}

/// A folded header without the number before it: `2.`, `(2)`, `2、`, `一、`.
fn without_number(name: &str) -> &str {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bracketed = name.strip_prefix('(').and_then(|rest| {
        let after = rest.trim_start_matches(is_numeral);
        after.strip_prefix(')').filter(|_| after != rest)
    });
    let rest = name.trim_start_matches(is_numeral);
    let listed = rest.strip_prefix(['.', '、']).filter(|_| rest != name);
    let listed = listed.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let unnumbered = bracketed.or(listed);
    unnumbered.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// A folded header without bracketed notes on how to fill in the column: `(yyyy-mm-dd)`, `(必填)`.
///
/// A bracket that belongs to the name of the column stays: `日期(公开)`.
fn without_notes(name: &str) -> String {
    let mut name = name.to_owned();
    let mut from = 0;
    while let Some(start) = name[from..].find(BRACKETS.map(|(open, _)| open)) {
        let start = from + start;
        let open = name[start..].chars().next().unwrap_or_default();
        let close = BRACKETS.iter().find(|(own, _)| *own == open);
        let close = close.map_or(open, |(_, close)| *close);
        let Some(length) = name[start..].find(close) else {
            break;
        };
        let end = start + length + close.len_utf8();
        let note = &name[start + open.len_utf8()..start + length];
        if start > 0 && is_note(note) {
            name.replace_range(start..end, "");
        } else {
            from = end;
        }
    }
    name.trim_end_matches([':', '*']).to_owned()
}

/// Whether a text in brackets explains how to fill in a column: a date format, a unit, an example.
fn is_note(note: &str) -> bool {
    const WORDS: [&str; 13] = [
        "必填",
        "必填项",
        "选填",
        "可选",
        "单选",
        "多选",
        "下拉选择",
        "工作日",
        "个工作日",
        "天",
        "件",
        "条",
        "个",
    ];
    const BEGINNINGS: [&str; 4] = ["格式", "如:", "例如", "例:"];
    let note = note.strip_prefix("单位:").unwrap_or(note);
    let is_of_format = |c: char| "ymdhs年月日时分秒x-/.:".contains(c) || c.is_ascii_digit();
    !note.is_empty()
        && (WORDS.contains(&note)
            || BEGINNINGS.iter().any(|word| note.starts_with(word))
            || note.chars().all(is_of_format))
}

/// Whether a character is a zero-width space or mark, which folding keeps.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Units of money. A unit comes before those that it ends with.
const UNITS: &[(&str, u32)] = &[
    ("百万元", 1_000_000),
    ("千万元", 10_000_000),
    ("亿元", 100_000_000),
    ("万元", 10_000),
    ("千元", 1_000),
    ("百元", 100),
    ("元", 1),
    ("亿", 100_000_000),
    ("万", 10_000),
];

/// Splits a unit of money off the end of `text`. Returns the text before it and the factor of the unit.
pub(super) fn split_unit(text: &str) -> (&str, Option<u32>) {
    let found = UNITS
        .iter()
        .find_map(|&(unit, factor)| Some((text.strip_suffix(unit)?, factor)));
    match found {
        Some((before, factor)) => {
            let before = before.trim_end();
            (
                before.strip_suffix("人民币").unwrap_or(before),
                Some(factor),
            )
        }
        None => (text, None),
    }
}

/// Factor of the unit of money that a cell above the header gives for the whole table: `单位：万元`.
///
/// An organisation (`填报单位：…`) is not a unit.
pub(super) fn unit_of_table(cell: &str) -> Option<u32> {
    let folded = folded(cell);
    let (_, unit) = folded.rsplit_once("单位:")?;
    let unit = unit.trim_end_matches(|c: char| c.is_ascii_punctuation());
    match split_unit(unit) {
        ("", factor) => factor,
        _ => None,
    }
}

/// Normalizes `text` for comparison: unifies compatibility forms, removes white space and case.
pub(super) fn folded(text: &str) -> String {
    // Fast path: nearly every text is folded already.
    if text.chars().all(is_folded) {
        return text.to_owned();
    }
    text.nfkc()
        .filter(|character| !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether folding keeps a character, whatever its neighbours. Returns false for some characters that
/// folding keeps, too.
fn is_folded(character: char) -> bool {
    matches!(character, '!'..='@' | '['..='~' | '\u{4e00}'..='\u{9fff}')
}

/// Result of matching the headers of a file to the columns of a log.
pub(super) struct Resolved {
    /// For each column of the schema, the source of its cells.
    pub(super) origins: Vec<ColumnOrigin>,
    /// Required columns that are missing, and ambiguous headers.
    pub(super) errors: Vec<Problem>,
    /// Headers configured in `report.toml` that the file does not have, and choices between headers.
    pub(super) warnings: Vec<Problem>,
    /// Keys of the columns whose header is configured in `report.toml`.
    pub(super) mapped: Vec<&'static str>,
    /// Number of headers that were recognised.
    pub(super) known: usize,
    /// Indices of the headers that belong to no column.
    pub(super) free: Vec<usize>,
}

/// Headers configured in `report.toml`, by the key of their column.
pub(super) type Mapping = BTreeMap<String, Vec<String>>;

/// The headers configured for a file: its own, and for other columns those of its log.
pub(super) fn mapping_of(file: &LogFile, settings: &LogSettings) -> Mapping {
    let mut mapping = settings.headers.clone();
    mapping.extend(file.headers.clone());
    mapping
}

/// Finds the header of each column of `log`.
///
/// `mapping` contains configured headers by the key of their column; the first one that the file has is
/// used. `constants` contains the cells of columns that the file lacks; `unit` is the factor of the unit of
/// the whole table.
pub(super) fn resolve(
    log: Log,
    titles: Titles<'_>,
    mapping: &Mapping,
    constants: &BTreeMap<String, String>,
    unit: u32,
) -> Resolved {
    let (columns, named, written) = (super::columns(log), mapping, titles.names);
    let headers: Vec<Header> = written.iter().map(|header| Header::new(header)).collect();
    let first_found = |names: &Vec<String>| {
        let mut in_turn = names.iter().map(|header| Header::new(header).name);
        in_turn.find(|name| headers.iter().any(|found| found.name == *name))
    };
    let mapping: BTreeMap<&str, String> = mapping
        .iter()
        .filter_map(|(key, names)| Some((key.as_str(), first_found(names)?)))
        .collect();
    let keys = keys_of(log, &headers, &mapping);
    let mut resolved = Resolved {
        mapped: columns
            .iter()
            .map(|column| column.key)
            .filter(|key| mapping.contains_key(key))
            .collect(),
        origins: Vec::with_capacity(columns.len()),
        errors: Vec::new(),
        warnings: Vec::new(),
        known: keys.iter().flatten().count(),
        free: (0..headers.len())
            .filter(|&index| keys[index].is_none() && !written[index].is_empty())
            .collect(),
    };
    for column in columns {
        let mapped = mapping.get(column.key);
        let found: Vec<usize> = (0..headers.len())
            .filter(|&index| keys[index] == Some(column.key))
            .filter(|&index| mapped.is_none_or(|name| headers[index].name == *name))
            .collect();
        let origin = match (constants.get(column.key), &*found) {
            // A constant is for a column that the file lacks; it must not override the cells of a column.
            (Some(constant), []) => ColumnOrigin::Constant(constant.clone()),
            (_, &[index]) => ColumnOrigin::Cell {
                index,
                factor: headers[index].factor.unwrap_or(unit),
            },
            (None, []) if let Some(index) = stand_in(log, column.key, &keys) => {
                ColumnOrigin::Cell { index, factor: 1 }
            }
            (None, []) => {
                if column.required {
                    let free = resolved.free.iter();
                    let free: Vec<&str> = free.map(|&index| written[index].as_str()).collect();
                    resolved.errors.push(missing(log, column, written, &free));
                } else if let Some(names) = named.get(column.key) {
                    resolved.warnings.push(Problem::from(MappedHeaderMissing {
                        key: column.key,
                        header: names.join("、"),
                    }));
                }
                ColumnOrigin::Missing
            }
            (_, several) => match choose(log, column, several, &headers, written) {
                Ok((index, chosen)) => {
                    resolved.warnings.push(chosen.into());
                    let factor = headers[index].factor.unwrap_or(unit);
                    ColumnOrigin::Cell { index, factor }
                }
                Err(ambiguous) => {
                    resolved.errors.push(ambiguous.into());
                    ColumnOrigin::Missing
                }
            },
        };
        resolved.origins.push(origin);
    }
    take_ticks(&mut resolved, log, &titles);
    resolved
}

/// Chooses among several headers of one column the one that a rule prefers, with the finding that says so.
///
/// # Errors
/// The finding that the headers are ambiguous.
fn choose(
    log: Log,
    column: &LogColumn,
    several: &[usize],
    headers: &[Header],
    written: &[String],
) -> Result<(usize, ColumnChosen), AmbiguousColumn> {
    let name = |&index: &usize| headers[index].name.as_str();
    let (key, log_key) = (column.key, log.key());
    let Some(chosen) = synonyms::preferred(log, key, several, name) else {
        let headers = several.iter().map(|&index| written[index].clone());
        return Err(AmbiguousColumn {
            key,
            headers: headers.collect(),
            log: log_key,
        });
    };
    let others = several.iter().filter(|index| **index != chosen);
    let finding = ColumnChosen {
        key,
        column: column.header,
        chosen: written[chosen].clone(),
        others: others.map(|index| written[*index].clone()).collect(),
        log: log_key,
    };
    Ok((chosen, finding))
}

/// Reads columns from tick columns. These give the kind that another column may leave open, as 申请人 does
/// beside 自然人 | 商业企业 | 科研机构, unless `report.toml` configures that column.
fn take_ticks(resolved: &mut Resolved, log: Log, titles: &Titles<'_>) {
    for (key, ticks) in ticks::of(log, titles, &resolved.free) {
        let columns = super::columns(log);
        let Some(position) = columns.iter().position(|column| column.key == key) else {
            continue;
        };
        let column = &columns[position];
        match resolved.origins[position] {
            ColumnOrigin::Missing => {}
            ColumnOrigin::Cell { index, .. } if !resolved.mapped.contains(&key) => {
                let name = |tick: &Tick| titles.names[tick.index as usize].as_str();
                let chosen: Vec<&str> = ticks.iter().map(name).collect();
                resolved.warnings.push(Problem::from(ColumnChosen {
                    key: column.key,
                    column: column.header,
                    chosen: chosen.join(" | "),
                    others: vec![titles.names[index].clone()],
                    log: log.key(),
                }));
            }
            _ => continue,
        }
        let is_tick = |index: usize| ticks.iter().any(|tick| tick.index as usize == index);
        resolved.free.retain(|index| !is_tick(*index));
        resolved.origins[position] = ColumnOrigin::Ticked(ticks);
    }
}

/// The column of each header. A header that is mapped to a column is not matched to another one.
fn keys_of<'k>(
    log: Log,
    headers: &[Header],
    mapping: &BTreeMap<&'k str, String>,
) -> Vec<Option<&'k str>> {
    let mapped_to = |name: &str| {
        let mapped = mapping.iter().find(|(_, mapped)| *mapped == name);
        mapped.map(|(key, _)| *key)
    };
    let names: Vec<&str> = headers.iter().map(|header| header.name.as_str()).collect();
    columns_meant(log, &names, mapped_to)
}

/// The finding about a missing column, with the header that may have been meant.
fn missing(log: Log, column: &LogColumn, written: &[String], free: &[&str]) -> Problem {
    let names = [column.header, column.key]
        .into_iter()
        .chain(synonyms::headers_of(log, column));
    let mut similar = names.filter_map(|name| nearest(name, free.iter().copied()));
    Problem::from(MissingColumn {
        key: column.key,
        header: column.header,
        found: written
            .iter()
            .filter(|header| !header.is_empty())
            .cloned()
            .collect(),
        nearest: similar.next().map(str::to_owned),
        log: log.key(),
        // Filled in by the caller, which knows the file.
        file: String::new(),
        sheet: None,
    })
}

/// A header that belongs to no column but resembles that of a column the file lacks.
pub(super) struct HeaderMatch {
    /// The index of the header.
    pub(super) index: usize,
    pub(super) column: &'static LogColumn,
}

/// Finds for each free header the optional column that may have been meant.
///
/// Missing required columns are reported separately, with the likely header.
pub(super) fn similar_headers(
    log: Log,
    written: &[String],
    is_lacking: impl Fn(&LogColumn) -> bool,
    free: &[usize],
) -> Vec<HeaderMatch> {
    let lacking = || {
        let columns = super::columns(log).iter();
        columns.filter(|column| !column.required && is_lacking(column))
    };
    let similar = |&index: &usize| {
        let name = Header::new(&written[index]).name;
        if synonyms::is_other_header(&name) {
            return None;
        }
        let likely = lacking().filter_map(|column| Some((slip_of(log, column, &name)?, column)));
        let (_, column) = likely.min_by_key(|(slip, _)| *slip)?;
        Some(HeaderMatch { index, column })
    };
    free.iter().filter_map(similar).collect()
}

/// A column that figures need and the file lacks, with an unused header that may be meant.
pub(super) struct LikelyColumn {
    pub(super) column: &'static LogColumn,
    /// The index of the header.
    pub(super) index: usize,
}

/// Finds a free header for each column that figures need and the file lacks. It shares a word with the
/// names of the column.
pub(super) fn likely_columns(
    log: Log,
    written: &[String],
    is_lacking: impl Fn(&LogColumn) -> bool,
    free: &[usize],
) -> Vec<LikelyColumn> {
    let columns = super::columns(log).iter();
    let lacking = columns.filter(|column| column.counted && is_lacking(column));
    let likely = lacking.filter_map(|column| {
        let names = [column.header].into_iter();
        let names: Vec<&str> = names.chain(synonyms::headers_of(log, column)).collect();
        let is_likely = |index: &&usize| {
            let name = Header::new(&written[**index]).name;
            !synonyms::is_other_header(&name)
                && !is_of_free_text(&name)
                && (column.role == Role::Day) == is_of_day(&name)
                && names.iter().any(|known| share_word(known, &name))
        };
        let index = *free.iter().find(is_likely)?;
        Some(LikelyColumn { column, index })
    });
    let likely: Vec<LikelyColumn> = likely.collect();
    // A header that fits several columns is evidence for none.
    let times = |index: usize| likely.iter().filter(|likely| likely.index == index).count();
    let is_sure: Vec<bool> = likely
        .iter()
        .map(|likely| times(likely.index) == 1)
        .collect();
    let sure = likely
        .into_iter()
        .zip(is_sure)
        .filter(|(_, is_sure)| *is_sure);
    sure.map(|(likely, _)| likely).collect()
}

/// Words of planned days. Such a day is not the day of an event.
const PLANNED: [&str; 9] = [
    "截止", "计划", "拟", "预计", "期限", "时限", "到期", "有效", "应",
];

/// Whether a header is that of a planned day.
pub(super) fn is_planned(header: &str) -> bool {
    PLANNED.iter().any(|word| header.contains(word))
}

/// Whether a header may be that of the day of an event.
pub(super) fn may_be_event(written: &str) -> bool {
    let name = Header::new(written).name;
    is_of_day(&name) && !is_planned(&name) && !synonyms::is_other_header(&name)
}

/// Whether a header is that of a column of days.
fn is_of_day(name: &str) -> bool {
    ["日期", "时间", "时限", "期限"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Whether a header is that of a free-text column, so that no list of words applies.
fn is_of_free_text(name: &str) -> bool {
    const WORDS: [&str; 12] = [
        "内容", "主题", "标题", "描述", "详情", "意见", "备注", "说明", "回访", "电话", "姓名",
        "地址",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether two headers share a word of two characters, other than words for a type of cell.
fn share_word(one: &str, other: &str) -> bool {
    const KINDS: [&str; 13] = [
        "日期", "时间", "时限", "期限", "类型", "类别", "编号", "名称", "情况", "方式", "申请",
        "诉求", "工单",
    ];
    let characters: Vec<char> = one.chars().collect();
    let mut words = characters
        .windows(2)
        .map(|pair| pair.iter().collect::<String>());
    words.any(|word| !KINDS.contains(&word.as_str()) && other.contains(&word))
}

/// A typing error, the most certain kind first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    /// Two adjacent characters are swapped.
    Swap,
    /// One character too many or too few.
    Length,
    /// One character is replaced.
    Replace,
}

/// Whether a header is one typing error away from a name of the column `key` of `log`.
pub(super) fn is_slip(log: Log, key: &str, written: &str) -> bool {
    let mut columns = super::columns(log).iter();
    let column = columns.find(|column| column.key == key);
    column.is_some_and(|column| slip_of(log, column, &Header::new(written).name).is_some())
}

/// The typing error that turns a name of a column into `name`.
fn slip_of(log: Log, column: &'static LogColumn, name: &str) -> Option<Slip> {
    let names = [column.header, column.key].into_iter();
    let names = names.chain(synonyms::headers_of(log, column));
    let slips = names.filter_map(|known| slip(&Header::new(known).name, name));
    slips.min()
}

/// The typing error between two names, if there is exactly one and enough of the name remains.
///
/// Replacing one of two Chinese characters gives another word (标题 and 问题), and nearly every key of
/// three letters resembles some abbreviation.
fn slip(known: &str, name: &str) -> Option<Slip> {
    let (known, name): (Vec<char>, Vec<char>) = (known.chars().collect(), name.chars().collect());
    let (mut one, mut other) = (&*known, &*name);
    while let ([first, rest @ ..], [same, others @ ..]) = (one, other)
        && first == same
    {
        (one, other) = (rest, others);
    }
    while let ([rest @ .., last], [others @ .., same]) = (one, other)
        && last == same
    {
        (one, other) = (rest, others);
    }
    let slip = match (one, other) {
        ([_], []) | ([], [_]) => Slip::Length,
        ([_], [_]) => Slip::Replace,
        ([a, b], [c, d]) if (a, b) == (d, c) => Slip::Swap,
        _ => return None,
    };
    let is_ascii = known.iter().all(char::is_ascii);
    let least = match slip {
        _ if is_ascii => 4,
        Slip::Swap | Slip::Length => 2,
        Slip::Replace => 3,
    };
    (known.len().min(name.len()) >= least).then_some(slip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ungrouped(names: &[String]) -> Titles<'_> {
        Titles { names, groups: &[] }
    }

    fn published(headers: &[&str], mapping: &[(&str, &str)]) -> Resolved {
        let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
        let mapping = mapping
            .iter()
            .map(|&(key, header)| (key.to_owned(), vec![header.to_owned()]))
            .collect();
        resolve(
            Log::Published,
            ungrouped(&headers),
            &mapping,
            &BTreeMap::new(),
            1,
        )
    }

    fn cell(index: usize) -> ColumnOrigin {
        ColumnOrigin::Cell { index, factor: 1 }
    }

    fn origin(resolved: &Resolved, key: &str) -> ColumnOrigin {
        let columns = super::super::columns(Log::Published);
        let index = columns.iter().position(|column| column.key == key).unwrap();
        resolved.origins[index].clone()
    }

    #[test]
    fn headers_are_found_in_any_order_and_spelling() {
        let resolved = published(&["公开 日期", "ＩＤ", "信息\n名称", "*链接", "备注"], &[]);
        assert_eq!(origin(&resolved, "published_on"), cell(0));
        assert_eq!(origin(&resolved, "id"), cell(1));
        assert_eq!(origin(&resolved, "title"), cell(2));
        assert_eq!(origin(&resolved, "url"), cell(3));
        assert_eq!(origin(&resolved, "category"), ColumnOrigin::Missing);
        assert_eq!(resolved.known, 4);
        assert!(resolved.errors.is_empty());
    }

    #[test]
    fn what_is_taken_for_folded_is_left_by_folding() {
        let folded: String = ('\0'..=char::MAX).filter(|&c| is_folded(c)).collect();
        assert_eq!(folded.chars().count(), 32 + 36 + 0x5200);
        // After a space, the fast path does not apply.
        assert_eq!(super::folded(&format!(" {folded}")), folded);
    }

    #[test]
    fn a_unit_in_the_header_is_a_factor() {
        for (written, factor) in [
            ("预算金额（万元）", Some(10_000)),
            ("预算 金额 (元)", Some(1)),
            ("预算金额（单位：万元）", Some(10_000)),
            ("预算金额[万元]", Some(10_000)),
            ("预算金额/亿元", Some(100_000_000)),
            ("预算金额\n万元", Some(10_000)),
            ("预算金额（人民币千元）", Some(1_000)),
            ("预算金额", None),
        ] {
            let header = Header::new(written);
            assert_eq!(
                (&*header.name, header.factor),
                ("预算金额", factor),
                "{written}"
            );
        }
    }

    #[test]
    fn numbers_notes_and_brackets_are_no_part_of_a_header() {
        for written in [
            "2.公开日期",
            "（2）公开日期",
            "2、公开日期",
            "二、公开日期",
            "【公开日期】",
            "[公开日期]",
            "（公开日期）",
            "公开日期：",
            "公开日期:",
            "*公开日期",
            "公开\u{200b}日期\u{feff}",
            "公开日期（yyyy-mm-dd）",
            "公开日期(YYYY/MM/DD)",
            "公开日期（年月日）",
            "公开日期（格式：2017-01-01）",
            "公开日期（如：2017-01-01）",
            "公开日期（2017-01-01）",
            "公开日期（必填）",
            "3.*公开日期（必填）：",
            "12.公开日期[yyyy年mm月dd日]",
        ] {
            assert_eq!(Header::new(written).name, "公开日期", "{written}");
        }
        for (written, name) in [
            ("日期（公开）", "日期(公开)"),
            ("收到日期（补正后）", "收到日期(补正后)"),
            ("办理期限（工作日）", "办理期限"),
            ("1", "1"),
            ("2017.3", "2017.3"),
            ("12345工单编号", "12345工单编号"),
            ("一级分类", "一级分类"),
        ] {
            assert_eq!(Header::new(written).name, name, "{written}");
        }
    }

    #[test]
    fn a_unit_above_the_header_is_one_of_money() {
        assert_eq!(unit_of_table("单位：万元"), Some(10_000));
        assert_eq!(unit_of_table("（金额 单位：人民币 万元）"), Some(10_000));
        assert_eq!(unit_of_table("填报单位：开发区管委会  单位:元"), Some(1));
        assert_eq!(unit_of_table("填报单位：开发区管委会"), None);
        assert_eq!(unit_of_table("2017年台账"), None);
    }

    #[test]
    fn every_missing_and_ambiguous_column_is_reported() {
        let errors = published(&["公开日期", "发布时间"], &[]).errors;
        let missing = errors[0].get::<MissingColumn>().unwrap();
        assert_eq!((missing.key, &missing.nearest), ("title", &None));
        let ambiguous = errors[1].get::<AmbiguousColumn>().unwrap();
        assert_eq!(
            (ambiguous.key, ambiguous.headers.len()),
            ("published_on", 2)
        );
    }

    #[test]
    fn a_missing_column_comes_with_the_header_that_may_be_it() {
        let errors = published(&["信息名", "公开日期"], &[]).errors;
        assert_eq!(errors.len(), 1);
        let missing = errors[0].get::<MissingColumn>().unwrap();
        assert_eq!(missing.nearest.as_deref(), Some("信息名"));
    }

    #[test]
    fn a_mapping_settles_what_is_ambiguous() {
        let headers = ["标题", "公开日期", "发布时间"];
        let resolved = published(&headers, &[("published_on", "发布时间")]);
        assert_eq!(origin(&resolved, "published_on"), cell(2));
    }

    #[test]
    fn the_first_mapped_header_that_is_there() {
        let file = |headers: &[&str]| LogFile {
            headers: [(
                "published_on".to_owned(),
                headers.iter().map(|&header| header.to_owned()).collect(),
            )]
            .into(),
            ..LogFile::default_of(Log::Published)
        };
        let settings = LogSettings {
            of_files: Vec::new(),
            files: Vec::new(),
            headers: [("published_on".to_owned(), vec!["公开日期".to_owned()])].into(),
        };
        let headers = ["标题", "公开日期", "挂网日", "入库日"].map(str::to_owned);
        let resolved = |names: &[&str]| {
            let mapping = mapping_of(&file(names), &settings);
            resolve(
                Log::Published,
                ungrouped(&headers),
                &mapping,
                &BTreeMap::new(),
                1,
            )
        };
        // Headers configured for the file override those of the log.
        assert_eq!(
            origin(&resolved(&["上线日", "入库日", "挂网日"]), "published_on"),
            cell(3)
        );
        assert_eq!(origin(&resolved(&["上线日"]), "published_on"), cell(1));
    }

    #[test]
    fn a_mapped_header_that_is_not_there_leaves_the_usual_one() {
        let resolved = published(&["标题", "公开日期"], &[("published_on", "上网时间")]);
        assert_eq!(origin(&resolved, "published_on"), cell(1));
    }
}
