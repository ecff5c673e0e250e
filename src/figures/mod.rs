//! Figures: values by key, derived from a tally or declared by the office.
//!
//! A [`Formula`](crate::count::Formula) defines each rate, mean and share. A figure without data in the
//! logs is absent, never 0. [`Change`] compares two years.

mod change;
mod declared;
mod derive;
mod main_figures;
mod order;
mod sources;
mod value;

pub use change::{Change, rounded};
pub use declared::{DeclaredFigures, declare};
pub use derive::{Coverage, figures};
pub use main_figures::MAIN_FIGURES;
pub use order::arrange_keys;
pub use sources::logs_behind;
pub use value::{Figures, Value};
