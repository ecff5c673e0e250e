//! Finds exact counts that are written with an approximating word.

use std::ops::Range;

use super::rules::ProseRules;
use super::text::{Mention, ProseBlock, VALUE};
use crate::diagnostic::{Diagnostic, VagueCount};

/// Reports exact counts with an approximating word, and 约 combined with 余. Returns their spans, in order.
pub(super) fn check(
    block: &ProseBlock<'_>,
    rules: &ProseRules,
    found: &mut Vec<Diagnostic>,
) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    for captures in rules.vague.count.0.captures_iter(&block.text) {
        let (Some(whole), Some(number)) = (captures.get(0), captures.get(2)) else {
            continue;
        };
        let (before, behind) = (captures.get(1), captures.get(3));
        let digits = number.as_str();
        let mention = block.mentions_in(number.range()).next();
        // Three typed digits that do not end in 0 were counted, not estimated.
        let is_counted = || !digits.ends_with('0') && (behind.is_some() || digits.len() >= 3);
        // 月均约243条 is rounded.
        let said = &block.text[block.clause(whole.start()).start..whole.start()];
        let is_mean = rules.vague.mean.0.is_match(ending(said));
        let is_exact = !is_mean && mention.map_or_else(is_counted, Mention::is_exact);
        let is_both = before.is_some() && behind.is_some();
        let is_vague = before.is_some() || behind.is_some();
        let follows_a_digit =
            block.text[..whole.start()].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        if is_both || (is_exact && is_vague && !follows_a_digit) {
            let text = whole.as_str().replace(VALUE, "…");
            found.push(block.finding(whole.range(), VagueCount { text, is_both }));
            spans.push(whole.range());
        }
    }
    spans
}

/// Returns the last characters of a clause.
fn ending(clause: &str) -> &str {
    const CHARACTERS: usize = 24;
    let start = clause.char_indices().rev().nth(CHARACTERS - 1);
    start.map_or(clause, |(start, _)| &clause[start..])
}
