//! What publishing promises, one file a promise; tests/README.md says where a test goes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and looks at the disk itself"
)]

#[cfg(unix)]
#[path = "publish/desk.rs"]
mod desk;
#[path = "publish/server.rs"]
mod server;
#[allow(dead_code, reason = "tests of portals use more of it")]
#[path = "portal/site_builder.rs"]
mod site_builder;
#[path = "publish/world.rs"]
mod world;
#[path = "publish/world_parts.rs"]
mod world_parts;

#[path = "publish/back.rs"]
mod back;
#[cfg(unix)]
#[path = "publish/folder.rs"]
mod folder;
#[path = "publish/headers.rs"]
mod headers;
#[path = "publish/kept.rs"]
mod kept;
#[path = "publish/kills.rs"]
mod kills;
#[path = "publish/long.rs"]
mod long;
#[path = "publish/notify.rs"]
mod notify;
#[path = "publish/order.rs"]
mod order;
#[path = "publish/plan.rs"]
mod plan;
#[path = "publish/probe.rs"]
mod probe;
#[path = "publish/purge.rs"]
mod purge;
#[cfg(unix)]
#[path = "publish/real_ssh.rs"]
mod real_ssh;
#[path = "publish/real_store.rs"]
mod real_store;
#[path = "publish/real_varnish.rs"]
mod real_varnish;
#[cfg(unix)]
#[path = "publish/ssh.rs"]
mod ssh;
#[path = "publish/store_answers.rs"]
mod store_answers;

#[allow(dead_code, reason = "tests of portals use more of it")]
#[path = "portal/command.rs"]
mod command;

#[path = "publish/desk_of_editors.rs"]
mod desk_of_editors;

#[path = "publish/command_git.rs"]
mod command_git;
#[path = "publish/command.rs"]
mod commands;
