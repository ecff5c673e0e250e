//! Findings beyond those that anybody reads: counted, not kept.
//!
//! A log exported with the wrong columns has as many findings as rows. On a terminal the first few of
//! a kind say all, and memory should not grow with the rest.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use super::{Code, Diagnostic};

/// How many findings of a code are kept of a file, and which came after them.
#[derive(Debug, Clone, Default)]
pub struct Surplus {
    cap: Option<usize>,
    /// Places whose findings are kept in any case.
    named: Arc<BTreeSet<(String, u64)>>,
    /// How many of the findings handed over were looked at.
    looked_at: usize,
    kept: BTreeMap<(Arc<str>, Code), usize>,
    /// Identities of what was not kept.
    beyond: BTreeMap<(Arc<str>, Code), HashSet<u64>>,
}

impl Surplus {
    /// Nothing seen yet; `cap` findings of a code are kept of each file, by default all.
    ///
    /// Those at the lines of files in `named` are kept as well.
    #[must_use]
    pub fn new(cap: Option<usize>, named: Arc<BTreeSet<(String, u64)>>) -> Self {
        Self {
            cap,
            named,
            ..Self::default()
        }
    }

    /// Takes from the findings that came since the last time what goes beyond the cap.
    pub fn skim(&mut self, found: &mut Vec<Diagnostic>) {
        let Some(cap) = self.cap else { return };
        let start = self.looked_at.min(found.len());
        let mut index = start;
        while index < found.len() {
            if self.is_kept(&found[index], cap) {
                index += 1;
            } else {
                found.remove(index);
            }
        }
        self.looked_at = found.len();
    }

    fn is_kept(&mut self, diagnostic: &Diagnostic, cap: usize) -> bool {
        let Some(place) = &diagnostic.place else {
            return true;
        };
        let line = place.line.unwrap_or_default();
        if self.named.contains(&(place.file.to_string(), line)) {
            return true;
        }
        let kind = (Arc::clone(&place.file), diagnostic.code());
        let kept = self.kept.entry(kind.clone()).or_default();
        if *kept < cap {
            *kept += 1;
            return true;
        }
        let identities = self.beyond.entry(kind).or_default();
        identities.insert(identity(diagnostic));
        false
    }

    /// Adds what another pass did not keep; what both came upon is one.
    pub fn merge(&mut self, other: Self) {
        for (kind, identities) in other.beyond {
            self.beyond.entry(kind).or_default().extend(identities);
        }
    }

    /// How many findings were not kept, by file and code, less those that another pass did keep.
    #[must_use]
    pub fn counts(&self, kept: &HashSet<u64>) -> Vec<(Arc<str>, Code, u64)> {
        let counts = self.beyond.iter().map(|((file, code), identities)| {
            let count = identities.difference(kept).count();
            (Arc::clone(file), *code, count as u64)
        });
        counts.filter(|(_, _, count)| *count > 0).collect()
    }
}

/// What tells a finding from every other; the same finding of two passes has the same.
#[must_use]
pub(crate) fn identity(diagnostic: &Diagnostic) -> u64 {
    struct Sink(DefaultHasher);
    impl fmt::Write for Sink {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut sink = Sink(DefaultHasher::new());
    // This sink takes everything.
    let _ = write!(sink, "{diagnostic:?}");
    sink.0.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, Problem};

    fn finding(line: u64) -> Diagnostic {
        let file: Arc<str> = "published.csv".into();
        Diagnostic::at(Place::line(&file, line), Problem::MissingCell)
    }

    #[test]
    fn the_first_few_are_kept_and_the_rest_counted_once() {
        let named = BTreeSet::from([("published.csv".to_owned(), 9)]);
        let mut passes = Surplus::default();
        let mut kept = HashSet::new();
        for _ in 0..2 {
            let mut surplus = Surplus::new(Some(2), Arc::new(named.clone()));
            let mut found = Vec::new();
            for line in 2..=10 {
                found.push(finding(line));
                surplus.skim(&mut found);
            }
            assert_eq!(found, [2, 3, 9].map(finding));
            kept.extend(found.iter().map(identity));
            passes.merge(surplus);
        }
        let file: Arc<str> = "published.csv".into();
        assert_eq!(passes.counts(&kept), [(file, Code::MissingCell, 6)]);
    }

    #[test]
    fn without_a_cap_all_are_kept() {
        let mut surplus = Surplus::default();
        let mut found: Vec<_> = (2..100).map(finding).collect();
        surplus.skim(&mut found);
        assert_eq!(found.len(), 98);
        assert_eq!(surplus.counts(&HashSet::new()), []);
    }
}
