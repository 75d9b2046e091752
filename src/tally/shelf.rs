//! The items that a report counts: turns a site in which nothing is withheld into what was public at some time, with the moment at
//! which it came.
//!
//! What has expired since counts; drafts, what nobody has approved and what is still to come do not. An item came at its `publish_at`, else on its own `date`, else on
//! the day of its subject (when a document was issued), else on the first day on which it is shown. Each language of an item counts.

use jiff::Timestamp;

use super::period::Period;
use crate::load::kinds::DateRole;
use crate::load::window::Window;
use crate::model::{PageId, PageView, Site};
use crate::time::Moment;

pub struct Shelf<'a> {
    pub site: &'a Site,
    items: Vec<(PageId, Moment)>,
}

impl<'a> Shelf<'a> {
    /// `site`: one that shows everything; `at`: the moment that it is made for.
    pub fn new(site: &'a Site, at: Timestamp) -> Shelf<'a> {
        let was_public = |window: &Option<Window>| {
            window.is_some_and(|window| {
                let has_come = window.opens.is_none_or(|opens| opens.starts <= at);
                let was_ever = window.opens.zip(window.closes).is_none_or(|(opens, closes)| opens < closes);
                !window.draft && window.stage.is_none() && has_come && was_ever
            })
        };
        let windows = site.windows();
        let pages = site.all_pages().zip(&windows).filter(|(_, window)| was_public(window));
        let items = pages.filter(|(page, _)| !page.is_section() && page.kind().dated && !page.is_guest());
        let items = items.filter_map(|(page, window)| Some((page.id, came(&page, window.as_ref())?)));
        Shelf { site, items: items.collect() }
    }

    /// In the order of their files.
    pub fn within<'s>(&'s self, period: &'s Period) -> impl Iterator<Item = (PageView<'a>, Moment)> + 's {
        let own = self.items.iter().filter(|(_, moment)| period.holds(moment));
        own.map(|(id, moment)| (self.site.page(*id), *moment))
    }

    /// Of all times.
    pub fn all(&self) -> impl Iterator<Item = (PageView<'a>, Moment)> {
        self.items.iter().map(|(id, moment)| (self.site.page(*id), *moment))
    }
}

fn came(page: &PageView, window: Option<&Window>) -> Option<Moment> {
    let (document, kind) = (page.document(), page.kind());
    let said = document.role(kind, DateRole::Publish).or_else(|| document.moment(kind, "date"));
    said.or(page.date).or_else(|| window.and_then(|window| window.opens))
}
