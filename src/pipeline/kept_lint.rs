//! What rules have found in texts, kept for the next check: a text that has not changed is not read again.
//!
//! An entry holds for the bytes that it was found in. All of them hold for one program and one choice of rules: where that is
//! another, nothing is known.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::cache::{self, BlobStore};
use crate::files::Hash;
use crate::lint::{self, Found, IsOn, Settings};
use crate::load::document::{Document, Language};
use crate::load::kinds::KindId;
use crate::path::SourcePath;
use crate::trace::Fingerprint;

/// The path in the portal.
const LINT: &str = ".cong/lint";

#[derive(Default)]
pub struct KeptLint {
    /// Of the rules that are on.
    rules: Fingerprint,
    texts: FxHashMap<SourcePath, KeptText>,
    /// It is not what a store holds.
    is_new: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct KeptText {
    of: TextKey,
    found: Arc<[Found]>,
}

/// What the findings in a text follow from, beside the rules.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct TextKey {
    hash: Hash,
    kind: KindId,
    language: Language,
}

impl TextKey {
    fn of(document: &Document) -> TextKey {
        TextKey { hash: document.hash, kind: document.kind, language: document.language }
    }
}

impl KeptLint {
    /// What the last check has left, where it asked the same rules.
    pub fn open(store: Option<&Arc<dyn BlobStore>>, is_on: IsOn, settings: &Settings) -> KeptLint {
        let rules = lint::RULES.iter().flat_map(|rule| rule.tells).filter(|message| is_on(message));
        let rules: Vec<&str> = rules.map(|message| message.code).collect();
        // What else rules ask of the portal is part of the key of the cache.
        let rules = Fingerprint::of(format!("{:?} {}", settings.tone, rules.join(" ")).as_bytes());
        let read = || postcard::from_bytes::<(Fingerprint, Vec<(SourcePath, KeptText)>)>(&store?.read(LINT)?).ok();
        match read().filter(|(known, _)| *known == rules) {
            Some((_, texts)) => KeptLint { rules, texts: texts.into_iter().collect(), is_new: false },
            None => KeptLint { rules, texts: FxHashMap::default(), is_new: true },
        }
    }

    pub fn get(&self, document: &Document) -> Option<Arc<[Found]>> {
        let kept = self.texts.get(&document.source)?;
        (kept.of == TextKey::of(document)).then(|| kept.found.clone())
    }

    /// Takes in what was found, and forgets texts that are no more. `all`: of every text of the portal.
    pub fn replace<'d>(&mut self, all: impl Iterator<Item = (&'d Document, Arc<[Found]>)>) {
        let mut next = FxHashMap::default();
        for (document, found) in all {
            let kept = KeptText { of: TextKey::of(document), found };
            self.is_new |= self.texts.get(&document.source).is_none_or(|known| known.of != kept.of);
            next.insert(document.source.clone(), kept);
        }
        self.is_new |= next.len() != self.texts.len();
        self.texts = next;
    }

    /// Whether the next check would find something else.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Leaves it for the next check; the same texts are the same bytes.
    pub fn persist(&self, store: &dyn BlobStore) {
        let mut texts: Vec<(&SourcePath, &KeptText)> = self.texts.iter().collect();
        texts.sort_unstable_by_key(|(source, _)| *source);
        store.write(LINT, &|to| cache::encode(&(self.rules, &texts), to));
    }
}
