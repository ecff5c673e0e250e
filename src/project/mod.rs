//! What the office configured: `report.toml` as a [`Project`].
//!
//! Everything has a default but the office's name. Paths are relative to the folder of
//! `report.toml` and may lead out of it by `..`; absolute ones are refused, so that the folder
//! compiles alike on every machine. No file is opened here, and whether a log's columns are there
//! is left to `source`.

mod answers;
mod constructs;
mod decisions;
mod layout;
mod narrative;
pub(crate) mod pattern;
mod rules;
mod settings;
mod site;
pub(crate) mod walk;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, Place, toml_string};
use crate::law::Options;
use crate::layout::Layout;
use crate::record::Log;
use crate::site::Site;
use crate::vocabulary::{Key, UNSPECIFIED};

pub use crate::rows::Encoding;
pub(crate) use constructs::DEEPEST;
pub use narrative::{Name, Narrative, Seeker, Used, syntax as narrative_syntax};
pub use rules::{Rules, Waiver, Where};

/// The topic in `[limits.service]` that stands for every topic not named there.
pub const ANY_TOPIC: &str = "any";

/// All that `report.toml` says.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Whose report it is.
    pub office: Office,
    /// What each year's report needs beside the logs.
    pub reports: BTreeMap<i32, ReportSettings>,
    /// Every log, with the files it is kept in.
    pub logs: BTreeMap<Log, LogSettings>,
    /// The logs whose notices also stand in the published log.
    pub published_includes: Vec<Log>,
    /// Limits of service requests by code of topic, by the office's own word for one, or
    /// [`ANY_TOPIC`]; ask [`service_limit`](Self::service_limit).
    pub service_limits: BTreeMap<String, Limit>,
    /// What each year's figures should come to, in file order.
    pub targets: BTreeMap<i32, Vec<Target>>,
    /// Figures of each year that no log can give, in file order.
    pub figures: BTreeMap<i32, Vec<Declared>>,
    /// Cells of forms that the office declares for each year, by their id with that of the form
    /// before it, in file order.
    pub cells: BTreeMap<i32, Vec<DeclaredCell>>,
    /// How statutory forms are filled in.
    pub form: FormSettings,
    /// How the report is printed.
    pub layout: Layout,
    /// The web site on which reports are published.
    pub site: Site,
    /// The office's own file of working days, and where `report.toml` names it.
    pub calendar: Option<(String, Place)>,
    /// How the office answers what the law leaves open.
    pub law: Options,
    /// What the office makes of findings.
    pub rules: Rules,
    /// The office's own words for the codes of the logs, beside those the program knows.
    pub values: Values,
    /// The office's own orders of labels, in file order.
    pub orders: Vec<LabelOrder>,
    /// Which rows are one and which are not, in file order.
    pub identities: Vec<IdentityDecision>,
    /// What it answers about single records, in file order.
    pub answers: Vec<Answer>,
}

/// A decision of the office about rows: that they are one record, or that each is one of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityDecision {
    /// The log they stand in.
    pub log: Log,
    /// Whether they are one.
    pub is_same: bool,
    /// The rows, by id or by line.
    pub rows: Vec<Where>,
    /// Why.
    pub reason: String,
    /// Where `report.toml` says so.
    pub place: Place,
}

/// What the office answers about records whose words leave something open.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The log they stand in.
    pub log: Log,
    /// The records, by id or by line.
    pub rows: Vec<Where>,
    /// The words it answers, by the key of their column.
    pub words: BTreeMap<&'static str, String>,
    /// Where `report.toml` says so.
    pub place: Place,
}

/// In which order the labels of a breakdown stand.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelOrder {
    /// The breakdown, as the key of its family.
    pub breakdown: Key,
    /// Its labels: codes, or the office's own words.
    pub labels: Vec<String>,
    /// Where `report.toml` says so.
    pub place: Place,
}

/// For each list of codes, by its name in `[logs.values]`, words with the code each stands for.
pub type Values = BTreeMap<&'static str, BTreeMap<String, &'static str>>;

impl Project {
    /// The limit of a service request on `topic`, a code or the office's own word; none where
    /// neither the topic nor [`ANY_TOPIC`] has one.
    #[must_use]
    pub fn service_limit(&self, topic: Option<&str>) -> Option<Limit> {
        let limits = &self.service_limits;
        limits
            .get(topic.unwrap_or(UNSPECIFIED))
            .or_else(|| limits.get(ANY_TOPIC))
            .copied()
    }
}

/// The office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its full name.
    pub name: String,
    /// What it is called in the text; the full name unless given.
    pub short_name: String,
    /// What kind of office it is.
    pub level: Level,
}

impl Office {
    /// Whether it may issue rules (规章): ministries may, and the governments of provinces, prefectures and
    /// cities with districts; other departments, counties and townships may not. Source: 立法法 (2023)
    /// Art. 91 and 93 [K].
    #[must_use]
    pub fn may_issue_rules(&self) -> bool {
        const MINISTRIES: [&str; 5] =
            ["中华人民共和国", "国务院", "国家", "中国人民银行", "审计署"];
        const COUNTIES: [&str; 6] = ["县", "旗", "区人民政府", "镇人民政府", "乡人民政府", "街道"];
        match self.level {
            Level::Agency | Level::Department | Level::Township => {
                MINISTRIES.iter().any(|name| self.name.starts_with(name))
            }
            Level::Government | Level::Authority => {
                // 自治区 is a province.
                let name = self.name.replace("自治区", "");
                !COUNTIES.iter().any(|county| name.contains(county))
            }
        }
    }
}

/// What kind of office it is, which decides deadlines and required contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// 派出机构: an agency of a government.
    Agency,
    /// 部门: a department of a government.
    #[default]
    Department,
    /// 人民政府: a people's government.
    Government,
    /// 主管部门: the authority in charge of government information disclosure.
    Authority,
    /// 乡镇、街道: a township or a sub-district.
    Township,
}

impl Level {
    /// Every level.
    pub const ALL: [Level; 5] = [
        Self::Agency,
        Self::Department,
        Self::Government,
        Self::Authority,
        Self::Township,
    ];

    /// The words for all levels.
    pub(crate) const CODES: &'static [&'static str] = &[
        "agency",
        "department",
        "government",
        "authority",
        "township",
    ];

    /// The word for it in `report.toml`.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::CODES[self as usize]
    }

    /// The level whose word is `code`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// What one year's report needs and no log can give.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportSettings {
    /// The lines of the title; empty where the form's own title is to be used.
    pub title: Vec<String>,
    /// The day of signing.
    pub signed_on: Option<NaiveDate>,
    /// Title of the notice under which the report is prepared.
    pub notice_title: Option<String>,
    /// The number under which a web site indexes it (索引号).
    pub index_number: Option<String>,
    /// The day of its publication on the web.
    pub published_on: Option<NaiveDate>,
    /// The day on which it was handed in to the authority in charge.
    pub handed_in: Option<NaiveDate>,
    /// The last day for that by a local notice, instead of the form's.
    pub due: Option<NaiveDate>,
    /// Where its days are set, by the name of the setting.
    pub places: BTreeMap<&'static str, Place>,
}

/// Where a log is kept, and how its columns are called.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogSettings {
    /// Its files in reading order; none where `report.toml` gives an empty list, so that the log
    /// is absent.
    pub files: Vec<LogFile>,
    /// Headers that are not recognised by themselves, by the key of their column; of several the first that
    /// a file has counts.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Settings of single files beside their entries, each with the path of its file.
    pub of_files: Vec<LogFile>,
}

/// One file of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogFile {
    /// Its path, relative to the folder of `report.toml`; `*` and `?` in its last part stand for
    /// several files.
    pub path: String,
    /// The sheets of a workbook, by their names or patterns of them; where there are none, all that
    /// have the header of the log.
    pub sheets: Vec<String>,
    /// Names and patterns of sheets that other entries of `report.toml` read.
    pub sheets_elsewhere: Vec<String>,
    /// The encoding of a text file; found out where it is not given.
    pub encoding: Option<Encoding>,
    /// How its ids are numbered; found out where it is not given.
    pub ids: Option<Ids>,
    /// The year of its days that are written without one.
    pub year: Option<i32>,
    /// Whether its column of applicants holds names, which are then told apart.
    pub applicants_by_name: bool,
    /// Whether `report.toml` names it, so that it must be there.
    pub named: bool,
    /// Cells of columns that the file lacks, the same in every row, by the key of the column.
    pub constants: BTreeMap<String, String>,
    /// The department of requests whose row names none.
    pub default_department: Option<String>,
    /// Headers of this file by the key of their column, those of the whole log aside; of several the
    /// first that it has counts.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Words of this file for codes; they go before those of the whole office.
    pub values: Values,
    /// Where `report.toml` names it.
    pub place: Option<Place>,
}

impl LogFile {
    /// The only sheet that is named, if it is one.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        match &*self.sheets {
            [sheet] if !pattern::is_pattern(sheet) => Some(sheet),
            _ => None,
        }
    }

    /// The file with the settings that stand beside its entry.
    #[must_use]
    pub fn with(mut self, of_files: &[Self]) -> Self {
        let path = self.path.clone();
        for own in of_files
            .iter()
            .filter(|own| pattern::means(&own.path, &path))
        {
            if !own.sheets.is_empty() {
                self.sheets.clone_from(&own.sheets);
            }
            self.encoding = own.encoding.or(self.encoding);
            self.ids = own.ids.or(self.ids);
            self.year = own.year.or(self.year);
            self.applicants_by_name |= own.applicants_by_name;
            self.default_department = own.default_department.clone().or(self.default_department);
            self.constants.extend(own.constants.clone());
            self.headers.extend(own.headers.clone());
            for (list, words) in &own.values {
                self.values.entry(list).or_default().extend(words.clone());
            }
        }
        self
    }

    /// The file that is looked for where `report.toml` names none.
    #[must_use]
    pub fn default_of(log: Log) -> Self {
        Self {
            path: log.default_file().to_owned(),
            sheets: Vec::new(),
            sheets_elsewhere: Vec::new(),
            encoding: None,
            ids: None,
            year: None,
            applicants_by_name: false,
            headers: BTreeMap::new(),
            values: Values::new(),
            named: false,
            constants: BTreeMap::new(),
            default_department: None,
            place: None,
        }
    }
}

/// The file of the log that the figure `key` is counted from, as it is called by default; none of a
/// figure that can only be declared.
#[must_use]
pub fn default_file(key: &Key) -> Option<&'static str> {
    Log::of_key(key.metric.definition().key).map(Log::default_file)
}

/// How the ids of a log are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// An id is of one record, in whatever file or sheet it stands.
    Unique,
    /// Ids begin anew in each file and sheet.
    Running,
}

impl Ids {
    /// The words for it in `report.toml`.
    pub const NAMES: &'static [&'static str] = &["unique", "running"];

    /// The way whose word is `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "unique" => Some(Self::Unique),
            "running" => Some(Self::Running),
            _ => None,
        }
    }
}

/// A time limit of the office's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Working days from receipt to reply.
    pub days: u32,
    /// Working days by which it may be extended.
    pub extension: u32,
}

/// What a figure should come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The figure.
    pub key: Key,
    /// The value it should reach, or not exceed.
    pub goal: Goal,
    /// Where it is set.
    pub place: Place,
}

/// A bound for a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The figure should be this or more.
    AtLeast(Decimal),
    /// The figure should be this or less.
    AtMost(Decimal),
}

/// A figure that the office declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// The figure.
    pub key: Key,
    /// Its value, exactly as written.
    pub value: Decimal,
    /// Where it is declared.
    pub place: Place,
}

/// A cell of a form that the office declares.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredCell {
    /// Its id with that of its form, `cn-2008.H3.1`; for nothing, also that of a table or a row.
    pub id: String,
    /// Its value, exactly as written; none where there is nothing of the kind (无此项).
    pub value: Option<Decimal>,
    /// Where it is declared.
    pub place: Place,
}

/// How statutory forms are filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSettings {
    /// A form of the office's own, and where `report.toml` names it.
    pub file: Option<(String, Place)>,
    /// Whether the annex of the form is printed.
    pub annex: bool,
    /// What a cell prints that nobody knows.
    pub absent: String,
    /// What a cell prints that is 0.
    pub zero: String,
    /// What a cell prints that does not apply to the office.
    pub not_applicable: String,
    /// The cells that do not apply to the office, by their id with that of the form, and where
    /// `report.toml` says so. A number in such a cell is printed all the same.
    pub inapplicable: Vec<(String, Place)>,
    /// Whether sums of money in cells that name their unit are printed in 万元.
    pub in_wan: bool,
}

impl Default for FormSettings {
    fn default() -> Self {
        Self {
            file: None,
            annex: false,
            absent: "—".to_owned(),
            zero: "0".to_owned(),
            not_applicable: "不适用".to_owned(),
            inapplicable: Vec::new(),
            in_wan: false,
        }
    }
}

/// Reads `text`, the content of a `report.toml`; `columns` gives the keys of a log's columns.
///
/// # Errors
/// Everything that is wrong with it, in file order: what is not TOML, unknown settings, values of
/// the wrong kind and a missing name of the office.
pub fn read(
    text: &str,
    columns: impl Fn(Log) -> Vec<&'static str>,
) -> Result<Project, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (root, errors) = DeTable::parse_recoverable(text);
    let findings = walk::Findings::new(text);
    for error in &errors {
        findings.syntax(error);
    }
    let project = settings::project(walk::Table::root(&findings, root.get_ref()), &columns);
    let diagnostics = findings.into_diagnostics();
    match project {
        Some(project) if diagnostics.is_empty() => Ok(project),
        _ => Err(diagnostics),
    }
}

/// A small commented `report.toml` for `office`, with every setting there is.
///
/// Only the name is set; the commented settings speak of `year`.
#[must_use]
pub fn template(office: &str, year: i32) -> String {
    include_str!("template.toml")
        .replace("SIGNED", &(year + 1).to_string())
        .replace("YEAR", &year.to_string())
        .replace("\"OFFICE\"", &toml_string(office))
}

#[cfg(test)]
mod tests;
