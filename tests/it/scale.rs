//! Long logs: parallel reading gives the same result, and an interrupted run leaves no partial
//! file.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use report::{Code, Files, Format, Office, Options, Report, finding::SameTitleAndDate};
use tempfile::TempDir;

use crate::memory::{Folder, finding_lines};
use crate::program::{outcome, rendered_text, report};

/// Enough rows for parallel reading: more than 4 MiB together.
const ROWS: usize = 16_000;

/// Returns a range of rows of the published log; every hundredth row has an error of its own kind.
fn published(rows: std::ops::Range<usize>) -> String {
    let mut log = "索引号,信息名称,分类,发布渠道,生成日期,公开日期,保密审查人\n".to_owned();
    for row in rows {
        let (month, day) = (row / 1_400 % 12 + 1, row / 50 % 28 + 1);
        let made = if row % 100 == 7 { "2017-12-31" } else { "" };
        let category = ["政策文件", "规划计划", "重大项目；政策文件"][row % 3];
        let title = match row % 100 {
            13 => "\"关于“清明节”放假，\n以及\"\"值班\"\"的通知\"".to_owned(),
            _ => format!("关于开发区第{}号道路绿化养护工程的通知", row % 400),
        };
        let _ = writeln!(
            log,
            "P{row:07},{title},{category},门户网站；微信公众号,{made},2017-{month:02}-{day:02},某甲"
        );
    }
    log
}

/// The request log; one request in fifty is answered late, one in seventy not at all.
fn requests(rows: std::ops::Range<usize>) -> String {
    let mut log = "编号,类别,渠道,诉求类型,标题,收到日期,办理期限,答复日期\n".to_owned();
    for row in rows {
        let (month, day) = (row / 1_400 % 11 + 1, row / 50 % 14 + 1);
        let replied = match row {
            _ if row % 70 == 0 => String::new(),
            _ if row % 50 == 0 => format!("2017-{month:02}-{:02}", day + 14),
            _ => format!("2017-{month:02}-{:02}", day + row % 5),
        };
        let _ = writeln!(
            log,
            "S{row:07},公众诉求,12345,{},反映第{row}号小区路灯不亮、夜间出行不便的问题，请予处理,2017-{month:02}-{day:02},5个工作日,{replied}",
            ["咨询", "求助", "路灯"][row % 3]
        );
    }
    log
}

/// A folder that also reports file sizes, so that logs are read in parallel.
struct Sized(Folder);

impl Files for Sized {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        self.0.open(name)
    }

    fn size(&self, name: &str) -> Option<u64> {
        let mut bytes = Vec::new();
        self.0.open(name).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes.len() as u64)
    }
}

fn json(report: Option<Report>) -> String {
    rendered_text(&report.unwrap(), Format::Json)
}

#[test]
fn files_read_side_by_side_come_to_what_they_come_to_one_by_one() {
    let half = ROWS / 2;
    let settings = "[logs]\npublished = [\"a.csv\", \"b.csv\"]\nrequests = [\"c.csv\", \"d.csv\"]\n\
        published-includes = []\n";
    let folder = Folder::new()
        .with_settings(settings)
        .with("a.csv", published(0..half))
        .with("b.csv", published(half..ROWS))
        .with("c.csv", requests(0..half))
        .with("d.csv", requests(half..ROWS));
    let one_by_one = Office::open(&folder).compile(2017, &Options::default());
    let checked = Office::open(&folder).check(Some(2017), &Options::default());
    let sized = Sized(folder);
    let all = ["a.csv", "b.csv", "c.csv", "d.csv"].map(|name| sized.size(name).unwrap());
    assert!(all[0] + all[1] > 4 << 20 || all.iter().sum::<u64>() > 4 << 20);
    let side_by_side = Office::open(&sized).compile(2017, &Options::default());
    assert_eq!(
        finding_lines(&side_by_side.diagnostics),
        finding_lines(&one_by_one.diagnostics)
    );
    assert_eq!(json(side_by_side.value), json(one_by_one.value));
    let checked_side_by_side = Office::open(&sized).check(Some(2017), &Options::default());
    assert_eq!(
        finding_lines(&checked_side_by_side.diagnostics),
        finding_lines(&checked.diagnostics)
    );
}

/// A project folder on disk with long logs.
fn long_project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    let settings = "[office]\nname = \"某管委会\"\n[reports.2017]\nsigned-on = 2018-01-15\n";
    write("report.toml", settings.to_owned());
    write("published.csv", published(0..ROWS));
    write("requests.csv", requests(0..ROWS));
    folder
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let project = long_project();
    let data = project.path().to_str().unwrap();
    for command in [
        "compile --year 2017 --format json",
        "check --year 2017",
        "check --format json",
        "stats --format json",
    ] {
        let run = |threads: &str| {
            let words = command.split(' ').chain(["--data", data]);
            outcome(report(words).env("RAYON_NUM_THREADS", threads))
        };
        let alone = run("1");
        assert!(alone.stdout.len() > 1000, "{command}: {}", alone.stderr);
        assert_eq!(run("2"), alone, "{command}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_the_old_file_or_the_new_one_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.txt");
    let words = ["compile", "--year", "2017", "-o", file.to_str().unwrap()];
    assert_eq!(outcome(&mut report(words)).status, 0);
    let whole = fs::read_to_string(&file).unwrap();
    let mut interrupted = 0;
    // Interrupts at any time. `INT` may be ignored in a background process.
    for (after, signal) in (0..120)
        .step_by(6)
        .zip(["-INT", "-TERM"].into_iter().cycle())
    {
        fs::write(&file, "旧").unwrap();
        let mut run = report(words).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(after));
        let id = run.id().to_string();
        let _ = std::process::Command::new("kill")
            .args([signal, &id])
            .status();
        interrupted += u32::from(!run.wait().unwrap().success());
        let left = fs::read_to_string(&file).unwrap();
        assert!(left == "旧" || left == whole, "{left}");
        assert_eq!(names(folder.path()), ["report.txt"]);
    }
    assert!(interrupted > 0);
}

#[cfg(unix)]
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
    entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect()
}

#[test]
fn figures_of_long_logs_are_those_counted_by_hand() {
    let folder = Folder::new()
        .with("published.csv", published(0..ROWS))
        .with("requests.csv", requests(0..ROWS));
    let not_answered = (0..ROWS).filter(|row| row % 70 == 0).count();
    folder.check(
        2017,
        &[
            &format!("published.total = {ROWS}"),
            &format!("requests.service.received = {ROWS}"),
            &format!("requests.service.open = {not_answered}"),
        ],
    );
}

#[test]
fn line_breaks_of_windows_change_nothing_in_a_long_log() {
    // Some rows cross the block boundaries of the reader.
    let unix = published(0..3_000);
    let windows = unix.replace('\n', "\r\n");
    let figures = |text: String| {
        let folder = Folder::new().with("published.csv", text);
        json(folder.compile(2017).value)
    };
    let (unix, windows) = (figures(unix), figures(windows));
    assert_eq!(unix.len(), windows.len());
    assert!(unix == windows);
}

#[test]
fn one_id_in_every_row_is_counted_at_any_length() {
    // An office that writes its own number into the column counts one item, or one per notice with
    // different content.
    let published = published(0..ROWS);
    let published = published.lines().map(|line| match line.split_once(',') {
        Some((id, rest)) if id.starts_with('P') => format!("JK-2017,{rest}\n"),
        _ => format!("{line}\n"),
    });
    let mut procurement = "id,title,stage,published_on\n".to_owned();
    for row in 0..ROWS {
        let notice = row % (ROWS / 2);
        let _ = writeln!(
            procurement,
            "CG-2017,道路绿化养护第{notice}标段,招标公告,2017-03-{:02}",
            notice % 28 + 1
        );
    }
    Folder::new()
        .with("published.csv", published.collect::<String>())
        .with("procurement.csv", procurement)
        .check(
            2017,
            &[
                "published.total = 1",
                &format!("published.rows = {ROWS}"),
                &format!("published.duplicates = {}", ROWS - 1),
                &format!("procurement.total = {}", ROWS / 2),
            ],
        );
}

#[test]
fn duplicates_are_found_in_a_log_of_any_length() {
    // On every tenth day the last notice has the title of the first; the second notice is the same on
    // all days.
    let (days, rows) = (150, 600);
    let first = chrono::NaiveDate::from_ymd_opt(2017, 1, 1).unwrap();
    let mut log = "id,title,kind,published_on\n".to_owned();
    let mut twins = Vec::new();
    for (day, date) in first.iter_days().take(days).enumerate() {
        for row in 0..rows {
            let title = match row {
                1 => "受理公示".to_owned(),
                _ if row == rows - 1 && day % 10 == 0 => format!("第{}号", day * rows),
                _ => format!("第{}号", day * rows + row),
            };
            let _ = writeln!(log, "E{:06},{title},受理公示,{date}", day * rows + row);
        }
        if day % 10 == 0 {
            let line = 1 + (day + 1) * rows;
            twins.push(format!("same-title-and-date environment.csv:{line}:1"));
        }
    }
    let found_in = |log: &str| {
        let office = Folder::new().with("environment.csv", log);
        let mut found = Office::open(&office)
            .check(Some(2017), &Options::default())
            .diagnostics;
        found.retain(|found| found.code() == Code::of::<SameTitleAndDate>());
        finding_lines(&found)
    };
    assert_eq!(found_in(&log), twins);
    // A notice of the first day is at the end of the log.
    log.push_str("E999999,第 0 号,受理公示,2017-01-01\n");
    let line = 2 + days * rows;
    twins.push(format!("same-title-and-date environment.csv:{line}:1"));
    assert_eq!(found_in(&log), twins);
}
