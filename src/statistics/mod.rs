//! Counting: which rows are one item, what each counts toward, and the figures that come of it.
//!
//! Identity comes first; then each item, project and request is told to a [`Listener`] under the
//! keys it counts toward. A [`Tally`] is one listener, a [`Tracer`] another, and what is counted in
//! parts merges to what is counted at once. Rows written like ones before count by what was [`Learnt`]
//! of those. By its [`Formula`], [`figures`] derives rates, means and parts from a tally. Limits in
//! law are left to `law`, reading to `source`.

mod alike;
mod change;
mod decisions;
mod declared;
mod derive;
mod disputes;
mod documents;
mod environment;
mod figures;
mod formula;
mod guides;
mod identity;
mod ids;
mod learnt;
mod notices;
mod once;
mod open_cases;
mod procurement;
mod published;
mod requests;
mod scope;
mod tally;
mod tracer;

pub use change::{Change, rounded};
pub use declared::{DeclaredFigures, declare};
pub use derive::{Coverage, figures};
pub use environment::EnvironmentCounting;
pub use figures::{Figures, Value};
pub use formula::Formula;
pub use guides::GuideCounting;
pub use identity::Identity;
pub use learnt::Learnt;
pub use once::OnceCounting;
pub use open_cases::{OpenCases, OpenRequest, OpenState};
pub use procurement::ProcurementCounting;
pub use published::PublishedCounting;
pub use requests::{Case, Observer, RequestCounting};
pub use scope::{Period, Scope};
pub use tally::{Listener, Tally};
pub use tracer::{Noted, Question, TracedRow, Tracer};

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::Findings;
use crate::source::{Entry, Row, Written};

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It belongs to the period.
    InPeriod,
    /// It was read, and belongs to another time.
    NotInPeriod,
    /// It waits for the other rows of its item.
    Held,
    /// It contradicts itself or a row before it and was left out; a finding says why.
    Refused,
}

/// What became of rows that were held, each by its file.
pub type Settled = Vec<(Arc<str>, Counted)>;

impl Counted {
    fn in_period(is_in_period: bool) -> Self {
        if is_in_period {
            Self::InPeriod
        } else {
            Self::NotInPeriod
        }
    }
}

/// The counting of one log, row by row, in file order.
pub trait Counting: Sized {
    /// The log that is counted.
    type Log: Entry;

    /// What comes of it: the listener, and more where somebody looks on.
    type Outcome;

    /// What the words of a row decide, whatever its days.
    type Words;

    /// What its days decide, by the rules that its words set.
    type Days;

    /// Counts one row.
    fn add(
        &mut self,
        row: &Row<'_>,
        record: &<Self::Log as Entry>::Record<'_>,
        found: &mut Findings<'_>,
    ) -> Counted;

    /// What the words and the days of a row decide; none where more than that does.
    fn decided(
        &mut self,
        _: &Row<'_>,
        _: &<Self::Log as Entry>::Record<'_>,
    ) -> Option<(Self::Words, Self::Days)> {
        None
    }

    /// What the days of a row decide, given what its words do, and the day that places it in a year;
    /// none where all of it must be read for that.
    fn decided_days(&mut self, _: &Row<'_>, _: &Self::Words) -> Option<(Self::Days, NaiveDate)> {
        None
    }

    /// What the days of a row decide, where they decide no more than in which year it is.
    fn decided_on(&mut self, _: NaiveDate) -> Option<Self::Days> {
        None
    }

    /// The number of the rules that words set for days, from 0.
    #[must_use]
    fn rules(_: &Self::Words) -> usize {
        0
    }

    /// Counts a row by what its words and days decide; none, and nothing counted, where it must be
    /// read all the same.
    fn add_known(
        &mut self,
        _: &Written<'_, '_>,
        _: &Self::Words,
        _: &Self::Days,
        _: &mut Findings<'_>,
    ) -> Option<Counted> {
        None
    }

    /// Adds what was counted in a later part of the log.
    fn merge(&mut self, later: Self);

    /// Counts what could only be counted when all rows were seen, and tells what became of rows that
    /// were held.
    ///
    /// # Errors
    /// What the premise of the pass should have been: the log must be counted again on it.
    fn finish(
        self,
        settled: &mut Settled,
        found: &mut Findings<'_>,
    ) -> Result<Self::Outcome, Lesson>;
}

/// What a pass over a log takes for granted, as far as earlier ones showed it.
#[derive(Debug, Clone, Default)]
pub struct Premise {
    /// Which rows are one item.
    pub identity: Identity,
    /// Whether rows of a day may come long after the others of that day.
    pub days_return: bool,
}

/// What a pass over a log showed of the premise that it should have been made on.
#[derive(Debug, Default)]
pub struct Lesson {
    /// Where rows turned out to belong together that were counted one by one.
    pub identity: Option<Box<Identity>>,
    /// Whether rows of a day came that was thought to be over.
    pub days_return: bool,
}

impl Premise {
    /// The premise with what a pass on it showed.
    #[must_use]
    pub fn with(self, lesson: Lesson) -> Self {
        Self {
            identity: lesson.identity.map_or(self.identity, |learnt| *learnt),
            days_return: self.days_return || lesson.days_return,
        }
    }
}

impl From<Box<Identity>> for Lesson {
    fn from(identity: Box<Identity>) -> Self {
        Self {
            identity: Some(identity),
            ..Self::default()
        }
    }
}
