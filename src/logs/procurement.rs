//! Rows of the procurement log (政府采购).

use chrono::NaiveDate;

use super::Entry;
use super::cells::{self, Cells};
use super::columns::columns;
use super::synonyms::STAGE;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::{Log, ProcurementNotice, ProcurementWords};

columns! {
    ID "id" "编号" Name;
    PROJECT "project" "项目编号" Own;
    LOT "lot" "包号" Own;
    METHOD "method" "采购方式" Word;
    TITLE "title" "标题" Text required;
    STAGE_COLUMN "stage" "公告类型" Word;
    BUDGET_YUAN "budget_yuan" "预算金额" Own;
    AWARD_YUAN "award_yuan" "成交金额" Own;
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
        let mut cells = Cells::new(row, found);
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
