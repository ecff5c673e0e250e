//! `report completions`: what a shell needs to complete commands and options.

use clap::CommandFactory;

use super::Exit;
use super::arguments::{Arguments, Completions};
use super::files::Folder;
use super::output::Output;
use super::terminal::Terminal;

pub(super) fn run(
    typed: &Completions,
    folder: Option<&Folder>,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    // A script may have any name: shells look for `_report` and `report.fish`.
    let output = Output::of(&typed.output, folder, terminal.words())?;
    let mut script = Vec::new();
    clap_complete::generate(
        typed.shell,
        &mut Arguments::command(),
        "report",
        &mut script,
    );
    output.write(&script, terminal.words())?;
    Ok(Exit::Done)
}
