//! The grid of a page: how many lines and characters fit, and the sizes derived from that.

use crate::layout::Layout;
use crate::render::lines;

/// A4 in twips, the twentieth part of a point.
pub(super) const WIDTH: u32 = 11906;
pub(super) const HEIGHT: u32 = 16838;

/// The dashes of the page number are 7 mm below the text (7.5).
const BELOW_TEXT: u32 = 397;

/// A page in the layout of an office, in twips. By default 22 lines of 28 characters (GB/T 9704-2012,
/// 5.2.3).
#[derive(Debug)]
pub(super) struct Page<'l> {
    pub(super) layout: &'l Layout,
    /// The width of the text.
    pub(super) text_width: u32,
    /// The distance between lines.
    pub(super) line: u32,
    /// Number of characters on a line.
    pub(super) characters: u32,
    /// Space added between characters to fill a line; negative to bring them closer.
    pub(super) spacing: i64,
}

impl<'l> Page<'l> {
    pub(super) fn new(layout: &'l Layout) -> Self {
        let margins = layout.margins;
        let text_width = WIDTH - margins.left - margins.right;
        let text_height = HEIGHT - margins.top - margins.bottom;
        let size = twips(layout.sizes.body);
        // Lines of 580 twips for characters of 320 twips, and in proportion for other sizes.
        let lines = rounded(text_height * 16, size * 29).max(1);
        let characters = rounded(text_width, size).max(1);
        let pitch = i64::from(text_width) - i64::from(characters * size);
        Self {
            layout,
            text_width,
            line: text_height / lines,
            characters,
            spacing: pitch.div_euclid(i64::from(characters)),
        }
    }

    /// The width of a number of hundredths of a character.
    pub(super) fn width_of(&self, hundredths: u32) -> u32 {
        self.text_width * hundredths / (self.characters * 100)
    }

    /// The distance from the edge of the paper to the bottom of the page number.
    pub(super) fn footer(&self) -> u32 {
        let size = twips(self.layout.sizes.page_number);
        let bottom = self.layout.margins.bottom;
        bottom.saturating_sub(BELOW_TEXT + size / 2)
    }
}

/// Converts half-points to twips.
pub(super) fn twips(half_points: u32) -> u32 {
    half_points * 10
}

/// The width of a text in half characters. Digits and Latin letters are one half wide.
pub(super) fn half_characters(text: &str) -> u32 {
    u32::try_from(lines::width(text)).unwrap_or(u32::MAX / 100)
}

/// The quotient, rounded half up.
fn rounded(numerator: u32, denominator: u32) -> u32 {
    (numerator * 2 + denominator) / (denominator * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grid_of_the_standard() {
        let layout = Layout::default();
        let page = Page::new(&layout);
        assert_eq!(
            (page.text_width, page.line, page.characters),
            (8845, 579, 28)
        );
        assert_eq!(page.spacing, -5);
        assert_eq!(page.width_of(200), 631);
        // 22 lines fit, 23 do not.
        let height = HEIGHT - layout.margins.top - layout.margins.bottom;
        assert_eq!(height / page.line, 22);
    }

    #[test]
    fn grid_of_other_sizes() {
        let mut layout = Layout::default();
        layout.sizes.body = 28;
        let page = Page::new(&layout);
        assert_eq!((page.characters, page.spacing), (32, -4));
        layout.margins.left = 3402;
        let page = Page::new(&layout);
        assert_eq!((page.characters, page.spacing), (25, 1));
    }
}
