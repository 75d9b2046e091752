//! Turns a table that is published into what pages can show of it, by its schema if one stands beside it: a table, or why there is
//! none.
//!
//! It follows from the bytes of the two files alone, so it is known again by their hashes, in this build and the next.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::data::{self, LARGEST_TABLE};
use super::inspect::FileFacts;
use super::page::changed;
use super::schema::checked::Checked;
use super::schema::{self, Schema};
use super::table::Table;
use super::unreadable::unreadable;
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
    findings: Vec<Finding>,
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
            return Dataset { hash: Some(facts.hash), schema: of_schema, table: None, findings };
        }
        let schema = read.flatten().map(Arc::new);
        let checked = beside.zip(schema).map(|(beside, schema)| Checked::new(file, &beside.path, schema));
        let (hash, table) = match files.read_within(file.as_str(), LARGEST_TABLE) {
            // What a page shows is what its reader can check by the sum that stands beside it.
            Ok(Ok(bytes)) if files::hash(&bytes) != facts.hash => {
                findings.push(changed(file).fatal());
                (None, None)
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
        // What does not fit its schema is not shown.
        let table = table.filter(|_| !findings.iter().any(|finding| finding.fatal));
        Dataset { hash, schema: of_schema, table, findings }
    }

    /// Of a table whose schema cannot be read.
    pub fn without_schema(finding: Finding) -> Dataset {
        Dataset { hash: None, schema: None, table: None, findings: vec![finding] }
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

    pub fn schema(&self) -> Option<&Schema> {
        self.table.as_ref().and_then(Table::schema)
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
