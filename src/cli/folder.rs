//! The project folder as [`Files`], with progress and localized errors.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::anyhow;

use super::discovery::{By, FoundProject, project_folder};
use super::progress::Progress;
use super::terminal::Terminal;
use super::words::CommandWords;
use crate::{Files, Folder};

/// A project folder that counts what is read.
#[derive(Debug)]
pub(super) struct ProjectFolder {
    folder: Folder,
    by: By,
    /// Language of the system's errors.
    words: CommandWords,
    progress: Arc<Progress>,
    /// Files whose size is already included in the total to read.
    asked_for: Mutex<BTreeSet<String>>,
}

impl ProjectFolder {
    /// Finds and opens the project folder, named by `--data` or searched for.
    ///
    /// # Errors
    /// The folder is not found (the error lists every place searched) or cannot be opened.
    pub(super) fn find(data: Option<&Path>, words: CommandWords) -> anyhow::Result<Self> {
        let FoundProject { path, by } = project_folder(data, words)?;
        Self::open(&path, by, words)
    }

    /// Opens the folder at `path`.
    fn open(path: &Path, by: By, words: CommandWords) -> anyhow::Result<Self> {
        match Folder::open(path) {
            Ok(folder) => Ok(Self {
                folder,
                by,
                words,
                progress: Arc::default(),
                asked_for: Mutex::default(),
            }),
            Err(error) => Err(anyhow!(words.cannot_open_folder(path, by, &error))),
        }
    }
}

impl ProjectFolder {
    /// The path, as it was typed.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Translates an error of the system into the user's language.
    fn worded<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| io::Error::new(error.kind(), self.words.reason(&error)))
    }

    /// How it was found.
    pub(super) fn by(&self) -> By {
        self.by
    }

    /// Runs `work`, with a progress bar if the terminal shows one.
    pub(super) fn shown<T>(&self, terminal: &Terminal, work: impl FnOnce() -> T) -> T {
        if terminal.shows_progress() {
            self.progress.shown(self.words, work)
        } else {
            work()
        }
    }
}

/// A reader that adds the bytes read to the progress.
struct CountingReader {
    file: Box<dyn Read + Send>,
    progress: Arc<Progress>,
}

impl Read for CountingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.progress
            .bytes
            .fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Files for ProjectFolder {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        let file = self.worded(self.folder.open(name))?;
        let progress = Arc::clone(&self.progress);
        Ok(Box::new(CountingReader { file, progress }))
    }

    fn size(&self, name: &str) -> Option<u64> {
        let size = self.folder.size(name)?;
        let mut asked_for = self
            .asked_for
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if asked_for.insert(name.to_owned()) {
            self.progress.all_bytes.fetch_add(size, Ordering::Relaxed);
        }
        Some(size)
    }

    fn rows_read(&self, rows: u64) {
        self.progress.rows.fetch_add(rows, Ordering::Relaxed);
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.worded(self.folder.list(folder))
    }

    fn names_not_utf8(&self, folder: &str) -> io::Result<Vec<Vec<u8>>> {
        self.worded(self.folder.names_not_utf8(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn only_files_of_a_folder_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.csv"), "编号").unwrap();
        std::fs::create_dir(folder.path().join("b.csv")).unwrap();
        let open =
            |path: &Path| ProjectFolder::open(path, By::Option, CommandWords(Language::English));
        let files = open(folder.path()).unwrap();
        let kind = |name| files.open(name).map(drop).map_err(|error| error.kind());
        assert_eq!(kind("a.csv"), Ok(()));
        assert_eq!(kind("b.csv"), Err(io::ErrorKind::IsADirectory));
        assert_eq!(kind("c.csv"), Err(io::ErrorKind::NotFound));
        for (name, why) in [
            ("a.csv", "not a folder"),
            (
                "c.csv",
                "no such file or folder; create it with report init DIR --year YEAR",
            ),
        ] {
            let message = open(&folder.path().join(name)).unwrap_err().to_string();
            assert!(message.ends_with(why), "{message}");
        }
    }
}
