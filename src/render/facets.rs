//! Turns one value of a register's facet into what its template sees as `page`, and all of them into the links and the
//! form by which a register is narrowed.

use tera::Value;

use super::context::{self, PageContext};
use super::head::{Head, list_feeds};
use super::list_parts::{feed_values, kind_value, list_parts, newest};
use super::portal::Portal;
use super::value::MapBuilder;
use super::{card, columns};
use crate::load::kinds::{Facet, FieldType};
use crate::model::{ListId, ListKey, PageId};
use crate::path::UrlPath;

/// One page of the items that have a value.
pub fn list(portal: Portal, id: ListId, (section, facet, value): (PageId, u8, i32), index: usize) -> PageContext {
    let site = portal.site;
    let list = site.list(id);
    let pages = list.pages();
    let kind = site.page(section).item_kind();
    let code = site.language(list.language);
    let url = portal.list_page(id, index).clone();
    let mut head = Head::of_overview(portal, &list.title, url, list.language);
    head.noindex = site.page(section).is_unindexed();
    head.dated(newest(site, list, &pages[index]));
    let feeds = list_feeds(portal, id);
    head.feeds.extend(feeds.clone());
    if index == 0 {
        head.alternates = other_languages(portal, section, facet, value);
    }
    let trail: Vec<Value> = portal.ancestors(section).chain([section]).map(|id| card::link(portal, id)).collect();
    let context = context::start(portal, "facet", None, &head)
        .set("breadcrumbs", trail)
        .set("kind", kind_value(kind, code))
        .set("columns", columns::value(kind, code))
        .set("subsections", Vec::<Value>::new())
        .set("register", card::link(portal, section))
        .set(
            "filters",
            if index == 0 { filters(portal, section, Some((facet, value))) } else { Value::from(Vec::<Value>::new()) },
        )
        .maybe("search_url", search_url(portal, section));
    let context = list_parts(portal, context, (id, &pages, index), feed_values(&feeds));
    let templates = vec![format!("section-{}.html", kind.name), "section.html".to_owned()];
    PageContext::new(templates, None, context, head)
}

/// The facets of a register with their values. The register itself says how many items each has; a page of one value
/// does not, so that it stays as it is when other items come.
pub fn filters(portal: Portal, section: PageId, current: Option<(u8, i32)>) -> Value {
    let site = portal.site;
    let kind = site.page(section).item_kind();
    let code = site.language(site.page(section).document.language);
    let facets = kind.facets.iter().enumerate().map(|(index, facet)| {
        let index = index as u8;
        let own = site
            .lists()
            .filter(|(_, list)| matches!(list.key, ListKey::Facet(of, at, _) if of == section && at == index));
        let mut values: Vec<Value> = own
            .filter_map(|(at, list)| {
                let ListKey::Facet(_, _, value) = list.key else { return None };
                let named = site.facet_value(section, index, value)?;
                let row = MapBuilder::new()
                    .set("label", named.label)
                    .set("url", portal.plan.list_page(at, 0)?.as_str())
                    .set("search", named.search.join(","))
                    .set("current", current == Some((index, value)))
                    .maybe("count", current.is_none().then_some(list.items.len()));
                Some(row.build())
            })
            .collect();
        // The last year first.
        if *facet == Facet::Year {
            values.reverse();
        }
        MapBuilder::new()
            .set("label", site.facet_label(kind, *facet, code))
            .maybe("name", search_name(kind, *facet))
            .set("values", values)
            .build()
    });
    Value::from(facets.collect::<Vec<_>>())
}

/// The parameter by which the search page narrows by this facet.
fn search_name(kind: &crate::load::kinds::Kind, facet: Facet) -> Option<&'static str> {
    match facet {
        Facet::Year => Some("year"),
        Facet::State => Some("state"),
        Facet::Field(index) => match kind.field(index).kind {
            FieldType::Agency => Some("agency"),
            FieldType::Topic => Some("topic"),
            FieldType::Choice if kind.field(index).name == "type" => Some("type"),
            _ => None,
        },
    }
}

/// Where the form of a register with facets leads.
pub fn search_url(portal: Portal<'_>, section: PageId) -> Option<&str> {
    let site = portal.site;
    let kind = site.page(section).item_kind();
    let language = site.page(section).document.language;
    portal.search(language).filter(|_| !kind.facets.is_empty()).map(UrlPath::as_str)
}

fn other_languages(
    portal: Portal,
    section: PageId,
    facet: u8,
    value: i32,
) -> Vec<(crate::load::document::Language, UrlPath)> {
    let found = portal.translations(section).filter_map(|(other, language, _)| {
        Some((language, portal.list(&ListKey::Facet(other, facet, value))?.clone()))
    });
    found.collect()
}
