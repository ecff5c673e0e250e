//! Claims that set a number beside that of the year before: 由上年的2件增至5件, 上年为3件, 是上年的2倍.

use rust_decimal::Decimal;

use super::segment::{Flags, Segment};
use super::subjects::can_count;
use super::{Claim, ClaimKind, Reader, Reading, Subject, position};
use crate::check::prose::figures::Year;
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::{Measure, Quantity};
use crate::check::prose::tokens::{Kind, Token};

impl<'r> Reader<'_, 'r> {
    /// Handles the old and the new value of a change. Returns whether the number is one of them.
    pub(super) fn movement(
        &mut self,
        index: usize,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        if let Some(at) = position(words, |meaning| matches!(meaning, Meaning::Reach(_))) {
            self.reached(words, at, quantity, suffix);
            return true;
        }
        let is_base = self.is_base(index, words, suffix);
        if is_base {
            self.base(words, quantity);
        }
        is_base
    }

    /// Whether the number is the old value: a change follows it.
    fn is_base(&self, index: usize, words: &[Token], suffix: &[Token]) -> bool {
        let is_from = words.iter().any(|token| {
            matches!(self.text_of(token), "从" | "由" | "自")
                || matches!(
                    token.kind,
                    Kind::Word(Meaning::Compared | Meaning::LastYear)
                )
        });
        let is_change = |meaning| matches!(meaning, Meaning::Up | Meaning::Down);
        let rest = self.tokens.get(index + 1 + suffix.len()..);
        let rest = rest.unwrap_or_default();
        let is_comma = |token: &&Token| matches!(token.kind, Kind::Comma);
        let commas = rest.iter().take_while(is_comma).count();
        let moves = match rest.get(commas).map(|next| &next.kind) {
            Some(Kind::Word(Meaning::Reach(_))) => true,
            Some(Kind::Word(meaning)) => commas == 0 && is_change(*meaning),
            _ => false,
        } && position(words, is_change).is_none();
        let is_known = |token: &Token| matches!(token.kind, Kind::Word(_));
        is_from && moves && suffix.iter().all(is_known)
    }

    /// Handles the old value. It is compared if the text says that it is last year's.
    fn base(&mut self, words: &[Token], quantity: &Quantity) {
        let last_year = self.setting.year - 1;
        let is_of_last_year = words.iter().any(|token| match token.kind {
            Kind::Word(Meaning::LastYear | Meaning::Compared) => true,
            Kind::Year(year) => year == last_year,
            _ => false,
        });
        let is_date = |token: &Token| {
            matches!(
                token.kind,
                Kind::Word(Meaning::LastYear | Meaning::Compared) | Kind::Year(_)
            )
        };
        let plain: Vec<Token> = words.iter().filter(|t| !is_date(t)).cloned().collect();
        if is_of_last_year {
            self.state.direction.set(Flags::COMPARED);
            let segment = Segment::of(&plain);
            let subject = if segment.is_bare() {
                self.moved(&plain)
            } else {
                self.subject(&segment, quantity.measure)
            };
            if let Some(subject) = subject.and_then(|s| of_last_year(s, quantity.measure)) {
                self.state.moves = Some(of_this_year(subject.clone()));
                self.claim(quantity, subject, ClaimKind::Amount(quantity.clone()));
            }
        }
        self.state.base = Some(plain);
    }

    /// Handles the new value, behind 增至 at `at`.
    fn reached(&mut self, words: &[Token], at: usize, quantity: &Quantity, suffix: &[Token]) {
        let base = self.state.base.take().unwrap_or_default();
        let direction = match words[at].kind {
            Kind::Word(Meaning::Reach(direction)) => direction,
            _ => None,
        };
        if let (Some(order), Some(subject)) = (direction, self.state.moves.take()) {
            let kind = ClaimKind::Change {
                quantity: None,
                order,
            };
            self.claims.push(Claim {
                span: words[at].span.clone(),
                subject,
                kind,
            });
        }
        let is_dropped = |token: &&Token| {
            !matches!(
                token.kind,
                Kind::Word(Meaning::Compared | Meaning::Degree | Meaning::Reach(_))
            )
        };
        let before = words[..at].iter().chain(&words[at + 1..]);
        let words: Vec<Token> = base
            .iter()
            .chain(before)
            .filter(is_dropped)
            .cloned()
            .collect();
        let segment = Segment::of(&words);
        if !segment.is_bare() {
            self.amount(self.tokens.len(), &words, quantity, suffix);
            return;
        }
        let is_known = !segment.is(Flags::UNKNOWN) && !Segment::of(suffix).is(Flags::UNKNOWN);
        let subject = self.moved(&words).filter(|_| is_known);
        if let Some(subject) = subject.and_then(|s| counted(s, quantity.measure)) {
            self.claim(quantity, subject, ClaimKind::Amount(quantity.clone()));
        }
    }

    /// Handles a multiple or a percentage of last year's figure. Returns whether the number is one.
    pub(super) fn ratio(&mut self, words: &[Token], quantity: &Quantity) -> bool {
        let has = |is_it: fn(Meaning) -> bool| position(words, is_it).is_some();
        let is_times = quantity.measure == Measure::Times;
        let is_change =
            has(|meaning| matches!(meaning, Meaning::Up | Meaning::Down | Meaning::Same));
        if is_change || !(is_times || quantity.measure == Measure::Percent) {
            return false;
        }
        let is_doubling = quantity.word == "番";
        let is_compared = has(|meaning| meaning == Meaning::Compared);
        let is_of_last_year = has(|meaning| meaning == Meaning::LastYear)
            || is_doubling && (is_compared || self.state.direction.has(Flags::COMPARED));
        let is_relation = |token: &&Token| {
            !matches!(
                token.kind,
                Kind::Word(Meaning::LastYear | Meaning::Compared)
            )
        };
        let plain: Vec<Token> = words.iter().filter(is_relation).cloned().collect();
        let segment = Segment::of(&plain);
        // 上年的82% is a part of last year's figure; 上年为82% is last year's rate.
        let is_part = words.last().is_some_and(|last| self.text_of(last) == "的");
        let is_ratio = is_times || is_of_last_year && is_part && segment.is_bare();
        if !is_ratio {
            return false;
        }
        if is_of_last_year
            && !segment.is(Flags::UNKNOWN)
            && let Some(subject) = self.moved(&plain)
        {
            self.claim(quantity, subject, ClaimKind::Ratio(quantity.clone()));
        }
        true
    }

    /// Adds a claim for 实现零的突破: there were none last year.
    pub(super) fn first_ever(&mut self, pending: &[Token]) {
        let is_first = |token: &Token| matches!(token.kind, Kind::Word(Meaning::FirstEver));
        let Some(at) = pending.iter().position(is_first) else {
            return;
        };
        let subject = self.moved(&pending[..at]);
        if let Some(subject) = subject.and_then(|subject| of_last_year(subject, Measure::Count)) {
            let span = pending[at].span.clone();
            let none = Quantity::said(span, Decimal::ZERO, Measure::Count);
            self.claim(&none, subject, ClaimKind::Amount(none.clone()));
        }
    }

    pub(super) fn claim(&mut self, quantity: &Quantity, subject: Subject<'r>, kind: ClaimKind) {
        self.claims.push(Claim {
            span: quantity.span.clone(),
            subject,
            kind,
        });
    }

    /// Returns the subject of an amount: what its words name, or else what the sentence is about.
    pub(super) fn subject_of_amount(
        &mut self,
        segment: &Segment,
        measure: Measure,
    ) -> Option<Subject<'r>> {
        let flags = [
            Flags::UNKNOWN,
            Flags::OTHER_YEAR,
            Flags::OTHERWISE,
            Flags::COMPARED,
            Flags::EXCLUDE,
            Flags::PART,
            Flags::WHOLE,
            Flags::REST,
            Flags::GOAL,
            Flags::CUMULATIVE,
        ];
        if !segment.is_bare() || flags.into_iter().any(|flag| segment.is(flag)) {
            return self.subject(segment, measure);
        }
        if segment.is(Flags::LAST_YEAR) {
            return of_last_year(self.moved(&[])?, measure);
        }
        if let Some(goal) = self.state.goal.clone() {
            // 目标600条，完成636条.
            return counted(goal, measure);
        }
        // 重大建设项目类信息最多，为386条.
        if self.state.numbers == 1 && self.state.named.is_some() && segment.year.is_none() {
            return self.subject_named(measure);
        }
        self.subject(segment, measure)
    }

    /// Returns the subject that the last clause names, if it has no number.
    pub(super) fn subject_named(&mut self, measure: Measure) -> Option<Subject<'r>> {
        let words = self.state.named.clone()?;
        let is_plain = |token: &&Token| {
            !matches!(
                token.kind,
                Kind::Word(Meaning::Up | Meaning::Down | Meaning::Same | Meaning::Compared)
            )
        };
        // 未作出无法提供的答复，上年为2件.
        let is_none =
            |token: &&Token| !matches!(self.text_of(token), "未" | "没" | "没有" | "无" | "零");
        let words = words.iter().filter(is_plain).filter(is_none);
        let words: Vec<Token> = words.cloned().collect();
        let segment = Segment::of(&words);
        // 申请有序办理，共10件: those received or those handled.
        let rules = self.setting.rules;
        let plain = rules.acts.with(rules.domains).with(rules.weak);
        let is_act = segment.concepts.meets(rules.acts) && plain.has(segment.concepts);
        let subject = self.subject(&segment, measure).filter(|_| !is_act)?;
        counted(subject, measure)
    }
}

/// Returns the subject as of this year.
fn of_this_year(mut subject: Subject<'_>) -> Subject<'_> {
    for reading in &mut subject.readings {
        if let Reading::Figure(_, year) = reading {
            *year = Year::This;
        }
    }
    subject
}

/// Returns the subject as of the year before.
fn of_last_year(mut subject: Subject<'_>, measure: Measure) -> Option<Subject<'_>> {
    for reading in &mut subject.readings {
        if let Reading::Figure(_, year) = reading {
            *year = Year::Before;
        }
    }
    subject.whole = None;
    counted(subject, measure)
}

/// Returns the subject without the readings that a number of this measure cannot count.
fn counted(mut subject: Subject<'_>, measure: Measure) -> Option<Subject<'_>> {
    subject.readings.retain(|reading| match reading {
        Reading::Figure(expression, _) => expression
            .unit()
            .is_some_and(|unit| can_count(measure, unit)),
        Reading::Unknown => true,
    });
    let is_figure = |reading: &Reading| matches!(reading, Reading::Figure(..));
    subject.readings.iter().any(is_figure).then_some(subject)
}
