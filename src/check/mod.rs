//! Rules: what a person should look at, beyond what cannot be read.
//!
//! A rule looks at values that earlier stages made and tells what it finds; it changes none of
//! them. The words stand in `diagnostic`.

mod calendar;
mod prose;
mod requests;

pub use calendar::calendar_finding;
pub use prose::{Prose, check_prose, check_settings, speaks_of_year_before};
pub use requests::RequestRules;
