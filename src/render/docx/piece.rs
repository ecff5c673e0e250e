//! The content of a Word file before it is XML: a sequence of paragraphs and tables.

use crate::document::Inline;
use crate::render::grid::Grid;

/// A paragraph or a table.
pub(super) enum Piece {
    Paragraph(Paragraph),
    Table(TablePiece),
}

/// A paragraph, formatted by its style.
#[derive(Default)]
pub(super) struct Paragraph {
    /// The id of its style.
    pub(super) style: &'static str,
    pub(super) runs: Vec<Run>,
    /// The list item it starts.
    pub(super) item: Option<Item>,
    /// Left and right indent in addition to the style, in hundredths of a character.
    pub(super) left: u32,
    pub(super) right: u32,
    /// Whether it is kept on the same page as the next piece.
    pub(super) keeps_with_next: bool,
}

/// A list and the depth of its items.
#[derive(Clone, Copy)]
pub(super) struct Item {
    /// The list, from 1.
    pub(super) list: usize,
    /// From 0.
    pub(super) depth: u8,
}

/// A numbered or bulleted list.
pub(super) struct List {
    /// The number of its first item. `None` for a bulleted list.
    pub(super) start: Option<u64>,
    /// From 0.
    pub(super) depth: u8,
}

/// Characters with the same formatting, or a line break.
#[derive(Clone)]
pub(super) struct Run {
    /// `None` for a line break.
    pub(super) text: Option<String>,
    pub(super) is_strong: bool,
    pub(super) is_emphasized: bool,
}

/// A table.
pub(super) struct TablePiece {
    pub(super) grid: Grid,
    /// Whether numbers are centred in their cells.
    pub(super) centres_numbers: bool,
    /// The values of a chart, one per row below the header; the last column shows their bars.
    pub(super) bars: Vec<u64>,
    /// Whether the whole table, or its last row, is kept on the same page as the next piece.
    pub(super) keeps_together: bool,
    pub(super) keeps_with_next: bool,
}

impl Paragraph {
    /// A paragraph of plain text.
    pub(super) fn plain(style: &'static str, text: &str) -> Self {
        Self {
            style,
            runs: vec![Run::plain(text)],
            ..Self::default()
        }
    }

    /// Whether it has no visible text.
    pub(super) fn is_blank(&self) -> bool {
        let texts = self.runs.iter().filter_map(|run| run.text.as_ref());
        texts.into_iter().all(|text| text.trim().is_empty())
    }
}

impl Run {
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: Some(text.to_owned()),
            is_strong: false,
            is_emphasized: false,
        }
    }

    pub(super) fn line_break() -> Self {
        Self {
            text: None,
            ..Self::plain("")
        }
    }
}

/// Converts inlines to runs. Of a link only the text remains, as in print.
pub(super) fn runs(inlines: &[Inline]) -> Vec<Run> {
    let mut runs = Vec::new();
    push_runs(inlines, &Run::plain(""), &mut runs);
    runs
}

fn push_runs(inlines: &[Inline], look: &Run, runs: &mut Vec<Run>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Value(text) => runs.push(Run {
                text: Some(text.clone()),
                ..look.clone()
            }),
            Inline::Strong(parts) => {
                let is_strong = true;
                push_runs(
                    parts,
                    &Run {
                        is_strong,
                        ..look.clone()
                    },
                    runs,
                );
            }
            Inline::Emphasis(parts) => {
                let is_emphasized = true;
                push_runs(
                    parts,
                    &Run {
                        is_emphasized,
                        ..look.clone()
                    },
                    runs,
                );
            }
            Inline::Link { text, .. } => push_runs(text, look, runs),
            Inline::Break => runs.push(Run::line_break()),
        }
    }
}

impl TablePiece {
    /// A table of a form, with the default settings.
    pub(super) fn new(grid: Grid) -> Self {
        Self {
            grid,
            centres_numbers: true,
            bars: Vec::new(),
            keeps_together: false,
            keeps_with_next: false,
        }
    }
}
