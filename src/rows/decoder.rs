//! The bytes of a file as UTF-8, whatever its encoding.
//!
//! Bytes that cannot be decoded are never replaced: the text ends with a byte that UTF-8 does not have,
//! so that the reader finds the damage at that place.

use std::io::{self, Read};

use encoding_rs::{DecoderResult, GB18030, UTF_16BE, UTF_16LE};

use super::encoding::{Encoding, has_chinese};

/// How many bytes the encoding is guessed from, and decoded at a time.
const BLOCK: usize = 64 << 10;

/// Stands in the text for bytes that cannot be decoded.
const DAMAGE: u8 = 0xFF;

/// The least buffer that [`Decoder::read`] makes progress with.
pub(super) const LEAST_ROOM: usize = 16;

/// Reads the first bytes of a file: enough to tell what it is.
pub(crate) fn first_block(bytes: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut block = Vec::with_capacity(BLOCK);
    bytes.take(BLOCK as u64).read_to_end(&mut block)?;
    Ok(block)
}

/// A file that is read as UTF-8.
pub(super) struct Decoder {
    encoding: Encoding,
    /// None for UTF-8, which is passed on.
    inner: Option<encoding_rs::Decoder>,
    bytes: Box<dyn Read + Send>,
    /// Bytes of the file that are not passed on yet, from `used` on.
    block: Vec<u8>,
    used: usize,
    rest: Rest,
    /// Where in the file the bytes begin that are not passed on yet.
    offset: u64,
    damaged_at: Option<u64>,
    mark_length: u64,
    is_certain: bool,
}

/// What follows the block of a decoder.
#[derive(Clone, Copy, PartialEq)]
enum Rest {
    /// More of the file.
    Bytes,
    /// The end of the file.
    End,
    /// A zero, which is no character of any text.
    Zero,
    /// Nothing, and the block itself was passed on.
    Nothing,
}

impl Rest {
    /// What follows a block that was read from a file.
    fn behind(block: &[u8]) -> Self {
        if block.len() < BLOCK {
            Self::End
        } else {
            Self::Bytes
        }
    }
}

impl Decoder {
    /// A file that begins with `block` and goes on with `bytes`. `given` is the encoding that the user
    /// gives for it.
    pub(super) fn new(
        block: Vec<u8>,
        bytes: Box<dyn Read + Send>,
        given: Option<Encoding>,
    ) -> Self {
        let mark = Encoding::of_mark(&block);
        let marked = mark.map(|(encoding, _)| encoding);
        let encoding = given.or(marked).unwrap_or_else(|| Encoding::guess(&block));
        let mark_length = match mark {
            Some((marked, length)) if marked == encoding => length,
            _ => 0,
        };
        let mut decoder = Self {
            encoding,
            inner: decoder_of(encoding),
            bytes,
            rest: Rest::behind(&block),
            is_certain: given.is_some() || marked.is_some() || has_chinese(&block),
            block,
            used: mark_length,
            offset: mark_length as u64,
            damaged_at: None,
            mark_length: mark_length as u64,
        };
        decoder.cut_at_zero();
        decoder
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Where in the file the damage is that stands at `position` in its text.
    pub(super) fn offset_of_damage(&self, position: u64) -> u64 {
        self.damaged_at.unwrap_or(position + self.mark_length)
    }

    /// The encoding of a file that was taken for UTF-8 and turns out to be none: all before the damage
    /// is ASCII, and the bytes from there on look like another encoding.
    pub(super) fn mistaken_for(&self, damaged: &[u8]) -> Option<Encoding> {
        let is_doubtful = self.inner.is_none() && !self.is_certain;
        let is_other = is_doubtful && Encoding::guess(damaged) == Encoding::Gb18030;
        is_other.then_some(Encoding::Gb18030)
    }

    /// Reads a file again in another encoding than UTF-8. `passed` is all of it that was passed on.
    pub(super) fn decode_again(&mut self, passed: &[u8], encoding: Encoding) {
        self.block = [passed, &self.block[self.used..]].concat();
        (self.used, self.offset, self.rest) = (0, 0, Rest::Bytes);
        self.encoding = encoding;
        self.inner = decoder_of(encoding);
        self.cut_at_zero();
    }

    /// Reads on into `room`, of at least [`LEAST_ROOM`] bytes; 0 at the end of the file.
    pub(super) fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.inner.is_some() {
            return self.decode(room);
        }
        let pending = &self.block[self.used..];
        if pending.is_empty() {
            return self.bytes.read(room);
        }
        let count = pending.len().min(room.len());
        room[..count].copy_from_slice(&pending[..count]);
        self.used += count;
        Ok(count)
    }

    fn decode(&mut self, room: &mut [u8]) -> io::Result<usize> {
        // One byte of the room is left for the mark of damage.
        let usual_room = room.len() - 1;
        loop {
            if self.used == self.block.len() && self.rest == Rest::Bytes {
                self.block = first_block(&mut self.bytes)?;
                self.used = 0;
                self.rest = Rest::behind(&self.block);
                self.cut_at_zero();
            }
            let (result, read, written) = match &mut self.inner {
                Some(decoder) if self.rest != Rest::Nothing => decoder
                    .decode_to_utf8_without_replacement(
                        &self.block[self.used..],
                        &mut room[..usual_room],
                        self.rest != Rest::Bytes,
                    ),
                _ => return Ok(0),
            };
            self.used += read;
            self.offset += read as u64;
            let is_end = result == DecoderResult::InputEmpty && self.rest != Rest::Bytes;
            let damaged_at = match result {
                DecoderResult::Malformed(length, beyond) => {
                    Some(self.offset - u64::from(length) - u64::from(beyond))
                }
                _ if is_end && self.rest == Rest::Zero => Some(self.offset),
                _ => None,
            };
            if is_end || damaged_at.is_some() {
                self.rest = Rest::Nothing;
            }
            if damaged_at.is_some() {
                self.damaged_at = damaged_at;
                room[written] = DAMAGE;
                return Ok(written + 1);
            }
            if written > 0 {
                return Ok(written);
            }
        }
    }

    /// Ends the file before a zero, which is no character of any text. UTF-8 is not searched: the scanner
    /// sees zeros at no cost.
    fn cut_at_zero(&mut self) {
        let pending = &self.block[self.used..];
        let zero = match self.encoding {
            Encoding::Utf8 => None,
            Encoding::Gb18030 => memchr::memchr(0, pending),
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let mut units = pending.chunks_exact(2);
                units.position(|unit| unit == [0, 0]).map(|unit| unit * 2)
            }
        };
        if let Some(zero) = zero {
            self.block.truncate(self.used + zero);
            self.rest = Rest::Zero;
        }
    }
}

/// The decoder of an encoding; none for UTF-8.
fn decoder_of(encoding: Encoding) -> Option<encoding_rs::Decoder> {
    let decoder = match encoding {
        Encoding::Utf8 => return None,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Gb18030 => GB18030,
    };
    Some(decoder.new_decoder_without_bom_handling())
}

#[cfg(test)]
mod tests;
