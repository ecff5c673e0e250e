//! `report completions`: what a shell needs to complete commands and options.

use clap::CommandFactory;

use super::Exit;
use super::arguments::{Arguments, Completions};
use super::output::Output;
use super::terminal::Terminal;

pub(super) fn run(typed: &Completions, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(
        typed.shell,
        &mut Arguments::command(),
        "report",
        &mut script,
    );
    Output::Stdout.write(&String::from_utf8_lossy(&script), terminal.words())?;
    Ok(Exit::Done)
}
