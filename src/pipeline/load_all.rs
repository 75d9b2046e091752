//! Turns all discovered sources into documents, in parallel, taking from the cache what it knows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::{IndexedDocuments, Progress};
use crate::cache::{Cache, CacheHit, CachedDocument};
use crate::diag::Finding;
use crate::files::{self, Files};
use crate::load::config::Config;
use crate::load::discover::{self, Discovered, Source};
use crate::load::document::{Document, Role};
use crate::load::homeless::{self, Section};
use crate::load::ids::ThemeIds;
use crate::load::kinds::{KindId, Kinds};
use crate::load::page;
use crate::load::said::Said;
use crate::load::source_text::LARGEST_PAGE;
use crate::load::unreadable::unreadable;
use crate::model::Guests;
use crate::model::broken::Broken;
use crate::path::SourcePath;

/// Rendered bodies kept between loading and rendering, in bytes; beyond it a body is parsed again when its page
/// is rendered, so memory stays flat however large the portal is.
const BODY_BUDGET: usize = 64 << 20;
/// A portal of more items keeps none: the budget would hold a small share of its bodies, and its memory is dear.
const MANY: usize = 60_000;

/// What loading needs beside the files.
#[derive(Clone, Copy)]
pub struct LoadContext<'a> {
    pub config: &'a Config,
    pub kinds: &'a Kinds,
    pub theme: &'a Arc<ThemeIds>,
    pub cache: &'a Cache,
    /// Items of other portals, by the files that stand for them.
    pub guests: &'a Guests,
    /// Takes in what was parsed, where it will be searched.
    pub texts: Option<&'a IndexedDocuments>,
}

pub struct AllLoaded {
    pub documents: Vec<Arc<Document>>,
    pub cached: Vec<(SourcePath, CachedDocument)>,
    pub unreadable: Vec<Broken>,
    pub section_kinds: BTreeMap<Arc<str>, KindId>,
}

/// Sections first, since they name the kind of their items; then all items in parallel.
pub fn load(
    files: &dyn Files,
    discovered: &Discovered,
    from: &LoadContext,
    progress: &dyn Progress,
    findings: &mut Vec<Finding>,
) -> AllLoaded {
    let mut all =
        AllLoaded { documents: Vec::new(), cached: Vec::new(), unreadable: Vec::new(), section_kinds: BTreeMap::new() };
    let held_bytes = AtomicUsize::new(0);
    let budget = if discovered.items.len() > MANY { 0 } else { BODY_BUDGET / super::at_once() };
    let read = |source: &Source, kind: Option<KindId>| {
        let held = |length: usize| held_bytes.fetch_add(length, Ordering::Relaxed) + length <= budget;
        let loaded = read_one(files, source, kind, from, &held);
        progress.tick();
        loaded
    };
    let sections: Vec<LoadedOne> = discovered.sections.par_iter().map(|source| read(source, None)).collect();
    all.add(&discovered.sections, sections, findings);
    all.section_kinds = section_kinds(&all.documents, &discovered.sections, from.kinds);
    let items = discovered.items.par_iter().map(|source| read(source, all.kind_in(&source.home)));
    let items: Vec<LoadedOne> = items.collect();
    all.add(&discovered.items, items, findings);
    homeless::settle(findings, from.kinds, |folder| all.section_of(folder, &discovered.sections));
    let blocked = discovered.blocked.iter().map(|source| Broken { source: source.clone(), said: Said::Unclear });
    all.unreadable.extend(blocked);
    all
}

impl AllLoaded {
    /// The kind of items in a folder, which the nearest section says.
    pub fn kind_in(&self, mut folder: &str) -> Option<KindId> {
        loop {
            match (self.section_kinds.get(folder), folder.rsplit_once('/')) {
                (Some(kind), _) => return Some(*kind),
                (None, Some((parent, _))) => folder = parent,
                (None, None) => return None,
            }
        }
    }

    fn section_of(&self, folder: &str, sections: &[Source]) -> Section {
        match self.section_kinds.contains_key(folder) {
            // The kind of the items beside the home page is no word about those in a folder that is forgotten.
            true if folder != discover::CONTENT => Section::Kind,
            _ if !sections.iter().any(|section| *section.home == *folder) => Section::Nothing,
            _ if self.documents.iter().any(|known| known.role == Role::Section && *known.home == *folder) => {
                Section::Index
            }
            // Nobody knows what a broken one says.
            _ => Section::Kind,
        }
    }

    fn add(&mut self, sources: &[Source], loaded: Vec<LoadedOne>, findings: &mut Vec<Finding>) {
        for (source, loaded) in sources.iter().zip(loaded) {
            self.cached.extend(loaded.cached.map(|cached| (source.path.clone(), cached)));
            findings.extend(loaded.findings);
            match loaded.document {
                Some(document) => self.documents.push(document),
                None => {
                    let said = loaded.said.unwrap_or(Said::Unclear);
                    self.unreadable.push(Broken { source: source.clone(), said });
                }
            }
        }
    }
}

/// A loaded source.
struct LoadedOne {
    document: Option<Arc<Document>>,
    said: Option<Said>,
    findings: Vec<Finding>,
    /// Its entry in the cache.
    cached: Option<CachedDocument>,
}

impl From<CacheHit> for LoadedOne {
    fn from(known: CacheHit) -> Self {
        let CacheHit { document, said, findings, cached } = known;
        Self { document, said, findings, cached: Some(cached) }
    }
}

impl From<Finding> for LoadedOne {
    fn from(finding: Finding) -> Self {
        Self { document: None, said: None, findings: vec![finding], cached: None }
    }
}

/// `held`: whether a body of this many bytes may stay in memory.
fn read_one(
    files: &dyn Files,
    source: &Source,
    kind: Option<KindId>,
    from: &LoadContext,
    held: &dyn Fn(usize) -> bool,
) -> LoadedOne {
    let LoadContext { config, kinds, theme, cache, guests, texts } = *from;
    let is_seen = !files.is_over(source.path.as_str());
    if let Some(known) = cache.unread(&source.path, kind).filter(|_| is_seen) {
        return known.into();
    }
    // What a cache says is believed only if it can be true: it may come from anywhere.
    let fits = |known: &CacheHit| {
        known.document.as_ref().is_none_or(|document| document.fits(source, known.cached.hash(), config, kinds))
    };
    let stamp = files.stamp(source.path.as_str());
    if let Some(known) = stamp.and_then(|stamp| cache.untouched(&source.path, &stamp, kind)).filter(fits) {
        return known.into();
    }
    let bytes = match files.read_within(source.path.as_str(), LARGEST_PAGE as usize) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => return page::too_large(&source.path, size, LARGEST_PAGE).into(),
        Err(error) => return unreadable(&source.path, &error).into(),
    };
    let hash = files::hash(&bytes);
    if let Some(known) = cache.document(&source.path, &hash, kind).filter(fits) {
        return known.stamped(stamp).into();
    }
    let is_guest = guests.contains_key(&source.path);
    let mut loaded = page::load(source, &bytes, kind, &page::Options { config, kinds, theme, is_guest });
    let cached = Some(CachedDocument::new(&loaded, hash, stamp, kind));
    if let (Some(document), Some(texts)) = (&loaded.document, texts) {
        texts.note(document, kinds.get(document.kind));
    }
    if let Some(document) = &mut loaded.document
        && !document.body.html.as_ref().is_none_or(|html| held(html.len()))
    {
        document.body.html = None;
    }
    LoadedOne { document: loaded.document.map(Arc::new), said: loaded.said, findings: loaded.findings, cached }
}

/// The kind of items by section folder: what the default language says, else any language, else the kind whose
/// usual folder it is (so that a broken `_index.md` does not break every item below it).
fn section_kinds(documents: &[Arc<Document>], sources: &[Source], kinds: &Kinds) -> BTreeMap<Arc<str>, KindId> {
    let mut found: BTreeMap<Arc<str>, KindId> = BTreeMap::new();
    for document in documents.iter().rev().chain(documents.iter().filter(|document| document.language == 0)) {
        let named = document.text(kinds.get(document.kind), "kind").and_then(|name| kinds.find(name));
        if let Some(kind) = named {
            found.insert(document.home.clone(), kind);
        }
    }
    for source in sources {
        let usual = kinds.names().find(|name| {
            kinds.schema(name).is_some_and(|kind| format!("{}/{}", discover::CONTENT, kind.folder) == *source.home)
        });
        if let (false, Some(kind)) = (found.contains_key(&source.home), usual.and_then(|name| kinds.find(name))) {
            found.insert(source.home.clone(), kind);
        }
    }
    found
}
