//! The sample office in `data/`: the whole report of 2017 in every format, whatever the
//! environment.
//!
//! The expected reports are in `tests/data`; see `snapshot` for how to rewrite them.

use std::process::{Command, Output};

use report::Format;

use crate::program::{below_tests, report, root};
use crate::snapshot::check;

/// The command that compiles 2017 into a format.
fn compile(format: Format) -> Command {
    report(["compile", "--year", "2017", "--format", format.name()])
}

/// Returns the report that a command prints. There must be no messages.
#[track_caller]
fn printed(command: &mut Command) -> Vec<u8> {
    let Output {
        stdout,
        stderr,
        status,
    } = command.output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(
        (stderr.as_str(), status.code()),
        ("", Some(0)),
        "{command:?}"
    );
    stdout
}

/// The formats whose reports are text.
fn text_formats() -> impl Iterator<Item = Format> {
    let formats = Format::ALL.iter().copied();
    formats.filter(|format| !format.is_binary())
}

#[test]
fn the_report_of_2017_in_every_format() {
    for format in text_formats() {
        let file = below_tests("data")
            .join("report-2017")
            .with_extension(format.extensions()[0]);
        let text = String::from_utf8(printed(&mut compile(format))).unwrap();
        check(&text, &file);
    }
}

#[test]
fn nothing_around_the_program_changes_a_byte() {
    let elsewhere = tempfile::tempdir().unwrap();
    for &format in Format::ALL {
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
            &[("RAYON_NUM_THREADS", "1")],
        ] {
            let found = printed(compile(format).envs(variables.iter().copied()));
            assert!(found == usual, "{format:?} with {variables:?}");
        }
        let mut command = compile(format);
        command.current_dir(elsewhere.path());
        let found = printed(command.arg("--data").arg(root().join("data")));
        assert!(found == usual, "{format:?} in another folder");
        let found = printed(compile(format).args(["--lang", "zh"]));
        assert!(found == usual, "{format:?} in Chinese");
    }
}

#[test]
fn a_year_is_seen_from_its_last_day() {
    for &format in Format::ALL {
        let usual = printed(&mut compile(format));
        let found = printed(compile(format).args(["--as-of", "2017-12-31"]));
        assert!(found == usual, "{format:?}");
        // Nothing was open at the time, so a later as-of date gives the same figures and is printed.
        let found = printed(compile(format).args(["--as-of", "2018-03-15"]));
        let expected = match String::from_utf8(usual) {
            Ok(text) => {
                let as_of = "\"as_of\": \"2018-03-15\"";
                let expected = text.replace("\"as_of\": \"2017-12-31\"", as_of);
                expected.into_bytes()
            }
            Err(binary) => binary.into_bytes(),
        };
        assert!(found == expected, "{format:?} seen from March");
    }
}
