//! The program as a whole: standard output, messages and exit codes.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Stdio;

use report::Format;
use serde_json::Value;
use snapbox::{Assert, Data};
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

use crate::program::{Outcome, outcome, report, root, run};

/// Three publications, one of them with an invalid date.
const BAD_LOG: &str = "索引号,信息名称,发布渠道,公开日期\nA1,工作要点,网站,2017-01-20\nA2,决算,网站,八月\nA3,防汛预案,公告栏,2017-06-01\n";
const GOOD_LOG: &str = "索引号,信息名称,发布渠道,公开日期\nA1,工作要点,网站,2017-01-20\nA2,决算,网站,2017-08-25\nA3,防汛预案,公告栏,2017-06-01\n";
const SETTINGS: &str =
    "[office]\nname = \"云岭镇人民政府\"\n[reports.2017]\nsigned-on = 2018-01-15\n";
const NARRATIVE: &str = "# 情况 {#proactive}\n\n公开{{ published.total }}条。\n\
    # 申请 {#on-request}\n无。\n# 收费 {#fees}\n无。\n# 复议诉讼 {#disputes}\n无。\n# 问题 {#problems}\n有。\n\
    # 其他 {#other}\n无。\n";

/// A project folder with these files besides its settings and narrative.
fn office(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("narrative")).unwrap();
    let own = [("report.toml", SETTINGS), ("narrative/2017.md", NARRATIVE)];
    for (name, content) in own.iter().chain(files) {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

/// Runs the program in a folder.
fn run_in(folder: &Path, words: &str) -> Outcome {
    outcome(report(words.split_whitespace()).current_dir(folder))
}

/// Checks the exit code and the exact messages of a run that prints nothing.
#[track_caller]
fn check_refusal(found: &Outcome, status: i32, messages: &str) {
    let (found, expected) = (
        format!("{}{}exit {}\n", found.stdout, found.stderr, found.status),
        format!("{messages}exit {status}\n"),
    );
    Assert::new().eq(found, Data::text(expected).raw());
}

/// The names of what is in a folder, in order.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

// Arguments.

#[test]
fn the_first_command_of_the_readme_prints_the_report_and_says_nothing() {
    let Outcome {
        stdout,
        stderr,
        status,
    } = run("compile --year 2017");
    assert_eq!((stderr.as_str(), status), ("", 0));
    assert!(
        stdout
            .trim_start()
            .starts_with("开发区2017年度政府信息公开工作\n")
    );
    assert!(stdout.ends_with("2018年1月15日\n"));
    assert!(stdout.contains("平均约0.3条/天"));
}

#[test]
fn what_a_script_asks_for_is_one_bare_value() {
    for (key, value) in [
        ("requests.service.on_time_rate", "1\n"),
        ("requests.service.received", "432\n"),
        ("requests.disclosure.received", "0\n"),
        ("published.by_channel.微信公众号", "10\n"),
        ("requests.disclosure.on_time_rate", "null\n"),
    ] {
        let words = format!("stats {key} --year 2017 --format plain");
        let expected = Outcome {
            stdout: value.to_owned(),
            stderr: String::new(),
            status: 0,
        };
        assert_eq!(run(&words), expected, "{key}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_one_message() {
    const MORE: &str = "\nFor more information, try '--help'.\n";
    let formats: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    for (words, messages) in [
        (
            "compile --year 2017 --nonsense",
            "error: unexpected argument '--nonsense' found\n\nUsage: report compile --year <YEAR>\n",
        ),
        (
            "compile --year 2017 --format doc",
            &format!(
                "error: invalid value 'doc' for '--format <FORMAT>'\n  [possible values: {}]\n\n  tip: a similar value exists: 'docx'\n",
                formats.join(", ")
            ),
        ),
        (
            "compile --year 17",
            "error: invalid value '17' for '--year <YEAR>': not a whole number from 1900 to 2200\n",
        ),
        (
            "compile --year 2017年",
            "error: invalid value '2017年' for '--year <YEAR>': not a whole number from 1900 to 2200\n",
        ),
        (
            "compile",
            "error: the following required arguments were not provided:\n  --year <YEAR>\n\nUsage: report compile --year <YEAR>\n",
        ),
        (
            "stats --as-of 2017-2-30",
            "error: invalid value '2017-2-30' for '--as-of <YYYY-MM-DD>': not a day; write it as 2017-06-30\n",
        ),
        (
            "due --received 2017-01-05 --consulted 2017-01-06..9999-12-31",
            "error: invalid value '2017-01-06..9999-12-31' for '--consulted <DAY..DAY>': not a day of 1900 to 2200\n",
        ),
        (
            "due --days 5",
            "error: the following required arguments were not provided:\n  --received <YYYY-MM-DD>\n\nUsage: report due --received <YYYY-MM-DD> --days <N>\n",
        ),
        (
            "forms -q -v",
            "error: the argument '--quiet' cannot be used with '--verbose'\n\nUsage: report forms --quiet\n",
        ),
    ] {
        check_refusal(&run(words), 2, &format!("{messages}{MORE}"));
    }
}

#[test]
fn a_plain_value_is_of_one_figure_and_one_year() {
    let messages = "error: --format plain prints one figure of one year: name one whole KEY, such as published.total, and --year\n";
    for words in [
        "stats published --year 2017 --format plain",
        "stats published.total --format plain",
        "stats --year 2017 --format plain",
    ] {
        check_refusal(&run(words), 2, messages);
    }
}

#[test]
fn every_subcommand_has_a_help_with_examples() {
    let commands = subcommands();
    assert!(commands.len() > 5, "{commands:?}");
    for command in commands {
        let found = run(&format!("{command} --help"));
        assert_eq!((found.status, found.stderr.as_str()), (0, ""), "{command}");
        assert!(found.stdout.lines().all(|line| line.width() <= 100));
        assert!(examples(&found.stdout).next().is_some(), "{command}");
    }
}

#[test]
fn every_example_of_the_help_works() {
    let helps = subcommands()
        .into_iter()
        .map(|command| format!("{command} --help"));
    let helps = helps.chain(["--help".to_owned()]);
    for help in helps.map(|words| run(&words).stdout) {
        for example in examples(&help) {
            // As in a shell: quotes are removed, and output may be redirected.
            let words = example.split(" > ").next().unwrap().replace('"', "");
            let folder = tempfile::tempdir().unwrap();
            // The files that an example names.
            for (name, log) in [
                ("公开台账.csv", "published.csv"),
                ("工单.csv", "requests.csv"),
            ] {
                std::fs::copy(root().join("data").join(log), folder.path().join(name)).unwrap();
            }
            let found = outcome(
                report(words.split_whitespace())
                    .current_dir(folder.path())
                    .env("REPORT_DATA", root().join("data")),
            );
            assert_eq!(found.status, 0, "{example}: {}", found.stderr);
        }
    }
}

/// The subcommands that the help lists.
fn subcommands() -> Vec<String> {
    let help = run("--help").stdout;
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The words after `report` of the examples in a help.
fn examples(help: &str) -> impl Iterator<Item = &str> {
    let lines = help.lines().skip_while(|line| !line.starts_with("Example"));
    lines
        .filter_map(|line| line.strip_prefix("  report "))
        // The description follows after two spaces.
        .map(|line| line.split("  ").next().unwrap_or_default())
}

// The project folder.

#[test]
fn a_folder_that_cannot_be_opened_is_one_message() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("data"), "").unwrap();
    let check =
        |words: &str, messages: &str| check_refusal(&run_in(folder.path(), words), 2, messages);
    check(
        "compile --year 2017 --data none",
        "error: cannot open the project folder none: no such file or folder; create it with report init DIR --year YEAR\n",
    );
    check(
        "compile --year 2017 --data data",
        "error: cannot open the project folder data: not a folder\n",
    );
    check(
        "stats --data none --lang zh",
        "错误: 无法打开项目文件夹 none：没有这个文件或文件夹；用 report init 文件夹 --year 年份 可以新建一个\n",
    );
    check(
        "due --data none --as-of 2017-10-20",
        "error: cannot open the project folder none: no such file or folder; create it with report init DIR --year YEAR\n",
    );
    let mut words = report("due --as-of 2017-10-20".split(' '));
    let words = words.current_dir(folder.path()).env("REPORT_DATA", "none");
    check_refusal(
        &outcome(words),
        2,
        "error: cannot open the project folder none (named by REPORT_DATA): no such file or folder; create it with report init DIR --year YEAR\n",
    );
}

#[test]
fn a_project_is_found_from_below() {
    let office = office(&[("published.csv", GOOD_LOG)]);
    let below = office.path().join("审核/2017");
    fs::create_dir_all(&below).unwrap();
    let words = "stats published.total --year 2017 --format plain";
    for folder in [office.path(), &office.path().join("narrative"), &below] {
        let found = run_in(folder, words);
        assert_eq!(
            (found.stdout.as_str(), found.status),
            ("3\n", 0),
            "{found:?}"
        );
    }
    let found = run_in(&below, &format!("{words} -v"));
    let folder = office.path().canonicalize().unwrap();
    let messages = format!("the project is in {}\n", folder.display());
    assert!(found.stderr.starts_with(&messages), "{}", found.stderr);
    // An output above is guarded as well.
    let found = run_in(
        &below,
        "stats --year 2017 --format csv -o ../../published.csv",
    );
    assert_eq!(found.status, 2, "{found:?}");
}

#[test]
fn every_place_without_a_project_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let below = folder.join("a");
    fs::create_dir_all(below.join("data")).unwrap();
    let places: Vec<_> = below
        .ancestors()
        .map(|place| place.display().to_string())
        .collect();
    let messages = |between: &str| [&*places, &["./data".to_owned()]].concat().join(between);
    let found = run_in(&below, "stats");
    let english = format!(
        "error: `report.toml` not found in {}, and neither --data nor REPORT_DATA names a project folder; create one here with report init --year YEAR\n",
        messages(", ")
    );
    check_refusal(&found, 2, &english);
    let found = run_in(&below, "check --lang zh");
    assert!(found.stderr.contains(&messages("、")) && found.stderr.contains("report init"));
    // Commands that need no project work without one.
    assert_eq!(run_in(&below, "due --received 2017-09-25").status, 0);
    assert_eq!(run_in(&below, "explain bad-date").status, 0);
}

#[cfg(unix)]
#[test]
fn a_folder_or_file_that_may_not_be_read_is_one_message() {
    use std::os::unix::fs::PermissionsExt;
    let set_mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let office = office(&[("published.csv", GOOD_LOG)]);
    let log = office.path().join("published.csv");
    set_mode(&log, 0o000);
    if fs::File::open(&log).is_ok() {
        eprintln!("skipped: whoever runs this may read everything");
        return;
    }
    let words = "stats --year 2017 --data .";
    let found = run_in(office.path(), words);
    assert_eq!((found.stdout.as_str(), found.status), ("", 2));
    assert!(
        found
            .stderr
            .contains("the file cannot be read: permission denied")
    );
    set_mode(&log, 0o600);
    set_mode(office.path(), 0o000);
    let found = run_in(root(), &format!("stats --data {}", office.path().display()));
    set_mode(office.path(), 0o700);
    assert_eq!((found.stdout.as_str(), found.status), ("", 2));
    assert!(
        found.stderr.contains("permission denied"),
        "{}",
        found.stderr
    );
}

#[test]
fn a_folder_in_place_of_a_log_is_reported_by_its_name() {
    let office = office(&[]);
    fs::create_dir(office.path().join("requests.csv")).unwrap();
    let found = run_in(office.path(), "due --as-of 2017-10-20 --data .");
    assert_eq!((found.stdout.as_str(), found.status), ("", 2));
    let messages = "error[unreadable-file]: the file cannot be read: it is a folder, not a file\n--> requests.csv\n";
    assert!(found.stderr.starts_with(messages), "{}", found.stderr);
}

#[test]
fn the_environment_names_the_project_folder_where_nothing_is_typed() {
    let (one, other) = (
        office(&[("published.csv", GOOD_LOG)]),
        office(&[(
            "published.csv",
            &GOOD_LOG.replace("A3,防汛预案,公告栏,2017-06-01\n", ""),
        )]),
    );
    let words = "stats published.total --year 2017 --format plain";
    let total = |variable: &Path, typed: Option<&Path>| {
        let mut command = report(words.split(' '));
        if let Some(typed) = typed {
            command.arg("--data").arg(typed);
        }
        outcome(command.env("REPORT_DATA", variable)).stdout
    };
    assert_eq!(total(one.path(), None), "3\n");
    assert_eq!(total(one.path(), Some(other.path())), "2\n");
    assert_eq!(total(Path::new(""), None), "636\n");
}

// Where the report goes to.

#[test]
fn a_file_is_written_whole_and_its_name_decides_the_format() {
    let office = office(&[("published.csv", GOOD_LOG)]);
    let first_line = |words: &str, file: &str| {
        let found = run_in(
            office.path(),
            &format!("compile --year 2017 --data . {words} -o {file}"),
        );
        let silent = Outcome {
            stdout: String::new(),
            stderr: String::new(),
            status: 0,
        };
        assert_eq!(found, silent, "{words} {file}");
        let text = fs::read_to_string(office.path().join(file)).unwrap();
        text.lines().next().unwrap().trim().to_owned()
    };
    let title = "云岭镇人民政府2017年政府信息公开工作年度报告";
    assert_eq!(first_line("", "report.txt"), title);
    assert_eq!(first_line("", "report.md"), format!("# {title}"));
    assert_eq!(first_line("", "report.json"), "{");
    assert_eq!(first_line("--format text", "年度报告"), title);
    assert_eq!(
        first_line("--format markdown", "report.2017"),
        format!("# {title}")
    );
    let files = [
        "narrative",
        "published.csv",
        "report.2017",
        "report.json",
        "report.md",
        "report.toml",
    ];
    let files = files.into_iter().chain(["report.txt", "年度报告"]);
    assert_eq!(names_in(office.path()), files.collect::<Vec<_>>());
}

#[test]
fn a_dash_is_standard_output() {
    let words = "compile --year 2017 --format json";
    assert_eq!(run(&format!("{words} -o -")), run(words));
}

#[test]
fn a_file_stays_as_it_was_when_the_report_fails() {
    let office = office(&[("published.csv", BAD_LOG), ("report.txt", "去年的报告\n")]);
    let found = run_in(office.path(), "compile --year 2017 --data . -o report.txt");
    assert_eq!((found.stdout.as_str(), found.status), ("", 1));
    let last = "no report was written because of errors\n";
    assert!(found.stderr.ends_with(last), "{}", found.stderr);
    assert_eq!(
        fs::read_to_string(office.path().join("report.txt")).unwrap(),
        "去年的报告\n"
    );
    let found = run_in(office.path(), "compile --year 2017 --data . -o new.txt");
    assert_eq!(found.status, 1);
    let files = ["narrative", "published.csv", "report.toml", "report.txt"];
    assert_eq!(names_in(office.path()), files);
}

#[test]
fn what_cannot_be_written_ends_in_2() {
    let office = office(&[("published.csv", GOOD_LOG)]);
    fs::create_dir(office.path().join("folder.txt")).unwrap();
    let check = |file: &str, messages: &str| {
        let words = format!("compile --year 2017 --data . -o {file}");
        check_refusal(&run_in(office.path(), &words), 2, messages);
    };
    check(
        "none/report.txt",
        "error: cannot write none/report.txt: no such file or folder\n",
    );
    check(
        "folder.txt",
        "error: cannot write folder.txt: it is a folder, not a file\n",
    );
    check(
        "report.toml/a.txt",
        "error: cannot write report.toml/a.txt: not a folder\n",
    );
    assert_eq!(
        names_in(office.path()),
        ["folder.txt", "narrative", "published.csv", "report.toml"]
    );
}

#[test]
fn a_read_only_folder_is_left_as_it_is() {
    let (office, folder) = (
        office(&[("published.csv", GOOD_LOG)]),
        tempfile::tempdir().unwrap(),
    );
    let set_readonly = |readonly| {
        let mut permissions = folder.path().metadata().unwrap().permissions();
        permissions.set_readonly(readonly);
        fs::set_permissions(folder.path(), permissions).unwrap();
    };
    set_readonly(true);
    if fs::write(folder.path().join("probe"), "").is_ok() {
        eprintln!("skipped: whoever runs this may write anywhere");
        return;
    }
    let file = folder.path().join("report.txt");
    let words = format!("compile --year 2017 --data . -o {}", file.display());
    let messages = format!(
        "error: cannot write {}: permission denied\n",
        file.display()
    );
    check_refusal(&run_in(office.path(), &words), 2, &messages);
    assert_eq!(names_in(folder.path()), [] as [&str; 0]);
    set_readonly(false);
}

#[test]
fn whoever_closes_the_pipe_has_had_enough() {
    for words in [
        "compile --year 2017",
        "compile --year 2017 --format json",
        "stats",
        "due --received 2017-09-25",
        "explain published",
        "forms",
        "completions bash",
        "--help",
        "compile --help",
        "--version",
    ] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut command = report(words.split(' '));
        let child = command
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (stderr.as_str(), output.status.code()),
            ("", Some(0)),
            "{words}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = report(["compile", "--year", "2017"]);
    let child = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        stderr,
        "error: cannot write to standard output: no space is left\n"
    );
    assert_eq!(output.status.code(), Some(2));
}

// How it looks.

#[test]
fn text_into_a_pipe_is_80_columns_wide_at_most() {
    for words in [
        "compile --year 2017",
        "compile --year 2016",
        "stats",
        "stats --year 2017 --lang zh",
        "due --as-of 2017-10-20",
        "due --received 2023-09-20",
        "explain requests",
        "explain requests --lang zh",
        "explain due-disagrees",
        "forms",
        "forms --lang zh",
    ] {
        let found = run(words);
        assert!(found.status == 0 && !found.stdout.is_empty(), "{words}");
        for line in found.stdout.lines() {
            assert!(line.width() <= 80, "{words}: {line}");
        }
    }
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let office = office(&[("published.csv", BAD_LOG)]);
    let messages = |options: &str, variables: &[(&str, &str)]| {
        let words = format!("stats --year 2017 --data . {options}");
        let mut command = report(words.split_whitespace());
        let found = outcome(
            command
                .current_dir(office.path())
                .envs(variables.iter().copied()),
        );
        assert!(found.stderr.contains("bad-date") && found.stdout.is_empty());
        found.stderr
    };
    let forced = [("CLICOLOR_FORCE", "1")];
    let refused = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    let is_coloured = |messages: String| messages.contains('\u{1b}');
    assert!(!is_coloured(messages("", &[])));
    assert!(!is_coloured(messages("", &[("TERM", "xterm-256color")])));
    assert!(is_coloured(messages("--color always", &[])));
    assert!(is_coloured(messages("", &forced)));
    assert!(!is_coloured(messages("", &refused)));
    assert!(!is_coloured(messages("--color never", &forced)));
    // Only the colours differ.
    let coloured = messages("--color always", &[]);
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, messages("", &[]));
    // The report itself has none, whatever is asked.
    let found = run("compile --year 2017 --color always");
    assert_eq!(found, run("compile --year 2017"));
}

#[test]
fn the_locale_and_then_the_option_decide_the_language() {
    let language = |variables: &[(&str, &str)], option: &str| {
        let words = format!("explain bad-date {option}");
        let mut command = report(words.split_whitespace());
        command.env_remove("LC_ALL").envs(variables.iter().copied());
        let found = outcome(&mut command).stdout;
        if found.contains("错误（退出码 1）") {
            "zh"
        } else {
            "en"
        }
    };
    assert_eq!(language(&[], ""), "zh");
    assert_eq!(language(&[("LANG", "C.UTF-8")], ""), "zh");
    assert_eq!(language(&[("LANG", "en_GB.UTF-8")], ""), "en");
    assert_eq!(
        language(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], ""),
        "zh"
    );
    assert_eq!(language(&[("LC_ALL", "zh_CN.UTF-8")], "--lang en"), "en");
    assert_eq!(language(&[("LANG", "en_US.UTF-8")], "--lang zh"), "zh");
}

#[test]
fn every_code_is_explained_in_both_languages() {
    for code in report::Code::all() {
        for language in ["en", "zh"] {
            let found = run(&format!("explain {} --lang {language}", code.name()));
            assert_eq!(
                (found.status, found.stderr.as_str()),
                (0, ""),
                "{}",
                code.name()
            );
            assert!(found.stdout.starts_with(code.name()));
        }
    }
    let found = run("explain published.totl");
    let messages = "error: no figure, message, table or cell of a form is called \"published.totl\"; did you mean \"published.total\"?\n";
    check_refusal(&found, 2, messages);
}

// Which findings are shown, and what counts as an error.

#[test]
fn quiet_prints_errors_only_and_verbose_what_became_of_each_file() {
    let office = office(&[
        ("published.csv", BAD_LOG),
        ("procurement.csv", "标题,发布日期\n"),
    ]);
    let messages = |options: &str| {
        let words = format!("compile --year 2017 --data . -o report.txt {options}");
        let found = run_in(office.path(), &words);
        assert_eq!(found.status, 1, "{options}");
        found.stderr
    };
    let usual = messages("--keep-going");
    assert!(usual.contains("error[bad-date]") && usual.contains("warning[rows-left-out]"));
    assert!(
        usual.ends_with("\n1 to correct, 1 to look at, 1 note\n"),
        "{usual}"
    );
    let quiet = messages("--keep-going -q");
    assert!(
        quiet.contains("error[bad-date]")
            && quiet.ends_with("\n1 to correct, 1 to look at, 1 note (2 more not shown)\n"),
        "{quiet}"
    );
    assert!(!messages("-q").contains("no report was written"));
    let verbose = messages("--keep-going -v");
    let files = "published.csv: rows 3, counted 2, left out for errors 1\nprocurement.csv: rows 0, counted 0, left out for errors 0\n";
    let read = "note[file-read]: read as utf-8, separated by commas, header on line 1\n";
    assert!(verbose.starts_with(read), "{verbose}");
    assert!(verbose.ends_with(&format!("{usual}{files}")), "{verbose}");

    let found = run("due -q");
    assert_eq!((found.stderr.as_str(), found.status), ("", 0));
    let found = run("due");
    assert!(
        found.stderr.starts_with("as of today, 20"),
        "{}",
        found.stderr
    );
}

#[test]
fn strict_takes_warnings_for_errors_and_leaves_notes_alone() {
    let settings = SETTINGS.replace("[reports.2017]\nsigned-on = 2018-01-15\n", "");
    let office = office(&[("published.csv", GOOD_LOG), ("report.toml", &settings)]);
    let words = "compile --year 2017 --data . -o report.txt";
    let found = run_in(office.path(), &format!("{words} --strict"));
    assert_eq!((found.stdout.as_str(), found.status), ("", 1));
    assert!(
        found.stderr.starts_with("warning[no-signing-date]"),
        "{}",
        found.stderr
    );
    assert!(
        found
            .stderr
            .ends_with("no report was written because of errors\n")
    );
    assert!(!office.path().join("report.txt").exists());
    // Findings that make the run fail are always shown.
    let quiet = run_in(office.path(), &format!("{words} --strict -q"));
    assert!(
        quiet.stderr.starts_with("warning[no-signing-date]"),
        "{}",
        quiet.stderr
    );

    assert_eq!(run_in(office.path(), words).status, 0);
    assert!(office.path().join("report.txt").exists());
    assert_eq!(run_in(office.path(), &format!("{words} -q")).stderr, "");

    let categories = "信息名称,分类,公开日期\n工作要点,规划；财政,2017-01-20\n";
    fs::write(office.path().join("published.csv"), categories).unwrap();
    let found = run_in(office.path(), "stats --year 2017 --data . --strict");
    assert!(
        found.stderr.starts_with("note[several-categories]"),
        "{}",
        found.stderr
    );
    assert_eq!(found.status, 0);
}

#[test]
fn keep_going_writes_without_the_bad_rows_and_ends_in_1() {
    let office = office(&[("published.csv", BAD_LOG)]);
    let words = "compile --year 2017 --data . --keep-going";
    let found = run_in(office.path(), &format!("{words} -o report.txt"));
    assert_eq!((found.stdout.as_str(), found.status), ("", 1));
    let text = fs::read_to_string(office.path().join("report.txt")).unwrap();
    assert!(text.contains("公开2条。"), "{text}");
    assert!(
        text.contains("（台账中有1行登记有误，未计入本报告。）"),
        "{text}"
    );

    let found = run_in(office.path(), &format!("{words} --format json"));
    assert_eq!(found.status, 1);
    let json: Value = serde_json::from_str(&found.stdout).unwrap();
    let input =
        serde_json::json!({"file": "published.csv", "rows": 3, "counted": 2, "excluded": 1});
    assert_eq!(json["inputs"][0], input);
    assert_eq!(json["statistics"]["published"]["total"], 2);

    // A missing column is not limited to single rows, so the run cannot continue.
    fs::write(office.path().join("published.csv"), "甲,乙\n1,2\n").unwrap();
    let found = run_in(office.path(), words);
    assert_eq!((found.stdout.as_str(), found.status), ("", 1));
}

// Logs must not attack the terminal or a spreadsheet.

#[test]
fn every_answer_goes_on_without_bad_rows() {
    const LOG: &str =
        "编号,类别,收到日期,办理期限\n1,公众诉求,2017-03-01,2017-03-08\n2,公众诉求,三月,\n";
    let files = [
        ("published.csv", BAD_LOG),
        ("requests.csv", LOG),
        ("guides.csv", "无表头\n"),
    ];
    let office = office(&files);
    for (words, answer) in [
        (
            "stats requests.service.received --year 2017 --format plain",
            "1\n",
        ),
        (
            "stats requests.service.received --format csv --long",
            "received,公众诉求",
        ),
        (
            "trace requests.service.received --year 2017 --format csv",
            "requests.csv,2,",
        ),
        (
            "explain requests.service.received --year 2017",
            "requests.csv: rows 2, counted 1",
        ),
        ("due --as-of 2017-03-05 --format csv", "2017-03-08"),
    ] {
        let found = run_in(office.path(), words);
        // The list of due requests is printed in any case.
        let printed = if words.starts_with("due") {
            found.stdout.contains(answer)
        } else {
            found.stdout.is_empty()
        };
        assert!(printed && found.status == 1, "{words}: {found:?}");
        let found = run_in(office.path(), &format!("{words} --keep-going"));
        assert!(found.stdout.contains(answer), "{words}: {found:?}");
        assert_eq!(found.status, 1, "{words}");
        let messages = "warning[rows-left-out]: left out because of errors: 1 row";
        assert!(found.stderr.contains(messages), "{words}: {}", found.stderr);
        // Nothing is reported about logs that are not needed.
        assert!(
            !found.stderr.contains("published.csv"),
            "{words}: {}",
            found.stderr
        );
    }
    // All logs are needed, and one has no readable row.
    let found = run_in(office.path(), "stats --year 2017 --keep-going");
    assert_eq!((found.stdout.as_str(), found.status), ("", 1));
}

#[test]
fn no_cell_commands_a_terminal() {
    // Colour, title, bell, a line of its own, a C1 control, and text from right to left.
    let evil = "\u{1b}[31m红\u{1b}]0;标题\u{7}\u{9b}2J\u{202e}倒\r退";
    let published = format!(
        "索引号,信息名称,发布渠道,公开日期\nA1,要点,\"{evil}\",2017-01-20\nA2,决算,网站,2017-08-25\n"
    );
    let bad = published.replace("2017-08-25", &format!("\"{evil}\""));
    let requests =
        format!("编号,类别,收到日期,办理期限\n\"{evil}\",公众诉求,2017-03-01,2017-03-08\n");
    let narrative = "# 情况\n\n渠道有{{ published.by_channel | names(\"、\") }}。\n\n![渠道](chart:published.by_channel)\n";
    let good = office(&[
        ("published.csv", &published),
        ("requests.csv", &requests),
        ("narrative/2017.md", narrative),
    ]);
    let bad = office(&[("published.csv", &bad), ("requests.csv", requests.as_str())]);
    for (folder, words, status) in [
        (&good, "compile --year 2017", 0),
        (&good, "compile --year 2017 --format markdown", 0),
        (&good, "compile --year 2017 --format json", 0),
        (&good, "stats", 0),
        (&good, "stats --year 2017 --format json", 0),
        (&good, "due --as-of 2017-03-02", 0),
        (&good, "due --as-of 2017-03-02 --format json", 0),
        (&good, "stats --format csv", 0),
        (&good, "due --as-of 2017-03-02 --format csv", 0),
        (&bad, "compile --year 2017", 1),
        (&bad, "compile --year 2017 --lang zh", 1),
        (&good, "stats published.by_channel.\u{1b}[31m红", 2),
        (&good, "explain \u{1b}[31m红", 2),
        (&good, "compile --year 2017 --data \u{1b}[31m", 2),
        (&good, "compile --year 2017 -o none\u{1b}[31m/a", 2),
    ] {
        let found = outcome(
            report(words.split(' '))
                .env("REPORT_DATA", folder.path())
                .current_dir(folder.path()),
        );
        assert_eq!(found.status, status, "{words}: {}", found.stderr);
        // Rows of CSV end as Excel ends them.
        let printed = [found.stdout.replace("\r\n", "\n"), found.stderr].concat();
        let is_obeyed = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!printed.contains(is_obeyed), "{words}: {printed:?}");
    }
}

#[test]
fn a_table_for_excel_opens_there_and_runs_nothing() {
    let requests = "编号,类别,收到日期,办理期限\n\"=HYPERLINK(\"\"http://x\"\")\",公众诉求,2017-03-01,2017-03-08\n@SUM(1+1),公众诉求,2017-03-01,2017-03-09\n+1,公众诉求,2017-03-01,2017-03-10\n-1,公众诉求,2017-03-01,2017-03-13\n";
    let office = office(&[("requests.csv", requests)]);
    let found = run_in(
        office.path(),
        "due --as-of 2017-03-02 --format csv --data .",
    );
    assert_eq!((found.stderr.as_str(), found.status), ("", 0));
    let rows = found.stdout.strip_prefix('\u{feff}').unwrap();
    let ids: Vec<&str> = rows
        .split_terminator("\r\n")
        .skip(1)
        .map(|row| row.split(",service").next().unwrap())
        .collect();
    let guarded = [
        "\"'=HYPERLINK(\"\"http://x\"\")\"",
        "'@SUM(1+1)",
        "'+1",
        "'-1",
    ];
    assert_eq!(ids, guarded);
    let found = run("stats --format csv");
    assert!(
        found
            .stdout
            .starts_with("\u{feff}figure,name,2016,2017,unit\r\n")
    );
    for cell in found.stdout.lines().flat_map(|line| line.split(',')) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
    }
}

// The first day.

#[test]
fn a_new_folder_is_ready_to_be_filled_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let words = "init office --year 2018 --office 某某市某某局";
    let found = run_in(folder.path(), words);
    assert_eq!((found.stdout.as_str(), found.status), ("", 0));
    let files = [
        "decisions.csv",
        "disputes.csv",
        "documents.csv",
        "environment.csv",
        "events.csv",
        "guides.csv",
        "narrative",
        "procurement.csv",
    ];
    let files = files
        .into_iter()
        .chain(["published.csv", "report.toml", "requests.csv"]);
    assert_eq!(
        names_in(&folder.path().join("office")),
        files.collect::<Vec<_>>()
    );

    let compile = "compile --year 2018 --data office";
    let found = run_in(folder.path(), compile);
    // Logs with a header and no rows mean that nothing happened.
    assert_eq!(found.status, 0, "{}", found.stderr);
    assert!(
        found.stdout.contains("2018年主动公开政府信息0条。"),
        "{}",
        found.stdout
    );
    // Each empty log is reported.
    assert_eq!(found.stderr.matches("note[file-without-rows]").count(), 9);

    let log = folder.path().join("office/published.csv");
    let rows = fs::read_to_string(&log).unwrap() + "A1,工作要点,,,,2018-01-19,,,,,,\r\n";
    fs::write(&log, &rows).unwrap();
    let found = run_in(folder.path(), compile);
    assert_eq!(found.status, 0, "{}", found.stderr);
    assert!(
        found.stdout.contains("2018年主动公开政府信息1条。"),
        "{}",
        found.stdout
    );

    let found = run_in(folder.path(), words);
    assert_eq!((found.stdout.as_str(), found.status), ("", 2));
    assert!(
        found
            .stderr
            .starts_with("error: nothing was written: these exist already: office/report.toml")
    );
    assert_eq!(fs::read_to_string(&log).unwrap(), rows);
}

#[cfg(unix)]
#[test]
fn the_next_command_runs_as_it_is() {
    let program = Path::new(env!("CARGO_BIN_EXE_report"));
    let check = |init: &[&str], variable: &str, next: &str, written: &str| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = report(init.iter().copied());
        let command = command
            .current_dir(folder.path())
            .env("REPORT_DATA", variable);
        let found = outcome(command);
        assert_eq!(found.status, 0, "{found:?}");
        assert!(
            folder.path().join(written).join("report.toml").is_file(),
            "{written}"
        );
        let messages = found.stderr.lines().last().unwrap().trim();
        assert_eq!(messages, next);
        let mut shell = std::process::Command::new("/bin/sh");
        let shell = shell.args(["-c", &format!("{messages} -v --lang en")]);
        let shell = shell.env("PATH", program.parent().unwrap());
        let next = outcome(
            shell
                .env("REPORT_DATA", variable)
                .current_dir(folder.path()),
        );
        assert_eq!(next.status, 0, "{messages}: {next:?}");
        // It read the new logs.
        assert!(next.stdout.contains("file-without-rows") || next.stderr.contains("published.csv"));
    };
    let year = ["--year", "2018"];
    let init = |words: &[&'static str]| [&["init"], words, &year[..]].concat();
    check(&init(&[]), "", "report check", ".");
    check(&init(&["data"]), "", "report check", "data");
    check(&init(&["--data", "data"]), "", "report check", "data");
    check(
        &init(&["office"]),
        "",
        "report check --data office",
        "office",
    );
    check(
        &init(&["--data", "办 公/it's"]),
        "",
        r"report check --data '办 公/it'\''s'",
        "办 公/it's",
    );
    // Without `--data`, another project would be found.
    check(&init(&[]), "elsewhere", "report check --data .", ".");
}

#[test]
fn init_takes_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let messages = "error: a and --data b are two folders: name one of them\n";
    check_refusal(
        &run_in(folder.path(), "init a --data b --year 2018"),
        2,
        messages,
    );
    assert_eq!(names_in(folder.path()), [""; 0]);
    assert_eq!(
        run_in(folder.path(), "--data ./a init a --year 2018").status,
        0
    );
}

// The law, day by day.

/// Every worked example of `deadlines.md` that fits one command: day of receipt, options, due date.
/// If the period restarts, the day of the restart is used as the day of receipt.
const WORKED: &[(&str, &str, &str)] = &[
    // 1 to 5: the regime follows the day of receipt.
    ("2017-09-25", "", "2017-10-20"),
    ("2017-09-25", "--days 15", "2017-10-20"),
    ("2017-09-30", "", "2017-10-27"),
    ("2018-02-09", "", "2018-03-07"),
    ("2019-05-14", "", "2019-06-04"),
    ("2019-05-15", "", "2019-06-13"),
    // 6: asking for a clarification, the limit without one, and anew from the clarified request.
    ("2023-09-20", "--days 7", "2023-10-07"),
    ("2023-09-20", "", "2023-10-24"),
    ("2023-10-12", "", "2023-11-09"),
    // 7: the limit, paying, anew from the payment, and with 8 working days not counted.
    ("2023-03-01", "", "2023-03-29"),
    ("2023-03-20", "--days 20", "2023-04-18"),
    ("2023-03-30", "", "2023-04-27"),
    ("2023-03-01", "--days 28", "2023-04-11"),
    // 8: the limit, the third party's own, and with 12 working days not counted.
    ("2022-04-25", "", "2022-05-25"),
    ("2022-05-05", "--days 15", "2022-05-25"),
    ("2022-04-25", "--days 32", "2022-06-13"),
    // 10 to 14.
    ("2020-01-20", "", "2020-02-25"),
    ("2024-02-01", "", "2024-03-05"),
    ("2025-01-20", "", "2025-02-21"),
    ("2021-12-20", "", "2022-01-18"),
    ("2025-12-05", "", "2026-01-05"),
    // 15: publication of a document made on that day.
    ("2024-01-29", "--days 20", "2024-02-29"),
    // Section 7: work orders.
    ("2023-09-28", "--days 2", "2023-10-08"),
    ("2023-09-28", "--days 5", "2023-10-11"),
    ("2023-09-28", "--days 10", "2023-10-18"),
    ("2023-09-28", "--days 15", "2023-10-25"),
    ("2023-04-28", "--days 5", "2023-05-09"),
];

/// Examples 1 and 9: the end of the longest extension.
const EXTENDED: &[(&str, &str)] = &[("2017-09-25", "2017-11-10"), ("2023-09-20", "2023-11-21")];

/// The last days of receipt whose period ends within their year.
const LAST_OF_THE_YEAR: &[&str] = &[
    "2015-12-10",
    "2016-12-11",
    "2017-12-10",
    "2018-12-10",
    "2019-12-03",
    "2020-12-03",
    "2021-12-05",
    "2022-12-04",
    "2023-12-03",
    "2024-12-03",
    "2025-12-03",
];

/// Returns the deadline that is printed without a project folder.
fn deadline(received: &str, options: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let words = format!("due --received {received} {options} --format json");
    let found = run_in(folder.path(), &words);
    assert_eq!((found.stderr.as_str(), found.status), ("", 0), "{words}");
    serde_json::from_str(&found.stdout).unwrap()
}

#[test]
fn the_worked_examples_come_out() {
    for &(received, options, due) in WORKED {
        let found = deadline(received, options);
        assert_eq!(found["due"], due, "{received} {options}");
        // The last day that is listed is the last working day of the limit.
        let last = found["calendar"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["date"], &last["n"]), (&found["due"], &found["days"]));
    }
    for &(received, due) in EXTENDED {
        assert_eq!(
            deadline(received, "--extended")["extended_due"],
            due,
            "{received}"
        );
    }
}

/// Examples 6 to 8 again, from a log. The last row, counted by hand, was due on Thursday 30
/// November 2023, one working day before the as-of date.
#[test]
fn the_worked_examples_come_out_of_a_log() {
    let requests = "\
编号,类别,收到日期,补正告知日期,补正收到日期,征求对象,征求意见日期,征求意见答复日期,收费通知日期,缴费日期
A6,依申请公开,2023-09-20,2023-10-07,2023-10-12,,,,,
A7,依申请公开,2023-03-01,,,,,,2023-03-20,2023-03-30
A8,依申请公开,2022-04-25,,,third-party,2022-05-05,2022-05-20,,
A0,依申请公开,2023-11-02,,,,,,,
";
    let office = office(&[("requests.csv", requests)]);
    let found = run_in(
        office.path(),
        "due --as-of 2023-12-01 --format csv --data .",
    );
    assert_eq!((found.stderr.as_str(), found.status), ("", 0));
    let rows: Vec<Vec<&str>> = found
        .stdout
        .lines()
        .skip(1)
        .map(|row| row.split(',').collect())
        .collect();
    let due: Vec<_> = rows.iter().map(|row| (row[0], row[3])).collect();
    let expected = [
        ("A8", "2022-06-13"),
        ("A7", "2023-04-27"),
        ("A6", "2023-11-09"),
        ("A0", "2023-11-30"),
    ];
    assert_eq!(due, expected);
    // A number for scripts, not text escaped against formulas.
    assert_eq!(rows[3][4], "-1");
}

#[test]
fn after_the_last_day_of_receipt_the_period_ends_in_the_next_year() {
    for day in LAST_OF_THE_YEAR {
        let next = day
            .parse::<chrono::NaiveDate>()
            .unwrap()
            .succ_opt()
            .unwrap();
        let year_due = |day: &str| deadline(day, "")["due"].as_str().unwrap()[..4].to_owned();
        assert_eq!(year_due(day), day[..4], "{day}");
        assert_ne!(year_due(&next.to_string()), day[..4], "{next}");
    }
}

#[test]
fn a_reply_is_in_time_until_the_end_of_the_due_date() {
    for (options, is_in_time) in [
        ("--replied 2017-10-20", true),
        ("--replied 2017-10-23", false),
        ("--extended --replied 2017-11-10", true),
        ("--extended --replied 2017-11-13", false),
    ] {
        let found = deadline("2017-09-25", options);
        assert_eq!(found["on_time"], is_in_time, "{options}");
    }
    assert_eq!(
        deadline("2017-09-25", "--replied 2017-10-20")["elapsed_working_days"],
        15
    );
}

#[test]
fn before_the_regulations_there_is_no_deadline() {
    let found = deadline("2008-04-30", "");
    assert_eq!((&found["law"], &found["due"]), (&Value::Null, &Value::Null));
    assert_eq!(deadline("2008-05-01", "")["law"], "2007");
}
