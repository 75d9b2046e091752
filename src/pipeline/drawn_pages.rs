//! Turns the pages of scanned PDFs that sheets show into pictures to be read, or into what the cache knows of them.
//!
//! A PDF is looked into only where a sheet names it and no picture beside it, so a portal of many PDFs is built as fast as before.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::assembly_context::AssemblyContext;
use super::facts::InspectedFiles;
use super::held_pictures::{HeldPictures, bytes_of};
use super::{Progress, Stage};
use crate::cache;
use crate::load::inspect::FileFacts;
use crate::load::sheets::Sheet;
use crate::load::smaller::{self, Lack, Recipe};
use crate::load::variants::{Key, Known, Outcome};
use crate::model::Versions;
use crate::model::select_public::PublicSelection;
use crate::path::SourcePath;

/// A page that a sheet shows.
struct Wanted<'a> {
    path: &'a SourcePath,
    facts: &'a FileFacts,
    page: i64,
    key: Key,
}

/// The pages of each PDF that sheets show, as far as they are known. `is_made`: new ones are drawn.
pub fn make(
    context: &AssemblyContext,
    selection: &PublicSelection,
    inspected: &mut InspectedFiles,
    recipe: &Recipe,
    (is_made, progress): (bool, &dyn Progress),
) -> BTreeMap<SourcePath, Versions> {
    let InspectedFiles { facts, versions, held, .. } = inspected;
    let wanted = wanted(context, selection, facts, recipe);
    for Wanted { key, .. } in &wanted {
        if let (false, Some(outcome)) = (versions.contains_key(key), context.cache.picture(key)) {
            versions.insert(key.clone(), outcome.clone());
        }
    }
    if is_made {
        let new: Vec<&Wanted> = wanted.iter().filter(|wanted| !versions.contains_key(&wanted.key)).collect();
        if !new.is_empty() {
            progress.stage(Stage::Pictures, new.len());
        }
        let made: Vec<_> = new.par_iter().filter_map(|wanted| one(context, wanted, recipe, (held, progress))).collect();
        versions.extend(made);
    }
    let mut found: BTreeMap<SourcePath, Versions> = BTreeMap::new();
    for Wanted { path, page, key, .. } in wanted {
        if let Some(outcome) = versions.get(&key) {
            found.entry(path.clone()).or_default().drawn.push((page, key, outcome.clone()));
        }
    }
    found
}

fn wanted<'a>(
    context: &AssemblyContext,
    selection: &'a PublicSelection,
    facts: &'a BTreeMap<SourcePath, FileFacts>,
    recipe: &Recipe,
) -> Vec<Wanted<'a>> {
    let mut pages: BTreeSet<(&SourcePath, i64)> = BTreeSet::new();
    for document in &selection.documents {
        let sheets = Sheet::all(document, context.kinds.get(document.kind));
        pages.extend(sheets.iter().filter_map(|sheet| Some((sheet.drawn(document)?, sheet.page))));
    }
    let wanted = |(path, page): (&'a SourcePath, i64)| {
        let facts = facts.get(path)?;
        Some(Wanted { path, facts, page, key: key(facts, page, recipe) })
    };
    pages.into_iter().filter_map(wanted).collect()
}

/// The name of what is made of a page.
pub fn key(facts: &FileFacts, page: i64, recipe: &Recipe) -> Key {
    Key::of_page(&facts.hash, &recipe.text_of_page(page))
}

/// Draws a page, and gives what is made of it into the cache. `None` where the file changed while it was read: the next build looks again.
fn one(
    context: &AssemblyContext,
    Wanted { path, facts, page, key }: &Wanted,
    recipe: &Recipe,
    (held, progress): (&HeldPictures, &dyn Progress),
) -> Option<(Key, Outcome)> {
    let made = draw(context, path, facts, *page, recipe);
    progress.tick();
    let versions = match made? {
        Ok(versions) => versions,
        Err(lack) => return Some((key.clone(), Err(lack))),
    };
    if let Some(store) = context.cache.blob_store() {
        cache::write_picture(&**store, key, &versions);
    }
    let known = versions.iter().map(Known::of).collect();
    let size = versions.iter().map(|version| version.bytes.len()).sum();
    held.put(key, || bytes_of(versions), size);
    Some((key.clone(), Ok(known)))
}

fn draw(
    context: &AssemblyContext,
    path: &SourcePath,
    facts: &FileFacts,
    page: i64,
    recipe: &Recipe,
) -> Option<Result<Vec<smaller::Version>, Lack>> {
    let Ok(page) = u32::try_from(page) else { return Some(Err(Lack::NoPage)) };
    smaller::draw(&*context.files, path, facts, page, recipe).ok()?
}
