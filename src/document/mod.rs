//! The document tree: what stands in a report, in order, without how it looks.
//!
//! Cells and figures keep their type, so that each renderer prints numbers its own way. The tree
//! knows no statistics, no form and no output format.

mod identity;
mod statutory;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::number::Ratio;

pub use identity::{
    CheckedIdentity, Formula, IdentityKind, IdentitySide, Operand, OperandSource, Operator,
    Relation,
};
pub use statutory::{SpanCell, Standing, StatutoryPart, StatutoryTable, StatutoryValue, starts};

/// A whole report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The title, a line each.
    pub title: Vec<String>,
    /// What stands before the first heading.
    pub preface: Vec<Block>,
    /// The numbered parts.
    pub sections: Vec<Section>,
    /// Who signs, and when.
    pub sign_off: SignOff,
}

/// A heading with what stands below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The number as printed: `一、`, `（一）`, `1.`, `（1）`.
    pub number: String,
    /// The heading without its number.
    pub heading: Vec<Inline>,
    /// The `{#id}` of the heading: which required content the section covers.
    pub id: Option<String>,
    /// Depth, from 1.
    pub level: u8,
    /// What stands before the first sub-section.
    pub blocks: Vec<Block>,
    /// The sub-sections.
    pub sections: Vec<Section>,
}

/// The unit that signs a report and the day of signing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignOff {
    /// Full name of the office.
    pub office: String,
    /// The day of signing; none where it is not configured.
    pub date: Option<NaiveDate>,
}

/// A block of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Number of the first item; none for a list without numbers.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A table.
    Table(Table),
    /// A table of a statutory form.
    Statutory(StatutoryTable),
    /// A chart.
    Figure(Figure),
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text as somebody typed it.
    Text(String),
    /// Text that was computed: the value of a placeholder.
    Value(String),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// A link.
    Link {
        /// The text.
        text: Vec<Inline>,
        /// The address.
        address: String,
    },
    /// A line break inside a paragraph.
    Break,
}

/// The characters of `inlines`, without emphasis and addresses.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Value(part) => text.push_str(part),
            Inline::Strong(parts) | Inline::Emphasis(parts) | Inline::Link { text: parts, .. } => {
                text.push_str(&plain_text(parts));
            }
            Inline::Break => text.push('\n'),
        }
    }
    text
}

/// The id of the table of main figures.
pub const MAIN_FIGURES_TABLE: &str = "main_figures";

/// A table with one row of headings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Name of the table, for programs.
    pub id: String,
    /// What stands above it; may be empty.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Leaves the columns for which `kept` is true.
    pub fn keep_columns(&mut self, kept: &[bool]) {
        let mut keep = kept.iter();
        self.columns
            .retain(|_| keep.next().is_some_and(|kept| *kept));
        for row in &mut self.rows {
            let mut keep = kept.iter();
            row.retain(|_| keep.next().is_some_and(|kept| *kept));
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What stands at its head.
    pub heading: String,
    /// Which side its cells lean to.
    pub align: Align,
}

/// The side to which a column's cells lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Left: text.
    #[default]
    Left,
    /// Centre.
    Centre,
    /// Right: numbers.
    Right,
}

/// A typed cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A change, printed with its sign.
    Change(i64),
    /// A part of a whole, printed in percent.
    Share(Ratio),
    /// A quotient, printed with digits behind the point.
    Quotient(Ratio),
    /// A decimal number: money, a declared figure.
    Decimal(Decimal),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Truth(bool),
    /// Nobody knows: the log is absent, or a rate is of nothing. Printed `—`, `null` in JSON.
    Absent,
}

impl Cell {
    /// The cell as people read it: shares in percent with at most two digits, quotients with one
    /// digit behind the point where that says anything, days as ISO dates, `—` for what is absent.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Change(0) => "0".to_owned(),
            Self::Change(change) => format!("{change:+}"),
            Self::Share(ratio) => ratio.percent_trimmed(),
            Self::Quotient(ratio) => ratio.fixed(1),
            Self::Decimal(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Truth(true) => "是".to_owned(),
            Self::Truth(false) => "否".to_owned(),
            Self::Absent => "—".to_owned(),
        }
    }
}

/// A chart: one number for each of a few labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The key of the figures it shows.
    pub key: String,
    /// What stands below it.
    pub caption: String,
    /// The counting word of its numbers; may be empty.
    pub unit: String,
    /// Labels as printed with their numbers, in the order in which they are drawn.
    pub values: Vec<(String, u64)>,
    /// Whether the labels are the months of a year.
    pub is_by_month: bool,
    /// The same of another year, where it is to stand beside.
    pub compared: Option<ComparedValues>,
}

/// The numbers of another year beside those of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedValues {
    /// The names of the other year and of the chart's own.
    pub names: [String; 2],
    /// For each label of the chart the number of the other year; none where it is not known.
    pub values: Vec<Option<u64>>,
}
