//! Turns all discovered sources into documents, in parallel, taking from the cache what it knows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Progress;
use crate::cache::{Cache, KeptDocument};
use crate::diag::{Diagnostic, catalog};
use crate::files::{self, Files};
use crate::load::config::Config;
use crate::load::discover::{self, Discovered, Source};
use crate::load::document::Document;
use crate::load::kinds::{KindId, Kinds};
use crate::load::page::{self, Loaded};
use crate::path::SourcePath;

/// Rendered bodies kept between loading and rendering, in bytes; beyond it a body is parsed again when its page
/// is rendered, so memory stays flat however large the portal is.
const BODY_BUDGET: usize = 64 << 20;

pub struct AllLoaded {
    pub documents: Vec<Document>,
    pub kept: Vec<(SourcePath, KeptDocument)>,
    pub unreadable: Vec<Source>,
    pub section_kinds: BTreeMap<Arc<str>, KindId>,
}

/// Sections first, since they name the kind of their items; then all items in parallel.
pub fn load(
    files: &dyn Files,
    discovered: &Discovered,
    config: &Config,
    kinds: &Kinds,
    cache: &Cache,
    progress: &dyn Progress,
    findings: &mut Vec<Diagnostic>,
) -> AllLoaded {
    let options = page::Options { config, kinds };
    let mut all =
        AllLoaded { documents: Vec::new(), kept: Vec::new(), unreadable: Vec::new(), section_kinds: BTreeMap::new() };
    let kept = AtomicUsize::new(0);
    let read = |source: &Source, kind: Option<KindId>| {
        let (mut loaded, entry) = read_one(files, source, kind, cache, &options);
        if let Some(document) = &mut loaded.document {
            let length = document.body.html.as_ref().map_or(0, |html| html.len());
            if kept.fetch_add(length, Ordering::Relaxed) > BODY_BUDGET {
                document.body.html = None;
            }
        }
        progress.tick();
        (loaded, entry)
    };
    let sections: Vec<LoadedOne> = discovered.sections.par_iter().map(|source| read(source, None)).collect();
    all.add(&discovered.sections, sections, findings);
    all.section_kinds = section_kinds(&all.documents, &discovered.sections, kinds);
    let kind_of = |source: &Source| {
        let mut folder = &*source.home;
        loop {
            match (all.section_kinds.get(folder), folder.rsplit_once('/')) {
                (Some(kind), _) => return Some(*kind),
                (None, Some((parent, _))) => folder = parent,
                (None, None) => return None,
            }
        }
    };
    let items: Vec<LoadedOne> = discovered.items.par_iter().map(|source| read(source, kind_of(source))).collect();
    all.add(&discovered.items, items, findings);
    all
}

impl AllLoaded {
    fn add(&mut self, sources: &[Source], loaded: Vec<LoadedOne>, findings: &mut Vec<Diagnostic>) {
        for (source, (loaded, kept)) in sources.iter().zip(loaded) {
            self.kept.extend(kept.map(|kept| (source.path.clone(), kept)));
            findings.extend(loaded.findings);
            match loaded.document {
                Some(document) => self.documents.push(document),
                None => self.unreadable.push(source.clone()),
            }
        }
    }
}

/// A loaded source and what the cache keeps of it.
type LoadedOne = (Loaded, Option<KeptDocument>);

fn read_one(
    files: &dyn Files,
    source: &Source,
    kind: Option<KindId>,
    cache: &Cache,
    options: &page::Options,
) -> LoadedOne {
    // A huge file is refused by its size, before it is read.
    if source.size > crate::load::text::LARGEST_PAGE {
        return (Loaded { document: None, findings: vec![page::too_large(source)] }, None);
    }
    match files.read(source.path.as_str()) {
        Ok(bytes) => {
            let hash = files::hash(&bytes);
            if let Some((loaded, kept)) = cache.document(&source.path, &hash, kind) {
                return (loaded, Some(kept));
            }
            let loaded = page::load(source, &bytes, kind, options);
            let kept = KeptDocument::new(&loaded, hash, kind);
            (loaded, Some(kept))
        }
        Err(error) => {
            let finding =
                Diagnostic::new(&catalog::UNREADABLE, source.path.as_str()).with("detail", error.to_string()).fatal();
            (Loaded { document: None, findings: vec![finding] }, None)
        }
    }
}

/// The kind of items by section folder: what the default language says, else any language, else the kind whose
/// usual folder it is (so that a broken `_index.md` does not break every item below it).
fn section_kinds(documents: &[Document], sources: &[Source], kinds: &Kinds) -> BTreeMap<Arc<str>, KindId> {
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
