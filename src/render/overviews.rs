//! Turns the pages that the generator makes itself (taxonomies, archive, site tree, 404) into what templates see.

use tera::Value;

use super::card;
use super::context::{self, PageContext};
use super::head::Head;
use super::portal::Portal;
use super::value::MapBuilder;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::model::{ListKey, PageId};
use crate::path::UrlPath;
use crate::plan::{DataJob, PageJob};

pub fn taxonomy(portal: Portal, taxonomy: Taxonomy, language: Language) -> PageContext {
    let title = taxonomy.title(portal.site.language(language));
    let own = MapBuilder::new().set("id", taxonomy.id()).set("title", title).build();
    overview(portal, "taxonomy", title, (language, &|language| PageJob::Taxonomy { taxonomy, language }), |context| {
        context.set("taxonomy", own).set("terms", terms(portal, taxonomy, language))
    })
}

/// The terms of a taxonomy that have items, with how many.
pub fn terms(portal: Portal, taxonomy: Taxonomy, language: Language) -> Value {
    let site = portal.site;
    let rows = site.config.terms(taxonomy).iter().enumerate().filter_map(|(index, term)| {
        let list = site.list(site.find_list(&ListKey::Term(taxonomy, index as u16, language))?);
        let mut map = card::term(portal, taxonomy, &term.id, language, true)?.into_map()?;
        map.insert("count".into(), Value::from(list.items.len()));
        Some(Value::from(map))
    });
    Value::from(rows.collect::<Vec<_>>())
}

pub fn archive(portal: Portal, language: Language) -> PageContext {
    let none = || Vec::<Value>::new();
    let title = portal.words(language).archive;
    overview(portal, "archive", title, (language, &PageJob::ArchiveIndex), |context| {
        context
            .set("years", years(portal, language, None))
            .set("items", none())
            .set("feeds", none())
            .set("subsections", none())
            .set("count", 0)
            .set("pager", Value::none())
    })
}

/// Years with their months, newest first; only one year when it is given.
pub fn years(portal: Portal, language: Language, only: Option<i16>) -> Value {
    let site = portal.site;
    let mut rows = Vec::new();
    for (_, list) in site.lists().rev() {
        let ListKey::Year(own, year) = list.key else { continue };
        if own != language || only.is_some_and(|only| only != year) {
            continue;
        }
        let months = (1..=12).rev().filter_map(|month| {
            let id = site.find_list(&ListKey::Month(language, year, month))?;
            let row = MapBuilder::new()
                .set("month", format!("{year:04}-{month:02}"))
                .set("url", portal.plan.list_page(id, 0)?.as_str())
                .set("count", site.list(id).items.len());
            Some(row.build())
        });
        rows.push(
            MapBuilder::new()
                .set("year", year.to_string())
                .maybe("url", portal.list(&list.key).map(UrlPath::as_str))
                .set("count", list.items.len())
                .set("months", months.collect::<Vec<_>>())
                .build(),
        );
    }
    Value::from(rows)
}

pub fn tree(portal: Portal, language: Language) -> PageContext {
    let site = portal.site;
    let title = portal.words(language).tree;
    let top = site.section_at("", language).map_or_else(Vec::new, |home| branches(portal, home));
    let tree = Value::from(top);
    overview(portal, "tree", title, (language, &PageJob::Tree), |context| context.set("tree", tree))
}

/// The page that searches; `entry`: the file that its script reads first.
pub fn search(portal: Portal, language: Language, entry: Option<&UrlPath>) -> PageContext {
    let title = portal.words(language).search;
    let entry = entry.map(|entry| entry.as_str());
    overview(portal, "search", title, (language, &PageJob::Search), |context| context.maybe("search_entry", entry))
}

/// The sections below one; a section of plain pages also names its pages.
fn branches(portal: Portal, section: PageId) -> Vec<Value> {
    let site = portal.site;
    let data = site.page(section);
    let leaf = |id: &PageId| {
        let row = MapBuilder::new()
            .set("title", &*site.page(*id).document.title)
            .set("url", portal.page(*id)?.as_str())
            .set("count", Value::none())
            .set("children", Vec::<Value>::new());
        Some(row.build())
    };
    let own_pages = data.item_kind().name == "page" && !data.is_home();
    let mut rows: Vec<Value> = if own_pages {
        let shown = |item: &&PageId| site.page(**item).section() == Some(section) && !site.page(**item).is_unindexed();
        data.items().iter().filter(shown).filter_map(leaf).collect()
    } else {
        Vec::new()
    };
    for child in data.children() {
        let Some(url) = portal.page(*child) else { continue };
        let page = site.page(*child);
        // It is passed over; what stands below it is not.
        if page.is_unindexed() {
            rows.extend(branches(portal, *child));
            continue;
        }
        let row = MapBuilder::new()
            .set("title", &*page.document.title)
            .set("url", url.as_str())
            .set("count", page.items().len())
            .set("children", branches(portal, *child));
        rows.push(row.build());
    }
    rows
}

/// The page for what is not found; it knows the table of earlier addresses that only a table can tell of.
pub fn not_found(portal: Portal, language: Language) -> PageContext {
    let title = portal.words(language).not_found;
    let old = portal.plan.overview(DataJob::OldQueryTable).map(UrlPath::as_str);
    let add = |context: MapBuilder| context.maybe("old_addresses", old);
    let mut context = overview(portal, "not_found", title, (language, &PageJob::NotFound), add);
    context.templates = vec!["404.html".to_owned()];
    context
}

/// Where a reader arrives after a form was received.
pub fn thanks(portal: Portal, language: Language) -> PageContext {
    let title = portal.words(language).thanks;
    overview(portal, "thanks", title, (language, &PageJob::Thanks), |context| context)
}

/// `job`: the same page in a language.
pub fn overview(
    portal: Portal,
    page_type: &str,
    title: &str,
    (language, job): (Language, &dyn Fn(Language) -> PageJob),
    add: impl FnOnce(MapBuilder) -> MapBuilder,
) -> PageContext {
    let site = portal.site;
    let address = |language| portal.plan.overview(job(language)).cloned();
    let own = address(language).unwrap_or_else(|| site.home_url(language));
    let mut head = Head::of_overview(portal, title, own, language);
    head.alternates = site.languages().filter_map(|language| Some((language, address(language)?))).collect();
    // The search page is for finding too; what is found there has its address as canonical.
    head.noindex = matches!(page_type, "not_found" | "thanks");
    let context = context::start(portal, page_type, None, &head).set("breadcrumbs", card::home_link(portal, language));
    PageContext::new(vec![format!("{page_type}.html")], None, add(context), head)
}
