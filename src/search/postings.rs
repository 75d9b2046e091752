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
    /// Files of common and of rare terms.
    pub common: u32,
    pub rare: u32,
    /// Files for the less telling half of common terms; 0: they are not divided.
    pub deep: u32,
    /// Slots of a file of cards.
    pub block: u32,
    /// Bytes, uncompressed, that a search fetches of postings.
    pub budget: u32,
}

/// Up to so many items. Chosen so that a search stays within 60 kB (120 kB for ten times as many items) over the wire.
const SCALES: [(usize, Scale); 5] = [
    (512, Scale { common: 4, rare: 12, deep: 0, block: 64, budget: 24_000 }),
    (4096, Scale { common: 48, rare: 64, deep: 0, block: 64, budget: 24_000 }),
    (32_768, Scale { common: 96, rare: 56, deep: 40, block: 64, budget: 24_000 }),
    (262_144, Scale { common: 520, rare: 420, deep: 240, block: 128, budget: 52_000 }),
    (usize::MAX, Scale { common: 600, rare: 1400, deep: 500, block: 256, budget: 60_000 }),
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
    count: u32,
    /// Numbers of the terms.
    terms: Vec<u32>,
}

/// `items`: words and slot, sorted by slot. `average`: words of a usual body.
pub fn postings(items: &[(&Words, u32)], lexicon: &Lexicon, average: f32, scale: &Scale) -> Postings {
    let (marked, bare) = (lexicon.marked(), lexicon.bare());
    let names: Vec<Arc<str>> = marked.iter().map(|term| Arc::from(&**term)).collect();
    let mut counts = vec![0u32; marked.len()];
    for (words, _) in items {
        words.each(average, |one| counts[one.term as usize] += 1);
    }
    let mut groups: BTreeMap<Arc<str>, Group> = BTreeMap::new();
    for (term, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let group =
            groups.entry(names[bare[term] as usize].clone()).or_insert_with(|| Group { count: 0, terms: Vec::new() });
        group.count += count;
        group.terms.push(term as u32);
    }
    for group in groups.values_mut() {
        group.terms.sort_unstable_by(|a, b| marked[*a as usize].cmp(&marked[*b as usize]));
    }
    let lowest = (1u32 << items.len().max(1).ilog2()).div_euclid(32).max(8);
    let mut classes: Vec<Vec<Arc<str>>> = Vec::new();
    for (term, group) in &groups {
        if group.count >= lowest && !term.contains(['-', '/']) {
            let class = (group.count / lowest).ilog2() as usize;
            classes.resize(classes.len().max(class + 1), Vec::new());
            classes[class].push(term.clone());
        }
    }
    let common = |term: &str, group: &Group| group.count >= lowest && !term.contains(['-', '/']);
    let mut lists = Lists { counts: &counts, items, average, starts: Vec::new(), codes: Vec::new() };
    let mut pieces: Vec<Vec<Piece>> = (0..scale.common + scale.rare).map(|_| Vec::new()).collect();
    let mut deep: Vec<Vec<Piece>> = (0..scale.deep).map(|_| Vec::new()).collect();
    for terms in batches(&groups) {
        lists.load(&terms);
        let encoded: Vec<(Place, Option<Place>)> = terms
            .par_iter()
            .map(|(term, group)| {
                let common = common(term, group);
                let place = if common {
                    hash(term) % scale.common
                } else {
                    scale.common + hash(&first_letters(term)) % scale.rare
                };
                let divided = common && scale.deep > 0;
                let near = lists.encode(term, group, &marked, |code| !divided || tells(code));
                let far = divided.then(|| lists.encode(term, group, &marked, |code| !tells(code)));
                (Place(place, near), far.map(|far| Place(hash(term) % scale.deep, far)))
            })
            .collect();
        for ((term, group), (near, far)) in terms.iter().zip(encoded) {
            let piece = |bytes| Piece { term: (*term).clone(), count: group.count, bytes };
            if let Some(bytes) = near.1 {
                pieces[near.0 as usize].push(piece(bytes));
            }
            if let Some(Place(place, Some(bytes))) = far {
                deep[place as usize].push(piece(bytes));
            }
        }
    }
    let join = |pieces: Vec<Vec<Piece>>| pieces.into_par_iter().map(|pieces| file(&pieces)).collect();
    Postings { files: join(pieces), deep: join(deep), classes, lowest }
}

/// A file's number and what goes into it.
struct Place(u32, Option<Vec<u8>>);

/// One term of a file.
struct Piece {
    term: Arc<str>,
    count: u32,
    bytes: Vec<u8>,
}

/// Groups in order, as many at a time as memory allows.
fn batches(groups: &BTreeMap<Arc<str>, Group>) -> Vec<Vec<(&Arc<str>, &Group)>> {
    let mut batches = vec![Vec::new()];
    let mut size = 0;
    for (term, group) in groups {
        size += group.count as usize;
        if size > BATCH {
            batches.push(Vec::new());
            size = group.count as usize;
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
    /// Slot, whether it is prominent, weight, signature: 23, 1, 4 and 4 bits.
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
    fn encode(&self, bare: &str, group: &Group, marked: &[Box<str>], fits: impl Fn(u32) -> bool) -> Option<Vec<u8>> {
        let mut lists: Vec<(&str, u32, Vec<u8>)> = Vec::new();
        for term in &group.terms {
            let start = self.starts[*term as usize] as usize;
            let codes = &self.codes[start..start + self.counts[*term as usize] as usize];
            let (mut bytes, mut count, mut next) = (Vec::with_capacity(codes.len() * 2), 0, 0);
            for code in codes.iter().filter(|code| fits(**code)) {
                let slot = code >> 9;
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
        write(&mut out, lists.len() as u32);
        for (term, count, bytes) in &lists {
            text(&mut out, if *term == bare { "" } else { term });
            write(&mut out, *count);
            write(&mut out, bytes.len() as u32);
            out.extend_from_slice(bytes);
        }
        (!lists.is_empty()).then_some(out)
    }
}

fn code(slot: u32, one: &Occurrence) -> u32 {
    let weight = ((16.0 * one.weight / (one.weight + SATURATION)) as u32).min(15);
    slot << 9 | u32::from(one.prominent) << 8 | weight << 4 | u32::from(one.signature)
}

fn tells(code: u32) -> bool {
    code & 256 != 0 || code >> 4 & 15 >= TELLING
}

/// The first three UTF-16 units, as the client cuts them.
fn first_letters(term: &str) -> String {
    String::from_utf16_lossy(&term.encode_utf16().take(3).collect::<Vec<_>>())
}

/// Terms in order, each without the letters that it shares with the one before.
fn file(pieces: &[Piece]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    write(&mut out, pieces.len() as u32);
    let mut last: &str = "";
    for piece in pieces {
        let shared: usize =
            last.chars().zip(piece.term.chars()).take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf8()).sum();
        // Counted as the client counts letters.
        write(&mut out, piece.term[..shared].encode_utf16().count() as u32);
        text(&mut out, &piece.term[shared..]);
        write(&mut out, piece.count);
        out.extend_from_slice(&piece.bytes);
        last = &piece.term;
    }
    (!pieces.is_empty()).then_some(out)
}

fn text(out: &mut Vec<u8>, text: &str) {
    write(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}
