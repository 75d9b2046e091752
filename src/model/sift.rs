//! Turns loaded documents into those a reader may see at a moment, and finds which files they use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::Withheld;
use super::gate::{Gate, Verdict};
use super::resolve::number_key;
use super::state;
use crate::diag::{Diagnostic, catalog};
use crate::load::discover::Discovered;
use crate::load::document::{Document, Language, Role, Target};
use crate::load::kinds::Kinds;
use crate::path::SourcePath;

/// What passed the gate, and what did not.
pub struct Sifted {
    pub gate: Gate,
    /// Public documents, sorted by source.
    pub documents: Vec<Arc<Document>>,
    pub withheld: Vec<Withheld>,
    pub next_change: Option<(Timestamp, SourcePath)>,
    /// Withheld sources, and the files that only they may show.
    pub hidden: BTreeSet<SourcePath>,
    /// Contacts and document numbers of pages that are not public.
    pub hidden_names: BTreeSet<String>,
    /// Files that public documents use, sorted.
    pub used_files: Vec<SourcePath>,
    /// Texts beside used files (`a.pdf.txt` beside `a.pdf`), to be searched and not published; sorted.
    pub sidecars: BTreeSet<SourcePath>,
    /// Files that no document uses at all.
    pub unused_files: Vec<SourcePath>,
}

/// `unreadable`: sources that could not be loaded.
pub fn sift(
    mut documents: Vec<Arc<Document>>,
    unreadable: &[SourcePath],
    discovered: &Discovered,
    kinds: &Kinds,
    gate: Gate,
) -> Sifted {
    documents.sort_by(|a, b| a.source.cmp(&b.source));
    let verdicts = verdicts(&documents, kinds, gate);
    let mut sifted = Sifted {
        gate,
        documents: Vec::with_capacity(documents.len()),
        withheld: Vec::new(),
        next_change: None,
        hidden: unreadable.iter().cloned().collect(),
        hidden_names: unreadable.iter().map(stem).collect(),
        used_files: Vec::new(),
        sidecars: BTreeSet::new(),
        unused_files: Vec::new(),
    };
    let mut hidden_files = BTreeSet::new();
    let mut public_bundles: BTreeSet<Arc<str>> = BTreeSet::new();
    for (document, verdict) in documents.into_iter().zip(verdicts) {
        let kind = kinds.get(document.kind);
        sifted.note_change(gate.next_change(&document, kind), &document.source);
        if verdict == Verdict::Public {
            sifted.note_change(state::next_change(&document, kind, gate.at), &document.source);
            if document.role == Role::Bundle {
                public_bundles.insert(document.source.folder().into());
            }
            sifted.documents.push(document);
        } else {
            hidden_files.extend(files_of(&document));
            sifted.hidden_names.insert(document.stem.to_string());
            sifted.hidden_names.extend(document.text(kind, "number").map(number_key));
            sifted.hidden.insert(document.source.clone());
            sifted.withheld.push(Withheld { source: document.source.clone(), reason: verdict });
        }
    }
    sifted.sort_files(discovered, &hidden_files, &public_bundles);
    sifted
}

/// Takes out the documents whose front matter names a file that does not exist: a legal document without its text is
/// not published. Gives back their sources.
pub fn take_incomplete(
    documents: &mut Vec<Arc<Document>>,
    discovered: &Discovered,
    findings: &mut Vec<Diagnostic>,
) -> Vec<SourcePath> {
    let mut incomplete = Vec::new();
    documents.retain(|document| {
        let before = findings.len();
        for index in document.values.iter().flat_map(|(_, value)| value.refs()) {
            let reference = document.target(index);
            if let Target::File(path) = &reference.target
                && !discovered.files.contains(path)
            {
                let finding = Diagnostic::new(&catalog::LINK_FILE, document.source.as_str())
                    .at(reference.span)
                    .with("target", path.as_str());
                findings.push(finding.with_words("near", same_name(path, discovered)).fatal());
            }
        }
        let complete = findings.len() == before;
        if !complete {
            incomplete.push(document.source.clone());
        }
        complete
    });
    incomplete
}

/// Where a file of this name stands, if anywhere.
fn same_name(path: &SourcePath, discovered: &Discovered) -> (String, String) {
    match discovered.files.iter().find(|known| known.file_name() == path.file_name()) {
        Some(known) => (format!("Có phải ý bạn là {known}?"), format!("Did you mean {known}?")),
        None => (
            "Chép tệp vào thư mục của trang, hoặc sửa tên tệp.".to_owned(),
            "Put the file into the page's folder, or mend its name.".to_owned(),
        ),
    }
}

/// A withheld section withholds everything below it in its language.
pub fn verdicts(documents: &[Arc<Document>], kinds: &Kinds, gate: Gate) -> Vec<Verdict> {
    let own: Vec<Verdict> = documents.iter().map(|document| gate.check(document, kinds.get(document.kind))).collect();
    let closed: BTreeMap<(&str, Language), ()> = documents
        .iter()
        .zip(&own)
        .filter(|(document, verdict)| document.role == Role::Section && **verdict != Verdict::Public)
        .map(|(document, _)| ((&*document.home, document.language), ()))
        .collect();
    let below_closed = |document: &Document| {
        let mut folder = &*document.home;
        loop {
            let itself = document.role == Role::Section && folder == &*document.home;
            if !itself && closed.contains_key(&(folder, document.language)) {
                return true;
            }
            match folder.rsplit_once('/') {
                Some((parent, _)) => folder = parent,
                None => return false,
            }
        }
    };
    let verdict = |(document, own): (&Arc<Document>, &Verdict)| {
        if *own == Verdict::Public && !closed.is_empty() && below_closed(document) {
            Verdict::SectionWithheld
        } else {
            *own
        }
    };
    documents.iter().zip(&own).map(verdict).collect()
}

/// `content/lien-he/tong-dai.en.md` → `tong-dai`
fn stem(source: &SourcePath) -> String {
    source.file_name().split('.').next().unwrap_or_default().to_owned()
}

fn files_of(document: &Document) -> impl Iterator<Item = SourcePath> {
    document.refs.iter().filter_map(|reference| match &reference.target {
        Target::File(path) => Some(path.clone()),
        _ => None,
    })
}

impl Sifted {
    fn note_change(&mut self, change: Option<Timestamp>, source: &SourcePath) {
        if let Some(moment) = change
            && self.next_change.as_ref().is_none_or(|(first, _)| moment < *first)
        {
            self.next_change = Some((moment, source.clone()));
        }
    }

    /// A file in the folder of a bundle that is not public stays hidden, whoever points at it.
    fn sort_files(
        &mut self,
        discovered: &Discovered,
        hidden_files: &BTreeSet<SourcePath>,
        public_bundles: &BTreeSet<Arc<str>>,
    ) {
        let used: BTreeSet<SourcePath> =
            self.documents.iter().flat_map(|document| files_of(document).collect::<Vec<_>>()).collect();
        for path in &discovered.files {
            let folder: Arc<str> = path.folder().into();
            let closed_bundle = discovered.bundles.contains(&folder) && !public_bundles.contains(&folder);
            if closed_bundle || (hidden_files.contains(path) && !used.contains(path)) {
                self.hidden.insert(path.clone());
            } else if used.contains(path) {
                self.used_files.push(path.clone());
            } else if path.as_str().strip_suffix(".txt").is_some_and(|beside| used.contains(beside)) {
                self.sidecars.insert(path.clone());
            } else {
                self.unused_files.push(path.clone());
            }
        }
    }
}
