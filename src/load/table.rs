//! A table that a page can show: turns rows one after another into the columns, the cells that fit on a page, and how each is shown.
//!
//! What is kept is bounded and takes no more memory than its file. Where the table has a schema, a column is what that says; else
//! its cells stay as they are written, but for those of a workbook, which knows its numbers and days.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::figures::{Column, Writing, says_nothing};
use super::schema::cells::{self, CellValue};
use super::schema::{Schema, SchemaField};
use crate::tables::languages::words;
use crate::text::decimal::{Decimal, Mark};
use crate::time::{self, Moment};

/// What a page shows of a table: no reader goes through more, and no browser shows it well.
const MOST_CELLS: usize = 20_000;
const MOST_TEXT: usize = 500_000;

/// A table as one text with the ends of its cells, the names of the columns first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    text: String,
    ends: Vec<u32>,
    columns: Vec<Column>,
    /// The first line is a title, or has columns without a name: what a column holds is not known.
    unnamed: bool,
    /// Rows of the file; those that do not fit on a page are not kept.
    pub total: usize,
    /// Of a workbook: what each cell is that is kept.
    kinds: Vec<CellKind>,
    /// Of a text: what stands between its cells.
    separator: u8,
    typed: Option<Typed>,
}

/// What a table says of its cells in a schema.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Typed {
    pub schema: Arc<Schema>,
    /// By column, the number of its field.
    pub fields: Vec<usize>,
    /// Rows that are sums, counted from 0.
    pub sums: Vec<u32>,
}

/// What a workbook says of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum CellKind {
    /// Of a file that says nothing of its cells.
    #[default]
    Unknown,
    Words,
    /// As programs write it: `-1234.5`.
    Number,
    /// In per cent: `12.5%`.
    Share,
    /// `2024-12-31`, or with a time `2024-12-31T08:30`.
    Day,
    /// `true` or `false`.
    Flag,
}

/// A cell of a row that is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given<'t> {
    pub text: Cow<'t, str>,
    pub kind: CellKind,
}

impl<'t> From<Cow<'t, str>> for Given<'t> {
    fn from(text: Cow<'t, str>) -> Self {
        Given { text, kind: CellKind::Unknown }
    }
}

impl Table {
    /// With columns of these names; none that can be shown where they alone are more than a page shows.
    pub fn named<'n>(names: impl ExactSizeIterator<Item = &'n str>, is_workbook: bool) -> Table {
        let mut table = Table::default();
        table.kinds.resize(if is_workbook { names.len() } else { 0 }, CellKind::Words);
        for name in names {
            table.columns.push(Column::named(name));
            if table.text.len() + name.len() <= MOST_TEXT && table.ends.len() + 1 == table.columns.len() {
                table.text.push_str(name);
                table.ends.push(table.text.len() as u32);
            }
        }
        if table.ends.len() < table.columns.len() {
            (table.text, table.ends) = Default::default();
        }
        table
    }

    /// A table of which there is nothing to show but how many rows it has.
    pub fn of_rows(total: usize) -> Table {
        Table { total, ..Table::default() }
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.columns.len()).map(|index| self.cell(index))
    }

    /// The rows that are kept.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        let width = self.columns.len().max(1);
        (1..self.ends.len() / width).map(move |row| (0..width).map(|column| self.cell(row * width + column)).collect())
    }

    pub fn has_cells(&self) -> bool {
        !self.ends.is_empty()
    }

    /// How many rows are kept.
    pub fn kept(&self) -> usize {
        (self.ends.len() / self.columns.len().max(1)).saturating_sub(1)
    }

    fn cell(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[index] as usize]
    }

    /// Whether the first line names the columns.
    pub fn has_names(&self) -> bool {
        !self.unnamed
    }

    pub fn lack_names(&mut self) {
        self.unnamed = true;
    }

    pub fn separator(&self) -> char {
        char::from(self.separator)
    }

    pub fn is_separated_by(&mut self, separator: u8) {
        self.separator = separator;
    }

    pub fn schema(&self) -> Option<&Schema> {
        self.typed.as_ref().map(|typed| &*typed.schema)
    }

    /// What the schema says of a column.
    pub fn field(&self, column: usize) -> Option<&SchemaField> {
        let typed = self.typed.as_ref()?;
        typed.schema.fields.get(*typed.fields.get(column)?)
    }

    /// Whether a row, counted from 0, is the sum of others.
    pub fn is_sum(&self, row: usize) -> bool {
        self.typed.as_ref().is_some_and(|typed| typed.sums.iter().any(|sum| *sum as usize == row))
    }

    pub fn take_schema(&mut self, typed: Typed) {
        self.typed = Some(typed);
    }

    fn is_of_workbook(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// How the column's numbers are written; `codes` are names of columns whose digits are no amounts.
    pub fn writing(&self, column: usize, declared: Option<Mark>, codes: &[&str]) -> Writing {
        if let Some(field) = self.field(column) {
            return if field.cells.is_amount() { Writing::Declared(field.mark) } else { Writing::Text };
        }
        if self.unnamed || codes.contains(&self.cell(column)) {
            return Writing::Text;
        }
        self.columns[column].writing(if self.is_of_workbook() { Some(Mark::Point) } else { declared })
    }

    /// A cell as a page of the language shows it: as written, unless it is known what it says. Empty where the schema says
    /// that nothing is there.
    pub fn shown<'c>(&self, place: (usize, usize), cell: &'c str, writing: &Writing, language: &str) -> Cow<'c, str> {
        let (row, column) = place;
        if let Some(field) = self.field(column) {
            return self.typed_cell(field, cell, language);
        }
        let holds = &self.columns[column];
        let kind = self.kinds.get((row + 1) * self.columns.len() + column).copied().unwrap_or_default();
        let shown = match (kind, writing) {
            (CellKind::Day, _) => {
                Moment::parse(cell, &TimeZone::UTC).ok().map(|moment| time::date_time(&moment, language))
            }
            (CellKind::Share, _) => {
                Decimal::parse(cell.trim_end_matches('%')).map(|share| format!("{}%", share.shown(language)))
            }
            (CellKind::Flag, _) => Some(yes_no(cell == "true", language)),
            // Numbers beside words in one column are numbers all the same; the first column names rows.
            (CellKind::Number, Writing::Text) if column > 0 && !holds.are_codes() && self.has_names() => {
                Decimal::parse(cell).map(|number| number.shown(language))
            }
            (_, Writing::Declared(mark)) if !holds.are_years() && !says_nothing(cell) => {
                Decimal::read(cell, *mark).map(|number| number.shown(language))
            }
            _ => None,
        };
        shown.map_or(Cow::Borrowed(cell), Cow::Owned)
    }

    fn typed_cell<'c>(&self, field: &SchemaField, cell: &'c str, language: &str) -> Cow<'c, str> {
        if self.schema().is_some_and(|schema| schema.is_missing(cell)) {
            return Cow::Borrowed("");
        }
        match cells::value(field, cell) {
            Some(CellValue::Number(number)) if field.cells.is_amount() => Cow::Owned(number.shown(language)),
            Some(CellValue::Day(day)) => Cow::Owned(time::short_date(day, language)),
            Some(CellValue::Flag(flag)) => Cow::Owned(yes_no(flag, language)),
            _ => Cow::Borrowed(cell),
        }
    }

    /// What a figure is, to be calculated with.
    pub fn figure(&self, column: usize, cell: &str, mark: Mark) -> Option<Decimal> {
        match self.field(column) {
            Some(field) => match cells::value(field, cell) {
                Some(CellValue::Number(number)) => Some(number),
                _ => None,
            },
            None => Decimal::read(cell, mark),
        }
    }

    /// Whether every cell can be shown, which is so unless the table was not read here.
    pub fn is_whole(&self) -> bool {
        let (width, ends) = (self.columns.len(), &self.ends);
        let rows = ends.len().checked_rem(width).map_or(ends.is_empty(), |rest| rest == 0 && !ends.is_empty());
        let is_typed = self.typed.as_ref().is_none_or(|typed| {
            typed.fields.len() == width && typed.fields.iter().all(|field| *field < typed.schema.fields.len())
        });
        rows && is_typed && ends.is_sorted() && ends.iter().all(|end| self.text.is_char_boundary(*end as usize))
    }

    /// Whether a row says the names of the columns once more. One name alone may be what a cell says.
    pub fn names_again(&self, cells: &[Given]) -> bool {
        let names = || self.names().zip(cells).all(|(name, cell)| name == cell.text);
        self.has_cells() && cells.len() > 1 && cells.len() == self.columns.len() && names()
    }

    /// Takes in a row: its figures are counted, and it is kept if it fits on a page with those before it.
    pub fn add(&mut self, cells: &[Given], line: usize) {
        if self.typed.is_none() {
            for (column, cell) in self.columns.iter_mut().zip(cells) {
                match cell.kind {
                    CellKind::Words => column.add_words(&cell.text),
                    _ => column.add(&cell.text, line),
                }
            }
        }
        self.keep(cells);
        self.total += 1;
    }

    fn keep(&mut self, cells: &[Given]) {
        let kept = self.ends.len() / self.columns.len().max(1);
        if kept != self.total + 1 || self.ends.len() + cells.len() > MOST_CELLS {
            return;
        }
        let before = (self.text.len(), self.ends.len());
        for cell in cells {
            if self.text.len() + cell.text.len() > MOST_TEXT {
                self.text.truncate(before.0);
                self.ends.truncate(before.1);
                return;
            }
            self.text.push_str(&cell.text);
            self.ends.push(self.text.len() as u32);
        }
        if self.is_of_workbook() {
            self.kinds.extend(cells.iter().map(|cell| cell.kind));
        }
    }
}

fn yes_no(flag: bool, language: &str) -> String {
    let words = words(language);
    if flag { words.yes } else { words.no }.to_owned()
}
