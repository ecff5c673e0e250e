//! Where the cells and rows of a text end, by the rules of quoting.
//!
//! Separators are looked for in a chunk at a time, as if each were one; where a quote is seen along
//! with them, which is seldom, it is gone through again to ask what a separator is. The bytes need
//! not be text yet: no byte of a character in UTF-8 is a separator. How far they are is asked along.

use fearless_simd::{Level, Select, Simd, SimdBase, SimdMask, dispatch};

use super::utf8::{Usual, Utf8};

/// The separators of a text from its beginning, which may be read in parts.
pub(super) struct Separators {
    delimiter: u8,
    /// The byte that ends a line; the other of carriage return and line feed ends a row all the
    /// same, where it stands alone.
    line_break: u8,
    /// Where each cell ends, behind one that ends before the first.
    bounds: Places,
    /// Where each row ends, which is where its last cell does.
    rows: Vec<u32>,
    /// Which of the bounds ends the last row, and how many cells that has.
    last_end: usize,
    width: usize,
    /// The rows with a quoted cell, and those that do not end with the line break of the text.
    odd: Vec<u32>,
    quote: Quote,
    /// Whether the row being read is odd.
    row_is_odd: bool,
    /// Whether a byte was zero.
    has_zero: bool,
    utf8: Utf8,
    /// What the machine can do.
    level: Level,
}

/// Where a cell would end that is before the first of a text: one more is where that begins.
pub(super) const BEFORE_FIRST: u32 = u32::MAX;

/// How the bytes at hand stand to quotes.
#[derive(Clone, Copy, PartialEq)]
enum Quote {
    Outside,
    Inside {
        opened_at: u32,
    },
    /// After a quote inside a quoted cell: the cell's end, or half of a doubled quote.
    Closing {
        opened_at: u32,
        at: u32,
    },
}

impl Separators {
    pub(super) fn new(delimiter: u8, line_break: u8) -> Self {
        Self {
            delimiter,
            line_break,
            bounds: Places::default(),
            rows: Vec::new(),
            last_end: 0,
            width: 1,
            odd: Vec::new(),
            quote: Quote::Outside,
            row_is_odd: false,
            has_zero: false,
            utf8: Utf8::default(),
            level: Level::new(),
        }
    }

    /// Where each cell ends.
    pub(super) fn ends(&self) -> &[u32] {
        &self.bounds()[1..]
    }

    /// Where each cell ends, behind [`BEFORE_FIRST`].
    pub(super) fn bounds(&self) -> &[u32] {
        self.bounds.all()
    }

    /// Where each row ends, which is where its last cell does.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The rows with a quoted cell, and those that do not end with the line break of the text.
    pub(super) fn odd(&self) -> &[u32] {
        &self.odd
    }

    /// Whether some byte is zero, which is no character of any text.
    pub(super) fn has_zero(&self) -> bool {
        self.has_zero
    }

    /// Up to where the bytes are text in UTF-8: a character that is not whole, or what is none, stands
    /// there, if anything.
    pub(super) fn text_end(&self) -> usize {
        self.utf8.end()
    }

    /// Where the quote stands that is open after the last byte.
    pub(super) fn open_quote(&self) -> Option<usize> {
        match self.quote {
            Quote::Inside { opened_at } => Some(opened_at as usize),
            _ => None,
        }
    }

    /// Finds the separators of `bytes`, which are less than 4 GiB and begin with a row.
    pub(super) fn find(&mut self, bytes: &[u8]) {
        (self.quote, self.row_is_odd, self.has_zero) = (Quote::Outside, false, false);
        self.bounds.count = 0;
        self.bounds.push(BEFORE_FIRST);
        self.rows.truncate(0);
        self.last_end = 0;
        self.odd.clear();
        self.utf8 = Utf8::default();
        dispatch!(self.level, simd => self.find_all(simd, bytes));
    }

    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    fn find_all<S: Simd>(&mut self, simd: S, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<CHUNK>();
        let mut start = 0;
        for chunk in chunks {
            self.find_in(simd, chunk, start, bytes);
            start += offset(CHUNK);
        }
        if !rest.is_empty() {
            // What is filled up here is no separator.
            let mut chunk = [b' '; CHUNK];
            chunk[..rest.len()].copy_from_slice(rest);
            self.find_in(simd, &chunk, start, bytes);
        }
    }

    /// Ends the cells and rows that end in the chunk from `start`.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    fn find_in<S: Simd>(&mut self, simd: S, chunk: &[u8; CHUNK], start: u32, bytes: &[u8]) {
        let blocks = chunk.as_chunks::<64>().0;
        let end = bytes.len().min(start as usize + CHUNK);
        if self.is_between() {
            let before = self.bounds.count;
            let open = self.utf8.open(bytes, start as usize);
            let is_dense = before > start as usize / 64 * DENSE;
            let seen = if is_dense {
                self.put_separators::<S, MANY>(simd, chunk, start, open.unwrap_or_default())
            } else {
                self.put_separators::<S, FEW>(simd, chunk, start, open.unwrap_or_default())
            };
            match open.and(seen.open) {
                Some(open) => self.utf8.note_usual(end, open),
                None => self.utf8.look_at(&bytes[..end]),
            }
            if !seen.may_have_others || !self.has_others(simd, blocks, start, bytes) {
                self.end_rows(simd, blocks, seen.feeds, start, bytes);
                return;
            }
            self.bounds.count = before;
        } else {
            self.utf8.look_at(&bytes[..end]);
        }
        for (block, start) in blocks.iter().zip((start..).step_by(64)) {
            let marks = Marks::of(simd, block, self.delimiter);
            if self.is_between() && are_line_breaks(marks.others, start, bytes) {
                places_of(marks.separators, start).for_each(|place| self.bounds.push(place));
                self.rows.extend(places_of(marks.feeds, start));
            } else {
                self.step_through(marks.separators | marks.others, start, bytes);
            }
        }
        self.find_last_rows();
    }

    /// Ends a cell at each separator of the chunk from `start`, as if nothing in it made one of them
    /// none; `AT_ONCE`, of [`MANY`] at most, are put down at a time. Its first bytes go on with a character
    /// as `open` says.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    fn put_separators<S: Simd, const AT_ONCE: usize>(
        &mut self,
        simd: S,
        chunk: &[u8; CHUNK],
        start: u32,
        open: u64,
    ) -> Seen {
        let (none, one) = (S::u8s::splat(simd, 0), S::u8s::splat(simd, 1));
        let all = S::u8s::splat(simd, u8::MAX);
        let (mut feeds, mut least) = (none, all);
        let mut usual = Usual::new(simd, open);
        let (room, mut known, mut start) = (self.bounds.room(), 0, start);
        for block in chunk.as_chunks::<64>().0 {
            let mut bits = 0;
            for (bytes, shift) in lanes(simd, block) {
                let is_feed = bytes.simd_eq(b'\n');
                let is_separator = is_feed | bytes.simd_eq(self.delimiter);
                bits |= is_separator.to_bitmask() << shift;
                feeds += is_feed.select(one, none);
                least = least.min(is_separator.select(all, bytes));
                usual.look_at(bytes, shift);
            }
            usual.end_block();
            let behind = known + bits.count_ones() as usize;
            // Without asking how many there are, for the machine would guess that wrong: what is put
            // down too much is overwritten.
            if S::u8s::LEN == 64 {
                // Such machines have an instruction that moves what is wanted of 64 bytes together.
                let within = S::u8s::from_fn(simd, |index| PLACES[index]);
                let within = within.compress(S::mask8s::from_bitmask(simd, bits));
                for within in within.as_slice().as_chunks::<AT_ONCE>().0 {
                    let first = known % CHUNK;
                    for (place, within) in room[first..first + AT_ONCE].iter_mut().zip(within) {
                        *place = start + u32::from(*within);
                    }
                    known += AT_ONCE;
                    if known >= behind {
                        break;
                    }
                }
            } else {
                loop {
                    let first = known % CHUNK;
                    for place in &mut room[first..first + AT_ONCE] {
                        *place = start + bits.trailing_zeros();
                        bits &= bits.wrapping_sub(1);
                    }
                    if bits == 0 {
                        break;
                    }
                    known += AT_ONCE;
                }
            }
            known = behind;
            start += 64;
        }
        self.bounds.count += known;
        Seen {
            feeds: feeds.as_slice().iter().copied().map(usize::from).sum(),
            may_have_others: least.simd_le(b'"').any_true(),
            open: usual.finish(),
        }
    }

    /// Whether something stands in some blocks that may make a separator none, or is none itself: more
    /// than carriage returns before line feeds.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    fn has_others<S: Simd>(&self, simd: S, blocks: &[[u8; 64]], start: u32, bytes: &[u8]) -> bool {
        for (block, start) in blocks.iter().zip((start..).step_by(64)) {
            let others = Marks::of(simd, block, self.delimiter).others;
            if !are_line_breaks(others, start, bytes) {
                return true;
            }
        }
        false
    }

    /// Ends the rows that end in some blocks, of which there are so many, where the cells are ended
    /// already.
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    fn end_rows<S: Simd>(
        &mut self,
        simd: S,
        blocks: &[[u8; 64]],
        count: usize,
        start: u32,
        bytes: &[u8],
    ) {
        // Nearly every row has as many cells as the one before it. Where so many feeds are found by that
        // as there are, it is all of them.
        let (known, mut last_end) = (self.rows.len(), self.last_end);
        while let Some(end) = self.bounds.all().get(last_end + self.width)
            && bytes[*end as usize] == b'\n'
        {
            self.rows.push(*end);
            last_end += self.width;
        }
        if self.rows.len() == known + count {
            self.last_end = last_end;
            return;
        }
        self.rows.truncate(known);
        for (block, start) in blocks.iter().zip((start..).step_by(64)) {
            let marks = Marks::of(simd, block, self.delimiter);
            self.rows.extend(places_of(marks.feeds, start));
        }
        self.find_last_rows();
    }

    /// Finds which of the bounds ends the last row, and how many cells that has.
    #[inline(never)]
    fn find_last_rows(&mut self) {
        let mut ends = self.rows.iter().rev();
        let mut bound_of_next = || {
            let end = ends.next();
            end.map_or(0, |end| {
                self.ends().partition_point(|bound| bound < end) + 1
            })
        };
        let (last_end, end_before) = (bound_of_next(), bound_of_next());
        (self.last_end, self.width) = (last_end, (last_end - end_before).max(1));
    }

    /// Whether each line feed that comes next ends a row that is not odd, and each delimiter a cell, if
    /// no quote or the like stands before it.
    fn is_between(&self) -> bool {
        self.quote == Quote::Outside && !self.row_is_odd && self.line_break == b'\n'
    }

    /// Ends the last row with the end of the text, if there is anything in it.
    pub(super) fn finish(&mut self, end: usize) {
        let start = self.rows().last().map_or(0, |end| *end as usize + 1);
        if start < end {
            self.row_is_odd = true;
            self.bounds.push(offset(end));
            self.end_row(offset(end));
        }
    }

    /// Goes through the separators, quotes and carriage returns of a block, one by one.
    #[inline(never)]
    fn step_through(&mut self, mut marks: u64, start: u32, bytes: &[u8]) {
        while marks != 0 {
            let at = start + marks.trailing_zeros();
            marks &= marks - 1;
            let byte = bytes[at as usize];
            if byte == 0 {
                self.has_zero = true;
                continue;
            }
            self.quote = match self.quote {
                Quote::Inside { opened_at } if byte == b'"' => Quote::Closing { opened_at, at },
                Quote::Inside { opened_at } => Quote::Inside { opened_at },
                Quote::Closing {
                    opened_at,
                    at: closed,
                } if byte == b'"' && at == closed + 1 => Quote::Inside { opened_at },
                _ if byte == b'"' && self.is_first_of_cell(at) => {
                    self.row_is_odd = true;
                    Quote::Inside { opened_at: at }
                }
                // Quotes elsewhere mean nothing.
                _ => Quote::Outside,
            };
            if self.quote != Quote::Outside || byte == b'"' {
                continue;
            }
            let is_before_feed = byte == b'\r' && bytes.get(at as usize + 1) == Some(&b'\n');
            if is_before_feed && self.line_break == b'\n' {
                continue;
            }
            self.bounds.push(at);
            if byte != self.delimiter {
                self.row_is_odd |= byte != self.line_break;
                self.end_row(at);
            }
        }
    }

    fn is_first_of_cell(&self, at: u32) -> bool {
        let before = self.bounds().last();
        before.is_some_and(|before| before.wrapping_add(1) == at)
    }

    fn end_row(&mut self, at: u32) {
        if self.row_is_odd {
            self.odd.push(offset(self.rows.len()));
            self.row_is_odd = false;
        }
        self.rows.push(at);
    }
}

/// What was seen along with the separators of a chunk.
struct Seen {
    /// How many of them are line feeds.
    feeds: usize,
    /// Whether something else stands in it that may matter.
    may_have_others: bool,
    /// How the last character in it goes on behind it; none where not all are usual.
    open: Option<u64>,
}

/// The bytes of a chunk: few enough that line feeds are counted in bytes, one for each place in a vector.
const CHUNK: usize = 1 << 10;

/// How many places are put down at a time: more cells than that seldom end in 64 bytes of a table where
/// more than [`DENSE`] end in them on the whole, and of another.
const MANY: usize = 8;
const FEW: usize = 4;
const DENSE: usize = 3;

/// The places of the bytes in a block.
const PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut place = 0;
    while place < 64 {
        places[place as usize] = place;
        place += 1;
    }
    places
};

/// Places, with room behind them where those of a chunk are put down.
#[derive(Default)]
struct Places {
    with_room: Vec<u32>,
    count: usize,
}

impl Places {
    fn all(&self) -> &[u32] {
        &self.with_room[..self.count]
    }

    fn push(&mut self, place: u32) {
        self.room()[0] = place;
        self.count += 1;
    }

    /// The room behind the places.
    fn room(&mut self) -> &mut [u32; CHUNK + MANY] {
        if self.with_room.len() < self.count + CHUNK + MANY {
            let twice = self.with_room.len() * 2;
            self.with_room
                .resize(twice.max(self.count + CHUNK + MANY), 0);
        }
        let room = self.with_room[self.count..].first_chunk_mut();
        room.expect("there is so much")
    }
}

/// The place of each bit of a number, counted from `start`.
fn places_of(mut bits: u64, start: u32) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = start + bits.trailing_zeros();
        let is_any = bits != 0;
        bits &= bits.wrapping_sub(1);
        is_any.then_some(place)
    })
}

/// What stands where in 64 bytes, a bit for each.
#[derive(Clone, Copy, Default)]
struct Marks {
    /// Delimiters and line feeds.
    separators: u64,
    feeds: u64,
    /// Quotes, carriage returns and zeros.
    others: u64,
}

impl Marks {
    #[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
    #[inline(always)]
    fn of<S: Simd>(simd: S, block: &[u8; 64], delimiter: u8) -> Self {
        let mut marks = Self::default();
        // No fold: what stands in a closure is not compiled along.
        for (bytes, shift) in lanes(simd, block) {
            let feeds = bytes.simd_eq(b'\n');
            let separators = feeds | bytes.simd_eq(delimiter);
            let others = bytes.simd_eq(b'"') | bytes.simd_eq(b'\r') | bytes.simd_eq(0);
            marks.separators |= separators.to_bitmask() << shift;
            marks.feeds |= feeds.to_bitmask() << shift;
            marks.others |= others.to_bitmask() << shift;
        }
        marks
    }
}

/// The bytes of a block, as many at a time as the machine takes, and how many stand before them.
#[expect(clippy::inline_always, reason = "what is inlined is compiled along")]
#[inline(always)]
fn lanes<S: Simd>(simd: S, block: &[u8; 64]) -> impl Iterator<Item = (S::u8s, usize)> {
    let lanes = block.chunks_exact(S::u8s::LEN);
    let lanes = lanes.map(move |lanes| S::u8s::from_slice(simd, lanes));
    lanes.zip((0..).step_by(S::u8s::LEN))
}

/// Whether all the others in a block are carriage returns that stand before a line feed.
#[inline]
fn are_line_breaks(mut others: u64, start: u32, bytes: &[u8]) -> bool {
    while others != 0 {
        let at = (start + others.trailing_zeros()) as usize;
        others &= others - 1;
        if bytes[at] != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            return false;
        }
    }
    true
}

/// A position in a text that is short enough.
pub(super) fn offset(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Appends the text of a quoted cell to `text`: without the quotes around it, doubled ones once, and
/// what stands behind the closing quote as it is.
pub(super) fn unquote(cell: &[u8], text: &mut Vec<u8>) {
    let Some(mut rest) = cell.strip_prefix(b"\"") else {
        text.extend_from_slice(cell);
        return;
    };
    while let Some(quote) = memchr::memchr(b'"', rest) {
        text.extend_from_slice(&rest[..quote]);
        rest = &rest[quote + 1..];
        match rest.strip_prefix(b"\"") {
            Some(behind) => {
                text.push(b'"');
                rest = behind;
            }
            None => break,
        }
    }
    text.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The separators of `text` as far as [`Separators::find`] goes, which are the same whatever the machine
    /// can do.
    fn found(text: &[u8], delimiter: u8) -> Separators {
        let mut separators = Separators::new(delimiter, b'\n');
        separators.find(text);
        for level in lesser_levels() {
            let mut others = Separators::new(delimiter, b'\n');
            others.level = level;
            others.find(text);
            assert_eq!(others.bounds(), separators.bounds(), "{level:?}");
            assert_eq!(others.rows(), separators.rows(), "{level:?}");
            assert_eq!(others.odd(), separators.odd(), "{level:?}");
            assert_eq!(others.text_end(), separators.text_end(), "{level:?}");
        }
        separators
    }

    /// What the machine could do if it were an older one.
    fn lesser_levels() -> Vec<Level> {
        #[cfg(target_arch = "x86_64")]
        {
            let level = Level::new();
            let avx2 = level.as_avx2().map(Level::Avx2);
            let sse4_2 = level.as_sse4_2().map(Level::Sse4_2);
            avx2.into_iter().chain(sse4_2).collect()
        }
        #[cfg(not(target_arch = "x86_64"))]
        Vec::new()
    }

    /// Rows and cells as the separators have them; the open quote where there is one.
    fn read(text: &[u8], delimiter: u8) -> Result<Vec<Vec<Vec<u8>>>, usize> {
        let mut separators = found(text, delimiter);
        if let Some(quote) = separators.open_quote() {
            return Err(quote);
        }
        separators.finish(text.len());
        let mut rows = Vec::new();
        let mut start = 0;
        let mut ends = separators.ends().iter();
        for &last in separators.rows() {
            let mut cells = Vec::new();
            for &end in ends.by_ref() {
                let mut cell = Vec::new();
                let written = &text[start..end as usize];
                // A carriage return before the line feed belongs to no cell.
                let written = match written.strip_suffix(b"\r") {
                    Some(before) if end == last => before,
                    _ => written,
                };
                unquote(written, &mut cell);
                cells.push(cell);
                start = end as usize + 1;
                if end == last {
                    break;
                }
            }
            rows.push(cells);
        }
        Ok(filled(rows))
    }

    /// Without rows that have nothing in them: what becomes of these is asked elsewhere.
    fn filled(mut rows: Vec<Vec<Vec<u8>>>) -> Vec<Vec<Vec<u8>>> {
        rows.retain(|row| *row != [Vec::<u8>::new()]);
        rows
    }

    /// The same by the `csv` crate.
    fn read_by_csv(text: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text);
        let rows = reader.into_byte_records().map(Result::unwrap);
        let rows = rows.map(|row| row.iter().map(<[u8]>::to_vec).collect());
        filled(rows.collect())
    }

    #[test]
    fn cells_end_where_they_end() {
        for text in [
            "a,b\nc,d\n",
            "a,b\r\nc,d",
            "a,b\rc,d\r",
            "\"a,b\"\"c\nd\",e\n\nf\n",
            "a\"b,\"c\"d\"e,\"\"\n",
            ",,\n\"\",\n",
            "",
        ] {
            assert_eq!(
                read(text.as_bytes(), b','),
                Ok(read_by_csv(text.as_bytes(), b',')),
                "{text:?}"
            );
        }
        assert_eq!(read(b"a,\"b\nc", b','), Err(2));
    }

    #[test]
    fn bytes_may_all_be_separators() {
        for text in [
            ",".repeat(5000),
            ",\n".repeat(2500),
            ",,,,,,,,\n".repeat(600),
        ] {
            assert_eq!(
                read(text.as_bytes(), b','),
                Ok(read_by_csv(text.as_bytes(), b','))
            );
        }
    }

    /// A text of some parts, one in so many of them something else than cells and separators.
    fn text(plain: u32) -> impl Strategy<Value = String> {
        let usual = ["a", "字", "关于清明节放假的通知", "2017-03-28"];
        let usual = prop::sample::select(Vec::from(usual));
        let separators = prop::sample::select(vec![",", ",", ",", "\n", "\n", ";"]);
        let others = ["\"", "\"\"", "\r\n", "\r", ",\"", "\"\n"];
        let others = prop::sample::select(Vec::from(others));
        let part = prop_oneof![plain => usual, plain => separators, 1 => others];
        prop::collection::vec(part, 0..1200).prop_map(|parts| parts.concat())
    }

    /// A table all of whose rows have as many cells, but for a few.
    fn table() -> impl Strategy<Value = String> {
        let row = |width| vec!["关于清明节放假的通知"; width].join(",") + "\n";
        let width = prop_oneof![60 => Just(3_usize), 1 => 1_usize..6];
        let rows = prop::collection::vec(width.prop_map(row), 0..60);
        rows.prop_map(|rows| rows.concat())
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 2000, ..Default::default() })]

        #[test]
        fn any_bytes_part_as_the_csv_crate_parts_them(
            parts in prop::collection::vec(
                prop::sample::select(vec!["\"", ",", "\n", "\r\n", "\r", ";", "a", "字", "\"\"", "关于清明节放假的通知，", "2017-03-28"]),
                0..120,
            ),
            delimiter in prop::sample::select(vec![b',', b';']),
        ) {
            let text = parts.concat();
            if let Ok(rows) = read(text.as_bytes(), delimiter) {
                prop_assert_eq!(rows, read_by_csv(text.as_bytes(), delimiter));
            }
        }
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 600, ..Default::default() })]

        #[test]
        fn texts_of_many_chunks_part_as_the_csv_crate_parts_them(
            text in prop_oneof![text(3), text(200), text(5000), table()],
            delimiter in prop::sample::select(vec![b',', b';']),
        ) {
            if let Ok(rows) = read(text.as_bytes(), delimiter) {
                prop_assert_eq!(rows, read_by_csv(text.as_bytes(), delimiter));
            }
        }
    }
    /// Up to where bytes are text.
    fn text_end(bytes: &[u8]) -> usize {
        std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
    }

    #[test]
    fn bytes_are_text_up_to_what_is_none() {
        let before = "R1,网络,2025-12-17\n".repeat(60);
        for none in [
            &b"\x80"[..],
            b"\xC0\x80",
            b"\xC3,",
            b"\xE0\x9F\x80",
            b"\xE4\xB8,",
            b"\xED\xA0\x80",
            b"\xE4\xB8\xAD\xAD",
            b"\xF0\x8F\x80\x80",
            b"\xF4\x90\x80\x80",
            b"\xF8\x88\x80\x80\x80",
            b"\xFF",
        ] {
            for at in 0..before.len() {
                let mut bytes = before.clone().into_bytes();
                bytes.splice(at..at, none.iter().copied());
                assert_eq!(
                    found(&bytes, b',').text_end(),
                    text_end(&bytes),
                    "{none:X?} at {at}"
                );
            }
        }
    }

    /// Bytes most of which are text, one part in so many with characters out of the ordinary, and one in
    /// many times so many with what is none.
    fn bytes(usual: u32) -> impl Strategy<Value = Vec<u8>> {
        let usual_parts = [
            "a",
            "\n",
            ",",
            "2017-03-28",
            "字",
            "关于清明节放假的通知",
            "（",
            "\u{E000}",
        ];
        let usual_parts = prop::sample::select(Vec::from(usual_parts.map(str::as_bytes)));
        let odd_parts = [
            "é",
            "·",
            "\u{800}",
            "한",
            "\u{D7FF}",
            "😀",
            "\u{10FFFF}",
            "\"",
            "\"\"",
            "\r\n",
        ];
        let odd_parts = prop::sample::select(Vec::from(odd_parts.map(str::as_bytes)));
        let none = [
            &b"\x80"[..],
            b"\xE4",
            b"\xE4\xB8",
            b"\xED\xA0\x80",
            b"\xC3",
            b"\xF0\x9F\x98",
            b"\xFF",
        ];
        let none = prop::sample::select(Vec::from(none));
        let part = prop_oneof![usual * 20 => usual_parts, 20 => odd_parts, 1 => none];
        prop::collection::vec(part, 0..1200).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, cases: 1000, ..Default::default() })]

        #[test]
        fn bytes_are_text_as_far_as_the_standard_library_says(
            bytes in prop_oneof![bytes(2), bytes(50), bytes(2000)],
        ) {
            prop_assert_eq!(found(&bytes, b',').text_end(), text_end(&bytes));
        }
    }
}
