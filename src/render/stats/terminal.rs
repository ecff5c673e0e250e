//! Figures on a terminal: a heading for each log, names first, dimmed keys, breakdowns with bars.
//!
//! No line is wider than the terminal, and no key is broken: one that does not fit beside its figure is
//! put on the next line.

use super::overview::{Breakdown, FamilyMember, FigureLine, Group, Item, Overview};
use crate::document::Cell;
use crate::render::lines::{padded, printable, width, wrap_narrow};

/// Options for showing figures on a terminal.
#[derive(Debug, Clone, Copy)]
pub struct TerminalOptions {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to dim keys and to emphasize headings.
    pub colour: bool,
    /// Whether to draw bars for breakdowns.
    pub bars: bool,
}

/// Maximum width of the name of a figure, of the name of a part of a breakdown, and of a bar.
const NAME: usize = 36;
const PART: usize = 30;
const BAR: usize = 30;
/// Spaces between columns.
const GAP: &str = "  ";

/// Formats the figures as text that ends with a newline; empty if there are no figures.
///
/// Years that do not fit side by side are put below each other, those of a log together.
#[must_use]
pub fn text(overview: &Overview, options: TerminalOptions) -> String {
    let groups = overview.groups.iter().map(|group| {
        let layout = TerminalLayout::new(group, overview, options);
        layout
            .sheets()
            .map(|sheet| sheet.group(group, overview))
            .collect::<Vec<_>>()
    });
    let sheets: Vec<Vec<String>> = groups.flatten().collect();
    let lines = sheets.join(&[String::new()][..]);
    lines
        .iter()
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect()
}

/// The column widths shared by the lines of a group.
struct TerminalLayout {
    options: TerminalOptions,
    name: usize,
    values: Vec<usize>,
    unit: usize,
}

impl TerminalLayout {
    fn new(group: &Group, overview: &Overview, options: TerminalOptions) -> Self {
        let mut layout = Self {
            options,
            name: width(&group.heading),
            values: overview
                .columns
                .iter()
                .map(|heading| width(heading))
                .collect(),
            unit: 0,
        };
        for item in &group.items {
            match item {
                Item::Figure(line) => {
                    layout.measure(1, &line.name, &line.cells, NAME);
                    layout.unit = layout.unit.max(width(line.unit));
                }
                Item::Breakdown(breakdown) => {
                    for part in &breakdown.parts {
                        for (depth, name) in (depth(breakdown) + 1..).zip(&part.names) {
                            layout.measure(depth, name, &part.cells, PART);
                        }
                    }
                }
            }
        }
        layout
    }

    fn sheets(&self) -> impl Iterator<Item = ColumnRange<'_>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let columns = from..self.columns_from(from);
            from = columns.end;
            (!columns.is_empty()).then_some(ColumnRange {
                layout: self,
                columns,
            })
        })
    }

    fn measure(&mut self, depth: usize, name: &str, cells: &[Cell], most: usize) {
        let needed = depth * GAP.len() + width(&printable(name));
        self.name = self.name.max(needed.min(most));
        for (value, cell) in self.values.iter_mut().zip(cells) {
            *value = width(&printable(&cell.text())).max(*value);
        }
    }

    /// The end of the columns that fit side by side, starting at column `from`; at least one if there
    /// is any.
    fn columns_from(&self, from: usize) -> usize {
        let mut room = self.options.width.saturating_sub(self.name + 1 + self.unit);
        let mut to = from;
        while let Some(value) = self.values.get(to) {
            let needed = value + GAP.len();
            if needed > room && to > from {
                break;
            }
            room = room.saturating_sub(needed);
            to += 1;
        }
        to
    }

    fn styled(&self, text: &str, code: &str) -> String {
        if self.options.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn dimmed(&self, text: &str) -> String {
        self.styled(text, "2")
    }

    fn strong(&self, text: &str) -> String {
        self.styled(text, "1")
    }
}

/// The indent of a breakdown: below its total, or as a figure.
fn depth(breakdown: &Breakdown) -> usize {
    if breakdown.is_of_total { 2 } else { 1 }
}

/// A range of columns that fit side by side.
struct ColumnRange<'l> {
    layout: &'l TerminalLayout,
    columns: std::ops::Range<usize>,
}

impl ColumnRange<'_> {
    fn group(&self, group: &Group, overview: &Overview) -> Vec<String> {
        let heading = padded(&group.heading, self.layout.name);
        let columns: Vec<_> = overview
            .columns
            .iter()
            .map(|c| Cell::Text(c.clone()))
            .collect();
        let mut lines = vec![self.layout.strong(&(heading + &self.values(&columns)))];
        for item in &group.items {
            match item {
                Item::Figure(line) => lines.extend(self.figure(line)),
                Item::Breakdown(breakdown) => lines.extend(self.breakdown(breakdown, overview)),
            }
        }
        lines
    }

    fn figure(&self, line: &FigureLine) -> Vec<String> {
        let values = self.values(&line.cells) + " " + &padded(line.unit, self.layout.unit);
        let mut lines = self.named(1, &line.name, &values);
        self.add_key(&mut lines, &line.key, 2);
        lines
    }

    fn breakdown(&self, breakdown: &Breakdown, overview: &Overview) -> Vec<String> {
        let depth = depth(breakdown);
        let name = match breakdown.unit {
            "" => breakdown.name.clone(),
            unit => format!("{} [{unit}]", breakdown.name),
        };
        let mut lines = vec![GAP.repeat(depth) + &name];
        self.add_key(&mut lines, &breakdown.key, depth + 1);
        // A bar shows the last year, so it is drawn only beside that one.
        let is_last = self.columns.contains(&overview.years.saturating_sub(1));
        let count = |part: &FamilyMember| part.counts.last().copied().flatten().filter(|_| is_last);
        let most = breakdown.parts.iter().filter_map(count).max().unwrap_or(0);
        let codes = breakdown
            .parts
            .iter()
            .filter_map(|part| part.code.as_deref());
        let code_width = codes.map(width).max().unwrap_or(0);
        let mut above: &[String] = &[];
        for part in &breakdown.parts {
            let Some((name, parents)) = part.names.split_last() else {
                continue;
            };
            for (depth, parent) in (depth + 1..).zip(parents) {
                if above != parents {
                    lines.extend(self.named(depth, parent, ""));
                }
            }
            above = parents;
            let start = self.named(depth + 1 + parents.len(), name, &self.values(&part.cells));
            lines.extend(self.with_bar(start, part, code_width, count(part).map(|c| (c, most))));
        }
        lines
    }

    /// Adds the code of a part and its bar to the first line; a code that does not fit is put below.
    fn with_bar(
        &self,
        mut lines: Vec<String>,
        part: &FamilyMember,
        code_width: usize,
        count: Option<(u64, u64)>,
    ) -> Vec<String> {
        let Some(first) = lines.first_mut() else {
            return lines;
        };
        let mut room = self.layout.options.width.saturating_sub(width(first));
        let mut below = None;
        if code_width > 0 && room >= code_width + GAP.len() {
            let code = padded(part.code.as_deref().unwrap_or_default(), code_width);
            *first += GAP;
            *first += &self.layout.dimmed(&code);
            room -= code_width + GAP.len();
        } else {
            let indent = GAP.repeat(3 + part.names.len());
            below = part
                .code
                .as_deref()
                .map(|code| indent + &self.layout.dimmed(code));
        }
        let longest = room.saturating_sub(GAP.len()).min(BAR);
        if let Some((count, most)) = count
            && self.layout.options.bars
            && longest >= 4
        {
            *first += GAP;
            *first += &bar(count, most, longest);
        }
        lines.extend(below);
        lines
    }

    /// A name, with `behind` after its first line.
    fn named(&self, depth: usize, name: &str, behind: &str) -> Vec<String> {
        let indent = GAP.repeat(depth);
        let room = self.layout.name.saturating_sub(indent.len()).max(4);
        let names = wrap_narrow(&printable(name), room);
        let lines = names.iter().enumerate().map(|(index, name)| {
            let name = padded(&(indent.clone() + name), self.layout.name);
            if index == 0 { name + behind } else { name }
        });
        lines.collect()
    }

    /// Adds a key to the first of `lines` if it fits, or else below all of them.
    fn add_key(&self, lines: &mut Vec<String>, key: &str, depth: usize) {
        let key = printable(key);
        let dimmed = self.layout.dimmed(&key);
        match lines.first_mut() {
            Some(first) if width(first) + GAP.len() + width(&key) <= self.layout.options.width => {
                *first += GAP;
                *first += &dimmed;
            }
            _ => {
                // A key with long labels gets its own line, with less indent if necessary.
                let room = self.layout.options.width.saturating_sub(width(&key));
                lines.push(" ".repeat((GAP.len() * depth).min(room)) + &dimmed);
            }
        }
    }

    fn values(&self, cells: &[Cell]) -> String {
        let columns = cells.iter().zip(&self.layout.values);
        let columns = columns.take(self.columns.end).skip(self.columns.start);
        let value = |(cell, room): (&Cell, &usize)| {
            let text = printable(&cell.text());
            GAP.to_owned() + &" ".repeat(room.saturating_sub(width(&text))) + &text
        };
        columns.map(value).collect()
    }
}

/// A bar of at most `longest` columns, and at least one for a count above 0.
fn bar(count: u64, most: u64, longest: usize) -> String {
    let length = u128::from(count) * longest as u128 / u128::from(most.max(1));
    let length = usize::try_from(length).unwrap_or(longest);
    "█".repeat(length.max(usize::from(count > 0)))
}
