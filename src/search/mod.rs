//! Turns the public documents of a portal into a static search index, one for each language: postings, stored fields,
//! columns and one small entry file that names them all.
//!
//! The index is a function of the documents alone, and an edit changes only the files that it touches: items keep their
//! document ids, terms keep their files. The client (`assets/search/` of the theme) reads a few of these files for each
//! search. `docs/search-format.md` describes the files and the rules that both sides have; `tests/search/vectors.json`
//! holds both.

mod answers;
mod collect;
mod doc_ids;
mod facets;
mod fields;
mod glossary;
mod groups;
mod invert;
mod language_files;
mod language_index;
mod layout;
mod lexicon;
mod numbers;
mod page_text;
mod pair_files;
mod pair_lists;
mod pairs;
mod postings;
mod spellings;
mod stored_fields;
mod terms;
mod texts;
mod tiers;
#[cfg(test)]
mod vectors;
mod words;

use std::collections::BTreeMap;

use crate::files::Hash;
use crate::load::config::Config;
use crate::load::document::Language;
use crate::model::{PageId, Site};
use crate::path::UrlPath;

use language_index::Builder;

pub use collect::TermCache;
pub use glossary::Glossary;
pub use groups::Group;
pub use layout::LastIndex;
pub use lexicon::{Lexicon, TermId};
pub use page_text::{DocumentReader, IndexedDocument};
pub use texts::{Key, Shelf};

/// Where the index stands on the site.
pub const FOLDER: &str = "/assets/search/";

/// The version of the format. A client refuses an index of another: whoever changes a rule or a byte of it counts up here, in
/// `files.js`, the vectors and the page about the format.
pub const VERSION: u32 = 4;

/// The files of all languages.
#[derive(Default)]
pub struct Index {
    pub files: BTreeMap<UrlPath, IndexFile>,
    /// By language: the file that the client reads first.
    pub entries: BTreeMap<Language, UrlPath>,
    /// By language: what the next index is made from.
    pub kept: BTreeMap<Language, LastIndex>,
}

/// A file of the index.
pub struct IndexFile {
    pub hash: Hash,
    pub size: u64,
    /// `None`: it is as in the last index and was not made.
    pub bytes: Option<Vec<u8>>,
}

impl IndexFile {
    fn made(hash: Hash, bytes: Vec<u8>) -> IndexFile {
        IndexFile { hash, size: bytes.len() as u64, bytes: Some(bytes) }
    }
}

/// Whether a page can be found: it has an address of its own here, is not a home page, and does not ask to be passed over.
pub fn is_found(site: &Site, id: PageId) -> bool {
    let page = site.page(id);
    page.listed && !page.is_unindexed() && !page.is_home() && !page.is_guest()
}

/// The abbreviations of a portal.
pub fn glossary(config: &Config, lexicon: &Lexicon) -> Glossary {
    Glossary::new(abbreviations(config), lexicon)
}

fn abbreviations(config: &Config) -> impl Iterator<Item = (&str, &str)> {
    let own = config.glossary.iter().map(|(short, long)| (short.as_str(), long.as_str()));
    glossary::COMMON.iter().copied().chain(own)
}

/// What an index is made of.
pub struct Contents<'a> {
    pub site: &'a Site,
    pub lexicon: &'a Lexicon,
    /// Each page that can be found, with the hash of what its words follow from.
    pub pages: Vec<(PageId, Key)>,
    pub shelf: &'a dyn Shelf,
}

/// `last`: what is kept of the last index. `update`: files that are as in that one are not made.
pub fn index(contents: Contents, last: &BTreeMap<Language, LastIndex>, update: bool) -> Index {
    let Contents { site, lexicon, pages, shelf } = contents;
    let mut index = Index::default();
    for language in site.languages() {
        let is_own = |(id, _): &&(PageId, Key)| site.page(*id).document.language == language;
        let pages: Vec<(PageId, Key)> = pages.iter().filter(is_own).copied().collect();
        if !pages.is_empty() {
            let builder = Builder { site, language, lexicon, shelf };
            builder.build(&pages, last.get(&language), update, &mut index);
        }
    }
    index
}

/// A name made of the contents.
fn name(hash: &Hash, length: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~";
    hash.as_bytes().iter().take(length).map(|byte| LETTERS[usize::from(byte & 63)] as char).collect()
}

/// The client turns it back into about the same number of bytes.
fn size_letter(bytes: usize) -> char {
    let step = (4.0 * (bytes as f32 / 64.0).log2()).round().max(0.0);
    char::from(48_u8.saturating_add(step as u8))
}
