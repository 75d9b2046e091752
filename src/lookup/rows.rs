//! The rows of a piece of a table: turns what was read line by line into rows that only their keys open.

use std::ops::Range;

use rayon::prelude::*;

use super::seal::{MARK, Secret};

/// A row: the secret of its entry, where its cells are, the line that it begins on.
struct Row {
    secret: Secret,
    line: u32,
    cells: Range<usize>,
}

/// A row that its key opens, the line that it begins on, and its mark.
pub struct Sealed {
    pub mark: [u8; MARK],
    pub line: u32,
    pub bytes: Vec<u8>,
}

/// Rows that are not sealed yet; the cells of all are one text.
#[derive(Default)]
pub struct Rows {
    rows: Vec<Row>,
    cells: Vec<u8>,
}

impl Rows {
    /// Adds a row. Whether its line can be counted.
    pub fn add(&mut self, secret: Secret, line: usize, cells: &[u8]) -> bool {
        let Ok(line) = u32::try_from(line) else { return false };
        let start = self.cells.len();
        self.cells.extend(cells);
        self.rows.push(Row { secret, line, cells: start..self.cells.len() });
        true
    }

    /// Seals the rows and forgets them. `None`: the system has no such cipher.
    pub fn seal(&mut self) -> Option<Vec<Sealed>> {
        let cells = &self.cells;
        let seal = |Row { secret, line, cells: at }: &Row| {
            Some(Sealed { mark: secret.mark(), line: *line, bytes: secret.seal(&cells[at.clone()])? })
        };
        let sealed = self.rows.par_iter().map(seal).collect();
        self.rows.clear();
        self.cells.clear();
        sealed
    }
}
