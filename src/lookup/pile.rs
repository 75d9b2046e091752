//! Sealed rows on their way into files: turns rows in the order of the table into heaps by the first bits of their marks, so that whoever puts
//! rows into files has few of them at a time, however long the table is.

use super::rows::Sealed;
use super::seal::MARK;
use crate::files::{Extent, Spill};

/// Heaps, a power of two.
pub const HEAPS: usize = 64;
/// Sizes are known for each value of so many first bits of a mark: as many as there may be files.
pub const FINEST: usize = 4096;
/// How much of a heap is held before it is laid down, in bytes.
const HELD: usize = 32 << 10;
/// What stands before a row in a heap: mark, line, length.
const HEAD: usize = MARK + 4 + 2;

#[derive(Default)]
pub struct Pile {
    heaps: Vec<Heap>,
    spill: Spill,
    /// What the rows of each value add to their file, in bytes.
    sizes: Vec<usize>,
    pub rows: u64,
}

#[derive(Clone, Default)]
struct Heap {
    held: Vec<u8>,
    laid: Vec<Extent>,
}

/// Rows of a heap in the order of their marks; those of one mark in that of their lines.
pub struct Heaped {
    bytes: Vec<u8>,
    rows: Vec<(u64, u32, usize, usize)>,
}

impl Pile {
    pub fn new() -> Pile {
        Pile { heaps: vec![Heap::default(); HEAPS], sizes: vec![0; FINEST], ..Pile::default() }
    }

    pub fn add(&mut self, row: &Sealed) {
        let first = first_bits(u64::from_be_bytes(row.mark), FINEST);
        self.sizes[first] += MARK + 2 + row.bytes.len();
        self.rows += 1;
        let heap = &mut self.heaps[first / (FINEST / HEAPS)];
        heap.held.extend(row.mark);
        heap.held.extend(row.line.to_le_bytes());
        // A row is no longer than `LONGEST_ROW`.
        heap.held.extend((row.bytes.len() as u16).to_le_bytes());
        heap.held.extend(&row.bytes);
        if heap.held.len() > HELD {
            heap.laid.push(self.spill.add(&heap.held));
            heap.held.clear();
        }
    }

    /// What the rows of all marks add to files, in bytes.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The rows of a heap; `None` where they can no longer be read.
    pub fn heap(&self, number: usize) -> Option<Heaped> {
        let heap = self.heaps.get(number)?;
        let mut bytes = Vec::new();
        for extent in &heap.laid {
            bytes.extend(self.spill.read(*extent)?);
        }
        bytes.extend(&heap.held);
        let (mut rows, mut at) = (Vec::new(), 0);
        while let Some(head) = bytes.get(at..at + HEAD) {
            let mark = head[..MARK].iter().fold(0, |mark, byte| mark << 8 | u64::from(*byte));
            let line = u32::from_le_bytes([head[MARK], head[MARK + 1], head[MARK + 2], head[MARK + 3]]);
            let length = usize::from(u16::from_le_bytes([head[MARK + 4], head[MARK + 5]]));
            rows.push((mark, line, at + HEAD, length));
            at += HEAD + length;
        }
        rows.sort_unstable();
        Some(Heaped { bytes, rows })
    }
}

impl Heaped {
    /// Mark and sealed bytes of the rows whose first bits have this value, of so many values.
    pub fn part(&self, part: usize, of: usize) -> impl Iterator<Item = (u64, &[u8])> {
        let start = self.rows.partition_point(|(mark, ..)| first_bits(*mark, of) < part);
        let rows = self.rows[start..].iter().take_while(move |(mark, ..)| first_bits(*mark, of) == part);
        rows.map(|(mark, _, at, length)| (*mark, &self.bytes[*at..at + length]))
    }

    /// Lines of rows that have the key of an earlier line, with that line.
    pub fn twice(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut first = 0;
        self.rows.windows(2).enumerate().filter_map(move |(at, pair)| {
            if pair[0].0 != pair[1].0 {
                first = at + 1;
                return None;
            }
            Some((pair[1].1, self.rows[first].1))
        })
    }
}

/// The value of a mark's first bits, of so many values, a power of two.
pub fn first_bits(mark: u64, of: usize) -> usize {
    let bits = of.trailing_zeros();
    if bits == 0 { 0 } else { (mark >> (64 - bits)) as usize }
}
