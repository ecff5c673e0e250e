//! Rules over the rows of one log, and over what one log says of another.
//!
//! They look at every row once, of every year or of one, whatever the figures count it toward.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;
use hashbrown::{HashTable, hash_table};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic, Findings, Place, Problem};
use crate::project::Rules;
use crate::record::{EnvironmentNotice, Log, ProcurementNotice, PublishedItem};
use crate::source::{Entry, EnvironmentLog, ProcurementLog, PublishedLog, Row, Written};
use crate::statistics::{Counted, Counting, Identity, Settled};

/// What a person should look at in the rows of a log.
pub trait RowRules<L: Entry>: Sized {
    /// What later rules need to know of the log.
    type Outcome;

    /// Looks at one row.
    fn look(&mut self, row: &Row<'_>, record: &L::Record<'_>, found: &mut Findings<'_>);

    /// Whether of a record nothing but title and date is looked at: its words leave nothing more to
    /// look at, whatever its days, and its days do, whatever its words.
    fn is_plain(&mut self, row: &Row<'_>, record: &L::Record<'_>) -> bool;

    /// Looks at a row of which nothing but title and date is looked at.
    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>);

    /// Sees a row of a year that is not asked about; it may tell of one that is.
    fn pass_by(&mut self, _: &L::Record<'_>) {}

    /// Adds what a later part of the log showed.
    fn merge(&mut self, later: Self);

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

    fn finish(
        self,
        _: &mut Settled,
        found: &mut Findings<'_>,
    ) -> Result<R::Outcome, Box<Identity>> {
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
    ) -> Result<Self::Outcome, Box<Identity>> {
        // What is looked at settles nothing, and asks for no other pass.
        let looked = self.looking.finish(&mut Settled::new(), found)?;
        let counted = self.counting.finish(settled, found)?;
        Ok((looked, counted))
    }
}

/// No rules: of such a log it is looked only how its cells read and when its rows are dated.
pub struct NoRules;

impl<L: Entry> RowRules<L> for NoRules {
    type Outcome = ();

    fn look(&mut self, _: &Row<'_>, _: &L::Record<'_>, _: &mut Findings<'_>) {}

    fn is_plain(&mut self, _: &Row<'_>, _: &L::Record<'_>) -> bool {
        true
    }

    fn look_known(&mut self, _: &Written<'_, '_>, _: NaiveDate, _: &mut Findings<'_>) {}

    fn merge(&mut self, _: Self) {}

    fn finish(self, _: &mut Findings<'_>) {}
}

/// By day, for the rows of a day mostly stand together: what is looked up next is at hand.
type ByDay<T> = HashMap<NaiveDate, T, FixedState>;

/// Titles with their dates, as hashes: what a log holds, in some ten bytes a row.
#[derive(Debug, Clone, Default)]
pub struct Entries(ByDay<HashSet<u64, FixedState>>);

impl Entries {
    fn insert(&mut self, (date, title): Titled) {
        self.0.entry(date).or_default().insert(title);
    }

    fn contains(&self, (date, title): &Titled) -> bool {
        self.0
            .get(date)
            .is_some_and(|titles| titles.contains(title))
    }

    fn extend(&mut self, other: Self) {
        for (date, titles) in other.0 {
            self.0.entry(date).or_default().extend(titles);
        }
    }
}

/// A date, and the hash of a title.
type Titled = (NaiveDate, u64);

/// The entry of a row; width of characters and spaces in its title make no difference.
#[inline]
fn entry(title: &str, date: NaiveDate) -> Titled {
    let hash = |title: &str| FixedState::default().hash_one(title);
    if is_normal(title) {
        return (date, hash(title));
    }
    (date, hash(&normal(title)))
}

/// A title in NFKC and without spaces.
fn normal(title: &str) -> Cow<'_, str> {
    if title
        .chars()
        .all(|character| usual(character) == Some(character))
    {
        return title.into();
    }
    let mut normal = String::with_capacity(title.len());
    for character in title.chars() {
        match usual(character) {
            Some(usual) => normal.push(usual),
            None if character.is_whitespace() => {}
            None => return title.nfkc().filter(|c| !c.is_whitespace()).collect(),
        }
    }
    normal.into()
}

/// What NFKC makes of a character, whatever stands beside it; none where that must be looked up, as it
/// seldom must in a title.
fn usual(character: char) -> Option<char> {
    match character {
        '!'..='~' | '·' | '—' | '‘'..='”' | '、'..='〗' | '一'..='\u{9FFF}' => {
            Some(character)
        }
        // What is as wide as a Chinese character, and stands for one of ASCII.
        '！'..='～' => char::from_u32(u32::from(character) - u32::from('！') + u32::from('!')),
        _ => None,
    }
}

/// Whether normalising would leave a title as it is, told without doing it: it has only what is no
/// space of ASCII, and the Chinese characters of most texts, whose first byte in UTF-8 is one of these.
#[inline]
fn is_normal(title: &str) -> bool {
    // Without a branch, so that sixteen are asked at once.
    let is_plain = |byte: u8| {
        (byte.wrapping_sub(b'!') <= 0xBF - b'!') | (byte.wrapping_sub(0xE4) <= 0xE9 - 0xE4)
    };
    let are_plain = |bytes: &[u8; 16]| bytes.iter().fold(true, |all, &byte| all & is_plain(byte));
    let bytes = title.as_bytes();
    match bytes.last_chunk() {
        Some(last) => are_plain(last) && bytes.as_chunks().0.iter().all(are_plain),
        None => bytes.iter().all(|&byte| is_plain(byte)),
    }
}

/// The rows that first had their title and date, to tell others that have them too.
#[derive(Default)]
struct Twins {
    firsts: Vec<First>,
    /// For each day the numbers of its rows in `firsts`, by their titles: so small that those of the
    /// days that stand together stay in the near caches.
    days: ByDay<HashTable<u32>>,
    /// The ids of these rows, one behind the other.
    ids: String,
    /// The files they stand in, each with the number of its first row.
    files: Vec<(usize, Arc<str>)>,
    /// What was found where parts of a log were merged.
    merged: Vec<Diagnostic>,
}

/// For how many titles of a day room is made at most before they come.
const MOST_AT_ONCE: usize = 1 << 16;

/// A row by the hash of its title, its line, and where its id ends; small, for there are many.
struct First {
    title: u64,
    line: u32,
    id_end: u32,
}

impl Twins {
    /// Tells of a row with an id whose title and date another row had before; the first is noted.
    fn look(
        &mut self,
        row: &Row<'_>,
        log: Log,
        id: Option<&str>,
        entry: Titled,
        found: &mut Findings<'_>,
    ) {
        let Some(id) = id else { return };
        if let Some(first) = self.note(row.file(), row.line(), id, entry) {
            let code = Code::SameTitleAndDate;
            row.tell(found, (log, "id"), code, || self.same_as(first));
        }
    }

    /// Notes a row with an id; the number of the first of its title and date where that is another.
    fn note(
        &mut self,
        file: &Arc<str>,
        line: u64,
        id: &str,
        (date, title): Titled,
    ) -> Option<usize> {
        let (rows, days) = (self.firsts.len(), self.days.len());
        let room_for_usual = || {
            let usual = rows.checked_div(days).unwrap_or_default();
            HashTable::with_capacity(usual.min(MOST_AT_ONCE))
        };
        let of_day = self.days.entry(date).or_insert_with(room_for_usual);
        let title_of = |number: &u32| self.firsts[*number as usize].title;
        match of_day.entry(title, |number| title_of(number) == title, title_of) {
            hash_table::Entry::Occupied(first) => {
                let first = *first.get() as usize;
                (self.id(first) != id).then_some(first)
            }
            hash_table::Entry::Vacant(vacant) => {
                // Of no log that people keep these numbers are greater.
                let number = u32::try_from(rows).ok()?;
                let line = line.try_into().ok()?;
                let id_end = (self.ids.len() + id.len()).try_into().ok()?;
                vacant.insert(number);
                self.ids.push_str(id);
                if self.files.last().is_none_or(|(_, last)| last != file) {
                    self.files.push((rows, Arc::clone(file)));
                }
                self.firsts.push(First {
                    title,
                    line,
                    id_end,
                });
                None
            }
        }
    }

    fn id(&self, number: usize) -> &str {
        let before = number.checked_sub(1).map(|before| &self.firsts[before]);
        let start = before.map_or(0, |before| before.id_end as usize);
        &self.ids[start..self.firsts[number].id_end as usize]
    }

    fn file(&self, number: usize) -> &Arc<str> {
        let files = self.files.partition_point(|(first, _)| *first <= number);
        &self.files[files - 1].1
    }

    fn same_as(&self, number: usize) -> Problem {
        Problem::SameTitleAndDate {
            first: self.id(number).to_owned(),
            first_file: self.file(number).to_string(),
            first_line: self.firsts[number].line.into(),
        }
    }

    fn merge(&mut self, later: Self) {
        let rows = later.days.iter().flat_map(|(date, numbers)| {
            let numbers = numbers.iter();
            numbers.map(move |&number| (number as usize, *date))
        });
        let mut rows: Vec<(usize, NaiveDate)> = rows.collect();
        // In the order of the log, so that the rows of a file stand together.
        rows.sort_unstable();
        for (number, date) in rows {
            let (row, id) = (&later.firsts[number], later.id(number));
            let (file, line) = (later.file(number), row.line.into());
            if let Some(first) = self.note(file, line, id, (date, row.title)) {
                let told = Diagnostic::at(Place::line(file, line), self.same_as(first));
                self.merged.push(told);
            }
        }
        self.merged.extend(later.merged);
    }
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
    /// holds.
    #[must_use]
    pub fn new(rules: &'r Rules, keeps_entries: bool) -> Self {
        Self {
            rules,
            twins: Twins::default(),
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

    /// Notes what a row holds, and tells where one before has the same title and date.
    #[inline]
    fn look_for_twin(
        &mut self,
        row: &Row<'_>,
        id: Option<&str>,
        title: &str,
        published: NaiveDate,
        found: &mut Findings<'_>,
    ) {
        let entry = entry(title, published);
        if self.keeps_entries {
            self.entries.insert(entry);
        }
        self.twins.look(row, Log::Published, id, entry, found);
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
        let id = item.id.filter(|_| item.same_as.is_none());
        self.look_for_twin(row, id, item.title, published, found);
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
        let title = written.title();
        self.look_for_twin(&written.row(), Some(written.id()), title, date, found);
    }

    fn merge(&mut self, later: Self) {
        self.twins.merge(later.twins);
        self.entries.extend(later.entries);
        self.unreviewed += later.unreviewed;
        self.first_unreviewed = self.first_unreviewed.take().or(later.first_unreviewed);
    }

    fn finish(self, found: &mut Findings<'_>) -> Entries {
        found.extend(self.twins.merged);
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
#[derive(Default)]
struct NoticeRules<'p> {
    twins: Twins,
    /// What the published log holds, where the notices are said to stand in it.
    published: Option<&'p Entries>,
}

impl NoticeRules<'_> {
    fn look(
        &mut self,
        row: &Row<'_>,
        log: Log,
        (id, title, published): (Option<&str>, &str, NaiveDate),
        found: &mut Findings<'_>,
    ) {
        let entry = entry(title, published);
        self.twins.look(row, log, id, entry, found);
        if self.published.is_some_and(|all| !all.contains(&entry)) {
            let code = Code::NoticeNotPublished;
            row.tell(found, (log, "title"), code, || {
                let title = title.to_owned();
                Problem::NoticeNotPublished { title, published }
            });
        }
    }

    fn look_known(
        &mut self,
        written: &Written<'_, '_>,
        log: Log,
        date: NaiveDate,
        found: &mut Findings<'_>,
    ) {
        let title = written.title();
        self.look(
            &written.row(),
            log,
            (Some(written.id()), title, date),
            found,
        );
    }
}

/// The rules of the environmental log.
#[derive(Default)]
pub struct EnvironmentRules<'p>(NoticeRules<'p>);

impl<'p> EnvironmentRules<'p> {
    /// The rules for a log whose notices also stand in the published log, if `published` is given.
    #[must_use]
    pub fn new(published: Option<&'p Entries>) -> Self {
        Self(NoticeRules {
            published,
            ..NoticeRules::default()
        })
    }
}

impl RowRules<EnvironmentLog> for EnvironmentRules<'_> {
    type Outcome = ();

    fn look(&mut self, row: &Row<'_>, notice: &EnvironmentNotice<'_>, found: &mut Findings<'_>) {
        let notice = (notice.id, notice.title, notice.published_on);
        self.0.look(row, Log::Environment, notice, found);
    }

    fn is_plain(&mut self, _: &Row<'_>, _: &EnvironmentNotice<'_>) -> bool {
        true
    }

    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>) {
        self.0.look_known(written, Log::Environment, date, found);
    }

    fn merge(&mut self, later: Self) {
        self.0.twins.merge(later.0.twins);
    }

    fn finish(self, found: &mut Findings<'_>) {
        found.extend(self.0.twins.merged);
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
    /// The rules for a log whose notices also stand in the published log, if `published` is given;
    /// whether its results need a tender notice is said by the office's rules.
    #[must_use]
    pub fn new(published: Option<&'p Entries>, rules: &Rules) -> Self {
        Self {
            notices: EnvironmentRules::new(published).0,
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
        self.notices.look(row, Log::Procurement, notice, found);
    }

    fn is_plain(&mut self, _: &Row<'_>, notice: &ProcurementNotice<'_>) -> bool {
        notice.project.is_none()
    }

    fn look_known(&mut self, written: &Written<'_, '_>, date: NaiveDate, found: &mut Findings<'_>) {
        self.notices
            .look_known(written, Log::Procurement, date, found);
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

    fn finish(self, found: &mut Findings<'_>) {
        found.extend(self.notices.twins.merged);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn usual_characters_are_what_nfkc_makes_of_them() {
        let mut usual_ones = 0;
        for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            if let Some(usual) = usual(character) {
                assert!(character.nfkc().eq([usual]), "{character:?}");
                assert!(
                    !usual.is_whitespace() && is_nfkc_alone(usual),
                    "{character:?}"
                );
                usual_ones += 1;
            }
        }
        assert!(usual_ones > 20_000, "{usual_ones}");
    }

    /// Whether a character combines with none before it.
    fn is_nfkc_alone(character: char) -> bool {
        unicode_normalization::char::canonical_combining_class(character) == 0
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn titles_are_compared_in_nfkc_without_spaces(
            title in "[关于印发《通知》（试行）“二〇二五”—·ＡＢ１２①㎡Ａ\u{3000} e\u{301}\u{AC00}]{0,24}",
        ) {
            let normal: String = title.nfkc().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(super::normal(&title), &*normal);
            prop_assert!(!is_normal(&title) || title == normal);
        }
    }
}
