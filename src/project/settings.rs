//! The settings of `report.toml`, and how each is parsed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::pattern::{means, plain};
use super::walk::{Setting, TomlTable};
use super::{
    ANY_TOPIC, Declared, DeclaredCell, Encoding, FormSettings, Goal, Ids, LabelOrder, Level,
    LogFile, LogSettings, OfficeLimit, OfficeSettings, Project, ReportSettings, Target, Values,
};
use crate::diagnostic::{Expected, Place};
use crate::law::{
    FeeClock, LawOptions, SecondClarificationRule, UnsettledClarificationRule, WebReceipt,
};
use crate::record::Log;
use crate::vocabulary::{
    self, APPLICANTS, CHANNEL_GROUPS, CodeEntry, DECISION_KINDS, DISCLOSURES, DISPUTE_KINDS,
    DISPUTE_MATTERS, DISPUTE_PARTIES, DISPUTE_RESULT_WORDS, DISPUTE_ROUTES, DOCUMENT_KINDS,
    DOCUMENT_STATUSES, ENVIRONMENT_KINDS, EVENTS, ITEM_STATUSES, Key, Label, OUTCOME_GROUP_WORDS,
    OUTCOMES, PENDINGS, REQUEST_CHANNELS, REQUEST_KINDS, SATISFACTIONS, STAGES, STATUSES, TOPICS,
    Unit,
};

/// The lists of codes to which an office may add words, by their names in `[logs.values]`.
const VALUES: &[(&str, &[CodeEntry])] = &[
    ("stage", STAGES),
    ("environment_kind", ENVIRONMENT_KINDS),
    ("request_kind", REQUEST_KINDS),
    ("disclosure", DISCLOSURES),
    ("item_status", ITEM_STATUSES),
    ("topic", TOPICS),
    ("status", STATUSES),
    ("channel_group", CHANNEL_GROUPS),
    ("request_channel", REQUEST_CHANNELS),
    ("event", EVENTS),
    ("satisfaction", SATISFACTIONS),
    ("applicant", APPLICANTS),
    ("outcome", OUTCOMES),
    ("pending", PENDINGS),
    ("document_kind", DOCUMENT_KINDS),
    ("document_status", DOCUMENT_STATUSES),
    ("decision_kind", DECISION_KINDS),
    ("dispute_kind", DISPUTE_KINDS),
    ("dispute_route", DISPUTE_ROUTES),
    ("dispute_standing", DISPUTE_PARTIES),
    ("dispute_matter", DISPUTE_MATTERS),
    ("dispute_result", DISPUTE_RESULT_WORDS),
];

/// The lists of codes in `[logs.values]`, each with its codes.
pub fn value_lists() -> impl Iterator<Item = (&'static str, &'static [CodeEntry])> {
    VALUES.iter().copied()
}

/// Returns the keys of the columns of a log.
type Columns<'c> = &'c dyn Fn(Log) -> Vec<&'static str>;

/// Reads the whole `report.toml`. Returns `None` if the office has no name, which is then reported.
pub(super) fn project(mut root: TomlTable, columns: Columns) -> Option<Project> {
    let office = office(root.table("office"));
    let reports = by_year(root.table("reports"), |setting| {
        setting.table_or(Expected::Table).map(report)
    });
    let (logs, published_includes, values) = logs(root.table("logs"), columns);
    let mut limits = root.table("limits");
    let service_limits = service_limits(limits.table("service"));
    limits.finish();
    let targets = by_year(root.table("targets"), |year| figures(year, None, target));
    let declared_by_year = by_year(root.table("figures"), |year| {
        let mut cells = Vec::new();
        let figures = figures(year, Some(&mut cells), declared)?;
        Some((figures, cells))
    });
    let (mut figures, mut cells) = (BTreeMap::new(), BTreeMap::new());
    for (year, (keys, ids)) in declared_by_year {
        figures.insert(year, keys);
        cells.insert(year, ids);
    }
    let form = form(root.table("form"));
    let calendar = calendar(root.table("calendar"));
    let law = law(root.table("law"));
    let rules = super::rules::read(root.table("rules"));
    let mut identities = super::decisions::read(root.take("same"), true);
    identities.extend(super::decisions::read(root.take("distinct"), false));
    let mut orders = Vec::new();
    find_orders(root.table("order"), &[], &mut orders);
    let answers = super::answers::read(root.take("answers"));
    let layout = super::layout::read(root.table("layout"));
    let site = super::site::read(root.table("site"));
    root.finish();
    Some(Project {
        office: office?,
        reports,
        logs,
        published_includes,
        service_limits,
        targets,
        figures,
        cells,
        form,
        layout,
        site,
        calendar,
        law,
        rules,
        values,
        orders,
        identities,
        answers,
    })
}

/// Reads the file of working days, with the place that names it.
fn calendar(mut table: TomlTable) -> Option<(String, Place)> {
    let extra = table.take("extra");
    table.finish();
    let extra = extra?;
    Some((extra.path()?, extra.place()))
}

/// Reads the office's choices where the law leaves several options.
fn law(mut table: TomlTable) -> LawOptions {
    let fee_clock = table
        .take("fee-clock")
        .and_then(|fee| fee.word(FeeClock::WORDS));
    let clarification = table
        .take("unsettled-clarification")
        .and_then(|clarification| clarification.word(UnsettledClarificationRule::WORDS));
    let web = table
        .take("web-receipt")
        .and_then(|web| web.word(WebReceipt::WORDS));
    let second = table
        .take("second-clarification")
        .and_then(|second| second.word(SecondClarificationRule::WORDS));
    table.finish();
    LawOptions {
        web_receipt: web.and_then(WebReceipt::from_word).unwrap_or_default(),
        second_clarification: second
            .and_then(SecondClarificationRule::from_word)
            .unwrap_or_default(),
        fee_clock: fee_clock.and_then(FeeClock::from_word).unwrap_or_default(),
        unsettled_clarification: clarification
            .and_then(UnsettledClarificationRule::from_word)
            .unwrap_or_default(),
    }
}

fn by_year<T>(table: TomlTable, read: impl Fn(&Setting) -> Option<T>) -> BTreeMap<i32, T> {
    table
        .by_year()
        .filter_map(|(year, setting)| Some((year, read(&setting)?)))
        .collect()
}

fn office(mut table: TomlTable) -> Option<OfficeSettings> {
    let name = table.require("name").and_then(|name| name.text());
    let short_name = table.take("short-name").and_then(|name| name.text());
    let level = table
        .take("level")
        .and_then(|level| level.word(Level::CODES))
        .and_then(Level::from_code)
        .unwrap_or_default();
    table.finish();
    let name = name?;
    Some(OfficeSettings {
        short_name: short_name.unwrap_or_else(|| name.clone()),
        name,
        level,
    })
}

fn report(mut table: TomlTable) -> ReportSettings {
    let line = |line: Setting| line.text_or(Expected::TextOrList);
    let title = table
        .take("title")
        .map_or_else(Vec::new, |title| title.elements());
    let mut places = BTreeMap::new();
    let mut day = |table: &mut TomlTable, name: &'static str| {
        let setting = table.take(name)?;
        places.insert(name, setting.place());
        setting.date()
    };
    let [signed_on, published_on, handed_in, due] =
        ["signed-on", "published-on", "handed-in", "due"].map(|name| day(&mut table, name));
    let report = ReportSettings {
        title: title.into_iter().filter_map(line).collect(),
        signed_on,
        notice_title: table.take("notice-title").and_then(|title| title.text()),
        index_number: table.take("index-number").and_then(|number| number.text()),
        published_on,
        handed_in,
        due,
        places,
    };
    table.finish();
    report
}

fn logs(mut table: TomlTable, columns: Columns) -> (BTreeMap<Log, LogSettings>, Vec<Log>, Values) {
    let mut own_values = values(table.table("values"));
    for words in elements(table.take("words")) {
        more_words(&words, &mut own_values);
    }
    let mut headers = table.table("headers");
    let more_columns = elements(table.take("columns"));
    let of_files = elements(table.take("file"));
    let mut logs = BTreeMap::new();
    for &log in Log::ALL {
        let files: Vec<LogFile> = match table.take(log.key()) {
            Some(files) => files
                .elements()
                .iter()
                .filter_map(|f| log_file(f, log, columns))
                .collect(),
            None => vec![LogFile::default_of(log)],
        };
        let settings = LogSettings {
            files,
            headers: file_headers(headers.table(log.key()), &columns(log)),
            of_files: Vec::new(),
        };
        logs.insert(log, settings);
    }
    for setting in &more_columns {
        if let Some((settings, table)) = of_log(setting, &mut logs) {
            for (key, headers) in file_headers(table.1, &columns(table.0)) {
                settings.headers.entry(key).or_default().extend(headers);
            }
        }
    }
    for setting in &of_files {
        if let Some((settings, (log, table))) = of_log(setting, &mut logs) {
            let own = of_file(table, &settings.files, log, columns);
            settings.of_files.extend(own);
        }
    }
    for settings in logs.values_mut() {
        let files = std::mem::take(&mut settings.files).into_iter();
        settings.files = files.map(|file| file.with(&settings.of_files)).collect();
    }
    headers.finish();
    let includes = table.take("published-includes");
    table.finish();
    let includes = includes.map_or_else(Vec::new, |includes| published_includes(&includes));
    (logs, includes, own_values)
}

/// The tables of an array; empty if the setting is missing.
fn elements(setting: Option<Setting<'_>>) -> Vec<Setting<'_>> {
    setting.map_or_else(Vec::new, |setting| setting.elements())
}

/// The log named in a table: its settings, the log and the rest of the table.
fn of_log<'t, 's>(
    setting: &Setting<'t>,
    logs: &'s mut BTreeMap<Log, LogSettings>,
) -> Option<(&'s mut LogSettings, (Log, TomlTable<'t>))> {
    let mut table = setting.table_or(Expected::Table)?;
    let named = table.require("log")?.text()?;
    let Some(log) = Log::named(&named) else {
        setting.bad(Expected::Table);
        return None;
    };
    Some((logs.get_mut(&log)?, (log, table)))
}

/// Reads `[logs.values.LIST]`: words by the code they stand for.
fn values(mut table: TomlTable) -> Values {
    let mut values = Values::new();
    for &(list, codes) in VALUES {
        let words = table.table(list);
        values
            .entry(list)
            .or_default()
            .extend(words_of(list, codes, words));
    }
    table.finish();
    values
}

/// Adds the words of one table of `[[logs.words]]`. The table names their list.
fn more_words(setting: &Setting, values: &mut Values) {
    let Some(mut table) = setting.table_or(Expected::Table) else {
        return;
    };
    let list = table.require("list").and_then(|list| list.text());
    let known = VALUES
        .iter()
        .find(|(name, _)| list.as_deref() == Some(name));
    if let Some(&(list, codes)) = known {
        let words = words_of(list, codes, table);
        values.entry(list).or_default().extend(words);
    } else {
        let lists = VALUES.iter().map(|(name, _)| *name);
        let nearest = list.and_then(|list| vocabulary::nearest(&list, lists));
        setting.unknown(nearest.map(str::to_owned));
    }
}

/// The words of a table, each with its code, which is its key in the table.
fn words_of(
    list: &'static str,
    codes: &'static [CodeEntry],
    mut table: TomlTable,
) -> Vec<(String, &'static str)> {
    let mut words = Vec::new();
    for code in codes {
        let Some(setting) = table.take(code.code) else {
            continue;
        };
        for word in setting.elements() {
            if list == "outcome" && word.as_text().is_some_and(is_group_word) {
                word.bad(Expected::OneRow);
                continue;
            }
            let word = word.text_or(Expected::TextOrList);
            words.extend(word.map(|word| (word, code.code)));
        }
    }
    table.finish();
    words
}

/// Whether a word is the name of a group of outcomes. As a word for one outcome it would put every request
/// of the group into one row.
fn is_group_word(word: &str) -> bool {
    OUTCOME_GROUP_WORDS.contains(&&*Label::new(word).letters)
}

fn log_file(setting: &Setting, log: Log, columns: Columns) -> Option<LogFile> {
    let file = |path: &Setting| {
        Some(LogFile {
            path: path.path()?,
            named: true,
            place: Some(path.place()),
            ..LogFile::default_of(log)
        })
    };
    if !setting.is_table() {
        return file(setting);
    }
    let mut table = setting.table_or(Expected::LogFile)?;
    let path = table.require("path");
    let settings = file_settings(table, log, columns);
    let LogFile { path, place, .. } = file(&path?)?;
    Some(LogFile {
        path,
        place,
        named: true,
        ..settings
    })
}

/// Reads the settings of a single file. The log must read a file with this path.
fn of_file(mut table: TomlTable, files: &[LogFile], log: Log, columns: Columns) -> Option<LogFile> {
    let setting = table.require("path")?;
    let path = plain(&setting.path()?).to_owned();
    let settings = file_settings(table, log, columns);
    let is_read = files
        .iter()
        .any(|file| means(&file.path, &path) || means(&path, &file.path));
    if !is_read {
        let paths = files.iter().map(|file| file.path.as_str());
        let nearest = vocabulary::nearest(&path, paths).map(str::to_owned);
        setting.unknown(nearest);
        return None;
    }
    Some(LogFile { path, ..settings })
}

/// Years that may be configured for a file.
const YEARS_OF_FILES: std::ops::RangeInclusive<i32> = 1949..=2100;

/// Reads the settings that apply to any file.
fn file_settings(mut table: TomlTable, log: Log, columns: Columns) -> LogFile {
    let sheets = table
        .take("sheet")
        .map_or_else(Vec::new, |sheet| sheet.elements());
    let sheets = sheets
        .iter()
        .filter_map(|sheet| sheet.text_or(Expected::TextOrList));
    let sheets = sheets.collect();
    let encoding = table.take("encoding");
    let encoding = encoding.and_then(|encoding| encoding.word(Encoding::NAMES));
    let year = table.take("year").and_then(|year| {
        let number = year
            .as_count()
            .and_then(|number| i32::try_from(number).ok());
        let number = number.filter(|number| YEARS_OF_FILES.contains(number));
        if number.is_none() {
            year.bad(Expected::YearOfFile);
        }
        number
    });
    let ids = table.take("ids").and_then(|ids| ids.word(Ids::NAMES));
    let default_department = (log == Log::Requests)
        .then(|| table.take("default-department")?.text())
        .flatten();
    let applicants = (log == Log::Requests)
        .then(|| table.take("applicants")?.word(&["by-name"]))
        .flatten();
    let headers = table.take("headers");
    let headers = headers.and_then(|headers| headers.table_or(Expected::Table));
    let headers = headers.map(|headers| file_headers(headers, &columns(log)));
    let own_values = table.take("values");
    let own_values = own_values.and_then(|values| values.table_or(Expected::Table));
    let constants = column_texts(table, &columns(log));
    LogFile {
        headers: headers.unwrap_or_default(),
        values: own_values.map(file_values).unwrap_or_default(),
        applicants_by_name: applicants.is_some(),
        sheets,
        encoding: encoding.and_then(Encoding::from_name),
        ids: ids.and_then(Ids::from_name),
        year,
        constants,
        default_department,
        ..LogFile::default_of(log)
    }
}

/// Reads the headers of one file: for each column one text, or several of which the first that the file
/// has is used.
fn file_headers(table: TomlTable, columns: &[&'static str]) -> BTreeMap<String, Vec<String>> {
    let mut headers = BTreeMap::new();
    for setting in table.rest() {
        if columns.contains(&setting.name()) {
            let elements = setting.elements();
            let texts = elements.iter();
            let texts = texts.filter_map(|header| header.text_or(Expected::TextOrList));
            headers.insert(setting.name().to_owned(), texts.collect());
        } else {
            let nearest = vocabulary::nearest(setting.name(), columns.iter().copied());
            setting.unknown(nearest.map(str::to_owned));
        }
    }
    headers
}

/// Reads the words of one file. Words for channels can only be set for the whole log.
fn file_values(mut table: TomlTable) -> Values {
    for channels in ["channel_group", "request_channel"] {
        if let Some(channels) = table.take(channels) {
            channels.unknown(None);
        }
    }
    values(table)
}

/// Reads a text for each column.
fn column_texts(table: TomlTable, columns: &[&'static str]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for setting in table.rest() {
        if columns.contains(&setting.name()) {
            texts.extend(setting.text().map(|text| (setting.name().to_owned(), text)));
        } else {
            let nearest = vocabulary::nearest(setting.name(), columns.iter().copied());
            setting.unknown(nearest.map(str::to_owned));
        }
    }
    texts
}

fn published_includes(setting: &Setting) -> Vec<Log> {
    let mut logs = Vec::new();
    for word in setting.elements() {
        let word = word.word(&["procurement", "environment"]);
        let log = word.and_then(Log::named);
        logs.extend(log.filter(|log| !logs.contains(log)));
    }
    logs
}

fn service_limits(table: TomlTable) -> BTreeMap<String, OfficeLimit> {
    let mut limits = BTreeMap::new();
    for setting in table.rest() {
        let topic = topic_code(setting.name());
        let codes = TOPICS.iter().map(|topic| topic.code).chain([ANY_TOPIC]);
        let is_known = codes.clone().any(|code| code == topic);
        // Offices may use their own topics, but one that resembles a code is a typing error.
        match vocabulary::nearest(topic, codes) {
            Some(nearest) if !is_known => setting.unknown(Some(nearest.to_owned())),
            _ if limits.contains_key(topic) => setting.duplicate(),
            _ => limits.extend(limit(&setting).map(|limit| (topic.to_owned(), limit))),
        }
    }
    limits
}

/// The code of a topic given by its name, `咨询` or `咨询类`; any other word unchanged.
fn topic_code(word: &str) -> &str {
    let name = word.strip_suffix('类').unwrap_or(word);
    TOPICS
        .iter()
        .find(|topic| topic.name.zh == name)
        .map_or(word, |topic| topic.code)
}

fn limit(setting: &Setting) -> Option<OfficeLimit> {
    if let Some(days) = setting.as_count() {
        return Some(OfficeLimit { days, extension: 0 });
    }
    let mut table = setting.table_or(Expected::Limit)?;
    let days = table.require("days").and_then(|days| days.count());
    let extension = table
        .take("extension")
        .map_or(Some(0), |extension| extension.count());
    table.finish();
    Some(OfficeLimit {
        days: days?,
        extension: extension?,
    })
}

/// Applies `read` to the figures of a year.
///
/// The key of a figure may be written in quotes (`"published.total"`), as a dotted TOML key, as
/// nested tables, or as a mixture. With `cells`, it may also be the id of a cell of a form.
fn figures<T>(
    year: &Setting,
    mut cells: Option<&mut Vec<DeclaredCell>>,
    read: impl Fn(&Setting, Key) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    for setting in year.table_or(Expected::Table)?.rest() {
        match vocabulary::segments_of(setting.name()) {
            Some(segments) if is_of_form(&segments) && cells.is_some() => {
                if let Some(cells) = &mut cells {
                    find_cells(&setting, &segments.join("."), cells);
                }
            }
            Some(segments) => find_figures(&setting, &segments, &mut found),
            None => setting.unknown(None),
        }
    }
    let mut figures = Vec::new();
    for (index, (key, setting)) in found.iter().enumerate() {
        if found[..index].iter().any(|(earlier, _)| earlier == key) {
            setting.duplicate();
        } else {
            figures.extend(read(setting, key.clone()));
        }
    }
    Some(figures)
}

fn find_figures<'t>(
    setting: &Setting<'t>,
    segments: &[String],
    found: &mut Vec<(Key, Setting<'t>)>,
) {
    if let Some(key) = Key::from_segments(segments) {
        if is_number(&key) {
            found.push((key, setting.clone()));
        } else {
            setting.bad_name(Expected::Key);
        }
    } else if vocabulary::metrics_below(segments).is_empty() {
        setting.unknown_but(|| vocabulary::nearest_key(&vocabulary::dotted(segments)));
    } else if !setting.is_table() {
        setting.bad_name(Expected::Key);
    } else if let Some(table) = setting.table_or(Expected::Table) {
        for below in table.rest() {
            let segments = [segments, &[below.name().to_owned()]].concat();
            find_figures(&below, &segments, found);
        }
    }
}

/// Whether a path begins with the id of a form, which contains a hyphen unlike any key.
fn is_of_form(segments: &[String]) -> bool {
    segments.first().is_some_and(|form| form.contains('-'))
}

/// Collects the cells of forms below `id`. It is checked later whether these forms and cells exist.
fn find_cells(setting: &Setting, id: &str, cells: &mut Vec<DeclaredCell>) {
    if setting.is_table() {
        let table = setting.table_or(Expected::Table);
        for below in table.into_iter().flat_map(TomlTable::rest) {
            find_cells(&below, &format!("{id}.{}", below.name()), cells);
        }
    } else if cells.iter().any(|earlier| earlier.id == id) {
        setting.duplicate();
    } else {
        let value = match setting.as_text().map(str::trim) {
            Some("none" | "无此项") => None,
            _ => match setting.number_or(Expected::CellNumber) {
                None => return,
                number => number,
            },
        };
        cells.push(DeclaredCell {
            id: id.to_owned(),
            value,
            place: setting.place(),
        });
    }
}

/// Reads how statutory forms are filled in.
fn form(mut table: TomlTable) -> FormSettings {
    let default = FormSettings::default();
    let file = table
        .take("file")
        .and_then(|file| Some((file.path()?, file.place())));
    let annex = table.take("annex").and_then(|annex| annex.flag());
    let mut text = |name| table.take(name).and_then(|text: Setting| text.text());
    let absent = text("absent");
    let zero = text("zero");
    let not_applicable = text("not-applicable-as");
    let cells = table
        .take("not-applicable")
        .map_or_else(Vec::new, |cells| cells.elements());
    let money = table
        .take("money")
        .and_then(|money| money.word(&["元", "万元"]));
    table.finish();
    FormSettings {
        file,
        annex: annex.unwrap_or(default.annex),
        absent: absent.unwrap_or(default.absent),
        zero: zero.unwrap_or(default.zero),
        not_applicable: not_applicable.unwrap_or(default.not_applicable),
        inapplicable: cells
            .iter()
            .filter_map(|cell| Some((cell.text_or(Expected::TextOrList)?, cell.place())))
            .collect(),
        in_wan: money == Some("万元"),
    }
}

/// Collects the orders of labels in a table with the key `above`. A breakdown may be written as a key in
/// quotes or as nested tables.
fn find_orders(table: TomlTable, above: &[String], orders: &mut Vec<LabelOrder>) {
    for setting in table.rest() {
        let Some(segments) = vocabulary::segments_of(setting.name()) else {
            setting.unknown(None);
            continue;
        };
        let segments = [above, &*segments].concat();
        match Key::breakdown(&segments) {
            Some(breakdown) if orders.iter().any(|order| order.breakdown == breakdown) => {
                setting.duplicate();
            }
            Some(breakdown) => orders.push(LabelOrder {
                labels: labels(&setting, &breakdown),
                place: setting.place(),
                breakdown,
            }),
            None if setting.is_table() && !vocabulary::metrics_below(&segments).is_empty() => {
                if let Some(below) = setting.table_or(Expected::Table) {
                    find_orders(below, &segments, orders);
                }
            }
            None => {
                let written = vocabulary::dotted(&segments);
                setting.unknown(vocabulary::nearest_breakdown(&written));
            }
        }
    }
}

/// The labels in a list. The name of a code is replaced by the code.
fn labels(setting: &Setting, breakdown: &Key) -> Vec<String> {
    let list = breakdown.metric.definition().labels.last();
    let elements = setting.elements();
    let words = elements
        .iter()
        .filter_map(|word| word.text_or(Expected::TextOrList));
    let label = |word: String| match list {
        Some(list) => vocabulary::label_named(*list, &word).to_owned(),
        None => word,
    };
    words.map(label).collect()
}

/// Whether `key` denotes a single number that an office can declare or set a target for.
fn is_number(key: &Key) -> bool {
    let is_about_targets = key.segments().first() == Some(&"targets");
    let is_family = key.labels.iter().any(|label| &**label == "*");
    let unit = key.metric.definition().unit;
    !is_about_targets && !is_family && !matches!(unit, Unit::Histogram | Unit::Truth)
}

/// No count of an office is so large: a thousand trillion. A sum of money has a finding of its own.
const TOO_LARGE: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

fn declared(setting: &Setting, key: Key) -> Option<Declared> {
    let value = setting.number_or(Expected::Figure)?;
    let is_count = !matches!(key.metric.definition().unit, Unit::Yuan);
    let is_too_large = is_count && value >= TOO_LARGE;
    if value.is_sign_negative() && !value.is_zero() || is_too_large {
        setting.bad(Expected::Figure);
        return None;
    }
    let place = setting.place();
    Some(Declared { key, value, place })
}

fn target(setting: &Setting, key: Key) -> Option<Target> {
    let place = setting.place();
    let goal = if setting.is_table() {
        let mut table = setting.table_or(Expected::Target)?;
        let bounds = (table.take("at-least"), table.take("at-most"));
        table.finish();
        match bounds {
            (Some(least), None) => Goal::AtLeast(least.number_or(Expected::Number)?),
            (None, Some(most)) => Goal::AtMost(most.number_or(Expected::Number)?),
            _ => {
                setting.bad(Expected::Target);
                return None;
            }
        }
    } else {
        Goal::AtLeast(setting.number_or(Expected::Target)?)
    };
    Some(Target { key, goal, place })
}
