//! Turns the tables of a page into a Data Package (Frictionless Data, Tabular Data Package), which says to programs where each table
//! is, how it is written and what its columns hold.
//!
//! Only tables with a schema are in it: of others nobody has said what they hold.

use serde_json::{Map, Value, json};

use super::portal::Portal;
use crate::files::Hash;
use crate::load::document::Target;
use crate::load::kinds::FieldType;
use crate::load::schema::cells::{Limit, day};
use crate::load::schema::{CellType, SchemaField};
use crate::load::table::Table;
use crate::model::{PageId, PageView, PublishedFile};
use crate::path::{SourcePath, UrlPath, decode};
use crate::plan::DataJob;
use crate::text::decimal::{Decimal, Mark};
use crate::text::slug::slug;

/// A table of the page, and where it is.
struct Resource<'a> {
    source: &'a SourcePath,
    file: &'a PublishedFile,
    table: &'a Table,
    /// Of a workbook.
    csv: Option<(&'a UrlPath, (Hash, u64))>,
}

/// The package of a page that has one.
pub fn of_page(portal: Portal, id: PageId) -> Vec<u8> {
    let page = portal.site.page(id);
    let language = portal.site.language(page.document.language);
    let resources: Vec<Value> =
        resources(portal, page).iter().map(|resource| describe(portal, page, resource, language)).collect();
    let mut package = Map::new();
    package.insert("name".to_owned(), json!(slug(&page.document.title)));
    package.insert("title".to_owned(), json!(&*page.document.title));
    if let Some(summary) = page.text("summary") {
        package.insert("description".to_owned(), json!(summary));
    }
    package.insert("homepage".to_owned(), json!(portal.absolute(&page.url)));
    package.insert("profile".to_owned(), json!("tabular-data-package"));
    package.insert("resources".to_owned(), Value::from(resources));
    let mut bytes = serde_json::to_vec_pretty(&package).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn resources<'a>(portal: Portal<'a>, page: PageView<'a>) -> Vec<Resource<'a>> {
    let (site, document, kind) = (portal.site, page.document(), page.kind());
    let fields = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Data);
    let targets = fields.flat_map(|(_, value)| value.refs()).filter_map(|index| match &document.target(index).target {
        Target::File(source) => Some(source),
        _ => None,
    });
    let resource = |source: &'a SourcePath| {
        let (file, dataset) = (site.file(source.as_str())?, site.dataset(source.as_str())?);
        let table = dataset.table().filter(|table| table.schema().is_some())?;
        let csv = portal.plan.overview(DataJob::TableCsv(source.clone())).zip(dataset.csv());
        Some(Resource { source, file, table, csv })
    };
    targets.filter_map(resource).collect()
}

fn describe(portal: Portal, page: PageView, resource: &Resource, language: &str) -> Value {
    let Resource { source, file, table, csv } = resource;
    let url = csv.map_or(&file.url, |(url, _)| url);
    // Below the page, as programs that have both want it; a file elsewhere by its whole address.
    let beside = url.as_str().strip_prefix(page.url.as_str()).map(|path| decode(path).into_owned());
    let mut map = Map::new();
    let name = source.file_name().rsplit_once('.').map_or(source.file_name(), |(stem, _)| stem);
    map.insert("name".to_owned(), json!(slug(name)));
    map.insert("path".to_owned(), json!(beside.unwrap_or_else(|| portal.absolute(url))));
    let title = table.schema().map_or("", |schema| schema.title.get(language));
    map.insert("title".to_owned(), json!(if title.is_empty() { &*page.document.title } else { title }));
    map.insert("profile".to_owned(), json!("tabular-data-resource"));
    map.insert("format".to_owned(), json!("csv"));
    map.insert("mediatype".to_owned(), json!("text/csv"));
    map.insert("encoding".to_owned(), json!("utf-8"));
    match csv {
        Some((_, (_, size))) => drop(map.insert("bytes".to_owned(), json!(size))),
        None => {
            map.insert("bytes".to_owned(), json!(file.facts.size));
            map.insert("hash".to_owned(), json!(format!("sha256:{}", file.facts.sha256)));
        }
    }
    map.insert("dialect".to_owned(), dialect(table, csv.is_some()));
    map.insert("schema".to_owned(), schema(table, language));
    Value::from(map)
}

fn dialect(table: &Table, is_made: bool) -> Value {
    let header_row = table.schema().map_or(1, |schema| schema.header_row);
    let mut dialect = Map::new();
    if !is_made {
        if table.separator() != ',' {
            dialect.insert("delimiter".to_owned(), json!(table.separator()));
        }
        if header_row > 1 {
            dialect.insert("headerRows".to_owned(), json!([header_row]));
        }
    }
    Value::from(dialect)
}

/// The columns in the order of the file.
fn schema(table: &Table, language: &str) -> Value {
    let fields: Vec<Value> = (0..table.columns().len())
        .filter_map(|column| Some(field(table, column, table.field(column)?, language)))
        .collect();
    let mut map = Map::new();
    map.insert("fields".to_owned(), Value::from(fields));
    if let Some(schema) = table.schema() {
        map.insert("missingValues".to_owned(), json!(schema.missing_values));
        if !schema.primary_key.is_empty() {
            let key: Vec<&str> = schema.primary_key.iter().map(|field| schema.fields[*field].name.as_str()).collect();
            map.insert("primaryKey".to_owned(), json!(key));
        }
    }
    Value::from(map)
}

fn field(table: &Table, column: usize, field: &SchemaField, language: &str) -> Value {
    let mut map = Map::new();
    let mut set = |key: &str, value: Value| drop(map.insert(key.to_owned(), value));
    set("name", json!(field.name));
    if field.heading(language) != field.name {
        set("title", json!(field.heading(language)));
    }
    // Groups of digits are for numbers alone there.
    let kind = if field.cells == CellType::Integer && field.groups { CellType::Number } else { field.cells };
    set("type", json!(kind.name()));
    match field.cells {
        CellType::Integer | CellType::Number if kind == CellType::Number => {
            if field.mark == Mark::Comma {
                set("decimalChar", json!(","));
            }
            if field.groups {
                set("groupChar", json!(if field.mark == Mark::Comma { "." } else { "," }));
            }
            if field.unit.all().any(|(_, unit)| unit.trim() == "%") {
                set("bareNumber", json!(false));
            }
        }
        CellType::Date => {
            let is_iso = |cell: &str| day(cell).is_none() || cell.contains('-');
            if !table.rows().all(|row| is_iso(row[column])) {
                set("format", json!("%d/%m/%Y"));
            }
        }
        CellType::Boolean => {
            set("trueValues", json!(["true", "có", "Có", "CÓ", "x", "X", "yes", "đúng", "1"]));
            set("falseValues", json!(["false", "không", "Không", "KHÔNG", "no", "sai", "0"]));
        }
        _ => {}
    }
    let unit = field.unit.get(language);
    if !unit.is_empty() {
        set("unit", json!(unit));
    }
    let constraints = constraints(field);
    if !constraints.is_empty() {
        set("constraints", Value::from(constraints));
    }
    Value::from(map)
}

fn constraints(field: &SchemaField) -> Map<String, Value> {
    let own = &field.constraints;
    let mut map = Map::new();
    let number = |number: &Decimal| serde_json::from_str(number.as_str()).unwrap_or_else(|_| json!(number.as_str()));
    let limit = |limit: &Limit| match limit {
        Limit::Number(size) => number(size),
        Limit::Day(day) => json!(day),
    };
    for (name, is_set) in [("required", own.required), ("unique", own.unique)] {
        if is_set {
            map.insert(name.to_owned(), json!(true));
        }
    }
    for (name, set) in [("minimum", &own.minimum), ("maximum", &own.maximum)] {
        if let Some(set) = set {
            map.insert(name.to_owned(), limit(set));
        }
    }
    if let Some(pattern) = own.pattern.as_ref().filter(|_| field.cells == CellType::String) {
        map.insert("pattern".to_owned(), json!(pattern));
    }
    if !own.choices.is_empty() {
        map.insert("enum".to_owned(), json!(own.choices));
    }
    map
}
