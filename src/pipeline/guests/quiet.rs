//! Remembers which pages of another portal name no other, so that a build does not read thousands of files only to find that again.
//!
//! Of each such page a number is kept that follows from its path and its stamp: a page that was written since has another, and is read.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cache::BlobStore;
use crate::files::{self, Files};
use crate::path::SourcePath;

/// The folder in the portal; a file for each other portal.
const FOLDER: &str = ".cong/guests";

/// A page as it was written.
pub type Mark = u64;

#[derive(Default)]
pub struct Quiet {
    file: String,
    known: BTreeSet<Mark>,
}

impl Quiet {
    /// What the last build knew of a portal.
    pub fn open(store: Option<&Arc<dyn BlobStore>>, portal: &str) -> Quiet {
        let file = format!("{FOLDER}/{portal}");
        let known = store.and_then(|store| postcard::from_bytes(&store.read(&file)?).ok()).unwrap_or_default();
        Quiet { file, known }
    }

    pub fn holds(&self, mark: Mark) -> bool {
        self.known.contains(&mark)
    }

    /// Keeps what this build knows, where that is something else.
    pub fn keep(&self, store: Option<&Arc<dyn BlobStore>>, now: &BTreeSet<Mark>) {
        if let Some(store) = store.filter(|_| *now != self.known) {
            store.write(&self.file, &|to| to.write_all(&postcard::to_stdvec(now).unwrap_or_default()));
        }
    }
}

/// `None` for a file of which nobody can tell whether it was written.
pub fn mark(files: &dyn Files, path: &SourcePath) -> Option<Mark> {
    let stamp = files.stamp(path.as_str())?;
    let bytes = postcard::to_stdvec(&(path, stamp)).ok()?;
    let hash = files::hash(&bytes);
    hash.as_bytes().first_chunk().map(|first| Mark::from_le_bytes(*first))
}
