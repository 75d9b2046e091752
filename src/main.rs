//! Hands the arguments to `cong::cli` and ends with its exit code.

use std::process::ExitCode;

/// Many threads make and drop many small values; the system's allocator took a quarter of a cold build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cong::cli::run(std::env::args_os())
}
