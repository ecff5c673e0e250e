//! Counts of which only a named part is government information: 微信公众号发布156条，其中政府信息8条.

use super::segment::{Flags, Segment};
use super::{Reader, Subject};
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::Measure;
use crate::check::prose::tokens::{Kind, Token};

impl<'r> Reader<'_, 'r> {
    /// Takes the subject of an amount for the part behind it, if the words there say which of the items are
    /// government information. Returns whether they do: the amount then counts other things as well.
    pub(super) fn leaves_to_part(
        &mut self,
        index: usize,
        segment: &Segment,
        subject: Option<&Subject<'r>>,
    ) -> bool {
        let rules = self.setting.rules;
        let is_published = |subject: &&Subject<'r>| {
            subject
                .rules
                .iter()
                .all(|rule| rule.domain == rules.published)
        };
        let Some(subject) = subject.filter(is_published) else {
            return false;
        };
        let is_named = segment.concepts.meets(rules.published);
        let is_left = !is_named && self.part_behind(index);
        if is_left {
            self.state.of_part = Some(subject.clone());
        }
        is_left
    }

    /// Returns the subject that was left to the part with these words.
    pub(super) fn left_to_part(&mut self, segment: &Segment) -> Option<Subject<'r>> {
        let is_part = self.is_of_information(segment);
        self.state.of_part.take().filter(|_| is_part)
    }

    /// Whether the next number is that of 其中政府信息.
    fn part_behind(&self, index: usize) -> bool {
        let behind = self.tokens.get(index + 1..).unwrap_or_default();
        let is_part = |token: &Token| matches!(token.kind, Kind::Word(Meaning::Part));
        let is_number = |token: &Token| matches!(&token.kind, Kind::Number(number) if number.measure == Measure::Count);
        let Some(start) = behind.iter().take(8).position(is_part) else {
            return false;
        };
        let between = &behind[..start];
        let part = &behind[start..];
        let Some(end) = part.iter().take(8).position(is_number) else {
            return false;
        };
        let has_number = between
            .iter()
            .any(|token| matches!(token.kind, Kind::Number(_) | Kind::Value));
        !has_number && self.is_of_information(&Segment::of(&part[..end]))
    }

    /// Whether words name government information as a part, and nothing else.
    fn is_of_information(&self, segment: &Segment) -> bool {
        let rules = self.setting.rules;
        let named = rules.published.with(rules.weak);
        segment.flags == Flags::PART
            && segment.scope.is_empty()
            && segment.common.is_empty()
            && segment.concepts.meets(rules.published)
            && named.has(segment.concepts)
    }
}
