//! Temporary files of output, and their removal if the run is interrupted or killed.
//!
//! A file is written next to the one it replaces. An interruption removes it; files left by a
//! killed run are removed by the next run that writes to the folder. A lock distinguishes them from
//! files that another run is still writing.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

/// Prefix of temporary file names; [`RANDOM`] letters and digits follow.
const PREFIX: &str = ".report-";

/// Number of random letters and digits in a temporary file name.
const RANDOM: usize = 6;

/// The file that is being written.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Guard: while it lives, an interruption removes the file.
pub(super) struct Unfinished;

impl Unfinished {
    /// Creates a temporary file in a folder; an interruption removes it.
    pub(super) fn file_in(folder: &Path) -> io::Result<(NamedTempFile, Self)> {
        remove_stale(folder);
        // Holding the lock makes an interruption wait until the path is known.
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let file = locked(folder)?;
        *unfinished = Some(file.path().to_owned());
        Ok((file, Self))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Creates a locked temporary file, which other runs do not remove.
fn locked(folder: &Path) -> io::Result<NamedTempFile> {
    const MOST_TRIES: usize = 100;
    let mut tries = 0;
    loop {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        let file = with_usual_permissions(&mut builder).tempfile_in(folder)?;
        // Without locks on the file system, stale files are never removed.
        let _ = file.as_file().lock();
        tries += 1;
        // Another run may have removed it between creating and locking.
        if file.path().exists() || tries == MOST_TRIES {
            return Ok(file);
        }
    }
}

/// Removes temporary files of killed runs; ignores errors.
fn remove_stale(folder: &Path) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(is_temporary);
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let Ok(file) = File::options().write(true).open(entry.path()) else {
            continue;
        };
        match file.try_lock() {
            Ok(()) => {
                let _ = fs::remove_file(entry.path());
            }
            // Another run is writing it, or there are no locks.
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

/// Whether a temporary file of this program may have this name.
fn is_temporary(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|random| {
        random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Removes the file that is being written.
fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(path) = &*unfinished {
        let _ = fs::remove_file(path);
    }
}

/// Removes the unfinished file on an interruption, then ends the run by the same signal.
///
/// A thread waits for the signals and raises them again, because only their default action gives
/// the exit status that names the signal. To be called before other threads start, which then leave
/// the signals to it.
#[cfg(unix)]
pub(super) fn watch_for_interruption() {
    use nix::sys::signal::{SigSet, Signal, raise};

    const STACK: usize = 128 << 10;
    // A file beyond the limit of its size is an error of writing, which leaves no half of it.
    let _ = SigSet::from(Signal::SIGXFSZ).thread_block();
    let signals: SigSet = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP]
        .into_iter()
        .collect();
    if signals.thread_block().is_err() {
        return;
    }
    let wait = move || {
        let Ok(signal) = signals.wait() else { return };
        remove_unfinished();
        let _ = signals.thread_unblock();
        let _ = raise(signal);
        // The signal is ignored, as SIGHUP may be; the file is removed all the same.
        std::process::exit(128 + signal as i32);
    };
    let watcher = std::thread::Builder::new().stack_size(STACK).spawn(wait);
    if watcher.is_err() {
        let _ = signals.thread_unblock();
    }
}

/// Removes the unfinished file on an interruption, then ends the run.
#[cfg(not(unix))]
pub(super) fn watch_for_interruption() {
    /// Exit status after Ctrl-C, as in shells.
    const INTERRUPTED: i32 = 130;
    // Without a handler an interruption still ends the run.
    let _ = ctrlc::set_handler(|| {
        remove_unfinished();
        std::process::exit(INTERRUPTED);
    });
}

/// Gives a temporary file the permissions of a normal new file; by default only its owner has
/// access.
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

    #[test]
    fn only_files_that_nobody_writes_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let names = [
            ".report-aB3xY9",
            ".report-aB3xY9z",
            ".report-aB3x-9",
            "report-aB3xY9",
            ".report-abcdef",
        ];
        for name in names {
            fs::write(path(name), "半").unwrap();
        }
        fs::create_dir(path(".report-folder")).unwrap();
        let being_written = File::options()
            .write(true)
            .open(path(".report-abcdef"))
            .unwrap();
        being_written.lock().unwrap();
        let (file, _unfinished) = Unfinished::file_in(folder.path()).unwrap();
        assert!(!path(names[0]).exists());
        for name in &names[1..] {
            assert!(path(name).exists(), "{name}");
        }
        assert!(path(".report-folder").exists());
        remove_stale(folder.path());
        assert!(file.path().exists());
    }
}
