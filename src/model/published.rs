//! Turns the files that public pages use into published ones: with an address, and what is known of their contents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::urls::Urls;
use crate::load::base::Base;
use crate::load::dataset::Dataset;
use crate::load::inspect::FileFacts;
use crate::load::smaller::Place;
use crate::load::variants::{Key, Known, Offered, Outcome, Variants};
use crate::lookup::Lookup;
use crate::map::Map;
use crate::path::{SourcePath, UrlPath};

/// A file that public pages use.
#[derive(Debug)]
pub struct PublishedFile {
    pub url: UrlPath,
    pub facts: FileFacts,
    /// Smaller versions, where it is a photograph that pages show.
    pub variants: Variants,
}

/// The smaller versions of a picture, by role.
#[derive(Default)]
pub struct Versions {
    pub keys: Vec<(Key, Vec<Known>)>,
    /// Of a PDF: the pages that are read, from the first.
    pub drawn: Vec<(i64, Key, Outcome)>,
    /// The width of the original, and where pages offer it beside them.
    pub width: u32,
    pub offered: Vec<Place>,
}

impl Versions {
    fn variants(&self, base: &Base, url: &UrlPath) -> Variants {
        let mut variants = Variants::default();
        let own = Offered { url, width: self.width, places: &self.offered };
        for (key, known) in &self.keys {
            variants.add(base, key, known, &own);
        }
        for (page, key, outcome) in &self.drawn {
            variants.add_page(base, *page, (key, outcome));
        }
        variants
    }
}

pub(super) struct PublishedFiles {
    pub files: BTreeMap<SourcePath, PublishedFile>,
    /// The tables among them that pages and templates show.
    pub datasets: BTreeMap<SourcePath, Arc<Dataset>>,
    /// Texts beside files, to be searched and not published.
    pub sidecars: BTreeSet<SourcePath>,
    /// GeoJSON files among them that pages show as maps.
    pub maps: BTreeMap<SourcePath, Arc<Map>>,
    /// Tables of which single rows are published, by their sources, which are not.
    pub lookups: BTreeMap<SourcePath, Arc<Lookup>>,
}

/// What is known of the files that public pages use.
pub struct KnownFiles {
    pub facts: BTreeMap<SourcePath, FileFacts>,
    /// The tables among them that pages and templates show.
    pub datasets: BTreeMap<SourcePath, Arc<Dataset>>,
    /// GeoJSON files among them that pages show as maps.
    pub maps: BTreeMap<SourcePath, Arc<Map>>,
    /// Tables of which single rows are published.
    pub lookups: BTreeMap<SourcePath, Arc<Lookup>>,
    /// The smaller versions of those that are photographs.
    pub versions: BTreeMap<SourcePath, Versions>,
}

impl PublishedFiles {
    pub fn new(known: KnownFiles, sidecars: BTreeSet<SourcePath>, urls: &Urls) -> PublishedFiles {
        let KnownFiles { facts, datasets, maps, lookups, versions } = known;
        let file = |(source, facts): (SourcePath, FileFacts)| {
            let url = urls.file(&source);
            let versions = versions.get(&source);
            let variants = versions.map(|versions| versions.variants(&urls.config.base, &url)).unwrap_or_default();
            (source, PublishedFile { url, facts, variants })
        };
        PublishedFiles { files: facts.into_iter().map(file).collect(), datasets, maps, sidecars, lookups }
    }
}
