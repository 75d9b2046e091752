//! The site together with its plan: what there is to show, and what of it stands at an address of its own.
//!
//! Whatever links to a page, a list, a feed or a file beside them takes the address from here, so nothing leads to what
//! is not published.

use crate::load::config::FeedFormat;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::model::{ListId, ListKey, PageId, Site};
use crate::path::UrlPath;
use crate::plan::{PageJob, Plan};
use crate::tables::languages::{Words, words};

#[derive(Clone, Copy)]
pub struct Portal<'a> {
    pub site: &'a Site,
    pub plan: &'a Plan,
}

impl<'a> Portal<'a> {
    pub fn absolute(self, url: &UrlPath) -> String {
        self.site.config.base.absolute(url)
    }

    /// The address of a page that has one of its own.
    pub fn page(self, id: PageId) -> Option<&'a UrlPath> {
        self.plan.page(id)
    }

    /// The address of a page of a list: that of the list where the plan has no other.
    pub fn list_page(self, list: ListId, page: usize) -> &'a UrlPath {
        self.plan.list_page(list, page).unwrap_or(&self.site.list(list).url)
    }

    /// The address of a list, if there is one of the key and it has pages.
    pub fn list(self, key: &ListKey) -> Option<&'a UrlPath> {
        self.plan.list_page(self.site.find_list(key)?, 0)
    }

    pub fn feed(self, list: ListId, wanted: FeedFormat) -> Option<&'a UrlPath> {
        self.plan.feeds_of(list).iter().find(|(format, _)| *format == wanted).map(|(_, url)| url)
    }

    pub fn taxonomy(self, taxonomy: Taxonomy, language: Language) -> Option<&'a UrlPath> {
        self.plan.overview(PageJob::Taxonomy { taxonomy, language })
    }

    pub fn archive(self, language: Language) -> Option<&'a UrlPath> {
        self.plan.overview(PageJob::ArchiveIndex(language))
    }

    /// What pages of the generator's own say.
    pub fn words(self, language: Language) -> &'static Words {
        words(self.site.language(language))
    }

    pub fn search(self, language: Language) -> Option<&'a UrlPath> {
        self.plan.overview(PageJob::Search(language))
    }

    /// The page in every language in which it has an address, itself included.
    pub fn translations(self, id: PageId) -> impl Iterator<Item = (PageId, Language, &'a UrlPath)> {
        let others = self.site.translations(id).iter();
        others.filter_map(move |other| Some((*other, self.site.page(*other).document.language, self.page(*other)?)))
    }

    /// Sections from the home page down to the page's own, as far as they have pages.
    pub fn ancestors(self, id: PageId) -> impl Iterator<Item = PageId> {
        self.site.ancestors(id).into_iter().filter(move |above| self.page(*above).is_some())
    }
}
