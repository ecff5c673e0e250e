//! Compiles the logs of a Chinese government office into its statutory annual report on government
//! information disclosure (政府信息公开工作年度报告).
//!
//! ```text
//! bytes ─logs─▶ Record ─law─▶ Case ─count─▶ Tally ─figures─▶ Figures ─form─▶ Document ─▶ Report ─render─▶ bytes
//! ```
//!
//! Start at [`Office::compile`]: it is the whole pipeline.
//!
//! Invariants:
//!
//! - Arrows point one way, from the top of the table to its end; a test reads every `use`.
//! - Files are opened through [`Files`] alone. Only `cli` knows a file system, a terminal, an environment; nothing
//!   knows a clock, so the same input gives the same bytes.
//! - Every finding is a value with its place; what is left out or assumed is one. A figure without data is absent, not 0.
//! - A row is counted in one way, cached or not. Code that exists for speed is in `rows` and `count::cached`.
//! - No panic is reachable from input; nothing is `unsafe`.
//!
//! | module | takes | gives |
//! |---|---|---|
//! | `vocabulary`, `language`, `number`, `record`, `diagnostic` | | shared vocabulary of all stages |
//! | `layout`, `site` | | margins, sizes and fonts of a printed report; the web site that publishes it |
//! | `project` | `report.toml`, narratives | the office's configuration |
//! | `rows` | bytes | rows of cells, from text in any encoding |
//! | `logs` | rows | records with their place in the file |
//! | `calendar`, `law` | days | working days; deadlines |
//! | `count` | records | a tally of all counts |
//! | `figures` | a tally | figures |
//! | `check` | rows, cases, figures | findings that a person should review |
//! | `form` | figures and a narrative | a document |
//! | `document`, `report` | | the input of the renderers |
//! | `cover` | a report and a check | the cover sheet for the person who signs |
//! | `render` | a report | text, Markdown, JSON, HTML, Word |

mod calendar;
mod check;
#[cfg(feature = "cli")]
mod cli;
mod count;
mod cover;
mod diagnostic;
mod document;
mod figures;
mod files;
mod form;
mod language;
mod law;
mod layout;
mod logs;
mod number;
mod office;
mod project;
mod record;
pub mod render;
mod report;
mod rows;
mod site;
mod vocabulary;

#[cfg(feature = "cli")]
pub use cli::run;

pub use calendar::{Calendar, Day, DayOrigin, Reason, YearState};
pub use files::{Files, Folder, Memory};
pub use language::Language;
pub use law::{
    Arrival, Clock, Course, Deadline, DeadlineQuestion, Event, ExplainedDay, Explanation,
    LawOptions, LoggedDays, State,
};
pub use office::{
    Extras, Input, InputRole, Office, OfficeCalendar, Options, Outcome, PROJECT_FILE,
    RequestSelector,
};
pub use record::Log;

pub use figures::{Figures, Value};
pub use vocabulary::{Key, Metric, Unit};

pub use crate::report::{
    Account, Check, DeclaredValue, InputFile, Publication, Report, Subject, Trace,
};
pub use count::{
    CourseOfRequest, Formula, OpenRequest, OpenState, Period, TraceQuestion, TracedRow, TracedRows,
};
pub use cover::cover;
pub use document::{
    Align, Block, Cell, CheckedIdentity, Column, ComparedValues, Document, Figure, IdentityFormula,
    IdentityKind, IdentitySide, Inline, Operand, OperandSource, Operator, Relation, Section,
    SignOff, SpanCell, Standing, StatutoryPart, StatutoryTable, StatutoryValue, Table, plain_text,
};
pub use form::Form;
pub use render::{DEFAULT_WIDTH, Format};

pub use diagnostic::{
    Code, Diagnostic, Excerpt, LineRanges, Message, PersonalNumber, Place, Problem, Severity,
};

/// The findings, a struct for each kind: [`Problem::get`] gives the data of one.
pub mod finding {
    pub use crate::diagnostic::areas::*;
}

/// Parts that the command line, the tests and the benchmark call on their own. They may change at any time.
#[doc(hidden)]
pub mod inside {
    pub use crate::calendar::Notice;
    pub use crate::check::unknown_year;
    pub use crate::count::{
        Counted, Counter, EnvironmentCounter, GuideCounter, Identity, OpenCases,
        ProcurementCounter, PublishedCounter, RequestCounter, RowCache, Scope, Tally, day_by_day,
    };
    pub use crate::diagnostic::{BoundedSink, Cap, Findings};
    pub use crate::figures::logs_behind;
    pub use crate::form::{FormCell, narrative_filters};
    pub use crate::logs::{
        Entry, EnvironmentLog, Guess, LogTable, NextRows, ProcurementLog, PublishedLog, RequestLog,
        Role, Row, RowsAbove, Source, Step, Totals, Words, choices, columns, day_of, guess,
        is_reading_workbook,
    };
    pub use crate::number::trimmed;
    pub use crate::project::{
        Encoding, Level, LogFile, LogSettings, Project, read, template, value_lists,
    };
    pub use crate::vocabulary::{
        KnownKey, OUTCOMES, TABLE_COLUMNS, dotted, known_keys, metrics_below, segments_of,
    };
}
