//! Rows of the guide log (办事指南).

use chrono::NaiveDate;

use super::Entry;
use super::cells::CellReader;
use super::columns::columns;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::Log;

/// A row of the guide log: how one matter is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Guide<'a> {
    /// Number of the guide.
    pub id: Option<&'a str>,
    /// The group it belongs to.
    pub group: &'a str,
    /// The department in charge.
    pub department: Option<&'a str>,
    /// Name of the matter.
    pub title: &'a str,
    /// Day of publication. If blank, the guide is always in force.
    pub published_on: Option<NaiveDate>,
    /// Day of withdrawal.
    pub withdrawn_on: Option<NaiveDate>,
    /// Number of filled fields, out of eleven.
    pub fields_filled: u8,
}

impl Guide<'_> {
    /// Number of fields of a complete guide.
    pub const FIELDS: u8 = 11;
}

columns! {
    ID "id" "编号" Name;
    GROUP "group" "子栏目" Word required;
    DEPARTMENT "department" "部门" Word counted;
    TITLE "title" "事项名称" Text required;
    PUBLISHED_ON "published_on" "发布日期" Day;
    WITHDRAWN_ON "withdrawn_on" "废止日期" Day;
    SCOPE "scope" "适用范围" Word;
    TIME_LIMIT "time_limit" "办理时限" Word;
    LEGAL_BASIS "legal_basis" "法律依据" Word;
    CONDITIONS "conditions" "申报条件" Word;
    MATERIALS "materials" "申请材料" Word;
    ACCEPTED_BY "accepted_by" "受理机关" Word;
    DECIDED_BY "decided_by" "决定机关" Word;
    PROCEDURE "procedure" "审批程序" Word;
    RESULT "result" "办理结果" Word;
    CHARGES "charges" "审批费用" Word;
    CONTACT "contact" "联系方式" Word private;
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

/// The entries of the guide log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuideLog;

impl Entry for GuideLog {
    const LOG: Log = Log::Guides;
    const EVENT: &'static str = "published_on";
    const IS_DATED: bool = false;

    type Record<'row> = Guide<'row>;
    type Words<'row> = ();
    type Days = ();

    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<Guide<'row>> {
        let mut cells = CellReader::new(row, found);
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
            // `filled` is at most eleven.
            fields_filled: u8::try_from(filled).unwrap_or(Guide::FIELDS),
        };
        cells.finish(guide)
    }

    fn words(_: &Row<'_>, _: &Self::Record<'_>) {}

    fn days(_: &Self::Record<'_>) {}

    fn day_of((): &()) -> Option<NaiveDate> {
        None
    }

    fn event_day(guide: &Guide<'_>) -> Option<NaiveDate> {
        guide.published_on
    }

    fn identity<'r>(
        row: &'r Row<'_>,
        day: Option<NaiveDate>,
        buffer: &'r mut Vec<u8>,
    ) -> Option<&'r [u8]> {
        Some(super::id_or_title(row, day, buffer))
    }

    fn may_be_one(one: &Guide<'_>, other: &Guide<'_>) -> bool {
        super::title_key(one.title) == super::title_key(other.title)
    }

    fn id<'r>(guide: &'r Guide<'_>) -> Option<&'r str> {
        guide.id
    }
}
