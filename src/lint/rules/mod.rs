//! The rules, one small file each; the table names them in the order of their codes.

mod doubled_spaces;
mod lookalike_hosts;
mod old_addresses;
mod orphans;
mod other_number;
mod unsafe_links;

use super::{Look, Rule};
use crate::diag::{Message, catalog};

pub static RULES: &[Rule] = &[
    Rule { tells: &[&catalog::LINK_OLD, &catalog::CONFIG_OLD], look: Look::Portal(old_addresses::look) },
    Rule { tells: &[&catalog::ORPHAN], look: Look::Portal(orphans::look) },
    Rule { tells: &[&catalog::LINK_UNENCRYPTED], look: Look::Portal(unsafe_links::look) },
    Rule { tells: &[&catalog::LINK_LOOKALIKE], look: Look::Portal(lookalike_hosts::look) },
    Rule { tells: &[&catalog::LINK_OTHER_NUMBER], look: Look::Text(other_number::look) },
    Rule { tells: &[&catalog::DOUBLED_SPACES], look: Look::Text(doubled_spaces::look) },
];

/// What is told only where the portal asks for it.
pub static OFF: &[&Message] = &[];
