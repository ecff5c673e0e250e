//! Extracts claims from a sentence: the numbers, the figures they may refer to, and comparisons.
//!
//! This module does not check claims. A claim has readings: the figures that its number may refer to. An
//! unknown word makes a reading unknown, and a claim with an unknown reading is not contradicted by the other
//! readings.

use std::cmp::Ordering;
use std::ops::Range;

use rust_decimal::Decimal;

use super::concepts::Concepts;
use super::figures::{Expression, Source, Year};
use super::lexicon::{Lexicon, Meaning};
use super::number::{Measure, Quantity};
use super::rules::{FigureKind, FigureRule, ProseRules};
use super::text::{Mention, ProseBlock};
use super::tokens::{Kind, Token, tokens};
use crate::vocabulary::{Key, Metric, Unit};

/// One interpretation of a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    /// The value of this figure in this year.
    Figure(Expression, Year),
    /// Something without a known figure.
    Unknown,
}

/// The subject of a claim: the rules that its words match, and the readings of its number.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject<'r> {
    rules: Vec<&'r FigureRule>,
    pub(super) readings: Vec<Reading>,
    /// If the subject is a part without a figure: the figure of the whole, an upper bound of the part.
    pub(super) whole: Option<Expression>,
    /// Whether the text names no domain, so that the rules are guessed and readings without a value are
    /// ignored.
    pub(super) is_guessed: bool,
    /// Whether a label or month makes it a part of a whole.
    is_part: bool,
}

impl Subject<'_> {
    /// Whether offices count the figure in different ways, so that a mismatch is only doubtful.
    pub(super) fn is_doubtful(&self) -> bool {
        self.rules
            .iter()
            .all(|rule| rule.kind == FigureKind::Doubtful)
    }
}

/// A claim of a sentence that can be compared with figures.
#[derive(Debug, Clone)]
pub(super) struct Claim<'r> {
    /// Byte range in the text of the block, for the finding.
    pub(super) span: Range<usize>,
    pub(super) subject: Subject<'r>,
    pub(super) kind: ClaimKind,
}

/// The statement of a claim.
#[derive(Debug, Clone)]
pub(super) enum ClaimKind {
    /// The figure equals the number.
    Amount(Quantity),
    /// The figure is at most the number.
    AtMost(Quantity),
    /// The figure is this share of one of `wholes`, or the printed numbers have this ratio.
    Share {
        quantity: Quantity,
        wholes: Vec<Reading>,
        /// Pairs of typed numbers of the sentence: part and whole.
        printed: Vec<(Decimal, Decimal)>,
    },
    /// The figure changed against the year before, by `quantity` if given.
    Change {
        quantity: Option<Quantity>,
        order: Ordering,
    },
    /// The parts add up to the whole.
    Sum { whole: Decimal, parts: Vec<Decimal> },
}

/// Context from earlier sentences of the paragraph and from the headings.
#[derive(Debug, Default)]
pub(super) struct Context<'r> {
    /// Domains of the section, the nearest heading last.
    section: Vec<Concepts>,
    /// Domains that the paragraph named, the most recent last.
    domains: Vec<Concepts>,
    /// Rules of earlier claims in the paragraph.
    seen: Vec<&'r FigureRule>,
}

impl Context<'_> {
    /// Creates the context at the beginning of a paragraph, below headings that name these domains.
    pub(super) fn of_section(section: Vec<Concepts>) -> Self {
        Self {
            section,
            ..Self::default()
        }
    }
}

/// Returns the claims of a sentence, in order.
pub(super) fn claims<'r>(
    block: &ProseBlock<'_>,
    sentence: Range<usize>,
    setting: &Setting<'r>,
    context: &mut Context<'r>,
) -> Vec<Claim<'r>> {
    let tokens = tokens(&block.text, sentence, setting.lexicon);
    let tokens = merge_comparisons(tokens, &block.text, setting.year);
    let mut reader = Reader {
        block,
        setting,
        context,
        tokens: &tokens,
        claims: Vec::new(),
        pending: Vec::new(),
        outer: Vec::new(),
        state: State::default(),
    };
    reader.read();
    reader.claims
}

/// Merges 较2021年 and 与2021年相比 into one token.
fn merge_comparisons(tokens: Vec<Token>, text: &str, year: i32) -> Vec<Token> {
    let mut merged = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(mut token) = tokens.next() {
        let is_than =
            matches!(token.kind, Kind::Word(Meaning::Than)) || &text[token.span.clone()] == "与";
        let is_year = |next: &Token| is_than && matches!(next.kind, Kind::Year(_));
        if let Some(Token {
            span,
            kind: Kind::Year(other),
        }) = tokens.next_if(is_year)
        {
            token.span.end = span.end;
            token.kind = Kind::Word(if other == year - 1 {
                Meaning::Compared
            } else {
                Meaning::ComparedOtherwise
            });
            tokens.next_if(|next| matches!(&text[next.span.clone()], "相比" | "同期"));
        }
        merged.push(token);
    }
    merged
}

/// Settings that are the same for all sentences.
#[derive(Clone, Copy)]
pub(super) struct Setting<'r> {
    pub(super) rules: &'r ProseRules,
    pub(super) lexicon: &'r Lexicon,
    pub(super) source: &'r dyn Source,
    /// The report year.
    pub(super) year: i32,
    /// Totals that lie within the total of published items.
    pub(super) included: &'r [Key],
}

/// State of the reader within a sentence.
#[derive(Default)]
struct State<'r> {
    /// The subject of the last amount.
    last: Option<Subject<'r>>,
    /// Subjects of the sentence that are wholes.
    wholes: Vec<Subject<'r>>,
    /// Typed counts with their counting words.
    printed: Vec<(Decimal, &'static str)>,
    /// The current scope, from a clause without a number or from a clause with a single amount.
    scope: Option<Scope>,
    /// Whether `scope` comes from a clause without a number: 规划建设局围绕中心工作，全年公开…
    is_scope_of_sentence: bool,
    /// The domain that a clause without a number named.
    topic: Option<Concepts>,
    /// Sentence-wide flags. `NARROW`: the following amounts are an unknown part. `COMPARED`: with the year
    /// before. `MEAN`: 平均 occurred. `WHOLE`: the sentence names the report year.
    direction: Flags,
    /// Domains whose totals are excluded: 除采购信息外.
    excluded: Option<Concepts>,
    /// Words for each remaining number of a list: A、B分别为a、b.
    distribution: Vec<Vec<Token>>,
    sum: Option<SumList>,
    /// Count of numbers in the clause so far.
    numbers: usize,
    /// The counting word of an amount without a known subject; the numbers after it may be its parts.
    foreign: Option<&'static str>,
}

/// A list of numbers that should add up.
struct SumList {
    span: Range<usize>,
    whole: Decimal,
    word: &'static str,
    parts: Vec<Decimal>,
    is_open: bool,
    is_certain: bool,
}

/// Labels and months (one bit per month) that select a part of a figure.
#[derive(Debug, Clone, Default, PartialEq)]
struct Scope {
    labels: Vec<usize>,
    months: u16,
}

impl Scope {
    fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.months == 0
    }
}

/// The meaning of the words beside a number.
#[derive(Debug, Clone, Default)]
struct Segment {
    concepts: Concepts,
    scope: Scope,
    /// Labels of words that also name concepts; the concepts are tried first.
    common: Vec<usize>,
    /// Whether two labels are adjacent without a list separator between them.
    are_labels_joined: bool,
    year: Option<i32>,
    flags: Flags,
}

/// Roles of the words in a segment, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Flags(u16);

impl Flags {
    const UNKNOWN: Self = Self(1);
    const PART: Self = Self(1 << 1);
    const WHOLE: Self = Self(1 << 2);
    const RESTRICT: Self = Self(1 << 3);
    const ALL: Self = Self(1 << 4);
    const OTHER_YEAR: Self = Self(1 << 5);
    const LAST_YEAR: Self = Self(1 << 6);
    const EXCLUDE: Self = Self(1 << 7);
    const OUTSIDE: Self = Self(1 << 8);
    const COMPARED: Self = Self(1 << 9);
    const OTHERWISE: Self = Self(1 << 10);
    const OPEN_END: Self = Self(1 << 11);
    const CUMULATIVE: Self = Self(1 << 12);
    const NARROW: Self = Self(1 << 13);
    const MEAN: Self = Self(1 << 14);

    fn set_if(&mut self, is_so: bool, other: Self) {
        if is_so {
            self.set(other);
        }
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl Segment {
    fn of(tokens: &[Token]) -> Self {
        let mut segment = Self::default();
        let mut since_label = None;
        for (index, token) in tokens.iter().enumerate() {
            let after_name = index.checked_sub(1).is_none_or(|before| {
                !matches!(
                    tokens[before].kind,
                    Kind::Word(Meaning::Filler | Meaning::Whole | Meaning::Part | Meaning::All)
                )
            }) && index > 0;
            match &token.kind {
                Kind::Word(meaning) => {
                    if matches!(meaning, Meaning::Label(_) | Meaning::Common(..)) {
                        if since_label == Some(false) {
                            segment.are_labels_joined = true;
                        }
                        since_label = Some(false);
                    }
                    let next = tokens.get(index + 1).map(|token| &token.kind);
                    segment.add(*meaning, after_name, next);
                }
                Kind::Months(months) => segment.scope.months |= months,
                Kind::Year(year) => segment.year = Some(*year),
                Kind::And => since_label = since_label.map(|_| true),
                Kind::Comma | Kind::Open | Kind::Close => {}
                Kind::Unknown | Kind::Number(_) | Kind::Value => segment.flags.set(Flags::UNKNOWN),
            }
        }
        segment
    }

    fn add(&mut self, meaning: Meaning, is_after_name: bool, next: Option<&Kind>) {
        let flag = match meaning {
            Meaning::Concepts(concepts) => {
                self.concepts = self.concepts.with(concepts);
                return;
            }
            Meaning::Label(label) => {
                self.scope.labels.push(label);
                return;
            }
            Meaning::Common(concepts, label) => {
                // 采购公告类 is a label; 采购公告 is the whole domain.
                if matches!(next, Some(Kind::Word(Meaning::Place))) && !concepts.is_empty()
                    || concepts.is_empty()
                {
                    self.scope.labels.push(label);
                } else {
                    self.concepts = self.concepts.with(concepts);
                    self.common.push(label);
                }
                return;
            }
            Meaning::Place if is_after_name => return,
            Meaning::Whole => Flags::WHOLE,
            Meaning::Part => Flags::PART,
            Meaning::Restrict => Flags::RESTRICT,
            Meaning::All => Flags::ALL,
            Meaning::OtherYear => Flags::OTHER_YEAR,
            Meaning::LastYear => Flags::LAST_YEAR,
            Meaning::Exclude => Flags::EXCLUDE,
            Meaning::Outside => Flags::OUTSIDE,
            Meaning::Compared => Flags::COMPARED,
            Meaning::ComparedOtherwise => Flags::OTHERWISE,
            Meaning::OpenEnd => Flags::OPEN_END,
            Meaning::Cumulative => Flags::CUMULATIVE,
            Meaning::Narrow => {
                self.flags.set(Flags::RESTRICT);
                Flags::NARROW
            }
            Meaning::Place
            | Meaning::Up
            | Meaning::Down
            | Meaning::Same
            | Meaning::Share
            | Meaning::Distribute
            | Meaning::Other
            | Meaning::Than => Flags::UNKNOWN,
            Meaning::Filler | Meaning::Degree | Meaning::Sum => return,
        };
        self.flags.set(flag);
    }

    fn is(&self, flag: Flags) -> bool {
        self.flags.has(flag)
    }

    /// Whether the segment has no concepts and no labels, so that it names no subject.
    fn is_bare(&self) -> bool {
        self.concepts.is_empty() && self.scope.is_empty() && self.common.is_empty()
    }
}

struct Reader<'a, 'r> {
    block: &'a ProseBlock<'a>,
    setting: &'a Setting<'r>,
    context: &'a mut Context<'r>,
    tokens: &'a [Token],
    claims: Vec<Claim<'r>>,
    /// Tokens since the last number or the beginning of the clause.
    pending: Vec<Token>,
    /// Stack of the pending tokens before each open parenthesis.
    outer: Vec<Vec<Token>>,
    state: State<'r>,
}

impl<'r> Reader<'_, 'r> {
    fn read(&mut self) {
        let mut index = 0;
        while let Some(token) = self.tokens.get(index) {
            match &token.kind {
                Kind::Comma => self.end_clause(),
                Kind::Open => {
                    let pending = std::mem::take(&mut self.pending);
                    self.outer.push(pending);
                }
                Kind::Close => self.close(),
                Kind::And if self.state.numbers > 0 && self.pending.is_empty() => {}
                Kind::Number(quantity) => {
                    let taken = self.suffix(index + 1);
                    let suffix = self.tokens[index + 1..taken].to_vec();
                    self.number(index, quantity, &suffix);
                    index = taken - 1;
                }
                Kind::Value => {
                    let taken = self.suffix(index + 1);
                    let suffix = self.tokens[index + 1..taken].to_vec();
                    self.value(token.span.start, &suffix);
                    index = taken - 1;
                }
                _ => self.pending.push(token.clone()),
            }
            index += 1;
        }
        self.end_clause();
        self.end_sum();
    }

    /// Ends a parenthesis. If it has no number, its words are added to those before it.
    fn close(&mut self) {
        let outer = self.outer.pop().unwrap_or_default();
        let has_number = self.state.numbers > 0;
        if has_number || outer.is_empty() {
            self.end_clause();
            self.pending = outer;
        } else {
            let inner = std::mem::replace(&mut self.pending, outer);
            self.pending.extend(inner);
        }
    }

    /// Returns the end of the words after a number that belong to it. They do if punctuation follows; if
    /// another number follows, they belong to that one and the result is `start`.
    fn suffix(&self, start: usize) -> usize {
        let rest = &self.tokens[start..];
        let end = rest.iter().position(|token| {
            matches!(
                token.kind,
                Kind::Comma
                    | Kind::And
                    | Kind::Open
                    | Kind::Close
                    | Kind::Number(_)
                    | Kind::Value
                    | Kind::Word(
                        Meaning::Compared
                            | Meaning::Share
                            | Meaning::Part
                            | Meaning::Up
                            | Meaning::Down
                            | Meaning::Same
                            | Meaning::Sum
                    )
            )
        });
        match end.map(|end| (end, &rest[end].kind)) {
            Some((_, Kind::Number(_) | Kind::Value)) => start,
            Some((end, _)) => start + end,
            None => self.tokens.len(),
        }
    }

    /// Ends a clause. A clause without a number sets the topic and scope for the next.
    fn end_clause(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let had_numbers = std::mem::take(&mut self.state.numbers) > 0;
        self.state.distribution.clear();
        if pending.is_empty() {
            return;
        }
        self.direction(&pending);
        if pending
            .iter()
            .any(|token| matches!(token.kind, Kind::Word(Meaning::Compared)))
        {
            self.state.direction.set(Flags::COMPARED);
        }
        if had_numbers {
            return;
        }
        let segment = Segment::of(&pending);
        let says_year = segment.is(Flags::WHOLE) || segment.year == Some(self.setting.year);
        self.state.direction.set_if(says_year, Flags::WHOLE);
        let rules = self.setting.rules;
        let topic = segment.concepts.and(rules.domains);
        if segment.is(Flags::EXCLUDE) {
            let is_plain = !segment.is(Flags::UNKNOWN) && segment.scope.is_empty();
            self.state.excluded = is_plain.then_some(topic);
            self.state.direction.set_if(!is_plain, Flags::NARROW);
            return;
        }
        if !topic.is_empty() {
            self.state.topic = Some(topic);
            self.context.domains.push(topic);
        }
        if !segment.scope.is_empty() {
            self.state.scope = Some(segment.scope.clone());
            self.state.is_scope_of_sentence = true;
        }
        if segment.is(Flags::OTHER_YEAR)
            || segment.is(Flags::LAST_YEAR)
            || segment.is(Flags::OTHERWISE)
        {
            self.state.direction.set(Flags::NARROW);
        }
        let narrows = segment.is(Flags::RESTRICT) || segment.is(Flags::PART);
        if narrows && segment.is(Flags::UNKNOWN) {
            self.state.direction.set(Flags::NARROW);
        }
        if segment.year.is_some_and(|year| year != self.setting.year) {
            self.state.direction.set(Flags::NARROW);
        }
    }

    /// Adds a claim for a clause that states a change without a number.
    fn direction(&mut self, pending: &[Token]) {
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
    fn moved(&mut self, before: &[Token]) -> Option<Subject<'r>> {
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
        let mut subject = self.state.last.clone()?;
        // After a list of parts, the change may be that of the whole.
        if subject.is_part {
            for whole in &self.state.wholes {
                subject.readings.extend(whole.readings.iter().cloned());
            }
        }
        Some(subject)
    }

    fn number(&mut self, index: usize, quantity: &Quantity, suffix: &[Token]) {
        let pending = std::mem::take(&mut self.pending);
        let says_mean = Segment::of(&pending)
            .concepts
            .meets(self.setting.rules.mean);
        self.state.direction.set_if(says_mean, Flags::MEAN);
        self.state.numbers += 1;
        let text = |token: &Token| &self.block.text[token.span.clone()];
        if pending.iter().any(|token| text(token) == "各") {
            // 微博、微信各8条: the number holds for each label, not for their sum.
            self.state.last = None;
            if let Some(sum) = &mut self.state.sum {
                sum.is_certain = false;
            }
            return;
        }
        self.start_list(index, &pending, quantity);
        let words = if self.state.distribution.is_empty() {
            pending
        } else {
            self.state.distribution.remove(0)
        };
        let has_order = position(&words, |meaning| {
            matches!(meaning, Meaning::Up | Meaning::Down | Meaning::Same)
        });
        let compared = position(&words, |meaning| meaning == Meaning::Compared);
        let otherwise = position(&words, |meaning| meaning == Meaning::ComparedOtherwise);
        if otherwise.is_some() {
            self.state.last = None;
            return;
        }
        if let Some(word) = has_order {
            if compared.is_some() || self.state.direction.has(Flags::COMPARED) {
                self.change(
                    &words,
                    compared.unwrap_or(word).min(word),
                    word,
                    quantity,
                    suffix,
                );
            }
            self.state
                .direction
                .set_if(compared.is_some(), Flags::COMPARED);
            return;
        }
        // 从40件上升至52件: the first number is the old value.
        let is_from = words
            .iter()
            .any(|token| matches!(&self.block.text[token.span.clone()], "从" | "由"));
        let next = self
            .tokens
            .get(index + 1 + suffix.len())
            .map(|token| &token.kind);
        let moves = matches!(next, Some(Kind::Word(Meaning::Up | Meaning::Down)));
        if is_from && moves {
            return;
        }
        if compared.is_some() {
            // 较上年的40条: the base of a comparison is last year's figure.
            self.state.direction.set(Flags::COMPARED);
            return;
        }
        if let Some(share) = position(&words, |meaning| meaning == Meaning::Share) {
            if quantity.measure == Measure::Percent {
                self.share(&words, share, quantity, suffix);
            }
            return;
        }
        self.amount(&words, quantity, suffix);
    }

    fn amount(&mut self, words: &[Token], quantity: &Quantity, suffix: &[Token]) {
        let words = self.without_exception(words);
        let all: Vec<Token> = words.iter().chain(suffix).cloned().collect();
        let segment = Segment::of(&all);
        // 日均0.5条 is 0.5条/天.
        let is_daily = segment.concepts.meets(self.setting.rules.daily);
        let measure = match quantity.measure {
            Measure::Count if is_daily => Measure::PerDay,
            measure => measure,
        };
        let mut subject = self.subject(&segment, measure);
        if let Some(subject) = &mut subject
            && self.is_loose(&segment, subject, quantity)
        {
            subject.readings.push(Reading::Unknown);
        }
        self.add_part(quantity, words, subject.as_ref());
        if quantity.measure == Measure::Count {
            self.state.printed.push((quantity.value, quantity.word));
        }
        let is_foreign = subject.is_none() && (segment.is(Flags::UNKNOWN) || !segment.is_bare());
        let foreign = is_foreign.then_some(quantity.word);
        if let Some(subject) = &subject {
            let is_bound = subject
                .rules
                .iter()
                .all(|rule| rule.kind == FigureKind::Bound);
            let quantity = quantity.clone();
            self.claims.push(Claim {
                span: quantity.span.clone(),
                subject: subject.clone(),
                kind: if is_bound {
                    ClaimKind::AtMost(quantity)
                } else {
                    ClaimKind::Amount(quantity)
                },
            });
        }
        // The list of parts of an unknown subject continues.
        let before = self
            .state
            .foreign
            .filter(|_| segment.is(Flags::PART) || self.state.numbers > 1);
        self.remember(&segment, subject);
        self.state.foreign = foreign.or(before).or(self.state.foreign);
        // 52件申请中: the numbers that follow are parts of these.
        let is_within = suffix
            .last()
            .is_some_and(|token| &self.block.text[token.span.clone()] == "中");
        self.state.direction.set_if(is_within, Flags::NARROW);
    }

    /// Returns the words after 除…外, and stores the excluded domains in the state.
    fn without_exception<'w>(&mut self, words: &'w [Token]) -> &'w [Token] {
        let start = position(words, |meaning| meaning == Meaning::Exclude);
        let end = position(words, |meaning| meaning == Meaning::Outside);
        let (Some(start), Some(end)) = (start, end) else {
            return words;
        };
        let segment = Segment::of(words.get(start + 1..end).unwrap_or_default());
        let is_plain = !segment.is(Flags::UNKNOWN) && segment.scope.is_empty();
        let topic = segment.concepts.and(self.setting.rules.domains);
        self.state.excluded = Some(topic);
        self.state.direction.set_if(!is_plain, Flags::NARROW);
        &words[end + 1..]
    }

    /// Handles a placeholder: its value is correct by definition, but later claims may refer to it.
    fn value(&mut self, at: usize, suffix: &[Token]) {
        let words = std::mem::take(&mut self.pending);
        self.state.numbers += 1;
        let block = self.block;
        let mention = block.mentions_in(at..at + 1).next();
        let is_change =
            |mention: &&Mention| mention.filters.iter().any(|filter| filter == "change");
        let Some(mention) = mention.filter(|mention| !is_change(mention)) else {
            return;
        };
        let all: Vec<Token> = words.iter().chain(suffix).cloned().collect();
        let segment = Segment::of(&all);
        let is_base = position(&words, |meaning| meaning == Meaning::Compared).is_some();
        let Some(key) = &mention.key else {
            self.state.last = None;
            return;
        };
        // A goal is a plan, not a result: later claims do not refer to it.
        if mention.is_of_year_before || is_base || key.metric == Metric::TargetGoal {
            self.state.direction.set_if(is_base, Flags::COMPARED);
            return;
        }
        let expression = Expression::of(vec![key.clone()]);
        let rules = self.setting.rules.figures.iter().filter(|rule| {
            rule.figures.first() == Some(&expression)
                || rule
                    .parts
                    .iter()
                    .any(|part| part.metric == key.metric && key.labels.starts_with(&part.labels))
        });
        let subject = Subject {
            rules: rules.take(1).collect(),
            readings: vec![Reading::Figure(expression, Year::This)],
            is_part: !key.labels.is_empty() && super::figures::label_of(key).is_some(),
            ..Subject::default()
        };
        self.remember(&segment, Some(subject));
    }

    /// Whether a number may count something other than its words suggest: a part of an unknown subject,
    /// things with another counting word, or the fee of a few cases.
    fn is_loose(&self, segment: &Segment, subject: &Subject<'r>, quantity: &Quantity) -> bool {
        let rules = self.setting.rules;
        let is_plain = subject.rules.iter().all(|rule| rule.must == rule.domain);
        let is_of_foreign = self.state.foreign == Some(quantity.word)
            && !segment.is(Flags::WHOLE)
            && (is_plain || segment.is(Flags::PART));
        let unit = |reading: &Reading| match reading {
            Reading::Figure(expression, _) => expression.unit(),
            Reading::Unknown => None,
        };
        let unit = subject.readings.iter().find_map(unit);
        // 主动公开5件 are documents more often than items; 依申请公开19条 are items, not requests.
        let is_other_thing = match unit {
            Some(Unit::Items) => {
                quantity.word == "件" && !segment.concepts.meets(rules.item) && !subject.is_part
            }
            Some(Unit::Pieces) => matches!(quantity.word, "条" | "则" | "篇"),
            _ => false,
        };
        let is_of_years = segment.is(Flags::CUMULATIVE)
            && !self.state.direction.has(Flags::WHOLE)
            && !segment.is(Flags::WHOLE)
            && segment.year.is_none();
        let is_of_few = quantity.measure == Measure::Yuan
            && self.state.numbers > 1
            && !segment.is(Flags::WHOLE);
        is_of_foreign || is_other_thing || is_of_few || is_of_years
    }

    /// Stores the subject and scope that later claims may refer to.
    fn remember(&mut self, segment: &Segment, subject: Option<Subject<'r>>) {
        let says_year = segment.is(Flags::WHOLE) || segment.year == Some(self.setting.year);
        self.state.direction.set_if(says_year, Flags::WHOLE);
        let is_lone = self.state.numbers == 1 && !segment.is(Flags::PART);
        if !segment.scope.is_empty() {
            self.state.scope = is_lone.then(|| segment.scope.clone());
            self.state.is_scope_of_sentence = false;
        } else if segment.is(Flags::WHOLE) && !self.state.is_scope_of_sentence {
            self.state.scope = None;
        }
        let named = segment.concepts.and(self.setting.rules.domains);
        let domain = match &subject {
            Some(subject) => subject.rules.first().map(|rule| rule.domain),
            None => (!named.is_empty()).then_some(named),
        };
        if let Some(domain) = domain.filter(|domain| !domain.is_empty()) {
            self.context.domains.push(domain);
        }
        if subject.is_some() {
            self.state.foreign = None;
        }
        if let Some(subject) = &subject {
            self.context.seen.extend(subject.rules.iter().copied());
            // Bounds the work for a narrative that is one very long sentence.
            if !subject.is_part && self.state.wholes.len() < 8 {
                self.state.wholes.push(subject.clone());
            }
        }
        self.state.last = subject;
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
        let is_plain = between.iter().chain(&words[word + 1..]).all(is_known)
            && suffix.iter().all(is_known)
            && !reaches;
        if !is_plain {
            return;
        }
        let subject = self.moved(&words[..start]);
        if let (Some(subject), Some(order)) = (subject, order_of(&words[word])) {
            self.claims.push(Claim {
                span: quantity.span.clone(),
                subject,
                kind: ClaimKind::Change {
                    quantity: Some(quantity.clone()),
                    order,
                },
            });
        }
    }

    fn share(&mut self, words: &[Token], at: usize, quantity: &Quantity, suffix: &[Token]) {
        let before = Segment::of(&words[..at]);
        let after: Vec<Token> = words[at + 1..].iter().chain(suffix).cloned().collect();
        let after = Segment::of(&after);
        if before.is(Flags::UNKNOWN) || after.is(Flags::UNKNOWN) || before.is(Flags::OTHERWISE) {
            return;
        }
        let part = if before.is_bare() {
            self.state.last.clone()
        } else {
            self.subject(&before, Measure::Count)
        };
        let part = part.unwrap_or_default();
        let is_named = !after.is_bare();
        // 占全部行政复议的: the figures count only some of the whole.
        if is_named && after.is(Flags::ALL) {
            return;
        }
        let wholes = if is_named {
            let Some(whole) = self.subject(&after, Measure::Count) else {
                return;
            };
            whole.readings
        } else {
            self.wholes_of(&part)
        };
        let mut printed = Vec::new();
        if before.is_bare()
            && !is_named
            && let Some(((part, word), wholes)) = self.state.printed.split_last()
        {
            let of_word = wholes.iter().filter(|(_, other)| other == word);
            printed = of_word.map(|(whole, _)| (*part, *whole)).collect();
        }
        self.claims.push(Claim {
            span: quantity.span.clone(),
            subject: part,
            kind: ClaimKind::Share {
                quantity: quantity.clone(),
                wholes,
                printed,
            },
        });
    }

    /// Returns the wholes that a share may refer to if the text names none: the whole of the part, earlier
    /// wholes of the sentence, or the total of the domain.
    fn wholes_of(&self, part: &Subject<'r>) -> Vec<Reading> {
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

    /// Starts a list if the words announce one: numbers that add up (包括), or one number for each of several
    /// names (分别).
    fn start_list(&mut self, index: usize, pending: &[Token], quantity: &Quantity) {
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
            let unknown = vec![Token {
                span: quantity.span.clone(),
                kind: Kind::Unknown,
            }];
            self.state.distribution = vec![unknown; count];
            return;
        }
        let all = Segment::of(pending);
        let topic = all.concepts.and(self.setting.rules.domains);
        let with_tail = |name: &&[Token]| {
            let mut words = [*name, tail].concat();
            let own = Segment::of(&words).concepts.and(self.setting.rules.domains);
            if own.is_empty() && !topic.is_empty() && topic.each().count() == 1 {
                words.push(Token {
                    span: quantity.span.clone(),
                    kind: Kind::Word(Meaning::Concepts(topic)),
                });
            }
            words
        };
        self.state.distribution = names.iter().map(with_tail).collect();
    }

    /// Adds a number to the open list of parts, if it continues the list.
    fn add_part(&mut self, quantity: &Quantity, words: &[Token], subject: Option<&Subject<'r>>) {
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

    fn end_sum(&mut self) {
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

    /// Returns the subject that the words of a segment name; `None` if it is uncertain.
    fn subject(&mut self, segment: &Segment, measure: Measure) -> Option<Subject<'r>> {
        let uncertain = [
            Flags::UNKNOWN,
            Flags::OTHER_YEAR,
            Flags::EXCLUDE,
            Flags::OUTSIDE,
            Flags::COMPARED,
            Flags::OTHERWISE,
            Flags::OPEN_END,
            Flags::NARROW,
        ];
        if uncertain.into_iter().any(|flag| segment.is(flag)) || measure == Measure::Other {
            return None;
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
        if rules.iter().all(|rule| rule.kind == FigureKind::Bound) && !segment.is(Flags::ALL) {
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
        subject.rules = rules;
        for reading in &mut subject.readings {
            if let Reading::Figure(_, of) = reading {
                *of = year;
            }
        }
        let counts = |reading: &Reading| match reading {
            Reading::Figure(expression, _) => expression
                .unit()
                .is_some_and(|unit| can_count(measure, unit)),
            Reading::Unknown => true,
        };
        subject.readings.retain(counts);
        let is_any = |reading: &Reading| matches!(reading, Reading::Figure(..));
        (subject.readings.iter().any(is_any) || subject.whole.is_some()).then_some(subject)
    }

    /// Whether the segment may be a part of the part that the sentence is about, for which there is no
    /// figure: 网站632条，其中政策文件40条.
    fn is_crossed(&self, rules: &[&'r FigureRule], segment: &Segment, own: &[Reading]) -> bool {
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

    fn year_of(&self, segment: &Segment) -> Option<Year> {
        match segment.year {
            Some(year) if year == self.setting.year => Some(Year::This),
            Some(year) if year == self.setting.year - 1 => Some(Year::Before),
            Some(_) => None,
            None if segment.is(Flags::LAST_YEAR) => Some(Year::Before),
            None => Some(Year::This),
        }
    }

    /// Returns the rules that the words of a segment match, and whether the domain was guessed.
    fn rules_for(
        &self,
        segment: &Segment,
        measure: Measure,
    ) -> Option<(Vec<&'r FigureRule>, bool)> {
        let rules = self.setting.rules;
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
            return not_none(matching(concepts));
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
            let topic = self.state.topic;
            let last = self.state.last.iter().flat_map(|last| &last.rules);
            let last = last.map(|rule| rule.domain);
            let last = last.filter(|_| measure == Measure::PerDay);
            let is_whole = segment.is(Flags::WHOLE);
            let domains = topic.into_iter().chain(last);
            for domain in domains {
                let found = matching(concepts.with(domain));
                if !found.is_empty() {
                    return not_none(found);
                }
            }
            if !is_whole {
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
        if concepts.meets(rules.bound) {
            let last = self.state.last.iter().chain(self.state.wholes.last());
            let domains = last.flat_map(|last| &last.rules).map(|rule| rule.domain);
            let mut domains = self.state.topic.into_iter().chain(domains);
            let found = domains.next().map(|domain| matching(concepts.with(domain)));
            return found.and_then(not_none);
        }
        let recent = self.context.domains.iter().rev().take(8);
        let domains = recent.chain(self.context.section.iter().rev());
        for domain in domains {
            let found = matching(concepts.with(*domain));
            let is_one = !is_scoped || self.has_part(&found, segment);
            if !found.is_empty() && is_one {
                return not_none(found);
            }
        }
        self.guessed(segment, &matching)
    }

    /// Whether the rules have figures for the part that a segment names.
    fn has_part(&self, rules: &[&'r FigureRule], segment: &Segment) -> bool {
        let (readings, ..) = self.parts(rules, segment);
        readings.iter().any(|reading| *reading != Reading::Unknown)
    }

    /// Returns the rules of all domains that fit, for text that names none.
    fn guessed(
        &self,
        segment: &Segment,
        matching: &dyn Fn(Concepts) -> Vec<&'r FigureRule>,
    ) -> Option<(Vec<&'r FigureRule>, bool)> {
        let rules = self.setting.rules;
        let is_weak = rules.weak.has(segment.concepts);
        let is_scoped = !segment.scope.is_empty();
        let mut all = Vec::new();
        for domain in rules.domains.each() {
            let found = matching(segment.concepts.with(domain));
            if !is_scoped || self.has_part(&found, segment) {
                all.extend(found);
            }
            // 全年发布信息 is about published items, the first of the domains.
            if is_weak && !is_scoped && all.len() == 1 {
                break;
            }
        }
        (!all.is_empty()).then_some((all, true))
    }

    /// Adds the readings as a whole, and as the part that earlier words select.
    fn add_wholes(&self, subject: &mut Subject<'r>, rules: &[&'r FigureRule], segment: &Segment) {
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
        if self.state.direction.has(Flags::NARROW) {
            subject.readings.push(Reading::Unknown);
        }
    }

    /// Returns the totals of `domains`, if all of them are known to be included in the total of published
    /// items.
    fn excluded_keys(&self, domains: Concepts) -> Option<Vec<Key>> {
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
    fn parts(
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
                if let Some(keys) =
                    keys.filter(|keys| keys.len() == 1 || !segment.are_labels_joined)
                {
                    readings.push(Reading::Figure(Expression::of(keys), Year::This));
                }
            }
        }
        if readings.is_empty() {
            let whole = rules.first().and_then(|rule| rule.figures.first()).cloned();
            return (vec![Reading::Unknown], whole);
        }
        (readings, None)
    }

    fn labelled(&self, family: &Key, scope: &Scope) -> Option<Vec<Key>> {
        let lexicon = self.setting.lexicon;
        let mut keys = Vec::new();
        for label in &scope.labels {
            keys.extend(lexicon.members(*label, family, self.setting.source)?);
        }
        keys.dedup();
        Some(keys)
    }
}

fn months_of(family: &Key, months: u16) -> Vec<Key> {
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

/// Returns the index of the first word whose meaning matches.
fn position(tokens: &[Token], is_it: impl Fn(Meaning) -> bool) -> Option<usize> {
    tokens
        .iter()
        .position(|token| matches!(token.kind, Kind::Word(meaning) if is_it(meaning)))
}

fn order_of(token: &Token) -> Option<Ordering> {
    match token.kind {
        Kind::Word(Meaning::Up) => Some(Ordering::Greater),
        Kind::Word(Meaning::Down) => Some(Ordering::Less),
        Kind::Word(Meaning::Same) => Some(Ordering::Equal),
        _ => None,
    }
}

/// Whether a number of this measure may be a figure of this unit.
fn can_count(measure: Measure, unit: Unit) -> bool {
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
