//! Figures: values by key, derived from a tally or declared by the office.
//!
//! Takes a tally, the figures of `report.toml`, and the formulas of rates, means and shares.
//! Gives [`Figures`]. A figure without data in the logs is absent, never 0. [`Change`] compares two years.
//! Does not know forms, narratives or output formats.

mod change;
mod declared;
mod derive;
mod order;
mod sources;
mod value;

pub use change::{Change, rounded};
pub use declared::{DeclaredFigures, declare};
pub use derive::{Coverage, figures};
pub use order::arrange_keys;
pub use sources::logs_behind;
pub use value::{Figures, Value};
