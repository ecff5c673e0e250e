//! Labels of breakdowns that are nearly the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, LabelsAlike};
use crate::figures::Figures;
use crate::logs::{compatible_name, name_key};

/// Reports labels that differ only in the form of a character, such as `Ⅱ类` and `II类`, once each: they are
/// counted separately, but may mean the same.
pub fn check_labels(figures: &Figures, found: &mut Vec<Diagnostic>) {
    let mut families = BTreeMap::<_, BTreeSet<&str>>::new();
    for (key, _) in figures.iter() {
        if let Some((label, others)) = key.labels.split_last() {
            let labels = families.entry((key.metric, others)).or_default();
            labels.insert(label);
        }
    }
    let mut pairs = BTreeSet::new();
    for labels in families.into_values() {
        let mut by_key = BTreeMap::new();
        for label in &labels {
            by_key.insert(name_key(label), *label);
        }
        for label in labels {
            let compatible = compatible_name(label);
            if let Some(other) = compatible.and_then(|name| by_key.get(&*name)) {
                pairs.insert((label, *other));
            }
        }
    }
    for (label, other) in pairs {
        let (label, other) = (label.to_owned(), other.to_owned());
        found.push(Diagnostic::new(LabelsAlike { label, other }));
    }
}
