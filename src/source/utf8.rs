//! How far some bytes are text in UTF-8, asked along with their separators.
//!
//! Nearly every character of a log has one byte or three. That a chunk has no others, and these whole, is
//! told at a small part of what it costs to tell of any text that it is one; where it is not so `simdutf8`
//! is asked.

use fearless_simd::{Simd, SimdBase, SimdMask};

/// How far the bytes at hand are known to be text.
#[derive(Default)]
pub(super) struct Utf8 {
    /// Those before are; those behind, as far as they were looked at, begin a character that goes on.
    end: usize,
    /// What stands there is no text, whatever comes behind.
    is_damaged: bool,
}

impl Utf8 {
    /// Up to where all is text: a character that is not whole, or what is none, stands there, if anything.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The bytes from `start` on that must go on a character which begins before it, a bit for each; none
    /// where that is no usual one. All before `start` was looked at.
    #[inline]
    pub(super) fn open(&self, bytes: &[u8], start: usize) -> Option<u64> {
        match bytes[self.end..start] {
            [] => Some(0b00),
            [lead, _] if is_usual(lead) => Some(0b01),
            [lead] if is_usual(lead) => Some(0b11),
            _ => None,
        }
        .filter(|_| !self.is_damaged)
    }

    /// Notes that up to `end` all characters are usual, but that the last goes on as `open` says.
    #[inline]
    pub(super) fn note_usual(&mut self, end: usize, open: u64) {
        let begun = match open {
            0b00 => 0,
            0b01 => 2,
            _ => 1,
        };
        self.end = end - begun;
    }

    /// Looks at what was not looked at yet of `bytes`, which begin where they did before.
    #[inline(never)]
    pub(super) fn look_at(&mut self, bytes: &[u8]) {
        if self.is_damaged {
            return;
        }
        match simdutf8::compat::from_utf8(&bytes[self.end..]) {
            Ok(_) => self.end = bytes.len(),
            Err(error) => {
                self.end += error.valid_up_to();
                self.is_damaged = error.error_len().is_some();
            }
        }
    }
}

/// Whether a byte begins a character of three bytes that is told from what is none by nothing but that
/// two bytes go on with it.
const fn is_usual(byte: u8) -> bool {
    matches!(byte, USUAL..=0xEC | 0xEE..=0xEF)
}

/// The least byte that begins a usual character of three bytes.
const USUAL: u8 = 0xE1;

/// Blocks of 64 bytes that are asked whether all characters in them are usual: of one byte, or of three as
/// [`is_usual`] has it.
pub(super) struct Usual<S: Simd> {
    /// The bytes of the block at hand that begin a usual character, if its bytes are usual at all, and those
    /// that go on with one.
    leads: u64,
    continuations: u64,
    /// The bytes of the next block that must go on with one.
    open: u64,
    /// Not zero where a byte goes on with none, or none goes on where it must.
    wrong: u64,
    /// The greatest of all bytes; the least, counted from where the characters of two bytes begin; the least,
    /// counted from the one byte among the usual ones that is none. What is less counts as much more.
    greatest: S::u8s,
    least_of_two: S::u8s,
    least_of_other: S::u8s,
}

/// What begins characters of two bytes, and what those of three bytes some of which are none.
const TWO: u8 = 0xC0;
const OTHER: u8 = 0xED;

impl<S: Simd> Usual<S> {
    /// No block yet, where so many bytes of the first go on with a character.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    pub(super) fn new(simd: S, open: u64) -> Self {
        let none = S::u8s::splat(simd, u8::MAX);
        Self {
            leads: 0,
            continuations: 0,
            open,
            wrong: 0,
            greatest: S::u8s::splat(simd, 0),
            least_of_two: none,
            least_of_other: none,
        }
    }

    /// Looks at some bytes of a block, before which so many of it stand.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    pub(super) fn look_at(&mut self, bytes: S::u8s, shift: usize) {
        self.leads |= bytes.simd_ge(USUAL).to_bitmask() << shift;
        self.continuations |= (bytes & 0xC0).simd_eq(0x80).to_bitmask() << shift;
        self.greatest = self.greatest.max(bytes);
        self.least_of_two = self.least_of_two.min(bytes - TWO);
        self.least_of_other = self.least_of_other.min(bytes - OTHER);
    }

    /// Ends the block at hand.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    pub(super) fn end_block(&mut self) {
        let (leads, continuations) = (self.leads, self.continuations);
        self.wrong |= continuations ^ (leads << 1 | leads << 2 | self.open);
        self.open = leads >> 63 | leads >> 62;
        (self.leads, self.continuations) = (0, 0);
    }

    /// The bytes behind all blocks that must go on with a character, a bit for each; none where not all
    /// characters are usual.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    pub(super) fn finish(self) -> Option<u64> {
        let has_others = self.greatest.simd_ge(0xF0).any_true()
            | self.least_of_two.simd_lt(USUAL - TWO).any_true()
            | self.least_of_other.simd_eq(0).any_true();
        (!has_others && self.wrong == 0).then_some(self.open)
    }
}
