//! Turns the files that public pages use into what is known of them, and says which may not be published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::diag::Diagnostic;
use crate::files::Files;
use crate::load::data::Table;
use crate::load::inspect::{self, FileFacts};
use crate::load::page;
use crate::model::sift::Sifted;
use crate::path::SourcePath;

/// What is known of files so far: each is read once in a build.
#[derive(Default)]
pub struct Known {
    pub facts: BTreeMap<SourcePath, FileFacts>,
    /// Why a file may not be published.
    refused: BTreeMap<SourcePath, Box<Diagnostic>>,
    /// `None` where one has a mistake.
    pub tables: BTreeMap<SourcePath, Option<Arc<Table>>>,
}

/// Looks into the files that public pages use. One that may not be published is hidden. Gives back those that cannot be
/// read, and what is said of the hidden ones.
pub fn inspect(
    files: &dyn Files,
    sifted: &mut Sifted,
    cache: &Cache,
    known: &mut Known,
    findings: &mut Vec<Diagnostic>,
) -> (BTreeSet<SourcePath>, Vec<Diagnostic>) {
    let look = |path: &SourcePath| match cache.file(path, || files.stamp(path.as_str())) {
        Some(facts) => Ok(Ok(facts.clone())),
        None => inspect::inspect(files, path),
    };
    let is_new = |path: &&SourcePath| !known.facts.contains_key(*path) && !known.refused.contains_key(*path);
    let new: Vec<&SourcePath> = sifted.used_files.iter().filter(is_new).collect();
    let looked: Vec<_> = new.into_par_iter().map(|path| (path.clone(), look(path))).collect();
    let mut lost = BTreeSet::new();
    for (path, facts) in looked {
        match facts {
            Ok(Ok(facts)) => {
                findings.extend(facts.findings.iter().cloned());
                known.facts.insert(path, facts);
            }
            // Its pages wait until somebody has mended it, instead of being published without it.
            Ok(Err(finding)) if finding.fatal => {
                findings.push(*finding);
                lost.insert(path);
            }
            Ok(Err(finding)) => drop(known.refused.insert(path, finding)),
            Err(error) => {
                findings.push(page::unreadable(&path, &error));
                lost.insert(path);
            }
        }
    }
    let mut refused = Vec::new();
    for path in &sifted.used_files {
        if let Some(finding) = known.refused.get(path) {
            refused.push((**finding).clone());
            sifted.hidden.insert(path.clone());
            sifted.sidecars.remove(format!("{path}.txt").as_str());
        }
    }
    (lost, refused)
}
