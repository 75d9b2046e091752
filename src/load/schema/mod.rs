//! What the columns of a data table hold, as a file beside the table says it: turns `bang.schema.yaml` into the schema of `bang.csv`,
//! `bang.xlsx` or `bang.ods`.
//!
//! Its words are those of Frictionless Table Schema and CSV Dialect, so that other programs can be told the same. Nothing of a
//! table is guessed where it has a schema: what the schema does not say is not so.

pub mod cells;
pub mod charts;
pub mod checked;
mod fields;
mod lookup;
pub mod map;
pub mod mask;
pub mod pages;
mod parts;
pub mod pattern;
mod read;
mod sums;
pub mod words;
mod written;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::localized::{Localized, as_pairs};
use crate::diag::Span;
use crate::path::SourcePath;
use crate::text::decimal::Mark;

use cells::Limit;

pub use charts::ChartRules;
pub use lookup::LookupRules;
pub use map::read_map;
pub use mask::Mask;
pub use pages::PageRules;
pub use read::read;

/// How the name of a schema ends, in place of the ending of its table.
pub const ENDING: &str = ".schema.yaml";

/// The largest schema that is read, in bytes.
pub const LARGEST: usize = super::fences::LARGEST;

/// Endings of files that may be tables.
const TABLES: [&str; 3] = ["csv", "xlsx", "ods"];

#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Schema {
    /// What the table is called; empty where the page says it.
    #[serde(with = "as_pairs")]
    pub title: Localized,
    /// Of a workbook; the first one otherwise.
    pub sheet: Option<Named>,
    /// The row that names the columns, counted from 1; those above it are passed over.
    pub header_row: u32,
    pub missing_values: Vec<String>,
    /// Numbers of fields: what no two rows have the same.
    pub primary_key: Vec<usize>,
    pub fields: Vec<SchemaField>,
    pub sums: Vec<Sum>,
    /// How rows are looked up in it.
    pub lookup: LookupRules,
    /// What is drawn from it.
    pub charts: Vec<ChartRules>,
    /// How pages are made from it; see `rows`. What is kept of a table has been made from it already.
    #[serde(skip)]
    pub pages: Option<Box<PageRules>>,
}

/// A name, and where the schema says it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Named {
    pub name: String,
    pub span: Span,
}

/// A column.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SchemaField {
    /// As it stands in the file.
    pub name: String,
    #[serde(with = "as_pairs")]
    pub title: Localized,
    pub cells: CellType,
    #[serde(with = "as_pairs")]
    pub unit: Localized,
    pub constraints: Constraints,
    /// How the numbers of a CSV file are written.
    pub mark: Mark,
    /// Whether digits may stand in groups of three.
    pub groups: bool,
    /// How much of its cells is published; see `rows`.
    #[serde(skip)]
    pub mask: Option<Mask>,
    /// Where the schema names it.
    pub span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum CellType {
    #[default]
    String,
    Integer,
    Number,
    Date,
    Year,
    Boolean,
}

#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Constraints {
    pub required: bool,
    pub unique: bool,
    pub minimum: Option<Limit>,
    pub maximum: Option<Limit>,
    /// A regular expression that the whole cell fits.
    pub pattern: Option<String>,
    /// As they stand in cells.
    pub choices: Vec<String>,
}

/// A row that is the sum of others.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sum {
    /// What stands in its first column.
    pub row: Named,
    /// The rows that it sums; none for all that are no sums.
    pub of: Vec<Named>,
    /// The field of which a sum and its rows have the same, as with one sum for each year.
    pub by: Option<usize>,
    /// Numbers of the fields that are summed.
    pub columns: Vec<usize>,
}

impl Schema {
    pub fn field(&self, name: &str) -> Option<&SchemaField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The same of a workbook, in which numbers are numbers however they look.
    pub fn of_workbook(mut self) -> Schema {
        for field in &mut self.fields {
            (field.mark, field.groups) = (Mark::Point, false);
        }
        self
    }

    /// Whether a cell says that there is nothing.
    pub fn is_missing(&self, cell: &str) -> bool {
        self.missing_values.iter().any(|missing| missing == cell)
    }
}

impl SchemaField {
    /// What its cells are, in words that show one: `số viết với dấu chấm thập phân, ví dụ 1234.5`.
    pub fn wanted(&self) -> words::Words {
        words::of_type(self.cells, self.mark.as_str())
    }

    /// What readers call the column.
    pub fn heading(&self, language: &str) -> &str {
        let title = self.title.get(language);
        if title.is_empty() { &self.name } else { title }
    }
}

impl CellType {
    /// In the order in which they are offered.
    pub const ALL: [(&str, CellType); 6] = [
        ("string", CellType::String),
        ("integer", CellType::Integer),
        ("number", CellType::Number),
        ("date", CellType::Date),
        ("year", CellType::Year),
        ("boolean", CellType::Boolean),
    ];

    /// As the schema has it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }

    /// Whether its cells can be calculated with.
    pub fn is_amount(self) -> bool {
        matches!(self, CellType::Integer | CellType::Number)
    }
}

/// Whether a file may be a table, by its ending.
pub fn is_table(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    TABLES.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a file may be a map, by its ending.
pub fn is_map(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("geojson"))
}

/// Where the schema of a table or a map stands, if there is one: `a/bang.schema.yaml` for `a/bang.csv`.
pub fn beside(table: &SourcePath) -> Option<SourcePath> {
    let is_described = is_table(table.as_str()) || is_map(table.as_str());
    let (stem, _) = table.as_str().rsplit_once('.').filter(|_| is_described)?;
    Some(SourcePath::new(format!("{stem}{ENDING}")))
}

/// Whether a file is a schema by its name.
pub fn is_schema(path: &SourcePath) -> bool {
    path.as_str().ends_with(ENDING)
}

/// The tables and maps among `files` that a schema is about.
pub fn tables_of<'f>(schema: &SourcePath, files: &'f BTreeSet<SourcePath>) -> Vec<&'f SourcePath> {
    let Some(stem) = schema.as_str().strip_suffix(ENDING) else { return Vec::new() };
    let begins = SourcePath::new(format!("{stem}."));
    let alike = files
        .range(begins..)
        .take_while(|file| file.as_str().strip_prefix(stem).is_some_and(|rest| rest.starts_with('.')));
    alike.filter(|file| beside(file).as_ref() == Some(schema)).collect()
}
