//! What `cong check` promises, one file a promise; tests/README.md says where a test goes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and looks at the disk itself"
)]

#[allow(dead_code, reason = "tests of portals use more of it")]
#[path = "portal/command.rs"]
mod command;
#[allow(dead_code, reason = "tests of portals use more of it")]
#[path = "portal/site_builder.rs"]
mod site_builder;

#[path = "check/desk.rs"]
mod desk;
#[path = "check/schema.rs"]
mod schema;

#[path = "check/formats.rs"]
mod formats;
#[path = "check/git.rs"]
mod git;
#[path = "check/hook.rs"]
mod hook;
#[path = "check/known.rs"]
mod known;
#[path = "check/panel.rs"]
mod panel;
#[path = "check/settings.rs"]
mod settings;
#[path = "check/whole.rs"]
mod whole;
