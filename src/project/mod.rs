//! The configuration of the office: `report.toml` as a [`Project`], and its narratives.
//!
//! Takes their text. Everything has a default except the name of the office. Paths are relative to the folder of
//! `report.toml`; absolute ones are refused, so that the folder compiles on every machine.
//! Gives settings with their places, or all problems at once.
//! Does not open files, and does not know whether a log has the columns that are named (`logs` does).

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

use crate::diagnostic::{Diagnostic, Place, toml_string};
use crate::law::LawOptions;
use crate::layout::Layout;
use crate::record::Log;
use crate::site::Site;
use crate::vocabulary::{Key, UNSPECIFIED};

pub use crate::rows::Encoding;
pub(crate) use constructs::DEEPEST;
pub use narrative::{Name, Narrative, syntax as narrative_syntax};
pub use rules::{Rules, Waiver, Where};
pub use settings::value_lists;

/// The topic in `[limits.service]` that applies to every topic not listed there.
pub const ANY_TOPIC: &str = "any";

/// The content of `report.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The office that publishes the report.
    pub office: OfficeSettings,
    /// Settings of each year's report that do not come from logs.
    pub reports: BTreeMap<i32, ReportSettings>,
    /// Every log, with its files.
    pub logs: BTreeMap<Log, LogSettings>,
    /// The logs whose notices are also entered in the published log.
    pub published_includes: Vec<Log>,
    /// Limits of service requests by code of topic, by the office's own word for a topic, or by
    /// `any`; use [`service_limit`](Self::service_limit) to look one up.
    pub service_limits: BTreeMap<String, OfficeLimit>,
    /// Targets for the figures of each year, in file order.
    pub targets: BTreeMap<i32, Vec<Target>>,
    /// Figures of each year that the office declares, in file order.
    pub figures: BTreeMap<i32, Vec<Declared>>,
    /// Cells of forms that the office declares for each year, by form id and cell id, in file
    /// order.
    pub cells: BTreeMap<i32, Vec<DeclaredCell>>,
    /// How statutory forms are filled in.
    pub form: FormSettings,
    /// How the report is printed.
    pub layout: Layout,
    /// The web site on which reports are published.
    pub site: Site,
    /// The office's own file of working days, and where `report.toml` names it.
    pub calendar: Option<(String, Place)>,
    /// The office's choices where the law leaves several options.
    pub law: LawOptions,
    /// Severities and waivers of findings.
    pub rules: Rules,
    /// The office's own words for the codes of the logs, in addition to the built-in ones.
    pub values: Values,
    /// The office's own orders of labels, in file order.
    pub orders: Vec<LabelOrder>,
    /// Which rows are the same record and which are not, in file order.
    pub identities: Vec<IdentityDecision>,
    /// Answers about single records, in file order.
    pub answers: Vec<Answer>,
}

/// A decision of the office about rows: that they are one record, or different records.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityDecision {
    /// The log of the rows.
    pub log: Log,
    /// Whether the rows are one record.
    pub is_same: bool,
    /// The rows, by id or by line.
    pub rows: Vec<Where>,
    /// The office's reason.
    pub reason: String,
    /// Where it is set in `report.toml`.
    pub place: Place,
}

/// The office's answer about records whose words are ambiguous.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The log of the records.
    pub log: Log,
    /// The records, by id or by line.
    pub rows: Vec<Where>,
    /// The words that answer, by the key of their column.
    pub words: BTreeMap<&'static str, String>,
    /// Where it is set in `report.toml`.
    pub place: Place,
}

/// The order of the labels of a breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelOrder {
    /// The breakdown, as the key of its family.
    pub breakdown: Key,
    /// The labels: codes, or the office's own words.
    pub labels: Vec<String>,
    /// Where it is set in `report.toml`.
    pub place: Place,
}

/// For each list of codes in `[logs.values]`, words with their codes.
pub type Values = BTreeMap<&'static str, BTreeMap<String, &'static str>>;

impl Project {
    /// The limit of a service request on `topic`, a code or the office's own word; `None` if neither the
    /// topic nor [`ANY_TOPIC`] has one.
    #[must_use]
    pub fn service_limit(&self, topic: Option<&str>) -> Option<OfficeLimit> {
        let limits = &self.service_limits;
        limits
            .get(topic.unwrap_or(UNSPECIFIED))
            .or_else(|| limits.get(ANY_TOPIC))
            .copied()
    }
}

/// The office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeSettings {
    /// Full name.
    pub name: String,
    /// Short name for use in the text; the full name by default.
    pub short_name: String,
    /// Level of the office.
    pub level: Level,
}

impl OfficeSettings {
    /// Whether it may issue rules (规章): ministries may, and the governments of provinces, prefectures and
    /// cities with districts; other departments, counties and townships may not. Source: 立法法 (2023)
    /// Arts. 91 and 93.
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

/// Kind of office; it determines deadlines and required contents.
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

    /// The word for the level in `report.toml`.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::CODES[self as usize]
    }

    /// Finds a level by its word in `report.toml`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// Settings of one year's report that no log contains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportSettings {
    /// The lines of the title; if empty, the form's own title is used.
    pub title: Vec<String>,
    /// The day of signing.
    pub signed_on: Option<NaiveDate>,
    /// Title of the notice under which the report is prepared.
    pub notice_title: Option<String>,
    /// Index number on the web site (索引号).
    pub index_number: Option<String>,
    /// The day of publication on the web.
    pub published_on: Option<NaiveDate>,
    /// The day on which it was handed in to the authority in charge.
    pub handed_in: Option<NaiveDate>,
    /// The last day for that by a local notice, instead of the form's.
    pub due: Option<NaiveDate>,
    /// Where its days are set, by the name of the setting.
    pub places: BTreeMap<&'static str, Place>,
}

/// The files of a log, and the headers of its columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogSettings {
    /// The files in reading order. Empty if `report.toml` gives an empty list, which means that the office
    /// does not keep the log.
    pub files: Vec<LogFile>,
    /// Headers that are not recognised automatically, by the key of their column; the first one that a file
    /// has is used.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Settings of single files outside of the list of files, each with the path of its file.
    pub of_files: Vec<LogFile>,
}

/// One file of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogFile {
    /// The path, relative to the folder of `report.toml`. `*` and `?` in its last segment match several
    /// files.
    pub path: String,
    /// Names or patterns of the sheets of a workbook to read. If empty, all sheets with the header of the
    /// log are read.
    pub sheets: Vec<String>,
    /// Names and patterns of sheets that are read by other entries of `report.toml`.
    pub sheets_elsewhere: Vec<String>,
    /// The encoding of a text file; detected if `None`.
    pub encoding: Option<Encoding>,
    /// How the ids are numbered; detected if `None`.
    pub ids: Option<Ids>,
    /// The year of days that are written without one.
    pub year: Option<i32>,
    /// Whether the applicant column contains names, from which the kind of applicant is derived.
    pub applicants_by_name: bool,
    /// Whether `report.toml` names the file, so that it must exist.
    pub named: bool,
    /// Constant cells for columns that the file lacks, by the key of the column.
    pub constants: BTreeMap<String, String>,
    /// The department of requests in whose row the department is blank.
    pub default_department: Option<String>,
    /// Headers of this file by the key of their column. They override those of the log; the first one that
    /// the file has is used.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Words of this file for codes. They take precedence over those of the office.
    pub values: Values,
    /// Where `report.toml` names it.
    pub place: Option<Place>,
}

impl LogFile {
    /// The name of the sheet, if exactly one is named and it is not a pattern.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        match &*self.sheets {
            [sheet] if !pattern::is_pattern(sheet) => Some(sheet),
            _ => None,
        }
    }

    /// The file with the settings that `of_files` contains for its path.
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

    /// The default file of a log, used if `report.toml` names none.
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

/// The default file name of the log that the figure `key` is counted from; `None` for a figure that
/// can only be declared.
#[must_use]
pub fn default_file(key: &Key) -> Option<&'static str> {
    Log::of_key(key.metric.definition().key).map(Log::default_file)
}

/// How the ids of a log are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// Every id is unique across all files and sheets.
    Unique,
    /// Ids restart in each file and sheet.
    Running,
}

impl Ids {
    /// The words for all ways in `report.toml`.
    pub const NAMES: &'static [&'static str] = &["unique", "running"];

    /// Finds the way of numbering by its word in `report.toml`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "unique" => Some(Self::Unique),
            "running" => Some(Self::Running),
            _ => None,
        }
    }
}

/// A time limit set by the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeLimit {
    /// Working days from receipt to reply.
    pub days: u32,
    /// Working days by which the limit may be extended.
    pub extension: u32,
}

/// A target for a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The figure.
    pub key: Key,
    /// The value to reach, or not to exceed.
    pub goal: Goal,
    /// Where it is set.
    pub place: Place,
}

/// A bound for a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The figure should be at least this.
    AtLeast(Decimal),
    /// The figure should be at most this.
    AtMost(Decimal),
}

/// A figure declared by the office.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// The figure.
    pub key: Key,
    /// Its value, exactly as written.
    pub value: Decimal,
    /// Where it is declared.
    pub place: Place,
}

/// A cell of a form declared by the office.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredCell {
    /// Its id with that of its form, `cn-2008.H3.1`; for nothing, also that of a table or a row.
    pub id: String,
    /// Its value, exactly as written; `None` if declared as not applicable (无此项).
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
    /// Text of a cell whose value is unknown.
    pub absent: String,
    /// Text of a cell that is 0.
    pub zero: String,
    /// Text of a cell that does not apply to the office.
    pub not_applicable: String,
    /// The cells that do not apply to the office, by form id and cell id, and where they are set in
    /// `report.toml`. A number in such a cell is printed nevertheless.
    pub inapplicable: Vec<(String, Place)>,
    /// Whether amounts of money in cells that name their unit are printed in 万元.
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

/// Parses `text`, the content of a `report.toml`. `columns` returns the keys of a log's columns.
///
/// # Errors
/// All problems, in file order: invalid TOML, unknown settings, values of the wrong kind, and a
/// missing name of the office.
pub fn read(
    text: &str,
    columns: impl Fn(Log) -> Vec<&'static str>,
) -> Result<Project, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (root, errors) = walk::parsed(text);
    let findings = walk::SettingFindings::new(text);
    for error in &errors {
        findings.syntax(error);
    }
    let project = settings::project(walk::TomlTable::root(&findings, root.get_ref()), &columns);
    let diagnostics = findings.into_diagnostics();
    match project {
        Some(project) if diagnostics.is_empty() => Ok(project),
        _ => Err(diagnostics),
    }
}

/// A small commented `report.toml` for `office` that contains all settings.
///
/// Only the name is set; the commented settings use `year` as an example.
#[must_use]
pub fn template(office: &str, year: i32) -> String {
    let text = include_str!("template.toml");
    let logs = Log::ALL.iter().map(|log| log.definition());
    let logs = logs.filter(|log| !text.contains(&format!("\n#{} = ", log.key)));
    let logs = logs.map(|log| format!("#{} = {}", log.key, toml_string(log.default_file)));
    text.replace("LOGS", &logs.collect::<Vec<_>>().join("\n"))
        .replace("SIGNED", &(year + 1).to_string())
        .replace("YEAR", &year.to_string())
        .replace("\"OFFICE\"", &toml_string(office))
}

#[cfg(test)]
mod tests;
