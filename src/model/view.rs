//! One page as everybody outside sees it: turns its id into its facts, the fields of its kind and its place in the site.
//!
//! A view is two references and a number, so it is copied and never borrowed; what it gives lives as long as the site.

use std::ops::Deref;
use std::sync::Arc;

use super::data_set::DataSet;
use super::{Change, ListId, ListKey, Page, PageId, Site};
use crate::load::document::{Document, Value};
use crate::load::kinds::{Kind, State};
use crate::time::Moment;

#[derive(Clone, Copy)]
pub struct PageView<'a> {
    site: &'a Site,
    pub id: PageId,
    page: &'a Page,
}

/// The facts that it was made with: document, address, dates.
impl Deref for PageView<'_> {
    type Target = Page;

    fn deref(&self) -> &Page {
        self.page
    }
}

impl<'a> PageView<'a> {
    pub(super) fn new(site: &'a Site, id: PageId) -> PageView<'a> {
        PageView { site, id, page: &site.pages[id] }
    }

    /// The page itself, for as long as the site lives.
    pub fn inner(self) -> &'a Page {
        self.page
    }

    pub fn document(self) -> &'a Arc<Document> {
        &self.page.document
    }

    pub fn kind(self) -> &'a Kind {
        self.site.kinds.get(self.page.document.kind)
    }

    /// Whether it is an item of another portal.
    pub fn is_guest(self) -> bool {
        self.page.guest.is_some()
    }

    /// The code of its language.
    pub fn language(self) -> &'a str {
        self.site.language(self.page.document.language)
    }

    /// The value of the field with this name, where the page sets it.
    pub fn get(self, field: &str) -> Option<&'a Value> {
        self.page.document.get(self.kind(), field)
    }

    pub fn text(self, field: &str) -> Option<&'a str> {
        self.page.document.text(self.kind(), field)
    }

    /// The texts of a list field, or the one text of a single field.
    pub fn texts(self, field: &str) -> Vec<&'a str> {
        self.page.document.texts(self.kind(), field)
    }

    pub fn moment(self, field: &str) -> Option<Moment> {
        self.page.document.moment(self.kind(), field)
    }

    pub fn flag(self, field: &str) -> bool {
        self.page.document.flag(self.kind(), field)
    }

    pub fn integer(self, field: &str) -> Option<i64> {
        self.page.document.integer(self.kind(), field)
    }

    /// What it says of its tables, where they are open data.
    pub fn data_set(self) -> Option<DataSet<'a>> {
        DataSet::of(&self.page.document, self.kind())
    }

    /// The days on which it was changed since it was published, the newest first, where readers are told.
    pub fn changes(self) -> &'a [Change] {
        self.site.history.of(self.id.0)
    }

    /// The section around it in its own language; the home page has none.
    pub fn section(self) -> Option<PageId> {
        self.site.sections.around(self.id)
    }

    /// The state as of the build's moment, when the kind has states.
    pub fn state(self) -> Option<&'a State> {
        self.state_index().map(|index| &self.kind().states[usize::from(index)])
    }

    /// Index in the kind's states.
    pub fn state_index(self) -> Option<u16> {
        self.site.states.of(self.id)
    }

    /// The date that a register of the kind is ordered by: that of the subject (when a document was issued, when an event
    /// begins), which may lie in the future, else that of publication.
    pub fn subject_date(self) -> Option<Moment> {
        self.page.subject_date(self.kind())
    }

    /// Whether machines are asked to pass the page over.
    pub fn is_unindexed(self) -> bool {
        self.flag("noindex")
    }

    /// Whether search engines of others are; the search of the portal may find it.
    pub fn is_passed_over(self) -> bool {
        self.is_unindexed() || self.kind().noindex
    }

    pub fn is_section(self) -> bool {
        self.page.is_section()
    }

    /// The home page of its language.
    pub fn is_home(self) -> bool {
        self.page.is_home()
    }

    /// Of a section: its folder below `content/`, without slashes at the ends; empty for the home page.
    pub fn folder(self) -> Option<&'a str> {
        self.site.sections.get(self.id).map(|section| &*section.folder)
    }

    /// The kind of a section's items; of any other page its own.
    pub fn item_kind(self) -> &'a Kind {
        self.site.placed().item_kind(self.id)
    }

    /// The sections directly below a section, by weight, then title.
    pub fn children(self) -> &'a [PageId] {
        self.site.sections.get(self.id).map_or(&[], |section| &section.children)
    }

    /// A section's list.
    pub fn list(self) -> Option<ListId> {
        self.site.find_list(&ListKey::Section(self.id))
    }

    /// The items of a section's list, in its order.
    pub fn items(self) -> &'a [PageId] {
        self.list().map_or(&[], |list| &self.site.list(list).items)
    }
}
