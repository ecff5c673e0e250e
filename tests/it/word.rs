//! The Word file, parsed by a small reader: it has the same texts as the JSON, in order, in the
//! layout of GB/T 9704.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use tempfile::TempDir;
use zip::ZipArchive;

use crate::program::{report, root};

// ---- the reader ------------------------------------------------------------------------------

/// An element with what is in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    elements: Vec<Element>,
    text: String,
}

impl Element {
    fn parse(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => open.push(Self::begun(&start)),
                Event::Empty(start) => {
                    let element = Self::begun(&start);
                    open.last_mut().unwrap().elements.push(element);
                }
                Event::End(_) => {
                    let element = open.pop().unwrap();
                    open.last_mut().unwrap().elements.push(element);
                }
                Event::Text(text) => {
                    open.last_mut().unwrap().text += &text;
                }
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", &*name);
                    let text = quick_xml::escape::unescape(&reference).unwrap();
                    open.last_mut().unwrap().text += &text;
                }
                Event::Decl(_) => {}
                Event::Eof => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(open.len(), 1);
        open.pop().unwrap().elements.pop().unwrap()
    }

    fn begun(start: &quick_xml::events::BytesStart) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = quick_xml::escape::unescape(&attribute.value).unwrap();
            (attribute.key.as_ref().to_owned(), value.into_owned())
        });
        Self {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.collect(),
            ..Self::default()
        }
    }

    /// The elements in it of this name.
    fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        let elements = self.elements.iter();
        elements.filter(move |element| element.name == name)
    }

    /// The element at the end of a path of names.
    fn at(&self, path: &str) -> Option<&Self> {
        let mut names = path.split('/');
        names.try_fold(self, |element, name| {
            let mut elements = element.elements.iter();
            elements.find(|inner| inner.name == name)
        })
    }

    /// The attribute `w:val` of the element at the end of a path.
    fn value(&self, path: &str) -> Option<&str> {
        let element = self.at(path)?;
        element.attributes.get("w:val").map(String::as_str)
    }

    /// An attribute of the element at the end of a path, as a number.
    fn number(&self, path: &str, attribute: &str) -> Option<i64> {
        self.at(path)?.attributes.get(attribute)?.parse().ok()
    }

    /// The characters of all runs in it; a line break is a blank.
    fn characters(&self) -> String {
        match self.name.as_str() {
            "w:t" => self.text.clone(),
            "w:br" => " ".to_owned(),
            _ => self.elements.iter().map(Self::characters).collect(),
        }
    }
}

/// A Word file.
struct Word {
    /// Parts by their names, parsed; all of them are XML.
    parts: BTreeMap<String, Element>,
}

impl Word {
    fn read(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut content = String::new();
            file.read_to_string(&mut content).unwrap();
            let name = file.name().unwrap().into_owned();
            parts.insert(name, Element::parse(&content));
        }
        Self { parts }
    }

    fn body(&self) -> &Element {
        self.parts["word/document.xml"].at("w:body").unwrap()
    }

    fn paragraphs(&self) -> impl Iterator<Item = &Element> {
        self.body().all("w:p")
    }

    fn tables(&self) -> Vec<&Element> {
        self.body().all("w:tbl").collect()
    }

    /// The paragraph of this style.
    #[track_caller]
    fn styled(&self, style: &str) -> &Element {
        let is_meant = |paragraph: &&Element| paragraph.value("w:pPr/w:pStyle") == Some(style);
        self.paragraphs().find(is_meant).unwrap()
    }

    /// The definition of a style.
    #[track_caller]
    fn style(&self, id: &str) -> &Element {
        let mut styles = self.parts["word/styles.xml"].all("w:style");
        styles
            .find(|style| style.attributes["w:styleId"] == id)
            .unwrap()
    }

    /// The texts of paragraphs and cells in reading order; cells that others span are left out.
    fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for piece in &self.body().elements {
            match piece.name.as_str() {
                "w:p" => texts.push(piece.characters()),
                "w:tbl" => {
                    let cells = piece.all("w:tr").flat_map(|row| row.all("w:tc"));
                    texts.extend(cells.map(Element::characters));
                }
                _ => {}
            }
        }
        texts.retain(|text| !text.trim().is_empty());
        texts
    }
}

// ---- what JSON has ---------------------------------------------------------------------------

/// The texts of a document in JSON, as the Word file should have them.
fn texts_of(document: &Value) -> Vec<String> {
    let title: Vec<&str> = list(&document["title"]).map(text).collect();
    let mut texts = vec![title.concat()];
    blocks(&document["preface"], &mut texts);
    sections(&document["sections"], &mut texts);
    texts.push(text(&document["sign_off"]["office"]).to_owned());
    if let Some(date) = document["sign_off"]["date"].as_str() {
        let parts: Vec<u32> = date.split('-').map(|part| part.parse().unwrap()).collect();
        texts.push(format!("{}年{}月{}日", parts[0], parts[1], parts[2]));
    }
    texts.retain(|text| !text.trim().is_empty());
    texts
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn sections(all: &Value, texts: &mut Vec<String>) {
    for section in list(all) {
        texts.push(text(&section["number"]).to_owned() + text(&section["heading"]));
        blocks(&section["blocks"], texts);
        sections(&section["sections"], texts);
    }
}

fn blocks(all: &Value, texts: &mut Vec<String>) {
    for block in list(all) {
        match text(&block["kind"]) {
            "paragraph" => texts.push(text(&block["text"]).replace('\n', " ")),
            "list" => list(&block["items"]).for_each(|item| blocks(item, texts)),
            "quote" => blocks(&block["blocks"], texts),
            "table" => table(block, texts),
            "figure" => {
                let unit = text(&block["unit"]);
                texts.extend([
                    "项目".to_owned(),
                    format!("数量（{unit}）"),
                    "图示".to_owned(),
                ]);
                for bar in list(&block["values"]) {
                    texts.push(text(&bar["label"]).to_owned());
                    texts.push(bar["value"].to_string());
                }
                texts.push(text(&block["caption"]).to_owned());
            }
            other => panic!("{other}"),
        }
    }
}

fn table(table: &Value, texts: &mut Vec<String>) {
    texts.push(text(&table["caption"]).to_owned());
    let Some(parts) = table["parts"].as_array() else {
        texts.extend(list(&table["columns"]).map(|heading| text(heading).to_owned()));
        for cell in list(&table["rows"]).flat_map(list) {
            texts.push(
                cell.as_str()
                    .map_or_else(|| cell.to_string(), str::to_owned),
            );
        }
        return;
    };
    texts.push(table["head"].as_str().unwrap_or_default().to_owned());
    for part in parts {
        texts.push(text(&part["title"]).to_owned());
        for cell in list(&part["header"])
            .chain(list(&part["rows"]))
            .flat_map(list)
        {
            texts.push(text(&cell["text"]).to_owned());
        }
    }
    texts.push(text(&table["foot"]).to_owned());
}

// ---- the tests -------------------------------------------------------------------------------

fn compile(data: &Path, year: &str, format: &str) -> Vec<u8> {
    let words = ["compile", "--year", year, "--format", format, "--data"];
    let output = report(words).arg(data).output().unwrap();
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");
    output.stdout
}

fn word(data: &Path, year: &str) -> Word {
    Word::read(&compile(data, year, "docx"))
}

/// A project folder with this `report.toml` below the name of the office, and this narrative.
fn office(settings: &str, narrative: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("narrative")).unwrap();
    fs::write(path.join("report.toml"), settings).unwrap();
    fs::write(path.join("narrative/2017.md"), narrative).unwrap();
    let log = "索引号,信息名称,发布渠道,公开日期\nA1,工作要点,网站,2017-01-20\nA2,决算,公告栏,2017-08-25\n";
    fs::write(path.join("published.csv"), log).unwrap();
    folder
}

const SETTINGS: &str =
    "[office]\nname = \"云岭镇人民政府\"\n[reports.2017]\nsigned-on = 2018-01-05\n";

/// Every kind of block.
const NARRATIVE: &str = "\
前言第一行  \n第二行。

# 情况 {#proactive}

公开**{{ published.total }}**条，见[*网站*](https://example.cn/)。“引号”——省略……

## 渠道

![各渠道](table:published.by_channel)

![按月](chart:published.by_month)

### 做法

3. 第三
4. 第四

   续第四

   - 甲
   - 乙

#### 细目

> 引文。

# 申请 {#on-request}
无。
# 收费 {#fees}
无。
# 复议诉讼 {#disputes}
无。
# 问题 {#problems}
有。
# 其他 {#other}
无。
";

#[track_caller]
fn check_texts(data: &Path, year: &str) {
    let json: Value = serde_json::from_slice(&compile(data, year, "json")).unwrap();
    let expected = texts_of(&json["document"]);
    let mut texts = word(data, year).texts();
    // Line breaks in the title are tested elsewhere.
    texts[0].retain(|character| character != ' ');
    assert_eq!(texts, expected);
}

#[test]
fn every_paragraph_and_cell_returns() {
    for (data, year) in [
        ("data", "2017"),
        ("data", "2016"),
        ("examples/office-2016", "2016"),
        ("examples/bureau-2022", "2021"),
        ("examples/bureau-2022", "2022"),
    ] {
        check_texts(&root().join(data), year);
    }
    check_texts(office(SETTINGS, NARRATIVE).path(), "2017");
}

#[test]
fn same_bytes_twice() {
    let office = office(SETTINGS, NARRATIVE);
    let [first, second] = [(); 2].map(|()| compile(office.path(), "2017", "docx"));
    assert!(first == second);
}

#[test]
fn page_of_the_standard() {
    let word = word(office(SETTINGS, NARRATIVE).path(), "2017");
    let section = word.body().at("w:sectPr").unwrap();
    for (side, twips) in [
        ("top", 2098),
        ("right", 1474),
        ("bottom", 1984),
        ("left", 1587),
    ] {
        assert_eq!(section.number("w:pgMar", &format!("w:{side}")), Some(twips));
    }
    assert_eq!(section.number("w:docGrid", "w:linePitch"), Some(579));
    let normal = word.style("Normal");
    assert_eq!(normal.number("w:pPr/w:spacing", "w:line"), Some(579));
    assert_eq!(normal.value("w:rPr/w:spacing"), Some("-5"));
    assert_eq!(normal.value("w:rPr/w:sz"), Some("32"));
    let fonts = &normal.at("w:rPr/w:rFonts").unwrap().attributes;
    for script in ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"] {
        assert_eq!(fonts[script], "仿宋_GB2312");
    }
    let indent = word.style("BodyText");
    assert_eq!(indent.number("w:pPr/w:ind", "w:firstLineChars"), Some(200));
    assert_eq!(indent.number("w:pPr/w:ind", "w:firstLine"), Some(631));
}

#[test]
fn headings_have_levels() {
    let word = word(office(SETTINGS, NARRATIVE).path(), "2017");
    for (level, text, font) in [
        (1, "一、情况", Some("黑体")),
        (2, "（一）渠道", Some("楷体_GB2312")),
        (3, "1.做法", None),
        (4, "（1）细目", None),
    ] {
        let id = format!("Heading{level}");
        assert_eq!(word.styled(&id).characters(), text);
        let style = word.style(&id);
        let outline = (level - 1).to_string();
        assert_eq!(style.value("w:pPr/w:outlineLvl"), Some(&*outline));
        assert!(style.at("w:pPr/w:keepNext").is_some());
        let fonts = style.at("w:rPr/w:rFonts");
        assert_eq!(fonts.map(|fonts| &*fonts.attributes["w:eastAsia"]), font);
        assert!(style.at("w:rPr/w:b").is_none());
    }
}

#[test]
fn lists_have_numbers() {
    let word = word(office(SETTINGS, NARRATIVE).path(), "2017");
    let items: Vec<_> = word
        .paragraphs()
        .filter(|paragraph| paragraph.at("w:pPr/w:numPr").is_some())
        .map(|item| {
            let list = item.value("w:pPr/w:numPr/w:numId").unwrap();
            (item.characters(), list.to_owned())
        })
        .collect();
    let item = |text: &str, list: &str| (text.to_owned(), list.to_owned());
    let expected = [
        item("第三", "1"),
        item("第四", "1"),
        item("甲", "2"),
        item("乙", "2"),
    ];
    assert_eq!(items, expected);
    let numbering = &word.parts["word/numbering.xml"];
    let lists: Vec<_> = numbering.all("w:num").collect();
    assert_eq!(lists[0].value("w:lvlOverride/w:startOverride"), Some("3"));
    assert_eq!(lists[1].value("w:abstractNumId"), Some("1"));
}

#[test]
fn emphasis_and_hint() {
    let word = word(office(SETTINGS, NARRATIVE).path(), "2017");
    let paragraph = word
        .paragraphs()
        .find(|text| text.characters().starts_with("公开"))
        .unwrap();
    let looks: Vec<_> = paragraph
        .all("w:r")
        .map(|run| {
            assert_eq!(
                run.at("w:rPr/w:rFonts").unwrap().attributes["w:hint"],
                "eastAsia"
            );
            (
                run.characters(),
                run.at("w:rPr/w:b").is_some(),
                run.value("w:rPr/w:em"),
            )
        })
        .collect();
    assert!(looks.contains(&("2".to_owned(), true, None)), "{looks:?}");
    assert!(
        looks.contains(&("网站".to_owned(), false, Some("dot"))),
        "{looks:?}"
    );
}

#[test]
fn page_numbers_at_the_outer_edge() {
    let word = word(office(SETTINGS, NARRATIVE).path(), "2017");
    assert!(
        word.parts["word/settings.xml"]
            .at("w:evenAndOddHeaders")
            .is_some()
    );
    for (part, style, side) in [
        ("word/footer1.xml", "FooterOdd", "right"),
        ("word/footer2.xml", "FooterEven", "left"),
    ] {
        let footer = &word.parts[part];
        assert_eq!(footer.characters(), "— 1 —");
        assert_eq!(footer.value("w:p/w:pPr/w:pStyle"), Some(style));
        let style = word.style(style);
        assert_eq!(style.value("w:pPr/w:jc"), Some(side));
        assert_eq!(
            style.number("w:pPr/w:ind", &format!("w:{side}Chars")),
            Some(100)
        );
        assert_eq!(style.value("w:rPr/w:sz"), Some("28"));
    }
    let kinds: Vec<_> = word
        .body()
        .at("w:sectPr")
        .unwrap()
        .all("w:footerReference")
        .map(|reference| reference.attributes["w:type"].as_str())
        .collect();
    assert_eq!(kinds, ["even", "default"]);
}

#[test]
fn statutory_tables() {
    let word = word(&root().join("examples/bureau-2022"), "2022");
    let tables = word.tables();
    let [second, third, fourth] = tables[..] else {
        panic!("{} tables", tables.len());
    };
    let headers = |table: &Element| {
        let rows = table.all("w:tr");
        rows.filter(|row| row.at("w:trPr/w:tblHeader").is_some())
            .count()
    };
    // Repeating the header of the first part would put it above rows of another part.
    assert_eq!([second, third, fourth].map(headers), [0, 3, 3]);
    for table in [second, third, fourth] {
        let columns = table.at("w:tblGrid").unwrap().all("w:gridCol").count();
        for row in table.all("w:tr") {
            assert!(row.at("w:trPr/w:cantSplit").is_some());
            let spans = row.all("w:tc").map(|cell| {
                let span = cell.value("w:tcPr/w:gridSpan").unwrap_or("1");
                span.parse::<usize>().unwrap()
            });
            assert_eq!(spans.sum::<usize>(), columns);
        }
    }
    // 一、二、: three columns of labels are one; 三、 spans 22 rows.
    let rows: Vec<_> = third.all("w:tr").collect();
    assert_eq!(rows.len(), 28);
    let first = rows[3].all("w:tc").next().unwrap();
    assert_eq!(first.characters(), "一、本年新收政府信息公开申请数量");
    assert_eq!(first.value("w:tcPr/w:gridSpan"), Some("3"));
    let merged = |row: &&&Element| {
        let cell = row.all("w:tc").next().unwrap();
        cell.at("w:tcPr/w:vMerge").is_some()
    };
    assert_eq!(rows[3..].iter().filter(merged).count(), 22);
    // Numbers are centred, labels are not.
    let cells: Vec<_> = rows[3].all("w:tc").collect();
    assert_eq!(cells[0].value("w:p/w:pPr/w:jc"), Some("left"));
    assert_eq!(cells[1].value("w:p/w:pPr/w:jc"), Some("center"));
    let style = word.style("TableText");
    assert_eq!(style.value("w:rPr/w:sz"), Some("21"));
    assert_eq!(style.value("w:pPr/w:snapToGrid"), Some("0"));
    assert_eq!(
        style.at("w:pPr/w:spacing").unwrap().attributes["w:lineRule"],
        "atLeast"
    );
}

#[test]
fn charts_are_tables_with_bars() {
    let chart = |settings: &str| {
        let word = word(office(settings, NARRATIVE).path(), "2017");
        let tables = word.tables();
        let rows = tables[1].all("w:tr");
        // January, February, March with one, none and none.
        let row = |row: &Element| {
            let cells: Vec<_> = row.all("w:tc").collect();
            let bar = cells.last().unwrap().at("w:p/w:pPr/w:shd").is_some();
            (cells.len(), bar)
        };
        rows.skip(1).take(2).map(row).collect::<Vec<_>>()
    };
    assert_eq!(chart(SETTINGS), [(3, true), (3, false)]);
    let without = format!("{SETTINGS}[layout]\ncharts = false\n");
    assert_eq!(chart(&without), [(2, false), (2, false)]);
}

#[test]
fn forms_with_fixed_sections_have_no_bars() {
    let folder = office(&SETTINGS.replace("2017", "2021"), "");
    let narrative = "\
# 总体情况

![按月](chart:published.by_month)

# 主动公开政府信息情况

# 收到和处理政府信息公开申请情况

# 政府信息公开行政复议、行政诉讼情况

# 存在的主要问题及改进情况

# 其他需要报告的事项
";
    fs::write(folder.path().join("narrative/2021.md"), narrative).unwrap();
    let log = "索引号,信息名称,公开日期\nA1,工作要点,2021-01-20\n";
    fs::write(folder.path().join("published.csv"), log).unwrap();
    let word = word(folder.path(), "2021");
    let cells = word.tables()[0].all("w:tr").nth(1).unwrap().all("w:tc");
    let cells: Vec<_> = cells.map(Element::characters).collect();
    assert_eq!(cells, ["1月", "1"]);
}

#[test]
fn sign_off_without_and_with_seal() {
    let places = |settings: &str| {
        let word = word(office(settings, NARRATIVE).path(), "2017");
        let right = |style: &str| {
            let paragraph = word.styled(style);
            let right = paragraph.number("w:pPr/w:ind", "w:rightChars");
            (paragraph.characters(), right)
        };
        assert!(word.styled("Signature").at("w:pPr/w:keepNext").is_some());
        // The last paragraph moves to the page of the signature.
        let paragraphs: Vec<_> = word.paragraphs().collect();
        let last = paragraphs[paragraphs.len() - 3];
        assert!(last.at("w:pPr/w:keepNext").is_some(), "{last:?}");
        [right("Signature"), right("Date")]
    };
    let (office, date) = ("云岭镇人民政府".to_owned(), "2018年1月5日".to_owned());
    // 7 characters two from the right; 6 characters, which begin two characters after them, end 1
    // from the right.
    let expected = [(office.clone(), Some(200)), (date.clone(), Some(100))];
    assert_eq!(places(SETTINGS), expected);
    // The date four characters in, so that its middle and that of the office are 7 from the right.
    let sealed = format!("{SETTINGS}[layout]\nseal = true\n");
    assert_eq!(places(&sealed), [(office, Some(350)), (date, Some(400))]);
}

#[test]
fn title_is_broken_before_the_year() {
    let word = word(&root().join("examples/bureau-2022"), "2022");
    let title = word.styled("Title");
    assert_eq!(
        title.characters(),
        "清溪市水务局 2022年政府信息公开工作年度报告"
    );
    let fonts = word.style("Title").at("w:rPr/w:rFonts").unwrap();
    assert_eq!(fonts.attributes["w:eastAsia"], "方正小标宋简体");
    let other = word.parts["word/fontTable.xml"]
        .all("w:font")
        .find_map(|font| {
            let is_meant = font.attributes["w:name"] == "方正小标宋简体";
            font.value("w:altName").filter(|_| is_meant)
        });
    assert_eq!(other, Some("宋体"));
}

#[test]
fn properties_name_the_office_only() {
    let word = word(office(SETTINGS, NARRATIVE).path(), "2017");
    let properties = &word.parts["docProps/core.xml"];
    let values: Vec<_> = properties
        .elements
        .iter()
        .map(|property| (property.name.as_str(), property.text.as_str()))
        .collect();
    assert_eq!(
        values,
        [
            ("dc:title", "云岭镇人民政府2017年政府信息公开工作年度报告"),
            ("dc:creator", "云岭镇人民政府"),
            ("dc:language", "zh-CN"),
            ("cp:lastModifiedBy", "云岭镇人民政府"),
            ("dcterms:created", "2018-01-05T00:00:00Z"),
            ("dcterms:modified", "2018-01-05T00:00:00Z"),
        ]
    );
}

#[test]
fn local_habits() {
    let settings = format!(
        "{SETTINGS}[layout]\nmargins = {{ left = 30 }}\nsizes = {{ body = 15 }}\nbold-headings = [2]\n\
         page-number = \"none\"\nfonts = {{ title = \"<&\\\"\", digits = \"Times New Roman\" }}\n"
    );
    let word = word(office(&settings, NARRATIVE).path(), "2017");
    let section = word.body().at("w:sectPr").unwrap();
    assert_eq!(section.number("w:pgMar", "w:left"), Some(1701));
    assert!(section.at("w:footerReference").is_none());
    assert!(!word.parts.contains_key("word/footer1.xml"));
    assert!(word.style("Heading2").at("w:rPr/w:b").is_some());
    assert!(word.style("Heading1").at("w:rPr/w:b").is_none());
    let fonts = &word.style("Title").at("w:rPr/w:rFonts").unwrap().attributes;
    assert_eq!(
        (&*fonts["w:ascii"], &*fonts["w:eastAsia"]),
        ("Times New Roman", "<&\"")
    );
    // 29 characters of 15 pt on 8731 twips: 301 each, 1 more than their size.
    assert_eq!(word.style("Normal").value("w:rPr/w:spacing"), Some("1"));
}

/// Markup, control characters, marks of direction and what XML cannot hold, in title, office, text
/// and cells.
#[test]
fn hostile_text_is_only_text() {
    const EVIL: &str = "</w:t>&amp;\\u0001\\u001b\\u202e\\u2066\\u061c\\ufffe\\uffff]]>";
    const SHOWN: &str = "</w:t>&amp;␁␛\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}]]>";
    let settings = format!(
        "[office]\nname = \"局{EVIL}\"\n[reports.2017]\ntitle = [\"题{EVIL}\"]\nsigned-on = 2018-01-05\n\
         [form]\nannex = true\nabsent = \"{EVIL}\"\n"
    );
    let narrative = NARRATIVE.replace("有。", "{{ office.name }}");
    let word = word(office(&settings, &narrative).path(), "2017");
    let texts = word.texts();
    for expected in [format!("题{SHOWN}"), format!("局{SHOWN}"), SHOWN.to_owned()] {
        assert!(
            texts.iter().any(|text| text.replace(' ', "") == expected),
            "{expected}: {texts:#?}"
        );
    }
    let title = word.parts["docProps/core.xml"].at("dc:title").unwrap();
    assert_eq!(title.text, format!("题{SHOWN}"));
}

/// Binary output is written to files and pipes, but not to a terminal.
#[cfg(target_os = "linux")]
#[test]
fn terminals_get_no_binary() {
    use std::process::Command;
    let folder = office(SETTINGS, NARRATIVE);
    let program = env!("CARGO_BIN_EXE_report");
    let line = format!("{program} compile --year 2017 --data . --format docx --lang en");
    let mut script = Command::new("script");
    script
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder.path());
    // `script` runs a program on a terminal; Debian always has it, another system may not.
    let Ok(output) = script.output() else {
        return;
    };
    let messages = String::from_utf8(output.stdout).unwrap();
    let expected = "a terminal cannot show docx: add -o FILE, or pipe it into a program";
    assert!(messages.contains(expected), "{messages}");
    assert_eq!(output.status.code(), Some(2));
}
