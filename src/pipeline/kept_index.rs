//! What is kept of the search index from build to build: turns it into files of the cache, and back.
//!
//! One file names all others. Words lie in parts that are named after their contents, so a part that another build has
//! written is never taken for one's own; postings say what they are of. Whatever is missing or damaged is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::cache::{BlobStore, INDEX, INDEX_FOLDER, INDEX_PART, encode};
use crate::load::document::Language;
use crate::model::{PageId, Site};
use crate::search::{Group, IndexedDocument, Key, LastIndex, Lexicon, Shelf, TermId};
use crate::trace::Fingerprint;

/// The file that names all others.
#[derive(Serialize, Deserialize)]
pub struct KeptIndex<T> {
    /// All terms, each with the number of the one without marks. Words in parts are their numbers.
    terms: Vec<(Arc<str>, TermId)>,
    indexes: T,
}

impl KeptIndex<BTreeMap<Language, LastIndex>> {
    /// The terms and the indexes of the last build.
    pub fn read(store: &dyn BlobStore) -> Option<(Lexicon, BTreeMap<Language, LastIndex>)> {
        let KeptIndex { terms, indexes }: Self = postcard::from_bytes(&store.read(INDEX)?).ok()?;
        Some((Lexicon::restore(terms)?, indexes))
    }
}

impl KeptIndex<()> {
    /// Writes it once its parts are there, and removes those that it does not name.
    pub fn write(store: &dyn BlobStore, lexicon: &Lexicon, site: &Site, indexes: &BTreeMap<Language, LastIndex>) {
        let kept = KeptIndex { terms: lexicon.marked().into_iter().zip(lexicon.folded()).collect(), indexes };
        store.write(INDEX, &|to| encode(&kept, to));
        let parts = indexes.values().flat_map(|index| &index.kept.parts).flatten().map(part);
        let lists =
            indexes.keys().map(|language| site.language(*language)).flat_map(|code| [groups(code), pairs(code)]);
        let named: BTreeSet<String> = parts.chain(lists).chain([INDEX.to_owned()]).collect();
        for unused in store.names(INDEX_FOLDER).into_iter().filter(|name| !named.contains(name)) {
            store.remove(&unused);
        }
    }
}

/// Files of the cache for one index that is made.
pub struct IndexShelf<'a> {
    pub store: Option<&'a dyn BlobStore>,
    pub read: &'a (dyn Fn(PageId) -> IndexedDocument + Sync),
    /// Whether the next index is made from this one.
    pub keeps: bool,
    /// The same, unless something turned out to be missing from it.
    pub may_keep: &'a (dyn Fn() -> bool + Sync),
}

impl Shelf for IndexShelf<'_> {
    fn read(&self, page: PageId) -> IndexedDocument {
        (self.read)(page)
    }

    fn part(&self, name: &Key) -> Option<Vec<IndexedDocument>> {
        postcard::from_bytes(&self.store?.read(&part(name))?).ok()
    }

    fn keep_part(&self, texts: &[&IndexedDocument]) -> Key {
        let mut bytes = Vec::new();
        // Nothing that is written to memory fails.
        let name = encode(&texts, &mut bytes).map(|()| Fingerprint::of(&bytes).0).unwrap_or_default();
        if let Some(store) = self.store {
            store.write(&part(&name), &|to| to.write_all(&bytes));
        }
        name
    }

    fn groups(&self, code: &str, stamp: &Key) -> Option<Vec<u8>> {
        self.stamped(&groups(code), stamp)
    }

    fn keep_groups(&self, code: &str, stamp: &Key, all: &[&Group]) {
        /// Bytes that are written at a time.
        const PART: usize = 1 << 16;
        if let Some(store) = self.store.filter(|_| (self.may_keep)()) {
            store.write(&groups(code), &|to| {
                let mut bytes = Vec::with_capacity(2 * PART);
                for group in all {
                    group.keep(&mut bytes);
                    if bytes.len() > PART {
                        to.write_all(&bytes)?;
                        bytes.clear();
                    }
                }
                bytes.extend_from_slice(stamp);
                to.write_all(&bytes)
            });
        }
    }

    fn pairs(&self, code: &str, stamp: &Key) -> Option<Vec<u8>> {
        self.stamped(&pairs(code), stamp)
    }

    fn keep_pairs(&self, code: &str, stamp: &Key, files: &[&[u8]]) {
        if let Some(store) = self.store.filter(|_| (self.may_keep)()) {
            store.write(&pairs(code), &|to| {
                files.iter().try_for_each(|bytes| to.write_all(bytes))?;
                to.write_all(stamp)
            });
        }
    }

    fn is_kept(&self) -> bool {
        self.keeps && self.store.is_some()
    }
}

impl IndexShelf<'_> {
    /// What lies before this stamp, if it is the one of the file.
    fn stamped(&self, name: &str, stamp: &Key) -> Option<Vec<u8>> {
        let mut bytes = self.store?.read(name)?;
        let own = bytes.len().checked_sub(stamp.len()).filter(|end| bytes[*end..] == *stamp)?;
        bytes.truncate(own);
        Some(bytes)
    }
}

fn part(name: &Key) -> String {
    format!("{INDEX_PART}{:032x}", u128::from_be_bytes(*name))
}

fn groups(code: &str) -> String {
    format!("{INDEX_FOLDER}/postings-{code}")
}

fn pairs(code: &str) -> String {
    format!("{INDEX_FOLDER}/pairs-{code}")
}
