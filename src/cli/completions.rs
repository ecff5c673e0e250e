//! `report completions`: writes the completion script of a shell.

use super::Exit;
use super::arguments::Completions;
use super::folder::ProjectFolder;
use super::help;
use super::output::Output;
use super::terminal::Terminal;

pub(super) fn run(
    typed: &Completions,
    folder: Option<&ProjectFolder>,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    // Script names vary: shells look for `_report` and `report.fish`. There is no extension to check.
    let output = Output::of(&typed.output, folder, terminal.words())?;
    let mut script = Vec::new();
    let mut command = help::command(terminal.language, terminal.width);
    clap_complete::generate(typed.shell, &mut command, "report", &mut script);
    output.write(&script, terminal.words())?;
    Ok(Exit::Done)
}
