//! Turns pairs and the items that have them into the bytes of a bucket, and back.
//!
//! A bucket has the pairs whose hashes begin alike. A list is how far the pair is from the one before, how many items have
//! it, and then bits: for each item its distance from the one before (Rice's code) and three bits of weight. Which
//! parameter the code has follows from the number of items, so lists of rare pairs and of frequent ones are both short.

use super::fields::{read, write};

/// Bits of a weight.
const WEIGHT: u32 = 3;
/// Bits of what tells the pairs of a bucket apart.
pub const FINGERPRINT: u32 = 16;
/// A distance cannot have more ones before its zero.
const LONGEST: u32 = 1 << 24;

/// What decides where the lists of pairs lie, and how they are written.
#[derive(Clone, Copy, Debug)]
pub struct PairShape {
    pub files: u32,
    /// A multiple of the number of files.
    pub buckets: u32,
    /// The largest power of two that is not above the number of items.
    pub span: u32,
}

/// Of an item that has a pair: where the list of the pair lies, which one it is there, which item, and how much it tells, from
/// the highest bits to the lowest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PairPosting(u64);

impl PairPosting {
    /// `buckets`: how many there are.
    pub fn new(hash: u32, doc_id: u32, weight: u8, buckets: u32) -> PairPosting {
        let key = (u64::from(hash) * u64::from(buckets)) >> (32 - FINGERPRINT);
        PairPosting(key << 32 | u64::from(doc_id) << WEIGHT | u64::from(weight))
    }

    fn of(bucket: u32, fingerprint: u32, doc_id: u32, weight: u32) -> PairPosting {
        let key = u64::from(bucket) << FINGERPRINT | u64::from(fingerprint);
        PairPosting(key << 32 | u64::from(doc_id) << WEIGHT | u64::from(weight))
    }

    pub fn bucket(self) -> u32 {
        (self.0 >> (32 + FINGERPRINT)) as u32
    }

    fn fingerprint(self) -> u32 {
        (self.0 >> 32) as u32 & ((1 << FINGERPRINT) - 1)
    }

    fn list(self) -> u64 {
        self.0 >> 32
    }

    fn doc_id(self) -> u32 {
        self.0 as u32 >> WEIGHT
    }
}

/// Sorts postings, and leaves the heaviest where two pairs of an item have one list.
pub fn settle(postings: &mut Vec<PairPosting>) {
    postings.sort_unstable();
    let mut kept = 0;
    for at in 0..postings.len() {
        let one = postings[at];
        if kept > 0 && postings[kept - 1].0 >> WEIGHT == one.0 >> WEIGHT {
            kept -= 1;
        }
        postings[kept] = one;
        kept += 1;
    }
    postings.truncate(kept);
}

/// Bits of a distance that are written as they are: about what a usual distance has. `span`: about how many items there are.
fn parameter(count: u32, span: u32) -> u32 {
    let mut bits = 0;
    while u64::from(count) << (bits + 1) <= u64::from(span) + u64::from(span / 4) {
        bits += 1;
    }
    bits
}

/// The bytes of a bucket, of its postings in order.
pub fn encode(postings: &[PairPosting], span: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(postings.len() * 2);
    let mut next_fingerprint = 0;
    for list in postings.chunk_by(|a, b| a.list() == b.list()) {
        write(&mut bytes, list[0].fingerprint().wrapping_sub(next_fingerprint));
        next_fingerprint = list[0].fingerprint() + 1;
        write(&mut bytes, list.len() as u32);
        let bits = parameter(list.len() as u32, span);
        let (mut out, mut next) = (Bits { bytes: &mut bytes, used: 8 }, 0);
        for one in list {
            let distance = one.doc_id().wrapping_sub(next);
            next = one.doc_id() + 1;
            out.ones(distance >> bits);
            out.put(distance & ((1 << bits) - 1), bits);
            out.put(one.0 as u32 & ((1 << WEIGHT) - 1), WEIGHT);
        }
    }
    bytes
}

/// The postings of a bucket; `None`: there is something that cannot be.
pub fn decode(bucket: u32, mut bytes: &[u8], span: u32) -> Option<Vec<PairPosting>> {
    let (mut postings, mut next_fingerprint) = (Vec::new(), 0u32);
    while let Some(gap) = read(&mut bytes) {
        let count = read(&mut bytes).unwrap_or(0);
        if count == 0 {
            break;
        }
        let fingerprint = next_fingerprint.checked_add(gap).filter(|own| *own < 1 << FINGERPRINT)?;
        next_fingerprint = fingerprint + 1;
        let bits = parameter(count, span);
        let (mut from, mut next) = (BitReader { bytes, at: 0 }, 0u32);
        for _ in 0..count {
            let distance = (from.ones()? << bits) | from.take(bits)?;
            let doc_id = next.checked_add(distance).filter(|id| *id < 1 << (32 - WEIGHT))?;
            next = doc_id + 1;
            postings.push(PairPosting::of(bucket, fingerprint, doc_id, from.take(WEIGHT)?));
        }
        bytes = bytes.get(from.at.div_ceil(8)..)?;
    }
    Some(postings)
}

/// Writes bits, the highest of a byte first.
struct Bits<'a> {
    bytes: &'a mut Vec<u8>,
    /// Bits of the last byte that are taken.
    used: u32,
}

impl Bits<'_> {
    fn put(&mut self, number: u32, bits: u32) {
        let mut left = bits;
        while left > 0 {
            if self.used == 8 {
                self.bytes.push(0);
                self.used = 0;
            }
            let take = left.min(8 - self.used);
            let part = (number >> (left - take)) & ((1 << take) - 1);
            if let Some(last) = self.bytes.last_mut() {
                *last |= (part << (8 - self.used - take)) as u8;
            }
            self.used += take;
            left -= take;
        }
    }

    /// So many ones and a zero.
    fn ones(&mut self, count: u32) {
        for _ in 0..count {
            self.put(1, 1);
        }
        self.put(0, 1);
    }
}

struct BitReader<'a> {
    bytes: &'a [u8],
    /// In bits.
    at: usize,
}

impl BitReader<'_> {
    fn take(&mut self, bits: u32) -> Option<u32> {
        let mut number = 0;
        for _ in 0..bits {
            let byte = *self.bytes.get(self.at / 8)?;
            number = number << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(number)
    }

    fn ones(&mut self) -> Option<u32> {
        let mut count = 0;
        while self.take(1)? == 1 {
            count += 1;
            if count > LONGEST {
                return None;
            }
        }
        Some(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bucket_that_was_written_has_the_same_postings(
            lists in proptest::collection::btree_map(0u32..65536, proptest::collection::btree_map(0u32..3000, 0u32..8, 1..90), 0..12),
            span in 1u32..4096,
        ) {
            let postings: Vec<PairPosting> = lists.iter().flat_map(|(fingerprint, list)| {
                list.iter().map(|(doc_id, weight)| PairPosting::of(7, *fingerprint, *doc_id, *weight))
            }).collect();
            let mut bytes = encode(&postings, span);
            prop_assert_eq!(decode(7, &bytes, span), Some(postings.clone()));
            bytes.resize(bytes.len() + 33, 0);
            prop_assert_eq!(decode(7, &bytes, span), Some(postings), "zeros behind it are no lists");
        }

        #[test]
        fn what_cannot_be_a_bucket_is_none_or_short(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            decode(0, &bytes, 64);
        }
    }

    #[test]
    fn of_two_pairs_with_one_list_the_heavier_counts() {
        let one = |weight| PairPosting::of(1, 2, 3, weight);
        let mut postings = vec![one(5), PairPosting::of(1, 1, 3, 0), one(2)];
        settle(&mut postings);
        assert_eq!(postings, [PairPosting::of(1, 1, 3, 0), one(5)]);
    }
}
