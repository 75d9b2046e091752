//! Turns the public documents of a portal into a static search index, one for each language: postings, cards, columns
//! and one small entry file that names them all.
//!
//! The index is a function of the documents alone, and an edit changes only the files that it touches: items keep their
//! slots, terms keep their files. The client (`assets/search/` of the theme) reads a few of these files for each search.
//! `docs/search-format.md` describes the files and the rules that both sides have; `tests/search/vectors.json` holds both.

mod cards;
mod collect;
mod facets;
mod glossary;
mod invert;
mod lexicon;
mod numbers;
mod page_text;
mod postings;
mod slots;
mod spellings;
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

use cards::Card;
use facets::Facets;
use postings::Postings;

pub use collect::Desk;
pub use glossary::Glossary;
pub use lexicon::Lexicon;
pub use page_text::{Reading, Text};

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

/// `texts`: of each page that can be found. They are let go as soon as postings are made of them.
pub fn index(site: &Site, lexicon: &Lexicon, mut texts: Vec<(PageId, Text)>) -> Index {
    let mut index = Index::default();
    for language in site.languages() {
        let is_own = |(id, _): &(PageId, Text)| site.page(*id).document.language == language;
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
    /// A letter for the size of a record in each file of cards.
    records: String,
    names: BTreeMap<char, String>,
}

impl Builder<'_> {
    fn build(&mut self, pages: Vec<(PageId, Text)>) {
        let site = self.site;
        let place = |id: PageId| {
            let page = site.page(id).inner();
            (page.date.map_or(0, |date| date.year()), page.url.local())
        };
        let scale = postings::scale(pages.len());
        let facets = Facets::new(site, self.language, pages.iter().map(|(id, _)| site.page(*id)));
        let slots = slots::slots(&pages.iter().map(|(id, _)| place(*id)).collect::<Vec<_>>(), scale.block);
        let mut items: Vec<(u32, PageId, Text)> =
            pages.into_iter().zip(&slots.of).map(|((id, text), slot)| (*slot, id, text)).collect();
        items.sort_unstable_by_key(|item| item.0);
        let total: u64 = items.iter().map(|(_, _, text)| u64::from(text.words.length)).sum();
        // A power of two, so that one more item does not change every weight.
        let average = (total as f32 / items.len() as f32).max(1.0).log2().round().exp2();
        let (words, items): (Vec<_>, Vec<_>) =
            items.into_iter().map(|(slot, id, text)| ((text.words, slot), (slot, id, text.start))).unzip();
        let Postings { files, deep, head, classes, lowest } = postings::postings(words, self.lexicon, average, &scale);
        let cards: Vec<Card> =
            items.iter().map(|(slot, id, start)| card(site.page(*id), *slot, start, &facets)).collect();
        let sizes = files.iter().map(|file| size_letter(file.as_ref().map_or(1, Vec::len))).collect();
        let blocks = cards::files(&cards, &facets, slots.count, scale.block);
        let records = blocks.iter().map(|block| cards::size_letter(block.as_ref())).collect();
        let mut names = BTreeMap::new();
        names.insert('p', self.add('p', files));
        names.insert('d', self.add('d', deep));
        names.insert('k', self.add('k', blocks.into_iter().map(|block| block.map(|block| block.bytes)).collect()));
        names.insert('f', self.add('f', cards::columns(&cards, slots.count).into_iter().map(Some).collect()));
        let code = site.language(self.language);
        let entry = Entry {
            v: VERSION,
            lang: code,
            count: cards.len(),
            block: scale.block,
            budget: scale.budget,
            head,
            average,
            lowest,
            years: slots.years,
            files: json!({ "common": scale.common, "rare": scale.rare, "other": scale.other, "deep": scale.deep }),
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
fn card<'a>(page: PageView<'a>, slot: u32, start: &'a str, facets: &Facets) -> Card<'a> {
    let date = page.date.map(|moment| moment.date());
    let lead = page.text("summary").filter(|lead| !lead.is_empty());
    Card {
        slot,
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
