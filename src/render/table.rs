//! Turns a data table into what a template sees: cells as the page shows them, which columns are figures, and bars.

use tera::Value;

use super::value::MapBuilder;
use crate::load::data::Table;
use crate::load::figures::{Column, Writing};
use crate::text::decimal::{Decimal, Mark};
use crate::trace::DataQuery;

/// `columns` and `rows` of texts, `figures` (for each column whether it is one), `bars` (for each row the width in per
/// cent, where the table has one column of figures), `total` rows of the file; none for a table too large for a page.
pub fn value(table: &Table, query: &DataQuery, language: &str) -> Value {
    if table.columns().is_empty() {
        return Value::none();
    }
    let codes: Vec<&str> = query.codes.iter().map(String::as_str).collect();
    // The first column names the rows and is left as written: it may hold years.
    let writings: Vec<Writing> = (0..table.columns().len())
        .map(|column| if column == 0 { Writing::Text } else { table.writing(column, query.decimal, &codes) })
        .collect();
    let columns: Vec<(&Writing, &Column)> = writings.iter().zip(table.columns()).collect();
    let row = |cells: Vec<&str>| {
        let shown = cells
            .iter()
            .zip(&columns)
            .map(|(cell, (writing, column))| Value::from(Table::shown(cell, writing, column, language).as_ref()));
        Value::from(shown.collect::<Vec<_>>())
    };
    MapBuilder::new()
        .set("columns", table.names().map(Value::from).collect::<Vec<_>>())
        .set("figures", writings.iter().map(|writing| Value::from(mark(writing).is_some())).collect::<Vec<_>>())
        .set("rows", table.rows().map(row).collect::<Vec<_>>())
        .set("bars", bars(table, &writings).unwrap_or_default())
        .set("total", table.total)
        .build()
}

/// How a column's numbers are read, if it has any that can be calculated with.
fn mark(writing: &Writing) -> Option<Mark> {
    match writing {
        Writing::Known(mark) | Writing::Declared(mark) => Some(*mark),
        Writing::Text | Writing::Unclear(_) | Writing::Against(..) => None,
    }
}

/// The share of each row in the largest, of a table of names and figures; none where a figure is missing or below zero.
fn bars(table: &Table, writings: &[Writing]) -> Option<Vec<Value>> {
    let [_, writing] = writings else { return None };
    let mark = mark(writing).filter(|_| !table.columns().get(1).is_some_and(Column::are_years))?;
    let figures: Vec<Decimal> = table.rows().map(|row| Decimal::read(row[1], mark)).collect::<Option<_>>()?;
    let places = figures.iter().map(Decimal::places).max()?;
    let sizes: Vec<i128> = figures.iter().map(|figure| figure.scaled(places)).collect::<Option<_>>()?;
    let largest = sizes.iter().copied().max().filter(|largest| *largest > 0)?;
    let bar = |size: &i128| {
        let share = size.checked_mul(10_000).filter(|size| *size >= 0)?.checked_add(largest / 2)? / largest;
        let per_cent = |hundredths: i128| {
            Decimal::parse(&format!("{}.{:02}", hundredths / 100, hundredths % 100))
                .map_or_else(String::new, |number| number.rounded(2).as_str().to_owned())
        };
        Some(MapBuilder::new().set("x", per_cent(10_000 - share)).set("width", per_cent(share)).build())
    };
    sizes.iter().map(bar).collect()
}
