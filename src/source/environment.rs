//! Rows of the environmental log (环境信息).

use super::cells::Cells;
use super::columns::columns;
use super::synonyms::ENVIRONMENT_KIND;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::EnvironmentNotice;

columns! {
    ID "id" "编号" Name;
    PROJECT "project" "项目名称" Word;
    TITLE "title" "标题" Text required;
    KIND "kind" "公告类型" Word;
    BUILDER "builder" "建设单位" Text;
    PUBLISHED_ON "published_on" "公开日期" Day required;
}

pub(super) fn read<'row>(
    row: &'row Row<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<EnvironmentNotice<'row>> {
    let mut cells = Cells::new(row, found);
    let title = cells.required_text(TITLE);
    let notice = EnvironmentNotice {
        id: cells.name(ID),
        project: cells.name(PROJECT),
        title,
        kind: cells.word_or_ending(KIND, ENVIRONMENT_KIND, title),
        builder: cells.text(BUILDER),
        published_on: cells.required_date(PUBLISHED_ON),
    };
    cells.finish(notice)
}
