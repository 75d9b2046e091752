//! Takes out documents whose data table cannot be read, before anything can list them: their page could not be rendered.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostic, catalog};
use crate::files::Files;
use crate::load::data;
use crate::load::discover::Discovered;
use crate::load::document::{Document, Target};
use crate::load::kinds::{FieldType, Kinds};
use crate::model::sift::Broken;
use crate::path::SourcePath;

/// Each table is read once, however many documents show it.
pub fn take_unreadable(
    documents: &mut Vec<Arc<Document>>,
    discovered: &Discovered,
    kinds: &Kinds,
    files: &dyn Files,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Broken> {
    let mut shown: BTreeMap<&SourcePath, Vec<&SourcePath>> = BTreeMap::new();
    for document in documents.iter() {
        let kind = kinds.get(document.kind);
        let of_tables = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Data);
        for target in of_tables.flat_map(|(_, value)| value.refs()) {
            if let Target::File(table) = &document.target(target).target
                && discovered.files.contains(table)
            {
                shown.entry(table).or_default().push(&document.source);
            }
        }
    }
    let read = |table: &SourcePath| {
        let bytes = files.read(table.as_str()).map_err(|error| error.to_string());
        bytes.and_then(|bytes| data::table(&bytes)).err()
    };
    let wrong = shown.into_par_iter().filter_map(|(table, pages)| Some((read(table)?, table, pages)));
    let wrong: Vec<_> = wrong.collect();
    if wrong.is_empty() {
        return Vec::new();
    }
    let mut broken = Vec::new();
    for (detail, table, pages) in wrong {
        let finding = Diagnostic::new(&catalog::DATA_INVALID, table.as_str()).with("detail", detail).fatal();
        findings.push(pages.iter().fold(finding, |finding, page| finding.related(page.as_str())));
        broken.extend(pages.into_iter().cloned());
    }
    let is_out = |document: &Arc<Document>| broken.contains(&document.source);
    let (out, kept): (Vec<_>, Vec<_>) = std::mem::take(documents).into_iter().partition(is_out);
    *documents = kept;
    out.iter().map(|document| Broken::of(document, kinds)).collect()
}
