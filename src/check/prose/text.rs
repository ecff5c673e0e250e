//! The narrative as headings and paragraphs of typed text. Each placeholder is one character, and every byte
//! is mapped to its position in the file.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Place, Problem};
use crate::project::{Name, Narrative};
use crate::vocabulary::Key;

/// Replaces a placeholder in the text. A private-use character that nobody types.
pub(super) const VALUE: char = '\u{E000}';

/// A heading or a paragraph.
#[derive(Debug)]
pub(super) struct ProseBlock<'n> {
    narrative: &'n Narrative,
    /// Typed text on one line, without Markdown markup.
    pub(super) text: String,
    /// For every byte of `text`, the byte range of its character in the narrative.
    origins: Vec<Range<u32>>,
    sentences: OnceCell<Vec<Range<usize>>>,
    clauses: OnceCell<Vec<Range<usize>>>,
    /// The placeholders, in order.
    pub(super) mentions: Vec<Mention>,
    /// Level and id of a heading; `None` for a paragraph.
    pub(super) heading: Option<(usize, Option<String>)>,
    /// The enclosing headings, the outermost first, each with its level.
    pub(super) under: Rc<Vec<(usize, String)>>,
}

/// A placeholder.
#[derive(Debug)]
pub(super) struct Mention {
    /// Byte offset of its character in the text of the block.
    pub(super) at: usize,
    /// The figure it prints; `None` if it prints something else.
    pub(super) key: Option<Key>,
    /// Whether the figure is that of the year before.
    pub(super) is_of_year_before: bool,
    /// The filters it goes through.
    pub(super) filters: Vec<String>,
}

impl Mention {
    /// Whether it prints a count without rounding.
    pub(super) fn is_exact(&self) -> bool {
        const ROUNDING: [&str; 6] = ["fixed", "percent", "wan", "change", "date", "names"];
        let is_rounded = |filter: &String| ROUNDING.contains(&filter.as_str());
        self.key.is_some() && !self.filters.iter().any(is_rounded)
    }
}

impl ProseBlock<'_> {
    /// Whether it is running text.
    pub(super) fn is_paragraph(&self) -> bool {
        self.heading.is_none() && !self.text.is_empty()
    }

    /// Creates a finding at the bytes `span` of the text.
    pub(super) fn finding(&self, span: Range<usize>, problem: impl Into<Problem>) -> Diagnostic {
        Diagnostic::at(self.place(span), problem)
    }

    /// Returns the place in the narrative of the bytes `span` of the text.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let start = self
            .origins
            .get(span.start)
            .map_or(0, |origin| origin.start as usize);
        let last = self.origins.get(span.end.saturating_sub(1).max(span.start));
        self.narrative
            .place(start..last.map_or(start, |origin| origin.end as usize))
    }

    /// Returns the sentences, each with its closing punctuation.
    pub(super) fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| {
            split(
                &self.text,
                0..self.text.len(),
                &['。', '；', '！', '？', ';'],
            )
        })
    }

    /// Returns the clause that contains `at`.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        let clauses = self.clauses.get_or_init(|| {
            let marks = ['。', '；', '！', '？', ';', '，', ',', '：'];
            split(&self.text, 0..self.text.len(), &marks)
        });
        self.part(clauses, at)
    }

    /// Returns the range of `parts` that contains `at`, or the whole text.
    fn part(&self, parts: &[Range<usize>], at: usize) -> Range<usize> {
        let index = parts.partition_point(|part| part.end <= at);
        let found = parts.get(index).filter(|part| part.contains(&at));
        found.cloned().unwrap_or(0..self.text.len())
    }
    /// Returns the placeholders in `span`.
    pub(super) fn mentions_in(&self, span: Range<usize>) -> impl Iterator<Item = &Mention> {
        let first = self
            .mentions
            .partition_point(|mention| mention.at < span.start);
        let mentions = self.mentions[first..].iter();
        mentions.take_while(move |mention| mention.at < span.end)
    }
}

fn split(text: &str, span: Range<usize>, marks: &[char]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = span.start;
    for (index, mark) in text[span.clone()].match_indices(marks) {
        let end = span.start + index + mark.len();
        parts.push(start..end);
        start = end;
    }
    if start < span.end {
        parts.push(start..span.end);
    }
    parts
}

/// Splits a narrative into headings and paragraphs; `None` if its placeholders cannot be parsed, which is
/// reported elsewhere.
pub(super) fn blocks(narrative: &Narrative) -> Option<Vec<ProseBlock<'_>>> {
    let used = narrative.used().ok()?;
    let mut reader = ProseReader {
        narrative,
        names: used.names,
        filters: used.filters,
        tags: tags(&narrative.text),
        blocks: Vec::new(),
        under: Rc::default(),
    };
    reader.read();
    Some(reader.blocks)
}

struct ProseReader<'n> {
    narrative: &'n Narrative,
    names: Vec<Name>,
    filters: Vec<Name>,
    tags: Vec<TagSpan>,
    blocks: Vec<ProseBlock<'n>>,
    under: Rc<Vec<(usize, String)>>,
}

/// The kind of a stretch of the source.
enum Segment {
    Typed,
    Placeholder,
    /// A comment or a statement, which prints nothing.
    Silent,
}

impl<'n> ProseReader<'n> {
    fn read(&mut self) {
        let source: &'n str = &self.narrative.text;
        let mut block = self.open();
        let mut line_start = 0;
        let mut previous_was_blank = true;
        for line in source.split_inclusive('\n') {
            let span = line_start..line_start + line.len();
            line_start = span.end;
            let trimmed = line.trim();
            // `#1号楼` is no heading.
            let marks = trimmed.trim_start_matches('#');
            let is_heading = marks.len() < trimmed.len()
                && (marks.is_empty() || marks.starts_with(char::is_whitespace));
            let is_own_block = is_heading
                || trimmed.starts_with(['|', '>', '-', '+'])
                || trimmed.starts_with("* ")
                || trimmed.split_once(['.', ')']).is_some_and(|(number, _)| {
                    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
                });
            if trimmed.is_empty() || is_own_block || previous_was_blank {
                self.close(block);
                block = self.open();
            }
            previous_was_blank = trimmed.is_empty() || is_heading;
            if is_heading {
                let level = trimmed.chars().take_while(|&c| c == '#').count();
                block.heading = Some((level, None));
            }
            self.add_line(&mut block, span);
        }
        self.close(block);
    }

    fn open(&self) -> ProseBlock<'n> {
        ProseBlock {
            narrative: self.narrative,
            text: String::new(),
            origins: Vec::new(),
            sentences: OnceCell::new(),
            clauses: OnceCell::new(),
            mentions: Vec::new(),
            heading: None,
            under: Rc::clone(&self.under),
        }
    }

    fn close(&mut self, mut block: ProseBlock<'n>) {
        if let Some((level, id)) = &mut block.heading {
            if let Some(start) = block.text.find("{#") {
                let name = block.text[start + 2..].trim_end_matches('}');
                *id = Some(name.to_owned());
                block.text.truncate(start);
            } else if *level == 1 {
                *id = self.narrative.section_named(&block.text).map(str::to_owned);
            }
            let level = *level;
            let under = Rc::make_mut(&mut self.under);
            under.retain(|(above, _)| *above < level);
            block.under = Rc::clone(&self.under);
            let id = id.as_deref().unwrap_or_default();
            let heading = (level, format!("{} {id}", block.text));
            Rc::make_mut(&mut self.under).push(heading);
        }
        if block.heading.is_some() || !block.text.is_empty() {
            self.blocks.push(block);
        }
    }

    fn add_line(&self, block: &mut ProseBlock<'n>, span: Range<usize>) {
        let source = &self.narrative.text;
        let mut at = span.start;
        while at < span.end {
            let (segment, end) = self.segment(at);
            match segment {
                Segment::Silent => {}
                Segment::Placeholder => {
                    block.mentions.push(self.mention(block.text.len(), at..end));
                    push(block, VALUE, at..end);
                }
                Segment::Typed => {
                    for (index, character) in source[at..end.min(span.end)].char_indices() {
                        let start = at + index;
                        // Skip Markdown markup and spaces, which mean nothing in Chinese.
                        if !matches!(character, '#' | '*' | '\n' | '\r' | ' ' | VALUE)
                            || (character == '#' && block.text.ends_with('{'))
                        {
                            push(block, character, start..start + character.len_utf8());
                        }
                    }
                }
            }
            at = end.max(at + 1);
            while !source.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// Returns the kind of the stretch at `at`, and its end. A comment or a placeholder may span lines;
    /// inside one that began earlier, the stretch is silent.
    fn segment(&self, at: usize) -> (Segment, usize) {
        let next = self.tags.partition_point(|tag| tag.span.end <= at);
        match self.tags.get(next) {
            None => (Segment::Typed, self.narrative.text.len()),
            Some(tag) if at < tag.span.start => (Segment::Typed, tag.span.start),
            Some(tag) if at == tag.span.start && tag.is_value => {
                (Segment::Placeholder, tag.span.end)
            }
            Some(tag) => (Segment::Silent, tag.span.end),
        }
    }

    fn mention(&self, at: usize, span: Range<usize>) -> Mention {
        // A placeholder with several names prints none of them unchanged.
        let path = match within(&self.names, &span) {
            [name] => &*name.path,
            _ => &[],
        };
        let is_of_year_before = path.first().is_some_and(|first| first == "previous");
        let path = &path[usize::from(is_of_year_before)..];
        let filters = within(&self.filters, &span).iter();
        Mention {
            at,
            key: Key::from_segments(path),
            is_of_year_before,
            filters: filters.map(|filter| filter.path.concat()).collect(),
        }
    }
}

/// Returns the names that begin in `span`; `names` is sorted.
fn within<'a>(names: &'a [Name], span: &Range<usize>) -> &'a [Name] {
    let first = names.partition_point(|name| name.span.start < span.start);
    let end = names.partition_point(|name| name.span.start < span.end);
    &names[first..end.max(first)]
}

/// A comment, a placeholder or a statement.
struct TagSpan {
    span: Range<usize>,
    /// Whether it is a placeholder.
    is_value: bool,
}

/// Returns the tags of `source`, in order; an unclosed tag extends to the end.
fn tags(source: &str) -> Vec<TagSpan> {
    let delimiters = [("{=", "=}"), ("{{", "}}"), ("{%", "%}")];
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = source[at..].find('{') {
        let start = at + found;
        let opened = delimiters
            .iter()
            .find(|(open, _)| source[start..].starts_with(open));
        let Some((open, close)) = opened else {
            at = start + 1;
            continue;
        };
        let end = source[start..].find(close);
        at = end.map_or(source.len(), |end| start + end + close.len());
        tags.push(TagSpan {
            span: start..at,
            is_value: *open == "{{",
        });
    }
    tags
}

fn push(block: &mut ProseBlock<'_>, character: char, origin: Range<usize>) {
    block.text.push(character);
    // A narrative has at most 16 MiB.
    let place = |index| u32::try_from(index).unwrap_or(u32::MAX);
    let origin = place(origin.start)..place(origin.end);
    for _ in 0..character.len_utf8() {
        block.origins.push(origin.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrative(text: &str) -> Narrative {
        Narrative::new("narrative/2017.md".into(), text.to_owned())
    }

    #[test]
    fn typed_text_is_distinguished_from_values_and_knows_its_place() {
        let narrative = narrative(
            "{= 备注\n两行 =}\n# 概况 {#a}\n全年**公开**{{ published.total }}条，\n见{% if x %}表{% endif %}。\n\n- 一\n",
        );
        let blocks = blocks(&narrative).unwrap();
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["概况", "全年公开\u{E000}条，见表。", "-一"]);
        assert_eq!(blocks[0].heading, Some((1, Some("a".to_owned()))));
        assert_eq!(*blocks[1].under, [(1, "概况 a".to_owned())]);
        let mention = &blocks[1].mentions[0];
        assert!(mention.is_exact());
        let place = blocks[1].place(mention.at..mention.at + VALUE.len_utf8());
        assert_eq!((place.line, place.column), (Some(4), Some(9)));
        let text = &blocks[1].text;
        let place = blocks[1].place(text.find('表').unwrap()..text.len());
        assert_eq!((place.line, place.column), (Some(5), Some(12)));
    }

    #[test]
    fn a_figure_of_the_year_before_is_distinguished() {
        let narrative = narrative("较{{ previous.published.total }}条，{{ period.end | date }}");
        let blocks = blocks(&narrative).unwrap();
        let [before, day] = &*blocks[0].mentions else {
            panic!("two placeholders")
        };
        assert!(before.is_of_year_before && before.key.is_some());
        assert!(day.key.is_none() && !day.is_exact());
    }
}
