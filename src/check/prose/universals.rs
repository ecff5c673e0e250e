//! Checks universal claims without a number: all in time, none received, no fees charged.

use std::ops::Range;

use super::claims::Setting;
use super::concepts::Concepts;
use super::figures::{Expression, Year, number};
use super::lexicon::Meaning;
use super::rules::{ClaimRule, Pattern, SubjectOfClaim};
use super::text::{ProseBlock, VALUE};
use super::tokens::{Kind, Token, tokens};
use super::verdict::is_of_nothing;
use crate::diagnostic::{
    ClaimContradicted, Diagnostic, OnTimeContradicted, Problem, RateOverNothing,
};
use crate::vocabulary::{Key, Labels, segments_of};

/// Reports universal claims of a paragraph that contradict the figures. `section` has the domains of the
/// headings above it.
pub(super) fn check(
    block: &ProseBlock<'_>,
    setting: &Setting<'_>,
    section: &[Concepts],
    found: &mut Vec<Diagnostic>,
) {
    let rules = setting.rules.claims.len();
    let mut around = Around {
        section: section.last().copied().unwrap_or_default(),
        earlier: Concepts::NONE,
        is_about: vec![None; rules],
    };
    for sentence in block.sentences() {
        check_sentence(block, sentence, setting, &mut around, found);
        let tokens = tokens(&block.text, sentence.clone(), setting.lexicon);
        around.earlier = around.earlier.with(named(&tokens, setting.rules.domains));
    }
}

/// The surroundings of a sentence.
struct Around {
    /// The domains of the nearest heading.
    section: Concepts,
    /// The domains of the earlier sentences of the paragraph.
    earlier: Concepts,
    /// For each rule, whether the paragraph is about its matter, if that was looked up.
    is_about: Vec<Option<bool>>,
}

fn check_sentence(
    block: &ProseBlock<'_>,
    sentence: &Range<usize>,
    setting: &Setting<'_>,
    around: &mut Around,
    found: &mut Vec<Diagnostic>,
) {
    let text = &block.text[sentence.clone()];
    let mut told: Vec<Range<usize>> = Vec::new();
    for (index, rule) in setting.rules.claims.iter().enumerate() {
        let Some(says) = rule.says.0.find(text) else {
            continue;
        };
        let span = sentence.start + says.start()..sentence.start + says.end();
        let is_about = |about: &Pattern| {
            about.0.is_match(text)
                || *around.is_about[index].get_or_insert_with(|| about.0.is_match(&block.text))
        };
        if !rule.about.as_ref().is_none_or(is_about)
            || !is_meant(rule, block, sentence, &span, setting)
        {
            continue;
        }
        let Some(subject) = subject(rule, block, sentence, &span, setting, around) else {
            continue;
        };
        if let Some(problem) = contradicted(rule, &block.text[span.clone()], &subject, setting)
            // Several rules may match the same claim: report it once.
            && !told.contains(&span)
        {
            told.push(span.clone());
            found.push(block.finding(span, problem));
        }
    }
}

/// Whether the claim is meant literally: no exception, no intention, no other year.
fn is_meant(
    rule: &ClaimRule,
    block: &ProseBlock<'_>,
    sentence: &Range<usize>,
    span: &Range<usize>,
    setting: &Setting<'_>,
) -> bool {
    let universal = &setting.rules.universal;
    let text = &block.text[sentence.clone()];
    let clause = block.clause(span.start);
    let clause = &block.text[clause];
    // 未被纠正的行政复议3件 is about some of them.
    let is_attribute = block.text[span.end..sentence.end].starts_with('的');
    let before = &block.text[sentence.start..span.start];
    !rule
        .unless
        .as_ref()
        .is_some_and(|unless| unless.0.is_match(clause))
        && (rule.is_of_before || !universal.other_year.0.is_match(clause))
        && !universal.granted.0.is_match(text)
        && !universal.spans.0.is_match(text)
        && !universal.hoped.0.is_match(clause)
        && !is_attribute
        && !universal.future.0.is_match(before)
}

/// The figures a claim is about: all requests, or those with a label.
struct SubjectFigures {
    zero: Vec<Expression>,
    is_part: bool,
}

/// Returns the figures that the claim is about; `None` if its subject is uncertain.
fn subject(
    rule: &ClaimRule,
    block: &ProseBlock<'_>,
    sentence: &Range<usize>,
    span: &Range<usize>,
    setting: &Setting<'_>,
    around: &Around,
) -> Option<SubjectFigures> {
    let all = || SubjectFigures {
        zero: rule.zero.clone(),
        is_part: false,
    };
    if rule.subject == SubjectOfClaim::Free {
        return Some(all());
    }
    let lexicon = setting.lexicon;
    let clause = block.clause(span.start);
    let own = tokens(
        &block.text,
        clause.start.max(sentence.start)..span.start,
        lexicon,
    );
    // An unknown word beside the subject narrows it: 重点企业诉求均已办结.
    if own.iter().any(|token| match token.kind {
        Kind::Unknown | Kind::Months(_) => true,
        Kind::Year(year) => year != setting.year,
        _ => false,
    }) {
        return None;
    }
    let domains = setting.rules.domains;
    if rule.subject == SubjectOfClaim::Around {
        let in_claim = tokens(&block.text, span.clone(), lexicon);
        let before = tokens(&block.text, sentence.start..span.start, lexicon);
        if is_of_part(&before, setting) {
            return None;
        }
        let after = tokens(&block.text, span.end..sentence.end, lexicon);
        let nearest = [
            named(&own, domains),
            named(&in_claim, domains),
            last_named(&before, domains)?,
            named(&after, domains),
            around.earlier,
            around.section,
        ];
        let domain = nearest.into_iter().find(|found| !found.is_empty())?;
        if !domain.has(rule.domain) {
            return None;
        }
        // A paragraph about two kinds of requests does not say which is meant.
        let rivals = setting.rules.claims.iter();
        let mut rivals = rivals.filter(|rival| {
            rival.says.0.as_str() == rule.says.0.as_str() && rival.domain != rule.domain
        });
        let is_alone =
            named(&own, domains).has(rule.domain) || last_named(&before, domains)?.has(rule.domain);
        if !is_alone && rivals.any(|rival| domain.has(rival.domain)) {
            return None;
        }
    }
    let in_claim = tokens(&block.text, span.clone(), lexicon);
    let is_named = rule.subject == SubjectOfClaim::Named;
    // 未收到涉及土地的申请: an unknown word narrows it here too.
    if is_named && in_claim.iter().any(|token| is_unknown(token, block)) {
        return None;
    }
    let inner = in_claim.iter().filter(|_| is_named);
    let labels: Vec<usize> = own
        .iter()
        .chain(inner)
        .filter_map(|token| match token.kind {
            Kind::Word(Meaning::Label(label)) => Some(label),
            Kind::Word(Meaning::Common(concepts, label)) if concepts.is_empty() => Some(label),
            _ => None,
        })
        .collect();
    if labels.is_empty() {
        return Some(all());
    }
    let zero = labelled(rule, &labels, setting);
    (!zero.is_empty()).then_some(SubjectFigures {
        zero,
        is_part: true,
    })
}

/// Whether a token of a claim is a word that nobody knows, and not that for none.
fn is_unknown(token: &Token, block: &ProseBlock<'_>) -> bool {
    const NONE: [&str; 12] = [
        "未", "没有", "尚未", "从未", "未曾", "无", "零", "未有", "暂未", "尚", "没", "未新",
    ];
    matches!(token.kind, Kind::Unknown) && !NONE.contains(&&block.text[token.span.clone()])
}

/// Returns the figures that must be 0 if the claim is about the parts with these labels.
fn labelled(rule: &ClaimRule, labels: &[usize], setting: &Setting<'_>) -> Vec<Expression> {
    let mut zero = Vec::new();
    for part in &rule.parts {
        let own = || {
            let key = part.metric.definition().key;
            let is_breakdown = key.contains(".by_") || key.contains(".table.");
            let labels = part
                .labels
                .split_last()
                .filter(|_| is_breakdown)?
                .1
                .to_vec();
            Some(Key {
                metric: part.metric,
                labels,
            })
        };
        let Some(family) = own().or_else(|| breakdown_of(part)) else {
            continue;
        };
        for label in labels {
            let members = setting.lexicon.members(*label, &family, setting.source);
            for member in members.unwrap_or_default() {
                let mut key = part.clone();
                if let (Some(place), Some(label)) = (key.labels.last_mut(), member.labels.last()) {
                    place.clone_from(label);
                }
                zero.push(Expression::of(vec![key]));
            }
        }
    }
    zero
}

/// Returns the breakdown whose labels `part`, a family of rates, uses.
fn breakdown_of(part: &Key) -> Option<Key> {
    let metric = part.metric.breakdown();
    let kind = part.labels.first()?;
    let path = metric.definition().key.replacen('*', kind, 1);
    let path = path.strip_suffix(".*")?;
    let is_open = metric.definition().labels.len() == 2
        && !matches!(
            metric.definition().labels[1],
            Labels::Codes { others: false, .. }
        );
    Key::breakdown(&segments_of(path)?).filter(|_| is_open)
}

/// Returns the domains that tokens name.
fn named(tokens: &[Token], domains: Concepts) -> Concepts {
    let mut all = Concepts::NONE;
    for token in tokens {
        if let Kind::Word(Meaning::Concepts(concepts) | Meaning::Common(concepts, _)) = token.kind {
            all = all.with(concepts.and(domains));
        }
    }
    all
}

/// Whether the last clause that names a domain counts a part: 上年结转2件，均已办结.
fn is_of_part(tokens: &[Token], setting: &Setting<'_>) -> bool {
    let rules = setting.rules;
    for clause in tokens.rsplit(|token| matches!(token.kind, Kind::Comma)) {
        let has_number = clause
            .iter()
            .any(|token| matches!(token.kind, Kind::Number(_) | Kind::Value));
        let concepts = clause
            .iter()
            .fold(Concepts::NONE, |all, token| match token.kind {
                Kind::Word(Meaning::Concepts(concepts)) => all.with(concepts),
                _ => all,
            });
        if concepts.meets(rules.parts_of_requests) && has_number {
            return true;
        }
        if !concepts.and(rules.domains).is_empty() {
            return false;
        }
    }
    false
}

/// Returns the domains of the last clause that names any, or an empty set. Returns `None` if a later clause
/// counts something unknown: 来信88件，均已办结.
fn last_named(tokens: &[Token], domains: Concepts) -> Option<Concepts> {
    for clause in tokens.rsplit(|token| matches!(token.kind, Kind::Comma)) {
        let found = named(clause, domains);
        let has = |is_it: fn(&Kind) -> bool| clause.iter().any(|token| is_it(&token.kind));
        let is_part = |kind: &Kind| {
            matches!(
                kind,
                Kind::Word(Meaning::Narrow | Meaning::Part | Meaning::Restrict)
            )
        };
        let has_number = has(|kind| matches!(kind, Kind::Number(_)));
        let is_unknown = has_number && has(|kind| matches!(kind, Kind::Unknown));
        // 涉及规划的申请3件，均已办结 is about some of them.
        if is_unknown && (found.is_empty() || has(is_part)) {
            return None;
        }
        if !found.is_empty() {
            return Some(found);
        }
    }
    Some(Concepts::NONE)
}

/// Returns the problem if a figure contradicts the claim.
fn contradicted(
    rule: &ClaimRule,
    claim: &str,
    subject: &SubjectFigures,
    setting: &Setting<'_>,
) -> Option<Problem> {
    let source = setting.source;
    let claim = claim.replace(VALUE, "…");
    let against = |key: String, value: String| {
        let claim = claim.clone();
        if rule.on_time {
            Problem::from(OnTimeContradicted { claim, key, value })
        } else {
            Problem::from(ClaimContradicted { claim, key, value })
        }
    };
    for sum in &subject.zero {
        let is_wrong = |value: rust_decimal::Decimal| !value.is_zero();
        if sum.value(source, Year::This).is_some_and(is_wrong) {
            return Some(against(sum.name(Year::This), sum.shown(source, Year::This)));
        }
    }
    if subject.is_part {
        return None;
    }
    let mut all = rule.some.iter().map(|sum| sum.value(source, Year::This));
    if let Some(sum) = rule.some.first()
        && all.all(|value| value.is_some_and(|value| value.is_zero()))
    {
        return Some(against(sum.name(Year::This), sum.shown(source, Year::This)));
    }
    for key in &rule.whole {
        let value = source.figure(key, Year::This);
        if let Some(value) = value
            && number(value).is_some_and(|number| number < rust_decimal::Decimal::ONE)
        {
            return Some(against(key.to_string(), value.to_string()));
        }
    }
    let rates = rule.rate.iter().chain(&rule.whole);
    let mut of_nothing = rates.filter(|key| is_of_nothing(key, source));
    of_nothing.next().map(|key| {
        let key = key.to_string();
        Problem::from(RateOverNothing { key })
    })
}
