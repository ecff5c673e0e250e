//! The file system behind [`Files`]: a project folder.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::anyhow;

use super::discovery::{By, Found, project_folder};
use super::progress::Progress;
use super::terminal::Terminal;
use super::words::Words;
use crate::Files;

/// The folder of a project.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    by: By,
    /// In which the system's refusals are worded.
    words: Words,
    progress: Arc<Progress>,
    /// Files whose size is part of what there is to read.
    asked_for: Mutex<BTreeSet<String>>,
}

impl Folder {
    /// The folder of the project that `--data` names, or that is found without it.
    ///
    /// # Errors
    /// Every place that was looked at, or why the folder cannot be opened.
    pub(super) fn find(data: Option<&Path>, words: Words) -> anyhow::Result<Self> {
        let Found { path, by } = project_folder(data, words)?;
        Self::open(path, by, words)
    }

    /// The folder at `path`; where there is none, `words` say why.
    fn open(path: PathBuf, by: By, words: Words) -> anyhow::Result<Self> {
        let is_folder = path.metadata().and_then(|found| match found.file_type() {
            kind if kind.is_dir() => Ok(()),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        });
        match is_folder {
            Ok(()) => Ok(Self {
                path,
                by,
                words,
                progress: Arc::default(),
                asked_for: Mutex::default(),
            }),
            Err(error) => Err(anyhow!(words.cannot_open_folder(&path, by, &error))),
        }
    }
}

impl Folder {
    /// Its path, as it was typed.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How it was found.
    pub(super) fn by(&self) -> By {
        self.by
    }

    /// Does `work` with the folder, and shows how far reading has come to whoever sits before it.
    pub(super) fn shown<T>(&self, terminal: &Terminal, work: impl FnOnce() -> T) -> T {
        if terminal.shows_progress() {
            self.progress.shown(self.words, work)
        } else {
            work()
        }
    }
}

/// A file that tells how much of it was read.
struct Told {
    file: File,
    progress: Arc<Progress>,
}

impl Read for Told {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.progress
            .bytes
            .fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Files for Folder {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        match open_file(&self.path.join(name)) {
            Ok(file) => Ok(Box::new(Told {
                file,
                progress: Arc::clone(&self.progress),
            })),
            Err(error) => Err(io::Error::new(error.kind(), self.words.reason(&error))),
        }
    }

    fn size(&self, name: &str) -> Option<u64> {
        let size = self.path.join(name).metadata().ok()?.len();
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
        let names = self.names_in(folder)?.into_iter();
        Ok(names.filter_map(|name| name.into_string().ok()).collect())
    }

    fn names_not_utf8(&self, folder: &str) -> io::Result<Vec<Vec<u8>>> {
        let names = self.names_in(folder)?.into_iter();
        let mut not_utf8: Vec<_> = names
            .filter(|name| name.to_str().is_none())
            .map(OsString::into_encoded_bytes)
            .collect();
        not_utf8.sort();
        Ok(not_utf8)
    }
}

impl Folder {
    /// The names of what is in a folder of the project.
    fn names_in(&self, folder: &str) -> io::Result<Vec<OsString>> {
        let names = self.path.join(folder).read_dir().and_then(|entries| {
            let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
            names.collect()
        });
        names.map_err(|error| io::Error::new(error.kind(), self.words.reason(&error)))
    }
}

fn open_file(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    // Some systems open a folder like a file, and fail only when it is read.
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(file)
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
            |path: &Path| Folder::open(path.to_owned(), By::Option, Words(Language::English));
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
