//! The whole build on one screen: files → load → assemble → plan → check → render → write.

mod load_all;
mod recognise;
mod render_all;
mod texts;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::cache::{Cache, KeptDocument, Record};
use crate::check;
use crate::diag::{self, Diagnostic, Severity, catalog};
use crate::files::Files;
use crate::load::config::Config;
use crate::load::discover;
use crate::load::inspect::{self, FileFacts};
use crate::load::kinds::Kinds;
use crate::load::theme;
use crate::model::Site;
use crate::model::assemble::{self, Parts};
use crate::model::gate::Gate;
use crate::model::sift::{self, Sifted};
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::plan::{self, Hashed};
use crate::render::Renderer;
use crate::tables;
use crate::trace::{Fingerprint, Reason};
use crate::write::manifest::Quarantined;
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
        let theme = Arc::new(theme::load(&**files, &config.theme, &config.languages, findings)?);
        progress.stage(Stage::Discover, 0);
        let discovered = self.stage(Stage::Discover, || discover::discover(&**files, &config, findings))?;
        progress.stage(Stage::Load, discovered.items.len());
        let texts =
            config.outputs.search.then(|| Texts::new(config.clone(), self.cache.shelf().cloned(), options.preview));
        let mut loaded = {
            let cache = self.cache;
            let from = Given { config: &config, kinds: &kinds, cache, texts: texts.as_ref() };
            self.stage(Stage::Load, || load(&**files, &discovered, &from, progress, findings))
        };
        let kept = std::mem::take(&mut loaded.kept);
        self.documents = if options.preview { kept } else { self.cache.leave(kept) };
        progress.stage(Stage::Assemble, 0);
        let cache = self.cache;
        let site = self.stage(Stage::Assemble, || -> io::Result<Site> {
            let gate = Gate { at: options.at, show_all: options.show_all };
            let incomplete = sift::take_incomplete(&mut loaded.documents, &discovered, findings);
            for source in
                discovered.sections.iter().chain(&discovered.items).filter(|source| incomplete.contains(&source.path))
            {
                loaded.unreadable.push(source.clone());
            }
            let unreadable: Vec<SourcePath> = loaded.unreadable.iter().map(|source| source.path.clone()).collect();
            let mut sifted = sift::sift(loaded.documents, &unreadable, &discovered, &kinds, gate);
            findings
                .extend(sifted.unused_files.iter().map(|path| Diagnostic::new(&catalog::UNUSED_FILE, path.as_str())));
            let facts = facts(&**files, &mut sifted, cache, findings)?;
            let parts = Parts {
                config,
                kinds,
                sifted,
                facts,
                unreadable: loaded.unreadable,
                section_kinds: loaded.section_kinds,
            };
            Ok(assemble::assemble(parts, findings))
        })?;
        let site = Arc::new(site);
        progress.stage(Stage::Index, 0);
        let cache = self.cache;
        let (hashed, index) = self.stage(Stage::Index, || match texts {
            Some(texts) => hashed(&site, files, texts, cache, options.preview),
            None => (Arc::default(), None),
        });
        self.index = index;
        progress.stage(Stage::Plan, 0);
        let plan = self.stage(Stage::Plan, || plan::plan(&site, &theme, &hashed, findings));
        progress.stage(Stage::Check, 0);
        let sources: Vec<SourcePath> =
            discovered.sections.iter().chain(&discovered.items).map(|source| source.path.clone()).collect();
        self.stage(Stage::Check, || check::check(&site, &plan, &**files, &sources, findings));
        Ok(Renderer::new(site, Arc::new(plan), theme, files.clone(), hashed, findings))
    }
}

/// The search index: as the last build made it of the same, else made now, or later for a preview; and what it is made of.
fn hashed(
    site: &Arc<Site>,
    files: &Arc<dyn Files>,
    texts: Texts,
    cache: &Cache,
    preview: bool,
) -> (Arc<Hashed>, Option<Fingerprint>) {
    let made_of = texts::made_of(site, &**files);
    let make = {
        let (site, files) = (site.clone(), files.clone());
        move || texts.index(&site, &*files)
    };
    let hashed = match cache.index_of(made_of) {
        _ if preview => Hashed::lazy(make),
        Some(names) => Hashed::known(names.clone(), make),
        None => Hashed::made(make()),
    };
    (Arc::new(hashed), Some(made_of))
}

/// The configuration alone; `None` when it has mistakes.
pub fn config(files: &dyn Files, findings: &mut Vec<Diagnostic>) -> io::Result<Option<Config>> {
    let bytes = files.read(SITE)?;
    let text = crate::load::text::clean(SITE, &bytes, findings);
    Ok(text.and_then(|text| Config::parse(SITE, &text, findings)))
}

/// Looks into the files that public pages use. One that would run code in a reader's browser is hidden.
fn facts(
    files: &dyn Files,
    sifted: &mut Sifted,
    cache: &Cache,
    findings: &mut Vec<Diagnostic>,
) -> io::Result<BTreeMap<SourcePath, FileFacts>> {
    let look = |path: &SourcePath| {
        let facts = cache.file(path).map_or_else(|| inspect::inspect(files, path), |known| Ok(known.clone()))?;
        Ok((path.clone(), facts))
    };
    let mut all = sifted.used_files.par_iter().map(look).collect::<io::Result<BTreeMap<_, _>>>()?;
    all.retain(|path, facts| {
        let name = path.as_str();
        let finding = match &facts.active {
            _ if !tables::is_publishable(name) => {
                Diagnostic::new(&catalog::FILE_TYPE, name).with("extension", tables::extension(name))
            }
            Some(found) => Diagnostic::new(&catalog::ACTIVE_SVG, name).with("found", found.as_str()),
            None => return true,
        };
        findings.push(finding);
        sifted.hidden.insert(path.clone());
        false
    });
    Ok(all)
}

/// Shows the line that each finding is about, if the file is one of the portal's. `findings` are sorted.
fn add_excerpts(findings: &mut [Diagnostic], files: &dyn Files) {
    for group in findings.chunk_by_mut(|a, b| a.file == b.file) {
        let file = group[0].file.clone();
        let Some(text) = files.read(&file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) else {
            continue;
        };
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        for finding in group {
            finding.find_key(&lines);
            finding.take_excerpt(&lines);
        }
    }
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
