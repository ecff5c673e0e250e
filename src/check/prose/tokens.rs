//! Splits a sentence into words, numbers, placeholders and punctuation.

use std::ops::Range;

use super::lexicon::{Lexicon, Meaning};
use super::number::{Quantity, digit_of};
use super::text::VALUE;

/// A token of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Byte range in the text of the block.
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

/// The kind of a token.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Word(Meaning),
    Number(Box<Quantity>),
    /// A placeholder.
    Value,
    /// Months of the year, one bit per month.
    Months(u16),
    Year(i32),
    /// A list separator: 、, 和, 及, 与.
    And,
    /// A comma or a colon.
    Comma,
    Open,
    Close,
    /// Text that is not in the lexicon.
    Unknown,
}

/// Splits `text[span]` into tokens.
pub(super) fn tokens(text: &str, span: Range<usize>, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = span.start;
    while at < span.end {
        if let Some(length) = quarters(&text[at..span.end], at, &mut tokens) {
            at += length;
            continue;
        }
        let (kind, length) = token(&text[..span.end], at, lexicon);
        let piece = at..at + length;
        at = piece.end;
        match kind {
            // Adjacent unknown characters form one token.
            Some(Kind::Unknown) => match tokens.last_mut() {
                Some(Token {
                    span,
                    kind: Kind::Unknown,
                }) if span.end == piece.start => span.end = piece.end,
                _ => tokens.push(Token {
                    span: piece,
                    kind: Kind::Unknown,
                }),
            },
            Some(kind) => tokens.push(Token { span: piece, kind }),
            None => {}
        }
    }
    tokens
}

/// Adds the four quarters, if `text` names them together: 一至四季度. Returns the length in bytes.
fn quarters(text: &str, at: usize, tokens: &mut Vec<Token>) -> Option<usize> {
    const WORDS: [&str; 9] = [
        "第一季度至第四季度",
        "一季度至四季度",
        "第一至四季度",
        "1季度至4季度",
        "第一至第四季度",
        "一至四季度",
        "1至4季度",
        "1-4季度",
        "一到四季度",
    ];
    // The rest of the clause is read only behind the word.
    let is_list = || {
        let clause = text.split(['，', '。', '；']).next().unwrap_or_default();
        clause.contains("分别") || clause.contains("依次")
    };
    let all = Some(&"四个季度").filter(|word| text.starts_with(**word) && is_list());
    let word = WORDS.iter().find(|word| text.starts_with(**word)).or(all)?;
    let length = word.len();
    for quarter in 0..4 {
        let kinds = [Kind::And, Kind::Months(0b111 << (3 * quarter))];
        let kinds = kinds.into_iter().skip(usize::from(quarter == 0));
        tokens.extend(kinds.map(|kind| Token {
            span: at..at + length,
            kind,
        }));
    }
    Some(length)
}

/// Returns the token at `at` and its length in bytes; the kind is `None` for punctuation without meaning.
fn token(text: &str, at: usize, lexicon: &Lexicon) -> (Option<Kind>, usize) {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else {
        return (None, 1);
    };
    let length = first.len_utf8();
    if let Some((kind, length)) = date(text, at) {
        return (Some(kind), length);
    }
    let known = lexicon.word(rest).map_or(0, |(_, length)| length);
    if let Some(length) = kinds(rest).filter(|length| *length > known) {
        return (Some(Kind::Word(Meaning::Filler)), length);
    }
    if let Some(length) = motto(rest) {
        return (Some(Kind::Unknown), length);
    }
    if rest.starts_with("以及") {
        return (Some(Kind::And), "以及".len());
    }
    // 新收与上年结转: the list goes on behind 与, for 与上年 is no word here.
    let is_and = matches!(first, '和' | '及' | '与');
    if is_and
        && known > length
        && lexicon
            .word(&rest[length..])
            .is_some_and(|(_, next)| length + next > known)
    {
        return (Some(Kind::And), length);
    }
    let number = Quantity::read(text, at);
    match lexicon.word(rest) {
        // 12345件 is a number, 12345系统 a label.
        Some((meaning, length))
            if number
                .as_ref()
                .is_none_or(|number| number.span.len() <= length) =>
        {
            return (Some(Kind::Word(meaning)), length);
        }
        _ => {}
    }
    if let Some(number) = number {
        let length = number.span.len();
        return (Some(Kind::Number(Box::new(number))), length);
    }
    if digit_of(first).is_some() || first.is_ascii_alphanumeric() {
        let run = |c: char| digit_of(c).is_some() || c.is_ascii_alphanumeric() || c == '.';
        let length = rest.find(|c| !run(c)).unwrap_or(rest.len());
        return (Some(Kind::Unknown), length);
    }
    let kind = match first {
        VALUE => Kind::Value,
        '，' | ',' | '：' | ':' => Kind::Comma,
        '、' | '和' | '及' | '与' => Kind::And,
        '（' | '(' => Kind::Open,
        '）' | ')' => Kind::Close,
        '《' => {
            let end = rest
                .find('》')
                .map_or(rest.len(), |end| end + '》'.len_utf8());
            return (Some(Kind::Unknown), end);
        }
        '。' | '；' | ';' | '！' | '？' | '“' | '”' | '-' | '>' | '|' => {
            return (None, length);
        }
        _ => Kind::Unknown,
    };
    (Some(kind), length)
}

/// Reads a year, months or a day at `at`; returns the kind and the length in bytes. `None` if there is no
/// date.
fn date(text: &str, at: usize) -> Option<(Kind, usize)> {
    let rest = &text[at..];
    let is_digit = |c: char| digit_of(c).is_some();
    if text[..at].ends_with(is_digit) {
        return None;
    }
    for (words, months) in SPANS {
        if let Some(word) = words.iter().find(|word| rest.starts_with(**word)) {
            return Some((Kind::Months(*months), word.len()));
        }
    }
    let (first, length) = leading_number(rest)?;
    let behind = &rest[length..];
    if let Some(after) = behind.strip_prefix("年") {
        let after = after.strip_prefix("度").unwrap_or(after);
        let is_year = (1980..=2100).contains(&first);
        return is_year.then(|| (Kind::Year(first), rest.len() - after.len()));
    }
    let is_month = |month: i32| (1..=12).contains(&month);
    let range = [
        "-", "—", "至", "到", "~", "～", "－", "月至", "月到", "月-", "月—",
    ];
    for mark in range {
        let Some(after) = behind.strip_prefix(mark) else {
            continue;
        };
        let Some((last, length)) = leading_number(after) else {
            continue;
        };
        let after = &after[length..];
        if let Some(after) = after.strip_prefix("月")
            && is_month(first)
            && is_month(last)
            && first <= last
            && leading_number(after).is_none()
        {
            let months = (first..=last).fold(0u16, |months, month| months | bit(month));
            let after = after.strip_prefix("份").unwrap_or(after);
            return Some((Kind::Months(months), rest.len() - after.len()));
        }
    }
    let after = behind.strip_prefix("月").filter(|_| is_month(first))?;
    if let Some((day, length)) = leading_number(after) {
        let after = &after[length..];
        let after = after
            .strip_prefix("日")
            .or_else(|| after.strip_prefix("号"))?;
        let length = rest.len() - after.len();
        // 1 January and 31 December bound the whole year, so they restrict nothing.
        let kind = match (first, day) {
            (1, 1) | (12, 31) => Kind::Word(Meaning::Filler),
            _ => Kind::Unknown,
        };
        return Some((kind, length));
    }
    let after = after.strip_prefix("份").unwrap_or(after);
    let length = rest.len() - after.len();
    // 截至11月 covers part of the year up to some day of the month.
    let is_until = text[..at].ends_with(['至', '止']) && first != 12;
    let kind = if is_until {
        Kind::Unknown
    } else {
        Kind::Months(bit(first))
    };
    let is_year = text[..at].ends_with(['至', '止']) && first == 12;
    Some((
        if is_year {
            Kind::Word(Meaning::Filler)
        } else {
            kind
        },
        length,
    ))
}

/// Returns the length of a short quotation with a comma in it, which is a motto: “先审查，后公开”.
fn motto(text: &str) -> Option<usize> {
    const LONGEST: usize = 30;
    let quoted = text.strip_prefix('“')?;
    let (end, _) = quoted
        .char_indices()
        .take(LONGEST)
        .find(|(_, character)| *character == '”')?;
    let inner = &quoted[..end];
    let is_motto = inner.contains(['，', '、']) && !inner.contains(|c| digit_of(c).is_some());
    is_motto.then_some('“'.len_utf8() + end + '”'.len_utf8())
}

/// Returns the length of a number of kinds in words, which counts nothing: 四类, 三个季度, 两种方式.
fn kinds(text: &str) -> Option<usize> {
    const WORDS: [&str; 17] = [
        "个月",
        "个季度中",
        "个季度",
        "大类",
        "类",
        "种",
        "方面",
        "个方面",
        "个渠道",
        "个平台",
        "大领域",
        "个领域",
        "个类别",
        "种方式",
        "种渠道",
        "个环节",
        "个部门",
    ];
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    let is_number = "两二三四五六七八九十几多数各".contains(first);
    // 三类内部事务信息 is one word.
    let word = WORDS.iter().filter(|word| after.starts_with(**word));
    let length = word.map(|word| word.len()).max()?;
    is_number.then_some(first.len_utf8() + length)
}

fn bit(month: i32) -> u16 {
    1 << (month - 1)
}

/// Names of quarters and half-years, with their months.
const SPANS: &[(&[&str], u16)] = &[
    (&["第一季度", "一季度", "1季度", "首季度"], 0b111),
    (&["第二季度", "二季度", "2季度"], 0b11_1000),
    (&["第三季度", "三季度", "3季度"], 0b1_1100_0000),
    (&["第四季度", "四季度", "4季度"], 0b1110_0000_0000),
    (&["前三季度", "前三个季度"], 0b1_1111_1111),
    (&["上半年"], 0b11_1111),
    (&["下半年"], 0b1111_1100_0000),
];

/// Returns the number of one to four digits at the beginning of `text`, and its length in bytes.
fn leading_number(text: &str) -> Option<(i32, usize)> {
    let digits: String = text.chars().map_while(digit_of).collect();
    let length: usize = text
        .chars()
        .take_while(|c| digit_of(*c).is_some())
        .map(char::len_utf8)
        .sum();
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    Some((digits.parse().ok()?, length))
}
