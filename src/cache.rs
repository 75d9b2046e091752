//! What one build leaves for the next: turns loaded documents and traces into one file of bytes, and back.
//!
//! The file is a whole: a version, the key of what made it, a checksum, the contents. It is written last and by
//! rename. A file of another version, another key or with a wrong checksum is ignored, so the cache may be restored
//! from an older commit, another machine or another path: at worst a build does everything again. Paths in it are
//! relative to the portal; there are no time stamps.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::files::{self, Hash};
use crate::load::document::Document;
use crate::load::kinds::KindId;
use crate::load::page::Loaded;
use crate::path::{OutPath, SourcePath};
use crate::trace::{Fingerprint, Inputs, Query, Trace};

/// Where the cache stands in the portal.
pub const FILE: &str = ".cong/cache";

const MAGIC: &[u8; 16] = b"cong cache v0001";

/// Magic, key, checksum.
const HEADER: usize = MAGIC.len() + 32 + 32;

/// A document as it was loaded, encoded; decoded only when its source is unchanged and it is needed.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptDocument {
    hash: Hash,
    /// What the section said its items are.
    section_kind: Option<KindId>,
    /// `None` for a file that could not be used.
    bytes: Arc<[u8]>,
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

#[derive(Default)]
pub struct Cache {
    /// Everything that the pages could show when they were rendered; see `Renderer::world`.
    world: Option<Fingerprint>,
    documents: HashMap<SourcePath, KeptDocument>,
    records: HashMap<OutPath, Record>,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    world: Option<Fingerprint>,
    documents: Vec<(SourcePath, KeptDocument)>,
    /// Each query once, with what its answer showed.
    queries: Vec<(Query, Fingerprint)>,
    records: Vec<KeptRecord>,
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
    /// Reads a file of bytes; `None` when it is not ours, of another version, another key or damaged.
    pub fn parse(bytes: &[u8], key: &Hash) -> Option<Cache> {
        let (magic, rest) = bytes.split_at_checked(MAGIC.len())?;
        let (own_key, rest) = rest.split_at_checked(32)?;
        let (checksum, payload) = rest.split_at_checked(32)?;
        if magic != MAGIC || own_key != key.as_bytes() || checksum != files::hash(payload).as_bytes() {
            return None;
        }
        let contents: Contents = postcard::from_bytes(payload).ok()?;
        let queries: Vec<(Arc<Query>, Fingerprint)> =
            contents.queries.into_iter().map(|(query, shown)| (Arc::new(query), shown)).collect();
        let records =
            contents.records.into_iter().map(|kept| Some((OutPath::new(kept.path.as_str()), kept.restore(&queries)?)));
        Some(Cache {
            world: contents.world,
            documents: contents.documents.into_iter().collect(),
            records: records.collect::<Option<_>>()?,
        })
    }

    /// The file of bytes for the next build.
    pub fn to_bytes(&self, key: &Hash) -> Vec<u8> {
        let mut queries: Vec<(Query, Fingerprint)> = Vec::new();
        let mut index: HashMap<(&Query, Fingerprint), u32> = HashMap::new();
        let ordered: BTreeMap<&OutPath, &Record> = self.records.iter().collect();
        let records: Vec<KeptRecord> = ordered
            .iter()
            .map(|(path, record)| {
                let numbers = record.trace.queries.iter().map(|(query, shown)| {
                    *index.entry((query, *shown)).or_insert_with(|| {
                        queries.push(((**query).clone(), *shown));
                        (queries.len() - 1) as u32
                    })
                });
                let queries = numbers.collect();
                let inputs = &record.trace.inputs;
                let prints = [inputs.templates, inputs.constants, inputs.shown];
                KeptRecord {
                    path: path.to_string(),
                    document: inputs.document,
                    prints,
                    queries,
                    output: record.output,
                    size: record.size,
                }
            })
            .collect();
        let documents: BTreeMap<&SourcePath, &KeptDocument> = self.documents.iter().collect();
        let documents = documents.into_iter().map(|(path, kept)| (path.clone(), kept.clone())).collect();
        let contents = Contents { world: self.world, documents, queries, records };
        let size = self.documents.values().map(|kept| kept.bytes.len() + 160).sum::<usize>() + self.records.len() * 400;
        let mut bytes = Vec::with_capacity(size);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(key.as_bytes());
        bytes.resize(HEADER, 0);
        // Writing to memory cannot fail.
        let mut bytes = postcard::to_extend(&contents, bytes).unwrap_or_default();
        let checksum = files::hash(bytes.get(HEADER..).unwrap_or_default());
        if let Some(place) = bytes.get_mut(MAGIC.len() + 32..HEADER) {
            place.copy_from_slice(checksum.as_bytes());
        }
        bytes
    }

    /// A document whose source has these bytes, with the findings of loading it.
    pub fn document(
        &self,
        source: &SourcePath,
        hash: &Hash,
        section_kind: Option<KindId>,
    ) -> Option<(Loaded, KeptDocument)> {
        let kept = self.documents.get(source).filter(|kept| kept.hash == *hash && kept.section_kind == section_kind)?;
        let (document, findings): (Option<Document>, Vec<Diagnostic>) = postcard::from_bytes(&kept.bytes).ok()?;
        Some((Loaded { document, findings }, kept.clone()))
    }

    /// Only documents: for a preview, which renders on request.
    pub fn of_documents(documents: Vec<(SourcePath, KeptDocument)>) -> Cache {
        Cache { documents: documents.into_iter().collect(), ..Cache::default() }
    }

    /// Whether nothing has changed that one page could show of another.
    pub fn is_of(&self, world: Fingerprint) -> bool {
        self.world == Some(world)
    }

    pub fn record(&self, path: &OutPath) -> Option<&Record> {
        self.records.get(path)
    }

    pub fn with(
        world: Fingerprint,
        documents: Vec<(SourcePath, KeptDocument)>,
        records: Vec<(OutPath, Record)>,
    ) -> Cache {
        Cache { world: Some(world), documents: documents.into_iter().collect(), records: records.into_iter().collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Whether a build took everything from here and left nothing out.
    pub fn is_same(&self, next: &Cache) -> bool {
        let known = |(path, kept): (&SourcePath, &KeptDocument)| {
            self.documents.get(path).is_some_and(|own| Arc::ptr_eq(&own.bytes, &kept.bytes))
        };
        self.world == next.world
            && next.documents.len() == self.documents.len()
            && next.records.len() == self.records.len()
            && next.documents.iter().all(known)
    }
}

impl KeptDocument {
    /// Encodes what loading gave; `hash` is that of the source's bytes.
    pub fn new(loaded: &Loaded, hash: Hash, section_kind: Option<KindId>) -> KeptDocument {
        let bytes = postcard::to_stdvec(&(&loaded.document, &loaded.findings)).unwrap_or_default();
        KeptDocument { hash, section_kind, bytes: bytes.into() }
    }
}

impl KeptRecord {
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

    fn filled() -> Cache {
        let print = |seed: u8| Fingerprint([seed; 16]);
        let inputs =
            Inputs { document: Some(files::hash(b"a")), templates: print(1), constants: print(2), shown: print(3) };
        let menu = Arc::new(Query::Menu("main".to_owned(), 0));
        let record = |seed| Record {
            trace: Trace { inputs, queries: vec![(menu.clone(), print(9))] },
            output: files::hash(&[seed]),
            size: 1,
        };
        Cache::with(
            print(0),
            Vec::new(),
            vec![(OutPath::new("a/index.html"), record(1)), (OutPath::new("b/index.html"), record(2))],
        )
    }

    #[test]
    fn what_was_kept_comes_back() {
        let key = files::hash(b"key");
        let bytes = filled().to_bytes(&key);
        let cache = Cache::parse(&bytes, &key).unwrap();
        let record = cache.record(&OutPath::new("b/index.html")).unwrap();
        assert_eq!(record.output, files::hash(&[2]));
        assert_eq!(record.trace, filled().record(&OutPath::new("b/index.html")).unwrap().trace);
        assert_eq!(cache.to_bytes(&key), bytes, "the same contents are the same bytes");
    }

    #[test]
    fn a_foreign_or_damaged_file_is_ignored() {
        let key = files::hash(b"key");
        let bytes = filled().to_bytes(&key);
        assert!(Cache::parse(&bytes, &files::hash(b"another")).is_none());
        assert!(Cache::parse(&bytes[..bytes.len() - 1], &key).is_none(), "cut short");
        for at in [0, 20, 60, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Cache::parse(&damaged, &key).is_none(), "a flipped bit at {at}");
        }
        assert!(Cache::parse(b"", &key).is_none());
    }
}
