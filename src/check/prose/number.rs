//! Reads numbers in prose: half- and full-width digits, Chinese numerals, 万 and 亿, counting words, and words
//! that turn a number into an interval.

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

/// The quantity that a counting word measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Things: 条, 件, 次.
    Count,
    /// A percentage.
    Percent,
    /// Percentage points.
    Points,
    /// Things per day.
    PerDay,
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
    /// Money, in yuan.
    Yuan,
    /// A multiple: 倍, 番.
    Times,
    /// Things that no figure counts: 人次, 场.
    Other,
}

/// The precision of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The number as printed.
    Exact,
    /// 约, 左右: within a tenth.
    Roughly,
    /// 余, 多: above the number, by less than one unit of its last nonzero digit.
    Over,
    /// 近: the number, or up to a tenth less.
    Nearly,
    /// 以上: the number or more.
    AtLeast,
    /// 不足: less than the number.
    Below,
}

/// How far from the printed number the actual one may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    /// Digits: the number is rounded to its last one.
    Digits,
    /// 成: the number is rounded to whole tenths.
    Tenths,
    /// 三分之一, 一半: within a twentieth.
    Fraction,
}

/// A number with its counting word.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    /// Byte range in the text, from the digits to the counting word.
    pub(super) span: Range<usize>,
    /// The value in the unit of `measure`: yuan for 万元, a percentage for 百分之.
    pub(super) value: Decimal,
    /// Value of one unit in the last printed digit.
    step: Decimal,
    /// Value of one unit in the last nonzero digit.
    grain: Decimal,
    pub(super) measure: Measure,
    /// The counting word; empty if there is none.
    pub(super) word: &'static str,
    about: About,
    precision: Precision,
}

/// Counting words. A word comes before its own prefixes.
const WORDS: &[(&str, Measure)] = &[
    ("条/天", Measure::PerDay),
    ("件/天", Measure::PerDay),
    ("条/日", Measure::PerDay),
    ("件/日", Measure::PerDay),
    ("条每天", Measure::PerDay),
    ("件每天", Measure::PerDay),
    ("条/工作日", Measure::PerDay),
    ("个百分点", Measure::Points),
    ("百分点", Measure::Points),
    ("个工作日", Measure::WorkingDays),
    ("工作日", Measure::WorkingDays),
    ("个自然日", Measure::Days),
    ("自然日", Measure::Days),
    ("天", Measure::Days),
    ("%", Measure::Percent),
    ("％", Measure::Percent),
    ("元", Measure::Yuan),
    ("条（次）", Measure::Count),
    ("条(次)", Measure::Count),
    ("条/次", Measure::Count),
    ("条次", Measure::Count),
    ("条", Measure::Count),
    ("件（次）", Measure::Count),
    ("件(次)", Measure::Count),
    ("件/次", Measure::Count),
    ("件次", Measure::Count),
    ("件", Measure::Count),
    ("则", Measure::Count),
    ("起", Measure::Count),
    ("宗", Measure::Count),
    ("封", Measure::Count),
    ("部", Measure::Count),
    ("单", Measure::Count),
    ("例", Measure::Count),
    ("份", Measure::Count),
    ("篇次", Measure::Count),
    ("篇", Measure::Count),
    ("次", Measure::Count),
    ("项", Measure::Count),
    ("个月", Measure::Other),
    ("个", Measure::Count),
    ("人次", Measure::Other),
    ("人", Measure::Other),
    ("名", Measure::Other),
    ("场次", Measure::Other),
    ("场", Measure::Other),
    ("期", Measure::Other),
    ("户", Measure::Other),
    ("家", Measure::Other),
    ("倍", Measure::Times),
    ("批", Measure::Other),
    ("种", Measure::Other),
    ("类", Measure::Other),
    ("册", Measure::Other),
    ("处", Measure::Other),
    ("台", Measure::Other),
    ("套", Measure::Other),
    ("位", Measure::Other),
    ("小时", Measure::Other),
    ("分钟", Measure::Other),
];

/// Counting words that are accepted after Chinese numerals. 三项 and 一个 are left out: they are more often
/// phrases than figures.
const WORDS_OF_NUMERALS: &[&str] = &[
    "条",
    "件",
    "则",
    "起",
    "宗",
    "份",
    "篇",
    "封",
    "部",
    "倍",
    "个工作日",
    "工作日",
    "天",
    "元",
    "个百分点",
];

const BEFORE: &[(&str, About)] = &[
    ("大约", About::Roughly),
    ("约为", About::Roughly),
    ("约", About::Roughly),
    ("接近", About::Nearly),
    ("将近", About::Nearly),
    ("近", About::Nearly),
    ("超过", About::AtLeast),
    ("超", About::AtLeast),
    ("突破", About::AtLeast),
    ("逾", About::AtLeast),
    ("不少于", About::AtLeast),
    ("不低于", About::AtLeast),
    ("至少", About::AtLeast),
    ("不足", About::Below),
    ("不到", About::Below),
    ("少于", About::Below),
    ("低于", About::Below),
    ("未达到", About::Below),
    ("未达", About::Below),
    ("高于", About::AtLeast),
    ("多于", About::AtLeast),
    ("大于", About::AtLeast),
    ("超出", About::AtLeast),
    ("几近", About::Nearly),
    ("差不多", About::Roughly),
];

const BEHIND: &[(&str, About)] = &[
    ("左右", About::Roughly),
    ("上下", About::Roughly),
    ("以上", About::AtLeast),
    ("以下", About::Below),
    ("之多", About::Exact),
];

/// Words for a part of a whole, with the percentage that each means.
const PORTIONS: &[(&str, u32, About)] = &[
    ("一半以上", 50, About::AtLeast),
    ("半数以上", 50, About::AtLeast),
    ("一大半", 50, About::AtLeast),
    ("一半多", 50, About::AtLeast),
    ("过半数", 50, About::AtLeast),
    ("过半", 50, About::AtLeast),
    ("近半数", 50, About::Nearly),
    ("近半", 50, About::Nearly),
    ("大半", 50, About::AtLeast),
    ("半数", 50, About::Exact),
    ("一半", 50, About::Exact),
];

/// Words for a doubling.
const DOUBLINGS: &[(&str, u32)] = &[
    ("翻了一番", 2),
    ("翻了两番", 4),
    ("翻一番", 2),
    ("翻两番", 4),
    ("翻了番", 2),
    ("翻番", 2),
];

impl Quantity {
    /// Reads the number at `at` in `text`; `None` if there is none.
    pub(super) fn read(text: &str, at: usize) -> Option<Self> {
        let before = &text[..at];
        if before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphanumeric() || "第〔.．-—/".contains(c))
        {
            return None;
        }
        if let Some(portion) = Self::portion(text, at).or_else(|| Self::doubling(text, at)) {
            return Some(portion);
        }
        let (start, is_percent) = match text[at..].strip_prefix("百分之") {
            Some(_) => (at + "百分之".len(), true),
            None => (at, false),
        };
        let digits = Digits::read(&text[start..])?;
        let mut end = start + digits.length;
        let mut about = BEFORE.iter().find(|(word, _)| before.ends_with(word));
        let mut scale = Decimal::ONE;
        for _ in 0..2 {
            if let Some(word) = [("余", About::Over), ("多", About::Over)]
                .iter()
                .find(|(word, _)| text[end..].starts_with(word))
            {
                about = Some(word);
                end += word.0.len();
            }
            let by = [("万", 10_000), ("亿", 100_000_000), ("千", 1000)];
            if let Some((word, by)) = by.iter().find(|(word, _)| text[end..].starts_with(word)) {
                scale *= Decimal::from(*by);
                end += word.len();
            }
        }
        let (word, measure) = if is_percent {
            ("%", Measure::Percent)
        } else {
            let found = WORDS
                .iter()
                .find(|(word, _)| starts_with(&text[end..], word));
            let found = found.filter(|(word, _)| {
                !digits.are_numerals
                    || WORDS_OF_NUMERALS.contains(word)
                    || about.is_some()
                    || digits.value > Decimal::TEN
            });
            match found {
                Some(&(word, measure)) => (word, measure),
                None if !digits.are_numerals && ends_bare(before, &text[end..]) => {
                    ("", Measure::Count)
                }
                None => return None,
            }
        };
        if !is_percent {
            end += word.len();
        }
        if measure == Measure::Times && text[end..].starts_with(['多', '余']) {
            about = Some(&("多", About::Over));
            end += '多'.len_utf8();
        }
        if let Some(found) = BEHIND
            .iter()
            .find(|(word, _)| text[end..].starts_with(word))
        {
            about = Some(found);
        }
        Some(Self {
            span: at..end,
            value: digits.value.checked_mul(scale)?,
            step: digits.step.checked_mul(scale)?,
            grain: digits.grain.checked_mul(scale)?,
            measure,
            word,
            about: about.map_or(About::Exact, |(_, about)| *about),
            precision: Precision::Digits,
        })
    }

    /// Reads a part of a whole in words: 三分之一, 七成, 一半以上.
    fn portion(text: &str, at: usize) -> Option<Self> {
        let rest = &text[at..];
        let fixed = PORTIONS.iter().find(|(word, ..)| rest.starts_with(word));
        if let Some((word, percent, about)) = fixed {
            let percent = Decimal::from(*percent);
            let span = at..at + word.len();
            return Self::share(text, span, percent, Precision::Fraction, Some(*about));
        }
        let first = Digits::read(rest)?;
        let behind = &rest[first.length..];
        if let Some(after) = behind.strip_prefix("分之").filter(|_| first.are_numerals) {
            let part = Digits::read(after)?;
            let percent = part.value.checked_mul(Decimal::ONE_HUNDRED)?;
            let percent = percent.checked_div(first.value)?;
            let length = first.length + "分之".len() + part.length;
            let is_part = part.value < first.value && first.value < Decimal::ONE_HUNDRED;
            return Self::share(text, at..at + length, percent, Precision::Fraction, None)
                .filter(|_| is_part);
        }
        let after = behind.strip_prefix('成')?;
        // 三成 is 30 %, but 完成 and 成立 are words.
        let is_word = after.starts_with(['立', '本', '交', '员', '为', '果', '效', '功']);
        if is_word || first.value >= Decimal::TEN {
            return None;
        }
        let mut length = first.length + '成'.len_utf8();
        let mut percent = first.value.checked_mul(Decimal::TEN)?;
        if after.starts_with('半') {
            percent += Decimal::from(5);
            length += '半'.len_utf8();
        }
        Self::share(text, at..at + length, percent, Precision::Tenths, None)
    }

    /// Returns a share with the approximating words around `span`.
    fn share(
        text: &str,
        mut span: Range<usize>,
        percent: Decimal,
        precision: Precision,
        about: Option<About>,
    ) -> Option<Self> {
        let before = BEFORE
            .iter()
            .find(|(word, _)| text[..span.start].ends_with(word));
        let mut about = about
            .filter(|about| *about != About::Exact)
            .or(before.map(|found| found.1));
        let rest = &text[span.end..];
        if rest.starts_with(['多', '余', '强']) {
            about = Some(About::Over);
            span.end += '多'.len_utf8();
        } else if let Some((_, found)) = BEHIND.iter().find(|(word, _)| rest.starts_with(word)) {
            about = Some(*found);
        }
        let grain = match precision {
            Precision::Fraction => percent.checked_div(Decimal::from(4))?,
            _ => Decimal::TEN,
        };
        Some(Self {
            span,
            value: percent,
            step: grain,
            grain,
            measure: Measure::Percent,
            word: "%",
            about: about.unwrap_or(About::Exact),
            precision,
        })
    }

    /// Reads a doubling: 翻了一番.
    fn doubling(text: &str, at: usize) -> Option<Self> {
        let found = DOUBLINGS
            .iter()
            .find(|(word, _)| text[at..].starts_with(word));
        let (word, times) = found?;
        let span = at..at + word.len();
        let times = Decimal::from(*times);
        let share = Self::share(text, span, times, Precision::Fraction, None)?;
        Some(Self {
            grain: Decimal::ONE,
            measure: Measure::Times,
            word: "番",
            about: match share.about {
                About::Exact => About::Roughly,
                about => about,
            },
            ..share
        })
    }

    /// Returns an exact number that the text gives in other words: 均为 is 100 %.
    pub(super) fn said(span: Range<usize>, value: Decimal, measure: Measure) -> Self {
        Self {
            span,
            value,
            step: Decimal::ONE,
            grain: Decimal::ONE,
            measure,
            word: "",
            about: About::Exact,
            precision: Precision::Digits,
        }
    }

    /// Returns the number if it is exact and whole.
    pub(super) fn whole_number(&self) -> Option<u32> {
        let is_whole = self.is_exact() && self.value.fract().is_zero();
        is_whole.then(|| self.value.try_into().ok()).flatten()
    }

    /// Returns the quantity with `more` added: 超额完成6% is 106 %.
    pub(super) fn more(mut self, more: Decimal) -> Option<Self> {
        self.value = self.value.checked_add(more)?;
        Some(self)
    }

    /// Returns the quantity with the approximating word that is set apart from it: 超过总数的七成.
    pub(super) fn with_word(self, word: &str) -> Self {
        let found = BEFORE.iter().find(|(before, _)| *before == word);
        match found {
            Some((_, about)) if self.is_exact() => Self {
                about: *about,
                ..self
            },
            _ => self,
        }
    }

    /// Returns the quantity as an approximate one, whatever word it has.
    pub(super) fn about(self) -> Self {
        Self {
            about: About::Roughly,
            ..self
        }
    }

    /// Returns the quantity as an approximate one: 约占三成.
    pub(super) fn roughly(self) -> Self {
        let about = match self.about {
            About::Exact => About::Roughly,
            about => about,
        };
        Self { about, ..self }
    }

    /// Whether the number is `actual` rounded half up to its last digit.
    pub(super) fn prints(&self, actual: Decimal) -> bool {
        if self.is_whole_of_less(actual) || self.step.is_zero() {
            return false;
        }
        let steps = actual.checked_div(self.step);
        let rounded = steps.map(|steps| {
            steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero) * self.step
        });
        rounded == Some(self.value)
    }

    /// Whether the number, with its approximating word, is true of `actual`.
    pub(super) fn holds(&self, actual: Decimal) -> bool {
        let tenth = self.value.abs() / Decimal::TEN;
        let distance = (actual - self.value).abs();
        match (self.about, self.precision) {
            // 半数 is also said of somewhat more.
            (About::Exact, Precision::Fraction) if self.value == Decimal::from(50) => {
                (Decimal::from(45)..=Decimal::from(60)).contains(&actual)
            }
            (About::Exact, Precision::Fraction) => distance <= tenth / Decimal::TWO,
            (About::Exact, _) => self.prints(actual),
            (About::Roughly, Precision::Fraction) => distance <= tenth,
            (About::Roughly, Precision::Tenths) => distance <= tenth.max(Decimal::from(5)),
            _ => self.holds_as_interval(actual, tenth),
        }
    }

    fn holds_as_interval(&self, actual: Decimal, tenth: Decimal) -> bool {
        match self.about {
            About::Exact => self.prints(actual),
            // The step of the printed number is the least tolerance: 约3 allows 2 to 4.
            About::Roughly if self.measure == Measure::Times => {
                (actual - self.value).abs() <= tenth.max(self.step / Decimal::TWO)
            }
            About::Roughly => (actual - self.value).abs() <= tenth.max(self.step),
            About::Over => actual > self.value && actual < self.value + self.grain,
            About::Nearly => actual >= self.value - tenth && actual <= self.value,
            About::AtLeast => actual >= self.value,
            About::Below => actual < self.value,
        }
    }

    /// Whether the number says 100 % but `actual` is less: 99.95 % does not round up to all.
    fn is_whole_of_less(&self, actual: Decimal) -> bool {
        self.measure == Measure::Percent
            && self.value == Decimal::ONE_HUNDRED
            && actual < Decimal::ONE_HUNDRED
    }

    /// Whether every value the number may stand for is above `limit`.
    pub(super) fn is_above(&self, limit: Decimal) -> bool {
        let lowest = match self.about {
            About::Roughly => self.value - (self.value / Decimal::TEN).max(self.step),
            About::Nearly => self.value - self.value / Decimal::TEN,
            About::Over => return self.value >= limit,
            About::Below => return false,
            About::Exact | About::AtLeast => self.value,
        };
        lowest > limit
    }

    /// Whether the number has no approximating word.
    pub(super) fn is_exact(&self) -> bool {
        self.about == About::Exact
    }
}

/// Whether `text` begins with a counting word: 402件次之 ends with 件.
fn starts_with(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| !(word.ends_with('次') && rest.starts_with('之')))
}

/// Whether a number without a counting word is a count: punctuation follows it, and a word such as 为 or 共
/// precedes it.
fn ends_bare(before: &str, after: &str) -> bool {
    let is_end = after
        .chars()
        .next()
        .is_none_or(|c| "，。；、）)（(,;".contains(c));
    is_end && before.ends_with(['为', '达', '共', '计', '到', '是'])
}

/// The digits or numerals of a number, without the scale behind them.
struct Digits {
    length: usize,
    value: Decimal,
    step: Decimal,
    grain: Decimal,
    are_numerals: bool,
}

impl Digits {
    fn read(text: &str) -> Option<Self> {
        if text.starts_with(|c| digit_of(c).is_some()) {
            Self::arabic(text)
        } else {
            Self::numerals(text)
        }
    }

    fn arabic(text: &str) -> Option<Self> {
        let mut plain = String::new();
        let mut length = 0;
        for (index, character) in text.char_indices() {
            let next_is_digit =
                || text[index + character.len_utf8()..].starts_with(|c| digit_of(c).is_some());
            match digit_of(character) {
                Some(digit) => plain.push(digit),
                None if character == ',' && next_is_digit() => {}
                None if matches!(character, '.' | '．')
                    && !plain.contains('.')
                    && next_is_digit() =>
                {
                    plain.push('.');
                }
                None => break,
            }
            length = index + character.len_utf8();
        }
        let value: Decimal = plain.parse().ok()?;
        let step = Decimal::try_new(1, value.scale()).ok()?;
        let zeros = plain.len() - plain.trim_end_matches('0').len();
        let grain = if plain.contains('.') || value.is_zero() {
            step
        } else {
            Decimal::from(10u64.checked_pow(u32::try_from(zeros).ok()?)?)
        };
        Some(Self {
            length,
            value,
            step,
            grain,
            are_numerals: false,
        })
    }

    /// Reads Chinese numerals up to 九千九百九十九; 万 and 亿 after them are read as a scale.
    fn numerals(text: &str) -> Option<Self> {
        let (mut total, mut digit, mut length) = (0u64, None, 0);
        let mut smallest = 1000u64;
        for (index, character) in text.char_indices() {
            let place = match character {
                '十' | '拾' => 10,
                '百' | '佰' => 100,
                '千' | '仟' => 1000,
                '零' | '〇' => 0,
                _ => 1,
            };
            match place {
                0 => {}
                1 => {
                    let Some(found) = numeral_of(character) else {
                        break;
                    };
                    // 二一 is not a positional numeral.
                    if digit.is_some() {
                        return None;
                    }
                    digit = Some(found);
                }
                place => {
                    total += digit.take().unwrap_or(1) * place;
                    smallest = smallest.min(place);
                }
            }
            length = index + character.len_utf8();
        }
        if let Some(digit) = digit {
            total += digit;
            smallest = 1;
        }
        // 零件 is none, but 零 within a numeral only fills a place.
        let is_none = total == 0 && length == '零'.len_utf8();
        let whole = (total > 0 || is_none).then(|| Self {
            length,
            value: total.into(),
            step: Decimal::ONE,
            grain: smallest.into(),
            are_numerals: true,
        })?;
        Some(whole.with_decimals(text))
    }

    /// Adds the numerals after 点: 六十点七.
    fn with_decimals(mut self, text: &str) -> Self {
        let Some(after) = text[self.length..].strip_prefix('点') else {
            return self;
        };
        let digit = |character| match character {
            '零' | '〇' => Some(0),
            _ => numeral_of(character),
        };
        let digits: Vec<u64> = after.chars().map_while(digit).take(6).collect();
        for digit in &digits {
            self.step /= Decimal::TEN;
            self.value += self.step * Decimal::from(*digit);
        }
        if !digits.is_empty() {
            self.grain = self.step;
            self.length += '点'.len_utf8() + digits.len() * '一'.len_utf8();
        }
        self
    }
}

/// Converts a half- or full-width digit to ASCII; `None` for other characters.
pub(super) fn digit_of(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn numeral_of(character: char) -> Option<u64> {
    const NUMERALS: [&str; 2] = ["一二三四五六七八九", "壹贰叁肆伍陆柒捌玖"];
    if character == '两' {
        return Some(2);
    }
    let mut places = NUMERALS
        .iter()
        .map(|all| all.chars().position(|c| c == character));
    let place = places.find_map(|place| place)?;
    u64::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the number at the first digit or numeral of a text.
    fn quantity(text: &str) -> Option<Quantity> {
        let at = text.find(|c: char| {
            digit_of(c).is_some() || "百零一二两三四五六七八九十壹柒".contains(c)
        })?;
        Quantity::read(text, at)
    }

    #[track_caller]
    fn check(text: &str, holds: &[i64], not: &[i64]) {
        let quantity = quantity(text).unwrap();
        for &number in holds {
            assert!(quantity.holds(number.into()), "{text}: {number}");
        }
        for &number in not {
            assert!(!quantity.holds(number.into()), "{text}: {number}");
        }
    }

    #[test]
    fn vague_words_are_intervals() {
        check("636条", &[636], &[635, 637]);
        check("约60条", &[54, 60, 66], &[53, 67]);
        check("约3条", &[2, 3, 4], &[1, 5]);
        check("600余条", &[601, 699], &[600, 700]);
        check("640余条", &[641, 649], &[640, 650]);
        check("125余条", &[], &[123, 125, 126]);
        check("近640条", &[576, 636, 640], &[575, 641]);
        check("600条以上", &[600, 700], &[599]);
        check("1.2万条", &[12_000, 12_499, 11_500], &[12_500, 11_499]);
        check("1.2万余元", &[12_001, 12_999], &[12_000, 13_000]);
        check("10余万元", &[100_001, 199_999], &[100_000, 200_000]);
        check("不足50件", &[49], &[50]);
    }

    #[test]
    fn numbers_in_other_scripts() {
        check("五件", &[5], &[6]);
        check("柒件", &[7], &[6]);
        check("壹佰陆拾玖件", &[169], &[170]);
        check("零件", &[0], &[1]);
        check("156条次", &[156], &[155]);
        check("156条（次）", &[156], &[155]);
        check("三十条", &[30], &[13]);
        check("一百二十三件", &[123], &[120]);
        check("十余件", &[11, 19], &[10, 20]);
        check("６３６条", &[636], &[646]);
        check("1,234条", &[1234], &[1]);
        check("百分之九十八", &[98], &[97]);
    }

    #[test]
    fn parts_of_a_whole_in_words() {
        check("三分之一", &[32, 33, 34], &[31, 36]);
        check("约四分之一", &[23, 27], &[22, 28]);
        check("七成", &[65, 70, 74], &[64, 75]);
        check("约七成", &[63, 77], &[62, 78]);
        check("近七成", &[63, 70], &[62, 71]);
        check("四成多", &[41, 49], &[40, 50]);
        check("六成以上", &[60, 90], &[59]);
        check("不足三成", &[29], &[30]);
        check("一半以上", &[50, 80], &[49]);
        check("一半", &[45, 60], &[44, 61]);
        check("百分之六十点七", &[], &[60, 61]);
        assert!(
            quantity("百分之六十点七")
                .unwrap()
                .holds(Decimal::new(6069, 2))
        );
        assert_eq!(quantity("两倍").unwrap().measure, Measure::Times);
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "三项制度",
            "一成立",
            "十成",
            "第5条",
            "一是",
            "30号",
            "一次性",
        ] {
            assert!(quantity(text).is_none(), "{text}");
        }
    }

    #[test]
    fn nearly_all_is_not_all() {
        let all = quantity("100%").unwrap();
        assert!(all.holds(Decimal::ONE_HUNDRED));
        assert!(!all.holds(Decimal::new(9995, 2)));
    }
}
