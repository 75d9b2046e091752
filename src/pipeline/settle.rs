//! Turns what was loaded into the site and its plan, without the pages that cannot be published beside the others.
//!
//! A page is taken out when a file that it needs cannot be read, when its table has a mistake, or when another page
//! wants its address: a build knows no history and so cannot say which of the two is the right one there. What is left
//! is sifted and assembled again, until nothing more is taken out; nearly always that is at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::contradictions;
use super::facts::{self, Known};
use super::load_all::AllLoaded;
use crate::cache::Cache;
use crate::diag::{Diagnostic, catalog};
use crate::files::{self, Files};
use crate::load::config::Config;
use crate::load::data::{self, Table};
use crate::load::discover::Discovered;
use crate::load::document::{Document, Target};
use crate::load::inspect::FileFacts;
use crate::load::kinds::{FieldType, Kinds};
use crate::load::page;
use crate::load::theme::Theme;
use crate::model::Site;
use crate::model::assemble::{self, Parts};
use crate::model::gate::Gate;
use crate::model::resolve::number_key;
use crate::model::sift::{self, Broken, Sifted};
use crate::path::SourcePath;
use crate::plan::{self, Plan};

/// What settling needs beside the documents.
pub struct Given<'a> {
    pub files: &'a dyn Files,
    pub cache: &'a Cache,
    pub config: &'a Arc<Config>,
    pub kinds: &'a Arc<Kinds>,
    pub theme: &'a Theme,
    pub discovered: &'a Discovered,
    pub gate: Gate,
}

/// `None` when the home page of a language is withheld, so that nothing can be built; the findings say so.
pub fn settle(given: &Given, mut loaded: AllLoaded, findings: &mut Vec<Diagnostic>) -> Option<(Site, Plan)> {
    let incomplete = sift::take_incomplete(&mut loaded.documents, given.discovered, given.kinds, findings);
    loaded.unreadable.extend(incomplete);
    findings.extend(contradictions::findings(&loaded.documents, given.kinds, given.files, given.gate));
    let mut taken: Vec<Arc<Document>> = Vec::new();
    let mut known = Known::default();
    loop {
        // Findings of a round that is not the last would speak of a site that nobody sees.
        let mut round = Vec::new();
        let mut sifted = sift_again(given, &loaded, &taken, &mut round);
        if sifted.home_closed {
            findings.append(&mut round);
            return None;
        }
        let (lost, more) = facts::inspect(given.files, &mut sifted, given.cache, &mut known, findings);
        round.extend(more);
        let mut out = needing(&sifted.documents, &lost);
        read_tables(given, &sifted, &mut known, findings);
        let broken = known.tables.iter().filter(|(_, table)| table.is_none()).map(|(file, _)| file.clone()).collect();
        out.extend(needing(&sifted.documents, &broken));
        if out.is_empty() {
            report_unused(&sifted, &taken, &mut round);
            let parts = parts(given, sifted, &loaded, &taken, &mut known);
            let site = assemble::assemble(parts, &mut round);
            let plan = plan::plan(&site, given.theme, &mut round);
            let contested = &plan.contested.sources;
            if !contested.is_empty() {
                out = needing(&site.pages.iter().map(|page| page.document.clone()).collect::<Vec<_>>(), contested);
                out.extend(contested.iter().filter(|source| site.by_source(source).is_some()).cloned());
                findings.extend(plan.contested.findings.iter().cloned());
            }
            if out.is_empty() {
                findings.append(&mut round);
                return Some((site, plan));
            }
            known.facts.extend(site.files.into_iter().map(|(source, file)| (source, file.facts)));
        }
        let (gone, left) = loaded.documents.into_iter().partition(|document| out.contains(&document.source));
        loaded.documents = left;
        taken.extend::<Vec<_>>(gone);
    }
}

fn sift_again(given: &Given, loaded: &AllLoaded, taken: &[Arc<Document>], round: &mut Vec<Diagnostic>) -> Sifted {
    let Given { kinds, discovered, gate, .. } = *given;
    let taken_out = taken.iter().map(|document| Broken::of(document, kinds));
    let broken: Vec<Broken> = loaded.unreadable.iter().cloned().chain(taken_out).collect();
    let mut sifted = sift::sift(loaded.documents.clone(), &broken, discovered, kinds, gate, round);
    sifted.hidden.extend(discovered.closed.iter().cloned());
    for document in taken {
        let number = document.text(kinds.get(document.kind), "number").map(number_key);
        sifted.hidden_names.extend(number);
    }
    sifted
}

/// Files that no page uses, apart from those of pages that were taken out.
fn report_unused(sifted: &Sifted, taken: &[Arc<Document>], round: &mut Vec<Diagnostic>) {
    let theirs: BTreeSet<&SourcePath> = taken.iter().flat_map(|document| files_of(document)).collect();
    let unused = sifted.unused_files.iter().filter(|path| !theirs.contains(path));
    round.extend(unused.map(|path| {
        let finding = Diagnostic::new(&catalog::UNUSED_FILE, path.as_str());
        let (vi, en) = what_to_do(path.file_name());
        finding.with_words("next", (vi.to_owned(), en.to_owned()))
    }));
}

/// By the name of a file that nobody uses: perhaps it was meant as a page.
fn what_to_do(name: &str) -> (&'static str, &'static str) {
    /// Endings of texts that another program has written, and of pages whose name another program has changed.
    const TEXTS: [&str; 6] = [".doc", ".docx", ".odt", ".rtf", ".pages", ".html"];
    const PAGES: [&str; 8] = [".md.txt", ".md.docx", ".md.bak", ".md~", ".mdx", ".mdown", ".mkd", ".rmd"];
    let name = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&PAGES) {
        return (
            "Nếu đây là một bài thì đổi tên cho kết thúc bằng .md. Nếu không thì xóa tệp.",
            "If this is an item, rename it so that it ends in .md. If it is not, delete it.",
        );
    }
    if ends(&TEXTS) {
        return (
            "Nếu đây là một bài thì chép nội dung vào một tệp .md (tạo bằng: cong new article \"Tiêu đề\"). Nếu để tải về thì đưa vào attachments của một bài hoặc liên kết tới nó. Không dùng thì xóa tệp.",
            "If this is an item, copy its text into a .md file (made by: cong new article \"Title\"). If it is to be downloaded, list it under attachments of an item or link to it. If neither, delete it.",
        );
    }
    (
        "Đưa tệp vào attachments hoặc liên kết tới nó, hoặc xóa tệp.",
        "List it under attachments, link to it, or delete it.",
    )
}

/// What the site of this round is assembled from. Facts are handed over, since there may be many.
fn parts(given: &Given, sifted: Sifted, loaded: &AllLoaded, taken: &[Arc<Document>], known: &mut Known) -> Parts {
    let used = |path: &SourcePath| sifted.used_files.binary_search(path).is_ok() && !sifted.hidden.contains(path);
    let (facts, others) = std::mem::take(&mut known.facts).into_iter().partition(|(path, _)| used(path));
    known.facts = others;
    let tables = known.tables.iter().filter_map(|(path, table)| Some((path.clone(), table.clone()?)));
    Parts {
        config: given.config.clone(),
        kinds: given.kinds.clone(),
        facts,
        tables: tables.filter(|(path, _)| used(path)).collect(),
        taken: taken.to_vec(),
        closed: given.discovered.closed.clone(),
        section_kinds: loaded.section_kinds.clone(),
        sifted,
    }
}

fn files_of(document: &Document) -> impl Iterator<Item = &SourcePath> {
    document.refs.iter().filter_map(|reference| match &reference.target {
        Target::File(path) => Some(path),
        _ => None,
    })
}

/// Public pages that point at one of the files.
fn needing(documents: &[Arc<Document>], files: &BTreeSet<SourcePath>) -> BTreeSet<SourcePath> {
    if files.is_empty() {
        return BTreeSet::new();
    }
    let needs = documents.par_iter().filter(|document| files_of(document).any(|file| files.contains(file)));
    needs.map(|document| document.source.clone()).collect()
}

/// Reads the tables that public pages show and that are not known yet.
fn read_tables(given: &Given, sifted: &Sifted, known: &mut Known, findings: &mut Vec<Diagnostic>) {
    let named = sifted.documents.iter().flat_map(|document| {
        let kind = given.kinds.get(document.kind);
        let values = document.values.iter().filter(|(index, _)| kind.field(*index).kind == FieldType::Data);
        values.flat_map(|(_, value)| value.refs()).map(|index| &document.target(index).target)
    });
    let wanted: BTreeSet<&SourcePath> = named
        .filter_map(|target| match target {
            Target::File(file) => Some(file),
            _ => None,
        })
        .filter(|file| !known.tables.contains_key(*file))
        .collect();
    let wanted: Vec<(&SourcePath, &FileFacts)> =
        wanted.into_iter().filter_map(|file| Some((file, known.facts.get(file)?))).collect();
    let read: Vec<_> = wanted.par_iter().map(|(file, facts)| read_table(given.files, file, facts)).collect();
    let files: Vec<SourcePath> = wanted.into_iter().map(|(file, _)| file.clone()).collect();
    for (file, (table, mut more)) in files.into_iter().zip(read) {
        findings.append(&mut more);
        known.tables.insert(file, table);
    }
}

fn read_table(files: &dyn Files, file: &SourcePath, facts: &FileFacts) -> (Option<Arc<Table>>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let table = match files.read_within(file.as_str(), data::LARGEST_TABLE) {
        // What a page shows is what its reader can check by the sum that stands beside it.
        Ok(Ok(bytes)) if files::hash(&bytes) != facts.hash => {
            findings.push(page::changed(file).fatal());
            None
        }
        Ok(Ok(bytes)) => data::read(file.as_str(), &bytes, &mut findings),
        Ok(Err(size)) => {
            let (table, finding) = data::too_large(file.as_str(), size);
            findings.push(finding);
            Some(table)
        }
        Err(error) => {
            findings.push(page::unreadable(file, &error));
            None
        }
    };
    (table.map(Arc::new), findings)
}
