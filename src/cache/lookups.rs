//! Turns what is known of the tables that are looked up into a file of the cache, and back: a table of a million rows is not read again
//! because another page was edited.
//!
//! Rows are not kept: they stand in the output, and where they do not the table is read.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{BlobStore, Cache, encode};
use crate::lookup::Lookup;
use crate::path::SourcePath;

/// The path in the portal.
const LOOKUPS: &str = ".cong/lookups";

/// Those of the last build.
#[derive(Default)]
pub struct Lookups(OnceLock<BTreeMap<SourcePath, Arc<Lookup>>>);

impl Lookups {
    fn known(&self, store: Option<&Arc<dyn BlobStore>>) -> &BTreeMap<SourcePath, Arc<Lookup>> {
        let read = || postcard::from_bytes(&store?.read(LOOKUPS)?).ok();
        self.0.get_or_init(|| read().unwrap_or_default())
    }
}

impl Cache {
    /// What is known of a table. Whoever asks holds it against the bytes of now.
    pub fn lookup(&self, table: &SourcePath) -> Option<&Arc<Lookup>> {
        let watched = self.watch.as_ref().and_then(|watch| watch.site.lookup(table.as_str()));
        let known = watched.or_else(|| self.lookups.known(self.store.as_ref()).get(table));
        known.filter(|lookup| lookup.is_whole())
    }

    /// Writes what is known of the tables of a site for the next build, unless it is going to find the same.
    pub fn persist_lookups<'d>(&self, now: impl ExactSizeIterator<Item = (&'d SourcePath, &'d Arc<Lookup>)>) {
        let Some(store) = &self.store else { return };
        let last = self.lookups.known(Some(store));
        if now.len() == 0 {
            if !last.is_empty() {
                store.remove(LOOKUPS);
            }
            return;
        }
        let now: BTreeMap<&SourcePath, &Arc<Lookup>> = now.collect();
        let is_known =
            |(table, lookup): (&&SourcePath, &&Arc<Lookup>)| last.get(*table).is_some_and(|last| last.of == lookup.of);
        if last.len() != now.len() || !now.iter().all(is_known) {
            store.write(LOOKUPS, &|to| encode(&now, to));
        }
    }
}
