//! Turns the tables that pages show into a file of the cache, and back: what the next build need not parse.
//!
//! It is read only when a table is asked for, and each entry says of which bytes it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Cache;
use super::kept::Kept;
use crate::files::Hash;
use crate::load::dataset::Dataset;
use crate::path::SourcePath;

/// The path in the portal.
const DATASETS: &str = ".cong/tables";

/// Those of the last build.
pub type Datasets = Kept<SourcePath, Arc<Dataset>>;

impl Cache {
    /// The table of a file whose bytes have this hash, and those of its schema that.
    pub fn dataset(&self, file: &SourcePath, hash: &Hash, schema: Option<&Hash>) -> Option<Arc<Dataset>> {
        let watched = self.watch.as_ref().and_then(|watch| watch.site.dataset(file.as_str()));
        let known = watched.or_else(|| self.datasets.known(self.store.as_ref(), DATASETS).get(file));
        known.filter(|dataset| dataset.is_of(hash, schema)).cloned()
    }

    /// Writes the tables of a site for the next build.
    pub fn persist_datasets<'d>(&self, now: impl ExactSizeIterator<Item = (&'d SourcePath, &'d Arc<Dataset>)>) {
        let Some(store) = &self.store else { return };
        let now: BTreeMap<&SourcePath, &Arc<Dataset>> = now.filter(|(_, dataset)| dataset.hash().is_some()).collect();
        let of = |dataset: &Dataset| (dataset.hash().copied(), dataset.schema_hash().copied());
        self.datasets.persist(store, DATASETS, &now, |last, now| of(last) == of(now));
    }
}
