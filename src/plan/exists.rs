//! Answers what is published and where: turns the outputs that found their place into addresses by page, list and job.
//!
//! Whoever links to something asks here and links to nothing where the answer is none. What is to be published is
//! decided in `collect`, and what loses its place to something else in `builder`; nobody works out either again.

use std::collections::BTreeMap;

use super::{DataJob, Job, PageJob, Plan};
use crate::load::config::FeedFormat;
use crate::load::document::Language;
use crate::model::{ListId, ListKey, PageId, Site};
use crate::path::UrlPath;

/// What the plan holds, for those who link to it.
#[derive(Clone, Default, Debug)]
pub struct Addresses {
    /// By page.
    pages: Vec<OfPage>,
    /// By list.
    lists: Vec<OfList>,
    /// Pages that the generator makes itself, and tables that they read.
    others: BTreeMap<Job, UrlPath>,
}

#[derive(Clone, Default, Debug)]
struct OfPage {
    own: Option<UrlPath>,
    twin: Option<UrlPath>,
    calendar: Option<UrlPath>,
    share: Option<UrlPath>,
}

#[derive(Clone, Default, Debug)]
struct OfList {
    pages: Vec<Option<UrlPath>>,
    json: Vec<Option<UrlPath>>,
    feeds: Vec<(FeedFormat, UrlPath)>,
}

impl Addresses {
    pub fn new(site: &Site) -> Addresses {
        let (pages, lists) = (vec![OfPage::default(); site.ids().len()], vec![OfList::default(); site.lists().count()]);
        Addresses { pages, lists, others: BTreeMap::new() }
    }

    /// Notes an output that has its place.
    pub fn note(&mut self, site: &Site, job: &Job, url: &UrlPath) {
        match job {
            Job::Page(PageJob::Item(page)) => self.page(*page).own = Some(url.clone()),
            Job::Data(DataJob::Twin(page)) => self.page(*page).twin = Some(url.clone()),
            Job::Data(DataJob::Calendar(page) | DataJob::SectionCalendar(page)) => {
                self.page(*page).calendar = Some(url.clone());
            }
            Job::Data(DataJob::SharePicture(page)) => self.page(*page).share = Some(url.clone()),
            Job::Page(PageJob::List { list, page }) => {
                put(&mut self.list(*list).pages, *page, url);
                if let (ListKey::Section(section), 0) = (site.list(*list).key, *page) {
                    self.page(section).own = Some(url.clone());
                }
            }
            Job::Page(_)
            | Job::Data(
                DataJob::OldQueryTable
                | DataJob::TableCsv(_)
                | DataJob::MapDrawing(..)
                | DataJob::DataPackage(_)
                | DataJob::Appointment(..)
                | DataJob::ChartPicture { .. }
                | DataJob::ListCsv(_)
                | DataJob::DataCatalog
                | DataJob::FiguresJson(_)
                | DataJob::FiguresCsv(_)
                | DataJob::Manifest,
            ) => drop(self.others.insert(job.clone(), url.clone())),
            // Pictures of the theme keep their address; styles and scripts are asked for by templates.
            Job::Asset(name) if !name.ends_with(".css") && !name.ends_with(".js") => {
                drop(self.others.insert(job.clone(), url.clone()));
            }
            Job::Data(_) | Job::File(_) | Job::Asset(_) | Job::Prebuilt => {}
        }
    }

    /// Notes where the page of an item of another portal is.
    pub fn lead_to(&mut self, page: PageId, url: UrlPath) {
        self.page(page).own = Some(url);
    }

    /// Notes that readers are offered an output of a list as a feed.
    pub fn subscribe(&mut self, site: &Site, list: ListId, format: FeedFormat, url: UrlPath) {
        let feeds = &mut self.list(list).feeds;
        feeds.push((format, url));
        // In the order in which the portal names them.
        let order = &site.config.outputs.feeds;
        feeds.sort_by_key(|(format, _)| order.iter().position(|named| named == format));
    }

    /// Notes that a page of a list stands beside itself as JSON.
    pub fn note_json(&mut self, list: ListId, page: usize, url: UrlPath) {
        put(&mut self.list(list).json, page, &url);
    }

    fn page(&mut self, page: PageId) -> &mut OfPage {
        at(&mut self.pages, page.0 as usize)
    }

    fn list(&mut self, list: ListId) -> &mut OfList {
        at(&mut self.lists, list.0 as usize)
    }
}

fn put(all: &mut Vec<Option<UrlPath>>, index: usize, url: &UrlPath) {
    *at(all, index) = Some(url.clone());
}

fn at<T: Default + Clone>(all: &mut Vec<T>, index: usize) -> &mut T {
    if all.len() <= index {
        all.resize(index + 1, T::default());
    }
    &mut all[index]
}

impl Plan {
    /// The page's own page; none for what is only shown on others.
    pub fn page(&self, page: PageId) -> Option<&UrlPath> {
        self.of_page(page)?.own.as_ref()
    }

    /// The same item as JSON.
    pub fn twin_of(&self, page: PageId) -> Option<&UrlPath> {
        self.of_page(page)?.twin.as_ref()
    }

    /// An item as a calendar file, a section as a calendar to subscribe to.
    pub fn calendar_of(&self, page: PageId) -> Option<&UrlPath> {
        self.of_page(page)?.calendar.as_ref()
    }

    /// What social networks show of a page that has no picture of its own.
    pub fn share_picture_of(&self, page: PageId) -> Option<&UrlPath> {
        self.of_page(page)?.share.as_ref()
    }

    /// A page of a list; page 0 is the one at the list's address.
    pub fn list_page(&self, list: ListId, page: usize) -> Option<&UrlPath> {
        self.of_list(list)?.pages.get(page)?.as_ref()
    }

    /// The same as JSON.
    pub fn json_of(&self, list: ListId, page: usize) -> Option<&UrlPath> {
        self.of_list(list)?.json.get(page)?.as_ref()
    }

    /// The feeds of a list, in the order of the configuration.
    pub fn feeds_of(&self, list: ListId) -> &[(FeedFormat, UrlPath)] {
        self.of_list(list).map_or(&[], |list| &list.feeds)
    }

    /// What stands once in the portal or once in a language: a page that the generator makes itself.
    pub fn overview(&self, job: impl Into<Job>) -> Option<&UrlPath> {
        self.addresses.others.get(&job.into())
    }

    /// Where readers of a language begin: its home page, else that of the first language that has one. A home page that
    /// cannot be built now counts: whoever publishes keeps what is online there.
    pub fn home(&self, site: &Site, language: Language) -> Option<UrlPath> {
        let mut languages = [language].into_iter().chain(site.languages());
        languages.find(|language| site.speaks(*language)).map(|language| site.home_url(language))
    }

    fn of_page(&self, page: PageId) -> Option<&OfPage> {
        self.addresses.pages.get(page.0 as usize)
    }

    fn of_list(&self, list: ListId) -> Option<&OfList> {
        self.addresses.lists.get(list.0 as usize)
    }
}
