//! Resolves paths of files that may not exist yet.

use std::path::{Component, Path, PathBuf, absolute};

/// Maximum number of links to follow, as on Linux.
const MOST_LINKS: usize = 40;

/// Returns the absolute path without links, `.` and `..`. The part that does not exist is kept as
/// written.
pub(super) fn resolved(path: &Path) -> PathBuf {
    // Without the dot, an empty path would be an error.
    let path = absolute(Path::new(".").join(path)).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|part| {
        let rest = path.strip_prefix(part).ok()?;
        Some(part.canonicalize().ok()?.join(rest))
    });
    plain(&there.unwrap_or(path))
}

/// Returns the path that writing would go to. Follows links, including links to missing files.
pub(super) fn destination(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = path.read_link() else { break };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    resolved(&path)
}

/// Removes `.` and `..` from a path.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for segment in path.components() {
        match segment {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            segment => plain.push(segment),
        }
    }
    plain
}
