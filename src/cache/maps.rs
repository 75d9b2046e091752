//! Turns the maps that pages show into a file of the cache, and back: what the next build need not draw.
//!
//! It is read only when a map is asked for, and each entry says of which bytes it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Cache;
use super::kept::Kept;
use crate::files::Hash;
use crate::map::Map;
use crate::path::SourcePath;

/// The path in the portal.
const MAPS: &str = ".cong/maps";

/// Those of the last build.
pub type Maps = Kept<SourcePath, Arc<Map>>;

impl Cache {
    /// The map of a file that is made of what has this hash.
    pub fn map(&self, file: &SourcePath, key: &Hash) -> Option<Arc<Map>> {
        let watched = self.watch.as_ref().and_then(|watch| watch.site.map(file.as_str()));
        let known = watched.or_else(|| self.maps.known(self.store.as_ref(), MAPS).get(file));
        known.filter(|map| map.key == *key).cloned()
    }

    /// Writes the maps of a site for the next build.
    pub fn persist_maps<'d>(&self, now: impl ExactSizeIterator<Item = (&'d SourcePath, &'d Arc<Map>)>) {
        let Some(store) = &self.store else { return };
        let now: BTreeMap<&SourcePath, &Arc<Map>> = now.collect();
        self.maps.persist(store, MAPS, &now, |last, now| last.key == now.key);
    }
}
