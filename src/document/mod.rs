//! The document tree: the content of a report, in order, without formatting.
//!
//! Takes nothing: `form` and `cover` build it.
//! Gives sections, paragraphs, tables and charts. Cells and figures keep their type, so that each renderer formats
//! numbers itself.
//! Does not know logs, forms or output formats.

mod identity;
mod statutory;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::number::Ratio;

pub use identity::{
    CheckedIdentity, IdentityFormula, IdentityKind, IdentitySide, Operand, OperandSource, Operator,
    Relation,
};
pub use statutory::{SpanCell, Standing, StatutoryPart, StatutoryTable, StatutoryValue, starts};

/// A whole report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The title, one entry per line.
    pub title: Vec<String>,
    /// The blocks before the first heading.
    pub preface: Vec<Block>,
    /// The numbered sections.
    pub sections: Vec<Section>,
    /// Office and date of the signature.
    pub sign_off: SignOff,
}

/// A heading with the content below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The number as printed: `一、`, `（一）`, `1.`, `（1）`.
    pub number: String,
    /// The heading without its number.
    pub heading: Vec<Inline>,
    /// The `{#id}` of the heading: the required content that the section covers.
    pub id: Option<String>,
    /// Depth, from 1.
    pub level: u8,
    /// The blocks before the first subsection.
    pub blocks: Vec<Block>,
    /// The subsections.
    pub sections: Vec<Section>,
}

/// The office that signs a report, and the date.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignOff {
    /// Full name of the office.
    pub office: String,
    /// The date of signing. `None` if it is not configured.
    pub date: Option<NaiveDate>,
}

/// A block of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// Number of the first item. `None` for a bulleted list.
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
    /// Text as typed by the user.
    Text(String),
    /// Computed text: the value of a placeholder.
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
    /// Machine-readable name of the table.
    pub id: String,
    /// The caption above it; may be empty.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has one cell per column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Keeps only the columns for which `kept` is true.
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
    /// Its heading.
    pub heading: String,
    /// The alignment of its cells.
    pub align: Align,
}

/// The alignment of a column.
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
    /// A share, printed in percent.
    Share(Ratio),
    /// A quotient, printed with decimals.
    Quotient(Ratio),
    /// A decimal number: an amount of money, or a declared figure.
    Decimal(Decimal),
    /// A date.
    Date(NaiveDate),
    /// A boolean.
    Truth(bool),
    /// No data: the log is missing, or a rate has denominator 0. Printed as `—`, `null` in JSON.
    Absent,
}

impl Cell {
    /// The cell as text for people: shares in percent with at most two decimals, quotients with one
    /// decimal if it is significant, dates in ISO format, `—` for no data.
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

/// A chart with one number for each label.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The key of the figures.
    pub key: String,
    /// The caption below it.
    pub caption: String,
    /// The counter word of its numbers; may be empty.
    pub unit: String,
    /// Labels as printed and their numbers, in display order.
    pub values: Vec<(String, u64)>,
    /// Whether the labels are the months of a year.
    pub is_by_month: bool,
    /// The numbers of the year it is compared with, if any.
    pub compared: Option<ComparedValues>,
}

/// The numbers of the year that a chart is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedValues {
    /// The names of that year and of the chart's own year.
    pub names: [String; 2],
    /// The number of that year for each label of the chart. `None` if it is not known.
    pub values: Vec<Option<u64>>,
}
