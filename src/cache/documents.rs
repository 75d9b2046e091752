//! Turns loaded documents into cache entries, which the next build reads instead of parsing sources, and back.
//!
//! They lie in parts, by a hash of the path, so that an edit writes one part of many. Each entry says which bytes it is of, so
//! parts may be older or newer than each other.

use std::io::{self, Write};
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::diag::Finding;
use crate::files::{self, Hash, Stamp};
use crate::load::document::Document;
use crate::load::kinds::KindId;
use crate::load::page::Loaded;
use crate::load::said::Said;
use crate::path::SourcePath;

use super::BlobStore;
use super::blob_store::{Contents, DOCUMENTS};
use super::encode::Encoder;

/// Parts of all documents. At 16,884 items one is 200 kB long, and at ten times as many 2 MB.
const PARTS: u8 = 64;

/// A document as it was loaded, encoded; decoded only when its source is unchanged and it is needed.
#[derive(Clone)]
pub struct CachedDocument {
    pub(super) hash: Hash,
    /// Of the source, from before it was read.
    pub(super) stamp: Option<Stamp>,
    /// What the section said its items are.
    pub(super) section_kind: Option<KindId>,
    /// The document or none, and what is known of when that was meant to be public. Of documents that were read from a part, all
    /// share its bytes.
    bytes: Bytes,
    /// Of loading it; empty when there were none.
    findings: Bytes,
}

/// An entry as it stands in a part.
#[derive(Serialize, Deserialize)]
struct Stored<'p> {
    path: SourcePath,
    hash: Hash,
    stamp: Option<Stamp>,
    section_kind: Option<KindId>,
    #[serde(borrow, serialize_with = "run")]
    bytes: &'p [u8],
    #[serde(borrow, serialize_with = "run")]
    findings: &'p [u8],
}

/// As one run, which takes no step for each byte.
fn run<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// A document decoded from its cache entry, which need not be parsed.
pub struct CacheHit {
    /// `None` for a file that could not be used.
    pub document: Option<Arc<Document>>,
    pub said: Option<Said>,
    pub findings: Vec<Finding>,
    pub cached: CachedDocument,
}

impl CachedDocument {
    /// Encodes what loading gave; `hash` is that of the source's bytes.
    pub fn new(loaded: &Loaded, hash: Hash, stamp: Option<Stamp>, section_kind: Option<KindId>) -> CachedDocument {
        let bytes = postcard::to_stdvec(&(&loaded.document, loaded.said)).unwrap_or_default();
        let findings = match &loaded.findings[..] {
            [] => Vec::new(),
            findings => postcard::to_stdvec(findings).unwrap_or_default(),
        };
        CachedDocument { hash, stamp, section_kind, bytes: bytes.into(), findings: findings.into() }
    }

    pub(super) fn restore(&self) -> Option<CacheHit> {
        let (document, said): (Option<Document>, Option<Said>) = postcard::from_bytes(&self.bytes).ok()?;
        Some(CacheHit { document: document.map(Arc::new), said, findings: self.findings()?, cached: self.clone() })
    }

    /// Of the source's bytes.
    pub fn hash(&self) -> &Hash {
        &self.hash
    }

    pub(super) fn findings(&self) -> Option<Vec<Finding>> {
        if self.findings.is_empty() { Some(Vec::new()) } else { postcard::from_bytes(&self.findings).ok() }
    }

    /// Whether these are copies of one document.
    pub(super) fn is(&self, other: &CachedDocument) -> bool {
        self.bytes.as_ptr() == other.bytes.as_ptr() && self.stamp == other.stamp
    }
}

impl CacheHit {
    /// The same with what its file is known by now.
    pub fn stamped(mut self, stamp: Option<Stamp>) -> CacheHit {
        self.cached.stamp = stamp;
        self
    }
}

/// All documents of a store.
pub fn read(store: &dyn BlobStore) -> FxHashMap<SourcePath, CachedDocument> {
    let parts: Vec<Option<Vec<(SourcePath, CachedDocument)>>> =
        (0..PARTS).into_par_iter().map(|part| read_part(store.read(&name(part))?)).collect();
    let count = parts.iter().flatten().map(Vec::len).sum();
    let mut documents = FxHashMap::with_capacity_and_hasher(count, Default::default());
    documents.extend(parts.into_iter().flatten().flatten());
    documents
}

fn read_part(bytes: Vec<u8>) -> Option<Vec<(SourcePath, CachedDocument)>> {
    let whole = Bytes::from(bytes);
    let (count, mut rest): (u32, &[u8]) = postcard::take_from_bytes(&whole).ok()?;
    let mut documents = Vec::with_capacity((count as usize).min(rest.len()));
    for _ in 0..count {
        let (Stored { path, hash, stamp, section_kind, bytes, findings }, after) =
            postcard::take_from_bytes(rest).ok()?;
        let (bytes, findings) = (whole.slice_ref(bytes), whole.slice_ref(findings));
        documents.push((path, CachedDocument { hash, stamp, section_kind, bytes, findings }));
        rest = after;
    }
    rest.is_empty().then_some(documents)
}

/// Writes the parts that are not as they were: the same documents are the same bytes.
pub fn write(
    store: &dyn BlobStore,
    documents: &mut [(SourcePath, CachedDocument)],
    last: &FxHashMap<SourcePath, CachedDocument>,
) {
    let mut before = [0; PARTS as usize];
    last.keys().for_each(|path| before[usize::from(part(path))] += 1);
    documents.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut now: [Vec<&(SourcePath, CachedDocument)>; PARTS as usize] = std::array::from_fn(|_| Vec::new());
    documents.iter().for_each(|document| now[usize::from(part(&document.0))].push(document));
    let is_known = |(path, own): &&(SourcePath, CachedDocument)| last.get(path).is_some_and(|last| last.is(own));
    let changed =
        (0..PARTS).zip(&now).zip(before).filter(|((_, now), before)| now.len() != *before || !now.iter().all(is_known));
    let contents: Vec<(String, _)> =
        changed.map(|((number, now), _)| (name(number), move |to: &mut dyn Write| write_part(now, to))).collect();
    let files: Vec<(String, &Contents)> =
        contents.iter().map(|(name, contents)| (name.clone(), contents as &Contents)).collect();
    store.write_all(&files);
}

fn write_part(documents: &[&(SourcePath, CachedDocument)], to: &mut dyn Write) -> io::Result<()> {
    let mut encoder = Encoder::new(to);
    encoder.put(&(documents.len() as u32))?;
    for (path, CachedDocument { hash, stamp, section_kind, bytes, findings }) in documents {
        let (path, hash, stamp, section_kind) = (path.clone(), *hash, *stamp, *section_kind);
        encoder.put(&Stored { path, hash, stamp, section_kind, bytes, findings })?;
    }
    encoder.finish()
}

/// The number of the part that has the document of a source.
fn part(path: &SourcePath) -> u8 {
    files::hash(path.as_str().as_bytes()).as_bytes()[0] % PARTS
}

fn name(part: u8) -> String {
    format!("{DOCUMENTS}/{part:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Cache;
    use crate::cache::blob_store::{MemoryStore, OUTDATED};

    fn document(name: usize, text: &str) -> (SourcePath, CachedDocument) {
        let said = Some(crate::load::said::Said::Unclear);
        let loaded = Loaded { document: None, said, findings: Vec::new() };
        (
            SourcePath::new(format!("content/{name}.md")),
            CachedDocument::new(&loaded, files::hash(text.as_bytes()), None, None),
        )
    }

    /// What the next build finds of what this one loaded.
    fn known(store: &Arc<MemoryStore>, documents: &[(SourcePath, CachedDocument)]) -> Cache {
        Cache::open(store.clone()).persist(documents.to_vec());
        Cache::open(store.clone())
    }

    #[test]
    fn an_edit_writes_the_part_of_its_document_and_no_other() {
        let store = Arc::new(MemoryStore::default());
        let documents: Vec<_> = (0..300).map(|name| document(name, "one")).collect();
        let cache = known(&store, &documents);
        let before = store.files();
        let hit = |path: &SourcePath, entry: &CachedDocument| {
            cache.document(path, entry.hash(), None).map(|hit| (path.clone(), hit.cached))
        };
        let mut next: Vec<_> = documents.iter().map(|(path, entry)| hit(path, entry).unwrap()).collect();
        next[7] = document(7, "two");
        let cache = known(&store, &next);
        assert!(cache.document(&next[7].0, &files::hash(b"two"), None).is_some());
        let after = store.files();
        let written = after.iter().filter(|(file, bytes)| before.get(*file) != Some(bytes));
        assert_eq!((written.count(), after.len()), (1, before.len()));
        next = next
            .into_iter()
            .filter_map(|(path, entry)| cache.document(&path, entry.hash(), None).map(|hit| (path, hit.cached)))
            .collect();
        let gone = next.pop().unwrap();
        let cache = known(&store, &next);
        assert!(!cache.has_below(&gone.0) && cache.has_below(&next[7].0));
    }

    #[test]
    fn a_part_that_is_damaged_is_not_there_and_the_others_are() {
        let store = Arc::new(MemoryStore::default());
        let documents: Vec<_> = (0..300).map(|name| document(name, "one")).collect();
        known(&store, &documents);
        let damaged = store.files().into_keys().next().unwrap();
        store.0.lock().unwrap().get_mut(&damaged).unwrap().truncate(20);
        let cache = Cache::open(store);
        let missing = documents.iter().filter(|(path, _)| !cache.has_below(path)).count();
        assert!(missing > 0 && missing < 30, "{missing}");
    }

    #[test]
    fn files_of_earlier_versions_go() {
        let store = Arc::new(MemoryStore::default());
        for file in OUTDATED {
            store.write(file, &|to| to.write_all(b"old"));
        }
        known(&store, &[document(1, "one")]);
        assert!(OUTDATED.iter().all(|file| store.read(file).is_none()));
    }
}
