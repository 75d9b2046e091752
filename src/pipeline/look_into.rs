//! Turns the files that public pages use into facts of their published copies, in parallel.
//!
//! One that cannot be published, or not even be read, is hidden with a finding; everything else is built.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::diag::{Diagnostic, catalog};
use crate::files::Files;
use crate::load::inspect::{self, FileFacts};
use crate::model::sift::Sifted;
use crate::path::SourcePath;

pub fn facts(
    files: &dyn Files,
    sifted: &mut Sifted,
    cache: &Cache,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<SourcePath, FileFacts> {
    let look = |path: &SourcePath| {
        if let Some(known) = cache.file(path) {
            return Ok(known.clone());
        }
        let unreadable = |error: std::io::Error| {
            let finding = Diagnostic::new(&catalog::UNREADABLE, path.as_str());
            Err(Box::new(finding.with("detail", error.to_string())))
        };
        inspect::inspect(files, path).unwrap_or_else(unreadable)
    };
    let looked: Vec<Result<FileFacts, Box<Diagnostic>>> = sifted.used_files.par_iter().map(look).collect();
    let mut all = BTreeMap::new();
    for (path, looked) in sifted.used_files.iter().zip(looked) {
        match looked {
            Ok(facts) => {
                findings.extend(facts.findings.iter().cloned());
                all.insert(path.clone(), facts);
            }
            Err(finding) => {
                findings.push(*finding);
                sifted.hidden.insert(path.clone());
            }
        }
    }
    all
}
