//! Expected output in files: compared, or rewritten where `UPDATE` is set.

use std::path::Path;
use std::{env, fs};

use snapbox::{Assert, Data};

/// Compares `actual` with the file at `path` and returns the difference. A missing file means that
/// nothing is expected.
///
/// With `UPDATE=1`, or snapbox's own `SNAPSHOTS=overwrite`, the file is rewritten instead.
pub(crate) fn difference(actual: &str, path: &Path) -> Result<(), String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if actual == expected {
        return Ok(());
    }
    if is_rewriting() {
        if actual.is_empty() {
            fs::remove_file(path).unwrap();
        } else {
            fs::write(path, actual).unwrap();
        }
        return Ok(());
    }
    // Dots and brackets in the expected text are literal.
    let expected = Data::text(expected).raw();
    let name = path.display().to_string();
    Assert::new()
        .try_eq(Some(&name), Data::text(actual), expected)
        .map_err(|difference| format!("{difference}UPDATE=1 cargo test rewrites {name}\n"))?;
    Err(format!("{name}: the ends of lines differ\n"))
}

/// Checks that `actual` is the text of the file at `path`.
#[track_caller]
pub(crate) fn check(actual: &str, path: &Path) {
    if let Err(difference) = difference(actual, path) {
        panic!("{difference}");
    }
}

/// Whether expected output is rewritten.
pub(crate) fn is_rewriting() -> bool {
    let is_asked = |name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    is_asked("UPDATE") || env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite")
}
