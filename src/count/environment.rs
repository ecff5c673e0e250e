//! Counting the environmental log: notices, and the construction projects they are about.

use chrono::NaiveDate;

use super::classes::{Interner, Word};
use super::identity::{Identity, PendingRows, for_each_distinct};
use super::notices::{NoticeClass, NoticeDay, Notices, Projects, project_of};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counter, Retry, RowName, Settled};
use crate::diagnostic::Findings;
use crate::logs::{EnvironmentLog, Row};
use crate::logs::{EnvironmentNotice, EnvironmentWords};
use crate::record::Log;
use crate::vocabulary::Metric;

/// The counter of an environmental log.
pub struct EnvironmentCounter<'s, L: Listener> {
    scope: &'s Scope<'s>,
    listener: L,
    projects: Projects<EnvironmentProject<L::Mark>>,
    pending: PendingRows,
    notices: Notices<EnvironmentClass>,
}

/// The class of a notice by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct EnvironmentClass {
    kind: Word,
}

impl NoticeClass for EnvironmentClass {
    fn report(self, month: &str, words: &Interner, times: u64, listener: &mut impl Listener) {
        let mut count = |metric, labels: &[&str]| listener.count(metric, labels, times);
        count(Metric::EnvironmentTotal, &[]);
        count(Metric::EnvironmentByKind, &[words.text(self.kind)]);
        count(Metric::EnvironmentByMonth, &[month]);
    }
}

/// Facts about a construction project from its notices.
#[derive(Debug, Clone, Default)]
struct EnvironmentProject<M> {
    /// The day of the first notice of its assessment, and the row.
    assessed: Option<(NaiveDate, M)>,
    /// The day of the first notice of its acceptance in the period, and the row.
    accepted: Option<(NaiveDate, M)>,
}

impl<'s, L: Listener> EnvironmentCounter<'s, L> {
    /// A counter that reports to `listener`. `identity` holds the identities known from earlier passes.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            listener,
            projects: Projects::default(),
            pending: PendingRows::new(identity),
            notices: Notices::new(Log::Environment),
        }
    }

    /// Interns the class of these words.
    fn class(&mut self, words: EnvironmentWords<'_>) -> u32 {
        let kind = self.notices.interner.word(words.kind);
        self.notices.class(EnvironmentClass { kind })
    }

    /// Counts one notice.
    fn count_one(&mut self, row: &Row<'_>, notice: &EnvironmentNotice<'_>) {
        let is_counted = self.scope.contains(notice.published_on);
        if is_counted {
            let class = self.class(EnvironmentWords { kind: notice.kind });
            let day = self.notices.day(notice.published_on, self.scope);
            self.notices.add_one(row, class, day, &mut self.listener);
        }
        let mark = self.listener.mark(Log::Environment, row);
        let Some(name) = notice.project else {
            return;
        };
        let is_assessment = matches!(notice.kind, Some("receipt" | "proposed" | "decision"));
        let is_acceptance = notice.kind == Some("acceptance") && is_counted;
        if is_assessment || is_acceptance {
            let project = project_of(&mut self.projects, name);
            let first = if is_acceptance {
                &mut project.accepted
            } else {
                &mut project.assessed
            };
            *first = earlier(first.take(), Some((notice.published_on, mark)));
        }
    }
}

impl<L: Listener> Counter for EnvironmentCounter<'_, L> {
    type Log = EnvironmentLog;
    type Outcome = L;
    /// The number of a class.
    type Words = u32;
    type Days = NoticeDay;

    fn classify_words(&mut self, words: &EnvironmentWords<'_>) -> Option<u32> {
        words.kind?;
        Some(self.class(*words))
    }

    fn classify_days(&mut self, _: usize, published_on: &NaiveDate) -> Option<NoticeDay> {
        Some(self.notices.day(*published_on, self.scope))
    }

    #[inline]
    fn add(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        (class, day): (&u32, &NoticeDay),
        _: &mut Findings<'_>,
    ) -> Counted {
        self.notices.add(
            row,
            name,
            (*class, *day),
            &mut self.pending,
            &mut self.listener,
        )
    }

    fn count(
        &mut self,
        row: &Row<'_>,
        notice: &EnvironmentNotice<'_>,
        _: &mut Findings<'_>,
    ) -> Counted {
        if !self.scope.has_seen(notice.published_on) {
            return Counted::NotInPeriod;
        }
        let buffer = &mut Vec::new();
        let name = RowName::of::<EnvironmentLog>(row, notice, buffer);
        if !self.pending.keeps(name, row) {
            self.count_one(row, notice);
        }
        Counted::in_period(self.scope.contains(notice.published_on))
    }

    fn merge(&mut self, mut later: Self) {
        later.notices.report(&mut later.listener);
        self.listener.merge(later.listener);
        self.pending.merge(later.pending);
        for (name, other) in later.projects {
            let project = self.projects.entry(name).or_default();
            project.assessed = earlier(project.assessed.take(), other.assessed);
            project.accepted = earlier(project.accepted.take(), other.accepted);
        }
    }

    fn finish(mut self, _: &mut Settled, found: &mut Findings<'_>) -> Result<L, Retry> {
        let items = self.pending.take_items::<EnvironmentLog>(found)?;
        let identity = std::mem::take(&mut self.pending.identity);
        for_each_distinct::<EnvironmentLog>((items, &identity), found, |row, notice| {
            self.count_one(row, notice);
        });
        self.notices.report(&mut self.listener);
        for project in self.projects.into_values() {
            let Some((accepted_on, acceptance)) = project.accepted else {
                continue;
            };
            self.listener.about(std::slice::from_ref(&acceptance));
            self.listener.count(Metric::EnvironmentProjects, &[], 1);
            if let Some((assessed_on, assessment)) = project.assessed
                && assessed_on < accepted_on
            {
                self.listener.about(&[acceptance, assessment]);
                self.listener
                    .count(Metric::EnvironmentCompleteProjects, &[], 1);
            }
        }
        Ok(self.listener)
    }
}

/// The earlier of two notices, of which either may be missing. On the same day, the first in the log.
fn earlier<M>(
    one: Option<(NaiveDate, M)>,
    later: Option<(NaiveDate, M)>,
) -> Option<(NaiveDate, M)> {
    one.into_iter().chain(later).min_by_key(|(day, _)| *day)
}
