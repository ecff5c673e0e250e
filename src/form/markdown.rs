//! Converts Markdown to the document tree.
//!
//! Numbers the headings, replaces marked numbers by their values, and turns an image whose address
//! is `chart:KEY` or `table:KEY` into a chart or a table. Unsupported constructs are reported and
//! kept as text, so that nothing is lost.

use std::ops::Range;

use pulldown_cmark::{
    Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::context::{VALUE_END, VALUE_START};
use crate::diagnostic::{Problem, StrayEmphasis, UnsupportedMarkdown};
use crate::document::{Align, Block, Cell, Column, Inline, Section, Table, plain_text};
use crate::project::DEEPEST;

/// The blocks before the first heading, the sections, and the problems found.
pub(super) struct Parsed {
    pub(super) preface: Vec<Block>,
    pub(super) sections: Vec<Section>,
    /// Problems, each with a piece of text close to it.
    pub(super) found: Vec<(Problem, String)>,
}

/// Parses `markdown`, in which marked numbers refer to `values`. `place` returns the block for an
/// image's address and caption.
pub(super) fn parse(
    markdown: &str,
    values: &[String],
    place: &mut dyn FnMut(&str, &str) -> Result<Block, Problem>,
) -> Parsed {
    let events = TextMergeStream::new(Parser::new_ext(markdown, options()));
    let mut builder = Builder {
        events: events.peekable(),
        values,
        place,
        found: Vec::new(),
    };
    let (preface, sections) = builder.document();
    Parsed {
        preface,
        sections,
        found: builder.found,
    }
}

/// The first place where blocks, lists or emphasis exceed the maximum depth.
pub(super) fn too_deep(markdown: &str) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (event, span) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Some(span);
        }
    }
    None
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES
}

struct Builder<'a, I: Iterator<Item = Event<'a>>> {
    events: std::iter::Peekable<I>,
    values: &'a [String],
    place: &'a mut dyn FnMut(&str, &str) -> Result<Block, Problem>,
    found: Vec<(Problem, String)>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Builder<'a, I> {
    fn document(&mut self) -> (Vec<Block>, Vec<Section>) {
        let preface = self.blocks();
        let mut flat = Vec::new();
        while let Some(Event::Start(Tag::Heading { level, id, .. })) = self.events.next() {
            let level = self.level(level);
            let heading = self.inlines();
            let id = id.map(|id| self.resolved(&id));
            let blocks = self.blocks();
            flat.push(Section {
                number: String::new(),
                heading,
                id,
                level,
                blocks,
                sections: Vec::new(),
            });
        }
        let mut flat = flat.into_iter().peekable();
        (preface, nested(&mut flat, 0))
    }

    /// The level of a heading in the report. It has four; deeper headings are moved to the fourth.
    fn level(&mut self, level: HeadingLevel) -> u8 {
        match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 | HeadingLevel::H6 => {
                self.unsupported("#####", "#####");
                4
            }
        }
    }

    /// Reads blocks up to the next heading, or through the end of the enclosing element.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        loop {
            if matches!(
                self.events.peek(),
                None | Some(Event::Start(Tag::Heading { .. }))
            ) {
                return blocks;
            }
            match self.events.next() {
                None | Some(Event::End(_)) => return blocks,
                Some(Event::Start(tag)) => self.block(tag, &mut blocks),
                Some(Event::Rule) => self.unsupported("---", "---"),
                // Items of a tight list contain text without a paragraph.
                Some(event) => {
                    let mut inlines = Vec::new();
                    self.inline(event, &mut inlines);
                    while self.events.peek().is_some_and(is_inline) {
                        if let Some(event) = self.events.next() {
                            self.inline(event, &mut inlines);
                        }
                    }
                    self.paragraph(inlines, &mut blocks);
                }
            }
        }
    }

    fn block(&mut self, tag: Tag<'a>, blocks: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => {
                if let Some(block) = self.lone_image() {
                    blocks.push(block);
                } else {
                    let inlines = self.inlines();
                    self.paragraph(inlines, blocks);
                }
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                while let Some(Event::Start(Tag::Item)) = self.events.next() {
                    items.push(self.blocks());
                }
                blocks.push(Block::List { start, items });
            }
            Tag::BlockQuote(_) => blocks.push(Block::Quote(self.blocks())),
            Tag::Table(alignments) => {
                let table = self.table(&alignments);
                blocks.push(Block::Table(table));
            }
            Tag::CodeBlock(_) => {
                let inlines = self.inlines();
                self.unsupported("```", &plain_text(&inlines));
                self.paragraph(inlines, blocks);
            }
            Tag::HtmlBlock => {
                let inlines = self.inlines();
                self.paragraph(inlines, blocks);
            }
            tag => {
                // Emphasis, a link or an image at the start of an item of a tight list.
                let mut inlines = Vec::new();
                self.inline(Event::Start(tag), &mut inlines);
                while self.events.peek().is_some_and(is_inline) {
                    if let Some(event) = self.events.next() {
                        self.inline(event, &mut inlines);
                    }
                }
                self.paragraph(inlines, blocks);
            }
        }
    }

    fn paragraph(&mut self, inlines: Vec<Inline>, blocks: &mut Vec<Block>) {
        let stray = inlines.iter().find_map(|inline| match inline {
            Inline::Text(text) if text.contains("**") => Some(text.clone()),
            _ => None,
        });
        if let Some(text) = stray {
            self.found.push((Problem::from(StrayEmphasis), text));
        }
        if !inlines.is_empty() {
            blocks.push(Block::Paragraph(inlines));
        }
    }

    /// Returns the chart or table of an image at the start of a paragraph, if it is one.
    fn lone_image(&mut self) -> Option<Block> {
        let Some(Event::Start(Tag::Image { dest_url, .. })) = self.events.peek() else {
            return None;
        };
        let address = dest_url.to_string();
        if !address.starts_with("chart:") && !address.starts_with("table:") {
            return None;
        }
        self.events.next();
        let caption = plain_text(&self.inlines());
        // Text after the image becomes a separate paragraph.
        let rest = self.inlines();
        let address = self.resolved(&address);
        let block = match (self.place)(&address, &caption) {
            Ok(block) => block,
            Err(problem) => {
                self.found.push((problem, address));
                Block::Paragraph(vec![Inline::Text(caption)])
            }
        };
        if rest.is_empty() {
            return Some(block);
        }
        self.unsupported("![…](…)", &plain_text(&rest));
        Some(Block::Quote(vec![block, Block::Paragraph(rest)]))
    }

    fn table(&mut self, alignments: &[pulldown_cmark::Alignment]) -> Table {
        let mut table = Table::default();
        let mut row = Vec::new();
        loop {
            match self.events.next() {
                Some(Event::Start(Tag::TableCell)) => row.push(plain_text(&self.inlines())),
                Some(Event::End(TagEnd::TableHead)) => {
                    let headings = std::mem::take(&mut row).into_iter().zip(alignments);
                    table.columns = headings
                        .map(|(heading, alignment)| Column {
                            heading,
                            align: match alignment {
                                pulldown_cmark::Alignment::None
                                | pulldown_cmark::Alignment::Left => Align::Left,
                                pulldown_cmark::Alignment::Center => Align::Centre,
                                pulldown_cmark::Alignment::Right => Align::Right,
                            },
                        })
                        .collect();
                }
                Some(Event::End(TagEnd::TableRow)) => {
                    table.rows.push(
                        std::mem::take(&mut row)
                            .into_iter()
                            .map(Cell::Text)
                            .collect(),
                    );
                }
                None | Some(Event::End(TagEnd::Table)) => return table,
                Some(_) => {}
            }
        }
    }

    /// Reads inline text through the end of the enclosing element.
    fn inlines(&mut self) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some(event) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &mut inlines);
        }
        inlines
    }

    fn inline(&mut self, event: Event<'a>, inlines: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => self.text(&text, inlines),
            Event::Code(text) => {
                self.unsupported("`…`", &text);
                self.text(&text, inlines);
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                self.unsupported("HTML", &text);
                self.text(&text, inlines);
            }
            // Lines of a paragraph are joined; Chinese text without a space.
            Event::SoftBreak => {
                let is_latin = |inline: &Inline| {
                    plain_text(std::slice::from_ref(inline))
                        .ends_with(|c: char| c.is_ascii_graphic())
                };
                if inlines.last().is_some_and(is_latin) {
                    inlines.push(Inline::Text(" ".to_owned()));
                }
            }
            Event::HardBreak => inlines.push(Inline::Break),
            Event::Start(Tag::Strong) => {
                let inner = self.inlines();
                inlines.push(Inline::Strong(inner));
            }
            Event::Start(Tag::Emphasis) => {
                let inner = self.inlines();
                inlines.push(Inline::Emphasis(inner));
            }
            Event::Start(Tag::Link {
                dest_url,
                link_type,
                ..
            }) => {
                let text = self.inlines();
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    inlines.extend(text);
                } else {
                    let address = self.resolved(&dest_url);
                    inlines.push(Inline::Link { text, address });
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let text = self.inlines();
                self.unsupported("![…](…)", &dest_url);
                inlines.extend(text);
            }
            Event::Start(_) => {
                let inner = self.inlines();
                inlines.extend(inner);
            }
            Event::End(_) | Event::Rule | Event::TaskListMarker(_) => {}
            // Not enabled in the parser options.
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text, inlines);
            }
        }
    }

    /// Adds text, replacing marked numbers by their values.
    fn text(&mut self, text: &str, inlines: &mut Vec<Inline>) {
        let mut push = |inline| match (inlines.last_mut(), inline) {
            (_, Inline::Text(text)) if text.is_empty() => {}
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => inlines.push(inline),
        };
        for (index, part) in text.split(VALUE_START).enumerate() {
            match part.split_once(VALUE_END).filter(|_| index > 0) {
                Some((number, rest)) => {
                    let value = number
                        .parse()
                        .ok()
                        .and_then(|number: usize| self.values.get(number));
                    push(Inline::Value(value.cloned().unwrap_or_default()));
                    push(Inline::Text(rest.to_owned()));
                }
                None => push(Inline::Text(part.to_owned())),
            }
        }
    }

    /// `text` with marked numbers replaced by their values, as plain text.
    fn resolved(&mut self, text: &str) -> String {
        let mut inlines = Vec::new();
        self.text(text, &mut inlines);
        plain_text(&inlines)
    }

    fn unsupported(&mut self, what: &str, near: &str) {
        let problem = Problem::from(UnsupportedMarkdown {
            what: what.to_owned(),
        });
        self.found.push((problem, near.to_owned()));
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::End(_) | Event::Rule => false,
        Event::Start(tag) => matches!(
            tag,
            Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough
        ),
        _ => true,
    }
}

/// Nests a flat list of sections by level, and numbers them.
fn nested(flat: &mut std::iter::Peekable<std::vec::IntoIter<Section>>, above: u8) -> Vec<Section> {
    let mut sections = Vec::new();
    while let Some(mut section) = flat.next_if(|section| section.level > above) {
        section.number = number(section.level, sections.len() + 1);
        section.sections = nested(flat, section.level);
        sections.push(section);
    }
    sections
}

/// The number of the `position`th section of a level: 一、（一）1.（1）.
pub(super) fn number(level: u8, position: usize) -> String {
    match level {
        1 => format!("{}、", chinese_numeral(position)),
        2 => format!("（{}）", chinese_numeral(position)),
        3 => format!("{position}."),
        _ => format!("（{position}）"),
    }
}

/// A number below 100 in Chinese; larger ones in digits.
fn chinese_numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones @ 1..) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..10, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::BadAddress;

    fn parsed(markdown: &str, values: &[&str]) -> Parsed {
        let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
        parse(markdown, &values, &mut |address, _| {
            Err(Problem::from(BadAddress {
                address: address.to_owned(),
                nearest: None,
            }))
        })
    }

    /// Numbers, headings and texts, indented by depth.
    fn outline(sections: &[Section], depth: usize) -> String {
        let mut lines = String::new();
        for section in sections {
            lines += &"  ".repeat(depth);
            lines += &section.number;
            lines += &plain_text(&section.heading);
            lines.extend([" ", &section.blocks.len().to_string(), "\n"]);
            lines += &outline(&section.sections, depth + 1);
        }
        lines
    }

    #[test]
    fn headings_are_nested_and_numbered() {
        let parsed = parsed(
            "前言\n\n# 甲 {#a}\n文\n## 乙\n### 丙\n#### 丁\n## 戊\n# 己\n\n文\n\n文",
            &[],
        );
        assert_eq!(parsed.preface.len(), 1);
        assert_eq!(parsed.sections[0].id.as_deref(), Some("a"));
        assert_eq!(
            outline(&parsed.sections, 0),
            "一、甲 1\n  （一）乙 0\n    1.丙 0\n      （1）丁 0\n  （二）戊 0\n二、己 2\n"
        );
    }

    #[test]
    fn values_are_never_read_as_markup() {
        let parsed = parsed(
            "共\u{F0000}0\u{F0001}条**\u{F0000}1\u{F0001}**。",
            &["*6*", "# 36"],
        );
        assert_eq!(
            parsed.preface,
            [Block::Paragraph(vec![
                Inline::Text("共".into()),
                Inline::Value("*6*".into()),
                Inline::Text("条".into()),
                Inline::Strong(vec![Inline::Value("# 36".into())]),
                Inline::Text("。".into()),
            ])]
        );
    }

    #[test]
    fn what_a_report_cannot_hold_is_reported_and_kept() {
        let parsed = parsed(
            "**“甲”**发布 <b>乙</b> `丙`\n\n![图](图.png)\n\n![图](chart:x)\n",
            &[],
        );
        let codes: Vec<&str> = parsed
            .found
            .iter()
            .map(|(problem, _)| problem.code().name())
            .collect();
        assert_eq!(
            codes,
            [
                "unsupported-markdown",
                "unsupported-markdown",
                "unsupported-markdown",
                "stray-emphasis",
                "unsupported-markdown",
                "bad-address"
            ]
        );
        let texts: Vec<String> = parsed
            .preface
            .iter()
            .map(|block| match block {
                Block::Paragraph(inlines) => plain_text(inlines),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(texts, ["**“甲”**发布 <b>乙</b> 丙", "图", "图"]);
    }

    #[test]
    fn lists_quotes_and_tables_keep_their_shape() {
        let parsed = parsed(
            "1. 甲\n2. **乙**丙\n\n> 丁\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
            &[],
        );
        assert!(
            matches!(&parsed.preface[0], Block::List { start: Some(1), items } if items.len() == 2)
        );
        assert!(matches!(&parsed.preface[1], Block::Quote(blocks) if blocks.len() == 1));
        let Block::Table(table) = &parsed.preface[2] else {
            panic!("no table")
        };
        assert_eq!(table.columns[1].align, Align::Right);
        assert_eq!(
            table.rows,
            [[Cell::Text("1".into()), Cell::Text("2".into())]]
        );
    }

    #[test]
    fn numerals_are_chinese_below_a_hundred() {
        for (number, numeral) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
            (100, "100"),
        ] {
            assert_eq!(chinese_numeral(number), numeral);
        }
    }
}
