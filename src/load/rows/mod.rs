//! Turns tables whose schema says so into files that stand on no disk: pages from rows, pages from places with their tables, tables of which
//! some is masked.
//!
//! They are laid over the files of the portal before anything is discovered, so all later stages read them as they read any other: a page
//! made from a row is loaded, checked, cached, withheld, planned and rendered as one that an editor wrote. Findings about it are told of the
//! row (`told`). Nothing here is published and nothing is fetched.

mod csv;
mod front;
mod groups;
mod made;
mod masked;
mod raw;
mod single;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::dataset::SchemaFile;
use super::kinds::{Kind, Kinds};
use super::schema;
use super::schema::pages::{Key, PageRules};
use super::schema::words::{Words, both};
use super::workbook;
use crate::diag::{Finding, Span, catalog, did_you_mean, is_enough};
use crate::files::{Entry, EntryKind, Files, Overlay};
use crate::path::SourcePath;

use made::Made;
use raw::{RawTable, Source};

pub use told::Origin;

/// What was made from the tables of a portal.
#[derive(Default)]
pub struct Rows {
    over: BTreeMap<String, Vec<u8>>,
    /// Tables that nobody may read as they are.
    gone: BTreeSet<String>,
    /// By what was made: where it comes from.
    origins: BTreeMap<String, Origin>,
    /// What pages, or tables in their place, are made from.
    tables: Vec<Table>,
    /// Tables of which no page was made, since they or their schemas cannot be read: what was made of them before is not withdrawn by that.
    pub lost: BTreeSet<SourcePath>,
    /// Tables that pages show with masks, which have rules for their pages.
    pub masked: BTreeSet<SourcePath>,
}

/// A table that something is made from.
struct Table {
    table: SourcePath,
    schema: SourcePath,
    sheet: Option<(String, usize)>,
    /// The line of each row, or its number in the sheet.
    lines: Vec<u32>,
    /// The names of the columns.
    names: Vec<String>,
    columns: Vec<usize>,
    /// Keys of front matter and body with the columns that they are made of, in all languages.
    keys: Vec<(String, Vec<usize>)>,
    /// Pages are made from it, so it is published by none.
    is_source: bool,
}

/// What files are read with.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub languages: &'a [String],
    pub kinds: &'a Kinds,
}

impl Rows {
    /// Makes all that schemas among these files say. `entries`: what lies below the content, sorted.
    pub fn make(files: &dyn Files, entries: &[Entry], setting: Setting, findings: &mut Vec<Finding>) -> Rows {
        let mut rows = Rows::default();
        let schemas = entries.iter().filter(|entry| entry.kind == EntryKind::File && schema::is_schema(&entry.path));
        let schemas: Vec<SchemaFile> = schemas
            .filter_map(|entry| SchemaFile::read(files, entry.path.clone()).ok())
            .filter(|schema| says_something(&schema.bytes))
            .collect();
        if schemas.is_empty() {
            return rows;
        }
        let known: BTreeSet<SourcePath> =
            entries.iter().filter(|entry| entry.kind == EntryKind::File).map(|entry| entry.path.clone()).collect();
        let mut names = Names { known: &known, twice: BTreeSet::new() };
        for file in &schemas {
            rows.of_schema(files, file, &mut names, setting, findings);
        }
        let (twice, Rows { over, origins, tables, .. }) = (names.twice, &mut rows);
        // What is masked stays over its file, whoever wants its name.
        let is_masked = |path: &str| origins.get(path).is_some_and(|origin| !tables[origin.table].is_source);
        over.retain(|path, _| is_masked(path) || !twice.contains(stem_of(path)));
        rows
    }

    fn of_schema(
        &mut self,
        files: &dyn Files,
        file: &SchemaFile,
        names: &mut Names,
        setting: Setting,
        findings: &mut Vec<Finding>,
    ) {
        let tables = schema::tables_of(&file.path, names.known);
        let schema = schema::read(&file.path, &file.bytes, setting.languages, findings);
        let Some(schema) = schema.map(Arc::new) else {
            // What was to be masked is not published by a slip in its schema.
            self.gone.extend(tables.iter().map(|table| table.to_string()));
            self.lost.extend(tables.into_iter().filter(|_| makes_pages(&file.bytes)).cloned());
            return;
        };
        for table in &tables {
            let is_workbook = workbook::is_workbook(table.as_str());
            let schema = if is_workbook { Arc::new((*schema).clone().of_workbook()) } else { schema.clone() };
            let source = Source { table, file: &file.path, schema: schema.clone() };
            if schema.has_masks() {
                // Of two files with one schema the text is shown.
                self.gone.insert(table.to_string());
                let stem = |table: &SourcePath| table.as_str().rsplit_once('.').map(|(stem, _)| stem.to_owned());
                if is_workbook
                    && tables.iter().any(|other| {
                        *other != *table && stem(other) == stem(table) && !workbook::is_workbook(other.as_str())
                    })
                {
                    continue;
                }
                if let Some(raw) = RawTable::read(files, &source, false, findings) {
                    let made = masked::table(table, &file.path, &raw, &schema, findings);
                    self.masked.extend(made.files.first().map(|file| file.path.clone()));
                    for file in &made.files {
                        self.gone.remove(file.path.as_str());
                    }
                    self.take(&source, &raw, made, None, findings);
                }
            } else if let Some(rules) = schema.page_rules() {
                self.pages(files, (&source, rules), names, setting, findings);
            }
        }
    }

    fn pages(
        &mut self,
        files: &dyn Files,
        (source, rules): (&Source, &PageRules),
        names: &mut Names,
        setting: Setting,
        findings: &mut Vec<Finding>,
    ) {
        let is_split = rules.split.is_some();
        if !is_split {
            self.gone.insert(source.table.to_string());
        }
        let kind = fitting(rules, source.file, setting.kinds, findings);
        let raw = kind.and_then(|_| RawTable::read(files, source, !is_split, findings));
        let (Some(kind), Some(raw)) = (kind, raw) else {
            self.note(source, &RawTable::default(), Some(rules));
            self.lost.insert(source.table.clone());
            return;
        };
        let made = match is_split {
            true => groups::pages(source.table, &raw, &source.schema, (rules, kind), findings),
            false => single::pages(source.table, &raw, &source.schema, (rules, kind), findings),
        };
        self.take(source, &raw, made, Some((rules, names)), findings);
    }

    fn note(&mut self, source: &Source, raw: &RawTable, rules: Option<&PageRules>) -> usize {
        let names = source.schema.fields.iter().map(|field| field.name.clone()).collect();
        let columns = if raw.len() == 0 { Vec::new() } else { raw.columns().to_vec() };
        self.tables.push(Table {
            table: source.table.clone(),
            schema: source.file.clone(),
            sheet: raw.sheet.clone(),
            lines: raw.lines.clone(),
            names,
            columns,
            keys: rules.map_or_else(Vec::new, keys_of),
            is_source: rules.is_some(),
        });
        self.tables.len() - 1
    }

    /// Lays what was made over the files, unless something else has its name.
    fn take(
        &mut self,
        source: &Source,
        raw: &RawTable,
        made: Made,
        of: Option<(&PageRules, &mut Names)>,
        findings: &mut Vec<Finding>,
    ) {
        let (rules, mut names) = of.unzip();
        let number = self.note(source, raw, rules);
        for file in made.files {
            let path = file.path.to_string();
            let other = match (self.origins.get(&path), &names) {
                (Some(other), Some(_)) => Some(self.words_of(other)),
                (None, Some(names)) if names.known.contains(&file.path) => Some(both(path.clone(), path.clone())),
                _ => None,
            };
            if let (Some(other), Some(names)) = (other, &mut names) {
                // A page goes with its table, and in all languages.
                let is_new = names.twice.insert(stem_of(&path).to_owned());
                if is_new && !is_enough(findings, &catalog::ROW_TWICE) {
                    let at = raw.place(file.rows.first().copied().unwrap_or_default(), None);
                    let finding = Finding::new(&catalog::ROW_TWICE, source.table.as_str());
                    let finding = finding.with_words("place", raw::place_words(raw.sheet.as_ref(), at));
                    let finding = finding.with_words("other", other).with("name", file.path.file_name()).fatal();
                    findings.push(if raw.sheet.is_none() { finding.at(Span::new(at.0, 1, 1)) } else { finding });
                }
                continue;
            }
            self.origins.insert(path.clone(), Origin { table: number, rows: file.rows });
            self.over.insert(path, file.bytes);
        }
    }

    /// The files of a portal with all that was made, which is given away.
    pub fn over(&mut self, files: &Arc<dyn Files>) -> Arc<dyn Files> {
        if self.over.is_empty() && self.gone.is_empty() {
            return files.clone();
        }
        let over = std::mem::take(&mut self.over);
        Arc::new(Overlay::new(files.clone(), over).without(self.gone.clone()))
    }

    /// The same of what lies below the content.
    pub fn entries(&self, mut entries: Vec<Entry>) -> Vec<Entry> {
        if self.over.is_empty() && self.gone.is_empty() {
            return entries;
        }
        entries
            .retain(|entry| !self.gone.contains(entry.path.as_str()) && !self.over.contains_key(entry.path.as_str()));
        let made = self.over.keys().map(|path| SourcePath::new(path.as_str()));
        entries.extend(made.map(|path| Entry { path, kind: EntryKind::File }));
        entries.sort();
        entries
    }

    /// Whether something is made from a table, so that it is of use though no page names it.
    pub fn uses(&self, table: &SourcePath) -> bool {
        self.tables.iter().any(|own| own.table == *table || own.schema == *table)
    }

    /// Files asked about, with what is made from them; sorted.
    pub fn with_made(&self, only: &[SourcePath]) -> Vec<SourcePath> {
        let is_asked = |origin: &Origin| {
            let Table { table, schema, .. } = &self.tables[origin.table];
            only.binary_search(table).is_ok() || only.binary_search(schema).is_ok()
        };
        let made = self.origins.iter().filter(|(_, origin)| is_asked(origin));
        let made = made.map(|(path, _)| SourcePath::new(path.as_str()));
        let mut all: Vec<SourcePath> = only.iter().cloned().chain(made).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// Names that are taken.
struct Names<'a> {
    known: &'a BTreeSet<SourcePath>,
    /// Those that two want, without their endings: neither has them, since nobody can say which is right.
    twice: BTreeSet<String>,
}

/// A path without what stands behind the name.
fn stem_of(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    path[name..].find('.').map_or(path, |at| &path[..name + at])
}

/// Whether a schema may say that something is made of its table, by its bytes.
fn says_something(schema: &[u8]) -> bool {
    says(schema, &["pages", "split", "mask"])
}

/// The same of pages.
fn makes_pages(schema: &[u8]) -> bool {
    says(schema, &["pages:", "split:"])
}

fn says(schema: &[u8], keys: &[&str]) -> bool {
    keys.iter().any(|key| memchr::memmem::find(schema, key.as_bytes()).is_some())
}

/// The kind of the pages, if they can be of it; what stands in their way is told of the schema, once and not for each row.
fn fitting<'k>(
    rules: &PageRules,
    file: &SourcePath,
    kinds: &'k Kinds,
    findings: &mut Vec<Finding>,
) -> Option<&'k Kind> {
    let mut wrong = |span: Span, what: Words, next: Words| {
        let finding = Finding::new(&catalog::ROWS_RULES, file.as_str()).at(span).fatal();
        findings.push(finding.with_words("what", what).with_words("next", next));
    };
    let name = &*rules.kind.name;
    let Some(kind) = kinds.schema(name).filter(|_| !name.starts_with('_')) else {
        let names: Vec<&str> = kinds.names().collect();
        let what = both(format!("không có loại nội dung “{name}”"), format!("there is no kind “{name}”"));
        wrong(rules.kind.span, what, did_you_mean(name, &names));
        return None;
    };
    let keys = || rules.front.iter().chain(rules.languages.iter().flat_map(|language| &language.front));
    let known: Vec<&str> = kind
        .fields
        .iter()
        .filter(|field| !field.private)
        .map(|field| &*field.name)
        .filter(|name| *name != "kind")
        .collect();
    let mut is_right = true;
    for Key { name: key, span, .. } in keys().filter(|key| !known.contains(&&*key.name)) {
        let what =
            both(format!("loại “{name}” không có khóa “{key}”"), format!("the kind “{name}” has no key “{key}”"));
        wrong(*span, what, did_you_mean(key, &known));
        is_right = false;
    }
    let is_there =
        |field: &str| rules.front.iter().any(|key| key.name == field) || (rules.split.is_some() && field == "table");
    for field in kind.fields.iter().filter(|field| field.required && !is_there(&field.name)) {
        let key = &field.name;
        let what = both(
            format!("loại “{name}” cần khóa “{key}” ({})", field.label.get("vi")),
            format!("the kind “{name}” needs the key “{key}” ({})", field.label.get("en")),
        );
        let next = both(
            format!("Thêm dưới fields: {key}: \"{{Tên cột}}\", hoặc một giá trị chung."),
            format!("Add below fields: {key}: \"{{Name of column}}\", or one value for all."),
        );
        wrong(rules.span, what, next);
        is_right = false;
    }
    if rules.split.is_some() && !groups::shows_table(kind) {
        let what =
            both(format!("trang loại “{name}” không hiện bảng"), format!("pages of the kind “{name}” show no table"));
        wrong(rules.kind.span, what, both("Dùng kind: statistics.", "Use kind: statistics."));
        is_right = false;
    }
    is_right.then_some(kind)
}

fn keys_of(rules: &PageRules) -> Vec<(String, Vec<usize>)> {
    let bodies = std::iter::once(&rules.body).chain(rules.languages.iter().map(|language| &language.body));
    let bodies = bodies.flatten().map(|body| ("body".to_owned(), body.columns().collect()));
    let keys = rules.languages.iter().flat_map(|language| &language.front).chain(&rules.front);
    keys.map(|key| (key.name.clone(), key.value.columns())).chain(bodies).collect()
}
