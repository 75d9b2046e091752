//! Turns typed front matter into template values, JSON and the facts that a page shows.

use std::sync::Arc;

use tera::{Map, Value};

use super::body::{self, Loading};
use super::portal::Portal;
use super::view::View;
use crate::load::document::{self, Target};
use crate::load::kinds::{DateRole, Field, FieldIndex, FieldType};
use crate::load::variants::{DrawnPage, DrawnVersions, Variants};
use crate::model::Site;
use crate::model::resolve::Destination;
use crate::plan::DataJob;
use crate::tables;
use crate::text::decimal::Decimal;
use crate::text::html::escape;
use crate::text::{address, number, telephone};
use crate::time;

/// A map in the order in which it is written.
#[derive(Default)]
pub struct MapBuilder(Map);

impl MapBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn set(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }

    /// Sets the key to `none` where there is no value, so that templates can test it.
    pub fn maybe(self, key: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(key, value),
            None => self.set(key, Value::none()),
        }
    }

    pub fn build(self) -> Value {
        Value::from(self.0)
    }
}

/// HTML that a template prints as it is.
pub fn safe(html: &str) -> Value {
    Value::safe_string(html)
}

/// The fields that the document sets, by name. What leads to nothing that is public is left out, and so is a date on
/// which it will have been published or changed.
pub fn fields(view: &View, with_markdown: bool) -> Value {
    let View { page, document, .. } = *view;
    let kind = view.portal.site.kinds.get(document.kind);
    let mut map = Map::new();
    // What was scheduled is dated by that, here as everywhere.
    let scheduled = document.role(kind, DateRole::Publish).map(document::Value::Moment);
    for (index, value) in &document.values {
        let field = kind.field(*index);
        let value = scheduled.as_ref().filter(|_| field.name == "date").unwrap_or(value);
        let to_come = match field.name.as_str() {
            "date" => page.date_to_come,
            "updated" => page.updated_to_come,
            _ => false,
        };
        if to_come || (field.kind == FieldType::Markdown && !with_markdown) {
            continue;
        }
        if let Some(value) = entries(view, *index).or_else(|| field_value(view, field, value)) {
            map.insert(field.name.clone().into(), value);
        }
    }
    Value::from(map)
}

/// The entries of a calendar, those that people come to with the address of their file; none where the field holds no entries.
fn entries(view: &View, index: FieldIndex) -> Option<Value> {
    let View { portal, page, document, .. } = *view;
    let kind = portal.site.kinds.get(document.kind);
    let calendar = kind.calendar.filter(|calendar| calendar.entries.is_some_and(|entries| entries.field == index));
    let Some(document::Value::List(values)) = document.value(calendar?.entries?.field) else { return None };
    let value = |(at, value): (usize, &document::Value)| {
        let mut value = field_value(view, kind.field(index), value)?.into_map()?;
        if let Some(url) = portal.plan.overview(DataJob::Appointment(page.id, at)) {
            value.insert("ics_url".into(), Value::from(url.as_str()));
        }
        Some(Value::from(value))
    };
    Some(Value::from(values.iter().enumerate().filter_map(value).collect::<Vec<_>>()))
}

fn field_value(view: &View, field: &Field, value: &document::Value) -> Option<Value> {
    let View { portal: Portal { site, .. }, document, .. } = *view;
    let language = site.language(document.language);
    let value = match value {
        document::Value::Text(_) | document::Value::Ref(_) if field.kind == FieldType::Phone => {
            let text = site.telephone(document, value)?;
            MapBuilder::new().set("text", text).set("tel", format!("tel:{}", telephone::dial(text))).build()
        }
        document::Value::Text(text) if field.kind == FieldType::Url => Value::from(&*site.config.base.href(text)),
        document::Value::Text(text) => Value::from(&**text),
        document::Value::Html(html) => safe(&body::fill(html, &[], view.references(), Loading::Late)),
        document::Value::Bool(flag) => Value::from(*flag),
        document::Value::Integer(number) => Value::from(*number),
        document::Value::Number(number) => decimal(number),
        document::Value::Moment(moment) => Value::from(moment.iso()),
        document::Value::Choice(index) => {
            let option = &field.options[usize::from(*index)];
            MapBuilder::new().set("id", option.id.as_str()).set("label", option.label(language)).build()
        }
        document::Value::Ref(index) => return reference(view, &document.target(*index).target),
        document::Value::List(values) => {
            let values: Vec<_> = values.iter().filter_map(|value| field_value(view, field, value)).collect();
            if values.is_empty() {
                return None;
            }
            Value::from(values)
        }
        document::Value::Group(values) => {
            let mut map = Map::new();
            for (index, value) in values {
                let inner = &field.fields[usize::from(*index)];
                if let Some(value) = field_value(view, inner, value) {
                    map.insert(inner.name.clone().into(), value);
                }
            }
            Value::from(map)
        }
    };
    Some(value)
}

/// A number for JSON and templates where it keeps all its digits there, else its text.
fn decimal(number: &Decimal) -> Value {
    let text = number.as_str();
    let whole = text.parse::<i64>().ok().filter(|_| number.fits_json()).map(Value::from);
    let fraction = || text.parse::<f64>().ok().filter(|_| number.fits_json()).map(Value::from);
    whole.or_else(fraction).unwrap_or_else(|| Value::from(text))
}

/// Where a reference leads: url, title and, for files, what a download list shows; none where that is not public.
fn reference<'a>(view: &View<'a>, target: &'a Target) -> Option<Value> {
    let View { portal: Portal { site, .. }, document, .. } = *view;
    let value = match view.destination(target) {
        Destination::Page { page, .. } => {
            let page = site.page(page);
            let number = page.text("number");
            let other = (page.document.language != document.language).then(|| site.language(page.document.language));
            MapBuilder::new()
                .maybe("lang", other)
                .set("url", page.url.as_str())
                .set("title", &*page.document.title)
                .maybe("number", number)
        }
        Destination::File(found) => return Some(with_variants(file(site, target), view.variants(found))),
        Destination::Address(address) => {
            let embed = address::video_embed(&address);
            MapBuilder::new().set("url", &*address).set("title", &*address::decode(&address)).maybe("embed", embed)
        }
        Destination::Anchor(anchor) => MapBuilder::new().set("url", format!("#{anchor}")),
        Destination::Withheld | Destination::Missing if !matches!(target, Target::Document(_)) => return None,
        Destination::Withheld | Destination::Missing => MapBuilder::new().set("url", Value::none()),
    };
    // The number as written stays visible where the document is not on the portal.
    match target {
        Target::Document(number) => Some(value.set("number", &**number).build()),
        _ => Some(value.build()),
    }
}

/// A published file as templates see it.
pub fn file(site: &Site, target: &Target) -> Value {
    let Target::File(source) = target else { return Value::none() };
    let Some(file) = site.file(source.as_str()) else { return Value::none() };
    let (name, facts) = (source.file_name(), &file.facts);
    let (width, height) = facts.dimensions.map_or((None, None), |(width, height)| (Some(width), Some(height)));
    let shown = MapBuilder::new()
        .set("url", file.url.as_str())
        .set("path", source.as_str())
        .set("name", name)
        .set("ext", tables::extension(name))
        .set("type", tables::media_type(name))
        .set("size", facts.size)
        .set("sha256", facts.sha256.as_str())
        .maybe("width", width)
        .maybe("height", height);
    match facts.pages {
        Some(pages) => shown.set("pages", pages).build(),
        None => shown.build(),
    }
}

/// A published picture with its smaller versions, as `srcset` of HTML names them.
pub fn picture(site: &Site, target: &Target) -> Value {
    let Target::File(source) = target else { return Value::none() };
    let variants = site.file(source.as_str()).map(|file| &file.variants);
    with_variants(file(site, target), variants)
}

pub fn with_variants(value: Value, variants: Option<&Variants>) -> Value {
    let Some(variants) = variants.filter(|variants| variants.has_any()) else {
        return value;
    };
    let mut map = value.into_map().unwrap_or_default();
    let Variants { srcset, webp, wide, wide_webp, .. } = variants;
    for (key, list) in [("srcset", srcset), ("webp", webp), ("wide", wide), ("wide_webp", wide_webp)] {
        if !list.is_empty() {
            map.insert(key.into(), Value::from(list.as_str()));
        }
    }
    let drawn: Vec<Value> = variants.drawn.iter().filter_map(drawn).collect();
    if !drawn.is_empty() {
        map.insert("drawn".into(), Value::from(drawn));
    }
    Value::from(map)
}

/// A page of a PDF as a picture that a sheet shows.
fn drawn(page: &DrawnPage) -> Option<Value> {
    let DrawnVersions { wide, wide_webp, url, width, height, size } = page.shown.as_ref().ok()?;
    let shown = MapBuilder::new()
        .set("page", page.page)
        .set("url", url.as_str())
        .set("ext", tables::extension(url.as_str()))
        .set("size", *size)
        .set("width", *width)
        .set("height", *height);
    let list = |list: &str| (!list.is_empty()).then(|| list.to_owned());
    Some(shown.maybe("wide", list(wide)).maybe("wide_webp", list(wide_webp)).build())
}

/// The kind's own fields that are set, in the schema's order, as label and HTML.
pub fn facts(view: &View) -> Value {
    let View { portal: Portal { site, .. }, page, document, .. } = *view;
    let kind = page.kind();
    let language = site.language(document.language);
    let mut rows = Vec::new();
    for (index, value) in &document.values {
        let field = kind.field(*index);
        let common = usize::from(*index) < kind.common;
        if common || field.kind.stands_alone() || !field.fact {
            continue;
        }
        let html = fact_html(view, field, value);
        if !html.is_empty() {
            rows.push(
                MapBuilder::new()
                    .set("name", field.name.as_str())
                    .set("label", field.label.get(language))
                    .set("html", safe(&html))
                    .build(),
            );
        }
    }
    Value::from(rows)
}

fn fact_html(view: &View, field: &Field, value: &document::Value) -> String {
    let View { portal: Portal { site, .. }, document, .. } = *view;
    let language = site.language(document.language);
    match value {
        document::Value::List(values) => {
            let parts = values.iter().map(|value| fact_html(view, field, value)).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join("; ")
        }
        document::Value::Text(_) | document::Value::Ref(_) if field.kind == FieldType::Phone => {
            site.telephone(document, value).map(|number| text_html(site, field.kind, number)).unwrap_or_default()
        }
        document::Value::Text(text) => text_html(site, field.kind, text),
        document::Value::Bool(flag) => yes_no(*flag, language).to_owned(),
        document::Value::Integer(number) if field.kind == FieldType::Year => number.to_string(),
        document::Value::Integer(number) => number::count(*number, language),
        document::Value::Number(value) => value.shown(language),
        document::Value::Moment(moment) => {
            format!("<time datetime=\"{}\">{}</time>", moment.iso(), time::date_time(moment, language))
        }
        document::Value::Choice(index) => escape(field.options[usize::from(*index)].label(language)),
        document::Value::Ref(index) => reference_html(view, *index),
        document::Value::Html(_) | document::Value::Group(_) => String::new(),
    }
}

fn text_html(site: &Site, kind: FieldType, text: &str) -> String {
    let shown = escape(text);
    match kind {
        FieldType::Phone => format!("<a href=\"tel:{}\">{shown}</a>", telephone::dial(text)),
        FieldType::Email => format!("<a href=\"mailto:{shown}\">{shown}</a>"),
        FieldType::Url => format!("<a href=\"{}\">{shown}</a>", escape(&site.config.base.href(text))),
        _ => shown,
    }
}

fn yes_no(flag: bool, language: &str) -> &'static str {
    let words = tables::languages::words(language);
    if flag { words.yes } else { words.no }
}

fn reference_html(view: &View, index: u32) -> String {
    let View { portal: Portal { site, .. }, document, .. } = *view;
    let target = &document.target(index).target;
    let Destination::Page { page, .. } = view.destination(target) else {
        return if let Target::Document(number) = target { escape(number) } else { String::new() };
    };
    let page = site.page(page);
    // The title is in the language of its page.
    let own = site.language(page.document.language);
    let lang = if page.document.language == document.language { String::new() } else { format!(" lang=\"{own}\"") };
    let (url, title) = (escape(page.url.as_str()), escape(&page.document.title));
    match target {
        Target::Document(number) => format!("<a href=\"{url}\"{lang} title=\"{title}\">{}</a>", escape(number)),
        _ => format!("<a href=\"{url}\"{lang}>{title}</a>"),
    }
}

/// The text of a string that many values share.
pub fn shared(text: &Arc<str>) -> Value {
    Value::from(&**text)
}
