//! Detects the encoding of a text file.
//!
//! A byte order mark decides. Without one, zero bytes in the pattern of UTF-16 do; otherwise the file is
//! UTF-8 if it is valid UTF-8 apart from some damage, else GB18030, which Excel writes on Chinese Windows.

/// Encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first: Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, and with it GBK and GB2312; written by Excel on Chinese Windows.
    Gb18030,
}

impl Encoding {
    /// The names of all encodings, in the order of the variants.
    pub const NAMES: &'static [&'static str] = &["utf-8", "utf-16le", "utf-16be", "gb18030"];
    const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Gb18030];

    /// Name in `report.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Finds an encoding by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|encoding| encoding.name() == name)
    }

    /// Detects a byte order mark. Returns its encoding and its length in bytes.
    pub(super) fn of_mark(block: &[u8]) -> Option<(Self, usize)> {
        match block {
            [0xEF, 0xBB, 0xBF, ..] => Some((Self::Utf8, 3)),
            [0xFF, 0xFE, ..] => Some((Self::Utf16Le, 2)),
            [0xFE, 0xFF, ..] => Some((Self::Utf16Be, 2)),
            _ => None,
        }
    }

    /// Guesses the encoding of bytes without a byte order mark.
    pub(super) fn guess(bytes: &[u8]) -> Self {
        // Fast path: nearly every file is plain UTF-8.
        if is_utf8(bytes) && memchr::memchr(0, bytes).is_none() {
            return Self::Utf8;
        }
        // Chinese in UTF-16: in the right byte order, nearly all characters are Chinese or ASCII. Zero bytes
        // do not show the byte order, because `一` is U+4E00.
        if memchr::memchr(0, bytes).is_some() && !is_utf8(bytes) {
            let little = usual_units(bytes, u16::from_le_bytes);
            let big = usual_units(bytes, u16::from_be_bytes);
            if little.max(big) * 20 >= bytes.len() * 9 {
                return if little > big {
                    Self::Utf16Le
                } else {
                    Self::Utf16Be
                };
            }
        }
        // Chinese in UTF-8 is not UTF-16, and a zero byte in it is damage.
        if is_utf8(bytes) && has_chinese(bytes) {
            return Self::Utf8;
        }
        // Only UTF-16 encodes separators and digits with a zero byte next to each. A few zero bytes are
        // damage.
        let zeros = |side: usize| bytes.iter().skip(side).step_by(2).filter(|&&b| b == 0);
        let (even, odd) = (zeros(0).count(), zeros(1).count());
        let few = (bytes.len() / 64).max(4);
        if odd > few && odd > even * 8 {
            return Self::Utf16Le;
        }
        if even > few && even > odd * 8 {
            return Self::Utf16Be;
        }
        let (mut chinese, mut broken) = (0, 0);
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            chinese += chunk.valid().chars().filter(|&c| is_chinese(c)).count();
            let is_cut = chunks.peek().is_none() && is_begun(chunk.invalid());
            broken += usize::from(!chunk.invalid().is_empty() && !is_cut);
        }
        // GB18030 read as UTF-8 is invalid at every other character and hardly ever yields a Chinese
        // character; damaged UTF-8 is invalid only in a few places.
        if broken == 0 || chinese > broken * 4 {
            Self::Utf8
        } else {
            Self::Gb18030
        }
    }
}

/// Counts the characters that are ASCII or Chinese when the bytes are read as UTF-16.
fn usual_units(bytes: &[u8], order: fn([u8; 2]) -> u16) -> usize {
    let is_usual = |unit: &&[u8; 2]| {
        let character = char::from_u32(u32::from(order(**unit)));
        character.is_some_and(|c| is_chinese(c) || matches!(c, ' '..='~' | '\t' | '\r' | '\n'))
    };
    bytes.as_chunks::<2>().0.iter().filter(is_usual).count()
}

/// Whether the bytes are valid UTF-8; the last character may be incomplete.
fn is_utf8(bytes: &[u8]) -> bool {
    simdutf8::compat::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Whether the bytes are the beginning of one UTF-8 character that is incomplete.
fn is_begun(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether the bytes contain a Chinese character in UTF-8.
pub(super) fn has_chinese(bytes: &[u8]) -> bool {
    let mut chunks = bytes.utf8_chunks();
    chunks.any(|chunk| chunk.valid().chars().any(is_chinese))
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}
