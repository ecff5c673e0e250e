//! A bounded sink for findings: those over the cap are counted, not stored.
//!
//! A log exported with the wrong columns has as many findings as rows. The first few of a kind are
//! enough for a reader, and memory should not grow with the rest.

use std::collections::{BTreeSet, HashSet};
use std::fmt::{self, Write as _};
use std::hash::{BuildHasher, DefaultHasher, Hasher};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::{Code, Diagnostic, MoreFindings, Place, Severity};

/// Maximum number of findings kept per code and file, or sheet of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// The limit for errors.
    pub errors: usize,
    /// The limit for findings of lower severity.
    pub others: usize,
}

impl Cap {
    fn of(self, severity: Severity) -> usize {
        if severity >= Severity::Error {
            self.errors
        } else {
            self.others
        }
    }

    /// Divides the cap among `files` files, so that together they keep about as many as one file may.
    fn shared_by(self, files: usize) -> Self {
        /// Lower bound for each file's share of the cap.
        const LEAST: usize = 100;
        let share = |kept: usize| kept.min(LEAST.max(kept / files.max(1)));
        Self {
            errors: share(self.errors),
            others: share(self.others),
        }
    }
}

/// Findings of one kind in a file or sheet that were counted but not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The file.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// Their code.
    pub code: Code,
    /// Their severity.
    pub severity: Severity,
    /// The reason, if the office waives all of them.
    pub waiver: Option<String>,
    /// Their number.
    pub count: u64,
    /// Their lines.
    pub lines: LineRanges,
}

impl Suppressed {
    /// The finding that reports them, at their first line.
    #[must_use]
    pub fn finding(&self) -> Diagnostic {
        let place = Place {
            sheet: self.sheet.clone(),
            line: self.lines.first(),
            ..Place::file(&self.file)
        };
        let problem = MoreFindings {
            code: self.code,
            count: self.count,
            lines: self.lines.clone(),
        };
        let finding = Diagnostic::at(place, problem);
        match &self.waiver {
            Some(reason) => finding.waived_for(reason, None),
            None => finding,
        }
    }
}

/// Line numbers of a file, stored as inclusive ranges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineRanges(Vec<(u32, u32)>);

impl LineRanges {
    /// Builds ranges from sorted line numbers; 0 means no line and is ignored.
    #[must_use]
    pub fn of(lines: impl IntoIterator<Item = u32>) -> Self {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for line in lines.into_iter().filter(|line| *line > 0) {
            match ranges.last_mut() {
                Some((_, last)) if line <= last.saturating_add(1) => *last = line,
                _ => ranges.push((line, line)),
            }
        }
        Self(ranges)
    }

    /// The ranges, each with its first and last line.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().copied()
    }

    /// The first line.
    #[must_use]
    pub fn first(&self) -> Option<u64> {
        self.0.first().map(|(first, _)| u64::from(*first))
    }

    /// Formats at most `most` ranges, as in `3、5–9`. Also returns whether there are more.
    pub(super) fn some(&self, most: usize, comma: &str) -> (String, bool) {
        let shown = self.iter().take(most).map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}–{last}")
            }
        });
        (shown.collect::<Vec<_>>().join(comma), self.0.len() > most)
    }
}

/// Applies a [`Cap`] to findings as they are added, and records those over it.
#[derive(Debug, Clone, Default)]
pub struct BoundedSink {
    cap: Option<Cap>,
    /// File and line of places whose findings are always kept.
    named: Arc<BTreeSet<(String, u64)>>,
    /// Number of findings in the vector that were already examined.
    examined: usize,
    /// Those of the current file are last.
    kinds: Vec<KindCount>,
    numbers: Numbers,
}

/// The findings of one code and severity in a file or sheet.
#[derive(Debug, Clone)]
struct KindCount {
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    code: Code,
    severity: Severity,
    kept: usize,
    /// Numbers of the findings not kept; with several passes it may contain duplicates.
    suppressed: Vec<u64>,
}

/// The parts of a place that identify a finding.
#[derive(Debug, Clone, Copy, Hash)]
pub struct Spot<'a> {
    /// The file.
    pub file: &'a Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<&'a Arc<str>>,
    /// The line or row.
    pub line: Option<u64>,
    /// The header of the column of a log.
    pub header: Option<&'a str>,
    /// The column, if it has no header.
    pub column: Option<u64>,
}

impl Place {
    /// The parts of the place that identify a finding.
    #[must_use]
    pub fn spot(&self) -> Spot<'_> {
        Spot {
            file: &self.file,
            sheet: self.sheet.as_ref(),
            line: self.line,
            header: self.header.as_deref(),
            column: self.column.filter(|_| self.header.is_none()),
        }
    }
}

impl BoundedSink {
    /// An empty sink. Without a `cap` every finding is kept.
    ///
    /// Findings at the files and lines in `named` are always kept.
    #[must_use]
    pub fn new(cap: Option<Cap>, named: Arc<BTreeSet<(String, u64)>>) -> Self {
        Self {
            cap,
            named,
            ..Self::default()
        }
    }

    /// The same sink with its cap divided among the `files` files of a log.
    #[must_use]
    pub fn shared_by(self, files: usize) -> Self {
        Self {
            cap: self.cap.map(|cap| cap.shared_by(files)),
            ..self
        }
    }

    /// Removes the findings over the cap from those added since the last call, and counts them.
    #[inline]
    pub fn apply_cap(&mut self, found: &mut Vec<Diagnostic>) {
        if let Some(cap) = self.cap
            && self.examined != found.len()
        {
            self.apply_cap_to_new(found, cap);
        }
    }

    fn apply_cap_to_new(&mut self, found: &mut Vec<Diagnostic>, cap: Cap) {
        let first_new = self.examined.min(found.len());
        let mut kept = first_new;
        for index in first_new..found.len() {
            let diagnostic = &found[index];
            let place = diagnostic.place.as_deref();
            let kind = (diagnostic.code(), diagnostic.severity());
            if !place.is_some_and(|place| self.accepts(kind, place.spot(), cap)) {
                found.swap(kept, index);
                kept += 1;
            }
        }
        found.truncate(kept);
        self.examined = kept;
    }

    /// Counts a finding as suppressed if it is over the cap. Returns whether it is.
    fn accepts(&mut self, (code, severity): (Code, Severity), spot: Spot<'_>, cap: Cap) -> bool {
        let number = self.numbers.number(code, spot);
        if !self.named.is_empty() {
            let named = (spot.file.to_string(), spot.line.unwrap_or_default());
            if self.named.contains(&named) {
                return false;
            }
        }
        let kind = self.kind((spot.file, spot.sheet), (code, severity));
        if kind.kept < cap.of(severity) {
            kind.kept += 1;
            return false;
        }
        kind.suppressed.push(number);
        true
    }

    fn kind(
        &mut self,
        (file, sheet): (&Arc<str>, Option<&Arc<str>>),
        (code, severity): (Code, Severity),
    ) -> &mut KindCount {
        let is_it = |kind: &KindCount| {
            (kind.code, kind.severity) == (code, severity)
                && kind.file == *file
                && kind.sheet.as_ref() == sheet
        };
        let known = self.kinds.iter().rposition(is_it);
        let known = known.unwrap_or_else(|| {
            self.kinds.push(KindCount {
                file: Arc::clone(file),
                sheet: sheet.cloned(),
                code,
                severity,
                kept: 0,
                suppressed: Vec::new(),
            });
            self.kinds.len() - 1
        });
        &mut self.kinds[known]
    }

    /// Adds the findings that another pass suppressed. A finding of both passes is counted once.
    pub fn merge(&mut self, other: Self) {
        for mut kind in other.kinds {
            let place = (&kind.file, kind.sheet.as_ref());
            let suppressed = &mut self.kind(place, (kind.code, kind.severity)).suppressed;
            let is_first = suppressed.is_empty();
            suppressed.append(&mut kind.suppressed);
            if !is_first {
                suppressed.sort_unstable();
                suppressed.dedup();
            }
        }
    }

    /// The suppressed findings, grouped by file, code and severity, without those in `kept`, which another
    /// pass did keep.
    #[must_use]
    pub fn suppressed(&mut self, kept: &[Diagnostic]) -> Vec<Suppressed> {
        let mut numbers = Numbers::default();
        let kept: HashSet<u64, FixedState> = kept
            .iter()
            .filter_map(|kept| Some(numbers.number(kept.code(), kept.place.as_ref()?.spot())))
            .collect();
        let mut kinds: Vec<&mut KindCount> = self.kinds.iter_mut().collect();
        kinds.sort_by(|one, other| one.name().cmp(&other.name()));
        let all = kinds.into_iter().map(|kind| {
            // Several passes may have added the same finding.
            kind.suppressed.sort_unstable();
            kind.suppressed.dedup();
            kind.suppressed.retain(|number| !kept.contains(number));
            Suppressed {
                file: Arc::clone(&kind.file),
                sheet: kind.sheet.clone(),
                code: kind.code,
                severity: kind.severity,
                waiver: None,
                count: kind.suppressed.len() as u64,
                lines: LineRanges::of(kind.suppressed.iter().map(|number| line_of(*number))),
            }
        });
        all.filter(|suppressed| suppressed.count > 0).collect()
    }
}

/// Maximum number of findings of a kind kept for a hand-written file.
pub(crate) const FEW: usize = 1000;

/// Limits the findings of a hand-written file to a thousand of each kind; the rest are counted with
/// their lines.
#[must_use]
pub(crate) fn few(found: impl IntoIterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let cap = Cap {
        errors: FEW,
        others: FEW,
    };
    let mut sink = BoundedSink::new(Some(cap), Arc::default());
    let mut kept = Vec::new();
    for finding in found {
        kept.push(finding);
        sink.apply_cap(&mut kept);
    }
    let suppressed = sink.suppressed(&kept);
    kept.extend(suppressed.iter().map(Suppressed::finding));
    kept
}

impl KindCount {
    /// The sort key.
    fn name(&self) -> (&str, Option<&str>, Code, Severity) {
        (&self.file, self.sheet.as_deref(), self.code, self.severity)
    }
}

/// Collects the findings of a log, without those over the cap.
pub struct Findings<'f> {
    found: &'f mut Vec<Diagnostic>,
    sink: &'f mut BoundedSink,
}

impl<'f> Findings<'f> {
    /// Appends to `found`, and counts findings over the cap in `sink`.
    pub fn new(found: &'f mut Vec<Diagnostic>, sink: &'f mut BoundedSink) -> Self {
        Self { found, sink }
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
        self.sink.apply_cap(self.found);
    }

    /// Adds findings.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.found.extend(diagnostics);
        self.sink.apply_cap(self.found);
    }

    /// Adds a finding at a spot with the severity of its code. `make` is only called if it is kept.
    pub fn add(&mut self, code: Code, spot: Spot<'_>, make: impl FnOnce() -> Diagnostic) {
        self.sink.apply_cap(self.found);
        let cap = self.sink.cap;
        if !cap.is_some_and(|cap| self.sink.accepts((code, code.severity()), spot, cap)) {
            self.found.push(make());
            self.sink.examined = self.found.len();
        }
    }
}

/// Assigns numbers to findings by code, place, and position among those of the same code and place.
/// A finding gets the same number in every pass.
#[derive(Debug, Clone, Default)]
struct Numbers {
    last: u64,
    before: u64,
}

impl Numbers {
    fn number(&mut self, code: Code, spot: Spot<'_>) -> u64 {
        // The line is in the high bits: numbers are added nearly in order, so sorting is fast.
        let line = spot.line.unwrap_or_default().min(u32::MAX.into());
        let spot = Spot { line: None, ..spot };
        let number = line << 32 | FixedState::default().hash_one((code, spot)) >> 32;
        self.before = if number == self.last {
            self.before + 1
        } else {
            0
        };
        self.last = number;
        number & !HASH | number.wrapping_add(self.before) & HASH
    }
}

/// Mask of the hash bits of a number; the other bits are the line.
const HASH: u64 = u32::MAX as u64;

/// The line of a numbered finding; 0 if it has none.
fn line_of(number: u64) -> u32 {
    u32::try_from(number >> 32).unwrap_or(u32::MAX)
}

/// Hash that identifies a finding; it is the same in every pass.
#[must_use]
pub(crate) fn identity(diagnostic: &Diagnostic) -> u64 {
    struct Sink(DefaultHasher);
    impl fmt::Write for Sink {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut sink = Sink(DefaultHasher::new());
    // Writing to a hasher cannot fail.
    let _ = write!(sink, "{diagnostic:?}");
    sink.0.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{
        Implausible, ImplausibleDate, MissingCell, Place, Problem, UnclosedQuote,
    };

    fn finding(line: u64) -> Diagnostic {
        let file: Arc<str> = "published.csv".into();
        Diagnostic::at(Place::line(&file, line), MissingCell)
    }

    /// Blank cells in these lines that are not kept.
    fn suppressed(lines: &[u32], shown: &str) -> Suppressed {
        let ranges = LineRanges::of(lines.iter().copied());
        assert_eq!(ranges.some(9, "、"), (shown.to_owned(), false));
        Suppressed {
            file: "published.csv".into(),
            sheet: None,
            code: Code::of::<MissingCell>(),
            severity: Severity::Error,
            waiver: None,
            count: lines.len() as u64,
            lines: ranges,
        }
    }

    #[test]
    fn many_files_share_what_is_kept() {
        let cap = Cap {
            errors: 10_000,
            others: 60,
        };
        let of = |files| {
            let Cap { errors, others } = cap.shared_by(files);
            (errors, others)
        };
        assert_eq!(of(1), (10_000, 60));
        assert_eq!(of(4), (2_500, 60));
        assert_eq!(of(1_000), (100, 60));
    }

    #[test]
    fn a_thousand_of_a_kind_are_enough() {
        let found = few((1..=1_500).map(finding));
        assert_eq!(found.len(), 1_001);
        let [.., more] = &*found else { panic!("none") };
        let MoreFindings { count, lines, .. } = more.problem.get().unwrap();
        assert_eq!(*count, 500);
        assert_eq!(lines.iter().collect::<Vec<_>>(), [(1_001, 1_500)]);
    }

    #[test]
    fn each_sheet_keeps_its_own() {
        let cap = Cap {
            errors: 1,
            others: 0,
        };
        let mut sink = BoundedSink::new(Some(cap), Arc::default());
        let of = |sheet: &str, line| {
            let mut finding = finding(line);
            finding.place.as_mut().unwrap().sheet = Some(sheet.into());
            finding
        };
        let mut found = vec![of("上半年", 2), of("上半年", 3), of("下半年", 3)];
        sink.apply_cap(&mut found);
        assert_eq!(found, [of("上半年", 2), of("下半年", 3)]);
        let expected = Suppressed {
            sheet: Some("上半年".into()),
            ..suppressed(&[3], "3")
        };
        assert_eq!(sink.suppressed(&found), [expected]);
    }

    #[test]
    fn the_first_few_are_kept_and_the_rest_counted_once() {
        let named = BTreeSet::from([("published.csv".to_owned(), 9)]);
        let mut passes = BoundedSink::default();
        let mut kept = Vec::new();
        let cap = Cap {
            errors: 2,
            others: 0,
        };
        for _ in 0..2 {
            let mut sink = BoundedSink::new(Some(cap), Arc::new(named.clone()));
            let mut found = Vec::new();
            for line in 2..=10 {
                found.push(finding(line));
                sink.apply_cap(&mut found);
            }
            assert_eq!(found, [2, 3, 9].map(finding));
            kept = found;
            passes.merge(sink);
        }
        assert_eq!(
            passes.suppressed(&kept),
            [suppressed(&[4, 5, 6, 7, 8, 10], "4–8、10")]
        );
    }

    #[test]
    fn of_many_found_at_once_those_that_are_kept_stay_in_order() {
        let cap = Cap {
            errors: 2,
            others: 0,
        };
        let mut sink = BoundedSink::new(Some(cap), Arc::default());
        let quote = |line| Diagnostic {
            problem: Problem::from(UnclosedQuote),
            ..finding(line)
        };
        let lines = [2, 3, 4, 5, 7, 8];
        let mut found: Vec<Diagnostic> = lines.map(finding).into();
        found.insert(4, quote(6));
        found.push(quote(9));
        sink.apply_cap(&mut found);
        assert_eq!(found, [finding(2), finding(3), quote(6), quote(9)]);
        assert_eq!(
            sink.suppressed(&found),
            [suppressed(&[4, 5, 7, 8], "4–5、7–8")]
        );
    }

    #[test]
    fn what_is_beyond_the_cap_is_counted_without_being_made() {
        let cap = Cap {
            errors: 2,
            others: 0,
        };
        let mut passes = BoundedSink::default();
        let mut made = 0;
        let mut all = Vec::new();
        for is_made_anyway in [true, false] {
            let mut sink = BoundedSink::new(Some(cap), Arc::default());
            let mut found = Vec::new();
            let mut findings = Findings::new(&mut found, &mut sink);
            for line in [2, 3, 4, 4, 5] {
                let diagnostic = finding(line);
                if is_made_anyway {
                    findings.push(diagnostic);
                } else {
                    let place = diagnostic.place.clone().unwrap();
                    findings.add(Code::of::<MissingCell>(), place.spot(), || {
                        made += 1;
                        diagnostic
                    });
                }
            }
            assert_eq!(found, [2, 3].map(finding));
            all = found;
            passes.merge(sink);
        }
        assert_eq!(made, 2);
        // Both passes found the same three, two of them at one place.
        assert_eq!(passes.suppressed(&all), [suppressed(&[4, 4, 5], "4–5")]);
    }

    /// Many warnings about due dates must not hide an error of the same code, nor count as one.
    #[test]
    fn errors_and_warnings_of_a_code_are_counted_apart() {
        let date = chrono::NaiveDate::MIN;
        let of = |line, because| Diagnostic {
            place: finding(line).place,
            ..Diagnostic::new(ImplausibleDate { date, because })
        };
        let doubtful = Implausible::DueBeforeReceipt { received: date };
        let cap = Cap {
            errors: 1,
            others: 1,
        };
        let mut sink = BoundedSink::new(Some(cap), Arc::default());
        let mut found = vec![of(2, doubtful), of(3, doubtful)];
        found.push(of(4, Implausible::OutOfRange));
        sink.apply_cap(&mut found);
        assert_eq!(found, [of(2, doubtful), of(4, Implausible::OutOfRange)]);
        let expected = Suppressed {
            code: Code::of::<ImplausibleDate>(),
            severity: Severity::Warning,
            ..suppressed(&[3], "3")
        };
        assert_eq!(sink.suppressed(&found), [expected]);
    }

    #[test]
    fn without_a_cap_all_are_kept() {
        let mut sink = BoundedSink::default();
        let mut found: Vec<_> = (2..100).map(finding).collect();
        sink.apply_cap(&mut found);
        assert_eq!(found.len(), 98);
        assert_eq!(sink.suppressed(&[]), []);
    }
}
