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
#[path = "publish/server.rs"]
mod server;
#[cfg(unix)]
#[path = "publish/ssh.rs"]
mod ssh;

#[path = "publish/notify.rs"]
mod notify;
#[path = "publish/probe.rs"]
mod probe;
#[path = "publish/purge.rs"]
mod purge;
#[cfg(unix)]
#[path = "publish/real_ssh.rs"]
mod real_ssh;
#[path = "publish/real_varnish.rs"]
mod real_varnish;
#[allow(dead_code, reason = "tests of portals use more of it")]
#[path = "portal/site_builder.rs"]
mod site_builder;
