//! Fuzzing: each target runs its seeds, then random variations of them until its time is over, and
//! checks properties that hold for any input.
//!
//! `FUZZ_SECONDS` is the time for each target (one second by default), `FUZZ_SEED` the random seed.
//! The seeds of a target are in `tests/fuzz/TARGET.seeds`, including the known bad inputs, each with
//! its expected outcome where the input decides it. A failure prints the smallest failing input: add
//! it there.

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
mod naive;
mod texts;
mod workbooks;

use std::env;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use report::Diagnostic;

/// Checks the properties of an input. Returns what becomes of it, in lines; the error describes the
/// violation.
type Check = fn(&[u8]) -> Result<String, String>;

/// What is fuzzed, and how.
struct Target {
    name: &'static str,
    /// Inputs, separated by lines of `====`. The lines behind an input that begin with `⇒` are its
    /// expected outcome. An input behind `==== slow` is not varied.
    seeds: &'static str,
    /// Texts that are inserted anywhere.
    words: &'static [&'static str],
    check: Check,
}

/// Checks the seeds of a target, then variations of them.
fn fuzz(target: &Target) {
    let Target { name, check, .. } = *target;
    let seeds = seeds_of(target.seeds);
    let wrong = seeds.iter().filter_map(|seed| {
        let outcome = check(&seed.input).unwrap_or_else(|reason| format!("fails: {reason}"));
        let is_expected = match &seed.outcome {
            Some(expected) => outcome == *expected,
            None => !outcome.starts_with("fails: "),
        };
        let input = shortened(&seed.input.escape_ascii().to_string());
        let expected = seed.outcome.as_deref().unwrap_or("any outcome");
        (!is_expected).then(|| format!("{name}: {input}\n{outcome}\nbut expected\n{expected}\n"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let varied = seeds.iter().filter(|seed| !seed.is_slow);
    let varied: Vec<Vec<u8>> = varied.map(|seed| seed.input.clone()).collect();
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
    let inputs = inputs(varied, target.words);
    let (start, mut executions) = (Instant::now(), seeds.len());
    while start.elapsed() < time {
        let tree = inputs.new_tree(&mut runner).unwrap();
        executions += 1;
        let first = tree.current();
        let outcome = runner.run_one(tree, |input| {
            let outcome = check(&input);
            outcome.map(drop).map_err(TestCaseError::fail)
        });
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

/// An input that is always checked.
#[derive(Debug, PartialEq)]
struct Seed {
    input: Vec<u8>,
    /// Its expected outcome, if the input decides it.
    outcome: Option<String>,
    /// Whether it takes so long that it is not varied.
    is_slow: bool,
}

/// Parses the seeds of a target.
fn seeds_of(text: &str) -> Vec<Seed> {
    let text = format!("====\n{text}");
    let seeds = format!("\n{}", text.trim_end_matches('\n'));
    let seeds = seeds.split("\n====").skip(1).map(|seed| {
        let (mark, seed) = seed.split_once('\n').unwrap_or_default();
        let (input, outcome) = match seed.split_once("\n⇒ ") {
            Some((input, outcome)) => (input, Some(outcome.replace("\n⇒ ", "\n"))),
            None => (seed, None),
        };
        Seed {
            input: bytes_of(input),
            outcome,
            is_slow: mark == " slow",
        }
    });
    seeds.collect()
}

/// A finding with its place, without the file: `bad-date 3:2`.
fn located(finding: &Diagnostic) -> String {
    let place = finding.place.as_ref();
    let (line, column) = place.map_or((None, None), |place| (place.line, place.column));
    let code = finding.code().name();
    match (line, column) {
        (Some(line), Some(column)) => format!("{code} {line}:{column}"),
        (Some(line), None) => format!("{code} {line}"),
        _ => code.to_owned(),
    }
}

/// A text in which each long run of one character is written as in a seed: `⟦3000×甲⟧`.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    let mut rest = text.chars().peekable();
    while let Some(one) = rest.next() {
        let mut count = 1;
        while rest.next_if_eq(&one).is_some() {
            count += 1;
        }
        if count >= 20 {
            let _ = write!(short, "⟦{count}×{one}⟧");
        } else {
            short.extend(std::iter::repeat_n(one, count));
        }
    }
    short
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
    let seed = |input: &[u8], outcome: Option<&str>, is_slow| Seed {
        input: input.to_vec(),
        outcome: outcome.map(str::to_owned),
        is_slow,
    };
    assert_eq!(
        seeds_of("a\nb\n⇒ 1\n⇒ 2\n==== slow\nc\n"),
        [seed(b"a\nb", Some("1\n2"), false), seed(b"c", None, true)]
    );
    assert_eq!(shortened(&("a".repeat(20) + "bb")), "⟦20×a⟧bb");
}
