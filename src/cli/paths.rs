//! Paths as the file system has them, of files that may not be there yet.

use std::path::{Component, Path, PathBuf, absolute};

/// How many links may lead to one another, as on Linux.
const MOST_LINKS: usize = 40;

/// The absolute path without links, `.` and `..`; the part that is not there is kept as written.
pub(super) fn resolved(path: &Path) -> PathBuf {
    // Without the dot, an empty path would be an error.
    let path = absolute(Path::new(".").join(path)).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|part| {
        let rest = path.strip_prefix(part).ok()?;
        Some(part.canonicalize().ok()?.join(rest))
    });
    plain(&there.unwrap_or(path))
}

/// Where writing to a path would write: its links are followed, also one that leads to no file.
pub(super) fn destination(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = path.read_link() else { break };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    resolved(&path)
}

/// A path without `.` and `..` in it.
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
