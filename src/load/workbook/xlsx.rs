//! Turns an XLSX (ECMA-376) into the rows of one of its sheets.

use std::borrow::Cow;
use std::io::Read;

use super::container::Container;
use super::formats::{Format, Formats};
use super::numbers::{day, digits, in_per_cent};
use super::sheet::{Content, SheetRow, SheetTable};
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
    table.begin(&book.sheets[chosen].name);
    table.beside(&book.sheets);
    let (text, ends) = if container.has("xl/sharedStrings.xml") { strings(container)? } else { Default::default() };
    let formats = match container.has("xl/styles.xml") {
        true => Formats::read(&container.small_part("xl/styles.xml")?)?,
        false => Formats::default(),
    };
    let shared = Shared { text, ends, formats, since_1904: book.since_1904 };
    let mut xml = Xml::new(container.part(&book.parts[chosen])?);
    let (mut row, mut stored) = (SheetRow::default(), Stored::default());
    loop {
        match xml.next()? {
            Next::Open(element) => match element.name() {
                "c" if row.cells.len() >= MOST_COLUMNS => return Err(Trouble::Damaged),
                "c" => {
                    let next = row.cells.last().map_or(0, |before| before.column + 1);
                    stored.begin(&element, next);
                    if !element.is_empty {
                        stored.read(&mut xml)?;
                    }
                    shared.cell(&stored, &mut row)?;
                }
                "row" => {
                    row.begin(element.number("r").unwrap_or(row.number.saturating_add(1)), element.flag("hidden"));
                    if element.is_empty {
                        table.row(&row)?;
                    }
                }
                "col" if element.flag("hidden") => {
                    let (from, to) = (element.number("min").unwrap_or(1), element.number("max").unwrap_or(1));
                    table.hidden_columns(from.saturating_sub(1), to.saturating_sub(1));
                }
                "mergeCell" => {
                    if let Some(area) = element.get("ref").as_deref().and_then(area) {
                        table.merged(area);
                    }
                }
                _ => {}
            },
            Next::Close(closed) if closed.is("row") => table.row(&row)?,
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
            Next::Open(element) if element.name() == "workbookPr" => book.since_1904 = element.flag("date1904"),
            Next::Open(element) if element.name() == "sheet" => {
                let id = element.get("id");
                let Some(part) = id.and_then(|id| targets.iter().find(|(known, _)| *known == id)) else { continue };
                // Sheets that are charts have no cells.
                if part.1.contains("worksheets/") {
                    let is_hidden = element.get("state").is_some_and(|state| state != "visible");
                    let name = element.get("name").unwrap_or_default().into_owned();
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
            Next::Open(element) if element.name() == "Relationship" => {
                let target = element.get("Target").unwrap_or_default();
                let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                targets.push((element.get("Id").unwrap_or_default().into_owned(), part));
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
            Next::Open(element) if element.name() == "si" => {
                let is_empty = element.is_empty;
                if !is_empty {
                    xml.text(&mut all, &["rPh"])?;
                }
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

    fn cell(&self, stored: &Stored, row: &mut SheetRow) -> Result<(), Trouble> {
        let Stored { column, kind, style, value, text, has_value, has_text, has_formula } = stored;
        let (column, value) = (*column, value.as_str());
        let mut put = |content, text: &str| row.push(column, content, text);
        let words = Content::Value(CellKind::Words);
        match (kind, has_value, has_text) {
            (Kind::Inline, _, true) => put(words, text.trim()),
            (Kind::Result, true, _) => put(words, value.trim()),
            // A formula whose result nobody has calculated; one that gives no text is stored as an empty one.
            (_, false, false) if *has_formula && *kind != Kind::Result => put(Content::NoValue, ""),
            (_, false, _) => put(Content::Empty, ""),
            (Kind::Shared, ..) => put(words, self.string(value).ok_or(Trouble::Damaged)?.trim()),
            (Kind::Mistake, ..) => put(Content::Mistake, value),
            (Kind::Flag, ..) => put(Content::Value(CellKind::Flag), if value.trim() == "1" { "true" } else { "false" }),
            (Kind::Day, ..) => put(Content::Value(CellKind::Day), value.split('T').next().unwrap_or_default()),
            (Kind::Number | Kind::Inline, ..) => {
                let (kind, shown) = self.number(value, *style);
                put(Content::Value(kind), &shown);
            }
        }
        Ok(())
    }

    fn number<'t>(&self, stored: &'t str, style: Option<u32>) -> (CellKind, Cow<'t, str>) {
        let Some(digits) = digits(stored) else { return (CellKind::Words, Cow::Borrowed(stored.trim())) };
        match self.formats.of(style) {
            Format::Number => (CellKind::Number, digits),
            Format::Share => (CellKind::Share, Cow::Owned(in_per_cent(&digits))),
            Format::Day => match day(stored, self.since_1904) {
                Some(day) => (CellKind::Day, Cow::Owned(day)),
                None => (CellKind::Number, digits),
            },
            Format::Time => match stored.trim().parse::<f64>() {
                Ok(part) if (0.0..1.0).contains(&part) => {
                    let minutes = (part * 1440.0).round() as u32 % 1440;
                    (CellKind::Words, Cow::Owned(format!("{:02}:{:02}", minutes / 60, minutes % 60)))
                }
                _ => (CellKind::Number, digits),
            },
        }
    }
}

/// A cell as it is stored; one for a sheet, used again for each.
#[derive(Default)]
struct Stored {
    column: u32,
    kind: Kind,
    style: Option<u32>,
    value: String,
    /// That stands in the cell itself.
    text: String,
    has_value: bool,
    has_text: bool,
    has_formula: bool,
}

/// What a cell says that its value is (`t`).
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    /// The number of a shared text.
    Shared,
    Inline,
    /// The text of a formula.
    Result,
    Mistake,
    Flag,
    Day,
}

impl Stored {
    /// `next`: the column where the cell does not say its place.
    fn begin(&mut self, element: &Element, next: u32) {
        (self.column, self.kind, self.style) = (next, Kind::Number, None);
        (self.has_value, self.has_text, self.has_formula) = (false, false, false);
        self.value.clear();
        self.text.clear();
        for (name, said) in element.attributes() {
            match name {
                "r" => self.column = place(&said).map_or(next, |(_, column)| column),
                "s" => self.style = said.parse().ok(),
                "t" => {
                    self.kind = match &*said {
                        "s" => Kind::Shared,
                        "inlineStr" => Kind::Inline,
                        "str" => Kind::Result,
                        "e" => Kind::Mistake,
                        "b" => Kind::Flag,
                        "d" => Kind::Day,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
    }

    fn read<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<(), Trouble> {
        loop {
            match xml.next()? {
                Next::Open(inner) => {
                    let is_empty = inner.is_empty;
                    match inner.name() {
                        "v" => {
                            self.has_value = true;
                            if !is_empty {
                                xml.text(&mut self.value, &[])?;
                            }
                        }
                        "is" => {
                            self.has_text = true;
                            if !is_empty {
                                xml.text(&mut self.text, &["rPh"])?;
                            }
                        }
                        "f" => {
                            self.has_formula = true;
                            if !is_empty {
                                xml.skip()?;
                            }
                        }
                        _ if !is_empty => xml.skip()?,
                        _ => {}
                    }
                }
                Next::Close(closed) if closed.is("c") => return Ok(()),
                Next::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }
}

/// `B7` as its row, counted from 1, and its column, counted from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let (mut column, mut row) = (0_u32, 0_u32);
    for sign in name.bytes().filter(|sign| *sign != b'$') {
        match sign {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(sign.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(sign - b'0'))?,
            _ => return None,
        }
    }
    Some((row, column.checked_sub(1).filter(|column| (*column as usize) < MOST_COLUMNS)?))
}

/// `A1:B2`
fn area(range: &str) -> Option<Area> {
    let (from, to) = range.split_once(':')?;
    Some(Area { from: place(from)?, to: place(to)? })
}
