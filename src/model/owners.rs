//! Turns what documents point at into which files may be published: those that public pages use, and that no page or
//! section which is not public keeps to itself.

use std::collections::{BTreeMap, BTreeSet};

use super::judged::Judged;
use super::visibility::Visibility;
use crate::load::discover::Discovered;
use crate::load::document::{Document, Role, Target};
use crate::load::schema;
use crate::path::SourcePath;

/// Files by whether they may be published.
#[derive(Default)]
pub struct FileSelection {
    /// Those that public documents use, sorted.
    pub used: Vec<SourcePath>,
    /// Tables in which rows are looked up and that no page or section which is not public keeps to itself. None is published.
    pub rows: BTreeSet<SourcePath>,
    /// Texts beside used files (`a.pdf.txt` beside `a.pdf`), to be searched and not published; sorted.
    pub sidecars: BTreeSet<SourcePath>,
    /// Schemas of tables that may be shown, which are read and not published; sorted.
    pub schemas: Vec<SourcePath>,
    /// Those that no document uses at all, sorted.
    pub unused: Vec<SourcePath>,
}

impl FileSelection {
    /// Files that are copied to the root are used by the portal itself.
    pub(super) fn with_roots(self, roots: &[SourcePath]) -> FileSelection {
        let mut used: Vec<SourcePath> = self.used.into_iter().chain(roots.iter().cloned()).collect();
        used.sort_unstable();
        FileSelection { used, ..self }
    }

    /// What stands beside a file that may not be published is not searched.
    pub(super) fn without(self, refused: &[SourcePath]) -> FileSelection {
        let beside: BTreeSet<SourcePath> = refused.iter().map(|path| SourcePath::new(format!("{path}.txt"))).collect();
        let sidecars = self.sidecars.into_iter().filter(|sidecar| !beside.contains(sidecar)).collect();
        FileSelection { sidecars, ..self }
    }
}

/// Who has a say about each file.
pub(super) struct Owners<'d> {
    /// Files that public documents use.
    used: BTreeSet<&'d SourcePath>,
    /// Files that withheld documents use.
    withheld: BTreeSet<&'d SourcePath>,
    /// Tables in which rows are looked up: none of them is published, whoever points at it.
    rows: BTreeSet<&'d SourcePath>,
    /// By folder of a bundle with a public page: what these pages use. Files that a withheld language of the page names
    /// are its own as long as no public one does.
    bundles: BTreeMap<&'d str, BTreeSet<&'d SourcePath>>,
    /// Folders of bundles that have a withheld page.
    mixed: BTreeSet<&'d str>,
}

impl<'d> Owners<'d> {
    pub fn new(judged: &[Judged<'d>]) -> Owners<'d> {
        let public = || judged.iter().filter(|it| it.is_public()).map(|it| &**it.document);
        let withheld = || judged.iter().filter(|it| !it.is_public()).map(|it| &**it.document);
        let mut bundles: BTreeMap<&str, BTreeSet<&SourcePath>> = BTreeMap::new();
        for document in public().filter(is_bundle) {
            bundles.entry(document.source.folder()).or_default().extend(files_of(document));
        }
        Owners {
            used: public().flat_map(files_of).collect(),
            withheld: withheld().flat_map(files_of).collect(),
            rows: judged.iter().flat_map(|it| rows_of(it.document)).collect(),
            bundles,
            mixed: withheld().filter(is_bundle).map(|document| document.source.folder()).collect(),
        }
    }

    /// Those of the used files that a withheld document names too.
    pub fn shared_of<'f>(&self, files: &'f FileSelection) -> BTreeSet<&'f SourcePath> {
        files.used.iter().filter(|path| self.withheld.contains(path)).collect()
    }

    /// All files, and those that only pages which are not public may show. `hidden`: sources that are not public.
    pub fn sort(
        &self,
        discovered: &Discovered,
        visibility: &Visibility,
        hidden: &BTreeSet<SourcePath>,
    ) -> (FileSelection, Vec<SourcePath>) {
        let mut files = FileSelection::default();
        let mut own: BTreeSet<&SourcePath> = BTreeSet::new();
        // In the order of their names a file comes before what stands beside it.
        for path in &discovered.files {
            let is_used = self.used.contains(path);
            let beside = stands_beside(path).filter(|_| !is_used);
            // What stands beside a file goes with it.
            let goes = |file: &SourcePath| own.contains(file) || hidden.contains(file);
            let is_closed = self.is_closed(path, discovered, visibility);
            if self.rows.contains(path) {
                own.insert(path);
                files.rows.extend((!is_closed).then(|| path.clone()));
            } else if is_closed || (self.withheld.contains(path) && !is_used) || beside.as_ref().is_some_and(goes) {
                own.insert(path);
            } else if is_used {
                files.used.push(path.clone());
            } else if schema::is_schema(path) {
                files.schemas.push(path.clone());
            } else if beside.is_some_and(|file| self.used.contains(&file)) {
                files.sidecars.insert(path.clone());
            } else {
                files.unused.push(path.clone());
            }
        }
        // A schema may come before its table in the order of names.
        let goes = |schema: &SourcePath| {
            let tables = schema::tables_of(schema, &discovered.files);
            !tables.is_empty() && tables.iter().all(|table| own.contains(*table))
        };
        let (gone, schemas) = files.schemas.into_iter().partition(goes);
        let own = own.into_iter().cloned().chain::<Vec<SourcePath>>(gone).collect();
        (FileSelection { schemas, ..files }, own)
    }

    /// Whether a file stays hidden whoever points at it: it belongs to a page or a section that is not public.
    fn is_closed(&self, path: &SourcePath, discovered: &Discovered, visibility: &Visibility) -> bool {
        let owner =
            path.ancestors().find(|folder| discovered.bundles.contains(*folder) || visibility.is_section(folder));
        match owner.filter(|folder| discovered.bundles.contains(*folder)) {
            Some(folder) => match self.bundles.get(folder) {
                None => true,
                Some(own) => self.mixed.contains(folder) && self.withheld.contains(path) && !own.contains(path),
            },
            None => visibility.closes_folder(path.folder()),
        }
    }
}

fn is_bundle(document: &&Document) -> bool {
    document.role == Role::Bundle
}

fn files_of(document: &Document) -> impl Iterator<Item = &SourcePath> {
    document.refs.iter().filter_map(|reference| reference.target.file())
}

fn rows_of(document: &Document) -> impl Iterator<Item = &SourcePath> {
    document.refs.iter().filter_map(|reference| match &reference.target {
        Target::Rows(path) => Some(path),
        _ => None,
    })
}

/// The file that a text stands beside: `a.pdf` for `a.pdf.txt`.
fn stands_beside(path: &SourcePath) -> Option<SourcePath> {
    let (file, ending) = path.as_str().rsplit_once('.')?;
    ending.eq_ignore_ascii_case("txt").then(|| SourcePath::new(file))
}
