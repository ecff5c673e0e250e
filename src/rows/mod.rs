//! From bytes to rows: encoding, quoting, line breaks.
//!
//! A [`Reader`] decodes a delimited text file and hands out its rows in batches. A batch is one block of
//! the file that was validated as UTF-8 once; its cells are slices of that block. This folder knows no
//! log, no header and no diagnostic, and it is the only one that uses SIMD.
//!
//! | file | takes | gives |
//! |---|---|---|
//! | `encoding` | the first bytes of a file | its encoding |
//! | `decoder` | bytes in any encoding | bytes in UTF-8 |
//! | `scan` | a block | where its cells begin |
//! | `batch` | these positions | rows, unescaped cells |
//! | `row` | one row | its cells and their positions |
//! | `key` | some cells of a row | a key that is fast to compare |
//! | `reader` | all of the above | batches, damage, the end |

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
pub(crate) use key::{CellKey, Group, KeyBuffer, Span, hash_of};
pub(crate) use reader::{Damage, DamageKind, LONGEST_ROW, Next, Reader};
pub(crate) use row::{OwnedRawRow, RawRow};
