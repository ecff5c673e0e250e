//! Keys of figures and of cells of forms: their list, the tables that show them, and the rows behind them.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{report, root};

/// Runs the program in English: standard output, messages, exit code.
fn run(words: &[&str]) -> (String, String, i32) {
    let output = report(words.iter().copied().chain(["--lang", "en"]));
    let output = { output }.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (text(output.stdout), text(output.stderr), status)
}

/// The keys that `report keys` lists.
fn listed(pattern: &str) -> Vec<String> {
    let (printed, messages, _) = run(&["keys", pattern, "--format", "json"]);
    let printed: Value = serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{messages}"));
    let keys = printed.as_array().unwrap().iter();
    keys.map(|key| key["key"].as_str().unwrap().to_owned())
        .collect()
}

/// Three requests, of two natural persons and a business: granted, granted (already public) and
/// refused. The name of the second person is also in the title.
fn office() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "report.toml",
        "[office]\nname = \"某局\"\n\
         [logs]\nrequests = { path = \"requests.csv\", applicants = \"by-name\" }\n\
         [logs.headers.requests]\napplicant = \"申请人\"\n\
         [figures.2022]\n\"fees.administrative_yuan\" = 128000\n\"cn-2021.T2.licence\" = 7\n",
    );
    write(
        "requests.csv",
        "编号,类别,标题,承办单位,申请人,收到日期,答复日期,办理结果\n\
         A1,依申请公开,环评批复,环保科,王小明,2022-02-01,2022-02-10,予以公开\n\
         A2,依申请公开,李红梅房屋征收决定,征收办,李红梅,2022-03-01,2022-03-10,已主动公开\n\
         A3,依申请公开,道路规划,规划科,商业企业,2022-04-01,2022-04-12,属于国家秘密\n",
    );
    folder
}

fn traced(folder: &TempDir, key: &str) -> Value {
    let data = folder.path().to_str().unwrap();
    let words = [
        "trace", key, "--year", "2022", "--data", data, "--format", "json",
    ];
    let (printed, messages, status) = run(&words);
    assert_eq!(status, 0, "{key}: {messages}");
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn every_key_is_listed() {
    let all = listed("");
    for key in [
        "published.total",
        "published.by_month.03",
        "published.by_channel.*",
        "requests.disclosure.by_outcome.refused.state_secret",
        "cn-2008.A1",
        "cn-2021.R3.1.c1",
        "cn-2019.T4.review.total",
    ] {
        assert!(all.iter().any(|listed| listed == key), "{key}");
    }
    let mut once = all.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), all.len());
}

#[test]
fn keys_by_part_name_and_pattern() {
    assert_eq!(
        listed("R3.3.1.c1"),
        ["cn-2019.R3.3.1.c1", "cn-2021.R3.3.1.c1"]
    );
    assert_eq!(
        listed("requests.*.received"),
        ["requests.service.received", "requests.disclosure.received"]
    );
    assert_eq!(
        listed("cn-2021.T4.direct.?????"),
        ["cn-2021.T4.direct.other", "cn-2021.T4.direct.total"]
    );
    assert_eq!(
        listed("行政事业性收费"),
        [
            "fees.administrative_yuan",
            "cn-2019.T2.fees.last_year",
            "cn-2019.T2.fees.change",
            "cn-2021.T2.fees"
        ]
    );
    assert_eq!(
        listed("administrative FEES"),
        ["fees.administrative_yuan", "cn-2021.T2.fees"]
    );
    // An office's own word is listed under its family.
    assert_eq!(
        listed("published.by_channel.微信公众号"),
        ["published.by_channel.*"]
    );
    let (printed, messages, status) = run(&["keys", "publishd.total"]);
    assert_eq!((printed.as_str(), status), ("", 2));
    assert!(
        messages.contains("error[unknown-key]") && messages.contains("\"published.total\""),
        "{messages}"
    );
}

#[test]
fn a_list_has_both_names() {
    let (printed, _, _) = run(&["keys", "cn-2021.R1.c1", "--format", "csv"]);
    assert_eq!(
        printed,
        "\u{feff}key,name_zh,name_en,unit,form,table\r\n\
         cn-2021.R1.c1,一、本年新收政府信息公开申请数量 · 申请人情况·自然人,\
         \"table of disclosure requests: received, natural persons\",,cn-2021,T3\r\n"
    );
    let (printed, _, _) = run(&["keys", "published.total"]);
    assert_eq!(
        printed,
        "figures\n  published.total\n    主动公开政府信息数（条）\n    items published\n"
    );
}

/// A form of the office's own, with one table of one cell.
#[test]
fn a_form_of_the_office() {
    let folder = office();
    let path = folder.path().to_str().unwrap();
    let form = "id = \"qx-1\"\nname = { zh = \"区县格式\", en = \"county form\" }\nfirst-year = 2021\n\
                source = \"区政府办公室通知\"\nskeleton = \"# 概况\"\n\
                [[table]]\nid = \"B1\"\n\
                [[table.part]]\nheader = [[{ text = \"项目\" }, { text = \"数量\" }]]\ncolumns = [{ id = \"n\" }]\n\
                [[table.part.row]]\nid = \"B1\"\nlabel = \"答复\"\nvalue = \"requests.disclosure.replied\"\n";
    fs::write(folder.path().join("form.toml"), form).unwrap();
    let settings = fs::read_to_string(folder.path().join("report.toml")).unwrap();
    let settings = settings.replace("\"cn-2021.", "# \"") + "[form]\nfile = \"form.toml\"\n";
    fs::write(folder.path().join("report.toml"), settings).unwrap();
    let (printed, messages, _) = run(&["keys", "qx-1", "--data", path]);
    assert!(
        printed.contains("qx-1 B1\n  qx-1.B1"),
        "{printed}{messages}"
    );
    let (printed, messages, _) = run(&["explain", "B1", "--data", path]);
    assert!(
        printed.starts_with("qx-1.B1 county form\n"),
        "{printed}{messages}"
    );
    let key = printed.split("such as ").nth(1).unwrap();
    let key = key.split(':').next().unwrap().trim().to_owned();
    assert_eq!(traced(&folder, &key)["value"], 3);
}

#[test]
fn a_table_with_the_keys_of_its_cells() {
    let (printed, _, status) = run(&["explain", "T3"]);
    assert_eq!(status, 0);
    assert!(printed.starts_with("cn-2021.T3 annual report"), "{printed}");
    assert!(
        printed.contains("予以公开〔R3.1.〕") && printed.contains("│c7  │"),
        "{printed}"
    );
    assert!(
        printed.contains("other forms have this table too: cn-2019.T3"),
        "{printed}"
    );
    assert!(printed.lines().all(|line| line.chars().count() <= 80));
    let (other, _, _) = run(&["explain", "cn-2019.T3"]);
    assert!(other.starts_with("cn-2019.T3"), "{other}");
    let (chosen, _, _) = run(&["explain", "T3", "--form", "cn-2019"]);
    assert_eq!(chosen.lines().nth(1), other.lines().nth(1));
    assert!(chosen.starts_with("cn-2019.T3"), "{chosen}");
    let (numbered, _, _) = run(&["explain", "T4"]);
    assert!(
        numbered.contains("\n(15) T4.after_review.total\n"),
        "{numbered}"
    );
    let (_, messages, status) = run(&["explain", "T9"]);
    assert_eq!(status, 2);
    assert!(
        messages.contains("no figure, message, table or cell of a form is called \"T9\""),
        "{messages}"
    );
}

#[test]
fn a_cell_is_explained() {
    let (printed, _, _) = run(&["explain", "R3.1.c1"]);
    assert!(
        printed.contains(
            "made of     requests.disclosure.table.granted.natural_person +\n              \
             requests.disclosure.table.already_public.natural_person\n"
        ),
        "{printed}"
    );
    let (_, messages, status) = run(&["explain", "R3.1.c1", "--year", "2022", "--data", "data"]);
    assert_eq!(status, 2);
    assert!(
        messages.contains("report trace cn-2021.R3.1.c1 --year 2022"),
        "{messages}"
    );
}

#[test]
fn the_rows_behind_a_cell() {
    let office = office();
    let lines = |key: &str| {
        let found = traced(&office, key);
        let rows = found["rows"].as_array().unwrap().clone();
        let line = |row: &Value| (row["line"].as_u64().unwrap(), row["counts"].clone());
        (
            found["value"].clone(),
            rows.iter().map(line).collect::<Vec<_>>(),
        )
    };
    let one = Value::from(1);
    // A sum of two outcomes.
    let granted = (2.into(), vec![(2, one.clone()), (3, one.clone())]);
    assert_eq!(lines("cn-2021.R3.1.c1"), granted);
    assert_eq!(lines("R3.1.c1"), granted);
    assert_eq!(lines("R3.3.1.c2"), (1.into(), vec![(4, one.clone())]));
    // A declared cell, and one made from a declared figure in another unit.
    assert_eq!(lines("cn-2021.T2.licence"), (7.into(), vec![(9, 7.into())]));
    assert_eq!(
        lines("T2.fees"),
        ("12.8".into(), vec![(8, "12.8000".into())])
    );
}

#[test]
fn every_cell_comes_to_its_rows() {
    let folder = root().join("examples/bureau-2022");
    let data = folder.to_str().unwrap();
    let compiled = [
        "compile", "--year", "2022", "--format", "json", "--data", data,
    ];
    let (compiled, messages, _) = run(&compiled);
    let compiled: Value = serde_json::from_str(&compiled).unwrap_or_else(|_| panic!("{messages}"));
    let mut cells: Vec<(String, Value)> = Vec::new();
    let sections = compiled["document"]["sections"].as_array().unwrap();
    let blocks = sections
        .iter()
        .flat_map(|section| section["blocks"].as_array().unwrap());
    for part in blocks.flat_map(|block| block["parts"].as_array().into_iter().flatten()) {
        for cell in part["rows"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row.as_array().unwrap())
        {
            if let Some(id) = cell["id"].as_str() {
                cells.push((id.to_owned(), cell["value"].clone()));
            }
        }
    }
    assert!(cells.len() > 150);
    let number = |value: &Value| match value {
        Value::String(text) => text.parse::<f64>().unwrap(),
        value => value.as_f64().unwrap(),
    };
    // One in seven of the table of requests, and every other cell that is not 0.
    let chosen = cells.iter().enumerate().filter(|(index, (id, value))| {
        (!id.starts_with('R') || index % 7 == 6) && !value.is_null() && number(value) != 0.0
    });
    let mut seen = 0;
    for (_, (id, value)) in chosen {
        let words = [
            "trace", id, "--year", "2022", "--format", "json", "--data", data,
        ];
        let (printed, messages, _) = run(&words);
        let found: Value =
            serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{id}: {messages}"));
        let rows = found["rows"].as_array().unwrap();
        let sum: f64 = rows.iter().map(|row| number(&row["counts"])).sum();
        assert!(
            (sum - number(value)).abs() < 1e-9,
            "{id}: {value} but {sum}"
        );
        assert!(!rows.is_empty(), "{id}");
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn a_row_says_what_it_is_about() {
    let office = office();
    let found = traced(&office, "requests.disclosure.received");
    let fields = |row: usize| {
        let fields = &found["rows"][row]["fields"];
        ["id", "title", "department", "received_on"]
            .map(|key| fields[key].as_str().unwrap().to_owned())
    };
    assert_eq!(fields(0), ["A1", "环评批复", "环保科", "2022-02-01"]);
    // The name of the applicant is covered.
    assert_eq!(
        fields(1),
        ["A2", "＊＊房屋征收决定", "征收办", "2022-03-01"]
    );
    let data = office.path().to_str().unwrap();
    let words = ["trace", "R1.c7", "--year", "2022", "--data", data];
    let (printed, _, _) = run(&words);
    assert!(
        printed.starts_with("cn-2021.R1.c7 2022\nalike in all rows: counts 1; kind 依申请公开"),
        "{printed}"
    );
    assert!(
        printed.contains("requests.csv:2  A1  环评批复  环保科\n    received_on 2022-02-01; "),
        "{printed}"
    );
    assert!(!printed.contains("李红梅"), "{printed}");
    let (due, _, _) = run(&["due", "--as-of", "2022-03-02", "--data", data]);
    assert!(
        due.contains("＊＊房屋征") && !due.contains("李红梅"),
        "{due}"
    );
}

#[test]
fn an_unknown_cell() {
    let office = office();
    let data = office.path().to_str().unwrap();
    for (key, year, nearest) in [
        ("cn-2021.R1.c8", "2022", "cn-2021.R1.c"),
        ("R1.c8", "2022", "cn-2021.R1.c"),
        // The form of 2017 has no such cell.
        ("R1.c1", "2017", "cn-2021.R1.c1"),
    ] {
        let (printed, messages, status) = run(&["trace", key, "--year", year, "--data", data]);
        assert_eq!((printed.as_str(), status), ("", 2), "{key}");
        assert!(
            messages.contains("error[unknown-key]") && messages.contains(nearest),
            "{key}: {messages}"
        );
    }
}
