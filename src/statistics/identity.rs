//! Which rows are one item.
//!
//! Rows are counted one by one as they come, and their identities noted. Where an identity turns up
//! twice, its rows must be looked at together: the log is then counted again, and the rows of such
//! items are held back until all are there: until the next item, where they stand together. Most logs
//! have no such rows, and none is kept in memory; nor are the identities, while each is greater than
//! all before it, or less. They are compared and no more, so that their bytes do.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use indexmap::map;

use crate::diagnostic::{Code, Diagnostic, Findings, Place, Problem};
use crate::source::{Entry, OwnedRow, Row};

/// The identities of a log.
#[derive(Debug, Default, Clone)]
pub struct Identity {
    /// Identities of the rows of this pass.
    seen: Seen,
    /// Identities that are known to stand in several rows.
    repeated: HashSet<Box<[u8]>, FixedState>,
    /// Ids that go under another, as `same_as` says.
    same_as: HashMap<Box<[u8]>, Box<[u8]>>,
    /// Whether this pass found what no earlier pass knew.
    is_news: bool,
    /// The identity of the row before; empty where that is the greatest.
    last: Vec<u8>,
    rows_of_items: RowsOfItems,
}

/// How the rows of each item stand in a log.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum RowsOfItems {
    /// In this pass it is seen where rows of an item do not stand together: so far nowhere.
    #[default]
    Watched,
    /// Somewhere they do not, or this pass cannot tell.
    Apart,
    /// Everywhere they stand together, as an earlier pass showed.
    Together,
}

/// The identities of the rows so far.
#[derive(Debug, Clone)]
enum Seen {
    /// None but the least and the greatest: every row was outside of those before it.
    Range(Option<(Bound, Bound)>),
    /// They are in no order: a row stood between two others, so that the next pass needs them all.
    Disordered,
    /// All of them.
    All(HashSet<Box<[u8]>, FixedState>),
}

impl Default for Seen {
    fn default() -> Self {
        Self::Range(None)
    }
}

/// The least or the greatest of identities.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bound {
    /// One of eight to sixteen bytes: they are compared as one number, as which they are in the same
    /// order.
    Number(u128),
    /// Any other.
    Bytes(Box<[u8]>),
}

impl Bound {
    #[inline]
    fn of(identity: &[u8]) -> Self {
        match number(identity) {
            Some(number) => Self::Number(number),
            None => Self::Bytes(identity.into()),
        }
    }

    fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Number(number) => {
                let bytes = number.to_be_bytes();
                let length = 16 - number.trailing_zeros() as usize / 8;
                bytes[..length].to_vec().into()
            }
            Self::Bytes(bytes) => (&**bytes).into(),
        }
    }
}

impl Ord for Bound {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.cmp(other),
            _ => self.bytes().cmp(&other.bytes()),
        }
    }
}

impl PartialOrd for Bound {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The bytes of an identity as a number, filled up with zeros; none where it is too short or too
/// long for that.
#[inline]
fn number(bytes: &[u8]) -> Option<u128> {
    let beyond = 16_usize.checked_sub(bytes.len())?;
    let (first, last) = (bytes.first_chunk()?, bytes.last_chunk()?);
    // Of the last eight bytes those that are not among the first.
    let rest = u128::from(u64::from_be_bytes(*last)) << (8 * beyond);
    let first = u128::from(u64::from_be_bytes(*first)) << 64;
    // A zero at the end is no other than those it is filled up with.
    let is_told = bytes.last() != Some(&0);
    is_told.then_some(first | rest & u128::from(u64::MAX))
}

impl Identity {
    /// Notes one row with this identity. Whether it must be held back with the item's other rows.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    pub fn is_held(&mut self, identity: &[u8]) -> bool {
        // Of most logs every row is like this. In the first pass what is known to be repeated is among
        // what was seen.
        let is_first_pass = self.rows_of_items == RowsOfItems::Watched;
        if let Seen::Range(Some((_, Bound::Number(greatest)))) = &mut self.seen
            && (is_first_pass || self.repeated.is_empty())
            && let Some(number) = number(identity)
            && number > *greatest
        {
            *greatest = number;
            self.last.clear();
            return false;
        }
        self.is_held_else(identity)
    }

    #[inline(never)]
    fn is_held_else(&mut self, identity: &[u8]) -> bool {
        let is_beside = self.is_last(identity);
        self.last.clear();
        self.last.extend_from_slice(identity);
        let is_known = self.repeated.contains(identity);
        let is_again = match &mut self.seen {
            Seen::Range(_) | Seen::Disordered if is_known => true,
            Seen::Range(None) => {
                let bound = Bound::of(identity);
                self.seen = Seen::Range(Some((bound.clone(), bound)));
                false
            }
            Seen::Range(Some((least, greatest))) => {
                let bound = Bound::of(identity);
                let is_bound = bound == *greatest || bound == *least;
                if bound > *greatest {
                    *greatest = bound;
                } else if bound < *least {
                    *least = bound;
                } else if !is_bound {
                    self.is_news = true;
                    self.seen = Seen::Disordered;
                }
                is_bound
            }
            Seen::Disordered => false,
            Seen::All(all) => !all.insert(identity.into()),
        };
        if is_again && !is_beside {
            self.find_apart();
        }
        if is_again && !is_known {
            self.repeated.insert(identity.into());
            self.is_news = true;
        }
        is_known
    }

    /// Notes that the rows of an item do not stand together.
    fn find_apart(&mut self) {
        if self.rows_of_items == RowsOfItems::Watched {
            self.rows_of_items = RowsOfItems::Apart;
        }
    }

    /// Whether the row before has this identity.
    fn is_last(&self, identity: &[u8]) -> bool {
        match &self.seen {
            Seen::Range(Some((_, greatest))) if self.last.is_empty() => {
                *greatest == Bound::of(identity)
            }
            _ => self.last == identity,
        }
    }

    /// Notes that the item `id` is the same as the item `other`.
    pub fn join(&mut self, id: &[u8], other: &[u8]) {
        let (one, other) = (self.original(id), self.original(other));
        if one != other {
            let (one, other) = (one.into(), other.into());
            self.same_as.insert(one, other);
            self.is_news = true;
            // Until now its rows went under another.
            self.find_apart();
        }
    }

    /// Whether any id goes under another.
    pub(super) fn has_copies(&self) -> bool {
        !self.same_as.is_empty()
    }

    /// The id that all copies of the item `id` go under.
    #[must_use]
    pub fn original<'a>(&'a self, id: &'a [u8]) -> &'a [u8] {
        let mut original = id;
        // Only ids that go under no other are joined, so that no chain comes back to itself.
        while let Some(other) = self.same_as.get(original) {
            original = other;
        }
        original
    }

    /// Adds what a later part of the log showed.
    pub fn merge(&mut self, later: Self) {
        self.is_news |= later.is_news;
        if later.rows_of_items == RowsOfItems::Apart {
            self.find_apart();
        }
        self.seen = match (std::mem::take(&mut self.seen), later.seen) {
            (Seen::All(mut all), Seen::All(later)) => {
                let common: Vec<Box<[u8]>> = all.intersection(&later).cloned().collect();
                self.is_news |= common.iter().any(|id| !self.repeated.contains(id));
                if !common.is_empty() {
                    self.find_apart();
                }
                self.repeated.extend(common);
                all.extend(later);
                Seen::All(all)
            }
            (Seen::Range(None), other) | (other, Seen::Range(None)) => other,
            (Seen::Range(Some((least, greatest))), Seen::Range(Some(later)))
                if greatest < later.0 || later.1 < least =>
            {
                Seen::Range(Some((least.min(later.0), greatest.max(later.1))))
            }
            _ => {
                self.is_news = true;
                Seen::Disordered
            }
        };
        self.repeated.extend(later.repeated);
        for (id, other) in &later.same_as {
            self.join(id, other);
        }
    }

    /// What the next pass has to know; none where this pass knew all.
    #[must_use]
    pub fn for_another_pass(&mut self) -> Option<Self> {
        let rows_of_items = match (&self.seen, self.rows_of_items) {
            (Seen::Range(_) | Seen::All(_), RowsOfItems::Watched) => RowsOfItems::Together,
            // The next pass notes no place of what is known to be repeated.
            (Seen::Range(_), _) => RowsOfItems::Apart,
            (Seen::Disordered | Seen::All(_), _) => RowsOfItems::Watched,
        };
        let seen = match self.seen {
            Seen::Range(_) => Seen::default(),
            Seen::Disordered | Seen::All(_) => Seen::All(HashSet::default()),
        };
        self.is_news.then(|| Self {
            seen,
            repeated: std::mem::take(&mut self.repeated),
            same_as: std::mem::take(&mut self.same_as),
            is_news: false,
            last: Vec::new(),
            rows_of_items,
        })
    }
}

/// The identities of a log, and the rows that are held back until all rows of their item are there.
pub(super) struct Held {
    pub(super) identity: Identity,
    /// By identity, in file order.
    items: IndexMap<Box<[u8]>, Vec<OwnedRow>, FixedState>,
}

impl Held {
    /// No row yet, with what an earlier pass learnt of identity.
    pub(super) fn new(identity: Identity) -> Self {
        Self {
            identity,
            items: IndexMap::default(),
        }
    }

    /// Notes a row with this identity, and keeps it where it must wait for others. Whether it must.
    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    pub(super) fn keeps(&mut self, identity: &[u8], row: impl FnOnce() -> OwnedRow) -> bool {
        let is_held = self.identity.is_held(identity);
        if is_held {
            self.keep(identity, row());
        }
        is_held
    }

    #[inline(never)]
    fn keep(&mut self, identity: &[u8], row: OwnedRow) {
        if let Some(rows) = self.items.get_mut(identity) {
            rows.push(row);
        } else {
            // Most items that have another row have one.
            let mut rows = Vec::with_capacity(2);
            rows.push(row);
            self.items.insert(identity.into(), rows);
        }
    }

    /// Takes out the rows of an item that has no more of them, where that is known before the end.
    #[inline(never)]
    pub(super) fn take_complete(&mut self) -> Option<Vec<OwnedRow>> {
        // The next item has begun.
        let are_together = self.identity.rows_of_items == RowsOfItems::Together;
        let has_ended = are_together && self.items.len() > 1;
        let item = has_ended.then(|| self.items.shift_remove_index(0));
        item.flatten().map(|(_, rows)| rows)
    }

    /// Adds what a later part of the log showed, and its rows.
    pub(super) fn merge(&mut self, later: Self) {
        self.identity.merge(later.identity);
        for (identity, rows) in later.items {
            self.items.entry(identity).or_default().extend(rows);
        }
    }

    /// Takes out the rows of each item.
    ///
    /// # Errors
    /// What was learnt of identity, where the log must be counted again with it.
    pub(super) fn take_items(
        &mut self,
    ) -> Result<impl Iterator<Item = Vec<OwnedRow>> + use<>, Box<Identity>> {
        match self.identity.for_another_pass() {
            Some(identity) => Err(Box::new(identity)),
            None => Ok(std::mem::take(&mut self.items).into_values()),
        }
    }
}

/// Rows that are not alike, by their records.
type Distinct<'r, R> = IndexMap<R, &'r Row<'r>, FixedState>;

/// Rows that repeat an earlier one cell for cell, as where an export was made twice.
#[derive(Default)]
pub(super) struct Repeats {
    /// How many rows of a file stand in another one before, by both, with the place of the file.
    rows: BTreeMap<(Arc<str>, Arc<str>), (u64, Place)>,
}

impl Repeats {
    /// Notes that `row` repeats `first`.
    pub(super) fn add(&mut self, row: &Row<'_>, first: &Row<'_>) {
        let files = (Arc::clone(row.file()), Arc::clone(first.file()));
        let place = || Place {
            line: None,
            ..row.place()
        };
        self.rows.entry(files).or_insert_with(|| (0, place())).0 += 1;
    }

    /// The rows that repeat none before them, each by its record, in file order.
    pub(super) fn leave_out<'r, R: Eq + Hash>(
        &mut self,
        rows: impl Iterator<Item = (&'r Row<'r>, R)>,
    ) -> Distinct<'r, R> {
        // By hash, for a log may have one id in every row.
        let mut distinct = Distinct::default();
        for (row, record) in rows {
            match distinct.entry(record) {
                map::Entry::Occupied(first) => self.add(row, first.get()),
                map::Entry::Vacant(vacant) => {
                    vacant.insert(row);
                }
            }
        }
        distinct
    }

    /// Adds those of a later part of the log.
    pub(super) fn merge(&mut self, later: Self) {
        for (files, (rows, place)) in later.rows {
            self.rows.entry(files).or_insert((0, place)).0 += rows;
        }
    }

    /// Tells of each file how many of its rows repeat others.
    pub(super) fn tell(self, found: &mut Findings<'_>) {
        for ((_, first_file), (rows, place)) in self.rows {
            let first_file = first_file.to_string();
            found.push(Diagnostic::at(
                place,
                Problem::RepeatedRows { rows, first_file },
            ));
        }
    }
}

/// Hands the held rows of notices or guides that count to `count`, each with its record, and tells of
/// those that repeat others.
pub(super) fn for_each_distinct<L: Entry>(
    items: impl Iterator<Item = Vec<OwnedRow>>,
    id: impl for<'a> Fn(&'a L::Record<'_>) -> Option<&'a str>,
    found: &mut Findings<'_>,
    mut count: impl FnMut(&Row<'_>, &L::Record<'_>),
) where
    for<'r> L::Record<'r>: Eq + Hash,
{
    let mut repeats = Repeats::default();
    for rows in items {
        let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
        let rows = repeats.leave_out(rows.iter().filter_map(with_record::<L>));
        tell_differing::<L>(&rows, &id, found);
        for (record, row) in &rows {
            count(row, record);
        }
    }
    repeats.tell(found);
}

/// A held row with its record.
pub(super) fn with_record<'r, L: Entry>(row: &'r Row<'r>) -> Option<(&'r Row<'r>, L::Record<'r>)> {
    // It was read once already; what it had to tell was told then.
    Some((row, L::read(row, &mut Vec::new())?))
}

/// Tells of rows of one notice or guide that are not alike, for one may be a correction of the other.
fn tell_differing<'r, L: Entry>(
    rows: &Distinct<'r, L::Record<'r>>,
    id: impl for<'a> Fn(&'a L::Record<'_>) -> Option<&'a str>,
    found: &mut Findings<'_>,
) {
    let Some((_, first)) = rows.first() else {
        return;
    };
    for (record, row) in rows.iter().skip(1) {
        if let Some(id) = id(record) {
            let problem = || Problem::DifferingRow {
                id: id.to_owned(),
                first_file: first.file().to_string(),
                first_line: first.line(),
            };
            row.tell(found, (L::LOG, "id"), Code::DifferingRow, problem);
        }
    }
}

/// What makes two rows of notices one: the id, else title and day.
pub(super) fn identity_of<'a>(
    id: Option<&'a str>,
    title: &str,
    day: Option<NaiveDate>,
) -> Cow<'a, [u8]> {
    id.map_or_else(
        || {
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            Cow::Owned(format!("{title}\n{day}").into_bytes())
        },
        |id| Cow::Borrowed(id.as_bytes()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many rows are held back in the last of all passes, and how many passes there are.
    fn held(identities: &[&str]) -> (usize, usize) {
        let mut identity = Identity::default();
        for pass in 1.. {
            let held = identities
                .iter()
                .filter(|row| identity.is_held(row.as_bytes()))
                .count();
            match identity.for_another_pass() {
                Some(next) => identity = next,
                None => return (held, pass),
            }
        }
        (0, 0)
    }

    #[test]
    fn bounds_are_in_the_order_of_their_texts() {
        let texts = [
            "",
            "1",
            "P0000001",
            "P000001",
            "P0000010",
            "P00000010",
            "P000000100",
            "信息公开",
            "JK-2017-00000001",
            "JK-2017-000000010",
            "政务公开1",
            "政务公开1\0",
            "政务公开12",
        ];
        for one in texts {
            assert_eq!(*Bound::of(one.as_bytes()).bytes(), *one.as_bytes());
            for other in texts {
                let order = Bound::of(one.as_bytes()).cmp(&Bound::of(other.as_bytes()));
                assert_eq!(order, one.cmp(other), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn rows_with_one_identity_are_held_back_whatever_their_order() {
        assert_eq!(held(&["a", "b", "c"]), (0, 1));
        assert_eq!(held(&["c", "b", "a"]), (0, 1));
        assert_eq!(held(&["a", "b", "b", "c"]), (2, 2));
        assert_eq!(held(&["b", "d", "c", "a"]), (0, 2));
        assert_eq!(held(&["b", "d", "c", "a", "b", "c", "b"]), (5, 3));
        assert_eq!(held(&[]), (0, 1));
    }

    #[test]
    fn rows_of_an_item_are_known_to_stand_together_in_the_last_pass() {
        let are_together = |parts: &[&[&str]]| {
            let mut identity = Identity::default();
            loop {
                let parts = parts.iter().map(|part| {
                    let mut of_part = identity.clone();
                    for row in *part {
                        of_part.is_held(row.as_bytes());
                    }
                    of_part
                });
                let mut all = identity.clone();
                parts.for_each(|part| all.merge(part));
                match all.for_another_pass() {
                    Some(next) => identity = next,
                    None => return identity.rows_of_items == RowsOfItems::Together,
                }
            }
        };
        let (one, same) = ("P0000001", "P0000002");
        assert!(are_together(&[&["a", "b", "b", "b", "c", "c"]]));
        assert!(are_together(&[&["c", "b", "b", "a", "a"]]));
        assert!(are_together(&[&["b", "d", "d", "c", "c", "a"]]));
        assert!(are_together(&[&[one, same, same, "P0000003"]]));
        assert!(are_together(&[&["a", "b", "b"], &["c", "d", "d"]]));
        // The pass that shows it finds no other rows to hold back, and is the last.
        assert!(!are_together(&[&["b", "d", "d", "c"]]));
        assert!(!are_together(&[&["a", "b", "c", "b"]]));
        assert!(!are_together(&[&["a", "b", "b", "c", "b"]]));
        assert!(!are_together(&[&["b", "a", "b"]]));
        assert!(!are_together(&[&["b", "d", "d", "c", "a", "d"]]));
        assert!(!are_together(&[&["d", "d", "a", "c", "b", "d"]]));
        assert!(!are_together(&[&[one, same, "P0000003", same]]));
        assert!(!are_together(&[&["a", "b", "b"], &["b", "c"]]));
        assert!(!are_together(&[&["b", "e", "e", "a"], &["c", "e", "d"]]));
    }

    #[test]
    fn parts_are_held_back_as_the_whole_is() {
        for (one, other, is_news) in [
            (&["a", "b"][..], &["c", "d"][..], false),
            (&["c"], &["a", "b"], false),
            (&["a", "c"], &["b"], true),
            (&["a", "c"], &["c", "d"], true),
            (&[], &["a"], false),
        ] {
            let part = |rows: &[&str]| {
                let mut identity = Identity::default();
                assert!(!rows.iter().any(|row| identity.is_held(row.as_bytes())));
                identity
            };
            let mut whole = part(one);
            whole.merge(part(other));
            assert_eq!(
                whole.for_another_pass().is_some(),
                is_news,
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn copies_of_copies_go_under_one_id() {
        let mut identity = Identity::default();
        identity.join(b"a", b"b");
        identity.join(b"b", b"c");
        assert_eq!(identity.original(b"a"), b"c");
        assert_eq!(identity.original(b"c"), b"c");
        let mut ring = Identity::default();
        ring.join(b"a", b"b");
        ring.join(b"b", b"a");
        assert_eq!(ring.original(b"a"), ring.original(b"b"));
        let mut several = Identity::default();
        several.join(b"w", b"a");
        several.join(b"w", b"b");
        assert_eq!(several.original(b"a"), several.original(b"b"));
        let mut again = several.for_another_pass().unwrap();
        again.join(b"w", b"a");
        again.join(b"w", b"b");
        assert!(again.for_another_pass().is_none());
    }
}
