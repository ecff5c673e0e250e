//! A growing list of positions that can append all bits of a mask at once.

/// Number of bits in a mask.
const BITS: usize = 64;

/// Number of positions written per step.
const STEP: usize = 4;

/// Positions in a block, in ascending order.
#[derive(Clone, Default)]
pub(crate) struct Positions {
    /// The positions, followed by spare room.
    buffer: Vec<u32>,
    length: usize,
}

impl Positions {
    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    #[inline]
    pub(super) fn push(&mut self, position: u32) {
        self.room()[0] = position;
        self.length += 1;
    }

    /// Appends the position of each bit of `mask`, where bit 0 is position `first`.
    ///
    /// Writes several positions per step without checking how many remain: such a check would be a branch
    /// that the CPU mispredicts. The next call overwrites the surplus.
    #[expect(clippy::inline_always, reason = "compiled for the caller's SIMD level")]
    #[inline(always)]
    pub(super) fn push_bits(&mut self, mut mask: u64, first: u32) {
        let count = mask.count_ones() as usize;
        for positions in self.room().as_chunks_mut::<STEP>().0 {
            for position in positions {
                *position = first + mask.trailing_zeros();
                mask &= mask.wrapping_sub(1);
            }
            if mask == 0 {
                break;
            }
        }
        self.length += count;
    }

    pub(crate) fn as_slice(&self) -> &[u32] {
        &self.buffer[..self.length]
    }

    pub(super) fn last(&self) -> u32 {
        self.as_slice().last().copied().unwrap_or_default()
    }

    #[expect(clippy::inline_always, reason = "compiled for the caller's SIMD level")]
    #[inline(always)]
    fn room(&mut self) -> &mut [u32; BITS] {
        if self.buffer.len() < self.length + BITS {
            self.grow();
        }
        self.buffer[self.length..]
            .first_chunk_mut()
            .expect("grown to hold as many")
    }

    #[cold]
    fn grow(&mut self) {
        self.buffer.resize((self.length + BITS) * 2, 0);
    }
}

impl PartialEq for Positions {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl std::fmt::Debug for Positions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_slice().fmt(formatter)
    }
}
