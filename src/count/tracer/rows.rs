//! Rows behind a figure, packed into bytes, as a log may have a million of them.

use std::sync::Arc;

use rust_decimal::Decimal;

/// A row behind a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedRow<'r> {
    /// The file, by its path relative to the project folder.
    pub file: &'r str,
    /// Its line, from 1.
    pub line: u64,
    /// Its contribution to the figure: 1, an amount or a number of days; 0 for a further row of an
    /// item, request or project that another row counts for.
    pub counts: Decimal,
    /// The cells that decided, by column key, and the values computed from them.
    pub fields: Vec<(&'static str, Option<&'r str>)>,
}

/// The rows behind a figure, in order.
///
/// Parts of a log are traced in parallel, each into its own batch; joining them copies no rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TracedRows {
    batches: Vec<TracedBatch>,
    len: usize,
    /// Batch and offset of each row. `None` if they are in order already.
    order: Option<Vec<(u32, usize)>>,
}

/// Rows, one after the other:
///
/// ```text
/// file, line, scale, mantissa (16 bytes if not 0 or 1), fields; of each: name, length + 1 (0: no text), text
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
struct TracedBatch {
    files: Vec<Arc<str>>,
    names: Vec<&'static str>,
    bytes: Vec<u8>,
}

impl TracedRows {
    /// One row without cells.
    #[must_use]
    pub fn one(place: (&Arc<str>, u64), counts: Decimal) -> Self {
        let mut rows = Self::default();
        rows.push(place, counts, std::iter::empty());
        rows
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = TracedRow<'_>> {
        self.readers().map(|mut reader| reader.row())
    }

    /// The names of all fields, in the order of their first occurrence.
    #[must_use]
    pub fn field_names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        let known: usize = self.batches.iter().map(|batch| batch.names.len()).sum();
        for mut reader in self.readers() {
            for (name, _) in reader.row().fields {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            // All names were found; the rows after this have no others.
            if names.len() == known {
                break;
            }
        }
        names
    }

    /// Appends a row.
    pub(super) fn push<'f>(
        &mut self,
        (file, line): (&Arc<str>, u64),
        counts: Decimal,
        fields: impl Iterator<Item = (&'static str, Option<&'f str>)>,
    ) {
        if self.batches.is_empty() {
            self.batches.push(TracedBatch::default());
        }
        if let Some(batch) = self.batches.last_mut() {
            batch.push((file, line), counts, fields);
            self.len += 1;
        }
    }

    /// Appends the rows of another figure, with their contributions multiplied by `factor`.
    pub fn add(&mut self, rows: &Self, factor: Decimal) {
        for row in rows.iter() {
            let counts = row.counts.checked_mul(factor).unwrap_or_default();
            let file: Arc<str> = row.file.into();
            self.push((&file, row.line), counts, row.fields.into_iter());
        }
    }

    /// Appends the rows of a later part of the log.
    pub(super) fn extend(&mut self, later: Self) {
        self.batches.extend(later.batches);
        self.len += later.len;
    }

    /// Sorts the rows by the order of `files`, then by line.
    pub fn sort(&mut self, files: &[Arc<str>]) {
        let mut all = Vec::with_capacity(self.len);
        for (index, batch) in (0..).zip(&self.batches) {
            let ranks: Vec<usize> = batch
                .files
                .iter()
                .map(|file| files.iter().position(|known| known == file))
                .map(|rank| rank.unwrap_or(files.len()))
                .collect();
            for mut reader in batch.readers() {
                let start = reader.at;
                let (file, line) = reader.place();
                all.push((ranks[file], line, index, start));
            }
        }
        if !all.is_sorted_by_key(|&(rank, line, ..)| (rank, line)) {
            all.sort_by_key(|&(rank, line, ..)| (rank, line));
            let places = all.into_iter().map(|(_, _, batch, start)| (batch, start));
            self.order = Some(places.collect());
        }
    }

    fn readers(&self) -> Box<dyn Iterator<Item = TracedRowReader<'_>> + '_> {
        match &self.order {
            None => Box::new(self.batches.iter().flat_map(TracedBatch::readers)),
            Some(order) => Box::new(order.iter().map(|&(batch, at)| TracedRowReader {
                batch: &self.batches[batch as usize],
                at,
            })),
        }
    }
}

impl TracedBatch {
    fn push<'f>(
        &mut self,
        (file, line): (&Arc<str>, u64),
        counts: Decimal,
        fields: impl Iterator<Item = (&'static str, Option<&'f str>)>,
    ) {
        // Adjacent rows are mostly of the same file, so search from the end.
        let known = self.files.iter().rposition(|known| known == file);
        let file = known.unwrap_or_else(|| {
            self.files.push(Arc::clone(file));
            self.files.len() - 1
        });
        self.write(file as u64);
        self.write(line);
        self.write(counts.scale().into());
        let mantissa = counts.mantissa();
        if let Ok(small @ 0..=1) = u8::try_from(mantissa) {
            self.bytes.push(small);
        } else {
            self.bytes.push(2);
            self.bytes.extend(mantissa.to_le_bytes());
        }
        let count = self.bytes.len();
        self.bytes.push(0);
        for (name, text) in fields {
            let known = self.names.iter().position(|known| *known == name);
            let name = known.unwrap_or_else(|| {
                self.names.push(name);
                self.names.len() - 1
            });
            self.write(name as u64);
            match text {
                None => self.write(0),
                Some(text) => {
                    self.write(text.len() as u64 + 1);
                    self.bytes.extend(text.as_bytes());
                }
            }
            self.bytes[count] += 1;
        }
    }

    /// Writes a number in groups of seven bits, the lowest first.
    fn write(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// A reader at the beginning of each row.
    fn readers(&self) -> impl Iterator<Item = TracedRowReader<'_>> {
        let first = TracedRowReader { batch: self, at: 0 };
        let at_row =
            |reader: TracedRowReader<'_>| (reader.at < self.bytes.len()).then_some(reader.at);
        let starts = std::iter::successors(at_row(first), move |&at| {
            at_row(TracedRowReader { batch: self, at }.behind_row())
        });
        starts.map(|at| TracedRowReader { batch: self, at })
    }
}

/// Reads a row of a batch, from its start.
#[derive(Clone, Copy)]
struct TracedRowReader<'b> {
    batch: &'b TracedBatch,
    at: usize,
}

impl<'b> TracedRowReader<'b> {
    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.batch.bytes[self.at - 1]
    }

    fn number(&mut self) -> u64 {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    /// Reads an index or a length.
    fn size(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(usize::MAX)
    }

    fn bytes(&mut self, length: usize) -> &'b [u8] {
        self.at += length;
        &self.batch.bytes[self.at - length..self.at]
    }

    /// Reads the index of the file, and the line.
    fn place(&mut self) -> (usize, u64) {
        (self.size(), self.number())
    }

    fn counts(&mut self) -> Decimal {
        let scale = u32::try_from(self.number()).unwrap_or(0);
        let mantissa = match self.byte() {
            small @ 0..=1 => small.into(),
            _ => i128::from_le_bytes(self.bytes(16).try_into().unwrap_or_default()),
        };
        Decimal::from_i128_with_scale(mantissa, scale)
    }

    fn field(&mut self) -> (&'static str, Option<&'b str>) {
        let name = self.batch.names[self.size()];
        let text = self.size().checked_sub(1);
        let text = text.and_then(|length| str::from_utf8(self.bytes(length)).ok());
        (name, text)
    }

    fn row(&mut self) -> TracedRow<'b> {
        let (file, line) = self.place();
        TracedRow {
            file: &self.batch.files[file],
            line,
            counts: self.counts(),
            fields: (0..self.byte()).map(|_| self.field()).collect(),
        }
    }

    fn behind_row(mut self) -> Self {
        self.place();
        self.number();
        if self.byte() > 1 {
            self.at += 16;
        }
        for _ in 0..self.byte() {
            self.number();
            self.at += self.size().saturating_sub(1);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Field = (&'static str, Option<&'static str>);

    fn rows(of: &[(&str, u64, &str, &[Field])]) -> TracedRows {
        let mut rows = TracedRows::default();
        for (file, line, counts, fields) in of {
            let file: Arc<str> = (*file).into();
            let counts = counts.parse().unwrap();
            rows.push((&file, *line), counts, fields.iter().copied());
        }
        rows
    }

    fn shown(rows: &TracedRows) -> Vec<String> {
        let shown =
            |row: TracedRow| format!("{}:{} {} {:?}", row.file, row.line, row.counts, row.fields);
        rows.iter().map(shown).collect()
    }

    #[test]
    fn rows_are_read_as_they_were_added() {
        let long = "长".repeat(1000);
        let long: &'static str = long.leak();
        let fields: &[Field] = &[("id", Some(long)), ("kind", None), ("topic", Some(""))];
        let all = rows(&[
            ("a.csv", 1, "1", fields),
            ("b.csv", u64::MAX, "-12345678901234567890.50", &[]),
            ("a.csv", 300, "0", &[("due", Some("2017-01-01"))]),
        ]);
        assert_eq!(
            shown(&all),
            [
                format!("a.csv:1 1 {fields:?}"),
                format!("b.csv:{} -12345678901234567890.50 []", u64::MAX),
                "a.csv:300 0 [(\"due\", Some(\"2017-01-01\"))]".to_owned(),
            ]
        );
        assert_eq!(all.len(), 3);
        assert_eq!(all.field_names(), ["id", "kind", "topic", "due"]);
    }

    #[test]
    fn parts_are_joined_and_sorted() {
        let mut all = rows(&[("a", 2, "1", &[]), ("b", 7, "1", &[("id", None)])]);
        all.extend(rows(&[
            ("b", 3, "1", &[("due", None), ("id", None)]),
            ("a", 2, "0", &[]),
        ]));
        let files = ["b".into(), "a".into()];
        all.sort(&files);
        let places: Vec<_> = all.iter().map(|row| (row.file, row.line)).collect();
        assert_eq!(places, [("b", 3), ("b", 7), ("a", 2), ("a", 2)]);
        // Two rows of the same place keep their order.
        let counts: Vec<_> = all.iter().map(|row| row.counts.to_string()).collect();
        assert_eq!(counts, ["1", "1", "1", "0"]);
        assert_eq!(all.field_names(), ["due", "id"]);
        assert!(TracedRows::default().is_empty());
    }
}
