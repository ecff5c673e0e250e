//! Decodes the bytes of a file to UTF-8.
//!
//! Bytes that cannot be decoded are never replaced: the text ends with a byte that is invalid in UTF-8,
//! so that the reader reports the damage at that position.

use std::io::{self, Read};

use encoding_rs::{DecoderResult, GB18030, UTF_16BE, UTF_16LE};

use super::encoding::{Encoding, has_chinese};

/// Number of bytes that the encoding is guessed from; also the number decoded at a time.
const BLOCK: usize = 64 << 10;

/// Byte that marks damage in the decoded text; invalid in UTF-8.
const DAMAGE: u8 = 0xFF;

/// Smallest buffer with which [`Decoder::read`] makes progress.
pub(super) const MIN_BUFFER: usize = 16;

/// Reads the first block of a file: enough to detect its format and encoding.
pub(crate) fn first_block(bytes: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut block = Vec::with_capacity(BLOCK);
    bytes.take(BLOCK as u64).read_to_end(&mut block)?;
    Ok(block)
}

/// A file that is decoded to UTF-8 while it is read.
pub(super) struct Decoder {
    encoding: Encoding,
    /// `None` for UTF-8, which is passed through.
    inner: Option<encoding_rs::Decoder>,
    bytes: Box<dyn Read + Send>,
    /// Bytes of the file; those from `used` on are not decoded yet.
    block: Vec<u8>,
    used: usize,
    rest: Continuation,
    /// Offset in the file of the first byte that is not decoded yet.
    offset: u64,
    damaged_at: Option<u64>,
    mark_length: u64,
    is_certain: bool,
}

/// Continuation of the text after the current block.
#[derive(Clone, Copy, PartialEq)]
enum Continuation {
    /// More bytes of the file.
    Bytes,
    /// The end of the file.
    End,
    /// A zero byte, which is invalid in text.
    Zero,
    /// Nothing: the block was decoded to its end as well.
    Nothing,
}

impl Continuation {
    /// The continuation after a block that was read from a file.
    fn behind(block: &[u8]) -> Self {
        if block.len() < BLOCK {
            Self::End
        } else {
            Self::Bytes
        }
    }
}

impl Decoder {
    /// Opens a file that begins with `block` and continues with `bytes`. `given` is the encoding that the
    /// user configured, if any.
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
            rest: Continuation::behind(&block),
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

    /// Offset in the file of the damage at `position` of the decoded text.
    pub(super) fn offset_of_damage(&self, position: u64) -> u64 {
        self.damaged_at.unwrap_or(position + self.mark_length)
    }

    /// The encoding to read the file in instead, if it was wrongly read as UTF-8: everything before the
    /// damage is ASCII, and the bytes from there on look like another encoding.
    pub(super) fn mistaken_for(&self, damaged: &[u8]) -> Option<Encoding> {
        let is_doubtful = self.inner.is_none() && !self.is_certain;
        let is_other = is_doubtful && Encoding::guess(damaged) == Encoding::Gb18030;
        is_other.then_some(Encoding::Gb18030)
    }

    /// Restarts decoding in an encoding other than UTF-8. `passed` is everything read so far.
    pub(super) fn decode_again(&mut self, passed: &[u8], encoding: Encoding) {
        self.block = [passed, &self.block[self.used..]].concat();
        (self.used, self.offset, self.rest) = (0, 0, Continuation::Bytes);
        self.encoding = encoding;
        self.inner = decoder_of(encoding);
        self.cut_at_zero();
    }

    /// Reads into `buffer`, which has at least [`MIN_BUFFER`] bytes. Returns 0 at the end of the file.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.inner.is_some() {
            return self.decode(buffer);
        }
        let pending = &self.block[self.used..];
        if pending.is_empty() {
            return self.bytes.read(buffer);
        }
        let count = pending.len().min(buffer.len());
        buffer[..count].copy_from_slice(&pending[..count]);
        self.used += count;
        Ok(count)
    }

    fn decode(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // One byte of the buffer is reserved for the damage mark.
        let usable = buffer.len() - 1;
        loop {
            if self.used == self.block.len() && self.rest == Continuation::Bytes {
                self.block = first_block(&mut self.bytes)?;
                self.used = 0;
                self.rest = Continuation::behind(&self.block);
                self.cut_at_zero();
            }
            let (result, read, written) = match &mut self.inner {
                Some(decoder) if self.rest != Continuation::Nothing => decoder
                    .decode_to_utf8_without_replacement(
                        &self.block[self.used..],
                        &mut buffer[..usable],
                        self.rest != Continuation::Bytes,
                    ),
                _ => return Ok(0),
            };
            self.used += read;
            self.offset += read as u64;
            let is_end = result == DecoderResult::InputEmpty && self.rest != Continuation::Bytes;
            let damaged_at = match result {
                DecoderResult::Malformed(length, beyond) => {
                    Some(self.offset - u64::from(length) - u64::from(beyond))
                }
                _ if is_end && self.rest == Continuation::Zero => Some(self.offset),
                _ => None,
            };
            if is_end || damaged_at.is_some() {
                self.rest = Continuation::Nothing;
            }
            if damaged_at.is_some() {
                self.damaged_at = damaged_at;
                buffer[written] = DAMAGE;
                return Ok(written + 1);
            }
            if written > 0 {
                return Ok(written);
            }
        }
    }

    /// Ends the file before a zero byte, which is invalid in text. UTF-8 is not searched: the scanner
    /// detects zero bytes there at no extra cost.
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
            self.rest = Continuation::Zero;
        }
    }
}

/// The decoder of an encoding; `None` for UTF-8.
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
