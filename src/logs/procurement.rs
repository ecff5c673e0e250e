//! Rows of the procurement log (政府采购).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Entry;
use super::cells::{self, CellReader};
use super::columns::columns;
use super::synonyms::STAGE;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::Log;

/// A row of the procurement log: one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProcurementNotice<'a> {
    /// Number of the notice.
    pub id: Option<&'a str>,
    /// Number of the project.
    pub project: Option<&'a str>,
    /// Lot of the project.
    pub lot: Option<&'a str>,
    /// How the contract is awarded.
    pub method: Option<&'a str>,
    /// Title of the notice.
    pub title: &'a str,
    /// Code of the stage, or the office's own word if it is unknown.
    pub stage: Option<&'a str>,
    /// The stage as the office wrote it.
    pub stage_as_written: Option<&'a str>,
    /// Budget in yuan.
    pub budget_yuan: Option<Decimal>,
    /// Award in yuan.
    pub award_yuan: Option<Decimal>,
    /// Day of publication.
    pub published_on: NaiveDate,
}

/// The text cells of a procurement notice, without its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcurementWords<'a> {
    /// Code of the stage, or the office's own word; `None` if the cell is blank.
    pub stage: Option<&'a str>,
}

impl ProcurementNotice<'_> {
    /// Whether the notice only names candidates for the award.
    #[must_use]
    pub fn is_of_candidates(&self) -> bool {
        self.says("候选人")
    }

    /// Whether the notice announces a budget, a plan or an intention to buy.
    #[must_use]
    pub fn is_of_budget(&self) -> bool {
        ["采购预算", "采购意向", "采购计划"]
            .iter()
            .any(|word| self.says(word))
    }

    /// Whether the notice states that there is only one possible supplier.
    #[must_use]
    pub fn is_of_single_source(&self) -> bool {
        self.says("单一来源")
    }

    /// Whether `word` occurs in the title or in the stage.
    fn says(&self, word: &str) -> bool {
        let stage = self.stage_as_written.unwrap_or_default();
        stage.contains(word) || self.title.contains(word)
    }
}

columns! {
    ID "id" "编号" Name;
    PROJECT "project" "项目编号" Own counted;
    LOT "lot" "包号" Own;
    METHOD "method" "采购方式" Word;
    TITLE "title" "标题" Text required;
    STAGE_COLUMN "stage" "公告类型" Word counted;
    BUDGET_YUAN "budget_yuan" "预算金额" Own;
    AWARD_YUAN "award_yuan" "成交金额" Own counted;
    PUBLISHED_ON "published_on" "发布日期" Day required;
}

/// The entries of the procurement log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcurementLog;

impl Entry for ProcurementLog {
    const LOG: Log = Log::Procurement;
    const EVENT: &'static str = "published_on";

    type Record<'row> = ProcurementNotice<'row>;
    type Words<'row> = ProcurementWords<'row>;
    type Days = NaiveDate;

    fn read<'row>(
        row: &'row Row<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<ProcurementNotice<'row>> {
        let mut cells = CellReader::new(row, found);
        let title = cells.required_text(TITLE);
        let notice = ProcurementNotice {
            id: cells.name(ID),
            project: cells.name(PROJECT),
            lot: cells.name(LOT),
            method: cells.text(METHOD),
            title,
            stage_as_written: cells.text(STAGE_COLUMN),
            stage: cells.word_or_ending(STAGE_COLUMN, STAGE, title),
            budget_yuan: cells.yuan(BUDGET_YUAN),
            award_yuan: cells.yuan(AWARD_YUAN),
            published_on: cells.required_date(PUBLISHED_ON),
        };
        cells.finish(notice)
    }

    fn words<'r>(_: &Row<'_>, notice: &'r ProcurementNotice<'_>) -> ProcurementWords<'r> {
        // If the cell is blank, the stage was derived from the title.
        let stage = notice.stage.filter(|_| notice.stage_as_written.is_some());
        ProcurementWords { stage }
    }

    fn days(notice: &ProcurementNotice<'_>) -> NaiveDate {
        notice.published_on
    }

    fn read_days(row: &Row<'_>, found: &mut Vec<Diagnostic>) -> Option<NaiveDate> {
        cells::only_date(row, PUBLISHED_ON, found)
    }

    fn day_of(published_on: &NaiveDate) -> Option<NaiveDate> {
        Some(*published_on)
    }

    fn identity<'r>(
        row: &'r Row<'_>,
        day: Option<NaiveDate>,
        buffer: &'r mut Vec<u8>,
    ) -> Option<&'r [u8]> {
        Some(super::id_or_title(row, day, buffer))
    }

    fn may_be_one(one: &ProcurementNotice<'_>, other: &ProcurementNotice<'_>) -> bool {
        super::title_key(one.title) == super::title_key(other.title)
    }

    fn id<'r>(notice: &'r ProcurementNotice<'_>) -> Option<&'r str> {
        notice.id
    }
}
