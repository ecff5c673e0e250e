//! Counting the procurement log: notices, and the projects they are about.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::identity::{Held, Identity, Repeats, distinct, identity_of};
use super::scope::{Scope, month};
use super::tally::{Listener, Tally};
use super::{Counted, Counting, Settled};
use crate::diagnostic::Diagnostic;
use crate::record::ProcurementNotice;
use crate::source::{OwnedRow, ProcurementLog, Row};
use crate::vocabulary::{Metric, UNSPECIFIED};

/// The counting of a procurement log.
pub struct ProcurementCounting<'s> {
    scope: &'s Scope<'s>,
    tally: Tally,
    identity: Identity,
    held: Held,
    projects: BTreeMap<Box<str>, Project>,
}

/// What the notices of a project told of it.
#[derive(Debug, Clone, Default)]
struct Project {
    has_budget: bool,
    has_process: bool,
    /// The last result notice.
    result_on: Option<NaiveDate>,
    has_result_in_period: bool,
    /// The last notice that it ended without a contract.
    ended_on: Option<NaiveDate>,
    /// By lot: when the award was first published, and how much it is.
    awards: BTreeMap<Box<str>, (NaiveDate, Decimal)>,
}

impl<'s> ProcurementCounting<'s> {
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
    fn count(&mut self, notice: &ProcurementNotice<'_>) {
        let is_counted = self.scope.contains(notice.published_on);
        if is_counted {
            count_notice(notice, &mut self.tally);
        }
        let is_final_result = notice.stage == Some("result") && !notice.is_of_candidates;
        match notice.project {
            Some(number) => {
                if !self.projects.contains_key(number) {
                    self.projects.insert(number.into(), Project::default());
                }
                if let Some(project) = self.projects.get_mut(number) {
                    project.add(notice, is_final_result, is_counted);
                }
            }
            // An award that belongs to no project counts by itself.
            None if is_final_result && is_counted => {
                if let Some(yuan) = notice.award_yuan {
                    self.tally.amount(Metric::ProcurementAwardYuan, &[], yuan);
                }
            }
            None => {}
        }
    }
}

impl Counting for ProcurementCounting<'_> {
    type Log = ProcurementLog;
    type Outcome = Tally;

    fn add(
        &mut self,
        row: &Row<'_>,
        notice: &ProcurementNotice<'_>,
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
        for (number, project) in later.projects {
            self.projects.entry(number).or_default().merge(project);
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
            for notice in distinct::<ProcurementLog>(&rows, |notice| notice.id, &mut repeats, found)
            {
                self.count(&notice);
            }
        }
        repeats.tell(found);
        for project in self.projects.values() {
            project.count(self.scope, &mut self.tally);
        }
        Ok(self.tally)
    }
}

fn count_notice(notice: &ProcurementNotice<'_>, listener: &mut impl Listener) {
    listener.count(Metric::ProcurementTotal, &[]);
    listener.count(
        Metric::ProcurementByStage,
        &[notice.stage.unwrap_or(UNSPECIFIED)],
    );
    listener.count(Metric::ProcurementByMonth, &[month(notice.published_on)]);
}

impl Project {
    fn add(&mut self, notice: &ProcurementNotice<'_>, is_final_result: bool, is_counted: bool) {
        match notice.stage {
            Some("before") => {
                self.has_budget |= notice.is_of_budget;
                // Where there is one supplier there is no tender: its public notice is the process.
                self.has_process |= notice.is_of_single_source;
                self.has_budget |= notice.is_of_single_source && notice.budget_yuan.is_some();
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
        if let Some(yuan) = notice.award_yuan {
            self.award(
                notice.lot.unwrap_or_default().into(),
                notice.published_on,
                yuan,
            );
        }
    }

    /// Notes an award; of several for a lot the one published first counts.
    fn award(&mut self, lot: Box<str>, published_on: NaiveDate, yuan: Decimal) {
        let award = self.awards.entry(lot).or_insert((published_on, yuan));
        if published_on < award.0 {
            *award = (published_on, yuan);
        }
    }

    /// Adds what later notices told.
    fn merge(&mut self, later: Self) {
        self.has_budget |= later.has_budget;
        self.has_process |= later.has_process;
        self.result_on = self.result_on.max(later.result_on);
        self.has_result_in_period |= later.has_result_in_period;
        self.ended_on = self.ended_on.max(later.ended_on);
        for (lot, (published_on, yuan)) in later.awards {
            self.award(lot, published_on, yuan);
        }
    }

    fn count(&self, scope: &Scope<'_>, listener: &mut impl Listener) {
        for &(published_on, yuan) in self.awards.values() {
            if scope.contains(published_on) {
                listener.amount(Metric::ProcurementAwardYuan, &[], yuan);
            }
        }
        let is_ended = self.ended_on.is_some() && self.ended_on >= self.result_on;
        if !self.has_result_in_period || is_ended {
            return;
        }
        listener.count(Metric::ProcurementProjects, &[]);
        if self.has_budget && self.has_process {
            listener.count(Metric::ProcurementCompleteProjects, &[]);
        }
    }
}
