//! Findings beyond those that anybody reads: counted, not kept.
//!
//! A log exported with the wrong columns has as many findings as rows. On a terminal the first few of
//! a kind say all, and memory should not grow with the rest.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::{self, Write as _};
use std::hash::{BuildHasher, DefaultHasher, Hasher};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::{Code, Diagnostic, Severity};

/// How many findings of a code are kept of each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Where they are errors.
    pub errors: usize,
    /// Where they are less.
    pub others: usize,
}

/// How many findings of a code are kept of a file, and which came after them.
#[derive(Debug, Clone, Default)]
pub struct Surplus {
    cap: Option<Cap>,
    /// Places whose findings are kept in any case.
    named: Arc<BTreeSet<(String, u64)>>,
    /// How many of the findings handed over were looked at.
    looked_at: usize,
    kept: BTreeMap<(Arc<str>, Code), usize>,
    /// What was not kept, each by its number.
    beyond: BTreeMap<(Arc<str>, Code), HashSet<u64, FixedState>>,
    numbers: Numbers,
}

impl Surplus {
    /// Nothing seen yet; what is beyond `cap` is not kept, by default nothing.
    ///
    /// Findings at the lines of files in `named` are kept in any case.
    #[must_use]
    pub fn new(cap: Option<Cap>, named: Arc<BTreeSet<(String, u64)>>) -> Self {
        Self {
            cap,
            named,
            ..Self::default()
        }
    }

    /// Takes from the findings that came since the last time what goes beyond the cap.
    #[inline]
    pub fn skim(&mut self, found: &mut Vec<Diagnostic>) {
        if let Some(cap) = self.cap
            && self.looked_at != found.len()
        {
            self.skim_new(found, cap);
        }
    }

    fn skim_new(&mut self, found: &mut Vec<Diagnostic>, cap: Cap) {
        let mut index = self.looked_at.min(found.len());
        while index < found.len() {
            if self.is_kept(&found[index], cap) {
                index += 1;
            } else {
                found.remove(index);
            }
        }
        self.looked_at = found.len();
    }

    fn is_kept(&mut self, diagnostic: &Diagnostic, cap: Cap) -> bool {
        let Some(place) = &diagnostic.place else {
            return true;
        };
        let number = self.numbers.number(diagnostic);
        let line = place.line.unwrap_or_default();
        if !self.named.is_empty() && self.named.contains(&(place.file.to_string(), line)) {
            return true;
        }
        let cap = if diagnostic.code().severity() >= Severity::Error {
            cap.errors
        } else {
            cap.others
        };
        let kind = (Arc::clone(&place.file), diagnostic.code());
        let kept = self.kept.entry(kind.clone()).or_default();
        if *kept < cap {
            *kept += 1;
            return true;
        }
        self.beyond.entry(kind).or_default().insert(number);
        false
    }

    /// Adds what another pass did not keep; what both came upon is one.
    pub fn merge(&mut self, other: Self) {
        for (kind, numbers) in other.beyond {
            self.beyond.entry(kind).or_default().extend(numbers);
        }
    }

    /// How many findings were not kept, by file and code, less those that another pass did keep.
    #[must_use]
    pub fn counts(&self, kept: &[Diagnostic]) -> Vec<(Arc<str>, Code, u64)> {
        let mut numbers = Numbers::default();
        let kept: HashSet<u64> = kept.iter().map(|kept| numbers.number(kept)).collect();
        let counts = self.beyond.iter().map(|((file, code), numbers)| {
            let count = numbers.iter().filter(|number| !kept.contains(number));
            (Arc::clone(file), *code, count.count() as u64)
        });
        counts.filter(|(_, _, count)| *count > 0).collect()
    }
}

/// Numbers that tell findings apart by code, place, and how many of them come before at that place;
/// the same finding of two passes has the same.
#[derive(Debug, Clone, Default)]
struct Numbers {
    last: u64,
    before: u64,
}

impl Numbers {
    fn number(&mut self, diagnostic: &Diagnostic) -> u64 {
        let place = diagnostic.place.as_deref();
        let place = place.map(|place| (&place.file, &place.sheet, place.line, place.column));
        let number = FixedState::default().hash_one((diagnostic.code(), place));
        self.before = if number == self.last {
            self.before + 1
        } else {
            0
        };
        self.last = number;
        number.wrapping_add(self.before)
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
        let mut kept = Vec::new();
        let cap = Cap {
            errors: 2,
            others: 0,
        };
        for _ in 0..2 {
            let mut surplus = Surplus::new(Some(cap), Arc::new(named.clone()));
            let mut found = Vec::new();
            for line in 2..=10 {
                found.push(finding(line));
                surplus.skim(&mut found);
            }
            assert_eq!(found, [2, 3, 9].map(finding));
            kept = found;
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
        assert_eq!(surplus.counts(&[]), []);
    }
}
