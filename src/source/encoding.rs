//! The text of a file as UTF-8, whatever it was saved in.
//!
//! A byte order mark decides; else a first block whose zero bytes stand as UTF-16 has them; else
//! UTF-8 where the block reads as UTF-8, damage aside; else GB18030, which Excel writes on a Chinese
//! Windows. What cannot be read in the encoding of its file is never replaced: the text ends with a
//! byte that no UTF-8 holds, and whoever reads it tells the damage there.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_16BE, UTF_16LE};

use crate::project::Encoding;

/// How many bytes decide on the encoding, and are decoded at a time.
const BLOCK: usize = 64 * 1024;

/// What stands in the text for bytes that could not be read.
const DAMAGE: u8 = 0xFF;

/// The first bytes of a file.
pub(super) fn first_block(bytes: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut block = Vec::with_capacity(BLOCK);
    bytes.take(BLOCK as u64).read_to_end(&mut block)?;
    Ok(block)
}

/// The bytes of a file as UTF-8.
pub(super) struct Decoded {
    encoding: Encoding,
    bytes: Box<dyn Read + Send>,
    /// None where the bytes are UTF-8 already: they are passed on, and checked row by row.
    decoder: Option<Decoder>,
    /// Text that was not passed on yet begins at `passed`.
    text: Vec<u8>,
    passed: usize,
    /// Where in the file the bytes begin that were not decoded yet.
    offset: u64,
    is_at_end: bool,
    damaged_at: Option<u64>,
    byte_order_mark: u64,
    is_certain: bool,
}

impl Decoded {
    /// The text of a file that begins with `block` and goes on with `bytes`.
    ///
    /// `told` is the encoding that `report.toml` gives for it.
    pub(super) fn new(
        mut block: Vec<u8>,
        bytes: Box<dyn Read + Send>,
        told: Option<Encoding>,
    ) -> Self {
        let (marked, mark) = byte_order_mark(&block);
        let encoding = told.or(marked).unwrap_or_else(|| guess(&block));
        let mark = if marked == Some(encoding) { mark } else { 0 };
        block.drain(..mark);
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
            Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
            Encoding::Gb18030 => Some(GB18030.new_decoder_without_bom_handling()),
        };
        let mut text = Self {
            encoding,
            bytes,
            decoder,
            text: Vec::new(),
            passed: 0,
            offset: mark as u64,
            is_at_end: mark + block.len() < BLOCK,
            damaged_at: None,
            byte_order_mark: mark as u64,
            is_certain: told.is_some() || marked.is_some() || has_chinese(&block),
        };
        if text.decoder.is_none() {
            text.text = block;
        } else {
            text.decode(&block);
        }
        text
    }

    /// The encoding the file is read in.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The beginning of the text, before any of it was read, and whether that is all of it.
    pub(super) fn preview(&self) -> (&[u8], bool) {
        (&self.text, self.is_at_end)
    }

    /// Makes the preview about twice as long, or all of the text.
    ///
    /// Nothing is skipped: whoever reads the text gets the preview first.
    pub(super) fn extend_preview(&mut self) -> io::Result<()> {
        let wanted = self.text.len().max(BLOCK);
        if self.decoder.is_some() {
            let longer = self.text.len() + wanted;
            while self.text.len() < longer && !self.is_at_end {
                self.decode_block()?;
            }
            return Ok(());
        }
        let read = (&mut self.bytes)
            .take(wanted as u64)
            .read_to_end(&mut self.text)?;
        self.is_at_end = read < wanted;
        let valid = std::str::from_utf8(&self.text);
        let damaged = valid.err().filter(|error| error.error_len().is_some());
        if let Some(error) = damaged
            && self.is_mistaken(&self.text[error.valid_up_to()..])
        {
            // The preview was ASCII so far and has no byte order mark: nothing of it is lost.
            let bytes = std::mem::take(&mut self.text);
            self.encoding = Encoding::Gb18030;
            self.decoder = Some(GB18030.new_decoder_without_bom_handling());
            self.decode(&bytes);
        }
        Ok(())
    }

    /// Where in the file the bytes stand that cannot be read, given where they stand in the text.
    pub(super) fn offset_of_damage(&self, in_text: u64) -> u64 {
        self.damaged_at.unwrap_or(in_text + self.byte_order_mark)
    }

    /// Whether a file that was taken for UTF-8 is none after all, given `nearby` bytes with damage:
    /// nothing before them was more than ASCII, and they do not look like UTF-8 either.
    pub(super) fn is_mistaken(&self, nearby: &[u8]) -> bool {
        self.decoder.is_none() && !self.is_certain && guess(nearby) == Encoding::Gb18030
    }

    /// Decodes the next bytes, and puts them behind the text at hand.
    fn decode_block(&mut self) -> io::Result<()> {
        let block = first_block(&mut self.bytes)?;
        self.is_at_end = block.len() < BLOCK;
        self.decode(&block);
        Ok(())
    }

    fn decode(&mut self, mut bytes: &[u8]) {
        let Some(decoder) = &mut self.decoder else {
            return;
        };
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        let mut chunk = vec![0; room.unwrap_or(bytes.len() * 4 + 16)];
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(bytes, &mut chunk, self.is_at_end);
            self.text.extend_from_slice(&chunk[..written]);
            self.offset += read as u64;
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, beyond) => {
                    let back = u64::from(length) + u64::from(beyond);
                    self.damaged_at = Some(self.offset.saturating_sub(back));
                    self.text.push(DAMAGE);
                    self.is_at_end = true;
                    return;
                }
            }
        }
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let text = &self.text[self.passed..];
            if !text.is_empty() {
                let count = text.len().min(buffer.len());
                buffer[..count].copy_from_slice(&text[..count]);
                self.passed += count;
                return Ok(count);
            }
            if self.decoder.is_none() {
                return self.bytes.read(buffer);
            }
            if self.is_at_end {
                return Ok(0);
            }
            self.text.clear();
            self.passed = 0;
            self.decode_block()?;
        }
    }
}

/// The encoding that a byte order mark tells, and the length of the mark.
fn byte_order_mark(block: &[u8]) -> (Option<Encoding>, usize) {
    match block {
        [0xEF, 0xBB, 0xBF, ..] => (Some(Encoding::Utf8), 3),
        [0xFF, 0xFE, ..] => (Some(Encoding::Utf16Le), 2),
        [0xFE, 0xFF, ..] => (Some(Encoding::Utf16Be), 2),
        _ => (None, 0),
    }
}

/// The encoding of bytes without a mark.
fn guess(bytes: &[u8]) -> Encoding {
    // Nearly every file is found here to be what it looks like.
    if whole_text(bytes).is_some() && memchr::memchr(0, bytes).is_none() {
        return Encoding::Utf8;
    }
    // No other encoding writes separators and digits with a zero beside them.
    let zeros = |side: usize| bytes.iter().skip(side).step_by(2).filter(|&&b| b == 0);
    let (even, odd) = (zeros(0).count(), zeros(1).count());
    let few = bytes.len() / 64;
    // Rows of whole paragraphs have few separators, and 一 and 开 have a zero on the other side; the
    // characters tell the order.
    if even + odd > 0 && whole_text(bytes).is_none() {
        let usual = |order| usual_units(bytes, order);
        let (little, big) = (usual(u16::from_le_bytes), usual(u16::from_be_bytes));
        if little.max(big) * 20 >= bytes.len() * 9 && little != big {
            let is_little = little > big;
            return if is_little {
                Encoding::Utf16Le
            } else {
                Encoding::Utf16Be
            };
        }
    }
    if odd > few && odd > even * 8 {
        return Encoding::Utf16Le;
    }
    if even > few && even > odd * 8 {
        return Encoding::Utf16Be;
    }
    let (mut chinese, mut broken) = (0, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        chinese += chunk.valid().chars().filter(|&c| is_chinese(c)).count();
        // The block may end within a character.
        let is_cut = chunks.peek().is_none()
            && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        broken += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    // Read as UTF-8, text in GB18030 breaks at every other character and hardly ever gives a Chinese
    // one; damaged UTF-8 breaks here and there.
    if broken == 0 || chinese > broken * 4 {
        Encoding::Utf8
    } else {
        Encoding::Gb18030
    }
}

/// How many characters are ASCII or Chinese when the bytes are read as UTF-16.
fn usual_units(bytes: &[u8], order: fn([u8; 2]) -> u16) -> usize {
    let is_usual = |unit: &&[u8; 2]| {
        let character = char::from_u32(u32::from(order(**unit)));
        character.is_some_and(|c| is_chinese(c) || matches!(c, ' '..='~' | '\t' | '\r' | '\n'))
    };
    bytes.as_chunks::<2>().0.iter().filter(is_usual).count()
}

/// The text of bytes that are UTF-8, without a character that they end within.
fn whole_text(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(&bytes[..bytes.len() - unfinished(bytes)]).ok()
}

/// How many bytes at the end are the beginning of a character in UTF-8.
fn unfinished(bytes: &[u8]) -> usize {
    let is_cut = |length: &usize| {
        let end = bytes
            .len()
            .checked_sub(*length)
            .map(|start| &bytes[start..]);
        let error = end.and_then(|end| std::str::from_utf8(end).err());
        error.is_some_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=3).find(is_cut).unwrap_or(0)
}

fn has_chinese(block: &[u8]) -> bool {
    let is_found = |text: &str| text.chars().any(is_chinese);
    whole_text(block).map_or_else(
        || block.utf8_chunks().any(|chunk| is_found(chunk.valid())),
        is_found,
    )
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], told: Option<Encoding>) -> Decoded {
        let mut reader: Box<dyn Read + Send> = Box::new(io::Cursor::new(bytes.to_vec()));
        let block = first_block(&mut reader).unwrap();
        Decoded::new(block, reader, told)
    }

    fn read(mut decoded: Decoded) -> Vec<u8> {
        let mut text = Vec::new();
        decoded.read_to_end(&mut text).unwrap();
        text
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn the_encoding_is_found() {
        let text = "标题,公开日期\n关于清明节放假的通知,2017-03-28\n";
        let gb18030 = GB18030.encode(text).0.into_owned();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
            (gb18030, Encoding::Gb18030),
            (
                utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
                Encoding::Utf16Le,
            ),
            (
                utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
                Encoding::Utf16Be,
            ),
            (utf16(text, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(text, u16::to_be_bytes), Encoding::Utf16Be),
        ] {
            let decoded = decoded(&bytes, None);
            assert_eq!(decoded.encoding(), encoding);
            assert_eq!(read(decoded), text.as_bytes());
        }
    }

    #[test]
    fn long_texts_come_out_whole() {
        let text = "𠮷关于清明节放假的通知，2017-03-28\n".repeat(20_000);
        let gb18030 = GB18030.encode(&text).0.into_owned();
        for bytes in [gb18030, utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)] {
            assert!(read(decoded(&bytes, None)) == text.as_bytes());
        }
        let utf8 = decoded(text.as_bytes(), None);
        assert_eq!(utf8.encoding(), Encoding::Utf8);
        assert!(read(utf8) == text.as_bytes());
    }

    #[test]
    fn one_damaged_byte_does_not_make_utf8_another_encoding() {
        let mut bytes = "标题,公开日期\n关于清明节放假的通知,2017-03-28\n"
            .as_bytes()
            .to_vec();
        bytes[1] = b'?';
        assert_eq!(decoded(&bytes, None).encoding(), Encoding::Utf8);
    }

    #[test]
    fn damage_ends_the_text_and_is_known_by_its_offset() {
        let mut bytes = GB18030.encode("标题,公开日期\n通知").0.into_owned();
        let offset = bytes.len() as u64;
        bytes.extend(b"\xFF\x20more");
        let mut decoded = decoded(&bytes, None);
        let mut text = Vec::new();
        decoded.read_to_end(&mut text).unwrap();
        assert_eq!(text.last(), Some(&DAMAGE));
        assert_eq!(decoded.offset_of_damage(0), offset);
    }

    #[test]
    fn long_rows_of_utf16_need_no_mark() {
        let row = "关于开展一次公开一件一批一类安全检查的通知".repeat(4000);
        let text = format!("标题,公开日期\n{row},2017-03-28\n");
        for (bytes, encoding) in [
            (utf16(&text, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(&text, u16::to_be_bytes), Encoding::Utf16Be),
        ] {
            assert_eq!(decoded(&bytes, None).encoding(), encoding);
        }
        let damaged = text.replace("通知", "通\u{0}知");
        assert_eq!(decoded(damaged.as_bytes(), None).encoding(), Encoding::Utf8);
        let gb18030 = GB18030.encode(&damaged).0.into_owned();
        assert_eq!(decoded(&gb18030, None).encoding(), Encoding::Gb18030);
    }

    #[test]
    fn what_report_toml_says_goes_first() {
        let text = read(decoded(&GB18030.encode("标").0, Some(Encoding::Gb18030)));
        assert_eq!(text, "标".as_bytes());
        assert_eq!(
            decoded("标".as_bytes(), Some(Encoding::Utf16Le)).encoding(),
            Encoding::Utf16Le
        );
    }

    #[test]
    fn ascii_may_turn_out_to_be_something_else() {
        let decoded = decoded(b"title,published_on\nnotice,2017-03-28\n", None);
        assert_eq!(decoded.encoding(), Encoding::Utf8);
        assert!(decoded.is_mistaken(&GB18030.encode("关于清明节放假的通知").0));
        assert!(!decoded.is_mistaken("关于清明节\u{0}放假的通知".as_bytes()));
    }
}
