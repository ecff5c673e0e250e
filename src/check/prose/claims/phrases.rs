//! Joins tokens that make up one phrase: 较2021年, 结转至2024年, 依照《…》.

use super::Setting;
use crate::check::prose::concepts::Concepts;
use crate::check::prose::lexicon::Meaning;
use crate::check::prose::number::Measure;
use crate::check::prose::tokens::{Kind, Token};

/// Returns the tokens of a sentence with each phrase as one token.
pub(super) fn joined(tokens: &[Token], text: &str, setting: &Setting<'_>) -> Vec<Token> {
    let mut joined = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some((first, behind)) = rest.split_first() {
        let found = phrase(first, behind, text, setting);
        let (kind, length) = found.unwrap_or_else(|| (first.kind.clone(), 0));
        let last = behind[..length].last().unwrap_or(first);
        joined.push(Token {
            span: first.span.start..last.span.end,
            kind,
        });
        rest = &behind[length..];
    }
    joined
}

/// Returns the kind of a phrase that begins with `first`, and how many tokens behind it belong to it.
fn phrase(
    first: &Token,
    behind: &[Token],
    text: &str,
    setting: &Setting<'_>,
) -> Option<(Kind, usize)> {
    comparison(first, behind, text, setting.year)
        .or_else(|| limit(first, behind, text))
        .or_else(|| carried(first, behind, text, setting))
        .or_else(|| basis(first, behind, text))
}

/// 较2021年 and 与2021年相比.
fn comparison(first: &Token, behind: &[Token], text: &str, year: i32) -> Option<(Kind, usize)> {
    let is_than = matches!(first.kind, Kind::Word(Meaning::Than))
        || matches!(
            &text[first.span.clone()],
            "与" | "和" | "同" | "跟" | "相较" | "相较于" | "对比"
        );
    let Kind::Year(other) = behind.first()?.kind else {
        return None;
    };
    let kind = Kind::Word(if other == year - 1 {
        Meaning::Compared
    } else {
        Meaning::ComparedOtherwise
    });
    let is_said = |next: &Token| {
        matches!(
            &text[next.span.clone()],
            "相比" | "相比之下" | "同期" | "相比较" | "比" | "同期相比" | "末" | "年末" | "底"
        )
    };
    let said = usize::from(behind.get(1).is_some_and(is_said));
    is_than.then_some((kind, 1 + said))
}

/// 较20个工作日的法定期限, 比法定的20个工作日.
fn limit(first: &Token, behind: &[Token], text: &str) -> Option<(Kind, usize)> {
    if !matches!(first.kind, Kind::Word(Meaning::Than)) {
        return None;
    }
    let is_change = |token: &Token| matches!(token.kind, Kind::Word(Meaning::Down | Meaning::Up));
    let end = behind.iter().take(8).position(is_change)?;
    let phrase = &behind[..end];
    let has_comma = phrase.iter().any(|token| matches!(token.kind, Kind::Comma));
    let days = |token: &Token| match &token.kind {
        Kind::Number(number) => number.measure == Measure::WorkingDays,
        _ => false,
    };
    let said = &text[first.span.start..phrase.last()?.span.end];
    let is_limit = phrase.iter().any(days) && said.contains("法定") && !has_comma;
    is_limit.then_some((Kind::Word(Meaning::ComparedOtherwise), end))
}

/// 结转至2024年, 2022年结转.
fn carried(
    first: &Token,
    behind: &[Token],
    text: &str,
    setting: &Setting<'_>,
) -> Option<(Kind, usize)> {
    let rules = setting.rules;
    let next = behind.first()?;
    let concepts = |token: &Token| match token.kind {
        Kind::Word(Meaning::Concepts(concepts)) => concepts,
        _ => Concepts::NONE,
    };
    let is_open = matches!(
        &text[first.span.clone()],
        "结转至" | "结转到" | "顺延至" | "转至" | "顺延到" | "结转" | "转入" | "转到" | "结转入"
    );
    let into = match (&first.kind, &next.kind) {
        (_, Kind::Year(into)) if is_open => *into,
        (Kind::Year(from), _)
            if concepts(next).meets(rules.carried) && *from == setting.year - 1 =>
        {
            setting.year
        }
        _ => return None,
    };
    let concept = match into - setting.year {
        0 => rules.carried_in,
        1 => rules.carried_out,
        _ => return None,
    };
    // 2022年结转至2023年.
    let is_twice = matches!(first.kind, Kind::Year(_))
        && matches!(behind.get(1).map(|token| &token.kind), Some(Kind::Year(year)) if *year == into);
    let kind = Kind::Word(Meaning::Concepts(concept));
    Some((kind, 1 + usize::from(is_twice)))
}

/// 依照《…》的规定, which restricts nothing.
fn basis(first: &Token, behind: &[Token], text: &str) -> Option<(Kind, usize)> {
    const BASES: [&str; 8] = ["依照", "按照", "根据", "依据", "按", "依", "遵照", "参照"];
    const TAILS: [&str; 12] = [
        "",
        "规定",
        "要求",
        "等规定",
        "等文件",
        "等文件规定",
        "规定标准",
        "文件规定",
        "标准",
        "等要求",
        "收费标准",
        "等",
    ];
    let said = |token: &Token| &text[token.span.clone()];
    let title = said(behind.first()?);
    let tail = title.strip_prefix('《')?.rsplit_once('》')?.1;
    if !BASES.contains(&said(first)) || !TAILS.contains(&tail) {
        return None;
    }
    let is_tail = |token: &&Token| {
        let said = said(token);
        TAILS.contains(&said) || matches!(said, "的" | "有关" | "相关" | "等")
    };
    let tails = behind[1..].iter().take_while(is_tail).count();
    Some((Kind::Word(Meaning::Filler), 1 + tails))
}
