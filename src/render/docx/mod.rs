//! A Word file (`.docx`) in the official layout of GB/T 9704-2012, 党政机关公文格式.
//!
//! ```text
//! Document ─body─▶ pieces (paragraphs, tables) ─write─▶ document.xml ─package─▶ bytes
//! ```
//!
//! The layout of an office is a [`Layout`](crate::layout::Layout); `page` turns it into the grid of 22
//! lines by 28 characters. All formatting is in named styles, so that the file can be edited in Word.
//! As in print, addresses of links are left out. The same report gives the same bytes: no current time,
//! no user names, fixed order and dates in the package.

mod body;
mod footers;
mod package;
mod page;
mod parts;
mod piece;
mod properties;
mod sign_off;
mod styles;
mod tables;
mod title;
mod write;
mod xml;

use std::io;

use crate::report::Report;
use page::Page;

/// Renders the report as a Word file.
///
/// # Errors
/// The package exceeds the limits of a ZIP file.
pub(super) fn docx(report: &Report) -> io::Result<Vec<u8>> {
    let page = Page::new(&report.layout);
    let body = body::body(report, &page);
    let mut package = package::DocxPackage::new();
    package.part(
        "word/document.xml",
        "main",
        write::document(&body.pieces, &page),
    );
    package.part("word/styles.xml", "styles", styles::styles(&page));
    package.part("word/settings.xml", "settings", parts::settings(&page));
    package.part("word/fontTable.xml", "fontTable", parts::font_table(&page));
    package.part("word/theme/theme1.xml", "theme", parts::theme(&page));
    if !body.lists.is_empty() {
        let numbering = parts::numbering(&body.lists);
        package.part("word/numbering.xml", "numbering", numbering);
    }
    for (name, footer) in footers::footers(&page) {
        package.part(name, "footer", footer);
    }
    package.properties(properties::core(report));
    package.into_bytes()
}

#[cfg(test)]
mod tests;
