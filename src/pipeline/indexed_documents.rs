//! The indexed documents of a portal: turns what loading read and what the last build persisted into the search index.
//!
//! A document that is parsed in this build gives its text at once, while its HTML is at hand; one that is unchanged has
//! it from the last build, if it is needed at all; only where that is missing is a document parsed again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use rayon::prelude::*;

use super::kept_index::{IndexShelf, KeptIndex};
use crate::cache::BlobStore;
use crate::diag::{Finding, catalog};
use crate::files::{self, Files, Hash};
use crate::load::config::Config;
use crate::load::document::{Body, Document, Language, Target};
use crate::load::kinds::{Kind, Kinds};
use crate::load::page::{self, body_again};
use crate::model::{PageId, Site};
use crate::path::SourcePath;
use crate::plan::{Made, Names};
use crate::search::{self, DocumentReader, Glossary, IndexedDocument, Key, LastIndex, Lexicon, TermCache};
use crate::trace::Fingerprint;

pub struct IndexedDocuments {
    config: Arc<Config>,
    store: Option<Arc<dyn BlobStore>>,
    preview: bool,
    earlier: OnceLock<Earlier>,
    fresh: Mutex<ByDocument>,
    /// A pool, one for each thread that reads documents at the same time. They remember words, so rayon's `map_init` is
    /// no help: it would begin anew with each piece of work, thousands of times on many cores.
    term_caches: Mutex<Vec<TermCache>>,
    /// Files that were no longer what this build had loaded when their text was read.
    changed: Mutex<BTreeSet<SourcePath>>,
    used_up: AtomicBool,
}

/// Texts with the hash of the document that they are of.
type ByDocument = HashMap<SourcePath, (Hash, IndexedDocument)>;

/// What the last build persisted.
struct Earlier {
    lexicon: Lexicon,
    glossary: Glossary,
    indexes: BTreeMap<Language, LastIndex>,
}

/// Which files of an index are made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Those that are not as in the last index; the next one is made from this one.
    Changed,
    All,
}

impl IndexedDocuments {
    /// `store`: where they are read, and persisted unless this is a preview.
    pub fn new(config: Arc<Config>, store: Option<Arc<dyn BlobStore>>, preview: bool) -> IndexedDocuments {
        IndexedDocuments {
            config,
            store,
            preview,
            earlier: OnceLock::new(),
            fresh: Mutex::default(),
            term_caches: Mutex::default(),
            changed: Mutex::default(),
            used_up: AtomicBool::new(false),
        }
    }

    /// Whether an index was made of them.
    pub fn is_used_up(&self) -> bool {
        self.used_up.load(Ordering::Relaxed)
    }

    fn earlier(&self) -> &Earlier {
        self.earlier.get_or_init(|| {
            let (lexicon, indexes) = self.store.as_deref().and_then(KeptIndex::read).unwrap_or_default();
            Earlier { glossary: search::glossary(&self.config, &lexicon), lexicon, indexes }
        })
    }

    /// Takes in a document that was parsed, with its HTML.
    pub fn note(&self, document: &Document, kind: &Kind) {
        if let Some(html) = &document.body.html {
            let text = self.read(document, kind, html, &[]);
            let mut fresh = self.fresh.lock();
            fresh.insert(document.source.clone(), (key(document), text));
        }
    }

    fn read(&self, document: &Document, kind: &Kind, html: &str, attached: &[String]) -> IndexedDocument {
        let Earlier { lexicon, glossary, .. } = self.earlier();
        let mut term_cache = self.term_caches.lock().pop().unwrap_or_default();
        let text = DocumentReader { config: &self.config, lexicon, glossary }.read(
            document,
            kind,
            html,
            attached,
            &mut term_cache,
        );
        self.term_caches.lock().push(term_cache);
        text
    }

    /// The search index of a portal. `sidecars`: the texts beside attachments as `made_of` met them.
    pub fn index(&self, site: &Site, files: &dyn Files, sidecars: &Sidecars, extent: Extent) -> Made {
        self.used_up.store(true, Ordering::Relaxed);
        let Earlier { lexicon, indexes, .. } = self.earlier();
        let found: Vec<PageId> = site.ids().filter(|id| search::is_found(site, *id)).collect();
        let key = |id: &PageId| (*id, words_key(site, &site.page(*id).inner().document, sidecars));
        let pages = found.par_iter().map(key).collect();
        let read = |id: PageId| self.text(site, id, files, sidecars);
        let store = self.store.as_deref();
        let keeps = extent == Extent::Changed && !self.preview;
        let may_keep = || keeps && self.changed.lock().is_empty();
        let shelf = IndexShelf { store, read: &read, keeps, may_keep: &may_keep };
        let contents = search::Contents { site, lexicon, pages, shelf: &shelf };
        let index = search::index(contents, indexes, extent == Extent::Changed);
        let changed = self.changed.lock().clone();
        // What an index lacks is not for the next build.
        if let Some(store) = store.filter(|_| may_keep()) {
            KeptIndex::write(store, lexicon, site, &index.kept);
        }
        let names = Names { files: BTreeMap::new(), entries: index.entries };
        let mut made = Made { names, changed: changed.into_iter().collect(), ..Made::default() };
        for (url, file) in index.files {
            made.names.files.insert(url.clone(), (file.hash, file.size));
            made.contents.extend(file.bytes.map(|bytes| (url, Arc::new(bytes))));
        }
        made
    }

    /// The text of a document of this build.
    fn text(&self, site: &Site, id: PageId, files: &dyn Files, sidecars: &Sidecars) -> IndexedDocument {
        let document = &site.page(id).inner().document;
        let mut attached = self.attached(files, document, sidecars);
        let language = site.language(document.language);
        // The places of its maps are found with it.
        attached.extend(site.maps_of(document).map(|(_, map)| map.words(language)));
        let fresh = self.fresh.lock().remove(&document.source);
        match fresh.filter(|(known, _)| attached.is_empty() && *known == key(document)) {
            Some((_, text)) => text,
            None => self.again(document, &site.kinds, files, &attached),
        }
    }

    /// The text of a document that must be parsed for it.
    fn again(&self, document: &Document, kinds: &Kinds, files: &dyn Files, attached: &[String]) -> IndexedDocument {
        let kind = kinds.get(document.kind);
        if let Some(html) = &document.body.html {
            return self.read(document, kind, html, attached);
        }
        // No word depends on what headings are called.
        // A file that has changed since it was loaded is found by its front matter alone; the next build reads it again.
        let body = body_again(document, files, &self.config, &Arc::default()).ok().flatten().unwrap_or_else(|| {
            self.changed.lock().insert(document.source.clone());
            Body::default()
        });
        self.read(document, kind, body.html.as_deref().unwrap_or_default(), attached)
    }

    /// The texts that stand beside a document's attachments.
    fn attached(&self, files: &dyn Files, document: &Document, sidecars: &Sidecars) -> Vec<String> {
        let read = |(sidecar, hash): (&SourcePath, &Hash)| match files.read_within(sidecar.as_str(), LARGEST_SIDECAR) {
            Ok(Ok(bytes)) if files::hash(&bytes) == *hash => Some(String::from_utf8_lossy(&bytes).into_owned()),
            _ => {
                self.changed.lock().insert(sidecar.clone());
                None
            }
        };
        sidecars_of(document, sidecars).filter_map(read).collect()
    }
}

/// The texts that stand beside a document's attachments: `van-ban.pdf.txt` beside `van-ban.pdf`. A file that is named twice is
/// searched once.
fn sidecars_of<'s>(document: &'s Document, sidecars: &'s Sidecars) -> impl Iterator<Item = (&'s SourcePath, &'s Hash)> {
    let beside = |target: &Target| {
        let Target::File(file) = target else { return None };
        let named = |ending: &str| sidecars.get_key_value(format!("{}.{ending}", file.as_str()).as_str());
        ["txt", "TXT", "Txt"].into_iter().find_map(named)
    };
    let mut seen = BTreeSet::new();
    let refs = document.refs.iter().filter(|_| !sidecars.is_empty());
    refs.filter(move |one| seen.insert(&one.target)).filter_map(move |one| beside(&one.target))
}

/// Texts beside attachments, with the hash of their bytes.
pub type Sidecars = BTreeMap<SourcePath, Hash>;

/// The largest of them that is searched, in bytes: the text of some thousand pages.
const LARGEST_SIDECAR: usize = 10_000_000;

/// Reads the texts beside attachments, but for those that are too large or cannot be read.
pub fn sidecars(site: &Site, files: &dyn Files, findings: &mut Vec<Finding>) -> Sidecars {
    let mut found = Sidecars::new();
    for sidecar in site.sidecars() {
        let name = sidecar.as_str();
        match files.read_within(name, LARGEST_SIDECAR) {
            Ok(Ok(bytes)) => {
                if let Err(error) = simdutf8::compat::from_utf8(&bytes) {
                    let byte = (error.valid_up_to() + 1).to_string();
                    findings.push(Finding::new(&catalog::NOT_UTF8, name).with("byte", byte));
                }
                found.insert(sidecar.clone(), files::hash(&bytes));
            }
            Ok(Err(size)) => findings.push(page::too_large(sidecar, size, LARGEST_SIDECAR as u64)),
            Err(error) => {
                findings.push(Finding::new(&catalog::UNREADABLE, name).with("detail", error.to_string()));
            }
        }
    }
    found
}

/// What the words of a document follow from: its bytes, and how its kind reads them.
fn key(document: &Document) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(document.hash.as_bytes());
    hasher.update(document.facts.as_bytes());
    hasher.finalize()
}

/// The same for a document as it is searched, with what it is called and what stands beside its attachments.
fn words_key(site: &Site, document: &Document, sidecars: &Sidecars) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(document.hash.as_bytes());
    hasher.update(document.facts.as_bytes());
    hasher.update(document.source.as_str().as_bytes());
    for (sidecar, hash) in sidecars_of(document, sidecars) {
        hasher.update(sidecar.as_str().as_bytes());
        hasher.update(hash.as_bytes());
    }
    for (file, map) in site.maps_of(document) {
        hasher.update(file.as_str().as_bytes());
        hasher.update(map.key.as_bytes());
    }
    Fingerprint::finish(&hasher).0
}

/// Everything that the index of a portal is made of.
pub fn made_of(site: &Site, sidecars: &Sidecars) -> Fingerprint {
    let mut hasher = blake3::Hasher::new();
    for page in site.all_pages() {
        hasher.update(page.url.as_str().as_bytes());
        // Its folder is that of a section in what the index narrows by.
        hasher.update(page.document.source.as_str().as_bytes());
        hasher.update(key(&page.document).as_bytes());
        hasher.update(&page.state_index().unwrap_or(u16::MAX).to_le_bytes());
        hasher.update(&page.date.map_or(0, |date| date.starts.as_second()).to_le_bytes());
    }
    for (sidecar, hash) in sidecars {
        hasher.update(sidecar.as_str().as_bytes());
        hasher.update(hash.as_bytes());
    }
    for (file, map) in site.maps() {
        hasher.update(file.as_str().as_bytes());
        hasher.update(map.key.as_bytes());
    }
    Fingerprint::finish(&hasher)
}
