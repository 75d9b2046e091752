//! Turns the words of items, item by item, into one list of postings for each term.
//!
//! All lists grow at the same time in one store. A list is a chain of pieces, each longer than the one before, so a rare
//! term takes a few bytes, a common one few jumps, and nothing is moved when a list grows.

use rayon::prelude::*;

use super::lexicon::TermId;
use super::words::{Occurrence, Prominence, Words};

/// BM25's saturation: how soon more of a word tells no more.
const SATURATION: f32 = 1.2;
/// Items that are worth a store of their own, and how many stores there may be: each has a table of all terms.
const SHARE: usize = 2048;
const STORES: usize = 4;

/// One item that has a term.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Posting {
    pub doc_id: u32,
    pub prominence: Prominence,
    /// Four bits of weight, four of signature.
    pub code: u8,
}

/// The lists of all terms, each by document id.
pub struct Lists {
    /// One after the other in the order of document ids.
    stores: Vec<Store>,
}

impl Lists {
    /// `items`: words and document id, sorted by id. `average`: words of a usual body. `folded`: by term, the term
    /// without marks.
    pub fn new(items: &[(Words, u32)], average: f32, folded: &[TermId]) -> Lists {
        let stores = items.len().div_ceil(SHARE).clamp(1, STORES.min(rayon::current_num_threads()));
        let share = items.len().div_ceil(stores).max(1);
        Lists { stores: items.par_chunks(share).map(|items| Store::of(items, average, folded)).collect() }
    }

    /// Items that have this term.
    pub fn count(&self, term: TermId) -> u32 {
        self.stores.iter().map(|store| store.lists[term as usize].count).sum()
    }

    /// Items that have this term without marks, however it is marked.
    pub fn items(&self, folded: TermId) -> u32 {
        self.stores.iter().map(|store| store.met[folded as usize].1).sum()
    }

    pub fn each(&self, term: TermId, mut visit: impl FnMut(Posting)) {
        self.stores.iter().for_each(|store| store.each(term, &mut visit));
    }
}

/// Bytes of a block; no piece lies in two.
const BLOCK: usize = 1 << 16;
/// Bytes of the first, second … piece of a list, and of all further ones; the last four are the address of the next.
const PIECES: [u32; 8] = [12, 20, 36, 68, 132, 260, 516, 1028];
const LINK: u32 = 4;

struct Store {
    blocks: Vec<Box<[u8]>>,
    /// Address of the first byte that no list has.
    free: u32,
    lists: Vec<List>,
    /// By term without marks: the item that had it last, from 1, and how many have it.
    met: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Default)]
struct List {
    first: u32,
    /// Where the next byte goes, and where its piece ends.
    at: u32,
    end: u32,
    /// The id after that of the last posting.
    doc_id: u32,
    count: u32,
    pieces: u8,
}

impl Store {
    fn of(items: &[(Words, u32)], average: f32, folded: &[TermId]) -> Store {
        let mut store = Store {
            blocks: Vec::new(),
            free: 0,
            lists: vec![List::default(); folded.len()],
            met: vec![(0, 0); folded.len()],
        };
        for ((words, doc_id), number) in items.iter().zip(1..) {
            words.each(average, |one| {
                // Words come from a cache, which may say anything.
                let Some(folded) = folded.get(one.term as usize) else { return };
                store.push(&one, *doc_id);
                let met = &mut store.met[*folded as usize];
                if met.0 != number {
                    *met = (number, met.1 + 1);
                }
            });
        }
        store
    }

    /// Distance to the posting before, with the prominence in its lowest two bits, seven bits a byte; then the code.
    fn push(&mut self, one: &Occurrence, doc_id: u32) {
        let weight = ((16.0 * one.weight / (one.weight + SATURATION)) as u8).min(15);
        let list = &mut self.lists[one.term as usize];
        let Some(distance) = doc_id.checked_sub(list.doc_id) else { return };
        let mut number = distance << 2 | one.prominence as u32;
        list.doc_id = doc_id + 1;
        list.count += 1;
        let mut list = *list;
        while number > 127 {
            self.byte(&mut list, number as u8 | 128);
            number >>= 7;
        }
        self.byte(&mut list, number as u8);
        self.byte(&mut list, weight << 4 | one.signature);
        self.lists[one.term as usize] = list;
    }

    #[inline(always)]
    fn byte(&mut self, list: &mut List, byte: u8) {
        if list.at == list.end {
            self.lengthen(list);
        }
        self.blocks[list.at as usize / BLOCK][list.at as usize % BLOCK] = byte;
        list.at += 1;
    }

    #[cold]
    fn lengthen(&mut self, list: &mut List) {
        let size = PIECES[usize::from(list.pieces).min(PIECES.len() - 1)];
        if self.free as usize + size as usize > self.blocks.len() * BLOCK {
            self.free = (self.blocks.len() * BLOCK) as u32;
            self.blocks.push(vec![0; BLOCK].into());
        }
        if list.pieces == 0 {
            list.first = self.free;
        } else {
            let (block, at) = (list.end as usize / BLOCK, list.end as usize % BLOCK);
            self.blocks[block][at..at + LINK as usize].copy_from_slice(&self.free.to_le_bytes());
        }
        list.at = self.free;
        list.end = self.free + size - LINK;
        list.pieces = list.pieces.saturating_add(1);
        self.free += size;
    }

    fn each(&self, term: TermId, visit: &mut impl FnMut(Posting)) {
        let list = self.lists[term as usize];
        let mut from = Cursor { store: self, at: list.first, end: list.first + PIECES[0] - LINK, pieces: 1 };
        let mut next = 0;
        for _ in 0..list.count {
            let number = from.number();
            let doc_id = next + (number >> 2);
            next = doc_id + 1;
            visit(Posting { doc_id, prominence: Prominence::ALL[number as usize & 3], code: from.byte() });
        }
    }
}

/// Reads the bytes of a list.
struct Cursor<'a> {
    store: &'a Store,
    at: u32,
    end: u32,
    pieces: usize,
}

impl Cursor<'_> {
    #[inline(always)]
    fn byte(&mut self) -> u8 {
        if self.at == self.end {
            let (block, at) = (self.end as usize / BLOCK, self.end as usize % BLOCK);
            let link = self.store.blocks[block][at..].first_chunk().copied().unwrap_or_default();
            self.at = u32::from_le_bytes(link);
            self.end = self.at + PIECES[self.pieces.min(PIECES.len() - 1)] - LINK;
            self.pieces += 1;
        }
        let byte = self.store.blocks[self.at as usize / BLOCK][self.at as usize % BLOCK];
        self.at += 1;
        byte
    }

    fn number(&mut self) -> u32 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return number;
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::Counted;
    use super::*;
    use proptest::prelude::*;

    fn words(terms: impl Iterator<Item = (TermId, u32)>) -> Words {
        let counted = |body| Counted { signature: 3, prominence: Prominence::Low, prominent: 0.0, body, attachment: 0 };
        let terms: Vec<(TermId, Counted)> = terms.map(|(term, body)| (term, counted(body))).collect();
        Words::pack(100, 0, terms.iter().map(|(term, counted)| (*term, counted)))
    }

    fn doc_ids(lists: &Lists, term: TermId) -> Vec<u32> {
        let mut doc_ids = Vec::new();
        lists.each(term, |posting| doc_ids.push(posting.doc_id));
        doc_ids
    }

    #[test]
    fn a_posting_says_how_much_a_term_tells_and_what_follows_it() {
        let items = [(words([(0, 1), (1, 40)].into_iter()), 7)];
        let lists = Lists::new(&items, 100.0, &[0, 0]);
        let mut found = Vec::new();
        (0..2).for_each(|term| lists.each(term, |posting| found.push(posting)));
        // 16 × 1 ÷ (1 + 1.2) is 7.3, and forty times the word 15.5.
        let posting = |code| Posting { doc_id: 7, prominence: Prominence::Low, code };
        assert_eq!(found, [posting(7 << 4 | 3), posting(15 << 4 | 3)]);
        assert_eq!((lists.count(0), lists.count(1), lists.items(0)), (1, 1, 1));
    }

    proptest! {
        #[test]
        fn every_item_stands_in_the_lists_of_its_terms_whatever_their_length(
            gaps in proptest::collection::vec((0u32..3000, 1u32..20), 1..6000),
        ) {
            let mut doc_id = 0;
            let items: Vec<(Words, u32)> = gaps.iter().map(|(gap, every)| {
                doc_id += gap + 1;
                (words((0..20).filter(|term| term % every == 0).map(|term| (term, 1))), doc_id)
            }).collect();
            let lists = Lists::new(&items, 100.0, &(0..20).collect::<Vec<_>>());
            for term in 0..20 {
                let expected: Vec<u32> = items.iter().zip(&gaps)
                    .filter(|(_, (_, every))| term % every == 0).map(|((_, doc_id), _)| *doc_id).collect();
                prop_assert_eq!(lists.count(term) as usize, expected.len());
                prop_assert_eq!(doc_ids(&lists, term), expected);
            }
        }
    }
}
