//! Patterns for file and sheet names in `report.toml`: `*` matches any text, `?` one character.

/// Whether a name is a pattern.
pub(crate) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?'])
}

/// A path without a leading `./`.
pub(crate) fn plain(path: &str) -> &str {
    path.trim_start_matches("./")
}

/// Splits a path into its folder and the name or pattern in it.
pub(crate) fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Whether a path has a pattern in a folder name, where patterns are not supported.
pub(crate) fn has_pattern_of_folders(path: &str) -> bool {
    is_pattern(parts(path).0)
}

/// Whether `named`, which may have a pattern as its last segment, matches the file `path`.
pub(crate) fn means(named: &str, path: &str) -> bool {
    let ((folder, pattern), (own, name)) = (parts(plain(named)), parts(plain(path)));
    folder == own && (pattern == name || is_pattern(pattern) && matches(name, pattern))
}

/// Whether `name` matches a pattern; hidden files match too.
///
/// Backtracks only to the last `*`: a match of the part before it never has to be changed.
pub(crate) fn matches(name: &str, pattern: &str) -> bool {
    let (mut name, mut pattern) = (name.chars(), pattern.chars());
    // Remaining name and pattern after the last `*`, at its shortest match so far.
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
