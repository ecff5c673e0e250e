//! Compiles the logs of a Chinese government office into its statutory annual report on government
//! information disclosure (政府信息公开工作年度报告).

pub mod calendar;
pub mod diagnostic;
pub mod document;
pub mod form;
pub mod language;
pub mod law;
pub mod number;
pub mod project;
pub mod record;
pub mod render;
pub mod report;
pub mod source;
pub mod statistics;
pub mod vocabulary;
