//! Counting the notices of a period: all, by a label, by month.

use chrono::{Datelike, NaiveDate};

use super::alike::{Class, Classes, Lexicon, Word};
use super::tally::Listener;
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

/// The label of a notice, and the place of its month in the year.
type NoticeClass = (Word, usize);

impl Class for NoticeClass {
    fn numbers(&self) -> (u64, u64) {
        (self.0.beside(Word::BLANK), self.1 as u64)
    }
}

/// The notices of a period that were counted and not told yet.
pub(super) struct Notices {
    keys: NoticeKeys,
    lexicon: Lexicon,
    classes: Classes<NoticeClass>,
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

    /// Counts one notice, given its mark.
    pub(super) fn add<L: Listener>(
        &mut self,
        label: Option<&str>,
        published_on: NaiveDate,
        mark: &L::Mark,
        listener: &mut L,
    ) {
        let class = (self.lexicon.word(label), published_on.month0() as usize);
        if L::HEARS_ROWS {
            listener.about(std::slice::from_ref(mark));
            self.tell_class(class, 1, listener);
        } else {
            self.classes.add(class);
        }
    }

    /// Tells `listener` of the notices it was not told yet.
    pub(super) fn tell(&mut self, listener: &mut impl Listener) {
        for (class, times) in self.classes.take() {
            self.tell_class(class, times, listener);
        }
    }

    fn tell_class(&self, (label, month): NoticeClass, times: u64, listener: &mut impl Listener) {
        listener.count(self.keys.total, &[], times);
        listener.count(self.keys.by_label, &[self.lexicon.text(label)], times);
        listener.count(self.keys.by_month, &[MONTHS[month].code], times);
    }
}
