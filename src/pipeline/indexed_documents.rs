//! The indexed documents of a portal: turns what loading read and what the last build persisted into the search index.
//!
//! A document that is parsed in this build gives its text at once, while its HTML is at hand; one that is unchanged has
//! it from the last build; only where that is missing is a document parsed again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{self, BlobStore, WORDS};
use crate::diag::{Finding, catalog};
use crate::files::{self, Files, Hash};
use crate::load::config::Config;
use crate::load::document::{Body, Document, Target};
use crate::load::kinds::{Kind, Kinds};
use crate::load::page::{self, body_again};
use crate::model::{PageId, Site};
use crate::path::SourcePath;
use crate::plan::{Made, Names};
use crate::search::{self, DocumentReader, Glossary, IndexedDocument, Lexicon, TermCache};
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
    texts: Mutex<ByDocument>,
}

#[derive(Serialize, Deserialize)]
struct Contents<S, T> {
    terms: Vec<Box<str>>,
    texts: Vec<(S, Hash, T)>,
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
            let bytes = self.store.as_ref().and_then(|store| store.read(WORDS));
            let contents =
                bytes.and_then(|bytes| postcard::from_bytes::<Contents<SourcePath, IndexedDocument>>(&bytes).ok());
            let Contents { terms, texts } =
                contents.unwrap_or_else(|| Contents { terms: Vec::new(), texts: Vec::new() });
            let lexicon = Lexicon::restore(terms);
            let texts = texts.into_iter().map(|(source, hash, text)| (source, (hash, text))).collect();
            Earlier { glossary: search::glossary(&self.config, &lexicon), lexicon, texts: Mutex::new(texts) }
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

    /// The search index of a portal. Its documents are persisted for the next build and then used up. `sidecars`: the
    /// texts beside attachments as `made_of` met them.
    pub fn index(&self, site: &Site, files: &dyn Files, sidecars: &Sidecars) -> Made {
        self.used_up.store(true, Ordering::Relaxed);
        let ids: Vec<PageId> = site.ids().filter(|id| search::is_found(site, *id)).collect();
        // Texts with attachments are not kept: they depend on more than the document.
        let mut with_attachments: HashMap<PageId, IndexedDocument> = ids
            .par_iter()
            .filter_map(|id| {
                let document = &site.page(*id).inner().document;
                let attached = self.attached(files, document, sidecars);
                (!attached.is_empty()).then(|| (*id, self.again(document, &site.kinds, files, &attached)))
            })
            .collect();
        let mut known = self.known(site.all_pages().map(|page| &page.inner().document));
        let is_missing =
            |id: &&PageId| !with_attachments.contains_key(id) && !known.contains_key(&site.page(**id).document.source);
        let read = |id: &PageId| {
            let document = &site.page(*id).inner().document;
            (document.source.clone(), (key(document), self.again(document, &site.kinds, files, &[])))
        };
        let read: Vec<_> = ids.par_iter().filter(is_missing).map(read).collect();
        known.extend(read);
        // What they have lost is not for the next build.
        let changed = self.changed.lock().clone();
        let lost: Vec<_> = changed.iter().filter_map(|source| known.remove_entry(source)).collect();
        let Earlier { lexicon, .. } = self.earlier();
        if let Some(store) = self.store.as_ref().filter(|_| !self.preview) {
            store.write(WORDS, &|to| write(&known, lexicon, to));
        }
        known.extend(lost);
        let mut take = |id| {
            let known = known.remove(&site.page(id).document.source).map(|(_, text)| text);
            with_attachments.remove(&id).or(known)
        };
        let texts = ids.into_iter().filter_map(|id| Some((id, take(id)?))).collect();
        drop(known);
        let index = search::index(site, lexicon, texts);
        let names = Names { files: BTreeMap::new(), entries: index.entries };
        let mut made = Made { names, changed: changed.into_iter().collect(), ..Made::default() };
        for (url, (hash, bytes)) in index.files {
            made.names.files.insert(url.clone(), (hash, bytes.len() as u64));
            made.contents.insert(url, Arc::new(bytes));
        }
        made
    }

    /// Takes what is known of these documents as they are now, and forgets all else.
    fn known<'d>(&self, documents: impl Iterator<Item = &'d Arc<Document>>) -> ByDocument {
        let mut fresh = std::mem::take(&mut *self.fresh.lock());
        let mut earlier = std::mem::take(&mut *self.earlier().texts.lock());
        documents
            .filter_map(|document| {
                let of = |texts: &mut ByDocument| {
                    texts.remove_entry(&document.source).filter(|(_, (known, _))| *known == key(document))
                };
                of(&mut fresh).or_else(|| of(&mut earlier))
            })
            .collect()
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

    /// The texts that stand beside a document's attachments: `van-ban.pdf.txt` beside `van-ban.pdf`.
    fn attached(&self, files: &dyn Files, document: &Document, sidecars: &Sidecars) -> Vec<String> {
        if sidecars.is_empty() {
            return Vec::new();
        }
        let read = |target: &Target| {
            let Target::File(file) = target else { return None };
            let beside = |ending: &str| sidecars.get_key_value(format!("{}.{ending}", file.as_str()).as_str());
            let (sidecar, hash) = ["txt", "TXT", "Txt"].into_iter().find_map(beside)?;
            match files.read_within(sidecar.as_str(), LARGEST_SIDECAR) {
                Ok(Ok(bytes)) if files::hash(&bytes) == *hash => Some(String::from_utf8_lossy(&bytes).into_owned()),
                _ => {
                    self.changed.lock().insert(sidecar.clone());
                    None
                }
            }
        };
        // A file that is named twice is searched once.
        let mut seen = BTreeSet::new();
        document.refs.iter().filter(|one| seen.insert(&one.target)).filter_map(|one| read(&one.target)).collect()
    }
}

/// For the next build; the same texts are the same bytes.
fn write(known: &ByDocument, lexicon: &Lexicon, to: &mut dyn Write) -> io::Result<()> {
    let mut texts: Vec<(&SourcePath, Hash, &IndexedDocument)> =
        known.iter().map(|(source, (hash, text))| (source, *hash, text)).collect();
    texts.sort_unstable_by_key(|(source, ..)| *source);
    cache::encode(&Contents { terms: lexicon.marked(), texts }, to)
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
    Fingerprint::finish(&hasher)
}
