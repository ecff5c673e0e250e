//! Reads the office's decisions which rows are the same record and which are not.

use std::sync::LazyLock;

use super::rules::target_of;
use super::walk::Setting;
use super::{IdentityDecision, Where};
use crate::diagnostic::Expected;
use crate::record::Log;

/// The logs whose rows are records of their own.
static COUNTED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let logs = Log::ALL.iter().map(|log| log.definition());
    let counted = logs.filter(|log| log.is_counted);
    counted.map(|log| log.key).collect()
});

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
    let log = log?.word(&COUNTED)?;
    let rows = rows?.elements();
    let rows: Option<Vec<Where>> = rows
        .iter()
        .map(|row| Some(target_of(&row.text()?)))
        .collect();
    Some(IdentityDecision {
        log: Log::named(log)?,
        is_same,
        rows: rows?,
        reason: reason?,
        place: setting.place(),
    })
}
