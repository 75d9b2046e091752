//! Turns a data table into what a template sees: cells as the page shows them, which columns are figures, units, sums, and bars.

use tera::Value;

use super::value::MapBuilder;
use crate::load::figures::{Column, Writing};
use crate::load::schema::SchemaField;
use crate::load::table::Table;
use crate::path::UrlPath;
use crate::text::decimal::{Decimal, Mark};
use crate::trace::DataQuery;

/// `columns` and `rows` of texts, `figures` (for each column whether it is one), `bars` (for each row the width in per
/// cent, where the table has one column of figures), `total` rows of the file; none for a table too large for a page.
///
/// `csv`: where the table of a workbook is as a CSV, and its size; none for others.
///
/// Of a table with a schema (`typed`) also its `title`, the `unit` that all its figures share, else the `units` of its columns
/// (`has_units`: whether there are any),
/// and for each row whether it is one of the `sums`; an empty cell says then that nothing is there.
pub fn value(table: &Table, query: &DataQuery, language: &str, csv: Option<(&UrlPath, u64)>) -> Value {
    if table.columns().is_empty() {
        return Value::none();
    }
    let codes: Vec<&str> = query.codes.iter().map(String::as_str).collect();
    // The first column names the rows and is left as written: it may hold years.
    let writings: Vec<Writing> = (0..table.columns().len())
        .map(|column| if column == 0 { Writing::Text } else { table.writing(column, query.decimal, &codes) })
        .collect();
    let row = |(row, cells): (usize, Vec<&str>)| {
        let shown =
            cells.iter().enumerate().zip(&writings).map(|((column, cell), writing)| {
                Value::from(table.shown((row, column), cell, writing, language).as_ref())
            });
        Value::from(shown.collect::<Vec<_>>())
    };
    let fields: Vec<Option<&SchemaField>> = (0..writings.len()).map(|column| table.field(column)).collect();
    let headings = table.names().zip(&fields).map(|(name, field)| field.map_or(name, |field| field.heading(language)));
    let unit = shared_unit(&fields, language);
    let unit_of = |field: &Option<&SchemaField>| match unit {
        "" => Value::from(field.map_or("", |field| field.unit.get(language))),
        _ => Value::from(""),
    };
    let schema = table.schema();
    MapBuilder::new()
        .set("columns", headings.map(Value::from).collect::<Vec<_>>())
        .set("figures", writings.iter().map(|writing| Value::from(mark(writing).is_some())).collect::<Vec<_>>())
        .set("rows", table.rows().enumerate().map(row).collect::<Vec<_>>())
        .set("bars", bars(table, &writings).unwrap_or_default())
        .set("total", table.total)
        .maybe("csv", csv.map(|(url, size)| MapBuilder::new().set("url", url.as_str()).set("size", size).build()))
        .set("typed", schema.is_some())
        .set("title", schema.map_or("", |schema| schema.title.get(language)))
        .set("unit", unit)
        .set("has_units", fields.iter().flatten().any(|field| !field.unit.get(language).is_empty()))
        .set("units", fields.iter().map(unit_of).collect::<Vec<_>>())
        .set("sums", (0..table.kept()).map(|row| Value::from(table.is_sum(row))).collect::<Vec<_>>())
        .build()
}

/// The unit that all figures have, of a table that has several or one.
fn shared_unit<'f>(fields: &[Option<&'f SchemaField>], language: &str) -> &'f str {
    let mut units =
        fields.iter().flatten().filter(|field| field.cells.is_amount()).map(|field| field.unit.get(language));
    let first = units.next().unwrap_or_default();
    let others = fields.iter().flatten().filter(|field| !field.cells.is_amount());
    let is_shared =
        units.all(|unit| unit == first) && others.into_iter().all(|field| field.unit.get(language).is_empty());
    if is_shared { first } else { "" }
}

/// How a column's numbers are read, if it has any that can be calculated with.
fn mark(writing: &Writing) -> Option<Mark> {
    match writing {
        Writing::Known(mark) | Writing::Declared(mark) => Some(*mark),
        Writing::Text | Writing::Unclear(_) | Writing::Mixed(..) | Writing::Against(..) => None,
    }
}

/// The share of each row in the largest, of a table of names and figures; none where a figure is missing or below zero. A
/// row that is the sum of others has no bar.
fn bars(table: &Table, writings: &[Writing]) -> Option<Vec<Value>> {
    let [_, writing] = writings else { return None };
    let mark = mark(writing).filter(|_| !table.columns().get(1).is_some_and(Column::are_years))?;
    let rows = table.rows().enumerate();
    let figures: Vec<Option<Decimal>> = rows
        .map(|(row, cells)| match table.is_sum(row) {
            true => Some(None),
            false => table.figure(1, cells[1], mark).map(Some),
        })
        .collect::<Option<_>>()?;
    let places = figures.iter().flatten().map(Decimal::places).max()?;
    let size = |figure: &Option<Decimal>| figure.as_ref().map_or(Some(None), |figure| figure.scaled(places).map(Some));
    let sizes: Vec<Option<i128>> = figures.iter().map(size).collect::<Option<_>>()?;
    let largest = sizes.iter().flatten().copied().max().filter(|largest| *largest > 0)?;
    let bar = |size: &Option<i128>| {
        let Some(size) = size else { return Some(Value::from("")) };
        let share = size.checked_mul(10_000).filter(|size| *size >= 0)?.checked_add(largest / 2)? / largest;
        let per_cent = |hundredths: i128| {
            Decimal::parse(&format!("{}.{:02}", hundredths / 100, hundredths % 100))
                .map_or_else(String::new, |number| number.rounded(2).as_str().to_owned())
        };
        Some(MapBuilder::new().set("x", per_cent(10_000 - share)).set("width", per_cent(share)).build())
    };
    sizes.iter().map(bar).collect()
}
