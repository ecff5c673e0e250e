//! Extracts claims from a sentence: the numbers, the figures they may refer to, and comparisons.
//!
//! This module does not check claims. A claim has readings: the figures that its number may refer to. An
//! unknown word makes a reading unknown, and a claim with an unknown reading is not contradicted by the other
//! readings.

mod changes;
mod goals;
mod lists;
mod movements;
mod periods;
mod phrases;
mod posts;
mod segment;
mod shares;
mod spans;
mod subjects;

use std::cmp::Ordering;
use std::ops::Range;

use rust_decimal::Decimal;

use super::concepts::Concepts;
use super::figures::{Expression, Source, Year};
use super::lexicon::{Lexicon, Meaning};
use super::number::{Measure, Quantity};
use super::rules::{FigureKind, FigureRule, ProseRules};
use segment::{Flags, Scope, Segment};

use super::text::{Mention, ProseBlock};
use super::tokens::{Kind, Token, tokens};
use super::verdict::in_words;
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
    /// Whether the text says that requests for disclosure were accepted.
    pub(super) fn is_accepted(&self) -> bool {
        self.rules.first().is_some_and(|rule| rule.is_accepted)
    }

    /// Keeps only the rules of the readings that are left, if the domain was guessed.
    fn keep_agreeing(&mut self) {
        let readings = &self.readings;
        let is_left = |rule: &&FigureRule| {
            rule.figures
                .iter()
                .any(|figure| readings.contains(&Reading::Figure(figure.clone(), Year::This)))
        };
        if self.is_guessed && self.rules.iter().copied().any(|rule| is_left(&rule)) {
            self.rules.retain(|rule| is_left(rule));
        }
    }

    /// Returns the figure, if it is a single one of this year.
    fn key(&self) -> Option<Key> {
        match &*self.readings {
            [Reading::Figure(expression, Year::This)] => expression.single().cloned(),
            _ => None,
        }
    }

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

impl Claim<'_> {
    /// Returns the claim with a number that is only about so many.
    pub(super) fn loosened(mut self) -> Self {
        if let ClaimKind::Amount(quantity) = &mut self.kind {
            *quantity = quantity.clone().about();
        }
        self
    }
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
    /// The figure is this multiple, or this percentage, of that of the year before.
    Ratio(Quantity),
    /// The figure changed against the year before, by `quantity` if given.
    Change {
        quantity: Option<Quantity>,
        order: Ordering,
    },
    /// The parts add up to the whole.
    Sum { whole: Decimal, parts: Vec<Decimal> },
    /// The last of `parts` add up to the whole: `count` of them, or two or more.
    Total {
        whole: Decimal,
        parts: Vec<Decimal>,
        count: Option<usize>,
    },
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
    let tokens = phrases::joined(&tokens, &block.text, setting);
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

/// How many numbers of a sentence later ones may refer to, at least.
const REMEMBERED: usize = 64;

/// State of the reader within a sentence.
#[derive(Default)]
struct State<'r> {
    /// The subject of the last amount.
    last: Option<Subject<'r>>,
    /// Subjects of the sentence that are wholes.
    wholes: Vec<Subject<'r>>,
    /// Typed counts with their counting words.
    printed: Vec<(Decimal, &'static str)>,
    /// Whether one of `printed` is approximate, or counts things that are counted more than once.
    has_vague: bool,
    /// The figures of the amounts so far; `None` for an amount without a certain one.
    amounts: Vec<Option<Key>>,
    /// The number of the last amount.
    quantity: Option<Quantity>,
    /// The current scope, from a clause without a number or from a clause with a single amount.
    scope: Option<Scope>,
    /// Whether `scope` comes from a clause without a number: 规划建设局围绕中心工作，全年公开…
    is_scope_of_sentence: bool,
    /// The domain that a clause without a number named.
    topic: Option<Concepts>,
    /// Sentence-wide flags. `NARROW`: the following amounts are an unknown part. `COMPARED`: with the year
    /// before. `MEAN`: 平均 occurred. `WHOLE`: the sentence names the report year.
    /// `ELSEWHERE`: it began with a number of another year: 上年收到6件，予以公开4件.
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
    /// The words of the last clause, if it has no number.
    named: Option<Vec<Token>>,
    /// The labels or months named last.
    recent: Option<Scope>,
    /// The words of the old value in 由上年的2件增至5件.
    base: Option<Vec<Token>>,
    /// What the old value is of, if it is last year's.
    moves: Option<Subject<'r>>,
    /// The typed part and whole of a share that follows.
    share_of: Option<(Decimal, Decimal)>,
    /// The subjects of the amounts so far, and those that the numbers of 分别增长a%、b% are about.
    subjects: Vec<Option<Subject<'r>>>,
    queue: Vec<Subject<'r>>,
    /// The counting word of the number before 中, as in 28个项目中: the shares that follow are of typed numbers.
    within: Option<&'static str>,
    /// A share or a count whose things the next number describes: 八成申请在10个工作日内办结.
    portion: Option<(Quantity, Vec<Token>)>,
    /// The bound of the things that the next number counts: 10个工作日内办结8件.
    bound: Option<u32>,
    /// The words before the bound.
    bound_words: Vec<Token>,
    /// The matter for which the sentence names a target.
    goal: Option<Subject<'r>>,
    /// Whether the exception before 其余 is what was carried over.
    is_rest_of_carried: bool,
    /// The numbers whose shares were given: none is the whole of another.
    siblings: Vec<Decimal>,
    /// The subject of a number of which only a part that follows is government information.
    of_part: Option<Subject<'r>>,
    /// Kinds that make up a whole, with the numbers so far: 专职1人、兼职4人.
    partition: Vec<(Concepts, Decimal)>,
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
                            | Meaning::Reach(_)
                            | Meaning::Rest
                            | Meaning::Total
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
        self.state.bound = None;
        self.state.portion = None;
        if pending.is_empty() {
            return;
        }
        self.direction(&pending);
        self.all_of_kind(&pending);
        self.result(&pending);
        self.first_ever(&pending);
        if pending
            .iter()
            .any(|token| matches!(token.kind, Kind::Word(Meaning::Compared)))
        {
            self.state.direction.set(Flags::COMPARED);
        }
        if had_numbers || self.is_motto(&pending) {
            return;
        }
        let segment = Segment::of(&pending);
        if !segment.is_bare() {
            self.state.named = Some(pending);
        }
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
            self.state.recent = Some(segment.scope.clone());
            self.state.is_scope_of_sentence = true;
        }
        let narrows = segment.is(Flags::RESTRICT) || segment.is(Flags::PART);
        let is_narrow = segment.is(Flags::OTHER_YEAR)
            || segment.is(Flags::LAST_YEAR)
            || segment.is(Flags::OTHERWISE)
            || narrows && segment.is(Flags::UNKNOWN);
        self.state.direction.set_if(is_narrow, Flags::NARROW);
        // 继2020年零申请之后，2021年收到7件 is of this year again.
        let is_elsewhere = segment.year.is_some_and(|year| year != self.setting.year);
        self.state.direction.set_if(is_elsewhere, Flags::ELSEWHERE);
    }

    /// Whether a clause without a number is a motto, which narrows nothing: 按照“应公开尽公开”的原则.
    fn is_motto(&self, words: &[Token]) -> bool {
        const ALONE: [&str; 6] = ["坚持", "秉持", "秉承", "本着", "遵循", "恪守"];
        const FIRST: [&str; 11] = [
            "坚持", "按照", "遵循", "秉持", "秉承", "本着", "根据", "依照", "依据", "遵照", "对照",
        ];
        const LAST: [&str; 9] = [
            "原则", "理念", "要求", "部署", "精神", "宗旨", "规定", "方针", "安排",
        ];
        let said = |token: &Token| self.text_of(token).trim_start_matches("认真").to_owned();
        let begins = |with: &[&str]| {
            let mut first = words.iter().take(2).map(said);
            first.any(|said| with.iter().any(|word| said.starts_with(word)))
        };
        let last = words.last().map(said).unwrap_or_default();
        let ends = LAST.iter().any(|word| last.ends_with(word));
        (begins(&ALONE) || begins(&FIRST) && ends) && Segment::of(words).scope.is_empty()
    }

    fn number(&mut self, index: usize, quantity: &Quantity, suffix: &[Token]) {
        let pending = std::mem::take(&mut self.pending);
        let says_mean = Segment::of(&pending)
            .concepts
            .meets(self.setting.rules.mean);
        self.state.direction.set_if(says_mean, Flags::MEAN);
        self.state.numbers += 1;
        if self.each(&pending, quantity, suffix) {
            return;
        }
        self.start_list(index, &pending, quantity);
        let words = if self.state.distribution.is_empty() {
            pending
        } else {
            self.state.distribution.remove(0)
        };
        if !self.state.queue.is_empty() {
            self.state.last = Some(self.state.queue.remove(0));
        }
        let is_done = self.excepted(&words, quantity, suffix)
            || self.goal(&words, quantity, suffix)
            || self.bounded(&words, quantity, suffix)
            || self.otherwise(&words, quantity)
            || self.between_parts(&words, quantity, suffix)
            || self.movement(index, &words, quantity, suffix)
            || self.ratio(&words, quantity)
            || self.total(&words, quantity)
            || self.changed(&words, quantity, suffix)
            || self.share_of_typed(&words, quantity)
            || self.share_without_word(&words, quantity)
            || self.span(index, &words, quantity, suffix);
        if is_done {
            return;
        }
        if position(&words, |meaning| meaning == Meaning::Compared).is_some() {
            self.state.direction.set(Flags::COMPARED);
            return;
        }
        if self.share_named_before(&words, quantity, suffix) {
            return;
        }
        if let Some(share) = position(&words, |meaning| meaning == Meaning::Share) {
            if quantity.measure == Measure::Percent {
                self.share(&words, share, quantity, suffix);
            }
            return;
        }
        self.amount(index + suffix.len(), &words, quantity, suffix);
    }

    /// Handles a plain count; `index` is that of its last token.
    fn amount(&mut self, index: usize, words: &[Token], quantity: &Quantity, suffix: &[Token]) {
        let words = self.without_exception(words);
        let all: Vec<Token> = words.iter().chain(suffix).cloned().collect();
        let segment = Segment::of(&all);
        // 日均0.5条 is 0.5条/天.
        let is_daily =
            segment.concepts.meets(self.setting.rules.daily) && self.periods(&segment).is_none();
        let measure = match quantity.measure {
            Measure::Count if is_daily => Measure::PerDay,
            measure => measure,
        };
        let is_within = suffix
            .last()
            .is_some_and(|token| self.text_of(token) == "中");
        let joined = self.joined_groups(words, measure);
        let mut subject = joined.or_else(|| self.subject_of_amount(&segment, measure));
        if subject.is_none() && is_within {
            subject = self.items_published(&segment, quantity);
        }
        let whole = self.left_to_part(&segment);
        let is_left = whole.is_some();
        subject = whole.or(subject);
        if self.is_of_other_cases(&segment, subject.as_ref(), quantity)
            || self.leaves_to_part(index, &segment, subject.as_ref())
        {
            subject = None;
        }
        let is_elsewhere = self.is_elsewhere(&segment);
        if let Some(subject) = &mut subject
            && !is_left
            && (is_elsewhere
                || self.is_behind_days(quantity)
                || self.is_loose(&segment, subject, quantity))
        {
            subject.readings.push(Reading::Unknown);
        }
        self.add_part(quantity, words, subject.as_ref());
        self.add_kind(quantity, &segment);
        if let Some(subject) = &subject {
            let mut rules = subject.rules.iter();
            let is_bound = rules.all(|rule| rule.kind == FigureKind::Bound);
            let kind = if is_bound {
                ClaimKind::AtMost
            } else {
                ClaimKind::Amount
            };
            self.claim(quantity, subject.clone(), kind(quantity.clone()));
        }
        let (segment, subject) = self.widened(segment, subject, quantity);
        self.follow(&segment, subject, quantity);
        if is_within {
            self.narrow_to(quantity);
        }
    }

    /// Whether a number without a year of its own belongs to another year, which the sentence began with.
    fn is_elsewhere(&mut self, segment: &Segment) -> bool {
        let is_dated = segment.year.is_some()
            || segment.is(Flags::WHOLE)
            || segment.is(Flags::LAST_YEAR)
            || segment.is(Flags::OTHER_YEAR);
        if is_dated {
            let is_other =
                self.year_of(segment) != Some(Year::This) || segment.is(Flags::OTHER_YEAR);
            let begins = is_other && self.state.amounts.is_empty();
            self.state.direction = self.state.direction.without(Flags::ELSEWHERE);
            self.state.direction.set_if(begins, Flags::ELSEWHERE);
        }
        !is_dated && self.state.direction.has(Flags::ELSEWHERE)
    }

    /// Whether a count stands behind days in its clause, which select some: 超过15个工作日的申请有46件.
    fn is_behind_days(&self, quantity: &Quantity) -> bool {
        let before = self.state.quantity.as_ref().map(|before| before.measure);
        let is_of_days = matches!(before, Some(Measure::WorkingDays | Measure::Days));
        quantity.measure == Measure::Count && self.state.numbers > 1 && is_of_days
    }

    /// Returns a part without a figure as the whole, if the number is that of the whole: 网站公开采购信息123条.
    fn widened(
        &self,
        mut segment: Segment,
        subject: Option<Subject<'r>>,
        quantity: &Quantity,
    ) -> (Segment, Option<Subject<'r>>) {
        let Some(mut subject) = subject else {
            return (segment, None);
        };
        let is_unknown = |reading: &Reading| *reading == Reading::Unknown;
        if let Some(whole) = &subject.whole
            && subject.readings.iter().all(is_unknown)
        {
            let whole = Reading::Figure(whole.clone(), Year::This);
            if self.reads(&whole, quantity) {
                subject.readings = vec![whole];
                subject.whole = None;
                subject.is_part = false;
                segment.scope = Scope::default();
            }
        }
        (segment, Some(subject))
    }

    /// Stores an amount, to which later claims may refer.
    fn follow(&mut self, segment: &Segment, mut subject: Option<Subject<'r>>, quantity: &Quantity) {
        let state = &mut self.state;
        if !matches!(quantity.measure, Measure::Percent | Measure::Points) {
            state.has_vague |= !quantity.is_exact();
            state.printed.push((quantity.value, quantity.word));
        }
        let is_foreign = subject.is_none() && (segment.is(Flags::UNKNOWN) || !segment.is_bare());
        let foreign = is_foreign.then_some(quantity.word);
        // The list of parts of an unknown subject continues.
        let before = state
            .foreign
            .filter(|_| segment.is(Flags::PART) || state.numbers > 1);
        state.has_vague |= subject.as_ref().is_some_and(is_of_channel);
        state.quantity = Some(quantity.clone());
        let key = subject.as_ref().and_then(Subject::key);
        state.amounts.push(key);
        state.subjects.push(subject.clone());
        // Bounds the work for a narrative that is one very long sentence.
        if state.printed.len() > 2 * REMEMBERED {
            state.printed.drain(..REMEMBERED);
        }
        if state.subjects.len() > 2 * REMEMBERED {
            state.subjects.drain(..REMEMBERED);
            state.amounts.drain(..REMEMBERED);
        }
        // Later claims are about the reading that agrees.
        if let Some(subject) = &mut subject
            && self.agrees(subject, quantity)
        {
            let agreeing = std::mem::take(&mut subject.readings).into_iter();
            let agreeing = agreeing.filter(|reading| self.reads(reading, quantity));
            subject.readings = agreeing.collect();
            subject.keep_agreeing();
        }
        self.remember(segment, subject);
        self.state.foreign = foreign.or(before).or(self.state.foreign);
    }

    /// Stores that the numbers that follow are parts of the last amount: 52件申请中.
    fn narrow_to(&mut self, quantity: &Quantity) {
        let rules = self.setting.rules;
        let last = self.state.last.as_ref();
        let is_part = last.is_some_and(|last| last.is_part);
        let rule = last.and_then(|last| last.rules.first());
        // 52件申请中，48件按期答复 are of those received; of disputes, the figures count no others.
        let is_narrow = rule.is_none_or(|rule| {
            let is_whole = rule.must.meets(rules.whole_of_parts) || self.is_all_of_year(quantity);
            rule.domain.meets(rules.requests) && !is_whole || is_part
        });
        self.state.direction.set_if(is_narrow, Flags::NARROW);
        self.state.within = Some(quantity.word);
    }

    /// Whether the requests just counted are all that were handled: none came from the year before.
    fn is_all_of_year(&self, quantity: &Quantity) -> bool {
        let Some(last) = self.state.last.as_ref() else {
            return false;
        };
        let received = last.readings.iter().find_map(|reading| match reading {
            Reading::Figure(figure, Year::This) => figure.single(),
            _ => None,
        });
        let carried = received
            .filter(|key| key.metric == Metric::RequestsReceived)
            .map(|key| Key {
                metric: Metric::RequestsCarriedIn,
                ..key.clone()
            });
        let value =
            |key: &Key| Expression::of(vec![key.clone()]).value(self.setting.source, Year::This);
        carried.as_ref().and_then(value) == Some(Decimal::ZERO) && self.agrees(last, quantity)
    }

    /// Whether an amount of cases is not that of disclosure: 行政复议案件30件 are all that the office has, unless
    /// they are as many.
    fn is_of_other_cases(
        &self,
        segment: &Segment,
        subject: Option<&Subject<'r>>,
        quantity: &Quantity,
    ) -> bool {
        let rules = self.setting.rules;
        let mut section = self.context.section.iter();
        segment.concepts.meets(rules.case)
            && !section.any(|domain| domain.meets(rules.disputes))
            && !subject.is_some_and(|subject| self.agrees(subject, quantity))
    }

    /// Handles the number of an exception: 除2件结转下年度外. Returns whether it is one.
    fn excepted(&mut self, words: &[Token], quantity: &Quantity, suffix: &[Token]) -> bool {
        let Some(at) = position(words, |meaning| meaning == Meaning::Exclude) else {
            return false;
        };
        let outside = position(suffix, |meaning| meaning == Meaning::Outside);
        let Some(outside) = outside.filter(|_| Segment::of(&words[at + 1..]).is_bare()) else {
            return false;
        };
        let suffix = &suffix[..outside];
        let carried = Segment::of(suffix).concepts;
        self.state.is_rest_of_carried = carried.meets(self.setting.rules.carried);
        self.amount(self.tokens.len(), &words[..at], quantity, suffix);
        self.state.last = None;
        true
    }

    /// Returns all that was published, if the number in 58条信息中 is as many.
    fn items_published(&mut self, segment: &Segment, quantity: &Quantity) -> Option<Subject<'r>> {
        let rules = self.setting.rules;
        let is_plain = segment.concepts == rules.item && segment.scope.is_empty();
        let mut whole = segment.clone();
        whole.concepts = rules.published;
        let subject = self
            .subject(&whole, quantity.measure)
            .filter(|_| is_plain)?;
        self.agrees(&subject, quantity).then_some(subject)
    }

    /// Whether a figure of the subject is the number.
    fn agrees(&self, subject: &Subject<'_>, quantity: &Quantity) -> bool {
        let mut readings = subject.readings.iter();
        readings.any(|reading| self.reads(reading, quantity))
    }

    fn reads(&self, reading: &Reading, quantity: &Quantity) -> bool {
        match reading {
            Reading::Figure(expression, year) => {
                let value = expression.value(self.setting.source, *year);
                value.is_some_and(|value| quantity.holds(in_words(value, expression)))
            }
            Reading::Unknown => false,
        }
    }

    /// Adds a claim for the result of the disputes just counted: 行政复议1件，结果维持.
    fn result(&mut self, pending: &[Token]) {
        let rules = self.setting.rules;
        let segment = Segment::of(pending);
        let of_disputes = rules.results.has(segment.concepts);
        let of_requests = rules.outcomes.has(segment.concepts) && segment.is(Flags::ALL);
        let is_result = !segment.concepts.is_empty()
            && (of_disputes || of_requests)
            && segment.scope.is_empty()
            && segment.flags.without(Flags::ALL.with(Flags::WHOLE)) == Flags::default();
        // 申请2件，其中当面1件、网络1件，均予以公开 is about the two.
        let last = self.state.last.as_ref().filter(|last| !last.is_part);
        let last = last.and_then(|last| last.rules.first());
        let (Some(quantity), Some(last)) = (self.state.quantity.clone(), last) else {
            return;
        };
        let is_dispute = last.domain.meets(rules.disputes) || last.must.meets(rules.routes);
        let is_request = last.domain == rules.disclosure && of_requests;
        let is_result_itself = last.must.meets(rules.results.with(rules.outcomes));
        if !is_result || is_result_itself || !(is_dispute && of_disputes || is_request) {
            return;
        }
        let must = last
            .must
            .without(rules.whole_of_parts)
            .without(rules.received);
        let words = Segment {
            concepts: segment.concepts.with(must),
            ..Segment::default()
        };
        if let Some(subject) = self.subject(&words, quantity.measure) {
            let span = pending
                .first()
                .map_or(quantity.span.clone(), |first| first.span.clone());
            let mut quantity = quantity;
            quantity.span = span;
            self.claim(&quantity, subject, ClaimKind::Amount(quantity.clone()));
        }
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

    fn text_of(&self, token: &Token) -> &str {
        &self.block.text[token.span.clone()]
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
                // 网络提交58件 may be requests.
                let is_certain = subject.is_part && !subject.is_guessed;
                quantity.word == "件" && !segment.concepts.meets(rules.item) && !is_certain
            }
            Some(Unit::Pieces) => matches!(quantity.word, "条" | "则" | "篇"),
            _ => false,
        };
        // 截至2021年12月31日，门户网站累计公开1286条 is what there is by then.
        let start = self.tokens.first().map_or(0, |token| token.span.start);
        let said = &self.block.text[start..quantity.span.start.max(start)];
        let is_until = said.contains("截至") || said.contains("截止");
        let is_of_years = segment.is(Flags::CUMULATIVE)
            && (is_until && subject.is_part || !self.state.direction.has(Flags::WHOLE))
            && !segment.is(Flags::WHOLE)
            && segment.year.is_none();
        // 上年结转的2件均已办结，其中1件予以公开.
        let is_must = |subject: &Subject<'_>, concepts: Concepts| {
            let rules = subject.rules.iter();
            rules.into_iter().any(|rule| rule.must.meets(concepts))
        };
        let is_of_carried = is_must(subject, rules.outcomes)
            && self
                .state
                .wholes
                .last()
                .is_some_and(|whole| is_must(whole, rules.carried_in));
        let is_fee = subject.rules.iter().any(|rule| rule.must.meets(rules.fee));
        let is_of_few = is_fee
            && quantity.measure == Measure::Yuan
            && self.state.numbers > 1
            && !segment.is(Flags::WHOLE);
        is_of_foreign || is_other_thing || is_of_few || is_of_years || is_of_carried
    }

    /// Stores the subject and scope that later claims may refer to.
    fn remember(&mut self, segment: &Segment, subject: Option<Subject<'r>>) {
        let says_year = segment.is(Flags::WHOLE) || segment.year == Some(self.setting.year);
        self.state.direction.set_if(says_year, Flags::WHOLE);
        self.state.named = None;
        let is_lone = self.state.numbers == 1 && !segment.is(Flags::PART);
        if !segment.scope.is_empty() {
            self.state.recent = Some(segment.scope.clone());
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
}

/// Whether a subject is what was published in a channel: one item may be in several.
fn is_of_channel(subject: &Subject<'_>) -> bool {
    subject.readings.iter().any(|reading| match reading {
        Reading::Figure(expression, _) => matches!(
            expression.metric(),
            Some(Metric::PublishedByChannel | Metric::PublishedByChannelGroup)
        ),
        Reading::Unknown => false,
    })
}

/// Returns the index of the first word whose meaning matches.
fn position(tokens: &[Token], is_it: impl Fn(Meaning) -> bool) -> Option<usize> {
    tokens
        .iter()
        .position(|token| matches!(token.kind, Kind::Word(meaning) if is_it(meaning)))
}
