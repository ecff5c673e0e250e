//! The scanner for 64 bytes at a time, with one bit per byte in each mask.
//!
//! Blocks without quotes need one mask. In the others a prefix XOR over the quotes shows which bytes are
//! inside quotes. It assumes that every quote opens or closes a cell; if one does not, the scalar scanner
//! processes these 64 bytes.

use fearless_simd::{Simd, SimdBase, SimdMask};

use super::{Dialect, Index, ScanState, offset, scalar};

/// Number of bytes per mask.
const BLOCK: usize = 64;

/// Scans `block` from its beginning.
#[expect(clippy::inline_always, reason = "compiled for the caller's SIMD level")]
#[inline(always)]
pub(super) fn scan<S: Simd>(simd: S, block: &[u8], dialect: Dialect, index: &mut Index) {
    let mut least = S::u8s::splat(simd, u8::MAX);
    let (chunks, rest) = block.as_chunks::<BLOCK>();
    for (chunk, number) in chunks.iter().zip(0..) {
        let start = number * BLOCK;
        let (mut separators, mut quotes) = (0, 0);
        for (lane, shift) in chunk
            .chunks_exact(S::u8s::LEN)
            .zip((0..).step_by(S::u8s::LEN))
        {
            let bytes = S::u8s::from_slice(simd, lane);
            let is_line_break = bytes.simd_eq(b'\n') | bytes.simd_eq(b'\r');
            let is_separator = is_line_break | bytes.simd_eq(dialect.delimiter);
            separators |= is_separator.to_bitmask() << shift;
            quotes |= bytes.simd_eq(b'"').to_bitmask() << shift;
            least = least.min(bytes);
        }
        let is_between = matches!(index.state, ScanState::CellStart | ScanState::Plain);
        if quotes == 0 && is_between {
            index.starts.push_bits(separators, offset(start + 1));
            index.state = state_behind(separators);
        } else if let Some(quoting) = Quoting::of(quotes, separators, index.state) {
            quoting.add_to(index, block, start, dialect);
        } else {
            scalar::scan(block, start..start + BLOCK, dialect, index);
        }
    }
    index.has_zero |= least.simd_eq(0).any_true();
    scalar::scan(block, block.len() - rest.len()..block.len(), dialect, index);
}

/// State after 64 bytes that end outside of quotes.
fn state_behind(separators: u64) -> ScanState {
    if separators >> 63 == 1 {
        ScanState::CellStart
    } else {
        ScanState::Plain
    }
}

/// 64 bytes in which every quote opens or closes a quoted cell, or is half of an escape.
struct Quoting {
    /// Separators outside and inside of quotes.
    separators: u64,
    inner: u64,
    /// The second quote of each escape.
    escapes: u64,
    state: ScanState,
}

impl Quoting {
    /// Returns `None` if a quote is an ordinary character, or a closing quote does not end its cell.
    #[inline]
    fn of(quotes: u64, separators: u64, before: ScanState) -> Option<Self> {
        let was_inside = if before == ScanState::Quoted {
            u64::MAX
        } else {
            0
        };
        // From an opening quote up to the byte before the closing one.
        let inside = prefix_xor(quotes) ^ was_inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let (outer, inner) = (separators & !inside, separators & inside);
        let cell_starts = outer << 1 | u64::from(before == ScanState::CellStart);
        let behind_closing = closing << 1 | u64::from(before == ScanState::QuoteSeen);
        let escapes = opening & behind_closing;
        let is_strict = opening & !(cell_starts | behind_closing) == 0
            && behind_closing & !(outer | escapes) == 0;
        is_strict.then_some(Self {
            separators: outer,
            inner,
            escapes,
            state: if inside >> 63 == 1 {
                ScanState::Quoted
            } else if closing >> 63 == 1 {
                ScanState::QuoteSeen
            } else {
                state_behind(outer)
            },
        })
    }

    #[expect(clippy::inline_always, reason = "compiled for the caller's SIMD level")]
    #[inline(always)]
    fn add_to(self, index: &mut Index, block: &[u8], start: usize, dialect: Dialect) {
        index.starts.push_bits(self.separators, offset(start + 1));
        for at in bits(self.inner) {
            if block[start + at] == dialect.line_break {
                index.inner_breaks.push(offset(start + at));
            }
        }
        let escapes = bits(self.escapes).map(|at| offset(start + at));
        index.escapes.extend(escapes);
        index.state = self.state;
    }
}

/// For each bit, the XOR of it and all below it.
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The positions of the bits that are set.
fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = mask.trailing_zeros() as usize;
        let is_any = mask != 0;
        mask &= mask.wrapping_sub(1);
        is_any.then_some(at)
    })
}
