//! The table of contents: links to the headings of a page.

use super::PageShape;
use super::inline::line;
use super::markup::Markup;
use crate::document::Section;

/// A heading with its subheadings.
pub(super) struct ContentsEntry {
    /// The id of the heading.
    pub(super) id: String,
    /// The text of the heading.
    pub(super) text: Markup,
    /// Its subheadings.
    pub(super) below: Vec<ContentsEntry>,
}

/// Number of levels in the table of contents.
const LEVELS: usize = 2;

/// The table of contents of a report; empty if there are fewer than two entries.
pub(super) fn of_sections(sections: &[Section]) -> Markup {
    navigation("目录", &entries(sections, "s", LEVELS))
}

/// Links to `entries`, labelled `label`.
pub(super) fn navigation(label: &str, entries: &[ContentsEntry]) -> Markup {
    if entries.len() < 2 {
        return Markup::default();
    }
    Markup::outer("nav", &[("aria-label", label)], list(entries))
}

fn entries(sections: &[Section], prefix: &str, levels: usize) -> Vec<ContentsEntry> {
    if levels == 0 {
        return Vec::new();
    }
    let entry = |(index, section): (usize, &Section)| {
        let id = format!("{prefix}-{index}");
        ContentsEntry {
            text: heading(section, PageShape::Fragment),
            below: entries(&section.sections, &id, levels - 1),
            id,
        }
    };
    (1..).zip(sections).map(entry).collect()
}

/// The number and the text of a heading.
pub(super) fn heading(section: &Section, shape: PageShape) -> Markup {
    let mut heading = Markup::text(&section.number);
    heading.push(line(&section.heading, shape));
    heading
}

fn list(entries: &[ContentsEntry]) -> Markup {
    let item = |entry: &ContentsEntry| {
        let link = [("href", &*format!("#{}", entry.id))];
        let mut item = Markup::element("a", &link, entry.text.clone());
        if !entry.below.is_empty() {
            item.end_line();
            item.push(list(&entry.below));
        }
        Markup::block("li", &[], item)
    };
    Markup::outer("ul", &[], entries.iter().map(item).collect())
}
