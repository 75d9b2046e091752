//! A report as a text, without the form in which it is written down: headings, paragraphs and tables in one language. What is made of it
//! is elsewhere, one file a form.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::figure::{Figures, percent};
use crate::text::number::count;
use crate::time::short_date;

#[derive(Default)]
pub struct Paper {
    /// Which report it is, for programs.
    pub id: &'static str,
    pub title: String,
    /// What stands around the text of an administrative report.
    pub frame: Option<Frame>,
    pub blocks: Vec<Block>,
}

/// NĐ 30/2020, annex I: what stands above and below the text.
#[derive(Default)]
pub struct Frame {
    pub parent: String,
    pub issuer: String,
    /// `Số:      /BC-STTTT`.
    pub number: String,
    pub country: String,
    pub motto: String,
    /// `Bình Phước, ngày 05 tháng 01 năm 2024`.
    pub place_and_date: String,
    /// `BÁO CÁO`.
    pub kind: String,
    /// What it is about.
    pub about: String,
    pub to: String,
    pub bases: Vec<String>,
    pub recipients_title: String,
    pub recipients: Vec<String>,
    pub signer_title: String,
    pub signer: String,
}

#[derive(Clone, Debug)]
pub enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    Table(Table),
}

#[derive(Clone, Debug)]
pub struct Heading {
    pub id: &'static str,
    /// 1 for `I.`, 2 for `1.`, 3 for `5.1.`.
    pub level: u8,
    pub number: &'static str,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Paragraph {
    pub text: String,
    /// Ids of the figures that it names.
    pub figures: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub id: &'static str,
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub id: &'static str,
    pub label: String,
    pub is_number: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Count(i64),
    /// In tenths of a percent.
    Share(i64),
    Date(Date),
    Nothing,
}

impl Paper {
    /// With its kind, where it is handed in.
    pub fn full_title(&self) -> String {
        self.frame.as_ref().map_or_else(|| self.title.clone(), |frame| format!("{} {}", frame.kind, frame.about))
    }

    pub fn new(id: &'static str, title: &str) -> Paper {
        Paper { id, title: title.to_owned(), frame: None, blocks: Vec::new() }
    }

    pub fn heading(&mut self, id: &'static str, level: u8, number: &'static str, text: impl Into<String>) {
        self.blocks.push(Block::Heading(Heading { id, level, number, text: text.into() }));
    }

    pub fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.blocks.push(Block::Paragraph(Paragraph { text, figures: Vec::new() }));
        }
    }

    pub fn paragraph(&mut self, paragraph: Paragraph) {
        self.blocks.push(Block::Paragraph(paragraph));
    }

    /// A table without rows is left out.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
    }
}

impl Table {
    pub fn new(id: &'static str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
        Table { id, caption: caption.to_owned(), columns, rows }
    }
}

impl Column {
    pub fn new(id: &'static str, label: &str) -> Column {
        Column { id, label: label.to_owned(), is_number: false }
    }

    pub fn number(id: &'static str, label: &str) -> Column {
        Column { is_number: true, ..Column::new(id, label) }
    }
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    pub fn date(day: Option<Date>) -> Cell {
        day.map_or(Cell::Nothing, Cell::Date)
    }

    pub fn share(tenths: Option<i64>) -> Cell {
        tenths.map_or(Cell::Nothing, Cell::Share)
    }

    pub fn shown(&self, language: &str) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(value) => count(*value, language),
            Cell::Share(tenths) => percent(*tenths, language),
            Cell::Date(day) => short_date(*day, language),
            Cell::Nothing => "–".to_owned(),
        }
    }

    /// As programs read it; shares in percent with a point.
    pub fn plain(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(value) => value.to_string(),
            Cell::Share(tenths) => percent(*tenths, "en").trim_end_matches('%').replace(',', ""),
            Cell::Date(day) => day.to_string(),
            Cell::Nothing => String::new(),
        }
    }

    pub fn json(&self) -> Value {
        match self {
            Cell::Count(value) => json!(value),
            Cell::Nothing => Value::Null,
            other => json!(other.plain()),
        }
    }
}

/// Writes figures into a sentence at their `{ids}`; `None` where one of them is not known, since half a sentence says nothing.
pub fn sentence(template: &str, figures: &Figures, language: &str) -> Option<Paragraph> {
    let mut text = String::new();
    let mut named = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (id, behind) = after.split_once('}')?;
        text.push_str(before);
        let figure = figures.get(id)?;
        text.push_str(&figure.shown(language));
        named.push(figure.id.clone());
        rest = behind;
    }
    text.push_str(rest);
    Some(Paragraph { text, figures: named })
}
