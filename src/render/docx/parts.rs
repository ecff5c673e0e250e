//! Parts other than the text: settings, fonts, lists and the theme.

use std::collections::BTreeSet;

use super::page::Page;
use super::piece::DocxList;
use super::write::NAMESPACES;
use super::xml::Xml;
use crate::layout::PageNumber;

/// Alternative names for fonts that may not be installed.
const ALTERNATIVES: &[(&str, &str)] = &[
    ("方正小标宋简体", "宋体"),
    ("仿宋_GB2312", "仿宋"),
    ("楷体_GB2312", "楷体"),
    ("仿宋", "仿宋_GB2312"),
    ("楷体", "楷体_GB2312"),
    ("黑体", "SimHei"),
    ("宋体", "SimSun"),
];

/// The settings of the document.
pub(super) fn settings(page: &Page) -> Vec<u8> {
    Xml::part("w:settings", NAMESPACES, |xml| {
        xml.value("w:defaultTabStop", page.width_of(200));
        if page.layout.page_number == PageNumber::Outside {
            xml.empty("w:evenAndOddHeaders", &[]);
        }
        xml.value("w:characterSpacingControl", "compressPunctuation");
        xml.element("w:compat", &[], |xml| {
            for (name, value) in [
                ("compatibilityMode", 15),
                ("overrideTableStyleFontSizeAndJustification", 1),
                ("enableOpenTypeFeatures", 1),
                ("doNotFlipMirrorIndents", 1),
            ] {
                xml.empty(
                    "w:compatSetting",
                    &[
                        ("w:name", &name),
                        ("w:uri", &"http://schemas.microsoft.com/office/word"),
                        ("w:val", &value),
                    ],
                );
            }
        });
        xml.empty(
            "w:themeFontLang",
            &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN")],
        );
    })
}

/// The fonts in use, with their alternatives.
pub(super) fn font_table(page: &Page) -> Vec<u8> {
    let fonts = &page.layout.fonts;
    let chinese = [
        &fonts.title,
        &fonts.body,
        &fonts.heading_1,
        &fonts.heading_2,
        &fonts.page_number,
    ];
    let chinese: BTreeSet<&String> = chinese.into_iter().chain(&fonts.table).collect();
    let latin = fonts.digits.iter().filter(|font| !chinese.contains(font));
    Xml::part("w:fonts", NAMESPACES, |xml| {
        for font in &chinese {
            xml.element("w:font", &[("w:name", font)], |xml| {
                let mut alternatives = ALTERNATIVES.iter();
                if let Some((_, other)) = alternatives.find(|(name, _)| name == font) {
                    xml.value("w:altName", other);
                }
                // Character set GB 2312.
                xml.value("w:charset", "86");
                xml.value("w:family", "auto");
                xml.value("w:pitch", "default");
            });
        }
        for font in latin {
            xml.element("w:font", &[("w:name", font)], |xml| {
                xml.value("w:charset", "00");
                xml.value("w:family", "auto");
                xml.value("w:pitch", "default");
            });
        }
    })
}

/// The highest start number that Word supports.
const HIGHEST_START: u64 = 32_767;
/// Number of levels of a list.
const LEVELS: u8 = 9;

/// The definitions of the two kinds of list, and each list with its start number.
pub(super) fn numbering(lists: &[DocxList]) -> Vec<u8> {
    const NUMBERED: u8 = 0;
    const UNNUMBERED: u8 = 1;
    Xml::part("w:numbering", NAMESPACES, |xml| {
        abstract_list(xml, NUMBERED, "decimal", |level| format!("%{}.", level + 1));
        abstract_list(xml, UNNUMBERED, "bullet", |_| "•".to_owned());
        for (list, id) in lists.iter().zip(1_usize..) {
            xml.element("w:num", &[("w:numId", &id)], |xml| {
                let kind = if list.start.is_some() {
                    NUMBERED
                } else {
                    UNNUMBERED
                };
                xml.value("w:abstractNumId", kind);
                if let Some(start) = list.start {
                    let depth = list.depth;
                    xml.element("w:lvlOverride", &[("w:ilvl", &depth)], |xml| {
                        xml.value("w:startOverride", start.min(HIGHEST_START));
                    });
                }
            });
        }
    })
}

fn abstract_list(xml: &mut Xml, id: u8, format: &str, text: impl Fn(u8) -> String) {
    xml.element("w:abstractNum", &[("w:abstractNumId", &id)], |xml| {
        xml.value("w:multiLevelType", "hybridMultilevel");
        for level in 0..LEVELS {
            xml.element("w:lvl", &[("w:ilvl", &level)], |xml| {
                xml.value("w:start", 1);
                xml.value("w:numFmt", format);
                xml.value("w:suff", "space");
                xml.value("w:lvlText", text(level));
                xml.value("w:lvlJc", "left");
                xml.element("w:rPr", &[], |xml| {
                    xml.empty("w:rFonts", &[("w:hint", &"eastAsia")]);
                });
            });
        }
    });
}

/// A theme, which Word requires. No style uses it.
pub(super) fn theme(page: &Page) -> Vec<u8> {
    const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
    let attributes: &[super::xml::Attribute] = &[("xmlns:a", &DRAWING), ("name", &"Office")];
    Xml::part("a:theme", attributes, |xml| {
        xml.element("a:themeElements", &[], |xml| {
            xml.element("a:clrScheme", &[("name", &"Office")], colours);
            xml.element("a:fontScheme", &[("name", &"Office")], |xml| {
                for name in ["a:majorFont", "a:minorFont"] {
                    xml.element(name, &[], |xml| {
                        xml.empty("a:latin", &[("typeface", &page.layout.fonts.body)]);
                        xml.empty("a:ea", &[("typeface", &page.layout.fonts.body)]);
                        xml.empty("a:cs", &[("typeface", &"")]);
                    });
                }
            });
            xml.element("a:fmtScheme", &[("name", &"Office")], formats);
        });
    })
}

fn colours(xml: &mut Xml) {
    let system = [
        ("a:dk1", "windowText", "000000"),
        ("a:lt1", "window", "FFFFFF"),
    ];
    for (name, value, last) in system {
        xml.element(name, &[], |xml| {
            xml.empty("a:sysClr", &[("val", &value), ("lastClr", &last)]);
        });
    }
    for (name, value) in [
        ("a:dk2", "44546A"),
        ("a:lt2", "E7E6E6"),
        ("a:accent1", "4472C4"),
        ("a:accent2", "ED7D31"),
        ("a:accent3", "A5A5A5"),
        ("a:accent4", "FFC000"),
        ("a:accent5", "5B9BD5"),
        ("a:accent6", "70AD47"),
        ("a:hlink", "0563C1"),
        ("a:folHlink", "954F72"),
    ] {
        xml.element(name, &[], |xml| xml.empty("a:srgbClr", &[("val", &value)]));
    }
}

/// Three plain formats of each kind, the minimum that the schema allows.
fn formats(xml: &mut Xml) {
    let fill = |xml: &mut Xml| {
        xml.element("a:solidFill", &[], |xml| {
            xml.empty("a:schemeClr", &[("val", &"phClr")]);
        });
    };
    let thrice = |xml: &mut Xml, name: &str, one: &dyn Fn(&mut Xml)| {
        xml.element(name, &[], |xml| (0..3).for_each(|_| one(xml)));
    };
    thrice(xml, "a:fillStyleLst", &fill);
    thrice(xml, "a:lnStyleLst", &|xml| {
        xml.element("a:ln", &[("w", &6350)], fill);
    });
    thrice(xml, "a:effectStyleLst", &|xml| {
        xml.element("a:effectStyle", &[], |xml| xml.empty("a:effectLst", &[]));
    });
    thrice(xml, "a:bgFillStyleLst", &fill);
}
