//! The files of a log: named, found by a pattern, and opened.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use super::Logs;
use super::findings::{missing, name_not_utf8, place_of, unreadable};
use crate::diagnostic::{Diagnostic, FileNamedTwice, Problem, SkippedFiles};
use crate::logs::{LogTable, Source};
use crate::office::{patterns, sheets};
use crate::project::pattern::{is_pattern, matches, plain};
use crate::project::{LogFile, LogSettings};
use crate::record::Log;

impl Logs<'_> {
    /// Returns the total size of some files in bytes; files of unknown size count as 0.
    pub(super) fn size_of(&self, files: &[LogFile]) -> u64 {
        let sizes = files
            .iter()
            .filter_map(|file| self.office.files.size(&file.path));
        sizes.sum()
    }

    /// Lists the files of a log; patterns in `report.toml` are expanded.
    pub(super) fn files_of(&self, log: &LogSettings, found: &mut Vec<Diagnostic>) -> Vec<LogFile> {
        let mut files: Vec<LogFile> = Vec::new();
        for file in &log.files {
            let (folder, pattern) = patterns::parts(&file.path);
            if !is_pattern(pattern) {
                files.push(file.clone());
                continue;
            }
            let listed = self.office.files.list(folder);
            let listed =
                listed.and_then(|names| Ok((names, self.office.files.names_not_utf8(folder)?)));
            let (mut names, not_utf8) = match listed {
                Ok(listed) => listed,
                Err(error) if error.kind() == io::ErrorKind::NotFound => Default::default(),
                Err(error) => {
                    found.push(unreadable(&file.path.as_str().into(), &error));
                    continue;
                }
            };
            names.retain(|name| matches(name, pattern));
            let is_hidden = |name: &mut String| patterns::is_hidden(name);
            let hidden: Vec<String> = names.extract_if(.., is_hidden).collect();
            if !hidden.is_empty() {
                found.push(Diagnostic::at(
                    place_of(file),
                    SkippedFiles { files: hidden },
                ));
            }
            let unreadable = not_utf8
                .iter()
                .filter(|name| patterns::may_match(name, pattern));
            let unreadable: Vec<_> = unreadable.map(|name| name_not_utf8(file, name)).collect();
            if names.is_empty() && unreadable.is_empty() {
                found.push(missing(file));
            }
            found.extend(unreadable);
            files.extend(names.into_iter().map(|name| {
                let path = file.path[..file.path.len() - pattern.len()].to_owned() + &name;
                let file = LogFile {
                    path,
                    ..file.clone()
                };
                file.with(&log.of_files)
            }));
        }
        sheets::settle(&mut files, self.project);
        // A file without ids would be counted twice.
        let mut known = BTreeSet::new();
        files.retain(|file| {
            let path = plain(&file.path).to_owned();
            let is_new = known.insert((path, file.sheets.clone()));
            if !is_new {
                let problem = Problem::from(FileNamedTwice {
                    file: file.path.clone(),
                });
                let place = file.place.clone().unwrap_or_else(|| place_of(file));
                found.push(Diagnostic::at(place, problem));
            }
            is_new
        });
        files
    }

    /// Opens the tables of a file. Returns an empty list and reports it if the file is missing or
    /// unreadable.
    pub(super) fn open(
        &self,
        log: Log,
        file: &LogFile,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<LogTable> {
        let own_words = (!file.values.is_empty())
            .then(|| Arc::new(self.words.of_file(&self.project.values, &file.values)));
        let source = Source {
            log,
            file,
            settings: &self.project.logs[&log],
            words: own_words.as_ref().unwrap_or(&self.words),
        };
        let open = || self.office.files.open(&file.path);
        let opened = if sheets::is_named_again(&file.path, self.project) {
            LogTable::open_once(open, &self.books, &source, found)
        } else {
            open().map(|bytes| LogTable::open(bytes, &source, found))
        };
        // Only `NotFound` on opening means that the file is absent; a disk may also return it while
        // reading.
        match opened {
            Ok(Ok(tables)) => return tables,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                found.extend(file.named.then(|| missing(file)));
            }
            Ok(Err(error)) | Err(error) => {
                found.push(unreadable(&file.path.as_str().into(), &error));
            }
        }
        Vec::new()
    }
}
