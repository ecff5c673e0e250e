//! Which rows belong to one item.
//!
//! Rows are counted as they are read, and their identities are put into a set. Adjacent rows of one
//! item are held until the next item begins. If an identity turns up again later, or `same_as` joins
//! two, the log is read a second time, and all rows of such items are held until the end. Most logs
//! have no such rows and hold none in memory. Identities are compared as bytes.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use indexmap::map;

use super::RowName;
use super::decided::{RowDecisions, Verdict};
use super::ids::IdSet;
use crate::diagnostic::{
    Code, Diagnostic, DifferingRow, Findings, IdsAlike, Place, Problem, RepeatedRows, RunningIds,
};
use crate::logs::{Entry, OwnedRow, Row, compatible_name, name_key};
use crate::project::IdentityDecision;
use crate::record::Log;

/// The identities of a log.
#[derive(Debug, Default, Clone)]
pub struct Identity {
    /// Identities of the rows that were counted one by one in this pass.
    seen: IdSet,
    /// The identity of the previous row, and whether that row is held.
    last: Vec<u8>,
    last_is_pending: bool,
    /// Identities that earlier passes found in several rows.
    repeated: IdSet,
    /// Identities that this pass found in several rows. Empty after a second pass, unless the file has
    /// changed.
    news: IdSet,
    /// Ids that `same_as` maps to another id.
    same_as: HashMap<Box<[u8]>, Box<[u8]>>,
    /// Whether this pass found a new entry of `same_as`.
    has_new_copies: bool,
    /// Whether the rows of some item are not adjacent.
    are_apart: bool,
    /// The decisions of the office.
    decided: Option<Arc<RowDecisions>>,
}

impl Identity {
    /// The identities of `log` before the first pass, with the decisions of the office.
    #[must_use]
    pub fn new(log: Log, decisions: &[IdentityDecision]) -> Self {
        Self {
            decided: RowDecisions::of(log, decisions).map(Arc::new),
            ..Self::default()
        }
    }

    /// Whether the office decided that a row is the same item as others.
    pub(super) fn is_decided(&self, row: &Row<'_>) -> bool {
        let verdict = self
            .decided
            .as_ref()
            .and_then(|decided| decided.verdict(row));
        matches!(verdict, Some(Verdict::Same(_)))
    }

    /// Notes a row with this identity; `continues` says whether the next row has it too. Returns whether
    /// the row must be held with the other rows of the item.
    #[inline]
    pub fn is_pending(&mut self, identity: &[u8], continues: bool) -> bool {
        if !self.repeated.is_empty() && self.repeated.contains(identity) {
            return true;
        }
        if self.last_is_pending && self.last == identity {
            return true;
        }
        if !self.seen.insert(identity) {
            self.are_apart |= self.last != identity;
            self.news.insert(identity);
        }
        self.last.clear();
        self.last.extend_from_slice(identity);
        self.last_is_pending = continues;
        continues
    }

    /// Notes that the item `id` is the same as the item `other`.
    pub fn join(&mut self, id: &[u8], other: &[u8]) {
        let (one, other) = (self.original(id), self.original(other));
        if one != other {
            self.same_as.insert(one, other);
            // Its rows were counted under another id until now.
            (self.has_new_copies, self.are_apart) = (true, true);
        }
    }

    /// Whether a row with this identity was read in this pass.
    fn has(&mut self, identity: &[u8]) -> bool {
        self.seen.contains(identity) || self.repeated.contains(identity)
    }

    /// Whether `same_as` maps any id to another.
    fn has_copies(&self) -> bool {
        !self.same_as.is_empty()
    }

    /// The id that stands for all copies of the item `id`.
    ///
    /// Shortens the path for later lookups: each row of a log may name the next.
    pub fn original(&mut self, id: &[u8]) -> Box<[u8]> {
        let mut original: Box<[u8]> = id.into();
        // Only ids that are not mapped yet are joined, so there are no cycles.
        while let Some(other) = self.same_as.get(&original) {
            original.clone_from(other);
        }
        let mut on_the_way: Box<[u8]> = id.into();
        while let Some(other) = self.same_as.get_mut(&on_the_way) {
            if *other == original {
                break;
            }
            on_the_way = std::mem::replace(other, original.clone());
        }
        original
    }

    /// Adds the identities from a later part of the log.
    pub fn merge(&mut self, later: Self) {
        self.are_apart |= later.are_apart;
        self.seen.absorb(later.seen, |id| {
            self.news.insert(id);
            self.are_apart = true;
        });
        self.news.absorb(later.news, |_| {});
        for (id, other) in &later.same_as {
            self.join(id, other);
        }
    }

    /// The identities for the next pass. `None` if this one found nothing new.
    #[must_use]
    pub fn for_another_pass(&mut self) -> Option<Self> {
        if self.news.is_empty() && !self.has_new_copies {
            return None;
        }
        let mut repeated = std::mem::take(&mut self.repeated);
        repeated.absorb(std::mem::take(&mut self.news), |_| {});
        // All rows of an item have one id then.
        let ids: Vec<Box<[u8]>> = self.same_as.keys().cloned().collect();
        for id in ids {
            repeated.insert(&self.original(&id));
        }
        Some(Self {
            repeated,
            same_as: std::mem::take(&mut self.same_as),
            are_apart: self.are_apart,
            decided: self.decided.clone(),
            ..Self::default()
        })
    }
}

/// The identities of a log, and the rows held back until all rows of their item are read.
pub(super) struct PendingRows {
    pub(super) identity: Identity,
    /// By identity, in file order.
    items: IndexMap<Box<[u8]>, Vec<OwnedRow>, FixedState>,
    /// Ids that may be a typing error for another one, each with that one and its place.
    compatible: Vec<(Box<str>, Box<str>, Place)>,
}

/// Maximum number of ids that are checked for being nearly the same as another.
const MOST_COMPATIBLE: usize = 1 << 10;

impl PendingRows {
    /// No row yet. `identity` holds the identities known from earlier passes.
    pub(super) fn new(identity: Identity) -> Self {
        Self {
            identity,
            items: IndexMap::default(),
            compatible: Vec::new(),
        }
    }

    /// Notes a row, and stores it if it must wait for others. Returns whether it was stored.
    #[inline]
    pub(super) fn keeps(&mut self, name: RowName<'_>, row: &Row<'_>) -> bool {
        if let Some(decided) = &self.identity.decided {
            match decided.meet(row, name.identity) {
                Some(Verdict::Distinct) => return false,
                Some(Verdict::Same(number)) => {
                    let of = |number| format!("\nsame {number}").into_bytes();
                    let further: Vec<usize> = decided.further(row).collect();
                    for other in further {
                        self.identity.join(&of(other), &of(number));
                    }
                    let identity = self.identity.original(&of(number)).clone();
                    return self.keeps_original(&identity, false, row);
                }
                None => {}
            }
        }
        let Some(identity) = name.identity else {
            return false;
        };
        if let Some(id) = name.id.filter(|id| !id.is_ascii()) {
            self.note_compatible(id, row);
        }
        if self.identity.has_copies() {
            let identity = self.identity.original(identity);
            return self.keeps_original(&identity, name.continues, row);
        }
        self.keeps_original(identity, name.continues, row)
    }

    #[inline(never)]
    fn note_compatible(&mut self, id: &str, row: &Row<'_>) {
        if let Some(compatible) =
            compatible_name(id).filter(|_| self.compatible.len() < MOST_COMPATIBLE)
        {
            self.compatible
                .push((id.into(), compatible.into(), row.place()));
        }
    }

    #[inline]
    fn keeps_original(&mut self, identity: &[u8], continues: bool, row: &Row<'_>) -> bool {
        let is_pending = self.identity.is_pending(identity, continues);
        if is_pending {
            self.keep(identity, row.to_owned());
        }
        is_pending
    }

    #[inline(never)]
    fn keep(&mut self, identity: &[u8], row: OwnedRow) {
        if let Some(rows) = self.items.get_mut(identity) {
            rows.push(row);
        } else {
            // Most items with further rows have one.
            let mut rows = Vec::with_capacity(2);
            rows.push(row);
            self.items.insert(identity.into(), rows);
        }
    }

    /// Removes and returns the rows of an item that is known to be complete before the end of the log.
    #[inline(never)]
    pub(super) fn take_complete(&mut self) -> Option<Vec<OwnedRow>> {
        // The next item has begun.
        let has_ended = !self.identity.are_apart && self.items.len() > 1;
        let item = has_ended.then(|| self.items.shift_remove_index(0));
        item.flatten().map(|(_, rows)| rows)
    }

    /// Adds the identities and held rows from a later part of the log.
    pub(super) fn merge(&mut self, later: Self) {
        self.identity.merge(later.identity);
        self.compatible.extend(later.compatible);
        for (identity, rows) in later.items {
            self.items.entry(identity).or_default().extend(rows);
        }
    }

    /// Removes and returns the rows of each item.
    ///
    /// # Errors
    /// Returns the identities for another pass if the log must be counted again.
    pub(super) fn take_items<L: Entry>(
        &mut self,
        found: &mut Findings<'_>,
    ) -> Result<impl Iterator<Item = Vec<OwnedRow>> + use<L>, Box<Identity>> {
        if let Some(identity) = self.identity.for_another_pass() {
            return Err(Box::new(identity));
        }
        if let Some(decided) = self.identity.decided.clone() {
            decided.report(|identity| self.identity.has(identity), found);
        }
        for (id, compatible, place) in std::mem::take(&mut self.compatible) {
            if self.identity.has(compatible.as_bytes()) {
                let other = compatible.into_string();
                let id = id.into_string();
                found.push(Diagnostic::at(place, IdsAlike { id, other }));
            }
        }
        let items = std::mem::take(&mut self.items).into_values().collect();
        Ok(split_running_ids::<L>(items, found).into_iter())
    }
}

/// Splits items by file if their ids turn out to be running numbers that restart in each file or sheet:
/// of the ids that occur in several files, nine tenths belong to rows that cannot be one item.
fn split_running_ids<L: Entry>(
    items: Vec<Vec<OwnedRow>>,
    found: &mut Findings<'_>,
) -> Vec<Vec<OwnedRow>> {
    let (mut recurring, mut differing) = (0, 0);
    let mut first = None;
    for rows in &items {
        let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
        if !has_one_id_in_several_files(&rows) {
            continue;
        }
        recurring += 1;
        let records: Vec<_> = rows.iter().filter_map(with_record::<L>).collect();
        if let Some(((_, one), others)) = records.split_first()
            && others.iter().any(|(_, other)| !L::may_be_one(one, other))
        {
            differing += 1;
            first.get_or_insert_with(|| rows[0].place());
        }
    }
    let Some(place) = first.filter(|_| differing * 10 >= recurring * 9) else {
        return items;
    };
    // The name without the sheet, as `report.toml` gives it.
    let file = place.file.to_string();
    let log = L::LOG.key();
    let place = Place {
        line: None,
        ..place
    };
    let ids = recurring;
    found.push(Diagnostic::at(place, RunningIds { ids, log, file }));
    let split = items.into_iter().flat_map(|mut rows| {
        let is_split = {
            let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
            has_one_id_in_several_files(&rows)
        };
        if !is_split {
            return vec![rows];
        }
        let mut by_file: IndexMap<Arc<str>, Vec<OwnedRow>> = IndexMap::new();
        for row in rows.drain(..) {
            let file = Arc::clone(row.row().file());
            by_file.entry(file).or_default().push(row);
        }
        by_file.into_values().collect()
    });
    split.collect()
}

/// Whether rows in several files or sheets share one id, and `report.toml` says nothing about these
/// ids.
fn has_one_id_in_several_files(rows: &[Row<'_>]) -> bool {
    let Some((first, others)) = rows.split_first() else {
        return false;
    };
    let id = first.id();
    id.is_some()
        && others.iter().any(|row| row.file() != first.file())
        && others
            .iter()
            .all(|row| row.id().map(name_key) == id.map(name_key))
        && rows.iter().all(|row| row.ids().is_none())
}

/// The first row of each distinct record.
type Distinct<'r, R> = IndexMap<R, &'r Row<'r>, FixedState>;

/// Rows that repeat an earlier one cell for cell, as when the same export is given twice.
#[derive(Default)]
pub(super) struct Repeats {
    /// The number of repeated rows, by their file and the file of the first row, with the place of the
    /// file.
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

    /// Returns the first row of each distinct record, in file order, and notes the others as repeats.
    pub(super) fn leave_out<'r, R: Eq + Hash>(
        &mut self,
        rows: impl Iterator<Item = (&'r Row<'r>, R)>,
    ) -> Distinct<'r, R> {
        // By hash, as a log may have the same id in every row.
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

    /// Adds the repeats from a later part of the log.
    pub(super) fn merge(&mut self, later: Self) {
        for (files, (rows, place)) in later.rows {
            self.rows.entry(files).or_insert((0, place)).0 += rows;
        }
    }

    /// Reports for each file how many of its rows are repeats.
    pub(super) fn report(self, found: &mut Findings<'_>) {
        for ((_, first_file), (rows, place)) in self.rows {
            let first_file = first_file.to_string();
            found.push(Diagnostic::at(place, RepeatedRows { rows, first_file }));
        }
    }
}

/// Calls `count` for the held rows of notices or guides that count, each with its record, and reports
/// those that repeat others.
pub(super) fn for_each_distinct<L: Entry>(
    (items, identity): (impl Iterator<Item = Vec<OwnedRow>>, &Identity),
    found: &mut Findings<'_>,
    mut count: impl FnMut(&Row<'_>, &L::Record<'_>),
) where
    for<'r> L::Record<'r>: Eq + Hash,
{
    let mut repeats = Repeats::default();
    for rows in items {
        let mut rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
        if rows.first().is_some_and(|row| identity.is_decided(row)) {
            rows.truncate(1);
        }
        let rows = repeats.leave_out(rows.iter().filter_map(with_record::<L>));
        report_differing::<L>(&rows, found);
        for (record, row) in &rows {
            count(row, record);
        }
    }
    repeats.report(found);
}

/// A held row with its record.
pub(super) fn with_record<'r, L: Entry>(row: &'r Row<'r>) -> Option<(&'r Row<'r>, L::Record<'r>)> {
    // It was read before; its findings were reported then.
    Some((row, L::read(row, &mut Vec::new())?))
}

/// Reports rows of one notice or guide that differ, as one may be a correction of the other.
fn report_differing<'r, L: Entry>(rows: &Distinct<'r, L::Record<'r>>, found: &mut Findings<'_>) {
    let Some((_, first)) = rows.first() else {
        return;
    };
    for (record, row) in rows.iter().skip(1) {
        if let Some(id) = L::id(record) {
            let problem = || {
                Problem::from(DifferingRow {
                    id: id.to_owned(),
                    first_file: first.file().to_string(),
                    first_line: first.line(),
                })
            };
            row.report(found, (L::LOG, "id"), Code::of::<DifferingRow>(), problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of rows held in the last pass, and the number of passes.
    fn pending(identities: &[&str]) -> (usize, usize) {
        let mut identity = Identity::default();
        for pass in 1.. {
            let pending = identities
                .iter()
                .filter(|row| identity.is_pending(row.as_bytes(), false))
                .count();
            match identity.for_another_pass() {
                Some(next) => identity = next,
                None => return (pending, pass),
            }
        }
        (0, 0)
    }

    #[test]
    fn rows_with_one_identity_are_held_back_whatever_their_order() {
        assert_eq!(pending(&["a", "b", "c"]), (0, 1));
        assert_eq!(pending(&["c", "b", "a"]), (0, 1));
        assert_eq!(pending(&["a", "b", "b", "c"]), (2, 2));
        assert_eq!(pending(&["b", "d", "c", "a"]), (0, 1));
        assert_eq!(pending(&["b", "d", "c", "a", "b", "c", "b"]), (5, 2));
        assert_eq!(pending(&[]), (0, 1));
    }

    #[test]
    fn rows_that_stand_together_need_one_pass() {
        // Each with whether the next row has the same identity.
        let rows = [
            ("a", false),
            ("b", true),
            ("b", true),
            ("b", false),
            ("c", false),
        ];
        let mut identity = Identity::default();
        let pending = rows.map(|(row, continues)| identity.is_pending(row.as_bytes(), continues));
        assert_eq!(pending, [false, true, true, true, false]);
        assert!(identity.for_another_pass().is_none());
        // An identity that returns later needs another pass.
        assert!(!identity.is_pending(b"b", false));
        assert!(identity.for_another_pass().is_some());
    }

    #[test]
    fn rows_of_an_item_are_known_to_stand_together_in_the_last_pass() {
        let are_together = |parts: &[&[&str]]| {
            let mut identity = Identity::default();
            loop {
                let parts = parts.iter().map(|part| {
                    let mut of_part = identity.clone();
                    for row in *part {
                        of_part.is_pending(row.as_bytes(), false);
                    }
                    of_part
                });
                let mut all = identity.clone();
                parts.for_each(|part| all.merge(part));
                match all.for_another_pass() {
                    Some(next) => identity = next,
                    None => return !identity.are_apart,
                }
            }
        };
        let (one, same) = ("P0000001", "P0000002");
        assert!(are_together(&[&["a", "b", "b", "b", "c", "c"]]));
        assert!(are_together(&[&["c", "b", "b", "a", "a"]]));
        assert!(are_together(&[&["b", "d", "d", "c", "c", "a"]]));
        assert!(are_together(&[&[one, same, same, "P0000003"]]));
        assert!(are_together(&[&["a", "b", "b"], &["c", "d", "d"]]));
        assert!(are_together(&[&["b", "d", "d", "c"]]));
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
            (&["a", "c"], &["b"], false),
            (&["a", "c"], &["c", "d"], true),
            (&[], &["a"], false),
        ] {
            let part = |rows: &[&str]| {
                let mut identity = Identity::default();
                assert!(
                    !rows
                        .iter()
                        .any(|row| identity.is_pending(row.as_bytes(), false))
                );
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
        assert_eq!(&*identity.original(b"a"), b"c");
        assert_eq!(&*identity.original(b"c"), b"c");
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
