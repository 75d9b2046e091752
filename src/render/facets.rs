//! Turns one value of a register's facet into what its template sees as `page`, and all of them into the links and the
//! form by which a register is narrowed.

use tera::Value;

use super::context::{self, PageContext};
use super::head::Head;
use super::lists::list_parts;
use super::value::MapBuilder;
use super::{card, columns, lists};
use crate::load::kinds::{Facet, FieldType};
use crate::model::{ListId, ListKey, PageId, Site};
use crate::path::UrlPath;
use crate::tables;

/// One page of the items that have a value.
pub fn list(site: &Site, id: ListId, (section, facet, value): (PageId, u8, i32), index: usize) -> PageContext {
    let list = site.list(id);
    let pages = list.pages();
    let kind = site.page(section).item_kind();
    let code = site.language(list.language);
    let url = list.page_url(&pages[index.min(pages.len() - 1)], tables::segments(code).page);
    let mut head = Head::of_overview(site, &list.title, url, list.language);
    head.noindex = site.page(section).is_unindexed();
    if index == 0 {
        head.alternates = other_languages(site, section, facet, value);
    }
    let mut trail: Vec<Value> = site.ancestors(section).into_iter().map(|above| card::link(site, above)).collect();
    trail.push(card::link(site, section));
    let context = context::start(site, "facet", None, &head)
        .set("breadcrumbs", trail)
        .set("kind", lists::kind_value(kind, code))
        .set("columns", columns::value(kind, code))
        .set("subsections", Vec::<Value>::new())
        .set("register", card::link(site, section))
        .set(
            "filters",
            if index == 0 { filters(site, section, Some((facet, value))) } else { Value::from(Vec::<Value>::new()) },
        )
        .maybe("search_url", search_url(site, section));
    let context = list_parts(site, context, list, &pages, index, &[]);
    let templates = vec![format!("section-{}.html", kind.name), "section.html".to_owned()];
    PageContext { templates, language: list.language, id: None, page: context.build(), head }
}

/// The facets of a register with their values. The register itself says how many items each has; a page of one value
/// does not, so that it stays as it is when other items come.
pub fn filters(site: &Site, section: PageId, current: Option<(u8, i32)>) -> Value {
    let kind = site.page(section).item_kind();
    let code = site.page(section).language();
    let facets = kind.facets.iter().enumerate().map(|(index, facet)| {
        let index = index as u8;
        let own = site
            .lists()
            .map(|(_, list)| list)
            .filter(|list| matches!(list.key, ListKey::Facet(of, at, _) if of == section && at == index));
        let mut values: Vec<Value> = own
            .filter_map(|list| {
                let ListKey::Facet(_, _, value) = list.key else { return None };
                let named = site.facet_value(section, index, value)?;
                let row = MapBuilder::new()
                    .set("label", named.label)
                    .set("url", list.url.as_str())
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
pub fn search_url(site: &Site, section: PageId) -> Option<String> {
    let kind = site.page(section).item_kind();
    let language = site.page(section).document.language;
    (site.config.outputs.search && !kind.facets.is_empty()).then(|| site.search_url(language).to_string())
}

fn other_languages(
    site: &Site,
    section: PageId,
    facet: u8,
    value: i32,
) -> Vec<(crate::load::document::Language, UrlPath)> {
    let found = site.translations(section).iter().filter_map(|other| {
        let list = site.list(site.find_list(&ListKey::Facet(*other, facet, value))?);
        Some((list.language, list.url.clone()))
    });
    found.collect()
}
