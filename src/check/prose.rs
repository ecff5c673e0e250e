//! Compares the prose of a narrative with its figures and reports contradictions.
//!
//! The source of the narrative is read, not the rendered document, so that every finding has a place that can
//! be edited. Values of placeholders are computed and therefore correct; all other numbers are typed. Words
//! and patterns are data, in `prose.toml`. The checks stay silent if a sentence is ambiguous.
//!
//! ```text
//! sentence ─ tokens ─▶ words and numbers ─ claims ─▶ subject, quantity, kind
//!          ─ figures ─▶ values ─ verdict ─▶ finding, or none
//! ```
//!
//! [`tokens`] splits a sentence, [`claims`] extracts claims without checking them, and [`verdict`] checks
//! them without reading the sentence. [`Source`](figures::Source) hides where figures come from. Claims
//! without a number are handled by [`universals`] and [`largest`].

mod claims;
mod concepts;
mod figures;
mod largest;
mod lexicon;
mod number;
mod repeats;
mod rules;
mod text;
mod tokens;
mod universals;
mod vague;
mod verdict;
mod years;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, RateOverNothing, Severity, UnclearSubtotal};
use crate::figures::Figures;
use crate::project::{Narrative, ReportSettings};
use crate::record::Log;
use crate::vocabulary::{Key, Metric};

use claims::{ClaimKind, Context, Setting, claims};
use concepts::Concepts;
use figures::Known;
use largest::breakdowns;
use lexicon::{Lexicon, Meaning};
use rules::ProseRules;
use text::{ProseBlock, blocks};
use tokens::{Kind, tokens};
use verdict::{is_of_nothing, judged};

/// A narrative and the data it is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Prose<'a> {
    /// The names of the office, the short one last.
    pub office: [&'a str; 2],
    /// The narrative of the report year.
    pub narrative: &'a Narrative,
    /// The report year.
    pub year: i32,
    /// The figures of the report year.
    pub figures: &'a Figures,
    /// The figures of the year before, if known.
    pub figures_before: Option<&'a Figures>,
    /// The narrative of the year before, if there is one.
    pub narrative_before: Option<&'a Narrative>,
    /// Logs whose notices are also counted in the published log.
    pub published_includes: &'a [Log],
    /// Whether the form fills some sections, which may then be empty in the narrative.
    pub form_fills_sections: bool,
}

/// Reports statements of the narrative that contradict the figures, the report year or each other.
///
/// A narrative whose placeholders cannot be parsed is skipped: that error is reported elsewhere.
pub fn check_prose(prose: &Prose<'_>, found: &mut Vec<Diagnostic>) {
    let Some(blocks) = blocks(prose.narrative) else {
        return;
    };
    let rules = ProseRules::get();
    let known = Known::new(prose.figures, prose.figures_before);
    let lexicon = Lexicon::new(rules, &known, &words_for(prose.office));
    let included = totals_included(prose.published_includes);
    let setting = Setting {
        rules,
        lexicon: &lexicon,
        source: &known,
        year: prose.year,
        included: &included,
    };
    let breakdowns = breakdowns(&known);
    for block in &blocks {
        years::check(block, prose.year, rules, found);
        if block.is_paragraph() {
            let vague = vague::check(block, rules, found);
            check_numbers(block, &setting, &vague, found);
            universals::check(block, &setting, &section_of(block, &setting), found);
            for sentence in block.sentences() {
                largest::check(block, sentence, &setting, &breakdowns, found);
            }
            check_rates(block, &setting, found);
        }
    }
    repeats::check(&blocks, prose, rules, found);
    check_subtotals(&blocks, prose, rules, found);
}

/// Checks the numbers of a paragraph, except those in `vague`, which are already reported.
fn check_numbers(
    block: &ProseBlock<'_>,
    setting: &Setting<'_>,
    vague: &[Range<usize>],
    found: &mut Vec<Diagnostic>,
) {
    let mut context = Context::of_section(section_of(block, setting));
    for sentence in block.sentences() {
        let mut is_wrong = false;
        for claim in claims(block, sentence.clone(), setting, &mut context) {
            let next = vague.partition_point(|vague| vague.end <= claim.span.start);
            let is_vague = vague
                .get(next)
                .is_some_and(|vague| vague.start < claim.span.end);
            // If a number of the sentence is wrong, a wrong sum follows from it.
            let is_echo = is_wrong && matches!(claim.kind, ClaimKind::Sum { .. });
            if is_echo {
                continue;
            }
            // A vague count is already reported; it is wrong only if it is far off.
            let claim = if is_vague { claim.loosened() } else { claim };
            if let Some(problem) = judged(&claim, block, setting.source) {
                let finding = block.finding(claim.span.clone(), problem);
                if is_vague && finding.severity() <= Severity::Note {
                    continue;
                }
                is_wrong |= finding.severity() > Severity::Note;
                found.push(finding);
            }
        }
    }
}

/// Returns the domains that the headings above a block name, the nearest last.
fn section_of(block: &ProseBlock<'_>, setting: &Setting<'_>) -> Vec<Concepts> {
    let named = block.under.iter().map(|(_, heading)| {
        let tokens = tokens(heading, 0..heading.len(), setting.lexicon);
        tokens
            .iter()
            .fold(Concepts::NONE, |all, token| match token.kind {
                Kind::Word(Meaning::Concepts(concepts) | Meaning::Common(concepts, _)) => {
                    all.with(concepts.and(setting.rules.domains))
                }
                _ => all,
            })
    });
    named.filter(|domains| !domains.is_empty()).collect()
}

/// Reports placeholders of rates whose denominator is 0: they print as a dash.
fn check_rates(block: &ProseBlock<'_>, setting: &Setting<'_>, found: &mut Vec<Diagnostic>) {
    let mentions = block.mentions.iter();
    for mention in mentions.filter(|mention| !mention.is_of_year_before) {
        let Some(key) = &mention.key else { continue };
        if is_of_nothing(key, setting.source) {
            let problem = RateOverNothing {
                key: key.to_string(),
            };
            found.push(block.finding(mention.at..mention.at + text::VALUE.len_utf8(), problem));
        }
    }
}

/// Returns the words by which the office refers to itself: its names, 我, 本 or 全 with the last character of the
/// short name, and that character behind the last place in it.
fn words_for(names: [&str; 2]) -> Vec<String> {
    const KINDS: &str = "区市县镇乡局委办厅司院";
    const PLACES: [char; 5] = ['省', '市', '州', '县', '区'];
    let mut words: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    // 清溪市水务局 is also called 市水务局 and 水务局.
    for (start, _) in names[1].char_indices().skip(1) {
        words.push(names[1][start..].to_owned());
    }
    words.retain(|name| name.chars().count() >= 3);
    // 云岭县人民政府 is 我县, 柳荫街道办事处 is 我街道.
    let place = ["人民政府", "政府", "管理委员会", "管委会", "办事处"]
        .iter()
        .find_map(|of| names[1].strip_suffix(of))
        .unwrap_or(names[1]);
    let kind = if place.ends_with("街道") {
        words.extend(["街道", "街道办"].map(str::to_owned));
        Some("街道")
    } else {
        place
            .char_indices()
            .next_back()
            .filter(|(_, kind)| KINDS.contains(*kind))
            .map(|(start, _)| &place[start..])
    };
    if let Some(kind) = kind {
        words.extend(["我", "本", "全"].map(|own| format!("{own}{kind}")));
        // 清溪市水务局 is 市局.
        let rest = place.strip_suffix(kind).unwrap_or_default();
        let of = rest.rfind(PLACES).and_then(|at| rest[at..].chars().next());
        words.extend(of.map(|of| format!("{of}{kind}")));
    }
    words
}

/// Returns the totals that are included in the total of published items.
fn totals_included(logs: &[Log]) -> Vec<Key> {
    let total = |log: &Log| match log {
        Log::Procurement => Some(Key::new(Metric::ProcurementTotal, &[])),
        Log::Environment => Some(Key::new(Metric::EnvironmentTotal, &[])),
        _ => None,
    };
    logs.iter().filter_map(total).collect()
}

/// Whether a narrative mentions the year before, so that its figures are needed.
#[must_use]
pub fn mentions_year_before(narrative: &Narrative) -> bool {
    let is_compared = || ProseRules::get().before.words.0.is_match(&narrative.text);
    narrative.text.contains("previous") || narrative.text.contains("change") || is_compared()
}

/// Whether a narrative compares figures with those of the year before, so that those must be final.
#[must_use]
pub fn compares_with_year_before(narrative: &Narrative) -> bool {
    let is_compared = || {
        let compared = &ProseRules::get().before.compared.0;
        compared.is_match(&narrative.text)
    };
    narrative.text.contains("previous") || narrative.text.contains("change") || is_compared()
}

/// Reports settings of a year's report that name another year; `text` is the whole `report.toml`.
pub fn check_settings(
    settings: &ReportSettings,
    year: i32,
    file: &Arc<str>,
    text: &str,
    found: &mut Vec<Diagnostic>,
) {
    years::check_settings(settings, year, file, text, found);
}

/// Reports a total that is mentioned beside the total of published items if the text does not say whether it
/// is included.
fn check_subtotals(
    blocks: &[text::ProseBlock<'_>],
    prose: &Prose<'_>,
    rules: &ProseRules,
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
