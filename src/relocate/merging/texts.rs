//! The texts of two portals that become one: pages and tables that are brought, as they are here, and pages of the portal that stays
//! whose references to a document by its number would not say any more which is meant.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::mapped::Mapping;
use super::placing::Placing;
use super::{Both, Texts};
use crate::load::document::{Document, Target};
use crate::load::kinds::Link;
use crate::model::{Site, number_key};
use crate::path::SourcePath;
use crate::relocate::targets::Targets;
use crate::relocate::{cells, mending};

/// Pages and tables that are brought and do not stay byte for byte what they are.
pub fn theirs(both: &Both, placing: &Placing, mapping: &Mapping) -> Texts {
    let kinds = &both.theirs.site.kinds;
    let page = |document: &Arc<Document>| {
        let here = placing.files.get(&document.source).filter(|_| placing.brought.contains(&document.source))?;
        let bytes = both.theirs_at.read(document.source.as_str()).ok()?;
        let stored = std::str::from_utf8(&bytes).ok()?;
        let text = mapping.page(document, kinds.get(document.kind), stored);
        (text != stored).then(|| (here.clone(), text.into_bytes()))
    };
    let mut texts: Texts = both.theirs.documents.par_iter().filter_map(page).collect();
    let cells = |file: &SourcePath| {
        let bytes = both.theirs_at.read_within(file.as_str(), cells::LARGEST).ok()?.ok()?;
        let text = cells::mended(file, std::str::from_utf8(&bytes).ok()?, mapping.targets)?;
        Some((placing.files.get(file)?.clone(), text.into_bytes()))
    };
    let tables: Vec<&SourcePath> = placing.brought.iter().filter(|file| cells::is_asked(file)).collect();
    texts.par_extend(tables.into_par_iter().filter_map(cells));
    texts
}

/// Numbers that documents of both portals have, and the file of each.
pub struct Shared {
    pub own: BTreeMap<String, SourcePath>,
    pub theirs: BTreeMap<String, SourcePath>,
}

pub fn shared_numbers(both: &Both, placing: &Placing) -> Shared {
    let own = numbers(&both.before.site, &|_| true);
    let theirs = numbers(&both.theirs.site, &|file| {
        // What is here as another file is that file.
        placing.files.get(file).is_none_or(|here| placing.brought.contains(file) || !both.own_files.contains(here))
    });
    let mut shared = Shared { own: BTreeMap::new(), theirs: BTreeMap::new() };
    for (number, file) in theirs {
        if let Some(own) = own.get(&number) {
            shared.own.insert(number.clone(), own.clone());
            shared.theirs.insert(number, file);
        }
    }
    shared
}

/// Documents by the key of their number; of several languages the first.
fn numbers(site: &Site, wanted: &dyn Fn(&SourcePath) -> bool) -> BTreeMap<String, SourcePath> {
    let mut found: BTreeMap<String, (u8, SourcePath)> = BTreeMap::new();
    for page in site.all_pages().filter(|page| page.kind().linked_by == Some(Link::Document)) {
        let document = page.document();
        let Some(number) = page.text("number").filter(|_| wanted(&document.source)) else { continue };
        let new = (document.language, document.source.clone());
        let first = found.entry(number_key(number)).or_insert_with(|| new.clone());
        if new < *first {
            *first = new;
        }
    }
    found.into_iter().map(|(number, (_, file))| (number, file)).collect()
}

/// Pages here that name such a number.
pub fn own(both: &Both, shared: &Shared) -> Texts {
    if shared.own.is_empty() {
        return Texts::new();
    }
    let targets = Targets {
        base: both.before.base().clone(),
        known: both.own_files.clone(),
        documents: shared.own.clone(),
        ..Targets::default()
    };
    let kinds = &both.before.site.kinds;
    let names = |document: &Document| {
        document.refs.iter().any(|reference| match &reference.target {
            Target::Document(number) => targets.documents.contains_key(&number_key(number)),
            _ => false,
        })
    };
    let page = |document: &Arc<Document>| {
        let bytes = both.files.read(document.source.as_str()).ok()?;
        let text = mending::mended(document, kinds.get(document.kind), std::str::from_utf8(&bytes).ok()?, &targets)?;
        Some((document.source.clone(), text.into_bytes()))
    };
    both.before.documents.par_iter().filter(|document| names(document)).filter_map(page).collect()
}

/// Pages whose kind is not what it was, since their section has another one here.
pub fn kinds(
    both: &Both,
    placing: &Placing,
    there: &[Arc<Document>],
    names: &dyn Fn(&Document) -> String,
) -> BTreeMap<SourcePath, String> {
    let by_new = placing.by_new();
    let old: BTreeMap<&SourcePath, &Arc<Document>> =
        both.theirs.documents.iter().map(|document| (&document.source, document)).collect();
    let changed = there.iter().filter_map(|document| {
        let before = old.get(by_new.get(&document.source)?)?;
        let kind = &both.theirs.site.kinds.get(before.kind).name;
        let is_section = before.role == crate::load::document::Role::Section;
        (!is_section && names(document) != *kind).then(|| (before.source.clone(), kind.clone()))
    });
    changed.collect()
}

/// Pages of which a link does not lead where it should, of those that were brought.
pub fn brought_only(files: Vec<SourcePath>, by_new: &BTreeMap<SourcePath, SourcePath>) -> BTreeSet<SourcePath> {
    files.into_iter().filter(|file| by_new.contains_key(file)).collect()
}
