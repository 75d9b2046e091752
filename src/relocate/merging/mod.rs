//! Works out what it comes to when a portal takes another one in: which files come, where they stand, what their links and their
//! front matter say, where each address of the other one leads, and what a person must decide. Nothing of the portal that stays is
//! overwritten, and nothing is written here.

mod decisions;
mod homes;
mod ledger;
mod mapped;
mod old_host;
mod outcome;
mod placing;
mod record;
mod settle;
mod survey;
pub mod table;
mod terms;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

pub use decisions::{Decision, SORTS, Sort};
pub use outcome::{Brought, Merged, merged};
pub use placing::mark;
pub use record::FOLDER;

use crate::diag::{Finding, Severity};
use crate::files::{EntryKind, Files};
use crate::load::discover::CONTENT;
use crate::load::taxonomy::Taxonomy;
use crate::path::SourcePath;
use crate::pipeline::Addresses;
use table::Table;

/// What is asked for.
pub struct Asked<'a> {
    pub table: &'a Table,
    /// The folder below `content/` that all of it goes into, where no row says otherwise.
    pub into: Option<&'a str>,
    /// What the portal that is taken in is called: the end of names that are taken, and of its record.
    pub name: &'a str,
}

/// Why nothing comes of it.
pub enum Trouble {
    Refused((String, String)),
    /// The portal that stays cannot be read now; or would have these errors then.
    Errors(Vec<Finding>),
    /// Errors of the one that is taken in.
    Theirs(Vec<Finding>),
    Table(Vec<Finding>),
    /// Lines of a ledger that cannot be read; `true`: of the portal that is taken in.
    Ledger(Vec<Finding>, bool),
    /// These addresses would be lost; `true`: of the portal that is taken in.
    Lost(Vec<String>, bool),
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Io(error)
    }
}

/// What is known of both portals before anything is done.
pub struct Both<'a> {
    pub files: &'a dyn Files,
    pub theirs_at: &'a dyn Files,
    pub before: &'a Addresses,
    pub theirs: &'a Addresses,
    pub table: &'a Table,
    pub into: Option<&'a str>,
    pub suffix: &'a str,
    pub own_files: BTreeSet<SourcePath>,
    pub their_files: BTreeSet<SourcePath>,
    /// What there is no language for here.
    pub foreign: BTreeSet<SourcePath>,
}

impl<'a> Both<'a> {
    fn new(
        (files, theirs_at): (&'a Arc<dyn Files>, &'a Arc<dyn Files>),
        (before, theirs): (&'a Addresses, &'a Addresses),
        asked: &Asked<'a>,
    ) -> io::Result<Both<'a>> {
        let (own, other) = (&before.site.config, &theirs.site.config);
        let foreign = theirs.documents.iter().filter(|document| {
            let code = other.language(document.language);
            !own.languages.iter().any(|own| own == code)
        });
        let foreign: BTreeSet<SourcePath> = foreign.map(|document| document.source.clone()).collect();
        let mut their_files = regular(&**theirs_at, CONTENT)?;
        their_files.retain(|file| !foreign.contains(file));
        Ok(Both {
            files: &**files,
            theirs_at: &**theirs_at,
            before,
            theirs,
            table: asked.table,
            into: asked.into,
            suffix: asked.name,
            own_files: regular(&**files, CONTENT)?,
            their_files,
            foreign,
        })
    }

    /// Terms that pages there name, with the ids that they have there.
    fn used(&self) -> BTreeSet<(Taxonomy, String)> {
        let kinds = &self.theirs.site.kinds;
        let of_rows = self.theirs.site.all_pages().map(|page| page.document());
        let mut used = BTreeSet::new();
        for document in self.theirs.documents.iter().chain(of_rows) {
            for leaf in document.leaves(kinds.get(document.kind)) {
                let named = mapped::taxonomy(leaf.field.kind).zip(leaf.value.as_text());
                used.extend(named.map(|(taxonomy, id)| (taxonomy, id.to_owned())));
            }
        }
        used
    }
}

/// Files of a folder, without what is none: links, devices, names that are no Unicode.
fn regular(files: &dyn Files, folder: &str) -> io::Result<BTreeSet<SourcePath>> {
    let all = files.list(folder)?.into_iter().filter(|entry| entry.kind == EntryKind::File);
    Ok(all.map(|entry| entry.path).collect())
}

fn errors(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|finding| finding.severity() == Severity::Error).cloned().collect()
}

/// Files that are not as they were, or were not there, by their paths here.
type Texts = BTreeMap<SourcePath, Vec<u8>>;
