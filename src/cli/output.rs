//! Output to standard output, or to a file that is replaced atomically.
//!
//! A [`OutputPath`] can only be created here, and only for a path that is not an input of the project:
//! no command can skip that check.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::arguments::Destination;
use super::folder::ProjectFolder;
use super::inputs;
use super::paths::destination;
use super::unfinished::Unfinished;
use super::words::CommandWords;
use crate::office::{Input, InputRole, PROJECT_FILE};
use crate::render::Format;

/// An output format of a command: its name on the command line and its file extensions.
pub(super) trait FileFormat: Copy + PartialEq + 'static {
    /// All formats of the command. If two share an extension, it stands for the first.
    const ALL: &'static [Self];

    /// Its name on the command line.
    fn name(self) -> &'static str;

    /// The extensions of its files, without the dot.
    fn extensions(self) -> &'static [&'static str];

    /// Whether its files are binary and cannot be shown on a terminal.
    fn is_binary(self) -> bool {
        false
    }

    /// Whether a file with this extension may contain it.
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

/// The format of commands that only write text.
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

/// The destination of output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Output {
    /// Standard output.
    Stdout,
    /// A file.
    File(OutputPath),
}

/// The path of a file that may be written, because it is not an input of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutputPath(PathBuf);

impl Output {
    /// Parses the value of `-o`; `-` is standard output.
    ///
    /// # Errors
    /// The file is an input of the project in `folder`.
    pub(super) fn of(
        typed: &Destination,
        folder: Option<&ProjectFolder>,
        words: CommandWords,
    ) -> anyhow::Result<Self> {
        let path = typed.file.as_deref();
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Stdout);
        };
        let settings = || {
            let is_settings = path.file_name().is_some_and(|name| name == PROJECT_FILE);
            // Also those of a project that this command does not read.
            is_settings.then(|| Input {
                path: PROJECT_FILE.to_owned(),
                role: InputRole::Settings,
            })
        };
        let input = folder.and_then(|folder| inputs::input_at(path, folder));
        match input.or_else(settings) {
            Some(input) => bail!(words.is_an_input(path, &input)),
            None => Ok(Self::File(OutputPath(path.to_owned()))),
        }
    }

    /// Returns the format to write: the requested one, or else that of the file's extension; `usual` on
    /// standard output.
    ///
    /// # Errors
    /// The extension belongs to another format; or it is unknown and no format is requested; or a
    /// binary format would be written to a terminal.
    pub(super) fn format<F: FileFormat>(
        &self,
        typed: Option<F>,
        usual: F,
        words: CommandWords,
    ) -> anyhow::Result<F> {
        let Self::File(OutputPath(path)) = self else {
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

    /// Writes all of `content`. A closed pipe is not an error.
    pub(super) fn write(
        &self,
        content: &(impl AsRef<[u8]> + ?Sized),
        words: CommandWords,
    ) -> anyhow::Result<()> {
        self.write_by(words, |out| out.write_all(content.as_ref()))
    }

    /// Writes the output of `make`, piece by piece.
    pub(super) fn write_by(
        &self,
        words: CommandWords,
        make: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        match self {
            Self::Stdout => match buffered(io::stdout().lock(), make) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    Err(anyhow!(words.cannot_print(&error)))
                }
                _ => Ok(()),
            },
            Self::File(OutputPath(path)) => {
                replace_by(path, make).map_err(|error| anyhow!(words.cannot_write(path, &error)))
            }
        }
    }
}

/// Runs `make` with a buffered writer for `file` and flushes it.
fn buffered(
    file: impl Write,
    make: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    make(&mut out)?;
    out.flush()
}

/// Replaces the file at `path` with `content`. If that fails, the old file is unchanged.
pub(super) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    replace_by(path, |out| out.write_all(content))
}

/// Replaces the file at `path` with the output of `make`.
fn replace_by(path: &Path, make: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if path.to_string_lossy().ends_with(std::path::is_separator) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // Links are followed: the file that the link leads to is replaced.
    let path = &behind_links(path)?;
    let existing = path.metadata().ok();
    match &existing {
        Some(existing) if existing.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        // Pipes and devices are written to, not replaced.
        Some(existing) if !existing.is_file() => {
            return buffered(File::options().write(true).open(path)?, make);
        }
        // Replacing only needs access to the folder, but a read-only file is meant to stay.
        Some(existing) if existing.permissions().readonly() => {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        _ => {}
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let (file, _unfinished) = Unfinished::file_in(folder)?;
    buffered(file.as_file(), make)?;
    file.as_file().sync_all()?;
    if let Some(existing) = existing {
        fs::set_permissions(file.path(), plain_permissions(&existing))?;
    }
    file.persist(path)?;
    Ok(())
}

/// Returns the file that writing to `path` would write. Follows links, including links to missing
/// files.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    match path.metadata() {
        // The file behind `/dev/stdout` may have no path.
        Ok(_) => Ok(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(destination(path)),
        // For example, a cycle of links.
        Err(error) => Err(error),
    }
}

/// Returns the permissions of a file without setuid and setgid: these were granted to the old
/// content.
#[cfg(unix)]
fn plain_permissions(existing: &Metadata) -> Permissions {
    use std::os::unix::fs::PermissionsExt;
    Permissions::from_mode(existing.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn plain_permissions(existing: &Metadata) -> Permissions {
    existing.permissions()
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
        fs::set_permissions(&path, fs::Permissions::from_mode(0o6755)).unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(
            path.metadata().unwrap().permissions().mode() & 0o7777,
            0o755
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_to_no_file() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("2018")).unwrap();
        symlink("2018/link.txt", path("latest.txt")).unwrap();
        symlink("report.txt", path("2018/link.txt")).unwrap();
        replace(&path("latest.txt"), b"new").unwrap();
        assert_eq!(fs::read(path("2018/report.txt")).unwrap(), b"new");
        assert!(path("latest.txt").is_symlink() && path("2018/link.txt").is_symlink());
        symlink("b.txt", path("a.txt")).unwrap();
        symlink("a.txt", path("b.txt")).unwrap();
        assert!(replace(&path("a.txt"), b"new").is_err());
        assert!(path("a.txt").is_symlink() && path("b.txt").is_symlink());
    }

    #[test]
    fn format_by_extension() {
        let words = CommandWords(Language::English);
        let format = |file: &str, typed| {
            let output = Output::File(OutputPath(file.into()));
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
