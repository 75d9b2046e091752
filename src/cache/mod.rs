//! What one build leaves for the next: turns loaded documents and traces into files of bytes, and back.
//!
//! The file is sealed (see `envelope`) and written last, by rename. One that does not open is ignored, so the cache may be restored
//! from an older commit, another machine or another path: at worst a build does everything again. Paths in it are
//! relative to the portal; there are no time stamps.

mod documents;
mod encode;
mod envelope;
mod pages;
mod shelf;

pub use documents::{KeptDocument, Known};
pub use encode::encode;
pub use envelope::{seal, unseal};
pub use pages::PAGES;
pub use shelf::{DOCUMENTS, Shelf, WORDS};

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::files::Hash;
use crate::load::inspect::FileFacts;
use crate::load::kinds::KindId;
use crate::model::Site;
use crate::path::{OutPath, SourcePath};
use crate::plan::Names;
use crate::trace::{Fingerprint, Inputs, Query, Trace};

use encode::Encoder;
use pages::{Packs, Pages};

/// Where the cache stands in the portal.
pub const FILE: &str = ".cong/cache";

/// A span of time in which every change of a file was seen.
struct WatchRun {
    /// The only files that may differ from what is known.
    changed: BTreeSet<SourcePath>,
    site: Arc<Site>,
}

/// A page as it was rendered.
#[derive(Clone, Debug)]
pub struct Record {
    pub trace: Trace,
    /// Of the file written.
    pub output: Hash,
    /// Of the file written, in bytes.
    pub size: u64,
}

/// What the last build left.
#[derive(Default)]
pub struct Cache {
    /// Everything that the pages could show when they were rendered; see `Renderer::world`.
    world: Option<Fingerprint>,
    documents: Arc<HashMap<SourcePath, KeptDocument>>,
    records: HashMap<OutPath, Record>,
    watch: Option<WatchRun>,
    index: Option<(Fingerprint, Names)>,
    /// Something could not be rendered.
    failed: bool,
    packs: Packs,
    pages: Option<Pages>,
    shelf: Option<Arc<dyn Shelf>>,
}

/// What a build leaves for the next one.
pub struct Left {
    pub world: Fingerprint,
    pub records: Vec<(OutPath, Record)>,
    /// What the search index was made of, and the names of its files.
    pub index: Option<(Fingerprint, Names)>,
    /// Something could not be rendered.
    pub failed: bool,
    /// What stands in the packs of pages.
    pub packs: Packs,
}

impl WatchRun {
    /// A folder that was put in another's place counts for all that is in it.
    fn has_changed(&self, source: &SourcePath) -> bool {
        self.changed.contains(source) || source.ancestors().any(|folder| self.changed.contains(folder))
    }
}

/// What stands in the file. It is written value by value, see `Left::write`.
#[derive(Deserialize)]
struct Contents {
    world: Option<Fingerprint>,
    records: Vec<KeptRecord>,
    /// Each query once, with what its answer showed.
    queries: Vec<(Query, Fingerprint)>,
    index: Option<(Fingerprint, Names)>,
    failed: bool,
    packs: Packs,
}

#[derive(Serialize, Deserialize)]
struct KeptRecord {
    path: String,
    document: Option<Hash>,
    /// Templates, constants, shown.
    prints: [Fingerprint; 3],
    queries: Vec<u32>,
    output: Hash,
    size: u64,
}

impl Cache {
    /// What stands on a shelf; nothing where that cannot be used.
    pub fn open(shelf: Arc<dyn Shelf>) -> Cache {
        let cache = shelf.read(FILE).and_then(|bytes| Cache::parse(&bytes)).unwrap_or_default();
        let documents = shelf.read(DOCUMENTS).and_then(|bytes| documents::read(&bytes)).unwrap_or_default();
        let pages = Some(Pages::on(shelf.clone()));
        Cache { documents: Arc::new(documents), shelf: Some(shelf), pages, ..cache }
    }

    fn parse(bytes: &[u8]) -> Option<Cache> {
        let Contents { world, records, queries, index, failed, packs } = postcard::from_bytes(bytes).ok()?;
        let queries: Vec<(Arc<Query>, Fingerprint)> =
            queries.into_iter().map(|(query, shown)| (Arc::new(query), shown)).collect();
        let records = records
            .into_iter()
            .map(|kept: KeptRecord| Some((OutPath::new(kept.path.as_str()), kept.restore(&queries)?)));
        Some(Cache { world, records: records.collect::<Option<_>>()?, index, failed, packs, ..Cache::default() })
    }

    /// A document whose source has these bytes.
    pub fn document(&self, source: &SourcePath, hash: &Hash, section_kind: Option<KindId>) -> Option<Known> {
        self.documents.get(source).filter(|kept| kept.hash == *hash && kept.section_kind == section_kind)?.restore()
    }

    /// Only documents, for a preview, which renders on request.
    pub fn of_documents(documents: Vec<(SourcePath, KeptDocument)>) -> Cache {
        Cache { documents: Arc::new(documents.into_iter().collect()), ..Cache::default() }
    }

    /// The same documents in a watch run: since `site` was made of them, only the files of `changed` may differ.
    pub fn in_watch_run(&self, changed: BTreeSet<SourcePath>, site: Arc<Site>) -> Cache {
        Cache { documents: self.documents.clone(), watch: Some(WatchRun { changed, site }), ..Cache::default() }
    }

    /// What the section of a known document said its items are.
    pub fn section_kind(&self, source: &SourcePath) -> Option<Option<KindId>> {
        self.documents.get(source).map(|kept| kept.section_kind)
    }

    /// Whether a document stands at this path or in a folder of this name.
    pub fn has_below(&self, path: &SourcePath) -> bool {
        self.documents.contains_key(path) || self.documents.keys().any(|source| source.is_below(path.as_str()))
    }

    pub fn replace(&mut self, source: &SourcePath, kept: KeptDocument) {
        Arc::make_mut(&mut self.documents).insert(source.clone(), kept);
    }

    /// A document whose file need not even be read, because a watch run would have seen it change.
    pub fn unread(&self, source: &SourcePath, section_kind: Option<KindId>) -> Option<Known> {
        let watch = self.watch.as_ref().filter(|watch| !watch.has_changed(source))?;
        let kept = self.documents.get(source).filter(|kept| kept.section_kind == section_kind)?;
        match watch.site.by_source(source).map(|page| &watch.site.page(page).inner().document) {
            Some(document) if document.hash == kept.hash => Some(Known {
                document: Some(document.clone()),
                said: None,
                findings: kept.findings()?,
                kept: kept.clone(),
            }),
            _ => kept.restore(),
        }
    }

    /// What is known of a file that a watch run would have seen change.
    pub fn file(&self, source: &SourcePath) -> Option<&FileFacts> {
        let watch = self.watch.as_ref().filter(|watch| !watch.has_changed(source))?;
        watch.site.file(source.as_str()).map(|file| &file.facts)
    }

    /// Pages that were just rendered, for rendering them once more.
    pub fn of_records(world: Option<Fingerprint>, records: Vec<(OutPath, Record)>) -> Cache {
        Cache { world, records: records.into_iter().collect(), ..Cache::default() }
    }

    /// `None`: nothing is left.
    pub fn shelf(&self) -> Option<&Arc<dyn Shelf>> {
        self.shelf.as_ref()
    }

    /// Leaves documents for the next build, and gives back those for which there is no shelf.
    pub fn leave(&self, mut documents: Vec<(SourcePath, KeptDocument)>) -> Vec<(SourcePath, KeptDocument)> {
        let Some(shelf) = &self.shelf else { return documents };
        let is_known =
            |(path, kept): &(SourcePath, KeptDocument)| self.documents.get(path).is_some_and(|own| own.is(kept));
        if documents.len() != self.documents.len() || !documents.par_iter().all(is_known) {
            documents.sort_unstable_by(|a, b| a.0.cmp(&b.0));
            shelf.write(DOCUMENTS, &|to| documents::write(&documents, to));
        }
        Vec::new()
    }

    /// The files of the search index, when they were made of the same.
    pub fn index_of(&self, made_of: Fingerprint) -> Option<&Names> {
        self.index.as_ref().filter(|(last, _)| *last == made_of).map(|(_, names)| names)
    }

    /// Whether nothing has changed that one page could show of another.
    pub fn is_of(&self, world: Fingerprint) -> bool {
        self.world == Some(world)
    }

    pub fn record(&self, path: &OutPath) -> Option<&Record> {
        self.records.get(path)
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The page at a path, as the last build made it.
    pub fn page(&self, path: &OutPath, record: &Record) -> Option<Vec<u8>> {
        self.pages.as_ref()?.get(path, &record.output, self.records.keys())
    }

    /// Leaves all pages for a build without an output folder. `read` gives the page at a path of the output.
    pub fn leave_pages(&self, left: &mut Left, read: &(dyn Fn(&OutPath) -> Option<Vec<u8>> + Sync)) {
        left.records.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        if let Some(pages) = &self.pages {
            left.packs = pages.leave(&left.records, &self.packs, read);
        }
    }

    /// Whether something could not be rendered in the last build.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether a build took everything from here and leaves nothing else.
    pub fn is_same(&self, left: &Left) -> bool {
        self.world == Some(left.world)
            && self.index == left.index
            && self.failed == left.failed
            && self.records.len() == left.records.len()
    }
}

impl Left {
    /// Leaves it for the next build; the same contents are the same bytes.
    pub fn leave(mut self, shelf: &dyn Shelf) {
        self.records.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        shelf.write(FILE, &|to| self.write(to));
    }

    fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut encoder = Encoder::new(to);
        encoder.put(&Some(self.world))?;
        // One by one, since all of them at once would be the most memory that a build takes.
        let mut table = QueryTable::default();
        let records = self.records.iter();
        encoder.put_all(records.map(|(path, record)| KeptRecord::new(path, record, &mut table)))?;
        encoder.put(&table.queries)?;
        encoder.put(&self.index)?;
        encoder.put(&self.failed)?;
        encoder.put(&self.packs)?;
        encoder.finish()
    }
}

/// Each query once, numbered in the order in which they are first met.
#[derive(Default)]
struct QueryTable {
    queries: Vec<(Query, Fingerprint)>,
    numbers: HashMap<(Arc<Query>, Fingerprint), u32>,
    /// Most pages share one copy of a query, so most are known by their place in memory.
    places: HashMap<(*const Query, Fingerprint), u32>,
}

impl QueryTable {
    fn number(&mut self, query: &Arc<Query>, shown: Fingerprint) -> u32 {
        *self.places.entry((Arc::as_ptr(query), shown)).or_insert_with(|| {
            *self.numbers.entry((query.clone(), shown)).or_insert_with(|| {
                self.queries.push(((**query).clone(), shown));
                (self.queries.len() - 1) as u32
            })
        })
    }
}

impl KeptRecord {
    fn new(path: &OutPath, record: &Record, table: &mut QueryTable) -> KeptRecord {
        let Trace { inputs, queries } = &record.trace;
        KeptRecord {
            path: path.to_string(),
            document: inputs.document,
            prints: [inputs.templates, inputs.constants, inputs.shown],
            queries: queries.iter().map(|(query, shown)| table.number(query, *shown)).collect(),
            output: record.output,
            size: record.size,
        }
    }

    fn restore(self, queries: &[(Arc<Query>, Fingerprint)]) -> Option<Record> {
        let queries = self.queries.iter().map(|index| queries.get(*index as usize).cloned());
        let [templates, constants, shown] = self.prints;
        let inputs = Inputs { document: self.document, templates, constants, shown };
        Some(Record {
            trace: Trace { inputs, queries: queries.collect::<Option<_>>()? },
            output: self.output,
            size: self.size,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    fn left() -> Left {
        let print = |seed: u8| Fingerprint([seed; 16]);
        let inputs =
            Inputs { document: Some(files::hash(b"a")), templates: print(1), constants: print(2), shown: print(3) };
        let record = |seed| {
            // A copy of its own in each record, as after one page was rendered and another was not.
            let menu = Arc::new(Query::Menu("main".to_owned(), 0));
            Record { trace: Trace { inputs, queries: vec![(menu, print(9))] }, output: files::hash(&[seed]), size: 1 }
        };
        Left {
            world: print(0),
            index: None,
            failed: true,
            packs: Packs::new(),
            records: vec![(OutPath::new("b/index.html"), record(2)), (OutPath::new("a/index.html"), record(1))],
        }
    }

    #[derive(Default)]
    struct Drawer(Mutex<BTreeMap<String, Vec<u8>>>);

    impl Shelf for Drawer {
        fn read(&self, file: &str) -> Option<Vec<u8>> {
            self.0.lock().unwrap().get(file).cloned()
        }

        fn write(&self, file: &str, contents: &dyn Fn(&mut dyn Write) -> io::Result<()>) {
            let mut bytes = Vec::new();
            contents(&mut bytes).unwrap();
            self.0.lock().unwrap().insert(file.to_owned(), bytes);
        }
    }

    fn on_a_shelf(left: Left) -> Arc<Drawer> {
        let drawer = Arc::new(Drawer::default());
        left.leave(&*drawer);
        drawer
    }

    #[test]
    fn what_was_left_comes_back() {
        let cache = Cache::open(on_a_shelf(left()));
        let record = cache.record(&OutPath::new("b/index.html")).unwrap();
        assert_eq!(record.output, files::hash(&[2]));
        assert_eq!(record.trace, left().records[0].1.trace);
        assert!(cache.is_of(left().world) && cache.has_failed() && cache.is_same(&left()));
    }

    #[test]
    fn the_same_contents_are_the_same_bytes() {
        let mut other = left();
        other.records.reverse();
        let shared = other.records[0].1.trace.queries.clone();
        other.records[1].1.trace.queries = shared;
        assert_eq!(on_a_shelf(other).read(FILE), on_a_shelf(left()).read(FILE));
    }
}
