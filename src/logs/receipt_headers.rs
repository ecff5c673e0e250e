//! Headers of a request log whose meaning depends on the headers beside them.
//!
//! 签收日期 alone is the day of receipt; beside 收到日期 it is the day on which a letter was signed for, and
//! right of 答复日期 the day on which the applicant signed for the reply.

use super::synonyms::{column_composed, column_named, gives_way};
use crate::record::Log;

const RECEIVED: &str = "received_on";
const SUBMITTED: &str = "submitted_on";
const SIGNED: &str = "signed_on";
const CONFIRMED: &str = "confirmed_on";
const REPLIED: &str = "replied_on";
const REPLY_SIGNED: &str = "reply_signed_on";

/// The column of each header of `log`. `mapped` returns the column of a header that is configured in
/// `report.toml`.
pub(super) fn columns_meant<'k>(
    log: Log,
    names: &[&str],
    mapped: impl Fn(&str) -> Option<&'k str>,
) -> Vec<Option<&'k str>> {
    let key = |name: &&str| mapped(name).or_else(|| column_named(log, name));
    let mut keys: Vec<Option<&str>> = names.iter().map(key).collect();
    add_composed(log, names, &mut keys);
    if log != Log::Requests {
        return keys;
    }
    let place = |keys: &[Option<&str>], key| keys.iter().position(|known| *known == Some(key));
    let free = |index: usize| mapped(names[index]).is_none();
    if let Some(replied) = place(&keys, REPLIED)
        && place(&keys, REPLY_SIGNED).is_none()
        && keys[..replied]
            .iter()
            .flatten()
            .any(|key| is_of_receipt(key))
        && let Some(index) = (replied..keys.len()).find(|&index| keys[index] == Some(SIGNED))
        && free(index)
    {
        keys[index] = Some(REPLY_SIGNED);
    }
    let is_usual = |(name, key): (&str, Option<&str>)| match key {
        Some(RECEIVED) => !gives_way(log, RECEIVED, name),
        Some(SUBMITTED | CONFIRMED) => true,
        _ => false,
    };
    if let Some(index) = place(&keys, SIGNED)
        && free(index)
        && !names
            .iter()
            .copied()
            .zip(keys.iter().copied())
            .any(is_usual)
    {
        keys[index] = Some(RECEIVED);
    }
    keys
}

/// Adds the columns of headers that are composed of known parts, for columns that have no other header and
/// exactly one composed header.
fn add_composed(log: Log, names: &[&str], keys: &mut [Option<&str>]) {
    let means = |(index, name): (usize, &&str)| {
        let key = column_composed(log, name)?;
        keys[index].is_none().then_some((index, key))
    };
    let composed: Vec<(usize, &str)> = names.iter().enumerate().filter_map(means).collect();
    for &(index, key) in &composed {
        let is_only = composed.iter().filter(|(_, other)| *other == key).count() == 1;
        if is_only && !keys.contains(&Some(key)) {
            keys[index] = Some(key);
        }
    }
}

/// Whether a column contains a day that may be the day of receipt.
fn is_of_receipt(key: &str) -> bool {
    [RECEIVED, SUBMITTED, SIGNED, CONFIRMED].contains(&key)
}

/// The header to use for the required column `key`, which the file lacks: if there are columns for the day
/// of receipt by each way of submission, the day of receipt itself may be missing.
pub(super) fn stand_in(log: Log, key: &str, keys: &[Option<&str>]) -> Option<usize> {
    if log != Log::Requests || key != RECEIVED {
        return None;
    }
    let place = |key| keys.iter().position(|known| *known == Some(key));
    place(SUBMITTED)
        .or_else(|| place(SIGNED))
        .or_else(|| place(CONFIRMED))
}
