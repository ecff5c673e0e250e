//! Rows of the procurement log (政府采购).

use super::cells::Cells;
use super::columns::columns;
use super::synonyms::STAGE;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::ProcurementNotice;

columns! {
    ID "id" "编号" Name;
    PROJECT "project" "项目编号" Word;
    LOT "lot" "包号" Word;
    METHOD "method" "采购方式" Word;
    TITLE "title" "标题" Text required;
    STAGE_COLUMN "stage" "公告类型" Word;
    BUDGET_YUAN "budget_yuan" "预算金额" Word;
    AWARD_YUAN "award_yuan" "成交金额" Word;
    PUBLISHED_ON "published_on" "发布日期" Day required;
}

pub(super) fn read<'row>(
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
