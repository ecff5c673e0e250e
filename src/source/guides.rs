//! Rows of the guide log (办事指南).

use super::cells::Cells;
use super::columns::columns;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::Guide;

columns! {
    ID "id" "编号";
    GROUP "group" "子栏目" required;
    DEPARTMENT "department" "部门";
    TITLE "title" "事项名称" required;
    PUBLISHED_ON "published_on" "发布日期";
    WITHDRAWN_ON "withdrawn_on" "废止日期";
    SCOPE "scope" "适用范围";
    TIME_LIMIT "time_limit" "办理时限";
    LEGAL_BASIS "legal_basis" "法律依据";
    CONDITIONS "conditions" "申报条件";
    MATERIALS "materials" "申请材料";
    ACCEPTED_BY "accepted_by" "受理机关";
    DECIDED_BY "decided_by" "决定机关";
    PROCEDURE "procedure" "审批程序";
    RESULT "result" "办理结果";
    CHARGES "charges" "审批费用";
    CONTACT "contact" "联系方式";
}

/// The eleven fields of a complete guide.
const FIELDS: [usize; Guide::FIELDS as usize] = [
    SCOPE,
    TIME_LIMIT,
    LEGAL_BASIS,
    CONDITIONS,
    MATERIALS,
    ACCEPTED_BY,
    DECIDED_BY,
    PROCEDURE,
    RESULT,
    CHARGES,
    CONTACT,
];

pub(super) fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Guide<'row>> {
    let mut cells = Cells::new(row, found);
    let filled = FIELDS
        .iter()
        .filter(|&&field| cells.text(field).is_some())
        .count();
    let guide = Guide {
        id: cells.name(ID),
        group: cells.required_text(GROUP),
        department: cells.text(DEPARTMENT),
        title: cells.required_text(TITLE),
        published_on: cells.date(PUBLISHED_ON),
        withdrawn_on: cells.date(WITHDRAWN_ON),
        // There are eleven of them.
        fields_filled: u8::try_from(filled).unwrap_or(Guide::FIELDS),
    };
    cells.finish(guide)
}
