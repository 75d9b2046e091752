//! Turns one page of a list (section, term, year, month, home) into what its template sees as `page`.

use tera::Value;

use super::context::{self, PageContext};
use super::head::{Feed, Head, list_feeds};
use super::list_parts::{feed_values, kind_value, list_parts, newest};
use super::portal::Portal;
use super::value::MapBuilder;
use super::{card, columns, facets, home, json_ld};
use crate::model::{List, ListId, ListKey, ListPage, PageId, Site};
use crate::path::UrlPath;
use crate::tables::languages;
use crate::time;

pub fn list(portal: Portal, id: ListId, index: usize) -> PageContext {
    let list = portal.site.list(id);
    let pages = list.pages();
    match list.key {
        ListKey::Section(section) => of_section(portal, id, section, &pages, index),
        ListKey::Facet(section, facet, value) => facets::list(portal, id, (section, facet, value), index),
        _ => of_terms(portal, id, &pages, index),
    }
}

fn of_section(portal: Portal, id: ListId, section: PageId, pages: &[ListPage], index: usize) -> PageContext {
    let site = portal.site;
    let list = site.list(id);
    let data = site.page(section);
    let kind = data.item_kind();
    let language = site.language(list.language);
    let is_home = data.is_home();
    let mut head = Head::of_page(portal, section, "website");
    head.url = portal.list_page(id, index).clone();
    if index == 0 {
        head.json_ld =
            if is_home { json_ld::website(portal, list.language) } else { vec![json_ld::breadcrumbs(portal, section)] };
    } else {
        head.alternates = vec![(list.language, head.url.clone())];
    }
    head.dated(newest(site, list, &pages[index]));
    if !is_home && kind.dated {
        head.feeds = list_feeds(portal, id);
    }
    let feeds = feed_values(&head.feeds);
    let calendar = portal.plan.calendar_of(section).filter(|_| index == 0);
    head.feeds.extend(calendar.map(|url| Feed::calendar(list.title.clone(), url)));
    let page_type = if is_home { "home" } else { "section" };
    let context = context::start(portal, page_type, (index == 0).then_some(section), &head)
        .set("breadcrumbs", context::breadcrumbs(portal, section))
        .set("kind", kind_value(kind, language))
        .set("columns", columns::value(kind, language))
        .maybe("filters", (index == 0 && !is_home).then(|| facets::filters(portal, section, None)))
        .maybe("search_url", facets::search_url(portal, section).filter(|_| index == 0))
        .maybe("calendar", calendar.map(|url| calendar_links(site, url)))
        .set("subsections", subsections(portal, data.children()));
    let context = if is_home { context.set("home", home::value(site, language)) } else { context };
    let context = context::document_parts(portal, context, section);
    let context = list_parts(portal, context, (id, pages, index), feeds);
    let templates = if is_home {
        vec!["home.html".to_owned()]
    } else {
        vec![format!("section-{}.html", kind.name), "section.html".to_owned()]
    };
    PageContext::new(templates, Some(section), context, head)
}

/// A calendar as a file, and in the scheme by which programs subscribe to it.
fn calendar_links(site: &Site, url: &UrlPath) -> Value {
    let host = site.config.base.host();
    MapBuilder::new().set("url", url.as_str()).set("webcal", format!("webcal://{host}{url}")).build()
}

fn of_terms(portal: Portal, id: ListId, pages: &[ListPage], index: usize) -> PageContext {
    let site = portal.site;
    let list = site.list(id);
    let code = site.language(list.language);
    let url = portal.list_page(id, index).clone();
    let mut head = Head::of_overview(portal, &list.title, url, list.language);
    if index == 0 {
        head.alternates = other_languages(portal, list);
    }
    head.dated(newest(site, list, &pages[index]));
    let (page_type, template, above) = match list.key {
        ListKey::Term(taxonomy, ..) => {
            ("term", "term.html", (taxonomy.title(code), portal.taxonomy(taxonomy, list.language)))
        }
        _ => ("archive", "archive.html", (languages::words(code).archive, portal.archive(list.language))),
    };
    let feeds = if matches!(list.key, ListKey::Term(..)) { list_feeds(portal, id) } else { Vec::new() };
    head.feeds.extend(feeds.clone());
    let mut trail = card::home_link(portal, list.language);
    let link = |title: &str, url: &UrlPath| MapBuilder::new().set("title", title).set("url", url.as_str()).build();
    trail.extend(above.1.map(|url| link(above.0, url)));
    if let ListKey::Month(language, year, _) = list.key
        && let Some(year) = site.find_list(&ListKey::Year(language, year))
    {
        trail.extend(portal.plan.list_page(year, 0).map(|url| link(&site.list(year).title, url)));
    }
    let years = match list.key {
        ListKey::Year(language, year) => super::overviews::years(portal, language, Some(year)),
        _ => Value::from(Vec::<Value>::new()),
    };
    let context = context::start(portal, page_type, None, &head)
        .set("breadcrumbs", trail)
        .set("years", years)
        .set("subsections", Vec::<Value>::new())
        .maybe("summary", term_summary(site, list))
        .maybe("term", term(site, list));
    let context = list_parts(portal, context, (id, pages, index), feed_values(&feeds));
    PageContext::new(vec![template.to_owned()], None, context, head)
}

/// Child sections with how much they hold.
pub fn subsections(portal: Portal, children: &[PageId]) -> Value {
    let site = portal.site;
    let rows = children.iter().filter_map(|child| {
        let url = portal.page(*child)?;
        let page = site.page(*child);
        let row = MapBuilder::new()
            .set("title", &*page.document.title)
            .set("url", url.as_str())
            .maybe("summary", page.text("summary"))
            .set("count", page.items().len())
            .set("kind", page.item_kind().name.as_str())
            .maybe("folder", page.folder());
        Some(row.build())
    });
    Value::from(rows.collect::<Vec<_>>())
}

/// The same term, year or month in every language that has it.
fn other_languages(portal: Portal, list: &List) -> Vec<(crate::load::document::Language, UrlPath)> {
    let key = |language| match list.key {
        ListKey::Term(taxonomy, index, _) => ListKey::Term(taxonomy, index, language),
        ListKey::Year(_, year) => ListKey::Year(language, year),
        ListKey::Month(_, year, month) => ListKey::Month(language, year, month),
        other => other,
    };
    let languages = portal.site.languages();
    languages.filter_map(|language| Some((language, portal.list(&key(language))?.clone()))).collect()
}

/// The term of a list, as `pages` takes it.
fn term(site: &Site, list: &List) -> Option<Value> {
    let ListKey::Term(taxonomy, index, _) = list.key else { return None };
    let id = site.config.terms(taxonomy)[usize::from(index)].id.as_str();
    Some(MapBuilder::new().set("taxonomy", taxonomy.id()).set("id", id).build())
}

fn term_summary(site: &Site, list: &List) -> Option<String> {
    let ListKey::Term(taxonomy, index, language) = list.key else { return None };
    let (terms, code) = (site.config.terms(taxonomy), site.language(language));
    let (term, words) = (&terms[usize::from(index)], languages::words(code));
    let until = term.until.as_deref().and_then(|day| day.parse().ok());
    let until = until.map(|day| words.until.replace("{date}", &time::short_date(day, code)));
    let successor = terms.iter().find(|other| Some(&other.id) == term.successor.as_ref());
    let successor = successor.map(|other| words.successor.replace("{name}", other.name.get(code)));
    let summary = Some(term.summary.get(code).to_owned()).filter(|summary| !summary.is_empty());
    let said: Vec<String> = [until, successor, summary].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}
