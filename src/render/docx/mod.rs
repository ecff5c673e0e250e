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

use super::FormatDefinition;
use crate::language::Bilingual;
use crate::report::Report;
use page::Page;

/// A Word file.
pub(super) const FORMAT: FormatDefinition = FormatDefinition {
    name: "docx",
    extensions: &["docx"],
    summary: Bilingual {
        zh: "Word 文件，公文版式（GB/T 9704）",
        en: "a Word file in the layout of GB/T 9704",
    },
    is_binary: true,
    is_of_pages: true,
    about: Some(Bilingual {
        zh: "Word 文件\n\
            \n\
            版式按《党政机关公文格式》（GB/T 9704-2012）：每页22行，每行28字；标题用标题样式；页码\
            在外侧；法定表格的表头每页重复；落款不加盖印章（7.3.5.2）或者加盖印章（7.3.5.1）。各地\
            习惯不同的，在 [layout] 里改。没有方正小标宋简体、仿宋_GB2312、楷体_GB2312 的电脑，用\
            宋体、仿宋、楷体。链接的地址不印；图表印成带长条的表格。",
        en: "Word files\n\
            \n\
            The Word file is laid out as GB/T 9704-2012 has it: 22 lines of 28 characters, real \
            heading styles, page numbers at the outer edge, statutory tables whose header is \
            repeated on each page, office and date without a seal (7.3.5.2) or with one (7.3.5.1). \
            [layout] sets what differs by local habit. A machine without \"方正小标宋简体\", \
            \"仿宋_GB2312\" or \"楷体_GB2312\" takes \"宋体\", \"仿宋\" or \"楷体\". Addresses of \
            links are left out, as in print; a chart is a table of its numbers with bars.",
    }),
    render: |report, _| docx(report),
};

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
