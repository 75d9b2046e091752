//! Holds an output folder against what a build would make: turns artifacts into a list of what differs.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use walkdir::WalkDir;

use super::folder::hash_of;
use super::{Outcome, Put, Sink, WriteError};
use crate::files::{self, Hash};
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

/// How one published file differs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Difference {
    Missing(String),
    Changed(String),
    /// In the folder, and no build would make it.
    Extra(String),
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
                None => differences.push(Difference::Missing(path)),
                Some(found) if found != expected => differences.push(Difference::Changed(path)),
                Some(_) => {}
            }
        }
        for entry in WalkDir::new(&self.root)
            .min_depth(1)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| !entry.file_type().is_dir())
        {
            let path =
                entry.path().strip_prefix(&self.root).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            if !planned.contains(path.as_str()) && !path.starts_with(".cong-") {
                differences.push(Difference::Extra(path));
            }
        }
        differences.sort();
        (differences, root.finalize())
    }
}

impl Sink for Comparison {
    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError> {
        let target = self.root.join(path.as_str());
        let (expected, found) = match put {
            Put::Bytes { hash, .. } => (*hash, fs::read(&target).ok().map(|bytes| files::hash(&bytes))),
            Put::Copy { hash, .. } => (*hash, hash_of(&target)),
        };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_string(), Seen { expected, found });
        Ok(if found == Some(expected) { Outcome::Kept } else { Outcome::Written })
    }
}
