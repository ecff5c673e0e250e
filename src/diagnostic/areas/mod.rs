//! Every kind of finding, one block each: data, texts in both languages, example, samples.
//!
//! To add a kind, write a struct that implements [`Rule`](super::Rule) and list it in the `rules!`
//! of its file.

mod cells;
mod columns;
mod days_off;
mod declared;
mod forms;
mod left_out;
mod opening;
mod project;
mod prose;
mod publishing;
mod requests;
mod sameness;
mod words;

pub use cells::*;
pub use columns::*;
pub use days_off::*;
pub use declared::*;
pub use forms::*;
pub use left_out::*;
pub use opening::*;
pub use project::*;
pub use prose::*;
pub use publishing::*;
pub use requests::*;
pub use sameness::*;
pub use words::*;

use super::Code;

/// The codes of all areas.
pub(super) const CODES: &[&[Code]] = &[
    project::CODES,
    days_off::CODES,
    opening::CODES,
    columns::CODES,
    cells::CODES,
    words::CODES,
    left_out::CODES,
    sameness::CODES,
    requests::CODES,
    publishing::CODES,
    declared::CODES,
    forms::CODES,
    prose::CODES,
];

/// Samples of every kind.
#[cfg(test)]
pub(super) fn samples() -> Vec<super::Problem> {
    [
        project::samples(),
        days_off::samples(),
        opening::samples(),
        columns::samples(),
        cells::samples(),
        words::samples(),
        left_out::samples(),
        sameness::samples(),
        requests::samples(),
        publishing::samples(),
        declared::samples(),
        forms::samples(),
        prose::samples(),
    ]
    .concat()
}
