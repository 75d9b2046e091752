//! Turns the maps that pages show into a file of the cache, and back: what the next build need not draw.
//!
//! It is read only when a map is asked for, and each entry says of which bytes it is.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{BlobStore, Cache, encode};
use crate::files::Hash;
use crate::map::Map;
use crate::path::SourcePath;

/// The path in the portal.
const MAPS: &str = ".cong/maps";

/// Those of the last build.
#[derive(Default)]
pub struct Maps(OnceLock<BTreeMap<SourcePath, Arc<Map>>>);

impl Maps {
    fn known(&self, store: Option<&Arc<dyn BlobStore>>) -> &BTreeMap<SourcePath, Arc<Map>> {
        let read = || postcard::from_bytes(&store?.read(MAPS)?).ok();
        self.0.get_or_init(|| read().unwrap_or_default())
    }
}

impl Cache {
    /// The map of a file that is made of what has this hash.
    pub fn map(&self, file: &SourcePath, key: &Hash) -> Option<Arc<Map>> {
        let watched = self.watch.as_ref().and_then(|watch| watch.site.map(file.as_str()));
        let known = watched.or_else(|| self.maps.known(self.store.as_ref()).get(file));
        known.filter(|map| map.key == *key).cloned()
    }

    /// Writes the maps of a site for the next build, unless it is going to find the same.
    pub fn persist_maps<'d>(&self, now: impl ExactSizeIterator<Item = (&'d SourcePath, &'d Arc<Map>)>) {
        let Some(store) = &self.store else { return };
        if now.len() == 0 {
            return store.remove(MAPS);
        }
        let now: BTreeMap<&SourcePath, &Arc<Map>> = now.collect();
        let last = self.maps.known(Some(store));
        let is_known =
            |(file, map): (&&SourcePath, &&Arc<Map>)| last.get(*file).is_some_and(|last| last.key == map.key);
        if last.len() != now.len() || !now.iter().all(is_known) {
            store.write(MAPS, &|to| encode(&now, to));
        }
    }
}
