//! The files of a project, opened by name: all that the stages know of a file system.
//!
//! Gives bytes of a file, and the names that a pattern matches: of a folder ([`Folder`]) or from memory ([`Memory`]).
//! Does not know what the files contain.

mod folder;
mod memory;

use std::io::{self, Read};

pub use folder::Folder;
pub use memory::Memory;

/// The files of a project folder, opened by their path relative to it.
pub trait Files: Sync {
    /// Opens a file.
    ///
    /// # Errors
    /// The system's error; `NotFound` if there is no such file.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>>;

    /// The names of the files in a folder, without the folder; `""` is the project folder itself.
    ///
    /// Called only for logs that are named by a pattern such as `published-*.csv`.
    ///
    /// # Errors
    /// The system's error; `NotFound` if there is no such folder. The default implementation cannot
    /// list folders.
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("the folder \"{folder}\" cannot be listed"),
        ))
    }

    /// Returns the names in a folder that are not UTF-8 and that [`list`](Self::list) leaves out. By
    /// default none.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    fn names_not_utf8(&self, _folder: &str) -> io::Result<Vec<Vec<u8>>> {
        Ok(Vec::new())
    }

    /// Returns the size of a file in bytes, or `None` if it is unknown. Logs known to be long are read
    /// in parallel.
    fn size(&self, _name: &str) -> Option<u64> {
        None
    }

    /// Called from time to time with the number of rows read since the last call. By default does
    /// nothing.
    fn rows_read(&self, _rows: u64) {}
}
