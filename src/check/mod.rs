//! Checks for things that a person should look at, beyond errors of parsing.
//!
//! Takes values of earlier stages: rows, figures, cells, narratives. Changes none of them.
//! Gives findings, whose words are in `diagnostic`. The office's `[rules]` are applied last and once, by [`judged`].
//! Does not know files, output formats, or how a row was counted.

mod calendar;
mod cells;
mod channels;
mod contents;
mod dates;
mod identities;
mod labels;
mod personal;
mod prose;
mod requests;
mod rows;
mod rules;
mod template;
mod titles;

pub use calendar::{calendar_finding, unknown_year};
pub use cells::{check_cells, is_carried_in, nothing_carried_in};
pub use channels::check_channels;
pub use contents::check_contents;
pub use dates::check_dates;
pub use identities::check_identities;
pub use labels::check_labels;
pub use personal::check_personal;
pub use prose::{
    Prose, check_prose, check_settings, compares_with_year_before, mentions_year_before,
};
pub use requests::RequestRules;
pub use rows::{EnvironmentRules, NoRules, ProcurementRules, PublishedRules, RowChecks, RowRules};
pub use rules::{judged, judged_together, waived_lines};
pub use template::check_template;
pub use titles::Entries;
