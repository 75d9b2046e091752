//! Turns loaded documents into those a reader may see at a moment, and finds which files they use.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::Withheld;
use super::doors::{self, Doors};
use super::gate::{Gate, Verdict};
use super::resolve::number_key;
use super::{shared, state};
use crate::diag::{Diagnostic, catalog, is_enough};
use crate::load::discover::{CONTENT, Discovered, Source, plain_path};
use crate::load::document::{Document, Language, Role, Target};
use crate::load::kinds::Kinds;
use crate::load::said::Said;
use crate::load::window::Window;
use crate::path::SourcePath;

/// A Markdown file that cannot be used.
#[derive(Clone)]
pub struct Broken {
    pub source: Source,
    /// What it says of when it is public.
    pub said: Said,
}

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
    /// Broken files that would surely be public; of others no output may know.
    pub named: Vec<Source>,
    /// The home page of a language is withheld, and with it everything.
    pub home_closed: bool,
}

pub fn sift(
    mut documents: Vec<Arc<Document>>,
    broken: &[Broken],
    discovered: &Discovered,
    kinds: &Kinds,
    gate: Gate,
    findings: &mut Vec<Diagnostic>,
) -> Sifted {
    documents.sort_by(|a, b| a.source.cmp(&b.source));
    findings.extend(doors::home_pages(&documents, kinds, gate));
    let mut sifted = Sifted {
        gate,
        documents: Vec::with_capacity(documents.len()),
        withheld: Vec::new(),
        next_change: None,
        hidden: broken.iter().flat_map(|broken| names_of(&broken.source)).collect(),
        hidden_names: broken.iter().map(|broken| stem(&broken.source.path)).collect(),
        used_files: Vec::new(),
        sidecars: BTreeSet::new(),
        unused_files: Vec::new(),
        named: Vec::new(),
        home_closed: false,
    };
    let doors = Doors::new(&documents, broken, kinds, gate);
    sifted.home_closed = doors.closes_a_home();
    for broken in broken {
        // When it would appear or go, it is named or no longer.
        let window = doors.broken(broken).and_then(|held| held.window);
        sifted.note_change(window.and_then(|window| gate.next_change(&window)), &broken.source.path);
    }
    sifted.named =
        broken.iter().filter(|broken| doors.would_show(broken)).map(|broken| broken.source.clone()).collect();
    let (mut owners, mut coming) = (Owners::default(), Vec::new());
    let mut below: BTreeMap<(&str, Language), usize> = BTreeMap::new();
    for document in &documents {
        let kind = kinds.get(document.kind);
        let held = doors.document(document, kinds);
        let is_public = held.verdict == Verdict::Public;
        sifted.note_change(held.window.and_then(|window| gate.next_change(&window)), &document.source);
        owners.note(document, is_public);
        if is_public {
            sifted.note_change(state::next_change(document, kind, gate.at), &document.source);
            sifted.documents.push(document.clone());
            continue;
        }
        if matches!(held.verdict, Verdict::Draft | Verdict::NotYet(_)) {
            coming.push(document);
        }
        if held.verdict == Verdict::SectionWithheld
            && let Some(section) = doors.closed_section(document)
        {
            *below.entry(section).or_default() += 1;
        }
        sifted.hidden_names.insert(document.stem.to_string());
        sifted.hidden_names.extend(document.text(kind, "number").map(number_key));
        sifted.hidden.insert(document.source.clone());
        sifted.hidden.extend(plain_path(&document.source, &document.group, document.language));
        sifted.withheld.push(Withheld { source: document.source.clone(), reason: held.verdict });
    }
    // A home page that is withheld stops the build, and that is told.
    let of_section = |section: &Source| {
        let count = below.get(&(&*section.home, section.language))?;
        let finding = Diagnostic::new(&catalog::SECTION_WITHHELD, section.path.as_str());
        Some(finding.with("count", count.to_string()))
    };
    let sections = discovered.sections.iter().filter(|section| &*section.home != CONTENT);
    findings.extend(sections.filter_map(of_section));
    sifted.sort_files(discovered, &owners, &doors);
    let both = sifted.used_files.iter().filter(|path| owners.withheld.contains(*path)).collect();
    findings.extend(shared::findings(&both, &sifted.documents, &coming));
    sifted
}

/// Takes out the documents whose front matter names a file that does not exist: a legal document without its text is
/// not published. Gives them back.
pub fn take_incomplete(
    documents: &mut Vec<Arc<Document>>,
    discovered: &Discovered,
    kinds: &Kinds,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Broken> {
    let mut incomplete = Vec::new();
    let by_name = OnceCell::new();
    documents.retain(|document| {
        let mut found = Vec::new();
        for index in document.values.iter().flat_map(|(_, value)| value.refs()) {
            let reference = document.target(index);
            if let Target::File(path) = &reference.target
                && !discovered.files.contains(path)
                && !is_enough(&found, &catalog::LINK_FILE)
            {
                let finding = Diagnostic::new(&catalog::LINK_FILE, document.source.as_str())
                    .at(reference.span)
                    .with("target", path.as_str());
                let by_name = by_name.get_or_init(|| {
                    let names = discovered.files.iter().rev().map(|known| (known.file_name().to_lowercase(), known));
                    names.collect::<HashMap<_, _>>()
                });
                let near = by_name.get(&path.file_name().to_lowercase()).copied();
                found.push(finding.with_words("near", same_name(&document.source, near, path)).fatal());
            }
        }
        let complete = found.is_empty();
        findings.extend(found);
        if !complete {
            incomplete.push(Broken::of(document, kinds));
        }
        complete
    });
    incomplete
}

/// Where a file of the same name stands, if anywhere.
/// Words that offer a file of the same name, in any case.
fn same_name(page: &SourcePath, known: Option<&SourcePath>, wanted: &SourcePath) -> (String, String) {
    match known {
        Some(known) => other_file(page, known.as_str(), wanted.as_str()),
        None => (
            "Chép tệp vào thư mục của trang, hoặc sửa tên tệp.".to_owned(),
            "Put the file into the page's folder, or mend its name.".to_owned(),
        ),
    }
}

/// The paths by which links name a page.
fn names_of(source: &Source) -> impl Iterator<Item = SourcePath> {
    [source.path.clone()].into_iter().chain(plain_path(&source.path, &source.group, source.language))
}

/// Words that offer a file instead of one that does not exist, as a link in the page is written.
pub fn other_file(page: &SourcePath, known: &str, wanted: &str) -> (String, String) {
    let link = SourcePath::new(known).relative_to(page);
    if known != wanted && known.to_lowercase() == wanted.to_lowercase() {
        return (
            format!("Có {link}, khác chữ hoa, chữ thường: viết đúng như tên tệp."),
            format!("There is {link}, with other capitals: write it as the file is named."),
        );
    }
    (format!("Có phải ý bạn là {link}?"), format!("Did you mean {link}?"))
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

/// Who has a say about each file.
#[derive(Default)]
struct Owners {
    /// Files that public documents use.
    used: BTreeSet<SourcePath>,
    /// Files that withheld documents use.
    withheld: BTreeSet<SourcePath>,
    /// By folder of a bundle with a public page: what these pages use. Files that a withheld language of the page names
    /// are its own as long as no public one does.
    bundles: BTreeMap<Arc<str>, BTreeSet<SourcePath>>,
    /// Folders of bundles that have a withheld page.
    mixed: BTreeSet<Arc<str>>,
}

impl Owners {
    fn note(&mut self, document: &Document, is_public: bool) {
        let bundle = (document.role == Role::Bundle).then(|| Arc::<str>::from(document.source.folder()));
        match (bundle, is_public) {
            (Some(folder), true) => self.bundles.entry(folder).or_default().extend(files_of(document)),
            (Some(folder), false) => drop(self.mixed.insert(folder)),
            (None, _) => {}
        }
        if is_public { self.used.extend(files_of(document)) } else { self.withheld.extend(files_of(document)) }
    }

    /// Whether a file stays hidden whoever points at it: it belongs to a page or a section that is not public.
    fn is_closed(&self, path: &SourcePath, discovered: &Discovered, doors: &Doors) -> bool {
        let owner = path.ancestors().find(|folder| discovered.bundles.contains(*folder) || doors.is_section(folder));
        match owner.filter(|folder| discovered.bundles.contains(*folder)) {
            Some(folder) => match self.bundles.get(folder) {
                None => true,
                Some(own) => self.mixed.contains(folder) && self.withheld.contains(path) && !own.contains(path),
            },
            None => doors.closes_folder(path.folder()),
        }
    }
}

/// The file that a text stands beside: `a.pdf` for `a.pdf.txt`.
fn stands_beside(path: &SourcePath) -> Option<SourcePath> {
    let (file, ending) = path.as_str().rsplit_once('.')?;
    ending.eq_ignore_ascii_case("txt").then(|| SourcePath::new(file))
}

impl Broken {
    pub fn of(document: &Document, kinds: &Kinds) -> Broken {
        let kind = kinds.get(document.kind);
        let window = Window::of(document, kind);
        let said = if kind.listed { Said::Window(window) } else { Said::Shown(window) };
        Broken { source: Source::of(document), said }
    }
}

impl Sifted {
    /// Notes when the state of a document changes that is not among the others.
    pub fn note_state(&mut self, document: &Document, kinds: &Kinds) {
        self.note_change(state::next_change(document, kinds.get(document.kind), self.gate.at), &document.source);
    }

    fn note_change(&mut self, change: Option<Timestamp>, source: &SourcePath) {
        if let Some(moment) = change
            && self.next_change.as_ref().is_none_or(|(first, _)| moment < *first)
        {
            self.next_change = Some((moment, source.clone()));
        }
    }

    fn sort_files(&mut self, discovered: &Discovered, owners: &Owners, doors: &Doors) {
        let mut beside = Vec::new();
        for path in &discovered.files {
            let is_closed = owners.is_closed(path, discovered, doors);
            if is_closed || (owners.withheld.contains(path) && !owners.used.contains(path)) {
                self.hidden.insert(path.clone());
            } else if owners.used.contains(path) {
                self.used_files.push(path.clone());
            } else if stands_beside(path).is_some() {
                beside.push(path);
            } else {
                self.unused_files.push(path.clone());
            }
        }
        // What stands beside a file goes with it.
        for path in beside {
            match stands_beside(path) {
                Some(file) if self.hidden.contains(&file) => drop(self.hidden.insert(path.clone())),
                Some(file) if owners.used.contains(&file) => drop(self.sidecars.insert(path.clone())),
                _ => self.unused_files.push(path.clone()),
            }
        }
        self.unused_files.sort();
    }
}
