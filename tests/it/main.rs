//! Integration tests: realistic cases, the program as it is called, the sample office against
//! figures counted elsewhere, and the dependencies between modules.

#![allow(clippy::too_many_lines, reason = "tables of cases")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    reason = "a test that cannot go on has failed, and need not be fast"
)]

mod absent;

mod architecture;
mod books;
mod boundaries;
mod cached;
mod carrying;
mod cases;
mod check;
mod command_line;
mod compare;
mod counting;
mod cover;
mod data;
mod declared;
mod departments;
mod differential;
mod documents;
mod due;
mod events;
mod examples;
mod figures;
mod files;
mod forms;
mod generator;
mod headers;
#[cfg(unix)]
mod hostile;
mod html;
mod keys;
mod languages;
mod markup;
mod memory;
mod moments;
mod naive;
mod one_edit;
mod order;
mod outputs;
mod pairs;
mod partial;
mod periods;
mod pipeline;
mod privacy;
mod program;
mod prose;
mod readme;
mod reads;
mod receipt;
mod requests;
mod robustness;
mod sample;
mod scale;
mod separators;
mod sheets;
mod snapshot;
mod topics;
mod trace;
mod walkthrough;
mod word;
mod workbooks;
mod xlsx;
