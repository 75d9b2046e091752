//! Turns a page into what its template sees as `page`.

use serde::Serialize;
use tera::Value;

use super::body::{self, Loading};
use super::head::{Feed, Head};
use super::portal::Portal;
use super::value::{self, MapBuilder};
use super::view::{Reference, View};
use super::{Renderer, card, correction, data_set, head_html, history, json_ld, lookup};
use crate::diag::Finding;
use crate::load::document::{Document, Language, Role, Target};
use crate::load::kinds::Taxonomy;
use crate::load::page::{body_again, changed};
use crate::load::unreadable::unreadable;
use crate::model::{ListKey, PageId, PageView, Site};
use crate::path::UrlPath;
use crate::plan::DataJob;
use crate::trace::Fingerprint;

/// A page ready for its template: all that it shows apart from its own body and what its template asks for.
#[derive(Debug, Serialize)]
pub struct PageContext {
    /// The first that the theme has is used.
    pub templates: Vec<String>,
    pub language: Language,
    /// Whose text is the body; that has a fingerprint of its own.
    #[serde(skip)]
    pub id: Option<PageId>,
    pub page: Value,
    pub head: Head,
    /// What the body shows of other pages and of files.
    pub references: Vec<Reference>,
}

impl PageContext {
    /// A page without a body, or with one whose references are still to be looked up.
    pub fn new(templates: Vec<String>, id: Option<PageId>, page: MapBuilder, head: Head) -> PageContext {
        PageContext { templates, language: head.language, id, page: page.build(), head, references: Vec::new() }
    }

    /// Of all of it: if this and the answers to its queries are the same as last time, so is the page.
    pub fn shown(&self) -> Fingerprint {
        // Gathered first: hashing many small pieces one by one costs more than rendering some pages.
        Fingerprint::of(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// `page` as the template sees it: with `head`, and `body` where the page has a document. Both are made only when the
    /// page is rendered, and of nothing but what is fingerprinted.
    pub fn whole_page(&self, renderer: &Renderer) -> Result<Value, Box<Finding>> {
        let has_image = self.page.get_from_path("image").is_some_and(Value::is_truthy);
        let loading = if has_image { Loading::Late } else { Loading::FirstAtOnce };
        let body = |id| body_html(renderer, renderer.document(id), &self.references, loading);
        let body = self.id.map(body).transpose()?;
        let frame = &renderer.engine.constants(self.language).frame;
        let head = head_html::html(frame, &self.head, body.as_deref().unwrap_or_default());
        let mut page = self.page.clone().into_map().unwrap_or_default();
        page.insert("head".into(), value::safe(&head));
        if let Some(body) = body {
            page.insert("body".into(), value::safe(&body));
        }
        Ok(Value::from(page))
    }
}

/// An item.
pub fn item(portal: Portal, id: PageId) -> PageContext {
    let site = portal.site;
    let page = site.page(id);
    let kind = page.kind();
    let has_answer = json_ld::has_answer(site, id);
    let mut head = Head { json_ld: json_ld::item(portal, id), has_answer, ..Head::of_page(portal, id, "article") };
    let ics = portal.plan.calendar_of(id);
    head.feeds.extend(ics.map(|url| Feed::calendar(page.document.title.to_string(), url)));
    let context = start(portal, "item", Some(id), &head)
        .set("breadcrumbs", breadcrumbs(portal, id))
        .set("kind", card::kind_value(page))
        .maybe("archive_url", archive_url(portal, page).map(UrlPath::as_str))
        .maybe("json_url", portal.plan.twin_of(id).map(UrlPath::as_str))
        .maybe("ics_url", ics.map(UrlPath::as_str))
        .maybe("lookup", lookup::value(portal, id))
        .maybe("dataset", data_set::Facts::of(portal, id).map(|facts| facts.value()))
        .maybe("datapackage_url", portal.plan.overview(DataJob::DataPackage(id)).map(UrlPath::as_str))
        .set("facts", value::facts(&View::of_readers(portal, page, &page.document)))
        .set("relations", relations(portal, id));
    let context = match correction::values(portal, id) {
        Some(corrections) => context.set("corrections", corrections),
        None => context,
    };
    let context = match history::value(page) {
        Some(history) => context.set("history", history),
        None => context,
    };
    let context = document_parts(portal, context, id);
    let templates = vec![format!("item-{}.html", kind.name), "item.html".to_owned()];
    PageContext::new(templates, Some(id), context, head)
}

/// What every page has: type, title, addresses, head, translations.
pub fn start(portal: Portal, page_type: &str, id: Option<PageId>, head: &Head) -> MapBuilder {
    MapBuilder::new()
        .set("type", page_type)
        .set("title", head.title.as_str())
        .set("url", head.url.as_str())
        .set("permalink", portal.absolute(&head.url))
        .set("lang", portal.site.language(head.language))
        .set("translations", translations(portal, id, head))
}

/// What items and sections take from their document.
pub fn document_parts(portal: Portal, context: MapBuilder, id: PageId) -> MapBuilder {
    let site = portal.site;
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
        // One needs a style sheet and a script.
        .maybe("has_map", site.maps_of(document).next().map(|_| true))
        .maybe("summary", page.text("summary"))
        .maybe("date", page.date.map(|date| date.iso()))
        .maybe("updated", page.updated.map(|moment| moment.iso()))
        .set("toc", toc.collect::<Vec<_>>())
        .maybe("image", card::image(site, page))
        .maybe("charts", shows_charts(document).then_some(true))
        .set("attachments", attachments(site, page))
        .maybe("section", card::section_link(portal, page))
        .set("fields", value::fields(&View::of_readers(portal, page, document), true))
        .maybe("state", card::state(page))
        .set("agencies", card::terms(portal, page, Taxonomy::Agency))
        .set("topics", card::terms(portal, page, Taxonomy::Topic))
        .set("field_terms", card::terms(portal, page, Taxonomy::Field))
}

/// Whether its text has a chart, which has a style sheet of its own.
fn shows_charts(document: &Document) -> bool {
    document.pictured().any(|target| matches!(target, Target::Chart { .. }))
}

/// The body with its holes filled; parsed again when loading did not keep it.
pub fn body_html(
    renderer: &Renderer,
    document: &Document,
    references: &[Reference],
    loading: Loading,
) -> Result<String, Box<Finding>> {
    let fill = |html: &str| body::fill(html, &document.body.pictures, references, loading);
    if let Some(html) = &document.body.html {
        return Ok(fill(html));
    }
    let again = body_again(document, &*renderer.files, &renderer.site.config, &renderer.theme.ids)
        .map_err(|error| Box::new(unreadable(&document.source, &error)))?;
    let html = again.ok_or_else(|| Box::new(changed(&document.source)))?.html;
    Ok(html.map_or_else(String::new, |html| fill(&html)))
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
fn relations(portal: Portal, id: PageId) -> Value {
    let site = portal.site;
    let language = site.language(site.page(id).document.language);
    let rows = site.relations(id).iter().map(|relation| {
        let field = site.kinds.get(relation.kind).field(relation.field);
        let label = match (&field.inverse, relation.inverse) {
            (Some(inverse), true) => inverse.get(language),
            _ => field.label.get(language),
        };
        let items: Vec<Value> = relation.pages.iter().map(|page| card::card(portal, *page)).collect();
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
pub fn breadcrumbs(portal: Portal, id: PageId) -> Value {
    Value::from(portal.ancestors(id).map(|section| card::link(portal, section)).collect::<Vec<_>>())
}

/// All languages in which the page exists, itself included.
fn translations(portal: Portal, id: Option<PageId>, head: &Head) -> Value {
    let row = |language: Language, url: &UrlPath| {
        let code = portal.site.language(language);
        let name = crate::tables::languages::name(code);
        MapBuilder::new().set("lang", code).set("name", name).set("url", url.as_str()).build()
    };
    let rows: Vec<Value> = match id {
        Some(id) => portal.translations(id).map(|(_, language, url)| row(language, url)).collect(),
        None => head.alternates.iter().map(|(language, url)| row(*language, url)).collect(),
    };
    Value::from(rows)
}

/// The archive of the month in which a page was published.
fn archive_url<'a>(portal: Portal<'a>, page: PageView) -> Option<&'a UrlPath> {
    let date = page.date.filter(|_| page.kind().dated && page.document.role != Role::Section)?;
    portal.list(&ListKey::Month(page.document.language, date.year(), date.month()))
}

/// What a value shows.
pub fn fingerprint(value: &Value) -> Fingerprint {
    Fingerprint::of(&serde_json::to_vec(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::head::HeadPicture;
    use super::super::head_html::{Frame, html};
    use super::super::view::{Pictured, Shape};
    use super::*;

    /// A copy for each field with that field changed. One that is left out does not compile.
    macro_rules! each_changed {
        ($type:ident, $sample:expr, { $($field:ident: $change:expr),+ $(,)? }) => {{
            let $type { $($field: _),+ } = $sample;
            vec![$({
                let mut changed = $sample;
                let change: fn(&mut $type) = $change;
                change(&mut changed);
                (stringify!($field), changed)
            }),+]
        }};
    }

    fn head() -> Head {
        Head {
            title: "Đường".to_owned(),
            description: "Về đường".to_owned(),
            url: UrlPath::new("/hoi/duong/"),
            language: 0,
            og_type: "article",
            alternates: vec![(0, UrlPath::new("/hoi/duong/")), (1, UrlPath::new("/en/ask/road/"))],
            image: Some(picture()),
            dublin_core: vec![("title", "Đường".to_owned())],
            json_ld: vec![json!({ "@type": "FAQPage", "mainEntity": [{ "@type": "Question" }] })],
            feeds: vec![feed()],
            noindex: false,
            has_answer: false,
        }
    }

    fn feed() -> Feed {
        Feed { title: "Hỏi".to_owned(), url: UrlPath::new("/hoi/rss.xml"), media_type: "application/rss+xml" }
    }

    fn picture() -> HeadPicture {
        HeadPicture { url: UrlPath::new("/hoi/anh.jpg"), alt: "Ảnh".to_owned(), size: Some((1200, 630)) }
    }

    fn frame() -> Frame {
        let languages = vec!["vi".to_owned(), "en".to_owned()];
        let site_name = "Cổng".to_owned();
        Frame { origin: "https://a.vn".to_owned(), site_name, languages, unindexed: false, social: None }
    }

    fn reference() -> Reference {
        Reference { href: Some("/hoi/khac/".to_owned()), shape: Shape::Link }
    }

    fn context(head: Head, references: Vec<Reference>) -> PageContext {
        let page = MapBuilder::new().set("title", "Đường").build();
        PageContext { templates: vec!["item.html".to_owned()], language: 0, id: None, page, head, references }
    }

    #[test]
    fn whatever_a_head_shows_is_in_the_fingerprint_of_its_page() {
        let changed = each_changed!(Head, head(), {
            title: |head| head.title.push('x'),
            description: |head| head.description.push('x'),
            url: |head| head.url = UrlPath::new("/x/"),
            language: |head| head.language = 1,
            og_type: |head| head.og_type = "website",
            alternates: |head| head.alternates[1].1 = UrlPath::new("/en/x/"),
            image: |head| head.image = None,
            dublin_core: |head| head.dublin_core[0].1.push('x'),
            json_ld: |head| head.json_ld[0]["name"] = json!("x"),
            feeds: |head| head.feeds.clear(),
            noindex: |head| head.noindex = true,
            has_answer: |head| head.has_answer = true,
        });
        let feeds = each_changed!(Feed, feed(), {
            title: |feed| feed.title.push('x'),
            url: |feed| feed.url = UrlPath::new("/x.xml"),
            media_type: |feed| feed.media_type = "text/calendar",
        });
        let pictures = each_changed!(HeadPicture, picture(), {
            url: |picture| picture.url = UrlPath::new("/x.jpg"),
            alt: |picture| picture.alt.push('x'),
            size: |picture| picture.size = None,
        });
        let of_picture = pictures.into_iter().map(|(field, picture)| (field, Head { image: Some(picture), ..head() }));
        let of_feed = feeds.into_iter().map(|(field, feed)| (field, Head { feeds: vec![feed], ..head() }));
        let first = (html(&frame(), &head(), "Đáp"), context(head(), Vec::new()).shown());
        for (field, changed) in changed.into_iter().chain(of_feed).chain(of_picture) {
            assert_ne!(html(&frame(), &changed, "Đáp"), first.0, "the page does not show {field}");
            assert_ne!(context(changed, Vec::new()).shown(), first.1, "{field} is shown and not fingerprinted");
        }
    }

    #[test]
    fn whatever_a_body_shows_of_others_is_in_the_fingerprint_of_its_page() {
        let changed = each_changed!(Reference, reference(), {
            href: |reference| reference.href = None,
            shape: |reference| reference.shape = Shape::Film,
        });
        let pictured = each_changed!(Pictured, Pictured::default(), {
            size: |pictured| pictured.size = Some((1, 2)),
            srcset: |pictured| pictured.srcset.push('x'),
            webp: |pictured| pictured.webp.push('x'),
            sizes: |pictured| pictured.sizes.push('x'),
        });
        let pictured = pictured.into_iter().map(|(_, pictured)| pictured).chain([Pictured::default()]);
        let shapes = pictured.map(Shape::Picture);
        let shapes = shapes.chain(["a", "b"].map(|player| Shape::Player(player.to_owned())));
        let shapes = shapes.map(|shape| ("shape", Reference { shape, ..reference() }));
        let mut seen = vec![context(head(), vec![reference()]).shown()];
        for (field, changed) in changed.into_iter().chain(shapes) {
            let shown = context(head(), vec![changed]).shown();
            assert!(!seen.contains(&shown), "another {field} has the same fingerprint");
            seen.push(shown);
        }
    }

    #[test]
    fn all_of_a_page_but_whose_text_it_is_is_in_its_fingerprint() {
        let sample = || context(head(), vec![reference()]);
        let changed = each_changed!(PageContext, sample(), {
            templates: |context| context.templates.clear(),
            language: |context| context.language = 1,
            id: |context| context.id = Some(PageId(1)),
            page: |context| context.page = Value::none(),
            head: |context| context.head.noindex = true,
            references: |context| context.references.clear(),
        });
        for (field, changed) in changed {
            // The document has a hash of its own, and its number changes with every page before it.
            assert_eq!(changed.shown() == sample().shown(), field == "id", "{field}");
        }
    }
}
