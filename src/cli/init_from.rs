//! `report init --from`: `report.toml` for logs that are there.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::{Component, Path};

use anyhow::{anyhow, bail};

use super::arguments::Init;
use super::paths::resolved;
use super::words::Words;
use crate::diagnostic::{Diagnostic, toml_string};
use crate::logs::{Guess, guess};
use crate::project;
use crate::record::Log;

/// A file of a log, or what is no log.
pub(super) struct Source {
    /// Its path, relative to the project folder, with `/`.
    pub(super) path: String,
    /// What it is taken for; a workbook may hold several logs.
    pub(super) guesses: Vec<Guess>,
}

/// What the files are taken for that `--from` names, in its order.
/// Workbooks that cannot be read are reported in `found`.
pub(super) fn sources(
    typed: &Init,
    words: Words,
    found: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Source>> {
    let cannot_open = |path: &Path, error: &io::Error| anyhow!(words.cannot_open(path, error));
    let mut sources = Vec::new();
    for path in &typed.from {
        let way = way(typed.folder(), path).map_err(|error| cannot_open(path, &error))?;
        // report.toml is UTF-8: it could not name the file.
        let Some(way) = way.to_str() else {
            bail!(words.name_not_utf8(path));
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let guesses = guess(&name, || Ok(Box::new(File::open(path)?)), found)
            .map_err(|error| cannot_open(path, &error))?;
        let path = way.to_owned();
        sources.push(Source { path, guesses });
    }
    Ok(sources)
}

/// The template of `report.toml` with the files in it.
pub(super) fn project_file(typed: &Init, sources: &[Source]) -> String {
    let mut files: BTreeMap<Log, Vec<String>> = BTreeMap::new();
    let mut headers: BTreeMap<Log, BTreeMap<&str, &str>> = BTreeMap::new();
    let guesses = sources.iter();
    let guesses =
        guesses.flat_map(|source| source.guesses.iter().map(move |guess| (source, guess)));
    for (source, guess) in guesses {
        files
            .entry(guess.log)
            .or_default()
            .push(entry(source, guess));
        let of_log = headers.entry(guess.log).or_default();
        for (key, header) in &guess.headers {
            // A log has one header for a column; another file's is told as missing in it.
            of_log.entry(key).or_insert(header);
        }
    }
    let mut logs = "\n[logs]\n".to_owned();
    for (log, files) in files {
        let files = match &*files {
            [only] => only.clone(),
            several => format!("[ {} ]", several.join(", ")),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(logs, "{} = {files}", log.key());
    }
    let mut mapped = "\n".to_owned();
    for (log, headers) in headers.iter().filter(|(_, headers)| !headers.is_empty()) {
        let _ = writeln!(mapped, "[logs.headers.{}]", log.key());
        for (key, header) in headers {
            let _ = writeln!(mapped, "{key} = {}", toml_string(header));
        }
    }
    project::template(&typed.office, typed.year)
        .replacen("\n#[logs]\n", &logs, 1)
        .replacen(
            "\n#[logs.headers.published]\n",
            &(mapped + "#[logs.headers.published]\n"),
            1,
        )
}

/// A file as it stands under `[logs]`.
fn entry(source: &Source, guess: &Guess) -> String {
    let path = toml_string(&source.path);
    let sheets: Vec<String> = guess
        .sheets
        .iter()
        .map(|sheet| toml_string(sheet))
        .collect();
    let sheets = match &*sheets {
        [] => None,
        [only] => Some(format!("sheet = {only}")),
        several => Some(format!("sheet = [{}]", several.join(", "))),
    };
    let constants = guess.constants.iter();
    let constants = constants.map(|(key, constant)| format!("{key} = {}", toml_string(constant)));
    let settings: Vec<String> = sheets.into_iter().chain(constants).collect();
    if settings.is_empty() {
        return path;
    }
    format!("{{ path = {path}, {} }}", settings.join(", "))
}

/// The way from a folder, which may not be there yet, to a file.
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
    use crate::logs::columns;

    fn typed(folder: &Path, from: &[PathBuf]) -> Init {
        Init {
            folder: Some(folder.to_owned()),
            year: 2017,
            office: "某局".to_owned(),
            workbook: false,
            from: from.to_vec(),
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
        let words = Words(crate::language::Language::English);
        let sources = sources(&typed, words, &mut Vec::new()).unwrap();
        assert!(sources[3].guesses.is_empty());
        let text = project_file(&typed, &sources);
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
            project.logs[&Log::Published].headers["published_on"],
            "上网时间"
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
