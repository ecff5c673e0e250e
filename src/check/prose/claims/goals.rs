//! Claims on the targets of the year: 目标任务600条, 超额完成36条, 完成目标的106%.

use rust_decimal::Decimal;

use super::segment::{Flags, Segment};
use super::{ClaimKind, Reader, Reading, Subject, position};
use crate::check::prose::figures::{Expression, Year};
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::{Measure, Quantity};
use crate::check::prose::tokens::{Kind, Token};
use crate::vocabulary::{Key, Metric};

impl Reader<'_, '_> {
    /// Handles a number that a target sets, or that is set against one. Returns whether it is one.
    pub(super) fn goal(&mut self, words: &[Token], quantity: &Quantity, suffix: &[Token]) -> bool {
        let exceeds = position(words, |meaning| meaning == Meaning::Exceed).is_some();
        let all: Vec<Token> = words.iter().chain(suffix).cloned().collect();
        let says_goal = position(&all, |meaning| meaning == Meaning::Goal).is_some();
        if !exceeds && !says_goal {
            return false;
        }
        let is_other = |token: &&Token| {
            !matches!(
                token.kind,
                Kind::Word(Meaning::Exceed | Meaning::Goal | Meaning::Share)
            )
        };
        let plain: Vec<Token> = all.iter().filter(is_other).cloned().collect();
        let segment = Segment::of(&plain);
        let is_plan = self
            .state
            .direction
            .has(Flags::NARROW.with(Flags::ELSEWHERE));
        if is_plan || segment.is(Flags::UNKNOWN) || segment.is(Flags::OTHER_YEAR) {
            self.state.last = None;
            return true;
        }
        let subject = if segment.is_bare() {
            self.state.goal.clone().or_else(|| self.state.last.clone())
        } else {
            let mut segment = segment;
            segment.flags.set(Flags::WHOLE);
            self.subject(&segment, Measure::Count)
        };
        let Some(subject) = subject else {
            return true;
        };
        let is_share = quantity.measure == Measure::Percent;
        let (kind, readings) = match (exceeds, is_share) {
            (true, true) => (
                quantity.clone().more(Decimal::ONE_HUNDRED),
                against(&subject, quotient),
            ),
            (true, false) => (Some(quantity.clone()), against(&subject, excess)),
            (false, true) => (Some(quantity.clone()), against(&subject, quotient)),
            (false, false) => (
                Some(quantity.clone()),
                against(&subject, |_, goal| goal.clone()),
            ),
        };
        self.state.goal = Some(subject.clone());
        if let Some(kind) =
            kind.filter(|_| !readings.is_empty() && quantity.measure != Measure::Other)
        {
            let subject = Subject {
                readings,
                whole: None,
                ..subject
            };
            self.claim(quantity, subject, ClaimKind::Amount(kind));
        }
        true
    }
}

/// Returns the readings of a subject, each set against its target.
fn against(subject: &Subject<'_>, with: fn(Expression, &Expression) -> Expression) -> Vec<Reading> {
    let mut readings = Vec::new();
    for reading in &subject.readings {
        let Reading::Figure(expression, Year::This) = reading else {
            return Vec::new();
        };
        let Some(key) = expression
            .single()
            .filter(|key| key.metric != Metric::TargetGoal)
        else {
            continue;
        };
        let goal = Key::new(Metric::TargetGoal, &[&key.to_string()]);
        let goal = Expression::of(vec![goal]);
        readings.push(Reading::Figure(with(expression.clone(), &goal), Year::This));
    }
    readings
}

fn quotient(actual: Expression, goal: &Expression) -> Expression {
    actual.over(goal.clone())
}

fn excess(actual: Expression, goal: &Expression) -> Expression {
    actual.less(goal.single().cloned().into_iter())
}
