//! What is online at a target, as its last publisher knew it, and its bytes there.
//!
//! A state is a small compressed file at the target. Each release leaves beside it what it changed, the other way round, so that any
//! kept release can be worked out from the present one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::content::{self, Digest, Headers};
use super::inventory::{Item, Turn};
use super::sealed;
use super::trouble::Trouble;

/// The name of the state in the ledger.
pub const NAME: &str = "state";

const VERSION: u8 = 1;

/// A file as it is online.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Online {
    pub digest: Digest,
    /// In bytes, before compression.
    pub size: u64,
    pub headers: Headers,
    pub turn: Turn,
    pub hashed: bool,
    /// What the store answered when it was put; empty where there are none.
    pub etag: String,
    /// The release that put it.
    pub release: u64,
}

impl Online {
    pub fn new(item: &Item, etag: String, release: u64) -> Online {
        let Item { digest, size, headers, turn, hashed } = item.clone();
        Online { digest, size, headers, turn, hashed, etag, release }
    }

    /// A file of which nothing is known but that it is there: whatever it is, it is put again or deleted.
    pub fn unknown(size: u64, etag: String) -> Online {
        Online { etag, size, ..Online::new(&Item::default(), String::new(), 0) }
    }

    /// As something that is to be online.
    pub fn item(&self) -> Item {
        let Online { digest, size, headers, turn, hashed, .. } = self.clone();
        Item { digest, size, headers, turn, hashed }
    }

    /// Whether readers get this already, byte for byte and header for header.
    pub fn shows(&self, item: &Item) -> bool {
        self.digest == item.digest && self.headers == item.headers
    }

    pub fn key(&self) -> String {
        content::key(&self.digest, &self.headers)
    }
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
    /// The release that it brought back, if it is no publication of its own.
    pub back_to: Option<u64>,
}

/// Since when no page asks for a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Superseded {
    pub release: u64,
    /// RFC 3339.
    pub at: String,
}

#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct State {
    pub release: ReleaseRecord,
    /// Earlier ones that can be gone back to, oldest first.
    pub earlier: Vec<ReleaseRecord>,
    /// By path, those that are superseded among them.
    pub files: BTreeMap<String, Online>,
    /// Paths of files whose addresses caches may still answer with old bytes: their purge failed, or is to come.
    pub unpurged: Vec<String>,
    /// Files that no page of this release asks for, and since when that is so.
    pub superseded: BTreeMap<String, Superseded>,
    /// Paths of pages and their files that were online once and are withdrawn, with the release that did it.
    pub gone: BTreeMap<String, u64>,
    /// Contents that were replaced and are kept, by `key`, with the last release that replaced them.
    pub kept: BTreeMap<String, u64>,
    /// The release that a rollback left, until something newer is published.
    pub left: Option<ReleaseRecord>,
    /// When the output changes by itself next, RFC 3339.
    pub next_change: Option<String>,
    /// Of the publisher that brought it about: its intent is done.
    pub token: String,
    /// The place whose conditions were found to hold.
    pub proven: String,
}

impl State {
    pub fn encode(&self) -> Result<Vec<u8>, Trouble> {
        sealed::seal(NAME, VERSION, self)
    }

    /// The oldest release that can be gone back to.
    pub fn oldest(&self) -> u64 {
        self.earlier.first().map_or(self.release.number, |release| release.number)
    }

    /// Whether a content is kept and stays so while this is the state.
    pub fn keeps(&self, key: &str) -> bool {
        self.kept.get(key).is_some_and(|replaced| *replaced > self.oldest())
    }

    pub fn decode(bytes: &[u8]) -> Result<State, Trouble> {
        let mut state: State = sealed::open(NAME, VERSION, bytes)?;
        share_headers(state.files.values_mut());
        Ok(state)
    }
}

/// Thousands of files have the same few headers.
pub fn share_headers<'a>(files: impl Iterator<Item = &'a mut Online>) {
    let mut known: BTreeSet<Headers> = BTreeSet::new();
    for file in files {
        match known.get(&file.headers) {
            Some(headers) => file.headers = headers.clone(),
            None => {
                known.insert(file.headers.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let headers = Headers([("Content-Type".to_owned(), "text/html".to_owned())].into());
        let item = Item { digest: Digest::of(b"a"), size: 1, headers, ..Item::default() };
        let files = [("index.html".to_owned(), Online::new(&item, "\"1\"".to_owned(), 3))].into();
        State { files, token: "t".to_owned(), ..State::default() }
    }

    #[test]
    fn a_state_is_read_as_it_was_written() {
        assert_eq!(State::decode(&state().encode().unwrap()), Ok(state()));
    }

    #[test]
    fn a_state_of_another_version_or_with_damage_is_refused_and_not_guessed() {
        let bytes = state().encode().unwrap();
        let refused = Err(Trouble::Ledger { name: NAME.to_owned() });
        assert_eq!(State::decode(&sealed::seal(NAME, VERSION + 1, &state()).unwrap()), refused);
        assert_eq!(State::decode(&bytes[..bytes.len() - 1]), refused);
        assert_eq!(State::decode(b""), refused);
        assert_eq!(State::decode(b"<html>"), refused);
    }
}
