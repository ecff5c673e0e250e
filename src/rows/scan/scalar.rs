//! The scanner as a state machine over single bytes. It is the specification of the SIMD scanner.

use std::ops::Range;

use super::{Dialect, Index, ScanState, offset};

/// Scans the bytes of `block` in `range`, starting in the state of `index`.
pub(super) fn scan(block: &[u8], range: Range<usize>, dialect: Dialect, index: &mut Index) {
    for at in range {
        let byte = block[at];
        let is_separator = dialect.is_separator(byte);
        index.has_zero |= byte == 0;
        index.state = match index.state {
            ScanState::CellStart if byte == b'"' => ScanState::Quoted,
            ScanState::Quoted if byte == b'"' => ScanState::QuoteSeen,
            ScanState::Quoted => {
                if byte == dialect.line_break {
                    index.inner_breaks.push(offset(at));
                }
                ScanState::Quoted
            }
            ScanState::QuoteSeen if byte == b'"' => {
                index.escapes.push(offset(at));
                ScanState::Quoted
            }
            ScanState::CellStart | ScanState::Plain | ScanState::QuoteSeen if is_separator => {
                index.starts.push(offset(at + 1));
                ScanState::CellStart
            }
            ScanState::QuoteSeen => {
                index.escapes.push(offset(at));
                ScanState::Plain
            }
            ScanState::CellStart | ScanState::Plain => ScanState::Plain,
        };
    }
}
