//! The law article that a reply cites (答复依据, 适用条款), and the outcome it implies.

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// Content of `basis.toml`.
#[derive(Deserialize)]
struct BasisFile {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    number: u32,
    /// The paragraph (款) or item (项), if the article has several.
    part: Option<u32>,
    outcome: String,
}

static ARTICLES: LazyLock<BasisFile> = LazyLock::new(|| {
    toml::from_str(include_str!("basis.toml"))
        .expect("the shipped table is read by a test before it is shipped")
});

/// The outcome implied by the cited articles; `None` if they leave it open or differ.
pub(super) fn outcome_of(basis: &str) -> Option<&'static str> {
    let cited = cited(basis);
    let mut outcomes = cited.iter().map(|&(number, part)| {
        let mut articles = ARTICLES.article.iter();
        let is_it = |article: &&Article| {
            article.number == number && (article.part.is_none() || article.part == part)
        };
        articles.find(is_it).map(|article| article.outcome.as_str())
    });
    let first = outcomes.next()??;
    outcomes
        .all(|outcome| outcome == Some(first))
        .then_some(first)
}

/// The articles cited in a cell, each with its item or else its paragraph: `第三十六条第（四）项`, `36（4）`.
fn cited(basis: &str) -> Vec<(u32, Option<u32>)> {
    // A title in book-title marks may contain a year: 《…条例》（2019年修订）.
    let text: String = basis.nfkc().filter(|c| !c.is_whitespace()).collect();
    let numbers = numbers(&text);
    let mut cited: Vec<(u32, Option<u32>)> = Vec::new();
    let has_articles = text.contains('条');
    for (index, (number, unit)) in numbers.iter().enumerate() {
        let is_article = *unit == Some('条') || !has_articles && index == 0;
        if is_article {
            cited.push((*number, None));
        } else if let Some((_, part)) = cited.last_mut()
            && (*unit == Some('项') || *unit == Some('款') && part.is_none() || unit.is_none())
        {
            *part = Some(*number);
        }
    }
    cited
}

/// The numbers in a text, each with the unit that follows it. 第一款第（四）项 has two.
fn numbers(text: &str) -> Vec<(u32, Option<char>)> {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let mut numbers = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_numeral) {
        let from = &rest[start..];
        let end = from.find(|c| !is_numeral(c)).unwrap_or(from.len());
        let behind = from[end..].trim_start_matches([')', ']']);
        let unit = behind.chars().next();
        let unit = unit.filter(|unit| "条款项年号".contains(*unit));
        if let Some(number) = number(&from[..end])
            && !matches!(unit, Some('年' | '号'))
        {
            numbers.push((number, unit));
        }
        rest = &from[end..];
    }
    numbers
}

/// Parses digits, or Chinese numerals up to 99.
fn number(text: &str) -> Option<u32> {
    if text.is_ascii() {
        return text.parse().ok();
    }
    let digit = |c: char| "一二三四五六七八九".chars().position(|known| known == c);
    let digit = |text: &str| {
        let mut digits = text.chars();
        let value = digit(digits.next()?)? + 1;
        let value = u32::try_from(value).ok()?;
        digits.next().is_none().then_some(value)
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::OUTCOMES;

    #[test]
    fn articles_and_outcomes() {
        for (basis, outcome) in [
            (
                "《政府信息公开条例》第三十六条第（四）项",
                Some("nonexistent"),
            ),
            ("条例第三十六条第（五）项", Some("not_this_organ")),
            ("第36条第1项", Some("already_public")),
            ("36（2）", Some("granted")),
            ("36", None),
            ("第三十七条", Some("partly_granted")),
            ("第十五条", Some("refused.third_party_rights")),
            ("第十六条第一款", Some("refused.internal_affairs")),
            ("第十六条第二款", None),
            ("第十六条", None),
            ("第三十八条", Some("unavailable.would_need_creating")),
            ("第三十九条第一款", Some("not_processed.petition")),
            ("第三十九条第二款", Some("not_processed.publication")),
            ("第三十五条", Some("not_processed.excessive")),
            ("第三十条", None),
            ("第十四条", None),
            ("第三十六条第（三）项", None),
            ("第三十六条第（三）项、第十五条", None),
            ("第三十六条第（三）项、第十六条第一款", None),
            (
                "《中华人民共和国政府信息公开条例》（2019年修订）第三十六条第七项",
                Some("refused.administrative_inquiry"),
            ),
            ("国务院令第711号第三十七条", Some("partly_granted")),
            ("第三十六条第一款第（四）项", Some("nonexistent")),
            ("依法", None),
            ("", None),
        ] {
            assert_eq!(outcome_of(basis), outcome, "{basis}");
        }
    }

    #[test]
    fn articles_give_known_outcomes() {
        for article in &ARTICLES.article {
            let mut known = OUTCOMES.iter();
            assert!(known.any(|code| code.code == article.outcome));
        }
    }
}
