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
    pub(super) runs: Vec<TextRun>,
    /// The list item it starts.
    pub(super) item: Option<ListPosition>,
    /// Left and right indent in addition to the style, in hundredths of a character.
    pub(super) left: u32,
    pub(super) right: u32,
    /// Whether it is kept on the same page as the next piece.
    pub(super) keeps_with_next: bool,
}

/// A list and the depth of its items.
#[derive(Clone, Copy)]
pub(super) struct ListPosition {
    /// The list, from 1.
    pub(super) list: usize,
    /// From 0.
    pub(super) depth: u8,
}

/// A numbered or bulleted list.
pub(super) struct DocxList {
    /// The number of its first item. `None` for a bulleted list.
    pub(super) start: Option<u64>,
    /// From 0.
    pub(super) depth: u8,
}

/// Characters with the same formatting, or a line break.
#[derive(Clone)]
pub(super) struct TextRun {
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
            runs: vec![TextRun::plain(text)],
            ..Self::default()
        }
    }

    /// Whether it has no visible text.
    pub(super) fn is_blank(&self) -> bool {
        let texts = self.runs.iter().filter_map(|run| run.text.as_ref());
        texts.into_iter().all(|text| text.trim().is_empty())
    }
}

impl TextRun {
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
pub(super) fn runs(inlines: &[Inline]) -> Vec<TextRun> {
    let mut runs = Vec::new();
    push_runs(inlines, &TextRun::plain(""), &mut runs);
    runs
}

fn push_runs(inlines: &[Inline], style: &TextRun, runs: &mut Vec<TextRun>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Value(text) => runs.push(TextRun {
                text: Some(text.clone()),
                ..style.clone()
            }),
            Inline::Strong(parts) => {
                let is_strong = true;
                push_runs(
                    parts,
                    &TextRun {
                        is_strong,
                        ..style.clone()
                    },
                    runs,
                );
            }
            Inline::Emphasis(parts) => {
                let is_emphasized = true;
                push_runs(
                    parts,
                    &TextRun {
                        is_emphasized,
                        ..style.clone()
                    },
                    runs,
                );
            }
            Inline::Link { text, .. } => push_runs(text, style, runs),
            Inline::Break => runs.push(TextRun::line_break()),
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
