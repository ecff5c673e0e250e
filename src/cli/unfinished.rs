//! Files that are being written, and what becomes of them if the run does not end well.
//!
//! A file is written beside the one it replaces. An interruption takes it away; what a killed run left
//! behind, the next one into that folder takes away. A lock tells the two from files that another run
//! is still writing.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

/// How the name of a temporary file begins; as many letters and digits follow as [`RANDOM`].
const PREFIX: &str = ".report-";

/// How many letters and digits tell the temporary files from one another.
const RANDOM: usize = 6;

/// The file that is being written.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// While it lives, an interruption leaves nothing of the file it is about.
pub(super) struct Unfinished;

impl Unfinished {
    /// A new file in a folder, which an interruption takes away.
    pub(super) fn file_in(folder: &Path) -> io::Result<(NamedTempFile, Self)> {
        remove_stale(folder);
        // Who is interrupted while this is held waits until it is known what to take away.
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

/// A new temporary file that no other run takes for one left behind.
fn locked(folder: &Path) -> io::Result<NamedTempFile> {
    const MOST_TRIES: usize = 100;
    let mut tries = 0;
    loop {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        let file = with_usual_permissions(&mut builder).tempfile_in(folder)?;
        // Not every file system has locks: there nothing that is left behind is taken away either.
        let _ = file.as_file().lock();
        tries += 1;
        // Between making and locking it, another run may have taken it away.
        if file.path().exists() || tries == MOST_TRIES {
            return Ok(file);
        }
    }
}

/// Takes away temporary files of runs that were killed. It is no matter if that fails.
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

/// Takes away what is being written.
fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(path) = &*unfinished {
        let _ = fs::remove_file(path);
    }
}

/// Lets an interruption end the run as it usually does, after what is being written is taken away.
///
/// Signals are waited for by a thread, for only their own action makes an exit status that tells
/// which it was; it is called before there are other threads, which then leave them to this one.
#[cfg(unix)]
pub(super) fn watch_for_interruption() {
    use nix::sys::signal::{SigSet, Signal, raise};

    const STACK: usize = 128 << 10;
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
        // It is ignored, as that of a closed terminal may be; the file is gone all the same.
        std::process::exit(128 + signal as i32);
    };
    let watcher = std::thread::Builder::new().stack_size(STACK).spawn(wait);
    if watcher.is_err() {
        let _ = signals.thread_unblock();
    }
}

/// Lets an interruption end the run after what is being written is taken away.
#[cfg(not(unix))]
pub(super) fn watch_for_interruption() {
    /// The exit status of a run that Ctrl-C ended, as shells have it.
    const INTERRUPTED: i32 = 130;
    // Without a handler the run is ended all the same.
    let _ = ctrlc::set_handler(|| {
        remove_unfinished();
        std::process::exit(INTERRUPTED);
    });
}

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
