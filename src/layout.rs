//! The layout of a printed report: margins, sizes, fonts and conventions.
//!
//! A leaf: `project` reads it from `[layout]`, `render` prints by it. The defaults are those of
//! GB/T 9704-2012, 党政机关公文格式.

/// How a report is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The blank space around the text of an A4 page.
    pub margins: Margins,
    /// The sizes of characters.
    pub sizes: Sizes,
    /// The fonts.
    pub fonts: Fonts,
    /// Position of the page number.
    pub page_number: PageNumber,
    /// Whether the sign-off leaves room for a seal (7.3.5.1) or not (7.3.5.2).
    pub is_sealed: bool,
    /// Levels of headings that are bold, counted from 1.
    pub bold_headings: Vec<u8>,
    /// Whether charts are drawn with bars; `None` leaves it to the form.
    pub charts: Option<bool>,
}

/// Page margins in twips, a twentieth of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margins {
    /// Above the text: 37 mm.
    pub top: u32,
    /// Right of the text: 26 mm.
    pub right: u32,
    /// Below the text: 35 mm.
    pub bottom: u32,
    /// Left of the text: 28 mm.
    pub left: u32,
}

/// Sizes of characters in half-points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The title: 二号, 22 pt.
    pub title: u32,
    /// Text and headings: 三号, 16 pt.
    pub body: u32,
    /// Cells of tables: 五号, 10.5 pt.
    pub table: u32,
    /// The page number: 四号, 14 pt.
    pub page_number: u32,
}

/// Font names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fonts {
    /// The title.
    pub title: String,
    /// The text, and headings from the third level on.
    pub body: String,
    /// Headings of the first level, 一、.
    pub heading_1: String,
    /// Headings of the second level, （一）.
    pub heading_2: String,
    /// Cells of tables; the font of the text if `None`.
    pub table: Option<String>,
    /// The page number.
    pub page_number: String,
    /// Digits and Latin letters; the font of the surrounding text if `None`.
    pub digits: Option<String>,
}

/// Position of the page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageNumber {
    /// At the outer edge: right on odd pages, left on even ones.
    #[default]
    Outside,
    /// In the middle.
    Centre,
    /// Nowhere.
    None,
}

impl PageNumber {
    /// The words for all positions in `report.toml`.
    pub(crate) const WORDS: &'static [&'static str] = &["outside", "centre", "none"];

    /// Finds the position by its word in `report.toml`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "outside" => Some(Self::Outside),
            "centre" => Some(Self::Centre),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

impl Default for Margins {
    fn default() -> Self {
        Self {
            top: 2098,
            right: 1474,
            bottom: 1984,
            left: 1587,
        }
    }
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            title: 44,
            body: 32,
            table: 21,
            page_number: 28,
        }
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self {
            title: "方正小标宋简体".to_owned(),
            body: "仿宋_GB2312".to_owned(),
            heading_1: "黑体".to_owned(),
            heading_2: "楷体_GB2312".to_owned(),
            table: None,
            page_number: "宋体".to_owned(),
            digits: None,
        }
    }
}
