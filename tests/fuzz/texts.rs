//! Texts that an office writes: `report.toml` and narratives.

use std::time::{Duration, Instant};

use report::{
    Block, DEFAULT_WIDTH, Format, Inline, Office, Options, Outcome, Report, Section, Severity,
    finding::MissingContent, render::render,
};

use crate::memory::{Folder, finding_lines};
use crate::{Target, fuzz, located};

/// Maximum length of a rendered narrative in bytes, with the additions of the form.
const LONGEST: usize = 17 << 20;
/// Maximum time for one narrative, in an unoptimized build on a busy machine.
const TIME: Duration = Duration::from_mins(1);

/// Maximum number of findings: a thousand of a kind, and those about the figures of the report.
const MOST_FINDINGS: usize = 1200;

fn compiled(folder: &Folder, file: &str) -> Result<Outcome<Report>, String> {
    let start = Instant::now();
    let compilation = Office::open(folder).compile(2017, &Options::default());
    if start.elapsed() > TIME {
        return Err(format!("took {:?}", start.elapsed()));
    }
    let text = String::from_utf8_lossy(folder.bytes(file));
    let lines: Vec<&str> = text.split('\n').collect();
    let found = &compilation.diagnostics;
    for one in found {
        let _ = (one.problem.message(), one.problem.hint());
        let place = one.place.as_ref().filter(|place| &*place.file == file);
        let Some(line) = place.and_then(|place| place.line) else {
            continue;
        };
        let column = place.and_then(|place| place.column).unwrap_or(1);
        let index = usize::try_from(line - 1).unwrap_or(usize::MAX);
        let characters = lines.get(index).map(|line| line.chars().count() as u64);
        if characters.is_none_or(|characters| column > characters + 1) {
            return Err(format!("a place behind the end: {}", located(one)));
        }
    }
    if found.len() > MOST_FINDINGS {
        return Err(format!("{} findings", found.len()));
    }
    let has_error = found.iter().any(|one| one.severity() >= Severity::Error);
    if has_error == compilation.value.is_some() {
        return Err(format!(
            "an error and a report, or neither: {:?}",
            finding_lines(found)
        ));
    }
    Ok(compilation)
}

fn office_of(toml: &[u8]) -> Folder {
    Folder::new()
        .with("report.toml", toml)
        .with("published.csv", "信息名称,公开日期\n甲,2017-03-01\n")
        .with("narrative/2017.md", "# 概况\n\n{{ published.total }}条\n")
}

/// The findings in a file from warnings on, and the figures that the narrative prints.
fn outcome_of(compilation: &Outcome<Report>, file: &str) -> String {
    let found = compilation.diagnostics.iter();
    let found = found.filter(|one| one.severity() >= Severity::Warning);
    // Each seed lacks most of the contents that a report must have.
    let found = found.filter(|one| !one.problem.is::<MissingContent>());
    let found = found.filter(|one| one.place.as_ref().is_some_and(|place| &*place.file == file));
    let mut lines: Vec<String> = found.map(located).collect();
    if let Some(report) = &compilation.value {
        let mut values = Vec::new();
        values_of_blocks(&report.document.preface, &mut values);
        values_of_sections(&report.document.sections, &mut values);
        lines.push(format!("prints {}", values.join(" ")).trim_end().to_owned());
    }
    lines.join("\n")
}

fn values_of_sections(sections: &[Section], values: &mut Vec<String>) {
    for section in sections {
        values_of(&section.heading, values);
        values_of_blocks(&section.blocks, values);
        values_of_sections(&section.sections, values);
    }
}

fn values_of_blocks(blocks: &[Block], values: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => values_of(inlines, values),
            Block::Quote(blocks) => values_of_blocks(blocks, values),
            Block::List { items, .. } => {
                for item in items {
                    values_of_blocks(item, values);
                }
            }
            _ => {}
        }
    }
}

fn values_of(inlines: &[Inline], values: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Value(value) => values.push(value.clone()),
            Inline::Strong(inner) | Inline::Emphasis(inner) => values_of(inner, values),
            Inline::Link { text, .. } => values_of(text, values),
            Inline::Text(_) | Inline::Break => {}
        }
    }
}

/// Settings are accepted, or rejected with a place in the file; line ends, a byte order mark and a
/// comment make no difference.
fn toml_check(bytes: &[u8]) -> Result<String, String> {
    let compilation = compiled(&office_of(bytes), "report.toml")?;
    let outcome = outcome_of(&compilation, "report.toml");
    let findings = |one: &Outcome<Report>| finding_lines(&one.diagnostics);
    if !bytes.starts_with(b"\xEF\xBB\xBF") {
        let marked = compiled(
            &office_of(&[b"\xEF\xBB\xBF", bytes].concat()),
            "report.toml",
        )?;
        if findings(&marked) != findings(&compilation) {
            return Err(format!("with a mark {:?}", findings(&marked)));
        }
    }
    if bytes.contains(&b'\r') {
        return Ok(outcome);
    }
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let other = compiled(&office_of(&lines.join(&b"\r\n"[..])), "report.toml")?;
    // An unclosed string is reported at more places if two characters follow it.
    let is_same = match (&compilation.value, &other.value) {
        (None, None) => true,
        _ => findings(&compilation) == findings(&other),
    };
    if !is_same {
        let [one, other] = [&compilation, &other].map(findings);
        return Err(format!("{one:?}\nwith other line ends {other:?}"));
    }
    Ok(outcome)
}

#[test]
fn toml() {
    fuzz(&Target {
        name: "toml",
        seeds: include_str!("toml.seeds"),
        words: &[
            "\n",
            "\"",
            "'",
            "=",
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            "#",
            ",",
            ".",
            "2017",
            "-1",
            "true",
            "2018-01-15",
            "[office]\n",
            "name",
            "[logs]\n",
            "published",
            "[reports.2017]\n",
            "signed-on",
            "\"\"\"",
            "\\u0000",
            "1e9",
        ],
        check: toml_check,
    });
}

const NARRATIVE: &str = "narrative/2017.md";

/// A narrative about two notices, of which one is of the category 财务.
fn narrative_of(bytes: &[u8]) -> Folder {
    let log = "信息名称,公开日期,信息类别\n甲,2017-03-01,财务\n乙,2017-04-01,\n";
    Folder::new()
        .with("published.csv", log)
        .with(NARRATIVE, bytes)
}

/// A narrative is rendered or rejected, within limits of time and size.
fn narrative_check(bytes: &[u8]) -> Result<String, String> {
    let compilation = compiled(&narrative_of(bytes), NARRATIVE)?;
    let outcome = outcome_of(&compilation, NARRATIVE);
    let Some(report) = &compilation.value else {
        return Ok(outcome);
    };
    let page = render(report, Format::Text, DEFAULT_WIDTH).map_err(|error| error.to_string())?;
    if page.len() > LONGEST {
        return Err(format!("{} bytes", page.len()));
    }
    let text = String::from_utf8_lossy(&page);
    if text.contains(['\u{F0000}', '\u{F0001}']) {
        return Err("a mark of a value is printed".to_owned());
    }
    Ok(outcome)
}

#[test]
fn narrative() {
    fuzz(&Target {
        name: "narrative",
        seeds: include_str!("narrative.seeds"),
        words: &[
            "{{ ",
            " }}",
            "{% ",
            " %}",
            "{= ",
            " =}",
            "published.total",
            "if ",
            "endif",
            "for ",
            " in ",
            "endfor",
            "|",
            "percent",
            "wan",
            "(",
            ")",
            "\"",
            "'",
            "+",
            "-",
            "~",
            "*",
            "not ",
            "set x = ",
            "\n",
            "# ",
            "| a | b |\n|---|---|\n",
            "**",
            "[^1]",
            "](http://x)",
            "else",
            "loop",
            "x",
        ],
        check: narrative_check,
    });
}
