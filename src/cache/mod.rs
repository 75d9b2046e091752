//! The state that one build persists for the next: turns loaded documents and traces into files, and back.
//!
//! The file is sealed (see `envelope`) and written last, by rename. One that does not open is ignored, so the cache may be restored
//! from an older commit, another machine or another path: at worst a build does everything again. Paths in it are
//! relative to the portal; there are no time stamps.

mod blob_store;
mod datasets;
mod documents;
mod encode;
mod envelope;
mod kept;
mod lookups;
mod maps;
mod pages;
mod pictures;
mod records;

pub use blob_store::{BlobStore, Contents as BlobContents, DOCUMENTS, INDEX, INDEX_FOLDER, INDEX_PART};
pub use documents::{CacheHit, CachedDocument};
pub use encode::encode;
pub use envelope::{seal, unseal};
pub use pages::PAGES;
pub use pictures::{Bytes as PictureBytes, PICTURES, read_picture, write_picture};

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::files::{Hash, Stamp};
use crate::load::inspect::FileFacts;
use crate::load::kinds::KindId;
use crate::model::Site;
use crate::model::reads::Reads;
use crate::path::{OutPath, SourcePath};
use crate::plan::{Maker, Names};
use crate::trace::{Answered, Fingerprint, Query, SiteFingerprint, Trace};

use blob_store::OUTDATED;
use datasets::Datasets;
use encode::Encoder;
use lookups::Lookups;
use maps::Maps;
use pages::{Packs, Pages};
use pictures::KeptPictures;
use records::{CachedRecord, Tables};

/// The path of the cache in the portal.
pub const FILE: &str = ".cong/cache";

/// Whether whoever reads a file holds its contents against a hash, so that it does no harm whoever wrote it.
pub fn is_held_against_a_hash(file: &str) -> bool {
    file.starts_with(PAGES) || file.starts_with(INDEX_PART) || file.starts_with(PICTURES)
}

/// Whether a file is right whatever the program and the settings are, since its name or its contents say all that it is made of.
pub fn is_of_any_settings(file: &str) -> bool {
    file.starts_with(PICTURES)
}

/// A span of time in which every change of a file was seen.
struct WatchRun {
    /// The only files that may differ from what is known.
    changed: BTreeSet<SourcePath>,
    site: Arc<Site>,
}

/// An output as it was rendered.
#[derive(Debug)]
pub struct Record {
    pub trace: Trace,
    /// Of the file written.
    pub output: Hash,
    /// Of the file written, in bytes.
    pub size: u64,
}

/// The persisted state of the last build.
#[derive(Default)]
pub struct Cache {
    /// Of the site that the outputs were rendered from.
    site_fingerprint: Option<SiteFingerprint>,
    documents: Arc<FxHashMap<SourcePath, CachedDocument>>,
    records: FxHashMap<OutPath, Arc<Record>>,
    /// Each answer that records rest on, once.
    answers: Vec<Arc<Answered>>,
    files: BTreeMap<SourcePath, FileFacts>,
    watch: Option<WatchRun>,
    datasets: Datasets,
    lookups: Lookups,
    maps: Maps,
    pictures: KeptPictures,
    prebuilt: BTreeMap<Maker, (Fingerprint, Names)>,
    /// Something could not be rendered.
    failed: bool,
    packs: Packs,
    pages: Option<Pages>,
    /// What the output was known by once it was finished.
    output: Option<Stamp>,
    store: Option<Arc<dyn BlobStore>>,
}

/// The state that a build persists for the next one.
pub struct NextState {
    pub site_fingerprint: SiteFingerprint,
    pub records: Vec<(OutPath, Arc<Record>)>,
    /// What prebuilt files were made of, and their names.
    pub prebuilt: BTreeMap<Maker, (Fingerprint, Names)>,
    /// What is known of files, as far as it can be known whether they are still the same.
    pub files: BTreeMap<SourcePath, FileFacts>,
    /// Something could not be rendered.
    pub failed: bool,
    /// The contents of the packs of pages.
    pub packs: Packs,
    /// What the output is known by now that it is finished.
    pub output: Option<Stamp>,
}

impl WatchRun {
    /// A folder that was put in another's place counts for all that is in it.
    fn has_changed(&self, source: &SourcePath) -> bool {
        self.changed.contains(source) || source.ancestors().any(|folder| self.changed.contains(folder))
    }
}

/// The contents of the file. It is written value by value, see `NextState::write`.
#[derive(Deserialize)]
struct Contents {
    site_fingerprint: Option<SiteFingerprint>,
    records: Vec<CachedRecord>,
    /// Each answer once.
    answers: Vec<(Query, Fingerprint, Reads)>,
    templates: Vec<String>,
    prebuilt: BTreeMap<Maker, (Fingerprint, Names)>,
    files: BTreeMap<SourcePath, FileFacts>,
    failed: bool,
    packs: Packs,
    output: Option<Stamp>,
}

impl Cache {
    /// The state in a store; empty where there is none that can be used.
    pub fn open(store: Arc<dyn BlobStore>) -> Cache {
        let cache = store.read(FILE).and_then(|bytes| Cache::parse(&bytes)).unwrap_or_default();
        let documents = documents::read(&*store);
        let pages = Some(Pages::on(store.clone()));
        Cache { documents: Arc::new(documents), store: Some(store), pages, ..cache }
    }

    fn parse(bytes: &[u8]) -> Option<Cache> {
        let Contents { site_fingerprint, records, answers, templates, prebuilt, files, failed, packs, output } =
            postcard::from_bytes(bytes).ok()?;
        let answer = |(query, shown, reads)| Arc::new(Answered { query: Arc::new(query), shown, reads });
        let answers: Vec<Arc<Answered>> = answers.into_iter().map(answer).collect();
        let templates: Vec<Arc<str>> = templates.into_iter().map(Arc::from).collect();
        let records = records
            .into_iter()
            .map(|entry: CachedRecord| Some((entry.path.clone(), Arc::new(entry.restore(&answers, &templates)?))));
        let records = records.collect::<Option<_>>()?;
        Some(Cache { site_fingerprint, records, answers, prebuilt, files, failed, packs, output, ..Cache::default() })
    }

    /// A document whose source has these bytes.
    pub fn document(&self, source: &SourcePath, hash: &Hash, section_kind: Option<KindId>) -> Option<CacheHit> {
        self.documents.get(source).filter(|entry| entry.hash == *hash && entry.section_kind == section_kind)?.restore()
    }

    /// A document whose source has not been written since it was read.
    pub fn untouched(&self, source: &SourcePath, stamp: &Stamp, section_kind: Option<KindId>) -> Option<CacheHit> {
        let entry = self.documents.get(source)?;
        (entry.stamp.as_ref() == Some(stamp) && entry.section_kind == section_kind).then(|| entry.restore()).flatten()
    }

    /// Only documents, for a preview, which renders on request.
    pub fn of_documents(documents: Vec<(SourcePath, CachedDocument)>) -> Cache {
        Cache { documents: Arc::new(documents.into_iter().collect()), ..Cache::default() }
    }

    /// The same documents in a watch run: since `site` was made of them, only the files of `changed` may differ.
    pub fn in_watch_run(&self, changed: BTreeSet<SourcePath>, site: Arc<Site>) -> Cache {
        Cache { documents: self.documents.clone(), watch: Some(WatchRun { changed, site }), ..Cache::default() }
    }

    /// What the section of a known document said its items are.
    pub fn section_kind(&self, source: &SourcePath) -> Option<Option<KindId>> {
        self.documents.get(source).map(|entry| entry.section_kind)
    }

    /// Whether a document stands at this path or in a folder of this name.
    pub fn has_below(&self, path: &SourcePath) -> bool {
        self.documents.contains_key(path) || self.documents.keys().any(|source| source.is_below(path.as_str()))
    }

    pub fn replace(&mut self, source: &SourcePath, entry: CachedDocument) {
        Arc::make_mut(&mut self.documents).insert(source.clone(), entry);
    }

    /// A document whose file need not even be read, because a watch run would have seen it change.
    pub fn unread(&self, source: &SourcePath, section_kind: Option<KindId>) -> Option<CacheHit> {
        let watch = self.watch.as_ref().filter(|watch| !watch.has_changed(source))?;
        let entry = self.documents.get(source).filter(|entry| entry.section_kind == section_kind)?;
        match watch.site.by_source(source).map(|page| &watch.site.page(page).inner().document) {
            Some(document) if document.hash == entry.hash => Some(CacheHit {
                document: Some(document.clone()),
                said: None,
                findings: entry.findings()?,
                cached: entry.clone(),
            }),
            _ => entry.restore(),
        }
    }

    /// What is known of a file that has not been written since it was read: a watch run would have seen that, or its stamp
    /// tells.
    pub fn file(&self, source: &SourcePath, stamp: impl Fn() -> Option<Stamp>) -> Option<&FileFacts> {
        if let Some(watch) = self.watch.as_ref().filter(|watch| !watch.has_changed(source)) {
            return watch.site.file(source.as_str()).map(|file| &file.facts);
        }
        self.files.get(source).filter(|facts| facts.stamp.is_some() && facts.stamp == stamp())
    }

    /// Outputs that were just rendered, for rendering them once more.
    pub fn of_records(site_fingerprint: Option<SiteFingerprint>, records: Vec<(OutPath, Arc<Record>)>) -> Cache {
        let mut known = BTreeSet::new();
        let all = records.iter().flat_map(|(_, record)| &record.trace.queries);
        let answers = all.filter(|answered| known.insert(Arc::as_ptr(answered))).cloned().collect();
        Cache { site_fingerprint, records: records.into_iter().collect(), answers, ..Cache::default() }
    }

    /// `None`: nothing is persisted.
    pub fn blob_store(&self) -> Option<&Arc<dyn BlobStore>> {
        self.store.as_ref()
    }

    /// Writes documents for the next build, and gives them back where there is no store.
    pub fn persist(&self, mut documents: Vec<(SourcePath, CachedDocument)>) -> Vec<(SourcePath, CachedDocument)> {
        let Some(store) = &self.store else { return documents };
        let is_known =
            |(path, entry): &(SourcePath, CachedDocument)| self.documents.get(path).is_some_and(|own| own.is(entry));
        if documents.len() != self.documents.len() || !documents.par_iter().all(is_known) {
            documents::write(&**store, &mut documents, &self.documents);
            OUTDATED.iter().for_each(|file| store.remove(file));
        }
        Vec::new()
    }

    /// The files of a maker, when they were made of the same.
    pub fn prebuilt(&self, maker: &Maker, made_of: Fingerprint) -> Option<&Names> {
        self.prebuilt.get(maker).filter(|(last, _)| *last == made_of).map(|(_, names)| names)
    }

    /// Of the site that all records were rendered from.
    pub fn site_fingerprint(&self) -> Option<&SiteFingerprint> {
        self.site_fingerprint.as_ref()
    }

    /// Every answer that records rest on.
    pub fn answers(&self) -> impl Iterator<Item = &Arc<Answered>> {
        self.answers.iter()
    }

    pub fn record(&self, path: &OutPath) -> Option<&Arc<Record>> {
        self.records.get(path)
    }

    /// What the output that all records are of was known by.
    pub fn output(&self) -> Option<Stamp> {
        self.output
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The page at a path, as the last build made it.
    pub fn page(&self, path: &OutPath, record: &Record) -> Option<Vec<u8>> {
        let pages = self.records.iter().filter(|(_, record)| record.trace.template.is_some());
        self.pages.as_ref()?.get(path, &record.output, pages.map(|(path, _)| path))
    }

    /// Stores all pages for a build without an output folder. `read` gives the page at a path of the output.
    pub fn persist_pages(&self, next: &mut NextState, read: &(dyn Fn(&OutPath) -> Option<Vec<u8>> + Sync)) {
        next.records.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        if let Some(pages) = &self.pages {
            let records = next.records.iter().filter(|(_, record)| record.trace.template.is_some());
            let records: Vec<_> = records.map(|(path, record)| (path, &**record)).collect();
            next.packs = pages.persist(&records, &self.packs, read);
        }
    }

    /// Whether something could not be rendered in the last build.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether a build took everything from here, so that its own state is the same.
    pub fn is_same(&self, next: &NextState) -> bool {
        self.site_fingerprint.as_ref() == Some(&next.site_fingerprint)
            && self.prebuilt == next.prebuilt
            && self.files.len() == next.files.len()
            && self
                .files
                .iter()
                .zip(&next.files)
                .all(|((path, own), (other, next))| path == other && own.hash == next.hash && own.stamp == next.stamp)
            && self.failed == next.failed
            && self.output == next.output
            && self.records.len() == next.records.len()
    }
}

impl NextState {
    /// Writes it for the next build; the same contents are the same bytes.
    pub fn persist(mut self, store: &dyn BlobStore) {
        self.records.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        store.write(FILE, &|to| self.write(to));
    }

    fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut encoder = Encoder::new(to);
        encoder.put(&Some(&self.site_fingerprint))?;
        // One by one, since all of them at once would be the most memory that a build takes.
        let mut tables = Tables::default();
        let records = self.records.iter();
        encoder.put_all(records.map(|(path, record)| CachedRecord::new(path, record, &mut tables)))?;
        encoder.put_all(tables.answers.iter().map(|answered| (&*answered.query, answered.shown, &answered.reads)))?;
        encoder.put(&tables.templates)?;
        encoder.put(&self.prebuilt)?;
        encoder.put(&self.files)?;
        encoder.put(&self.failed)?;
        encoder.put(&self.packs)?;
        encoder.put(&self.output)?;
        encoder.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::blob_store::MemoryStore;
    use super::*;
    use crate::files;
    use crate::model::reads;
    use crate::trace::Inputs;

    fn next() -> NextState {
        let print = |seed: u8| Fingerprint([seed; 16]);
        let inputs =
            Inputs { document: Some(files::hash(b"a")), templates: print(1), constants: print(2), shown: print(3) };
        let record = |seed| {
            // A copy of its own in each record, as after one page was rendered and another was not.
            let query = Arc::new(Query::Menu("main".to_owned(), 0));
            let menu = Arc::new(Answered { query, shown: print(9), reads: reads::of_ranges(&[(0, 2)]) });
            let template = Some("item.html".into());
            let trace = Trace { queries: vec![menu], template, language: 1, ..Trace::of(inputs) };
            Arc::new(Record { trace, output: files::hash(&[seed]), size: 1 })
        };
        NextState {
            site_fingerprint: SiteFingerprint::default(),
            prebuilt: BTreeMap::new(),
            files: BTreeMap::new(),
            failed: true,
            packs: Packs::new(),
            output: None,
            records: vec![(OutPath::new("b/index.html"), record(2)), (OutPath::new("a/index.html"), record(1))],
        }
    }

    fn persisted(next: NextState) -> Arc<MemoryStore> {
        let store = Arc::new(MemoryStore::default());
        next.persist(&*store);
        store
    }

    #[test]
    fn what_was_persisted_is_restored() {
        let cache = Cache::open(persisted(next()));
        let record = cache.record(&OutPath::new("b/index.html")).unwrap();
        assert_eq!(record.output, files::hash(&[2]));
        assert_eq!(record.trace, next().records[0].1.trace);
        assert_eq!(cache.site_fingerprint(), Some(&next().site_fingerprint));
        assert!(cache.has_failed() && cache.is_same(&next()));
    }

    #[test]
    fn the_same_contents_are_the_same_bytes() {
        let mut other = next();
        other.records.reverse();
        let shared = other.records[0].1.trace.clone();
        let (output, size) = (other.records[1].1.output, other.records[1].1.size);
        other.records[1].1 = Arc::new(Record { trace: shared, output, size });
        assert_eq!(persisted(other).read(FILE), persisted(next()).read(FILE));
    }
}
