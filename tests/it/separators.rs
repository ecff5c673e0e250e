//! Separators of cells in text files: supported ones are read, others are reported.

use report::{Office, Options, finding::UnknownSeparator};

use crate::memory::{Folder, figure};

/// Vertical bars separate cells like commas.
#[test]
fn cells_between_vertical_bars() {
    let total = |log: &str| {
        let folder = Folder::new().with("published.csv", log);
        let found = folder.figures(2017, &Options::default());
        figure(&found, "published.total")
    };
    let log = "索引号|信息名称|公开日期\n1|甲,乙|2017-03-05\n2|\"丙|丁\"|2017-03-06\n";
    assert_eq!(total(log), "2");
    assert_eq!(total(&format!("2017年台账\n{log}")), "2");
    // A bar in a title is not a separator in a log with commas.
    assert_eq!(total("索引号,信息名称,公开日期\n1,甲|乙,2017-03-05\n"), "1");
}

/// An unsupported separator is named in the finding.
#[test]
fn unread_separators_are_named() {
    let found = |log: &str| {
        let folder = Folder::new().with("published.csv", log);
        let found = Office::open(&folder)
            .figures(Some(2017), &Options::default())
            .diagnostics;
        let separator = found.iter().find_map(|found| found.problem.get());
        let separator = separator.map(|&UnknownSeparator { separator }| separator);
        let line = found.first().and_then(|found| found.place.as_ref()?.line);
        (separator, line)
    };
    for separator in ["，", "；", "｜", "、", "\\t", "^", "~", "#", "  "] {
        let log = "索引号,信息名称,公开日期\n1,甲,2017-03-05\n".replace(',', separator);
        let named = if separator == "  " { " " } else { separator };
        assert_eq!(found(&log), (Some(named), Some(1)), "{log}");
        assert_eq!(
            found(&format!("台账\n\n{log}")),
            (Some(named), Some(3)),
            "{log}"
        );
    }
    // One full-width comma among others is enough to lose a column.
    assert_eq!(
        found("索引号,信息名称，公开日期\n1,甲,2017-03-05\n"),
        (Some("，"), Some(1))
    );
    // A missing column is missing with every separator.
    assert_eq!(found("索引号，信息名称\n1，甲\n").0, None);
    assert_eq!(found("索引号,信息名称、公开日期数\n1,甲\n").0, None);
}
