//! Turns the words of all items into files of postings: for each term the items that have it, how much it tells there,
//! and what follows it.
//!
//! A posting is the distance to the item before it, then a byte: four bits of weight, four of signature. Terms are kept
//! without marks, with one list for each way to mark them. Common terms share their files by hash and rare ones by their
//! first letters, so a word half typed is in one file. The long lists of common terms hold only where they tell much;
//! the rest lies in further files that most searches never need.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::lexicon::Lexicon;
use super::terms::hash;
use super::words::{Occurrence, Words, write};

/// How many files there are, and how large they may be, for a number of items.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Files of common terms, of rare syllables and of all other words.
    pub common: u32,
    pub rare: u32,
    pub other: u32,
    /// Files for the less telling postings of common terms; 0: they are not divided.
    pub deep: u32,
    /// Slots of a file of cards.
    pub block: u32,
    /// Bytes, uncompressed, that a search fetches of postings at first.
    pub budget: u32,
}

const fn row(common: u32, rare: u32, other: u32, deep: u32, block: u32, budget: u32) -> Scale {
    Scale { common, rare, other, deep, block, budget }
}

/// Up to so many items. Measured so that a search stays within 60 kB (120 kB for ten times as many) over the wire.
const SCALES: [(usize, Scale); 5] = [
    (512, row(16, 16, 16, 0, 16, 44_000)),
    (4096, row(128, 64, 32, 0, 32, 44_000)),
    (32_768, row(116, 24, 58, 10, 64, 17_000)),
    (196_608, row(600, 120, 530, 120, 96, 32_000)),
    (usize::MAX, row(900, 900, 900, 500, 192, 60_000)),
];

/// BM25's saturation: how soon more of a word tells no more.
const SATURATION: f32 = 1.2;
/// A weight, of 16, from which a posting of a common term is kept where every search sees it.
const TELLING: u32 = 12;
/// Postings sorted at a time; four bytes each.
const BATCH: usize = 16 << 20;

pub fn scale(items: usize) -> Scale {
    SCALES.iter().find(|(most, _)| items <= *most).map_or(SCALES[4].1, |(_, scale)| *scale)
}

/// Files of postings, and what the client must know of them.
pub struct Postings {
    /// By number; `None` where no term fell.
    pub files: Vec<Option<Vec<u8>>>,
    pub deep: Vec<Option<Vec<u8>>>,
    /// Common terms, by how often they stand: `lowest` times a power of two.
    pub classes: Vec<Vec<Arc<str>>>,
    pub lowest: u32,
}

/// All terms with the same letters, by how they are marked.
struct Group {
    /// Items that have one of them.
    items: u32,
    /// Numbers of the terms.
    terms: Vec<u32>,
}

/// Which postings of a term every search may see, and which lie deeper.
#[derive(Clone, Copy)]
enum Division {
    None,
    /// Of a common term: those that tell.
    Common,
    /// Of a very common term: those in numbers, titles and headings. `deeper`: the others are kept at all.
    Wide {
        deeper: bool,
    },
}

/// `items`: words and slot, sorted by slot. `average`: words of a usual body.
pub fn postings(items: &[(&Words, u32)], lexicon: &Lexicon, average: f32, scale: &Scale) -> Postings {
    let marked = lexicon.marked();
    let (counts, groups) = count(items, lexicon, average, &marked);
    let lowest = ((1u32 << items.len().max(1).ilog2()) / 128).max(8);
    let common = |term: &str, group: &Group| group.items >= lowest && !term.contains(['-', '/']);
    let mut classes: Vec<Vec<Arc<str>>> = Vec::new();
    for (term, group) in groups.iter().filter(|(term, group)| common(term, group)) {
        let class = (group.items / lowest).ilog2() as usize;
        classes.resize(classes.len().max(class + 1), Vec::new());
        classes[class].push(term.clone());
    }
    let division = |term: &str, group: &Group| match group.items / lowest {
        _ if scale.deep == 0 || !common(term, group) => Division::None,
        0..8 => Division::Common,
        times => Division::Wide { deeper: times < 512 },
    };
    let mut lists = Lists { counts: &counts, items, average, starts: Vec::new(), codes: Vec::new() };
    let mut near: Vec<Vec<Piece>> = (0..scale.common + scale.rare + scale.other).map(|_| Vec::new()).collect();
    let mut deep: Vec<Vec<Piece>> = (0..scale.deep).map(|_| Vec::new()).collect();
    for terms in batches(&groups, &counts) {
        lists.load(&terms);
        let encoded: Vec<(Encoded, Encoded)> = terms
            .par_iter()
            .map(|(term, group)| {
                let division = division(term, group);
                let encode = |fits: &dyn Fn(u32) -> bool| lists.encode(term, group, &marked, fits);
                let near = encode(&|code| division.is_near(code));
                (near, if division.has_deep() { encode(&|code| !division.is_near(code)) } else { None })
            })
            .collect();
        for ((term, group), (shown, hidden)) in terms.iter().zip(encoded) {
            let piece = |bytes| Piece { term: (*term).clone(), bytes };
            if let Some(bytes) = shown {
                near[file_of(term, common(term, group), scale) as usize].push(piece(bytes));
            }
            if let Some(bytes) = hidden {
                deep[(hash(term) % scale.deep) as usize].push(piece(bytes));
            }
        }
    }
    let join = |pieces: Vec<Vec<Piece>>, join: fn(&[Piece]) -> Vec<u8>| {
        pieces.into_par_iter().map(|pieces| (!pieces.is_empty()).then(|| join(&pieces))).collect()
    };
    Postings { files: join(near, file), deep: join(deep, deep_file), classes, lowest }
}

/// How often each term stands, and all terms by their letters.
fn count(
    items: &[(&Words, u32)],
    lexicon: &Lexicon,
    average: f32,
    marked: &[Box<str>],
) -> (Vec<u32>, BTreeMap<Arc<str>, Group>) {
    let bare = lexicon.bare();
    let (mut counts, mut in_items, mut last) = (vec![0u32; bare.len()], vec![0u32; bare.len()], vec![0u32; bare.len()]);
    for ((words, _), number) in items.iter().zip(1..) {
        words.each(average, |one| {
            counts[one.term as usize] += 1;
            let bare = bare[one.term as usize] as usize;
            if last[bare] != number {
                last[bare] = number;
                in_items[bare] += 1;
            }
        });
    }
    let mut groups: BTreeMap<Arc<str>, Group> = BTreeMap::new();
    let names: Vec<Arc<str>> = marked.iter().map(|term| Arc::from(&**term)).collect();
    for term in (0..counts.len()).filter(|term| counts[*term] > 0) {
        let bare = bare[term] as usize;
        let group =
            groups.entry(names[bare].clone()).or_insert_with(|| Group { items: in_items[bare], terms: Vec::new() });
        group.terms.push(term as u32);
    }
    for group in groups.values_mut() {
        group.terms.sort_unstable_by(|a, b| marked[*a as usize].cmp(&marked[*b as usize]));
    }
    (counts, groups)
}

impl Division {
    fn is_near(self, code: u32) -> bool {
        let standing = code >> 8 & 3;
        match self {
            Division::None => true,
            Division::Common => standing > 0 || code >> 4 & 15 >= TELLING,
            Division::Wide { .. } => standing == 2,
        }
    }

    fn has_deep(self) -> bool {
        matches!(self, Division::Common | Division::Wide { deeper: true })
    }
}

/// Which file holds a term: common terms and syllables by hash, all other words by their first letters.
fn file_of(term: &str, common: bool, scale: &Scale) -> u32 {
    if common {
        hash(term) % scale.common
    } else if is_syllable(term) {
        scale.common + hash(term) % scale.rare
    } else {
        scale.common + scale.rare + hash(&first_letters(term)) % scale.other
    }
}

/// Whether a word looks like a Vietnamese syllable without marks.
fn is_syllable(term: &str) -> bool {
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

/// The lists of one term, encoded; none when no posting belongs there.
type Encoded = Option<Vec<u8>>;

/// One term of a file.
struct Piece {
    term: Arc<str>,
    bytes: Vec<u8>,
}

/// Groups in order, as many at a time as memory allows.
fn batches<'g>(groups: &'g BTreeMap<Arc<str>, Group>, counts: &[u32]) -> Vec<Vec<(&'g Arc<str>, &'g Group)>> {
    let mut batches = vec![Vec::new()];
    let mut size = 0;
    for (term, group) in groups {
        let own: usize = group.terms.iter().map(|term| counts[*term as usize] as usize).sum();
        size += own;
        if size > BATCH {
            batches.push(Vec::new());
            size = own;
        }
        if let Some(last) = batches.last_mut() {
            last.push((term, group));
        }
    }
    batches
}

/// The postings of some terms, each list sorted by slot.
struct Lists<'a> {
    counts: &'a [u32],
    items: &'a [(&'a Words, u32)],
    average: f32,
    /// By term: where its list begins, `u32::MAX` when it is not in this batch.
    starts: Vec<u32>,
    /// Slot, standing, weight, signature: 22, 2, 4 and 4 bits.
    codes: Vec<u32>,
}

impl Lists<'_> {
    fn load(&mut self, groups: &[(&Arc<str>, &Group)]) {
        self.starts = vec![u32::MAX; self.counts.len()];
        let mut end = 0;
        for term in groups.iter().flat_map(|(_, group)| &group.terms) {
            self.starts[*term as usize] = end;
            end += self.counts[*term as usize];
        }
        self.codes = vec![0; end as usize];
        let mut next = self.starts.clone();
        for (words, slot) in self.items {
            words.each(self.average, |one| {
                let at = &mut next[one.term as usize];
                if *at != u32::MAX {
                    self.codes[*at as usize] = code(*slot, &one);
                    *at += 1;
                }
            });
        }
    }

    /// The lists of a group with the postings that fit; `None` when there are none.
    fn encode(&self, bare: &str, group: &Group, marked: &[Box<str>], fits: &dyn Fn(u32) -> bool) -> Option<Vec<u8>> {
        let mut lists: Vec<(&str, u32, Vec<u8>)> = Vec::new();
        for term in &group.terms {
            let start = self.starts[*term as usize] as usize;
            let codes = &self.codes[start..start + self.counts[*term as usize] as usize];
            let (mut bytes, mut count, mut next) = (Vec::with_capacity(codes.len() * 2), 0, 0);
            for code in codes.iter().filter(|code| fits(**code)) {
                let slot = code >> 10;
                write(&mut bytes, slot - next);
                bytes.push(*code as u8);
                next = slot + 1;
                count += 1;
            }
            if count > 0 {
                lists.push((&marked[*term as usize], count, bytes));
            }
        }
        let mut out = Vec::new();
        match &lists[..] {
            [] => return None,
            // One way to mark it, which is none, and every item is here.
            [(term, count, bytes)] if *term == bare && *count == group.items => {
                write(&mut out, group.items * 2);
                out.extend_from_slice(bytes);
            }
            lists => {
                write(&mut out, group.items * 2 + 1);
                write(&mut out, lists.len() as u32);
                for (term, count, bytes) in lists {
                    text(&mut out, if *term == bare { "" } else { term });
                    write(&mut out, *count);
                    write(&mut out, bytes.len() as u32);
                    out.extend_from_slice(bytes);
                }
            }
        }
        Some(out)
    }
}

fn code(slot: u32, one: &Occurrence) -> u32 {
    let weight = ((16.0 * one.weight / (one.weight + SATURATION)) as u32).min(15);
    slot << 10 | (one.standing as u32) << 8 | weight << 4 | u32::from(one.signature)
}

/// The first three UTF-16 units, as the client cuts them.
fn first_letters(term: &str) -> String {
    String::from_utf16_lossy(&term.encode_utf16().take(3).collect::<Vec<_>>())
}

/// Terms in order, each without the letters that it shares with the one before.
fn file(pieces: &[Piece]) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out, pieces.len() as u32);
    let mut last: &str = "";
    for piece in pieces {
        // Counted as the client counts letters.
        let (mut kept, mut shared) = (0, 0);
        for (own, before) in piece.term.chars().zip(last.chars()) {
            if own != before || kept + own.len_utf16() > 15 {
                break;
            }
            kept += own.len_utf16();
            shared += own.len_utf8();
        }
        let rest = &piece.term[shared..];
        out.push((kept * 16 + rest.len().min(15)) as u8);
        if rest.len() >= 15 {
            write(&mut out, rest.len() as u32 - 15);
        }
        out.extend_from_slice(rest.as_bytes());
        out.extend_from_slice(&piece.bytes);
        last = &piece.term;
    }
    out
}

/// A table of terms and sizes, then each term as a file of its own, so that a part of the file can be asked for.
fn deep_file(pieces: &[Piece]) -> Vec<u8> {
    let single = |piece: &Piece| file(&[Piece { term: piece.term.clone(), bytes: piece.bytes.clone() }]);
    let lists: Vec<Vec<u8>> = pieces.iter().map(single).collect();
    let mut out = Vec::new();
    write(&mut out, pieces.len() as u32);
    for (piece, list) in pieces.iter().zip(&lists) {
        text(&mut out, &piece.term);
        write(&mut out, list.len() as u32);
    }
    out.extend(lists.into_iter().flatten());
    out
}

fn text(out: &mut Vec<u8>, text: &str) {
    write(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}
