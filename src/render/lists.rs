//! Turns one page of a list (section, term, year, month, home) into what its template sees as `page`.

use tera::Value;

use super::context::{self, PageContext};
use super::head::{Head, list_feeds};
use super::value::MapBuilder;
use super::{card, columns, facets, home, json_ld};
use crate::load::kinds::{Kind, Taxonomy};
use crate::model::{List, ListId, ListKey, ListPage, PageId, Site};
use crate::path::UrlPath;
use crate::tables;

pub fn list(site: &Site, id: ListId, index: usize) -> PageContext {
    let list = site.list(id);
    let pages = list.pages();
    let page = &pages[index.min(pages.len() - 1)];
    match list.key {
        ListKey::Section(section) => of_section(site, id, section, &pages, index),
        ListKey::Facet(section, facet, value) => facets::list(site, id, (section, facet, value), index),
        _ => of_terms(site, id, page, &pages, index),
    }
}

fn of_section(site: &Site, id: ListId, section: PageId, pages: &[ListPage], index: usize) -> PageContext {
    let list = site.list(id);
    let data = site.page(section);
    let kind = data.item_kind();
    let language = site.language(list.language);
    let is_home = data.is_home();
    let mut head = Head::of_page(site, section, "website");
    head.url = list.page_url(&pages[index], tables::segments(language).page);
    if index == 0 {
        head.json_ld =
            if is_home { json_ld::website(site, list.language) } else { vec![json_ld::breadcrumbs(site, section)] };
    } else {
        head.alternates = vec![(list.language, head.url.clone())];
    }
    if !is_home && kind.dated {
        head.feeds = list_feeds(site, id);
    }
    let feeds = head.feeds.clone();
    let calendar = site.section_calendar(section).filter(|_| index == 0);
    head.feeds.extend(calendar.iter().map(|url| (list.title.clone(), url.to_string(), "text/calendar")));
    let page_type = if is_home { "home" } else { "section" };
    let context = context::start(site, page_type, (index == 0).then_some(section), &head)
        .set("breadcrumbs", context::breadcrumbs(site, section))
        .set("kind", kind_value(kind, language))
        .set("columns", columns::value(kind, language))
        .maybe("filters", (index == 0 && !is_home).then(|| facets::filters(site, section, None)))
        .maybe("search_url", facets::search_url(site, section).filter(|_| index == 0))
        .maybe("calendar", calendar.map(|url| calendar_links(site, &url)))
        .set("subsections", subsections(site, data.children()));
    let context = if is_home { context.set("home", home::value(site, language)) } else { context };
    let context = context::document_parts(site, context, section);
    let context = list_parts(site, context, list, pages, index, &feeds);
    let templates = if is_home {
        vec!["home.html".to_owned()]
    } else {
        vec![format!("section-{}.html", kind.name), "section.html".to_owned()]
    };
    PageContext { templates, language: list.language, id: Some(section), page: context.build(), head }
}

/// The kind of a list's items.
pub fn kind_value(kind: &Kind, language: &str) -> Value {
    MapBuilder::new()
        .set("id", kind.name.as_str())
        .set("label", kind.label.get(language))
        .set("plural", kind.plural.get(language))
        .build()
}

/// A calendar as a file, and in the scheme by which programs subscribe to it.
fn calendar_links(site: &Site, url: &UrlPath) -> Value {
    let host = site.config.base.origin().split_once("://").map_or("", |(_, host)| host);
    MapBuilder::new().set("url", url.as_str()).set("webcal", format!("webcal://{host}{url}")).build()
}

fn of_terms(site: &Site, id: ListId, page: &ListPage, pages: &[ListPage], index: usize) -> PageContext {
    let list = site.list(id);
    let code = site.language(list.language);
    let url = list.page_url(page, tables::segments(code).page);
    let mut head = Head::of_overview(site, &list.title, url, list.language);
    if index == 0 {
        head.alternates = other_languages(site, list);
    }
    let (page_type, template, above) = match list.key {
        ListKey::Term(taxonomy, ..) => {
            ("term", "term.html", (taxonomy_title(taxonomy, code), site.taxonomy_url(taxonomy, list.language)))
        }
        _ => ("archive", "archive.html", (archive_title(code), site.archive_url(list.language))),
    };
    let feeds = if matches!(list.key, ListKey::Term(..)) { list_feeds(site, id) } else { Vec::new() };
    head.feeds.extend(feeds.clone());
    let mut trail = home_link(site, list.language);
    trail.push(MapBuilder::new().set("title", above.0).set("url", above.1.as_str()).build());
    if let ListKey::Month(language, year, _) = list.key
        && let Some(year) = site.find_list(&ListKey::Year(language, year))
    {
        trail.push(
            MapBuilder::new()
                .set("title", site.list(year).title.as_str())
                .set("url", site.list(year).url.as_str())
                .build(),
        );
    }
    let years = match list.key {
        ListKey::Year(language, year) => super::overviews::years(site, language, Some(year)),
        _ => Value::from(Vec::<Value>::new()),
    };
    let context = context::start(site, page_type, None, &head)
        .set("breadcrumbs", trail)
        .set("years", years)
        .set("subsections", Vec::<Value>::new())
        .maybe("summary", term_summary(site, list));
    let context = list_parts(site, context, list, pages, index, &feeds);
    PageContext { templates: vec![template.to_owned()], language: list.language, id: None, page: context.build(), head }
}

pub fn list_parts(
    site: &Site,
    context: MapBuilder,
    list: &List,
    pages: &[ListPage],
    index: usize,
    feeds: &[(String, String, &'static str)],
) -> MapBuilder {
    let items: Vec<Value> = list.items[pages[index].items.clone()].iter().map(|id| card::card(site, *id)).collect();
    let items = Value::from(items);
    let feeds: Vec<Value> = feeds
        .iter()
        .map(|(title, url, media_type)| {
            MapBuilder::new().set("title", title.as_str()).set("url", url.as_str()).set("type", *media_type).build()
        })
        .collect();
    let with_json = site.config.outputs.list_json
        && list.has_json()
        && site.is_told(list)
        && !list.items.is_empty()
        && !matches!(list.key, ListKey::Section(page) if site.page(page).is_home());
    let segment = tables::segments(site.language(list.language)).page;
    context
        .set("items", items)
        .set("count", list.items.len())
        .set("pager", pager(site, list, pages, index))
        .set("feeds", feeds)
        .maybe("json_url", with_json.then(|| list.page_url(&pages[index], segment).file("feed.json").to_string()))
}

/// Links to the neighbouring pages, and the dates that this one spans.
fn pager(site: &Site, list: &List, pages: &[ListPage], index: usize) -> Value {
    let segment = tables::segments(site.language(list.language)).page;
    let url = |index: usize| list.page_url(&pages[index], segment).to_string();
    let last = pages.len() - 1;
    let shown = &list.items[pages[index].items.clone()];
    let date = |id: Option<&PageId>| id.and_then(|id| site.page(*id).subject_date()).map(|date| date.iso());
    let (newest, oldest) = (date(shown.first()), date(shown.last()));
    MapBuilder::new()
        .set("is_first", index == 0)
        .set("is_only", last == 0)
        .maybe("newest", (index > 0).then(|| url(0)))
        .maybe("newer", index.checked_sub(1).map(url))
        .maybe("older", (index < last).then(|| url(index + 1)))
        .maybe("oldest", (index < last).then(|| url(last)))
        .maybe("from", oldest.filter(|_| list.newest_first))
        .maybe("to", newest.filter(|_| list.newest_first))
        .build()
}

/// Child sections with how much they hold.
pub fn subsections(site: &Site, children: &[PageId]) -> Value {
    let rows = children.iter().filter(|child| site.page(**child).listed).map(|child| {
        let page = site.page(*child);
        MapBuilder::new()
            .set("title", &*page.document.title)
            .set("url", page.url.as_str())
            .maybe("summary", page.text("summary"))
            .set("count", page.items().len())
            .set("kind", page.item_kind().name.as_str())
            .set("folder", page.folder().unwrap_or_default())
            .build()
    });
    Value::from(rows.collect::<Vec<_>>())
}

pub fn home_link(site: &Site, language: crate::load::document::Language) -> Vec<Value> {
    site.section_at("", language).map(|home| card::link(site, home)).into_iter().collect()
}

pub fn taxonomy_title(taxonomy: Taxonomy, code: &str) -> &'static str {
    match (taxonomy, code) {
        (Taxonomy::Agency, "vi") => "Cơ quan",
        (Taxonomy::Topic, "vi") => "Chuyên đề",
        (Taxonomy::Field, "vi") => "Lĩnh vực",
        (Taxonomy::Agency, _) => "Agencies",
        (Taxonomy::Topic, _) => "Topics",
        (Taxonomy::Field, _) => "Fields",
    }
}

/// What one term of the taxonomy is.
pub fn term_title(taxonomy: Taxonomy, code: &str) -> &'static str {
    match (taxonomy, code) {
        (_, "vi") => taxonomy_title(taxonomy, code),
        (Taxonomy::Agency, _) => "Agency",
        (Taxonomy::Topic, _) => "Topic",
        (Taxonomy::Field, _) => "Field",
    }
}

pub fn archive_title(code: &str) -> &'static str {
    if code == "vi" { "Lưu trữ" } else { "Archive" }
}

/// The same term, year or month in the other languages.
fn other_languages(site: &Site, list: &List) -> Vec<(crate::load::document::Language, UrlPath)> {
    let key = |language| match list.key {
        ListKey::Term(taxonomy, index, _) => ListKey::Term(taxonomy, index, language),
        ListKey::Year(_, year) => ListKey::Year(language, year),
        ListKey::Month(_, year, month) => ListKey::Month(language, year, month),
        other => other,
    };
    let found = site
        .languages()
        .filter_map(|language| Some((language, site.list(site.find_list(&key(language))?).url.clone())));
    let found: Vec<_> = found.collect();
    found
}

fn term_summary(site: &Site, list: &List) -> Option<String> {
    let ListKey::Term(taxonomy, index, language) = list.key else { return None };
    let summary = site.config.terms(taxonomy)[usize::from(index)].summary.get(site.language(language));
    Some(summary.to_owned()).filter(|summary| !summary.is_empty())
}
