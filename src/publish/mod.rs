//! From an output folder to a target that citizens read: what changes there, in which order, and what is remembered of it.
//!
//! `inventory` says what is to be online, `state` what is; `plan` is the difference. A `Remote` is the place itself: an object
//! store, a folder, a server behind SSH. Whatever it is, a killed publisher leaves every page with what it needs, and the next one
//! sends the rest.

pub mod addresses;
pub mod check;
pub mod compress;
pub mod content;
pub mod difference;
pub mod driver;
pub mod folder;
pub mod http;
mod intent;
pub mod inventory;
pub mod lock;
pub mod order;
pub mod plan;
pub mod reading;
pub mod release;
pub mod releases;
pub mod remote;
pub mod rollback;
pub mod saved;
mod sealed;
pub mod source;
pub mod ssh;
pub mod state;
pub mod store;
pub mod target;
pub mod trouble;

pub use content::{Digest, Headers};
pub use driver::{Insist, Wanted, preview, publish};
pub use inventory::{Inventory, Item, Turn};
pub use lock::{Clock, Publisher};
pub use order::Kin;
pub use plan::{Change, Kept, Plan};
pub use release::{Job, Purger, Report, Terms};
pub use remote::{Applied, Ledger, Progress, Remote, Seen, Source, Survey, Tag};
pub use rollback::{Back, rollback};
pub use state::{Online, ReleaseRecord, State};
pub use trouble::Trouble;

/// Names that begin with this belong to publishers and builds; no reader is given them.
pub const PRIVATE: &str = ".cong";
