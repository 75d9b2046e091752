//! Turns an output folder's manifest and the portal's policy into what is to be online: each path with the hash of its bytes,
//! the headers it is sent with, and its turn.

use std::collections::BTreeMap;

use super::state::{Digest, Headers};
/// When a path is sent, so that nothing that is served asks for what is not there yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Turn {
    /// What pages load or hand out: styles, scripts, pictures, files, the search index.
    Asset,
    /// Pages, and the documents of data beside them.
    Page,
    /// What names pages: lists, feeds, calendars, sitemaps, redirects, files for hosts.
    List,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
    pub headers: Headers,
    pub turn: Turn,
    /// Named after its contents, so it never changes and older pages may still ask for it.
    pub hashed: bool,
}

/// What is to be online, by path in the output folder.
#[derive(Clone, Default, Debug)]
pub struct Inventory {
    pub items: BTreeMap<String, Item>,
    /// Addresses of pages that could not be built: what is online there stays.
    pub quarantined: Vec<String>,
}
