//! Detects personal numbers in a text: identity cards, telephones, bank cards.
//!
//! A number must satisfy the rules of its kind: the check digit of GB 11643 and a valid day of birth,
//! the prefix of a mobile number, or Luhn's check digit and the prefix of a card. Other long numbers
//! are file and work order numbers. Identity numbers of 15 digits, which were issued until 1999, have no
//! check digit: they need the code of a province and a day of birth from 1930 to 1999. Digits may be
//! half or full width, and stand in groups: `138 0013 8000`, `110105-19491231-002X`.

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDate;

/// The kind of a personal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalNumber {
    /// 居民身份证号码.
    IdentityCard,
    /// 手机号码.
    Mobile,
    /// 固定电话号码.
    Landline,
    /// 银行卡号.
    BankCard,
}

/// Length in digits of the shortest run of digits that is searched for: the local number of a landline,
/// which a hyphen separates from its area code.
const SHORTEST: usize = 7;

/// The personal numbers in `text`, in order, each with its byte range.
pub(crate) fn personal_numbers(text: &str) -> Vec<(Range<usize>, PersonalNumber)> {
    // A run of SHORTEST digits always covers one of the sampled bytes, and one of as many digits in full width
    // one that begins a character of the block they are in.
    let samples = text.as_bytes().iter().step_by(SHORTEST);
    let (mut has_digit, mut may_be_full) = (false, false);
    for byte in samples {
        has_digit |= byte.is_ascii_digit();
        may_be_full |= *byte == FULL_WIDTH[0];
    }
    let has_other_marks = || text.contains(SEPARATORS);
    if may_be_full && has_full_width(text) || has_digit && has_other_marks() {
        return in_full_width(text);
    }
    if has_digit {
        in_half_width(text)
    } else {
        Vec::new()
    }
}

/// What stands between groups of digits, besides ASCII: dashes and spaces of other widths.
const SEPARATORS: [char; 7] = ['–', '—', '－', '\u{a0}', '\u{2009}', '\u{202f}', '\u{3000}'];

/// The first two bytes of a digit in full width.
const FULL_WIDTH: [u8; 2] = [0xef, 0xbc];

fn has_full_width(text: &str) -> bool {
    let mut characters = text.as_bytes().windows(3);
    characters.any(|bytes| bytes[..2] == FULL_WIDTH && matches!(bytes[2], 0x90..=0x99))
}

/// Finds the personal numbers in a text that has digits or separators in full width.
fn in_full_width(text: &str) -> Vec<(Range<usize>, PersonalNumber)> {
    let half = |character| match character {
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        'Ｘ' | 'ｘ' => Some('X'),
        '–' | '—' | '－' => Some('-'),
        space if SEPARATORS.contains(&space) => Some(' '),
        _ => None,
    };
    let mut plain = String::with_capacity(text.len());
    // For every byte of `plain`, its place in `text`; at the end, the length.
    let mut places = Vec::with_capacity(text.len() + 1);
    for (place, character) in text.char_indices() {
        plain.push(half(character).unwrap_or(character));
        places.resize(plain.len(), place);
    }
    places.push(text.len());
    let found = in_half_width(&plain).into_iter();
    found
        .map(|(span, kind)| (places[span.start]..places[span.end], kind))
        .collect()
}

fn in_half_width(text: &str) -> Vec<(Range<usize>, PersonalNumber)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let is_inside = is_word(at.checked_sub(1).and_then(|before| bytes.get(before)));
        let is_part = |byte: &&u8| byte.is_ascii_digit() || **byte == b'-';
        let mut end = at + bytes[at..].iter().take_while(is_part).count();
        // The last character of an identity number may be an X.
        if matches!(bytes.get(end), Some(b'X' | b'x')) {
            end += 1;
        }
        let whole = (!is_inside && !is_word(bytes.get(end)))
            .then(|| Some((end, kind_of(&text[at..end])?)))
            .flatten();
        let known = whole.or_else(|| in_groups(text, at).filter(|_| !is_inside));
        let known = known.filter(|(end, kind)| {
            *kind == PersonalNumber::IdentityCard || !is_amount(&text[*end..])
        });
        found.extend(known.map(|(end, kind)| (at..end, kind)));
        at = known.map_or(end, |(end, _)| end).max(at + 1);
    }
    found
}

/// The number that begins at `start` and whose digits stand in groups, with the end of its last group. Telephones and
/// cards have usual groups; an identity number, whose check digit leaves little to chance, may have any.
fn in_groups(text: &str, start: usize) -> Option<(usize, PersonalNumber)> {
    const LONGEST: usize = 19;
    const MOST_SEPARATORS: usize = 2;
    let bytes = text.as_bytes();
    let mut digits = String::new();
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let is_part = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b'X' | b'x');
        let group = bytes[at..]
            .iter()
            .take(LONGEST + 1)
            .take_while(is_part)
            .count();
        digits.push_str(&text[at..at + group]);
        groups.push(group);
        at += group;
        let between = bytes[at..]
            .iter()
            .take_while(|byte| is_separator(**byte))
            .count();
        let goes_on = (1..=MOST_SEPARATORS).contains(&between)
            && bytes.get(at + between).is_some_and(u8::is_ascii_digit);
        if !goes_on || digits.len() > LONGEST {
            break;
        }
        at += between;
    }
    let kind = match groups[..] {
        [_] => return None,
        [3, 4, 4] | [3, 5, 3] | [3, 8] | [7, 4] => PersonalNumber::Mobile,
        _ if digits.len() == 18 => PersonalNumber::IdentityCard,
        [4, 4, 4, 4] | [4, 4, 4, 4, 1..=3] | [6, 10..=13] => PersonalNumber::BankCard,
        _ => return None,
    };
    let is_word = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    (!is_word && kind_of(&digits) == Some(kind)).then_some((at, kind))
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'\t')
}

/// Whether a number is followed by a unit, so that it counts something: 13800138000元.
fn is_amount(behind: &str) -> bool {
    const UNITS: [&str; 10] = [
        "元", "万", "亿", "条", "件", "个", "平方", "立方", "吨", "公里",
    ];
    let behind = behind.trim_start_matches(' ');
    let is_fraction = behind
        .strip_prefix('.')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_fraction || UNITS.iter().any(|unit| behind.starts_with(unit))
}

fn kind_of(number: &str) -> Option<PersonalNumber> {
    let bytes = number.as_bytes();
    let is_digits = bytes.iter().all(u8::is_ascii_digit);
    if is_identity_card(bytes) || is_digits && is_old_identity_card(bytes) {
        return Some(PersonalNumber::IdentityCard);
    }
    if is_digits && bytes.len() == 11 && bytes[0] == b'1' && bytes[1] >= b'3' {
        return Some(PersonalNumber::Mobile);
    }
    if is_digits && is_bank_card(bytes) {
        return Some(PersonalNumber::BankCard);
    }
    is_landline(number).then_some(PersonalNumber::Landline)
}

/// Whether the check digit of GB 11643 is correct and the day of birth is a valid date.
fn is_identity_card(bytes: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: &[u8; 11] = b"10X98765432";
    let Some((last, digits)) = bytes.split_last() else {
        return false;
    };
    if digits.len() != WEIGHTS.len() || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let value = |digit: &u8| u32::from(digit - b'0');
    let number = |range: Range<usize>| digits[range].iter().fold(0, |n, d| 10 * n + value(d));
    let year = i32::try_from(number(6..10)).unwrap_or_default();
    let is_born = (1900..2100).contains(&year)
        && NaiveDate::from_ymd_opt(year, number(10..12), number(12..14)).is_some();
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| value(d) * w).sum();
    is_born
        && (11..=91).contains(&number(0..2))
        && last.to_ascii_uppercase() == CHECK[(sum % 11) as usize]
}

/// Whether 15 digits are the code of a province, a day from 1930 to 1999 and a serial number. Later days are
/// left out: file numbers have them as well.
fn is_old_identity_card(digits: &[u8]) -> bool {
    if digits.len() != 15 {
        return false;
    }
    let number = |range: Range<usize>| {
        digits[range]
            .iter()
            .fold(0, |n, d| 10 * n + u32::from(d - b'0'))
    };
    let is_province =
        matches!(number(0..2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65);
    let year = number(6..8);
    let year = i32::try_from(year).ok().filter(|year| *year >= 30);
    let day =
        year.and_then(|year| NaiveDate::from_ymd_opt(1900 + year, number(8..10), number(10..12)));
    is_province && number(2..6) > 0 && day.is_some()
}

/// Whether Luhn's check digit is correct and the number has the prefix and length of a card.
fn is_bank_card(bytes: &[u8]) -> bool {
    // A work order number may start with any digit, and one in ten has a correct check digit by chance.
    let is_card = match bytes {
        [b'6', b'2', ..] => (16..=19).contains(&bytes.len()),
        [b'4', ..] | [b'5', b'1'..=b'5', ..] => bytes.len() == 16,
        _ => false,
    };
    if !is_card {
        return false;
    }
    let sum: u32 = bytes
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let value = u32::from(digit - b'0') << (index % 2);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether a number is an area code, a hyphen and a local number: 0519-81234567.
fn is_landline(number: &str) -> bool {
    let Some((area, own)) = number.split_once('-') else {
        return false;
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    area.starts_with('0')
        && matches!(area.len(), 3 | 4)
        && matches!(own.len(), 7 | 8)
        && is_digits(area)
        && is_digits(own)
}

/// `text` with the middle of every personal number masked, except landlines. Its byte length is unchanged.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let numbers = personal_numbers(text);
    if numbers.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = text.to_owned();
    for (span, kind) in numbers {
        // Landlines stay readable: an office publishes its own.
        if kind != PersonalNumber::Landline {
            shown.replace_range(span.clone(), &mask(&text[span]));
        }
    }
    Cow::Owned(shown)
}

/// A number with all but its first three and last two characters masked.
pub(crate) fn mask(number: &str) -> String {
    let last = number.chars().count().saturating_sub(2);
    let hidden = |(index, character): (usize, char)| match index {
        0..3 => character,
        index if index >= last => character,
        // As long as the character it replaces.
        _ if character.is_ascii() => '*',
        _ => '＊',
    };
    number.chars().enumerate().map(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_whose_rules_hold() {
        use PersonalNumber::{BankCard, IdentityCard, Landline, Mobile};
        for (text, expected) in [
            ("张某（11010519491231002X）反映", Some(IdentityCard)),
            ("张某11010519491231002x", Some(IdentityCard)),
            // A wrong check digit, and an invalid day.
            ("110105194912310021", None),
            ("110105194913310027", None),
            (
                "张某（１１０１０５１９４９１２３１００２Ｘ）反映",
                Some(IdentityCard),
            ),
            ("联系电话１３８００１３８０００。", Some(Mobile)),
            ("张某（110105491231002）反映", Some(IdentityCard)),
            ("张某１１０１０５４９１２３１００２", Some(IdentityCard)),
            // An invalid month, no province, and the numbers of files of 2017.
            ("110105491331002", None),
            ("990105491231002", None),
            ("320400170101001", None),
            ("201701011380013", None),
            ("２０１７年公开６３６条，编号２０１７０３０１", None),
            ("联系电话13800138000。", Some(Mobile)),
            ("工单20170101138001380001", None),
            ("编号A13800138000", None),
            ("12800138000", None),
            // Test numbers that banks publish.
            ("卡号6222021234567890128", Some(BankCard)),
            ("卡号6222021234567890127", None),
            ("卡号4111111111111111", Some(BankCard)),
            ("卡号4111111111111112", None),
            ("电话138 0013 8000。", Some(Mobile)),
            ("电话138-0013-8000。", Some(Mobile)),
            ("电话１３８　００１３　８０００。", Some(Mobile)),
            ("110105 19491231 002X", Some(IdentityCard)),
            ("110105-19491231-002x", Some(IdentityCard)),
            ("110105 19491231 0021", None),
            ("6222 0212 3456 7890 128", Some(BankCard)),
            ("622202 1234567890128", Some(BankCard)),
            ("4111 1111 1111 1111", Some(BankCard)),
            ("4111 1111 1111 1112", None),
            ("138 001 38000", None),
            ("110105  19491231  002X", Some(IdentityCard)),
            ("110105–19491231–002X", Some(IdentityCard)),
            ("1101 0519 4912 3100 2X", Some(IdentityCard)),
            ("138—0013—8000", Some(Mobile)),
            ("138－0013－8000", Some(Mobile)),
            ("138\u{a0}0013\u{a0}8000", Some(Mobile)),
            ("138.0013.8000", Some(Mobile)),
            ("1380013 8000", Some(Mobile)),
            ("共13800138000元", None),
            ("共13800138000.00元", None),
            ("面积138 0013 8000平方米", None),
            ("2017–2018年", None),
            ("2017 1201 3800", None),
            ("636 1234 5678", None),
            ("0519-81234567", Some(Landline)),
            ("2017-12345678", None),
            ("苏府办〔2017〕12号", None),
            ("2017年3月至2018年4月的20170301号", None),
        ] {
            let found = personal_numbers(text);
            assert_eq!(found.first().map(|(_, kind)| *kind), expected, "{text}");
        }
    }

    #[test]
    fn masked_text_keeps_its_length() {
        let text = "张某11010519491231002X，电话13800138000";
        assert_eq!(masked(text), "张某110*************2X，电话138******00");
        assert_eq!(masked(text).len(), text.len());
        assert_eq!(masked("2017年636条"), "2017年636条");
        assert_eq!(masked("电话138 0013 8000"), "电话138********00");
        let text = "电话１３８００１３８０００、13800138000";
        assert_eq!(masked(text), "电话１３８＊＊＊＊＊＊００、138******00");
        assert_eq!(masked(text).len(), text.len());
    }
}
