//! An office: its project is opened once, and asked any number of questions.
//!
//! Takes the files of a project, and options with each question: [`Office::compile`], `check`, `figures`, `trace` and others.
//! Gives the answer with all findings ([`Outcome`]).
//! The only place where the stages meet. Does not know file systems ([`Files`](crate::Files) opens them) or output formats.

mod cell_words;
mod check;
mod compile;
mod declarations;
mod due;
mod event_years;
mod explain;
mod figures;
mod findings;
mod inputs;
mod items;
mod logs;
mod options;
mod patterns;
mod prose;
mod session;
mod sheets;
mod stats;
mod texts;
mod trace;

pub use crate::diagnostic::PROJECT_FILE;
pub use due::RequestSelector;
pub use inputs::{Input, InputRole};
pub use options::{Extras, Options};
pub use session::{Office, OfficeCalendar, Outcome};
