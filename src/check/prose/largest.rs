//! Checks claims that something is the largest of its kind, or among the main ones.

use std::cell::OnceCell;
use std::ops::Range;

use super::claims::Setting;
use super::concepts::Concepts;
use super::figures::{Source, label_of};
use super::lexicon::Meaning;
use super::rules::LargestRule;
use super::text::ProseBlock;
use super::tokens::{Kind, Token, tokens};
use crate::diagnostic::{Diagnostic, NotTheLargest, Problem};
use crate::vocabulary::Key;

/// A breakdown with at least one nonzero count; zero counts and totals are left out.
pub(super) struct Breakdown<'f> {
    family: Key,
    members: Vec<(&'f Key, &'f str, u64)>,
}

/// Returns the breakdowns of the figures in `source`.
pub(super) fn breakdowns(source: &dyn Source) -> Vec<Breakdown<'_>> {
    let mut all: Vec<Breakdown<'_>> = Vec::new();
    for (key, value) in source.breakdowns() {
        let (Some(name), Some(count)) = (label_of(key), value.count()) else {
            continue;
        };
        let is_total = key.labels.last().is_some_and(|label| &**label == "total");
        if count == 0 || is_total {
            continue;
        }
        let family = Key {
            metric: key.metric,
            labels: key.labels[..key.labels.len() - 1].to_vec(),
        };
        match all.last_mut() {
            Some(last) if last.family == family => last.members.push((key, name, count)),
            _ => all.push(Breakdown {
                family,
                members: vec![(key, name, count)],
            }),
        }
    }
    all
}

/// Reports members of a breakdown that are said to be the largest but are not.
pub(super) fn check(
    block: &ProseBlock<'_>,
    sentence: &Range<usize>,
    setting: &Setting<'_>,
    breakdowns: &[Breakdown<'_>],
    found: &mut Vec<Diagnostic>,
) {
    let text = &block.text[sentence.clone()];
    let spoken = OnceCell::new();
    for rule in &setting.rules.largest {
        for captures in rule.says.0.captures_iter(text) {
            let Some(named) = captures.get(1) else {
                continue;
            };
            let span = sentence.start + named.start()..sentence.start + named.end();
            let spoken =
                spoken.get_or_init(|| tokens(&block.text, sentence.clone(), setting.lexicon));
            let named = tokens(&block.text, span, setting.lexicon);
            if let Some((place, problem)) = judged(rule, named, spoken, setting, breakdowns) {
                found.push(block.finding(place, problem));
            }
        }
    }
}

/// Returns the problem if the members in `claim`, which the sentence `spoken` says to be the largest, are
/// not, with its place.
fn judged(
    rule: &LargestRule,
    claim: Vec<Token>,
    spoken: &[Token],
    setting: &Setting<'_>,
    breakdowns: &[Breakdown<'_>],
) -> Option<(Range<usize>, Problem)> {
    let mut labels: Vec<(usize, Range<usize>)> = Vec::new();
    let mut months: Vec<(u16, Range<usize>)> = Vec::new();
    for token in claim {
        match token.kind {
            Kind::Word(Meaning::Label(label) | Meaning::Common(_, label)) => {
                labels.push((label, token.span));
            }
            Kind::Months(bits) if bits.is_power_of_two() => months.push((bits, token.span)),
            // No figures are known here for quarters, other years or unknown words such as followers.
            Kind::Months(_)
            | Kind::Year(_)
            | Kind::Word(Meaning::LastYear | Meaning::OtherYear)
            | Kind::Unknown => return None,
            _ => {}
        }
    }
    let mut smaller = None;
    for breakdown in breakdowns {
        let named = named(breakdown, &labels, &months, setting);
        if named.is_empty() || !is_spoken_of(breakdown, spoken, setting) {
            continue;
        }
        // The claim may be about any of the breakdowns: it must fail for all of them.
        smaller = Some(not_among_the_largest(rule, breakdown, &named)?);
    }
    let (place, name, larger) = smaller?;
    let problem = Problem::from(NotTheLargest {
        name: name.to_owned(),
        larger: larger.to_owned(),
    });
    Some((place, problem))
}

/// Whether a sentence mentions the thing that a breakdown counts.
fn is_spoken_of(breakdown: &Breakdown<'_>, sentence: &[Token], setting: &Setting<'_>) -> bool {
    let rules = setting.rules;
    let concepts = sentence
        .iter()
        .fold(Concepts::NONE, |all, token| match token.kind {
            Kind::Word(Meaning::Concepts(concepts) | Meaning::Common(concepts, _)) => {
                all.with(concepts)
            }
            _ => all,
        });
    let mut of_family = rules
        .figures
        .iter()
        .filter(|rule| rule.parts.contains(&breakdown.family));
    let domain = of_family.next().map_or(Concepts::NONE, |rule| rule.domain);
    let is_published = breakdown
        .family
        .metric
        .definition()
        .key
        .starts_with("published");
    let named = concepts.and(rules.domains);
    named.meets(domain) || is_published && named.is_empty() && concepts.meets(rules.weak)
}

/// Returns the members of a breakdown that are named, as index and span.
fn named(
    breakdown: &Breakdown<'_>,
    labels: &[(usize, Range<usize>)],
    months: &[(u16, Range<usize>)],
    setting: &Setting<'_>,
) -> Vec<(usize, Range<usize>)> {
    let place_of = |key: &Key| {
        breakdown
            .members
            .iter()
            .position(|(member, ..)| *member == key)
    };
    let mut named = Vec::new();
    for (label, span) in labels {
        let keys = setting
            .lexicon
            .members(*label, &breakdown.family, setting.source);
        for key in keys.unwrap_or_default() {
            named.extend(place_of(&key).map(|place| (place, span.clone())));
        }
    }
    for (bits, span) in months {
        let mut key = breakdown.family.clone();
        key.labels
            .push(format!("{:02}", bits.trailing_zeros() + 1).into());
        named.extend(place_of(&key).map(|place| (place, span.clone())));
    }
    named
}

/// Returns the span and name of the smallest named member and the name of the largest unnamed one, if the
/// latter is too large for the claim to hold.
fn not_among_the_largest<'f>(
    rule: &LargestRule,
    breakdown: &Breakdown<'f>,
    named: &[(usize, Range<usize>)],
) -> Option<(Range<usize>, &'f str, &'f str)> {
    let count = |place: &usize| breakdown.members[*place].2;
    let (smallest, span) = named.iter().min_by_key(|(place, _)| count(place))?;
    let is_named = |place: &usize| named.iter().any(|(named, _)| named == place);
    let places = 0..breakdown.members.len();
    let larger: Vec<usize> = places
        .filter(|place| !is_named(place) && count(place) > count(smallest))
        .collect();
    // Allow one larger member if two or more are called the main ones: they may be first and third of many.
    let is_roomy = rule.is_main && named.len() >= 2 && breakdown.members.len() > named.len() + 1;
    if larger.len() <= usize::from(is_roomy) {
        return None;
    }
    let largest = larger.iter().max_by_key(|place| count(place))?;
    let name = |place: usize| breakdown.members[place].1;
    Some((span.clone(), name(*smallest), name(*largest)))
}
