//! Checks claims that something is the largest or the smallest of its kind, among the main ones, or of some
//! other rank.

use std::cell::OnceCell;
use std::ops::Range;

use super::claims::Setting;
use super::concepts::Concepts;
use super::figures::{Source, label_of};
use super::lexicon::Meaning;
use super::rules::LargestRule;
use super::text::ProseBlock;
use super::tokens::{Kind, Token, tokens};
use crate::diagnostic::{Diagnostic, NotTheLargest, Problem, RankFound};
use crate::vocabulary::Key;

/// A breakdown with at least one nonzero count; zero counts and totals are left out.
pub(super) struct Breakdown<'f> {
    family: Key,
    members: Vec<Member<'f>>,
}

/// A count of a breakdown.
#[derive(Clone)]
struct Member<'f> {
    key: &'f Key,
    name: &'f str,
    count: u64,
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
        let member = Member { key, name, count };
        match all.last_mut() {
            Some(last) if last.family == family => last.members.push(member),
            _ => all.push(Breakdown {
                family,
                members: vec![member],
            }),
        }
    }
    all
}

/// Reports members of a breakdown that have not the rank the text gives them.
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
            // 最少的季度之一 may be any of the least.
            let after = captures.get(0).map_or("", |whole| &text[whole.end()..]);
            let clause = after.split(['，', '。', '；']).next().unwrap_or_default();
            // 最少的月份为2月 names it behind, which is for another rule.
            let is_named_behind = clause.starts_with('的') && clause.contains(['为', '是']);
            if clause.contains("之一") || is_named_behind {
                continue;
            }
            let Some(named) = named_in(block, sentence, span, setting) else {
                continue;
            };
            let spoken =
                spoken.get_or_init(|| tokens(&block.text, sentence.clone(), setting.lexicon));
            if let Some((place, problem)) = judged(rule, &named, spoken, setting, breakdowns) {
                found.push(block.finding(place, problem));
            }
        }
    }
}

/// The labels and months that a claim names, each with its place.
#[derive(Default)]
struct Named {
    labels: Vec<(usize, Range<usize>)>,
    months: Vec<(u16, Range<usize>)>,
}

impl Named {
    fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.months.is_empty()
    }
}

/// Returns what the words in `span` name, or those of the clause before, if they name nothing: 二季度公开167条，
/// 为全年最多. `None` if they are uncertain.
fn named_in(
    block: &ProseBlock<'_>,
    sentence: &Range<usize>,
    span: Range<usize>,
    setting: &Setting<'_>,
) -> Option<Named> {
    let clause = block.clause(span.start).start;
    let start = span.start;
    let own = named_by(block, span, setting)?;
    if !own.is_empty() || clause <= sentence.start || clause != start {
        return Some(own);
    }
    let before = block.clause(clause - 1);
    named_by(block, before.start.max(sentence.start)..clause, setting)
}

fn named_by(block: &ProseBlock<'_>, span: Range<usize>, setting: &Setting<'_>) -> Option<Named> {
    let mut named = Named::default();
    for token in tokens(&block.text, span, setting.lexicon) {
        match token.kind {
            Kind::Word(Meaning::Label(label) | Meaning::Common(_, label)) => {
                named.labels.push((label, token.span));
            }
            Kind::Months(bits) => named.months.push((bits, token.span)),
            // No figures are known here for other years or unknown words such as followers.
            Kind::Year(year) if year == setting.year => {}
            Kind::Year(_) | Kind::Word(Meaning::LastYear | Meaning::OtherYear) | Kind::Unknown => {
                return None;
            }
            _ => {}
        }
    }
    Some(named)
}

fn judged(
    rule: &LargestRule,
    named: &Named,
    spoken: &[Token],
    setting: &Setting<'_>,
    breakdowns: &[Breakdown<'_>],
) -> Option<(Range<usize>, Problem)> {
    let mut wrong = None;
    for breakdown in breakdowns {
        let (counts, named) = members(breakdown, named, setting)?;
        if named.is_empty() || !is_spoken_of(breakdown, spoken, setting) {
            continue;
        }
        // The claim may be about any of the breakdowns: it must fail for all of them.
        wrong = Some(contradicted(rule, &counts, &named)?);
    }
    let (place, name, found) = wrong?;
    Some((place, NotTheLargest { name, found }.into()))
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

/// Counts of the same kind, each with its name: categories, months, quarters or halves of the year.
type Counts = Vec<(String, u64)>;

/// Counts that are named, each as index and place.
type Places = Vec<(usize, Range<usize>)>;

/// Returns the counts of a breakdown, and those that are named, as index and place. `None` if the periods named
/// cannot be compared with one another.
fn members(
    breakdown: &Breakdown<'_>,
    named: &Named,
    setting: &Setting<'_>,
) -> Option<(Counts, Places)> {
    let family = &breakdown.family;
    let labels = family.metric.definition().labels;
    if labels.last().is_some_and(|labels| labels.is_months()) {
        return if named.labels.is_empty() {
            periods(breakdown, &named.months)
        } else {
            Some((Vec::new(), Vec::new()))
        };
    }
    let place_of = |key: &Key| {
        breakdown
            .members
            .iter()
            .position(|member| member.key == key)
    };
    let mut places = Vec::new();
    for (label, span) in named.labels.iter().filter(|_| named.months.is_empty()) {
        let keys = setting.lexicon.members(*label, family, setting.source);
        for key in keys.unwrap_or_default() {
            places.extend(place_of(&key).map(|place| (place, span.clone())));
        }
    }
    let counts = breakdown.members.iter();
    let counts = counts.map(|member| (member.name.to_owned(), member.count));
    Some((counts.collect(), places))
}

/// Returns the counts of all periods as long as those named.
fn periods(breakdown: &Breakdown<'_>, named: &[(u16, Range<usize>)]) -> Option<(Counts, Places)> {
    const QUARTERS: [&str; 4] = ["一季度", "二季度", "三季度", "四季度"];
    const HALVES: [&str; 2] = ["上半年", "下半年"];
    let Some((first, _)) = named.first() else {
        return Some((Vec::new(), Vec::new()));
    };
    let length = first.count_ones() as usize;
    let name = |place: usize| match length {
        3 => QUARTERS.get(place).map(|name| (*name).to_owned()),
        6 => HALVES.get(place).map(|name| (*name).to_owned()),
        1 => Some(format!("{}月", place + 1)),
        _ => None,
    };
    let count = |place: usize| {
        let months = place * length..(place + 1) * length;
        let of_month = |month: usize| {
            let label = format!("{:02}", month + 1);
            let mut members = breakdown.members.iter();
            let member = members.find(|member| {
                let last = member.key.labels.last();
                last.is_some_and(|last| **last == *label)
            });
            member.map_or(0, |member| member.count)
        };
        months.map(of_month).sum()
    };
    let mut counts = Vec::new();
    for place in 0..12 / length {
        counts.push((name(place)?, count(place)));
    }
    let mut places = Vec::new();
    for (bits, span) in named {
        let place = bits.trailing_zeros() as usize;
        if bits.count_ones() as usize != length || !place.is_multiple_of(length) {
            return None;
        }
        places.push((place / length, span.clone()));
    }
    Some((counts, places))
}

/// Returns the span and name of a named member that has not the rank of the rule, and what the figures show.
fn contradicted(
    rule: &LargestRule,
    counts: &Counts,
    named: &[(usize, Range<usize>)],
) -> Option<(Range<usize>, String, RankFound)> {
    match rule.rank {
        0 => {
            let (largest, span) = named.iter().max_by_key(|(place, _)| counts[*place].1)?;
            let smaller = unnamed(counts, named)
                .filter(|(_, count)| *count < counts[*largest].1)
                .min_by_key(|(_, count)| *count)?;
            let name = counts[*largest].0.clone();
            Some((span.clone(), name, RankFound::Smaller(smaller.0.clone())))
        }
        1 => not_among_the_largest(rule, counts, named),
        claimed => {
            let [(place, span)] = named else {
                return None;
            };
            let own = counts[*place].1;
            let larger = counts.iter().filter(|(_, count)| *count > own).count();
            let equal = counts.iter().filter(|(_, count)| *count == own).count();
            if (larger + 1..=larger + equal).contains(&claimed) {
                return None;
            }
            let found = RankFound::At {
                claimed,
                actual: larger + 1,
            };
            Some((span.clone(), counts[*place].0.clone(), found))
        }
    }
}

/// Returns the counts that are not named.
fn unnamed<'c>(
    counts: &'c Counts,
    named: &'c [(usize, Range<usize>)],
) -> impl Iterator<Item = &'c (String, u64)> {
    let is_named = |place: usize| named.iter().any(|(named, _)| *named == place);
    let counts = counts.iter().enumerate();
    counts.filter_map(move |(place, count)| (!is_named(place)).then_some(count))
}

/// Returns the smallest named member and the largest unnamed one, if the latter is too large for the claim to
/// hold.
fn not_among_the_largest(
    rule: &LargestRule,
    counts: &Counts,
    named: &[(usize, Range<usize>)],
) -> Option<(Range<usize>, String, RankFound)> {
    let (smallest, span) = named.iter().min_by_key(|(place, _)| counts[*place].1)?;
    let (name, least) = &counts[*smallest];
    let larger: Vec<_> = unnamed(counts, named)
        .filter(|(_, count)| count > least)
        .collect();
    // Allow one larger member if two or more are called the main ones: they may be first and third of many.
    let is_roomy = rule.is_main && named.len() >= 2 && counts.len() > named.len() + 1;
    if larger.len() <= usize::from(is_roomy) {
        return None;
    }
    let largest = larger.iter().max_by_key(|(_, count)| *count)?;
    let found = RankFound::Larger(largest.0.clone());
    Some((span.clone(), name.clone(), found))
}
