//! What is online at a target, as its last publisher knew it, and its bytes there.
//!
//! A state is a small compressed file at the target. Each release leaves beside it what it changed, the other way round, so that any
//! kept release can be worked out from the present one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The first 128 bits of the BLAKE3 of a file's bytes, as in the manifest of an output folder.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Digest(pub [u8; 16]);

/// Headers of a reply by name, sorted.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Headers(pub Arc<[(String, String)]>);

/// A file as it is online.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Online {
    pub digest: Digest,
    /// In bytes, before compression.
    pub size: u64,
    pub headers: Headers,
    /// What the store answered when it was put; empty where there are none.
    pub etag: String,
    /// The release that put it.
    pub release: u64,
}

/// Of a release, what people and CI ask for.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReleaseRecord {
    pub number: u64,
    /// RFC 3339.
    pub published_at: String,
    /// The moment that the portal was built for, RFC 3339.
    pub built_at: String,
    /// The commit it was built from, its author and its moment (RFC 3339), where there is one.
    pub commit: String,
    pub author: String,
    pub committed_at: String,
    pub added: u64,
    pub changed: u64,
    pub deleted: u64,
    pub files: u64,
    /// In hex, as `cong verify` gives it.
    pub root: String,
}

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct State {
    pub release: ReleaseRecord,
    /// By path.
    pub files: BTreeMap<String, Online>,
    /// Addresses that caches may still answer with old bytes: their purge failed, or is to come.
    pub unpurged: Vec<String>,
    /// Files that no page of this release asks for, and the release since which that is so.
    pub superseded: BTreeMap<String, u64>,
    /// Paths of pages that were online once and are withdrawn, with the release that did it.
    pub gone: BTreeMap<String, u64>,
    /// When the output changes by itself next, RFC 3339.
    pub next_change: Option<String>,
}
