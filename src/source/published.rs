//! Rows of the published log (主动公开台账).

use super::cells::Cells;
use super::columns::columns;
use super::table::Row;
use crate::diagnostic::{Diagnostic, Problem};
use crate::record::PublishedItem;

columns! {
    ID "id" "索引号" Name;
    TITLE "title" "信息名称" Text required;
    CATEGORY "category" "分类" Word;
    CHANNEL "channel" "发布渠道" Word;
    MADE_ON "made_on" "生成日期" Day;
    PUBLISHED_ON "published_on" "公开日期" Day required;
    DEPARTMENT "department" "发布机构" Word;
    DOCUMENT_NO "document_no" "文号" Name;
    SAME_AS "same_as" "关联索引号" Word;
    REVIEWED_BY "reviewed_by" "保密审查人" Word;
    REVIEWED_ON "reviewed_on" "审查日期" Day;
    URL "url" "链接" Text;
}

pub(super) fn read<'row>(
    row: &'row Row<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<PublishedItem<'row>> {
    let mut cells = Cells::new(row, found);
    let item = PublishedItem {
        id: cells.name(ID),
        title: cells.required_text(TITLE),
        category: category(&mut cells),
        channel: cells.text(CHANNEL),
        made_on: cells.date(MADE_ON),
        published_on: cells.required_date(PUBLISHED_ON),
        department: cells.text(DEPARTMENT),
        document_no: cells.name(DOCUMENT_NO),
        same_as: cells.name(SAME_AS),
        reviewed_by: cells.text(REVIEWED_BY),
        reviewed_on: cells.date(REVIEWED_ON),
        url: cells.text(URL),
    };
    cells.finish(item)
}

/// The first of several categories. `、` parts none, for it stands inside many a category's name.
fn category<'row>(cells: &mut Cells<'row, '_>) -> Option<&'row str> {
    let text = cells.text(CATEGORY)?;
    let Some((first, _)) = text.split_once(['；', ';']) else {
        return Some(text);
    };
    cells.tell(
        CATEGORY,
        Problem::SeveralCategories {
            text: text.to_owned(),
        },
    );
    Some(first.trim())
}
