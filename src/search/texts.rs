//! The texts that the next index needs: turns what is kept of the last one, and documents that are new, into the words of
//! those items that are no longer what they were. Where the index is made from nothing, that is all of them.
//!
//! Words are kept in parts by document id, so that an edit reads and writes one part of many.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::groups::Group;
use super::page_text::IndexedDocument;
use crate::model::PageId;

/// Of all that the words of a document follow from.
pub type Key = [u8; 16];

/// Files of stored fields that share a part.
const BLOCKS: u32 = 2;

/// Where texts are, and where what is kept of an index lies. Whatever is damaged is not there.
pub trait Shelf: Sync {
    /// The text of a document of this build that is not kept.
    fn read(&self, page: PageId) -> IndexedDocument;

    /// The texts of a part, by its name.
    fn part(&self, name: &Key) -> Option<Vec<IndexedDocument>>;

    /// Keeps a part and gives it a name that says what is in it.
    fn keep_part(&self, texts: &[&IndexedDocument]) -> Key;

    /// The postings of the index that has this stamp, in a language.
    fn groups(&self, code: &str, stamp: &Key) -> Option<Vec<u8>>;

    fn keep_groups(&self, code: &str, stamp: &Key, groups: &[&Group]);
    /// Its lists of pairs.
    fn pairs(&self, code: &str, stamp: &Key) -> Option<Vec<u8>>;
    fn keep_pairs(&self, code: &str, stamp: &Key, files: &[&[u8]]);

    /// Whether anything is kept; a preview keeps nothing.
    fn is_kept(&self) -> bool;
}

/// One document of an index.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IndexedItem {
    pub doc_id: u32,
    /// Of what its words follow from.
    pub key: Key,
    /// Of what its stored fields follow from.
    pub stored: Key,
    /// Words of its body.
    pub length: u32,
}

/// What is kept of an index beside its postings.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub struct KeptItems {
    /// In the order of their ids.
    pub items: Vec<IndexedItem>,
    /// Names by number; a part has so many ids.
    pub parts: Vec<Option<Key>>,
    pub ids: u32,
}

/// How the items of an index differ from those of the one before it.
pub struct Difference {
    /// Places in the items before, and in those of now.
    pub removed: Vec<usize>,
    pub added: Vec<usize>,
    /// Numbers of the parts that have them, or of all.
    pub parts: BTreeSet<u32>,
    /// Numbers of the files of stored fields that differ.
    pub blocks: BTreeSet<u32>,
}

/// Ids of a part.
pub fn ids(block: u32) -> u32 {
    block * BLOCKS
}

impl Difference {
    /// `now`: without lengths, which are taken over where an item is what it was.
    pub fn new(before: &[IndexedItem], now: &mut [IndexedItem], block: u32) -> Difference {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        let (mut parts, mut blocks) = (BTreeSet::new(), BTreeSet::new());
        let (mut old, mut new) = (0, 0);
        while let Some(doc_id) = [before.get(old), now.get(new)].into_iter().flatten().map(|item| item.doc_id).min() {
            let was = before.get(old).filter(|item| item.doc_id == doc_id);
            let is = now.get_mut(new).filter(|item| item.doc_id == doc_id);
            let same_words = was.zip(is.as_ref()).is_some_and(|(was, is)| was.key == is.key);
            if !same_words {
                removed.extend(was.map(|_| old));
                added.extend(is.as_ref().map(|_| new));
            }
            if !same_words || was.zip(is.as_ref()).is_none_or(|(was, is)| was.stored != is.stored) {
                parts.insert(doc_id / ids(block));
                blocks.insert(doc_id / block);
            }
            (old, new) = (old + usize::from(was.is_some()), new + usize::from(is.is_some()));
            if let Some((was, is)) = was.zip(is).filter(|_| same_words) {
                is.length = was.length;
            }
        }
        Difference { removed, added, parts, blocks }
    }

    /// Everything is new.
    pub fn all(now: &[IndexedItem], block: u32) -> Difference {
        Difference {
            removed: Vec::new(),
            added: (0..now.len()).collect(),
            parts: now.iter().map(|item| item.doc_id / ids(block)).collect(),
            blocks: now.iter().map(|item| item.doc_id / block).collect(),
        }
    }

    /// Whether it costs less than an index from nothing.
    pub fn is_small(&self, items: usize) -> bool {
        self.removed.len() + self.added.len() <= (items / 8).max(64)
    }
}

/// Texts by what they follow from.
#[derive(Default)]
pub struct Texts(FxHashMap<Key, IndexedDocument>);

impl Texts {
    /// Reads kept parts, each once. Whether all could be read.
    pub fn load(&mut self, kept: &KeptItems, numbers: &BTreeSet<u32>, shelf: &dyn Shelf) -> bool {
        let of_part = |number: u32| {
            let start = kept.items.partition_point(|item| item.doc_id / kept.ids.max(1) < number);
            let end = kept.items.partition_point(|item| item.doc_id / kept.ids.max(1) <= number);
            // A cache may say what cannot be.
            kept.items.get(start..end).unwrap_or_default()
        };
        let wanted: Vec<u32> = numbers
            .iter()
            .copied()
            .filter(|number| of_part(*number).iter().any(|item| !self.0.contains_key(&item.key)))
            .collect();
        let read = |number: &u32| {
            let texts = shelf.part(kept.parts.get(*number as usize)?.as_ref()?)?;
            let items = of_part(*number);
            (texts.len() == items.len())
                .then(|| items.iter().map(|item| item.key).zip(texts).collect::<Vec<(Key, IndexedDocument)>>())
        };
        let loaded: Vec<Option<Vec<_>>> = wanted.par_iter().map(read).collect();
        let all = loaded.iter().all(Option::is_some);
        self.0.extend(loaded.into_iter().flatten().flatten());
        all
    }

    /// Reads those that are not here.
    pub fn read(&mut self, pages: &[(PageId, Key)], shelf: &dyn Shelf) {
        let missing = pages.par_iter().filter(|(_, key)| !self.0.contains_key(key));
        let read: Vec<_> = missing.map(|(page, key)| (*key, shelf.read(*page))).collect();
        self.0.extend(read);
    }

    pub fn get(&self, key: &Key) -> Option<&IndexedDocument> {
        self.0.get(key)
    }

    pub fn take(&mut self, key: &Key) -> Option<IndexedDocument> {
        self.0.remove(key)
    }
}
