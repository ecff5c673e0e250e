//! Guesses which log a file is, from its headers and its name.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::Arc;

use super::book::{Book, is_workbook};
use super::columns::{Header, LogColumn, is_planned, likely_columns, similar_headers};
use super::date;
use super::disguise::page_kind;
use super::header::{self, FoundHeader, Seen};
use super::layout;
use super::receipt_headers::{columns_meant, stand_in};
use super::sheet::Sheet;
use super::sheets::{first_rows, is_never_meant};
use super::synonyms::REQUEST_KIND;
use super::table::{LogTable, NextRows, Row, Source, seen, unreadable_finding};
use super::ticks;
use super::totals::{self, Totals};
use super::{DisputeLog, Entry, columns, synonyms};
use crate::diagnostic::{
    DateWithoutYear, Diagnostic, MissingRoute, OtherTable, Place, SheetReason, WebPage,
};
use crate::project::{LogFile, LogSettings};
use crate::record::Log;
use crate::rows::first_block;
use crate::vocabulary::nearest;
use chrono::Datelike;

/// A guess which log a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The log.
    pub log: Log,
    /// The sheets of the workbook to read, if other sheets are another log.
    pub sheets: Vec<String>,
    /// Headers that are not recognised automatically, by the key of the column they may mean.
    pub headers: BTreeMap<&'static str, String>,
    /// Constant cells for columns that the file lacks, by the key of the column.
    pub constants: BTreeMap<&'static str, &'static str>,
    /// Columns that are read from tick columns, by their keys, with the headers of the tick columns.
    pub ticked: BTreeMap<&'static str, Vec<String>>,
    /// The year of days that are written without one, if it can be derived from the file.
    pub year: Option<i32>,
    /// The years mentioned in the lines above the header.
    title_years: BTreeSet<i32>,
    /// Required columns for which no header was found.
    pub missing: Vec<LogColumn>,
    /// The totals of the file, if it contains totals instead of a log.
    pub totals: Option<Totals>,
}

impl Guess {
    /// A guess that contains only the log.
    fn of(log: Log) -> Self {
        Self {
            log,
            sheets: Vec::new(),
            headers: BTreeMap::new(),
            constants: BTreeMap::new(),
            ticked: BTreeMap::new(),
            year: None,
            title_years: BTreeSet::new(),
            missing: Vec::new(),
            totals: None,
        }
    }
}

/// Words that identify the kind of the requests of a file.
const KINDS: &[(&str, &[&str])] = &[
    (
        "disclosure",
        &["依申请", "申请公开", "申请内容", "disclosure"],
    ),
    (
        "service",
        &[
            "诉求", "工单", "信件", "来信", "来电", "留言", "12345", "热线", "service", "hotline",
        ],
    ),
];

/// Guesses which logs the file `name` contains; empty if no header belongs to any log. A workbook may
/// contain several logs.
///
/// `open` opens the file anew for each log, because the position of the header depends on the log.
///
/// A damaged workbook, and a web page under another name, is reported in `found`.
///
/// # Errors
/// The I/O error if the file cannot be read.
pub fn guess(
    name: &str,
    mut open: impl FnMut() -> io::Result<Box<dyn Read + Send>>,
    found: &mut Vec<Diagnostic>,
) -> io::Result<Vec<Guess>> {
    let mut bytes = open()?;
    let block = first_block(&mut bytes)?;
    if let Some(kind) = page_kind(&block) {
        let place = Place::file(&name.into());
        found.push(Diagnostic::at(place, WebPage { kind }));
        return Ok(Vec::new());
    }
    if !is_workbook(&block) {
        let best = best((name, None), |source| {
            let mut bytes = open()?;
            let block = first_block(&mut bytes)?;
            seen(bytes, block, source)
        })?;
        let guesses = best.map(|(_, guess)| guess).into_iter();
        let guesses = guesses.map(|guess| with_rows(guess, name, &mut open));
        return guesses.collect();
    }
    let guesses = Book::open(block, &mut bytes)?.and_then(|book| guesses_of_book(name, &book));
    if let Ok(guesses) = guesses {
        let guesses = guesses.into_iter();
        let guesses = guesses.map(|guess| with_rows(guess, name, &mut open));
        return guesses.collect();
    }
    Ok(guesses.unwrap_or_else(|fault| {
        let file = LogFile {
            path: name.to_owned(),
            ..LogFile::default_of(Log::Published)
        };
        let source = Source {
            log: Log::Published,
            file: &file,
            settings: &LogSettings::default(),
            words: &Arc::default(),
        };
        let place = Place::file(&name.into());
        found.push(unreadable_finding(fault.into(), &source, place));
        Vec::new()
    }))
}

/// Completes a guess from the rows of the file: the year of days that are written without one, and the column
/// of remarks that contains the route of each lawsuit.
fn with_rows(
    mut guess: Guess,
    name: &str,
    mut open: impl FnMut() -> io::Result<Box<dyn Read + Send>>,
) -> io::Result<Guess> {
    if guess.totals.is_some() || !guess.missing.is_empty() {
        return Ok(guess);
    }
    let file = LogFile {
        path: name.to_owned(),
        sheets: guess.sheets.clone(),
        headers: guess
            .headers
            .iter()
            .map(|(key, header)| ((*key).to_owned(), vec![header.clone()]))
            .collect(),
        constants: guess
            .constants
            .iter()
            .map(|(key, word)| ((*key).to_owned(), (*word).to_owned()))
            .collect(),
        ..LogFile::default_of(guess.log)
    };
    let source = Source {
        log: guess.log,
        file: &file,
        settings: &LogSettings::default(),
        words: &Arc::default(),
    };
    let mut seen = SeenRows::default();
    for mut table in LogTable::open(open()?, &source, &mut Vec::new())? {
        while let NextRows::Rows(mut rows) = table.read_on()? {
            while rows.advance() {
                seen.add(guess.log, rows.row());
            }
        }
    }
    if seen.lacks_years {
        // In order of precedence: the lines above the header, the name of the file, its other days.
        guess.year = only(&guess.title_years)
            .or_else(|| totals::only_year_in(name))
            .or_else(|| only(&seen.years));
    }
    if let Some(Some(header)) = only(&seen.routes) {
        guess.headers.insert("route", header);
    }
    Ok(guess)
}

/// Information collected from the rows of a file.
#[derive(Default)]
struct SeenRows {
    /// The years of its days.
    years: BTreeSet<i32>,
    /// Whether some days have no year.
    lacks_years: bool,
    /// The columns in which the routes of lawsuits were found, if there is no column for the route. Contains
    /// `None` if a lawsuit has no route anywhere.
    routes: BTreeSet<Option<String>>,
}

impl SeenRows {
    fn add(&mut self, log: Log, row: &Row<'_>) {
        for cell in row.day_cells() {
            match date::read(cell) {
                Ok(((day, _), _)) => {
                    self.years.insert(day.year());
                }
                Err(problem) => self.lacks_years |= problem.is::<DateWithoutYear>(),
            }
        }
        if log == Log::Disputes {
            let mut found = Vec::new();
            DisputeLog::read(row, &mut found);
            let missing = found.iter().filter_map(|found| found.problem.get());
            let columns = missing.map(|MissingRoute { column, .. }| column.clone());
            self.routes.extend(columns);
        }
    }
}

/// The element of a set with exactly one element.
fn only<T: Ord + Clone>(all: &BTreeSet<T>) -> Option<T> {
    all.first().cloned().filter(|_| all.len() == 1)
}

/// Guesses which logs the sheets of a workbook contain.
fn guesses_of_book(name: &str, book: &Book) -> Result<Vec<Guess>, super::grid::Fault> {
    let mut found = Vec::new();
    for (index, sheet) in book.sheets().iter().enumerate() {
        let own = sheet.name.trim();
        if !sheet.is_shown || is_never_meant(own) {
            continue;
        }
        let rows = first_rows(&mut Sheet::new(book.content(index)?), header::rows_needed());
        let more_rows = first_rows(&mut Sheet::new(book.content(index)?), totals::ROWS);
        if layout::of(&rows, Log::Published) == Some(OtherTable::Summary) {
            continue;
        }
        let best = best((name, Some(own)), |source| {
            let header = header::find(&rows, Some(own), source);
            let totals = totals::of(&more_rows);
            Ok(Seen {
                totals,
                ..Seen::of(&rows, header)
            })
        });
        if let Ok(Some((score, guess))) = best {
            let sheets = vec![own.to_owned()];
            found.push((score, Guess { sheets, ..guess }));
        }
    }
    let is_of_totals = |(_, guess): &mut (i64, Guess)| guess.totals.is_some();
    let totals: Vec<(i64, Guess)> = found.extract_if(.., is_of_totals).collect();
    // A sheet that lacks a column is not a log if another sheet has all of them.
    if found.iter().any(|(_, guess)| guess.missing.is_empty()) {
        found.retain(|(_, guess)| guess.missing.is_empty());
    } else {
        let best = found.iter().map(|(score, _)| *score).max();
        let first = found.iter().position(|(score, _)| Some(*score) == best);
        found = first
            .map(|first| found.swap_remove(first))
            .into_iter()
            .collect();
    }
    let mut guesses: Vec<Guess> = Vec::new();
    found.extend(totals);
    for (_, mut guess) in found {
        let is_same =
            |known: &&mut Guess| (known.log, &known.constants) == (guess.log, &guess.constants);
        match guesses.iter_mut().find(is_same) {
            Some(known) => {
                known.sheets.append(&mut guess.sheets);
                for (key, header) in guess.headers {
                    known.headers.entry(key).or_insert(header);
                }
                known.title_years.append(&mut guess.title_years);
            }
            None => guesses.push(guess),
        }
    }
    if let [only] = &mut *guesses {
        only.sheets.clear();
    }
    Ok(guesses)
}

/// The log that fits some headers best, and its score. The names are those of file and sheet.
fn best(
    (name, sheet): (&str, Option<&str>),
    mut seen: impl FnMut(&Source<'_>) -> io::Result<Seen>,
) -> io::Result<Option<(i64, Guess)>> {
    let mut best: Option<(i64, Guess)> = None;
    let meant = sheet.and_then(named).or_else(|| named(name));
    for &log in Log::ALL {
        let file = LogFile {
            path: name.to_owned(),
            ..LogFile::default_of(log)
        };
        let source = Source {
            log,
            file: &file,
            settings: &LogSettings::default(),
            words: &Arc::default(),
        };
        let seen = seen(&source)?;
        if seen.totals.is_some() {
            let guess = Guess {
                totals: seen.totals,
                ..Guess::of(Log::Decisions)
            };
            return Ok(Some((i64::MAX, guess)));
        }
        let headers = &seen.names;
        let recognised = recognised(log, headers);
        if recognised.is_empty() {
            continue;
        }
        let guess = guess_of(log, (name, sheet), &seen, &recognised);
        let required_found = columns(log)
            .iter()
            .filter(|column| column.required && recognised.contains_key(column.key))
            .count();
        let is_named = meant == Some(log);
        let score = 2 * (recognised.len() + required_found)
            + 6 * usize::from(is_named)
            + 2 * of_no_other_log(log, &recognised)
            + 3 * usize::from(matches_log(log, headers));
        let guessed = columns(log).iter().filter(|column| column.required);
        let guessed = guessed.filter(|column| guess.headers.contains_key(column.key));
        let guessed = guessed.filter(|column| !recognised.contains_key(column.key));
        let score = i64::try_from(score).unwrap_or(i64::MAX)
            - i64::try_from(3 * guess.missing.len() + 2 * guessed.count()).unwrap_or(i64::MAX);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, guess));
        }
    }
    Ok(best)
}

/// Counts the headers that belong to a column of this log and of no other, such as 索引号.
fn of_no_other_log(log: Log, recognised: &BTreeMap<&'static str, Vec<&str>>) -> usize {
    let is_known = |other: Log, header: &str| {
        synonyms::column_meant(other, &Header::new(header).name).is_some()
    };
    let headers = recognised.values().flatten();
    let own = headers.filter(|header| {
        // A log of events repeats the headers of the requests.
        let others = Log::ALL.iter().filter(|other| **other != log);
        let mut others = others.filter(|other| **other != Log::Events);
        !others.any(|other| is_known(*other, header))
    });
    own.count()
}

/// Whether the headers mention a log: 采购单位. Always false for the published log, whose columns have
/// no typical words.
fn matches_log(log: Log, headers: &[String]) -> bool {
    let mut words = log.definition().names.iter();
    log != Log::Published && words.any(|word| headers.iter().any(|header| header.contains(word)))
}

/// The reason not to read a sheet although it has the header of a log: more of its columns belong to
/// another log, or it contains requests of the other kind.
pub(super) fn other_meant(
    source: &Source<'_>,
    sheet: &str,
    header: &FoundHeader,
) -> Option<SheetReason> {
    let meant = named(sheet);
    let is_other = |other: Log| {
        let recognised = recognised(other, &header.headers);
        let mut required = columns(other).iter().filter(|column| column.required);
        // One column more may be a coincidence.
        let more = if meant == Some(other) { 1 } else { 2 };
        recognised.len() >= header.resolved.known + more
            && required.all(|column| column.key == "kind" || recognised.contains_key(column.key))
    };
    let others = Log::ALL.iter().filter(|log| **log != source.log);
    let mut others = others.filter(|_| meant != Some(source.log));
    if let Some(other) = others.find(|other| is_other(**other)) {
        return Some(SheetReason::OtherLog { log: other.key() });
    }
    let constant = source.file.constants.get("kind");
    let constant = constant.filter(|_| source.log == Log::Requests)?;
    let own = source.words.code_of(REQUEST_KIND, constant)?;
    let kind = only_kind(|word| sheet.contains(word))?;
    (kind != own).then_some(SheetReason::OtherKind)
}

/// Whether a header has every required column of another log, except the kind of its records.
pub(super) fn is_whole_of_other(log: Log, header: &FoundHeader) -> bool {
    let is_whole = |other: &Log| {
        let recognised = recognised(*other, &header.headers);
        let mut required = columns(*other).iter().filter(|column| column.required);
        required.all(|column| column.key == "kind" || recognised.contains_key(column.key))
    };
    Log::ALL.iter().filter(|other| **other != log).any(is_whole)
}

/// The columns of `log` that are recognised, each with its headers.
fn recognised(log: Log, headers: &[String]) -> BTreeMap<&'static str, Vec<&str>> {
    let mut recognised: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    let names: Vec<Header> = headers.iter().map(|header| Header::new(header)).collect();
    let names: Vec<&str> = names.iter().map(|header| header.name.as_str()).collect();
    let keys = columns_meant(log, &names, |_| None);
    for (header, key) in headers.iter().zip(&keys) {
        if let Some(key) = key {
            recognised.entry(*key).or_default().push(header);
        }
    }
    for column in columns(log).iter().filter(|column| column.required) {
        if !recognised.contains_key(column.key)
            && let Some(index) = stand_in(log, column.key, &keys)
        {
            recognised.insert(column.key, vec![headers[index].as_str()]);
        }
    }
    recognised
}

fn guess_of(
    log: Log,
    names: (&str, Option<&str>),
    seen: &Seen,
    recognised: &BTreeMap<&'static str, Vec<&str>>,
) -> Guess {
    let mut guess = Guess::of(log);
    guess.title_years = seen
        .above
        .iter()
        .filter_map(|text| totals::only_year_in(text))
        .collect();
    let headers = &*seen.names;
    // If several headers belong to one column and none is preferred, the first is proposed: a person
    // reviews it and decides.
    let name_of = |header: &&str| Header::new(header).name;
    let is_open = |key: &str, headers: &[&str]| {
        let names: Vec<String> = headers.iter().map(name_of).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        headers.len() > 1 && synonyms::preferred(log, key, &names, |name| *name).is_none()
    };
    let several = recognised
        .iter()
        .filter(|(key, headers)| is_open(key, headers));
    guess
        .headers
        .extend(several.map(|(key, headers)| (*key, headers[0].to_owned())));
    let is_free = |header: &&str| !recognised.values().flatten().any(|known| known == header);
    let is_free_at = |index: &usize| !headers[*index].is_empty() && is_free(&&*headers[*index]);
    let mut free: Vec<usize> = (0..headers.len()).filter(is_free_at).collect();
    for (key, ticks) in ticks::of(log, &seen.titles(), &free) {
        let indices: Vec<usize> = ticks.iter().map(|tick| tick.index as usize).collect();
        free.retain(|index| !indices.contains(index));
        let names = indices.iter().map(|index| headers[*index].clone());
        guess.ticked.insert(key, names.collect());
    }
    let mut free: Vec<&str> = free.iter().map(|index| headers[*index].as_str()).collect();
    // 发文日期 is the day on which an item was created, not the day of publication of a notice.
    let means_other = |header: &&str, key: &str| {
        let name = Header::new(header).name;
        let meant = Log::ALL
            .iter()
            .filter_map(|other| synonyms::column_meant(*other, &name));
        let mut meant = meant.peekable();
        meant.peek().is_some() && meant.all(|other| other != key)
    };
    for column in columns(log) {
        if !column.required || recognised.contains_key(column.key) {
            continue;
        }
        if let Some(kind) = kind(log, column, names, headers) {
            guess.constants.insert(column.key, kind);
        } else if let Some(header) =
            likely(column, &free).filter(|header| !means_other(header, column.key))
        {
            free.retain(|other| *other != header);
            guess.headers.insert(column.key, header.to_owned());
        } else {
            guess.missing.push(*column);
        }
    }
    let similar = similar(log, &free, recognised).into_iter();
    let similar = similar.filter(|(key, _)| !guess.ticked.contains_key(key));
    for (key, header) in similar.collect::<Vec<_>>() {
        guess.headers.insert(key, header.to_owned());
    }
    guess
}

/// The optional columns without a header, each with an unused header that resembles it or may be
/// meant.
fn similar<'h>(
    log: Log,
    free: &[&'h str],
    recognised: &BTreeMap<&'static str, Vec<&str>>,
) -> Vec<(&'static str, &'h str)> {
    let written: Vec<String> = free.iter().map(|&header| header.to_owned()).collect();
    let is_lacking = |column: &LogColumn| !recognised.contains_key(column.key);
    let all: Vec<usize> = (0..free.len()).collect();
    let likely = likely_columns(log, &written, is_lacking, &all).into_iter();
    // Only this column is proposed by similar words; for others the office must decide.
    let likely = likely.filter(|likely| likely.column.key == "applicant");
    let likely = likely.map(|likely| (likely.column.key, free[likely.index]));
    // A likely typing error takes precedence over a similar word.
    let similar = similar_headers(log, &written, is_lacking, &all).into_iter();
    let similar = similar.map(|similar| (similar.column.key, free[similar.index]));
    likely.chain(similar).collect()
}

/// The header that may mean a column: for a day, the only header that mentions a day; otherwise the one
/// with the most similar spelling.
fn likely<'h>(column: &LogColumn, free: &[&'h str]) -> Option<&'h str> {
    if column.key.ends_with("_on") {
        let is_of_a_day = |header: &&&str| {
            let ends = ["日期", "时间", "日"];
            ends.iter().any(|end| header.ends_with(end)) && !is_planned(header)
        };
        let free: Vec<&str> = free
            .iter()
            .copied()
            .filter(|header| !is_planned(header))
            .collect();
        let mut days = free.iter().filter(is_of_a_day);
        if let (Some(only), None) = (days.next(), days.next()) {
            return Some(only);
        }
        return nearest(column.header, free);
    }
    nearest(column.header, free.iter().copied())
}

/// The kind of the requests of a file without a column for it. The name of the sheet takes precedence.
fn kind(
    log: Log,
    column: &LogColumn,
    (name, sheet): (&str, Option<&str>),
    headers: &[String],
) -> Option<&'static str> {
    if column.key != "kind" {
        return None;
    }
    if log != Log::Requests {
        let of_sheet = sheet.and_then(|sheet| named_kind(log, sheet));
        return of_sheet.or_else(|| named_kind(log, name));
    }
    let of_sheet = sheet.and_then(|sheet| only_kind(|word| sheet.contains(word)));
    of_sheet.or_else(|| {
        let texts = || std::iter::once(name).chain(headers.iter().map(String::as_str));
        only_kind(|word| texts().any(|text| text.contains(word)))
    })
}

/// The kind of all records of a log according to a name or a title, in words of the log.
pub(super) fn named_kind(log: Log, text: &str) -> Option<&'static str> {
    let is_named = |(_, words): &&(_, &[&str])| words.iter().any(|word| text.contains(word));
    let mut named = log.definition().kinds.iter().filter(is_named);
    match (named.next(), named.next()) {
        (Some((kind, _)), None) => Some(kind),
        _ => None,
    }
}

/// The only kind of requests for which `is_named` accepts a word; `None` if there are several.
fn only_kind(is_named: impl Fn(&str) -> bool) -> Option<&'static str> {
    let mut kinds = KINDS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| is_named(word)));
    match (kinds.next(), kinds.next()) {
        (Some((kind, _)), None) => Some(kind),
        _ => None,
    }
}

/// The log mentioned in the name of a file.
fn named(name: &str) -> Option<Log> {
    let name = name.to_lowercase();
    let speaks = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let mut logs = Log::BY_NAME.iter().copied();
    logs.find(|log| speaks(log.definition().names))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess_headers(name: &str, headers: &str) -> Option<Guess> {
        let bytes = format!("{headers}\n").into_bytes();
        let open =
            || -> io::Result<Box<dyn Read + Send>> { Ok(Box::new(io::Cursor::new(bytes.clone()))) };
        guess(name, open, &mut Vec::new()).unwrap().pop()
    }

    #[track_caller]
    fn check(name: &str, headers: &str, log: Log, mapped: &[(&str, &str)]) -> Guess {
        let guess = guess_headers(name, headers).unwrap();
        let found: Vec<_> = guess
            .headers
            .iter()
            .map(|(key, header)| (*key, header.as_str()))
            .collect();
        assert_eq!((guess.log, &*found), (log, mapped), "{guess:?}");
        guess
    }

    #[test]
    fn the_usual_headers_of_a_log_identify_it() {
        for &log in Log::ALL {
            let headers: Vec<_> = columns(log).iter().map(|column| column.header).collect();
            let guess = check("a.csv", &headers.join(","), log, &[]);
            assert!(guess.missing.is_empty() && guess.constants.is_empty());
        }
    }

    #[test]
    fn headers_that_are_not_recognised_are_mapped() {
        check(
            "公开.csv",
            "索引号,信息名称,分类,上网时间",
            Log::Published,
            &[("published_on", "上网时间")],
        );
        let guess = check(
            "12345工单.csv",
            "编号,诉求类型,诉求标题,登记入库日期",
            Log::Requests,
            &[("received_on", "登记入库日期")],
        );
        assert_eq!(guess.constants["kind"], "service");
    }

    #[test]
    fn a_slip_in_an_optional_header_is_mapped() {
        check(
            "申请.csv",
            "编号,类别,收到日期,答复期日,备注",
            Log::Requests,
            &[("replied_on", "答复期日")],
        );
    }

    #[test]
    fn what_no_header_can_mean_is_missing() {
        let guess = check(
            "采购.csv",
            "编号,项目编号,采购方式,标题",
            Log::Procurement,
            &[],
        );
        assert_eq!(guess.missing.len(), 1);
        assert_eq!(guess.missing[0].key, "published_on");
    }

    #[test]
    fn the_name_decides_where_the_headers_do_not() {
        check("环评公示.csv", "标题,发布日期", Log::Environment, &[]);
        check("a.csv", "标题,发布日期", Log::Published, &[]);
    }

    #[test]
    fn all_headers_identify_the_log() {
        check("p.csv", "索引号,文件标题,发布日期", Log::Published, &[]);
        // 发文日期 is the day on which it was created.
        let dated = check("文件.csv", "序号,标题,发文日期,备注", Log::Published, &[]);
        assert_eq!(dated.missing[0].key, "published_on");
        // A deadline is not a day of publication.
        let tender = check(
            "zj.csv",
            "标题,采购项目名称,预算总金额,采购单位,截止报名时间",
            Log::Procurement,
            &[("budget_yuan", "预算总金额")],
        );
        assert_eq!(tender.missing[0].key, "published_on");
        for headers in [
            "留言编号,留言主题,留言时间,答复意见",
            "类型,留言标题,留言时间,答复时间",
        ] {
            let messages = check("m.csv", headers, Log::Requests, &[]);
            assert_eq!(messages.constants["kind"], "service");
        }
    }

    fn guess_text(name: &str, text: &'static str) -> Guess {
        let open = || -> io::Result<Box<dyn Read + Send>> { Ok(Box::new(text.as_bytes())) };
        let mut guesses = guess(name, open, &mut Vec::new()).unwrap();
        guesses.pop().unwrap()
    }

    #[test]
    fn columns_of_ticks_go_before_names() {
        let register = guess_text(
            "依申请登记.csv",
            "编号,收到日期,申请人姓名,自然人,商业企业,科研机构,答复日期\n1,2024-01-05,王某,√,,,\n",
        );
        assert_eq!(
            register.ticked["applicant"],
            ["自然人", "商业企业", "科研机构"]
        );
        assert!(register.headers.is_empty(), "{register:?}");
        assert_eq!(register.year, None);
    }

    #[test]
    fn the_year_of_days_without_one() {
        for (name, text, year) in [
            (
                "公开.csv",
                "2024年度公开台账,\n标题,公开日期\n甲,3月5日\n",
                Some(2024),
            ),
            ("公开2023年.csv", "标题,公开日期\n甲,3月5日\n", Some(2023)),
            (
                "公开.csv",
                "标题,公开日期\n甲,3月5日\n乙,2022-03-06\n",
                Some(2022),
            ),
            (
                "公开.csv",
                "标题,公开日期\n甲,3月5日\n乙,2022-03-06\n丙,2023-03-06\n",
                None,
            ),
            ("公开2023年.csv", "标题,公开日期\n甲,2024-03-05\n", None),
        ] {
            assert_eq!(guess_text(name, text).year, year, "{name} {text}");
        }
    }

    #[test]
    fn a_remark_that_says_every_route() {
        let text = "案号,类别,受理日期,备注\n1,行政诉讼,2024-01-05,经复议\n2,行政诉讼,2024-01-06,未经复议\n3,行政复议,2024-01-07,\n";
        assert_eq!(guess_text("复议诉讼.csv", text).headers["route"], "备注");
        let text =
            "案号,类别,受理日期,备注\n1,行政诉讼,2024-01-05,经复议\n2,行政诉讼,2024-01-06,\n";
        assert!(guess_text("复议诉讼.csv", text).headers.is_empty());
    }

    #[test]
    fn a_file_of_other_things_is_no_log() {
        assert_eq!(guess_headers("b.csv", "姓名,工号"), None);
        assert_eq!(guess_headers("b.csv", ""), None);
    }
}
