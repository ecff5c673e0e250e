//! Sets of concepts: the things and acts that words name.

use std::collections::BTreeMap;

/// A set of concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Concepts(u128);

impl Concepts {
    pub(super) const NONE: Self = Self(0);

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set contains all of `other`.
    pub(super) fn has(self, other: Self) -> bool {
        self.and(other) == other
    }

    /// Whether the set contains any of `other`.
    pub(super) fn meets(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    /// Iterates over the concepts, each as a set of one.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        (0..128)
            .map(|place| Self(1 << place))
            .filter(move |one| self.meets(*one))
    }
}

/// Maps names of concepts to sets of one.
#[derive(Debug)]
pub(super) struct Names(BTreeMap<String, Concepts>);

impl Names {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n String>) -> Result<Self, String> {
        let placed = names.enumerate().map(|(place, name)| {
            let one = u32::try_from(place).ok();
            let one = one.and_then(|place| 1u128.checked_shl(place));
            let one = one.ok_or("too many concepts")?;
            Ok::<_, String>((name.clone(), Concepts(one)))
        });
        Ok(Self(placed.collect::<Result<_, _>>()?))
    }

    /// Returns the set of the space-separated `names`.
    pub(super) fn set(&self, names: &str) -> Result<Concepts, String> {
        self.union(names.split_whitespace())
    }

    pub(super) fn all(&self, names: &[String]) -> Result<Concepts, String> {
        self.union(names.iter().map(String::as_str))
    }

    fn union<'n>(&self, names: impl Iterator<Item = &'n str>) -> Result<Concepts, String> {
        let mut set = Concepts::NONE;
        for name in names {
            let one = self.0.get(name);
            set = set.with(*one.ok_or_else(|| format!("no concept: {name}"))?);
        }
        Ok(set)
    }
}
