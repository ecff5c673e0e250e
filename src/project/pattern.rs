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
///
/// Of several `*` only the last may have to take more: those before it are right as they are.
pub(crate) fn matches(name: &str, pattern: &str) -> bool {
    let (mut name, mut pattern) = (name.chars(), pattern.chars());
    // What is left of both behind the last `*`, if that takes no more than so far.
    let mut last_star = None;
    loop {
        let at_name = name.clone();
        match (name.next(), pattern.next()) {
            (None, None) => return true,
            (_, Some('*')) => {
                name = at_name;
                last_star = Some((name.clone(), pattern.clone()));
            }
            (Some(character), Some(wanted)) if wanted == '?' || wanted == character => {}
            (None, Some(_)) => return false,
            _ => {
                let Some((mut rest, behind)) = last_star.take() else {
                    return false;
                };
                if rest.next().is_none() {
                    return false;
                }
                (name, pattern) = (rest.clone(), behind.clone());
                last_star = Some((rest, behind));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns() {
        for (name, pattern, expected) in [
            ("", "", true),
            ("", "*", true),
            ("a", "", false),
            ("台账1.csv", "台账?.csv", true),
            ("台账.csv", "台账?.csv", false),
            ("1月", "*月", true),
            ("1月.csv", "*月", false),
            ("abcabd", "*ab?", true),
            ("abcabd", "a*c*d", true),
            ("abcabd", "a*c*c", false),
            ("a", "*?*", true),
            ("ab", "a*b*", true),
        ] {
            assert_eq!(matches(name, pattern), expected, "{name} {pattern}");
        }
        assert!(!matches(&"a".repeat(10_000), &("*a".repeat(100) + "b")));
        assert!(matches(&"长".repeat(100_000), &"长".repeat(100_000)));
    }
}
