//! Writes a document in either shape, block by block.

use super::super::lines::in_words;
use super::PageShape;
use super::chart::{Chart, LabelledValues};
use super::contents::heading;
use super::inline::lines;
use super::markup::{Attributes, Markup};
use super::{statutory, table};
use crate::document::{
    Align, Block, Cell, Column, Document, Figure, Inline, Section, SignOff, StatutoryTable, Table,
    plain_text,
};

/// The attributes of a table in a fragment. Editors keep no style sheet.
const FRAGMENT_TABLE: &Attributes = &[
    ("border", "1"),
    ("width", "100%"),
    ("cellpadding", "4"),
    ("cellspacing", "0"),
    ("style", "width:100%;border-collapse:collapse"),
];
const INDENTED: &str = "text-indent:2em";
const CENTRED: &str = "text-align:center";

/// Writes the blocks of one document, and numbers those that need an id.
pub(super) struct Writer {
    shape: PageShape,
    tables: usize,
    charts: usize,
    /// The last heading, used as the name of a table without a caption.
    heading: String,
}

impl Writer {
    pub(super) fn new(shape: PageShape) -> Self {
        Self {
            shape,
            tables: 0,
            charts: 0,
            heading: String::new(),
        }
    }

    /// Writes everything except the title.
    pub(super) fn document(&mut self, document: &Document) -> Markup {
        let mut all = self.blocks(&document.preface);
        all.push(self.sections(&document.sections, "s", 2));
        all.push(self.sign_off(&document.sign_off));
        all
    }

    /// Writes sections. `level` is the level of their headings: subsections have the next one, even if
    /// the narrative skips levels.
    fn sections(&mut self, sections: &[Section], prefix: &str, level: usize) -> Markup {
        let mut all = Markup::default();
        for (index, section) in (1..).zip(sections) {
            let id = format!("{prefix}-{index}");
            self.heading = section.number.clone() + &plain_text(&section.heading);
            let words = heading(section, self.shape);
            all.push(match self.shape {
                PageShape::Page => {
                    let name = format!("h{}", level.min(6));
                    Markup::block(&name, &[("id", &id)], words)
                }
                PageShape::Fragment => {
                    let words = Markup::element("strong", &[], words);
                    Markup::block("p", &[("style", INDENTED)], words)
                }
            });
            all.push(self.blocks(&section.blocks));
            all.push(self.sections(&section.sections, &id, level + 1));
        }
        all
    }

    fn blocks(&mut self, blocks: &[Block]) -> Markup {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Markup {
        match block {
            Block::Paragraph(inlines) => self.paragraph(inlines, ""),
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => match self.shape {
                PageShape::Page => {
                    let quoted = self.blocks(blocks);
                    Markup::outer("blockquote", &[], quoted)
                }
                PageShape::Fragment => self.blocks(blocks),
            },
            Block::Table(table) => self.table(table),
            Block::Statutory(table) => self.statutory(table),
            Block::Figure(figure) => match self.shape {
                PageShape::Page => self.chart(figure),
                // A fragment contains no drawings.
                PageShape::Fragment => self.table(&table_of(figure)),
            },
        }
    }

    /// Writes a paragraph after the marker of a list item, which may be empty.
    fn paragraph(&self, inlines: &[Inline], marker: &str) -> Markup {
        let mut lines = lines(inlines, self.shape);
        if let Some(first) = lines.first_mut().filter(|_| !marker.is_empty()) {
            let text = std::mem::take(first);
            *first = Markup::text(marker);
            first.push(text);
        }
        match self.shape {
            PageShape::Page => {
                let mut paragraph = Markup::default();
                for (index, line) in lines.into_iter().enumerate() {
                    if index > 0 {
                        paragraph.push(Markup::void("br", &[]));
                    }
                    paragraph.push(line);
                }
                Markup::block("p", &[], paragraph)
            }
            // Only the first line is indented.
            PageShape::Fragment => {
                let first = (0..).map(|index| index == 0);
                let line = |(line, is_first): (Markup, bool)| {
                    let style = if is_first { INDENTED } else { "text-indent:0" };
                    Markup::block("p", &[("style", style)], line)
                };
                lines.into_iter().zip(first).map(line).collect()
            }
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) -> Markup {
        if self.shape == PageShape::Fragment {
            return self.written_list(start, items);
        }
        let mut list = Markup::default();
        for item in items {
            let content = match &item[..] {
                // A single paragraph needs no `p` element.
                [Block::Paragraph(inlines)] => {
                    let mut lines = lines(inlines, self.shape).into_iter();
                    let mut content = lines.next().unwrap_or_default();
                    for line in lines {
                        content.push(Markup::void("br", &[]));
                        content.push(line);
                    }
                    content
                }
                blocks => self.blocks(blocks),
            };
            list.push(Markup::block("li", &[], content));
        }
        match start {
            Some(1) => Markup::outer("ol", &[], list),
            Some(start) => Markup::outer("ol", &[("start", &start.to_string())], list),
            None => Markup::outer("ul", &[], list),
        }
    }

    /// Writes a list as paragraphs that begin with a number or a dot.
    fn written_list(&mut self, start: Option<u64>, items: &[Vec<Block>]) -> Markup {
        let mut list = Markup::default();
        for (item, index) in items.iter().zip(0..) {
            let marker = match start {
                Some(start) => format!("{}. ", start.saturating_add(index)),
                None => "· ".to_owned(),
            };
            if let Some((Block::Paragraph(inlines), rest)) = item.split_first() {
                list.push(self.paragraph(inlines, &marker));
                list.push(self.blocks(rest));
            } else {
                list.push(self.paragraph(&[], &marker));
                list.push(self.blocks(item));
            }
        }
        list
    }

    fn table(&mut self, table: &Table) -> Markup {
        let rows = table::table(table, self.shape);
        self.framed(&table.caption, rows, "plain")
    }

    fn statutory(&mut self, table: &StatutoryTable) -> Markup {
        let id = format!("t{}", self.tables + 1);
        let mut parts = statutory::parts(table, &id, self.shape);
        let is_page = self.shape == PageShape::Page;
        let rows = match &mut *parts {
            // The header of a single part is repeated on each printed page.
            [part] if is_page => {
                let head = part.head.drain(..).collect();
                let mut rows = Markup::outer("thead", &[], head);
                rows.push(Markup::outer("tbody", &[], part.body.drain(..).collect()));
                rows
            }
            parts => {
                let part = |part: &mut statutory::StatutoryRows| {
                    let rows = part.head.drain(..).chain(part.body.drain(..)).collect();
                    if is_page {
                        Markup::outer("tbody", &[], rows)
                    } else {
                        rows
                    }
                };
                parts.iter_mut().map(part).collect()
            }
        };
        let is_wide = table.parts.iter().any(|part| part.width > 6);
        let class = if is_wide {
            "statutory wide"
        } else {
            "statutory"
        };
        let attributes = match self.shape {
            PageShape::Page => ("class", "foot"),
            PageShape::Fragment => ("style", "text-indent:0"),
        };
        let line = |text: &str| (!text.is_empty()).then(|| Markup::block("p", &[attributes], text));
        let mut all = Markup::default();
        all.extend(line(&table.head));
        all.push(self.framed(&table.caption, rows, class));
        all.extend(line(&table.foot));
        all
    }

    /// Writes a table with its caption. On a page it has its natural width, and scrolls separately.
    fn framed(&mut self, caption: &str, rows: Markup, class: &str) -> Markup {
        self.tables += 1;
        let caption = caption.trim();
        match self.shape {
            PageShape::Page => {
                let name = if caption.is_empty() {
                    &self.heading
                } else {
                    caption
                };
                let mut content = Markup::default();
                let mut attributes = vec![("class", class)];
                if caption.is_empty() {
                    attributes.extend((!name.is_empty()).then_some(("aria-label", name)));
                } else {
                    content.push(Markup::block("caption", &[], caption));
                }
                content.push(rows);
                scrolling(name, Markup::outer("table", &attributes, content))
            }
            PageShape::Fragment => {
                let mut all = Markup::default();
                if !caption.is_empty() {
                    let caption = Markup::element("strong", &[], caption);
                    all.push(Markup::block("p", &[("style", CENTRED)], caption));
                }
                all.push(Markup::outer("table", FRAGMENT_TABLE, rows));
                all
            }
        }
    }

    fn chart(&mut self, figure: &Figure) -> Markup {
        self.charts += 1;
        let id = format!("c{}", self.charts);
        let title = match figure.caption.trim() {
            "" => &self.heading,
            caption => caption,
        };
        let (series, values) = series_of(figure);
        let chart = Chart {
            id: &id,
            title,
            unit: &figure.unit,
            series: &series,
            values: &values,
            separators: ["、", "；"],
        };
        let drawn = if figure.is_by_month {
            chart.columns()
        } else {
            chart.bars()
        };
        let mut content = scrolling(title, drawn);
        content.push(legend(&series));
        if !figure.caption.trim().is_empty() {
            content.push(Markup::block("figcaption", &[], figure.caption.trim()));
        }
        Markup::outer("figure", &[], content)
    }

    fn sign_off(&self, sign_off: &SignOff) -> Markup {
        let lines = [Some(sign_off.office.clone()), sign_off.date.map(in_words)];
        let lines = lines
            .into_iter()
            .flatten()
            .filter(|line| !line.trim().is_empty());
        let attributes = match self.shape {
            PageShape::Page => ("class", "sign-off"),
            PageShape::Fragment => ("style", "text-align:right"),
        };
        let line = |line: String| Markup::block("p", &[attributes], line.as_str());
        lines.map(line).collect()
    }
}

/// The names of the series of a chart, and the value of each label in each series.
fn series_of(figure: &Figure) -> (Vec<String>, Vec<LabelledValues>) {
    let values = figure.values.iter();
    match &figure.compared {
        None => {
            let values = values.map(|(label, value)| (label.clone(), vec![Some(*value)]));
            (vec![String::new()], values.collect())
        }
        Some(compared) => {
            let earlier = compared.values.iter();
            let values = values
                .zip(earlier)
                .map(|((label, value), earlier)| (label.clone(), vec![*earlier, Some(*value)]));
            (compared.names.to_vec(), values.collect())
        }
    }
}

/// The colours of the series; empty if there is only one.
pub(super) fn legend(series: &[String]) -> Markup {
    if series.len() < 2 {
        return Markup::default();
    }
    let last = series.len() - 1;
    let names = series.iter().enumerate().map(|(index, name)| {
        let class = if index == last { "key now" } else { "key then" };
        Markup::element("span", &[("class", class)], name.as_str())
    });
    Markup::block("p", &[("class", "legend")], names.collect::<Markup>())
}

/// Wraps content that may be wider than a narrow screen, so that it scrolls separately, also by
/// keyboard.
pub(super) fn scrolling(name: &str, content: Markup) -> Markup {
    let mut attributes = vec![("class", "scroll"), ("role", "group"), ("tabindex", "0")];
    attributes.extend((!name.is_empty()).then_some(("aria-label", name)));
    Markup::outer("div", &attributes, content)
}

/// The numbers of a chart as a table.
fn table_of(figure: &Figure) -> Table {
    let with_unit = |name: &str| match figure.unit.as_str() {
        "" => name.to_owned(),
        unit => format!("{name}（{unit}）"),
    };
    let (series, values) = series_of(figure);
    let names = series.iter().map(|name| match name.as_str() {
        "" => with_unit("数量"),
        name => with_unit(name),
    });
    let column = |heading, align| Column { heading, align };
    let mut columns = vec![column("项目".to_owned(), Align::Left)];
    columns.extend(names.map(|name| column(name, Align::Right)));
    let row = |(label, values): &LabelledValues| {
        let cells = values
            .iter()
            .map(|value| value.map_or(Cell::Absent, Cell::Count));
        std::iter::once(Cell::Text(label.clone()))
            .chain(cells)
            .collect()
    };
    Table {
        id: figure.key.clone(),
        caption: figure.caption.clone(),
        columns,
        rows: values.iter().map(row).collect(),
    }
}
