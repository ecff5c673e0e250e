//! Writes XML that is well-formed by construction: elements are closures, texts and values are escaped.

use std::fmt::{Display, Write as _};

use quick_xml::escape::escape;

use crate::render::lines::printable;

/// An attribute with its value.
pub(super) type Attribute<'a> = (&'a str, &'a dyn Display);

/// A part of a package under construction.
#[derive(Debug)]
pub(super) struct Xml(String);

impl Xml {
    /// A part with the root element `name`.
    pub(super) fn part(
        name: &str,
        attributes: &[Attribute],
        content: impl FnOnce(&mut Self),
    ) -> Vec<u8> {
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        let mut xml = Self(declaration.to_owned());
        xml.element(name, attributes, content);
        xml.0.into_bytes()
    }

    /// An element with `content`.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[Attribute],
        content: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        self.0.push('>');
        content(self);
        // Writing to a string cannot fail.
        let _ = write!(self.0, "</{name}>");
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[Attribute]) {
        self.open(name, attributes);
        self.0.push_str("/>");
    }

    /// An element whose only attribute is `w:val`.
    pub(super) fn value(&mut self, name: &str, value: impl Display) {
        self.empty(name, &[("w:val", &value)]);
    }

    /// Writes text. Control characters and bidirectional marks are replaced as in plain text, so that
    /// neither XML nor a reader interprets them.
    pub(super) fn text(&mut self, text: &str) {
        let text = printable(text);
        self.0.push_str(&escape(&text));
    }

    fn open(&mut self, name: &str, attributes: &[Attribute]) {
        let _ = write!(self.0, "<{name}");
        for (name, value) in attributes {
            let value = printable(&value.to_string());
            let _ = write!(self.0, " {name}=\"{}\"", escape(&value));
        }
    }
}
