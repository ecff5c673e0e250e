//! Rows that are named in `report.toml`, by id or by file and line.

use std::collections::HashMap;

use super::spelling::name_key;
use super::table::Row;
use crate::project::Where;

/// Values that `report.toml` assigns to single rows of one log.
#[derive(Debug, Clone)]
pub struct NamedRows<T> {
    by_id: HashMap<String, Vec<T>>,
    by_line: HashMap<u64, Vec<(String, T)>>,
}

impl<T> Default for NamedRows<T> {
    fn default() -> Self {
        Self {
            by_id: HashMap::new(),
            by_line: HashMap::new(),
        }
    }
}

impl<T: Copy> NamedRows<T> {
    /// Adds a value for a row.
    pub fn insert(&mut self, row: &Where, value: T) {
        match row {
            Where::Name(id) => {
                let id = name_key(id).into_owned();
                self.by_id.entry(id).or_default().push(value);
            }
            Where::Line(file, line) => {
                let of_line = self.by_line.entry(*line).or_default();
                of_line.push((file.clone(), value));
            }
        }
    }

    /// The values of a row; those assigned by line come first.
    pub fn of(&self, row: &Row<'_>) -> impl Iterator<Item = T> {
        let by_line = self.by_line.get(&row.line()).into_iter().flatten();
        let by_line = by_line.filter(|(file, _)| **file == **row.file());
        let by_id = row.id().and_then(|id| self.by_id.get(&*name_key(id)));
        let by_id = by_id.into_iter().flatten().copied();
        by_line.map(|(_, value)| *value).chain(by_id)
    }

    /// The values of each id, and of each line of a file.
    pub fn by_name(&self) -> impl Iterator<Item = Vec<T>> {
        let by_id = self.by_id.values().cloned();
        let by_line = self.by_line.values().flat_map(|of_line| {
            of_line.iter().map(|(file, _)| {
                let of_file = of_line.iter().filter(move |(other, _)| other == file);
                of_file.map(|(_, value)| *value).collect()
            })
        });
        by_id.chain(by_line)
    }
}
