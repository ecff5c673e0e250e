//! The office's own order of labels, wherever they are printed.

use report::{
    Format, Language, Log, Office, Options,
    render::{json, stats, table},
};

use crate::memory::{COMPLETE, Folder, finding_lines};

const PUBLISHED: &str = "索引号,信息名称,分类,公开日期
A1,甲,财政信息,2017-01-05
A2,乙,财政信息,2017-01-06
A3,丙,财政信息,2017-02-06
A4,丁,规划计划,2017-03-07
A5,戊,规划计划,2017-03-08
A6,己,政策法规,2017-03-09
A7,庚,人事信息,2016-03-09
";

const REQUESTS: &str = "编号,类别,诉求类型,收到日期,办理期限,办结日期,承办单位
S1,公众诉求,咨询,2017-03-01,2017-03-08,2017-03-02,民政所
S2,公众诉求,投诉,2017-03-01,2017-03-08,2017-03-02,城管办
S3,公众诉求,投诉,2017-03-01,2017-03-08,2017-03-02,城管办
";

const NARRATIVE: &str = "\n# 分类\n{{ published.by_category | names }}。\
    {{ published.by_category | top(2) | names }}。\
    {{ requests.service.by_topic | names }}。\
    {% for label in requests.service.rates_by_department %}{{ label }}；{% endfor %}\n\n如下\n\n\
    ![分类表](table:published.by_category)\n\n![分类图](chart:published.by_category)\n";

fn office(order: &str) -> Folder {
    Folder::new()
        .with("published.csv", PUBLISHED)
        .with("requests.csv", REQUESTS)
        .with("narrative/2017.md", COMPLETE.to_owned() + NARRATIVE)
        .with_settings(order)
}

/// The keys may be quoted, or tables in tables.
fn ordered() -> Folder {
    let order = "[order]\n\"published.by_category\" = [\"政策法规\", \"人事信息\", \"规划计划\"]\n\
        [order.requests.service]\nby_topic = [\"complaint\", \"咨询\"]\nby_department = [\"民政所\"]\n";
    office(order)
}

/// Returns the words in the order of their first occurrence in a text.
fn order_in<'w>(text: &str, words: &[&'w str]) -> Vec<&'w str> {
    let mut found: Vec<(usize, &str)> = words
        .iter()
        .filter_map(|word| Some((text.find(word)?, *word)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, word)| word).collect()
}

const CATEGORIES: [&str; 4] = ["人事信息", "政策法规", "规划计划", "财政信息"];

#[test]
fn names_by_size_without_an_order() {
    let text = office("").rendered(2017, Format::Markdown);
    for sentence in [
        "财政信息、规划计划、政策法规。",
        "财政信息、规划计划。",
        "咨询、投诉。",
        "城管办；民政所；",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
}

#[test]
fn names_in_the_own_order() {
    let text = ordered().rendered(2017, Format::Markdown);
    for sentence in [
        "政策法规、规划计划、财政信息。",
        // Lists of the largest ignore the order.
        "财政信息、规划计划。",
        "投诉、咨询。",
        "民政所；城管办；",
    ] {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
}

#[test]
fn tables_and_charts_in_the_own_order() {
    for format in [Format::Text, Format::Markdown, Format::Html, Format::Json] {
        for (folder, expected) in [
            (office(""), ["财政信息", "规划计划", "政策法规"]),
            (ordered(), ["政策法规", "规划计划", "财政信息"]),
        ] {
            let text = folder.rendered(2017, format);
            // The table and the chart follow this word.
            let tail = &text[text.rfind("如下").unwrap()..];
            let mut found: Vec<(usize, &str)> = expected
                .iter()
                .flat_map(|word| tail.match_indices(word))
                .collect();
            found.sort_unstable();
            let found: Vec<&str> = found.into_iter().map(|(_, word)| word).collect();
            assert!(found.len() >= 6, "{format:?}: {tail}");
            for words in found.chunks(3) {
                assert_eq!(words, expected, "{format:?}");
            }
        }
    }
}

#[test]
fn statistics_in_the_own_order() {
    for (folder, expected) in [
        (office(""), ["人事信息", "政策法规", "规划计划", "财政信息"]),
        (ordered(), ["政策法规", "人事信息", "规划计划", "财政信息"]),
    ] {
        let found = Office::open(&folder).figures(None, &Options::default());
        assert!(
            finding_lines(&found.diagnostics)
                .iter()
                .all(|reported| !reported.contains("unused-order"))
        );
        let years: Vec<_> = found
            .value
            .as_deref()
            .unwrap_or_default()
            .iter()
            .map(|(year, figures)| ((*year).into(), figures))
            .collect();
        let overview = stats::overview(&years, false, Language::Chinese);
        let parts = overview.groups[0]
            .items
            .iter()
            .filter_map(|item| match item {
                stats::Item::Breakdown(breakdown) if breakdown.key == "published.by_category.*" => {
                    Some(
                        breakdown
                            .parts
                            .iter()
                            .map(|part| part.names[0].as_str())
                            .collect(),
                    )
                }
                _ => None,
            });
        assert_eq!(parts.collect::<Vec<Vec<&str>>>(), [expected]);
        let csv = table::csv(&stats::table(&years, Language::Chinese));
        assert_eq!(order_in(&csv, &CATEGORIES), expected, "{csv}");
        let of_year = |is_kept: &dyn Fn(&&str) -> bool| -> Vec<&str> {
            expected
                .iter()
                .copied()
                .filter(|word| is_kept(word))
                .collect()
        };
        let is_of_2017 = |word: &&str| *word != "人事信息";
        let long = stats::long(&years[1..]);
        assert_eq!(order_in(&long, &CATEGORIES), of_year(&is_of_2017));
        let json = json::stats(&years[1..], false);
        assert_eq!(order_in(&json, &CATEGORIES), of_year(&is_of_2017));
    }
}

/// Codes are ordered by name as well, and rates in the order of their breakdown.
#[test]
fn codes_and_rates_in_the_own_order() {
    let figures = ordered().figures(2017, &Options::default());
    let labels = |below: &[&str]| -> String {
        let labels = figures
            .below(below)
            .map(|(key, _)| key.labels[1].to_string());
        labels.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        labels(&["requests", "service", "by_topic"]),
        "complaint consultation help tip_off suggestion other"
    );
    assert_eq!(
        labels(&["requests", "service", "rates_by_department"]),
        ["民政所 城管办"; 4].join(" ")
    );
}

/// The figures are the same in any order.
#[test]
fn no_figure_changes() {
    let [plain, ordered] =
        [office(""), ordered()].map(|folder| folder.figures(2017, &Options::default()));
    for (key, value) in plain.iter() {
        assert_eq!(ordered.get(key), Some(value), "{key}");
    }
    assert_eq!(plain.iter().count(), ordered.iter().count());
}

#[test]
fn labels_in_another_spelling() {
    let order = "[order]\n\"published.by_category\" = [\"政策\u{200b}法规\"]\n";
    let found = Office::open(&office(order))
        .check(Some(2017), &Options::default())
        .diagnostics;
    assert!(
        finding_lines(&found)
            .iter()
            .all(|reported| !reported.contains("unused-order"))
    );
}

/// Labels of a log that is not read are unknown.
#[test]
fn labels_of_other_logs() {
    let folder = office("[order]\n\"published.by_category\" = [\"政务\"]\n");
    for (log, expected) in [(Log::Published, 1), (Log::Requests, 0)] {
        let options = Options {
            logs: Some([log].into()),
            ..Options::default()
        };
        let found = finding_lines(
            &Office::open(&folder)
                .figures(Some(2017), &options)
                .diagnostics,
        );
        let notes = found
            .iter()
            .filter(|reported| reported.contains("unused-order"));
        assert_eq!(notes.count(), expected, "{found:?}");
    }
}

#[test]
fn orders_that_are_none() {
    for (order, expected) in [
        (
            "\"published.by_categori\" = [\"甲\"]",
            "published.by_category",
        ),
        (
            "\"published.by_catgory\" = [\"甲\"]",
            "published.by_category",
        ),
        (
            "\"requests.servce.by_topic\" = [\"甲\"]",
            "requests.service.by_topic",
        ),
        ("\"published.total\" = [\"甲\"]", ""),
        ("published.total = [\"甲\"]", ""),
        ("\"published.by_category\" = 1", ""),
        ("\"published.by_category\" = [1]", ""),
        (
            "\"published.by_category\" = [\"甲\"]\npublished.by_category = [\"乙\"]",
            "",
        ),
    ] {
        let folder = office(&format!("[order]\n{order}\n"));
        let found = Office::open(&folder)
            .check(Some(2017), &Options::default())
            .diagnostics;
        let hints: Vec<String> = found
            .iter()
            .filter_map(|found| found.problem.hint())
            .map(|hint| hint.zh)
            .collect();
        assert_eq!(found.len(), 1, "{order}: {:?}", finding_lines(&found));
        let codes = ["unknown-setting", "bad-setting", "bad-toml"];
        assert!(codes.contains(&found[0].code().name()), "{order}");
        assert!(hints.concat().contains(expected), "{order}: {hints:?}");
    }
}
