//! One typing error in a header: the column is still recognized, or a finding names the header.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use report::{
    Code, Diagnostic, Log,
    finding::{AmbiguousColumn, MissingColumn, SimilarHeader},
    inside::{LogFile, LogSettings, LogTable, Source, columns},
};

/// Returns the columns recognized in a file of `log` with these headers, and the findings.
fn read(log: Log, headers: &[String]) -> (Vec<&'static str>, Vec<Diagnostic>) {
    let file = LogFile::default_of(log);
    let settings = LogSettings {
        of_files: Vec::new(),
        files: Vec::new(),
        headers: BTreeMap::new(),
    };
    let source = Source {
        log,
        file: &file,
        settings: &settings,
        words: &Arc::default(),
    };
    let text = headers.join(",") + "\n";
    let mut found = Vec::new();
    let table = LogTable::open(Box::new(Cursor::new(text)), &source, &mut found).unwrap();
    let keys = table.first().map(|table| table.columns().collect());
    (keys.unwrap_or_default(), found)
}

/// Every text that one edit makes of `header`.
fn edits(header: &str) -> Vec<String> {
    let characters: Vec<char> = header.chars().collect();
    let mut edits = Vec::new();
    let mut add = |edited: Vec<char>| edits.push(String::from_iter(edited));
    for index in 0..=characters.len() {
        let (before, behind) = characters.split_at(index);
        add([before, &['某'], behind].concat());
        if let [_, rest @ ..] = behind {
            add([before, rest].concat());
            add([before, &['某'], rest].concat());
        }
        if let [first, second, rest @ ..] = behind {
            add([before, &[*second, *first], rest].concat());
        }
    }
    edits.retain(|edited| edited != header && !edited.is_empty());
    edits
}

#[test]
fn one_slip_is_never_silent() {
    let mut wrong = Vec::new();
    for &log in Log::ALL {
        let all: Vec<String> = columns(log).iter().map(|c| c.header.to_owned()).collect();
        for (index, column) in columns(log).iter().enumerate() {
            for edited in edits(column.header) {
                let mut headers = all.clone();
                headers[index].clone_from(&edited);
                let (keys, found) = read(log, &headers);
                if keys.contains(&column.key) {
                    continue;
                }
                let named: Vec<Code> = found
                    .iter()
                    .filter(|finding| {
                        let quoted = format!("\"{edited}\"");
                        let hint = finding.problem.hint();
                        finding.problem.message().en.contains(&quoted)
                            || hint.is_some_and(|hint| hint.en.contains(&quoted))
                    })
                    .map(Diagnostic::code)
                    .collect();
                let is_right = if column.required {
                    named.contains(&Code::of::<MissingColumn>())
                        || named.contains(&Code::of::<AmbiguousColumn>())
                } else if column.header.chars().count() >= 4 {
                    named.contains(&Code::of::<SimilarHeader>())
                        || named.contains(&Code::of::<AmbiguousColumn>())
                } else {
                    !named.is_empty()
                };
                if !is_right {
                    wrong.push(format!(
                        "{} {} {edited}: {named:?}",
                        log.key(),
                        column.header
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_headers_are_no_slips() {
    for (log, headers) in [
        (
            Log::Published,
            "信息名称,公开日期,备注,生效日期,经办人,序号,页数",
        ),
        (
            Log::Requests,
            "编号,类别,收到日期,答复日期,备注,经办人,联系电话,申请人姓名",
        ),
        (Log::Procurement, "标题,发布日期,备注,采购人,代理机构,附件"),
        // Both are known headers, so neither is a misspelling of the other.
        (Log::Published, "信息名称,公开日期,审核日期,生成日期"),
    ] {
        let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
        let (_, found) = read(log, &headers);
        let is_similar = |finding: &&Diagnostic| finding.code() == Code::of::<SimilarHeader>();
        let similar: Vec<_> = found.iter().filter(is_similar).collect();
        assert!(similar.is_empty(), "{similar:?}");
    }
}

#[test]
fn a_slip_has_its_place() {
    let headers = ["编号", "类别", "收到日期", "答复期日"].map(str::to_owned);
    let (_, found) = read(Log::Requests, &headers);
    let similar = found
        .iter()
        .find(|f| f.code() == Code::of::<SimilarHeader>())
        .unwrap();
    let place = similar.place.as_deref().unwrap();
    assert_eq!((place.line, place.column), (Some(1), Some(12)));
}
