//! The meaning of the words beside a number.

use crate::check::prose::concepts::Concepts;
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::tokens::{Kind, Token};

/// Labels and months (one bit per month) that select a part of a figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scope {
    pub(super) labels: Vec<usize>,
    pub(super) months: u16,
}

impl Scope {
    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.months == 0
    }
}

/// The meaning of the words beside a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    pub(super) concepts: Concepts,
    pub(super) scope: Scope,
    /// Labels of words that also name concepts; the concepts are tried first.
    pub(super) common: Vec<usize>,
    /// The concepts that those words name.
    pub(super) named_by_common: Concepts,
    /// Whether two labels are adjacent without a list separator between them.
    pub(super) are_labels_joined: bool,
    pub(super) year: Option<i32>,
    pub(super) flags: Flags,
}

/// Roles of the words in a segment, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags(u32);

impl Flags {
    pub(super) const UNKNOWN: Self = Self(1);
    pub(super) const PART: Self = Self(1 << 1);
    pub(super) const WHOLE: Self = Self(1 << 2);
    pub(super) const RESTRICT: Self = Self(1 << 3);
    pub(super) const ALL: Self = Self(1 << 4);
    pub(super) const OTHER_YEAR: Self = Self(1 << 5);
    pub(super) const LAST_YEAR: Self = Self(1 << 6);
    pub(super) const EXCLUDE: Self = Self(1 << 7);
    pub(super) const OUTSIDE: Self = Self(1 << 8);
    pub(super) const COMPARED: Self = Self(1 << 9);
    pub(super) const OTHERWISE: Self = Self(1 << 10);
    pub(super) const OPEN_END: Self = Self(1 << 11);
    pub(super) const CUMULATIVE: Self = Self(1 << 12);
    pub(super) const NARROW: Self = Self(1 << 13);
    pub(super) const MEAN: Self = Self(1 << 14);
    pub(super) const REST: Self = Self(1 << 15);
    pub(super) const ANAPHOR: Self = Self(1 << 16);
    pub(super) const GOAL: Self = Self(1 << 17);
    pub(super) const ELSEWHERE: Self = Self(1 << 18);

    pub(super) fn set_if(&mut self, is_so: bool, other: Self) {
        if is_so {
            self.set(other);
        }
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl Segment {
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut segment = Self::default();
        let mut since_label = None;
        let mut is_list = false;
        for (index, token) in tokens.iter().enumerate() {
            let after_name = index.checked_sub(1).is_none_or(|before| {
                !matches!(
                    tokens[before].kind,
                    Kind::Word(Meaning::Filler | Meaning::Whole | Meaning::Part | Meaning::All)
                )
            }) && index > 0;
            // 重点企业类 is a part that nobody knows.
            let is_after_unknown = index
                .checked_sub(1)
                .is_some_and(|before| matches!(tokens[before].kind, Kind::Unknown));
            if is_after_unknown && matches!(token.kind, Kind::Word(Meaning::Place)) {
                segment.flags.set(Flags::RESTRICT);
            }
            match &token.kind {
                Kind::Word(meaning) => {
                    if matches!(meaning, Meaning::Label(_) | Meaning::Common(..)) {
                        if since_label == Some(false) {
                            segment.are_labels_joined = true;
                        }
                        since_label = Some(false);
                    }
                    let next = tokens.get(index + 1).map(|token| &token.kind);
                    segment.add(*meaning, after_name, next);
                }
                Kind::Months(months) => segment.scope.months |= months,
                Kind::Year(year) => segment.year = Some(*year),
                Kind::And => {
                    since_label = since_label.map(|_| true);
                    is_list = true;
                }
                Kind::Comma | Kind::Open | Kind::Close => {}
                Kind::Unknown | Kind::Number(_) | Kind::Value => segment.flags.set(Flags::UNKNOWN),
            }
        }
        // 12345热线、局长信箱: in a list of labels each word is one.
        if is_list && !segment.scope.labels.is_empty() && !segment.common.is_empty() {
            segment.scope.labels.append(&mut segment.common);
        }
        segment
    }

    pub(super) fn add(&mut self, meaning: Meaning, is_after_name: bool, next: Option<&Kind>) {
        let flag = match meaning {
            Meaning::Concepts(concepts) => {
                self.concepts = self.concepts.with(concepts);
                return;
            }
            Meaning::Label(label) => {
                self.scope.labels.push(label);
                return;
            }
            Meaning::Common(concepts, label) => {
                // 采购公告类 is a label; 采购公告 is the whole domain.
                if matches!(next, Some(Kind::Word(Meaning::Place))) && !concepts.is_empty()
                    || concepts.is_empty()
                {
                    self.scope.labels.push(label);
                } else {
                    self.concepts = self.concepts.with(concepts);
                    self.named_by_common = self.named_by_common.with(concepts);
                    self.common.push(label);
                }
                return;
            }
            Meaning::Place if is_after_name => return,
            Meaning::Whole => Flags::WHOLE,
            Meaning::Part => Flags::PART,
            Meaning::Restrict => Flags::RESTRICT,
            Meaning::All => Flags::ALL,
            Meaning::OtherYear => Flags::OTHER_YEAR,
            Meaning::LastYear => Flags::LAST_YEAR,
            Meaning::Exclude => Flags::EXCLUDE,
            Meaning::Outside => Flags::OUTSIDE,
            Meaning::Compared => Flags::COMPARED,
            Meaning::ComparedOtherwise => Flags::OTHERWISE,
            Meaning::OpenEnd => Flags::OPEN_END,
            Meaning::Cumulative => Flags::CUMULATIVE,
            Meaning::Narrow => {
                self.flags.set(Flags::RESTRICT);
                Flags::NARROW
            }
            Meaning::Rest => Flags::REST,
            Meaning::Anaphor => Flags::ANAPHOR,
            Meaning::Goal => Flags::GOAL,
            Meaning::Place
            | Meaning::Reach(_)
            | Meaning::Exceed
            | Meaning::FirstEver
            | Meaning::Up
            | Meaning::Down
            | Meaning::Same
            | Meaning::Share
            | Meaning::Distribute
            | Meaning::Other
            | Meaning::Than => Flags::UNKNOWN,
            Meaning::Filler | Meaning::Degree | Meaning::Sum | Meaning::Total => return,
        };
        self.flags.set(flag);
    }

    pub(super) fn is(&self, flag: Flags) -> bool {
        self.flags.has(flag)
    }

    /// Whether the segment has no concepts and no labels, so that it names no subject.
    pub(super) fn is_bare(&self) -> bool {
        self.concepts.is_empty() && self.scope.is_empty() && self.common.is_empty()
    }
}
