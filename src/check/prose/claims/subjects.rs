//! Finds the figures that the words beside a number name.

use super::periods::spread;
use super::segment::{Flags, Scope, Segment};
use super::{REMEMBERED, Reader, Reading, Subject};
use crate::check::prose::concepts::Concepts;
use crate::check::prose::figures::{Expression, Year};
use crate::check::prose::number::Measure;
use crate::check::prose::rules::{FigureKind, FigureRule};
use crate::vocabulary::{Key, Unit};

impl<'r> Reader<'_, 'r> {
    /// Returns the subject that the words of a segment name; `None` if it is uncertain.
    pub(super) fn subject(&mut self, segment: &Segment, measure: Measure) -> Option<Subject<'r>> {
        let uncertain = [
            Flags::UNKNOWN,
            Flags::OTHER_YEAR,
            Flags::EXCLUDE,
            Flags::OUTSIDE,
            Flags::COMPARED,
            Flags::OTHERWISE,
            Flags::OPEN_END,
            Flags::NARROW,
            Flags::GOAL,
        ];
        if uncertain.into_iter().any(|flag| segment.is(flag)) || measure == Measure::Other {
            return None;
        }
        let mut segment = segment.clone();
        if segment.is(Flags::ANAPHOR) && segment.scope.is_empty() {
            // 此类信息: what was named last.
            segment.scope = self.state.recent.clone()?;
        }
        self.label_part(&mut segment);
        let segment = &segment;
        let periods = self.periods(segment);
        let named = segment.concepts.without(self.setting.rules.mean);
        if let Some(periods) = periods
            && self.setting.rules.periods.has(named)
            && segment.scope.is_empty()
        {
            return self.mean_of_last(periods);
        }
        let year = self.year_of(segment)?;
        let (rules, is_guessed) = self.rules_for(segment, measure)?;
        let is_seen = |rule: &&FigureRule| {
            let mut seen = self.context.seen.iter();
            seen.any(|seen| seen.figures.first() == rule.figures.first())
        };
        let is_restated = || rules.iter().any(is_seen);
        if segment.is(Flags::PART) && segment.scope.is_empty() && is_restated() {
            return None;
        }
        let is_most = segment.is(Flags::ALL) || segment.concepts.meets(self.setting.rules.longest);
        if rules.iter().all(|rule| rule.kind == FigureKind::Bound) && !is_most {
            return None;
        }
        let mut subject = Subject {
            is_guessed,
            is_part: !segment.scope.is_empty(),
            ..Subject::default()
        };
        if segment.scope.is_empty() {
            self.add_wholes(&mut subject, &rules, segment);
        } else {
            let (readings, whole) = self.parts(&rules, segment);
            subject.readings = readings;
            subject.whole = whole;
            if self.is_crossed(&rules, segment, &subject.readings) {
                subject.readings.push(Reading::Unknown);
            }
        }
        if segment.is(Flags::REST) && !self.is_counted_rest(segment) {
            subject.readings.push(Reading::Unknown);
        }
        if let Some(periods) = periods {
            spread(&mut subject, periods);
        }
        subject.rules = rules;
        subject.readings.retain_mut(|reading| match reading {
            Reading::Figure(expression, of) => {
                *of = year;
                let unit = expression.unit();
                unit.is_some_and(|unit| can_count(measure, unit))
            }
            Reading::Unknown => true,
        });
        let is_any = |reading: &Reading| matches!(reading, Reading::Figure(..));
        (subject.readings.iter().any(is_any) || subject.whole.is_some()).then_some(subject)
    }

    /// Returns the mean of the last count, or of the whole where that is a part or a mean: 公开1264条，日均3条，月均105条.
    fn mean_of_last(&self, periods: u32) -> Option<Subject<'r>> {
        // Bounds the work for a narrative that is one very long sentence.
        let is_short = |last: &&Subject<'r>| last.readings.len() <= REMEMBERED;
        let mut subject = self.state.last.as_ref().filter(is_short)?.clone();
        let is_count = |reading: &Reading| match reading {
            Reading::Figure(expression, _) => {
                let unit = expression.unit();
                unit.is_some_and(|unit| can_count(Measure::Count, unit))
            }
            Reading::Unknown => true,
        };
        subject.readings.retain(is_count);
        let takes_wholes = subject.is_part || subject.readings.is_empty();
        let wholes = self.state.wholes.iter().filter(|_| takes_wholes);
        let of_wholes = wholes.flat_map(|whole| whole.readings.iter().cloned());
        subject.readings.extend(of_wholes.filter(is_count));
        spread(&mut subject, periods);
        (!subject.readings.is_empty()).then_some(subject)
    }

    /// Whether what is left after an exception has a figure: all that is carried over, and 其余8件均已办结 where
    /// the others are.
    fn is_counted_rest(&self, segment: &Segment) -> bool {
        let rules = self.setting.rules;
        let is_ended = segment.concepts.meets(rules.ended);
        is_ended && self.state.is_rest_of_carried || segment.concepts.meets(rules.carried_out)
    }

    /// Takes a word that is a label and a name of things as a label, where it names a part: 其中12345热线转办315件.
    fn label_part(&self, segment: &mut Segment) {
        let is_part = segment.is(Flags::PART) && segment.scope.is_empty();
        let Some(whole) = self.state.wholes.last().filter(|_| is_part) else {
            return;
        };
        let as_part = Segment {
            scope: Scope {
                labels: segment.common.clone(),
                months: 0,
            },
            ..segment.clone()
        };
        if !segment.common.is_empty() && self.has_part(&whole.rules, &as_part) {
            *segment = as_part;
            segment.common.clear();
            segment.concepts = segment.concepts.without(segment.named_by_common);
        }
    }

    /// Whether the segment may be a part of the part that the sentence is about, for which there is no
    /// figure: 网站632条，其中政策文件40条.
    pub(super) fn is_crossed(
        &self,
        rules: &[&'r FigureRule],
        segment: &Segment,
        own: &[Reading],
    ) -> bool {
        let Some(scope) = self
            .state
            .scope
            .as_ref()
            .filter(|_| !segment.is(Flags::WHOLE))
        else {
            return false;
        };
        let outer = Segment {
            scope: scope.clone(),
            ..segment.clone()
        };
        let metric = |reading: &Reading| match reading {
            Reading::Figure(expression, _) => expression.metric(),
            Reading::Unknown => None,
        };
        let (outer, _) = self.parts(rules, &outer);
        let is_of_other = |outer: &Reading| !own.iter().any(|own| metric(own) == metric(outer));
        outer.iter().all(is_of_other)
    }

    pub(super) fn year_of(&self, segment: &Segment) -> Option<Year> {
        match segment.year {
            Some(year) if year == self.setting.year => Some(Year::This),
            Some(year) if year == self.setting.year - 1 => Some(Year::Before),
            Some(_) => None,
            None if segment.is(Flags::LAST_YEAR) => Some(Year::Before),
            None => Some(Year::This),
        }
    }

    /// Returns the rules that the words of a segment match, and whether the domain was guessed.
    pub(super) fn rules_for(
        &self,
        segment: &Segment,
        measure: Measure,
    ) -> Option<(Vec<&'r FigureRule>, bool)> {
        let rules = self.setting.rules;
        let is_spread = self.periods(segment).is_some();
        let periods = if is_spread {
            rules.periods
        } else {
            Concepts::NONE
        };
        let segment = &Segment {
            concepts: segment.concepts.without(periods.with(rules.case)),
            ..segment.clone()
        };
        let concepts = segment.concepts;
        let matching = |set: Concepts| -> Vec<&'r FigureRule> {
            let all = rules.figures.iter();
            let matching = all.filter(|rule| {
                let is_meant = set.has(rule.must) && rule.must.with(rule.may).has(set);
                let unit = rule.figures.first().and_then(Expression::unit);
                let is_mean =
                    rule.kind != FigureKind::Mean || self.state.direction.has(Flags::MEAN);
                is_meant && is_mean && unit.is_some_and(|unit| can_count(measure, unit))
            });
            matching.collect()
        };
        let not_none = |found: Vec<&'r FigureRule>| (!found.is_empty()).then_some((found, false));
        if concepts.meets(rules.domains) {
            return not_none(matching(self.by_route(concepts)));
        }
        let is_scoped = !segment.scope.is_empty();
        if concepts.is_empty() && is_scoped {
            // 其中自然人7件: a part of the previous subject.
            let last = self.state.last.iter().chain(self.state.wholes.last());
            for subject in last {
                if self.has_part(&subject.rules, segment) {
                    return not_none(subject.rules.clone());
                }
            }
        }
        let is_weak = rules.weak.has(concepts);
        if is_weak && !is_scoped {
            if concepts.is_empty() && measure != Measure::PerDay {
                return None;
            }
            let found = self.rules_of_topic(concepts, measure, &matching);
            if let Some(found) = found {
                return not_none(found);
            }
            if !segment.is(Flags::WHOLE) && !is_spread {
                return None;
            }
        }
        let found = matching(concepts);
        if !found.is_empty() {
            return not_none(found);
        }
        // 来信88件，办结率100%: the rate is that of the letters, which no figure counts.
        if self.state.foreign.is_some() {
            return None;
        }
        if concepts.meets(rules.bound) && !concepts.meets(rules.parts_of_requests) {
            let only = self.rules_of_label(segment, &matching);
            if let Some(only) = only.filter(|_| is_scoped) {
                return Some((only, true));
            }
            let domain = self.domain_of_sentence(segment);
            let found = domain.map(|domain| matching(concepts.with(domain)));
            return found.and_then(not_none);
        }
        let recent = self.context.domains.iter().rev().take(8);
        let domains = recent.chain(self.context.section.iter().rev());
        for domain in domains {
            let mut found = matching(concepts.with(*domain));
            if domain.meets(rules.routes) && !self.is_of_route(*domain) {
                found.extend(matching(concepts.with(rules.lawsuit)));
            }
            let is_one = !is_scoped || self.has_part(&found, segment);
            if !found.is_empty() && is_one {
                return not_none(found);
            }
        }
        self.guessed(segment, &matching)
    }

    /// The court is that of the way that the sentence is about: 复议后起诉的5件中，法院维持3件.
    fn by_route(&self, concepts: Concepts) -> Concepts {
        let rules = self.setting.rules;
        let lawsuit = rules.lawsuit;
        let is_result = concepts.meets(lawsuit) && concepts.meets(rules.results);
        let route = self.route().filter(|_| is_result);
        route.map_or(concepts, |route| concepts.without(lawsuit).with(route))
    }

    /// Whether the sentence is about one way to the court only: 复议后起诉3件，维持2件.
    fn is_of_route(&self, route: Concepts) -> bool {
        self.route() == Some(route)
    }

    /// The only way to the court that the sentence is about.
    fn route(&self) -> Option<Concepts> {
        let wholes = self.state.wholes.iter().flat_map(|whole| &whole.rules);
        let mut domains = wholes.map(|rule| rule.domain);
        let first = domains.next()?;
        let is_one = first.meets(self.setting.rules.routes) && domains.all(|other| other == first);
        is_one.then_some(first)
    }

    /// Returns what the sentence is about: what a clause named, or else its last count. For months, that of the
    /// sentences before will do.
    fn domain_of_sentence(&self, segment: &Segment) -> Option<Concepts> {
        let last = self.state.last.iter().chain(self.state.wholes.last());
        let domains = last.flat_map(|last| &last.rules).map(|rule| rule.domain);
        let of_paragraph = self.context.domains.last().copied();
        let of_paragraph = of_paragraph.filter(|_| segment.scope.months != 0);
        let topic = self.state.topic.into_iter();
        topic.chain(domains).chain(of_paragraph).next()
    }

    /// Returns the rules of what the sentence is about, for words that name nothing by themselves.
    fn rules_of_topic(
        &self,
        concepts: Concepts,
        measure: Measure,
        matching: &dyn Fn(Concepts) -> Vec<&'r FigureRule>,
    ) -> Option<Vec<&'r FigureRule>> {
        let last = self.state.last.iter().flat_map(|last| &last.rules);
        let last = last.map(|rule| rule.domain);
        let last = last.filter(|_| measure == Measure::PerDay);
        let domains = self.state.topic.into_iter().chain(last);
        let mut found = domains.map(|domain| matching(concepts.with(domain)));
        found.find(|found| !found.is_empty())
    }

    /// Returns the rules of the only domain that has the labels: 12345渠道受理315件.
    fn rules_of_label(
        &self,
        segment: &Segment,
        matching: &dyn Fn(Concepts) -> Vec<&'r FigureRule>,
    ) -> Option<Vec<&'r FigureRule>> {
        let domains = self.setting.rules.domains.each();
        let each = domains.map(|domain| matching(segment.concepts.with(domain)));
        let mut found = each.filter(|found| self.has_part(found, segment));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Whether the rules have figures for the part that a segment names.
    pub(super) fn has_part(&self, rules: &[&'r FigureRule], segment: &Segment) -> bool {
        let (readings, ..) = self.parts(rules, segment);
        readings.iter().any(|reading| *reading != Reading::Unknown)
    }

    /// Returns the rules of all domains that fit, for text that names none.
    pub(super) fn guessed(
        &self,
        segment: &Segment,
        matching: &dyn Fn(Concepts) -> Vec<&'r FigureRule>,
    ) -> Option<(Vec<&'r FigureRule>, bool)> {
        let rules = self.setting.rules;
        let is_weak = rules.weak.has(segment.concepts);
        let is_scoped = !segment.scope.is_empty();
        let is_other_topic = is_scoped && self.state.topic.is_some_and(|t| !t.has(rules.published));
        if is_weak && !is_other_topic {
            // 全年发布信息 is about published items.
            let found = matching(segment.concepts.with(rules.published));
            if !found.is_empty() && (!is_scoped || self.has_part(&found, segment)) {
                return Some((found, true));
            }
        }
        // 申请内容中，物业管理占两成: what the sentence is about has no such label.
        let topic = self.state.topic.filter(|_| is_scoped);
        let mut all = Vec::new();
        for domain in rules.domains.each() {
            if topic.is_some_and(|topic| !topic.has(domain)) {
                continue;
            }
            let found = matching(segment.concepts.with(domain));
            if !is_scoped || self.has_part(&found, segment) {
                all.extend(found);
            }
        }
        (!all.is_empty()).then_some((all, true))
    }

    /// Adds the readings as a whole, and as the part that earlier words select.
    pub(super) fn add_wholes(
        &self,
        subject: &mut Subject<'r>,
        rules: &[&'r FigureRule],
        segment: &Segment,
    ) {
        let mut figures: Vec<Expression> = Vec::new();
        for rule in rules {
            figures.extend(rule.figures.iter().cloned());
        }
        if let Some(excluded) = self.state.excluded {
            let keys = self.excluded_keys(excluded);
            figures = match keys {
                Some(keys) => figures
                    .into_iter()
                    .map(|figure| figure.less(keys.iter().cloned()))
                    .collect(),
                None => Vec::new(),
            };
        }
        let readings = figures
            .into_iter()
            .map(|figure| Reading::Figure(figure, Year::This));
        subject.readings = readings.collect();
        if !segment.common.is_empty() {
            let as_part = Segment {
                scope: Scope {
                    labels: segment.common.clone(),
                    months: 0,
                },
                ..segment.clone()
            };
            let (parts, _) = self.parts(rules, &as_part);
            subject
                .readings
                .extend(parts.into_iter().filter(|part| *part != Reading::Unknown));
        }
        if segment.is(Flags::WHOLE) && !self.state.is_scope_of_sentence {
            return;
        }
        if let Some(scope) = &self.state.scope {
            let as_part = Segment {
                scope: scope.clone(),
                ..segment.clone()
            };
            subject.readings.extend(self.parts(rules, &as_part).0);
        }
        let is_elsewhere = self.state.direction.has(Flags::ELSEWHERE) && segment.year.is_none();
        if self.state.direction.has(Flags::NARROW) || is_elsewhere {
            subject.readings.push(Reading::Unknown);
        }
    }

    /// Returns the totals of `domains`, if all of them are known to be included in the total of published
    /// items.
    pub(super) fn excluded_keys(&self, domains: Concepts) -> Option<Vec<Key>> {
        let rules = self.setting.rules;
        let total = |domain: Concepts| {
            let rule = rules.figures.iter().find(|rule| rule.must == domain)?;
            let key = rule.figures.first()?.single()?;
            self.setting.included.contains(key).then(|| key.clone())
        };
        let keys: Option<Vec<Key>> = domains.each().map(total).collect();
        keys.filter(|keys| !keys.is_empty())
    }

    /// Returns the readings as the part that the scope of the segment selects. If there is no figure, returns
    /// an unknown reading and the whole.
    pub(super) fn parts(
        &self,
        rules: &[&'r FigureRule],
        segment: &Segment,
    ) -> (Vec<Reading>, Option<Expression>) {
        let scope = &segment.scope;
        let mut readings = Vec::new();
        for rule in rules {
            for family in &rule.parts {
                let is_months = family
                    .metric
                    .definition()
                    .labels
                    .last()
                    .is_some_and(|labels| labels.is_months());
                let keys = match (scope.months, is_months) {
                    (0, false) => self.labelled(family, scope),
                    (months, true) if scope.labels.is_empty() && months > 0 => {
                        Some(months_of(family, months))
                    }
                    _ => None,
                };
                let keys = keys.filter(|keys| keys.len() == 1 || !segment.are_labels_joined);
                let keys =
                    keys.map_or_else(|| self.narrow_and_wide(family, scope), |keys| vec![keys]);
                let figures = keys.into_iter().map(Expression::of);
                readings.extend(figures.map(|figure| Reading::Figure(figure, Year::This)));
            }
        }
        if readings.is_empty() {
            let whole = rules.first().and_then(|rule| rule.figures.first()).cloned();
            return (vec![Reading::Unknown], whole);
        }
        (readings, None)
    }

    /// Returns both meanings of a label that may include another: 网络 with or without 电子邮件.
    fn narrow_and_wide(&self, family: &Key, scope: &Scope) -> Vec<Vec<Key>> {
        match &*scope.labels {
            [label] if scope.months == 0 => {
                let lexicon = self.setting.lexicon;
                lexicon.alternatives(*label, family, self.setting.source)
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn labelled(&self, family: &Key, scope: &Scope) -> Option<Vec<Key>> {
        let lexicon = self.setting.lexicon;
        let mut keys = Vec::new();
        for label in &scope.labels {
            keys.extend(lexicon.members(*label, family, self.setting.source)?);
        }
        keys.dedup();
        Some(keys)
    }
}

pub(super) fn months_of(family: &Key, months: u16) -> Vec<Key> {
    let month = |index: u16| {
        let mut key = family.clone();
        key.labels.push(format!("{:02}", index + 1).into());
        key
    };
    (0..12)
        .filter(|index| months & (1 << index) != 0)
        .map(month)
        .collect()
}

/// Whether a number of this measure may be a figure of this unit.
pub(super) fn can_count(measure: Measure, unit: Unit) -> bool {
    match unit {
        Unit::Items | Unit::Pieces | Unit::Projects | Unit::Guides => measure == Measure::Count,
        Unit::PerDay => measure == Measure::PerDay,
        Unit::Days => measure == Measure::Days,
        Unit::WorkingDays => matches!(measure, Measure::WorkingDays | Measure::Days),
        Unit::Share => matches!(measure, Measure::Percent | Measure::Points),
        Unit::Yuan => measure == Measure::Yuan,
        Unit::Rows | Unit::Histogram | Unit::Truth => false,
    }
}
