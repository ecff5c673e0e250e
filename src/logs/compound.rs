//! Reads streams of OLE compound files. Source: [MS-CFB].

use crate::diagnostic::WorkbookFault;

/// First bytes of a compound file.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sector numbers from here on are special values: end of chain, free sector.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
const END: u32 = 0xFFFF_FFFE;

const HEADER: usize = 512;
const ENTRY: usize = 128;
const SMALL_SECTOR: usize = 64;
/// Shorter streams are stored in small sectors.
const SHORTEST: u64 = 4096;

/// The little-endian number of `N` bytes at an offset.
pub(super) fn number_at<const N: usize>(bytes: &[u8], place: usize) -> Option<u32> {
    let bytes = bytes.get(place..place.checked_add(N)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u32::from(*byte)),
    )
}

/// An opened compound file.
pub(super) struct Compound<'f> {
    file: &'f [u8],
    sector: usize,
    /// For each sector, the next one in its chain.
    next: Vec<u32>,
    entries: Vec<DirectoryEntry>,
}

struct DirectoryEntry {
    name: String,
    start: u32,
    length: u64,
}

impl<'f> Compound<'f> {
    /// Opens a compound file.
    ///
    /// # Errors
    /// The file is damaged.
    pub(super) fn open(file: &'f [u8]) -> Result<Self, WorkbookFault> {
        if !file.starts_with(SIGNATURE) {
            return Err(WorkbookFault::Damaged);
        }
        let field = |place| number_at::<4>(file, place).ok_or(WorkbookFault::CutShort);
        let sector = match number_at::<2>(file, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(WorkbookFault::Damaged),
        };
        if file.len() < HEADER {
            return Err(WorkbookFault::CutShort);
        }
        let mut opened = Self {
            file,
            sector,
            next: Vec::new(),
            entries: Vec::new(),
        };
        // Sectors of the allocation table: the first are listed in the header, the others in a chain.
        let mut tables: Vec<u32> = numbers(&file[76..HEADER]).collect();
        let mut further = field(68)?;
        let mut most = file.len() / sector + 1;
        while further < FIRST_MARK {
            most = most.checked_sub(1).ok_or(WorkbookFault::Damaged)?;
            let mut names: Vec<u32> = numbers(opened.sector(further)?).collect();
            further = names.pop().unwrap_or(END);
            tables.extend(names);
        }
        tables.retain(|sector| *sector < FIRST_MARK);
        if tables.len() > file.len() / sector + 1 {
            return Err(WorkbookFault::Damaged);
        }
        for table in tables {
            let table = opened.sector(table)?;
            opened.next.extend(numbers(table));
        }
        let directory = opened.chain(field(48)?, u64::MAX)?;
        let is_short = sector == 512;
        opened.entries = directory
            .chunks_exact(ENTRY)
            .map(|entry| DirectoryEntry::of(entry, is_short))
            .collect();
        Ok(opened)
    }

    /// Whether the file contains a stream or a storage of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.is_named(name))
    }

    /// The bytes of the stream of this name; `None` if there is no such stream.
    ///
    /// # Errors
    /// The file is damaged.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, WorkbookFault> {
        let entry = self.entries.iter().find(|entry| entry.is_named(name));
        let Some(entry) = entry else {
            return Ok(None);
        };
        if entry.length >= SHORTEST {
            return self.chain(entry.start, entry.length).map(Some);
        }
        // The small sectors are stored in the stream of the root entry.
        let root = self.entries.first().ok_or(WorkbookFault::Damaged)?;
        let all = self.chain(root.start, root.length)?;
        let table = number_at::<4>(self.file, 60).ok_or(WorkbookFault::CutShort)?;
        let next: Vec<u32> = numbers(&self.chain(table, u64::MAX)?).collect();
        let sector = |number: u32| slice(&all, number as usize * SMALL_SECTOR, SMALL_SECTOR);
        chain(entry.start, entry.length, &next, sector).map(Some)
    }

    fn sector(&self, number: u32) -> Result<&'f [u8], WorkbookFault> {
        // The header occupies the place of the first sector.
        slice(self.file, (number as usize + 1) * self.sector, self.sector)
    }

    fn chain(&self, start: u32, length: u64) -> Result<Vec<u8>, WorkbookFault> {
        chain(start, length, &self.next, |number| self.sector(number))
    }
}

impl DirectoryEntry {
    fn of(entry: &[u8], is_short: bool) -> Self {
        let units = entry[..64].chunks_exact(2);
        let units = units.map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
        let field = |place| number_at::<4>(entry, place).unwrap_or_default();
        // With short sectors the upper half may contain anything.
        let upper = if is_short { 0 } else { field(124) };
        Self {
            name: String::from_utf16_lossy(&name),
            start: field(116),
            length: u64::from(upper) << 32 | u64::from(field(120)),
        }
    }

    fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let numbers = bytes.chunks_exact(4);
    numbers.map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The bytes at an offset; fewer at the end of the data.
fn slice(all: &[u8], start: usize, length: usize) -> Result<&[u8], WorkbookFault> {
    let rest = all.get(start..).filter(|rest| !rest.is_empty());
    let rest = rest.ok_or(WorkbookFault::CutShort)?;
    Ok(&rest[..length.min(rest.len())])
}

/// The first bytes of a chain of sectors; fewer if the chain is shorter.
fn chain<'s>(
    start: u32,
    length: u64,
    next: &[u32],
    sector: impl Fn(u32) -> Result<&'s [u8], WorkbookFault>,
) -> Result<Vec<u8>, WorkbookFault> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut bytes = Vec::new();
    let mut number = start;
    let mut most = next.len();
    while number != END && bytes.len() < length {
        // A chain longer than the number of sectors contains a cycle.
        most = most.checked_sub(1).ok_or(WorkbookFault::Damaged)?;
        let sector = sector(number)?;
        bytes.extend_from_slice(&sector[..sector.len().min(length - bytes.len())]);
        let following = next.get(number as usize);
        number = *following.ok_or(WorkbookFault::Damaged)?;
    }
    Ok(bytes)
}
