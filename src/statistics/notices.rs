//! Counting the notices of a period, all, by a label, by month; and the projects they are about.

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::Counted;
use super::alike::{Classes, Lexicon, Word};
use super::identity::Held;
use super::scope::Scope;
use super::tally::Listener;
use crate::source::Written;
use crate::vocabulary::{MONTHS, Metric};

/// The keys that notices of a log count toward.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoticeKeys {
    /// All of them.
    pub(super) total: Metric,
    /// By their label.
    pub(super) by_label: Metric,
    /// By month.
    pub(super) by_month: Metric,
}

/// What the day of a notice decides.
#[derive(Debug, Clone, Copy)]
pub struct NoticeDay {
    is_seen: bool,
    is_in_period: bool,
    /// The number of its month among those that were met.
    month: u32,
}

/// What notices told of projects, by name or number, in the order of the log.
pub(super) type Projects<P> = IndexMap<Box<str>, P, FixedState>;

/// What was told of a project; nothing yet where it is new.
pub(super) fn project_of<'p, P: Default>(projects: &'p mut Projects<P>, name: &str) -> &'p mut P {
    // Looked up first, so that only a new project costs an allocation.
    let known = projects.get_index_of(name);
    let index = known.unwrap_or_else(|| projects.insert_full(name.into(), P::default()).0);
    &mut projects[index]
}

/// The notices of a period that were counted and not told yet.
pub(super) struct Notices {
    keys: NoticeKeys,
    lexicon: Lexicon,
    /// By label, and by the place of the month in the year.
    classes: Classes<Word, usize>,
}

impl Notices {
    /// No notice yet.
    pub(super) fn new(keys: NoticeKeys) -> Self {
        Self {
            keys,
            lexicon: Lexicon::default(),
            classes: Classes::default(),
        }
    }

    /// What label and day of a notice decide, if that is all that is looked at.
    pub(super) fn decided(
        &mut self,
        label: Option<&str>,
        published_on: NaiveDate,
        scope: &Scope<'_>,
    ) -> (u32, NoticeDay) {
        let label = self.lexicon.word(label);
        let day = NoticeDay {
            is_seen: scope.has_seen(published_on),
            is_in_period: scope.contains(published_on),
            month: self.classes.days(published_on.month0() as usize),
        };
        (self.classes.words(label), day)
    }

    /// Counts a notice by what its label and its day decide.
    #[inline]
    pub(super) fn add_known(
        &mut self,
        written: &Written<'_, '_>,
        label: u32,
        day: NoticeDay,
        held: &mut Held,
    ) -> Counted {
        if !day.is_seen {
            return Counted::NotInPeriod;
        }
        if !held.keeps(written.id(), || written.row().to_owned()) && day.is_in_period {
            self.classes.add(label, day.month);
        }
        Counted::in_period(day.is_in_period)
    }

    /// Counts one notice, given its mark.
    pub(super) fn add<L: Listener>(
        &mut self,
        label: Option<&str>,
        published_on: NaiveDate,
        mark: &L::Mark,
        listener: &mut L,
    ) {
        let (label, month) = (self.lexicon.word(label), published_on.month0() as usize);
        if L::HEARS_ROWS {
            listener.about(std::slice::from_ref(mark));
            self.keys.tell(self.lexicon.text(label), month, 1, listener);
        } else {
            let (label, month) = (self.classes.words(label), self.classes.days(month));
            self.classes.add(label, month);
        }
    }

    /// Tells `listener` of the notices it was not told yet.
    pub(super) fn tell(&mut self, listener: &mut impl Listener) {
        let Self {
            keys,
            lexicon,
            classes,
        } = self;
        for (label, month, times) in classes.take() {
            keys.tell(lexicon.text(label), month, times, listener);
        }
    }
}

impl NoticeKeys {
    fn tell(self, label: &str, month: usize, times: u64, listener: &mut impl Listener) {
        listener.count(self.total, &[], times);
        listener.count(self.by_label, &[label], times);
        listener.count(self.by_month, &[MONTHS[month].code], times);
    }
}
