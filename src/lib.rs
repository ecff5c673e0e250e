//! Compiles the logs of a Chinese government office into its statutory annual report on government
//! information disclosure (政府信息公开工作年度报告).
//!
//! ```text
//! bytes ─logs─▶ Record ─law─▶ Case ─count─▶ Tally ─figures─▶ Figures ─form─▶ Document ─▶ Report ─render─▶ bytes
//! ```
//!
//! Start at [`Office::compile`]: it is the whole pipeline. It opens files only through [`Files`];
//! no stage knows a file system, a terminal, an environment or a clock. Arguments and messages are
//! handled in [`cli`] alone.
//!
//! | module | takes | gives |
//! |---|---|---|
//! | [`vocabulary`], [`language`], [`number`], [`record`], [`diagnostic`] | | shared vocabulary of all stages |
//! | [`layout`], [`site`] | | margins, sizes and fonts of a printed report; the web site that publishes it |
//! | [`project`] | `report.toml`, narratives | the office's configuration |
//! | `rows` | bytes | rows of cells, from text in any encoding |
//! | [`logs`] | rows | records with their place in the file |
//! | [`calendar`], [`law`] | days | working days; deadlines |
//! | [`count`] | records | a tally of all counts |
//! | [`mod@figures`] | a tally | figures |
//! | [`mod@check`] | rows, cases, figures | findings that a person should review |
//! | [`form`] | figures and a narrative | a document |
//! | [`mod@document`], [`report`] | | the input of the renderers |
//! | [`mod@cover`] | a report and a check | the cover sheet for the person who signs |
//! | [`render`] | a report | text, Markdown, JSON, HTML, Word |

pub mod calendar;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod count;
pub mod cover;
pub mod diagnostic;
pub mod document;
pub mod figures;
mod files;
pub mod form;
pub mod language;
pub mod law;
pub mod layout;
pub mod logs;
pub mod number;
mod office;

pub mod project;
pub mod record;
pub mod render;
pub mod report;
mod rows;
pub mod site;
pub mod vocabulary;

pub use files::{Files, Folder, Memory};
pub use office::{
    Extras, Input, InputRole, Office, OfficeCalendar, Options, Outcome, PROJECT_FILE,
    RequestSelector,
};
