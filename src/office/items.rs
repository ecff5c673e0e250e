//! Counts the items above a total row: a stated total may count items, which can have a row per
//! channel.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place, TotalDiffers};
use crate::logs::{Entry, LogTable, NextRows, Row, Step};

/// Number of items above a total row.
pub(super) struct ItemsAbove {
    place: Place,
    all: u64,
    /// Items since the previous total row.
    of_part: u64,
}

impl ItemsAbove {
    /// Whether a finding is about this total row and the stated total matches one of the item counts.
    pub(super) fn is_total(&self, found: &Diagnostic) -> bool {
        let is_here = found.place.as_deref() == Some(&self.place);
        match found.problem.get() {
            Some(TotalDiffers { stated, .. }) => {
                is_here && [self.all, self.of_part].contains(stated)
            }
            None => false,
        }
    }
}

/// Counts distinct items.
#[derive(Default)]
struct Items {
    named: HashSet<Vec<u8>>,
    unnamed: u64,
}

impl Items {
    /// Adds a row; a row that is not a record is skipped.
    fn add<L: Entry>(&mut self, row: &Row<'_>) {
        let Some(record) = L::read(row, &mut Vec::new()) else {
            return;
        };
        let mut buffer = Vec::new();
        match L::identity(row, L::day_of(&L::days(&record)), &mut buffer) {
            Some(name) => {
                self.named.insert(name.to_vec());
            }
            None => self.unnamed += 1,
        }
    }

    fn count(&self) -> u64 {
        self.named.len() as u64 + self.unnamed
    }
}

/// Counts the items above each total row of `table`, and removes these rows from `totals`.
pub(super) fn above<L: Entry>(mut table: LogTable, totals: &mut Vec<Place>) -> Vec<ItemsAbove> {
    let own = table.place();
    let is_of_table = |total: &mut Place| (&total.file, &total.sheet) == (&own.file, &own.sheet);
    let mut waiting: Vec<Place> = totals.extract_if(.., is_of_table).collect();
    if waiting.is_empty() {
        return Vec::new();
    }
    waiting.sort_by_key(|total| std::cmp::Reverse(total.line));
    let (mut all, mut of_part, mut counted) = (Items::default(), Items::default(), Vec::new());
    while let Ok(NextRows::Rows(mut rows)) = table.read_on() {
        while rows.advance() {
            let Some(Step::Row(row)) = rows.step() else {
                continue;
            };
            let is_above = |total: &mut Place| total.line.is_some_and(|line| line <= row.line());
            while let Some(place) = waiting.pop_if(is_above) {
                counted.push(ItemsAbove {
                    place,
                    all: all.count(),
                    of_part: of_part.count(),
                });
            }
            if row.as_total().is_some() {
                of_part = Items::default();
            } else {
                all.add::<L>(row);
                of_part.add::<L>(row);
            }
        }
    }
    let rest = waiting.into_iter().map(|place| ItemsAbove {
        place,
        all: all.count(),
        of_part: of_part.count(),
    });
    counted.extend(rest);
    counted
}
