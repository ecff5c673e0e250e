//! Counting the procurement log: notices, and the projects they are about.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::identity::{Held, Identity, for_each_distinct, identity_of};
use super::notices::{NoticeDay, NoticeKeys, Notices, Projects, project_of};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counting, Lesson, Settled};
use crate::diagnostic::Findings;
use crate::record::{Log, ProcurementNotice};
use crate::source::{ProcurementLog, Row, Written};
use crate::vocabulary::Metric;

/// The counting of a procurement log.
pub struct ProcurementCounting<'s, L: Listener> {
    scope: &'s Scope<'s>,
    listener: L,
    projects: Projects<Project<L::Mark>>,
    held: Held,
    notices: Notices,
}

/// What the notices of a project told of it.
#[derive(Debug, Clone, Default)]
struct Project<M> {
    has_budget: bool,
    has_process: bool,
    /// The last result notice.
    result_on: Option<NaiveDate>,
    has_result_in_period: bool,
    /// The last notice that it ended without a contract.
    ended_on: Option<NaiveDate>,
    /// By lot: when the award was first published, and how much it is.
    awards: BTreeMap<Box<str>, Award<M>>,
    /// Rows of its results in the period.
    results: Vec<M>,
    /// Rows that show its budget or its process.
    evidence: Vec<M>,
}

/// An award: when it was first published, how much it is, and its row.
#[derive(Debug, Clone)]
struct Award<M> {
    published_on: NaiveDate,
    yuan: Decimal,
    row: M,
}

impl<'s, L: Listener> ProcurementCounting<'s, L> {
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
                total: Metric::ProcurementTotal,
                by_label: Metric::ProcurementByStage,
                by_month: Metric::ProcurementByMonth,
            }),
        }
    }

    /// Counts one notice.
    fn count(&mut self, row: &Row<'_>, notice: &ProcurementNotice<'_>) {
        let is_counted = self.scope.contains(notice.published_on);
        let mark = self.listener.mark(Log::Procurement, row);
        if is_counted {
            self.notices
                .add(notice.stage, notice.published_on, &mark, &mut self.listener);
        }
        // What its title says is asked only where something is counted by it.
        let is_final_result = || notice.stage == Some("result") && !notice.is_of_candidates();
        match (notice.project, notice.award_yuan) {
            (Some(number), _) => {
                let project = project_of(&mut self.projects, number);
                project.add(notice, mark, is_final_result(), is_counted);
            }
            // An award that belongs to no project counts by itself.
            (None, Some(yuan)) if is_counted && is_final_result() => {
                self.listener.about(std::slice::from_ref(&mark));
                self.listener
                    .amount(Metric::ProcurementAwardYuan, &[], yuan);
            }
            _ => {}
        }
    }
}

impl<L: Listener> Counting for ProcurementCounting<'_, L> {
    type Log = ProcurementLog;
    type Outcome = L;
    /// The number of the label.
    type Words = u32;
    type Days = NoticeDay;

    fn add(
        &mut self,
        row: &Row<'_>,
        notice: &ProcurementNotice<'_>,
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
        notice: &ProcurementNotice<'_>,
    ) -> Option<(u32, NoticeDay)> {
        // Where its stage is blank, it was told from its title.
        let has_stage = row.text_of(Log::Procurement, "stage").is_some();
        let is_simple = has_stage && notice.project.is_none() && notice.award_yuan.is_none();
        (is_simple && !L::HEARS_ROWS).then(|| {
            self.notices
                .decided(notice.stage, notice.published_on, self.scope)
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
        for (number, project) in later.projects {
            self.projects.entry(number).or_default().merge(project);
        }
    }

    fn finish(mut self, _: &mut Settled, found: &mut Findings<'_>) -> Result<L, Lesson> {
        let items = self.held.take_items()?;
        for_each_distinct::<ProcurementLog>(
            items,
            |notice| notice.id,
            found,
            |row, notice| self.count(row, notice),
        );
        self.notices.tell(&mut self.listener);
        for project in self.projects.values() {
            project.count(self.scope, &mut self.listener);
        }
        Ok(self.listener)
    }
}

impl<M: Clone> Project<M> {
    fn add(
        &mut self,
        notice: &ProcurementNotice<'_>,
        row: M,
        is_final_result: bool,
        is_counted: bool,
    ) {
        let shows_budget_or_process = match notice.stage {
            Some("before") => notice.is_of_budget() || notice.is_of_single_source(),
            stage => stage == Some("invite"),
        };
        if shows_budget_or_process {
            self.evidence.push(row.clone());
        }
        match notice.stage {
            Some("before") => {
                self.has_budget |= notice.is_of_budget();
                // Where there is one supplier there is no tender: its public notice is the process.
                self.has_process |= notice.is_of_single_source();
                self.has_budget |= notice.is_of_single_source() && notice.budget_yuan.is_some();
            }
            Some("invite") => {
                self.has_process = true;
                self.has_budget |= notice.budget_yuan.is_some();
            }
            Some("ended") => self.ended_on = self.ended_on.max(Some(notice.published_on)),
            _ => {}
        }
        if !is_final_result {
            return;
        }
        self.result_on = self.result_on.max(Some(notice.published_on));
        self.has_result_in_period |= is_counted;
        if is_counted {
            self.results.push(row.clone());
        }
        if let Some(yuan) = notice.award_yuan {
            let published_on = notice.published_on;
            let award = Award {
                published_on,
                yuan,
                row,
            };
            self.award(notice.lot.unwrap_or_default().into(), award);
        }
    }

    /// Notes an award; of several for a lot the one published first counts.
    fn award(&mut self, lot: Box<str>, award: Award<M>) {
        match self.awards.entry(lot) {
            Entry::Vacant(vacant) => {
                vacant.insert(award);
            }
            Entry::Occupied(mut known) if award.published_on < known.get().published_on => {
                known.insert(award);
            }
            Entry::Occupied(_) => {}
        }
    }

    /// Adds what later notices told.
    fn merge(&mut self, later: Self) {
        self.has_budget |= later.has_budget;
        self.has_process |= later.has_process;
        self.result_on = self.result_on.max(later.result_on);
        self.has_result_in_period |= later.has_result_in_period;
        self.ended_on = self.ended_on.max(later.ended_on);
        self.results.extend(later.results);
        self.evidence.extend(later.evidence);
        for (lot, award) in later.awards {
            self.award(lot, award);
        }
    }

    fn count(&self, scope: &Scope<'_>, listener: &mut impl Listener<Mark = M>) {
        for award in self.awards.values() {
            if scope.contains(award.published_on) {
                listener.about(std::slice::from_ref(&award.row));
                listener.amount(Metric::ProcurementAwardYuan, &[], award.yuan);
            }
        }
        let is_ended = self.ended_on.is_some() && self.ended_on >= self.result_on;
        if !self.has_result_in_period || is_ended {
            return;
        }
        listener.about(&self.results);
        listener.count(Metric::ProcurementProjects, &[], 1);
        if self.has_budget && self.has_process {
            listener.about(&[&*self.results, &*self.evidence].concat());
            listener.count(Metric::ProcurementCompleteProjects, &[], 1);
        }
    }
}
