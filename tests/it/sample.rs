//! The sample office in `data/`, as the program compiles it: the whole report of 2017 in every
//! format, and that nothing around the program changes a byte of it.
//!
//! The expected reports stand in `tests/data`; how they are rewritten is told in `snapshot`.

use std::process::Command;

use crate::program::{Outcome, below_tests, outcome, report, root};
use crate::snapshot::check;

/// The formats with the extension of each.
const FORMATS: &[(&str, &str)] = &[("text", "txt"), ("markdown", "md"), ("json", "json")];

/// Compiling 2017 into a format.
fn compile(format: &str) -> Command {
    report(["compile", "--year", "2017", "--format", format])
}

/// The report that a command prints. Nothing is said about it.
#[track_caller]
fn printed(command: &mut Command) -> String {
    let Outcome {
        stdout,
        stderr,
        status,
    } = outcome(command);
    assert_eq!((stderr.as_str(), status), ("", 0), "{command:?}");
    stdout
}

#[test]
fn the_report_of_2017_in_every_format() {
    for (format, extension) in FORMATS {
        let file = below_tests("data")
            .join("report-2017")
            .with_extension(extension);
        check(&printed(&mut compile(format)), &file);
    }
}

#[test]
fn nothing_around_the_program_changes_a_byte() {
    let elsewhere = tempfile::tempdir().unwrap();
    for (format, _) in FORMATS {
        let usual = printed(&mut compile(format));
        for variables in [
            &[("LC_ALL", "zh_CN.GB18030"), ("TZ", "Asia/Shanghai")][..],
            &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "America/Los_Angeles")],
            &[("LC_ALL", ""), ("LANG", "C"), ("TZ", "Pacific/Kiritimati")],
            &[
                ("COLUMNS", "200"),
                ("TERM", "xterm-256color"),
                ("CLICOLOR_FORCE", "1"),
            ],
        ] {
            let found = printed(compile(format).envs(variables.iter().copied()));
            assert!(found == usual, "{format} with {variables:?}");
        }
        let mut command = compile(format);
        command.current_dir(elsewhere.path());
        let found = printed(command.arg("--data").arg(root().join("data")));
        assert!(found == usual, "{format} in another folder");
        let found = printed(compile(format).args(["--lang", "zh"]));
        assert!(found == usual, "{format} in Chinese");
    }
}

#[test]
fn a_year_is_seen_from_its_last_day() {
    for (format, _) in FORMATS {
        let usual = printed(&mut compile(format));
        let found = printed(compile(format).args(["--as-of", "2017-12-31"]));
        assert!(found == usual, "{format}");
        // Nothing was open then, so that a later day sees the same, and says that it is later.
        let found = printed(compile(format).args(["--as-of", "2018-03-15"]));
        let as_of = "\"as_of\": \"2018-03-15\"";
        let expected = usual.replace("\"as_of\": \"2017-12-31\"", as_of);
        assert!(found == expected, "{format} seen from March");
    }
}
