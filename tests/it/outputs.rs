//! Outputs: no command overwrites an input of the project or guesses a format.

use std::fs;
use std::path::{Path, PathBuf};

use report::Format;
use tempfile::TempDir;

use crate::program::{Outcome, below_tests, outcome, report};

const SETTINGS: &str = "\
[office]
name = \"云岭镇人民政府\"
[reports.2017]
signed-on = 2018-01-15
[logs]
published = [\"months/*.csv\", \"exports/*.txt\"]
requests = []
[calendar]
extra = \"days.toml\"
";
const LOG: &str = "索引号,信息名称,公开日期\nA1,工作要点,2017-01-20\n";

/// A folder with the project folder `data` in it.
fn office() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    for folder in ["narrative", "months", "exports"] {
        fs::create_dir_all(data.join(folder)).unwrap();
    }
    let files = [
        ("report.toml", SETTINGS),
        (
            "days.toml",
            "[2017]\nlocal = true\noff = [\"停电 03-20\"]\n",
        ),
        ("narrative/2016.md", "# 旧年 {#proactive}\n公开多条。\n"),
        ("months/01.csv", LOG),
        ("exports/02.txt", LOG),
    ];
    for (name, content) in files {
        fs::write(data.join(name), content).unwrap();
    }
    root
}

/// Compiles into `output`, seen from `root`.
fn compile_into(root: &Path, output: &str, options: &[&str]) -> Outcome {
    let words = ["compile", "--year", "2017", "-o", output, "--lang", "en"];
    let words = words.into_iter().chain(options.iter().copied());
    outcome(report(words).current_dir(root))
}

/// Every file below a folder with its content, and where each link leads to.
fn content_of(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if let Ok(target) = path.read_link() {
            all.push((path, target.display().to_string()));
        } else if path.is_dir() {
            all.extend(content_of(&path));
        } else {
            let content = fs::read_to_string(&path).unwrap();
            all.push((path, content));
        }
    }
    all.sort();
    all
}

/// Checks that `output` is rejected as the input `what`, and that no file is changed or created.
#[track_caller]
fn check_refused(root: &Path, output: &str, what: &str) {
    let before = content_of(root);
    // With --format, so that the extension is not the reason.
    let found = compile_into(root, output, &["--format", "text"]);
    let messages = format!("error: cannot write {output}: the report is made from it ({what});");
    assert!(found.stderr.starts_with(&messages), "{}", found.stderr);
    assert_eq!((found.stdout.as_str(), found.status), ("", 2));
    assert_eq!(content_of(root), before, "{output}");
}

#[test]
fn inputs_are_refused() {
    let root = office();
    let settings = "report.toml, the settings of the project";
    let narratives = "narrative, the folder of narratives";
    for (output, what) in [
        ("data/report.toml", settings),
        ("./data/../data/report.toml", settings),
        ("data/months/../report.toml", settings),
        ("data/narrative/2016.md", narratives),
        // It is not there yet.
        ("data/narrative/2030.md", narratives),
        ("data/narrative/drafts/a.md", narratives),
        ("data/months/01.csv", "months/*.csv, [logs] published"),
        ("data/months/12.csv", "months/*.csv, [logs] published"),
        // The next run would read the report as a log.
        ("data/exports/report.txt", "exports/*.txt, [logs] published"),
        ("data/days.toml", "days.toml, [calendar] extra"),
        (
            "data/guides.csv",
            "guides.csv, the default name of a log guides",
        ),
        (
            "data/requests.csv",
            "requests.csv, the default name of a log requests",
        ),
    ] {
        check_refused(root.path(), output, what);
    }
    let absolute = root.path().join("data/report.toml");
    check_refused(root.path(), absolute.to_str().unwrap(), settings);
}

#[test]
fn inputs_are_refused_in_chinese() {
    let root = office();
    let words = ["compile", "--year", "2017", "-o", "data/narrative/2016.md"];
    let found = outcome(report(words.into_iter().chain(["--lang", "zh"])).current_dir(root.path()));
    assert!(
        found
            .stderr
            .starts_with("错误: 不能写入 data/narrative/2016.md：报告要从这个文件读取"),
        "{}",
        found.stderr
    );
}

#[cfg(unix)]
#[test]
fn links_to_inputs_are_refused() {
    use std::os::unix::fs::symlink;
    let root = office();
    let (data, narratives) = (
        root.path().join("data"),
        "narrative, the folder of narratives",
    );
    let link = |target: &str, name: &str| symlink(target, root.path().join(name)).unwrap();
    link("data/report.toml", "settings.txt");
    link("settings.txt", "again.txt");
    link("data/narrative/2030.md", "dangling.md");
    link("data", "office");
    fs::hard_link(data.join("months/01.csv"), root.path().join("hard.txt")).unwrap();
    fs::hard_link(data.join("narrative/2016.md"), root.path().join("hard.md")).unwrap();
    // Inputs that are links: to a file elsewhere, and to one that is not there yet.
    fs::write(root.path().join("store.txt"), LOG).unwrap();
    link("../../store.txt", "data/months/02.csv");
    link("../../later.md", "data/narrative/2031.md");
    let settings = "report.toml, the settings of the project";
    for (output, what) in [
        ("settings.txt", settings),
        ("store.txt", "months/*.csv, [logs] published"),
        ("later.md", narratives),
        ("data/months/02.csv", "months/*.csv, [logs] published"),
        ("again.txt", settings),
        ("dangling.md", narratives),
        ("office/narrative/2017.md", narratives),
        ("hard.txt", "months/*.csv, [logs] published"),
        ("hard.md", narratives),
    ] {
        check_refused(root.path(), output, what);
    }
}

#[test]
fn other_files_are_written() {
    let root = office();
    for output in [
        "report.md",
        "data/report.md",
        "data/months/report.txt",
        "data/out.json",
    ] {
        let found = compile_into(root.path(), output, &[]);
        assert_eq!(found.status, 0, "{output}: {}", found.stderr);
        assert!(root.path().join(output).is_file());
    }
}

#[test]
fn unknown_extensions_are_refused() {
    let root = office();
    let before = content_of(root.path());
    let check = |output: &str, options: &[&str], messages: &str| {
        let found = compile_into(root.path(), output, options);
        let messages = format!("error: cannot write {output}: {messages}\n");
        assert_eq!((found.stderr, found.status), (messages, 2));
    };
    let known = Format::ALL.iter().flat_map(|format| format.extensions());
    let known: Vec<String> = known.map(|extension| format!(".{extension}")).collect();
    let no_format = &format!(
        "unknown extension; use one of {}, or add --format",
        known.join(", ")
    );
    for output in [
        "report",
        "report.doc",
        "report.pdf",
        "report.docx.bak",
        "report.txt.bak",
        "年度报告",
        ".md",
    ] {
        check(output, &[], no_format);
    }
    let differ = "--format is json, but the extension is that of markdown; correct one of them";
    check("report.md", &["--format", "json"], differ);
    assert_eq!(content_of(root.path()), before);
    for output in ["report", "anything.doc"] {
        let found = compile_into(root.path(), output, &["--format", "text"]);
        assert_eq!(found.status, 0, "{}", found.stderr);
    }
}

/// A log with a name in GBK, from an old archive, stops every command that reads it.
#[cfg(target_os = "linux")]
#[test]
fn names_not_utf8_are_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let case = below_tests("cases/name-not-utf8/project");
    let root = tempfile::tempdir().unwrap();
    let logs = ["published", "procurement", "environment", "requests"];
    let logs = logs
        .into_iter()
        .chain(["guides", "documents", "decisions", "disputes"]);
    let gbk = OsStr::from_bytes(b"\xCC\xA8\xD5\xCB.csv");
    for log in logs {
        let data = root.path().join(log);
        fs::create_dir(&data).unwrap();
        fs::copy(case.join("published-1.csv"), data.join("published.csv")).unwrap();
        fs::create_dir(data.join("all")).unwrap();
        fs::write(data.join("all").join(gbk), LOG).unwrap();
        let settings = format!("[office]\nname = \"某局\"\n[logs]\n{log} = \"all/*.csv\"\n");
        fs::write(data.join("report.toml"), settings).unwrap();
        for command in [
            "compile --year 2017",
            "stats",
            "stats --year 2017",
            "check",
            "trace published.total --year 2017",
            "explain published.total --year 2017",
        ] {
            let words = command.split(' ').chain(["--data", log, "--lang", "en"]);
            let found = outcome(report(words).current_dir(root.path()));
            let messages = found.stdout + &found.stderr;
            let expected =
                r#"the log "\xcc\xa8\xd5\xcb.csv" cannot be read: its name is not UTF-8"#;
            // A question about one log is answered without the others.
            let is_read = log == "published" || !command.contains("published.total");
            assert_eq!(
                messages.matches(expected).count(),
                usize::from(is_read),
                "{log}: {command}: {messages}"
            );
            let status = if is_read { 2 } else { 0 };
            assert_eq!(found.status, status, "{log}: {command}: {messages}");
        }
    }
    let due = [
        "due",
        "--as-of",
        "2017-03-01",
        "--data",
        "requests",
        "--lang",
        "en",
    ];
    let found = outcome(report(due).current_dir(root.path()));
    assert_eq!(found.status, 2, "{}", found.stderr);
    assert!(
        found.stderr.contains("its name is not UTF-8"),
        "{}",
        found.stderr
    );

    let mut init = report(["init", "new", "--year", "2017", "--lang", "en", "--from"]);
    let found = outcome(
        init.arg(Path::new("requests/all").join(gbk))
            .current_dir(root.path()),
    );
    let messages = "error: \"requests/all/\\xcc\\xa8\\xd5\\xcb.csv\" is not UTF-8, so report.toml \
        cannot name it; rename the file or folder first\n";
    assert_eq!((found.stderr.as_str(), found.status), (messages, 2));
    assert!(!root.path().join("new").exists());
}

/// A copy of the sample office with writable files.
fn sample() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    fs::create_dir_all(data.join("narrative")).unwrap();
    for file in [
        "report.toml",
        "published.csv",
        "requests.csv",
        "narrative/2017.md",
    ] {
        fs::copy(
            crate::program::root().join("data").join(file),
            data.join(file),
        )
        .unwrap();
    }
    root
}

/// Every command that writes text.
const COMMANDS: &[&str] = &[
    "compile --year 2017",
    "stats --year 2017",
    "check --year 2017",
    "trace published.total --year 2017",
    "due --as-of 2017-10-20",
    "due --received 2017-09-25",
    "explain published",
    "explain published.total --year 2017",
    "forms",
];

/// Runs a command in `root`.
fn run_in(root: &Path, words: &str) -> Outcome {
    let words = words.split(' ').chain(["--lang", "en"]);
    outcome(report(words).current_dir(root))
}

#[test]
fn every_command_writes_files() {
    let root = sample();
    for command in COMMANDS.iter().chain(&["completions bash"]) {
        let printed = run_in(root.path(), command);
        assert_eq!(printed.status, 0, "{command}: {}", printed.stderr);
        for output in ["-o out.txt", "--output out.txt"] {
            let found = run_in(root.path(), &format!("{command} {output}"));
            // A check says on the terminal how it came out.
            let closing = printed
                .stdout
                .lines()
                .last()
                .filter(|_| command.starts_with("check "));
            let closing = closing.map_or(String::new(), |line| format!("{line}\n"));
            let nothing = Outcome {
                stdout: String::new(),
                stderr: printed.stderr.clone() + &closing,
                ..printed.clone()
            };
            assert_eq!(found, nothing, "{command}");
            let written = fs::read_to_string(root.path().join("out.txt")).unwrap();
            assert_eq!(written, printed.stdout, "{command}");
        }
        let dash = run_in(root.path(), &format!("{command} -o -"));
        assert_eq!(dash, printed, "{command}");
    }
}

#[test]
fn no_command_writes_over_inputs() {
    let root = sample();
    let before = content_of(root.path());
    for command in COMMANDS.iter().chain(&["completions bash"]) {
        for input in [
            "data/report.toml",
            "data/requests.csv",
            "data/narrative/2017.md",
        ] {
            let found = run_in(root.path(), &format!("{command} -o {input}"));
            let messages = format!("error: cannot write {input}: the report is made from it");
            assert!(
                found.stderr.starts_with(&messages),
                "{command}: {}",
                found.stderr
            );
            assert_eq!((found.stdout.as_str(), found.status), ("", 2), "{command}");
        }
    }
    assert_eq!(content_of(root.path()), before);
}

#[test]
fn extensions_decide_the_format_of_every_command() {
    let root = sample();
    for (command, format, file) in [
        ("stats", "csv", "a.csv"),
        ("stats", "json", "a.json"),
        ("stats", "html", "a.htm"),
        ("stats published.total --year 2017", "plain", "a.txt"),
        ("check", "json", "a.json"),
        ("check", "sarif", "a.sarif"),
        ("check", "html", "a.html"),
        ("trace published.total", "csv", "a.csv"),
        ("trace published.total", "json", "a.json"),
        ("due --as-of 2017-10-20", "csv", "a.csv"),
        ("due --received 2017-09-25", "json", "a.json"),
    ] {
        let printed = run_in(root.path(), &format!("{command} --format {format}"));
        // The extension for text means the text format, unless another is named.
        let named = if format == "plain" {
            " --format plain"
        } else {
            ""
        };
        let found = run_in(root.path(), &format!("{command}{named} -o {file}"));
        assert_eq!(
            (found.stdout.as_str(), found.status),
            ("", 0),
            "{}",
            found.stderr
        );
        let written = fs::read_to_string(root.path().join(file)).unwrap();
        assert_eq!(written, printed.stdout, "{command} {format}");
    }
    let before = content_of(root.path());
    for (words, messages) in [
        (
            "stats -o a.docx",
            "unknown extension; use one of .txt, .json, .csv, .html, .htm, .xlsx, or add --format",
        ),
        (
            "stats --format json -o a.csv",
            "--format is json, but the extension is that of csv; correct one of them",
        ),
        (
            "check -o a.pdf",
            "unknown extension; use one of .txt, .json, .sarif, .html, .htm, .xlsx, or add --format",
        ),
        (
            "trace published.total -o a.html",
            "unknown extension; use one of .txt, .csv, .json, .xlsx, or add --format",
        ),
        (
            "forms -o a.csv",
            "this command writes text; use the extension .txt",
        ),
        (
            "explain published.total -o a.md",
            "this command writes text; use the extension .txt",
        ),
    ] {
        let found = run_in(root.path(), words);
        let file = words.rsplit(' ').next().unwrap();
        let messages = format!("error: cannot write {file}: {messages}\n");
        assert_eq!((found.stderr, found.status), (messages, 2), "{words}");
    }
    assert_eq!(content_of(root.path()), before);
}
