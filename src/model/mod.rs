//! The immutable graph of the portal: turns documents into pages with addresses, sections, lists and relations.
//!
//! Only public pages are in it. What is withheld stopped at the gate, before anything here could collect it.

pub mod assemble;
pub mod doors;
mod facets;
pub mod gate;
pub mod lists;
mod make_lists;
mod relations;
pub mod resolve;
mod settings;
mod shared;
pub mod sift;
mod state;
pub mod telephones;
pub mod urgent;
mod urls;
mod view;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;

use crate::load::data::Table;
use crate::load::document::{Document, Language};
use crate::load::inspect::FileFacts;
use crate::load::kinds::KindId;
use crate::path::{SourcePath, UrlPath};
use crate::time::Moment;

pub use lists::{List, ListId, ListKey, ListPage};
pub use relations::Relation;
pub use settings::{Mark, Settings};
pub use view::PageView;

/// Index of a page in `Site::pages`; pages are sorted by source path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PageId(pub u32);

/// A public page.
#[derive(Debug)]
pub struct Page {
    pub document: Arc<Document>,
    pub url: UrlPath,
    /// The section around it in its own language; the home page has none.
    pub section: Option<PageId>,
    /// When it was published, as far as readers are told: never a moment after the build's.
    pub date: Option<Moment>,
    /// When it was changed; never a moment after the build's either.
    pub updated: Option<Moment>,
    /// Index in the kind's states, as of the build's moment.
    pub state: Option<u16>,
    /// It has a page of its own, and stands in lists, feeds and the sitemap.
    pub listed: bool,
}

/// What a section page knows beside being a page.
#[derive(Debug)]
pub struct Section {
    /// Folder below `content/`, without slashes at the ends; empty for the home page.
    pub folder: Arc<str>,
    /// The kind of its items.
    pub kind: KindId,
    /// Child sections, by weight, then title.
    pub children: Vec<PageId>,
    pub list: ListId,
}

/// A file that public pages use.
#[derive(Debug)]
pub struct PublishedFile {
    pub url: UrlPath,
    pub facts: FileFacts,
}

/// An item that a reader may not see yet, or any more.
#[derive(Clone, Debug)]
pub struct Withheld {
    pub source: SourcePath,
    pub reason: gate::Verdict,
}

/// It is filled here alone; whoever is outside asks, and what is said of a page is asked of its view.
pub struct Site {
    settings: Settings,
    pages: Vec<Page>,
    sections: BTreeMap<PageId, Section>,
    lists: Vec<List>,
    files: BTreeMap<SourcePath, PublishedFile>,
    /// The tables that pages show, read once.
    tables: BTreeMap<SourcePath, Arc<Table>>,
    /// Texts beside files, to be searched and not published.
    sidecars: BTreeSet<SourcePath>,
    withheld: Vec<Withheld>,
    /// Pages that could not be built and would surely be public, with the address they would have had.
    quarantined: Vec<(SourcePath, UrlPath)>,
    /// When the output would change by itself, and for which source.
    next_change: Option<(Timestamp, SourcePath)>,
    by_source: HashMap<SourcePath, PageId>,
    by_group: HashMap<Arc<str>, Vec<PageId>>,
    by_number: HashMap<String, Vec<PageId>>,
    contacts: HashMap<String, Vec<PageId>>,
    by_folder: HashMap<(Arc<str>, Language), PageId>,
    list_of: HashMap<ListKey, ListId>,
    /// Where each page stands in the list of its section.
    position: Vec<u32>,
    relations: BTreeMap<PageId, Vec<Relation>>,
    /// Of pages with many headings; see `Site::has_anchor`.
    anchors: HashMap<PageId, BTreeSet<Arc<str>>>,
    /// Sources that exist and are not public.
    hidden: BTreeSet<SourcePath>,
    /// Contacts and document numbers of pages that are not public.
    hidden_names: BTreeSet<String>,
}

/// What it is of is read as it stands there: `site.config`, `site.at`.
impl Deref for Site {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

impl Site {
    /// The one door to what a page says.
    pub fn page(&self, id: PageId) -> PageView<'_> {
        PageView::new(self, id)
    }

    /// Every page at once: for the plan, checks and search, which look at the site as a whole, and never for what is rendered.
    pub fn all_pages(&self) -> impl Iterator<Item = PageView<'_>> {
        self.ids().map(|id| PageView::new(self, id))
    }

    pub fn ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len() as u32).map(PageId)
    }

    pub fn list(&self, id: ListId) -> &List {
        &self.lists[id.0 as usize]
    }

    /// All lists, in the order in which they are planned.
    pub fn lists(&self) -> impl DoubleEndedIterator<Item = (ListId, &List)> {
        self.lists.iter().enumerate().map(|(index, list)| (ListId(index as u32), list))
    }

    /// Pages that are sections.
    pub fn sections(&self) -> impl Iterator<Item = PageId> {
        self.sections.keys().copied()
    }

    /// A file that public pages use.
    pub fn file(&self, source: &str) -> Option<&PublishedFile> {
        self.files.get(source)
    }

    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, &PublishedFile)> {
        self.files.iter()
    }

    /// A table that pages show, read once.
    pub fn table(&self, source: &str) -> Option<&Table> {
        self.tables.get(source).map(|table| &**table)
    }

    pub fn has_tables(&self) -> bool {
        !self.tables.is_empty()
    }

    /// Texts beside files, to be searched and not published.
    pub fn sidecars(&self) -> impl Iterator<Item = &SourcePath> {
        self.sidecars.iter()
    }

    pub fn withheld(&self) -> &[Withheld] {
        &self.withheld
    }

    /// Pages that could not be built and would surely be public, with the address they would have had.
    pub fn quarantined(&self) -> &[(SourcePath, UrlPath)] {
        &self.quarantined
    }

    /// Sources that exist and are not public.
    pub fn hidden(&self) -> impl Iterator<Item = &SourcePath> {
        self.hidden.iter()
    }

    /// When the output would change by itself, and for which source.
    pub fn next_change(&self) -> Option<&(Timestamp, SourcePath)> {
        self.next_change.as_ref()
    }

    pub fn find_list(&self, key: &ListKey) -> Option<ListId> {
        self.list_of.get(key).copied()
    }

    pub fn by_source(&self, source: &SourcePath) -> Option<PageId> {
        self.by_source.get(source).copied()
    }

    /// The section page for a folder below `content/` (`tin-tuc`), in the language.
    pub fn section_at(&self, folder: &str, language: Language) -> Option<PageId> {
        self.by_folder.get(&(Arc::from(folder), language)).copied()
    }

    /// `/` or `/en/`, whether or not there is a page.
    pub fn home_url(&self, language: Language) -> UrlPath {
        urls::language_root(&self.config, language)
    }

    /// Whether the portal is there in the language: it has a home page, or has one that cannot be built now.
    pub fn speaks(&self, language: Language) -> bool {
        let home = self.home_url(language);
        self.section_at("", language).is_some() || self.quarantined.iter().any(|(_, url)| *url == home)
    }

    /// All languages of a page, itself included, in the order of the configuration.
    pub fn translations(&self, id: PageId) -> &[PageId] {
        self.by_group.get(&self.page(id).document.group).map_or(&[], Vec::as_slice)
    }

    /// The page in another language, if it exists.
    pub fn in_language(&self, id: PageId, language: Language) -> Option<PageId> {
        self.translations(id).iter().copied().find(|other| self.page(*other).document.language == language)
    }

    /// Sections from the home page down to the page's own section.
    pub fn ancestors(&self, id: PageId) -> Vec<PageId> {
        let mut found = Vec::new();
        let mut current = self.page(id).section;
        while let Some(section) = current {
            found.push(section);
            current = self.page(section).section;
        }
        found.reverse();
        found
    }

    /// The pages before and after it in the list of its section: (newer, older) for lists that begin with the newest.
    pub fn neighbours(&self, id: PageId) -> (Option<PageId>, Option<PageId>) {
        let list = self
            .page(id)
            .section
            .and_then(|section| self.sections.get(&section))
            .map(|section| self.list(section.list));
        let Some(list) = list else { return (None, None) };
        let at = self.position[id.0 as usize] as usize;
        if list.items.get(at) != Some(&id) {
            return (None, None);
        }
        (at.checked_sub(1).map(|before| list.items[before]), list.items.get(at + 1).copied())
    }

    pub fn relations(&self, id: PageId) -> &[Relation] {
        self.relations.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether machines are given a list of its own: the section of which it is must not ask to be passed over.
    pub fn is_told(&self, list: &List) -> bool {
        match list.key {
            ListKey::Section(section) | ListKey::Facet(section, ..) => !self.page(section).is_unindexed(),
            _ => true,
        }
    }
}
