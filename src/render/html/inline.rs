//! Running text.

use super::Shape;
use super::markup::{Markup, link_target};
use crate::document::{Inline, plain_text};

/// The lines of running text: a break ends one.
pub(super) fn lines(inlines: &[Inline], shape: Shape) -> Vec<Markup> {
    let mut lines = vec![Markup::default()];
    for inline in inlines {
        let mut parts = match inline {
            Inline::Text(text) | Inline::Value(text) => vec![Markup::text(text)],
            Inline::Break => vec![Markup::default(), Markup::default()],
            Inline::Link { text, address } => vec![link(text, address, shape)],
            Inline::Strong(parts) => wrapped("strong", parts, shape),
            Inline::Emphasis(parts) => match shape {
                Shape::Page => wrapped("em", parts, shape),
                // A portal's editor keeps one kind of emphasis.
                Shape::Fragment => wrapped("strong", parts, shape),
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

/// Running text on one line, a blank for each break.
pub(super) fn line(inlines: &[Inline], shape: Shape) -> Markup {
    let mut lines = lines(inlines, shape).into_iter();
    let mut line = lines.next().unwrap_or_default();
    for next in lines {
        line.push(Markup::text(" "));
        line.push(next);
    }
    line
}

/// The lines of `inlines`, each in an element of its own.
fn wrapped(name: &str, inlines: &[Inline], shape: Shape) -> Vec<Markup> {
    let wrap = |line: Markup| {
        if line.is_empty() {
            line
        } else {
            Markup::element(name, &[], line)
        }
    };
    lines(inlines, shape).into_iter().map(wrap).collect()
}

/// A link; its bare text where the address may not be followed. A fragment has no links: the
/// address stands behind the text.
fn link(text: &[Inline], address: &str, shape: Shape) -> Markup {
    // A link inside a link is none.
    let content = Markup::text(&plain_text(text));
    match (link_target(address), shape) {
        (Some(address), Shape::Page) => Markup::element("a", &[("href", address)], content),
        (Some(address), Shape::Fragment) if address != plain_text(text) => {
            let mut markup = content;
            markup.push(Markup::text(&format!("（{address}）")));
            markup
        }
        _ => content,
    }
}
