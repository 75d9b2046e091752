//! A place that is published to, as the rest sees it: a ledger of small private files, and the files that readers get.

use std::collections::BTreeMap;
use std::io;

use super::plan::Plan;
use super::state::{Digest, Online, State};
use super::trouble::Trouble;

/// Which version of a private file was read; only that version is replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag(pub String);

/// Small files that publishers keep at a target and no reader gets: `state`, `lock`, `intent`, `releases/N`.
pub trait Ledger {
    fn get(&self, name: &str) -> Result<Option<(Vec<u8>, Tag)>, Trouble>;

    /// `Trouble::Taken` where it is there already.
    fn create(&self, name: &str, bytes: &[u8]) -> Result<Tag, Trouble>;

    /// `Trouble::Taken` where it is not that version any more.
    fn replace(&self, name: &str, bytes: &[u8], known: &Tag) -> Result<Tag, Trouble>;

    fn remove(&self, name: &str) -> Result<(), Trouble>;
}

/// Bytes of the output folder that is published.
pub trait Source: Sync {
    fn read(&self, path: &str, digest: &Digest) -> io::Result<Vec<u8>>;
}

pub trait Progress: Sync {
    fn sent(&self, _path: &str, _bytes: u64) {}
}

/// What a place says of its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Survey {
    pub size: u64,
    pub etag: String,
}

/// What was put: the ETag of each path, where there are any.
pub type Applied = BTreeMap<String, String>;

pub trait Remote: Ledger {
    /// Whether a place that we never published to has files of others.
    fn is_foreign(&self) -> Result<bool, Trouble>;

    /// Brings the plan about, in its order, so that no reader meets a page whose assets are missing. `state`: what is online. May be
    /// repeated after a failure.
    fn apply(
        &self,
        plan: &Plan,
        state: &State,
        number: u64,
        source: &dyn Source,
        progress: &dyn Progress,
    ) -> Result<Applied, Trouble>;

    /// The bytes of a path as they are, or were in a kept release.
    fn fetch(&self, path: &str, online: &Online) -> Result<Option<Vec<u8>>, Trouble>;

    /// All files that readers can get.
    fn survey(&self) -> Result<BTreeMap<String, Survey>, Trouble>;

    /// Forgets what releases up to this one kept.
    fn forget(&self, release: u64, state: &State) -> Result<(), Trouble>;
}
