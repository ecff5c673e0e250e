//! The process: calls [`report::run`] and returns the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    keep_memory();
    report::run()
}

/// Makes the allocator reuse freed memory instead of returning it to the system.
///
/// glibc returns blocks above 128 KiB to the system and maps new pages for the next ones, until a
/// larger block has been freed. This block is cheap, because it is never written to.
fn keep_memory() {
    const PIECE: usize = 4 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(PIECE)));
}
