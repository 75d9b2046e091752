//! Turns the GeoJSON files that public pages show as maps into maps, from the cache where it knows them.
//!
//! A map whose file, schema and table are known by their bytes is not made again, and one that nobody shows is not even read.

use std::collections::BTreeSet;
use std::sync::Arc;

use parking_lot::Mutex;
use rayon::prelude::*;

use super::assembly_context::AssemblyContext;
use super::datasets::dataset;
use super::facts::InspectedFiles;
use crate::diag::phrases::Words;
use crate::diag::{Finding, did_you_mean};
use crate::files::{self, Hash};
use crate::load::dataset::{Dataset, SchemaFile};
use crate::load::document::Target;
use crate::load::inspect::FileFacts;
use crate::load::page::changed;
use crate::load::schema::map::MapRules;
use crate::load::schema::{self, Named};
use crate::load::unreadable::unreadable;
use crate::map::{self, Joined, LARGEST, Map, Source};
use crate::model::select_public::PublicSelection;
use crate::path::SourcePath;

/// In bytes: a file that takes a good part of the memory of a build.
const LARGE: u64 = 4 << 20;
static ALONE: Mutex<()> = Mutex::new(());

/// A table whose figures a map shows.
type Figures = (SourcePath, Arc<Dataset>);

/// What a file and the files beside it made.
struct Read {
    file: SourcePath,
    made: Result<Arc<Map>, Vec<Finding>>,
    /// The table whose figures it shows.
    table: Option<Figures>,
}

/// Reads the maps that pages show and that are not known yet. Gives back those that cannot be drawn.
pub fn read(
    context: &AssemblyContext,
    selection: &PublicSelection,
    inspected: &mut InspectedFiles,
    findings: &mut Vec<Finding>,
) -> BTreeSet<SourcePath> {
    let shown = shown(selection);
    let unread: Vec<(&SourcePath, &FileFacts)> = shown
        .iter()
        .filter(|file| !inspected.maps.contains_key(**file))
        .filter_map(|file| Some((*file, inspected.facts.get(*file)?)))
        .collect();
    let known = &*inspected;
    let read: Vec<Read> =
        unread.into_par_iter().map(|(file, facts)| one(context, selection, known, (file, facts))).collect();
    for Read { file, made, table } in read {
        let told: &[Finding] = made.as_ref().map_or_else(Vec::as_slice, |map| map.findings.as_slice());
        findings.extend_from_slice(told);
        if let Some((path, dataset)) = table {
            if inspected.told.insert(path.clone()) {
                findings.extend_from_slice(dataset.findings());
            }
            inspected.datasets.entry(path).or_insert(dataset);
        }
        inspected.maps.insert(file, made.ok());
    }
    let is_broken = |file: &&&SourcePath| inspected.maps.get(**file).is_some_and(Option::is_none);
    shown.iter().filter(is_broken).map(|file| (*file).clone()).collect()
}

/// The files that public pages show as maps.
fn shown(selection: &PublicSelection) -> BTreeSet<&SourcePath> {
    let pictured = selection.documents.iter().flat_map(|document| document.pictured());
    let maps = pictured.filter_map(|target| match target {
        Target::File(file) if schema::is_map(file.as_str()) => Some(file),
        _ => None,
    });
    maps.collect()
}

fn one(
    context: &AssemblyContext,
    selection: &PublicSelection,
    inspected: &InspectedFiles,
    (file, facts): (&SourcePath, &FileFacts),
) -> Read {
    let without = |findings: Vec<Finding>| Read { file: file.clone(), made: Err(findings), table: None };
    let beside = schema::beside(file).filter(|path| context.discovered.files.contains(path));
    let beside = match beside.map(|path| SchemaFile::read(&*context.files, path)) {
        Some(Ok(beside)) => beside,
        Some(Err(finding)) => return without(vec![finding.fatal()]),
        None => return without(vec![map::no_schema(file)]),
    };
    let mut findings = Vec::new();
    let Some(rules) = schema::read_map(&beside.path, &beside.bytes, &context.config.languages, &mut findings) else {
        return without(findings);
    };
    let named = rules.table.as_ref().map(|join| &join.file);
    let table = match named.map(|named| table(context, selection, inspected, (file, &beside.path, named))).transpose() {
        Ok(table) => table,
        // What is wrong with the table itself is told as well.
        Err(NoTable { finding, table }) => return Read { table, ..without(vec![*finding]) },
    };
    let key = key(context, facts, &beside, table.as_ref());
    let known = context.cache.map(file, &key);
    let made = known.map_or_else(|| make(context, facts, &beside, (file, &rules, table.as_ref(), key)), Ok);
    Read { file: file.clone(), made, table }
}

/// Why the figures of a table cannot be used, and the table where that was read.
struct NoTable {
    finding: Box<Finding>,
    table: Option<Figures>,
}

/// The table that a schema names, which readers have to be able to look at as well.
fn table(
    context: &AssemblyContext,
    selection: &PublicSelection,
    inspected: &InspectedFiles,
    (file, schema, named): (&SourcePath, &SourcePath, &Named),
) -> Result<Figures, NoTable> {
    let both = |vi: String, en: String| -> Words { (vi, en) };
    let wrong =
        |what: Words, next: Words| NoTable { finding: Box::new(map::no_table(schema, named, what, next)), table: None };
    let path = file.join(&named.name).filter(|path| schema::is_table(path.as_str()));
    let Some(path) = path.filter(|path| context.discovered.files.contains(path)) else {
        let tables = context.discovered.files.iter().filter(|path| schema::is_table(path.as_str()));
        let names: Vec<String> = tables.map(|table| table.relative_to(file)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return Err(wrong(
            both("không có tệp này".into(), "there is no such table".into()),
            did_you_mean(&named.name, &names),
        ));
    };
    if selection.files.used.binary_search(&path).is_err() {
        let name = path.file_name();
        return Err(wrong(
            both("bảng này chưa được công khai ở trang nào".into(), "no public page shows or links to it".into()),
            both(
                format!(
                    "Bản đồ chỉ dùng số liệu mà người đọc xem được: thêm một liên kết tới {name} vào trang, ví dụ [Số liệu]({name})."
                ),
                format!(
                    "A map shows only figures that its readers can look at: link to {name} on the page, such as [Figures]({name})."
                ),
            ),
        ));
    }
    let known = inspected.datasets.get(&path).cloned();
    let read = || Some(dataset(context, &path, inspected.facts.get(&path)?));
    let Some(dataset) = known.or_else(read) else {
        return Err(NoTable { finding: Box::new(changed(&path)), table: None });
    };
    if dataset.table().is_none_or(|table| !table.has_cells()) {
        let NoTable { finding, .. } = wrong(
            both("bảng này có lỗi hoặc quá lớn".into(), "it has a mistake or is too large".into()),
            both("Sửa bảng theo lời báo của nó.".into(), "Mend what is told of the table.".into()),
        );
        return Err(NoTable { finding, table: Some((path, dataset)) });
    }
    Ok((path, dataset))
}

/// Of everything that a map is made of.
fn key(context: &AssemblyContext, facts: &FileFacts, beside: &SchemaFile, table: Option<&Figures>) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(facts.hash.as_bytes()).update(beside.hash.as_bytes());
    hasher.update(beside.path.as_str().as_bytes()).update(b"\0");
    hasher.update(context.config.base_url.as_bytes()).update(b"\0");
    if let Some((path, dataset)) = table {
        hasher.update(path.as_str().as_bytes()).update(b"\0");
        for hash in [dataset.hash(), dataset.schema_hash()].into_iter().flatten() {
            hasher.update(hash.as_bytes());
        }
    }
    hasher.finalize()
}

fn make(
    context: &AssemblyContext,
    facts: &FileFacts,
    beside: &SchemaFile,
    (file, rules, table, key): (&SourcePath, &MapRules, Option<&Figures>, Hash),
) -> Result<Arc<Map>, Vec<Finding>> {
    // Of large ones one at a time, however many cores there are.
    let _alone = (facts.size > LARGE).then(|| ALONE.lock());
    let bytes = match context.files.read_within(file.as_str(), LARGEST) {
        Ok(Ok(bytes)) if files::hash(&bytes) != facts.hash => return Err(vec![changed(file)]),
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => return Err(vec![map::too_large(file, size)]),
        Err(error) => return Err(vec![unreadable(file, &error).fatal()]),
    };
    let joined = table.and_then(|(path, dataset)| Some(Joined { file: path, table: dataset.table()? }));
    let source = Source { file, schema: &beside.path, rules, base: &context.config.base, table: joined, key };
    map::make(&bytes, &source).map(Arc::new)
}
