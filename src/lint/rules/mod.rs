//! The rules, one small file each; the table names them in the order of their codes.

mod doubled_spaces;

use super::{Look, Rule};
use crate::diag::{Message, catalog};

pub static RULES: &[Rule] = &[Rule { tells: &[&catalog::DOUBLED_SPACES], look: Look::Text(doubled_spaces::look) }];

/// What is told only where the portal asks for it.
pub static OFF: &[&Message] = &[];
