//! The files of a project, opened by name: what every stage knows of a file system.

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
    /// What the system says; `NotFound` where there is no such file.
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>>;

    /// The names of the files in a folder, without the folder; `""` is the project folder itself.
    ///
    /// Asked only where a log is named by a pattern such as `published-*.csv`.
    ///
    /// # Errors
    /// What the system says; `NotFound` where there is no such folder. By default, that folders
    /// cannot be listed.
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            format!("the folder \"{folder}\" cannot be listed"),
        ))
    }

    /// The names in a folder that are not UTF-8 and that [`list`](Self::list) cannot give. By
    /// default there are none.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    fn names_not_utf8(&self, _folder: &str) -> io::Result<Vec<Vec<u8>>> {
        Ok(Vec::new())
    }

    /// How many bytes a file has; none where that is not known. Logs that are known to be long are
    /// read side by side.
    fn size(&self, _name: &str) -> Option<u64> {
        None
    }

    /// Told now and then that so many more rows of logs were read. By default nothing is made of it.
    fn rows_read(&self, _rows: u64) {}
}
