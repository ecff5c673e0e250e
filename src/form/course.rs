//! Traces a template run: which branches of `{% if %}` and `{% for %}` were printed, and which
//! placeholder printed each value.
//!
//! A call is inserted at the start of each branch, so that a run records the branches it enters.
//! Between two branches a run is linear, so the list determines the whole course.

use std::iter::Peekable;
use std::ops::Range;

use minijinja::machinery::{Token, Tokenizer};

use crate::project::{Narrative, narrative_syntax};

/// The function that a branch calls when it is entered. Narratives cannot call it: they may not
/// contain calls.
pub(super) const ENTER: &str = "__enter";

/// The placeholders and branches of a narrative.
#[derive(Default)]
pub(super) struct Course {
    nodes: Vec<Node>,
    branches: Vec<Branch>,
}

/// An element of a narrative other than text.
enum Node {
    /// A placeholder.
    Value(Range<usize>),
    /// An `if` with its branches, of which at most one is printed.
    Choice(Vec<usize>),
    /// A `for` with its body and its `else` branch, which is printed if there are no entries.
    Loop(Vec<usize>),
}

/// The content between two tags of an `if` or a `for`.
#[derive(Default)]
struct Branch {
    /// Its byte range in the narrative.
    body: Range<usize>,
    /// Whether the tag before it trims white space.
    is_trimmed: bool,
    nodes: Vec<Node>,
}

/// Result of tracing a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Followed {
    /// Byte ranges of the narrative that were not printed.
    pub(super) unprinted: Vec<Range<usize>>,
    /// The placeholder of each printed value.
    pub(super) values: Vec<Range<usize>>,
}

impl Course {
    /// Reads the tags of a narrative that has been validated.
    pub(super) fn of(narrative: &Narrative) -> Self {
        let mut reader = Reader::new(&narrative.text);
        let syntax = narrative_syntax();
        let mut tokens = Tokenizer::new(&narrative.text, &narrative.file, false, syntax);
        while let Ok(Some((token, span))) = tokens.next_token() {
            reader.token(&token, span.start_offset as usize..span.end_offset as usize);
        }
        let nodes = reader.lists.into_iter().next().unwrap_or_default();
        Self {
            nodes,
            branches: reader.branches,
        }
    }

    /// The calls that record entered branches, each with its byte offset in the narrative.
    pub(super) fn calls(&self) -> impl Iterator<Item = (usize, String)> {
        self.branches.iter().enumerate().map(|(id, branch)| {
            let call = if branch.is_trimmed {
                format!("{{%- do {ENTER}({id}) -%}}")
            } else {
                format!("{{% do {ENTER}({id}) %}}")
            };
            (branch.body.start, call)
        })
    }

    /// Traces a run that entered these branches, in order.
    pub(super) fn followed(&self, entered: &[usize]) -> Followed {
        let mut walk = Walk {
            branches: &self.branches,
            entered: entered.iter().copied().peekable(),
            is_printed: vec![false; self.branches.len()],
            values: Vec::new(),
        };
        walk.nodes(&self.nodes);
        let branches = self.branches.iter().zip(walk.is_printed);
        let unprinted = branches.filter(|(_, is_printed)| !is_printed);
        Followed {
            unprinted: unprinted.map(|(branch, _)| branch.body.clone()).collect(),
            values: walk.values,
        }
    }
}

/// Reads tags into nodes.
struct Reader<'t> {
    text: &'t str,
    /// The nodes of each open branch; the first is the whole narrative.
    lists: Vec<Vec<Node>>,
    /// The branches of each open `if` or `for`, and whether it is a `for`.
    blocks: Vec<(bool, Vec<usize>)>,
    branches: Vec<Branch>,
    /// Start of the current tag.
    start: usize,
    /// The keyword of the current tag.
    keyword: Option<String>,
    awaits_keyword: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            lists: vec![Vec::new()],
            blocks: Vec::new(),
            branches: Vec::new(),
            start: 0,
            keyword: None,
            awaits_keyword: false,
        }
    }

    fn token(&mut self, token: &Token<'_>, span: Range<usize>) {
        match token {
            Token::VariableStart => self.start = span.start,
            Token::VariableEnd => {
                let value = Node::Value(self.start..span.end);
                self.push(value);
            }
            Token::BlockStart => {
                self.start = span.start;
                self.awaits_keyword = true;
            }
            Token::Ident(word) if self.awaits_keyword => {
                self.awaits_keyword = false;
                self.keyword = Some((*word).to_owned());
            }
            Token::BlockEnd => {
                let keyword = self.keyword.take();
                self.statement(keyword.as_deref().unwrap_or_default(), span.end);
            }
            _ => {}
        }
    }

    fn statement(&mut self, keyword: &str, end: usize) {
        match keyword {
            "if" | "for" => {
                self.blocks.push((keyword == "for", Vec::new()));
                self.open(end);
            }
            "elif" | "else" => {
                self.close();
                self.open(end);
            }
            "endif" | "endfor" => {
                self.close();
                match self.blocks.pop() {
                    Some((true, branches)) => self.push(Node::Loop(branches)),
                    Some((false, branches)) => self.push(Node::Choice(branches)),
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, node: Node) {
        if let Some(list) = self.lists.last_mut() {
            list.push(node);
        }
    }

    /// Opens a branch that begins at `start`.
    fn open(&mut self, start: usize) {
        let before = self.text.get(..start).unwrap_or_default();
        if let Some((_, branches)) = self.blocks.last_mut() {
            branches.push(self.branches.len());
        }
        self.branches.push(Branch {
            body: start..start,
            is_trimmed: before.ends_with("-%}"),
            nodes: Vec::new(),
        });
        self.lists.push(Vec::new());
    }

    /// Closes the open branch at the start of the current tag.
    fn close(&mut self) {
        let open = self.blocks.last().and_then(|(_, branches)| branches.last());
        let branch = open.and_then(|id| self.branches.get_mut(*id));
        if let Some(branch) = branch.filter(|_| self.lists.len() > 1) {
            branch.body.end = self.start.max(branch.body.start);
            branch.nodes = self.lists.pop().unwrap_or_default();
        }
    }
}

/// Follows a recorded run through a narrative.
struct Walk<'c, I: Iterator<Item = usize>> {
    branches: &'c [Branch],
    entered: Peekable<I>,
    is_printed: Vec<bool>,
    values: Vec<Range<usize>>,
}

impl<'c, I: Iterator<Item = usize>> Walk<'c, I> {
    fn nodes(&mut self, nodes: &'c [Node]) {
        for node in nodes {
            match node {
                Node::Value(span) => self.values.push(span.clone()),
                Node::Choice(branches) => {
                    self.branch(branches);
                }
                Node::Loop(branches) => while self.branch(branches) {},
            }
        }
    }

    /// Follows the one of `branches` that was entered next. Returns whether there was one.
    fn branch(&mut self, branches: &[usize]) -> bool {
        let entered = self.entered.next_if(|entered| branches.contains(entered));
        let Some(id) = entered else { return false };
        self.is_printed[id] = true;
        self.nodes(&self.branches[id].nodes);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(text: &str, entered: &[usize]) -> (Vec<String>, Vec<String>) {
        let narrative = Narrative::new("narrative/2017.md".into(), text.to_owned());
        let followed = Course::of(&narrative).followed(entered);
        let texts = |spans: Vec<Range<usize>>| {
            let spans = spans.into_iter().map(|span| text[span].to_owned());
            spans.collect::<Vec<_>>()
        };
        (texts(followed.unprinted), texts(followed.values))
    }

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_branch_that_is_not_entered() {
        let text =
            "{{ a }}{% if x %}甲{{ b }}{% elif y -%} 乙{{ c }}{% else %}丙{% endif %}{{ d }}";
        let (unprinted, values) = followed(text, &[1]);
        assert_eq!(unprinted, owned(&["甲{{ b }}", "丙"]));
        assert_eq!(values, owned(&["{{ a }}", "{{ c }}", "{{ d }}"]));
    }

    #[test]
    fn a_choice_within_a_loop() {
        let text = "{% for k, v in a | items %}{% if v %}{{ v }}{% endif %}{{ k }}{% else %}无{% endfor %}{{ z }}";
        // Three entries, of which only the second is above 0.
        let (unprinted, values) = followed(text, &[0, 0, 1, 0]);
        assert_eq!(unprinted, owned(&["无"]));
        assert_eq!(
            values,
            owned(&["{{ k }}", "{{ v }}", "{{ k }}", "{{ k }}", "{{ z }}"])
        );
        let (unprinted, values) = followed(text, &[2]);
        assert_eq!(
            unprinted,
            owned(&["{% if v %}{{ v }}{% endif %}{{ k }}", "{{ v }}"])
        );
        assert_eq!(values, owned(&["{{ z }}"]));
    }

    #[test]
    fn a_tag_in_a_string_is_none() {
        let text = "{% if a == \"{% else %}\" %}甲{% endif %}";
        let (unprinted, _) = followed(text, &[]);
        assert_eq!(unprinted, owned(&["甲"]));
    }
}
