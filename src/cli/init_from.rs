//! `report init --from`: creates `report.toml` for existing logs.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::{Component, Path};

use anyhow::{anyhow, bail};
use toml_edit::{Array, DocumentMut, InlineTable, Item, RawString, Table, Value};

use super::arguments::Init;
use super::paths::resolved;
use super::words::CommandWords;
use crate::diagnostic::Diagnostic;
use crate::logs::{Guess, Totals, guess};
use crate::project;

/// A file named by `--from`, which may be a log.
pub(super) struct GuessedFile {
    /// Its path, relative to the project folder, with `/`.
    pub(super) path: String,
    /// The logs it was recognized as; a workbook may contain several.
    pub(super) guesses: Vec<Guess>,
}

/// Guesses which logs the files of `--from` are, in their order. Reports unreadable workbooks in
/// `found`.
pub(super) fn sources(
    typed: &Init,
    words: CommandWords,
    found: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<GuessedFile>> {
    let cannot_open = |path: &Path, error: &io::Error| anyhow!(words.cannot_open(path, error));
    let mut sources = Vec::new();
    for path in &typed.from {
        let way = way(typed.folder(), path).map_err(|error| cannot_open(path, &error))?;
        // A path that is not UTF-8 cannot be written in report.toml.
        let Some(way) = way.to_str() else {
            bail!(words.name_not_utf8(path));
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let guesses = guess(&name, || Ok(Box::new(File::open(path)?)), found)
            .map_err(|error| cannot_open(path, &error))?;
        let path = way.to_owned();
        sources.push(GuessedFile { path, guesses });
    }
    Ok(sources)
}

/// Returns the template of `report.toml` with the files.
pub(super) fn project_file(typed: &Init, year: i32, sources: &[GuessedFile]) -> String {
    let template = project::template(&typed.office, year).replacen("\n#[logs]\n", "\n[logs]\n", 1);
    // Tests ensure that the template is valid TOML.
    with_sources(&template, Some(year), sources).map_or(template, |added| added.text)
}

/// A `report.toml` with the sources added, and the new lines in it.
pub(super) struct Added {
    pub(super) text: String,
    pub(super) lines: Vec<String>,
    /// Lines of declared figures that have another value already.
    pub(super) kept: Vec<String>,
}

/// Adds files to the text of a `report.toml`; comments and settings are kept. Files that it names
/// and columns that it maps are left unchanged.
///
/// # Errors
/// The text is not valid TOML, or `[logs]` is not a table.
pub(super) fn with_sources(
    text: &str,
    year: Option<i32>,
    sources: &[GuessedFile],
) -> anyhow::Result<Added> {
    let mut document: DocumentMut = text.parse()?;
    let (mut lines, mut kept) = (Vec::new(), Vec::new());
    for source in sources {
        for guess in &source.guesses {
            if let Some(totals) = &guess.totals {
                let year = year.or(totals.year);
                let year = year.ok_or_else(|| anyhow!("{}: --year", source.path))?;
                document = add_totals(&document, year, totals, (&mut lines, &mut kept))?;
                continue;
            }
            let logs = table_in(document.as_table_mut(), "logs")?;
            let files = logs.entry(guess.log.key()).or_insert(Item::None);
            if add_file(files, &source.path, guess)? {
                let entry = entry(&source.path, guess);
                lines.push(format!("[logs] {} = {entry}", guess.log.key()));
            }
        }
    }
    Ok(Added {
        text: document.to_string(),
        lines,
        kept,
    })
}

/// Adds totals as declared figures of a year, unless they are declared already. A new year is
/// appended at the end, where it does not separate a setting from its comment.
fn add_totals(
    document: &DocumentMut,
    year: i32,
    totals: &Totals,
    (lines, kept): (&mut Vec<String>, &mut Vec<String>),
) -> anyhow::Result<DocumentMut> {
    let figures = document.get("figures").and_then(Item::as_table_like);
    let of_year = figures.and_then(|figures| figures.get(&year.to_string()));
    let of_year = of_year.and_then(Item::as_table_like);
    let mut new = Vec::new();
    for (kind, number) in &totals.by_kind {
        let key = format!("decisions.{kind}");
        match of_year.and_then(|figures| figures.get(&key)) {
            None => new.push((key, *number)),
            Some(known) if known.as_integer() == i64::try_from(*number).ok() => {}
            Some(known) => {
                let known = known.to_string();
                kept.push(format!("[figures.{year}] \"{key}\" = {}", known.trim()));
            }
        }
    }
    lines.extend(
        new.iter()
            .map(|(key, number)| format!("[figures.{year}] \"{key}\" = {number}")),
    );
    if of_year.is_some() {
        let mut document = document.clone();
        let figures = table_in(document.as_table_mut(), "figures")?;
        let of_year = table_in(figures, &year.to_string())?;
        for (key, number) in new {
            of_year.insert(&key, Item::Value(i64::try_from(number)?.into()));
        }
        return Ok(document);
    }
    let mut text = format!("{}\n[figures.{year}]\n", document.to_string().trim_end());
    for (key, number) in new {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\"{key}\" = {number}");
    }
    Ok(text.parse()?)
}

/// Returns the table `name` in another; creates it if needed.
fn table_in<'t>(table: &'t mut Table, name: &str) -> anyhow::Result<&'t mut Table> {
    let item = table.entry(name).or_insert(Item::Table(Table::new()));
    item.as_table_mut()
        .ok_or_else(|| anyhow!("{name} is not a table"))
}

/// Adds a file to those of a log. Returns false if it is listed already.
fn add_file(files: &mut Item, path: &str, guess: &Guess) -> anyhow::Result<bool> {
    let entry = entry(path, guess);
    if files.is_none() {
        *files = Item::Value(entry);
        return Ok(true);
    }
    if let Some(tables) = files.as_array_of_tables_mut() {
        let is_it = |table: &Table| table.get("path").and_then(Item::as_str) == Some(path);
        if tables.iter().any(is_it) {
            return Ok(false);
        }
        let table = match entry {
            Value::InlineTable(table) => table.into_table(),
            path => Table::from_iter([("path", path)]),
        };
        tables.push(table);
        return Ok(true);
    }
    let known = files.as_value_mut();
    let known = known.ok_or_else(|| anyhow!("[logs] {} is no file", guess.log.key()))?;
    if !known.is_array() {
        let decor = known.decor().clone();
        let mut only = known.clone();
        only.decor_mut().clear();
        *known = Value::Array(std::iter::once(only).collect());
        // A trailing comment stays with its entry.
        *known.decor_mut() = decor;
    }
    let Some(known) = known.as_array_mut() else {
        return Ok(false);
    };
    let is_it = |file: &Value| {
        let named = file.as_inline_table().and_then(|file| file.get("path"));
        let named = named.unwrap_or(file).as_str();
        let sheets = |file: &Value| {
            let sheets = file.as_inline_table().and_then(|file| file.get("sheet"));
            sheets.map(|sheets| sheets.to_string().trim().to_owned())
        };
        named == Some(path) && (sheets(file).is_none() || sheets(file) == sheets(&entry))
    };
    if known.iter().any(is_it) {
        return Ok(false);
    }
    // Comments are in the space before an entry, and after the last one.
    let is_comment = |space: Option<&RawString>| {
        space
            .and_then(RawString::as_str)
            .is_some_and(|space| space.contains('#'))
    };
    for file in known
        .iter_mut()
        .filter(|file| !is_comment(file.decor().prefix()))
    {
        file.decor_mut().set_prefix("\n  ");
        file.decor_mut().set_suffix("");
    }
    let trailing = known.trailing().as_str().unwrap_or_default().trim_end();
    let mut entry = entry;
    entry.decor_mut().set_prefix(format!("{trailing}\n  "));
    known.push_formatted(entry);
    known.set_trailing("\n");
    known.set_trailing_comma(true);
    Ok(true)
}

/// Formats a file as an entry under `[logs]`.
fn entry(path: &str, guess: &Guess) -> Value {
    let mut entry = InlineTable::new();
    entry.insert("path", path.into());
    match &*guess.sheets {
        [] => None,
        [only] => entry.insert("sheet", only.as_str().into()),
        several => entry.insert("sheet", several.iter().collect::<Array>().into()),
    };
    for (key, constant) in &guess.constants {
        entry.insert(*key, (*constant).into());
    }
    if let Some(year) = guess.year {
        entry.insert("year", i64::from(year).into());
    }
    if !guess.headers.is_empty() {
        let headers = guess.headers.iter();
        let headers: InlineTable = headers
            .map(|(key, header)| (*key, header.as_str()))
            .collect();
        entry.insert("headers", headers.into());
    }
    if entry.len() == 1 {
        return path.into();
    }
    Value::InlineTable(entry)
}

/// Returns the relative path from a folder, which may not exist yet, to a file.
fn way(folder: &Path, file: &Path) -> io::Result<OsString> {
    let file = file.canonicalize()?;
    let folder = resolved(folder);
    let common = folder
        .components()
        .zip(file.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder.components().skip(common).map(|_| OsStr::new(".."));
    let down = file.components().skip(common).map(Component::as_os_str);
    Ok(up.chain(down).collect::<Vec<_>>().join(OsStr::new("/")))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::cli::arguments::FormChoice;
    use crate::logs::columns;
    use crate::record::Log;

    fn typed(folder: &Path, from: &[PathBuf]) -> Init {
        Init {
            folder: Some(folder.to_owned()),
            year: Some(2017),
            form: FormChoice::default(),
            office: "某局".to_owned(),
            workbook: false,
            from: from.to_vec(),
            write: false,
        }
    }

    #[test]
    fn the_files_stand_in_the_template() {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, headers: &str| {
            let path = root.path().join(name);
            std::fs::write(&path, format!("{headers}\n")).unwrap();
            path
        };
        let from = [
            write("公开.csv", "索引号,信息名称,分类,上网时间"),
            write("12345工单.csv", "编号,诉求类型,收到日期"),
            write("依申请登记.csv", "编号,类别,收到日期,办理结果"),
            write("名单.csv", "姓名,工号"),
        ];
        let typed = typed(&root.path().join("office/new"), &from);
        let words = CommandWords(crate::language::Language::English);
        let sources = sources(&typed, words, &mut Vec::new()).unwrap();
        assert!(sources[3].guesses.is_empty());
        let text = project_file(&typed, 2017, &sources);
        let keys = |log| columns(log).iter().map(|column| column.key).collect();
        let project =
            project::read(&text, keys).unwrap_or_else(|found| panic!("{found:?}\n{text}"));
        let paths = |log| {
            let files = project.logs[&log].files.iter();
            files.map(|file| file.path.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(paths(Log::Published), ["../../公开.csv"]);
        assert_eq!(
            paths(Log::Requests),
            ["../../12345工单.csv", "../../依申请登记.csv"]
        );
        assert_eq!(
            project.logs[&Log::Requests].files[0].constants["kind"],
            "service"
        );
        assert_eq!(
            project.logs[&Log::Published].files[0].headers["published_on"],
            ["上网时间"]
        );
        assert!(!project.logs[&Log::Guides].files[0].named);
    }

    #[test]
    fn the_way_is_relative_though_the_folder_is_not_there() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("a.csv");
        std::fs::write(&file, "").unwrap();
        for (folder, expected) in [
            ("", "a.csv"),
            ("x", "../a.csv"),
            ("x/./y/..", "../a.csv"),
            ("x/y", "../../a.csv"),
        ] {
            assert_eq!(way(&root.path().join(folder), &file).unwrap(), expected);
        }
    }
}
