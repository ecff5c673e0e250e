//! Walks `report.toml`: takes tables apart setting by setting, and collects all problems with their
//! line and column.
//!
//! Knows TOML and the types of values; which settings exist is defined in
//! `settings`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::pattern::has_pattern_of_folders;
use crate::diagnostic::{
    BadSetting, BadToml, Code, Diagnostic, Expected, FEW, LineRanges, Lines, MissingSetting,
    PROJECT_FILE, Place, Problem, Suppressed, UnknownSetting, toml_string,
};
use crate::vocabulary;

/// Maximum length of a text of which all syntax errors are reported. Each takes a hundred times the memory of
/// its shortest line.
const RECOVERED: usize = 1 << 20;

/// Parses TOML; of a very long text only the first syntax error is returned, and then no settings.
pub(crate) fn parsed(text: &str) -> (Spanned<DeTable<'_>>, Vec<toml::de::Error>) {
    if text.len() <= RECOVERED {
        return DeTable::parse_recoverable(text);
    }
    match DeTable::parse(text) {
        Ok(root) => (root, Vec::new()),
        Err(error) => (Spanned::new(0..0, DeTable::new()), vec![error]),
    }
}

/// The findings so far.
#[derive(Debug)]
pub(crate) struct SettingFindings<'t> {
    file: Arc<str>,
    text: &'t str,
    lines: Lines,
    found: RefCell<Vec<LocatedFinding>>,
    /// How many of each kind there are, and the lines of those that are not kept.
    kinds: RefCell<BTreeMap<Code, (usize, BTreeSet<u32>)>>,
    /// The settings that were looked up, and the words that a setting may have, to compare the manual.
    #[cfg(test)]
    pub(super) asked: RefCell<Asked>,
}

/// The settings that the reader asked for, recorded for tests.
#[cfg(test)]
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The settings by their path, and whether each was there.
    pub(super) settings: Vec<(String, bool)>,
    /// The lists of words of settings that have one.
    pub(super) words: Vec<(String, &'static [&'static str])>,
}

#[derive(Debug)]
struct LocatedFinding {
    /// Byte offset of its start.
    start: usize,
    diagnostic: Diagnostic,
    /// Whether it is a TOML syntax error, so that values on this line may have been misread.
    is_unread: bool,
}

impl LocatedFinding {
    fn line(&self) -> Option<u64> {
        self.diagnostic.place.as_ref().and_then(|place| place.line)
    }
}

impl<'t> SettingFindings<'t> {
    /// An empty list of findings for `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        Self::of_file(PROJECT_FILE, text)
    }

    /// An empty list of findings for `text`, the content of `file`.
    pub(crate) fn of_file(file: &str, text: &'t str) -> Self {
        Self {
            file: file.into(),
            text,
            lines: Lines::of(text),
            found: RefCell::default(),
            kinds: RefCell::default(),
            #[cfg(test)]
            asked: RefCell::default(),
        }
    }

    /// Adds a TOML syntax error.
    pub(crate) fn syntax(&self, error: &toml::de::Error) {
        let reason = error.message().to_owned();
        self.keep(error.span(), BadToml { reason }, true);
    }

    /// All findings in file order, without those that may only result from a line with a syntax error.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|found| found.start);
        let is_unread = |found: &&LocatedFinding| found.is_unread;
        let unread: BTreeSet<_> = found
            .iter()
            .filter(is_unread)
            .map(LocatedFinding::line)
            .collect();
        // A setting that seems to be missing may be in a line with a syntax error.
        let follows = |found: &LocatedFinding| {
            unread.contains(&found.line())
                || !unread.is_empty() && found.diagnostic.code() == Code::of::<MissingSetting>()
        };
        found.retain(|found| found.is_unread || !follows(found));
        let kinds = self.kinds.into_inner().into_iter();
        let more = kinds.filter(|(_, (count, _))| *count > FEW);
        let more = more.map(|(code, (count, lines))| Suppressed {
            file: Arc::clone(&self.file),
            sheet: None,
            code,
            severity: code.severity(),
            waiver: None,
            count: (count - FEW) as u64,
            lines: LineRanges::of(lines),
        });
        let found = found.into_iter().map(|found| found.diagnostic);
        found.chain(more.map(|more| more.finding())).collect()
    }

    /// Whether there are lines with syntax errors.
    fn has_unread(&self) -> bool {
        self.found.borrow().iter().any(|found| found.is_unread)
    }

    fn report(&self, span: Option<Range<usize>>, problem: impl Into<Problem>) {
        self.keep(span, problem, false);
    }

    fn keep(&self, span: Option<Range<usize>>, problem: impl Into<Problem>, is_unread: bool) {
        let start = span.as_ref().map_or(0, |span| span.start);
        let problem = problem.into();
        let mut kinds = self.kinds.borrow_mut();
        let (count, lines) = kinds.entry(problem.code()).or_default();
        *count += 1;
        if *count > FEW {
            lines.extend(u32::try_from(self.lines.line_of(start)));
            return;
        }
        let place = span.map_or_else(|| Place::file(&self.file), |span| self.place(span));
        self.found.borrow_mut().push(LocatedFinding {
            start,
            diagnostic: Diagnostic::at(place, problem),
            is_unread,
        });
    }

    fn place(&self, span: Range<usize>) -> Place {
        self.lines.place(&self.file, self.text, span)
    }
}

/// One setting: a value and its key.
#[derive(Debug, Clone)]
pub(crate) struct Setting<'t> {
    findings: &'t SettingFindings<'t>,
    path: String,
    name: &'t str,
    name_span: Range<usize>,
    value: &'t DeValue<'t>,
    value_span: Range<usize>,
}

impl<'t> Setting<'t> {
    /// Last segment of the key.
    pub(crate) fn name(&self) -> &'t str {
        self.name
    }

    /// The place of the value.
    pub(crate) fn place(&self) -> Place {
        self.findings.place(self.value_span.clone())
    }

    /// Reports a problem of the value.
    pub(crate) fn report(&self, problem: impl Into<Problem>) {
        self.findings.report(Some(self.value_span.clone()), problem);
    }

    /// Reports a problem at the bytes `span` of `part`. If `part` does not occur literally in the value, the
    /// problem is reported for the whole value.
    pub(crate) fn report_within(
        &self,
        part: &str,
        span: Range<usize>,
        problem: impl Into<Problem>,
    ) {
        let written = self.findings.text.get(self.value_span.clone());
        let found = written.and_then(|written| written.find(part));
        let span = found.map_or(self.value_span.clone(), |start| {
            let start = self.value_span.start + start;
            start + span.start..start + span.end
        });
        self.findings.report(Some(span), problem);
    }

    /// Reports that the value is not `expected`.
    pub(crate) fn bad(&self, expected: Expected) {
        self.report_bad(&self.value_span, expected);
    }

    /// Reports that the key is not `expected`.
    pub(crate) fn bad_name(&self, expected: Expected) {
        self.report_bad(&self.name_span, expected);
    }

    fn report_bad(&self, span: &Range<usize>, expected: Expected) {
        let key = self.path.clone();
        self.findings
            .report(Some(span.clone()), BadSetting { key, expected });
    }

    /// Reports that the key is unknown, with the most similar known key.
    pub(crate) fn unknown(&self, nearest: Option<String>) {
        self.unknown_but(|| nearest);
    }

    /// Reports that the key is unknown, with the most similar known key, which is looked for only if the
    /// finding is kept.
    pub(crate) fn unknown_but(&self, nearest: impl FnOnce() -> Option<String>) {
        let key = self.path.clone();
        let kinds = self.findings.kinds.borrow();
        let earlier = kinds.get(&Code::of::<UnknownSetting>());
        let is_kept = earlier.is_none_or(|(count, _)| *count < FEW);
        drop(kinds);
        let nearest = is_kept.then(nearest).flatten();
        self.findings.report(
            Some(self.name_span.clone()),
            UnknownSetting { key, nearest },
        );
    }

    /// Reports that the same setting occurred before in another spelling.
    pub(crate) fn duplicate(&self) {
        let reason = "duplicate key".to_owned();
        self.findings
            .report(Some(self.name_span.clone()), BadToml { reason });
    }

    fn reject(&self, expected: Expected) -> Option<String> {
        self.bad(expected);
        None
    }

    /// A text that is not blank. Any other value is reported as not being `expected`.
    pub(crate) fn text_or(&self, expected: Expected) -> Option<String> {
        match self.value.as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Some(text.to_owned()),
            _ => self.reject(expected),
        }
    }

    /// A text that is not blank.
    pub(crate) fn text(&self) -> Option<String> {
        self.text_or(Expected::Text)
    }

    /// A path relative to the folder of `report.toml`; it may leave the folder by `..`.
    ///
    /// An absolute path is rejected, because the folder would compile on one machine only.
    pub(crate) fn path(&self) -> Option<String> {
        let path = self.text_or(Expected::LogFile)?;
        let has_drive =
            matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
        if has_drive || path.starts_with(['/', '\\']) {
            return self.reject(Expected::PathInside);
        }
        if has_pattern_of_folders(&path) {
            return self.reject(Expected::PatternOfNames);
        }
        Some(path)
    }

    /// The value if it is a text; any other value is not reported.
    pub(crate) fn as_text(&self) -> Option<&'t str> {
        self.value.as_str()
    }

    /// Whether the value is an empty or blank text.
    pub(crate) fn is_blank(&self) -> bool {
        self.value
            .as_str()
            .is_some_and(|text| text.trim().is_empty())
    }

    /// A boolean.
    pub(crate) fn flag(&self) -> Option<bool> {
        let flag = self.value.as_bool();
        if flag.is_none() {
            self.bad(Expected::Flag);
        }
        flag
    }

    /// One of `words`.
    pub(crate) fn word(&self, words: &'static [&'static str]) -> Option<&'static str> {
        #[cfg(test)]
        {
            let asked = &self.findings.asked;
            asked.borrow_mut().words.push((self.path.clone(), words));
        }
        let word = words
            .iter()
            .copied()
            .find(|word| self.value.as_str() == Some(word));
        if word.is_none() {
            self.bad(Expected::OneOf(words));
        }
        word
    }

    /// A whole number, 0 or more.
    pub(crate) fn count(&self) -> Option<u32> {
        let count = self.as_count();
        if count.is_none() {
            self.bad(Expected::Count);
        }
        count
    }

    /// The value if it is a whole number, 0 or more; any other value is not reported.
    pub(crate) fn as_count(&self) -> Option<u32> {
        self.value
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok())
    }

    /// A number, exactly as written.
    pub(crate) fn number_or(&self, expected: Expected) -> Option<Decimal> {
        let number = match self.value {
            DeValue::Integer(integer) if integer.radix() == 10 => {
                Decimal::from_str_exact(integer.as_str()).ok()
            }
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
                .ok()
                .map(Decimal::from),
            DeValue::Float(float) => exact(float.as_str()),
            _ => None,
        };
        if number.is_none() {
            self.bad(expected);
        }
        number
    }

    /// A TOML date, or a date in quotes.
    pub(crate) fn date(&self) -> Option<NaiveDate> {
        let date = match self.value {
            DeValue::Datetime(datetime) if datetime.time.is_none() => {
                datetime.date.and_then(|date| {
                    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
                })
            }
            DeValue::String(text) => {
                let date: Option<NaiveDate> = text.parse().ok();
                date.filter(|date| date.to_string() == **text)
            }
            _ => None,
        };
        if date.is_none() {
            self.bad(Expected::Date);
        }
        date
    }

    /// The elements of a list; for any other value the setting itself.
    pub(crate) fn elements(&self) -> Vec<Setting<'t>> {
        let Some(list) = self.value.as_array() else {
            return vec![self.clone()];
        };
        let element = |value: &'t Spanned<DeValue<'t>>| Setting {
            value: value.get_ref(),
            value_span: value.span(),
            ..self.clone()
        };
        list.iter().map(element).collect()
    }

    /// Whether the value is a table.
    pub(crate) fn is_table(&self) -> bool {
        self.value.is_table()
    }

    /// A table. Any other value is reported as not being `expected`.
    pub(crate) fn table_or(&self, expected: Expected) -> Option<TomlTable<'t>> {
        if let Some(table) = self.value.as_table() {
            let span = Some(self.value_span.clone());
            return Some(TomlTable::new(self.findings, table, &self.path, span));
        }
        self.bad(expected);
        None
    }
}

/// Parses a float exactly: powers of ten are moved into the scale, nothing is rounded.
fn exact(float: &str) -> Option<Decimal> {
    let Some((digits, exponent)) = float.split_once(['e', 'E']) else {
        return Decimal::from_str_exact(float).ok();
    };
    // The digits are parsed separately because `from_scientific` rounds silently.
    Decimal::from_str_exact(digits).ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    Decimal::from_scientific(&format!("{digits}e{exponent}")).ok()
}

/// A table whose settings are removed one by one; those that remain at the end are unknown.
#[derive(Debug)]
pub(crate) struct TomlTable<'t> {
    findings: &'t SettingFindings<'t>,
    path: String,
    span: Option<Range<usize>>,
    settings: Vec<Setting<'t>>,
    known: Vec<&'static str>,
}

impl<'t> TomlTable<'t> {
    /// The root table of `report.toml`.
    pub(crate) fn root(findings: &'t SettingFindings<'t>, table: &'t DeTable<'t>) -> Self {
        Self::new(findings, table, "", None)
    }

    fn new(
        findings: &'t SettingFindings<'t>,
        table: &'t DeTable<'t>,
        path: &str,
        span: Option<Range<usize>>,
    ) -> Self {
        // An unclosed header such as `[reports.2017` is parsed as a header of the next key, so the span of
        // the value comes before that of the name.
        let is_misread = |name: Range<usize>, value: Range<usize>| {
            value.end < name.start && findings.has_unread()
        };
        let mut settings: Vec<_> = table
            .iter()
            .filter(|(name, value)| !is_misread(name.span(), value.span()))
            .map(|(name, value)| Setting {
                findings,
                path: joined(path, name.get_ref()),
                name: name.get_ref(),
                name_span: name.span(),
                value: value.get_ref(),
                value_span: value.span(),
            })
            .collect();
        settings.sort_by_key(|setting| setting.name_span.start);
        Self {
            findings,
            path: path.to_owned(),
            span,
            settings,
            known: Vec::new(),
        }
    }

    /// Removes and returns the setting `name`, if present.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Setting<'t>> {
        self.known.push(name);
        let index = self
            .settings
            .iter()
            .position(|setting| setting.name == name);
        #[cfg(test)]
        {
            let setting = (joined(&self.path, name), index.is_some());
            self.findings.asked.borrow_mut().settings.push(setting);
        }
        Some(self.settings.remove(index?))
    }

    /// Removes and returns the setting `name`. Reports it if it is missing.
    pub(crate) fn require(&mut self, name: &'static str) -> Option<Setting<'t>> {
        let setting = self.take(name);
        if setting.is_none() {
            let key = joined(&self.path, name);
            self.findings
                .report(self.span.clone(), MissingSetting { key });
        }
        setting
    }

    /// Removes and returns the table `name`; an empty one if it is missing or not a table.
    pub(crate) fn table(&mut self, name: &'static str) -> TomlTable<'t> {
        let table = self
            .take(name)
            .and_then(|setting| setting.table_or(Expected::Table));
        table.unwrap_or_else(|| TomlTable {
            findings: self.findings,
            path: joined(&self.path, name),
            span: None,
            settings: Vec::new(),
            known: Vec::new(),
        })
    }

    /// The remaining settings, for tables with arbitrary keys.
    pub(crate) fn rest(self) -> impl Iterator<Item = Setting<'t>> {
        self.settings.into_iter()
    }

    /// The remaining settings, whose keys must be years of four digits.
    pub(crate) fn by_year(self) -> impl Iterator<Item = (i32, Setting<'t>)> {
        self.rest().filter_map(|setting| {
            let digits =
                setting.name.len() == 4 && setting.name.bytes().all(|b| b.is_ascii_digit());
            let year = setting.name.parse().ok().filter(|_| digits);
            if year.is_none() {
                setting.bad_name(Expected::Year);
            }
            Some((year?, setting))
        })
    }

    /// Reports the remaining settings as unknown.
    pub(crate) fn finish(self) {
        for setting in &self.settings {
            setting.unknown_but(|| {
                let known = self.known.iter().copied();
                vocabulary::nearest(setting.name, known).map(str::to_owned)
            });
        }
    }
}

/// The key `name` below `path`, in quotes if TOML requires them.
fn joined(path: &str, name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name = if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        toml_string(name)
    };
    if path.is_empty() {
        name
    } else {
        format!("{path}.{name}")
    }
}
