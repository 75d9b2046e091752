//! The files of an index, with their names: turns postings and items into what is published, and into what the next index
//! must know of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::answers;
use super::facets::{Codes, Facets};
use super::glossary;
use super::layout::{KnownFile, LastIndex, Layout, Step, day};
use super::pair_files::PairFiles;
use super::postings::{Class, File, Postings};
use super::stored_fields::{self, Row, StoredFields};
use super::texts::{IndexedItem, KeptItems};
use super::{FOLDER, Index, IndexFile, VERSION, abbreviations, page_text};
use crate::files;
use crate::model::PageView;
use crate::path::UrlPath;

/// What the client must know before it reads anything else.
#[derive(Serialize)]
struct Entry<'a> {
    v: u32,
    lang: &'a str,
    count: usize,
    block: u32,
    budget: u32,
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
    /// By class, two letters for the sizes of the lists of each of its terms.
    lists: Vec<String>,
    /// A letter for the size of each file of postings.
    sizes: String,
    /// A letter for the size of a record in each file of stored fields.
    records: String,
    /// A letter for the size of each bucket of pairs.
    buckets: String,
    names: BTreeMap<char, String>,
    /// Queries with the document ids of the pages that stand first for them.
    best: BTreeMap<String, Vec<u32>>,
    popular: &'a [String],
}

/// Adds the files of a language to an index.
pub struct Writer<'w, 'a> {
    pub layout: &'w Layout<'a>,
    pub step: &'w Step<'w>,
    pub index: &'w mut Index,
}

impl Writer<'_, '_> {
    /// `starts`: what items without a lead begin with, by their places.
    pub fn write(
        mut self,
        lists: (Postings, PairFiles),
        starts: &BTreeMap<usize, Box<str>>,
        kept: KeptItems,
    ) -> LastIndex {
        let Layout { shape, doc_ids, basis, .. } = self.layout;
        let (postings, pairs) = lists;
        let (blocks, records) = self.blocks(starts);
        let columns = stored_fields::columns(self.rows(), doc_ids.count).into_iter().map(File::Made).collect();
        let suggestions = Some(answers::suggestions(self.layout)).filter(|texts| !texts.is_empty());
        let suggestions = suggestions.map_or(File::None, File::Made);
        let files = [
            ('p', postings.files),
            ('d', postings.second_tier),
            ('q', pairs.files),
            ('k', blocks),
            ('f', columns),
            ('s', vec![suggestions]),
        ];
        let files: BTreeMap<char, Vec<Option<KnownFile>>> =
            files.into_iter().map(|(kind, files)| (kind, self.add(kind, files))).collect();
        let last =
            LastIndex { basis: *basis, average: self.step.average, kept, files, records, pair_sizes: pairs.sizes };
        self.entry(&last, postings.classes, shape.lowest);
        last
    }

    fn entry(self, last: &LastIndex, classes: Vec<Class>, lowest: u32) {
        let Writer { layout, index, .. } = self;
        let (site, code, scale) = (layout.site, layout.site.language(layout.language), layout.shape.scale);
        let size = |file: &Option<KnownFile>| super::size_letter(file.map_or(1, |file| file.size as usize));
        let names = |files: &Vec<Option<KnownFile>>| files.iter().map(|file| name_or_none(file.as_ref())).collect();
        let (classes, lists) = classes.into_iter().map(|class| (class.names, class.sizes)).unzip();
        let entry = Entry {
            v: VERSION,
            lang: code,
            count: layout.items.len(),
            block: scale.block,
            budget: scale.budget,
            average: last.average,
            lowest,
            years: layout.doc_ids.years.clone(),
            files: json!({ "common": scale.common, "rare": scale.rare, "other": scale.other, "deep": scale.second_tier, "pairs": scale.pair_files }),
            folder: site.config.base.url(&folder(code)).to_string(),
            news: site.kinds.all().iter().filter(|kind| kind.dated).map(|kind| kind.name.as_str()).collect(),
            facets: &layout.facets,
            glossary: if code == "en" { Vec::new() } else { abbreviations(&site.config).collect() },
            types: glossary::TYPES,
            classes,
            lists,
            sizes: last.files[&'p'].iter().map(size).collect(),
            records: last.records.clone(),
            buckets: last.pair_sizes.iter().map(|size| stored_fields::letter(u32::from(*size))).collect(),
            best: answers::best(layout),
            popular: answers::popular(layout),
            names: last.files.iter().map(|(kind, files)| (*kind, names(files))).collect(),
        };
        let bytes = serde_json::to_vec(&entry).unwrap_or_default();
        let hash = files::hash(&bytes);
        let url = site.config.base.url(&format!("{FOLDER}{code}.{}.json", super::name(&hash, 8)));
        index.files.insert(url.clone(), IndexFile::made(hash, bytes));
        index.entries.insert(layout.language, url);
    }

    /// Files of stored fields, and the letters for the sizes of their records.
    fn blocks(&self, starts: &BTreeMap<usize, Box<str>>) -> (Vec<File>, String) {
        let Layout { shape, facets, doc_ids, pages, items, .. } = self.layout;
        let block = shape.scale.block;
        let is_made = |number: usize| self.step.difference.blocks.contains(&(number as u32));
        let shown =
            items.iter().zip(pages).enumerate().filter(|(_, (item, _))| is_made((item.doc_id / block) as usize));
        let stored: Vec<StoredFields> = shown
            .map(|(at, (item, page))| stored_fields(*page, item.doc_id, starts.get(&at).map_or("", |start| start)))
            .collect();
        let before: Vec<char> = self.step.last.map(|last| last.records.chars().collect()).unwrap_or_default();
        let made = stored_fields::files(&stored, facets, doc_ids.count, block);
        let file = |(number, made): (usize, Option<stored_fields::Block>)| match made {
            None if !is_made(number) => (File::Same, before.get(number).copied().unwrap_or('0')),
            made => {
                let letter = stored_fields::size_letter(made.as_ref());
                (made.map_or(File::None, |made| File::Made(made.bytes)), letter)
            }
        };
        made.into_iter().enumerate().map(file).unzip()
    }

    fn rows(&self) -> impl Iterator<Item = Row> {
        let Layout { pages, items, .. } = self.layout;
        let row = |(item, (page, codes)): (&IndexedItem, &(PageView, Codes))| Row {
            doc_id: item.doc_id,
            codes: *codes,
            day: day(*page),
        };
        items.iter().zip(pages).map(row)
    }

    /// The files of a kind as they are now.
    fn add(&mut self, kind: char, files: Vec<File>) -> Vec<Option<KnownFile>> {
        let site = self.layout.site;
        let (folder, ending) =
            (folder(site.language(self.layout.language)), if matches!(kind, 'k' | 's') { "txt" } else { "bin" });
        let before = self.step.last.and_then(|last| last.files.get(&kind));
        let mut known = Vec::with_capacity(files.len());
        for (number, file) in files.into_iter().enumerate() {
            let (file, facts) = match file {
                File::None => (None, None),
                File::Same => {
                    let known = before.and_then(|before| before.get(number).copied().flatten());
                    (known.map(|KnownFile { hash, size }| IndexFile { hash, size, bytes: None }), known)
                }
                File::Made(bytes) => {
                    let file = IndexFile::made(files::hash(&bytes), bytes);
                    let known = KnownFile { hash: file.hash, size: file.size };
                    (Some(file), Some(known))
                }
            };
            if let Some(file) = file {
                let name = super::name(&file.hash, NAME);
                let url: UrlPath = site.config.base.url(&format!("{folder}{kind}{number}.{name}.{ending}"));
                self.index.files.insert(url, file);
            }
            known.push(facts);
        }
        known
    }
}

fn folder(code: &str) -> String {
    format!("{FOLDER}{code}/")
}

/// Letters in the name of a file.
const NAME: usize = 4;

/// The letters in the name of a file; a file that does not exist has hyphens.
fn name_or_none(file: Option<&KnownFile>) -> String {
    file.map_or_else(|| "-".repeat(NAME), |file| super::name(&file.hash, NAME))
}

/// Bytes of a title that a list of results shows.
const TITLE: usize = 600;

/// `start`: what an item without a lead begins with.
fn stored_fields<'a>((page, codes): (PageView<'a>, Codes), doc_id: u32, start: &'a str) -> StoredFields<'a> {
    let lead = page.text("summary").filter(|lead| !lead.is_empty());
    StoredFields {
        doc_id,
        title: page_text::cut(&page.inner().document.title, TITLE),
        url: page.inner().url.as_str(),
        text: lead.unwrap_or(start),
        date: page.date.map_or_else(String::new, |moment| moment.date().to_string()),
        day: day(page),
        number: page_text::number(&page.inner().document, page.kind()).unwrap_or_default(),
        codes,
    }
}
