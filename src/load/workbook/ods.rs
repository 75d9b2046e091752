//! Turns an ODS (OASIS ODF 1.2) into the rows of one of its sheets.
//!
//! Rows and cells that are the same are written once with a number, which may be a million: of empty ones only places are
//! counted, and of others there is a bound. The part with all sheets is gone through once, but where no sheet is seen.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;

use super::container::Container;
use super::numbers::{digits, in_per_cent};
use super::sheet::{Content, SheetRow, SheetTable};
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
    let is_wanted = |_: usize, sheet: &SheetName| match wanted {
        Some(name) => sheet.name.trim() == name,
        None => !sheet.is_hidden,
    };
    let (sheets, was_read) = read(container, table, is_wanted)?;
    if !was_read {
        let chosen = choose(&sheets, wanted)?;
        read(container, table, |at, _| at == chosen)?;
    }
    table.beside(&sheets);
    Ok(())
}

/// Reads the first sheet that is wanted; all sheets, of which styles say whether they are seen, and whether there was one.
fn read(
    container: &Container,
    table: &mut SheetTable,
    is_wanted: impl Fn(usize, &SheetName) -> bool,
) -> Result<(Vec<SheetName>, bool), Trouble> {
    let mut xml = Xml::new(container.part(CONTENT)?);
    let (mut sheets, mut hidden, mut style, mut was_read) = (Vec::new(), BTreeSet::new(), String::new(), false);
    loop {
        match xml.next()? {
            Next::Open(element) => match element.name() {
                "style" => style = element.get("name").unwrap_or_default().into_owned(),
                "table-properties" if element.get("display").as_deref() == Some("false") => {
                    hidden.insert(style.clone());
                }
                "table" => {
                    let is_hidden = element.get("style-name").is_some_and(|style| hidden.contains(&*style));
                    let name = element.get("name").unwrap_or_default().into_owned();
                    let (sheet, is_empty) = (SheetName { name, is_hidden }, element.is_empty);
                    let is_it = !was_read && is_wanted(sheets.len(), &sheet);
                    was_read |= is_it;
                    if is_it {
                        table.begin(&sheet.name);
                    }
                    sheets.push(sheet);
                    match (is_empty, is_it) {
                        (true, _) => {}
                        (false, true) => self::sheet(&mut xml, table)?,
                        (false, false) => xml.skip()?,
                    }
                }
                _ => {}
            },
            Next::End => return Ok((sheets, was_read)),
            _ => {}
        }
    }
}

fn is_hidden(element: &Element) -> bool {
    matches!(element.get("visibility").as_deref(), Some("collapse" | "filter"))
}

fn sheet<R: Read>(xml: &mut Xml<R>, table: &mut SheetTable) -> Result<(), Trouble> {
    let (mut number, mut column) = (0_u32, 0_u32);
    let (mut row, mut stored) = (SheetRow::default(), Stored::default());
    loop {
        match xml.next()? {
            Next::Open(element) => match element.name() {
                "table-column" => {
                    let repeated = element.number("number-columns-repeated").unwrap_or(1).max(1);
                    if is_hidden(&element) {
                        table.hidden_columns(column, column.saturating_add(repeated - 1));
                    }
                    column = column.saturating_add(repeated);
                }
                "table-row" => {
                    let repeated = element.number("number-rows-repeated").unwrap_or(1).max(1);
                    row.begin(number.saturating_add(1), is_hidden(&element));
                    if !element.is_empty {
                        cells(xml, &mut row, &mut stored, table)?;
                    }
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
                _ if element.is_empty => {}
                _ => xml.skip()?,
            },
            Next::Close(closed) if closed.is("table") => return Ok(()),
            Next::End => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

fn cells<R: Read>(
    xml: &mut Xml<R>,
    into: &mut SheetRow,
    stored: &mut Stored,
    table: &mut SheetTable,
) -> Result<(), Trouble> {
    let mut column = 0_u32;
    loop {
        match xml.next()? {
            Next::Open(element) if matches!(element.name(), "table-cell" | "covered-table-cell") => {
                stored.begin(&element);
                if !element.is_empty {
                    // Notes and drawings in a cell are no part of its value.
                    xml.text(&mut stored.text, &["annotation", "shape", "frame", "custom-shape"])?;
                }
                let (rows, columns) = (stored.rows - 1, stored.columns - 1);
                if rows > 0 || columns > 0 {
                    let to = (into.number.saturating_add(rows), column.saturating_add(columns));
                    table.merged(Area { from: (into.number, column), to });
                }
                let end = column.saturating_add(stored.repeated);
                let (content, text) = stored.content();
                if content != Content::Empty {
                    into.fill(column..end.min(MOST_COLUMNS), content, &text);
                }
                column = end;
            }
            Next::Close(closed) if closed.is("table-row") => return Ok(()),
            Next::End => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

/// A cell as it is stored; one for a sheet, used again for each.
#[derive(Default)]
struct Stored {
    kind: Kind,
    has_formula: bool,
    /// So many cells beside each other are this one; so many rows and columns it spans.
    repeated: u32,
    rows: u32,
    columns: u32,
    /// Of a number; of a day.
    value: Option<String>,
    date: Option<String>,
    flag: bool,
    /// In place of the text that is shown.
    said: Option<String>,
    text: String,
}

/// What a cell says that its value is (`office:value-type`).
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Unsaid,
    Number,
    Share,
    Day,
    Flag,
    Text,
}

impl Stored {
    fn begin(&mut self, element: &Element) {
        let emptied = |text: Option<String>| {
            let mut text = text.unwrap_or_default();
            text.clear();
            text
        };
        let (mut value, mut date) = (emptied(self.value.take()), emptied(self.date.take()));
        let text = emptied(Some(std::mem::take(&mut self.text)));
        *self = Stored { repeated: 1, rows: 1, columns: 1, text, ..Stored::default() };
        let times = |said: &str| said.parse().unwrap_or(1).max(1);
        for (name, said) in element.attributes() {
            match name {
                // A program may add its own under the same name.
                "value-type" if self.kind == Kind::Unsaid => {
                    self.kind = match &*said {
                        "float" | "currency" => Kind::Number,
                        "percentage" => Kind::Share,
                        "date" => Kind::Day,
                        "boolean" => Kind::Flag,
                        _ => Kind::Text,
                    }
                }
                "value" if self.value.is_none() => {
                    value.push_str(&said);
                    self.value = Some(std::mem::take(&mut value));
                }
                "date-value" if self.date.is_none() => {
                    date.push_str(&said);
                    self.date = Some(std::mem::take(&mut date));
                }
                "boolean-value" => self.flag = said == "true",
                "string-value" if self.said.is_none() => self.said = Some(said.into_owned()),
                "formula" => self.has_formula = true,
                "number-columns-repeated" => self.repeated = times(&said),
                "number-rows-spanned" => self.rows = times(&said),
                "number-columns-spanned" => self.columns = times(&said),
                _ => {}
            }
        }
    }

    fn content(&self) -> (Content, Cow<'_, str>) {
        let text = self.text.trim();
        let is_mistake = self.has_formula && (text.starts_with('#') || text.starts_with("Err:"));
        let number = || self.value.as_deref().and_then(digits);
        let words = |text| (Content::Value(CellKind::Words), Cow::Borrowed(text));
        let nothing = |content| (content, Cow::Borrowed(""));
        match self.kind {
            _ if is_mistake => (Content::Mistake, Cow::Borrowed(text)),
            Kind::Number => match number() {
                Some(digits) => (Content::Value(CellKind::Number), digits),
                None => nothing(Content::NoValue),
            },
            Kind::Share => match number() {
                Some(digits) => (Content::Value(CellKind::Share), Cow::Owned(in_per_cent(&digits))),
                None => nothing(Content::NoValue),
            },
            Kind::Day => {
                let stored = self.date.as_deref().unwrap_or_default();
                let stored = stored.strip_suffix("T00:00:00").unwrap_or(stored);
                (Content::Value(CellKind::Day), Cow::Borrowed(stored.get(..16).unwrap_or(stored)))
            }
            Kind::Flag => (Content::Value(CellKind::Flag), Cow::Borrowed(if self.flag { "true" } else { "false" })),
            Kind::Text => match self.said.as_deref().map_or(text, str::trim) {
                "" => nothing(Content::Empty),
                said => words(said),
            },
            Kind::Unsaid if text.is_empty() => {
                nothing(if self.has_formula { Content::NoValue } else { Content::Empty })
            }
            Kind::Unsaid => words(text),
        }
    }
}
