//! Files that are slow to read, fail halfway, or change between two openings.
//!
//! Short or interrupted reads change nothing. A failed read is reported and gives no figure. A file
//! that changes gives the figures of one version or a finding, never of a mixture.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::Mutex;

use encoding_rs::GB18030;
use report::{Diagnostic, Figures, Files, Office, Options, Outcome, Severity};
use rust_xlsxwriter::Workbook;

use crate::generator::{LOGS, Made, Random, made, text};
use crate::memory::{Folder, figure, finding_lines};

/// How the files of a folder misbehave.
enum Mode {
    /// A few bytes at a time, with occasional interrupted reads.
    Dribble,
    /// Reading a file fails after so many bytes.
    FailAt(String, usize, ErrorKind),
    /// Each opening of a file gives the next of these contents; the last is repeated.
    Change(String, Vec<Vec<u8>>),
}

/// A folder in memory that behaves like a faulty disk.
struct Disk<'a> {
    folder: &'a Folder,
    mode: Mode,
    seed: u64,
    /// Whether the files claim to be so long that logs are read in parallel.
    is_long: bool,
    opened: Mutex<BTreeMap<String, usize>>,
}

impl<'a> Disk<'a> {
    fn new(folder: &'a Folder, mode: Mode, seed: u64) -> Self {
        Self {
            folder,
            mode,
            seed,
            is_long: seed % 2 == 1,
            opened: Mutex::default(),
        }
    }

    fn opened(&self, name: &str) -> usize {
        let opened = self.opened.lock().unwrap();
        opened.get(name).copied().unwrap_or_default()
    }
}

impl Files for Disk<'_> {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        let opened = {
            let mut opened = self.opened.lock().unwrap();
            let times = opened.entry(name.to_owned()).or_default();
            *times += 1;
            *times - 1
        };
        if let Mode::Change(changed, contents) = &self.mode
            && changed == name
        {
            let content = &contents[opened.min(contents.len() - 1)];
            return Ok(Box::new(Cursor::new(content.clone())));
        }
        let bytes = self.folder.open(name)?;
        let mut fails = None;
        if let Mode::FailAt(failing, after, kind) = &self.mode
            && failing == name
        {
            fails = Some((*after, *kind));
        }
        Ok(Box::new(SlowReader {
            bytes,
            random: Random::new(self.seed + opened as u64),
            is_dribbling: matches!(self.mode, Mode::Dribble),
            fails,
        }))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.folder.list(folder)
    }

    fn size(&self, _name: &str) -> Option<u64> {
        self.is_long.then_some(8 << 20)
    }
}

struct SlowReader {
    bytes: Box<dyn Read + Send>,
    random: Random,
    is_dribbling: bool,
    /// The bytes left before the failure, and its kind.
    fails: Option<(usize, ErrorKind)>,
}

impl Read for SlowReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut length = buffer.len();
        if self.is_dribbling {
            if self.random.chance(5) {
                return Err(ErrorKind::Interrupted.into());
            }
            length = length.min(1 + self.random.below(7));
        }
        if let Some((left, kind)) = self.fails {
            if left == 0 {
                return Err(io::Error::new(kind, "the disk failed"));
            }
            length = length.min(left);
        }
        let read = self.bytes.read(&mut buffer[..length])?;
        if let Some((left, _)) = &mut self.fails {
            // It also fails at the end of the file.
            *left = if read == 0 { 0 } else { *left - read };
            if read == 0 && length > 0 {
                return self.read(buffer);
            }
        }
        Ok(read)
    }
}

// ---- an office with all logs -------------------------------------------------------------------

/// Saves the text of a log in a random format.
fn saved(made: &Made, random: &mut Random) -> Vec<u8> {
    let plain = text(&made.table(), ',', "\n", random.chance(30));
    match random.below(4) {
        0 => GB18030.encode(&plain).0.into_owned(),
        1 => {
            let units = format!("\u{feff}{plain}");
            units.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        2 if made.longest_cell() <= 32_767 => {
            let mut workbook = Workbook::new();
            let sheet = workbook.add_worksheet();
            for (row, cells) in (0..).zip(&made.table()) {
                for (column, cell) in (0..).zip(cells) {
                    sheet.write(row, column, cell).unwrap();
                }
            }
            workbook.save_to_buffer().unwrap()
        }
        _ => plain.into_bytes(),
    }
}

/// Returns an office with all eight logs, and their expected figures.
fn office(seed: u64) -> (Folder, Vec<Made>) {
    let random = &mut Random::new(seed);
    let logs: Vec<Made> = LOGS.iter().map(|log| made(log, random)).collect();
    let mut folder = Folder::new();
    for made in &logs {
        let bytes = saved(made, random);
        folder.set(&format!("{}.csv", made.log), bytes);
    }
    (folder, logs)
}

fn of_2017(files: &dyn Files) -> Outcome<Vec<(i32, Figures)>> {
    let options = Options {
        keep_going: true,
        ..Options::default()
    };
    Office::open(files).figures(Some(2017), &options)
}

fn only_figures(statistics: &Outcome<Vec<(i32, Figures)>>) -> Option<&Figures> {
    statistics
        .value
        .as_deref()
        .unwrap_or_default()
        .first()
        .map(|(_, figures)| figures)
}

#[test]
fn short_reads_change_nothing() {
    for seed in 0..2 {
        let (folder, logs) = office(seed);
        let disk = Disk::new(&folder, Mode::Dribble, seed);
        let (slow, plain) = (of_2017(&disk), of_2017(&folder));
        assert_eq!(
            finding_lines(&slow.diagnostics),
            finding_lines(&plain.diagnostics),
            "{seed}"
        );
        assert!(slow.value == plain.value, "{seed}");
        let figures =
            only_figures(&slow).unwrap_or_else(|| panic!("{:?}", finding_lines(&slow.diagnostics)));
        for (key, expected) in logs.iter().flat_map(|made| &made.expected.figures) {
            assert_eq!(figure(figures, key), *expected, "{seed} {key}");
        }
    }
}

// ---- failures ----------------------------------------------------------------------------------

const KINDS: [ErrorKind; 7] = [
    ErrorKind::Other,
    ErrorKind::UnexpectedEof,
    ErrorKind::InvalidData,
    ErrorKind::NotFound,
    ErrorKind::PermissionDenied,
    ErrorKind::TimedOut,
    ErrorKind::WouldBlock,
];

fn names(found: &Diagnostic, file: &str) -> bool {
    let place = found.place.as_ref();
    place.is_some_and(|place| &*place.file == file) && found.severity() == Severity::Trouble
}

#[test]
fn a_failed_read_gives_no_figure() {
    let mut silent = BTreeSet::new();
    for (seed, log) in (0..).zip(LOGS) {
        let random = &mut Random::new(seed);
        let name = format!("{log}.csv");
        let bytes = saved(&made(log, random), random);
        let item = "信息名称,公开日期\n甲,2017-03-01\n";
        // Guides have no year, so an item is added.
        let folder = Folder::new().with("published.csv", item).with(&name, bytes);
        for file in [name.as_str(), "report.toml"] {
            let length = folder.bytes(file).len();
            for after in [0, 1, random.below(length), length - 1, length] {
                let kind = *random.one_of(&KINDS);
                let mode = Mode::FailAt(file.to_owned(), after, kind);
                let disk = Disk::new(&folder, mode, random.below(2) as u64);
                let statistics = of_2017(&disk);
                let found = &statistics.diagnostics;
                let is_named = found.iter().any(|found| names(found, file));
                if !statistics.value.as_deref().unwrap_or_default().is_empty() || !is_named {
                    let found = finding_lines(found);
                    silent.insert(format!("{file} {after} of {length} {kind:?}: {found:?}"));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn a_failed_narrative_gives_no_report() {
    let narrative = "# 概况\n\n{{ published.total }}条\n";
    let folder = Folder::sample().with("narrative/2017.md", narrative);
    for kind in KINDS {
        for after in [0, 1, narrative.len() / 2, narrative.len()] {
            let mode = Mode::FailAt("narrative/2017.md".to_owned(), after, kind);
            let compilation =
                Office::open(&Disk::new(&folder, mode, 0)).compile(2017, &Options::default());
            let found = &compilation.diagnostics;
            assert!(compilation.value.is_none(), "{kind:?} after {after}");
            let is_named = found.iter().any(|found| names(found, "narrative/2017.md"));
            assert!(
                is_named,
                "{kind:?} after {after}: {:?}",
                finding_lines(found)
            );
        }
    }
}

// ---- changes -----------------------------------------------------------------------------------

/// A log that is read more than once: an id is repeated in the last rows, and a later row is not
/// ASCII.
fn read_again(random: &mut Random) -> Vec<u8> {
    let mut log = "id,title,published_on,channel\n".to_owned();
    for index in 0..20 + random.below(40) {
        let id = random.below(12);
        let day = 1 + random.below(28);
        log += &format!("P-{id},no {index},2017-03-{day:02},c{}\n", random.below(4));
    }
    if random.chance(50) {
        log += "P-99,通知,2017-04-01,门户网站\n";
        return GB18030.encode(&log).0.into_owned();
    }
    log.into_bytes()
}

#[test]
fn a_changing_file_gives_no_mixture() {
    let name = "published.csv";
    let (mut opened_again, mut silent) = (0, Vec::new());
    for seed in 0..30 {
        let random = &mut Random::new(seed);
        let contents = vec![read_again(random), read_again(random), read_again(random)];
        let alone: Vec<Outcome<Vec<(i32, Figures)>>> = contents
            .iter()
            .map(|bytes| of_2017(&Folder::new().with(name, bytes.clone())))
            .collect();
        let folder = Folder::new().with(name, contents[0].clone());
        let disk = Disk::new(&folder, Mode::Change(name.to_owned(), contents), seed);
        let mixed = of_2017(&disk);
        opened_again += usize::from(disk.opened(name) > 1);
        let is_of_one = alone.iter().any(|alone| alone.value == mixed.value);
        let is_refused = mixed.value.as_deref().unwrap_or_default().is_empty();
        if !is_of_one && !is_refused {
            silent.push(format!("{seed}: {:?}", finding_lines(&mixed.diagnostics)));
        }
    }
    // Otherwise the test would check nothing.
    assert!(opened_again > 5, "{opened_again}");
    assert!(silent.is_empty(), "{silent:#?}");
}
