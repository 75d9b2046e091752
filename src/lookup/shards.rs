//! Turns the rows of a table into files of at most 60 kB, in which a row is found by its mark.
//!
//! How many there are is a power of two that follows from how much there is, so it seldom changes; which of them a row is in
//! follows from its key alone. So an edit of a row makes one of them anew.
//!
//! A file: `CTL` and the version, the number of its rows (two bytes, the lowest first), their marks in order (eight bytes each), the
//! lengths of what is sealed (two bytes each), then what is sealed.

use serde::{Deserialize, Serialize};

use super::pile::{FINEST, HEAPS, Heaped, Pile};
use crate::files::{self, Extent, Hash, Spill};

/// In bytes, before compression: what a telephone with little reception loads in a moment.
pub const LARGEST_SHARD: usize = 60_000;
/// What a file begins with.
pub const MAGIC: &[u8; 4] = b"CTL\x01";
/// That, and the number of rows.
const HEAD: usize = MAGIC.len() + 2;
/// What files have on average at most; rows do not fall into them evenly.
const USUAL: usize = 36_000;
/// A page names all files, so there are not more of them than it can bear.
const MOST_SHARDS: usize = FINEST;
/// The longest row, in bytes: a file must be able to hold several.
pub const LONGEST_ROW: usize = 4_000;

/// A file that holds some of the rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shard {
    /// Of its contents: eight letters and digits.
    pub name: String,
    pub hash: Hash,
    pub size: u64,
}

impl Shard {
    fn of(bytes: &[u8]) -> Shard {
        let hash = files::hash(bytes);
        Shard { name: name(&hash), hash, size: bytes.len() as u64 }
    }

    /// The name of the file with this number.
    pub fn file(&self, number: usize) -> String {
        format!("{number:03x}-{}.bin", self.name)
    }
}

/// The first forty bits of a hash, five a letter (RFC 4648, in small letters: some disks do not tell large ones from them).
fn name(hash: &Hash) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bits = hash.as_bytes()[..5].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..8).rev().map(|letter| char::from(LETTERS[(bits >> (5 * letter) & 31) as usize])).collect()
}

/// Why rows cannot be put into files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsharded {
    /// There are more than a page can name files for.
    TooMany,
    /// The system has no such cipher.
    NoCipher,
    /// What was laid aside of them can no longer be read.
    Lost,
}

/// The bytes of files.
#[derive(Default)]
pub struct Contents {
    spill: Spill,
    files: Vec<Extent>,
}

impl Contents {
    /// Those of the file with this number.
    pub fn of(&self, number: usize) -> Option<Vec<u8>> {
        self.spill.read(*self.files.get(number)?)
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Puts rows into files, heap by heap, so that few of them are held.
pub fn shards(pile: &Pile) -> Result<(Vec<Shard>, Contents), Unsharded> {
    let count = count(pile.sizes())?;
    let (mut shards, mut contents) = (Vec::with_capacity(count), Contents::default());
    // Of fewer files each has the rows of several heaps, of more each a part of one.
    let (around, parts) = ((HEAPS / count).max(1), (count / HEAPS).max(1));
    for number in 0..HEAPS / around {
        let heaps: Vec<Heaped> = (number * around..(number + 1) * around)
            .map(|heap| pile.heap(heap))
            .collect::<Option<_>>()
            .ok_or(Unsharded::Lost)?;
        for part in number * parts..(number + 1) * parts {
            let bytes = file(heaps.iter().flat_map(|heap| heap.part(part, count)));
            shards.push(Shard::of(&bytes));
            contents.files.push(contents.spill.add(&bytes));
        }
    }
    Ok((shards, contents))
}

/// How many files rows of these sizes, by the first bits of their marks, are put into.
fn count(sizes: &[usize]) -> Result<usize, Unsharded> {
    let mut count = (sizes.iter().sum::<usize>() / USUAL + 1).next_power_of_two();
    loop {
        if count > MOST_SHARDS {
            return Err(Unsharded::TooMany);
        }
        let fits = |part: &[usize]| HEAD + part.iter().sum::<usize>() <= LARGEST_SHARD;
        if sizes.chunks(sizes.len() / count).all(fits) {
            return Ok(count);
        }
        count *= 2;
    }
}

fn file<'r>(rows: impl Iterator<Item = (u64, &'r [u8])>) -> Vec<u8> {
    let rows: Vec<(u64, &[u8])> = rows.collect();
    let mut bytes = MAGIC.to_vec();
    // A row takes more than one byte of the sixty thousand, and a sealed one has two for its length.
    bytes.extend((rows.len() as u16).to_le_bytes());
    rows.iter().for_each(|(mark, _)| bytes.extend(mark.to_be_bytes()));
    rows.iter().for_each(|(_, sealed)| bytes.extend((sealed.len() as u16).to_le_bytes()));
    rows.iter().for_each(|(_, sealed)| bytes.extend(*sealed));
    bytes
}
