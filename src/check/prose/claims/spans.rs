//! Claims on what was done within some days, and on shares whose whole and part stand behind them:
//! 一半以上的诉求在2个工作日内办结, 七成申请来自自然人.

use rust_decimal::Decimal;

use super::segment::{Flags, Segment};
use super::{ClaimKind, Reader, Reading, Subject};
use crate::check::prose::figures::{Expression, Year};
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::{Measure, Quantity};
use crate::check::prose::tokens::{Kind, Token};
use crate::vocabulary::{Key, Metric};

/// Words of a clause that are tried as the whole of a share, at most.
const LONGEST_CLAUSE: usize = 12;

impl Reader<'_, '_> {
    /// Handles a number of such a claim. Returns whether it is one.
    pub(super) fn span(
        &mut self,
        index: usize,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        match quantity.measure {
            Measure::Percent if !suffix.is_empty() => {
                self.share_of_named(words, quantity, suffix)
                    || self.share_of_part_behind(words, quantity, suffix)
                    || self.share_before_both(words, quantity, suffix)
            }
            Measure::Percent | Measure::Count if suffix.is_empty() => {
                let is_within = self.days_follow(index);
                if is_within {
                    self.state.portion = Some((quantity.clone(), words.to_vec()));
                }
                is_within
            }
            Measure::WorkingDays if self.is_bound(index) => {
                let Some(days) = quantity.whole_number() else {
                    return false;
                };
                if let Some((portion, before)) = self.state.portion.take() {
                    let words = [&before, words, suffix].concat();
                    self.claim_within(&portion, days, &words);
                    return true;
                }
                if suffix.is_empty() {
                    let segment = Segment::of(words);
                    self.state.bound = Some(days);
                    self.state.bound_words = words.to_vec();
                    return !segment.is(Flags::ALL);
                }
                false
            }
            _ => false,
        }
    }

    /// Handles a number behind the words of a bound: 2个工作日内办结243件. Returns whether it is one.
    pub(super) fn bounded(
        &mut self,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        let Some(days) = self.state.bound.take() else {
            return false;
        };
        let before = std::mem::take(&mut self.state.bound_words);
        let words = [&before, words, suffix].concat();
        self.claim_within(quantity, days, &words);
        true
    }

    /// Whether the next number is a count of working days that bounds: 在10个工作日内.
    fn days_follow(&self, index: usize) -> bool {
        let rest = self.tokens[index + 1..].iter();
        let mut rest = rest.take_while(|token| !matches!(token.kind, Kind::Comma | Kind::And));
        // 7件申请均在15个工作日内答复 counts the requests, and bounds the days of all.
        let says_all = rest
            .clone()
            .take_while(|token| !matches!(token.kind, Kind::Number(_) | Kind::Value))
            .any(|token| matches!(token.kind, Kind::Word(Meaning::All)));
        if says_all {
            return false;
        }
        let next = rest.position(|token| matches!(token.kind, Kind::Number(_) | Kind::Value));
        let Some(next) = next.map(|next| index + 1 + next) else {
            return false;
        };
        let is_days = matches!(&self.tokens[next].kind,
            Kind::Number(days) if days.measure == Measure::WorkingDays);
        is_days && self.is_bound(next)
    }

    /// Whether 内 follows a number.
    fn is_bound(&self, index: usize) -> bool {
        let next = self.tokens.get(index + 1);
        next.is_some_and(|next| matches!(self.text_of(next), "内" | "以内" | "之内"))
    }

    /// Adds the claim that so many, or such a share, took at most `days`.
    fn claim_within(&mut self, quantity: &Quantity, days: u32, words: &[Token]) {
        let rules = self.setting.rules;
        let is_other = |token: &&Token| !matches!(self.text_of(token), "内" | "以内" | "之内");
        let words: Vec<Token> = words.iter().filter(is_other).cloned().collect();
        let mut segment = Segment::of(&words);
        let is_plain = segment.scope.is_empty() && !segment.is(Flags::ALL);
        let acts = rules.acts.with(rules.domains).with(rules.weak);
        if !is_plain || !acts.has(segment.concepts) {
            return;
        }
        segment.concepts = segment.concepts.and(rules.domains).with(rules.ended);
        let Some(done) = self.subject(&segment, Measure::Count) else {
            return;
        };
        let kind = done.rules.first().and_then(|rule| rule.figures.first());
        let Some(kind) = kind.and_then(|figure| Some(figure.single()?.labels.first()?.clone()))
        else {
            return;
        };
        let within = [
            Metric::RequestsDaysHistogram,
            Metric::RequestsNetDaysHistogram,
        ];
        let within = within.map(|metric| {
            let histogram = Expression::of(vec![Key::new(metric, &[&kind])]);
            Reading::Figure(histogram.at_most(days), Year::This)
        });
        let subject = Subject {
            readings: within.to_vec(),
            ..done.clone()
        };
        let claim = if quantity.measure == Measure::Percent {
            ClaimKind::Share {
                quantity: quantity.clone(),
                wholes: done.readings,
                printed: Vec::new(),
            }
        } else {
            ClaimKind::Amount(quantity.clone())
        };
        if quantity.measure == Measure::Count {
            self.state.printed.push((quantity.value, quantity.word));
            self.state.last = Some(subject.clone());
        }
        self.claim(quantity, subject, claim);
    }

    /// Adds a claim for a clause without a number by which all or none are of one kind: 均通过网络提交,
    /// 无一由自然人提出.
    pub(super) fn all_of_kind(&mut self, pending: &[Token]) {
        const LINKS: [&str; 7] = ["来自", "为", "是", "由", "通过", "属于", "系"];
        let is_none = pending.iter().any(|token| self.is_none(token));
        let known = pending.iter().filter(|token| !self.is_none(token));
        let mut segment = Segment::of(&known.cloned().collect::<Vec<_>>());
        let text = |index: usize| pending.get(index).map(|token| self.text_of(token));
        let all = (0..pending.len()).find(|index| {
            let is_all = matches!(pending[*index].kind, Kind::Word(Meaning::All))
                || self.is_none(&pending[*index]);
            let next = text(index + 1).unwrap_or_default();
            text(*index) == Some("均为") || is_all && LINKS.contains(&next)
        });
        let Some(all) = all.filter(|_| !segment.is(Flags::UNKNOWN) && !segment.is(Flags::PART))
        else {
            return;
        };
        let part = Segment::of(&pending[all..]);
        let whole = Segment::of(&pending[..all]);
        let is_about_last = whole.is_bare() && self.state.last.as_ref().is_some_and(|l| !l.is_part);
        // 申请人均为自然人.
        let of_applicants = pending[..all]
            .iter()
            .any(|token| self.text_of(token) == "申请人");
        if of_applicants && whole.is_bare() {
            segment.concepts = segment.concepts.with(self.setting.rules.disclosure);
        }
        let is_named = !whole.concepts.is_empty() && whole.common.is_empty() || of_applicants;
        if part.scope.is_empty() || !whole.scope.is_empty() || !(is_about_last || is_named) {
            return;
        }
        let Some(subject) = self.subject(&segment, Measure::Count) else {
            return;
        };
        let wholes = self.wholes_of(&subject);
        let share = if is_none {
            Decimal::ZERO
        } else {
            Decimal::ONE_HUNDRED
        };
        let quantity = Quantity::said(pending[all].span.clone(), share, Measure::Percent);
        let kind = ClaimKind::Share {
            quantity: quantity.clone(),
            wholes,
            printed: Vec::new(),
        };
        self.claim(&quantity, subject, kind);
    }

    /// Handles a share before its whole and what was done with the part: 98%的申请按期答复. Returns whether it is
    /// one.
    fn share_before_both(
        &mut self,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        let is_of = suffix
            .first()
            .is_some_and(|first| self.text_of(first) == "的");
        if !is_of || !Segment::of(words).is_bare() || suffix.len() > LONGEST_CLAUSE {
            return false;
        }
        let (of, behind) = suffix.split_at(1);
        (1..behind.len()).rev().any(|end| {
            let whole = [words, of, &behind[..end]].concat();
            self.share_of_part_behind(&whole, quantity, &behind[end..])
        })
    }

    /// Whether a token says that none are so.
    fn is_none(&self, token: &Token) -> bool {
        matches!(
            self.text_of(token),
            "无一" | "无一件" | "没有一件" | "没有一"
        )
    }

    /// Handles a share before the words for its whole and its part: 七成申请来自自然人. Returns whether the
    /// number is one.
    fn share_of_named(&mut self, words: &[Token], quantity: &Quantity, suffix: &[Token]) -> bool {
        const LINKS: [&str; 8] = ["来自", "为", "是", "由", "通过", "属于", "系", "集中在"];
        if !Segment::of(words).is_bare() || Segment::of(words).is(Flags::UNKNOWN) {
            return false;
        }
        let link = suffix
            .iter()
            .position(|token| LINKS.contains(&self.text_of(token)));
        let Some(link) = link else {
            return false;
        };
        let whole = Segment::of(&suffix[..link]);
        let part = Segment::of(suffix);
        if part.scope.is_empty() || !whole.scope.is_empty() || part.is(Flags::UNKNOWN) {
            return false;
        }
        // 六成申请人通过电话咨询 names nothing that is counted.
        let is_named = part.concepts.meets(self.setting.rules.domains);
        if whole.is_bare() && self.state.last.is_none() && !is_named {
            return false;
        }
        let Some(subject) = self.subject(&part, Measure::Count) else {
            return true;
        };
        let wholes = if whole.is_bare() {
            self.wholes_of(&subject)
        } else {
            let whole = self.subject(&whole, Measure::Count);
            whole.map_or_else(|| vec![Reading::Unknown], |whole| whole.readings)
        };
        let kind = ClaimKind::Share {
            quantity: quantity.clone(),
            wholes,
            printed: Vec::new(),
        };
        self.claim(quantity, subject, kind);
        true
    }
}
