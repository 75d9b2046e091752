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
mod shared;
pub mod sift;
mod state;
pub mod telephones;
pub mod urgent;
mod urls;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use crate::load::config::Config;
use crate::load::data::Table;
use crate::load::document::{Document, Language, Role};
use crate::load::inspect::FileFacts;
use crate::load::kinds::{Kind, KindId, Kinds};
use crate::path::{SourcePath, UrlPath};
use crate::time::Moment;

pub use lists::{List, ListId, ListKey, ListPage};
pub use relations::Relation;

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
    /// The day that its file says as `date` is still to come, so readers are not told it; the same of `updated`.
    pub date_to_come: bool,
    pub updated_to_come: bool,
    /// What takes place at a time has taken place.
    pub is_over: bool,
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

/// What is not for readers in a build: every page says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Drafts, scheduled and expired items are shown.
    pub drafts: bool,
    /// The moment, where it is not the present.
    pub moment: Option<Timestamp>,
}

pub struct Site {
    pub config: Arc<Config>,
    pub kinds: Arc<Kinds>,
    /// The moment the site is built for. What it makes of a page is kept with the page: nobody after this stage reads it.
    at: Timestamp,
    /// `None` where it is for readers.
    pub mark: Option<Mark>,
    pub pages: Vec<Page>,
    pub sections: BTreeMap<PageId, Section>,
    pub lists: Vec<List>,
    pub files: BTreeMap<SourcePath, PublishedFile>,
    /// The tables that pages show, read once.
    pub tables: BTreeMap<SourcePath, Arc<Table>>,
    /// Texts beside files, to be searched and not published.
    pub sidecars: BTreeSet<SourcePath>,
    pub withheld: Vec<Withheld>,
    /// Pages that could not be built and would surely be public, with the address they would have had.
    pub quarantined: Vec<(SourcePath, UrlPath)>,
    /// When the output would change by itself, and for which source.
    pub next_change: Option<(Timestamp, SourcePath)>,
    pub(crate) by_source: HashMap<SourcePath, PageId>,
    pub(crate) by_group: HashMap<Arc<str>, Vec<PageId>>,
    pub(crate) by_number: HashMap<String, Vec<PageId>>,
    pub(crate) contacts: HashMap<String, Vec<PageId>>,
    pub(crate) by_folder: HashMap<(Arc<str>, Language), PageId>,
    pub(crate) list_of: HashMap<ListKey, ListId>,
    /// Where each page stands in the list of its section.
    pub(crate) position: Vec<u32>,
    pub(crate) relations: BTreeMap<PageId, Vec<Relation>>,
    /// Of pages with many headings; see `Site::has_anchor`.
    pub(crate) anchors: HashMap<PageId, BTreeSet<Arc<str>>>,
    /// Sources that exist and are not public.
    pub(crate) hidden: BTreeSet<SourcePath>,
    /// Contacts and document numbers of pages that are not public.
    pub(crate) hidden_names: BTreeSet<String>,
}

impl Site {
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    pub fn ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len() as u32).map(PageId)
    }

    pub fn kind(&self, page: &Page) -> &Kind {
        self.kinds.get(page.document.kind)
    }

    pub fn language(&self, language: Language) -> &str {
        &self.config.languages[usize::from(language)]
    }

    pub fn languages(&self) -> impl Iterator<Item = Language> + use<> {
        0..self.config.languages.len() as Language
    }

    pub fn list(&self, id: ListId) -> &List {
        &self.lists[id.0 as usize]
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

    pub fn is_section(&self, id: PageId) -> bool {
        self.page(id).document.role == Role::Section
    }

    /// The date that a register of the kind is ordered by: that of the subject (when a document was issued, when an event
    /// begins), which may lie in the future, else that of publication.
    pub fn subject_date(&self, page: &Page) -> Option<Moment> {
        let kind = self.kind(page);
        kind.date_field.as_deref().and_then(|field| page.document.moment(kind, field)).or(page.date)
    }

    /// Whether machines are asked to pass the page over.
    pub fn is_unindexed(&self, page: &Page) -> bool {
        page.document.flag(self.kind(page), "noindex")
    }

    /// The state's id and label, when the kind has states.
    pub fn state(&self, page: &Page) -> Option<&crate::load::kinds::State> {
        page.state.map(|index| &self.kind(page).states[usize::from(index)])
    }
}
