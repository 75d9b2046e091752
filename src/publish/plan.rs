//! The difference between what is to be online and what is: what is added, changed, sent with other headers, deleted.

use super::inventory::Item;
use super::state::Online;

/// Where the bytes of a path come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kept {
    /// The output folder.
    Built,
    /// The target itself, which keeps what a release had: a rollback sends nothing.
    AtTarget(Online),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub path: String,
    /// What is online there now.
    pub before: Option<Online>,
    /// What is to be; `None` to delete.
    pub after: Option<Item>,
    pub from: Kept,
}

/// In the order in which it is applied: assets, pages, lists, then what is deleted.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Plan {
    pub changes: Vec<Change>,
    /// The release that the plan was made against; 0 for an empty target.
    pub against: u64,
}
