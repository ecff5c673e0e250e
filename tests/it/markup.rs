//! A strict parser for the HTML output: anything a browser would have to repair is an error.

/// An element, or the root of a page.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) content: Vec<Node>,
}

#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// Elements that have no end.
const VOID: &[&str] = &["meta", "br", "wbr"];

/// Reads a page or a fragment.
#[track_caller]
pub(crate) fn parse(html: &str) -> Element {
    let mut reader = Reader { rest: html };
    let root = reader.content("");
    assert!(reader.rest.is_empty(), "left: {:.80}", reader.rest);
    Element {
        content: root,
        ..Element::default()
    }
}

struct Reader<'h> {
    rest: &'h str,
}

impl Reader<'_> {
    /// Parses the content of an element, up to its end tag.
    fn content(&mut self, parent: &str) -> Vec<Node> {
        let mut content = Vec::new();
        while !self.rest.is_empty() {
            if self.take("<!DOCTYPE html>") {
                continue;
            }
            if let Some(rest) = self.rest.strip_prefix("</") {
                let (name, rest) = rest.split_once('>').unwrap();
                assert_eq!(name, parent, "wrongly closed before {rest:.80}");
                self.rest = rest;
                return content;
            }
            content.push(if self.take("<") {
                Node::Element(self.element())
            } else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                // A style sheet is no text of the page.
                Node::Text(if parent == "style" {
                    String::new()
                } else {
                    unescaped(text)
                })
            });
        }
        assert_eq!(parent, "", "never closed");
        content
    }

    fn element(&mut self) -> Element {
        let end = self.rest.find([' ', '>']).unwrap();
        let (name, rest) = self.rest.split_at(end);
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        assert!(name.chars().all(is_name) && !name.is_empty(), "<{name}");
        self.rest = rest;
        let mut attributes: Vec<(String, String)> = Vec::new();
        while self.take(" ") {
            let (key, rest) = self.rest.split_once("=\"").unwrap();
            let (value, rest) = rest.split_once('"').unwrap();
            assert!(!value.contains(['<', '>']), "{key}={value}");
            let is_key = |c: char| c.is_ascii_alphanumeric() || c == '-';
            assert!(key.chars().all(is_key), "{key}");
            assert!(
                attributes.iter().all(|(known, _)| known != key),
                "{key} twice"
            );
            attributes.push((key.to_owned(), unescaped(value)));
            self.rest = rest;
        }
        assert!(self.take(">"), "<{name} goes on with {:.40}", self.rest);
        let name = name.to_owned();
        let content = if VOID.contains(&&*name) {
            Vec::new()
        } else {
            self.content(&name)
        };
        Element {
            name,
            attributes,
            content,
        }
    }

    fn take(&mut self, start: &str) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

fn unescaped(text: &str) -> String {
    const ENTITIES: [(&str, &str); 5] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let mut text = text.to_owned();
    for (at, _) in text.match_indices('&') {
        let is_known = ENTITIES
            .iter()
            .any(|(entity, _)| text[at..].starts_with(entity));
        assert!(is_known, "not escaped: {:.40}", &text[at..]);
    }
    for (entity, character) in ENTITIES {
        text = text.replace(entity, character);
    }
    text
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All elements below, in the order of the page.
    pub(crate) fn all(&self) -> Vec<&Element> {
        let mut all = Vec::new();
        for node in &self.content {
            if let Node::Element(element) = node {
                all.push(element);
                all.extend(element.all());
            }
        }
        all
    }

    /// The elements below that have one of these names.
    pub(crate) fn named(&self, names: &[&str]) -> Vec<&Element> {
        let mut all = self.all();
        all.retain(|element| names.contains(&&*element.name));
        all
    }

    /// Its text without the blanks at either end.
    pub(crate) fn text(&self) -> String {
        let parts = self.content.iter().map(|node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) if element.name == "br" => "\n".to_owned(),
            Node::Element(element) => element.text(),
        });
        parts.collect::<String>().trim().to_owned()
    }
}
