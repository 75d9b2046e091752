//! A place that is published to, as the rest sees it: a ledger of small private files, and the files that readers get.

use std::collections::BTreeMap;
use std::io::{self, Read};

use super::plan::Plan;
use super::state::{Online, State};
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

    /// Whatever is there; for files that only the holder of the lock writes.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble>;

    fn remove(&self, name: &str) -> Result<(), Trouble>;
}

/// Bytes of the output folder that is published.
pub trait Source: Sync {
    /// Whoever reads it holds the bytes against the digest.
    fn open(&self, path: &str) -> io::Result<Box<dyn Read + '_>>;
}

pub trait Progress: Sync {
    fn sent(&self, _path: &str, _bytes: u64) {}

    /// Whether the right to publish was lost: nothing more is sent then. Asked before each request.
    fn is_over(&self) -> bool {
        false
    }
}

/// What a place says of its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Survey {
    pub size: u64,
    /// Empty where there are none.
    pub etag: String,
}

/// A file as it says itself what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// `Online::key`, or something else where others put it.
    pub key: String,
    pub etag: String,
}

/// What was put: the ETag of each path, where there are any.
pub type Applied = BTreeMap<String, String>;

/// Used from several threads: the lock is renewed while files are sent.
pub trait Remote: Ledger + Sync {
    /// For people, and to tell this place from another: `s3://bucket/prefix (https://s3.tinh.gov.vn)`.
    fn name(&self) -> String;

    /// Files that readers can get, of a place that we never published to: some of them, if there are any.
    fn strangers(&self) -> Result<Vec<String>, Trouble>;

    /// Brings the plan about, step by step, so that no reader meets a page whose assets are missing. `state`: what the last publisher
    /// that came to its end left, whose files are kept before they are replaced (a `before` that is not in it is none of these). May
    /// be repeated after a failure.
    fn apply(
        &self,
        plan: &Plan,
        state: &State,
        number: u64,
        source: &dyn Source,
        progress: &dyn Progress,
    ) -> Result<Applied, Trouble>;

    /// Whether everything is there that the plan takes from what the target keeps, as it was: asked before the first change. A place
    /// that makes a release beside the one that is online finds out by itself.
    fn has_kept(&self, _plan: &Plan) -> Result<(), Trouble> {
        Ok(())
    }

    /// The bytes of a path as they are, or were in a kept release.
    fn fetch(&self, path: &str, online: &Online) -> Result<Option<Vec<u8>>, Trouble>;

    /// All files that readers can get.
    fn survey(&self) -> Result<BTreeMap<String, Survey>, Trouble>;

    /// How these files are marked, `None` where there is no file. What cannot be told is left out.
    fn look(&self, _paths: &[&str]) -> Result<BTreeMap<String, Option<Seen>>, Trouble> {
        Ok(BTreeMap::new())
    }

    /// Forgets what nobody can go back to: releases up to this one, and the contents of these keys. May be repeated.
    fn forget(&self, release: u64, keys: &[String]) -> Result<(), Trouble>;

    /// Takes away private files that nothing leads to: killed publishers left them. Only the holder of the lock does so.
    fn sweep(&self, _state: &State) -> Result<(), Trouble> {
        Ok(())
    }

    /// Takes away the place itself, once nothing is left in it that readers could get or publishers remember.
    fn leave(&self) -> Result<(), Trouble> {
        Ok(())
    }

    /// Whether names that differ only in case are one there.
    fn folds_case(&self) -> bool {
        false
    }

    /// About how many requests a plan takes.
    fn requests(&self, plan: &Plan, _state: &State) -> u64 {
        plan.changes.len() as u64
    }
}
