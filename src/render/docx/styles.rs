//! Named styles, which a user of Word can see and change.
//!
//! Every style is based on Normal, which sets font, size, line height and character spacing of the
//! text, so that character units follow it and not the defaults of the program.

use super::page::{Page, twips};
use super::write::NAMESPACES;
use super::xml::Xml;

/// Line height of a paragraph.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum LineHeight {
    /// The lines of the page grid.
    #[default]
    OnGrid,
    /// The height of a grid line, but characters higher than a line do not occupy two.
    AsOnGrid,
    /// The height of the characters, and at least this many twips.
    AtLeast(u32),
}

/// A paragraph style.
#[derive(Default)]
struct Style<'a> {
    id: &'a str,
    /// Its name. Word translates the names it knows.
    name: &'a str,
    /// Whether its paragraphs are kept on the same page as the next one.
    keeps_with_next: bool,
    /// Whether its first line is indented by two characters.
    is_indented: bool,
    /// Number of blank lines above and below.
    before: u32,
    after: u32,
    line: LineHeight,
    /// The side that has a space of one character.
    edge: Option<&'a str>,
    alignment: Option<&'a str>,
    /// Outline level, from 0.
    outline: Option<u8>,
    font: Option<&'a str>,
    /// In half-points; 0 for the size of the text.
    size: u32,
    is_bold: bool,
}

/// All styles of an office.
pub(super) fn styles(page: &Page) -> Vec<u8> {
    Xml::part("w:styles", NAMESPACES, |xml| {
        defaults(xml, page);
        normal(xml, page);
        table_styles(xml);
        for style in headings(page).iter().chain(&texts(page)) {
            paragraph_style(xml, style, page);
        }
    })
}

/// The fonts for Chinese and for other characters.
fn fonts(xml: &mut Xml, font: &str, page: &Page) {
    let latin = page.layout.fonts.digits.as_deref().unwrap_or(font);
    xml.empty(
        "w:rFonts",
        &[
            ("w:ascii", &latin),
            ("w:hAnsi", &latin),
            ("w:eastAsia", &font),
            ("w:cs", &latin),
        ],
    );
}

fn sizes(xml: &mut Xml, half_points: u32) {
    xml.value("w:sz", half_points);
    xml.value("w:szCs", half_points);
}

fn defaults(xml: &mut Xml, page: &Page) {
    xml.element("w:docDefaults", &[], |xml| {
        xml.element("w:rPrDefault", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                fonts(xml, &page.layout.fonts.body, page);
                sizes(xml, page.layout.sizes.body);
                xml.empty(
                    "w:lang",
                    &[
                        ("w:val", &"en-US"),
                        ("w:eastAsia", &"zh-CN"),
                        ("w:bidi", &"ar-SA"),
                    ],
                );
            });
        });
        xml.empty("w:pPrDefault", &[]);
    });
}

fn normal(xml: &mut Xml, page: &Page) {
    let attributes: &[super::xml::Attribute] = &[
        ("w:type", &"paragraph"),
        ("w:default", &1),
        ("w:styleId", &"Normal"),
    ];
    xml.element("w:style", attributes, |xml| {
        xml.value("w:name", "Normal");
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            // No widow control, so that all pages have the same number of lines; no extra space around
            // digits and letters.
            xml.value("w:widowControl", 0);
            xml.value("w:autoSpaceDE", 0);
            xml.value("w:autoSpaceDN", 0);
            let line = page.line;
            xml.empty("w:spacing", &[("w:line", &line), ("w:lineRule", &"exact")]);
            xml.value("w:jc", "both");
        });
        xml.element("w:rPr", &[], |xml| {
            fonts(xml, &page.layout.fonts.body, page);
            xml.value("w:spacing", page.spacing);
            sizes(xml, page.layout.sizes.body);
        });
    });
}

fn table_styles(xml: &mut Xml) {
    let normal: &[super::xml::Attribute] = &[
        ("w:type", &"table"),
        ("w:default", &1),
        ("w:styleId", &"TableNormal"),
    ];
    xml.element("w:style", normal, |xml| {
        xml.value("w:name", "Normal Table");
        xml.value("w:uiPriority", 99);
        xml.empty("w:semiHidden", &[]);
        xml.empty("w:unhideWhenUsed", &[]);
    });
    let grid: &[super::xml::Attribute] = &[("w:type", &"table"), ("w:styleId", &"TableGrid")];
    xml.element("w:style", grid, |xml| {
        xml.value("w:name", "Table Grid");
        xml.value("w:basedOn", "TableNormal");
        xml.value("w:uiPriority", 39);
        xml.element("w:tblPr", &[], |xml| {
            xml.element("w:tblBorders", &[], |xml| {
                for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                    let name = format!("w:{side}");
                    xml.empty(
                        &name,
                        &[
                            ("w:val", &"single"),
                            ("w:sz", &4),
                            ("w:space", &0),
                            ("w:color", &"auto"),
                        ],
                    );
                }
            });
        });
    });
}

/// Headings: 一、 in 黑体, （一） in 楷体, 1. and （1） in the font of the text.
fn headings<'p>(page: &Page<'p>) -> Vec<Style<'p>> {
    let fonts = &page.layout.fonts;
    let heading = |id, name, level: u8, font: Option<&'p str>| Style {
        id,
        name,
        keeps_with_next: true,
        is_indented: true,
        outline: Some(level - 1),
        font,
        is_bold: page.layout.bold_headings.contains(&level),
        ..Style::default()
    };
    vec![
        Style {
            id: "Title",
            name: "Title",
            keeps_with_next: true,
            after: 1,
            line: LineHeight::AsOnGrid,
            alignment: Some("center"),
            font: Some(&fonts.title),
            size: page.layout.sizes.title,
            ..Style::default()
        },
        heading("Heading1", "heading 1", 1, Some(&fonts.heading_1)),
        heading("Heading2", "heading 2", 2, Some(&fonts.heading_2)),
        heading("Heading3", "heading 3", 3, None),
        heading("Heading4", "heading 4", 4, None),
    ]
}

fn texts<'p>(page: &Page<'p>) -> Vec<Style<'p>> {
    let layout = page.layout;
    let style = |id, name| Style {
        id,
        name,
        ..Style::default()
    };
    let footer = |id, name, edge, alignment| Style {
        edge,
        alignment: Some(alignment),
        font: Some(&layout.fonts.page_number),
        size: layout.sizes.page_number,
        // The line is as high as its characters, so that the position of the number is exact.
        line: LineHeight::AtLeast(twips(layout.sizes.page_number)),
        ..style(id, name)
    };
    vec![
        Style {
            is_indented: true,
            ..style("BodyText", "Body Text")
        },
        Style {
            is_indented: true,
            ..style("ListParagraph", "List Paragraph")
        },
        Style {
            alignment: Some("center"),
            font: Some(&layout.fonts.heading_1),
            ..style("Caption", "caption")
        },
        Style {
            alignment: Some("left"),
            font: layout.fonts.table.as_deref(),
            size: layout.sizes.table,
            line: LineHeight::AtLeast(twips(layout.sizes.table) * 4 / 3),
            ..style("TableText", "Table Text")
        },
        Style {
            // Two lines, so that a seal of 42 mm over office and date does not reach the text.
            before: if layout.is_sealed { 2 } else { 1 },
            alignment: Some("right"),
            ..style("Signature", "Signature")
        },
        Style {
            alignment: Some("right"),
            ..style("Date", "Date")
        },
        footer("Footer", "footer", None, "center"),
        footer("FooterOdd", "Footer Odd", Some("right"), "right"),
        footer("FooterEven", "Footer Even", Some("left"), "left"),
    ]
}

fn paragraph_style(xml: &mut Xml, style: &Style, page: &Page) {
    let attributes: &[super::xml::Attribute] =
        &[("w:type", &"paragraph"), ("w:styleId", &style.id)];
    xml.element("w:style", attributes, |xml| {
        xml.value("w:name", style.name);
        xml.value("w:basedOn", "Normal");
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| paragraph_properties(xml, style, page));
        xml.element("w:rPr", &[], |xml| {
            if let Some(font) = style.font {
                fonts(xml, font, page);
            }
            if style.is_bold {
                xml.empty("w:b", &[]);
                xml.empty("w:bCs", &[]);
            }
            if style.size > 0 {
                // The character spacing fits only characters of the size of the text.
                xml.value("w:spacing", 0);
                sizes(xml, style.size);
            }
        });
    });
}

fn paragraph_properties(xml: &mut Xml, style: &Style, page: &Page) {
    if style.keeps_with_next {
        xml.empty("w:keepNext", &[]);
    }
    if style.line != LineHeight::OnGrid {
        xml.value("w:snapToGrid", 0);
    }
    let (before, after) = (style.before * page.line, style.after * page.line);
    if let LineHeight::AtLeast(line) = style.line {
        xml.empty(
            "w:spacing",
            &[("w:line", &line), ("w:lineRule", &"atLeast")],
        );
    } else if before + after > 0 {
        xml.empty("w:spacing", &[("w:before", &before), ("w:after", &after)]);
    }
    if style.is_indented {
        let indent = page.width_of(200);
        xml.empty(
            "w:ind",
            &[("w:firstLineChars", &200), ("w:firstLine", &indent)],
        );
    } else if let Some(edge) = style.edge {
        let (characters, twips) = (format!("w:{edge}Chars"), format!("w:{edge}"));
        let width = self::twips(style.size);
        xml.empty("w:ind", &[(&characters, &100), (&twips, &width)]);
    }
    if let Some(alignment) = style.alignment {
        xml.value("w:jc", alignment);
    }
    if let Some(level) = style.outline {
        xml.value("w:outlineLvl", level);
    }
}
