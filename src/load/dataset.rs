//! Turns a CSV file that is published into what pages can show of it: a table, or why there is none.
//!
//! It follows from the bytes of the file alone, so it is known again by their hash, in this build and the next.

use serde::{Deserialize, Serialize};

use super::data::{self, LARGEST_TABLE, Table};
use super::inspect::FileFacts;
use super::page::changed;
use super::unreadable::unreadable;
use crate::diag::Finding;
use crate::files::{self, Files, Hash};
use crate::path::SourcePath;

/// A table beside the facts of its file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Dataset {
    /// Of the bytes that were read; `None` where the file could not be read as it was inspected.
    hash: Option<Hash>,
    /// `None` where it has a mistake, which is then among the findings.
    table: Option<Table>,
    findings: Vec<Finding>,
}

impl Dataset {
    /// Reads a file that was inspected. One that is too large for a page is a table without columns.
    pub fn read(files: &dyn Files, file: &SourcePath, facts: &FileFacts) -> Dataset {
        let mut findings = Vec::new();
        let (hash, table) = match files.read_within(file.as_str(), LARGEST_TABLE) {
            // What a page shows is what its reader can check by the sum that stands beside it.
            Ok(Ok(bytes)) if files::hash(&bytes) != facts.hash => {
                findings.push(changed(file).fatal());
                (None, None)
            }
            Ok(Ok(bytes)) => (Some(facts.hash), data::read(file.as_str(), &bytes, &mut findings)),
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
        Dataset { hash, table, findings }
    }

    /// Whether it is of these bytes, and what it holds can be gone through. A cache may say anything.
    pub fn is_of(&self, hash: &Hash) -> bool {
        self.hash.as_ref() == Some(hash) && self.table.as_ref().is_none_or(Table::is_whole)
    }

    /// Of the bytes of its file.
    pub fn hash(&self) -> Option<&Hash> {
        self.hash.as_ref()
    }

    pub fn table(&self) -> Option<&Table> {
        self.table.as_ref()
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
