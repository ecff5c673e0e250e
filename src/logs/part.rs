//! An XML part of a package, unpacked while it is read.
//!
//! Limits the unpacked size, the size of one tag or piece of text, and the depth of elements, because
//! the XML reader keeps the latter two in memory.

use std::io::{self, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use std::sync::Arc;

use super::grid::{Budget, Bytes, Fault, unreadable};
use crate::diagnostic::WorkbookFault;

/// Maximum size of a tag or a piece of text in bytes. The longest text of a cell is shorter in any encoding.
const LONGEST_PIECE: u64 = 1 << 20;

/// Maximum nesting depth of elements.
const DEEPEST: u32 = 256;

/// Maximum number of parts in a package.
const MOST_PARTS: usize = 1 << 16;

/// An opened package.
pub(super) type Package = ZipArchive<Cursor<Bytes>>;

/// Opens the package in `bytes`. Returns `None` if they are not a package.
///
/// # Errors
/// The package has too many parts.
pub(super) fn package(bytes: Bytes) -> Result<Option<Package>, Fault> {
    let entries = memchr::memmem::find_iter(bytes.as_ref(), b"PK\x01\x02");
    if entries.take(MOST_PARTS).count() == MOST_PARTS {
        return Err(WorkbookFault::TooLarge.into());
    }
    Ok(ZipArchive::new(Cursor::new(bytes)).ok())
}

/// A reader that counts the bytes read from `inner` against limits.
pub(super) struct Meter<R> {
    inner: R,
    budget: Arc<Budget>,
    /// Number of bytes that may be read before the next reset.
    left: u64,
    fault: Option<WorkbookFault>,
}

impl<R> Meter<R> {
    /// Creates a meter with a limit of `left` bytes.
    pub(super) fn new(inner: R, budget: Arc<Budget>, left: u64) -> Self {
        Self {
            inner,
            budget,
            left,
            fault: None,
        }
    }

    /// The fault behind a read error: the exceeded limit, or `error` itself.
    pub(super) fn fault(&self, error: impl std::fmt::Display) -> Fault {
        match &self.fault {
            Some(fault) => fault.clone().into(),
            None => unreadable(error),
        }
    }
}

impl<R: Read> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let bytes = read as u64;
        let within = self.left.checked_sub(bytes).ok_or(WorkbookFault::LongText);
        match within.and_then(|left| self.budget.unpack(bytes).map(|()| left)) {
            Ok(left) => self.left = left,
            Err(fault) => {
                self.fault = Some(fault);
                return Err(io::Error::other("beyond the limit"));
            }
        }
        Ok(read)
    }
}

/// An XML part of a package.
pub(super) struct XmlPart<'p> {
    reader: Reader<BufReader<Meter<ZipFile<'p, Cursor<Bytes>>>>>,
    depth: u32,
}

impl<'p> XmlPart<'p> {
    /// Opens the part stored under this name.
    ///
    /// # Errors
    /// The part cannot be unpacked.
    pub(super) fn open(package: &'p mut Package, name: &str, bytes: &Bytes) -> Result<Self, Fault> {
        let part = package.by_name(name).map_err(unreadable)?;
        let meter = Meter::new(part, Arc::clone(bytes.budget()), LONGEST_PIECE);
        let mut reader = Reader::from_reader(BufReader::new(meter));
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, depth: 0 })
    }

    /// Reads the next XML event.
    ///
    /// # Errors
    /// The part is damaged or exceeds its limits.
    pub(super) fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Fault> {
        buffer.clear();
        self.reader.get_mut().get_mut().left = LONGEST_PIECE;
        let event = match self.reader.read_event_into(buffer) {
            Ok(event) => event,
            Err(error) => return Err(self.reader.get_ref().get_ref().fault(error)),
        };
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEEPEST {
            return Err(WorkbookFault::Damaged.into());
        }
        Ok(event)
    }

    /// Skips the rest of an open element.
    ///
    /// # Errors
    /// The part is damaged or truncated.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let around = self.depth - 1;
        let mut buffer = Vec::new();
        while self.depth > around {
            if let Event::Eof = self.next(&mut buffer)? {
                return Err(WorkbookFault::CutShort.into());
            }
        }
        Ok(())
    }
}

/// The value of the first attribute whose qualified name satisfies `is_meant`.
///
/// # Errors
/// The attributes are damaged.
pub(super) fn attribute(
    element: &BytesStart<'_>,
    is_meant: impl Fn(&str) -> bool,
) -> Result<Option<String>, Fault> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(unreadable)?;
        if is_meant(attribute.key.as_ref()) {
            let value = quick_xml::escape::unescape(&attribute.value).map_err(unreadable)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// Appends the character of an entity.
///
/// # Errors
/// The entity is unknown.
pub(super) fn push_entity(entity: &BytesRef<'_>, text: &mut String) -> Result<(), Fault> {
    let name: &str = entity.as_ref();
    if let Some(resolved) = quick_xml::escape::resolve_xml_entity(name) {
        text.push_str(resolved);
    } else if let Some(character) = entity.resolve_char_ref().map_err(unreadable)? {
        text.push(character);
    } else {
        let value = format!("&{name};");
        return Err(WorkbookFault::BadValue { value }.into());
    }
    Ok(())
}
