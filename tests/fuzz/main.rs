//! Fuzzing: each target runs its seeds, then random variations of them until its time is over, and
//! checks properties that hold for any input.
//!
//! `FUZZ_SECONDS` is the time for each target (one second by default), `FUZZ_SEED` the random seed.
//! The seeds of a target are in `tests/fuzz/TARGET.seeds`, including the known bad inputs. A
//! failure prints the smallest failing input: add it there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/books.rs"]
mod books;
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/memory.rs"]
mod memory;
#[allow(dead_code, reason = "shared with the other tests")]
#[path = "../it/program.rs"]
mod program;

mod cells;
mod files;
mod texts;

use std::env;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// A property of an input; the error describes the violation.
type Check = fn(&[u8]) -> Result<(), String>;

/// Runs a target. Seeds are separated by lines of `====`; `words` are inserted anywhere.
fn fuzz(name: &str, seeds: &str, words: &'static [&'static str], check: Check) {
    let seeds: Vec<Vec<u8>> = seeds
        .split("\n====\n")
        .map(|seed| bytes_of(seed.trim_end_matches('\n')))
        .collect();
    for seed in &seeds {
        if let Err(reason) = check(seed) {
            panic!("{name}: {reason}\n{}", seed.escape_ascii());
        }
    }
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse().ok());
    let time = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(1));
    let chance: u64 = number("FUZZ_SEED").unwrap_or(2017);
    let mut entropy = [0; 32];
    entropy[..8].copy_from_slice(&chance.to_le_bytes());
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &entropy);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let inputs = inputs(seeds.clone(), words);
    let (start, mut executions) = (Instant::now(), seeds.len());
    while start.elapsed() < time {
        let tree = inputs.new_tree(&mut runner).unwrap();
        executions += 1;
        let first = tree.current();
        let outcome = runner.run_one(tree, |input| check(&input).map_err(TestCaseError::fail));
        match outcome {
            Ok(_) => {}
            Err(TestError::Fail(reason, input)) => panic!(
                "{name}, seed {chance}: {reason}\n{}\nwas {}",
                input.escape_ascii(),
                first.escape_ascii()
            ),
            Err(TestError::Abort(reason)) => panic!("{name}, seed {chance}: {reason}"),
        }
    }
    println!("{name}: {executions} executions, seed {chance}");
}

/// A mutation of a seed.
#[derive(Debug, Clone)]
enum Edit {
    Delete(Index, usize),
    Repeat(Index, usize),
    Put(Index, Vec<u8>),
    Byte(Index, u8),
    /// Continues with the rest of another seed.
    GoOn(Index, Index, Index),
}

fn inputs(seeds: Vec<Vec<u8>>, words: &'static [&'static str]) -> BoxedStrategy<Vec<u8>> {
    let word = proptest::sample::select(words).prop_map(|word| word.as_bytes().to_vec());
    let character = any::<char>().prop_map(|character| character.to_string().into_bytes());
    let edit = prop_oneof![
        2 => (any::<Index>(), 1_usize..12).prop_map(|(place, length)| Edit::Delete(place, length)),
        1 => (any::<Index>(), 1_usize..12).prop_map(|(place, length)| Edit::Repeat(place, length)),
        4 => (any::<Index>(), word).prop_map(|(place, word)| Edit::Put(place, word)),
        1 => (any::<Index>(), character).prop_map(|(place, one)| Edit::Put(place, one)),
        1 => any::<(Index, u8)>().prop_map(|(place, byte)| Edit::Byte(place, byte)),
        1 => any::<(Index, Index, Index)>().prop_map(|(place, seed, from)| Edit::GoOn(place, seed, from)),
    ];
    let edits = proptest::collection::vec(edit, 0..6);
    (any::<Index>(), edits)
        .prop_map(move |(seed, edits)| {
            let mut bytes = seeds[seed.index(seeds.len())].clone();
            for edit in &edits {
                apply(edit, &mut bytes, &seeds);
            }
            bytes
        })
        .boxed()
}

fn apply(edit: &Edit, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    let place = |index: &Index, bytes: &[u8]| index.index(bytes.len() + 1);
    match edit {
        Edit::Delete(index, length) => {
            let start = place(index, bytes);
            let end = (start + length).min(bytes.len());
            bytes.drain(start..end);
        }
        Edit::Repeat(index, length) => {
            let start = place(index, bytes);
            let end = (start + length).min(bytes.len());
            let again = bytes[start..end].to_vec();
            bytes.splice(start..start, again);
        }
        Edit::Put(index, put) => {
            let start = place(index, bytes);
            bytes.splice(start..start, put.iter().copied());
        }
        Edit::Byte(index, byte) => {
            let start = place(index, bytes);
            if let Some(old) = bytes.get_mut(start) {
                *old = *byte;
            }
        }
        Edit::GoOn(index, seed, from) => {
            bytes.truncate(place(index, bytes));
            let other = &seeds[seed.index(seeds.len())];
            bytes.extend(&other[from.index(other.len() + 1)..]);
        }
    }
}

/// Parses a seed: `\xNN` is a byte, and `⟦100×ab⟧` is `ab` repeated 100 times.
fn bytes_of(seed: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = seed;
    while let Some(character) = rest.chars().next() {
        let byte = rest
            .strip_prefix("\\x")
            .and_then(|digits| u8::from_str_radix(digits.get(..2)?, 16).ok());
        let repeated = rest.strip_prefix('⟦').and_then(|inside| {
            let (inside, behind) = inside.split_once('⟧')?;
            let (times, text) = inside.split_once('×')?;
            Some((text.repeat(times.parse().ok()?), behind))
        });
        if let Some(byte) = byte {
            bytes.push(byte);
            rest = &rest[4..];
        } else if let Some((text, behind)) = repeated {
            bytes.extend(bytes_of(&text));
            rest = behind;
        } else {
            let length = character.len_utf8();
            bytes.extend(&rest.as_bytes()[..length]);
            rest = &rest[length..];
        }
    }
    bytes
}

#[test]
fn seeds_are_spelled() {
    assert_eq!(
        bytes_of("a\\x00\\xfF⟦2×\\x01b⟧甲"),
        b"a\0\xFF\x01b\x01b\xE7\x94\xB2"
    );
    assert_eq!(bytes_of("⟦x⟧\\x"), "⟦x⟧\\x".as_bytes());
}
