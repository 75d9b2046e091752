//! All terms of a portal: turns a word into the number that stands for it while an index is made.
//!
//! Numbers are given in the order in which threads happen to meet the words, so nothing of the output may depend on
//! them; they only make what is kept of a document small.

use std::sync::Arc;

use parking_lot::RwLock;
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
    ids: FxHashMap<Arc<str>, TermId>,
    terms: Vec<Term>,
    marked: Vec<Arc<str>>,
}

/// What a lexicon knows of a term.
#[derive(Clone, Copy, Default, Debug)]
pub struct Term {
    pub id: TermId,
    /// The term without marks.
    pub folded: TermId,
    /// What a term before this one notes.
    pub signature: u8,
    /// Of the term without marks.
    pub hash: u32,
}

impl Lexicon {
    /// The terms of an earlier build, each with the number that it had, and with that of the term without marks. `None`:
    /// they cannot be what they say.
    pub fn restore(known: Vec<(Arc<str>, TermId)>) -> Option<Lexicon> {
        let mut inner = Inner::default();
        inner.ids.reserve(known.len());
        for (id, (marked, folded)) in (0..).zip(&known) {
            let hash = terms::hash(&known.get(*folded as usize)?.0);
            inner.terms.push(Term { id, folded: *folded, signature: terms::signature(hash), hash });
            inner.ids.insert(marked.clone(), id);
        }
        inner.marked = known.into_iter().map(|(marked, _)| marked).collect();
        (inner.ids.len() == inner.marked.len()).then(|| Lexicon { inner: RwLock::new(inner) })
    }

    pub fn term(&self, marked: &str) -> Term {
        let inner = self.inner.read();
        if let Some(id) = inner.ids.get(marked) {
            return inner.terms[*id as usize];
        }
        drop(inner);
        let mut inner = self.inner.write();
        let id = inner.add(marked);
        inner.terms[id as usize]
    }

    /// All terms by number.
    pub fn marked(&self) -> Vec<Arc<str>> {
        self.inner.read().marked.clone()
    }

    /// By number: the number of the term without marks.
    pub fn folded(&self) -> Vec<TermId> {
        self.inner.read().terms.iter().map(|term| term.folded).collect()
    }
}

impl Inner {
    fn add(&mut self, marked: &str) -> TermId {
        if let Some(id) = self.ids.get(marked) {
            return *id;
        }
        let id = self.marked.len() as TermId;
        let folded = terms::folded(marked);
        let name: Arc<str> = marked.into();
        self.ids.insert(name.clone(), id);
        self.marked.push(name);
        let hash = terms::hash(&folded);
        self.terms.push(Term { id, folded: id, signature: terms::signature(hash), hash });
        if folded != marked {
            let folded = self.add(&folded);
            self.terms[id as usize].folded = folded;
        }
        id
    }
}
