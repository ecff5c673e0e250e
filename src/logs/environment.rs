//! Rows of the environmental log (环境信息).

use chrono::NaiveDate;

use super::Entry;
use super::cells::{self, CellReader};
use super::columns::columns;
use super::synonyms::ENVIRONMENT_KIND;
use super::table::Row;
use crate::diagnostic::Diagnostic;
use crate::record::Log;

/// A row of the environmental log: one notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EnvironmentNotice<'a> {
    /// Number of the notice.
    pub id: Option<&'a str>,
    /// Name of the construction project.
    pub project: Option<&'a str>,
    /// Title of the notice.
    pub title: &'a str,
    /// Code of the kind, or the office's own word if it is unknown.
    pub kind: Option<&'a str>,
    /// The builder (建设单位).
    pub builder: Option<&'a str>,
    /// Day of publication.
    pub published_on: NaiveDate,
}

/// The text cells of an environmental notice, without its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvironmentWords<'a> {
    /// Code of the kind, or the office's own word; `None` if the cell is blank.
    pub kind: Option<&'a str>,
}

columns! {
    ID "id" "编号" Name;
    PROJECT "project" "项目名称" Own counted;
    TITLE "title" "标题" Text required;
    KIND "kind" "公告类型" Word;
    BUILDER "builder" "建设单位" Text;
    PUBLISHED_ON "published_on" "公开日期" Day required;
}

/// The entries of the environmental log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvironmentLog;

impl Entry for EnvironmentLog {
    const LOG: Log = Log::Environment;
    const EVENT: &'static str = "published_on";

    type Record<'row> = EnvironmentNotice<'row>;
    type Words<'row> = EnvironmentWords<'row>;
    type Days = NaiveDate;

    fn read<'row>(
        row: &'row Row<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<EnvironmentNotice<'row>> {
        let mut cells = CellReader::new(row, found);
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

    fn words<'r>(row: &Row<'_>, notice: &'r EnvironmentNotice<'_>) -> EnvironmentWords<'r> {
        // If the cell is blank, the kind was derived from the title.
        let kind = notice.kind.filter(|_| row.cell(KIND).is_some());
        EnvironmentWords { kind }
    }

    fn days(notice: &EnvironmentNotice<'_>) -> NaiveDate {
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

    fn may_be_one(one: &EnvironmentNotice<'_>, other: &EnvironmentNotice<'_>) -> bool {
        super::title_key(one.title) == super::title_key(other.title)
    }

    fn id<'r>(notice: &'r EnvironmentNotice<'_>) -> Option<&'r str> {
        notice.id
    }
}
