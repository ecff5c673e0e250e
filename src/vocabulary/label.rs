//! Normalized words for lookup: without numbering, punctuation and white space.
//!
//! Offices copy the labels of the statutory form into their logs, with numbers and group names:
//! `（三）不予公开 1.属于国家秘密`. [`Label`] keeps the letters; the word lists say which of them name a group.

use unicode_normalization::UnicodeNormalization;

/// The letters of a word, and its numbering.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Letters, and digits that are not numbering, in lower case.
    pub letters: String,
    /// The last number before or between the letters.
    pub number: Option<u32>,
}

/// Maximum number of digits in a row's number. A year is not numbering.
const LONGEST_NUMBER: usize = 2;

impl Label {
    /// Parses a word from a cell.
    #[must_use]
    pub fn new(written: &str) -> Self {
        // Compatibility forms: ① is 1, ㈠ is (一), ⒈ is `1.`
        let characters: Vec<char> = written.nfkc().flat_map(char::to_lowercase).collect();
        let mut label = Self::default();
        let mut index = 0;
        while let Some(&character) = characters.get(index) {
            let before = index.checked_sub(1).map(|before| characters[before]);
            let run = |is_part: fn(char) -> bool| {
                let parts = characters[index..].iter().take_while(|c| is_part(**c));
                parts.count()
            };
            let (length, number) = if character.is_ascii_digit() {
                let length = run(|c| c.is_ascii_digit());
                let behind = characters.get(index + length).copied();
                let digits: String = characters[index..index + length].iter().collect();
                let number = digits.parse().ok();
                (length, number.filter(|_| is_digits(length, before, behind)))
            } else if numeral(character).is_some() {
                let length = run(|c| numeral(c).is_some());
                let behind = characters.get(index + length).copied();
                let value = value_of(&characters[index..index + length]);
                (length, value.filter(|_| is_numeral(before, behind)))
            } else {
                (1, dingbat(character))
            };
            if number.is_some() {
                label.number = number;
            } else {
                let letters = characters[index..index + length].iter();
                label
                    .letters
                    .extend(letters.filter(|c| c.is_alphanumeric()));
            }
            index += length;
        }
        label
    }
}

/// Whether digits between these characters are numbering. They are not in `2017年`, `5件`, `office365`.
fn is_digits(length: usize, before: Option<char>, behind: Option<char>) -> bool {
    length <= LONGEST_NUMBER
        && !before.is_some_and(|c| c.is_ascii_alphabetic())
        && !behind
            .is_some_and(|c| c.is_ascii_alphabetic() || "年月日号个件条次人家类星分级%".contains(c))
}

/// Whether Chinese numerals between these characters are numbering: `（三）`, `三、`, `三 `; not `三安全`.
fn is_numeral(before: Option<char>, behind: Option<char>) -> bool {
    let begins = before.is_none_or(|c| !c.is_alphanumeric());
    match behind {
        Some(')') => before == Some('('),
        Some('、' | '.' | ':') => true,
        Some(c) => begins && c.is_whitespace(),
        None => false,
    }
}

fn numeral(character: char) -> Option<u32> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let place = NUMERALS.chars().position(|c| c == character)?;
    u32::try_from(place + 1).ok()
}

/// The value of Chinese numerals up to 九十九.
fn value_of(numerals: &[char]) -> Option<u32> {
    let value = |c: &char| numeral(*c);
    match numerals {
        [one] => value(one),
        ['十', one] => Some(10 + value(one)?),
        [ten, '十'] => Some(10 * value(ten)?),
        [ten, '十', one] => Some(10 * value(ten)? + value(one)?),
        _ => None,
    }
}

/// The number in a filled circle, which has no compatibility form: ❶, ➀.
fn dingbat(character: char) -> Option<u32> {
    let offset = u32::from(character).checked_sub(0x2776)?;
    (offset < 30).then_some(offset % 10 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_and_marks_are_no_letters() {
        for (written, letters, number) in [
            ("1.属于国家秘密", "属于国家秘密", Some(1)),
            ("（1）属于国家秘密", "属于国家秘密", Some(1)),
            ("①属于国家秘密", "属于国家秘密", Some(1)),
            ("❶属于国家秘密", "属于国家秘密", Some(1)),
            ("⒈ 属于 国家秘密", "属于国家秘密", Some(1)),
            ("㈠予以公开", "予以公开", Some(1)),
            ("十二、重复申请", "重复申请", Some(12)),
            ("三 不予公开", "不予公开", Some(3)),
            (
                "三、本年度办理结果（三）不予公开\n1.属于国家秘密",
                "本年度办理结果不予公开属于国家秘密",
                Some(1),
            ),
            ("危及“三安全一稳定”", "危及三安全一稳定", None),
            ("属于四类过程性信息", "属于四类过程性信息", None),
            ("2017年公开", "2017年公开", None),
            ("等5人", "等5人", None),
            ("3星", "3星", None),
            ("E-mail", "email", None),
            ("\u{200b}公开\u{feff}。", "公开", None),
        ] {
            let label = Label::new(written);
            assert_eq!(
                (&*label.letters, label.number),
                (letters, number),
                "{written}"
            );
        }
    }
}
