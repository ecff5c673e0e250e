//! Lists of numbers: parts that add up to a whole, and one number for each of several names.

use rust_decimal::Decimal;

use super::segment::{Flags, Segment};
use super::{Claim, ClaimKind, REMEMBERED, Reader, Reading, Subject, SumList, position};
use crate::check::prose::concepts::Concepts;
use crate::check::prose::figures::{Expression, Year};
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::{Measure, Quantity};
use crate::check::prose::tokens::{Kind, Token};
use crate::vocabulary::Metric;

impl<'r> Reader<'_, 'r> {
    /// Starts a list if the words announce one: numbers that add up (包括), or one number for each of several
    /// names (分别).
    pub(super) fn start_list(&mut self, index: usize, pending: &[Token], quantity: &Quantity) {
        let is_list = |meaning| matches!(meaning, Meaning::Distribute | Meaning::Sum);
        let Some(at) = position(pending, is_list) else {
            return;
        };
        let is_filler = |token: &Token| {
            matches!(
                token.kind,
                Kind::Word(Meaning::Filler | Meaning::Part | Meaning::All) | Kind::And
            )
        };
        if self.queued(index, pending, at) {
            return;
        }
        let clause = self.state.named.clone().unwrap_or_default();
        if pending[..at].iter().all(is_filler)
            && let Some(list) = self.distributed(index, &clause, &pending[at + 1..])
        {
            self.state.distribution = list;
            return;
        }
        if pending[..at].iter().all(is_filler) {
            if matches!(pending[at].kind, Kind::Word(Meaning::Sum))
                && let Some((whole, word)) = self.state.printed.last().copied()
            {
                self.end_sum();
                self.state.sum = Some(SumList {
                    span: quantity.span.clone(),
                    whole,
                    word,
                    parts: Vec::new(),
                    is_open: true,
                    is_certain: quantity.is_exact(),
                });
            }
            return;
        }
        let clause = self.tokens[index..].iter();
        let clause = clause.take_while(|token| !matches!(token.kind, Kind::Comma | Kind::Close));
        let numbers = clause.filter(|token| matches!(token.kind, Kind::Number(_) | Kind::Value));
        let names: Vec<&[Token]> = pending[..at]
            .split(|token| matches!(token.kind, Kind::And))
            .collect();
        let tail = &pending[at + 1..];
        let count = numbers.count();
        if names.len() != count || count < 2 {
            // The numbers cannot be assigned to the names.
            self.state.distribution = vec![vec![unknown(&pending[at])]; count];
            return;
        }
        self.state.distribution = self.with_topic(&names, pending, tail);
    }

    /// Returns the words of each name of a list, with `tail` and with the only domain that `all` of them name.
    fn with_topic(&self, names: &[&[Token]], all: &[Token], tail: &[Token]) -> Vec<Vec<Token>> {
        let domains = self.setting.rules.domains;
        let topic = Segment::of(all).concepts.and(domains);
        let with_tail = |name: &&[Token]| {
            let mut words = [*name, tail].concat();
            let own = Segment::of(&words).concepts.and(domains);
            if let Some(first) = all.first()
                && own.is_empty()
                && topic.each().count() == 1
            {
                words.push(Token {
                    span: first.span.clone(),
                    kind: Kind::Word(Meaning::Concepts(topic)),
                });
            }
            words
        };
        names.iter().map(with_tail).collect()
    }

    /// Handles 同比分别增长a%、b%: each number is about one of the last amounts. Returns whether it is so.
    fn queued(&mut self, index: usize, pending: &[Token], at: usize) -> bool {
        let is_relation = |meaning| matches!(meaning, Meaning::Up | Meaning::Down | Meaning::Share);
        let is_bare = Segment::of(pending).is_bare();
        if !matches!(pending[at].kind, Kind::Word(Meaning::Distribute))
            || !is_bare
            || position(pending, is_relation).is_none()
        {
            return false;
        }
        let clause = self.tokens[index..].iter();
        let clause = clause.take_while(|token| !matches!(token.kind, Kind::Comma | Kind::Close));
        let numbers = clause.filter(|token| matches!(token.kind, Kind::Number(_) | Kind::Value));
        let count = numbers.count();
        let start = self.state.subjects.len().checked_sub(count);
        let subjects = start.map(|start| self.state.subjects[start..].iter().cloned());
        let subjects: Option<Vec<Subject<'r>>> = subjects.and_then(Iterator::collect);
        let words = [&pending[..at], &pending[at + 1..]].concat();
        self.state.distribution = vec![words; count];
        match subjects.filter(|_| count >= 2) {
            Some(subjects) => self.state.queue = subjects,
            None => self.state.distribution = vec![vec![unknown(&pending[at])]; count],
        }
        true
    }

    /// Returns the words for each number of a list whose names stand in the clause before: A、B居前，分别为a、b.
    fn distributed(
        &self,
        index: usize,
        named: &[Token],
        tail: &[Token],
    ) -> Option<Vec<Vec<Token>>> {
        let clause = self.tokens[index..].iter();
        let clause = clause.take_while(|token| !matches!(token.kind, Kind::Comma | Kind::Close));
        let numbers = clause.filter(|token| matches!(token.kind, Kind::Number(_) | Kind::Value));
        let groups: Vec<&[Token]> = named
            .split(|token| matches!(token.kind, Kind::And))
            .collect();
        let is_name = |group: &&[Token]| !Segment::of(group).is_bare();
        let is_known = !Segment::of(named).is(Flags::UNKNOWN);
        let is_list =
            groups.len() >= 2 && groups.iter().all(is_name) && groups.len() == numbers.count();
        (is_list && is_known).then(|| self.with_topic(&groups, named, tail))
    }

    /// Handles a number that holds for each of several names: 微博、微信各8条, A、B最多，均为10条. Returns
    /// whether it does.
    pub(super) fn each(
        &mut self,
        pending: &[Token],
        quantity: &Quantity,
        suffix: &[Token],
    ) -> bool {
        let at = pending
            .iter()
            .rposition(|token| self.text_of(token) == "各");
        let is_of_all = at.is_none()
            && quantity.measure == Measure::Count
            && Segment::of(pending).is_bare()
            && pending.iter().any(|token| {
                matches!(token.kind, Kind::Word(Meaning::All)) || self.text_of(token) == "均为"
            });
        let named = || self.state.named.clone().unwrap_or_default();
        // 办结率、按期率均为100%.
        let all = pending
            .iter()
            .rposition(|token| matches!(self.text_of(token), "均为" | "均达" | "均" | "都"))
            // 6月、11月均只公开1条.
            .filter(|all| {
                let tail = Segment::of(&pending[all + 1..]);
                at.is_none() && tail.scope.is_empty() && !tail.is(Flags::UNKNOWN)
            })
            .filter(|all| {
                let groups = pending[..*all].split(|token| matches!(token.kind, Kind::And));
                groups.clone().count() >= 2 && groups.into_iter().all(|g| !Segment::of(g).is_bare())
            })
            .filter(|_| matches!(quantity.measure, Measure::Count | Measure::Percent));
        let (words, tail) = match at.or(all) {
            Some(at) if Segment::of(&pending[..at]).is_bare() => (named(), &pending[at + 1..]),
            Some(at) => (pending[..at].to_vec(), &pending[at + 1..]),
            None if is_of_all => (named(), &[][..]),
            None => return false,
        };
        let is_name = |group: &&[Token]| !Segment::of(group).is_bare();
        let groups: Vec<&[Token]> = words
            .split(|token| matches!(token.kind, Kind::And))
            .filter(is_name)
            .collect();
        if at.or(all).is_none() && groups.len() < 2 {
            return false;
        }
        if groups.len() >= 2 && !Segment::of(&words).is(Flags::UNKNOWN) {
            self.claim_each(&groups, &[tail, suffix].concat(), quantity);
        }
        self.state.last = None;
        self.state.named = None;
        if let Some(sum) = &mut self.state.sum {
            sum.is_certain = false;
        }
        true
    }

    /// Adds a claim for each group of words.
    fn claim_each(&mut self, groups: &[&[Token]], tail: &[Token], quantity: &Quantity) {
        let has_label = |group: &&[Token]| !Segment::of(group).scope.is_empty();
        let is_verb = |token: &&Token| matches!(token.kind, Kind::Word(Meaning::Concepts(_)));
        // 微博、微信发布信息各8条: the verb belongs to each, for the names are labels.
        let shared: Vec<Token> = if groups.iter().all(has_label) {
            groups.concat().iter().filter(is_verb).cloned().collect()
        } else {
            Vec::new()
        };
        let all = groups.concat();
        for words in self.with_topic(groups, &all, &[&shared, tail].concat()) {
            if let Some(subject) = self.subject(&Segment::of(&words), quantity.measure) {
                self.claim(quantity, subject, ClaimKind::Amount(quantity.clone()));
            }
        }
    }

    /// Handles a number that adds up those before it: 两项合计6件. Returns whether it does.
    pub(super) fn total(&mut self, words: &[Token], quantity: &Quantity) -> bool {
        const PLAIN: [&str; 6] = ["合计", "共计", "总计", "合共", "共", "一共"];
        let segment = Segment::of(words);
        let named = words.iter().find(|token| {
            matches!(token.kind, Kind::Word(Meaning::Total)) || PLAIN.contains(&self.text_of(token))
        });
        let Some(named) = named.filter(|_| segment.is_bare() && !segment.is(Flags::UNKNOWN)) else {
            return false;
        };
        let count = self.text_of(named).chars().next().and_then(|first| {
            let place = "两三四五六七八".chars().position(|c| c == first)?;
            Some(place + 2)
        });
        if let Some(subject) = count.and_then(|count| self.sum_of_named(count, quantity.measure)) {
            self.claim(quantity, subject, ClaimKind::Amount(quantity.clone()));
            return true;
        }
        let of_word = self
            .state
            .printed
            .iter()
            .filter(|(_, word)| *word == quantity.word);
        let parts: Vec<Decimal> = of_word.map(|(value, _)| *value).collect();
        if parts.len() < count.unwrap_or(2) || !quantity.is_exact() || self.state.has_vague {
            return false;
        }
        let kind = ClaimKind::Total {
            whole: quantity.value,
            parts,
            count,
        };
        self.claim(quantity, Subject::default(), kind);
        self.state.printed.push((quantity.value, quantity.word));
        // 三类合计5137件，占91.4%.
        self.state.last = count.and_then(|count| self.joined(count));
        true
    }

    /// Returns the sum of so many subjects that the clause before names without numbers: 以A和B为多，两者合计13件.
    fn sum_of_named(&mut self, count: usize, measure: Measure) -> Option<Subject<'r>> {
        let named = self.state.named.as_ref();
        let named = named.filter(|words| words.len() <= REMEMBERED)?;
        let is_word =
            |token: &&Token| !matches!(token.kind, Kind::Word(Meaning::Up | Meaning::Down));
        let named: Vec<Token> = named.iter().filter(is_word).cloned().collect();
        let groups: Vec<&[Token]> = named
            .split(|token| matches!(token.kind, Kind::And))
            .collect();
        let is_known = groups.len() == count && !Segment::of(&named).is(Flags::UNKNOWN);
        let groups = self.with_topic(&groups, &named, &[]);
        is_known.then(|| self.sum_of(&groups, measure)).flatten()
    }

    /// Returns the sum of subjects that each have one figure.
    fn sum_of(&mut self, groups: &[Vec<Token>], measure: Measure) -> Option<Subject<'r>> {
        let mut all: Option<(Subject<'r>, Expression)> = None;
        for group in groups {
            let subject = self.subject(&Segment::of(group), measure)?;
            let (first, others) = subject.readings.split_first()?;
            let Reading::Figure(own, Year::This) = first else {
                return None;
            };
            let value = own.value(self.setting.source, Year::This);
            let differs = |reading: &Reading| match reading {
                Reading::Figure(figure, year) => {
                    let other = figure.value(self.setting.source, *year);
                    other.is_some() && other != value
                }
                Reading::Unknown => true,
            };
            if others.iter().any(differs) {
                return None;
            }
            let sum = match &all {
                Some((_, sum)) => sum.clone().and(own)?,
                None => own.clone(),
            };
            all = Some((subject, sum));
        }
        let (subject, sum) = all?;
        Some(Subject {
            readings: vec![Reading::Figure(sum, Year::This)],
            ..subject
        })
    }

    /// Returns the sum of the subjects in a list, if the words say that they are added up:
    /// 行政许可、行政处罚决定合计53件.
    pub(super) fn joined_groups(
        &mut self,
        words: &[Token],
        measure: Measure,
    ) -> Option<Subject<'r>> {
        const SUMS: [&str; 8] = [
            "合计",
            "共计",
            "总计",
            "共",
            "一共",
            "合共",
            "总数为",
            "总数",
        ];
        let is_sum = |token: &Token| {
            matches!(token.kind, Kind::Word(Meaning::Total)) || SUMS.contains(&self.text_of(token))
        };
        if !words.iter().any(is_sum) {
            return None;
        }
        let groups: Vec<&[Token]> = words
            .split(|token| matches!(token.kind, Kind::And))
            .collect();
        let rules = self.setting.rules;
        // 新收与上年结转申请 are both of requests.
        let named: Vec<Concepts> = groups
            .iter()
            .map(|group| Segment::of(group).concepts)
            .collect();
        let is_new =
            |group: Concepts| group.meets(rules.received) && !group.meets(rules.carried_in);
        let are_new_and_old =
            matches!(*named, [new, old] if is_new(new) && old.meets(rules.carried_in));
        let domain = |group: Concepts| group.and(rules.domains);
        let are_different = named
            .windows(2)
            .all(|two| !domain(two[0]).is_empty() && domain(two[0]) != domain(two[1]));
        if groups.len() < 2 || !(are_different || are_new_and_old) {
            return None;
        }
        let groups = self.with_topic(&groups, words, &[]);
        self.sum_of(&groups, measure)
    }

    /// Adds a number to the kinds that make up a whole: 专职1人、兼职4人.
    pub(super) fn add_kind(&mut self, quantity: &Quantity, segment: &Segment) {
        let mut all = self.setting.rules.partitions.iter();
        let concepts = segment.concepts;
        let kinds = all.find(|kinds| !concepts.is_empty() && kinds.has(concepts));
        let Some(kinds) = kinds.filter(|_| !segment.is(Flags::UNKNOWN) && quantity.is_exact())
        else {
            self.state.partition.clear();
            return;
        };
        let partition = &mut self.state.partition;
        partition.push((concepts, quantity.value));
        let named = partition
            .iter()
            .fold(Concepts::NONE, |all, (one, _)| all.with(*one));
        let before = self.state.printed.len().checked_sub(partition.len());
        let whole = before.and_then(|before| self.state.printed.get(before));
        if named == *kinds
            && let Some((whole, _)) = whole
        {
            let kind = ClaimKind::Sum {
                whole: *whole,
                parts: partition.iter().map(|(_, value)| *value).collect(),
            };
            partition.clear();
            self.claim(quantity, Subject::default(), kind);
        }
    }

    /// Adds a number to the open list of parts, if it continues the list.
    pub(super) fn add_part(
        &mut self,
        quantity: &Quantity,
        words: &[Token],
        subject: Option<&Subject<'r>>,
    ) {
        let is_first = self.state.numbers == 1;
        let Some(sum) = &mut self.state.sum else {
            return;
        };
        if !sum.is_open {
            return;
        }
        // The list is one clause: a comma may begin another claim.
        if !sum.parts.is_empty() && is_first || !self.outer.is_empty() {
            sum.is_open = false;
            return;
        }
        let segment = Segment::of(words);
        let is_shared = subject.is_some_and(|subject| {
            let keys = subject.readings.iter().filter_map(|reading| match reading {
                Reading::Figure(expression, _) => expression.single(),
                Reading::Unknown => None,
            });
            keys.into_iter().any(|key| {
                matches!(
                    key.metric,
                    Metric::PublishedByChannel | Metric::PublishedByChannelGroup
                )
            })
        });
        let text = words.first().zip(words.last());
        let text = text.map_or("", |(first, last)| {
            self.block
                .text
                .get(first.span.start..last.span.end)
                .unwrap_or_default()
        });
        let names_channel = ["网", "微", "平台", "渠道", "栏", "公众号", "抖音", "报"];
        sum.is_certain &= quantity.measure == Measure::Count
            && quantity.word == sum.word
            && quantity.is_exact()
            && !segment.is(Flags::OPEN_END)
            && !is_shared
            && (subject.is_some() || !names_channel.iter().any(|word| text.contains(word)));
        sum.parts.push(quantity.value);
        sum.span.end = quantity.span.end;
    }

    pub(super) fn end_sum(&mut self) {
        let Some(sum) = self.state.sum.take() else {
            return;
        };
        let after = self.block.text[sum.span.end..].trim_start_matches(['条', '件', '项', '个']);
        if sum.is_certain && sum.parts.len() >= 2 && !after.starts_with('等') {
            self.claims.push(Claim {
                span: sum.span,
                subject: Subject::default(),
                kind: ClaimKind::Sum {
                    whole: sum.whole,
                    parts: sum.parts,
                },
            });
        }
    }
}

/// Returns a token that nobody knows, in place of another.
fn unknown(token: &Token) -> Token {
    Token {
        span: token.span.clone(),
        kind: Kind::Unknown,
    }
}
