//! Turns the files that public pages use into what is known of them, and says which may not be published.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::diag::{Diagnostic, catalog};
use crate::files::Files;
use crate::load::data::Table;
use crate::load::inspect::{self, FileFacts};
use crate::load::page;
use crate::model::sift::Sifted;
use crate::path::SourcePath;
use crate::tables;

/// What is known of files so far: each is read once in a build.
#[derive(Default)]
pub struct Known {
    pub facts: BTreeMap<SourcePath, FileFacts>,
    /// `None` where one has a mistake.
    pub tables: BTreeMap<SourcePath, Option<Arc<Table>>>,
}

/// Looks into the files that public pages use. One that would run code in a reader's browser is hidden. Gives back those
/// that cannot be read, and what is said of the hidden ones.
pub fn inspect(
    files: &dyn Files,
    sifted: &mut Sifted,
    cache: &Cache,
    known: &mut Known,
    findings: &mut Vec<Diagnostic>,
) -> (BTreeSet<SourcePath>, Vec<Diagnostic>) {
    let look =
        |path: &SourcePath| cache.file(path).map_or_else(|| inspect::inspect(files, path), |facts| Ok(facts.clone()));
    let new: Vec<&SourcePath> = sifted.used_files.iter().filter(|path| !known.facts.contains_key(*path)).collect();
    let looked: Vec<(SourcePath, io::Result<FileFacts>)> =
        new.into_par_iter().map(|path| (path.clone(), look(path))).collect();
    let mut lost = BTreeSet::new();
    for (path, facts) in looked {
        match facts {
            Ok(facts) => drop(known.facts.insert(path, facts)),
            Err(error) => {
                findings.push(page::unreadable(&path, &error));
                lost.insert(path);
            }
        }
    }
    let mut refused = Vec::new();
    for path in &sifted.used_files {
        let name = path.as_str();
        let finding = match known.facts.get(path) {
            None => continue,
            Some(_) if !tables::is_publishable(name) => {
                Diagnostic::new(&catalog::FILE_TYPE, name).with("extension", tables::extension(name))
            }
            Some(FileFacts { active: Some(found), .. }) => {
                Diagnostic::new(&catalog::ACTIVE_SVG, name).with("found", found.as_str())
            }
            Some(_) => continue,
        };
        refused.push(finding);
        sifted.hidden.insert(path.clone());
        sifted.sidecars.remove(format!("{path}.txt").as_str());
    }
    (lost, refused)
}
