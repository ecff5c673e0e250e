//! Patterns by which `report.toml` names several files or sheets: `*` is any text, `?` any one character.

/// Whether a name stands for several.
pub(crate) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?'])
}

/// A path without the sign of the project's own folder.
pub(crate) fn plain(path: &str) -> &str {
    path.trim_start_matches("./")
}

/// The folder of a path, and the name or pattern in it.
pub(crate) fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Whether a path has a pattern in the name of a folder, where it stands for nothing.
pub(crate) fn has_pattern_of_folders(path: &str) -> bool {
    is_pattern(parts(path).0)
}

/// Whether a path, or a pattern whose last part is one, stands for the file `path`.
pub(crate) fn means(named: &str, path: &str) -> bool {
    let ((folder, pattern), (own, name)) = (parts(plain(named)), parts(plain(path)));
    folder == own && (pattern == name || is_pattern(pattern) && matches(name, pattern))
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
