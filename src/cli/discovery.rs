//! Finds the project folder: the one that is named, or else the one with `report.toml` here or
//! above.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::paths::resolved;
use super::words::CommandWords;
use crate::PROJECT_FILE;

/// Environment variable for the project folder, used without `--data`.
pub(super) const VARIABLE: &str = "REPORT_DATA";

/// The folder to try if none is named and `report.toml` is neither here nor above.
const DEFAULT: &str = "./data";

/// A project folder and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundProject {
    pub(super) path: PathBuf,
    pub(super) by: By,
}

/// How a project folder was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Named by `--data`.
    Option,
    /// Named by `REPORT_DATA`.
    Variable,
    /// `report.toml` is here or in `./data`.
    Here,
    /// `report.toml` is in a folder above.
    Above,
}

/// Returns the project folder for the value of `--data`.
///
/// # Errors
/// No folder is named and none is found; the error lists every place searched.
pub(super) fn project_folder(
    typed: Option<&Path>,
    words: CommandWords,
) -> anyhow::Result<FoundProject> {
    let variable = env::var_os(VARIABLE).filter(|path| !path.is_empty());
    let here = env::current_dir().map_err(|error| anyhow!(words.cannot_find_here(&error)))?;
    find(typed, variable.map(PathBuf::from), &here)
        .map_err(|places| anyhow!(words.no_project(&places)))
}

/// Searches from the folder `here`. A folder that is found is relative to it.
fn find(
    typed: Option<&Path>,
    variable: Option<PathBuf>,
    here: &Path,
) -> Result<FoundProject, Vec<PathBuf>> {
    if let Some(path) = typed {
        let path = path.to_owned();
        return Ok(FoundProject {
            path,
            by: By::Option,
        });
    }
    if let Some(path) = variable {
        let by = By::Variable;
        return Ok(FoundProject { path, by });
    }
    let mut places = Vec::new();
    let mut way = PathBuf::new();
    for folder in here.ancestors() {
        let is_here = way.as_os_str().is_empty();
        if holds_project(folder, is_here) {
            let (path, by) = if is_here {
                (PathBuf::from("."), By::Here)
            } else {
                (way, By::Above)
            };
            return Ok(FoundProject { path, by });
        }
        places.push(folder.to_owned());
        way.push("..");
    }
    if holds_project(&here.join(DEFAULT), true) {
        let path = DEFAULT.into();
        return Ok(FoundProject { path, by: By::Here });
    }
    places.push(DEFAULT.into());
    Err(places)
}

/// Whether a folder contains `report.toml`, even as a broken link: reading it gives the error. With
/// `or_closed`, a folder without access permission counts as well.
fn holds_project(folder: &Path, or_closed: bool) -> bool {
    match folder.join(PROJECT_FILE).symlink_metadata() {
        Ok(found) => !found.is_dir(),
        Err(error) => or_closed && error.kind() == io::ErrorKind::PermissionDenied,
    }
}

/// Returns the command `report` with `words`, to be run from here, with the `--data` it needs to
/// find the project in `folder`.
pub(super) fn command_for(folder: &Path, words: &str) -> String {
    let variable = env::var_os(VARIABLE).filter(|path| !path.is_empty());
    let found = env::current_dir()
        .ok()
        .and_then(|here| find(None, variable.map(PathBuf::from), &here).ok());
    if found.is_some_and(|found| resolved(&found.path) == resolved(folder)) {
        return format!("report {words}");
    }
    format!("report {words} --data {}", quoted(folder))
}

/// Quotes a path for the shell if it contains special characters.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    // `--data -x` would be read as an option.
    let text = if text.starts_with('-') {
        format!("./{text}")
    } else {
        text.into_owned()
    };
    let is_plain =
        |c: char| c.is_alphanumeric() || "_-./+,:@%".contains(c) || cfg!(windows) && c == '\\';
    if !text.is_empty() && text.chars().all(is_plain) {
        return text;
    }
    if cfg!(windows) {
        // File names on Windows cannot contain quotes.
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Creates folders below a temporary one, some of them with a `report.toml`.
    fn folders(all: &[&str], with_project: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in all.iter().chain(with_project) {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for folder in with_project {
            std::fs::write(root.path().join(folder).join(PROJECT_FILE), "").unwrap();
        }
        root
    }

    #[test]
    fn each_place_goes_before_the_next() {
        let root = folders(&["a/b"], &["a", "a/b/data", "a/c", "d/data"]);
        let check = |typed: Option<&str>, variable: Option<&str>, here: &str, path: &str, by| {
            let typed = typed.map(Path::new);
            let found = find(typed, variable.map(PathBuf::from), &root.path().join(here));
            let path = path.into();
            assert_eq!(found, Ok(FoundProject { path, by }), "{here}");
        };
        check(Some("x"), Some("y"), "a", "x", By::Option);
        check(None, Some("y"), "a", "y", By::Variable);
        check(None, None, "a", ".", By::Here);
        check(None, None, "a/b", "..", By::Above);
        check(None, None, "a/b/data", ".", By::Here);
        check(None, None, "d", "./data", By::Here);
        let nested = folders(&["a/b/c"], &["a"]);
        let found = find(None, None, &nested.path().join("a/b/c")).unwrap();
        assert_eq!(found.path, Path::new("../.."));
    }

    #[test]
    fn every_place_is_named() {
        // A folder named `report.toml` is not a settings file.
        let root = folders(&["a/b/report.toml", "a/b/data"], &[]);
        let here = root.path().join("a/b");
        let places = find(None, None, &here).unwrap_err();
        let mut expected: Vec<_> = here.ancestors().map(Path::to_owned).collect();
        expected.push(DEFAULT.into());
        assert_eq!(places, expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_paths_back() {
        for path in [
            "office",
            "台账/2017",
            "a b",
            "a'b",
            "$HOME",
            "-x",
            "~",
            "a\\b",
            "全　角",
        ] {
            let script = format!("printf %s {}", quoted(Path::new(path)));
            let output = std::process::Command::new("sh")
                .args(["-c", &script])
                .output()
                .unwrap();
            let read = String::from_utf8(output.stdout).unwrap();
            assert_eq!(read.trim_start_matches("./"), path, "{script}");
        }
        assert_eq!(quoted(Path::new("台账/2017")), "台账/2017");
    }
}
