//! All terms of a portal: turns a word into the number that stands for it while an index is made.
//!
//! Numbers are given in the order in which threads happen to meet the words, so nothing of the output may depend on
//! them; they only make what is kept of a document small.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use rustc_hash::FxHashMap;

use super::terms;

/// A term's number.
pub type TermId = u32;

#[derive(Default)]
pub struct Lexicon {
    inner: RwLock<Inner>,
}

#[derive(Default)]
struct Inner {
    ids: FxHashMap<Box<str>, TermId>,
    /// As texts spell them, by capitals and tone style, since normalising costs ten times as much; English apart.
    spellings: [FxHashMap<Box<str>, TermId>; 2],
    terms: Vec<Term>,
    marked: Vec<Box<str>>,
}

/// What a lexicon knows of a term.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub id: TermId,
    /// The term without marks.
    pub bare: TermId,
    /// What a term before this one notes.
    pub signature: u8,
}

impl Lexicon {
    /// The terms of an earlier build, each with the number that it had.
    pub fn restore(marked: Vec<Box<str>>) -> Lexicon {
        let lexicon = Lexicon::default();
        let mut inner = lexicon.write();
        for term in &marked {
            inner.add(term);
        }
        drop(inner);
        lexicon
    }

    pub fn term(&self, marked: &str) -> Term {
        let known = self.read().ids.get(marked).copied();
        let id = known.unwrap_or_else(|| self.write().add(marked));
        self.read().terms[id as usize]
    }

    /// The terms of words as a text spells them. Asked for many at once, since threads meet here.
    pub fn of_words(&self, words: &[&str], english: bool) -> Vec<Term> {
        let inner = self.read();
        let spellings = &inner.spellings[usize::from(english)];
        let found: Vec<Option<Term>> =
            words.iter().map(|word| spellings.get(*word).map(|id| inner.terms[*id as usize])).collect();
        drop(inner);
        let resolve = |(word, term): (&&str, Option<Term>)| {
            term.unwrap_or_else(|| {
                let term = self.term(&terms::term(word, english));
                self.write().spellings[usize::from(english)].insert((*word).into(), term.id);
                term
            })
        };
        words.iter().zip(found).map(resolve).collect()
    }

    /// All terms by number.
    pub fn marked(&self) -> Vec<Box<str>> {
        self.read().marked.clone()
    }

    /// By number: the number of the term without marks.
    pub fn bare(&self) -> Vec<TermId> {
        self.read().terms.iter().map(|term| term.bare).collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn add(&mut self, marked: &str) -> TermId {
        if let Some(id) = self.ids.get(marked) {
            return *id;
        }
        let id = self.marked.len() as TermId;
        let bare = terms::bare(marked);
        self.ids.insert(marked.into(), id);
        self.marked.push(marked.into());
        self.terms.push(Term { id, bare: id, signature: terms::signature(&bare) });
        if bare != marked {
            let bare = self.add(&bare);
            self.terms[id as usize].bare = bare;
        }
        id
    }
}
