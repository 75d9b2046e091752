//! Turns the files that public pages use into published ones: with an address, and what is known of their contents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::urls::Urls;
use crate::load::dataset::Dataset;
use crate::load::inspect::FileFacts;
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
}

impl PublishedFiles {
    pub fn new(
        facts: BTreeMap<SourcePath, FileFacts>,
        datasets: BTreeMap<SourcePath, Arc<Dataset>>,
        sidecars: BTreeSet<SourcePath>,
        urls: &Urls,
    ) -> PublishedFiles {
        let file = |(source, facts): (SourcePath, FileFacts)| {
            let url = urls.file(&source);
            (source, PublishedFile { url, facts })
        };
        PublishedFiles { files: facts.into_iter().map(file).collect(), datasets, sidecars }
    }
}
