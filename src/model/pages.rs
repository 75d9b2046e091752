//! Turns the documents that passed the gate into pages: with an address, and the dates that readers are told.

use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

use jiff::Timestamp;

use serde::Serialize;

use super::data_set;
use super::gate::Gate;
use super::reads;
use super::urls::Urls;
use crate::load::discover::CONTENT;
use crate::load::document::{Document, Role};
use crate::load::guests::Guest;
use crate::load::kinds::{DateRole, Kind, KindId, Kinds};
use crate::path::{SourcePath, UrlPath};
use crate::text::slug::slug;
use crate::time::Moment;

/// Number of a page; pages are sorted by source path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct PageId(pub u32);

/// A public page.
#[derive(Debug)]
pub struct Page {
    pub document: Arc<Document>,
    pub url: UrlPath,
    /// When it was published, as far as readers are told: never a moment after the build's.
    pub date: Option<Moment>,
    /// When it was changed; never a moment after the build's either.
    pub updated: Option<Moment>,
    /// It has a page of its own, and stands in lists, feeds and the sitemap.
    pub listed: bool,
    /// The day that its file says as `date` is still to come, so readers are not told it; the same of `updated`.
    pub date_to_come: bool,
    pub updated_to_come: bool,
    /// What takes place at a time has taken place.
    pub is_over: bool,
    /// It stands for an item of another portal: it has no page here, and leads there.
    pub guest: Option<Arc<Guest>>,
    /// Since when its data should have been renewed; `None` while they are not overdue.
    pub overdue: Option<Moment>,
}

/// All pages of a site.
pub(super) struct Pages(Vec<Page>);

/// Items of other portals, by the files that stand for them.
pub type Guests = BTreeMap<SourcePath, Arc<Guest>>;

/// The kind of items for each section folder, as its `_index.md` says.
pub type SectionKinds = BTreeMap<Arc<str>, KindId>;

/// What a page is made with beside its document.
pub(super) struct PageMaker<'a> {
    pub kinds: &'a Kinds,
    pub section_kinds: &'a SectionKinds,
    pub urls: &'a Urls<'a>,
    pub guests: &'a Guests,
    pub gate: Gate,
}

impl PageMaker<'_> {
    pub fn pages(&self, documents: &[Arc<Document>]) -> Pages {
        Pages(documents.iter().map(|document| self.page(document)).collect())
    }

    fn page(&self, document: &Arc<Document>) -> Page {
        let kind = self.kinds.get(document.kind);
        let listed = match document.role {
            Role::Section => self.kinds.get(item_kind(self.kinds, self.section_kinds, document)).listed,
            Role::Item | Role::Bundle => kind.listed,
        };
        let guest = self.guests.get(&document.source);
        let is_over = |moment: &Moment| self.gate.show_all || moment.starts <= self.gate.at;
        let is_to_come = |moment: Option<Moment>| moment.is_some_and(|moment| moment.starts > self.gate.at);
        let said = document.role(kind, DateRole::Publish).or_else(|| document.moment(kind, "date"));
        let over = kind.calendar.and_then(|calendar| document.over(&calendar));
        let due = data_set::due(document, kind, |of| changed(of, kind, self.gate.at));
        Page {
            document: document.clone(),
            url: guest.map_or_else(|| self.url(document), |guest| guest.url.clone()),
            date_to_come: is_to_come(said),
            updated_to_come: is_to_come(document.moment(kind, "updated")),
            is_over: over.is_some_and(|over| over <= self.gate.at),
            date: publication(document, kind).into_iter().flatten().find(is_over),
            updated: document.moment(kind, "updated").filter(is_over),
            overdue: due.filter(|due| due.starts <= self.gate.at),
            listed: listed && guest.is_none_or(|guest| guest.listed),
            guest: guest.cloned(),
        }
    }

    pub fn url(&self, document: &Document) -> UrlPath {
        let folder = self.urls.folder(&document.home, document.language);
        let chosen = || document.text(self.kinds.get(document.kind), "slug").map(str::to_owned);
        match document.role {
            Role::Section => folder,
            Role::Item | Role::Bundle => folder.child(&chosen().unwrap_or_else(|| slug(&document.stem))),
        }
    }
}

/// The kind of a section's items.
pub(super) fn item_kind(kinds: &Kinds, section_kinds: &SectionKinds, section: &Document) -> KindId {
    section_kinds.get(&section.home).copied().unwrap_or_else(|| kinds.find("page").unwrap_or(KindId(0)))
}

/// The dates that can count as that of publication, the best first. What was scheduled was published when it appeared.
/// A kind whose own date is when something begins has that only where nothing better is said.
fn publication(document: &Document, kind: &Kind) -> [Option<Moment>; 3] {
    let (scheduled, said) = (document.role(kind, DateRole::Publish), document.moment(kind, "date"));
    let own = kind.date_field.as_deref().and_then(|field| kind.index_of(field));
    let subject = own.and_then(|field| document.value(field)).and_then(|value| value.as_moment());
    let begins = own.is_some() && own == kind.by_role(DateRole::Opens);
    if begins { [scheduled, said, subject] } else { [scheduled, subject, said] }
}

/// When a document was changed, else published, as of a moment.
pub(super) fn changed(document: &Document, kind: &Kind, at: Timestamp) -> Option<Moment> {
    let is_past = |moment: &Moment| moment.starts <= at;
    let updated = document.moment(kind, "updated").filter(is_past);
    updated.or_else(|| publication(document, kind).into_iter().flatten().find(is_past))
}

/// `content/tin-tuc` → `tin-tuc`; the content folder itself → ``.
pub(super) fn below_content(folder: &str) -> &str {
    folder.strip_prefix(CONTENT).map_or(folder, |rest| rest.trim_start_matches('/'))
}

impl Pages {
    pub fn ids(&self) -> impl ExactSizeIterator<Item = PageId> + use<> {
        (0..self.0.len() as u32).map(PageId)
    }

    pub fn all(&self) -> impl DoubleEndedIterator<Item = (PageId, &Page)> {
        self.0.iter().enumerate().map(|(index, page)| (PageId(index as u32), page))
    }
}

impl Index<PageId> for Pages {
    type Output = Page;

    /// Whoever renders is noted as having looked at it.
    fn index(&self, id: PageId) -> &Page {
        reads::note(id.0);
        &self.0[id.0 as usize]
    }
}

impl Page {
    pub(super) fn is_section(&self) -> bool {
        self.document.role == Role::Section
    }

    /// The home page of its language.
    pub(super) fn is_home(&self) -> bool {
        self.is_section() && &*self.document.home == CONTENT
    }

    /// The date that a register of the kind is ordered by: that of the subject (when a document was issued, when an event
    /// begins), which may lie in the future, else that of publication.
    pub(super) fn subject_date(&self, kind: &Kind) -> Option<Moment> {
        let of_kind = kind.date_field.as_deref();
        of_kind.and_then(|field| self.document.moment(kind, field)).or(self.date)
    }

    /// Whether a document has begun to apply.
    pub(super) fn is_effective(&self, kind: &Kind, at: Timestamp) -> bool {
        self.document.role(kind, DateRole::Effective).is_none_or(|moment| moment.starts <= at)
    }
}
