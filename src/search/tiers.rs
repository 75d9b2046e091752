//! Decides where the postings of a term lie: in which file, and which of them every search reads.
//!
//! Common terms share their files by hash, each a part of its own, and rare ones by their first letters, so a word half typed is in one file.

use super::invert::Posting;
use super::pair_lists::PairShape;
use super::terms::hash;
use super::words::Prominence;

/// How many files there are, and how large they may be, for a number of items.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Files of common terms, of rare syllables and of all other words.
    pub common: u32,
    pub rare: u32,
    pub other: u32,
    /// Files of the second tier: the lighter postings of common terms; 0: there is none.
    pub second_tier: u32,
    /// Document ids of a file of stored fields.
    pub block: u32,
    /// Files of lists of pairs, and their buckets, a multiple of it.
    pub pair_files: u32,
    pub buckets: u32,
    /// Bytes, uncompressed, that a search fetches of postings at first.
    pub budget: u32,
}

/// In the order of the fields.
const fn row([common, rare, other, second_tier, block, pair_files, buckets, budget]: [u32; 8]) -> Scale {
    Scale { common, rare, other, second_tier, block, pair_files, buckets, budget }
}

/// Up to so many items. Measured so that a search stays within 60 kB (120 kB for ten times as many) over the wire.
pub const SCALES: [(usize, Scale); 5] = [
    (512, row([16, 16, 16, 0, 16, 8, 512, 32_000])),
    (4096, row([128, 64, 32, 0, 32, 16, 2048, 32_000])),
    (32_768, row([116, 48, 116, 10, 128, 64, 8192, 34_000])),
    (196_608, row([600, 120, 530, 120, 128, 512, 32_768, 64_000])),
    (usize::MAX, row([900, 900, 900, 500, 192, 512, 65_536, 64_000])),
];

/// A weight, of 16, from which a posting of a common term is in the first tier.
const TELLING: u8 = 12;

pub fn scale(items: usize) -> Scale {
    SCALES.iter().find(|(most, _)| items <= *most).map_or(SCALES[4].1, |(_, scale)| *scale)
}

/// Which postings of a term are in the first tier, which every search reads, and which in the second.
#[derive(Clone, Copy)]
pub enum Division {
    None,
    /// Of a common term: those that tell.
    Common,
    /// Of a very common term: those in numbers and titles.
    Wide,
}

/// What decides where the postings of a term lie.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub scale: Scale,
    /// Items that have a term from which on it is a common one.
    pub lowest: u32,
}

impl Shape {
    /// `items`: how many there are in the index.
    pub fn new(scale: Scale, items: usize) -> Shape {
        Shape { scale, lowest: ((1u32 << items.max(1).ilog2()) / 128).max(8) }
    }

    /// `items`: how many there are in the index.
    pub fn pairs(&self, items: usize) -> PairShape {
        let Scale { pair_files: files, buckets, .. } = self.scale;
        PairShape { files, buckets, span: 1 << items.max(1).ilog2() }
    }

    /// `items`: how many have the term.
    pub fn is_common(&self, term: &str, items: u32) -> bool {
        items >= self.lowest && !term.contains(['-', '/'])
    }

    pub fn division(&self, term: &str, items: u32) -> Division {
        match items / self.lowest {
            _ if self.scale.second_tier == 0 || !self.is_common(term, items) => Division::None,
            0..8 => Division::Common,
            _ => Division::Wide,
        }
    }

    /// The number of the file that every search for the term reads.
    pub fn file(&self, term: &str, items: u32) -> u32 {
        file_of(&self.scale, term, self.is_common(term, items))
    }
}

/// Which file a term lies in: common terms and syllables by hash, all other words by their first letters.
pub fn file_of(scale: &Scale, term: &str, is_common: bool) -> u32 {
    let Scale { common, rare, other, .. } = *scale;
    if is_common {
        hash(term) % common
    } else if is_syllable(term) {
        common + hash(term) % rare
    } else {
        common + rare + hash(&first_letters(term)) % other
    }
}

impl Division {
    pub fn is_first_tier(self, posting: &Posting) -> bool {
        match self {
            Division::None => true,
            Division::Common => posting.prominence > Prominence::Low || posting.code >> 4 >= TELLING,
            Division::Wide => posting.prominence == Prominence::High,
        }
    }
}

/// Whether a word looks like a Vietnamese syllable without marks.
pub fn is_syllable(term: &str) -> bool {
    const STARTS: [&str; 27] = [
        "ngh", "ng", "nh", "ch", "gh", "kh", "ph", "th", "tr", "qu", "gi", "b", "c", "d", "g", "h", "k", "l", "m", "n",
        "p", "r", "s", "t", "v", "x", "",
    ];
    const ENDS: [&str; 9] = ["", "ch", "n", "nh", "ng", "c", "m", "p", "t"];
    STARTS.iter().filter_map(|start| term.strip_prefix(start)).any(|rest| {
        let vowels = rest.bytes().take_while(|letter| b"aeiouy".contains(letter)).count();
        (1..=vowels.min(3)).any(|count| ENDS.contains(&&rest[count..]))
    })
}

/// The first three UTF-16 units, as the client cuts them.
fn first_letters(term: &str) -> String {
    String::from_utf16_lossy(&term.encode_utf16().take(3).collect::<Vec<_>>())
}
