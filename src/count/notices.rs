//! Counting the notices of a period by class, and the projects they belong to.

use std::hash::Hash;

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::classes::{CrossTab, Interner};
use super::identity::PendingRows;
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, RowName};
use crate::logs::Row;
use crate::record::Log;
use crate::vocabulary::MONTHS;

/// The class of a notice by its words.
pub(super) trait NoticeClass: Copy + Eq + Hash {
    /// Reports `times` notices of the class in one month.
    fn report(self, month: &str, words: &Interner, times: u64, listener: &mut impl Listener);
}

/// The day of a notice, classified.
#[derive(Debug, Clone, Copy)]
pub struct NoticeDay {
    is_seen: bool,
    is_in_period: bool,
    /// The month as a number of the cross table.
    month: u32,
}

/// The projects of notices, by name or number, in the order of the log.
pub(super) type Projects<P> = IndexMap<Box<str>, P, FixedState>;

/// The project with this name, added if it is new.
pub(super) fn project_of<'p, P: Default>(projects: &'p mut Projects<P>, name: &str) -> &'p mut P {
    // Look it up first, so that only a new project allocates.
    let known = projects.get_index_of(name);
    let index = known.unwrap_or_else(|| projects.insert_full(name.into(), P::default()).0);
    &mut projects[index]
}

/// The notices of a period, by class and month.
pub(super) struct Notices<C> {
    log: Log,
    pub(super) interner: Interner,
    classes: CrossTab<C, usize>,
}

impl<C: NoticeClass> Notices<C> {
    /// No notices of `log` yet.
    pub(super) fn new(log: Log) -> Self {
        Self {
            log,
            interner: Interner::default(),
            classes: CrossTab::default(),
        }
    }

    /// Interns a class.
    pub(super) fn class(&mut self, class: C) -> u32 {
        self.classes.words(class)
    }

    /// Classifies the day of a notice.
    pub(super) fn day(&mut self, published_on: NaiveDate, scope: &Scope<'_>) -> NoticeDay {
        NoticeDay {
            is_seen: scope.has_seen(published_on),
            is_in_period: scope.contains(published_on),
            month: self.classes.days(published_on.month0() as usize),
        }
    }

    /// Counts a row of a class.
    #[inline]
    pub(super) fn add<L: Listener>(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        (class, day): (u32, NoticeDay),
        pending: &mut PendingRows,
        listener: &mut L,
    ) -> Counted {
        if !day.is_seen {
            return Counted::NotInPeriod;
        }
        if !pending.keeps(name, row) && day.is_in_period {
            self.add_one(row, class, day, listener);
        }
        Counted::in_period(day.is_in_period)
    }

    /// Counts one notice of the period.
    #[inline]
    pub(super) fn add_one<L: Listener>(
        &mut self,
        row: &Row<'_>,
        class: u32,
        day: NoticeDay,
        listener: &mut L,
    ) {
        if L::NEEDS_ROWS {
            listener.about(&[listener.mark(self.log, row)]);
        }
        self.classes.add(class, day.month);
        if L::NEEDS_ROWS {
            self.report(listener);
        }
    }

    /// Reports the notices that `listener` has not received yet.
    pub(super) fn report(&mut self, listener: &mut impl Listener) {
        for (class, month, times) in self.classes.take() {
            class.report(MONTHS[month].code, &self.interner, times, listener);
        }
    }
}
