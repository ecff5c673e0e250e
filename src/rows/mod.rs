//! Turns bytes into rows: encoding, quoting, line breaks.
//!
//! A [`Reader`] decodes a delimited text file and yields its rows in batches. A batch is one block of
//! the file that was validated as UTF-8 once; its cells are slices of that block. This folder knows no
//! log, no header and no diagnostic, and it is the only one that uses SIMD.
//!
//! | file | input | output |
//! |---|---|---|
//! | `encoding` | first bytes of a file | its encoding |
//! | `decoder` | bytes in any encoding | bytes in UTF-8 |
//! | `scan` | block | positions of its cells |
//! | `batch` | positions | rows, unescaped cells |
//! | `row` | one row | its cells and their positions |
//! | `key` | some cells of a row | key that is fast to hash and compare |
//! | `reader` | all of the above | batches, damage, end of file |

mod batch;
mod decoder;
mod encoding;
mod key;
mod reader;
mod row;
mod scan;

pub(crate) use batch::Batch;
pub(crate) use decoder::first_block;
pub use encoding::Encoding;
pub(crate) use key::{ByteSpan, CellKey, KeyBuffer, KeyGroup, hash_of};
pub(crate) use reader::{Damage, DamageKind, LONGEST_ROW, Next, Reader};
pub(crate) use row::{OwnedRawRow, RawRow};
