//! Claims on the share of a part in a whole.

use super::segment::{Flags, Segment};
use super::{ClaimKind, REMEMBERED, Reader, Reading, Subject, position};
use crate::check::prose::figures::{Expression, Year};
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::{Measure, Quantity};
use crate::check::prose::rules::FigureKind;
use crate::check::prose::tokens::{Kind, Token};
use crate::vocabulary::Unit;

impl<'r> Reader<'_, 'r> {
    pub(super) fn share(
        &mut self,
        words: &[Token],
        at: usize,
        quantity: &Quantity,
        suffix: &[Token],
    ) {
        let mut before = Segment::of(&words[..at]);
        let after: Vec<Token> = words[at + 1..].iter().chain(suffix).cloned().collect();
        let mut after = Segment::of(&after);
        if self.is_within_whole(&words[..at]) && after.is_bare() && !before.is_bare() {
            std::mem::swap(&mut before, &mut after);
        }
        if before.is(Flags::UNKNOWN) || after.is(Flags::UNKNOWN) || before.is(Flags::OTHERWISE) {
            return;
        }
        let is_rough = words[..=at]
            .iter()
            .any(|token| self.text_of(token).contains('约'));
        let quantity = &if is_rough {
            quantity.clone().roughly()
        } else {
            quantity.clone()
        };
        let joined = words[..at]
            .iter()
            .find_map(|token| number_of_joined(self.text_of(token)));
        let part = if let Some(count) = joined.filter(|_| before.is_bare()) {
            let Some(joined) = self.joined(count) else {
                return;
            };
            Some(joined)
        } else if before.is_bare() && !before.is(Flags::ANAPHOR) {
            let named = |reader: &mut Self| reader.subject_named(Measure::Count);
            self.state.last.clone().or_else(|| named(self))
        } else {
            self.subject(&before, Measure::Count)
        };
        let mut part_subject = part.unwrap_or_default();
        let is_named = !after.is_bare();
        if is_named && self.is_of_all_disputes(&after, &part_subject) {
            return;
        }
        let mut wholes = if is_named {
            let Some(whole) = self.subject(&after, Measure::Count) else {
                return;
            };
            whole.readings
        } else {
            self.wholes_of(&part_subject)
        };
        let mut printed = Vec::new();
        if before.is_bare()
            && !is_named
            && let Some(((part, word), before)) = self.state.printed.split_last()
        {
            // 网络58件（占60%），信函21件（占22%）: the first is no whole of the second.
            let siblings = &mut self.state.siblings;
            let others = before.iter().filter(|(whole, other)| {
                other == word && whole >= part && !siblings.contains(whole)
            });
            printed = others.map(|(whole, _)| (*part, *whole)).collect();
            if !self.outer.is_empty() && siblings.len() < REMEMBERED {
                siblings.push(*part);
            }
            // 28个项目中，…26个，占92.9%: the whole is a number of the sentence.
            if self.state.within == Some(word) {
                part_subject = Subject::default();
                wholes = Vec::new();
            }
        }
        let kind = ClaimKind::Share {
            quantity: quantity.clone(),
            wholes,
            printed,
        };
        self.claim(quantity, part_subject, kind);
    }

    /// Handles a share whose clause before names it: 网络申请占比最高，达74%. Returns whether it is one.
    pub(super) fn share_named_before(
        &mut self,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        let is_plain = Segment::of(words).is_bare() && Segment::of(words).flags == Flags::default();
        let is_first = self.state.numbers == 1 && suffix.is_empty();
        if quantity.measure != Measure::Percent || !is_plain || !is_first {
            return false;
        }
        let named = self.state.named.as_ref();
        let Some(named) = named.filter(|words| words.len() <= REMEMBERED).cloned() else {
            return false;
        };
        let says_share = |token: &Token| {
            matches!(token.kind, Kind::Word(Meaning::Share))
                || ["占比", "比重", "比例"]
                    .iter()
                    .any(|word| self.text_of(token).starts_with(word))
        };
        let at = named.iter().position(says_share);
        let is_share = at.is_some_and(|at| Segment::of(&named[at + 1..]).is_bare());
        if let Some(at) = at.filter(|_| is_share) {
            self.share(&named, at, quantity, &[]);
        }
        is_share
    }

    /// Whether the words before 占 name the whole: 在全部办理结果中占12%.
    fn is_within_whole(&self, words: &[Token]) -> bool {
        let ends = words.first().zip(words.last());
        ends.is_some_and(|(first, last)| {
            matches!(self.text_of(first), "在" | "于")
                && matches!(self.text_of(last), "中" | "里" | "内")
        })
    }

    /// Whether a whole is all disputes of the office, of which the figures count only those on disclosure: 占全部
    /// 行政复议的. A result is a share of those counted, in their section.
    fn is_of_all_disputes(&self, whole: &Segment, part: &Subject<'r>) -> bool {
        let rules = self.setting.rules;
        let mut section = self.context.section.iter();
        let is_in_section = section.any(|domain| domain.meets(rules.disputes));
        let is_result = part.rules.iter().any(|rule| rule.must.meets(rules.results));
        whole.is(Flags::ALL)
            && whole.concepts.meets(rules.disputes)
            && !(is_in_section && is_result)
    }

    /// Handles a share whose whole stands before it and whose part behind: 办事指南仅半数要素齐全. Returns whether
    /// it is one.
    pub(super) fn share_of_part_behind(
        &mut self,
        words: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        let all = [words, suffix].concat();
        let (whole, part) = (Segment::of(words), Segment::of(&all));
        if whole.is_bare() || whole.is(Flags::ALL) || Segment::of(suffix).is_bare() {
            return false;
        }
        let whole = self.subject(&whole, Measure::Count);
        let part = self.subject(&part, Measure::Count);
        let (Some(whole), Some(part)) = (whole, part) else {
            return false;
        };
        if whole.is_guessed || part.is_guessed || whole.readings == part.readings {
            return false;
        }
        let kind = ClaimKind::Share {
            quantity: quantity.clone(),
            wholes: whole.readings,
            printed: Vec::new(),
        };
        self.claim(quantity, part, kind);
        true
    }

    /// Handles a share without a word for it: 超过主动公开总数的七成. Returns whether it is one.
    pub(super) fn share_without_word(&mut self, words: &[Token], quantity: &Quantity) -> bool {
        const LINKS: [&str; 12] = [
            "接近", "将近", "超过", "约为", "不足", "达到", "达", "是", "为", "超", "逾", "约",
        ];
        let is_of = words.last().is_some_and(|last| self.text_of(last) == "的");
        let is_share = position(words, |meaning| meaning == Meaning::Share).is_some();
        if quantity.measure != Measure::Percent || !is_of || is_share {
            return false;
        }
        let link = words
            .iter()
            .rposition(|token| LINKS.contains(&self.text_of(token)));
        let Some(link) = link else {
            return false;
        };
        let whole = Segment::of(&words[link + 1..]);
        if whole.is_bare() || whole.is(Flags::LAST_YEAR) {
            return false;
        }
        let quantity = quantity.clone().with_word(self.text_of(&words[link]));
        self.share(words, link, &quantity, &[]);
        true
    }

    /// Handles the numbers of 占应办12件的91.7%. Returns whether the number is one of them.
    pub(super) fn share_of_typed(&mut self, words: &[Token], quantity: &Quantity) -> bool {
        let is_share = position(words, |meaning| meaning == Meaning::Share).is_some();
        if quantity.measure == Measure::Count && is_share && quantity.is_exact() {
            let part = self.state.printed.last();
            let part = part.filter(|(_, word)| *word == quantity.word);
            self.state.share_of = part.map(|(part, _)| (*part, quantity.value));
            return true;
        }
        let Some(printed) = self.state.share_of.take() else {
            return false;
        };
        let is_of = words.last().is_some_and(|last| self.text_of(last) == "的");
        if quantity.measure != Measure::Percent || !is_of {
            return false;
        }
        let kind = ClaimKind::Share {
            quantity: quantity.clone(),
            wholes: Vec::new(),
            printed: vec![printed],
        };
        self.claim(quantity, Subject::default(), kind);
        true
    }

    /// Returns the last `count` amounts, added up.
    pub(super) fn joined(&self, count: usize) -> Option<Subject<'r>> {
        let start = self.state.amounts.len().checked_sub(count)?;
        let keys: Option<Vec<_>> = self.state.amounts[start..].iter().cloned().collect();
        let readings = vec![Reading::Figure(Expression::of(keys?), Year::This)];
        let last = self.state.last.clone()?;
        Some(Subject { readings, ..last })
    }

    /// Returns the wholes that a share may refer to if the text names none: the whole of the part, earlier
    /// wholes of the sentence, or the total of the domain.
    pub(super) fn wholes_of(&self, part: &Subject<'r>) -> Vec<Reading> {
        let rules = self.setting.rules;
        let of_part = part.rules.iter().copied().filter(|_| part.is_part);
        let of_domain = part.rules.first().into_iter().flat_map(|part| {
            rules.figures.iter().filter(|rule| {
                let rest = rule.must.without(rule.domain);
                rule.domain == part.domain && rules.base.has(rest) && rule.kind == FigureKind::Plain
            })
        });
        let before = self
            .state
            .wholes
            .iter()
            .flat_map(|whole| whole.readings.clone());
        let of_rules = of_part
            .chain(of_domain)
            .flat_map(|rule| rule.figures.iter().cloned());
        let of_rules = of_rules.map(|figure| Reading::Figure(figure, Year::This));
        let counted = before.chain(of_rules).filter(|whole| match whole {
            Reading::Figure(expression, _) => {
                let is_count = !matches!(expression.unit(), Some(Unit::PerDay | Unit::Share));
                is_count && !part.readings.contains(whole)
            }
            Reading::Unknown => false,
        });
        counted.collect()
    }
}

/// Returns how many of the numbers before a word adds up: 两类, 三项合计.
fn number_of_joined(word: &str) -> Option<usize> {
    let mut characters = word.chars();
    let count = match characters.next()? {
        '两' | '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        _ => return None,
    };
    let is_kind = matches!(
        characters.next(),
        Some('类' | '项' | '者' | '种' | '部' | '个')
    );
    is_kind.then_some(count)
}
