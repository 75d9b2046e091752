//! Turns items and list pages into JSON that machines read (NĐ 42/2022 Đ9): a twin of each item, and each list as
//! JSON Feed 1.1 with the kind's own fields under `_cong`.

use serde_json::{Map, Value, json};

use super::body::Loading;
use super::portal::Portal;
use super::value;
use super::view::View;
use super::{Renderer, card, context, correction, feeds, full_text, identity};
use crate::diag::Finding;
use crate::load::config::FeedFormat;
use crate::load::kinds::Taxonomy;
use crate::model::{ListId, ListKey, PageId, Site};

/// Everything a page says, without its template.
pub fn item(renderer: &Renderer, id: PageId) -> Result<Vec<u8>, Box<Finding>> {
    let portal = renderer.portal();
    let site = portal.site;
    let page = site.page(id);
    let mut map = entry(portal, id);
    map.remove("id");
    let view = View::of_machines(portal, page, renderer.document(id));
    let body = context::body_html(renderer, view.document, view.references(), Loading::Late)?;
    if page.document.body.has_text {
        map.insert("content_html".to_owned(), json!(body));
    }
    let context = context::document_parts(portal, value::MapBuilder::new(), id).build();
    for (key, name) in [("attachments", "attachments"), ("image", "image")] {
        if let Some(found) = context.get_from_path(key).filter(|found| found.is_truthy()) {
            let mut found = plain(found);
            // Machines are given the original.
            if let Value::Object(own) = &mut found {
                ["srcset", "webp"].iter().for_each(|key| drop(own.remove(*key)));
            }
            map.insert(name.to_owned(), found);
        }
    }
    let others = portal.translations(id).filter(|(other, ..)| *other != id && !site.page(*other).is_unindexed());
    let translations =
        others.map(|(_, language, url)| json!({ "language": site.language(language), "url": portal.absolute(url) }));
    map.insert("translations".to_owned(), Value::from(translations.collect::<Vec<_>>()));
    if let Some(Value::Object(own)) = map.get_mut("_cong") {
        own.insert("fields".to_owned(), plain(&value::fields(&View::of_machines(portal, page, &page.document), true)));
    }
    Ok(finish(&Value::Object(map)))
}

/// One page of a list; `next_url` leads to the older ones.
pub fn list(renderer: &Renderer, id: ListId, index: usize) -> Result<Vec<u8>, Box<Finding>> {
    let portal = renderer.portal();
    let site = portal.site;
    let list = site.list(id);
    let url = |index: usize| portal.plan.json_of(id, index).map(|url| portal.absolute(url));
    let shown = shown(site, id, index);
    let mut items: Vec<Map<String, Value>> = shown.iter().map(|id| entry(portal, *id)).collect();
    if has_texts(site, id, index) {
        for (item, text) in items.iter_mut().zip(full_text::texts(renderer, &shown)?) {
            item.extend(text.map(|text| ("content_html".to_owned(), json!(text))));
        }
    }
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feeds::title(site, list),
        "home_page_url": portal.absolute(&list.url),
        "feed_url": url(index).unwrap_or_else(|| feeds::own(portal, id, FeedFormat::Json)),
        "language": site.language(list.language),
        "items": items,
    });
    let hubs: Vec<Value> =
        site.config.publish.hubs().into_iter().map(|hub| json!({ "type": "WebSub", "url": hub })).collect();
    if let (false, Value::Object(feed)) = (hubs.is_empty() || index > 0, &mut feed) {
        feed.insert("hubs".to_owned(), json!(hubs));
    }
    if let (Some(next), Value::Object(feed)) = (url(index + 1), &mut feed) {
        feed.insert("next_url".to_owned(), json!(next));
    }
    Ok(finish(&feed))
}

/// The items of one page of a list that machines are told of.
pub fn shown(site: &Site, id: ListId, index: usize) -> Vec<PageId> {
    let list = site.list(id);
    let mut shown = match list.key {
        ListKey::Site(_) => feeds::newest_of(site, list),
        _ => list.items[list.pages()[index].items.clone()].to_vec(),
    };
    shown.retain(|id| !site.page(*id).is_unindexed());
    shown
}

/// Whether a page of a list carries texts in full: the newest, which readers follow. Older pages and archives are for whoever wants all
/// items, each of which has a document of its own.
pub fn has_texts(site: &Site, id: ListId, index: usize) -> bool {
    let is_archive = matches!(site.list(id).key, ListKey::Year(..) | ListKey::Month(..));
    full_text::is_wanted(site) && index == 0 && !is_archive
}

/// An item of a JSON Feed.
fn entry(portal: Portal, id: PageId) -> Map<String, Value> {
    let site = portal.site;
    let page = site.page(id);
    let document = &page.document;
    let mut map = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(key.to_owned(), value);
        }
    };
    let url = portal.absolute(&page.url);
    put("id", Some(json!(identity::absolute_of(portal, id))));
    put("url", Some(json!(url)));
    put("title", Some(json!(&*document.title)));
    let corrected = correction::summary(site, id);
    put("summary", corrected.as_deref().or(page.text("summary")).map(|text| json!(text)));
    // JSON Feed asks for one of content_html, content_text; lists carry the summary, and the body only where feeds do; twins the body.
    put("content_text", Some(json!(corrected.as_deref().or(page.text("summary")).unwrap_or(&document.title))));
    put("date_published", page.date.map(|date| json!(date.rfc3339())));
    put("date_modified", correction::updated(site, id).map(|moment| json!(moment.rfc3339())));
    put("language", Some(json!(site.language(document.language))));
    put("authors", page.text("author").map(|author| json!([{ "name": author }])));
    let tags = plain(&card::terms(portal, page, Taxonomy::Topic));
    let mark = super::urgent::mark(site, id);
    let topics = tags.as_array().into_iter().flatten().filter_map(|tag| tag.get("name").cloned());
    let names: Vec<Value> = mark.iter().map(|(_, label)| json!(label)).chain(topics).collect();
    put("tags", (!names.is_empty()).then(|| json!(names)));
    let mut own = json!({
        "kind": page.kind().name,
        "state": page.state().map(|state| state.id.as_str()),
        "agencies": page.texts("agency"),
        "fields": plain(&value::fields(&View::of_machines(portal, page, document), false)),
    });
    if let (Some(guest), Value::Object(own)) = (&page.guest, &mut own) {
        own.insert("portal".to_owned(), json!({ "name": guest.portal, "title": guest.title, "url": guest.home }));
    }
    if let (Some((ends, _)), Value::Object(own)) = (mark, &mut own) {
        own.insert("urgent_until".to_owned(), json!(ends));
    }
    put("_cong", Some(own));
    map
}

fn plain(value: &tera::Value) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn finish(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
