//! Reads `[rules]`: the severities that the office assigns to findings, and the findings it waives.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::walk::{Setting, TomlTable};
use crate::diagnostic::{Code, Diagnostic, Expected, Place, Severity};
use crate::vocabulary::nearest;

/// Severities and waivers of findings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// Severities by code; `None` if findings of the code are not reported.
    pub severities: BTreeMap<Code, Option<Severity>>,
    /// Each item published on or after this day is reported if it has no review.
    pub review_since: Option<NaiveDate>,
    /// Waivers, in file order.
    pub waivers: Vec<Waiver>,
}

/// A waiver for one or several findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// The kind of finding.
    pub code: Code,
    /// The target that the finding must concern; `None` for every finding of the kind.
    pub target: Option<Where>,
    /// The office's reason.
    pub reason: String,
    /// The last day on which the waiver holds.
    pub until: Option<NaiveDate>,
    /// Where it is set.
    pub place: Place,
}

/// The target of a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// A file, a figure by its key, or a cell of a form by its id.
    Name(String),
    /// A line of a file.
    Line(String, u64),
}

impl fmt::Display for Where {
    /// Formats as written in `report.toml`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => formatter.write_str(name),
            Self::Line(file, line) => write!(formatter, "{file}:{line}"),
        }
    }
}

impl Rules {
    /// The severity of a kind of finding; `None` if it is not reported.
    #[must_use]
    pub fn severity(&self, code: Code) -> Option<Severity> {
        self.severity_instead_of(code.severity(), code)
    }

    /// The kinds of finding that are reported by default and not by this office.
    pub fn switched_off(&self) -> impl Iterator<Item = Code> {
        let off = self
            .severities
            .iter()
            .filter(|(_, severity)| severity.is_none());
        off.map(|(code, _)| *code)
            .filter(|code| !code.is_on_request())
    }

    /// The severity of a kind of finding whose default severity is `usual`; `None` if it is not
    /// reported.
    #[must_use]
    pub fn severity_instead_of(&self, usual: Severity, code: Code) -> Option<Severity> {
        let usual = (!code.is_on_request()).then_some(usual);
        self.severities.get(&code).copied().unwrap_or(usual)
    }
}

impl Waiver {
    /// Whether the waiver applies to `diagnostic`.
    #[must_use]
    pub fn applies_to(&self, diagnostic: &Diagnostic) -> bool {
        let place = diagnostic.place.as_deref();
        let is_about = |target: &Where| match target {
            Where::Name(name) => {
                place.is_some_and(|place| *place.file == **name)
                    || diagnostic.problem.figure() == Some(name)
            }
            Where::Line(file, line) => {
                place.is_some_and(|place| *place.file == **file && place.line == Some(*line))
            }
        };
        self.code == diagnostic.code() && self.target.as_ref().is_none_or(is_about)
    }
}

const WORDS: &[&str] = &["error", "warning", "note", "off"];

/// Reads the table `[rules]`.
pub(super) fn read(mut table: TomlTable) -> Rules {
    let review_since = table.take("review-since").and_then(|day| day.date());
    let waivers = table
        .take("waiver")
        .map_or_else(Vec::new, |waivers| waivers.elements());
    let waivers = waivers.iter().filter_map(waiver).collect();
    let mut severities = BTreeMap::new();
    for setting in table.rest() {
        let Some(code) = Code::from_name(setting.name()) else {
            let names = Code::all().map(Code::name);
            let known = names.chain(["review-since", "waiver"]);
            setting.unknown(nearest(setting.name(), known).map(str::to_owned));
            continue;
        };
        if let Some(severity) = severity(&setting, code) {
            severities.insert(code, severity);
        }
    }
    Rules {
        severities,
        review_since,
        waivers,
    }
}

#[expect(
    clippy::option_option,
    reason = "findings that are off have no severity, a setting that is wrong has no meaning"
)]
fn severity(setting: &Setting, code: Code) -> Option<Option<Severity>> {
    let severity = match setting.word(WORDS)? {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        _ => None,
    };
    if code.is_fixed() && severity != Some(code.severity()) {
        setting.bad(Expected::Unset);
        return None;
    }
    Some(severity)
}

fn waiver(setting: &Setting) -> Option<Waiver> {
    let mut table = setting.table_or(Expected::Table)?;
    let code = table.require("code");
    let target = table.take("where").map(|target| target.text());
    let reason = table.require("reason").and_then(|reason| reason.text());
    let until = table.take("until").map(|until| until.date());
    table.finish();
    let setting = code?;
    let code = code_of(&setting)?;
    Some(Waiver {
        code,
        // An invalid target was already reported. Without a target the waiver would apply to more findings.
        target: match target {
            Some(text) => Some(target_of(&text?)),
            None => None,
        },
        reason: reason?,
        until: match until {
            Some(day) => Some(day?),
            None => None,
        },
        place: setting.place(),
    })
}

fn code_of(setting: &Setting) -> Option<Code> {
    let name = setting.text()?;
    let code = Code::from_name(&name);
    match code {
        Some(code) if code.is_fixed() => setting.bad(Expected::Unset),
        Some(_) => return code,
        None => setting.bad(Expected::Code {
            nearest: nearest(&name, Code::all().map(Code::name)),
        }),
    }
    None
}

/// Parses a target: `published.csv:17` is a line, anything else a name.
pub(super) fn target_of(text: &str) -> Where {
    let line = text
        .rsplit_once(':')
        .and_then(|(file, line)| Some((file, line.parse().ok()?)));
    match line {
        Some((file, line)) => Where::Line(file.to_owned(), line),
        None => Where::Name(text.to_owned()),
    }
}
