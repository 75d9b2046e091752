//! Turns the pages that the generator makes itself (taxonomies, archive, site tree, 404) into what templates see.

use tera::Value;

use super::card;
use super::context::{self, PageContext};
use super::head::Head;
use super::lists::{archive_title, home_link, taxonomy_title};
use super::value::MapBuilder;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::model::{ListKey, PageId, Site};
use crate::path::UrlPath;
use crate::plan::OLD_QUERY_TABLE;

pub fn taxonomy(site: &Site, taxonomy: Taxonomy, language: Language) -> PageContext {
    let title = taxonomy_title(taxonomy, site.language(language));
    let urls = every_language(site, |language| site.taxonomy_url(taxonomy, language));
    let own = MapBuilder::new().set("id", taxonomy.id()).set("title", title).build();
    overview(site, "taxonomy", title, (language, urls), |context| {
        context.set("taxonomy", own).set("terms", terms(site, taxonomy, language))
    })
}

/// The terms of a taxonomy that have items, with how many.
pub fn terms(site: &Site, taxonomy: Taxonomy, language: Language) -> Value {
    let rows = site.config.terms(taxonomy).iter().enumerate().filter_map(|(index, term)| {
        let list = site.list(site.find_list(&ListKey::Term(taxonomy, index as u16, language))?);
        let mut map = card::term(site, taxonomy, &term.id, language, true)?.into_map()?;
        map.insert("count".into(), Value::from(list.items.len()));
        Some(Value::from(map))
    });
    Value::from(rows.collect::<Vec<_>>())
}

pub fn archive(site: &Site, language: Language) -> PageContext {
    let urls = every_language(site, |language| site.archive_url(language));
    let none = || Vec::<Value>::new();
    overview(site, "archive", archive_title(site.language(language)), (language, urls), |context| {
        context
            .set("years", years(site, language, None))
            .set("items", none())
            .set("feeds", none())
            .set("subsections", none())
            .set("count", 0)
            .set("pager", Value::none())
    })
}

/// Years with their months, newest first; only one year when it is given.
pub fn years(site: &Site, language: Language, only: Option<i16>) -> Value {
    let mut rows = Vec::new();
    for (_, list) in site.lists().rev() {
        let ListKey::Year(own, year) = list.key else { continue };
        if own != language || only.is_some_and(|only| only != year) {
            continue;
        }
        let months = (1..=12).rev().filter_map(|month| {
            site.find_list(&ListKey::Month(language, year, month)).map(|id| (month, site.list(id)))
        });
        let months = months.map(|(month, list)| {
            MapBuilder::new()
                .set("month", format!("{year:04}-{month:02}"))
                .set("url", list.url.as_str())
                .set("count", list.items.len())
                .build()
        });
        rows.push(
            MapBuilder::new()
                .set("year", year.to_string())
                .set("url", list.url.as_str())
                .set("count", list.items.len())
                .set("months", months.collect::<Vec<_>>())
                .build(),
        );
    }
    Value::from(rows)
}

pub fn tree(site: &Site, language: Language) -> PageContext {
    let title = if site.language(language) == "vi" { "Sơ đồ cổng" } else { "Site map" };
    let urls = every_language(site, |language| site.tree_url(language));
    let top = site.section_at("", language).map_or_else(Vec::new, |home| branches(site, home));
    let tree = Value::from(top);
    overview(site, "tree", title, (language, urls), |context| context.set("tree", tree))
}

/// The page that searches; `entry`: the file that its script reads first.
pub fn search(site: &Site, language: Language, entry: Option<&UrlPath>) -> PageContext {
    let title = if site.language(language) == "vi" { "Tìm kiếm" } else { "Search" };
    let urls = every_language(site, |language| site.search_url(language));
    let entry = entry.map(|entry| entry.as_str());
    overview(site, "search", title, (language, urls), |context| context.maybe("search_entry", entry))
}

/// The sections below one; a section of plain pages also names its pages.
fn branches(site: &Site, section: PageId) -> Vec<Value> {
    let data = site.page(section);
    let leaf = |id: &PageId| {
        let page = site.page(*id);
        MapBuilder::new()
            .set("title", &*page.document.title)
            .set("url", page.url.as_str())
            .set("count", Value::none())
            .set("children", Vec::<Value>::new())
            .build()
    };
    let own_pages = data.item_kind().name == "page" && !data.is_home();
    let mut rows: Vec<Value> = if own_pages {
        let shown = |item: &&PageId| site.page(**item).section() == Some(section) && !site.page(**item).is_unindexed();
        data.items().iter().filter(shown).map(leaf).collect()
    } else {
        Vec::new()
    };
    for child in data.children().iter().filter(|child| site.page(**child).listed) {
        let page = site.page(*child);
        // It is passed over; what stands below it is not.
        if page.is_unindexed() {
            rows.extend(branches(site, *child));
            continue;
        }
        let row = MapBuilder::new()
            .set("title", &*page.document.title)
            .set("url", page.url.as_str())
            .set("count", page.items().len())
            .set("children", branches(site, *child));
        rows.push(row.build());
    }
    rows
}

/// `has_old`: there are earlier addresses that only a table can tell of.
pub fn not_found(site: &Site, language: Language, has_old: bool) -> PageContext {
    let title = if site.language(language) == "vi" { "Không tìm thấy trang" } else { "Page not found" };
    let urls = every_language(site, |language| site.home_url(language).file("404.html"));
    let old = has_old.then(|| site.config.base.url(OLD_QUERY_TABLE).to_string());
    let mut context =
        overview(site, "not_found", title, (language, urls), |context| context.maybe("old_addresses", old));
    context.templates = vec!["404.html".to_owned()];
    context
}

/// Where a reader arrives after a form was received.
pub fn thanks(site: &Site, language: Language) -> PageContext {
    let title =
        if site.language(language) == "vi" { "Đã nhận được, cảm ơn bạn" } else { "Received, thank you" };
    overview(site, "thanks", title, (language, every_language(site, |language| site.thanks_url(language))), |context| {
        context
    })
}

fn every_language(site: &Site, url: impl Fn(Language) -> UrlPath) -> Vec<(Language, UrlPath)> {
    site.languages()
        .filter(|language| site.section_at("", *language).is_some())
        .map(|language| (language, url(language)))
        .collect()
}

fn overview(
    site: &Site,
    page_type: &str,
    title: &str,
    (language, urls): (Language, Vec<(Language, UrlPath)>),
    add: impl FnOnce(MapBuilder) -> MapBuilder,
) -> PageContext {
    let own =
        urls.iter().find(|(own, _)| *own == language).map_or_else(|| site.home_url(language), |(_, url)| url.clone());
    let mut head = Head::of_overview(site, title, own, language);
    head.alternates = urls;
    // The search page is for finding too; what is found there has its address as canonical.
    head.noindex = matches!(page_type, "not_found" | "thanks");
    let context = context::start(site, page_type, None, &head).set("breadcrumbs", home_link(site, language));
    let templates = vec![format!("{page_type}.html")];
    PageContext { templates, language, id: None, page: add(context).build(), head }
}
