//! Patterns such as `published-*.csv`, by which `report.toml` names several files of a log.
//!
//! Only the last part of a path may be a pattern: `*` is any text, `?` any one character.

use encoding_rs::GB18030;

use crate::project::pattern::matches;
pub(super) use crate::project::pattern::parts;

/// Whether a pattern matches the file `name`.
pub(super) fn is_match(name: &str, pattern: &str) -> bool {
    !is_hidden(name) && matches(name, pattern)
}

/// Whether the file is hidden or a lock file, such as `~$台账.xlsx`, which Excel keeps next to an
/// open workbook.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '~'])
}

/// Whether a name that is not UTF-8 matches a pattern once it is decoded as GB18030: old archives
/// keep Chinese names in GBK.
pub(super) fn may_match(name: &[u8], pattern: &str) -> bool {
    let (in_gb18030, _) = GB18030.decode_without_bom_handling(name);
    is_match(&in_gb18030, pattern) || is_match(&String::from_utf8_lossy(name), pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_gbk_are_seen() {
        let (name, ..) = GB18030.encode("公开2017.csv");
        for pattern in ["*.csv", "公开*.csv", "公开20??.csv"] {
            assert!(may_match(&name, pattern), "{pattern}");
        }
        for pattern in ["*.xlsx", "采购*.csv"] {
            assert!(!may_match(&name, pattern), "{pattern}");
        }
        assert!(!may_match(b"~$\xB9\xAB.csv", "*.csv"));
    }
}
