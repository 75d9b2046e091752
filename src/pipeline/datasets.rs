//! Turns the files that public pages use into the tables that pages and templates may show, from the cache where it knows them.
//!
//! A table whose bytes are known is not parsed, and one that nobody shows is neither read nor kept.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use rayon::prelude::*;

use super::assembly_context::AssemblyContext;
use super::facts::InspectedFiles;
use crate::diag::Finding;
use crate::load::dataset::{Dataset, SchemaFile};
use crate::load::document::Target;
use crate::load::inspect::FileFacts;
use crate::load::kinds::{FieldType, Kind};
use crate::load::schema;
use crate::model::select_public::PublicSelection;
use crate::path::SourcePath;

/// How many bytes of workbooks' tables as CSV wait in memory for being written; of the others the workbook is read again.
const MOST_HELD: usize = 32 << 20;

/// Files by who shows them as tables, or charts of them.
#[derive(Default)]
struct Shown<'a> {
    /// Fields that hold tables, and charts in texts: a mistake in one is told, and takes its page out.
    by_pages: BTreeSet<&'a SourcePath>,
    /// Calls of templates alone: a page that shows a mistaken one fails.
    by_templates: BTreeSet<&'a SourcePath>,
}

/// Reads the tables that are shown and not known yet. Gives back those that have a mistake and are shown by pages.
pub fn read(
    context: &AssemblyContext,
    selection: &PublicSelection,
    inspected: &mut InspectedFiles,
    findings: &mut Vec<Finding>,
) -> BTreeSet<SourcePath> {
    let Shown { by_pages, by_templates } = shown(context, selection);
    let all = by_pages.iter().chain(&by_templates).filter(|file| !inspected.datasets.contains_key(**file));
    let unread: BTreeSet<&SourcePath> = all.copied().collect();
    let unread: Vec<(&SourcePath, &FileFacts)> =
        unread.into_iter().filter_map(|file| Some((file, inspected.facts.get(file)?))).collect();
    let left = AtomicUsize::new(MOST_HELD);
    let read = |(file, facts): (&SourcePath, &FileFacts)| {
        let dataset = dataset(context, file, facts);
        dataset.hold_within(&left);
        (file.clone(), dataset)
    };
    let read: Vec<(SourcePath, Arc<Dataset>)> = unread.into_par_iter().map(read).collect();
    inspected.datasets.extend(read);
    let mut broken = BTreeSet::new();
    for file in by_pages {
        let Some(dataset) = inspected.datasets.get(file) else { continue };
        if inspected.told.insert(file.clone()) {
            findings.extend_from_slice(dataset.findings());
        }
        if dataset.table().is_none() {
            broken.insert(file.clone());
        }
    }
    broken
}

/// A table by what the cache knows, else read; what is known of it is of these bytes and those of its schema.
pub(super) fn dataset(context: &AssemblyContext, file: &SourcePath, facts: &FileFacts) -> Arc<Dataset> {
    let beside = schema::beside(file).filter(|path| context.discovered.files.contains(path));
    let beside = match beside.map(|path| SchemaFile::read(&*context.files, path)).transpose() {
        Ok(beside) => beside,
        Err(finding) => return Arc::new(Dataset::without_schema(finding)),
    };
    let known = context.cache.dataset(file, &facts.hash, beside.as_ref().map(|beside| &beside.hash));
    known.unwrap_or_else(|| {
        let languages = &context.config.languages;
        Arc::new(Dataset::read(&*context.files, file, facts, beside.as_ref(), languages))
    })
}

fn shown<'a>(context: &AssemblyContext, selection: &'a PublicSelection) -> Shown<'a> {
    let calls = &context.theme.table_calls;
    let fields = |is_shown: &dyn Fn(&Kind, usize) -> bool| -> Vec<Vec<bool>> {
        let kinds = context.kinds.all().iter();
        kinds.map(|kind| (0..kind.fields.len()).map(|index| is_shown(kind, index)).collect()).collect()
    };
    let is_table = |kind: &Kind, index: usize| kind.fields[index].kind == FieldType::Data;
    let of_pages = fields(&is_table);
    let of_templates = fields(&|kind, index| !is_table(kind, index) && calls.fields.contains(&kind.fields[index].name));
    let mut shown = Shown::default();
    for document in &selection.documents {
        let kind = usize::from(document.kind.0);
        shown.by_pages.extend(document.refs.iter().filter_map(|reference| match &reference.target {
            // One that is not there is told of as a link is.
            Target::Chart { table, .. } => Some(table),
            _ => None,
        }));
        for (index, value) in &document.values {
            let field = usize::from(*index);
            let to = match (of_pages[kind][field], of_templates[kind][field]) {
                (true, _) => &mut shown.by_pages,
                (_, true) => &mut shown.by_templates,
                _ => continue,
            };
            to.extend(value.refs().into_iter().filter_map(|index| match &document.target(index).target {
                Target::File(file) => Some(file),
                _ => None,
            }));
        }
    }
    let is_called =
        |file: &&SourcePath| calls.files.contains(file.as_str()) || (calls.any && schema::is_table(file.as_str()));
    shown.by_templates.extend(selection.files.used.iter().filter(is_called));
    shown
}
