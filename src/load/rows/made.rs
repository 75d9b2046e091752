//! Files that stand on no disk: pages, tables and schemas that were made from the rows of a table.

use std::sync::Arc;

use crate::path::SourcePath;

/// What was made from a table.
#[derive(Default)]
pub struct Made {
    pub files: Vec<MadeFile>,
}

pub struct MadeFile {
    pub path: SourcePath,
    pub bytes: Vec<u8>,
    /// The rows that it was made from, counted from 0: of a table, one for each of its lines.
    pub rows: Arc<[usize]>,
}
