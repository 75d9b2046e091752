//! The immutable graph of the portal: turns documents into pages with addresses, sections, lists and relations.
//!
//! Only public pages are in it. What is withheld stopped at the gate, before anything here could collect it.

pub mod appointments;
pub mod assemble;
pub mod broken;
pub mod data_set;
mod facets;
pub mod fingerprint;
pub mod gate;
mod history;
pub mod incomplete;
mod indexes;
mod judged;
pub mod lists;
mod make_lists;
mod order;
mod owners;
mod pages;
mod published;
pub mod reads;
mod relations;
pub mod resolve;
mod sections;
pub mod select_public;
mod settings;
mod shared;
mod state;
pub mod telephones;
mod unique;
pub mod urgent;
mod urls;
mod view;
pub mod visibility;
mod withheld;

use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::load::dataset::Dataset;
use crate::load::document::{Document, Language, Target, Value};
use crate::load::table::Table;
use crate::lookup::Lookup;
use crate::map::Map;
use crate::path::{SourcePath, UrlPath};
use crate::time::Moment;

use history::Histories;
use indexes::Indexes;
use make_lists::{Lists, Placed};
use pages::Pages;
use published::PublishedFiles;
use relations::Relations;
use resolve::{Destination, Resolver};
use sections::Sections;
use state::States;
use withheld::{Quarantined, WithheldPages};

pub use history::Change;
pub use indexes::number_key;
pub use lists::{List, ListId, ListKey, ListPage};
pub use pages::{Guests, Page, PageId};
pub use published::{KnownFiles, PublishedFile, Versions};
pub use relations::Relation;
pub use settings::{Mark, Settings};
pub use view::PageView;
pub use withheld::Withheld;

/// It is filled here alone; whoever is outside asks, and what is said of a page is asked of its view.
pub struct Site {
    settings: Settings,
    pages: Pages,
    indexes: Indexes,
    sections: Sections,
    relations: Relations,
    states: States,
    lists: Lists,
    files: PublishedFiles,
    withheld: WithheldPages,
    quarantined: Quarantined,
    /// Pages that were taken down at a moment that their files say, sorted by address.
    past: Vec<(UrlPath, SourcePath)>,
    history: Histories,
}

/// What it is of is read as it stands there: `site.config`, `site.at`.
impl Deref for Site {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

impl Site {
    /// The only access to what a page says.
    pub fn page(&self, id: PageId) -> PageView<'_> {
        PageView::new(self, id)
    }

    /// Every page at once: for the plan, checks and search, which look at the site as a whole, and never for what is rendered.
    pub fn all_pages(&self) -> impl Iterator<Item = PageView<'_>> {
        self.ids().map(|id| PageView::new(self, id))
    }

    pub fn ids(&self) -> impl ExactSizeIterator<Item = PageId> + use<> {
        self.pages.ids()
    }

    pub fn list(&self, id: ListId) -> &List {
        self.lists.get(id)
    }

    /// All lists, in the order in which they are planned.
    pub fn lists(&self) -> impl DoubleEndedIterator<Item = (ListId, &List)> {
        self.lists.all()
    }

    /// Pages that are sections.
    pub fn sections(&self) -> impl Iterator<Item = PageId> {
        self.sections.all().map(|(id, _)| id)
    }

    /// A file that public pages use.
    pub fn file(&self, source: &str) -> Option<&PublishedFile> {
        self.files.files.get(source)
    }

    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, &PublishedFile)> {
        self.files.files.iter()
    }

    /// A table that pages or templates show, without mistakes.
    pub fn table(&self, source: &str) -> Option<&Table> {
        self.dataset(source)?.table()
    }

    pub fn dataset(&self, source: &str) -> Option<&Arc<Dataset>> {
        self.files.datasets.get(source)
    }

    pub fn datasets(&self) -> impl ExactSizeIterator<Item = (&SourcePath, &Arc<Dataset>)> {
        self.files.datasets.iter()
    }

    /// A GeoJSON file that pages show as a map.
    pub fn map(&self, source: &str) -> Option<&Arc<Map>> {
        self.files.maps.get(source)
    }

    pub fn maps(&self) -> impl ExactSizeIterator<Item = (&SourcePath, &Arc<Map>)> {
        self.files.maps.iter()
    }

    /// The maps that a document shows.
    pub fn maps_of<'s>(&'s self, document: &'s Document) -> impl Iterator<Item = (&'s SourcePath, &'s Arc<Map>)> {
        let shown = document.pictured().filter(|_| !self.files.maps.is_empty());
        shown.filter_map(|target| match target {
            Target::File(file) => Some((file, self.map(file.as_str())?)),
            _ => None,
        })
    }

    /// A table of which single rows are published.
    pub fn lookup(&self, source: &str) -> Option<&Arc<Lookup>> {
        self.files.lookups.get(source)
    }

    pub fn lookups(&self) -> impl ExactSizeIterator<Item = (&SourcePath, &Arc<Lookup>)> {
        self.files.lookups.iter()
    }

    /// The table in which the readers of a page look rows up.
    pub fn lookup_of(&self, id: PageId) -> Option<(&SourcePath, &Arc<Lookup>)> {
        if self.files.lookups.is_empty() {
            return None;
        }
        self.pages[id].document.refs.iter().find_map(|reference| match &reference.target {
            Target::Rows(table) => self.files.lookups.get_key_value(table),
            _ => None,
        })
    }

    /// Texts beside files, to be searched and not published.
    pub fn sidecars(&self) -> impl Iterator<Item = &SourcePath> {
        self.files.sidecars.iter()
    }

    pub fn withheld(&self) -> &[Withheld] {
        &self.withheld.items
    }

    /// Pages that could not be built and would surely be public, with the address they would have had.
    pub fn quarantined(&self) -> &[(SourcePath, UrlPath)] {
        &self.quarantined
    }

    /// The day that it is built for, for what editors are told.
    pub fn today(&self) -> Date {
        Moment::from_timestamp(self.settings.at, &self.settings.config.zone()).date()
    }

    /// Whether an address is that of a page that was taken down when its time was over, or of what stood with it.
    pub fn was_until(&self, address: &UrlPath) -> bool {
        let text = address.as_str();
        let is_there = |folder: &str| self.past.binary_search_by(|(past, _)| past.as_str().cmp(folder)).is_ok();
        !self.past.is_empty() && text.match_indices('/').any(|(at, _)| is_there(&text[..=at]))
    }

    /// Pages that were taken down when their time was over, with the addresses that they had.
    pub fn past(&self) -> &[(UrlPath, SourcePath)] {
        &self.past
    }

    /// Sources that exist and are not public.
    pub fn hidden(&self) -> impl Iterator<Item = &SourcePath> {
        self.withheld.hidden.iter()
    }

    /// When the output would change by itself, and for which source.
    pub fn next_change(&self) -> Option<&(Timestamp, SourcePath)> {
        self.withheld.next_change.as_ref()
    }

    pub fn find_list(&self, key: &ListKey) -> Option<ListId> {
        self.lists.find(key)
    }

    pub fn by_source(&self, source: &SourcePath) -> Option<PageId> {
        self.indexes.source(source)
    }

    /// The section page for a folder below `content/` (`tin-tuc`), in the language.
    pub fn section_at(&self, folder: &str, language: Language) -> Option<PageId> {
        self.indexes.section(folder, language)
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
        self.indexes.translations(&self.pages[id])
    }

    /// The page in another language, if it exists.
    pub fn in_language(&self, id: PageId, language: Language) -> Option<PageId> {
        self.resolver().in_language(id, language)
    }

    /// Sections from the home page down to the page's own section.
    pub fn ancestors(&self, id: PageId) -> Vec<PageId> {
        let mut found: Vec<PageId> = self.sections.above(id).collect();
        found.reverse();
        found
    }

    /// The pages before and after it in the list of its section: (newer, older) for lists that begin with the newest.
    pub fn neighbours(&self, id: PageId) -> (Option<PageId>, Option<PageId>) {
        let list = self.sections.around(id).and_then(|section| self.find_list(&ListKey::Section(section)));
        let Some(items) = list.map(|list| &self.list(list).items) else { return (None, None) };
        let at = self.lists.position(id);
        if items.get(at) != Some(&id) {
            return (None, None);
        }
        // What stands elsewhere has other neighbours there.
        let is_own = |id: &&PageId| self.pages[**id].guest.is_none();
        (items[..at].iter().rev().find(is_own).copied(), items[at + 1..].iter().find(is_own).copied())
    }

    pub fn relations(&self, id: PageId) -> &[Relation] {
        self.relations.of(id)
    }

    /// Where a reference leads: pages in the reader's language where that translation exists, else as written.
    pub fn resolve<'a>(&'a self, target: &'a Target, language: Language) -> Destination<'a> {
        self.resolver().resolve(target, language)
    }

    /// The file that a page names as its own picture.
    pub fn image_of(&self, id: PageId) -> Option<&PublishedFile> {
        let page = self.page(id);
        let Value::Ref(index) = page.get("image")? else { return None };
        let document = page.document();
        match self.resolve(&document.target(*index).target, document.language) {
            Destination::File(file) => Some(file),
            _ => None,
        }
    }

    /// Whether a source exists, or may exist, and is not public: also what stands in a folder that cannot be read.
    pub fn is_hidden(&self, source: &SourcePath) -> bool {
        self.withheld.is_hidden(source)
    }

    pub fn has_anchor(&self, page: PageId, anchor: Option<&str>) -> bool {
        anchor.is_none_or(|anchor| self.indexes.has_anchor(&self.pages, page, anchor))
    }

    fn resolver(&self) -> Resolver<'_> {
        let Site { settings, pages, indexes, files, withheld, .. } = self;
        Resolver { settings, pages, indexes, files, withheld }
    }

    fn placed(&self) -> Placed<'_> {
        let Site { settings, pages, sections, states, .. } = self;
        Placed { settings, pages, sections, states }
    }
}
