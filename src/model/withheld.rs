//! What the portal has and readers do not see now: which sources, why, and when that will be otherwise.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use super::gate::Verdict;
use super::pages::PageMaker;
use crate::load::discover::Source;
use crate::load::document::{Document, Language, Role};
use crate::path::{SourcePath, UrlPath};
use crate::text::slug::slug;

/// An item that a reader may not see yet, or any more.
#[derive(Clone, Debug)]
pub struct Withheld {
    pub source: SourcePath,
    pub reason: Verdict,
}

pub struct WithheldPages {
    pub items: Vec<Withheld>,
    /// When the output would change by itself, and for which source.
    pub next_change: Option<(Timestamp, SourcePath)>,
    /// Sources that exist and are not public, and the files that only they may show.
    pub hidden: BTreeSet<SourcePath>,
    /// Contacts and document numbers of pages that are not public.
    pub hidden_names: BTreeSet<String>,
}

impl WithheldPages {
    /// Whether a source exists, or may exist, and is not public: also what stands in a folder that cannot be read.
    pub fn is_hidden(&self, source: &SourcePath) -> bool {
        self.hidden.contains(source) || source.ancestors().any(|folder| self.hidden.contains(folder))
    }
}

/// Pages that could not be built and would surely be public, with the address they would have had.
pub(super) type Quarantined = Vec<(SourcePath, UrlPath)>;

/// What they are found among.
pub(super) struct Absent<'a> {
    /// Broken files that would surely be public.
    pub named: &'a [Source],
    /// Pages that cannot be published beside the others.
    pub taken: &'a [Arc<Document>],
    /// Folders that could not be read.
    pub closed: &'a [SourcePath],
    /// Folders in which pages should stand that nobody knows.
    pub lost: &'a [SourcePath],
}

/// In an address that was not built: all pages that stand below its folder.
const EVERYTHING: &str = "*";

impl Absent<'_> {
    pub fn quarantined(&self, languages: Range<Language>, maker: &PageMaker) -> Quarantined {
        let address = |source: &Source| {
            let document = self.taken.iter().find(|document| document.source == source.path);
            document.map_or_else(|| address_by_place(source, maker), |document| maker.url(document))
        };
        let named = self.named.iter().map(|source| (source.path.clone(), address(source)));
        let in_languages = |folder: &SourcePath| {
            let url = |language| (folder.clone(), maker.urls.folder(folder.as_str(), language));
            languages.clone().map(url).collect::<Vec<_>>()
        };
        // Which pages stood there is not known to a build, but to whoever publishes.
        let all_below = |(folder, url): (SourcePath, UrlPath)| (folder, url.file(EVERYTHING));
        let lost = self.lost.iter().flat_map(in_languages).map(all_below);
        named.chain(self.closed.iter().flat_map(in_languages)).chain(lost).collect()
    }
}

/// The address of a page whose front matter could not be read.
fn address_by_place(source: &Source, maker: &PageMaker) -> UrlPath {
    let folder = maker.urls.folder(&source.home, source.language);
    if source.role == Role::Section { folder } else { folder.child(&slug(&source.stem)) }
}
