//! Turns what is known of the tables that are looked up into a file of the cache, and back: a table of a million rows is not read again
//! because another page was edited.
//!
//! Rows are not kept: they stand in the output, and where they do not the table is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Cache;
use super::kept::Kept;
use crate::lookup::Lookup;
use crate::path::SourcePath;

/// The path in the portal.
const LOOKUPS: &str = ".cong/lookups";

/// Those of the last build.
pub type Lookups = Kept<SourcePath, Arc<Lookup>>;

impl Cache {
    /// What is known of a table. Whoever asks holds it against the bytes of now.
    pub fn lookup(&self, table: &SourcePath) -> Option<&Arc<Lookup>> {
        let watched = self.watch.as_ref().and_then(|watch| watch.site.lookup(table.as_str()));
        let known = watched.or_else(|| self.lookups.known(self.store.as_ref(), LOOKUPS).get(table));
        known.filter(|lookup| lookup.is_whole())
    }

    /// Writes what is known of the tables of a site for the next build.
    pub fn persist_lookups<'d>(&self, now: impl ExactSizeIterator<Item = (&'d SourcePath, &'d Arc<Lookup>)>) {
        let Some(store) = &self.store else { return };
        let now: BTreeMap<&SourcePath, &Arc<Lookup>> = now.collect();
        self.lookups.persist(store, LOOKUPS, &now, |last, now| last.of == now.of);
    }
}
