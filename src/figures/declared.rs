//! Figures declared by the office: those that no log contains, and last year's if its log no longer
//! exists.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::value::{Figures, Value};
use crate::diagnostic::{DeclaredDisagrees, Diagnostic, Place};
use crate::project::Declared;
use crate::record::RequestKind;
use crate::vocabulary::{DOCUMENT_KINDS, Key, Metric, TABLE_COLUMNS};

/// The declared figures of a year, with their places.
#[derive(Debug, Clone, Default)]
pub struct DeclaredFigures {
    /// The figures.
    pub figures: Figures,
    /// The place of each declaration.
    pub places: BTreeMap<Key, Place>,
}

impl DeclaredFigures {
    /// The figures in `declared`.
    #[must_use]
    pub fn new<'d>(declared: impl IntoIterator<Item = &'d Declared>) -> Self {
        let mut all = Self::default();
        for declared in declared {
            let unit = declared.key.metric.definition().unit;
            let value = Value::of_unit(declared.value, unit);
            all.figures.set_one(declared.key.clone(), value);
            all.places
                .insert(declared.key.clone(), declared.place.clone());
        }
        all
    }

    fn count(&self, key: &Key) -> Option<u64> {
        self.figures.get(key)?.count()
    }
}

/// Adds the figures declared for a year and for the year before to the figures of the year. Reports
/// figures that are both counted and declared with different values.
///
/// Returns the place of every figure that does not come from a log, or not from a log alone.
pub fn declare(
    figures: &mut Figures,
    declared: &[Declared],
    last_year: &DeclaredFigures,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Key, Place> {
    let mut places = BTreeMap::new();
    let mut reported: Vec<&Place> = Vec::new();
    carry_over(figures, last_year, &mut places);
    open_stock(figures, declared, last_year, &mut places);
    for declared in declared {
        let key = &declared.key;
        let is_derived = places.contains_key(key);
        match figures.get(key) {
            // A figure declared for the year itself overrides one derived from the year before; an
            // identity of the form compares both.
            None | Some(Value::Absent) => {}
            Some(_) if is_derived => {}
            Some(counted) if counted.equals(declared.value) => continue,
            Some(counted) => {
                let problem = DeclaredDisagrees {
                    key: key.to_string(),
                    declared: declared.value.to_string(),
                    counted: counted.to_string(),
                };
                // A figure with two keys is declared once.
                if !reported.contains(&&declared.place) {
                    found.push(Diagnostic::at(declared.place.clone(), problem));
                    reported.push(&declared.place);
                }
                continue;
            }
        }
        let unit = key.metric.definition().unit;
        figures.set_one(key.clone(), Value::of_unit(declared.value, unit));
        places.insert(key.clone(), declared.place.clone());
    }
    places
}

/// Carries last year's open requests over, column by column, if the log does not cover that year.
fn carry_over(
    figures: &mut Figures,
    last_year: &DeclaredFigures,
    places: &mut BTreeMap<Key, Place>,
) {
    let column = |row: &str, column: &str| Key::new(Metric::RequestsTable, &[row, column]);
    let columns = TABLE_COLUMNS.iter().map(|code| {
        let [from, to] = ["carried_out", "carried_in"].map(|row| column(row, code.code));
        (RequestKind::Disclosure, from, to)
    });
    let kinds = RequestKind::ALL.into_iter().map(|kind| {
        let labels = [kind.code()];
        let [from, to] = [Metric::RequestsCarriedOut, Metric::RequestsCarriedIn]
            .map(|metric| Key::new(metric, &labels));
        (kind, from, to)
    });
    let mut is_carried = false;
    for (kind, from, to) in columns.chain(kinds) {
        let earlier = Key::new(Metric::RequestsReceivedEarlier, &[kind.code()]);
        let reaches_back = figures
            .get(&earlier)
            .and_then(Value::count)
            .is_some_and(|requests| requests > 0);
        if let (Some(value), false) = (last_year.figures.get(&from), reaches_back) {
            figures.set(to.clone(), value.clone());
            if let Some(place) = last_year.places.get(&from) {
                is_carried |= to.metric == Metric::RequestsTable;
                places.insert(to, place.clone());
            }
        }
    }
    if is_carried {
        total_of_carried(figures, places, &column);
        parts_of_carried(figures, places, &column);
    }
}

/// The keys of the total carried in, and of its columns by applicant.
fn carried_in(column: &dyn Fn(&str, &str) -> Key) -> (Vec<Key>, Vec<Key>) {
    let is_total = |key: &Key| key.labels.last().is_some_and(|label| &**label == "total");
    let columns = TABLE_COLUMNS.iter();
    let keys = columns.map(|code| column("carried_in", code.code));
    keys.partition(is_total)
}

/// Sets the columns carried in that were not declared to absent, if the total is not the sum of the
/// columns.
fn parts_of_carried(
    figures: &mut Figures,
    places: &BTreeMap<Key, Place>,
    column: &dyn Fn(&str, &str) -> Key,
) {
    let (totals, parts) = carried_in(column);
    let count = |key: &Key| figures.get(key).and_then(Value::count);
    let sum_of = |keys: &[Key]| keys.iter().map(count).sum::<Option<u64>>();
    if sum_of(&totals) == sum_of(&parts) {
        return;
    }
    for key in parts.into_iter().filter(|key| !places.contains_key(key)) {
        figures.set(key, Value::Absent);
    }
}

/// Sets the total carried in to the sum of the columns, if it was not declared.
fn total_of_carried(
    figures: &mut Figures,
    places: &mut BTreeMap<Key, Place>,
    column: &dyn Fn(&str, &str) -> Key,
) {
    let (totals, parts) = carried_in(column);
    let all_requests = Key::new(Metric::RequestsCarriedIn, &[RequestKind::Disclosure.code()]);
    let counts = parts
        .iter()
        .map(|key| figures.get(key).and_then(Value::count));
    let (Some(sum), Some(place)) = (
        counts.sum::<Option<u64>>(),
        parts.iter().find_map(|key| places.get(key)).cloned(),
    ) else {
        return;
    };
    for key in totals.into_iter().chain([all_requests]) {
        if let Entry::Vacant(entry) = places.entry(key) {
            figures.set(entry.key().clone(), Value::Count(sum));
            entry.insert(place.clone());
        }
    }
}

/// Computes the documents in force: the stock declared for the year before, plus additions, minus
/// removals.
fn open_stock(
    figures: &mut Figures,
    declared: &[Declared],
    last_year: &DeclaredFigures,
    places: &mut BTreeMap<Key, Place>,
) {
    for kind in DOCUMENT_KINDS {
        let key = |metric| Key::new(metric, &[kind.code]);
        let in_force = key(Metric::DocumentsInForce);
        let (Some(stock), Some(place)) = (
            last_year.count(&in_force),
            last_year.places.get(&in_force).cloned(),
        ) else {
            continue;
        };
        let own = |metric| {
            let key = key(metric);
            let declared = declared.iter().find(|declared| declared.key == key);
            let declared = declared.and_then(|declared| u64::try_from(declared.value).ok());
            declared.or_else(|| figures.get(&key).and_then(Value::count))
        };
        let issued = own(Metric::DocumentsIssued);
        let repealed = own(Metric::DocumentsRepealed);
        let now = issued
            .zip(repealed)
            .and_then(|(issued, repealed)| (stock + issued).checked_sub(repealed));
        if let Some(now) = now {
            figures.set(in_force.clone(), Value::Count(now));
            places.insert(in_force, place);
        }
    }
}
