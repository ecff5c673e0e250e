//! An office: its project is opened once, and asked any number of questions.
//!
//! Takes the files of a project and options; gives reports, figures, checks, traces and deadlines, each
//! with all findings. The only place where the stages meet. It opens files through
//! [`Files`](crate::Files) and knows no output format.

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
