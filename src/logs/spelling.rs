//! Normalizes spellings: of titles, and of ids and words.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Normalizes a title: NFKC, without spaces. Titles with equal keys are the same.
#[must_use]
#[inline]
pub fn title_key(title: &str) -> Cow<'_, str> {
    if is_normal(title.as_bytes()) {
        return title.into();
    }
    normal(title)
}

/// Normalizes an id or a word: NFC, without invisible characters, full-width letters as ASCII. Names with
/// equal keys are the same.
#[must_use]
#[inline]
pub fn name_key(name: &str) -> Cow<'_, str> {
    if is_normal(name.as_bytes()) {
        return name.into();
    }
    folded_name(name)
}

#[inline(never)]
fn folded_name(name: &str) -> Cow<'_, str> {
    let characters = name.chars().filter(|character| !is_invisible(*character));
    let characters = characters.map(|character| usual(character).unwrap_or(character));
    characters
        .nfc()
        .collect::<String>()
        .trim()
        .to_owned()
        .into()
}

/// The NFKC form of an id, if it differs from its [`name_key`]: `①` becomes `1`. Ids that are equal only in
/// this form count as different, but may be meant to be the same.
#[must_use]
pub fn compatible_name(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let key = name_key(name);
    let compatible: String = key.nfkc().collect();
    (compatible != key).then_some(compatible)
}

/// The id of an article without the number of the web site column in which it appears:
/// `014109591/2017-00012` of `014109591/2017-00012-001`. `None` if the part before the last number is a
/// year, a month or a day, because then the last number identifies the item.
#[must_use]
#[inline]
pub fn article_id(id: &str) -> Option<&str> {
    let [.., b'-', a, b, c] = id.as_bytes() else {
        return None;
    };
    if ![a, b, c].iter().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let article = id.get(..id.len() - 4)?;
    let rest = article.trim_end_matches(|character: char| character.is_ascii_digit());
    let number = &article[rest.len()..];
    let is_period = matches!(number.len(), 4 | 6 | 8)
        && matches!(number.get(..2), Some("19" | "20"))
        && number
            .get(4..6)
            .is_none_or(|month| ("01"..="12").contains(&month));
    (number.len() >= 3 && !is_period).then_some(article)
}

/// The ids in a range or a list: `2025-09～11` is 9 to 11, `15、16、17` is three ids. `None` if it is neither,
/// or has more than [`LONGEST_RANGE`] ids.
#[must_use]
pub(super) fn ids_of_range(id: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = id.split(LIST_MARKS).map(str::trim).collect();
    if let [range] = parts[..] {
        return range_of(range);
    }
    let digits = |part: &str| part.len() - prefix_of(part).len();
    let prefix = prefix_of(parts[0]);
    let mut ids = Vec::new();
    for part in parts {
        let own = part.strip_prefix(prefix).unwrap_or(part);
        if digits(own) != own.len() || own.is_empty() {
            return None;
        }
        ids.push(format!("{prefix}{own}"));
    }
    Some(ids)
}

/// The ids from the first to the last of a range.
fn range_of(range: &str) -> Option<Vec<String>> {
    let (first, last) = range.split_once(RANGE_MARKS)?;
    let (first, last) = (first.trim(), last.trim_start_matches(RANGE_MARKS).trim());
    let prefix = prefix_of(first);
    let digits = &first[prefix.len()..];
    let last = last.strip_prefix(prefix).unwrap_or(last);
    if digits.is_empty() || last.is_empty() || !prefix_of(last).is_empty() {
        return None;
    }
    // `109～11` stands for 109 to 111.
    let shared = digits.len().saturating_sub(last.len());
    let last = digits[..shared].to_owned() + last;
    let (start, end): (u64, u64) = (digits.parse().ok()?, last.parse().ok()?);
    let is_short = (1..LONGEST_RANGE).contains(&end.checked_sub(start)?);
    let width = digits.len();
    is_short.then(|| {
        let ids = (start..=end).map(|number| format!("{prefix}{number:0width$}"));
        ids.collect()
    })
}

/// An id without the number at its end.
fn prefix_of(id: &str) -> &str {
    id.trim_end_matches(|character: char| character.is_ascii_digit())
}

/// Characters between the ends of a range, and between the elements of a list.
const RANGE_MARKS: [char; 4] = ['~', '～', '至', '—'];
const LIST_MARKS: [char; 3] = ['、', ',', '，'];

/// Maximum number of requests in one row.
const LONGEST_RANGE: u64 = 1_000;

/// Whether an id may be a range or a list.
#[inline]
pub(super) fn may_be_range(id: &str) -> bool {
    if id.is_ascii() {
        return memchr::memchr2(b'~', b',', id.as_bytes()).is_some();
    }
    id.contains(RANGE_MARKS) || id.contains(LIST_MARKS)
}

/// Whether a character is invisible: zero-width spaces, joiners, direction marks, ordering marks and
/// variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{61C}' | '\u{180E}' | '\u{34F}')
}

#[inline(never)]
fn normal(title: &str) -> Cow<'_, str> {
    if title
        .chars()
        .all(|character| usual(character) == Some(character))
    {
        return title.into();
    }
    let mut normal = String::with_capacity(title.len());
    for character in title.chars() {
        match usual(character) {
            Some(usual) => normal.push(usual),
            None if character.is_whitespace() => {}
            None => return title.nfkc().filter(|c| !c.is_whitespace()).collect(),
        }
    }
    normal.into()
}

/// The NFKC form of a character, if it does not depend on its neighbours and needs no table lookup, as for
/// nearly all characters of titles; otherwise `None`.
fn usual(character: char) -> Option<char> {
    match character {
        '!'..='~' | '·' | '—' | '‘'..='”' | '、'..='〗' | '一'..='\u{9FFF}' => {
            Some(character)
        }
        // Full-width forms of ASCII characters.
        '！'..='～' => char::from_u32(u32::from(character) - u32::from('！') + u32::from('!')),
        _ => None,
    }
}

/// Fast check whether a title is already normalized. True if it contains only bytes of printable ASCII and of
/// common Chinese characters, which have these first bytes in UTF-8.
#[inline]
fn is_normal(title: &[u8]) -> bool {
    // Branch-free, so that sixteen bytes are checked at once.
    let is_plain = |byte: u8| {
        (byte.wrapping_sub(b'!') <= 0xBF - b'!') | (byte.wrapping_sub(0xE4) <= 0xE9 - 0xE4)
    };
    let are_plain = |bytes: &[u8; 16]| bytes.iter().fold(true, |all, &byte| all & is_plain(byte));
    match title.last_chunk() {
        Some(last) => are_plain(last) && title.as_chunks().0.iter().all(are_plain),
        None => title.iter().all(|&byte| is_plain(byte)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_of_ids() {
        let ids = |range: &str| ids_of_range(range).map(|ids| ids.join(" "));
        let three = Some("2025-09 2025-10 2025-11".to_owned());
        for range in [
            "2025-09～11",
            "2025-09~11",
            "2025-09～2025-11",
            "2025-09 ～ 11",
            "2025-09至11",
            "2025-09至2025-11",
            "2025-09——11",
            "2025-09、10、11",
            "2025-09，2025-10，2025-11",
            "2025-09,10,11",
        ] {
            assert_eq!(ids(range), three, "{range}");
            assert!(may_be_range(range), "{range}");
        }
        assert_eq!(ids("109～11"), Some("109 110 111".to_owned()));
        for no_range in [
            "2025-09-11",
            "07-1",
            "11～09",
            "5～5",
            "1～2000",
            "～3",
            "3～",
            "3～甲",
            "甲～3",
            "1～2～3",
            "第9-11号",
            "甲、乙",
            "9、",
            "2024-11～09",
        ] {
            assert_eq!(ids(no_range), None, "{no_range}");
        }
    }

    #[test]
    fn articles_and_running_numbers() {
        let article = "014109591/2017-00012";
        assert_eq!(article_id("014109591/2017-00012-001"), Some(article));
        assert_eq!(article_id("A-0123-002"), Some("A-0123"));
        for id in [
            "2017-001",
            "ZC2017-001",
            "201703-001",
            "20170305-012",
            "PX-001",
            "PX-01-001",
            "A-0123-0002",
            "001",
            "-001",
        ] {
            assert_eq!(article_id(id), None, "{id}");
        }
    }

    #[test]
    fn usual_characters_are_what_nfkc_makes_of_them() {
        let mut usual_ones = 0;
        for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            if let Some(usual) = usual(character) {
                assert!(character.nfkc().eq([usual]), "{character:?}");
                assert!(
                    !usual.is_whitespace() && is_nfkc_alone(usual),
                    "{character:?}"
                );
                usual_ones += 1;
            }
        }
        assert!(usual_ones > 20_000, "{usual_ones}");
    }

    /// Whether a character does not combine with the one before it.
    fn is_nfkc_alone(character: char) -> bool {
        unicode_normalization::char::canonical_combining_class(character) == 0
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn titles_are_compared_in_nfkc_without_spaces(
            title in "[关于印发《通知》（试行）“二〇二五”—·ＡＢ１２①㎡Ａ\u{3000} e\u{301}\u{AC00}]{0,24}",
        ) {
            let normal: String = title.nfkc().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(super::normal(&title), &*normal);
            prop_assert!(!is_normal(title.as_bytes()) || title == normal);
        }
    }

    #[test]
    fn names_that_differ_in_width_or_in_what_shows_nothing_are_one() {
        for (written, key) in [
            ("JK-2017-1", "JK-2017-1"),
            ("ＪＫ－２０１７－１", "JK-2017-1"),
            ("JK\u{200B}-2017-1\u{FEFF}", "JK-2017-1"),
            ("信息公开\u{2060}科", "信息公开科"),
            ("e\u{301}", "é"),
            ("①", "①"),
        ] {
            assert_eq!(name_key(written), key, "{written}");
        }
    }

    #[test]
    fn names_that_nfkc_alone_makes_one_are_two() {
        assert_eq!(compatible_name("JK-①").as_deref(), Some("JK-1"));
        assert_eq!(compatible_name("Ⅱ").as_deref(), Some("II"));
        for name in ["JK-1", "ＪＫ－１", "信息公开科"] {
            assert_eq!(compatible_name(name), None, "{name}");
        }
    }
}
