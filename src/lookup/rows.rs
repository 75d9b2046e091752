//! The rows of a table as little more than their bytes: turns what was read line by line into rows sorted by the marks of their keys.

use std::ops::Range;

use super::seal::{Secret, added_by};

/// A row: the secret of its entry, where its cells are, the line that it begins on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    secret: Secret,
    line: u32,
    start: u32,
    length: u16,
}

/// All rows; the cells of all are one text.
#[derive(Default)]
pub struct Rows {
    rows: Vec<Row>,
    cells: Vec<u8>,
}

impl Rows {
    /// Adds a row. Whether there was room for it.
    pub fn add(&mut self, secret: Secret, line: usize, cells: &[u8]) -> bool {
        let numbers = (u32::try_from(self.cells.len()), u16::try_from(cells.len()), u32::try_from(line));
        let (Ok(start), Ok(length), Ok(line)) = numbers else { return false };
        self.cells.extend(cells);
        self.rows.push(Row { secret, line, start, length });
        true
    }

    pub fn sort(&mut self) {
        self.rows.sort_unstable();
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Lines of rows that have the key of an earlier line, with that line; of sorted rows.
    pub fn twice(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut first = 0;
        self.rows.windows(2).enumerate().filter_map(move |(at, pair)| {
            if pair[0].secret != pair[1].secret {
                first = at + 1;
                return None;
            }
            Some((pair[1].line, self.rows[first].line))
        })
    }

    pub fn secret(&self, row: usize) -> &Secret {
        &self.rows[row].secret
    }

    pub fn cells(&self, row: usize) -> &[u8] {
        let Row { start, length, .. } = self.rows[row];
        &self.cells[start as usize..start as usize + usize::from(length)]
    }

    /// In bytes, in all files together.
    pub fn sealed_size(&self) -> usize {
        (0..self.len()).map(|row| added_by(self.cells(row))).sum()
    }

    /// The rows of each of so many files, a power of two: by the first bits of their marks.
    pub fn parts(&self, count: usize) -> Vec<Range<usize>> {
        let bits = count.trailing_zeros();
        let part_of = |row: &Row| {
            let mark = u64::from_be_bytes(row.secret.mark());
            if bits == 0 { 0 } else { (mark >> (64 - bits)) as usize }
        };
        let mut start = 0;
        let part = |part: usize| {
            let end = start + self.rows[start..].partition_point(|row| part_of(row) <= part);
            std::mem::replace(&mut start, end)..end
        };
        (0..count).map(part).collect()
    }
}
