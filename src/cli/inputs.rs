//! Finds the input of a project at a path, so that no output overwrites one.

use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::folder::ProjectFolder;
use super::paths::{destination, resolved};
use crate::{Files, Input, InputRole, Office};

/// Returns the input of the project in `folder` that writing to `path` would change or create.
pub(super) fn input_at(path: &Path, folder: &ProjectFolder) -> Option<Input> {
    let target = WritePath::of(path);
    Office::open(folder)
        .inputs()
        .into_iter()
        .find(|input| target.is_by_name(input, folder) || target.is_by_file(input, folder))
}

/// A path to write to.
struct WritePath {
    /// The file that would be written, and the link that leads to it.
    places: [PathBuf; 2],
    /// The existing file; `None` for devices and pipes, which are never inputs.
    file: Option<Handle>,
}

impl WritePath {
    fn of(path: &Path) -> Self {
        let link = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => resolved(parent).join(name),
            _ => resolved(path),
        };
        let is_file = path.metadata().is_ok_and(|found| found.is_file());
        let file = is_file.then(|| Handle::from_path(path).ok()).flatten();
        Self {
            places: [destination(path), link].map(|place| folded(&place)),
            file,
        }
    }

    /// Compares paths; the input need not exist.
    fn is_by_name(&self, input: &Input, folder: &ProjectFolder) -> bool {
        let path = folded(&destination(&folder.path().join(&input.path)));
        if input.role == InputRole::Narratives {
            return self.places.iter().any(|place| place.starts_with(&path));
        }
        let (parent, _) = input.parts();
        let parent = folded(&resolved(&folder.path().join(parent)));
        let input = Input {
            path: folded(Path::new(&input.path)).to_string_lossy().into(),
            role: input.role,
        };
        self.places.iter().any(|place| {
            let name = place.file_name().unwrap_or_default();
            let is_named = input.is_named(&name.to_string_lossy());
            *place == path || is_named && place.parent() == Some(&*parent)
        })
    }

    /// Compares with existing files: links in the project may lead elsewhere, and hard links have
    /// different paths.
    fn is_by_file(&self, input: &Input, folder: &ProjectFolder) -> bool {
        let is_same = |path: &Path| {
            self.places.contains(&folded(&destination(path))) || self.is_same_file(path)
        };
        if input.role == InputRole::Narratives {
            return any_file(&folder.path().join(&input.path), &is_same);
        }
        let (parent, _) = input.parts();
        let names = folder.list(parent).unwrap_or_default();
        let mut names = names.iter().filter(|name| input.is_named(name));
        names.any(|name| is_same(&folder.path().join(parent).join(name)))
    }

    fn is_same_file(&self, path: &Path) -> bool {
        let Some(file) = &self.file else { return false };
        path.is_file() && Handle::from_path(path).is_ok_and(|other| other == *file)
    }
}

/// Whether `is_meant` holds for any file below `folder`.
fn any_file(folder: &Path, is_meant: &dyn Fn(&Path) -> bool) -> bool {
    let is_meant = |entry: DirEntry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            any_file(&entry.path(), is_meant)
        } else {
            is_meant(&entry.path())
        }
    };
    let entries = folder.read_dir().into_iter().flatten();
    entries.flatten().any(is_meant)
}

/// Normalizes a path for comparison: lower case on systems whose file names ignore case.
fn folded(path: &Path) -> PathBuf {
    if cfg!(any(windows, target_os = "macos")) {
        path.to_string_lossy().to_lowercase().into()
    } else {
        path.to_owned()
    }
}
