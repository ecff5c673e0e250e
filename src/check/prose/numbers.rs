//! Numbers that were typed: where a placeholder belongs, against the figure they name, and made
//! vague that are exact.

use std::collections::BTreeSet;
use std::ops::Range;

use regex_lite::Captures;
use rust_decimal::Decimal;

use super::rules::{FigureRule, NUMBER, Rules, pattern};
use super::text::{Block, Mention, VALUE};
use crate::diagnostic::{Diagnostic, FigureContradicted, TypedFigure, VagueCount};
use crate::figures::{Figures, Value};
use crate::language::Language;
use crate::vocabulary::{Key, Labels, Unit, label_name};

pub(super) fn check(
    block: &Block<'_>,
    figures: &Figures,
    rules: &Rules,
    found: &mut Vec<Diagnostic>,
) {
    let vague = vague_counts(block, rules, found);
    for number in typed_numbers(block) {
        if vague.iter().any(|span| span.contains(&number.span.start)) {
            continue;
        }
        found.extend(judged(&number, block, figures, rules));
    }
}

/// A typed number with its counting word.
struct Typed<'b> {
    /// With its counting word.
    span: Range<usize>,
    number: Decimal,
    places: u32,
    /// Digits before the point that are 0 at its end.
    trailing_zeros: u32,
    word: &'b str,
    /// 约, 近, 余 or the like stands with it.
    is_about: bool,
}

/// The counting words, the longer first.
const WORDS: &str = "条/天|条每天|万余元|万元|亿元|个工作日|工作日|余条|余件|余次|余个|余项|[%％]|条|件|次|个|项|则|起|宗|天|元";

fn typed_numbers<'b>(block: &'b Block<'_>) -> Vec<Typed<'b>> {
    let text = &block.text;
    let Ok(typed) = pattern(&format!("{NUMBER}({WORDS})")) else {
        return Vec::new();
    };
    let read = |captures: Captures<'b>| {
        let (digits, word) = (captures.get(1)?, captures.get(2)?);
        let before = text[..digits.start()].chars().next_back();
        let is_of_another_kind = before.is_some_and(|before| {
            before.is_ascii_alphanumeric()
                || matches!(before, '第' | '〔' | '-' | '.' | '—' | VALUE)
        });
        let plain: String = digits.as_str().chars().filter(|&c| c != ',').collect();
        let number: Decimal = plain.parse().ok().filter(|_| !is_of_another_kind)?;
        let places = plain.split_once('.').map_or(0, |(_, places)| places.len());
        let zeros = plain.len() - plain.trim_end_matches('0').len();
        let is_about = text[..digits.start()].ends_with(['约', '近', '超'])
            || word.as_str().contains('余')
            || text[word.end()..].starts_with("左右")
            || text[word.end()..].starts_with("以上");
        Some(Typed {
            span: digits.start()..word.end(),
            number,
            places: u32::try_from(places).ok()?,
            trailing_zeros: if places == 0 {
                u32::try_from(zeros).ok()?
            } else {
                0
            },
            word: word.as_str(),
            is_about,
        })
    };
    typed.captures_iter(text).filter_map(read).collect()
}

/// How a typed number stands to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It is the figure as it would be printed.
    Equal,
    /// It is a vague form of the figure.
    Near,
    /// It is another number.
    Other,
    /// It does not count what the figure counts.
    Unrelated,
}

impl Typed<'_> {
    fn fit(&self, value: &Value, unit: Unit) -> Fit {
        let Some(actual) = self.in_words(value, unit) else {
            return Fit::Unrelated;
        };
        if actual.round_dp_with_strategy(self.places, HALF_UP) == self.number {
            return Fit::Equal;
        }
        let step = Decimal::from(10u64.saturating_pow(self.trailing_zeros.clamp(1, 9)));
        let is_near = (actual - self.number).abs() < step;
        if self.is_about && is_near {
            Fit::Near
        } else {
            Fit::Other
        }
    }

    /// The value counted in the typed word; none where that does not count such things.
    fn in_words(&self, value: &Value, unit: Unit) -> Option<Decimal> {
        let word = self.word.trim_start_matches('余');
        let counts: &[&str] = match unit {
            Unit::Items => &["条", "件", "项", "则", "个", "次"],
            Unit::Pieces => &["件", "条", "次", "个", "起", "宗"],
            Unit::Projects => &["个", "项"],
            Unit::Guides => &["项", "个", "条"],
            Unit::Days => &["天"],
            Unit::WorkingDays => &["个工作日", "工作日", "天"],
            Unit::PerDay => &["条/天", "条每天", "条"],
            Unit::Share => &["%", "％"],
            Unit::Yuan => &["元", "万元", "万余元", "亿元"],
            Unit::Rows | Unit::Histogram | Unit::Truth => &[],
        };
        if !counts.contains(&word) {
            return None;
        }
        let factor = match word {
            "万元" | "万余元" => Decimal::new(1, 4),
            "亿元" => Decimal::new(1, 8),
            "%" | "％" => Decimal::ONE_HUNDRED,
            _ => Decimal::ONE,
        };
        let plain = match value {
            Value::Count(count) => Decimal::from(*count),
            Value::Decimal(number) => *number,
            Value::Ratio(ratio) => {
                Decimal::from(ratio.numerator()).checked_div(ratio.denominator().into())?
            }
            _ => return None,
        };
        plain.checked_mul(factor)
    }
}

const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;

/// What is wrong with a typed number, if it names a figure.
fn judged(
    typed: &Typed<'_>,
    block: &Block<'_>,
    figures: &Figures,
    rules: &Rules,
) -> Option<Diagnostic> {
    let clause = block.clause(typed.span.start);
    let before = &block.text[clause.start..typed.span.start];
    let is_of_other_matter = rules
        .numbers
        .other_matter
        .0
        .is_match(&block.text[clause.clone()])
        || speaks_of_several_years(&block.text[block.sentence(typed.span.start)]);
    if is_of_other_matter {
        return None;
    }
    let mut named = named_by_label(typed, before, figures, rules);
    // A clause that names a part does not speak of the whole.
    if named.is_empty() {
        named = rules
            .figures
            .iter()
            .filter_map(|rule| Some((&rule.key.0, is_named(rule, typed, block, &clause, rules)?)))
            .collect();
    }
    let fits: Vec<(&Key, bool, Fit, &Value)> = named
        .into_iter()
        .filter_map(|(key, is_plain)| {
            let value = figures.get(key)?;
            let fit = typed.fit(value, key.metric.definition().unit);
            (fit != Fit::Unrelated).then_some((key, is_plain, fit, value))
        })
        .collect();
    let text = block.text[typed.span.clone()].to_owned();
    if let Some((key, ..)) = fits.iter().find(|(_, _, fit, _)| *fit == Fit::Equal) {
        let key = key.to_string();
        return Some(block.finding(typed.span.clone(), TypedFigure { text, key }));
    }
    let mut plain = fits.iter().filter(|(_, is_plain, ..)| *is_plain);
    let (key, _, _, value) = plain.next().filter(|(_, _, fit, _)| *fit == Fit::Other)?;
    // Where it could be one figure as well as another nothing is plain.
    if plain.next().is_some() {
        return None;
    }
    let problem = FigureContradicted {
        text,
        key: key.to_string(),
        value: value.to_string(),
    };
    Some(block.finding(typed.span.clone(), problem))
}

/// Whether the words around a number name the figure of `rule`, and whether beyond doubt.
fn is_named(
    rule: &FigureRule,
    typed: &Typed<'_>,
    block: &Block<'_>,
    clause: &Range<usize>,
    rules: &Rules,
) -> Option<bool> {
    let sentence = &block.text[block.sentence(typed.span.start)];
    if let Some(about) = &rule.about
        && !about.0.is_match(sentence)
    {
        return None;
    }
    let before = &block.text[clause.start..typed.span.start];
    let after = &block.text[typed.span.end..clause.end];
    let between = &rules.numbers.between.0;
    let ends = |words: &str| {
        pattern(&format!("(?:{words}){between}(?:约|近|大约|超)?$"))
            .is_ok_and(|words| words.is_match(before))
    };
    let begins = |words: &str| {
        pattern(&format!("^(?:的)?(?:{words})")).is_ok_and(|words| words.is_match(after))
    };
    let is_plain = rule.names.as_ref().is_some_and(|words| ends(&words.0))
        || rule.trails.as_ref().is_some_and(|words| begins(&words.0));
    let is_near = rule.near.0.is_match(&block.text[clause.clone()])
        || rule
            .around
            .as_ref()
            .is_some_and(|words| words.0.is_match(sentence));
    (is_plain || is_near).then_some(is_plain)
}

/// The figures of breakdowns whose label stands right before a number.
fn named_by_label<'f>(
    typed: &Typed<'_>,
    before: &str,
    figures: &'f Figures,
    rules: &Rules,
) -> Vec<(&'f Key, bool)> {
    let behind = &rules.numbers.behind_a_label.0;
    let between = &rules.numbers.between.0;
    let mut named = Vec::new();
    for (key, _) in figures.iter() {
        let Some(name) = label(key) else { continue };
        if !before.contains(name) || typed.word.is_empty() {
            continue;
        }
        let is_common = rules
            .numbers
            .common_labels
            .iter()
            .any(|common| common == name);
        let behind = if is_common {
            "类(?:信息|诉求|事项)?"
        } else {
            behind
        };
        let words = format!(
            "{}(?:”|》)?{behind}{between}(?:约|近)?$",
            regex_lite::escape(name)
        );
        if pattern(&words).is_ok_and(|words| words.is_match(before)) {
            named.push((key, true));
        }
    }
    named
}

/// The name of the last label of a breakdown's figure, where one can be recognised by it.
pub(super) fn label(key: &Key) -> Option<&str> {
    let definition = key.metric.definition();
    let is_breakdown = definition.key.contains(".by_") && definition.key.ends_with(".*");
    let position = definition.labels.len().checked_sub(1)?;
    let label = key.labels.get(position).filter(|_| is_breakdown)?;
    let name = label_name(definition.labels[position], label, Language::Chinese);
    let is_month =
        matches!(definition.labels[position], Labels::Codes { codes, .. } if codes.len() == 12);
    (name.chars().count() >= 2 && !is_month).then_some(name)
}

/// Whether a sentence names more years than one: then its numbers need not be the report's.
fn speaks_of_several_years(sentence: &str) -> bool {
    pattern("{y}年(?:以来|初|前|起)?").is_ok_and(|year| {
        let years: BTreeSet<&str> = year
            .find_iter(sentence)
            .map(|found| found.as_str())
            .collect();
        years.len() > 1
    })
}

/// Exact counts that a word makes vague, and 约 and 余 together. Returns where they stand.
fn vague_counts(
    block: &Block<'_>,
    rules: &Rules,
    found: &mut Vec<Diagnostic>,
) -> Vec<Range<usize>> {
    let words = &rules.vague;
    let count = format!(
        "({})?({{v}}|[0-9][0-9,]*)({})?({})",
        words.before.0, words.behind.0, words.words.0
    );
    let Ok(count) = pattern(&count) else {
        return Vec::new();
    };
    let mut spans = Vec::new();
    for captures in count.captures_iter(&block.text) {
        let (Some(whole), Some(number)) = (captures.get(0), captures.get(2)) else {
            continue;
        };
        let (before, behind) = (captures.get(1), captures.get(3));
        let digits = number.as_str();
        let mention = block.mention_at(number.start());
        // Three typed digits that do not end in 0 were counted, not estimated.
        let is_counted = || !digits.ends_with('0') && (behind.is_some() || digits.len() >= 3);
        let is_exact = mention.map_or_else(is_counted, Mention::is_exact);
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
