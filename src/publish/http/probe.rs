//! Looks at a portal as a reader does, through its public address and every cache on the way, and says where it is not what was
//! published: what changed, a sample of the rest, what was withdrawn, and what nobody may be given.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};

use super::look::{self, Expected, Looked, Seen, Want};
use crate::http::Client;
use crate::publish::addresses::address;
use crate::publish::{Inventory, Plan, Source};

/// Requests at once.
const AT_ONCE: usize = 8;

/// Private names, as publishers and builds leave them.
const PRIVATE: [&str; 5] = [".cong/state", ".cong/lock", ".cong/intent", ".cong/releases/1", ".cong-manifest.json"];

pub struct Probe<'a> {
    pub client: &'a Client,
    /// Where readers find the portal, with the path that it lives at.
    pub url: &'a str,
    pub inventory: &'a Inventory,
    /// What has just been applied.
    pub plan: &'a Plan,
    /// Paths of pages that were withdrawn before.
    pub gone: &'a [String],
    /// Asked only for pages that lead on.
    pub source: &'a dyn Source,
    /// Decides which files are in the sample: the number of the release.
    pub seed: u64,
    pub limits: Limits,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Of the files that did not change, and of those that were withdrawn before.
    pub sample: usize,
    /// Of those that changed; of more, as many are chosen.
    pub changed: usize,
    /// For all of it.
    pub time: Duration,
    /// Pauses after which what was not right is looked at once more: a cache with many places takes moments.
    pub again: Vec<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        let again = vec![Duration::from_secs(1), Duration::from_secs(4)];
        Self { sample: 50, changed: 2000, time: Duration::from_secs(120), again }
    }
}

/// What is not as published.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ProbeFault {
    /// In the output folder.
    pub path: String,
    pub address: String,
    pub seen: Seen,
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct ProbeReport {
    pub looked_at: usize,
    /// Addresses for which there was no time, or which are more than `Limits::changed`.
    pub unseen: usize,
    /// Sorted by path.
    pub faults: Vec<ProbeFault>,
}

impl Probe<'_> {
    pub fn run(&self) -> ProbeReport {
        let (expected, mut unseen) = self.expected();
        let until = Instant::now() + self.limits.time;
        let mut faults: BTreeMap<usize, Vec<Seen>> = BTreeMap::new();
        let mut looked_at = 0;
        let all: Vec<usize> = (0..expected.len()).collect();
        for (index, looked) in self.look(&expected, &all, until) {
            match looked {
                Looked::NoTime => unseen += 1,
                Looked::Right => looked_at += 1,
                Looked::Wrong(seen) => {
                    looked_at += 1;
                    faults.insert(index, seen);
                }
            }
        }
        for pause in &self.limits.again {
            if faults.is_empty() || Instant::now() + *pause > until {
                break;
            }
            std::thread::sleep(*pause);
            let wrong: Vec<usize> = faults.keys().copied().collect();
            for (index, looked) in self.look(&expected, &wrong, until) {
                match looked {
                    Looked::NoTime => {}
                    Looked::Right => drop(faults.remove(&index)),
                    Looked::Wrong(seen) => drop(faults.insert(index, seen)),
                }
            }
        }
        let fault = |(index, seen): (usize, Vec<Seen>)| {
            let Expected { path, address, .. } = &expected[index];
            seen.into_iter()
                .map(|seen| ProbeFault { path: (*path).to_owned(), address: address.clone(), seen })
                .collect::<Vec<_>>()
        };
        let mut faults: Vec<ProbeFault> = faults.into_iter().flat_map(fault).collect();
        faults.sort();
        ProbeReport { looked_at, unseen, faults }
    }

    fn look(&self, expected: &[Expected], indexes: &[usize], until: Instant) -> Vec<(usize, Looked)> {
        let one = async |index: &usize| {
            let looking = look::at(self.client, self.source, &expected[*index]);
            // Asked first, since a reply at hand would win over a time that is over.
            let has_time = Instant::now() < until;
            let looked =
                async { if has_time { tokio::time::timeout_at(until.into(), looking).await.ok() } else { None } };
            (*index, looked.await.unwrap_or(Looked::NoTime))
        };
        self.client.run(stream::iter(indexes).map(one).buffer_unordered(AT_ONCE).collect())
    }

    /// Private names first, then what was withdrawn, what changed, and the sample; and how many there was no room for.
    fn expected(&self) -> (Vec<Expected<'_>>, usize) {
        let expected = |path, want| Expected { path, address: address(self.url, path), want };
        let mut all: Vec<Expected> = PRIVATE.iter().map(|path| expected(*path, Want::Refusal)).collect();
        // What stands at an address again is not gone.
        let is_gone = |path: &&String| !self.inventory.items.contains_key(*path) && is_for_readers(path);
        let deleted = self.plan.changes.iter().filter(|change| change.after.is_none()).map(|change| &change.path);
        let mut changed: Vec<(&str, Want)> =
            deleted.filter(is_gone).map(|path| (path.as_str(), Want::Nothing)).collect();
        let put = self.plan.changes.iter().filter(|change| is_for_readers(&change.path));
        changed.extend(put.filter_map(|change| Some((change.path.as_str(), Want::File(change.after.as_ref()?)))));
        let known: BTreeSet<&str> = changed.iter().map(|(path, _)| *path).collect();
        let rest = |path: &&String| !known.contains(path.as_str());
        let gone = chosen(self.gone.iter().filter(is_gone).filter(rest), self.limits.sample, self.seed);
        let items = self.inventory.items.keys().filter(|path| is_for_readers(path)).filter(rest);
        let sample = chosen(items, self.limits.sample, self.seed);
        let unseen = changed.len().saturating_sub(self.limits.changed);
        if unseen > 0 {
            changed.sort_by_key(|(path, _)| order(path, self.seed));
            changed.truncate(self.limits.changed);
        }
        all.extend(changed.into_iter().map(|(path, want)| expected(path, want)));
        all.extend(gone.into_iter().map(|path| expected(path.as_str(), Want::Nothing)));
        all.extend(sample.into_iter().map(|path| expected(path.as_str(), Want::File(&self.inventory.items[path]))));
        (all, unseen)
    }
}

/// Files for hosts (`_headers`, `_redirects`) are read by them and refused to others.
fn is_for_readers(path: &str) -> bool {
    !path.starts_with(crate::publish::PRIVATE) && (!path.starts_with('_') || path.contains('/'))
}

fn chosen<'a>(paths: impl Iterator<Item = &'a String>, count: usize, seed: u64) -> Vec<&'a String> {
    let mut paths: Vec<&String> = paths.collect();
    paths.sort_by_cached_key(|path| order(path, seed));
    paths.truncate(count);
    paths
}

/// Another order for each release, and the same on every machine.
fn order(path: &str, seed: u64) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(path.as_bytes());
    let mut key = [0; 16];
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    key
}
