//! Runs every command in the README and compares the output.
//!
//! In a `console` block, a line that begins with `$ ` is a command and the lines below it are its
//! output; `...` matches any number of lines.

use std::path::Path;
use std::process::Command;

use snapbox::Assert;

const README: &str = include_str!("../../README.md");

/// The commands of all `console` blocks with what they should print.
fn commands() -> Vec<(&'static str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    let mut is_console = false;
    for line in README.lines() {
        match line {
            "```console" => is_console = true,
            "```" => is_console = false,
            _ if !is_console => {}
            line => match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command, String::new())),
                (None, Some((_, output))) => output.extend([line, "\n"]),
                (None, None) => panic!("output without a command: {line}"),
            },
        }
    }
    commands
}

/// Runs `report` with these arguments. Returns the output, with findings last, and the exit code.
fn run(words: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_report"))
        .args(words)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env_remove("REPORT_DATA")
        .env("LC_ALL", "zh_CN.UTF-8")
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (
        String::from_utf8(printed).unwrap(),
        output.status.code().unwrap(),
    )
}

#[test]
fn every_command_prints_what_the_readme_says() {
    let commands = commands();
    assert!(commands.len() > 5, "the blocks were not found");
    let mut last_exit = 0;
    for (command, expected) in commands {
        let words: Vec<&str> = command.split(' ').collect();
        let printed = match *words {
            ["report", ref words @ ..] => {
                let (printed, exit) = run(words);
                last_exit = exit;
                printed
            }
            ["echo", "$?"] => format!("{last_exit}\n"),
            _ => panic!("not a command of the program: {command}"),
        };
        Assert::new().eq(printed, expected);
    }
}

#[test]
fn the_two_commands_at_its_top_are_those_of_a_fresh_clone() {
    let block = README
        .split("```sh\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let commands: Vec<&str> = block
        .lines()
        .map(|line| line.split('#').next().unwrap().trim())
        .collect();
    assert_eq!(
        commands,
        ["cargo run --release -- compile --year 2017", "cargo test"]
    );
    assert_eq!(run(&["compile", "--year", "2017"]).1, 0);
}

#[test]
fn it_is_short() {
    // Reference belongs into the topics of `report explain`.
    assert!(README.split_whitespace().count() < 2000);
}

#[test]
fn every_settings_block_is_read() {
    let blocks = README
        .split("```toml\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap());
    let mut is_found = false;
    for block in blocks.filter(|block| block.contains("[office]")) {
        let columns = |log| {
            report::inside::columns(log)
                .iter()
                .map(|column| column.key)
                .collect()
        };
        report::inside::read(block, columns).unwrap();
        is_found = true;
    }
    assert!(is_found);
}
