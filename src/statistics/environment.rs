//! Counting the environmental log: notices, and the construction projects they are about.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::identity::{Held, Identity, Repeats, distinct, identity_of};
use super::scope::{Scope, month};
use super::tally::{Listener, Tally};
use super::{Counted, Counting, Settled};
use crate::diagnostic::Diagnostic;
use crate::record::EnvironmentNotice;
use crate::source::{EnvironmentLog, OwnedRow, Row};
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The counting of an environmental log.
pub struct EnvironmentCounting<'s> {
    scope: &'s Scope<'s>,
    tally: Tally,
    identity: Identity,
    held: Held,
    projects: BTreeMap<Box<str>, Project>,
}

/// What the notices of a construction project told of it.
#[derive(Debug, Clone, Default)]
struct Project {
    /// The first notice of its assessment.
    assessed_on: Option<NaiveDate>,
    /// The first notice of its acceptance in the period.
    accepted_on: Option<NaiveDate>,
}

impl<'s> EnvironmentCounting<'s> {
    /// Counting from the first row, with what an earlier pass learnt of identity.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, identity: Identity) -> Self {
        Self {
            scope,
            tally: Tally::default(),
            identity,
            held: Held::default(),
            projects: BTreeMap::new(),
        }
    }

    /// Counts one notice.
    fn count(&mut self, notice: &EnvironmentNotice<'_>) {
        let is_counted = self.scope.contains(notice.published_on);
        if is_counted {
            self.tally.count(Metric::EnvironmentTotal, &[]);
            self.tally.count(
                Metric::EnvironmentByKind,
                &[notice.kind.unwrap_or(UNSPECIFIED)],
            );
            self.tally
                .count(Metric::EnvironmentByMonth, &[month(notice.published_on)]);
        }
        let Some(name) = notice.project else {
            return;
        };
        let is_assessment = matches!(notice.kind, Some("receipt" | "proposed" | "decision"));
        let is_acceptance = notice.kind == Some("acceptance") && is_counted;
        if is_assessment || is_acceptance {
            if !self.projects.contains_key(name) {
                self.projects.insert(name.into(), Project::default());
            }
            if let Some(project) = self.projects.get_mut(name) {
                let first = if is_acceptance {
                    &mut project.accepted_on
                } else {
                    &mut project.assessed_on
                };
                *first = earlier(*first, Some(notice.published_on));
            }
        }
    }
}

impl Counting for EnvironmentCounting<'_> {
    type Log = EnvironmentLog;
    type Outcome = Tally;

    fn add(
        &mut self,
        row: &Row<'_>,
        notice: &EnvironmentNotice<'_>,
        _: &mut Vec<Diagnostic>,
    ) -> Counted {
        if !self.scope.has_seen(notice.published_on) {
            return Counted::NotInPeriod;
        }
        let identity = identity_of(notice.id, notice.title, Some(notice.published_on));
        if self.identity.is_held(&identity) {
            self.held.add(&identity, row.to_owned());
        } else {
            self.count(notice);
        }
        Counted::in_period(self.scope.contains(notice.published_on))
    }

    fn merge(&mut self, later: Self) {
        self.tally.merge(later.tally);
        self.identity.merge(later.identity);
        self.held.merge(later.held);
        for (name, other) in later.projects {
            let project = self.projects.entry(name).or_default();
            project.assessed_on = earlier(project.assessed_on, other.assessed_on);
            project.accepted_on = earlier(project.accepted_on, other.accepted_on);
        }
    }

    fn finish(
        mut self,
        _: &mut Settled,
        found: &mut Vec<Diagnostic>,
    ) -> Result<Tally, Box<Identity>> {
        if let Some(identity) = self.identity.for_another_pass() {
            return Err(Box::new(identity));
        }
        let mut repeats = Repeats::default();
        for rows in std::mem::take(&mut self.held).into_items() {
            let rows: Vec<Row<'_>> = rows.iter().map(OwnedRow::row).collect();
            for notice in distinct::<EnvironmentLog>(&rows, |notice| notice.id, &mut repeats, found)
            {
                self.count(&notice);
            }
        }
        repeats.tell(found);
        for project in self.projects.values() {
            let Some(accepted_on) = project.accepted_on else {
                continue;
            };
            self.tally.count(Metric::EnvironmentProjects, &[]);
            if project
                .assessed_on
                .is_some_and(|assessed_on| assessed_on < accepted_on)
            {
                self.tally.count(Metric::EnvironmentCompleteProjects, &[]);
            }
        }
        Ok(self.tally)
    }
}

/// The earlier of two days, of which either may be missing.
fn earlier(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    one.into_iter().chain(other).min()
}
