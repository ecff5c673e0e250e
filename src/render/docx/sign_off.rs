//! The sign-off: office and date, placed according to 7.3.5 of the standard.

use super::page::{Page, half_characters};
use super::piece::Paragraph;
use crate::document::SignOff;
use crate::render::lines::{in_words, printable};

/// The paragraphs for the office and the day of signing.
pub(super) fn paragraphs(sign_off: &SignOff, page: &Page) -> Vec<Paragraph> {
    let office = printable(sign_off.office.trim());
    let date = sign_off.date.map(in_words).unwrap_or_default();
    // A name longer than a line is treated as wide as a line.
    let longest = (page.characters * 2).saturating_sub(4);
    let widths = [&office, &date].map(|text| half_characters(text).min(longest));
    let [office_right, date_right] = if page.layout.is_sealed {
        sealed(widths)
    } else {
        unsealed(widths)
    };
    let paragraph = |style, text: &str, right: u32| Paragraph {
        right,
        ..Paragraph::plain(style, text)
    };
    let lines = [
        paragraph("Signature", &office, office_right),
        paragraph("Date", &date, date_right),
    ];
    let mut lines: Vec<_> = lines.into_iter().filter(|line| !line.is_blank()).collect();
    // The first of them keeps its distance from the text and stays on the page of the second.
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter_mut().enumerate() {
        line.keeps_with_next = index < last;
        if index == 0 {
            line.style = "Signature";
        }
    }
    lines
}

/// The space to the right of the office and of the date, in hundredths of a character, without a seal
/// (7.3.5.2). Widths are in half characters of 50 hundredths. The office is indented by two characters
/// from the right; the date starts two characters to the right of the office. A longer date is indented
/// by two characters from the right, and moves the office.
fn unsealed([office, date]: [u32; 2]) -> [u32; 2] {
    if date > office {
        [400 + (date - office) * 50, 200]
    } else {
        [200, (office - date) * 50]
    }
}

/// The same for a seal over both (7.3.5.1): the date is indented by four characters from the right, and
/// the office is centred over it. A long office moves the date, so that it stays on the page.
fn sealed([office, date]: [u32; 2]) -> [u32; 2] {
    let widest = 16 + date;
    if office <= widest {
        [(widest - office) * 25, 400]
    } else {
        [0, (office - date) * 25]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_begins_two_characters_right_of_office() {
        // 江苏省金坛经济开发区管理委员会 has 15 characters, 2018年1月15日 6.5. The office begins 17
        // characters from the right, the date 15.
        assert_eq!(unsealed([30, 13]), [200, 850]);
        // 某局: the date is longer and indented by two characters, so it starts 8.5 from the right; the
        // office starts 10.5 from the right.
        assert_eq!(unsealed([4, 13]), [850, 200]);
        assert_eq!(unsealed([13, 13]), [200, 0]);
    }

    #[test]
    fn office_is_centred_over_date() {
        // The middle of a date of 6.5 characters is 7.25 from the right.
        assert_eq!(sealed([12, 13]), [425, 400]);
        assert_eq!(sealed([13, 13]), [400, 400]);
        // A name of 20 characters extends 10 to either side of the middle.
        assert_eq!(sealed([40, 13]), [0, 675]);
    }
}
