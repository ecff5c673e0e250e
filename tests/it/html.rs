//! Reports, figures and findings as pages, and a report as a fragment for the editor of a portal.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::markup::{Element, parse};
use crate::program::{outcome, report, root, run};

/// Offices with their years: prose, charts, the annex of 2014 to 2018, the form of 2021.
const OFFICES: &[(&str, i32)] = &[
    ("data", 2016),
    ("data", 2017),
    ("examples/office-2016", 2016),
    ("examples/bureau-2022", 2021),
    ("examples/bureau-2022", 2022),
];

fn compile(office: &str, year: i32, options: &str) -> String {
    let found = run(&format!("compile --year {year} --data {office} {options}"));
    assert_eq!((found.stderr.as_str(), found.status), ("", 0));
    found.stdout
}

fn page(office: &str, year: i32) -> Element {
    parse(&compile(office, year, "--format html"))
}

fn document(office: &str, year: i32) -> Value {
    let json: Value = serde_json::from_str(&compile(office, year, "--format json")).unwrap();
    json["document"].clone()
}

fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Collects every text of a block or section in JSON: paragraphs, headings, cells, labels, numbers.
fn texts(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| self::texts(value, texts)),
        Value::Object(object) => {
            // The flattened table repeats the texts of its parts.
            let is_statutory = object.contains_key("parts");
            for (key, value) in object {
                let name = key.as_str();
                let is_no_text = match name {
                    "id" | "key" | "kind" | "standing" | "level" | "start" | "unit" => true,
                    "rows" | "columns" | "width" | "stub" => is_statutory || value.is_number(),
                    // A form may print something else than the number: 不适用.
                    "value" => object.contains_key("standing"),
                    _ => false,
                };
                match value {
                    _ if is_no_text => {}
                    Value::String(text) => texts.push(text.clone()),
                    Value::Number(number) => texts.push(number.to_string()),
                    value => self::texts(value, texts),
                }
            }
        }
        Value::String(text) => texts.push(text.clone()),
        Value::Number(number) if number.is_u64() => texts.push(number.to_string()),
        _ => {}
    }
}

#[test]
fn every_text_stands_in_both_shapes() {
    for &(office, year) in OFFICES {
        let document = document(office, year);
        let mut expected = Vec::new();
        texts(&document["preface"], &mut expected);
        texts(&document["sections"], &mut expected);
        expected.push(document["sign_off"]["office"].as_str().unwrap().to_owned());
        assert!(expected.len() > 20, "{office}: {}", expected.len());
        let page = solid(&page(office, year).text());
        let fragment = solid(&parse(&compile(office, year, "--format html --fragment")).text());
        for text in &expected {
            assert!(page.contains(&solid(text)), "{office} {year}: {text}");
            assert!(fragment.contains(&solid(text)), "{office} {year}: {text}");
        }
        let title: String = document["title"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap())
            .collect();
        assert!(page.contains(&solid(&title)), "{title}");
        assert!(
            !fragment.contains(&solid(&title)),
            "the title has a field of its own"
        );
    }
}

/// The cells of a row of JSON: text, rows and columns spanned.
fn spans(row: &Value) -> Vec<(String, usize, usize)> {
    let number = |cell: &Value, name: &str| usize::try_from(cell[name].as_u64().unwrap()).unwrap();
    let cells = row.as_array().unwrap().iter();
    cells
        .map(|cell| {
            let text = cell["text"].as_str().unwrap();
            (solid(text), number(cell, "rows"), number(cell, "columns"))
        })
        .collect()
}

/// Statutory tables of a document, in order.
fn statutory(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().flat_map(statutory).collect(),
        Value::Object(object) if object.contains_key("parts") => vec![value],
        Value::Object(object) => object.values().flat_map(statutory).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn statutory_cells_keep_their_order_and_spans() {
    for &(office, year) in OFFICES {
        let document = document(office, year);
        let expected = statutory(&document["sections"]);
        let is_whole = [
            page(office, year),
            parse(&compile(office, year, "--format html --fragment")),
        ];
        for (index, root) in is_whole.iter().enumerate() {
            let is_page = index == 0;
            let tables = root.named(&["table"]).into_iter();
            let tables: Vec<_> = tables
                .filter(|table| {
                    let class = table.attribute("class").unwrap_or_default();
                    !is_page || class.starts_with("statutory")
                })
                .collect();
            let tables = &tables[tables.len() - expected.len()..];
            for (table, expected) in tables.iter().zip(&expected) {
                let mut rows = Vec::new();
                for part in expected["parts"].as_array().unwrap() {
                    let title = part["title"].as_str().unwrap();
                    let width = usize::try_from(part["width"].as_u64().unwrap()).unwrap();
                    if !title.is_empty() {
                        rows.push(vec![(solid(title), 1, width)]);
                    }
                    rows.extend(part["header"].as_array().unwrap().iter().map(spans));
                    rows.extend(part["rows"].as_array().unwrap().iter().map(spans));
                }
                let span = |cell: &Element, name: &str| {
                    cell.attribute(name).map_or(1, |span| span.parse().unwrap())
                };
                let found = table.named(&["tr"]).into_iter().map(|row| {
                    let cells = row.named(&["td", "th"]).into_iter();
                    let cell = |cell: &Element| {
                        (
                            solid(&cell.text()),
                            span(cell, "rowspan"),
                            span(cell, "colspan"),
                        )
                    };
                    cells.map(cell).collect::<Vec<_>>()
                });
                assert_eq!(found.collect::<Vec<_>>(), rows, "{office} {year}");
            }
        }
    }
}

/// For each number of a part, row by row, the texts of the headings above it and at its side.
fn headings(part: &Value) -> Vec<Vec<String>> {
    let width = usize::try_from(part["width"].as_u64().unwrap()).unwrap();
    let stub = usize::try_from(part["stub"].as_u64().unwrap()).unwrap();
    // Returns the cell that covers each grid position.
    let grid = |rows: &Value| {
        let rows: Vec<_> = rows.as_array().unwrap().iter().map(spans).collect();
        let mut grid: Vec<Vec<Option<(usize, String)>>> = vec![vec![None; width]; rows.len()];
        let mut number = 0;
        for (y, row) in rows.iter().enumerate() {
            for (text, down, across) in row {
                let x = grid[y].iter().position(Option::is_none).unwrap();
                for line in &mut grid[y..y + down] {
                    line[x..x + across].fill(Some((number, text.clone())));
                }
                number += 1;
            }
        }
        grid
    };
    let (header, body) = (grid(&part["header"]), grid(&part["rows"]));
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &body {
        for column in stub..width {
            let (number, _) = row[column].as_ref().unwrap();
            if !seen.insert(*number) {
                continue;
            }
            let covered = (column..width).filter(|&x| row[x].as_ref().unwrap().0 == *number);
            let above = covered.flat_map(|x| header.iter().map(move |line| line[x].clone()));
            let beside = row[..stub].iter().cloned();
            let mut texts: Vec<String> = Vec::new();
            let title = part["title"].as_str().unwrap();
            texts.extend((!title.is_empty()).then(|| solid(title)));
            let mut heads = BTreeSet::new();
            for (is_above, (number, text)) in above
                .map(|head| (true, head.unwrap()))
                .chain(beside.map(|head| (false, head.unwrap())))
            {
                if heads.insert((is_above, number)) && !text.is_empty() {
                    texts.push(text);
                }
            }
            all.push(texts);
        }
    }
    all
}

#[test]
fn numbers_name_their_headings() {
    for &(office, year) in &OFFICES[2..] {
        let document = document(office, year);
        let page = page(office, year);
        let ids: Vec<(&str, String)> = page
            .all()
            .into_iter()
            .filter_map(|element| Some((element.attribute("id")?, solid(&element.text()))))
            .collect();
        let unique: BTreeSet<_> = ids.iter().map(|(id, _)| id).collect();
        assert_eq!(unique.len(), ids.len(), "an id stands twice");
        let text_of = |id: &str| {
            let found = ids.iter().find(|(known, _)| *known == id);
            found.unwrap_or_else(|| panic!("no {id}")).1.clone()
        };
        let expected = statutory(&document["sections"])
            .into_iter()
            .flat_map(|table| table["parts"].as_array().unwrap().iter().flat_map(headings));
        let numbers = page.named(&["table"]).into_iter().filter(|table| {
            table
                .attribute("class")
                .is_some_and(|class| class.starts_with("statutory"))
        });
        let numbers = numbers.flat_map(|table| table.named(&["td"]));
        // An empty heading is a `td` as well; it has an id.
        let numbers = numbers.filter(|cell| cell.attribute("id").is_none());
        let found: Vec<Vec<String>> = numbers
            .map(|cell| cell.attribute("headers").unwrap_or_default())
            .map(|headers| headers.split_whitespace().map(text_of).collect())
            .collect();
        let expected: Vec<Vec<String>> = expected.collect();
        assert!(found.len() >= 60, "{office}: {}", found.len());
        assert_eq!(found, expected, "{office} {year}");
    }
}

#[test]
fn a_number_of_table_three_by_hand() {
    let page = page("examples/bureau-2022", 2022);
    let headings = |id: &str| {
        let all = page.all();
        let cell = all
            .iter()
            .find(|cell| cell.attribute("id") == Some(id))
            .unwrap();
        solid(&cell.text())
    };
    let cells = page.named(&["td"]).into_iter();
    let paths: Vec<(String, String)> = cells
        .filter_map(|cell| {
            let path: Vec<_> = cell
                .attribute("headers")?
                .split(' ')
                .map(headings)
                .collect();
            Some((path.join(" / "), cell.text()))
        })
        .collect();
    let refused = "申请人情况 / 法人或其他组织 / 商业企业 / 三、本年度办理结果 / （三）不予公开 / 4.保护第三方合法权益";
    assert!(
        paths.contains(&(refused.to_owned(), "1".to_owned())),
        "{paths:#?}"
    );
}

#[test]
fn a_fragment_has_only_what_editors_keep() {
    const ELEMENTS: &[&str] = &["p", "table", "tr", "td", "th", "strong"];
    const ATTRIBUTES: &[&str] = &[
        "style",
        "width",
        "border",
        "rowspan",
        "colspan",
        "scope",
        "align",
        "cellpadding",
        "cellspacing",
    ];
    for &(office, year) in OFFICES {
        let fragment = compile(office, year, "--format html --fragment");
        assert!(fragment.ends_with('\n') && !fragment.ends_with("\n\n"));
        for element in parse(&fragment).all() {
            assert!(ELEMENTS.contains(&&*element.name), "{}", element.name);
            for (name, value) in &element.attributes {
                assert!(ATTRIBUTES.contains(&&**name), "{name}");
                let is_width = name == "width";
                assert!(!is_width || value.ends_with('%'), "{name}={value}");
            }
        }
    }
}

#[test]
fn a_page_names_no_address_outside() {
    for &(office, year) in OFFICES {
        let html = compile(office, year, "--format html");
        for word in ["://", "url(", "@import", "src=", "<script", "<link"] {
            assert!(!html.contains(word), "{office}: {word}");
        }
        let page = parse(&html);
        let ids: Vec<_> = page
            .all()
            .into_iter()
            .filter_map(|e| e.attribute("id"))
            .collect();
        let links = page.named(&["a"]);
        assert!(links.len() > 5);
        for link in links {
            let target = link.attribute("href").unwrap().strip_prefix('#').unwrap();
            assert!(ids.contains(&target), "{target}");
        }
        let levels: Vec<u32> = page
            .named(&["h1", "h2", "h3", "h4", "h5", "h6"])
            .iter()
            .map(|heading| heading.name[1..].parse().unwrap())
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert_eq!(levels[0], 1);
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{levels:?}"
        );
    }
}

#[test]
fn a_chart_says_what_it_draws() {
    let of = |options: &str| parse(&compile("data", 2017, options));
    let page = of("--format html");
    let [chart] = page.named(&["svg"])[..] else {
        panic!("one chart")
    };
    assert_eq!(chart.attribute("role"), Some("img"));
    let labels = chart.attribute("aria-labelledby").unwrap();
    let named: Vec<String> = labels
        .split(' ')
        .map(|id| {
            let all = chart.all();
            let element = all
                .iter()
                .find(|element| element.attribute("id") == Some(id));
            element.unwrap().text()
        })
        .collect();
    assert_eq!(named[0], "按月公开数量");
    assert!(named[1].starts_with("1月 38条；2月 58条；"), "{}", named[1]);
    assert!(named[1].ends_with("；12月 46条"), "{}", named[1]);
    assert_eq!(chart.named(&["rect"]).len(), 12);
    // The highest column, 59 in March, is 10 high; January has 38.
    let heights: Vec<_> = chart
        .named(&["rect"])
        .iter()
        .map(|bar| bar.attribute("height").unwrap().to_owned())
        .collect();
    assert_eq!(heights[..3], ["6.4rem", "9.8rem", "10.0rem"]);

    let compared = of("--format html --compare 2016");
    let description = compared.named(&["desc"])[0].text();
    assert!(
        description.starts_with("1月 2016年 16条、2017年 38条；"),
        "{description}"
    );
    assert_eq!(compared.named(&["rect"]).len(), 24);
    assert!(
        compared.text().contains("2016年2017年"),
        "a legend tells the years apart"
    );
}

const HOSTILE: &str =
    "<script>alert(1)</script>\"><img src=x onerror=alert(2)>&amp;'{}\u{202e}\u{1b}[31m";

/// An office with names, categories and prose that try to inject markup.
fn hostile() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let name = HOSTILE
        .replace('"', "\\\"")
        .replace(['\u{1b}', '\u{202e}'], "");
    let settings = format!(
        "[office]\nname = \"{name}\"\n[reports.2017]\nsigned-on = 2018-01-15\nindex-number = \"{name}\"\n\
         [site]\nname = \"{name}\"\nkeywords = [\"{name}\", \"公开\"]\n"
    );
    let cell = HOSTILE.replace('"', "\"\"");
    let log = format!(
        "索引号,信息名称,分类,公开日期\nA1,要点,\"{cell}\",2017-01-20\nA2,决算,\"{cell}\",2017-02-30\n"
    );
    let good = log.replace("2017-02-30", "2017-02-28");
    let narrative = "# <b>情况</b> {#proactive}\n\n有 **<i>x</i>**，[脚本](javascript:alert(3))、[数据](data:text/html,x)、\
        [网站](https://example.cn/?a=1&b=\"2\")、[信箱](mailto:a@example.cn)、[相对](../x.html)，\
        类别{{ published.by_category | names(\"、\") }}。\n\n![<svg onload=alert(4)>](chart:published.by_category)\n\n\
        # 申请 {#on-request}\n无。\n# 收费 {#fees}\n无。\n# 复议诉讼 {#disputes}\n无。\n# 问题 {#problems}\n有。\n# 其他 {#other}\n无。\n";
    fs::create_dir_all(folder.path().join("narrative")).unwrap();
    fs::create_dir(folder.path().join("bad")).unwrap();
    for (name, content) in [
        ("report.toml", settings.as_str()),
        ("narrative/2017.md", narrative),
        ("published.csv", &good),
        ("bad/report.toml", "[office]\nname = \"某局\"\n"),
        ("bad/published.csv", &log),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

#[test]
fn hostile_text_stays_text() {
    let folder = hostile();
    let written = |words: &str, status: i32| {
        let found = outcome(report(words.split(' ')).current_dir(folder.path()));
        assert_eq!(found.status, status, "{words}: {}", found.stderr);
        found.stdout
    };
    for (words, status) in [
        ("compile --year 2017 --data . --format html", 0),
        ("compile --year 2017 --data . --format html --fragment", 0),
        ("stats --data . --format html", 0),
        ("stats --data . --format html --lang zh", 0),
        ("check --data bad --format html", 1),
        ("check --data bad --format html --lang zh", 1),
    ] {
        let html = written(words, status);
        assert!(!html.contains(['\u{1b}', '\u{202e}']), "{words}");
        let page = parse(&html);
        for element in page.all() {
            let is_ours = !["script", "img", "b", "i", "iframe"].contains(&&*element.name);
            assert!(is_ours, "{words}: {}", element.name);
            for (name, _) in &element.attributes {
                assert!(!name.starts_with("on"), "{words}: {name}");
            }
        }
        if status == 0 {
            assert!(
                page.text().contains("<script>alert(1)</script>\">"),
                "{words}"
            );
        }
    }
    let page = parse(&written("compile --year 2017 --data . --format html", 0));
    let links = page.named(&["a"]);
    let targets: Vec<_> = links
        .iter()
        .filter_map(|link| link.attribute("href"))
        .collect();
    let outside: Vec<_> = targets
        .iter()
        .filter(|target| !target.starts_with('#'))
        .collect();
    assert_eq!(
        outside,
        [&"https://example.cn/?a=1&b=\"2\"", &"mailto:a@example.cn"]
    );
    assert!(page.text().contains("脚本、数据、网站"));
    let fragment = parse(&written(
        "compile --year 2017 --data . --format html --fragment",
        0,
    ));
    assert!(
        fragment
            .text()
            .contains("网站（https://example.cn/?a=1&b=\"2\"）")
    );
}

#[test]
fn same_bytes_anywhere() {
    for words in [
        "compile --year 2017 --format html --compare 2016",
        "compile --year 2017 --format html --fragment",
        "stats --format html --lang zh",
        "check --format html --lang zh",
        "stats --format csv --long",
    ] {
        let first = run(words);
        let mut other = report(words.split(' '));
        other
            .env("LC_ALL", "zh_CN.GB18030")
            .env("TZ", "America/Lima")
            .env("RAYON_NUM_THREADS", "1")
            .env("COLUMNS", "300");
        assert_eq!(outcome(&mut other), first, "{words}");
    }
}

#[test]
fn a_portal_finds_its_tags() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "[office]\nname = \"某某局\"\n[reports.2017]\nsigned-on = 2018-01-15\n\
        index-number = \"014109591/2018-00001\"\npublished-on = 2018-01-20\n\
        [site]\nname = \"某某区人民政府\"\ndomain = \"www.example.gov.cn\"\nid-code = \"3204000001\"\n\
        column-name = \"年度报告\"\ncolumn-type = \"政府信息公开年报\"\npublisher = \"某某区某某局\"\n\
        keywords = [\"政府信息公开\", \"年度报告\"]\ndescription = \"2017年的报告\"\n";
    fs::write(folder.path().join("report.toml"), settings).unwrap();
    fs::write(
        folder.path().join("published.csv"),
        "信息名称,公开日期\n要点,2017-01-20\n",
    )
    .unwrap();
    let words = "compile --year 2017 --data . --format html";
    let found = outcome(report(words.split(' ')).current_dir(folder.path()));
    let page = parse(&found.stdout);
    let metas = page.named(&["meta"]);
    let tags: Vec<(&str, &str)> = metas
        .iter()
        .filter_map(|meta| Some((meta.attribute("name")?, meta.attribute("content")?)))
        .skip(1)
        .collect();
    assert_eq!(
        tags,
        [
            ("SiteName", "某某区人民政府"),
            ("SiteDomain", "www.example.gov.cn"),
            ("SiteIDCode", "3204000001"),
            ("ColumnName", "年度报告"),
            ("ColumnType", "政府信息公开年报"),
            ("ArticleTitle", "某某局2017年政府信息公开工作年度报告"),
            ("PubDate", "2018-01-20"),
            ("ContentSource", "某某区某某局"),
            ("Keywords", "政府信息公开,年度报告"),
            ("Description", "2017年的报告"),
        ]
    );
    let facts = solid(&page.named(&["table"])[0].text());
    assert_eq!(
        facts,
        "索引号014109591/2018-00001发布机构某某区某某局生成日期2018年1月15日"
    );
    // The sample office has no web site: the page does not mention one.
    let html = compile("data", 2017, "--format html");
    assert!(!html.contains("SiteName") && !html.contains("索引号"));
}

#[test]
fn figures_stand_in_their_page() {
    for options in ["--year 2017", "--lang zh", "--year 2017 --compare 2016"] {
        let page = parse(&run(&format!("stats --format html {options}")).stdout);
        let text = page.text();
        let long = run(&format!("stats --format csv --long {options}")).stdout;
        let cells: Vec<String> = page.named(&["td"]).iter().map(|cell| cell.text()).collect();
        for row in long.lines().skip(1) {
            let row: Vec<&str> = row.split(',').collect();
            let [key, _, _, value, unit] = row[..] else {
                panic!("{row:?}")
            };
            // Rates are rounded in a page; goals and results of targets may be rates.
            if ["share", "a day"].contains(&unit) || value.contains('.') || key.contains("targets")
            {
                continue;
            }
            let cell = if value.is_empty() { "—" } else { value };
            let cell = match cell {
                "true" => "是",
                cell => cell,
            };
            assert!(cells.iter().any(|known| known == cell), "{key} {cell}");
        }
        for key in [
            "published.total",
            "published.by_month.*",
            "requests.service.days.histogram",
        ] {
            assert!(text.contains(key), "{key}");
        }
    }
    let page = parse(&run("stats published --year 2017 --format html --lang en").stdout);
    let charts: Vec<String> = page
        .named(&["svg"])
        .iter()
        .map(|svg| svg.named(&["desc"])[0].text())
        .collect();
    assert!(
        charts
            .iter()
            .any(|description| description.starts_with("January 38 items; February 58 items")),
        "{charts:?}"
    );
    let headings: Vec<String> = page
        .named(&["h2"])
        .iter()
        .map(|heading| heading.text())
        .collect();
    assert_eq!(headings, ["Published information"]);
}

#[test]
fn findings_stand_by_file_with_their_excerpts() {
    let words = "check --data tests/cases/bad-cells-in-three-files/project --format html";
    let found = run(words);
    assert_eq!((found.stderr.as_str(), found.status), ("", 1));
    let page = parse(&found.stdout);
    let headings: Vec<String> = page
        .named(&["h2"])
        .iter()
        .map(|heading| heading.text())
        .collect();
    let json: Value = serde_json::from_str(&run(&words.replace("html", "json")).stdout).unwrap();
    let findings = json["diagnostics"].as_array().unwrap();
    let mut files: Vec<&str> = Vec::new();
    for finding in findings {
        let file = finding["file"].as_str().unwrap_or("The project as a whole");
        if !files.contains(&file) {
            files.push(file);
        }
    }
    assert_eq!(headings, files);
    let articles: Vec<String> = page.named(&["article"]).iter().map(|a| a.text()).collect();
    assert_eq!(articles.len(), findings.len());
    for finding in findings {
        let message = finding["message"]["en"].as_str().unwrap();
        let article = articles.iter().find(|article| article.contains(message));
        let article = article.unwrap_or_else(|| panic!("{message}"));
        assert!(article.contains(finding["code"].as_str().unwrap()));
        if let Some(line) = finding["line"].as_u64() {
            assert!(article.contains(&format!("line {line}")), "{article}");
        }
        if let Some(hint) = finding["hint"]["en"].as_str() {
            assert!(solid(article).contains(&solid(hint)), "{article}");
        }
    }
    let marked: Vec<String> = page
        .named(&["mark"])
        .iter()
        .map(|mark| mark.text())
        .collect();
    assert_eq!(marked, ["2017年1月", "面议", "2017-02-30"]);
}

#[test]
fn nothing_found_is_a_page_too() {
    let page = parse(&run("check --year 2017 --format html --lang zh").stdout);
    assert!(page.text().contains("须改0处、请看0处"), "{}", page.text());
}

#[test]
fn the_extension_asks_for_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let html = compile("data", 2017, "--format html");
    for file in ["report.html", "report.HTM"] {
        let path = folder.path().join(file);
        let words = ["compile", "--year", "2017", "-o", path.to_str().unwrap()];
        let found = outcome(report(words).current_dir(root()));
        assert_eq!(
            (found.stdout.as_str(), found.status),
            ("", 0),
            "{}",
            found.stderr
        );
        assert_eq!(fs::read_to_string(path).unwrap(), html);
    }
    let found = run("compile --year 2017 --fragment");
    assert_eq!(
        (found.stderr.as_str(), found.status),
        (
            "error: --fragment needs --format html; the format is text\n",
            2
        )
    );
}
