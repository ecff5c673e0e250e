//! The order of the figures in a breakdown, in all output.
//!
//! The office's own order comes first. Labels that it does not list follow, or all if there is no such
//! order: codes in their natural order, the office's words alphabetically, or by size in a text.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::value::{Figures, Value};
use crate::vocabulary::{Key, Labels};

/// The positions of labels in the office's own orders, by the key of the breakdown.
pub(super) type Places = BTreeMap<Key, BTreeMap<Box<str>, usize>>;

impl Figures {
    /// Sets the office's own order of the labels of a breakdown: `place_of` gives the position of a
    /// label. Rates by the same labels follow this order.
    pub fn set_order(&mut self, breakdown: &Key, place_of: impl Fn(&str) -> Option<usize>) {
        let labels = self
            .plain()
            .filter(|(key, _)| breakdown_of(key).as_ref() == Some(breakdown))
            .filter_map(|(key, _)| key.labels.last());
        let labels: BTreeSet<&Box<str>> = labels.collect();
        let places = labels
            .into_iter()
            .filter_map(|label| Some((label.clone(), place_of(label)?)));
        let places = places.collect();
        self.places.insert(breakdown.clone(), places);
    }

    /// The positions in the office's own order that are used by a label of the breakdown.
    pub fn places_met(&self, breakdown: &Key) -> impl Iterator<Item = usize> {
        let places = self.places.get(breakdown);
        places
            .into_iter()
            .flat_map(|places| places.values().copied())
    }

    /// The position of a figure in the office's own order, or the maximum if it has none.
    fn place(&self, key: &Key) -> usize {
        if self.places.is_empty() {
            return usize::MAX;
        }
        let place = || {
            let places = self.places.get(&breakdown_of(key)?)?;
            places.get(key.labels.last()?).copied()
        };
        place().unwrap_or(usize::MAX)
    }

    /// All figures in order, for an office with its own orders.
    pub(super) fn ordered(&self) -> Vec<(&Key, &Value)> {
        let mut all: Vec<(&Key, &Value)> = self.plain().collect();
        arrange(&mut all, |(key, _)| key, |key| self.place(key));
        all
    }

    /// Sorts figures for a text: the office's words without a position in its own order are sorted by
    /// size, the largest first.
    #[must_use]
    pub fn by_size<'f>(
        &self,
        figures: impl Iterator<Item = (&'f Key, &'f Value)>,
    ) -> Vec<(&'f Key, &'f Value)> {
        let mut figures: Vec<(&Key, &Value)> = figures.collect();
        figures.sort_by_cached_key(|(key, value)| {
            let (last, above) = key
                .labels
                .split_last()
                .map_or((None, &[][..]), |(last, above)| (Some(last), above));
            let size = last.filter(|_| is_open(key)).and_then(|_| value.count());
            (key.metric, above, self.place(key), Reverse(size))
        });
        figures
    }
}

/// Sorts the keys of several years from the order of the vocabulary to the office's own order.
pub fn arrange_keys<Y>(keys: &mut [&Key], years: &[(Y, &Figures)]) {
    if years.iter().all(|(_, figures)| figures.places.is_empty()) {
        return;
    }
    let place = |key: &Key| {
        let places = years.iter().map(|(_, figures)| figures.place(key));
        places.min().unwrap_or(usize::MAX)
    };
    arrange(keys, |key| key, place);
}

/// Sorts each breakdown by the positions of its labels; the order of breakdowns is unchanged.
fn arrange<T: Copy>(items: &mut [T], key: impl Fn(&T) -> &Key, place: impl Fn(&Key) -> usize) {
    let is_one = |one: &T, next: &T| {
        let (one, next) = (key(one), key(next));
        one.metric == next.metric
            && one.labels.len() == next.labels.len()
            && one.labels.split_last().map(|(_, above)| above)
                == next.labels.split_last().map(|(_, above)| above)
    };
    for breakdown in items.chunk_by_mut(is_one).filter(|items| items.len() > 1) {
        breakdown.sort_by_cached_key(|item| place(key(item)));
    }
}

/// The breakdown whose order applies to a figure. `None` for a single figure.
fn breakdown_of(key: &Key) -> Option<Key> {
    let is_whole = key.labels.len() == key.metric.definition().labels.len();
    let (_, above) = key.labels.split_last().filter(|_| is_whole)?;
    Some(Key {
        metric: key.metric.breakdown(),
        labels: above.to_vec(),
    })
}

/// Whether the last label of a key is one of the office's own words, which have no natural order.
fn is_open(key: &Key) -> bool {
    matches!(key.metric.definition().labels.last(), Some(Labels::Open))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Metric;

    fn figures() -> Figures {
        let of = |metric, label: &str, count| (Key::new(metric, &[label]), Value::Count(count));
        let (category, month) = (Metric::PublishedByCategory, Metric::PublishedByMonth);
        [
            (Key::new(Metric::PublishedTotal, &[]), Value::Count(10)),
            of(category, "丙", 1),
            of(category, "乙", 2),
            of(category, "甲", 3),
            of(category, "丁", 4),
            of(month, "01", 5),
            of(month, "02", 5),
        ]
        .into_iter()
        .collect()
    }

    fn labels<'f>(figures: impl Iterator<Item = (&'f Key, &'f Value)>) -> String {
        let labels = figures.filter_map(|(key, _)| key.labels.last());
        labels.map(|label| &**label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn listed_labels_stand_first() {
        let mut figures = figures();
        let by_letter = labels(figures.iter());
        let by_size = |figures: &Figures| labels(figures.by_size(figures.iter()).into_iter());
        assert_eq!(by_letter, "丁 丙 乙 甲 01 02");
        assert_eq!(by_size(&figures), "丁 甲 乙 丙 01 02");
        let own = ["乙", "无", "丙"];
        let breakdown = Key::new(Metric::PublishedByCategory, &[]);
        figures.set_order(&breakdown, |label| own.iter().position(|own| *own == label));
        assert_eq!(labels(figures.iter()), "乙 丙 丁 甲 01 02");
        assert_eq!(by_size(&figures), "乙 丙 丁 甲 01 02");
        assert_eq!(
            figures.places_met(&breakdown).collect::<BTreeSet<_>>(),
            [0, 2].into()
        );
        let mut keys: Vec<&Key> = figures.plain().map(|(key, _)| key).collect();
        let other_year = self::figures();
        arrange_keys(&mut keys, &[(2016, &other_year), (2017, &figures)]);
        let keys: Vec<&Key> = keys.into_iter().skip(1).collect();
        let keys: Vec<&str> = keys.iter().map(|key| &*key.labels[0]).collect();
        assert_eq!(keys.join(" "), "乙 丙 丁 甲 01 02");
    }
}
