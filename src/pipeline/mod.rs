//! The whole build on one screen: load → site and plan → index → check → render → commit.
//!
//! Whoever needs less stops earlier: a preview renders nothing. Where the outputs go is the target's affair.

mod addresses;
mod assembly;
mod assembly_context;
mod baseline;
mod built;
mod charts;
mod checked;
mod contradictions;
mod datasets;
pub mod digest;
mod drawn_pages;
mod excerpts;
mod facts;
mod folders;
mod guests;
mod held_pictures;
mod indexed_documents;
mod kept_index;
mod kept_lint;
mod linted;
mod load_all;
mod lookups;
mod maps;
mod marks;
mod masked;
mod mended;
mod messages;
mod pictures;
mod portal;
mod recognise;
mod render_all;
mod rounds;
mod told;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use crate::cache::{Cache, CachedDocument};
use crate::diag::{self, Finding, Severity};
use crate::files::Files;
use crate::load::above::Above;
use crate::load::config::Config;
use crate::load::ledger::{LEDGER, Ledger};
use crate::load::site_file;
use crate::load::source_text;
use crate::model::Mark;
use crate::path::SourcePath;
use crate::render::Renderer;
use crate::write::manifest::Made;
use crate::write::{Nowhere, Target};
use indexed_documents::IndexedDocuments;
use portal::{Index, Portal};

pub use crate::load::config::SITE;
pub use addresses::{Addresses, addresses};
pub use baseline::{Baseline, Known};
pub use built::Built;
pub use checked::{Checked, Question, check};
pub use excerpts::add_excerpts;
pub use folders::Folders;
pub use kept_lint::KeptLint;
pub use linted::lint_page;
pub use marks::Marks;
pub use mended::{Mended, Mending, mend};
pub use recognise::Own;
pub use told::Told;

/// What a build is made from, and who follows its progress.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub files: &'a Arc<dyn Files>,
    pub options: Options,
    pub cache: &'a Cache,
    pub progress: &'a dyn Progress,
}

/// What a build depends on beside the files.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The moment the portal is built for.
    pub at: Timestamp,
    /// Show drafts, embargoed and expired items.
    pub show_all: bool,
    /// The moment is not the present, so the output is not for readers.
    pub foreign: bool,
    /// For `serve`, which has marks of its own. The search index is made only when it is asked for.
    pub preview: bool,
}

impl Options {
    fn mark(&self) -> Option<Mark> {
        let mark = Mark { drafts: self.show_all, moment: self.foreign.then_some(self.at) };
        (!self.preview && (mark.drafts || mark.moment.is_some())).then_some(mark)
    }
}

/// How what is built is to be published.
#[derive(Clone, Default)]
pub struct Order {
    /// With an error nothing is written at all.
    pub strict: bool,
    /// What the manifest says of it.
    pub made: Made,
}

/// Called as each stage begins and for each thing done.
pub trait Progress: Sync {
    fn stage(&self, _stage: Stage, _total: usize) {}
    fn tick(&self) {}
}

/// For builds that nobody watches.
pub struct Silent;

impl Progress for Silent {}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    Discover,
    Load,
    Assemble,
    Pictures,
    Index,
    Plan,
    Check,
    Lint,
    Render,
    Commit,
}

/// A portal read and planned; nothing is rendered yet.
pub struct Prepared {
    /// Every loaded source, for the next reading, unless it was persisted already.
    pub documents: Vec<(SourcePath, CachedDocument)>,
    /// `None` when nothing can be built; the findings say why.
    pub renderer: Option<Renderer>,
    pub findings: Vec<Finding>,
    pub times: Vec<(Stage, Duration)>,
}

/// Why a build came to no end.
#[derive(Debug)]
pub enum Problem<E> {
    /// There is no portal.
    NoPortal(io::Error),
    Target(E),
}

/// Reads a portal and renders all of it to a target. Sources and pages that the cache knows are not made again.
pub fn build<T: Target>(input: &Input, order: &Order, target: &mut T) -> Result<Built, Problem<T::Error>> {
    let mut portal = Portal::load(input).map_err(Problem::NoPortal)?;
    // Where something failed last time, nobody who reads the folder is to see pages come and go.
    if order.strict || input.cache.has_failed() {
        let rehearsal =
            portal.render(&mut Nowhere, Index::Later, false).map_err(|error| Problem::Target(error.into()))?;
        match rehearsal {
            None => return Ok(portal.nothing()),
            Some(round) if order.strict && portal.has_errors(&round) => return Ok(portal.refuse(round)),
            Some(_) => {}
        }
    }
    match portal.render(target, Index::Now, order.strict).map_err(Problem::Target)? {
        None => Ok(portal.nothing()),
        Some(round) if round.rendered.is_none() => Ok(portal.refuse(round)),
        Some(round) => portal.commit(round, order, target).map_err(Problem::Target),
    }
}

/// Reads a portal and plans its outputs, for whoever renders them one by one.
pub fn prepare(input: &Input) -> io::Result<Prepared> {
    let mut portal = Portal::load(input)?;
    let round = portal.plan(Index::OnDemand);
    Ok(portal.prepared(round))
}

/// The configuration alone; `None` when it has mistakes.
pub fn config(files: &dyn Files, findings: &mut Vec<Finding>) -> io::Result<Option<Config>> {
    let bytes = files.read(SITE)?;
    let text = source_text::clean(SITE, &bytes, findings);
    let Some(text) = text else { return Ok(None) };
    let Some(file) = files.settings_above() else { return Ok(site_file::read(SITE, &text, findings)) };
    let bytes = files.read(file)?;
    let Some(above) = crate::load::source_text::clean(file, &bytes, findings) else { return Ok(None) };
    Ok(site_file::read_over(SITE, &text, Some(&Above { file, text: &above }), findings))
}

/// Builds that run side by side in this process: they share what memory one may take.
static AT_ONCE: AtomicUsize = AtomicUsize::new(1);

/// Says how many builds will run side by side. None of them comes to anything else by it.
pub fn share_memory(builds: usize) {
    AT_ONCE.store(builds.max(1), Ordering::Relaxed);
}

fn at_once() -> usize {
    AT_ONCE.load(Ordering::Relaxed)
}

/// Every address that was published before; none where the portal does not keep that.
fn ledger(files: &dyn Files, config: &Config, findings: &mut Vec<Finding>) -> io::Result<Ledger> {
    let bytes = match files.read(LEDGER) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ledger::default()),
        bytes => bytes?,
    };
    let mut wrong = Vec::new();
    let text = source_text::clean(LEDGER, &bytes, &mut wrong);
    let ledger = text.map(|text| Ledger::parse(&config.base, &text, &mut wrong)).unwrap_or_default();
    diag::limit(&mut wrong);
    findings.append(&mut wrong);
    Ok(ledger)
}

/// Whether a finding stops a release.
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}
