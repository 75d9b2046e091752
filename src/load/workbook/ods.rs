//! Turns an ODS (OASIS ODF 1.2) into the rows of one of its sheets.
//!
//! Rows and cells that are the same are written once with a number, which may be a million: of empty ones only places are
//! counted, and of others there is a bound.

use std::collections::BTreeSet;
use std::io::Read;

use super::container::Container;
use super::numbers::{digits, in_per_cent};
use super::sheet::{Content, SheetCell, SheetRow, SheetTable};
use super::xml::{Element, Next, Xml};
use super::{Area, SheetName, Trouble, choose};
use crate::load::table::CellKind;

const CONTENT: &str = "content.xml";
/// Columns of a sheet.
const MOST_COLUMNS: u32 = 16_384;

pub fn rows(container: &Container, wanted: Option<&str>, table: &mut SheetTable) -> Result<(), Trouble> {
    if !container.has(CONTENT) {
        return Err(Trouble::OtherFile);
    }
    let manifest = "META-INF/manifest.xml";
    if container.has(manifest) && container.small_part(manifest)?.contains("encryption-data") {
        return Err(Trouble::Locked);
    }
    let sheets = sheets(container)?;
    let chosen = choose(&sheets, wanted)?;
    table.begin(&sheets, chosen);
    let (mut xml, mut at) = (Xml::new(container.part(CONTENT)?), 0);
    loop {
        match xml.next()? {
            Next::Open(element) if element.name == "table" => {
                if at == chosen {
                    return sheet(&mut xml, table);
                }
                at += 1;
                xml.skip(&element)?;
            }
            Next::End => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

/// The sheets, of which styles say whether they are seen.
fn sheets(container: &Container) -> Result<Vec<SheetName>, Trouble> {
    let mut xml = Xml::new(container.part(CONTENT)?);
    let (mut sheets, mut hidden, mut style) = (Vec::new(), BTreeSet::new(), String::new());
    loop {
        match xml.next()? {
            Next::Open(element) => match &*element.name {
                "style" => element.get("name").unwrap_or_default().clone_into(&mut style),
                "table-properties" if element.get("display") == Some("false") => drop(hidden.insert(style.clone())),
                "table" => {
                    let is_hidden = element.get("style-name").is_some_and(|style| hidden.contains(style));
                    let name = element.get("name").unwrap_or_default().to_owned();
                    sheets.push(SheetName { name, is_hidden });
                    xml.skip(&element)?;
                }
                _ => {}
            },
            Next::End => return Ok(sheets),
            _ => {}
        }
    }
}

fn is_hidden(element: &Element) -> bool {
    matches!(element.get("visibility"), Some("collapse" | "filter"))
}

fn sheet<R: Read>(xml: &mut Xml<R>, table: &mut SheetTable) -> Result<(), Trouble> {
    let (mut number, mut column) = (0_u32, 0_u32);
    loop {
        match xml.next()? {
            Next::Open(element) => match &*element.name {
                "table-column" => {
                    let repeated = element.number("number-columns-repeated").unwrap_or(1).max(1);
                    if is_hidden(&element) {
                        table.hidden_columns(column, column.saturating_add(repeated - 1));
                    }
                    column = column.saturating_add(repeated);
                }
                "table-row" => {
                    let repeated = element.number("number-rows-repeated").unwrap_or(1).max(1);
                    let mut row = SheetRow::default();
                    row.begin(number.saturating_add(1), is_hidden(&element));
                    cells(xml, &element, &mut row, table)?;
                    // Empty rows are places only.
                    let times = if row.cells.is_empty() { 1 } else { repeated };
                    for time in 0..times {
                        row.number = number.saturating_add(time + 1);
                        table.row(&row)?;
                    }
                    number = number.saturating_add(repeated);
                }
                // Headers and groups hold rows like any other.
                "table-header-rows"
                | "table-row-group"
                | "table-rows"
                | "table-columns"
                | "table-column-group"
                | "table-header-columns" => {}
                _ => xml.skip(&element)?,
            },
            Next::Close(name) if name == "table" => return Ok(()),
            Next::End => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

fn cells<R: Read>(xml: &mut Xml<R>, row: &Element, into: &mut SheetRow, table: &mut SheetTable) -> Result<(), Trouble> {
    let mut column = 0_u32;
    if row.is_empty {
        return Ok(());
    }
    loop {
        match xml.next()? {
            Next::Open(element) if matches!(&*element.name, "table-cell" | "covered-table-cell") => {
                let repeated = element.number("number-columns-repeated").unwrap_or(1).max(1);
                let content = content(xml, &element)?;
                let spans = |name| element.number(name).unwrap_or(1).max(1) - 1;
                let (rows, columns) = (spans("number-rows-spanned"), spans("number-columns-spanned"));
                if rows > 0 || columns > 0 {
                    let to = (into.number.saturating_add(rows), column.saturating_add(columns));
                    table.merged(Area { from: (into.number, column), to });
                }
                if content != Content::Empty {
                    let end = column.saturating_add(repeated).min(MOST_COLUMNS);
                    into.cells.extend((column..end).map(|column| SheetCell { column, content: content.clone() }));
                }
                column = column.saturating_add(repeated);
            }
            Next::Close(name) if name == "table-row" => return Ok(()),
            Next::End => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

fn content<R: Read>(xml: &mut Xml<R>, element: &Element) -> Result<Content, Trouble> {
    // Notes and drawings in a cell are no part of its value.
    let text = xml.text(element, &["annotation", "shape", "frame", "custom-shape"])?;
    let text = text.trim();
    let has_formula = element.get("formula").is_some();
    let number = || element.get("value").and_then(digits);
    let is_mistake = has_formula && (text.starts_with('#') || text.starts_with("Err:"));
    Ok(match element.get("value-type") {
        _ if is_mistake => Content::Mistake(text.to_owned()),
        Some("float" | "currency") => {
            number().map_or(Content::NoValue, |digits| Content::Value(CellKind::Number, digits))
        }
        Some("percentage") => {
            number().map_or(Content::NoValue, |digits| Content::Value(CellKind::Share, in_per_cent(&digits)))
        }
        Some("date") => {
            let stored = element.get("date-value").unwrap_or_default();
            let stored = stored.strip_suffix("T00:00:00").unwrap_or(stored);
            Content::Value(CellKind::Day, stored.get(..16).unwrap_or(stored).to_owned())
        }
        Some("boolean") => Content::Value(CellKind::Flag, (element.get("boolean-value") == Some("true")).to_string()),
        Some(_) => {
            let said = element.get("string-value").map_or(text, str::trim);
            if said.is_empty() { Content::Empty } else { Content::Value(CellKind::Words, said.to_owned()) }
        }
        None if has_formula && text.is_empty() => Content::NoValue,
        None if text.is_empty() => Content::Empty,
        None => Content::Value(CellKind::Words, text.to_owned()),
    })
}
