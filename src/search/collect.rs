//! Turns the texts of one document into its words.

use rustc_hash::FxHashMap;

use super::fields::{Field, each};
use super::glossary::Glossary;
use super::lexicon::{Lexicon, Term};
use super::numbers::number_terms;
use super::pairs::MetPairs;
use super::spellings::{DirectMapped, Spelling, spelling};
use super::terms;
use super::words::{Counted, Prominence, Words};

/// Cache of terms that one thread keeps from document to document, so that most words need not be normalised.
#[derive(Default)]
pub struct TermCache {
    /// Words as texts spell them, since normalising costs ten times as much; English apart.
    known: [FxHashMap<Spelling, Resolved>; 2],
    /// Those of `known` that are in most documents; English apart.
    usual: [DirectMapped<Resolved, 8192>; 2],
    /// Words of this document, two of three being repeated.
    recent: DirectMapped<Met, 1024>,
    /// By term: the document that met it last, and which entry it has there.
    met: Vec<(u32, u32)>,
    document: u32,
    entries: Vec<Entry>,
    sequence: Vec<u32>,
    pairs: MetPairs,
}

/// What a word stands for.
#[derive(Clone, Copy, Default)]
struct Resolved {
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

/// Collects the words of one document, field by field in the order of `Field`.
pub struct Collector<'a> {
    meaning: Meaning<'a>,
    term_cache: &'a mut TermCache,
    length: u32,
    attachment: u32,
}

/// Resolves words to terms.
#[derive(Clone, Copy)]
struct Meaning<'a> {
    lexicon: &'a Lexicon,
    glossary: &'a Glossary,
    english: bool,
}

impl Meaning<'_> {
    fn of_word(self, word: &str) -> Resolved {
        self.of(self.lexicon.term(&terms::term(word, self.english)))
    }

    fn of(self, term: Term) -> Resolved {
        Resolved { term, begins_phrase: !self.english && self.glossary.begins(term.folded) }
    }
}

impl<'a> Collector<'a> {
    pub fn new(lexicon: &'a Lexicon, glossary: &'a Glossary, english: bool, term_cache: &'a mut TermCache) -> Self {
        term_cache.document += 1;
        term_cache.entries.clear();
        term_cache.pairs.clear();
        Self { meaning: Meaning { lexicon, glossary, english }, term_cache, length: 0, attachment: 0 }
    }

    pub fn add(&mut self, field: Field, text: &str) {
        let mut sequence = std::mem::take(&mut self.term_cache.sequence);
        sequence.clear();
        terms::each_word(text, |word, start| sequence.push(self.word(word, spelling(text, start, word.len()))));
        let length = sequence.len() as u32;
        match field {
            Field::Body => self.length = length,
            Field::Attachment => self.attachment += length,
            _ => {}
        }
        let each = each(field, length as f32, 1.0);
        let entries = &mut self.term_cache.entries;
        for (at, entry) in sequence.iter().enumerate() {
            let next = sequence.get(at + 1).map_or(0, |next| entries[*next as usize].term.signature);
            entries[*entry as usize].note(field, each, next);
        }
        self.term_cache.pairs.begin(field, each);
        sequence.windows(2).for_each(|two| self.pair(field, two[0], two[1]));
        self.phrases(field, each, &sequence);
        for number in number_terms(text) {
            let entry = self.entry(self.meaning.of(self.meaning.lexicon.term(&number)));
            self.term_cache.entries[entry as usize].note(field, each, 0);
        }
        self.term_cache.sequence = sequence;
    }

    fn phrases(&mut self, field: Field, each: f32, sequence: &[u32]) {
        for at in 0..sequence.len() {
            let entries = &self.term_cache.entries;
            if !entries[sequence[at] as usize].begins_phrase {
                continue;
            }
            let word = |ahead: usize| sequence.get(at + ahead).map(|entry| entries[*entry as usize].term.folded);
            let Some((count, term)) = self.meaning.glossary.phrase(word) else { continue };
            let next = sequence.get(at + count).map_or(0, |next| entries[*next as usize].term.signature);
            let entry = self.entry(self.meaning.of(term));
            self.term_cache.entries[entry as usize].note(field, each, next);
            // The abbreviation has the neighbours of its phrase.
            if let Some(before) = at.checked_sub(1).and_then(|before| sequence.get(before)) {
                self.pair(field, *before, entry);
            }
            if let Some(after) = sequence.get(at + count) {
                self.pair(field, entry, *after);
            }
        }
    }

    fn pair(&mut self, field: Field, first: u32, second: u32) {
        let TermCache { entries, pairs, .. } = &mut *self.term_cache;
        pairs.note(field, entries[first as usize].term.hash, entries[second as usize].term.hash);
    }

    /// The entry of a word.
    fn word(&mut self, word: &str, spelling: Option<Spelling>) -> u32 {
        let meaning = self.meaning;
        let resolve = || meaning.of_word(word);
        let Some(spelling) = spelling else { return self.entry(resolve()) };
        let document = self.term_cache.document;
        let (known, last) = *self.term_cache.recent.at(spelling);
        if known == spelling && last.document == document {
            return last.entry;
        }
        let language = usize::from(meaning.english);
        let usual = *self.term_cache.usual[language].at(spelling);
        let known = if usual.0 == spelling {
            usual.1
        } else {
            let known = *self.term_cache.known[language].entry(spelling).or_insert_with(resolve);
            *self.term_cache.usual[language].at(spelling) = (spelling, known);
            known
        };
        let entry = self.entry(known);
        *self.term_cache.recent.at(spelling) = (spelling, Met { document, entry });
        entry
    }

    fn entry(&mut self, Resolved { term, begins_phrase }: Resolved) -> u32 {
        let TermCache { met, document, entries, .. } = &mut *self.term_cache;
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
                counted: Counted { signature: 0, prominence: Prominence::Low, prominent: 0.0, body: 0, attachment: 0 },
            });
        }
        met[at].1
    }

    pub fn finish(self) -> Words {
        let entries = &self.term_cache.entries;
        let mut order: Vec<u64> =
            entries.iter().zip(0..).map(|(entry, at)| u64::from(entry.term.id) << 32 | at).collect();
        order.sort_unstable();
        let sorted =
            order.iter().map(|key| &entries[*key as u32 as usize]).map(|entry| (entry.term.id, &entry.counted));
        Words::pack(self.length, self.attachment, sorted).with_pairs(self.term_cache.pairs.pack())
    }
}

impl Entry {
    fn note(&mut self, field: Field, each: f32, next: u8) {
        let counted = &mut self.counted;
        if !self.seen {
            self.seen = true;
            counted.signature = next;
        }
        match field {
            Field::Number | Field::Title => {
                counted.prominence = Prominence::High;
                counted.prominent += each;
            }
            Field::Headings | Field::Lead => {
                counted.prominence = counted.prominence.max(Prominence::Middle);
                counted.prominent += each;
            }
            Field::Body => counted.body += 1,
            Field::Attachment => counted.attachment += 1,
            _ => counted.prominent += each,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurrences(lexicon: &Lexicon, words: &Words) -> Vec<(String, f32, Prominence, u8)> {
        let names = lexicon.marked();
        let mut found = Vec::new();
        words.each(4.0, |one| {
            found.push((names[one.term as usize].to_string(), one.weight, one.prominence, one.signature));
        });
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    #[test]
    fn a_term_counts_where_it_stands_and_notes_what_follows_it() {
        let (lexicon, glossary, mut term_cache) = (Lexicon::default(), Glossary::default(), TermCache::default());
        let mut collector = Collector::new(&lexicon, &glossary, false, &mut term_cache);
        collector.add(Field::Title, "Đất đai");
        collector.add(Field::Body, "đai đất rừng đất");
        let found = occurrences(&lexicon, &collector.finish());
        // Two words of the usual thirteen, in whole 256ths.
        let title = (256.0 * 5.0 / (1.0 - 0.3 + 0.3 * 2.0f32 / 13.0)).floor() / 256.0;
        assert_eq!(found[0], ("rưng`".to_owned(), 1.0, Prominence::Low, terms::signature(terms::hash("dat"))));
        assert_eq!(found[1], ("đai".to_owned(), title + 1.0, Prominence::High, 0));
        assert_eq!(found[2], ("đât'".to_owned(), title + 2.0, Prominence::High, terms::signature(terms::hash("dai"))));
    }

    #[test]
    fn a_phrase_also_counts_as_its_abbreviation() {
        let lexicon = Lexicon::default();
        let mut term_cache = TermCache::default();
        let glossary = Glossary::new(super::super::glossary::COMMON.iter().copied(), &lexicon);
        let mut collector = Collector::new(&lexicon, &glossary, false, &mut term_cache);
        collector.add(Field::Body, "Ủy ban nhân dân tỉnh");
        let found = occurrences(&lexicon, &collector.finish());
        assert!(
            found.iter().any(|(term, _, _, next)| term == "ubnd" && *next == terms::signature(terms::hash("tinh")))
        );
    }

    #[test]
    fn a_word_that_stands_a_thousand_times_is_counted() {
        let (lexicon, glossary, mut term_cache) = (Lexicon::default(), Glossary::default(), TermCache::default());
        let mut collector = Collector::new(&lexicon, &glossary, true, &mut term_cache);
        collector.add(Field::Body, &"tax ".repeat(1000));
        assert_eq!(occurrences(&lexicon, &collector.finish())[0].1, 1000.0 / (0.25 + 0.75 * 1000.0 / 4.0));
    }
}
