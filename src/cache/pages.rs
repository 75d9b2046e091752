//! The pages of the last build, kept by content: for a build that has the cache and no output folder, as in CI.
//!
//! Pages that stand beside each other are alike, so some thirty of them are packed together and take an eighth of their
//! size. Where a pack begins is decided by the path of a page alone, so an edit changes one pack. Whoever takes a page
//! out says which hash it must have; what is missing, damaged or of another build is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{BlobStore, Record, encode};
use crate::files::{self, Hash};
use crate::path::OutPath;
use crate::trace::Fingerprint;

/// The folder of the packs.
pub const PAGES: &str = ".cong/pages";

/// One path in so many begins a pack.
const PACK: u8 = 32;

/// Packs that are held open at a time: each thread goes from page to page and needs one or two.
const OPEN: usize = 16;

/// The contents of each pack: paths with the hashes of their pages.
pub type Packs = BTreeMap<String, Fingerprint>;

/// A pack as it is stored.
#[derive(Serialize, Deserialize)]
struct Packed {
    pages: Vec<(String, Hash, u32)>,
    /// All pages one after the other, as an LZ4 block.
    bytes: Vec<u8>,
}

/// A pack in memory.
#[derive(Default)]
struct Pack {
    places: BTreeMap<String, (Hash, Range<usize>)>,
    bytes: Vec<u8>,
}

/// Takes pages out of packs.
pub struct Pages {
    store: Arc<dyn BlobStore>,
    /// The paths that begin packs, sorted.
    starts: OnceLock<Vec<OutPath>>,
    open: Mutex<Vec<(String, Arc<Pack>)>>,
    /// Packs that did not hold what they should.
    wrong: Mutex<BTreeSet<String>>,
}

impl Pages {
    pub fn on(store: Arc<dyn BlobStore>) -> Pages {
        Pages { store, starts: OnceLock::new(), open: Mutex::default(), wrong: Mutex::default() }
    }

    /// A page of the last build. `all`: every page that it stored.
    pub fn get<'a>(&self, path: &OutPath, hash: &Hash, all: impl Iterator<Item = &'a OutPath>) -> Option<Vec<u8>> {
        let starts = self.starts.get_or_init(|| {
            let mut starts: Vec<OutPath> = all.filter(|path| begins(path)).cloned().collect();
            starts.sort_unstable();
            starts
        });
        let name = name(starts[..starts.partition_point(|start| start <= path)].last());
        let pack = self.pack(&name);
        let place = pack.places.get(path.as_str()).filter(|(known, _)| known == hash).map(|(_, place)| place.clone());
        let page = place.and_then(|place| pack.bytes.get(place)).filter(|page| files::hash(page) == *hash);
        if page.is_none() {
            self.wrong.lock().insert(name);
        }
        page.map(<[u8]>::to_vec)
    }

    fn pack(&self, name: &str) -> Arc<Pack> {
        if let Some((_, pack)) = self.open.lock().iter().find(|(known, _)| known == name) {
            return pack.clone();
        }
        let pack = Arc::new(self.store.read(&file(name)).and_then(|bytes| Pack::read(&bytes)).unwrap_or_default());
        let mut open = self.open.lock();
        if open.len() == OPEN {
            open.remove(0);
        }
        open.push((name.to_owned(), pack.clone()));
        pack
    }

    /// Stores the pages of these records, which are sorted by path, and removes all others. `known`: the packs of the
    /// last build; `read` gives the page at a path of the output. Gives back what the next build may rely on.
    pub fn persist(
        &self,
        records: &[(&OutPath, &Record)],
        known: &Packs,
        read: &(dyn Fn(&OutPath) -> Option<Vec<u8>> + Sync),
    ) -> Packs {
        let wrong = self.wrong.lock().clone();
        let runs: Vec<&[(&OutPath, &Record)]> = records.chunk_by(|_, (path, _)| !begins(path)).collect();
        let one = |run: &&[(&OutPath, &Record)]| {
            let name = name(run.first().map(|(path, _)| *path).filter(|path| begins(path)));
            let holds = holds(run);
            let is_there = known.get(&name) == Some(&holds) && !wrong.contains(&name);
            let is_whole = is_there || self.write(&name, run, read);
            (name, is_whole.then_some(holds))
        };
        let packs: Vec<(String, Option<Fingerprint>)> = runs.par_iter().map(one).collect();
        let names: BTreeSet<String> = packs.iter().map(|(name, _)| file(name)).collect();
        for unused in self.store.names(PAGES).into_iter().filter(|name| !names.contains(name)) {
            self.store.remove(&unused);
        }
        packs.into_iter().filter_map(|(name, holds)| Some((name, holds?))).collect()
    }

    /// Whether all of them could be read.
    fn write(&self, name: &str, run: &[(&OutPath, &Record)], read: &dyn Fn(&OutPath) -> Option<Vec<u8>>) -> bool {
        let (mut pages, mut bytes) = (Vec::with_capacity(run.len()), Vec::new());
        for (path, record) in run {
            if let Some(page) = read(path).filter(|page| files::hash(page) == record.output) {
                pages.push((path.to_string(), record.output, u32::try_from(page.len()).unwrap_or(u32::MAX)));
                bytes.extend(page);
            }
        }
        let is_whole = pages.len() == run.len();
        let packed = Packed { pages, bytes: lz4_flex::block::compress(&bytes) };
        self.store.write(&file(name), &|to| encode(&packed, to));
        is_whole
    }
}

impl Pack {
    fn read(bytes: &[u8]) -> Option<Pack> {
        /// LZ4 makes nothing smaller than this share of itself.
        const BEST: usize = 255;
        let Packed { pages, bytes } = postcard::from_bytes(bytes).ok()?;
        let mut length = 0_usize;
        let mut places = BTreeMap::new();
        for (path, hash, size) in pages {
            let start = length;
            length = length.checked_add(size as usize)?;
            places.insert(path, (hash, start..length));
        }
        let may_be = length <= bytes.len().saturating_mul(BEST).saturating_add(BEST);
        let bytes = may_be.then(|| lz4_flex::block::decompress(&bytes, length).ok()).flatten()?;
        Some(Pack { places, bytes })
    }
}

/// Whether a pack begins at this path.
fn begins(path: &OutPath) -> bool {
    files::hash(path.as_str().as_bytes()).as_bytes()[0].is_multiple_of(PACK)
}

/// Of the pack that begins at this path; of the one before all others.
fn name(start: Option<&OutPath>) -> String {
    start.map_or_else(|| "first".to_owned(), |path| files::hash(path.as_str().as_bytes()).to_hex()[..16].to_owned())
}

fn file(name: &str) -> String {
    format!("{PAGES}/{name}")
}

fn holds(run: &[(&OutPath, &Record)]) -> Fingerprint {
    let mut hasher = blake3::Hasher::new();
    for (path, record) in run {
        hasher.update(path.as_str().as_bytes());
        hasher.update(record.output.as_bytes());
    }
    Fingerprint::finish(&hasher)
}
