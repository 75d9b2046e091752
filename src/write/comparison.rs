//! Holds an output folder against what a build would make: turns artifacts into a list of what differs.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::folder::hash_of;
use super::manifest::{self, Manifest};
use super::staged::UNFINISHED;
use super::{Outcome, Put, Sink, WriteError, links, lock, strays};
use crate::files::Hash;
use crate::path::OutPath;

pub struct Comparison {
    root: PathBuf,
    seen: Mutex<BTreeMap<String, Seen>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Seen {
    expected: Hash,
    found: Option<Hash>,
}

/// One file that is not as a build would leave it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Difference {
    pub path: String,
    pub how: How,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    Missing,
    Changed,
    /// The last build put it here, and one of now would not.
    Stale,
    /// A build that was killed left it.
    Unfinished,
    /// No build of ours is known to have put it here.
    Foreign,
}

impl Comparison {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), seen: Mutex::default() }
    }

    /// What differs, sorted, and the root hash of the release: over path and hash of every file that was compared.
    /// `planned`: every file of the release; with a sample, files outside it are neither missing nor extra.
    pub fn finish(self, planned: &BTreeSet<&str>) -> (Vec<Difference>, Hash) {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut root = blake3::Hasher::new();
        let mut differences = Vec::new();
        for (path, Seen { expected, found }) in seen {
            root.update(path.as_bytes());
            root.update(&[0]);
            root.update(expected.as_bytes());
            match found {
                None => differences.push(Difference { path, how: How::Missing }),
                Some(found) if found != expected => differences.push(Difference { path, how: How::Changed }),
                Some(_) => {}
            }
        }
        let manifest = fs::read(self.root.join(manifest::NAME)).ok().and_then(|bytes| Manifest::parse(&bytes));
        let owned = manifest.unwrap_or_default().files;
        let unplanned = strays::files(&self.root).filter(|path| !planned.contains(path.as_str()));
        differences.extend(unplanned.filter(|path| !matches!(path.as_str(), manifest::NAME | lock::NAME)).map(
            |path| {
                let how = if path.ends_with(UNFINISHED) || manifest::is_intent(&path) {
                    How::Unfinished
                } else if owned.contains_key(&path) {
                    How::Stale
                } else {
                    How::Foreign
                };
                Difference { path, how }
            },
        ));
        differences.sort();
        (differences, root.finalize())
    }
}

impl Sink for Comparison {
    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError> {
        let target = self.root.join(path.as_str());
        let (Put::Bytes { hash: expected, .. } | Put::Copy { hash: expected, .. }) = put;
        let expected = *expected;
        // What stands somewhere else can change without a build.
        let leads_away = links::is_behind(&self.root, path.as_str());
        let found = if leads_away { None } else { hash_of(&target) };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_string(), Seen { expected, found });
        Ok(if found == Some(expected) { Outcome::Kept } else { Outcome::Written })
    }
}
