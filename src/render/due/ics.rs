//! The open requests as a calendar (RFC 5545): one event per request, on its due date.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::status;
use crate::count::{OpenRequest, OpenState};
use crate::language::Language;
use crate::render::lines::printable;

/// Maximum length of a line in bytes, without its line break.
const LINE: usize = 75;

/// The calendar of the requests that are open on `as_of`.
///
/// The UID of an event is the same in every run, so that a calendar that imports the file again moves
/// its existing events. A request without a due date is put on the last day of the answer that the
/// office waits for, or else on `as_of`, and marked as tentative. A due date that a holiday notice
/// could still move is tentative too.
#[must_use]
pub fn ics(requests: &[OpenRequest], office: &str, as_of: NaiveDate, language: Language) -> String {
    let mut lines = IcsLines::default();
    lines.plain("BEGIN:VCALENDAR");
    lines.plain("VERSION:2.0");
    lines.plain("PRODID:-//report//report due//ZH");
    lines.plain("CALSCALE:GREGORIAN");
    lines.plain("METHOD:PUBLISH");
    let name = match language {
        Language::Chinese => format!("{office}在办事项"),
        Language::English => format!("Open requests: {office}"),
    };
    lines.text("X-WR-CALNAME", &name);
    let mut seen: HashMap<u64, u32> = HashMap::new();
    for request in requests {
        let hash = identity(request, office);
        let number = seen.entry(hash).or_default();
        *number += 1;
        let behind = match *number {
            1 => String::new(),
            number => format!("-{number}"),
        };
        lines.plain("BEGIN:VEVENT");
        lines.plain(&format!("UID:{hash:016x}{behind}@report"));
        lines.plain(&format!("DTSTAMP:{}T000000Z", as_of.format("%Y%m%d")));
        event(request, as_of, language, &mut lines);
        lines.plain("END:VEVENT");
    }
    lines.plain("END:VCALENDAR");
    lines.0
}

/// Writes the properties specific to one event.
fn event(request: &OpenRequest, as_of: NaiveDate, language: Language, lines: &mut IcsLines) {
    let until = match request.state {
        OpenState::Suspended { until, .. } => until,
        _ => None,
    };
    let day = request.due.or(until).unwrap_or(as_of);
    lines.plain(&format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
    let status = status(request, language);
    let title = request.title.as_deref().or(request.id.as_deref());
    let place = format!("{}:{}", request.file, request.line);
    let title = title.unwrap_or(&place);
    let is_chinese = language == Language::Chinese;
    let summary = match (request.due.is_some(), is_chinese) {
        (true, true) => format!("答复期限：{title}"),
        (true, false) => format!("Reply due: {title}"),
        (false, true) => format!("{status}：{title}"),
        (false, false) => format!("{status}: {title}"),
    };
    lines.text("SUMMARY", &summary);
    let names = if is_chinese {
        ["编号", "收到日期", "期限", "状态", "承办单位", "位置"]
    } else {
        ["id", "received", "due", "state", "department", "place"]
    };
    let values = [
        request.id.clone(),
        Some(request.received_on.to_string()),
        request.due.map(|due| due.to_string()),
        Some(status),
        request.department.clone(),
        Some(place),
    ];
    let colon = if is_chinese { "：" } else { ": " };
    let known = names.into_iter().zip(values);
    let known = known.filter_map(|(name, value)| Some(format!("{name}{colon}{}", value?)));
    lines.text_of_lines("DESCRIPTION", known);
    let is_certain = request.due.is_some() && request.missing_notices.is_empty();
    let certainty = if is_certain { "CONFIRMED" } else { "TENTATIVE" };
    lines.plain(&format!("STATUS:{certainty}"));
    // The day of a deadline does not count as busy time.
    lines.plain("TRANSP:TRANSPARENT");
}

/// A hash of the parts of a request that do not change: its id, or its cells if the log has no ids.
fn identity(request: &OpenRequest, office: &str) -> u64 {
    let kind = request.kind.code();
    let received = request.received_on.to_string();
    let parts = match request.id.as_deref() {
        Some(id) => ["id", office, kind, id],
        None => [
            office,
            kind,
            &received,
            request.title.as_deref().unwrap_or_default(),
        ],
    };
    // FNV-1a; each part is followed by a byte that does not occur in UTF-8.
    let bytes = parts
        .into_iter()
        .flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Content lines, each ending in CRLF.
#[derive(Default)]
struct IcsLines(String);

impl IcsLines {
    /// Adds a line unescaped, folded if it is too long: it continues after a space on the next line. No
    /// character is split.
    fn plain(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Adds a property with a single line of text.
    fn text(&mut self, name: &str, value: &str) {
        self.plain(&format!("{name}:{}", escaped(value)));
    }

    /// Adds a property with several lines of text.
    fn text_of_lines(&mut self, name: &str, lines: impl Iterator<Item = String>) {
        let lines: Vec<String> = lines.map(|line| escaped(&line)).collect();
        self.plain(&format!("{name}:{}", lines.join("\\n")));
    }
}

/// Escapes one line of a TEXT value.
fn escaped(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    for character in printable(text).chars() {
        if matches!(character, '\\' | ';' | ',') {
            output.push('\\');
        }
        output.push(character);
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded() {
        let mut lines = IcsLines::default();
        // 8 bytes, then 30 characters of 3 bytes: 22 fit into 75 bytes, and 24 after a space.
        lines.text("SUMMARY", &"查".repeat(30));
        let expected = format!("SUMMARY:{}\r\n {}\r\n", "查".repeat(22), "查".repeat(8));
        assert_eq!(lines.0, expected);
        let mut lines = IcsLines::default();
        lines.plain(&"a".repeat(75));
        assert_eq!(lines.0, format!("{}\r\n", "a".repeat(75)));
    }

    #[test]
    fn separators_are_escaped() {
        assert_eq!(escaped("a,b;c\\d\r\ne:\"f\""), "a\\,b\\;c\\\\d e:\"f\"");
    }
}
