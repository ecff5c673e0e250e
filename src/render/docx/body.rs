//! Converts the document tree to paragraphs and tables.

use super::page::Page;
use super::piece::{DocxList, ListPosition, Paragraph, Piece, TablePiece, TextRun, runs};
use super::{sign_off, title};
use crate::document::{
    Align, Block, Cell, Column, Document, Figure, Section, StatutoryTable, Table,
};
use crate::render::grid::Grid;
use crate::report::Report;

/// The pieces of a file in reading order, and the lists they belong to.
pub(super) struct Body {
    pub(super) pieces: Vec<Piece>,
    pub(super) lists: Vec<DocxList>,
    /// Whether charts are drawn with bars.
    has_bars: bool,
}

/// The position of blocks.
#[derive(Clone, Copy, Default)]
struct Inset {
    /// Left indent, in hundredths of a character.
    left: u32,
    /// Nesting depth of lists.
    lists: u8,
}

/// Two characters: the indent of the first line of a paragraph, and of nested blocks.
const INDENT: u32 = 200;
/// The deepest list level that Word numbers, from 0.
const DEEPEST_LIST: u8 = 8;
/// The deepest indent that leaves room for text.
const WIDEST_INSET: u32 = 1000;

/// Converts the whole report.
pub(super) fn body(report: &Report, page: &Page) -> Body {
    let Document {
        title,
        preface,
        sections,
        sign_off,
    } = &report.document;
    let mut body = Body {
        pieces: Vec::new(),
        lists: Vec::new(),
        has_bars: report.layout.charts.unwrap_or(true),
    };
    body.title(title, page);
    body.blocks(preface, Inset::default());
    body.sections(sections);
    let signed = sign_off::paragraphs(sign_off, page);
    if !signed.is_empty() {
        // The sign-off must not be alone on a page (7.3.5.4).
        body.keep_last_with_next();
        body.pieces.extend(signed.into_iter().map(Piece::Paragraph));
    }
    body
}

impl Body {
    fn paragraph(&mut self, paragraph: Paragraph) {
        if !paragraph.is_blank() {
            self.pieces.push(Piece::Paragraph(paragraph));
        }
    }

    fn title(&mut self, lines: &[String], page: &Page) {
        let lines = title::lines(lines, page);
        let mut runs = Vec::new();
        for line in lines {
            if !runs.is_empty() {
                runs.push(TextRun::line_break());
            }
            runs.push(TextRun::plain(&line));
        }
        self.paragraph(Paragraph {
            style: "Title",
            runs,
            ..Paragraph::default()
        });
    }

    fn sections(&mut self, sections: &[Section]) {
        for section in sections {
            let number = TextRun::plain(&section.number);
            self.paragraph(Paragraph {
                style: heading_style(section.level),
                runs: std::iter::once(number)
                    .chain(runs(&section.heading))
                    .collect(),
                ..Paragraph::default()
            });
            self.blocks(&section.blocks, Inset::default());
            self.sections(&section.sections);
        }
    }

    fn blocks(&mut self, blocks: &[Block], inset: Inset) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.paragraph(Paragraph {
                    style: "BodyText",
                    runs: runs(inlines),
                    left: inset.left,
                    ..Paragraph::default()
                }),
                Block::List { start, items } => self.list(*start, items, inset),
                Block::Quote(blocks) => {
                    let left = (inset.left + INDENT).min(WIDEST_INSET);
                    self.blocks(blocks, Inset { left, ..inset });
                }
                Block::Table(table) => self.table(table),
                Block::Statutory(table) => self.statutory(table),
                Block::Figure(figure) => self.figure(figure),
            }
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], inset: Inset) {
        let depth = inset.lists.min(DEEPEST_LIST);
        self.lists.push(DocxList { start, depth });
        let list = self.lists.len();
        let inner = Inset {
            lists: inset.lists.saturating_add(1),
            ..inset
        };
        for item in items {
            // The number is put before the first paragraph of the item.
            let (first, rest) = match item.split_first() {
                Some((Block::Paragraph(inlines), rest)) => (runs(inlines), rest),
                _ => (Vec::new(), &item[..]),
            };
            self.pieces.push(Piece::Paragraph(Paragraph {
                style: "ListParagraph",
                runs: first,
                item: Some(ListPosition { list, depth }),
                left: inset.left + u32::from(depth) * INDENT,
                ..Paragraph::default()
            }));
            self.blocks(rest, inner);
        }
    }

    fn caption(&mut self, caption: &str, keeps_with_next: bool) {
        self.paragraph(Paragraph {
            keeps_with_next,
            ..Paragraph::plain("Caption", caption.trim())
        });
    }

    fn push_table(&mut self, table: TablePiece) {
        if table.grid.columns == 0 {
            return;
        }
        // Word joins two adjacent tables, so put a paragraph between them.
        if matches!(self.pieces.last(), Some(Piece::Table(_))) {
            self.pieces.push(Piece::Paragraph(Paragraph {
                style: "TableText",
                ..Paragraph::default()
            }));
        }
        self.pieces.push(Piece::Table(table));
    }

    fn table(&mut self, table: &Table) {
        self.caption(&table.caption, true);
        self.push_table(TablePiece {
            centres_numbers: false,
            ..TablePiece::new(Grid::of_table(table))
        });
    }

    fn statutory(&mut self, table: &StatutoryTable) {
        self.caption(&table.caption, true);
        if !table.head.is_empty() {
            self.paragraph(Paragraph::plain("TableText", &table.head));
        }
        self.push_table(TablePiece {
            keeps_with_next: !table.foot.is_empty(),
            ..TablePiece::new(Grid::of_statutory(table))
        });
        self.paragraph(Paragraph::plain("TableText", &table.foot));
    }

    /// Converts a chart to a table of its numbers, with a bar for each.
    fn figure(&mut self, figure: &Figure) {
        let number = match figure.unit.as_str() {
            "" => "数量".to_owned(),
            unit => format!("数量（{unit}）"),
        };
        let column = |heading: &str, align| Column {
            heading: heading.to_owned(),
            align,
        };
        let mut columns = vec![column("项目", Align::Left), column(&number, Align::Right)];
        if let Some(compared) = &figure.compared {
            let [then, now] = &compared.names;
            columns[1].heading.insert_str(0, now);
            columns.push(column(then, Align::Right));
        }
        columns.extend(self.has_bars.then(|| column("图示", Align::Left)));
        let rows = figure.values.iter().enumerate();
        let rows = rows.map(|(index, (label, value))| {
            let mut row = vec![Cell::Text(label.clone()), Cell::Count(*value)];
            row.extend(figure.compared.as_ref().map(|compared| {
                let then = compared.values.get(index).copied().flatten();
                then.map_or(Cell::Absent, Cell::Count)
            }));
            row.extend(self.has_bars.then(|| Cell::Text(String::new())));
            row
        });
        let table = Table {
            columns,
            rows: rows.collect(),
            ..Table::default()
        };
        let values = figure.values.iter().map(|(_, value)| *value);
        let bars = if self.has_bars {
            values.collect()
        } else {
            Vec::new()
        };
        self.push_table(TablePiece {
            centres_numbers: false,
            bars,
            keeps_together: true,
            keeps_with_next: !figure.caption.trim().is_empty(),
            ..TablePiece::new(Grid::of_table(&table))
        });
        self.caption(&figure.caption, false);
    }

    fn keep_last_with_next(&mut self) {
        match self.pieces.last_mut() {
            Some(Piece::Paragraph(paragraph)) => paragraph.keeps_with_next = true,
            Some(Piece::Table(table)) => table.keeps_with_next = true,
            None => {}
        }
    }
}

/// The style of a heading. A report has four levels.
fn heading_style(level: u8) -> &'static str {
    match level {
        0 | 1 => "Heading1",
        2 => "Heading2",
        3 => "Heading3",
        _ => "Heading4",
    }
}
