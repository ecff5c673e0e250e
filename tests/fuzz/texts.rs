//! Texts that an office writes: `report.toml` and narratives.

use std::time::{Duration, Instant};

use report::{DEFAULT_WIDTH, Format, Office, Options, Outcome, Report, Severity, render::render};

use crate::fuzz;
use crate::memory::{Folder, finding_lines};

/// Maximum length of a rendered narrative in bytes, with the additions of the form.
const LONGEST: usize = 17 << 20;
/// Maximum time for one narrative, in an unoptimized build.
const TIME: Duration = Duration::from_secs(20);

fn compiled(folder: &Folder, file: &str) -> Result<Outcome<Report>, String> {
    let start = Instant::now();
    let compilation = Office::open(folder).compile(2017, &Options::default());
    if start.elapsed() > TIME {
        return Err(format!("took {:?}", start.elapsed()));
    }
    let lines = folder.bytes(file).split(|byte| *byte == b'\n').count() as u64;
    let found = &compilation.diagnostics;
    for one in found {
        let _ = (one.problem.message(), one.problem.hint());
        let line = one.place.as_ref().filter(|place| &*place.file == file);
        if line
            .and_then(|place| place.line)
            .is_some_and(|line| line > lines)
        {
            return Err(format!(
                "a place behind the end: {:?}",
                finding_lines(found)
            ));
        }
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

/// Settings are accepted, or rejected with a place in the file; line ends make no difference.
fn toml_check(bytes: &[u8]) -> Result<(), String> {
    let office = |toml: &[u8]| {
        Folder::new()
            .with("report.toml", toml)
            .with("published.csv", "信息名称,公开日期\n甲,2017-03-01\n")
            .with("narrative/2017.md", "# 概况\n\n{{ published.total }}条\n")
    };
    let compilation = compiled(&office(bytes), "report.toml")?;
    if bytes.contains(&b'\r') {
        return Ok(());
    }
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let other = compiled(&office(&lines.join(&b"\r\n"[..])), "report.toml")?;
    // An unclosed string is reported at more places if two characters follow it.
    let is_same = match (&compilation.value, &other.value) {
        (None, None) => true,
        _ => finding_lines(&compilation.diagnostics) == finding_lines(&other.diagnostics),
    };
    if !is_same {
        let [one, other] = [&compilation, &other].map(|one| finding_lines(&one.diagnostics));
        return Err(format!("{one:?}\nwith other line ends {other:?}"));
    }
    Ok(())
}

#[test]
fn toml() {
    let words = &[
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
    ];
    fuzz("toml", include_str!("toml.seeds"), words, toml_check);
}

/// A narrative is rendered or rejected, within limits of time and size.
fn narrative_check(bytes: &[u8]) -> Result<(), String> {
    let folder = Folder::new()
        .with("published.csv", "信息名称,公开日期\n甲,2017-03-01\n")
        .with("narrative/2017.md", bytes);
    let compilation = compiled(&folder, "narrative/2017.md")?;
    let Some(report) = &compilation.value else {
        return Ok(());
    };
    let page = render(report, Format::Text, DEFAULT_WIDTH).map_err(|error| error.to_string())?;
    if page.len() > LONGEST {
        return Err(format!("{} bytes", page.len()));
    }
    Ok(())
}

#[test]
fn narrative() {
    let words = &[
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{# ",
        " #}",
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
    ];
    fuzz(
        "narrative",
        include_str!("narrative.seeds"),
        words,
        narrative_check,
    );
}
