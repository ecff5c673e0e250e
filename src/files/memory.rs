//! A project in memory.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use super::Files;

/// The files of a project in memory, by their path relative to the project folder.
///
/// ```
/// use report::{Memory, Office, Options};
///
/// let mut files = Memory::default();
/// files.insert("report.toml", "[office]\nname = \"示例县水利局\"\n");
/// files.insert("published.csv", "编号,公布日期,标题\n1,2023-05-04,供水公告\n");
/// let figures = Office::open(&files).figures(Some(2023), &Options::default());
/// let (year, figures) = &figures.value.unwrap_or_default()[0];
/// assert_eq!(*year, 2023);
/// let total = figures.iter().find(|(key, _)| key.to_string() == "published.total");
/// assert_eq!(total.map(|(_, value)| value.to_string()).as_deref(), Some("1"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<String, Arc<[u8]>>);

impl Memory {
    /// Adds a file; replaces one of the same name.
    pub fn insert(&mut self, name: impl Into<String>, bytes: impl AsRef<[u8]>) {
        self.0.insert(name.into(), bytes.as_ref().into());
    }

    /// Removes a file and returns its content. `None` if there is no such file.
    pub fn remove(&mut self, name: &str) -> Option<Arc<[u8]>> {
        self.0.remove(name)
    }
}

impl Files for Memory {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        match self.0.get(name) {
            Some(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let names = self.0.keys().filter_map(|path| {
            let (of, name) = path.rsplit_once('/').unwrap_or(("", path));
            (of == folder).then(|| name.to_owned())
        });
        Ok(names.collect())
    }

    fn size(&self, name: &str) -> Option<u64> {
        self.0.get(name).map(|bytes| bytes.len() as u64)
    }
}
