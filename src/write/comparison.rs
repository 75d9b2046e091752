//! Holds an output folder against what a build would make: turns artifacts into a list of what differs.

#![expect(clippy::disallowed_methods, reason = "`write` touches the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use parking_lot::Mutex;

use super::found::hash_of;
use super::manifest::{self, Manifest, Owned, Root};
use super::staged::UNFINISHED;
use super::{Outcome, Put, Release, Sink, Target, WriteError, links, lock, strays};
use crate::files::Hash;
use crate::path::{OutPath, UrlPath};

pub struct Comparison {
    root: PathBuf,
    /// Whether an output is compared.
    sample: Box<dyn Fn(&OutPath) -> bool + Send + Sync>,
    /// Every file of the release.
    planned: BTreeSet<String>,
    /// Of the last round.
    seen: Mutex<BTreeMap<String, Seen>>,
    /// Of the round before, with what need not be made again.
    before: BTreeMap<String, Seen>,
}

/// What a comparison came to.
pub struct Compared {
    /// What differs, sorted.
    pub differences: Vec<Difference>,
    /// Of the release: over path and hash of every file that was compared.
    pub root: Hash,
    pub checked: usize,
    pub planned: usize,
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
    /// `sample`: which outputs are compared.
    pub fn new(root: impl Into<PathBuf>, sample: impl Fn(&OutPath) -> bool + Send + Sync + 'static) -> Self {
        let root = root.into();
        // What could not be rendered decides what else there is.
        let failed = manifest(&root).quarantined.into_iter();
        let failed: BTreeSet<OutPath> = failed.map(|page| UrlPath::new(page.url).output()).collect();
        let sample = Box::new(move |path: &OutPath| sample(path) || failed.contains(path));
        Self { root, sample, planned: BTreeSet::new(), seen: Mutex::default(), before: BTreeMap::new() }
    }

    /// With a sample, files outside it are neither missing nor extra.
    pub fn result(self) -> Compared {
        let seen = self.seen.into_inner();
        let checked = seen.len();
        let mut root = Root::default();
        let mut differences = Vec::new();
        for (path, Seen { expected, found }) in seen {
            root.add(&path, &Owned::new(&expected, 0).hash);
            match found {
                None => differences.push(Difference { path, how: How::Missing }),
                Some(found) if found != expected => differences.push(Difference { path, how: How::Changed }),
                Some(_) => {}
            }
        }
        let owned = manifest(&self.root).files;
        let unplanned = strays::files(&self.root).filter(|path| !self.planned.contains(path));
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
        Compared { differences, root: root.finish(), checked, planned: self.planned.len() }
    }
}

fn manifest(root: &Path) -> Manifest {
    fs::read(root.join(manifest::NAME)).ok().and_then(|bytes| Manifest::parse(&bytes)).unwrap_or_default()
}

impl Target for Comparison {
    type Error = WriteError;

    fn begin(&mut self, planned: &mut dyn Iterator<Item = &OutPath>) -> Result<(), WriteError> {
        self.planned = planned.map(ToString::to_string).collect();
        self.before = std::mem::take(self.seen.get_mut());
        Ok(())
    }

    fn finish(&mut self, _: Release) -> Result<usize, WriteError> {
        Ok(0)
    }
}

impl Sink for Comparison {
    fn wants(&self, path: &OutPath) -> bool {
        (self.sample)(path)
    }

    /// What the round before has compared.
    fn keep(&self, path: &OutPath, hash: &Hash) -> bool {
        let Some(seen) = self.before.get(path.as_str()).filter(|seen| seen.expected == *hash) else { return false };
        self.seen.lock().insert(path.to_string(), *seen);
        true
    }

    fn put(&self, path: &OutPath, put: &Put) -> Result<Outcome, WriteError> {
        let target = self.root.join(path.as_str());
        let (Put::Bytes { hash: expected, .. } | Put::Copy { hash: expected, .. }) = put;
        let expected = *expected;
        // What stands somewhere else can change without a build.
        let leads_away = links::is_behind(&self.root, path.as_str());
        let found = if leads_away { None } else { hash_of(&target) };
        self.seen.lock().insert(path.to_string(), Seen { expected, found });
        Ok(if found == Some(expected) { Outcome::Kept } else { Outcome::Written })
    }
}
