//! Patterns by which `report.toml` names several files or sheets: `*` is any text, `?` any one character.

/// Whether a name stands for several.
pub(crate) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?'])
}

/// A path without the sign of the project's own folder.
pub(crate) fn plain(path: &str) -> &str {
    path.trim_start_matches("./")
}

/// Whether `name` is spelled as a pattern says, hidden or not.
pub(crate) fn matches(name: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => name.is_empty(),
        Some('*') => {
            let ends = name.char_indices().map(|(index, _)| index);
            ends.chain([name.len()])
                .any(|index| matches(&name[index..], rest.as_str()))
        }
        Some(wanted) => {
            let mut characters = name.chars();
            let is_match = |character| wanted == '?' || wanted == character;
            characters.next().is_some_and(is_match) && matches(characters.as_str(), rest.as_str())
        }
    }
}
