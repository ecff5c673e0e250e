//! Small, realistic project folders, each with a command and its expected output.
//!
//! ```text
//! tests/cases/bad-date/
//!   command       the words after `report`, on one line
//!   project/      the project folder, as small as possible; `--data` of the command
//!   rename        a file of the project and a new name that is not UTF-8, with bytes as \xD6:
//!                 repositories and some systems do not allow such names
//!   exit          the exit status
//!   stdout        standard output, the same in both languages; no file if empty
//!   stderr.en     messages in English (for `check`, its standard output); no file if empty
//!   stderr.zh     messages in Chinese
//!   note          the correct result, if the expected one is a known bug
//! ```
//!
//! A case is named after what it shows: the code of a message, or a whole sentence. To add one,
//! write `command` and `project/`, run `UPDATE=1 cargo test`, and read every line that it wrote.

use std::fs;
use std::path::{Path, PathBuf};

use report::{
    Code,
    finding::{FileTooLarge, RowTooLong},
};

use crate::program::{Outcome, below_tests, outcome, report};
use crate::snapshot::difference;

/// The files that a case may contain.
const PARTS: &[&str] = &[
    "command",
    "project",
    "rename",
    "exit",
    "stdout",
    "stderr.en",
    "stderr.zh",
    "note",
];

/// Codes whose input is too large for a case; covered in `boundaries.rs` and `hostile/sizes.rs`.
const TOO_LARGE: &[Code] = &[Code::of::<RowTooLong>(), Code::of::<FileTooLarge>()];

#[test]
fn every_case_comes_to_what_is_expected() {
    let wrong: Vec<String> = folders().iter().filter_map(|case| check(case)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_that_shows_it() {
    for code in Code::all() {
        let name = code.name();
        for language in ["en", "zh"] {
            let path = below_tests("cases")
                .join(name)
                .join("stderr")
                .with_extension(language);
            let messages = fs::read_to_string(&path).unwrap_or_default();
            let is_shown = messages.contains(&format!("[{name}]"));
            assert_eq!(is_shown, !TOO_LARGE.contains(&code), "{}", path.display());
        }
    }
}

/// The folders of all cases, in order.
fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(below_tests("cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    // Only Linux accepts every file name.
    folders.retain(|case| cfg!(target_os = "linux") || !case.join("rename").exists());
    folders.sort();
    folders
}

#[cfg(not(target_os = "linux"))]
fn unescaped(name: &str) -> PathBuf {
    name.into()
}

/// Runs a case in both languages. Returns the difference from the expected output, if any.
fn check(case: &Path) -> Option<String> {
    for entry in fs::read_dir(case).unwrap() {
        let name = entry.unwrap().file_name();
        if !PARTS.iter().any(|part| name == *part) {
            return Some(format!(
                "{}: {} is no part of a case",
                case.display(),
                name.display()
            ));
        }
    }
    let Ok(command) = fs::read_to_string(case.join("command")) else {
        return Some(format!("{}: there is no command", case.display()));
    };
    let (english, chinese) = (run(case, &command, "en"), run(case, &command, "zh"));
    let wrong = [
        difference(&format!("{}\n", english.status), &case.join("exit")),
        difference(&english.stdout, &case.join("stdout")),
        difference(&english.stderr, &case.join("stderr.en")),
        difference(&chinese.stderr, &case.join("stderr.zh")),
        is_same_in_both(&english, &chinese),
    ];
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
    (!wrong.is_empty()).then(|| format!("{}:\n{}", case.display(), wrong.concat()))
}

/// Output for programs does not depend on the language.
fn is_same_in_both(english: &Outcome, chinese: &Outcome) -> Result<(), String> {
    if (english.status, &english.stdout) == (chinese.status, &chinese.stdout) {
        Ok(())
    } else {
        Err("the languages differ in more than what is said\n".to_owned())
    }
}

/// Runs the command of a case on a copy of its folder, so that nothing is left behind.
fn run(case: &Path, command: &str, language: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("project");
    copy(&case.join("project"), &project);
    if let Ok(names) = fs::read_to_string(case.join("rename")) {
        let (from, to) = names.trim_end().split_once(' ').unwrap();
        fs::rename(project.join(from), project.join(unescaped(to))).unwrap();
    }
    let words = command
        .split_whitespace()
        .chain(["--data", "project", "--lang", language]);
    let mut outcome = outcome(report(words).current_dir(folder.path()));
    if command.starts_with("check") && !command.contains("--format") {
        // `check` prints its findings to standard output.
        outcome.stderr = std::mem::take(&mut outcome.stdout) + &outcome.stderr;
    }
    outcome
}

/// A name in which bytes are written as `\xD6`.
#[cfg(target_os = "linux")]
fn unescaped(name: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut parts = name.split("\\x");
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        let (byte, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(byte, 16).unwrap());
        bytes.extend(rest.as_bytes());
    }
    std::ffi::OsString::from_vec(bytes).into()
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
