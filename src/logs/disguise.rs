//! Detects files that are not tables despite their name, and texts with an unsupported cell separator.

use super::header::{self, FirstRow};
use super::table::Source;
use crate::diagnostic::PageKind;

/// Cell separators of some exports that are not supported, because they also occur in titles. The last
/// one stands for any white space.
const SEPARATORS: [&str; 9] = ["，", "；", "｜", "、", "\\t", "^", "~", "#", " "];

/// The kind of page that a file beginning with `block` is, regardless of its name.
pub(super) fn page_kind(block: &[u8]) -> Option<PageKind> {
    // Tags are ASCII. Without zero bytes, UTF-16 looks like the other encodings.
    let text: String = block
        .iter()
        .filter(|byte| **byte != 0)
        .map(|byte| {
            if byte.is_ascii() {
                char::from(*byte)
            } else {
                '\u{fffd}'
            }
        })
        .collect();
    let text = text.to_ascii_lowercase();
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{fffd}');
    if is_mail(start) {
        return Some(PageKind::Archive);
    }
    let (_, markup) = start
        .split_once('<')
        .filter(|(before, _)| before.is_empty())?;
    let has = |tags: &[&str]| tags.iter().any(|tag| start.contains(tag));
    if markup.starts_with("?xml") || markup.starts_with("?mso") {
        // Excel XML has an element called Table as well.
        let is_page = has(&["<html", "<!doctype html"])
            || has(&["<table>", "<table "]) && !has(&["<workbook", ":workbook", "mso-application"]);
        return Some(if is_page {
            PageKind::Html
        } else {
            PageKind::Xml
        });
    }
    let name: String = markup
        .trim_start_matches('!')
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-:".contains(*c))
        .collect();
    if name == "workbook" || name.ends_with(":workbook") {
        return Some(PageKind::Xml);
    }
    // A header in angle brackets is not a page.
    let is_page = ["html", "doctype", "table", "meta", "head", "body", "tr"].contains(&&*name);
    let is_tag = !name.is_empty() && has(&["<html", "<table", "<tr", "<td", "<th", "</"]);
    (is_page || is_tag).then_some(PageKind::Html)
}

/// Whether a text is a page saved in one file with its images (MHTML).
fn is_mail(text: &str) -> bool {
    let has_header =
        |header: &str| text.starts_with(header) || text.contains(&format!("\n{header}"));
    let first = text.split(':').next().unwrap_or_default();
    let is_field = !first.is_empty() && first.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    is_field
        && has_header("mime-version:")
        && has_header("content-type:")
        && (text.contains("multipart/") || text.contains("text/html"))
}

/// The unsupported separator of these rows and the line of the header, if splitting at it yields the
/// header of the log. The header may contain commas as well.
pub(super) fn unread_separator(
    rows: &[FirstRow],
    source: &Source<'_>,
) -> Option<(&'static str, u64)> {
    SEPARATORS.into_iter().find_map(|separator| {
        let rows: Vec<FirstRow> = rows.iter().map(|row| split(row, separator)).collect();
        let found = header::find(&rows, None, source);
        let header = found.filter(header::FoundHeader::is_whole)?;
        Some((separator, header.line))
    })
}

/// Splits the cells of a row at another separator. White space splits only a row of a single cell, because
/// it also occurs inside headers.
fn split(row: &FirstRow, separator: &str) -> FirstRow {
    let parts = |cell: &String| -> Vec<String> {
        let parts: Vec<&str> = match separator {
            " " if row.cells.len() > 1 => vec![cell],
            " " => cell.split_whitespace().collect(),
            _ => cell.split(separator).map(str::trim).collect(),
        };
        parts.into_iter().map(str::to_owned).collect()
    };
    FirstRow {
        line: row.line,
        records: row.records,
        cells: row.cells.iter().flat_map(parts).collect(),
        raw: row.raw.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_under_another_name() {
        use PageKind::{Archive, Html, Xml};
        for (text, kind) in [
            ("<div><table><tr><td>索引号</td></tr></table></div>", Html),
            ("\r\n<style>td{}</style><table>", Html),
            ("<!-- 导出 -->\n<table>", Html),
            ("<!DOCTYPE html>", Html),
            (
                "\u{feff}<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">",
                Html,
            ),
            ("<?xml version=\"1.0\"?><html><body>", Html),
            (
                "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook><Table>",
                Xml,
            ),
            ("<?xml version=\"1.0\"?><office:document><table:table>", Xml),
            ("<ss:Workbook>", Xml),
            (
                "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n",
                Archive,
            ),
            (
                "From: <Saved by WPS>\nMIME-Version: 1.0\nContent-Type: text/html\n",
                Archive,
            ),
        ] {
            assert_eq!(page_kind(text.as_bytes()), Some(kind), "{text}");
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(page_kind(&little), Some(kind), "{text} in UTF-16");
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(page_kind(&big), Some(kind), "{text} in UTF-16");
        }
        for text in [
            "索引号,信息名称\n1,<table>格式说明</table>\n",
            "<编号>,<信息名称>\n",
            "<id>,<title>\n1,a\n",
            "Content-Type:,MIME\n",
            "标题：公开,<div></div>\n",
            "",
        ] {
            assert_eq!(page_kind(text.as_bytes()), None, "{text}");
        }
    }
}
