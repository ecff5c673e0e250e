//! Counting the procurement log: notices, and the projects they belong to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::classes::{Interner, Word};
use super::identity::{Identity, PendingRows, for_each_distinct};
use super::notices::{NoticeClass, NoticeDay, Notices, Projects, project_of};
use super::scope::Scope;
use super::tally::Listener;
use super::{Counted, Counter, Retry, RowName, Settled};
use crate::diagnostic::Findings;
use crate::logs::{ProcurementLog, Row};
use crate::logs::{ProcurementNotice, ProcurementWords};
use crate::record::Log;
use crate::vocabulary::Metric;

/// The counter of a procurement log.
pub struct ProcurementCounter<'s, L: Listener> {
    scope: &'s Scope<'s>,
    listener: L,
    projects: Projects<ProcurementProject<L::Mark>>,
    pending: PendingRows,
    notices: Notices<ProcurementClass>,
}

/// The class of a notice by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ProcurementClass {
    stage: Word,
}

impl NoticeClass for ProcurementClass {
    fn report(self, month: &str, words: &Interner, times: u64, listener: &mut impl Listener) {
        let mut count = |metric, labels: &[&str]| listener.count(metric, labels, times);
        count(Metric::ProcurementTotal, &[]);
        count(Metric::ProcurementByStage, &[words.text(self.stage)]);
        count(Metric::ProcurementByMonth, &[month]);
    }
}

/// Facts about a project from its notices.
#[derive(Debug, Clone, Default)]
struct ProcurementProject<M> {
    has_budget: bool,
    has_process: bool,
    /// The day of the last result notice.
    result_on: Option<NaiveDate>,
    has_result_in_period: bool,
    /// The day of the last notice that it ended without a contract.
    ended_on: Option<NaiveDate>,
    /// Awards by lot.
    awards: BTreeMap<Box<str>, Award<M>>,
    /// Rows of its results in the period.
    results: Vec<M>,
    /// Rows that show its budget or its process.
    evidence: Vec<M>,
}

/// An award: the day of its first publication, its amount, and its row.
#[derive(Debug, Clone)]
struct Award<M> {
    published_on: NaiveDate,
    yuan: Decimal,
    row: M,
}

impl<'s, L: Listener> ProcurementCounter<'s, L> {
    /// A counter that reports to `listener`. `identity` holds the identities known from earlier passes.
    #[must_use]
    pub fn new(scope: &'s Scope<'s>, listener: L, identity: Identity) -> Self {
        Self {
            scope,
            listener,
            projects: Projects::default(),
            pending: PendingRows::new(identity),
            notices: Notices::new(Log::Procurement),
        }
    }

    /// Interns the class of these words.
    fn class(&mut self, words: ProcurementWords<'_>) -> u32 {
        let stage = self.notices.interner.word(words.stage);
        self.notices.class(ProcurementClass { stage })
    }

    /// Counts one notice.
    fn count_one(&mut self, row: &Row<'_>, notice: &ProcurementNotice<'_>) {
        let is_counted = self.scope.contains(notice.published_on);
        if is_counted {
            let class = self.class(ProcurementWords {
                stage: notice.stage,
            });
            let day = self.notices.day(notice.published_on, self.scope);
            self.notices.add_one(row, class, day, &mut self.listener);
        }
        let mark = self.listener.mark(Log::Procurement, row);
        // A closure, as the title is searched only if the result matters.
        let is_final_result = || notice.stage == Some("result") && !notice.is_of_candidates();
        match (notice.project, notice.award_yuan) {
            (Some(number), _) => {
                let project = project_of(&mut self.projects, number);
                project.add(notice, mark, is_final_result(), is_counted);
            }
            // An award without a project is counted on its own.
            (None, Some(yuan)) if is_counted && is_final_result() => {
                self.listener.about(std::slice::from_ref(&mark));
                self.listener
                    .amount(Metric::ProcurementAwardYuan, &[], yuan);
            }
            _ => {}
        }
    }
}

impl<L: Listener> Counter for ProcurementCounter<'_, L> {
    type Log = ProcurementLog;
    type Outcome = L;
    /// The number of a class.
    type Words = u32;
    type Days = NoticeDay;

    fn classify_words(&mut self, words: &ProcurementWords<'_>) -> Option<u32> {
        words.stage?;
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
        notice: &ProcurementNotice<'_>,
        _: &mut Findings<'_>,
    ) -> Counted {
        if !self.scope.has_seen(notice.published_on) {
            return Counted::NotInPeriod;
        }
        let buffer = &mut Vec::new();
        let name = RowName::of::<ProcurementLog>(row, notice, buffer);
        if !self.pending.keeps(name, row) {
            self.count_one(row, notice);
        }
        Counted::in_period(self.scope.contains(notice.published_on))
    }

    fn merge(&mut self, mut later: Self) {
        later.notices.report(&mut later.listener);
        self.listener.merge(later.listener);
        self.pending.merge(later.pending);
        for (number, project) in later.projects {
            self.projects.entry(number).or_default().merge(project);
        }
    }

    fn finish(mut self, _: &mut Settled, found: &mut Findings<'_>) -> Result<L, Retry> {
        let items = self.pending.take_items::<ProcurementLog>(found)?;
        let identity = std::mem::take(&mut self.pending.identity);
        for_each_distinct::<ProcurementLog>((items, &identity), found, |row, notice| {
            self.count_one(row, notice);
        });
        self.notices.report(&mut self.listener);
        for project in self.projects.values() {
            project.count(self.scope, &mut self.listener);
        }
        Ok(self.listener)
    }
}

impl<M: Clone> ProcurementProject<M> {
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
                // With a single supplier there is no tender: its public notice counts as the process.
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

    /// Adds the facts from later notices.
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
