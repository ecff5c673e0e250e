//! Counting: which rows belong to one item, and what each counts toward.
//!
//! Takes the rows of a log. A [`Counter`] counts those of one log: most by their class, which their words and days
//! decide and a [`RowCache`] keeps, the others on their own. Events of requests are read before the requests.
//! Gives each item, project and request to a [`Listener`], under the keys that it counts toward: a [`Tally`] or a
//! [`Tracer`]. A [`Formula`] says how a figure is computed from them. In parts and merged it is the same as at once.
//! Does not know how a cell is read (`logs`) or by when a reply is due (`law`).

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
pub use once::OnceCounter;
pub use open_cases::{OpenCases, OpenRequest, OpenState};
pub use procurement::ProcurementCounter;
pub use published::PublishedCounter;
pub use requests::{Case, Observer, RequestCounter};
pub use scope::{Period, Scope, Span};
pub use tally::{Listener, Subtotal, Sum, Tally};
pub use tracer::{TraceQuestion, TracedRow, TracedRows, Tracer};
