//! Turns the rows of a table into files of at most 60 kB, in which a row is found by its mark.
//!
//! How many there are is a power of two that follows from how much there is, so it seldom changes; which of them a row is in
//! follows from its key alone. So an edit of a row makes one of them anew.
//!
//! A file: `CTL` and the version, the number of its rows (two bytes, the lowest first), their marks in order (eight bytes each), the
//! lengths of what is sealed (two bytes each), then what is sealed.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::rows::Rows;
use super::seal::added_by;
use crate::files::{self, Hash};

/// In bytes, before compression: what a telephone with little reception loads in a moment.
pub const LARGEST_SHARD: usize = 60_000;
/// What a file begins with.
pub const MAGIC: &[u8; 4] = b"CTL\x01";
/// That, and the number of rows.
const HEAD: usize = MAGIC.len() + 2;
/// What files have on average at most; rows do not fall into them evenly.
const USUAL: usize = 36_000;
/// A page names all files, so there are not more of them than it can bear.
const MOST_SHARDS: usize = 4096;
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
}

/// Puts rows, sorted by their marks, into files.
pub fn shards(rows: &Rows) -> Result<Vec<(Shard, Vec<u8>)>, Unsharded> {
    let mut count = (rows.sealed_size() / USUAL + 1).next_power_of_two();
    loop {
        if count > MOST_SHARDS {
            return Err(Unsharded::TooMany);
        }
        let parts = rows.parts(count);
        let fits = |part: &Range<usize>| {
            HEAD + part.clone().map(|row| added_by(rows.cells(row))).sum::<usize>() <= LARGEST_SHARD
        };
        if parts.iter().all(fits) {
            let made = parts.into_par_iter().map(|part| file(rows, part).map(|bytes| (Shard::of(&bytes), bytes)));
            return made.collect::<Option<_>>().ok_or(Unsharded::NoCipher);
        }
        count *= 2;
    }
}

fn file(rows: &Rows, part: Range<usize>) -> Option<Vec<u8>> {
    let sealed: Vec<Vec<u8>> = part.clone().map(|row| rows.secret(row).seal(rows.cells(row))).collect::<Option<_>>()?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend(u16::try_from(sealed.len()).ok()?.to_le_bytes());
    part.for_each(|row| bytes.extend(rows.secret(row).mark()));
    for sealed in &sealed {
        bytes.extend(u16::try_from(sealed.len()).ok()?.to_le_bytes());
    }
    sealed.iter().for_each(|sealed| bytes.extend(sealed));
    Some(bytes)
}
