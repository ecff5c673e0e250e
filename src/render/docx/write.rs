//! Writes paragraphs and tables to `document.xml`.

use super::footers;
use super::page::{HEIGHT, Page, WIDTH};
use super::piece::{Paragraph, Piece, TextRun};
use super::tables;
use super::xml::{Attribute, Xml};

/// The namespaces of parts with text.
pub(super) const NAMESPACES: &[Attribute] = &[
    (
        "xmlns:w",
        &"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        &"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
];

/// Distance from the edge of the paper to the header; there is no header, but the attribute is
/// required.
const HEADER: u32 = 851;

/// Writes the document with its pieces.
pub(super) fn document(pieces: &[Piece], page: &Page) -> Vec<u8> {
    Xml::part("w:document", NAMESPACES, |xml| {
        xml.element("w:body", &[], |xml| {
            for piece in pieces {
                match piece {
                    Piece::Paragraph(paragraph) => self::paragraph(xml, paragraph, page),
                    Piece::Table(table) => tables::table(xml, table, page),
                }
            }
            // A document must end with a paragraph.
            if !matches!(pieces.last(), Some(Piece::Paragraph(_))) {
                paragraph(
                    xml,
                    &Paragraph {
                        style: "TableText",
                        ..Paragraph::default()
                    },
                    page,
                );
            }
            section(xml, page);
        });
    })
}

fn paragraph(xml: &mut Xml, paragraph: &Paragraph, page: &Page) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", paragraph.style);
            if paragraph.keeps_with_next {
                xml.empty("w:keepNext", &[]);
            }
            if let Some(item) = paragraph.item {
                xml.element("w:numPr", &[], |xml| {
                    xml.value("w:ilvl", item.depth);
                    xml.value("w:numId", item.list);
                });
            }
            indent(xml, paragraph, page);
        });
        runs(xml, &paragraph.runs);
    });
}

/// Writes the indent in characters, and in twips for programs that do not support characters.
fn indent(xml: &mut Xml, paragraph: &Paragraph, page: &Page) {
    let (left, right) = (paragraph.left, paragraph.right);
    let (left_width, right_width) = (page.width_of(left), page.width_of(right));
    let first_line = page.width_of(200);
    let mut attributes: Vec<Attribute> = Vec::new();
    let is_item = paragraph.item.is_some();
    if left > 0 || is_item {
        attributes.extend([("w:leftChars", &left as _), ("w:left", &left_width as _)]);
    }
    if right > 0 {
        attributes.extend([
            ("w:rightChars", &right as _),
            ("w:right", &right_width as _),
        ]);
    }
    if is_item {
        // Some programs use the indent of the list instead of that of its style.
        attributes.extend([
            ("w:firstLineChars", &200 as _),
            ("w:firstLine", &first_line as _),
        ]);
    }
    if !attributes.is_empty() {
        xml.empty("w:ind", &attributes);
    }
}

/// Writes runs of text. The hint selects the Chinese font for marks that Latin fonts also contain:
/// “”‘’—…·.
pub(super) fn runs(xml: &mut Xml, runs: &[TextRun]) {
    for run in runs {
        xml.element("w:r", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                xml.empty("w:rFonts", &[("w:hint", &"eastAsia")]);
                if run.is_strong {
                    xml.empty("w:b", &[]);
                    xml.empty("w:bCs", &[]);
                }
                if run.is_emphasized {
                    xml.value("w:em", "dot");
                }
            });
            match &run.text {
                Some(text) => {
                    xml.element("w:t", &[("xml:space", &"preserve")], |xml| xml.text(text));
                }
                None => xml.empty("w:br", &[]),
            }
        });
    }
}

/// Writes the page properties: size, margins, footers and grid.
fn section(xml: &mut Xml, page: &Page) {
    let margins = page.layout.margins;
    let footer = page.footer();
    xml.element("w:sectPr", &[], |xml| {
        footers::references(xml, page);
        xml.empty("w:pgSz", &[("w:w", &WIDTH), ("w:h", &HEIGHT)]);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &margins.top),
                ("w:right", &margins.right),
                ("w:bottom", &margins.bottom),
                ("w:left", &margins.left),
                ("w:header", &HEADER),
                ("w:footer", &footer),
                ("w:gutter", &0),
            ],
        );
        // A grid of lines only: with a grid of characters, LibreOffice puts half as many on a line. The
        // style Normal sets the character pitch.
        let line = page.line;
        xml.empty("w:docGrid", &[("w:type", &"lines"), ("w:linePitch", &line)]);
    });
}
