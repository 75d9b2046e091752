//! Turns the files that public pages use into what is known of them, and says which may not be published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::held_pictures::HeldPictures;
use crate::cache::Cache;
use crate::diag::Finding;
use crate::files::Files;
use crate::load::dataset::Dataset;
use crate::load::inspect::{self, FileFacts};
use crate::load::unreadable::unreadable;
use crate::load::variants::{Key, Outcome};
use crate::lookup::{Contents, Lookup};
use crate::map::Map;
use crate::path::SourcePath;

/// Files inspected so far: each is read once in a build.
#[derive(Default)]
pub struct InspectedFiles {
    pub facts: BTreeMap<SourcePath, FileFacts>,
    /// Why a file may not be published.
    refused: BTreeMap<SourcePath, Box<Finding>>,
    /// Those that pages or templates show.
    pub datasets: BTreeMap<SourcePath, Arc<Dataset>>,
    /// GeoJSON files that pages show as maps; none for one that has a mistake.
    pub maps: BTreeMap<SourcePath, Option<Arc<Map>>>,
    /// Tables in which rows are looked up.
    pub lookups: BTreeMap<SourcePath, Looked>,
    /// Those of them about which an editor was told.
    pub told: BTreeSet<SourcePath>,
    /// What is known of smaller versions of photographs.
    pub versions: BTreeMap<Key, Outcome>,
    /// Photographs about which an editor was told.
    pub told_pictures: BTreeSet<SourcePath>,
    /// Versions that were just made.
    pub held: Arc<HeldPictures>,
}

/// A table in which rows are looked up.
pub struct Looked {
    /// `None` where it has a mistake, which was told.
    pub lookup: Option<Arc<Lookup>>,
    /// The bytes of its files, where it was read and nobody has taken them yet.
    pub contents: Contents,
}

/// The result of inspecting files.
pub struct Inspection {
    /// Those that cannot be read.
    pub lost: BTreeSet<SourcePath>,
    /// Those that may not be published, and why.
    pub refused: Vec<(SourcePath, Finding)>,
}

/// Inspects the files that public pages use.
pub fn inspect(
    files: &dyn Files,
    used: &[SourcePath],
    cache: &Cache,
    inspected: &mut InspectedFiles,
    findings: &mut Vec<Finding>,
) -> Inspection {
    let known = |path: &SourcePath| {
        let is_seen = !files.is_over(path.as_str());
        cache.file(path, || files.stamp(path.as_str())).filter(|_| is_seen)
    };
    let look = |path: &SourcePath| match known(path) {
        Some(facts) => Ok(Ok(facts.clone())),
        None => inspect::inspect(files, path),
    };
    let is_new = |path: &&SourcePath| !inspected.facts.contains_key(*path) && !inspected.refused.contains_key(*path);
    let new: Vec<&SourcePath> = used.iter().filter(is_new).collect();
    let looked: Vec<_> = new.into_par_iter().map(|path| (path.clone(), look(path))).collect();
    let mut lost = BTreeSet::new();
    for (path, facts) in looked {
        match facts {
            Ok(Ok(facts)) => {
                findings.extend(facts.findings.iter().cloned());
                inspected.facts.insert(path, facts);
            }
            // Its pages wait until somebody has mended it, instead of being published without it.
            Ok(Err(finding)) if finding.fatal => {
                findings.push(*finding);
                lost.insert(path);
            }
            Ok(Err(finding)) => drop(inspected.refused.insert(path, finding)),
            Err(error) => {
                findings.push(unreadable(&path, &error));
                lost.insert(path);
            }
        }
    }
    let refused = used.iter().filter_map(|path| Some((path.clone(), (**inspected.refused.get(path)?).clone())));
    Inspection { lost, refused: refused.collect() }
}
