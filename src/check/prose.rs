//! Prose against figures: what a narrative says that its figures do not bear out.
//!
//! The narrative itself is read, not the document, so that every finding has a place that the
//! clerk can mend; placeholders are known to be computed, all else to be typed. The words and
//! patterns are data, in `prose.toml`; the checks stay silent where a sentence is not plain.

mod claims;
mod numbers;
mod repeats;
mod rules;
mod text;
mod years;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, UnclearSubtotal};
use crate::figures::Figures;
use crate::project::{Narrative, ReportSettings};
use crate::record::Log;
use crate::vocabulary::{Key, Metric};

use rules::Rules;
use text::blocks;

/// A narrative with what it has to agree with.
#[derive(Debug, Clone, Copy)]
pub struct Prose<'a> {
    /// What was written for the year.
    pub narrative: &'a Narrative,
    /// The report year.
    pub year: i32,
    /// Its figures.
    pub figures: &'a Figures,
    /// The figures of the year before, where they are known.
    pub figures_before: Option<&'a Figures>,
    /// What was written for the year before, if anything was.
    pub narrative_before: Option<&'a Narrative>,
    /// Logs whose notices are known to stand in the published log too.
    pub published_includes: &'a [Log],
    /// Whether the form fills sections by itself.
    pub form_fills_sections: bool,
}

/// Tells what in the narrative does not agree with the figures, with the year, or with itself.
///
/// A narrative whose placeholders cannot be read is not looked at: that is told elsewhere.
pub fn check_prose(prose: &Prose<'_>, found: &mut Vec<Diagnostic>) {
    let Some(blocks) = blocks(prose.narrative) else {
        return;
    };
    let rules = Rules::get();
    for block in &blocks {
        years::check(block, prose.year, rules, found);
        if block.is_paragraph() {
            numbers::check(block, prose.figures, rules, found);
            claims::check(block, prose, rules, found);
        }
    }
    repeats::check(&blocks, prose, rules, found);
    check_subtotals(&blocks, prose, rules, found);
}

/// Whether a narrative speaks of the year before, so that its figures are needed.
#[must_use]
pub fn speaks_of_year_before(narrative: &Narrative) -> bool {
    let is_compared = || {
        let compared = &Rules::get().trend.compared.0;
        compared.is_match(&narrative.text)
    };
    narrative.text.contains("previous") || narrative.text.contains("change") || is_compared()
}

/// Tells where the settings of a year's report speak of another year; `text` is the whole
/// `report.toml`.
pub fn check_settings(
    settings: &ReportSettings,
    year: i32,
    file: &Arc<str>,
    text: &str,
    found: &mut Vec<Diagnostic>,
) {
    years::check_settings(settings, year, file, text, found);
}

/// Tells where a total and a part of it stand side by side, and nobody says that it is a part.
fn check_subtotals(
    blocks: &[text::Block<'_>],
    prose: &Prose<'_>,
    rules: &Rules,
    found: &mut Vec<Diagnostic>,
) {
    let mention_of = |metric| {
        blocks.iter().find_map(|block| {
            let is_it = |mention: &&text::Mention| mention.key == Some(Key::new(metric, &[]));
            block
                .mentions
                .iter()
                .find(is_it)
                .map(|found| (block, found))
        })
    };
    if mention_of(Metric::PublishedTotal).is_none() {
        return;
    }
    for (log, metric) in [
        (Log::Procurement, Metric::ProcurementTotal),
        (Log::Environment, Metric::EnvironmentTotal),
    ] {
        if prose.published_includes.contains(&log) {
            continue;
        }
        if let Some((block, mention)) = mention_of(metric)
            && !rules.subtotals.said.0.is_match(&block.text)
        {
            let span = mention.at..mention.at + text::VALUE.len_utf8();
            let key = Key::new(metric, &[]).to_string();
            found.push(block.finding(
                span,
                UnclearSubtotal {
                    key,
                    log: log.key(),
                },
            ));
        }
    }
}
