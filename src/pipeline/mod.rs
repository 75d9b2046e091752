//! The whole build on one screen: files → load → assemble → plan → check → render → write.

mod contradictions;
mod excerpts;
mod facts;
mod load_all;
mod recognise;
mod render_all;
mod settle;
mod texts;

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::cache::{Cache, KeptDocument, Record};
use crate::check;
use crate::diag::{self, Diagnostic, Severity, catalog};
use crate::files::Files;
use crate::load::config::Config;
use crate::load::discover;
use crate::load::kinds::Kinds;
use crate::load::page;
use crate::load::theme;
use crate::model::Site;
use crate::model::gate::Gate;
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::plan::Hashed;
use crate::render::Renderer;
use crate::trace::{Fingerprint, Reason};
use crate::write::manifest::Quarantined;
use excerpts::add_excerpts;
use load_all::{Given, load};

pub use recognise::Own;
pub use render_all::render;
use texts::Texts;

/// What a build depends on beside the files.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The moment the portal is built for.
    pub at: Timestamp,
    /// Show drafts, embargoed and expired items.
    pub show_all: bool,
    /// The search index is made only when it is asked for.
    pub preview: bool,
}

pub use crate::load::config::SITE;

/// Told about stages as they begin and about each thing done.
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
    Index,
    Plan,
    Check,
    Render,
    Commit,
}

/// A portal read and planned; nothing is rendered yet.
pub struct Prepared {
    /// Every loaded source, for the next build, unless it was left already.
    pub documents: Vec<(SourcePath, KeptDocument)>,
    /// `None` when nothing can be built; the findings say why.
    pub renderer: Option<Renderer>,
    pub findings: Vec<Diagnostic>,
    pub times: Vec<(Stage, Duration)>,
    /// What the search index is made of.
    pub index: Option<Fingerprint>,
}

/// What rendering did.
#[derive(Default)]
pub struct Rendered {
    pub findings: Vec<Diagnostic>,
    pub written: usize,
    pub kept: usize,
    /// Pages that could not be rendered.
    pub quarantined: Vec<Quarantined>,
    /// In bytes, before compression.
    pub bytes: u64,
    /// The trace of every page in the output, for the next build's cache.
    pub records: Vec<(OutPath, Record)>,
    /// Everything that these pages could show; see `Renderer::world`.
    pub world: Option<Fingerprint>,
    /// Why each page that was rendered had to be.
    pub reasons: Vec<(UrlPath, Vec<Reason>)>,
}

/// Reads the portal and plans its outputs. Sources that the cache knows are not parsed again.
pub fn prepare(
    files: &Arc<dyn Files>,
    options: Options,
    cache: &Cache,
    progress: &dyn Progress,
) -> io::Result<Prepared> {
    let mut clock = Clock { cache, times: Vec::new(), documents: Vec::new(), index: None };
    let mut findings = Vec::new();
    let renderer = clock.run(files, options, progress, &mut findings)?;
    diag::sort(&mut findings);
    add_excerpts(&mut findings, &**files);
    Ok(Prepared { renderer, findings, times: clock.times, documents: clock.documents, index: clock.index })
}

struct Clock<'a> {
    cache: &'a Cache,
    times: Vec<(Stage, Duration)>,
    documents: Vec<(SourcePath, KeptDocument)>,
    index: Option<Fingerprint>,
}

impl Clock<'_> {
    fn stage<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.times.push((stage, start.elapsed()));
        result
    }

    fn run(
        &mut self,
        files: &Arc<dyn Files>,
        options: Options,
        progress: &dyn Progress,
        findings: &mut Vec<Diagnostic>,
    ) -> io::Result<Option<Renderer>> {
        let Some(config) = config(&**files, findings)? else { return Ok(None) };
        let config = Arc::new(config);
        let kinds = Arc::new(Kinds::load(&**files, findings));
        let theme = Arc::new(theme::load(&**files, &config.theme, &config.languages, findings));
        if findings.iter().any(|finding| finding.message.code == catalog::UNREADABLE.code) {
            return Ok(None);
        }
        progress.stage(Stage::Discover, 0);
        let discovered = match self.stage(Stage::Discover, || discover::discover(&**files, &config, findings)) {
            Ok(discovered) => discovered,
            Err(error) => {
                findings.push(page::unreadable(&SourcePath::new(discover::CONTENT), &error));
                return Ok(None);
            }
        };
        progress.stage(Stage::Load, discovered.items.len());
        let texts =
            config.outputs.search.then(|| Texts::new(config.clone(), self.cache.shelf().cloned(), options.preview));
        let mut loaded = {
            let cache = self.cache;
            let from = Given { config: &config, kinds: &kinds, theme: &theme.ids, cache, texts: texts.as_ref() };
            self.stage(Stage::Load, || load(&**files, &discovered, &from, progress, findings))
        };
        let kept = std::mem::take(&mut loaded.kept);
        self.documents = if options.preview { kept } else { self.cache.leave(kept) };
        progress.stage(Stage::Assemble, 0);
        let given = settle::Given {
            files: &**files,
            cache: self.cache,
            config: &config,
            kinds: &kinds,
            theme: &theme,
            discovered: &discovered,
            gate: Gate { at: options.at, show_all: options.show_all },
        };
        let settled = self.stage(Stage::Assemble, || settle::settle(&given, loaded, findings));
        let Some((site, mut plan)) = settled else { return Ok(None) };
        let site = Arc::new(site);
        progress.stage(Stage::Index, 0);
        let cache = self.cache;
        let (hashed, index) = self.stage(Stage::Index, || match texts {
            Some(texts) => hashed((&site, files), texts, cache, options.preview, findings),
            None => (Arc::default(), None),
        });
        self.index = index;
        progress.stage(Stage::Plan, 0);
        self.stage(Stage::Plan, || plan.add_hashed(&hashed));
        progress.stage(Stage::Check, 0);
        let sources: Vec<SourcePath> =
            discovered.sections.iter().chain(&discovered.items).map(|source| source.path.clone()).collect();
        self.stage(Stage::Check, || check::check(&site, &plan, &sources, findings));
        Ok(Renderer::new(site, Arc::new(plan), theme, files.clone(), hashed, findings))
    }
}

/// The search index: as the last build made it of the same, else made now, or later for a preview; and what it is made of.
fn hashed(
    (site, files): (&Arc<Site>, &Arc<dyn Files>),
    texts: Texts,
    cache: &Cache,
    preview: bool,
    findings: &mut Vec<Diagnostic>,
) -> (Arc<Hashed>, Option<Fingerprint>) {
    let sidecars = texts::sidecars(site, &**files, findings);
    let made_of = texts::made_of(site, &sidecars);
    let make = {
        let (site, files) = (site.clone(), files.clone());
        move || texts.index(&site, &*files, &sidecars)
    };
    let hashed = match cache.index_of(made_of) {
        _ if preview => Hashed::lazy(make),
        Some(names) => Hashed::known(names.clone(), make),
        None => {
            let made = make();
            if !made.changed.is_empty() {
                // It is not made of what the next build would think.
                findings.extend(made.changed.iter().map(page::changed));
                return (Arc::new(Hashed::made(made)), None);
            }
            Hashed::made(made)
        }
    };
    (Arc::new(hashed), Some(made_of))
}

/// The configuration alone; `None` when it has mistakes.
pub fn config(files: &dyn Files, findings: &mut Vec<Diagnostic>) -> io::Result<Option<Config>> {
    let bytes = files.read(SITE)?;
    let text = crate::load::text::clean(SITE, &bytes, findings);
    Ok(text.and_then(|text| Config::parse(SITE, &text, findings)))
}

/// Whether a finding stops a release.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

/// All pages that are missing from the output: those that could not be read, and those that could not be rendered.
pub fn quarantined(site: &Site, rendered: &Rendered) -> Vec<Quarantined> {
    let unread =
        site.quarantined.iter().map(|(source, url)| Quarantined { source: source.to_string(), url: url.to_string() });
    let mut all: Vec<Quarantined> = unread.chain(rendered.quarantined.iter().cloned()).collect();
    all.sort();
    all.dedup();
    all
}
