//! Claims that set one part against another (比上半年多110条, 较咨询类多68件), and means per month or day.

use chrono::NaiveDate;

use super::segment::{Flags, Segment};
use super::{ClaimKind, Reader, Reading, Subject, position};
use crate::check::prose::figures::{Expression, Year};
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::{Measure, Quantity};
use crate::check::prose::tokens::{Kind, Token};

impl Reader<'_, '_> {
    /// Handles a number that sets the part just counted against another: 较一季度多82条. Returns whether it
    /// does.
    pub(super) fn between_parts(
        &mut self,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        let Some(than) = position(words, |meaning| meaning == Meaning::Than) else {
            return false;
        };
        let is_change = |meaning| matches!(meaning, Meaning::Up | Meaning::Down);
        let Some(change) = position(words, is_change).filter(|change| *change > than) else {
            return false;
        };
        let base = Segment::of(&words[than + 1..change]);
        let is_plain = !base.scope.is_empty()
            && base.concepts.is_empty()
            && base.flags == Flags::default()
            && Segment::of(&words[..than]).is_bare()
            && Segment::of(suffix).flags == Flags::default();
        let (Some(last), true) = (self.state.last.clone(), is_plain) else {
            return false;
        };
        let is_more = matches!(words[change].kind, Kind::Word(Meaning::Up));
        let (others, _) = self.parts(&last.rules, &base);
        let (Some(own), [Reading::Figure(other, _)]) = (only_figure(&last), &*others) else {
            return true;
        };
        let is_count = quantity.measure == Measure::Count;
        if let Some(difference) = own.difference(other, is_more).filter(|_| is_count) {
            let subject = Subject {
                readings: vec![Reading::Figure(difference, Year::This)],
                ..last
            };
            self.claim(quantity, subject, ClaimKind::Amount(quantity.clone()));
        }
        true
    }

    /// Returns over how many months or days the words spread a count, if they do.
    pub(super) fn periods(&self, segment: &Segment) -> Option<u32> {
        let rules = self.setting.rules;
        if segment.concepts.meets(rules.per_month) {
            return Some(12);
        }
        // What is published has figures per day; cases have not.
        let named = segment.concepts.and(rules.domains);
        let last = self.state.last.iter().flat_map(|last| &last.rules);
        let domain = last
            .map(|rule| rule.domain)
            .next()
            .filter(|_| named.is_empty());
        let is_of_cases = domain.unwrap_or(named).meets(rules.requests);
        let is_daily = segment.concepts.meets(rules.per_day) && is_of_cases;
        is_daily.then(|| days_of(self.setting.year))
    }
}

/// Spreads each figure of a subject over `periods`.
pub(super) fn spread(subject: &mut Subject<'_>, periods: u32) {
    for reading in &mut subject.readings {
        if let Reading::Figure(expression, _) = reading {
            *expression = expression.clone().per(periods);
        }
    }
}

/// Returns the figure of a part of this year, if the subject is certain.
fn only_figure<'s>(subject: &'s Subject<'_>) -> Option<&'s Expression> {
    match &*subject.readings {
        [Reading::Figure(expression, Year::This)] => Some(expression),
        _ => None,
    }
}

fn days_of(year: i32) -> u32 {
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    365 + u32::from(first.is_some_and(|first| first.leap_year()))
}
