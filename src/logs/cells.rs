//! Parses cells of a row: dates, amounts of money, limits, codes.
//!
//! All cells of a row are parsed even if an earlier one is invalid, so that one run reports everything.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, Timelike};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::YEARS;
use super::applicants::is_person;
use super::basis;
use super::columns::split_unit;
use super::date;
use super::synonyms::{self, APPLICANT, List, Meaning, OUTCOME, PENDING, REQUEST_CHANNEL, Words};
use super::table::Row;
use crate::diagnostic::{
    BadAmount, BadDate, BadLimit, DateWithoutYear, Diagnostic, DoubtfulDay, ExcludedRows,
    Implausible, ImplausibleAmount, ImplausibleDate, LostId, MissingCell, MissingRoute, OtherDay,
    Place, Problem, SerialDates, SheetError, UndecidedChannel, UndecidedTicks, UndecidedWord,
    UnknownAnswer, UnknownApplicant, UnknownCode, UnknownWord, UnsafeAmount,
};
use crate::law::{Delivery, Means};
use crate::logs::{Decided, LoggedLimit, Moment};
use crate::number;

/// The usual words for yes and no.
pub(super) const FLAGS: [&str; 2] = ["是", "否"];

/// Reader of the cells of one row. Collects findings on the way.
pub(super) struct CellReader<'row, 'found> {
    row: &'row Row<'row>,
    found: &'found mut Vec<Diagnostic>,
    failed: bool,
    /// Number of findings before the row.
    first_new: usize,
    /// The column whose word excludes the row from the count.
    left_out_by: Option<usize>,
    /// The latest day of the row that is written without a year, and its column.
    latest_yearless: Option<(usize, NaiveDate)>,
    /// Source from which the codes of the row were determined.
    pub(super) decided: Decided,
}

impl<'row, 'found> CellReader<'row, 'found> {
    pub(super) fn new(row: &'row Row<'_>, found: &'found mut Vec<Diagnostic>) -> Self {
        Self {
            row,
            first_new: found.len(),
            found,
            failed: false,
            left_out_by: None,
            latest_yearless: None,
            decided: Decided::ByWords,
        }
    }

    /// Returns `record`, unless a cell is invalid or excludes the row from the count.
    pub(super) fn finish<T>(mut self, record: T) -> Option<T> {
        if let Some(remark) = self.row.void_remark() {
            self.report_left_out(self.row.place_at(remark), self.row.text_at(remark));
            return None;
        }
        if let Some(column) = self.left_out_by {
            let word = self.row.cell(column).unwrap_or_default();
            self.report_left_out(self.row.cell_place(column), word);
            return None;
        }
        (!self.failed).then_some(record)
    }

    /// Excludes the row from the count because of the word in `column`. Its other cells may be invalid.
    pub(super) fn leave_out(&mut self, column: usize) {
        self.left_out_by.get_or_insert(column);
    }

    #[inline(never)]
    fn report_left_out(&mut self, place: Place, word: &str) {
        self.found.truncate(self.first_new);
        let words = vec![(word.to_owned(), 1)];
        let problem = Problem::from(ExcludedRows { rows: 1, words });
        self.found.push(Diagnostic::at(place, problem));
    }

    /// The text of a cell. A spreadsheet error value is an error.
    #[inline]
    pub(super) fn text(&mut self, column: usize) -> Option<&'row str> {
        let cell = self.row.cell(column)?;
        if cell.as_bytes().first() == Some(&b'#') {
            self.check_sheet_error(column, cell);
        }
        Some(cell)
    }

    /// The text of a cell, or the default in `report.toml` if the cell is blank.
    pub(super) fn text_or_default(&mut self, column: usize) -> Option<&'row str> {
        self.text(column).or_else(|| self.row.default(column))
    }

    #[inline(never)]
    fn check_sheet_error(&mut self, column: usize, cell: &str) {
        if is_sheet_error(cell) {
            let text = cell.to_owned();
            self.fail(column, SheetError { text });
        }
    }

    /// The identifier of an item or a project. 无 and 不适用 count as blank, or all such rows would be one.
    pub(super) fn name(&mut self, column: usize) -> Option<&'row str> {
        let cell = self.text(column).filter(|cell| !is_none(cell))?;
        if is_rounded(cell) {
            self.fail(
                column,
                LostId {
                    text: cell.to_owned(),
                },
            );
        }
        Some(cell)
    }

    pub(super) fn required_text(&mut self, column: usize) -> &'row str {
        self.text(column).unwrap_or_else(|| {
            self.fail(column, MissingCell);
            ""
        })
    }

    #[inline]
    pub(super) fn date(&mut self, column: usize) -> Option<NaiveDate> {
        Some(self.moment(column)?.0)
    }

    /// A day, with the time of day if the cell contains one.
    #[inline]
    pub(super) fn moment(&mut self, column: usize) -> Option<Moment> {
        let cell = self.row.cell(column)?;
        match self.row.usual_day(column, cell) {
            Some(date) if is_plausible(date) => Some((date, None)),
            _ => self.unusual_moment(column, cell),
        }
    }

    #[inline(never)]
    fn unusual_moment(&mut self, column: usize, cell: &str) -> Option<Moment> {
        // 无 in a column of dates means a blank cell.
        if is_none(cell) {
            return None;
        }
        match self.read_day(column, cell) {
            Ok(((date, _), _)) if !is_plausible(date) => {
                let because = Implausible::OutOfRange;
                self.fail(column, ImplausibleDate { date, because });
                None
            }
            Ok((moment, is_serial)) => {
                if is_serial && self.row.is_new(column, "") {
                    let problem = Problem::from(SerialDates {
                        text: cell.to_owned(),
                        date: moment.0,
                    });
                    self.report(column, problem);
                }
                Some(moment)
            }
            Err(problem) => {
                self.fail(column, problem);
                None
            }
        }
    }

    /// Parses a day. A day without a year takes the year configured for the file. The flag says whether
    /// the cell contained a serial number.
    fn read_day(&mut self, column: usize, cell: &str) -> Result<(Moment, bool), Problem> {
        let without_year = match date::read(cell) {
            Err(problem) if problem.is::<DateWithoutYear>() => problem,
            read => return read,
        };
        let doubtful = |because| {
            Problem::from(DoubtfulDay {
                text: cell.to_owned(),
                because,
            })
        };
        if let Some(whole) = date::cut_short(cell) {
            return Err(doubtful(OtherDay::CutShort { whole }));
        }
        let Some(year) = self.row.year() else {
            return Err(without_year);
        };
        let Some(moment) = date::of_year(cell, year) else {
            let text = cell.to_owned();
            return Err(Problem::from(BadDate { text }));
        };
        // In either order: a day long before that of a column further left belongs to the next year.
        let before = self.latest_yearless;
        if before.is_some_and(|(left, day)| left < column && is_long_before(moment.0, day)) {
            return Err(doubtful(OtherDay::NextYear { year }));
        }
        if let Some((right, day)) = before.filter(|(right, _)| column < *right)
            && is_long_before(day, moment.0)
        {
            let text = self.row.cell(right).unwrap_or_default().to_owned();
            let because = OtherDay::NextYear { year };
            self.fail(right, DoubtfulDay { text, because });
        }
        if self.row.is_of_next_year(column, moment.0) {
            return Err(doubtful(OtherDay::NextYear { year }));
        }
        if before.is_none_or(|(_, day)| day < moment.0) {
            self.latest_yearless = Some((column, moment.0));
        }
        Ok((moment, false))
    }

    pub(super) fn required_date(&mut self, column: usize) -> NaiveDate {
        self.required_moment(column).0
    }

    pub(super) fn required_moment(&mut self, column: usize) -> Moment {
        self.moment(column).unwrap_or_else(|| {
            if self.row.cell(column).is_none_or(is_none) {
                self.fail(column, MissingCell);
            }
            Moment::default()
        })
    }

    /// Reports an end of a case that lies too long after `received`. The day counts all the same. `received`
    /// is the default date if the row has no day of receipt; such a row is rejected elsewhere.
    #[inline]
    pub(super) fn check_end(&mut self, column: usize, end: Option<NaiveDate>, received: NaiveDate) {
        if let Some(date) = end
            && date.year() >= received.year() + 3
            && received != NaiveDate::default()
            && received.checked_add_months(LONGEST_CASE) < Some(date)
        {
            let because = Implausible::EndedLongAfterReceipt { received };
            self.report(column, ImplausibleDate { date, because });
        }
    }

    pub(super) fn yuan(&mut self, column: usize) -> Option<Decimal> {
        let cell = self.row.cell(column).filter(|cell| !is_none(cell))?;
        let yuan = yuan(cell, self.row.factor(column));
        if yuan.is_some_and(number::is_plausible_yuan) {
            return yuan;
        }
        let text = cell.to_owned();
        let problem = if yuan.is_some() || is_huge(cell) {
            let amount = UnsafeAmount::Single { text };
            Problem::from(ImplausibleAmount { amount })
        } else {
            Problem::from(BadAmount { text })
        };
        self.fail(column, problem);
        None
    }

    /// A time limit, and its time of day if it is an instant.
    ///
    /// Systems that store only days export the first or the last minute of the day; both mean the whole day.
    pub(super) fn limit(&mut self, column: usize) -> Option<(LoggedLimit, Option<NaiveTime>)> {
        let cell = self.row.cell(column).filter(|cell| !is_none(cell))?;
        if let Some(date) = self.row.usual_day(column, cell) {
            return Some((LoggedLimit::Date(date), None));
        }
        if (cell.contains("工作日") || cell.contains("小时"))
            && let Some(limit) = limit(cell)
        {
            return Some((limit, None));
        }
        match self.read_day(column, cell) {
            Ok(((date, time), _)) => {
                let instant = time.filter(|time| !means_whole_day(*time));
                return Some((LoggedLimit::Date(date), instant));
            }
            // Text that resembles a date is reported as an invalid date.
            Err(problem) => match problem.get() {
                Some(BadDate { text }) => {
                    let text = text.clone();
                    self.fail(column, BadLimit { text });
                }
                None => self.fail(column, problem),
            },
        }
        None
    }

    /// Parses yes or no. Any other word is reported and gives `None`.
    pub(super) fn flag(&mut self, column: usize) -> Option<bool> {
        let word = self.row.cell(column)?;
        match word {
            "是" | "超期" | "已超期" | "逾期" | "已逾期" => Some(true),
            "否" | "未超期" | "未逾期" | "无" => Some(false),
            _ => {
                self.unknown_word(column, word, FLAGS.to_vec());
                None
            }
        }
    }

    /// The code of a cell. A word without a code is reported and returned as it is.
    pub(super) fn word(&mut self, column: usize, list: List) -> Option<&'row str> {
        let word = self.text(column)?;
        let (meaning, _) = self.row.meaning(column, list, word);
        let code = meaning.code();
        if code.is_none() {
            self.unknown_word(column, word, list.words());
        }
        Some(code.unwrap_or(word))
    }

    /// Reports a word that the list of the column does not contain.
    #[inline(never)]
    fn unknown_word(&mut self, column: usize, word: &str, known: Vec<&'static str>) {
        let word = word.to_owned();
        let problem = Problem::from(UnknownWord {
            word,
            known,
            rows: 1,
        });
        self.report(column, problem);
    }

    /// The code of a yes/no cell or similar. Any other word is reported and gives `None`.
    pub(super) fn answer(&mut self, column: usize, list: List) -> Option<&'static str> {
        let word = self.text(column)?;
        let (meaning, _) = self.row.meaning(column, list, word);
        let code = meaning.code();
        if code.is_none() {
            let text = word.to_owned();
            self.report(column, UnknownAnswer { text, rows: 1 });
        }
        code
    }

    /// The code of a cell that may be blank. A word without a code is an error.
    pub(super) fn code(&mut self, column: usize, list: List) -> Option<&'static str> {
        let word = self.row.cell(column)?;
        self.code_of(column, list, word)
    }

    /// The code of a cell, else the code of its last words or of those of `title`, else the word as
    /// it is.
    pub(super) fn word_or_ending(
        &mut self,
        column: usize,
        list: List,
        title: &str,
    ) -> Option<&'row str> {
        let words = self.row.words();
        let Some(word) = self.row.cell(column) else {
            return words.code_ending(list, title);
        };
        let (meaning, _) = self.row.meaning(column, list, word);
        let code = meaning.code();
        let code = code.or_else(|| words.code_ending(list, word));
        if code.is_none() {
            self.unknown_word(column, word, list.words());
        }
        code.or_else(|| self.text(column))
    }

    /// The channel of a disclosure request, in the office's words. A word that may mean post or e-mail
    /// is reported.
    pub(super) fn channel_of_request(&mut self, column: usize) -> Option<&'row str> {
        let word = self.text(column)?;
        let (meaning, _) = self.row.meaning(column, REQUEST_CHANNEL, word);
        if meaning == Meaning::Ask {
            let text = word.to_owned();
            self.report(column, UndecidedChannel { text, rows: 1 });
        }
        Some(word)
    }

    /// How a request was submitted, derived from its channel. For a word that may mean post or e-mail, the
    /// office configures which.
    pub(super) fn means(&self, column: usize) -> Means {
        let Some(word) = self.row.cell(column) else {
            return Means::Unknown;
        };
        let (meaning, _) = self.row.meaning(column, REQUEST_CHANNEL, word);
        synonyms::means_of(word).unwrap_or(match meaning.code() {
            Some("in-person") => Means::InPerson,
            Some("fax") => Means::Fax,
            Some("letter") => Means::Letter,
            // A word that may mean post or e-mail.
            Some("online") => Means::Email,
            _ => Means::Unknown,
        })
    }

    /// How a reply was sent, derived from the words of a cell.
    pub(super) fn delivery(&mut self, column: usize) -> Delivery {
        self.text(column)
            .map_or(Delivery::Unknown, synonyms::delivery_of)
    }

    /// Whether a cell contains a status that excludes the request from the count.
    pub(super) fn is_excluded(&self, column: usize) -> bool {
        let status = self.row.cell(column);
        status.is_some_and(|status| self.row.words().is_excluded(status))
    }

    /// The kind of applicant in a cell. The cell may contain a name instead and is never quoted.
    pub(super) fn applicant(&mut self, column: usize) -> Option<&'static str> {
        let Some(word) = self.row.cell(column) else {
            return self.applicant_without_tick(column);
        };
        let (meaning, _) = self.row.meaning(column, APPLICANT, word);
        if meaning == Meaning::Unknown {
            let answer = self.row.answer(column, APPLICANT);
            if answer.is_some() {
                self.decided = self.decided.max(Decided::ByRecord);
            } else {
                self.fail_applicant(column, word);
            }
            return answer;
        }
        self.code_of_record(column, APPLICANT, None)
    }

    /// The office's answer for the kind of applicant, if no kind is ticked.
    fn applicant_without_tick(&mut self, column: usize) -> Option<&'static str> {
        if !self.row.has_ticks(column) {
            return None;
        }
        self.answer_to_ticks(column, "applicant", APPLICANT)
    }

    /// The office's answer for a code, if the tick columns decide none.
    fn answer_to_ticks(
        &mut self,
        column: usize,
        key: &'static str,
        list: List,
    ) -> Option<&'static str> {
        self.decided = self.decided.max(Decided::ByRecord);
        let answer = self.row.answer(column, list);
        if answer.is_none() {
            self.decided = Decided::Undetermined;
            let first = vec![self.row_name()];
            self.report(
                column,
                UndecidedTicks {
                    key,
                    rows: 1,
                    first,
                },
            );
        }
        answer
    }

    /// The id of the row, or its file and line if it has none.
    pub(super) fn row_name(&self) -> String {
        match self.row.id() {
            Some(id) => id.to_owned(),
            None => format!("{}:{}", self.row.file(), self.row.line()),
        }
    }

    #[inline(never)]
    fn fail_applicant(&mut self, column: usize, word: &str) {
        let line = self.row.line();
        let is_natural = is_person(word);
        let problem = Problem::from(UnknownApplicant {
            rows: 1,
            lines: vec![line],
            persons: u64::from(is_natural),
            doubtful: (!is_natural).then_some(line).into_iter().collect(),
            offer: None,
        });
        self.fail(column, problem);
    }

    /// The code of a cell that must not be blank.
    pub(super) fn required_code(&mut self, column: usize, list: List) -> Option<&'static str> {
        let Some(word) = self.row.cell(column) else {
            self.fail(column, MissingCell);
            return None;
        };
        self.code_of(column, list, word)
    }

    fn code_of(&mut self, column: usize, list: List, word: &str) -> Option<&'static str> {
        let (meaning, _) = self.row.meaning(column, list, word);
        if let Meaning::Code(code) = meaning {
            return Some(code);
        }
        if let Some(code) = self.row.answer(column, list) {
            self.decided = self.decided.max(Decided::ByRecord);
            return Some(code);
        }
        self.fail_word(column, (list, meaning), word);
        None
    }

    /// The code of a part of a cell.
    pub(super) fn code_of_word(
        &mut self,
        column: usize,
        list: List,
        word: &str,
    ) -> Option<&'static str> {
        let meaning = self.row.words().meaning(list, word);
        if meaning.code().is_none() {
            self.fail_word(column, (list, meaning), word);
        }
        meaning.code()
    }

    /// The office's answer for the route of a lawsuit whose cell is blank. If there is none, the finding
    /// proposes the route in a remark.
    pub(super) fn answer_to_blank_route(
        &mut self,
        column: usize,
        list: List,
    ) -> Option<&'static str> {
        if let Some(answer) = self.row.answer(column, list) {
            return Some(answer);
        }
        let words = self.row.words();
        let mut answers = self.row.remarks().filter_map(|(header, remark)| {
            let code = words.code_of(list, remark);
            Some((code.or_else(|| route_in(remark))?, code.map(|_| header)))
        });
        let (code, header) = answers.next().unzip();
        let name = code.and_then(|code| list.codes.iter().find(|known| known.code == code));
        let name = name.map(|known| known.name.zh);
        let first = vec![(self.row_name(), name)];
        let answer_column = header.flatten().map(str::to_owned);
        let problem = Problem::from(MissingRoute {
            rows: 1,
            first,
            column: answer_column,
        });
        drop(answers);
        self.fail(column, problem);
        None
    }

    /// The code of a cell in a list other than that of its column, without a finding.
    pub(super) fn known_code(&self, column: usize, list: List) -> Option<&'static str> {
        self.row.words().code_of(list, self.row.cell(column)?)
    }

    /// The code of a cell that may be blank. An ambiguous word is decided by the office's answer for the
    /// record, or by the law article in the column `basis`; otherwise the record counts without a code.
    pub(super) fn code_of_record(
        &mut self,
        column: usize,
        list: List,
        basis: Option<usize>,
    ) -> Option<&'static str> {
        let word = self.row.cell(column)?;
        let (meaning, _) = self.row.meaning(column, list, word);
        if meaning != Meaning::Ask {
            return self.code_of(column, list, word);
        }
        self.decided = self.decided.max(Decided::ByRecord);
        let basis = basis.and_then(|basis| self.row.cell(basis));
        let by_law = || basis::outcome_of(basis?).filter(|code| Words::may_be(list, word, code));
        // 不予处理 with the remark 重复申请.
        let by_remark = || {
            let words = self.row.words();
            let mut codes = self
                .row
                .remarks()
                .filter_map(|(_, remark)| words.code_of(list, remark));
            codes.find(|code| list == OUTCOME && Words::may_be(list, word, code))
        };
        let answer = self.row.answer(column, list);
        let code = answer.or_else(by_law).or_else(by_remark);
        if code.is_none() {
            self.decided = Decided::Undetermined;
            let problem = self.undecided(list, word);
            self.report(column, problem);
        }
        code
    }

    /// The outcome of a request. If the word means that it is pending, the outcome is `None` for a request
    /// that `is_open`, else the office's answer.
    pub(super) fn outcome(
        &mut self,
        column: usize,
        basis: usize,
        is_open: bool,
    ) -> Option<&'static str> {
        // An open request has no tick yet.
        if self.row.has_marks(column) && self.row.cell(column).is_none() {
            return self.answer_to_ticks(column, "outcome", OUTCOME);
        }
        if self.known_code(column, PENDING).is_none() {
            return self.code_of_record(column, OUTCOME, Some(basis));
        }
        self.decided = self.decided.max(Decided::ByRecord);
        if is_open {
            return None;
        }
        let answer = self.row.answer(column, OUTCOME);
        if answer.is_none() {
            self.decided = Decided::Undetermined;
            let problem = self.undecided(OUTCOME, self.row.cell(column).unwrap_or_default());
            self.report(column, problem);
        }
        answer
    }

    /// The finding about a word that decides no code.
    fn undecided(&self, list: List, word: &str) -> Problem {
        // Names of applicants are not quoted.
        let text = if list == APPLICANT {
            list.public_word(word)
        } else {
            word.to_owned()
        };
        Problem::from(UndecidedWord {
            text,
            list: list.name(),
            rows: 1,
            first: vec![self.row_name()],
        })
    }

    /// Reports a word that decides no code.
    #[inline(never)]
    fn fail_word(&mut self, column: usize, (list, meaning): (List, Meaning), word: &str) {
        let text = word.to_owned();
        let problem = if meaning == Meaning::Ask {
            self.undecided(list, word)
        } else {
            Problem::from(UnknownCode {
                text,
                list: list.name(),
                nearest: Vec::new(),
                known: list.words(),
                rows: 1,
            })
        };
        self.fail(column, problem);
    }

    /// The office's answer for a code that the word in a column does not decide for this row.
    pub(super) fn answer_to_undecided(
        &mut self,
        column: usize,
        list: List,
    ) -> Option<&'static str> {
        let answer = self.row.answer(column, list);
        if answer.is_none() {
            let word = self.row.cell(column).unwrap_or_default();
            self.fail_word(column, (list, Meaning::Ask), word);
        }
        answer
    }

    /// Reports a problem of a cell; the row still counts.
    ///
    /// For a cell that is constant in all rows it is reported once.
    pub(super) fn report(&mut self, column: usize, problem: impl Into<Problem>) {
        let problem = problem.into();
        if self.row.is_constant(column) && !self.row.is_new(column, problem.code().name()) {
            return;
        }
        self.found
            .push(Diagnostic::at(self.row.cell_place(column), problem));
    }

    pub(super) fn fail(&mut self, column: usize, problem: impl Into<Problem>) {
        self.failed = true;
        self.report(column, problem);
    }
}

/// The route of a lawsuit that a remark states explicitly.
fn route_in(remark: &str) -> Option<&'static str> {
    const DIRECT: [&str; 4] = ["未经复议", "未复议", "没有复议", "直接起诉"];
    const AFTER_REVIEW: [&str; 4] = ["经复议", "复议后", "复议决定不服", "不服复议"];
    let mentions = |words: &[&str]| words.iter().any(|word| remark.contains(word));
    if mentions(&DIRECT) {
        return Some("direct");
    }
    mentions(&AFTER_REVIEW).then_some("after_review")
}

/// The required date of a row whose other cells are not needed.
pub(super) fn only_date(
    row: &Row<'_>,
    column: usize,
    found: &mut Vec<Diagnostic>,
) -> Option<NaiveDate> {
    let mut cells = CellReader::new(row, found);
    let date = cells.required_date(column);
    cells.finish(date)
}

/// Whether a time in a cell of due dates stands for the whole day: 00:00, 23:59, 23:59:59, or 24:00,
/// which is parsed as the last one.
fn means_whole_day(time: NaiveTime) -> bool {
    matches!(
        (time.hour(), time.minute(), time.second()),
        (0, 0, 0) | (23, 59, 0 | 59)
    )
}

/// Whether `day` is more than half a year before `other`.
pub(super) fn is_long_before(day: NaiveDate, other: NaiveDate) -> bool {
    const HALF_A_YEAR: i64 = 183;
    (other - day).num_days() > HALF_A_YEAR
}

/// Whether a date is plausible in a log.
fn is_plausible(date: NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

/// Longest plausible duration of a case: three years. A longer one points to a mistyped year.
const LONGEST_CASE: Months = Months::new(36);

/// Whether a cell states that there is no value, in a column where these words are not content.
pub(super) fn is_none(cell: &str) -> bool {
    // Fast path: most cells begin with another byte.
    matches!(cell.as_bytes().first(), Some(0xE4..=0xE6))
        && matches!(cell, "无" | "不适用" | "暂无" | "没有")
}

/// Whether a cell contains a spreadsheet error value instead of a value.
fn is_sheet_error(cell: &str) -> bool {
    // `#REF!`, `#NAME?`, `#SPILL!`: newer programs have more of them.
    let is_word = |word: &str| {
        let word = word.strip_suffix(['!', '?']).unwrap_or_default();
        word == "DIV/0" || !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let word = cell.strip_prefix('#');
    word.is_some_and(|word| {
        matches!(word, "N/A" | "GETTING_DATA") || word.starts_with("###") || is_word(word)
    })
}

/// Whether a number was rounded to scientific notation, as Excel does with long ones: `1.23E+17`.
pub(super) fn is_rounded(cell: &str) -> bool {
    if !matches!(cell.as_bytes(), [b'0'..=b'9', b'.' | b'E' | b'e', ..]) {
        return false;
    }
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((digits, exponent)) = cell.split_once(['E', 'e']) else {
        return false;
    };
    let Some(exponent) = exponent.strip_prefix('+') else {
        return false;
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    is_number(whole) && is_number(fraction) && is_number(exponent)
}

/// Parses an amount in yuan: `1234.5`, `1,234.50`, `55.8万元`. `header_factor` is the factor of the unit in
/// the header. Returns `None` also for an amount with more digits than a number holds exactly.
///
/// A unit in the cell overrides the unit of the header.
fn yuan(text: &str, header_factor: u32) -> Option<Decimal> {
    let (digits, unit) = digits_of(text)?;
    let is_plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount = is_plain.then(|| Decimal::from_str_exact(&digits).ok())??;
    number::exact_product(amount, unit.unwrap_or(header_factor))
}

/// Whether a cell contains a number that is too large for [`yuan`], in digits or in scientific notation:
/// `3.20106197001011E+17`.
fn is_huge(text: &str) -> bool {
    let Some((digits, unit)) = digits_of(text) else {
        return false;
    };
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit());
    let number = digits.parse::<f64>().ok().filter(|_| is_number);
    number.is_some_and(|number| number * f64::from(unit.unwrap_or(1)) >= 1e15)
}

/// The digits of an amount, without currency signs and thousands separators, and the factor of its unit.
fn digits_of(text: &str) -> Option<(String, Option<u32>)> {
    let normal: String;
    let mut text = text;
    if !text.is_ascii() {
        normal = text.nfkc().collect();
        text = normal.trim();
    }
    let (number, unit) = split_unit(text);
    let number = number.trim_start_matches(['¥', '￥']);
    let number = number.strip_prefix("人民币").unwrap_or(number).trim();
    Some((without_thousands(number)?, unit))
}

/// A number without its thousands separators; `None` if they do not separate groups of three digits.
fn without_thousands(number: &str) -> Option<String> {
    let (whole, fraction) = number
        .split_once('.')
        .map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.split([',', '，']);
    let first = groups.next()?;
    let is_right = whole == first || (1..=3).contains(&first.len());
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits += group;
    }
    if let Some(fraction) = fraction {
        digits += ".";
        digits += fraction;
    }
    is_right.then_some(digits)
}

/// Parses a limit that is a duration: `5个工作日`, `120小时`.
fn limit(text: &str) -> Option<LoggedLimit> {
    let normal: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let number = |unit: &str| normal.strip_suffix(unit)?.parse::<u32>().ok();
    let working_days = ["个工作日", "工作日"].iter().find_map(|unit| number(unit));
    let hours = ["个小时", "小时"].iter().find_map(|unit| number(unit));
    working_days
        .map(LoggedLimit::WorkingDays)
        .or(hours.map(LoggedLimit::Hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_and_keep_their_factor() {
        for (text, factor, expected) in [
            ("558000", 1, "558000"),
            ("558000.10", 1, "558000.10"),
            ("1,234,567.89", 1, "1234567.89"),
            ("1，234，567.89", 1, "1234567.89"),
            ("55.8万元", 1, "558000.0"),
            ("55.8 万元", 1, "558000.0"),
            ("55.8万", 1, "558000.0"),
            ("５５．８万元", 1, "558000.0"),
            ("1.2亿元", 10_000, "120000000.0"),
            ("55.8", 10_000, "558000.0"),
            ("558000元", 10_000, "558000"),
            ("￥12", 1, "12"),
            ("人民币12元", 10_000, "12"),
        ] {
            assert_eq!(
                yuan(text, factor).map(|sum| sum.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in [
            "12,34",
            "1.2.3",
            "约55万元",
            "-5",
            "1e3",
            "1.2E+7",
            "",
            ".",
            "万元",
            "1,,234",
        ] {
            assert_eq!(yuan(text, 1), None, "{text}");
        }
    }

    #[test]
    fn huge_amounts_are_numbers_all_the_same() {
        for text in [
            "3.20106197001011E+17",
            "1E+15",
            "9999999999999999999999999999999999",
            "￥79,228,162,514,264,337,593,543,950,336",
            "99999999999999999999999999万元",
        ] {
            assert!(yuan(text, 1).is_none() && is_huge(text), "{text}");
        }
        for text in ["1.2E+7", "12,34", "约三万", "", "inf", "-1E+20"] {
            assert!(!is_huge(text), "{text}");
        }
        // A fraction with more digits than a number holds is rejected, not rounded.
        assert_eq!(yuan("0.12345678901234567890123456789", 1), None);
    }

    #[test]
    fn limits_are_working_days_or_hours() {
        assert_eq!(limit("5个工作日"), Some(LoggedLimit::WorkingDays(5)));
        assert_eq!(limit("１０ 工作日"), Some(LoggedLimit::WorkingDays(10)));
        assert_eq!(limit("120小时"), Some(LoggedLimit::Hours(120)));
        assert_eq!(limit("5"), None);
        assert_eq!(limit("尽快"), None);
    }

    #[test]
    fn a_number_rounded_by_excel_is_no_id() {
        for text in ["1.23E+17", "1E+17", "1.23457e+17"] {
            assert!(is_rounded(text), "{text}");
        }
        for text in ["E+17", "2017E+1", "1.23E17", "JK-2017E", "1.E+1", "3E"] {
            assert!(!is_rounded(text), "{text}");
        }
    }

    #[test]
    fn what_excel_could_not_show_is_no_text() {
        for text in ["#N/A", "#REF!", "########"] {
            assert!(is_sheet_error(text), "{text}");
        }
        for text in ["#1楼维修项目", "#", "##"] {
            assert!(!is_sheet_error(text), "{text}");
        }
    }
}
