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
#[path = "check/example_portal.rs"]
mod example_portal;
#[allow(dead_code, reason = "tests of portals use more of it")]
#[path = "portal/reference.rs"]
mod reference;
#[allow(dead_code, reason = "tests of portals use more of it")]
#[path = "portal/site_builder.rs"]
mod site_builder;

#[allow(dead_code, reason = "tests of publishing use more of it")]
#[path = "publish/server.rs"]
mod server;

#[path = "check/audit_desk.rs"]
mod audit_desk;
#[path = "check/examples.rs"]
mod examples;
#[path = "check/explained.rs"]
mod explained;
#[path = "check/external.rs"]
mod external;
#[path = "check/links.rs"]
mod links;
#[path = "check/rows.rs"]
mod rows;
#[path = "check/rules.rs"]
mod rules;

#[path = "check/approvals.rs"]
mod approvals;
#[path = "check/audit_command.rs"]
mod audit_command;
#[path = "check/audit_data.rs"]
mod audit_data;
#[path = "check/audit_docs.rs"]
mod audit_docs;
#[path = "check/audit_index.rs"]
mod audit_index;
#[path = "check/audit_people.rs"]
mod audit_people;
#[path = "check/audit_portal.rs"]
mod audit_portal;
#[path = "check/audit_rows.rs"]
mod audit_rows;
#[path = "check/audit_translations.rs"]
mod audit_translations;
#[path = "check/desk.rs"]
mod desk;
#[path = "check/fix.rs"]
mod fix;
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
