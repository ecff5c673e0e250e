//! The narrative as a reader meets it: headings and paragraphs of typed text, in which each
//! placeholder is one character, and every character knows where it stands in the file.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place, Problem};
use crate::project::{Name, Narrative};
use crate::vocabulary::Key;

/// Stands in a text for the value of a placeholder. Private use: nobody types it.
pub(super) const VALUE: char = '\u{E000}';

/// A heading or a paragraph.
#[derive(Debug)]
pub(super) struct Block<'n> {
    narrative: &'n Narrative,
    /// Typed text without marks of Markdown, on one line.
    pub(super) text: String,
    /// For every byte of the text, where its character stands in the narrative.
    origins: Vec<Range<usize>>,
    /// Its placeholders, in order.
    pub(super) mentions: Vec<Mention>,
    /// Level and id, if it is a heading.
    pub(super) heading: Option<(usize, Option<String>)>,
    /// Headings under which it stands, the outermost first, each with its level.
    pub(super) under: Vec<(usize, String)>,
}

/// A placeholder.
#[derive(Debug)]
pub(super) struct Mention {
    /// Where its character stands in the text of the block.
    pub(super) at: usize,
    /// The figure it prints; none where it prints anything else.
    pub(super) key: Option<Key>,
    /// Whether the figure is that of the year before.
    pub(super) is_of_year_before: bool,
    /// The filters it goes through.
    pub(super) filters: Vec<String>,
}

impl Mention {
    /// Whether it prints a count as it is.
    pub(super) fn is_exact(&self) -> bool {
        const ROUNDING: [&str; 6] = ["fixed", "percent", "wan", "change", "date", "names"];
        let is_rounded = |filter: &String| ROUNDING.contains(&filter.as_str());
        self.key.is_some() && !self.filters.iter().any(is_rounded)
    }
}

impl Block<'_> {
    /// Whether it is running text.
    pub(super) fn is_paragraph(&self) -> bool {
        self.heading.is_none() && !self.text.is_empty()
    }

    /// A finding at the bytes `span` of the text.
    pub(super) fn finding(&self, span: Range<usize>, problem: Problem) -> Diagnostic {
        Diagnostic::at(self.place(span), problem)
    }

    /// The place in the narrative of the bytes `span` of the text.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let start = self
            .origins
            .get(span.start)
            .map_or(0, |origin| origin.start);
        let last = self.origins.get(span.end.saturating_sub(1).max(span.start));
        self.narrative
            .place(start..last.map_or(start, |origin| origin.end))
    }

    /// Its sentences, each with the mark that ends it.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        split(
            &self.text,
            0..self.text.len(),
            &['。', '；', '！', '？', ';'],
        )
    }

    /// The clause of the text in which `at` lies.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        let marks = ['。', '；', '！', '？', ';', '，', ',', '：'];
        let clauses = split(&self.text, 0..self.text.len(), &marks);
        let found = clauses.into_iter().find(|clause| clause.contains(&at));
        found.unwrap_or(0..self.text.len())
    }

    /// The sentence of the text in which `at` lies.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let found = self
            .sentences()
            .into_iter()
            .find(|range| range.contains(&at));
        found.unwrap_or(0..self.text.len())
    }

    /// The placeholders in a part of the text.
    pub(super) fn mentions_in(&self, span: Range<usize>) -> impl Iterator<Item = &Mention> {
        self.mentions
            .iter()
            .filter(move |mention| span.contains(&mention.at))
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

/// The headings and paragraphs of a narrative; none where its placeholders cannot be read, which
/// is told elsewhere.
pub(super) fn blocks(narrative: &Narrative) -> Option<Vec<Block<'_>>> {
    let used = narrative.used().ok()?;
    let mut reader = Reader {
        narrative,
        names: used.names,
        filters: used.filters,
        blocks: Vec::new(),
        under: Vec::new(),
    };
    reader.read();
    Some(reader.blocks)
}

struct Reader<'n> {
    narrative: &'n Narrative,
    names: Vec<Name>,
    filters: Vec<Name>,
    blocks: Vec<Block<'n>>,
    under: Vec<(usize, String)>,
}

/// What a stretch of the source is.
enum Stretch {
    Typed,
    Placeholder,
    /// A comment or a statement: nothing is printed.
    Silent,
}

impl<'n> Reader<'n> {
    fn read(&mut self) {
        let source: &'n str = &self.narrative.text;
        let mut block = self.open();
        let mut line_start = 0;
        let mut previous_was_blank = true;
        for line in source.split_inclusive('\n') {
            let span = line_start..line_start + line.len();
            line_start = span.end;
            let trimmed = line.trim();
            let is_heading = trimmed.starts_with('#');
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

    fn open(&self) -> Block<'n> {
        Block {
            narrative: self.narrative,
            text: String::new(),
            origins: Vec::new(),
            mentions: Vec::new(),
            heading: None,
            under: self.under.clone(),
        }
    }

    fn close(&mut self, mut block: Block<'n>) {
        if let Some((level, id)) = &mut block.heading {
            if let Some(start) = block.text.find("{#") {
                let name = block.text[start + 2..].trim_end_matches('}');
                *id = Some(name.to_owned());
                block.text.truncate(start);
            }
            let level = *level;
            self.under.retain(|(above, _)| *above < level);
            block.under.clone_from(&self.under);
            let id = id.as_deref().unwrap_or_default();
            self.under.push((level, format!("{} {id}", block.text)));
        }
        if block.heading.is_some() || !block.text.is_empty() {
            self.blocks.push(block);
        }
    }

    fn add_line(&self, block: &mut Block<'n>, span: Range<usize>) {
        let source = &self.narrative.text;
        let mut at = span.start;
        while at < span.end {
            let (stretch, end) = self.stretch(at);
            match stretch {
                Stretch::Silent => {}
                Stretch::Placeholder => {
                    block.mentions.push(self.mention(block.text.len(), at..end));
                    push(block, VALUE, at..end);
                }
                Stretch::Typed => {
                    for (index, character) in source[at..end.min(span.end)].char_indices() {
                        let start = at + index;
                        // Marks of Markdown are not read; nor is a blank in Chinese.
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

    /// What begins at `at`, and where it ends. A comment or a placeholder may cross lines: what is
    /// inside one that began before is silent.
    fn stretch(&self, at: usize) -> (Stretch, usize) {
        let source = &self.narrative.text;
        let delimiters = [("{=", "=}"), ("{{", "}}"), ("{%", "%}")];
        for (index, (open, close)) in delimiters.iter().enumerate() {
            let before = source[..at].rfind(open);
            let is_inside = before.is_some_and(|start| !source[start..at].contains(close));
            if is_inside || source[at..].starts_with(open) {
                let end = source[at..]
                    .find(close)
                    .map_or(source.len(), |end| at + end + 2);
                let is_new_value = index == 1 && !is_inside;
                let stretch = if is_new_value {
                    Stretch::Placeholder
                } else {
                    Stretch::Silent
                };
                return (stretch, end);
            }
        }
        let next = delimiters
            .iter()
            .filter_map(|(open, _)| source[at..].find(open))
            .min();
        (Stretch::Typed, next.map_or(source.len(), |next| at + next))
    }

    fn mention(&self, at: usize, span: Range<usize>) -> Mention {
        let inside = |name: &&Name| span.contains(&name.span.start);
        let mut names = self.names.iter().filter(inside);
        // A placeholder of several names prints none of them as it is.
        let name = names.next().filter(|_| names.next().is_none());
        let path = name.map_or(&[][..], |name| &*name.path);
        let is_of_year_before = path.first().is_some_and(|first| first == "previous");
        let path = &path[usize::from(is_of_year_before)..];
        let filters = self.filters.iter().filter(inside);
        Mention {
            at,
            key: Key::from_segments(path),
            is_of_year_before,
            filters: filters.map(|filter| filter.path.concat()).collect(),
        }
    }
}

fn push(block: &mut Block<'_>, character: char, origin: Range<usize>) {
    block.text.push(character);
    for _ in 0..character.len_utf8() {
        block.origins.push(origin.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn narrative(text: &str) -> Narrative {
        Narrative {
            file: "narrative/2017.md".into(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn typed_text_is_told_from_values_and_knows_its_place() {
        let narrative = narrative(
            "{= 备注\n两行 =}\n# 概况 {#a}\n全年**公开**{{ published.total }}条，\n见{% if x %}表{% endif %}。\n\n- 一\n",
        );
        let blocks = blocks(&narrative).unwrap();
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["概况", "全年公开\u{E000}条，见表。", "-一"]);
        assert_eq!(blocks[0].heading, Some((1, Some("a".to_owned()))));
        assert_eq!(blocks[1].under, [(1, "概况 a".to_owned())]);
        let mention = &blocks[1].mentions[0];
        assert!(mention.is_exact());
        let place = blocks[1].place(mention.at..mention.at + VALUE.len_utf8());
        assert_eq!((place.line, place.column), (Some(4), Some(9)));
        let text = &blocks[1].text;
        let place = blocks[1].place(text.find('表').unwrap()..text.len());
        assert_eq!((place.line, place.column), (Some(5), Some(12)));
    }

    #[test]
    fn a_figure_of_the_year_before_is_told_apart() {
        let narrative = narrative("较{{ previous.published.total }}条，{{ period.end | date }}");
        let blocks = blocks(&narrative).unwrap();
        let [before, day] = &*blocks[0].mentions else {
            panic!("two placeholders")
        };
        assert!(before.is_of_year_before && before.key.is_some());
        assert!(day.key.is_none() && !day.is_exact());
    }
}
