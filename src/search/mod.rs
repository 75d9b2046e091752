//! Turns the public documents of a portal into a static search index, one for each language: postings, stored fields,
//! columns and one small entry file that names them all.
//!
//! The index is a function of the documents alone, and an edit changes only the files that it touches: items keep their
//! document ids, terms keep their files. The client (`assets/search/` of the theme) reads a few of these files for each
//! search. `docs/search-format.md` describes the files and the rules that both sides have; `tests/search/vectors.json`
//! holds both.

mod collect;
mod doc_ids;
mod facets;
mod glossary;
mod invert;
mod lexicon;
mod numbers;
mod page_text;
mod postings;
mod spellings;
mod stored_fields;
mod terms;
#[cfg(test)]
mod vectors;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use crate::files::{self, Hash};
use crate::load::config::Config;
use crate::load::document::Language;
use crate::model::{PageId, PageView, Site};
use crate::path::UrlPath;

use facets::Facets;
use postings::Postings;
use stored_fields::StoredFields;

pub use collect::TermCache;
pub use glossary::Glossary;
pub use lexicon::Lexicon;
pub use page_text::{DocumentReader, IndexedDocument};

/// Where the index stands on the site.
pub const FOLDER: &str = "/assets/search/";

/// The version of the format. A client refuses an index of another: whoever changes a rule or a byte of it counts up here, in
/// `files.js`, the vectors and the page about the format.
pub const VERSION: u32 = 2;

/// The files of all languages.
#[derive(Default)]
pub struct Index {
    pub files: BTreeMap<UrlPath, (Hash, Vec<u8>)>,
    /// By language: the file that the client reads first.
    pub entries: BTreeMap<Language, UrlPath>,
}

/// Whether a page can be found: it has an address of its own, is not a home page, and does not ask to be passed over.
pub fn is_found(site: &Site, id: PageId) -> bool {
    let page = site.page(id);
    page.listed && !page.is_unindexed() && !page.is_home()
}

/// The abbreviations of a portal.
pub fn glossary(config: &Config, lexicon: &Lexicon) -> Glossary {
    Glossary::new(abbreviations(config), lexicon)
}

fn abbreviations(config: &Config) -> impl Iterator<Item = (&str, &str)> {
    let own = config.glossary.iter().map(|(short, long)| (short.as_str(), long.as_str()));
    glossary::COMMON.iter().copied().chain(own)
}

/// `texts`: of each page that can be found. They are dropped as soon as postings are made of them.
pub fn index(site: &Site, lexicon: &Lexicon, mut texts: Vec<(PageId, IndexedDocument)>) -> Index {
    let mut index = Index::default();
    for language in site.languages() {
        let is_own = |(id, _): &(PageId, IndexedDocument)| site.page(*id).document.language == language;
        let (pages, others): (Vec<_>, Vec<_>) = texts.into_iter().partition(is_own);
        texts = others;
        if !pages.is_empty() {
            Builder { site, language, lexicon, index: &mut index }.build(pages);
        }
    }
    index
}

struct Builder<'a> {
    site: &'a Site,
    language: Language,
    lexicon: &'a Lexicon,
    index: &'a mut Index,
}

/// What the client must know before it reads anything else.
#[derive(Serialize)]
struct Entry<'a> {
    v: u32,
    lang: &'a str,
    count: usize,
    block: u32,
    budget: u32,
    /// Bytes of the longest table of terms in a file of bodies.
    head: usize,
    average: f32,
    lowest: u32,
    years: Vec<(i16, u32)>,
    files: serde_json::Value,
    folder: String,
    news: Vec<&'a str>,
    facets: &'a Facets,
    glossary: Vec<(&'a str, &'a str)>,
    types: &'a [(&'a str, &'a str)],
    /// Common terms by how often they stand, joined by spaces.
    classes: Vec<String>,
    /// A letter for the size of each file of postings.
    sizes: String,
    /// A letter for the size of a record in each file of stored fields.
    records: String,
    names: BTreeMap<char, String>,
}

impl Builder<'_> {
    fn build(&mut self, pages: Vec<(PageId, IndexedDocument)>) {
        let site = self.site;
        let order = |id: PageId| {
            let page = site.page(id).inner();
            (page.date.map_or(0, |date| date.year()), page.url.local())
        };
        let scale = postings::scale(pages.len());
        let facets = Facets::new(site, self.language, pages.iter().map(|(id, _)| site.page(*id)));
        let doc_ids = doc_ids::doc_ids(&pages.iter().map(|(id, _)| order(*id)).collect::<Vec<_>>(), scale.block);
        let mut items: Vec<(u32, PageId, IndexedDocument)> =
            pages.into_iter().zip(&doc_ids.of).map(|((id, text), doc_id)| (*doc_id, id, text)).collect();
        items.sort_unstable_by_key(|item| item.0);
        let total: u64 = items.iter().map(|(_, _, text)| u64::from(text.words.length)).sum();
        // A power of two, so that one more item does not change every weight.
        let average = (total as f32 / items.len() as f32).max(1.0).log2().round().exp2();
        let (words, items): (Vec<_>, Vec<_>) =
            items.into_iter().map(|(doc_id, id, text)| ((text.words, doc_id), (doc_id, id, text.start))).unzip();
        let Postings { files, second_tier, head, classes, lowest } =
            postings::postings(words, self.lexicon, average, &scale);
        let stored: Vec<StoredFields> =
            items.iter().map(|(doc_id, id, start)| stored_fields(site.page(*id), *doc_id, start, &facets)).collect();
        let sizes = files.iter().map(|file| size_letter(file.as_ref().map_or(1, Vec::len))).collect();
        let blocks = stored_fields::files(&stored, &facets, doc_ids.count, scale.block);
        let records = blocks.iter().map(|block| stored_fields::size_letter(block.as_ref())).collect();
        let mut names = BTreeMap::new();
        names.insert('p', self.add('p', files));
        names.insert('d', self.add('d', second_tier));
        names.insert('k', self.add('k', blocks.into_iter().map(|block| block.map(|block| block.bytes)).collect()));
        names
            .insert('f', self.add('f', stored_fields::columns(&stored, doc_ids.count).into_iter().map(Some).collect()));
        let code = site.language(self.language);
        let entry = Entry {
            v: VERSION,
            lang: code,
            count: stored.len(),
            block: scale.block,
            budget: scale.budget,
            head,
            average,
            lowest,
            years: doc_ids.years,
            files: json!({ "common": scale.common, "rare": scale.rare, "other": scale.other, "deep": scale.second_tier }),
            folder: site.config.base.url(&self.folder()).to_string(),
            news: site.kinds.all().iter().filter(|kind| kind.dated).map(|kind| kind.name.as_str()).collect(),
            facets: &facets,
            glossary: if code == "en" { Vec::new() } else { abbreviations(&site.config).collect() },
            types: glossary::TYPES,
            classes: classes.iter().map(|class| class.join(" ")).collect(),
            sizes,
            records,
            names,
        };
        let bytes = serde_json::to_vec(&entry).unwrap_or_default();
        let hash = files::hash(&bytes);
        let url = site.config.base.url(&format!("{FOLDER}{code}.{}.json", name(&hash, 8)));
        self.index.files.insert(url.clone(), (hash, bytes));
        self.index.entries.insert(self.language, url);
    }

    fn folder(&self) -> String {
        format!("{FOLDER}{}/", self.site.language(self.language))
    }

    /// The names of files, `NAME` letters each, joined; a file that does not exist has hyphens.
    fn add(&mut self, kind: char, files: Vec<Option<Vec<u8>>>) -> String {
        let mut names = String::with_capacity(files.len() * NAME);
        let (folder, ending) = (self.folder(), if kind == 'k' { "txt" } else { "bin" });
        for (number, bytes) in files.into_iter().enumerate() {
            let Some(bytes) = bytes else {
                names.push_str(&"-".repeat(NAME));
                continue;
            };
            let hash = files::hash(&bytes);
            let name = name(&hash, NAME);
            let url = self.site.config.base.url(&format!("{folder}{kind}{number}.{name}.{ending}"));
            self.index.files.insert(url, (hash, bytes));
            names.push_str(&name);
        }
        names
    }
}

/// Bytes of a title that a list of results shows.
const TITLE: usize = 600;

/// `start`: what an item without a lead begins with.
fn stored_fields<'a>(page: PageView<'a>, doc_id: u32, start: &'a str, facets: &Facets) -> StoredFields<'a> {
    let date = page.date.map(|moment| moment.date());
    let lead = page.text("summary").filter(|lead| !lead.is_empty());
    StoredFields {
        doc_id,
        title: page_text::cut(&page.inner().document.title, TITLE),
        url: page.inner().url.as_str(),
        text: lead.unwrap_or(start),
        date: date.map_or_else(String::new, |date| date.to_string()),
        day: date.map_or(0, |date| date.day_of_year() as u16),
        number: page_text::number(&page.inner().document, page.kind()).unwrap_or_default(),
        codes: facets.codes(page),
    }
}

/// Letters in the name of a file.
const NAME: usize = 4;

/// A name made of the contents.
fn name(hash: &Hash, length: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~";
    hash.as_bytes().iter().take(length).map(|byte| LETTERS[usize::from(byte & 63)] as char).collect()
}

/// The client turns it back into about the same number of bytes.
fn size_letter(bytes: usize) -> char {
    let step = (4.0 * (bytes as f32 / 64.0).log2()).round().max(0.0);
    char::from(48 + step as u8)
}
