//! Statutory tables: spans, and the headings of each number.
//!
//! Screen readers read the headings of a number's row and columns with it: every heading has an id, and
//! every number refers to the ids of its headings. Editors strip ids, so a fragment has only `scope`.

use super::PageShape;
use super::markup::{Attributes, Markup};
use crate::document::{Align, SpanCell, StatutoryPart, StatutoryTable, starts};

/// The rows of one part of a table.
pub(super) struct StatutoryRows {
    /// The title of the part, and its header rows.
    pub(super) head: Vec<Markup>,
    /// The rows below it.
    pub(super) body: Vec<Markup>,
}

/// The parts of the table. The ids of headings begin with `id`.
pub(super) fn parts(table: &StatutoryTable, id: &str, shape: PageShape) -> Vec<StatutoryRows> {
    let width = table.parts.iter().map(|part| part.width).max();
    let width = width.unwrap_or_default();
    let part = |(index, part)| {
        let id = format!("{id}-{index}");
        PartWriter::new(part, width, id, shape).rows()
    };
    (1..).zip(&table.parts).map(part).collect()
}

struct PartWriter<'t> {
    part: &'t StatutoryPart,
    /// Number of columns of the whole table; the last cell of each row is stretched to it.
    width: usize,
    id: String,
    shape: PageShape,
    /// For each column the ids of the headings above it, from the top.
    above: Vec<Vec<String>>,
    /// Width of each column of a fragment, in percent of the table.
    percent: Vec<usize>,
}

impl<'t> PartWriter<'t> {
    fn new(part: &'t StatutoryPart, width: usize, id: String, shape: PageShape) -> Self {
        Self {
            part,
            width,
            id,
            shape,
            above: vec![Vec::new(); part.width],
            percent: percent(part),
        }
    }

    fn rows(mut self) -> StatutoryRows {
        let mut head = Vec::new();
        head.extend(self.title());
        head.extend(self.header());
        StatutoryRows {
            head,
            body: self.body(),
        }
    }

    fn title(&mut self) -> Option<Markup> {
        if self.part.title.is_empty() {
            return None;
        }
        let id = format!("{}-title", self.id);
        for above in &mut self.above {
            above.push(id.clone());
        }
        let columns = self.width.to_string();
        let ids = match self.shape {
            PageShape::Page => vec![("id", id.as_str())],
            PageShape::Fragment => vec![("align", "center")],
        };
        let attributes = [ids, vec![("scope", "colgroup"), ("colspan", &columns)]].concat();
        let title = Markup::element("th", &attributes, self.part.title.as_str());
        Some(Markup::block("tr", &[], title))
    }

    fn header(&mut self) -> Vec<Markup> {
        let starts = starts(&self.part.header, self.part.width).unwrap_or_default();
        let mut rows = Vec::new();
        for (row, (cells, starts)) in (1..).zip(self.part.header.iter().zip(starts)) {
            let mut written = Markup::default();
            for (index, (cell, start)) in (1..).zip(cells.iter().zip(starts)) {
                let id = format!("{}-h{row}-{index}", self.id);
                let scope = match cell.columns {
                    1 => "col",
                    _ => "colgroup",
                };
                let headers = self.above[start].join(" ");
                written.push(self.heading(cell, start, &id, scope, &headers));
                for above in self.above.iter_mut().skip(start).take(cell.columns) {
                    above.push(id.clone());
                }
            }
            rows.push(Markup::outer("tr", &[], written));
        }
        rows
    }

    fn body(&self) -> Vec<Markup> {
        let starts = starts(&self.part.rows, self.part.width).unwrap_or_default();
        // For each row the ids of the headings at its side, from the left, including those that reach
        // into it from above.
        let mut beside: Vec<Vec<String>> = vec![Vec::new(); self.part.rows.len()];
        let mut rows = Vec::new();
        for (row, (cells, starts)) in self.part.rows.iter().zip(starts).enumerate() {
            let mut written = Markup::default();
            for (index, (cell, start)) in (1..).zip(cells.iter().zip(starts)) {
                if cell.value.is_some() || start >= self.part.stub {
                    written.push(self.number(cell, start, &beside[row]));
                    continue;
                }
                let id = format!("{}-r{}-{index}", self.id, row + 1);
                let scope = match cell.rows {
                    1 => "row",
                    _ => "rowgroup",
                };
                let headers = [self.headings_above(cell, start), beside[row].clone()].concat();
                written.push(self.heading(cell, start, &id, scope, &headers.join(" ")));
                for beside in beside.iter_mut().skip(row).take(cell.rows) {
                    beside.push(id.clone());
                }
            }
            rows.push(Markup::outer("tr", &[], written));
        }
        rows
    }

    /// The ids of the headings above the columns of a cell, without duplicates.
    fn headings_above(&self, cell: &SpanCell, start: usize) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for id in self.above.iter().skip(start).take(cell.columns).flatten() {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }

    fn heading(
        &self,
        cell: &SpanCell,
        start: usize,
        id: &str,
        scope: &str,
        headers: &str,
    ) -> Markup {
        // A blank cell is not a heading.
        let is_blank = cell.text.trim().is_empty();
        let name = if is_blank { "td" } else { "th" };
        let mut attributes = Vec::new();
        if self.shape == PageShape::Page {
            attributes.push(("id", id));
            if !headers.is_empty() {
                attributes.push(("headers", headers));
            }
        }
        if !is_blank {
            attributes.push(("scope", scope));
        }
        self.cell(name, cell, start, &attributes)
    }

    fn number(&self, cell: &SpanCell, start: usize, beside: &[String]) -> Markup {
        let headers = [&self.headings_above(cell, start), beside].concat();
        let headers = headers.join(" ");
        let mut attributes = Vec::new();
        if self.shape == PageShape::Page && !headers.is_empty() {
            attributes.push(("headers", headers.as_str()));
        }
        self.cell("td", cell, start, &attributes)
    }

    fn cell(&self, name: &str, cell: &SpanCell, start: usize, given: &Attributes) -> Markup {
        let mut attributes = given.to_vec();
        let is_last = start + cell.columns == self.part.width;
        let stretch = self.width - self.part.width;
        let columns = cell.columns + if is_last { stretch } else { 0 };
        let (rows, columns) = (cell.rows.to_string(), columns.to_string());
        attributes.extend((rows != "1").then_some(("rowspan", rows.as_str())));
        attributes.extend((columns != "1").then_some(("colspan", columns.as_str())));
        let widths = self.percent.iter().skip(start).take(cell.columns);
        let percent = format!("{}%", widths.sum::<usize>());
        match self.shape {
            PageShape::Page => attributes.extend(class(cell.align).map(|class| ("class", class))),
            PageShape::Fragment => {
                attributes.push(("align", align(cell.align)));
                attributes.push(("width", &percent));
                if given.iter().any(|(_, value)| value.starts_with("row")) {
                    attributes.push(("style", "font-weight:normal"));
                }
            }
        }
        let (indent, text) = without_indent(&cell.text);
        let content = match self.shape {
            PageShape::Page => Markup::text(text),
            PageShape::Fragment => Markup::text(&cell.text),
        };
        let indented = format!("indent-{}", indent.min(3));
        let content = match (self.shape, indent) {
            (PageShape::Page, 1..) => Markup::element("span", &[("class", &indented)], content),
            _ => content,
        };
        Markup::block(name, &attributes, content)
    }
}

/// Splits off the ideographic spaces before a label, and counts them.
fn without_indent(text: &str) -> (usize, &str) {
    let bare = text.trim_start_matches('\u{3000}');
    ((text.len() - bare.len()) / '\u{3000}'.len_utf8(), bare)
}

/// The class of cells that are not left-aligned.
pub(super) fn class(align: Align) -> Option<&'static str> {
    match align {
        Align::Left => None,
        Align::Centre => Some("centre"),
        Align::Right => Some("right"),
    }
}

/// The value of the attribute `align` in a fragment.
pub(super) fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    }
}

/// Width of each column of a fragment, in percent: the labels take up to about half of the table, most
/// of it for the last label column, which is the longest.
fn percent(part: &StatutoryPart) -> Vec<usize> {
    const GROUP: usize = 9;
    let numbers = part.width.saturating_sub(part.stub);
    let side = match (part.stub, numbers) {
        (0, _) => 0,
        (_, 0) => 100,
        (_, numbers) => (100 / (numbers + 1)).clamp(46, 55),
    };
    let groups = part.stub.saturating_sub(1);
    let last = side - (GROUP * groups).min(side);
    let percent = |column: usize| match column.checked_sub(part.stub) {
        None if column < groups => GROUP,
        None => last,
        // The first columns get the remainder.
        Some(index) => {
            let rest = 100 - side;
            rest / numbers + usize::from(index < rest % numbers)
        }
    };
    (0..part.width).map(percent).collect()
}
