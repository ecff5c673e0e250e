//! Determines the kind of applicant from a name.
//!
//! Used only if the office declares that its column contains names. Any cell of that column that is not a
//! known word may be a name, and is never quoted.

use std::sync::LazyLock;

use serde::Deserialize;

use super::columns::folded;

/// Key of the column that may contain names of persons.
pub(super) const PRIVATE_COLUMN: &str = "applicant";

/// Word lists that distinguish names of persons from names of organisations.
#[derive(Deserialize)]
struct NameWords {
    /// First characters of family names.
    surnames: String,
    /// Family names of two characters.
    long_surnames: Vec<String>,
    /// Titles that may follow the name of a person.
    titles: Vec<String>,
    /// Last characters that are typical of organisations and rare in names of persons.
    organisations: String,
}

static NAMES: LazyLock<NameWords> = LazyLock::new(|| {
    toml::from_str(include_str!("applicants.toml"))
        .expect("the shipped table is read by a test before it is shipped")
});

/// Whether a cell clearly is the name of a person: `王某`, `张三`, `欧阳某某`, `李女士`,
/// `买买提·艾力`.
pub(super) fn is_person(cell: &str) -> bool {
    let name = folded(cell);
    let without_title = NAMES
        .titles
        .iter()
        .find_map(|title| name.strip_suffix(title.as_str()));
    let (name, is_titled) = match without_title {
        Some(name) => (name, true),
        None => (name.as_str(), false),
    };
    if let Some((first, last)) = name.split_once(['·', '•', '・']) {
        return [first, last].iter().all(|part| is_chinese(part));
    }
    if !is_chinese(name) {
        return false;
    }
    let mut long = NAMES.long_surnames.iter();
    let given = long.find_map(|surname| name.strip_prefix(surname.as_str()));
    let given = given.or_else(|| {
        let first = name.chars().next()?;
        let rest = &name[first.len_utf8()..];
        NAMES.surnames.contains(first).then_some(rest)
    });
    let Some(given) = given else {
        return false;
    };
    let is_of_organisation = given.ends_with(|last| NAMES.organisations.contains(last));
    match given.chars().count() {
        0 => is_titled,
        1 | 2 => !is_of_organisation,
        _ => false,
    }
}

fn is_chinese(text: &str) -> bool {
    let is_letter = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇');
    !text.is_empty() && text.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons() {
        for name in [
            "王某",
            "张三",
            "李某某",
            "欧阳某某",
            "赵女士",
            "陈 某",
            "买买提·艾力",
            "钱某先生",
        ] {
            assert!(is_person(name), "{name}");
        }
        for name in [
            "清溪水务",
            "金坛局",
            "南京某某公司",
            "某某",
            "王",
            "John",
            "匿名",
            "华东理工",
            "",
            "水利局",
        ] {
            assert!(!is_person(name), "{name}");
        }
    }
}
