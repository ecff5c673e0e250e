//! Shared by all JSON output: dates, and printing of values.

use std::fmt::Write;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// An ISO date, `2018-01-15`.
#[derive(Debug)]
pub(super) struct JsonDay(pub(super) NaiveDate);

impl Serialize for JsonDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Pretty-prints a value. Control characters that JSON allows are escaped too, as the output may be
/// shown on a terminal.
pub(super) fn printed(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value).expect("these types have string keys only");
    escaped(&json) + "\n"
}

/// Prints a value on one line, with the same escapes.
pub(super) fn on_one_line(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string(value).expect("these types have string keys only"))
}

fn escaped(json: &str) -> String {
    // These characters occur only inside strings.
    let is_control = |character| matches!(character, '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut output = String::with_capacity(json.len() + 1);
    let mut end = 0;
    for (start, control) in json.match_indices(is_control) {
        output.push_str(&json[end..start]);
        for control in control.chars() {
            // Writing to a string cannot fail.
            let _ = write!(output, "\\u{:04x}", u32::from(control));
        }
        end = start + control.len();
    }
    output.push_str(&json[end..]);
    output
}
