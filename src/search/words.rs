//! Turns one document into its words: for each term where it stands, how often, and what follows it, in few bytes.
//!
//! This is all that the index needs of a document's text, so an unchanged document is never read again for it. It
//! depends on the document alone; what depends on the whole portal (the average length) comes in when the index is
//! made.

use rustc_hash::FxHashMap;

use super::glossary::Glossary;
use super::lexicon::{Lexicon, Term, TermId};
use super::numbers::number_terms;
use super::terms;

/// Where a text stands, from the most telling to the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    Number,
    Title,
    Headings,
    Lead,
    Agency,
    Body,
    Attachment,
}

/// Weight, how much a long text counts less (0 to 1), and the usual length in words; 0: the portal's average.
const PLACES: [(f32, f32, f32); 7] = [
    (8.0, 0.0, 1.0),
    (5.0, 0.3, 13.0),
    (2.0, 0.5, 20.0),
    (2.0, 0.5, 36.0),
    (1.0, 0.0, 8.0),
    (1.0, 0.75, 0.0),
    (0.5, 0.75, 0.0),
];

/// How much one word of a text of this length counts.
fn each(place: Place, length: f32, average: f32) -> f32 {
    let (weight, long, usual) = PLACES[place as usize];
    let usual = if usual == 0.0 { average } else { usual };
    weight / (1.0 - long + long * length / usual)
}

/// Terms and how often each stands where.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// Words of the body.
    pub length: u32,
    attachment: u32,
    /// Entries in the order of their numbers; see `Words::each`.
    packed: Box<[u8]>,
}

/// How telling the first place of a term is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Body, attachment, or agency: by which results are better narrowed than found.
    Low,
    /// Lead or heading.
    Middle,
    /// Number or title.
    High,
}

/// One term of a document.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Occurrence {
    pub term: TermId,
    /// Of the term that follows where it first stands; 0 for none.
    pub signature: u8,
    /// All its weight.
    pub weight: f32,
    /// Where it stands first.
    pub standing: Standing,
}

struct Entry {
    id: TermId,
    signature: u8,
    /// Signature that a term before this one notes.
    own_signature: u8,
    begins_phrase: bool,
    bare: TermId,
    seen: bool,
    standing: Standing,
    prominent: f32,
    body: u32,
    attachment: u32,
}

/// Collects the words of one document, place by place in the order of `Place`.
pub struct Collector<'a> {
    lexicon: &'a Lexicon,
    glossary: &'a Glossary,
    english: bool,
    by_id: FxHashMap<TermId, usize>,
    entries: Vec<Entry>,
    length: u32,
    attachment: u32,
}

impl<'a> Collector<'a> {
    pub fn new(lexicon: &'a Lexicon, glossary: &'a Glossary, english: bool) -> Self {
        Self { lexicon, glossary, english, by_id: FxHashMap::default(), entries: Vec::new(), length: 0, attachment: 0 }
    }

    pub fn add(&mut self, place: Place, text: &str) {
        let mut sequence = Vec::with_capacity(text.len() / 5);
        let mut spelt: FxHashMap<&str, usize> = FxHashMap::default();
        let mut spellings: Vec<&str> = Vec::new();
        terms::each_word(text, |word| {
            let number = spelt.entry(word).or_insert_with(|| {
                spellings.push(word);
                spellings.len() - 1
            });
            sequence.push(*number);
        });
        let terms = self.lexicon.of_words(&spellings, self.english);
        let entries: Vec<usize> = terms.into_iter().map(|term| self.entry(term)).collect();
        for number in &mut sequence {
            *number = entries[*number];
        }
        let length = sequence.len() as u32;
        match place {
            Place::Body => self.length = length,
            Place::Attachment => self.attachment += length,
            _ => {}
        }
        let each = each(place, length as f32, 1.0);
        for (at, entry) in sequence.iter().enumerate() {
            let next = sequence.get(at + 1).map_or(0, |next| self.entries[*next].own_signature);
            self.entries[*entry].note(place, each, next);
        }
        self.phrases(place, each, &sequence);
        for number in number_terms(text) {
            let entry = self.entry(self.lexicon.term(&number));
            self.entries[entry].note(place, each, 0);
        }
    }

    fn phrases(&mut self, place: Place, each: f32, sequence: &[usize]) {
        for at in 0..sequence.len() {
            if !self.entries[sequence[at]].begins_phrase {
                continue;
            }
            let word = |ahead: usize| sequence.get(at + ahead).map(|entry| self.entries[*entry].bare);
            let Some((count, term)) = self.glossary.phrase(word) else { continue };
            let next = sequence.get(at + count).map_or(0, |next| self.entries[*next].own_signature);
            let entry = self.entry(term);
            self.entries[entry].note(place, each, next);
        }
    }

    fn entry(&mut self, term: Term) -> usize {
        *self.by_id.entry(term.id).or_insert_with(|| {
            self.entries.push(Entry {
                id: term.id,
                signature: 0,
                own_signature: term.signature,
                begins_phrase: !self.english && self.glossary.begins(term.bare),
                bare: term.bare,
                seen: false,
                standing: Standing::Low,
                prominent: 0.0,
                body: 0,
                attachment: 0,
            });
            self.entries.len() - 1
        })
    }

    pub fn finish(mut self) -> Words {
        self.entries.sort_unstable_by_key(|entry| entry.id);
        let mut packed = Vec::with_capacity(self.entries.len() * 4);
        let mut last = 0;
        for entry in &self.entries {
            let (prominent, attachment) = (entry.prominent > 0.0, entry.attachment > 0);
            write(
                &mut packed,
                (entry.id - last) << 4
                    | (entry.standing as u32) << 2
                    | u32::from(prominent) << 1
                    | u32::from(attachment),
            );
            last = entry.id;
            // Most words stand in a body a few times: count and signature share one byte.
            let count = entry.body.min(15);
            packed.push((count as u8) << 4 | entry.signature);
            if count == 15 {
                write(&mut packed, entry.body - 15);
            }
            if prominent {
                packed.extend_from_slice(&entry.prominent.to_le_bytes());
            }
            if attachment {
                write(&mut packed, entry.attachment);
            }
        }
        Words { length: self.length, attachment: self.attachment, packed: packed.into() }
    }
}

impl Entry {
    fn note(&mut self, place: Place, each: f32, next: u8) {
        if !self.seen {
            self.seen = true;
            self.signature = next;
        }
        match place {
            Place::Number | Place::Title => {
                self.standing = Standing::High;
                self.prominent += each;
            }
            Place::Headings | Place::Lead => {
                self.standing = self.standing.max(Standing::Middle);
                self.prominent += each;
            }
            Place::Body => self.body += 1,
            Place::Attachment => self.attachment += 1,
            _ => self.prominent += each,
        }
    }
}

impl Words {
    /// `average`: words of a usual body.
    pub fn each(&self, average: f32, mut visit: impl FnMut(Occurrence)) {
        let body = each(Place::Body, self.length as f32, average);
        let attached = each(Place::Attachment, self.attachment as f32, average);
        let (mut bytes, mut term) = (&*self.packed, 0);
        while let Some(head) = read(&mut bytes) {
            let Some((shared, rest)) = bytes.split_first() else { return };
            bytes = rest;
            term += head >> 4;
            let mut count = u32::from(shared >> 4);
            if count == 15 {
                count += read(&mut bytes).unwrap_or(0);
            }
            let mut weight = count as f32 * body;
            let standing = match head >> 2 & 3 {
                0 => Standing::Low,
                1 => Standing::Middle,
                _ => Standing::High,
            };
            if head & 2 != 0
                && let Some((number, rest)) = bytes.split_first_chunk::<4>()
            {
                weight += f32::from_le_bytes(*number);
                bytes = rest;
            }
            if head & 1 != 0 {
                weight += read(&mut bytes).unwrap_or(0) as f32 * attached;
            }
            visit(Occurrence { term, signature: shared & 15, weight, standing });
        }
    }
}

/// Seven bits a byte, the lowest first.
pub fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(first & 127).checked_shl(shift)?;
        if *first < 128 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurrences(lexicon: &Lexicon, words: &Words) -> Vec<(String, f32, Standing, u8)> {
        let names = lexicon.marked();
        let mut found = Vec::new();
        words.each(4.0, |one| {
            found.push((names[one.term as usize].to_string(), one.weight, one.standing, one.signature));
        });
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    #[test]
    fn a_term_counts_where_it_stands_and_notes_what_follows_it() {
        let (lexicon, glossary) = (Lexicon::default(), Glossary::default());
        let mut collector = Collector::new(&lexicon, &glossary, false);
        collector.add(Place::Title, "Đất đai");
        collector.add(Place::Body, "đai đất rừng đất");
        let found = occurrences(&lexicon, &collector.finish());
        let title = 5.0 / (1.0 - 0.3 + 0.3 * 2.0 / 13.0);
        assert_eq!(found[0], ("rưng`".to_owned(), 1.0, Standing::Low, terms::signature("dat")));
        assert_eq!(found[1], ("đai".to_owned(), title + 1.0, Standing::High, 0));
        assert_eq!(found[2], ("đât'".to_owned(), title + 2.0, Standing::High, terms::signature("dai")));
    }

    #[test]
    fn a_phrase_also_counts_as_its_abbreviation() {
        let lexicon = Lexicon::default();
        let glossary = Glossary::new(super::super::glossary::COMMON.iter().copied(), &lexicon);
        let mut collector = Collector::new(&lexicon, &glossary, false);
        collector.add(Place::Body, "Ủy ban nhân dân tỉnh");
        let found = occurrences(&lexicon, &collector.finish());
        assert!(found.iter().any(|(term, _, _, next)| term == "ubnd" && *next == terms::signature("tinh")));
    }

    #[test]
    fn a_word_that_stands_a_thousand_times_is_counted() {
        let (lexicon, glossary) = (Lexicon::default(), Glossary::default());
        let mut collector = Collector::new(&lexicon, &glossary, true);
        collector.add(Place::Body, &"tax ".repeat(1000));
        assert_eq!(occurrences(&lexicon, &collector.finish())[0].1, 1000.0 / (0.25 + 0.75 * 1000.0 / 4.0));
    }
}
