//! `report init`: creates a project folder; existing files are never changed.
//!
//! `init_from` adds existing logs to it.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use same_file::Handle;

use super::arguments::Init;
use super::discovery::command_for;
use super::init_from::GuessedFile;
use super::output::replace;
use super::paths::resolved;
use super::terminal::Terminal;
use super::words::CommandWords;
use super::{Exit, init_from};
use crate::diagnostic::{Diagnostic, NoForm, toml_string};
use crate::form::Form;
use crate::logs::columns;
use crate::record::Log;
use crate::render::xlsx::{LOGBOOK, logbook};
use crate::{Options, PROJECT_FILE, project};

pub(super) fn run(
    typed: &Init,
    data: Option<&Path>,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    if let (Some(folder), Some(data)) = (&typed.folder, data)
        && resolved(folder) != resolved(data)
    {
        bail!(words.two_folders(folder, data));
    }
    let typed = &Init {
        folder: typed.folder.clone().or(data.map(Path::to_owned)),
        ..typed.clone()
    };
    let mut unreadable = Vec::new();
    let sources = init_from::sources(typed, words, &mut unreadable)?;
    if !unreadable.is_empty() {
        terminal.report(&unreadable);
        return Ok(Exit::CouldNotRun);
    }
    let settings = typed.folder().join(PROJECT_FILE);
    if typed.write && is_there(&settings) {
        return add(&settings, typed, &sources, terminal);
    }
    let Some(year) = typed.year else {
        bail!(words.nothing_to_add_to(&settings));
    };
    let Some(form) = options
        .form
        .as_deref()
        .map_or_else(|| Form::of_year(year), Form::by_id)
    else {
        terminal.report(&[Diagnostic::new(NoForm { year })]);
        return Ok(Exit::CouldNotRun);
    };
    let files = if typed.workbook {
        files_of_workbook(form, typed, year, words)?
    } else if sources.is_empty() {
        files(form, typed, year)
    } else {
        let settings = init_from::project_file(typed, year, &sources).into();
        vec![(PROJECT_FILE.to_owned(), settings), skeleton(form, year)]
    };
    write_all(&files, typed, &sources, words)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let next = command_for(typed.folder(), "check");
    if typed.workbook {
        terminal.print_note(&words.workbook_written(typed.folder(), &names, &next));
        return Ok(Exit::Done);
    }
    if sources.is_empty() {
        terminal.print_note(&words.project_written(typed.folder(), &names, &next));
        return Ok(Exit::Done);
    }
    show(&sources, terminal);
    terminal.print_note(&words.logs_taken_in(typed.folder(), &names, &next));
    Ok(Exit::Done)
}

/// The files of a project whose logs are the sheets of one workbook.
fn files_of_workbook(
    form: &Form,
    typed: &Init,
    year: i32,
    words: CommandWords,
) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let workbook = workbook(typed, year);
    let workbook = workbook.map_err(|error| anyhow!(words.cannot_render("xlsx", &error)))?;
    let settings = project_of_workbook(typed, year).into();
    Ok(vec![
        (PROJECT_FILE.to_owned(), settings),
        skeleton(form, year),
        (LOGBOOK.to_owned(), workbook),
    ])
}

/// Writes the files of a project, all of them or none.
///
/// # Errors
/// Files that are there already, or why a file cannot be written.
fn write_all(
    files: &[(String, Vec<u8>)],
    typed: &Init,
    sources: &[GuessedFile],
    words: CommandWords,
) -> anyhow::Result<()> {
    let existing: Vec<PathBuf> = files
        .iter()
        .map(|(name, _)| typed.folder().join(name))
        .filter(|path| is_there(path))
        .collect();
    if !existing.is_empty() {
        let way_out = if sources.is_empty() {
            ""
        } else {
            words.add_instead()
        };
        bail!("{}{way_out}", words.already_there(&existing));
    }
    let mut made = Made::default();
    for (name, content) in files {
        let path = typed.folder().join(name);
        made.write(&path, content)
            .map_err(|error| anyhow!(words.cannot_write(&path, &error)))?;
    }
    made.is_whole = true;
    Ok(())
}

/// Adds the files of `sources` to a `report.toml`, after showing the new lines.
fn add(
    settings: &Path,
    typed: &Init,
    sources: &[GuessedFile],
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let cannot_open = |error| anyhow!(words.cannot_open(settings, &error));
    let (text, _lock) = locked(settings).map_err(cannot_open)?;
    let added = init_from::with_sources(&text, typed.year, sources)
        .map_err(|error| anyhow!(words.cannot_add(settings, &error)))?;
    show(sources, terminal);
    if !added.kept.is_empty() {
        terminal.print_note(&words.numbers_kept(settings, &added.kept));
    }
    if added.lines.is_empty() {
        terminal.print_note(&words.nothing_new(settings));
        return Ok(Exit::Done);
    }
    terminal.print_note(&words.lines_added(settings, &added.lines));
    let written = replace(settings, added.text.as_bytes());
    written.map_err(|error| anyhow!(words.cannot_write(settings, &error)))?;
    terminal.print_note(&words.added(&command_for(typed.folder(), "check")));
    Ok(Exit::Done)
}

/// Reads a file that is going to be replaced. Where locks leave it readable, another run that wants to
/// replace it waits until the lock is dropped, and then reads the new one.
fn locked(path: &Path) -> io::Result<(String, File)> {
    loop {
        let file = File::open(path)?;
        if cfg!(unix) {
            // Not every file system has locks.
            let _ = file.lock();
        }
        let is_in_place = Handle::from_file(file.try_clone()?)? == Handle::from_path(path)?;
        if is_in_place {
            return Ok((io::read_to_string(&file)?, file));
        }
    }
}

/// Shows which log each file was recognized as.
fn show(sources: &[GuessedFile], terminal: &Terminal) {
    let words = terminal.words();
    for source in sources {
        if source.guesses.is_empty() {
            terminal.print_note(&words.not_guessed(&source.path));
        }
        for guess in &source.guesses {
            terminal.print_note(&words.guessed(&source.path, guess));
        }
    }
}

/// Creates a workbook with all logs, dated with the first day of the first report year.
fn workbook(typed: &Init, year: i32) -> io::Result<Vec<u8>> {
    let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    logbook(&typed.office, day)
}

/// Returns the template of `report.toml` with the sheets of the workbook.
fn project_of_workbook(typed: &Init, year: i32) -> String {
    let mut logs = "\n[logs]\n".to_owned();
    for &log in Log::ALL {
        let (path, sheet) = (toml_string(LOGBOOK), toml_string(log.definition().sheet));
        // Writing to a string cannot fail.
        let _ = writeln!(logs, "{} = {{ path = {path}, sheet = {sheet} }}", log.key());
    }
    project::template(&typed.office, year).replacen("\n#[logs]\n", &logs, 1)
}

/// Returns the files of a new project, by path.
fn files(form: &Form, typed: &Init, year: i32) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![
        (
            PROJECT_FILE.to_owned(),
            project::template(&typed.office, year).into(),
        ),
        skeleton(form, year),
    ];
    files.extend(
        Log::ALL
            .iter()
            .map(|&log| (log.default_file().to_owned(), empty_log(log).into())),
    );
    files
}

/// Returns the narrative of the first report.
fn skeleton(form: &Form, year: i32) -> (String, Vec<u8>) {
    let text = form.skeleton().text;
    (format!("narrative/{year}.md"), text.into())
}

/// Returns a log without rows, in the format that Excel reads and writes.
fn empty_log(log: Log) -> String {
    // A new log contains only published items, and needs no column for that.
    let is_needed = |key: &str| log != Log::Published || !["disclosure", "status"].contains(&key);
    let columns = columns(log).iter().filter(|column| is_needed(column.key));
    let headers: Vec<&str> = columns.map(|column| column.header).collect();
    format!("\u{feff}{}\r\n", headers.join(","))
}

/// Whether `path` exists, even as a broken link.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The files and folders of a new project, in order of creation. If writing fails, they are removed
/// again, so that the next run can start over.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    is_whole: bool,
}

impl Made {
    /// Writes a new file and creates its parent folders.
    fn write(&mut self, path: &Path, content: &[u8]) -> io::Result<()> {
        let above = path.ancestors().skip(1);
        let missing = above.take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let missing: Vec<&Path> = missing.collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_owned()),
                // For `a/../b`, only `a` is created.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        let mut file = File::create_new(path)?;
        self.files.push(path.to_owned());
        file.write_all(content)?;
        file.sync_all()
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if self.is_whole {
            return;
        }
        // The next run reports files that could not be removed.
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_log_needs_no_quotes() {
        for &log in Log::ALL {
            assert!(
                columns(log)
                    .iter()
                    .all(|column| !column.header.contains([',', '"', '\n']))
            );
        }
        assert!(empty_log(Log::Published).starts_with("\u{feff}索引号,信息名称,"));
    }
}
