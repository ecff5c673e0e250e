//! Rules over the rows of one log, and over what one log says of another.
//!
//! They look at every row once, of every year or of one, whatever the figures count it toward.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::titles::{Entries, Titled, Twins, entry};
use crate::diagnostic::{Code, Diagnostic, Findings, Place, Problem};
use crate::project::Rules;
use crate::record::{EnvironmentNotice, Log, ProcurementNotice, PublishedItem};
use crate::source::{Entry, EnvironmentLog, ProcurementLog, PublishedLog, Row, Written, text};
use crate::statistics::{Counted, Counting, Lesson, Premise, Settled};

/// What a person should look at in the rows of a log.
pub trait RowRules<L: Entry>: Sized {
    /// What later rules need to know of the log.
    type Outcome;

    /// Looks at one row.
    fn look(&mut self, row: &Row<'_>, record: &L::Record<'_>, found: &mut Findings<'_>);

    /// Whether of a record nothing but title and date is looked at: its words leave nothing more to
    /// look at, whatever its days, and its days do, whatever its words.
    fn is_plain(&mut self, row: &Row<'_>, record: &L::Record<'_>) -> bool;

    /// Whether all records are plain.
    const ARE_PLAIN: bool = false;

    /// Looks at a row of which nothing but title and date is looked at.
    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>);

    /// Sees a row of a year that is not asked about; it may tell of one that is.
    fn pass_by(&mut self, _: &L::Record<'_>) {}

    /// Adds what a later part of the log showed.
    fn merge(&mut self, later: Self);

    /// Whether rows of a day came that was thought to be over, so that the log must be looked at again.
    fn days_return(&self) -> bool {
        false
    }

    /// Says what could only be said when all rows were seen.
    fn finish(self, found: &mut Findings<'_>) -> Self::Outcome;
}

/// A log whose rows are looked at and not counted.
pub struct Looking<L: Entry, R> {
    rules: R,
    /// The only year whose rows are judged; none for every year.
    year: Option<i32>,
    /// The day as seen from, where it was given.
    as_of: Option<NaiveDate>,
    /// By file, rows of later days.
    later: BTreeMap<Arc<str>, u64>,
    log: std::marker::PhantomData<L>,
}

impl<L: Entry, R: RowRules<L>> Looking<L, R> {
    /// Looking by `rules` at the rows of `year`, or of every year, until `as_of`.
    #[must_use]
    pub fn new(rules: R, year: Option<i32>, as_of: Option<NaiveDate>) -> Self {
        Self {
            rules,
            year,
            as_of,
            later: BTreeMap::new(),
            log: std::marker::PhantomData,
        }
    }
}

/// What is done with the rows of a day.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// They are looked at.
    AtRow,
    /// They are of a year that is not asked about.
    PassBy,
    /// They are later than the day as seen from.
    Later,
}

impl<L: Entry, R> Looking<L, R> {
    fn look_of(&self, day: Option<NaiveDate>) -> Look {
        let is_later = |day| self.as_of.is_some_and(|as_of| day > as_of);
        let is_judged = |day: NaiveDate| self.year.is_none_or(|year| day.year() == year);
        match day {
            Some(day) if is_later(day) => Look::Later,
            Some(day) if !is_judged(day) => Look::PassBy,
            _ => Look::AtRow,
        }
    }

    fn add_later(&mut self, row: &Row<'_>) {
        *self.later.entry(Arc::clone(row.file())).or_default() += 1;
    }
}

impl<L: Entry, R: RowRules<L>> Counting for Looking<L, R> {
    type Log = L;
    type Outcome = R::Outcome;
    type Words = ();
    type Days = (NaiveDate, Look);

    fn add(&mut self, row: &Row<'_>, record: &L::Record<'_>, found: &mut Findings<'_>) -> Counted {
        match self.look_of(L::day(record)) {
            Look::Later => self.add_later(row),
            Look::PassBy => self.rules.pass_by(record),
            Look::AtRow => {
                self.rules.look(row, record, found);
                return Counted::InPeriod;
            }
        }
        Counted::NotInPeriod
    }

    fn decided(
        &mut self,
        row: &Row<'_>,
        record: &L::Record<'_>,
    ) -> Option<((), (NaiveDate, Look))> {
        let day = L::day(record).filter(|_| self.rules.is_plain(row, record))?;
        Some(((), (day, self.look_of(Some(day)))))
    }

    fn decided_on(&mut self, day: NaiveDate) -> Option<(NaiveDate, Look)> {
        R::ARE_PLAIN.then(|| (day, self.look_of(Some(day))))
    }

    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn add_known(
        &mut self,
        written: &Written<'_, '_>,
        (): &(),
        (day, look): &(NaiveDate, Look),
        found: &mut Findings<'_>,
    ) -> Option<Counted> {
        match look {
            Look::Later => self.add_later(&written.row()),
            // A plain row says nothing of others.
            Look::PassBy => {}
            Look::AtRow => {
                self.rules.look_known(written, *day, found);
                return Some(Counted::InPeriod);
            }
        }
        Some(Counted::NotInPeriod)
    }

    fn merge(&mut self, later: Self) {
        self.rules.merge(later.rules);
        for (file, rows) in later.later {
            *self.later.entry(file).or_default() += rows;
        }
    }

    fn finish(self, _: &mut Settled, found: &mut Findings<'_>) -> Result<R::Outcome, Lesson> {
        if self.rules.days_return() {
            return Err(Lesson {
                days_return: true,
                ..Lesson::default()
            });
        }
        if let Some(as_of) = self.as_of {
            found.extend(self.later.into_iter().map(|(file, rows)| {
                Diagnostic::at(Place::file(&file), Problem::RowsAfterAsOf { rows, as_of })
            }));
        }
        Ok(self.rules.finish(found))
    }
}

/// Rows of a log that are looked at and counted in one pass.
pub struct LookingAndCounting<R, C> {
    /// Looks at each row.
    pub looking: R,
    /// Counts it.
    pub counting: C,
}

impl<R, C> Counting for LookingAndCounting<R, C>
where
    R: Counting,
    C: Counting<Log = R::Log>,
{
    type Log = R::Log;
    type Outcome = (R::Outcome, C::Outcome);
    type Words = (R::Words, C::Words);
    type Days = (R::Days, C::Days);

    fn add(
        &mut self,
        row: &Row<'_>,
        record: &<R::Log as Entry>::Record<'_>,
        found: &mut Findings<'_>,
    ) -> Counted {
        self.looking.add(row, record, found);
        self.counting.add(row, record, found)
    }

    fn decided(
        &mut self,
        row: &Row<'_>,
        record: &<R::Log as Entry>::Record<'_>,
    ) -> Option<(Self::Words, Self::Days)> {
        let (looked_words, looked_days) = self.looking.decided(row, record)?;
        let (words, days) = self.counting.decided(row, record)?;
        Some(((looked_words, words), (looked_days, days)))
    }

    fn decided_days(
        &mut self,
        row: &Row<'_>,
        (_, words): &Self::Words,
    ) -> Option<(Self::Days, NaiveDate)> {
        let (days, day) = self.counting.decided_days(row, words)?;
        Some(((self.looking.decided_on(day)?, days), day))
    }

    fn rules((_, words): &Self::Words) -> usize {
        // Looking sets none of its own.
        C::rules(words)
    }

    #[expect(clippy::inline_always, reason = "measured: it is asked for every row")]
    #[inline(always)]
    fn add_known(
        &mut self,
        written: &Written<'_, '_>,
        words: &Self::Words,
        days: &Self::Days,
        found: &mut Findings<'_>,
    ) -> Option<Counted> {
        // Looking takes every row that counting takes, and has nothing to undo.
        let counted = self.counting.add_known(written, &words.1, &days.1, found)?;
        self.looking.add_known(written, &words.0, &days.0, found);
        Some(counted)
    }

    fn merge(&mut self, later: Self) {
        self.looking.merge(later.looking);
        self.counting.merge(later.counting);
    }

    fn finish(
        self,
        settled: &mut Settled,
        found: &mut Findings<'_>,
    ) -> Result<Self::Outcome, Lesson> {
        // What is looked at settles nothing.
        let looked = self.looking.finish(&mut Settled::new(), found);
        let counted = self.counting.finish(settled, found);
        match (looked, counted) {
            (Ok(looked), Ok(counted)) => Ok((looked, counted)),
            (Err(looked), Err(counted)) => Err(Lesson {
                days_return: looked.days_return,
                ..counted
            }),
            (Err(lesson), _) | (_, Err(lesson)) => Err(lesson),
        }
    }
}

/// No rules: of such a log it is looked only how its cells read and when its rows are dated.
pub struct NoRules;

impl<L: Entry> RowRules<L> for NoRules {
    type Outcome = ();

    const ARE_PLAIN: bool = true;

    fn look(&mut self, _: &Row<'_>, _: &L::Record<'_>, _: &mut Findings<'_>) {}

    fn is_plain(&mut self, _: &Row<'_>, _: &L::Record<'_>) -> bool {
        true
    }

    fn look_known(&mut self, _: &Written<'_, '_>, _: NaiveDate, _: &mut Findings<'_>) {}

    fn merge(&mut self, _: Self) {}

    fn finish(self, _: &mut Findings<'_>) {}
}

/// The rules of the published log.
pub struct PublishedRules<'r> {
    rules: &'r Rules,
    twins: Twins,
    entries: Entries,
    /// Whether another log is held against the entries.
    keeps_entries: bool,
    /// Items without a review, and the file with the first of them.
    unreviewed: u64,
    first_unreviewed: Option<Arc<str>>,
    /// The file looked at last, and whether it has a column for reviews.
    has_reviews: Option<(Arc<str>, bool)>,
}

impl<'r> PublishedRules<'r> {
    /// The rules for a log, with those of the office; whether another log is held against what it
    /// holds; and the premise of the pass.
    #[must_use]
    pub fn new(rules: &'r Rules, keeps_entries: bool, premise: &Premise) -> Self {
        Self {
            rules,
            twins: Twins::new(Log::Published, premise),
            entries: Entries::default(),
            keeps_entries,
            unreviewed: 0,
            first_unreviewed: None,
            has_reviews: None,
        }
    }

    /// Whether the row's file has a column for reviews: a log that has none is not judged by it.
    fn records_reviews(&mut self, row: &Row<'_>) -> bool {
        match &self.has_reviews {
            Some((file, has_reviews)) if Arc::ptr_eq(file, row.file()) => *has_reviews,
            _ => {
                let mut columns = ["reviewed_by", "reviewed_on"].into_iter();
                let has_reviews =
                    columns.any(|key| row.place_of(Log::Published, key).header.is_some());
                self.has_reviews = Some((Arc::clone(row.file()), has_reviews));
                has_reviews
            }
        }
    }

    /// The entry of a row, noted where another log is held against it.
    #[inline]
    fn entry(&mut self, title: &[u8], published: NaiveDate) -> Titled {
        let entry = entry(title, published);
        if self.keeps_entries {
            self.entries.insert(entry);
        }
        entry
    }

    fn look_for_review(
        &mut self,
        row: &Row<'_>,
        item: &PublishedItem<'_>,
        found: &mut Findings<'_>,
    ) {
        // A copy was reviewed with its original.
        if item.reviewed_by.is_some() || item.reviewed_on.is_some() || item.same_as.is_some() {
            return;
        }
        let review_since = self.rules.review_since;
        if review_since.is_some_and(|since| item.published_on >= since) {
            let at = (Log::Published, "reviewed_on");
            row.tell(found, at, Code::ItemWithoutReview, || {
                Problem::ItemWithoutReview { items: None }
            });
        } else if self.records_reviews(row) {
            self.unreviewed += 1;
            self.first_unreviewed
                .get_or_insert_with(|| Arc::clone(row.file()));
        }
    }
}

impl RowRules<PublishedLog> for PublishedRules<'_> {
    type Outcome = Entries;

    fn look(&mut self, row: &Row<'_>, item: &PublishedItem<'_>, found: &mut Findings<'_>) {
        let mut tell = |key, problem: Problem| {
            row.tell(found, (Log::Published, key), problem.code(), || problem);
        };
        let published = item.published_on;
        if let Some(made) = item.made_on.filter(|made| *made > published) {
            tell("made_on", Problem::PublishedBeforeMade { published, made });
        }
        if let Some(reviewed) = item.reviewed_on.filter(|reviewed| *reviewed > published) {
            tell(
                "reviewed_on",
                Problem::PublishedBeforeReviewed {
                    published,
                    reviewed,
                },
            );
        }
        let entry = self.entry(item.title.as_bytes(), published);
        if let Some(id) = item.id.filter(|_| item.same_as.is_none()) {
            self.twins.note(row, id, entry, found);
        }
        self.look_for_review(row, item, found);
    }

    fn is_plain(&mut self, row: &Row<'_>, item: &PublishedItem<'_>) -> bool {
        let mut is_asked = || self.rules.review_since.is_some() || self.records_reviews(row);
        item.made_on.is_none_or(|made| made <= item.published_on)
            && item
                .reviewed_on
                .is_none_or(|reviewed| reviewed <= item.published_on)
            && item.same_as.is_none()
            && (item.reviewed_by.is_some() || !is_asked())
    }

    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>) {
        let entry = self.entry(written.title(), date);
        self.twins.note_known(written, entry, found);
    }

    fn merge(&mut self, later: Self) {
        self.twins.merge(later.twins);
        self.entries.extend(later.entries);
        self.unreviewed += later.unreviewed;
        self.first_unreviewed = self.first_unreviewed.take().or(later.first_unreviewed);
    }

    fn days_return(&self) -> bool {
        self.twins.is_mistaken()
    }

    fn finish(self, found: &mut Findings<'_>) -> Entries {
        self.twins.finish(found);
        if let Some(file) = self.first_unreviewed {
            let items = Some(self.unreviewed);
            found.push(Diagnostic::at(
                Place::file(&file),
                Problem::ItemWithoutReview { items },
            ));
        }
        self.entries
    }
}

/// The rules that logs of notices have in common.
struct NoticeRules<'p> {
    log: Log,
    twins: Twins,
    /// What the published log holds, where the notices are said to stand in it.
    published: Option<&'p Entries>,
}

impl<'p> NoticeRules<'p> {
    fn new(log: Log, published: Option<&'p Entries>, premise: &Premise) -> Self {
        Self {
            log,
            twins: Twins::new(log, premise),
            published,
        }
    }

    fn look(
        &mut self,
        row: &Row<'_>,
        (id, title, published): (Option<&str>, &str, NaiveDate),
        found: &mut Findings<'_>,
    ) {
        let entry = entry(title.as_bytes(), published);
        if let Some(id) = id {
            self.twins.note(row, id, entry, found);
        }
        self.look_in_published(row, title, entry, found);
    }

    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>) {
        let title = written.title();
        let entry = entry(title, date);
        self.twins.note_known(written, entry, found);
        if self.published.is_some() {
            self.look_in_published(&written.row(), text(title), entry, found);
        }
    }

    /// Tells of a row that the published log does not hold, where it should.
    fn look_in_published(
        &self,
        row: &Row<'_>,
        title: &str,
        entry: Titled,
        found: &mut Findings<'_>,
    ) {
        if self.published.is_some_and(|all| !all.contains(&entry)) {
            let (published, _) = entry;
            let code = Code::NoticeNotPublished;
            row.tell(found, (self.log, "title"), code, || {
                let title = title.to_owned();
                Problem::NoticeNotPublished { title, published }
            });
        }
    }
}

/// The rules of the environmental log.
pub struct EnvironmentRules<'p>(NoticeRules<'p>);

impl<'p> EnvironmentRules<'p> {
    /// The rules for a log whose notices also stand in the published log, if `published` is given, and
    /// the premise of the pass.
    #[must_use]
    pub fn new(published: Option<&'p Entries>, premise: &Premise) -> Self {
        Self(NoticeRules::new(Log::Environment, published, premise))
    }
}

impl RowRules<EnvironmentLog> for EnvironmentRules<'_> {
    type Outcome = ();

    fn look(&mut self, row: &Row<'_>, notice: &EnvironmentNotice<'_>, found: &mut Findings<'_>) {
        let notice = (notice.id, notice.title, notice.published_on);
        self.0.look(row, notice, found);
    }

    fn is_plain(&mut self, _: &Row<'_>, _: &EnvironmentNotice<'_>) -> bool {
        true
    }

    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>) {
        self.0.look_known(written, date, found);
    }

    fn merge(&mut self, later: Self) {
        self.0.twins.merge(later.0.twins);
    }

    fn days_return(&self) -> bool {
        self.0.twins.is_mistaken()
    }

    fn finish(self, found: &mut Findings<'_>) {
        self.0.twins.finish(found);
    }
}

/// The rules of the procurement log.
pub struct ProcurementRules<'p> {
    notices: NoticeRules<'p>,
    asks_for_tenders: bool,
    projects: BTreeMap<Box<str>, Project>,
}

/// What the notices of a project told of its tender.
#[derive(Default)]
struct Project {
    /// Whether suppliers were invited, or there is only one.
    has_tender: bool,
    /// Where its first result stands.
    result: Option<Place>,
}

impl<'p> ProcurementRules<'p> {
    /// The rules for a log whose notices also stand in the published log, if `published` is given, and
    /// the premise of the pass; whether its results need a tender notice is said by the office's rules.
    #[must_use]
    pub fn new(published: Option<&'p Entries>, rules: &Rules, premise: &Premise) -> Self {
        Self {
            notices: NoticeRules::new(Log::Procurement, published, premise),
            asks_for_tenders: rules
                .severity(crate::diagnostic::Code::ResultWithoutTender)
                .is_some(),
            projects: BTreeMap::new(),
        }
    }

    /// The project of a notice, with what the notice says of its tender.
    fn project(&mut self, notice: &ProcurementNotice<'_>) -> Option<&mut Project> {
        let number = notice.project.filter(|_| self.asks_for_tenders)?;
        let project = self.projects.entry(number.into()).or_default();
        let has_one_supplier = notice.is_of_single_source()
            || notice
                .method
                .is_some_and(|method| method.contains("单一来源"));
        project.has_tender |= notice.stage == Some("invite") || has_one_supplier;
        Some(project)
    }
}

impl RowRules<ProcurementLog> for ProcurementRules<'_> {
    type Outcome = ();

    fn look(&mut self, row: &Row<'_>, notice: &ProcurementNotice<'_>, found: &mut Findings<'_>) {
        if let Some(project) = self.project(notice)
            && notice.stage == Some("result")
            && project.result.is_none()
        {
            project.result = Some(row.place_of(Log::Procurement, "project"));
        }
        let notice = (notice.id, notice.title, notice.published_on);
        self.notices.look(row, notice, found);
    }

    fn is_plain(&mut self, _: &Row<'_>, notice: &ProcurementNotice<'_>) -> bool {
        notice.project.is_none()
    }

    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>) {
        self.notices.look_known(written, date, found);
    }

    fn pass_by(&mut self, notice: &ProcurementNotice<'_>) {
        self.project(notice);
    }

    fn merge(&mut self, later: Self) {
        self.notices.twins.merge(later.notices.twins);
        for (number, later) in later.projects {
            let project = self.projects.entry(number).or_default();
            project.has_tender |= later.has_tender;
            project.result = project.result.take().or(later.result);
        }
    }

    fn days_return(&self) -> bool {
        self.notices.twins.is_mistaken()
    }

    fn finish(self, found: &mut Findings<'_>) {
        self.notices.twins.finish(found);
        for (number, project) in self.projects {
            if let (false, Some(place)) = (project.has_tender, project.result) {
                let project = number.into();
                found.push(Diagnostic::at(
                    place,
                    Problem::ResultWithoutTender { project },
                ));
            }
        }
    }
}
