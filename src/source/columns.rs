//! The columns of the logs, and which header of a file means which column.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::synonyms;
use crate::diagnostic::Problem;
use crate::record::Log;
use crate::vocabulary::nearest;

/// A column a log may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its canonical key.
    pub key: &'static str,
    /// The header an office usually writes.
    pub header: &'static str,
    /// Whether the log cannot be read without it.
    pub required: bool,
}

/// Declares the columns of a log: `NAME "key" "表头" required?;` gives each its position by name.
macro_rules! columns {
    ($($name:ident $key:literal $header:literal $($required:ident)?;)*) => {
        columns!(@positions 0usize; $($name)*);

        pub(super) const COLUMNS: &[$crate::source::Column] = &[$($crate::source::Column {
            key: $key,
            header: $header,
            required: columns!(@required $($required)?),
        },)*];
    };
    (@positions $position:expr;) => {};
    (@positions $position:expr; $name:ident $($rest:ident)*) => {
        const $name: usize = $position;
        columns!(@positions $position + 1; $($rest)*);
    };
    (@required required) => { true };
    (@required) => { false };
}
pub(super) use columns;

/// Where the cells of a column come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// The cell with this index.
    Cell {
        index: usize,
        /// What a number in the cell is multiplied with: the header says 万元.
        factor: u32,
    },
    /// The same text for every row, from `report.toml`.
    Constant(String),
    /// The file does not have the column.
    Missing,
}

/// Finds for each column of `log` the header that means it.
///
/// # Errors
/// Required columns that are missing and headers that cannot be told apart, all of them.
pub(super) fn resolve(
    log: Log,
    headers: &[&str],
    mapping: &BTreeMap<String, String>,
    constants: &BTreeMap<String, String>,
) -> Result<Vec<Origin>, Vec<Problem>> {
    let columns = super::columns(log);
    let normal: Vec<(String, u32)> = headers.iter().map(|header| normalised(header)).collect();
    let mut problems = Vec::new();
    let mut origins = Vec::with_capacity(columns.len());
    for column in columns {
        let mapped = mapping.get(column.key).map(|header| normalised(header).0);
        let is_match = |header: &str| match &mapped {
            Some(mapped) => header == mapped,
            // A header that is mapped to another column is spoken for.
            None => {
                synonyms::means(log, column, header)
                    && !mapping.values().any(|other| normalised(other).0 == header)
            }
        };
        let found: Vec<usize> = (0..headers.len())
            .filter(|&index| is_match(&normal[index].0))
            .collect();
        origins.push(match (constants.get(column.key), &*found) {
            (Some(constant), _) => Origin::Constant(constant.clone()),
            (None, []) => {
                if column.required {
                    let candidates = [column.header, column.key];
                    let similar = candidates
                        .iter()
                        .find_map(|name| nearest(name, headers.iter().copied()));
                    problems.push(Problem::MissingColumn {
                        key: column.key,
                        header: column.header,
                        found: headers.iter().map(|&header| header.to_owned()).collect(),
                        nearest: similar.map(str::to_owned),
                        log: log.key(),
                    });
                }
                Origin::Missing
            }
            (None, &[index]) => Origin::Cell {
                index,
                factor: normal[index].1,
            },
            (None, several) => {
                problems.push(Problem::AmbiguousColumn {
                    key: column.key,
                    headers: several
                        .iter()
                        .map(|&index| headers[index].to_owned())
                        .collect(),
                    log: log.key(),
                });
                Origin::Missing
            }
        });
    }
    if problems.is_empty() {
        Ok(origins)
    } else {
        Err(problems)
    }
}

/// A header as it is compared: compatibility forms unified, white space and case gone, a unit of
/// money in brackets at its end taken off and returned as a factor.
pub(super) fn normalised(header: &str) -> (String, u32) {
    let mut text: String = header
        .nfkc()
        .filter(|character| !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    for (unit, factor) in [("(万元)", 10_000), ("(元)", 1)] {
        if let Some(bare) = text.strip_suffix(unit) {
            text.truncate(bare.len());
            return (text, factor);
        }
    }
    (text, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(headers: &[&str]) -> Result<Vec<Origin>, Vec<Problem>> {
        resolve(Log::Published, headers, &BTreeMap::new(), &BTreeMap::new())
    }

    #[test]
    fn headers_are_found_in_any_order_and_spelling() {
        let origins = published(&["公开 日期", "ＩＤ", "信息名称", "备注"]).unwrap();
        assert_eq!(
            origins[0],
            Origin::Cell {
                index: 1,
                factor: 1
            }
        );
        assert_eq!(
            origins[1],
            Origin::Cell {
                index: 2,
                factor: 1
            }
        );
        assert_eq!(origins[2], Origin::Missing);
    }

    #[test]
    fn a_unit_in_the_header_is_a_factor() {
        assert_eq!(
            normalised("预算金额（万元）"),
            ("预算金额".to_owned(), 10_000)
        );
        assert_eq!(normalised("预算 金额 (元)"), ("预算金额".to_owned(), 1));
    }

    #[test]
    fn every_missing_and_ambiguous_column_is_told() {
        let problems = published(&["公开日期", "发布时间"]).unwrap_err();
        assert!(matches!(
            &problems[0],
            Problem::MissingColumn { key: "title", .. }
        ));
        assert!(
            matches!(&problems[1], Problem::AmbiguousColumn { key: "published_on", headers, .. } if headers.len() == 2)
        );
    }

    #[test]
    fn a_mapping_settles_what_is_ambiguous() {
        let mapping = BTreeMap::from([("published_on".to_owned(), "发布时间".to_owned())]);
        let headers = ["标题", "公开日期", "发布时间"];
        let origins = resolve(Log::Published, &headers, &mapping, &BTreeMap::new()).unwrap();
        let published_on = super::super::columns(Log::Published)
            .iter()
            .position(|column| column.key == "published_on")
            .unwrap();
        assert_eq!(
            origins[published_on],
            Origin::Cell {
                index: 2,
                factor: 1
            }
        );
    }
}
