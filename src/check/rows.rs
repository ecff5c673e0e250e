//! Rules over the rows of one log, and over rows of one log that another must contain.
//!
//! They check every row once, of every year or of one, independent of how the figures count it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::personal::check_title;
use super::titles::{DuplicateTitles, Entries, Titled, entry};
use crate::count::{Counted, Counter, PassHints, Retry, RowName, Settled};
use crate::diagnostic::{
    Code, Diagnostic, Findings, ItemWithoutReview, NoticeNotPublished, Place, Problem,
    PublishedBeforeMade, PublishedBeforeReviewed, ResultWithoutTender, RowsAfterAsOf,
};
use crate::logs::{Entry, EnvironmentLog, ProcurementLog, PublishedLog, Row};
use crate::logs::{ItemDays, ItemWords, ProcurementNotice, PublishedItem};
use crate::project::Rules;
use crate::record::Log;

/// Checks of the rows of one log.
///
/// Every row is checked by [`check`](Self::check), which needs only title, id and day. Rows with unusual
/// words or days, and those that [count by themselves](Row::has_own), are also checked by
/// [`check_closely`](Self::check_closely).
pub trait RowRules<L: Entry>: Sized {
    /// Data about the log that later rules need.
    type Outcome;

    /// Checks the title, the id and the day of a row.
    fn check(&mut self, row: &Row<'_>, id: Option<&str>, day: NaiveDate, found: &mut Findings<'_>);

    /// Whether rows with these words are checked closely.
    fn asks_words(&self, words: &L::Words<'_>) -> bool {
        let _ = words;
        false
    }

    /// Whether rows with these days are checked closely.
    fn asks_days(&self, days: &L::Days) -> bool {
        let _ = days;
        false
    }

    /// Checks everything else of a row.
    fn check_closely(&mut self, row: &Row<'_>, record: &L::Record<'_>, found: &mut Findings<'_>) {
        let _ = (row, record, found);
    }

    /// The id by which a row may repeat another.
    fn id_of<'r>(record: &'r L::Record<'_>) -> Option<&'r str> {
        L::id(record)
    }

    /// Observes a row of another year, which may affect the checks of a row of this year.
    fn observe_skipped(&mut self, record: &L::Record<'_>) {
        let _ = record;
    }

    /// Adds a later part of the log.
    fn merge(&mut self, later: Self);

    /// Whether rows turned up for a day that was already dropped as finished, so that the log must be read
    /// again.
    fn days_return(&self) -> bool {
        false
    }

    /// Reports findings that are known only after the last row.
    fn finish(self, found: &mut Findings<'_>) -> Self::Outcome;
}

/// Checks the rows of a log, of one year or of all.
pub struct RowChecks<L: Entry, R> {
    rules: R,
    /// The only year whose rows are checked; `None` for all years.
    year: Option<i32>,
    /// The as-of day, if given.
    as_of: Option<NaiveDate>,
    /// Number of rows after `as_of`, by file.
    later: BTreeMap<Arc<str>, u64>,
    log: std::marker::PhantomData<L>,
}

impl<L: Entry, R: RowRules<L>> RowChecks<L, R> {
    /// Creates checks by `rules` for the rows of `year`, or of all years, up to `as_of`.
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

/// How the rows of a day are treated.
#[derive(Debug, Clone, Copy)]
pub enum DayFilter {
    /// Checked; the day is `None` if the row has no day.
    Checked(Option<NaiveDate>),
    /// Not checked: they are of another year.
    Skipped,
    /// Only counted: they are later than the as-of day.
    Later,
}

impl<L: Entry, R> RowChecks<L, R> {
    fn filter(&self, day: Option<NaiveDate>) -> DayFilter {
        let is_later = |day| self.as_of.is_some_and(|as_of| day > as_of);
        let is_judged = |day: NaiveDate| self.year.is_none_or(|year| day.year() == year);
        match day {
            Some(day) if is_later(day) => DayFilter::Later,
            Some(day) if !is_judged(day) => DayFilter::Skipped,
            day => DayFilter::Checked(day),
        }
    }

    fn add_later(&mut self, row: &Row<'_>) {
        *self.later.entry(Arc::clone(row.file())).or_default() += 1;
    }
}

impl<L: Entry, R: RowRules<L>> Counter for RowChecks<L, R> {
    type Log = L;
    type Outcome = R::Outcome;
    type Words = ();
    type Days = DayFilter;

    fn classify_words(&mut self, words: &L::Words<'_>) -> Option<()> {
        (!self.rules.asks_words(words)).then_some(())
    }

    fn classify_days(&mut self, _: usize, days: &L::Days) -> Option<DayFilter> {
        (!self.rules.asks_days(days)).then(|| self.filter(L::day_of(days)))
    }

    #[inline]
    fn add(
        &mut self,
        row: &Row<'_>,
        name: RowName<'_>,
        ((), filter): (&(), &DayFilter),
        found: &mut Findings<'_>,
    ) -> Counted {
        match *filter {
            DayFilter::Later => self.add_later(row),
            DayFilter::Skipped => {}
            DayFilter::Checked(day) => {
                check_title(row, L::LOG, found);
                if let Some(day) = day {
                    self.rules.check(row, name.id, day, found);
                }
                return Counted::InPeriod;
            }
        }
        Counted::NotInPeriod
    }

    fn count(
        &mut self,
        row: &Row<'_>,
        record: &L::Record<'_>,
        found: &mut Findings<'_>,
    ) -> Counted {
        match self.filter(L::day_of(&L::days(record))) {
            DayFilter::Later => self.add_later(row),
            DayFilter::Skipped => self.rules.observe_skipped(record),
            DayFilter::Checked(day) => {
                check_title(row, L::LOG, found);
                if let Some(day) = day {
                    self.rules.check(row, R::id_of(record), day, found);
                }
                self.rules.check_closely(row, record, found);
                return Counted::InPeriod;
            }
        }
        Counted::NotInPeriod
    }

    fn merge(&mut self, later: Self) {
        self.rules.merge(later.rules);
        for (file, rows) in later.later {
            *self.later.entry(file).or_default() += rows;
        }
    }

    fn finish(self, _: &mut Settled, found: &mut Findings<'_>) -> Result<R::Outcome, Retry> {
        if self.rules.days_return() {
            return Err(Retry {
                days_return: true,
                ..Retry::default()
            });
        }
        if let Some(as_of) = self.as_of {
            found.extend(self.later.into_iter().map(|(file, rows)| {
                Diagnostic::at(Place::file(&file), RowsAfterAsOf { rows, as_of })
            }));
        }
        Ok(self.rules.finish(found))
    }
}

/// No rules: only the cells of such a log and the days of its rows are checked.
pub struct NoRules;

impl<L: Entry> RowRules<L> for NoRules {
    type Outcome = ();

    fn check(&mut self, _: &Row<'_>, _: Option<&str>, _: NaiveDate, _: &mut Findings<'_>) {}

    fn merge(&mut self, _: Self) {}

    fn finish(self, _: &mut Findings<'_>) {}
}

/// The rules of the published log.
pub struct PublishedRules<'r> {
    rules: &'r Rules,
    duplicates: DuplicateTitles,
    entries: Entries,
    /// Whether another log is compared with the entries.
    keeps_entries: bool,
    /// Number of items without a review, and the file with the first of them.
    unreviewed: u64,
    first_unreviewed: Option<Arc<str>>,
}

impl<'r> PublishedRules<'r> {
    /// Creates the rules for a log with the office's `rules`. `keeps_entries` keeps entries for comparison
    /// with another log; `hints` come from earlier passes.
    #[must_use]
    pub fn new(rules: &'r Rules, keeps_entries: bool, hints: &PassHints) -> Self {
        Self {
            rules,
            duplicates: DuplicateTitles::new(Log::Published, hints),
            entries: Entries::default(),
            keeps_entries,
            unreviewed: 0,
            first_unreviewed: None,
        }
    }

    /// Reports an item without a review since the office's `review_since`. Other items are only counted, if
    /// the log has a column for reviews.
    fn check_review(&mut self, row: &Row<'_>, item: &PublishedItem<'_>, found: &mut Findings<'_>) {
        // A copy was reviewed with its original.
        if item.reviewed_by.is_some() || item.reviewed_on.is_some() || item.same_as.is_some() {
            return;
        }
        let review_since = self.rules.review_since;
        if review_since.is_some_and(|since| item.published_on >= since) {
            let at = (Log::Published, "reviewed_on");
            row.report(found, at, Code::of::<ItemWithoutReview>(), || {
                Problem::from(ItemWithoutReview { items: None })
            });
        } else if PublishedLog::words(row, item).records_reviews {
            self.unreviewed += 1;
            self.first_unreviewed
                .get_or_insert_with(|| Arc::clone(row.file()));
        }
    }
}

impl RowRules<PublishedLog> for PublishedRules<'_> {
    type Outcome = Entries;

    fn check(&mut self, row: &Row<'_>, id: Option<&str>, day: NaiveDate, found: &mut Findings<'_>) {
        let entry = entry(row.title(), day);
        if self.keeps_entries {
            self.entries.insert(entry);
        }
        if let Some(id) = id {
            self.duplicates.note(row, id, entry, found);
        }
    }

    fn asks_words(&self, words: &ItemWords<'_>) -> bool {
        let is_asked = self.rules.review_since.is_some() || words.records_reviews;
        is_asked && words.reviewed_by.is_none()
    }

    fn asks_days(&self, days: &ItemDays) -> bool {
        let is_later = |day: NaiveDate| day > days.published_on;
        days.made_on.is_some_and(is_later) || days.reviewed_on.is_some_and(is_later)
    }

    fn check_closely(&mut self, row: &Row<'_>, item: &PublishedItem<'_>, found: &mut Findings<'_>) {
        let mut report = |key, problem: Problem| {
            row.report(found, (Log::Published, key), problem.code(), || problem);
        };
        let published = item.published_on;
        if let Some(made) = item.made_on.filter(|made| *made > published) {
            report(
                "made_on",
                Problem::from(PublishedBeforeMade { published, made }),
            );
        }
        if let Some(reviewed) = item.reviewed_on.filter(|reviewed| *reviewed > published) {
            report(
                "reviewed_on",
                Problem::from(PublishedBeforeReviewed {
                    published,
                    reviewed,
                }),
            );
        }
        self.check_review(row, item, found);
    }

    /// Returns `None` for a copy: it repeats its original on purpose.
    fn id_of<'r>(item: &'r PublishedItem<'_>) -> Option<&'r str> {
        item.id.filter(|_| item.same_as.is_none())
    }

    fn merge(&mut self, later: Self) {
        self.duplicates.merge(later.duplicates);
        self.entries.extend(later.entries);
        self.unreviewed += later.unreviewed;
        self.first_unreviewed = self.first_unreviewed.take().or(later.first_unreviewed);
    }

    fn days_return(&self) -> bool {
        self.duplicates.is_mistaken()
    }

    fn finish(self, found: &mut Findings<'_>) -> Entries {
        self.duplicates.finish(found);
        if let Some(file) = self.first_unreviewed {
            let items = Some(self.unreviewed);
            found.push(Diagnostic::at(
                Place::file(&file),
                ItemWithoutReview { items },
            ));
        }
        self.entries
    }
}

/// The rules that logs of notices have in common.
struct NoticeRules<'p> {
    log: Log,
    duplicates: DuplicateTitles,
    /// Entries of the published log, if it must contain the notices.
    published: Option<&'p Entries>,
}

impl<'p> NoticeRules<'p> {
    fn new(log: Log, published: Option<&'p Entries>, hints: &PassHints) -> Self {
        Self {
            log,
            duplicates: DuplicateTitles::new(log, hints),
            published,
        }
    }

    fn check(&mut self, row: &Row<'_>, id: Option<&str>, day: NaiveDate, found: &mut Findings<'_>) {
        let entry = entry(row.title(), day);
        if let Some(id) = id {
            self.duplicates.note(row, id, entry, found);
        }
        self.check_in_published(row, entry, found);
    }

    /// Reports a row that is missing from the published log, if it must be there.
    fn check_in_published(&self, row: &Row<'_>, entry: Titled, found: &mut Findings<'_>) {
        if self.published.is_some_and(|all| !all.contains(&entry)) {
            let (published, _) = entry;
            let code = Code::of::<NoticeNotPublished>();
            row.report(found, (self.log, "title"), code, || {
                let title = row.title().to_owned();
                Problem::from(NoticeNotPublished { title, published })
            });
        }
    }
}

/// The rules of the environmental log.
pub struct EnvironmentRules<'p>(NoticeRules<'p>);

impl<'p> EnvironmentRules<'p> {
    /// Creates the rules. `published` are the entries of the published log, if it must contain the notices;
    /// `hints` come from earlier passes.
    #[must_use]
    pub fn new(published: Option<&'p Entries>, hints: &PassHints) -> Self {
        Self(NoticeRules::new(Log::Environment, published, hints))
    }
}

impl RowRules<EnvironmentLog> for EnvironmentRules<'_> {
    type Outcome = ();

    fn check(&mut self, row: &Row<'_>, id: Option<&str>, day: NaiveDate, found: &mut Findings<'_>) {
        self.0.check(row, id, day, found);
    }

    fn merge(&mut self, later: Self) {
        self.0.duplicates.merge(later.0.duplicates);
    }

    fn days_return(&self) -> bool {
        self.0.duplicates.is_mistaken()
    }

    fn finish(self, found: &mut Findings<'_>) {
        self.0.duplicates.finish(found);
    }
}

/// The rules of the procurement log.
pub struct ProcurementRules<'p> {
    notices: NoticeRules<'p>,
    asks_for_tenders: bool,
    projects: BTreeMap<Box<str>, ProjectTender>,
}

/// Tender state of a project, collected from its notices.
#[derive(Default)]
struct ProjectTender {
    /// Whether suppliers were invited, or there is only one.
    has_tender: bool,
    /// The place of its first result.
    result: Option<Place>,
}

impl<'p> ProcurementRules<'p> {
    /// Creates the rules. `published` are the entries of the published log, if it must contain the notices;
    /// the office's `rules` say whether results need a tender notice; `hints` come from earlier passes.
    #[must_use]
    pub fn new(published: Option<&'p Entries>, rules: &Rules, hints: &PassHints) -> Self {
        Self {
            notices: NoticeRules::new(Log::Procurement, published, hints),
            asks_for_tenders: rules.severity(Code::of::<ResultWithoutTender>()).is_some(),
            projects: BTreeMap::new(),
        }
    }

    /// Returns the project of a notice, after recording whether the notice is or replaces a tender. `None` if
    /// the notice has no project or results need no tender.
    fn project(&mut self, notice: &ProcurementNotice<'_>) -> Option<&mut ProjectTender> {
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

    fn check(&mut self, row: &Row<'_>, id: Option<&str>, day: NaiveDate, found: &mut Findings<'_>) {
        self.notices.check(row, id, day, found);
    }

    fn check_closely(
        &mut self,
        row: &Row<'_>,
        notice: &ProcurementNotice<'_>,
        _: &mut Findings<'_>,
    ) {
        if let Some(project) = self.project(notice)
            && notice.stage == Some("result")
            && project.result.is_none()
        {
            project.result = Some(row.place_of(Log::Procurement, "project"));
        }
    }

    fn observe_skipped(&mut self, notice: &ProcurementNotice<'_>) {
        self.project(notice);
    }

    fn merge(&mut self, later: Self) {
        self.notices.duplicates.merge(later.notices.duplicates);
        for (number, later) in later.projects {
            let project = self.projects.entry(number).or_default();
            project.has_tender |= later.has_tender;
            project.result = project.result.take().or(later.result);
        }
    }

    fn days_return(&self) -> bool {
        self.notices.duplicates.is_mistaken()
    }

    fn finish(self, found: &mut Findings<'_>) {
        self.notices.duplicates.finish(found);
        for (number, project) in self.projects {
            if let (false, Some(place)) = (project.has_tender, project.result) {
                let project = number.into();
                found.push(Diagnostic::at(place, ResultWithoutTender { project }));
            }
        }
    }
}
