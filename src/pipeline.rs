//! The whole build on one screen: files → load → assemble → plan → check → render → write.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::check;
use crate::diag::{self, Diagnostic, Severity, catalog};
use crate::files::Files;
use crate::load::config::Config;
use crate::load::discover::{self, Discovered, Source};
use crate::load::document::Document;
use crate::load::inspect::{self, FileFacts};
use crate::load::kinds::{KindId, Kinds};
use crate::load::page::{self, Loaded};
use crate::load::theme;
use crate::model::Site;
use crate::model::assemble::{self, Parts};
use crate::model::gate::Gate;
use crate::model::sift::{self, Sifted};
use crate::path::{OutPath, SourcePath};
use crate::plan::{self, Planned};
use crate::render::{Content, Renderer};
use crate::write::manifest::Quarantined;
use crate::write::{Outcome, Put, Sink, WriteError};

/// Rendered bodies kept between loading and rendering, in bytes; beyond it a body is parsed again when its page
/// is rendered, so memory stays flat however large the portal is.
const BODY_BUDGET: usize = 64 << 20;

/// What a build depends on beside the files.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The moment the portal is built for.
    pub at: Timestamp,
    /// Show drafts, embargoed and expired items.
    pub show_all: bool,
}

/// The name of the configuration file.
pub const SITE: &str = "site.toml";

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
    Plan,
    Check,
    Render,
    Commit,
}

/// A portal read and planned; nothing is rendered yet.
pub struct Prepared {
    /// `None` when nothing can be built; the findings say why.
    pub renderer: Option<Renderer>,
    pub findings: Vec<Diagnostic>,
    pub times: Vec<(Stage, Duration)>,
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
}

/// Reads the portal and plans its outputs.
pub fn prepare(files: &Arc<dyn Files>, options: Options, progress: &dyn Progress) -> io::Result<Prepared> {
    let mut clock = Clock::default();
    let mut findings = Vec::new();
    let renderer = clock.run(files, options, progress, &mut findings)?;
    for finding in &mut findings {
        add_excerpt(finding, &**files);
    }
    diag::sort(&mut findings);
    Ok(Prepared { renderer, findings, times: clock.times })
}

#[derive(Default)]
struct Clock {
    times: Vec<(Stage, Duration)>,
}

impl Clock {
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
        let loaded = self.stage(Stage::Load, || load(&**files, &discovered, &config, &kinds, progress, findings));
        progress.stage(Stage::Assemble, 0);
        let site = self.stage(Stage::Assemble, || -> io::Result<Site> {
            let gate = Gate { at: options.at, show_all: options.show_all };
            let unreadable: Vec<SourcePath> = loaded.unreadable.iter().map(|source| source.path.clone()).collect();
            let sifted = sift::sift(loaded.documents, &unreadable, &discovered, &kinds, gate);
            findings
                .extend(sifted.unused_files.iter().map(|path| Diagnostic::new(&catalog::UNUSED_FILE, path.as_str())));
            let facts = facts(&**files, &sifted)?;
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
        progress.stage(Stage::Plan, 0);
        let plan = self.stage(Stage::Plan, || plan::plan(&site, &theme, findings));
        progress.stage(Stage::Check, 0);
        let sources: Vec<SourcePath> =
            discovered.sections.iter().chain(&discovered.items).map(|source| source.path.clone()).collect();
        self.stage(Stage::Check, || check::check(&site, &plan, &**files, &sources, findings));
        Ok(Renderer::new(Arc::new(site), Arc::new(plan), theme, files.clone(), findings))
    }
}

/// The configuration alone; `None` when it has mistakes.
pub fn config(files: &dyn Files, findings: &mut Vec<Diagnostic>) -> io::Result<Option<Config>> {
    let bytes = files.read(SITE)?;
    let text = crate::load::text::clean(SITE, &bytes, findings);
    Ok(text.and_then(|text| Config::parse(SITE, &text, findings)))
}

struct AllLoaded {
    documents: Vec<Document>,
    unreadable: Vec<Source>,
    section_kinds: BTreeMap<Arc<str>, KindId>,
}

/// Sections first, since they name the kind of their items; then all items in parallel.
fn load(
    files: &dyn Files,
    discovered: &Discovered,
    config: &Config,
    kinds: &Kinds,
    progress: &dyn Progress,
    findings: &mut Vec<Diagnostic>,
) -> AllLoaded {
    let options = page::Options { config, kinds };
    let mut all = AllLoaded { documents: Vec::new(), unreadable: Vec::new(), section_kinds: BTreeMap::new() };
    let kept = AtomicUsize::new(0);
    let read = |source: &Source, kind: Option<KindId>| {
        let mut loaded = read_one(files, source, kind, &options);
        if let Some(document) = &mut loaded.document {
            let length = document.body.html.as_ref().map_or(0, |html| html.len());
            if kept.fetch_add(length, Ordering::Relaxed) > BODY_BUDGET {
                document.body.html = None;
            }
        }
        progress.tick();
        loaded
    };
    let sections: Vec<Loaded> = discovered.sections.par_iter().map(|source| read(source, None)).collect();
    all.add(&discovered.sections, sections, findings);
    all.section_kinds = section_kinds(&all.documents, &discovered.sections, kinds);
    let kind_of = |source: &Source| {
        let mut folder = &*source.home;
        loop {
            match (all.section_kinds.get(folder), folder.rsplit_once('/')) {
                (Some(kind), _) => return Some(*kind),
                (None, Some((parent, _))) => folder = parent,
                (None, None) => return None,
            }
        }
    };
    let items: Vec<Loaded> = discovered.items.par_iter().map(|source| read(source, kind_of(source))).collect();
    all.add(&discovered.items, items, findings);
    all
}

impl AllLoaded {
    fn add(&mut self, sources: &[Source], loaded: Vec<Loaded>, findings: &mut Vec<Diagnostic>) {
        for (source, loaded) in sources.iter().zip(loaded) {
            findings.extend(loaded.findings);
            match loaded.document {
                Some(document) => self.documents.push(document),
                None => self.unreadable.push(source.clone()),
            }
        }
    }
}

fn read_one(files: &dyn Files, source: &Source, kind: Option<KindId>, options: &page::Options) -> Loaded {
    // A huge file is refused by its size, before it is read.
    if source.size > crate::load::text::LARGEST_PAGE {
        return Loaded { document: None, findings: vec![page::too_large(source)] };
    }
    match files.read(source.path.as_str()) {
        Ok(bytes) => page::load(source, &bytes, kind, options),
        Err(error) => {
            let finding =
                Diagnostic::new(&catalog::UNREADABLE, source.path.as_str()).with("detail", error.to_string()).fatal();
            Loaded { document: None, findings: vec![finding] }
        }
    }
}

/// The kind of items by section folder: what the default language says, else any language, else the kind whose
/// usual folder it is (so that a broken `_index.md` does not break every item below it).
fn section_kinds(documents: &[Document], sources: &[Source], kinds: &Kinds) -> BTreeMap<Arc<str>, KindId> {
    let mut found: BTreeMap<Arc<str>, KindId> = BTreeMap::new();
    for document in documents.iter().rev().chain(documents.iter().filter(|document| document.language == 0)) {
        let named = document.text(kinds.get(document.kind), "kind").and_then(|name| kinds.find(name));
        if let Some(kind) = named {
            found.insert(document.home.clone(), kind);
        }
    }
    for source in sources {
        let usual = kinds.names().find(|name| {
            kinds.schema(name).is_some_and(|kind| format!("{}/{}", discover::CONTENT, kind.folder) == *source.home)
        });
        if let (false, Some(kind)) = (found.contains_key(&source.home), usual.and_then(|name| kinds.find(name))) {
            found.insert(source.home.clone(), kind);
        }
    }
    found
}

fn facts(files: &dyn Files, sifted: &Sifted) -> io::Result<BTreeMap<SourcePath, FileFacts>> {
    sifted.used_files.par_iter().map(|path| inspect::inspect(files, path).map(|facts| (path.clone(), facts))).collect()
}

/// Shows the line that a finding is about, if the file is one of the portal's.
fn add_excerpt(finding: &mut Diagnostic, files: &dyn Files) {
    if finding.excerpt.is_none() && finding.span.is_some() {
        let text = files.read(&finding.file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        if let Some(text) = text {
            *finding = finding.clone().excerpt_from(text.trim_start_matches('\u{feff}'));
        }
    }
}

/// Renders every output of the plan and hands it to the sink; each is dropped as soon as it is written.
pub fn render(renderer: &Renderer, sink: &dyn Sink, progress: &dyn Progress) -> Result<Rendered, WriteError> {
    let outputs: Vec<(&OutPath, &Planned)> = renderer.plan.outputs.iter().collect();
    progress.stage(Stage::Render, outputs.len());
    let results: Vec<Result<Done, WriteError>> = outputs
        .par_iter()
        .map(|(path, planned)| {
            let done = one(renderer, sink, path, planned);
            progress.tick();
            done
        })
        .collect();
    let mut rendered = Rendered::default();
    for result in results {
        match result? {
            Done::Put(Outcome::Written, bytes) => {
                rendered.written += 1;
                rendered.bytes += bytes;
            }
            Done::Put(Outcome::Kept, bytes) => {
                rendered.kept += 1;
                rendered.bytes += bytes;
            }
            Done::Failed(quarantined, finding) => {
                rendered.quarantined.push(quarantined);
                rendered.findings.push(*finding);
            }
        }
    }
    for finding in &mut rendered.findings {
        add_excerpt(finding, &*renderer.files);
    }
    diag::sort(&mut rendered.findings);
    Ok(rendered)
}

enum Done {
    Put(Outcome, u64),
    Failed(Quarantined, Box<Diagnostic>),
}

fn one(renderer: &Renderer, sink: &dyn Sink, path: &OutPath, planned: &Planned) -> Result<Done, WriteError> {
    let artifact = match renderer.render(planned) {
        Ok(artifact) => artifact,
        Err(finding) => {
            let source = planned.source.as_ref().map_or_else(String::new, ToString::to_string);
            return Ok(Done::Failed(Quarantined { source, url: planned.url.to_string() }, finding));
        }
    };
    match &artifact.content {
        Content::Bytes(bytes) => Ok(Done::Put(sink.put(path, &Put::Bytes(bytes))?, bytes.len() as u64)),
        Content::File(source) => {
            let Some(file) = renderer.site.files.get(source) else { return Ok(Done::Put(Outcome::Kept, 0)) };
            let put = Put::Copy { files: &*renderer.files, source, hash: file.facts.hash };
            Ok(Done::Put(sink.put(path, &put)?, file.facts.size))
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
