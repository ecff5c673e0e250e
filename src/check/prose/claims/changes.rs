//! Claims on what changed against the year before.

use std::cmp::Ordering;

use super::segment::{Flags, Segment};
use super::{Claim, ClaimKind, Reader, Reading, Subject, position};
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::{Measure, Quantity};
use crate::check::prose::tokens::{Kind, Token};

impl<'r> Reader<'_, 'r> {
    /// Adds a claim for a clause that states a change without a number.
    pub(super) fn direction(&mut self, pending: &[Token]) {
        let Some(at) = position(pending, |meaning| meaning == Meaning::Compared) else {
            return;
        };
        let is_word = |meaning| matches!(meaning, Meaning::Up | Meaning::Down | Meaning::Same);
        let Some(word) = position(pending, is_word).filter(|word| *word > at) else {
            return;
        };
        let is_between = |token: &Token| {
            matches!(
                token.kind,
                Kind::Word(Meaning::Degree | Meaning::Filler | Meaning::All | Meaning::Part)
                    | Kind::And
            )
        };
        if !pending[at + 1..word].iter().all(is_between) {
            return;
        }
        let subject = self.moved(&pending[..at]);
        if let (Some(subject), Some(order)) = (subject, order_of(&pending[word])) {
            self.claims.push(Claim {
                span: pending[word].span.clone(),
                subject,
                kind: ClaimKind::Change {
                    quantity: None,
                    order,
                },
            });
        }
    }

    /// Returns the subject of a change: the words before it, or else the last amount.
    pub(super) fn moved(&mut self, before: &[Token]) -> Option<Subject<'r>> {
        let segment = Segment::of(before);
        if segment.is(Flags::OTHERWISE) || segment.is(Flags::UNKNOWN) {
            return None;
        }
        if !segment.is_bare() {
            let measures = [
                Measure::Count,
                Measure::Percent,
                Measure::WorkingDays,
                Measure::Yuan,
            ];
            return measures
                .into_iter()
                .find_map(|measure| self.subject(&segment, measure));
        }
        let Some(mut subject) = self.state.last.clone() else {
            let measures = [Measure::Count, Measure::WorkingDays, Measure::Yuan];
            return measures
                .into_iter()
                .find_map(|measure| self.subject_named(measure));
        };
        // After a list of parts, the change may be that of the whole.
        if subject.is_part {
            for whole in &self.state.wholes {
                subject.readings.extend(whole.readings.iter().cloned());
            }
        }
        Some(subject)
    }

    /// Handles a number that is compared with something else than the year before: the statutory limit, or what
    /// no figure counts. Returns whether it is one.
    pub(super) fn otherwise(&mut self, words: &[Token], quantity: &Quantity) -> bool {
        let Some(at) = position(words, |meaning| meaning == Meaning::ComparedOtherwise) else {
            return false;
        };
        let is_limit = self.text_of(&words[at]).contains("法定");
        let limit = match self.setting.year {
            ..2019 => Some(15),
            2019 => None,
            _ => Some(20),
        };
        let is_less = position(words, |meaning| meaning == Meaning::Down).is_some();
        let subject = self.moved(&words[..at]);
        if let (true, true, Some(limit), Some(mut subject)) = (is_limit, is_less, limit, subject)
            && quantity.measure == Measure::WorkingDays
            && subject
                .rules
                .iter()
                .all(|rule| rule.domain == self.setting.rules.disclosure)
        {
            for reading in &mut subject.readings {
                if let Reading::Figure(expression, _) = reading {
                    *expression = expression.clone().below(limit);
                }
            }
            self.claim(quantity, subject, ClaimKind::Amount(quantity.clone()));
        } else {
            self.state.last = None;
        }
        true
    }

    /// Handles a number behind a word for a change. Returns whether there is such a word.
    pub(super) fn changed(
        &mut self,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        let is_change = |meaning| matches!(meaning, Meaning::Up | Meaning::Down | Meaning::Same);
        let Some(word) = position(words, is_change) else {
            return false;
        };
        let compared = position(words, |meaning| meaning == Meaning::Compared);
        // A rate of growth without a base is that of the year.
        let is_yearly = matches!(quantity.measure, Measure::Percent | Measure::Times)
            && Segment::of(&words[..word]).is_bare()
            && !self
                .state
                .direction
                .has(Flags::NARROW.with(Flags::ELSEWHERE))
            && self.state.last.is_some();
        if compared.is_some() || self.state.direction.has(Flags::COMPARED) || is_yearly {
            let start = compared.unwrap_or(word).min(word);
            self.change(words, start, word, quantity, suffix);
        } else if !Segment::of(&words[..word]).is_bare() {
            // 办事指南增加8项，增幅19.5%.
            let subject = self.subject(&Segment::of(&words[..word]), Measure::Count);
            self.state.last = subject.or(self.state.last.take());
        }
        self.state
            .direction
            .set_if(compared.is_some(), Flags::COMPARED);
        true
    }

    fn change(
        &mut self,
        words: &[Token],
        start: usize,
        word: usize,
        quantity: &Quantity,
        suffix: &[Token],
    ) {
        let is_known = |token: &Token| {
            matches!(
                token.kind,
                Kind::Word(
                    Meaning::Degree
                        | Meaning::Filler
                        | Meaning::All
                        | Meaning::Compared
                        | Meaning::Part
                        | Meaning::Place
                ) | Kind::And
            )
        };
        // 增加到46条 is not a change by 46.
        let reaches = words[word + 1..].iter().any(|token| {
            let text = &self.block.text[token.span.clone()];
            matches!(text, "到" | "至")
        });
        let between = &words[start..word];
        // 比上年多办结3件: the act stands behind the word.
        let after = Segment::of(&words[word + 1..]);
        let is_act = |token: &Token| {
            is_known(token)
                || start + 1 >= word && matches!(token.kind, Kind::Word(Meaning::Concepts(_)))
        };
        let is_plain = between.iter().all(is_known)
            && words[word + 1..].iter().all(is_act)
            && suffix.iter().all(is_known)
            && !reaches;
        if !is_plain {
            return;
        }
        let subject = if after.is_bare() {
            self.moved(&words[..start])
        } else {
            self.subject(&after, quantity.measure)
        };
        if let (Some(subject), Some(order)) = (subject, order_of(&words[word])) {
            // 增加314条，增幅达97.5%: both are about the same figure.
            self.state.last.get_or_insert_with(|| subject.clone());
            let kind = ClaimKind::Change {
                quantity: Some(quantity.clone()),
                order,
            };
            self.claim(quantity, subject, kind);
        }
    }
}

pub(super) fn order_of(token: &Token) -> Option<Ordering> {
    match token.kind {
        Kind::Word(Meaning::Up) => Some(Ordering::Greater),
        Kind::Word(Meaning::Down) => Some(Ordering::Less),
        Kind::Word(Meaning::Same) => Some(Ordering::Equal),
        _ => None,
    }
}
