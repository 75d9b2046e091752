//! Turns the texts of one document into its words.

use rustc_hash::FxHashMap;

use super::glossary::Glossary;
use super::lexicon::{Lexicon, Term};
use super::numbers::number_terms;
use super::spellings::{Places, Spelling, spelling};
use super::terms;
use super::words::{Counted, Place, Standing, Words, each};

/// What one thread keeps from document to document, so that it knows most words at a look.
#[derive(Default)]
pub struct Desk {
    /// Words as texts spell them, since normalising costs ten times as much; English apart.
    known: [FxHashMap<Spelling, Known>; 2],
    /// Those of `known` that stand in most documents; English apart.
    usual: [Places<Known, 8192>; 2],
    /// Words of this document, two of three being repeated.
    recent: Places<Met, 1024>,
    /// By term: the document that met it last, and which entry it has there.
    met: Vec<(u32, u32)>,
    document: u32,
    entries: Vec<Entry>,
    sequence: Vec<u32>,
}

/// What a word stands for.
#[derive(Clone, Copy, Default)]
struct Known {
    term: Term,
    begins_phrase: bool,
}

/// Where a document met a word.
#[derive(Clone, Copy, Default)]
struct Met {
    document: u32,
    entry: u32,
}

struct Entry {
    term: Term,
    begins_phrase: bool,
    seen: bool,
    counted: Counted,
}

/// Collects the words of one document, place by place in the order of `Place`.
pub struct Collector<'a> {
    meaning: Meaning<'a>,
    desk: &'a mut Desk,
    length: u32,
    attachment: u32,
}

/// Tells what words stand for.
#[derive(Clone, Copy)]
struct Meaning<'a> {
    lexicon: &'a Lexicon,
    glossary: &'a Glossary,
    english: bool,
}

impl Meaning<'_> {
    fn of_word(self, word: &str) -> Known {
        self.of(self.lexicon.term(&terms::term(word, self.english)))
    }

    fn of(self, term: Term) -> Known {
        Known { term, begins_phrase: !self.english && self.glossary.begins(term.bare) }
    }
}

impl<'a> Collector<'a> {
    pub fn new(lexicon: &'a Lexicon, glossary: &'a Glossary, english: bool, desk: &'a mut Desk) -> Self {
        desk.document += 1;
        desk.entries.clear();
        Self { meaning: Meaning { lexicon, glossary, english }, desk, length: 0, attachment: 0 }
    }

    pub fn add(&mut self, place: Place, text: &str) {
        let mut sequence = std::mem::take(&mut self.desk.sequence);
        sequence.clear();
        terms::each_word(text, |word, start| sequence.push(self.word(word, spelling(text, start, word.len()))));
        let length = sequence.len() as u32;
        match place {
            Place::Body => self.length = length,
            Place::Attachment => self.attachment += length,
            _ => {}
        }
        let each = each(place, length as f32, 1.0);
        let entries = &mut self.desk.entries;
        for (at, entry) in sequence.iter().enumerate() {
            let next = sequence.get(at + 1).map_or(0, |next| entries[*next as usize].term.signature);
            entries[*entry as usize].note(place, each, next);
        }
        self.phrases(place, each, &sequence);
        for number in number_terms(text) {
            let entry = self.entry(self.meaning.of(self.meaning.lexicon.term(&number)));
            self.desk.entries[entry as usize].note(place, each, 0);
        }
        self.desk.sequence = sequence;
    }

    fn phrases(&mut self, place: Place, each: f32, sequence: &[u32]) {
        for at in 0..sequence.len() {
            let entries = &self.desk.entries;
            if !entries[sequence[at] as usize].begins_phrase {
                continue;
            }
            let word = |ahead: usize| sequence.get(at + ahead).map(|entry| entries[*entry as usize].term.bare);
            let Some((count, term)) = self.meaning.glossary.phrase(word) else { continue };
            let next = sequence.get(at + count).map_or(0, |next| entries[*next as usize].term.signature);
            let entry = self.entry(self.meaning.of(term));
            self.desk.entries[entry as usize].note(place, each, next);
        }
    }

    /// The entry of a word.
    fn word(&mut self, word: &str, spelling: Option<Spelling>) -> u32 {
        let meaning = self.meaning;
        let resolve = || meaning.of_word(word);
        let Some(spelling) = spelling else { return self.entry(resolve()) };
        let document = self.desk.document;
        let (met, place) = *self.desk.recent.at(spelling);
        if met == spelling && place.document == document {
            return place.entry;
        }
        let language = usize::from(meaning.english);
        let usual = *self.desk.usual[language].at(spelling);
        let known = if usual.0 == spelling {
            usual.1
        } else {
            let known = *self.desk.known[language].entry(spelling).or_insert_with(resolve);
            *self.desk.usual[language].at(spelling) = (spelling, known);
            known
        };
        let entry = self.entry(known);
        *self.desk.recent.at(spelling) = (spelling, Met { document, entry });
        entry
    }

    fn entry(&mut self, Known { term, begins_phrase }: Known) -> u32 {
        let Desk { met, document, entries, .. } = &mut *self.desk;
        let at = term.id as usize;
        if at >= met.len() {
            met.resize((at + 1).next_power_of_two(), (0, 0));
        }
        if met[at].0 != *document {
            met[at] = (*document, entries.len() as u32);
            entries.push(Entry {
                term,
                begins_phrase,
                seen: false,
                counted: Counted { signature: 0, standing: Standing::Low, prominent: 0.0, body: 0, attachment: 0 },
            });
        }
        met[at].1
    }

    pub fn finish(self) -> Words {
        let entries = &self.desk.entries;
        let mut order: Vec<u64> =
            entries.iter().zip(0..).map(|(entry, at)| u64::from(entry.term.id) << 32 | at).collect();
        order.sort_unstable();
        let sorted =
            order.iter().map(|key| &entries[*key as u32 as usize]).map(|entry| (entry.term.id, &entry.counted));
        Words::pack(self.length, self.attachment, sorted)
    }
}

impl Entry {
    fn note(&mut self, place: Place, each: f32, next: u8) {
        let counted = &mut self.counted;
        if !self.seen {
            self.seen = true;
            counted.signature = next;
        }
        match place {
            Place::Number | Place::Title => {
                counted.standing = Standing::High;
                counted.prominent += each;
            }
            Place::Headings | Place::Lead => {
                counted.standing = counted.standing.max(Standing::Middle);
                counted.prominent += each;
            }
            Place::Body => counted.body += 1,
            Place::Attachment => counted.attachment += 1,
            _ => counted.prominent += each,
        }
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
        let (lexicon, glossary, mut desk) = (Lexicon::default(), Glossary::default(), Desk::default());
        let mut collector = Collector::new(&lexicon, &glossary, false, &mut desk);
        collector.add(Place::Title, "Đất đai");
        collector.add(Place::Body, "đai đất rừng đất");
        let found = occurrences(&lexicon, &collector.finish());
        // Two words of the usual thirteen, in whole 256ths.
        let title = (256.0 * 5.0 / (1.0 - 0.3 + 0.3 * 2.0f32 / 13.0)).floor() / 256.0;
        assert_eq!(found[0], ("rưng`".to_owned(), 1.0, Standing::Low, terms::signature("dat")));
        assert_eq!(found[1], ("đai".to_owned(), title + 1.0, Standing::High, 0));
        assert_eq!(found[2], ("đât'".to_owned(), title + 2.0, Standing::High, terms::signature("dai")));
    }

    #[test]
    fn a_phrase_also_counts_as_its_abbreviation() {
        let lexicon = Lexicon::default();
        let mut desk = Desk::default();
        let glossary = Glossary::new(super::super::glossary::COMMON.iter().copied(), &lexicon);
        let mut collector = Collector::new(&lexicon, &glossary, false, &mut desk);
        collector.add(Place::Body, "Ủy ban nhân dân tỉnh");
        let found = occurrences(&lexicon, &collector.finish());
        assert!(found.iter().any(|(term, _, _, next)| term == "ubnd" && *next == terms::signature("tinh")));
    }

    #[test]
    fn a_word_that_stands_a_thousand_times_is_counted() {
        let (lexicon, glossary, mut desk) = (Lexicon::default(), Glossary::default(), Desk::default());
        let mut collector = Collector::new(&lexicon, &glossary, true, &mut desk);
        collector.add(Place::Body, &"tax ".repeat(1000));
        assert_eq!(occurrences(&lexicon, &collector.finish())[0].1, 1000.0 / (0.25 + 0.75 * 1000.0 / 4.0));
    }
}
