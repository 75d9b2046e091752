//! Turns a table in which rows are looked up into what the form of its page says of it: what a key looks like, where the rows are, and
//! what their columns are called. No row of it is known here.

use serde_json::json;
use tera::Value;

use super::portal::Portal;
use super::value::MapBuilder;
use crate::load::schema::{CellType, SchemaField};
use crate::lookup::{Form, Lookup};
use crate::model::PageId;
use crate::path::UrlPath;
use crate::plan::{PageJob, RowsPart};

/// `None` on a page where nothing is looked up.
pub fn value(portal: Portal, id: PageId) -> Option<Value> {
    let site = portal.site;
    let (_, lookup) = site.lookup_of(id)?;
    let language = site.page(id).language();
    let Lookup { schema, forms, .. } = &**lookup;
    let keys = schema.primary_key.iter().zip(forms).enumerate();
    let keys: Vec<Value> = keys
        .map(|(number, (field, form))| {
            let example = schema.lookup.examples.get(number).map_or("", String::as_str);
            key(&schema.fields[*field], *form, example, language)
        })
        .collect();
    let columns: Vec<serde_json::Value> =
        schema.shown_in_lookup().iter().map(|field| column(&schema.fields[*field], language)).collect();
    let names: String = lookup.shards.iter().map(|shard| shard.name.as_str()).collect();
    let map = MapBuilder::new()
        .set("salt", lookup.salt.text())
        .set("folder", site.config.base.url(&lookup.folder()).to_string())
        .set("names", names)
        .set("keys", keys)
        .set("columns", serde_json::Value::from(columns).to_string())
        .maybe("list_url", portal.plan.overview(PageJob::Rows { page: id, part: RowsPart::Index }).map(UrlPath::as_str))
        .set("rows", lookup.rows);
    Some(map.build())
}

fn key(field: &SchemaField, form: Form, example: &str, language: &str) -> Value {
    let digits = form.digits && field.cells != CellType::Date;
    // A run of digits is nobody's key more than any other; a word could be.
    let made: String = "12345678901234567890".chars().take(form.longest as usize).collect();
    let example = match (example, field.cells) {
        ("", CellType::Date) => "31/12/2006".to_owned(),
        ("", CellType::Year) => "2006".to_owned(),
        ("", _) if digits => made,
        (example, _) => example.to_owned(),
    };
    MapBuilder::new()
        .set("label", field.heading(language))
        .set("type", field.cells.name())
        .set("digits", digits)
        .set("shortest", form.shortest)
        .set("longest", form.longest)
        .set("example", example)
        .build()
}

fn column(field: &SchemaField, language: &str) -> serde_json::Value {
    json!({ "label": field.heading(language), "unit": field.unit.get(language), "type": field.cells.name() })
}
