//! Reads `[[answers]]`: the office's answers about single records whose words are ambiguous.

use std::collections::BTreeMap;

use super::rules::target_of;
use super::walk::Setting;
use super::{Answer, Where};
use crate::diagnostic::Expected;
use crate::record::Log;

/// The columns that can be answered, by log.
const ANSWERED: &[(Log, &[&str])] = &[
    (Log::Requests, &["outcome", "applicant"]),
    (Log::Disputes, &["result", "route"]),
];

/// Reads the answers of `[[answers]]`.
pub(super) fn read(setting: Option<Setting<'_>>) -> Vec<Answer> {
    let elements = setting.map_or_else(Vec::new, |setting| setting.elements());
    elements.iter().filter_map(answer).collect()
}

fn answer(setting: &Setting<'_>) -> Option<Answer> {
    let mut table = setting.table_or(Expected::Table)?;
    let log = table.require("log");
    let rows = table.require("id");
    let log = log.and_then(|log| log.word(&["requests", "disputes"]));
    let answered = ANSWERED.iter().find(|(known, _)| Some(known.key()) == log);
    let mut words = BTreeMap::new();
    for key in answered.map_or(&[][..], |(_, columns)| columns) {
        // A blank word is reported later, when the answer is used.
        let is_blank = |word: &Setting<'_>| word.is_blank();
        let word = table.take(key).and_then(|word| match word {
            word if is_blank(&word) => Some(String::new()),
            word => word.text(),
        });
        words.extend(word.map(|word| (*key, word)));
    }
    if answered.is_some() {
        table.finish();
    }
    let rows = rows?.elements();
    let rows = rows.iter();
    let rows: Option<Vec<Where>> = rows
        .map(|row| Some(target_of(&row.text_or(Expected::TextOrList)?)))
        .collect();
    Some(Answer {
        log: answered?.0,
        rows: rows?,
        words,
        place: setting.place(),
    })
}
