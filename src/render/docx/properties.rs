//! Core properties: office, title and date of signing. User names are never included.

use super::xml::Xml;
use crate::report::Report;

const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const ELEMENTS: &str = "http://purl.org/dc/elements/1.1/";
const TERMS: &str = "http://purl.org/dc/terms/";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The core properties.
pub(super) fn core(report: &Report) -> Vec<u8> {
    let namespaces: &[super::xml::Attribute] = &[
        ("xmlns:cp", &CORE),
        ("xmlns:dc", &ELEMENTS),
        ("xmlns:dcterms", &TERMS),
        ("xmlns:xsi", &INSTANCE),
    ];
    Xml::part("cp:coreProperties", namespaces, |xml| {
        let title = report.document.title.concat();
        xml.element("dc:title", &[], |xml| xml.text(title.trim()));
        xml.element("dc:creator", &[], |xml| xml.text(&report.office));
        xml.element("dc:language", &[], |xml| xml.text("zh-CN"));
        xml.element("cp:lastModifiedBy", &[], |xml| xml.text(&report.office));
        for name in ["dcterms:created", "dcterms:modified"] {
            if let Some(date) = report.document.sign_off.date {
                let moment = date.format("%Y-%m-%dT00:00:00Z").to_string();
                xml.element(name, &[("xsi:type", &"dcterms:W3CDTF")], |xml| {
                    xml.text(&moment);
                });
            }
        }
    })
}
