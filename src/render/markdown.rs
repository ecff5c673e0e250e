//! Renders a document as `CommonMark` with pipe tables.
//!
//! The title is the only `#` heading; sections start at `##` and have their numbers in their text. A
//! paragraph is one line; a break inside it is `<br>`. All text is escaped, so that no input becomes
//! markup. A chart is a table of its numbers.

use std::fmt::Write as _;

use super::escape::{at_line_start, escaped};
use super::lines::in_words;
use super::{FormatDefinition, statutory, table};
use crate::document::{
    Align, Block, Cell, Column, Document, Figure, Inline, Section, SignOff, Table, plain_text,
};
use crate::language::Bilingual;

/// `CommonMark` with pipe tables.
pub(super) const FORMAT: FormatDefinition = FormatDefinition {
    name: "markdown",
    extensions: &["md", "markdown"],
    summary: Bilingual {
        zh: "Markdown 文件",
        en: "the report as Markdown",
    },
    is_binary: false,
    is_of_pages: true,
    about: None,
    render: |report, _| Ok(markdown(&report.document).into_bytes()),
};

/// The document as Markdown.
pub(crate) fn markdown(document: &Document) -> String {
    let mut parts = Vec::new();
    let title = document.title.concat();
    if !title.trim().is_empty() {
        parts.push(format!("# {}", escaped(title.trim())));
    }
    parts.extend(blocks(&document.preface));
    sections(&document.sections, &mut parts);
    parts.extend(sign_off(&document.sign_off));
    parts.join("\n\n") + "\n"
}

fn sections(sections_of_one_level: &[Section], parts: &mut Vec<String>) {
    for section in sections_of_one_level {
        let marks = "#".repeat(usize::from(section.level).clamp(1, 5) + 1);
        let heading = escaped(&section.number) + &running_text(&section.heading);
        parts.push(format!("{marks} {}", heading.trim()));
        parts.extend(blocks(&section.blocks));
        sections(&section.sections, parts);
    }
}

/// Renders blocks; the blank lines between them are added by the caller.
fn blocks(blocks: &[Block]) -> Vec<String> {
    let mut parts = Vec::new();
    let mut last_list = None;
    for block in blocks {
        let kind_of_list = match block {
            Block::List { start, .. } => Some(start.is_some()),
            _ => None,
        };
        let part = self::block(block);
        if part.is_empty() {
            continue;
        }
        if kind_of_list.is_some() && kind_of_list == last_list {
            // A comment separates two lists, which would otherwise be read as one.
            parts.push("<!-- -->".to_owned());
        }
        parts.push(part);
        last_list = kind_of_list;
    }
    parts
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(inlines) => at_line_start(&running_text(inlines)),
        Block::List { start, items } => list(*start, items),
        Block::Quote(quoted) => blocks(quoted)
            .join("\n\n")
            .lines()
            .map(|line| format!("> {line}").trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Table(table) => captioned(&table.caption, table, true),
        Block::Statutory(table) => statutory::markdown(table),
        Block::Figure(figure) => captioned(&figure.caption, &table_of(figure), false),
    }
}

/// Renders a list. Blank lines separate the items if one of them has several blocks.
fn list(start: Option<u64>, items: &[Vec<Block>]) -> String {
    let is_loose = items.iter().any(|item| item.len() > 1);
    let items = items.iter().zip(0..).map(|(item, index)| {
        let marker = match start {
            // Markdown allows at most nine digits.
            Some(start) => format!("{}.", start.saturating_add(index).min(999_999_999)),
            None => "-".to_owned(),
        };
        let margin = " ".repeat(marker.len() + 1);
        let text = blocks(item).join("\n\n");
        let lines = text
            .lines()
            .map(|line| format!("{margin}{line}").trim_end().to_owned());
        let indented = lines.collect::<Vec<_>>().join("\n");
        format!("{marker} {}", indented.trim_start())
            .trim_end()
            .to_owned()
    });
    let items: Vec<_> = items.collect();
    items.join(if is_loose { "\n\n" } else { "\n" })
}

/// A table with its caption above, or below if it is a chart.
fn captioned(caption: &str, table: &Table, is_above: bool) -> String {
    let table = table::markdown(table).trim_end().to_owned();
    let caption = running_text(&[Inline::Strong(vec![Inline::Text(
        caption.trim().to_owned(),
    )])]);
    let parts = if is_above {
        [caption, table]
    } else {
        [table, caption]
    };
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// The numbers of a chart as a table.
fn table_of(figure: &Figure) -> Table {
    let number = match figure.unit.as_str() {
        "" => "数量".to_owned(),
        unit => format!("数量（{unit}）"),
    };
    let column = |heading, align| Column { heading, align };
    let row = |(label, value): &(String, u64)| vec![Cell::Text(label.clone()), Cell::Count(*value)];
    let mut table = Table {
        columns: vec![
            column("项目".to_owned(), Align::Left),
            column(number, Align::Right),
        ],
        rows: figure.values.iter().map(row).collect(),
        ..Table::default()
    };
    if let Some(compared) = &figure.compared {
        let [then, now] = &compared.names;
        table.columns[1].heading.insert_str(0, now);
        table.columns.push(column(then.clone(), Align::Right));
        for (row, value) in table.rows.iter_mut().zip(&compared.values) {
            row.push(value.map_or(Cell::Absent, Cell::Count));
        }
    }
    table
}

fn sign_off(sign_off: &SignOff) -> Option<String> {
    let office = at_line_start(&escaped(&sign_off.office));
    let lines = [Some(office), sign_off.date.map(in_words)]
        .into_iter()
        .flatten();
    let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("<br>"))
}

/// Renders the inlines of a paragraph or a heading on one line.
fn running_text(inlines: &[Inline]) -> String {
    let mut output = String::new();
    for (index, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Strong(parts) => {
                let next = plain_text(&inlines[index + 1..]).chars().next();
                push_emphasis(&mut output, "**", "strong", parts, next);
            }
            Inline::Emphasis(parts) => {
                let next = plain_text(&inlines[index + 1..]).chars().next();
                push_emphasis(&mut output, "*", "em", parts, next);
            }
            Inline::Link { text, address } => {
                let address = escaped(address).replace(' ', "%20");
                // Writing to a string cannot fail.
                let _ = write!(output, "[{}](<{address}>)", tagged(text));
            }
            plain => output += &tagged(std::slice::from_ref(plain)),
        }
    }
    output
}

/// Renders emphasis with asterisks if `CommonMark` recognizes them there, otherwise with tags.
///
/// It does not recognize them in `**“公开”**发布`: after punctuation, a closing mark must be followed by a
/// space or the end; before punctuation, an opening one must be preceded by a space or the start.
fn push_emphasis(output: &mut String, mark: &str, tag: &str, parts: &[Inline], next: Option<char>) {
    let content = tagged(parts);
    if content.is_empty() {
        return;
    }
    let is_open = |neighbour: Option<char>| neighbour.is_none_or(char::is_whitespace);
    let holds = |edge: Option<char>, neighbour: Option<char>| {
        edge.is_some_and(|edge| {
            edge.is_alphanumeric() || !edge.is_whitespace() && is_open(neighbour)
        })
    };
    let last = output.chars().next_back();
    let reads = last != Some('*')
        && holds(content.chars().next(), last)
        && holds(content.chars().next_back(), next);
    let marked = if reads {
        format!("{mark}{content}{mark}")
    } else {
        format!("<{tag}>{content}</{tag}>")
    };
    output.push_str(&marked);
}

/// Renders emphasis with tags, which can be nested. Of a link only the text remains.
fn tagged(inlines: &[Inline]) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Value(text) => escaped(text),
        Inline::Strong(parts) => format!("<strong>{}</strong>", tagged(parts)),
        Inline::Emphasis(parts) => format!("<em>{}</em>", tagged(parts)),
        Inline::Link { text, .. } => tagged(text),
        Inline::Break => "<br>".to_owned(),
    };
    inlines.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;
    use crate::render::sample;

    #[test]
    fn a_document_reads_well_on_a_forge() {
        assert_eq!(
            markdown(&sample::document()),
            "\
# 开发区2017年度政府信息公开工作年度报告

本报告根据《政府信息公开条例》编制。

## 一、概况

### （一）主动公开情况

截至年底，开发区主动公开政府信息636条，其中**微信公众号**10条（“每周一报”），见[门户网站](<https://example.cn/>)。

**主动公开情况**

| 渠道 | 条数 |
| --- | ---: |
| 门户网站 | 626 |
| 微信\\|公众\\*号 | 10 |
| 宣传栏 | — |

| 项目 | 数量（条） |
| --- | ---: |
| 1月 | 50 |
| 2月 | 100 |
| 12月 | 0 |

**按月公开数量**

## 二、改进措施

1. 加强培训，提高人员业务水平和服务意识。
2. 拓宽渠道。

> 公开为常态，不公开为例外。

江苏省金坛经济开发区管理委员会<br>2018年1月15日
"
        );
    }

    #[track_caller]
    fn check(inlines: &[Inline], expected: &str) {
        assert_eq!(running_text(inlines), expected);
    }

    #[test]
    fn emphasis_is_always_read_as_emphasis() {
        let text = |text: &str| Inline::Text(text.to_owned());
        let strong = |inner: &str| Inline::Strong(vec![text(inner)]);
        check(&[text("共"), strong("636"), text("条")], "共**636**条");
        check(
            &[strong("“公开”"), text("发布")],
            "<strong>“公开”</strong>发布",
        );
        check(&[strong("注意："), text(" 请")], "**注意：** 请");
        check(&[strong("甲"), strong("乙")], "**甲**<strong>乙</strong>");
        check(
            &[Inline::Emphasis(vec![strong("甲")])],
            "*<strong>甲</strong>*",
        );
    }

    #[test]
    fn a_link_keeps_its_address() {
        let link = Inline::Link {
            text: vec![Inline::Text("门户[网站]".to_owned())],
            address: "https://example.cn/a_(b)?x=1&y=<2>".to_owned(),
        };
        let output = running_text(&[link]);
        let mut events = Parser::new(&output);
        assert!(events.any(|event| matches!(
            event,
            Event::Start(Tag::Link { dest_url, .. }) if &*dest_url == "https://example.cn/a_(b)?x=1&y=<2>"
        )));
    }

    /// The text of Markdown as a reader sees it, one line per block.
    fn read(markdown: &str) -> String {
        let mut text = String::new();
        let extensions = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM
            | Options::ENABLE_MATH;
        for event in Parser::new_ext(markdown, extensions) {
            match event {
                Event::Text(part) => text += &part,
                Event::InlineHtml(tag) if &*tag == "<br>" => text.push(' '),
                Event::InlineHtml(tag)
                    if ["strong", "em"].iter().any(|name| tag.contains(name)) => {}
                Event::Html(comment) if ["<!-- -->", "<br>"].contains(&comment.trim()) => {}
                Event::End(
                    TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Item,
                ) => text.push('\n'),
                Event::Start(
                    Tag::Heading { .. }
                    | Tag::Paragraph
                    | Tag::List(_)
                    | Tag::Item
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell
                    | Tag::BlockQuote(None)
                    | Tag::Strong
                    | Tag::Emphasis
                    | Tag::HtmlBlock
                    | Tag::Link { .. },
                )
                | Event::End(_) => {}
                other => panic!("{other:?} from {markdown:?}"),
            }
        }
        text
    }

    fn any_inlines() -> impl Strategy<Value = Vec<Inline>> {
        let word = "[政府“”，。a-c1-2 *_`<>\\[\\]()#!&;|~$+.:=\\\\\"'/{}^-]{0,8}";
        let leaf = prop_oneof![
            4 => word.prop_map(Inline::Text),
            2 => word.prop_map(Inline::Value),
            1 => Just(Inline::Break),
        ];
        let inline = leaf.prop_recursive(3, 12, 3, |inner| {
            let parts = prop::collection::vec(inner, 1..3);
            prop_oneof![
                parts.clone().prop_map(Inline::Strong),
                parts.clone().prop_map(Inline::Emphasis),
                parts.prop_map(|text| Inline::Link {
                    text,
                    address: "https://a.cn/ b_c".to_owned()
                }),
            ]
        });
        prop::collection::vec(inline, 1..5)
    }

    /// Splits at white space, as Markdown keeps neither spaces at line ends nor empty paragraphs.
    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_read_again(
            title in any_inlines(), heading in any_inlines(), paragraph in any_inlines(),
            item in any_inlines(), start in prop::option::of(0u64..2_000_000_000),
        ) {
            let parts = [&title, &heading, &paragraph].map(|inlines| plain_text(inlines));
            let item_text = plain_text(&item);
            let items = vec![vec![Block::Paragraph(item.clone())], vec![Block::Paragraph(item)]];
            let row = vec![Cell::Text(item_text.clone()), Cell::Text(parts[0].clone())];
            let column = |heading: &str| Column { heading: heading.to_owned(), align: Align::Right };
            let table = Table {
                caption: parts[1].clone(),
                columns: vec![column(&parts[2]), column("乙")],
                rows: vec![row],
                ..Table::default()
            };
            let list = Block::List { start, items };
            let document = Document {
                title: vec![parts[0].clone()],
                preface: vec![Block::Paragraph(paragraph), list.clone(), list],
                sections: vec![Section {
                    number: "一、".to_owned(),
                    heading,
                    id: None,
                    level: 1,
                    blocks: vec![Block::Quote(vec![Block::Table(table)])],
                    sections: Vec::new(),
                }],
                sign_off: SignOff { office: parts[2].clone(), date: None },
            };
            let expected = [
                &parts[0], &parts[2], &item_text, &item_text, &item_text, &item_text,
                &format!("一、{}", parts[1]), &parts[1], &parts[2], "乙", &item_text, &parts[0],
                &parts[2],
            ].map(str::to_owned).join("\n");
            let output = markdown(&document);
            let read = read(&output);
            prop_assert_eq!(words(&read), words(&expected), "{}", output);
        }
    }
}
