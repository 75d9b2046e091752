//! Turns a page into a card: what a list, a menu of related pages or a JSON feed shows of it.

use tera::Value;

use super::portal::Portal;
use super::value::{self, MapBuilder};
use super::view::View;
use crate::load::document::Language;
use crate::load::guests::Guest;
use crate::load::kinds::Taxonomy;
use crate::model::{ListKey, PageId, PageView, Site};
use crate::path::UrlPath;

/// A page as others show it, in its own language.
pub fn card(portal: Portal, id: PageId) -> Value {
    let site = portal.site;
    let page = site.page(id);
    let document = page.document();
    let section = section_link(portal, page);
    MapBuilder::new()
        .set("title", value::shared(&document.title))
        .maybe("url", portal.page(id).map(UrlPath::as_str))
        .maybe("summary", page.text("summary"))
        .maybe("date", page.date.map(|date| date.iso()))
        .set("lang", site.language(document.language))
        .set("source", document.source.as_str())
        .set("kind", kind_value(page))
        .maybe("section", section)
        .maybe("portal", page.guest.as_deref().map(portal_of))
        .maybe("image", image(site, page))
        .maybe("pictures", pictures(page))
        .maybe("state", state(page))
        .set("agencies", terms(portal, page, Taxonomy::Agency))
        .set("topics", terms(portal, page, Taxonomy::Topic))
        .set("fields", value::fields(&View::of_readers(portal, page, document), false))
        .build()
}

/// The portal that an item is taken from.
fn portal_of(guest: &Guest) -> Value {
    let of = MapBuilder::new().set("name", guest.portal.as_str()).set("title", guest.title.as_str());
    of.set("url", guest.home.as_str()).build()
}

/// How many pictures a gallery has: those of its text.
fn pictures(page: PageView) -> Option<u64> {
    let count = || page.document().body.pictures.len() as u64;
    (page.kind().schema_org == GALLERY).then(count).filter(|count| *count > 0)
}

/// The type (schema.org) of kinds whose items are many pictures.
const GALLERY: &str = "ImageGallery";

/// Title and address, for breadcrumbs, sections and relations.
pub fn link(portal: Portal, id: PageId) -> Value {
    let site = portal.site;
    let page = site.page(id);
    MapBuilder::new()
        .set("title", value::shared(&page.document.title))
        .maybe("url", portal.page(id).map(UrlPath::as_str))
        .set("source", page.document.source.as_str())
        .maybe("folder", page.folder())
        .build()
}

/// The way to the home page, as the beginning of breadcrumbs.
pub fn home_link(portal: Portal, language: Language) -> Vec<Value> {
    let home = portal.site.section_at("", language).filter(|home| portal.page(*home).is_some());
    home.map(|home| link(portal, home)).into_iter().collect()
}

/// The section around a page, where it has a page of its own.
pub fn section_link(portal: Portal, page: PageView) -> Option<Value> {
    page.section().filter(|section| portal.page(*section).is_some()).map(|section| link(portal, section))
}

pub fn kind_value(page: PageView) -> Value {
    let (kind, language) = (page.kind(), page.language());
    MapBuilder::new()
        .set("id", kind.name.as_str())
        .set("label", kind.label.get(language))
        .set("plural", kind.plural.get(language))
        .build()
}

pub fn state(page: PageView) -> Option<Value> {
    let state = page.state()?;
    let language = page.language();
    Some(MapBuilder::new().set("id", state.id.as_str()).set("label", state.label.get(language)).build())
}

/// The page's own picture, when it has one that can be shown.
pub fn image(site: &Site, page: PageView) -> Option<Value> {
    let file = site.image_of(page.id)?;
    let (width, height) = file.facts.dimensions.map_or((None, None), |(width, height)| (Some(width), Some(height)));
    let text = |name: &str| page.text(name);
    let image = MapBuilder::new()
        .set("url", file.url.as_str())
        .set("alt", text("image_alt").unwrap_or_default())
        .maybe("width", width)
        .maybe("height", height)
        .maybe("caption", text("image_caption"))
        .maybe("credit", text("image_credit"));
    Some(value::with_variants(image.build(), Some(&file.variants)))
}

/// The terms of one taxonomy that the page names, with the address of their lists.
pub fn terms(portal: Portal, page: PageView, taxonomy: Taxonomy) -> Value {
    let ids = page.texts(taxonomy.key());
    let known = ids.into_iter().filter_map(|id| term(portal, taxonomy, id, page.document.language, page.listed));
    Value::from(known.collect::<Vec<_>>())
}

/// One term; `linked`: whether its list has an address.
pub fn term(portal: Portal, taxonomy: Taxonomy, id: &str, language: Language, linked: bool) -> Option<Value> {
    let site = portal.site;
    let index = site.config.terms(taxonomy).iter().position(|term| term.id == id)?;
    let term = &site.config.terms(taxonomy)[index];
    let code = site.language(language);
    let url = portal.list(&ListKey::Term(taxonomy, index as u16, language)).filter(|_| linked);
    let short = Some(term.short.get(code)).filter(|short| !short.is_empty()).unwrap_or_else(|| term.name.get(code));
    let value = MapBuilder::new().set("id", id).set("name", term.name.get(code)).set("short", short);
    Some(value.maybe("url", url.map(UrlPath::as_str)).build())
}
