//! Turns an XLSX (ECMA-376) into the rows of one of its sheets.

use super::container::Container;
use super::formats::{Format, Formats};
use super::numbers::{day, digits, in_per_cent};
use super::sheet::{Content, SheetCell, SheetRow, SheetTable};
use super::xml::{Element, Next, Xml};
use super::{Area, SheetName, Trouble, choose};
use crate::load::table::CellKind;

/// The most text that all cells of a workbook may have together, in bytes.
const MOST_TEXT: usize = 64 << 20;

/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;

/// What a workbook says of its sheets.
struct Book {
    sheets: Vec<SheetName>,
    /// Of each the part that it is in.
    parts: Vec<String>,
    since_1904: bool,
}

/// What cells refer to.
struct Shared {
    text: String,
    ends: Vec<u32>,
    formats: Formats,
    since_1904: bool,
}

pub fn rows(container: &Container, wanted: Option<&str>, table: &mut SheetTable) -> Result<(), Trouble> {
    let book = book(container)?;
    let chosen = choose(&book.sheets, wanted)?;
    table.begin(&book.sheets, chosen);
    let (text, ends) = if container.has("xl/sharedStrings.xml") { strings(container)? } else { Default::default() };
    let formats = match container.has("xl/styles.xml") {
        true => Formats::read(&container.small_part("xl/styles.xml")?)?,
        false => Formats::default(),
    };
    let shared = Shared { text, ends, formats, since_1904: book.since_1904 };
    let mut xml = Xml::new(container.part(&book.parts[chosen])?);
    let mut row = SheetRow::default();
    loop {
        match xml.next()? {
            Next::Open(element) => match &*element.name {
                "col" if element.flag("hidden") => {
                    let (from, to) = (element.number("min").unwrap_or(1), element.number("max").unwrap_or(1));
                    table.hidden_columns(from.saturating_sub(1), to.saturating_sub(1));
                }
                "row" => {
                    row.begin(element.number("r").unwrap_or(row.number.saturating_add(1)), element.flag("hidden"));
                    if element.is_empty {
                        table.row(&row)?;
                    }
                }
                "c" if row.cells.len() >= MOST_COLUMNS => return Err(Trouble::Damaged),
                "c" => {
                    let cell = shared.cell(&mut xml, &element, row.cells.last())?;
                    row.cells.push(cell);
                }
                "mergeCell" => {
                    if let Some(area) = element.get("ref").and_then(area) {
                        table.merged(area);
                    }
                }
                _ => {}
            },
            Next::Close(name) if name == "row" => table.row(&row)?,
            Next::End => return Ok(()),
            _ => {}
        }
    }
}

fn book(container: &Container) -> Result<Book, Trouble> {
    if !container.has("xl/workbook.xml") {
        return Err(if container.has("[Content_Types].xml") { Trouble::Damaged } else { Trouble::OtherFile });
    }
    let targets = targets(&container.small_part("xl/_rels/workbook.xml.rels")?)?;
    let text = container.small_part("xl/workbook.xml")?;
    let mut xml = Xml::new(text.as_bytes());
    let mut book = Book { sheets: Vec::new(), parts: Vec::new(), since_1904: false };
    loop {
        match xml.next()? {
            Next::Open(element) if element.name == "workbookPr" => book.since_1904 = element.flag("date1904"),
            Next::Open(element) if element.name == "sheet" => {
                let Some(part) = element.get("id").and_then(|id| targets.iter().find(|(known, _)| known == id)) else {
                    continue;
                };
                // Sheets that are charts have no cells.
                if part.1.contains("worksheets/") {
                    let is_hidden = element.get("state").is_some_and(|state| state != "visible");
                    let name = element.get("name").unwrap_or_default().to_owned();
                    book.sheets.push(SheetName { name, is_hidden });
                    book.parts.push(part.1.clone());
                }
            }
            Next::End => return Ok(book),
            _ => {}
        }
    }
}

/// The parts of a workbook by their ids.
fn targets(relations: &str) -> Result<Vec<(String, String)>, Trouble> {
    let (mut xml, mut targets) = (Xml::new(relations.as_bytes()), Vec::new());
    loop {
        match xml.next()? {
            Next::Open(element) if element.name == "Relationship" => {
                let target = element.get("Target").unwrap_or_default();
                let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                targets.push((element.get("Id").unwrap_or_default().to_owned(), part));
            }
            Next::End => return Ok(targets),
            _ => {}
        }
    }
}

/// The texts that cells share, as one with the end of each.
fn strings(container: &Container) -> Result<(String, Vec<u32>), Trouble> {
    let mut xml = Xml::new(container.part("xl/sharedStrings.xml")?);
    let (mut all, mut ends) = (String::new(), Vec::new());
    loop {
        match xml.next()? {
            Next::Open(element) if element.name == "si" => {
                all.push_str(&xml.text(&element, &["rPh"])?);
                if all.len() > MOST_TEXT {
                    return Err(Trouble::TooLarge);
                }
                ends.push(all.len() as u32);
            }
            Next::End => return Ok((all, ends)),
            _ => {}
        }
    }
}

impl Shared {
    fn string(&self, number: &str) -> Option<&str> {
        let number: usize = number.trim().parse().ok()?;
        let from = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(from as usize..*self.ends.get(number)? as usize)
    }

    /// A cell, whose place may be left to follow that of the one before it.
    fn cell<R: std::io::Read>(
        &self,
        xml: &mut Xml<R>,
        element: &Element,
        before: Option<&SheetCell>,
    ) -> Result<SheetCell, Trouble> {
        let next = before.map_or(0, |before| before.column + 1);
        let column = element.get("r").and_then(place).map_or(next, |(_, column)| column);
        let (mut value, mut text, mut has_formula) = (None, None, false);
        let mut is_open = !element.is_empty;
        while is_open {
            match xml.next()? {
                Next::Open(inner) => match &*inner.name {
                    "v" => value = Some(xml.text(&inner, &[])?),
                    "is" => text = Some(xml.text(&inner, &["rPh"])?),
                    "f" => {
                        has_formula = true;
                        xml.skip(&inner)?;
                    }
                    _ => xml.skip(&inner)?,
                },
                Next::Close(name) if name == "c" => is_open = false,
                Next::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
        let content = self.content(element, value, text, has_formula)?;
        Ok(SheetCell { column, content })
    }

    fn content(
        &self,
        element: &Element,
        value: Option<String>,
        text: Option<String>,
        has_formula: bool,
    ) -> Result<Content, Trouble> {
        let kind = element.get("t").unwrap_or("n");
        let words = |text: &str| Content::Value(CellKind::Words, text.trim().to_owned());
        Ok(match (kind, value, text) {
            ("inlineStr", _, Some(text)) => words(&text),
            ("str", Some(value), _) => words(&value),
            // A formula whose result nobody has calculated; one that gives no text is stored as an empty one.
            (_, None, None) if has_formula && kind != "str" => Content::NoValue,
            (_, None, _) => Content::Empty,
            ("s", Some(value), _) => words(self.string(&value).ok_or(Trouble::Damaged)?),
            ("e", Some(value), _) => Content::Mistake(value),
            ("b", Some(value), _) => Content::Value(CellKind::Flag, (value.trim() == "1").to_string()),
            ("d", Some(value), _) => {
                Content::Value(CellKind::Day, value.split('T').next().unwrap_or_default().to_owned())
            }
            (_, Some(value), _) => self.number(&value, element.number("s")),
        })
    }

    fn number(&self, stored: &str, style: Option<u32>) -> Content {
        let Some(digits) = digits(stored) else {
            return Content::Value(CellKind::Words, stored.trim().to_owned());
        };
        match self.formats.of(style) {
            Format::Number => Content::Value(CellKind::Number, digits),
            Format::Share => Content::Value(CellKind::Share, in_per_cent(&digits)),
            Format::Day => match day(stored, self.since_1904) {
                Some(day) => Content::Value(CellKind::Day, day),
                None => Content::Value(CellKind::Number, digits),
            },
            Format::Time => match stored.trim().parse::<f64>() {
                Ok(part) if (0.0..1.0).contains(&part) => {
                    let minutes = (part * 1440.0).round() as u32 % 1440;
                    Content::Value(CellKind::Words, format!("{:02}:{:02}", minutes / 60, minutes % 60))
                }
                _ => Content::Value(CellKind::Number, digits),
            },
        }
    }
}

/// `B7` as its row, counted from 1, and its column, counted from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = name[..letters].bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((name[letters..].parse().ok()?, column.checked_sub(1).filter(|column| (*column as usize) < MOST_COLUMNS)?))
}

/// `A1:B2`
fn area(range: &str) -> Option<Area> {
    let (from, to) = range.split_once(':')?;
    Some(Area { from: place(from)?, to: place(to)? })
}
