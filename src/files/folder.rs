//! A project folder.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Files;

/// A project folder on disk: the only place outside the command line that opens files.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Opens the folder at `path`.
    ///
    /// # Errors
    /// The system's error; `NotADirectory` if `path` is something else.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        if path.metadata()?.is_dir() {
            return Ok(Self(path));
        }
        Err(io::ErrorKind::NotADirectory.into())
    }

    /// The path, as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn names_in(&self, folder: &str) -> io::Result<Vec<OsString>> {
        let entries = self.0.join(folder).read_dir()?;
        entries
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect()
    }
}

impl Files for Folder {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        let file = File::open(self.0.join(name))?;
        // Some systems open a folder like a file, and fail only when it is read.
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(Box::new(file))
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

    fn size(&self, name: &str) -> Option<u64> {
        Some(self.0.join(name).metadata().ok()?.len())
    }
}
