//! The process: calls [`report::cli`] and returns the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    keep_memory();
    report::cli::run()
}

/// Leads the allocator to keep what is freed for what is needed next.
///
/// glibc gives room of more than 128 KiB back to the system, and gets it again in new pages, until it
/// sees a larger piece freed. This one costs next to nothing, for it is never written to.
fn keep_memory() {
    const PIECE: usize = 4 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(PIECE)));
}
