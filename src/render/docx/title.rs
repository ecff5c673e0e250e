//! Breaks the title into lines at phrase boundaries, never inside a word (7.3.1).

use super::page::{Page, twips};

/// A title may be broken after these.
const ENDS: &[&str] = &[
    "自治区",
    "自治州",
    "开发区",
    "街道",
    "委员会",
    "人民政府",
    "省",
    "市",
    "县",
    "区",
    "旗",
    "镇",
    "乡",
    "年度",
    "关于",
    "、",
    "和",
    "与",
    "的",
    " ",
];
/// Characters that form a longer word with one of them: 市场, 区域, 乡村.
const IN_WORDS: &str = "场域级村政辖";
/// A title may be broken before these.
const STARTS: &[&str] = &[
    "人民政府",
    "管理委员会",
    "办公室",
    "办事处",
    "政府信息公开",
    "工作年度报告",
    "年度报告",
    "关于",
];

/// Costs of breaking at a place.
const BEFORE_YEAR: u64 = 0;
const BETWEEN_WORDS: u64 = 1_000_000;
const ANYWHERE: u64 = 1_000_000_000;
/// Cost of each line: fewer lines are preferred to better breaks, but never by breaking a word.
const LINE: u64 = 100_000_000;

/// Breaks a title into lines that fit the page.
pub(super) fn lines(title: &[String], page: &Page) -> Vec<String> {
    let room = page.text_width;
    let size = twips(page.layout.sizes.title);
    let lines = title.iter().map(|line| line.trim());
    lines.flat_map(|line| broken(line, room, size)).collect()
}

/// The width of a character. Digits and Latin letters take slightly more than half of a Chinese one in
/// the widest fonts in use.
fn width(character: char, size: u32) -> u32 {
    match unicode_width::UnicodeWidthChar::width(character) {
        Some(2) => size,
        Some(0) => 0,
        _ => size * 56 / 100,
    }
}

/// Breaks one line of the title into lines that fit `room`: as few as possible, at the best places, of
/// similar length.
fn broken(line: &str, room: u32, size: u32) -> Vec<String> {
    let characters: Vec<char> = line.chars().collect();
    let widths = characters.iter().map(|&character| width(character, size));
    let mut ends = vec![0_u32];
    for width in widths {
        ends.push(ends.last().copied().unwrap_or(0) + width);
    }
    let count = characters.len();
    if ends[count] <= room {
        return vec![line.to_owned()];
    }
    // For each place the least cost of the characters before it, with the start of the last line.
    let mut best: Vec<Option<(u64, usize)>> = vec![None; count + 1];
    best[0] = Some((0, 0));
    for end in 1..=count {
        for start in (0..end).rev() {
            let taken = ends[end] - ends[start];
            if taken > room && end - start > 1 {
                break;
            }
            let Some((before, _)) = best[start] else {
                continue;
            };
            let left = u64::from(room.saturating_sub(taken));
            // The sum of squared spaces, in tenths of a character, is smallest for lines of similar
            // length.
            let unevenness = (left * 10 / u64::from(size)).pow(2);
            let cost = before + LINE + unevenness + break_cost(&characters, end);
            if best[end].is_none_or(|(known, _)| cost < known) {
                best[end] = Some((cost, start));
            }
        }
    }
    let mut lines = Vec::new();
    let mut end = count;
    while let Some((_, start)) = best[end].filter(|_| end > 0) {
        let line: String = characters[start..end].iter().collect();
        lines.push(line.trim().to_owned());
        end = start;
    }
    lines.reverse();
    lines
}

/// The cost of a break before the character at `place`.
fn break_cost(characters: &[char], place: usize) -> u64 {
    let (before, behind) = characters.split_at(place);
    let is_year = |characters: &[char]| {
        characters.len() > 4
            && characters[..4].iter().all(char::is_ascii_digit)
            && characters[4] == '年'
    };
    let ends_with = |word: &&str| before.ends_with(&word.chars().collect::<Vec<_>>());
    let starts_with = |word: &&str| behind.starts_with(&word.chars().collect::<Vec<_>>());
    let is_digit = before.last().is_some_and(char::is_ascii_digit);
    if behind.is_empty() || is_year(behind) && !is_digit {
        BEFORE_YEAR
    } else if ENDS.iter().any(ends_with) && !IN_WORDS.contains(behind[0])
        || STARTS.iter().any(starts_with)
    {
        BETWEEN_WORDS
    } else {
        ANYWHERE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Layout;

    #[track_caller]
    fn check(title: &str, expected: &[&str]) {
        let layout = Layout::default();
        assert_eq!(lines(&[title.to_owned()], &Page::new(&layout)), expected);
    }

    #[test]
    fn title_that_fits_is_one_line() {
        // 20 characters of 22 pt fill the line.
        check(
            "清溪水务局2022年政府信息公开年度报告",
            &["清溪水务局2022年政府信息公开年度报告"],
        );
        check(
            "一二三四五六七八九十一二三四五六七八九十",
            &["一二三四五六七八九十一二三四五六七八九十"],
        );
    }

    #[test]
    fn title_is_broken_before_year() {
        check(
            "清溪市水务局2022年政府信息公开工作年度报告",
            &["清溪市水务局", "2022年政府信息公开工作年度报告"],
        );
    }

    #[test]
    fn long_names_are_broken_between_words() {
        check(
            "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人民政府办公室2022年政府信息公开工作年度报告",
            &[
                "新疆维吾尔自治区伊犁哈萨克自治州",
                "察布查尔锡伯自治县人民政府办公室",
                "2022年政府信息公开工作年度报告",
            ],
        );
    }

    #[test]
    fn title_without_words_fills_lines() {
        let lines = {
            let layout = Layout::default();
            super::lines(&["甲".repeat(45)], &Page::new(&layout))
        };
        assert_eq!(lines.len(), 3);
        assert_eq!(lines.concat(), "甲".repeat(45));
    }
}
