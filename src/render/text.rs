//! Renders the official document as plain text.
//!
//! The layout follows GB/T 9704: the title is centred, headings and first lines of paragraphs are
//! indented by two characters, office and date of signing are on the right. Emphasis and addresses of
//! links are left out, as in print; a chart is drawn with bars.

use super::lines::{centred, flush_right, in_words, padded, printable, width, wrap, wrap_narrow};
use super::{FormatDefinition, statutory, table};
use crate::document::{
    Block, Document, Figure, Section, SignOff, StatutoryTable, Table, plain_text,
};
use crate::language::Bilingual;

/// The finished official document as plain text.
pub(super) const FORMAT: FormatDefinition = FormatDefinition {
    name: "text",
    extensions: &["txt"],
    summary: Bilingual {
        zh: "纯文本",
        en: "the finished report as plain text",
    },
    is_binary: false,
    is_of_pages: true,
    about: None,
    render: |report, width| Ok(text(&report.document, width).into_bytes()),
};

/// The indent of the first line of a paragraph: two characters.
const INDENT: &str = "　　";

/// The document as text of `width` columns.
pub(crate) fn text(document: &Document, width: usize) -> String {
    let mut page = TextPage::new(width);
    page.title(&document.title);
    page.blocks(&document.preface, INDENT);
    page.sections(&document.sections);
    page.sign_off(&document.sign_off);
    page.lines.join("\n") + "\n"
}

/// The kind of the last block on a page; decides where blank lines are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Heading,
    Prose,
    /// Set off by blank lines: the title, a table, a chart, the sign-off.
    Display,
}

/// A column of text that grows downwards.
struct TextPage {
    width: usize,
    lines: Vec<String>,
    last: Option<BlockKind>,
}

impl TextPage {
    fn new(width: usize) -> Self {
        Self {
            width,
            lines: Vec::new(),
            last: None,
        }
    }

    /// Appends lines, after a blank line if `piece` needs one.
    fn put(&mut self, piece: BlockKind, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return;
        }
        let is_free = match (self.last, piece) {
            (None, _) => false,
            (Some(BlockKind::Display), _) | (_, BlockKind::Display) => true,
            (Some(last), piece) => piece == BlockKind::Heading && last != BlockKind::Heading,
        };
        if is_free {
            self.lines.push(String::new());
        }
        self.lines
            .extend(lines.map(|line| line.trim_end().to_owned()));
        self.last = Some(piece);
    }

    fn title(&mut self, title: &[String]) {
        let lines = title
            .iter()
            .flat_map(|line| wrap(&printable(line), self.width, ""));
        let lines: Vec<_> = lines.map(|line| centred(&line, self.width)).collect();
        self.put(BlockKind::Display, lines);
    }

    fn sections(&mut self, sections: &[Section]) {
        for section in sections {
            let heading = section.number.clone() + &plain_text(&section.heading);
            let lines = wrap(&printable(&heading), self.width, INDENT);
            self.put(BlockKind::Heading, lines);
            self.blocks(&section.blocks, INDENT);
            self.sections(&section.sections);
        }
    }

    fn blocks(&mut self, blocks: &[Block], indent: &str) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.paragraph(&plain_text(inlines), indent),
                Block::List { start, items } => self.list(*start, items),
                Block::Quote(blocks) => self.inset(blocks, INDENT, INDENT, INDENT),
                Block::Table(table) => self.table(table),
                Block::Statutory(table) => self.statutory(table),
                Block::Figure(figure) => self.figure(figure),
            }
        }
    }

    /// Adds a paragraph; lines after a line break in it have no indent.
    fn paragraph(&mut self, text: &str, indent: &str) {
        let indents = std::iter::once(indent).chain(std::iter::repeat(""));
        let lines = text.trim().lines().zip(indents);
        let lines = lines.flat_map(|(line, indent)| wrap(&printable(line), self.width, indent));
        let lines: Vec<_> = lines.filter(|line| !line.trim().is_empty()).collect();
        self.put(BlockKind::Prose, lines);
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        for (item, index) in items.iter().zip(0..) {
            let marker = match start {
                Some(start) => format!("{}. ", start.saturating_add(index)),
                None => "• ".to_owned(),
            };
            let first = format!("{INDENT}{marker}");
            // The marker replaces the indent of a paragraph.
            self.inset(item, "", &first, &" ".repeat(width(&first)));
        }
    }

    /// Adds blocks in a narrower column; its first line begins with `first`, the others with `rest`.
    fn inset(&mut self, blocks: &[Block], indent: &str, first: &str, rest: &str) {
        let mut column = TextPage::new(self.width.saturating_sub(width(rest)));
        column.blocks(blocks, indent);
        let prefixes = std::iter::once(first).chain(std::iter::repeat(rest));
        let lines = column.lines.iter().zip(prefixes);
        self.put(
            BlockKind::Prose,
            lines.map(|(line, prefix)| format!("{prefix}{line}")),
        );
    }

    fn table(&mut self, table: &Table) {
        let drawn = table::drawn(table, self.width);
        let caption = self.caption(&table.caption);
        let lines = drawn.iter().map(|line| centred(line, self.width));
        let lines: Vec<_> = caption.into_iter().chain(lines).collect();
        self.put(BlockKind::Display, lines);
    }

    fn statutory(&mut self, table: &StatutoryTable) {
        let caption = self.caption(&table.caption);
        let drawn = statutory::drawn(table, self.width);
        let drawn_width = drawn.first().map_or(0, |line| width(line));
        let margin = self.width.saturating_sub(drawn_width) / 2;
        let foot = wrap(&printable(&table.foot), self.width, "").into_iter();
        let head = wrap(&printable(&table.head), self.width, "").into_iter();
        let below = head
            .chain(drawn)
            .chain(foot)
            .filter(|line| !line.is_empty());
        let below = below.map(|line| " ".repeat(margin) + &line);
        let lines: Vec<_> = caption.into_iter().chain(below).collect();
        self.put(BlockKind::Display, lines);
    }

    /// Draws one line per label with its number and a bar; the longest bar fills the line.
    fn figure(&mut self, figure: &Figure) {
        let labels: Vec<_> = figure
            .values
            .iter()
            .map(|(label, _)| printable(label))
            .collect();
        let beside = |index: usize| {
            let compared = figure.compared.as_ref()?;
            let value = (*compared.values.get(index)?).map_or("—".to_owned(), |n| n.to_string());
            Some(format!("（{} {value}）", compared.names[0]))
        };
        let numbers = figure.values.iter().enumerate();
        let numbers = numbers
            .map(|(index, (_, value))| value.to_string() + &beside(index).unwrap_or_default());
        let numbers: Vec<_> = numbers.collect();
        let widest = |texts: &[String]| texts.iter().map(|text| width(text)).max().unwrap_or(0);
        let label_width = widest(&labels).min(self.width * 2 / 5).max(2);
        let number_width = widest(&numbers);
        let room = self.width.saturating_sub(label_width + number_width + 2);
        let largest = figure
            .values
            .iter()
            .map(|&(_, value)| value)
            .max()
            .unwrap_or(0);

        let mut lines = Vec::new();
        for ((label, number), (_, value)) in labels.iter().zip(&numbers).zip(&figure.values) {
            let label = wrap_narrow(label, label_width);
            let (first, rest) = label
                .split_first()
                .map_or(("", &[][..]), |(first, rest)| (first, rest));
            let number = flush_right(number, number_width);
            let bar = bar(*value, largest, room);
            lines.push(format!("{} {number} {bar}", padded(first, label_width)));
            lines.extend(rest.iter().cloned());
        }
        let caption = match (figure.caption.as_str(), figure.unit.as_str()) {
            (caption, "") => caption.to_owned(),
            ("", unit) => format!("单位：{unit}"),
            (caption, unit) => format!("{caption}（单位：{unit}）"),
        };
        lines.extend(self.caption(&caption));
        self.put(BlockKind::Display, lines);
    }

    fn caption(&self, caption: &str) -> Vec<String> {
        let lines = wrap(&printable(caption), self.width, "").into_iter();
        let lines = lines.filter(|line| !line.is_empty());
        lines.map(|line| centred(&line, self.width)).collect()
    }

    fn sign_off(&mut self, sign_off: &SignOff) {
        let office = wrap(&printable(&sign_off.office), self.width, "").into_iter();
        let lines = office
            .filter(|line| !line.is_empty())
            .chain(sign_off.date.map(in_words));
        let lines: Vec<_> = lines.map(|line| flush_right(&line, self.width)).collect();
        self.put(BlockKind::Display, lines);
    }
}

/// A bar for `value`, if `largest` fills `room`; at least a thin one for a value above 0.
fn bar(value: u64, largest: u64, room: usize) -> String {
    if value == 0 || largest == 0 {
        return String::new();
    }
    let (value, largest, wide_room) = (u128::from(value), u128::from(largest), room as u128);
    let length = (value * wide_room * 2 + largest) / (largest * 2);
    match usize::try_from(length).unwrap_or(room) {
        0 => "▏".to_owned(),
        length => "█".repeat(length),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Inline;
    use crate::render::sample;

    #[test]
    fn a_document_reads_as_it_is_filed() {
        // The first line of the literal is empty and removed, so that the title keeps its indent.
        let expected = "
     开发区2017年度政府信息公开工作
                年度报告

　　本报告根据《政府信息公开条例》编制。

　　一、概况
　　（一）主动公开情况
　　截至年底，开发区主动公开政府信息636
条，其中微信公众号10条（“每周一报”），见
门户网站。

              主动公开情况
        ┌──────────────┬──────┐
        │ 渠道         ┆ 条数 │
        ╞══════════════╪══════╡
        │ 门户网站     ┆  626 │
        │ 微信|公众*号 ┆   10 │
        │ 宣传栏       ┆    — │
        └──────────────┴──────┘

1月   50 ████████████████
2月  100 ███████████████████████████████
12月   0
        按月公开数量（单位：条）

　　二、改进措施
　　1. 加强培训，提高人员业务水平和服务
       意识。
　　2. 拓宽渠道。
　　　　公开为常态，不公开为例外。

          江苏省金坛经济开发区管理委员会
                           2018年1月15日
";
        assert_eq!(text(&sample::document(), 40), expected[1..]);
    }

    #[test]
    fn a_bar_shows_what_is_not_nothing() {
        assert_eq!(bar(0, 10, 20), "");
        assert_eq!(bar(1, 1000, 20), "▏");
        assert_eq!(bar(5, 10, 20).chars().count(), 10);
        assert_eq!(bar(u64::MAX, u64::MAX, 20).chars().count(), 20);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_wider_than_the_page(
            // Breakable pieces; an unbreakable one may be wider than the page.
            texts in prop::collection::vec(
                "([政府信息公开]{1,4}[，。、]?|（[政府]{1,2}）|“[信息]{1,2}”|[0-9]{1,6} |\n){0,20}", 1..6,
            ),
            columns in 30usize..100,
        ) {
            let paragraph = |text: &String| Block::Paragraph(vec![Inline::Text(text.clone())]);
            let blocks: Vec<_> = texts.iter().map(paragraph).collect();
            let figure = Figure {
                values: texts.iter().map(|text| (text.clone(), text.len() as u64)).collect(),
                caption: texts[0].clone(),
                ..sample::figure()
            };
            let document = Document {
                title: texts.clone(),
                preface: vec![
                    Block::List { start: Some(9), items: vec![blocks.clone(), blocks.clone()] },
                    Block::Quote(blocks.clone()),
                    Block::Figure(figure),
                    Block::Table(sample::table()),
                ],
                ..sample::document()
            };
            for line in text(&document, columns).lines() {
                prop_assert!(width(line) <= columns, "{line:?}");
                prop_assert_eq!(line, line.trim_end());
            }
        }

        #[test]
        fn control_characters_stay_inside(text in "\\PC{0,20}[\u{0}-\u{1f}\u{7f}-\u{9f}]{0,5}") {
            let mut document = sample::document();
            document.title.push(text.clone());
            document.sections[0].heading.push(Inline::Value(text.clone()));
            document.preface.push(Block::Paragraph(vec![Inline::Value(text.clone())]));
            document.sign_off.office = text;
            let output = super::text(&document, 60);
            prop_assert!(output.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
