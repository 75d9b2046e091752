//! Turns a whole list into a CSV: a row for each item, the fields of its kind in columns, named in the language of the list.
//!
//! UTF-8, a comma between cells, a point in numbers, days as ISO 8601 has them; cells that a spreadsheet would run are made such as
//! it shows. Texts of many lines, groups and pictures stay in the JSON.

use super::portal::Portal;
use super::view::View;
use crate::load::csv_cell;
use crate::load::document::Value;
use crate::load::kinds::{Field, FieldType, Kind, Taxonomy};
use crate::load::runs::shown_only;
use crate::model::resolve::Destination;
use crate::model::{ListId, ListKey, PageId, PageView};

/// Fields of every kind that go into a list.
const COMMON: [&str; 6] = ["summary", "date", "updated", "agency", "topics", "fields"];

pub fn list(portal: Portal, id: ListId) -> Vec<u8> {
    let site = portal.site;
    let list = site.list(id);
    let code = site.language(list.language);
    let words = portal.words(list.language);
    // Items of a topic or a year are of many kinds, so what is common to all is told of them.
    let kind = match list.key {
        ListKey::Section(section) => Some(site.page(section).item_kind()),
        _ => None,
    };
    let of_all = kind.or_else(|| site.kinds.schema("page"));
    let columns: Vec<&Field> = of_all.map_or_else(Vec::new, |of| columns(of, kind.is_some()));
    let has_states = kind.is_some_and(|kind| !kind.states.is_empty());
    let mut text = String::new();
    let [title, address, of_kind] = words.columns;
    let mut head: Vec<&str> = vec![title, address];
    if kind.is_none() {
        head.push(of_kind);
    }
    head.extend(has_states.then_some(words.state));
    head.extend(columns.iter().map(|field| field.label.get(code)));
    row(&mut text, head.into_iter());
    for id in list.items.iter().filter(|id| !site.page(**id).is_unindexed()) {
        let page = site.page(*id);
        let mut cells = vec![page.document.title.to_string(), portal.absolute(&page.url)];
        if kind.is_none() {
            cells.push(page.kind().label.get(code).to_owned());
        }
        if has_states {
            cells.push(page.state().map_or_else(String::new, |state| state.label.get(code).to_owned()));
        }
        cells.extend(columns.iter().map(|column| cell(portal, *id, page, &column.name)));
        row(&mut text, cells.iter().map(String::as_str));
    }
    text.into_bytes()
}

fn columns(kind: &Kind, with_own: bool) -> Vec<&Field> {
    let is_short = |field: &Field| !field.private && !field.kind.stands_alone();
    let (common, own) = kind.fields.split_at(kind.common.min(kind.fields.len()));
    let common = common.iter().filter(|field| COMMON.contains(&&*field.name));
    let own = own.iter().filter(|field| with_own && field.fact && !COMMON.contains(&&*field.name));
    common.chain(own).filter(|field| is_short(field)).collect()
}

fn cell(portal: Portal, id: PageId, page: PageView, name: &str) -> String {
    // What is told of these is what readers are told: never a day to come.
    match name {
        "date" => return page.date.map_or_else(String::new, |date| date.iso()),
        "updated" => return page.updated.map_or_else(String::new, |date| date.iso()),
        _ => {}
    }
    let kind = page.kind();
    let Some((index, value)) = kind.index_of(name).and_then(|index| Some((index, page.document.value(index)?))) else {
        return String::new();
    };
    let view = View::of_machines(portal, portal.site.page(id), page.document());
    written(&view, kind.field(index), value)
}

fn written(view: &View, field: &Field, value: &Value) -> String {
    let (site, document) = (view.portal.site, view.document);
    let code = site.language(document.language);
    match value {
        Value::List(values) => {
            let parts = values.iter().map(|value| written(view, field, value)).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join("; ")
        }
        Value::Text(_) | Value::Ref(_) if field.kind == FieldType::Phone => {
            site.telephone(document, value).unwrap_or_default().to_owned()
        }
        Value::Text(text) => term(view, field, text).unwrap_or(text).to_owned(),
        Value::Bool(flag) => {
            let words = view.portal.words(document.language);
            if *flag { words.yes } else { words.no }.to_owned()
        }
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.as_str().to_owned(),
        Value::Moment(moment) => moment.iso(),
        Value::Choice(index) => field.options[usize::from(*index)].label(code).to_owned(),
        Value::Ref(index) => {
            let target = &document.target(*index).target;
            match (view.destination(target), target) {
                (_, crate::load::document::Target::Document(number)) => number.to_string(),
                (Destination::Page { page, .. }, _) => site.page(page).document.title.to_string(),
                _ => String::new(),
            }
        }
        Value::Html(_) | Value::Group(_) => String::new(),
    }
}

/// The name of an agency, topic or field.
fn term<'a>(view: &View<'a>, field: &Field, id: &str) -> Option<&'a str> {
    let taxonomy = match field.kind {
        FieldType::Agency => Taxonomy::Agency,
        FieldType::Topic => Taxonomy::Topic,
        FieldType::Field => Taxonomy::Field,
        _ => return None,
    };
    let site = view.portal.site;
    let term = site.config.terms(taxonomy).iter().find(|term| term.id == id)?;
    Some(term.name.get(site.language(view.document.language)))
}

/// A row of a CSV (RFC 4180).
fn row<'t>(text: &mut String, cells: impl Iterator<Item = &'t str>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            text.push(',');
        }
        csv_cell::push(text, &shown_only(cell), |byte| matches!(byte, b',' | b'\n' | b'\r'));
    }
    text.push_str("\r\n");
}
