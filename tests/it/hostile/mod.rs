//! Malicious or broken files and environments: the program reports the fault within limits of time
//! and memory, and loses nothing.
//!
//! Each test runs the program as a process with a limit of memory and of time.

mod narratives;
mod sizes;
mod workbooks;
mod writing;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The address space of a run, in KiB.
const MEMORY: u32 = 1 << 20;

/// Maximum time of a run: five seconds for a release build, more for an unoptimized build on a busy
/// machine.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 40 } else { 5 });

/// A project folder on disk.
struct Project {
    folder: TempDir,
}

/// Result of a run.
#[derive(Debug, PartialEq, Eq)]
struct Ended {
    status: ExitStatus,
    stdout: Vec<u8>,
    stderr: String,
}

impl Ended {
    fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// Returns the number of findings with this code.
    fn count(&self, code: &str) -> usize {
        self.stderr.matches(&format!("[{code}]")).count()
    }
}

impl Project {
    /// An office with one notice of 2017.
    fn new() -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        project.write(
            "report.toml",
            "[office]\nname = \"某局\"\n[reports.2017]\nsigned-on = 2018-01-15\n",
        );
        project.write(
            "published.csv",
            "索引号,信息名称,分类,公开日期,关联索引号\nA1,甲,机构职能,2017-03-05,\n",
        );
        project.write("narrative/2017.md", "# 概况\n\n{{ published.total }}条。\n");
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Creates a link instead of a file.
    fn link(&self, name: &str, to: impl AsRef<Path>) {
        let path = self.path(name);
        let _ = fs::remove_file(&path);
        std::os::unix::fs::symlink(to, path).unwrap();
    }

    fn run(&self, words: &str) -> Ended {
        self.run_under("", words)
    }

    /// Runs the program in the folder, after the shell commands in `before`.
    fn run_under(&self, before: &str, words: &str) -> Ended {
        let output_folder = tempfile::tempdir().unwrap();
        let (stdout, stderr) = (
            output_folder.path().join("out"),
            output_folder.path().join("err"),
        );
        let mut command = self.command(before, words);
        command
            .stdout(File::create(&stdout).unwrap())
            .stderr(File::create(&stderr).unwrap());
        let status = ended(command.spawn().unwrap(), words);
        Ended {
            status,
            stdout: fs::read(stdout).unwrap(),
            stderr: fs::read_to_string(stderr).unwrap(),
        }
    }

    fn command(&self, before: &str, words: &str) -> Command {
        let mut command = Command::new("sh");
        let script = format!("ulimit -v {MEMORY}; {before} exec \"$0\" \"$@\"");
        command
            .args(["-c", &script, env!("CARGO_BIN_EXE_report")])
            .args(words.split(' ').filter(|word| !word.is_empty()))
            .current_dir(self.folder.path())
            .env_clear()
            .env("LC_ALL", "en_US.UTF-8")
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::null());
        command
    }

    /// The names in a folder of the project, in order.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = entries
            .map(name)
            .map(|name: std::ffi::OsString| AsRef::<OsStr>::as_ref(&name).to_string_lossy().into())
            .collect();
        names.sort();
        names
    }
}

/// Waits for the end of a run, within the time limit.
fn ended(mut run: Child, words: &str) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = run.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > TIME {
            run.kill().unwrap();
            run.wait().unwrap();
            panic!("{words}: not done after {TIME:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
