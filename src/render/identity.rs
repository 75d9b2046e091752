//! Turns a page into what feed readers and calendars know it by: the first address that it had on this portal.
//!
//! An entry keeps its `id` when its page moves (RFC 4287 §4.2.6), an event its `UID` (RFC 5545 §3.8.4.7), else readers see
//! everything a second time. A build knows no history, so `aliases` tells: its first entry is the page's first address. What
//! cannot have been an address of a page of this portal (`/index.php?id=5`, `/bai.aspx`) is passed over, so that such
//! an entry may be added at any time, and so is an alias that leads nowhere because somebody else has a right to it.

use super::portal::Portal;
use crate::model::PageId;
use crate::path::UrlPath;
use crate::plan::alias_url;

pub fn of(Portal { site, plan }: Portal, id: PageId) -> UrlPath {
    let page = site.page(id);
    let aliases = page.texts("aliases");
    let pages =
        aliases.into_iter().filter_map(|alias| alias_url(site, alias)).filter(|url| url.as_str().ends_with('/'));
    let first = pages.into_iter().next().filter(|first| plan.leads(first, &page.url));
    first.unwrap_or_else(|| page.url.clone())
}

pub fn absolute_of(portal: Portal, id: PageId) -> String {
    portal.absolute(&of(portal, id))
}
