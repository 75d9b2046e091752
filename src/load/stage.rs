//! What keeps a page from readers before it is approved.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// What a page is before it is approved.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Stage {
    /// `nhap`
    Draft,
    /// `bien-tap`
    Editing,
    /// It has to be approved, and is not, or not rightly.
    Unapproved,
}

/// What a page says of its approval.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Approval {
    /// The portal asks for it.
    pub asked: bool,
    /// What keeps it from readers.
    pub stage: Option<Stage>,
    /// The day from which the approval counts: one that is still to come does not count yet.
    pub from: Option<Moment>,
}
