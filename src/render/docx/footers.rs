//! The page number, `— 1 —`, at the outer edge of each page.

use super::package::relationship_id;
use super::page::Page;
use super::write::NAMESPACES;
use super::xml::Xml;
use crate::layout::PageNumber;

const ODD: &str = "word/footer1.xml";
const EVEN: &str = "word/footer2.xml";

/// The footer parts, by name.
pub(super) fn footers(page: &Page) -> Vec<(&'static str, Vec<u8>)> {
    match page.layout.page_number {
        PageNumber::Outside => vec![(ODD, footer("FooterOdd")), (EVEN, footer("FooterEven"))],
        PageNumber::Centre => vec![(ODD, footer("Footer"))],
        PageNumber::None => Vec::new(),
    }
}

/// References to the footers in the section properties.
pub(super) fn references(xml: &mut Xml, page: &Page) {
    let mut reference = |kind: &str, name: &str| {
        let id = relationship_id(name);
        xml.empty("w:footerReference", &[("w:type", &kind), ("r:id", &id)]);
    };
    match page.layout.page_number {
        PageNumber::Outside => {
            reference("even", EVEN);
            reference("default", ODD);
        }
        PageNumber::Centre => reference("default", ODD),
        PageNumber::None => {}
    }
}

fn footer(style: &str) -> Vec<u8> {
    Xml::part("w:ftr", NAMESPACES, |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style));
            run(xml, "— ");
            xml.element("w:fldSimple", &[("w:instr", &"PAGE")], |xml| run(xml, "1"));
            run(xml, " —");
        });
    })
}

fn run(xml: &mut Xml, text: &str) {
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.empty("w:rFonts", &[("w:hint", &"eastAsia")]);
        });
        xml.element("w:t", &[("xml:space", &"preserve")], |xml| xml.text(text));
    });
}
