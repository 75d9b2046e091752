//! Turns one page of any list into what its template shows of it: the items, the feeds, the way to the pages beside it.

use tera::Value;

use super::card;
use super::head::Feed;
use super::portal::Portal;
use super::value::MapBuilder;
use crate::load::kinds::Kind;
use crate::model::{List, ListId, ListPage, PageId, Site};
use crate::path::UrlPath;
use crate::plan::DataJob;

/// Feeds as templates see them.
pub fn feed_values(feeds: &[Feed]) -> Vec<Value> {
    let value = |Feed { title, url, media_type }: &Feed| {
        MapBuilder::new().set("title", title.as_str()).set("url", url.as_str()).set("type", *media_type).build()
    };
    feeds.iter().map(value).collect()
}

/// What every page of a list has. `(id, pages, index)`: the list, how it is cut, and which of its pages this is.
pub fn list_parts(
    portal: Portal,
    context: MapBuilder,
    (id, pages, index): (ListId, &[ListPage], usize),
    feeds: Vec<Value>,
) -> MapBuilder {
    let list = portal.site.list(id);
    let items: Vec<Value> = list.items[pages[index].items.clone()].iter().map(|id| card::card(portal, *id)).collect();
    context
        .set("items", items)
        .set("count", list.items.len())
        .set("pager", pager(portal, id, pages, index))
        .set("feeds", feeds)
        .maybe("json_url", portal.plan.json_of(id, index).map(UrlPath::as_str))
        .maybe("csv_url", portal.plan.overview(DataJob::ListCsv(id)).map(UrlPath::as_str))
}

/// Links to the neighbouring pages, and the dates that this one spans.
fn pager(portal: Portal, id: ListId, pages: &[ListPage], index: usize) -> Value {
    let Portal { site, plan } = portal;
    let list = site.list(id);
    let url = |index: usize| plan.list_page(id, index).map(UrlPath::as_str);
    let last = pages.len() - 1;
    let shown = &list.items[pages[index].items.clone()];
    let date = |id: Option<&PageId>| id.and_then(|id| site.page(*id).subject_date()).map(|date| date.iso());
    let (newest, oldest) = (date(shown.first()), date(shown.last()));
    // Pages by number: this one, two on each side. A number never gets another page, so only pages beside a new one change.
    let beside = index.saturating_sub(2)..=(index + 2).min(last);
    let numbers = beside.filter_map(|at| {
        let number = pages[at].number.or_else(|| (!list.newest_first).then_some(1))?;
        let row = MapBuilder::new().set("number", number).maybe("url", url(at)).set("current", at == index);
        Some(row.build())
    });
    MapBuilder::new()
        .set("numbers", if last == 0 { Vec::new() } else { numbers.collect::<Vec<_>>() })
        .set("is_first", index == 0)
        .set("is_only", last == 0)
        .maybe("newest", Some(0).filter(|_| index > 0).and_then(url))
        .maybe("newer", index.checked_sub(1).and_then(url))
        .maybe("older", Some(index + 1).filter(|_| index < last).and_then(url))
        .maybe("oldest", Some(last).filter(|_| index < last).and_then(url))
        .maybe("from", oldest.filter(|_| list.newest_first))
        .maybe("to", newest.filter(|_| list.newest_first))
        .build()
}

/// The newest date of what a page of a list shows.
pub fn newest(site: &Site, list: &List, page: &ListPage) -> Option<String> {
    let dates = list.items[page.items.clone()].iter().filter_map(|id| site.page(*id).date);
    dates.max_by_key(|date| date.starts).map(|date| date.iso())
}

/// The kind of a list's items.
pub fn kind_value(kind: &Kind, language: &str) -> Value {
    MapBuilder::new()
        .set("id", kind.name.as_str())
        .set("label", kind.label.get(language))
        .set("plural", kind.plural.get(language))
        .build()
}
