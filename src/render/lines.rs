//! Lines of text, measured as on a terminal: Chinese characters are two columns wide.
//!
//! Lines break where UAX #14 allows it (`breaks`), so that no line begins with `，。；：？！）》”` or ends with
//! `（《“`.

mod breaks;

use chrono::NaiveDate;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of `text` in columns.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` as one line that is safe to print: line breaks and tabs become spaces, other control
/// characters become visible symbols.
pub(super) fn printable(text: &str) -> String {
    text.replace("\r\n", " ")
        .chars()
        .map(|character| match character {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            other => visible(other),
        })
        .collect()
}

/// Replaces a character that a terminal would interpret by a visible one.
///
/// Besides control characters these are line separators, bidirectional marks, with which a cell could
/// make a line read differently, and noncharacters, which neither XML nor a web page may contain.
pub(super) fn visible(character: char) -> char {
    match character {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
        last if u32::from(last) & 0xfffe == 0xfffe => '\u{fffd}',
        shown => shown,
    }
}

/// Breaks running text into lines of at most `width` columns; the first one begins with `indent`.
///
/// A piece without a place to break, such as an address, gets its own line and may be wider.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let options = Options::new(width)
        .initial_indent(indent)
        .word_separator(WordSeparator::Custom(prose_pieces))
        // A date is not broken at its hyphens.
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false);
    lines(text, options)
}

/// `text` in lines of at most `width` columns; the first one begins with `first`, the others with
/// `rest`.
pub(crate) fn hanging(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(WordSeparator::Custom(plain_pieces))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::fill(text, options)
}

/// Breaks the text of a cell or a label into lines of at most `width` columns.
///
/// Long keys are broken after a dot if possible; a piece that is still too long is cut.
pub(super) fn wrap_narrow(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .word_separator(WordSeparator::Custom(key_segments))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(true);
    lines(text, options)
}

fn lines(text: &str, options: Options) -> Vec<String> {
    let lines = textwrap::wrap(text.trim(), options);
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// The unbreakable pieces of `line`, each with the spaces after it.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let starts = (!line.is_empty()).then_some(0).into_iter();
    let breaks = breaks::breaks(line);
    let ends = breaks.clone().into_iter().chain([line.len()]);
    let pieces = starts.chain(breaks).zip(ends);
    pieces.map(|(start, end)| &line[start..end])
}

/// The unbreakable pieces of `line`.
fn plain_pieces<'a>(line: &'a str) -> Box<dyn Iterator<Item = Word<'a>> + 'a> {
    Box::new(pieces(line).map(Word::from))
}

/// The unbreakable pieces of `line`, with additional breaks in Chinese text before `“` and after `”`.
///
/// Unicode's rules allow no break on either side of these marks, as languages use them differently; a
/// sentence of quotations would have no place to break.
fn prose_pieces<'a>(line: &'a str) -> Box<dyn Iterator<Item = Word<'a>> + 'a> {
    const OPENING: [char; 2] = ['“', '‘'];
    const CLOSING: [char; 2] = ['”', '’'];
    let is_wide = |character: char| character.width() == Some(2);
    let may_break = move |before: char, behind: char| {
        let opens = OPENING.contains(&behind) && (is_wide(before) && !"（《〈【".contains(before));
        let closes = CLOSING.contains(&before)
            && is_wide(behind)
            && !"，。、；：？！）》〉】".contains(behind);
        opens || closes || (CLOSING.contains(&before) && OPENING.contains(&behind))
    };
    Box::new(pieces(line).flat_map(move |piece| {
        let behind = piece.char_indices().skip(1);
        let breaks = piece.chars().zip(behind);
        let cuts = breaks.filter(|&(before, (_, behind))| may_break(before, behind));
        let mut ends: Vec<usize> = cuts.map(|(_, (index, _))| index).collect();
        ends.push(piece.len());
        let mut from = 0;
        ends.into_iter().map(move |to| {
            let part = &piece[from..to];
            from = to;
            Word::from(part)
        })
    }))
}

/// The unbreakable pieces of `line`, with additional breaks after the dots of a key.
fn key_segments<'a>(line: &'a str) -> Box<dyn Iterator<Item = Word<'a>> + 'a> {
    Box::new(pieces(line).flat_map(move |piece| {
        let is_number = piece.chars().all(|c| !c.is_alphabetic());
        let segments: Vec<_> = if is_number {
            vec![piece]
        } else {
            piece.split_inclusive('.').collect()
        };
        segments.into_iter().map(Word::from)
    }))
}

/// A date in Chinese: 2018年1月15日.
pub(super) fn in_words(date: NaiveDate) -> String {
    date.format("%Y年%-m月%-d日").to_string()
}

/// `line` centred in `width` columns.
pub(super) fn centred(line: &str, width: usize) -> String {
    let margin = width.saturating_sub(self::width(line)) / 2;
    " ".repeat(margin) + line
}

/// `line` aligned to the right in `width` columns.
pub(super) fn flush_right(line: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(self::width(line))) + line
}

/// `line` padded with spaces to `width` columns.
pub(super) fn padded(line: &str, width: usize) -> String {
    line.to_owned() + &" ".repeat(width.saturating_sub(self::width(line)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NEVER_FIRST: &str = "。，、；：？！）》”’";
    const NEVER_LAST: &str = "（《“‘";

    /// Characters that may occur in a report, one of each kind that matters for line breaks.
    const CHARACTERS: &str = "[政府信息公开a-c0-9。，、；：？！）》”（《“ .%/-]{0,120}";

    #[test]
    fn text_is_broken_as_chinese_is() {
        let lines = wrap(
            "截至年底，公开政府信息“六百三十六条”（含公告），比上年多。",
            20,
            "　　",
        );
        assert_eq!(
            lines,
            [
                "　　截至年底，公开政",
                "府信息“六百三十六条”",
                "（含公告），比上年",
                "多。"
            ]
        );
    }

    #[test]
    fn dates_and_numbers_stay_whole() {
        let lines = wrap("自2017-01-01至2017-12-31共99.5%按期。", 12, "");
        assert_eq!(lines, ["自2017-01-01", "至2017-12-31", "共99.5%按", "期。"]);
    }

    #[test]
    fn a_long_key_is_broken_behind_a_dot() {
        let lines = wrap_narrow("requests.service.days.median", 18);
        assert_eq!(lines, ["requests.service.", "days.median"]);
        assert_eq!(wrap_narrow("1234567.89", 6), ["123456", "7.89"]);
    }

    #[test]
    fn control_characters_are_shown_not_obeyed() {
        assert_eq!(
            printable("a\r\nb\tc\u{1b}[31m\u{9b}\u{202e}\u{fdd0}\u{1ffff}"),
            "a b c␛[31m����"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_line_is_too_wide_or_begins_or_ends_wrongly(text in CHARACTERS, columns in 8usize..40) {
            let indent = "　　";
            for (index, line) in wrap(&text, columns, indent).iter().enumerate() {
                let body = if index == 0 { line.strip_prefix(indent).unwrap_or("") } else { line };
                let pieces = pieces(body).count();
                prop_assert!(width(line) <= columns || pieces <= 1, "{line:?}");
                prop_assert!(!line.ends_with(char::is_whitespace) || line.trim().is_empty(), "{line:?}");
                // A space is an explicit place to break.
                if index > 0 && !text.contains(' ') {
                    prop_assert!(!body.starts_with(|c| NEVER_FIRST.contains(c)), "{body:?}");
                }
                if !text.contains(' ') && !text.ends_with(|c| NEVER_LAST.contains(c)) {
                    prop_assert!(!line.ends_with(|c| NEVER_LAST.contains(c)), "{line:?}");
                }
            }
        }

        #[test]
        fn a_narrow_text_is_never_too_wide(text in CHARACTERS, columns in 2usize..40) {
            for line in wrap_narrow(&text, columns) {
                prop_assert!(width(&line) <= columns, "{line:?}");
            }
        }

        #[test]
        fn wrapping_loses_nothing(text in CHARACTERS, columns in 2usize..40) {
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&wrap(&text, columns, "").concat()), solid(&text));
            prop_assert_eq!(solid(&wrap_narrow(&text, columns).concat()), solid(&text));
        }
    }
}
