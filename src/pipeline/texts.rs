//! The searchable texts of all documents: turns what loading met and what the last build left into the search index.
//!
//! A document that is parsed in this build gives its text at once, while its HTML is at hand; one that is unchanged has
//! it from the last build; only where that is missing is a document parsed again.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{self, Cache};
use crate::files::{self, Files, Hash};
use crate::load::config::Config;
use crate::load::document::{Document, Target};
use crate::load::kinds::{Kind, Kinds};
use crate::load::page::body_again;
use crate::model::{PageId, Site};
use crate::path::SourcePath;
use crate::plan::{Made, Names};
use crate::search::{self, Desk, Glossary, Lexicon, Reading, Text};
use crate::trace::Fingerprint;

pub struct Texts {
    config: Arc<Config>,
    cache: Cache,
    earlier: OnceLock<Earlier>,
    /// With the hash of the document.
    fresh: Mutex<HashMap<SourcePath, (Hash, Text)>>,
    /// One for each thread that reads texts at the same time.
    desks: Mutex<Vec<Desk>>,
    /// An index was made, so the next build should find the texts.
    used: OnceLock<()>,
}

/// What the last build left.
struct Earlier {
    lexicon: Lexicon,
    glossary: Glossary,
    texts: HashMap<SourcePath, (Hash, Text)>,
}

#[derive(Serialize, Deserialize)]
struct Contents<T> {
    terms: Vec<Box<str>>,
    texts: Vec<(SourcePath, Hash, T)>,
}

impl Texts {
    pub fn new(config: Arc<Config>, cache: &Cache) -> Texts {
        Texts {
            config,
            cache: cache.only_words(),
            earlier: OnceLock::new(),
            fresh: Mutex::default(),
            desks: Mutex::default(),
            used: OnceLock::new(),
        }
    }

    fn earlier(&self) -> &Earlier {
        self.earlier.get_or_init(|| {
            let contents = self.cache.words().and_then(|bytes| postcard::from_bytes::<Contents<Text>>(&bytes).ok());
            let Contents { terms, texts } =
                contents.unwrap_or_else(|| Contents { terms: Vec::new(), texts: Vec::new() });
            let lexicon = Lexicon::restore(terms);
            Earlier {
                glossary: search::glossary(&self.config, &lexicon),
                lexicon,
                texts: texts.into_iter().map(|(source, hash, text)| (source, (hash, text))).collect(),
            }
        })
    }

    /// Takes in a document that was parsed, with its HTML.
    pub fn note(&self, document: &Document, kind: &Kind) {
        if let Some(html) = &document.body.html {
            let text = self.read(document, kind, html, &[]);
            let mut fresh = lock(&self.fresh);
            fresh.insert(document.source.clone(), (document.hash, text));
        }
    }

    fn read(&self, document: &Document, kind: &Kind, html: &str, attached: &[String]) -> Text {
        let Earlier { lexicon, glossary, .. } = self.earlier();
        let mut desk = lock(&self.desks).pop().unwrap_or_default();
        let text = Reading { config: &self.config, lexicon, glossary }.text(document, kind, html, attached, &mut desk);
        lock(&self.desks).push(desk);
        text
    }

    /// The search index of a portal.
    pub fn index(&self, site: &Site, files: &dyn Files) -> Made {
        let _ = self.used.set(());
        let ids: Vec<PageId> = site.ids().filter(|id| search::is_found(site, *id)).collect();
        // Texts with attachments are not kept: they depend on more than the document.
        let with_attachments: HashMap<PageId, Text> = ids
            .par_iter()
            .filter_map(|id| {
                let document = &site.page(*id).document;
                let attached = attached(site, files, document);
                (!attached.is_empty()).then(|| (*id, self.again(document, &site.kinds, files, &attached)))
            })
            .collect();
        let missing: Vec<PageId> = {
            let fresh = lock(&self.fresh);
            let is_known = |id: &PageId| {
                let document = &site.page(*id).document;
                let is_of = |text: Option<&(Hash, Text)>| text.is_some_and(|(hash, _)| *hash == document.hash);
                with_attachments.contains_key(id)
                    || is_of(fresh.get(&document.source))
                    || is_of(self.earlier().texts.get(&document.source))
            };
            ids.into_iter().filter(|id| !is_known(id)).collect()
        };
        let read = |id: &PageId| {
            let document = &site.page(*id).document;
            (document.source.clone(), (document.hash, self.again(document, &site.kinds, files, &[])))
        };
        let read: Vec<_> = missing.par_iter().map(read).collect();
        let mut fresh = lock(&self.fresh);
        fresh.extend(read);
        let find = |id: PageId| {
            let source = &site.page(id).document.source;
            let kept = || fresh.get(source).or_else(|| self.earlier().texts.get(source)).map(|(_, text)| text);
            with_attachments.get(&id).or_else(kept)
        };
        let index = search::index(site, &self.earlier().lexicon, find);
        let mut made = Made { names: Names { files: BTreeMap::new(), entries: index.entries }, ..Made::default() };
        for (url, (hash, bytes)) in index.files {
            made.names.files.insert(url.clone(), (hash, bytes.len() as u64));
            made.contents.insert(url, Arc::new(bytes));
        }
        made
    }

    /// The text of a document that must be parsed for it.
    fn again(&self, document: &Document, kinds: &Kinds, files: &dyn Files, attached: &[String]) -> Text {
        let kind = kinds.get(document.kind);
        if let Some(html) = &document.body.html {
            return self.read(document, kind, html, attached);
        }
        // A file that has gone since it was loaded is found by its front matter alone; the next build sees that it went.
        let bytes = files.read(document.source.as_str()).unwrap_or_default();
        let body = body_again(document, &bytes, &self.config);
        self.read(document, kind, body.html.as_deref().unwrap_or_default(), attached)
    }

    /// Whether the next build has not got the texts already.
    pub fn are_new(&self) -> bool {
        self.used.get().is_some()
    }

    /// For the next build: writes the texts of these documents, sealed with this key.
    pub fn write(
        &self,
        documents: impl Iterator<Item = Arc<Document>>,
        key: &Hash,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let fresh = lock(&self.fresh);
        let earlier = self.earlier();
        let mut texts: Vec<(SourcePath, Hash, &Text)> = documents
            .filter_map(|document| {
                let known = fresh.get(&document.source).or_else(|| earlier.texts.get(&document.source));
                known
                    .filter(|(hash, _)| *hash == document.hash)
                    .map(|(hash, text)| (document.source.clone(), *hash, text))
            })
            .collect();
        texts.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let contents = Contents { terms: earlier.lexicon.marked(), texts };
        cache::seal(to, key, |to| cache::encode(&contents, to))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The texts that stand beside a document's attachments: `van-ban.pdf.txt` beside `van-ban.pdf`.
fn attached(site: &Site, files: &dyn Files, document: &Document) -> Vec<String> {
    if site.sidecars.is_empty() {
        return Vec::new();
    }
    let read = |target: &Target| {
        let Target::File(file) = target else { return None };
        let sidecar = site.sidecars.get(format!("{}.txt", file.as_str()).as_str())?;
        files.read(sidecar.as_str()).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    document.refs.iter().filter_map(|reference| read(&reference.target)).collect()
}

/// Everything that the index of a portal is made of.
pub fn made_of(site: &Site, files: &dyn Files) -> Fingerprint {
    let mut hasher = blake3::Hasher::new();
    for page in &site.pages {
        hasher.update(page.url.as_str().as_bytes());
        hasher.update(page.document.hash.as_bytes());
        hasher.update(&page.state.unwrap_or(u16::MAX).to_le_bytes());
    }
    for sidecar in &site.sidecars {
        hasher.update(sidecar.as_str().as_bytes());
        hasher.update(files::hash(&files.read(sidecar.as_str()).unwrap_or_default()).as_bytes());
    }
    Fingerprint::finish(&hasher)
}
