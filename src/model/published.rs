//! Turns the files that public pages use into published ones: with an address, and what is known of their contents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::urls::Urls;
use crate::load::dataset::Dataset;
use crate::load::inspect::FileFacts;
use crate::lookup::Lookup;
use crate::path::{SourcePath, UrlPath};

/// A file that public pages use.
#[derive(Debug)]
pub struct PublishedFile {
    pub url: UrlPath,
    pub facts: FileFacts,
}

pub(super) struct PublishedFiles {
    pub files: BTreeMap<SourcePath, PublishedFile>,
    /// The tables among them that pages and templates show.
    pub datasets: BTreeMap<SourcePath, Arc<Dataset>>,
    /// Texts beside files, to be searched and not published.
    pub sidecars: BTreeSet<SourcePath>,
    /// Tables of which single rows are published, by their sources, which are not.
    pub lookups: BTreeMap<SourcePath, Arc<Lookup>>,
}

/// What is known of the files that public pages use.
pub struct KnownFiles {
    pub facts: BTreeMap<SourcePath, FileFacts>,
    /// The tables among them that pages and templates show.
    pub datasets: BTreeMap<SourcePath, Arc<Dataset>>,
    /// Tables of which single rows are published.
    pub lookups: BTreeMap<SourcePath, Arc<Lookup>>,
}

impl PublishedFiles {
    pub fn new(known: KnownFiles, sidecars: BTreeSet<SourcePath>, urls: &Urls) -> PublishedFiles {
        let KnownFiles { facts, datasets, lookups } = known;
        let file = |(source, facts): (SourcePath, FileFacts)| {
            let url = urls.file(&source);
            (source, PublishedFile { url, facts })
        };
        PublishedFiles { files: facts.into_iter().map(file).collect(), datasets, sidecars, lookups }
    }
}
