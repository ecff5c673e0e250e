//! Compares claims with figures. A claim is not contradicted if one of its readings agrees or is unknown; but
//! a part must not exceed its whole in any case.

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};

use super::claims::{Claim, ClaimKind, Reading, Subject};
use super::figures::{Expression, Source, Year};
use super::number::{Measure, Quantity};
use super::text::ProseBlock;
use crate::count::Formula;
use crate::diagnostic::{
    ChangeContradicted, FigureContradicted, FigureDoubtful, OnTimeContradicted, Problem,
    RateOverNothing, ShareContradicted, SumContradicted, TrendContradicted, TypedFigure,
};
use crate::figures::Value;
use crate::vocabulary::{Key, Metric, Unit};

/// Returns the problem of a claim: a contradiction, or a typed figure that should be a placeholder.
pub(super) fn judged(
    claim: &Claim<'_>,
    block: &ProseBlock<'_>,
    source: &dyn Source,
) -> Option<Problem> {
    let text = block.text[claim.span.clone()].to_owned();
    match &claim.kind {
        ClaimKind::Amount(quantity) => amount(&claim.subject, quantity, text, source),
        ClaimKind::AtMost(quantity) => at_most(&claim.subject, quantity, text, source),
        ClaimKind::Share {
            quantity,
            wholes,
            printed,
        } => share(&claim.subject, quantity, (wholes, printed), text, source),
        ClaimKind::Change { quantity, order } => {
            change(&claim.subject, quantity.as_ref(), *order, text, source)
        }
        ClaimKind::Ratio(quantity) => ratio(&claim.subject, quantity, text, source),
        ClaimKind::Sum { whole, parts } => sum(*whole, parts),
        ClaimKind::Total {
            whole,
            parts,
            count,
        } => total(*whole, parts, *count),
    }
}

/// The result of comparing a claim with its readings.
enum Verdict<'c> {
    /// A reading agrees.
    Fits(&'c Expression, Year),
    /// No reading agrees; this is the most likely one.
    Fails(&'c Expression, Year),
    /// Undecided: a reading is unknown.
    Silent,
}

/// Tests the value of each reading of a subject with `holds`.
fn verdict<'c>(
    subject: &'c Subject<'_>,
    source: &dyn Source,
    holds: &dyn Fn(&Expression, Decimal) -> bool,
) -> Verdict<'c> {
    let (mut failing, mut is_uncertain) = (None, false);
    for reading in &subject.readings {
        let Reading::Figure(expression, year) = reading else {
            is_uncertain = true;
            continue;
        };
        match expression.value(source, *year) {
            Some(value) if holds(expression, value) => return Verdict::Fits(expression, *year),
            Some(_) => failing = failing.or(Some((expression, *year))),
            None => is_uncertain |= !subject.is_guessed && !is_spare(subject, expression),
        }
    }
    match failing {
        Some((expression, year)) if !is_uncertain => Verdict::Fails(expression, year),
        _ => Verdict::Silent,
    }
}

/// Whether a reading is an alternative to the first one and may be unknown: a log without a column for pauses
/// has no net days.
fn is_spare(subject: &Subject<'_>, expression: &Expression) -> bool {
    let first = subject.readings.first();
    !matches!(first, Some(Reading::Figure(known, _)) if known == expression)
}

/// Returns each figure that the subject may be, in this year and in the year before. `None` if one is uncertain.
fn in_both_years<'s>(
    subject: &'s Subject<'_>,
    source: &dyn Source,
) -> Option<Vec<(&'s Expression, Decimal, Decimal)>> {
    let mut known = Vec::new();
    for reading in &subject.readings {
        let Reading::Figure(expression, Year::This) = reading else {
            return None;
        };
        let value = |year| expression.value(source, year);
        match (value(Year::This), value(Year::Before)) {
            (Some(now), Some(before)) => known.push((expression, now, before)),
            _ if subject.is_guessed || is_spare(subject, expression) => {}
            _ => return None,
        }
    }
    Some(known)
}

/// Converts a value to the unit used in prose: shares become percentages.
pub(super) fn in_words(value: Decimal, expression: &Expression) -> Decimal {
    match expression.unit() {
        Some(Unit::Share) => value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value),
        _ => value,
    }
}

fn amount(
    subject: &Subject<'_>,
    quantity: &Quantity,
    text: String,
    source: &dyn Source,
) -> Option<Problem> {
    if quantity.measure == Measure::Days && counts_working_days(subject) {
        return calendar_days(subject, quantity, text, source);
    }
    let holds =
        |expression: &Expression, value: Decimal| quantity.holds(in_words(value, expression));
    match verdict(subject, source, &holds) {
        Verdict::Fits(expression, year) => {
            let value = in_words(expression.value(source, year)?, expression);
            let is_figure = year == Year::This && expression.single().is_some();
            // Numerals such as 一件 are not reported: a placeholder prints digits.
            let has_digits = text.contains(|character: char| character.is_numeric());
            (is_figure && has_digits && quantity.prints(value)).then(|| {
                TypedFigure {
                    text,
                    key: expression.name(year),
                    is_accepted: subject.is_accepted(),
                }
                .into()
            })
        }
        Verdict::Fails(expression, year) => Some(contradicted(
            subject,
            quantity,
            text,
            (expression, year),
            source,
        )),
        Verdict::Silent => {
            let of_nothing = rate_of_nothing(subject, quantity, source);
            of_nothing.or_else(|| above_whole(subject, quantity, text, source))
        }
    }
}

fn contradicted(
    subject: &Subject<'_>,
    quantity: &Quantity,
    text: String,
    (expression, year): (&Expression, Year),
    source: &dyn Source,
) -> Problem {
    let (key, value) = (expression.name(year), expression.shown(source, year));
    if quantity.measure == Measure::Percent
        && quantity.value == Decimal::ONE_HUNDRED
        && let Some(late) = late_of(expression, source)
    {
        let value = source.figure(&late, Year::This);
        return OnTimeContradicted {
            claim: text,
            key: late.to_string(),
            value: value.map_or_else(String::new, ToString::to_string),
        }
        .into();
    }
    if subject.is_doubtful() {
        return FigureDoubtful { text, key, value }.into();
    }
    FigureContradicted { text, key, value }.into()
}

/// Returns the key of late or overdue requests with a nonzero count, if `expression` is the on-time rate.
fn late_of(expression: &Expression, source: &dyn Source) -> Option<Key> {
    let key = expression.single()?;
    if key.metric != Metric::RequestsOnTimeRate {
        return None;
    }
    let late = [Metric::RequestsLate, Metric::RequestsOverdue];
    let late = late.into_iter().map(|metric| Key {
        metric,
        ..key.clone()
    });
    late.into_iter().find(|late| {
        let value = source.figure(late, Year::This);
        value.and_then(Value::count).is_some_and(|count| count > 0)
    })
}

/// Whether a figure of working days is among the readings.
fn counts_working_days(subject: &Subject<'_>) -> bool {
    let mut readings = subject.readings.iter();
    readings.any(|reading| match reading {
        Reading::Figure(expression, _) => expression.unit() == Some(Unit::WorkingDays),
        Reading::Unknown => false,
    })
}

/// Compares plain days with a figure of working days. Plain days cannot be fewer, and are seldom as many.
fn calendar_days(
    subject: &Subject<'_>,
    quantity: &Quantity,
    text: String,
    source: &dyn Source,
) -> Option<Problem> {
    let mut known = None;
    for reading in &subject.readings {
        let Reading::Figure(expression, year) = reading else {
            return None;
        };
        let value = expression.value(source, *year);
        known = known.or(value.map(|value| (expression, *year, value)));
    }
    let (expression, year, working) = known?;
    let key = expression.name(year);
    let value = format!("{} 个工作日", expression.shown(source, year));
    if quantity.prints(working) {
        return Some(FigureDoubtful { text, key, value }.into());
    }
    let is_fewer = quantity.is_exact() && quantity.value < working;
    is_fewer.then(|| FigureContradicted { text, key, value }.into())
}

/// Returns a problem if the text gives a rate whose denominator is 0.
fn rate_of_nothing(
    subject: &Subject<'_>,
    quantity: &Quantity,
    source: &dyn Source,
) -> Option<Problem> {
    if quantity.measure != Measure::Percent || subject.is_guessed {
        return None;
    }
    let Some(Reading::Figure(expression, Year::This)) = subject.readings.first() else {
        return None;
    };
    let key = expression.single()?;
    is_of_nothing(key, source).then(|| {
        RateOverNothing {
            key: key.to_string(),
        }
        .into()
    })
}

/// Whether a rate is absent because its denominator is 0.
pub(super) fn is_of_nothing(key: &Key, source: &dyn Source) -> bool {
    let Formula::Share { part, .. } = Formula::of(key.metric) else {
        return false;
    };
    let part = Key {
        metric: part,
        ..key.clone()
    };
    source.figure(key, Year::This) == Some(&Value::Absent)
        && source.figure(&part, Year::This) == Some(&Value::Count(0))
}

/// Returns a problem if a part is larger than its whole.
fn above_whole(
    subject: &Subject<'_>,
    quantity: &Quantity,
    text: String,
    source: &dyn Source,
) -> Option<Problem> {
    // A mean or a rate of a part may be larger than that of the whole.
    let is_count = |whole: &&Expression| {
        !matches!(
            whole.unit(),
            Some(Unit::Share | Unit::PerDay | Unit::Days | Unit::WorkingDays)
        )
    };
    let whole = subject.whole.as_ref().filter(is_count)?;
    let is_part_of_nothing_else = subject
        .readings
        .iter()
        .all(|reading| *reading == Reading::Unknown);
    let value = whole.value(source, Year::This)?;
    let is_above = is_part_of_nothing_else && quantity.is_above(in_words(value, whole));
    let (key, value) = (whole.name(Year::This), whole.shown(source, Year::This));
    is_above.then(|| FigureContradicted { text, key, value }.into())
}

fn at_most(
    subject: &Subject<'_>,
    quantity: &Quantity,
    text: String,
    source: &dyn Source,
) -> Option<Problem> {
    // The unit does not matter: working days are never more than days.
    let holds = |_: &Expression, value: Decimal| value <= quantity.value;
    match verdict(subject, source, &holds) {
        Verdict::Fails(expression, year) => {
            let (key, value) = (expression.name(year), expression.shown(source, year));
            Some(FigureContradicted { text, key, value }.into())
        }
        _ => None,
    }
}

fn share<'s>(
    part: &'s Subject<'_>,
    quantity: &Quantity,
    (wholes, printed): (&'s [Reading], &[(Decimal, Decimal)]),
    text: String,
    source: &dyn Source,
) -> Option<Problem> {
    let percent =
        |part: Decimal, whole: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    let is_printed = printed
        .iter()
        .any(|(part, whole)| percent(*part, *whole).is_some_and(|share| quantity.holds(share)));
    if is_printed {
        return None;
    }
    let known = |readings: &'s [Reading]| -> Option<Vec<(&'s Reading, Decimal)>> {
        let mut values = Vec::new();
        for (index, reading) in readings.iter().enumerate() {
            let Reading::Figure(expression, year) = reading else {
                return None;
            };
            match expression.value(source, *year) {
                Some(value) => values.push((reading, value)),
                // Alternative figures may be unknown.
                None if index > 0 => {}
                None => return None,
            }
        }
        Some(values)
    };
    let pairs = match (known(&part.readings), known(wholes)) {
        (Some(parts), Some(wholes)) if !parts.is_empty() && !wholes.is_empty() => {
            let pairs = parts
                .iter()
                .flat_map(|part| wholes.iter().map(move |whole| (part, whole)));
            // 此类信息占…总数: a part is not a whole of itself.
            let (itself, other): (Vec<_>, Vec<_>) =
                pairs.partition(|(part, whole)| part.0 == whole.0);
            let pairs = if other.is_empty() { itself } else { other };
            let values = pairs.into_iter().map(|(part, whole)| (part.1, whole.1));
            values.collect()
        }
        // No figures are known: check only the typed numbers against each other.
        _ if part.readings.is_empty() => printed.to_vec(),
        _ => Vec::new(),
    };
    // A guessed whole may be 0.
    let is_share = |(part, whole): &&(Decimal, Decimal)| part <= whole && !whole.is_zero();
    let first = pairs.iter().find(is_share).or(pairs.first())?;
    let mut shares = pairs
        .iter()
        .filter(|(part, whole)| part <= whole)
        .filter_map(|(part, whole)| percent(*part, *whole));
    if shares.any(|share| quantity.holds(share)) {
        return None;
    }
    let share = percent(first.0, first.1)?;
    let places = quantity.value.scale().max(1);
    let share = share.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    Some(
        ShareContradicted {
            text,
            part: first.0.normalize().to_string(),
            whole: first.1.normalize().to_string(),
            share: format!("{share}%"),
        }
        .into(),
    )
}

fn change(
    subject: &Subject<'_>,
    quantity: Option<&Quantity>,
    order: Ordering,
    text: String,
    source: &dyn Source,
) -> Option<Problem> {
    let mut failing = None;
    for (expression, now, before) in in_both_years(subject, source)? {
        let moved = moved(now, before, expression, quantity)?;
        let is_order = now.cmp(&before) == order;
        if is_order && quantity.is_none_or(|quantity| quantity.holds(moved)) {
            return None;
        }
        failing = failing.or(Some((expression, is_order, moved)));
    }
    let (expression, is_order, moved) = failing?;
    let shown = |year| expression.shown(source, year);
    let (key, before, now) = (
        expression.name(Year::This),
        shown(Year::Before),
        shown(Year::This),
    );
    Some(match quantity {
        Some(quantity) if is_order => {
            let places = quantity.value.scale().max(1);
            let actual =
                moved.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
            let actual = format!("{}{}", actual.normalize(), quantity.word);
            ChangeContradicted {
                text,
                key,
                before,
                now,
                actual,
            }
            .into()
        }
        _ => TrendContradicted {
            word: text,
            key,
            before,
            now,
        }
        .into(),
    })
}

/// Returns the size of the change in the unit of `quantity`: a percentage, percentage points or a difference.
/// `None` if the unit does not fit.
fn moved(
    now: Decimal,
    before: Decimal,
    expression: &Expression,
    quantity: Option<&Quantity>,
) -> Option<Decimal> {
    let difference = (now - before).abs();
    match quantity.map(|quantity| quantity.measure) {
        Some(Measure::Percent) => difference
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(before),
        Some(Measure::Points) => {
            (expression.unit() == Some(Unit::Share)).then(|| difference * Decimal::ONE_HUNDRED)
        }
        Some(Measure::Count) => (expression.unit() != Some(Unit::Share)).then_some(difference),
        Some(Measure::Times) => difference.checked_div(before),
        Some(Measure::WorkingDays | Measure::Yuan) | None => Some(difference),
        Some(Measure::Days | Measure::PerDay | Measure::Other) => None,
    }
}

/// Compares a multiple of last year's figure, or a percentage of it.
fn ratio(
    subject: &Subject<'_>,
    quantity: &Quantity,
    text: String,
    source: &dyn Source,
) -> Option<Problem> {
    let mut failing = None;
    for (expression, now, before) in in_both_years(subject, source)? {
        let scale = match quantity.measure {
            Measure::Percent => Decimal::ONE_HUNDRED,
            _ => Decimal::ONE,
        };
        let ratio = now.checked_mul(scale)?.checked_div(before)?;
        if quantity.holds(ratio) {
            return None;
        }
        failing = failing.or(Some((expression, ratio)));
    }
    let (expression, ratio) = failing?;
    let places = quantity.value.scale().max(1);
    let ratio = ratio.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let unit = if quantity.measure == Measure::Percent {
        "%"
    } else {
        "倍"
    };
    let name = |year| expression.name(year);
    let shown = |year| expression.shown(source, year);
    let problem = FigureContradicted {
        text,
        key: format!("{} / {}", name(Year::This), name(Year::Before)),
        value: format!(
            "{}÷{} = {}{unit}",
            shown(Year::This),
            shown(Year::Before),
            ratio.normalize()
        ),
    };
    Some(problem.into())
}

/// Compares a total with the numbers before it, of which it may add up the last ones.
fn total(whole: Decimal, parts: &[Decimal], count: Option<usize>) -> Option<Problem> {
    let counts = 2..=parts.len();
    let mut lists = counts.map(|count| &parts[parts.len() - count..]);
    if lists.any(|list| sum(whole, list).is_none()) {
        return None;
    }
    let start = count.map_or(0, |count| parts.len().saturating_sub(count));
    sum(whole, &parts[start..])
}

fn sum(whole: Decimal, parts: &[Decimal]) -> Option<Problem> {
    let mut total = Decimal::ZERO;
    for part in parts {
        total = total.checked_add(*part)?;
    }
    let shown = |number: &Decimal| number.normalize().to_string();
    let parts: Vec<String> = parts.iter().map(shown).collect();
    (total != whole).then(|| {
        SumContradicted {
            sum: format!("{} = {}", parts.join(" + "), shown(&total)),
            whole: shown(&whole),
        }
        .into()
    })
}
