use proptest::prelude::*;

use super::*;
use crate::document::{Block, Inline};
use crate::render::sample;

/// The content of a part as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
    let mut part = archive.by_name(name).unwrap();
    let mut text = String::new();
    io::Read::read_to_string(&mut part, &mut text).unwrap();
    text
}

/// The texts of the runs in the document.
fn runs(bytes: &[u8]) -> Vec<String> {
    let document = part(bytes, "word/document.xml");
    let texts = document.split("<w:t xml:space=\"preserve\">").skip(1);
    let texts = texts.map(|text| text.split("</w:t>").next().unwrap());
    texts
        .map(|text| quick_xml::escape::unescape(text).unwrap().into_owned())
        .collect()
}

#[test]
fn sample_document() {
    let texts = runs(&docx(&sample::report()).unwrap());
    for text in [
        "一、",
        "微信公众号",
        "门户网站",
        "微信|公众*号",
        "626",
        "—",
        "按月公开数量",
        "100",
    ] {
        assert!(texts.iter().any(|found| found == text), "{text}: {texts:?}");
    }
    assert_eq!(texts.last().unwrap(), "2018年1月15日");
}

#[test]
fn empty_document() {
    let bytes = docx(&sample::empty_report()).unwrap();
    assert_eq!(runs(&bytes), Vec::<String>::new());
    // Word requires a paragraph before the section.
    assert!(part(&bytes, "word/document.xml").contains("</w:p><w:sectPr>"));
}

#[test]
fn dates_of_the_package_are_fixed() {
    let bytes = docx(&sample::report()).unwrap();
    let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
    for index in 0..archive.len() {
        let file = archive.by_index(index).unwrap();
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_well_formed(text in any::<String>()) {
        let mut report = sample::report();
        report.document.title.push(text.clone());
        report.document.preface = vec![Block::Paragraph(vec![Inline::Value(text.clone())])];
        report.office.clone_from(&text);
        report.document.sign_off.office = text;
        let bytes = docx(&report).unwrap();
        for name in ["word/document.xml", "docProps/core.xml"] {
            let text = part(&bytes, name);
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
            let is_allowed = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
            prop_assert!(text.chars().all(is_allowed));
        }
    }
}
