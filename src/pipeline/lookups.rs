//! Turns the tables in which public pages look rows up into what pages show of them and the files in which their rows are found.
//!
//! A table whose bytes and schema are known is not read, and one of a page that is not public is not even opened.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, OnceLock};

use super::assembly_context::AssemblyContext;
use super::facts::{InspectedFiles, Looked};
use crate::diag::{Finding, catalog, did_you_mean, is_enough};
use crate::files::{Files, Hash};
use crate::load::base::Base;
use crate::load::dataset::SchemaFile;
use crate::load::document::{Document, Ref, Target};
use crate::load::schema::{self, Schema};
use crate::lookup::{self, Contents, Lookup, Salt, Source};
use crate::model::Site;
use crate::model::select_public::PublicSelection;
use crate::path::{SourcePath, UrlPath};
use crate::plan::{Maker, MakerFiles, Names};

/// Reads the tables that are not known. Gives back those that cannot be used.
pub fn read(
    context: &AssemblyContext,
    selection: &PublicSelection,
    inspected: &mut InspectedFiles,
    findings: &mut Vec<Finding>,
) -> BTreeSet<SourcePath> {
    let mut broken = BTreeSet::new();
    for (document, reference) in references(selection) {
        let Target::Rows(table) = &reference.target else { continue };
        if !inspected.lookups.contains_key(table) {
            let looked = match missing(context, selection, table) {
                Some(words) => {
                    let finding = Finding::new(&catalog::LOOKUP_FILE, document.source.as_str()).at(reference.span);
                    findings.push(finding.with("target", table.as_str()).with_words("near", words).fatal());
                    None
                }
                None => look(context, table, findings),
            };
            inspected
                .lookups
                .insert(table.clone(), looked.unwrap_or(Looked { lookup: None, contents: Contents::default() }));
        }
        if inspected.lookups.get(table).is_none_or(|looked| looked.lookup.is_none()) {
            broken.insert(table.clone());
        }
    }
    broken
}

fn references(selection: &PublicSelection) -> impl Iterator<Item = (&Arc<Document>, &Ref)> {
    selection.documents.iter().flat_map(|document| document.refs.iter().map(move |reference| (document, reference)))
}

/// Why a table cannot be read for a public page: there is none, or it belongs to a page that is not public.
fn missing(context: &AssemblyContext, selection: &PublicSelection, table: &SourcePath) -> Option<(String, String)> {
    if selection.files.rows.contains(table) {
        return None;
    }
    if context.discovered.files.contains(table) {
        return Some((
            "Tệp này nằm trong thư mục của một trang chưa công khai: chờ trang đó, hoặc chuyển tệp về cạnh trang tra cứu.".to_owned(),
            "It stands in the folder of a page that is not public: wait for that, or move it beside the look-up.".to_owned(),
        ));
    }
    let names: Vec<&str> = context.discovered.files.iter().map(SourcePath::file_name).collect();
    Some(did_you_mean(table.file_name(), &names))
}

fn look(context: &AssemblyContext, table: &SourcePath, findings: &mut Vec<Finding>) -> Option<Looked> {
    let (schema, schema_hash) = schema_of(context, table, findings)?;
    let files = &*context.files;
    let known = context.cache.lookup(table).filter(|known| known.of.schema == schema_hash);
    if let Some(known) = known.and_then(|known| same(files, table, known)) {
        findings.extend(known.findings.iter().cloned());
        return Some(Looked { lookup: Some(known), contents: Contents::default() });
    }
    let salt = Salt::of(&context.config.base_url, table.as_str());
    let lookup::Made { lookup, contents, broken } =
        lookup::make(files, Source { table, schema: &schema, schema_hash, salt });
    findings.extend(lookup.findings.iter().cloned());
    Some(Looked { lookup: (!broken).then(|| Arc::new(lookup)), contents })
}

/// What is known of a table that still has the same bytes.
fn same(files: &dyn Files, table: &SourcePath, known: &Arc<Lookup>) -> Option<Arc<Lookup>> {
    let stamp = files.stamp(table.as_str());
    if stamp.is_some() && stamp == known.of.stamp {
        return Some(known.clone());
    }
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut files.open(table.as_str()).ok()?, &mut hasher).ok()?;
    let is_same = hasher.finalize() == known.of.table;
    is_same.then(|| Arc::new(Lookup { of: lookup::Origin { stamp, ..known.of }, ..(**known).clone() }))
}

/// What stands beside a table about its columns. Without it nobody can say which cell is a key and which a mark.
fn schema_of(context: &AssemblyContext, table: &SourcePath, findings: &mut Vec<Finding>) -> Option<(Schema, Hash)> {
    let path = schema::beside(table)?;
    let wrong = |file: &SourcePath, what: (String, String), next: (String, String)| {
        let finding = Finding::new(&catalog::LOOKUP_UNUSABLE, file.as_str());
        finding.with_words("what", what).with_words("next", next).fatal()
    };
    if !context.discovered.files.contains(&path) {
        let what = (format!("chưa có lược đồ {path}"), format!("there is no schema {path}"));
        let next = (
            "Tạo tệp này: fields kê các cột, primaryKey là cột mà người dân nhập.".to_owned(),
            "Make that file: fields lists the columns, primaryKey names the column that citizens type.".to_owned(),
        );
        findings.push(wrong(table, what, next));
        return None;
    }
    let SchemaFile { path, bytes, hash } = match SchemaFile::read(&*context.files, path) {
        Ok(file) => file,
        Err(finding) => {
            findings.push(finding.fatal());
            return None;
        }
    };
    let schema = schema::read(&path, &bytes, &context.config.languages, findings)?;
    let both = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
    if !(1..=2).contains(&schema.primary_key.len()) {
        let next = both(
            "Viết primaryKey: tên cột mà người dân nhập, hoặc hai cột trong ngoặc vuông.",
            "Write primaryKey: the column that citizens type, or two of them in square brackets.",
        );
        findings.push(wrong(&path, both("lược đồ chưa nói khóa", "the schema names no key"), next));
        return None;
    }
    if schema.shown_in_lookup().is_empty() {
        let next = both("Thêm vào fields các cột cần cho xem.", "Add the columns that are to be seen to fields.");
        findings.push(wrong(&path, both("không có cột nào để hiện", "there is no column to show"), next));
        return None;
    }
    Some((schema, hash))
}

/// Pages that would hand a whole table out, of which they are told.
pub fn handed_out(
    context: &AssemblyContext,
    selection: &PublicSelection,
    findings: &mut Vec<Finding>,
) -> Vec<SourcePath> {
    let refused: Vec<SourcePath> =
        selection.files.used.iter().filter(|table| is_for_looking_up(context, table)).cloned().collect();
    if refused.is_empty() && selection.files.rows.is_empty() {
        return refused;
    }
    for (document, reference) in references(selection) {
        let Some(table) = reference.target.file() else { continue };
        let is_one = selection.files.rows.contains(table) || refused.contains(table);
        if is_one && !is_enough(findings, &catalog::LOOKUP_PUBLISHED) {
            let finding = Finding::new(&catalog::LOOKUP_PUBLISHED, document.source.as_str()).at(reference.span);
            findings.push(finding.with("target", table.as_str()));
        }
    }
    refused
}

/// Whether the schema of a table says so. The page of the look-up may have a mistake and so not be there to say it.
fn is_for_looking_up(context: &AssemblyContext, table: &SourcePath) -> bool {
    let is_csv = table.as_str().to_ascii_lowercase().ends_with(".csv");
    let beside = schema::beside(table).filter(|path| is_csv && context.discovered.files.contains(path));
    let schema = beside.and_then(|path| SchemaFile::read(&*context.files, path).ok());
    schema.is_some_and(|schema| schema.bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"lookup:")))
}

/// The files of all tables of a site. `keep`: whether they are going to be written now.
pub fn files(
    site: &Site,
    files: &Arc<dyn Files>,
    inspected: &mut InspectedFiles,
    keep: bool,
) -> Vec<(Maker, MakerFiles)> {
    let maker = |(table, lookup): (&SourcePath, &Arc<Lookup>)| {
        let names = Names { files: names(&site.config.base, lookup), entries: BTreeMap::new() };
        let numbers = numbers(&site.config.base, lookup);
        let (files, source, known) = (files.clone(), table.clone(), lookup.clone());
        let contents = inspected.lookups.get_mut(table).map(|looked| std::mem::take(&mut looked.contents));
        let made = OnceLock::new();
        if let Some(contents) = contents.filter(|contents| keep && !contents.is_empty()) {
            made.get_or_init(|| contents);
        }
        // Rows are not held: each file is taken from where they were laid aside, and all are made once more where they were not.
        let one = move |url: &UrlPath| {
            let contents = made.get_or_init(|| {
                let Lookup { schema, salt, .. } = &*known;
                let source = Source { table: &source, schema, schema_hash: known.of.schema, salt: *salt };
                lookup::make(&*files, source).contents
            });
            contents.of(*numbers.get(url)?).map(Arc::new)
        };
        (Maker::Lookup(table.clone()), MakerFiles::each(names, one))
    };
    site.lookups().map(maker).collect()
}

fn names(base: &Base, lookup: &Lookup) -> BTreeMap<UrlPath, (Hash, u64)> {
    let shards = lookup.shards.iter().enumerate();
    shards.map(|(number, shard)| (base.url(&lookup.file(number)), (shard.hash, shard.size))).collect()
}

fn numbers(base: &Base, lookup: &Lookup) -> BTreeMap<UrlPath, usize> {
    (0..lookup.shards.len()).map(|number| (base.url(&lookup.file(number)), number)).collect()
}
