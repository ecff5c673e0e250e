//! Decides which entries of `report.toml` read which sheets of a workbook.
//!
//! A sheet that one entry names is skipped by an entry that names none: `{ path = "a.xlsx", sheet =
//! "采购" }` next to `"a.xlsx"`.

use crate::project::pattern::{self, is_pattern, plain};
use crate::project::{LogFile, Project};

/// Returns all log entries of a project.
fn entries(project: &Project) -> impl Iterator<Item = &LogFile> {
    project.logs.values().flat_map(|log| &log.files)
}

/// Whether an entry is the file at `path`, or a pattern that matches it.
fn means(entry: &LogFile, path: &str) -> bool {
    pattern::means(&entry.path, path)
}

/// Whether several entries refer to the file at `path`, so that it is worth caching.
pub(super) fn is_named_again(path: &str, project: &Project) -> bool {
    entries(project)
        .filter(|entry| means(entry, plain(path)))
        .nth(1)
        .is_some()
}

/// Sets for each file of a log the sheets that other entries read: the sheets that any entry names,
/// and the sheet patterns of earlier entries of the same log.
pub(super) fn settle(files: &mut [LogFile], project: &Project) {
    for index in 0..files.len() {
        let (before, file) = files.split_at_mut(index);
        let file = &mut file[0];
        let path = plain(&file.path).to_owned();
        let named = entries(project).filter(|entry| means(entry, &path));
        let named = named.flat_map(|entry| &entry.sheets);
        let named = named.filter(|sheet| !is_pattern(sheet) && !file.sheets.contains(sheet));
        let earlier = before.iter().filter(|before| plain(&before.path) == path);
        let patterns = earlier.flat_map(|before| &before.sheets);
        let patterns = patterns.filter(|sheet| is_pattern(sheet) && !file.sheets.contains(sheet));
        file.sheets_elsewhere = named.chain(patterns).cloned().collect();
    }
}
