//! What a proof is asked of: the pages of an obligation, and the portal around them.

use super::context::Context;
use super::obligation::{Obligation, Place};
use crate::model::PageView;

pub struct Asked<'c, 'a> {
    pub context: &'c Context<'a>,
    pub obligation: &'c Obligation,
    pub place: &'c Place,
    pub pages: &'c [PageView<'a>],
    /// How old the newest may be, where the portal says so itself.
    pub newest: Option<u32>,
}

/// Names of so many are told.
const TOLD: usize = 3;

/// The first few of a list, and how many more there are.
pub fn first(names: &[&str], language: &str) -> String {
    let mut text = names.iter().take(TOLD).copied().collect::<Vec<_>>().join(", ");
    match (names.len().saturating_sub(TOLD), language) {
        (0, _) => {}
        (more, "vi") => text.push_str(&format!(", và {more} mục khác")),
        (more, _) => text.push_str(&format!(", and {more} more")),
    }
    text
}
