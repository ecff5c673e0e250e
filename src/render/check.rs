//! Findings of a check: for a person, for programs, and for services that show them in the files.
//!
//! Findings are written one by one, as there may be as many as rows.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value as Json;

use super::diagnostics::{Counts, closing, counts_of, entries, label, made_visible};
use super::json;
use super::json_values::on_one_line;
use crate::diagnostic::{Code, Diagnostic, PROJECT_FILE, Severity, Suppressed};
use crate::language::Language;
use crate::report::Check;

/// Options for showing findings to a person.
#[derive(Debug, Clone, Copy)]
pub struct DisplayOptions {
    /// The language of the output.
    pub language: Language,
    /// Whether to use colour.
    pub colour: bool,
    /// Maximum number of findings to show; the last line says how many were left out.
    pub cap: Option<usize>,
    /// Findings below this severity are not shown.
    pub from: Severity,
    /// Whether to show waived findings too.
    pub shows_waived: bool,
}

/// Writes the findings in the format of `compile`, then the counts of each kind by file.
///
/// # Errors
/// Writing to `out` failed.
pub fn human(out: &mut dyn Write, check: &Check, display: DisplayOptions) -> io::Result<()> {
    let is_shown = |finding: &&Diagnostic| match finding.waiver() {
        Some(_) => display.shows_waived,
        None => finding.severity() >= display.from,
    };
    let cap = display.cap.unwrap_or(usize::MAX);
    let listed = || check.diagnostics.iter().filter(is_shown);
    let shown: Vec<&Diagnostic> = listed().take(cap).collect();
    for entry in entries(&shown, display.shows_waived) {
        let drawn = entry.drawn(display.language, display.colour);
        writeln!(out, "{drawn}\n")?;
    }
    let is_shown = |severity: Severity| severity >= display.from;
    kinds(out, check, is_shown, display.language)?;
    let suppressed = check.suppressed.iter();
    let suppressed = suppressed.filter(|suppressed| suppressed.waiver.is_none());
    let suppressed: u64 = suppressed.map(|suppressed| suppressed.count).sum();
    let is_hidden =
        |finding: &&Diagnostic| finding.waiver().is_none() && !is_shown(finding.severity());
    let hidden = check.diagnostics.iter().filter(is_hidden).count();
    let counts = Counts {
        more: (listed().skip(cap).count() + hidden) as u64 + suppressed,
        ..counts_of(check)
    };
    writeln!(out, "{}", closing(&counts, display.language))
}

/// The last line of the findings for a person: how many there are, and what is not checked.
#[must_use]
pub fn closing_line(check: &Check, language: Language) -> String {
    closing(&counts_of(check), language)
}

/// Writes one line per kind, the worst first: `   12 error[bad-date]: published.csv 10, requests.csv
/// 2`.
fn kinds(
    out: &mut dyn Write,
    check: &Check,
    is_shown: impl Fn(Severity) -> bool,
    language: Language,
) -> io::Result<()> {
    let mut kinds: BTreeMap<_, BTreeMap<&str, u64>> = BTreeMap::new();
    let kept = check.diagnostics.iter();
    let kept = kept.filter(|finding| finding.waiver().is_none()).map(|f| {
        let file = f.place.as_ref().map_or("", |place| &*place.file);
        (f.severity(), f.code(), file, 1)
    });
    let suppressed = check.suppressed.iter();
    let suppressed = suppressed.filter(|suppressed| suppressed.waiver.is_none());
    let suppressed = suppressed.map(|suppressed| {
        (
            suppressed.severity,
            suppressed.code,
            &*suppressed.file,
            suppressed.count,
        )
    });
    for (severity, code, file, count) in kept
        .chain(suppressed)
        .filter(|(severity, ..)| is_shown(*severity))
    {
        let files = kinds
            .entry((std::cmp::Reverse(severity), code))
            .or_default();
        *files.entry(file).or_default() += count;
    }
    // A single kind in a single file needs no overview.
    if kinds.values().map(BTreeMap::len).sum::<usize>() < 2 {
        return Ok(());
    }
    let (colon, comma) = match language {
        Language::Chinese => ("：", "、"),
        Language::English => (": ", ", "),
    };
    for ((severity, code), files) in kinds {
        let total: u64 = files.values().sum();
        let name = label(severity.0, code.is_question(), language);
        write!(out, "{total:>7} {name}[{}]", code.name())?;
        let files = files.iter().filter(|(file, _)| !file.is_empty());
        let files: Vec<_> = files
            .map(|(file, count)| format!("{} {count}", made_visible(file)))
            .collect();
        if !files.is_empty() {
            write!(out, "{colon}{}", files.join(comma))?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}

/// Writes the findings as JSON, `report-check/1`: counts, then the findings as in the JSON of a report,
/// then those that were only counted, by their lines.
///
/// # Errors
/// Writing to `out` failed.
pub fn json(out: &mut dyn Write, check: &Check) -> io::Result<()> {
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|s| check.count_of(s));
    write!(
        out,
        "{{\n  \"schema\": \"report-check/1\",\n  \"errors\": {errors},\n  \"warnings\": {warnings},\n  \"diagnostics\": ["
    )?;
    for (index, finding) in check.diagnostics.iter().enumerate() {
        let finding = on_one_line(&json::diagnostic(finding));
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}\n    {finding}")?;
    }
    let end = if check.diagnostics.is_empty() {
        ""
    } else {
        "\n  "
    };
    write!(out, "{end}]")?;
    more(out, &check.suppressed)?;
    let off: Vec<&str> = check.switched_off.iter().map(|code| code.name()).collect();
    write!(out, ",\n  \"switched_off\": {}", Json::from(off))?;
    writeln!(out, "\n}}")
}

/// How many there are besides of each kind in each file, and the first and the last of each run of
/// their lines.
fn more(out: &mut dyn Write, suppressed: &[Suppressed]) -> io::Result<()> {
    write!(out, ",\n  \"more\": [")?;
    for (index, suppressed) in suppressed.iter().enumerate() {
        let kind = on_one_line(&json::suppressed(suppressed));
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}\n    {kind}")?;
    }
    let end = if suppressed.is_empty() { "" } else { "\n  " };
    write!(out, "{end}]")
}

/// Writes the findings as GitHub workflow commands, which GitHub shows beside the lines they refer to.
///
/// `folder` is the path from the repository to the project folder. Waived findings are left out.
///
/// # Errors
/// Writing to `out` failed.
pub fn github(
    out: &mut dyn Write,
    check: &Check,
    folder: &str,
    language: Language,
) -> io::Result<()> {
    let more: Vec<Diagnostic> = check.suppressed.iter().map(Suppressed::finding).collect();
    let findings = check.diagnostics.iter().chain(&more);
    for finding in findings.filter(|finding| finding.waiver().is_none()) {
        let command = match finding.severity() {
            Severity::Trouble | Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let spot = FindingPlace::of(finding);
        let file = path_from(folder, spot.file);
        let mut properties = vec![format!("file={}", property(&file))];
        properties.extend(spot.line.map(|line| format!("line={line}")));
        properties.extend(spot.column.map(|column| format!("col={column}")));
        properties.push(format!("title={}", finding.code().name()));
        let text = data(&with_hint(finding, language));
        writeln!(out, "::{command} {}::{text}", properties.join(","))?;
    }
    Ok(())
}

/// The place of a finding, for services that show it in a file.
struct FindingPlace<'a> {
    file: &'a str,
    line: Option<u64>,
    column: Option<u64>,
}

impl<'a> FindingPlace<'a> {
    /// A finding about the project as a whole is placed on the first line of `report.toml`, as services
    /// reject or hide a result without a file.
    fn of(finding: &'a Diagnostic) -> Self {
        match &finding.place {
            Some(place) => Self {
                file: &place.file,
                line: place.line,
                column: place.column,
            },
            None => Self {
                file: PROJECT_FILE,
                line: Some(1),
                column: None,
            },
        }
    }
}

/// The message, and the hint on the next line.
fn with_hint(finding: &Diagnostic, language: Language) -> String {
    let message = finding.problem.message();
    let hint = finding.problem.hint();
    let lines = [Some(message), hint].into_iter().flatten();
    let lines: Vec<_> = lines
        .map(|text| {
            // A hint may contain lines to paste into `report.toml`; keep their line breaks.
            let lines = text.in_language(language).lines();
            lines.map(made_visible).collect::<Vec<_>>().join("\n")
        })
        .collect();
    lines.join("\n")
}

/// Escapes the text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Joins `folder` and the path of a file of the project, and resolves `.` and `..`.
fn path_from(folder: &str, file: &str) -> String {
    let mut path: Vec<&str> = Vec::new();
    let is_separator = |c| c == '/' || c == '\\';
    for segment in folder.split(is_separator).chain(file.split(is_separator)) {
        match segment {
            "" | "." => {}
            ".." if path.last().is_some_and(|last| *last != "..") => {
                path.pop();
            }
            segment => path.push(segment),
        }
    }
    path.join("/")
}

/// Writes the findings as SARIF 2.1.0, for code scanning services and editors.
///
/// Files are relative URIs that begin with `folder`, the path to the project folder; columns count
/// characters. Every result has a location with a line, as code scanning services require. Waived
/// findings are marked as suppressed, with their reason.
///
/// # Errors
/// Writing to `out` failed.
pub fn sarif(
    out: &mut dyn Write,
    check: &Check,
    folder: &str,
    language: Language,
) -> io::Result<()> {
    let more: Vec<Diagnostic> = check.suppressed.iter().map(Suppressed::finding).collect();
    let findings = || check.diagnostics.iter().chain(&more);
    let mut codes: Vec<Code> = findings().map(Diagnostic::code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<_> = codes.iter().map(|&code| rule(code, language)).collect();
    let tag = match language {
        Language::Chinese => "zh-CN",
        Language::English => "en-US",
    };
    write!(
        out,
        "{{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\
         \"tool\": {{\"driver\": {{\"name\": \"report\", \"version\": \"{}\", \"rules\": {}}}}},\n\
         \"language\": \"{tag}\",\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [",
        env!("CARGO_PKG_VERSION"),
        on_one_line(&rules),
    )?;
    for (index, finding) in findings().enumerate() {
        let rule_index = codes.binary_search(&finding.code()).unwrap_or_default();
        let result = on_one_line(&result(finding, rule_index, folder, language));
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}\n{result}")?;
    }
    writeln!(out, "\n]}}]\n}}")
}

#[derive(Serialize)]
struct SarifText {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule {
    id: &'static str,
    full_description: SarifText,
    help: SarifText,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: SarifText,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u64>,
}

fn rule(code: Code, language: Language) -> SarifRule {
    let text = || SarifText {
        text: code.explanation().in_language(language).to_owned(),
    };
    SarifRule {
        id: code.name(),
        full_description: text(),
        help: text(),
        default_configuration: Configuration {
            level: level(code.severity()),
        },
    }
}

fn result<'a>(
    finding: &'a Diagnostic,
    rule_index: usize,
    folder: &str,
    language: Language,
) -> SarifResult<'a> {
    let spot = FindingPlace::of(finding);
    let location = Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(&path_from(folder, spot.file)),
            },
            region: Region {
                // A finding about a whole file is shown at its first line.
                start_line: spot.line.unwrap_or(1),
                start_column: spot.column,
            },
        },
    };
    let suppression = finding.waiver().map(|justification| Suppression {
        kind: "external",
        justification,
    });
    SarifResult {
        rule_id: finding.code().name(),
        rule_index,
        level: level(finding.severity()),
        message: SarifText {
            text: with_hint(finding, language),
        },
        locations: [location],
        suppressions: Vec::from_iter(suppression),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Trouble | Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A relative path as a URI. Other bytes than unreserved ASCII characters are percent-encoded.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            // Writing to a string cannot fail.
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{BadDate, BadPlaceholder, LineRanges, NoLimit, Place, RowsLeftOut};
    use crate::render::sample;

    fn check() -> Check {
        let file: Arc<str> = "台账, 2017.csv".into();
        let waived = Diagnostic::at(Place::file(&file), RowsLeftOut { rows: 1 });
        Check {
            office: String::new(),
            years: vec![2017],
            diagnostics: vec![
                sample::bad_date(),
                Diagnostic::new(NoLimit { requests: 3 }),
                waived.waived_for("原件如此", None),
                Diagnostic::at(
                    Place::line(&file, 3),
                    BadPlaceholder {
                        reason: "50%\nof".to_owned(),
                    },
                ),
            ],
            details: Vec::new(),
            switched_off: vec![Code::of::<RowsLeftOut>()],
            suppressed: vec![Suppressed {
                file: "requests.csv".into(),
                sheet: None,
                code: Code::of::<BadDate>(),
                severity: Severity::Error,
                waiver: None,
                count: 7,
                lines: LineRanges::of([120, 121, 122, 125, 126, 130, 200]),
            }],
        }
    }

    fn written(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn display(language: Language) -> DisplayOptions {
        DisplayOptions {
            language,
            colour: false,
            cap: None,
            from: Severity::Note,
            shows_waived: false,
        }
    }

    #[test]
    fn a_person_gets_the_findings_then_their_kinds_then_the_sum() {
        let text = written(|out| human(out, &check(), display(Language::English)));
        let end = "\
      8 error[bad-date]: requests.csv 8
      1 error[bad-placeholder]: 台账, 2017.csv 1
      1 note[no-limit]

data: 9 to correct, 0 to look at (1 waived with a reason, 7 more not shown, 1 kind switched off); wording, secrecy review and approval are not checked
";
        assert!(text.ends_with(end), "{text}");
        assert!(!text.contains("rows-left-out"), "{text}");
        let verbose = DisplayOptions {
            shows_waived: true,
            from: Severity::Error,
            cap: Some(2),
            ..display(Language::Chinese)
        };
        let text = written(|out| human(out, &check(), verbose));
        assert!(text.contains("= 豁免: 原件如此"), "{text}");
        assert!(
            text.ends_with(
                "\n数据核对：须改9处、请看0处（另有1处说明理由放行，9处未列出，1类核对已关闭）。\
                 文字、保密审查和签批不在核对之内。\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn nothing_found_promises_no_more_than_was_looked_at() {
        let nothing = Check::default();
        assert_eq!(
            written(|out| human(out, &nothing, display(Language::Chinese))),
            "数据核对：须改0处、请看0处。文字、保密审查和签批不在核对之内。\n"
        );
        assert_eq!(
            written(|out| github(out, &nothing, "data", Language::Chinese)),
            ""
        );
    }

    #[test]
    fn json_has_the_counts_and_both_languages() {
        let json: Json = serde_json::from_str(&written(|out| super::json(out, &check()))).unwrap();
        assert_eq!(json["schema"], "report-check/1");
        assert_eq!((&json["errors"], &json["warnings"]), (&9.into(), &0.into()));
        let findings = json["diagnostics"].as_array().unwrap();
        assert_eq!(findings.len(), 4);
        let keys: Vec<_> = findings[0].as_object().unwrap().keys().collect();
        let expected = [
            "code", "severity", "message", "file", "line", "column", "hint",
        ];
        assert_eq!(keys, expected);
        assert!(
            findings[0]["message"]["zh"].is_string() && findings[0]["message"]["en"].is_string()
        );
        assert_eq!(findings[2]["waived"], "原件如此");
        assert_eq!(json["switched_off"][0], "rows-left-out");
        let empty = written(|out| super::json(out, &Check::default()));
        assert_eq!(
            serde_json::from_str::<Json>(&empty).unwrap()["diagnostics"],
            Json::Array(vec![])
        );
    }

    #[test]
    fn workflow_commands_are_escaped() {
        let text = written(|out| github(out, &check(), "./data", Language::English));
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(
            lines[0].starts_with("::error file=data/requests.csv,line=118,col=6,title=bad-date::"),
            "{text}"
        );
        assert!(
            lines[1].starts_with("::notice file=data/report.toml,line=1,title=no-limit::"),
            "{text}"
        );
        assert!(
            lines[2]
                .starts_with("::error file=data/台账%2C 2017.csv,line=3,title=bad-placeholder::"),
            "{text}"
        );
        assert!(lines[2].contains("50%25"), "{text}");
        let more = "::notice file=data/requests.csv,line=120,title=more-findings::\
            7 more of bad-date are not listed: lines 120–122, 125–126, 130, 200%0A";
        assert!(lines[3].starts_with(more), "{text}");
    }

    #[test]
    fn json_has_the_lines_of_what_is_only_counted() {
        let text = written(|out| json(out, &check()));
        let json: Json = serde_json::from_str(&text).unwrap();
        let more = serde_json::json!([{
            "code": "bad-date",
            "severity": "error",
            "file": "requests.csv",
            "sheet": null,
            "count": 7,
            "lines": [[120, 122], [125, 126], [130, 130], [200, 200]],
        }]);
        assert_eq!(json["more"], more);
        assert_eq!(json["errors"], 9);
    }

    #[test]
    fn paths_lead_from_the_repository() {
        for (folder, file, expected) in [
            ("./data", "a.csv", "data/a.csv"),
            ("data/", "../logs/a.csv", "logs/a.csv"),
            ("", "narrative/2017.md", "narrative/2017.md"),
            ("../other", "a.csv", "../other/a.csv"),
        ] {
            assert_eq!(path_from(folder, file), expected);
        }
    }

    /// Checks the parts that the schema of SARIF 2.1.0 requires.
    #[test]
    fn sarif_has_what_its_schema_requires() {
        let text = written(|out| sarif(out, &check(), "./data", Language::Chinese));
        let log: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let driver = &run["tool"]["driver"];
        assert!(driver["name"].is_string());
        let rules = driver["rules"].as_array().unwrap();
        let ids: Vec<_> = rules
            .iter()
            .map(|rule| rule["id"].as_str().unwrap())
            .collect();
        let mut unique = ids.clone();
        unique.dedup();
        assert_eq!(unique, ids);
        for rule in rules {
            assert!(
                rule["help"]["text"].is_string() && rule["fullDescription"]["text"].is_string()
            );
        }
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 5);
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(result["ruleId"], ids[index]);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
            assert!(result["message"]["text"].is_string());
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(
                uri.starts_with("data/") && uri.is_ascii() && !uri.contains(' '),
                "{uri}"
            );
            assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        }
        let whole = &results[1]["locations"][0]["physicalLocation"];
        assert_eq!(whole["artifactLocation"]["uri"], "data/report.toml");
        assert_eq!(whole["region"]["startLine"], 1);
        assert_eq!(results[2]["suppressions"][0]["justification"], "原件如此");
        assert_eq!(
            results[3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "data/%E5%8F%B0%E8%B4%A6%2C%202017.csv"
        );
    }
}
