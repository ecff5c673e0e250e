//! Which rows are one item.
//!
//! Rows are counted one by one as they come, and their identities noted. Where an identity turns up
//! twice, its rows must be looked at together: the log is then counted again, and the rows of such
//! items are held back until all are there. Most logs have no such rows, and none is kept in memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::source::OwnedRow;

/// The identities of a log.
#[derive(Debug, Default, Clone)]
pub struct Identity {
    /// Identities of the rows of this pass.
    seen: HashSet<Box<str>>,
    /// Identities that are known to stand in several rows.
    repeated: HashSet<Box<str>>,
    /// Ids that go under another, as `same_as` says.
    same_as: HashMap<Box<str>, Box<str>>,
    /// Whether this pass found what no earlier pass knew.
    is_news: bool,
}

impl Identity {
    /// Notes one row with this identity. Whether it must be held back with the item's other rows.
    pub fn is_held(&mut self, identity: &str) -> bool {
        if self.repeated.contains(identity) {
            return true;
        }
        if !self.seen.insert(identity.into()) {
            self.repeated.insert(identity.into());
            self.is_news = true;
        }
        false
    }

    /// Notes that the item `id` is the same as the item `other`.
    pub fn join(&mut self, id: &str, other: &str) {
        let (one, other) = (self.original(id), self.original(other));
        if one != other {
            let (one, other) = (one.into(), other.into());
            self.same_as.insert(one, other);
            self.is_news = true;
        }
    }

    /// The id that all copies of the item `id` go under.
    #[must_use]
    pub fn original<'a>(&'a self, id: &'a str) -> &'a str {
        let mut original = id;
        // Only ids that go under no other are joined, so that no chain comes back to itself.
        while let Some(other) = self.same_as.get(original) {
            original = other;
        }
        original
    }

    /// Adds what a later part of the log showed.
    pub fn merge(&mut self, later: Self) {
        let common: Vec<Box<str>> = self.seen.intersection(&later.seen).cloned().collect();
        self.is_news |= later.is_news || !common.is_empty();
        self.repeated.extend(common);
        self.repeated.extend(later.repeated);
        self.seen.extend(later.seen);
        for (id, other) in &later.same_as {
            self.join(id, other);
        }
    }

    /// What the next pass has to know; none where this pass knew all.
    #[must_use]
    pub fn for_another_pass(&mut self) -> Option<Self> {
        self.is_news.then(|| Self {
            seen: HashSet::new(),
            repeated: std::mem::take(&mut self.repeated),
            same_as: std::mem::take(&mut self.same_as),
            is_news: false,
        })
    }
}

/// Rows that are held back until all rows of their item are there, by identity, in file order.
#[derive(Default)]
pub(super) struct Held {
    items: BTreeMap<Box<str>, Vec<OwnedRow>>,
}

impl Held {
    pub(super) fn add(&mut self, identity: &str, row: OwnedRow) {
        if let Some(rows) = self.items.get_mut(identity) {
            rows.push(row);
        } else {
            self.items.insert(identity.into(), vec![row]);
        }
    }

    /// Adds the rows of a later part of the log.
    pub(super) fn merge(&mut self, later: Self) {
        for (identity, rows) in later.items {
            self.items.entry(identity).or_default().extend(rows);
        }
    }

    /// The rows of each item.
    pub(super) fn into_items(self) -> impl Iterator<Item = Vec<OwnedRow>> {
        self.items.into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_row_asks_for_another_pass_and_is_then_held() {
        let mut identity = Identity::default();
        assert!(!identity.is_held("a"));
        assert!(!identity.is_held("b"));
        assert!(!identity.is_held("a"));
        let mut identity = identity.for_another_pass().unwrap();
        assert!(identity.is_held("a"));
        assert!(!identity.is_held("b"));
        assert!(identity.is_held("a"));
        assert!(identity.for_another_pass().is_none());
    }

    #[test]
    fn copies_of_copies_go_under_one_id() {
        let mut identity = Identity::default();
        identity.join("a", "b");
        identity.join("b", "c");
        assert_eq!(identity.original("a"), "c");
        assert_eq!(identity.original("c"), "c");
        let mut ring = Identity::default();
        ring.join("a", "b");
        ring.join("b", "a");
        assert_eq!(ring.original("a"), ring.original("b"));
        let mut several = Identity::default();
        several.join("w", "a");
        several.join("w", "b");
        assert_eq!(several.original("a"), several.original("b"));
        let mut again = several.for_another_pass().unwrap();
        again.join("w", "a");
        again.join("w", "b");
        assert!(again.for_another_pass().is_none());
    }
}
