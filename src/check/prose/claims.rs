//! Sentences without a number that figures support or contradict: all in time, none received, the
//! largest of its kind, more than last year.

use std::cmp::Ordering;
use std::ops::Range;

use super::Prose;
use super::numbers::label;
use super::rules::{ClaimRule, Rules};
use super::text::{Block, Mention, VALUE};
use crate::count::Formula;
use crate::diagnostic::{
    ClaimContradicted, Diagnostic, NotTheLargest, OnTimeContradicted, Problem, RateOverNothing,
    TrendContradicted,
};
use crate::figures::{Figures, Value};
use crate::vocabulary::{Key, Metric, UNSPECIFIED};

pub(super) fn check(
    block: &Block<'_>,
    prose: &Prose<'_>,
    rules: &Rules,
    found: &mut Vec<Diagnostic>,
) {
    for sentence in block.sentences() {
        for rule in &rules.claims {
            found.extend(contradicted(rule, rules, block, sentence, prose.figures));
        }
        check_largest(block, sentence, rules, prose.figures, found);
        if let Some(before) = prose.figures_before {
            check_trend(block, sentence, rules, prose, before, found);
        }
    }
    check_rates(block, prose.figures, found);
}

/// What speaks against a claim, if the sentence makes it.
fn contradicted(
    rule: &ClaimRule,
    rules: &Rules,
    block: &Block<'_>,
    sentence: &Range<usize>,
    figures: &Figures,
) -> Option<Diagnostic> {
    let text = &block.text[sentence.clone()];
    let says = rule.says.0.find(text)?;
    let span = sentence.start + says.start()..sentence.start + says.end();
    let clause = &block.text[block.clause(span.start)];
    let exceptions = &rules.exceptions;
    let is_meant = rule
        .unless
        .as_ref()
        .is_none_or(|unless| !unless.0.is_match(clause))
        && !exceptions.other_year.0.is_match(clause)
        && !exceptions.granted.0.is_match(text);
    if !is_meant {
        return None;
    }
    if let Some(about) = &rule.about {
        // A sentence that says nothing of what it is about takes that from its paragraph.
        let rivals = rules
            .claims
            .iter()
            .filter(|rival| rival.says.0.as_str() == rule.says.0.as_str());
        let mut rivals = rivals.filter_map(|rival| rival.about.as_ref());
        let says_itself = rivals.any(|about| about.0.is_match(text));
        let is_about = about
            .0
            .is_match(if says_itself { text } else { &block.text });
        if !is_about {
            return None;
        }
    }
    let claim = says.as_str().replace(VALUE, "…");
    let against = |key: &Key, value: &Value| {
        let (claim, key, value) = (claim.clone(), key.to_string(), value.to_string());
        if rule.on_time {
            Problem::from(OnTimeContradicted { claim, key, value })
        } else {
            Problem::from(ClaimContradicted { claim, key, value })
        }
    };
    let is_something = |value: &Value| match value {
        Value::Count(count) => *count > 0,
        Value::Decimal(number) => !number.is_zero(),
        _ => false,
    };
    let not_zero = rule.zero.iter().find_map(|key| {
        let value = figures.get(&key.0).filter(|value| is_something(value))?;
        Some(against(&key.0, value))
    });
    let not_whole = rule
        .whole
        .iter()
        .find_map(|key| match figures.get(&key.0)? {
            value @ Value::Ratio(ratio) if ratio.numerator() < ratio.denominator() => {
                Some(against(&key.0, value))
            }
            _ => None,
        });
    let of_nothing = rule.rate.iter().chain(&rule.whole).find_map(|key| {
        is_of_nothing(&key.0, figures).then(|| {
            Problem::from(RateOverNothing {
                key: key.0.to_string(),
            })
        })
    });
    let problem = not_zero.or(not_whole).or(of_nothing)?;
    Some(block.finding(span, problem))
}

/// Whether a rate is absent because there is nothing it could be a rate of.
fn is_of_nothing(key: &Key, figures: &Figures) -> bool {
    let Formula::Share { part, .. } = Formula::of(key.metric) else {
        return false;
    };
    let part = Key {
        metric: part,
        ..key.clone()
    };
    figures.get(key) == Some(&Value::Absent) && figures.get(&part) == Some(&Value::Count(0))
}

/// Tells of rates in the text that are rates of nothing and print as a dash.
fn check_rates(block: &Block<'_>, figures: &Figures, found: &mut Vec<Diagnostic>) {
    for mention in block
        .mentions
        .iter()
        .filter(|mention| !mention.is_of_year_before)
    {
        let Some(key) = &mention.key else { continue };
        if is_of_nothing(key, figures) {
            let problem = Problem::from(RateOverNothing {
                key: key.to_string(),
            });
            found.push(block.finding(mention.at..mention.at + VALUE.len_utf8(), problem));
        }
    }
}

/// Tells where something is said to be the largest of its kind that is not.
fn check_largest(
    block: &Block<'_>,
    sentence: &Range<usize>,
    rules: &Rules,
    figures: &Figures,
    found: &mut Vec<Diagnostic>,
) {
    let text = &block.text[sentence.clone()];
    for rule in &rules.largest {
        for captures in rule.says.0.captures_iter(text) {
            let Some(named) = captures.get(1) else {
                continue;
            };
            let mut kinds: Vec<Vec<(&Key, &str, u64)>> = families(figures);
            kinds.retain(|kind| {
                kind.iter()
                    .any(|(_, name, _)| named.as_str().contains(name))
            });
            let smaller = kinds
                .iter()
                .map(|kind| not_among_the_largest(kind, named.as_str()));
            // What is true of one breakdown need not be of another.
            let Some(smaller) = smaller.collect::<Option<Vec<_>>>() else {
                continue;
            };
            let Some((name, larger)) = smaller.into_iter().next() else {
                continue;
            };
            let start = named.as_str().find(name).unwrap_or(0) + named.start() + sentence.start;
            let problem = Problem::from(NotTheLargest {
                name: name.to_owned(),
                larger: larger.to_owned(),
            });
            found.push(block.finding(start..start + name.len(), problem));
        }
    }
}

/// The breakdowns in which anything was counted, each as its figures with their names and counts.
fn families(figures: &Figures) -> Vec<Vec<(&Key, &str, u64)>> {
    let mut families: Vec<Vec<(&Key, &str, u64)>> = Vec::new();
    for (key, value) in figures.iter() {
        let is_specified = key
            .labels
            .last()
            .is_some_and(|label| &**label != UNSPECIFIED);
        let (Some(name), Some(count), true) = (label(key), value.count(), is_specified) else {
            continue;
        };
        match families.last_mut() {
            Some(family) if is_one_family(family[0].0, key) => family.push((key, name, count)),
            _ => families.push(vec![(key, name, count)]),
        }
    }
    families.retain(|family| family.iter().any(|(.., count)| *count > 0));
    families
}

fn is_one_family(one: &Key, other: &Key) -> bool {
    let above = |key: &Key| key.labels[..key.labels.len().saturating_sub(1)].to_vec();
    one.metric == other.metric && above(one) == above(other)
}

/// A named member of a breakdown than which one that is not named is larger, and that one.
fn not_among_the_largest<'f>(
    family: &[(&Key, &'f str, u64)],
    named: &str,
) -> Option<(&'f str, &'f str)> {
    let is_named = |(_, name, _): &&(&Key, &'f str, u64)| named.contains(name);
    let smallest = family
        .iter()
        .filter(is_named)
        .min_by_key(|(.., count)| *count)?;
    let others = family.iter().filter(|member| !is_named(member));
    let largest = others.max_by_key(|(.., count)| *count)?;
    (largest.2 > smallest.2).then_some((smallest.1, largest.1))
}

/// Tells where a figure is said to have grown that fell, or the reverse.
fn check_trend(
    block: &Block<'_>,
    sentence: &Range<usize>,
    rules: &Rules,
    prose: &Prose<'_>,
    before: &Figures,
    found: &mut Vec<Diagnostic>,
) {
    let text = &block.text[sentence.clone()];
    let trend = &rules.trend;
    for compared in trend.compared.0.find_iter(text) {
        let start = sentence.start + compared.start();
        let clause = block.clause(start);
        let after = &block.text[sentence.start + compared.end()..clause.end];
        let words = [
            (&trend.up, Ordering::Greater),
            (&trend.down, Ordering::Less),
            (&trend.same, Ordering::Equal),
        ];
        let said = words
            .iter()
            .filter_map(|(words, order)| Some((words.0.find(after)?, *order)))
            .min_by_key(|(word, _)| word.start());
        let subject = block
            .mentions_in(sentence.start..start)
            .filter(|mention| !mention.is_of_year_before)
            .filter_map(|mention: &Mention| mention.key.as_ref())
            // A goal is what was hoped for, not what came about.
            .filter(|key| key.metric != Metric::TargetGoal)
            .last();
        let (Some((word, order)), Some(key)) = (said, subject) else {
            continue;
        };
        let (Some(now), Some(then)) = (prose.figures.get(key), before.get(key)) else {
            continue;
        };
        if compare(now, then).is_some_and(|actual| actual != order) {
            let start = sentence.start + compared.end() + word.start();
            let problem = Problem::from(TrendContradicted {
                word: word.as_str().to_owned(),
                key: key.to_string(),
                before: then.to_string(),
                now: now.to_string(),
            });
            found.push(block.finding(start..start + word.len(), problem));
        }
    }
}

/// Which of two values of one figure is larger; none where they cannot be compared.
fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Count(one), Value::Count(other)) => Some(one.cmp(other)),
        (Value::Decimal(one), Value::Decimal(other)) => Some(one.cmp(other)),
        (Value::Ratio(one), Value::Ratio(other)) => {
            let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
            let left = product(one.numerator(), other.denominator());
            Some(left.cmp(&product(other.numerator(), one.denominator())))
        }
        _ => None,
    }
}
