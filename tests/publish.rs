//! What publishing promises, one file a promise; tests/README.md says where a test goes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and looks at the disk itself"
)]

#[path = "publish/desk.rs"]
mod desk;
#[cfg(unix)]
#[path = "publish/folder.rs"]
mod folder;
#[path = "publish/plan.rs"]
mod plan;
#[cfg(unix)]
#[path = "publish/ssh.rs"]
mod ssh;
