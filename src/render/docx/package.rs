//! The package: a ZIP file with the parts, their content types and their relationships.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::xml::Xml;

const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CORE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const PROPERTIES: &str = "docProps/core.xml";

/// A part of the package.
struct PackagePart {
    /// Its path in the package.
    name: &'static str,
    /// `main`, or the last segment of its relationship type.
    kind: &'static str,
    content: Vec<u8>,
}

impl PackagePart {
    fn content_type(&self) -> String {
        match self.kind {
            "theme" => "application/vnd.openxmlformats-officedocument.theme+xml".to_owned(),
            "core" => "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
            "main" => format!("{WORD_TYPE}.document.main+xml"),
            kind => format!("{WORD_TYPE}.{kind}+xml"),
        }
    }
}

/// The parts, in the order in which they are written.
pub(super) struct DocxPackage(Vec<PackagePart>);

impl DocxPackage {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a part that the document refers to, or the document itself as `main`.
    pub(super) fn part(&mut self, name: &'static str, kind: &'static str, content: Vec<u8>) {
        self.0.push(PackagePart {
            name,
            kind,
            content,
        });
    }

    /// Adds the core properties.
    pub(super) fn properties(&mut self, content: Vec<u8>) {
        self.part(PROPERTIES, "core", content);
    }

    /// The package as a ZIP file. All entries have the earliest possible date, so that the bytes do not
    /// depend on the day.
    pub(super) fn into_bytes(self) -> io::Result<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .system(System::Dos);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut write = |name: &str, content: &[u8]| {
            zip.start_file(name, options)?;
            zip.write_all(content)
        };
        write("[Content_Types].xml", &self.content_types())?;
        write("_rels/.rels", &Self::root_relationships())?;
        write(
            "word/_rels/document.xml.rels",
            &self.document_relationships(),
        )?;
        for part in &self.0 {
            write(part.name, &part.content)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn content_types(&self) -> Vec<u8> {
        Xml::part("Types", &[("xmlns", &CONTENT_TYPES)], |xml| {
            let rels = "application/vnd.openxmlformats-package.relationships+xml";
            for (extension, kind) in [("rels", rels), ("xml", "application/xml")] {
                xml.empty(
                    "Default",
                    &[("Extension", &extension), ("ContentType", &kind)],
                );
            }
            for part in &self.0 {
                let name = format!("/{}", part.name);
                let kind = part.content_type();
                xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)]);
            }
        })
    }

    fn root_relationships() -> Vec<u8> {
        let office = format!("{OFFICE}/officeDocument");
        Xml::part("Relationships", &[("xmlns", &RELATIONSHIPS)], |xml| {
            relationship(xml, "rId1", &office, "word/document.xml");
            relationship(xml, "rId2", CORE, PROPERTIES);
        })
    }

    fn document_relationships(&self) -> Vec<u8> {
        Xml::part("Relationships", &[("xmlns", &RELATIONSHIPS)], |xml| {
            for part in &self.0 {
                if let Some(target) = part.name.strip_prefix("word/")
                    && part.kind != "main"
                {
                    let kind = format!("{OFFICE}/{}", part.kind);
                    relationship(xml, &relationship_id(target), &kind, target);
                }
            }
        })
    }
}

fn relationship(xml: &mut Xml, id: &str, kind: &str, target: &str) {
    xml.empty(
        "Relationship",
        &[("Id", &id), ("Type", &kind), ("Target", &target)],
    );
}

/// The relationship id of a part: its name without folders and extension.
pub(super) fn relationship_id(target: &str) -> String {
    let name = target.rsplit('/').next().unwrap_or(target);
    let stem = name.split('.').next().unwrap_or(name);
    format!("rId_{stem}")
}
