//! Turns the tables that pages show into a file of the cache, and back: what the next build need not parse.
//!
//! It is read only when a table is asked for, and each entry says of which bytes it is.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{BlobStore, Cache, encode};
use crate::files::Hash;
use crate::load::dataset::Dataset;
use crate::path::SourcePath;

/// The path in the portal.
const DATASETS: &str = ".cong/tables";

/// Those of the last build.
#[derive(Default)]
pub struct Datasets(OnceLock<BTreeMap<SourcePath, Arc<Dataset>>>);

impl Datasets {
    fn known(&self, store: Option<&Arc<dyn BlobStore>>) -> &BTreeMap<SourcePath, Arc<Dataset>> {
        let read = || postcard::from_bytes(&store?.read(DATASETS)?).ok();
        self.0.get_or_init(|| read().unwrap_or_default())
    }
}

impl Cache {
    /// The table of a file whose bytes have this hash, and those of its schema that.
    pub fn dataset(&self, file: &SourcePath, hash: &Hash, schema: Option<&Hash>) -> Option<Arc<Dataset>> {
        let watched = self.watch.as_ref().and_then(|watch| watch.site.dataset(file.as_str()));
        let known = watched.or_else(|| self.datasets.known(self.store.as_ref()).get(file));
        known.filter(|dataset| dataset.is_of(hash, schema)).cloned()
    }

    /// Writes the tables of a site for the next build, unless it is going to find the same.
    pub fn persist_datasets<'d>(&self, now: impl ExactSizeIterator<Item = (&'d SourcePath, &'d Arc<Dataset>)>) {
        let Some(store) = &self.store else { return };
        if now.len() == 0 {
            return store.remove(DATASETS);
        }
        let now: BTreeMap<&SourcePath, &Arc<Dataset>> = now.filter(|(_, dataset)| dataset.hash().is_some()).collect();
        let last = self.datasets.known(Some(store));
        let is_known = |(file, dataset): (&&SourcePath, &&Arc<Dataset>)| {
            let same =
                |last: &Arc<Dataset>| (last.hash(), last.schema_hash()) == (dataset.hash(), dataset.schema_hash());
            last.get(*file).is_some_and(same)
        };
        if last.len() != now.len() || !now.iter().all(is_known) {
            store.write(DATASETS, &|to| encode(&now, to));
        }
    }
}
