//! Counting: which rows belong to one item, and what each counts toward.
//!
//! A [`Counter`] counts the rows of one log. Most rows belong to classes, which their words and days
//! decide; the others are counted on their own. A counter reports each item, project and request to a
//! [`Listener`] under the keys that it counts toward. [`Tally`] and [`Tracer`] are listeners. Counting
//! in parts and merging gives the same as counting at once. A [`RowCache`] caches the classes of rows,
//! so that most rows are not parsed. [`RequestEvents`] are read before the requests that they belong
//! to. A [`Formula`] says how a figure is computed, for deriving and for tracing it. Legal limits
//! belong to `law`, reading to `logs`.

mod cached;
mod classes;
mod counter;
mod day_by_day;
mod decided;
mod decisions;
mod disputes;
mod documents;
mod environment;
mod events;
mod formula;
mod guides;
mod identity;
mod ids;
mod metric_columns;
mod notices;
mod once;
mod open_cases;
mod procurement;
mod published;
mod requests;
mod scope;
mod tally;
mod tracer;

pub use cached::{Remark, RowCache};
pub use counter::{Both, Counted, Counter, PassHints, Retry, RowName, Settled};
pub use day_by_day::{CourseDay, CourseOfRequest, day_by_day};
pub use environment::EnvironmentCounter;
pub use events::{EventCounter, RequestEvents};
pub use formula::Formula;
pub use guides::GuideCounter;
pub use identity::Identity;
pub(crate) use metric_columns::{columns_needed, needs_ends};
pub use once::OnceCounter;
pub use open_cases::{OpenCases, OpenRequest, OpenState};
pub use procurement::ProcurementCounter;
pub use published::PublishedCounter;
pub use requests::{Case, Observer, RequestCounter};
pub use scope::{Period, Scope, Span};
pub use tally::{Listener, Subtotal, Sum, Tally};
pub use tracer::{TraceQuestion, TracedRow, TracedRows, Tracer};
