//! Turns items and list pages into JSON that machines read (NĐ 42/2022 Đ9): a twin of each item, and each list as
//! JSON Feed 1.1 with the kind's own fields under `_cong`.

use serde_json::{Map, Value, json};

use super::head::absolute;
use super::value::{self, View};
use super::{Renderer, card, context, identity};
use crate::diag::Diagnostic;
use crate::load::kinds::Taxonomy;
use crate::model::{ListId, PageId};
use crate::tables;

/// Everything a page says, without its template.
pub fn item(renderer: &Renderer, id: PageId) -> Result<Vec<u8>, Box<Diagnostic>> {
    let site = &*renderer.site;
    let page = site.page(id);
    let mut map = entry(renderer, id);
    map.remove("id");
    let view = View::of_machines(site, renderer.document(id));
    let body = context::body_in(renderer, view)?;
    if page.document.body.has_text {
        map.insert("content_html".to_owned(), json!(body));
    }
    let context = context::document_parts(site, value::MapBuilder::new(), id).build();
    for (key, name) in [("attachments", "attachments"), ("image", "image")] {
        if let Some(found) = context.get_from_path(key).filter(|found| found.is_truthy()) {
            map.insert(name.to_owned(), plain(found));
        }
    }
    let others = site.translations(id).iter().filter(|other| **other != id).map(|other| site.page(*other));
    let translations = others
        .filter(|other| !other.is_unindexed())
        .map(|other| json!({ "language": site.language(other.document.language), "url": absolute(site, &other.url) }));
    map.insert("translations".to_owned(), Value::from(translations.collect::<Vec<_>>()));
    if let Some(Value::Object(own)) = map.get_mut("_cong") {
        own.insert("fields".to_owned(), plain(&value::fields(View::of_machines(site, &page.document), true)));
    }
    Ok(finish(&Value::Object(map)))
}

/// One page of a list; `next_url` leads to the older ones.
pub fn list(renderer: &Renderer, id: ListId, index: usize) -> Vec<u8> {
    let site = &*renderer.site;
    let list = site.list(id);
    let pages = list.pages();
    let segment = tables::segments(site.language(list.language)).page;
    let feed_url = |index: usize| absolute(site, &list.page_url(&pages[index], segment).file("feed.json"));
    let shown = match list.key {
        crate::model::ListKey::Site(_) => super::feeds::newest_of(site, list),
        _ => list.items[pages[index].items.clone()].to_vec(),
    };
    let shown = shown.into_iter().filter(|id| !site.page(*id).is_unindexed());
    let has_next =
        site.config.outputs.list_json && index + 1 < pages.len() && !matches!(list.key, crate::model::ListKey::Site(_));
    let items: Vec<Value> = shown.map(|id| Value::Object(entry(renderer, id))).collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": super::feeds::title(site, list),
        "home_page_url": absolute(site, &list.url),
        "feed_url": feed_url(index),
        "language": site.language(list.language),
        "items": items,
    });
    if let (true, Value::Object(feed)) = (has_next, &mut feed) {
        feed.insert("next_url".to_owned(), json!(feed_url(index + 1)));
    }
    finish(&feed)
}

/// An item of a JSON Feed.
fn entry(renderer: &Renderer, id: PageId) -> Map<String, Value> {
    let site = &*renderer.site;
    let page = site.page(id);
    let document = &page.document;
    let mut map = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(key.to_owned(), value);
        }
    };
    let url = absolute(site, &page.url);
    put("id", Some(json!(identity::absolute_of(site, &renderer.plan, id))));
    put("url", Some(json!(url)));
    put("title", Some(json!(&*document.title)));
    put("summary", page.text("summary").map(|text| json!(text)));
    // JSON Feed asks for one of content_html, content_text; lists carry the summary, twins the body.
    put("content_text", Some(json!(page.text("summary").unwrap_or(&document.title))));
    put("date_published", page.date.map(|date| json!(date.rfc3339())));
    put("date_modified", page.updated.map(|moment| json!(moment.rfc3339())));
    put("language", Some(json!(page.language())));
    put("authors", page.text("author").map(|author| json!([{ "name": author }])));
    let tags = plain(&card::terms(site, page, Taxonomy::Topic));
    let mark = super::urgent::mark(site, id);
    let topics = tags.as_array().into_iter().flatten().filter_map(|tag| tag.get("name").cloned());
    let names: Vec<Value> = mark.iter().map(|(_, label)| json!(label)).chain(topics).collect();
    put("tags", (!names.is_empty()).then(|| json!(names)));
    let mut own = json!({
        "kind": page.kind().name,
        "state": page.state().map(|state| state.id.as_str()),
        "agencies": page.texts("agency"),
        "fields": plain(&value::fields(View::of_machines(site, document), false)),
    });
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
