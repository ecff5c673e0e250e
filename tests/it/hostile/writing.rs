//! Full disks, signals, links and concurrent writers: a file is either the old one or the new one,
//! and nothing else is left next to it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Project, ended};

/// Limits the size of files to two blocks of the shell (512 bytes or 1 KiB each), as on a full
/// disk. The messages of the run go to such a file too.
const FULL: &str = "ulimit -f 2;";

#[test]
fn a_full_disk_keeps_the_old_file() {
    let project = Project::new();
    project.write("out/report.docx", "旧");
    let ended = project.run_under(FULL, "compile -q --year 2017 --data . -o out/report.docx");
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
    assert!(ended.stderr.contains("out/report.docx"), "{}", ended.stderr);
    assert_eq!(
        fs::read_to_string(project.path("out/report.docx")).unwrap(),
        "旧"
    );
    assert_eq!(project.names("out"), ["report.docx"]);
}

#[test]
fn half_a_project_is_taken_away() {
    let project = Project::new();
    for words in [
        "init new/office --year 2018 --office 某局",
        "init . --year 2018 --office 某局",
    ] {
        if words.contains(" . ") {
            fs::remove_file(project.path("report.toml")).unwrap();
            fs::remove_file(project.path("published.csv")).unwrap();
        }
        let before = project.names(".");
        let ended = project.run_under(FULL, words);
        assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
        assert_eq!(project.names("."), before);
        let again = project.run(words);
        assert_eq!(again.code(), Some(0), "{}", again.stderr);
    }
    assert!(
        project.path("narrative/2017.md").exists(),
        "it was there before"
    );
}

#[test]
fn what_killed_runs_left_is_taken_away() {
    let project = Project::new();
    project.write("out/.report-aB3xY9", "半");
    project.write("out/.report-mine", "我的");
    let ended = project.run("compile --year 2017 --data . -o out/report.txt");
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(project.names("out"), [".report-mine", "report.txt"]);
}

#[test]
fn links_as_output() {
    let project = Project::new();
    let run = |words: &str| project.run(&format!("compile --year 2017 --data . -o {words}"));
    fs::create_dir(project.path("out")).unwrap();
    symlink("new.txt", project.path("out/dangling.txt")).unwrap();
    assert_eq!(run("out/dangling.txt").code(), Some(0));
    assert!(project.path("out/dangling.txt").is_symlink());
    assert!(
        fs::read_to_string(project.path("out/new.txt"))
            .unwrap()
            .contains("1条")
    );
    symlink("b.txt", project.path("out/a.txt")).unwrap();
    symlink("a.txt", project.path("out/b.txt")).unwrap();
    let refused = run("out/a.txt");
    assert_eq!(refused.code(), Some(2), "{}", refused.stderr);
    assert!(project.path("out/a.txt").is_symlink());
    fs::set_permissions(
        project.path("out/new.txt"),
        fs::Permissions::from_mode(0o6750),
    )
    .unwrap();
    assert_eq!(run("out/new.txt").code(), Some(0));
    let mode = project
        .path("out/new.txt")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o750);
    // A link to an input is an input.
    symlink("../published.csv", project.path("out/log.txt")).unwrap();
    assert_eq!(run("out/log.txt").code(), Some(2));
}

/// The exit status gives the signal: 130 and 143 in shells.
#[test]
fn signals_end_a_run() {
    let project = Project::new();
    let pipe = project.path("pipe.txt");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        // No process reads the pipe, so the run waits.
        let words = "compile --year 2017 --data . -o pipe.txt";
        let before = format!("trap - {name};");
        let run = project
            .command(&before, words)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(700));
        let kill = Command::new("kill")
            .args([format!("-{name}"), run.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        let status = ended(run, words);
        // If the tests run with the signal ignored, the run exits with its number.
        let is_ended = status.signal() == Some(number) || status.code() == Some(128 + number);
        assert!(is_ended, "{name}: {status}");
    }
}

#[test]
fn several_writers_at_once() {
    let project = Project::new();
    let words =
        |year: &str| format!("compile --year 2017 --data . --as-of {year}-12-31 -o out/report.txt");
    fs::create_dir(project.path("out")).unwrap();
    let mut wholes = Vec::new();
    for year in ["2017", "2018"] {
        assert_eq!(project.run(&words(year)).code(), Some(0));
        wholes.push(fs::read(project.path("out/report.txt")).unwrap());
    }
    let run = |number: usize| {
        let words = words(["2017", "2018"][number % 2]);
        let command = &mut project.command("", &words);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    for run in (0..12).map(run).collect::<Vec<_>>() {
        assert!(ended(run, "compile").success());
        assert!(wholes.contains(&fs::read(project.path("out/report.txt")).unwrap()));
    }
    assert_eq!(project.names("out"), ["report.txt"]);
}

#[test]
fn several_runs_add_logs() {
    let project = Project::new();
    fs::remove_file(project.path("published.csv")).unwrap();
    let name = |number: usize| format!("台账{number}.csv");
    for number in 0..6 {
        let log = "索引号,信息名称,分类,公开日期\nA1,甲,机构职能,2017-03-05\n";
        project.write(&name(number), log);
    }
    let run = |number: usize| {
        let words = format!("init . --from {} --write", name(number));
        let command = &mut project.command("", &words);
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    for run in (0..6).map(run).collect::<Vec<_>>() {
        assert!(ended(run, "init --write").success());
    }
    let settings = fs::read_to_string(project.path("report.toml")).unwrap();
    for number in 0..6 {
        assert!(settings.contains(&name(number)), "{settings}");
    }
}

#[test]
fn settings_and_folders_are_no_output() {
    let project = Project::new();
    let settings = fs::read_to_string(project.path("report.toml")).unwrap();
    project.write("office/report.toml", &settings);
    fs::remove_file(project.path("report.toml")).unwrap();
    let words = "due --received 2022-01-04 --format json -o office/report.toml";
    let ended = project.run(words);
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
    let unchanged = fs::read_to_string(project.path("office/report.toml")).unwrap();
    assert_eq!(unchanged, settings);
    let ended = project.run("due --received 2022-01-04 --format json -o new/");
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
    assert!(!project.path("new").exists());
}

#[test]
fn help_that_cannot_be_printed() {
    let project = Project::new();
    for words in ["--help", "compile --help", "--version"] {
        if std::path::Path::new("/dev/full").exists() {
            assert_eq!(
                project.run_under("exec >/dev/full;", words).code(),
                Some(2),
                "{words}"
            );
        }
        assert_eq!(project.run(words).code(), Some(0), "{words}");
    }
}

/// Long logs with errors are read in parallel.
#[test]
fn threads_change_no_byte() {
    let project = Project::new();
    let mut log = "索引号,信息名称,分类,公开日期\n".to_owned();
    for number in 0..40_000 {
        let day = if number % 97 == 0 {
            "20170x05"
        } else {
            "2017-03-05"
        };
        log += &format!("A{},题目{number},类{},{day}\n", number % 39_000, number % 7);
    }
    project.write("published-1.csv", &log);
    project.write("published-2.csv", log.replace("A1", "B1"));
    project.write(
        "report.toml",
        "[office]\nname = \"某局\"\n[logs]\npublished = \"published-*.csv\"\n",
    );
    for words in [
        "check --data . --format json",
        "stats --data . --keep-going --format json",
    ] {
        let run = |threads: &str| {
            project.run_under(&format!("export RAYON_NUM_THREADS={threads};"), words)
        };
        let alone = run("1");
        assert!(alone.stdout.len() > 1000, "{words}: {}", alone.stderr);
        for threads in ["2", "8"] {
            assert_eq!(run(threads), alone, "{words}: {threads}");
        }
    }
}
