//! From an output folder to a target that citizens read: what changes there, in which order, and what is remembered of it.
//!
//! `inventory` says what is to be online, `state` what is; `plan` is the difference. A `Remote` is the place itself: an object
//! store, a folder, a server behind SSH. Whatever it is, a killed publisher leaves every page with what it needs, and the next one
//! sends the rest.

pub mod compress;
pub mod content;
pub mod folder;
pub mod inventory;
pub mod plan;
pub mod remote;
pub mod saved;
mod sealed;
pub mod ssh;
pub mod state;
pub mod trouble;

pub use content::{Digest, Headers};
pub use inventory::{Inventory, Item, Turn};
pub use plan::{Change, Kept, Plan};
pub use remote::{Applied, Ledger, Progress, Remote, Source, Survey, Tag};
pub use state::{Online, ReleaseRecord, State};
pub use trouble::Trouble;

/// Names that begin with this belong to publishers and builds; no reader is given them.
pub const PRIVATE: &str = ".cong";
