//! The items of an index in their order: turns the pages of one language into ids, keys and codes, which tell without any
//! text what differs from the index before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::VERSION;
use super::doc_ids::{self, DocIds};
use super::facets::{Codes, Facets};
use super::texts::{Difference, IndexedItem, KeptItems, Key};
use super::tiers::{self, Shape};
use crate::files::Hash;
use crate::load::document::Language;
use crate::model::{PageId, PageView, Site};

/// What is kept of an index for the next one, beside its postings and its words.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub struct LastIndex {
    /// Of what all its files follow from.
    pub basis: Key,
    pub average: f32,
    pub kept: KeptItems,
    /// By kind and number.
    pub files: BTreeMap<char, Vec<Option<KnownFile>>>,
    /// Letters for the sizes of records.
    pub records: String,
    /// Of the buckets of pairs, in steps.
    pub pair_sizes: Vec<u16>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct KnownFile {
    pub hash: Hash,
    pub size: u64,
}

/// The items of a language in the order of their ids, and what follows from them without their texts.
pub struct Layout<'a> {
    pub site: &'a Site,
    pub language: Language,
    pub shape: Shape,
    pub facets: Facets,
    pub doc_ids: DocIds,
    pub pages: Vec<(PageView<'a>, Codes)>,
    pub items: Vec<IndexedItem>,
    pub basis: Key,
}

/// What an index is made from the one before it with.
pub struct Step<'a> {
    /// `None`: from nothing.
    pub last: Option<&'a LastIndex>,
    pub difference: Difference,
    pub average: f32,
    /// The postings of the last index, and its lists of pairs.
    pub groups: Vec<u8>,
    pub pairs: Vec<u8>,
}

impl<'a> Layout<'a> {
    /// `pages`: those that can be found.
    pub fn new(site: &'a Site, language: Language, pages: &[(PageId, Key)]) -> Layout<'a> {
        let order = |id: PageId| {
            let page = site.page(id).inner();
            (page.date.map_or(0, |date| date.year()), page.url.local())
        };
        let shape = Shape::new(tiers::scale(pages.len()), pages.len());
        let facets = Facets::new(site, language, pages.iter().map(|(id, _)| site.page(*id)));
        let doc_ids = doc_ids::doc_ids(&pages.iter().map(|(id, _)| order(*id)).collect::<Vec<_>>(), shape.scale.block);
        let item = |((id, key), doc_id): (&(PageId, Key), &u32)| {
            let page = site.page(*id);
            let codes = facets.codes(page);
            let stored = stored_key(page, key, codes);
            ((page, codes), IndexedItem { doc_id: *doc_id, key: *key, stored, length: 0 })
        };
        let mut items: Vec<_> = pages.iter().zip(&doc_ids.of).map(item).collect();
        items.sort_unstable_by_key(|(_, item)| item.doc_id);
        let (pages, items): (Vec<_>, Vec<_>) = items.into_iter().unzip();
        let basis = serde_json::to_vec(&(VERSION, site.language(language), &facets)).unwrap_or_default();
        let basis = short(&[&basis, format!("{shape:?} {:?}", shape.pairs(items.len())).as_bytes()]);
        Layout { site, language, shape, facets, doc_ids, pages, items, basis }
    }

    /// Words of a usual body.
    /// A power of two, so that one more item does not change every weight.
    pub fn average(&self) -> f32 {
        let total: u64 = self.items.iter().map(|item| u64::from(item.length)).sum();
        (total as f32 / self.items.len() as f32).max(1.0).log2().round().exp2()
    }

    pub fn stamp(&self) -> Key {
        stamp(&self.basis, &self.items)
    }
}

/// The day of the year on which a page was published; 0 when undated.
pub fn day(page: PageView) -> u16 {
    page.date.map_or(0, |moment| moment.date().day_of_year() as u16)
}

/// Of what the stored fields of a page follow from. `key`: of what its document follows from.
fn stored_key(page: PageView, key: &Key, codes: Codes) -> Key {
    let date = page.date.map_or([0; 4], |moment| {
        let date = moment.date();
        (i32::from(date.year()) << 9 | i32::from(date.day_of_year())).to_le_bytes()
    });
    let Codes { kind, section, agency, document_type, state, topics } = codes;
    let numbers = [kind, section, agency, document_type, state, topics[0], topics[1]].map(u16::to_le_bytes);
    short(&[key, page.inner().url.as_str().as_bytes(), &date, numbers.as_flattened()])
}

/// Of what the postings of an index follow from.
pub fn stamp(basis: &Key, items: &[IndexedItem]) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(basis);
    for item in items {
        hasher.update(&item.doc_id.to_le_bytes());
        hasher.update(&item.key);
    }
    finish(&hasher)
}

fn short(parts: &[&[u8]]) -> Key {
    let mut hasher = blake3::Hasher::new();
    parts.iter().for_each(|part| {
        hasher.update(part);
    });
    finish(&hasher)
}

fn finish(hasher: &blake3::Hasher) -> Key {
    let mut key = Key::default();
    hasher.finalize_xof().fill(&mut key);
    key
}
