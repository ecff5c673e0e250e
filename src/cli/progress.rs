//! A progress bar for reading, shown on a terminal if it takes long.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::words::CommandWords;

/// The bar is shown only after this time.
const PATIENCE: Duration = Duration::from_millis(500);

/// Interval between updates.
const PACE: Duration = Duration::from_millis(100);

/// The amount read so far, and the total.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pub(super) bytes: AtomicU64,
    pub(super) rows: AtomicU64,
    pub(super) all_bytes: AtomicU64,
}

/// Signals the end of the work.
#[derive(Default)]
struct WorkEnd {
    is_over: Mutex<bool>,
    changed: Condvar,
}

impl WorkEnd {
    fn signal(&self) {
        *self.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits for the end, at most for `time`. Returns whether it came.
    fn wait_for(&self, time: Duration) -> bool {
        let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(is_over, time, |is_over| !*is_over);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Signals the end when dropped, even if the work panics.
struct EndsWithWork<'e>(&'e WorkEnd);

impl Drop for EndsWithWork<'_> {
    fn drop(&mut self) {
        self.0.signal();
    }
}

impl Progress {
    /// Runs `work` and shows its progress on standard error.
    pub(super) fn shown<T>(&self, words: CommandWords, work: impl FnOnce() -> T) -> T {
        let end = WorkEnd::default();
        thread::scope(|threads| {
            threads.spawn(|| self.show(&end, words));
            let _end = EndsWithWork(&end);
            work()
        })
    }

    fn show(&self, end: &WorkEnd, words: CommandWords) {
        if end.wait_for(PATIENCE) {
            return;
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        // A test checks the template.
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        while !end.wait_for(PACE) {
            bar.set_length(self.all_bytes.load(Ordering::Relaxed));
            bar.set_position(self.bytes.load(Ordering::Relaxed));
            let rows = HumanCount(self.rows.load(Ordering::Relaxed)).to_string();
            bar.set_message(words.rows_read(&rows));
        }
        bar.finish_and_clear();
    }
}

const TEMPLATE: &str = "{bar:24} {bytes}/{total_bytes} {msg} {bytes_per_sec}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn the_template_is_one() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
    }

    #[test]
    fn what_is_shown_ends_with_the_work() {
        let progress = Progress::default();
        let words = CommandWords(Language::English);
        assert_eq!(progress.shown(words, || 5), 5);
        let long = || thread::sleep(PATIENCE + 2 * PACE);
        progress.shown(words, long);
    }
}
