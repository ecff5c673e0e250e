//! Selects the sheets of a workbook that a log is read from.
//!
//! `report.toml` may name them. Otherwise all visible sheets with the header of the log are read; those
//! left out are reported with the reason. Names of sheets that are never read are in `sheets.toml`.

use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::book::{Book, Unreadable};
use super::columns::{folded, is_slip};
use super::grid::OdsContent;
use super::guess;
use super::header::{self, FirstRow, FoundHeader};
use super::layout;
use super::sheet::{Sheet, SheetRow};
use super::table::{Source, first_row};
use crate::diagnostic::{MissingColumn, OtherTable, Problem, SheetReason, SheetsChosen};
use crate::project::pattern::{is_pattern, matches};
use crate::record::Log;

/// Content of `sheets.toml`.
#[derive(Deserialize)]
struct SheetNames {
    not_read: Vec<String>,
}

static NAMES: LazyLock<SheetNames> = LazyLock::new(|| {
    toml::from_str(include_str!("sheets.toml"))
        .expect("the shipped table is read by a test before it is shipped")
});

/// The sheets of a workbook that a log is read from.
pub(super) struct Choice {
    pub(super) read: Vec<Chosen>,
    pub(super) left_out: Vec<(String, SheetReason)>,
    /// Whether `report.toml` names the sheets to read.
    pub(super) is_asked: bool,
}

/// A sheet to read.
pub(super) struct Chosen {
    pub(super) name: String,
    pub(super) content: Arc<OdsContent>,
    pub(super) header: Option<FoundHeader>,
    /// The kind of table it is instead of a log.
    pub(super) layout: Option<OtherTable>,
}

impl Choice {
    /// Selects sheets of `book`.
    ///
    /// # Errors
    /// The reason why no sheet can be read.
    pub(super) fn of(book: &Book, source: &Source<'_>) -> Result<Self, Unreadable> {
        let asked = &source.file.sheets;
        if asked.is_empty() || asked.iter().any(|name| is_pattern(name)) {
            return Self::among_all(book, source);
        }
        let mut read = Vec::new();
        for name in asked {
            let mut sheets = book.sheets().iter();
            let index = sheets.position(|sheet| sheet.name.trim() == name);
            let index = index.ok_or_else(|| missing(book))?;
            read.push(chosen(book, index, source)?);
        }
        Ok(Self {
            read,
            left_out: Vec::new(),
            is_asked: true,
        })
    }

    fn among_all(book: &Book, source: &Source<'_>) -> Result<Self, Unreadable> {
        let asked = &source.file.sheets;
        let is_asked = !asked.is_empty();
        let mut choice = Self {
            read: Vec::new(),
            left_out: Vec::new(),
            is_asked,
        };
        let mut others = Vec::new();
        for (index, sheet) in book.sheets().iter().enumerate() {
            let name = sheet.name.trim();
            let is_named = |names: &[String]| names.iter().any(|pattern| matches(name, pattern));
            if is_asked && !is_named(asked) {
                continue;
            }
            let is_named_here = asked.iter().any(|asked| asked == name);
            let reason = if is_named_here {
                None
            } else if is_named(&source.file.sheets_elsewhere) {
                Some(SheetReason::Elsewhere)
            } else if !sheet.is_shown {
                Some(SheetReason::Hidden)
            } else {
                is_never_meant(name).then_some(SheetReason::Name)
            };
            if let Some(reason) = reason {
                choice.left_out.push((name.to_owned(), reason));
                continue;
            }
            let chosen = chosen(book, index, source)?;
            match &chosen.header {
                None => choice.left_out.push((name.to_owned(), SheetReason::Empty)),
                Some(header) if header.is_whole() || is_asked => choice.read.push(chosen),
                Some(_) => others.push(chosen),
            }
        }
        if is_asked && choice.read.is_empty() {
            return Err(missing(book));
        }
        choice.leave_others_out(source);
        choice.add_or_leave_out(others, source);
        if choice.read.is_empty() {
            choice.take_first(book, source)?;
        }
        let order = |name: &str| {
            let mut sheets = book.sheets().iter();
            sheets.position(|sheet| sheet.name.trim() == name)
        };
        choice.left_out.sort_by_key(|(name, _)| order(name));
        choice.read.sort_by_key(|chosen| order(&chosen.name));
        Ok(choice)
    }

    /// Leaves out sheets that fit another log better, unless that would leave no sheet.
    fn leave_others_out(&mut self, source: &Source<'_>) {
        if self.is_asked {
            return;
        }
        let reason = |chosen: &Chosen| {
            let header = chosen.header.as_ref()?;
            guess::other_meant(source, &chosen.name, header)
        };
        let reasons: Vec<_> = self.read.iter().map(reason).collect();
        if reasons.iter().all(Option::is_some) {
            return;
        }
        let mut reasons = reasons.into_iter();
        let left_out = &mut self.left_out;
        self.read.retain(|chosen| {
            let Some(reason) = reasons.next().flatten() else {
                return true;
            };
            left_out.push((chosen.name.clone(), reason));
            false
        });
    }

    /// Handles sheets that lack a column. Such a sheet is read and reported as an error if its header seems
    /// to be misspelt or nearly complete, or if no other sheet has the header; otherwise it is left out.
    fn add_or_leave_out(&mut self, others: Vec<Chosen>, source: &Source<'_>) {
        let known = |chosen: &Chosen| {
            chosen
                .header
                .as_ref()
                .map_or(0, |found| found.resolved.known)
        };
        let most = others.iter().map(known).max().unwrap_or(0);
        let most_read = self.read.iter().map(known).max().unwrap_or(0);
        let mut has_some = !self.read.is_empty();
        for chosen in others {
            let is_best = !has_some && known(&chosen) == most;
            let is_meant =
                || is_misspelt(&chosen, source.log) || is_near(&chosen, source, most_read);
            if is_best || has_some && chosen.layout.is_none() && is_meant() {
                has_some = true;
                self.read.push(chosen);
                continue;
            }
            let reason = chosen
                .layout
                .map_or(SheetReason::NoHeader, SheetReason::Other);
            self.left_out.push((chosen.name, reason));
        }
    }

    /// Takes the first visible sheet, even if it is blank.
    fn take_first(&mut self, book: &Book, source: &Source<'_>) -> Result<(), Unreadable> {
        let is_blank = |name: &str| {
            let reasons = self.left_out.iter();
            let reason = reasons.clone().find(|(other, _)| other == name);
            reason.is_some_and(|(_, reason)| *reason == SheetReason::Empty)
        };
        let mut sheets = book.sheets().iter();
        let index = sheets.position(|sheet| is_blank(sheet.name.trim()));
        let first = chosen(book, index.ok_or_else(|| missing(book))?, source)?;
        self.left_out.retain(|(name, _)| *name != first.name);
        self.read.push(first);
        Ok(())
    }

    /// Whether the workbook has several non-blank sheets, so that a place needs the name of its
    /// sheet.
    pub(super) fn has_several(&self) -> bool {
        let is_filled = |(_, reason): &(String, SheetReason)| *reason != SheetReason::Empty;
        self.read.len() > 1 || self.left_out.iter().any(is_filled)
    }

    /// Whether some sheets were left out that would be read with a setting for the whole file.
    pub(super) fn has_like_read(&self) -> bool {
        let mut reasons = self.left_out.iter().map(|(_, reason)| reason);
        reasons.any(|reason| *reason == SheetReason::NoHeader)
    }

    /// The note about the sheets that are read and left out; `None` if there is no choice.
    pub(super) fn as_problem(&self) -> Option<Problem> {
        let is_choice = self.read.len() > 1 || !self.left_out.is_empty();
        let is_whole = self.read.iter().all(|chosen| {
            let header = chosen.header.as_ref();
            header.is_some_and(FoundHeader::is_whole)
        });
        let names = self.read.iter().filter(|_| is_whole);
        is_choice.then(|| {
            Problem::from(SheetsChosen {
                read: names.map(|chosen| chosen.name.clone()).collect(),
                left_out: self.left_out.clone(),
            })
        })
    }
}

fn missing(book: &Book) -> Unreadable {
    let sheets = book.sheets().iter();
    Unreadable::Missing(sheets.map(|sheet| sheet.name.clone()).collect())
}

fn chosen(book: &Book, index: usize, source: &Source<'_>) -> Result<Chosen, Unreadable> {
    let content = book.content(index)?;
    let rows = first_rows(&mut Sheet::new(Arc::clone(&content)), header::rows_needed());
    let name = book.sheets()[index].name.trim();
    let header = header::find(&rows, Some(name), source);
    Ok(Chosen {
        name: name.to_owned(),
        content,
        layout: layout::of_table(&rows, header.as_ref(), source.log),
        header,
    })
}

/// The first non-blank rows, at most `most`.
pub(super) fn first_rows(sheet: &mut Sheet, most: usize) -> Vec<FirstRow> {
    let mut rows = Vec::new();
    let mut records = 0;
    while rows.len() < most
        && let Some(SheetRow { raw, .. }) = sheet.next()
    {
        records += 1;
        if !raw.is_blank() {
            rows.push(first_row(records, raw));
        }
    }
    rows
}

/// Whether the name of a sheet marks it as a sample or as abandoned.
pub(super) fn is_never_meant(name: &str) -> bool {
    let name = folded(name);
    NAMES
        .not_read
        .iter()
        .any(|word| name.contains(word.as_str()))
}

/// Whether a header lacks one column of the log and has others, at least half of `most`, the number in the
/// sheets that are read. Leaving such a sheet out would lose its records.
fn is_near(chosen: &Chosen, source: &Source<'_>, most: usize) -> bool {
    const FEWEST: usize = 3;
    let Some(header) = &chosen.header else {
        return false;
    };
    let known = header.resolved.known;
    let lacks_one = match &header.resolved.errors[..] {
        [error] => error.is::<MissingColumn>(),
        _ => false,
    };
    lacks_one
        && known >= FEWEST
        && 2 * known >= most
        && !guess::is_whole_of_other(source.log, header)
}

/// Whether every column that a header lacks is misspelt or duplicated in it.
fn is_misspelt(chosen: &Chosen, log: Log) -> bool {
    let Some(header) = &chosen.header else {
        return false;
    };
    let free = || {
        header
            .resolved
            .free
            .iter()
            .map(|index| &header.headers[*index])
    };
    let is_slip = |error: &Problem| match error.get() {
        Some(MissingColumn { key, .. }) => free().any(|written| is_slip(log, key, written)),
        None => true,
    };
    header.resolved.errors.iter().all(is_slip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_and_drafts_by_name() {
        for name in ["样表", "填报示例", "模板（勿删）", "2017作废", "草稿2"] {
            assert!(is_never_meant(name), "{name}");
        }
        for name in ["1月", "公开", "Sheet1", "说明", "样品检测"] {
            assert!(!is_never_meant(name), "{name}");
        }
    }
}
