//! Counting the environmental log: notices, and the construction projects they are about.

use chrono::NaiveDate;

use super::identity::{Held, Identity, for_each_distinct, identity_of};
use super::notices::{NoticeDay, NoticeKeys, Notices, Projects, project_of};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counting, Lesson, Settled};
use crate::diagnostic::Findings;
use crate::record::{EnvironmentNotice, Log};
use crate::source::{EnvironmentLog, Row, Written};
use crate::vocabulary::Metric;

/// The counting of an environmental log.
pub struct EnvironmentCounting<'s, L: Listener> {
    scope: &'s Scope<'s>,
    listener: L,
    projects: Projects<Project<L::Mark>>,
    held: Held,
    notices: Notices,
}

/// What the notices of a construction project told of it.
#[derive(Debug, Clone, Default)]
struct Project<M> {
    /// The first notice of its assessment, and its row.
    assessed: Option<(NaiveDate, M)>,
    /// The first notice of its acceptance in the period, and its row.
    accepted: Option<(NaiveDate, M)>,
}

impl<'s, L: Listener> EnvironmentCounting<'s, L> {
    /// Counting from the first row, told to `listener`, with what an earlier pass learnt of
    /// identity.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            listener,
            projects: Projects::default(),
            held: Held::new(identity),
            notices: Notices::new(NoticeKeys {
                total: Metric::EnvironmentTotal,
                by_label: Metric::EnvironmentByKind,
                by_month: Metric::EnvironmentByMonth,
            }),
        }
    }

    /// Counts one notice.
    fn count(&mut self, row: &Row<'_>, notice: &EnvironmentNotice<'_>) {
        let is_counted = self.scope.contains(notice.published_on);
        let mark = self.listener.mark(Log::Environment, row);
        if is_counted {
            self.notices
                .add(notice.kind, notice.published_on, &mark, &mut self.listener);
        }
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

impl<L: Listener> Counting for EnvironmentCounting<'_, L> {
    type Log = EnvironmentLog;
    type Outcome = L;
    /// The number of the label.
    type Words = u32;
    type Days = NoticeDay;

    fn add(
        &mut self,
        row: &Row<'_>,
        notice: &EnvironmentNotice<'_>,
        _: &mut Findings<'_>,
    ) -> Counted {
        if !self.scope.has_seen(notice.published_on) {
            return Counted::NotInPeriod;
        }
        let identity = identity_of(notice.id, notice.title, Some(notice.published_on));
        if !self.held.keeps(&identity, || row.to_owned()) {
            self.count(row, notice);
        }
        Counted::in_period(self.scope.contains(notice.published_on))
    }

    fn decided(
        &mut self,
        row: &Row<'_>,
        notice: &EnvironmentNotice<'_>,
    ) -> Option<(u32, NoticeDay)> {
        // Where its kind is blank, it was told from its title.
        let has_kind = row.text_of(Log::Environment, "kind").is_some();
        let is_simple = has_kind && notice.project.is_none();
        (is_simple && !L::HEARS_ROWS).then(|| {
            self.notices
                .decided(notice.kind, notice.published_on, self.scope)
        })
    }

    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn add_known(
        &mut self,
        written: &Written<'_, '_>,
        label: &u32,
        day: &NoticeDay,
        _: &mut Findings<'_>,
    ) -> Option<Counted> {
        let held = &mut self.held;
        Some(self.notices.add_known(written, *label, *day, held))
    }

    fn merge(&mut self, mut later: Self) {
        later.notices.tell(&mut later.listener);
        self.listener.merge(later.listener);
        self.held.merge(later.held);
        for (name, other) in later.projects {
            let project = self.projects.entry(name).or_default();
            project.assessed = earlier(project.assessed.take(), other.assessed);
            project.accepted = earlier(project.accepted.take(), other.accepted);
        }
    }

    fn finish(mut self, _: &mut Settled, found: &mut Findings<'_>) -> Result<L, Lesson> {
        let items = self.held.take_items()?;
        for_each_distinct::<EnvironmentLog>(
            items,
            |notice| notice.id,
            found,
            |row, notice| self.count(row, notice),
        );
        self.notices.tell(&mut self.listener);
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

/// The earlier of two notices, of which either may be missing; of one day, the first in the log.
fn earlier<M>(
    one: Option<(NaiveDate, M)>,
    later: Option<(NaiveDate, M)>,
) -> Option<(NaiveDate, M)> {
    one.into_iter().chain(later).min_by_key(|(day, _)| *day)
}
