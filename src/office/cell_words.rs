//! Groups findings about cell words: one finding per distinct word, with the number of its rows.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use crate::count::Remark;

use crate::diagnostic::{
    Code, DateWithoutYear, Diagnostic, FEW, RepealWithoutDay, UnknownApplicant, UnknownCode,
    UnknownWord,
};
use crate::logs::nearest_words;
use crate::project::LogFile;
use crate::record::Log;

/// Findings about cell words, grouped by code, header and word.
#[derive(Default)]
pub(super) struct CellWords {
    /// The first finding of each group; later ones add their rows to it.
    found: Vec<Diagnostic>,
    /// Index in `found` by code, header and word.
    places: HashMap<(Code, Option<String>, String), usize>,
    /// For each remark, the indices in `found` of its findings. Remark 1 is at index 0.
    remarks: Vec<Arc<[usize]>>,
    /// Index in `remarks` by these indices.
    remark_of: HashMap<Arc<[usize]>, usize>,
    /// Whether the file's settings say that applicants are listed by name.
    has_names: bool,
    /// The key of the log and the path of the file.
    file: Option<(&'static str, String)>,
}

impl CellWords {
    /// Creates an empty collection for a file of `log`.
    pub(super) fn of(log: Log, file: &LogFile) -> Self {
        Self {
            has_names: file.applicants_by_name,
            file: Some((log.key(), file.path.clone())),
            ..Self::default()
        }
    }

    /// Moves the word findings of a row into the groups.
    ///
    /// Returns the remark that holds for every row with the same words, so that such rows need not be
    /// parsed again: `Some(None)` if the row has no findings, `None` if it has findings that are
    /// specific to it.
    pub(super) fn take(&mut self, found: &mut Vec<Diagnostic>) -> Option<Remark> {
        if found.is_empty() {
            return Some(None);
        }
        let is_remark = found.iter().all(is_remark);
        let is_of_word = |found: &mut Diagnostic| found.code().is_of_word();
        let mut about = Vec::new();
        for taken in found.extract_if(.., is_of_word) {
            about.push(self.add(taken));
        }
        is_remark.then(|| self.remark(about))
    }

    /// Returns the remark for these findings; equal lists share one.
    fn remark(&mut self, about: Vec<usize>) -> Remark {
        let about: Arc<[usize]> = about.into();
        let index = *self.remark_of.entry(about).or_insert_with_key(|about| {
            self.remarks.push(Arc::clone(about));
            self.remarks.len() - 1
        });
        NonZeroU32::new(u32::try_from(index + 1).ok()?)
    }

    /// Adds the rows that were counted from the cache to the findings of their remarks.
    pub(super) fn add_remarked(&mut self, remarked: impl Iterator<Item = (Remark, u64)>) {
        for (remark, more) in remarked {
            let index = remark.and_then(|remark| usize::try_from(remark.get() - 1).ok());
            let about = index.and_then(|index| self.remarks.get(index));
            for found in about.into_iter().flat_map(|about| about.iter()) {
                let found = self.found.get_mut(*found);
                if let Some(UnknownWord { rows, .. }) =
                    found.and_then(|found| found.problem.get_mut())
                {
                    *rows += more;
                }
            }
        }
    }

    /// Merges a finding into its group and returns the index of the group.
    pub(super) fn add(&mut self, taken: Diagnostic) -> usize {
        let header = taken.place.as_ref();
        let header = header.and_then(|place| place.header.clone());
        let word = taken.problem.joined_by().unwrap_or_default().into_owned();
        let key = (taken.code(), header, word);
        let index = self.places.get(&key).copied().unwrap_or(self.found.len());
        let Some(known) = self.found.get_mut(index) else {
            self.places.insert(key, index);
            self.found.push(taken);
            return index;
        };
        known.problem.join(&taken.problem);
        index
    }

    /// Returns the findings in the order they first occurred, and completes them: nearest known words of the
    /// first ones, the file, and `named_year`, the year in the title or name of the file.
    pub(super) fn finish(mut self, rows_of_file: u64, named_year: Option<i32>) -> Vec<Diagnostic> {
        for (index, found) in self.found.iter_mut().enumerate() {
            if let Some(DateWithoutYear { year, .. }) = found.problem.get_mut() {
                *year = named_year;
            }
            if let Some(DateWithoutYear { file, .. }) = found.problem.get_mut() {
                file.clone_from(&self.file);
            }
            if let Some(RepealWithoutDay { file, .. }) = found.problem.get_mut() {
                file.clone_from(&self.file);
            }
            let file = found.place.as_ref().map(|place| place.file.to_string());
            if let Some(UnknownApplicant { rows, offer, .. }) = found.problem.get_mut()
                && *rows > rows_of_file / 2
            {
                *offer = file.filter(|_| !self.has_names);
            }
            if let Some(UnknownCode {
                text,
                list,
                nearest,
                ..
            }) = found.problem.get_mut()
                && index < FEW
            {
                *nearest = nearest_words(list, text);
            }
        }
        self.found
    }
}

/// Whether a finding holds for every row with the same words.
pub(super) fn is_remark(found: &Diagnostic) -> bool {
    found.problem.is::<UnknownWord>()
}

/// Merges findings that several sheets of one file have in common.
pub(super) fn of_sheets(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut joined = CellWords::default();
    let mut others = Vec::new();
    for finding in found {
        let is_joined = finding.problem.joined_by().is_some();
        if is_joined {
            joined.add(finding);
        } else {
            others.push(finding);
        }
    }
    others.append(&mut joined.found);
    others
}
