//! Help, usage errors and completions in both languages.

use std::collections::BTreeSet;

use crate::program::{Outcome, outcome, report};

/// Runs the program with space-separated arguments in a language.
pub(crate) fn run_in(language: &str, words: &str) -> Outcome {
    let words = words.split_whitespace();
    outcome(&mut report(["--lang", language].into_iter().chain(words)))
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = run_in("zh", "--help").stdout;
    let lines = help.lines().skip_while(|line| *line != "命令:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// Returns runs of three or more lower-case Latin words, except code, such as command lines and
/// usage.
fn latin_sentences(text: &str) -> Vec<String> {
    let commands: BTreeSet<String> = commands().into_iter().collect();
    let mut found = Vec::new();
    for line in text.lines() {
        let prose = match line.strip_prefix("  report ") {
            // The description follows after two spaces.
            Some(example) => example.split_once("  ").map_or("", |(_, about)| about),
            None => line,
        };
        let mut run: Vec<&str> = Vec::new();
        for word in prose.split_whitespace().chain([""]) {
            let letters = word.trim_matches(|c: char| c.is_ascii_punctuation());
            let is_latin = !word.is_empty()
                && word.trim_end_matches(['.', ',', ';', ':']) == letters
                && letters.chars().all(|c| c.is_ascii_lowercase())
                && letters != "report"
                && !commands.contains(letters);
            if is_latin {
                run.push(word);
            } else {
                if run.len() >= 3 {
                    found.push(run.join(" "));
                }
                run.clear();
            }
        }
    }
    found
}

/// Chinese characters and punctuation outside of double quotes.
fn chinese(text: &str) -> String {
    let outside = text.split('"').step_by(2);
    let is_chinese = |c: &char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '“' | '”');
    outside.flat_map(str::chars).filter(is_chinese).collect()
}

#[track_caller]
pub(crate) fn check_language(language: &str, text: &str, words: &str) {
    assert!(!text.is_empty(), "{words}");
    match language {
        "zh" => assert_eq!(latin_sentences(text), [""; 0], "{words}: {text}"),
        _ => assert_eq!(chinese(text), "", "{words}: {text}"),
    }
}

#[test]
fn both_checks_can_fail() {
    let latin = |text: &str| !latin_sentences(text).is_empty();
    assert!(latin("提示：try the other one。") || latin("提示： try the other one"));
    assert!(latin("  report stats  prints every single figure"));
    assert!(!latin("  report stats --year 2017  各年度"));
    assert!(!latin("请用 report explain keys"));
    assert_eq!(chinese("called \"台账.xlsx\", 台账"), "台账");
}

#[test]
fn help_in_both_languages() {
    let commands = commands();
    assert!(commands.len() > 8, "{commands:?}");
    let pages = commands.iter().flat_map(|command| {
        [
            format!("{command} --help"),
            format!("{command} -h"),
            format!("help {command}"),
        ]
    });
    let pages = pages.chain(["--help", "-h", "help"].map(str::to_owned));
    for words in pages {
        for language in ["zh", "en"] {
            let found = run_in(language, &words);
            assert_eq!((&*found.stderr, found.status), ("", 0), "{words}");
            check_language(language, &found.stdout, &words);
            if words.ends_with("-h") {
                // A second line would be indented further than any option.
                let second = found
                    .stdout
                    .lines()
                    .find(|line| line.starts_with("        "));
                assert_eq!(second, None, "{language} {words}");
            }
        }
        assert!(!chinese(&run_in("zh", &words).stdout).is_empty(), "{words}");
    }
    for command in &commands {
        let whole = run_in("zh", &format!("{command} --help")).stdout;
        assert_eq!(run_in("zh", &format!("help {command}")).stdout, whole);
    }
}

/// Rejected arguments, with part of the message in each language.
const REFUSED: &[(&str, &str, &str)] = &[
    ("compile --yaer 2017", "没有选项“--yaer”", "'--yaer'"),
    ("compile --yaer 2017", "是否应为“--year”？", "'--year'"),
    ("chek", "没有命令“chek”", "'chek'"),
    ("chek", "是否应为“check”？", "'check'"),
    ("help chek", "是否应为“check”？", "'check'"),
    ("compile", "缺少必须写的 --year <年度>", "--year <YEAR>"),
    ("init", "缺少必须写的 --year <年度>", "--year <YEAR>"),
    ("trace", "缺少必须写的 <指标>", "<KEY>"),
    ("explain", "缺少必须写的 <名称>", "<KEY|CODE|TABLE>"),
    ("completions", "缺少必须写的 <环境>", "<SHELL>"),
    (
        "due --days 5",
        "缺少必须写的 --received <年-月-日>",
        "--received",
    ),
    (
        "explain published.total --strict",
        "缺少必须写的 --year",
        "--year",
    ),
    (
        "compile --year 2017 --format doc",
        "“doc”不能作 --format <格式> 的值，可以写：text、markdown、json、html、docx、xlsx",
        "docx",
    ),
    (
        "compile --year 2017 --format doc",
        "是否应为“docx”？",
        "'docx'",
    ),
    (
        "compile --year",
        "--year <年度> 后面没有写值",
        "a value is required",
    ),
    (
        "compile --year 17",
        "请写 1900 至 2200 的整数",
        "from 1900 to 2200",
    ),
    (
        "due --as-of 2017-2-30",
        "请写成 2017-06-30",
        "write it as 2017-06-30",
    ),
    (
        "due --received 3月",
        "请写成 2017-06-30",
        "write it as 2017-06-30",
    ),
    (
        "stats --year 2017 --year 2018",
        "--year <年度> 只能写一次",
        "multiple times",
    ),
    (
        "forms -q -v",
        "--quiet 不能与 --verbose 同时使用",
        "cannot be used with",
    ),
    ("forms more", "多写了“more”", "'more'"),
    (
        "stats --quarter=5 --year 2017",
        "请写 1 至 4 的整数",
        "from 1 to 4",
    ),
    ("stats --strict=yes", "--strict 后面多写了“yes”", "'yes'"),
    (
        "--strict check",
        "这个选项用在命令 compile、stats、check",
        "'--strict'",
    ),
    // Options that a command does not use.
    ("forms --as-of 2017-06-30", "没有选项“--as-of”", "'--as-of'"),
    ("keys --strict", "没有选项“--strict”", "'--strict'"),
    (
        "completions bash --form cn-2021",
        "没有选项“--form”",
        "'--form'",
    ),
    ("due --form cn-2021", "没有选项“--form”", "'--form'"),
];

#[test]
fn usage_errors_in_both_languages() {
    let check = |words: &str, messages: [&str; 2]| {
        for (language, messages) in ["zh", "en"].into_iter().zip(messages) {
            let found = run_in(language, words);
            assert_eq!((&*found.stdout, found.status), ("", 2), "{words}");
            let (title, usage) = match language {
                "zh" => ("错误: ", "用法: report "),
                _ => ("error: ", ""),
            };
            let text = found.stderr.replace("3月", "");
            assert!(text.starts_with(title), "{words}: {text}");
            assert!(text.contains(usage), "{words}: {text}");
            assert!(text.contains(messages), "{words}: {text}");
            check_language(language, &text, words);
        }
    };
    for (words, zh, en) in REFUSED {
        check(words, [zh, en]);
    }
    for command in commands() {
        let messages = format!("用法: report {command} ");
        check(
            &format!("{command} --nonsense"),
            [&messages, "'--nonsense'"],
        );
    }
    // Words without a command.
    let found = run_in("zh", "-v");
    assert_eq!(found.status, 2);
    assert!(found.stderr.contains("没有写命令"), "{}", found.stderr);
    check_language("zh", &found.stderr, "-v");
    let found = outcome(report([]).env("REPORT_LANG", "zh"));
    assert_eq!(found.status, 2);
    assert!(found.stderr.contains("用法: report"), "{}", found.stderr);
}

#[cfg(unix)]
#[test]
fn words_without_utf8_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let bytes = OsStr::from_bytes(b"\xff");
    let found = outcome(report(["--lang", "zh", "trace"]).arg(bytes));
    assert_eq!(found.status, 2);
    let messages = "错误: 有的内容不是 UTF-8 编码，无法读取\n";
    assert!(found.stderr.starts_with(messages), "{}", found.stderr);
}

#[test]
fn completions_in_both_languages() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        for language in ["zh", "en"] {
            let words = format!("completions {shell}");
            let script = run_in(language, &words).stdout;
            assert!(script.contains("keep-going"), "{shell}");
            if language == "en" {
                check_language(language, &script, &words);
                continue;
            }
            // The script has comments; texts for the user are quoted.
            let is_code = |line: &&str| !line.trim_start().starts_with('#');
            let code: Vec<&str> = script.lines().filter(is_code).collect();
            for text in code.join("\n").split('\'').skip(1).step_by(2) {
                let texts = text.split(['[', ']', ':']);
                // Brackets hold lists of values.
                for text in texts.filter(|text| !text.is_empty() && !text.starts_with('(')) {
                    check_language(language, text, &words);
                }
            }
            let is_described = script.contains("编制一个年度的报告");
            assert_eq!(is_described, shell != "bash", "{shell}");
        }
    }
}

#[test]
fn the_environment_names_the_language() {
    let help = |variable: &str, words: &[&str]| {
        let found = outcome(report(words.iter().copied()).env("REPORT_LANG", variable));
        (found.stdout, found.stderr, found.status)
    };
    let is_chinese = |text: &str| text.contains("用法:");
    assert!(is_chinese(&help("zh", &["--help"]).0));
    assert!(!is_chinese(&help("", &["--help"]).0));
    assert!(!is_chinese(&help("zh", &["--lang", "en", "--help"]).0));
    assert!(is_chinese(&help("en", &["forms", "--lang=zh", "--help"]).0));
    // Findings and answers as well.
    let (stdout, ..) = help("zh", &["explain", "bad-date"]);
    assert!(stdout.contains("级别"), "{stdout}");
    let refused = help("fr", &["--help"]);
    let messages = "error: REPORT_LANG is \"fr\": set it to zh or en\n";
    assert_eq!(refused, (String::new(), messages.to_owned(), 2));
}

#[test]
fn help_and_errors_obey_the_colour() {
    for (words, status) in [("--help", 0), ("help stats", 0), ("chek", 2)] {
        for language in ["zh", "en"] {
            let is_coloured = |when: &str| {
                let found = run_in(language, &format!("--color {when} {words}"));
                assert_eq!(found.status, status, "{words}");
                (found.stdout + &found.stderr).contains('\u{1b}')
            };
            assert!(is_coloured("always"), "{language} {words}");
            assert!(!is_coloured("never"), "{language} {words}");
        }
    }
}

#[test]
fn answers_in_both_languages() {
    for words in ["forms", "explain cn-2008", "stats targets --year 2017"] {
        check_language("en", &run_in("en", words).stdout, words);
    }
    let targets = |language: &str| run_in(language, "stats targets --year 2017").stdout;
    assert!(targets("en").contains("  yes"), "{}", targets("en"));
    assert!(targets("zh").contains("是"), "{}", targets("zh"));
    let forms = run_in("zh", "forms").stdout;
    assert!(!forms.contains("[V") && !forms.contains("[K"), "{forms}");
}

/// Two requests of a log whose kind is only given in `report.toml`, by its code.
#[test]
fn codes_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "report.toml",
        "[office]\nname = \"某局\"\n[logs]\nrequests = { path = \"a.csv\", kind = \"disclosure\" }\n",
    );
    write("a.csv", "编号,收到日期\nA1,2024-02-01\nA2,2024-02-05\n");
    let data = folder.path().to_str().unwrap();
    let rows = |language: &str, format: &str| {
        let words = format!("trace requests.disclosure.received --format {format} --data {data}");
        run_in(language, &words).stdout
    };
    let table = rows("zh", "table");
    assert!(table.contains("类别 依申请公开"), "{table}");
    assert!(rows("en", "table").contains("kind disclosure"));
    // Programs read the code.
    assert!(rows("zh", "json").contains("\"kind\": \"disclosure\""));
}
