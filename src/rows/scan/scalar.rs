//! The scanner as a state machine over single bytes. It is the specification of the SIMD scanner.

use std::ops::Range;

use super::{Dialect, Index, State, offset};

/// Scans the bytes of `block` in `range`, starting in the state of `index`.
pub(super) fn scan(block: &[u8], range: Range<usize>, dialect: Dialect, index: &mut Index) {
    for at in range {
        let byte = block[at];
        let is_separator = dialect.is_separator(byte);
        index.has_zero |= byte == 0;
        index.state = match index.state {
            State::CellStart if byte == b'"' => State::Quoted,
            State::Quoted if byte == b'"' => State::QuoteSeen,
            State::Quoted => {
                if byte == dialect.line_break {
                    index.inner_breaks.push(offset(at));
                }
                State::Quoted
            }
            State::QuoteSeen if byte == b'"' => {
                index.escapes.push(offset(at));
                State::Quoted
            }
            State::CellStart | State::Plain | State::QuoteSeen if is_separator => {
                index.starts.push(offset(at + 1));
                State::CellStart
            }
            State::QuoteSeen => {
                index.escapes.push(offset(at));
                State::Plain
            }
            State::CellStart | State::Plain => State::Plain,
        };
    }
}
