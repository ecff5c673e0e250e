//! Counting: which rows are one item, what each counts toward, and the figures that come of it.
//!
//! One [`Counter`] counts the rows of one log. Most rows fall into classes, by their words and days
//! alone; the others count by themselves. A counter reports each item, project and request to a
//! [`Listener`] under the keys that it counts toward. A [`Tally`] is one listener, a [`Tracer`]
//! another, and what is counted in parts merges to what is counted at once. A [`RowCache`] keeps the
//! classes of rows, so that most are not read. By its [`Formula`], [`figures`] derives rates, means and
//! parts from a tally. Limits in law are left to `law`, reading to `source`.

mod cached;
mod change;
mod classes;
mod counter;
mod decisions;
mod declared;
mod derive;
mod disputes;
mod documents;
mod environment;
mod figures;
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

pub use cached::RowCache;
pub use change::{Change, rounded};
pub use counter::{Both, Counted, Counter, PassHints, Retry, RowName, Settled};
pub use declared::{DeclaredFigures, declare};
pub use derive::{Coverage, figures};
pub use environment::EnvironmentCounter;
pub use figures::{Figures, Value};
pub use formula::Formula;
pub use guides::GuideCounter;
pub use identity::Identity;
pub use once::OnceCounter;
pub use open_cases::{OpenCases, OpenRequest, OpenState};
pub use procurement::ProcurementCounter;
pub use published::PublishedCounter;
pub use requests::{Case, Observer, RequestCounter};
pub use scope::{Period, Scope};
pub use tally::{Listener, Tally};
pub use tracer::{Noted, Question, TracedRow, Tracer};
