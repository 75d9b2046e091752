//! Pairs of neighbouring words of one document: turns them into few bytes, and these into how much each pair tells there.
//!
//! What a Vietnamese word is stands in pairs of syllables, which are rare, and tell as much without marks as with them. A
//! pair is known by a hash of its two terms, both without marks, since there are too many of them to be named.

use super::fields::{Field, each, read, write};

/// BM25's saturation, as of single words.
const SATURATION: f32 = 1.2;
/// Steps of a weight.
const WEIGHTS: f32 = 8.0;
/// Prominent weights are kept in steps of this part of one.
const STEPS: f32 = 16.0;
/// How often a pair stands in a body, at most; more tells nothing.
const MOST: u32 = 15;

/// The hash of a pair, of the hashes of its terms; its highest bits say where its list lies.
pub fn pair(first: u32, second: u32) -> u32 {
    let mixed = first.wrapping_mul(31).wrapping_add(second);
    let mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 13)
}

/// The pairs of one document while it is read.
#[derive(Default)]
pub struct MetPairs {
    /// Hash, and the field in the lowest bits.
    met: Vec<u64>,
    /// What one pair of each field counts.
    each: [f32; 7],
}

impl MetPairs {
    pub fn clear(&mut self) {
        self.met.clear();
    }

    /// `each`: what one word of this text counts.
    pub fn begin(&mut self, field: Field, each: f32) {
        self.each[field as usize] = each;
    }

    pub fn note(&mut self, field: Field, first: u32, second: u32) {
        self.met.push(u64::from(pair(first, second)) << 32 | field as u64);
    }

    /// Each pair once: the distance to the one before, how often it stands in the body, and what the rest of it counts.
    pub fn pack(&mut self) -> Box<[u8]> {
        self.met.sort_unstable();
        let mut packed = Vec::with_capacity(self.met.len() * 5);
        let mut last = 0;
        for same in self.met.chunk_by(|a, b| a >> 32 == b >> 32) {
            let (mut body, mut attached, mut prominent) = (0, 0, 0.0);
            for one in same {
                match (*one as u32) as usize {
                    field if field == Field::Body as usize => body += 1,
                    field if field == Field::Attachment as usize => attached += 1,
                    field => prominent += self.each[field],
                }
            }
            let hash = (same[0] >> 32) as u32;
            write(&mut packed, hash - last);
            last = hash;
            let prominent = ((prominent * STEPS) as u32).min(255) as u8;
            let flags = u8::from(prominent > 0) << 1 | u8::from(attached > 0);
            packed.push((body.min(MOST) as u8) << 4 | flags);
            packed.extend((prominent > 0).then_some(prominent));
            packed.extend((attached > 0).then_some(attached.min(MOST) as u8));
        }
        packed.into()
    }
}

/// Reads the pairs of a document in the order of their hashes.
#[derive(Clone)]
pub struct PairReader<'a> {
    bytes: &'a [u8],
    hash: u32,
    /// What a pair in the body counts, and one in an attachment.
    body: f32,
    attached: f32,
}

impl<'a> PairReader<'a> {
    /// `average`: words of a usual body.
    pub fn new(packed: &'a [u8], lengths: (u32, u32), average: f32) -> PairReader<'a> {
        let body = each(Field::Body, lengths.0 as f32, average);
        let attached = each(Field::Attachment, lengths.1 as f32, average);
        PairReader { bytes: packed, hash: 0, body, attached }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn weight(&mut self) -> Option<u8> {
        let head = self.byte()?;
        let mut weight = f32::from(head >> 4) * self.body;
        if head & 2 != 0 {
            weight += f32::from(self.byte()?) / STEPS;
        }
        if head & 1 != 0 {
            weight += f32::from(self.byte()?) * self.attached;
        }
        Some(((WEIGHTS * weight / (weight + SATURATION)) as u8).min(WEIGHTS as u8 - 1))
    }
}

impl Iterator for PairReader<'_> {
    /// Hash and weight, of eight steps.
    type Item = (u32, u8);

    fn next(&mut self) -> Option<(u32, u8)> {
        self.hash = read(&mut self.bytes)?.wrapping_add(self.hash);
        Some((self.hash, self.weight()?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::hash;
    use super::*;

    fn found(met: &mut MetPairs) -> Vec<(u32, u8)> {
        PairReader::new(&met.pack(), (4, 4), 4.0).collect()
    }

    #[test]
    fn a_pair_counts_where_it_stands_and_as_often() {
        let [dat, dai] = [hash("dat"), hash("dai")];
        let mut met = MetPairs::default();
        met.begin(Field::Title, 5.0);
        met.note(Field::Body, dat, dai);
        // 8 × 1 ÷ 2.2 is 3.6.
        assert_eq!(found(&mut met), [(pair(dat, dai), 3)]);
        met.note(Field::Title, dat, dai);
        // 8 × 6 ÷ 7.2 is 6.7.
        assert_eq!(found(&mut met), [(pair(dat, dai), 6)]);
        met.note(Field::Attachment, dai, dat);
        let mut both = vec![(pair(dat, dai), 6), (pair(dai, dat), 2)];
        both.sort_unstable();
        assert_eq!(found(&mut met), both, "the order of two words tells, and an attachment counts half");
    }

    #[test]
    fn what_cannot_be_pairs_ends() {
        for bytes in [&[0xff; 40][..], &[1], &[1, 0x1f], &[]] {
            assert!(PairReader::new(bytes, (1, 1), 1.0).count() < 40);
        }
    }
}
