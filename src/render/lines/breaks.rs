//! Where a line may be broken: the rules of UAX #14 for Chinese, Greek, Cyrillic and Latin text.
//!
//! Only the rules that these characters need are implemented. A character without an entry here is a
//! letter, an ideograph or a mark, depending on its width. Scripts with other line breaking rules, such
//! as Thai, are treated as letters, and an emoji may be separated from its modifier.

use unicode_width::UnicodeWidthChar;

/// Line breaking classes, named as in UAX #14.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Letters.
    AL,
    /// Break allowed after it.
    BA,
    /// Break allowed before it, not after it.
    BB,
    /// Dashes; adjacent ones are not separated.
    B2,
    /// Mandatory line end.
    BK,
    /// Closing punctuation, never at the start of a line.
    CL,
    /// Combining marks.
    CM,
    /// `)` and `]`.
    CP,
    /// Exclamation and question marks.
    EX,
    /// Non-breaking spaces.
    GL,
    /// Hyphens.
    HY,
    /// Ideographs: break allowed before and after them.
    ID,
    /// Leaders, such as an ellipsis.
    IN,
    /// Infix separators of numbers.
    IS,
    /// Never at the start of a line.
    NS,
    /// Digits.
    NU,
    /// Opening punctuation, never at the end of a line.
    OP,
    /// After a number, such as `%`.
    PO,
    /// Before a number, such as `￥`.
    PR,
    /// Quotation marks that are the same for opening and closing.
    QU,
    /// Opening quotation marks.
    PI,
    /// Closing quotation marks.
    PF,
    /// Spaces.
    SP,
    /// `/`.
    SY,
    /// Zero-width characters that forbid a break.
    WJ,
    /// Zero-width joiner.
    ZJ,
    /// Zero-width space, which allows a break.
    ZW,
}

use Class::{
    AL, B2, BA, BB, BK, CL, CM, CP, EX, GL, HY, ID, IN, IS, NS, NU, OP, PF, PI, PO, PR, QU, SP, SY,
    WJ, ZJ, ZW,
};

/// The characters of each class; `-` between two characters is a range.
const CLASSES: &[(Class, &str)] = &[
    (SP, " "),
    (NU, "0-9"),
    (
        CL,
        "。，、．）》〉」』】〕〗〙〛〞〟］｝｠｡｣､}⁆⁾₎⌉⌋\u{232a}⟆⟧⟩⟫⟭⟯︑︒︘︶︸︺︼︾﹀﹂﹄﹈﹐﹒﹚﹜﹞",
    ),
    (
        OP,
        "（《〈「『【〔〖〘〚〝［｛｟｢([{¡¿‚„⁅⁽₍⌈⌊\u{2329}⟅⟦⟨⟪⟬⟮︗︵︷︹︻︽︿﹁﹃﹇﹙﹛﹝",
    ),
    (EX, "！？!?︕︖﹖﹗"),
    (
        NS,
        "：；・々〜〻〼゛-ゞ゠ァィゥェォッャュョヮヵヶー-ヾぁぃぅぇぉっゃゅょゎゕゖㇰ-ㇿꀕ‼‽⁇-⁉﹔﹕ｧ-ｰ･ﾞﾟ",
    ),
    (IS, ",.:;\u{37e}⁄︐︓︔"),
    (SY, "/"),
    (CP, ")]"),
    (HY, "-"),
    (
        BA,
        "|\u{ad}\u{2000}-\u{2006}\u{2008}-\u{200a}‐‒–‧⁖⁘-⁛\u{205d}-\u{205f}\u{3000}",
    ),
    (B2, "—"),
    (IN, "․-…⋯︙"),
    (PI, "“‘«‛‟‹"),
    (PF, "”’»›"),
    (QU, "\"'"),
    (PR, "￥$￡+\\£-¥±₠-₦₨-₵₷-₺₼₽₿\u{20c1}-\u{20cf}№−∓﹩＄￦"),
    (PO, "%％°℃‰-‷¢⁗₧₶₻₾\u{20c0}℉﹪￠"),
    (GL, "\u{a0}\u{2007}‑\u{202f}\u{34f}\u{35c}-\u{362}"),
    (BB, "´"),
    (BK, "\u{85}\u{2028}\u{2029}"),
    (CM, "\u{7f}-\u{84}\u{86}-\u{9f}〵\u{fff9}-\u{fffb}"),
    (WJ, "\u{2060}\u{feff}"),
    (ZJ, "\u{200d}"),
    (ZW, "\u{200b}"),
    (AL, "\u{2061}-\u{2065}㇤㇥䷀-䷿\u{fff0}-\u{fff8}"),
    (
        ID,
        "\u{303f}\u{3164}ｦｱ-ﾝﾠ-\u{ffbe}\u{ffc2}-\u{ffc7}\u{ffca}-\u{ffcf}\u{ffd2}-\u{ffd7}\u{ffda}-\u{ffdc}",
    ),
];

fn class_of(character: char) -> Class {
    match character {
        'a'..='z' | 'A'..='Z' => AL,
        '一'..='鿿' => ID,
        _ => {
            let mut classes = CLASSES.iter();
            let listed = classes.find(|(_, characters)| holds(characters, character));
            listed.map_or_else(|| by_width(character), |(class, _)| *class)
        }
    }
}

fn by_width(character: char) -> Class {
    match character.width() {
        Some(0) => CM,
        Some(2) => ID,
        _ => AL,
    }
}

/// Whether a list of characters and ranges contains a character. A literal hyphen is a list of its own.
fn holds(characters: &str, wanted: char) -> bool {
    if characters == "-" {
        return wanted == '-';
    }
    let mut rest = characters.chars();
    let mut last = None;
    while let Some(character) = rest.next() {
        let first = match (character, last) {
            ('-', Some(first)) => first,
            _ => character,
        };
        let to = match (character, last) {
            ('-', Some(_)) => rest.next().unwrap_or(character),
            _ => character,
        };
        if (first..=to).contains(&wanted) {
            return true;
        }
        last = Some(to);
    }
    false
}

/// A character with its combining marks.
struct BreakUnit {
    /// Byte offset of its start.
    start: usize,
    class: Class,
    is_wide: bool,
    /// Whether it is joined to the next one.
    joins: bool,
    /// Whether its last character is a hyphen. No break is allowed after it, so that a date is not
    /// broken.
    is_hyphen: bool,
}

/// The byte offsets at which `text` may be broken.
pub(super) fn breaks(text: &str) -> Vec<usize> {
    let units = units(text);
    let ends = (1..units.len()).filter(|&behind| may_break(&units, behind));
    ends.map(|behind| units[behind].start).collect()
}

fn units(text: &str) -> Vec<BreakUnit> {
    let mut units: Vec<BreakUnit> = Vec::with_capacity(text.len());
    for (start, character) in text.char_indices() {
        let class = class_of(character);
        let is_mark = matches!(class, CM | ZJ);
        let bearer = units
            .last_mut()
            .filter(|bearer| is_mark && !matches!(bearer.class, SP | BK | ZW));
        if let Some(bearer) = bearer {
            bearer.joins = class == ZJ;
            bearer.is_hyphen = false;
            continue;
        }
        units.push(BreakUnit {
            start,
            class: if is_mark { AL } else { class },
            // Half-width forms of CJK characters count as wide too.
            is_wide: character.width() == Some(2) || matches!(character, '｡'..='\u{ffdc}'),
            joins: class == ZJ,
            is_hyphen: matches!(character, '-' | '\u{ad}'),
        });
    }
    units
}

/// Whether a line may be broken before the unit `behind`.
#[expect(clippy::match_same_arms, reason = "each rule has its arm")]
fn may_break(units: &[BreakUnit], behind: usize) -> bool {
    let (before, next) = (&units[behind - 1], units.get(behind + 1));
    if before.is_hyphen {
        return false;
    }
    let is_wide = units[behind].is_wide;
    let joins = before.joins;
    let (before, behind_class) = (before.class, units[behind].class);
    // The last unit that is not a space, and the one before it.
    let solid = units[..behind].iter().rposition(|unit| unit.class != SP);
    let class_at = |index: Option<usize>| index.map(|index| units[index].class);
    let opener = class_at(solid.and_then(|solid| solid.checked_sub(1)));
    let solid = class_at(solid);
    let next = next.map(|unit| unit.class);
    // The classes that make an adjacent quotation mark an opening or a closing one.
    let opens = |class| matches!(class, BK | OP | QU | PI | PF | GL | SP | ZW);
    let closes = |class| {
        matches!(
            class,
            SP | GL | WJ | CL | QU | PI | PF | CP | EX | IS | SY | BK | ZW
        )
    };
    // The numbers are those of the rules in UAX #14.
    match (before, behind_class) {
        (BK, _) => true,                                             // 4
        (_, BK | SP | ZW) => false,                                  // 6, 7
        _ if solid == Some(ZW) => true,                              // 8
        _ if joins => false,                                         // 8a
        (WJ | GL, _) | (_, WJ) => false,                             // 11, 12
        (_, GL) if !matches!(before, SP | BA | HY) => false,         // 12a
        (_, CL | CP | EX | SY | IS) => false,                        // 13
        _ if solid == Some(OP) => false,                             // 14
        _ if solid == Some(PI) && opener.is_none_or(opens) => false, // 15a
        (_, PF) if next.is_none_or(closes) => false,                 // 15b
        (_, NS) if matches!(solid, Some(CL | CP)) => false,          // 16
        (_, B2) if solid == Some(B2) => false,                       // 17
        (SP, _) => true,                                             // 18
        (QU | PI | PF, _) | (_, QU | PI | PF) => false,              // 19
        (BB, _) | (_, BA | HY | NS | IN) => false,                   // 21, 22
        (AL, NU) | (NU, AL) => false,                                // 23
        (PR, ID) | (ID, PO) => false,                                // 23a
        (PR | PO, AL) | (AL, PR | PO) => false,                      // 24
        (CL | CP | NU, PO | PR) | (PO | PR, OP) => false,            // 25
        (PO | PR | HY | IS | NU | SY, NU) => false,                  // 25
        (AL | IS, AL) => false,                                      // 28, 29
        (AL | NU, OP) if !is_wide => false,                          // 30
        (CP, AL | NU) => false,                                      // 30
        _ => true,                                                   // 31
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the places to break, marked by `|`.
    #[track_caller]
    fn check(expected: &str) {
        let text = expected.replace('|', "");
        let mut found = String::new();
        let mut from = 0;
        for to in breaks(&text) {
            found += &text[from..to];
            found.push('|');
            from = to;
        }
        assert_eq!(found + &text[from..], expected);
    }

    #[test]
    fn chinese_is_broken_between_characters() {
        check("公|开|政|府|信|息。|共|636|条，|比|上|年|多");
        check("（含|公|告）|《条|例》|第|33|条；|某|某：|见|下");
        check("〔2017〕|5|号、|人々");
        check("……|结|束|——|又|起");
    }

    #[test]
    fn numbers_and_words_stay_whole() {
        check("自|2017-01-01|至|12:30|共|99.5%|按|期");
        check("￥1,200.50|元|和|$5");
        check("report |compile |a/|b|或|a(b)");
        check("published.by_channel|数");
        check("e\u{301}té|国\u{301}|家");
    }

    #[test]
    fn quotation_marks_are_broken_from_nothing() {
        check("说“六|百”的");
        check("它 |“六” |之");
    }

    #[test]
    fn blanks_that_glue() {
        check("第\u{a0}5\u{a0}条 |文");
        check("a\u{200b}|b\u{2060}国");
        check("　　|某");
    }

    #[test]
    fn each_character_has_one_class() {
        let mut seen = Vec::new();
        for (class, characters) in CLASSES {
            let single = characters.chars().filter(|character| *character != '-');
            for character in single {
                assert_eq!(class_of(character), *class, "{character:?}");
                seen.push(character);
            }
        }
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count, "a character stands twice");
        assert_eq!(class_of('-'), HY);
        assert_eq!([class_of('5'), class_of('¤'), class_of('₧')], [NU, PR, PO]);
    }
}
