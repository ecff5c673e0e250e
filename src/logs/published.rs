//! Rows of the published log (主动公开台账).

use chrono::NaiveDate;

use super::Entry;
use super::cells::CellReader;
use super::channels::channels_of;
use super::columns::columns;
use super::synonyms::{Channel, DISCLOSURE, ITEM_STATUS};
use super::table::Row;
use crate::diagnostic::{Diagnostic, SeveralCategories};
use crate::record::Log;

/// A row of the published log: one publication of an item on one or more channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublishedItem<'a> {
    /// Index number.
    pub id: Option<&'a str>,
    /// Title.
    pub title: &'a str,
    /// The office's category; the first one if the cell lists several.
    pub category: Option<&'a str>,
    /// The channel cell; [`channels`](Self::channels) splits it.
    pub channel: Option<&'a str>,
    /// Day the information was created.
    pub made_on: Option<NaiveDate>,
    /// Day it was published.
    pub published_on: NaiveDate,
    /// The publishing department.
    pub department: Option<&'a str>,
    /// Document number.
    pub document_no: Option<&'a str>,
    /// Index number of the item of which this row is a copy.
    pub same_as: Option<&'a str>,
    /// Person who did the secrecy review.
    pub reviewed_by: Option<&'a str>,
    /// Day of the secrecy review.
    pub reviewed_on: Option<NaiveDate>,
    /// Web address.
    pub url: Option<&'a str>,
}

impl<'a> PublishedItem<'a> {
    /// The channels of the row, without repetitions, in the order of the cell.
    pub fn channels(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        channels_of(self.channel.unwrap_or_default())
    }
}

/// The text cells of a published item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemWords<'a> {
    /// The office's category; the first one if the cell lists several.
    pub category: Option<&'a str>,
    /// The channel cell.
    pub channel: Option<&'a str>,
    /// The publishing department.
    pub department: Option<&'a str>,
    /// Person who did the secrecy review.
    pub reviewed_by: Option<&'a str>,
    /// Whether the file has a column for reviews.
    pub records_reviews: bool,
}

/// The dates of a published item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "the names of the columns")]
pub struct ItemDays {
    /// Day the information was created.
    pub made_on: Option<NaiveDate>,
    /// Day it was published.
    pub published_on: NaiveDate,
    /// Day of the secrecy review.
    pub reviewed_on: Option<NaiveDate>,
}

columns! {
    ID "id" "索引号" Name;
    TITLE "title" "信息名称" Text required;
    CATEGORY "category" "分类" Word counted;
    CHANNEL "channel" "发布渠道" Word counted;
    MADE_ON "made_on" "生成日期" Day counted;
    PUBLISHED_ON "published_on" "公开日期" Day required;
    DEPARTMENT "department" "发布机构" Word counted;
    DOCUMENT_NO "document_no" "文号" Name;
    SAME_AS "same_as" "关联索引号" Own;
    REVIEWED_BY "reviewed_by" "保密审查人" Word;
    REVIEWED_ON "reviewed_on" "审查日期" Day;
    URL "url" "链接" Text;
    DISCLOSURE_COLUMN "disclosure" "公开方式" Word;
    STATUS "status" "状态" Word;
}

/// The entries of the published log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedLog;

impl Entry for PublishedLog {
    const LOG: Log = Log::Published;
    const EVENT: &'static str = "published_on";

    type Record<'row> = PublishedItem<'row>;
    type Words<'row> = ItemWords<'row>;
    type Days = ItemDays;

    fn read<'row>(row: &'row Row<'_>, found: &mut Vec<Diagnostic>) -> Option<PublishedItem<'row>> {
        let mut cells = CellReader::new(row, found);
        leave_out_unpublished(row, &mut cells);
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

    fn words<'r>(row: &Row<'_>, item: &'r PublishedItem<'_>) -> ItemWords<'r> {
        ItemWords {
            category: item.category,
            channel: item.channel,
            department: item.department,
            reviewed_by: item.reviewed_by,
            records_reviews: row.has_any(1 << REVIEWED_BY | 1 << REVIEWED_ON),
        }
    }

    fn days(item: &PublishedItem<'_>) -> ItemDays {
        ItemDays {
            made_on: item.made_on,
            published_on: item.published_on,
            reviewed_on: item.reviewed_on,
        }
    }

    fn read_days(row: &Row<'_>, found: &mut Vec<Diagnostic>) -> Option<ItemDays> {
        let mut cells = CellReader::new(row, found);
        let days = ItemDays {
            made_on: cells.date(MADE_ON),
            published_on: cells.required_date(PUBLISHED_ON),
            reviewed_on: cells.date(REVIEWED_ON),
        };
        cells.finish(days)
    }

    fn day_of(days: &ItemDays) -> Option<NaiveDate> {
        Some(days.published_on)
    }

    /// The id, else document number and title, else title, address and day.
    fn identity<'r>(
        row: &'r Row<'_>,
        day: Option<NaiveDate>,
        buffer: &'r mut Vec<u8>,
    ) -> Option<&'r [u8]> {
        if let Some(id) = row.id() {
            return Some(row.id_key(id, buffer));
        }
        // Unambiguous: cells are trimmed, so no id begins with a line break.
        if let Some(number) = row.name(DOCUMENT_NO) {
            // A document and the document that explains it may have the same number.
            let title = super::title_key(row.title());
            let texts = ["\ndocument ", &*super::name_key(number), "\n", &*title];
            return Some(super::fill(buffer, &texts, None));
        }
        let address = row.cell(URL).unwrap_or_default();
        let texts = ["\ntitle ", row.title(), "\n", address, "\n"];
        Some(super::fill(buffer, &texts, day))
    }

    fn may_be_one(one: &PublishedItem<'_>, other: &PublishedItem<'_>) -> bool {
        super::title_key(one.title) == super::title_key(other.title)
    }

    fn id<'r>(item: &'r PublishedItem<'_>) -> Option<&'r str> {
        item.id
    }
}

/// Excludes a row from the count if its item is not published proactively, or not at all.
fn leave_out_unpublished(row: &Row<'_>, cells: &mut CellReader<'_, '_>) {
    if !row.has_any(1 << DISCLOSURE_COLUMN | 1 << STATUS) {
        return;
    }
    if cells.word(STATUS, ITEM_STATUS) == Some("excluded") {
        cells.leave_out(STATUS);
    }
    // Some offices write the channel there.
    let word = row.cell(DISCLOSURE_COLUMN).unwrap_or_default();
    let is_channel = || matches!(row.words().channel(word), Channel::Of(_));
    match row.meaning(DISCLOSURE_COLUMN, DISCLOSURE, word).0.code() {
        Some("proactive") => {}
        Some(_) => cells.leave_out(DISCLOSURE_COLUMN),
        None if word.is_empty() || is_channel() => {}
        None => {
            cells.code(DISCLOSURE_COLUMN, DISCLOSURE);
        }
    }
}

/// The first of several categories. `、` is not a separator, because it occurs inside category names.
fn category<'row>(cells: &mut CellReader<'row, '_>) -> Option<&'row str> {
    let text = cells.text(CATEGORY)?;
    let Some((first, _)) = text.split_once(['；', ';']) else {
        return Some(text);
    };
    cells.report(
        CATEGORY,
        SeveralCategories {
            text: text.to_owned(),
        },
    );
    Some(first.trim())
}
