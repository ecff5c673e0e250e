//! Running text.

use super::PageShape;
use super::markup::{Markup, link_target};
use crate::document::{Inline, plain_text};

/// Splits running text into lines at its breaks.
pub(super) fn lines(inlines: &[Inline], shape: PageShape) -> Vec<Markup> {
    let mut lines = vec![Markup::default()];
    for inline in inlines {
        let mut parts = match inline {
            Inline::Text(text) | Inline::Value(text) => vec![Markup::text(text)],
            Inline::Break => vec![Markup::default(), Markup::default()],
            Inline::Link { text, address } => vec![link(text, address, shape)],
            Inline::Strong(parts) => wrapped("strong", parts, shape),
            Inline::Emphasis(parts) => match shape {
                PageShape::Page => wrapped("em", parts, shape),
                // Editors of portals keep only one kind of emphasis.
                PageShape::Fragment => wrapped("strong", parts, shape),
            },
        }
        .into_iter();
        if let (Some(last), Some(first)) = (lines.last_mut(), parts.next()) {
            last.push(first);
        }
        lines.extend(parts);
    }
    lines
}

/// Running text on one line, with a space for each break.
pub(super) fn line(inlines: &[Inline], shape: PageShape) -> Markup {
    let mut lines = lines(inlines, shape).into_iter();
    let mut line = lines.next().unwrap_or_default();
    for next in lines {
        line.push(Markup::text(" "));
        line.push(next);
    }
    line
}

/// The lines of `inlines`, each in an element `name`.
fn wrapped(name: &str, inlines: &[Inline], shape: PageShape) -> Vec<Markup> {
    let wrap = |line: Markup| {
        if line.is_empty() {
            line
        } else {
            Markup::element(name, &[], line)
        }
    };
    lines(inlines, shape).into_iter().map(wrap).collect()
}

/// A link, or only its text if the address is not allowed. A fragment has no links: the address follows
/// the text.
fn link(text: &[Inline], address: &str, shape: PageShape) -> Markup {
    // Links cannot be nested, so use the plain text.
    let content = Markup::text(&plain_text(text));
    match (link_target(address), shape) {
        (Some(address), PageShape::Page) => Markup::element("a", &[("href", address)], content),
        (Some(address), PageShape::Fragment) if address != plain_text(text) => {
            let mut markup = content;
            markup.push(Markup::text(&format!("（{address}）")));
            markup
        }
        _ => content,
    }
}
