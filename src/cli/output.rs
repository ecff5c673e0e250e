//! Where what was made goes to: standard output, or a file that is written whole or not at all.
//!
//! A [`Target`] is made here alone, and only of a path that is no input of the project: a command
//! with an output cannot skip that check.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{anyhow, bail};
use tempfile::NamedTempFile;

use super::arguments::Destination;
use super::files::Folder;
use super::inputs;
use super::words::Words;
use crate::render::Format;

/// A format that a command writes: its name on the command line, and the extensions of its files.
pub(super) trait FileFormat: Copy + PartialEq + 'static {
    /// Every format of the command. Of two with the same extension the first is meant by it.
    const ALL: &'static [Self];

    /// Its name on the command line.
    fn name(self) -> &'static str;

    /// The extensions of its files, without the dot.
    fn extensions(self) -> &'static [&'static str];

    /// Whether its files are no text, which a terminal cannot show.
    fn is_binary(self) -> bool {
        false
    }

    /// Whether a file with this extension may hold it.
    fn is_named(self, extension: &str) -> bool {
        let is_meant = |known: &&str| known.eq_ignore_ascii_case(extension);
        self.extensions().iter().any(is_meant)
    }
}

impl FileFormat for Format {
    const ALL: &'static [Self] = Format::ALL;

    fn name(self) -> &'static str {
        self.name()
    }

    fn extensions(self) -> &'static [&'static str] {
        self.extensions()
    }

    fn is_binary(self) -> bool {
        self.is_binary()
    }
}

/// The one format of commands that write nothing but text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlainText;

impl FileFormat for PlainText {
    const ALL: &'static [Self] = &[Self];

    fn name(self) -> &'static str {
        "text"
    }

    fn extensions(self) -> &'static [&'static str] {
        &["txt"]
    }
}

/// Where output goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Output {
    /// Standard output.
    Stdout,
    /// A file.
    File(Target),
}

/// The path of a file that may be written, for it is no input of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target(PathBuf);

impl Output {
    /// What `-o` means; `-` is standard output, as elsewhere.
    ///
    /// # Errors
    /// The file is an input of the project in `folder`.
    pub(super) fn of(
        typed: &Destination,
        folder: Option<&Folder>,
        words: Words,
    ) -> anyhow::Result<Self> {
        let path = typed.file.as_deref();
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Stdout);
        };
        match folder.and_then(|folder| inputs::input_at(path, folder)) {
            Some(input) => bail!(words.is_an_input(path, &input)),
            None => Ok(Self::File(Target(path.to_owned()))),
        }
    }

    /// The format to write: the one asked for, else that of the file's extension; `usual` on
    /// standard output.
    ///
    /// # Errors
    /// The extension is that of another format, or says nothing where no format is asked for; or a
    /// terminal would get a file that it cannot show.
    pub(super) fn format<F: FileFormat>(
        &self,
        typed: Option<F>,
        usual: F,
        words: Words,
    ) -> anyhow::Result<F> {
        let Self::File(Target(path)) = self else {
            let format = typed.unwrap_or(usual);
            if format.is_binary() && io::stdout().is_terminal() {
                bail!(words.binary_to_terminal(format.name()));
            }
            return Ok(format);
        };
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        let named = F::ALL
            .iter()
            .copied()
            .find(|format| format.is_named(extension));
        match (typed, named) {
            (Some(typed), Some(named)) if !typed.is_named(extension) => {
                bail!(words.formats_differ(path, typed.name(), named.name()))
            }
            (Some(format), _) | (None, Some(format)) => Ok(format),
            (None, None) => {
                let extensions = F::ALL.iter().flat_map(|format| format.extensions());
                let mut known: Vec<&str> = Vec::new();
                for extension in extensions {
                    if !known.contains(extension) {
                        known.push(extension);
                    }
                }
                bail!(words.no_format(path, &known, F::ALL.len() > 1))
            }
        }
    }

    /// Writes the whole of `content`; a reader who closes the pipe has had enough, which is no
    /// error.
    pub(super) fn write(
        &self,
        content: &(impl AsRef<[u8]> + ?Sized),
        words: Words,
    ) -> anyhow::Result<()> {
        let content = content.as_ref();
        match self {
            Self::Stdout => match print(content) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    Err(anyhow!(words.cannot_print(&error)))
                }
                _ => Ok(()),
            },
            Self::File(Target(path)) => {
                replace(path, content).map_err(|error| anyhow!(words.cannot_write(path, &error)))
            }
        }
    }
}

fn print(content: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(content)?;
    stdout.flush()
}

/// Puts a file with `content` in the place of the one at `path`, which stays as it was if that
/// fails.
pub(super) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    // A link stays one: the file it leads to is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let existing = path.metadata().ok();
    match &existing {
        Some(existing) if existing.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        // A pipe or a device is no file to be replaced: it takes the content.
        Some(existing) if !existing.is_file() => {
            return File::options().write(true).open(path)?.write_all(content);
        }
        // Replacing is a matter of the folder, but whoever made a file read-only meant it.
        Some(existing) if existing.permissions().readonly() => {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        _ => {}
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let (mut file, _unfinished) = Unfinished::file_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    if let Some(existing) = existing {
        fs::set_permissions(file.path(), existing.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}

/// The file that is being written, which goes with a run that is interrupted.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// While it lives, an interruption leaves nothing of the file it is about.
struct Unfinished;

impl Unfinished {
    /// A new file in a folder, which an interruption takes away.
    fn file_in(folder: &Path) -> io::Result<(NamedTempFile, Self)> {
        // Who is interrupted while this is held waits until it is known what to take away.
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        // Without a handler the run is ended all the same; it can be set once only.
        let _ = ctrlc::set_handler(|| {
            let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(path) = &*unfinished {
                let _ = fs::remove_file(path);
            }
            std::process::exit(INTERRUPTED);
        });
        let mut builder = tempfile::Builder::new();
        let file = with_usual_permissions(builder.prefix(".report-")).tempfile_in(folder)?;
        *unfinished = Some(file.path().to_owned());
        Ok((file, Self))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The exit status of a run that Ctrl-C ended, as shells have it.
const INTERRUPTED: i32 = 130;

/// Lets a temporary file have the permissions of any new file; its own are for its maker alone.
#[cfg(unix)]
fn with_usual_permissions<'a, 'p, 's>(
    file: &'a mut tempfile::Builder<'p, 's>,
) -> &'a mut tempfile::Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt;
    file.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn with_usual_permissions<'a, 'p, 's>(
    file: &'a mut tempfile::Builder<'p, 's>,
) -> &'a mut tempfile::Builder<'p, 's> {
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        for text in ["一份很长的报告\n", "短\n"] {
            replace(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing else is left there"
        );
    }

    #[test]
    fn what_cannot_be_written_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let kind = |path: &Path| replace(path, b"new").unwrap_err().kind();
        assert_eq!(kind(folder.path()), io::ErrorKind::IsADirectory);
        assert_eq!(
            kind(&folder.path().join("none/report.txt")),
            io::ErrorKind::NotFound
        );
        let path = folder.path().join("report.txt");
        fs::write(&path, "旧").unwrap();
        let mut permissions = path.metadata().unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(kind(&path), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read_to_string(&path).unwrap(), "旧");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (
            folder.path().join("report.txt"),
            folder.path().join("latest.txt"),
        );
        fs::write(&path, "旧").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("report.txt", &link).unwrap();
        replace(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        assert!(link.symlink_metadata().unwrap().is_symlink());
    }

    #[test]
    fn format_by_extension() {
        let words = Words(Language::English);
        let format = |file: &str, typed| {
            let output = Output::File(Target(file.into()));
            output.format(typed, Format::Text, words).ok()
        };
        assert_eq!(format("a.txt", None), Some(Format::Text));
        assert_eq!(format("a.MD", None), Some(Format::Markdown));
        assert_eq!(format("2017.json", None), Some(Format::Json));
        assert_eq!(format("年度报告.docx", None), Some(Format::Docx));
        assert_eq!(format("年度报告.XLSX", None), Some(Format::Xlsx));
        for unknown in ["a.doc", "a.xls", "json", "年度报告", "a.txt.bak", "a."] {
            assert_eq!(format(unknown, None), None, "{unknown}");
            assert_eq!(format(unknown, Some(Format::Json)), Some(Format::Json));
        }
        assert_eq!(
            format("a.md", Some(Format::Markdown)),
            Some(Format::Markdown)
        );
        assert_eq!(format("a.md", Some(Format::Json)), None);
        let stdout = Output::Stdout.format(None, Format::Text, words);
        assert_eq!(stdout.ok(), Some(Format::Text));
        assert_eq!(format("a.HTM", None), Some(Format::Html));
    }
}
