//! Turns a table that is published into what pages can show of it, by its schema if one stands beside it: a table, or why there is
//! none.
//!
//! It follows from the bytes of the two files alone, so it is known again by their hashes, in this build and the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use super::charted;
use super::data::{self, LARGEST_TABLE};
use super::inspect::FileFacts;
use super::page::changed;
use super::schema::checked::Checked;
use super::schema::{self, ChartRules, Schema};
use super::slips::{garbled, identity};
use super::table::Table;
use super::unreadable::unreadable;
use super::workbook;
use crate::diag::Finding;
use crate::files::{self, Files, Hash};
use crate::path::SourcePath;

/// A table beside the facts of its file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Dataset {
    /// Of the bytes that were read; `None` where a file could not be read as it was inspected.
    hash: Option<Hash>,
    /// Of those of the schema; `None` where there is none.
    schema: Option<Hash>,
    /// `None` where it has a mistake, which is then among the findings.
    table: Option<Table>,
    /// Of a workbook: hash and size of its table as a CSV.
    csv: Option<(Hash, u64)>,
    findings: Vec<Finding>,
    /// That CSV, until it is asked for; else the workbook is read again.
    #[serde(skip)]
    held: Mutex<Option<String>>,
}

/// The bytes of a schema that stands beside a table.
pub struct SchemaFile {
    pub path: SourcePath,
    pub bytes: Vec<u8>,
    pub hash: Hash,
}

impl SchemaFile {
    /// Reads it; a schema that cannot be read is the finding of its table.
    pub fn read(files: &dyn Files, path: SourcePath) -> Result<SchemaFile, Finding> {
        match files.read_within(path.as_str(), schema::LARGEST) {
            Ok(Ok(bytes)) => Ok(SchemaFile { hash: files::hash(&bytes), path, bytes }),
            Ok(Err(size)) => Err(super::page::too_large(&path, size, schema::LARGEST as u64)),
            Err(error) => Err(unreadable(&path, &error)),
        }
    }
}

/// What is told of the text of a workbook's cells, wherever they stand: an identity card, letters of an old code page.
fn of_cells(file: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    garbled::of_text(file, text, &mut findings);
    identity::of_table(file, text, &mut findings);
    // A workbook has no lines.
    findings.into_iter().map(|finding| Finding { span: None, excerpt: None, ..finding }).collect()
}

impl Dataset {
    /// Reads a file that was inspected. One that is too large for a page is a table without columns. `languages`: codes of the
    /// portal's.
    pub fn read(
        files: &dyn Files,
        file: &SourcePath,
        facts: &FileFacts,
        beside: Option<&SchemaFile>,
        languages: &[String],
    ) -> Dataset {
        let mut findings = Vec::new();
        let read = beside.map(|beside| schema::read(&beside.path, &beside.bytes, languages, &mut findings));
        let of_schema = beside.map(|beside| beside.hash);
        if read.as_ref().is_some_and(Option::is_none) {
            let hash = Some(facts.hash);
            return Dataset { hash, schema: of_schema, table: None, csv: None, findings, held: Mutex::default() };
        }
        let is_workbook = workbook::is_workbook(file.as_str());
        let fitting = |schema: Schema| Arc::new(if is_workbook { schema.of_workbook() } else { schema });
        let schema = read.flatten().map(fitting);
        let checked = beside.zip(schema).map(|(beside, schema)| Checked::new(file, &beside.path, schema));
        let (mut csv, mut held) = (None, None);
        let (hash, table) = match files.read_within(file.as_str(), LARGEST_TABLE) {
            // What a page shows is what its reader can check by the sum that stands beside it.
            Ok(Ok(bytes)) if files::hash(&bytes) != facts.hash => {
                findings.push(changed(file).fatal());
                (None, None)
            }
            Ok(Ok(bytes)) if is_workbook => {
                let mut text = String::new();
                let mut take = |piece: &str| text.push_str(piece);
                let table = workbook::read(file, &bytes, checked, &mut take, &mut findings);
                findings.extend(of_cells(file.as_str(), &text));
                csv = Some((files::hash(text.as_bytes()), text.len() as u64));
                held = Some(text);
                (Some(facts.hash), table)
            }
            Ok(Ok(bytes)) => (Some(facts.hash), data::read(file.as_str(), &bytes, checked, &mut findings)),
            Ok(Err(size)) => {
                let (table, finding) = data::too_large(file.as_str(), size);
                findings.push(finding);
                (Some(facts.hash), Some(table))
            }
            Err(error) => {
                findings.push(unreadable(file, &error));
                (None, None)
            }
        };
        if let Some((beside, table)) = beside.zip(table.as_ref()) {
            findings.extend(charted::findings(table, file, &beside.path));
        }
        // What does not fit its schema is not shown.
        let table = table.filter(|_| !findings.iter().any(|finding| finding.fatal));
        let csv = csv.filter(|_| table.is_some());
        let held = Mutex::new(held.filter(|_| csv.is_some()));
        Dataset { hash, schema: of_schema, table, csv, findings, held }
    }

    /// Of a table whose schema cannot be read.
    pub fn without_schema(finding: Finding) -> Dataset {
        let (findings, held) = (vec![finding], Mutex::default());
        Dataset { hash: None, schema: None, table: None, csv: None, findings, held }
    }

    /// Whether it is of these bytes, and what it holds can be gone through. A cache may say anything.
    pub fn is_of(&self, hash: &Hash, schema: Option<&Hash>) -> bool {
        let is_of = self.hash.as_ref() == Some(hash) && self.schema.as_ref() == schema;
        is_of && self.table.as_ref().is_none_or(Table::is_whole)
    }

    /// Of the bytes of its file.
    pub fn hash(&self) -> Option<&Hash> {
        self.hash.as_ref()
    }

    /// Of those of its schema.
    pub fn schema_hash(&self) -> Option<&Hash> {
        self.schema.as_ref()
    }

    pub fn table(&self) -> Option<&Table> {
        self.table.as_ref()
    }

    /// A chart of the table by its name, which is empty for that of `chart`.
    pub fn chart(&self, name: &str) -> Option<&ChartRules> {
        self.schema()?.charts.iter().find(|rules| rules.name == name)
    }

    pub fn schema(&self) -> Option<&Schema> {
        self.table.as_ref().and_then(Table::schema)
    }

    /// Lets go of a CSV that is longer than what may still be held of all tables together; `left`: bytes.
    pub fn hold_within(&self, left: &AtomicUsize) {
        let mut held = self.held.lock();
        let size = held.as_ref().map_or(0, String::len);
        let take = |left: usize| left.checked_sub(size);
        if left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err() {
            *held = None;
        }
    }

    /// The CSV of a workbook's table: as it was read, once; else the workbook is read again. `None` where its file is no longer
    /// what was read.
    pub fn csv_again(&self, files: &dyn Files, file: &SourcePath, hash: &Hash) -> Option<Vec<u8>> {
        if let Some(held) = self.held.lock().take() {
            return Some(held.into_bytes());
        }
        let bytes = files.read_within(file.as_str(), LARGEST_TABLE).ok()?.ok()?;
        let layout = self.schema().map_or_else(workbook::Layout::default, workbook::Layout::of);
        let csv = workbook::csv(file, &bytes, &layout).filter(|_| files::hash(&bytes) == *hash)?;
        self.csv.filter(|(promised, _)| files::hash(csv.as_bytes()) == *promised)?;
        Some(csv.into_bytes())
    }

    /// Hash and size of the CSV that a workbook's table is offered as.
    pub fn csv(&self) -> Option<(Hash, u64)> {
        self.csv
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
