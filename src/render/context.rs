//! Turns a page into what its template sees as `page`.

use tera::Value;

use super::head::{self, Head};
use super::value::{self, MapBuilder, View};
use super::{Renderer, body, card, json_ld};
use crate::diag::Diagnostic;
use crate::load::document::Language;
use crate::load::kinds::Taxonomy;
use crate::load::page::{body_again, changed, unreadable};
use crate::model::{ListKey, PageId, PageView, Site};
use crate::trace::Fingerprint;

/// A page ready for its template.
pub struct PageContext {
    /// The first that the theme has is used.
    pub templates: Vec<String>,
    pub language: Language,
    pub id: Option<PageId>,
    pub page: Value,
    pub head: Head,
}

impl PageContext {
    /// What the page shows, apart from its own body and what its template asks for: if this and the answers to its
    /// queries are the same as last time, so is the page.
    pub fn shown(&self, site: &Site) -> Fingerprint {
        // Gathered first: hashing many small pieces one by one costs more than rendering some pages.
        let mut bytes = serde_json::to_vec(&self.page).unwrap_or_default();
        self.head.write_shown(site, &mut bytes);
        if let Some(id) = self.id {
            let document = &site.page(id).inner().document;
            for reference in &document.refs {
                value::write_destination(site, &site.resolve(&reference.target, document.language), &mut bytes);
            }
        }
        Fingerprint::of(&bytes)
    }

    /// `page` as the template sees it: with `head`, and `body` where the page has a document. Both are made only when the
    /// page is rendered, and what they show is in its inputs.
    pub fn whole_page(&self, renderer: &Renderer) -> Result<Value, Box<Diagnostic>> {
        let body = self.id.map(|id| body_html(renderer, id)).transpose()?;
        let head = head::html(&renderer.site, &self.head, body.as_deref().unwrap_or_default());
        let mut page = self.page.clone().into_map().unwrap_or_default();
        page.insert("head".into(), value::safe(&head));
        if let Some(body) = body {
            page.insert("body".into(), value::safe(&body));
        }
        Ok(Value::from(page))
    }
}

/// An item.
pub fn item(site: &Site, id: PageId) -> PageContext {
    let page = site.page(id);
    let kind = page.kind();
    let has_answer = json_ld::has_answer(site, id);
    let mut head = Head { json_ld: json_ld::item(site, id), has_answer, ..Head::of_page(site, id, "article") };
    let ics = site.calendar_file(id).map(|url| url.to_string());
    head.feeds.extend(ics.iter().map(|url| (page.document.title.to_string(), url.clone(), "text/calendar")));
    let twin = site.has_twin(id).then(|| page.url.file("index.json").to_string());
    let context = start(site, "item", Some(id), &head)
        .set("breadcrumbs", breadcrumbs(site, id))
        .set("kind", card::kind_value(page))
        .maybe("archive_url", archive_url(site, page))
        .maybe("json_url", twin)
        .maybe("ics_url", ics)
        .set("facts", value::facts(site, page))
        .set("relations", relations(site, id));
    let context = document_parts(site, context, id);
    let templates = vec![format!("item-{}.html", kind.name), "item.html".to_owned()];
    PageContext { templates, language: page.document.language, id: Some(id), page: context.build(), head }
}

/// What every page has: type, title, addresses, head, translations.
pub fn start(site: &Site, page_type: &str, id: Option<PageId>, head: &Head) -> MapBuilder {
    MapBuilder::new()
        .set("type", page_type)
        .set("title", head.title.as_str())
        .set("url", head.url.as_str())
        .set("permalink", super::head::absolute(site, &head.url))
        .set("lang", site.language(head.language))
        .set("translations", translations(site, id, head))
}

/// What items and sections take from their document.
pub fn document_parts(site: &Site, context: MapBuilder, id: PageId) -> MapBuilder {
    let page = site.page(id);
    let document = &page.document;
    let toc = document.body.headings.iter().filter(|heading| heading.level <= 3).map(|heading| {
        MapBuilder::new()
            .set("id", &*heading.id)
            .set("title", &*heading.text)
            .set("level", u32::from(heading.level))
            .build()
    });
    context
        .set("source", document.source.as_str())
        .maybe("summary", page.text("summary"))
        .maybe("date", page.date.map(|date| date.iso()))
        .maybe("updated", page.updated.map(|moment| moment.iso()))
        .set("toc", toc.collect::<Vec<_>>())
        .maybe("image", card::image(site, page))
        .set("attachments", attachments(site, page))
        .maybe("section", page.section().map(|section| card::link(site, section)))
        .set("fields", value::fields(View::of_readers(site, document), true))
        .maybe("state", card::state(page))
        .set("agencies", card::terms(site, page, Taxonomy::Agency))
        .set("topics", card::terms(site, page, Taxonomy::Topic))
        .set("field_terms", card::terms(site, page, Taxonomy::Field))
}

/// The body with its holes filled; parsed again when loading did not keep it.
pub fn body_html(renderer: &Renderer, id: PageId) -> Result<String, Box<Diagnostic>> {
    body_in(renderer, View::of_readers(&renderer.site, renderer.document(id)))
}

/// The body of a view's document.
pub fn body_in(renderer: &Renderer, view: View) -> Result<String, Box<Diagnostic>> {
    let document = view.document;
    if let Some(html) = &document.body.html {
        return Ok(body::fill(view, html, &document.body.pictures));
    }
    let again = body_again(document, &*renderer.files, &renderer.site.config, &renderer.theme.ids)
        .map_err(|error| Box::new(unreadable(&document.source, &error)))?;
    let html = again.ok_or_else(|| Box::new(changed(&document.source)))?.html;
    Ok(html.map_or_else(String::new, |html| body::fill(view, &html, &document.body.pictures)))
}

/// Files to download, with the title an editor gave or the file's name.
fn attachments(site: &Site, page: PageView) -> Value {
    use crate::load::document::Value as Field;
    let kind = page.kind();
    let Some((index, Field::List(groups))) =
        kind.index_of("attachments").and_then(|index| Some((index, page.document.value(index)?)))
    else {
        return Value::from(Vec::<Value>::new());
    };
    let inner = &kind.field(index).fields;
    let row = |group: &Field| {
        let Field::Group(values) = group else { return None };
        let get = |name: &str| {
            values.iter().find(|(field, _)| inner[usize::from(*field)].name == name).map(|(_, value)| value)
        };
        let Some(Field::Ref(target)) = get("file") else { return None };
        let target = &page.document.target(*target).target;
        let file = value::file(site, target);
        let name = file.get_from_path("name").cloned();
        let mut map = file.into_map()?;
        map.insert(
            "title".into(),
            get("title").and_then(Field::as_text).map(Value::from).or(name).unwrap_or_else(Value::none),
        );
        Some(Value::from(map))
    };
    Value::from(groups.iter().filter_map(row).collect::<Vec<_>>())
}

/// Relations to other pages, by label; `kind` and `field` that say so, and whether they stand on the other page (`inverse`).
fn relations(site: &Site, id: PageId) -> Value {
    let language = site.page(id).language();
    let rows = site.relations(id).iter().map(|relation| {
        let field = site.kinds.get(relation.kind).field(relation.field);
        let label = match (&field.inverse, relation.inverse) {
            (Some(inverse), true) => inverse.get(language),
            _ => field.label.get(language),
        };
        let items: Vec<Value> = relation.pages.iter().map(|page| card::card(site, *page)).collect();
        let of = site.kinds.get(relation.kind).name.as_str();
        let map = MapBuilder::new().set("label", label).set("kind", of).set("field", field.name.as_str());
        map.set("inverse", relation.inverse).set("items", items).build()
    });
    let mut merged: Vec<Value> = Vec::new();
    for row in rows {
        // `related` is the same from both sides: one list, not two with one label.
        let same = |other: &Value| other.get_from_path("label") == row.get_from_path("label");
        match merged.iter_mut().find(|other| same(other)) {
            Some(other) => *other = join_rows(other, &row),
            None => merged.push(row),
        }
    }
    Value::from(merged)
}

fn join_rows(left: &Value, right: &Value) -> Value {
    let items =
        |row: &Value| row.get_from_path("items").and_then(Value::as_array).map(<[Value]>::to_vec).unwrap_or_default();
    let mut all = items(left);
    for item in items(right) {
        if !all.iter().any(|known| known.get_from_path("url") == item.get_from_path("url")) {
            all.push(item);
        }
    }
    let mut map = left.clone().into_map().unwrap_or_default();
    map.insert("items".into(), Value::from(all));
    Value::from(map)
}

/// From the home page to the section around the page.
pub fn breadcrumbs(site: &Site, id: PageId) -> Value {
    let trail: Vec<Value> = site.ancestors(id).into_iter().map(|section| card::link(site, section)).collect();
    Value::from(trail)
}

/// All languages in which the page exists, itself included.
fn translations(site: &Site, id: Option<PageId>, head: &Head) -> Value {
    let row = |language: Language, url: &str| {
        let code = site.language(language);
        MapBuilder::new().set("lang", code).set("name", crate::tables::language_name(code)).set("url", url).build()
    };
    let rows: Vec<Value> = match id {
        Some(id) => site
            .translations(id)
            .iter()
            .map(|other| row(site.page(*other).document.language, site.page(*other).url.as_str()))
            .collect(),
        None => head.alternates.iter().map(|(language, url)| row(*language, url.as_str())).collect(),
    };
    Value::from(rows)
}

fn archive_url(site: &Site, page: PageView) -> Option<String> {
    let date = page.date.filter(|_| page.kind().dated && !page.is_section())?;
    let list = site.find_list(&ListKey::Month(page.document.language, date.year(), date.month()))?;
    Some(site.list(list).url.to_string())
}

/// What a value shows.
pub fn fingerprint(value: &Value) -> Fingerprint {
    Fingerprint::of(&serde_json::to_vec(value).unwrap_or_default())
}
