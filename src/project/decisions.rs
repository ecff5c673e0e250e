//! Reads the office's decisions which rows are the same record and which are not.

use super::rules::target_of;
use super::walk::Setting;
use super::{IdentityDecision, Where};
use crate::diagnostic::Expected;
use crate::record::Log;

/// Reads the decisions of `[[same]]` or `[[distinct]]`.
pub(super) fn read(setting: Option<Setting<'_>>, is_same: bool) -> Vec<IdentityDecision> {
    let elements = setting.map_or_else(Vec::new, |setting| setting.elements());
    let decisions = elements.iter();
    decisions
        .filter_map(|setting| decision(setting, is_same))
        .collect()
}

fn decision(setting: &Setting<'_>, is_same: bool) -> Option<IdentityDecision> {
    let mut table = setting.table_or(Expected::Table)?;
    let log = table.require("log");
    let rows = table.require("rows");
    let reason = table.require("reason").and_then(|reason| reason.text());
    table.finish();
    let keys: &'static [&'static str] = &[
        "published",
        "procurement",
        "environment",
        "requests",
        "guides",
        "documents",
        "decisions",
        "disputes",
    ];
    let log = log?.word(keys)?;
    let rows = rows?.elements();
    let rows: Option<Vec<Where>> = rows
        .iter()
        .map(|row| Some(target_of(&row.text()?)))
        .collect();
    Some(IdentityDecision {
        log: Log::ALL.iter().copied().find(|known| known.key() == log)?,
        is_same,
        rows: rows?,
        reason: reason?,
        place: setting.place(),
    })
}
